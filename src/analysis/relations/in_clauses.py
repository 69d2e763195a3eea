"""Cases from the frames of clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from analysis.quantity import Interval
from analysis.reading.labels import first_class, says
from analysis.reading.model import Figure, Frame, Reading
from analysis.relations import catalogue as table
from analysis.relations.across.pay import in_two_periods
from analysis.relations.judge import judge
from analysis.relations.model import Binding, Case, Relation
from analysis.relations.windows import begins_later
from analysis.units import WORKING_YEAR, split

#: The relations of a change, told by what its frame holds; the first slot is judged.
_CHANGES: tuple[tuple[tuple[str, ...], Relation], ...] = (
    (("percent", "start", "end"), table.CHANGE),
    (("amount", "start", "end"), table.DIFFERENCE),
    (("points", "start", "end"), table.POINTS),
    (("multiple", "start", "end"), table.MULTIPLE),
    (("percent", "amount", "end"), table.AMOUNT_OF_PERCENT),
    (("percent", "amount", "start"), table.AMOUNT_FROM_START),
)


def in_clauses(reading: Reading) -> Iterator[Case]:
    """The relations that a clause, or two sentences that point at each other, state among their figures."""
    rivals = Counter((frame.kind, _main(frame)) for frame in reading.frames if not frame.clear)
    rates: dict[Figure, list[Case]] = {}
    pay: list[Case] = []
    for frame in reading.frames:
        for case in _CASES[frame.kind](frame) if frame.kind in _CASES else ():
            if not frame.clear and frame.kind in ("order", "change") and case.relation.holds is not Interval.meets:
                continue  # an order holds by chance every second time
            if case.relation is table.CAGR or frame.basis == "gap":
                rates.setdefault(case.main, []).append(case)
            elif frame.kind == "period":
                pay.append(replace(case, tries=max(frame.tries, rivals[frame.kind, _main(frame)])))
            else:
                yield replace(case, tries=max(frame.tries, rivals[frame.kind, _main(frame)]))
    yield from _of_one_year(pay)
    for cases in rates.values():  # from the base year or its window's first, from either of two: what fits is taken
        yield _fitting(cases)


def _of_one_year(cases: Sequence[Case]) -> Iterator[Case]:
    """Pay by two periods; a case that may count another working year counts that of the others of its page."""
    years = Counter(case.counts["times"] for case in cases if (found := judge(case)) and found.holds)
    kinds = {doubt for _, doubt in _OTHER_PAY}  # net of tax, part-time: no matter of the year
    for case in cases:
        others = years[case.counts["times"]]
        yield replace(case, doubt="") if others >= _WITNESSES and case.doubt not in kinds else case


def _main(frame: Frame) -> Figure:
    return next(iter(frame.slots.values()))[0]


def _fitting(cases: Sequence[Case]) -> Case:
    """Of several readings of one relation the first that holds."""
    return next((case for case in cases if (found := judge(case)) and found.holds), cases[0])


def _cagr(frame: Frame) -> Iterator[Case]:
    years = Fraction(frame.years or 1).limit_denominator(12)
    case = _case(table.CAGR, frame, frame.slots, {"rate": _sign(frame, "rate")}, {"years": years})
    yield replace(case, doubt=case.doubt or begins_later(*(frame.slots[role][0] for role in ("rate", "start", "end"))))


def _change(frame: Frame) -> Iterator[Case]:
    slots = frame.slots
    signs = {role: _sign(frame, role) for role in ("percent", "amount", "points") if role in slots}
    found = False
    for roles, relation in _CHANGES:
        if all(role in slots for role in roles) and not (relation.name == "growth.amount" and found):
            found = True
            if relation is table.POINTS and slots["points"][0].unit == "basis_point":
                relation = table.BASIS_POINTS
            yield _case(relation, frame, {role: slots[role] for role in roles}, signs)
    if not found and {"start", "end"} <= slots.keys() and frame.direction:
        lower, upper = ("start", "end") if frame.direction > 0 else ("end", "start")
        yield _case(table.AT_MOST, frame, {"lower": slots[lower], "upper": slots[upper]}, {}, check="growth.direction")


def _plain(relation: Relation) -> Callable[[Frame], Iterator[Case]]:
    """The case of a frame whose slots are the roles of a relation."""

    def cases(frame: Frame) -> Iterator[Case]:
        yield _case(relation, frame, frame.slots, {})

    return cases


def _multiple(frame: Frame) -> Iterator[Case]:
    """Doubled, halved: within an eighth either way; "more than doubled" is a floor, "nearly" a ceiling."""
    times = Fraction(frame.basis)
    counts = {"times": times, "bound": Fraction(frame.direction)}
    yield _case(table.TIMES, frame, frame.slots, {}, counts)


def _order(frame: Frame) -> Iterator[Case]:
    if frame.basis == "range":
        yield _case(table.IN_RANGE, frame, frame.slots, {})
        return
    relation = table.PART_OF_WHOLE if frame.basis == "part" else table.AT_MOST
    check = "order.seniority" if frame.basis == "seniority" else ""
    figures = dict(zip(relation.roles, (frame.slots["first"], frame.slots["second"]), strict=True))
    yield _case(relation, frame, figures, {}, check=check)


def _average(frame: Frame) -> Iterator[Case]:
    signs = {role: _sign(frame, role) for role in frame.slots}
    yield _case(table.BETWEEN, frame, frame.slots, signs)


def _repeat(frame: Frame) -> Iterator[Case]:
    """A fraction in words and its percentage; amounts in two currencies are converted elsewhere."""
    first, again = frame.slots["first"][0], frame.slots["again"][0]
    if first.unit == again.unit and first.is_open:
        lower, upper = (first, again) if first.quantity.open_high else (again, first)
        yield _case(table.AT_MOST, frame, {"lower": (lower,), "upper": (upper,)}, {})
    elif first.unit == again.unit:
        yield _case(table.REPEAT, frame, frame.slots, {})


def _period(frame: Frame) -> Iterator[Case]:
    """One pay by two periods: by the usual working year, or a usual week of other length."""
    one, two = frame.slots["first"][0], frame.slots["again"][0]
    mine, its = (split(figure.unit).period for figure in (one, two))
    if mine not in WORKING_YEAR or its not in WORKING_YEAR:
        return
    short, long = (one, two) if WORKING_YEAR[mine] > WORKING_YEAR[its] else (two, one)
    binding = Binding.CLAUSE if frame.clear else Binding.UNCLEAR
    usual = in_two_periods(short, long, binding, frame.why)
    times = usual.counts["times"]
    others = []
    told = f"{short.cell} {long.cell}"
    for classes, doubt in _OTHER_PAY:
        if first_class("components", classes, told):
            usual = replace(usual, doubt=usual.doubt or doubt)
    priced = not says("measures", "pay", told)
    if priced and short.unit.endswith("/month") and 9 * short.value <= long.value <= 14 * short.value:
        usual = replace(usual, doubt=usual.doubt or "a lower price for the year may be meant")
    if short.unit.endswith("/hour"):
        others = [replace(usual, counts={"times": times * hours / 40}, doubt="") for hours in _WEEKS]
        ratio = Fraction(str(long.value)) / Fraction(str(short.value))
        if min(_WEEKS) * times <= ratio * 40 <= 46 * times:
            usual = replace(usual, doubt=usual.doubt or "a week of other hours may be meant")
    yield _fitting([usual, *others])


def _sign(frame: Frame, role: str) -> int:
    """-1 where a change was told as a fall and its figure carries no sign of its own."""
    figure = frame.slots[role][0]
    return -1 if frame.direction < 0 and figure.value * _told_sign(figure) > 0 else 1


def _told_sign(figure: Figure) -> int:
    """-1 where a word gave a figure its minus ("went down from 6.2% to 6.0%"): a level is as it is printed."""
    return -1 if figure.value < 0 and not _MINUS & set(figure.quote) else 1


def _case(
    relation: Relation,
    frame: Frame,
    figures: Mapping[str, Sequence[Figure]],
    signs: Mapping[str, int],
    counts: Mapping[str, Fraction] | None = None,
    check: str = "",
) -> Case:
    roles = {role: tuple(figures[role]) for role in relation.roles}
    binding = Binding.CLAUSE if frame.clear else Binding.UNCLEAR
    kept: dict[str, int | tuple[int, ...]] = {}
    for role, group in roles.items():
        kept[role] = tuple(signs.get(role, 1) * _told_sign(figure) for figure in group)
    return Case(relation, roles, binding, frame.why, kept, counts or {}, frame.missing, check=check)


_MINUS = set("-−–(")
_WITNESSES = 3  # pays of a page that count the usual working year
#: Words that make two figures of pay two pays, and how.
_OTHER_PAY = (
    (("net",), "one of them may be net of tax"),
    (("partial",), "other hours or months may be meant"),
    (("bonus", "equity", "other"), "one of them may hold extras"),
)
#: Hours of a working week that pay is usually told for, besides 40.
_WEEKS = (Fraction(35), Fraction(36), Fraction(37), Fraction(75, 2), Fraction(38), Fraction(77, 2), Fraction(39))
_CASES: dict[str, Callable[[Frame], Iterator[Case]]] = {
    "change": _change, "cagr": _cagr, "multiple": _multiple, "share": _plain(table.SHARE), "sum": _plain(table.SUM),
    "difference": _plain(table.BALANCE), "weights": _plain(table.WEIGHTS), "order": _order, "repeat": _repeat,
    "period": _period, "ratio": _plain(table.RATIO), "average": _average,
}  # fmt: skip
