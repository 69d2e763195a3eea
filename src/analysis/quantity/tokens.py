"""Cut a text into symbols: numbers, words and phrases of the vocabulary, signs, blanks; dates and the like are skipped.

A symbol is one character of `Symbols.code` and one entry of the lists beside it. Rules are regular expressions on that
string (rules.py), so that reading is linear whatever the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from .lexicon import NOTHING, Entry, composite, lexicon, signs

BLANK, BREAK = " ", "\n"
_SPACE = " \u00a0\u202f\u2009"
#: Dates, times, versions, addresses, phone numbers, ordinals: one token each, never read.
_SKIP = r"""
    https?://\S* | www\.\S*
  | [0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.Z+-]*)?
  | [0-9]{1,2}(?P<_d>[./-])[0-9]{1,2}(?P=_d)(?:[0-9]{4}|[0-9]{2})(?![0-9])
  | [0-9]{1,3}:[0-9]{1,2}(?::[0-9]{2})?(?![0-9])(?:\s?[ap]\.?m\b\.?)?
  | (?<![$€£₹0-9.,])[0-9]{1,2}(?:\.[0-5][0-9])?\s?(?:[ap]m\b|[ap]\.m\.)
  | 0[0-9]\.[0-5][0-9][ ]?[-–][ ]?[0-2][0-9]\.[0-5][0-9](?![0-9])
  | [0-9]{1,2}(?:[.:][0-5][0-9])?\s?Uhr\b | [0-9]{1,2}[ ]?h[ ]?[0-5][0-9]\b
  | [0-9]++(?:(?i:st|nd|rd|th|ème|er)|º|ª)\b
  | [0-9]{4}s\b | ['’][0-9]{2}s?\b
  | [0-9]{4}/[0-9]{2}(?:[0-9]{2})?(?![0-9/])
  | (?!\+[0-9]{1,3}(?:[ .][0-9]{3})+(?![0-9]))     # +1 234 567 is a change, no phone number
    \+[0-9]{1,3}[ .-]?(?:\([0-9]{1,4}\)|[ .-][0-9]{1,4}\)?)[ .-]?[0-9]{2,8}(?:[ .-][0-9]{2,8}){0,4}(?![0-9])
  | \(?[0-9]{3}\)?[ .-][0-9]{3}[.-][0-9]{4}(?![0-9])
  | \(\+[0-9]{1,3}\)(?:[ -][0-9]{2,8}){1,5}(?![0-9])
  | (?<![0-9.,])00[1-9][0-9]{1,2}(?:[ -][0-9]{2,8}){2,5}(?![0-9])
  | \(0[0-9]{1,4}\)[ -]?[0-9]{3,4}(?:[ -][0-9]{2,4}){0,2}(?![0-9.,])
  | (?<![0-9.,])0[0-9]{1,4}[ -][0-9]{3,4}(?:[ -][0-9]{3,4})?(?![0-9.,])
  | 401\(?k\)? | 1099(?![0-9.,])
  | [0-9]++(?:[-–][0-9]++){2,} | [0-9]++\^[0-9]++
"""
_NOTE = r"\[[0-9]{1,3}\] | [¹²³⁰⁴⁵⁶⁷⁸⁹]++ | [*†‡]++"
_NUMBER = rf"""
    (?:[0-9]{{1,3}}[ -])?(?:1/[2348]|[23]/[348]|[57]/8|(?<=[0-9][ -])[1-9]/(?:5|16))(?![0-9/.,])
  | [0-9]{{1,3}}(?:,[0-9]{{3}})++(?![0-9,])(?:\.[0-9]++)?
  | [0-9]{{1,2}}(?:,[0-9]{{2}}(?=,))++,[0-9]{{3}}(?![0-9,])(?:\.[0-9]++)?
  | [0-9]{{1,3}}(?:\.[0-9]{{3}})++(?![0-9.])(?:,[0-9]++)?
  | [0-9]{{1,3}}(?:['’][0-9]{{3}})++(?![0-9'’])(?:\.[0-9]++)?
  | [0-9]{{1,3}}(?:[{_SPACE}][0-9]{{3}})++(?![0-9])(?:[.,][0-9]{{1,2}}(?![0-9]))?
  | (?:[0-9]++[ ]?)?[½⅓⅔¼¾⅕⅛]
  | (?<![\w.])\.[0-9]++
  | (?<![\w,]),[0-9]{{1,2}}(?![0-9,])
  | [0-9]++·[0-9]++
  | [0-9]++(?:[.,][0-9]++)*
