"""Rules for two numbers that stand together: ranges, a change and its level, lists with one unit, dollars and cents."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from decimal import Decimal

from . import lexicon, numerals
from .compose import Maker, is_year
from .model import Quantity
from .refusals import refused
from .rules import Term, expression
from .tokens import BREAK, Symbols

FUTURE = ("to", "will", "would", "may", "could", "can")
_DATED = ("in", "by", "since", "during", "until", "im")


# --- what two terms may share -----------------------------------------------------------------------------------------


def complete(terms: list[Term], symbols: Symbols) -> list[Term]:
    """Join what is one figure told in two numbers, and share a unit along lists; the terms that remain."""
    joined: list[Term] = []
    for term in terms:
        if joined and _one_figure(joined[-1], term, symbols):
            continue
        joined.append(term)
    shared = False
    for after, before in zip(joined[::-1], joined[-2::-1], strict=False):
        shared = _share_along_list(before, after, symbols, shared)
    for before, after in itertools.pairwise(joined):
        _name_along_list(before, after, symbols)
    return joined


def _between(low: Term, high: Term, symbols: Symbols) -> str:
    return symbols.code[low.last + 1 : high.first]


def _one_figure(before: Term, after: Term, symbols: Symbols) -> bool:
    """`12 dollars and 50 cents`: the second is part of the first."""
    joins = symbols.text[symbols.ends[before.last] : symbols.starts[after.first]].strip()
    small = after.scale is not None and after.scale < 1
    if not (
        before.currency
        and before.scale is None
        and small
        and after.currency
        and joins in ("", "and", ",", "und", "et", "y")
    ):
        return False
    cents = numerals.digits(after.raw) if after.words is None else numerals.Number(after.words)
    fits = after.currency == "$" or _code(before.currency) == _code(after.currency)
    if not (cents and fits and cents.value < 100 and not cents.places and after.scale):
        return False
    before.plus, before.last = cents.value * after.scale, after.last
    before.period = before.period or after.period
    return True


def _code(currency: str) -> str:
    return lexicon.shared().get(currency, (currency,))[0]


def _share_along_list(before: Term, after: Term, symbols: Symbols, shared: bool) -> bool:
    """`10- and 15-year bonds`, `3, 5 and 8 percent`: what the last one prints holds for all; a margin has a unit too."""
    between = _between(before, after, symbols)
    if not before.bare or before.blocked or is_year(before) or len(between) > 6 or before.period or before.noun:
        return False
    suspended = SUSPENDED.fullmatch(between)
    other = symbols.lows[after.first].startswith(("and ", "or ")) and (after.over or after.under)
    listed = (
        (LISTED.fullmatch(between) or other or (shared and between.strip() == ","))
        and after.unit not in ("", "count", "score")
        and not after.hyphen
        and not _is_span(before, symbols)
    )
    if suspended and not before.noun:
        before.last += 1
    margin = after.sign == "±" and not between.strip()
    if suspended or listed or margin:
        before.unit, before.currency, before.scale, before.language = (
            after.unit,
            after.currency,
            after.scale,
            after.language,
        )
        return True
    return False


def _is_span(term: Term, symbols: Symbols) -> bool:
    return bool(term.opener)


def _name_along_list(before: Term, after: Term, symbols: Symbols) -> None:
    """`Tables 3, 4 and 5`, `step 2 of 5`, `May 5–7`, `5–7 May`, `Musterweg 5, 10115 Berlin`: all are names."""
    between = _between(before, after, symbols)
    if len(between) > 5 or after.noun or before.noun:
        return
    if before.blocked in ("name", "month") and after.bare and NAMED.fullmatch(between):
        after.blocked = before.blocked
    elif after.blocked == "month" and before.bare and TO.fullmatch(between) and len(before.raw) < 3:
        before.blocked = "month"
    elif (
        before.bare
        and between in (" ", ", ")
        and after.bare
        and not after.blocked
        and refused(before, symbols) == "address"
    ):
        after.blocked = "address"


def _pattern(text: str) -> re.Pattern[str]:
    """What stands between two numbers, blanks on either side."""
    return re.compile(expression(f"# {text}", leftward=False).pattern + " ?")


# --- ranges -----------------------------------------------------------------------------------------------------------


class Pairs:
    """The quantities of a text's terms: ranges where two belong together, else points."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.symbols = maker, maker.symbols

    def quantities(self, terms: list[Term]) -> list[Quantity]:
        """The quantities of the text, in its order."""
        found: list[Quantity] = []
        index = 0
        while index < len(terms):
            pair = terms[index : index + 2]
            made = self._pair(*pair) if len(pair) == 2 and self._joins(*pair) else None
            if made is not None:
                found += made
                index += 2
                continue
            point = self._point(terms, index)
            found += [point] if point else []
            index += 1
        return found

    def _point(self, terms: list[Term], index: int) -> Quantity | None:
        term = terms[index]
        if refused(term, self.symbols, self.maker.context.unit):
            return None
        if term.opener and not (term.over or term.under):
            term.over = self._opens(terms, index)
        return self.maker.point(term)

    def _opens(self, terms: list[Term], index: int) -> bool:
        """Whether `from` bounds a single amount (`salaries from $80k`), and does not name where something came from."""
        term, symbols = terms[index], self.symbols
        if term.opener == "start":
            return True
        before = symbols.step(term.first, -1)
        entries = symbols.entries[before] if before >= 0 else {}
        told = any(other.currency for other in terms[max(index - 3, 0) : index])
        noun = symbols.low(before).endswith("s") and not entries.keys() & {"moves", "period", "time"} and not told
        opens = (
            bool(term.currency)
            and symbols.lows[term.first] not in ("de", "von")
            and (
                before < 0
                or (not symbols.low(before)[:1].isalnum() and not told)
                or bool(entries.keys() & {"pay", "wage", "priced", "counted"} and not told)
                or noun
            )
        )
        ahead = "to" in symbols.lows[term.last + 1 : term.last + 26]
        if not opens or ahead:
            term.first = (
                symbols.step(term.first, 1) if symbols.lows[term.first] in ("from", "von", "de") else term.first
            )
            return False
        return True

    def _joins(self, low: Term, high: Term) -> str:
        """What joins two terms as the ends of one range: `to`, `and`, a bound; '' where nothing does."""
        between = _between(low, high, self.symbols)
        if low.blocked == "name" and not high.bare:
            return ""  # "Level 3 – £40,000"
        if (
            BREAK in between
            or low.blocked in ("month", "identifier", "ratio")
            or high.blocked == "ratio"
            or len(between) > 6
        ):
            return ""
        if not between.strip():
            onward = high.under and not low.under and not high.opener and self.symbols.has(high.first, "to")
            return "onward" if onward else ""
        if TO.fullmatch(between):
            return "to"
        if AND.fullmatch(between) and low.opener:
            return "and"
        return "bounded" if BOUNDED.fullmatch(between) and low.over else ""

    def _pair(self, low: Term, high: Term) -> list[Quantity] | None:
        """The quantities from `low` to `high`; [] a span of years, None where the two do not belong together."""
        if not _agree(low, high, self.maker):
            return None
        bare = low.bare and high.bare
        if bare and is_year(low):
            return [] if is_year(high) or len(high.raw) == 2 else None
        if (low.raw.lower(), high.raw.lower()) in (("9", "5"), ("nine", "five")) and not (
            low.currency or high.currency
        ):
            return []  # nine to five
        if (is_year(high) and high.bare and low.unit) or (
            is_year(low) and low.bare and (_own(high, self.symbols) or self._dated(low))
        ):
            return None
        if self._moved(low, high):
            low.unit = low.unit or (high.unit if high.unit in ("job", "employee") and low.bare else "")
            return self._points(low, high)
        kind = _kind(low, high)
        if refused(kind, self.symbols, self.maker.context.unit, is_range=True):
            return []
        return self._range(low, high, kind) or self._downwards(low, high, kind)

    def _range(self, low: Term, high: Term, kind: Term) -> list[Quantity] | None:
        """The range from `low` up to `high`; None where it does not ascend."""
        low_scale, high_scale = _scales(low, high)
        lower, upper = self.maker.bound(low, kind, low_scale), self.maker.bound(high, kind, high_scale)
        if lower is None or upper is None:
            return None
        if _thousands_left_out(low, high, lower.value, upper.value, self.symbols):
            lower = self.maker.bound(low, kind, Decimal(1000)) or lower
        left, right = lower.value, upper.value
        joined = self.symbols.low(self.symbols.step(low.last, 1))
        if low.sign == "-" and not high.sign and right > abs(left) and not joined[:1].isalpha():
            right = -right
        if left > right and right < 0:
            left, right = right, left
        if left > right:
            return None
        precision = replace(
            lower,
            resolution=min(lower.resolution, upper.resolution),
            rounding=min(lower.rounding, upper.rounding),
        )
        onward = not _between(low, high, self.symbols).strip() or self.symbols.has(high.first, "to")
        bounded = self.symbols.has(self.symbols.step(low.last, 1), "bounded")
        over = (low.over or high.over) and not (low.over and (high.under or bounded))
        under = low.under or (high.under and not low.over and not onward)
        kind.scale = low_scale if low_scale is not None else high_scale
        kind.approximate = low.approximate or high.approximate
        scale = max(filter(None, (low_scale, high_scale)), default=None)
        signed = bool(low.sign or high.sign)
        return [self.maker.quantity(kind, left, right, precision, scale, over=over, under=under, signed=signed)]

    def _downwards(self, low: Term, high: Term, kind: Term) -> list[Quantity] | None:
        """`fell from 5.2 to 4.1 million`: two levels that share what is printed once."""
        if low.bare and high.bare and not low.noun and not high.noun:
            return None
        for one, other in ((low, high), (high, low)):
            if one.scale is None and other.scale is not None and not (one.unit and not other.unit):
                read = numerals.digits(one.raw) if one.words is None else None
                one.scale = other.scale if read and read.value < 1000 else None
            one.currency, one.unit = one.currency or kind.currency, one.unit or kind.unit
            one.period, one.noun = one.period or kind.period, one.noun or kind.noun
            one.language = one.language or kind.language
        return self._points(low, high)

    def _points(self, low: Term, high: Term) -> list[Quantity]:
        points = (self._point([low, high], n) for n in (0, 1))
        return [point for point in points if point]

    def _moved(self, low: Term, high: Term) -> bool:
        """`rose $0.4 billion to $3.1 billion`, `up 3% to 12%`: a change and the level it led to."""
        if low.opener or low.unit == "multiple" or self.symbols.low(self.symbols.step(low.last, 1)) != "to":
            return False
        if low.bare:  # "rose 15 to 20 percent" is a range, "up 2,400 to 310,500" is none
            first, last = (None if term.words is not None else numerals.digits(term.raw) for term in (low, high))
            if first is None or last is None or last.value < 4 * first.value:
                return False
        at = self.symbols.step(low.first, -1)
        if self.symbols.low(at) == "by":
            at = self.symbols.step(at, -1)
        told = self.symbols.low(self.symbols.step(at, -1)) not in FUTURE or low.unit != high.unit
        return self.symbols.has(at, "moves") and told

    def _dated(self, term: Term) -> bool:
        """Whether a word for a date stands before a year: `from 750 firms in 2023 to 950 firms`."""
        return self.symbols.low(self.symbols.step(term.first, -1)) in _DATED


