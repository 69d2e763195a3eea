"""Pictures of the datasets: one function each, returning its Axes.

`GALLERY` names the pictures of the report in reading order. `draw()` needs no argument; `alt` is the text for those who
do not see the picture, made from the data. `save(ax, path)` writes PNG and SVG, the same bytes each time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from analysis.plots.demand import (
    demand_against_market,
    openings_by_region,
    openings_projection,
    project_stages,
    project_time,
    skill_weights,
    skills,
    time_allocation,
)  # fmt: skip
from analysis.plots.markets import growth_forest, market_path, market_sizes, scenario_paths
from analysis.plots.overview import accounting, findings_matrix
from analysis.plots.pay import exchange_rates, pay_agreement, pay_by_country, pay_by_role, salary_ladder
from analysis.plots.style import alt_text, save, source
from analysis.plots.tables import table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "GALLERY", "Picture", "accounting", "alt_text", "demand_against_market", "exchange_rates", "findings_matrix",
    "growth_forest", "market_path", "market_sizes", "openings_by_region", "openings_projection", "pay_agreement",
    "pay_by_country", "pay_by_role", "project_stages", "project_time", "salary_ladder", "save", "scenario_paths",
    "skill_weights", "skills", "source", "table", "time_allocation",
]  # fmt: skip


class Picture(NamedTuple):
    """A picture of the report: `draw()` returns its Axes; `title` names it in lists; `alt(ax)` says it in words."""

    draw: Callable[[], Axes]
    title: str
    alt: Callable[[Axes], str] = alt_text


#: Name of the picture's files → the picture.
GALLERY: dict[str, Picture] = {
    "findings-matrix": Picture(findings_matrix, "Which relations hold, by article and family"),
    "annotation-market": Picture(market_path, "The annotation market under both scenarios"),
    "audit-market": Picture(partial(market_path, "ai-in-audit"), "The market for AI in audit"),
    "market-sizes": Picture(market_sizes, "Forecast market sizes"),
    "growth-forest": Picture(growth_forest, "Stated growth against what the sizes imply"),
    "demand-against-market": Picture(demand_against_market, "Annotation demand against market growth"),
    "pay-agreement": Picture(pay_agreement, "What each role earns, in every statement"),
    "senior-pay": Picture(pay_by_role, "Senior pay in the four roles"),
    "entry-pay-by-country": Picture(pay_by_country, "Entry pay by country"),
    "ladder-data-annotator": Picture(partial(salary_ladder, "data-annotator"), "Pay of data annotators"),
    "ladder-ai-operations-manager": Picture(
        partial(salary_ladder, "ai-operations-manager"), "Pay of AI operations managers"
    ),
    "ladder-ai-auditor": Picture(partial(salary_ladder, "ai-auditor"), "Pay of AI auditors"),
    "ladder-ai-architect": Picture(salary_ladder, "Pay of AI architects"),
    "exchange-rates": Picture(exchange_rates, "Exchange rates the amounts imply"),
    "openings-by-region": Picture(openings_by_region, "Openings by region"),
    "openings-projection": Picture(openings_projection, "Projected roles 2025–2030"),
    "skills": Picture(skills, "What employers ask for, test and use"),
    "time-allocation": Picture(time_allocation, "Where an AI architect's time goes"),
    "project-time": Picture(project_time, "Project stages against whole projects"),
    "accounting": Picture(accounting, "Where the figures stand"),
}
