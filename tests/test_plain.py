"""Plain forms of words, lists, cards and small tables (`cases/plain.csv`): each with right figures and with one wrong.

`told` says what an audit makes of a row today: `both` (it confirms the right figures and denies the wrong one), `right`
(it confirms), `neither`. A row that is told better than its line says fails too: raise the line.
"""

import csv
from pathlib import Path

import pytest

import analysis

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "plain.csv").open(encoding="utf-8", newline="")))
#: What any two sizes or equal quotes give, whatever the relation that a row is about.
BESIDE = {"growth.direction", "repeats.value"}
#: Families whose relations have two sides that must meet.
EQUAL = ("growth.", "periods.", "shares.", "totals.", "weights.", "percent_points.", "derived.", "weighted.")


def meets(stated_low: float, stated_high: float, implied_low: float, implied_high: float) -> bool:
    """Whether two intervals meet, one digit in a billion aside."""
    return not max(stated_low - implied_high, implied_low - stated_high) > 1e-9 * abs(implied_high)


def verdicts(text: str, figure: str) -> set[str]:
    found = analysis.audit(text.replace("\\n", "\n").replace("{x}", figure)).findings
    for row in found[found["check"].str.startswith(EQUAL) & ~found["check"].isin(BESIDE)].itertuples():
        if row.verdict == "consistent":  # what is shown to a reader says the same as the verdict
            ends = row.stated_low, row.stated_high, row.implied_low, row.implied_high
            assert None in ends or meets(*ends), row.explanation
    kept = found if "##" in text else found[~found["check"].isin(BESIDE)]  # two sections: a repeat is meant
    return set(kept["verdict"].astype(str).str.removesuffix("_within_rounding"))


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["text"][:50])
def test_plain_forms(row: dict[str, str]) -> None:
    right, wrong = verdicts(row["text"], row["right"]), verdicts(row["text"], row["wrong"])
    assert "inconsistent" not in right
    confirmed, denied = "consistent" in right, "inconsistent" in wrong
    assert row["told"] == (
        "both" if confirmed and denied else "right" if confirmed else "wrong" if denied else "neither"
    )
