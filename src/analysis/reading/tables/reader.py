"""Tables and charts → figures, and rows and columns of them: layout, units decided together, kinds, periods, roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from analysis import words
from analysis.curation.knowledge import Knowledge
from analysis.grouping import grouped
from analysis.quantity import Quantity, parse
from analysis.reading.keys import Whose
from analysis.reading.labels import percentiles, says
from analysis.reading.model import Figure, Table
from analysis.reading.page import UNKNOWN, Page, page_of
from analysis.reading.period import is_year
from analysis.reading.tables.chart import read_chart
from analysis.reading.tables.columns import Outline
from analysis.reading.tables.facts import Teller, source_of
from analysis.reading.tables.layout import Layout, is_note, lay_out, parsed, starts_with_value, unmarked
from analysis.reading.tables.pay import PayPeriods
from analysis.reading.tables.units import LARGEST, LARGEST_PAY, Curated, Units
from analysis.reading.unit_words import Said, said
from analysis.source import Article, Block, Cell
from analysis.units import currency, is_currency

__all__ = ["read_table", "read_tables"]

WIDE = 24  # columns up to which all the cells of a row may say what one of them is of
_POINTS = re.compile(r"\d\s*(?:pts?|points?)\b", re.IGNORECASE)
HIGHEST_SCORE = 100  # of a score whose scale is not printed
_WHOLE = 100  # percent that a bare number beside one with its own sign may state
MANY = 20_000  # cells whose quantities are kept from one article to the next


def read_table(
    article: Article, block: Block, *, page: Page = UNKNOWN, context: Sequence[Mapping[Any, str]] = ()
) -> Table | None:
    """The figures of a table or chart with their rows and columns; None where it states none.

    `page` is what holds for the whole page; `context` holds the curated rows of this block as text.
    """
    layout, is_drawn = (lay_out(block.grid), True) if block.kind == "table" else read_chart(block)
    curated = tuple(
        Curated(row["row"], row["column"], row["what"], row["value"])
        for row in context
        if row["what"] in {"unit", "period"}
    )
    units = Units(layout, block, page, curated)
    figures = _Reader(article, block, layout, units, page.language).figures()
    if not is_drawn:  # a ladder or a diagram: what prints no unit is a place in the picture
        figures = [figure for figure in figures if figure.unit not in {"count", "score"}]
    published = article.published.date() if article.published else None
    return _table(units, figures, published) if figures else None


@dataclass(slots=True)
class _Reader:
    article: Article
    block: Block
    layout: Layout
    units: Units
    language: str
    pay: PayPeriods = field(init=False)

    def __post_init__(self) -> None:
        self.pay = PayPeriods(self.units)
        self.language = "de" if self.layout.has_decimal_comma else self.language

    def figures(self) -> list[Figure]:
        """Header figures (row 0) first, then row by row; trailing zeros are as coarse as the finest of the column."""
        found = [*self._header(), *self._body()]
        finest: dict[tuple[object, ...], Decimal] = {}
        for figure in found:
            key = figure.row == 0, figure.column, figure.unit, figure.quantity.scale
            finest[key] = min(figure.quantity.rounding, finest.get(key, figure.quantity.rounding))
        for figure in found:
            quantity = figure.quantity
            key = figure.row == 0, figure.column, figure.unit, quantity.scale
            rounding = max(quantity.resolution, min(quantity.rounding, finest[key]))
            if rounding != quantity.rounding:
                figure.quantity = quantity._replace(rounding=rounding)
        return found

    def _header(self) -> Iterator[Figure]:
        """Figures printed in the header, such as a band of experience; bare numbers there are scales and ordinals."""
        count: dict[int, int] = {}
        for cell in (cell for row in self.layout.header for cell in row if cell.origin and not is_year(cell.text)):
            named = bool(percentiles(self.layout.headers[cell.column]))
            for quantity in self._parse(cell.text, Said()):
                bare = quantity.unit in {"count", "score"} and not quantity.noun
                if bare or (named and quantity.unit == "percent") or _is_of_period(cell.text, quantity):
                    continue
                count[cell.column] = count.get(cell.column, 0) + 1
                quantity, basis = self._with_period(quantity, cell, -1, "")
                yield self._figure(cell, -1, count[cell.column], quantity, basis, "", ())

    def _body(self) -> Iterator[Figure]:
        """Figures of the body rows; a cell that spans several positions counts once, where it begins."""
        group = ""
        unread = self.layout.ranks | self.layout.codes
        for number, row in enumerate(self.layout.body):
            group = self.layout.across(row) or group
            for cell in row if number not in self.layout.heads else ():
                if cell.origin and cell.column not in unread:
                    yield from self._cell(cell, number, row, group)

    def _cell(self, cell: Cell, number: int, row: tuple[Cell, ...], group: str) -> Iterator[Figure]:
        default = self.units.of(cell, number)
        if self._is_name(cell, number, default):
            return
        text = unmarked(cell.text)
        quantities = self._accepted(text, self._parse(text, default), default)
        if not quantities and text.isdigit() and is_year(text):
            quantities = _like_a_year(text, default)
        if cell.text == self.units.labels[number]:
            quantities = [quantity for quantity in quantities if not _qualifies(text, quantity)]
        if not quantities:
            return
        header = self.units.columns[cell.column]
        headers, label = self.layout.headers, self.units.labels[number]
        beside = row if len(row) <= WIDE else tuple(other for other in row if other.column in self.layout.stub)
        others = tuple((headers[other.column], other.text) for other in beside if other is not cell and other.text)
        others += (("", group),) if group and group != cell.text else ()
        clash = _clash(quantities, header)
        for nth, quantity in enumerate(quantities, 1):
            quantity = _scaled(quantity, default)
            if quantity.unit == "score" and default.scale_high is None and quantity.size > HIGHEST_SCORE:
                quantity = quantity._replace(unit="count")  # "Valid ratings"
            if quantity.unit == "percent" and quantity.size > _WHOLE and _has_its_percent(text, quantity):
                quantity = quantity._replace(unit="count")  # "1,538,000 (10%)" under "Growth (%)"
            quantity, basis = self._with_period(quantity, cell, number, group)
            unit = quantity.unit
            if _POINTS.search(text[quantity.start :]) and (
                default.unit == "percent" or any("%" in t for _, t in others)
            ):
                unit = "percentage_point"
            quantity = quantity._replace(unit=unit, text=cell.text[quantity.start : quantity.end])
            if header.estimated:
                quantity = quantity._replace(approximate=True)
            figure = self._figure(cell, number, nth, quantity, basis, label, others)
            figure.keys = ({"header_unit": clash} if clash else {}) | _ends_of_scale(cell.text, quantity, default)
            yield figure

    def _is_name(self, cell: Cell, number: int, default: Said) -> bool:
        """Whether a cell's numbers are a year, a place in a list or an age: they state no quantity."""
        label = self.units.labels[number]
        if cell.text == label:
            header = self.layout.headers[cell.column]
            return is_year(cell.text) or says("headers", "age", header) or bool(percentiles(f"{header} / {cell.text}"))
        if is_year(cell.text):
            plain = cell.text.isdigit() and self.layout.numbers[cell.column] and not said(label).years
            named = cell.column in self.layout.years or default.years
            return named or (not default.unit and not plain)
        if is_note(cell.text) and cell.column in self.units.money:
            return True  # a note where the others print dollars
        ranked = words.pattern("statistics", "rank").match(label) and len(label) < 40
        return bool(ranked) and cell.text.strip("#+-").isdigit()

    def _figure(
        self, cell: Cell, number: int, nth: int, quantity: Quantity, basis: str, label: str,
        others: tuple[tuple[str, str], ...],
    ) -> Figure:  # fmt: skip
        place = f"{self.block.kind}-{self.block.index}/{number + 1}/{cell.column + 1}/{nth}"
        return Figure(
            f"{self.article.slug}/{place}", self.article, self.block, quantity, number + 1, cell.column + 1, nth, label,
            self.layout.headers[cell.column], cell.text, quantity.start, quantity.end, period_basis=basis,
            row_cells=others,
        )  # fmt: skip

    def _parse(self, text: str, default: Said) -> list[Quantity]:
        """The quantities of a cell; bare numbers take the unit and multiplier that are said of them."""
        own = parsed(text) if self.language in {"", "en"} else ()
        if len(own) == 1 and own[0].unit == "count" and own[0].scale == 1 and not own[0].noun:
            return [_times(own[0]._replace(unit=default.unit or "count"), default.scale)]
        currency = (default.unit if default.money else self.units.page.currency) or None
        scale = None if default.scale == 1 and not default.unit else default.scale
        return parse(text, currency=currency, unit=default.unit or None, scale=scale, language=self.language or None)

    def _accepted(self, text: str, quantities: list[Quantity], default: Said) -> list[Quantity]:
        """The quantities without bare numbers amid words: names, versions, ordinals ("Phase 2", "see note 3").

        A noun in the cell wins over what the header counts ("5 servers" under "Team size").
        """
        if not quantities:
            return quantities
        leads = starts_with_value(text, quantities[0])
        if leads and not any(found.noun for found in quantities):
            return quantities
        own = {
            (found.start, found.end): found
            for found in self._parse(text, Said())
            if found.unit != "count" or found.noun
        }
        if not leads:
            quantities = [
                quantity
                for quantity in quantities
                if quantity.unit not in {"count", default.unit}
                or (quantity.start, quantity.end) in own
                or text[: quantity.start].rstrip("~≈ ").endswith((":", "="))
                or "," in quantity.text
                or _in_brackets(text, quantity)
            ]
        return [own.get((found.start, found.end), found) if found.noun else found for found in quantities]

    def _with_period(self, quantity: Quantity, cell: Cell, number: int, group: str) -> tuple[Quantity, str]:
        """The quantity per its pay period, and what printed it; unchanged where nothing does or it is no pay."""
        if "/" in quantity.unit:
            return quantity, "cell"
        if not is_currency(quantity.unit):
            return quantity, ""
        period, basis = self.pay.of(cell, number, group)
        return (quantity._replace(unit=f"{quantity.unit}/{period}"), basis) if period else (quantity, "")


