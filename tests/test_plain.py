"""Plain forms of words, lists, cards and small tables (`cases/plain.csv`): each with right figures and with one wrong.

`told` says what an audit makes of a row today: `both` (it confirms the right figures and denies the wrong one), `right`
(it confirms), `neither`. A row that is told better than its line says fails too: raise the line.
"""

import csv
from pathlib import Path

import pytest
from shown import agrees

import analysis

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "plain.csv").open(encoding="utf-8", newline="")))
#: What any two sizes or equal quotes give, whatever the relation that a row is about.
BESIDE = {"growth.direction", "repeats.value"}


def verdicts(text: str, figure: str) -> set[str]:
    found = analysis.audit(text.replace("\\n", "\n").replace("{x}", figure)).findings
    agrees(found)
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
