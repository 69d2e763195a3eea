"""Lists: items that a heading calls all of one whole, or the highest; shares told of a row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from analysis import words
from analysis.reading.model import Figure, Reading, Table
from analysis.reading.tables.columns import role_of
from analysis.relations.across.order import fallen
from analysis.relations.across.rows import columns_named, foreign, row_named, rows_named, stems
from analysis.relations.catalogue import PHASE_SHARE, SHARE, SUM, WEIGHTS
from analysis.relations.judge import holds, judge
from analysis.relations.keys import first_of_each, runs
from analysis.relations.model import Binding, Case, Finding
from analysis.relations.repair import misprinted

#: Items of a breakdown that make less or more than this are no breakdown of one whole.
_WHOLE = 85, 115
#: Items that a list of counts and shares must have.
_ITEMS = 3
#: Amounts told before a list that could be its whole.
_WHOLES = 12
#: Figures of one kind that fall by no accident.
_ORDERED = 5
_LINE = 60  # letters of a line
_NUMBER = re.compile(r"(\d{1,2})[.)]\s")


def lists(reading: Reading) -> Iterator[Case | Finding]:
    """The weights and the order of lists, and the shares of rows that sentences tell."""
    yield from _weights(reading)
    yield from _counted(reading)
    yield from _totalled(reading)
    highest = {tuple(items): "a list that is called the highest of its kind" for items in _called_highest(reading)}
    for items, why in ({tuple(items): "one list" for items in _runs(reading)} | highest).items():
        yield from fallen(items, "items", why)
    totals = {table: [row.index for row in table.rows.values() if row.role == "total"] for table in reading.tables}
    summed = [(table, rows[0]) for table, rows in totals.items() if len(rows) == 1]
    for figure in () if reading.is_curated or not summed else reading.figures:
        told = not figure.in_table and figure.unit == "percent" and figure.kind_of == "share"
        if told and words.pattern("parts", "share").search(figure.cell):
            cases = [case for table, total in summed for case in _of_total(reading, figure, table, total)]
            cases = cases if len(cases) == 1 else list(filter(holds, cases))
            yield from cases if len(cases) == 1 else ()


def _weights(reading: Reading) -> Iterator[Case]:
    """Items with one share each, under a heading or an introduction that calls them a breakdown."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in reading.figures:
        block = figure.block
        if figure.unit == "percent" and block.tag == "li" and len(reading.by_block[id(block)]) == 1:
            groups.setdefault((block.section, block.intro), []).append(figure)
    whole = words.pattern("totals", "exhaustive")
    for (heading, intro), items in groups.items():
        told = whole.search(heading) or whole.search(intro)
        plain = not any(f.is_range or f.is_open or f.quantity.approximate or f.quantity.signed for f in items)
        if told and len(items) > 2 and plain and _WHOLE[0] <= sum(f.value for f in items) <= _WHOLE[1]:
            yield Case(WEIGHTS, {"parts": tuple(items)}, Binding.CLAUSE, f"items of one list: {told[0].lower()}")


def _totalled(reading: Reading) -> Iterator[Case]:
    """The lines of a list and the one that its label calls their total: "Rent: $900", "Food: $410", "In all: $1,310".

    What else may stand among them nobody knows, so that a failure is told only where one slip explains it.
    """
    told = [figure for figure in reading.figures if not (figure.in_table or figure.curated)]
    for _, group in groupby(told, runs(told).__getitem__):
        lines = [figure for figure in first_of_each(group, lambda figure: figure.cell) if len(figure.cell) <= _LINE]
        roles = [role_of(figure.cell.partition(figure.quote)[0]) for figure in lines]
        if roles.count("total") != 1 or "total" not in (roles[0], roles[-1]):
            continue
        parts = [line for line, role in zip(lines, roles, strict=True) if role == "item"]
        total = lines[roles.index("total")]
        plain = not any(figure.is_range or figure.is_open for figure in (total, *parts))
        like = {(figure.unit, figure.kind_of) for figure in (total, *parts)} == {(total.unit, "level")}
        if plain and like and len(parts) == len(lines) - 1 > 1 and total.unit != "percent":
            sums = {"total": (total,), "parts": tuple(parts)}
            case = Case(SUM, sums, Binding.TABLE, "lines of a list and their total")
            yield from [case] if holds(case) or misprinted(case) else ()