def _like_a_year(text: str, default: Said) -> list[Quantity]:
    """A plain number of four digits that is no year, whatever it looks like."""
    grouped = parse(f"{text[0]},{text[1:]}", unit=default.unit or None, scale=default.scale)
    return [quantity._replace(start=0, end=len(text), text=text) for quantity in grouped]


def _in_brackets(text: str, quantity: Quantity) -> bool:
    """ "Bayern: 59.100 € (9.143 Angaben)": a number and its noun in brackets of their own."""
    closing = text.find(")", quantity.end)
    inside = text[quantity.end : closing].strip(" .")
    return text[: quantity.start].endswith("(") and closing > 0 and len(quantity.text) > 2 and inside.isalpha()


def _is_of_period(header: str, quantity: Quantity) -> bool:
    """ "Three months ended March 31", "95% confidence": not what the column states."""
    after = header[quantity.end :].lstrip()
    if not any(map(str.isdigit, quantity.text)):
        return True
    if quantity.unit == "percent":
        return bool(words.pattern("headers", "confidence").match(after))
    is_time = quantity.unit in {"day", "week", "month", "year"}
    return is_time and bool(words.pattern("headers", "ended").match(after))


def _qualifies(text: str, quantity: Quantity) -> bool:
    """ "12-month change", "Weekly pay (40 h)": the number is part of the label's name."""
    if quantity.unit in {"hour", "day", "week"}:
        return True
    return "-" in quantity.text and quantity.text[-1].isalpha() and bool(text[quantity.end :].strip(" ()"))


