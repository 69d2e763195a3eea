"""Text to quantities: the grammar of money, pay, percentages, counts, durations and ranges of them.

A text is cut into symbols (tokens.py), each number grows by the rules of what may stand before and after it (before.py,
after.py), neighbours are joined (pairs.py), what only looks like a figure is refused (refusals.py), and what remains
becomes exact values (compose.py). The words stand in `analysis/words`.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from ..errors import InputError
from . import lexicon, numerals
from .after import read_after
from .before import read_before, read_period
from .compose import Context, Maker
from .interval import Interval
from .model import Quantity
from .pairs import Pairs, complete
from .rules import TIMES, Term, between
from .tokens import Symbols, cut

__all__ = ["Interval", "Quantity", "parse"]


def parse(
    text: str,
    *,
    currency: str | None = None,
    country: str | None = None,
    unit: str | None = None,
    scale: Decimal | int | float | None = None,
    language: str | None = None,
) -> list[Quantity]:
    """Every figure that a text states, in its order.

    `currency` (ISO 4217) or `country` (ISO alpha-2 or name) says what a sign stands for that several currencies share
    ($, kr, ¥). `unit` and `scale` hold for bare numbers, as a header such as "(USD Billion)" declares them. `language`
    ("de", "fr", "es") decides what the point in 1.234 means where nothing in the text does. Never raises because of
    the text; raises InputError for an unknown currency, country or unit.

    >>> [(q.low, q.high, q.unit) for q in parse("$10 – $20 per hour, up 4%")]
    [(Decimal('10'), Decimal('20'), 'USD/hour'), (Decimal('4'), Decimal('4'), 'percent')]
    >>> parse("2.24", unit="USD", scale=10**9)[0].low
    Decimal('2240000000')
    """
    read = _short if len(text) <= SHORT else _read
    return list(read(text, _context(currency, country, unit, scale, language)))


def _read(text: str, context: Context) -> tuple[Quantity, ...]:
    symbols = cut(text)
    if not symbols.numbers:
        return ()
    return tuple(Pairs(Maker(symbols, context)).quantities(complete(_terms(symbols), symbols)))


#: Labels and cells come again and again in a table; so many characters are read once.
SHORT = 120
_short = lru_cache(maxsize=8192)(_read)


def _terms(symbols: Symbols) -> list[Term]:
    """The numbers of a text with what adheres to them, from left to right."""
    terms: list[Term] = []
    floor = -1
    for at in symbols.numbers:
        if at <= floor:
            continue
        term = _term(symbols, at, floor)
        if term is None:
            continue
        before = terms[-1] if terms else None
        if before:
            _follow(before, term, symbols, at)
        terms.append(term)
        floor = term.last
    return terms


def _follow(before: Term, term: Term, symbols: Symbols, at: int) -> None:
    """See whether a number is part of the name that the number before belongs to, or tells how long it took."""
    if at == before.last + 1 and symbols.raws[before.last][-1].isalpha():
        before.blocked = term.blocked = "identifier"  # 1H24
    elif before.blocked == "identifier" and symbols.starts[at] - symbols.ends[before.last] == 1:
        term.blocked = "identifier"  # the tail of a longer name
    if term.over and term.unit in TIMES and symbols.lows[term.first] == "over":
        spans = between(";per time;period").fullmatch(symbols.code, before.last + 1, term.first)
        if spans:  # "10% over 5 years", "2% a year over 5 years"
            term.over, term.first = False, symbols.step(term.first, 1)


def _term(symbols: Symbols, at: int, floor: int) -> Term | None:
    """The term around the number at a symbol; those up to `floor` belong to the term before."""
    words = numerals.in_words(symbols, at) if "numeral" in symbols.entries[at] else None
    if words is None and symbols.entries[at]:
        return None
    term = Term(at, at, symbols.raws[at], floor=floor)
    article = False
    if words:
        article = "article" in symbols.entries[at] and words.value == 1
        term.last, term.words, term.unit = words
        term.fraction = words.unit == "percent"
    read_before(term, symbols)
    read_after(term, symbols)
    read_period(term, symbols)
    if term.words is not None and term.bare and symbols.low(symbols.step(term.first, -1)) == "the":
        return None  # "the gap between the two"
    if article and not (term.plus if term.unit in TIMES else term.currency or term.unit):
        more = symbols.has(symbols.step(term.last, 1), "one", "ten")
        return term if more else None  # "a thousand two hundred euros"; "a million reasons", "a year"
    return term


@lru_cache(maxsize=256)
def _context(
    currency: str | None,
    country: str | None,
    unit: str | None,
    scale: Decimal | int | float | None,
    language: str | None,
) -> Context:
    from ..units import is_known

    code = (currency or "").upper()
    if code and code not in lexicon.currencies():
        raise InputError("currency", repr(currency), "give an ISO 4217 code such as 'USD'")
    if not code and country:
        found = lexicon.country_currency().get(country.lower())
        if found is None:
            raise InputError("country", repr(country), "give an ISO 3166 alpha-2 code such as 'SG'")
        code = found
    if unit and not is_known(unit):
        raise InputError("unit", repr(unit), "give a unit such as 'USD', 'USD/year', 'percent' or 'week'")
    return Context(code, unit or "", None if scale is None else Decimal(str(scale)), (language or "")[:2].lower())
