"""What a text tells of a table's cells: one again, a change between two, what several make together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from analysis import words
from analysis.reading.clauses.items import alike
from analysis.reading.model import Figure, Reading, Table
from analysis.reading.place import country
from analysis.reading.timing import periods_in
from analysis.relations.across.rows import JOINED, chosen, columns_named, foreign, rows_named, stands, stems
from analysis.relations.catalogue import BALANCE, CHANGE, REPEAT, SHARE, SUM
from analysis.relations.judge import holds
from analysis.relations.keys import names, part, same_period
from analysis.relations.model import Binding, Case, Relation
from analysis.units import split

#: A text's figure this far from the cell it would repeat is another quantity.
_FAR = 1.5
#: Digits of a number that tells what a column is of; "3Q25" has none.
_YEAR = 4
#: Rows that a sentence may name for what they make together.
_ROWS = 4


def retold(reading: Reading) -> Iterator[Case]:
    """A cell told again in a text: its row is named there, its column by period, level or words (`repeats.row`)."""
    near = _by_telling_word(reading.tables)
    named: dict[str, list[Named]] = {}
    for figure in () if reading.is_curated else reading.figures:
        if figure.in_table or figure.is_range or figure.measure in ("experience", "duration"):
            continue
        sentence = figure.cell
        if sentence not in named:
            tables = _near(reading, near, sentence)
            named[sentence] = [(table, rows) for table in tables if (rows := rows_named(table, sentence))]
        cells = [(table, cell) for table, rows in named[sentence] if (cell := _cell(table, rows, figure, reading))]
        if len(cells) == 1 and 1 / _FAR < abs(figure.value / (cells[0][1].value or 1)) < _FAR:
            table, cell = cells[0]
            alone = _named_by_text(figure, cell, table)
            if alone is not None:
                yield Case(REPEAT, {"again": (figure,), "first": (cell,)}, Binding.PARTIAL if alone else Binding.KEYS,
                           "the text names the row and the column of the table", check="repeats.row",
                           doubt=f"only the text names the {' and the '.join(alone)}" if alone else "")  # fmt: skip


def changed(reading: Reading) -> Iterator[Case]:
    """A change told of rows, between two cells; what several rows make together, or one of another.

    Where just one fits, and improbably well; none accuses.
    """
    prose = [figure for figure in reading.figures if not (figure.in_table or reading.is_curated)]
    near = _by_telling_word(reading.tables)
    for figure in prose:
        if figure.is_range or figure.basis == "cagr":
            continue
        tables = list(_near(reading, near, figure.cell))
        cases: list[Case] = []
        whole = not _OTHERS.search(figure.cell)
        if whole and figure.unit == "percent" and _MOVED.search(figure.cell):
            cases += (case for table in tables for case in _changes(table, figure))
        cases += (case for table in tables for case in _combined(table, figure))
        fits = list(filter(holds, cases))
        yield from fits if len(fits) == 1 else ()


def _changes(table: Table, figure: Figure) -> Iterator[Case]:
    """The changes of the rows that a sentence names, to a level from that of twelve months or a named time before."""
    told = {hit.period for hit in periods_in(figure.cell)}
    for number in rows_named(table, figure.cell, short=True):
        cells = (cell[0] for (at, _), cell in table.cells.items() if at == number and len(cell) == 1)
        levels = [f for f in cells if f.kind_of == "level" and f.period is not None and f.unit != "percent"]
        for start, end in permutations(levels, 2):
            months = start.period.months_to(end.period) if start.period and end.period else None
            yearly = months == 12 and same_period(figure.period, end.period) != "different"
            based = months is not None and months > 0 and start.period in told  # "15.3 percent higher than in 2011"
            if start.unit != end.unit or not (yearly or based):
                continue
            down = end.value < start.value
            if not down or figure.value < 0 or words.pattern("change", "fall").search(figure.cell):
                yield Case(CHANGE, {"percent": (figure,), "start": (start,), "end": (end,)}, Binding.UNCLEAR,
                           "the text names the row of the table", check="growth.yoy", tries=len(levels) - 1,
                           signs={"percent": -1 if down and figure.value > 0 else 1})  # fmt: skip


def _combined(table: Table, figure: Figure) -> Iterator[Case]:
    """What the rows that a sentence names make together, one less the other, or the share of one in the other."""
    rows = rows_named(table, figure.cell, short=True)
    for column in columns_named(table, figure.cell) if 1 < len(rows) <= _ROWS else ():
        cells = sorted((f for f in column if f.row in rows), key=lambda f: f.value)
        if len(cells) < len(rows) or same_period(figure.period, cells[0].period) == "different":
            continue
        roles: list[tuple[Relation, dict[str, tuple[Figure, ...]]]] = []
        small, large = cells[0], cells[-1]
        if alike(figure, small):
            roles.append((SUM, {"total": (figure,), "parts": tuple(cells)}))
        if alike(figure, small) and len(cells) == 2 and not (figure.is_money or figure.kind_of == "change"):
            roles.append((BALANCE, {"difference": (figure,), "larger": (large,), "smaller": (small,)}))
        elif figure.unit == "percent" and len(cells) == 2 and small.value > 0:
            roles.append((SHARE, {"percent": (figure,), "part": (small,), "whole": (large,)}))
        for relation, filled in roles:
            yield Case(relation, filled, Binding.UNCLEAR, "the text names the rows of the table")


def _named_by_text(figure: Figure, cell: Figure, table: Table) -> list[str] | None:
    """What a sentence says of its figure that nothing around a cell does; None where the two are told apart."""
    told = [name for name in names(figure) if name not in ("country", "region")] if figure.measure == "salary" else []
    mine, its = ({name: part(f, name) for name in told} for f in (figure, cell))
    if any(mine[name] and its[name] and mine[name] != its[name] for name in mine):
        return None
    groups = table.rows[cell.row].group if cell.row is not None else ()
    around = " ".join((*groups, cell.row_label, *(text for _, text in cell.row_cells), cell.column_label, table.title,
                       *cell.block.path)).casefold()  # fmt: skip
    alone = [name for name in mine if mine[name] and not its[name] and mine[name] not in around]
    alone += [kind for kind, term in sorted(figure.entity.qualifiers) if not (term in around or kind in around)]
    return alone + (["period"] if figure.period and not cell.period else [])


#: A table, and those of its rows that a sentence names.
Named = tuple[Table, dict[int, re.Match[str]]]


def _by_telling_word(tables: Sequence[Table]) -> dict[str | None, list[int]]:
    """A word that a sentence must hold to name a row → tables by number; None: a country, which has other names."""
    found: dict[str | None, list[int]] = {}
    for number, table in enumerate(tables):
        labels = {row.label for row in table.rows.values()}
        told = (None if country(label) else max(stems(label), key=_telling) for label in labels if stems(label))
        for word in set(told):
            found.setdefault(word, []).append(number)
    return found


def _telling(word: str) -> tuple[bool, int, str]:
    """Words before numbers, which many sentences have; the longest first."""
    return word.isalpha(), len(word), word


def _near(reading: Reading, near: Mapping[str | None, list[int]], sentence: str) -> Iterator[Table]:
    """The tables one of whose rows a sentence may name."""
    for place in sorted({place for word in (None, *stems(sentence)) for place in near.get(word, ())}):
        yield reading.tables[place]


def _cell(table: Table, rows: dict[int, re.Match[str]], figure: Figure, reading: Reading) -> Figure | None:
    """The one cell that a figure's sentence names, where no other of its unit stands and nothing is set apart."""
    sentence = figure.cell
    row = chosen(rows, sentence, sentence.find(figure.quote), JOINED)
    if row is None or foreign(sentence, table) or _sets_apart(sentence):
        return None
    alike = [
        f for f in reading.by_block[id(figure.block)] if (f.sentence, f.unit) == (figure.sentence, figure.unit)
        and same_period(f.period, figure.period) != "different"
    ]  # fmt: skip
    if len(alike) != 1 and not (len(rows) > 1 and sentence.count(figure.quote) == 1):
        return None
    groups = [
        group for group in columns_named(table, sentence)
        if any(f.row == row for f in group) and _comparable(figure, group[0])
    ]  # fmt: skip
    if len(groups) != 1:
        return None
    cell = next(f for f in groups[0] if f.row == row)
    if not figure.interval().meets(cell.interval()) and _elsewhere(table, figure, cell, sentence):
        return None
    about = {word for word in stems(f"{cell.column_label} {table.title}") if not word.isdigit() or len(word) == _YEAR}
    return cell if (about & stems(sentence)) - stems(cell.row_label) else None


