"""What clauses say among figures: frames with slots, by one grammar over symbols."""

from __future__ import annotations

from analysis.reading.model import Frame, Reading


def frames(reading: Reading) -> list[Frame]:
    """The frames of an article's prose, in reading order."""
    return []
