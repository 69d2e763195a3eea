"""Tables to figures: every quantity of every cell, its unit completed by what the table says about it.

A unit is taken from the cell, else the column's header, the row's label (tables with units in the first column), the
table's title, the headings above it, and last from curated context. A pay period is completed so too, and only for pay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from analysis.figures.labels import column_statistic, level
from analysis.figures.layout import Layout, is_year, lay_out, starts_with_value
from analysis.figures.model import Figure
from analysis.figures.wording import Said, is_currency, read_unit, said
from analysis.quantity import Quantity, parse
from analysis.source import Article, Block, Cell

_GROWTH = re.compile(r"\b(?:growth|share|change|increase|decrease|cagr|yoy|margin)\b", re.IGNORECASE)
_EVERY = re.compile(r"(?:grand |sub-?)?totals?\b|all\b|overall\b", re.IGNORECASE)
_NOTHING = Said()


def table_figures(article: Article, block: Block, *, context: pd.DataFrame | None = None) -> list[Figure]:
    """The figures of a table: header figures (row 0) first, then row by row.

    `context` holds the curated rows (columns block_kind, block_index, row, column, what, value), all as text.
    """
    return grid_figures(article, block, lay_out(block.grid), context)


def grid_figures(article: Article, block: Block, layout: Layout, context: pd.DataFrame | None = None) -> list[Figure]:
    """The figures of anything laid out as a grid, be it printed as a table or drawn as a chart."""
    reader = _Reader(article, block, layout, _curated(block, context))
    return _refined([*reader.header(), *reader.body()])


def _curated(block: Block, context: pd.DataFrame | None) -> list[tuple[str, str, str, str]]:
    """Row, column, what and value of the context that speaks of units and periods of this block."""
    if context is None or context.empty:
        return []
    columns = (context[name] for name in ("block_kind", "block_index", "what", "row", "column", "value"))
    return [
        (str(row), str(column), what, str(value))
        for kind, index, what, row, column, value in zip(*columns, strict=True)
        if kind == block.kind and str(index) == str(block.index) and what in {"unit", "period"}
    ]


@dataclass(slots=True)
class _Reader:
    article: Article
    block: Block
    layout: Layout
    curated: list[tuple[str, str, str, str]]

    def header(self) -> Iterator[Figure]:
        """Figures printed in the header, such as a band of experience; bare numbers there are scales and ordinals."""
        count: dict[int, int] = {}
        for cell in (cell for row in self.layout.header for cell in row if cell.origin and not is_year(cell.text)):
            for quantity in parse(cell.text):
                if quantity.unit in {"count", "score"} and not quantity.noun:
                    continue
                count[cell.column] = count.get(cell.column, 0) + 1
                label = self.layout.headers[cell.column]
                quantity, basis = self._with_period(quantity, cell, 0, "")
                yield Figure(
                    self.article,
                    self.block,
                    0,
                    cell.column + 1,
                    count[cell.column],
                    "",
                    label,
                    quantity,
                    basis,
                    (),
                    cell.text,
                )

    def body(self) -> Iterator[Figure]:
        """Figures of the body rows; a cell that spans several positions counts once, where it begins."""
        group = ""
        for number, row in enumerate(self.layout.body, 1):
            group = self.layout.group(row) or group
            label = self.layout.row_label(row)
            for cell in row:
                if cell.origin and cell.column not in self.layout.ranks:
                    yield from self._cell(cell, number, label, row, group)

    def _cell(self, cell: Cell, number: int, label: str, row: tuple[Cell, ...], group: str) -> Iterator[Figure]:
        default = self._default(cell, number, label, row)
        if is_year(cell.text) and (cell.column in self.layout.years or default.years or not default.unit):
            return
        quantities = _accepted(cell.text, _parse(cell.text, default), default)
        if not quantities:
            return
        header = self.layout.said[cell.column]
        others = tuple((self.layout.headers[c.column], c.text) for c in row if c is not cell and c.text)
        others += (("", group),) if group and group != cell.text else ()
        clash: dict[str, object] = {"header_unit": unit} if (unit := _clash(quantities, header)) else {}
        for nth, quantity in enumerate(quantities, 1):
            quantity = _scaled(quantity, default)
            quantity, basis = self._with_period(quantity, cell, number, label)
            if header.estimated:
                quantity = replace(quantity, approximate=True)
            yield Figure(
                self.article, self.block, number, cell.column + 1, nth, label, self.layout.headers[cell.column],
                quantity, basis, others, cell.text, clash | _scale_hints(cell.text, quantity, default),
            )  # fmt: skip

    def _default(self, cell: Cell, number: int, label: str, row: tuple[Cell, ...]) -> Said:
        """What is said about the bare numbers of a cell, nearest words first."""
        header = self.layout.said[cell.column]
        is_label = cell.text == label
        by_row = _NOTHING if is_label else self._row_unit(label, row)
        if header.explicit or (header.unit and not by_row.explicit):
            return header
        if by_row.unit or by_row.scale != 1:
            return by_row
        if not is_label and not header.counted and not header.years and cell.column not in self.layout.years:
            for words in self._around():
                if words.money and _GROWTH.search(self.layout.headers[cell.column]):
                    words = replace(words, unit="percent", scale=Decimal(1)) if words.percent else _NOTHING
                if words.money and self._counts(cell.column):
                    continue
                if words.explicit or words.scale != 1 or words.scale_high is not None:
                    return words
        curated = self._curation("unit", number, cell.column)
        return replace(header, unit=curated.partition("/")[0]) if curated else header

    def _counts(self, column: int) -> bool:
        """Whether bare numbers count something: other columns print their own money, and this header names no pay."""
        header = self.layout.headers[column]
        own = bool(header) and not (self.layout.said[column].pay or column_statistic(header) or level(header))
        return own and bool(self.layout.money) and column not in self.layout.money

    def _row_unit(self, label: str, row: tuple[Cell, ...]) -> Said:
        """What the row's label, or its cell in a column headed "Unit", says."""
        column = self.layout.unit_column
        printed = next((cell.text for cell in row if cell.column == column), "")
        unit = read_unit(printed) if printed else None
        if unit is None:
            words = said(label, True) if not is_year(label) else _NOTHING
            return replace(words, unit="") if _EVERY.match(label) and not words.explicit else words  # "All roles"
        return replace(said(label, True), unit=unit.unit.partition("/")[0], scale=unit.scale, explicit=True)

    def _around(self) -> Iterator[Said]:
        """What title, headings (nearest first) and the sentence before the block say."""
        yield said(self.block.title)
        for heading in reversed(self.block.path):
            yield said(heading)
        lead = said(self.block.lead)
        if lead.explicit:
            yield replace(lead, period="")

    def _with_period(self, quantity: Quantity, cell: Cell, number: int, label: str) -> tuple[Quantity, str]:
        """The quantity per its pay period, and what printed it; unchanged where nothing does or it is no pay."""
        if "/" in quantity.unit:
            return quantity, "cell"
        if not is_currency(quantity.unit):
            return quantity, ""
        period, basis = self._period(cell, number, label)
        return (replace(quantity, unit=f"{quantity.unit}/{period}"), basis) if period else (quantity, "")

    def _period(self, cell: Cell, number: int, label: str) -> tuple[str, str]:
        header = self.layout.said[cell.column]
        row = said(label, True) if cell.text != label else _NOTHING
        title = said(self.block.title)
        headings = [said(heading) for heading in reversed(self.block.path)]
        pay = header.pay or row.pay or any(words.pay for words in (title, *headings))
        if header.per_unit:
            return header.period, "header"
        if pay and not header.not_pay and not row.not_pay:
            near, far = (
                ((header, "header"), (row, "header")),
                ((title, "title"), *((words, "section") for words in headings)),
            )
            for words, basis in near:
                if words.period:
                    return words.period, basis
            for words, basis in far:  # "Daily responsibilities" is no pay per day
                if words.period and (words.pay or (words.set_off and not words.not_pay)):
                    return words.period, basis
        unit = self._curation("unit", number, cell.column).partition("/")[2]
        period = self._curation("period", number, cell.column) or unit
        return period, "curated" if period else ""

    def _curation(self, what: str, number: int, column: int) -> str:
        place = {"", str(number)}, {"", str(column + 1)}
        return next(
            (value for row, col, of, value in self.curated if of == what and row in place[0] and col in place[1]), ""
        )