def _elsewhere(table: Table, figure: Figure, cell: Figure, sentence: str) -> bool:
    """Whether a figure is rather another cell: of the row; of the column, where a longer name holds the row's label.

    A year carried on from sentences before may be any of the row's.
    """
    carried = figure.period_origin == "section"
    cells = [f for group in table.cells.values() for f in group if abs(f.value) == abs(figure.value)]
    alike = [f for f in cells if _comparable(figure, f) or (carried and _of_a_kind(figure, f))]
    changes = [f for f in cells if f.kind_of == "change" and split(f.unit).base == split(figure.unit).base]
    if any(f.row == cell.row for f in (*alike, *changes)):  # "the largest fall was in … , by $58"
        return True
    named = stands(table.rows[cell.row].label, sentence) if cell.row is not None else None
    ahead = _AHEAD.search(sentence[: named.start()]) if named else None
    longer = ahead is not None and bool(stems(ahead[0]))
    return longer and any(f.column == cell.column for f in alike)


#: A word in small letters right before a name, which makes it another's: "lab technician".
_AHEAD = re.compile(r"\b[a-z]{2,}\s+$")


def _comparable(figure: Figure, cell: Figure) -> bool:
    return _of_a_kind(figure, cell) and same_period(figure.period, cell.period) != "different"


def _of_a_kind(figure: Figure, cell: Figure) -> bool:
    return split(figure.unit).base == split(cell.unit).base and figure.kind_of == cell.kind_of


def _sets_apart(sentence: str) -> bool:
    """Whether a word sets a part of the row apart, or leaves the value open."""
    apart = (_OTHERS, words.pattern("parts", "excluding"), words.pattern("superlatives", "limited"))
    return any(pattern.search(sentence) for pattern in apart)


_OTHERS = words.pattern("parts", "outside", "other")
_MOVED = words.pattern("change", "rise", "fall")
