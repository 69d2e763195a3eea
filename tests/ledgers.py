"""Hand-made ledgers for the tests of the checks."""

from __future__ import annotations

from typing import Any

import pandas as pd

import analysis
from analysis.checks import check
from analysis.datasets.fields import DATASETS, FACTS

Row = dict[str, Any]

MARKET = {"measure": "market_size", "market": "x", "region": "global"}
RATE = {"measure": "growth_rate", "market": "x", "region": "global", "kind": "cagr"}
GROWTH = {"measure": "growth_rate", "kind": "total", "span_stated": True, "start_year": 2020, "end_year": 2024}


def figure(text: str, figure_id: str, **keys: Any) -> Row:
    """One ledger row: the text as printed, read by the package's own parser, and whatever columns matter."""
    reading = {name: keys.pop(name) for name in ("unit", "scale", "currency") if name in keys}
    quantity = analysis.parse(text, **reading)[0]
    low, high = (None if end is None else float(end) for end in (quantity.low, quantity.high))
    return dict.fromkeys(FACTS, None) | {
        "figure_id": figure_id, "article": "one", "block_kind": "table", "block_index": 1, "quote": text, "cell": text,
        "low": low, "high": high, "resolution": float(quantity.resolution), "rounding": float(quantity.rounding),
        "approximate": quantity.approximate, "open_low": quantity.open_low, "open_high": quantity.open_high,
        "unit": quantity.unit, "scale": float(quantity.scale), "signed": quantity.signed,
        "published": pd.Timestamp("2025-09-01", tz="UTC"),
    } | keys  # fmt: skip


def table(rows: dict[str, dict[str, Any]], block: int = 1, **keys: Any) -> list[Row]:
    """{row label: {header: text or (text, own columns)}} → figures at their places; empty cells state nothing."""
    made = []
    for row, (label, cells) in enumerate(rows.items(), 1):
        for column, (header, cell) in enumerate(cells.items(), 2):
            text, own = cell if isinstance(cell, tuple) else (cell, {})
            place = {"block_index": block, "row": row, "column": column, "row_label": label, "column_label": header}
            if text:
                made.append(figure(text, f"one/table-{block}/{row}/{column}/1", **(place | keys | own)))
    return made


def said(text: str, block: int, nth: int = 1, **keys: Any) -> Row:
    """A figure in prose."""
    return figure(text, f"one/statement-{block}/{nth}", **({"block_kind": "statement", "block_index": block} | keys))


def run(*rows: Row, **options: Any) -> pd.DataFrame:
    """The findings of these figures, by check; no family may have failed."""
    result = check(pd.DataFrame(list(rows), columns=list(FACTS)), **options)
    assert not result.applied["error"].any(), result.applied
    assert list(result.findings.columns) == list(DATASETS["findings"].columns)
    return result.findings.set_index("check")


def only(findings: pd.DataFrame, name: str) -> Any:
    """The one finding of a check."""
    found = findings.loc[[name]] if name in findings.index else findings.iloc[:0]
    assert len(found) == 1, findings[["verdict", "explanation"]].to_string()
    return found.iloc[0]


def forecast(start: str, year: int, end: str, last: int, rate: str, span: tuple[int, int] | None = None) -> list[Row]:
    stated = (
        {"start_year": span[0], "end_year": span[1], "span_stated": True}
        if span
        else {"end_year": last, "span_stated": False}
    )
    return [
        said(start, 1, year=year, **MARKET),
        said(end, 2, 1, year=last, **MARKET),
        said(rate, 2, 2, **RATE, **stated),
    ]


def package(total: str, bonus: str = "$21,750") -> list[Row]:
    pay = {"measure": "salary", "unit": "USD"}
    rows = {
        "Base Salary": "$145,000",
        "Performance Bonus (15%)": bonus,
        "Equity": "$15,000 – $50,000+",
        "Other": "$5,000 – $10,000",
    }
    made = table({label: {"Value": (text, pay)} for label, text in (rows | {"Total Annual Package": total}).items()})
    label = {"row": 2, "column": 1, "row_label": "Performance Bonus (15%)", "cell": "Performance Bonus (15%)"}
    return [*made, figure("15%", "one/table-1/2/1/1", measure="share", **label)]


def shares(*texts: str, **keys: Any) -> list[Row]:
    return table({f"part {n}": {"Time Allocation (%)": (text, keys)} for n, text in enumerate(texts)})
