"""Cases from tables: structures that arithmetic proposes and labels confirm."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.reading.model import Reading
from analysis.relations.model import Case


def in_tables(reading: Reading) -> Iterator[Case]:
    """The relations that hold in most lines of a table, with their exceptions."""
    yield from ()
