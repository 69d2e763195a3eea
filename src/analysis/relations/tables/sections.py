"""A table whose sections answer each other by label, turned so that each label, or each section, is a position.

"In the labour force: both, men, women", "In work: both, men, women", "Out of work: …": that both are men and women
together is told in every section and column, and that the first is the two others together in every label and column.
Columns under a header of two rows are sections too: "Arrivals: residents, foreigners", "Nights: residents, …".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from analysis.reading.model import Column, Row
from analysis.relations.tables.lines import Lines

LEAST = 2  # sections, and labels that all of them have
MOST = 600  # cells of a table; in a larger one each section is witness enough for itself
Place = tuple[int, int]  # row and column of `Lines`


def sections(rows: Lines) -> Iterator[Lines]:
    """The views of a sectioned table whose positions are labels, then sections.

    `rows`: a table's rows over its columns, or turned. None where its sides have no sections of the same labels.
    """
    blocks, columns = _blocks(rows), range(rows.size[1])
    if blocks:
        labels: list[Column | Row] = [rows.sides[row] for row in blocks[0][1]]
        named: list[Column | Row] = [Row(n + 1, name) for n, (name, _) in enumerate(blocks)]
        yield _view(rows, labels, [[(row, column) for row in block] for _, block in blocks for column in columns])
        along = product(range(len(labels)), columns)
        yield _view(rows, named, [[(block[nth], column) for _, block in blocks] for nth, column in along])


def side_by_side(rows: Lines) -> Iterator[Lines]:
    """A sectioned table, its sections beside each other: lines are labels, positions the columns of each section."""
    blocks, columns = _blocks(rows), range(rows.size[1])
    if blocks:
        parts = [(section, column) for section in range(len(blocks)) for column in columns]
        heads = [_of_section(rows.heads[column], blocks[s][0], n + 1) for n, (s, column) in enumerate(parts)]
        labels = [rows.sides[row] for row in blocks[0][1]]
        yield _view(rows, heads, [[(blocks[s][1][nth], c) for s, c in parts] for nth in range(len(labels))], labels)


def _blocks(rows: Lines) -> list[tuple[str, list[int]]]:
    """The sections: heading and rows, the rows of each under the same labels in the same order; at least two."""
    found: dict[tuple[str, ...], list[int]] = {}
    sides = rows.sides if np.prod(rows.size) <= MOST else []
    for number, side in enumerate(sides):
        group = side.path[:-1] if isinstance(side, Column) else side.group if side.role != "heading" else ()
        if group:
            found.setdefault(group, []).append(number)
    alike = Counter(tuple(_label(sides[row]) for row in block) for block in found.values())
    most, times = max(alike.items(), key=lambda item: item[1], default=((), 0))
    if times < LEAST or len(set(most)) != len(most) or len(most) < LEAST:
        return []
    return [(g[-1], block) for g, block in found.items() if tuple(_label(sides[row]) for row in block) == most]


def _label(side: Column | Row) -> str:
    return (side.path[-1] if isinstance(side, Column) else side.label).casefold().strip(" *:.")


def _of_section(head: Column | Row, section: str, index: int) -> Column:
    """The header of one column in one section."""
    if isinstance(head, Row):
        return Column(index, (section, head.label))
    return replace(head, index=index, path=(section, *head.path), of=())


def _view(
    rows: Lines, heads: Sequence[Column | Row], places: list[list[Place]], sides: Sequence[Column | Row] = ()
) -> Lines:
    """The cells of some places, a list of them a line."""
    at = tuple(np.array(places).transpose(2, 0, 1))
    return replace(
        rows,
        values=rows.values[at],
        halves=rows.halves[at],
        kinds=rows.kinds[at],
        loose=rows.loose[at],
        figures=[[rows.figures[row][column] for row, column in line] for line in places],
        heads=list(heads),
        sides=list(sides) or [rows.heads[line[0][1]] for line in places],
        along="line",
    )
