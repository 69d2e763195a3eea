"""The grammar of quantities: labelled strings, laws, and time on hostile text."""

import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.quantity import Interval, Quantity, parse

sys.path.insert(0, str(Path(__file__).parent / "quantities"))
import examples


def rows(name):
    return [pytest.param(example, id=example.text[:60]) for example in examples.read(name)]


@pytest.mark.parametrize("example", rows("developed"))
def test_developed(example):
    assert examples.found(example) == example.expected


def test_held_back_accuracy():
    held = examples.read("held_back")
    wrong = [example.text for example in held if examples.found(example) != example.expected]
    assert len(wrong) <= 0.03 * len(held), wrong


@pytest.mark.parametrize("example", rows("limits"))
@pytest.mark.xfail(strict=True, reason="a known limit")
def test_limits(example):
    assert examples.found(example) == example.expected


def test_there_are_enough_examples():
    developed, held = len(examples.read("developed")), len(examples.read("held_back"))
    assert developed + held >= 400
    assert held >= (developed + held) / 3


@pytest.mark.parametrize(
    ("text", "resolution", "rounding", "scale"),
    [
        ("USD 2.24 billion", "10000000", "10000000", "1e9"),
        ("190,000", "1", "10000", "1"),
        ("5.20%", "0.01", "0.01", "1"),
        ("5.2%", "0.1", "0.1", "1"),
        ("$120K", "1000", "10000", "1000"),
        ("$100,000 – $142,500", "1", "100", "1"),
        ("12.6–13 million", "100000", "100000", "1e6"),
        ("0", "1", "1", "1"),
    ],
)
def test_precision(text, resolution, rounding, scale):
    (quantity,) = parse(text)
    assert quantity.resolution == Decimal(resolution)
    assert quantity.rounding == Decimal(rounding)
    assert quantity.scale == Decimal(scale)


def test_span_sign_and_noun():
    text = "It rose +8.3% to about 54,500 job openings."
    rise, jobs = parse(text)
    assert (rise.text, rise.signed, jobs.text, jobs.noun) == (
        "+8.3%",
        True,
        "about 54,500 job openings",
        "job openings",
    )
    assert text[jobs.start : jobs.end] == jobs.text


@pytest.mark.parametrize(
    ("text", "context", "unit"),
    [
        ("$50", {}, "USD"),
        ("$50", {"currency": "aud"}, "AUD"),
        ("$50", {"country": "SG"}, "SGD"),
        ("$50", {"country": "Singapore"}, "SGD"),
        ("$50", {"country": "DE"}, "USD"),
        ("¥50", {"country": "CN"}, "CNY"),
        ("50 kr", {}, "kr"),
        ("50 kr", {"currency": "NOK"}, "NOK"),
        ("50", {"unit": "USD/hour"}, "USD/hour"),
        ("$50", {"unit": "USD/hour"}, "USD/hour"),
        ("€50", {"unit": "USD/hour"}, "EUR"),
        ("50%", {"unit": "USD"}, "percent"),
    ],
)
def test_context(text, context, unit):
    assert [q.unit for q in parse(text, **context)] == [unit]


@pytest.mark.parametrize("context", [{"currency": "DOLLARS"}, {"country": "Atlantis"}, {"unit": "dollars"}])
def test_wrong_context_is_named(context):
    with pytest.raises(InputError):
        parse("$50", **context)


def test_language_decides_the_point():
    assert parse("1.234", language="de")[0].low == 1234
    assert parse("1.234")[0].low == Decimal("1.234")


@pytest.mark.parametrize(
    ("text", "reading", "low", "high", "closed_low", "closed_high"),
    [
        ("2.24", "printed", "2.235", "2.245", True, False),
        ("-5%", "printed", "-5.5", "-4.5", False, True),
        ("190,000", "rounded", "185000", "195000", True, False),
        ("~190,000", "rounded", "180000", "200000", True, True),
        ("-190,000", "rounded", "-195000", "-185000", False, True),
        ("10–20", "printed", "9.5", "20.5", True, False),
    ],
)
def test_interval(text, reading, low, high, closed_low, closed_high):
    assert parse(text)[0].interval(reading) == Interval(Fraction(low), Fraction(high), closed_low, closed_high)


