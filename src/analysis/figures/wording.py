"""What a header, label, title or heading says about the numbers that stand under or beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from analysis.quantity import Quantity, parse

LONGEST = 500  # characters that are read of a header or heading

PERIODS = {  # English, then German, French, Spanish
    "hour": r"hourly|(?:per|an|/)\s?h(?:ou)?r\b|/\s?h\b|p\.?h\."
    r"|(?:pro|je) stunde|stundenlohn|(?:par|de l')\s?heure|por hora",
    "day": r"daily|(?:per|a|/)\s?day\b|day rates?|pro tag|tagessatz|par jour|al día",
    "week": r"weekly|(?:per|a|/)\s?w(?:ee)?k\b|pro woche|par semaine|por semana",
    "month": r"monthly|(?:per|a|/)\s?mo(?:nth)?\b|p\.m\."
    r"|monatlich|(?:pro|im) monat|monats|mensuel|par mois|mensual|al mes",
    "year": r"annual(?:ly|i[sz]ed)?\b|yearly|(?:per|a|/)\s?(?:year|annum|yr)\b|p\.a\."
    r"|jährlich|(?:pro|im) jahr|jahres|annuel|par an\b|anual|al año",
}
_PERIODS = {period: re.compile(rf"(?<![A-Za-z])(?:{words})", re.IGNORECASE) for period, words in PERIODS.items()}
_SPREAD = re.compile(r"\b(?:semi|bi)-?annual", re.IGNORECASE)
_PAY = re.compile(
    r"\b(?:salar(?:y|ies)|wages?|pay|paid|compensation|earn(?:s|ings)?|remuneration|(?<!net )incomes?|stipends?"
    r"|bonus(?:es)?|packages?|take-home|ctc|rates? per"
    r"|\w*gehalt|\w*gehälter|\w*lohn|vergütung|salaires?|salarios?|sueldos?"
    r"|(?:hourly|daily|weekly|monthly|contract|freelance|billing|consulting|day)\s+rates?)\b",
    re.IGNORECASE,
)
_NOT_PAY = re.compile(
    r"\b(?:markets?|revenues?|sales|turnover|valuation|funding|investments?|costs?|prices?|budgets?|spend(?:ing)?|gdp"
    r"|profits?|tuition|fees?|savings|net income|exports?|imports?|growth rate|cagr)\b",
    re.IGNORECASE,
)
_ESTIMATED = re.compile(
    r"\b(?:estimated?|approx(?:imate(?:ly)?)?|est\.|roughly|indicative)(?![A-Za-z])|[~≈]", re.IGNORECASE
)
_YEARS = re.compile(
    r"\b(?:year|fy|dates?|periods?|quarters?|timeline|horizon|deadline|since|founded|established|launch)\b",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"#|no\.?|nr\.?|s\.?/?\s?no\.?|rank(?:ing)?|sl\.?(?: no\.?)?|id|position|step|phase|index|priority", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\b(?:number|no\.|count|rank|headcount|employees|users|respondents|companies|firms|sample|n)\b|#", re.IGNORECASE
)
_JOBS = re.compile(r"\b(?:jobs|openings|vacancies|postings|positions|roles|listings)\b", re.IGNORECASE)
_STAFF = re.compile(
    r"\b(?:employees|staff|headcount|ftes?|(?:company|firm|organi[sz]ation|team) size)\b", re.IGNORECASE
)
_TIMES = re.compile(
    r"(?<![\d+])(?<![\d+] )\b(years|yrs|months|weeks|days|hours|hrs|minutes)\b(?! ended)", re.IGNORECASE
)
_PER = re.compile(r"\bper\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(?:share|growth|grew|change|rates?|ratio|satisfaction|proportion|probability)\b", re.IGNORECASE)
_SCORE = re.compile(r"\b(?:scores?|ratings?|stars?)\b", re.IGNORECASE)
_PERCENT = re.compile(r"(?<!\d)(?<!\d )%|\bper ?cent(?:age)?s?\b(?! points?)|\bcagr\b", re.IGNORECASE)
_SCALE = re.compile(
    r"(?:(?:on a )?scale\s*(?:of|from|:)?\s*|[\[(]\s*)(?P<low>[01])\s*(?:[-–—]|to)\s*(?P<high>\d{1,3})(?:\s*scale)?\s*"
    r"(?:[\])]|$)|(?:out of|/|max(?:imum)?\.?)\s*(?P<of>\d{1,3})\b(?!\s*[\d,.])"
    r"|(?P<low2>[01])\s*=[^=]*?(?P<high2>\d{1,3})\s*=",
    re.IGNORECASE,
)
_SCALE_TOPS = frozenset({3, 4, 5, 6, 7, 9, 10, 12, 20, 100})
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_PARTS = re.compile(r"\s*(?:,(?!\d)|[;|])\s*|\s+(?:and|&|/|[-–—])\s+")
_IN = re.compile(r"(?:^|.*\s)(?:in|in the|given in|values in|figures in)\s+", re.IGNORECASE)
_NAME = re.compile(
    r"\s*[a-z]{1,2}\s*|(?:.*\s)?[a-z]{2,}[^\Ws%]\s*", re.IGNORECASE
)  # no unit: "Year", "Job Role", "Min", "B"
_LPA = re.compile(r"\b(?:INR |₹ ?)?LPA\b")
_LEAD_WORDS = re.compile(r"^(?:in|all|values|figures|amounts|unit:?|of)\s+", re.IGNORECASE)
_THOUSANDS = re.compile(r"['’]?000s?\b")
_MONEY_FIRST = re.compile(r"(?P<money>[A-Z]{3}(?![A-Z])|[A-Za-z]{0,3}[$€£¥₹₫₩₱฿₦₽₺₪])\s*(?P<rest>.*)")
_MONEY_WORD = re.compile(
    r"(?<![A-Za-z])(?P<money>[A-Z]{3}|[A-Z]{0,3}[$€£¥₹₫₩₱฿₦₽₺₪])(?![A-Za-z$])(?:\s*(?P<next>[A-Za-z]+))?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """The unit, multiplier and pay period that words state; '' where they state none."""

    unit: str = ""  # without the period: "USD", "percent", "week", ...
    scale: Decimal = Decimal(1)
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


def is_currency(unit: str) -> bool:
    """True for a currency without a period: `USD`, not `USD/year`."""
    return len(unit) == 3 and unit.isupper()


@lru_cache(maxsize=4096)
def said(text: str, is_label: bool = False) -> Said:
    """Read the words of one header, title or heading, or of a row's label, which is mostly a name ("PHP", "Min")."""
    text = _LPA.sub("INR lakh per annum", text[:LONGEST].strip())
    if not text:
        return Said()
    units = list(_printed_units(text, is_label))
    printed = next((unit for unit in units if unit.unit != "count"), None)
    unit, _, period = printed.unit.partition("/") if printed else ("", "", "")
    scale = next((other.scale for other in units if other.scale != 1 and other.unit in {"count", unit}), Decimal(1))
    low, high = _score_scale(text)
    pay = bool(_PAY.search(text))
    return Said(
        unit=unit or _noun_unit(text, pay, high),
        scale=scale,
        explicit=bool(units),
        period=period or _period(text),
        per_unit=bool(period),
        set_off=bool(period or _period(" ".join(_BRACKETS.findall(text)))),
        pay=pay,
        not_pay=not pay and bool(_NOT_PAY.search(text)),
        percent=bool(_PERCENT.search(text)),
        estimated=bool(_ESTIMATED.search(text)),
        years=not units and bool(_YEARS.search(text)),
        rank=bool(_RANK.fullmatch(text.strip())),
        counted=bool(_COUNTED.search(text)),
        scale_low=low,
        scale_high=high,
    )


