"""Classification: what the words around a figure make of it. The tables are nobody's in particular."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.reading import ledger_of, read_articles
from analysis.source import read

PAGE = "<html><body><article><h1>{title}</h1><h2>{section}</h2>{body}</article></body></html>"


def table(*rows: tuple[str, ...], title: str = "Registered Nurses: a report", section: str = "Figures") -> pd.DataFrame:
    """The ledger of a page whose one table has these rows, the first being its header."""
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    html = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    readings = read_articles(read(PAGE.format(title=title, section=section, body=html)))
    facts = ledger_of(figure for reading in readings for figure in reading.figures)
    return facts[facts["block_kind"] == "table"].reset_index(drop=True)


def facts(frame: pd.DataFrame, row: int, column: int, *names: str) -> tuple[Any, ...]:
    found = frame[(frame["row"] == row) & (frame["column"] == column)].iloc[0]
    return tuple(found[name] for name in names)


def test_pay_by_level_and_country() -> None:
    pay = table(
        ("Country", "Junior Nurse salary (annual, EUR)", "Senior Nurse salary (annual, EUR)"),
        ("Germany", "38,000", "52,000 – 60,000"),
        ("Southeast Asia", "9,000", "15,000+"),
    )
    assert facts(pay, 1, 2, "measure", "level", "country", "unit") == ("salary", "entry", "DE", "EUR/year")
    assert facts(pay, 1, 3, "level", "statistic", "low", "high") == ("senior", "range", 52_000, 60_000)
    assert facts(pay, 2, 3, "region", "country", "open_high", "role") == (
        "southeast-asia",
        "",
        True,
        "registered-nurse",
    )


def test_percentiles_and_experience_bands() -> None:
    pay = table(
        ("Experience", "Median salary per year", "25th percentile", "Top 10%"),
        ("0–2 years", "$61,000", "$55,000", "$80,000"),
        ("3–5 years", "$72,000", "$64,000", "$95,000"),
    )
    assert facts(pay, 1, 2, "statistic", "experience_low", "experience_high") == ("median", 0, 2)
    assert [facts(pay, 2, column, "statistic")[0] for column in (2, 3, 4)] == ["median", "p25", "p90"]
    assert facts(pay, 1, 1, "measure", "unit") == ("experience", "year")


def test_market_sizes_with_their_scenario_and_status() -> None:
    market = table(
        ("Year", "Market Size (USD Billion)", "CAGR (%)"),
        ("2021", "4.2", "–"),
        ("2029 (est.)", "11.9 (optimistic scenario)", "14.1"),
        title="Solar inverters",
        section="Global Solar Inverter Market Outlook",
    )
    assert facts(market, 1, 2, "measure", "low", "unit", "year") == ("market_size", 4.2e9, "USD", 2021)
    assert facts(market, 2, 2, "market", "scenario", "year") == ("solar-inverter", "optimistic", 2029)
    assert facts(market, 2, 3, "measure", "kind", "end_year", "span_stated") == ("growth_rate", "cagr", 2029, False)


def test_segments_with_their_forecast_period() -> None:
    market = table(
        ("Segment", "Value by 2030", "CAGR", "Forecast period"),
        ("Edge AI", "USD 66 billion", "21.0%", "2024–2030"),
    )
    assert facts(market, 1, 2, "measure", "market", "year") == ("market_size", "edge-ai", 2030)
    assert facts(market, 1, 3, "start_year", "end_year", "span_stated") == (2024, 2030, True)


def test_growth_between_two_level_columns_is_total_growth() -> None:
    growth = table(("Metric", "2019", "2023", "Change"), ("Open vacancies", "1,200 jobs", "1,500 jobs", "+25%"))
    assert facts(growth, 1, 2, "measure", "year") == ("job_count", 2019)
    assert facts(growth, 1, 4, "measure", "kind", "start_year", "end_year") == ("growth_rate", "total", 2019, 2023)


def test_growth_against_a_named_year_and_year_on_year() -> None:
    jobs = table(
        ("Year", "Vacancies", "Growth (YoY)"),
        ("2025", "10,000 jobs", "—"),
        ("2026", "11,000 jobs", "+10%"),
        ("2030", "15,000 jobs", "+50% from 2025"),
    )
    assert facts(jobs, 2, 3, "kind", "start_year", "end_year") == ("yoy", 2025, 2026)
    assert facts(jobs, 3, 3, "kind", "start_year", "end_year") == ("total", 2025, 2030)


@pytest.mark.parametrize(
    ("header", "label", "measure"),
    [
        ("Time spent (%)", "Meetings", "allocation"),
        ("Weight (%)", "Case study", "weight"),
        ("Frequency of assessment (%)", "Python", "frequency"),
        ("Adoption rate", "Cloud", "adoption"),
        ("Usage", "Git", "usage"),
        ("Share of revenue", "Asia", "share"),
        ("Insight", "Companies using AI in payroll", "adoption"),
        ("Insight", "Managers expecting higher demand", "demand"),
    ],
)
def test_percentages_by_their_words(header: str, label: str, measure: str) -> None:
    assert facts(table(("Item", header), (label, "40%")), 1, 2, "measure") == (measure,)


def test_a_deadline_moves_the_year_of_what_it_promises() -> None:
    adoption = table(("Indicator", "Value"), ("Firms using AI (2025)", "60% (expected to reach 90% in 4 years)"))
    years = adoption.loc[adoption["unit"] == "percent", ["low", "year"]].to_numpy().tolist()
    assert years == [[60, 2025], [90, 2029]]


def test_total_compensation_and_its_parts() -> None:
    parts = table(
        ("Component", "Annual amount"),
        ("Base pay", "$100,000"),
        ("Bonus (12%)", "$12,000"),
        ("Stock", "$5,000 – $8,000"),
        ("Total", "$117,000 – $120,000"),
        section="Compensation",
    )
    assert [facts(parts, row, 2, "component")[0] for row in (1, 2, 3, 4)] == ["base", "bonus", "equity", "total"]
    assert facts(parts, 2, 1, "measure", "low") == ("share", 12)
