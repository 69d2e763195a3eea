"""The values that a printed figure stands for, with exact ends: the one interval of the package."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite

Number = Decimal | Fraction | int | float


@dataclass(frozen=True, slots=True)
class Interval:
    """A set of consecutive numbers; each end is closed or open, and None where it is unbounded.

    >>> Interval.around(Fraction("2.24"), Fraction("0.01"))
    [2.235, 2.245)
    >>> Interval.around(100, 1) / Interval.around(50, 1)
    (1.9703, 2.0303)
    >>> Interval.point(3) in Interval.around(3, 1), 3 in Interval(None, 2)
    (True, False)
    """

    low: Fraction | None
    high: Fraction | None
    closed_low: bool = True
    closed_high: bool = True

    @classmethod
    def point(cls, value: Number) -> Interval:
        """The one value."""
        exact = _exact(value)
        return cls(exact, exact)

    @classmethod
    def around(cls, value: Number, resolution: Number) -> Interval:
        """All values that print as `value` when rounded, half away from zero, to a multiple of `resolution`."""
        exact, half = _exact(value), _half(resolution)
        if not half:
            return cls(exact, exact)
        return cls(exact - half, exact + half, exact > 0, exact < 0)

    @property
    def _from(self) -> tuple[Fraction | float, bool]:
        """Where it begins, comparable: an open end lies behind a closed one."""
        return (float("-inf"), False) if self.low is None else (self.low, not self.closed_low)

    @property
    def _to(self) -> tuple[Fraction | float, bool]:
        return (float("inf"), True) if self.high is None else (self.high, self.closed_high)

    def __contains__(self, value: Number | Interval) -> bool:
        other = value if isinstance(value, Interval) else Interval.point(value)
        return self._from <= other._from and other._to <= self._to

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return not (self.below(other) or other.below(self))

    def below(self, other: Interval) -> bool:
        """Whether every value here is less than every value there."""
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and not (self.closed_high and other.closed_low))

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        first = self if self._from <= other._from else other
        last = self if self._to >= other._to else other
        return Interval(first.low, last.high, first.closed_low, last.closed_high)

    @property
    def width(self) -> Fraction | None:
        """How far apart the ends are; None where one is unbounded."""
        return None if self.low is None or self.high is None else self.high - self.low

    @property
    def middle(self) -> Fraction | None:
        """The value halfway; an end where the other is unbounded."""
        if self.low is None or self.high is None:
            return self.high if self.low is None else self.low
        return (self.low + self.high) / 2

    @property
    def is_positive(self) -> bool:
        """Whether every value is above zero."""
        return self.low is not None and (self.low > 0 or (self.low == 0 and not self.closed_low))

    def floats(self) -> tuple[float, float]:
        """Both ends as floats, an unbounded one infinite."""
        low = float("-inf") if self.low is None else float(self.low)
        return low, float("inf") if self.high is None else float(self.high)

    def __neg__(self) -> Interval:
        low, high = (None if end is None else -end for end in (self.high, self.low))
        return Interval(low, high, self.closed_high, self.closed_low)

    def __add__(self, other: Interval | int | Fraction) -> Interval:
        if not isinstance(other, Interval):
            return self + Interval.point(other)
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.closed_low and other.closed_low, self.closed_high and other.closed_high)

    __radd__ = __add__

    def __sub__(self, other: Interval | int | Fraction) -> Interval:
        return self + -other

    def __mul__(self, other: Interval | int | Fraction) -> Interval:
        if not isinstance(other, Interval):
            factor = Fraction(other)
            if factor < 0:
                return -(self * -factor)
            low, high = (None if end is None else end * factor for end in (self.low, self.high))
            return Interval(low, high, self.closed_low, self.closed_high)
        if self.low is not None and other.low is not None and self.low > 0 and other.low > 0:
            high = None if self.high is None or other.high is None else self.high * other.high
            low_closed, high_closed = self.closed_low and other.closed_low, self.closed_high and other.closed_high
            return Interval(self.low * other.low, high, low_closed, high_closed)
        if self.low is None or self.high is None or other.low is None or other.high is None:
            return Interval(None, None, False, False)
        corners = [  # nothing times anything is nothing: a zero that is held makes the product one that is
            (one[0] * two[0], (one[1] and two[1]) or (one[1] and not one[0]) or (two[1] and not two[0]))
            for one in ((self.low, self.closed_low), (self.high, self.closed_high))
            for two in ((other.low, other.closed_low), (other.high, other.closed_high))
        ]
        low, high = min(value for value, _ in corners), max(value for value, _ in corners)
        return Interval(
            low, high, any(c for value, c in corners if value == low), any(c for value, c in corners if value == high)
        )

    __rmul__ = __mul__

    def __truediv__(self, other: Interval | int | Fraction) -> Interval:
        """The quotient; unbounded where the divisor may be zero."""
        if not isinstance(other, Interval):
            return self * (1 / Fraction(other))
        if other.high is not None and other.high < 0:
            return -self / -other
        if not other.is_positive:
            return Interval(None, None, False, False)
        inverse = Interval(
            Fraction(0) if other.high is None else 1 / other.high,
            1 / other.low if other.low else None,
            other.closed_high and other.high is not None,
            other.closed_low and bool(other.low),
        )
        return self * inverse

    def __pow__(self, exponent: int) -> Interval:
        """A whole power; a negative part of the base counts as zero."""
        low = Fraction(0) if self.low is None or self.low < 0 else self.low
        high = None if self.high is None else max(self.high, Fraction(0)) ** exponent
        return Interval(low**exponent, high, self.closed_low or low != self.low, self.closed_high)

    def __repr__(self) -> str:
        low = "(-∞" if self.low is None else f"{'[' if self.closed_low else '('}{float(self.low):.5g}"
        high = "∞)" if self.high is None else f"{float(self.high):.5g}{']' if self.closed_high else ')'}"
        return f"{low}, {high}"


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of intervals.

    >>> total([Interval.around(1, 1), Interval.around(2, 1)])
    [2, 4)
    """
    result = Interval.point(0)
    for part in parts:
        result = result + part
    return result


def by_accident(stated: tuple[float, float], implied: tuple[float, float]) -> float:
    """How likely two ranges of values would meet as closely by accident, for their size.

    One that prints wide meets a narrow one closely where their middles do: 12% of $8,400 is $1,008 to the dollar.

    >>> round(by_accident((15.25, 15.35), (15.2, 15.3)), 4)
    0.0065
    """
    (low, high), (least, most) = stated, implied
    size = max(abs(low), abs(high), abs(least), abs(most))
    if not isfinite(size) or not size:
        return 1.0
    width = (high - low) + (most - least)
    close = max(abs(low + high - least - most), 2 * min(high - low, most - least), width / _CLOSE)
    return min(width, close) / (2 * size)


_CLOSE = 3  # times as improbable at the most as prints so wide make it


@lru_cache(maxsize=1024)
def _half(resolution: Number) -> Fraction:
    return _exact(resolution) / 2


def _exact(value: Number) -> Fraction:
    if type(value) is Fraction:
        return value
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
