"""Changes told in a clause: from what, to what, by how much, in whatever order and over how many words.

A change takes the base that stands nearest behind it, else the one before; its level behind "to", else the one it
stands beside, else that of the sentence that "this" points at. A frame is clear where this leaves one reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from analysis.reading.clause_items import DATES, SUBJECTS, Item, Sentence, after, alike, earlier_than, when
from analysis.reading.clause_symbols import Token
from analysis.reading.entity import apart
from analysis.reading.model import Figure, Frame
from analysis.words import lookup

_COMPARED = ("than", "above", "below", "more")
_SLOT = {"percent": "percent", "percentage_point": "points", "basis_point": "points", "multiple": "multiple"}


@dataclass(slots=True)
class _Group:
    """A change while its slots are filled; `doubts`: what leaves another reading."""

    head: Item
    twins: list[Item]
    start: Item | None = None
    end: Item | None = None
    pointed: bool = False
    doubts: list[str] | None = None

    def doubt(self, why: str) -> None:
        """Note another reading."""
        self.doubts = [*(self.doubts or ()), why]


def changes(sentence: Sentence) -> Iterator[Frame]:
    """The frames of change of a sentence: those with a change told, then pairs of levels with a direction alone."""
    used: set[Item] = set()
    for clause in sorted({item.clause for item in sentence.items}):
        members = [item for item in sentence.items if item.clause == clause]
        heads = [item for item in members if item.role == "change" and item.twin is None]
        groups: list[_Group] = []
        for nth, head in enumerate(heads):
            following = heads[nth + 1] if nth + 1 < len(heads) else None
            group = _fill(sentence, members, head, following, groups)
            if head.coordinated and groups and not (groups[-1].start and groups[-1].end):
                group.doubt("several rates share the levels")
            groups.append(group)
            if frame := _frame(sentence, group):
                used |= {item for item in (head, *group.twins, group.start, group.end) if item}
                yield from frame
        yield from _pairs(sentence, members, used)


# ---- filling the slots ---------------------------------------------------------------------------------------------


def _fill(sentence: Sentence, members: list[Item], head: Item, following: Item | None, groups: list[_Group]) -> _Group:
    twins = [item for item in members if item.twin is head]
    group = _Group(head, twins)
    first, last = head.at, max(item.at for item in (head, *twins))
    limit = following.at if following else len(sentence.tokens)
    if head.bracket is not None:  # "(up 3.4%)": what follows the bracket is no longer its own
        limit = next((token.at for token in sentence.tokens[first:limit] if token.sym == ")"), limit)
    right = [item for item in members if last < item.at < limit]
    past = (
        max((item.at for item in (groups[-1].start, groups[-1].end, groups[-1].head) if item), default=-1)
        if groups
        else -1
    )
    left = [item for item in members if past < item.at < first]
    _start(sentence, group, left, right, following)
    _end(sentence, group, left, right, groups)
    return group


def _start(sentence: Sentence, group: _Group, left: list[Item], right: list[Item], following: Item | None) -> None:
    """The base: the nearest one behind the change, else the last before it, else a level told as the earlier one."""
    behind = [item for item in right if item.role == "start" and _fits(group, item) and _of_head(sentence, group, item)]
    ahead = [item for item in left if item.role == "start" and _fits(group, item) and item.gov not in _COMPARED]
    if behind:
        group.start = behind[0]
        if len(behind) > 1:
            group.doubt("two bases follow")
        if following and _beside(sentence, group.start, following):
            group.doubt("the base has a rate of its own")
    elif ahead and group.head.bracket is None:
        group.start = ahead[-1]
        if len(ahead) > 1:
            group.doubt("two bases stand before")
    else:
        told = [item for item in (*left, *right) if item.role == "level" and item.earlier and _fits(group, item)]
        others = [item for item in (*left, *right) if item.role in ("level", "end") and not item.earlier]
        if len(told) == 1 and (others or sentence.before):
            group.start = told[0]
        elif group.head.basis in ("cagr", "yearly"):
            _dated(sentence, group, [*left, *right])
        elif not right and _concludes(sentence, group.head):
            _dated(sentence, group, left)
        elif group.head.gov != "by" and any(token.sym == "plus" for token in sentence.tokens[group.head.at :][:4]):
            group.start = next((item for item in reversed(left) if item.role == "level" and _fits(group, item)), None)


def _of_head(sentence: Sentence, group: _Group, item: Item) -> bool:
    """Whether a comparison is what the change is counted from: "9% above A", not "up 9% to B, more than the A"."""
    if item.gov not in _COMPARED:
        return True
    last = max(member.at for member in (group.head, *group.twins))
    return all(token.figure is None and token.sym != "," for token in sentence.words(last, item.gov_at))


def _concludes(sentence: Sentence, head: Item) -> bool:
    """Whether a change sums up what stands before it: ", which is a saving of 55%", "so a rise of 5%"."""
    syms = [token.sym for token in sentence.lead(head)]
    border = next((at for at in range(len(syms) - 1, -1, -1) if syms[at] in ("relative", "so", ",")), None)
    tail = set(syms[border:]) if border is not None else {"word"}
    return tail <= {"relative", "so", ",", "aux", "article", "approx", "rise", "fall", "of", "by"}


def _dated(sentence: Sentence, group: _Group, items: Sequence[Item]) -> None:
    """Of two levels told with their years, the earlier is the base of a yearly rate."""
    levels = [item for item in items if item.role in ("level", "end") and _fits(group, item)]
    dated = [item for item in levels if when(item, sentence.tokens)[0]]
    if len(levels) == len(dated) == 2 and alike(dated[0].figure, dated[1].figure):
        first, last = sorted(dated, key=lambda item: when(item, sentence.tokens)[0])
        if when(first, sentence.tokens)[0] < when(last, sentence.tokens)[0]:
            group.start, group.end = first, last


def _end(sentence: Sentence, group: _Group, left: list[Item], right: list[Item], groups: list[_Group]) -> None:
    """The level reached."""
    head, start = group.head, group.start
    if group.end is not None:
        return

    def fitting(items: Sequence[Item], *roles: str) -> list[Item]:
        return [
            item
            for item in items
            if item.role in roles
            and item is not start
            and (alike(item.figure, start.figure) if start else _fits(group, item))
        ]

    reached = fitting(right, "end")
    if head.bracket is not None and head.bracket.role in ("level", "end", "share"):
        if not start or alike(head.bracket.figure, start.figure):
            group.end = head.bracket
        return
    if reached:
        group.end = reached[0]
        if len(reached) > 1:
            group.doubt("two levels are reached")
        return
    beside = fitting(left, "level", "end", "share")
    between = [item for item in fitting(right, "level") if item.gov in ("reach", "aux", "so") or _totals(item)]
    if beside:
        group.end = beside[-1]
        between_both = sentence.words(beside[-1].at, head.at)
        turned = any(token.sym == "contrast" for token in between_both)  # "its rival's 5.8 million, though 9% behind"
        adjacent = len(between_both) < 4 and not turned
        if len(beside) > 1 and not adjacent:
            group.doubt("two levels stand before")
        if between:
            group.doubt("a level follows too")
    elif between:
        group.end = between[0]
        if len(between) > 1:
            group.doubt("two levels follow")
    elif groups and groups[-1].end and start and alike(groups[-1].end.figure, start.figure):
        group.end = groups[-1].end
        group.pointed = groups[-1].pointed
        if groups[-1].head.bracket is not None:
            group.doubt("the level has a rate of its own")
    elif groups and groups[-1].end and group.twins:
        group.end, group.pointed = groups[-1].end, groups[-1].pointed
    elif start:
        _point(sentence, group, start)


def _totals(item: Item) -> bool:
    return bool(item.path) and item.path[0].sym == "total"  # "should grow 20% and total $5 million"


def _point(sentence: Sentence, group: _Group, start: Item) -> None:
    """The level of the clause or sentence before, where this one points at it, or speaks of the same."""
    clause = [item for item in sentence.items if item.clause < group.head.clause]
    unread = sentence.unread(max((item.at for item in clause), default=0), min(group.head.at, start.at))
    for tokens, items in [(sentence.tokens, clause)] if clause else sentence.history[:-4:-1]:
        candidates = [item for item in items if _continues(item, start)]
        if candidates:
            nearest = items is clause or items is sentence.before
            points = sentence.points(group.head) if nearest else sentence.points(group.head, tokens)
            if nearest or points:
                group.end, group.pointed = candidates[-1], True
                if len(candidates) > 1 or unread or not (points or (nearest and start.earlier)):
                    group.doubt("it may be counted from another level")
            return


def _continues(item: Item, start: Item) -> bool:
    """Whether a level told before can be what a base is compared with: of its kind and size."""
    alive = item.role in ("level", "end", "share") and alike(item.figure, start.figure) and not item.earlier
    low, high = sorted((abs(item.figure.value), abs(start.figure.value)))
    return alive and high <= 20 * low


def _fits(group: _Group, item: Item) -> bool:
    """Whether an item can be a level of this change."""
    head = group.head
    if item.role == "time" or item.unit in ("percentage_point", "multiple"):
        return False
    if head.unit in ("percentage_point", "basis_point"):
        return item.unit == "percent"
    return head.is_rate or alike(head.figure, item.figure)


def _beside(sentence: Sentence, item: Item, head: Item) -> bool:
    """Whether a change follows a level at once, so that it is the level's own."""
    return head.bracket is item or all(
        token.sym in (",", "rise", "fall", "article", "by", "of", "approx")
        for token in sentence.words(item.at, head.at)
    )


