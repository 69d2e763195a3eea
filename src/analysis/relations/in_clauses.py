"""Cases from the frames of clauses."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.reading.model import Reading
from analysis.relations.model import Case


def in_clauses(reading: Reading) -> Iterator[Case]:
    """The relations that a clause, or two sentences that point at each other, state among their figures."""
    yield from ()
