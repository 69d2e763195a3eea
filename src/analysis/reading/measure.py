"""What a figure measures, by its unit and the words around it, nearest first: in tables and charts, and in prose."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis import words
from analysis.reading.labels import level, says
from analysis.reading.model import Figure, Kind
from analysis.reading.occupation import role_phrase
from analysis.reading.prose.mention import Mention
from analysis.reading.tables.layout import is_year
from analysis.units import DAYS, PERCENT, WORKING_YEAR

__all__ = ["KINDS", "PERCENTAGES", "measure_in", "measure_of", "population_of", "subject_of"]

PERCENTAGES = ("allocation", "weight", "frequency", "adoption", "usage", "demand")
#: What a figure of a measure states of its thing; the others state a level.
KINDS: dict[str, Kind] = {
    "growth_rate": "rate", "share": "share", **dict.fromkeys(PERCENTAGES, "share"), "score": "score",
    "duration": "duration", "experience": "duration", "ratio": "multiple", "pay_change": "change",
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


# --- prose ------------------------------------------------------------------------------------------------------------

_OF_PAY = re.compile(r"\s*of (?:(?:the|their|base|annual|yearly) )*(?:salary|pay|compensation)\b", re.I)
#: "is expected to add another $24 billion": by so much more, no size.
ADDS = re.compile(r"\badd(?:s|ed|ing)?\s+(?:another|an extra|an additional|up to|about|roughly|\s)*$", re.I)
_PAID = re.compile(r"salar|wage|compensation|bonus|\bpay\b|gehalt|package", re.I)
_SIGNED = re.compile(r"[+\-−–](?=\s?\d)")  # "+0.8%": so much more, where nothing says a level
_UP_OR_DOWN = re.compile(r"\s*(?:up|down)\b(?! to\b)")
_OF_NEXT = r"{bases cagr}\s*(?i:rate\s+)?(?i:of|at|is|was)\s+\W*$"
#: What leads to a level: `from about`, `to`, `stood at`.
_AT_LEVEL = (
    r"(?:(?i:\bfrom|(?<!up )\bto)|{senses lies} at)\s+(?:an?\s+\w+ed\s+)?(?:{senses hedge}\s+){0,2}[\d.,]*\d?\D{0,12}$"
)
_SHARES = ("allocation", "demand", "adoption", "usage")
_BESIDE, _NEAR = 14, 45  # characters up to which a particle, and a verb, of change still speaks of the figure


def measure_in(mention: Mention) -> str:
    """The measure of a figure of prose: by its unit, its clause and labels, then by what introduces them."""
    unit = mention.quantity.unit
    if mention.is_percent:
        return _percentage_in(mention)
    if unit in DAYS:
        near = " ".join((*mention.labels[:1], mention.near))
        ranked = says("senses", "experience", near) or bool(words.pattern("seniority").search(near))
        beside = ranked or re.search(r"\bwith\s*$", mention.before)
        return "experience" if unit in {"year", "month"} and beside else "duration"
    if unit == "count":
        told = mention.quantity.noun or next(filter(None, mention.labels), "") or mention.subject
        return "job_count" if says("senses", "jobs", told) and not says("senses", "not jobs", told) else "count"
    return _PLAIN.get(unit) or _money_in(mention)


def _percentage_in(mention: Mention) -> str:
    label = mention.labels[0] if mention.labels else ""
    before, after = mention.before, mention.after
    own = words.regex(_OF_NEXT).sub("", mention.after)  # "… of GDP and will achieve a CAGR of" is of the next figure
    if says("bases", "cagr", f"{label} § {before[-70:]} § {own[:60]}"):
        return "growth_rate"
    if _OF_PAY.match(after) or (mention.population and says("parts", "share", before)):
        return "share"
    compared = _follows("compared", after)
    premium = says("senses", "premium", before[-30:]) or says("senses", "premium", label)
    if (compared or premium or _follows("premium", after)) and _is_of_pay(mention):
        return "pay_change"
    if compared or _follows("movement", after) or _UP_OR_DOWN.match(after):
        return "growth_rate"
    by = re.search(r"\bby\s*$", before) and words.pattern("change", "rise", "fall").search(before)
    signed = _SIGNED.match(mention.quantity.text)
    if by or (signed and signed[0] == "+"):
        return "growth_rate"
    if words.regex(_AT_LEVEL).search(f"{before}{mention.quantity.text}"[:-1]):
        of_change = says("senses", "growing", f"{label} {mention.subject}")
    else:
        of_change = bool(signed) or says("senses", "movement", label) or (_moved(before) and not mention.population)
    return "growth_rate" if of_change else _share_in(mention)


def _is_of_pay(mention: Mention) -> bool:
    """Whether the nearest text that speaks of pay or of a market speaks of pay."""
    texts = (mention.near, mention.sentence.text, *mention.around[:2])
    told = (text for text in texts if says("senses", "pay", text) or says("senses", "market", text))
    return says("senses", "pay", next(told, ""))


def _follows(cls: str, after: str) -> bool:
    """Whether the text begins with a word of the class, or with up to three others before it: "year-on-year rise"."""
    return bool(words.regex(rf"\s*(?:[\w-]+\s+){{0,3}}?{{senses {cls}}}").match(after))


def _moved(before: str) -> bool:
    """Whether a word of change stands near before a figure; `up` and `down` say one only right beside it."""
    found = [hit for hit in words.find("change", before, "rise", "fall")
             if len(before) - hit.end <= _BESIDE or not says("senses", "particle", hit.text)]  # fmt: skip
    return bool(found) and len(before) - found[-1].end < _NEAR


def _share_in(mention: Mention) -> str:
    texts = (mention.sentence.text, *mention.labels, *mention.around[:2])
    return next(filter(None, map(_share_of_what, texts)), "share")


@lru_cache(maxsize=4096)
def _share_of_what(text: str) -> str:
    asked = words.pattern("senses", "asker").search(text)
    if asked and words.pattern("senses", "asks").search(text, asked.end()):
        return "demand"
    return next((cls for cls in _SHARES if says("senses", cls, text)), "")


def _money_in(mention: Mention) -> str:
    quantity, label, sentence = mention.quantity, " § ".join(mention.labels), mention.sentence.text
    if ADDS.search(mention.before) and any(says("senses", "pay", text) for text in (sentence, *mention.around[:3])):
        return "pay_change"
    if says("senses", "premium", label) or (quantity.signed and says("senses", "pay", sentence)):
        return "pay_change"
    if says("senses", "cost", mention.subject) and not says("senses", "market", mention.subject):
        return "amount"
    if "/" in quantity.unit and not says("senses", "market", f"{label} § {mention.near}"):
        return "salary"
    big = quantity.scale >= 1_000_000
    for text in (label, mention.near, sentence):
        pay = says("senses", "pay", text)
        if _speaks_of_market(text, big):
            return "market_size"
        if pay and big and not _PAID.search(text):
            return "amount"
        if pay or (text == label and not big and role_phrase(label)):
            return "salary"
        if says("senses", "cost", text):
            return "amount"
    for text in mention.around:
        if big and _speaks_of_market(text, big):
            return "market_size"
        if says("senses", "pay", text) and not (big and _PAID.search(text)):
            return "amount" if big else "salary"
    if not big and says("phrases", "people", mention.subject) and level(mention.subject):
        return "salary"  # "Entry-level roles start around $80,000"
    return "market_size" if quantity.scale >= 1_000_000_000 else "amount"


def _speaks_of_market(text: str, big: bool) -> bool:
    """Whether a text speaks of a market, and of pay only behind it, where the amount is big."""
    pay, market = (words.pattern("senses", cls).search(text) for cls in ("pay", "market"))
    return market is not None and (pay is None or (big and market.start() < pay.start()))
