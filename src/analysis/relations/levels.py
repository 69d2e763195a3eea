"""Pay of one role: the range of all against the ranges of its levels, sizes of firm and places, in one country."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from analysis.reading.model import Figure
from analysis.relations.catalogue import FLOOR, START
from analysis.relations.judge import judge
from analysis.relations.keys import compare, in_own_words, part, place, same_period, statistic
from analysis.relations.model import Binding, Case

#: What parts the people of a role; the range of all of them names none of these.
_PARTING = ("level", "location", "industry", "company_size_low", "population")


def levels(pay: Sequence[Figure]) -> Iterator[Case]:
    """Each part's range must begin within the range told for all, and end no lower than that begins."""
    groups: dict[tuple[str, str, str, str], list[Figure]] = {}
    for f in pay:
        if f.is_range and part(f, "role") and statistic(f) == "range" and in_own_words(f):
            groups.setdefault((f.article.slug, part(f, "role"), part(f, "component"), f.unit), []).append(f)
    for group in groups.values():
        wholes = _first_of_each(f for f in group if not any(part(f, name) for name in _PARTING))
        parts = _first_of_each(f for f in group if sum(bool(part(f, name)) for name in _PARTING) == 1)
        for whole, some in itertools.product(wholes, parts):
            yield from _within(whole, some)


def _within(whole: Figure, some: Figure) -> Iterator[Case]:
    found, missing = compare(whole, some, skip=_PARTING)
    if found == "different" or same_period(whole.period, some.period) == "different" or place(whole) == place(some):
        return
    what = next(name for name in _PARTING if part(some, name)).replace("_low", "").replace("_", " ")
    binding = Binding.PARTIAL if missing else Binding.KEYS
    doubt = f"only one of them names the {' and the '.join(missing)}" if missing else ""
    why = f"all of a role, and one {what} of it"
    roles = {"part": (some,), "whole": (whole,)}
    cases = [Case(relation, roles, binding, why, doubt=doubt) for relation in (START, FLOOR)]
    fails = [case for case in cases if (judged := judge(case)) and not judged.holds]
    yield from fails or cases[:1]


def _first_of_each(figures: Iterator[Figure]) -> list[Figure]:
    """The first statement of each value."""
    unique: dict[tuple[object, ...], Figure] = {}
    for f in figures:
        unique.setdefault((f.low, f.high, *(part(f, name) for name in ("country", *_PARTING))), f)
    return list(unique.values())[:40]
