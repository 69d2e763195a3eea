"""Wholes told over several sentences: amounts in a row that make the one before or after them.

No word binds them; that the amounts add up does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain, groupby

from analysis.quantity.interval import total
from analysis.reading.clauses.items import Item, Sentence, alike, frame_of
from analysis.reading.model import Frame

LONGEST = 6  # parts of a whole that are looked for
FAR = 6  # sentences behind a whole of which one, or a paragraph, may tell all its parts
CHANCE = Fraction(1, 200)  # a sum that fits with less likelihood than this is none by accident


def wholes(sentences: Sequence[Sentence]) -> Iterator[Frame]:
    """Sums over neighbouring sentences."""
    groups = [_told(sentence) for sentence in sentences]
    told = [item for group in groups for item in group]
    places = [number for number, group in enumerate(groups) for _ in group]
    for at, whole in enumerate(told):
        later = groups[places[at] + 1 : places[at] + 1 + FAR]
        blocks = [tuple(block) for _, block in groupby(chain(*later), lambda item: id(item.figure.block))]
        several = (tuple(group) for group in (*later, *blocks) if _makes(whole, group))
        windows = list(dict.fromkeys((*_windows(told, at), *several)))
        for window in windows:
            if _chance(whole, window) * len(windows) < CHANCE:
                frame = frame_of("sum", False, "amounts in a row that add up", total=whole, parts=window)
                yield replace(frame, tries=len(windows))


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
        amount = item.is_level or (item.role == "change" and moved and not levels)
        if amount and not (base or bound) and item.figure.value > 0:
            found.append(item)
    return found


def _windows(told: Sequence[Item], at: int) -> Iterator[tuple[Item, ...]]:
    """The runs of smaller amounts of its kind right behind and right before a level."""
    whole = told[at].figure
    for side in (told[at + 1 :], told[:at][::-1]):
        for count, part in enumerate(side[:LONGEST], 1):
            if not alike(part.figure, whole) or part.figure.value >= whole.value:
                break
            if count > 1:
                yield tuple(side[:count])


def _makes(whole: Item, group: Sequence[Item]) -> bool:
    """Whether all amounts of a later sentence or paragraph could be parts of a level."""
    like = all(alike(part.figure, whole.figure) and part.figure.value < whole.figure.value for part in group)
    return like and 1 < len(group) <= LONGEST


def _chance(whole: Item, window: Sequence[Item]) -> Fraction:
    """How likely the parts would make the whole by accident; 1 where they do not."""
    stated, parts = whole.figure.interval(), total(part.figure.interval() for part in window)
    size = stated.middle
    if not stated.meets(parts) or stated.width is None or parts.width is None or not size:
        return Fraction(1)
    return (stated.width + parts.width) / (2 * size)
