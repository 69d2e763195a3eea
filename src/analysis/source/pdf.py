"""PDF to HTML: lines in reading order, headings by their size, tables as grids, what repeats on every page left out."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from analysis.errors import InputError, optional
from analysis.source import plain
from analysis.source.documents import broken
from analysis.source.limits import PAGES, UNPACKED
from analysis.source.pdftable import Item, with_tables

HEADING = 1.15  # times the size of running text
NARROWEST = 20  # times the size: narrower lines are not wrapped
MOVED_IN = 1.5  # times the size of the type: lines that begin so far from the margin are a list
PARAGRAPH = 1.55  # times the height of a line from one to the next: a wider step begins a paragraph

_STREAM = re.compile(rb"stream\r?\n")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.?)\s*)?\d{1,4}(?:\s*(?:of|/|von|sur|de)\s*\d{1,4})?\W*", re.IGNORECASE
)
_MARK = re.compile(r"[\d,*†‡()\[\]–-]{1,6}")
_COLUMN = 8  # lines, at least, of a column of text
_WORDS = 4  # words of half its lines, at least
_EDGE = 3  # lines at the top and the bottom of a page in which running heads and feet stand
_SCAN = 12  # characters; a page with a picture and fewer is a scan


def pdf_html(content: bytes, place: str) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF as HTML, and a sentence for each page that has none.

    Raises InputError, which names `place`, for a scan without a text layer, for what is protected or broken, and for
    more pages or bytes than a document may have.
    """
    pdfplumber = optional("pdfplumber", "documents", place, "reading it")
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


def _items(page: Any) -> list[Item] | None:
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
            items.append(Item(top, bottom, left, right, rows=rows))
    outside = [word for word in words if not any(_within(word, item) for item in items)]
    found = _ordered([*_lines(outside), *items], float(page.width))
    return [_unmarked(item) if item.words else item for item in found]


def _within(word: dict[str, Any], item: Item) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(item.left <= across <= item.right and item.top <= down <= item.bottom)


def _lines(words: Sequence[dict[str, Any]]) -> list[Item]:
    """Words by the line they stand in."""
    lines: list[Item] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        last = lines[-1] if lines else None
        if last and word["bottom"] - last.bottom < 0.5 * min(word["size"], last.size) and word["top"] < last.bottom:
            last.words.append(word)
            last.size = max(last.size, word["size"])
            last.bottom = max(last.bottom, word["bottom"])
            last.top = min(last.top, word["top"])
        else:
            lines.append(Item(word["top"], word["bottom"], word["x0"], word["x1"], word["size"], [word]))
    for line in lines:
        line.words.sort(key=lambda word: word["x0"])
        line.left, line.right = line.words[0]["x0"], max(word["x1"] for word in line.words)
    return lines


def _unmarked(line: Item) -> Item:
    """A line without its marks of notes."""
    return _line_of([word for word in line.words if not _is_raised(word, line)])


def _line_of(words: list[dict[str, Any]]) -> Item:
    """The line that some words make, from left to right."""
    top, bottom = min(word["top"] for word in words), max(word["bottom"] for word in words)
    size = max(word["size"] for word in words)
    return Item(top, bottom, words[0]["x0"], max(word["x1"] for word in words), size, words)


def _is_raised(word: dict[str, Any], line: Item) -> bool:
    small: bool = word["size"] < 0.8 * line.size and word["bottom"] < line.bottom - 0.1 * line.size
    return small and len(line.words) > 1 and _MARK.fullmatch(word["text"]) is not None


def _ordered(items: list[Item], width: float) -> list[Item]:
    """Items from top to bottom; where a gutter parts running text, the left column before the right."""
    items.sort(key=lambda item: (item.top, item.left))
    gutter = _gutter(items, width)
    if gutter is None:
        return items
    ordered: list[Item] = []
    columns: tuple[list[Item], list[Item]] = ([], [])
    for item in items:
        parts = _cut(item, gutter)
        if parts is None:
            ordered += [*columns[0], *columns[1], item]
            columns = ([], [])
        else:
            for column, part in zip(columns, parts, strict=True):
                column += [part] if part else []
    return [*ordered, *columns[0], *columns[1]]


def _gutter(items: Sequence[Item], width: float) -> float | None:
    """Where a page of two columns is parted: few lines cross, and on both sides stand lines of running text."""
    lines = [item for item in items if item.words]
    found = [(width * step / 100, [_cut(line, width * step / 100) for line in lines]) for step in range(35, 66)]
    at, parts = max(found, key=lambda each: sum(part is not None for part in each[1]), default=(0.0, []))
    sides = [[part[side] for part in parts if part] for side in (0, 1)]
    words = [[len(line.words) for line in side if line] for side in sides]
    if min(map(len, words)) < _COLUMN or parts.count(None) * 3 > len(parts):
        return None
    return at if min(median(side) for side in words) >= _WORDS else None


