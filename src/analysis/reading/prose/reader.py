"""Prose → figures: what paragraphs, list items, headings and definitions state, and what it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from analysis import words
from analysis.curation.knowledge import Knowledge
from analysis.quantity import Quantity
from analysis.reading.entity import entity_of
from analysis.reading.keys import Whose
from analysis.reading.labels import says
from analysis.reading.market import market_phrases
from analysis.reading.model import Entity, Figure, Origin
from analysis.reading.occupation import role_phrase
from analysis.reading.page import Page
from analysis.reading.place import country, region
from analysis.reading.prose.dating import Carried, date_figures, period_of, spans_of
from analysis.reading.prose.discourse import Topic, is_boilerplate, leads_to
from analysis.reading.prose.keys import keys_of, name_market
from analysis.reading.prose.meaning import understand
from analysis.reading.prose.mention import Mention
from analysis.reading.prose.pay import PayTold, complete_pay
from analysis.reading.prose.phrase import Sentence, is_telling, without_dateline
from analysis.reading.prose.stated import stated
from analysis.reading.timing import PeriodSpan, periods_in
from analysis.source import Article, Block
from analysis.units import split

__all__ = ["read_prose"]

#: Of a text from start to end, with its figures and language, those that are bases, and how they are told.
Bases = Callable[[str, int, int, Sequence[Figure], str], Mapping[Figure, str]]
_OWNED = re.compile(r"\b(?:[Ii]ts|[Tt]heir)\s+")
_REMEMBERED = 8  # sentences, and figures, that a later sentence of a block can go back to
_RESTATES = re.compile(r"\s*[(/=≈~]+\s*(?:or |about |approx\.? |roughly |around |i\.e\.,? |equivalent to )*")


def read_prose(article: Article, knowledge: Knowledge, page: Page, bases: Bases) -> list[Figure]:
    """The figures of an article's prose in reading order, each with its sentence as `cell`."""
    return list(_Reader(article, Whose.of(article, knowledge), page, bases).figures())


@dataclass(slots=True)
class _Reader:
    article: Article
    whose: Whose
    page: Page
    bases: Bases
    topic: Topic = field(default_factory=Topic)
    carried: Carried = field(default_factory=Carried)
    pay: PayTold = field(default_factory=PayTold)
    section: tuple[str, ...] | None = None
    groups: set[tuple[str, str]] = field(default_factory=set)  # adjusted or not, as a block's sentence says
    published: date | None = field(init=False)

    def __post_init__(self) -> None:
        self.published = self.article.published.date() if self.article.published else None

    def figures(self) -> Iterator[Figure]:
        """Block by block; what was told before is carried on."""
        for block in self.article.blocks:
            if block.kind == "prose":
                self._enter(block)
                yield from self._block(block)

    def _enter(self, block: Block) -> None:
        """A new section: its heading's period, else that of the title, unless a paragraph told a nearer one."""
        self.topic.enter(block)
        self.groups = set()
        if block.path == self.section:
            return
        self.section = block.path
        named = period_of(tuple(reversed(block.path)), self.published)
        if named or self.carried.period is None:
            titled = named or period_of((self.article.title,), self.published)
            self.carried.period, self.carried.origin = titled, "section" if named else "page"
            self.carried.base = None

    def _block(self, block: Block) -> Iterator[Figure]:
        quantities = stated(block, currency=self.page.currency, language=self.page.language)
        spans = periods_in(block.text, published=self.published, beside=self.carried.period)
        if not quantities or is_boilerplate(self.article, block):
            self.carried.go_on(block.text, spans, led=block.text.rstrip().endswith(":"))
            return
        leads = leads_to(self.article, block)
        starts = [quantity.start for quantity in quantities]
        sentences: list[str] = []
        told: list[Mention] = []
        number = 0
        for index, (start, end) in enumerate((span.start, span.end) for span in block.sentences):
            text, here = block.text[start:end].rstrip(), spans_of(start, end, spans)
            if adjusted := next(words.find("phrases", text, "adjusted"), None):
                self.groups = {("adjusted", adjusted.word.value)}
            if inside := quantities[bisect_left(starts, start) : bisect_left(starts, end)]:
                mentions = _mentions(block, index, inside, (*sentences, *leads), len(sentences))
                self._understand(block, mentions, here, told)
                for mention in mentions:
                    number += 1
                    yield self._figure(block, mention, number, index)
                told = [*told, *mentions][-_REMEMBERED:]
            else:
                if text.endswith((".", "!", "?")):  # no line of a card
                    self.topic.resolve(Sentence(text).subject(len(text)))
                self.carried.go_on(text, here)
            sentences = [text, *sentences][:_REMEMBERED]

    def _understand(
        self, block: Block, mentions: list[Mention], spans: Sequence[PeriodSpan], told: Sequence[Mention]
    ) -> None:
        _round_alike(mentions)
        understand(mentions)
        date_figures(mentions, spans, self.carried, self._bases(block, mentions), told)
        for i, mention in enumerate(mentions):
            if i and _restates(mention, mentions[i - 1]):
                _follow(mention, mentions[i - 1])
            elif mention.measure in {"salary", "pay_change"}:
                complete_pay(mention, mentions[:i], self.page, self.pay)
            elif mention.measure in {"market_size", "growth_rate"} or (
                mention.measure == "share" and says("measures", "market|sold", mention.sentence.text)
            ):
                name_market(mention, [*told, *mentions[:i]])

    def _bases(self, block: Block, mentions: Sequence[Mention]) -> dict[Mention, str]:
        """The figures of a sentence that are told as bases or of a time named apart, and how."""
        read = ((m, m.quantity) for m in mentions)
        known = {Figure("", self.article, block, told, start=told.start, end=told.end): m for m, told in read}
        sentence, language = mentions[0].sentence, self.article.language or self.page.language
        found = self.bases(block.text, sentence.at, sentence.at + len(sentence.text), [*known], language)
        return {known[figure]: how for figure, how in found.items()}

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
        keys = keys_of(mention, row, self.whose)
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
        measured = next((label for label in mention.labels if label not in telling), "") or next(iter(telling), "")
        said = mention.subject
        resolved = self.topic.resolve(said)
        text = mention.sentence.text
        owned = [text[hit.end() :] for hit in _OWNED.finditer(text)] if said else ()
        if any(rest.startswith(said) and not rest[len(said) :][:1].isalnum() for rest in owned):
            owner = self._owner(mention, said)
            said = resolved = f"{owner} {said}".strip()  # "its sales"
        shares = mention.population and mention.measure != "growth_rate" and not telling
        if shares and not mention.name:
            whose = said if is_telling(said) else mention.population
            return whose, mention.population if whose == said else mention.predicate or said
        if mention.name and mention.name != said:
            return f"{resolved}, {mention.name}" if resolved else mention.name, measured or _measured(mention)
        if is_telling(said) and (_names_a_key(said, people=True) or not any(map(_names_a_key, telling))):
            return said, measured or _measured(mention)
        if telling:
            first = telling[-1]
            return first, measured if measured != first else mention.sentence.predicate(mention.end) or said or first
        measured = measured or mention.predicate or mention.quantity.noun
        if shares or is_telling(resolved):
            return mention.population if shares else resolved, measured or said
        leads = mention.around[mention.earlier :]
        market = str(mention.keys.get("market_label", ""))
        if market and leads and not (country(leads[0]) or region(leads[0])):
            return market, measured or said
        if said and mention.measure not in ("salary", "pay_change", "experience"):
            return said, measured or _measured(mention)
        short = (lead.strip(" :") for lead in leads if len(lead.split()) <= 12 and not lead.rstrip().endswith("?"))
        return next(filter(is_telling, short), "") or said, measured or said or _measured(mention)

    def _owner(self, mention: Mention, said: str) -> str:
        """Whose `its sales` are: of what stands before the colon, else of what was spoken of."""
        label = next((label for label in mention.labels if said not in label), "")
        named = Sentence(label).subject(len(label)) if label else ""
        return named or (self.topic.subject if self.topic.subject != said else "")


