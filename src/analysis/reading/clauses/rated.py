"""Percentages and the amounts they are of, told side by side: "Raises of 3.5% … On $52,000 that is $1,820".

So are comparisons that leave their base to the sentence before: "A plumber charges £60. In York it is £45, 25% less".
No word binds the three but "that is", "so", "extra"; that the percentage of the one makes the other does, where few
others could.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from analysis.reading.clauses.items import Item, Sentence, alike, earlier_than, frame_of
from analysis.reading.clauses.symbols import Token
from analysis.reading.model import Figure, Frame

_REACH = 8  # amounts near a percentage that it may be of
_FEW = 2  # levels before a change in percent that it may be between, on each side of its sentence's beginning
_NEAR = 2  # blocks, and sentences before, up to which an amount may belong with a percentage
_UNLINKED = 5  # times as many tries is one where no word leads to the amounts
_STEM = 6  # letters that two words of one noun share: unemployed, unemployment
_EARLIER = 8  # levels told before that a change which tells one of its two may be from or to
_MOST = 95  # a percentage above is no rate of an amount
_SLOT = {"percent": "percent", "percentage_point": "points"}
_LEADS = frozenset({"so", "pointer", "relative", "or"})
_MORE = ("more", "above", "below", "rise", "fall")
_OPENS = frozenset({",", "-", "(", ";"})
_BARE = _LEADS | {"and", "aux", "approx", "article", "rise", "fall", "of", "by"}


def rated(sentences: Sequence[Sentence], used: set[Figure]) -> Iterator[Frame]:
    """The shares that percentages make of amounts near them; `used`: those whose amounts are told by words.

    Pairs are tried nearest first, and each costs more than the one before: a far one has to fit more closely.
    """
    for nth, sentence in enumerate(sentences):
        reached = {item.clause for item in sentence.items if item.role in ("start", "end")}
        rates = [item for item in sentence.items if item.clause not in reached and _is_rate(item, used)]
        near = [other for one in sentences[max(0, nth - _NEAR) : nth + 2] for other in one.items] if rates else []
        places = {item: place for place, item in enumerate(near)}
        for item in rates:
            block = item.figure.block.index
            beside = (one for one in _amounts(near) if abs(one.figure.block.index - block) <= _NEAR)
            far = {one: abs(places[one] - places[item]) for one in beside}
            yield from _fitting(item, sentence, far)


def _is_rate(item: Item, used: set[Figure]) -> bool:
    plain = item.unit == "percent" and not item.figure.is_range and 0 < item.figure.value < _MOST
    return plain and item.figure not in used


def _is_led(item: Item) -> bool:
    """Whether words lead to an amount from what was told before: "that is $1,820", "an extra $1,820"."""
    return item.role == "change" or any(token.sym in _LEADS for token in item.lead)


def _amounts(items: Iterable[Item]) -> list[Item]:
    """The amounts among figures, those that something adds with them."""
    amounts = (item for item in items if item.is_level or (item.role == "change" and not item.is_rate))
    plain = (item for item in amounts if not (item.is_time or item.figure.is_range or item.figure.is_open))
    return [item for item in plain if item.figure.value > 0]


def _fitting(rate: Item, sentence: Sentence, far: Mapping[Item, int]) -> Iterator[Frame]:
    """The nearest part and whole that a percentage fits; `far`: the amounts, and how many figures off they are."""
    amounts = sorted(far, key=far.__getitem__)[:_REACH]
    pairs = [
        (part, whole)
        for part in amounts
        for whole in amounts
        if alike(part.figure, whole.figure) and part.figure.value < whole.figure.value and _of_one_time(part, whole)
    ]
    stated = rate.figure.interval()
    for tries, (part, whole) in enumerate(sorted(pairs, key=lambda pair: far[pair[0]] + far[pair[1]]), 1):
        if (part.figure.interval() / whole.figure.interval() * 100).meets(stated):
            why = "a percentage and the amounts near it that make it"
            tries *= 1 if _linked(sentence, (part, whole)) else _UNLINKED
            yield replace(frame_of("share", False, why, percent=rate, part=part, whole=whole), tries=tries)
            return


def _linked(sentence: Sentence, pair: tuple[Item, Item]) -> bool:
    """Whether words lead from a sentence to amounts of others: a pronoun, "or", a noun of both."""
    outside = [item for item in pair if item.tokens is not sentence.tokens]
    led = any(token.sym == "pointer" for token in sentence.tokens) or any(map(_is_led, outside))
    own = _nouns(sentence.tokens)
    return not outside or led or any(own & _nouns(item.tokens) for item in outside)


def _nouns(tokens: Sequence[Token]) -> set[str]:
    return {token.value[:_STEM] for token in tokens if token.sym == "word" and len(token.value) >= _STEM}


def _of_one_time(one: Item, other: Item) -> bool:
    return not (one.when[0] and other.when[0]) or one.when[0] == other.when[0]


def compared(sentences: Sequence[Sentence], used: set[Figure], sure: set[Figure]) -> Iterator[Frame]:
    """The changes and gaps between two levels told near them; `used`: those with a base, `sure`: with a clear one."""
    for nth, sentence in enumerate(sentences):
        for item in sentence.items:
            if item.figure in sure or item.figure.is_range:
                continue
            if item.role == "change" and item.unit == "percent" and (half := _half(sentence, item)):
                yield from _best(item, [*_halved(sentence, item, half)], item.sign)
                continue
            if item.figure in used or not (how := _told(item)):
                continue
            most = _FEW if item.unit == "percent" else 2 * _FEW
            ahead = [other for one in sentences[max(0, nth - _NEAR) : nth] for other in one.items]
            own = [other for other in sentence.items if other.at < item.at]
            levels = [level for side in (ahead, own) for level in _levels(side, item)[-most:]]
            yield from _between(item, how == "gap", levels)


def _levels(items: Iterable[Item], told: Item) -> list[Item]:
    """What a change can be between: of points percentages, else amounts; no changes."""
    if told.unit == "percentage_point":
        return [item for item in items if item.unit == "percent" and item.role != "change"]
    return [item for item in _amounts(items) if not _told(item)]


def _told(item: Item) -> str:
    """Whether a figure is told as a change of something or a gap, and of nothing else: "", "change" or "gap"."""
    again = item.sym(-1) == "or" and item.previous is not None  # "a gap of $4,100 or 9%", "$900 or 5% more"
    if item.unit == "percent" and again and item.previous and (told := _told(item.previous)):
        return told
    based = {item.sym(steps) for steps in (1, 2, 3)} & {"than", "on"}  # "20% more than last year"
    changed = item.role == "change"
    if item.unit == "percent" and (based or not (item.is_share or changed)):
        return ""
    syms = [token.sym for token in item.lead]
    if "gap" in syms and not changed:
        return "gap"
    last = max((nth for nth, sym in enumerate(syms) if sym in _OPENS), default=-1)
    if item.unit == "percent":
        return "change" if changed and {*syms[last + 1 :]} <= _BARE else ""
    if item.figure.is_money and not changed:
        changed = item.gov == "more" or "plus" in syms[last + 1 :] or (item.sym(1) == "or" and item.sym(3) in _MORE)
    return "change" if changed and (item.figure.is_money or item.unit == "percentage_point") else ""


def _half(sentence: Sentence, told: Item) -> Item | None:
    """The one level that a change in percent tells, a base or one that is reached; its other one was told before."""
    behind = takewhile(lambda other: other.role != "change", sentence.items[sentence.items.index(told) + 1 :])
    near = [*behind, *(other for other in sentence.items if other.role == "end" and other.at < told.at)]
    halves = [
        other for other in near if other.role in ("start", "end") and not (other.is_rate or other.figure.is_range)
    ]
    return halves[0] if len(halves) == 1 else None


def _halved(sentence: Sentence, told: Item, half: Item) -> Iterator[tuple[Item, Item]]:
    """Base and level of such a change: the other one is of another value than the one told, and no later a base."""
    ahead = [item for item in sentence.items if item.at < told.at and item is not half]
    levels = [item for item in _levels([*sentence.past, *ahead], told) if alike(item.figure, half.figure)]
    others = {item.figure.value: item for item in levels if item.figure.value != half.figure.value}
    for other in [*others.values()][-_EARLIER:]:
        start, end = (half, other) if half.role == "start" else (other, half)
        if earlier_than(start.when, end.when) is not False:
            yield start, end


def _between(told: Item, gap: bool, levels: list[Item]) -> Iterator[Frame]:
    """The two levels that a change fits best, the later told one against the earlier; a gap or an amount either way."""
    pairs = [
        (start, end)
        for nth, later in enumerate(levels)
        for earlier in levels[:nth]
        for start, end in ((earlier, later), (later, earlier))[: 1 + (gap or told.unit != "percent")]
        if alike(start.figure, end.figure) and start.figure.block is told.figure.block is end.figure.block
    ]
    yield from _best(told, pairs, 0 if gap else told.sign)


def _best(told: Item, pairs: Sequence[tuple[Item, Item]], sign: int) -> Iterator[Frame]:
    """The pair of base and level that a change fits best, of those that move its way."""
    moved = [(_off(told, start, end), start, end)
             for start, end in pairs if sign * (end.figure.value - start.figure.value) >= 0]  # fmt: skip
    if moved:
        _, start, end = min(moved, key=lambda one: one[0])
        slots = {_SLOT.get(told.unit, "amount"): (told.figure,), "start": (start.figure,), "end": (end.figure,)}
        rises = 1 if end.figure.value >= start.figure.value else -1
        yield Frame("change", slots, False, "a comparison with a level told before", direction=rises, tries=len(pairs))


def _off(told: Item, start: Item, end: Item) -> float:
    """How far from a change, in percent or as an amount, that of two levels is."""
    change = end.figure.value - start.figure.value
    made = change / start.figure.value * 100 if told.unit == "percent" else change
    return abs(abs(made) - abs(told.figure.value))
