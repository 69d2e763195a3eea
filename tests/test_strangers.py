"""Currencies nobody knows are refused with their place; what only looks like one is not."""

import pytest

from analysis.reading.tables.currencies import unknown_currencies
from analysis.source import read


def found(header: str, cell: str) -> list[str]:
    table = f"<h2>Pay</h2><table><tr><th>Level</th><th>{header}</th></tr><tr><td>Entry</td><td>{cell}</td></tr></table>"
    return [str(error) for error in unknown_currencies(read(f"<h1>Wages</h1>{table}"))]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Annual salary", "ZZZ 40,000"),
        ("Annual salary", "ZZZ 40,000 – ZZZ 50,000"),
        ("Annual salary", "¤40,000"),
        ("Anything", "₿2"),
        ("Anything", "2 ₿"),
        ("Annual salary", "XXX 40,000"),
        ("Salary (ZZZ per year)", "40,000"),
        ("Revenue (ZZZ Billion)", "4.1"),
    ],
)
def test_an_unknown_currency_is_named_with_its_place(header, cell):
    (error,) = found(header, cell)
    assert "table 1, row" in error
    assert "ISO 4217" in error


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Annual salary", "USD 40,000 – 50,000"),
        ("Annual salary", "kr 400,000"),
        ("Annual salary", "VND 292M"),
        ("Annual salary (USA)", "$40,000"),
        ("Salary", "OTE 140,000"),
        ("Annual salary (INR LPA)", "12"),
        ("Standard", "ISO 42001"),
        ("GPU hours", "GPU 4,000"),
        ("Model price", "A100 80 GB"),
        ("Salary", "40,000 CTC"),
    ],
)
def test_what_is_no_currency_is_left_alone(header, cell):
    assert found(header, cell) == []
