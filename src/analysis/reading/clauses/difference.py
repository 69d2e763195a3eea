"""Differences told in a clause, and what one amount is of another: surpluses, gaps, margins, averages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.reading.clauses.items import Item, Sentence, after, alike
from analysis.reading.clauses.shares import FILLERS, share_frame
from analysis.reading.model import Frame
from analysis.words import find, lookup

_BORDER = re.compile(r"[.,;:()]\s|\b(?:and|und|et|y)\b")
_DATED = ("number", "month", "grain")


def differences(sentence: Sentence) -> Iterator[Frame]:
    """The frames of a difference, a margin or an average of a sentence."""
    yield from _differences(sentence)
    yield from _averages(sentence)


def _differences(sentence: Sentence) -> Iterator[Frame]:
    """ "Exports were 106.5 and imports 92.7 billion; the surplus was 13.8 billion", margins, "84% as much"."""
    for item in sentence.items:
        so = item.role == "change" and not item.is_rate and any(token.sym == "so" for token in sentence.lead(item))
        if so or (item.is_level and _is_gap(sentence, item)):
            pair, clear = _two(sentence, item)
            if pair and not any(_is_gap(sentence, other) for other in pair if other in sentence.items):
                clear = clear and not _dated_apart(sentence, item) and (so or _flows_fit(sentence, item, pair))
                yield _difference(item, pair, clear, "two amounts and their difference")
            elif not so and (pair := _flows(sentence, item)):
                pointed = any(token.sym in ("so", "pointer") for token in sentence.tokens[: item.at])
                clear = (pointed or _of_trade(sentence, item, pair)) and not _dated_apart(sentence, item)
                yield _difference(item, pair, clear, "two flows told one after the other and their balance")
                yield from _earlier_difference(sentence, item)
        elif item.unit == "percent" and item.role in ("level", "share") and _ratio_told(sentence, item):
            pair, clear = _two(sentence, item)
            if pair and alike(pair[0].figure, pair[1].figure):
                small, large = sorted(pair, key=lambda other: abs(other.figure.value))
                clear = clear and _margin_fits(sentence, small) and (small in sentence.items or _one_rate(sentence))
                yield share_frame(
                    item.figure, small.figure, large.figure, clear, "two amounts and what one is of the other"
                )


def _difference(item: Item, pair: list[Item], clear: bool, why: str) -> Frame:
    small, large = sorted(pair, key=lambda other: abs(other.figure.value))
    if item.figure.value < 0:  # a deficit with its minus
        small, large = large, small
    slots = {"difference": (item.figure,), "larger": (large.figure,), "smaller": (small.figure,)}
    return Frame("difference", slots, clear, why)


def _flows(sentence: Sentence, balance: Item) -> list[Item]:
    """The two opposite flows that the two sentences before tell, one level each: "Exports were … Imports were …"."""
    told = [[item for item in items if item.is_level and item.role != "start"] for _, items in sentence.history[-2:]]
    pair = [levels[0] for levels in told if len(levels) == 1 and alike(levels[0].figure, balance.figure)]
    first = not any(item.is_level and item.at < balance.at for item in sentence.items)
    return pair if first and len(pair) == 2 and _opposed(pair) else []


def _of_trade(sentence: Sentence, balance: Item, pair: list[Item]) -> bool:
    """Whether a balance of trade follows two flows told in the same words: "Exports were …", "Imports were …"."""
    ahead = sentence.tokens[: balance.at]
    others = [{t.value for t in tokens[: one.at] if t.sym == "word" and not lookup("flows", t.text)}
              for one, (tokens, _) in zip(pair, sentence.history[-2:], strict=True)]  # fmt: skip
    plain = not {"with", "in"} & {token.sym for token in ahead} and others[0] == others[1]
    return plain and any(token.text.lower() == "trade" for token in ahead)


def _earlier_difference(sentence: Sentence, balance: Item) -> Iterator[Frame]:
    """The balance a year before of the flows a year before: "compared with a deficit of €30 billion in May 2022"."""
    bases = [[item for item in items if item.role == "start"] for _, items in sentence.history[-2:]]
    own = [item for item in sentence.items if item.at > balance.at and item.is_level]
    flows = [starts[0] for starts in bases if len(starts) == 1]
    if len(flows) == 2 and len(own) == 1 and all(alike(own[0].figure, item.figure) for item in flows):
        yield _difference(own[0], flows, False, "the bases of two flows and their balance")


def _opposed(pair: list[Item]) -> bool:
    """Whether the words beside two amounts name the two sides of one balance: exports and imports."""
    one, two = (_sides(item) for item in pair)
    return any((kind, "out") in two for kind, side in one if side == "in") or any(
        (kind, "in") in two for kind, side in one if side == "out"
    )


def _sides(item: Item) -> set[tuple[str, str]]:
    """(kind, side) of the flows named last before and first behind an amount, nearer than a comma or an "and"."""
    text = item.figure.block.text
    ahead = list(find("flows", _BORDER.split(text[: item.figure.start])[-1]))[-1:]
    behind = list(find("flows", _BORDER.split(text[item.figure.end :])[0]))[:1]
    return {(found.word.value, found.word.cls) for found in ahead + behind}


def _flows_fit(sentence: Sentence, item: Item, pair: list[Item]) -> bool:
    """Whether a balance (a surplus, a profit) stands with its two flows; any two amounts have a gap between them."""
    last = max((other.at for other in sentence.items if other.at < item.at and other.is_level), default=-1)
    near = sentence.tokens[max(last + 1, item.at - 14) : item.at + 5]
    return not any(token.sym == "gap" and token.value == "flows" for token in near) or _opposed(pair)


def _dated_apart(sentence: Sentence, item: Item) -> bool:
    """Whether a difference is told for a month or year that the amounts before it are not."""
    own = {token.text for token in (*sentence.lead(item), *after(sentence.tokens, item.at)) if token.sym in _DATED}
    first = min((token.at for token in sentence.lead(item)), default=item.at)
    told = [*sentence.tokens[:first], *(sentence.history[-1][0] if sentence.history else ())]
    return bool(own) and not own <= {token.text for token in told if token.sym in _DATED}


def _is_gap(sentence: Sentence, item: Item) -> bool:
    """Whether a level is told to be a difference: a surplus, a net gain, a gap."""
    last = max((other.at for other in sentence.items if other.at < item.at and other.is_level), default=-1)
    ahead = sentence.tokens[max(last + 1, item.at - 14) : item.at]
    behind = [token.sym for token in sentence.tokens[item.at + 1 : item.at + 3]]  # "a €30 billion trade deficit"
    noun = behind[:1] == ["gap"] or behind == ["word", "gap"]
    return noun or any(token.sym == "gap" for token in ahead)


def _averages(sentence: Sentence) -> Iterator[Frame]:
    """ "$7.2 billion over 360 deals, so the average round was $20 million", or in two sentences."""
    for item in sentence.items:
        told = [token.sym for token in sentence.lead(item)]
        own = [other for other in sentence.items if other.at < item.at and _may_share(other)]
        ahead = own or [other for other in sentence.before if _may_share(other)]
        if item.is_level and "mean" in told and len(ahead) == 2:
            whole, count = sorted(ahead, key=lambda other: (other.unit == item.unit, other.figure.value))[::-1]
            if alike(whole.figure, item.figure) and (count.unit != item.unit or not item.figure.is_money):
                slots = {"ratio": (item.figure,), "numerator": (whole.figure,), "denominator": (count.figure,)}
                tail = told[told.index("mean") + 1 :]
                plain = not {"of", "in", "highest"} & set(tail[:-1]) and not sentence.unread(0, item.at)
                bound = sentence.sym(item.at + 1) == "per head" or any(sym in told for sym in ("so", "relative", "or"))
                bound = bound and not alike(count.figure, item.figure)
                yield Frame("ratio", slots, bool(own) and plain and bound,
                            "an amount, how many share it, and the average")  # fmt: skip


def _may_share(item: Item) -> bool:
    """Whether a figure is an amount that is shared, or counts those who share it."""
    return item.is_level and item.role != "start"


def _one_rate(sentence: Sentence) -> bool:
    """Whether a sentence tells one margin: "the quarter's margin was 11.7%, that of the year 11.9%" tells two."""
    told = [item for item in sentence.items if item.unit == "percent" and item.role in ("level", "share")]
    return sum(not item.earlier for item in told) < 2


def _margin_fits(sentence: Sentence, part: Item) -> bool:
    """Whether "gross margin" stands beside a gross profit, "operating margin" beside operating income."""
    told = (word for token in sentence.tokens if token.sym == "margin" for word in token.text.lower().split())
    kinds = {*told} - {"margin", "profit"}
    tokens = next((tokens for tokens, items in sentence.history if part in items), sentence.tokens)
    return not kinds or any(kinds & {*token.text.lower().split()} for token in tokens[max(0, part.at - 6) : part.at])


def _ratio_told(sentence: Sentence, item: Item) -> bool:
    following = sentence.tokens[item.at + 1 : item.at + 3]
    lead = [token.sym for token in sentence.lead(item)]
    tail = set(lead[lead.index("margin") + 1 :]) if "margin" in lead else {"word"}
    margin = tail <= {"aux", "of", "at", "article", "approx", "reach", "to"} or "margin" in [t.sym for t in following]
    return margin or any(token.sym == "as much" for token in following)


def _two(sentence: Sentence, item: Item) -> tuple[list[Item], bool]:
    """The two levels that a difference or ratio is of: those of its sentence, else of the one before."""

    def fits(other: Item) -> bool:
        return other.is_level and other.role != "start" and (item.is_rate or alike(other.figure, item.figure))

    own = [other for other in sentence.items if fits(other) and other.at < item.at]
    if len(own) >= 2:
        return own[:2], len(own) == 2
    behind = [other for other in sentence.items if fits(other) and other.at > item.at and other.gov != "gap"]
    if len(own) == len(behind) == 1 and sentence.sym(item.at + 1) in ("on", "of"):  # "a margin of 20% on revenue of …"
        return [*own, *behind], set(sentence.syms(item.at, behind[0].at)) <= FILLERS | {"on", "of"}
    if behind and not own:
        return (behind, False) if len(behind) == 2 else ([], False)
    if len(own) == 1:
        told = [other for other in sentence.before if fits(other)]
        return ([*told, *own], False) if len(told) == 1 else ([], False)
    for nth, (tokens, items) in enumerate(sentence.history[:-4:-1]):
        told = [other for other in items if fits(other) and other.gov != "gap"]
        if len(told) >= 2:
            others = [other for other in items if item.is_rate or alike(other.figure, item.figure)]
            nested = any(token.sym == "of which" for token in tokens)  # a part and its whole leave a rest, no gap
            return told[-2:], len(told) == len(others) == 2 and not nth and not nested
    return [], False