def _noun_unit(text: str, pay: bool, scale_high: int | None) -> str:
    """The unit that the counted noun of a header stands for: "Number of openings"."""
    if scale_high is not None or _SCORE.search(text):
        return "score"
    if _PERCENT.search(text):
        return "percent"
    if pay or _NOT_PAY.search(text) or _SHARE.search(text):
        return ""
    times = _TIMES.search(text)
    if times:
        return parse(f"1 {times[1]}")[0].unit
    if _PER.search(text):
        return ""
    if _STAFF.search(text):
        return "employee"
    return "job" if _JOBS.search(text) else ""


def _period(text: str) -> str:
    """The one period the words name; '' where they name none or several."""
    if _SPREAD.search(text):
        return ""
    named = [period for period, words in _PERIODS.items() if words.search(text)]
    return named[0] if len(named) == 1 else ""


def _score_scale(text: str) -> tuple[int | None, int | None]:
    found = _SCALE.search(text)
    if not found:
        return None, None
    high = int(found["high"] or found["of"] or found["high2"])
    low = found["low"] or found["low2"]
    return (int(low) if low else None, high) if high in _SCALE_TOPS else (None, None)


def _printed_units(text: str, is_label: bool) -> Iterator[Quantity]:
    """Units printed in the text, likeliest place first: brackets, after "in" or a comma, alone, a currency anywhere."""
    for bracket in _BRACKETS.findall(text):
        yield from filter(None, map(read_unit, (bracket, *_PARTS.split(bracket))))
    outside = _BRACKETS.sub(" ", text)
    parts = [part for part in _PARTS.split(outside) if part.strip()]
    loose = [_IN.sub("", part) for part in parts if _IN.match(part)] + parts[1:]
    if not is_label and len(outside.split()) <= 2:
        loose.append(outside)
    for expression in loose:
        unit = read_unit(expression)
        if unit and (is_currency(unit.unit) or not _NAME.fullmatch(expression)):
            yield unit
    for found in _MONEY_WORD.finditer(text):
        attempts = (f"{found['money']} 1 {found['next'] or ''}".strip(), f"{found['money']} 1")
        unit = next((unit for attempt in attempts if (unit := _whole(attempt))), None)
        if unit and is_currency(unit.unit.partition("/")[0]) and not (is_label and found["money"].isalpha()):
            yield unit


@lru_cache(maxsize=4096)
def read_unit(expression: str) -> Quantity | None:
    """A unit printed alone ("USD Billion", "%", "in million USD") as a quantity that has it; None for other words."""
    expression = _LEAD_WORDS.sub("", _LEAD_WORDS.sub("", _THOUSANDS.sub(" thousand", expression.strip()).strip()))
    expression = re.sub(r"\s+of\s+", " ", expression)
    if not expression or re.search(r"\d", expression):
        return None
    if re.match(r"%|per ?cent\b(?! points?)", expression, re.IGNORECASE):
        return _whole("1%")
    attempts = [f"1 {expression}", f"1{expression}", f"1 {expression.partition('/')[0].strip()}"]
    if found := _MONEY_FIRST.fullmatch(expression):
        money, rest = found["money"], found["rest"]  # an amount of money's size, for codes that are words (PHP, TRY)
        attempts = [f"{money}50,000{rest}", f"{money} 50,000 {rest}", f"{money} 50,000{rest}", *attempts]
    return next((unit for attempt in attempts if (unit := _whole(attempt.strip()))), None)


def _whole(text: str) -> Quantity | None:
    """The quantity that fills the text and has a unit or a multiplier; None otherwise."""
    found = parse(text)
    if len(found) != 1 or found[0].start != 0 or found[0].end != len(text):
        return None
    return found[0] if found[0].unit != "count" or found[0].scale != 1 else None
