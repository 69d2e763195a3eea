"""Money in a currency nobody knows: an amount in a table whose sign or code is none of ISO 4217's.

Such a cell would otherwise be read as a bare count. Only codes that stand directly before an amount of money's size, or
in a header with the unit's scale or period, are taken for currencies: "CTC", "OTE" or "USA" in a table of pay are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from analysis.errors import InputError
from analysis.quantity import lexicon
from analysis.source import Article

_MONEY = re.compile(
    r"\b(?:salar|wage|pay|compensation|earning|income|bonus|revenue|price|cost|budget|market size|valuation|spend)",
    re.IGNORECASE,
)
_SIGN = re.compile(r"([^\w\s.,])\s?\d|\d\s?([^\w\s.,])")
_CODE = re.compile(r"(?<!\w)([A-Z]{3})\s?\d{1,3}(?:[.,]\d{3})+(?!\w)|(?<!\w)([A-Z]{3})\s?\d{4,}(?!\w)")
_HEADER = re.compile(
    r"\(\s*(?:in\s+)?([A-Z]{3})(?:\s*/\s*|\s+)(?:per|a|year|month|hour|thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
_PLACEHOLDERS = frozenset({"XXX", "XTS"})  # ISO 4217 for no currency and for tests
_NO_CURRENCY = frozenset(
    "ANY AVG CAP CEO CFO CIO CTC CTO EST FTE INC ISO LPA LTI MAX MED MIN NET OTE PAY PER RSU STI UAE USA YOE".split()
)


def unknown_currencies(articles: Iterable[Article]) -> Iterator[InputError]:
    """An InputError, not raised, for each table cell with an amount in an unknown currency: place, text, way out."""
    for article in articles:
        for block in article.blocks:
            for row in block.grid:
                for cell, header in zip(row, block.grid[0], strict=False):
                    about = f"{header.text} {row[0].text}"
                    found = _unknown(cell.text, money=bool(_MONEY.search(about))) if cell.origin else ""
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
    for pattern in (_CODE, _HEADER) if money else ():
        for match in pattern.finditer(text):
            code = next(group for group in match.groups() if group)
            if (
                code.isupper()
                and code not in _NO_CURRENCY
                and (code in _PLACEHOLDERS or code not in lexicon.currencies())
            ):
                return code
    return ""