def _kind(low: Term, high: Term) -> Term:
    """What the two ends of a range are together."""
    kind = Term(
        low.first, high.last, low.raw, low.words if high.words is not None else None, low.currency or high.currency
    )
    kind.unit, kind.period, kind.noun = low.unit or high.unit, low.period or high.period, low.noun or high.noun
    kind.language, kind.bracketed = low.language or high.language, low.bracketed
    kind.scale = low.scale if low.scale is not None else high.scale
    kind.blocked = low.blocked or (high.blocked if high.blocked in ("physical", "identifier") else "")
    return kind


def _own(term: Term, symbols: Symbols) -> bool:
    """Whether a term prints a unit of its own that a year before it does not share (`in 2023 to $20 billion`)."""
    prefixed = bool(term.currency) and not symbols.raws[term.first][0].isdigit()
    return prefixed or term.scale is not None or term.unit in ("percent", "percentage_point", "multiple")


def _agree(low: Term, high: Term, maker: Maker) -> bool:
    """Whether two terms can be ends of one range: nothing they print differs."""
    shared = lexicon.shared().get(high.currency, ())
    if low.currency and high.currency and maker.code(low) != maker.code(high) and low.currency not in shared:
        return False
    for one, other in ((low, high), (high, low)):
        if one.unit in ("percent", "percentage_point", "multiple") and other.scale and not one.scale:
            return False
    if low.unit and high.unit and low.unit != high.unit:
        return False
    if (low.currency and high.unit) or (low.unit and high.currency):
        return False
    return not (low.period and high.period and low.period != high.period)


