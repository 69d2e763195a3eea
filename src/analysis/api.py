"""Any feed, page or text → its figures, and what became of every relation among them. No curated file is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.datasets.fields import FIGURES
from analysis.reading import ledger_of, read_articles
from analysis.relations import check
from analysis.source import Article, Source, read

if TYPE_CHECKING:
    from analysis.report.audit_page import Sheet
    from analysis.report.view import View

#: What the figures of an audit carry beyond the dataset's columns: the words around them, and their place in a block.
_AROUND = {"cell": "sentence", "start": "start", "end": "end"}


@dataclass(frozen=True)
class Audit:
    """The figures of a source and the relations checked among them.

    `articles` are the texts read. `figures` and `findings` have the columns of the datasets of that name,
    `finding_figures` says which figure entered which finding and as what, `applied` how many cases each family of
    checks had, `unchecked` why a figure was compared with nothing, `facts` is the wide ledger (columns
    `analysis.datasets.fields.FACTS`). The text form lists what cannot hold, gravest first; in a notebook it is the
    article with its figures marked.
    """

    articles: tuple[Article, ...] = field(repr=False)
    facts: pd.DataFrame = field(repr=False)
    findings: pd.DataFrame = field(repr=False)
    finding_figures: pd.DataFrame = field(repr=False)
    applied: pd.DataFrame = field(repr=False)
    unchecked: pd.DataFrame = field(repr=False)

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the articles, by slug."""
        return {article.slug: article.title or article.slug for article in self.articles}

    @property
    def figures(self) -> pd.DataFrame:
        """One row a figure: the columns of the dataset `figures`, then `sentence` (or cell), `start` and `end`."""
        around = [name for name in _AROUND if name in self.facts]
        return self.facts[[*FIGURES, *around]].rename(columns=_AROUND)

    @cached_property
    def view(self) -> View:
        """All of it as people read it: findings gravest first, each figure with its place in words."""
        from analysis.report.view import view

        return view(self.facts, self.findings, self.finding_figures, titles=self.titles, unchecked=self.unchecked)

    @property
    def headline(self) -> str:
        """What was read and what became of it, in a sentence."""
        return f"{self.view.size}; {self.view.summary}"

    def sheet(self, name: str = "") -> Sheet:
        """What a page of it is made from; `name` is that of its file."""
        from analysis.report.audit_page import Sheet

        failed = self.applied[self.applied["error"] != ""]
        return Sheet(self.view, self.articles, name, dict(zip(failed["family"], failed["error"], strict=True)))

    def __repr__(self) -> str:
        if self.findings.empty:
            return f"Audit: {self.headline}"
        from analysis.report.render import listing

        head = f"Audit: {self.view.size.partition(', ')[2]} of {', '.join(self.view.titles.values())}"
        return f"{head[:77] + '...' if len(head) > 80 else head}\n{listing(self.view)}"

    def _repr_html_(self) -> str:
        from analysis.report.audit_page import fragment

        return fragment(self.sheet())

    def to_html(self, path: str | Path | None = None) -> str:
        """The article with every figure marked and the findings beside it, as a page that needs nothing but itself.

        Written to `path` if one is given.
        """
        from analysis.report.audit_page import page

        text = page([self.sheet()])
        if path is not None:
            Path(path).write_text(text, encoding="utf-8", newline="\n")
        return text


def audit(source: Source, *, currency: str | None = None, country: str | None = None) -> Audit:
    """Read the figures of a feed, page or text (its path, or the text itself) and check all relations among them.

    `currency` (ISO 4217) or `country` (ISO alpha-2) says what a shared sign such as `$` or `kr` stands for.
    Raises InputError for what cannot be read.
    """
    return audit_articles(read(source), currency=currency, country=country)


def audit_articles(articles: Sequence[Article], *, currency: str | None = None, country: str | None = None) -> Audit:
    """Check articles that were read already, as `audit` does."""
    readings = read_articles(articles, currency=currency or "", country=country or "")
    facts = ledger_of(figure for reading in readings for figure in reading.figures)
    result = check(readings)
    found = result.findings, result.finding_figures, result.applied, result.unchecked
    return Audit(tuple(articles), facts, *found)
