"""An article's own text and tables as HTML, each figure marked in place and linked to what was found of it.

Everything of the article is escaped: no address, tag or style of the source reaches the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from markupsafe import Markup, escape

from analysis.grouping import grouped
from analysis.reading.ledger import KINDS
from analysis.report.view import FigureView
from analysis.report.words import harmless, visible
from analysis.source import Article, Block, Cell

#: Turns the figures printed at one place, and the text of that place, into a mark.
Marker = Callable[[Sequence[FigureView], Markup], Markup]
_BREAK = Markup("<br>\n")
#: Grid rows a header may take.
_MOST_HEADER_ROWS = 6


@dataclass(frozen=True)
class MarkedBlock:
    """A block as HTML and the figures marked in it, in reading order."""

    html: Markup
    figures: tuple[FigureView, ...]


def marked(article: Article, figures: Iterable[FigureView], mark: Marker) -> list[MarkedBlock]:
    """The blocks of an article in reading order, its figures marked by `mark`; the heading that is its title left out.

    A figure whose words are not found in its block still gets its mark, at the block's end: no anchor is missing.
    """
    mine = (figure for figure in figures if figure.article == article.slug)
    within = grouped(mine, lambda figure: (figure.row["block_kind"], int(figure.row["block_index"])))
    made = []
    above = ""
    for block in article.blocks:
        own = within.get((KINDS[block.kind], block.index), [])
        titled = block.tag in _HEADINGS and visible(block.text).casefold() == visible(article.title).casefold()
        if own or not titled:
            made.append(MarkedBlock(_html(block, own, mark, above), tuple(own)))
        above = visible(block.text)
    return made


_HEADINGS = {f"h{level}": f"h{min(level + 1, 6)}" for level in range(1, 7)}


def _html(block: Block, figures: list[FigureView], mark: Marker, above: str) -> Markup:
    if block.kind == "table":
        return _table(block, figures, mark, above)
    if block.kind == "chart":
        drawn = _text(block.text, figures, mark, Markup("\n"), placed=not block.grid)
        return Markup('<pre tabindex="0">{}</pre>').format(drawn)
    text = _text(block.text, figures, mark)
    if block.tag == "li":
        return Markup("<ul><li>{}</li></ul>").format(text)
    if block.tag == "dt":
        return Markup("<p><b>{}</b></p>").format(text)
    tag = _HEADINGS.get(block.tag, "blockquote" if block.tag == "blockquote" else "p")
    return Markup(f"<{tag}>{{}}</{tag}>").format(text)


def _text(text: str, figures: list[FigureView], mark: Marker, newline: Markup = _BREAK, placed: bool = True) -> Markup:
    """A text with its figures marked; `placed`: where they stand in it is known, else they are looked for in order."""

    def lines(part: str) -> Markup:
        return newline.join(harmless(line) for line in part.split("\n"))

    spans, lost = _spans(text, figures, placed)
    parts, done = [], 0
    for start, end, same in spans:
        parts += [lines(text[done:start]), mark(same, lines(text[start:end]))]
        done = end
    parts.append(lines(text[done:]))
    return Markup("").join([*parts, *(mark([figure], escape(f" [{figure.quote}]")) for figure in lost)])


def _spans(
    text: str, figures: list[FigureView], placed: bool
) -> tuple[list[tuple[int, int, list[FigureView]]], list[FigureView]]:
    """Where the figures stand in a text, those that overlap as one place; and the figures not found there."""
    found, lost, after = [], [], 0
    for figure in figures:
        start, end = figure.row.get("start"), figure.row.get("end")
        if not placed or start is None or end is None or text[int(start) : int(end)] != figure.row["quote"]:
            start = _find(text, str(figure.row["quote"]), after)
            end = start + len(str(figure.row["quote"]))
        if start < 0:
            lost.append(figure)
        else:
            found.append((int(start), int(end), figure))
            after = int(end)
    joined: list[tuple[int, int, list[FigureView]]] = []
    for start, end, figure in sorted(found, key=lambda each: each[:2]):
        if joined and start < joined[-1][1]:
            first, last, same = joined.pop()
            joined.append((first, max(last, end), [*same, figure]))
        else:
            joined.append((start, end, [figure]))
    return joined, lost


def _find(text: str, quote: str, after: int) -> int:
    at = text.find(quote, after)
    return at if at >= 0 else text.find(quote)


def _table(block: Block, figures: list[FigureView], mark: Marker, above: str) -> Markup:
    """A table with its spans, figures put into their cells, and its title unless that is the line `above`."""
    rows = [row for row in block.grid if any(cell.text for cell in row)]
    inside = _in_cells(rows, figures)
    head = 0
    while head < len(rows) and all(cell.header for cell in rows[head] if cell.text):
        head += 1
    head = head if head < len(rows) else 0
    lines = [
        Markup("<tr>{}</tr>\n").format(Markup("").join(_cells(rows, number, inside, mark)))
        for number in range(len(rows))
    ]
    named = block.title and visible(block.title) not in {visible(block.section), above}
    title = Markup("<caption>{}</caption>\n").format(visible(block.title)) if named else Markup("")
    top = Markup("<thead>\n{}</thead>\n").format(Markup("").join(lines[:head])) if head else Markup("")
    body = Markup("<tbody>\n{}</tbody>").format(Markup("").join(lines[head:]))
    return Markup('<div class="wide" tabindex="0"><table>\n{}{}{}</table></div>').format(title, top, body)


def _cells(
    rows: Sequence[Sequence[Cell]], number: int, inside: Mapping[tuple[int, int], list[FigureView]], mark: Marker
) -> Iterator[Markup]:
    for position, cell in enumerate(rows[number]):
        if not cell.origin:
            continue
        tag = "th" if cell.header else "td"
        wide = _run(other.origin or other.text != cell.text for other in rows[number][position + 1 :])
        below = (row[position] for row in rows[number + 1 :] if position < len(row))
        tall = _run(other.origin or other.text != cell.text for other in below)
        spans = "".join(f' {name}="{size + 1}"' for name, size in (("colspan", wide), ("rowspan", tall)) if size)
        numeric = ' class="number"' if (number, cell.column) in inside and not cell.header else ""
        content = _text(cell.text, inside.get((number, cell.column), []), mark)
        yield Markup(f"<{tag}{spans}{numeric}>{{}}</{tag}>").format(content)


def _run(stops: Iterable[bool]) -> int:
    """How many come before the first stop."""
    return sum(1 for _ in takewhile(lambda stop: not stop, stops))


def _in_cells(rows: Sequence[Sequence[Cell]], figures: list[FigureView]) -> dict[tuple[int, int], list[FigureView]]:
    """The figures of each cell, by grid row and column.

    Figures count body rows, and which rows are body is the reader's affair: the header is as high as makes most
    figures stand in the cell their number names.
    """
    texts = {(number, cell.column): cell.text for number, row in enumerate(rows) for cell in row}
    body = [(figure, int(figure.row["row"]), int(figure.row["column"]) - 1) for figure in figures if figure.row["row"]]

    def fits(head: int) -> int:
        return sum(str(figure.row["quote"]) in texts.get((head + row - 1, column), "") for figure, row, column in body)

    head = max(range(_MOST_HEADER_ROWS), key=lambda head: (fits(head), -head))
    inside: dict[tuple[int, int], list[FigureView]] = {}
    for figure in figures:
        column = int(figure.row["column"] or 1) - 1
        if figure.row["row"]:
            place = (head + int(figure.row["row"]) - 1, column)
        else:
            above = ((row, column) for row in range(max(head, 1)))
            place = next((each for each in above if str(figure.row["quote"]) in texts.get(each, "")), (0, column))
        inside.setdefault(place if place in texts else next(iter(texts), (0, 0)), []).append(figure)
    return inside
