"""Measure what figures are read to be: python scripts/measure_reading.py CASES.jsonl... [--show] [--prose].

Labels of the cases beside what was read: value with unit, period, subject, role, level and place, each as a share of
the labels that have one. `--prose` counts figures of prose alone; `--show` lists what is wrong.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from analysis.reading import Figure, read_article
from analysis.source import read

NAMES = ("value_unit", "period", "subject", "role", "level", "place")


def main() -> None:
    """Read, compare, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("cases", type=Path, nargs="+")
    arguments.add_argument("--show", action="store_true")
    arguments.add_argument("--prose", action="store_true")
    chosen = arguments.parse_args()
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for path in chosen.cases:
        score = _scorer(path.parent)
        for line in path.read_text(encoding="utf-8").splitlines():
            for name, good, told in compare(score, json.loads(line), chosen.prose):
                asked[name] += 1
                right[name] += good
                if chosen.show and not good:
                    print(told)
    print("  ".join(f"{name} {right[name]}/{asked[name]}" for name in (*NAMES, "precision") if asked[name]))


def _scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score.py in {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compare(score: ModuleType, record: dict[str, Any], prose: bool) -> list[tuple[str, bool, str]]:
    """(attribute, right, line to show) of each label and attribute of one page."""
    figures = [figure for article in read(record["text"]) for figure in read_article(article).figures]
    rows = [score.Row(i, _row(figure)) for i, figure in enumerate(figures)]
    score.locate(rows, record["text"])
    mine, theirs = score.align(record, rows)
    out = []
    for i, label in enumerate(record["figures"]):
        if label.get("optional"):
            continue
        row = mine.get(i)
        figure = figures[row.index] if row else None
        if prose and (figure is not None and figure.in_table):
            continue
        whole = bool(row and score.value_right(label, row) and score.unit_right(label, row))
        read_as = f"{row.low}..{row.high} {row.unit}" if row else "-"
        line = f"{record['id']} {label['quote']!r}"
        out.append(("value_unit", whole, f"{line} value {label['low']}..{label['high']} {label['unit']}: {read_as}"))
        for name in NAMES[1:]:
            if label.get(name) and figure:
                told = _told(figure, name)
                out.append((name, _right(name, label[name], figure), f"{line} {name} {label[name]}: {told}"))
    for row in rows:
        if row.index not in theirs and not (prose and figures[row.index].in_table):
            out.append(("precision", False, f"{record['id']} {row.quote!r} is no figure"))
    out += [("precision", True, "") for i in mine if not (prose and figures[mine[i].index].in_table)]
    return out


def _row(figure: Figure) -> dict[str, Any]:
    quantity = figure.quantity
    return {
        "figure_id": figure.figure_id, "quote": figure.quote, "low": figure.low, "high": figure.high,
        "open_low": quantity.open_low, "open_high": quantity.open_high, "unit": figure.unit,
        "block_kind": "table" if figure.in_table else "statement",
    }  # fmt: skip


def _told(figure: Figure, name: str) -> str:
    match name:
        case "period":
            return f"{figure.period} base {figure.base}"
        case "subject":
            return f"{figure.subject} / {figure.row_label} / {figure.entity.head}"
        case "place":
            return " ".join(figure.key(key) for key in ("country", "region", "location"))
    return figure.key(f"{name}_label") or figure.key(name)


def _right(name: str, wanted: Any, figure: Figure) -> bool:
    if name == "period":
        period, base = figure.period, figure.base
        if period is None:
            return False
        start = base.in_year if base else period.start.year if period.is_span else None
        ends = {period.in_year, period.end.year} if not period.is_span else {period.end.year}
        return wanted[-1] in ends and (len(wanted) == 1 or start is None or start == wanted[0])
    words = [str(word).lower() for word in (wanted if isinstance(wanted, list) else [wanted])]
    said = [figure.key(f"{name}_label"), figure.key(name).replace("-", " ")]
    if name == "subject":
        said = [figure.subject, figure.row_label, figure.entity.head, *(term for _, term in figure.entity.qualifiers)]
    if name == "place":
        said = [figure.key(key).replace("-", " ") for key in ("country", "region", "location")]
    text = " ".join(said).lower()
    return any(word in text for word in words)


if __name__ == "__main__":
    main()
