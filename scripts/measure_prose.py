"""Measure the prose reader against the curated statements: python scripts/measure_prose.py FEED [--show].

Needs the full feed. Writes reports/prose-reading.csv; --show lists what was missed, misread or read in excess.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from analysis.curation.knowledge import Knowledge, read_knowledge
from analysis.reading import ledger
from analysis.source import read

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from prose_score import compare, extras, summary  # noqa: E402


def main() -> None:
    """Compare, print, write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("feed", type=Path)
    arguments.add_argument("--show", action="store_true")
    chosen = arguments.parse_args()
    knowledge = read_knowledge(ROOT / "data" / "raw")
    articles = read(chosen.feed, slugs=knowledge.slugs)
    curated = statements(ledger(articles, knowledge))
    alone = statements(ledger(articles, Knowledge(vocabulary=knowledge.vocabulary)))
    table = summary(alone, curated)
    table.to_csv(ROOT / "reports" / "prose-reading.csv", index=False, lineterminator="\n")
    print(table.to_string(index=False))
    if chosen.show:
        show(alone, curated)


def statements(facts: pd.DataFrame) -> pd.DataFrame:
    """The figures that stand in prose."""
    return facts[facts["block_kind"] == "statement"].reset_index(drop=True)


def show(alone: pd.DataFrame, curated: pd.DataFrame) -> None:
    """Each figure that was missed or misread, then the extras."""
    compared = compare(alone, curated)
    mine, theirs = alone.set_index("figure_id"), curated.set_index("figure_id")
    names = ["quote", "low", "high", "unit", "measure", "subject", "role", "level", "country", "market", "region"]
    for row in compared[~compared[["right_value", "right_unit", "right_subject"]].all(axis=1)].itertuples():
        print(f"\n{row.figure_id} value={row.right_value} unit={row.right_unit} subject={row.right_subject}")
        print("   curated", *theirs.loc[row.figure_id, names].astype(str), sep=" | ")
        if row.read_id:
            print("   read   ", *mine.loc[row.read_id, names].astype(str), sep=" | ")
    print("\nextra")
    for row in extras(alone, compared).itertuples():
        print("  ", row.figure_id, row.quote, row.unit, row.measure, row.subject, "<-", str(row.cell)[:100], sep=" | ")


if __name__ == "__main__":
    main()
