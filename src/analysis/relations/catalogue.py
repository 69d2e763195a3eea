"""The table of relations: name, roles (the figure judged first), the two sides that must meet, sentence, exceptions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial, reduce

from analysis.quantity import Interval
from analysis.quantity.interval import total
from analysis.relations.figures import printed
from analysis.relations.model import Relation, Sides
from analysis.relations.repair import cut_off, either, points_for_percent, scale_word, touches, whole_for_yearly
from analysis.relations.sides import (
    HUNDRED,
    as_rate,
    at_least,
    at_most,
    cagr,
    cagr_to_size,
    change,
    less_hundred,
    less_one,
    lower_end,
    share,
    steepest,
    summed,
    times,
    upper_end,
    weighted_growth,
    weights,
)


def both(one: str, other: str) -> Sides:
    """The two sides of a relation between two figures."""
    return lambda v: (v[one], v[other])


def less(amount: str, start: str, end: str, scale: int = 1) -> Sides:
    """The two sides of a difference, counted in hundredths where `scale` is 100."""
    return lambda v: (v[amount], (v[end] - v[start]) * scale)


#: A relation of order: what it says of one figure is no alternative to what it says of another.
Order = partial(Relation, holds=at_most, rivals=False)

# fmt: off
# ---- changes
CHANGE = Relation(
    "growth.change", ("percent", "start", "end"), change,
    "{start} to {end} is {implied}; {percent} is stated.",
    shown=less_hundred, unit="percent", slips=(points_for_percent, scale_word))
CHANGE_PART = Relation(
    "growth.change", ("fraction", "start", "end"), lambda v: (v["fraction"] + 1, v["end"] / v["start"]),
    "{start} to {end} is {implied} of it; {fraction} is stated.", shown=less_one)
CAGR = Relation(
    "growth.cagr", ("rate", "start", "end"), cagr,
    "{start} to {end} is {implied} a year over {years} years; {rate} is stated.",
    shown=as_rate, unit="percent", slips=(whole_for_yearly, scale_word))
STEADY = Relation(
    "growth.steady", ("size", "start", "end", "rate"), cagr_to_size,
    "{start} to {size} is {implied} a year; {rate} is the rate to {end}.", shown=as_rate, unit="percent")
DIFFERENCE = Relation(
    "growth.difference", ("amount", "start", "end"), less("amount", "start", "end"),
    "{end} less {start} is {implied}; {amount} is stated.")
GAP = Relation(
    "totals.gap", ("amount", "whole", "part"), less("amount", "whole", "part"),
    "{part} less {whole} is {implied}; {amount} is stated.")
POINTS = Relation(
    "percent_points.difference", ("points", "start", "end"), less("points", "start", "end"),
    "{start} to {end} is {implied}; {points} is stated.", unit="percentage_point")
BASIS_POINTS = replace(POINTS, sides=less("points", "start", "end", 100), unit="basis_point")
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
    many=("parts", "rates"), shown=less_hundred, unit="percent", mends=())

# ---- parts and wholes
SHARE = Relation(
    "shares.part", ("percent", "part", "whole"), share,
    "{part} of {whole} is {implied}; {percent} is stated.", many=("part",), unit="percent")
PHASE_SHARE = Relation(
    "periods.phase_share", ("percent", "part", "rest"),
    lambda v: (v["percent"], HUNDRED / (total(v.all("rest")) / v["part"] + 1)),
    "{part} beside {rest} is {implied} of the whole; {percent} is stated.",
    many=("rest",), spread=("part", "rest"), unit="percent", mends=("percent", "part"))
SUM = Relation(
    "totals.sum", ("total", "parts"), summed, "{parts} = {implied}; {total} is stated.", many=("parts",))
WEIGHTS = Relation(
    "weights.sum", ("parts",), weights,
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
BETWEEN = Relation(
    "order.between", ("mean", "values"), lambda v: (v["mean"], reduce(Interval.hull, v.all("values"))),
    "The whole's {mean} must lie between its parts' rates, {implied}.", many=("values",), mends=())
IN_RANGE = Relation(
    "order.mean_in_range", ("mean", "range"), both("mean", "range"),
    "The mean {mean} {holds:lies within|lies outside} {range}.",
    repair=lambda case: f"a mean within {printed(case.figures['range'][0])}", spread=("range",), rivals=False)
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
FASTEST = Relation(
    "parts.fastest", ("rate", "start", "end"), cagr,
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
