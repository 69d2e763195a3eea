"""Preformatted text → grid: tables drawn in lines, bar charts, columns kept apart by blanks."""

from __future__ import annotations

import re

from analysis.reading.layout import Layout, is_year, lay_out
from analysis.source import Cell

Texts = list[list[str]]

WIDEST = 400  # characters of a line that is still drawn

_RULE = re.compile(r"[\s|+\-=_:.─━═┄┈│┃║┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╭╮╰╯]+")
_WALL = re.compile(r"[|│┃║]")
_ARROWS = re.compile(r"[▲▼◄►←↑→↓⇒⇨➜➔↘↗]|(?<![\d\s])\s*-+>")
_BLOCK_BAR = "█▇▆▅▄▃▂▁▓▒░■▮▰▱●★☆⬛🟦🟩━─="
_BAR = re.compile(
    rf"(?P<label>.*?\S)?\s*(?:[|│:]\s*)?(?P<bar>(?:[{_BLOCK_BAR}]|(?<=[\s|│:])(?:#{{2,}}|\*{{2,}}|x{{3,}}|o{{3,}}|\+{{2,}}|-{{3,}}))"
    rf"[{_BLOCK_BAR}#*xo+\- ]*)\s*[|│]?\s*(?P<value>\S.*)?"
)
_DRAWN = re.compile(r"[\u2500-\u257F|]+")
_GAP = re.compile(r"\s{2,}|\t+")


def read_chart(text: str) -> tuple[Layout, bool]:
    """The layout of a preformatted text, and whether it was drawn as a table or bar chart.

    In ladders, flow diagrams and axes each line is a row, and only what prints its own unit is a figure.
    """
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    readers = (_bars, _drawn_table, _aligned_table) if max(map(len, lines), default=0) <= WIDEST else ()
    for read in readers:
        if layout := read(lines):
            return layout, True
    return _grid([], [[_DRAWN.sub(" ", line).strip()] for line in lines]), False


def _grid(header: Texts, body: Texts) -> Layout:
    def cells(rows: Texts, first: int, is_header: bool) -> tuple[tuple[Cell, ...], ...]:
        return tuple(
            tuple(Cell(text, is_header, first + number, column) for column, text in enumerate(row))
            for number, row in enumerate(rows)
        )

    return Layout(cells(header, 0, True), cells(body, len(header), False))


def _bars(lines: list[str]) -> Layout | None:
    """A bar chart: label, bar and value a line; what stands above the bars heads the value."""
    found = [(number, match) for number, line in enumerate(lines) if (match := _bar(line))]
    if len(found) < 2:
        return None
    first = found[0][0]
    above = [line for line in lines[:first] if not _RULE.fullmatch(line)]
    heads = [part.strip() for part in _WALL.split(above[-1].strip("|│ "))] if above else [""]
    header = [heads[0], " / ".join(heads[1:])] if len(heads) > 1 else ["", " / ".join(above).strip()]
    return _grid([header], [[match["label"].strip(" |│:"), match["value"].strip()] for _, match in found])


def _bar(line: str) -> re.Match[str] | None:
    match = _BAR.fullmatch(line.strip("|│ "))
    if match is None or not match["label"] or not match["value"] or not re.search(r"\d", match["value"]):
        return None
    return match


def _drawn_table(lines: list[str]) -> Layout | None:
    """A table drawn with walls: rules part its rows, or only the header from them."""
    if any(_ARROWS.search(line) for line in lines):
        return None
    segments: list[Texts] = [[]]
    for line in lines:
        if _RULE.fullmatch(line):
            segments.append([])
        elif _WALL.search(line):
            segments[-1].append([cell.strip() for cell in _WALL.split(line.strip().strip("|│┃║"))])
    segments = [segment for segment in segments if segment]
    rows = [row for segment in segments for row in segment]
    if len(rows) < 2 or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return None
    if len(segments) == 1:
        return lay_out(_grid([], rows).body)
    if len(segments) == 2:
        return _grid([_joined(segments[0])], segments[1])
    return _grid([_joined(segments[0])], [_joined(segment) for segment in segments[1:]])


def _joined(rows: Texts) -> list[str]:
    """The lines of one drawn row, cell by cell."""
    return ["\n".join(filter(None, cells)) for cells in zip(*rows, strict=True)]


def _aligned_table(lines: list[str]) -> Layout | None:
    """Columns kept apart by two spaces or more, the same number in each line."""
    rows = [[cell.strip() for cell in _GAP.split(line.strip())] for line in lines if not _RULE.fullmatch(line)]
    if len(rows) < 2 or any(_ARROWS.search(line) for line in lines) or any(is_year(cell) for cell in rows[-1][1:]):
        return None
    if len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return None
    return lay_out(_grid([], rows).body)