# ---- frames --------------------------------------------------------------------------------------------------------


def _frame(sentence: Sentence, group: _Group) -> list[Frame]:
    head, start, end = group.head, group.start, group.end
    slots = {_SLOT.get(item.unit, "amount"): (item.figure,) for item in (head, *group.twins)}
    if start is None and end is None:
        return []
    if (start is None or end is None) and not {"percent", "amount"} <= slots.keys():
        return []
    if start is not None and end is not None:
        _doubt_levels(sentence, group, start, end)
    for name, item in (("start", start), ("end", end)):
        if item is not None:
            slots[name] = (_closed(item),)
    if any(token.sym == "real" for token in _near(sentence, group)):
        group.doubt("counted in other prices")
    why = _why(group)
    years, compound = _years(sentence, group)
    if compound and start is not None and end is not None and "percent" in slots:
        rate = slots.pop("percent")
        levels = {"start": slots["start"], "end": slots["end"]}
        return [
            Frame("cagr", {"rate": rate, **levels}, not group.doubts, why, "cagr", head.sign, count) for count in years
        ]
    return [Frame("change", slots, not group.doubts, why, head.basis, head.sign)]


def _near(sentence: Sentence, group: _Group) -> Sequence[Token]:
    """The symbols around a change and behind its base."""
    head, start = group.head, group.start
    behind = sentence.tokens[start.at : start.at + 4] if start else []
    return [*sentence.tokens[max(0, head.at - 5) : head.at + 6], *behind]


