"""Prose → figures: what paragraphs, list items, headings and definitions state, and what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from analysis import words
from analysis.curation.knowledge import Knowledge
from analysis.quantity import Quantity
from analysis.reading.entity import entity_of
from analysis.reading.keys import Whose, name_market
from analysis.reading.labels import says
from analysis.reading.market import market_phrases
from analysis.reading.model import Entity, Figure, Origin
from analysis.reading.occupation import role_phrase
from analysis.reading.page import Page, page_of
from analysis.reading.pay import PayTold, complete_pay
from analysis.reading.place import country, region
from analysis.reading.prose.dating import Carried, date_figures, is_about, is_ahead, period_of, spans_of
from analysis.reading.prose.discourse import Topic, is_boilerplate, leads_to
from analysis.reading.prose.meaning import understand
from analysis.reading.prose.mention import Mention
from analysis.reading.prose.phrase import Sentence, is_telling, without_dateline
from analysis.reading.prose.stated import stated
from analysis.reading.timing import PeriodSpan, periods_in
from analysis.source import Article, Block
from analysis.units import split

__all__ = ["read_prose"]

_REMEMBERED = 8  # sentences, and figures, that a later sentence of a block can go back to
_RESTATES = re.compile(r"\s*[(/=≈~]+\s*(?:or |about |approx\.? |roughly |around |i\.e\.,? |equivalent to )*")


def read_prose(article: Article, knowledge: Knowledge | None = None, page: Page | None = None) -> list[Figure]:
    """The figures of an article's prose in reading order, each with its sentence as `cell`."""
    return list(_Reader(article, Whose.of(article, knowledge or Knowledge()), page or page_of(article)).figures())


