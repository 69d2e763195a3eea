"""Two numbers that stand together: ranges, a change and its level, lists with one unit, dollars and cents."""

from __future__ import annotations

import itertools
from decimal import Decimal

from . import lexicon
from .after import read_after
from .before import read_period
from .compose import Bound, Maker, read
from .model import Quantity
from .refusals import refused
from .rules import TIMES, Term, between
from .tokens import BREAK, Symbols

#: What stands between two numbers, by what it makes of them; the test of quantities shows each at work.
JOINS = {
    "to": "to;.dash _to;.dash .to .dash",  # 5 to 7, 5 – 7, $5- to $7-an-hour, three-to-five-year
    "and": "and",  # between 5 and 7
    "suspended": ".dash _to|and;.dash ','",  # 5- to 7-year; 5-, 7- and 10-year
    "listed": "','? and",  # 5, 6 and 7 percent
    "named": "and|to|of|','|'&' and?",  # Tables 5, 6 and 7; step 2 of 5
}
BRACKET = "'(';'(' word|capital|capitals|year '.'? ':'?"  # 5 (7) million, 5 (Vj: 7) million, 5 (2020: 7) million

#: What stands between the number of a house and a postcode: `12 rue du Bac, 75007 Paris`.
POSTCODE = "','?;word|capital|capitals word|capital|of* ','"


def _joins(name: str, gap: str) -> bool:
    return between(JOINS[name]).fullmatch(gap) is not None


#: Words before a verb that make of "rise 3% to 5%" a range to come.
_FUTURE = ("to", "will", "would", "may", "could", "can")
_ON = ("rising", "increasing", "going")  # "from $5, rising to $7": what follows ends no range
_TOLD_ONCE = ("currency", "unit", "period", "noun", "language")  # by one end of a range for both
_SHARES = ("percent", "percentage_point", "multiple")


def complete(terms: list[Term], symbols: Symbols) -> list[Term]:
    """Join what is one figure told in two numbers, and share units and names along lists; the terms that remain."""
    joined = terms[:1]
    for term in terms[1:]:
        if not _one_figure(joined[-1], term, symbols):
            joined.append(term)
    for before, after in itertools.pairwise([term for term in joined if not term.is_year]):
        if after.bare and symbols.code[after.last + 1] == ")":
            _behind_bracket(before, after, symbols)
    shared = False
    for at in range(len(joined) - 1, 0, -1):
        before = joined[at - 1]
        if before.is_year or not before.bare:
            shared = False
            continue
        listed = shared or (at > 1 and joined[at - 2].bare and _gap(joined[at - 2], before, symbols) == ",")
        shared = _share_unit(before, joined[at], symbols, listed)
    for before, after in itertools.pairwise(joined):
        _share_name(before, after, symbols)
        _same_money(before, after, symbols)
    return joined


def _one_figure(before: Term, after: Term, symbols: Symbols) -> bool:
    """`12 dollars and 50 cents`, `12 million 837 thousand`: the second is part of the first."""
    if not (before.scale or before.currency) or after.first - before.last > 4:
        return False
    unit, part, scale, joins = before.scale or Decimal(1), read(after), after.scale, _gap(before, after, symbols)
    in_words = after.words is not None and (before.words is not None or bool(before.currency))
    if before.currency and after.bare and not after.noun and not joins and 10 <= int(part.value if part else 0) < 100:
        cents = in_words or after.last + 1 == len(symbols.raws)
        scale = Decimal("0.01") if cents and symbols.raws[before.last].isalpha() else None  # 20 euros 50
    elif in_words and before.scale and not (before.unit or before.currency):
        scale, joins = scale or Decimal(1), joins.removeprefix(",")  # five thousand, two hundred jobs
    if not part or not scale or part.value * scale >= unit:
        return False
    if scale < 1:
        linked = joins in ("", ",") or symbols.has(symbols.step(before.last, 1), "and", "with")
        if not (before.currency and linked):
            return False
    elif joins or min(len(symbols.raws[term.last]) for term in (before, after)) < 3:
        return False
    before.plus, before.last, before.period = part.value * scale / unit, after.last, before.period or after.period
    before.unit, before.currency, before.noun = after.unit or before.unit, before.currency or after.currency, after.noun
    return True