def _parse(text: str, default: Said) -> list[Quantity]:
    """The quantities of a cell; bare numbers take the unit and multiplier that are said of them."""
    if not default.unit and default.scale == 1:
        return parse(text)
    currency = default.unit if default.money else None
    return parse(text, currency=currency, unit=default.unit or None, scale=default.scale)


def _accepted(text: str, quantities: list[Quantity], default: Said) -> list[Quantity]:
    """The quantities without bare numbers amid words: names, versions, ordinals ("Phase 2", "see note 3").

    A noun in the cell wins over what the header counts ("5 servers" under "Team size").
    """
    if not quantities or (starts_with_value(text, quantities[0]) and not any(found.noun for found in quantities)):
        return quantities
    own = {(found.start, found.end): found for found in parse(text) if found.unit != "count" or found.noun}
    if not starts_with_value(text, quantities[0]):
        quantities = [
            quantity
            for quantity in quantities
            if quantity.unit not in {"count", default.unit}
            or (quantity.start, quantity.end) in own
            or text[: quantity.start].rstrip("~≈ ").endswith((":", "="))
            or "," in quantity.text
        ]
    return [own.get((found.start, found.end), found) if found.noun else found for found in quantities]


def _scaled(quantity: Quantity, default: Said) -> Quantity:
    """ "$2.24" under "(USD Billion)": a currency sign in the cell does not undo the header's multiplier."""
    largest = max((abs(end) for end in (quantity.low, quantity.high) if end is not None), default=Decimal(0))
    if default.scale == 1 or quantity.scale != 1 or not is_currency(quantity.unit) or largest >= default.scale:
        return quantity
    scale = default.scale
    return replace(
        quantity,
        low=None if quantity.low is None else quantity.low * scale,
        high=None if quantity.high is None else quantity.high * scale,
        resolution=quantity.resolution * scale,
        rounding=quantity.rounding * scale,
        scale=scale,
    )


