"""Read the labelled strings of tests/cases/strings*.csv. `expected` lists the quantities in order, parted by " ; ":

    52000 USD/year        a point              10..20 USD/hour   a range
    54500.. job           open above           ..10 year         open below
    150000..200000+ USD   a range open above   ~25 USD           approximate

`context` holds parse's keyword arguments ("country=AU", "unit=USD scale=1e9"), `kind` what the string presses.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

CASES = Path(__file__).parent / "cases"


class Expected(NamedTuple):
    low: Decimal | None
    high: Decimal | None
    unit: str
    approximate: bool
    open_low: bool
    open_high: bool


class Example(NamedTuple):
    text: str
    context: dict[str, Any]
    expected: list[Expected]
    kind: str


def expected(notation: str) -> list[Expected]:
    return [_expected(part) for part in notation.split(" ; ") if part.strip()]


def _expected(notation: str) -> Expected:
    values, unit = notation.split()
    approximate, values = values.startswith("~"), values.removeprefix("~")
    low, dots, high = values.partition("..")
    if not dots:
        high = low
    beyond, high = high.endswith("+"), high.removesuffix("+")
    bounds = [Decimal(value) if value else None for value in (low, high)]
    return Expected(bounds[0], bounds[1], unit, approximate, not low, not high or beyond)


def read(name: str) -> list[Example]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Example(
                row["text"],
                dict(pair.split("=") for pair in row["context"].split()),
                expected(row["expected"]),
                row["kind"],
            )
            for row in csv.DictReader(file)
        ]


def found(text: str, context: dict[str, Any] | None = None) -> list[Expected]:
    from analysis.quantity import parse

    quantities = parse(text, **(context or {}))
    return [Expected(q.low, q.high, q.unit, q.approximate, q.open_low, q.open_high) for q in quantities]
