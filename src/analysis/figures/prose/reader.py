"""Prose → figures: what paragraphs, list items, headings and definitions state, with the words that say what it is."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from analysis.figures.labels import country, region, role_phrase
from analysis.figures.model import Figure
from analysis.figures.prose.market import market_phrases
from analysis.figures.prose.meaning import understand
from analysis.figures.prose.mention import Mention
from analysis.figures.prose.sentences import Span, is_telling, leading_labels, predicate, sentences
from analysis.figures.prose.stated import stated_quantities
from analysis.figures.prose.surroundings import chapter_period, is_boilerplate, leads_to
from analysis.quantity import Quantity
from analysis.source import Article, Block

_PEOPLE = re.compile(
    r"\b(?:earners|performers|professionals|candidates|workers|employers|firms|companies|enterprises|"
    r"freelancers|contractors|"
    r"people|graduates|hires|roles|jobs|postings|openings)\b",
    re.I,
)

_REMEMBERED = 8  # sentences, and figures, that a later sentence of a block can go back to


def prose_figures(article: Article, block: Block) -> list[Figure]:
    """The figures of one prose block in reading order, each with its labels, its sentence as `cell`, and hints.

    Hints are columns of the ledger known from grammar, and `market_label` (the market as printed) and `context` (the
    texts to search for role, level and place, nearest first).
    """
    quantities = stated_quantities(block)
    if not quantities or is_boilerplate(article, block):
        return []
    leads = leads_to(article, block)
    published = article.published.year if article.published else None
    figures: list[Figure] = []
    previous: list[str] = []
    told: list[Mention] = []
    subject = ""
    waiting = deque(quantities)
    for start, end in sentences(block.text, [(quantity.start, quantity.end) for quantity in quantities]):
        inside = []
        while waiting and waiting[0].start < end:
            inside.append(waiting.popleft())
        mentions = _mentions(block, (start, end), inside, leads, previous)
        understand(mentions, published, told)
        for mention in mentions:
            _complete_period(mention, article, block)
            figures.append(_figure(article, block, mention, len(figures) + 1, leads, subject))
            subject = mention.subject if is_telling(mention.subject) else subject
        told = [*told, *mentions][-_REMEMBERED:]
        previous = [block.text[start:end].strip(), *previous][:_REMEMBERED]
    return figures


def _mentions(
    block: Block,
    sentence: Span,
    quantities: Sequence[Quantity],
    leads: tuple[str, ...],
    previous: Sequence[str],
) -> list[Mention]:
    """The figures of one sentence with the words between them and the labels it opens with."""
    start, end = sentence
    spans = [(quantity.start - start, quantity.end - start) for quantity in quantities]
    text = block.text[start:end].rstrip()
    labels, value_at = leading_labels(text, spans)
    term = leads[0] if block.tag == "dd" and leads else ""
    around = (*previous, *leads)
    mentions = []
    for i, (quantity, (low, high)) in enumerate(zip(quantities, spans, strict=True)):
        in_value = low >= value_at
        own = labels if in_value else [label for label in labels if 0 <= low - text.find(label) < len(label)]
        begin = value_at if in_value else 0
        following = spans[i + 1][0] if i + 1 < len(spans) else len(text)
        mention = Mention(quantity, text, low, high, spans)
        mention.before = text[max(spans[i - 1][1] if i else 0, begin) : low]
        mention.after = text[high:following]
        mention.labels = tuple(own) or ((term,) if term else ())
        mention.around, mention.earlier, mention.begin = around, tuple(previous), begin
        mentions.append(mention)
    return mentions


def _complete_period(mention: Mention, article: Article, block: Block) -> None:
    """Pay without a period takes the one that the labels of its chapter agree on; bonuses and equity do not."""
    quantity = mention.quantity
    extra = mention.hints.get("component") in {"bonus", "equity", "other"}
    if mention.measure != "salary" or "/" in quantity.unit or extra:
        return
    period = chapter_period(article, block)
    if period:
        mention.quantity = replace(quantity, unit=f"{quantity.unit}/{period}")
        mention.hints["period_basis"] = "section"


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
