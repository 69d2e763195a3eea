"""What a rule is: a row with a name, a pattern over symbols, a production and an example.

A pattern is read like the text it stands for: `#` is the number, every other item a class of words (lexicon.py) or a
literal in quotes, `a|b` either, `x?` perhaps, `x*` up to three. Between two items there may be one blank or none; `.x`
is glued to what stands before it and `_x` parted from it. `!x` and `&x` look at what comes next, away from the number,
without taking it: it must not be, must be, x.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import NamedTuple

from .lexicon import lexicon
from .tokens import BLANK, Symbols


class Term:
    """A number with what adheres to it, from symbol `first` to `last`; a bare one has no unit, currency or scale."""

    currency: str = ""
    scale: Decimal | None = None
    unit: str = ""
    period: str = ""
    sign: str = ""
    noun: str = ""
    language: str = ""
    opener: str = ""  # "from", or "start" of "starting at"
    blocked: str = ""  # why it is no figure: name, month, denominator, identifier, physical, ratio, time
    approximate: bool = False
    over: bool = False
    under: bool = False
    bracketed: bool = False
    hyphen: bool = False
    fraction: bool = False  # a share told as a fraction, `a third`, `1 in 6`: to the nearest percent, no finer
    plus: Decimal = Decimal(0)  # cents told beside dollars, the half of "and a half"

    def __init__(self, first: int, last: int, raw: str, words: Decimal | None = None, floor: int = -1) -> None:
        self.first, self.last, self.raw = first, last, raw
        self.words, self.floor = words, floor  # the value of a number in words; the last symbol of the term before
        #: It prints as a year does: four digits from 1900 to 2100, no more.
        self.is_year = len(raw) == 4 and raw.isdecimal() and 1900 <= int(raw) <= 2100

    @property
    def hedged(self) -> bool:
        """A hedge, a bound or `from` stands before it."""
        return self.over or self.under or self.approximate or bool(self.opener)

    def take(self, other: Term, *names: str, missing: bool = False) -> None:
        """Have what another term has: its unit, currency, scale and language, or what is named; or what is missing."""
        for name in names or ("unit", "currency", "scale", "language"):
            setattr(self, name, (missing and getattr(self, name)) or getattr(other, name))

    @property
    def bare(self) -> bool:
        """Nothing adheres that makes it a quantity."""
        return not (self.currency or self.scale or self.unit)


Positions = Sequence[int]
#: Changes a term by what was matched at these positions. False: the rule does not hold after all; True: it holds, but
#: the term does not grow; else the term grows by what was matched, unless the production has set its ends itself.
Production = Callable[[Term, Symbols, Positions], bool | None]
LEFT, RIGHT = True, False
TIMES = frozenset({"minute", "hour", "day", "week", "month", "year"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a grammar: `lacks` names attributes of the term that must be empty, the example shows it at work."""

    name: str
    pattern: str
    lacks: str
    production: Production
    example: str


@cache
def characters(item: str) -> str:
    """The codes that an item of a pattern stands for: classes of words, literals in quotes, either.

    >>> characters("'('"), len(characters("scale|letter")) > 5
    ('(', True)
    """
    known = lexicon()
    found = ""
    for part in item.split("|"):
        codes = known.characters(part) or (part[1:-1] if part[0] == "'" else "")
        if not codes:
            raise KeyError(f"no class of words: {part}")
        found += codes
    return found


class Item(NamedTuple):
    """One item of a pattern: what may stand between it and the number's side, its codes, how often, `!` or `&`."""

    gap: str
    codes: str
    many: str = ""
    look: str = ""

    @property
    def regex(self) -> str:
        """The item as part of a regular expression on codes."""
        chars = re.escape(self.codes)
        if self.look:
            return f"(?{'!' if self.look == '!' else '='}{self.gap}[{chars}])"
        one = f"{self.gap}([{chars}])"
        return {"*": f"(?:{one}){{0,3}}", "?": f"(?:{one})?", "": one}[self.many]


_GAPS = {".": "", "_": BLANK}


@cache
def items(pattern: str, leftward: bool) -> tuple[Item, ...]:
    """One side of a pattern, read away from the number."""
    written = pattern.split()
    at = next(n for n, item in enumerate(written) if item.lstrip("._") == "#")
    gaps = [_GAPS.get(item.lstrip("!&")[0], f"{BLANK}?") for item in written]  # to the left of each
    sides = zip(written[at - 1 :: -1], gaps[at:0:-1], strict=True) if leftward else zip(written, gaps, strict=True)
    made = []
    for item, gap in list(sides)[0 if leftward else at + 1 :] if at or not leftward else ():
        body = item.lstrip("!&").lstrip("._")
        many = body[-1] if body[-1] in "?*" else ""
        made.append(Item(gap, characters(body.removesuffix(many)), many, item[0] if item[0] in "!&" else ""))
    return tuple(made)


