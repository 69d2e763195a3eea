"""Cut a text into symbols: numbers, words and phrases of the vocabulary, signs, blanks; dates and the like are skipped.

A symbol is one character of `Symbols.code` and one entry of the lists beside it. Rules are regular expressions on that
string (rules.py), so that reading is linear whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, compress
from typing import NamedTuple, cast

from .lexicon import CJK, NOTHING, Entry, composite, lexicon, signs

BLANK, BREAK = " ", "\n"
_SPACE = " \u00a0\u202f\u2009"
#: Dates, times, versions, addresses, phone numbers, ordinals: one token each, never read.
_SKIP = r"""
    https?://\S* | www\.\S*
  | [0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.Z+-]*)?
  | [0-9]{1,2}(?:/[0-9]{1,2}/|\.[0-9]{1,2}\.|-[0-9]{1,2}-)(?:[0-9]{4}|[0-9]{2})(?![0-9])
  | [0-9]{1,3}:[0-9]{1,2}(?::[0-9]{2})?(?![0-9])(?:\s?[ap]\.?m\b\.?)?
  | (?<![$€£₹0-9.,])[0-9]{1,2}(?:\.[0-5][0-9])?\s?(?:[ap]m\b|[ap]\.m\.)
  | 0[0-9]\.[0-5][0-9][ ]?(?:[-–]|to\b|bis\b)[ ]?[0-2][0-9]\.[0-5][0-9](?![0-9])
  | [0-9]{1,2}(?:[.:][0-5][0-9])?\s?Uhr\b | [0-9]{1,2}[ ]?h[ ]?[0-5][0-9]\b
  | [0-9]++(?:(?i:st|nd|rd|th|ème|er)|º|ª)\b
  | [0-9]{4}s\b | ['’][0-9]{2}s?\b
  | [0-9]{4}/[0-9]{2}(?:[0-9]{2})?(?![0-9/])
  | (?!\+[0-9]{1,3}(?:[ .][0-9]{3})++(?![ .]?[0-9]))     # +1 234 567 is a change, no phone number
    \+[0-9]{1,3}[ .-]?(?:\([0-9]{1,4}\)|[ .-][0-9]{1,4}\)?)[ .-]?[0-9]{2,8}(?:[ .-][0-9]{2,8}){0,4}(?![0-9])
  | \(?[0-9]{3}\)?[ .-][0-9]{3}[.-][0-9]{4}(?![0-9])
  | \(\+[0-9]{1,3}\)(?:[ -][0-9]{2,8}){1,5}(?![0-9])
  | (?<![0-9.,])00[1-9][0-9]{1,2}(?:[ -][0-9]{2,8}){2,5}(?![0-9])
  | \(0[0-9]{1,4}\)[ -]?[0-9]{3,8}(?:[ -][0-9]{2,4}){0,2}(?![0-9.,])
  | (?<![0-9.,])0[0-9]{1,4}[ -][0-9]{3,8}(?:[ -][0-9]{3,4})?(?![0-9.,])
  | 401\(?k\)? | 24[-–]7(?![0-9]) | 1099(?![0-9.,])
  | [0-9]++(?:[-–][0-9]++){2,} | [0-9]++\^[0-9]++ | [0-9]++°[ ]?[0-9]++['’′]
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
#: Most numbers: nothing behind them can make them a date, a time, a fraction, a longer number.
_SIMPLE = rf"""
    (?!0[0-9]|1099)(?:[0-9]{{1,3}}(?:,[0-9]{{3}})++|[0-9]++)(?:\.[0-9]++)?+
    (?![\w:/'’()^½\[–*†‡·°-]|[.,][0-9]|[{_SPACE}](?:[0-9]|[½aphU]))
"""
_MOST_MET = 50_000
_SINGLE = frozenset("()[]{},;:!?.\"'“”„«»|/\\=#&@_…·•→←^")
_YEAR, _NUMERAL, _OTHER = frozenset({"number", "year"}), frozenset({"number"}), frozenset({"other"})
_WORDS = [frozenset({"word"}), frozenset({"word", "capital"}), frozenset({"word", "capitals"})]
_WIDE = {ord(wide): str(n % 10) for n, wide in enumerate("０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")} | {
    ord("٬"): ",",
    ord("٫"): ".",
}


@cache
def _pattern() -> re.Pattern[str]:
    """What one token is. Without groups, so that `findall` gives the tokens; it leaves out nothing of a text."""
    mixed = "|".join(re.escape(sign) for sign in signs())
    return re.compile(
        rf"""
      \s+
    | [a-zA-ZÀ-ɏ]++(?![\w.$£€¥₹₵¢/'’:])      # most words, early because it is quick
    | {_SIMPLE}
    | [%–—~);€£₹]|\$(?!U)
    | (?=[0-9[(+'’hw¹-⁹*†‡²])(?:{_NOTE}|{_SKIP})
    | {_NUMBER}
    | (?=[a-zA-Z]{{1,5}}[.$£€¥₹₵¢/]|\$U)(?:(?<![^\W\d_])(?:{mixed})(?![^\W\d_]))
    | (?:(?:[a-zA-Z]\.){{2,}} | (?:\b(?:[dlDLnN]|[jJ]usqu)['’](?=[^\W_]))
        | [{CJK}] | [^\W\d_{CJK}¹²³⁰⁴-⁹]++(?:['’][^\W\d_]++)?)
    | \S
    """,
        re.VERBOSE,
    )


@cache
def _kinds() -> re.Pattern[str]:
    plain = r"(?!1099)[0-9]++(?:[.,][0-9]++)?"  # most numbers
    return re.compile(rf"(?P<number>{plain})|(?P<note>{_NOTE})|(?P<skip>{_SKIP})|(?P<other>{_NUMBER})", re.VERBOSE)


@dataclass(slots=True)
class Symbols:
    """A text cut up: its codes and, one entry a code, what stands there. A run of blanks is a symbol too."""

    text: str
    code: str
    raws: Sequence[str]
    lows: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    entries: Sequence[dict[str, Entry]]
    numbers: list[int]  # where a number stands, or a word that a number can begin with
    reverse: str

    def has(self, at: int, *names: str) -> bool:
        """Whether a word of one of these classes stands at a position."""
        return 0 <= at < len(self.entries) and not self.entries[at].keys().isdisjoint(names)

    def entry(self, at: int, *names: str) -> Entry | None:
        """The meaning at a position in the first of these classes it has."""
        entries = self.entries[at] if 0 <= at < len(self.entries) else NOTHING.entries
        return next((entries[name] for name in names if name in entries), None)

    def raw(self, at: int) -> str:
        """The symbol at a position as written, '' beyond the text."""
        return self.raws[at] if 0 <= at < len(self.raws) else ""

    def low(self, at: int) -> str:
        """The symbol at a position in small letters, '' beyond the text."""
        return self.lows[at] if 0 <= at < len(self.lows) else ""

    def is_number(self, at: int) -> bool:
        """Whether printed digits stand at a position."""
        return at < len(self.raws) and self.raws[at][0].isdigit() and not self.entries[at]

    def is_parted(self, at: int) -> bool:
        """Whether several blanks stand before a position, as between columns."""
        return len(self.raws[at - 1]) > 1 and self.raws[at - 1].isspace()

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
    raws = _pattern().findall(plain)
    raws, met = _phrases(raws, _meanings(raws, plain))
    codes, lows, entries, numeral, *_ = zip(*met, strict=True) if met else ((),) * 6
    ends, code = list(accumulate(map(len, raws))), "".join(codes)
    numbers = list(compress(range(len(raws)), numeral))
    return Symbols(text, code + BREAK * 2, raws, lows, [0, *ends[:-1]], ends, entries, numbers, code[::-1])


class Met(NamedTuple):
    """A token as met before: its code, small letters, meanings, whether a number may begin with it, and the phrases."""

    code: str
    low: str
    entries: dict[str, Entry]
    numeral: bool
    longest: int = 1  # tokens of the longest phrase that it begins
    ahead: frozenset[str] = frozenset()  # the one or two tokens that can follow it in a phrase


def _meanings(raws: list[str], text: str) -> list[Met]:
    """What each token of a text is."""
    found = list(map(_met().get, raws))
    missing = [at for at, met in enumerate(found) if met is None]
    ends = list(accumulate(map(len, raws))) if missing else []
    for at in missing:
        found[at] = _meet(raws[at], text, ends[at] - len(raws[at]))
    return cast(list[Met], found)


def _phrases(raws: list[str], met: list[Met]) -> tuple[list[str], list[Met]]:
    """The tokens, those that make a phrase of the vocabulary as one: the longest where several begin."""
    known = lexicon()
    joined: list[str] = []
    meanings: list[Met] = []
    done = 0
    for at in [at for at, one in enumerate(met) if one.longest > 1]:
        follow = raws[at + 1 : at + 3]
        ahead = met[at].ahead
        if at < done or not follow or ("".join(follow).lower() not in ahead and follow[0].lower() not in ahead):
            continue
        for stop in range(min(at + met[at].longest, len(raws)), at + 1, -1):
            raw = "".join(raws[at:stop])
            phrase = raw.lower().replace("’", "'")
            if lexeme := known.exact.get(raw) or known.phrases.get(phrase):
                joined += [*raws[done:at], raw]
                code, entries = lexeme.codes[_shape(raw)], lexeme.entries
                meanings += [*met[done:at], Met(code, phrase, entries, "numeral" in entries)]
                done = stop
                break
    return (joined + raws[done:], meanings + met[done:]) if done else (raws, met)


@cache
def _met() -> dict[str, Met]:
    """Tokens met before, so that none is looked up twice."""
    return {}


def _meet(raw: str, text: str, start: int) -> Met:
    match = _kinds().fullmatch(text, start, start + len(raw)) if not raw[0].isalpha() or raw[0] in "hw" else None
    kind = match.lastgroup if match else None
    known, low = lexicon(), raw.lower().replace("’", "'")
    if kind in ("number", "other"):
        year = len(raw) == 4 and raw[:2] in ("19", "20") and raw.isdecimal()
        met = Met(known.codes[_YEAR if year else _NUMERAL], low, NOTHING.entries, True)
        return _met().setdefault(raw, met) if len(raw) < 5 else met
    if kind:
        return Met(known.codes[frozenset([kind])], low, NOTHING.entries, False)
    lexeme = known.exact.get(raw) or known.phrases.get(low) or composite(raw)
    if raw.isspace():
        code = BREAK if "\n" in raw or len(raw) > 3 else BLANK
    elif lexeme:
        code = lexeme.codes[_shape(raw)]
    elif raw[0].isalpha() and raw[0] < CJK[0]:
        code = known.codes[_WORDS[_shape(raw)]]
    else:
        code = raw if raw in _SINGLE else known.codes[_OTHER]
    entries = lexeme.entries if lexeme else NOTHING.entries
    ahead = frozenset(known.ahead.get(low, ()))
    met = Met(code, BLANK if code == BLANK else low, entries, "numeral" in entries, known.longest.get(low, 1), ahead)
    if len(_met()) > _MOST_MET:
        _met().clear()
    _met()[raw] = met
    return met


def _shape(raw: str) -> int:
    """0 small letters, 1 Capital, 2 CAPITALS."""
    return 0 if not raw[0].isupper() else 2 if len(raw) > 1 and raw.isupper() else 1
