"""A tiny builder of ledgers for the tests: figures as (text, keys), read by the package's own parser."""

from __future__ import annotations

from typing import Any

import pandas as pd

import analysis
from analysis.fields import FACTS


def figure(text: str, figure_id: str, **keys: Any) -> dict[str, Any]:
    """One ledger row: the text as printed, and whatever columns matter to the relation."""
    reading = {name: keys.pop(name) for name in ("unit", "scale", "currency") if name in keys}
    quantity = analysis.parse(text, **reading)[0]
    row = dict.fromkeys(FACTS, None) | {
        "figure_id": figure_id, "article": "an-article", "block_kind": "table", "block_index": 1, "quote": text, "cell": text,
        "low": None if quantity.low is None else float(quantity.low), "high": None if quantity.high is None else float(quantity.high),
        "resolution": float(quantity.resolution), "rounding": float(quantity.rounding), "approximate": quantity.approximate,
        "open_low": quantity.open_low, "open_high": quantity.open_high, "unit": quantity.unit, "scale": float(quantity.scale),
        "signed": quantity.signed, "published": pd.Timestamp("2025-09-01", tz="UTC"),
    }  # fmt: skip
    return row | keys


def ledger(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows → the wide ledger."""
    return pd.DataFrame(list(rows), columns=list(FACTS))


def table(rows: dict[str, dict[str, Any]], block: int = 1, **keys: Any) -> list[dict[str, Any]]:
    """{row label: {column label: text or (text, own keys)}} → figures at their places; empty texts are left out."""
    figures = []
    for row, (label, cells) in enumerate(rows.items(), 1):
        for column, (header, cell) in enumerate(cells.items(), 2):
            text, own = cell if isinstance(cell, tuple) else (cell, {})
            if text:
                place = {"block_index": block, "row": row, "column": column, "row_label": label, "column_label": header}
                figures.append(figure(text, f"an-article/table-{block}/{row}/{column}/1", **(place | keys | own)))
    return figures
