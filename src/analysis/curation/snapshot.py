"""Refresh `data/raw` from a full feed: the figures-only snapshot is written, what was curated is verified."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from itertools import groupby, takewhile
from pathlib import Path
from urllib.parse import urlsplit

from analysis.curation.accounting import Balance, balance, figure_spans, quote_spans
from analysis.curation.knowledge import Knowledge, read_knowledge
from analysis.errors import InputError, refuse
from analysis.quantity import parse
from analysis.reading import Figure, read_article
from analysis.source import Article, Block, Cell, read_feed

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEAD = f"{'article':<23}table  chart  prose    all = in figures + excluded + open"
_LINE = "{:<23}{:>5}{:>7}{:>7}{:>7} = {:>10} + {:>8} + {:>4}"
#: Stands for what is left out before a table or chart, so that the heading above it does not become its title.
_LEFT_OUT = "<ul><li>…</li></ul>"


@dataclass(frozen=True)
class Report:
    """What a snapshot found: the feed's fingerprint and the balance of each article."""

    feed: str
    sha256: str
    balances: tuple[Balance, ...]

    def __str__(self) -> str:
        rows = [
            (b.article, *b.figures.values(), b.tokens, b.in_figures, sum(b.excluded.values()), 0) for b in self.balances
        ]
        totals = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
        lines = [
            f"{self.feed}, SHA-256",
            self.sha256,
            "",
            f"{'':<23}figures in            tokens with a number",
            _HEAD,
        ]
        lines += [_LINE.format(*row) for row in [*rows, ("all", *totals)]]
        return "\n".join(lines)


def snapshot(feed: Path, raw: Path) -> Report:
    """Verify the curated files of `raw` against the full feed and write `articles.xml` there.

    Nothing is written unless every quote stands in its block, every token with a number is accounted for and the
    snapshot reads back as the feed does. Raises InputError with the place and the way out of all quotes that are wrong,
    else of all tokens.
    """
    knowledge = read_knowledge(raw)
    articles = read_feed(feed, slugs=knowledge.slugs)
    figures, balances = verify(feed, articles, knowledge)
    text = to_xml(articles, figures)
    _verify_round_trip(text, articles, figures, knowledge)
    _write(raw / "articles.xml", text)
    return Report(feed.name, hashlib.sha256(feed.read_bytes()).hexdigest(), balances)


def verify(
    feed: Path, articles: list[Article], knowledge: Knowledge
) -> tuple[dict[str, list[Figure]], tuple[Balance, ...]]:
    """The figures of the articles of a full feed, by slug, and each article's balance; raises as `snapshot` says."""
    refuse_strangers(feed, articles, knowledge)
    quoted = {article.slug: quote_spans(article, knowledge.statements) for article in articles}
    misquoted = [*verify_quotes(knowledge), *(problem for _, problems in quoted.values() for problem in problems)]
    refuse(misquoted, str(feed), "quotes of statements.csv do not fit it")
    figures = {article.slug: read_article(article, knowledge).figures for article in articles}
    balances = tuple(
        balance(
            article,
            figures[article.slug],
            quoted[article.slug][0] | figure_spans(article, figures[article.slug]),
            knowledge.not_figures,
        )
        for article in articles
    )
    refuse(
        (problem for each in balances for problem in each.problems),
        str(feed),
        "tokens with a number are not accounted for",
    )
    return figures, balances


def verify_quotes(knowledge: Knowledge) -> Iterator[InputError]:
    """An error for each quote of `statements.csv` that does not parse to one figure which spans the whole of it."""
    for row in knowledge.statements.to_dict("records"):
        quote = row["quote"]
        found = [quantity.text for quantity in parse(quote)]
        if found != [quote]:
            place = f"statements.csv, {row['article']}, statement {row['block_index']}"
            yield InputError(place, f"{quote!r} reads as {found}", "quote one whole figure a row, and nothing else")


def refuse_strangers(feed: Path, articles: Iterable[Article], knowledge: Knowledge) -> None:
    """A feed must hold the curated articles, all of them and no other."""
    slugs = set()
    for article in articles:
        if article.guid not in knowledge.slugs:
            way_out = "curate it first, or read it with `analysis audit`"
            raise InputError(str(feed), f"holds {article.guid or article.title!r}, which nobody has curated", way_out)
        slugs.add(article.slug)
    for slug in dict.fromkeys(knowledge.slugs.values()):
        if slug not in slugs:
            raise InputError(str(feed), f"lacks {slug}, which vocabulary.csv names", "give the full feed")


