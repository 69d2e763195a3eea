"""Changes told in a clause: from what, to what, by how much, in whatever order and over how many words.

A change takes the base that stands nearest behind it, else the one before; its level behind "to", else the one it
stands beside, else that of the clause or sentence that this one points at. Each choice that leaves another reading is
a doubt (`doubts`): about which figures belong together, or about how they are counted. A frame is clear
where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from analysis.reading.clauses.doubts import COMPARED, by_so_much, rivals, terms
from analysis.reading.clauses.items import (
    DATES,
    MOVES,
    Item,
    Sentence,
    alike,
    back,
    listed,
    too_small,
)
from analysis.reading.clauses.shares import of_n
from analysis.reading.clauses.symbols import Token
from analysis.reading.model import Figure, Frame
from analysis.words import meanings

_SLOT = {"percent": "percent", "percentage_point": "points", "basis_point": "points", "multiple": "multiple"}


@dataclass(slots=True)
class Group:
    """A change while its slots are filled; `doubts`: what speaks for other figures, `missing`: for another count."""

    head: Item
    twins: list[Item]
    start: Item | None = None
    end: Item | None = None
    own: Item | None = None  # the level it stands right behind: "71,000 units in 2022, up 37.5%"
    pointed: bool = False
    rivals: list[Item] = field(default_factory=list)  # levels that it may be counted from as well as from its base
    doubts: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def last(self) -> int:
        """Where the change ends, its twins with it."""
        apposed = [item for item in self.twins if not (item.previous and item.previous.role == "start")]
        return max(item.at for item in (self.head, *apposed))  # "up 5 over the 50 of May, or 10%": before the base

    def fits(self, item: Item) -> bool:
        """Whether an item can be a level of this change, and of the kind of its base."""
        if self.start is not None:
            return item is not self.start and alike(item.figure, self.start.figure)
        return item.role != "time" and self.counts(item) and (not self.own or alike(item.figure, self.own.figure))

    def counts(self, item: Item) -> bool:
        """Whether a change of its unit can be counted from an item."""
        if item.unit in ("percentage_point", "multiple"):
            return False
        if self.head.unit in ("percentage_point", "basis_point"):
            return item.unit == "percent"
        amounts = [told.figure for told in (self.head, *self.twins) if not told.is_rate]
        plus = item.figure.quantity.signed and item.figure.value > 0  # "(+40,500)" is a change itself
        return not (amounts and plus) and all(alike(amount, item.figure) for amount in amounts)


def changes(sentence: Sentence) -> Iterator[Frame]:
    """The frames of change of a sentence: those with a change told, then pairs of levels with a direction alone."""
    for clause in sorted({item.clause for item in sentence.items}):
        members = [item for item in sentence.items if item.clause == clause]
        heads = [item for item in members if item.role == "change" and item.twin is None]
        used: set[Item] = set()
        told: Group | None = None
        for head, limit in zip(heads, [*(item.at for item in heads[1:]), len(sentence.tokens)], strict=False):
            group = Group(head, [item for item in members if item.twin is head])
            _fill(sentence, group, members, limit, told)
            told = group
            if found := framed(sentence, group):
                used |= {item for item in (head, *group.twins, group.start, group.end) if item}
                yield from found
        yield from _pairs(sentence, members, used)


# ---- filling the slots ---------------------------------------------------------------------------------------------


def _fill(sentence: Sentence, group: Group, members: list[Item], limit: int, told: Group | None) -> None:
    """Find base and level between the change before (`told`) and the one behind."""
    past = max((item.at for item in (told.start, told.end, told.head) if item), default=-1) if told else -1
    right = [item for item in members if group.last < item.at < limit and item not in group.twins]
    left = [item for item in members if past < item.at < group.head.at]
    group.own = own_level(sentence, group.head, left)
    _start(sentence, group, left, right)
    if group.end is None:
        _end(sentence, group, left, right, told)
    if group.head.coordinated and told and not (told.start and told.end):
        group.doubts.append("several rates share the levels")


def own_level(sentence: Sentence, head: Item, left: list[Item]) -> Item | None:
    """The level that a change follows at once, in percent in brackets or behind a comma: or "21,700, up 2,300"."""
    if not left or left[-1].role not in ("level", "end") or left[-1].is_rate:
        return None
    between = {*sentence.syms(left[-1].at, head.at)}
    if head.unit != "percent" and not ({"rise", "fall"} & between and alike(left[-1].figure, head.figure)):
        return None
    plain = between <= DATES | {",", "(", "rise", "fall", "approx", "by", "word"} and head.at - left[-1].at <= 7
    return left[-1] if plain and {",", "("} & between else None


def _start(sentence: Sentence, group: Group, left: list[Item], right: list[Item]) -> None:
    """The base: the nearest one behind the change, else the last before it, else a level told as the earlier one.

    A change behind both its levels has no other: "from 27 to 81 million (20% a year), and the price from $9 to $8".
    """
    behind, ahead = (
        [item for item in side if item.role == "start" and group.fits(item) and counted_from(sentence, group, item)]
        for side in (right, left[::-1])
    )
    reached = [item.role for item in left if item.role != "time"][-2:] == ["start", "end"]
    if bases := (ahead or behind) if reached else (behind or ahead):
        group.start = bases[0]
        if len(bases) > 1:
            group.doubts.append("several bases are told")
        return
    told = [
        item
        for item in (*left, *right)
        if item.role == "level" and item.gov != "of" and item.earlier and group.fits(item)
        and item is not group.head.bracket  # "291,900 jobs (+1.5%)" are its outcome
        and (item.sym(1), item.sym(2)) != ("in", "word")  # "$2 million in rebates"
    ]  # fmt: skip
    if len(told) == 1:
        group.start = told[0]
    elif left and len(before := _compared_before(sentence, group)) == 1 and _near(before[0], left[-1]):
        group.start, group.pointed = before[0], True
        levels = [item for _, items in sentence.history[-2:] for item in items if item.role == "level"]
        group.rivals = [item for item in levels if item is not before[0] and _near(item, left[-1])]
    elif group.head.is_yearly or (not right and _concludes(sentence, group.head)):
        _dated(group, [*left, *right])
    elif any(token.sym == "plus" for token in sentence.tokens[group.head.at :][:4]):
        group.start = next((item for item in reversed(left) if item.role == "level" and group.fits(item)), None)


def _near(one: Item, other: Item, times: int = 2) -> bool:
    """Whether two levels are of one kind and size: pay and pay, not pay and a bonus."""
    low, high = sorted((abs(one.figure.value), abs(other.figure.value)))
    return alike(one.figure, other.figure) and high <= times * low


def _compared_before(sentence: Sentence, group: Group) -> list[Item]:
    """The base of the sentence before that a comparison without one goes back to: "$59,500, some 8% below.".

    One of a comparison, or the average of no other noun: "The national average is $60,000."
    """
    syms = sentence.syms(group.last, group.last + 3)
    if len(syms) < 2 or syms[0] not in ("above", "below", "more") or syms[1] not in (".", ",", ";"):
        return []
    if bases := [item for item in sentence.before if item.role == "start" and item.gov in COMPARED]:
        return bases
    levels = [item for item in sentence.before if item.is_level]
    ahead = levels[0].tokens[: levels[0].at] if levels else []
    known = {token.value for token in sentence.tokens if token.sym == "word"}
    average = any(token.sym in ("mean", "median") for token in ahead)
    return levels if average and {token.value for token in ahead if token.sym == "word"} <= known else []


def counted_from(sentence: Sentence, group: Group, item: Item) -> bool:
    """Whether a comparison is what the change is counted from: "9% above A", not "up 9% to B, more than the A"."""
    if item.gov not in COMPARED:
        return True
    between = sentence.words(group.last, item.gov_at)
    return item.at > group.last and all(token.figure is None and token.sym != "," for token in between)


def _concludes(sentence: Sentence, head: Item) -> bool:
    """Whether a change sums up what stands before it: ", which is a saving of 55%", "so a rise of 5%"."""
    syms = [token.sym for token in head.lead]
    border = next((at for at in range(len(syms) - 1, -1, -1) if syms[at] in ("relative", "so", ",")), None)
    return border is not None and set(syms[border + 1 :]) <= {"aux", "article", "approx", "rise", "fall", "of", "by"}


def _dated(group: Group, items: Sequence[Item]) -> None:
    """Of two levels told with their years, the earlier is the base."""
    levels = [item for item in items if item.role in ("level", "end") and group.fits(item)]
    years = [item.when[0] for item in levels]
    if len(levels) == 2 and all(years) and years[0] != years[1] and alike(levels[0].figure, levels[1].figure):
        group.start, group.end = levels if years[0] < years[1] else levels[::-1]


def _end(sentence: Sentence, group: Group, left: list[Item], right: list[Item], told: Group | None) -> None:
    """The level reached."""
    reached = [item for item in right if item.role == "end" and group.fits(item)]
    if group.own and reached and {",", "and"} & {*sentence.syms(group.last, reached[0].at)}:
        reached = []  # "permits to 21,700, up by 2,300, and visas to 16,100"
    if group.start is not None and group.start in left and left[-1].role == "end":
        reached = []  # "fell from 5,400 to 3,900, a loss of 1,500, and have recovered to 5,100"
    beside = [item for item in left if item.role in ("level", "end", "share") and group.fits(item)]
    beside = [item for item in beside if item is not of_n(sentence)] or beside  # "Of the 365 boats 82 are new, 2% more"
    behind = [item for item in right if item.role == "level" and group.fits(item) and _reaches(group, item)]
    if reached:
        group.end = reached[0]
        if len(reached) > 1:
            group.doubts.append("two levels are reached")
    elif beside or behind:
        group.end = beside[-1] if beside else behind[0]
        between = sentence.words(beside[-1].at, group.head.at) if beside else ()
        apart_from = len(between) > 3 or any(token.sym == "contrast" for token in between)
        if any(token.text.lower() == "after" for token in between):
            group.doubts.append("it may be that of the time before")
        if len(beside) + len(behind) > 1 and (behind or apart_from):
            group.doubts.append("several levels are told")
    elif told and told.end and (alike(told.end.figure, group.start.figure) if group.start else group.twins):
        group.end, group.pointed = told.end, told.pointed
    elif group.start:
        _point(sentence, group, group.start)


def _reaches(group: Group, item: Item) -> bool:
    """Whether a level behind a change is told as its outcome: "should grow 20% and total $5 million"."""
    if group.start is not None and group.start.gov in ("base", "from") and 0 < group.start.at - item.at <= 3:
        return True  # "Growth was 8%: $54 million after $50 million"
    return item.gov in ("reach", "aux", "so") or (bool(item.path) and item.path[0].sym == "total")


def _point(sentence: Sentence, group: Group, start: Item) -> None:
    """The level of the clause or sentence before, where this one points at it, or speaks of the same."""
    clause = [item for item in sentence.items if item.clause < group.head.clause]
    unread = sentence.unread(max((item.at for item in clause), default=0), min(group.head.at, start.at))
    for tokens, items in [(sentence.tokens, clause)] if clause else sentence.history[:-4:-1]:
        if not (candidates := [item for item in items if _continues(item, start)]):
            continue
        nearest = items is clause or items is sentence.before
        points = sentence.points(group.head) if nearest else sentence.points(group.head, tokens)
        if nearest or points:
            group.end, group.pointed = candidates[-1], True
            near = items[0].figure.block is start.figure.block or sentence.tokens[0].sym == "pointer"
            if len(candidates) > 1 or unread or not (near and (points or start.earlier)):
                group.doubts.append("it may be counted from another level")
        return


def _continues(item: Item, start: Item) -> bool:
    """Whether a level told before can be what a base is compared with: of its kind and size."""
    return item.role in ("level", "end", "share") and not item.earlier and _near(item, start, 20)


# ---- frames --------------------------------------------------------------------------------------------------------


def framed(sentence: Sentence, group: Group) -> list[Frame]:
    """The frames of a change: one, or one for each count of years that a yearly rate may run over."""
    head, start, end = group.head, group.start, group.end
    if start is None and end is not None and end.gov == "on":  # "on £20,000 they get £1,000 more"
        start, end = end, None
    beside = start is not None and start.earlier and sentence.syms(start.at, head.at) == [","]
    if beside and head.sym(1) in ("more", "rise", "fall", "below"):  # "a year earlier it was 20,800, 3,500 fewer"
        start, end = end, start
    heads = [item for item in (head, *group.twins) if not (item.unit == "multiple" and item.sym(1) == "word")]
    slots = {_SLOT.get(item.unit, "amount"): (item.figure,) for item in heads}  # "0.8 times EBITDA" is of that
    if not (start and end) and not ((start or end) and {"percent", "amount"} <= slots.keys()):
        return []
    slots |= {name: (_closed(item),) for name, item in (("start", start), ("end", end)) if item}
    if not (start and end) and too_small((start or end or head).figure, slots["percent"][0], slots["amount"][0]):
        group.doubts.append("it may be of something else")
    if not (start and end) and (sentence.sym(group.last + 2), sentence.sym(group.last + 3)) == ("than", "word"):
        group.doubts.append("it may be counted from another level")  # "more than planned"
    if start and end and start.earlier and any(token.value == "between" for token in sentence.words(head.at, end.at)):
        group.doubts.append("it may be the change between two other times")  # "between May and June, to 131, from …"
    if start and end:
        group.doubts += rivals(sentence, group, start, end)
        group.missing += terms(sentence, group, start, end)
    words = [item.gov for item in (start, end) if item and item.gov in ("from", "to", "than", "above", "below")]
    why = "two sentences that point at each other" if group.pointed else "one clause"
    why = f"{why}, by “{' … '.join(words)}”" if words else why
    years = _years(sentence, group, start, end) if start and end and "percent" in slots else []
    missing, clear = next(iter(group.missing), ""), not group.doubts
    if group.pointed and start and end and head.unit == start.unit == end.unit == "percent":
        clear = False  # a segment's growth between a margin and a share: rates of rates are told in one clause
    if years:
        clear = clear and slots["start"][0].unit != "percent"  # a segment's growth beside the shares it has
        slots = {"rate": slots["percent"], "start": slots["start"], "end": slots["end"]}
        return [Frame("cagr", slots, clear, why, "cagr", head.sign, count, missing=missing) for count in years]
    if head.gov == "gap" and start and end and not group.pointed:  # a difference of 10% may be counted from either
        swapped = slots | {"start": slots["end"], "end": slots["start"]}
        both = ((slots, head.sign), (swapped, -head.sign))
        return [Frame("change", one, clear, why, "gap", sign, missing=missing) for one, sign in both]
    if group.rivals:
        starts = [(item.figure,) for item in (start, *group.rivals) if item]
        return [
            Frame("change", slots | {"start": one}, clear, why, "gap", head.sign, missing=missing) for one in starts
        ]
    return [Frame("change", slots, clear, why, head.basis, head.sign, missing=missing)]


def _closed(item: Item) -> Figure:
    """A base or level whose "from" or "over" belongs to the clause is no open end."""
    figure, quantity = item.figure, item.figure.quantity
    if item.token.start > figure.start and figure.is_open and item.role == "start":
        value = quantity.low if quantity.low is not None else quantity.high
        figure.quantity = quantity._replace(low=value, high=value, open_low=False, open_high=False)
    return figure


# ---- yearly rates --------------------------------------------------------------------------------------------------


def _years(sentence: Sentence, group: Group, start: Item, end: Item) -> list[float]:
    """How many years a yearly rate runs over, one for each convention; none where the change is no such rate."""
    head, first, last = group.head, start.when[0], end.when[0]
    between = last - first if first and last else 0
    counts = [_months(start.figure, end.figure) or float(max(between, 0))]
    if (window := head.figure.period) is not None and window.grain == "span":
        counts.append(float(window.years))
        if first and last and not (window.end.year == last and window.start.year - first in (0, 1)):
            group.doubts.append("it is told for other years")
    if not between:
        counts += [item.figure.value for item in sentence.items if item.unit == "year" and item.clause == head.clause]
    counts = [count for count in dict.fromkeys(counts) if count]
    several = max(counts, default=0) > 1
    if head.is_yearly:
        if not counts:
            group.doubts.append("the years are not told")
        return counts if several else []
    if several and (head.gov == "at" or head.basis == "yoy"):
        group.missing.append("it may be a yearly rate or that of the whole time")
        return counts if head.gov == "at" else []
    return []


def _months(start: Figure, end: Figure) -> float:
    """Years between two months or quarters, 0 where they are not told so finely."""
    one, two = start.period, end.period
    if one is None or two is None or one.grain in ("year", "span") or one.grain != two.grain:
        return 0.0
    months = one.months_to(two)
    return float(Fraction(months, 12)) if months and months > 12 else 0.0


# ---- levels without a change ---------------------------------------------------------------------------------------


def _pairs(sentence: Sentence, members: list[Item], used: set[Item]) -> Iterator[Frame]:
    """ "Rose to 68.0%, from 67.4%", "doubled from 4 to 8", "more than the 33,000 of the country"."""
    starts = [item for item in members if item.role == "start" and item not in used]
    if not starts and not used:
        yield from _grown(sentence, members)
    taken: set[Item] = set()
    told_by: Token | None = None
    for start in starts:
        levels = [item for item in members if item.role in ("end", "level", "share") and item is not start]
        levels = [item for item in levels if alike(item.figure, start.figure)]
        ends = [item for item in levels if item.role == "end"]
        if not (told := ends or [item for item in levels if item.at < start.at]):
            continue
        end = min(told, key=lambda item: abs(item.at - start.at))
        clear = len(starts) == max(1, len(ends)) and (bool(ends) or len(levels) == 1) and end not in taken
        taken.add(end)
        if start.gov in (*COMPARED, "base", "on"):
            word = back(sentence.tokens, start.at, 8, ("more", "above", "below", *MOVES))
            clear = clear and start.gov != "base"
        else:
            word = _moved(sentence, start, end) or (told_by if listed(start) else None)
            told_by = word
        if word is not None:
            yield by_word(sentence, word, start, end, clear)


def _grown(sentence: Sentence, members: list[Item]) -> Iterator[Frame]:
    """ "worth $1.9 billion in 2023, will triple to $5.6 billion": a dated level that a movement leads on from."""
    opening = {"word", "article"} if sentence.sym(0) == "reach" else set()  # "Valued at $2 billion, the market …"
    for start, end in pairwise(members):
        between = sentence.words(start.at, end.at)
        moves = [token for token in between if token.sym in MOVES]
        plain = {t.sym for t in between} <= {"in", "number", "month", ",", "aux", "approx", "to", *MOVES, *opening}
        leads = end.role == "end" and start.is_level and alike(start.figure, end.figure)
        if len(moves) == 1 and plain and leads:
            yield by_word(sentence, moves[0], start, end, bool(start.when[0]))


def by_word(sentence: Sentence, word: Token, start: Item, end: Item, clear: bool) -> Frame:
    """Two levels and the word that says how one became the other; "nearly doubled" is a ceiling, -1."""
    slots = {"start": (_closed(start),), "end": (_closed(end),)}
    if word.sym != "times":
        against = word.sign * (end.figure.value - abs(start.figure.value)) < 0
        clear = clear and word.value != "good" and not (against and by_so_much(start))
        return Frame("change", slots, clear, "one clause", direction=word.sign)
    preceding = sentence.tokens[max(0, word.at - 2) : word.at]
    hedge = preceding[-1] if preceding and preceding[-1].sym == "approx" else None
    nearly = hedge and not any(word.value == "either" for word in meanings("hedges", hedge.text))  # "roughly doubled"
    bound = -1 if nearly else 0
    if [token.sym for token in preceding] == ["more", "than"]:
        bound = preceding[0].sign
    return Frame("multiple", slots, clear, f"one clause, by “{word.text}”", word.value, bound)


def _moved(sentence: Sentence, start: Item, end: Item) -> Token | None:
    """The word of change that "from" and "to" belong to: before both, or between ("8 million, up from 7 million")."""
    word = back(sentence.tokens, min(start.at, end.at), 8, MOVES, (";", "contrast"))
    return word or back(sentence.tokens, start.at, start.at - end.at, MOVES)
