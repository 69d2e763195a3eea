"""The same quantity stated in two places: end with end, a point against a range by containment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import floor, log

from analysis.quantity import Interval
from analysis.reading.model import Figure
from analysis.relations.catalogue import REPEAT, REPEAT_BAND
from analysis.relations.figures import currency, printed
from analysis.relations.keys import (
    compare,
    identity,
    in_own_words,
    place,
    published_year,
    same_period,
    same_time,
    whose,
)  # fmt: skip
from analysis.relations.model import Binding, Case, Finding

_SOURCE = re.compile(
    r"according to|\b(?:estimate|survey|study|source|analyst|report)s?\b|\b(?:another|reported)\b", re.I
)
_ALL = re.compile(r"\ball (?:experience |seniority |career )?levels\b", re.I)
#: Figures with fewer significant digits agree by chance.
_TELLING = 3


def repeats(figures: Sequence[Figure]) -> Iterator[Case]:
    """Every later statement of a quantity against the first, by equal keys; then by value, where keys are unknown."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        if (key := identity(figure)) and figure.kind_of not in ("rank", "code"):
            groups.setdefault(key, []).append(figure)
    paired: set[frozenset[Figure]] = set()
    for group in groups.values():
        for first, again in _pairs(group):
            paired.add(frozenset((first, again)))
            yield _case(first, again)
    yield from _by_value(figures, paired)


def _pairs(group: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Each later statement with an earlier one elsewhere, best one that agrees; none where a place states two."""
    stated: dict[tuple[object, ...], set[tuple[float | None, float | None]]] = {}
    for figure in group:
        stated.setdefault((place(figure), str(figure.period)), set()).add((figure.low, figure.high))
    if any(len(values) > 1 for values in stated.values()):
        return
    for nth, again in enumerate(group):
        earlier = [f for f in group[:nth][:12] if place(f) != place(again) and same_time(f, again) != "different"]
        if earlier:
            alike = (f for f in earlier if (f.low, f.high) == (again.low, again.high))
            yield next(alike, earlier[0]), again


def _case(first: Figure, again: Figure) -> Case:
    binding, doubt = Binding.KEYS, ""
    if same_time(first, again) == "unknown" and not _dated_alike(first, again):
        binding = Binding.PARTIAL if first.curated or again.curated else Binding.COMPATIBLE
        doubt = "they may speak of different years"
    elif not (in_own_words(first) and in_own_words(again)) or (
        first.measure not in _STRICT and _topic(first) != _topic(again)
    ):
        binding = Binding.COMPATIBLE
    elif _names_source(first) or _names_source(again):
        doubt = "they may be two sources'"
    elsewhere = " in another article" if first.article is not again.article else ""
    relation = REPEAT_BAND if first.measure == "experience" else REPEAT
    why = f"the same quantity stated twice{elsewhere}"
    return Case(relation, {"again": (again,), "first": (first,)}, binding, why, doubt=doubt)


_STRICT = frozenset(
    {"salary", "pay_change", "market_size", "growth_rate", "job_count", "score", "duration", "experience"}
)


def _topic(figure: Figure) -> tuple[str, str]:
    return figure.key("topic"), figure.key("population")


def _names_source(figure: Figure) -> bool:
    return not figure.in_table and bool(_SOURCE.search(f"{figure.row_label} {figure.cell}"))


def _dated_alike(one: Figure, other: Figure) -> bool:
    """Whether the dated one is of the year of publication, in which undated pay is meant."""
    if one.measure != "salary":
        return one.measure == "experience"
    years = [figure.year for figure in (one, other) if figure.year]
    return len(years) != 1 or published_year(one) in (None, years[0])


def _by_value(figures: Sequence[Figure], paired: set[frozenset[Figure]]) -> Iterator[Case]:
    """Two telling prints of one value in a text and a table, or two texts, with nothing that tells them apart."""
    buckets: dict[tuple[str, str, int], list[Figure]] = {}
    for figure in figures:
        value = abs(figure.value)
        if not value or figure.kind_of in ("rank", "code") or _digits(figure) < _TELLING or figure.is_range:
            continue
        at = floor(log(value) * 100)
        near = {
            id(other): other
            for step in (-1, 0, 1)
            for other in buckets.get((figure.article.slug, figure.unit, at + step), ())[:20]
        }
        for first in near.values():
            if frozenset((first, figure)) not in paired and _may_be_one(first, figure):
                yield Case(
                    REPEAT, {"again": (figure,), "first": (first,)}, Binding.COMPATIBLE,
                    "the same value of what may be one quantity", tries=max(1, len(near)),
                )  # fmt: skip
                break
        buckets.setdefault((figure.article.slug, figure.unit, at), []).append(figure)


def _digits(figure: Figure) -> int:
    """How many significant digits are printed."""
    return len(re.sub(r"\D", "", figure.quote).strip("0"))


def _may_be_one(one: Figure, other: Figure) -> bool:
    if place(one) == place(other) or same_period(one.period, other.period) == "different":
        return False
    return compare(one, other)[0] != "different" and _share_a_word(one, other)


def _share_a_word(one: Figure, other: Figure) -> bool:
    """Whether the words around both have a telling one in common."""
    mine, its = ({w[:6] for w in re.findall(r"[^\W\d_]{4,}", _words(f).casefold())} for f in (one, other))
    return bool(mine & its) or (bool(whose(one)) and whose(one) == whose(other))


def _words(figure: Figure) -> str:
    around = figure.block.title if figure.in_table else figure.cell
    return f"{figure.row_label} {figure.column_label} {figure.subject} {around}"


def labels(figures: Sequence[Figure]) -> Iterator[Finding]:
    """One range of pay printed for all levels in one place and for a single level in another (`repeats.label`)."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures:
        if figure.measure == "salary" and figure.is_range and figure.key("role") and figure.key("country"):
            key = (figure.article.slug, figure.key("role"), figure.key("country"), figure.key("location"))
            groups.setdefault((*key, currency(figure.unit), figure.low, figure.high), []).append(figure)
    for group in groups.values():
        every = next((f for f in group if f.key("level") == "all" and (f.curated or _ALL.search(f.cell))), None)
        single = next((f for f in group if f.key("level") not in ("", "all")), None)
        if every and single:
            level = single.key("level")
            yield Finding(
                "repeats.label", (("one level", single), ("all levels", every)), "inconsistent", "mislabel",
                f"{printed(single)} stands here for {level} level and elsewhere for all levels.",
                "the same range of the same role and country", Binding.KEYS, _ends(single.interval()),
                _ends(every.interval()), single.unit, "a range of all levels, labelled as that of one",
            )  # fmt: skip


def _ends(interval: Interval) -> tuple[float, float]:
    return interval.floats()
