"""Any feed, page or text → its figures, and what became of every relation among them. No curated file is used."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.audit_page import fragment, page
from analysis.datasets.fields import FIGURES
from analysis.listing import count, listing, summary
from analysis.quantity import parse
from analysis.reading import ledger_of, read_articles
from analysis.relations import check
from analysis.source import Article, read
from analysis.source.reading import Source


@dataclass(frozen=True)
class Audit:
    """The figures of a source and the relations checked among them.

    `titles` are those of the articles, by slug. `figures` and `findings` have the columns of the datasets of that
    name, `finding_figures` says which figure entered which finding and as what, `applied` how many cases each family
    of checks had, `facts` is the wide ledger (columns `analysis.datasets.fields.FACTS`). The text form lists what
    cannot hold, gravest first; in a notebook it is a readable page.
    """

    titles: dict[str, str]
    facts: pd.DataFrame = field(repr=False)
    findings: pd.DataFrame = field(repr=False)
    finding_figures: pd.DataFrame = field(repr=False)
    applied: pd.DataFrame = field(repr=False)

    @property
    def figures(self) -> pd.DataFrame:
        """One row a figure, with the columns of the dataset `figures`."""
        return self.facts[list(FIGURES)]

    @property
    def size(self) -> str:
        """How many articles and figures were read."""
        return f"{count(len(self.titles), 'article')}, {count(len(self.facts), 'figure')}"

    @property
    def headline(self) -> str:
        """What was read and what became of it, in a sentence."""
        return f"{self.size}; {summary(self.findings)}"

    def __repr__(self) -> str:
        if self.findings.empty:
            return f"Audit: {self.headline}"
        head = f"Audit: {count(len(self.facts), 'figure')} of {', '.join(self.titles.values())}"
        return f"{head[:77] + '...' if len(head) > 80 else head}\n{listing(self.findings, facts=self.facts)}"

    def _repr_html_(self) -> str:
        return fragment(self)

    def to_html(self, path: str | Path | None = None) -> str:
        """A self-contained page; written to `path` if one is given."""
        text = page([("", self)]) + "\n"
        if path is not None:
            Path(path).write_text(text, encoding="utf-8", newline="\n")
        return text


def audit(source: Source, *, currency: str | None = None, country: str | None = None) -> Audit:
    """Read the figures of a feed, page or text (its path, or the text itself) and check all relations among them.

    `currency` (ISO 4217) or `country` (ISO alpha-2) says what a shared sign such as `$` or `kr` stands for.
    Raises InputError for what cannot be read.
    """
    articles = read(source)
    readings = read_articles(articles)
    facts = ledger_of(figure for reading in readings for figure in reading.figures)
    if currency or country:
        facts = _in_currency(facts, currency, country)
    result = check(readings)
    return Audit(_titles(articles), facts, result.findings, result.finding_figures, result.applied)


def _titles(articles: list[Article]) -> dict[str, str]:
    return {article.slug: article.title or article.slug for article in articles}


def _in_currency(facts: pd.DataFrame, currency: str | None, country: str | None) -> pd.DataFrame:
    """The ledger with shared signs read as the currency meant; an amount without a sign takes that of its header."""
    units = []
    for row in facts.itertuples():
        code, slash, period = str(row.unit).partition("/")
        texts = (str(row.quote), *(f"{sign} 1" for sign in _signs(f"{row.column_label} {row.title}")))
        meant = (_code(text, currency, country) for text in texts if _code(text) == code)
        units.append(f"{next((other for other in meant if other), code)}{slash}{period}")
    return facts.assign(unit=pd.Series(units, index=facts.index, dtype="str"))


def _code(text: str, currency: str | None = None, country: str | None = None) -> str:
    """The currency (or other unit) of the first quantity of a text, or ''."""
    found = parse(text, currency=currency, country=country)
    return found[0].unit.partition("/")[0] if found else ""


def _signs(text: str) -> list[str]:
    return [sign for sign in ("$", "kr", "¥", "£") if f" {sign}" in text or f"({sign}" in text]
