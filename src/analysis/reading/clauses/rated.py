"""Percentages and the amounts they are of, told side by side: "Raises of 3.5% … On $52,000 that is $1,820".

So are comparisons that leave their base to the sentence before: "A plumber charges £60. In York it is £45, 25% less".
No word binds the three but "that is", "so", "extra"; that the percentage of the one makes the other does, where few
others could.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from analysis.reading.clauses.items import Item, Sentence, alike, frame_of
from analysis.reading.model import Figure, Frame

_AHEAD, _BEHIND = 4, 3  # amounts told before and behind a percentage that it may be of
_REACH = 12  # figures on each side among which they are looked for
_NEAR = 2  # blocks, and sentences before, up to which an amount may belong with a percentage
_MOST = 95  # a percentage above is no rate of an amount
_LEADS = frozenset({"so", "pointer", "relative", "or"})
_BARE = _LEADS | {",", "and", "aux", "approx", "article", "-", "("}


def rated(sentences: Sequence[Sentence], used: set[Figure]) -> Iterator[Frame]:
    """The shares that percentages make of amounts, each with the amount behind it; `used`: those told of others."""
    for nth, sentence in enumerate(sentences):
        reached = {item.clause for item in sentence.items if item.role in ("start", "end")}
        rates = [item for item in sentence.items if item.clause not in reached and _is_rate(item, used)]
        near = [other for one in sentences[max(0, nth - _NEAR) : nth + 2] for other in one.items] if rates else []
        places = {item: place for place, item in enumerate(near)}
        for item in rates:
            place, block = places[item], item.figure.block.index
            following = takewhile(lambda other: other.unit != "percent", near[place + 1 : place + 1 + _REACH])
            ahead, behind = ([one for one in _amounts(side) if abs(one.figure.block.index - block) <= _NEAR]
                             for side in (near[max(0, place - _REACH) : place], following))  # fmt: skip
            yield from _fitting(item, ahead[-_AHEAD:], behind[:_BEHIND])


def _is_rate(item: Item, used: set[Figure]) -> bool:
    plain = item.unit == "percent" and not item.figure.is_range and 0 < item.figure.value < _MOST
    return plain and item.figure not in used


def _is_led(item: Item) -> bool:
    """Whether words lead to an amount from what was told before: "that is $1,820", "an extra $1,820"."""
    return item.role == "change" or any(token.sym in _LEADS for token in item.lead)


def _amounts(items: Iterable[Item]) -> list[Item]:
    """The amounts among figures, those that something adds with them."""
    amounts = (item for item in items if item.is_level or (item.role == "change" and not item.is_rate))
    return [item for item in amounts if not item.is_time and not item.figure.is_range and item.figure.value > 0]


def _fitting(rate: Item, before: list[Item], behind: list[Item]) -> Iterator[Frame]:
    """The part behind a percentage, and the whole among the amounts on both sides, that fit it best."""
    pairs = [
        (part, whole)
        for part in behind[:2]
        if _is_led(part)
        for whole in (*before, *behind)
        if whole is not part and alike(part.figure, whole.figure) and part.figure.value < whole.figure.value
    ]
    wanted = rate.figure.value / 100
    best = min(pairs, key=lambda pair: abs(pair[0].figure.value / pair[1].figure.value - wanted), default=None)
    if best is not None:
        part, whole = best
        frame = frame_of("share", False, "a percentage and the amount it makes", percent=rate, part=part, whole=whole)
        yield replace(frame, tries=len(pairs))


def compared(sentences: Sequence[Sentence], used: set[Figure]) -> Iterator[Frame]:
    """The changes and gaps in percent between a level and one of the sentences before; `used`: those with a base."""
    for nth, sentence in enumerate(sentences):
        for item in sentence.items:
            again = sentence.sym(item.at - 1) == "or" and item.previous is not None  # "a gap of $4,100 or 9%"
            lead = (item.previous if again and item.previous else item).lead
            gap = item.role in ("level", "share") and any(token.sym == "gap" for token in lead)
            told = item.unit == "percent" and item.figure not in used and not item.figure.is_range
            bare = item.role == "change" and {token.sym for token in item.lead} <= _BARE
            based = any(token.sym in ("than", "on") for token in sentence.tokens[item.at + 1 : item.at + 4])
            if not told or based or not (gap or bare):  # "prices rose 10%", "20% more than last year"
                continue
            levels = [*_amounts(other for one in sentences[max(0, nth - _NEAR) : nth] for other in one.items)][-2:]
            own = [other for other in _amounts(sentence.items) if other.at < item.at][-2:]
            yield from _between(item, gap, [*levels, *own])


def _between(rate: Item, gap: bool, levels: list[Item]) -> Iterator[Frame]:
    """The two levels that a rate fits best, the later told one against the earlier; a gap either way."""
    pairs = [
        (start, end)
        for nth, later in enumerate(levels)
        for earlier in levels[:nth]
        for start, end in ((earlier, later), (later, earlier))[: 1 + gap]
        if alike(start.figure, end.figure) and start.figure.block is rate.figure.block is end.figure.block
    ]
    sign = 0 if gap else rate.sign
    wanted = abs(rate.figure.value) / 100
    moved = [(abs(abs(end.figure.value / start.figure.value - 1) - wanted), start, end)
             for start, end in pairs if sign * (end.figure.value - start.figure.value) >= 0]  # fmt: skip
    if moved:
        _, start, end = min(moved, key=lambda one: one[0])
        frame = frame_of("change", False, "a comparison with a level told before", percent=rate, start=start, end=end)
        rises = 1 if end.figure.value >= start.figure.value else -1
        yield replace(frame, direction=rises, tries=len(pairs))