def _share_unit(before: Term, after: Term, symbols: Symbols, shared: bool) -> bool:
    """`10- and 15-year bonds`, `3, 5 and 8 percent`, `12.5 ±2 percent`: what the last one prints holds for all."""
    gap = symbols.code[before.last + 1 : after.first]
    suspended = _joins("suspended", gap)
    bounded = symbols.lows[after.first].startswith(("and ", "or "))
    listed = _joins("listed", gap) or bounded or (shared and gap.strip() == ",")
    told = after.unit not in ("", "count", "score") and (shared or _of_one_kind(before, after, symbols))
    if not (suspended or (listed and told) or (after.sign == "±" and not gap.strip())):
        return False
    before.take(after)
    before.last += suspended
    return True


def _behind_bracket(before: Term, after: Term, symbols: Symbols) -> None:
    """`102.9 (89.3) million euros`, `23,1 (Vj: 22,4) %`: what stands behind the bracket holds for both.

    `€102.9 million (89.3)`, `22.4% (21.5)`: so does what stands before it, where both are printed alike.
    """
    closing = after.last + 1
    if not between(BRACKET).fullmatch(symbols.code, before.last + 1, after.first):
        return
    reach = Term(after.first, closing, after.raw)
    read_after(reach, symbols)
    if reach.scale and before.currency and not before.scale:  # "€102.9 (89.3) million"
        before.scale = reach.scale
    elif before.bare and (reach.scale or reach.currency or reach.unit == "percent"):
        for term in (before, after):
            term.take(reach)
            term.period, term.blocked = reach.period, ""
    first, last = read(before), read(after)
    if not (first and last) or after.blocked or first.places != last.places:
        return
    near = first.value < 10 * abs(last.value) and abs(last.value) < 10 * first.value  # "€540 (2)" has a note
    if near and (before.currency or (before.unit == "percent" and first.places)):
        after.take(before)


def _same_money(before: Term, after: Term, symbols: Symbols) -> None:
    """`12,5 milliards d'euros, dont 7,6 milliards pour le vin`: parts of an amount of money are money."""
    if not after.scale or not before.currency or after.first - before.last > 20:
        return
    if BREAK in symbols.code[before.last + 1 : after.first]:
        return
    at = symbols.step(after.first, -1)
    at = symbols.step(at, -1) if symbols.low(at) in ("the", "los", "las", "les", "des") else at
    linked = symbols.has(symbols.step(after.last, 1), "meant for") or (symbols.has(at, "alike") and not after.noun)
    if linked and not (after.currency or after.unit or after.blocked):
        after.currency, after.language = before.currency, after.language or before.language


def _of_one_kind(before: Term, after: Term, symbols: Symbols) -> bool:
    """`4 or 5 percent`; but `200, or 25%` and `637,000 and 34 percent` are an amount and a share."""
    first, last = read(before), read(after)
    close = bool(first and last and first.value <= 10 * last.value)
    return after.unit != "percent" or (close and not _gap(before, after, symbols).startswith(","))


def _gap(one: Term, two: Term, symbols: Symbols) -> str:
    return symbols.text[symbols.ends[one.last] : symbols.starts[two.first]].strip()


def _share_name(before: Term, after: Term, symbols: Symbols) -> None:
    """`Tables 3, 4 and 5`, `step 2 of 5`, `May 5–7`, `5–7 May`, `Musterweg 5, 10115 Berlin`: all are names."""
    gap = symbols.code[before.last + 1 : after.first]
    short = after.bare and not after.noun and len(after.raw) < (5 if before.blocked == "name" else 3)
    if before.blocked in ("name", "month") and short and _joins("named", gap):
        after.blocked = before.blocked
    elif after.blocked == "month" and before.bare and _joins("to", gap) and len(before.raw) < 3:
        before.blocked = "month"
    elif len(after.raw) in (4, 5) and after.raw.isdecimal() and after.bare and between(POSTCODE).fullmatch(gap):
        placed = before.blocked == "capital" and "," in gap  # Am Markt 5, 10115 Berlin
        if placed or refused(before, symbols) == "address":
            after.blocked = after.blocked or "address"


