"""Whether two figures speak of the same thing: their keys compared as same, different or unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache
from itertools import pairwise

from analysis import words
from analysis.datasets.fields import LEVELS
from analysis.grouping import grouped
from analysis.reading.entity import apart
from analysis.reading.model import Figure, Same
from analysis.reading.period import Period

#: What must be equal for two figures of a measure to state one quantity; of other measures `_OTHER`.
_PAY = (
    "role", "level", "country", "region", "location", "industry", "population", "component", "company_size_low",
    "company_size_high", "experience_low", "experience_high",
)  # fmt: skip
NAMES: dict[str, tuple[str, ...]] = {
    "salary": _PAY,
    "pay_change": (
        "cause", "role", "level", "country", "region", "location", "component", "direction", "reference",
    ),
    "market_size": ("market", "region", "scenario"),
    "growth_rate": ("market", "role", "region", "scenario", "kind"),
    "job_count": ("role", "region", "country", "scenario"),
    "experience": ("stage", "article"),
    "score": ("subject", "topic"),
    "duration": ("subject", "topic"),
}  # fmt: skip
_OTHER = ("subject", "topic", "population", "region", "country")
#: Terms that say no more than silence does.
_PLAIN = {"level": "all", "region": "global", "component": "unspecified", "scenario": "unspecified"}
_STAGES = LEVELS[:4]
_LINE = 60  # a paragraph no longer than this is a line of a card: "Average salary: $52,000"
_NOTES = re.compile(r"\s*\([^()]*\)")


def first_of_each(figures: Iterable[Figure], key: Callable[[Figure], Hashable]) -> list[Figure]:
    """One figure for each key, the first."""
    return [group[0] for group in grouped(figures, key).values()]


def part(figure: Figure, name: str) -> str:
    """One key as comparable text, '' where nothing is said."""
    if name == "subject":
        return _NOTES.sub("", figure.subject).strip().casefold()
    if name == "article":
        return figure.article.slug
    if name == "stage":
        label = part(figure, "subject")
        stage = words.lookup("seniority", label) or words.lookup("seniority", label.partition("-")[0].partition(" ")[0])
        return stage.cls if stage else label
    if name == "kind":
        return figure.basis
    if name == "direction":
        return figure.direction
    if name.startswith("experience") and figure.key("level") in _STAGES:
        return ""  # the years only say what the level means
    found = figure.key(name)
    return "" if found == _PLAIN.get(name) else found.casefold()


def names(figure: Figure) -> tuple[str, ...]:
    """The keys that tell figures of this measure apart; a rate of a market needs no subject, any other does."""
    found = NAMES.get(figure.measure, _OTHER)
    if figure.measure == "growth_rate" and not figure.key("market"):
        return (*found, "subject")
    return found


def whose(figure: Figure) -> str:
    """The key that names the thing itself, '' where nobody says whose the figure is."""
    if figure.measure in ("salary", "pay_change"):
        return part(figure, "role") or part(figure, "cause")
    if figure.key("market"):
        return f"market {figure.key('market')} {thing(figure)}".rstrip()
    if figure.key("role"):
        return f"role {figure.key('role')}"
    return part(figure, "subject")


def thing(figure: Figure) -> str:
    """What of its market a stranger's figure is of by its own clause or row: a segment, a firm, a place; '' the market.

    A row "Lead-acid" under "Battery recycling market" is no size of that market.
    """
    if figure.controlled or figure.curated or figure.entity.origin not in ("clause", "sentence", "row"):
        return ""
    known = {word.removesuffix("s") for word in f"{figure.key('market')}-{figure.key('region')}".split("-")}
    head = ((word, word.removesuffix("s")) for word in figure.entity.head.replace("-", " ").split())
    return " ".join(word for word, one in head if one not in known and word not in _generic())


@cache
def _generic() -> frozenset[str]:
    """Nouns for what is measured, which name nothing of their own."""
    return frozenset(words.forms("phrases", "generic"))


def identity(figure: Figure) -> tuple[str, ...] | None:
    """Measure, unit and every key: equal for two statements of one quantity; None where whose is unknown."""
    if not whose(figure):
        return None
    keys = tuple(part(figure, name) for name in names(figure))
    if not figure.controlled:
        keys += (" ".join(sorted(figure.entity.head.split())), str(sorted(figure.entity.qualifiers)))
    return (figure.measure, figure.unit, str(figure.quantity.signed), statistic(figure), *keys)


def compare(one: Figure, other: Figure, skip: Iterable[str] = ()) -> tuple[Same, tuple[str, ...]]:
    """The keys of two figures compared: different where any differs, unknown where one names what the other does not.

    With it the names that only one of the two has.
    """
    missing = []
    if not (one.controlled or other.controlled) and apart(one.entity, other.entity):
        return "different", ()
    for name in dict.fromkeys((*names(one), *names(other))):
        if name in skip:
            continue
        mine, its = part(one, name), part(other, name)
        if mine != its and mine and its:
            return "different", ()
        if mine != its:
            missing.append(name)
    return ("unknown" if missing else "same"), tuple(missing)


def statistic(figure: Figure) -> str:
    """The statistic of pay; a mean printed as two ends is a spread of means, unless its label says range."""
    label = f"{figure.column_label} {figure.row_label}".casefold()
    if figure.measure != "salary":
        return figure.statistic
    if figure.statistic == "range" and re.search(r"average|mean|median", label) and "range" not in label:
        return "range of means"
    return figure.statistic or "range"


def same_time(one: Figure, other: Figure) -> Same:
    """Whether two figures are of the same period; a rate's is its span, where that is printed."""
    if "growth_rate" in (one.measure, other.measure):
        mine, its = ((f.start_year, f.end_year) for f in (one, other))
        if mine == its:  # that of a quarter and that of nine months may lie between the same years
            parts = [f.period for f in (one, other) if f.period and f.period.grain != "year" and not f.period.is_span]
            return "same" if len({(period.end - period.start).days // 28 for period in parts}) < 2 else "unknown"
        clash = any(a and b and a != b for a, b in zip(mine, its, strict=True))
        return "different" if clash else "unknown"
    return same_period(one.period, other.period)


def same_period(one: Period | None, other: Period | None) -> Same:
    """Two periods compared; months of one year and the year itself are not known to differ."""
    if one is None and other is None:
        return "same"
    if one is None or other is None:
        return "unknown"
    if (one.start, one.end, one.fiscal) == (other.start, other.end, other.fiscal):
        return "same"
    apart = one.end < other.start or other.end < one.start
    return "different" if apart or one.grain == other.grain else "unknown"


def in_own_words(figure: Figure) -> bool:
    """Whether the figure's own clause, cell, row or header says whose it is, or a curator does; no heading alone."""
    if figure.curated or figure.controlled:
        return True
    return bool(figure.entity.head) and figure.entity.origin in ("cell", "clause", "sentence", "row", "header")


def place(figure: Figure) -> tuple[str, str, int]:
    """The block a figure stands in."""
    return figure.article.slug, figure.block.kind, figure.block.index


def follows(one: Figure, other: Figure) -> bool:
    """Whether a figure of prose stands in the block after another's; a line that labels it counts with it."""
    if one.article is not other.article:
        return False
    return 0 < other.block.index - one.block.index <= 1 + _labelled(other)


def beside(one: Figure, other: Figure) -> bool:
    """Whether two figures stand in one sentence, or in neighbouring ones or lines; a label counts with its figure."""
    if one.block is other.block:
        first, later = sorted((one, other), key=lambda figure: figure.sentence)
        return later.sentence - first.sentence <= 1 + _labelled(later)
    return follows(one, other) or follows(other, one)


def _labelled(figure: Figure) -> bool:
    labels = (label for label in figure.block.labels if label.start <= figure.start < label.end)
    return any(label.kind in ("line", "term") for label in labels)


def runs(told: Sequence[Figure]) -> dict[Figure, int]:
    """Which paragraph each figure of prose stands in, or which list or card: items in succession are one."""
    found: dict[Figure, int] = {}
    for before, figure in pairwise([None, *told]):
        assert figure is not None
        number = found[before] if before else 0
        found[figure] = number if before and _goes_on(before, figure) else number + 1
    return found


def _goes_on(one: Figure, other: Figure) -> bool:
    items = one.block.tag == other.block.tag == "li" or all(len(f.block.text) <= _LINE for f in (one, other))
    return one.block is other.block or (items and follows(one, other))
