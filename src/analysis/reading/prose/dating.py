"""When the figures of a sentence are of: by the words beside each, by the others, by what was told before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice, pairwise, takewhile

from analysis import words
from analysis.reading.model import Origin
from analysis.reading.period import Period, base_of
from analysis.reading.prose.mention import Mention
from analysis.reading.prose.phrase import without_dateline
from analysis.reading.timing import PeriodSpan, periods_in

__all__ = ["Carried", "date_figures", "period_of", "spans_of"]

#: What parts a figure from a period behind it: a conjunction, a comparison, a comma before anything but a date.
_PARTING = r"[;:]|{periods parting}|,\s+(?!(?:in|for|during|by|at|as)\b)"
_UP_TO_BASE = r"(?i)(?:{periods base})\s+(?:(?!\b(?:to|and|by|while)\b)[\w'’§-]+,?\s+){0,8}?(?:the\s+)?\W*$"
_WORDS_BESIDE = 7
_OF_TWO = ("than", "above", "below", "more")  # words that compare two things rather than two times of one
#: "only half what they were in 1999": of a level that is not told.
_ELSEWHERE = re.compile(r"\bwhat\s+(?:it|they)\s+(?:was|were)\s+(?:in\s+)?$", re.I)
_UP_TO = re.compile(r"\b(?:by|until|through|to|bis)\s+$", re.I)  # a title's "by 2030" dates nothing told as past
_POSSESSIVE = ("'s", "’s", ":")


@dataclass(slots=True)
class Carried:
    """What earlier sentences, headings and the title leave for figures without a period of their own."""

    period: Period | None = None
    base: Period | None = None
    origin: Origin = ""
    future: Period | None = None  # told last in a sentence on what is to come

    def told(self, ahead: bool) -> tuple[Period | None, Origin]:
        """The period carried on, of what is to come where that is spoken of."""
        if ahead and (self.future or self.origin != "page"):
            return self.future, "section" if self.future else ""
        return self.period, self.origin if self.period else ""

    def go_on(self, text: str, spans: Sequence[PeriodSpan], *, led: bool = False) -> None:
        """The time that a sentence without figures is about, or that leads to a list, holds for what follows."""
        told = [span.period for span in spans if not span.shift and (led or _is_about(text, span))]
        periods = [period for period in told if period and not period.is_span and period.grain != "day"]
        if periods and _is_ahead(text):
            self.future = periods[-1]
        elif periods:
            self.period, self.origin = periods[-1], "section"


def date_figures(
    mentions: Sequence[Mention],
    spans: Sequence[PeriodSpan],
    carried: Carried,
    bases: Mapping[Mention, str],
    earlier: Sequence[Mention] = (),
) -> None:
    """Period, where it came from, base and span of the figures of one sentence, in place; `spans` are in its text.

    `bases`: those that others are compared with, and how (`clauses.roles`). `earlier`: the figures of the sentences
    before: a compound rate to a year starts where its size was told.
    """
    text = mentions[0].sentence.text
    opening = without_dateline(text)
    told = [span for span in spans if span.start >= opening and span.shift != ("any", 0)]
    dates = _Dates(text, mentions, told, bases)
    dates.tell(carried)
    for mention in mentions:
        _since_told(mention, mentions, earlier)
    dates.carry_on(carried)


@dataclass(slots=True)
class _Dates:
    """The figures of one sentence and the periods it tells: `own` that they are of, `bases` they are compared with."""

    text: str
    mentions: Sequence[Mention]
    spans: Sequence[PeriodSpan]
    levels: Mapping[Mention, str]  # those that are bases
    own: list[PeriodSpan] = field(init=False, default_factory=list)
    bases: list[PeriodSpan] = field(init=False, default_factory=list)
    ahead: bool = field(init=False)

    def __post_init__(self) -> None:
        self.ahead = _is_ahead(self.text)
        for span in self.spans:
            if _ELSEWHERE.search(self.text[: span.start]):
                continue
            (self.bases if self._is_base(span) else self.own).append(span)
        if len(self.own) > 1:
            self.own = [span for span in self.own if not self._is_reported(span)]

    # --- periods ------------------------------------------------------------------------------------------------------

    def tell(self, carried: Carried) -> None:
        """Period, base and span of each figure."""
        last_base = carried.base
        for mention in self.mentions:
            behind = self._behind(mention)
            how = self.levels.get(mention)
            near = behind or (self._between(mention) if how is not None else None)
            if how is not None and (near or how == "from" or not (mention.name or how in _OF_TWO)):
                last_base = near.period if near else last_base
                mention.period = last_base
                mention.origin = "clause" if near else "sentence" if mention.period else ""
                continue
            if behind and behind not in self.bases:
                mention.period, mention.origin = behind.period, "clause"
            else:
                found = self._stated_before(mention) or self._only_later(mention)
                mention.period, mention.origin = found or carried.told(self.ahead)
            if self.bases:
                mention.base = self._base_of(mention)
                last_base = mention.base or last_base
        self._through()
        self._beside_levels()
        for mention in self.mentions:
            if mention.kind in ("level", "share") and mention.period and mention.period.is_span:
                mention.period = _end_of_span(mention)
            self._change(mention)

    def carry_on(self, carried: Carried) -> None:
        """Leave for the next sentences what this one tells: what stands behind no figure, else the last told."""
        told = [span for span in self.own if span.period and not span.period.is_span and not self._is_possessive(span)]
        beside = [span for span in told if any(self._is_behind(other, span) for other in self.mentions)]
        free = [s for s in told if s not in beside and s.period and s.period.grain != "day"]
        dated = [s for s in told if s in beside or s in free]
        outside = [s for s in dated if self.text.count("(", 0, s.start) == self.text.count(")", 0, s.start)]
        for span in free[:1] or outside[-1:]:
            if self.ahead:
                carried.future = span.period
            else:
                carried.period, carried.origin = span.period, "section"
        if self.bases:
            carried.base = self.bases[-1].period

    def _is_base(self, span: PeriodSpan) -> bool:
        """Whether figures are only compared with a period."""
        before = max(
            (other for other in self.mentions if other.end <= span.start), key=lambda other: other.end, default=None
        )
        lead = self.text[before.end if before else 0 : span.start]
        if span.shift is not None and span.shift[1] < 0 and not span.now:
            return True
        counted = before is not None and self.levels.get(before, "more") != "more"  # no record that was beaten
        if counted and not words.regex(_PARTING).search(lead):
            return True
        alone = len(self.mentions) == 1 or re.search(r"\bfrom\s+[a-z][^,;]*\b(?:in|during)\s+(?:the\s+)?$", lead, re.I)
        if alone and not words.pattern("change").search(self.text):
            return False  # "$20 million from kites in 2022" has no base
        led = _leads_to_base(lead) or re.search(r"\bsince\b[^,.;]{0,60}$", lead, re.I)
        period = span.period
        over = re.search(r"\b(?:over|from|on)\s+(?:the\s+)?$", lead, re.I)
        long = over and period is not None and (period.is_span or period.grain == "span")
        day = period is not None and period.grain == "day" and re.search(r"\bon\s+$", lead)
        return bool(led) and not long and not day

    def _is_reported(self, span: PeriodSpan) -> bool:
        """`In April 2021 the office said …`: when it was told, not when it was."""
        said = re.match(r"[^.;()]{0,60}\b(?:said|announced|reported|published|released)\b", self.text[span.end :])
        return bool(said) and not any(span.end <= other.at < span.end + said.end() for other in self.mentions if said)

    def _is_possessive(self, span: PeriodSpan) -> bool:
        """`2021's 18.5%`, `May's rate of`: said of the next figure only."""
        return self.text.startswith(_POSSESSIVE, span.end)

    def _heads_bracket(self, span: PeriodSpan, mention: Mention) -> bool:
        """`(2024: 33.6% or 53,000)`: said of every figure of its bracket."""
        opened = re.search(r"\(\W*(?:in\s+)?$", self.text[: span.start]) and self.text.startswith(":", span.end)
        return bool(opened) and ")" not in self.text[span.end : mention.at]

    # --- a figure and the periods beside it ---------------------------------------------------------------------------

    def _gap(self, mention: Mention) -> int:
        """Where the figure before ends."""
        return max((other.end for other in self.mentions if other.end <= mention.at), default=0)

    def _between(self, mention: Mention) -> PeriodSpan | None:
        """The last period told between the figure before and this one."""
        return next(reversed(_between(self.spans, self._gap(mention), mention.at)), None)

    def _behind(self, mention: Mention) -> PeriodSpan | None:
        """The period printed directly behind a figure: "$5 billion in 2023", "13% each year (2017-2022)"."""
        span = next((span for span in self.spans if span.start >= mention.end), None)
        return span if span and self._is_behind(mention, span) else None

    def _is_behind(self, mention: Mention, span: PeriodSpan) -> bool:
        if span.start < mention.end or self._is_possessive(span):
            return False
        if any(mention.end <= other.at < span.start for other in self.mentions if other.kind != "code"):
            return False
        gap = re.sub(r"\(±[^()]*\)", "", self.text[mention.end : span.start])
        if span.period and span.period.is_span:
            gap = re.sub(r"\b(?:from|over|between)\s+(?:the\s+)?$", "", gap)
        return len(gap.split()) <= _WORDS_BESIDE and not words.regex(_PARTING).search(gap)

    def _stated_before(self, mention: Mention) -> tuple[Period | None, Origin] | None:
        gap = self._gap(mention)
        before = [
            span
            for span in self.own
            if span.end <= mention.at
            and (span.start >= gap or not self._is_possessive(span) or self._heads_bracket(span, mention))
        ]
        return (before[-1].period, "clause") if before else None

    def _only_later(self, mention: Mention) -> tuple[Period | None, Origin] | None:
        """The one period of the sentence, told behind the figure and behind no other level."""
        levels = [other for other in self.mentions if other is not mention and other.kind in ("level", "share")]
        behind = [span for span in self.own if span.start >= mention.end and not self._is_possessive(span)]
        later = {span.period for span in behind if not any(self._is_behind(other, span) for other in levels)}
        return (later.pop(), "sentence") if len(later) == 1 else None

    def _base_of(self, mention: Mention) -> Period | None:
        """The base told nearest behind a change, before the next change; else the nearest before it."""
        if mention.kind == "level" and not mention.is_percent:
            return None
        following = [other.at for other in self.mentions if other.at > mention.at and other.kind == "change"]
        limit = following[0] if following else len(self.text)
        behind = [span for span in self.bases if mention.end <= span.start < limit]
        before = [span for span in self.bases if span.end <= mention.at and mention.kind == "change"]
        return behind[0].period if behind else before[-1].period if before else None

    # --- changes and rates --------------------------------------------------------------------------------------------

    def _change(self, mention: Mention) -> None:
        """Base and span of a change or rate; what is not told stays open."""
        if mention.kind not in ("change", "rate"):
            mention.base = None
            return
        period, levels = mention.period, _levels(self.mentions)
        rising = len(levels) == 2 and levels[0].start < levels[1].start
        if mention.kind == "rate" and rising and not (period and period.is_span):
            period = Period.span(*levels)
            mention.period, mention.origin = period, "sentence"
        if period is None:
            mention.start_year = mention.base.in_year if mention.base else None
            return
        if period.is_span:
            mention.base = None
            mention.start_year, mention.end_year, mention.span_stated = period.start.year, period.end.year, True
            return
        if mention.base is None and mention.basis in ("yoy", "qoq", "mom"):
            mention.base = base_of(period, mention.basis)
        if mention.base is None and rising and levels[1].start == period.start:
            mention.base = levels[0]
        undated = mention.base is None and not mention.basis and mention.origin in ("clause", "sentence")
        yearly = period.grain == "year" and mention.measure == "growth_rate" and mention.kind == "change"
        if undated and yearly and not _is_ahead(f"{' '.join(mention.labels)} {mention.before}"):
            mention.basis, mention.base = "yoy", period.year_before()
        mention.end_year = period.in_year
        if mention.base is not None:
            if not mention.basis and period.grain == "year" and mention.base == period.year_before():
                mention.basis = "yoy"
            mention.start_year, mention.span_stated = mention.base.in_year, True

    def _through(self) -> None:
        """`from 2.1 to 3.4 million between 2021 and 2024`: the first is of the first, the second of the last year."""
        spanned = [span.period for span in self.spans if span.period and span.period.is_span]
        for first, second in pairwise(self.mentions):
            if len(spanned) == 1 and _is_from_to(first, second):
                first.period, second.period = Period.year(spanned[0].start.year), Period.year(spanned[0].end.year)
                first.origin = second.origin = "clause"

    def _beside_levels(self) -> None:
        """A change without a period of its own takes that of the level beside; a share in brackets its figure's."""
        for i, mention in enumerate(self.mentions):
            if mention.origin == "clause" or not self.spans:
                continue
            previous = self.mentions[i - 1] if i else None
            following = self.mentions[i + 1] if i + 1 < len(self.mentions) else None
            gap = self.text[previous.end : mention.at] if previous else ""
            near: Mention | None = None
            if previous and previous.origin == "clause" and re.fullmatch(r"[^()]{0,30}\(\W*", gap):
                near = previous
            elif mention.kind == "change":
                levels = (other for other in (following, previous) if other and other.kind in ("level", "share"))
                near = next((o for o in levels if o.origin == "clause" and o not in self.levels), None)
            if near:
                mention.period, mention.origin = near.period, "sentence"


