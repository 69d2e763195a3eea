"""What reading an article gives: figures with attributes, tables of them, frames of clauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from analysis.grouping import grouped
from analysis.quantity import Interval, Quantity
from analysis.quantity.model import End
from analysis.quantity.model import Reading as Precision
from analysis.reading.period import Period
from analysis.source import Article, Block
from analysis.units import currency

#: What a figure states of its thing: an amount, part of a whole, a movement, a rate, a place in a list …
Kind = Literal["level", "share", "change", "rate", "multiple", "rank", "code", "score", "duration"]
#: Where an attribute was read, nearest first; "" where it is not known.
Origin = Literal["", "cell", "clause", "sentence", "row", "header", "caption", "label", "section", "page", "curated"]
Same = Literal["same", "different", "unknown"]
FrameKind = Literal["change", "cagr", "share", "sum", "difference", "ratio", "average", "multiple", "order", "repeat",
                    "period", "weights", "pair"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entity:
    """Whose figure it is: the normal form of a head noun phrase, and the qualifiers that tell it from its like.

    `head`: the thing, singular, lower case ("drone market"); `qualifiers`: (kind, term) pairs: ("region", "europe"),
    ("segment", "cargo"), ("firm", "acme"), ("source", "gartner"), ("group", "women"), ("not", "eu").
    """

    head: str = ""
    qualifiers: frozenset[tuple[str, str]] = frozenset()
    origin: Origin = ""


@dataclass(slots=True, eq=False)
class Figure:
    """One stated figure: its quantity, its place and what it measures. Two are equal where they are the same object.

    `row` and `column` are 1-based over body rows and grid columns (row 0: the header), None in prose. `start:end` is
    its place in the text of its block, of a table or chart in the text of its cell. `cell` is the text it stands in:
    the cell, or its sentence. The columns `FACTS` of the ledger are attributes, or stand in `keys`.
    """

    figure_id: str
    article: Article
    block: Block
    quantity: Quantity
    row: int | None = None
    column: int | None = None
    nth: int = 1
    row_label: str = ""
    column_label: str = ""
    cell: str = ""
    start: int = 0
    end: int = 0
    sentence: int = 0  # which sentence of its block, from 0
    order: int = 0  # position among the figures of its article, in reading order
    #: `quantity.rounding`, but no coarser than the finest figure of the same unit in its range, column or sentence
    step: float | None = None
    curated: bool = False
    controlled: bool = False  # its labels were read with the vocabulary of an article that is curated
    row_cells: tuple[tuple[str, str], ...] = ()  # header and text of the other cells of its row

    # what it measures
    measure: str = "count"
    kind_of: Kind = "level"
    subject: str = ""
    entity: Entity = Entity()
    statistic: str = ""
    direction: str = ""  # higher | lower
    # when
    period: Period | None = None
    period_origin: Origin = ""
    base: Period | None = None  # of a change: the period it is counted from
    basis: str = ""  # of a rate: cagr | yoy | qoq | mom | total
    end_year: int | None = None
    start_year: int | None = None
    span_stated: bool = False
    period_basis: str = ""  # where a pay period came from
    # the keys of the datasets
    keys: dict[str, object] = field(default_factory=dict)  # role, level, country, market, scenario, population …
    _intervals: dict[tuple[object, ...], tuple[Quantity, Interval]] = field(default_factory=dict, repr=False)

    @property
    def unit(self) -> str:
        """Unit of both ends."""
        return self.quantity.unit

    @property
    def quote(self) -> str:
        """The figure as printed."""
        return self.quantity.text

    @property
    def low(self) -> float | None:
        """Lower end as printed, in base units; None where open."""
        return None if self.quantity.low is None else float(self.quantity.low)

    @property
    def high(self) -> float | None:
        """Upper end as printed, in base units; None where open."""
        return None if self.quantity.high is None else float(self.quantity.high)

    @property
    def value(self) -> float:
        """Its printed value, the lower end of a range, the bound of an open one."""
        return float(self.quantity.low if self.quantity.low is not None else self.quantity.high or 0)

    @property
    def is_range(self) -> bool:
        """Whether it is printed with two different ends."""
        return self.quantity.is_range

    @property
    def is_open(self) -> bool:
        """Whether an end is open ("over 500")."""
        return self.quantity.open_low or self.quantity.open_high

    @property
    def is_money(self) -> bool:
        """Whether its unit is a currency, by itself or per something."""
        return bool(currency(self.unit))

    @property
    def in_table(self) -> bool:
        """Whether it stands in a table or chart."""
        return self.block.kind != "prose"

    @property
    def year(self) -> int | None:
        """The year it speaks of, or the first of its span."""
        return None if self.period is None else self.period.in_year

    def interval(self, precision: Precision = "printed", end: End | None = None, *, closed: bool = True) -> Interval:
        """The values it stands for (`Quantity.interval`), trailing zeros no coarser than its neighbours print."""
        key = (precision, end, closed, self.step)
        quantity, found = self._intervals.get(key, (None, None))
        if found is None or quantity is not self.quantity:
            quantity = self.quantity
            if self.step is not None and float(quantity.rounding) > self.step:
                quantity = quantity._replace(rounding=max(quantity.resolution, Decimal(str(self.step))))
            found = quantity.interval(precision, end, closed=closed)
            self._intervals[key] = self.quantity, found
        return found

    def key(self, name: str) -> str:
        """One of `keys` as text, '' where it is not known."""
        found = self.keys.get(name)
        return "" if found is None else str(found)


@dataclass(slots=True, eq=False)
class Column:
    """A column of figures: what its header says. `path` holds its header cells from the top, spans repeated."""

    index: int  # 1-based, as Figure.column
    path: tuple[str, ...] = ()
    kind: Kind | Literal["label", ""] = ""
    unit: str = ""
    statistic: str = ""
    period: Period | None = None
    base: Period | None = None
    basis: str = ""
    years: int = 1  # a change runs over, as its header says ("5-year growth")
    of: tuple[int, ...] = ()  # of a change or share: the columns of levels it is read from, as far as its header says

    @property
    def label(self) -> str:
        """The header as one text."""
        return " / ".join(dict.fromkeys(text for text in self.path if text))


@dataclass(slots=True, eq=False)
class Row:
    """A body row: its label, the headings of its group from the outermost, and what its words make of it."""

    index: int  # 1-based, as Figure.row
    label: str = ""
    group: tuple[str, ...] = ()
    role: Literal["item", "total", "subtotal", "part", "memo", "statistic", "rate", "heading"] = "item"
    period: Period | None = None


@dataclass(slots=True, eq=False)
class Table:
    """A table or chart as rows and columns of figures; cells without figures are absent.

    `cells[row, column]` holds the figures of a cell in its order. `source` is the house its caption or lead-in names.
    """

    block: Block
    columns: dict[int, Column] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    cells: dict[tuple[int, int], tuple[Figure, ...]] = field(default_factory=dict)
    title: str = ""
    source: str = ""

    @property
    def figures(self) -> list[Figure]:
        """All its figures, header first, row by row."""
        return [figure for place in sorted(self.cells) for figure in self.cells[place]]

    @property
    def alone(self) -> dict[tuple[int, int], Figure]:
        """The figures of body cells that hold one, row by row."""
        return {place: cell[0] for place, cell in sorted(self.cells.items()) if place[0] and len(cell) == 1}


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What a clause, or two sentences that point at each other, say among figures.

    `slots`: of what is filled by which figures, in text order within a slot. change: start, end, percent, amount,
    points, multiple; cagr: start, end, rate; share: part, whole, percent; sum: total, parts; difference: larger,
    smaller, difference; ratio: numerator, denominator, ratio; average: mean, values; order: first (at most) second;
    repeat, period (one pay by two): first, again; weights: parts (of 100); pair: an amount and its share, their whole
    untold: part, percent. `clear`: every slot was filled by words that leave no other reading, so that the frame may
    accuse. `why`: the words that bind them, for people ("one sentence: 'rose … from … to'"). `basis`, `direction`,
    `years` as far as told. `tries`: among how many equally good choices of figures arithmetic picked these. `missing`:
    what is not told about how they are counted, for people.
    """

    kind: FrameKind
    slots: Mapping[str, tuple[Figure, ...]]
    clear: bool
    why: str
    basis: str = ""
    direction: int = 0  # -1 fell, 1 rose, 0 not told
    years: float | None = None
    tries: int = 1
    missing: str = ""


@dataclass(eq=False)
class Reading:
    """One article, read: figures in reading order, its tables, and the frames of its clauses."""

    article: Article
    figures: list[Figure]
    tables: list[Table] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)

    @cached_property
    def is_curated(self) -> bool:
        """Whether people curated its prose; a snapshot may then lack the sentences, and none is read."""
        return any(figure.curated for figure in self.figures)

    @cached_property
    def by_block(self) -> dict[int, list[Figure]]:
        """Figures by the identity of their block, in order."""
        return grouped(self.figures, lambda figure: id(figure.block))
