"""Prose → figures: what paragraphs, list items, headings and definitions state, with the words that say what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from analysis.figures.labels import country, region, role_phrase
from analysis.figures.model import Figure
from analysis.figures.sentences import Span, is_telling, leading_labels, predicate, sentences
from analysis.figures.statements import Mention, market_phrases, pay_period, understand
from analysis.quantity import Quantity, parse
from analysis.source import Article, Block

_MONTHS = "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
#: Numbers that state no quantity: addresses, dates and times, standards, versions, numbers of parts, ranks, idioms.
_NO_FIGURE = re.compile(
    rf"""(?P<address>https?://\S+|www\.\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:com|ai|io|org|net|co)\b)
    |(?P<date>\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d\d)?\b
        |\b\d{{1,2}}\.?\s+(?:{_MONTHS})\b\.?|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{{1,2}}[:.]\d\d\s?(?:am|pm)\b|\b\d{{1,2}}:\d\d\b)
    |(?P<idiom>\b24\s?/\s?7\b|\b9[- ]to[- ]5\b|\b50[-/]50\b|\bCOVID-19\b|\bQ[1-4]\b|\bH[12]\b|\[\d+\]|\b3-?6-?0°|\bFortune\s+\d+\b)
    |(?P<named>\b(?:ISO|IEC|IEEE|NIST|RFC|SOC|EN|DIN|SP|Version|Chapter|Section|Sections|Table|Figure|Fig\.|Chart|Exhibit|Part|Step|Phase|Tier|
        Stage|Level|Rule|Article|Annex|No\.|Number|Generation|Gen|Top|Web|Industry|Windows|Python|GPT|Class|Grade|Series|Form|Title|Act|
        Room|Page|Week|Day|Module|Unit|Lesson|Type|Area|Route|Highway|Model|Ranked)(?:[/ ][A-Z]+)*[\s-]*\#?\d+(?:[-.:]\d+)*(?:\.\d+)*\b)
    |(?P<rank>\b(?:top|bottom|highest|lowest|upper|lower|best-paid)\s+\d+(?:\.\d+)?\s?(?:%|percent|per\ cent)|\#\s?\d+\b|\b\d+(?:st|nd|rd|th)\b|\btop\s+(?:\d+|ten|five|three)\b(?!\s?(?:%|percent|per\ cent)))
    |(?P<listed>^\s*\(?\d{{1,3}}[.)]\s)""",
    re.X,
)
_YEAR = re.compile(r"(?:19|20)\d{2}(?:\s*[-–/]\s*(?:(?:19|20)?\d{2}))?s?")
_SMALL = frozenset("one two three four five six seven eight nine ten eleven twelve both a an".split())
_OWN_PARTS = re.compile(
    r"(?:key|main|major|critical|core|essential|important|distinct|primary|common|simple|easy|basic|broad|different|steps?|ways?|"
    r"pillars?|reasons?|things|tips|phases|stages|parts|types|categories|areas|factors|dimensions|metrics|questions|skills|trends|"
    r"statistics|stats|facts|examples|sections|chapters|points|takeaways|rounds|kinds|sides)\b",
    re.I,
)
_PEOPLE = re.compile(
    r"\b(?:earners|performers|professionals|candidates|workers|employers|firms|companies|enterprises|freelancers|contractors|"
    r"people|graduates|hires|roles|jobs|postings|openings)\b",
    re.I,
)
_ABOUT = re.compile(r"\s*about (?:the )?(?P<name>\S.{1,39}?)[\s:]*", re.I)
_MOVES = re.compile(
    r"\b(?:gr[eo]w\w*|r[io]s\w+|rose|f[ae]ll\w*|increas\w+|climb\w*|jump\w*|expan\w+|declin\w+|drop\w*|surg\w+|went|moved|up|down)"
    r"(?:\s+(?:sharply|steadily|slightly|again))?\s+(?:from\s+)?$",
    re.I,
)
_LINES_UP = 6


def prose_figures(article: Article, block: Block) -> list[Figure]:
    """The figures of one prose block in reading order, each with its labels, its sentence as `cell`, and hints.

    Hints are columns of the ledger known from grammar, and `market_label` (the market as printed) and `context` (the texts
    to search for role, level and place, nearest first).
    """
    text = block.text
    found = [part for quantity in parse(text) for part in levels(quantity, text)]
    quantities = [quantity for quantity in found if states_quantity(quantity, text, block)]
    if not quantities or is_boilerplate(article, block):
        return []
    spans = [(quantity.start, quantity.end) for quantity in quantities]
    leads = leads_to(article, block)
    figures: list[Figure] = []
    previous: list[str] = []
    told: list[Mention] = []
    subject = ""
    for start, end in sentences(text, spans):
        inside = [quantity for quantity in quantities if start <= quantity.start < end]
        if inside:
            mentions = _mentions(article, block, (start, end), inside, leads, previous)
            understand(mentions, article.published.year if article.published else None, told)
            told += mentions
            for mention in mentions:
                _complete_period(mention, article, block)
            for mention in mentions:
                figures.append(_figure(article, block, mention, len(figures) + 1, leads, subject))
                subject = mention.subject if is_telling(mention.subject) else subject
        previous.insert(0, text[start:end].strip())
    return figures


def levels(quantity: Quantity, text: str) -> list[Quantity]:
    """A range that something moved through (`grew from 2.1 to 3.4 million`) as the two levels it names; else the quantity."""
    ends = re.fullmatch(r"(?:from\s+)?(?P<low>.*?\d\S*)(?P<to>\s+to\s+)(?P<high>.*)", quantity.text, re.I)
    moved = _MOVES.search(text[: quantity.start])
    led = re.match(r"from\b", quantity.text, re.I) or re.search(r"\bfrom\s+$", text[: quantity.start], re.I)
    if not (ends and moved and led) or quantity.low is None or quantity.high is None:
        return [quantity]
    middle = quantity.start + ends.end("low")
    first = replace(quantity, high=quantity.low, end=middle, text=text[quantity.start + ends.start("low") : middle], start=quantity.start + ends.start("low"))
    second = replace(quantity, low=quantity.high, start=quantity.start + ends.start("high"), text=ends["high"])
    return [first, second]


def states_quantity(quantity: Quantity, text: str, block: Block) -> bool:
    """Whether a number of a text states a quantity: no date, rank, standard, list number, nor a count of the text's own parts."""
    if any(found.start() < quantity.end and quantity.start < found.end() for found in _NO_FIGURE.finditer(text)):
        return False
    if quantity.unit != "count":
        return True
    token = quantity.text.strip()
    if _YEAR.fullmatch(token) and not quantity.noun:
        return False
    behind = text[quantity.end :].lstrip()
    heading = block.tag[0] == "h" and block.tag != "header"
    if heading or _OWN_PARTS.match(quantity.noun) or _OWN_PARTS.match(behind):
        return False
    if token.casefold() in _SMALL or re.search(r"[\w)]$", text[: quantity.start]) or re.match(r"[\w+]", text[quantity.end : quantity.end + 1]):
        return False
    large = abs(quantity.high or quantity.low or 0) >= 100 or "." in token
    after_name = re.search(r"\b[A-Z][\w-]*\s$", text[: quantity.start]) and not re.search(r"(?:^|[.!?:]\s)\w+\s$", text[: quantity.start])
    return bool(quantity.noun or (large and not after_name) or re.search(r":\s*[~≈]?$", text[: quantity.start]))


def is_boilerplate(article: Article, block: Block) -> bool:
    """Whether a block stands under `About <publisher>` and speaks of the publisher: its name, or `we`."""
    found = _ABOUT.fullmatch(block.section)
    if not found or found["name"].casefold() in article.title.casefold() or role_phrase(found["name"]):
        return False
    first_person = re.search(r"\b(?:we|our|us)\b", block.text, re.I)
    return bool(first_person) or found["name"].casefold() in block.text.casefold()


def leads_to(article: Article, block: Block) -> tuple[str, ...]:
    """The texts that introduce a block, nearest first: the items and the line around its list, its term, its headings, the title."""
    lines: list[str] = []
    parent = block.parent
    if block.tag == "dd":
        terms = takewhile(lambda other: other is not block, (other for other in article.blocks if other.kind == "prose"))
        parent = next((other.text for other in reversed(list(terms)) if other.tag == "dt"), "")
    while parent and parent not in lines and len(lines) < _LINES_UP:
        lines.append(parent)
        parent = _parent_of(article, block, parent)
    headings = (heading for heading in reversed(block.path) if heading == block.section or not _ABOUT.fullmatch(heading))
    return tuple(dict.fromkeys((*lines, *headings, article.title)))


def _parent_of(article: Article, block: Block, text: str) -> str:
    """The text that introduces the nearest earlier block that reads `text`."""
    found = ""
    for other in article.blocks:
        if other is block:
            break
        if other.text == text and other.kind == "prose":
            found = other.parent
    return found


def _mentions(
    article: Article, block: Block, sentence: Span, quantities: Sequence[Quantity], leads: tuple[str, ...], previous: Sequence[str]
) -> list[Mention]:
    """The figures of one sentence with the words between them; the labels a text opens with belong to its first sentence."""
    start, end = sentence
    spans = [(quantity.start - start, quantity.end - start) for quantity in quantities]
    text = block.text[start:end].rstrip()
    labels, value_at = leading_labels(text, spans)
    term = leads[0] if block.tag == "dd" and leads else ""
    around = (*previous, *leads)
    mentions = []
    for i, quantity in enumerate(quantities):
        low, high = spans[i]
        floor = spans[i - 1][1] if i else 0
        own = tuple(labels) if low >= value_at else tuple(label for label in labels if text.find(label) <= low < text.find(label) + len(label))
        mentions.append(
            Mention(
                quantity, text, low, high,
                before=text[max(floor, value_at if low >= value_at else 0) : low],
                after=text[high : spans[i + 1][0] if i + 1 < len(spans) else len(text)],
                figures=spans, labels=own or ((term,) if term else ()), around=around, earlier=tuple(previous), begin=value_at if low >= value_at else 0,
            )
        )  # fmt: skip
    return mentions


def _complete_period(mention: Mention, article: Article, block: Block) -> None:
    """Pay without a period takes the one that the labels of its chapter agree on; bonuses and equity do not."""
    quantity = mention.quantity
    if mention.measure != "salary" or "/" in quantity.unit or mention.hints.get("component") in {"bonus", "equity", "other"}:
        return
    period = chapter_period(article, block)
    if period:
        mention.quantity = replace(quantity, unit=f"{quantity.unit}/{period}")
        mention.hints["period_basis"] = "section"


def chapter_period(article: Article, block: Block) -> str:
    """The one pay period printed in labels and headers of the smallest chapter around a block that prints any, or ''."""
    shared = min((_common(article.blocks[0].path, other.path) for other in article.blocks), default=0)
    for depth in range(len(block.path), shared, -1):
        chapter = (other for other in article.blocks if other.path[:depth] == block.path[:depth])
        periods = {period for other in chapter for label in _pay_labels(other) if (period := pay_period(label))}
        if periods:
            return periods.pop() if len(periods) == 1 else ""
    return ""


def _common(path: tuple[str, ...], other: tuple[str, ...]) -> int:
    return next((i for i, (mine, theirs) in enumerate(zip(path, other, strict=False)) if mine != theirs), min(len(path), len(other)))


def _pay_labels(block: Block) -> Iterator[str]:
    """The labels of a block that speak of pay: a heading, a line that ends in a colon, a label, the header of a table or chart."""
    if block.kind == "prose":
        label = re.match(r"[^.:\n]{3,90}?(?=:|$)", block.text)
        labels = [label.group()] if label else []
    else:
        labels = [block.title, *(cell.text for cell in (block.grid[0] if block.grid else ())), *block.text[:400].split("|")]
    yield from (label for label in labels if re.search(r"salar|\bpay\b|wage|compensation|earnings", label, re.I) and not re.search(r"\d{3}", re.sub(r"\b(?:19|20)\d\d\b", "", label)))


def _figure(article: Article, block: Block, mention: Mention, nth: int, leads: tuple[str, ...], before: str) -> Figure:
    row, column = _labels(mention, leads, before)
    basis = str(mention.hints.pop("period_basis", ""))
    hints = {key: value for key, value in mention.hints.items() if value != ""}
    hints |= {"subject": row, "context": _context(row, mention, leads)}
    if mention.population:
        hints["population"] = mention.population
    return Figure(article, block, None, None, nth, row, column, mention.quantity, basis, (), mention.sentence, hints)


def _labels(mention: Mention, leads: tuple[str, ...], before: str) -> tuple[str, str]:
    """(subject, what is measured) as printed: a label's, else the sentence's, else the nearest words that tell."""
    telling = [label for label in mention.labels if is_telling(label)]
    measured = next((label for label in mention.labels if label not in telling), "") or (telling[-1] if telling else "")
    said = mention.subject
    if mention.population and mention.measure != "growth_rate" and not telling:
        if is_telling(said):
            return said, measured or mention.population
        return mention.population, predicate(mention.sentence, mention.end) or measured or said
    whose = re.search(_PEOPLE, said) or role_phrase(said) or next(market_phrases(said), "")
    if is_telling(said) and (whose or not telling):
        return said, measured or _measured(mention)
    if telling:
        column = measured if measured != telling[0] else predicate(mention.sentence, mention.end) or said or measured
        return telling[0], column
    return _nearest(mention, leads, before), measured or mention.quantity.noun or said


def _measured(mention: Mention) -> str:
    """The words between subject and figure."""
    at = mention.sentence.rfind(mention.subject, 0, mention.at)
    words = mention.sentence[at + len(mention.subject) : mention.at] if at >= 0 else mention.before
    if mention.quantity.unit == "multiple":
        words = f"{words} {re.split(r'[,;.]', mention.after)[0]}"
    return " ".join(words.strip(" ,:;–—").split()[-10:])


def _nearest(mention: Mention, leads: tuple[str, ...], before: str) -> str:
    """The nearest thing a figure without a subject of its own can be said of."""
    market = str(mention.hints.get("market_label", ""))
    if market and leads and not (country(leads[0]) or region(leads[0])):
        return market
    if before:
        return before
    short = (lead.strip(" :") for lead in leads if len(lead.split()) <= 12 and not lead.rstrip().endswith("?"))
    return next(filter(is_telling, short), "") or mention.subject or leads[-1]


def _context(row: str, mention: Mention, leads: tuple[str, ...]) -> tuple[str, ...]:
    texts = (*reversed(mention.labels), row, *([mention.subject] if mention.subject else []), mention.sentence, *leads)
    return tuple(dict.fromkeys(text for text in texts if text))
