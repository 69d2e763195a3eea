"""What the report is made from: the saved datasets and their description, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import pandas as pd

from analysis.datasets import datapackage
from analysis.datasets.load import catalog, load
from analysis.report.view import FindingView, Record, View, view


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
    def view(self) -> View:
        """All findings as people read them; each figure also has its dollars a year (`usd_low`) where it is pay."""
        pay = self.salaries[["figure_id", "usd_low", "usd_high"]]
        figures = self.figures.merge(pay, on="figure_id", how="left", validate="one_to_one")
        titles = {each["slug"]: each["title"] for each in self.articles}
        return view(figures, self.findings, self.members, titles=titles, link=self._link)

    @cached_property
    def contradicted(self) -> dict[str, str]:
        """Figure → the gravest outcome among the inconsistent findings it is part of."""
        worst: dict[str, str] = {}
        for finding in self.view.failing:
            for figure in finding.figures:
                worst.setdefault(figure.key, finding.outcome)
        return worst

    def of_article(self, findings: list[FindingView], slug: str) -> list[FindingView]:
        """Those of some findings that a figure of the article is part of."""
        return [finding for finding in findings if slug in finding.articles]

    def _link(self, figure: Record) -> str:
        """The published page, and there the section: its own anchors are not part of the data, so a text fragment."""
        path = next(each["path"] for each in self.articles if each["slug"] == figure["article"])
        section = (figure["section"] or "").rstrip(" :")
        return f"{path}#:~:text={quote(section, safe='').replace('-', '%2D')}" if section else path


def gather() -> Material:
    """The datasets as saved by the build."""
    return Material(
        load("figures"), load("findings"), load("finding_figures"), load("salaries"), catalog(), datapackage.read()
    )
