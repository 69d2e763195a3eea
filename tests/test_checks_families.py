"""Each family on hand-made ledgers: hand-computed cases on both sides of the boundary, and what it says about them."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis.checks import check
from analysis.fields import DATASETS, FACTS
from analysis.knowledge import CURATED, Knowledge

Row = dict[str, Any]


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
    result = check(pd.DataFrame(list(rows), columns=list(FACTS)), **options)
    assert not result.applied["error"].any(), result.applied
    assert list(result.findings.columns) == list(DATASETS["findings"].columns)
    return result.findings.set_index("check")


def only(findings: pd.DataFrame, name: str) -> Any:
    """The one finding of a check."""
    found = findings.loc[[name]] if name in findings.index else findings.iloc[:0]
    assert len(found) == 1, findings[["verdict", "explanation"]].to_string()
    return found.iloc[0]


# ---- growth --------------------------------------------------------------------------------------------------------

MARKET = {"measure": "market_size", "market": "x", "region": "global"}
RATE = {"measure": "growth_rate", "market": "x", "region": "global", "kind": "cagr"}


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
    assert finding.repair.startswith("37.85% instead of 28.54%")
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
GROWTH = {"measure": "growth_rate", "kind": "total", "span_stated": True, "start_year": 2020, "end_year": 2024}


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


def shares(*texts: str, **keys: Any) -> list[Row]:
    return table({f"part {n}": {"Time Allocation (%)": (text, keys)} for n, text in enumerate(texts)})


def test_weights_make_one_hundred():
    whole = {"measure": "allocation", "whole": "one/table-1"}
    assert only(run(*shares("20%", "25%", "15%", "40%", **whole)), "weights.sum").verdict == "consistent"
    assert only(run(*shares("33%", "33%", "33%", **whole)), "weights.sum").verdict == "consistent"
    failing = only(run(*shares("20%", "25%", "15%", "50%", **whole)), "weights.sum")
    assert (failing.verdict, failing.severity) == ("inconsistent", "contradiction")
    assert run(*shares("90%", "85%", "80%", measure="frequency")).empty


# ---- parts, shares and periods -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "verdict"), [("USD 307.9 million", "inconsistent"), ("USD 840 million", "consistent")]
)
def test_a_regions_share_of_its_market(part, verdict):
    region = {"market": "x", "region": "asia-pacific", "year": 2023}
    rows = [said("USD 2.10 billion", 1, year=2023, **MARKET), said("nearly 40%", 2, measure="share", **region)]
    rows.append(said(part, 3, measure="market_size", **region))
    assert only(run(*rows), "shares.part").verdict == verdict


@pytest.mark.parametrize(
    ("share", "verdict"), [("60-80%", "inconsistent"), ("20-50%", "consistent"), ("20-80%", "inconsistent")]
)
def test_one_phase_of_a_project(share, verdict):
    weeks = {"Scoping": "2 – 4", "Data Prep": "4 – 12", "Model": "6 – 10", "Testing": "3 – 6"}
    rows = table({label: {"Weeks": (text, {"measure": "duration", "unit": "week"})} for label, text in weeks.items()})
    rows.append(said(share, 5, measure="allocation", subject="Data preparation"))
    assert only(run(*rows), "periods.phase_share").verdict == verdict  # 16.7 % to 52.2 %


@pytest.mark.parametrize(
    ("hourly", "yearly", "verdict"),
    [("$25", "$52,000", "consistent"), ("$25", "$47,775", "undetermined"), ("$25", "$75,300", "inconsistent")],
)
def test_pay_by_the_hour_and_the_year(hourly, yearly, verdict):
    pay = {"measure": "salary", "role": "r"}
    rows = table(
        {"A": {"Yearly": (yearly, pay | {"unit": "USD/year"}), "Hourly": (hourly, pay | {"unit": "USD/hour"})}}
    )
    assert only(run(*rows), "periods.pay").verdict == verdict  # 47,775 is 1,911 hours


def test_a_segment_is_no_larger_than_its_market():
    sizes = [
        said("USD 2.7 billion", 1, year=2033, **(MARKET | {"market": "generative-x"})),
        said("USD 11.7 billion", 2, year=2033, **MARKET),
    ]
    assert only(run(*sizes), "parts.segment").verdict == "consistent"
    sizes[0] = said("USD 12.7 billion", 1, year=2033, **(MARKET | {"market": "generative-x"}))
    assert only(run(*sizes), "parts.segment").verdict == "inconsistent"


@pytest.mark.parametrize(("world", "verdict"), [("27.5%", "consistent"), ("29.5%", "inconsistent")])
def test_the_fastest_region_outgrows_the_world(world, verdict):
    span = {"start_year": 2024, "end_year": 2030, "span_stated": True}
    regional = said("28.05%", 1, cell="28.05%, the fastest globally", **(RATE | span | {"region": "asia-pacific"}))
    assert only(run(regional, said(world, 2, **RATE, **span)), "parts.fastest").verdict == verdict


# ---- repeats and order ---------------------------------------------------------------------------------------------

PAY = {"measure": "salary", "role": "r", "level": "entry", "country": "US", "statistic": "range", "unit": "USD/year"}


@pytest.mark.parametrize(
    ("first", "again", "verdict"),
    [
        ("$70,000 – $80,000", "$70,000 to $80,000", "consistent"),
        ("$70,000 – $80,000", "$71,000 to $80,000", "consistent_within_rounding"),  # two round figures
        ("$70,500 – $80,500", "$72,500 to $80,500", "inconsistent"),
        ("$150,000 – $200,000+", "$150,000 – $230,000", "consistent"),  # an open end holds what lies beyond it
        ("$70,000 – $80,000", "$75,000", "consistent"),
        ("$70,500 – $80,500", "$91,500", "inconsistent"),
        ("$120,000+", "$100,000+", "consistent"),  # two bounds, both can be true
    ],
)
def test_one_quantity_stated_twice(first, again, verdict):
    assert only(run(said(first, 1, **PAY), said(again, 9, **PAY)), "repeats.value").verdict == verdict


def test_what_is_not_known_to_be_the_same_is_not_compared():
    other = said("$90,000 – $99,000", 9, **(PAY | {"country": "GB"}))
    assert "repeats.value" not in run(said("$70,000 – $80,000", 1, **PAY), other).index
    ambiguous = [said("$90,000 – $99,000", 9, **PAY), said("$91,000 – $93,000", 9, 2, **PAY)]
    assert "repeats.value" not in run(said("$70,000 – $80,000", 1, **PAY), *ambiguous).index


def test_two_sources_may_differ():
    rows = [said("$70,000", 1, cell="According to Glassdoor, r earn $70,000", role_label="r", **PAY)]
    rows.append(said("$90,500", 9, cell="r earn $90,500", role_label="r", **PAY))
    assert only(run(*rows), "repeats.value").verdict == "undetermined"


@pytest.mark.parametrize(("mean", "verdict"), [("$90,000", "consistent"), ("$120,500", "inconsistent")])
def test_a_mean_lies_in_its_range(mean, verdict):
    cells = {"Average": (mean, PAY | {"statistic": "mean"}), "Range": ("$85,500 – $110,000", PAY)}
    assert only(run(*table({"Entry": cells})), "order.mean_in_range").verdict == verdict


@pytest.mark.parametrize(("median", "verdict"), [("$103,178", "consistent"), ("$150,100", "inconsistent")])
def test_percentiles_in_order(median, verdict):
    cells = {
        name: (text, PAY | {"statistic": name})
        for name, text in (("p25", "$55,000"), ("median", median), ("p75", "$142,500"))
    }
    assert only(run(*table({"r": cells})), "order.statistics").verdict == verdict


@pytest.mark.parametrize(
    ("mid", "verdict", "severity"), [("$131,000", "consistent", "ok"), ("$128,756", "inconsistent", "definition")]
)
def test_pay_rises_with_seniority(mid, verdict, severity):
    rows = table(
        {
            level: {"Pay": (text, PAY | {"level": level, "statistic": "mean"})}
            for level, text in (("entry", "$130,000"), ("mid", mid))
        }
    )
    finding = only(run(*rows), "order.seniority")
    assert (finding.verdict, finding.severity) == (verdict, severity)


@pytest.mark.parametrize(
    ("texts", "measure", "verdict", "severity"),
    [
        (("201–500", "501–1000", "1000+"), "firm_size", "consistent", "ok"),
        (("201–500", "500–1000"), "firm_size", "inconsistent", "mislabel"),
        (("0–3 years", "3–7 years", "7+ years"), "experience", "consistent", "ok"),
        (("0–3 years", "2–7 years"), "experience", "inconsistent", "contradiction"),
        (("0–2 years", "5–7 years"), "experience", "undetermined", "definition"),
    ],
)
def test_bands(texts, measure, verdict, severity):
    unit = {"unit": "employee"} if measure == "firm_size" else {}
    rows = [
        figure(text, f"one/table-1/{row}/1/1", row=row, column=1, row_label=text, measure=measure, **unit)
        for row, text in enumerate(texts, 1)
    ]
    finding = only(run(*rows), "order.bands")
    assert (finding.verdict, finding.severity) == (verdict, severity)


def test_a_cell_that_calls_itself_the_highest():
    pay = PAY | {"statistic": "mean"}
    cells = {"51–200": "$88,000", "201–500": ("$94,372", pay | {"cell": "$94,372 (Highest Avg.)"}), "1000+": "$100,000"}
    rows = table({label: {"Pay": cell if isinstance(cell, tuple) else (cell, pay)} for label, cell in cells.items()})
    finding = only(run(*rows), "order.superlative")
    assert finding.verdict == "inconsistent"
    assert "$100,000 (1000+) lies above it" in finding.explanation


# ---- currencies, deadlines, scenarios, claims ----------------------------------------------------------------------


def market_at(low: float, high: float):
    def rates(currency, first, last):
        return pd.DataFrame({"date": pd.to_datetime(["2024-12-01", "2025-08-01"]), "per_usd": [low, high]})

    return rates


@pytest.mark.parametrize(("low", "high", "verdict"), [(4.1, 4.6, "consistent"), (4.1, 4.5, "undetermined")])
def test_an_implied_exchange_rate_against_the_market(low, high, verdict):
    pay = {"measure": "salary", "role": "r", "statistic": "mean", "row": 1, "column": 2}
    rows = [
        figure("$10,000", "one/table-1/1/2/1", unit="USD/year", **pay),
        figure("MYR 46,000", "one/table-1/1/2/2", unit="MYR/year", **pay),
    ]
    rows[0] |= {"unit": "USD/year", "rounding": 1.0}
    rows[1] |= {"unit": "MYR/year", "rounding": 1.0}
    finding = only(run(*rows, rates=market_at(low, high)), "currencies.market")
    assert finding.verdict == verdict
    assert finding.stated_low == pytest.approx(4.6, rel=1e-3)


STAFF = {"US": "10", "CA": "2", "Total America": "12", "DE": "5", "FR": "3", "Total": "20"}
REVENUE = {
    "Revenue 2023": ("$100 million", {"measure": "amount", "year": 2023}),
    "Revenue 2024": ("$120 million", {"measure": "amount", "year": 2024}),
    "Profit growth": ("45%", GROWTH | {"start_year": 2023}),
}
ROLES = (("Analyst", "0–3 years"), ("Scientist", "2–5 years"))
BONUS = {"row": 2, "column": 1, "row_label": "Bonus (10–20%)", "cell": "Bonus (10–20%)", "measure": "share"}
GUARDED = {
    "a subtotal is no total": table({label: {"Staff": (text, {"measure": "count"})} for label, text in STAFF.items()}),
    "answers of several choices": shares("90%", "85%", "80%", measure="allocation", whole="one/table-1"),
    "growth of something else": table({"A": REVENUE}),
    "a range holds the rate": forecast("USD 2.24 billion", 2024, "USD 19.92 billion", 2033, "27–29%", (2024, 2033)),
    "a point in a range": [*package("$186,750 – $226,750")[:-1], figure("10–20%", "one/table-1/2/1/1", **BONUS)],
    "pay of another year": [said("$95,500", 1, year=2021, **PAY), said("$105,500", 9, **PAY)],
    "bands of roles may overlap": [
        figure(text, f"one/table-1/{row}/2/1", row=row, column=2, row_label=role, measure="experience")
        for row, (role, text) in enumerate(ROLES, 1)
    ],
}


@pytest.mark.parametrize("case", GUARDED)
def test_no_false_alarm(case):
    assert not (run(*GUARDED[case])["verdict"] == "inconsistent").any()


def test_a_header_of_another_currency():
    rows = table({"Europe": {"Entry (USD)": ("€85,000", PAY | {"unit": "EUR/year", "header_unit": "USD/year"})}})
    rows[0]["unit"] = "EUR/year"
    finding = only(run(*rows), "currencies.header")
    assert (finding.verdict, finding.severity) == ("inconsistent", "mislabel")


@pytest.mark.parametrize(("year", "verdict"), [(2028, "consistent"), (2030, "inconsistent")])
def test_one_target_with_two_deadlines(year, verdict):
    target = {"measure": "adoption", "subject": "Companies using AI"}
    rows = [said("99%", 1, year=2028, **target), said("99%", 2, year=year, **target)]
    assert only(run(*rows), "deadlines.year").verdict == verdict


def test_rival_forecasts_cannot_both_come_true_but_contradict_nothing():
    rows = [said("USD 29.2 billion", 1, year=2032, scenario="main", **MARKET)]
    rows.append(said("USD 19.92 billion", 2, year=2033, scenario="alternative", **MARKET))
    assert only(run(*rows), "scenarios.rivals").verdict == "undetermined"


def claimed(predicate: str, arguments: dict[str, Any]) -> Knowledge:
    row = dict.fromkeys(CURATED["claims"], "") | {"claim_id": "one/claim-1", "article": "one", "claim": "it is so"}
    row |= {"predicate": predicate, "arguments": json.dumps(arguments)}
    return Knowledge(claims=pd.DataFrame([row]))


BANDS = table(
    {
        label: {"Pay": (text, PAY)}
        for label, text in (("small", "$72,000 – $95,000"), ("mid", "$94,372"), ("big", "$100,000 – $160,000"))
    }
)
SERIES = [
    said(f"{value}%", year, year=year, measure="growth_rate", subject=name, kind="yoy")
    for name, values in (("a", (22, 28, 35)), ("b", (18, 22, 28))) for year, value in enumerate(values, 2020)
]  # fmt: skip


@pytest.mark.parametrize(
    ("predicate", "arguments", "verdict"),
    [
        ("highest", {"of": {"row_label": "mid"}, "among": {"measure": "salary"}}, "inconsistent"),
        ("highest", {"of": {"row_label": "big"}, "among": {"measure": "salary"}}, "consistent"),
        ("greater", {"of": {"row_label": "mid"}, "than": {"row_label": "small"}}, "undetermined"),
        ("less", {"of": {"row_label": "mid"}, "than": {"row_label": "big"}}, "consistent"),
        ("greater", {"of": {"row_label": "mid"}, "than": {"row_label": "nobody"}}, "undetermined"),
        ("comparable", {"of": {"row_label": "mid"}, "than": {"row_label": "small"}}, "consistent"),
        ("ascending", {"order": [{"row_label": "small"}, {"row_label": "big"}]}, "consistent"),
        ("rising", {"of": {"subject": "a"}, "by": "year"}, "consistent"),
        (
            "faster_every_year",
            {"of": {"subject": "a"}, "than": {"subject": "b"}},
            "undetermined",
        ),  # +6, +7 against +4, +6
    ],
)
def test_claims(predicate, arguments, verdict):
    finding = only(run(*BANDS, *SERIES, knowledge=claimed(predicate, arguments)), f"claims.{predicate}")
    assert finding.verdict == verdict


def test_errors_of_a_family_are_kept_apart():
    broken = Knowledge(claims=pd.DataFrame([dict.fromkeys(CURATED["claims"], "not JSON")]))
    result = check(pd.DataFrame(BANDS, columns=list(FACTS)), knowledge=broken)
    assert result.applied.set_index("family").loc["claims", "error"].startswith("JSONDecodeError")
    assert result.applied["cases"].sum() == len(result.findings)


def test_what_enters_no_relation_is_listed_with_the_reason():
    result = check(pd.DataFrame([said("98%", 1, measure="usage", subject="Python")], columns=list(FACTS)))
    assert result.findings.empty
    assert list(result.unchecked["figure_id"]) == ["one/statement-1/1"]
    assert result.unchecked["reason"].all()
