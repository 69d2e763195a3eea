"""Interval arithmetic: the ends as printed, both sides of each boundary, and the laws every relation keeps."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks.core import (
    CONSISTENT,
    INCONSISTENT,
    UNDETERMINED,
    WITHIN_ROUNDING,
    Term,
    at_most,
    difference,
    growth,
    judge,
    percent_of,
    same,
    share_of_sum,
    total,
)


def rate(start, end, percent, years, resolution=0.0):
    terms = {"start": Term.of([start], resolution=resolution), "end": Term.of([end], resolution=resolution)}
    return judge(growth, terms | {"rate": Term.of([percent])}, {"years": [years]}).verdict[0]


@pytest.mark.parametrize(
    ("value", "reading", "low", "high", "closed"),
    [
        ((2.24, 0.01, 0.01, False), "printed", "2.235", "2.245", (True, False)),
        ((-5.0, 1.0, 1.0, False), "printed", "-5.5", "-4.5", (False, True)),
        ((190000.0, 1.0, 10000.0, False), "rounded", "185000", "200000", (True, True)),
        ((-40.0, 1.0, 10.0, False), "rounded", "-50", "-35", (True, True)),
        ((12000.0, 1.0, 1000.0, True), "rounded", "11000", "13000", (True, True)),
    ],
)
def test_a_figure_stands_for_all_that_prints_so(value, reading, low, high, closed):
    number, resolution, rounding, approximate = value
    bounds = Term.of([number], None, resolution, rounding, approximate).bounds(reading, exact=True)
    assert (bounds.low[0], bounds.high[0]) == (Fraction(low), Fraction(high))
    assert (bounds.closed_low[0], bounds.closed_high[0]) == closed


def test_exact_arithmetic_decides_on_the_very_bound():
    # in floats 1.1 ** 2 is 1.2100000000000002
    assert rate(1.0, 1.21, 10.0, 2) == CONSISTENT
    assert rate(1.0, 1.2100001, 10.0, 2) == INCONSISTENT


def test_an_open_end_does_not_touch_a_closed_one():
    # 0.5 prints as 1 (half up), 1.5 does not
    one = Term.of([1.0], resolution=1.0)
    assert judge(same, {"left": one, "right": Term.of([0.5])}).verdict[0] == CONSISTENT
    assert judge(same, {"left": one, "right": Term.of([1.5])}).verdict[0] == WITHIN_ROUNDING
    assert judge(same, {"left": one, "right": Term.of([2.5])}).verdict[0] == INCONSISTENT


def test_rounded_reading_takes_trailing_zeros_and_truncation():
    terms = {"start": Term.of([190000.0], None, 1.0, 10000.0), "end": Term.of([410000.0], None, 1.0, 10000.0)}
    judged = judge(growth, terms | {"rate": Term.of([115.0], resolution=1.0)}, {"years": [1]})
    assert judged.verdict[0] == WITHIN_ROUNDING  # +115.8 % cut to 115
    assert judged.implied.low[0] == pytest.approx(405000 / 200000)


def test_sum_of_parts_and_of_short_rows():
    parts = Term(
        *(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 0.0]]) * f for f in (1, 1, 0, 0)), np.zeros((2, 3), dtype=bool)
    )
    assert list(judge(total, {"total": Term.of([6.0, 3.1]), "parts": parts}).verdict) == [CONSISTENT, INCONSISTENT]


def test_share_of_a_sum_counts_the_part_once():
    # 4–12 of 11–20 other weeks: 4/24 to 12/23, not 4/32 to 12/15
    terms = {"part": Term.of([4.0], [12.0]), "rest": Term.of([[2.0, 6.0, 3.0]], [[4.0, 10.0, 6.0]])}
    judged = judge(share_of_sum, terms | {"percent": Term.of([60.0])})
    assert judged.implied.low[0] == pytest.approx(400 / 24)
    assert judged.implied.high[0] == pytest.approx(1200 / 23)
    assert judged.verdict[0] == INCONSISTENT


def test_percent_of_and_difference():
    terms = {
        "percent": Term.of([15.0], resolution=1.0),
        "whole": Term.of([145000.0]),
        "part": Term.of(
            [
                21750.0,
            ]
        ),
    }
    assert judge(percent_of, terms).verdict[0] == CONSISTENT
    assert judge(percent_of, terms | {"part": Term.of([23300.0])}).verdict[0] == INCONSISTENT
    sides = {"start": Term.of([14.0], resolution=1.0), "end": Term.of([22.3], resolution=0.1)}
    assert judge(difference, sides | {"difference": Term.of([8.3])}).verdict[0] == CONSISTENT


def test_missing_values_are_undetermined_and_no_rows_are_none():
    assert judge(same, {"left": Term.of([np.nan]), "right": Term.of([1.0])}).verdict[0] == UNDETERMINED
    assert judge(same, {"left": Term.of([]), "right": Term.of([])}).verdict.size == 0


def test_order_of_two_figures():
    left, right = (Term.of([value], resolution=1.0).bounds("printed") for value in (5.0, 4.0))
    assert not at_most(left, right)[0]  # 4.5 is not below 4.5, which prints as 5
    assert at_most(right, left)[0]


PLACES = st.integers(0, 3)
SIZE = st.integers(10, 10**7)


def printed(value: Fraction, places: int) -> tuple[float, float]:
    """A true value as it is printed with so many decimals, half up, and the resolution."""
    step = Fraction(1, 10**places)
    return float((value / step + Fraction(1, 2)).__floor__() * step), float(step)


@settings(deadline=None)
@given(SIZE, st.integers(-300, 3000), st.integers(1, 12), PLACES, PLACES, PLACES)
def test_growth_made_from_true_values_is_never_inconsistent(start, tenths, years, first, last, digits):
    factor = 1 + Fraction(tenths, 1000)
    figures = {"start": printed(Fraction(start), first), "end": printed(start * factor**years, last)}
    figures["rate"] = printed((factor - 1) * 100, digits)
    terms = {name: Term.of([value], resolution=step) for name, (value, step) in figures.items()}
    if figures["start"][0] > figures["start"][1]:
        assert judge(growth, terms, {"years": [years]}).verdict[0] == CONSISTENT


@settings(deadline=None)
@given(st.lists(SIZE, min_size=2, max_size=6), PLACES, PLACES)
def test_sums_made_from_true_values_are_never_inconsistent(numbers, digits, places):
    exact = [Fraction(number, 7) for number in numbers]
    shown = [printed(number, digits) for number in exact]
    whole, step = printed(sum(exact, Fraction(0)), places)
    parts = Term.of([[value for value, _ in shown]], resolution=shown[0][1])
    assert judge(total, {"total": Term.of([whole], resolution=step), "parts": parts}).verdict[0] == CONSISTENT


@settings(deadline=None)
@given(
    SIZE, SIZE, st.integers(-50, 300), st.integers(1, 9), st.sampled_from(["start", "end", "rate"]), st.floats(1, 50)
)
def test_widening_a_figure_never_turns_consistent_into_inconsistent(start, end, percent, years, wider, times):
    values = {"start": (float(start), 1.0), "end": (float(end), 1.0), "rate": (float(percent), 1.0)}

    def verdict(scale):
        terms = {n: Term.of([v], None, r * scale.get(n, 1.0)) for n, (v, r) in values.items()}
        return judge(growth, terms, {"years": [years]}).verdict[0]

    assert verdict({wider: times}) <= verdict({})


@settings(deadline=None)
@given(SIZE, SIZE, st.integers(1, 400), st.integers(1, 9))
def test_float_and_exact_evaluation_agree(start, end, tenths, years):
    percent = tenths / 10
    factor = (1 + Fraction(tenths, 1000)) ** years
    low, high = (
        (Fraction(end) - Fraction(1, 2)) / (start + Fraction(1, 2)),
        (end + Fraction(1, 2)) / (start - Fraction(1, 2)),
    )
    expected = CONSISTENT if low < factor < high else INCONSISTENT
    terms = {"start": Term.of([float(start)], resolution=1.0), "end": Term.of([float(end)], resolution=1.0)}
    judged = judge(growth, terms | {"rate": Term.of([percent])}, {"years": [years]}).verdict[0]
    assert judged in (expected, WITHIN_ROUNDING)
