"""What a finding shows as stated and as implied says the same as its verdict: a law of all audits in the tests."""

import pandas as pd

#: Families whose relations have two sides that must meet; those of order have one that is to be larger.
EQUAL = ("growth.", "periods.", "shares.", "totals.", "weights.", "percent_points.", "derived.", "weighted.")


def agrees(findings: pd.DataFrame) -> None:
    """Where a relation holds, what is stated meets what is implied, one digit in a billion aside."""
    alike = findings["check"].str.startswith(EQUAL) & (findings["check"] != "growth.direction")
    for row in findings[alike & (findings["verdict"] == "consistent")].itertuples():
        ends = row.stated_low, row.stated_high, row.implied_low, row.implied_high
        if None not in ends:
            apart = max(row.stated_low - row.implied_high, row.implied_low - row.stated_high)
            assert not apart > 1e-9 * abs(row.implied_high), row.explanation
