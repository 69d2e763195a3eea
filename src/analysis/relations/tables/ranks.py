"""Order down and along tables: pay by seniority or experience, lists from the top down."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache

from analysis import words
from analysis.datasets.fields import LEVELS
from analysis.grouping import gathered
from analysis.quantity import parse
from analysis.reading.labels import says
from analysis.reading.model import Figure, Reading, Table
from analysis.relations.across.order import fallen, ranked
from analysis.relations.keys import runs
from analysis.relations.model import Finding

#: Bands of experience are ranked by their years, beyond all levels.
_YEARS = 100.0
#: Steps within a level that words tell apart: trainee and junior, senior and principal.
_STEPS = 10
_STEP = r"(?i)(?P<scale>{measures pay scale})\s(?P<step>\d{1,2})[a-z]?(?:$|\W)"
#: A row of a scale: "3", "GS-5", "Band 8a".
_NUMBERED = re.compile(r"(?:[^\W\d_]{1,6}[\s.-]?)?(\d{1,2}[a-z]?)(?!\w)")
#: Lines that a list must have for its order to be no accident.
_LISTED = 5


def in_orders(reading: Reading) -> Iterator[Finding]:
    """Pay along levels of experience, and columns that fall from the top, line by line."""
    for table in reading.tables:
        for lines in (_by_row(table), _by_column(table)):
            for line in lines:
                yield from _seniority(line)
                yield from _on_scale(line)
        yield from _listed(table)
    for line in _by_card(reading):
        yield from _on_scale(line)


def _by_card(reading: Reading) -> list[list[tuple[str, Figure]]]:
    """The figures of each list or card with their labels: "Grade 5: $45,100"."""
    told = [figure for figure in reading.figures if not (figure.in_table or figure.curated)]
    places = runs(told)
    return list(gathered((places[figure], (_labelled(figure), figure)) for figure in told).values())


def _labelled(figure: Figure) -> str:
    return next((label.text for label in figure.block.labels if label.start <= figure.start < label.end), "")


def _by_row(table: Table) -> list[list[tuple[str, Figure]]]:
    """Each row's figures with their column headers."""
    alone = ((row, figure) for (row, _), figure in table.alone.items())
    return list(gathered((row, (figure.column_label, figure)) for row, figure in alone).values())


def _by_column(table: Table) -> list[list[tuple[str, Figure]]]:
    """Each column's figures with their row labels, the rows of one group together; a scale may count its rows."""
    columns: dict[tuple[int, tuple[str, ...]], list[tuple[str, Figure]]] = {}
    heads = (column.label for column in table.columns.values() if column.kind == "rank" or column.index == 1)
    scale = next((label for label in heads if says("measures", "pay scale", label)), "")
    for (row, column), figure in table.alone.items():
        if scale or figure.cell != figure.row_label:
            step = next((text for header, text in figure.row_cells if header == scale), figure.row_label)
            numbered = _NUMBERED.match(step) if scale else None
            label = f"{scale} {numbered[1]}" if numbered else figure.row_label
            columns.setdefault((column, table.rows[row].group), []).append((label, figure))
    return list(columns.values())


@cache
def _stage(label: str) -> float | None:
    """The place of a level or a band of experience among its like; None where the label names none."""
    for quantity in parse(label):
        if quantity.unit == "year" and quantity.low is not None:
            return _YEARS + float(quantity.low)
    hits = [hit.word for hit in words.find("seniority", label)]
    levels = {word.cls for word in hits}
    if len(levels) != 1 or not levels <= set(LEVELS):
        return None
    return LEVELS.index(levels.pop()) + max(int(word.value or 0) for word in hits) / _STEPS


def _seniority(line: Sequence[tuple[str, Figure]]) -> Iterator[Finding]:
    """Pay that rises along levels or bands of experience."""
    groups: dict[tuple[str, str, str], list[tuple[float, str, Figure]]] = {}
    for label, figure in line:
        stage = _stage(label)
        if stage is None and figure.key("level") in LEVELS[:4]:
            stage = float(LEVELS.index(figure.key("level")))
        if figure.is_money and figure.measure == "salary" and stage is not None:
            between = stage % 1 and not figure.controlled  # "Lead", where "senior" is another's
            name = label if between else figure.key("level") or label
            key = (figure.unit, figure.statistic, figure.key("role"))
            groups.setdefault(key, []).append((stage, name, figure))
    for group in groups.values():
        stages = [stage for stage, _, _ in group]
        if len(group) > 1 and len(set(stages)) == len(stages) and len({stage >= _YEARS for stage in stages}) == 1:
            yield ranked([(name, figure) for _, name, figure in sorted(group, key=lambda one: one[0])])


def _on_scale(line: Sequence[tuple[str, Figure]]) -> Iterator[Finding]:
    """Pay along the numbered steps or bands of a scale, which rises from each to the next, or falls (grade 1 the top).

    Nothing is said of a line that does neither: nobody says that it must.
    """
    steps: dict[tuple[str, str, str], list[tuple[int, str, Figure]]] = {}
    for label, figure in line:
        found = words.regex(_STEP).match(label.strip())
        if found and figure.is_money and figure.kind_of == "level":
            steps.setdefault((figure.unit, figure.measure, found["scale"].casefold()), []).append(
                (int(found["step"]), label, figure)
            )
    for group in steps.values():
        group.sort(key=lambda one: one[0])
        chain = [(label, figure) for _, label, figure in group]
        numbers = [number for number, _, _ in group]
        if len(group) > 2 and len(set(numbers)) == len(numbers):
            found_ = (finding for finding in map(ranked, (chain, chain[::-1])) if finding.verdict == "consistent")
            yield from itertools.islice(found_, 1)


def _listed(table: Table) -> Iterator[Finding]:
    """A column that falls from its first row to its last, in too many rows for an accident."""
    for line in _by_column(table):
        figures = [figure for _, figure in line if not figure.is_range]
        named = any(_stage(label) is not None or label[:4].isdigit() for label, _ in line)
        if len(figures) >= _LISTED and not named:
            yield from fallen(figures, "rows", "one column")