def to_xml(articles: Iterable[Article], figures: dict[str, list[Figure]]) -> str:
    """The snapshot as RSS 2.0: tables and charts that state a figure, with the headings and titles above them."""
    items = "".join(_item(article, _kept(article, figures[article.slug])) for article in articles)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>\n'
        "<title>Figures of career reports</title>\n"
        f"<link>{_site(articles)}</link>\n"
        "<description>Tables and charts that state a figure; the prose is left out</description>\n"
        f"{items}</channel>\n</rss>\n"
    )


def _site(articles: Iterable[Article]) -> str:
    address = urlsplit(next((article.link for article in articles), ""))
    return escape(f"{address.scheme}://{address.netloc}/")


def _item(article: Article, blocks: Iterable[Block | None]) -> str:
    date = f"<pubDate>{format_datetime(article.published)}</pubDate>\n" if article.published else ""
    content = "\n".join(_LEFT_OUT if block is None else _html(block) for block in blocks)
    return (
        f"<item>\n<title>{escape(article.title)}</title>\n<link>{escape(article.link)}</link>\n"
        f'<guid isPermaLink="false">{escape(article.guid)}</guid>\n{date}'
        f"<content:encoded><![CDATA[\n{content}\n]]></content:encoded>\n</item>\n"
    )


def _kept(article: Article, figures: Iterable[Figure]) -> Iterator[Block | None]:
    """The blocks of the snapshot in order; None where what stands directly before a table or chart is left out."""
    stating = {(figure.block.kind, figure.block.index) for figure in figures if figure.block.kind != "prose"}
    above: list[Block] = []
    kept: set[int] = set()
    before: Block | None = None
    for block in article.blocks:
        if block.tag in _HEADINGS:
            above = [*(heading for heading in above if heading.tag < block.tag), block]
        elif (block.kind, block.index) in stating:
            yield from (heading for heading in above if id(heading) not in kept)
            kept.update(map(id, [*above, block]))
            if before and id(before) not in kept:
                yield before if before.kind == "prose" and before.text == block.title else None
            yield block
        before = block


def _html(block: Block) -> str:
    index = f' data-index="{block.index}"'
    if block.kind == "table":
        return _table(block, index)
    if block.kind == "chart":
        return f"<pre{index}>{escape(block.text, quote=False)}</pre>"
    return f"<{block.tag}{index}>{_text(block.text)}</{block.tag}>"


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _table(block: Block, index: str) -> str:
    groups = groupby(block.grid, key=lambda row: all(cell.header for cell in row))
    parts = [f"<table{index}>"]
    for number, (is_header, rows) in enumerate(groups):
        part = "thead" if is_header and not number else "tbody"
        lines = ["<tr>" + "".join(_cell(cell, block.grid) for cell in row if cell.origin) + "</tr>" for row in rows]
        parts += [f"<{part}>", *lines, f"</{part}>"]
    return "\n".join([*parts, "</table>"])


def _cell(cell: Cell, grid: tuple[tuple[Cell, ...], ...]) -> str:
    tag = "th" if cell.header else "td"
    across = [other for other in grid[cell.row] if other.column > cell.column]
    down = [other for row in grid[cell.row + 1 :] for other in row if other.column == cell.column]
    spans = (("colspan", _repeats(cell, across)), ("rowspan", _repeats(cell, down)))
    attributes = "".join(f' {name}="{1 + count}"' for name, count in spans if count)
    return f"<{tag}{attributes}>{_text(cell.text)}</{tag}>"


def _repeats(cell: Cell, following: Iterable[Cell]) -> int:
    """How many of the grid positions that follow a cell it spans."""
    return sum(1 for _ in takewhile(lambda other: not other.origin and other.text == cell.text, following))


def _verify_round_trip(
    text: str, articles: list[Article], figures: dict[str, list[Figure]], knowledge: Knowledge
) -> None:
    """Read back, the snapshot must give the articles' figures as the full feed does."""
    written = read_feed(text, slugs=knowledge.slugs)
    for article, copy in zip(articles, written, strict=True):
        heads = ("slug", "title", "link", "guid", "published")
        same = [getattr(article, name) for name in heads] == [getattr(copy, name) for name in heads]
        if not same or _stated(figures[article.slug]) != _stated(read_article(copy, knowledge).figures):
            raise InputError("articles.xml", f"{article.slug} does not read back as in the feed", "mend the snapshot")


def _stated(figures: Iterable[Figure]) -> list[object]:
    """What must be equal in two readings of an article: each figure and all that its meaning is taken from."""
    return [
        (
            (f.block.kind, f.block.index, f.block.path, f.block.title, f.row, f.column, f.nth),
            (
                f.row_label,
                f.column_label,
                f.quantity,
                f.period_basis,
                f.row_cells,
                f.cell,
                f.measure,
                f.keys,
            ),
        )
        for f in figures
    ]


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, so that a reader never meets half of it."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    os.replace(temporary, path)
