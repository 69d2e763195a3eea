"""Cases from the frames of clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from analysis.reading.model import Figure, Frame, Reading
from analysis.relations import catalogue as table
from analysis.relations.judge import judge
from analysis.relations.model import Binding, Case, Relation

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
    rates: dict[Figure, list[Case]] = {}
    for frame in reading.frames:
        for case in _cases(frame):
            if case.relation is table.CAGR:
                rates.setdefault(case.main, []).append(case)
            else:
                yield case
    for cases in rates.values():  # a rate may count from the base year or from its window's first: what fits is taken
        yield next((case for case in cases if (found := judge(case)) and found.holds), cases[0])


def _cases(frame: Frame) -> Iterator[Case]:
    if frame.kind == "change":
        yield from _change(frame)
    elif frame.kind == "cagr":
        years = Fraction(frame.years or 1).limit_denominator(12)
        yield _case(table.CAGR, frame, frame.slots, {"rate": _sign(frame, "rate")}, {"years": years})


def _change(frame: Frame) -> Iterator[Case]:
    slots = frame.slots
    signs = {role: _sign(frame, role) for role in ("percent", "amount", "points") if role in slots}
    found = False
    for roles, relation in _CHANGES:
        if all(role in slots for role in roles) and not (relation.name == "growth.amount" and found):
            found = True
            yield _case(relation, frame, {role: slots[role] for role in roles}, signs)
    if not found and {"start", "end"} <= slots.keys() and frame.direction:
        lower, upper = ("start", "end") if frame.direction > 0 else ("end", "start")
        yield _case(table.AT_MOST, frame, {"lower": slots[lower], "upper": slots[upper]}, {}, check="growth.direction")


def _sign(frame: Frame, role: str) -> int:
    """-1 where a change was told as a fall and its figure carries no sign of its own."""
    return -1 if frame.direction < 0 and frame.slots[role][0].value > 0 else 1


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
    kept = {role: sign for role, sign in signs.items() if role in roles}
    return Case(relation, roles, binding, frame.why, kept, counts or {}, check=check)
