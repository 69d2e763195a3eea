"""Years and spans of years in a sentence: which year a size is of, over which span a rate holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

Years = tuple[int | None, int | None]

_YEAR = r"(?<![\d.,$€£¥₹/])(?:FY\s?|fiscal\s)?((?:19|20)\d{2})(?![\d%]|[.,]\d|\s(?:%|percent|employees|jobs|people))"
_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|Q[1-4])\s+"
    r"(?:of\s+)?)?"
)
_OF = (
    r"(?:the\s+)?(?:(?:end|start|beginning|year|years|fiscal year|course|first half|second half|close)\s+)?"
    r"(?:of\s+)?(?:the\s+year\s+)?"
)
_SPAN = re.compile(
    rf"(?<!\d)((?:19|20)\d{{2}})\s*(?:[-–—/]|to|through|till|until|and|bis)\s*{_OF}((?:19|20)\d{{2}}|"
    rf"(?<=[-–—/])\d{{2}})(?!\d)",
    re.I,
)
_SINGLE = re.compile(_YEAR)
_AFTER = re.compile(
    r"^[\s)]*(?:(?!and\b|or\b|but\b|while\b|to\b|from\b|up\b|compared\b|than\b|against\b|versus\b)[\w$€£-]+\s+){0,4}?"
    rf"\(?(?:in|by|for|during|as of|at|until|till|through|im jahr|im|bis|of|around|circa|"
    rf"before)?\s*{_OF}{_MONTH}{_YEAR}",
    re.I,
)
_UNTIL = re.compile(rf"\b(?:by|through|until|till|to|into|up to|bis)\s+{_OF}{_MONTH}{_YEAR}", re.I)
_SINCE = re.compile(
    rf"\b(?:from|since|compared (?:to|with)|relative to|versus|vs\.?|over|than in|than|on|against|"
    rf"seit)\s+{_OF}{_MONTH}{_YEAR}",
    re.I,
)
_YEAR_BEFORE = re.compile(
    r"\b(?:a|one|the|last|previous|prior|preceding)\s+year(?:\s+(?:earlier|before|ago|prior|previously))?\b", re.I
)
_YOY = re.compile(r"\b(?:yoy|y/y|y-o-y|year[- ]o(?:n|ver)[- ]year|vorjahr)|\b(?:a|one)\s+year\s+(?:ago|earlier|before)|"
                  r"\b(?:the|last|previous|prior|preceding)\s+year\b", re.I)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timed:
    """A year or a span of years as it stands at start:end of a text."""

    start: int
    end: int
    first: int
    last: int

    @property
    def is_span(self) -> bool:
        """True for two different years."""
        return self.last > self.first


@lru_cache(maxsize=4096)
def years_in(text: str) -> tuple[Timed, ...]:
    """The years and the spans of years of a text, in order; the years of a span do not count singly."""
    found = []
    for span in _SPAN.finditer(text):
        first, last = int(span[1]), int(span[2])
        last += first // 100 * 100 if last < 100 else 0
        joined_by_and = re.search(r"\d\s*and", span.group())
        if first < last < first + 100 and not (
            joined_by_and and not re.search(r"between\s+\w*\s*$", text[: span.start()], re.I)
        ):
            found.append(Timed(span.start(), span.end(), first, last))
    for single in _SINGLE.finditer(text):
        if not any(span.start <= single.start(1) < span.end for span in found):
            found.append(Timed(single.start(1), single.end(1), int(single[1]), int(single[1])))
    return tuple(sorted(found, key=lambda timed: timed.start))


def year_after(text: str) -> tuple[int, int] | None:
    """The year said of the figure a text follows (`… in 2024`, `… (2024)`): the year and where it ends in the text."""
    found = _AFTER.match(text)
    if not found or any(timed.is_span and timed.start <= found.start(1) < timed.end for timed in years_in(text)):
        return None
    return int(found[1]), found.end(1)


def year_before(text: str, taken_to: int = 0) -> int | None:
    """The last single year of a text, from `taken_to` on: the year of the figure the text leads to."""
    single = [timed.first for timed in years_in(text) if not timed.is_span and timed.start >= taken_to]
    return single[-1] if single else None


def says_year_before(text: str) -> bool:
    """Whether a text opens with `a year earlier`, `the previous year` or the like."""
    found = _YEAR_BEFORE.search(text[:40])
    return bool(found) and bool(_YOY.search(text[:40]))


def is_year_on_year(text: str) -> bool:
    """Whether a text compares with the year before."""
    return bool(_YOY.search(text))


def span_of(before: str, after: str) -> Years | None:
    """The span a rate between two texts is printed for: (start, end), one of them None where only the other is said."""
    spans = [(timed.start, timed) for timed in years_in(after) if timed.is_span]
    spans += [(len(before) - timed.end + 8, timed) for timed in years_in(before) if timed.is_span]
    if spans:
        nearest = min(spans, key=lambda pair: pair[0])[1]
        return nearest.first, nearest.last
    since = _SINCE.search(after) or _last(_SINCE, before)
    until = _UNTIL.search(after) or _last(_UNTIL, before)
    start, end = (int(found[1]) if found else None for found in (since, until))
    if start is not None and end is not None and end <= start:
        end = None
    return (start, end) if start or end else None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)
