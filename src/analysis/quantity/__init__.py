"""Text to quantities: the grammar of money, pay, percentages, counts, durations and ranges of them."""

from __future__ import annotations

import re
from decimal import Decimal

from ..errors import InputError
from . import lexicon
from .model import Interval, Quantity

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

    `currency` (ISO 4217) or `country` (ISO alpha-2 or name) says what a sign stands for that several currencies share ($, kr, ¥).
    `unit` and `scale` hold for bare numbers, as a header such as "(USD Billion)" declares them. `language` ("de", "fr", "es")
    decides what the point in 1.234 means where nothing in the text does. Never raises because of the text.
    """
    if not _DIGIT.search(text):
        return []
    from . import tokens as cutting
    from .compose import Composer
    from .terms import Term, read

    tokens = cutting.cut(text)
    terms: list[Term] = []
    floor = -1
    for index, kind in enumerate(tokens.kinds):
        if kind == "number" and index > floor:
            term = read(tokens, index, index, floor)
            terms.append(term)
            floor = term.last
    return Composer(tokens, _context(currency, country, unit, scale, language)).quantities(terms)


def _context(currency: str | None, country: str | None, unit: str | None, scale: Decimal | int | float | None, language: str | None):  # type: ignore[no-untyped-def]
    from .compose import Context

    code = (currency or "").upper()
    if code and code not in lexicon.currencies():
        raise InputError("currency", repr(currency), "give an ISO 4217 code such as 'USD'")
    if not code and country:
        found = lexicon.country_currency().get(country.lower())
        if found is None:
            raise InputError("country", repr(country), "give an ISO 3166 alpha-2 code such as 'SG'")
        code = found
    return Context(code, unit or "", None if scale is None else Decimal(str(scale)), (language or "")[:2].lower())
