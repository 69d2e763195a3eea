"""What the words of a header, label, title or note say of the numbers that stand under or beside them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from analysis import words
from analysis.quantity import Quantity, parse
from analysis.reading.labels import BRACKETS, says, without_percentiles
from analysis.units import DAYS, WORKING_YEAR, currency, is_currency, split

__all__ = ["NOTHING", "Said", "pay_period", "pay_periods", "read_unit", "said"]

LONGEST = 500  # characters that are read of a header, title or note
ONE = Decimal(1)

_NET_INCOME = re.compile(r"\b(?:net|operating|comprehensive) (?:income|earnings)\b", re.IGNORECASE)
_PERCENT_POINTS = re.compile(r"per ?cent(?:age)?s? points?|%[ -]?(?:points?|pts?)\b", re.IGNORECASE)
_PRINTED_PERCENT = re.compile(r"(?<=\d)\s?%")
_ENDED = re.compile(r"\b(?:weeks|months|days) ended\b", re.IGNORECASE)
_BAND = re.compile(r"[\d+]\s?$")
_PER = re.compile(r"\bper\b", re.IGNORECASE)
_SCALE_OF_SCORE = re.compile(
    r"(?:(?:on a )?scale\s*(?:of|from|:)?\s*|[\[(]\s*)(?P<low>[01])\s*(?:[-–—]|to)\s*(?P<high>\d{1,3})(?:\s*scale)?\s*"
    r"(?:[\])]|$)|(?:(?:out of|max(?:imum)?\.?)\s*|(?<!\d)/)(?P<of>\d{1,3})\b(?!\s*[\d,.]|[-–/]\d)"
    r"|(?P<low2>[01])\s*=[^=]*?(?P<high2>\d{1,3})\s*=",
    re.IGNORECASE,
)
_TOPS = frozenset({3, 4, 5, 6, 7, 9, 10, 12, 20, 100})
_PARTS = re.compile(r"\s*(?:,(?!\d)|[;|])\s*|\s+(?:and|&|/|[-–—])\s+|(?<=\w{4})\.\s+|\s*:\s+")
_IN = re.compile(r"(?:^|.*\s)(?:in|in the|given in|values in|figures in|en)\s+", re.IGNORECASE)
#: No unit: "Year", "Job Role", "Min", "B".
_NAME = re.compile(r"\s*[a-z]{1,2}\s*|(?:.*\s)?[a-z]{2,}[^\Ws%]\s*", re.IGNORECASE)
_LPA = re.compile(r"\b(?:INR |₹ ?)?LPA\b")
_DOTTED = re.compile(r"\bU\.\s?S\.?(?=\W)")
#: A letter that names a row or column, or a formula of such: "(B)", "(A - B)".
_LETTERS = re.compile(r"[^\W\d]\.?(?:\s*[-+−–—/]\s*[^\W\d])*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_THOUSANDS = re.compile(r"(?:1[ .,\u00a0\u202f]?|['’])?000(?:['’]?s)?\b|\bthousands?\b(?= omitted)", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|in|de|von)\s+|(?<=\w)\s+d['’](?=\w)", re.IGNORECASE)
_MONEY_FIRST = re.compile(r"(?P<money>[A-Z]{3}(?![A-Z])|[A-Za-z]{0,3}[$€£¥₹₫₩₱฿₦₽₺₪])\s*(?P<rest>.*)")
_MONEY_WORD = re.compile(
    r"(?<![A-Za-z])(?P<money>[A-Z]{3}|[A-Z]{0,3}[$€£¥₹₫₩₱฿₦₽₺₪])(?![A-Za-z$])(?!\s?\d)(?:\s*(?P<next>[A-Za-z]+))?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """The unit, multiplier and pay period that words state; '' where they state none."""

    unit: str = ""  # without the period: "USD", "percent", "week", ...
    scale: Decimal = ONE
    explicit: bool = False  # printed as a unit ("(USD Billion)"), not read from a noun ("Openings")
    period: str = ""
    per_unit: bool = False  # the period is part of the printed unit: "USD/hour"
    set_off: bool = False  # the period stands in brackets, as units do: "(annual, USD)"
    pay: bool = False
    not_pay: bool = False
    percent: bool = False
    estimated: bool = False
    years: bool = False
    rank: bool = False
    counted: bool = False
    scale_low: int | None = None
    scale_high: int | None = None

    @property
    def money(self) -> bool:
        """True where the unit is a currency."""
        return is_currency(self.unit)


NOTHING = Said()


@lru_cache(maxsize=8192)
def said(text: str, is_label: bool = False) -> Said:
    """Read the words of one header, title or note, or of a row's label, which is mostly a name ("PHP", "Min").

    >>> said("Sales (Millions of U.S. Dollars)").unit, said("(USD in millions, except per share amounts)").scale
    ('USD', Decimal('1000000'))
    >>> said("Average annual salary").period, said("Number of openings").unit, said("Unit: 1,000 persons").scale
    ('year', 'job', Decimal('1000'))
    """
    text = _LPA.sub("INR lakh per annum", without_percentiles(text[:LONGEST]).strip())
    if not text:
        return NOTHING
    units = list(_printed_units(text, is_label))
    printed = next((unit for unit in units if unit.unit != "count"), None)
    unit, period = split(printed.unit if printed else "")
    scale = next((other.scale for other in units if other.scale != 1 and other.unit in {"count", unit}), ONE)
    low, high = _ends_of_score(text)
    pay = says("headers", "pay", _NET_INCOME.sub(" ", text))
    return Said(
        unit=unit or _noun_unit(text, pay, high),
        scale=scale,
        explicit=bool(units),
        period=period or pay_period(text),
        per_unit=bool(period),
        set_off=bool(period or pay_period(" ".join(BRACKETS.findall(text)))),
        pay=pay,
        not_pay=not pay and says("pay", "not pay", text),
        percent=_says_percent(text),
        estimated=says("headers", "estimated", text),
        years=not units and says("headers", "dates", text),
        rank=bool(words.pattern("headers", "rank").fullmatch(text)),
        counted=says("headers", "counted", text),
        scale_low=low,
        scale_high=high,
    )


def names_no_unit(text: str) -> bool:
    """Whether a text names a period of pay that no unit has: two weeks, half a month, half a year."""
    return bool(words.pattern("headers", "odd period", "two weeks").search(text))


def pay_period(text: str) -> str:
    """The one pay period the words name: hour, day, week, month, year; '' where they name none or several.

    >>> pay_period("Monatsgehalt"), pay_period("rate per hour"), pay_period("hourly or daily")
    ('month', 'hour', '')
    """
    if names_no_unit(text):
        return ""
    named = pay_periods(text)
    return named[0] if len(named) == 1 else ""


@lru_cache(maxsize=8192)
def pay_periods(text: str) -> tuple[str, ...]:
    """All the pay periods that words name, shortest first."""
    return tuple(period for period, pattern in _periods() if pattern.search(text))


@cache
def _periods() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Pay period → its words; two letters alone (`pm`, `PA`) are more often somebody's office than a period."""
    per = "|".join(re.escape(form) for form in words.forms("pay", "per") if len(form) > 1 and form != "the")
    patterns = []
    for period in WORKING_YEAR:
        nouns = "|".join(sorted(map(re.escape, _forms("units", "time", period)), key=len, reverse=True))
        named = _forms("pay", "period", period) + _forms("pay", "wage", period)
        own = [form for form in named if len(form) > 4 or not form.isalpha()]
        whole = "|".join(sorted((re.escape(form).replace(r"\ ", r"\s+") for form in own if form != "/a"), key=len))
        begun = "|".join(re.escape(form.rstrip("*")) for form in _forms("headers", "period", period)) or "(?!)"
        after = rf"(?:(?<!\w)(?:{per}|an?)\s+|(?<![\w/])\w*/\s?)(?:{nouns})\b"
        patterns.append(
            (
                period,
                re.compile(rf"(?i){after}|[(\[]\s*(?:{nouns})\s*[)\]]|(?<!\w)(?:{whole})(?!\w)|(?<!\w)(?:{begun})"),
            )
        )
    return tuple(patterns)