def _doubt_levels(sentence: Sentence, group: _Group, start: Item, end: Item) -> None:
    tokens = next((told for told, items in sentence.history if end in items), sentence.tokens)
    compares = start.gov in _COMPARED
    before = earlier_than(when(start, sentence.tokens), when(end, tokens))
    dated = (
        when(start, sentence.tokens)[0]
        and not when(end, tokens)[0]
        and all(token.sym in DATES for token in after(sentence.tokens, start.at))
    )
    if start.gov in ("base", "on") and not (start.earlier or before or dated):
        group.doubt("two groups may be compared")
    if before is False and not (start.earlier or (start.gov == "from" and not end.gov)):
        group.doubt("the base is later")
    if (
        any(token.value == "good" for token in sentence.tokens)
        and group.head.sign * (end.figure.value - start.figure.value) < 0
    ):
        group.doubt("better may be less")
    if not compares and apart(start.figure.entity, end.figure.entity):
        group.doubt("of two groups")
    if _of_another(sentence, start):
        group.doubt("the base is of something else")
    if group.head.at > max(start.at, end.at) and _own_subject(sentence, group):
        group.doubt("it may be of something else")
    if _has_rival(sentence, group, start, end):
        group.doubt("another level may be meant")
    listed = sentence.tokens[group.head.at - 1].sym in ("or", "and", ",") if group.head.at else False
    if listed and group.head.unit == start.unit == end.unit == "percent":
        group.doubt("it may be one of a list")
    if group.head.other_base and start.at < group.head.at:
        group.doubt("it names another base")
    if start.earlier and {start.basis, group.head.basis} in ({"yoy", "qoq"}, {"yoy", "mom"}, {"qoq", "mom"}):
        group.doubt("it is counted from another period")
    if start.unit != end.unit and not (start.figure.is_money and end.figure.is_money):
        nouns = {start.figure.quantity.noun, end.figure.quantity.noun} - {""}
        if len(nouns) > 1:
            group.doubt("two things are counted")