def _leads_to_base(lead: str) -> bool:
    """Whether words of comparison lead to what comes next: "above May's revised rate of", "compared with the"."""
    return bool(words.regex(_UP_TO_BASE).search(lead[-90:]))


def _between(spans: Sequence[PeriodSpan], start: int, end: int) -> list[PeriodSpan]:
    first = bisect_left(spans, start, key=lambda span: span.start)
    return list(takewhile(lambda span: span.end <= end, islice(spans, first, None)))


def _is_from_to(first: Mention, second: Mention) -> bool:
    led = re.search(r"\bfrom\W*$", first.before[-12:]) or first.quantity.text.lower().startswith("from")
    return bool(led) and bool(re.search(r"\bto\s*\W*$|^\s*to\b", second.before))


def _end_of_span(mention: Mention) -> Period | None:
    """A size within a span of years is of its end, where it is reached; else of no year that is told."""
    closes = re.match(r"[^.;]{0,60}\b(?:end|close|conclusion) of the (?:\w+ )?period", mention.after, re.I)
    reached = re.search(r"\b(?:reach\w*|hit\w*|to)\W*$", mention.before, re.I)
    return Period.year(mention.period.end.year) if mention.period and (closes or reached) else None


def _since_told(mention: Mention, mentions: Sequence[Mention], earlier: Sequence[Mention]) -> None:
    if mention.basis != "cagr" or mention.start_year or not mention.period or mention.period.is_span:
        return
    end = mention.period.in_year
    sizes = [other for other in (*earlier, *mentions) if other.measure == "market_size" and other.period]
    before = [other.period.in_year for other in sizes if other.period and other.period.in_year < end]
    if before:
        mention.start_year, mention.end_year, mention.span_stated = before[-1], end, False


