"""What a figure measures: by its unit, then by the nearest words that say so, in tables and charts as in prose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from analysis import words
from analysis.quantity import Quantity
from analysis.reading.labels import first_class, level, says
from analysis.reading.model import Figure, Kind
from analysis.reading.occupation import role_phrase
from analysis.reading.period import is_year
from analysis.reading.prose.mention import Mention
from analysis.units import DAYS, PERCENT, WORKING_YEAR

__all__ = ["ADDS", "KINDS", "measure_in", "measure_of", "population_of", "subject_of"]

#: What a figure of a measure states of its thing; the others state a level.
KINDS: dict[str, Kind] = {
    "growth_rate": "rate", "share": "share", "demand": "share", "adoption": "share", "usage": "share",
    "frequency": "share", "allocation": "share", "weight": "share", "score": "score", "duration": "duration",
    "experience": "duration", "ratio": "multiple", "pay_change": "change",
}  # fmt: skip
_BY_UNIT = {"score": "score", "job": "job_count", "employee": "firm_size", "multiple": "ratio", "count": "count"}
_PERCENTAGES = ("allocation", "weight", "frequency", "adoption", "usage", "demand")
#: The words by which a sentence names one of them.
_TOLD = {"spent on": "allocation", "asked for": "demand", "adoption": "adoption", "usage": "usage"}
_BIG, _HUGE = 1_000_000, 1_000_000_000  # scales from which an amount is nobody's pay, and rather a market's

_LABELLED = re.compile(r"\([^()]*%[^()]*\)")
_NOTE = re.compile(r"\s*\(([^()]*)\)")
_SCALE_NOTE = re.compile(r"\d+\s*[-–]\s*\d+")
_POPULATION = re.compile(r"(?:(?:percentage|share|proportion) of )?([A-Za-z][\w \-/]*?)\s+(?:\w+ing|who|that)\b")
_PAID = re.compile(r"salar|wage|compensation|bonus|\bpay\b|gehalt|package", re.I)
_OF_PAY = re.compile(r"\s*of (?:(?:the|their|base|annual|yearly) )*(?:salary|pay|compensation)\b", re.I)
#: "is expected to add another $24 billion": by so much more, no size.
ADDS = re.compile(r"\badd(?:s|ed|ing)?\s+(?:another|an extra|an additional|up to|about|roughly|\s)*$", re.I)
_SIGNED = re.compile(r"[+\-−–](?=\s?\d)")  # "+0.8%": so much more, where nothing says a level
_OF_NEXT = r"{bases cagr}\s*(?i:rate\s+)?(?i:of|at|is|was)\s+\W*$"
#: What leads to a level: `from about`, `to`, `stood at`.
_LEADS = r"(?:(?i:\bfrom|(?<!up )\bto)|{measures lies} at)\s+(?:an?\s+\w+ed\s+)?"
_AT_LEVEL = _LEADS + r"(?:{measures hedge}\s+)*[\d.,]*\D{0,12}$"
_BESIDE, _NEAR = 14, 45  # characters up to which a particle, and a verb, of change still speaks of the figure

Texts = tuple[str, ...]


# --- tables -----------------------------------------------------------------------------------------------------------


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
        return "experience" if unit == "year" and _any("experience", near) else "duration"
    return _BY_UNIT.get(unit) or _money(figure, near, far)


def _any(cls: str, texts: Iterable[str]) -> bool:
    return any(says("measures", cls, text) for text in texts)


def _first(texts: Texts) -> str:
    """The first measure of a percentage that any of the texts names."""
    return next((cls for cls in _PERCENTAGES if _any(cls, texts)), "")


def _money(figure: Figure, near: Texts, far: Texts) -> str:
    quantity = figure.quantity
    if quantity.signed or _any("premium", near):
        return "pay_change"
    if "/" in quantity.unit:
        return "salary"
    if found := _of_money(quantity, "market", near, [header for header, _ in figure.row_cells]):
        return found
    if any(map(role_phrase, near)) or level(figure.column_label) or _of_people(figure, near):
        return "salary"
    return _of_money(quantity, "market", (), (*far, figure.article.title)) or _by_size(quantity)


def _of_people(figure: Figure, near: Texts) -> bool:
    """Whether a table's first column names people by role or level, and its headers no cost of theirs."""
    header, label = figure.row_cells[0] if figure.row_cells else ("", "")
    named = says("measures", "people", header) or (label == figure.row_label and not header and level(label))
    return bool(named) and not _any("cost", (*near, figure.block.title)) and figure.quantity.scale < _BIG


def _percentage(figure: Figure, near: Texts, far: Texts) -> str:
    header, label = figure.column_label, figure.row_label
    if _any("cagr", near) or says("measures", "growth", header):
        return "growth_rate"
    if _LABELLED.search(label) and figure.quantity.text.strip("()") in label and figure.cell == label:
        return "share"  # "Performance Bonus (15%)": a share of what the table is about
    if _any("pay", near) and _any("change", near):
        return "pay_change"
    if named := _first((header,)) or _first((figure.block.title,)):
        return named
    if population_of(label):
        return _first((label,)) or "share"
    return "growth_rate" if _any("growth", (figure.cell, label)) else _first((*near, *far)) or "share"


# --- prose ------------------------------------------------------------------------------------------------------------


