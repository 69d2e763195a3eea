"""Prose → figures: what paragraphs, list items, headings and definitions state, with the words that say what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from analysis.figures.model import Figure
from analysis.figures.sentences import Span, is_telling, leading_labels, predicate, sentences
from analysis.figures.statements import Mention, understand
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
    |(?P<rank>\#\s?\d+\b|\b\d+(?:st|nd|rd|th)\b|\btop\s+(?:\d+|ten|five|three)\b(?!\s?(?:%|percent|per\ cent)))
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
_LINES_UP = 6


def prose_figures(article: Article, block: Block) -> list[Figure]:
    """The figures of one prose block in reading order, each with its labels, its sentence as `cell`, and hints.

    Hints are columns of the ledger known from grammar, and `market_label` (the market as printed) and `context` (the texts
    to search for role, level and place, nearest first).
    """
    text = block.text
    quantities = [quantity for quantity in parse(text) if states_quantity(quantity, text, block)]
    if not quantities:
        return []
    spans = [(quantity.start, quantity.end) for quantity in quantities]
    leads = leads_to(article, block)
    figures: list[Figure] = []
    previous: list[str] = []
    subject = ""
    for start, end in sentences(text, spans):
        inside = [quantity for quantity in quantities if start <= quantity.start < end]
        if inside:
            mentions = _mentions(article, block, (start, end), inside, leads, previous)
            understand(mentions, article.published.year if article.published else None)
            for mention in mentions:
                figures.append(_figure(article, block, mention, len(figures) + 1, leads, subject))
                subject = mention.subject if is_telling(mention.subject) else subject
        previous.insert(0, text[start:end].strip())
    return figures


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
    return tuple(dict.fromkeys((*lines, *reversed(block.path), article.title)))


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
        own = tuple(labels) if low >= value_at else ()
        mentions.append(
            Mention(
                quantity, text, low, high,
                before=text[max(floor, value_at if own else 0) : low],
                after=text[high : spans[i + 1][0] if i + 1 < len(spans) else len(text)],
                figures=spans, labels=own or ((term,) if term else ()), around=around, begin=value_at if own else 0,
            )
        )  # fmt: skip
    return mentions


def _figure(article: Article, block: Block, mention: Mention, nth: int, leads: tuple[str, ...], before: str) -> Figure:
    row, column = _labels(block, mention, leads, before)
    basis = str(mention.hints.pop("period_basis", ""))
    market = str(mention.hints.get("market_label", ""))
    subject = market if market and mention.measure in {"market_size", "growth_rate"} and not is_telling(row) else row
    hints = {key: value for key, value in mention.hints.items() if value != ""}
    hints |= {"subject": subject, "context": _context(row, mention, leads)}
    if mention.population:
        hints["population"] = mention.population
    return Figure(article, block, None, None, nth, row, column, mention.quantity, basis, (), mention.sentence, hints)


def _labels(block: Block, mention: Mention, leads: tuple[str, ...], before: str) -> tuple[str, str]:
    """(subject, what is measured) as printed."""
    telling = [label for label in mention.labels if is_telling(label)]
    others = [label for label in mention.labels if label not in telling]
    said = mention.subject
    column = next(iter(others), "") or (telling[-1] if telling else "")
    if mention.population and mention.measure != "growth_rate":
        if is_telling(said) and not _shares(mention):
            return said, column or mention.population
        if not telling:
            about = said if _shares(mention) and is_telling(said) else mention.population
            return about, predicate(mention.sentence, mention.end) or column or said
    if is_telling(said) and said not in mention.labels:
        return said, column or _measured(mention)
    if telling:
        return telling[0], column if column != telling[0] else (said or column)
    return _nearest(block, mention, leads, before), column or said


def _shares(mention: Mention) -> bool:
    return bool(re.search(r"\b(?:account\w*|represent\w*|h[eo]ld\w*|captur\w*|generat\w*|contribut\w*|made? up)\b", mention.before, re.I))


def _measured(mention: Mention) -> str:
    """The words between subject and figure."""
    at = mention.sentence.rfind(mention.subject, 0, mention.at)
    words = mention.sentence[at + len(mention.subject) : mention.at] if at >= 0 else mention.before
    return " ".join(words.strip(" ,:;–—").split()[-8:])


def _nearest(block: Block, mention: Mention, leads: tuple[str, ...], before: str) -> str:
    """The nearest thing a figure without a subject of its own can be said of."""
    candidates: Iterator[str] = (lead.strip(" :") for lead in leads)
    if before:
        return before
    for lead in candidates:
        if is_telling(lead) and len(lead.split()) <= 12 and not lead.endswith("?"):
            return lead
    return mention.subject or (leads[-1] if leads else "")


def _context(row: str, mention: Mention, leads: tuple[str, ...]) -> tuple[str, ...]:
    texts = (*reversed(mention.labels), row, *([mention.subject] if mention.subject else []), mention.sentence, *leads)
    return tuple(dict.fromkeys(text for text in texts if text))
