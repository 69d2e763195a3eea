"""One stated figure with what surrounds it, before anybody says what it measures."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.quantity import Quantity
from analysis.source import Article, Block


@dataclass(slots=True)
class Figure:
    """A quantity, the place it stands in and the labels around it.

    `row` and `column` are 1-based over body rows and grid columns (row 0: the header), None in prose; `nth` counts the
    figures of one cell. `period_basis` says where a pay period came from: cell, header, title, section or curated.
    `hints` holds columns of the ledger that are known already.
    """

    article: Article
    block: Block
    row: int | None
    column: int | None
    nth: int
    row_label: str
    column_label: str
    quantity: Quantity
    period_basis: str = ""
    row_cells: tuple[tuple[str, str], ...] = ()
    cell: str = ""
    hints: dict[str, object] = field(default_factory=dict)
