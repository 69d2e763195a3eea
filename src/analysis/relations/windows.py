"""Compound rates of a window that begins after the size they stand beside.

"Worth $10 billion in 2023, it will reach $26 billion by 2030, at 15% a year from 2024 to 2030": reports of markets
count the rate from the size of 2024, which they often leave out. Between the size printed and the one left out lies a
year of which nothing is said. Where that year's growth would be about the rate, nothing is contradicted.
"""

from __future__ import annotations

from analysis import words
from analysis.reading.model import Figure
from analysis.reading.timing import periods_in

#: What the first year may have grown, in times of the rate.
_LIKE = 0.5, 1.5


def begins_later(rate: Figure, start: Figure, end: Figure) -> str:
    """What is left untold, for people, where a rate may count from the year after its start and fits so; else ''."""
    first, last = start.year, end.year
    if not first or not last or last - first < 3 or not start.value > 0 or not rate.value > 0:
        return ""
    window = rate.span_stated and (rate.start_year, rate.end_year) == (first + 1, last)
    if not window and not _of_a_horizon(rate, start):
        return ""
    implied = end.value / (1 + rate.value / 100) ** (last - first - 1)
    grown = (implied / start.value - 1) * 100
    fits = _LIKE[0] * rate.value <= grown <= _LIKE[1] * rate.value
    return f"it may count from the size of {first + 1}, not of {first}" if fits else ""


def _of_a_horizon(rate: Figure, start: Figure) -> bool:
    """Whether a sentence tells a rate of "the forecast period", not of the way "from" its start."""
    told = words.pattern("periods", "horizon").search(rate.cell)
    spans = any(span.period and span.period.is_span for span in periods_in(rate.cell))
    before = rate.cell[: max(rate.cell.find(start.quote), 0)].casefold().split()
    return bool(told) and not spans and "from" not in before[-3:]
