"""What a text prints of periods: the rules that find years, parts of years, months and days, and what joins two."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from analysis import words
from analysis.reading.period import MONTHS, Grain, Period

__all__ = ["Printed", "ending", "grain_of", "printed"]


@dataclass(frozen=True, slots=True)
class Printed:
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
    last: Printed | None = None  # of a span: what it runs up to

    def of(self, year: int) -> Period:
        """The period of a year that no year is printed for."""
        first = self._alone(year)
        if self.last is None:
            return first
        last = self.last.of(self.last.year if self.last.year is not None else year)
        if first.grain == last.grain == "month":  # "October to December 2023" is a quarter
            return ending(last, 1 + (first.months_to(last) or 0))
        return Period.span(first, last)

    def _alone(self, year: int) -> Period:
        if self.grain == "day":
            period = Period.day(date(year, self.number, min(self.day, monthrange(year, self.number)[1])))
        else:
            period = Period.nth(grain_of(self.grain), year, self.number or 1, fiscal=self.fiscal)
        return ending(period, self.months) if self.months else period


def grain_of(name: str) -> Grain:
    """One of year, half, quarter and month; a year where it is another."""
    return next((grain for grain in MONTHS if grain == name), "year")


def ending(last: Period, months: int) -> Period:
    """So many whole months up to the end of a period; a calendar year, half, quarter or month is told as that."""
    final = Period.month(last.end.year, last.end.month)
    whole = (grain for grain, length in MONTHS.items() if length == months and final.end.month % length == 0)
    return Period(final.earlier(months - 1).start, final.end, next(whole, "span"))


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
def printed(text: str) -> tuple[Printed, ...]:
    """What is told of periods in a text, in order, joined to spans."""
    found: list[Printed] = []
    taken = bytearray(len(text))

    def take(item: Printed | None) -> None:
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
        take(Printed(word.start, word.end, grain, shift=(grain, int(steps)), now=word.word.cls == "now"))
    found.sort(key=lambda item: item.start)
    return tuple(_joined(text, [longer for item in found for longer in _lengthened(text, item)]))


_OF_YEAR = {"this": ("year", 0), "the": ("year", 0), "last": ("year", -1), "next": ("year", 1)}


def _made(grain: str, hit: re.Match[str]) -> Printed | None:
    """What a rule's match tells; None where its numbers, or the words around it, make no period of it."""
    said = {name.rstrip("123"): text for name, text in hit.groupdict().items() if text is not None}
    year, number, noun = _full(said.get("year")), _number(said), _noun(said.get("noun", ""))
    told = Printed(
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
            bound = hit.start() < start or "own" in said or whole
            return replace(told, start=start, end=hit.end("month"), grain="month") if bound else None
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


def _of_year(told: Printed, said: Mapping[str, str]) -> Printed:
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


def _pair(told: Printed, second: int | None, printed: str, whole: str) -> Printed | None:
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


def _lengthened(text: str, item: Printed) -> Iterator[Printed]:
    """The months or year that end with a month or day; and what "and 2013" behind it adds."""
    found = words.regex(_LENGTH).search(text[max(0, item.start - 60) : item.start])
    if found and item.grain in ("month", "day") and not item.shift and not item.months:
        months = _number(found.groupdict()) or MONTHS[grain_of(_noun(found["noun"]))]
        item = replace(item, months=months, start=item.start - len(found.group()))
    yield item
    again = _AGAIN.match(text, item.end)
    if again and item.grain != "year" and item.year is not None:
        yield replace(item, start=again.start(1), end=again.end(), year=int(again[1]), last=None)


def _joined(text: str, items: Sequence[Printed]) -> Iterator[Printed]:
    """`from X to Y`, `X–Y`, `between X and Y` as one span."""
    waiting: Printed | None = None
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


def _span(text: str, first: Printed, last: Printed) -> Printed | None:
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