def _clash(cell: list[Quantity], header: Said) -> str:
    """The header's unit where the cell prints amounts of money, but none in the header's currency; '' otherwise."""
    currencies = {code for quantity in cell if is_currency(code := quantity.unit.partition("/")[0])}
    if not header.money or not currencies or header.unit in currencies:
        return ""
    return f"{header.unit}/{header.period}" if header.period else header.unit


def _scale_hints(text: str, quantity: Quantity, default: Said) -> dict[str, object]:
    """The printed ends of a score's scale, of the header or behind the score ("4.5/5")."""
    if quantity.unit != "score":
        return {}
    printed = default if default.scale_high is not None else said(text[quantity.start : quantity.end + 20])
    ends = {"scale_low": printed.scale_low, "scale_high": printed.scale_high}
    return {name: end for name, end in ends.items() if end is not None}


def _refined(figures: list[Figure]) -> list[Figure]:
    """Trailing zeros count as rounding no coarser than the column's finest figure of the same unit and multiplier."""
    finest: dict[tuple[object, ...], Decimal] = {}
    for figure in figures:
        key = _series(figure)
        finest[key] = min(figure.quantity.rounding, finest.get(key, figure.quantity.rounding))
    for figure in figures:
        quantity = figure.quantity
        rounding = max(quantity.resolution, min(quantity.rounding, finest[_series(figure)]))
        if rounding != quantity.rounding:
            figure.quantity = replace(quantity, rounding=rounding)
    return figures


def _series(figure: Figure) -> tuple[object, ...]:
    return figure.row == 0, figure.column, figure.quantity.unit, figure.quantity.scale
