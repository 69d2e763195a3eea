"""Parts and wholes told in a clause: shares, sums, what remains, weights.

The words decide what is part and what is whole; where the whole stands in an earlier sentence it is taken from there
if the clause points at it, and else only tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.reading.clause_items import Item, Sentence, after, alike
from analysis.reading.clause_symbols import Token
from analysis.reading.model import Figure, Frame

HALF = 50  # shares and a rest that make less of a whole leave out others
NEAREST = 3  # levels of earlier sentences that a whole is looked for in
_FILLERS = frozenset({"word", "article", "approx", "number", "pointer", "month"}) | {
    "total",
    "world",
    "whole words",
    "now",
    "earlier",
}


def parts(sentence: Sentence) -> Iterator[Frame]:
    """The frames of parts and wholes of a sentence."""
    shares = list(_shares(sentence))
    yield from shares
    yield from _sums(sentence)
    yield from _remainders(sentence, shares)
    yield from _weights(sentence)


# ---- shares --------------------------------------------------------------------------------------------------------


def _shares(sentence: Sentence) -> Iterator[Frame]:
    for item in sentence.items:
        if item.unit != "percent" or item.role not in ("share", "level"):
            continue
        part, bound = _part(sentence, item)
        if part is None:
            yield from _of_those_two(sentence, item)
            continue
        whole, clear = _whole(sentence, item, part)
        if whole is not None:
            yield share_frame(item.figure, part.figure, whole.figure, clear and bound, "one clause")
        elif clear is not False:
            for other in _earlier(sentence, part):
                yield share_frame(item.figure, part.figure, other.figure, False, "a share and an amount told before")


def share_frame(percent: Figure, part: Figure, whole: Figure, clear: bool, why: str) -> Frame:
    """A part, its whole, and what percentage the one is of the other."""
    return Frame("share", {"percent": (percent,), "part": (part,), "whole": (whole,)}, clear, why)


def _part(sentence: Sentence, item: Item) -> tuple[Item | None, bool]:
    """What a share is the share of its whole of, and whether words bind the two."""
    if item.bracket is not None and item.bracket.is_level:
        return item.bracket, True
    if (pair := _n_of_m(sentence, item)) is not None:
        return pair[0], True
    ahead = [other for other in sentence.items if other.at < item.at and other.is_level and other.role != "start"]
    behind = next((other for other in sentence.items if other.bracket is item and other.is_level), None)
    if behind is not None:
        return behind, True
    if (again := _said_again(sentence, item)) is not None or (again := _or_part(sentence, item)) is not None:
        return again, True
    if not ahead:
        return _pointed_part(sentence, item)
    nearest = ahead[-1]
    between = sentence.words(nearest.at, item.at)
    syms = [token.sym for token in between]
    if ("or" in syms[-3:] and len(between) <= 5) or "share" in syms:
        return nearest, all(sym not in (";", "contrast") for sym in syms)
    if syms and set(syms) <= _FILLERS | {",", "relative", "aux", "so", "-"} and (len(syms) <= 5 or "relative" in syms):
        return nearest, "relative" in syms or syms[0] == ","
    return None, False


def _pointed_part(sentence: Sentence, item: Item) -> tuple[Item | None, bool]:
    """The level of the sentence before that a pronoun may stand for: "It represents 2.9% of revenue"."""
    told = [other for other in sentence.before if other.is_level and other.role != "start"]
    pointed = sentence.tokens[0].sym == "pointer" and any(token.sym == "share" for token in sentence.lead(item))
    return (told[-1] if pointed and told else None), False


def _of_those_two(sentence: Sentence, item: Item) -> Iterator[Frame]:
    """A share told behind a whole and its part: "$9 million, of which $3 million … The share of … was thus 33%"."""
    told = [other for other in sentence.before if other.is_level and other.role != "start"]
    alone = len(sentence.items) == 1 and len(told) == len(sentence.before) == 2
    if alone and alike(told[0].figure, told[1].figure) and any(t.sym == "share" for t in sentence.lead(item)):
        small, large = sorted(told, key=lambda other: other.figure.value)
        nested = any(token.sym == "of which" for token in sentence.history[-1][0])
        clear = nested and any(token.sym == "so" for token in sentence.tokens)
        why = "a share of the two amounts told before"
        yield share_frame(item.figure, small.figure, large.figure, clear, why)


def _or_part(sentence: Sentence, item: Item) -> Item | None:
    """The amount told behind a share whose whole was told before: "80% of it, or $15.4 billion"."""
    following = next((other for other in sentence.items if other.at > item.at), None)
    if following is None or not following.is_level:
        return None
    syms = [token.sym for token in sentence.words(item.at, following.at)]
    of_whole = bool(syms) and syms[0] in ("of", "of which") and set(syms[1:-1]) <= _FILLERS | {","}
    return following if of_whole and syms[-1] == "or" else None


def _named(sentence: Sentence, noun: str, part: Item) -> tuple[Item | None, bool]:
    """The one level whose sentence opens with the noun a share is of: "40% of revenue" after "Revenue rose to …"."""
    found = []
    for nth, (tokens, items) in enumerate(sentence.history[::-1]):
        opening = [token.value for token in tokens[:4] if token.sym == "word"][:2]
        levels = [item for item in items if item.is_level and item.role != "start" and alike(item.figure, part.figure)]
        if noun in opening and levels:
            found.append((nth, levels))
    if not found:
        return None, True
    nth, levels = found[0]
    nearer = sentence.history[len(sentence.history) - nth :]  # "Sales in the quarter were … For the year sales were …"
    again = any(token.value == noun for tokens, _ in nearer for token in tokens if token.sym == "word")
    other = any(token.sym in ("earlier", "yoy", "qoq", "mom") for token in sentence.tokens)  # of another period
    periods = {str(item.figure.period) for item in (part, levels[-1]) if item.figure.period is not None}
    return levels[-1], len(found) == len(levels) == 1 and nth < NEAREST and not (other or again) and len(periods) < 2


def _n_of_m(sentence: Sentence, item: Item) -> tuple[Item, Item] | None:
    """The part and the whole right before a share: "360 of the 1,200 flats, a share of 30%"."""
    ahead = [other for other in sentence.items if other.at < item.at]
    if (
        len(ahead) < 2
        or not all(other.is_level for other in ahead[-2:])
        or not alike(ahead[-2].figure, ahead[-1].figure)
    ):
        return None
    part, whole = ahead[-2:]
    syms = [token.sym for token in sentence.words(part.at, whole.at)]
    told = {token.sym for token in sentence.words(whole.at, item.at)}
    joined = bool(syms) and syms[0] == "of" and set(syms[1:]) <= _FILLERS
    return (part, whole) if joined and told & {"or", "share", "so", "relative", "("} else None


def _said_again(sentence: Sentence, item: Item) -> Item | None:
    """The amount told behind a share and its whole: "40% of the $5.0 billion market, or $2.0 billion"."""
    following = [other for other in sentence.items if other.at > item.at][:2]
    if len(following) == 2 and all(other.is_level for other in following):
        between = [token.sym for token in sentence.words(following[0].at, following[1].at)]
        if between and between[-1] == "or" and alike(following[0].figure, following[1].figure):
            return following[1]
    return None


def _whole(sentence: Sentence, item: Item, part: Item) -> tuple[Item | None, bool]:
    """The whole of a share: the level behind "of", the one the sentence opens with, the one that is pointed at.

    (None, False): the share is of something that is told not to be a level here.
    """
    following = sentence.tokens[item.at + 1 :]
    syms = [token.sym for token in following[:1]]
    if syms == [")"]:
        following, syms = following[1:], [token.sym for token in following[1:2]]
    opening = _of_n(sentence)
    if (pair := _n_of_m(sentence, item)) is not None and pair[0] is part:
        return pair[1], True
    if opening is not None and opening is not part and syms == ["of which"] and alike(opening.figure, part.figure):
        return opening, True
    if syms == ["of which"] or (sentence.tokens[0].sym == "of which" and item.bracket is part):
        return _pointed(sentence, part)
    if syms == ["of"]:
        for token in following[1:9]:
            if token.figure is not None:
                level = next((other for other in sentence.items if other.token is token), None)
                fits = level is not None and level is not part and alike(level.figure, part.figure)
                return (level, True) if fits else (None, True)
            if token.sym not in _FILLERS:
                break
        if any(token.sym == "pointer" for token in following[1:3]):
            return _pointed(sentence, part)
        nouns = [token.value for token in following[1:4] if token.sym == "word"]
        if nouns and (named := _named(sentence, nouns[0], part))[0] is not None:
            return named
    if opening is not None and opening is not part and alike(opening.figure, part.figure):
        return opening, True
    if syms == ["of"] or "share" in [token.sym for token in sentence.words(part.at, item.at)]:
        return None, True
    return None, False


def _of_n(sentence: Sentence) -> Item | None:
    """The level a sentence opens with as a whole: "Of the 500 asked, …"."""
    item = sentence.items[0] if sentence.items else None
    if item is None or not item.is_level or sentence.tokens[0].sym != "of":
        return None
    return item if all(token.sym in _FILLERS for token in sentence.tokens[1 : item.at]) else None


def _pointed(sentence: Sentence, part: Item) -> tuple[Item | None, bool]:
    """The one level of the sentence before that "these", "the total" can mean."""
    clauses = [item for item in sentence.items if item.clause < part.clause and item.is_level]
    candidates = [
        item
        for item in clauses or sentence.before
        if item.is_level and item is not part and alike(item.figure, part.figure)
    ]
    larger = [item for item in candidates if item.figure.value >= part.figure.value]
    return (larger[-1], len(candidates) == 1) if larger else (None, True)


def _earlier(sentence: Sentence, part: Item) -> list[Item]:
    """The nearest larger levels told before, that a share could be of."""
    told = [item for item in (*sentence.past, *sentence.items) if item.is_level and item is not part]
    larger = [item for item in told if alike(item.figure, part.figure) and item.figure.value > part.figure.value]
    return larger[-NEAREST:]


# ---- sums ----------------------------------------------------------------------------------------------------------


def _sums(sentence: Sentence) -> Iterator[Frame]:
    """ "Of the 500, 255 were for it and 245 against", "made up of", "of which", "plus", "a total of … : …"."""
    if (whole := _of_n(sentence)) is not None:
        others = [item for item in sentence.levels(whole.figure) if item is not whole and item.role == "level"]
        listed = [item for item in others if item.bracket not in others]  # "54 (including 23 from abroad)"
        if len(listed) > 1:
            yield _sum(sentence, whole, listed, _exhausts(sentence, listed), "one sentence: of the …")
        for other in others:
            yield _at_most(other, whole)
        return
    for token in sentence.tokens:
        if token.sym == "of which" and (found := _of_those(sentence, token)):
            yield found
            return
        if token.sym == "of which" and token.at and sentence.tokens[token.at - 1].figure is not None:
            ahead = [item for item in sentence.items if item.at < token.at and item.is_level]
            own = len(ahead) > 1 and ahead[-1].at == token.at - 1
            if own and alike(ahead[-2].figure, ahead[-1].figure):  # "25,800 - 15,600 of which were citizens"
                yield _at_most(ahead[-1], ahead[-2])
            return
        if token.sym in ("parts of", "of which", ":"):
            whole, others = _around(sentence, token)
            if whole is not None and len(others) == 1 and token.sym == "of which":
                yield _at_most(others[0], whole)
            if whole is not None and len(others) > 1 and (token.sym != ":" or _called_total(sentence, whole)):
                clear = token.sym != "of which" or _exhausts(sentence, others)
                yield _sum(
                    sentence, whole, others, clear and _listed(sentence, others), f"one sentence: {token.text.lower()}"
                )
                return
        if token.sym == "sum to":
            ahead = [item for item in sentence.items if item.at < token.at and item.is_level]
            total = next((item for item in sentence.items if item.at > token.at), None)
            if total is not None and len(ahead) > 1 and all(alike(item.figure, total.figure) for item in ahead):
                yield _sum(sentence, total, ahead, True, f"one sentence: {token.text.lower()}")
                return
        if token.sym == "plus":
            yield from _plus(sentence, token)
            return
    yield from _total(sentence)


def _sum(sentence: Sentence, whole: Item, others: Sequence[Item], clear: bool, why: str) -> Frame:
    clear = clear and not sentence.unread(min(item.at for item in others) - 6, len(sentence.tokens))
    return Frame("sum", {"total": (whole.figure,), "parts": tuple(item.figure for item in others)}, clear, why)


def _at_most(part: Item, whole: Item) -> Frame:
    """A part is no larger than its whole."""
    return Frame("order", {"first": (part.figure,), "second": (whole.figure,)}, True, "a part and its whole", "part")


def _of_those(sentence: Sentence, token: Token) -> Frame | None:
    """Parts of what the sentence before told: "255 of those were for it and 245 against"."""
    ahead = [item for item in sentence.items if item.at < token.at]
    own = [item for item in sentence.items if item.is_level and item.role == "level"]
    if len(ahead) > 1 or len(own) < 2 or (ahead and ahead[0] is not own[0]):
        return None
    wholes = [item for item in sentence.before if item.is_level and alike(item.figure, own[0].figure)]
    larger = [item for item in wholes if item.figure.value > max(other.figure.value for other in own)]
    others = [item for item in own if alike(item.figure, own[0].figure)]
    if len(larger) != 1 or len(others) < 2:
        return None
    clear = len(wholes) == 1 and _exhausts(sentence, others)
    return _sum(sentence, larger[0], others, clear, "two sentences that point at each other")


def _around(sentence: Sentence, token: Token) -> tuple[Item | None, list[Item]]:
    """The last level before a place, and the levels of its kind behind it."""
    ahead = [item for item in sentence.items if item.at < token.at and item.is_level]
    if not ahead:
        return None, []
    whole, behind = ahead[-1], sentence.levels(ahead[-1].figure)
    depth = [t.sym for t in sentence.tokens[: token.at]]
    closing = (t.at for t in sentence.tokens[token.at :] if t.sym == ")" and depth.count("(") > depth.count(")"))
    end = next(closing, len(sentence.tokens))
    return whole, [item for item in behind if token.at < item.at < end and item.role == "level"]


def _exhausts(sentence: Sentence, others: Sequence[Item]) -> bool:
    """Whether the parts are told to be all: the last is the rest, or two are each other's opposite."""
    last = [*others[-1].path, *list(after(sentence.tokens, others[-1].at))[:6]]
    if any(token.sym in ("rest", "other") for token in last):
        return True
    return len(others) == 2 and (_opposite(sentence, *others) or _same_noun(sentence, *others))


