"""A table's rows and columns as a sentence names them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from analysis import words
from analysis.grouping import grouped
from analysis.reading.labels import level
from analysis.reading.model import Figure, Table
from analysis.reading.place import country, place_in, region
from analysis.reading.timing import periods_in

#: What may stand between a row's name and a figure.
Between = re.Pattern[str] | words.Pattern
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The telling words of a text, by their beginnings.

    >>> sorted(stems("the Cargo drones of Asia"))
    ['asia', 'cargo', 'drone']
    """
    return frozenset(word[:5] for word in _WORD.findall(text.casefold()) if word not in stop_words())


@cache
def stop_words() -> frozenset[str]:
    """Words that tell nothing of their own."""
    return frozenset(words.forms("particles", "stop"))


def rows_named(table: Table, sentence: str, *, short: bool = False) -> dict[int, re.Match[str]]:
    """The rows whose labels stand in a sentence, and where; of labels that hold each other the longest.

    Rows of one label in several groups need their group's heading in the sentence too. A `short` name stops before
    the comma of its label ("Order book, end of year"), where no other row has it; totals count as well then.
    """
    items = [(number, row) for number, row in table.rows.items() if short or row.role in ("item", "part")]
    found = {number: match for number, row in items if (match := stands(row.label, sentence))}
    times = Counter(row.label.casefold() for row in table.rows.values()) if found else Counter()
    for number in list(found):
        row = table.rows[number]
        if times[row.label.casefold()] > 1 and not (row.group and stands(row.group[-1], sentence)):
            del found[number]
    names = Counter(row.label.partition(",")[0] for _, row in items) if short else Counter()
    for number, row in items if short else ():
        name, comma, _ = row.label.partition(",")
        if comma and number not in found and names[name] == 1 and (match := stands(name, sentence)):
            found[number] = match
    return {n: match for n, match in found.items() if not any(_inside(match, other) for other in found.values())}


def row_named(table: Table, sentence: str, *, before: int | None = None, between: Between | None = None) -> int | None:
    """The one row a sentence names; of several the one that stands before a place with only `between` in between."""
    return chosen(rows_named(table, sentence), sentence, before, between)


def chosen(found: dict[int, re.Match[str]], sentence: str, before: int | None, between: Between | None) -> int | None:
    """The one of some rows, else the one whose name stands before a place with only `between` in between."""
    if len(found) == 1:
        return next(iter(found))
    if before is None or between is None:
        return None
    ahead = [n for n, match in found.items() if match.end() <= before]
    nearest = max(ahead, key=lambda n: found[n].end(), default=None)
    joined = nearest is not None and between.search(sentence[found[nearest].end() : before])
    return nearest if joined and (between is JOINED or len(ahead) == 1) else None


#: Between a row's name and the figure that is its own: "Taiwan (19.6%)", "Taiwan: 19.6%".
JOINED = re.compile(r"^[\s(:,–—-]*(?:at|with|by|of|was|is)?[\s(]*$")


@lru_cache(maxsize=4096)
def stands(label: str, sentence: str) -> re.Match[str] | None:
    """Where a label stands in a sentence; a country by any of its names."""
    bare = re.sub(r"\s*\([^()]*\)", "", label).strip()
    if len(bare) < 2 or not re.search(r"[^\W\d]", bare):
        return None
    match = None
    if bare.casefold() in sentence.casefold():
        match = re.search(rf"(?<!\w){re.escape(bare)}(?:s|es|'s|’s)?(?!\w)", sentence, re.I)
    code = country(bare) if match is None and not place_in(bare).location else ""  # "Western Australia" is a part
    if not code or not _NAME.fullmatch(bare):
        return match
    return next((hit for hit in _NAME.finditer(sentence) if country(hit[0]) == code), None)


#: Words with capitals, as names are.
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*)(?:\s(?:(?:of|the|and)\s)*[A-Z][\w.'’-]*)*")


def _inside(one: re.Match[str], other: re.Match[str]) -> bool:
    return other.start() <= one.start() and one.end() <= other.end() and one.span() != other.span()


def foreign(sentence: str, table: Table) -> bool:
    """Whether a sentence speaks of a place or time that the table does not."""
    about = " ".join((table.title, table.block.section, *(row.label for row in table.rows.values()),
                      *(column.label for column in table.columns.values())))  # fmt: skip
    for read in (country, region):
        known = {"", "global", read(about), *(read(row.label) for row in table.rows.values())}
        if read(sentence) not in known:
            return True
    named = re.findall(r"(?<=\b[Ii]n )[A-Z]\w+", sentence)
    return any(name.casefold() not in about.casefold() and not periods_in(name) for name in named)


def columns_named(table: Table, sentence: str) -> Iterator[list[Figure]]:
    """The columns that a sentence can mean, each with its figures of the rows: by period, level and words."""
    rows = [number for number, row in table.rows.items() if row.role in ("item", "part")]
    alone = (cell[0] for (number, _), cell in table.cells.items() if number in rows and len(cell) == 1)
    groups = grouped((f for f in alone if f.cell != f.row_label), lambda f: (f.column, f.unit))
    columns = [group for group in groups.values() if len(group) > 2]
    periods, told = {str(hit.period) for hit in periods_in(sentence)}, stems(sentence)
    named = level(re.sub(r"(?<=[a-z]{4})s\b", "", sentence))
    tests: tuple[Callable[[Figure], bool], ...] = (
        lambda f: str(f.period) in periods,
        lambda f: bool(named) and named in (level(f.column_label), f.key("level")),
        lambda f: bool(stems(f.column_label) & told),
    )
    for test in tests:
        columns = [group for group in columns if test(group[0])] or columns
    yield from columns
