"""Two digits exchanged: a relation that nothing but arithmetic binds, and that fails by one slip of the pen.

"Of 50,000 jobs 35,815 are past and 14,815 to come" makes 50,630; with 14,185 it makes 50,000 to the unit. Such a near
miss is no accident where few others could be found on the page, and it accuses as a fit of that kind would confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from analysis.quantity import misprints
from analysis.reading.model import Figure
from analysis.relations.judge import Judgement, chance, judge
from analysis.relations.model import Binding, Case

#: How many near misses, at the most, an article may be expected to have by accident where one is told.
ACCIDENTS = 0.1


def exchanged(cases: Iterable[Case], sound: set[Figure]) -> list[Judgement]:
    """The failures, of cases that may only confirm, which two digits exchanged in one figure explain.

    `sound`: the figures that other relations confirm. Of several ways to explain one figure the likeliest is told.
    """
    tried, found = 0, []
    for case in cases:
        if case.main in sound and case.relation.unit == "percent":
            continue  # it is of something else
        for figure, mended in _mended(case, sound):
            tried += case.tries
            fit = judge(mended)
            if fit is not None and fit.verdict == "consistent" and _exact(fit):
                found.append((chance(fit) / case.tries * _grain(case), figure, case))
    told: dict[Figure, Judgement] = {}
    for luck, figure, case in sorted(found, key=lambda one: one[0]):
        why = f"{case.why}; it fits with two digits exchanged"
        failed = judge(replace(case, binding=Binding.DIGITS, tries=1, why=why))
        wrong = failed is not None and failed.verdict == "inconsistent"
        if failed and wrong and luck * tried < ACCIDENTS and not any(other in told for _, other in case.pairs):
            told[figure] = failed
    return list(told.values())


def _exact(fit: Judgement) -> bool:
    """Whether the one side as printed lies within the other, with no room needed for its own rounding."""
    narrow, wide = sorted((fit.stated, fit.implied), key=lambda side: side[1] - side[0])
    return wide[0] < sum(narrow) / 2 < wide[1]


def _grain(case: Case) -> float:
    """How many printed steps all its figures are multiples of: thousands in zeros add up by accident."""
    return min(float(figure.quantity.rounding / figure.quantity.resolution) for _, figure in case.pairs)


def _mended(case: Case, sound: set[Figure]) -> Iterator[tuple[Figure, Case]]:
    """A case with two neighbouring digits of one of its figures exchanged, in each way."""
    for role, group in case.figures.items():
        for nth, figure in enumerate(group):
            for quantity in () if figure in sound else misprints.exchanged(figure.quantity):
                figures = {**case.figures, role: (*group[:nth], replace(figure, quantity=quantity), *group[nth + 1 :])}
                yield figure, replace(case, figures=figures, binding=Binding.DIGITS)
