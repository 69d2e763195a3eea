"""The two sides of each relation as intervals of its operands, and how those are shown."""

from __future__ import annotations

import itertools
from fractions import Fraction

from analysis.quantity import Interval
from analysis.quantity.interval import total
from analysis.relations.model import Values

HUNDRED = Interval.point(100)


def change(v: Values) -> tuple[Interval, Interval]:
    """A percentage against end/start, both of the start as one hundred."""
    return v["percent"] + 100, v["end"] * 100 / v["start"]


def cagr(v: Values) -> tuple[Interval, Interval]:
    """(1 + rate)^years against end/start; both to the power that makes broken years whole."""
    years = v.count("years")
    return (v["rate"] * Fraction(1, 100) + 1) ** years.numerator, (v["end"] / v["start"]) ** years.denominator


def cagr_to_size(v: Values) -> tuple[Interval, Interval]:
    """The same up to a size inside the span."""
    years = v.count("years")
    return (v["rate"] * Fraction(1, 100) + 1) ** years.numerator, (v["size"] / v["start"]) ** years.denominator


def as_rate(side: Interval, v: Values) -> tuple[float, float]:
    """Powers shown as the yearly rate in percent."""
    years = v.count("years").numerator
    low, high = side.floats()
    return (max(low, 0.0) ** (1 / years) - 1) * 100, (max(high, 0.0) ** (1 / years) - 1) * 100


def less_hundred(side: Interval, v: Values) -> tuple[float, float]:
    """A ratio in percent shown as a change."""
    low, high = side.floats()
    return low - 100, high - 100


def less_one(side: Interval, v: Values) -> tuple[float, float]:
    """A ratio shown as a change in fractions."""
    low, high = side.floats()
    return low - 1, high - 1


def share(v: Values) -> tuple[Interval, Interval]:
    """A percentage against part/whole."""
    return v["percent"], total(v.all("part")) * 100 / v["whole"]


def times(v: Values) -> tuple[Interval, Interval]:
    """A multiple told in a word holds within an eighth either way; "more than" makes it a floor, "nearly" a ceiling."""
    times, bound = v.count("times"), v.count("bound", 0)
    low, high = times * Fraction(7, 8), times * Fraction(9, 8)
    side = Interval(times, None) if bound > 0 else Interval(times * Fraction(3, 4), times) if bound < 0 else None
    return v["end"] / v["start"], side or Interval(low, high)


def summed(v: Values) -> tuple[Interval, Interval]:
    """A total against the sum of its parts."""
    return v["total"], total(v.all("parts"))


def weighted_growth(v: Values) -> tuple[Interval, Interval]:
    """The growth of a total against that from what its parts have grown from."""
    pairs = zip(v.all("parts"), v.all("rates"), strict=True)
    return v["rate"] + 100, v["total"] * 100 / total(part * 100 / (rate + 100) for part, rate in pairs)


def weights(v: Values) -> tuple[Interval, Interval]:
    """Parts that make one hundred."""
    return total(v.all("parts")), HUNDRED


def lower_end(range_: Interval) -> Interval:
    """What a range of rounded ends begins at: its lower end, open where that is."""
    return Interval(range_.low, range_.low, range_.closed_low, range_.closed_low)


def upper_end(range_: Interval) -> Interval:
    """What a range of rounded ends ends at."""
    return Interval(range_.high, range_.high, range_.closed_high, range_.closed_high)


def steepest(v: Values) -> tuple[Interval, Interval]:
    """The two neighbours of a row of values that fall most, or rise least."""
    pairs = list(itertools.pairwise(v.all("values")))
    return min(pairs, key=lambda pair: (pair[1].high or 0) - (pair[0].low or 0))


def at_least(left: Interval, right: Interval) -> bool:
    """Whether some value of the left side is no smaller than some of the right."""
    return at_most(right, left)


def at_most(left: Interval, right: Interval) -> bool:
    """Whether some value on the left is no greater than some value on the right."""
    return not right.below(left)
