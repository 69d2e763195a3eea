"""Periods: what a text tells, and whether two are the same time. Examples are rows of `reading/periods.csv`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.period import Period
from analysis.reading.timing import periods_in

HERE = Path(__file__).parent / "reading"
ROWS = pd.read_csv(HERE / "periods.csv", dtype="str", keep_default_na=False).to_dict("records")
PERIODS = st.one_of(
    st.builds(Period.year, st.integers(1950, 2080)),
    st.builds(Period.half, st.integers(1950, 2080), st.integers(1, 2)),
    st.builds(Period.quarter, st.integers(1950, 2080), st.integers(1, 4)),
    st.builds(Period.month, st.integers(1950, 2080), st.integers(1, 12)),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:50])
def test_periods_of_a_text(row):
    published = date.fromisoformat(row["published"]) if row["published"] else None
    beside = periods_in(row["beside"])[0].period if row["beside"] else None
    found = periods_in(row["text"], published=published, beside=beside)
    assert "|".join(str(span.period) for span in found if span.period) == row["periods"]


@given(PERIODS)
def test_a_period_is_read_as_it_is_printed(period):
    printed = {
        "year": "{0.start:%Y}",
        "half": "H{1} {0.start:%Y}",
        "quarter": "Q{2} {0.start:%Y}",
        "month": "{0.start:%B %Y}",
    }
    text = printed[period.grain].format(period, 1 + period.start.month // 7, (period.start.month + 2) // 3)
    assert [span.period for span in periods_in(f"It was 5.3 in {text}.")] == [period]


@given(PERIODS, st.integers(-8, 8))
def test_moving_back_and_forth_is_no_move(period, times):
    assert period.earlier(times).earlier(-times) == period
    assert period.year_before(times).year_before(-times) == period
    assert (period == period.year_before(times)) == (not times)
