"""Figures and computed values as sentences print them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import isinf

from analysis import words
from analysis.reading.model import Figure
from analysis.reading.period import Period
from analysis.units import DAYS, currency, split

SCALES = {10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}
_BARE = re.compile(r"[\d.,\s~–—+()−-]+")
_MINUS = re.compile(r"[(−–-]")
_SUFFIX = {"percent": "%", "percentage_point": " points", "multiple": " times"}


def listed(figures: Iterable[Figure], joint: str = " + ", minus: Collection[int] = ()) -> str:
    """Figures as printed, with their periods, up to six of them in full; `minus`: places of those taken away."""
    shown = list(enumerate(map(dated, figures)))
    texts = [f"{(' − ' if n in minus else joint) if n else ('−' if n in minus else '')}{text}" for n, text in shown]
    return "".join(texts if len(texts) < 8 else [*texts[:3], f"{joint}…", *texts[-2:]])


def amount(number: float, unit: str) -> str:
    """A computed value for a sentence: four significant digits, with its unit.

    >>> amount(2.2412e9, "USD"), amount(28.5436, "percent"), amount(83200, "USD/year")
    ('USD 2.241 billion', '28.54%', 'USD 83,200 per year')
    >>> amount(12345.6, "percent"), amount(-2.2412e9, "USD")
    ('12,346%', '-USD 2.241 billion')
    """
    if isinf(number):
        return "any value"
    if unit in _SUFFIX:
        return f"{number:.4g}{_SUFFIX[unit]}" if abs(number) < 1e4 else f"{number:,.0f}{_SUFFIX[unit]}"
    code, sign = currency(unit), "-" if number < 0 else ""
    size = max((scale for scale in SCALES if scale >= 10**6 and abs(number) >= scale), default=0)
    if code and size:
        text = f"{abs(number) / size:.4g} {SCALES[size]}"
    else:
        text = f"{abs(number):,.0f}" if abs(number) >= 1000 else f"{abs(number):.4g}"
    period = f" per {split(unit).period}" if "/" in unit else ""
    return f"{sign}{code} {text}{period}".strip() if code else f"{sign}{text}{period}"


def span(low: float, high: float, unit: str) -> str:
    """An interval for a sentence; one value where both ends print alike."""
    first, second = amount(low, unit), amount(high, unit)
    if first == second:
        return first
    if isinf(low) or isinf(high):
        return f"at most {second}" if isinf(low) else f"at least {first}"
    period = f" per {split(unit).period}" if "/" in unit else ""
    code = currency(unit)
    alike = code and not any(word in first + second for word in SCALES.values())
    return f"{first.removesuffix(period)} to {second.removeprefix(f'{code} ') if alike else second}"


def printed(figure: Figure) -> str:
    """The figure as printed; a bare number gets the unit and scale that its table gave it."""
    text, scale = figure.quote.strip(), figure.quantity.scale
    if not _BARE.fullmatch(text):
        return text
    if figure.unit in _SUFFIX:
        return text + _SUFFIX[figure.unit]
    if figure.unit in DAYS:
        return f"{text} {figure.unit}s"
    word = SCALES.get(int(scale), "") if scale > 1 else ""
    return " ".join(part for part in (currency(figure.unit), text, word) if part)


def dated(figure: Figure) -> str:
    """The figure as printed, with its period if that is its own."""
    when = figure.period if figure.kind_of in ("level", "share") and figure.measure != "experience" else None
    return printed(figure) if when is None else f"{printed(figure)} ({told(when)})"


def told(period: Period) -> str:
    """A period as sentences print it.

    >>> told(Period.quarter(2024, 3)), told(Period.span(Period.month(2024, 1), Period.month(2024, 9)))
    ('Q3 2024', 'Jan–Sep 2024')
    >>> told(Period.month(2025, 3)), told(Period.span(Period.year(2023), Period.year(2030)))
    ('Mar 2025', '2023–2030')
    """
    match period.grain:
        case "half" | "quarter":
            year, _, part = str(period).partition("-")
            return f"{part} {year}"
        case "month":
            return _month(period.start)
        case "day":
            return f"{period.start.day} {_month(period.start)}"
        case "span" if "-" in str(period):
            first, last = _month(period.start), _month(period.end)
            return f"{first[:3] if period.start.year == period.end.year else first}–{last}"
    return str(period).replace("/", "–")


@cache
def _month(day: date) -> str:
    """The first three letters of a month's English name, whatever the locale, and the year."""
    names = (form for word, form in words.rows("months") if word.value == str(day.month) and not word.language)
    return f"{next(names)[:3].title()} {day.year}"


def precise(number: float, figure: Figure) -> str:
    """A value rounded as the figure was printed: the same digits, scale word and unit; "a drop of 15%" has no minus."""
    quantity = figure.quantity
    number = -number if figure.value < 0 and not _MINUS.search(figure.quote) else number
    exact = (Decimal(repr(number)) / quantity.resolution).quantize(Decimal(1), ROUND_HALF_UP) * quantity.resolution
    word = SCALES.get(int(quantity.scale), "") if quantity.scale > 1 else ""
    digits = exact / quantity.scale if word else exact
    digits = digits.normalize() if digits == digits.to_integral() or quantity.resolution != 1 else digits
    code = currency(figure.unit)
    after = f" {figure.unit}{'s' * (digits != 1)}" if figure.unit in DAYS else _SUFFIX.get(figure.unit, "")
    return " ".join(part for part in (code, f"{digits:,f}", word) if part) + after
