"""Of which pay a figure of prose is: its period and where that is printed, its statistic and component."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.figures.labels import component, statistic
from analysis.figures.prose.mention import PAY, PERCENT, Mention
from analysis.figures.wording import PERIODS

_NOT_PAY = r"(?!\s+(?:ago|earlier|before|on year|over year|growth|increase))"
_ADVERB = {period: re.compile(rf"(?<![A-Za-z])(?:{words}){_NOT_PAY}", re.I) for period, words in PERIODS.items()}
_GERMAN = {
    "year": re.compile(r"jahresgehalt|jährlich|im jahr\b|pro jahr", re.I),
    "month": re.compile(r"monatsgehalt|monatlich|pro monat", re.I),
}


_ENDS = {
    "minimum": re.compile(r"\s*at the (?:bottom|low(?:er|est)? end)\b", re.I),
    "maximum": re.compile(r"\s*at the (?:top|high(?:er|est)? end|upper end)\b", re.I),
}


def pay(mention: Mention, earlier: Sequence[Mention]) -> None:
    """Pay period (with where it stands), statistic and component, from the words nearest the figure."""
    hints, quantity = mention.hints, mention.quantity
    before, after = mention.before[-60:], re.split(r"[,;(]|\band\b", mention.after, maxsplit=1)[0][:45]
    if quantity.unit not in PERCENT:
        part = (
            component(" ".join(re.split(r"[.:]\s", after)[0].split()[:5]))
            or component(before)
            or component(" ".join(mention.labels))
        )
        if part and mention.measure == "salary":
            hints["component"] = part
        named = statistic(after) or next((name for name, end in _ENDS.items() if end.match(after)), statistic(before))
        spread = re.search(r"rang|between|spann|from\s*$", f"{before} {quantity.text}", re.I)
        if spread and quantity.low != quantity.high:
            hints["statistic"] = "range"
        elif named:
            hints["statistic"] = named
        period, basis = _period(mention, before, after, earlier)
        if period and "/" not in quantity.unit:
            mention.quantity = replace(quantity, unit=f"{quantity.unit}/{period}")
        if "/" in mention.quantity.unit:
            hints["period_basis"] = basis or "cell"
    if mention.measure == "pay_change":
        lower = re.search(
            r"\b(?:lower|less|below|fewer|cut|discount)\b", f"{mention.before[-30:]} {mention.after[:25]}", re.I
        )
        hints["direction"] = "lower" if lower else "higher"


def _period(mention: Mention, before: str, after: str, earlier: Sequence[Mention]) -> tuple[str, str]:
    """(pay period, where it is printed): beside the figure, carried from the one before, in its label, around it."""
    for words in (after, before):
        period = pay_period(words)
        if period:
            return period, "cell"
    previous = next((other for other in reversed(earlier) if "/" in other.quantity.unit), None)
    if previous and previous.measure == mention.measure:
        return previous.quantity.unit.partition("/")[2], "cell"
    for words in (*mention.labels, mention.sentence):
        period = pay_period(words)
        if period:
            return period, "cell"
    if mention.hints.get("component") in {"bonus", "equity", "other"}:
        return "", ""
    for words in mention.around:
        introduces = len(words.split()) <= 14 or words.rstrip().endswith(":") or words in mention.earlier
        period = pay_period(words) if introduces and PAY.search(words) else ""
        if period:
            return period, "section"
    return "", ""


def pay_period(words: str) -> str:
    """The one pay period some words name, or '' where they name none or several."""
    named = {period for rules in (_ADVERB, _GERMAN) for period, pattern in rules.items() if pattern.search(words)}
    if re.search(r"years?.{0,3}(?:of )?experience|per year of", words):
        named.discard("year") if not _ADVERB["year"].search(re.sub(r"per year of", "", words)) else None
    return named.pop() if len(named) == 1 else ""