@dataclass(slots=True)
class _Reader:
    article: Article
    whose: Whose
    page: Page
    topic: Topic = field(default_factory=Topic)
    carried: Carried = field(default_factory=Carried)
    pay: PayTold = field(default_factory=PayTold)
    section: tuple[str, ...] = ()
    groups: set[tuple[str, str]] = field(default_factory=set)  # adjusted or not, as a block's sentence says
    published: date | None = field(init=False)

    def __post_init__(self) -> None:
        self.published = self.article.published.date() if self.article.published else None

    def figures(self) -> Iterator[Figure]:
        """Block by block; what was told before is carried on."""
        for block in self.article.blocks:
            if block.kind == "prose":
                yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Figure]:
        self._enter(block)
        self.topic.here, self.groups = False, set()
        quantities = stated(block, currency=self.page.currency, language=self.page.language)
        spans = periods_in(block.text, published=self.published, beside=self.carried.period)
        if not quantities or is_boilerplate(self.article, block):
            if spans and not quantities:
                self._carry(block.text, spans, led=block.text.rstrip().endswith(":"))
            return
        leads = leads_to(self.article, block)
        previous: list[str] = []
        told: list[Mention] = []
        waiting = list(reversed(quantities))
        number = 0
        for index, (start, end) in enumerate((span.start, span.end) for span in block.sentences):
            inside: list[Quantity] = []
            while waiting and waiting[-1].start < end:
                inside.append(waiting.pop())
            text = block.text[start:end].rstrip()
            here = spans_of(start, end, spans)
            adjusted = next(words.find("phrases", text, "adjusted"), None)
            self.groups = {("adjusted", adjusted.word.value)} if adjusted else self.groups
            if inside:
                mentions = self._mentions(block, text, start, inside, (*previous, *leads), len(previous), index)
                self._understand(mentions, here, told)
                for mention in mentions:
                    number += 1
                    yield self._figure(block, mention, number, index)
                told = [*told, *mentions][-_REMEMBERED:]
            else:
                if text.endswith((".", "!", "?")):  # no line of a card
                    self.topic.resolve(Sentence(text).subject(len(text)))
                if here:
                    self._carry(text, here)
            previous = [text, *previous][:_REMEMBERED]

    def _enter(self, block: Block) -> None:
        """A new section: its heading's period, else that of the title, unless a paragraph told a nearer one."""
        self.topic.enter(block)
        if block.path == self.section and self.section:
            return
        self.section = block.path
        named = period_of(tuple(reversed(block.path)), self.published)
        titled = named or period_of((self.article.title,), self.published)
        if named or self.carried.period is None:
            self.carried.period, self.carried.origin = titled, "section" if named else "page"
            self.carried.base = None

    def _carry(self, text: str, spans: Sequence[PeriodSpan], *, led: bool = False) -> None:
        """The time that a sentence without figures is about holds for those that follow."""
        told = [span for span in spans if not span.shift and (led or is_about(text, span))]
        periods = [
            span.period for span in told if span.period and not span.period.is_span and span.period.grain != "day"
        ]
        if periods and is_ahead(text):
            self.carried.future = periods[-1]
        elif periods:
            self.carried.period, self.carried.origin = periods[-1], "section"

    def _mentions(
        self,
        block: Block,
        text: str,
        start: int,
        inside: list[Quantity],
        around: tuple[str, ...],
        earlier: int,
        index: int,
    ) -> list[Mention]:
        spans = tuple((quantity.start - start, quantity.end - start) for quantity in inside)
        keys = [label.start - start for label in block.labels if label.kind == "key" and label.start >= start]
        behind = max((at for at in keys if at <= spans[0][0]), default=0)
        sentence = Sentence(text, start, spans, behind or (without_dateline(text) if index == 0 else 0))
        mentions = []
        for i, (quantity, (low, high)) in enumerate(zip(inside, spans, strict=True)):
            begin = max((at for at in keys if at <= low), default=sentence.begin)
            following = spans[i + 1][0] if i + 1 < len(spans) else len(text)
            mention = Mention(quantity, sentence, low, high)
            mention.before = text[max(spans[i - 1][1] if i else 0, begin) : low]
            mention.after = text[high:following]
            mention.labels = _outer(block, quantity.start, start)
            mention.around, mention.earlier = around, earlier
            mentions.append(mention)
        return mentions

    def _understand(self, mentions: list[Mention], spans: Sequence[PeriodSpan], told: Sequence[Mention]) -> None:
        for mention in mentions:  # trailing zeros are no coarser than the finest figure of the unit in the sentence
            quantity = mention.quantity
            alike = [
                o.quantity for o in mentions if (o.quantity.unit, o.quantity.scale) == (quantity.unit, quantity.scale)
            ]
            large = [
                other for other in alike if _size(other) >= 1000
            ]  # "12 ports and 490,300 people" counts by hundreds
            mention.step = min(other.rounding for other in (large if quantity in large else alike))
        understand(mentions)
        date_figures(mentions, spans, self.carried, told)
        for i, mention in enumerate(mentions):
            if i and _restates(mention, mentions[i - 1]):
                _follow(mention, mentions[i - 1])
                continue
            if mention.measure in {"market_size", "growth_rate"} or (
                mention.measure == "share" and says("senses", "market", mention.sentence.text)
            ):
                name_market(mention, [*told, *mentions[:i]])
            if mention.measure in {"salary", "pay_change"}:
                complete_pay(mention, mentions[:i], self.page, self.pay)

    def _figure(self, block: Block, mention: Mention, nth: int, index: int) -> Figure:
        row, column = self._names(mention)
        article, quantity = self.article, mention.quantity
        figure = Figure(
            f"{article.slug}/statement-{block.index}/{nth}", article, block, quantity, nth=nth, row_label=row,
            column_label=column, cell=mention.sentence.text, start=quantity.start, end=quantity.end, sentence=index,
            measure=mention.measure, kind_of=mention.kind, subject=row, statistic=mention.statistic,
            direction=mention.direction if mention.measure == "pay_change" else "", period=mention.period,
            period_origin=mention.origin, base=mention.base, basis=mention.basis, period_basis=mention.period_basis,
        )  # fmt: skip
        if mention.kind in ("change", "rate") and mention.measure == "growth_rate":
            figure.basis = mention.basis or "total"
            figure.start_year, figure.end_year = mention.start_year, mention.end_year
            figure.span_stated = mention.span_stated and mention.start_year is not None
        figure.entity = self._entity(mention, row)
        keys = self.whose.of_mention(mention, row)
        figure.keys = {key: value for key, value in keys.items() if value not in (None, "")}
        figure.step = float(mention.step)
        return figure

    def _entity(self, mention: Mention, row: str) -> Entity:
        said = mention.subject
        own = said if is_telling(said) or (said and row.startswith(said)) else ""
        label = next((label for label in mention.labels if is_telling(label)), "")
        origin: Origin = "clause" if own or mention.name else "label" if label else "section"
        if origin == "section" and self.topic.is_meant(mention.sentence.text, said):
            origin = "sentence"
        entity = entity_of(own or label or row, mention.name, origin)
        groups = {
            (found.word.cls, found.word.value)
            for label in mention.labels
            for found in words.find("phrases", label, "group")
        }
        groups |= self.groups if not groups & {(cls, term) for cls, term in entity.qualifiers} else set()
        return replace(entity, qualifiers=entity.qualifiers | groups) if groups else entity

    def _names(self, mention: Mention) -> tuple[str, str]:
        """(subject, what is measured) as printed: a label's, else the sentence's, else the nearest words that tell."""
        telling = [label for label in mention.labels if is_telling(label)]
        measured = next((label for label in mention.labels if label not in telling), "") or (
            telling[0] if telling else ""
        )
        said = mention.subject
        resolved = self.topic.resolve(said)
        if said and _is_possessed(said, mention.sentence.text) and (owner := self._owner(mention, said)):
            said = resolved = f"{owner} {said}"  # "its sales"
        if mention.population and mention.measure != "growth_rate" and not telling and not mention.name:
            if is_telling(said):
                return said, measured or mention.population
            return mention.population, mention.predicate or measured or said
        if mention.name and mention.name != said:
            return f"{resolved}, {mention.name}" if resolved else mention.name, measured or _measured(mention)
        whose = says("phrases", "people", said) or role_phrase(said) or next(iter(market_phrases(said)), "")
        keyed = any(
            role_phrase(label) or country(label) or region(label) or next(iter(market_phrases(label)), "")
            for label in telling
        )
        if is_telling(said) and (whose or not keyed):
            return said, measured or _measured(mention)
        if telling:
            first = telling[-1]
            column = measured if measured != first else mention.sentence.predicate(mention.end) or said or measured
            return first, column
        market = str(mention.keys.get("market_label", ""))
        leads = mention.around[mention.earlier :]
        if mention.population and is_telling(mention.population):
            return mention.population, measured or mention.predicate or said
        if resolved and is_telling(resolved):
            return resolved, measured or mention.predicate or said or mention.quantity.noun
        if market and leads and not (country(leads[0]) or region(leads[0])):
            return market, measured or mention.quantity.noun or said
        if said and mention.measure not in ("salary", "pay_change", "experience") and not mention.keys.get("market"):
            return said, measured or mention.predicate or mention.quantity.noun or _measured(mention)
        short = (lead.strip(" :") for lead in leads if len(lead.split()) <= 12 and not lead.rstrip().endswith("?"))
        column = measured or mention.predicate or mention.quantity.noun or said or _measured(mention)
        return next(filter(is_telling, short), "") or said or resolved, column

    def _owner(self, mention: Mention, said: str) -> str:
        """Whose `its sales` are: of what stands before the colon, else of what was spoken of."""
        label = next((label for label in mention.labels if said not in label), "")
        named = Sentence(label).subject(len(label)) if label else ""
        return named or (self.topic.subject if self.topic.subject != said else "")


