"""Cut a text into symbols: numbers, words and phrases of the vocabulary, signs, blanks; dates and the like are skipped.

A symbol is one character of `Symbols.code` and one entry of the lists beside it. Rules are regular expressions on that
string (rules.py), so that reading is linear whatever the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

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
  | [0-9]{1,2}(?:\.[0-5][0-9]\s?Uhr | h[0-5][0-9])\b
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
  | [0-9]++(?:[.,][0-9]++)*
"""
_CJK = "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3"
_SIMPLE_END = rf"(?![\w.,:/'’()^½\[–*†‡-]|[{_SPACE}](?:[0-9]|[½ap]))"
_NUMERIC = ("simple", "number")
_SINGLE = frozenset("()[]{},;:!?.\"'“”„«»|/\\=#&@_…·•→←^")
_YEAR, _NUMERAL, _OTHER = frozenset({"number", "year"}), frozenset({"number"}), frozenset({"other"})
_WORDS = [frozenset({"word"}), frozenset({"word", "capital"}), frozenset({"word", "capitals"})]
_WIDE = {ord(wide): str(n % 10) for n, wide in enumerate("０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


@cache
def _pattern() -> re.Pattern[str]:
    mixed = "|".join(re.escape(sign) for sign in signs())
    return re.compile(
        rf"""
      (?P<blank>\s+)
    | (?P<plain>[a-zA-ZÀ-ɏ]++(?![\w.$£€¥₹₵¢/'’:]))      # most words, early because it is quick
    | (?P<simple>[0-9]{{1,3}}(?:,[0-9]{{3}})*+{_SIMPLE_END})   # most numbers
    | (?P<mark>[%–—~);€£₹]|\$(?!U))
    | (?=[0-9[(+'’hw¹-⁹*†‡²])(?:(?P<note>{_NOTE})|(?P<skip>{_SKIP}))
    | (?P<number>{_NUMBER})
    | (?=[a-zA-Z]{{1,5}}[.$£€¥₹₵¢/]|\$U)(?P<sign>(?<![^\W\d_])(?:{mixed})(?![^\W\d_]))
    | (?P<word>(?:[a-zA-Z]\.){{2,}} | (?:\b(?:[dlDLnN]|[jJ]usqu)['’](?=[^\W_]))
        | [{_CJK}] | [^\W\d_{_CJK}¹²³⁰⁴-⁹]++(?:['’][^\W\d_]++)?)
    | (?P<other>\S)
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
    reverse: str = ""

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
    matches = list(_pattern().finditer(plain))
    kinds = [match.lastgroup or "skip" for match in matches]
    raws = [BLANK if kind == "blank" else match[0] for kind, match in zip(kinds, matches, strict=True)]
    lows = "\0".join(raws).lower().replace("’", "'").split("\0")
    if len(lows) != len(raws):  # a text that holds NUL itself
        lows = [raw.lower().replace("’", "'") for raw in raws]
    made = Symbols(text, "", [], [], [], [], [], [])
    codes: list[str] = []
    index = 0
    while index < len(raws):
        width, code, entries = _read(raws, lows, kinds, index)
        last = index + width - 1
        if kinds[index] == "blank" and _breaks(matches[index][0]):
            code = BREAK
        elif kinds[index] in _NUMERIC or "numeral" in entries:
            made.numbers.append(len(codes))
        codes.append(code)
        made.raws.append(raws[index] if width == 1 else "".join(raws[index : last + 1]))
        made.lows.append(lows[index] if width == 1 else "".join(lows[index : last + 1]))
        made.starts.append(matches[index].start())
        made.ends.append(matches[last].end())
        made.entries.append(entries)
        index += width
    made.code = "".join(codes) + BREAK * 2
    made.reverse = made.code[-3::-1]
    return made


def _breaks(blank: str) -> bool:
    """Whether a run of blanks parts what stands around it: a line's end, or more than three."""
    return "\n" in blank or len(blank) > 3


def _read(raws: list[str], lows: list[str], kinds: list[str], index: int) -> tuple[int, str, dict[str, Entry]]:
    """How many tokens the symbol that begins at a token takes, its code and its meanings."""
    kind, raw = kinds[index], raws[index]
    if kind == "blank":
        return 1, BLANK, NOTHING.entries
    known = lexicon()
    if kind in _NUMERIC:
        return (
            1,
            known.codes[_YEAR if len(raw) == 4 and raw[:2] in ("19", "20") and raw.isdecimal() else _NUMERAL],
            NOTHING.entries,
        )
    if kind in ("skip", "note"):
        return 1, known.codes[frozenset([kind])], NOTHING.entries
    low = lows[index]
    for width in range(min(known.longest.get(low, 1), len(raws) - index), 1, -1):
        lexeme = known.phrases.get("".join(lows[index : index + width]))
        if lexeme:
            return width, lexeme.codes[_shape(raw)], lexeme.entries
    lexeme = known.exact.get(raw) or known.phrases.get(low) or composite(raw)
    if lexeme:
        return 1, lexeme.codes[_shape(raw)], lexeme.entries
    if raw[0].isalpha():
        return 1, known.codes[_WORDS[_shape(raw)]], NOTHING.entries
    return 1, raw if raw in _SINGLE else known.codes[_OTHER], NOTHING.entries


def _shape(raw: str) -> int:
    """0 small letters, 1 Capital, 2 CAPITALS."""
    return 0 if not raw[0].isupper() else 2 if len(raw) > 1 and raw.isupper() else 1
