"""Units: one pint registry of our own definitions, dated exchange rates, and the working year.

Each ISO 4217 code is a unit; only a dated context converts among them. Working time is a dimension apart from calendar
time, so that pay by the hour becomes pay by the working year (2,080 hours, 260 days, 52 weeks, 12 months) and never by
the calendar year. Percent, percentage point and multiple are dimensions of their own: they refuse to be added. Unit
strings are written plainly ("USD/hour"); in a rate of pay `hour` means a working hour.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from . import paths
from .quantity import lexicon

if TYPE_CHECKING:
    import pandas as pd
    from pint import UnitRegistry
    from pint.facets.context.objects import Context

#: A working year: 52 weeks of 40 hours.
HOURS_PER_YEAR = 2080
MAX_AGE = timedelta(days=7)
ECB = "European Central Bank (CurrencyConverter)"

#: How many of each pay period make a working year.
WORKING_YEAR = {"hour": HOURS_PER_YEAR, "day": 260, "week": 52, "month": 12, "year": 1}
#: Calendar days in each unit of time; a year is the Gregorian mean.
DAYS = {
    "minute": Decimal(1) / 1440, "hour": Decimal(1) / 24, "day": Decimal(1), "week": Decimal(7),
    "month": Decimal("365.2425") / 12, "year": Decimal("365.2425"),
}  # fmt: skip
#: A share, and what two shares differ by.
PERCENT = frozenset({"percent", "percentage_point", "basis_point"})
_DEFINITIONS = f"""
percent = [share]
percentage_point = [share_difference]
basis_point = 0.01 * percentage_point
multiple = [multiple]
score = [score]
job = [job]
employee = [employee]
count = [count]
minute = [calendar_time]
hour = 60 * minute
day = 24 * hour
week = {DAYS["week"]} * day
year = {DAYS["year"]} * day
month = year / 12
work_year = [work_time]
work_hour = work_year / {WORKING_YEAR["hour"]}
work_day = work_year / {WORKING_YEAR["day"]}
work_week = work_year / {WORKING_YEAR["week"]}
work_month = work_year / {WORKING_YEAR["month"]}
kr = [krone_of_unknown_country]
""".strip().splitlines()
_PAY = re.compile(r"\b([A-Z]{3}|kr) ?/ ?(hour|day|week|month|year)\b")


@cache
def registry() -> UnitRegistry[Any]:
    """The one registry. It reads every unit string of the datasets; the period of pay ("VND/month") as working time."""
    from pint import UnitRegistry

    own: UnitRegistry[Any] = UnitRegistry(None, preprocessors=[lambda text: _PAY.sub(r"\1/work_\2", text)])
    own.load_definitions(list(definitions()))
    return own


@cache
def definitions() -> tuple[str, ...]:
    """The registry's definitions, line by line, as pint reads them."""
    codes = sorted(lexicon.currencies())
    return (*_DEFINITIONS, *(f"{code} = [currency_{code}]" for code in codes))


def context(on: date | str, *, hours_per_year: float = HOURS_PER_YEAR) -> Context:
    """Exchange rates of a date and a working year, for `with registry().context(units.context(day)): ...`."""
    from pint import Context

    made = Context()
    made.redefine(f"work_hour = {1 / float(hours_per_year)!r} * work_year")
    known = [(code, found[0]) for code in lexicon.currencies() if code != "USD" and (found := rate(code, on))]
    for code, per_usd in known:
        for period in ("", " / [work_time]"):
            own, dollars = f"[currency_{code}]{period}", f"[currency_USD]{period}"
            made.add_transformation(own, dollars, _transformation(f"USD/{code}", 1 / per_usd))
            made.add_transformation(dollars, own, _transformation(f"{code}/USD", per_usd))
    return made


def _transformation(unit: str, value: float) -> Callable[..., Any]:
    return lambda ureg, quantity, **_: quantity * ureg.Quantity(value, unit)


@lru_cache(maxsize=1024)
def is_known(unit: str) -> bool:
    """Whether a unit string is one of ours; wrong ones are not.

    >>> is_known("USD/year"), is_known("percent"), is_known("USD/fortnight")
    (True, True, False)
    """
    if "/" in unit:
        return split(unit).period in WORKING_YEAR and is_money(unit)
    return is_money(unit) or any(line.startswith(f"{unit} = ") for line in _DEFINITIONS)


class Parts(NamedTuple):
    """A unit string taken apart: `base` a currency or a plain unit, `period` of pay ('' where it has none)."""

    base: str
    period: str


