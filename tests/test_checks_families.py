"""The other families on hand-made ledgers: cases on both sides of the boundary, and what is said about them."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from ledgers import GROWTH, MARKET, RATE, figure, forecast, only, package, run, said, shares, table

from analysis.checks import check
from analysis.curation.knowledge import CURATED, Knowledge
from analysis.datasets.fields import FACTS

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
