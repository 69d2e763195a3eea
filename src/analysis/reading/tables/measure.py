"""What a figure of a table or chart measures: its header, label and cell first, then other headers, title, section."""

from __future__ import annotations

import re

from analysis.reading.labels import level, says
from analysis.reading.measure import BIG, BY_UNIT, any_says, by_size, of_money
from analysis.reading.model import Figure
from analysis.reading.occupation import role_phrase
from analysis.reading.period import is_year
from analysis.units import PERCENT, WORKING_YEAR

__all__ = ["measure_of", "population_of", "subject_of"]

_PERCENTAGES = ("allocation", "weight", "frequency", "adoption", "usage", "demand")
_LABELLED = re.compile(r"\([^()]*%[^()]*\)")
_NOTE = re.compile(r"\s*\(([^()]*)\)")
_SCALE_NOTE = re.compile(r"\d+\s*[-–]\s*\d+")
_POPULATION = re.compile(r"(?:(?:percentage|share|proportion) of )?([A-Za-z][\w \-/]*?)\s+(?:\w+ing|who|that)\b")

Texts = tuple[str, ...]


def subject_of(figure: Figure) -> str:
    """The label that says what is measured: the row's, or the header's where rows are years."""
    label = figure.row_label.strip()
    if label and not is_year(label):
        return label
    header = _NOTE.sub(lambda note: "" if _is_unit_note(note[1]) else note[0], figure.column_label).strip()
    return header or figure.block.title


def _is_unit_note(inside: str) -> bool:
    return says("measures", "unit note", inside) or bool(_SCALE_NOTE.fullmatch(inside.strip()))


def population_of(label: str) -> str:
    """Of whom a share is told: "companies using AI" → "companies"; '' where the label does not say."""
    found = _POPULATION.match(label)
    return found[1] if found else ""


def measure_of(figure: Figure) -> str:
    """The measure of a figure of a table: header, label and cell before the other headers, title and section."""
    unit = figure.unit
    cell = figure.cell if any(map(str.isalpha, figure.cell)) or "%" in figure.cell else ""
    near = figure.column_label, figure.row_label, cell
    far = figure.block.title, figure.block.section
    if unit in PERCENT:
        return _percentage(figure, near, far)
    if unit in WORKING_YEAR:
        return "experience" if unit == "year" and any_says("experience", near) else "duration"
    return BY_UNIT.get(unit) or _money(figure, near, far)


def _first(texts: Texts) -> str:
    """The first measure of a percentage that any of the texts names."""
    return next((cls for cls in _PERCENTAGES if any_says(cls, texts)), "")


def _money(figure: Figure, near: Texts, far: Texts) -> str:
    quantity = figure.quantity
    if quantity.signed or any_says("premium", near):
        return "pay_change"
    if "/" in quantity.unit:
        return "salary"
    if found := of_money(quantity, "market", near, [header for header, _ in figure.row_cells]):
        return found
    if any(map(role_phrase, near)) or level(figure.column_label) or _of_people(figure, near):
        return "salary"
    return of_money(quantity, "market", (), (*far, figure.article.title)) or by_size(quantity)


def _of_people(figure: Figure, near: Texts) -> bool:
    """Whether a table's first column names people by role or level, and its headers no cost of theirs."""
    header, label = figure.row_cells[0] if figure.row_cells else ("", "")
    named = says("measures", "people", header) or (label == figure.row_label and not header and level(label))
    return bool(named) and not any_says("cost", (*near, figure.block.title)) and figure.quantity.scale < BIG


def _percentage(figure: Figure, near: Texts, far: Texts) -> str:
    header, label = figure.column_label, figure.row_label
    if any_says("cagr", near) or says("measures", "growth", header):
        return "growth_rate"
    if _LABELLED.search(label) and figure.quantity.text.strip("()") in label and figure.cell == label:
        return "share"  # "Performance Bonus (15%)": a share of what the table is about
    if any_says("pay", near) and any_says("change", near):
        return "pay_change"
    if named := _first((header,)) or _first((figure.block.title,)):
        return named
    if population_of(label):
        return _first((label,)) or "share"
    return "growth_rate" if any_says("growth", (figure.cell, label)) else _first((*near, *far)) or "share"