@lru_cache(maxsize=1024)
def split(unit: str) -> Parts:
    """The base of a unit and its pay period: the one way to take a unit apart.

    >>> split("USD/year"), split("percent").period
    (Parts(base='USD', period='year'), '')
    """
    base, _, period = unit.partition("/")
    return Parts(base, period)


def is_currency(unit: str) -> bool:
    """Whether a unit is a currency without a period: `USD`, not `USD/year`."""
    return len(unit) == 3 and unit.isupper()


@lru_cache(maxsize=1024)
def currency(unit: str) -> str:
    """The currency code of a unit, '' where it has none.

    >>> currency("USD/year"), currency("percent")
    ('USD', '')
    """
    base = split(unit).base
    return base if is_currency(base) else ""


def is_money(unit: str) -> bool:
    """Whether a unit is a currency, or pay in one.

    >>> is_money("EUR/hour"), is_money("percent")
    (True, False)
    """
    base = split(unit).base
    return base in lexicon.currencies() or base == "kr"


def rate(currency: str, on: date | str) -> tuple[float, date, str] | None:
    """Units of a currency per USD, that rate's day and source: the latest on `on` or up to 7 days before, else None."""
    day = date.fromisoformat(on[:10]) if isinstance(on, str) else on
    return _rate(currency, date(day.year, day.month, day.day))


@lru_cache(maxsize=4096)
def _rate(currency: str, day: date) -> tuple[float, date, str] | None:
    if currency == "USD":
        return 1.0, day, "by definition"
    own = [(d, v, s) for d, v, s in _own_rates().get(currency, ()) if d <= day and day - d <= MAX_AGE]
    if own:
        latest, per_usd, source = max(own)
        return per_usd, latest, source
    for back in range(MAX_AGE.days + 1):
        at = day - timedelta(days=back)
        per_usd_at = _ecb(currency, at)
        if per_usd_at is not None:
            return per_usd_at, at, ECB
    return None


@cache
def _own_rates() -> dict[str, tuple[tuple[date, float, str], ...]]:
    """fx_rates.csv: currency -> (date, per USD, source)."""
    found: dict[str, list[tuple[date, float, str]]] = {}
    path = paths.raw() / "fx_rates.csv"
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["currency"], []).append(
                    (date.fromisoformat(row["date"]), float(row["per_usd"]), row["source"])
                )
    return {currency: tuple(rows) for currency, rows in found.items()}


@cache
def _published() -> tuple[str, ...]:
    """The ECB's rates as the package carries them: a header, then a line a day."""
    from currency_converter import currency_converter as package

    return tuple(package.get_lines_from_zip(Path(package.CURRENCY_FILE).read_bytes()))


@cache
def _days(year: int) -> tuple[list[str], ...]:
    """The header and the days of one year: reading all of them would take thirty times as long."""
    header, *days = _published()
    return tuple(
        line.replace(" ", "").strip().split(",") for line in (header, *days) if line[:4] in ("Date", str(year))
    )


@cache
def _euro_rates(currency: str, year: int) -> dict[str, float]:
    """Day -> units per euro, of one currency and year."""
    header, *days = _days(year)
    if currency == "EUR":
        return dict.fromkeys(_euro_rates("USD", year), 1.0)
    at = header.index(currency) if currency in header[1:] else 0
    return {day[0]: float(day[at]) for day in days if at and at < len(day) and day[at] not in ("", "N/A")}


def _ecb(currency: str, day: date) -> float | None:
    """Units per USD published by the ECB on that very day; None where it published none."""
    iso = day.isoformat()
    per_euro, dollars = (_euro_rates(code, day.year).get(iso) for code in (currency, "USD"))
    return None if per_euro is None or dollars is None else 1 / dollars * per_euro


def rates_between(currency: str, start: date | str, end: date | str) -> pd.DataFrame:
    """The market's history: one row a day that has a rate, columns date and per_usd (units of the currency per USD)."""
    import pandas as pd

    first, last = (date.fromisoformat(d) if isinstance(d, str) else d for d in (start, end))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if currency == "USD":
        rows = [(day, 1.0) for day in days]
    elif currency in _own_rates():
        rows = [(d, v) for d, v, _ in sorted(_own_rates()[currency]) if first <= d <= last]
    else:
        rows = [(day, v) for day in days if (v := _ecb(currency, day)) is not None]
    frame = pd.DataFrame(rows, columns=["date", "per_usd"])
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.astype({"per_usd": "float64"})
