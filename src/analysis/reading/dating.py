"""When the figures of a sentence are of: by the words beside each, by the others, by what was told before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from analysis import words
from analysis.reading.column import base_of
from analysis.reading.mention import Mention
from analysis.reading.model import Origin
from analysis.reading.period import Period
from analysis.reading.phrase import without_dateline
from analysis.reading.timing import PeriodSpan, periods_in

__all__ = ["Carried", "date_figures", "is_about", "is_ahead", "period_of", "spans_of"]

_TO_BASE = (
    r"(?:than|above|below|over|on|from|versus|vs\.?|against|since|exceed(?:s|ed|ing)?|beat(?:s|ing)?|"
    r"surpass(?:es|ed|ing)?|record\s+of|compared\s+(?:with|to)|relative\s+to|up\s+on|gegenüber|par rapport à)"
)
#: What a figure is compared with: "above May's revised rate of", "from", "compared with the".
_BEFORE_BASE = re.compile(rf"\b(?:after|{_TO_BASE})\s+(?:(?!\b(?:to|and|by|while)\b)[\w'’§-]+,?\s+){{0,8}}?\W*$", re.I)
_LEADS_TO_BASE = re.compile(rf"\b{_TO_BASE}\s+(?:(?!\b(?:to|and|by|while)\b)[\w'’-]+,?\s+){{0,8}}?(?:the\s+)?$", re.I)
_NOT_BESIDE = re.compile(
    r"[;:]|\b(?:and|or|but|while|whereas|up|down|from|to|than|compared|above|below|over|versus|against|since|which|when)\b|,\s+(?!in\b|for\b|during\b|by\b|at\b|as\b)",
    re.I,
)
_FROM = re.compile(r"\bfrom\b[^,;()]*$", re.I)
_WORDS_BESIDE = 7
_UNTIL = re.compile(r"[^.;]{0,30}\b(?:by|until|through|bis)\s+(?:19|20)\d\d", re.I)
_UP_TO = re.compile(r"\b(?:by|until|through|to|bis)\s+$", re.I)  # a title's "by 2030" dates nothing told as past
_LATER = re.compile(
    r"\b(?:will|should|would|could|(?-i:may)|might|expect(?:s|ed)?|anticipat\w*|forecast\w*|project\w*|predict\w*|soll\w*|(?:is|are)\s+to)\b",
    re.I,
)


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


def date_figures(
    mentions: Sequence[Mention], spans: Sequence[PeriodSpan], carried: Carried, earlier: Sequence[Mention] = ()
) -> None:
    """Period, where it came from, base and span of the figures of one sentence, in place; `spans` are in its text.

    `earlier` are the figures of the sentences before: a compound rate to a year starts where its size was told.
    """
    text = mentions[0].sentence.text
    opening = without_dateline(text)
    spans = [span for span in spans if span.start >= opening and span.shift != ("any", 0)]
    own, bases = _sorted(text, mentions, spans)
    own = [
        span
        for span in own
        if len(own) == 1 or not (_is_reported(text, span, mentions) or _is_aside(text, span, mentions))
    ]
    last_base = carried.base
    ahead = is_ahead(text)
    for mention in mentions:
        behind = _behind(text, mention, mentions, spans)
        if _is_base_level(text, mention, mentions):
            before = _between(spans, _start_of_gap(mention, mentions), mention.at)
            near = behind or (before[-1] if before else None)
            last_base = near.period if near else last_base
            contrasted = not near and mention.name and not _FROM.search(text[: mention.at][-40:])
            mention.period = mentions[0].period if contrasted else last_base
            mention.origin = "clause" if near else "sentence" if mention.period else ""
            continue
        if behind and behind not in bases:
            mention.period, mention.origin = behind.period, "clause"
        else:
            found = _stated_before(text, mention, own, mentions) or _only_later(mention, own, mentions)
            mention.period, mention.origin = found or carried.told(ahead)
        if bases:
            base = _base_of(mention, mentions, bases)
            last_base = base or last_base
            mention.base = base
    _through(mentions, spans)
    _beside_levels(mentions, spans)
    for mention in mentions:
        if mention.kind in ("level", "share") and mention.period and mention.period.is_span:
            mention.period = _end_of_span(mention)
        _change(mention, mentions, spans)
        _since_told(mention, mentions, earlier)
    told = [span for span in own if span.period and not span.period.is_span and not _is_possessive(text, span)]
    told = [
        span
        for span in told
        if (span.period and span.period.grain != "day")
        or any(_behind(text, other, mentions, [span]) for other in mentions)
    ]
    free = [span for span in told if not any(_behind(text, other, mentions, [span]) for other in mentions)]
    chosen = (
        free[0]
        if free
        else next(
            (span for span in reversed(told) if text.count("(", 0, span.start) == text.count(")", 0, span.start)), None
        )
    )
    if chosen and ahead:
        carried.future = chosen.period
    elif chosen:
        carried.period, carried.origin = chosen.period, "section"
    if bases:
        carried.base = bases[-1].period


def _sorted(
    text: str, mentions: Sequence[Mention], spans: Sequence[PeriodSpan]
) -> tuple[list[PeriodSpan], list[PeriodSpan]]:
    """The periods that figures are of, and those they are only compared with."""
    own: list[PeriodSpan] = []
    bases: list[PeriodSpan] = []
    moves = len(mentions) != 1 or words.pattern("change").search(text)  # one level "from abroad in May" has no base
    for span in spans:
        start = max((other.end for other in mentions if other.end <= span.start), default=0)
        lead = text[start : span.start]
        led = _LEADS_TO_BASE.search(lead[-80:]) or re.search(r"\bsince\b[^,.;]{0,60}$", lead, re.I)
        led = led if moves else None
        over = re.search(r"\b(?:over|from|on)\s+(?:the\s+)?$", lead, re.I)
        long = over and span.period is not None and (span.period.is_span or span.period.grain == "span")
        day = span.period is not None and span.period.grain == "day" and re.search(r"\bon\s+$", lead)
        told_back = span.shift is not None and span.shift[1] < 0 and not span.now
        before = next((other for other in mentions if other.end == start), None)
        from_level = before is not None and _is_base_level(text, before, mentions) and _compares(text, before, mentions)
        from_level = from_level and not _NOT_BESIDE.search(lead)
        is_base = (led and not long and not day) or told_back or from_level
        (bases if is_base else own).append(span)
    return own, bases


def _is_reported(text: str, span: PeriodSpan, mentions: Sequence[Mention]) -> bool:
    """`In April 2021 the office said …`: when it was told, not when it was."""
    said = re.match(r"[^.;()]{0,60}\b(?:said|announced|reported|published|released)\b", text[span.end :])
    return bool(said) and not any(span.end <= other.at < span.end + said.end() for other in mentions if said)


def _is_aside(text: str, span: PeriodSpan, mentions: Sequence[Mention]) -> bool:
    """`(that of 2013)`: a period in brackets that hold no figure and stand behind none."""
    opened, closed = text.rfind("(", 0, span.start), text.find(")", span.end)
    if opened < 0 or closed < 0 or ")" in text[opened : span.start]:
        return False
    behind = any(not text[other.end : opened].strip() for other in mentions if other.end <= opened)
    return not behind and not any(opened < other.at < closed for other in mentions)


def _start_of_gap(mention: Mention, mentions: Sequence[Mention]) -> int:
    return max((other.end for other in mentions if other.end <= mention.at), default=0)


def _between(spans: Sequence[PeriodSpan], start: int, end: int) -> list[PeriodSpan]:
    return [span for span in spans if start <= span.start and span.end <= end]


def _behind(text: str, mention: Mention, mentions: Sequence[Mention], spans: Sequence[PeriodSpan]) -> PeriodSpan | None:
    """The period printed directly behind a figure: "$5 billion in 2023", "13% each year (2017-2022)"."""
    span = next((span for span in spans if span.start >= mention.end), None)
    if span is None or any(mention.end <= other.at < span.start for other in mentions if other.kind != "code"):
        return None
    if _is_possessive(text, span):
        return None
    gap = re.sub(r"\(±[^()]*\)", "", text[mention.end : span.start])
    if span.period and span.period.is_span:
        gap = re.sub(r"\b(?:from|over|between)\s+(?:the\s+)?$", "", gap)
    if len(gap.split()) > _WORDS_BESIDE or _NOT_BESIDE.search(gap):
        return None
    return span


def _is_base_level(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a figure is what another is compared with: "up from $4 billion", "above May's rate of 1,399,000"."""
    if re.match(r"(?:from|over|above)\b", mention.quantity.text, re.I) and mention.kind == "level":
        return mention.quantity.text.lower().startswith("from")
    lead = text[_start_of_gap(mention, mentions) : mention.at]
    found = _BEFORE_BASE.search(lead[-90:])
    if found and words.pattern("change", "reach").search(found.group()):
        return False  # "imports from abroad stood at $5 billion"
    return bool(found) and mention.kind != "change" and not re.search(r"\bover\s+\W*$", lead)


