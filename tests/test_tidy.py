"""Datasets from the ledger: money per working year and in dollars, and quantities stated twice."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.datasets.tidy import same_as, tidy
from analysis.reading import ledger
from analysis.source import read

FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>
<title>Welders: a pay report</title><link>https://example.org/welders</link><guid>w1</guid>
<pubDate>Fri, 09 May 2025 11:00:00 +0000</pubDate>
<content:encoded><![CDATA[{body}]]></content:encoded></item></channel></rss>"""


def datasets(body: str) -> dict[str, pd.DataFrame]:
    return tidy(ledger(read(FEED.format(body=body))))


def table(header: tuple[str, ...], *rows: tuple[str, ...]) -> str:
    head = "".join(f"<th>{cell}</th>" for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@pytest.mark.parametrize(
    ("cell", "currency", "period", "annual"),
    [
        ("$25 per hour", "USD", "hour", 52_000),
        ("$200 a day", "USD", "day", 52_000),
        ("$1,000 per week", "USD", "week", 52_000),
        ("€4,000/month", "EUR", "month", 48_000),
        ("£40k p.a.", "GBP", "year", 40_000),
    ],
)
def test_pay_per_working_year(cell: str, currency: str, period: str, annual: float) -> None:
    salary = datasets(table(("Role", "Pay"), ("Welder", cell)))["salaries"].iloc[0]
    assert (salary["currency"], salary["period"], salary["annual_low"]) == (currency, period, annual)


def test_dollars_come_with_rate_date_and_source() -> None:
    salary = datasets(table(("Role", "Annual salary"), ("Welder", "€50,000")))["salaries"].iloc[0]
    assert salary["fx_date"] == "2025-05-09"
    assert "European Central Bank" in salary["fx_source"]
    assert salary["usd_low"] == pytest.approx(50_000 / salary["fx_rate"], abs=0.01)
    assert 55_000 < salary["usd_low"] < 57_000


def test_pay_without_a_period_has_no_yearly_amount() -> None:
    salary = datasets(table(("Role", "Pay"), ("Welder", "$52,000")))["salaries"].iloc[0]
    assert (salary["unit"], salary["period"]) == ("USD", "")
    assert pd.isna(salary["annual_low"])
    assert pd.isna(salary["usd_low"])


def test_only_rates_that_were_used_are_listed() -> None:
    rates = datasets(table(("Role", "Annual salary"), ("Welder", "€50,000"), ("Fitter", "$60,000")))["rates"]
    assert rates["currency"].tolist() == ["EUR"]


def test_pay_restated_in_the_row_or_in_another_table_is_one_quantity() -> None:
    first = table(("Role", "Annual salary"), ("Welder", "~$52,000 (€46,000)"), ("Fitter", "$60,000"))
    second = table(("Role", "Annual salary"), ("Welder", "$52,000"), ("Fitter", "$61,000"))
    salaries = datasets(first + second)["salaries"]
    assert salaries["same_as"].tolist() == [
        "", "welders/table-1/1/2/1", "", "welders/table-1/1/2/1", "",
    ]  # fmt: skip


def test_a_figure_printed_with_fewer_digits_may_be_cut_off() -> None:
    salaries = datasets(
        table(("Role", "Annual salary"), ("Welder", "VND 292M"))
        + table(("Role", "Annual salary"), ("Welder", "VND 292,878,569"))
    )["salaries"]
    assert salaries["same_as"].tolist() == ["", "welders/table-1/1/2/1"]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 4)), min_size=1, max_size=12))
def test_repeats_point_to_a_first_figure_that_repeats_nothing(rows: list[tuple[str, int]]) -> None:
    frame = pd.DataFrame(
        {
            "figure_id": [f"f{i}" for i in range(len(rows))], "article": "a", "role": [role for role, _ in rows],
            "low": [float(value) for _, value in rows], "high": [float(value) for _, value in rows], "resolution": 1.0,
            "unit": "USD", "open_low": False, "open_high": False,
        }
    )  # fmt: skip
    found = same_as(frame, ("role",), ())
    first = frame.drop_duplicates(["role", "low"])
    assert (found[first.index] == "").all()
    assert set(found[found != ""]) <= set(first["figure_id"])
    assert (found == "").sum() == len(first)


def test_durations_in_days() -> None:
    durations = datasets(table(("Stage", "Duration (weeks)"), ("Fitting", "2 – 4")))["durations"]
    assert durations[["days_low", "days_high"]].to_numpy().tolist() == [[14, 28]]
