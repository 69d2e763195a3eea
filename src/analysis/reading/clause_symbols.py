"""A sentence as a sequence of symbols: its figures, the words of `words/*.csv` between them, and its punctuation.

Every rule about clauses is written on these symbols. A word of no family is `word`, a number that is no figure
(a year, a quarter) `number`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache

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
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,/]\d+)*\w*(?:['’]s)?|[^\w\s]")
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
    """The symbols of text[start:end], where `figures` stand in order.

    >>> text = "Sales rose, up from an earlier level."
    >>> [token.sym for token in symbols(text, 0, len(text), ())]
    ['word', 'rise', ',', 'rise', 'from', 'article', 'earlier', 'word', '.']
    """
    tokens: list[Token] = []
    place = start
    for figure in figures:
        first = _number(figure)
        tokens += _words(text, place, first, language)
        tokens += _moved(tokens, figure, first, language)
        place = figure.end
    tokens += _words(text, place, end, language)
    for at, token in enumerate(tokens):
        token.at = at
    return tokens


def _moved(told: Sequence[Token], figure: Figure, first: int, language: str) -> Iterable[Token]:
    """The token of a figure; a range that a word of change leads from end to end is two: "rose from $5 to $6"."""
    text = figure.block.text
    moves = [token.sym for token in told[-8:] if token.sym in ("rise", "fall", "times", "range", "figure", ";")]
    if moves[-1:] == ["figure"]:  # "raised by 10% from £40 to £44"
        moves.pop()
    changes = moves and moves[-1] in ("rise", "fall", "times")
    if figure.is_range and changes and told[-1].sym == "from":
        joints = [
            token for token in _words(text, first, figure.end, language) if token.sym == "to" and token.text.isalpha()
        ]
        if len(joints) == 1:
            for half, start, end in zip(
                halves(figure, joints[0]), (first, joints[0].end + 1), (joints[0].start - 1, figure.end), strict=True
            ):
                yield Token("figure", text[start:end], start, end, figure=half)
                if start == first:
                    yield joints[0]
            return
    yield Token("figure", text[first : figure.end], first, figure.end, figure=figure)


def halves(figure: Figure, joint: Token) -> tuple[Figure, Figure]:
    """The two levels of a range told as a movement, as they stand; both are one figure of the ledger."""
    quantity, text = figure.quantity, figure.block.text
    ends = [(figure.start, joint.start, quantity.low), (joint.end, figure.end, quantity.high)]
    made = []
    for start, end, value in ends:
        half = copy(figure)
        half.start, half.end = start, end
        half.quantity = replace(
            quantity, low=value, high=value, open_low=False, open_high=False, text=text[start:end].strip()
        )
        made.append(half)
    return made[0], made[1]


_NUMBER = re.compile(r"(?:[A-Z]{1,4}\s?)?(?:[$€£¥₹₫]\s)?[^\w\s(]*\d")


def _number(figure: Figure) -> int:
    """Where the number itself begins: words that the quantity took with it (over, from) are words of the clause."""
    found = _NUMBER.search(figure.block.text, figure.start, figure.end)
    return found.start() if found else figure.start


def _words(text: str, start: int, end: int, language: str) -> Iterable[Token]:
    lexicon = _lexicon(language[:2].lower())
    pieces = list(_WORD.finditer(text, start, end))
    keys = [_key(found[0]) for found in pieces]
    at = 0
    while at < len(pieces):
        sym, value, count = _longest(lexicon, keys, at)
        first, last = pieces[at], pieces[at + count - 1]
        if keys[at] == "may" and first[0].startswith("May") and at:
            sym, value = "month", "5"
        yield Token(sym, text[first.start() : last.end()], first.start(), last.end(), value)
        at += count


def _longest(lexicon: Lexicon, keys: Sequence[str], at: int) -> tuple[str, str, int]:
    for length, known in lexicon.get(keys[at], ()):
        for words, sym, value in known:
            if length <= len(keys) - at and _matches(keys, at, words):
                used, matched = at, 0
                while matched < length:
                    matched += keys[used] != "-"
                    used += 1
                return sym, value, used - at
    key = keys[at]
    if key[0].isdigit():
        return "number", key, 1
    return ("word", key, 1) if key[0].isalpha() else (key, "", 1)


def _matches(keys: Sequence[str], at: int, words: tuple[str, ...]) -> bool:
    """Whether the words of a form follow from a place on, with hyphens or blanks between them."""
    for nth, word in enumerate(words):
        if nth and at < len(keys) and keys[at] == "-":
            at += 1
        if at >= len(keys) or keys[at] != word:
            return False
        at += 1
    return True


def _key(piece: str) -> str:
    if _JOINED.fullmatch(piece):
        return "-"
    return _POSSESSIVE.sub("", piece.replace("’", "'").lower()).rstrip(".") or piece


Known = tuple[tuple[str, ...], str, str]  # words of a form, symbol, value
Lexicon = dict[str, list[tuple[int, list[Known]]]]  # first word → forms that begin with it, the longest first


@cache
def _lexicon(language: str) -> Lexicon:
    """The forms of all families in English and one other language."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for own in (language, ""):  # a word of the language before one that all share: "ein Plus von 8 %"
        for family, classes in _FAMILIES:
            for form in forms(family, *classes):
                words = tuple(_key(piece) for piece in _WORD.findall(form) if not _JOINED.fullmatch(piece))
                sense = next((word for word in meanings(family, form) if word.language == own), None)
                if words and sense is not None and (not classes or sense.cls in classes):
                    found.setdefault(words, (sense.cls, sense.value))
    lexicon: dict[str, dict[int, list[Known]]] = {}
    for words, (cls, value) in found.items():
        lexicon.setdefault(words[0], {}).setdefault(len(words), []).append((words, cls, value))
    return {first: sorted(known.items(), reverse=True) for first, known in lexicon.items()}