def _has_rival(sentence: Sentence, group: _Group, start: Item, end: Item) -> bool:
    """Whether another level stands nearer to the change than its end, or its base is the first of a list."""
    others = [
        one for one in sentence.items if one not in (start, end) and one.unit == end.unit and one.role != "change"
    ]
    nearer = any(end.at < item.at < group.head.at and item.gov not in _COMPARED for item in others)
    listed = any([token.sym for token in sentence.words(start.at, item.at)] == ["and"] for item in others)
    return nearer or (start.gov in _COMPARED and listed)


def _of_another(sentence: Sentence, start: Item) -> bool:
    """Whether a base names another measure than the sentence so far: "profit was up 10%, from revenue of $200"."""
    of = next((nth for nth, token in enumerate(start.path) if token.sym == "of"), None)
    noun = start.path[of + 1] if of is not None and of + 1 < len(start.path) else None
    told = {token.text.lower() for token in sentence.tokens[: max(0, start.gov_at)] if _is_measure(token.text)}
    return noun is not None and _is_measure(noun.text) and bool(told) and noun.text.lower() not in told


def _is_measure(word: str) -> bool:
    found = lookup("pay", word)
    return found is not None and found.cls == "not pay"


def _own_subject(sentence: Sentence, group: _Group) -> bool:
    """Whether a change behind both levels has a subject of its own: "up from 20%, and men earn 15% more"."""
    tail = sentence.lead(group.head)
    border = next((at for at in range(len(tail) - 1, -1, -1) if tail[at].sym in (",", "and", "-")), None)
    syms = [token.sym for token in tail[border:]] if border is not None else []
    named = any(sym in SUBJECTS for sym in syms[:-1]) and "article" not in syms[:2]
    return named and not {"so", "pointer", "relative", "or"} & set(syms)


def _years(sentence: Sentence, group: _Group) -> tuple[list[float], bool]:
    """How many years a yearly rate runs over, one for each convention, and whether the rate is one."""
    head, start, end = group.head, group.start, group.end
    if start is None or end is None or head.unit != "percent":
        return [], False
    first, last = when(start, sentence.tokens)[0], when(end, sentence.tokens)[0]
    between = float(last - first) if first and last else 0.0
    exact = _months(start.figure, end.figure)
    counts = [exact] if exact else [between] if between > 0 else []
    window = head.figure.period
    if window is not None and window.grain == "span" and window.years > 1 and float(window.years) not in counts:
        counts.append(float(window.years))
    for item in sentence.items:
        if item.unit == "year" and item.clause == head.clause and item.figure.value > 1 and not between:
            counts.append(item.figure.value)
    told = head.basis in ("cagr", "yearly")
    if told and not counts:
        group.doubt("the years are not told")
        return [], False
    if told and max(counts) > 1:
        return counts, True
    if not told and counts and max(counts) > 1 and (head.gov == "at" or head.basis == "yoy"):
        group.doubt("a yearly rate or that of the whole time")
        return (counts, True) if head.gov == "at" else ([], False)
    return [], False


def _months(start: Figure, end: Figure) -> float:
    """Years between two months or quarters, 0 where they are not told so finely."""
    one, two = start.period, end.period
    if one is None or two is None or one.grain not in ("month", "quarter", "half", "day") or one.grain != two.grain:
        return 0.0
    months = one.months_to(two)
    return float(Fraction(months, 12)) if months and months > 12 else 0.0


def _closed(item: Item) -> Figure:
    """A base or level whose "from" or "over" belongs to the clause is no open end."""
    figure = item.figure
    quantity = figure.quantity
    if item.token.start > figure.start and (quantity.open_low or quantity.open_high) and item.role == "start":
        value = quantity.low if quantity.low is not None else quantity.high
        figure.quantity = replace(quantity, low=value, high=value, open_low=False, open_high=False)
    return figure


def _why(group: _Group) -> str:
    words = [
        item.gov for item in (group.start, group.end) if item and item.gov in ("from", "to", "than", "above", "below")
    ]
    place = "two sentences that point at each other" if group.pointed else "one clause"
    return f"{place}: {' … '.join(words)}" if words else place


# ---- levels without a change ---------------------------------------------------------------------------------------


