"""A sentence as a sequence of symbols: its figures, the words of `words/*.csv` between them, and its punctuation.

Every rule about clauses is written on these symbols. A word of no family is `word`, a number that is no figure
(a year, a quarter) `number`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from analysis.grouping import grouped
from analysis.reading.model import Figure
from analysis.words import forms, meanings

#: The families whose words are symbols, nearest to the grammar first; None: all classes of the family.
_FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("clauses", ()),
    ("bases", ()),
    ("change", ()),
    ("parts", ("other", "rest", "outside", "non", "share")),
    ("totals", ("total", "of which", "world", "whole words", "exhaustive")),
    ("statistics", ("median", "mean", "percentile", "minimum", "maximum", "range")),
    ("months", ()),
    ("seniority", ()),
)
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|vs\.|(?:[QHqh][1-4]|FY ?\d+)(?!\w)"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,/]\d+)*\w*(?:['’]s)?|[^\w\s]"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_JOINED = re.compile(r"[-‐‑–—]")


@dataclass(slots=True, eq=False)
class Token:
    """A symbol with its text at start:end of the block; `value` is what the word's class needs; a figure's figure."""

    sym: str
    text: str
    start: int
    end: int
    value: str = ""
    figure: Figure | None = None
    at: int = 0  # position in its sentence

    @property
    def sign(self) -> int:
        """The direction of a word of change or comparison: -1 down, 1 up, 0 none."""
        if self.sym in ("rise", "fall"):
            return 1 if self.sym == "rise" else -1
        return int(self.value) if self.sym in ("more", "above", "below", "highest") and self.value else 0


def symbols(text: str, start: int, end: int, figures: Sequence[Figure], language: str = "") -> list[Token]:
    """The symbols of text[start:end], where `figures` stand in order; margins of error ("±0.7%") are none.

    >>> text = "Sales rose, up from an earlier level."
    >>> [token.sym for token in symbols(text, 0, len(text), ())]
    ['word', 'rise', ',', 'rise', 'from', 'article', 'earlier', 'word', '.']
    """
    tokens: list[Token] = []
    place = start
    for figure in figures:
        margin = "±" in text[max(0, figure.start - 2) : figure.start + 1]
        if margin or figure.start < place:  # a part of the figure before
            continue
        first = _number(figure)
        tokens += _words(text, place, first, language)
        tokens.append(Token("figure", text[first : figure.end], first, figure.end, figure=figure))
        place = figure.end
    tokens += _words(text, place, end, language)
    for at, token in enumerate(tokens):
        token.at = at
    return tokens


_NUMBER = re.compile(r"(?:[A-Z]{1,4}\s?)?(?:[$€£¥₹₫]\s)?[^\w\s(]*\d")


def _number(figure: Figure) -> int:
    """Where the number itself begins: words that the quantity took with it (over, from) are words of the clause."""
    found = _NUMBER.search(figure.block.text, figure.start, figure.end)
    return found.start() if found else figure.start


def _words(text: str, start: int, end: int, language: str) -> list[Token]:
    told = text[start:end]
    return [
        Token(sym, told[low:high], start + low, start + high, value) for sym, value, low, high in _cut(told, language)
    ]


@lru_cache(maxsize=16_384)
def _cut(text: str, language: str) -> tuple[tuple[str, str, int, int], ...]:
    """Symbol, value and place of each word and sign of a text between figures."""
    lexicon = _lexicon(language[:2].lower())
    pieces = list(_WORD.finditer(text))
    keys = [_key(found[0]) for found in pieces]
    told = []
    at = 0
    while at < len(pieces):
        sym, value, count = _longest(lexicon, keys, at)
        if keys[at] == "may" and pieces[at][0].startswith("May") and at:
            sym, value = "month", "5"
        told.append((sym, value, pieces[at].start(), pieces[at + count - 1].end()))
        at += count
    return tuple(told)


def _longest(lexicon: Lexicon, keys: Sequence[str], at: int) -> tuple[str, str, int]:
    """Symbol and value of the longest form that begins at a place, and how many pieces it takes."""
    for words, sym, value in lexicon.get(keys[at], ()):
        if end := _matched(keys, at, words):
            return sym, value, end - at
    key = keys[at]
    if key[-1].isdigit():
        return "number", key, 1
    return ("word", key, 1) if key[0].isalpha() else (key, "", 1)


def _matched(keys: Sequence[str], at: int, words: tuple[str, ...]) -> int:
    """Where the words of a form end that follow from a place on, hyphens or blanks between them; 0: they do not."""
    if len(words) == 1:
        return at + 1  # by which the form was found
    for nth, word in enumerate(words):
        at += nth > 0 and keys[at : at + 1] == ["-"]
        if keys[at : at + 1] != [word]:
            return 0
        at += 1
    return at


@lru_cache(maxsize=8192)
def _key(piece: str) -> str:
    if _JOINED.fullmatch(piece):
        return "-"
    return _POSSESSIVE.sub("", piece.replace("’", "'").lower()).rstrip(".") or piece


Known = tuple[tuple[str, ...], str, str]  # words of a form, symbol, value
Lexicon = dict[str, list[Known]]  # first word → forms that begin with it, the longest first


@cache
def _lexicon(language: str) -> Lexicon:
    """The forms of all families in English and one other language."""
    found: dict[tuple[str, ...], Known] = {}
    for own in (language, ""):  # a word of the language before one that all share: "ein Plus von 8 %"
        for family, classes in _FAMILIES:
            for form in forms(family, *classes):
                words = tuple(_key(piece) for piece in _WORD.findall(form) if not _JOINED.fullmatch(piece))
                sense = next((word for word in meanings(family, form) if word.language == own), None)
                if words and sense is not None and (not classes or sense.cls in classes):
                    found.setdefault(words, (words, sense.cls, sense.value))
    return grouped((found[words] for words in sorted(found, key=len, reverse=True)), lambda known: known[0][0])
