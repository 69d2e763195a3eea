"""What a cell or a sentence calls the first among the figures of a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis import words
from analysis.grouping import grouped
from analysis.reading.model import Figure, Reading, Table
from analysis.reading.place import country, region
from analysis.relations.across.claims import extent
from analysis.relations.across.order import at_most
from analysis.relations.across.rows import columns_named, foreign, row_named, rows_named
from analysis.relations.figures import printed
from analysis.relations.keys import place
from analysis.relations.model import Binding, Finding

_CALLED = (
    r"[(–—-]\s*(?i:the )?(?:(?P<highest>{superlatives high})|{superlatives low})"
    r"(?:[ -]{superlatives of what})*\s*(?:\)|$)"
)
_SIZES = frozenset({"market_size", "count", "job_count", "amount", "share", "firm_size", "salary", "score", "demand"})


def superlatives(reading: Reading) -> Iterator[Finding]:
    """Rows that a sentence calls the first, or the second largest (`claims.highest`, `claims.lowest`)."""
    for sentence in _claiming(reading):
        for table in reading.tables:
            if not foreign(sentence, table):
                yield from _extremes(table, sentence)


def in_cells(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A cell that calls its figure the highest or lowest, against the others of its column; curated are claims."""
    told = (f for f in figures if f.in_table and f.row and not f.controlled)
    columns = grouped(told, lambda f: (*place(f), f.column, f.unit, f.measure))
    for figure, among in ((figure, column) for column in columns.values() for figure in column):
        said = figure.cell.replace(figure.quote, "") if figure.cell != figure.row_label else ""
        others = [f for f in among if f.row != figure.row]
        if others and (called := words.regex(_CALLED).search(said)):
            high = bool(called["highest"])
            denied = _beyond(figure, others, high=high, nth=1)
            if denied is not None:
                yield _extreme(figure, others, denied, "highest" if high else "lowest", 1, high=high)


def _first(beyond: Sequence[Figure], name: str, *, high: bool) -> str:
    """The repair of a superlative: the row that it belongs to."""
    return f"{(max if high else min)(beyond, key=lambda f: f.value).row_label} as the {name}" if beyond else ""


def _exceeds(one: Figure, other: Figure, *, high: bool) -> bool:
    """Whether a figure lies beyond another with its whole range, upwards or downwards."""
    low, upper = (one, other) if high else (other, one)
    return at_most(low, upper, ("low", "high")) == "inconsistent"


def _claiming(reading: Reading) -> Iterator[str]:
    """The sentences that claim something without a limit."""
    blocks = reading.article.blocks if reading.tables and not reading.is_curated else ()
    for block in (block for block in blocks if block.kind == "prose" and not block.is_heading):
        for span in block.sentences:
            text = block.text[span.start : span.end]
            claims, limited = words.pattern("superlatives", "high", "low"), words.pattern("superlatives", "limited")
            if claims.search(text) and not limited.search(text):
                yield text


def _extremes(table: Table, sentence: str) -> Iterator[Finding]:
    for claim in words.find("superlatives", sentence, "high", "low"):
        row = row_named(table, sentence, before=claim.start, between=words.pattern("superlatives", "verb"))
        if row is None or words.regex(_SEVERAL).search(sentence[: claim.start]):
            continue
        nth = next((int(p.word.value) for p in words.find("superlatives", sentence[: claim.start], "place")
                    if not sentence[p.end : claim.start].strip(" -")), 1)  # fmt: skip
        judged = []
        for group in columns_named(table, sentence):
            mine = next((f for f in group if f.row == row), None)
            if mine is not None and _fits(mine, claim.word.value):
                others = [f for f in group if f is not mine and _is_place(f) == _is_place(mine) and not _is_all(f)]
                denied = _beyond(mine, others, high=claim.word.cls == "high", nth=nth)
                judged.append((mine, others, denied))
        agreed = len({bool(denied) for *_, denied in judged}) == 1 and all(d is not None for *_, d in judged)
        if agreed and (not judged[0][2] or _is_subject(table, row, sentence, claim.start, claim.end)):
            yield _extreme(*judged[0], claim.text, nth, high=claim.word.cls == "high")


