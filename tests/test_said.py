"""What a reader is told of a relation (`cases/said.csv`): the sum, why its figures belong together, the repair."""

import csv
from functools import cache
from pathlib import Path

import pytest

import analysis

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "said.csv").open(encoding="utf-8", newline="")))


@cache
def told(text: str) -> set[tuple[str, str, str]]:
    """(check, explanation, repair) of each finding."""
    found = analysis.audit(text.replace("\\n", "\n")).findings
    return set(zip(found["check"], found["explanation"], found["repair"].fillna(""), strict=True))


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['check']}: {row['text'][:50]}")
def test_what_is_said_of_a_relation(row: dict[str, str]) -> None:
    assert (row["check"], row["said"], row["repair"]) in told(row["text"])
