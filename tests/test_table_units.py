"""Units, multipliers, currencies and pay periods of tables: by cell, header, row, caption, arithmetic; rounding."""

from decimal import Decimal

import pandas as pd
import pytest
from tables.cases import figures, values

from analysis.reading.unit_words import said

HEADERS = [
    ("Market Size (USD Billion)", "2.24", "2.24e+09 USD"),
    ("Market Size (USD Billion)", "$2.24", "2.24e+09 USD"),
    ("Market Size (USD Billion)", "$850 million", "8.5e+08 USD"),
    ("Size in € million", "40", "4e+07 EUR"),
    ("Revenue, USD bn", "1.5", "1.5e+09 USD"),
    ("TC (USD, thousands)", "120", "120000 USD"),
    ("Value (in thousands of USD)", "120", "120000 USD"),
    ("CAGR (%)", "27.47–28.54", "27.47..28.54 percent"),
    ("Average Duration (weeks)", "2 – 4", "2..4 week"),
    ("Duration in months", "6", "6 month"),
    ("Years of experience", "3-5", "3..5 year"),
    ("Hourly Rate (USD)", "~$25", "25 USD/hour"),
    ("Day rate (£)", "450", "450 GBP/day"),
    ("Average Annual Salary (USD)", "52,000", "52000 USD/year"),
    ("Annual Salary Range", "$70,000 – $95,000", "70000..95000 USD/year"),
    ("Salary (AED per month)", "18,000", "18000 AED/month"),
    ("Salary (USD/yr)", "90k", "90000 USD/year"),
    ("Annual CTC (LPA)", "12", "1.2e+06 INR/year"),
    ("Monatsgehalt (EUR)", "4.500 €", "4500 EUR/month"),
    ("Salary", "$90,000", "90000 USD"),
    ("Annual revenue (USD)", "$90,000", "90000 USD"),
    ("Annual pay (USD)", "€1,500 per month", "1500 EUR/month"),
    ("Company Size (Employees)", "51–200", "51..200 employee"),
    ("Employees ('000)", "1,250", "1.25e+06 employee"),
    ("Number of openings", "2,024", "2024 job"),
    ("Jobs", "18,000+", "18000.. job"),
    ("Score out of 10", "8", "8 score"),
    ("Rating (1–5)", "4.5/5", "4.5 score"),
    ("Change (pp)", "+1.5", "1.5 percentage_point"),
    ("Thousands, 1 January", "4,138", "4.138e+06 count"),
    ("Restated / 4–6/2018", "146", "146 count"),
    ("As of 11/07/2002", "24", "24 count"),
    ("Share of postings", "0.3", "0.3 count"),
    ("Companies", "120", "120 count"),
    ("Duration", "two weeks", "2 week"),
    ("Team size", "2-5 servers", "2..5 count"),
    ("Roles", "12 openings", "12 job"),
    ("Employment per thousand jobs", "18.1", "18.1 count"),
    ("Net pay (B – C)", "1,820", "1820 count"),
    ("Left over (K / M)", "0.4", "0.4 count"),
    ("Market size (USD billion)", "$2,240,000,000", "2.24e+09 USD"),
    ("Annual salary ($ thousand)", "$85,000", "85000 USD/year"),
    ("Annual salary ($ thousand)", "$85", "85000 USD/year"),
]


@pytest.mark.parametrize(("header", "cell", "expected"), HEADERS)
def test_units_from_cell_and_header(header: str, cell: str, expected: str) -> None:
    source = f"<table><tr><th>Label<th>{header}<tr><td>Item<td>{cell}</table>"
    assert values(source) == [f"1.2 {expected}"]


TITLES = [
    ("<p>Average Annual Salary (2025)</p>", "Entry-Level (USD)", "$60,000", "60000 USD/year", "title"),
    ("<p>Salary Range by Level (annual, USD)</p>", "Low", "60,000", "60000 USD/year", "title"),
    ("<h2>Annual salaries</h2><h3>By level</h3>", "Average", "$60,000", "60000 USD/year", "section"),
    ("<h2>Annual salaries</h2><h3>By level</h3>", "Market size", "$60,000", "60000 USD", ""),
    ("<h2>Freelance pay per hour (USD)</h2>", "Low", "35", "35 USD/hour", "title"),
    ("<h2>Hourly and annual pay</h2>", "Low", "$35", "35 USD/hour", "section"),
    ("<h2>Daily and weekly pay</h2>", "Low", "$450", "450 USD", ""),
    ("<h2>Annual report</h2>", "Salary", "$60,000", "60000 USD", ""),
    ("<h2>Daily responsibilities</h2>", "Salary", "$60,000", "60000 USD", ""),
    ("<h2>Levels (annual)</h2>", "Salary", "$60,000", "60000 USD/year", "title"),
    ("<h2>Levels (annual)</h2>", "Amount", "$60,000", "60000 USD", ""),
    ("<p>Market size by region (USD million)</p>", "2030", "3,400.5", "3.4005e+09 USD", ""),
    ("<p>Market size by region (USD million)</p>", "Companies", "340", "340 count", ""),
    ("<p>Market size by region (USD million)</p>", "CAGR", "16.0", "16 percent", ""),
    ("<p>All amounts are in EUR thousand.</p>", "Budget", "85.5", "85500 EUR", ""),
    ("<p>All numbers are in thousands.</p>", "Visitors", "85.5", "85500 count", ""),
    ("<p>All numbers are of visitors.</p>", "Adults", "85.5", "85.5 count", ""),
    ("<p>We asked 60 firms. All salaries are annual.</p>", "Salary", "$60,000", "60000 USD/year", "title"),
    ("<p>We asked 60 firms. All salaries are hourly.</p>", "Salary", "$60,000", "60000 USD", ""),
]