def _names_a_key(text: str, people: bool = False) -> bool:
    """Whether a text names an occupation, a place or a market; or people, where those count."""
    named = role_phrase(text) or next(iter(market_phrases(text)), "")
    return bool(named or (says("phrases", "people", text) if people else country(text) or region(text)))


def _mentions(
    block: Block, index: int, inside: Sequence[Quantity], around: tuple[str, ...], earlier: int
) -> list[Mention]:
    """The figures of a block's sentence, each with the words beside it, its labels and what stands `around`."""
    start, end = block.sentences[index].start, block.sentences[index].end
    text = block.text[start:end].rstrip()
    spans = tuple((quantity.start - start, quantity.end - start) for quantity in inside)
    keys = [label.start - start for label in block.labels if label.kind == "key" and label.start >= start]
    behind = max((at for at in keys if at <= spans[0][0]), default=0)
    sentence = Sentence(text, start, spans, behind or (without_dateline(text) if index == 0 else 0))
    edges = [sentence.begin, *(high for _, high in spans)], [*(low for low, _ in spans), len(text)]
    mentions = []
    for i, (quantity, (low, high)) in enumerate(zip(inside, spans, strict=True)):
        begin = max((at for at in keys if at <= low), default=sentence.begin)
        before, after = text[max(edges[0][i], begin) : low], text[high : edges[1][i + 1]]
        labels = _outer(block, quantity.start, start)
        mentions.append(Mention(quantity, sentence, low, high, before, after, labels, around, earlier))
    return mentions


def _round_alike(mentions: Sequence[Mention]) -> None:
    """Trailing zeros are no coarser than the finest figure of the unit in the sentence.

    "12 ports and 490,300 people" counts by hundreds.
    """
    for mention in mentions:
        quantity = mention.quantity
        alike = [o.quantity for o in mentions if (o.quantity.unit, o.quantity.scale) == (quantity.unit, quantity.scale)]
        large = [other for other in alike if other.size >= 1000]
        mention.step = min(other.rounding for other in (large if quantity in large else alike))


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
        mention.quantity = mention.quantity._replace(unit=f"{mention.quantity.unit}/{period}")
    mention.period_basis = "cell" if "/" in mention.quantity.unit else ""
