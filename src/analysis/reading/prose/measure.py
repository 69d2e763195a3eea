"""What a figure of prose measures: by its unit, its clause and labels, then by what introduces them."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis import words
from analysis.reading.labels import first_class, level, says
from analysis.reading.measure import BIG, BY_UNIT, any_says, by_size, of_money
from analysis.reading.occupation import role_phrase
from analysis.reading.prose.mention import Mention
from analysis.units import DAYS

__all__ = ["ADDS", "measure_in"]

#: The words by which a sentence names one of them.
_TOLD = {"spent on": "allocation", "asked for": "demand", "adoption": "adoption", "usage": "usage"}
_OF_PAY = re.compile(r"\s*of (?:(?:the|their|base|annual|yearly) )*(?:salary|pay|compensation)\b", re.I)
#: "is expected to add another $24 billion": by so much more, no size.
ADDS = re.compile(r"\badd(?:s|ed|ing)?\s+(?:another|an extra|an additional|up to|about|roughly|\s)*$", re.I)
_SIGNED = re.compile(r"[+\-−–](?=\s?\d)")  # "+0.8%": so much more, where nothing says a level
_OF_NEXT = r"{bases cagr}\s*(?i:rate\s+)?(?i:of|at|is|was)\s+\W*$"
#: What leads to a level: `from about`, `to`, `stood at`.
_LEADS = r"(?:(?i:\bfrom|(?<!up )\bto)|{measures lies} at)\s+(?:an?\s+\w+ed\s+)?"
_AT_LEVEL = _LEADS + r"(?:{hedges about|over|under}\s+)*[\d.,]*\D{0,12}$"
_PARTICLES = ("up", "down", "higher", "lower")
_BESIDE, _NEAR = 14, 45  # characters up to which a particle, and a verb, of change still speaks of the figure


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
    return BY_UNIT.get(unit) or _money_in(mention)


def _percentage_in(mention: Mention) -> str:
    label = mention.labels[0] if mention.labels else ""
    before, after = mention.before, mention.after
    own = words.regex(_OF_NEXT).sub("", mention.after)  # "… of GDP and will achieve a CAGR of" is of the next figure
    if says("bases", "cagr", f"{label} § {before[-70:]} § {own[:60]}"):
        return "growth_rate"
    if _OF_PAY.match(after) or (mention.population and says("parts", "share", before)):
        return "share"
    compared = _follows("compared", after)
    premium = any_says("premium|extra", (before[-30:], label)) or _follows("premium|extra", after)
    if (compared or premium) and _is_of_pay(mention):
        return "pay_change"
    by = re.search(r"\bby\s*$", before) and words.pattern("change", "rise", "fall").search(before)
    signed = _SIGNED.match(mention.quantity.text)
    if compared or _follows("movement", after) or by or (signed and signed[0] == "+"):
        return "growth_rate"
    if words.regex(_AT_LEVEL).search(f"{before}{mention.quantity.text}"[:-1]):
        moves = says("measures", "growth", f"{label} {mention.subject}")
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
             if len(before) - hit.end <= _BESIDE or hit.text.lower() not in _PARTICLES]  # fmt: skip
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
    added = ADDS.search(mention.before) and any_says("pay", (sentence, *mention.around[:3]))
    if added or says("measures", "premium|extra", label) or (quantity.signed and says("measures", "pay", sentence)):
        return "pay_change"
    if says("measures", "cost", mention.subject) and not says("measures", "market|sold", mention.subject):
        return "amount"
    if "/" in quantity.unit and not says("measures", "market|sold", f"{label} § {mention.near}"):
        return "salary"
    if found := of_money(quantity, "market|sold", (label, mention.near, sentence), mention.around):
        return found
    ranked = says("phrases", "people", mention.subject) and level(mention.subject)
    if quantity.scale < BIG and (role_phrase(label) or ranked):
        return "salary"  # "Entry-level roles start around $80,000"
    return by_size(quantity)
