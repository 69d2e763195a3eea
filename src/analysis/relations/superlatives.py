"""What sentences claim of the rows of a table: "X is the best paid", "the second largest is Y", "Z rose every year"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from analysis import words
from analysis.reading.labels import country, region
from analysis.reading.model import Figure, Reading, Table
from analysis.relations.claims import extent
from analysis.relations.figures import printed
from analysis.relations.model import Binding, Finding
from analysis.relations.order import at_most
from analysis.relations.rows import columns_named, foreign, row_named, rows_named

_SIZES = frozenset({"market_size", "count", "job_count", "amount", "share", "firm_size", "salary", "score", "demand"})


def superlatives(reading: Reading) -> Iterator[Finding]:
    """Superlatives (`claims.highest`, `claims.lowest`) and steady movements (`claims.rising`, `claims.falling`)."""
    for sentence in _claiming(reading):
        for table in reading.tables:
            if not foreign(sentence, table):
                yield from _extremes(table, sentence)
                yield from _series(table, sentence)


def _claiming(reading: Reading) -> Iterator[str]:
    """The sentences that claim something without a limit."""
    blocks = reading.article.blocks if reading.tables and not reading.is_curated else ()
    for block in (block for block in blocks if block.kind == "prose" and not block.is_heading):
        for span in block.sentences:
            text = block.text[span.start : span.end]
            if words.pattern("superlatives", "high", "low", "every").search(text) and not words.pattern(
                "superlatives", "limited"
            ).search(text):
                yield text


def _extremes(table: Table, sentence: str) -> Iterator[Finding]:
    for claim in words.find("superlatives", sentence, "high", "low"):
        row = row_named(table, sentence, before=claim.start, between=words.pattern("superlatives", "verb"))
        if row is None:
            continue
        if _SEVERAL.search(sentence[: claim.start]):
            continue
        place = next((int(p.word.value) for p in words.find("superlatives", sentence[: claim.start], "place")
                      if not sentence[p.end : claim.start].strip(" -")), 1)  # fmt: skip
        judged = []
        for group in columns_named(table, sentence):
            mine = next((f for f in group if f.row == row), None)
            if mine is not None and _fits(mine, claim.word.value):
                others = [f for f in group if f is not mine and _is_place(f) == _is_place(mine) and not _is_all(f)]
                denied = _beyond(mine, others, high=claim.word.cls == "high", place=place)
                judged.append((mine, others, denied))
        agreed = len({bool(denied) for *_, denied in judged}) == 1 and all(d is not None for *_, d in judged)
        if agreed and (not judged[0][2] or _is_subject(table, row, sentence, claim.start, claim.end)):
            yield _extreme(*judged[0], claim.text, place, high=claim.word.cls == "high")


#: A number of rows that a superlative speaks of together: "the five largest".
_SEVERAL = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+$", re.I)


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
_NAMES = re.compile(r"(?:\s[\w-]+){0,6}?(?:\s(?:is|was|are|were|in|at|by)|[,:])\s+(?:in\s+)?(?:the\s+)?", re.I)


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


def _beyond(mine: Figure, others: Sequence[Figure], *, high: bool, place: int) -> list[Figure] | None:
    """The rows that deny the claim, [] where it holds, None where ranges overlap so that nothing can be said."""

    def exceeds(one: Figure, other: Figure) -> bool:
        low, upper = (one, other) if high else (other, one)
        return at_most(low, upper, ("low", "high")) == "inconsistent"

    beyond = [other for other in others if exceeds(other, mine)]
    below = [other for other in others if exceeds(mine, other)]
    if len(beyond) >= place:
        return beyond
    if len(below) > len(others) - place + 1:
        return [mine]  # called second where nothing is beyond it
    return [] if len(beyond) == place - 1 else None


def _extreme(
    mine: Figure, others: Sequence[Figure], denied: list[Figure] | None, word: str, place: int, *, high: bool
) -> Finding:
    beyond = [f for f in denied or () if f is not mine]
    name = f"{('', 'second ', 'third ', 'fourth ', 'fifth ')[place - 1]}{word}"
    said = "the column bears it out"
    if beyond:
        listed = ", ".join(f"{f.row_label} ({printed(f)})" for f in beyond[:4])
        said = f"{listed} {'lie' if len(beyond) > 1 else 'lies'} {'above' if high else 'below'} it"
    elif denied:
        said = "the column says otherwise"
    rest = [f for f in others if f not in beyond]
    repair = ""
    if beyond and place == 1:
        repair = f"{(max if high else min)(beyond, key=lambda f: f.value).row_label} as the {name}"
    return Finding(
        f"claims.{'highest' if high else 'lowest'}", (("of", mine), *(("among", f) for f in (*beyond, *rest))),
        "inconsistent" if denied else "consistent", "contradiction" if denied else "ok",
        f"{mine.row_label} ({printed(mine)}) is called the {name}; {said}.", "a sentence about the rows of one table",
        Binding.CLAUSE, extent([mine]), extent(list(others)), mine.unit, repair,
    )  # fmt: skip


def _series(table: Table, sentence: str) -> Iterator[Finding]:
    """`Z has risen every year`: the years of one row or column, one after the other."""
    if not words.pattern("superlatives", "every").search(sentence):
        return
    ways = {hit.word.cls for hit in words.find("superlatives", sentence, "up", "down")}
    row = row_named(table, sentence)
    if len(ways) != 1 or row is None:
        return
    groups: dict[str, list[Figure]] = {}
    for (number, _), cell in table.cells.items():
        if number == row and len(cell) == 1 and cell[0].period and cell[0].kind_of not in ("change", "rate"):
            groups.setdefault(cell[0].unit, []).append(cell[0])
    series = [sorted(group, key=lambda f: f.year or 0) for group in groups.values() if len(group) > 2]
    if len(series) == 1 and len({f.year for f in series[0]}) == len(series[0]):
        yield _movement(series[0], rises=ways == {"up"})


def _movement(figures: list[Figure], *, rises: bool) -> Finding:
    steps = list(itertools.pairwise(figures))
    wrong = [
        (one, other) for one, other in steps if at_most(*((one, other) if rises else (other, one))) == "inconsistent"
    ]
    way = "rise" if rises else "fall"
    text = f"{figures[0].row_label} is said to {way} every year: {', '.join(map(printed, figures))}"
    text += f"; not from {wrong[0][0].period} to {wrong[0][1].period}." if wrong else "."
    first = wrong[0][1] if wrong else None
    return Finding(
        f"claims.{'rising' if rises else 'falling'}",
        tuple(("step", f) for f in sorted(figures, key=lambda f: f is not first)),
        "inconsistent" if wrong else "consistent", "contradiction" if wrong else "ok", text,
        "a sentence about one row of a table", Binding.CLAUSE, unit=figures[0].unit,
    )  # fmt: skip
