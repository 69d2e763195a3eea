"""What no words bind: a figure told as a change, share, gap or average, and the amounts near it that make it.

"Raises of 3.5% … On $52,000 that is $1,820", "It took 461 orders, after 638. … The number has thus shrunk by 27.7%".
That the arithmetic fits binds them, where few other amounts could: pairs are tried nearest first, and each costs more
than the one before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, takewhile
from operator import itemgetter

from analysis.quantity.interval import by_accident
from analysis.quantity.misprints import exchanged
from analysis.quantity.model import Reading as Precision
from analysis.reading.clauses.items import MOVES, Item, Sentence, alike, earlier_than
from analysis.reading.clauses.symbols import Token
from analysis.reading.model import Figure, Frame, FrameKind

_REACH = 8  # amounts near a figure that may make it
_WINDOW = 3 * _REACH  # figures on either side among which those are looked for
_BEFORE, _BEHIND = 3, 1  # sentences up to which an amount may belong with a figure
_BLOCKS = 2  # blocks up to which it may
_FACTOR = 5  # times as many tries is a pair no word leads to, or a figure not called what it would be
_STEM = 6  # letters that two words of one noun share: unemployed, unemployment
_MOST = 95  # a percentage above is no rate of an amount
_WHOLES, _AWAY = 3, 2  # wholes of a page that are tried for its shares, as if they stood so many figures off
_APART = 10  # times as large as the other is no level that an amount leads to
_LEADS = frozenset({"so", "pointer", "relative", "or"})
_POINTS = frozenset({"percentage_point", "basis_point"})
_GAPS = frozenset({"gap", "more", "plus"})
_MORE = ("more", "above", "below", "rise", "fall")
_EACH = frozenset({"mean", "each", "per head"})
_MAKES: dict[FrameKind, tuple[str, str, str]] = {
    "share": ("part", "whole", "a percentage and the amounts near it that make it"),
    "change": ("start", "end", "a change and two levels told near it"),
    "ratio": ("numerator", "denominator", "an average, an amount and a number told near it"),
}
_TOLD = ("percent", "points", "amount", "rate", "multiple", "difference", "ratio", "mean")


@dataclass(slots=True)
class _Place:
    """A figure where it stands: its sentence, and the place of both among all."""

    item: Item
    sentence: Sentence
    nth: int
    at: int


def nearby(sentences: Sequence[Sentence], found: Sequence[Frame]) -> Iterator[Frame]:
    """The frames of figures that none of those found explains: what each of them would be at best."""
    settled = {figure for frame in found if _settles(frame) for figure in _told(frame)}
    parts = {frame.slots["percent"][0]: frame.slots["part"][0] for frame in found if frame.kind == "pair"}
    placed = [(item, one, nth) for nth, one in enumerate(sentences) for item in one.items]
    places = [_Place(*one, at) for at, one in enumerate(placed)]
    wholes = _wholes(places, found)
    for place in places:
        if place.item.figure in settled or place.item.figure.is_range or place.item.is_time:
            continue
        near, part = _near(places, place), parts.get(place.item.figure)
        tried = [(kind, cost, _pairs(place, kind, near, wholes, part)) for kind, cost in _kinds(place.item)]
        for kind, cost, pairs in tried:
            if fits := list(_fitting(place, kind, cost, pairs, part)):
                yield min(fits, key=itemgetter(0))[1]
                break
        else:
            own = [(kind, pair) for kind, _, pairs in tried for pair in pairs if pair[0].figure is part]
            for kind, pair in own[:_WHOLES]:
                if _nearly(kind, place.item, *pair):
                    yield _framed(kind, place.item, *pair, _WHOLES * len(parts))


def _told(frame: Frame) -> list[Figure]:
    """The figures that a frame says are made of others."""
    return [figure for name in _TOLD for figure in frame.slots.get(name, ())]


def _settles(frame: Frame) -> bool:
    """Whether a frame needs no other for its figures: words bind them, or they fit."""
    if frame.clear or frame.kind == "cagr":
        return frame.kind != "pair"
    first, second, _ = _MAKES.get(frame.kind, ("", "", ""))
    if not {first, second} <= frame.slots.keys():
        return frame.kind in ("difference", "average")
    one, two = frame.slots[first][0], frame.slots[second][0]
    return any(_accident(frame.kind, figure, one, two) < _LIKELY for figure in _told(frame))


def _accident(kind: FrameKind, told: Figure, one: Figure, two: Figure) -> float:
    """How likely a figure is the share of one in two, the change from one to two, one for each of two by accident; 1
    where it is not.
    """
    for precision in PRECISIONS:
        if (accident := _met(kind, told, one, two, precision)) < 1:
            return accident
    return 1.0


def _met(kind: FrameKind, told: Figure, one: Figure, two: Figure, precision: Precision) -> float:
    (low, high), (least, most) = (figure.interval(precision).floats() for figure in (one, two))
    if least <= 0 or (kind == "change" and low <= 0):
        return 1.0
    times = 100 if told.unit in ("percent", "basis_point") else 1
    if kind == "change" and told.unit in ("percent", "multiple"):
        base = times == 100
        made = (least / high - base) * times, (most / low - base) * times
    elif kind == "change":
        made = (least - high) * times, (most - low) * times
    else:
        made = low / most * times, high / least * times
    stated = told.interval().floats()
    if kind == "change" and stated[0] > 0 > made[0] + made[1]:
        stated = -stated[1], -stated[0]
    slack = _SLACK * max(map(abs, stated))
    return by_accident(stated, made) if stated[0] <= made[1] + slack and made[0] <= stated[1] + slack else 1.0


PRECISIONS: tuple[Precision, ...] = ("printed", "rounded")
_LIKELY = 0.05  # what fits with more likelihood may be an accident
_SLACK = 1e-9  # more than floats can be off


def _kinds(item: Item) -> list[tuple[FrameKind, int]]:
    """What a figure may be of two others, the likelier first, and what it costs that no word says so."""
    mean = item.is_level and any(token.sym in _EACH for token in (*item.lead, *item.behind[:1]))
    if item.unit != "percent":
        return [("change", 1)] if _moved(item) else [("ratio", 1)] if mean else []
    share: list[tuple[FrameKind, int]] = [("share", 1)] if 0 < item.figure.value < _MOST else []
    return [("change", 1), *share] if _moved(item) else [*share, ("change", _FACTOR)]


def _moved(item: Item) -> bool:
    """Whether a figure is told as a change or a gap, or once more behind one that is: "$10,000 or 9% more"."""
    again = item.sym(-1) == "or" and item.previous is not None and _moved(item.previous)
    either = item.sym(1) == "or" and item.sym(3) in _MORE
    if again or either or item.unit in _POINTS or item.role == "change" or item.gov == "more" or item.sym(1) in _GAPS:
        return True
    wanted = {"gap", "plus"} | (MOVES if item.unit == "percent" and item.role not in ("start", "end") else set())
    return any(token.sym in wanted for token in item.lead)


def _near(places: Sequence[_Place], place: _Place) -> list[_Place]:
    """The amounts and percentages near a figure that stand where they are, the nearest first."""
    window = places[max(0, place.at - _WINDOW) : place.at + _WINDOW + 1]
    block = place.item.figure.block.index
    near = [
        one for one in window
        if one is not place and one.nth <= place.nth + _BEHIND and abs(one.item.figure.block.index - block) <= _BLOCKS
        and (place.nth - _BEFORE <= one.nth or one.item.figure.block.index == block)
        and not (one.item.figure.is_range or one.item.figure.is_open) and one.item.figure.value > 0
    ]  # fmt: skip
    return sorted(near, key=lambda one: abs(one.at - place.at))


def _wholes(places: Sequence[_Place], found: Sequence[Frame]) -> list[Item]:
    """The amounts that shares of a page are of: what most are, what others add up to, the first of the page."""
    counts: Counter[Figure] = Counter()
    for frame in found:
        if frame.kind == "sum" or (frame.kind == "share" and _settles(frame)):
            counts[frame.slots["total" if frame.kind == "sum" else "whole"][0]] += 1
    told = [place.item for place in places if place.item.stands]
    told.sort(key=lambda item: -counts[item.figure])
    return told[:_WHOLES]


def _pairs(
    place: _Place, kind: FrameKind, near: Sequence[_Place], wholes: Sequence[Item], part: Figure | None
) -> list[tuple[Item, Item]]:
    """The pairs of amounts that may make a figure, the nearest first; `part`: what words bind a share to."""
    item = place.item
    told = [one for one in near if _may_make(kind, item, one.item)][:_REACH]
    far = {one.item: abs(one.at - place.at) + (_AWAY if kind == "change" and _moved(one.item) else 0) for one in told}
    if kind == "share":
        far |= {whole: _AWAY for whole in wholes if whole not in far and whole is not item}
    pairs = [pair for pair in permutations(far, 2) if _makes(kind, item, *pair)]
    if kind == "change" and (half := _half(place.sentence, item)):
        pairs = [pair for pair in pairs if half is pair[half.role == "end"]]
    return sorted(
        pairs, key=lambda pair: (pair[0].figure is not part, far[pair[0]] + far[pair[1]], pair[0].figure.order)
    )


def _fitting(
    place: _Place, kind: FrameKind, cost: int, pairs: Sequence[tuple[Item, Item]], part: Figure | None
) -> Iterator[tuple[float, Frame]]:
    """The pairs of amounts that a figure fits, and how likely by accident."""
    item, block = place.item, place.item.figure.block
    for tries, (one, two) in enumerate(pairs, 1):
        accident = _accident(kind, item.figure, one.figure, two.figure)
        compared = kind == "change" and cost == 1 and one.figure.block is block is two.figure.block
        led = one.figure is part or compared or _linked(place.sentence, (one, two))
        tries *= cost * (1 if led else _FACTOR)
        if tries * accident < _LIKELY:
            yield tries * accident, _framed(kind, item, one, two, tries)


def _nearly(kind: FrameKind, item: Item, one: Item, two: Item) -> bool:
    """Whether a figure would be made of two others with two digits exchanged in one of the three."""
    figures = item.figure, one.figure, two.figure
    for nth, figure in enumerate(figures):
        for quantity in exchanged(figure.quantity):
            tried = [*figures]
            tried[nth] = replace(figure, quantity=quantity)
            if _met(kind, tried[0], tried[1], tried[2], "printed") < _LIKELY:
                return True
    return False


def _framed(kind: FrameKind, item: Item, one: Item, two: Item, tries: int) -> Frame:
    first, second, why = _MAKES[kind]
    slot = {"share": "percent", "ratio": "ratio"}.get(kind, _SLOT.get(item.unit, "amount"))
    slots = {slot: (item.figure,), first: (one.figure,), second: (two.figure,)}
    rises = 1 if two.figure.value >= one.figure.value else -1
    return Frame(kind, slots, False, why, direction=rises if kind == "change" else 0, tries=tries)


_SLOT = {"percent": "percent", "percentage_point": "points", "basis_point": "points", "multiple": "multiple"}


def _may_make(kind: FrameKind, item: Item, other: Item) -> bool:
    """Whether an amount may be one of the two that make a figure."""
    if item.unit in _POINTS:
        return other.unit == "percent"
    if other.is_rate or other.is_time:
        return False
    return other.is_level or other.role == "change"


def _makes(kind: FrameKind, item: Item, one: Item, two: Item) -> bool:
    """Whether two amounts may make a figure by their kinds, sizes and times."""
    small, large = one.figure.value, two.figure.value
    if kind == "ratio":
        counted = alike(one.figure, item.figure) and not (two.figure.is_money or alike(two.figure, item.figure))
        return counted and small > item.figure.value
    if not alike(one.figure, two.figure) or small == large:
        return False
    if kind == "share":
        return small < large and (not (one.when[0] and two.when[0]) or one.when[0] == two.when[0])
    far = item.unit != "multiple" and max(small, large) > _APART * min(small, large)
    if far or not (item.is_rate or alike(item.figure, one.figure)):
        return False
    sign = item.sign or (item.figure.value < 0 and -1)
    return sign * (large - small) >= 0 and two.role != "start" and earlier_than(one.when, two.when) is not False


def _half(sentence: Sentence, told: Item) -> Item | None:
    """The one level that a change tells itself, a base or one that is reached; its other one was told before."""
    if told.role != "change":
        return None
    behind = takewhile(lambda other: other.role != "change", sentence.items[sentence.items.index(told) + 1 :])
    near = [*behind, *(other for other in sentence.items if other.role == "end" and other.at < told.at)]
    halves = [
        other for other in near if other.role in ("start", "end") and not (other.is_rate or other.figure.is_range)
    ]
    return halves[0] if len(halves) == 1 else None


def _linked(sentence: Sentence, pair: Iterable[Item]) -> bool:
    """Whether words lead from a sentence to amounts of others: a pronoun, "or", a noun of both."""
    outside = [item for item in pair if item.tokens is not sentence.tokens]
    led = any(token.sym == "pointer" for token in sentence.tokens) or any(map(_is_led, outside))
    own = _nouns(sentence.tokens)
    return not outside or led or any(own & _nouns(item.tokens) for item in outside)


def _is_led(item: Item) -> bool:
    """Whether words lead to an amount from what was told before: "that is $1,820", "an extra $1,820"."""
    return item.role == "change" or any(token.sym in _LEADS for token in item.lead)


def _nouns(tokens: Sequence[Token]) -> set[str]:
    return {token.value[:_STEM] for token in tokens if token.sym == "word" and len(token.value) >= _STEM}
