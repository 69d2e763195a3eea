"""Money in a currency nobody knows: an amount in a table whose sign or code is none of ISO 4217's.

Such a cell would otherwise be read as a bare count. Only codes that stand directly before an amount of money's size, or
in a header with the unit's scale or period, are taken for currencies: "CTC", "OTE" or "USA" in a table of pay are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from analysis import words
from analysis.errors import InputError
from analysis.quantity import lexicon
from analysis.source import Article

_SIGN = re.compile(r"([^\w\s.,])\s?\d|\d\s?([^\w\s.,])")
_CODE = re.compile(r"(?<!\w)([A-Z]{3})\s?\d{1,3}(?:[.,]\d{3})+(?!\w)|(?<!\w)([A-Z]{3})\s?\d{4,}(?!\w)")
_HEADER = re.compile(r"\(\s*(?:in\s+)?([A-Z]{3})(?:\s*/\s*|\s+)(\w+)")
_PLACEHOLDERS = ("XXX", "XTS")  # ISO 4217 for no currency and for tests


def unknown_currencies(articles: Iterable[Article]) -> Iterator[InputError]:
    """An InputError, not raised, for each table cell with an amount in an unknown currency: place, text, way out."""
    for article in articles:
        for block in article.blocks:
            for row in block.grid:
                for cell, header in zip(row, block.grid[0], strict=False):
                    about = f"{header.text} {row[0].text}"
                    found = (
                        _unknown(cell.text, money=bool(words.pattern("capitals", "money").search(about)))
                        if cell.origin
                        else ""
                    )
                    if found:
                        place = f"{article.slug}, table {block.index}, row {cell.row}, column {cell.column + 1}"
                        way_out = "write the currency as an ISO 4217 code, such as USD"
                        yield InputError(place, f"{cell.text!r} is in an unknown currency, {found!r}", way_out)


def _unknown(text: str, *, money: bool) -> str:
    """The sign or code of an unknown currency in a cell, or ''."""
    for match in _SIGN.finditer(text):
        sign = match[1] or match[2]
        if unicodedata.category(sign) == "Sc" and not any(sign in known for known in lexicon.written()):
            return sign
    codes = [code for pair in _CODE.findall(text) for code in pair if code] if money else []
    codes += [code for code, of in _HEADER.findall(text) if words.lookup("capitals", of)] if money else []
    known = {*lexicon.currencies(), *words.forms("capitals", "no currency")} - set(_PLACEHOLDERS)
    return next((code for code in codes if code not in known), "")
