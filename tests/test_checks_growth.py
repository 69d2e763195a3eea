"""Growth and sums: hand-computed cases on both sides of the boundary, and what is said about them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import GROWTH, MARKET, Row, figure, forecast, only, package, run, said, shares, table

from analysis.datasets.fields import FACTS

# ---- growth --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "year", "end", "last", "rate", "span", "verdict"),
    [
        ("USD 2.24 billion", 2024, "USD 29.2 billion", 2032, "28.54%", (2024, 2032), "inconsistent"),  # 37.85 %
        ("USD 2.24 billion", 2024, "USD 29.2 billion", 2032, "28.54%", None, "inconsistent"),
        ("USD 2.24 billion", 2024, "USD 29.2 billion", 2032, "37.85%", (2024, 2032), "consistent"),
        ("USD 1.3 billion", 2024, "USD 11.7 billion", 2033, "27.9%", (2024, 2033), "consistent"),  # 27.06 to 28.27
        ("USD 1.3 billion", 2024, "USD 11.7 billion", 2033, "28.4%", (2024, 2033), "inconsistent"),
        (
            "USD 1.3 billion",
            2024,
            "USD 11.7 billion",
            2033,
            "28.4%",
            (2025, 2033),
            "inconsistent",
        ),  # nine 27.7, eight 31.6
        ("USD 2.24 billion", 2024, "USD 19.92 billion", 2033, "27.47%", None, "consistent"),
        (
            "USD 1 billion",
            2023,
            "USD 2 billion",
            2030,
            "10.41%",
            (2024, 2030),
            "consistent",
        ),  # seven years from the base
        (
            "USD 1.000 billion",
            2023,
            "USD 2.000 billion",
            2030,
            "12.25%",
            (2024, 2030),
            "consistent",
        ),  # six in the window
        ("USD 1.000 billion", 2023, "USD 2.000 billion", 2030, "12.25%", (2023, 2030), "inconsistent"),
    ],
)
def test_compound_growth_on_its_printed_span(start, year, end, last, rate, span, verdict):
    assert only(run(*forecast(start, year, end, last, rate, span)), "growth.cagr").verdict == verdict


def test_a_failure_names_what_each_figure_would_have_to_be():
    finding = only(
        run(*forecast("USD 2.24 billion", 2024, "USD 29.2 billion", 2032, "28.54%", (2024, 2032))), "growth.cagr"
    )
    assert finding.severity == "contradiction"
    assert finding.repair.startswith("10.2 years instead of 8; or 37.85% instead of 28.54%")  # 28% more before 33%
    for wanted in (
        "USD 16.7 billion instead of USD 29.2 billion",
        "USD 3.92 billion instead",
        "10.2 years instead of 8",
    ):
        assert wanted in finding.repair


@pytest.mark.parametrize(
    ("rows", "slip"),
    [
        (forecast("USD 1.00 billion", 2024, "USD 3.05 million", 2030, "20.4%", (2024, 2030)), "thousand"),
        (forecast("USD 1.00 billion", 2024, "USD 3.05 billion", 2030, "205%", (2024, 2030)), "taken for a yearly rate"),
        (forecast("USD 2.00 billion", 2024, "USD 10.49 billion", 2032, "20.0%", (2024, 2032)), "base year off by one"),
    ],
)
def test_slips_are_named(rows, slip):
    finding = only(run(*rows), "growth.cagr")
    assert finding.verdict == "inconsistent"
    assert slip in finding.repair


def test_an_unspanned_rate_fits_the_other_forecast():
    rows = forecast("USD 2.24 billion", 2024, "USD 29.2 billion", 2032, "27.47%")
    rows[1]["scenario"] = rows[2]["scenario"] = "main"
    rows.append(said("USD 19.92 billion", 3, year=2033, scenario="alternative", **MARKET))
    finding = only(run(*rows), "growth.cagr")
    assert finding.verdict == "inconsistent"
    assert "fits another forecast" in finding.repair


def test_a_size_inside_the_span_is_never_inconsistent():
    rows = [*forecast("USD 1.3 billion", 2024, "USD 11.7 billion", 2033, "27.9%", (2024, 2033))]
    findings = run(
        *rows, said("USD 1.7 billion", 3, year=2025, **MARKET), said("USD 4.1 billion", 4, year=2028, **MARKET)
    )
    assert sorted(findings.loc["growth.steady", "verdict"]) == ["consistent", "undetermined"]


LEVEL = {"measure": "job_count", "unit": "job"}


@pytest.mark.parametrize(
    ("first", "last", "rate", "check_name", "verdict"),
    [
        ("190,000", "410,000", "+115%", "growth.total", "consistent_within_rounding"),  # 115.8 %, cut off
        ("190,000", "410,000", "+116%", "growth.total", "consistent"),
        ("190,123", "410,000", "+130%", "growth.total", "inconsistent"),
        ("97,000", "127,000", "+30.9%", "growth.total", "consistent"),
        ("14%", "22.3%", "+8.3%", "percent_points.difference", "inconsistent"),
        ("14%", "22.3%", "+59.3%", "growth.total", "consistent"),
    ],
)
def test_total_growth_between_two_columns(first, last, rate, check_name, verdict):
    level = LEVEL if "%" not in first else {"measure": "share"}
    cells = {"2020": (first, level | {"year": 2020}), "2024": (last, level | {"year": 2024}), "Growth": (rate, GROWTH)}
    finding = only(run(*table({"A": cells})), check_name)
    assert finding.verdict == verdict
    assert finding.severity == ("mislabel" if check_name.startswith("percent") else finding.severity)


@settings(max_examples=40, deadline=None)
@given(st.integers(100, 9000), st.integers(100, 9000), st.integers(1, 300), st.integers(2, 9))
def test_a_repair_applied_is_consistent(start, end, percent, years):
    from analysis.checks.growth import Pair, options
    from analysis.checks.model import Ledger

    rows = forecast(
        f"USD {start} million", 2024, f"USD {end} million", 2024 + years, f"{percent / 10}%", (2024, 2024 + years)
    )
    first, last, rate = Ledger(pd.DataFrame(rows, columns=list(FACTS))).facts
    for option in options(Pair(rate, first, last)):
        text, place = option.text.split(" instead of ")[0], {first.figure_id: 0, last.figure_id: 1, rate.figure_id: 2}
        if option.figure_id and text not in ("USD 0 million", "-100%"):
            changed = [dict(row) for row in rows]
            fixed = figure(text, option.figure_id)
            row = changed[place[option.figure_id]]
            row |= {name: fixed[name] for name in ("quote", "cell", "low", "high", "resolution", "rounding")}
            assert only(run(*changed), "growth.cagr").verdict.startswith("consistent"), option


# ---- sums ----------------------------------------------------------------------------------------------------------

JOBS = {
    "North": ("18,000+", "+43%"),
    "Europe": ("12,500+", "+37%"),
    "Asia": ("21,000+", "+55%"),
    "Middle": ("3,000+", "+49%"),
}


def openings(total: str, growth: str, label: str = "Global Total") -> list[Row]:
    span = {"measure": "growth_rate", "kind": "total", "start_year": 2023, "end_year": 2025, "span_stated": True}
    return table({
        name: {"Openings": (jobs, LEVEL | {"year": 2025}), "Growth": (rate, span)}
        for name, (jobs, rate) in (JOBS | {label: (total, growth)}).items()
    })  # fmt: skip


@pytest.mark.parametrize(
    ("total", "label", "verdict"),
    [
        ("54,500+", "Global Total", "consistent"),
        ("54,700+", "Global Total", "consistent_within_rounding"),
        ("55,600+", "Global Total", "inconsistent"),
        ("60,100+", "Global", "undetermined"),  # the regions need not be all there are
        ("49,100+", "Global", "inconsistent"),
    ],
)
def test_total_rows(total, label, verdict):
    finding = only(run(*openings(total, "+46%", label)), "totals.sum")
    assert finding.verdict == verdict
    assert "stand for their printed bound" in finding.explanation


@pytest.mark.parametrize(
    ("growth", "verdict"), [("+46%", "consistent"), ("+45%", "consistent_within_rounding"), ("+50%", "inconsistent")]
)
def test_weighted_growth(growth, verdict):
    assert only(run(*openings("54,500+", growth)), "weighted.growth").verdict == verdict  # 54,500 / 37,273 = 1.4622


@pytest.mark.parametrize(
    ("total", "verdict"),
    [
        ("$186,750 – $226,750", "consistent"),
        ("$186,750 – $236,750", "inconsistent"),
        ("$176,750 – $226,750", "inconsistent"),
    ],
)
def test_both_ends_of_a_package(total, verdict):
    assert only(run(*package(total)), "totals.sum").verdict == verdict


@pytest.mark.parametrize(("bonus", "verdict"), [("$21,750", "consistent"), ("$25,430", "inconsistent")])
def test_a_bonus_in_percent_of_base_pay(bonus, verdict):
    finding = only(run(*package("$186,750 – $226,750", bonus)), "derived.amount")
    assert finding.verdict == verdict
    assert finding.implied_low < 21750 < finding.implied_high


def test_total_pay_in_one_sentence():
    pay = {"measure": "salary", "role": "r", "level": "all", "unit": "USD/year"}
    parts = [("~$181,197", "total"), ("$130,053", "base"), ("$51,144", "bonus")]
    rows = [said(text, 7, nth, component=part, **pay) for nth, (text, part) in enumerate(parts, 1)]
    assert only(run(*rows), "totals.components").verdict == "consistent"
    rows[2] = said("$55,144", 7, 3, component="bonus", **pay)
    assert only(run(*rows), "totals.components").verdict == "inconsistent"


def test_weights_make_one_hundred():
    whole = {"measure": "allocation", "whole": "one/table-1"}
    assert only(run(*shares("20%", "25%", "15%", "40%", **whole)), "weights.sum").verdict == "consistent"
    assert only(run(*shares("33%", "33%", "33%", **whole)), "weights.sum").verdict == "consistent"
    failing = only(run(*shares("20%", "25%", "15%", "50%", **whole)), "weights.sum")
    assert (failing.verdict, failing.severity) == ("inconsistent", "contradiction")
    assert run(*shares("90%", "85%", "80%", measure="frequency")).empty