def measure_in(mention: Mention) -> str:
    """The measure of a figure of prose: by its unit, its clause and labels, then by what introduces them."""
    unit = mention.quantity.unit
    if mention.is_percent:
        return _percentage_in(mention)
    if unit in DAYS:
        near = " ".join((*mention.labels[:1], mention.near))
        ranked = says("measures", "experience", near) or bool(words.pattern("seniority").search(near))
        return "experience" if unit in {"year", "month"} and ranked else "duration"
    if unit == "count":
        told = mention.quantity.noun or next(filter(None, mention.labels), "") or mention.subject
        return "job_count" if says("measures", "jobs", told) and not says("measures", "not jobs", told) else "count"
    return _BY_UNIT.get(unit) or _money_in(mention)


def _percentage_in(mention: Mention) -> str:
    label = mention.labels[0] if mention.labels else ""
    before, after = mention.before, mention.after
    own = words.regex(_OF_NEXT).sub("", mention.after)  # "… of GDP and will achieve a CAGR of" is of the next figure
    if says("bases", "cagr", f"{label} § {before[-70:]} § {own[:60]}"):
        return "growth_rate"
    if _OF_PAY.match(after) or (mention.population and says("parts", "share", before)):
        return "share"
    compared = _follows("compared", after)
    premium = _any("premium|extra", (before[-30:], label)) or _follows("premium|extra", after)
    if (compared or premium) and _is_of_pay(mention):
        return "pay_change"
    by = re.search(r"\bby\s*$", before) and words.pattern("change", "rise", "fall").search(before)
    signed = _SIGNED.match(mention.quantity.text)
    if compared or _follows("movement", after) or by or (signed and signed[0] == "+"):
        return "growth_rate"
    if words.regex(_AT_LEVEL).search(f"{before}{mention.quantity.text}"[:-1]):
        moves = says("measures", "growing", f"{label} {mention.subject}")
    else:
        moves = bool(signed) or says("measures", "movement", label) or (_moved(before) and not mention.population)
    return "growth_rate" if moves else _share_in(mention)


def _is_of_pay(mention: Mention) -> bool:
    """Whether the nearest text that speaks of pay or of a market speaks of pay."""
    texts = (mention.near, mention.sentence.text, *mention.around[:2])
    return says("measures", "pay", next((text for text in texts if says("measures", "pay|market|sold", text)), ""))


def _follows(cls: str, after: str) -> bool:
    """Whether the text begins with a word of the class, or with up to three others before it: "year-on-year rise"."""
    return bool(words.regex(rf"\s*(?:[\w-]+\s+){{0,3}}?{{measures {cls}}}").match(after))


def _moved(before: str) -> bool:
    """Whether a word of change stands near before a figure; `up` and `down` say one only right beside it."""
    found = [hit for hit in words.find("change", before, "rise", "fall")
             if len(before) - hit.end <= _BESIDE or not says("measures", "particle", hit.text)]  # fmt: skip
    return bool(found) and len(before) - found[-1].end < _NEAR


def _share_in(mention: Mention) -> str:
    texts = (mention.sentence.text, *mention.labels, *mention.around[:2])
    return next(filter(None, map(_share_of_what, texts)), "share")


@lru_cache(maxsize=4096)
def _share_of_what(text: str) -> str:
    asked = words.pattern("measures", "asker").search(text)
    if asked and words.pattern("measures", "asks").search(text, asked.end()):
        return "demand"
    return _TOLD.get(first_class("measures", _TOLD, text), "")


def _money_in(mention: Mention) -> str:
    quantity, label, sentence = mention.quantity, " § ".join(mention.labels), mention.sentence.text
    added = ADDS.search(mention.before) and _any("pay", (sentence, *mention.around[:3]))
    if added or says("measures", "premium|extra", label) or (quantity.signed and says("measures", "pay", sentence)):
        return "pay_change"
    if says("measures", "cost", mention.subject) and not says("measures", "market|sold", mention.subject):
        return "amount"
    if "/" in quantity.unit and not says("measures", "market|sold", f"{label} § {mention.near}"):
        return "salary"
    if found := _of_money(quantity, "market|sold", (label, mention.near, sentence), mention.around):
        return found
    ranked = says("phrases", "people", mention.subject) and level(mention.subject)
    if quantity.scale < _BIG and (role_phrase(label) or ranked):
        return "salary"  # "Entry-level roles start around $80,000"
    return _by_size(quantity)


# --- both -------------------------------------------------------------------------------------------------------------


def _of_money(quantity: Quantity, markets: str, near: Texts, far: Iterable[str]) -> str:
    """The measure of an amount by the first text that speaks of a market, of pay or, of those near, of a cost.

    A big amount is of the market where that is named before pay; one that is not big, only where that is near.
    """
    big = quantity.scale >= _BIG
    for text in (*near, *far):
        pay, market = (words.pattern("measures", *cls.split("|")).search(text) for cls in ("pay", markets))
        if market and (big or text in near) and (pay is None or (big and market.start() < pay.start())):
            return "market_size"
        if pay:
            return "amount" if big and not _PAID.search(text) else "salary"
        if text in near and says("measures", "cost", text):
            return "amount"
    return ""


def _by_size(quantity: Quantity) -> str:
    return "market_size" if quantity.scale >= _HUGE else "amount"
