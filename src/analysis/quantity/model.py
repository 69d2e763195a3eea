"""What a printed figure says: its bounds, unit and precision, and the values that print so."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from .interval import Interval

Reading = Literal["printed", "rounded"]
End = Literal["low", "high"]


class Quantity(NamedTuple):
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

    @property
    def is_range(self) -> bool:
        """Whether it is printed with two different ends."""
        return self.low is not None and self.high is not None and self.low < self.high

    @property
    def size(self) -> Decimal:
        """The larger of its ends, whatever its sign."""
        return max((abs(end) for end in (self.low, self.high) if end is not None), default=Decimal(0))

    def interval(self, reading: Reading = "printed", end: End | None = None, *, closed: bool = False) -> Interval:
        """The values that print so: of the whole figure, or of one end of a range.

        "printed" counts every printed digit. "rounded" is wider where a reader would round: at least one unit of the
        last significant digit either way for a hedged figure, trailing zeros of a plain integer of four digits or
        more, and for a percentage the values that were cut off to it. An open end is unbounded, unless `closed`: then
        its printed bound is taken for it.
        """
        first, last = self.low, self.high
        if end is not None:
            first = last = (
                (first if first is not None else last) if end == "low" else last if last is not None else first
            )
        elif closed:
            first, last = first if first is not None else last, last if last is not None else first
        low = None if first is None else self._around(first, reading)
        high = low if last == first else None if last is None else self._around(last, reading)
        if self.open_low and not closed and end != "high":
            low = None
        if self.open_high and not closed and end != "low":
            high = None
        return Interval(
            low.low if low else None,
            high.high if high else None,
            low.closed_low if low else False,
            high.closed_high if high else False,
        )

    def _around(self, value: Decimal, reading: Reading) -> Interval:
        exact = Fraction(value)
        printed = Interval.around(exact, self.resolution)
        if reading == "printed":
            return printed
        step = Fraction(self.rounding)
        if self.approximate:
            return printed.hull(Interval(exact - step, exact + step))
        if self.unit == "percent":  # cut off toward zero
            beyond = exact + (Fraction(self.resolution) if exact >= 0 else -Fraction(self.resolution))
            cut = Interval(exact, beyond, True, False) if exact >= 0 else Interval(beyond, exact, False, True)
            return printed.hull(cut)
        if self.scale == 1 and self.resolution >= 1 and abs(exact) >= 1000:
            return printed.hull(Interval.around(exact, step))
        return printed
