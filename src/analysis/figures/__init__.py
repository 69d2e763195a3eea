"""Articles → the wide ledger: one row for each figure stated anywhere, with its keys (`facts`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.curation.knowledge import Knowledge
from analysis.datasets.fields import BLOCK_KINDS, FACTS, FIELDS
from analysis.errors import InputError
from analysis.figures.charts import chart_figures
from analysis.figures.classify import classify
from analysis.figures.labels import Labels
from analysis.figures.model import Figure
from analysis.figures.prose import prose_figures
from analysis.figures.tables import table_figures
from analysis.quantity import parse
from analysis.source import Article, Block

__all__ = ["Figure", "figures_of", "ledger"]

_KIND = {"table": "table", "chart": "chart", "prose": "statement"}
_EXTRA_TYPES = {"scale": "number", "signed": "boolean"}


def ledger(articles: Iterable[Article], knowledge: Knowledge | None = None) -> pd.DataFrame:
    """Read every figure of the articles: a DataFrame with the columns `FACTS`, one row a figure, in reading order.

    With curated knowledge the figures of prose are those of `statements.csv`; without, the prose reader finds them.
    Bounds are in base units (`unit` says which), missing where open.
    """
    knowledge = knowledge or Knowledge()
    labels = Labels(knowledge)
    rows: list[dict[str, Any]] = []
    for article in articles:
        subject_role = labels.role(article.title)[0]
        rows += [_fact(figure, labels, subject_role) for figure in figures_of(article, knowledge)]
    frame = pd.DataFrame(rows, columns=list(FACTS))
    order = {kind: position for position, kind in enumerate(BLOCK_KINDS)}
    frame = frame.sort_values(
        ["article", "block_kind", "block_index", "row", "column", "figure_id"],
        key=lambda column: column.map(order) if column.name == "block_kind" else column,
        kind="stable",
        ignore_index=True,
    )
    typed = frame.astype({name: _dtype(name) for name in FACTS})
    words = [name for name in FACTS if _dtype(name) == "str"]
    return typed.assign(**{name: typed[name].fillna("") for name in words})


def figures_of(article: Article, knowledge: Knowledge | None = None) -> list[Figure]:
    """The figures of one article, curated where its prose has been curated."""
    knowledge = knowledge or Knowledge()
    context = knowledge.context[knowledge.context["article"] == article.slug]
    statements = knowledge.statements[knowledge.statements["article"] == article.slug]
    figures: list[Figure] = []
    for block in article.blocks:
        if block.kind == "table":
            figures += table_figures(article, block, context=context)
        elif block.kind == "chart":
            figures += chart_figures(article, block, context=context)
        elif statements.empty:
            figures += prose_figures(article, block)
    figures += _curated(article, statements)
    rows = context[~context["what"].isin(["unit", "period"])].to_dict("records")
    for figure in figures:
        figure.hints |= _context_hints(figure, rows)
    return figures


def _curated(article: Article, statements: pd.DataFrame) -> Iterator[Figure]:
    """Figures of prose as `statements.csv` has them: the value from the quote, the meaning from the other columns."""
    seen: dict[str, int] = {}
    for row in statements.to_dict("records"):
        index = row["block_index"]
        seen[index] = seen.get(index, 0) + 1
        quantities = parse(row["quote"])
        if len(quantities) != 1:
            place = f"statements.csv, {article.slug} block {index}"
            raise InputError(
                place, f"{row['quote']!r} holds {len(quantities)} figures", "quote exactly one figure a row"
            )
        quantity, basis = quantities[0], ""
        if "/" in quantity.unit:
            basis = "cell"
        elif row["period"] and row["measure"] in {"salary", "pay_change"} and quantity.unit != "percent":
            quantity, basis = replace(quantity, unit=f"{quantity.unit}/{row['period']}"), "section"
        own = {"article", "section", "block_index", "quote", "period"}
        hints = {key: row[key] for key in row if key in FACTS and key not in own}
        hints |= {key: int(hints[key]) if hints[key] else None for key in ("start_year", "end_year")}
        hints["year"] = hints["start_year"]
        hints["span_stated"] = bool(hints["start_year"] and hints["end_year"])
        if row["measure"] != "growth_rate":
            hints["start_year"] = None
        if row["measure"] in {"salary", "pay_change"}:
            hints["level"] = row["level"] or "all"
        band = parse(row["experience"])
        if band:
            hints |= {"experience_low": band[0].low, "experience_high": band[0].high}
        block = Block(kind="prose", index=int(index), path=(row["section"],), text=row["quote"], tag="p")
        yield Figure(
            article, block, None, None, seen[index], row["subject"], "", quantity, basis, (), row["quote"], hints
        )


def _context_hints(figure: Figure, rows: list[dict[Any, str]]) -> dict[str, Any]:
    """What `context.csv` says about this figure's place, beyond unit and period."""
    place = {
        "block_kind": _KIND[figure.block.kind],
        "block_index": str(figure.block.index),
        "row": str(figure.row),
        "column": str(figure.column),
    }
    typed = {"integer": int, "number": float}
    return {
        row["what"]: typed.get(FIELDS[row["what"]].type, str)(row["value"])
        for row in rows
        if all(row[column] in ("", value) for column, value in place.items())
    }


def _fact(figure: Figure, labels: Labels, subject_role: str) -> dict[str, Any]:
    quantity, block, article = figure.quantity, figure.block, figure.article
    kind = _KIND[block.kind]
    place = (figure.row, figure.column, figure.nth) if kind != "statement" else (figure.nth,)
    header_says_estimated = figure.hints.get("approximate") is True
    facts = classify(figure, labels, subject_role)
    if facts["measure"] in {"salary", "pay_change"}:
        facts["is_subject"] = facts.get("role") == subject_role != ""
    return {
        "figure_id": "/".join([article.slug, f"{kind}-{block.index}", *map(str, place)]),
        "article": article.slug, "section": block.section, "block_kind": kind, "block_index": block.index,
        "row": figure.row, "column": figure.column, "row_label": figure.row_label, "column_label": figure.column_label,
        "quote": quantity.text, "title": block.title, "cell": figure.cell,
        "published": article.published.date().isoformat() if article.published else "",
        "scale": quantity.scale, "signed": quantity.signed, "header_unit": figure.hints.get("header_unit", ""),
        "scale_low": figure.hints.get("scale_low"), "scale_high": figure.hints.get("scale_high"),
    } | facts | {
        "low": quantity.low, "high": quantity.high, "resolution": quantity.resolution, "rounding": quantity.rounding,
        "approximate": quantity.approximate or header_says_estimated, "open_low": quantity.open_low,
        "open_high": quantity.open_high, "unit": quantity.unit, "period_basis": figure.period_basis,
    }  # fmt: skip


def _dtype(name: str) -> str:
    kind = FIELDS[name].type if name in FIELDS else _EXTRA_TYPES.get(name, "string")
    return {"number": "float64", "integer": "Int64", "boolean": "boolean", "string": "str", "date": "str"}[kind]
