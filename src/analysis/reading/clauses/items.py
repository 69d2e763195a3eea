"""Figures of a sentence as the rules of clauses see them, and the sentence they stand in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from analysis.reading.clauses.symbols import Token
from analysis.reading.model import Figure, Frame, FrameKind
from analysis.units import PERCENT, split
from analysis.words import lookup

REACH = 10  # symbols a figure's noun phrase may hold before it
DATES = frozenset({"number", "month", "earlier", "article", "of", "in", "yoy", "grain"})
STATISTICS = frozenset({"median", "mean", "minimum", "maximum", "percentile"})
#: What stands in a noun phrase.
NOMINAL = STATISTICS | {
    "word", "number", "article", "approx", "-", "earlier", "now", "month", "grain", "total", "world"
}  # fmt: skip
MOVES = frozenset({"rise", "fall", "times"})
BASES = frozenset({"than", "above", "below", "base", "on"})
GOVERNORS = BASES | {"from", "to", "by"} | {"reach", "aux", "share", "allot", "gap"}
BORDERS = frozenset({",", ";", ":", "(", ")", "."}) | {"and", "or", "contrast", "relative", "so", "with"}
SUBJECTS = frozenset({"word", "pointer", "total", "rest", "pair", "gap"})
CHANGES = PERCENT | {"multiple"}
_SIZED = frozenset({"word", "aux", "more", "than", "above", "below", "approx"})
TIMES = frozenset({"hour", "minute", "day"}) | {"week", "month", "quarter", "year", "decade"}
YEAR = re.compile(r"(?:19|20|21)\d\d(?!\d)")


@dataclass(slots=True, eq=False)
class Item:
    """A figure in its sentence: what governs it, what it is of a change, and to which clause it belongs.

    `role`: `start`, `end`, `change` (percent, points, amount, multiple), `level` (stands where it is), `share`
    (a percentage that is no change) or `part` (what brought a level to where it is). `sign`: the
    direction a change was told in. `bracket`: the figure it stands in brackets behind.
    """

    token: Token
    tokens: Sequence[Token]  # those of its sentence
    previous: Item | None = None  # the figure before it in its sentence
    role: str = "level"
    gov: str = ""  # how it stands to the others: mostly the kind of the word that governs it
    governor: Token | None = None
    direct: bool = True  # nothing but articles and hedges stands between that word and the figure
    sign: int = 0
    clause: int = 0
    earlier: bool = False
    basis: str = ""
    bracket: Item | None = None
    twin: Item | None = None  # the same change in another unit: "by 13,000 (0.2%)"
    coordinated: bool = False  # a change behind "and" whose verb is that of the one before
    other_base: bool = False  # a change that names its own base without a figure: "8% on 2019"
    path: tuple[Token, ...] = ()  # the symbols between the figure and what governs it, nearest first
    figure: Figure = field(init=False)
    unit: str = field(init=False)
    at: int = field(init=False)  # its place among the symbols

    def __post_init__(self) -> None:
        assert self.token.figure is not None
        self.figure, self.unit, self.at = self.token.figure, self.token.figure.unit, self.token.at

    @property
    def words(self) -> frozenset[str]:
        """The words of its noun phrase before it."""
        return frozenset(token.value for token in self.path if token.sym == "word")

    @property
    def gov_at(self) -> int:
        """The place of the word that governs it, -1 where none does."""
        return self.governor.at if self.governor else -1

    @property
    def ahead(self) -> Iterator[Item]:
        """The figures before it in its sentence, nearest first."""
        item = self.previous
        while item is not None:
            yield item
            item = item.previous

    @property
    def lead(self) -> Sequence[Token]:
        """The symbols before it, up to the figure before it."""
        last = self.previous.at if self.previous else -1
        return self.tokens[max(last + 1, self.at - 8) : self.at]

    @property
    def is_rate(self) -> bool:
        """Whether it is a percentage, points or a multiple."""
        return self.unit in CHANGES

    @property
    def is_level(self) -> bool:
        """Whether it is an amount that is no change: of money, people, things."""
        return self.role in ("level", "start", "end") and not (self.is_rate or self.is_time or self.is_class)

    @property
    def counted(self) -> Item | None:
        """The figure that it stands in brackets behind, a class's count for the class: "463 have 50 to 249 (55%)"."""
        return self.bracket.previous if self.bracket is not None and self.bracket.is_class else self.bracket

    @property
    def is_class(self) -> bool:
        """Whether it says of what size things are that stand counted before it: "463 have 50 to 249 staff"."""
        if self.role != "level" or self.previous is None or not (self.figure.is_range or self.figure.is_open):
            return False
        counted, between = self.previous.figure, {t.sym for t in self.tokens[self.previous.at + 1 : self.at]}
        plain = not (counted.is_money or counted.is_range or counted.is_open)
        return plain and bool({"word", "aux"} & between) and between <= _SIZED and self.previous.unit not in CHANGES

    @property
    def is_time(self) -> bool:
        """Whether it is a duration."""
        return self.unit in TIMES

    @property
    def stands(self) -> bool:
        """Whether it is an amount and no base of a change."""
        return self.is_level and self.role != "start"

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage and no change or level of one."""
        return self.unit == "percent" and self.role in ("share", "level")

    @property
    def behind(self) -> list[Token]:
        """The symbols behind it, up to another figure, a border or a word that governs the next."""
        found: list[Token] = []
        for token in self.tokens[self.at + 1 :]:
            said = not found and token.sym == "aux" and token.text.endswith("ed")  # "$21 million reported in"
            if token.figure is not None or token.sym in BORDERS or (token.sym in GOVERNORS and not said):
                break
            found.append(token)
        return found

    @property
    def when(self) -> tuple[int, int]:
        """(year, month) told beside it, else those of its period; 0 for what is not told."""
        for path in (self.behind, self.path):
            year = next((int(found[0]) for t in path if t.sym == "number" and (found := YEAR.match(t.text))), 0)
            month = next((int(token.value) for token in path if token.sym == "month"), 0)
            if year or month:
                return year, month
        period = self.figure.period
        if period is None or period.grain == "span":
            return 0, 0
        return period.start.year, 0 if period.grain == "year" else period.end.month

    @property
    def is_yearly(self) -> bool:
        """Whether it is told as so much a year: a compound rate, "annually"."""
        return self.basis in ("cagr", "yearly")

    def sym(self, steps: int) -> str:
        """The kind of the symbol so many places behind it; '' beyond its sentence."""
        return self.tokens[self.at + steps].sym if 0 <= self.at + steps < len(self.tokens) else ""


@dataclass(slots=True)
class Sentence:
    """A sentence ready for its frames: symbols, figures with roles; and those of what stands before it.

    `history`: symbols and figures of the last sentences before it that state any, the nearest last.
    """

    tokens: list[Token]
    items: list[Item]
    history: list[tuple[list[Token], list[Item]]]

    @property
    def past(self) -> list[Item]:
        """The figures of those sentences, in order."""
        return [item for _, items in self.history for item in items]

    @property
    def before(self) -> list[Item]:
        """The figures of the last sentence before it that states any."""
        return self.history[-1][1] if self.history else []

    def sym(self, at: int) -> str:
        """The kind of the symbol at a place; '' beyond the sentence."""
        return self.tokens[at].sym if 0 <= at < len(self.tokens) else ""

    def syms(self, first: int, last: int) -> list[str]:
        """The kinds of the symbols between two places."""
        return [token.sym for token in self.tokens[first + 1 : last]]

    @property
    def moves(self) -> bool:
        """Whether it has a word of change."""
        return any(token.sym in MOVES for token in self.tokens)

    def phrase(self, at: int, ends: Collection[str]) -> list[Token]:
        """The symbols behind a place up to one that ends a phrase."""
        return list(takewhile(lambda token: token.sym not in ends, self.tokens[at + 1 :]))

    def words(self, first: int, last: int) -> Sequence[Token]:
        """The symbols between two places."""
        return self.tokens[first + 1 : last]

    def levels(self, like: Figure | None = None) -> list[Item]:
        """Its amounts that stand where they are, of the same kind as a figure."""
        return [item for item in self.items if item.is_level and (like is None or alike(item.figure, like))]

    def points(self, item: Item, told: Sequence[Token] | None = None) -> bool:
        """Whether what stands before a figure in its clause points back, has no subject, or repeats the one told."""
        first = max((other.at + 1 for other in self.items if other.clause < item.clause), default=0)
        own = self.tokens[first : item.at]
        subject = {token.value for token in own[:8] if token.sym == "word"}
        if told is None and (not subject or any(token.sym == "pointer" for token in own[:6])):
            return True
        words = {token.value for token in told or (self.history[-1][0] if self.history else ()) if token.sym == "word"}
        return not first and bool(subject) and subject <= words

    def unread(self, first: int, last: int) -> bool:
        """Whether a number that is no figure and no date stands between two places: it might be a slot's."""
        months = {place for token in self.tokens if token.sym == "month" for place in (token.at - 1, token.at + 1)}
        told = self.tokens[max(0, first) : last]
        return any(t.sym == "number" and not YEAR.match(t.text) and t.at not in months for t in told)


