"""What a clause says of order and sameness: least, median, most; lists by size; one pay by two periods; fractions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from analysis.reading.clauses.items import Item, Sentence, after, alike
from analysis.reading.clauses.symbols import Token
from analysis.reading.model import Frame
from analysis.units import split
from analysis.words import known, meanings, pattern

_BETWEEN = (
    frozenset({",", "with", "article", "from", "in", "-"})
    | {"range", "aux", "of", "(", ")"}
    | {"and", "at", "mean", "median"}
)
#: Words of a label that only say "pay", and in which period.
_PERIODIC = (pattern("pay", "period"), pattern("measures", "only pay"))
_NAMED = ("of", "mean", "median", "in", "from", "to")
_BREAKS = frozenset({";", "relative", "in total", "aux", "rise", "fall"})
_LEVELS = ("entry", "mid", "senior", "executive")
_RANKS = {"minimum": 0, "median": 50, "mean": 50, "maximum": 100}


def orders(sentence: Sentence) -> Iterator[Frame]:
    """The frames of order, of one pay by two periods and of one figure told twice."""
    yield from _statistics(sentence)
    yield from _seniority(sentence)
    yield from _ranges(sentence)
    yield from _including(sentence)
    yield from _followed(sentence)
    yield from _same(sentence)
    yield from _same_label(sentence)


def _statistics(sentence: Sentence) -> Iterator[Frame]:
    """ "minimum £65,000, median £82,000 and maximum £105,000"."""
    ranked = [(rank, item) for item in sentence.items if (rank := _rank(sentence, item)) is not None]
    for (low, one), (high, two) in combinations(ranked, 2):
        if low == high or not alike(one.figure, two.figure) or one.figure.unit != two.figure.unit:
            continue
        if _apart(sentence, one) or _apart(sentence, two):
            continue
        first, second = (one, two) if low < high else (two, one)
        between = sum(low < rank < high or high < rank < low for rank, _ in ranked)
        if not between:
            slots = {"first": (first.figure,), "second": (second.figure,)}
            single = len({rank for rank, _ in ranked}) == len(ranked)
            things = [word for word in (_thing(sentence, one), _thing(sentence, two)) if word]
            yield Frame("order", slots, single and len(set(things)) < 2, "one sentence")


def _seniority(sentence: Sentence) -> Iterator[Frame]:
    """ "Entry: $50k, mid: $70k, senior: $90k": pay that rises with seniority."""
    told: list[tuple[int, str, Item]] = []
    for item in sentence.items:
        levels = [token for token in sentence.lead(item) if token.sym in _LEVELS]
        if item.figure.is_money and len({token.sym for token in levels}) == 1:
            following = sentence.tokens[levels[-1].at + 1]
            told.append((_LEVELS.index(levels[-1].sym), following.value if following.sym == "word" else "", item))
    ranks = [rank for rank, _, _ in told]
    if len(told) < 2 or len(set(ranks)) < len(ranks):
        return
    clear = all(thing in ("", "ones", told[0][1]) for _, thing, _ in told) and len(told) == len(sentence.items)
    for (_, _, one), (_, _, two) in pairwise(sorted(told, key=lambda each: each[0])):
        if alike(one.figure, two.figure):
            slots = {"first": (one.figure,), "second": (two.figure,)}
            yield Frame("order", slots, clear, "levels in one line", "seniority")


def _ranges(sentence: Sentence) -> Iterator[Frame]:
    """ "between $48,000 and $58,000, on average $56,900": a mean lies in the range told beside it."""
    for one, two in pairwise(sentence.items):
        span, mean = (one, two) if one.figure.is_range else (two, one)
        if one.figure.is_range == two.figure.is_range or not alike(one.figure, two.figure) or one.clause != two.clause:
            continue
        behind = sentence.tokens[mean.at + 1 : mean.at + 4]
        told = {token.sym for token in (*sentence.lead(mean), *behind)} & {"mean", "median"}
        words = sentence.words(one.at, two.at)
        between = {token.sym for token in words}
        anew = any(a.sym == "and" and b.sym == "aux" for a, b in pairwise(words))  # "charges $45 to $200 and earns $31"
        if told and between <= _BETWEEN and not _apart(sentence, mean):
            yield Frame("order", {"mean": (mean.figure,), "range": (span.figure,)}, not anew, "one clause", "range")


def _apart(sentence: Sentence, item: Item) -> bool:
    """Whether words behind a figure say that it is of something of its own: "$52 for night work", "$40,000 in Oslo"."""
    behind = list(after(sentence.tokens, item.at))
    return any(token.sym == "in" for token in behind) and any(token.sym == "word" for token in behind)


def _including(sentence: Sentence) -> Iterator[Frame]:
    """ "81% call it good, including 27% very good": a part is no larger than its whole."""
    for one, two in pairwise(sentence.items):
        joints = [token for token in sentence.words(one.at, two.at) if token.text.lower() == "including"]
        own = (
            sentence.tokens[two.at + 1].sym == "of" if two.at + 1 < len(sentence.tokens) else False
        )  # of another whole
        levels = one.role in ("level", "share") and two.role in ("level", "share") and not own
        if joints and levels and alike(one.figure, two.figure):
            yield Frame("order", {"first": (two.figure,), "second": (one.figure,)}, True, "one clause", "part")


def _rank(sentence: Sentence, item: Item) -> int | None:
    """Where among its like a figure stands by the statistic told beside it."""
    if item.is_time or item.role == "change":
        return None
    token = _statistic(sentence, item)
    if token is None:
        return None
    return int(token.value) if token.sym == "percentile" else _RANKS[token.sym]


def _statistic(sentence: Sentence, item: Item) -> Token | None:
    """The word for its statistic: in its noun phrase, or the subject of "is"."""
    path = [*item.path] if item.gov != "aux" else sentence.lead(item)[::-1]
    return next((token for token in path if token.sym in _RANKS or token.sym == "percentile"), None)


def _thing(sentence: Sentence, item: Item) -> str:
    """What the statistic is of, where the word follows it: "the minimum order", "the median basket"."""
    token = _statistic(sentence, item)
    following = sentence.tokens[token.at + 1] if token is not None else None
    return following.value if following is not None and following.sym == "word" else ""


def _followed(sentence: Sentence) -> Iterator[Frame]:
    """ "the largest was A with 12,031, followed by 10,433 from B": figures in falling order."""
    start = next((token for token in sentence.tokens if token.sym == "list"), None)
    highest = [token for token in sentence.tokens if token.sym == "highest"]
    if start is None or len({token.value for token in highest}) != 1 or highest[0].at > start.at:
        return
    ahead = [item for item in sentence.items if item.at < start.at and not item.is_time]
    if not ahead:
        return
    chain = [ahead[-1]]
    for item in (item for item in sentence.items if item.at > start.at):
        between = {*sentence.syms(chain[-1].at, item.at)}
        if not alike(item.figure, chain[0].figure) or between & _BREAKS:
            break
        chain.append(item)
    for one, two in pairwise(chain):
        first, second = (two, one) if highest[0].sign > 0 else (one, two)
        yield Frame("order", {"first": (first.figure,), "second": (second.figure,)}, True, "a list by size")


def _same(sentence: Sentence) -> Iterator[Frame]:
    """One pay by two periods, one amount in two currencies, a fraction in words beside its percentage."""
    opening = sentence.tokens[
        : sentence.items[0].at if sentence.items else 0
    ]  # "That is …", "The year's pay is thus …"
    pointed = any(token.sym in ("pointer", "or") for token in opening[:2]) or any(t.value == "then" for t in opening)
    paired: set[Item] = set()
    for one, two in pairwise(sentence.items):
        like = one.figure.is_money and two.figure.is_money and _per_head(sentence, one) == _per_head(sentence, two)
        if like and (bound := _bound(sentence, one, two)):
            if _code(one) == _code(two) or one not in paired:  # "P215 or $4 a year, or P18 or $0.34 a month"
                yield from _told_again(one, two, bound, "one clause")
            paired |= {two} if _code(one) != _code(two) else set()
        elif two.bracket is one and one.unit == two.unit == "percent" and not any(map(str.isdigit, one.figure.quote)):
            yield Frame("repeat", {"first": (one.figure,), "again": (two.figure,)}, one.figure.is_open, "one clause")
    told = [item for item in sentence.before if item.figure.is_money]
    again = [item for item in sentence.items if item.role not in ("change", "start")]
    for item in again if pointed else ():
        for one in told:
            if (
                item.figure.is_money
                and _code(one) == _code(item)
                and len([o for o in told if _code(o) == _code(item)]) == 1
            ):
                yield from _told_again(one, item, "pointer", "two sentences that point at each other")


def _told_again(one: Item, two: Item, bound: str, why: str) -> Iterator[Frame]:
    """Periods that differ make a product, currencies that differ a conversion."""
    periods = [split(item.unit).period for item in (one, two)]
    if _code(one) == _code(two):
        if all(periods) and periods[0] != periods[1]:
            pay = "salary" in (one.figure.measure, two.figure.measure)  # a fee by the year may be cheaper
            yield Frame("period", {"first": (one.figure,), "again": (two.figure,)}, pay, f"{why}: {bound}")
    elif len({period for period in periods if period}) < 2:
        yield Frame("repeat", {"first": (one.figure,), "again": (two.figure,)}, True, f"{why}: {bound}")


def _bound(sentence: Sentence, one: Item, two: Item) -> str:
    """The words that make two amounts one: "or", "which is", brackets; '' where there are none."""
    between = [token for token in sentence.words(one.at, two.at) if token.sym not in ("approx", "article")]
    between = [token for token in between if token.start < two.figure.start]  # "between" of a range is its own
    joints = [token.at for token in between if token.sym in ("or", "so")]
    named = [token for token in between if joints and (token.sym in _NAMED or _of_pay(token))]  # "or a wage of $20"
    between = [token for token in between if token not in named]
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
        labels = [_label(tokens, item) for tokens, item in ((sentence.history[-1][0], one), (sentence.tokens, two))]
        if _follows(one, two) and labels[0] is not None and labels[0] == labels[1]:
            yield from _told_again(one, two, "label", "two lines of one card")


def _label(tokens: list[Token], item: Item) -> frozenset[str] | None:
    """The words of a line "label: figure", without those for pay and its period; None for another sentence."""
    if not any(token.sym == ":" for token in tokens[: item.at]):
        return None
    said = {token.text.lower() for token in tokens if token.figure is None and token.text[0].isalnum()}
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
