"""The periods that a text tells: years, quarters, months, spans, and words that tell one against another."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from analysis import words
from analysis.reading.period import MONTHS, Grain, Period

_COMPARED = (
    r"(?i){periods base}\W+(?:[a-z'’-]+,?\s+){0,5}$"
    r"|\b(?:from|against|than|after|versus|compared (?:with|to))\s+\S*\d\S*\s+"
    r"(?:\w+\s+)?(?:(?:in|during|for)\s+)?(?:the\s+)?$"
)
_AIM = re.compile(r"\b(?:by|until|through|bis)\s+(?:the\s+end\s+of\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """A period as it is told at start:end of a text, without the preposition before it.

    `relative`: it was told against another period ("a year earlier", "in May"). `period` is None where the text names
    none to tell it against. `shift`: of "a year earlier" and its like, how far it lies behind that other; `now`: of
    "last year", behind the day of publication.
    """

    start: int
    end: int
    period: Period | None
    relative: bool = False
    shift: tuple[str, int] | None = None
    now: bool = False


def periods_in(text: str, *, published: date | None = None, beside: Period | None = None) -> list[PeriodSpan]:
    """The periods a text tells, in its order.

    Relative words are told against the period before them in the text, else `beside` (what the text stands under),
    else the next of the text, else the day of publication; "this year" and "last month" against that day first.

    >>> [span.period for span in periods_in("$84 billion in Q3 2024, up 23% from the same period last year")]
    [2024-Q3, 2023-Q3]
    >>> [span.period for span in periods_in("for the nine months ended September 30, 2014 and 2013")]
    [2014-01/2014-09, 2013-01/2013-09]
    >>> [str(span.period) for span in periods_in("from 2023 to 2030; in 1H23, FY24 and the year to June 2025")]
    ['2023/2030', '2023-H1', '2024', '2024-07/2025-06']
    >>> periods_in("a net gain of 1933 people, half of them in the top quarter")
    []
    """
    told = _told(text)
    resolved: list[PeriodSpan] = []
    near = beside
    ahead = next((found for item in told if (found := item.absolute()) and not _is_compared(text, item.start)), None)
    aims = {item.absolute() for item in told if _AIM.search(text[: item.start])}
    for item in told:
        told_by = near or ahead
        if item.now and not published:  # "this year" before "by 2030", or before another year, is neither
            told_by = None if near in aims else near
        period = item.resolve(text, near, told_by, published)
        relative = item.shift is not None or item.year is None
        resolved.append(PeriodSpan(item.start, item.end, period, relative, item.shift, item.now))
        if period and item.shift is None and not (near and _is_compared(text, item.start)):
            near = period
    return resolved


@lru_cache(maxsize=8192)
def told_in(text: str) -> tuple[Period, ...]:
    """The periods that a text tells by itself, without those told against another.

    >>> told_in("Q3 2024, up from last year")
    (2024-Q3,)
    """
    return tuple(span.period for span in periods_in(text) if span.period and not span.relative)


def _is_compared(text: str, start: int) -> bool:
    """Whether words of comparison lead to a period: "above the rate of", "from 4 billion in"."""
    return bool(words.regex(_COMPARED).search(text[max(0, start - 60) : start]))


@dataclass(frozen=True, slots=True)
class _Told:
    """What is printed of a period: grain, number within the year, day, year, all as far as told."""

    start: int
    end: int
    grain: str
    year: int | None = None
    number: int = 0
    day: int = 0
    fiscal: bool = False
    months: int = 0  # "nine months ended": so many months up to the end of what is told
    shift: tuple[str, int] | None = None
    now: bool = False  # told against the day of publication
    last: _Told | None = None  # of a span: what it runs up to

    def absolute(self) -> Period | None:
        """The period where everything is printed."""
        return None if self.year is None or self.shift or self.grain == "same" else self._in(self.year)

    def resolve(self, text: str, near: Period | None, beside: Period | None, published: date | None) -> Period | None:
        """The period, told against another one where it must be."""
        if self.now and published and self.shift and not (near and _is_compared(text, self.start)):
            grain = _grain(self.shift[0])
            period = _shifted(Period.nth(grain, published.year, 1 + (published.month - 1) // MONTHS[grain]), self.shift)
            return self._within(period) if self.number else period
        if self.grain == "so far":
            return self._so_far(beside)
        if self.shift:
            if self.now and self.shift[1] and not published and not self.number and not _is_compared(text, self.start):
                return None  # last year, but of which day?
            anchor = beside or (Period.year(published.year) if published else None)
            period = _shifted(anchor, self.shift) if anchor else None
            if self.number:
                return self._within(period)
            return Period.year(period.in_year) if period and self.now and self.shift == ("year", 0) else period
        if self.grain == "same" and beside and self.year:
            return None if beside.is_span else beside.year_before(beside.in_year - self.year)
        if self.year is not None:
            return self._in(self.year)
        return self._nearest(beside, published)

    def _so_far(self, beside: Period | None) -> Period | None:
        """The months up to the end of a period told beside, or its whole year."""
        if beside is None or beside.is_span:
            return None
        if self.months == 12:
            return Period.year(beside.in_year, fiscal=beside.fiscal)
        return _ending(beside, self.months) if beside.grain != "year" else None

    def _within(self, period: Period | None) -> Period | None:
        return self._in(period.in_year) if period else None

    def _nearest(self, beside: Period | None, published: date | None) -> Period | None:
        """The month, quarter or half of that name which lies nearest, none that ends after publication began."""
        middle = beside.end if beside else published
        if middle is None:
            return None
        if beside and beside.grain == "year":
            return self._in(beside.in_year)
        near = [self._in(year) for year in (middle.year, middle.year - 1, middle.year + 1)]
        near = [period for period in near if not published or period.start <= published] or near[:1]
        if beside is None:  # the latest that was over
            near = [period for period in near if period.end <= middle] or near
        return min(near, key=lambda period: abs((period.end - middle).days))

    def _in(self, year: int) -> Period:
        if self.last is not None:
            last = self.last._in(self.last.year if self.last.year is not None else year)
            first = self._alone(year)
            if first.grain == last.grain == "month":  # "October to December 2023" is a quarter
                return _ending(last, 1 + (first.months_to(last) or 0))
            return Period.span(first, last)
        return self._alone(year)

    def _alone(self, year: int) -> Period:
        if self.grain == "day":
            period = Period.day(date(year, self.number, min(self.day, monthrange(year, self.number)[1])))
        else:
            period = Period.nth(_grain(self.grain), year, self.number or 1, fiscal=self.fiscal)
        return _ending(period, self.months) if self.months else period


def _grain(name: str) -> Grain:
    """One of year, half, quarter and month; a year where it is another."""
    return next((grain for grain in MONTHS if grain == name), "year")


def _ending(last: Period, months: int) -> Period:
    """So many whole months up to the end of a period; a calendar year, half, quarter or month is told as that."""
    final = Period.month(last.end.year, last.end.month)
    whole = (grain for grain, length in MONTHS.items() if length == months and final.end.month % length == 0)
    return Period(final.earlier(months - 1).start, final.end, next(whole, "span"))


def _shifted(period: Period, shift: tuple[str, int]) -> Period | None:
    """A period moved by so many years, quarters or months; None where it is no part of one such."""
    grain, steps = shift
    if not steps:
        return period
    if grain == "year":
        return None if period.is_span else period.year_before(-steps)
    return period.earlier(-steps) if period.grain == grain else None


#: A pattern, the grain it tells, and what a text must hold for it to be looked for.
Need = re.Pattern[str] | words.Pattern
Rule = tuple[re.Pattern[str], str, Need]
_YEAR = r"(?:19|20)\d\d"
_SHORT = rf"(?:{_YEAR}|\d\d)(?!\d|[.,]\d|\s?%(?!\s[a-z]))"
_ALONE = r"(?<![\w.,$€£¥₹-])"
_NOT_IN_NUMBER = rf"(?<!/){_ALONE}"


def _full(year: str | None, first: int | None = None) -> int | None:
    """Four digits of a year printed with two or four, of the `first` year's century where one is given."""
    if not year or len(year) == 4:
        return int(year) if year else None
    return int(year) + (first // 100 * 100 if first else 1900 if int(year) > 60 else 2000)


@cache
def _needs() -> tuple[Need, Need, Need]:
    """Digits, months, words for a part of a year: most sentences hold none or one of them."""
    return re.compile(r"\d"), words.pattern("months", "month"), words.pattern("periods", "noun")


@cache
def _rules() -> tuple[Rule, ...]:
    """(pattern, what it tells), the fuller forms first: what one has taken, no later one reads again."""
    month = words.pattern("months", "month").pattern
    ordinal = words.pattern("periods", "ordinal").pattern
    noun = words.pattern("periods", "noun").pattern
    fiscal = rf"(?:{words.pattern('periods', 'fiscal').pattern}|(?<![A-Za-z])FY(?=\d))"
    part = words.pattern("periods", "part").pattern
    dates = words.pattern("periods", "dates").pattern
    number = words.pattern("numbers", "one").pattern
    prices = words.pattern("periods", "prices").pattern  # "chained (2002) dollars", "2015=100"
    reach = words.pattern("change", "reach").pattern
    year = rf"(?P<fiscal>{fiscal})?\s*['’]?(?P<year>{_SHORT})"
    of = rf"(?:,?\s*(?:{words.pattern('periods', 'of').pattern}\s*)*)"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
    of_year = r"(?:(?:\s+[a-z]+)?\s+of\s+(?P<rel>this|last|next|the)\s+year)"

    unbound = rf"(?!\s+(?:\w+\s+)?(?:{words.pattern('periods', 'open').pattern}|(?:19|20)\d\d\b))"

    of_part = (
        rf"(?:{of}[/.-]?\s*(?P<fiscal>FY|CY)?\s*(?P<year>{_YEAR})(?!\d)|[/.-]?(?:\s*(?P<fiscal2>FY)\s*|\s*['’]|)"
        r"(?P<year2>\d\d)(?![\w%]|[.,]\d|\s?%)|\s(?P<year3>[0-4]\d)(?=\s*(?:$|[/,;)]|vs)))?(?!\w)"
    )
    digits, months, nouns = _needs()

    def rule(grain: str, pattern: str, flags: int = re.I) -> Rule:
        need = months if month in pattern else nouns if noun in pattern or "(?P<noun>" in pattern else digits
        return re.compile(pattern, flags), grain, need

    return (
        rule("day", rf"(?<![\d-])(?P<year>{_YEAR})-(?P<number>[01]\d)-(?P<day>[0-3]\d)(?![\d-])"),
        rule("day", rf"{_NOT_IN_NUMBER}{day}\s+(?:of\s+)?(?P<month>{month}),?\s+(?P<year>{_YEAR})(?!\d)"),
        rule("day", rf"(?P<month>{month})\s+{day}[,\s/]+(?P<year>{_YEAR})(?!\d)"),
        rule("day", rf"(?P<month>(?-i:(?=[A-Z])){month})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
             r"(?![\w%]|[.,]\d|\s(?:%|per|[mb]illion))"),
        rule("ordinal", rf"(?:(?P<rel2>this|last|next)\s+year['’]s\s+)?(?P<first>{ordinal})[\s-]+"
             rf"(?P<fiscal2>fiscal\s+)?(?P<noun>{noun})(?:{of_year}|{of}\(?{year})?(?!\s+(?:of|in\s+a\s+row|running|straight)\b)"),
        rule("part", rf"{_ALONE}(?:Q(?P<q1>[1-4])|(?P<q2>[1-4])Q|HY?(?P<h1>[12])|(?P<h2>[12])H){of_part}"),
        rule("part", rf"{_ALONE}(?:T(?P<q1>[1-4])|(?P<q2>[1-4])T|S(?P<h1>[12]))[\s/-]*(?P<year>{_YEAR})(?!\d)", 0),
        rule("part", rf"{_ALONE}(?P<fiscal>FY)?\s?(?P<year>(?<=FY)\d\d|{_YEAR})[\s-]?Q(?P<q1>[1-4])(?!\w)"),
        rule("first", rf"\bfirst\s+(?P<count>{number}|\d{{1,2}})\s+(?P<noun>months|quarters)(?:{of_year}|{of}{year})?"),
        rule("first", rf"{_ALONE}(?P<count>[3-9]|1[01])M[\s-]*['’]?(?P<year>{_SHORT})(?!\w)", 0),
        rule("so far", rf"\b(?:for|in|during)\s+the\s+(?P<count>{number}|\d{{1,2}})\s+(?P<noun>months)\b{unbound}"),
        rule("so far", rf"\b(?:for\s+the|(?:for|in)\s+the\s+(?:full|whole|entire))\s+(?P<noun>year)\b{unbound}"),
        rule("same", rf"\bsame\s+(?:period|quarter|months?|half)\s+(?:(?:of|in)\s+)?(?P<year>{_YEAR})(?!\d)"),
        rule("month", rf"(?P<month>{month})(?:\.?,?\s+(?:of\s+)?(?P<year>{_YEAR})(?!\d|\s*=)"
             rf"|[\s-]?['’](?P<year3>(?:19|20)?\d\d)(?!\w)|-(?P<year2>{_SHORT})(?!\w))"),
        rule("month", rf"{_NOT_IN_NUMBER}(?P<number>0?[1-9]|1[0-2])/(?P<year>{_YEAR})(?![\d/])"),
        rule("bare month", rf"(?:(?:{dates})\s+(?:\w+\s+)?)?(?P<month>(?-i:(?=[A-Z])){month})"
             rf"(?P<own>['’]s?\b|(?=\s*(?:to|through|[-–])\s*(?-i:[A-Z])))?"),
        rule("fiscal", rf"(?P<fiscal>{fiscal})[\s-]*['’]?(?P<year>{_SHORT})"
             rf"(?:\s*[-–/]\s*(?P<second>{_SHORT}))?(?!\w)"),
        rule("pair", rf"{_NOT_IN_NUMBER}(?P<year>{_YEAR})\s*[-–—/]\s*(?:[Ff]\w+\s+)?"
             rf"(?P<second>{_SHORT})[A-F]?(?![\w-])"),
        rule("year", rf"(?:(?:{part})(?:\s+of)?(?:\s+the\s+year)?[\s-]+|CY)?(?<![\d.,$€£¥₹/])(?<!\d-)(?P<year>{_YEAR})"
             rf"(?:\s?\(?[EFPA]\)?)?(?![\w%]|[.,]\d|\s?%(?!\s[a-z])|-\d|\)?\s*(?:=|{prices}))", 0),
        rule("ago", rf"\b(?:{reach})\s+\S+\s+(?P<lead>in|within)\s+(?P<count>{number}|\d{{1,2}})\s+(?P<noun>years?)\b"),
        rule("ago", rf"(?<!\w)(?P<count>{number}|\d{{1,2}}|an?)\s+(?P<noun>years?|quarters?|months?|decades?)\s+"
             r"(?P<way>ago|earlier|before(?!\s+[a-z])|previously|later)\b"),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _told(text: str) -> tuple[_Told, ...]:
    """What is told of periods in a text, in order, joined to spans."""
    found: list[_Told] = []
    taken = bytearray(len(text))

    def take(item: _Told | None) -> None:
        if item and not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\1" * (item.end - item.start)
            found.append(item)

    has = {need: need.search(text) for need in _needs()}
    for pattern, grain, need in _rules():
        for hit in pattern.finditer(text) if has[need] else ():
            take(_made(grain, hit))
    for word in words.find("relative", text, "then", "now"):
        grain, steps = word.word.value.split()
        if word.text.lower().endswith(" before") and re.match(r"\s+[a-z]", text[word.end : word.end + 3]):
            continue  # "$50,000 a year before tax"
        take(_Told(word.start, word.end, grain, shift=(grain, int(steps)), now=word.word.cls == "now"))
    found.sort(key=lambda item: item.start)
    return tuple(_joined(text, [longer for item in found for longer in _lengthened(text, item)]))


_OF_YEAR = {"this": ("year", 0), "the": ("year", 0), "last": ("year", -1), "next": ("year", 1)}


def _made(grain: str, hit: re.Match[str]) -> _Told | None:
    """What a rule's match tells; None where its numbers, or the words around it, make no period of it."""
    said = {name.rstrip("123"): text for name, text in hit.groupdict().items() if text is not None}
    year, number, noun = _full(said.get("year")), _number(said), _noun(said.get("noun", ""))
    told = _Told(
        hit.start(), hit.end(), grain, year, number, fiscal="fiscal" in said and said["fiscal"].upper() != "CY"
    )
    match grain:
        case "day":
            day = int(said["day"])
            return replace(told, day=day) if 1 <= day <= 31 and 1 <= number <= 12 else None
        case "ordinal":
            is_part = noun == "quarter" or (noun == "half" and number < 3)
            return _of_year(replace(told, grain=noun), said) if is_part else None
        case "part":
            return replace(told, grain="quarter" if "q" in said else "half")
        case "first":  # the first nine months of a year
            number *= 3 if noun == "quarter" else 1
            months = replace(told, grain="month", number=number, months=number)
            return _of_year(months, said) if 0 < number <= 12 else None
        case "so far":  # "for the nine months", "for the full year" of a report on a quarter
            long = number or 12
            return replace(told, number=0, months=long) if 3 < long <= 12 else None
        case "bare month":  # without its year: after a preposition, as "June's", or as the whole text
            start = hit.start("month")
            whole = len(hit.string) < 20 and hit.group() == hit.string.strip()
            return (
                replace(told, start=start, end=hit.end("month"), grain="month")
                if hit.start() < start or "own" in said or whole
                else None
            )
        case "year":  # four digits that are no count: no counted noun follows, or a preposition of time stands before
            return None if _counts(hit) else told
        case "pair":
            return _pair(told, _full(said["second"], year), said["second"], hit.group())
        case "fiscal":
            second = _full(said.get("second"), year)
            return replace(told, grain="year", year=second if second and year and second == year + 1 else year)
        case "ago":
            way = words.lookup("relative", said.get("way", ""))
            steps = number * (10 if said["noun"].lower().startswith("decade") else 1) * int(way.value if way else 1)
            start = hit.start("lead") if "lead" in said else told.start
            return replace(told, start=start, grain=noun, number=0, shift=(noun, steps))
    return told


#: The groups of the rules that hold a number: the family and class of the words that say it where it is no digit.
_NUMBERS = (
    ("q", "numbers", "one"), ("h", "numbers", "one"), ("month", "months", "month"), ("number", "numbers", "one"),
    ("first", "periods", "ordinal"), ("count", "numbers", "one"),
)  # fmt: skip


def _number(said: Mapping[str, str | None]) -> int:
    """The number of a half, quarter, month or of how many there are, printed in digits or words; 0 where none is."""
    for name, family, cls in _NUMBERS:
        if text := said.get(name):
            return int(text) if text.isdigit() else int(_value(family, cls, text) or 1)
    return 0


def _noun(text: str | None) -> str:
    return _value("periods", "noun", text) if text else ""


def _value(family: str, cls: str, text: str) -> str:
    return next((word.value for word in words.meanings(family, text) if word.cls == cls), "")


def _of_year(told: _Told, said: Mapping[str, str]) -> _Told:
    """ "This year's first quarter", "the first quarter of last year"."""
    relation = said.get("rel", "").lower()
    return replace(told, shift=_OF_YEAR[relation], now=relation != "the") if relation else told


def _counts(hit: re.Match[str]) -> bool:
    """Whether four digits count what follows; not behind a preposition of time."""
    before = hit.string[max(0, hit.start("year") - 16) : hit.start("year")]
    noun = re.match(r"\s+(?:new\s+|more\s+)?([A-Za-z]+)", hit.string[hit.end() : hit.end() + 40])
    if not noun or words.regex(r"{periods within}\s+$").search(before):
        return False
    return bool(words.lookup("counted", noun[1]) or words.lookup("scales", noun[1].lower()))


def _pair(told: _Told, second: int | None, printed: str, whole: str) -> _Told | None:
    """`2023-2030` is a span, `2023/24` one fiscal year, `2024-07` a month."""
    first, short = told.year or 0, len(printed) == 2
    if short and second == first + 1:
        return replace(told, grain="year", fiscal=True)
    if second and first < second < first + 100:
        return replace(told, grain="year", last=replace(told, grain="year", year=second))
    if short and "-" in whole and 1 <= int(printed) <= 12:
        return replace(told, grain="month", number=int(printed))
    return None


#: `nine months ended`, `quarter ending on`, `year to` before a month or day.
_LENGTH = (
    r"(?i)(?:(?P<count>{numbers one}|\d{1,2})[\s-]+months?(?:\s+period)?|(?:fiscal\s+)?(?P<noun>{periods noun}))"
    r"\s+{periods ended}\s+(?:on\s+)?(?:the\s+end\s+of\s+)?$"
)
#: `and 2013` behind "September 30, 2014".
_AGAIN = re.compile(rf"\s+(?:and|versus|vs\.?)\s+({_YEAR})(?![\w%-]|[.,]\d|\s?%)")
_TO = r"(?i)\s*(?P<to>{periods to})\s*(?:the\s+|end\s+of\s+)*"


def _lengthened(text: str, item: _Told) -> Iterator[_Told]:
    """The months or year that end with a month or day; and what "and 2013" behind it adds."""
    found = words.regex(_LENGTH).search(text[max(0, item.start - 60) : item.start])
    if found and item.grain in ("month", "day") and not item.shift and not item.months:
        months = _number(found.groupdict()) or MONTHS[_grain(_noun(found["noun"]))]
        item = replace(item, months=months, start=item.start - len(found.group()))
    yield item
    again = _AGAIN.match(text, item.end)
    if again and item.grain != "year" and item.year is not None:
        yield replace(item, start=again.start(1), end=again.end(), year=int(again[1]), last=None)


def _joined(text: str, items: Sequence[_Told]) -> Iterator[_Told]:
    """`from X to Y`, `X–Y`, `between X and Y` as one span."""
    waiting: _Told | None = None
    for item in items:
        if waiting and item.start < waiting.end:  # "and 2013" was read as a year of its own
            continue
        if waiting and (span := _span(text, waiting, item)):
            waiting = span
            continue
        if waiting:
            yield waiting
        waiting = item
    if waiting:
        yield waiting


def _span(text: str, first: _Told, last: _Told) -> _Told | None:
    between = words.regex(_TO).fullmatch(text[first.end : last.start])
    if not between or first.shift or last.shift or first.last or last.last or first.months:
        return None
    before = text[max(0, first.start - 20) : first.start].lower()
    if between["to"].lower() == "and" and not re.search(r"\bbetween\s+(?:the\s+)?$", before):
        return None
    year = first.year if first.year is not None else last.year
    if year is not None and first.year is None and first.number > last.number:
        year -= 1
    if year is not None and last.year is not None and (year, first.number) >= (last.year, last.number or 12):
        return None
    if year is None and first.number >= last.number:
        return None
    return replace(first, end=last.end, year=year, last=last)
