"""Wholes told over several sentences: amounts in a row that make the one before or after them, and their rates.

No word binds them; that the amounts add up does. Where each amount has a rate of its own, the whole's rate must then
lie between those of its parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from analysis.quantity.interval import total
from analysis.reading.clauses.items import Item, Sentence, alike
from analysis.reading.model import Frame

LONGEST = 5  # parts of a whole that are looked for
FAR = 6  # sentences behind a whole of which one may tell all its parts
CHANCE = Fraction(1, 200)  # a sum that fits with less likelihood than this is none by accident

Told = tuple[Item, Item | None]  # a level and the rate told beside it


def wholes(sentences: Sequence[Sentence]) -> Iterator[Frame]:
    """Sums over neighbouring sentences, and growth between that of the parts."""
    groups = [list(_told(sentence)) for sentence in sentences]
    told = [pair for group in groups for pair in group]
    places = [number for number, group in enumerate(groups) for _ in group]
    for at, (whole, rate) in enumerate(told):
        later = groups[places[at] + 1 : places[at] + 1 + FAR]
        windows = [*_windows(told, at), *(group for group in later if _makes(whole, group))]
        windows = list({tuple(id(part) for part, _ in window): window for window in windows}.values())
        for window in windows:
            slots = {"total": (whole.figure,), "parts": tuple(part.figure for part, _ in window)}
            chance = _chance(whole, window) * len(windows)
            if chance < CHANCE:
                yield Frame("sum", slots, False, "amounts in a row that add up", tries=len(windows))
            rates = [other for _, other in window if other is not None]
            if rate is not None and len(rates) == len(window) and chance < CHANCE:
                signs = {other.sign for other in (rate, *rates)}
                if len(signs) == 1:
                    slots = {"mean": (rate.figure,), "values": tuple(other.figure for other in rates)}
                    why = "the rate of a whole and those of the parts that make it"
                    yield Frame("average", slots, True, why, "between", signs.pop())


def _told(sentence: Sentence) -> Iterator[Told]:
    """The levels of a sentence, each with the change in percent that stands beside it in its clause."""
    for nth, item in enumerate(sentence.items):
        clause = [other for other in sentence.items if other.clause == item.clause]
        levels = any(other.role in ("start", "end") for other in clause)  # "a bonus adds $8,800 and stock $6,200"
        base = item.role == "start" and item.gov != "base"  # "237 on print, compared to 183 on radio" are two parts
        bound = item.figure.is_range or item.figure.is_open  # "below $50,000" and "at least $50,000" are two classes
        moved = item.gov in ("rise", "fall") and not item.is_rate and not item.is_time  # "others added only 0.1 GW"
        amount = item.is_level or (item.role == "change" and moved and not levels)
        if not amount or base or bound or item.figure.value <= 0:
            continue
        beside = sentence.items[max(0, nth - 1) : nth] if item.role == "end" else sentence.items[nth + 1 : nth + 2]
        rates = [
            other
            for other in beside
            if other.role == "change" and other.unit == "percent" and other.clause == item.clause
        ]
        yield item, rates[0] if rates else None


def _windows(told: Sequence[Told], at: int) -> Iterator[Sequence[Told]]:
    """The runs of smaller amounts of its kind right behind and right before a level."""
    whole = told[at][0].figure
    for side in (told[at + 1 :], told[:at][::-1]):
        for count, (part, _) in enumerate(side[:LONGEST], 1):
            if not alike(part.figure, whole) or part.figure.value >= whole.value:
                break
            if count > 1:
                yield side[:count]


def _makes(whole: Item, group: Sequence[Told]) -> bool:
    """Whether all amounts of a later sentence could be parts of a level."""
    like = all(alike(part.figure, whole.figure) and part.figure.value < whole.figure.value for part, _ in group)
    return like and 1 < len(group) <= LONGEST


def _chance(whole: Item, window: Sequence[Told]) -> Fraction:
    """How likely the parts would make the whole by accident; 1 where they do not."""
    stated, parts = whole.figure.interval(), total(part.figure.interval() for part, _ in window)
    size = stated.middle
    if not stated.meets(parts) or stated.width is None or parts.width is None or not size:
        return Fraction(1)
    return (stated.width + parts.width) / (2 * size)