def _opposite(sentence: Sentence, one: Item, two: Item) -> bool:
    """Whether two figures stand with opposite words: men and women, public and private."""
    sides = []
    for item, until in ((one, two.at), (two, len(sentence.tokens))):
        ahead = {token.value for token in item.path if token.sym == "pair"}
        behind = {token.value for token in sentence.tokens[item.at + 1 : until][:6] if token.sym == "pair"}
        sides.append(ahead or behind)
    return not sides[0] & sides[1] and any(a.split("/")[0] == b.split("/")[0] for a in sides[0] for b in sides[1])


def _same_noun(sentence: Sentence, one: Item, two: Item) -> bool:
    """Whether both are told to be the same noun of two kinds: "a were own citizens and b were foreign citizens"."""
    first = [t.value for t in sentence.words(one.at, two.at)[:6] if t.sym == "word"]
    second = [t.value for t in sentence.tokens[two.at + 1 :][:6] if t.sym == "word"]
    verbs = [sentence.tokens[item.at + 1].sym for item in (one, two) if item.at + 1 < len(sentence.tokens)]
    return verbs == ["aux", "aux"] and bool(set(first) & set(second))


def _listed(sentence: Sentence, others: Sequence[Item]) -> bool:
    """Whether the parts stand in one list, the last behind "and" or a comma."""
    between = sentence.words(others[-2].at, others[-1].at)
    return any(token.sym in ("and", ",", "plus", ";") for token in between)