def _forms(family: str, cls: str, value: str) -> list[str]:
    """The forms of a class that have that value."""
    found = []
    for form in words.forms(family, cls):
        known = words.meanings(family, form.strip("*"))
        if any(word.cls == cls and word.value == value for word in known):
            found.append(form)
    return found


def _says_percent(text: str) -> bool:
    return says("headers", "percent", _PERCENT_POINTS.sub(" ", _PRINTED_PERCENT.sub(" ", text)))


def tells_amount(text: str) -> bool:
    """Whether a label that names people or things is of money: "Staff costs", "Loans to customers"."""
    amount, things = (words.pattern("headers", cls).search(text) for cls in ("amounts", "things"))
    if amount is None or things is None or words.pattern("headers", "counting").search(text):
        return False
    return amount.start() < things.start() or not text[things.end() : amount.start()].strip(" '’")


def _noun_unit(text: str, pay: bool, scale_high: int | None) -> str:
    """The unit that the counted noun of a header stands for: "Number of openings"."""
    if scale_high is not None or says("headers", "score", text):
        return "score"
    if _says_percent(text):
        return "percent"
    if pay or tells_amount(text) or says("pay", "not pay", text) or says("headers", "no unit", text):
        return ""
    if found := next(counted(_ENDED.sub(" ", text), "duration"), None):
        return found.word.value
    if _PER.search(text):
        return ""
    if any(counted(text, "staff")):
        return "employee"
    return "job" if any(counted(text, "jobs")) else ""


