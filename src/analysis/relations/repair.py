"""What would make a failed relation hold: a slip that explains it, else the smallest change of one figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

from analysis.reading.model import Figure
from analysis.relations.figures import dated, precise, span
from analysis.relations.model import Case, Slip


@dataclass(frozen=True, slots=True)
class _Change:
    text: str
    size: float
    figure: Figure = field(compare=False)


def repairs(case: Case, vouched: Mapping[Figure, str], implied: tuple[float, float]) -> tuple[Slip | None, str]:
    """The slip that explains a failure, and the repair as a text, the likeliest first.

    A change of a figure that another relation confirms (`vouched`) would break that one: it comes last and says so.
    """
    slip = next((found for test in case.relation.slips if (found := test(case))), None)
    if case.relation.repair:
        return slip, case.relation.repair(case)
    changes = sorted(_changes(case, implied), key=lambda change: (change.figure in vouched, change.size))
    texts = [
        change.text + (f" (which would break {vouched[change.figure]})" if change.figure in vouched else "")
        for change in changes
    ]
    words = "; or ".join(texts)
    if slip:
        words = f"{slip.text}; else {words}" if words else slip.text
    return slip, words


def _changes(case: Case, implied: tuple[float, float]) -> list[_Change]:
    """For each figure the one value that makes the relation hold, as it would be printed."""
    values = {
        role: [figure.value * case.sign(role, nth) for nth, figure in enumerate(figures)]
        for role, figures in case.figures.items()
    }
    changes = []
    for role, figures in case.figures.items():
        solve = case.relation.solve.get(role)
        for nth, figure in enumerate(figures if solve else ()):
            others = dict(values)
            if role in case.relation.many:  # the figure solved for comes first, the rest of its role behind it
                others[role] = [values[role][nth], *(value for i, value in enumerate(values[role]) if i != nth)]
            try:
                need = solve(others, case.counts) * case.sign(role, nth) if solve else float("nan")
            except (ZeroDivisionError, ValueError, OverflowError, TypeError):
                continue
            if not isinstance(need, float) or not isfinite(need):
                continue
            text = precise(need, figure)
            if figure is case.main and figure.is_range:
                text = span(*implied, case.relation.unit or figure.unit)
            if any(digit in text for digit in "123456789") and text != precise(figure.value, figure):
                size = abs(need / figure.value - 1) if figure.value else float("inf")
                changes.append(_Change(f"{text} instead of {dated(figure)}", size, figure))
    return changes
