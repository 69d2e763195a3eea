"""PDF to HTML: lines in reading order, headings by their size, tables as grids, what repeats on every page left out."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from analysis.errors import InputError
from analysis.source import plain
from analysis.source.documents import broken, needed
from analysis.source.limits import PAGES, UNPACKED

HEADING = 1.15  # times the size of running text
CELL_GAP = 1.0  # times the size of the type: a wider gap parts two cells
PARAGRAPH = 1.55  # times the height of a line from one to the next: a wider step begins a paragraph

_STREAM = re.compile(rb"stream\r?\n")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.?)\s*)?\d{1,4}(?:\s*(?:of|/|von|sur|de)\s*\d{1,4})?\W*", re.IGNORECASE
)
_MARK = re.compile(r"[\d,*†‡()\[\]–-]{1,6}")
_EDGE = 3  # lines at the top and the bottom of a page in which running heads and feet stand
_SCAN = 12  # characters; a page with a picture and fewer is a scan


@dataclass(slots=True, eq=False)
class _Item:
    """A line, or a table, with its place on the page."""

    top: float
    bottom: float
    left: float
    right: float
    size: float = 0.0
    words: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(word["text"] for word in self.words)


def pdf_html(content: bytes, place: str) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF as HTML, and a sentence for each page that has none.

    Raises InputError, which names `place`, for a scan without a text layer, for what is protected or broken, and for
    more pages or bytes than a document may have.
    """
    pdfplumber = needed("pdfplumber", place)
    _refuse_bomb(content, place)
    log = logging.getLogger("pdfminer")
    heard, told = _Heard(), log.propagate
    log.addHandler(heard)
    log.propagate = False
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > PAGES:
                raise InputError(place, f"has more than {PAGES:,} pages", "give the article alone")
            pages = [_items(page) for page in pdf.pages]
    except InputError:
        raise
    except Exception as error:  # what a broken file raises is not documented
        raise broken(place, "the PDF", error) from error
    finally:
        log.removeHandler(heard)
        log.propagate = told
    scans = [number for number, items in enumerate(pages, 1) if items is None]
    if len(scans) == len(pages):
        raise InputError(place, "its pages are pictures without a text layer", "run text recognition (OCR) on it first")
    notes = tuple(f"page {number} is a picture without a text layer and was not read" for number in scans)
    if heard.lost:
        notes += ("parts of the PDF are damaged and were not read",)
    return "\n".join(_parts([items or [] for items in pages])), notes