class Pairs:
    """The quantities of a text's terms: ranges where two belong together, else points."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.symbols = maker, maker.symbols

    def quantities(self, terms: list[Term]) -> list[Quantity]:
        """The quantities of the text, in its order."""
        found: list[Quantity] = []
        index = 0
        while index < len(terms):
            term, after = terms[index], terms[index + 1] if index + 1 < len(terms) else None
            made = self._pair(term, after) if after and self._joined(term, after) else None
            found += self._point(terms, index) if made is None else made
            index += 1 if made is None else 2
        return found

    def _point(self, terms: list[Term], index: int) -> list[Quantity]:
        term = terms[index]
        if refused(term, self.symbols, self.maker.context.unit):
            return []
        if term.opener and not (term.over or term.under):
            term.over = self._opens(terms, index)
        point = self.maker.point(term)
        return [point] if point else []

    def _opens(self, terms: list[Term], index: int) -> bool:
        """Whether `from` bounds a single amount (`salaries from $80k`), and does not name where something came from."""
        term, symbols = terms[index], self.symbols
        word = symbols.lows[term.first]
        if term.opener == "start":
            return True
        before = symbols.step(term.first, -1)
        entries = symbols.entries[before].keys() if before >= 0 else set()
        told = any(other.currency or other.unit == "percent" for other in terms[max(index - 3, 0) : index])
        priced = entries & {"pay", "wage", "priced", "counted"}
        plain = symbols.low(before)[-1:] == "s" or not symbols.low(before)[:1].isalnum()
        opens = before < 0 or (not told and bool(priced or plain))
        lows = itertools.takewhile(lambda low: low not in _ON, symbols.lows[term.last + 1 : term.last + 26])
        leads_on = "to" in lows
        if not opens or not term.currency or leads_on or word in ("de", "von", "between", "zwischen", "entre", "tra"):
            term.first = symbols.step(term.first, 1) if word in ("from", "von", "de") else term.first
            return False
        return True

    def _joined(self, low: Term, high: Term) -> bool:
        """Whether what stands between two terms can make them the ends of one range."""
        if high.first - low.last > 7:
            return False
        gap = self.symbols.code[low.last + 1 : high.first]
        if "ratio" in (low.blocked, high.blocked):
            return False
        if low.blocked in ("month", "identifier") or (low.blocked == "name" and not high.bare):
            return False
        if high.blocked == "month" and low.unit:
            return False  # "six months to 30 June"
        if not gap.strip():
            joins = self.symbols.entries[high.first].keys()
            led = "to" in joins or ("bounded" in joins and (low.over or bool(low.opener)))
            return led and high.under and not low.under and not high.opener
        return _joins("to", gap) or (bool(low.opener) and _joins("and", gap))

    def _pair(self, low: Term, high: Term) -> list[Quantity] | None:
        """The quantities from `low` to `high`; [] a span of years, None where the two do not belong together."""
        if not self._agree(low, high):
            return None
        if low.bare and high.bare and low.is_year:
            return [] if high.is_year or len(high.raw) == 2 else None
        nine_to_five = (low.raw.lower(), high.raw.lower()) in (("9", "5"), ("nine", "five"))
        if nine_to_five and not (low.currency or high.currency):
            return []
        own = not self.symbols.raws[high.first][0].isdigit() or high.scale is not None or high.unit in _SHARES
        dated = self.symbols.has(self.symbols.step(low.first, -1), "dated")
        if (high.is_year and high.bare and low.unit) or (low.is_year and low.bare and (own or dated)):
            return None  # "from 750 firms in 2023 to 950 firms"
        if self._moved(low, high):
            low.unit = low.unit or (high.unit if high.unit in ("job", "employee") and low.bare else "")
            return [*self._point([low, high], 0), *self._point([low, high], 1)]
        kind = _kind(low, high)
        read_period(kind, self.symbols)  # "TJM : 450 à 550 €"
        if refused(kind, self.symbols, self.maker.context.unit, is_range=True):
            return []
        return self._range(low, high, kind) or self._downwards(low, high, kind)

    def _agree(self, low: Term, high: Term) -> bool:
        """Whether two terms can be ends of one range: nothing they print differs."""
        code = self.maker.code
        if (
            low.currency
            and high.currency
            and code(low.currency) != code(high.currency)
            and not _one_currency(low, high)
        ):
            return False
        if any(one.unit in _SHARES and other.scale and not one.scale for one, other in ((low, high), (high, low))):
            return False
        if low.unit in (*_SHARES, *TIMES) and high.bare and _times(low, high, 20):
            return False  # "in the previous twelve months to 1,212"
        units, periods = {low.unit, high.unit} - {""}, {low.period, high.period} - {""}
        return len(units) < 2 > len(periods) and not (low.currency and high.unit) and not (low.unit and high.currency)

    def _moved(self, low: Term, high: Term) -> bool:
        """`rose $0.4 billion to $3.1 billion`, `up 3% to 12%`: a change and the level it led to."""
        low_word = self.symbols.low
        join = low_word(self.symbols.step(low.last, 1))
        if join == "auf" and low_word(self.symbols.step(low.first, -1)) == "um":
            return True
        if low.opener or low.unit == "multiple" or join != "to":
            return False
        if low.sign == "+" and not high.sign and low.unit and _times(low, high, 4):
            return True  # "occupancy +0.7% to 73.6%"
        if low.bare and not _times(low, high, 4):
            return False  # "rose 15 to 20 percent" is a range, "up 2,400 to 310,500" is none
        at = self.symbols.step(low.first, -1)
        led = low_word(at) == "by" or (low_word(at) == "of" and _times(low, high, 4))
        at = self.symbols.step(at, -1) if led else at
        return low_word(self.symbols.step(at, -1)) not in _FUTURE and self.symbols.has(at, "moves")

    def _range(self, low: Term, high: Term, kind: Term) -> list[Quantity] | None:
        """The range from `low` up to `high`; None where it does not ascend."""
        low_scale, high_scale = _scales(low, high)
        lower, upper = self.maker.bound(low, kind, low_scale), self.maker.bound(high, kind, high_scale)
        if lower is None or upper is None:
            return None
        if _thousands_left_out(low, high, lower.value, upper.value):
            lower = self.maker.bound(low, kind, Decimal(1000)) or lower
        left, right = lower.value, upper.value
        if left > right and right < 0 and not low.opener:  # -3 to -7%
            left, right = right, left
        if left > right:
            return None
        over = (low.over or high.over) and not (low.over and high.under)
        under = low.under or (high.under and not low.over and self.symbols.step(low.last, 1) != high.first)
        kind.approximate = low.approximate or high.approximate
        precision = Bound(left, min(lower.resolution, upper.resolution), min(lower.rounding, upper.rounding))
        scale = max(filter(None, (low_scale, high_scale)), default=None)
        return [self.maker.quantity(kind, left, right, precision, scale, over, under, bool(low.sign or high.sign))]

    def _downwards(self, low: Term, high: Term, kind: Term) -> list[Quantity] | None:
        """`fell from 5.2 to 4.1 million`: two levels that share what is printed once."""
        for one, other in ((low, high), (high, low)):
            if one.scale is None and other.scale is not None and not (one.unit and not other.unit):
                number = read(one)
                one.scale = other.scale if number and (one is low or number.value < 1000) else None
            one.take(kind, *_TOLD_ONCE, missing=True)
        return [*self._point([low, high], 0), *self._point([low, high], 1)]


def _one_currency(low: Term, high: Term) -> bool:
    """`$60,000 – $80,000 (CAD)`: the one is a sign that the other's currency shares."""
    shared = lexicon.shared()
    return high.currency in shared.get(low.currency, ()) or low.currency in shared.get(high.currency, ())


