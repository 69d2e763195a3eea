"""The gravest contradictions, each told once: findings about the same figures, or of the same slip, belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analysis.report.material import IN_WORDS, Material, Record
from analysis.report.words import between, printed, term

#: How many contradictions the page tells in full.
SHOWN = 10


@dataclass
class Story:
    """A contradiction and the lesser findings that are about the same."""

    finding: Record
    also: list[Record] = field(default_factory=list)


def stories(material: Material) -> list[Story]:
    """The inconsistent findings as stories: first what cannot be true, then what is true under another label."""
    told: list[Story] = []
    for finding in material.gravest_first:
        if finding["verdict"] != "inconsistent":
            continue
        known = next((story for story in told if _alike(story.finding, finding)), None)
        if known:
            known.also.append(finding)
        else:
            told.append(Story(finding))
    return told


def _alike(one: Record, other: Record) -> bool:
    figures, others = one["figure_ids"].split(), other["figure_ids"].split()
    same_slip = bool(one["repair"]) and (one["check"], one["repair"]) == (other["check"], other["repair"])
    same_family = one["check"].split(".")[0] == other["check"].split(".")[0]
    return figures[0] == others[0] or same_slip or (same_family and bool(set(figures) & set(others)))


def heading(material: Material, finding: Record) -> str:
    """What does not agree, in one line."""
    figures = material.figures_of(finding)
    by_part: dict[str, Record] = {}
    for figure in figures:
        by_part.setdefault(material.parts[finding["finding_id"], figure["figure_id"]], figure)
    text = {part: printed(figure) for part, figure in by_part.items()}
    claim = re.match(r"Claimed: (.+?)\. ", finding["explanation"])
    if claim:
        return f"“{claim[1]}”: the figures deny it"
    if {"rate", "start", "end"} <= text.keys():
        return f"{text['rate']} does not lead from {_dated(by_part['start'])} to {_dated(by_part['end'])}"
    if {"part", "percent", "whole"} <= text.keys():
        return f"{text['part']} is not {text['percent']} of {text['whole']}"
    who, article = finding["subject"] or term(finding["measure"]), term(figures[0]["article"])
    if article.lower() not in who.lower():
        who += f" ({article})"
    if {"again", "first"} <= text.keys():
        return f"{who}: {text['again']}, or {text['first']}?"
    return f"{who}: {printed(figures[0])} does not fit"


def _dated(figure: Record) -> str:
    return printed(figure) + (f" ({figure['year']})" if figure["year"] else "")


def implied(finding: Record) -> str:
    """What the other figures imply, to four significant digits; '' where the sum gives no number."""
    if (
        finding["check"].startswith(IN_WORDS)
        or finding["implied_low"] is None
        or finding["implied_high"] is None
        or not finding["unit"]
    ):
        return ""
    return between(finding["implied_low"], finding["implied_high"], finding["unit"], digits=4)
