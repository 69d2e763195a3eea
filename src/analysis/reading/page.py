"""What a whole page says of its money: the country whose `$` it prints, the pay periods it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from analysis import words
from analysis.errors import InputError
from analysis.quantity.lexicon import country_currency, currencies
from analysis.reading.occupation import role_beside_pay
from analysis.reading.place import country as country_in
from analysis.reading.place import place_in
from analysis.reading.unit_words import pay_periods
from analysis.source import Article
from analysis.units import WORKING_YEAR

__all__ = ["UNKNOWN", "Page", "headline", "is_possible", "page_of", "page_role", "periods_named"]

#: Least and most that the middle of a column of pay comes to in a year, in currencies worth about a dollar.
A_YEAR = Decimal(6_000), Decimal(400_000)

#: Words of time beside pay that say no period of it: "a year ago", "over the past year", "38-hour week".
_NO_PERIOD = (
    r"{measures no period}"
    r"|{measures against}\s+(?i:(?:the )?(?:past |last |previous |prior )?(?:year|month|quarter)s?\b)"
    r"|(?i:\d[- ]hours?[- ](?:\w+ )?(?:week|day|month|year)s?\b)"
)


@dataclass(frozen=True, slots=True)
class Page:
    """`currency`: what a sign that several currencies share stands for, '' the commonest; `periods`: pay periods named
    beside words of pay; `language`: as the page says it, else `de` where its numbers have decimal commas.
    """

    currency: str = ""
    periods: frozenset[str] = frozenset()
    language: str = ""

    def likely_period(self, column: tuple[str, Decimal]) -> str:
        """The one period of the page that makes a possible yearly pay of an amount, '' where none or several do.

        >>> Page(periods=frozenset({"year", "month"})).likely_period(("GBP", Decimal(54_000)))
        'year'
        """
        possible = [period for period in self.periods if is_possible(period, column)]
        return possible[0] if len(possible) == 1 else ""


def headline(article: Article) -> str:
    """The title; of a bare text its first short line."""
    first = article.blocks[0].text if article.blocks else ""
    return article.title or (first if len(first.split()) <= 12 and not first.endswith(".") else "")


def page_role(article: Article) -> str:
    """The occupation a page of pay is about, by its title or its first headings; '' for other pages."""
    headings = dict.fromkeys((headline(article), *(block.path[0] for block in article.blocks[:40] if block.path)))
    return next(filter(None, map(role_beside_pay, list(headings)[:3])), "")


def is_possible(period: str, column: tuple[str, Decimal], *, part: bool = False) -> bool:
    """Whether an amount per that period makes a possible yearly pay, or `part` of one; True in weak currencies.

    >>> is_possible("hour", ("USD", Decimal(51_830)))
    False
    """
    currency, amount = column
    least, most = (Decimal(0), A_YEAR[1]) if part else A_YEAR
    return amount > 0 and (
        currency not in words.known("measures", "strong currency") or least <= amount * WORKING_YEAR[period] <= most
    )


UNKNOWN = Page()


def page_of(article: Article, currency: str = "", country: str = "") -> Page:
    """What the page says as a whole; a caller's currency (ISO 4217) or country (ISO alpha-2, name) wins over it.

    Raises InputError for a currency or country that is not known.
    """
    headings = dict.fromkeys(heading for block in article.blocks for heading in block.path)
    periods = {period for text in _told(article) for period in periods_named(text)}
    known = _meant(currency, country) or _currency(headline(article), tuple(headings))
    return Page(known, frozenset(periods), article.language[:2].lower() or _by_numbers(article))


#: So many signs of one way of writing numbers must stand against one of the other: a page may quote another language's.
_MOST = 9
#: A number with a decimal comma, or with two points or more between thousands; one with a decimal point, or commas
#: between thousands.
_COMMA = re.compile(r"(?<![\w.,])\d{1,3}(?:(?:\.\d{3})*,\d{1,2}|(?:\.\d{3}){2,})(?![\w.]|,\d)")
_POINT = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+\.\d{1,2})(?![\w.]|,\d)")


def _by_numbers(article: Article) -> str:
    """`de` where more numbers of a page have a comma before their decimals than a point: it then parts thousands."""
    texts = [text for block in article.blocks for text in (block.text, *(c.text for row in block.grid for c in row))]
    commas, points = (sum(len(sign.findall(text)) for text in texts) for sign in (_COMMA, _POINT))
    return "de" if commas > _MOST * points else ""


def periods_named(text: str) -> list[str]:
    """The periods of pay that a text names.

    >>> periods_named("a monthly wage, 5% more than a year ago, for a 38-hour week")
    ['month']
    """
    return list(pay_periods(words.regex(_NO_PERIOD).sub(" ", text))) if text.strip() else []


def _meant(currency: str, country: str) -> str:
    """The currency a caller says that shared signs stand for, '' where he says none."""
    if currency and currency.upper() not in currencies():
        raise InputError("currency", repr(currency), "give an ISO 4217 code such as 'USD'")
    if country and country.lower() not in country_currency():
        raise InputError("country", repr(country), "give an ISO 3166 alpha-2 code such as 'SG'")
    return currency.upper() or (country_currency()[country.lower()] if country else "")


def _told(article: Article) -> Iterator[str]:
    """The sentences, headings and captions that speak of pay."""
    pay = words.pattern("headers", "pay")
    for block in article.blocks:
        texts = (block.title, *block.path[-1:], *(block.text[span.start : span.end] for span in block.sentences))
        yield from (text for text in texts if len(text) < 1000 and pay.search(text))


@lru_cache(maxsize=64)
def _currency(title: str, headings: tuple[str, ...]) -> str:
    """The currency of the one country the title names, or else the headings; '' on a page about a market."""
    if words.pattern("pay", "not pay").search(title) and not words.pattern("headers", "pay").search(title):
        return ""  # world trade, and much of a small country's, is told in US dollars
    for texts in ((title,), headings):
        named = {found for text in texts if (found := country_in(text) or place_in(text).country)}
        if len(named) == 1:
            return country_currency().get(named.pop().lower(), "")
        if named:
            return ""
    return ""
