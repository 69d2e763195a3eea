"""Units: what converts, what refuses to, exchange rates on a date, the working year."""

from datetime import date

import pint
import pytest

from analysis import units
from analysis.quantity import lexicon


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


def test_every_currency_is_a_unit():
    assert len(lexicon.currencies()) > 170
    for code in lexicon.currencies():
        assert str(units.registry().parse_units(code)) == code


def test_a_working_year_is_no_calendar_year():
    registry = units.registry()
    assert registry.Quantity(25, "USD/hour").to("USD/year").magnitude == pytest.approx(52_000)
    with pytest.raises(pint.DimensionalityError):
        registry.Quantity(1, "work_hour").to("hour")


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


def test_money_converts_in_a_dated_context_alone():
    registry = units.registry()
    with pytest.raises(pint.DimensionalityError):
        registry.Quantity(100, "GBP").to("EUR")
    pounds, euros = units.rate("GBP", "2025-05-09")[0], units.rate("EUR", "2025-05-09")[0]
    with registry.context(units.context("2025-05-09", hours_per_year=1800)):
        assert registry.Quantity(100, "GBP").to("EUR").magnitude == pytest.approx(100 / pounds * euros)
        assert registry.Quantity(25, "USD/hour").to("EUR/year").magnitude == pytest.approx(25 * 1800 * euros)
        assert registry.Quantity(100, "USD/day").to("USD/year").magnitude == pytest.approx(26_000)


def test_history_between_dates():
    history = units.rates_between("IDR", "2024-05-09", "2025-05-09")
    assert list(history.columns) == ["date", "per_usd"]
    assert 240 < len(history) < 265
    assert history["date"].is_monotonic_increasing
    assert len(units.rates_between("VND", "2025-01-01", "2025-12-31")) == 2
    assert units.rates_between("AED", "2025-01-01", "2025-02-01").empty