def test_interval_ends_and_membership():
    (open_range,) = parse("$150,000 – $200,000+")
    assert open_range.interval().high is None
    assert open_range.interval(end="low") == Interval(Fraction(299999, 2), Fraction(300001, 2), True, False)
    assert Decimal("2.235") in parse("2.24")[0].interval()
    assert Decimal("2.245") not in parse("2.24")[0].interval()
    assert not Interval(Fraction(1), Fraction(2), True, False).meets(Interval(Fraction(2), None))
    assert Interval(Fraction(1), Fraction(2)).meets(Interval(Fraction(2), None))


# --- laws

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "SGD": "S$", "VND": "₫", "AED": "AED ", "CHF": "CHF "}
SCALES = {"": 1, "K": 10**3, "M": 10**6, " million": 10**6, " billion": 10**9}
PERIODS = {"": "", "/hour": "/hour", " per month": "/month", " a year": "/year", " annually": "/year"}
values = st.decimals(min_value="0.01", max_value="999.99", places=2).filter(
    lambda v: v != v.to_integral_value()
) | st.integers(1, 999_999).map(Decimal)


def printed(value):
    return f"{value:,}"


@given(
    values,
    st.sampled_from(sorted(SIGNS)),
    st.sampled_from(sorted(SCALES)),
    st.sampled_from(sorted(PERIODS)),
    st.sampled_from(["", "~", "over ", "up to "]),
)
def test_money_comes_back(value, code, scale, period, hedge):
    (found,) = parse(f"pays {hedge}{SIGNS[code]}{printed(value)}{scale}{period}.")
    bound = found.low if hedge != "up to " else found.high
    assert (bound, found.unit) == (value * SCALES[scale], code + PERIODS[period])
    assert (found.approximate, found.open_high, found.open_low) == (hedge == "~", hedge == "over ", hedge == "up to ")


@given(
    values,
    values,
    st.sampled_from(["–", "-", " – ", " to ", " - "]),
    st.sampled_from(["%", " million users", " years", " USD", " bps"]),
)
def test_ranges_come_back(first, second, dash, unit):
    low, high = sorted((first, second))
    if low == high:
        return
    if low < 1000 <= high and unit == " million users":
        return
    (found,) = parse(f"{printed(low)}{dash}{printed(high)}{unit}")
    factor = 10**6 if low < 1000 and "million" in unit else 1
    if "million" not in unit:
        assert (found.low, found.high) == (low * factor, high)


@given(
    st.decimals(min_value=1000, max_value=10**9, places=2),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u202f", ",")]),
)
def test_grouping_styles(value, style):
    group, point = style
    text = f"{value:,.2f}".replace(",", "\0").replace(".", point).replace("\0", group)
    assert parse(f"{text} EUR")[0].low == value


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_never_raises(text):
    for found in parse(text):
        assert text[found.start : found.end] == found.text


PIECES = [
    "$",
    "€",
    "1,200",
    "5",
    "2024",
    "%",
    " to ",
    "–",
    "-",
    "K",
    "million",
    "(",
    ")",
    "+",
    "about ",
    "per",
    " hour",
    "/",
    ".",
    ",",
    "one",
    "half of",
    "\n",
    "A",
    "x",
    "th",
    "'",
    "~",
    "between",
    " and ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=500)
def test_never_raises_on_near_figures(text):
    for found in parse(text):
        assert found.low is None or found.high is None or found.low <= found.high
        assert text[found.start : found.end] == found.text


def test_a_figure_read_alone_is_the_same():
    for example in examples.read("developed"):
        for found in parse(example.text) if not example.context else []:
            again = parse(found.text)
            same = [(q.low, q.high) for q in again] == [(found.low, found.high)]
            assert same or found.noun or example.text.startswith("("), (example.text, found.text)


def test_quantity_is_frozen():
    with pytest.raises(AttributeError):
        parse("$5")[0].low = Decimal(1)
    assert isinstance(parse("$5")[0], Quantity)
