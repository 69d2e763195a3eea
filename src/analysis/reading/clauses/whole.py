"""Wholes told over several sentences: amounts in a row that make the one before or after them, and their rates.

No word binds them; that the amounts add up does. Where each has a rate of its own, the whole's lies between the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, repeat, takewhile

from analysis.quantity.interval import by_accident, total
from analysis.quantity.misprints import may_be_exchanged
from analysis.reading.clauses.items import Item, Sentence, alike, frame_of
from analysis.reading.model import Frame

LONGEST = 6  # parts of a whole that are looked for
FAR = 6  # sentences behind a whole of which one, or a paragraph, may tell all its parts
SLACK = 1e-9  # far more than floats can be off, for their size
CHANCE = 1 / 200  # a sum that fits with less likelihood than this is none by accident


def wholes(sentences: Sequence[Sentence]) -> Iterator[Frame]:
    """Sums over neighbouring sentences, and growth between that of the parts."""
    groups = [_told(sentence) for sentence in sentences]
    rates = {item: _rate(sentence, nth) for sentence in sentences for nth, item in enumerate(sentence.items)}
    told = [item for group in groups for item in group]
    behind = [*chain(*(repeat(_behind(groups, number), len(group)) for number, group in enumerate(groups)))]
    first: dict[str, Item] = {}
    for item in told:
        first.setdefault(item.unit, item)
    opened: dict[Item, list[tuple[Item, ...]]] = {}  # what a page tells first may be the whole of any later sentence
    for group in map(tuple, groups):
        if group and group[0] is not first[group[0].unit]:
            opened.setdefault(first[group[0].unit], []).append(group)
    tried: dict[Item, list[tuple[Item, ...]]] = {}
    for at, whole in enumerate(told):
        several = (parts for group in (*behind[at], *opened.get(whole, ())) for parts in _parts(whole, group))
        tried[whole] = list(dict.fromkeys((*_windows(told, at), *several)))
    every = sum(map(len, tried.values()))
    places = {item: place for place, item in enumerate(told)}
    for whole, windows in tried.items():
        for tries, window in enumerate(windows, 1):
            fits = _chance(whole, window) * tries < CHANCE
            spread = max(places[part] for part in window) - min(places[part] for part in window)
            if fits or (spread < len(window) and _nearly(whole, window)):
                frame = frame_of("sum", False, "amounts in a row that add up", total=whole, parts=window)
                yield replace(frame, tries=tries if fits else every)
            if fits:
                yield from _between(rates[whole], [rates[part] for part in window])


def _rate(sentence: Sentence, nth: int) -> Item | None:
    """The change in percent that stands beside a level in its clause: before one that is reached, else behind."""
    item = sentence.items[nth]
    beside = sentence.items[max(0, nth - 1) : nth] if item.role == "end" else sentence.items[nth + 1 : nth + 2]
    return next(
        (one for one in beside if one.role == "change" and one.unit == "percent" and one.clause == item.clause), None
    )


def _between(whole: Item | None, parts: Sequence[Item | None]) -> Iterator[Frame]:
    """The rate of a whole, which must lie between those of its parts: all rise or all fall."""
    told = [rate for rate in parts if rate is not None]
    if whole is not None and len(told) == len(parts) and {rate.sign for rate in told} == {whole.sign}:
        why = "the rate of a whole and those of the parts that make it"
        frame = frame_of("average", True, why, "between", mean=whole, values=told)
        yield replace(frame, direction=whole.sign)


def _told(sentence: Sentence) -> list[Item]:
    """The amounts of a sentence that may be a whole or its part: levels, and what something adds or loses."""
    found: list[Item] = []
    for item in sentence.items:
        clause = [other for other in sentence.items if other.clause == item.clause]
        levels = any(other.role in ("start", "end") for other in clause)  # "a bonus adds $8,800 and stock $6,200"
        base = item.role == "start" and item.gov != "base"  # "237 on print, compared to 183 on radio" are two parts
        bound = item.figure.is_range or item.figure.is_open  # "below $50,000" and "at least $50,000" are two classes
        moved = item.gov in ("rise", "fall") and not (item.is_rate or item.is_time)  # "others added only 0.1 GW"
        moved = moved and item.bracket is None  # "482,400 (down 13,300)"
        amount = item.is_level or item.role == "part" or (item.role == "change" and moved and not levels)
        if amount and not (base or bound) and item.figure.value > 0:
            found.append(item)
    return found


def _behind(groups: Sequence[Sequence[Item]], number: int) -> list[tuple[Item, ...]]:
    """The amounts of each sentence behind one, and of each paragraph, as far as a whole may have its parts."""
    later = groups[number + 1 : number + 1 + FAR]
    blocks = (tuple(block) for _, block in groupby(chain(*later), lambda item: id(item.figure.block)))
    return [group for group in (*map(tuple, later), *blocks) if 1 < len(group) <= 2 * LONGEST]


def _windows(told: Sequence[Item], at: int) -> Iterator[tuple[Item, ...]]:
    """The runs of smaller amounts of its kind right behind and right before a level, the shorter first."""
    reach = 2 * LONGEST
    runs = [
        [*takewhile(lambda part: part.figure.value < told[at].figure.value, _alike(told[at], side))]
        for side in (told[at + 1 : at + 1 + reach], told[max(0, at - reach) : at][::-1])
    ]
    for count in range(2, LONGEST + 1):
        yield from (tuple(run[:count]) for run in runs if len(run) >= count)


def _alike(whole: Item, items: Sequence[Item]) -> list[Item]:
    return [item for item in items if alike(item.figure, whole.figure)]


def _parts(whole: Item, group: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """The amounts of a later sentence or paragraph where all of a level's kind could be its parts, bases or not."""
    like = _alike(whole, group)
    for parts in (tuple(like), tuple(item for item in like if item.role != "start")):
        if 1 < len(parts) <= LONGEST and all(item.figure.value < whole.figure.value for item in parts):
            yield parts


def _nearly(whole: Item, window: Sequence[Item]) -> bool:
    """Whether two digits exchanged in one of the figures would make them add up."""
    gap = whole.figure.value - sum(part.figure.value for part in window)
    return may_be_exchanged(gap, max(float(part.figure.quantity.resolution) for part in (whole, *window)))


def _chance(whole: Item, window: Sequence[Item]) -> float:
    """How likely the parts would make the whole by accident; 1 where they do not, as floats mostly tell."""
    floats, value = (part.figure.value for part in window), whole.figure.value
    steps = float(sum(part.figure.quantity.resolution for part in (whole, *window)))
    if abs(sum(floats) - value) > steps + SLACK * value:
        return 1.0
    stated, parts = whole.figure.interval(), total(part.figure.interval() for part in window)
    return by_accident(stated.floats(), parts.floats()) if stated.meets(parts) else 1.0