def _levels(mentions: Sequence[Mention]) -> list[Period]:
    """The two periods that the levels of a sentence are of, in time; empty where there are others."""
    for first, second in pairwise(mentions):  # "from 1.5 in 2023 to 2.3 by 2030"
        if _is_from_to(first, second) and first.period and second.period and first.period.start < second.period.start:
            return [first.period, second.period]
    told = {other.period for other in mentions if other.kind == "level" and other.period and not other.period.is_span}
    ordered = sorted(told, key=lambda period: period.start)
    return ordered if len(ordered) == 2 else []


def _is_ahead(text: str) -> bool:
    """Whether a sentence speaks of what is to come."""
    return bool(words.pattern("periods", "to come").search(text) or re.search(r"\bmay\b", text))  # not "May"


def _is_about(text: str, span: PeriodSpan) -> bool:
    """Whether a sentence without figures is about a period: "Sales rose in 2023", not "since 1997"."""
    lead, after = text[max(0, span.start - 90) : span.start], text[span.end : span.end + 2]
    inside = re.search(r"\b(?:in|during|for|over|as of|at|im|en)\s+(?:(?:the|early|late)\s+)?$", lead, re.I)
    return bool(inside) and not _leads_to_base(lead) and not after.startswith(_POSSESSIVE)


def spans_of(start: int, end: int, spans: Sequence[PeriodSpan]) -> list[PeriodSpan]:
    """The periods of a block that stand in one of its sentences, told in places of the sentence."""
    return [replace(span, start=span.start - start, end=span.end - start) for span in _between(spans, start, end)]


def period_of(texts: Sequence[str], published: date | None) -> Period | None:
    """The one period that the first of some headings to name one names, or None."""
    for text in texts:
        found = periods_in(text, published=published)
        spans = (span for span in found if not _UP_TO.search(text[max(0, span.start - 20) : span.start]))
        told = {span.period for span in spans if span.period and not span.relative}
        if told:
            return told.pop() if len(told) == 1 else None
    return None