def _cut(item: Item, at: float) -> tuple[Item | None, Item | None] | None:
    """An item left and right of a line down the page; None where it crosses."""
    if item.rows:
        return (item, None) if item.right <= at else (None, item) if item.left >= at else None
    left = [word for word in item.words if word["x1"] <= at]
    right = [word for word in item.words if word["x0"] >= at]
    if len(left) + len(right) < len(item.words) or (left and right and right[0]["x0"] - left[-1]["x1"] < item.size):
        return None
    return _line_of(left) if left else None, _line_of(right) if right else None


# --- lines to HTML ----------------------------------------------------------------------------------------------------


def _parts(pages: list[list[Item]]) -> Iterator[str]:
    """The pages as HTML: headings, paragraphs and lists, and tables, those that run over a page joined."""
    sizes = Counter[float]()
    for item in (item for items in pages for item in items):
        sizes[round(item.size, 1)] += sum(len(word["text"]) for word in item.words)
    del sizes[0.0]
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    ranks = sorted({size for size in sizes if size >= HEADING * body}, reverse=True)
    lefts = Counter(round(item.left) for items in pages for item in items if item.words)
    margin = min((left for left, number in lefts.items() if number > 1), default=0)
    repeated = _repeated(pages)
    block: list[Item] = []
    for item in (item for items in pages for item in with_tables(_inner(items, repeated))):
        if block and not _follows(block[-1], item):
            yield from _block(block, margin, ranks)
            block = []
        block.append(item)
    yield from _block(block, margin, ranks)


def _follows(above: Item, item: Item) -> bool:
    """Whether an item goes on with what the one above it began, as one in the next column or on the next page may."""
    step = item.bottom - above.bottom
    if above.rows or item.rows:  # the rest of a table stands on the next page
        return bool(above.rows and item.rows) and len(above.rows[0]) == len(item.rows[0]) and item.top < above.bottom
    if step <= 0:
        return not re.search(r"[.!?:]$", above.text) and item.text[:1].islower()
    return step < PARAGRAPH * max(above.size, item.size) and abs(above.size - item.size) < 0.1 * item.size


def _block(items: list[Item], margin: float, ranks: Sequence[float]) -> Iterator[str]:
    """What belongs together as HTML: the parts of a table, the lines of a heading, of a paragraph or of a list."""
    if items and items[0].rows:
        first, *others = (item.rows for item in items)
        rest = (row for rows in others for row in rows[1 if rows[0] == first[0] else 0 :])
        yield plain.table([*first, *rest])
    elif items and (size := round(items[0].size, 1)) in ranks:
        rank = min(1 + ranks.index(size), 6)
        yield f"<h{rank}>{plain.escaped(' '.join(item.text for item in items))}</h{rank}>"
    elif items:
        yield from _paragraph(items, margin)


def _paragraph(lines: list[Item], margin: float) -> Iterator[str]:
    """Lines as the reader of plain text takes them, those that were full joined to the next.

    What is moved in from the margin and has several lines is a list, whose bullets may be drawings.
    """
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    wraps = right - left > NARROWEST * lines[0].size
    texts = [lines[0].text]
    for above, line in pairwise(lines):
        begins = line.words[0]["x1"] - line.words[0]["x0"] + 0.3 * line.size
        if not wraps or above.right + begins < right or plain.begins_item(line.text):
            texts.append(line.text)
        elif re.search(r"[^\W\d_]-$", texts[-1]) and line.text[:1].islower():  # a word parted at its end
            texts[-1] = texts[-1][:-1] + line.text
        else:
            texts[-1] += f" {line.text}"
    if len(texts) > 1 and left > margin + MOVED_IN * lines[0].size:
        texts = [text if plain.begins_item(text) else f"- {text}" for text in texts]
    if texts := [text for text in texts if text.strip()]:
        yield from plain.chunk(texts)


def _repeated(pages: list[list[Item]]) -> frozenset[str]:
    """The lines that stand at the edge of three pages or more, numbers aside."""
    edges = Counter(text for items in pages for text in {_bare(item) for item in _edges(items)})
    return frozenset(text for text, number in edges.items() if number > 2 and text)


def _edges(items: list[Item]) -> list[Item]:
    """The lines at the top and the bottom of a page."""
    lines = sorted((item for item in items if item.words), key=lambda item: item.bottom)
    return [*lines[:_EDGE], *lines[_EDGE:][-_EDGE:]]


def _bare(item: Item) -> str:
    return re.sub(r"\d+", "#", item.text)


def _inner(items: list[Item], repeated: frozenset[str]) -> list[Item]:
    """The items of a page without its number, running heads and feet."""
    edges = _edges(items)
    furniture = [item for item in edges if _bare(item) in repeated]
    furniture += [item for item in {*edges[:1], *edges[-1:]} if _PAGE_NUMBER.fullmatch(item.text)]
    return [item for item in items if item not in furniture]
