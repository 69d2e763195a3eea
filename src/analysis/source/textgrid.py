"""Tables drawn in text: with pipes, box signs, tabs, or columns kept apart by blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, takewhile
from typing import TypeVar

_PIPE = re.compile(r"(?<!\\)[|│┃║]")
_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_RULE = re.compile(r"[\s|│┃║+\-=_:─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╟╢╞╡╪╫]+")
_BARS = re.compile(r"[▀-▟■]|([#*=+])\1{2}")
_TOKEN = re.compile(r"[^\s](?:[^\s]| (?=[^\s]))*")

_FRAME = "|│┃║+┌╔"

TRIES = 3  # first lines of a run from which a table may begin: titles stand above it

_At = TypeVar("_At", int, float)  # characters of a line, points of a page
Rows = list[list[str]]
Found = tuple[int, Rows, int]
NONE: Found = (0, [], 0)


def table_at(lines: Sequence[str], at: int = 0) -> tuple[int, Rows, int]:
    """The table that begins at a line: how many lines it takes, its rows, how many of these are its header.

    (0, [], 0) where none begins. Only lines without an empty one between them make a table.

    >>> table_at(["Role     Pay", "Dev      5", "Lead     7", "The end."])
    (3, [['Role', 'Pay'], ['Dev', '5'], ['Lead', '7']], 0)
    """
    if not _begins(lines, at):
        return NONE
    for reader in (_piped, _tabbed, _spaced):
        found = reader(lines, at)
        if found[0]:
            return found
    return NONE


def drawn_table(text: str) -> tuple[Rows, int]:
    """The rows of the table that preformatted text holds, and how many are its header; ([], 0) where it holds none."""
    lines = text.split("\n")
    if any(_BARS.search(line) and not _RULE.fullmatch(line) for line in lines):
        return [], 0
    for at in range(len(lines)):
        length, rows, heads = table_at(lines, at)
        if length and max(len(rows), len(rows[0])) > 2:
            return rows, heads
    return [], 0


def _begins(lines: Sequence[str], at: int) -> bool:
    """A cheap look at a line; a run of lines that could be a table is tried from its first lines only."""
    before = lines[max(0, at - TRIES) : at]
    return _apart(lines[at]) and not (len(before) == TRIES and all(map(_apart, before)))


def _apart(line: str) -> bool:
    line = line.strip()
    return "\t" in line or "  " in line or any(sign in line for sign in _FRAME)


def _run(lines: Sequence[str], at: int, belongs: Callable[[str], bool]) -> int:
    """How many of the lines belong, from a line on."""
    return sum(1 for _ in takewhile(belongs, islice(lines, at, None)))


def _piped(lines: Sequence[str], at: int) -> Found:
    """`| a | b |` on every line, or a line of dashes below the first; rules between rows are left out."""
    rule_first = bool(_RULE.fullmatch(lines[at])) and any(sign in lines[at] for sign in "+┌╔─═")
    if not (_PIPE.search(lines[at]) or rule_first):
        return NONE
    length = _run(lines, at, lambda line: bool(_PIPE.search(line) or (line.strip() and _RULE.fullmatch(line))))
    rows: Rows = []
    heads = 0
    for line in lines[at : at + length]:
        bare = line.strip()
        if _DELIMITER.fullmatch(bare) or _RULE.fullmatch(bare):
            heads = heads or (1 if len(rows) == 1 else 0)
        else:
            rows.append(_cells(bare))
    framed = all(_PIPE.match(line.strip()) for line in lines[at : at + length] if not _RULE.fullmatch(line))
    return (length, rows, heads) if len(rows) > 1 and (heads or framed) else NONE


def _cells(line: str) -> list[str]:
    cells = _PIPE.split(line)
    start = 1 if len(cells) > 1 and not cells[0].strip() else 0
    end = len(cells) - (1 if len(cells) > 1 and not cells[-1].strip() else 0)
    return [cell.strip().replace("\\|", "|") for cell in cells[start:end]]


def _tabbed(lines: Sequence[str], at: int) -> Found:
    length = _run(lines, at, lambda line: "\t" in line.strip())
    rows = [[cell.strip() for cell in line.rstrip().split("\t")] for line in lines[at : at + length]]
    return (length, rows, 0) if length > 1 else NONE


def _spaced(lines: Sequence[str], at: int) -> Found:
    """Columns kept apart by two blanks or more: cells that stand below each other, or as many in every line."""
    if len(_TOKEN.findall(lines[at])) < 2 or _PIPE.search(lines[at]):
        return NONE
    length = _run(lines, at, lambda line: bool(line.strip() and _RULE.fullmatch(line)) or len(_TOKEN.findall(line)) > 1)
    body = [line for line in lines[at : at + length] if not _RULE.fullmatch(line)]
    tokens = [[(found.start(), found.end(), found.group()) for found in _TOKEN.finditer(line)] for line in body]
    most = max(map(len, tokens), default=0)
    prose = sum(text.endswith((".", "!", "?")) for line in tokens for _, _, text in line)
    if len(body) < 2 or (len(body) < 3 and most < 3) or prose * 2 > sum(map(len, tokens)):
        return NONE
    heads = 1 if length > 1 and _RULE.fullmatch(lines[at + 1]) else 0
    columns = stretches((start, end) for line in tokens for start, end, _ in line)
    if len(columns) >= most:
        return length, [_placed(line, columns) for line in tokens], heads
    rows = [[text for _, _, text in line] for line in tokens]
    if len(rows[0]) == most - 1 and body[0][0].isspace():  # a corner left empty
        rows[0].insert(0, "")
    if {len(row) for row in rows} == {most}:
        return length, rows, heads
    return NONE


def stretches(spans: Iterable[tuple[_At, _At]]) -> list[tuple[_At, _At]]:
    """Where columns stand: the stretches that cells of any line cover without a gap."""
    columns: list[tuple[_At, _At]] = []
    for start, end in sorted(spans):
        if columns and start <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return columns


def _placed(line: Sequence[tuple[int, int, str]], columns: Sequence[tuple[int, int]]) -> list[str]:
    cells = [""] * len(columns)
    for start, _, text in line:
        column = next(number for number, (low, high) in enumerate(columns) if low <= start <= high)
        cells[column] = f"{cells[column]} {text}".strip()
    return cells