def _pairs(sentence: Sentence, members: list[Item], used: set[Item]) -> Iterator[Frame]:
    """ "Rose to 68.0%, from 67.4%", "doubled from 4 to 8", "more than the 33,000 of the country"."""
    starts = [item for item in members if item.role == "start" and item not in used]
    if not starts and not used:
        yield from _grown(sentence, members)
    taken: set[Item] = set()
    for start in starts:
        levels = [
            item
            for item in members
            if item is not start and item.role in ("end", "level", "share") and alike(item.figure, start.figure)
        ]
        if not levels:
            continue
        ends = [item for item in levels if item.role == "end"]
        told = ends or [item for item in levels if item.at < start.at]
        end = min(told, key=lambda item: abs(item.at - start.at), default=None)
        if end is None:
            continue
        clear = len(starts) == max(1, len(ends)) and (bool(ends) or len(levels) == 1) and end not in taken
        taken.add(end)
        if start.gov in (*_COMPARED, "base", "on"):
            sign, exact = _compared(sentence, start), start.gov != "base"
        else:
            word = _moved(sentence, start, end)
            sign, exact = (word.sign, word.value != "good") if word else (0, True)
        if sign:
            slots = {"start": (_closed(start),), "end": (_closed(end),)}
            yield Frame("change", slots, clear and exact, "one clause", direction=sign)
        elif times := _times(sentence, start, end):
            slots = {"start": (_closed(start),), "end": (_closed(end),)}
            yield Frame("multiple", slots, clear, f"one clause: {times.text}", times.value, _bound(sentence, times))


def _grown(sentence: Sentence, members: list[Item]) -> Iterator[Frame]:
    """ "worth $1.9 billion in 2023, will triple to $5.6 billion": a dated level that a movement leads on from."""
    for start, end in pairwise(members):
        between = sentence.words(start.at, end.at)
        moves = [token for token in between if token.sym in ("rise", "fall", "times")]
        told = (
            all(token.sym in ("in", "number", "month", ",", "aux", "approx", "to", moves[0].sym) for token in between)
            if moves
            else False
        )
        if (
            len(moves) != 1
            or not told
            or end.role != "end"
            or not start.is_level
            or not alike(start.figure, end.figure)
        ):
            continue
        slots = {"start": (start.figure,), "end": (end.figure,)}
        clear = bool(when(start, sentence.tokens)[0])
        if moves[0].sym == "times":
            yield Frame(
                "multiple", slots, clear, f"one clause: {moves[0].text}", moves[0].value, _bound(sentence, moves[0])
            )
        else:
            yield Frame("change", slots, clear, "one clause", direction=moves[0].sign)


def _moved(sentence: Sentence, start: Item, end: Item) -> Token | None:
    """The word of change that "from" and "to" belong to."""
    first = min(start.at, end.at)
    for token in reversed(sentence.tokens[max(0, first - 6) : first]):
        if token.sym in ("rise", "fall"):
            return token
        if token.figure is not None or token.sym in (";", "contrast", "times"):
            return None
    between = reversed(sentence.words(end.at, start.at)) if start.at > end.at else ()  # "8 million, up from 7 million"
    return next((token for token in between if token.sym in ("rise", "fall")), None)


def _compared(sentence: Sentence, start: Item) -> int:
    """The direction of a comparison: "more than the …", "below the …"."""
    for token in reversed(sentence.tokens[max(0, start.at - 8) : start.at]):
        if token.figure is not None:
            return 0
        if token.sym in ("more", "above", "below", "rise", "fall"):
            return token.sign
    return 0


def _times(sentence: Sentence, start: Item, end: Item) -> Token | None:
    """The word that makes a multiple of two levels: doubled, halved."""
    first = min(start.at, end.at)
    found = [token for token in sentence.tokens[max(0, first - 8) : max(start.at, end.at)] if token.sym == "times"]
    return found[-1] if len(found) == 1 else None


def _bound(sentence: Sentence, times: Token) -> int:
    """1 where a multiple is a floor ("more than doubled"), -1 where a ceiling ("nearly doubled"), else 0."""
    preceding = sentence.tokens[max(0, times.at - 2) : times.at]
    if [token.sym for token in preceding] == ["more", "than"]:
        return preceding[0].sign
    return -1 if preceding and preceding[-1].sym == "approx" else 0