def _counted(reading: Reading) -> Iterator[Case]:
    """Items with an amount and its share each: "Hybrid: 280 (28%)"; one may be wrong where two others hold.

    Their whole is what they make together, else the one amount told before that all of them, or all but one, are of.
    """
    groups: dict[tuple[object, ...], list[tuple[Figure, Figure]]] = {}
    for frame in reading.frames if not reading.is_curated else ():
        if frame.kind == "pair":
            share, part = frame.slots["percent"][0], frame.slots["part"][0]
            block = part.block
            place = (block.section, block.intro) if block.tag == "li" else (id(block),)
            groups.setdefault(place, []).append((part, share))
    for items in groups.values():
        parts = [part for part, _ in items]
        plain = all(part.unit == parts[0].unit and not part.is_range for part in parts)
        if len(items) < _ITEMS or not plain or len({part.year for part in parts}) > 1:
            continue
        why = "items of one list, each with its amount and share"
        made = _WHOLE[0] <= sum(share.value for _, share in items) <= _WHOLE[1]
        together = [] if not made else [
            Case(PHASE_SHARE, {"percent": (share,), "part": (part,), "rest": tuple(o for o in parts if o is not part)},
                 Binding.TABLE, why, check="shares.part")
            for part, share in items
        ]  # fmt: skip
        largest = max(part.value for part in parts)
        before = [f for f in reading.figures if f.order < parts[0].order and f.unit == parts[0].unit]
        wholes = [f for f in before if f.value >= largest and f.kind_of == "level"][-_WHOLES:]
        alternatives = [
            [Case(SHARE, {"percent": (share,), "part": (part,), "whole": (whole,)}, Binding.TABLE, why)
             for part, share in items]
            for whole in wholes
        ]  # fmt: skip
        best = max([*alternatives, together], key=lambda cases: (_holding(cases), -_breadth(cases)))
        best = together if _holding(together) == _holding(best) < len(items) else best
        least = _ITEMS - 1 if best is together else _ITEMS  # some whole of many fits two by chance
        if _holding(best) >= max(least, len(items) - 1):
            yield from best
            if made and _holding(together) == len(items):
                yield Case(WEIGHTS, {"parts": tuple(share for _, share in items)}, Binding.TABLE, why)
                whole = best[0].figures.get("whole")
                summed = [Case(SUM, {"total": whole, "parts": tuple(parts)}, Binding.TABLE, why)] if whole else []
                yield from summed if _holding(summed) else ()


def _breadth(cases: Sequence[Case]) -> float:
    """How wide the whole of some cases prints for its size: nearly any part is 20% of "one trillion"."""
    wholes = [figure for case in cases[:1] for figure in case.figures.get("whole", ())]
    return max((float(whole.interval().width or 0) / whole.value for whole in wholes if whole.value), default=1.0)


def _holding(cases: Sequence[Case]) -> int:
    """How many of some cases hold."""
    return sum(found is not None and found.holds for found in map(judge, cases))


