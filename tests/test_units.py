"""Units: what converts, what refuses to, exchange rates on a date, the working year."""

from datetime import date
from decimal import Decimal

import pint
import pytest

from analysis import units
from analysis.errors import InputError
from analysis.quantity import lexicon, parse


@pytest.mark.parametrize(
    "unit",
    [
        "USD",
        "USD/year",
        "VND/month",
        "kr/month",
        "percent",
        "percentage_point",
        "basis_point",
        "multiple",
        "score",
        "hour",
        "week",
        "job",
        "employee",
        "count",
    ],
)
def test_known_units_parse_in_the_registry(unit):
    assert units.is_known(unit)
    units.registry().parse_units(unit)


@pytest.mark.parametrize(
    "unit", ["dollars", "USDD", "USD/fortnight", "percent/year", "", "usd", "5", "USD/", "EUR EUR", "[x]"]
)
def test_wrong_units_fail(unit):
    assert not units.is_known(unit)
    with pytest.raises(InputError):
        units.parse_units(unit)


def test_every_currency_is_a_unit():
    assert len(lexicon.currencies()) > 170
    for code in lexicon.currencies():
        assert str(units.registry().parse_units(code)) == code


def test_a_working_year_is_no_calendar_year():
    registry = units.registry()
    assert registry.Quantity(25, "USD/hour").to("USD/year").magnitude == pytest.approx(52_000)
    assert parse("$25 per hour")[0].to("USD/year").low == 52_000
    with pytest.raises(pint.DimensionalityError):
        registry.Quantity(1, "work_hour").to("hour")


@pytest.mark.parametrize(
    ("text", "hours", "annual"),
    [
        ("$25/hour", 1800, 45_000),
        ("$100/day", 1800, 26_000),
        ("$1,000/week", 1800, 52_000),
        ("$1,000/month", 1800, 12_000),
        ("$50,000/year", 1800, 50_000),
    ],
)
def test_hours_per_year_changes_only_hourly_pay(text, hours, annual):
    assert parse(text)[0].to("USD/year", hours_per_year=hours).low == annual


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("percent", "percentage_point"),
        ("percent", "multiple"),
        ("percent", "basis_point"),
        ("USD", "EUR"),
        ("job", "employee"),
        ("count", "job"),
        ("score", "percent"),
    ],
)
def test_unlike_units_refuse_to_be_added(one, other):
    registry = units.registry()
    with pytest.raises(pint.DimensionalityError):
        registry.Quantity(1, one) + registry.Quantity(1, other)


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [("basis_point", "percentage_point", "0.01"), ("week", "day", "7"), ("day", "hour", "24"), ("year", "month", "12")],
)
def test_factors(one, other, factor):
    assert units.factor(one, other) == Decimal(factor)


@pytest.mark.parametrize(
    ("one", "other"),
    [("percent", "multiple"), ("USD", "USD/year"), ("USD/year", "year"), ("USD", "job"), ("nonsense", "USD")],
)
def test_impossible_conversions_say_so(one, other):
    with pytest.raises(InputError):
        units.factor(one, other, on="2025-05-09")


def test_rates_are_the_latest_published():
    friday = units.rate("EUR", "2025-05-09")
    assert friday is not None
    assert friday[:2] == (pytest.approx(1 / 1.1252), date(2025, 5, 9))
    assert units.rate("EUR", "2025-05-11") == friday
    assert units.rate("USD", "2025-05-11")[0] == 1
    assert units.rate("VND", "2025-05-09")[:2] == (26016.2360925, date(2025, 5, 5))
    assert units.rate("VND", "2025-05-12") is not None
    assert units.rate("VND", "2025-05-13") is None
    assert units.rate("VND", "2025-05-04") is None
    assert units.rate("XXX", "2025-05-09") is None


def test_exchange_agrees_with_the_dated_context():
    quantity = parse("£100")[0].to("EUR", on="2025-05-09")
    with units.registry().context(units.context("2025-05-09", hours_per_year=1800)):
        assert units.registry().Quantity(100, "GBP").to("EUR").magnitude == pytest.approx(float(quantity.low))
        yearly = units.registry().Quantity(25, "USD/hour").to("EUR/year").magnitude
    assert yearly == pytest.approx(float(parse("$25/hour")[0].to("EUR/year", on="2025-05-09", hours_per_year=1800).low))


def test_conversion_needs_a_date_and_a_rate():
    with pytest.raises(InputError, match="date"):
        parse("€5")[0].to("USD")
    with pytest.raises(InputError, match="no rate of VND"):
        parse("₫5")[0].to("USD", on="2024-01-01")
    with pytest.raises(InputError, match="kr"):
        parse("5 kr")[0].to("USD", on="2025-05-09")


def test_history_between_dates():
    history = units.rates_between("IDR", "2024-05-09", "2025-05-09")
    assert list(history.columns) == ["date", "per_usd"]
    assert 240 < len(history) < 265
    assert history["date"].is_monotonic_increasing
    assert len(units.rates_between("VND", "2025-01-01", "2025-12-31")) == 2
    assert units.rates_between("AED", "2025-01-01", "2025-02-01").empty