def _called_total(sentence: Sentence, item: Item) -> bool:
    around = [*item.path, *sentence.tokens[max(0, item.at - 5) : item.at]]
    return any(token.sym in ("total", "whole words") for token in around) or _in_total(sentence, item)


def _in_total(sentence: Sentence, item: Item) -> bool:
    """Whether a level is told to be that of all: "$312,700 in total"."""
    return any(token.sym == "in total" for token in sentence.tokens[item.at + 1 : item.at + 3])


def _plus(sentence: Sentence, plus: Token) -> Iterator[Frame]:
    """ "A plus B makes C"."""
    levels = sentence.levels()
    if len(levels) == 3 and all(alike(levels[0].figure, item.figure) for item in levels):
        one, two, three = levels
        if one.at < plus.at < three.at and two.role != "start":
            told = any(token.sym in ("so", "aux", "reach", "total", "or") for token in sentence.words(two.at, three.at))
            yield _sum(sentence, three, [one, two], told and plus.at < two.at, "one sentence: plus")


def _total(sentence: Sentence) -> Iterator[Frame]:
    """One level called the total beside others of its kind."""
    levels = [item for item in sentence.levels() if item.role != "start"]
    totals = [item for item in levels if _called_total(sentence, item)]
    if len(totals) != 1 or len(levels) < 3:
        return
    others = [item for item in levels if item is not totals[0] and alike(item.figure, totals[0].figure)]
    if len(others) > 1 and all(item.role == "level" for item in others):
        split = any(token.sym in ("exhaustive", "parts of") for token in sentence.tokens)
        split = split or (_in_total(sentence, totals[0]) and totals[0] is sentence.items[-1])
        yield _sum(sentence, totals[0], others, split, "one sentence: total")