def _scaled(quantity: Quantity, default: Said) -> Quantity:
    """ "$2.24" under "(USD Billion)": a currency sign in the cell does not undo the table's multiplier."""
    if default.scale == 1 or quantity.scale != 1 or not is_currency(quantity.unit):
        return quantity
    if quantity.size * default.scale > (LARGEST_PAY if default.pay else LARGEST):
        return quantity
    return _times(quantity, default.scale)


def _times(quantity: Quantity, scale: Decimal) -> Quantity:
    if scale == 1:
        return quantity
    return quantity._replace(
        low=None if quantity.low is None else quantity.low * scale,
        high=None if quantity.high is None else quantity.high * scale,
        resolution=quantity.resolution * scale,
        rounding=quantity.rounding * scale,
        scale=scale,
    )


def _has_its_percent(text: str, quantity: Quantity) -> bool:
    """Whether a cell prints a percent sign behind another of its numbers than this one."""
    rest = text[: quantity.start] + text[quantity.end :]
    return "%" in rest and "%" not in text[quantity.start : quantity.end + 1]


def _clash(cell: list[Quantity], header: Said) -> str:
    """The header's unit where the cell prints amounts of money, but none in the header's currency; '' otherwise."""
    currencies = {code for quantity in cell if (code := currency(quantity.unit))}
    if not header.money or not currencies or header.unit in currencies:
        return ""
    return f"{header.unit}/{header.period}" if header.period else header.unit


