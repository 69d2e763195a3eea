"""The accounting: every token of an article's text that holds a number is part of a figure or excluded by a rule.

A token is a run of characters without white space that holds a digit or a number word. Its numbers must all lie inside
figures of the ledger, or the token is a row of `not_figures.csv`; never both, never neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis import words
from analysis.datasets.fields import BLOCK_KINDS
from analysis.errors import InputError
from analysis.reading.model import Figure
from analysis.reading.tables.layout import lay_out
from analysis.source import Article, Block

#: Why a token with a number is no figure.
RULES: dict[str, str] = {
    "year": "a calendar year or a span of calendar years",
    "heading-number": "the number of a heading or of a list item",
    "percentile-name": "the name of a percentile or of a top group (25th percentile, top 10%)",
    "scale": "the scale of a score (out of 10, 1-10)",
    "multiplier": "the multiplier in a header's unit (USD Billion)",
    "denominator": "what a rate is counted on (per 1,000 requests)",
    "standard": "the number of a standard (ISO/IEC 42001)",
    "name": "part of the name of a product, model, brand, source or technique (A100, F1 score, 5G)",
    "dimension": "a number of dimensions (3D)",
    "own-parts": "a count of the article's own parts (three pillars, top 10 skills)",
    "vague-magnitude": "a magnitude without a number (six-figure, billions)",
    "idiom": "a set phrase (24/7)",
    "ordinal": "a place in an order, or third parties",
    "pronoun": "one as a pronoun or in one of",
    "boilerplate": "what the publisher says about itself under each article",
}
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(
    rf"\d+|(?<![^\W\d_])(?:{'|'.join(words.forms('accounting', 'number'))})(?![^\W\d_])", re.IGNORECASE
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text in an article: a prose block, a cell (row 0: the header), or a line of a chart (its row)."""

    article: str
    block_kind: str
    block_index: int
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        where = f"{self.article}, {self.block_kind} {self.block_index}"
        where += "" if self.row is None else f", row {self.row}"
        return where + ("" if self.column is None else f", column {self.column}")


@dataclass(frozen=True, slots=True)
class Token:
    """The `nth` token of one text in its place, and where its numbers stand in the place's text."""

    place: Place
    text: str
    nth: int
    numbers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """Tokens of one article: `tokens` = `in_figures` + those excluded by each rule, unless there are `problems`."""

    article: str
    figures: Mapping[str, int]  # block kind -> figures
    tokens: int
    in_figures: int
    excluded: Mapping[str, int] = field(default_factory=dict)  # rule -> tokens
    problems: tuple[InputError, ...] = ()


def texts(article: Article) -> Iterator[tuple[Place, str]]:
    """Every stretch of text a reader sees, with its place."""
    for block in article.blocks:
        if block.kind == "table":
            yield from _cells(article.slug, block)
        elif block.kind == "chart":
            for number, line in enumerate(block.text.split("\n"), 1):
                yield Place(article.slug, "chart", block.index, number), line
        else:
            yield Place(article.slug, "statement", block.index), block.text


def _cells(slug: str, block: Block) -> Iterator[tuple[Place, str]]:
    layout = lay_out(block.grid)
    numbered = [(0, row) for row in layout.header] + list(enumerate(layout.body, 1))
    for number, row in numbered:
        for cell in row:
            if cell.origin:
                yield Place(slug, "table", block.index, number, cell.column + 1), cell.text


def tokens(place: Place, text: str) -> Iterator[Token]:
    """The tokens of one text."""
    seen: Counter[str] = Counter()
    for word in _WORD.finditer(text):
        numbers = tuple(found.span() for found in _NUMBER.finditer(text, *word.span()))
        if numbers:
            seen[word.group()] += 1
            yield Token(place, word.group(), seen[word.group()], numbers)


def quote_spans(article: Article, statements: pd.DataFrame) -> tuple[dict[Place, list[Span]], list[InputError]]:
    """Where the quotes of `statements.csv` stand, and an error for each that does not, or is claimed twice."""
    prose = {block.index: block for block in article.blocks if block.kind == "prose"}
    spans: dict[Place, list[Span]] = {}
    problems: list[InputError] = []
    for row in statements[statements["article"] == article.slug].to_dict("records"):
        place = Place(article.slug, "statement", int(row["block_index"]))
        taken = spans.setdefault(place, [])
        block = prose.get(place.block_index)
        span = _nth_span(block.text, row["quote"], int(row["occurrence"])) if block else None
        if block is None or block.section != row["section"]:
            found = f"the section is {block.section!r}" if block else "there is no such block"
            problem, way_out = f"{row['quote']!r} does not stand there: {found}", "correct block_index or section"
        elif span is None:
            problem = f"{row['quote']!r} does not stand there {row['occurrence']} times"
            way_out = "quote the figure verbatim"
        elif taken and span[0] < taken[-1][1]:
            problem = f"{row['quote']!r} overlaps the quote before it"
            way_out = "quote each figure once, in the order of the text"
        else:
            taken.append(span)
            continue
        problems.append(InputError(f"statements.csv, {place}", problem, way_out))
    return spans, problems


