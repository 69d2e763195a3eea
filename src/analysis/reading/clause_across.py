"""A change and its levels told apart: in two clauses, or in two sentences of a paragraph that are read as one.

Only where a scope tells one change and as many levels as it needs: "Sales were $5 million in 2022 and $6 million in
2023. This is a rise of 20%." It is clear where the later part has no subject of its own: a pointer, the same words, or
a noun for the size of what was told ("its value", "so pay grew").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.reading.clause_change import Group, counted_from, framed
from analysis.reading.clause_items import BORDERS, MOVES, Item, Sentence, alike, earlier_than, size_of, when
from analysis.reading.clause_roles import items
from analysis.reading.clause_symbols import Token
from analysis.reading.model import Figure, Frame

_NAMES = ("word", "share", "pair", "gap", "total")
_TOLD = ("start", "end", "level", "share", "time")
_BORDERS = BORDERS - {",", "relative"}
_LEADING = ("to", "from", "reach", "base", "than", "above", "below")


def across(sentence: Sentence, before: Sentence | None, used: set[Figure]) -> Iterator[Frame]:
    """The change of a sentence, or of it and the one before, whose slots none of its clauses fills alone."""
    if found := _apart(sentence, 0, used):
        yield from found
    elif before is not None and before.items[0].figure.block is sentence.items[0].figure.block:
        yield from _apart(_joined(before, sentence), len(before.tokens), used)


def _joined(one: Sentence, two: Sentence) -> Sentence:
    """Two sentences read as one."""
    tokens = [replace(token, at=at) for at, token in enumerate((*one.tokens, *two.tokens))]
    return Sentence(tokens, items(tokens), one.history)


def _apart(sentence: Sentence, second: int, used: set[Figure]) -> list[Frame]:
    """The frames of the one change of a scope; `second`: where its second sentence begins, 0 where it has one."""
    heads = [item for item in sentence.items if item.role == "change" and item.twin is None]
    rates = [item for item in heads if item.is_rate]
    amounts = [item for item in heads if not item.is_rate]
    if not all(item.gov or _than(sentence, item) for item in heads):  # "when 20% more came"
        return []
    if not heads or len(rates) > 1 or len(amounts) > 1 or used & {item.figure for item in heads}:
        return []
    if len({item.sign for item in heads}) > 1 or (amounts and rates and rates[0].unit != "percent"):
        return []
    group = Group((rates or amounts)[0], [item for item in amounts if rates])
    if group.twins and any(item.twin in amounts for item in sentence.items):  # "by 24,000 (5%)" has a rate of its own
        return []
    levels = [item for item in sentence.items if item.role in _TOLD and group.counts(item)]
    levels = [item for item in levels if not item.is_time] or levels
    inside = second and not any((item.at < second) != (heads[0].at < second) for item in (*heads, *levels))
    if inside or len(levels) != (1 if len(heads) == 2 else 2) or any(item.figure.is_range for item in levels):
        return []
    if second and all(item.unit == "percent" for item in (group.head, *levels)):  # percentages change in points
        return []
    if any(item.role == "start" and not counted_from(sentence, group, item) for item in levels):
        return []
    group.start, group.end = _ordered(sentence, levels)
    if group.start is None and len(levels) == 2 and second and _than(sentence, group.head):
        group.end, group.start = sorted(levels, key=lambda item: abs(item.at - group.head.at))
        group.doubts.append("its base is named, and told elsewhere")
    if group.start is None and group.end is None:
        return []
    group.pointed = bool(second)
    if not _refers(sentence, second, sorted((*heads, *levels), key=lambda item: item.at), levels):
        group.doubts.append("it may be of something else")
    return framed(sentence, group)


def _ordered(sentence: Sentence, levels: Sequence[Item]) -> tuple[Item | None, Item | None]:
    """Base and level of one or two amounts: by the words that govern them, else by their dates."""
    if len(levels) == 1:
        return (levels[0], None) if levels[0].role == "start" else (None, levels[0])
    one, two = levels
    if not alike(one.figure, two.figure):
        return None, None
    bases = [item for item in levels if item.role == "start" or (item.earlier and item.role != "end")]
    before = earlier_than(when(one, sentence.tokens), when(two, sentence.tokens))
    if len(bases) == 1:
        return bases[0], two if bases[0] is one else one
    if before is None:
        return (one, two) if two.role == "end" and one.role in ("level", "share") else (None, None)
    return (one, two) if before else (two, one)


def _than(sentence: Sentence, head: Item) -> bool:
    """Whether a change is told by comparison: "$51,460 more than the average pay"."""
    return any(token.sym == "than" for token in sentence.tokens[head.at : head.at + 8])


def _refers(sentence: Sentence, second: int, told: Sequence[Item], levels: Sequence[Item]) -> bool:
    """Whether the later part of a scope speaks of what the part before it told."""
    if not second and _other_subject(sentence, told):
        return False
    later = [item for item in told if (item.at > second if second else item.clause != told[0].clause)] or [told[-1]]
    borders = [t.at for t in sentence.tokens[: later[0].at] if t.figure or t.sym in _BORDERS] if not second else []
    first = max(borders, default=second - 1)
    own = sentence.tokens[first + 1 : later[0].at]
    verb = next((nth for nth, token in enumerate(own) if token.sym in MOVES | {"aux", "reach"}), len(own))
    ahead = sentence.tokens[: second or first + 1]
    known = {token.value for token in ahead if token.sym in _NAMES}
    if not any(item in later for item in levels) and not _same_again(sentence, own, later[-1], known):
        return False
    if any(token.sym == "pointer" for token in own[:verb]):
        return all(item.gov in _LEADING for item in levels if item in later)
    words = {token.value for token in own[:verb] if token.sym in _NAMES}
    return words <= known or (bool(levels) and _sized(own, ahead, levels[0]))


def _other_subject(sentence: Sentence, told: Sequence[Item]) -> bool:
    """Whether one clause names another thing behind its first figure: "with revenue of $20, profit rose by …"."""
    if len({item.clause for item in told}) > 1:
        return False
    ahead, behind = (
        {token.value for token in tokens if token.sym in _NAMES and not token.text.endswith("ed")}
        for tokens in (sentence.tokens[: told[0].at], sentence.words(told[0].at, told[1].at))
    )
    return bool(ahead) and not behind <= ahead


def _same_again(sentence: Sentence, own: Sequence[Token], head: Item, known: set[str]) -> bool:
    """Whether a change without levels narrows nothing: not "it grew 20% in Europe", "in euros it …", "it will …"."""
    pointer = next((nth for nth, token in enumerate(own) if token.sym == "pointer"), 0)
    tail = sentence.tokens[head.at + 1 :]
    noun = next((nth + 1 for nth, token in enumerate(tail[:3]) if token.sym in MOVES), 0)
    end = next((nth for nth, token in enumerate(tail) if token.figure or token.sym in (",", ";", ".")), len(tail))
    narrowing = {token.value for token in (*own[:pointer], *tail[noun:end]) if token.sym in _NAMES} - known
    return not narrowing and not any(token.text.lower() in ("will", "would", "should") for token in own)


def _sized(own: Sequence[Token], ahead: Sequence[Token], level: Item) -> bool:
    """Whether a clause has no subject but a noun for the size of a level, and none for another was told."""
    kind = "money" if level.figure.is_money else "percent" if level.unit == "percent" else "count"
    mine = {size for token in own if (size := size_of(token.text)).startswith(kind)}
    told = {size for token in ahead if (size := size_of(token.text)).startswith(kind)}
    others = [token for token in own if token.sym in ("word", "pair") and not size_of(token.text)]
    return bool(mine) and not others and (not told or bool(mine & told))
