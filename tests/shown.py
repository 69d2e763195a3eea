"""What a finding shows says the same as its verdict: laws of all audits in the tests."""

import pandas as pd

import analysis

#: Families whose relations have two sides that must meet; those of order have one that is to be larger.
EQUAL = ("growth.", "periods.", "shares.", "totals.", "weights.", "percent_points.", "derived.", "weighted.")
SEVERITIES = {
    "consistent": {"ok"},
    "consistent_within_rounding": {"rounding"},
    "undetermined": {"definition"},
    "inconsistent": {"contradiction", "mislabel", "definition"},
}


def agrees(findings: pd.DataFrame) -> None:
    """A finding's severity is one of its verdict; where a relation holds, what is stated meets what is implied.

    One digit in a billion aside.
    """
    assert findings["finding_id"].is_unique
    for row in findings.itertuples():
        assert row.severity in SEVERITIES[row.verdict], row.explanation
        assert len(set(row.figure_ids.split())) == len(row.figure_ids.split()) > 0, row.explanation
        for low, high in ((row.stated_low, row.stated_high), (row.implied_low, row.implied_high)):
            assert low is None or high is None or not low > high, row.explanation
        assert row.explanation.endswith((".", ")")), row.explanation
    alike = findings["check"].str.startswith(EQUAL) & (findings["check"] != "growth.direction")
    for row in findings[alike & (findings["verdict"] == "consistent")].itertuples():
        ends = row.stated_low, row.stated_high, row.implied_low, row.implied_high
        if None not in ends:
            apart = max(row.stated_low - row.implied_high, row.implied_low - row.stated_high)
            assert not apart > 1e-9 * abs(row.implied_high), row.explanation


def findings(text: str) -> pd.DataFrame:
    """The findings on a short article."""
    audit = analysis.audit(f"<h1>News</h1><p>{text}</p>")
    assert not (audit.applied["error"] != "").any()
    agrees(audit.findings)
    return audit.findings
