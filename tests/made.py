"""Figures made for tests: what a text states, with the attributes a test needs."""

from datetime import UTC, datetime
from itertools import count

from analysis.quantity import parse
from analysis.reading.model import Entity, Figure
from analysis.reading.period import Period
from analysis.source.model import Article, Block

_ids = count(1)
ARTICLE = Article("article", "Article", "", "", datetime(2025, 6, 30, tzinfo=UTC), ())


def figure(text: str, *, year: int | None = None, table: bool = False, block: int | None = None, **more) -> Figure:
    """One figure; `keys` and attributes of Figure by name, `entity` as a head noun."""
    (quantity,) = parse(text)
    number = next(_ids)
    kind = "table" if table else "prose"
    place = Block(kind, block or number, ("Section",), "" if table else text, "p")
    attributes = {name: more.pop(name) for name in list(more) if name in Figure.__slots__}
    if isinstance(entity := attributes.get("entity"), str):
        attributes["entity"] = Entity(entity, frozenset(), "clause")
    made = Figure(f"article/{kind}-{number}/1", ARTICLE, place, quantity, keys=more, **{"cell": text} | attributes)
    made.period = Period.year(year) if year else made.period
    return made
