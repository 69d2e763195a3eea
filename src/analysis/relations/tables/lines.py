"""A table as numbers along one axis: lines that repeat one structure over positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analysis import units, words
from analysis.reading.model import Column, Figure, Row, Table

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Kinds = npt.NDArray[np.int8]
#: What a cell counts, as far as it decides what may be added to what.
AMOUNT, PERCENT = 1, 2
MANY = 12  # different numbers that must share a factor to be called rounded to it
MOST_FIGURES = 2  # figures of one cell that take part, each as a position of its own


@dataclass(frozen=True, eq=False)
class Lines:
    """Numbers of a table, `values[line, position]`: rows over columns, or columns over rows.

    `halves`: half a unit of the last digit that counts; `loose`: what a rounded reading allows (`Quantity.interval`);
    `kinds`: AMOUNT, PERCENT, 0 where nothing stands; `figures[line][position]`; `heads`: the `Column` or `Row` of each
    position, `sides` of each line; `along`: what a line is, for people: "row", "column", or "line", a part of either
    (`sections`); `grains`: figures whose
    table keeps to a coarser step than they are printed in; `computed`: a dump of a spreadsheet, its decimals padded,
    where another formula is likelier than a misprint; `about`: what is said around the table.
    """

    values: Floats
    halves: Floats
    kinds: Kinds
    figures: list[list[Figure | None]]
    heads: list[Column | Row]
    sides: list[Column | Row]
    along: str
    grains: Mapping[Figure, Fraction]
    loose: Floats
    computed: bool = False
    about: str = ""

    @property
    def turned(self) -> Lines:
        """The same table along its other axis."""
        figures = [list(line) for line in zip(*self.figures, strict=True)]
        along = "column" if self.along == "row" else "row"
        return replace(
            self, values=self.values.T, halves=self.halves.T, kinds=self.kinds.T, loose=self.loose.T, figures=figures,
            heads=self.sides, sides=self.heads, along=along,
        )  # fmt: skip

    @property
    def size(self) -> tuple[int, int]:
        """How many lines and positions."""
        return self.values.shape

    @cached_property
    def present(self) -> Mask:
        """Where a figure stands."""
        return ~np.isnan(self.values)

    @cached_property
    def zeroed(self) -> Floats:
        """The values, zero where nothing stands."""
        return np.nan_to_num(self.values)

    @cached_property
    def totals(self) -> frozenset[int]:
        """Positions whose head calls them a total."""
        return frozenset(p for p, head in enumerate(self.heads) if is_total(head))

    @cached_property
    def results(self) -> dict[str, list[int]]:
        """Positions whose head names the result of a sum (a total, net, gross, a balance) or of an average."""
        heads = list(enumerate(self.heads))
        sums = self.totals | {p for p, head in heads if named(head, "totals", "net", "balance")}
        return {"sum": sorted(sums), "mean": [p for p, head in heads if named(head, "statistics", "mean")]}

    @cached_property
    def gross_to_net(self) -> tuple[int, int, int]:
        """Positions of what is gross, of what is taken from it, last before what is left as net; -1 where not told."""
        used = self.used()
        told = {p: found.word.value for p in used for found in words.find("totals", _text(self.heads[p]), "net")}
        taken = [p for p in used if named(self.heads[p], "totals", "taken")]
        if [*told.values()] != ["gross", ""] or len(taken) != 1:
            return -1, -1, -1
        gross, net = told
        at = used.index(taken[0])
        return (gross, taken[0], net) if gross < taken[0] and used[at + 1 : at + 2] == [net] else (-1, -1, -1)

    def told_sum(self, result: int, parts: Sequence[int]) -> bool:
        """Whether heads name a sum: its result a total, a position the balance or change of the others, "of which"."""
        both = {result, *parts}
        if result in self.totals or any(named(self.heads[p], "totals", "net", "balance") for p in both):
            return True
        if self.told_stock(result, parts):
            return True
        if any(self._between(p) == {self.heads[other].index for other in both - {p}} for p in both):
            return True
        return all(isinstance(head := self.heads[p], Row) and head.role == "part" for p in parts)

    def told_stock(self, result: int, parts: Sequence[int]) -> bool:
        """Whether heads name a stock at last and, among the parts, at first ("Start of year", "Closing balance").

        Or each line begins with what the one before it ends with.
        """
        last = self.values[:, result]
        if named(self.heads[result], "totals", "closing"):
            return any(named(self.heads[p], "totals", "opening") for p in parts)
        firsts = [self.values[:, p] for p in parts] if len(last) > MOST_FIGURES else []
        return any(np.array_equal(a[1:], b[:-1]) for one in firsts for a, b in ((one, last), (last, one)))

    def _between(self, position: int) -> set[int]:
        """The columns whose change a column states, as its header says."""
        head = self.heads[position]
        return set(head.of) if isinstance(head, Column) and head.kind == "change" else set()

    def told_portion(self, result: int, part: int) -> bool:
        """Whether a head calls a position so of another by name: "Operating margin" of "Operating profit"."""
        portion, label = words.pattern("headers", "portion"), self.heads[result].label
        whose = {word.casefold() for word in portion.sub(" ", label).split() if word.isalpha()}
        return bool(portion.search(label) and whose and whose <= set(self.heads[part].label.casefold().split()))

    def told_of(self, result: int) -> tuple[int, int] | None:
        """The part and the whole that a head calls a position the percentage of: "in % of sales" below "EBIT"."""
        found = words.regex(_OF_WHOLE).match(_text(self.heads[result]))
        if found is None:
            return None
        amounts = [p for p in self.of_kind(AMOUNT, self.used()) if p != result]
        called = {p: _stems(_text(self.heads[p])) for p in amounts}
        part, whole = _stems(found["part"]), _stems(found["whole"])
        wholes = [p for p in amounts if called[p] == whole] or [p for p in amounts if whole < called[p]]
        parts = [p for p in amounts if p < result and (called[p] == part if part else p == result - 1)]
        return (parts[-1], wholes[0]) if parts and len(wholes) == 1 and parts[-1] != wholes[0] else None

    def told_per(self, position: int) -> Fraction:
        """How many a head counts figures by: "Doctors per 100,000 inhabitants"; 0 where it does not."""
        found = words.regex(_PER).search(_text(self.heads[position]))
        return Fraction(found[1].replace(",", "")) if found else Fraction(0)

    @cached_property
    def wholes(self) -> list[int]:
        """Lines that are all the others together: a total, the world, the country."""
        world = words.pattern("totals", "world")
        return [n for n, side in enumerate(self.sides) if is_total(side) or world.fullmatch(side.label.strip())]

    @cached_property
    def norms(self) -> list[int]:
        """Lines that the others are measured by: a whole, or an average ("National average")."""
        mean, world = words.pattern("statistics", "mean", "median"), words.pattern("totals", "world")
        rest = [mean.sub("", side.label).strip() if mean.search(side.label) else "?" for side in self.sides]
        averages = {n for n, text in enumerate(rest) if not text or world.fullmatch(text)}
        return sorted({*self.wholes, *averages})

    def told_ratio(self, position: int, *kinds: str) -> bool:
        """Whether the figures of a position are told to be shares, rates or changes (or one of `kinds`) in percent."""
        told = self._told(position, *(kinds or ("share", "rate", "change")))
        return told and bool((self.kinds[:, position] == PERCENT).any())

    def told_change(self, position: int) -> bool:
        """Whether the figures of a position are told to be changes, or print a sign as changes do."""
        signed = any(f.quantity.signed for line in self.figures if (f := line[position]) is not None)
        return signed or self._told(position, "change")

    def _told(self, position: int, *kinds: str) -> bool:
        told = [f.kind_of in kinds for line in self.figures if (f := line[position]) is not None]
        return sum(told) * 2 > len(told)

    def shared(self, positions: list[int]) -> float:
        """The step all figures of some positions keep to: their common divisor, at least the last printed digit."""
        known = self.present[:, positions]
        numbers = np.abs(self.values[:, positions][known])
        steps = self.halves[:, positions][known] * 2
        step = float(steps.min(initial=np.inf, where=steps > 0))
        if not np.isfinite(step) or not len(numbers) or numbers.max() / step > 2**52:
            return 0.0 if not np.isfinite(step) else step
        return step * max(1, int(np.gcd.reduce(np.rint(numbers / step).astype(np.int64))))

    def of_kind(self, kind: int, among: list[int]) -> list[int]:
        """Those of some positions that hold figures of one kind for the most part."""
        return [p for p in among if (self.kinds[:, p] == kind).sum() * 2 > self.present[:, p].sum()]

    def used(self) -> list[int]:
        """Positions that hold a figure."""
        return [int(p) for p in np.flatnonzero(self.present.any(axis=0))]


def lines_of(table: Table, about: str = "") -> Lines | None:
    """A table's rows over its columns; a column of cells with two figures each makes two positions.

    Ranges, ranks, codes and numbers that count their rows take no part. None where too little is left.
    """
    places = sorted(
        {(column, nth) for (_, column), cell in table.cells.items() for nth in range(len(cell[:MOST_FIGURES]))}
    )
    rows = sorted({row for row, _ in table.cells if row})
    if len(rows) * len(places) < 3:
        return None
    at_row = {row: line for line, row in enumerate(rows)}
    at_place = {place: position for position, place in enumerate(places)}
    shape = (len(rows), len(places))
    values, steps, kinds = np.full(shape, np.nan), np.zeros(shape), np.zeros(shape, np.int8)
    loose = np.zeros(shape)
    figures: list[list[Figure | None]] = [[None] * len(places) for _ in rows]
    for (row, column), cell in table.cells.items():
        for nth, figure in enumerate(cell[:MOST_FIGURES]):
            if not row or figure.is_range or figure.kind_of in ("rank", "code"):
                continue
            line, position = at_row[row], at_place[column, nth]
            values[line, position] = figure.value
            steps[line, position] = float(figure.quantity.resolution)
            loose[line, position] = _loose(figure)
            kinds[line, position] = PERCENT if figure.unit in units.PERCENT else AMOUNT
            figures[line][position] = figure
    heads: list[Column | Row] = [table.columns.get(column, Column(column)) for column, _ in places]
    sides: list[Column | Row] = [table.rows.get(row, Row(row)) for row in rows]
    for position, head in enumerate(heads):
        if _numbering(values[:, position], head):
            values[:, position], kinds[:, position] = np.nan, 0
    coarse = _coarse(values, steps, kinds)
    grains = {
        figure: Fraction(repr(float(coarse[line, position])))
        for line, position in zip(*np.nonzero(coarse > steps), strict=True)
        if (figure := figures[line][position]) is not None
    }
    computed = bool(_padded(values, steps).any())
    halves = np.maximum(steps, coarse) / 2
    return Lines(
        values, halves, kinds, figures, heads, sides, "row", grains, np.maximum(halves, loose), computed, about
    )


_PER = r"(?i)\bper (1[0,]{2,})\b"
_OF_WHOLE = (
    r"(?i)(?P<part>.*?)[\s,;(–-]*(?:\b(?:in|as|en) )?(?:an? )?{headers percent} (?:of|der|des|du|de|del) "
    r"(?P<whole>[^()]+)"
)


def is_total(head: Column | Row) -> bool:
    """Whether a row or column is a total by its label."""
    return (isinstance(head, Row) and head.role in ("total", "subtotal")) or named(head, "totals", "total", "subtotal")


def _text(head: Column | Row) -> str:
    return head.path[-1] if isinstance(head, Column) and head.path else head.label


def _stems(text: str) -> frozenset[str]:
    """The words of a label without their order and plural: "Sales, net" is "net sales"."""
    return frozenset(word.rstrip("s") for word in text.casefold().replace(",", " ").split() if word.isalpha())


def named(head: Column | Row, family: str, *classes: str) -> bool:
    """Whether the words of a head, of a column its last header cell, name something."""
    return next(words.find(family, _text(head), *classes), None) is not None


def _loose(figure: Figure) -> float:
    """How far from its print the rounded reading of a figure may lie."""
    quantity = figure.quantity
    step = float(quantity.resolution)
    rounded = float(quantity.rounding) if figure.step is None else min(float(quantity.rounding), max(step, figure.step))
    if quantity.approximate:
        return rounded
    if figure.unit == "percent":  # cut off rather than rounded
        return step
    return rounded / 2 if quantity.scale == 1 and step >= 1 and abs(figure.value) >= 1000 else step / 2


def _numbering(column: Floats, head: Column | Row) -> bool:
    """Whether a column numbers its rows, or gives their years."""
    if isinstance(head, Column) and head.kind in ("rank", "code"):
        return True
    known = column[~np.isnan(column)]
    if len(known) < 3 or (known != np.round(known)).any():
        return False
    steps = np.diff(known)
    return bool((steps == 1).all() or (((known >= 1900) & (known <= 2100)).all() and (abs(steps) <= 5).all()))


def used_step(numbers: Floats) -> float:
    """The coarsest decimal step that some numbers keep to; 0 where they keep to none."""
    steps = (1.0, 0.1, 0.01, 1e-3, 1e-4)
    return next((step for step in steps if np.allclose(numbers / step, np.rint(numbers / step), atol=1e-6)), 0.0)


def _padded(values: Floats, steps: Floats) -> Mask:
    """The figures with three decimals or more, where nearly all of a table have so many."""
    known = ~np.isnan(values)
    padded = known & (steps > 0) & (steps <= 1e-3)
    return padded if padded.sum() >= 0.8 * known.sum() else np.zeros_like(known)


def _coarse(values: Floats, steps: Floats, kinds: Kinds) -> Floats:
    """Steps that the figures of a table keep to together, coarser than each is printed: 0 where they keep to none.

    A spreadsheet pads decimals with zeros (28.60000); a statistical office rounds all counts to threes or fives, at
    times at random, so that one may be nearly a whole step off either way.
    """
    coarse = np.zeros_like(steps)
    known = ~np.isnan(values)
    padded = _padded(values, steps)
    for column in np.flatnonzero(padded.any(axis=0)):
        mask = padded[:, column]
        coarse[mask, column] = used_step(values[mask, column])
    whole = known & (kinds != PERCENT) & (steps == 1) & (values == np.round(values)) & (np.abs(values) > 9)
    for group in (slice(None), *range(values.shape[1])):
        numbers = np.unique(np.abs(values[:, group][whole[:, group]]))
        for base, share in ((3, 0.95), (5, 0.8)) if len(numbers) >= MANY else ():
            if (numbers % base == 0).mean() >= share:
                coarse[:, group][whole[:, group] & (values[:, group] % base == 0)] = 2 * (base - 1)
        for step in (10, 100, 1000):
            if len(numbers) >= MANY and not (numbers % step).any():
                coarse[:, group][whole[:, group]] = step
    return coarse
