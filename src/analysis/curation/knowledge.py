"""What people curated by careful reading: the CSV files of `data/raw`, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.errors import InputError

#: The curated files and their columns. Every value is text; an empty cell is an empty string.
CURATED: dict[str, tuple[str, ...]] = {
    "vocabulary": ("kind", "label", "term"),
    "context": ("article", "block_kind", "block_index", "row", "column", "what", "value", "why"),
    "statements": (
        "article", "section", "block_index", "quote", "occurrence", "measure", "subject", "role", "level", "country",
        "region", "location", "industry", "population", "market", "scenario", "statistic", "component",
        "period", "experience", "direction", "cause", "reference", "kind", "topic", "status", "start_year", "end_year",
    ),
    "claims": (
        "claim_id", "article", "section", "block_kind", "block_index", "row", "column", "claim", "predicate",
        "arguments",
    ),
    "not_figures": ("article", "block_kind", "block_index", "row", "column", "token", "nth", "rule"),
}  # fmt: skip


@cache
def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype="str") for column in CURATED[name]})


@dataclass(frozen=True)
class Knowledge:
    """The curated files as DataFrames of text, empty where nothing is curated (an article nobody has read before)."""

    vocabulary: pd.DataFrame = field(default_factory=lambda: _empty("vocabulary"))
    context: pd.DataFrame = field(default_factory=lambda: _empty("context"))
    statements: pd.DataFrame = field(default_factory=lambda: _empty("statements"))
    claims: pd.DataFrame = field(default_factory=lambda: _empty("claims"))
    not_figures: pd.DataFrame = field(default_factory=lambda: _empty("not_figures"))

    @property
    def slugs(self) -> dict[str, str]:
        """Guid or link of an article → its slug."""
        return dict(self.terms("article"))

    def terms(self, kind: str) -> list[tuple[str, str]]:
        """The (label, term) pairs of one kind of the vocabulary."""
        rows = self.vocabulary[self.vocabulary["kind"] == kind]
        return list(zip(rows["label"], rows["term"], strict=True))


@cache
def read_knowledge(folder: Path) -> Knowledge:
    """Read the curated files of a folder; a file that lacks a column, or is no CSV, is an InputError."""
    return Knowledge(**{name: _read(folder / f"{name}.csv", columns) for name, columns in CURATED.items()})


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    if not path.exists():
        return _empty(path.stem)
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    except (ValueError, UnicodeDecodeError) as error:
        raise InputError(path.name, f"is not a readable CSV file ({error})", "mend the file") from error
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise InputError(path.name, f"lacks the column {', '.join(missing)}", f"its columns are {', '.join(columns)}")
    return frame
