"""What a figure measures, as far as tables and prose decide it alike: by its unit; money by the words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from analysis import words
from analysis.quantity import Quantity
from analysis.reading.labels import says
from analysis.reading.model import Kind

__all__ = ["BIG", "BY_UNIT", "KINDS", "any_says", "by_size", "of_money"]

#: What a figure of a measure states of its thing; the others state a level.
KINDS: dict[str, Kind] = {
    "growth_rate": "rate", "share": "share", "demand": "share", "adoption": "share", "usage": "share",
    "frequency": "share", "allocation": "share", "weight": "share", "score": "score", "duration": "duration",
    "experience": "duration", "ratio": "multiple", "pay_change": "change",
}  # fmt: skip
#: The measure that a unit alone tells.
BY_UNIT = {"score": "score", "job": "job_count", "employee": "firm_size", "multiple": "ratio", "count": "count"}
BIG, HUGE = 1_000_000, 1_000_000_000  # scales from which an amount is nobody's pay, and rather a market's
_PAID = re.compile(r"salar|wage|compensation|bonus|\bpay\b|gehalt|package", re.I)


def any_says(cls: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts holds a word of a class of measures."""
    return any(says("measures", cls, text) for text in texts)


def of_money(quantity: Quantity, markets: str, near: Sequence[str], far: Iterable[str]) -> str:
    """The measure of an amount by the first text that speaks of a market, of pay or, of those near, of a cost.

    A big amount is of the market where that is named before pay; one that is not big, only where that is near.
    """
    big = quantity.scale >= BIG
    for text in (*near, *far):
        pay, market = _first("pay", text), _first(markets, text)
        if market >= 0 and (big or text in near) and (pay < 0 or (big and market < pay)):
            return "market_size"
        if pay >= 0:
            return "amount" if big and not _PAID.search(text) else "salary"
        if text in near and says("measures", "cost", text):
            return "amount"
    return ""


@lru_cache(maxsize=8192)
def _first(cls: str, text: str) -> int:
    """Where the first word of a class of measures stands in a text; -1 where none does."""
    found = words.pattern("measures", *cls.split("|")).search(text)
    return found.start() if found else -1


def by_size(quantity: Quantity) -> str:
    """The measure of an amount that no words tell: a market's where it is huge."""
    return "market_size" if quantity.scale >= HUGE else "amount"
