"""The words around a figure, nearest first, and matching rules against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.figures.model import Figure

_REMARKS = re.compile(r"note|comment|remark|factor|description|focus|driver|insight", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATES = re.compile(r"period|year|date|forecast", re.I)

Rules = tuple[tuple[str, re.Pattern[str]], ...]


def rules(*pairs: tuple[str, str]) -> Rules:
    """(term, words) pairs as compiled rules; letter case does not matter."""
    return tuple((term, re.compile(words, re.I)) for term, words in pairs)


def bounded(*pairs: tuple[str, str]) -> Rules:
    """Rules whose words must stand alone, not inside a longer or hyphenated word."""
    return rules(*((term, rf"(?<![\w-])(?:{words})(?!\w)") for term, words in pairs))


def first_match(of: Iterable[tuple[str, re.Pattern[str]]], text: str) -> str:
    """The term of the first rule found in the text, or ''."""
    return next((term for term, pattern in of if pattern.search(text)), "")


def dated_words(figure: Figure) -> Iterator[str]:
    """Where a figure's year may stand: its cell, its row's label and period, its column, the title, the section."""
    yield figure.cell
    yield figure.row_label
    yield from (text for header, text in figure.row_cells if _DATES.search(header) or _YEAR.fullmatch(text.strip()))
    yield figure.column_label
    yield figure.block.title
    yield figure.block.section


def context_words(figure: Figure) -> Iterator[str]:
    """Where a role, level or place may be named; the prose reader orders them itself."""
    context = figure.hints.get("context")
    if isinstance(context, (list, tuple)):
        yield from map(str, context)
        return
    yield figure.row_label
    yield from (text for header, text in figure.row_cells if not _REMARKS.search(header))
    yield figure.column_label
    yield figure.block.title
    yield from reversed(figure.block.path)
