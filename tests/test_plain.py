"""Plain forms of words, lists, cards and small tables (`cases/plain.csv`): each with right figures and with one wrong.

`told` says what an audit makes of a row today: `both` (it confirms the right figures and denies the wrong one), `right`
(it confirms), `neither`. A row that is told better than its line says fails too: raise the line.
"""

import csv
from pathlib import Path

import pytest
from shown import found

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "plain.csv").open(encoding="utf-8", newline="")))
#: What any two sizes or equal quotes give, whatever the relation that a row is about.
BESIDE = {"growth.direction", "repeats.value"}


def verdicts(text: str, figure: str) -> set[str]:
    rows = found(text.replace("\\n", "\n").replace("{x}", figure)).findings
    kept = [row for row in rows if "##" in text or row.check not in BESIDE]  # two sections: a repeat is meant
    return {row.verdict.removesuffix("_within_rounding") for row in kept}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["text"][:50])
def test_plain_forms(row: dict[str, str]) -> None:
    right, wrong = verdicts(row["text"], row["right"]), verdicts(row["text"], row["wrong"])
    assert "inconsistent" not in right
    confirmed, denied = "consistent" in right, "inconsistent" in wrong
    assert row["told"] == (
        "both" if confirmed and denied else "right" if confirmed else "wrong" if denied else "neither"
    )