"""
_CJK = "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3"
_SIMPLE_END = rf"(?![\w.,:/'’()^½\[–*†‡·-]|[{_SPACE}](?:[0-9]|[½aphU]))"
_MOST_MET = 50_000
_SINGLE = frozenset("()[]{},;:!?.\"'“”„«»|/\\=#&@_…·•→←^")
_YEAR, _NUMERAL, _OTHER = frozenset({"number", "year"}), frozenset({"number"}), frozenset({"other"})
_WORDS = [frozenset({"word"}), frozenset({"word", "capital"}), frozenset({"word", "capitals"})]
_WIDE = {ord(wide): str(n % 10) for n, wide in enumerate("０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


@cache
def _pattern() -> re.Pattern[str]:
    mixed = "|".join(re.escape(sign) for sign in signs())
    return re.compile(
        rf"""
      \s+
    | [a-zA-ZÀ-ɏ]++(?![\w.$£€¥₹₵¢/'’:])      # most words, early because it is quick
    | (?P<simple>[0-9]{{1,3}}(?:,[0-9]{{3}})*+{_SIMPLE_END})   # most numbers
    | [%–—~);€£₹]|\$(?!U)
    | (?=[0-9[(+'’hw¹-⁹*†‡²])(?:(?P<note>{_NOTE})|(?P<skip>{_SKIP}))
    | (?P<number>{_NUMBER})
    | (?=[a-zA-Z]{{1,5}}[.$£€¥₹₵¢/]|\$U)(?:(?<![^\W\d_])(?:{mixed})(?![^\W\d_]))
    | (?:(?:[a-zA-Z]\.){{2,}} | (?:\b(?:[dlDLnN]|[jJ]usqu)['’](?=[^\W_]))
        | [{_CJK}] | [^\W\d_{_CJK}¹²³⁰⁴-⁹]++(?:['’][^\W\d_]++)?)
    | \S
    """,
        re.VERBOSE,
    )


@dataclass(slots=True)
class Symbols:
    """A text cut up: its codes and, one entry a code, what stands there. A run of blanks is a symbol too."""

    text: str
    code: str
    raws: list[str]
    lows: list[str]
    starts: list[int]
    ends: list[int]
    entries: list[dict[str, Entry]]
    numbers: list[int]  # where a number stands, or a word that a number can begin with
    reverse: str

    def has(self, at: int, name: str) -> bool:
        """Whether a word of a class stands at a position."""
        return 0 <= at < len(self.entries) and name in self.entries[at]

    def entry(self, at: int, *names: str) -> Entry | None:
        """The meaning at a position in the first of these classes it has."""
        entries = self.entries[at] if 0 <= at < len(self.entries) else NOTHING.entries
        return next((entries[name] for name in names if name in entries), None)

    def low(self, at: int) -> str:
        """The symbol at a position in small letters, '' beyond the text."""
        return self.lows[at] if 0 <= at < len(self.lows) else ""

    def is_number(self, at: int) -> bool:
        """Whether printed digits stand at a position."""
        return at < len(self.raws) and self.raws[at][0].isdigit() and not self.entries[at]

    def step(self, at: int, by: int) -> int:
        """The next position in a direction, over one run of blanks; a line's end stays."""
        at += by
        return at + by if 0 <= at < len(self.code) and self.code[at] == BLANK else at


def cut(text: str) -> Symbols:
    """The symbols of a text, in linear time.

    >>> symbols = cut("more than 1,200 jobs")
    >>> symbols.raws, symbols.numbers
    (['more than', ' ', '1,200', ' ', 'jobs'], [2])
    """
    plain = text if text.isascii() else text.translate(_WIDE)
    pattern = _pattern()
    tokens = [match[0] for match in pattern.finditer(plain)]  # which leave out nothing
    known, meet = _met(), lexicon().phrases
    codes: list[str] = []
    raws: list[str] = []
    lows: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    entries: list[dict[str, Entry]] = []
    numbers: list[int] = []
    index, size, start = 0, len(tokens), 0
    while index < size:
        raw, last = tokens[index], index
        code, low, meaning, longest, numeral = known.get(raw) or _meet(raw, pattern.match(plain, start))
        if longest > 1:
            for stop in range(min(index + longest, size), index + 1, -1):
                phrase = "".join(tokens[index:stop]).lower().replace("’", "'")
                if phrase in meet:
                    lexeme, last, low = meet[phrase], stop - 1, phrase
                    raw = "".join(tokens[index:stop])
                    code, meaning = lexeme.codes[_shape(raw)], lexeme.entries
                    numeral = "numeral" in meaning
                    break
        if numeral:
            numbers.append(len(codes))
        codes.append(code)
        raws.append(raw)
        lows.append(low)
        starts.append(start)
        start += len(raw)
        ends.append(start)
        entries.append(meaning)
        index = last + 1
    whole = "".join(codes)
    return Symbols(text, whole + BREAK * 2, raws, lows, starts, ends, entries, numbers, whole[::-1])


class Met(NamedTuple):
    """A token as met before: code, small letters, meanings, the longest phrase it begins, whether a number may begin."""

    code: str
    low: str
    entries: dict[str, Entry]
    longest: int
    numeral: bool


@cache
def _met() -> dict[str, Met]:
    """Tokens met before, so that none is looked up twice."""
    return {}


def _meet(raw: str, match: re.Match[str] | None) -> Met:
    kind = match.lastgroup if match else None
    known, low = lexicon(), raw.lower().replace("’", "'")
    if kind in ("simple", "number"):
        year = len(raw) == 4 and raw[:2] in ("19", "20") and raw.isdecimal()
        return Met(known.codes[_YEAR if year else _NUMERAL], low, NOTHING.entries, 1, True)
    lexeme = known.exact.get(raw) or known.phrases.get(low) or composite(raw)
    if raw.isspace():
        code = BREAK if "\n" in raw or len(raw) > 3 else BLANK
    elif kind in ("skip", "note"):
        code, lexeme = known.codes[frozenset([kind])], None
    elif lexeme:
        code = lexeme.codes[_shape(raw)]
    elif raw[0].isalpha():
        code = known.codes[_WORDS[_shape(raw)]]
    else:
        code = raw if raw in _SINGLE else known.codes[_OTHER]
    longest = known.longest.get(low, 1) if kind not in ("skip", "note") else 1
    entries = lexeme.entries if lexeme else NOTHING.entries
    met = Met(code, BLANK if code == BLANK else low, entries, longest, "numeral" in entries)
    if len(_met()) > _MOST_MET:
        _met().clear()
    _met()[raw] = met
    return met


def _shape(raw: str) -> int:
    """0 small letters, 1 Capital, 2 CAPITALS."""
    return 0 if not raw[0].isupper() else 2 if len(raw) > 1 and raw.isupper() else 1