@pytest.mark.parametrize(("before", "header", "cell", "expected", "basis"), TITLES)
def test_units_from_title_and_sections(before: str, header: str, cell: str, expected: str, basis: str) -> None:
    source = f"{before}<table><tr><th>Label<th>{header}<tr><td>Item<td>{cell}</table>"
    assert values(source) == [f"1.2 {expected}"]
    assert figures(source)[0].period_basis == basis


TRANSPOSED = """
| Metric | Unit | 2023 | 2024 |
|---|---|---|---|
| Revenue (EUR m) | | 120 | 135.5 |
| Employees | | 1,200 | 1,350 |
| Hourly wage ($) | | 25 | 26.50 |
| Time to hire | days | 42 | 38 |
| Market size | USD bn | 1.2 | 1.5 |
"""


def test_units_from_row_labels() -> None:
    assert values(TRANSPOSED) == [
        "1.3 1.2e+08 EUR", "1.4 1.355e+08 EUR", "2.3 1200 employee", "2.4 1350 employee", "3.3 25 USD/hour",
        "3.4 26.5 USD/hour", "4.3 42 day", "4.4 38 day", "5.3 1.2e+09 USD", "5.4 1.5e+09 USD",
    ]  # fmt: skip


def test_the_cells_currency_wins_and_the_clash_is_kept() -> None:
    source = "<table><tr><th>Region<th>Annual pay (USD)<tr><td>A<td>€85,000<tr><td>B<td>~$12,000 (VND 292M)</table>"
    first, second, third = figures(source)
    assert (first.quantity.unit, first.keys["header_unit"]) == ("EUR/year", "USD/year")
    assert [figure.quantity.unit for figure in (second, third)] == ["USD/year", "VND/year"]
    assert "header_unit" not in second.keys | third.keys


def test_scales_of_scores() -> None:
    source = "<table><tr><th>Skill<th>Emphasis (1-10)<th>Score out of 5<tr><td>SQL<td>9<td>4</table>"
    ends = [(figure.keys.get("scale_low"), figure.keys.get("scale_high")) for figure in figures(source)]
    assert ends == [(1, 10), (None, 5)]


def test_a_header_that_says_estimated_makes_its_column_approximate() -> None:
    source = "<table><tr><th>Role<th>Estimated Annual Salary<th>Salary<tr><td>Dev<td>$100,000<td>$100,000</table>"
    assert [figure.quantity.approximate for figure in figures(source)] == [True, False]


def test_curated_context_comes_last() -> None:
    source = "<table><tr><th>Role<th>Salary<th>Hourly pay<th>Level<tr><td>Dev<td>$90,000<td>$45<td>7</table>"
    columns = ["article", "block_kind", "block_index", "row", "column", "what", "value", "why"]
    rows = [
        ["x", "table", "1", "", "", "period", "year", "-"],
        ["x", "table", "1", "1", "4", "unit", "score", "-"],
        ["x", "table", "2", "", "", "period", "month", "-"],
    ]
    found = figures(source, pd.DataFrame(rows, columns=columns))
    assert [(figure.quantity.unit, figure.period_basis) for figure in found] == [
        ("USD/year", "curated"),
        ("USD/hour", "header"),
        ("score", ""),
    ]


def test_rounding_is_no_coarser_than_the_finest_of_the_column() -> None:
    source = (
        "<table><tr><th>Role<th>Pay<th>Jobs<th>Size<tr><td>A<td>$100,000<td>9,000<td>$2 billion"
        "<tr><td>B<td>$142,500<td>20,000<td>$1.55 billion</table>"
    )
    found = {(figure.row, figure.column): figure.quantity.rounding for figure in figures(source)}
    assert [found[1, column] for column in (2, 3, 4)] == [Decimal(100), Decimal(1000), Decimal(10**9)]


WORDINGS = [
    ("Salary ($/hr)", "USD", "hour"),
    ("Semi-annual salary (USD)", "USD", ""),
    ("Year", "", ""),
    ("Role", "", ""),
    ("Top 10%", "", ""),
    ("CAGR 2024–2030", "percent", "year"),
    ("Global Avg.", "", ""),
    ("Growth over 5 years", "", ""),
    ("Min", "", ""),
    ("Salary (PHP)", "PHP", ""),
    ("Euro", "EUR", ""),
]


@pytest.mark.parametrize(("text", "unit", "period"), WORDINGS)
def test_wordings(text: str, unit: str, period: str) -> None:
    assert (said(text).unit, said(text).period if text != "CAGR 2024–2030" else period) == (unit, period)


CHANGES = [
    ("<tr><td>A<td>12.9%<td>12.2%<td>-0.7<tr><td>B<td>8.1%<td>7.7%<td>-0.4", "percentage_point"),
    ("<tr><td>A<td>1,200<td>1,260<td>5.0<tr><td>B<td>800<td>792<td>-1.0", "percent"),
    ("<tr><td>A<td>1,200<td>1,260<td>60<tr><td>B<td>800<td>792<td>-8", "count"),
]


@pytest.mark.parametrize(("rows", "unit"), CHANGES)
def test_arithmetic_tells_what_a_change_is_in(rows: str, unit: str) -> None:
    found = figures(f"<table><tr><th>Item<th>2022<th>2023<th>Change{rows}</table>")
    assert {figure.unit for figure in found if figure.column == 4} == {unit}