def _is_possessed(said: str, text: str) -> bool:
    owned = _OWNED.search(text) and re.search(rf"\b(?:[Ii]ts|[Tt]heir)\s+{re.escape(said)}\b", text)
    return bool(owned)


_OWNED = re.compile(r"\b(?:[Ii]ts|[Tt]heir)\s")


def _size(quantity: Quantity) -> float:
    """The larger of a quantity's ends, whatever its sign."""
    return max(abs(float(end)) for end in (quantity.low, quantity.high) if end is not None)


def _outer(block: Block, offset: int, start: int) -> tuple[str, ...]:
    """The labels of a place in a block; one that a sentence of a paragraph opens with holds for that sentence."""
    return tuple(
        label.text
        for label in reversed(block.labels)
        if label.start <= offset < label.end and not (block.tag == "p" and label.kind == "key" and label.start < start)
    )


def _measured(mention: Mention) -> str:
    """The words between subject and figure."""
    text = mention.sentence.text
    at = text.rfind(mention.subject, 0, mention.at) if mention.subject else -1
    told = text[at + len(mention.subject) : mention.at] if at >= 0 else mention.before
    if mention.quantity.unit == "multiple":
        told = f"{told} {re.split(r'[,;.]', mention.after)[0]}"
    if mention.measure in ("experience", "duration"):
        told = f"{told} {' '.join(re.split(r'[,;.]', mention.after)[0].split()[:6])}"
    return " ".join(told.strip(" ,:;–—").split()[-10:])


def _restates(mention: Mention, previous: Mention) -> bool:
    """Whether a figure in parentheses gives the one before it in another currency or for another period."""
    opened = _RESTATES.fullmatch(mention.before)
    return bool(mention.is_money and previous.is_money and opened and mention.quantity.unit != previous.quantity.unit)


def _follow(mention: Mention, previous: Mention) -> None:
    """Take over what is known of the figure that this one restates; a period it does not print is the other's."""
    mention.measure, mention.subject, mention.kind = previous.measure, previous.subject, previous.kind
    mention.period, mention.origin, mention.statistic = previous.period, previous.origin, previous.statistic
    mention.keys = dict(previous.keys)
    unit, period = split(previous.quantity.unit)
    own = split(mention.quantity.unit).period
    if period and not own and mention.quantity.unit != unit:
        mention.quantity = replace(mention.quantity, unit=f"{mention.quantity.unit}/{period}")
    mention.period_basis = "cell" if "/" in mention.quantity.unit else ""
