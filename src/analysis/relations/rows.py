"""A table's rows and columns as a sentence names them, and a cell told again in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from analysis import words
from analysis.reading.labels import country, level, region
from analysis.reading.model import Figure, Reading, Table
from analysis.reading.timing import periods_in
from analysis.relations.catalogue import REPEAT
from analysis.relations.keys import same_period
from analysis.relations.model import Binding, Case

#: A text's figure this far from the cell it would repeat is another quantity.
_FAR = 1.5
_Test = Callable[[list[Figure]], bool]
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The telling words of a text, by their beginnings.

    >>> sorted(stems("the Cargo drones of Asia"))
    ['asia', 'cargo', 'drone']
    """
    stop = words.pattern("particles", "stop")
    return frozenset(word[:5] for word in _WORD.findall(text.casefold()) if not stop.fullmatch(word))


def row_named(
    table: Table, sentence: str, *, before: int | None = None, verb: re.Pattern[str] | None = None
) -> int | None:
    """The one row whose label stands in a sentence, the longest of several that hold each other; None where not one.

    Where several stand there, the one before the place `before` with only a verb between.
    """
    found: dict[int, re.Match[str]] = {}
    for number, row in table.rows.items():
        if row.role in ("item", "part") and (match := _stands(row.label, sentence)):
            found[number] = match
    rows = [n for n in found if not any(_inside(found[n], found[m]) for m in found if m != n)]
    labels = {table.rows[n].label.casefold() for n in rows}
    if len(rows) == 1:
        return rows[0]
    if before is not None and verb is not None and len(labels) == len(rows):
        ahead = [n for n in rows if found[n].end() <= before]
        if len(ahead) == 1 and verb.search(sentence[found[ahead[0]].end() : before]):
            return ahead[0]
    return None


def _stands(label: str, sentence: str) -> re.Match[str] | None:
    bare = re.sub(r"\s*\([^()]*\)", "", label).strip()
    if len(bare) < 2 or not re.search(r"[^\W\d]", bare):
        return None
    return re.search(rf"(?<!\w){re.escape(bare)}(?:s|es|'s|’s)?(?!\w)", sentence, re.I)


def _inside(one: re.Match[str], other: re.Match[str]) -> bool:
    return other.start() <= one.start() and one.end() <= other.end() and one.span() != other.span()


def foreign(sentence: str, table: Table) -> bool:
    """Whether a sentence speaks of a place or time that the table does not."""
    about = " ".join((table.title, table.block.section, *(row.label for row in table.rows.values()),
                      *(column.label for column in table.columns.values())))  # fmt: skip
    for read in (country, region):
        place = read(sentence)
        if (
            place
            and place != "global"
            and place not in {read(about), *(read(row.label) for row in table.rows.values())}
        ):
            return True
    named = re.findall(r"(?<=\bin )[A-Z]\w+", sentence)
    return any(name.casefold() not in about.casefold() and not periods_in(name) for name in named)


def columns_named(table: Table, sentence: str) -> Iterator[list[Figure]]:
    """The columns that a sentence can mean, each with its figures of the rows: by period, level and words."""
    groups: dict[tuple[int, str], list[Figure]] = {}
    for (number, column), cell in table.cells.items():
        if (
            number
            and len(cell) == 1
            and cell[0].cell != cell[0].row_label
            and table.rows[number].role in ("item", "part")
        ):
            groups.setdefault((column, cell[0].unit), []).append(cell[0])
    columns = [group for group in groups.values() if len(group) > 2]
    for keep in (_by_period(sentence), _by_level(sentence), _by_words(sentence)):
        kept = [group for group in columns if keep(group)]
        columns = kept or columns
    yield from columns


def _by_period(sentence: str) -> _Test:
    told = {str(hit.period) for hit in periods_in(sentence)}
    return lambda group: str(group[0].period) in told if told else False


def _by_level(sentence: str) -> _Test:
    named = level(re.sub(r"(?<=[a-z]{4})s\b", "", sentence))
    return lambda group: bool(named) and named in (level(group[0].column_label), group[0].key("level"))


def _by_words(sentence: str) -> _Test:
    told = stems(sentence)
    return lambda group: bool(stems(group[0].column_label) & told)


def retold(reading: Reading) -> Iterator[Case]:
    """A cell told again in a text: its row is named there, its column by period, level or words (`repeats.row`)."""
    for figure in reading.figures:
        if figure.in_table or figure.curated or figure.is_range or figure.measure in ("experience", "duration"):
            continue
        cells = [cell for table in reading.tables if (cell := _cell(table, figure, reading)) is not None]
        if len(cells) == 1 and 1 / _FAR < abs(figure.value / (cells[0].value or 1)) < _FAR:
            yield Case(REPEAT, {"again": (figure,), "first": (cells[0],)}, Binding.KEYS,
                       "the text names the row and the column of the table", check="repeats.row")  # fmt: skip


def _cell(table: Table, figure: Figure, reading: Reading) -> Figure | None:
    """The one cell that a figure's sentence names, where no other of its unit stands and nothing is set apart."""
    sentence = figure.cell
    block = reading.by_block[id(figure.block)]
    alike = [f for f in block if f.sentence == figure.sentence and f.unit == figure.unit]
    row = row_named(table, sentence)
    if row is None or len(alike) != 1 or foreign(sentence, table) or _sets_apart(sentence):
        return None
    groups = [
        group for group in columns_named(table, sentence)
        if any(f.row == row for f in group) and _comparable(figure, group[0])
    ]  # fmt: skip
    if len(groups) != 1:
        return None
    cell = next(f for f in groups[0] if f.row == row)
    about = stems(f"{cell.column_label} {table.title}") - stems(cell.row_label)
    return cell if about & (stems(sentence) - stems(cell.row_label)) else None


def _comparable(figure: Figure, cell: Figure) -> bool:
    same = figure.unit.partition("/")[0] == cell.unit.partition("/")[0] and figure.kind_of == cell.kind_of
    return same and same_period(figure.period, cell.period) != "different"


def _sets_apart(sentence: str) -> bool:
    """Whether a word sets a part of the row apart, or leaves the value open."""
    return bool(words.pattern("parts", "outside", "other", "excluding").search(sentence)) or bool(
        words.pattern("superlatives", "limited").search(sentence)
    )
