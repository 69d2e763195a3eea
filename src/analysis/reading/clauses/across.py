"""A change and its levels told apart: in two clauses, or in two sentences of a paragraph that are read as one.

Only where a scope tells one change and as many levels as it needs: "Sales were $5 million in 2022 and $6 million in
2023. This is a rise of 20%." It is clear where the later part has no subject of its own: a pointer, the same words, or
a noun for the size of what was told ("its value", "so pay grew").
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from analysis.reading.clauses.change import Group, by_word, counted_from, framed, own_level
from analysis.reading.clauses.items import (
    BORDERS,
    MOVES,
    YEAR,
    Item,
    Sentence,
    alike,
    back,
    earlier_than,
    size_of,
)
from analysis.reading.clauses.roles import items
from analysis.reading.clauses.symbols import Token
from analysis.reading.model import Figure, Frame

_NAMES = ("word", "share", "pair", "gap", "margin", "total")
_BY_TEXT = ("gap", "margin")
_TOLD = ("start", "end", "level", "share", "time")
_BASES = 6  # levels of one year that a rate may be counted from
_ADJACENT = 3  # characters between two sentences that follow each other
_BORDERS = BORDERS - {",", "relative"}


def across(told: Sequence[Sentence], used: set[Figure]) -> Iterator[Frame]:
    """The change of the last of some sentences, or of it and those before, whose slots none of its clauses fills.

    `used`: the changes that have base and level already.
    """
    block = told[-1].items[0].figure.block
    for count in range(1, len(told) + 1):
        scope = told[-count:]
        unfilled = any(item.role == "change" and item.figure not in used for one in scope for item in one.items)
        if scope[0].items[0].figure.block is not block:
            break
        if unfilled and (group := _group(*_joined(scope), used)):
            yield from group
            return
    yield from _led_on(told[-1])
    yield from _from_the_year_before(told[-1], used)


def _joined(scope: Sequence[Sentence]) -> tuple[Sentence, list[int]]:
    """Sentences read as one, and where those behind the first begin."""
    if len(scope) == 1:
        return scope[0], []
    tokens = [replace(token, at=at) for at, token in enumerate(token for one in scope for token in one.tokens)]
    return Sentence(tokens, items(tokens), scope[0].history), [*accumulate(len(one.tokens) for one in scope[:-1])]


def _group(sentence: Sentence, begins: Sequence[int], used: set[Figure]) -> list[Frame]:
    """The frames of the one change of a scope; `begins`: where its sentences begin but the first."""
    changes = [item for item in sentence.items if item.role == "change"]
    heads = [item for item in changes if item.figure not in used]
    rates = [item for item in changes if item.is_rate]
    amounts = [item for item in changes if not item.is_rate]
    if not heads or len(rates) > 1 or len(amounts) > 1 or len({item.sign for item in changes}) > 1:
        return []
    if not all(item.gov or item.twin or _compares(sentence, item) for item in heads):  # "when 20% more came"
        return []
    head = heads[0] if len(heads) == 1 else rates[0]
    group = Group(head, [item for item in heads if item is not head])
    levels = [item for item in sentence.items if item.role in _TOLD and group.counts(item)]
    levels = [item for item in levels if not item.is_time] or levels
    levels = [item for nth, item in enumerate(levels) if not any(_again(item, other) for other in levels[:nth])]
    told = sorted((*heads, *levels), key=lambda item: item.at)
    spread = all(any(a <= one.at < b for one in told) for a, b in pairwise((0, *begins, len(sentence.tokens))))
    wanted = 1 if len(heads) == 2 and not any(item.twin for item in heads) else 2
    if not spread or len(levels) not in (wanted, 3 - len(heads)) or any(item.figure.is_range for item in levels):
        return []
    points = begins and all(item.unit == "percent" for item in (head, *levels))  # percentages change in points
    decided = told[0].clause == told[-1].clause and told[-1] not in heads  # by its own clause
    if points or decided or (group.twins and head.unit != "percent"):
        return []
    if any(item.role == "start" and not counted_from(sentence, group, item) for item in levels):
        return []
    group.start, group.end = _ordered(levels)
    if group.start is None and len(levels) == 2 and begins and _than(sentence, head):
        group.start, group.end = sorted(levels, key=lambda item: head.sign * item.figure.value)
        group.doubts.append("its base is named, and told elsewhere")
    group.pointed = bool(begins)
    group.doubts += _doubts(sentence, begins, group, told, levels)
    return framed(sentence, group)


def _doubts(
    sentence: Sentence, begins: Sequence[int], group: Group, told: Sequence[Item], levels: Sequence[Item]
) -> Iterator[str]:
    """What speaks against reading what several clauses or sentences tell as one."""
    head, base, first = group.head, group.start, min(item.at for item in levels)
    ahead = begins and told[0] is head and not head.is_yearly  # a rate told before any level
    late = base is not None and base.at > head.at and base.gov != "base" and not base.earlier
    late = late and bool(begins) and not head.is_yearly
    if ahead or late or not all(_refers(sentence, begin, told, levels) for begin in begins or [0]):
        yield "it may be of something else"
    own = own_level(sentence, head, [item for item in levels if item.at < head.at])
    if begins and base and base is own and not head.is_yearly:
        yield "it may be that of the time before"  # "Sales were $5 million in 2022, up 10%. In 2023 they were …"
    if begins and not _tells_order(levels):
        yield "nothing says which level is the earlier"
    moved = back(sentence.tokens, first, 8, MOVES)
    if moved is not None and moved.sign * head.sign < 0:  # "an increase of $23 million, while sales fell"
        yield "the levels move the other way"
    if _of_another_year(group, first=head.at < first):
        yield "its base may be of another year"
    if _of_its_own_time(sentence, begins, group, told):
        yield "it may be counted from another period"


def _again(item: Item, other: Item) -> bool:
    """Whether a level is one that was told already."""
    return item.figure.value == other.figure.value and alike(item.figure, other.figure) and item.role != "start"


def _of_another_year(group: Group, *, first: bool) -> bool:
    """Whether a base has a year and its level none, or a change told before both levels may be that of the last."""
    one, two = (item.when[0] if item else 0 for item in (group.start, group.end))
    return group.end is not None and bool(one) and (not two or (first and two - one > 1 and not group.head.is_yearly))


def _of_its_own_time(sentence: Sentence, begins: Sequence[int], group: Group, told: Sequence[Item]) -> bool:
    """Whether a change told apart is of a time that is not the levels': "up by $12 to $340. Over the year, up 9%."."""
    head = group.head
    borders = begins or [t.at for t in sentence.tokens[: head.at] if t.sym in ("and", "contrast", ";")][-1:]
    place = bisect(borders, head.at)
    first, last = (0, *borders)[place], (*borders, len(sentence.tokens))[place]
    if not borders or any(first <= item.at < last for item in told if item is not head):
        return False
    own = {_time(token) for token in sentence.tokens[first:last]} - {""}
    if group.start and _tells_order([item for item in (group.start, group.end) if item]):
        own -= {"yoy", "qoq", "mom", "now"} | {_time(t) for t in (*sentence.tokens[:first], *sentence.tokens[last:])}
    return bool(own)