class _Heard(logging.Handler):
    """What the reader of PDF would write on the terminal; only that it lost something is told."""

    lost = False

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record from the terminal."""
        self.lost = self.lost or "Data-loss" in record.getMessage()


def _refuse_bomb(content: bytes, place: str) -> None:
    """InputError where the packed streams hold more than a document may, or are packed twice."""
    room = UNPACKED
    for found in _STREAM.finditer(content):
        data: bytes = content[found.end() : found.end() + 20_000_000]
        for _ in range(3):
            if data[:1] != b"\x78":
                break
            try:
                data = zlib.decompressobj().decompress(data, room + 1)
            except zlib.error:
                break
            room -= len(data)
            if room < 0:
                raise InputError(place, f"unpacks to more than {UNPACKED // 1_000_000} MB", "give the article alone")


def _items(page: Any) -> list[_Item] | None:
    """The lines and tables of a page in reading order; None for a picture without text."""
    words = page.extract_words(extra_attrs=["size"], x_tolerance_ratio=0.15)
    if sum(len(word["text"]) for word in words) < _SCAN and page.images:
        return None
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.columns) > 1]
    items = []
    for table in tables:
        rows = [[" ".join((cell or "").split()) for cell in row] for row in table.extract()]
        if sum(bool(cell) for row in rows for cell in row) > 3:
            left, top, right, bottom = table.bbox
            items.append(_Item(top, bottom, left, right, rows=rows))
    outside = [word for word in words if not any(_within(word, item) for item in items)]
    return _ordered([*_lines(outside), *items], float(page.width))


def _within(word: dict[str, Any], item: _Item) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(item.left <= across <= item.right and item.top <= down <= item.bottom)


def _lines(words: Sequence[dict[str, Any]]) -> list[_Item]:
    """Words by the line they stand in, marks of notes left out."""
    lines: list[_Item] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        last = lines[-1] if lines else None
        if last and word["bottom"] - last.bottom < 0.5 * min(word["size"], last.size) and word["top"] < last.bottom:
            last.words.append(word)
            last.size = max(last.size, word["size"])
            last.bottom = max(last.bottom, word["bottom"])
            last.top = min(last.top, word["top"])
        else:
            lines.append(_Item(word["top"], word["bottom"], word["x0"], word["x1"], word["size"], [word]))
    for line in lines:
        line.words = [word for word in sorted(line.words, key=lambda each: each["x0"]) if not _is_raised(word, line)]
        line.left, line.right = min(w["x0"] for w in line.words), max(w["x1"] for w in line.words)
    return lines


def _is_raised(word: dict[str, Any], line: _Item) -> bool:
    small: bool = word["size"] < 0.8 * line.size and word["bottom"] < line.bottom - 0.1 * line.size
    return small and len(line.words) > 1 and _MARK.fullmatch(word["text"]) is not None


def _ordered(items: list[_Item], width: float) -> list[_Item]:
    """Items from top to bottom; where a gutter parts running text, the left column before the right."""
    items.sort(key=lambda item: (item.top, item.left))
    gutter = _gutter(items, width)
    if gutter is None:
        return items
    ordered: list[_Item] = []
    columns: tuple[list[_Item], list[_Item]] = ([], [])
    for item in items:
        parts = _cut(item, gutter)
        if parts is None:
            ordered += [*columns[0], *columns[1], item]
            columns = ([], [])
        else:
            for column, part in zip(columns, parts, strict=True):
                column += [part] if part else []
    return [*ordered, *columns[0], *columns[1]]


def _gutter(items: Sequence[_Item], width: float) -> float | None:
    """Where a page of two columns is parted: on most lines no word crosses, and both sides run on as text does."""
    best: tuple[int, float] = (0, 0.0)
    lines = [item for item in items if item.words]
    for step in range(35, 66):
        at = width * step / 100
        both = [parts for line in lines if (parts := _cut(line, at)) and parts[0] and parts[1]]
        best = max(best, (len(both), at))
    both = [parts for line in lines if (parts := _cut(line, best[1])) and parts[0] and parts[1]]
    if len(both) < 8 or len(both) * 2 < len(lines):
        return None
    words = [median(len(parts[side].words) for parts in both if parts[side]) for side in (0, 1)]  # type: ignore[union-attr]
    return best[1] if min(words) >= 4 else None


def _cut(item: _Item, at: float) -> tuple[_Item | None, _Item | None] | None:
    """An item left and right of a line down the page; None where it crosses."""
    if item.rows:
        return (item, None) if item.right <= at else (None, item) if item.left >= at else None
    left = [word for word in item.words if word["x1"] <= at]
    right = [word for word in item.words if word["x0"] >= at]
    if len(left) + len(right) < len(item.words) or (left and right and right[0]["x0"] - left[-1]["x1"] < item.size):
        return None
    return tuple(  # type: ignore[return-value]
        _Item(item.top, item.bottom, words[0]["x0"], words[-1]["x1"], item.size, words) if words else None
        for words in (left, right)
    )


# --- lines to HTML ----------------------------------------------------------------------------------------------------


def _parts(pages: list[list[_Item]]) -> Iterator[str]:
    """The pages as HTML, tables that run over a page joined."""
    sizes = Counter[float]()
    for item in (item for items in pages for item in items):
        sizes[round(item.size, 1)] += sum(len(word["text"]) for word in item.words)
    del sizes[0.0]
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    ranks = sorted({size for size in sizes if size >= HEADING * body}, reverse=True)
    repeated = _repeated(pages)
    block: list[_Item] = []
    table: list[list[str]] = []
    for item in (item for items in pages for item in items if not _is_edge(item, items, repeated)):
        if item.rows:
            yield from _block(block, body)
            block = []
            if table and len(item.rows[0]) == len(table[0]):
                table += item.rows[1 if item.rows[0] == table[0] else 0 :]
            else:
                yield plain.table(table) if table else ""
                table = item.rows
            continue
        if table:
            yield plain.table(table)
            table = []
        if round(item.size, 1) in ranks:
            yield from _block(block, body)
            block = []
            rank = min(1 + ranks.index(round(item.size, 1)), 6)
            yield f"<h{rank}>{plain.escaped(item.text)}</h{rank}>"
        else:
            if block and not _follows(block[-1], item):
                yield from _block(block, body)
                block = []
            block.append(item)
    yield from _block(block, body)
    yield plain.table(table) if table else ""


def _follows(above: _Item, line: _Item) -> bool:
    """Whether a line goes on with the paragraph of the line above it; the next column or page may."""
    step = line.bottom - above.bottom
    if step <= 0:
        return not re.search(r"[.!?:]$", above.text) and line.text[:1].islower()
    return step < PARAGRAPH * max(above.size, line.size) and abs(above.size - line.size) < 0.1 * line.size


def _block(lines: list[_Item], body: float) -> Iterator[str]:
    """Lines as the reader of plain text takes them: each word where it stands, in columns of characters."""
    if not lines:
        return
    left = min(line.left for line in lines)
    texts = [_typed(line, left, body / 2) for line in lines]
    for number in range(len(texts) - 1, 0, -1):
        if re.search(r"[^\W\d_]-$", texts[number - 1]) and texts[number].lstrip()[:1].islower():
            first, _, rest = texts[number].lstrip().partition(" ")
            texts[number - 1] = texts[number - 1][:-1] + first
            texts[number] = rest
    yield from plain.chunk([text for text in texts if text.strip()] or [""])


def _typed(line: _Item, left: float, width: float) -> str:
    """A line as typed: gaps between cells are two blanks or more, others one."""
    apart = any(b["x0"] - a["x1"] > CELL_GAP * line.size for a, b in zip(line.words, line.words[1:], strict=False))
    text = ""
    end = left
    for word in line.words:
        if not text:
            text = " " * round((word["x0"] - left) / width) if apart else ""
        elif word["x0"] - end > CELL_GAP * line.size:
            text += " " * max(2, round((word["x0"] - left) / width) - len(text))
        elif word["x0"] - end > 0.1 * line.size:
            text += " "
        text += word["text"]
        end = word["x1"]
    return text


def _repeated(pages: list[list[_Item]]) -> frozenset[str]:
    """The lines that stand at the edge of three pages or more, numbers aside."""
    edges = Counter(text for items in pages for text in {_bare(item) for item in [*items[:_EDGE], *items[-_EDGE:]]})
    return frozenset(text for text, number in edges.items() if number > 2 and text)


def _bare(item: _Item) -> str:
    return re.sub(r"\d+", "#", item.text)


def _is_edge(item: _Item, items: list[_Item], repeated: frozenset[str]) -> bool:
    """Whether a line at the edge of a page is its number, or a running head or foot."""
    if item.rows or not (item in items[:_EDGE] or item in items[-_EDGE:]):
        return False
    alone = item is items[0] or item is items[-1]
    return _bare(item) in repeated or (alone and _PAGE_NUMBER.fullmatch(item.text) is not None)
