"""A number and what adheres to it: sign, currency, scale, unit, period, hedge and noun."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True)
class Term:
    """A number with what adheres to it; token indices first..last, bare numbers have no unit, currency or scale."""

    first: int
    last: int
    raw: str
    words: Decimal | None = None  # value of a number in words
    currency: str = ""
    scale: Decimal | None = None
    unit: str = ""
    period: str = ""
    sign: str = ""
    noun: str = ""
    language: str = ""
    opener: str = ""  # "from" or "between"
    blocked: str = ""  # why it is no figure of its own: name, month, denominator, identifier, physical
    approximate: bool = False
    over: bool = False
    under: bool = False
    bracketed: bool = False
    hyphen: bool = False

    @property
    def bare(self) -> bool:
        """Nothing adheres that makes it a quantity."""
        return not (self.currency or self.scale or self.unit)