def _remainders(sentence: Sentence, shares: Sequence[Frame]) -> Iterator[Frame]:
    """A part called the rest beside another part: both make the whole."""
    rests = [item for item in sentence.items if _is_rest(sentence, item)]
    for rest in rests:
        if rest.unit == "percent":
            own, bound = _part(sentence, rest)
            for share in shares:
                part, whole = share.slots["part"][0], share.slots["whole"][0]
                if share.slots["percent"][0] is rest.figure or not alike(part, whole):
                    continue
                if own is None:
                    own, bound = _subject(sentence, rest), True
                if own is not None and own.figure is not part and own.figure is not whole and alike(own.figure, part):
                    yield share_frame(
                        rest.figure, own.figure, whole, share.clear and bound, "the rest of the same whole"
                    )
                    slots = {"total": (whole,), "parts": (part, own.figure)}
                    yield Frame("sum", slots, share.clear and bound, "a part and the rest")
        elif rest.is_level and _of_n(sentence) is None:
            others = [i for i in sentence.levels(rest.figure) if i is not rest and i.role == "level"]
            wholes = [i for i in sentence.before if i.is_level and alike(i.figure, rest.figure)]
            if len(others) == 1 and wholes:
                yield _sum(
                    sentence,
                    wholes[-1],
                    [*others, rest],
                    len(wholes) == 1,
                    "a part and the rest of what was told before",
                )


