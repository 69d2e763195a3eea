"""Preformatted text → layout: bar charts, tables drawn in lines, and what is neither."""

from __future__ import annotations

import re

from analysis.reading.tables.layout import Layout, lay_out
from analysis.source import Block
from analysis.source.grid import text_grid

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


def read_chart(block: Block) -> tuple[Layout, bool]:
    """The layout of a preformatted text, and whether it was drawn as a table or bar chart.

    In ladders, flow diagrams and axes each line is a row, and only what prints its own unit is a figure.
    """
    lines = [line.rstrip() for line in block.text.split("\n") if line.strip()]
    if max(map(len, lines), default=0) <= WIDEST:
        if layout := _bars(lines):
            return layout, True
        if block.grid and not any(map(_ARROWS.search, lines)):
            return lay_out(block.grid), True
    return Layout((), text_grid([[_DRAWN.sub(" ", line)] for line in lines])), False


def _bars(lines: list[str]) -> Layout | None:
    """A bar chart: label, bar and value a line; what stands above the bars heads the value."""
    found = [(number, match) for number, line in enumerate(lines) if (match := _bar(line))]
    if len(found) < 2:
        return None
    above = [line for line in lines[: found[0][0]] if not _RULE.fullmatch(line)]
    heads = [part.strip() for part in _WALL.split(above[-1].strip("|│ "))] if above else [""]
    header = [heads[0], " / ".join(heads[1:])] if len(heads) > 1 else ["", " / ".join(above).strip()]
    grid = text_grid([header, *([match["label"].strip(" |│:"), match["value"]] for _, match in found)], heads=1)
    return Layout(grid[:1], grid[1:])


def _bar(line: str) -> re.Match[str] | None:
    match = _BAR.fullmatch(line.strip("|│ "))
    if match is None or not match["label"] or not match["value"] or not re.search(r"\d", match["value"]):
        return None
    return match