def _compares(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a base level is what a change is counted from, not a record that was beaten."""
    lead = text[_start_of_gap(mention, mentions) : mention.at]
    return not re.search(r"\b(?:exceed|beat|surpass)\w*\b[^,;]*$", lead[-60:], re.I)


def _stated_before(
    text: str, mention: Mention, own: Sequence[PeriodSpan], mentions: Sequence[Mention]
) -> tuple[Period | None, Origin] | None:
    gap = _start_of_gap(mention, mentions)
    before = [span for span in own if span.end <= mention.at and (span.start >= gap or not _is_possessive(text, span))]
    return (before[-1].period, "clause") if before else None


def _only_later(
    mention: Mention, own: Sequence[PeriodSpan], mentions: Sequence[Mention]
) -> tuple[Period | None, Origin] | None:
    """The one period of the sentence, told behind the figure and behind no other level."""
    text = mention.sentence.text
    behind = [span for span in own if span.start >= mention.end and not _is_possessive(text, span)]
    later = {span.period for span in behind if not _is_of_level(span, mention, mentions)}
    return (later.pop(), "sentence") if len(later) == 1 else None


def _is_of_level(span: PeriodSpan, mention: Mention, mentions: Sequence[Mention]) -> bool:
    return any(
        other is not mention
        and other.kind in ("level", "share")
        and _behind(mention.sentence.text, other, mentions, [span]) is span
        for other in mentions
    )


def _is_possessive(text: str, span: PeriodSpan) -> bool:
    """`2021's 18.5%`, `May's rate of`: said of the next figure only."""
    return text[span.end : span.end + 2] in ("'s", "’s") or text[span.end : span.end + 1] == ":"


def _base_of(mention: Mention, mentions: Sequence[Mention], bases: Sequence[PeriodSpan]) -> Period | None:
    """The base told nearest behind a change, before the next change; else the nearest before it."""
    if mention.kind == "level" and not mention.is_percent:
        return None
    following = [other.at for other in mentions if other.at > mention.at and other.kind == "change"]
    limit = following[0] if following else len(mention.sentence.text)
    behind = [span for span in bases if mention.end <= span.start < limit]
    if behind:
        return behind[0].period
    before = [span for span in bases if span.end <= mention.at]
    return before[-1].period if before and mention.kind == "change" else None


def _change(mention: Mention, mentions: Sequence[Mention], spans: Sequence[PeriodSpan]) -> None:
    """Base and span of a change or rate; what is not told stays open."""
    if mention.kind not in ("change", "rate"):
        mention.base = None
        return
    period, levels = mention.period, _levels(mentions)
    spanned = next((span.period for span in spans if span.period and span.period.is_span), None)
    if mention.kind == "rate" and not (period and period.is_span):
        if spanned:
            mention.period = period = spanned
            mention.origin = "sentence"
        elif len(levels) == 2 and levels[0].start < levels[1].start:
            mention.period = period = Period.span(*levels)
            mention.origin, mention.base, mention.start_year, mention.end_year = "sentence", levels[0], None, None
    if period is None:
        mention.start_year = mention.base.in_year if mention.base else None
        return
    if period.is_span:
        mention.base = None
        mention.start_year, mention.end_year, mention.span_stated = period.start.year, period.end.year, True
        return
    if mention.base is None and mention.basis in ("yoy", "qoq", "mom"):
        mention.base = base_of(period, mention.basis)
    if mention.base is None and len(levels) == 2 and levels[0].start < levels[1].start == period.start:
        mention.base = levels[0]
    ahead = _LATER.search(f"{' '.join(mention.labels)} {mention.before}") or _UNTIL.search(mention.after)
    undated = mention.base is None and not mention.basis and mention.origin in ("clause", "sentence") and not ahead
    if undated and period.grain == "year" and mention.measure == "growth_rate" and mention.kind == "change":
        mention.basis, mention.base = "yoy", period.year_before()
    if mention.base is not None:
        if not mention.basis and mention.base.grain == period.grain == "year" and mention.base == period.year_before():
            mention.basis = "yoy"
        mention.span_stated = True
        mention.start_year, mention.end_year = mention.base.in_year, period.in_year
    else:
        mention.end_year = period.in_year


def _through(mentions: Sequence[Mention], spans: Sequence[PeriodSpan]) -> None:
    """`from 2.1 to 3.4 million between 2021 and 2024`: the first is of the first, the second of the last year."""
    spanned = [span.period for span in spans if span.period and span.period.is_span]
    for first, second in pairwise(mentions):
        if len(spanned) == 1 and _is_from_to(first, second):
            first.period, second.period = Period.year(spanned[0].start.year), Period.year(spanned[0].end.year)
            first.origin = second.origin = "clause"


def _beside_levels(mentions: Sequence[Mention], spans: Sequence[PeriodSpan]) -> None:
    """A change without a period of its own takes that of the level it leads to; a share in brackets its figure's."""
    text = mentions[0].sentence.text
    for i, mention in enumerate(mentions):
        if mention.origin == "clause" or not spans:
            continue
        previous = mentions[i - 1] if i else None
        if (
            previous
            and previous.origin == "clause"
            and re.fullmatch(r"[^()]{0,30}\(\W*", text[previous.end : mention.at])
        ):
            mention.period, mention.origin = previous.period, "sentence"
        elif mention.kind == "change":
            following = mentions[i + 1] if i + 1 < len(mentions) else None
            near = next((other for other in (following, previous) if other and other.kind in ("level", "share")
                         and other.origin == "clause" and not _is_base_level(text, other, mentions)), None)  # fmt: skip
            if near:
                mention.period, mention.origin = near.period, "sentence"


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


def is_ahead(text: str) -> bool:
    """Whether a sentence speaks of what is to come."""
    return bool(_LATER.search(text))


def is_about(text: str, span: PeriodSpan) -> bool:
    """Whether a sentence without figures is about a period: "Sales rose in 2023", not "since 1997"."""
    lead = text[: span.start]
    inside = re.search(r"\b(?:in|during|for|over|as of|at|im|en)\s+(?:(?:the|early|late)\s+)?$", lead, re.I)
    return bool(inside) and not _LEADS_TO_BASE.search(lead[-80:]) and not _is_possessive(text, span)


def spans_of(start: int, end: int, spans: Sequence[PeriodSpan]) -> list[PeriodSpan]:
    """The periods of a block that stand in one of its sentences, told in places of the sentence."""
    return [replace(span, start=span.start - start, end=span.end - start) for span in _between(spans, start, end)]


def period_of(texts: Sequence[str], published: date | None) -> Period | None:
    """The one period that the first of some headings to name one names, or None."""
    for text in texts:
        spans = (span for span in periods_in(text, published=published) if not _UP_TO.search(text[: span.start]))
        told = {span.period for span in spans if span.period and not span.relative}
        if told:
            return told.pop() if len(told) == 1 else None
    return None