def _nth_span(text: str, quote: str, nth: int) -> Span | None:
    start = -1
    for _ in range(nth):
        start = text.find(quote, start + 1)
        if start < 0:
            return None
    return start, start + len(quote)


def figure_spans(article: Article, figures: Iterable[Figure]) -> dict[Place, list[Span]]:
    """Where the figures of tables and charts stand in their cells and lines."""
    shown = dict(texts(article))
    spans: dict[Place, list[Span]] = {}
    for figure in figures:
        if figure.block.kind == "prose":
            continue
        place, offset = _stand(figure, shown)
        span = (offset + figure.quantity.start, offset + figure.quantity.end)
        if shown.get(place, "")[slice(*span)] != figure.quantity.text:
            raise InputError(
                str(place), f"{figure.quantity.text!r} does not stand there", "mend the reader of the block"
            )
        spans.setdefault(place, []).append(span)
    return spans


def _stand(figure: Figure, shown: Mapping[Place, str]) -> tuple[Place, int]:
    """The place of a figure and where its cell begins in the text there; a chart's cell is found in the lines drawn."""
    slug, block = figure.article.slug, figure.block
    if block.kind == "table":
        return Place(slug, "table", block.index, figure.row, figure.column), 0
    places = [Place(slug, "chart", block.index, number) for number in range(1, block.text.count("\n") + 2)]
    holding = [place for place in places if figure.cell in shown[place]]
    labelled = [place for place in holding if figure.row_label in shown[place]]
    place = next(iter(labelled or holding or places))
    return place, shown[place].rfind(figure.cell)


def balance(
    article: Article, figures: list[Figure], spans: Mapping[Place, list[Span]], not_figures: pd.DataFrame
) -> Balance:
    """Account for every token of one article; a problem is each in neither ledger nor list, or in both."""
    rules, problems = _rules(article.slug, not_figures)
    in_figures, excluded = 0, Counter[str]()
    for place, text in texts(article):
        for token in tokens(place, text):
            rule = rules.pop((place, token.text, token.nth), "")
            inside = [any(low <= a and b <= high for low, high in spans.get(place, [])) for a, b in token.numbers]
            if all(inside) == bool(rule):
                problems.append(_unbalanced(token, rule))
                continue
            in_figures += not rule
            excluded.update([rule] if rule else [])
    for place, word, nth in rules:
        problem = f"token {nth} {word!r} does not stand there"
        problems.append(InputError(f"not_figures.csv, {place}", problem, "delete or correct the row"))
    kinds = Counter("statement" if figure.block.kind == "prose" else figure.block.kind for figure in figures)
    counted = {kind: kinds[kind] for kind in BLOCK_KINDS}
    sum_of_both = in_figures + excluded.total()
    return Balance(article.slug, counted, sum_of_both, in_figures, dict(excluded), tuple(problems))


def _rules(slug: str, not_figures: pd.DataFrame) -> tuple[dict[tuple[Place, str, int], str], list[InputError]]:
    rules, problems = {}, []
    for row in not_figures[not_figures["article"] == slug].to_dict("records"):
        number = {name: int(row[name]) if row[name] else None for name in ("row", "column")}
        place = Place(slug, row["block_kind"], int(row["block_index"]), **number)
        rules[place, row["token"], int(row["nth"])] = row["rule"]
        if row["rule"] not in RULES:
            way_out = f"choose among {', '.join(RULES)}"
            problems.append(InputError(f"not_figures.csv, {place}", f"unknown rule {row['rule']!r}", way_out))
    return rules, problems


def _unbalanced(token: Token, rule: str) -> InputError:
    if rule:
        return InputError(
            str(token.place), f"{token.text!r} is a figure and excluded as {rule}", "delete its row of not_figures.csv"
        )
    return InputError(
        str(token.place),
        f"{token.text!r} (token {token.nth} of this text) is in no figure and not excluded",
        "add its figure to statements.csv or a row to not_figures.csv",
    )
