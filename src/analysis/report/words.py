"""Numbers and terms as people write them: $2.24 billion, 27.5–28.5%, $150,000–200,000+ a year."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

from analysis.units import is_currency, split

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥"}
_PERIODS = {"hour": "an hour", "day": "a day", "week": "a week", "month": "a month", "year": "a year"}
_AFTER = {
    "percent": "%",
    "percentage_point": " points",
    "basis_point": " basis points",
    "multiple": "×",
    "score": "",
    "count": "",
}
_ACRONYMS = {"ai", "ml", "it", "cagr"}
_NOUNS = {"job": "jobs", "employee": "staff"}


def amount(value: float, unit: str) -> str:
    """One value with its unit."""
    return between(value, value, unit)


def between(
    low: float, high: float, unit: str, open_low: bool = False, open_high: bool = False, digits: int = 10
) -> str:
    """A point or a range with its unit; an open end (also: infinite) as "200,000+" or "up to 200,000"; '' for none."""
    open_low, open_high = open_low or math.isinf(low), open_high or math.isinf(high)
    ends = [end for end in (low, high) if math.isfinite(end)]
    if not ends:
        return ""
    sign, word, after = _dress(unit, max(map(abs, ends)))
    if len(ends) > 1 and _dress(unit, min(map(abs, ends)))[1] != word:  # $628.5 million to $1.055 billion
        first = between(low, low, unit, open_low, digits=digits).removesuffix(after)
        return f"{first} to {between(high, high, unit, open_high=open_high, digits=digits)}"
    divisor = next((size for size, name in _SCALES if name == word), 1.0)
    texts = list(dict.fromkeys(_number(end / divisor, digits) for end in ends))
    joint = " to " if any(end < 0 for end in ends) else "–"
    if open_high:
        after = after + "+" if after and after[0] != " " else "+" + after
    text = sign + joint.join(texts) + (f" {word}" if word else "") + after
    return f"up to {text}" if open_low and len(texts) == 1 else text


def _dress(unit: str, size: float) -> tuple[str, str, str]:
    """What stands before a number of this unit, its scale word, and what stands after."""
    head, period = split(unit)
    if is_currency(head):
        word = next((name for scale, name in _SCALES if size >= scale), "")
        return _SYMBOLS.get(head, f"{head} "), word, f" {_PERIODS[period]}" if period in _PERIODS else ""
    if unit in _AFTER:
        return "", "", _AFTER[unit]
    noun = _NOUNS.get(unit, unit if size == 1 else f"{unit}s")
    return "", "", f" {noun}"


def _number(value: float, digits: int) -> str:
    rounded = float(f"{value:.{digits}g}")
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.{digits}g}"


def printed(figure: dict[str, Any]) -> str:
    """A figure as printed; a bare number gets the unit and scale that its header or title gave it."""
    text = str(figure["quote"])
    if re.search(r"[^\W\d]|[%$€£¥₹₫]", text) or figure["unit"] == "count":
        return text
    low, high = (math.nan if figure[end] is None else float(figure[end]) for end in ("low", "high"))
    value = max(abs(end) for end in (low, high) if not math.isnan(end))
    sign, word, after = _dress(figure["unit"], value)
    if word and (digits := re.findall(r"\d[\d,]*(?:\.\d+)?", text)):  # 0.9 under "USD billion" is no 0.9 million
        scale = value / (max(float(number.replace(",", "")) for number in digits) or 1)
        word = next((name for size, name in _SCALES if math.isclose(scale, size, rel_tol=1e-6)), "")
    return f"{sign}{text}" + (f" {word}" if word else "") + after


def term(name: str) -> str:
    """A controlled term for people: `ai-operations-manager` → AI operations manager."""
    words = [word.upper() if word in _ACRONYMS else word for word in name.replace("_", "-").split("-")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def count(number: int, noun: str) -> str:
    """A counted noun: 1 finding, 2 findings, 1,024 figures."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def visible(text: object) -> str:
    """Text on one line, harmless to show.

    >>> visible("pay\\x1b[31m  of\\n$50")
    'pay[31m of $50'
    """
    return " ".join(harmless(str(text)).split())


def harmless(text: str) -> str:
    """Text without the characters that steer a terminal or turn the direction of writing; its spaces stay."""
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf"))
