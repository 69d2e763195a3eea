"""An audit as HTML that needs nothing but itself: in a notebook, or as a page of one source or of several."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.listing import OUTCOMES, count, gravest_first, outcomes, records, stated, summary

if TYPE_CHECKING:
    from analysis.api import Audit

#: The columns of the ledger that are shown, and their headings.
_SHOWN = {
    "quote": "As printed",
    "measure": "Measure",
    "subject": "Of",
    "low": "Low",
    "high": "High",
    "unit": "Unit",
    "year": "Year",
    "section": "Section",
}
_NUMBERS = ("low", "high", "year")
_WORDS = ("quote", "subject", "section")
#: Articles of one source that its heading names.
_NAMED = 2


def fragment(audit: Audit) -> str:
    """An audit to stand in a notebook: style and content."""
    return f"<style>\n{_style()}</style>\n{_content(audit)}"


def page(audits: Sequence[tuple[str, Audit]]) -> str:
    """A page of one audit or several, each with the name of its source ('' where it has none)."""
    title = _title(audits[0][1]) if len(audits) == 1 else f"Audit of {len(audits)} sources"
    parts = (f"<h1>{escape(_title(audit))}</h1>\n{_content(audit, source)}" for source, audit in audits)
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f'<title>{escape(title)}</title>\n<style>\n{_style()}</style>\n</head>\n<body class="audit-page">\n<main>',
            *parts,
            "</main>\n</body>\n</html>",
        ]
    )


def _title(audit: Audit) -> str:
    names = list(audit.titles.values())
    return "; ".join(names) if len(names) <= _NAMED else f"{names[0]} and {count(len(names) - 1, 'more article')}"


def _style() -> str:
    return Path(__file__).with_name("audit.css").read_text(encoding="utf-8")


def _content(audit: Audit, source: str = "") -> str:
    """What fails and what is open, gravest first; what holds and the figures are folded away."""
    ordered = gravest_first(audit.findings)
    became = outcomes(ordered)
    groups = {each: ordered[became == each] for each in OUTCOMES if (became == each).any()}
    checked = f"{count(len(ordered), 'relation')} checked" if len(ordered) else summary(ordered)
    of = f"{escape(source)}: " if source else ""
    parts = ['<div class="audit">', f"<p>{of}{audit.size}; {checked}.</p>", _counts(groups)]
    for outcome, group in groups.items():
        found = _findings(audit, group, outcome)
        if outcome == "ok":
            parts.append(_folded(_told(outcome, len(group)).capitalize(), found))
        else:
            parts.append(f"<h2>{OUTCOMES[outcome].capitalize()} ({len(group)})</h2>\n{found}")
    errors = audit.applied[audit.applied["error"] != ""]
    if len(errors):
        parts.append(_folded("Checks that failed to run", _table(errors, {"family": "Check", "error": "Error"})))
    if len(audit.facts):
        shown = ({"article": "Article"} if len(audit.titles) > 1 else {}) | _SHOWN
        parts.append(_folded(count(len(audit.facts), "figure"), _table(audit.facts, shown)))
    return "\n".join([*filter(None, parts), "</div>"])


def _counts(groups: dict[str, pd.DataFrame]) -> str:
    items = (f'<li class="{outcome}">{_told(outcome, len(group))}</li>' for outcome, group in groups.items())
    return f'<ul class="counts">{"".join(items)}</ul>' if groups else ""


def _told(outcome: str, number: int) -> str:
    return f"{number} hold" if outcome == "ok" and number > 1 else f"{number} {OUTCOMES[outcome]}"


def _findings(audit: Audit, findings: pd.DataFrame, outcome: str) -> str:
    figures = {figure["figure_id"]: figure for figure in records(audit.facts)}
    items = []
    for finding in records(findings):
        article = audit.titles.get(str(finding["article"]), "") if len(audit.titles) > 1 else ""
        about = " · ".join(filter(None, (article, finding["subject"]))) or str(finding["measure"])
        repair = f"<p><em>Repair:</em> {escape(str(finding['repair']))}</p>" if finding["repair"] else ""
        where = stated((figures[key] for key in str(finding["figure_ids"]).split()), audit.titles.values())
        items.append(
            f'<li class="{outcome}"><p><strong>{escape(about)}</strong> <code>{finding["check"]}</code></p>'
            f'<p>{escape(str(finding["explanation"]))}</p>{repair}<p class="place">{escape(where)}</p></li>'
        )
    return f'<ul class="findings">{"".join(items)}</ul>'


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{escape(title)}</summary>\n{content}</details>"


def _table(frame: pd.DataFrame, headings: dict[str, str]) -> str:
    columns = {name: heading for name, heading in headings.items() if not frame[name].isna().all()}
    head = "".join(f"<th{_class(name)}>{escape(heading)}</th>" for name, heading in columns.items())
    rows = ("".join(_cell(name, value) for name, value in row.items()) for row in records(frame[list(columns)]))
    body = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return f'<div class="wide" tabindex="0"><table>\n<tr>{head}</tr>\n{body}</table></div>'


def _class(column: str) -> str:
    kind = "number" if column in _NUMBERS else "words" if column in _WORDS else ""
    return f' class="{kind}"' if kind else ""


def _cell(column: str, value: object) -> str:
    if value is None:
        text = ""
    elif isinstance(value, int | float):
        text = f"{value:g}" if column == "year" else f"{value:,.12g}"
    else:
        text = str(value).replace("_", " ") if column in ("measure", "unit") else str(value)
    return f"<td{_class(column)}>{escape(text)}</td>"