#: A number of rows that a superlative speaks of together: "the five largest".
_SEVERAL = r"(?:{numbers one}|\b\d{1,2})\s+$"


def _is_subject(table: Table, row: int, sentence: str, start: int, end: int) -> bool:
    """Whether the superlative at `start` is said of the row itself: `X is the largest`, `the largest is X`.

    "The jump from X to Y is the largest" and "X gained 20, and it is where pay grew fastest" are of other things.
    """
    name = rows_named(table, sentence)[row]
    if name.end() <= start:
        lead, between = sentence[: name.start()], sentence[name.end() : start]
        told = words.pattern("superlatives", "verb", "up", "down").search(between)
        beside = words.pattern("superlatives", "beside").pattern
        turns = re.search(r"[.;:]\s", between) or words.pattern("superlatives", "turn").search(between)
        return bool(told) and not turns and not re.search(rf"(?i)(?:{beside})\s+(?:the\s+)?$", lead)
    return bool(_NAMES.fullmatch(sentence[end : name.start()]))


#: Between a superlative and the name it is said of: "the best-paid discipline is X", "pay is highest in X".
_NAMES = re.compile(r"(?:\s[\w-]+){0,6}?(?:\s(?:is|was|are|were)|\s(?:in|at|by)|[,:])\s+(?:in\s+)?(?:the\s+)?", re.I)


def _is_all(figure: Figure) -> bool:
    """Whether the row is of the whole world, or of all rows."""
    whole = words.pattern("totals", "world").fullmatch(figure.row_label.strip())
    return whole is not None or region(figure.row_label) == "global"


def _is_place(figure: Figure) -> bool:
    """Whether the row names a place: in a table of two breakdowns regions are no rivals of products."""
    return bool(country(figure.row_label) or region(figure.row_label))


def _fits(figure: Figure, measure: str) -> bool:
    """Whether a column can be what the superlative measures."""
    return figure.measure == measure if measure else figure.measure in _SIZES


def _beyond(mine: Figure, others: Sequence[Figure], *, high: bool, nth: int) -> list[Figure] | None:
    """The rows that deny the claim, [] where it holds, None where ranges overlap so that nothing can be said."""
    beyond = [other for other in others if _exceeds(other, mine, high=high)]
    below = [other for other in others if _exceeds(mine, other, high=high)]
    if len(beyond) >= nth:
        return beyond
    if len(below) > len(others) - nth + 1:
        return [mine]  # called second where nothing is beyond it
    return [] if len(beyond) == nth - 1 else None


def _extreme(
    mine: Figure, others: Sequence[Figure], denied: list[Figure] | None, word: str, nth: int, *, high: bool
) -> Finding:
    beyond = [f for f in denied or () if f is not mine]
    name = f"{('', 'second ', 'third ', 'fourth ', 'fifth ')[nth - 1]}{word}"
    said = "the column bears it out"
    if beyond:
        listed = ", ".join(f"{f.row_label} ({printed(f)})" for f in beyond[:4])
        said = f"{listed} {'lie' if len(beyond) > 1 else 'lies'} {'above' if high else 'below'} it"
    rest = [f for f in others if f not in beyond]
    repair = _first(beyond, name, high=high) if nth == 1 else ""
    return Finding(
        f"claims.{'highest' if high else 'lowest'}", (("of", mine), *(("among", f) for f in (*beyond, *rest))),
        "inconsistent" if denied else "consistent", "contradiction" if denied else "ok",
        f"{mine.row_label} ({printed(mine)}) is called the {name}; {said}.", "what is said of the rows of one table",
        Binding.CLAUSE, extent([mine]), extent(list(others)), mine.unit, repair,
    )  # fmt: skip
