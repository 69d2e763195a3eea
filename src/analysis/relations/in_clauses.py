"""Cases from the frames of clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from analysis.quantity import Interval
from analysis.reading.labels import first_class, says
from analysis.reading.model import Figure, Frame, Reading
from analysis.relations import catalogue as table
from analysis.relations.across.pay import in_two_periods
from analysis.relations.judge import holds, judge
from analysis.relations.model import Binding, Case, Relation
from analysis.relations.windows import begins_later
from analysis.units import WORKING_YEAR, split

#: The relations of a change, told by what its frame holds; the first slot is judged.
_CHANGES = (table.CHANGE, table.DIFFERENCE, table.POINTS, table.MULTIPLE)
_AMOUNTS = (table.AMOUNT_OF_PERCENT, table.AMOUNT_FROM_START)
#: The roles whose figures a frame's direction may turn into falls.
_MOVING = ("percent", "amount", "points", "rate", "mean", "values")
_MINUS = set("-−–(")
_WITNESSES = 3  # pays of a page that count the usual working year
#: Words that make two figures of pay two pays, and how.
_OTHER_PAY = (
    (("net",), "one of them may be net of tax"),
    (("partial",), "other hours or months may be meant"),
    (("bonus", "equity", "other"), "one of them may hold extras"),
)
_COUNTED = "the text counts other hours"
_HOURS = re.compile(r"\b(\d[\d,]*(?:\.\d+)?)[\s-]hours?\b")
_USUAL_HOURS = (8, 40, 2080)
#: Hours of a working week that pay is usually told for, besides 40.
_WEEKS = (Fraction(35), Fraction(36), Fraction(37), Fraction(75, 2), Fraction(38), Fraction(77, 2), Fraction(39))


def in_clauses(reading: Reading) -> Iterator[Case]:
    """The relations that a clause, or two sentences that point at each other, state among their figures."""
    unclear = {(frame.kind, _main(frame), *frame.slots.values()) for frame in reading.frames if not frame.clear}
    rivals = Counter((kind, main) for kind, main, *_ in unclear)
    rates: dict[Figure, list[Case]] = {}
    pay: list[Case] = []
    for frame in reading.frames:
        tries = max(frame.tries, rivals[frame.kind, _main(frame)])
        for case in _cases(frame):
            if not frame.clear and frame.kind in ("order", "change") and case.relation.holds is not Interval.meets:
                continue  # an order holds by chance every second time
            if case.relation is table.CAGR or frame.basis == "gap":
                rates.setdefault(case.main, []).append(case)
            elif frame.kind == "period":
                pay.append(replace(case, tries=tries))
            else:
                yield replace(case, tries=tries)
    yield from _of_one_year(pay)
    for cases in rates.values():  # from the base year or its window's first, from either of two: what fits is taken
        yield _fitting(cases)


def _of_one_year(cases: Sequence[Case]) -> Iterator[Case]:
    """Pay by two periods; a case that may count another working year counts that of the others of its page."""
    years = Counter(case.counts["times"] for case in cases if holds(case))
    kinds = {_COUNTED, *(doubt for _, doubt in _OTHER_PAY)}  # net of tax, part-time: no matter of the year
    for case in cases:
        others = years[case.counts["times"]]
        yield replace(case, doubt="") if others >= _WITNESSES and case.doubt not in kinds else case


def _main(frame: Frame) -> Figure:
    return next(iter(frame.slots.values()))[0]


def _fitting(cases: Sequence[Case]) -> Case:
    """Of several readings of one relation the first that holds, as printed before rounded."""
    exact = (case for case in cases if (found := judge(case)) and found.verdict == "consistent")
    return next(exact, next(filter(holds, cases), cases[0]))


def _cases(frame: Frame) -> Iterable[Case]:
    if frame.kind in _RELATIONS:
        return [_case(_RELATIONS[frame.kind], frame)]
    return _CASES[frame.kind](frame) if frame.kind in _CASES else ()


def _cagr(frame: Frame) -> Iterator[Case]:
    case = _case(table.CAGR, frame, counts={"years": Fraction(frame.years or 1).limit_denominator(12)})
    yield replace(case, doubt=case.doubt or begins_later(*(case.figures[role][0] for role in ("rate", "start", "end"))))


_GAP = 3  # so many times as much is no level that another is above


def _change(frame: Frame) -> Iterator[Case]:
    """The first relations that a change has the slots of; a direction alone says which of two levels is the higher."""
    filled = [relation for relation in (*_CHANGES, *_AMOUNTS) if {*relation.roles} <= frame.slots.keys()]
    told = [relation for relation in filled if relation in _CHANGES] or filled[:1]
    for relation in told:
        points = relation is table.POINTS and frame.slots["points"][0].unit == "basis_point"
        yield _case(table.BASIS_POINTS if points else relation, frame)
    if not told and {"start", "end"} <= frame.slots.keys() and frame.direction:
        lower, upper = ("start", "end") if frame.direction > 0 else ("end", "start")
        slots = {"lower": frame.slots[lower], "upper": frame.slots[upper]}
        times = slots["lower"][0].value / (slots["upper"][0].value or 1)
        if not times > _GAP:  # "€0.70 above the €13.50" is how far
            yield _case(table.AT_MOST, frame, slots, check="growth.direction")


def _multiple(frame: Frame) -> Iterator[Case]:
    """Doubled, halved: within an eighth either way; "more than doubled" is a floor, "nearly" a ceiling."""
    yield _case(table.TIMES, frame, counts={"times": Fraction(frame.basis), "bound": Fraction(frame.direction)})


def _order(frame: Frame) -> Iterator[Case]:
    relation = table.PART_OF_WHOLE if frame.basis == "part" else table.AT_MOST
    check = "order.seniority" if frame.basis == "seniority" else ""
    yield _case(relation, frame, dict(zip(relation.roles, frame.slots.values(), strict=True)), check=check)


def _repeat(frame: Frame) -> Iterator[Case]:
    """A fraction in words and its percentage; amounts in two currencies are converted elsewhere."""
    first, again = frame.slots["first"], frame.slots["again"]
    if first[0].unit == again[0].unit and first[0].is_open:
        lower, upper = (first, again) if first[0].quantity.open_high else (again, first)
        yield _case(table.AT_MOST, frame, {"lower": lower, "upper": upper})
    elif first[0].unit == again[0].unit:
        yield _case(table.REPEAT, frame)


def _period(frame: Frame) -> Iterator[Case]:
    """One pay by two periods: by the usual working year, or a usual week of other length."""
    one, two = frame.slots["first"][0], frame.slots["again"][0]
    mine, its = (split(figure.unit).period for figure in (one, two))
    if mine not in WORKING_YEAR or its not in WORKING_YEAR:
        return
    short, long = (one, two) if WORKING_YEAR[mine] > WORKING_YEAR[its] else (two, one)
    if not short.value > 0:
        return
    usual = in_two_periods(short, long, Binding.CLAUSE if frame.clear else Binding.UNCLEAR, frame.why)
    times, ratio = usual.counts["times"], Fraction(str(long.value)) / Fraction(str(short.value))
    told = f"{short.cell} {long.cell}"
    doubts = [usual.doubt, *(doubt for classes, doubt in _OTHER_PAY if first_class("components", classes, told))]
    if short.unit.endswith("/month") and 9 <= ratio <= 14 and not says("measures", "pay", told):
        doubts.append("a lower price for the year may be meant")
    weeks = _WEEKS if short.unit.endswith("/hour") else ()
    if weeks and min(weeks) * times <= ratio * 40 <= 46 * times:
        doubts.append("a week of other hours may be meant")
    if one.cell != two.cell and not times / 2 < ratio < times * 2:
        doubts.append("one of them may be another pay")  # a bonus, told a sentence before
    if any(float(hours.replace(",", "")) not in _USUAL_HOURS for hours in _HOURS.findall(told)):
        doubts.insert(0, _COUNTED)
    usual = replace(usual, doubt=next(filter(None, doubts), ""))
    yield _fitting([usual, *(replace(usual, counts={"times": times * hours / 40}, doubt="") for hours in weeks)])


def _case(
    relation: Relation,
    frame: Frame,
    slots: Mapping[str, Sequence[Figure]] | None = None,
    counts: Mapping[str, Fraction] | None = None,
    check: str = "",
) -> Case:
    """The case of a relation whose roles are slots of a frame, or those given."""
    roles = {role: tuple((slots or frame.slots)[role]) for role in relation.roles}
    signs = {role: tuple(_sign(frame, role, figure) for figure in group) for role, group in roles.items()}
    binding = Binding.CLAUSE if frame.clear else Binding.UNCLEAR
    return Case(relation, roles, binding, frame.why, signs, counts or {}, frame.missing, check=check)


def _sign(frame: Frame, role: str, figure: Figure) -> int:
    """-1 where a change was told as a fall and its figure has no sign; and where a word alone gave a figure its minus:
    a level is as it is printed ("went down from 6.2% to 6.0%").
    """
    printed = -1 if figure.value < 0 and not _MINUS & set(figure.quote) else 1
    falls = role in _MOVING and frame.direction < 0 and figure.value * printed > 0
    return -printed if falls else printed


#: The relation of the frames whose slots are its roles; what makes the cases of others.
_RELATIONS = {
    "share": table.SHARE, "sum": table.SUM, "difference": table.BALANCE, "weights": table.WEIGHTS,
    "ratio": table.RATIO, "average": table.BETWEEN,
}  # fmt: skip
_CASES: dict[str, Callable[[Frame], Iterator[Case]]] = {
    "change": _change, "cagr": _cagr, "multiple": _multiple, "order": _order, "repeat": _repeat, "period": _period,
}  # fmt: skip
