"""Numbers as printed: digits in every grouping, mixed fractions, and numbers in words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from math import prod
from typing import NamedTuple

from .rules import RIGHT, expression, starts
from .tokens import Symbols

_SEPARATORS = str.maketrans("", "", ",.'’ \u00a0\u202f\u2009")
_FRACTION = re.compile(r"(?:(?P<whole>[0-9]+)[ -])?(?P<part>[0-9]+)/(?P<of>[0-9]+)")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,17})\.[0-9]{1,2}")
VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8)}


class Number(NamedTuple):
    """The value of a printed number, its digits after the decimal sign and its trailing zeros where it has none."""

    value: Decimal
    places: int = 0
    trailing: int = 0


def spelled(value: Decimal) -> Number:
    """A number told in words, as if it had been printed.

    >>> spelled(Decimal(1500)), spelled(Decimal("2.5")).places
    (Number(value=Decimal('1500'), places=0, trailing=2), 1)
    """
    text = f"{value.normalize():f}"
    places = len(text.partition(".")[2])
    return Number(Decimal(text), places, 0 if places or not value else len(text) - len(text.rstrip("0")))


@lru_cache(maxsize=4096)
def digits(raw: str, european: bool = False, scaled: bool = False) -> Number | None:
    """Read printed digits; None where they are no number (an identifier, a list).

    `european` decides what the sign in 1.234 means, and, where a scale or unit follows (`scaled`), that in 1,234.

    >>> digits("1,234.50"), digits("1.234", european=True).value
    (Number(value=Decimal('1234.50'), places=2, trailing=0), Decimal('1234'))
    >>> digits("12,00,000").value, digits("3 3/4").value, digits("190000").trailing, digits("007")
    (Decimal('1200000'), Decimal('3.75'), 4, None)
    """
    raw = raw.replace("·", ".")
    if raw.isdecimal():
        if len(raw) > 20 or (raw[0] == "0" and len(raw) > 1):
            return None
        return Number(Decimal(raw), 0, len(raw) - len(raw.rstrip("0")) if raw != "0" else 0)
    if _DECIMAL.fullmatch(raw):  # most others
        return Number(Decimal(raw), len(raw) - raw.index(".") - 1)
    if raw[-1] in VULGAR:
        whole, (part, of) = raw[:-1].strip() or "0", VULGAR[raw[-1]]
        return _mixed(int(whole), part, of) if len(whole) < 10 else None
    if "/" in raw:
        found = _FRACTION.fullmatch(raw)
        return _mixed(int(found["whole"] or 0), int(found["part"]), int(found["of"])) if found else None
    figures = raw.translate(_SEPARATORS)
    if len(figures) > 20:
        return None
    at = _decimal_at(raw, european, scaled)
    places = len(raw) - 1 - at if at >= 0 else 0
    if places < 0 or (len(figures) > 1 and figures[0] == "0" and places < len(figures) - 1):
        return None
    if places:
        return Number(Decimal(f"{figures}E-{places}"), places)
    return Number(Decimal(int(figures)), 0, len(figures) - len(figures.rstrip("0")) if int(figures) else 0)


def _mixed(whole: int, part: int, of: int) -> Number | None:
    """`3 3/4`: halves, quarters, eighths exactly, thirds to four decimals."""
    return Number((whole + round(Decimal(part) / of, 4)).normalize(), 2) if part < of else None


def _decimal_at(raw: str, european: bool, scaled: bool) -> int:
    """Index of the decimal sign in a printed number, -1 where it has none, len(raw) where it is malformed."""
    comma, point = raw.rfind(","), raw.rfind(".")
    if comma < 0 and point < 0:
        return -1
    if comma >= 0 and point >= 0:
        return max(comma, point) if raw.count("," if comma > point else ".") == 1 else len(raw)
    sign, at = (",", comma) if comma >= 0 else (".", point)
    if raw.count(sign) > 1:
        return -1 if all(len(group) in (2, 3) for group in raw.split(sign)[1:]) else len(raw)
    behind = len(raw) - at - 1
    grouped = behind == 3 and 1 <= at <= 3 and raw[0] != "0"
    if not grouped:
        return at if sign == "." or behind < 3 or (behind == 4 and at == 1) or raw[0] == "0" else len(raw)
    if sign == ",":
        return at if european and scaled else -1
    return -1 if european else at


class Words(NamedTuple):
    """A number in words up to a symbol, and for a share or a multiple the unit it already has."""

    last: int
    value: Decimal
    unit: str = ""


def percent(part: int, of: int) -> Decimal:
    """A share in percent, to four decimals.

    >>> percent(1, 3)
    Decimal('33.3333')
    """
    return round(Decimal(100 * part) / of, 4).normalize() + 0


class Numeral(NamedTuple):
    """A row of the numbers in words: its value is the product of its words, a part dividing it."""

    name: str
    pattern: str  # as in rules.py, from the first word on
    unit: str
    example: str


#: Halves and parts, folds and shares; what is measured by them is left to the term. Cardinals are read by `_cardinal`.
NUMERALS = (
    Numeral("fold", "# .fold", "multiple", "threefold = 3 multiple"),
    Numeral("and a half", "# .mixed", "", "anderthalb Jahre = 1.5 year"),
    Numeral("one", "# .article &scale", "", "a million euros = 1000000 EUR"),
    Numeral("one and more", "# .article &time", "", "a year and a half = 1.5 year"),
    Numeral("part of a dozen", "# .part article times", "", "half a dozen jobs = 6 job"),
    Numeral("part of a scale", "# .one|article|part|demi dash? part? of? article? &scale", "", "three quarters of a million jobs = 750000 job"),
    Numeral("part of a unit", "# .one|article|part dash? part? of? article|one &time|percent|point", "", "half a percentage point = 0.5 percentage_point"),
    Numeral("part of a point", "# .one|article|part dash? part? &point|percent", "", "up a quarter point to 4% = 0.25 percentage_point ; 4 percent"),
    Numeral("half a time", "# .article|demi demi? &time", "", "eine halbe Stunde = 0.5 hour"),
    Numeral("hyphenated share", "# .one|article .dash .part", "percent", "two-thirds of employers = 66.6667 percent"),
    Numeral("share", "# .one|article part", "percent", "a third of employers = 33.3333 percent"),
    Numeral("hundred", "# .times|scale &currency|counted", "", "thousand euros = 1000 EUR"),
    Numeral("bare share", "# .part", "percent", "half of employers = 50 percent"),
)  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth", "last", "this")


def in_words(symbols: Symbols, at: int) -> Words | None:
    """The number in words that begins at a symbol; scale words are left to the term, unless more words follow them.

    They count as figures only where a unit, a scale, a currency or a counted noun follows ("twenty percent", never "one
    of the best").
    """
    if symbols.has(at, "article"):
        following = _hop(symbols, at)
        more = symbols.has(following, "time") and symbols.has(symbols.step(following, 1), "and")
        if not more and not symbols.has(following, "part", "demi", "scale", "times"):
            return None
    if symbols.low(at) == "quarter" and symbols.has(_hop(symbols, at), "article"):
        return None  # "the same quarter a year before"
    if symbols.has(at, "times", "scale") and symbols.has(symbols.step(at, -1), "vague"):
        return None  # "several hundred dollars"
    if count := _value(symbols, at, "one"):
        whole, last = out_of(symbols, at)
        if whole > count:
            return Words(last, percent(count, whole), "percent")
    for row in NUMERALS:
        if symbols.code[at] not in starts(row.pattern, RIGHT):
            continue
        found = expression(row.pattern, RIGHT).match(symbols.code, at)
        places = [found.start(n) for n in range(1, (found.lastindex or 0) + 1)] if found else []
        entries = [entries for place in places if place >= 0 and (entries := symbols.entries[place])]
        times = prod(
            Decimal(e[name].value) for e in entries for name in ("one", "times", "scale", "fold", "mixed") if name in e
        )
        parts = [int(e[name].value) for e in entries for name in ("part", "demi") if name in e]
        if not found or (len(parts) != 1 and re.search("part|demi", row.pattern)):
            continue
        last = found.end() - 1
        if row.unit != "percent":
            return Words(last, round(Decimal(times) / prod(parts), 4), row.unit)
        if times <= parts[0] and (times, parts[0]) != (2, 4) and _is_share(symbols, at, last):
            return Words(last, percent(int(times), parts[0]), "percent")
    return _cardinal(symbols, at)


def _is_share(symbols: Symbols, at: int, last: int) -> bool:
    """`two-thirds`, `half of`, `by a third`, `a quarter to a third`; not `the first half of 2024`, `by quarter`."""
    before, following = symbols.low(symbols.step(at, -1)), _next(symbols, last)
    word, entry = symbols.low(following), symbols.entry(last, "part")
    if symbols.low(last).rstrip("s") in ("half", "quarter") and _is_calendar(symbols, before, last):
        return False
    if last == at and symbols.low(at)[-1:] == "s" and entry and not entry.language:
        return False  # "two consecutive quarters of growth"
    if at == 0 and last == len(symbols.lows) - 1:
        return True
    if entry and entry.language:
        return symbols.has(following, "of") or word == "aller"
    other = _next(symbols, following) if word in ("and", "to", "or") else -1
    other = _next(symbols, other) if symbols.has(other, "article", "one") else other
    led = before == "by" and (last > at or symbols.low(last) == "half")
    led = led or (symbols.low(last) != "quarter" and symbols.has(symbols.step(at, -1), "over", "under", "about"))
    return symbols.low(last - 1) in ("-", "‑") or led or word in ("of", "the") or symbols.has(other, "part")


def _is_calendar(symbols: Symbols, before: str, last: int) -> bool:
    if before in _ORDINALS or (before[:1].isdigit() and not before.isdecimal()):
        return True
    place = last
    for _ in range(3):
        place = symbols.step(place, 1)
        if symbols.low(place) not in ("of", "the", "fiscal"):
            break
    word = symbols.low(place)
    return (word[:2] in ("19", "20") and len(word) == 4) or word in ("year", "quarter", "month", "fy")


def _next(symbols: Symbols, at: int) -> int:
    """The next word, over a blank or a hyphen that joins the two; -1 where none adheres."""
    following = _hop(symbols, at)
    return following if symbols.low(following)[:1].isalpha() else -1


def _value(symbols: Symbols, at: int, *classes: str) -> int:
    """The value of a number word of one of these classes, 0 where none stands there."""
    entry = symbols.entry(at, *classes)
    return int(entry.value) if entry else 0


def is_out_of(symbols: Symbols, at: int) -> bool:
    """Whether the words of `one in five` stand at a symbol: in, in a (hundred), out of, out of every."""
    low = symbols.low(at)
    every = symbols.has(at, "denominator") and low[-5:] in ("every", "ut of")
    return every or low == "in a" or (symbols.has(at, "score") and low != "/")


def _hop(symbols: Symbols, at: int) -> int:
    """The next symbol, over a blank or a hyphen: `one-in-five`."""
    return at + 2 if symbols.low(at + 1) in ("-", "‑", "‐") else symbols.step(at, 1)


def out_of(symbols: Symbols, at: int) -> tuple[int, int]:
    """The whole of `one in five workers`, `9 workers out of every 10`, and its symbol; (0, 0) where none is told."""
    link = _hop(symbols, at)
    counted = symbols.low(link)[-1:] == "s" and symbols.entries[link].keys() <= {"counted"}
    link = _hop(symbols, link) if counted else link
    if not is_out_of(symbols, link) or (counted and symbols.low(link) == "in"):
        return 0, 0
    last = _hop(symbols, link)
    last = symbols.step(last, 1) if symbols.low(last) == "every" else last
    raw, noun = symbols.low(last), symbols.step(last, 1)
    whole = int(raw) if raw.isdecimal() and len(raw) < 5 else _value(symbols, last, "one", "ten", "times")
    told = symbols.low(at).isalpha() or symbols.low(link) != "in" or noun >= len(symbols.lows)
    told = whole in (5, 10, 20, 100) if counted else told or whole <= 10 or whole % 10 == 0
    if not told or 1900 <= whole <= 2100 or symbols.has(noun, "times", "scale", "time", "percent", "currency"):
        return 0, 0
    return whole, last


def _cardinal(symbols: Symbols, at: int) -> Words | None:
    """`twenty-five`, `one hundred and fifty`, `a dozen`, `two million three hundred thousand`, `two point five`."""
    total, group, last, place = 0, 0, -1, at
    if symbols.has(at, "article"):
        place = _next(symbols, at)
        if not symbols.has(place, "times"):
            return None
    while place >= 0:
        entries = symbols.entries[place]
        digit = _value(symbols, place, "one", "ten")
        fits = last < 0 or not group or (group % 10 == 0 and group % 100 >= 20 and digit < 10) or group % 100 == 0
        if ("one" in entries or "ten" in entries) and fits:
            group += digit
        elif "times" in entries and group < 100:
            group = max(group, 1) * _value(symbols, place, "times")
        elif "scale" in entries and group and (total or _goes_on(symbols, place)):
            scale = int(Decimal(entries["scale"].value))
            if total and scale >= total:
                break
            total, group = total + group * scale, 0
        elif symbols.low(place) == "and" and last >= 0 and (group >= 100 or (total and not group)):
            following = _next(symbols, place)
            if not symbols.has(following, "one", "ten"):
                break
            place = following
            continue
        else:
            break
        last, place = place, _next(symbols, place)
    if last < 0 or (last == at and symbols.has(at, "times")):
        return None
    value, last = _decimals(symbols, Decimal(total + group), last)
    return Words(last, value)


def _goes_on(symbols: Symbols, at: int) -> bool:
    """Whether more of the number follows a scale word: `two thousand five hundred`."""
    following = _next(symbols, at)
    if symbols.low(following) == "and":
        following = _next(symbols, following)
    if not symbols.has(following, "one", "ten"):
        return False
    return not (symbols.low(following) == "one" and is_out_of(symbols, _next(symbols, following)))


def _decimals(symbols: Symbols, value: Decimal, last: int) -> tuple[Decimal, int]:
    """`two point five`: the digits behind the point."""
    point = _next(symbols, last)
    if symbols.low(point) != "point":
        return value, last
    figures, place = "", _next(symbols, point)
    while place >= 0 and symbols.has(place, "one") and _value(symbols, place, "one") < 10:
        figures, last, place = figures + str(_value(symbols, place, "one")), place, _next(symbols, place)
    return (Decimal(f"{value}.{figures}"), last) if figures else (value, last)