def _ends_of_scale(text: str, quantity: Quantity, default: Said) -> dict[str, object]:
    """The printed ends of a score's scale, of the header or behind the score ("4.5/5")."""
    if quantity.unit != "score":
        return {}
    printed = default if default.scale_high is not None else said(text[quantity.start : quantity.end + 20])
    ends = {"scale_low": printed.scale_low, "scale_high": printed.scale_high}
    return {name: end for name, end in ends.items() if end is not None}


def _round_alike(figures: list[Figure]) -> None:
    """Trailing zeros of a table's amounts are no coarser than the finest of their kind: 50,000 beside 54,000."""
    large = (figure for figure in figures if abs(figure.value) >= 1000 and figure.quantity.scale == 1)
    for alike in grouped(large, lambda figure: (figure.unit, figure.measure, figure.kind_of)).values():
        step = min(float(figure.quantity.rounding) for figure in alike)
        for figure in alike:
            figure.step = step


def _table(units: Units, figures: list[Figure], published: date | None) -> Table:
    outline = Outline.of(units, figures, published)
    cells = grouped(figures, lambda figure: (figure.row or 0, figure.column or 0))
    for place, of in cells.items():
        for figure in of:
            figure.period, figure.period_origin = outline.period_of(*place)
    _round_alike(figures)
    block = units.block
    found = {place: tuple(of) for place, of in cells.items()}
    return Table(block, outline.columns, outline.rows, found, block.title, source_of(block))


def read_tables(article: Article, knowledge: Knowledge, page: Page | None = None) -> list[Table]:
    """The tables and charts of an article that state figures, each figure with what it measures, when and of whom."""
    context: list[dict[Any, str]] = _of_article(knowledge.context, article)
    known = bool(_of_article(knowledge.statements, article))
    teller = Teller(Whose.of(article, knowledge), context)
    page = page or page_of(article)
    tables = []
    for block in article.blocks:
        if block.kind == "prose":
            continue
        rows = [row for row in context if (row["block_kind"], row["block_index"]) == (block.kind, str(block.index))]
        if table := read_table(article, block, page=page, context=rows):
            for figure in table.figures:
                figure.controlled = known
                teller.tell(figure, table)
            tables.append(table)
    if len({table.source for table in tables} - {""}) > 1:  # two houses' numbers of one thing are two
        for table in (table for table in tables if table.source):
            for figure in table.figures:
                qualifiers = figure.entity.qualifiers | {("source", table.source)}
                figure.entity = replace(figure.entity, qualifiers=qualifiers)
    if parsed.cache_info().currsize > MANY:
        parsed.cache_clear()
    return tables


def _of_article(frame: pd.DataFrame, article: Article) -> list[dict[Any, str]]:
    rows: list[dict[Any, str]] = [] if frame.empty else frame[frame["article"] == article.slug].to_dict("records")
    return rows
