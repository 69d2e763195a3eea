"""Text to quantities: the grammar of money, pay, percentages, counts, durations and ranges of them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from ..errors import InputError
from . import lexicon, numberwords
from .after import read_after
from .before import read_before
from .compose import TIMES, Composer, Context
from .interval import Interval
from .model import Quantity
from .terms import Term
from .tokens import Tokens, cut

__all__ = ["Interval", "Quantity", "parse"]

_DIGIT = re.compile(r"[0-9½⅓⅔¼¾⅕⅛]")


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
    """
    if not _DIGIT.search(text) and not numberwords.any_in(text):
        return []
    tokens = cut(text)
    composer = Composer(tokens, _context(currency, country, unit, scale, language))
    return composer.quantities(_terms(tokens))


def _terms(tokens: Tokens) -> list[Term]:
    terms: list[Term] = []
    floor = -1
    for index, kind in enumerate(tokens.kinds):
        if index <= floor:
            continue
        if kind == "number":
            term = _term(tokens, index, floor)
        elif kind == "word" and tokens.lows[index] in numberwords.FIRST and (words := numberwords.at(tokens, index)):
            term = _term(tokens, index, floor, words)
            if words.value == 1 and tokens.lows[index] == "a" and not (term.currency or term.unit):
                continue  # "a million reasons"
        else:
            continue
        if terms and terms[-1].blocked == "identifier" and tokens.starts[index] - tokens.ends[terms[-1].last] == 1:
            term.blocked = "identifier"  # the tail of a longer name
        if terms and terms[-1].last == term.first - 1 and tokens.lows[term.first] == "over" and term.unit in TIMES:
            term.over, term.first = False, term.first + 1  # "10% over 5 years" says how long, not how much more
        terms.append(term)
        floor = term.last
    return terms


def _term(tokens: Tokens, index: int, floor: int, words: numberwords.Words | None = None) -> Term:
    """The term around a number; tokens up to `floor` belong to the term before."""
    term = Term(index, index, tokens.raws[index])
    if words:
        term.last, term.words, term.unit, term.language = words.last, words.value, words.unit, words.language
    read_before(tokens, term, floor)
    read_after(tokens, term)
    return term


@lru_cache(maxsize=256)
def _context(
    currency: str | None,
    country: str | None,
    unit: str | None,
    scale: Decimal | int | float | None,
    language: str | None,
) -> Context:
    code = (currency or "").upper()
    if code and code not in lexicon.currencies():
        raise InputError("currency", repr(currency), "give an ISO 4217 code such as 'USD'")
    if not code and country:
        found = lexicon.country_currency().get(country.lower())
        if found is None:
            raise InputError("country", repr(country), "give an ISO 3166 alpha-2 code such as 'SG'")
        code = found
    if unit and not _is_known(unit):
        raise InputError("unit", repr(unit), "give a unit such as 'USD', 'USD/year', 'percent' or 'week'")
    return Context(code, unit or "", None if scale is None else Decimal(str(scale)), (language or "")[:2].lower())


def _is_known(unit: str) -> bool:
    from ..units import is_known

    return is_known(unit)
