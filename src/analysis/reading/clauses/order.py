"""What a clause says of order and sameness: least, median, most; lists by size; one pay by two periods; fractions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from analysis.reading.clauses.items import Item, Sentence, alike, frame_of
from analysis.reading.clauses.symbols import Token
from analysis.reading.labels import RANKS, SENIORITY
from analysis.reading.model import Frame
from analysis.units import split
from analysis.words import known, meanings, pattern

#: Words of a label that only say "pay", and in which period.
_PERIODIC = (pattern("pay", "period"), pattern("measures", "only pay"))
_NAMED = frozenset({"mean", "median", "of", "in", "from", "to"})
_BREAKS = frozenset({";", "relative", "in total", "aux", "rise", "fall"})
_LEVELS = SENIORITY[::-1]


def orders(sentence: Sentence) -> Iterator[Frame]:
    """The frames of order, of one pay by two periods and of one figure told twice."""
    yield from _statistics(sentence)
    yield from _seniority(sentence)
    yield from _including(sentence)
    yield from _followed(sentence)
    yield from _same(sentence)
    yield from _same_label(sentence)


# ---- order ---------------------------------------------------------------------------------------------------------


def _statistics(sentence: Sentence) -> Iterator[Frame]:
    """ "minimum £65,000, median £82,000 and maximum £105,000"."""
    named = [(token, item) for item in sentence.items if (token := _statistic(sentence, item)) is not None]
    ranks = [int(token.value) if token.sym == "percentile" else RANKS[token.sym] for token, _ in named]
    ranked = sorted(zip(ranks, (item for _, item in named), strict=True), key=lambda each: each[0])
    things = {item: sentence.tokens[token.at + 1] for token, item in named}  # "the minimum order", "the median basket"
    for (low, one), (high, two) in combinations(ranked, 2):
        neighbours = low < high and not any(low < rank < high for rank in ranks)
        if neighbours and one.unit == two.unit and not (_apart(one) or _apart(two)):
            alone = len({things[item].value for item in (one, two) if things[item].sym == "word"}) < 2
            yield frame_of("order", len({*ranks}) == len(ranks) and alone, "one sentence", first=one, second=two)


def _statistic(sentence: Sentence, item: Item) -> Token | None:
    """The word for the statistic that a figure is: in its noun phrase, or the subject of "is"."""
    path = [*item.path] if item.gov != "aux" else item.lead[::-1]
    named = (token for token in path if token.sym in RANKS or token.sym == "percentile")
    return None if item.is_time or item.role == "change" else next(named, None)


def _seniority(sentence: Sentence) -> Iterator[Frame]:
    """ "Entry: $50k, mid: $70k, senior: $90k": pay that rises with seniority."""
    told: dict[int, tuple[str, Item]] = {}
    for item in sentence.items:
        levels = [token for token in item.lead if token.sym in _LEVELS]
        if item.figure.is_money and len({token.sym for token in levels}) == 1:
            following, rank = sentence.tokens[levels[-1].at + 1], _LEVELS.index(levels[-1].sym)
            if rank in told:
                return
            told[rank] = (following.value if following.sym == "word" else "", item)
    if len(told) < 2:
        return
    things = [thing for thing, _ in told.values()]
    clear = all(thing in ("", "ones", things[0]) for thing in things) and len(told) == len(sentence.items)
    for one, two in pairwise(told[rank][1] for rank in sorted(told)):
        if alike(one.figure, two.figure):
            yield frame_of("order", clear, "levels in one line", "seniority", first=one, second=two)


def _apart(item: Item) -> bool:
    """Whether words behind a figure say that it is of something of its own: "$52 for night work", "$40,000 in Oslo"."""
    return {"in", "word"} <= {token.sym for token in item.behind}


def _including(sentence: Sentence) -> Iterator[Frame]:
    """ "81% call it good, including 27% very good": a part is no larger than its whole."""
    for one, two in pairwise(sentence.items):
        joint = any(token.text.lower() == "including" for token in sentence.words(one.at, two.at))
        levels = all(item.role in ("level", "share") for item in (one, two))
        if joint and levels and two.sym(1) != "of" and alike(one.figure, two.figure):
            yield frame_of("order", True, "one clause", "part", first=two, second=one)


def _followed(sentence: Sentence) -> Iterator[Frame]:
    """ "the largest was A with 12,031, followed by 10,433 from B": figures in falling order."""
    start = next((token.at for token in sentence.tokens if token.sym == "list"), 0)
    highest = [token for token in sentence.tokens if token.sym == "highest"]
    chain = [item for item in sentence.items if item.at < start and not item.is_time][-1:]
    if len({token.value for token in highest}) != 1 or highest[0].at > start or not chain:
        return
    for two in (item for item in sentence.items if item.at > start):
        one = chain[-1]
        if not alike(two.figure, chain[0].figure) or _BREAKS & {*sentence.syms(one.at, two.at)}:
            return
        first, second = (two, one) if highest[0].sign > 0 else (one, two)
        yield frame_of("order", True, "a list by size", first=first, second=second)
        chain.append(two)


# ---- sameness ------------------------------------------------------------------------------------------------------


def _same(sentence: Sentence) -> Iterator[Frame]:
    """One pay by two periods, one amount in two currencies, a fraction in words beside its percentage."""
    paired: set[Item] = set()
    for one, two in pairwise(sentence.items):
        like = one.figure.is_money and two.figure.is_money and _per_head(sentence, one) == _per_head(sentence, two)
        if like and (bound := _bound(sentence, one, two)):
            if _code(one) == _code(two) or one not in paired:  # "P215 or $4 a year, or P18 or $0.34 a month"
                yield from _told_again(one, two, bound, "one clause")
            paired |= {two} if _code(one) != _code(two) else set()
        elif two.bracket is one and one.unit == two.unit == "percent" and not any(map(str.isdigit, one.figure.quote)):
            yield frame_of("repeat", one.figure.is_open, "one clause", first=one, again=two)
    opening = sentence.tokens[: sentence.items[0].at]  # "That is …", "The year's pay is thus …"
    if any(token.sym in ("pointer", "or") for token in opening[:2]) or any(t.value == "then" for t in opening):
        for two in (item for item in sentence.items if item.figure.is_money and item.role not in ("change", "start")):
            told = [item for item in sentence.before if item.figure.is_money and _code(item) == _code(two)]
            if len(told) == 1 and not _in_card(sentence):
                yield from _told_again(told[0], two, "pointer", "two sentences that point at each other")


def _in_card(sentence: Sentence) -> bool:
    """Whether a sentence follows several lines "label: figure", of which it may sum up any."""
    lines = [items[0] for _, items in sentence.history[-2:]]
    return len(lines) == 2 and all(_label(item) is not None and item.tokens[-1] is item.token for item in lines)


def _told_again(one: Item, two: Item, bound: str, why: str) -> Iterator[Frame]:
    """Periods that differ make a product, currencies that differ a conversion."""
    periods = [period for item in (one, two) if (period := split(item.unit).period)]
    differ = len({*periods}) == 2
    if _code(one) != _code(two) and not differ:
        yield frame_of("repeat", True, f"{why}, by “{bound}”", first=one, again=two)
    elif _code(one) == _code(two) and differ:
        pay = "salary" in (one.figure.measure, two.figure.measure)  # a fee by the year may be cheaper
        yield frame_of("period", pay, f"{why}, by “{bound}”", first=one, again=two)


def _bound(sentence: Sentence, one: Item, two: Item) -> str:
    """The words that make two amounts one: "or", "which is", brackets; '' where there are none."""
    between = [token for token in sentence.words(one.at, two.at) if token.sym not in ("approx", "article")]
    between = [token for token in between if token.start < two.figure.start]  # "between" of a range is its own
    if any(token.sym in ("or", "so") for token in between):  # "or a wage of $20"
        between = [token for token in between if not (token.sym in _NAMED or _of_pay(token))]
    syms = [token.sym for token in between]
    if two.bracket is one and len([sym for sym in syms if sym != "or"]) <= 2:
        return "( )"
    core = [sym for sym in syms if sym not in (",", "-", "per head")]
    if core in (["or"], ["relative", "aux"], ["relative", "or"], ["so"], ["aux", "or"], ["relative", "so"], ["/"]):
        return between[-1].text.lower()
    return ""


def _of_pay(token: Token) -> bool:
    """Whether a word only names pay or its period: "an annual gross salary of"."""
    return any(word.cls in ("pay", "period", "gross") for word in meanings("pay", token.text.lower()))


def _same_label(sentence: Sentence) -> Iterator[Frame]:
    """Two lines of a card, one under the other, whose labels differ in the period alone: "Hourly pay", "Annual pay"."""
    if len(sentence.items) == len(sentence.before) == 1:
        one, two = sentence.before[0], sentence.items[0]
        labels = [_label(item) for item in (one, two)]
        if _follows(one, two) and labels[0] is not None and labels[0] == labels[1]:
            yield from _told_again(one, two, "label", "two lines of one card")


def _label(item: Item) -> frozenset[str] | None:
    """The words of a line "label: figure", without those for pay and its period; None for another sentence."""
    if not any(token.sym == ":" for token in item.tokens[: item.at]):
        return None
    said = {token.text.lower() for token in item.tokens if token.figure is None and token.text[0].isalnum()}
    return frozenset(word for word in said if not any(words.fullmatch(word) for words in _PERIODIC))


def _follows(one: Item, two: Item) -> bool:
    first, second = one.figure, two.figure
    if first.block is second.block:
        return second.sentence - first.sentence == 1
    return second.block.index - first.block.index == 1 and first.sentence == second.sentence == 0


def _per_head(sentence: Sentence, item: Item) -> bool:
    """Whether an amount is told for each of some things: "99 cents per share", "$1,200 a member"."""
    behind = [token for token in sentence.tokens[item.at + 1 :] if token.text.lower() != "for"]
    one, two = (*behind[:2], *sentence.tokens[-1:] * 2)[:2]  # the sentence may end before
    per = one.text.lower() in known("pay", "per") and (one.sym != "article" or one.text.lower() in ("a", "an"))
    return one.sym == "per head" or (per and two.sym in ("word", "share"))


def _code(item: Item) -> str:
    return split(item.unit).base