def _time(token: Token) -> str:
    """What a symbol says of time: the basis of a rate, "now" ("this year"), a month or a year; '' for others."""
    if token.sym in ("month", "number"):
        return token.value if token.sym == "month" or YEAR.match(token.text) else ""
    return token.sym if token.sym in ("yoy", "qoq", "mom", "now") else ""


def _led_on(sentence: Sentence) -> Iterator[Frame]:
    """A level that a movement leads to from the one told before: "It was $96 in 2021. By 2023 it doubled to $190"."""
    levels, told = ([item for item in items if not item.is_time] for items in (sentence.items, sentence.before))
    if len(levels) != 1 or len(told) != 1 or levels[0].gov != "to" or not told[0].is_level:
        return
    (end, start), (tokens, _) = (levels[0], told[0]), sentence.history[-1]
    word = back(sentence.tokens, end.gov_at, 1, MOVES)
    ordered = earlier_than(start.when, end.when)
    if word is None or not ordered or not alike(start.figure, end.figure):
        return
    known = {_name(token) for token in tokens if token.sym in _NAMES}
    pointed = back(sentence.tokens, word.at, 6, ("pointer",), ("word",)) or sentence.points(end)
    follows = start.figure.block is end.figure.block and sentence.tokens[0].start - tokens[-1].end < _ADJACENT
    if pointed and _tail(sentence, end) <= known:
        frame = by_word(sentence, word, start, end, follows)
        yield replace(frame, why=frame.why.replace("one clause", "two sentences that point at each other"))


def _from_the_year_before(sentence: Sentence, used: set[Figure]) -> Iterator[Frame]:
    """A level reached by a rate, and the one level of its kind told for where the rate begins: never clear.

    "In 2017, sales are expected to reach $570 billion, a 4% increase" after "… in 2016 to reach $548 billion".
    """
    for head in sentence.items:
        beside = [item for item in sentence.items if item.clause == head.clause and item.is_level]
        if head.role != "change" or head.unit != "percent" or head.figure in used or len(beside) != 1:
            continue
        year, span = beside[0].when[0], head.figure.period
        begins = span.start.year if span and span.grain == "span" else year - 1
        known = {token.value for token in sentence.tokens if token.sym == "word"}
        bases = [
            item
            for tokens, told in sentence.history
            for item in told
            if item.is_level and alike(item.figure, beside[0].figure) and item.when[0] == begins
            and known & {token.value for token in tokens if token.sym == "word"}
        ]  # fmt: skip
        bases = list({item.figure.value: item for item in bases}.values())
        for base in bases if year and len(bases) <= _BASES else ():
            group = Group(head, [], base, beside[0], doubts=["its base is told elsewhere"])
            yield from framed(sentence, group)


