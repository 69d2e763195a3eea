"""What a printed figure says: its bounds, unit and precision, and the values that print so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Reading = Literal["printed", "rounded"]
End = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A set of consecutive values with exact ends, each open or closed; None is unbounded."""

    low: Fraction | None
    high: Fraction | None
    closed_low: bool = True
    closed_high: bool = True

    def __contains__(self, value: Decimal | Fraction | int | float) -> bool:
        exact = Fraction(value)
        if self.low is not None and (exact < self.low or (exact == self.low and not self.closed_low)):
            return False
        return self.high is None or exact < self.high or (exact == self.high and self.closed_high)

    def intersects(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return not (self._before(other) or other._before(self))

    def _before(self, other: Interval) -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and not (self.closed_high and other.closed_low))

    def __str__(self) -> str:
        low = "(-∞" if self.low is None else f"{'[' if self.closed_low else '('}{float(self.low):.12g}"
        high = "∞)" if self.high is None else f"{float(self.high):.12g}{']' if self.closed_high else ')'}"
        return f"{low}, {high}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure as printed: exact bounds in base units, its unit and how precisely it was printed.

    A point has low = high. Where the figure is open ("over X", "X+") the open bound is None, unless a range printed
    it ("150,000 - 200,000+" keeps both and is open_high). `resolution` is the unit of the last printed digit,
    `rounding` that of the last significant one; `text` is the figure as it stands at start:end of the text given.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    resolution: Decimal = Decimal(1)
    rounding: Decimal = Decimal(1)
    approximate: bool = False
    open_low: bool = False
    open_high: bool = False
    start: int = 0
    end: int = 0
    text: str = ""
    scale: Decimal = Decimal(1)
    signed: bool = False
    noun: str = ""

    def interval(self, reading: Reading = "printed", end: End | None = None) -> Interval:
        """The values that print so: of the whole figure, or of one end of a range.

        "printed" counts every printed digit, rounding half away from zero. "rounded" takes trailing zeros of an
        integer for rounding, allows truncation toward zero, and at least one unit of the last significant digit
        either way where the figure is approximate. An open end is unbounded.
        """
        low = None if self.open_low or self.low is None else self._around(self.low, reading)
        high = None if self.open_high or self.high is None else self._around(self.high, reading)
        if end == "low" and not self.open_low:
            high = low
        elif end == "high" and not self.open_high:
            low = high
        elif end == "high" and self.high is not None:
            low = self._around(self.high, reading)
        elif end == "low" and self.low is not None:
            high = self._around(self.low, reading)
        return Interval(
            low.low if low else None,
            high.high if high else None,
            low.closed_low if low else False,
            high.closed_high if high else False,
        )

    def _around(self, value: Decimal, reading: Reading) -> Interval:
        exact = Fraction(value)
        if reading == "printed":
            half = Fraction(self.resolution) / 2
            return Interval(exact - half, exact + half, exact > 0, exact < 0)
        step = Fraction(self.rounding)
        toward_zero = step if self.approximate or exact == 0 else step / 2
        if exact < 0:
            return Interval(exact - step, exact + toward_zero)
        return Interval(exact - toward_zero, exact + step)

    def to(self, unit: str, *, on: date | str | None = None, hours_per_year: float | Decimal = 2080) -> Quantity:
        """The same figure in another unit, at the exchange rate published on (or up to 7 days before) a date.

        Raises InputError where the units do not convert, or no rate is known for that date.
        """
        from ..units import factor as factor_between

        factor = factor_between(self.unit, unit, on=on, hours_per_year=hours_per_year)
        return replace(
            self,
            low=None if self.low is None else self.low * factor,
            high=None if self.high is None else self.high * factor,
            unit=unit,
            resolution=self.resolution * factor,
            rounding=self.rounding * factor,
        )
