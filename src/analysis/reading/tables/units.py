"""Units of a table, decided for all of it together: one scale, one currency a column, exceptions by name.

Nearest words win: the cell's own, its column's header, its row's label (or "Unit" cell, or numbered note), then what is
said of the whole table: corner, caption, lines above, notes below, headings; then the sign its column prints first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import permutations
from typing import Literal

from analysis import words
from analysis.quantity import Quantity
from analysis.reading.labels import column_statistic, level
from analysis.reading.page import UNKNOWN, Page
from analysis.reading.period import is_year
from analysis.reading.tables.layout import Layout, is_note, is_value, note_mark, parsed, unmarked
from analysis.reading.unit_words import NOTHING, ONE, Said, counted, read_unit, said, tells_amount
from analysis.source import Block, Cell
from analysis.units import PERCENT, WORKING_YEAR, is_currency, split

Place = Literal["corner", "title", "line", "lead", "note", "heading"]
Nature = Literal["", "per share", "percent", "ratio", "things", "securities"]

LARGEST = Decimal(10) ** 16  # no amount of money is larger
EARLIEST, LATEST = 1700, 2100  # year that a date may be in
MONTHS = 60  # that a date may be off
SAMPLE = 40  # rows whose arithmetic is tried to tell what a column holds
_CLOSE = Decimal("0.15")  # percent points between a printed change and the one recomputed
LARGEST_PAY = Decimal(20_000_000)  # in thousands of dollars a salary of 85,000 would be
_NOTE = re.compile(r"[(\[]?(?P<mark>\d{1,2}|[a-z*])[)\]]\s*(?P<text>.*?)(?=\s*[(\[](?:\d{1,2}|[a-z*])[)\]]\s|$)", re.S)
_ENDED = re.compile(r"\d|\bend(?:ed|ing|s)?\b", re.IGNORECASE)
_PLAIN_SIGN = re.compile(r"(?<![A-Za-z])\$|(?<!US )(?<!U\.S\. )\bdollars?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Around:
    """A text around a table: where it stands and what it says of numbers."""

    place: Place
    text: str
    said: Said

    @property
    def is_sentence(self) -> bool:
        """Whether it is told in a sentence, where a word such as "daily" is mostly of something else."""
        return len(self.text.split()) > 7 and self.text.rstrip()[-1:] in ".:"


@dataclass(frozen=True, slots=True)
class Curated:
    """A row of `context.csv` on units or periods: place ('' any) and value."""

    row: str
    column: str
    what: str
    value: str


class Units:
    """What is said about the bare numbers of each cell of one table.

    `page` says what holds for the whole page: what `$` stands for; `curated` holds what people found out.
    """

    def __init__(self, layout: Layout, block: Block, page: Page = UNKNOWN, curated: tuple[Curated, ...] = ()) -> None:
        self.layout, self.block, self.page, self.curated = layout, block, page, curated
        self.labels = tuple(layout.row_label(row) for row in layout.body)
        self._movements: dict[int, tuple[str, int, int]] = {}

    # --- what is said of the whole table ------------------------------------------------------------------------------

    @cached_property
    def around(self) -> tuple[Around, ...]:
        """What is said around the table, the nearest first: corner, caption, lines above, lead-in, notes, headings."""
        block = self.block
        texts: tuple[tuple[Place, Iterable[str]], ...] = (
            ("corner", self.layout.corner), ("title", [block.title]), ("line", reversed(block.above)),
            ("lead", [block.lead]), ("note", self._notes.get("", ())), ("heading", reversed(block.path)),
        )  # fmt: skip
        return tuple(Around(place, text, self._local(text)) for place, many in texts for text in many)

    @cached_property
    def table(self) -> Said:
        """Unit, scale and ends of a score of the whole table; NOTHING where nobody says any.

        Of corner, lines, lead-in and notes only what is printed as a unit counts.
        """
        unit, scale, score = NOTHING, ONE, NOTHING
        for place, found in ((near.place, near.said) for near in self.around):
            is_unit = found.explicit and (found.scale != 1 or found.money or found.unit == "percent")
            if place not in {"title", "heading"} and not is_unit:
                continue
            if found.explicit and found.unit not in {"", "job", "employee"} and not unit.unit:
                unit = found
            scale = found.scale if scale == 1 else scale
            score = found if score.scale_high is None else score
        if unit.unit or scale != 1:
            return replace(unit, scale=scale, explicit=True, scale_low=score.scale_low, scale_high=score.scale_high)
        return score if score.scale_high is not None else NOTHING

    @cached_property
    def _notes(self) -> dict[str, list[str]]:
        """The notes below: by mark, without one under ''."""
        notes: dict[str, list[str]] = {}
        for text in self.block.below:
            marked = [(found["mark"], found["text"]) for found in _NOTE.finditer(text)] if text[:1] in "([" else []
            for mark, note in marked or [("", text)]:
                notes.setdefault(mark, []).append(note)
        return notes

    def _local(self, text: str) -> Said:
        """What a text says, its plain dollars those of the page's country."""
        found = said(text)
        if self.page.currency and found.unit == "USD" and _PLAIN_SIGN.search(text) and "USD" not in text:
            return replace(found, unit=parsed("$ 1", self.page.currency)[0].unit)
        return found

    # --- what is said of columns and rows -----------------------------------------------------------------------------

    @cached_property
    def columns(self) -> tuple[Said, ...]:
        """What each column's header says, with the table's scale where it names a currency alone."""
        return tuple(map(self._local, self.layout.headers))

    @cached_property
    def rows(self) -> tuple[Said, ...]:
        """What each row's label, its cell in a column headed "Unit", or the note its mark points to says.

        A row that says nothing takes what the heading above it says: "Change from previous year, %".
        """
        found, above = list[Said](), NOTHING
        for number, (row, heading) in enumerate(zip(self.layout.body, self.layout.headings, strict=True)):
            if heading:
                told = self._local(heading)
                above = replace(told, explicit=True) if told.explicit or told.unit == "percent" else NOTHING
            mine = self._row(row, number)
            taken = above is not NOTHING and not (mine.unit or mine.scale != 1 or heading)
            found.append(above if taken and (above.unit != "percent" or self._largest(row) <= 1000) else mine)
        return tuple(found)

    def _row(self, row: tuple[Cell, ...], number: int) -> Said:
        label = self.labels[number]
        column = self.layout.unit_column
        printed = next((cell.text for cell in row if cell.column == column), "")
        if unit := read_unit(printed) if printed else None:
            return replace(said(label, True), unit=split(unit.unit).base, scale=unit.scale, explicit=True)
        for note in self._notes.get(note_mark(label), ()) if note_mark(label) else ():
            found = self._local(f"({note.split('. ')[0]})")
            if found.explicit or found.unit == "percent":
                return replace(found, explicit=True)
        found = said(label, True) if not is_year(label) else NOTHING
        if found.unit == "employee" and not found.explicit and number < self._totalled:
            found = replace(found, unit="")
        is_every = words.pattern("totals", "total").match(label)
        return replace(found, unit="") if is_every and not found.explicit else found  # "All roles"

    @cached_property
    def _row_natures(self) -> tuple[Nature, ...]:
        """What each row's words make an exception of; a "gross margin" of thousands is an amount after all."""
        found: list[Nature] = []
        for number, (row, label) in enumerate(zip(self.layout.body, self.labels, strict=True)):
            named = nature(label)
            large = named in {"percent", "ratio"} and self._largest(row) > 150
            found.append("" if large or (named == "things" and number < self._totalled) else named)
        return tuple(found)

    @cached_property
    def _totalled(self) -> int:
        """The row of a total of money that all rows above it add up to, so that "Staff" in a budget is an amount."""
        totals = [n for n, label in enumerate(self.labels) if words.pattern("totals", "total").match(label)]
        for total, numbers in ((total, numbers) for total in totals[:1] for numbers in self.numbers):
            parts = [number for row, number in numbers.items() if row < total]
            if self.table.money and len(parts) > 1 and numbers.get(total) == sum(parts):
                return 0 if nature(self.labels[total]) else total
        return 0

    @staticmethod
    def _largest(row: tuple[Cell, ...]) -> Decimal:
        """The largest number that a cell of a row begins with."""
        return max((parsed(unmarked(cell.text))[0].size for cell in row if is_value(cell.text)), default=Decimal(0))

    # --- signs that stand for a column --------------------------------------------------------------------------------

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """The currency or "percent" that a column prints beside its first number (and its last) for all of them."""
        return tuple(self._sign(column) for column in range(self.layout.width))

    @cached_property
    def _printed(self) -> tuple[dict[int, str], ...]:
        """For each column the unit that each row's cell prints with a plain number: "" for a bare one."""
        printed: list[dict[int, str]] = [{} for _ in range(self.layout.width)]
        for number, row in enumerate(self.layout.body):
            for cell in row:
                if not cell.origin or cell.column in self._unread or not is_value(cell.text):
                    continue
                found = self.page_parsed(cell.text)
                if len(found) == 1 and found[0].scale == 1 and not found[0].noun:
                    unit = found[0].unit
                    if unit == "count" or is_currency(unit) or unit == "percent":
                        printed[cell.column][number] = "" if unit == "count" else unit
        return tuple(printed)

    def page_parsed(self, text: str) -> tuple[Quantity, ...]:
        """The quantities of a cell by its own words, its signs those of the page's country."""
        return parsed(unmarked(text), self.page.currency) if self.page.currency else parsed(unmarked(text))

    @cached_property
    def _unread(self) -> frozenset[int]:
        return self.layout.ranks | self.layout.codes | self.layout.years

    def _sign(self, column: int) -> str:
        cells = {
            number: unit
            for number, unit in self._printed[column].items()
            if self._row_natures[number] in {"", "per share"} and not self.rows[number].explicit
        }
        signs = {unit for unit in cells.values() if unit}
        if len(signs) != 1 or "" not in cells.values():
            return ""
        sign = signs.pop()
        if is_currency(sign) and (self.table.scale != 1 or self.table.money):
            return sign
        first, last = cells[min(cells)], cells[max(cells)]
        return sign if first and (last or self._agree(column)) else ""

    def _agree(self, column: int) -> bool:
        """Whether other columns print the sign in the same rows: that is how accounts are set."""
        mine = {number for number, unit in self._printed[column].items() if unit}
        others = (
            {number for number, unit in cells.items() if unit}
            for other, cells in enumerate(self._printed)
            if other != column and "" in cells.values()
        )
        return any(mine == other for other in others)

    @cached_property
    def is_money(self) -> bool:
        """Whether the table is about money: somebody says a currency, or a column's signs do."""
        return self.table.money or any(map(is_currency, self.signs))

    # --- the cell -----------------------------------------------------------------------------------------------------

    def of(self, cell: Cell, number: int) -> Said:
        """What is said of the bare numbers of a cell in body row `number` (from 0), nearest words first."""
        header, label = self.columns[cell.column], self.labels[number]
        is_label = cell.text == label
        row = NOTHING if is_label else self.rows[number]
        scaled = header.money and header.scale != 1 and not is_label
        if scaled and (named := self._row_natures[number]) in {"percent", "ratio"}:
            return replace(NOTHING, unit="percent" if "percent" in {named, row.unit} else "")
        if header.explicit or (header.unit and (not row.explicit or (row.money and not header.money))):
            if header.explicit and not header.unit:
                return self._scaled_alone(header, row, number, cell.column)
            return self._fitting(self._shared_scale(header, number, cell.column), cell.column)
        if cell.column in self._rates:
            return replace(NOTHING, unit="percent")
        if not is_label and (change := self._changes[cell.column]) and (change.unit or change.scale != 1):
            return change
        if row.explicit or (row.unit and self._row_natures[number] not in {"per share", "percent", "ratio"}):
            return self._shared_scale(row, number, cell.column)
        told = not is_label and cell.column not in self._dated | self._unread
        if told and (found := self._from_table(number, cell.column)) is not None:
            return self._fitting(found, cell.column)
        if row.unit or row.scale != 1:
            return row
        curated = self.curation("unit", number + 1, cell.column)
        return replace(header, unit=split(curated).base) if curated else header

    def _scaled_alone(self, header: Said, row: Said, number: int, column: int) -> Said:
        """Under a header that says a multiplier and no unit: the row's noun, or what the table says of the unit."""
        found = replace(header, unit=row.unit) if row.unit and not row.money else self._from_table(number, column)
        if found is None or not found.unit or found.scale != 1:
            found = replace(found or header, scale=header.scale)
        elif self._exception(number, column) in {"", "securities"}:
            found = replace(found, scale=header.scale)
        return self._fitting(found, column)

    @cached_property
    def _rates(self) -> frozenset[int]:
        """Columns headed "Rate" beside others headed "Level": in percent."""
        if not any(words.pattern("headers", "beside").search(header) for header in self.layout.headers):
            return frozenset()
        alone = words.pattern("headers", "alone")
        named = (column for column, path in enumerate(self.layout.paths) if any(map(alone.fullmatch, path)))
        return frozenset(column for column in named if 0 < self._sizes[column][1] <= 100)

    @cached_property
    def _changes(self) -> tuple[Said, ...]:
        """Of columns headed "Change" or "Share" without a unit, as arithmetic says: percent, points between
        percentages, or what the header of the levels says.
        """
        found = [NOTHING for _ in range(self.layout.width)]
        for column, header in enumerate(self.layout.headers):
            moves = words.pattern("headers", "movement").search(header)
            if self.columns[column].unit or not (moves or words.pattern("headers", "portion").search(header)):
                continue
            kind, later, _ = self.movement(column)
            if kind == ("percent" if moves else "share"):
                found[column] = replace(NOTHING, unit="percent")
            elif kind == "amount" and moves:
                shares = [unit == "percent" for unit in self._printed[later].values()]
                in_percent = sum(shares) * 2 > len(shares) or self.table.unit == "percent"
                found[column] = replace(NOTHING, unit="percentage_point") if in_percent else self.columns[later]
        return tuple(found)

    @cached_property
    def _dated(self) -> frozenset[int]:
        """The columns whose header says that numbers are dates ("Founded"), not what they are of ("Year ended ...")."""
        headers = enumerate(self.layout.headers)
        told = (n for n, header in headers if self.columns[n].years and not _ENDED.search(header))
        return frozenset(column for column in told if not self.signs[column] and self._may_date(column))

    def _may_date(self, column: int) -> bool:
        """Whether all its numbers may be years, months or days: a sum of quarters may be headed "Year"."""
        return all(n % 1 == 0 and (n <= MONTHS or EARLIEST <= n <= LATEST) for n in self.numbers[column].values())

    def _shared_scale(self, own: Said, number: int, column: int) -> Said:
        """A unit named without a scale takes the table's: thousands of jobs, millions where it says dollars too."""
        table = self._near_table
        if own.scale != 1 or table.scale == 1 or own.unit in _UNSCALED or own.scale_high is not None:
            return own
        if self._exception(number, column) or (table.money and not own.money):
            return own
        return own if own.unit and not own.money and self.is_money else replace(own, scale=table.scale)

    @cached_property
    def _near_table(self) -> Said:
        """The table's words, unless only a heading above says the scale."""
        scales = {near.said.scale for near in self.around if near.place != "heading"}
        return self.table if self.table.scale in scales else NOTHING

    def _exception(self, number: int, column: int) -> Nature:
        return self._row_natures[number] or nature(self.layout.headers[column])

    def _from_table(self, number: int, column: int) -> Said | None:
        """What the table, or the sign its column prints, says of a number that nothing nearer speaks of."""
        table, header = self.table, self.columns[column]
        sign = self.signs[column]
        money = table.unit if table.money else sign if is_currency(sign) else ""
        if table.unit == "percent":
            if self._exception(number, column) == "things":  # "Households 61" in a table of percentages
                return table if self.numbers[column].get(number, 0) <= 100 else None
            return table if self._sizes[column][1] <= (100 if header.counted else 1000) else None
        match self._exception(number, column):
            case "per share":
                return replace(NOTHING, unit=money) if money else None
            case "percent":
                return replace(NOTHING, unit="percent") if table.scale != 1 or money else None
            case "ratio":
                return NOTHING if table.scale != 1 or money else None
            case "things" if self.is_money:
                return NOTHING
            case "securities" if self.is_money:
                return replace(NOTHING, scale=table.scale)
        if header.counted and self._near_table.scale == 1:
            return None
        if money and words.pattern("headers", "movement", "portion").search(self.layout.headers[column]):
            return self._of_movement(column, table, money)
        if table.money and self._counts(column):
            return None
        if sign:
            return replace(table, unit=sign, explicit=True)
        if table.explicit or table.scale_high is not None:
            return table
        return None

    def _of_movement(self, column: int, table: Said, money: str) -> Said | None:
        """A bare column of growth or change beside amounts: an amount where its arithmetic says so."""
        if self.movement(column)[0] == "amount":
            return replace(table, unit=money, explicit=True)
        return replace(NOTHING, unit="percent") if table.percent else None

    def movement(self, column: int) -> tuple[str, int, int]:
        """Whether a column's numbers are differences ("amount"), percent changes or shares of two others, and of which.

        ("", -1, -1) where they are none; the columns are the later and the earlier, or the part and the whole.
        """
        if column not in self._movements:
            self._movements[column] = self._movement(column)
        return self._movements[column]

    def _movement(self, column: int) -> tuple[str, int, int]:
        own = self.numbers[column]
        sample = list(own)[:SAMPLE]
        near = [other for other in range(max(0, column - 6), min(self.layout.width, column + 7)) if other != column]
        for later, earlier in permutations(near, 2) if len(own) > 1 else ():
            end, start = self.numbers[later], self.numbers[earlier]
            rows = [row for row in sample if row in end and row in start]
            if len(rows) * 3 < len(sample) * 2 or len(rows) < 2:
                continue
            if _most(abs(abs(own[r]) - abs(end[r] - start[r])) <= 2 * _step(end[r], start[r]) for r in rows):
                return "amount", later, earlier
            if _most(abs(abs(own[r]) - abs(100 * (end[r] / start[r] - 1))) <= _CLOSE for r in rows if start[r]):
                return "percent", later, earlier
            if _most(abs(own[r] - 100 * end[r] / start[r]) <= _step(own[r]) / 2 for r in rows if start[r]):
                return "share", later, earlier
        return "", -1, -1

    @cached_property
    def numbers(self) -> tuple[dict[int, Decimal], ...]:
        """The numbers of each column by body row as printed, without unit and scale; no ranges."""
        found: list[dict[int, Decimal]] = [{} for _ in range(self.layout.width)]
        for number, row in enumerate(self.layout.body):
            for cell in row:
                if cell.origin and cell.column not in self._unread and is_value(cell.text):
                    quantity = parsed(unmarked(cell.text))[0]
                    if quantity.low is not None and quantity.low == quantity.high:
                        found[cell.column][number] = quantity.low / quantity.scale
        return tuple(found)

    def _counts(self, column: int) -> bool:
        """Whether bare numbers count something: other columns print their own money, and this header names no pay."""
        header = self.layout.headers[column]
        if self._near_table.money:
            return False
        own = bool(header) and not (self.columns[column].pay or column_statistic(header) or level(header))
        return own and bool(self.money) and column not in self.money

    @cached_property
    def money(self) -> frozenset[int]:
        """Columns most of whose cells print a currency of their own."""
        return frozenset(
            column
            for column, all_ in enumerate(self.layout.columns)
            if (texts := [text for text in all_ if not is_note(text)])
            and sum(any(q.unit[:3].isupper() for q in parsed(text)) for text in texts) * 2 > len(texts)
        )

    def _fitting(self, found: Said, column: int) -> Said:
        """Without its scale where the column's amounts are printed in full: no market of 2,240,000,000 billion."""
        middle, largest = self._sizes[column]
        header = self.columns[column]
        in_millions = header.explicit and header.scale >= 1_000_000  # national income
        limit = LARGEST_PAY if (found.pay or header.pay) and not in_millions else LARGEST
        beside = (size for other, (size, _) in zip(self.columns, self._sizes, strict=True) if other == header)
        scaled = in_millions and any(0 < size < found.scale for size in beside)  # 1,185,000 and 87,500 millions
        printed = found.scale >= 1_000_000 and middle >= found.scale and not scaled
        full = largest * found.scale > limit or printed
        return replace(found, scale=ONE) if found.scale != 1 and full else found

    @cached_property
    def _sizes(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """The middle and the largest number of each column, as printed, without rows that count things."""
        things = {number for number, named in enumerate(self._row_natures) if named == "things"}
        kept = ([abs(n) for row, n in numbers.items() if row not in things] for numbers in self.numbers)
        ordered = (sorted(sizes) or [Decimal(0)] for sizes in kept)
        return tuple((sizes[len(sizes) // 2], sizes[-1]) for sizes in ordered)

    def curation(self, what: str, number: int, column: int) -> str:
        """What `context.csv` says of a place, '' where nothing."""
        if not self.curated:
            return ""
        places = {"", str(number)}, {"", str(column + 1)}
        return next(
            (c.value for c in self.curated if c.what == what and c.row in places[0] and c.column in places[1]), ""
        )


_UNSCALED = frozenset({*PERCENT, "multiple", "score", *WORKING_YEAR})


@lru_cache(maxsize=8192)
def nature(text: str) -> Nature:
    """What in a table of amounts is none: figures per share, ratios, counts of people and things; '' else.

    >>> nature("Earnings per share"), nature("Operating margin"), nature("Number of staff"), nature("Staff costs")
    ('per share', 'percent', 'things', '')
    """
    if words.pattern("headers", "per share").search(text):
        return "per share"
    if words.pattern("headers", "securities").search(text):
        return "securities"
    if words.pattern("headers", "pay", "amount names").search(text):
        return ""  # "Hourly rate", "Orders received", "Share of profit of associates"
    if words.pattern("headers", "per cent ratio").search(text):
        return "percent"
    if words.pattern("headers", "ratio").search(text):
        return "ratio"
    return "things" if any(counted(text, "things")) and not tells_amount(text) else ""


def _most(agree: Iterable[bool]) -> bool:
    marks = list(agree)
    return len(marks) > 1 and sum(marks) * 3 >= len(marks) * 2


def _step(*values: Decimal) -> Decimal:
    """The coarsest last printed digit."""
    return max(Decimal(1).scaleb(int(value.as_tuple().exponent)) for value in values)
