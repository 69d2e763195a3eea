"""The table of relations: roles, the two sides that must meet, repairs, sentence and slips."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import reduce

from analysis.quantity import Interval
from analysis.quantity.interval import total
from analysis.relations.figures import printed
from analysis.relations.model import Relation
from analysis.relations.sides import (
    HUNDRED,
    as_rate,
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
from analysis.relations.slips import cut_off, either, points_for_percent, scale_word, touches, whole_for_yearly

CHANGE = Relation(
    "growth.change",
    ("percent", "start", "end"),
    change,
    "{start} to {end} is {implied}; {percent} is stated.",
    {
        "percent": lambda k, c: (k["end"][0] / k["start"][0] - 1) * 100,
        "end": lambda k, c: k["start"][0] * (1 + k["percent"][0] / 100),
        "start": lambda k, c: k["end"][0] / (1 + k["percent"][0] / 100),
    },
    shown=less_hundred,
    unit="percent",
    slips=(points_for_percent, scale_word),
)
CHANGE_PART = Relation(
    "growth.change",
    ("fraction", "start", "end"),
    lambda v: (v["fraction"] + 1, v["end"] / v["start"]),
    "{start} to {end} is {implied} of it; {fraction} is stated.",
    {
        "fraction": lambda k, c: k["end"][0] / k["start"][0] - 1,
        "end": lambda k, c: k["start"][0] * (1 + k["fraction"][0]),
        "start": lambda k, c: k["end"][0] / (1 + k["fraction"][0]),
    },
    shown=less_one,
)
CAGR = Relation(
    "growth.cagr",
    ("rate", "start", "end"),
    cagr,
    "{start} to {end} is {implied} a year over {years} years; {rate} is stated.",
    {
        "rate": lambda k, c: ((k["end"][0] / k["start"][0]) ** (1 / float(c["years"])) - 1) * 100,
        "end": lambda k, c: k["start"][0] * (1 + k["rate"][0] / 100) ** float(c["years"]),
        "start": lambda k, c: k["end"][0] / (1 + k["rate"][0] / 100) ** float(c["years"]),
    },
    shown=as_rate,
    unit="percent",
    slips=(whole_for_yearly, scale_word),
)


def _difference(name: str, amount: str, start: str, end: str, say: str, unit: str = "") -> Relation:
    """An amount that one figure is more than another."""
    return Relation(
        name,
        (amount, start, end),
        lambda v: (v[amount], v[end] - v[start]),
        say,
        {
            amount: lambda k, c: k[end][0] - k[start][0],
            end: lambda k, c: k[start][0] + k[amount][0],
            start: lambda k, c: k[end][0] - k[amount][0],
        },
        unit=unit,
    )


DIFFERENCE = _difference(
    "growth.difference", "amount", "start", "end", "{end} less {start} is {implied}; {amount} is stated."
)
GAP = _difference("totals.gap", "amount", "whole", "part", "{part} less {whole} is {implied}; {amount} is stated.")
POINTS = _difference(
    "percent_points.difference", "points", "start", "end", "{start} to {end} is {implied}; {points} is stated.",
    "percentage_point",
)  # fmt: skip
AMOUNT_OF_PERCENT = Relation(
    "growth.amount",
    ("percent", "amount", "end"),
    lambda v: (v["percent"], v["amount"] * 100 / (v["end"] - v["amount"])),
    "{amount} up to {end} is {implied}; {percent} is stated.",
    {
        "percent": lambda k, c: k["amount"][0] / (k["end"][0] - k["amount"][0]) * 100,
        "amount": lambda k, c: k["end"][0] * k["percent"][0] / (100 + k["percent"][0]),
        "end": lambda k, c: k["amount"][0] * (1 + 100 / k["percent"][0]),
    },
    unit="percent",
)
AMOUNT_FROM_START = Relation(
    "growth.amount",
    ("percent", "amount", "start"),
    lambda v: (v["percent"], v["amount"] * 100 / v["start"]),
    "{amount} on {start} is {implied}; {percent} is stated.",
    {
        "percent": lambda k, c: k["amount"][0] / k["start"][0] * 100,
        "amount": lambda k, c: k["start"][0] * k["percent"][0] / 100,
        "start": lambda k, c: k["amount"][0] / k["percent"][0] * 100,
    },
    unit="percent",
)
BASIS_POINTS = replace(
    POINTS,
    sides=lambda v: (v["points"], (v["end"] - v["start"]) * 100),
    solve={
        "points": lambda k, c: (k["end"][0] - k["start"][0]) * 100,
        "end": lambda k, c: k["start"][0] + k["points"][0] / 100,
        "start": lambda k, c: k["end"][0] - k["points"][0] / 100,
    },
    unit="basis_point",
)
MULTIPLE = Relation(
    "growth.multiple",
    ("multiple", "start", "end"),
    lambda v: (v["multiple"], v["end"] / v["start"]),
    "{end} is {implied} {start}; {multiple} is stated.",
    {
        "multiple": lambda k, c: k["end"][0] / k["start"][0],
        "end": lambda k, c: k["start"][0] * k["multiple"][0],
        "start": lambda k, c: k["end"][0] / k["multiple"][0],
    },
    unit="multiple",
)
TIMES = Relation(
    "growth.times",
    ("end", "start"),
    times,
    "{start} to {end} is {stated}; {times} times is told.",
    {"end": lambda k, c: k["start"][0] * float(c["times"]), "start": lambda k, c: k["end"][0] / float(c["times"])},
    unit="multiple",
)
SHARE = Relation(
    "shares.part",
    ("percent", "part", "whole"),
    share,
    "{part} of {whole} is {implied}; {percent} is stated.",
    {
        "percent": lambda k, c: sum(k["part"]) / k["whole"][0] * 100,
        "part": lambda k, c: k["whole"][0] * k["percent"][0] / 100 - sum(k["part"][1:]),
        "whole": lambda k, c: sum(k["part"]) / k["percent"][0] * 100,
    },
    many=("part",),
    unit="percent",
)
SUM = Relation(
    "totals.sum",
    ("total", "parts"),
    summed,
    "{parts} = {implied}; {total} is stated.",
    {
        "total": lambda k, c: float(sum(k["parts"])),
        "parts": lambda k, c: k["total"][0] - sum(k["parts"][1:]),
    },
    many=("parts",),
)
WEIGHTS = Relation(
    "weights.sum",
    ("parts",),
    weights,
    "{parts} = {stated}; shares of one whole make 100%.",
    {"parts": lambda k, c: 100 - sum(k["parts"][1:])},
    many=("parts",),
    unit="percent",
)
BALANCE = Relation(
    "totals.difference",
    ("difference", "larger", "smaller"),
    lambda v: (v["difference"], v["larger"] - total(v.all("smaller"))),
    "{larger} less {smaller} is {implied}; {difference} is stated.",
    {
        "difference": lambda k, c: k["larger"][0] - sum(k["smaller"]),
        "larger": lambda k, c: k["difference"][0] + sum(k["smaller"]),
        "smaller": lambda k, c: k["larger"][0] - k["difference"][0] - sum(k["smaller"][1:]),
    },
    many=("smaller",),
)
RATIO = Relation(
    "derived.ratio",
    ("ratio", "numerator", "denominator"),
    lambda v: (v["ratio"], v["numerator"] * v.count("factor") / v["denominator"]),
    "{numerator} by {denominator} is {implied}; {ratio} is stated.",
    {
        "ratio": lambda k, c: k["numerator"][0] * float(c.get("factor", 1)) / k["denominator"][0],
        "numerator": lambda k, c: k["ratio"][0] * k["denominator"][0] / float(c.get("factor", 1)),
        "denominator": lambda k, c: k["numerator"][0] * float(c.get("factor", 1)) / k["ratio"][0],
    },
)
WEIGHTED_GROWTH = Relation(
    "weighted.growth",
    ("rate", "total", "parts", "rates"),
    weighted_growth,
    "The parts grew to {total} by {implied}; {rate} is stated.",
    many=("parts", "rates"),
    shown=less_hundred,
    unit="percent",
)
AMOUNT_OF_WHOLE = Relation(
    "derived.amount",
    ("amount", "percent", "whole"),
    lambda v: (v["amount"], v["whole"] * v["percent"] / 100),
    "{percent} of {whole} is {implied}; {amount} is stated.",
    {
        "amount": lambda k, c: k["whole"][0] * k["percent"][0] / 100,
        "percent": lambda k, c: k["amount"][0] / k["whole"][0] * 100,
        "whole": lambda k, c: k["amount"][0] / k["percent"][0] * 100,
    },
)
AVERAGE = Relation(
    "derived.average",
    ("mean", "values"),
    lambda v: (v["mean"], total(v.all("values")) * Fraction(1, len(v.all("values")))),
    "The mean of {values} is {implied}; {mean} is stated.",
    {
        "mean": lambda k, c: sum(k["values"]) / len(k["values"]),
        "values": lambda k, c: k["mean"][0] * len(k["values"]) - sum(k["values"][1:]),
    },
    many=("values",),
)
BETWEEN = Relation(
    "order.between",
    ("mean", "values"),
    lambda v: (v["mean"], reduce(Interval.hull, v.all("values"))),
    "The whole's {mean} must lie between its parts' rates, {implied}.",
    many=("values",),
)
PAY_PERIOD = Relation(
    "periods.pay",
    ("longer", "shorter"),
    lambda v: (v["longer"], v["shorter"] * v.count("times")),
    "{shorter} is {implied}, {times} times as much; {longer} is stated.",
    {
        "longer": lambda k, c: k["shorter"][0] * float(c["times"]),
        "shorter": lambda k, c: k["longer"][0] / float(c["times"]),
    },
    lenient=touches,
)
REPEAT = Relation(
    "repeats.value",
    ("again", "first"),
    lambda v: (v["again"], v["first"]),
    "{again} here and {first} elsewhere: {holds:they agree|they differ}.",
    {"again": lambda k, c: k["first"][0], "first": lambda k, c: k["again"][0]},
    opens=("first",),
    rivals=False,
    lenient=cut_off,
    repair=either,
)
REPEAT_BAND = replace(REPEAT, severity="definition")
AT_MOST = Relation(
    "order.value",
    ("lower", "upper"),
    lambda v: (v["lower"], v["upper"]),
    "{lower} must not exceed {upper}.",
    {"lower": lambda k, c: k["upper"][0], "upper": lambda k, c: k["lower"][0]},
    opens=("upper",),
    holds=at_most,
    rivals=False,
)
ORDER = Relation(
    "order.statistics",
    ("values",),
    steepest,
    "{values in order} {holds:rise in this order|must rise in this order}.",
    many=("values",),
    holds=at_most,
    rivals=False,
)
IN_RANGE = Relation(
    "order.mean_in_range",
    ("mean", "range"),
    lambda v: (v["mean"], v["range"]),
    "The mean {mean} {holds:lies within|lies outside} {range}.",
    repair=lambda case: f"a mean within {printed(case.figures['range'][0])}",
    spread=("range",),
    rivals=False,
)
PART_OF_WHOLE = Relation(
    "parts.whole",
    ("part", "whole"),
    lambda v: (v["part"], v["whole"]),
    "{part} {holds:is|cannot be} part of {whole}.",
    {"part": lambda k, c: k["whole"][0]},
    holds=at_most,
    rivals=False,
)
SLOWER_WHOLE = Relation(
    "parts.fastest",
    ("whole", "part"),
    lambda v: (v["whole"], v["part"]),
    "{part} is called the fastest; the whole grows {whole}, and must not grow faster.",
    {"whole": lambda k, c: k["part"][0], "part": lambda k, c: k["whole"][0]},
    unit="percent",
    holds=at_most,
    rivals=False,
)
IMPLIED_SIZE = Relation(
    "parts.implied_size",
    ("whole", "end", "rate"),
    lambda v: (v["end"] / (v["rate"] * Fraction(1, 100) + 1) ** v.count("years").numerator, v["whole"]),
    "{end} at {rate} a year implies {stated} {years} years before, of its market's {whole}.",
    holds=at_most,
    rivals=False,
)
FLOOR = Relation(
    "order.levels",
    ("part", "whole"),
    lambda v: (lower_end(v["part"]), upper_end(v["whole"])),
    "{part} of a part begins {holds:within|above} {whole}, the range of all.",
    {"part": lambda k, c: k["whole"][0]},
    holds=at_most,
    spread=("part", "whole"),
    opens=("whole",),
    rivals=False,
)
START = Relation(
    "order.within",
    ("part", "whole"),
    lambda v: (lower_end(v["whole"]), lower_end(v["part"])),
    "{part} of a part begins {holds:within|below} {whole}, the range of all.",
    {"part": lambda k, c: k["whole"][0], "whole": lambda k, c: k["part"][0]},
    holds=at_most,
    spread=("part", "whole"),
    opens=("whole",),
    rivals=False,
)
FASTEST = Relation(
    "parts.fastest",
    ("rate", "start", "end"),
    lambda v: cagr(v)[::-1],
    "{start} to {end} is {stated} a year for the whole; the part called the fastest grows {rate}.",
    {"rate": lambda k, c: ((k["end"][0] / k["start"][0]) ** (1 / float(c["years"])) - 1) * 100},
    shown=as_rate,
    unit="percent",
    holds=at_most,
)
PHASE_SHARE = Relation(
    "periods.phase_share",
    ("percent", "part", "rest"),
    lambda v: (v["percent"], HUNDRED / (total(v.all("rest")) / v["part"] + 1)),
    "{part} beside {rest} is {implied} of the whole; {percent} is stated.",
    {
        "percent": lambda k, c: k["part"][0] / (k["part"][0] + sum(k["rest"])) * 100,
        "part": lambda k, c: k["percent"][0] / (100 - k["percent"][0]) * sum(k["rest"]),
    },
    many=("rest",),
    spread=("part", "rest"),
    unit="percent",
)
ONE_YEAR = Relation(
    "deadlines.year",
    ("again", "first"),
    lambda v: (Interval.point(v.count("year")), Interval.point(v.count("other"))),
    "{again} is due in {year} here and in {other} elsewhere.",
    unit="year",
)
STEADY = Relation(
    "growth.steady",
    ("size", "start", "end", "rate"),
    cagr_to_size,
    "{start} to {size} is {implied} a year; {rate} is the rate to {end}.",
    shown=as_rate,
    unit="percent",
)
