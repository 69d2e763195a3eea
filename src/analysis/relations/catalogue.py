"""The table of relations: name, roles (the figure judged first), the two sides that must meet, sentence, exceptions.

The sides are intervals of the operands; before the table stands what a row is too short for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial, reduce
from itertools import pairwise

from analysis.quantity import Interval
from analysis.quantity.interval import total
from analysis.relations.figures import printed
from analysis.relations.model import Relation, Sides, Values
from analysis.relations.repair import cut_off, either, points_for_percent, scale_word, touches, whole_for_yearly

HUNDRED = Interval.point(100)


def both(one: str, other: str) -> Sides:
    """The two sides of a relation between two figures."""
    return lambda v: (v[one], v[other])


def difference(amount: str, start: str, end: str, scale: int = 1) -> Sides:
    """The two sides of a difference, counted in hundredths where `scale` is 100."""
    return lambda v: (v[amount], (v[end] - v[start]) * scale)


def cagr(size: str = "end") -> Sides:
    """(1 + rate)^years against size/start; both to the power that makes broken years whole."""

    def sides(v: Values) -> tuple[Interval, Interval]:
        years = v.count("years")
        return (v["rate"] * Fraction(1, 100) + 1) ** years.numerator, (v[size] / v["start"]) ** years.denominator

    return sides


def times(v: Values) -> tuple[Interval, Interval]:
    """A multiple told in a word holds within an eighth either way; "more than" makes it a floor, "nearly" a ceiling."""
    times, bound = v.count("times"), v.count("bound", 0)
    if bound:
        return v["end"] / v["start"], Interval(times, None) if bound > 0 else Interval(times * Fraction(3, 4), times)
    return v["end"] / v["start"], Interval(times * Fraction(7, 8), times * Fraction(9, 8))


def weighted_growth(v: Values) -> tuple[Interval, Interval]:
    """The growth of a total against that from what its parts have grown from."""
    pairs = zip(v.all("parts"), v.all("rates"), strict=True)
    return v["rate"] + 100, v["total"] * 100 / total(part * 100 / (rate + 100) for part, rate in pairs)


def steepest(v: Values) -> tuple[Interval, Interval]:
    """The two neighbours of a row of values that fall most, or rise least."""
    return min(pairwise(v.all("values")), key=lambda pair: (pair[1].high or 0) - (pair[0].low or 0))


def lower_end(range_: Interval) -> Interval:
    """What a range of rounded ends begins at: its lower end, open where that is."""
    return Interval(range_.low, range_.low, range_.closed_low, range_.closed_low)


def upper_end(range_: Interval) -> Interval:
    """What a range of rounded ends ends at."""
    return Interval(range_.high, range_.high, range_.closed_high, range_.closed_high)


def at_most(left: Interval, right: Interval) -> bool:
    """Whether some value on the left is no greater than some value on the right."""
    return not right.below(left)


def at_least(left: Interval, right: Interval) -> bool:
    """Whether some value on the left is no smaller than some value on the right."""
    return not left.below(right)


def less(base: int) -> Callable[[Interval, Values], tuple[float, float]]:
    """A ratio to a base shown as a change: in percent of one hundred, in fractions of one."""
    return lambda side, _: (side.floats()[0] - base, side.floats()[1] - base)


def as_rate(side: Interval, v: Values) -> tuple[float, float]:
    """Powers shown as the yearly rate in percent."""
    years = v.count("years").numerator
    low, high = side.floats()
    return (max(low, 0.0) ** (1 / years) - 1) * 100, (max(high, 0.0) ** (1 / years) - 1) * 100


#: A relation of order: what it says of one figure is no alternative to what it says of another.
Order = partial(Relation, holds=at_most, rivals=False)

# fmt: off
# ---- changes
CHANGE = Relation(
    "growth.change", ("percent", "start", "end"), lambda v: (v["percent"] + 100, v["end"] * 100 / v["start"]),
    "{start} to {end} is {implied}; {percent} is stated.",
    shown=less(100), unit="percent", slips=(points_for_percent, scale_word))
CHANGE_PART = Relation(
    "growth.change", ("fraction", "start", "end"), lambda v: (v["fraction"] + 1, v["end"] / v["start"]),
    "{start} to {end} is {implied} of it; {fraction} is stated.", shown=less(1))
CAGR = Relation(
    "growth.cagr", ("rate", "start", "end"), cagr(),
    "{start} to {end} is {implied} a year over {years} years; {rate} is stated.",
    shown=as_rate, unit="percent", slips=(whole_for_yearly, scale_word))
STEADY = Relation(
    "growth.steady", ("size", "start", "end", "rate"), cagr("size"),
    "{start} to {size} is {implied} a year; {rate} is the rate to {end}.", shown=as_rate, unit="percent")
DIFFERENCE = Relation(
    "growth.difference", ("amount", "start", "end"), difference("amount", "start", "end"),
    "{end} less {start} is {implied}; {amount} is stated.")
GAP = Relation(
    "totals.gap", ("amount", "whole", "part"), difference("amount", "whole", "part"),
    "{part} less {whole} is {implied}; {amount} is stated.")
POINTS = Relation(
    "percent_points.difference", ("points", "start", "end"), difference("points", "start", "end"),
    "{start} to {end} is {implied}; {points} is stated.", unit="percentage_point")
BASIS_POINTS = replace(POINTS, sides=difference("points", "start", "end", 100), unit="basis_point")
AMOUNT_OF_PERCENT = Relation(
    "growth.amount", ("percent", "amount", "end"),
    lambda v: (v["percent"], v["amount"] * 100 / (v["end"] - v["amount"])),
    "{amount} up to {end} is {implied}; {percent} is stated.", unit="percent")
AMOUNT_FROM_START = Relation(
    "growth.amount", ("percent", "amount", "start"), lambda v: (v["percent"], v["amount"] * 100 / v["start"]),
    "{amount} on {start} is {implied}; {percent} is stated.", unit="percent")
MULTIPLE = Relation(
    "growth.multiple", ("multiple", "start", "end"), lambda v: (v["multiple"], v["end"] / v["start"]),
    "{end} is {implied} {start}; {multiple} is stated.", unit="multiple")
TIMES = Relation(
    "growth.times", ("end", "start"), times,
    "{start} to {end} is {stated}; {times} times is told.", unit="multiple")
WEIGHTED_GROWTH = Relation(
    "weighted.growth", ("rate", "total", "parts", "rates"), weighted_growth,
    "The parts grew to {total} by {implied}; {rate} is stated.",
    many=("parts", "rates"), shown=less(100), unit="percent", mends=())

# ---- parts and wholes
SHARE = Relation(
    "shares.part", ("percent", "part", "whole"),
    lambda v: (v["percent"], total(v.all("part")) * 100 / v["whole"]),
    "{part} of {whole} is {implied}; {percent} is stated.", many=("part",), unit="percent")
PHASE_SHARE = Relation(
    "periods.phase_share", ("percent", "part", "rest"),
    lambda v: (v["percent"], HUNDRED / (total(v.all("rest")) / v["part"] + 1)),
    "{part} beside {rest} is {implied} of the whole; {percent} is stated.",
    many=("rest",), spread=("part", "rest"), unit="percent", mends=("percent", "part"))
SUM = Relation(
    "totals.sum", ("total", "parts"), lambda v: (v["total"], total(v.all("parts"))),
    "{parts} = {implied}; {total} is stated.", many=("parts",))
WEIGHTS = Relation(
    "weights.sum", ("parts",), lambda v: (total(v.all("parts")), HUNDRED),
    "{parts} = {stated}; shares of one whole make 100%.", many=("parts",), unit="percent")
BALANCE = Relation(
    "totals.difference", ("difference", "larger", "smaller"),
    lambda v: (v["difference"], v["larger"] - total(v.all("smaller"))),
    "{larger} less {smaller} is {implied}; {difference} is stated.", many=("smaller",))
RATIO = Relation(
    "derived.ratio", ("ratio", "numerator", "denominator"),
    lambda v: (v["ratio"], v["numerator"] * v.count("factor") / v["denominator"]),
    "{numerator} by {denominator} is {implied}; {ratio} is stated.")
AMOUNT_OF_WHOLE = Relation(
    "derived.amount", ("amount", "percent", "whole"), lambda v: (v["amount"], v["whole"] * v["percent"] / 100),
    "{percent} of {whole} is {implied}; {amount} is stated.")
AVERAGE = Relation(
    "derived.average", ("mean", "values"),
    lambda v: (v["mean"], total(v.all("values")) * Fraction(1, len(v.all("values")))),
    "The mean of {values} is {implied}; {mean} is stated.", many=("values",))
PAY_PERIOD = Relation(
    "periods.pay", ("longer", "shorter"), lambda v: (v["longer"], v["shorter"] * v.count("times")),
    "{shorter} is {implied}, {times} times as much; {longer} is stated.", lenient=touches)
PAY_TOLD = replace(PAY_PERIOD, rivals=False)  # "a year of $52,000, that is $25 an hour or $1,000 a week"

# ---- one thing told twice
REPEAT = Relation(
    "repeats.value", ("again", "first"), both("again", "first"),
    "{again} here and {first} elsewhere: {holds:they agree|they differ}.",
    opens=("first",), rivals=False, lenient=cut_off, repair=either)
REPEAT_BAND = replace(REPEAT, severity="definition")
ONE_YEAR = Relation(
    "deadlines.year", ("again", "first"),
    lambda v: (Interval.point(v.count("year")), Interval.point(v.count("other"))),
    "{again} is due in {year} here and in {other} elsewhere.", unit="year", mends=())

# ---- order
IN_RANGE = Relation(
    "order.mean_in_range", ("mean", "range"), both("mean", "range"),
    "The mean {mean} {holds:lies within|lies outside} {range}.",
    repair=lambda case: f"a mean within {printed(case.figures['range'][0])}", spread=("range",), rivals=False)
MEDIAN_IN_RANGE = replace(
    IN_RANGE, say=IN_RANGE.say.replace("mean", "median", 1),
    repair=lambda case: f"a median within {printed(case.figures['range'][0])}")
AT_MOST = Order(
    "order.value", ("lower", "upper"), both("lower", "upper"), "{lower} must not exceed {upper}.", opens=("upper",))
ORDER = Order(
    "order.statistics", ("values",), steepest,
    "{values in order} {holds:rise in this order|must rise in this order}.", many=("values",), mends=())
ABOVE = Order(
    "order.statistics", ("value", "bound"), both("bound", "value"),
    "{value} {holds:is no less than|cannot be less than} {bound}.", mends=("value",))
BELOW = Order(
    "order.statistics", ("value", "bound"), both("value", "bound"),
    "{value} {holds:is no more than|cannot be more than} {bound}.", mends=("value",))
PART_OF_WHOLE = Order(
    "parts.whole", ("part", "whole"), both("part", "whole"),
    "{part} {holds:is|cannot be} part of {whole}.", opens=("whole",), mends=("part",))
SLOWER_WHOLE = Order(
    "parts.fastest", ("whole", "part"), both("whole", "part"),
    "{part} is called the fastest; the whole grows {whole}, and must not grow faster.", unit="percent")
BETWEEN = Relation(
    "order.between", ("mean", "values"), lambda v: (v["mean"], reduce(Interval.hull, v.all("values"))),
    "The whole's {mean} must lie between its parts' rates, {implied}.", many=("values",), mends=())
FASTEST = Relation(
    "parts.fastest", ("rate", "start", "end"), cagr(),
    "{start} to {end} is {implied} a year for the whole; the part called the fastest grows {rate}.",
    shown=as_rate, unit="percent", holds=at_least, mends=("rate",))
IMPLIED_SIZE = Order(
    "parts.implied_size", ("whole", "end", "rate"),
    lambda v: (v["end"] / (v["rate"] * Fraction(1, 100) + 1) ** v.count("years").numerator, v["whole"]),
    "{end} at {rate} a year implies {stated} {years} years before, of its market's {whole}.", mends=())
FLOOR = Order(
    "order.levels", ("part", "whole"), lambda v: (lower_end(v["part"]), upper_end(v["whole"])),
    "{part} of a part begins {holds:within|above} {whole}, the range of all.",
    spread=("part", "whole"), opens=("whole",), mends=("part",))
START = Order(
    "order.within", ("part", "whole"), lambda v: (lower_end(v["whole"]), lower_end(v["part"])),
    "{part} of a part begins {holds:within|below} {whole}, the range of all.",
    spread=("part", "whole"), opens=("whole",))
# fmt: on
