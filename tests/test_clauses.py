"""Clauses: each row of cases/clauses.csv, what a sentence says among its figures and whether it holds."""

import csv
from pathlib import Path

import pytest

from analysis.reading import read_articles
from analysis.relations.across.made import made
from analysis.relations.in_clauses import in_clauses
from analysis.relations.judge import judge
from analysis.source import read

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "clauses.csv").open(encoding="utf-8", newline="")))


def judged(text):
    """[(check, {role: [quotes]}, verdict)] of a text's clauses, and of what arithmetic makes of the rest."""
    found = []
    for reading in read_articles(read(text)):
        cases = [*in_clauses(reading)]
        cases += made(reading, [case for case in cases if judge(case)])
        for case in cases:
            if verdict := judge(case):
                roles = {role: [figure.quote for figure in figures] for role, figures in case.figures.items()}
                found.append((case.name, roles, verdict.verdict.removesuffix("_within_rounding")))
    return found


def wanted(figures):
    """The column `figures`: role=quote, quote; role=quote."""
    pairs = (part.split("=", 1) for part in figures.split("; "))
    return {role: quotes.split(", ") if role in ("parts", "values") else [quotes] for role, quotes in pairs}


def names(roles, told):
    """Whether the figures of a case are those told, words of a hedge aside."""
    return roles.keys() == told.keys() and all(
        len(roles[role]) == len(told[role])
        and all(
            quote.lower() in figure.lower() or figure in quote
            for figure, quote in zip(roles[role], told[role], strict=True)
        )
        for role in told
    )


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["text"][:60])
def test_what_a_sentence_says(row):
    found = judged(row["text"])
    if row["verdict"] == "silent":
        assert [one for one in found if one[2] == "inconsistent"] == []
        return
    told = wanted(row["figures"])
    verdicts = [verdict for name, roles, verdict in found if name == row["relation"] and names(roles, told)]
    assert verdicts == [row["verdict"]], found
    wrong = [one for one in found if one[2] == "inconsistent" and one[0] != row["relation"]]
    assert row["verdict"] == "inconsistent" or wrong == []
