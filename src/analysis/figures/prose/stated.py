"""Which numbers of a text state a quantity, and which ranges are two levels."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from decimal import Decimal

from analysis.quantity import Quantity, parse
from analysis.source import Block

_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?"
)
_NAMED = (
    "ISO|IEC|IEEE|NIST|RFC|SOC|EN|DIN|SP|Version|Chapter|Sections?|Table|Figure|Fig\\.|Chart|Exhibit|Part|Step|Phase|Tier|Stage|"
    "Level|Rule|Article|Annex|No\\.|Number|Generation|Gen|Top|Web|Industry|Windows|Python|GPT|Class|Grade|Series|Form|Title|Act|"
    "Room|Page|Week|Day|Module|Unit|Lesson|Type|Area|Route|Highway|Model|Ranked|Fortune"
)
#: Numbers that state no quantity: addresses, dates and times, standards, versions, numbers of parts, ranks, idioms.
_NO_FIGURE = re.compile(
    rf"""\bhttps?://\S+|\bwww\.\S+|(?<!\S)\S{{1,64}}@\S{{1,250}}|\b[\w-]{{1,60}}\.(?:com|ai|io|org|net|co)\b
    |\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d\d)?\b
    |\b\d{{1,2}}\.?\s+(?:{_MONTHS})\b\.?|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{{1,2}}[:.]\d\d\s?(?:am|pm)\b|\b\d{{1,2}}:\d\d\b
    |\b24\s?/\s?7\b|\b9[- ]to[- ]5\b|\b50[-/]50\b|\bCOVID-19\b|\bQ[1-4]\b|\bH[12]\b|\[\d+\]
    |\b(?:{_NAMED})(?:[/ ][A-Z]+)*[\s-]*\#?\d+(?:[-.:]\d+)*(?:\.\d+)*\b(?!\s?%|\sper)
    |\b(?:top|bottom|highest|lowest|upper|lower|best-paid)\s+\d+(?:\.\d+)?\s?(?:%|percent|per\ cent)
    |\btop\s+(?:\d+|ten|five|three)\b(?!\s?(?:%|percent|per\ cent))|\#\s?\d+\b|\b\d+(?:st|nd|rd|th)\b
    |^\s*\(?\d{{1,3}}[.)]\s""",
    re.X,
)
_WINDOW = 80  # characters beside a number that are looked at
_YEAR = re.compile(r"(?:19|20)\d{2}(?:\s*[-–/]\s*(?:(?:19|20)?\d{2}))?s?")
_SMALL = frozenset("one two three four five six seven eight nine ten eleven twelve both a an".split())
_OWN_PARTS = re.compile(
    r"(?:key|main|major|critical|core|essential|important|distinct|primary|common|simple|easy|basic|broad|"
    r"different|steps?|ways?|"
    r"pillars?|reasons?|things|tips|phases|stages|parts|types|categories|areas|factors|dimensions|metrics|"
    r"questions|skills|trends|"
    r"statistics|stats|facts|examples|sections|chapters|points|takeaways|rounds|kinds|sides)\b",
    re.I,
)
#: What changes, with at most the size of its change before the two levels: "rose 12% from".
_MOVES = re.compile(
    r"\b(?:gr[eo]w\w*|r[io]s\w+|rose|f[ae]ll\w*|increas\w+|climb\w*|jump\w*|expan\w+|declin\w+|drop\w*|"
    r"surg\w+|soar\w*|slump\w*|went|moved|up|down|doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|halv\w+|"
    r"wuchs\w*|stieg\w*|steig\w*|sank\w*|fiel\w*|pass\w+|augment\w+|baiss\w+)"
    r"(?:(?!\b(?:and|while|whereas|rang\w+|vary|varie[sd]|between)\b)[^;.]|\.(?=\d)){0,40}?,?\s*(?:(?:from|von|de)\s+)?$",
    re.I,
)


def states_quantity(quantity: Quantity, block: Block) -> bool:
    """Whether a number states a quantity: no date, rank, standard, list number, nor a count of the text's own parts."""
    if quantity.unit != "count":
        return True
    token = quantity.text.strip()
    before = block.text[max(0, quantity.start - _WINDOW) : quantity.start]
    behind = block.text[quantity.end : quantity.end + _WINDOW]
    if _YEAR.fullmatch(token) and not quantity.noun:
        return False
    heading = bool(re.fullmatch(r"h[1-6]", block.tag))
    if heading or _OWN_PARTS.match(quantity.noun) or _OWN_PARTS.match(behind.lstrip()):
        return False
    if token.casefold() in _SMALL or re.search(r"[\w)]$", before) or re.match(r"[\w+]", behind):
        return False
    large = abs(quantity.high or quantity.low or Decimal(0)) >= 100 or "." in token
    after_name = re.search(r"\b[A-Z][\w-]*\s$", before) and not re.search(r"(?:^|[.!?:]\s)\w+\s$", before)
    return bool(quantity.noun or (large and not after_name) or re.search(r":\s*[~≈]?$", before))


def levels(quantity: Quantity, text: str) -> list[Quantity]:
    """A range that something moved through (`grew from 2.1 to 3.4 million`) as two levels; else the quantity."""
    ends = re.fullmatch(
        r"(?:(?:from|von|de)\s+)?(?P<low>.*?\d.*?)(?P<to>\s+(?:to|auf|à)\s+)(?P<high>.*)", quantity.text, re.I
    )
    before = text[max(0, quantity.start - _WINDOW) : quantity.start]
    moved = _MOVES.search(before)
    led = re.match(r"(?:from|von|de)\b", quantity.text, re.I) or re.search(r"\b(?:from|von|de)\s+$", before, re.I)
    if not (ends and moved and led) or quantity.low is None or quantity.high is None:
        return [quantity]
    middle = quantity.start + ends.end("low")
    first = replace(
        quantity,
        high=quantity.low,
        end=middle,
        text=text[quantity.start + ends.start("low") : middle],
        start=quantity.start + ends.start("low"),
    )
    second = replace(quantity, low=quantity.high, start=quantity.start + ends.start("high"), text=ends["high"])
    return [first, second]


def stated_quantities(block: Block) -> list[Quantity]:
    """The quantities that the text of a block states, in order."""
    found = [part for quantity in parse(block.text) for part in levels(quantity, block.text)]
    others = [other.span() for other in _NO_FIGURE.finditer(block.text)] if found else []
    ends = [end for _, end in others]
    stated = []
    for quantity in found:
        nearest = bisect_right(ends, quantity.start)  # the first that ends behind the quantity's start
        taken = nearest < len(others) and others[nearest][0] < quantity.end
        if not taken and states_quantity(quantity, block):
            stated.append(quantity)
    return stated
