"""Figures → the wide ledger: one row a figure, with the columns `FACTS` that datasets and audits are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf
from typing import Any

import pandas as pd

from analysis.datasets.fields import BLOCK_KINDS, FACTS, FIELDS
from analysis.reading.model import Figure

#: What a kind of block is called in the ledger.
KINDS = {"table": "table", "chart": "chart", "prose": "statement"}
_EXTRA_TYPES = {"scale": "number", "signed": "boolean", "start": "integer", "end": "integer"}
_TYPES = {"number": "float64", "integer": "Int64", "boolean": "boolean", "string": "str", "date": "str"}


def ledger_of(figures: Iterable[Figure]) -> pd.DataFrame:
    """The figures as a DataFrame with the columns `FACTS`, sorted by place; bounds in base units."""
    rows = sorted((row_of(figure) for figure in figures), key=_place)
    return pd.DataFrame({name: _column(name, [row.get(name) for row in rows]) for name in FACTS})


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    beside = [inf if row[name] is None else row[name] for name in ("row", "column")]
    return row["article"], BLOCK_KINDS.index(row["block_kind"]), row["block_index"], *beside, row["figure_id"]


def _column(name: str, values: list[Any]) -> Any:
    """The values of a column by its type; missing text is empty."""
    dtype = _dtype(name)
    return pd.array([value or "" for value in values] if dtype == "str" else values, dtype=dtype)  # type: ignore[call-overload]


def value_of(figure: Figure, column: str) -> object:
    """What the ledger holds of a figure in one of its columns; None where it is missing.

    Raises KeyError for a column that the ledger does not have.
    """
    if column not in FACTS:
        raise KeyError(column)
    return row_of(figure).get(column)


def row_of(figure: Figure) -> dict[str, Any]:
    """The ledger's row of a figure: its columns, those that it has no value for left out."""
    quantity, block, article = figure.quantity, figure.block, figure.article
    return figure.keys | {
        "figure_id": figure.figure_id, "article": article.slug, "section": block.section,
        "block_kind": KINDS[block.kind], "block_index": block.index, "row": figure.row, "column": figure.column,
        "row_label": figure.row_label, "column_label": figure.column_label, "quote": quantity.text,
        "low": quantity.low, "high": quantity.high, "resolution": quantity.resolution, "rounding": quantity.rounding,
        "approximate": quantity.approximate or bool(figure.keys.get("approximate")), "open_low": quantity.open_low,
        "open_high": quantity.open_high, "unit": quantity.unit, "year": figure.year, "end_year": figure.end_year,
        "period": str(figure.period or ""), "basis": figure.basis,
        "measure": figure.measure, "subject": figure.subject, "period_basis": figure.period_basis,
        "title": block.title, "cell": figure.cell, "start": figure.start, "end": figure.end,
        "scale": quantity.scale, "signed": quantity.signed,
        "published": article.published.date().isoformat() if article.published else "",
        "statistic": figure.statistic, "direction": figure.direction, "kind": figure.basis,
        "start_year": figure.start_year, "span_stated": figure.span_stated if figure.basis else None,
    }  # fmt: skip


def _dtype(name: str) -> str:
    kind = FIELDS[name].type if name in FIELDS else _EXTRA_TYPES.get(name, "string")
    return _TYPES[kind]
