"""Pay periods of a table's money: by cell, header, row, group, caption, sentence before it, section, page.

Magnitude decides between the periods a page names, it never invents one; what is called price or cost has none.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from analysis.reading.labels import says, statistic
from analysis.reading.page import is_possible
from analysis.reading.tables.layout import is_value
from analysis.reading.tables.units import Units
from analysis.reading.unit_words import NOTHING, ONE, Said, names_no_unit, pay_period, read_unit, said
from analysis.source import Cell
from analysis.units import is_currency, split

__all__ = ["PayPeriods"]


class PayPeriods:
    """The pay periods of the cells of one table."""

    def __init__(self, units: Units) -> None:
        self.units, self.layout, self.block = units, units.layout, units.block

    def of(self, cell: Cell, number: int, group: str = "") -> tuple[str, str]:
        """Pay period of money in a cell, and what printed it: header, title, section, curated; ("", "") for none.

        `number` is the body row from 0, -1 in the header; `group` the heading the row stands under.
        """
        label = self.units.labels[number] if number >= 0 else ""
        header = self.units.columns[cell.column]
        row = self.units.rows[number] if label and cell.text != label else NOTHING
        for near in (header, row):
            if near.per_unit:
                return near.period, "header"
        own = said(group)
        is_pay = header.pay or row.pay or own.pay or any(found.pay for found, _ in self._far)
        is_pay = is_pay or cell.column in self._by_period or number in self._paid_rows
        is_pay = is_pay and not header.not_pay and (header.pay or not row.not_pay)  # wages of "Sales" are pay
        if is_pay:
            for near in (header, row):
                if near.period:
                    return near.period, "header"
            if number in self._paid_rows:
                return self._paid_rows[number], "header"
            for found, basis in ((own, "title"), *self._far):  # "Daily responsibilities" is no pay per day
                if found.period and (found.pay or (found.set_off and not found.not_pay)):
                    return found.period, basis
            for found in self._sentences:
                if found.pay and found.period and is_possible(found.period, self._amounts[cell.column]):
                    return found.period, "title"
        if header.money and (period := self._converted(cell.column)):
            return period, "header"
        unit = split(self.units.curation("unit", number + 1, cell.column)).period
        if period := self.units.curation("period", number + 1, cell.column) or unit:
            return period, "curated"
        if is_pay and number >= 0:
            period = self.units.page.likely_period(self._amounts[cell.column])
            return period, "section" if period else ""
        return "", ""

    def _converted(self, column: int) -> str:
        """Of a column headed by a currency alone ("In US dollars"): the period of the pay it converts, to its left."""
        headers = self.layout.headers
        if column < 1 or read_unit(headers[column]) is None:
            return ""
        before = self.units.columns[column - 1]
        return before.period if before.pay else self._converted(column - 1)

    @cached_property
    def _by_period(self) -> frozenset[int]:
        """The columns of one pay by several periods ("Hourly", "Annual"), which need no word for pay; prices are less.

        A column headed "Plan", "Rent" or the like says that they are prices.
        """
        columns = self.units.columns
        told = [at for at, column in enumerate(columns) if column.period]
        several = len({columns[at].period for at in told}) > 1 and not any(column.not_pay for column in columns)
        amounts = self._amounts if several else ()
        pay = several and all(amounts[at][0] and is_possible(columns[at].period, amounts[at]) for at in told)
        return frozenset(told if pay else ())

    @cached_property
    def _far(self) -> tuple[tuple[Said, str], ...]:
        """What caption, lines above and headings say, nearest first, with the name of such a place."""
        places = {"corner", "title", "line"}
        lines = (near for near in self.units.around if near.place in places and not near.is_sentence)
        headings = (near for near in self.units.around if near.place == "heading")
        return (*((near.said, "title") for near in lines), *((near.said, "section") for near in headings))

    @cached_property
    def _sentences(self) -> tuple[Said, ...]:
        """What the sentences before the table say, without a period that one column's header takes for itself."""
        taken = {header.period for header in self.units.columns}
        told = (near for near in self.units.around if near.place in {"title", "line", "lead"} and near.is_sentence)
        return tuple(near.said for near in told if near.said.period not in taken)

    @cached_property
    def _paid_rows(self) -> dict[int, str]:
        """The pay periods of rows that do not say theirs in their label.

        A column of periods says them ("Hourly", "Bi-weekly", "Annual"), or of percentiles, means and medians one says
        that of all ("Median daily rate").
        """
        labels, rows = self.units.labels, self.units.rows
        for column in self.layout.stub:
            texts = {n: cell.text for n, row in enumerate(self.layout.body) for cell in row if cell.column == column}
            periods = {number: pay_period(text) for number, text in texts.items()}
            if len({*periods.values()} - {""}) > 1 and all(map(_only_period, texts.values())):
                return periods
        told = [number for number, label in enumerate(labels) if statistic(label) and not rows[number].percent]
        named = {rows[number].period for number in told if rows[number].pay} - {""}
        return dict.fromkeys(told, named.pop()) if len(named) == 1 else {}

    @cached_property
    def _amounts(self) -> tuple[tuple[str, Decimal], ...]:
        """Currency and middle of the amounts in each column."""
        found = []
        for column, texts in enumerate(self.layout.columns):
            values = [self.units.page_parsed(text)[0] for text in texts if is_value(text)]
            money = [value for value in values if is_currency(value.unit)]
            unit, scale = money[0].unit if money else "", ONE
            if not money:  # bare numbers under a unit of their column or table
                near = next((of for of in (self.units.columns[column], self.units.table) if of.money), NOTHING)
                unit, money = near.unit, values if near.money else []
                scale = self.units.table.scale if near.scale == 1 else near.scale
            sizes = sorted(value.size * scale for value in money)
            found.append((unit, sizes[len(sizes) // 2] if sizes else Decimal(0)))
        return tuple(found)


def _only_period(text: str) -> bool:
    """Whether a cell says how often is paid, and nothing else."""
    return len(text.split()) < 3 and (says("pay", "period", text) or names_no_unit(text))
