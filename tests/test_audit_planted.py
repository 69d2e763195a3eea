"""Errors planted in articles of many styles: each is found, and nothing else is blamed.

`articles/audit/relations.csv` lists by hand what each article states: planted errors (`inconsistent`), bands with a
gap (`undetermined`) and relations that hold. `missed` marks those that the checks are known not to reach.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import analysis

FOLDER = Path(__file__).parent / "articles" / "audit"
ARTICLES = {path.stem: path for path in sorted(FOLDER.glob("*.*")) if path.suffix != ".csv"}
with (FOLDER / "relations.csv").open(encoding="utf-8", newline="") as lines:
    RELATIONS = list(csv.DictReader(lines))


@cache
def found(article: str) -> list[tuple[str, str, Counter[str], str]]:
    """(check, verdict, quotes, explanation) of each finding."""
    audit = analysis.audit(ARTICLES[article])
    assert not (audit.applied["error"] != "").any()
    quotes = {
        key: re.sub(r"\s+", " ", text) for key, text in zip(audit.facts["figure_id"], audit.facts["quote"], strict=True)
    }
    return [
        (row.check, row.verdict, Counter(quotes[key] for key in row.figure_ids.split()), row.explanation)
        for row in audit.findings.itertuples()
    ]


def speaks_of(finding: tuple[str, str, Counter[str], str], relation: dict[str, str]) -> bool:
    """Whether a finding is of the family and names all figures of a relation."""
    return finding[0].startswith(relation["family"]) and not Counter(relation["quotes"].split(";")) - finding[2]


@pytest.mark.parametrize(
    "relation",
    [
        pytest.param(
            row,
            id=f"{row['article']}-{row['quotes']}",
            marks=[pytest.mark.xfail(strict=True, reason="out of reach")] if row["missed"] else [],
        )
        for row in RELATIONS
    ],
)
def test_each_relation_is_judged_as_a_reader_would(relation: dict[str, str]) -> None:
    verdicts = {finding[1].split("_")[0] for finding in found(relation["article"]) if speaks_of(finding, relation)}
    assert relation["verdict"] in verdicts
    assert not {"consistent", "inconsistent"} <= verdicts


@pytest.mark.parametrize("article", ARTICLES)
def test_nothing_but_the_planted_errors_is_blamed(article: str) -> None:
    planted = [row for row in RELATIONS if row["article"] == article and row["verdict"] == "inconsistent"]
    blamed = [finding for finding in found(article) if finding[1] == "inconsistent"]
    assert [finding[3] for finding in blamed if not any(speaks_of(finding, row) for row in planted)] == []
