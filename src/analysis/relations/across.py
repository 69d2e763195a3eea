"""Cases across an article: what is said of the same thing in two places, in prose and tables alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import pandas as pd

from analysis.reading.model import Figure, Reading
from analysis.relations.claims import called_fastest, curated
from analysis.relations.currencies import Rates, currencies
from analysis.relations.durations import durations
from analysis.relations.growth import growth
from analysis.relations.in_orders import in_orders
from analysis.relations.lists import lists
from analysis.relations.model import Case, Finding
from analysis.relations.order import order
from analysis.relations.parts import parts
from analysis.relations.pay import pay
from analysis.relations.repeats import labels, repeats
from analysis.relations.rows import retold
from analysis.relations.scenarios import scenarios
from analysis.relations.superlatives import superlatives

Found = Iterable[Case | Finding]


def finders(readings: Sequence[Reading], claims: pd.DataFrame, rates: Rates | None) -> dict[str, Callable[[], Found]]:
    """The finders that look across an article, by name."""
    figures = [figure for reading in readings for figure in reading.figures]
    known = rates or _market
    return {
        "repeats": lambda: [*_each(readings, retold), *repeats(figures), *labels(figures)],
        "growth": lambda: growth(figures, _in_clauses(readings)),
        "order": lambda: [*order(figures), *_each(readings, in_orders)],
        "pay": lambda: pay(figures),
        "lists": lambda: _each(readings, lists),
        "parts": lambda: parts(figures, called_fastest(claims, figures)),
        "scenarios": lambda: scenarios(figures),
        "durations": lambda: durations(figures),
        "currencies": lambda: currencies(figures, _told(readings), known),
        "claims": lambda: [*curated(claims, figures, known), *_each(readings, superlatives)],
    }


def _each(readings: Sequence[Reading], find: Callable[[Reading], Found]) -> Iterator[Case | Finding]:
    for reading in readings:
        yield from find(reading)


def _in_clauses(readings: Sequence[Reading]) -> set[Figure]:
    """The figures that clauses hold against others, clearly or not, and those beside several levels."""
    found = {
        figure for reading in readings for frame in reading.frames for group in frame.slots.values() for figure in group
    }
    levels: Counter[tuple[int, int]] = Counter()
    prose = [figure for reading in readings for figure in reading.figures if not (figure.in_table or figure.curated)]
    levels.update((id(figure.block), figure.sentence) for figure in prose if figure.kind_of == "level")
    return found | {figure for figure in prose if levels[id(figure.block), figure.sentence] > 1}


def _told(readings: Sequence[Reading]) -> list[tuple[Figure, Figure]]:
    """Pairs of amounts that a clause calls one; a figure that several clauses pair belongs to the first."""
    pairs: list[tuple[Figure, Figure]] = []
    used: set[Figure] = set()
    for frame in (frame for reading in readings for frame in reading.frames):
        if frame.kind == "repeat" and frame.clear:
            for pair in zip(frame.slots.get("first", ()), frame.slots.get("again", ()), strict=False):
                if all(figure.is_money for figure in pair) and not used & set(pair):
                    pairs.append(pair)
                    used.update(pair)
    return pairs


def _market(currency: str, first: date, last: date) -> pd.DataFrame:
    from analysis.units import rates_between

    return rates_between(currency, first, last)
