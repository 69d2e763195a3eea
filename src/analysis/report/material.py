"""What the report is made from: the saved datasets and their description, nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote

import pandas as pd

from analysis.datasets import datapackage
from analysis.datasets.load import catalog, load
from analysis.listing import OUTCOMES, block, outcomes, records

#: A row of a dataset as a dictionary, None where missing.
Record = dict[str, Any]
#: Families that compare by order, not by a number: both sides may be any ranges.
IN_WORDS = ("claims.", "order.")


class Place(NamedTuple):
    """Where a figure stands: its article, the section, the block in words, and an address that leads there."""

    article: str
    title: str
    section: str
    block: str
    link: str


class Section(NamedTuple):
    """A section that figures of a finding stand in: the first place there, and all its blocks in words."""

    place: Place
    blocks: str


@dataclass(frozen=True)
class Material:
    """The datasets the report reads, and what is said about them."""

    figures: pd.DataFrame
    findings: pd.DataFrame
    members: pd.DataFrame
    salaries: pd.DataFrame
    catalog: pd.DataFrame
    package: dict[str, Any]

    @cached_property
    def articles(self) -> list[dict[str, str]]:
        """The articles read: slug, title, path, published; in the order of the feed."""
        sources: list[dict[str, str]] = self.package["sources"]
        return sources

    @cached_property
    def by_id(self) -> dict[str, Record]:
        """The figures by their key, each with its figures in US dollars a year where it is pay."""
        pay = self.salaries[["figure_id", "usd_low", "usd_high"]]
        joined = records(self.figures.merge(pay, on="figure_id", how="left", validate="one_to_one"))
        return {record["figure_id"]: record for record in joined}

    @cached_property
    def parts(self) -> dict[tuple[str, str], str]:
        """The part each figure plays, by finding and figure."""
        keys = zip(self.members["finding_id"], self.members["figure_id"], strict=True)
        return dict(zip(keys, self.members["role"], strict=True))

    @cached_property
    def gravest_first(self) -> list[Record]:
        """The findings by outcome; the inconsistent ones of a severity by how far their figures lie apart."""
        ranks = outcomes(self.findings).map(list(OUTCOMES).index)
        found = zip(ranks, records(self.findings), strict=True)
        ordered = sorted(found, key=lambda pair: (pair[0], -distance(pair[1]), pair[1]["finding_id"]))
        return [finding for _, finding in ordered]

    @cached_property
    def contradicted(self) -> dict[str, str]:
        """Figure → the gravest severity among the inconsistent findings it is part of."""
        worst: dict[str, str] = {}
        for finding in self.gravest_first:
            if finding["verdict"] == "inconsistent":
                for figure in self.figures_of(finding):
                    worst.setdefault(figure["figure_id"], finding["severity"])
        return worst

    def figures_of(self, finding: Record) -> list[Record]:
        """The figures of a finding, the one judged first."""
        return [self.by_id[key] for key in finding["figure_ids"].split()]

    def verdicts(self) -> dict[str, int]:
        """How many relations have each verdict."""
        return {str(verdict): int(number) for verdict, number in self.findings["verdict"].value_counts().items()}

    def place(self, figure: Record) -> Place:
        """Where a figure stands."""
        source = next(each for each in self.articles if each["slug"] == figure["article"])
        section = (figure["section"] or "").rstrip(" :")
        return Place(figure["article"], source["title"], section, block(figure), source["path"] + _fragment(section))

    def where(self, finding: Record) -> list[Section]:
        """The sections the figures of a finding stand in, with the blocks in each."""
        places = dict.fromkeys(self.place(figure) for figure in self.figures_of(finding))
        sections: dict[str, list[Place]] = {}
        for place in places:
            sections.setdefault(place.link, []).append(place)
        return [Section(same[0], _listed(place.block for place in same)) for same in sections.values()]


def gather() -> Material:
    """The datasets as saved by the build."""
    return Material(
        load("figures"), load("findings"), load("finding_figures"), load("salaries"), catalog(), datapackage.read()
    )


def distance(finding: Record) -> float:
    """How far stated and implied lie apart, as a share of the larger one; 0 where no number is implied."""
    sides = [finding[key] for key in ("stated_low", "stated_high", "implied_low", "implied_high")]
    in_words = finding["check"].startswith(IN_WORDS)
    if in_words or finding["verdict"] != "inconsistent" or None in sides or any(map(math.isinf, sides)):
        return 0.0
    low, high, implied_low, implied_high = map(float, sides)
    apart = max(implied_low - high, low - implied_high)
    if apart < 0:  # ranges that overlap: end against end
        apart = max(abs(low - implied_low), abs(high - implied_high))
    return apart / max(map(abs, (low, high, implied_low, implied_high, 1e-9)))


def _listed(blocks: Iterable[str]) -> str:
    """Blocks in words, each kind and number said once: "table 11 rows 1, 3; text block 205"."""
    rows: dict[str, list[str]] = {}
    for each in blocks:
        head, _, row = each.partition(" row ")
        rows.setdefault(head, []).extend([row] if row else [])
    return "; ".join(
        f"{head} row{'s' * (len(numbers) > 1)} {', '.join(sorted(numbers, key=int))}" if numbers else head
        for head, numbers in rows.items()
    )


def _fragment(section: str) -> str:
    """A text fragment, which browsers scroll to; the article's own anchors are not part of the data."""
    return f"#:~:text={quote(section, safe='').replace('-', '%2D')}" if section else ""
