"""The same quantity stated in two places: end with end, a point against a range by containment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import floor, log

from analysis import words
from analysis.grouping import grouped
from analysis.reading.model import Figure
from analysis.reading.timing import periods_in
from analysis.relations.across.rows import stands, stop_words
from analysis.relations.catalogue import REPEAT, REPEAT_BAND
from analysis.relations.figures import printed
from analysis.relations.judge import holds
from analysis.relations.keys import NAMES, compare, identity, in_own_words, place, same_period, same_time
from analysis.relations.model import Binding, Case, Finding
from analysis.units import currency, split

_SOURCE = re.compile(
    r"according to|\b(?:estimate|survey|study|source|analyst|report)s?\b|\b(?:another|reported)\b", re.I
)
_ALL = re.compile(r"\ball (?:experience |seniority |career )?levels\b", re.I)


def repeats(figures: Sequence[Figure]) -> Iterator[Case]:
    """Every later statement of a quantity against the first, by equal keys; then by value, where keys are unknown."""
    groups = grouped((f for f in figures if f.kind_of not in ("rank", "code")), identity)
    paired: set[Figure] = set()
    beside = _values_beside(figures)
    for key, group in groups.items():
        for first, again in _pairs(group) if key else ():
            paired.add(again)
            yield _case(first, again, beside)
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


def _case(first: Figure, again: Figure, beside: Mapping[_Line, set[float]]) -> Case:
    binding, doubt = Binding.KEYS, ""
    if same_time(first, again) == "unknown" and not _dated_alike(first, again):
        binding = Binding.PARTIAL if first.curated or again.curated else Binding.COMPATIBLE
        doubt = "they may speak of different years"
    elif (
        not (in_own_words(first) and in_own_words(again))
        or (first.measure not in _STRICT and _topic(first) != _topic(again))
        or _of_two_tables(first, again)
        or _of_two_groups(first, again)
        or _where(first) != _where(again)
        or _counted_from(first) != _counted_from(again)
        or _back_then(first) != _back_then(again)
        or not abs(first.value) / _FAR <= abs(again.value) <= abs(first.value) * _FAR  # "sales rose by 42.4"
        or not _alike(first, again, beside)
    ):
        binding = Binding.COMPATIBLE
    elif _undated_start(first) or _undated_start(again):
        doubt = "no year is told for the start of the change"
    elif any(not f.in_table and _SOURCE.search(f"{f.row_label} {f.cell}") for f in (first, again)):
        doubt = "they may be two sources'"
    elsewhere = " in another article" if first.article is not again.article else ""
    relation = REPEAT_BAND if first.measure == "experience" else REPEAT
    why = f"the same quantity stated twice{elsewhere}"
    return Case(relation, {"again": (again,), "first": (first,)}, binding, why, doubt=doubt)


#: Block and text of a sentence, or block and row of a table.
_Line = tuple[object, ...]


def _line(figure: Figure) -> _Line:
    return place(figure), figure.row if figure.in_table else figure.cell


def _values_beside(figures: Sequence[Figure]) -> dict[_Line, set[float]]:
    """The values of each sentence and row."""
    return {line: {figure.value for figure in group} for line, group in grouped(figures, _line).items()}


def _alike(first: Figure, again: Figure, beside: Mapping[_Line, set[float]]) -> bool:
    """Whether two sentences of a stranger are so alike that a reader takes their figures for one quantity.

    Words that most of the shorter one shares with the other; and where both have further figures, one of those too:
    "stood at 233, up 7%" and "stood at 253, up 9%" are of two things, whatever the words. So are "Domestic: 116"
    and "Cargo: 293", and "costs including rent and wages" and "rent and wages".
    """
    if first.curated or again.curated or first.controlled or again.controlled:
        return True
    mine, its = (_stems(f"{f.row_label} {f.subject} {'' if f.in_table else f.cell}") for f in (first, again))
    further = [beside[_line(f)] - {f.value} for f in (first, again)]
    if len({bool(words.pattern("totals", "of which").search(f.cell)) for f in (first, again) if not f.in_table}) > 1:
        return False
    labels = [f.cell.partition(":")[0] for f in (first, again) if not f.in_table and ":" in f.cell]
    if all(further) and not further[0] & further[1]:
        return False
    if len(labels) == 2 and not _stems(labels[0]) & _stems(labels[1]):
        return False
    return 2 * len(mine & its) >= max(min(len(mine), len(its)), 3)


def _of_two_tables(one: Figure, other: Figure) -> bool:
    """Two tables of the same rows and columns are printed because they are of two things, whatever their titles say."""
    tables = one.in_table and other.in_table and not (one.controlled or other.controlled)
    named = one.block.title and (one.block.title, one.block.path) == (other.block.title, other.block.path)
    return tables and not named


def _of_two_groups(one: Figure, other: Figure) -> bool:
    """Two groups of label lines ("Client pays 230") are of two things, as two tables are, unless they name a market.

    What the group is of stands over it, as a heading or as its first line, and not in the line itself.
    """
    plain = (f for f in (one, other) if not (f.in_table or f.controlled or f.curated or f.key("market")))
    lines = [f for f in plain if not f.cell.rstrip().endswith((".", "!", "?")) and f.measure not in _STRICT]
    return len(lines) == 2


def _where(figure: Figure) -> frozenset[str]:
    return frozenset() if figure.in_table or figure.controlled else named_in(figure.cell)


def _back_then(figure: Figure) -> bool:
    """Whether a sentence tells its figure of an earlier time without a date: "Last year, they spent 30"."""
    ahead = "" if figure.in_table or figure.curated else figure.cell[: max(figure.cell.find(figure.quote), 0)]
    return bool(words.pattern("clauses", "earlier").search(ahead))


def _counted_from(figure: Figure) -> frozenset[str]:
    """What a change is told to be counted from: "down 3.7% from the peak of last August" is not "1.1% in the year"."""
    if figure.in_table or figure.controlled or figure.kind_of not in ("change", "rate"):
        return frozenset()
    behind = figure.cell[figure.cell.find(figure.quote) + len(figure.quote) :]
    told = re.split(r"[,;.()]", behind, maxsplit=1)[0]
    base = words.pattern("clauses", "from", "base", "than", "above", "below").search(told)
    return _stems(told[base.end() :]) if base and not re.search(r"\d", told) else frozenset()


def named_in(text: str) -> frozenset[str]:
    """The names that a text tells things to be in: "In the Midwest sales fell; the price was up 3.8%"."""
    return frozenset(name for name in _IN.findall(text) if not periods_in(name))


_IN = re.compile(r"\b(?:[Ii]n|[Ii]m|[Àà]|[Ee]n|[Aa]t|[Aa]cross)\s+(?:the\s+)?([A-Z][\w'’-]+)")
_STRICT = frozenset(NAMES)


def _topic(figure: Figure) -> tuple[str, str]:
    return figure.key("topic"), figure.key("population")


def _undated_start(figure: Figure) -> bool:
    """Whether a figure begins a change that a sentence tells without its time: its year may be a guess from before."""
    told = not figure.in_table and not figure.curated and figure.period is not None and not periods_in(figure.cell)
    return told and words.regex(_FROM).search(figure.cell[: max(figure.cell.find(figure.quote), 0)]) is not None


_FROM = r"(?i:\bfrom\s)(?:(?:{hedges about}|just|only)\s)?$"


def _dated_alike(one: Figure, other: Figure) -> bool:
    """Whether the dated one is of the year of publication, in which undated pay is meant."""
    if one.measure != "salary":
        return one.measure == "experience"
    years = [figure.year for figure in (one, other) if figure.year]
    return len(years) != 1 or one.article.year in (None, years[0])


def _by_value(figures: Sequence[Figure], paired: set[Figure]) -> Iterator[Case]:
    """Two prints of one value in different places, with nothing that tells them apart and words that they share.

    And of one with the same digits in another order, which may confirm nothing.
    """
    buckets: dict[tuple[str, str, int], list[Figure]] = {}
    digits: dict[tuple[object, ...], list[Figure]] = {}
    seen: Counter[str] = Counter()
    for figure in figures:
        value = abs(figure.value)
        if not value or figure.kind_of in ("rank", "code", "duration") or figure.measure in ("experience", "firm_size"):
            continue
        key, at = (figure.article.slug, split(figure.unit).base), floor(log(value) * 100)
        near = [other for step in (-1, 0, 1) for other in buckets.get((*key, at + step), ())[-_NEAR:]]
        for first in () if figure in paired else near:
            exact = first.quantity.resolution != figure.quantity.resolution or abs(first.value) == value
            binding = _likeness(first, figure) if exact else None
            if binding is None:
                continue
            signs = {"first": -1} if first.value * figure.value < 0 else {}  # "31,347 fewer", and -31,347 in a cell
            case = Case(REPEAT, {"again": (figure,), "first": (first,)}, binding, _WHY[binding], signs, tries=len(near))
            if holds(case):
                yield case
                break
        else:
            like = digits.setdefault((*key, tuple(sorted(f"{abs(figure.value):f}"))), [])
            for first in like if figure not in paired and _telling(figure) else ():
                binding = _likeness(first, figure)
                if binding is not None and first.value != figure.value:
                    binding = max(binding, Binding.UNCLEAR, key=lambda one: one.rank)
                    yield Case(REPEAT, {"again": (figure,), "first": (first,)}, binding,
                               "two amounts of the same digits", tries=seen[key[1]])  # fmt: skip
            like.append(figure)
        seen[key[1]] += 1
        buckets.setdefault((*key, at), []).append(figure)


#: How many figures of about one value are looked back at.
_NEAR = 12
_WHY = {
    Binding.PARTIAL: "the text names the row of the table",
    Binding.UNCLEAR: "the same value of the same words",
    Binding.COMPATIBLE: "the same value of what may be one quantity",
}


def _likeness(one: Figure, other: Figure) -> Binding | None:
    """How two figures of one value may be one quantity; None where something tells them apart or nothing joins them."""
    if place(one) == place(other) or one.is_range != other.is_range:
        return None
    mixed = one.in_table != other.in_table
    turned = one.value * other.value < 0 and not (mixed and "change" in (one.kind_of, other.kind_of))
    periods = {split(unit).period for unit in (one.unit, other.unit)} - {""}
    statistics = {one.statistic, other.statistic} - {""}
    carried = mixed and "section" in (one.period_origin, other.period_origin)
    timed = not carried and same_period(one.period, other.period) == "different"
    if turned or len(periods) > 1 or len(statistics) > 1 or timed:
        return None
    known = one.controlled or other.controlled or one.curated
    if compare(one, other, _WORDED if known else _LOOSE)[0] == "different":
        return None
    if mixed:
        cell, told = (one, other) if one.in_table else (other, one)
        row, sentence = _stems(cell.row_label), _stems(f"{told.cell} {told.subject}")
        if row <= sentence if row else stands(cell.row_label, told.cell):
            return Binding.PARTIAL
    shared = _stems(_words(one)) & _stems(_words(other))
    if len(shared) >= _SHARED:
        return Binding.UNCLEAR
    return Binding.COMPATIBLE if shared or _telling(one) else None


def _telling(figure: Figure) -> bool:
    """Whether a value has so many digits that it stands for itself: $34,670 or 346,701 people, but not $34,000."""
    digits = re.sub(r"\D", "", f"{abs(figure.value):.2f}").strip("0")
    return len(digits) >= _DIGITS + (not figure.is_money)


#: Keys that only words tell, and those that a stranger's text and table word differently; shared words stand for them.
_WORDED = ("subject", "topic", "population", "kind")
_LOOSE = (*_WORDED, "market", "role", "scenario")
_SHARED = 3
_FAR = 5  # so many times as much is another quantity
_DIGITS = 4  # of money; counts need one more


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    """The telling words of a text, by their beginnings."""
    found = re.findall(r"[^\W\d_]{3,}", text.casefold())
    return frozenset(word[:5] for word in found if word not in stop_words())


def _words(figure: Figure) -> str:
    around = figure.block.title if figure.in_table else f"{figure.cell} {figure.block.section}"
    return f"{figure.row_label} {figure.column_label} {figure.subject} {around}"


def labels(figures: Sequence[Figure]) -> Iterator[Finding]:
    """One range of pay printed for all levels in one place and for a single level in another (`repeats.label`)."""
    pay = (f for f in figures if f.measure == "salary" and f.is_range and f.key("role") and f.key("country"))
    for group in grouped(pay, _of_one_range).values():
        every = next((f for f in group if f.key("level") == "all" and (f.curated or _ALL.search(f.cell))), None)
        single = next((f for f in group if f.key("level") not in ("", "all")), None)
        if every and single:
            level = single.key("level")
            yield Finding(
                "repeats.label", (("one level", single), ("all levels", every)), "inconsistent", "mislabel",
                f"{printed(single)} stands here for {level} level and elsewhere for all levels.",
                "the same range of the same role and country", Binding.KEYS, single.interval().floats(),
                every.interval().floats(), single.unit, "a range of all levels, labelled as that of one",
            )  # fmt: skip


def _of_one_range(figure: Figure) -> tuple[object, ...]:
    keys = (figure.key(name) for name in ("role", "country", "location"))
    return (figure.article.slug, *keys, currency(figure.unit), figure.low, figure.high)
