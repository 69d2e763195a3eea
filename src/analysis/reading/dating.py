"""When the figures of a sentence are of: each from the words beside it, what the others say, or what was told before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


from analysis.reading.mention import Mention
from analysis.reading.model import Origin
from analysis.reading.period import Period
from analysis.reading.timing import PeriodSpan, periods_in

__all__ = ["Carried", "date_figures", "period_of", "spans_of"]

_TO_BASE = r"(?:than|above|below|over|on|from|versus|vs\.?|against|since|exceed(?:s|ed|ing)?|compared\s+(?:with|to)|relative\s+to|up\s+on|gegenüber|par rapport à)"
#: What a figure is compared with: "above May's revised rate of", "from", "compared with the".
_BEFORE_BASE = re.compile(rf"\b{_TO_BASE}\s+(?:(?!\b(?:to|and|by|while)\b)[\w'’§-]+,?\s+){{0,8}}?\W*$", re.I)
_LEADS_TO_BASE = re.compile(rf"\b{_TO_BASE}\s+(?:(?!\b(?:to|and|by|while)\b)[\w'’-]+\s+){{0,5}}?(?:the\s+)?$", re.I)
_NOT_BESIDE = re.compile(
    r"[;:]|\b(?:and|or|but|while|whereas|up|down|from|to|than|compared|above|below|over|versus|against|since|which|when)\b|,\s+(?!in\b|for\b|during\b|by\b|at\b|as\b)",
    re.I,
)
_WORDS_BESIDE = 7
_LATER = re.compile(r"\b(?:will|should|would|could|may|might|expected|forecast\w*|project\w*|predict\w*|by|soll\w*)\b", re.I)


@dataclass(slots=True)
class Carried:
    """What earlier sentences, headings and the title leave for figures without a period of their own."""

    period: Period | None = None
    base: Period | None = None
    origin: Origin = ""


def date_figures(mentions: Sequence[Mention], spans: Sequence[PeriodSpan], carried: Carried) -> None:
    """Period, where it came from, base and span of the figures of one sentence, in place; `spans` are in its text."""
    text = mentions[0].sentence.text
    own, bases = _sorted(text, mentions, spans)
    last_base = carried.base
    for mention in mentions:
        behind = _behind(text, mention, mentions, spans)
        if _is_base_level(text, mention, mentions):
            before = _between(spans, _start_of_gap(mention, mentions), mention.at)
            near = behind or (before[-1] if before else None)
            last_base = near.period if near else last_base
            mention.period, mention.origin = last_base, "clause" if near else "sentence" if last_base else ""
            continue
        if behind and behind not in bases:
            mention.period, mention.origin = behind.period, "clause"
        else:
            mention.period, mention.origin = _stated_before(mention, own) or _only_later(mention, own, mentions) or (
                carried.period, carried.origin if carried.period else "")  # fmt: skip
        if bases:
            base = _base_of(mention, mentions, bases)
            last_base = base or last_base
            mention.base = base
    for mention in mentions:
        _change(mention, mentions, spans)
    told = [span for span in own if span.period and not span.period.is_span and span.period.grain != "day"]
    free = [span for span in told if not any(_behind(text, other, mentions, [span]) for other in mentions)]
    chosen = free[0] if free else next((span for span in reversed(told) if text.count("(", 0, span.start) == text.count(")", 0, span.start)), None)
    if chosen and not _LATER.search(text):
        carried.period, carried.origin = chosen.period, "section"
    if bases:
        carried.base = bases[-1].period


def _sorted(
    text: str, mentions: Sequence[Mention], spans: Sequence[PeriodSpan]
) -> tuple[list[PeriodSpan], list[PeriodSpan]]:
    """The periods that figures are of, and those they are only compared with."""
    own, bases = [], []
    for span in spans:
        start = max((other.end for other in mentions if other.end <= span.start), default=0)
        lead = text[start : span.start]
        led = _LEADS_TO_BASE.search(lead[-60:])
        long = span.period is not None and (span.period.is_span or span.period.grain == "span")
        day = span.period is not None and span.period.grain == "day" and re.search(r"\bon\s+$", lead)
        told_back = span.shift is not None and span.shift[1] < 0
        from_level = any(other.end <= span.start and _is_base_level(text, other, mentions) and start == other.end
                         and not _NOT_BESIDE.search(lead) for other in mentions)  # fmt: skip
        is_base = (led and not long and not day) or told_back or from_level
        (bases if is_base else own).append(span)
    return own, bases


def _start_of_gap(mention: Mention, mentions: Sequence[Mention]) -> int:
    return max((other.end for other in mentions if other.end <= mention.at), default=0)


def _between(spans: Sequence[PeriodSpan], start: int, end: int) -> list[PeriodSpan]:
    return [span for span in spans if start <= span.start and span.end <= end]


def _behind(text: str, mention: Mention, mentions: Sequence[Mention], spans: Sequence[PeriodSpan]) -> PeriodSpan | None:
    """The period printed directly behind a figure: "$5 billion in 2023", "13% each year (2017-2022)"."""
    span = next((span for span in spans if span.start >= mention.end), None)
    if span is None or any(mention.end <= other.at < span.start for other in mentions):
        return None
    gap = text[mention.end : span.start]
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
    return bool(found) and mention.kind != "change" and not re.search(r"\bover\s+\W*$", lead)


def _stated_before(mention: Mention, own: Sequence[PeriodSpan]) -> tuple[Period | None, Origin] | None:
    before = [span for span in own if span.end <= mention.at]
    return (before[-1].period, "clause") if before else None


def _only_later(
    mention: Mention, own: Sequence[PeriodSpan], mentions: Sequence[Mention]
) -> tuple[Period | None, Origin] | None:
    """The one period of the sentence, told behind the figure and behind no other level."""
    later = {span.period for span in own if span.start >= mention.end and not _is_of_level(span, mention, mentions)}
    return (later.pop(), "sentence") if len(later) == 1 else None


def _is_of_level(span: PeriodSpan, mention: Mention, mentions: Sequence[Mention]) -> bool:
    text = mention.sentence.text
    return any(
        other is not mention and other.kind in ("level", "share") and _behind(text, other, mentions, [span]) is span
        for other in mentions
    )


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
        return
    if period.is_span:
        mention.base = None
        mention.start_year, mention.end_year, mention.span_stated = period.start.year, period.end.year, True
        return
    if mention.base is None and mention.basis in ("yoy", "qoq", "mom"):
        mention.base = _stepped(period, mention.basis)
    if mention.base is None and len(levels) == 2 and levels[0].start < levels[1].start == period.start:
        mention.base = levels[0]
    if mention.base is None and not mention.basis and period.grain == "year" and mention.kind == "change":
        mention.basis, mention.base = "yoy", period.year_before()
    if mention.base is not None:
        mention.span_stated = True
        mention.start_year, mention.end_year = mention.base.in_year, period.in_year
    else:
        mention.end_year = period.in_year


def _levels(mentions: Sequence[Mention]) -> list[Period]:
    """The two periods that the levels of a sentence are of, in time; empty where there are others."""
    told = {other.period for other in mentions if other.kind == "level" and other.period and not other.period.is_span}
    ordered = sorted(told, key=lambda period: period.start)
    return ordered if len(ordered) == 2 else []


def _stepped(period: Period, basis: str) -> Period | None:
    if basis == "yoy":
        return period.year_before()
    grain = "quarter" if basis == "qoq" else "month"
    return period.earlier() if period.grain == grain else None


def spans_of(text: str, start: int, end: int, spans: Sequence[PeriodSpan]) -> list[PeriodSpan]:
    """The periods of a block that stand in one of its sentences, told in places of the sentence."""
    return [
        PeriodSpan(span.start - start, span.end - start, span.period, span.relative, span.shift)
        for span in spans
        if start <= span.start and span.end <= end
    ]


def period_of(texts: Sequence[str], published: date | None) -> Period | None:
    """The one period that the first of some headings to name one names, or None."""
    for text in texts:
        told = {span.period for span in periods_in(text, published=published) if span.period and not span.relative}
        if told:
            return told.pop() if len(told) == 1 else None
    return None


