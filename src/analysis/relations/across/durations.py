"""Lengths of time: the phases of a project against its share and its whole; one target told as two years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.grouping import grouped
from analysis.reading.model import Figure
from analysis.relations.catalogue import ONE_YEAR, PHASE_SHARE
from analysis.relations.figures import printed
from analysis.relations.keys import part, place
from analysis.relations.model import Binding, Case, Finding
from analysis.units import DAYS


def durations(figures: Sequence[Figure]) -> Iterator[Case | Finding]:
    """The share of one phase, all phases against the lengths of whole projects, and deadlines."""
    told = (f for f in figures if f.in_table and f.row and f.measure == "duration" and f.value > 0)
    for column in grouped(told, lambda f: (*place(f), f.column, f.unit)).values():
        if len(column) > 2:
            yield from _phase_shares(column, figures)
            yield from _wholes(column, figures)
    yield from deadlines(figures)


def _phase_shares(column: list[Figure], figures: Sequence[Figure]) -> Iterator[Case]:
    if any(f.block is column[0].block and f.unit == "percent" for f in figures):
        return  # its rows have rates of their own: waits of five clinics are no phases
    for share in figures:
        if share.in_table or share.unit != "percent" or share.article is not column[0].article:
            continue
        if share.measure in ("allocation", "share"):
            mine = [f for f in column if _alike(share.subject, f.row_label)]
            if len(mine) == 1:
                rest = tuple(f for f in column if f is not mine[0])
                yield Case(PHASE_SHARE, {"percent": (share,), "part": (mine[0],), "rest": rest}, Binding.KEYS,
                           "the phase of that name and the others of its table")  # fmt: skip


def _alike(one: str, other: str) -> bool:
    """Whether two labels name the same thing: each word of the shorter begins like a word of the longer."""
    found = sorted((set(re.findall(r"[a-z]{3,}", text.casefold())) for text in (one, other)), key=len)
    return bool(found[0]) and all(any(word[:4] == longer[:4] for longer in found[1]) for word in found[0])


def _wholes(column: list[Figure], figures: Sequence[Figure]) -> Iterator[Finding]:
    """All phases together against the lengths stated for whole projects, from the smallest kind to the largest."""
    stated = [f for f in figures if f.article is column[0].article and _of_whole_project(f)]
    if not stated:
        return
    unit = column[0].unit
    each = float(DAYS[unit])
    low = min(f.value * float(DAYS[f.unit]) for f in stated) / each
    high = max((f.high or f.value) * float(DAYS[f.unit]) for f in stated) / each
    first, last = sum(f.value for f in column), sum(f.high or f.value for f in column)
    fits = last >= low and (first <= high or any(f.quantity.open_high for f in stated))
    text = (
        f"The phases make {first:.4g} to {last:.4g} {unit}s; whole projects are said to take "
        f"{', '.join(map(printed, stated))}, {low:.3g} to {high:.3g} {unit}s."
    )
    roles = (*(("whole", f) for f in stated), *(("phase", f) for f in column))
    yield Finding(
        "periods.phases", roles, "consistent" if fits else "undetermined", "ok" if fits else "definition", text,
        "phases of one table, and lengths of whole projects", Binding.PARTIAL, (low, high), (first, last), unit,
    )  # fmt: skip


def _of_whole_project(f: Figure) -> bool:
    named = "project" in f"{f.key('topic')} {f.subject}".casefold()
    return named and f.measure == "duration" and not f.in_table


def deadlines(figures: Sequence[Figure]) -> Iterator[Case]:
    """One target stated twice, each with a year to come: both name the same year (`deadlines.year`)."""
    told = (f for f in figures if f.measure in ("adoption", "share", "usage") and f.subject and f.article.published)
    targets = (f for f in told if f.year and f.article.year and f.year > f.article.year)
    groups = grouped(targets, lambda f: (f.article.slug, f.measure, part(f, "subject"), f.low, f.high))
    for first, *rest in groups.values():
        for again in rest:
            yield Case(ONE_YEAR, {"again": (again,), "first": (first,)}, Binding.KEYS, "one target, told twice",
                       counts={"year": again.year, "other": first.year})  # type: ignore[dict-item]  # fmt: skip