def _ordered(levels: Sequence[Item]) -> tuple[Item | None, Item | None]:
    """Base and level of one or two amounts: by the words that govern them, else by their dates."""
    if len(levels) == 1:
        return (levels[0], None) if levels[0].role == "start" else (None, levels[0])
    one, two = levels
    if not alike(one.figure, two.figure):
        return None, None
    bases = [item for item in levels if item.role == "start" or (item.earlier and item.role != "end")]
    before = earlier_than(one.when, two.when)
    if len(bases) == 1:
        return bases[0], two if bases[0] is one else one
    if before is None:
        return (one, two) if two.role == "end" and one.role in ("level", "share") else (None, None)
    return (one, two) if before else (two, one)


def _tells_order(levels: Sequence[Item]) -> bool:
    """Whether words or dates say which of two levels is the earlier."""
    if any(item.role == "start" or item.earlier for item in levels) or len(levels) < 2:
        return True
    return earlier_than(*(item.when for item in levels)) is not None


def _compares(sentence: Sentence, head: Item) -> bool:
    """Whether a change without a verb ends its clause, or names what it is compared with: "8% more."."""
    return _than(sentence, head) or head.sym(2) in (".", ",", ";")


def _than(sentence: Sentence, head: Item) -> bool:
    """Whether a change is told by comparison: "$51,460 more than the average pay"."""
    return any(token.sym == "than" for token in sentence.tokens[head.at : head.at + 8])


def _refers(sentence: Sentence, second: int, told: Sequence[Item], levels: Sequence[Item]) -> bool:
    """Whether the sentence that begins at a place, or else the later clause, speaks of what was told before it."""
    later = [item for item in told if (item.at > second if second else item.clause != told[0].clause)] or [told[-1]]
    borders = [t.at for t in sentence.tokens[: later[0].at] if t.figure or t.sym in _BORDERS] if not second else []
    first = max(borders, default=second - 1)
    own = sentence.tokens[first + 1 : later[0].at]
    verb = next((nth for nth, token in enumerate(own) if token.sym in MOVES | {"aux", "reach"}), len(own))
    ahead = sentence.tokens[: second or first + 1]
    known = {_name(token) for token in ahead if token.sym in _NAMES}
    known |= {token.figure.quantity.noun for token in ahead if token.figure is not None}
    if not any(item in later for item in levels) and not _same_again(sentence, own, later[-1], known):
        return False
    if second and later[-1].role == "change" and not _tail(sentence, later[-1]) <= known | {_name(t) for t in own}:
        return False
    subject = own[:verb]
    words = {_name(token) for token in subject if token.sym in _NAMES} - {"there"}
    if any(token.sym == "pointer" for token in subject) or not words:
        words |= {word for item in levels if item in later for word in _of_what(sentence, item)}
        return words - {"share", "total"} <= known
    return words <= known or (bool(levels) and _sized(own, ahead, levels[0]))


def _name(token: Token) -> str:
    """A symbol that names something, so that it can be compared: a word, the kind of a pair, a gap or a margin."""
    return token.value if token.sym in ("word", "pair") else token.text.lower() if token.sym in _BY_TEXT else token.sym


def _of_what(sentence: Sentence, level: Item) -> Iterator[str]:
    """The nouns a level stands with: "costs of $10 million", "500 openings"."""
    yield from level.words
    if noun := level.figure.quantity.noun:
        yield noun


def _same_again(sentence: Sentence, own: Sequence[Token], head: Item, known: set[str]) -> bool:
    """Whether a change without levels is of nothing else: not "it grew 20% in Europe", "it cut its debt by 20%"."""
    pointer = next((nth for nth, token in enumerate(own) if token.sym == "pointer"), 0)
    verb = next((nth for nth, token in enumerate(own) if token.sym in MOVES | {"aux", "reach"}), len(own))
    objects = [  # "has edged higher" has none
        two for one, two, three in zip(own[verb:], own[verb + 1 :], own[verb + 2 :], strict=False)
        if not (one.sym == "aux" and three.sym in MOVES)
    ]  # fmt: skip
    objects += own[-1:] if len(own) - verb > 1 else []
    named = {_name(t) for t in (*own[:pointer], *objects) if t.sym in _NAMES}
    named |= _tail(sentence, head)
    return named <= known and not any(token.text.lower() in ("will", "would", "should") for token in own)


def _tail(sentence: Sentence, head: Item) -> set[str]:
    """The nouns behind a change that narrow it: "20% in Europe", "a 10% increase in jobs for men"."""
    tail = sentence.tokens[head.at + 1 :]
    noun = next((nth + 1 for nth, token in enumerate(tail[:3]) if token.sym in MOVES), 0)
    end = next((nth for nth, token in enumerate(tail) if token.figure or token.sym in (",", ";", ".")), len(tail))
    return {_name(token) for token in tail[noun:end] if token.sym in _NAMES}


def _sized(own: Sequence[Token], ahead: Sequence[Token], level: Item) -> bool:
    """Whether a clause has no subject but a noun for the size of a level, and none for another was told."""
    kind = "money" if level.figure.is_money else "percent" if level.unit == "percent" else "count"
    mine = {size for token in own if (size := size_of(token.text)).startswith(kind)}
    told = {size for token in ahead if (size := size_of(token.text)).startswith(kind)}
    others = [t for t in own if t.sym in ("word", "pair") and (not size_of(t.text) or t.value == "market")]
    return bool(mine) and not others and (not told or bool(mine & told))
