"""The periods that the words of a table tell: of all of it, of a header and the headers above it, of a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from analysis import words
from analysis.reading.period import Period
from analysis.reading.tables.layout import Layout
from analysis.reading.timing import PeriodSpan, periods_in, told_in
from analysis.source import Block

_LEADING_YEAR = re.compile(r"(?:19|20)\d\d(?= \D)")
_MONTH_AND_TWO = re.compile(r"\b([A-Z][a-z]{2,8})\.? ([0-4]\d)\b(?!,? (?:19|20)\d\d)")


@dataclass(eq=False)
class Periods:
    """Tells the periods of one table's words, in an article published on a day that may be unknown."""

    layout: Layout
    block: Block
    published: date | None = None

    @cached_property
    def whole(self) -> Period | None:
        """The one period that the nearest of corner, caption, lines above, headings and title tells."""
        near = (*self.layout.corner, self.block.title, *reversed(self.block.above), *self.block.path[-1:])
        for text in near:
            told = dict.fromkeys(self.told(text[:500]))
            if len(told) == 1 and not (only := next(iter(told))).is_span:
                return only
            if told:
                return None
        return None

    def told(self, text: str, beside: Period | None = None) -> tuple[Period, ...]:
        """The periods a text tells."""
        return _told(self._with_years(text), beside, self.published)

    def _with_years(self, text: str) -> str:
        """ "May 22" and "May 23" above a table of 2023 are months, no days."""
        return _MONTH_AND_TWO.sub(r"\1 20\2", text) if self._month_years and len(text) < 40 else text

    @cached_property
    def _month_years(self) -> bool:
        numbers = {found[2] for header in self.layout.headers for found in _MONTH_AND_TWO.finditer(header)}
        near = (self.block.title, *self.block.above, *self.block.path)
        years = {str(period.in_year)[2:] for text in near for period in told_in(text)}
        return len(numbers) > 1 and bool(numbers & years)

    def of_path(self, path: Sequence[str], beside: Period | None, moves: bool = False) -> tuple[Period, ...]:
        """The period that the header cells over a column tell together, both of a change, else the last that tells."""
        if len(path) > 1 and not moves and not told_in(path[-1]):  # "2024" over "Jan", "Feb"
            above = self.told(" ".join(path[:-1]), beside)
            if len(above) == 1 and (own := self.told(path[-1], above[0])):
                return own
        together = self.told(" ".join(path), beside)
        if not together or len(together) > 2:  # "2005 persons", "2005 (1997=100)"
            year = next((found[0] for text in reversed(path) if (found := _LEADING_YEAR.match(text))), "")
            together = self.told(year) or together
        if len(together) < 2 or (moves and len(together) == 2):
            return together
        return next((told for text in reversed(path) if (told := self.told(text, beside))), ())


@lru_cache(maxsize=8192)
def _told(text: str, beside: Period | None, published: date | None) -> tuple[Period, ...]:
    found = periods_in(text, published=published, beside=beside)
    return tuple(dict.fromkeys(period for span in found if (period := span.period or _moved(span, beside))))


def _moved(span: PeriodSpan, beside: Period | None) -> Period | None:
    """ "Last month" over a column of a table about July."""
    grain, steps = span.shift or ("", 0)
    return beside.earlier(-steps) if beside and grain == beside.grain else None


@lru_cache(maxsize=4096)
def is_against(label: str) -> bool:
    """Whether a header's period stands behind words of comparison, or is told as the one before."""
    found = next(iter(periods_in(label)), None)
    if found and found.shift and found.shift[1] < 0:
        return True
    before = label[: found.start].rstrip() if found else ""
    return any(hit.end() == len(before) for hit in words.pattern("headers", "against").finditer(before))
