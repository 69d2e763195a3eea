"""When a figure is of: a span of days with the grain it was told in."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from analysis import words

Grain = Literal["year", "half", "quarter", "month", "day", "span"]
MONTHS: dict[Grain, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included, told as a year, half, quarter, month, day or a span of those.

    `fiscal`: of a firm's year (FY24), whose dates are not printed; it is then compared by number alone.

    >>> Period.year(2024), Period.quarter(2024, 3), Period.month(2024, 7)
    (2024, 2024-Q3, 2024-07)
    >>> Period.quarter(2024, 3).earlier(4), Period.span(Period.year(2023), Period.year(2030)).years
    (2023-Q3, 7)
    """

    start: date
    end: date
    grain: Grain
    fiscal: bool = False

    @classmethod
    def nth(cls, grain: Grain, year: int, number: int = 1, *, fiscal: bool = False) -> Period:
        """The year itself, or its half, quarter or month of that number."""
        first = year * 12 + MONTHS[grain] * (number - 1)
        last = first + MONTHS[grain] - 1
        days = monthrange(last // 12, last % 12 + 1)[1]
        return cls(date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, days), grain, fiscal)

    @classmethod
    def year(cls, year: int, *, fiscal: bool = False) -> Period:
        """A whole year."""
        return cls.nth("year", year, fiscal=fiscal)

    @classmethod
    def half(cls, year: int, half: int) -> Period:
        """The first or second half of a year."""
        return cls.nth("half", year, half)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """One of the four quarters of a year."""
        return cls.nth("quarter", year, quarter)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """One month."""
        return cls.nth("month", year, month)

    @classmethod
    def day(cls, day: date) -> Period:
        """One day, as a level "as of" it."""
        return cls(day, day, "day")

    @classmethod
    def span(cls, first: Period, last: Period) -> Period:
        """From one period up to another: what a rate runs over, or several months together."""
        return cls(first.start, last.end, "span", first.fiscal or last.fiscal)

    @property
    def number(self) -> int:
        """Which half, quarter or month of its year it is; 1 of a year."""
        return 1 + (self.start.month - 1) // MONTHS[self.grain]

    def earlier(self, times: int = 1) -> Period:
        """The year, half, quarter or month so many of its kind before; later where negative."""
        return self.nth(self.grain, self.start.year, self.number - times, fiscal=self.fiscal)

    def year_before(self, years: int = 1) -> Period:
        """The same period so many years before."""
        if self.grain in MONTHS:
            return self.earlier(years * 12 // MONTHS[self.grain])
        start, end = (
            date(day.year - years, day.month, min(day.day, monthrange(day.year - years, day.month)[1]))
            for day in (self.start, self.end)
        )
        return Period(start, end, self.grain, self.fiscal)

    @property
    def in_year(self) -> int:
        """The year it is counted to: of up to twelve months that of their end, of a longer span the first.

        >>> Period.span(Period.month(2023, 4), Period.month(2024, 3)).in_year
        2024
        """
        longer = self.grain == "span" and (self.end - self.start).days > 366
        return self.start.year if longer or self.grain != "span" else self.end.year

    @property
    def is_span(self) -> bool:
        """Whether it runs over more than a year, as the rate between two years does."""
        return (self.end - self.start).days > 366

    @property
    def years(self) -> int:
        """For a span of years: how many years lie between its first and its last."""
        return self.end.year - self.start.year

    def months_to(self, later: Period) -> int | None:
        """Months from the end of this period to the end of a later one; None where the grains cannot be compared."""
        if self.fiscal != later.fiscal or (self.grain == "year") != (later.grain == "year"):
            return None
        return (later.end.year - self.end.year) * 12 + later.end.month - self.end.month

    def __str__(self) -> str:
        """The sortable text of the ledger's column `period`."""
        match self.grain:
            case "year":
                return f"{self.start:%Y}"
            case "half" | "quarter":
                return f"{self.start:%Y}-{self.grain[0].upper()}{self.number}"
            case "month":
                return f"{self.start:%Y-%m}"
            case "day":
                return self.start.isoformat()
        whole = (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)
        return f"{self.start:%Y}/{self.end:%Y}" if whole else f"{self.start:%Y-%m}/{self.end:%Y-%m}"

    __repr__ = __str__


@lru_cache(maxsize=4096)
def basis_in(text: str) -> str:
    """Against what a rate is told: cagr, yoy, qoq, mom, total, or ''.

    >>> basis_in("YoY growth"), basis_in("CAGR 2023-2030"), basis_in("Share")
    ('yoy', 'cagr', '')
    """
    return next((cls for cls in ("cagr", "yoy", "qoq", "mom", "total") if words.pattern("bases", cls).search(text)), "")


def base_of(period: Period, basis: str, years: int = 1) -> Period | None:
    """The period a change is counted from: the one a year, quarter or month before; a year before where not said.

    `years`: how many the change runs over, where that is told ("5-year growth").

    >>> base_of(Period.quarter(2024, 3), "qoq"), base_of(Period.year(2017), "", years=5)
    (2024-Q2, 2012)
    """
    if years > 1:
        return period.year_before(years)
    if (basis, period.grain) in (("qoq", "quarter"), ("mom", "month")):
        return period.earlier()
    return period.year_before() if basis == "yoy" or (basis == "" and period.grain == "year") else None


_PART = r"(?:(?:fy|cy|h[12]|q[1-4]|ye)[ -]?)?(?:1[89]|20|21)\d\d(?:/\d\d)?\s?[aefp]?"
#: A cell that names years only.
_YEARS = (
    r"(?i)(?:(?:by|in|from|since|q[1-4]|h[12]|{months month}) )*"
    + _PART
    + r"(?:\s?(?:[-–—/]|to)\s?(?:"
    + _PART
    + r"|\d\d))?\+?(?:\s*[(\[][^()\d]*[)\]])?[*†]?"
)


def is_year(text: str) -> bool:
    """Whether a cell or label names years only: `2024`, `2024–2033`, `FY2025`, `2030 (est.)`.

    >>> is_year("FY2024/25"), is_year("2030 (est.)"), is_year("2030 sales")
    (True, True, False)
    """
    return len(text) < 60 and any(map(str.isdigit, text)) and bool(words.regex(_YEARS).fullmatch(text.strip()))