def _subject(sentence: Sentence, item: Item) -> Item | None:
    """The last level before a figure in its clause."""
    ahead = [i for i in sentence.items if i.at < item.at and i.is_level and i.clause == item.clause]
    return ahead[-1] if ahead else None


def _is_rest(sentence: Sentence, item: Item) -> bool:
    return any(token.sym == "rest" for token in item.path[:5]) or (
        item.at > 0 and sentence.tokens[item.at - 1].sym in ("rest", "other")
    )


# ---- weights -------------------------------------------------------------------------------------------------------


def _weights(sentence: Sentence) -> Iterator[Frame]:
    """Shares of one whole: a list with its rest, opposite groups, or what goes to each."""
    shares = [
        item
        for item in sentence.items
        if item.unit == "percent" and item.role in ("share", "level") and not (item.bracket and item.bracket.is_rate)
    ]
    rest = next((item for item in shares if _is_rest(sentence, item)), None)
    if rest is not None and len(shares) == 1:
        told = [item for item in sentence.past if item.unit == "percent" and item.role in ("share", "level")][-4:]
        for count in range(1, len(told) + 1):
            yield _weighing([*told[-count:], rest], False, "shares told one after another and the rest")
        return
    if len(shares) < 2 or any(item.role in ("start", "end") and item.unit == "percent" for item in sentence.items):
        return
    if rest is not None:
        unread = sentence.unread(shares[0].at - 6, shares[-1].at)
        unread = (
            unread or sum(token.sym in ("rest", "other") for token in sentence.tokens) > 1
        )  # "and lakes cover the rest"
        more = any(item.unit == "percent" for item in sentence.before)  # "Europe has 44%. Asia has 32%, the rest 24%."
        more = more or sum(item.figure.value for item in shares) < HALF
        yield _weighing(shares, not (unread or more), f"one sentence: {_text(rest)}")
        return
    total = sum(item.figure.value for item in shares)
    alloted = any(token.sym in ("allot", "exhaustive", "parts of") for token in sentence.tokens)
    contrast = len(shares) == 2 and _opposite(sentence, *shares)
    counted = (
        contrast
        and any(token.sym == "more" for token in sentence.tokens)
        and all(item.at and sentence.tokens[item.at - 1].sym == "(" for item in shares)
    )
    over = alloted and len(shares) > 2 and total > 100 + len(shares)
    yield _weighing(shares, counted or over, "shares of one whole in one sentence")


def _weighing(shares: Sequence[Item], clear: bool, why: str) -> Frame:
    return Frame("weights", {"parts": tuple(item.figure for item in shares)}, clear, why)


def _text(item: Item) -> str:
    return next((token.text for token in item.path if token.sym == "rest"), "the other")
