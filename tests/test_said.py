"""What a reader is told of a relation (`cases/said.csv`): the sum, why its figures belong together, the repair.

A text without a check is one of which nothing may be said: what could be compared with it is another thing.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

import analysis

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "said.csv").open(encoding="utf-8", newline="")))
Said = tuple[str, str, str]


@cache
def told(text: str) -> dict[Said, str]:
    """(check, explanation, repair) of each finding, and its verdict."""
    found = analysis.audit(text.replace("\\n", "\n")).findings
    said = zip(found["check"], found["explanation"], found["repair"].fillna(""), strict=True)
    return dict(zip(said, found["verdict"].astype(str), strict=True))


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['check']}: {row['text'][:50]}")
def test_what_is_said_of_a_relation(row: dict[str, str]) -> None:
    said = told(row["text"])
    assert (row["check"], row["said"], row["repair"]) in said if row["check"] else not said


def test_nothing_else_is_denied_or_left_open() -> None:
    listed = {(row["text"], row["check"], row["said"], row["repair"]) for row in CASES}
    found = {(text, *said): verdict for text, *_ in listed for said, verdict in told(text).items()}
    assert {said for said, verdict in found.items() if not verdict.startswith("consistent")} <= listed
