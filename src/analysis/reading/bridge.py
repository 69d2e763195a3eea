"""Figures as the former reader finds them, in the new form; replaced room by room."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from analysis.curation.knowledge import Knowledge
from analysis.figures import Figure as Former
from analysis.figures import _context_hints, _fact, figures_of
from analysis.figures.labels import Labels
from analysis.reading.model import Figure, Kind
from analysis.reading.period import Period
from analysis.source import Article

_OWN = frozenset(
    """figure_id article section block_kind block_index row column row_label column_label quote title cell published
    scale signed low high resolution rounding approximate open_low open_high unit period_basis measure subject statistic
    direction year end_year start_year span_stated kind""".split()
)
_KINDS: dict[str, Kind] = {
    "growth_rate": "rate", "share": "share", "demand": "share", "adoption": "share", "usage": "share", "frequency":
    "share", "allocation": "share", "weight": "share", "score": "score", "duration": "duration", "ratio": "multiple",
    "pay_change": "change",
}  # fmt: skip


def read_figures(article: Article, knowledge: Knowledge) -> list[Figure]:
    """The figures of an article's prose in reading order."""
    labels = Labels(knowledge)
    subject_role = labels.role(article.title)[0]
    known = not knowledge.statements[knowledge.statements["article"] == article.slug].empty
    former = [figure for figure in figures_of(article, knowledge) if figure.block.kind == "prose"]
    figures = [_figure(figure, _fact(figure, labels, subject_role), known) for figure in former]
    places = {id(block): place for place, block in enumerate(article.blocks)}
    figures.sort(key=lambda f: (places.get(id(f.block), 10**9), f.row or 0, f.column or 0, f.start))
    _refine(figures)
    return figures


def _figure(former: Former, facts: dict[str, Any], known: bool) -> Figure:
    year, end_year = facts.get("year"), facts.get("end_year")
    figure = Figure(
        facts["figure_id"], former.article, former.block, former.quantity, former.row, former.column, former.nth,
        former.row_label, former.column_label, former.cell, former.quantity.start, former.quantity.end,
        measure=facts["measure"], subject=facts["subject"], kind_of=_KINDS.get(facts["measure"], "level"),
        statistic=facts.get("statistic") or "", direction=facts.get("direction") or "",
        basis=facts.get("kind") or "", period_basis=former.period_basis, end_year=end_year,
        start_year=facts.get("start_year"), span_stated=bool(facts.get("span_stated")),
        curated=known and former.row is None, row_cells=former.row_cells,
        controlled=known,
    )  # fmt: skip
    if year and 1500 < year < 2400:
        first = Period.year(int(year))
        later = end_year and end_year > year and end_year < 2400
        figure.period = Period.span(first, Period.year(int(end_year or year))) if later else first
    figure.keys = {key: value for key, value in facts.items() if key not in _OWN and value not in (None, "")}
    return figure


def tell(figure: Figure, labels: Labels, subject_role: str, hints: list[dict[Any, str]], controlled: bool) -> Figure:
    """A table's figure with what it measures."""
    former = Former(
        figure.article, figure.block, figure.row, figure.column, figure.nth, figure.row_label, figure.column_label,
        figure.quantity, figure.period_basis, figure.row_cells, figure.cell, dict(figure.keys),
    )  # fmt: skip
    former.hints |= _context_hints(former, hints)
    return _figure(former, _fact(former, labels, subject_role), controlled)


def _refine(figures: list[Figure]) -> None:
    """Trailing zeros count as rounding no coarser than the finest figure of the same unit in a column or sentence."""
    finest: dict[tuple[object, ...], Decimal] = {}

    def series(figure: Figure) -> tuple[object, ...]:
        place = figure.column if figure.in_table else figure.cell
        return id(figure.block), place, figure.unit, figure.quantity.scale

    for figure in figures:
        rounding = figure.quantity.rounding
        finest[series(figure)] = min(rounding, finest.get(series(figure), rounding))
    for figure in figures:
        figure.step = float(finest[series(figure)])
