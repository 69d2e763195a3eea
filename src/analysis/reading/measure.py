"""What a figure measures, by its unit and the words around it, nearest first; one grammar for tables and charts."""

from __future__ import annotations

import re

from analysis.reading.labels import level, says
from analysis.reading.layout import is_year
from analysis.reading.model import Figure, Kind
from analysis.reading.occupation import role_phrase
from analysis.units import PERCENT, WORKING_YEAR

__all__ = ["KINDS", "PERCENTAGES", "measure_of", "population_of", "subject_of"]

PERCENTAGES = ("allocation", "weight", "frequency", "adoption", "usage", "demand")
#: What a figure of a measure states of its thing; the others state a level.
KINDS: dict[str, Kind] = {
    "growth_rate": "rate", "share": "share", **dict.fromkeys(PERCENTAGES, "share"), "score": "score",
    "duration": "duration", "ratio": "multiple", "pay_change": "change",
}  # fmt: skip
_PLAIN = {
    "score": "score", "job": "job_count", "employee": "firm_size", "multiple": "ratio", "count": "count",
}  # fmt: skip
_LABELLED = re.compile(r"\([^()]*%[^()]*\)")
_NOTE = re.compile(r"\s*\(([^()]*)\)")
_SCALE_NOTE = re.compile(r"\d+\s*[-–]\s*\d+")
_POPULATION = re.compile(r"(?:(?:percentage|share|proportion) of )?([A-Za-z][\w \-/]*?)\s+(?:\w+ing|who|that)\b")


def subject_of(figure: Figure) -> str:
    """The label that says what is measured: the row's, or the header's where rows are years."""
    label = figure.row_label.strip()
    if label and not _starts_with_year(label):
        return label
    return _NOTE.sub(lambda note: "" if _is_unit_note(note[1]) else note[0], figure.column_label).strip() or (
        figure.block.title
    )


def _is_unit_note(inside: str) -> bool:
    return says("measures", "unit note", inside) or bool(_SCALE_NOTE.fullmatch(inside.strip()))


def _starts_with_year(label: str) -> bool:
    return is_year(label) or bool(re.match(r"(?:19|20)\d{2}(?![\d%]|[.,]\d)", label))


def population_of(label: str) -> str:
    """Of whom a share is told: "companies using AI" → "companies"; '' where the label does not say."""
    found = _POPULATION.match(label)
    return found[1] if found else ""


def measure_of(figure: Figure) -> str:
    """The measure that unit and words agree on; the nearest words (cell, header, label) before title and section."""
    unit = figure.unit
    cell = figure.cell if any(map(str.isalpha, figure.cell)) or "%" in figure.cell else ""
    near = figure.column_label, figure.row_label, cell
    far = figure.block.title, figure.block.section
    if unit in PERCENT:
        return _percentage(figure, near, far)
    if unit in WORKING_YEAR:
        return "experience" if unit == "year" and _say("experience", near) else "duration"
    return _PLAIN.get(unit) or _money(figure, near, far)


Texts = tuple[str, ...]


def _say(cls: str, texts: Texts) -> bool:
    return any(says("measures", cls, text) for text in texts)


def _first(texts: Texts) -> str:
    """The first measure of a percentage that any of the texts names."""
    return next((cls for cls in PERCENTAGES if _say(cls, texts)), "")


def _money(figure: Figure, near: Texts, far: Texts) -> str:
    quantity = figure.quantity
    if quantity.signed or _say("pay change", near):
        return "pay_change"
    if "/" in quantity.unit:
        return "salary"
    beside = tuple(header for header, _ in figure.row_cells)
    for around in (near, beside, far):
        is_pay = _say("pay", around)
        if _say("market", around) and not (is_pay and quantity.scale < 1_000_000):
            return "market_size"
        if is_pay or (around is near and (any(map(role_phrase, near)) or level(figure.column_label))):
            return "salary"
        if around is beside and _of_people(figure, near):
            return "salary"
    in_market = quantity.scale >= 1_000_000 and says("measures", "market", figure.article.title)
    return "market_size" if quantity.scale >= 1_000_000_000 or in_market else "amount"


def _of_people(figure: Figure, near: Texts) -> bool:
    """Whether a table's first column names people by role or level, and its headers no cost of theirs."""
    header, label = figure.row_cells[0] if figure.row_cells else ("", "")
    named = says("measures", "people", header) or (label == figure.row_label and not header and level(label))
    costs = _say("costs", (*near, figure.block.title))
    return bool(named and not costs and figure.quantity.scale < 1_000_000)


def _percentage(figure: Figure, near: Texts, far: Texts) -> str:
    header, label = figure.column_label, figure.row_label
    if _say("cagr", near):
        return "growth_rate"
    if _LABELLED.search(label) and figure.quantity.text.strip("()") in label and figure.cell == label:
        return "share"  # "Performance Bonus (15%)": a share of what the table is about
    grows = says("measures", "growth", header)
    if _say("pay", near) and _say("change", near) and not grows:
        return "pay_change"
    if grows:
        return "growth_rate"
    if named := _first((header,)) or _first((figure.block.title,)):
        return named
    if population_of(label):
        return _first((label,)) or "share"
    if _say("growth", (figure.cell, label)):
        return _first((label,)) or "growth_rate"
    return _first(near) or _first(far) or "share"
