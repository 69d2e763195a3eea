"""What a finding shows says the same as its verdict: laws of all audits in the tests."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd

import analysis
from analysis.reading import read_articles
from analysis.relations import relate, rows
from analysis.source import Source, read

#: Families whose relations have two sides that must meet; those of order have one that is to be larger.
EQUAL = ("growth.", "periods.", "shares.", "totals.", "weights.", "percent_points.", "derived.", "weighted.")
SEVERITIES = {
    "consistent": {"ok"},
    "consistent_within_rounding": {"rounding"},
    "undetermined": {"definition"},
    "inconsistent": {"contradiction", "mislabel", "definition"},
}


def agrees(findings: Iterable[Any]) -> None:
    """A finding's severity is one of its verdict; where a relation holds, what is stated meets what is implied.

    One digit in a billion aside. `findings` are rows with the dataset's columns as attributes.
    """
    names = set()
    for row in findings:
        assert row.finding_id not in names
        names.add(row.finding_id)
        assert row.severity in SEVERITIES[row.verdict], row.explanation
        figures = row.figure_ids.split()
        assert len(set(figures)) == len(figures) > 0, row.explanation
        ends = row.stated_low, row.stated_high, row.implied_low, row.implied_high
        for low, high in (ends[:2], ends[2:]):
            assert low is None or high is None or not low > high, row.explanation
        assert row.explanation.endswith((".", ")")), row.explanation
        alike = row.check.startswith(EQUAL) and row.check != "growth.direction" and row.verdict == "consistent"
        if alike and None not in ends:
            apart = max(row.stated_low - row.implied_high, row.implied_low - row.stated_high)
            assert not apart > 1e-9 * abs(row.implied_high), row.explanation


class Found(NamedTuple):
    """What is found in a source: rows of the findings as `agrees` takes them, and the quote of each figure."""

    findings: list[Any]
    quotes: dict[str, str]

    @property
    def denied(self) -> list[Any]:
        return [row for row in self.findings if row.verdict == "inconsistent"]


def found(source: Source) -> Found:
    """The findings of an audit, without the frames that an audit puts them into."""
    readings = read_articles(read(source))
    related = relate(readings)
    assert related.errors == {}
    findings = [SimpleNamespace(**row) for row in rows(related.findings)]
    agrees(findings)
    return Found(findings, {figure.figure_id: figure.quote for reading in readings for figure in reading.figures})


def findings(text: str) -> pd.DataFrame:
    """The findings on a short article, as an audit gives them."""
    audit = analysis.audit(f"<h1>News</h1><p>{text}</p>")
    assert not (audit.applied["error"] != "").any()
    agrees(audit.findings.itertuples())
    return audit.findings
