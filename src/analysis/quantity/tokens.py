"""Cut a text into numbers, words and signs; everything that merely looks like a number is cut out as `skip`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from . import lexicon

# Dates, times, versions, addresses, footnote marks, phone numbers, ordinals: one token each, never read.
_SKIP = r"""
    https?://\S* | www\.\S*
  | [0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.Z+-]*)?
  | [0-9]{1,2}(?P<_d>[./-])[0-9]{1,2}(?P=_d)(?:[0-9]{4}|[0-9]{2})(?![0-9])
  | [0-9]{1,3}:[0-9]{1,2}(?::[0-9]{2})?(?![0-9])(?:\s?[ap]\.?m\b\.?)?
  | (?<![$€£₹0-9.,])[0-9]{1,2}\s?(?:[ap]m\b|[ap]\.m\.)
  | \[[0-9]{1,3}\]
  | [0-9]++(?:st|nd|rd|th|ST|ND|RD|TH|ème|er|º|ª)\b
  | [0-9]{4}s\b | ['’][0-9]{2}s?\b
  | [0-9]{4}/[0-9]{2}(?:[0-9]{2})?(?![0-9/])
  | (?!\+[0-9]{1,3}(?:[ .][0-9]{3})+(?![0-9]))     # +1 234 567 is a change, no phone number
    \+[0-9]{1,3}[ .-]\(?[0-9]{1,4}\)?[ .-]?[0-9]{3,8}(?:[ .-][0-9]{2,8}){0,4}(?![0-9])
  | \(?[0-9]{3}\)?[ .-][0-9]{3}[.-][0-9]{4}(?![0-9])
  | (?<![0-9.,])0[0-9]{1,4}[ -][0-9]{3,4}(?:[ -][0-9]{3,4})?(?![0-9.,])
  | 401\(?k\)? | 1099(?![0-9.,])
  | [0-9]++(?:[-–][0-9]++){2,} | [0-9]++\^[0-9]++
"""
_QUICK = {
    "plain": "word",
    "word": "word",
    "simple": "number",
    "number": "number",
    "sign": "sign",
    "mark": "other",
    "other": "other",
    "skip": "skip",
    None: "skip",
}
_SPACE = " \u00a0\u202f\u2009"
_NUMBER = rf"""
    [0-9]{{1,3}}(?:,[0-9]{{3}})++(?![0-9,])(?:\.[0-9]++)?
  | [0-9]{{1,2}}(?:,[0-9]{{2}}(?=,))++,[0-9]{{3}}(?![0-9,])(?:\.[0-9]++)?
  | [0-9]{{1,3}}(?:\.[0-9]{{3}})++(?![0-9.])(?:,[0-9]++)?
  | [0-9]{{1,3}}(?:['’][0-9]{{3}})++(?![0-9'’])(?:\.[0-9]++)?
  | [0-9]{{1,3}}(?:[{_SPACE}][0-9]{{3}})++(?![0-9])(?:[.,][0-9]{{1,2}}(?![0-9]))?
  | (?:[0-9]++[ ]?)?[½⅓⅔¼¾⅕⅛]
  | (?<![\w.])\.[0-9]++
  | [0-9]++(?:[.,][0-9]++)*
"""


@cache
def _pattern() -> re.Pattern[str]:
    mixed = "|".join(re.escape(sign) for sign in lexicon.mixed_signs())
    return re.compile(
        rf"""
      (?P<plain>[a-zA-ZÀ-ɏ]++(?![\w.$£€¥₹₵¢/'’:]))      # most words, first because it is the quickest
    | (?P<simple>[0-9]{{1,3}}(?:,[0-9]{{3}})*+(?![\w.,:/'’([½^–-]|[{_SPACE}](?:[0-9]|[½ap])))   # most numbers
    | (?P<mark>[%–—~);,€£₹]|\$(?!U))
    | (?=[0-9[(+'’hw])(?P<skip>{_SKIP})
    | (?P<number>{_NUMBER})
    | (?=[a-zA-Z]{{1,5}}[.$£€¥₹₵¢/]|\$U)(?P<sign>(?<![^\W\d_])(?:{mixed})(?![^\W\d_]))
    | (?P<word>(?:[a-zA-Z]\.){{2,}} | (?:\b(?:[dlDLnN]|[jJ]usqu)['’](?=[^\W_])) | [^\W\d_]++(?:['’][^\W\d_]++)?)
    | (?P<other>\S)
    """,
        re.VERBOSE,
    )


@dataclass(slots=True)
class Tokens:
    """A text cut up: parallel lists, one entry a token."""

    text: str
    kinds: list[str]
    raws: list[str]
    lows: list[str]
    starts: list[int]
    ends: list[int]
    size: int
    after: dict[int, tuple[dict[str, lexicon.Entry], int]] = field(default_factory=dict)  # phrases already looked up

    def __len__(self) -> int:
        return self.size

    def gap(self, left: int, right: int) -> int:
        """Number of blanks between two neighbouring tokens; 99 across a line break."""
        start, end = self.ends[left], self.starts[right]
        if end > start and "\n" in self.text[start:end]:
            return 99
        return end - start

    def phrase(self, first: int, last: int) -> str:
        """Tokens first..last in lower case, joined by blanks."""
        return self.lows[first] if first == last else " ".join(self.lows[first : last + 1])


def cut(text: str) -> Tokens:
    """Cut a text into tokens, in linear time."""
    matches = list(_pattern().finditer(text))
    kinds = [_QUICK[match.lastgroup] for match in matches]
    raws = [match[0] for match in matches]
    starts = [match.start() for match in matches]
    ends = [match.end() for match in matches]
    lows = "\0".join(raws).lower().replace("’", "'").split("\0")
    if len(lows) != len(raws):  # a text that holds NUL itself
        lows = [raw.lower().replace("’", "'") for raw in raws]
    return Tokens(text, kinds, raws, lows, starts, ends, len(kinds))
