"""Differences told in a clause, and what one amount is of another: surpluses, gaps, margins, averages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, dropwhile, pairwise

from analysis.reading.clauses.items import BORDERS, YEAR, Item, Sentence, alike, frame_of
from analysis.reading.clauses.shares import FILLERS
from analysis.reading.clauses.symbols import Token
from analysis.reading.model import Figure, Frame
from analysis.words import find, lookup

_FAR = 4  # sentences between a balance and its flows
_CLAUSE = re.compile(r"[.,;()]\s")
_ABOUT, _ALIKE = 4, 1.5  # so many times as much as two amounts make, as a gap and as a rate, is of something else
_EARLIER = 10  # figures told before among which a difference may have its two
_BORDER = re.compile(r"[.,;:()]\s|\b(?:and|und|et|y)\b")
_DATED = ("number", "month", "grain")
_NARROWING = frozenset({"to", "with", "base", "on", "above", "below", "than"})
_RATIO_IS = frozenset({"aux", "of", "at", "article", "approx", "reach", "to"})


def differences(sentence: Sentence) -> Iterator[Frame]:
    """The frames of a difference, a margin or an average of a sentence."""
    for item in sentence.items:
        if item.is_share and _ratio_told(sentence, item):
            yield from _ratio(sentence, item)
        elif item.role == "change" and not item.is_rate:
            if any(token.sym == "so" for token in item.lead):
                yield from _difference(sentence, item, so=True)
        elif item.stands and _is_gap(sentence, _reached_from(item) or item):
            yield from _difference(sentence, item, so=False)
        elif item.unit == "percentage_point" and item.role == "level" and _is_gap(sentence, item):
            yield from _points_apart(sentence, item)
    for item in sentence.items:
        yield from _average(sentence, item)


def _reached_from(item: Item) -> Item | None:
    """The level before one that is reached: "the gap shrinks from 14,300 to 3,300" is a gap of 3,300."""
    reached = item.role == "end" and item.previous is not None and item.previous.role == "start"
    return item.previous if reached else None


# ---- differences ---------------------------------------------------------------------------------------------------


def _difference(sentence: Sentence, item: Item, *, so: bool) -> Iterator[Frame]:
    """ "Exports were 106.5 and imports 92.7 billion; the surplus was 13.8 billion", or in three sentences."""
    pair, clear = _two(sentence, item)
    apart = _dated_apart(sentence, item) or _narrowed(sentence, item, pair)
    if pair and not any(_is_gap(sentence, other) for other in pair if other in sentence.items):
        fits = so or _opposed(pair) or not any(token.value == "flows" for token in _around(sentence, item))
        others = _fitting(sentence, item) if clear and not _fits(item, *pair) else []
        clear = clear and fits and not apart and not others and _of_those(sentence, item) and _is_about(item, *pair)
        frame = _between(item, pair, clear, "two amounts and their difference")
        yield replace(frame, basis="led") if _is_led(sentence, item) else frame
        for other in others:
            yield _between(item, other, False, "an amount told before and another, and their difference")
    elif not so and (pair := _flows(sentence, item)):
        pointed = any(token.sym in ("so", "pointer") for token in sentence.tokens[: item.at])
        clear = (pointed or _of_trade(sentence, item, pair)) and not apart
        yield _between(item, pair, clear, "two flows told one after the other and their balance")
        yield from _earlier_difference(sentence, item)


def _points_apart(sentence: Sentence, item: Item) -> Iterator[Frame]:
    """ "67% would vote yes, against 41% of pensioners, a gap of 26 points": the two percentages of a sentence."""
    told = [other for other in sentence.items if other.unit == "percent" and other.role != "change"]
    if len(told) == 2 and told[-1] is item.previous:
        subject = any(token.sym == "word" for token in _after(sentence, item, told))
        apart = subject or _dated_apart(sentence, item) or _narrowed(sentence, item, told)
        clear = not apart and _of_those(sentence, item)
        small, large = sorted((other.figure for other in told), key=lambda figure: figure.value)
        slots = {"points": (item.figure,), "start": (small,), "end": (large,)}
        yield Frame("change", slots, clear, "two percentages and how far they are apart", direction=1)


def _is_led(sentence: Sentence, item: Item) -> bool:
    """Whether a sentence opens with what a balance is less by: "After costs of $5 million, a profit of … was left"."""
    loss = sentence.items[0]
    opens = sentence.sym(0) in ("with", "contrast") and "," not in sentence.syms(0, loss.at)
    return opens and loss.sym(1) == "," and item.previous is loss and item.sym(1) in (".", ",")


def balances(sentences: Sequence[Sentence], told: set[Figure]) -> Iterator[Frame]:
    """The balance of two opposite flows told some sentences apart, in any order: arithmetic tells which they are.

    "Immigration was 1,201 above emigration. … From abroad came 2,484 people, and 1,283 left." `told`: those with a
    difference already.
    """
    for nth, sentence in enumerate(sentences):
        found = [item for item in sentence.items if item.figure not in told and _balances(sentence, item)]
        near = [item for one in sentences[max(0, nth - _FAR) : nth + _FAR + 1] for item in one.items] if found else []
        for item in found:
            flows = [one for one in near if one is not item and one.is_level and alike(one.figure, item.figure)]
            pairs = [pair for pair in combinations(flows, 2) if _opposed(pair)]
            wanted = abs(item.figure.value)
            best = min(
                pairs, key=lambda pair: abs(abs(pair[0].figure.value - pair[1].figure.value) - wanted), default=()
            )
            if best:
                frame = _between(item, best, False, "two opposite flows and their balance, told apart")
                yield replace(frame, tries=len(pairs))


def _balances(sentence: Sentence, item: Item) -> bool:
    """Whether a figure is told to be a balance, or its clause names both sides of one: "deaths exceeded births by"."""
    if item.is_rate or item.is_time:
        return False
    text = item.figure.block.text
    around = f"{_CLAUSE.split(text[: item.figure.start])[-1]} | {_CLAUSE.split(text[item.figure.end :])[0]}"
    sides = {(found.word.value, found.word.cls) for found in find("flows", around)}
    both = not any(map(str.isdigit, around)) and any((kind, "out") in sides for kind, side in sides if side == "in")
    return both or (item.is_level and _is_gap(sentence, item))


def _is_about(item: Item, one: Item, other: Item) -> bool:
    """Whether a figure is of the size of the difference of two others, or of one of them: a slip of that, maybe.

    "$9.4 million of interest, $26.2 million of taxes and a net income of $83.6 million" are of three things.
    """
    apart = abs(one.figure.value - other.figure.value)
    return apart / _ABOUT <= abs(item.figure.value) <= apart * _ABOUT


def _fits(item: Item, one: Item, other: Item) -> bool:
    apart = one.figure.interval() - other.figure.interval()
    return item.figure.interval().meets(apart) or item.figure.interval().meets(apart * -1)


def _fitting(sentence: Sentence, item: Item) -> list[tuple[Item, Item]]:
    """The nearest levels told before that are so far apart: net of both, of two places told one after the other."""
    told = [other for other in sentence.past[-_EARLIER:] if other.stands and alike(other.figure, item.figure)]
    return [pair for pair in combinations(told, 2) if _fits(item, *pair)][-1:]


def _of_those(sentence: Sentence, item: Item) -> bool:
    """Whether a difference names no pair but one that its levels were told of: not that "between women and men"."""
    last = max((other.at for other in sentence.items if other.at < item.at and other.is_level), default=-1)
    history = [token for tokens, _ in sentence.history for token in tokens]
    told, own = (
        {token.value for token in tokens if token.sym == "pair"}
        for tokens in ([*history, *sentence.tokens[: last + 4]], sentence.tokens[last + 1 :])
    )
    return own <= told or len(own) < 2


def _narrowed(sentence: Sentence, item: Item, pair: Sequence[Item]) -> bool:
    """Whether a difference is of other levels than those before it: "the gap to the leader", "in banks, at"."""
    own = [token for token in _after(sentence, item, pair) if token is not item.governor]
    gap = next((nth for nth, token in enumerate(own) if token.sym == "gap"), len(own))
    syms, behind = ([one.sym for one in told if one.sym != "article"] for told in (own, sentence.tokens[item.at + 1 :]))
    placed = not {("in", "word"), ("in", "pair")}.isdisjoint([*pairwise(syms), *pairwise(behind[:2])])
    other = placed or not {"highest", "earlier"}.isdisjoint(syms)
    return other or not _NARROWING.isdisjoint([*syms[gap:], item.sym(1)])


def _after(sentence: Sentence, item: Item, pair: Sequence[Item]) -> list[Token]:
    """The symbols before a difference, in its own clause: behind its levels and what these are of."""
    last = max((other.at for other in pair if other in sentence.items and other.at < item.at), default=-1)
    own = sentence.tokens[last + 1 : item.at]
    return own if last < 0 else [*dropwhile(lambda token: token.sym not in BORDERS, own)]


def _between(item: Item, pair: Sequence[Item], clear: bool, why: str) -> Frame:
    small, large = sorted(pair, key=lambda other: abs(other.figure.value))
    if item.figure.value < 0:  # a deficit with its minus
        small, large = large, small
    return frame_of("difference", clear, why, difference=item, larger=large, smaller=small)


def _flows(sentence: Sentence, balance: Item) -> list[Item]:
    """The two opposite flows that the two sentences before tell, one level each: "Exports were … Imports were …"."""
    told = [[item for item in items if item.stands] for _, items in sentence.history[-2:]]
    pair = [levels[0] for levels in told if len(levels) == 1 and alike(levels[0].figure, balance.figure)]
    first = not any(item.is_level and item.at < balance.at for item in sentence.items)
    return pair if first and len(pair) == 2 and _opposed(pair) else []


def _of_trade(sentence: Sentence, balance: Item, pair: Sequence[Item]) -> bool:
    """Whether a balance of trade follows two flows told in the same words: "Exports were …", "Imports were …"."""
    ahead = sentence.tokens[: balance.at]
    one, two = ({t.value for t in item.tokens[: item.at] if t.sym == "word" and not lookup("flows", t.text)}
                for item in pair)  # fmt: skip
    plain = not {"with", "in"} & {token.sym for token in ahead} and one == two
    return plain and any(token.text.lower() == "trade" for token in ahead)


def _earlier_difference(sentence: Sentence, balance: Item) -> Iterator[Frame]:
    """The balance a year before of the flows a year before: "compared with a deficit of €30 billion in May 2022"."""
    bases = [[item for item in items if item.role == "start"] for _, items in sentence.history[-2:]]
    own = [item for item in sentence.items if item.at > balance.at and item.is_level]
    flows = [starts[0] for starts in bases if len(starts) == 1]
    if len(flows) == 2 and len(own) == 1 and all(alike(own[0].figure, item.figure) for item in flows):
        yield _between(own[0], flows, False, "the bases of two flows and their balance")


def _opposed(pair: Sequence[Item]) -> bool:
    """Whether the words beside two amounts name the two sides of one balance: exports and imports."""
    one, two = (_sides(item) for item in pair)
    return any((kind, {"in": "out", "out": "in"}.get(side, "")) in two for kind, side in one)


def _sides(item: Item) -> set[tuple[str, str]]:
    """(kind, side) of the flows named last before and first behind an amount, nearer than a comma or an "and"."""
    text = item.figure.block.text
    ahead = list(find("flows", _BORDER.split(text[: item.figure.start])[-1]))[-1:]
    behind = list(find("flows", _BORDER.split(text[item.figure.end :])[0]))[:1]
    return {(found.word.value, found.word.cls) for found in ahead + behind}


def _dated_apart(sentence: Sentence, item: Item) -> bool:
    """Whether a difference is told for a month or year that the amounts before it are not."""
    lead = item.lead
    told = [*sentence.tokens[: item.at - len(lead)], *(sentence.history[-1][0] if sentence.history else ())]
    return not _dates([*lead, *item.behind]) <= _dates(told)


def _dates(tokens: Sequence[Token]) -> set[str]:
    """The years, months and quarters that symbols name: not the age in "over 65"."""
    dated = (token for token in tokens if token.sym in _DATED)
    return {token.text for token in dated if YEAR.match(token.text) or not token.text.isdigit()}


def _around(sentence: Sentence, item: Item) -> Sequence[Token]:
    """The symbols beside an amount that may call it a gap, behind the level before it."""
    last = max((other.at for other in sentence.items if other.at < item.at and other.is_level), default=-1)
    return sentence.tokens[max(last + 1, item.at - 14) : item.at + 5]


def _is_gap(sentence: Sentence, item: Item) -> bool:
    """Whether a level is told to be a difference: a surplus, a net gain, a gap, "a €30 billion trade deficit"."""
    ahead = any(token.sym == "gap" and token.at < item.at for token in _around(sentence, item))
    return ahead or item.sym(1) == "gap" or (item.sym(1), item.sym(2)) == ("word", "gap")


# ---- ratios --------------------------------------------------------------------------------------------------------


def _ratio(sentence: Sentence, item: Item) -> Iterator[Frame]:
    """A margin, or "84% as much"."""
    pair, clear = _two(sentence, item)
    if pair and alike(pair[0].figure, pair[1].figure):
        part, whole = sorted(pair, key=lambda other: abs(other.figure.value))
        clear = clear and _margin_fits(sentence, part) and (part in sentence.items or _one_rate(sentence))
        made = part.figure.value / whole.figure.value * 100 if whole.figure.value else 0
        clear = clear and made / _ALIKE <= item.figure.value <= made * _ALIKE  # of a profit, costs are not its whole
        why = "two amounts and what one is of the other"
        yield frame_of("share", clear, why, percent=item, part=part, whole=whole)


def _ratio_told(sentence: Sentence, item: Item) -> bool:
    following = (item.sym(1), item.sym(2))
    lead = [token.sym for token in item.lead]
    led = "margin" in lead and set(lead[lead.index("margin") + 1 :]) <= _RATIO_IS
    return led or bool({"margin", "as much"} & {*following})


def _margin_fits(sentence: Sentence, part: Item) -> bool:
    """Whether "gross margin" stands beside a gross profit, "operating margin" beside operating income."""
    told = (word for token in sentence.tokens if token.sym == "margin" for word in token.text.lower().split())
    kinds = {*told} - {"margin", "profit"}
    beside = part.tokens[max(0, part.at - 6) : part.at]
    return not kinds or any(kinds & {*token.text.lower().split()} for token in beside)


def _one_rate(sentence: Sentence) -> bool:
    """Whether a sentence tells one margin: "the quarter's margin was 11.7%, that of the year 11.9%" tells two."""
    return sum(item.is_share and not item.earlier for item in sentence.items) < 2


def _average(sentence: Sentence, item: Item) -> Iterator[Frame]:
    """ "$7.2 billion over 360 deals, so the average round was $20 million", or in two sentences."""
    told = [token.sym for token in item.lead]
    own = [other for other in sentence.items if other.at < item.at and other.stands]
    ahead = own or [other for other in sentence.before if other.stands]
    if not item.is_level or "mean" not in told or len(ahead) != 2:
        return
    count, whole = sorted(ahead, key=lambda other: (other.unit == item.unit, other.figure.value))
    if not alike(whole.figure, item.figure) or (count.unit == item.unit and item.figure.is_money):
        return
    plain = not {"of", "in", "highest"} & {*told[told.index("mean") + 1 : -1]} and not sentence.unread(0, item.at)
    bound = item.sym(1) == "per head" or bool({"so", "relative", "or"} & {*told})
    clear = bool(own) and plain and bound and not alike(count.figure, item.figure)
    why = "an amount, how many share it, and the average"
    yield frame_of("ratio", clear, why, ratio=item, numerator=whole, denominator=count)


# ---- the two amounts -----------------------------------------------------------------------------------------------


def _two(sentence: Sentence, item: Item) -> tuple[list[Item], bool]:
    """The two levels that a difference or ratio is of: those of its sentence, else of one before; whether clear."""

    def fitting(items: Sequence[Item]) -> list[Item]:
        told = [other for other in items if other.stands and (item.is_rate or alike(other.figure, item.figure))]
        return [other for other in told if other.bracket is None or other.at > other.bracket.at + 3]  # "412 (498)"

    own = [other for other in fitting(sentence.items) if other.at < item.at]
    behind = [other for other in fitting(sentence.items) if other.at > item.at and other.gov != "gap"]
    if len(own) >= 2:
        return own[:2], len(own) == 2
    if len(own) == len(behind) == 1 and item.sym(1) in ("on", "of"):  # "a margin of 20% on revenue of …"
        return [*own, *behind], {*sentence.syms(item.at, behind[0].at)} <= FILLERS | {"on", "of"}
    if len(own) == 1:
        told = [*fitting(sentence.before), *own]
        return (told, _is_led(sentence, item) and _opposed(told)) if len(told) == 2 else ([], False)
    if behind:
        listed = item.sym(1) in (":", "(")  # "The deficit was C: exports of A, imports of B"
        return (behind, listed and _opposed(behind)) if len(behind) == 2 else ([], False)
    for nth, (tokens, items) in enumerate(sentence.history[:-4:-1]):
        told = [other for other in fitting(items) if other.gov != "gap"]
        if len(told) >= 2:
            others = [other for other in items if item.is_rate or alike(other.figure, item.figure)]
            nested = any(token.sym == "of which" for token in tokens)  # a part and its whole leave a rest, no gap
            return told[-2:], len(told) == len(others) == 2 and not nth and not nested
    return [], False