def _times(low: Term, high: Term, times: int) -> bool:
    """Whether the second number is so many times the first, or more."""
    first, last = read(low), read(high)
    return bool(first and last and last.value * (high.scale or 1) >= times * first.value * (low.scale or 1))


def _kind(low: Term, high: Term) -> Term:
    """What the two ends of a range are together."""
    kind = Term(low.first, high.last, low.raw, low.words if high.words is not None else None, floor=low.floor)
    for end in (low, high):
        kind.take(end, *_TOLD_ONCE, missing=True)
    if high.currency in lexicon.shared().get(low.currency, ()):
        kind.currency = high.currency
    kind.scale, kind.bracketed = low.scale if low.scale is not None else high.scale, low.bracketed
    kind.blocked = low.blocked or (high.blocked if high.blocked in ("physical", "identifier") else "")
    return kind


def _scales(low: Term, high: Term) -> tuple[Decimal | None, Decimal | None]:
    """The scale word of either end, carried to the other where that makes a range, or a pair told downwards."""
    first, last = read(low, scaled=True), read(high, scaled=True)
    if (low.scale is None) == (high.scale is None) or first is None or last is None:
        return low.scale, high.scale
    if low.scale is None:
        return high.scale if first.value <= 5 * last.value else None, high.scale
    return low.scale, low.scale if first.value <= last.value < 1000 else None


def _thousands_left_out(low: Term, high: Term, first: Decimal, last: Decimal) -> bool:
    """`£25-30,000`, `between 40 and 45,000 euros`: the low end is told in thousands; `$50 to $100,000` is not."""
    grouped = last % 100 == first % 1 == 0 and not high.raw.isdecimal()
    return grouped and first > 1 and first * 1000 < last <= first * 20000 and not (low.currency and high.currency)