def counted(text: str, cls: str) -> Iterator[words.Found]:
    """The words of a header's class, without those behind the number of a band: "50 to 99 employees", "10+ years"."""
    return (found for found in words.find("headers", text, cls) if not _BAND.search(text[: found.start]))


def _ends_of_score(text: str) -> tuple[int | None, int | None]:
    found = _SCALE_OF_SCORE.search(text)
    if not found:
        return None, None
    high = int(found["high"] or found["of"] or found["high2"])
    low = found["low"] or found["low2"]
    return (int(low) if low else None, high) if high in _TOPS else (None, None)


def _printed_units(text: str, is_label: bool) -> Iterator[Quantity]:
    """Units printed in the text, likeliest place first: brackets, after "in" or a comma, alone, a currency anywhere."""
    for bracket in (inside for inside in BRACKETS.findall(text) if not _LETTERS.fullmatch(inside)):
        parts = [bracket, *_PARTS.split(bracket)]
        yield from filter(None, map(read_unit, (*parts, *(_IN.sub("", part) for part in parts if _IN.match(part)))))
    outside = BRACKETS.sub(" ", text)
    parts = [part for part in _PARTS.split(outside) if part.strip()]
    loose = [expression for part in parts if _IN.match(part) for expression in (part, _IN.sub("", part))] + parts[1:]
    if not is_label and len(outside.split()) <= 5:
        loose.append(outside)
    if not is_label and parts and (scaled := read_unit(parts[0])) and scaled.scale != 1:
        loose.append(parts[0])  # "Thousands, January of each year"
    for expression in loose:
        unit = read_unit(expression)
        if unit and unit.unit in {"job", "employee"} and expression != outside:
            continue  # "hours worked in all jobs"
        if unit and unit.unit in DAYS and (says("headers", "dates", expression) or _says_percent(text)):
            continue  # "Year / 2003", "Percent change from prev. month"
        if unit and (is_currency(unit.unit) or unit.unit == "percent" or not _NAME.fullmatch(expression)):
            yield unit
    for part in parts if not is_label else ():
        yield from _told_after_in(part)
    for found in _MONEY_WORD.finditer(text):
        attempts = (f"{found['money']} 1 {found['next'] or ''}".strip(), f"{found['money']} 1")
        unit = next(filter(None, map(_whole, attempts)), None)
        if unit and currency(unit.unit) and not (is_label and found["money"].isalpha()):
            yield unit


def _told_after_in(part: str) -> Iterator[Quantity]:
    """ "annual salary in pounds for each grade": money or a multiplier behind "in", whatever follows."""
    words_ = _IN.sub("", part).split() if _IN.match(part) else []
    tried = (read_unit(" ".join(words_[:length])) for length in (4, 3, 2, 1) if length < len(words_))
    yield from itertools.islice(filter(None, tried), 1)


@lru_cache(maxsize=8192)
def read_unit(expression: str) -> Quantity | None:
    """A unit printed alone as a quantity that has it; None for other words.

    >>> [(unit.unit, int(unit.scale)) for unit in map(read_unit, ("USD Billion", "in Mio. EUR", "'000", "$ thousands"))]
    [('USD', 1000000000), ('EUR', 1000000), ('count', 1000), ('USD', 1000)]
    """
    if len(expression) > 90:
        return None
    expression = _plain(expression)
    if not expression or re.search(r"\d", expression):
        return None
    if re.match(r"%|per ?cent\b(?! points?)", expression, re.IGNORECASE):
        return _whole("1%")  # "% of GDP"
    attempts = [f"1 {expression}", f"1{expression}"]
    if found := _MONEY_FIRST.fullmatch(expression):
        money, rest = found["money"], found["rest"]  # an amount of money's size, for codes that are words (PHP, TRY)
        attempts = [f"{money} 50,000 {rest}", *attempts]
    return next((unit for attempt in attempts if (unit := _whole(attempt.strip()))), None)


def _plain(expression: str) -> str:
    """The unit's own words, without "figures in" and "except …"; "(000's omitted)" with a scale in words."""
    expression = _DOTTED.sub("US", _YEAR.sub(" ", expression))
    expression = words.pattern("headers", "omitted").sub("", _THOUSANDS.sub(" thousand", expression))
    if found := words.pattern("headers", "except").search(expression):
        expression = expression[: found.start()]
    expression, before = " ".join(expression.split()).strip(" .:*"), ""
    while expression != before:
        before = expression
        found = words.pattern("headers", "lead").match(expression)
        expression = expression[found.end() :].lstrip(" :") if found else expression
    return _OF.sub(" ", expression)


def _whole(text: str) -> Quantity | None:
    """The quantity that fills the text and has a unit or a multiplier; None otherwise."""
    found = parse(text)
    if len(found) != 1 or found[0].start != 0 or found[0].end != len(text):
        return None
    return found[0] if found[0].unit != "count" or found[0].scale != 1 else None
