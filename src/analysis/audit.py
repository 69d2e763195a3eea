"""Any feed, page or text → its figures, and what became of every relation among them. No curated file is used."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pandas as pd

from analysis.checks import check
from analysis.checks.superlatives import Sentence, prose
from analysis.fields import FIGURES
from analysis.figures import ledger
from analysis.listing import OUTCOMES, gravest_first, listing, outcomes, records, summary
from analysis.quantity import parse
from analysis.source import Article, read
from analysis.source.reading import Source

_STYLE = """<style>
.audit{font:14px/1.45 system-ui,sans-serif;max-width:60em;color:#1b1f24;background:#fff}
.audit h2{font-size:1.15em;margin:1em 0 .2em}.audit p{margin:.3em 0}
.audit ul{padding:0;list-style:none;margin:.5em 0}
.audit li{border-left:4px solid #9aa4af;padding:.2em .8em;margin:.6em 0}
.audit .contradiction{border-color:#b3261e}.audit .mislabel{border-color:#b25e09}
.audit .definition{border-color:#6b5ca5}.audit .undetermined{border-color:#9aa4af}
.audit .rounding{border-color:#5b7f95}.audit .ok{border-color:#2e7d4f}
.audit small{color:#57606a}.audit table{border-collapse:collapse;font-size:.9em;margin:.5em 0}
.audit th,.audit td{text-align:left;padding:.15em .8em .15em 0;border-bottom:1px solid #d8dee4;vertical-align:top}
.audit td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.audit summary{cursor:pointer}
</style>"""
_SHOWN = ("quote", "measure", "subject", "low", "high", "unit", "year", "section")


@dataclass(frozen=True)
class Audit:
    """The figures of a source and the relations checked among them.

    `titles` are those of the articles, by slug. `figures` and `findings` have the columns of the datasets of that
    name, `finding_figures` says which figure entered which finding and as what, `applied` how many cases each family
    of checks had, `facts` is the wide ledger (columns `analysis.fields.FACTS`). The text form lists what cannot hold,
    gravest first; in a notebook it is a readable page.
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
    def headline(self) -> str:
        """What was read and what became of it, in a sentence."""
        articles = f"{len(self.titles)} articles" if len(self.titles) != 1 else "1 article"
        return f"{articles}, {len(self.facts)} figures; {summary(self.findings)}"

    def __repr__(self) -> str:
        if self.findings.empty:
            return f"Audit: {self.headline}"
        head = f"Audit: {len(self.facts)} figures of {', '.join(self.titles.values())}"
        return f"{head[:77] + '...' if len(head) > 80 else head}\n{listing(self.findings)}"

    def _repr_html_(self) -> str:
        ordered = gravest_first(self.findings)
        open_questions, holding = ordered[ordered["severity"] != "ok"], ordered[ordered["severity"] == "ok"]
        parts = [_STYLE, '<div class="audit">', f"<p><strong>{escape(self.headline)}.</strong></p>"]
        parts += [f"<p>{escape(self._by_outcome())}</p>"] if len(ordered) else []
        parts.append(self._list(open_questions))
        if len(holding):
            parts.append(_folded(f"{len(holding)} that hold", self._list(holding)))
        errors = self.applied[self.applied["error"] != ""]
        if len(errors):
            parts.append(_folded("Checks that failed to run", _table(errors[["family", "error"]])))
        if len(self.facts):
            parts.append(_folded(f"{len(self.facts)} figures", _table(self.facts[list(_SHOWN)])))
        return "\n".join([*parts, "</div>"])

    def to_html(self, path: str | Path | None = None) -> str:
        """A self-contained page; written to `path` if one is given."""
        names = list(self.titles.values())
        title = escape(names[0]) if len(names) == 1 else f"{len(names)} articles"
        page = (
            f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
            f"<body>\n<h1>{title}</h1>\n{self._repr_html_()}\n</body>\n</html>\n"
        )
        if path is not None:
            Path(path).write_text(page, encoding="utf-8", newline="\n")
        return page

    def _list(self, findings: pd.DataFrame) -> str:
        quotes = dict(zip(self.facts["figure_id"], self.facts["quote"], strict=True))
        items = []
        for outcome, finding in zip(outcomes(findings), records(findings), strict=True):
            places = ((key, key.split("/", 1)[1]) for key in str(finding["figure_ids"]).split())
            figures = "; ".join(f"{quotes[key]} ({place})" for key, place in places)
            article = self.titles.get(str(finding["article"]), "")
            about = " · ".join(filter(None, (article if len(self.titles) > 1 else "", finding["subject"])))
            repair = f"<p><em>Repair:</em> {escape(str(finding['repair']))}</p>" if finding["repair"] else ""
            items.append(
                f'<li class="{outcome}"><p><strong>{escape(about or str(finding["measure"]))}</strong> '
                f"<small>{finding['check']}: {OUTCOMES[outcome]}</small></p>"
                f"<p>{escape(str(finding['explanation']))}</p>{repair}<p><small>{escape(figures)}</small></p></li>"
            )
        return f"<ul>{''.join(items)}</ul>" if items else ""

    def _by_outcome(self) -> str:
        counts = outcomes(self.findings).value_counts()
        return ", ".join(f"{counts[each]} × {meaning}" for each, meaning in OUTCOMES.items() if each in counts) + "."


def audit(source: Source, *, currency: str | None = None, country: str | None = None) -> Audit:
    """Read the figures of a feed, page or text (its path, or the text itself) and check all relations among them.

    `currency` (ISO 4217) or `country` (ISO alpha-2) says what a shared sign such as `$` or `kr` stands for.
    Raises InputError for what cannot be read.
    """
    articles = read(source)
    facts = ledger(articles)
    if currency or country:
        facts = _in_currency(facts, currency, country)
    result = check(facts, prose=_prose(articles))
    return Audit(_titles(articles), facts, result.findings, result.finding_figures, result.applied)


def _prose(articles: list[Article]) -> list[Sentence]:
    """The sentences that claim something of the rows of a table."""
    blocks = ((article, block) for article in articles for block in article.blocks if block.kind == "prose")
    return [sentence for article, block in blocks for sentence in prose(article.slug, block.text)]


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


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{content}</details>"


def _table(frame: pd.DataFrame) -> str:
    head = "".join(f"<th>{escape(str(name))}</th>" for name in frame.columns)
    rows = ("".join(map(_cell, row.values())) for row in records(frame))
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _cell(value: object) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, int | float):
        return (
            f'<td class="number">{value:,.12g}</td>'
            if not 1900 <= value <= 2100
            else f'<td class="number">{value:g}</td>'
        )
    return f"<td>{escape(str(value))}</td>"