def _scales(low: Term, high: Term) -> tuple[Decimal | None, Decimal | None]:
    """The scale word of either end, carried to the other where that makes an ascending range."""
    if (low.scale is None) == (high.scale is None):
        return low.scale, high.scale
    first, second = (
        numerals.digits(term.raw, scaled=True) if term.words is None else numerals.Number(term.words)
        for term in (low, high)
    )
    if first is None or second is None:
        return low.scale, high.scale
    if low.scale is None:
        descends = second.value < first.value <= 5 * second.value and first.value < 1000
        return (high.scale if (first.value < 1000 and first.value <= second.value) or descends else None), high.scale
    return low.scale, (low.scale if second.value < 1000 and second.value >= first.value else None)


def _thousands_left_out(low: Term, high: Term, first: Decimal, last: Decimal, symbols: Symbols) -> bool:
    """`£25-30,000`, `between 40 and 45,000 euros`: the low end is told in thousands; `$50 to $100,000` is not."""
    if low.scale is not None or high.scale is not None or low.raw.isdecimal() is False or len(low.raw) > 3:
        return False
    own = bool(high.currency) and not symbols.raws[high.first][0].isdigit() and bool(low.currency)
    grouped = last >= 1000 and last % 100 == 0 and not high.raw.isdecimal()
    return not own and grouped and first > 1 and first * 1000 < last <= first * 20000


TO = re.compile(f"{_pattern('to').pattern}|{_pattern('.dash .to .dash').pattern}")
AND = _pattern("and")
BOUNDED = _pattern("bounded")
SUSPENDED = _pattern(".dash _to|and")
LISTED = _pattern("','? and")
NAMED = _pattern("and|to|of|','|'&' and?")
