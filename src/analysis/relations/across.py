"""Cases across an article, from a register of quantities: what is said of the same thing in two places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.reading.model import Reading
from analysis.relations.model import Case


def across(readings: Sequence[Reading]) -> Iterator[Case]:
    """The relations among figures whose keys are equal, or compatible and improbably well fitting."""
    yield from ()
