"""Forms of words found in a text by their first word: a text is cut once, whoever looks for what in it.

What is found is what a regular expression of all forms would find (`alternation`), without compiling one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\w+|[^\w\s]")
_HYPHENS = "-‐‑"
#: Words of texts that a matcher remembers; texts have more only where they are no language.
_MOST = 50_000


class Text:
    """A text cut into words and signs: as they stand, in small letters, which there are; where each begins and ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        if text.isascii():  # so that small letters take as many places
            self.lows: list[str] = _TOKEN.findall(text.lower())
        else:
            self.lows = [token.lower().replace("’", "'") for token in self.tokens]
        self.known = frozenset(self.lows)

    @cached_property
    def tokens(self) -> list[str]:
        """As they stand."""
        return _TOKEN.findall(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each begins."""
        return [hit.start() for hit in _TOKEN.finditer(self.text)]

    @cached_property
    def ends(self) -> list[int]:
        """Where each ends."""
        return [hit.end() for hit in _TOKEN.finditer(self.text)]


@lru_cache(maxsize=4096)
def cut(text: str) -> Text:
    """The words and signs of a text.

    >>> cut("Up 4%").tokens, cut("Up 4%").starts
    (['Up', '4', '%'], [0, 3, 4])
    """
    return Text(text)


class Form(NamedTuple):
    """A form cut up: its words, whether a blank stands before each, and which end of it is open (`*`)."""

    rank: int
    tokens: tuple[str, ...]
    blanks: tuple[bool, ...]
    exact: bool  # written with capitals: it counts only so
    open_start: bool
    open_end: bool
    plain: bool  # one word in any case, which is all there is to ask


class Start(NamedTuple):
    """The forms that a word can begin, the winning first, and the words one of which must follow (None: any)."""

    forms: tuple[Form, ...] = ()
    follow: frozenset[str] | None = None


_NONE = Start()


class Hit:
    """Where a form stands in a text; it answers as the match of a regular expression does."""

    __slots__ = ("_end", "_start", "_text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end

    def start(self) -> int:
        """Where it begins."""
        return self._start

    def end(self) -> int:
        """Where it ends."""
        return self._end

    def group(self) -> str:
        """As it is printed."""
        return self._text[self._start : self._end]

    def __getitem__(self, group: int) -> str:
        return self.group()


class Pattern:
    """The forms of some classes, looked for as a compiled regular expression is; one is made where it is asked for.

    >>> Pattern(("year on year", "yoy")).search("up 4% year-on-year").group()
    'year-on-year'
    """

    def __init__(self, forms: tuple[str, ...]) -> None:
        self._forms = forms
        first: dict[str, list[Form]] = {}
        self._wild: list[Form] = []
        groups, others = _grouped(forms)
        for rank, form in enumerate((*itertools.chain(*groups.values()), *others)):
            made = _form(rank, form)
            if made.open_start or (made.open_end and len(made.tokens) == 1):
                self._wild.append(made)
            else:
                first.setdefault(made.tokens[0].lower(), []).append(made)
        self._first = {low: Start(tuple(begun), _follow(begun)) for low, begun in first.items()}
        self._met: dict[str, Start] = {}
        self._never: set[str] = set()  # words met that begin no form

    @cached_property
    def pattern(self) -> str:
        """The forms as a regular expression, to be a part of others."""
        return alternation(self._forms)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def sub(self, by: str, text: str) -> str:
        """The text with all that is found replaced."""
        return self._compiled.sub(by, text)

    def finditer(self, text: str, start: int = 0) -> Iterator[Hit]:
        """Where forms stand in a text, from left to right, none inside another."""
        cut_up = cut(text)
        if cut_up.known <= self._never if self._wild else self._first.keys().isdisjoint(cut_up.known):
            return iter(())
        return self._hits(cut_up, start)

    def _hits(self, cut_up: Text, start: int) -> Iterator[Hit]:
        lows, begins = cut_up.lows, self._met if self._wild else self._first
        for at, low in enumerate(lows):
            candidates = begins.get(low) or (self._beginning(low) if self._wild else None)
            if candidates is None or not candidates.forms or cut_up.starts[at] < start:
                continue
            if candidates.follow and candidates.follow.isdisjoint(lows[at + 1 : at + 3]):  # a hyphen may stand between
                continue
            last = next((last for form in candidates.forms if (last := _ends(form, cut_up, at)) >= 0), -1)
            if last >= 0:
                start = cut_up.ends[last]
                yield Hit(cut_up.text, cut_up.starts[at], start)

    def search(self, text: str, start: int = 0) -> Hit | None:
        """The first form that stands in a text from a place on."""
        return next(self.finditer(text, start), None)

    def match(self, text: str) -> Hit | None:
        """The form that a text begins with."""
        return next((Hit(text, 0, end) for end in self._from_start(text)), None)

    def fullmatch(self, text: str) -> Hit | None:
        """The form that a text is."""
        return next((Hit(text, 0, end) for end in self._from_start(text) if end == len(text)), None)

    def _from_start(self, text: str) -> Iterator[int]:
        """Where the forms end that a text begins with, the winning first."""
        cut_up = cut(text)
        for form in self._beginning(cut_up.lows[0]).forms if cut_up.lows and not cut_up.starts[0] else ():
            if (last := _ends(form, cut_up, 0)) >= 0:
                yield cut_up.ends[last]

    def _beginning(self, low: str) -> Start:
        """The forms that a word can begin."""
        found = self._first.get(low, _NONE)
        if self._wild and low not in self._met:
            wild = [form for form in self._wild if _is_wild(form, low)]
            if len(self._met) > _MOST:
                self._met.clear()
                self._never.clear()
            self._met[low] = Start(tuple(sorted((*found.forms, *wild)))) if wild else found
            if not self._met[low].forms:
                self._never.add(low)
        return self._met[low] if self._wild else found


def _follow(forms: list[Form]) -> frozenset[str] | None:
    """The second words of forms that begin alike; None where one word is enough, or its end is open."""
    if any(len(form.tokens) < 2 + form.open_end for form in forms):
        return None
    return frozenset(form.tokens[1].lower() for form in forms)


def _grouped(forms: tuple[str, ...]) -> tuple[dict[str, list[str]], list[str]]:
    """The longest form first: those that begin with a letter by how it may be printed, and others."""
    groups: dict[str, list[str]] = {}
    others = []
    for form in sorted(dict.fromkeys(forms), key=lambda form: (-len(form), form)):
        if form[0].isalpha() and len(form) > 1:
            first = f"[{form[0]}{form[0].upper()}]" if form == form.lower() else form[0]
            groups.setdefault(first, []).append(form)
        else:
            others.append(form)
    return groups, others


def _form(rank: int, form: str) -> Form:
    exact, wide = form != form.lower(), len(form) > 1
    core = (form.strip("*") if wide else form).replace("’", "'")
    hits = list(_TOKEN.finditer(core))
    tokens = tuple(hit[0] if exact else hit[0].lower() for hit in hits)
    blanks = tuple(bool(at and hit.start() > hits[at - 1].end()) for at, hit in enumerate(hits))
    opened = wide and form[0] == "*", wide and form[-1] == "*"
    return Form(rank, tokens, blanks, exact, *opened, len(tokens) == 1 and not exact)


def _is_wild(form: Form, low: str) -> bool:
    """Whether a word can be the first of a form with an open end."""
    core = form.tokens[0].lower()
    if form.open_start and form.open_end and len(form.tokens) == 1:
        return core in low
    return low.endswith(core) if form.open_start else low.startswith(core)


def _ends(form: Form, text: Text, at: int) -> int:
    """The last of the words that a form takes from a place on; -1 where it does not stand there."""
    if form.plain:
        return at
    size, last = len(text.lows), at - 1
    for nth, token in enumerate(form.tokens):
        place = last + 1
        if nth and form.blanks[nth]:
            glued = place < size and text.starts[place] == text.ends[last]
            if glued and text.tokens[place] in _HYPHENS:
                place += 1
                glued = place < size and text.starts[place] > text.ends[place - 1]
            if place >= size or glued:
                return -1
        elif nth and (place >= size or text.starts[place] != text.ends[last]):
            return -1
        if not _is(form, nth, token, (text.tokens if form.exact else text.lows)[place]):
            return -1
        last = place
    return last


def _is(form: Form, nth: int, token: str, word: str) -> bool:
    opened = form.open_start and nth == 0, form.open_end and nth == len(form.tokens) - 1
    if opened == (False, False):
        return word == token or (form.exact and word.replace("’", "'") == token)
    if opened == (True, True):
        return token in word
    return word.endswith(token) if opened[0] else word.startswith(token)


def alternation(forms: tuple[str, ...]) -> str:
    """All forms as a regular expression, the longest first, told apart by their first letter.

    >>> alternation(("year on year", "yoy"))
    '(?<!\\\\w)(?:[yY](?i:(?:ear(?:\\\\s+|[-‐‑])on(?:\\\\s+|[-‐‑])year|oy)(?!\\\\w)))'
    """
    groups, others = _grouped(forms)
    begun = [first + _rests(group) for first, group in groups.items()]
    wild = [f"(?i:{expression(form)})" if form == form.lower() else expression(form) for form in others]
    return "|".join([*([f"{_START}(?:{'|'.join(begun)})"] if begun else []), *wild]) or r"(?!)"


def _rests(group: list[str]) -> str:
    """What stands behind the first letter of forms that begin alike; whole words are told once for all of them."""
    told = []
    for whole, run in itertools.groupby((_rest(form) for form in group), key=lambda rest: rest.endswith(_STOP)):
        either = "|".join(rest.removesuffix(_STOP) for rest in run)
        told.append(f"(?:{either}){_STOP}" if whole else either)
    rests = "|".join(told)
    return f"(?i:{rests})" if group[0] == group[0].lower() else f"(?:{rests})"


def _rest(form: str) -> str:
    """What stands behind the first letter of a form."""
    return expression(form).removeprefix(_START)[1:]


_START, _STOP = r"(?<!\w)", r"(?!\w)"


def expression(form: str) -> str:
    """A form as a pattern: blanks, hyphens and apostrophes in every print, whole words only."""
    core = form.strip("*") if len(form) > 1 else form
    body = re.escape(core).replace(r"\ ", r"(?:\s+|[-‐‑])").replace("'", "['’]")
    if len(form) > 1 and form.startswith("*"):
        body = r"\w*" + body
    if len(form) > 1 and form.endswith("*"):
        body += r"\w*"
    left = _START if core[0].isalnum() or form.startswith("*") else ""
    right = _STOP if core[-1].isalnum() else ""
    return f"{left}{body}{right}"