@cache
def expression(pattern: str, leftward: bool) -> re.Pattern[str]:
    """One side of a pattern as a regular expression on codes, read away from the number; a group an item taken."""
    return re.compile("".join(item.regex for item in items(pattern, leftward)))


@cache
def starts(pattern: str, leftward: bool) -> frozenset[str]:
    """With what one side of a pattern can begin: a code, or a blank and a code."""
    found: set[str] = set()
    for item in items(pattern, leftward):
        found.update(code for code in item.codes if item.gap != BLANK)
        found.update(BLANK + code for code in item.codes if item.gap)
        if not item.many:
            break
    return frozenset(found)


_MOST = 12  # rules that one side of a number can need
Candidate = tuple[Callable[..., re.Match[str] | None], tuple[str, ...], Production]


class Grammar:
    """The rules of one side of a number; for what may stand next it keeps those that can begin with it."""

    def __init__(self, rules: Sequence[Rule], leftward: bool) -> None:
        self.rules, self.leftward = rules, leftward

    @cached_property
    def _by_start(self) -> dict[str, list[Candidate]]:
        found: dict[str, list[Candidate]] = {}
        for rule in self.rules:
            match = expression(rule.pattern, self.leftward).match
            for start in starts(rule.pattern, self.leftward):
                found.setdefault(start, []).append((match, tuple(rule.lacks.split()), rule.production))
        return found

    def grow(self, term: Term, symbols: Symbols) -> None:
        """Apply to a term, each time, the first rule that holds, until none does."""
        leftward, by_start = self.leftward, self._by_start
        code = symbols.reverse if leftward else symbols.code
        size = len(code)
        stop = size - 1 - term.floor if leftward else size
        for _ in range(_MOST):
            first, last = term.first, term.last
            start = size - first if leftward else last + 1
            if start >= stop:
                return
            nearest = code[start]
            for match, lacks, production in by_start.get(nearest if nearest != BLANK else code[start : start + 2], ()):
                found = match(code, start, stop)
                if found is None or (lacks and any(map(term.__getattribute__, lacks))):
                    continue
                at: Positions = [position for position, _ in found.regs[1 : (found.lastindex or 0) + 1]]
                if leftward:
                    at = [size - 1 - position if position >= 0 else -1 for position in reversed(at)]
                held = production(term, symbols, at)
                if held is not False:
                    break
            else:
                return
            if held:
                return
            if term.first == first and term.last == last:
                width = found.end() - start
                term.first, term.last = (first - width, last) if leftward else (first, last + width)


def put(attribute: str, *classes: str, at: int = 0) -> Production:
    """A production: the value of the word matched, in the first class it has, becomes an attribute."""

    def production(term: Term, symbols: Symbols, positions: Positions) -> None:
        entry = symbols.entry(positions[at], *classes)
        if entry:
            setattr(term, attribute, Decimal(entry.value) if attribute == "scale" else entry.value)
            term.language = term.language or entry.language

    return production


def flag(attribute: str) -> Production:
    """A production: an attribute of the term becomes true."""

    def production(term: Term, symbols: Symbols, positions: Positions) -> None:
        setattr(term, attribute, True)
        entry = symbols.entry(positions[0], "over", "under", "about", "more", "less", "roughly")
        term.language = term.language or (entry.language if entry else "")

    return production


def sum_of(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """A production: currency and scale of one word, `MUSD`; a year behind it is none of its amounts."""
    if term.is_year:
        return False
    term.currency, scale = symbols.entries[at[0]]["sum"].value.split()
    term.scale = Decimal(scale)
    return None


def assign(**values: object) -> Production:
    """A production: attributes of the term get these values."""

    def production(term: Term, symbols: Symbols, positions: Positions) -> None:
        for name, value in values.items():
            setattr(term, name, value)

    return production


def block(reason: str) -> Production:
    """A production: the number is no figure, for a reason."""

    def production(term: Term, symbols: Symbols, positions: Positions) -> bool:
        term.blocked = term.blocked or reason
        return True

    return production


@cache
def between(patterns: str) -> re.Pattern[str]:
    """What may stand between two numbers, one pattern or several parted by `;`, as one expression on codes."""
    return re.compile("|".join(f"{expression(f'# {pattern}', RIGHT).pattern} ?" for pattern in patterns.split(";")))