def frame_of(kind: FrameKind, clear: bool, why: str, basis: str = "", **slots: Item | Sequence[Item]) -> Frame:
    """The frame of a kind whose slots those figures fill."""
    figures = {
        name: (filled.figure,) if isinstance(filled, Item) else tuple(item.figure for item in filled)
        for name, filled in slots.items()
    }
    return Frame(kind, figures, clear, why, basis)


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are amounts of one kind: the same unit, or both plain counts.

    Money matches where one of the two says no period.
    """
    if one.unit == other.unit:
        return True
    if one.is_money and other.is_money:
        first, second = split(one.unit), split(other.unit)
        return first.base == second.base and not (first.period and second.period)
    return not any(figure.is_money or figure.unit in CHANGES | TIMES for figure in (one, other))


def earlier_than(one: tuple[int, int], other: tuple[int, int]) -> bool | None:
    """Whether one (year, month) lies before another; None where that is not told."""
    if not (one[0] and other[0]) or one[0] == other[0]:
        alone = one[0] == other[0] or not (one[0] and other[0])
        return one[1] < other[1] if alone and one[1] and other[1] and one[1] != other[1] else None
    return one[0] < other[0]


def back(
    tokens: Sequence[Token], at: int, reach: int, wanted: Collection[str], stops: Collection[str] = ()
) -> Token | None:
    """The nearest symbol of some kinds before a place, with no figure and no stop between."""
    for token in reversed(tokens[max(0, at - reach) : at]):
        if token.sym in wanted:
            return token
        if token.figure is not None or token.sym in stops:
            return None
    return None


def size_of(word: str) -> str:
    """What a noun is the size of: money/sales for "revenue", count for "number"; '' for other words."""
    found = lookup("sizes", word.lower())
    return found.value if found else ""


def listed(item: Item) -> bool:
    """Whether a figure goes on a list whose verb is left out: "A rose 5% to $10, B 3% to $20", "4% in May and 6%"."""
    first = item.previous.at + 1 if item.previous else 0
    syms = [token.sym for token in item.tokens[first : item.at]]
    joint = next((nth for nth, sym in enumerate(syms) if sym in (",", "and")), None)
    inside = NOMINAL | {",", "and", "in", "from", "by"}
    return joint is not None and first > 0 and set(syms[:joint]) <= NOMINAL | {"in"} and set(syms) <= inside


def too_small(level: Figure, percent: Figure, amount: Figure) -> bool:
    """Whether a level is below the amount by which it changed by less than half: "$4 of tax; down $54, or 6%"."""
    return abs(percent.value) < 50 and abs(level.value) < abs(amount.value)
