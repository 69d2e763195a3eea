"""The gravest contradictions, each told once: findings about the same figures, or of the same slip, belong together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis.report.view import FindingView

#: How many contradictions the page tells in full.
SHOWN = 10


@dataclass
class Story:
    """A contradiction and the lesser findings that are about the same."""

    finding: FindingView
    also: list[FindingView] = field(default_factory=list)


def stories(failing: Iterable[FindingView]) -> list[Story]:
    """Failing findings, gravest first, as stories: what cannot be true, then what is true under another label."""
    told: list[Story] = []
    for finding in failing:
        known = next((story for story in told if _alike(story.finding, finding)), None)
        if known:
            known.also.append(finding)
        else:
            told.append(Story(finding))
    return told


def _alike(one: FindingView, other: FindingView) -> bool:
    figures, others = ([figure.key for figure in each.figures] for each in (one, other))
    same_slip = bool(one.repairs) and (one.check, one.repairs) == (other.check, other.repairs)
    same_family = one.family == other.family
    return figures[0] == others[0] or same_slip or (same_family and bool(set(figures) & set(others)))
