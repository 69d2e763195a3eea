"""Shares told in a clause: which percentage, of what part, of what whole.

The whole is the level behind "of", the one the sentence opens with, the one that is pointed at, or the one told before
whose noun the share names: "61% of overall revenue". Where no word says which, it is left to what stands near.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.reading.clauses.items import BORDERS, MOVES, Item, Sentence, alike, frame_of, size_of
from analysis.reading.clauses.symbols import Token
from analysis.reading.model import Frame

NEAREST = 3  # levels of earlier sentences that a whole is looked for in
FILLERS = frozenset({"word", "article", "approx", "number", "pointer", "month"}) | {
    "total", "world", "whole words", "now", "earlier"
}  # fmt: skip
_NARROW = ("in", "outside", "non", "pointer", "month", "grain")
_WHOLE = frozenset({"total", "in total", "whole words", "world"})
_ENDS = MOVES | {",", ";", ":", ".", "(", ")", "aux", "figure", "relative", "contrast", "so", "with", "or", "and"}


def shares(sentence: Sentence) -> Iterator[Frame]:
    """The frames of the shares of a sentence; a `pair` where a word or brackets bind an amount to one of any whole."""
    for item in (item for item in sentence.items if item.is_share):
        part, bound = part_of(sentence, item)
        if part is None:
            yield from _of_those_two(sentence, item)
            yield from _apart(sentence, item)
            part, bound = _by_name(sentence, item), True
            whole, clear = None, False
        else:
            whole, clear = _whole(sentence, item, part)
        if part is not None and bound and not _of_a_group(sentence, item):
            yield frame_of("pair", True, "a share and its amount", percent=item, part=part)
        if part is not None and whole is not None:
            yield frame_of("share", clear and bound, "one clause", percent=item, part=part, whole=whole)


def _of_a_group(sentence: Sentence, item: Item) -> bool:
    """Whether a share names a narrower whole of its own: "50 (10%) of those in Turku"."""
    place = item.at + 1 + (item.sym(1) == ")")
    behind = sentence.phrase(place, _ENDS) if sentence.sym(place) in ("of", "of which") else ()
    return any(token.sym in _NARROW for token in behind)


# ---- the part ------------------------------------------------------------------------------------------------------


def part_of(sentence: Sentence, item: Item) -> tuple[Item | None, bool]:
    """What a share is the share of its whole of, and whether words bind the two."""
    if (pair := _n_of_m(sentence, item)) is not None:
        return pair[0], True
    if item.counted is not None and item.counted.is_level:
        return item.counted, True
    following = [other for other in sentence.items if other.at > item.at][:2]
    if (enclosed := _enclosed(sentence, item, following)) is not None:
        return enclosed, True
    for other in following:
        between = [sym for sym in sentence.syms(item.at, other.at) if sym != "approx"]
        again = between[-1:] == ["or"]  # "40% of the $5.0 billion market, or $2.0 billion"
        if other.is_level and (other.bracket is item or again or between == ["with"]):
            return other, True
        if other is not following[0] and other.is_level and between[:1] == ["of"] and between[-1:] == [","]:
            return other, False  # "10% of the $100,000 base salary, about $10,000"
    ahead = [other for other in sentence.levels() if other.at < item.at and other.role != "start"]
    if not ahead:
        return _pointed_part(sentence, item)
    nearest = ahead[-1]
    syms = sentence.syms(nearest.at, item.at)
    if ("or" in syms[-3:] and len(syms) <= 5) or "share" in syms:
        return nearest, not {";", "contrast"} & set(syms)
    tail = syms[max(at for at, sym in enumerate([",", *syms]) if sym == ",") :]
    if tail[:1] == ["relative"] and set(tail) <= {"relative", "aux", "approx", "article", "so"}:
        return nearest, True
    if syms and set(syms) <= FILLERS | {",", "relative", "aux", "so", "-"} and len(syms) <= 5:
        return nearest, "relative" in syms or syms[0] == ","
    return None, False


def _enclosed(sentence: Sentence, item: Item, following: Sequence[Item]) -> Item | None:
    """The part in brackets behind a whole: "46% of the 2,400 flats (1,104)", "Of the 2,400, 46% are let (1,104)"."""
    other = next((other for other in following if sentence.syms(other.at - 2, other.at + 2)[::2] == ["(", ")"]), None)
    if other is None or not other.is_level:
        return None
    told = sentence.syms(item.at, other.at - 1)
    if other is following[0]:
        encloses = of_n(sentence) is not None and BORDERS.isdisjoint(told)
    else:
        encloses = told[:1] == ["of"] and {*told} <= FILLERS | {"of", "figure"} and other.bracket is following[0]
    return other if encloses else None


def _n_of_m(sentence: Sentence, item: Item) -> tuple[Item, Item] | None:
    """The part and the whole right before a share: "360 of the 1,200 flats, a share of 30%"."""
    ahead = [other for other in sentence.items if other.at < item.at][-2:]
    if len(ahead) < 2 or not all(other.is_level for other in ahead) or not alike(ahead[0].figure, ahead[1].figure):
        return None
    part, whole = ahead
    syms, told = sentence.syms(part.at, whole.at), sentence.syms(whole.at, item.at)
    joined = syms[:1] == ["of"] and set(syms[1:]) <= FILLERS
    return (part, whole) if joined and {"or", "share", "so", "relative", "("} & set(told) else None


def _pointed_part(sentence: Sentence, item: Item) -> tuple[Item | None, bool]:
    """The level of the sentence before that a pronoun may stand for: "It represents 2.9% of revenue"."""
    told = [other for other in sentence.before if other.stands]
    pointed = sentence.sym(0) == "pointer" and any(token.sym == "share" for token in item.lead)
    return (told[-1] if pointed and told else None), False


# ---- the whole -----------------------------------------------------------------------------------------------------


def _whole(sentence: Sentence, item: Item, part: Item) -> tuple[Item | None, bool]:
    """The whole of a share, and whether it is clear."""
    if (pair := _n_of_m(sentence, item)) is not None and pair[0] is part:
        return pair[1], True
    place = item.at + 1 + (item.sym(1) == ")")
    opening = of_n(sentence)
    opens = opening is not None and opening is not part and alike(opening.figure, part.figure)
    if opens and sentence.sym(place) == "of which":
        return opening, True
    pointed = sentence.sym(place) == "of which" or sentence.syms(place - 1, place + 2) == ["of", "pointer"]
    if pointed and sentence.syms(part.at, item.at) == [","]:
        return None, False  # "$100 million, 40% of them online": a share of that level itself
    those = sentence.sym(part.at + 1) == "of which" and item.counted is part  # "72 of them (36%)"
    opens_with = sentence.sym(0) == "of which" and item.counted is part
    if sentence.sym(place) == "of which" or those or opens_with or _of_this(sentence, part, place):
        pointed_at, clear = _pointed(sentence, part)
        clear = clear and not (those and item.sym(1) != ")")  # not "50 of them (10% a year ago)"
        return pointed_at, clear and sentence.sym(place + 1) != "in"  # not "50 (10%) of those in Turku"
    behind = part.at + 1 + (sentence.sym(part.at + 1) == ",")
    if part.at > place and sentence.sym(part.at - 1) == "or" and sentence.sym(behind) == "of":
        place = behind  # "a third, or 5 million, of the …"
    if sentence.sym(place) == "of":
        whole, clear = _named(sentence, sentence.phrase(place, _ENDS - {"figure"}), part)
        if whole is not None:
            return whole, clear
    if opens:
        return opening, sentence.sym(place) != "of"
    if sentence.sym(place) != "of" and (total := _total_before(sentence, item, part)) is not None:
        return total, True
    return None, False


def _of_this(sentence: Sentence, part: Item, place: int) -> bool:
    """Whether a part is the first of what was told before: "Of this, A had $9 million, or 81%"; of no increase."""
    first = sentence.syms(-1, 3) == ["of", "pointer", ","] and sentence.levels()[0] is part
    moved = any(token.sym in MOVES for tokens, _ in sentence.history[-1:] for token in tokens)
    return first and not moved and sentence.sym(place) != "of"


def _total_before(sentence: Sentence, item: Item, part: Item) -> Item | None:
    """The one level told before a part that is called a total, or that it is said to contribute to.

    "A total of 1,250 took part; 775, or 62%, were women", "Revenue was $200 million. Services contributed $80 million
    (40%)".
    """
    clauses = [other for other in sentence.items if other.clause < part.clause and other.is_level]
    told = [other for other in clauses or sentence.before if other.is_level and alike(other.figure, part.figure)]
    of_others = sentence.sym(0) == "of" and "pointer" not in sentence.syms(0, part.at)  # "Of the women, 400 (62%) …"
    part_itself = not clauses and any(other.is_share for other in sentence.before)  # "Total rail: 80 (4% of all)"
    if len(told) != 1 or of_others or part_itself or item.sym(2) in ("of", "of which"):
        return None
    ahead = (sentence.tokens if clauses else sentence.history[-1][0])[: told[0].at]
    if any(token.sym in ("total", "in total", "world") for token in ahead):
        between = {*sentence.syms(part.at, item.at), *sentence.syms(item.at, part.at)}
        return told[0] if {"or", "with"} & between or item.counted is part else None
    whole = len(sentence.before) == 1 and not clauses and told[0].figure.value > part.figure.value
    sized = _nouns(ahead)[1] & {"money/sales", "money/value"}
    bracket = item.counted is part and sentence.syms(item.at, item.at + 3) == [")", "."]
    return told[0] if whole and sized and bracket and part.gov == "share" else None


def of_n(sentence: Sentence) -> Item | None:
    """The level a sentence opens with as a whole: "Of the 500 asked, …"."""
    item = sentence.items[0] if sentence.items else None
    first = sentence.tokens[0]
    from_ = first.sym == "from" and first.value == "by" and not sentence.moves  # von
    if item is None or not item.is_level or not (first.value == "among" or first.sym == "of" or from_):
        return None
    return item if all(token.sym in FILLERS | {"of"} for token in sentence.tokens[1 : item.at]) else None


def _pointed(sentence: Sentence, part: Item) -> tuple[Item | None, bool]:
    """The one level of the clauses or the sentence before that "these", "the total" can mean."""
    clauses = [item for item in sentence.items if item.clause < part.clause and item.stands]
    told = [item for item in clauses or sentence.before if item.stands and item is not part]
    candidates = [item for item in told if alike(item.figure, part.figure)]
    larger = [item for item in candidates if item.figure.value >= part.figure.value]
    return (larger[-1], len(candidates) == 1) if larger else (None, True)


def _named(sentence: Sentence, phrase: Sequence[Token], part: Item) -> tuple[Item | None, bool]:
    """The level that a phrase behind "of" holds, points at, or names, and whether it is clear.

    A level told before is named where its own phrase has the noun and calls it a total, or has no other word: "61% of
    overall revenue" after "total music revenue was $11.1 billion", "40% of revenue" after "Revenue rose to $5 million".
    """
    inside = [item for item in sentence.items if phrase and phrase[0].at <= item.at <= phrase[-1].at]
    if inside:
        fits = inside[0] is not part and inside[0].is_level and alike(inside[0].figure, part.figure)
        return (inside[0], True) if fits else (None, False)
    narrow = any(token.sym in _NARROW for token in phrase)  # "of the market in Europe", "of those asked in 2023"
    if next((token.sym == "pointer" for token in phrase if token.sym not in ("article", "total")), False):
        whole, clear = _pointed(sentence, part)
        return whole, clear and not any(token.sym == "in" for token in phrase)
    names, sizes = _nouns(phrase)
    marked = any(token.sym in _WHOLE for token in phrase)
    found = [one for one in _told(sentence, part) if names & one.names or sizes & one.sizes]
    best = [one for one in found if one.names == names] or [one for one in found if one.total]
    best = best or [one for one in found if one.names <= names or (one.market and marked)]
    if len({one.item.figure.value for one in best}) != 1:
        return None, False
    near = best[0].total or marked or best[0].nth <= NEAREST
    other = {"earlier", "yoy", "qoq", "mom"} & {token.sym for token in sentence.tokens}  # of another period
    unknown = {name for name in names if not size_of(name)} - best[0].names
    return best[0].item, near and not (other or narrow or unknown)


@dataclass(slots=True)
class _Told:
    """A level told before, `nth` sentences ago, with the nouns of its phrase; whether they make it a total."""

    item: Item
    nth: int
    names: set[str]
    sizes: set[str]
    total: bool
    market: bool


def _told(sentence: Sentence, part: Item | None) -> Iterator[_Told]:
    """The levels told before a part, of its kind and of no other year."""
    own = [item for item in sentence.items if part is None or item.at < part.at]
    for nth, (tokens, items) in enumerate([(sentence.tokens, own), *sentence.history[::-1]]):
        for item in items:
            alien = part is not None and (item is part or not alike(item.figure, part.figure))
            if alien or not item.is_level or item.role == "start" or item.earlier:
                continue
            years = {part.when[0], item.when[0]} - {0} if part else set()
            if len(years) < 2:
                past = [other.at for other in items if other.at < item.at and other.is_level]
                subject = tokens[max((*past, -1)) + 1 : item.at]
                around = [*subject, *tokens[item.at + 1 : item.at + 3]]
                total = any(one.sym in _WHOLE and two.sym != "grain" for one, two in pairwise([*around, item.token]))
                names, sizes = _nouns(subject)
                yield _Told(item, nth, names, sizes, total, "market" in names)


def _nouns(tokens: Sequence[Token]) -> tuple[set[str], set[str]]:
    """The words of a phrase, and what sizes they are."""
    names = {token.value for token in tokens if token.sym in ("word", "pair", "gap")}
    return names, {size for name in names if (size := size_of(name))}


def _of_those_two(sentence: Sentence, item: Item) -> Iterator[Frame]:
    """A share told behind a whole and its part: "$9 million, of which $3 million … The share of … was thus 33%"."""
    told = [other for other in sentence.before if other.stands]
    alone = len(sentence.items) == 1 and len(told) == len(sentence.before) == 2
    lead = [token.sym for token in item.lead if token.sym != "approx"]
    that_is = lead[:1] in (["pointer"], ["or"]) and set(lead[1:]) <= {"aux", "so"} and item.sym(1) in (".", ",")
    if alone and alike(told[0].figure, told[1].figure) and ("share" in lead or that_is):
        small, large = sorted(told, key=lambda other: other.figure.value)
        opens = sentence.history[-1][0][0].sym == "of"  # "Of the 1,250 adverts, 775 were remote. That is 62%."
        nested = opens or any(token.sym == "of which" for token in sentence.history[-1][0])
        clear = nested and (that_is or any(token.sym == "so" for token in sentence.tokens))
        why = "a share of the two amounts told before"
        yield frame_of("share", clear, why, percent=item, part=small, whole=large)


def _apart(sentence: Sentence, item: Item) -> Iterator[Frame]:
    """A share whose part was told before too: "the web made 12 percent of all sales"."""
    if item.sym(1) != "of" or sentence.levels() or item.gov not in ("share", "aux"):
        return
    names = _nouns(sentence.tokens[: item.gov_at])[0]
    block = item.figure.block
    year = item.when[0]
    told = [one for one in _told(sentence, None) if one.item.figure.block is block and not one.total]
    told = [one for one in told if not year or one.item.figure.year in (None, year)]
    parts = [one for one in told if names and names <= one.names]
    for one in parts or told[:1]:
        whole, clear = _named(sentence, sentence.phrase(item.at + 1, _ENDS), one.item)
        if whole is not None and whole is not one.item and whole.figure.block is block:
            sole = len({part.item.figure.value for part in parts}) == 1
            why = "a share, its part and its whole told one after another"
            yield frame_of("share", clear and sole, why, percent=item, part=one.item, whole=whole)


def _by_name(sentence: Sentence, item: Item) -> Item | None:
    """The one level of the sentence before whose name stands right before a share: "That gives A 40% and B 18%"."""
    told = [one.item for one in _told(sentence, None) if one.nth == 1 and item.words and item.words <= one.names]
    return told[0] if len(told) == 1 and not sentence.levels() else None
