"""Intervals of values: exact results, and laws that all pairs of some small intervals keep."""

import itertools
import operator
from fractions import Fraction

import pytest

from analysis.quantity import Interval

EXACT = [
    ("[1, 2)", "+", "[3, 4]", "[4, 6)"),
    ("(-∞, 2]", "+", "[3, 4]", "(-∞, 6]"),
    ("[1, 2)", "-", "[3, 4]", "[-3, -1)"),
    ("[1, 2)", "*", "[3, 4]", "[3, 8)"),
    ("[-1, 2)", "*", "[3, 4]", "[-4, 8)"),
    ("[-3, -1]", "*", "(2, 4)", "(-12, -2)"),
    ("[2, ∞)", "*", "[3, 4]", "[6, ∞)"),
    ("[2, ∞)", "*", "(3, ∞)", "(6, ∞)"),
    ("[-1, ∞)", "*", "[3, 4]", "(-∞, ∞)"),
    ("[6, 8]", "/", "[2, 4)", "(1.5, 4]"),
    ("[6, 8]", "/", "[2, ∞)", "(0, 4]"),
    ("[6, 8]", "/", "(0, 2]", "[3, ∞)"),
    ("[6, 8]", "/", "[0, 2]", "(-∞, ∞)"),
    ("[6, 8]", "/", "[-2, 2]", "(-∞, ∞)"),
    ("[6, 8]", "/", "[-4, -2)", "(-4, -1.5]"),
]
SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


def read(text: str) -> Interval:
    """An interval as it is printed."""
    low, high = (None if "∞" in end else Fraction(end) for end in text[1:-1].split(", "))
    return Interval(low, high, text[0] == "[", text[-1] == "]")


@pytest.mark.parametrize(("one", "sign", "other", "result"), EXACT)
def test_arithmetic(one, sign, other, result):
    assert repr(SIGNS[sign](read(one), read(other))) == result


@pytest.mark.parametrize(
    ("factor", "product", "quotient"), [(2, "[2, 6)", "[0.5, 1.5)"), (-2, "(-6, -2]", "(-1.5, -0.5]")]
)
def test_arithmetic_with_a_number(factor, product, quotient):
    assert (repr(read("[1, 3)") * factor), repr(read("[1, 3)") / factor)) == (product, quotient)
    assert repr(factor * read("[1, 3)")) == product


@pytest.mark.parametrize(
    ("base", "power"), [("[1, 2)", "[1, 8)"), ("(1, 2]", "(1, 8]"), ("(-1, 2]", "[0, 8]"), ("(0, ∞)", "(0, ∞)")]
)
def test_a_negative_part_counts_as_zero_in_a_power(base, power):
    assert repr(read(base) ** 3) == power


@pytest.mark.parametrize(
    ("value", "step", "stands_for"),
    [(0, 1, "(-0.5, 0.5)"), (1, 1, "[0.5, 1.5)"), (-1, 1, "(-1.5, -0.5]"), (1, 0, "[1, 1]")],
)
def test_what_a_print_stands_for(value, step, stands_for):
    assert repr(Interval.around(value, step)) == stands_for


def test_middle_and_width():
    told = [(read(text).middle, read(text).width) for text in ("[1, 4]", "(-∞, 4]", "[1, ∞)", "(-∞, ∞)")]
    assert told == [(Fraction(5, 2), 3), (4, None), (1, None), (None, None)]


# --- laws -------------------------------------------------------------------------------------------------------------

ENDS = (None, -1, 0, 2)
SMALL = [
    Interval(None if low is None else Fraction(low), None if high is None else Fraction(high), *closed)
    for low, high in itertools.product(ENDS, ENDS)
    for closed in itertools.product((True, False), repeat=2)
    if (low is None or high is None or low < high)
    and not (low is None and closed[0])
    and not (high is None and closed[1])
]
VALUES = [Fraction(value, 4) for value in range(-16, 17)]
PAIRS = list(itertools.product(SMALL, repeat=2))


def held(interval: Interval) -> set[Fraction]:
    return {value for value in VALUES if value in interval}


def test_an_interval_holds_what_lies_between_its_ends():
    for each in SMALL:
        for value in VALUES:
            above = each.low is None or value > each.low or (value == each.low and each.closed_low)
            below = each.high is None or value < each.high or (value == each.high and each.closed_high)
            assert (value in each) == (above and below)


def test_what_one_holds_tells_whether_it_lies_within_meets_or_is_below():
    for one, other in PAIRS:
        mine, theirs = held(one), held(other)
        assert (one in other) == (mine <= theirs), (one, other)
        assert one.meets(other) == bool(mine & theirs), (one, other)
        assert one.below(other) == (max(mine) < min(theirs)), (one, other)
        hull = one.hull(other)
        assert held(hull) == {value for value in VALUES if min(mine | theirs) <= value <= max(mine | theirs)}, (
            one,
            other,
        )


@pytest.mark.parametrize("sign", SIGNS)
def test_a_result_holds_the_result_of_any_two_values(sign):
    for one, other in PAIRS:
        result = SIGNS[sign](one, other)
        for x, y in itertools.product(sorted(held(one))[::3], sorted(held(other))[::3]):
            assert (sign == "/" and not y) or SIGNS[sign](x, y) in result, (one, other, x, y)
