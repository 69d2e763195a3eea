"""Which numbers of a text state a quantity, and which ranges are two levels."""

from __future__ import annotations

import re
from decimal import Decimal

from analysis import words
from analysis.quantity import Quantity, parse
from analysis.reading.timing import periods_in
from analysis.source import Block

__all__ = ["stated"]

_WINDOW = 80  # characters beside a number that are looked at
_YEAR = re.compile(r"(?:19|20)\d{2}(?:\s*[-–/]\s*(?:(?:19|20)?\d{2}))?s?")
_FROM = r"(?:from|von|de|desde)"
_TO = r"(?:to|auf|à|a)"
#: Up to the size of a change between the verb and its two levels: "rose 12% from".
_UP_TO_LEVELS = r"(?:(?!\b(?:and|while|whereas|rang\w+|vary|varie[sd]|between)\b)[^;.]|\.(?=\d)){0,40}?,?\s*"
_MOVES = (
    r"(?i)(?:{change rise|fall|times}|\b(?:went|moved|pass[ée]\w*|pas[óa]\w*)\b)" + _UP_TO_LEVELS + rf"(?:{_FROM}\s+)?$"
)
_COMPARES = re.compile(r"\s(?:more|fewer|less|higher|lower)(?=\s(?:than|[io]n)\b|[,.;)])")
_NEXT, _LISTED = re.compile(r"\s[a-z]+\b"), re.compile(r"^[^.;:\d]*(?:,|\b(?:and|und|et|y))\s$")
_SECTION = re.compile(r"\d{1,2} [A-Z]")  # "2 Staff": a section, by its number
_SHARED = re.compile(r"\s\(\d[\d.,]*\s?(?:%|per\s?cent)\)")
#: A share that names a part of the people: "the lowest-paid 10% earn".
_PART = r"{numbered rank}\s+\d+(?:\.\d+)?\s?(?:%|percent|per cent)(?!\s+of\b)"
_BY_SO_MUCH = re.compile(r"\s*\([+−–-]\s?\d[\d.,]*\s?%\)")  # "ore rose …, grain from 3.1 to 3.4 (+9.7%)"
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’\s]\d{3})+")


def stated(block: Block, *, currency: str = "", language: str = "") -> list[Quantity]:
    """The quantities that the text of a block states, in order.

    No date, rank, standard or list number, nor a count of the text's own parts; what something moved through
    ("grew from 2.1 to 3.4 million") is two levels. `currency` is what a shared sign stands for on its page.
    """
    text = block.text
    found = parse(text, currency=currency or None, language=language or None)
    found = [part for quantity in found for part in _levels(quantity, text)]
    if not found:
        return []
    taken = bytearray(len(text) + 1)
    for other in words.regex(_PART).finditer(text):
        taken[other.start() : other.end()] = b"\1" * len(other.group())
    for span in periods_in(text):
        if span.shift and abs(span.shift[1]) > 1:
            continue  # "five years ago" says how long
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    kept: list[Quantity] = []
    for quantity in found:
        free = not any(taken[quantity.start : quantity.end])
        if free and (_is_stated(quantity, block) or (kept and _goes_on(kept[-1], quantity, text))):
            kept.append(quantity)
    return kept


def _goes_on(before: Quantity, quantity: Quantity, text: str) -> bool:
    """Whether a number continues a list: "60 in sales, 20 in service and 40 in research"."""
    gap, behind = text[before.end : quantity.start], text[quantity.end : quantity.end + _WINDOW]
    first, then = (_NEXT.match(part) for part in (gap, behind))
    alike = first and then and first[0] == then[0] and _LISTED.search(gap)
    counts = before.unit == quantity.unit == "count" and not _YEAR.fullmatch(quantity.text)
    return bool(alike) and counts and len(gap) < _WINDOW


def _is_stated(quantity: Quantity, block: Block) -> bool:
    heading = re.fullmatch(r"h[1-6]", block.tag) is not None
    if quantity.unit != "count":
        return not (heading and quantity.unit == "employee" and not quantity.start and _SECTION.match(block.text))
    token = quantity.text.strip()
    before = block.text[max(0, quantity.start - _WINDOW) : quantity.start]
    behind = block.text[quantity.end : quantity.end + _WINDOW]
    own = words.pattern("numbered", "own part").match(behind.lstrip())
    if heading or own or words.lookup("numbered", token):
        return False
    large = abs(quantity.high or quantity.low or Decimal(0)) >= 100 or "." in token
    if large and _GROUPED.fullmatch(token):
        return True
    after_name = re.search(r"\b[A-Z][\w-]*\s$", before) and not re.search(r"(?:^|[.!?:]\s)\w+\s$", before)
    led = re.search(rf":\s*[~≈]?$|\b(?:{_FROM}|{_TO}|by)\s+$", before, re.I)
    verb = before[: led.start()] if led and led[0][:2].lower() == "by" else before
    moved = led and (led[0][0] == ":" or words.regex(_MOVES).search(verb))  # "complaints fell to 60 from 90"
    shared = _SHARED.match(behind) and not after_name  # "18 (8.8%) worked elsewhere"
    compared = _COMPARES.match(behind)  # "or 71 more than a year earlier"
    return bool(quantity.noun or (large and not after_name) or moved or shared or compared)


def _levels(quantity: Quantity, text: str) -> list[Quantity]:
    """A range that something moved through, or by so much to a level, as two figures; else the quantity."""
    low, high = quantity.low, quantity.high
    if low is None or high is None or low == high:
        return [quantity]
    ends = re.fullmatch(rf"(?P<from>{_FROM}\s+)?(?P<low>.*?\d.*?)(?P<to>\s+{_TO}\s+)(?P<high>.*)", quantity.text, re.I)
    if not ends:
        return [quantity]
    before = text[max(0, quantity.start - _WINDOW) : quantity.start]
    moved = ends["from"] and (words.regex(_MOVES).search(before) or _BY_SO_MUCH.match(text, quantity.end))
    if not moved and ends["to"].strip() != "auf":  # which never makes a range
        return [quantity]
    middle = quantity.start + ends.end("low")
    first = quantity._replace(
        low=low, high=low, start=quantity.start + ends.start("low"), end=middle,
        text=text[quantity.start + ends.start("low") : middle],
    )  # fmt: skip
    second = quantity._replace(low=high, high=high, start=quantity.start + ends.start("high"), text=ends["high"])
    return [first, second]