def _called_highest(reading: Reading) -> Iterator[list[Figure]]:
    """The figures of each list whose introduction or heading calls its items the highest: one an item."""
    blocks = () if reading.is_curated else reading.article.blocks
    over = {label.text for block in blocks for label in block.labels if label.kind == "line"}
    found: list[tuple[str, list[Figure]]] = []
    lead, follows = "", False
    for block in blocks:
        told = [figure for figure in reading.by_block.get(id(block), ()) if figure.kind_of == "level"]
        if not told and block.text in over:
            continue  # the name of the next item
        one = len({figure.cell for figure in told}) == len(told) > 0
        items = block.tag == "li" or bool(_NUMBER.match(block.text) or all(f.entity.origin == "label" for f in told))
        if not (one and items):
            lead, follows = block.text, False
            continue
        own = block.text[: block.text.find(told[0].cell)].strip()
        if not follows or own:
            found.append((block.intro or own or lead, []))
        found[-1][1].extend(told)
        follows = True
    for heading, figures in found:
        if len(figures) >= _ITEMS and words.pattern("superlatives", "high", "top").search(heading):
            yield figures


def _runs(reading: Reading) -> Iterator[list[Figure]]:
    """The figures of each sentence, and those that each item of a list opens with, where they are enough of one kind
    to fall by no accident; falls from the deepest: "most in Hull (-9%), York (-7%) …".
    """
    runs: dict[tuple[object, ...], list[Figure]] = {}
    for figure in () if reading.is_curated else reading.figures:
        block = figure.block
        if not (figure.in_table or figure.is_range):
            runs.setdefault((id(block), figure.sentence), []).append(figure)
            if block.tag == "li" and reading.by_block[id(block)][0] is figure:
                runs.setdefault((block.section, block.intro), []).append(figure)
    for run in runs.values():
        plain = (run[0].is_money or run[0].unit == "percent") and len({(f.unit, f.kind_of, f.year) for f in run}) == 1
        if plain and len(run) >= _ORDERED:
            yield run[::-1] if all(f.value < 0 for f in run) else run


def _of_total(reading: Reading, share: Figure, table: Table, total: int) -> Iterator[Case]:
    """The cases of a share told of a row, against the row's amount and the total of each column that may be meant."""
    sentence = share.cell
    row = row_named(table, sentence, before=sentence.find(share.quote), between=_SAID)
    if row is None or foreign(sentence, table):
        return
    found = []
    for column in columns_named(table, sentence):
        part = next((f for f in column if f.row == row), None)
        cell = table.cells.get((total, column[0].column or 0), ())
        if part and len(cell) == 1 and cell[0].unit == part.unit and part.kind_of == "level" and part.unit != "percent":
            found.append((part, cell[0]))
    before = [f for f in reading.by_block[id(share.block)] if f.order < share.order and f.unit == "percent"]
    for part, whole in found:
        plain = _is_plain(share, table, rows_named(table, sentence)[row].start(), part.column_label)
        clear = plain and not before and len(found) == 1
        yield Case(SHARE, {"percent": (share,), "part": (part,), "whole": (whole,)},
                   Binding.KEYS if clear else Binding.UNCLEAR, tries=len(found),
                   why="the share of a row told, its amount and the total of the table")  # fmt: skip


def _is_plain(share: Figure, table: Table, name: int, column: str) -> bool:
    """Whether a share is said of a row itself, which opens its clause, and of nothing but what the table counts.

    "In catering their share is 58%" and "catering has a 58% share of women" are of another whole.
    """
    known = stems(f"{table.title} {column} {share.block.section}")
    wholes = [each[1] for each in _OF.finditer(share.cell, name)]
    counted = all(words.pattern("totals").search(whole) or (stems(whole) and stems(whole) <= known) for whole in wholes)
    return counted and _OPENS.fullmatch(share.cell, 0, name) is not None


#: The whole of a share: what stands behind "% of" and "share of".
_OF = re.compile(r"(?:%|per\s?cent|share)\s(?:of|in)\s(?!\d)((?:(?:the|all|total)\s)*[^\W\d]+)", re.IGNORECASE)
#: Before the name that opens a clause.
_OPENS = re.compile(r"(?:.*(?:[,;:(]|\b(?:and|while|but)))?\s*(?:the\s)?", re.IGNORECASE)
_SAID = words.pattern("superlatives", "verb")
