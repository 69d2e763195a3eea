"""Parts and wholes told in a clause: shares, sums, what remains, weights.

The words decide what is part and what is whole; where the whole stands in an earlier sentence it is taken from there
if the clause points at it, and else only tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from analysis.quantity.interval import total as sum_of
from analysis.reading.clauses.items import DATES, Item, Sentence, alike, frame_of
from analysis.reading.clauses.shares import of_n, part_of
from analysis.reading.clauses.shares import shares as told_shares
from analysis.reading.clauses.symbols import Token
from analysis.reading.model import Frame
from analysis.units import split
from analysis.words import find

HALF = 50  # shares and a rest that make less of a whole leave out others
_LISTS = frozenset({"and", ",", "plus", ";"})
_JOINS = frozenset({"pointer", "of which", "parts of", ":", "sum to", "plus"})
_RESTS = ("rest", "other")
_TIMES = frozenset({"earlier", "yoy", "qoq", "mom", "number", "month"})  # shares of another time follow
_TAIL = 4  # symbols behind the last share that may date it
_PRICE = 1000  # amounts up to this may be prices
_FUTURE = ("will", "would", "should", "could")
_TOGETHER = frozenset({"aux", "reach", "share", "allot", "pointer", "or", "so", "approx"})
_SPLITS = ("exhaustive", "parts of")


def parts(sentence: Sentence) -> Iterator[Frame]:
    """The frames of parts and wholes of a sentence."""
    shares = list(told_shares(sentence))
    yield from shares
    yield from _sums(sentence)
    yield from _remainders(sentence, shares)
    yield from _weights(sentence)


# ---- sums ----------------------------------------------------------------------------------------------------------


def _sums(sentence: Sentence) -> Iterator[Frame]:
    """ "Of the 500, 255 were for it and 245 against"; what the first word that joins parts says; else a total."""
    if (whole := of_n(sentence)) is not None:
        others = [item for item in sentence.levels(whole.figure) if item is not whole and item.role == "level"]
        others = [item for item in others if item.when[0] in (0, whole.when[0])]
        listed = [item for item in others if item.bracket not in others]  # "54 (including 23 from abroad)"
        if len(listed) > 1:
            yield _sum(sentence, whole, listed, _exhausts(sentence, listed), "one sentence: of the …")
        yield from (_at_most(other, whole) for other in others)
        return
    for token in (token for token in sentence.tokens if token.sym in _JOINS):
        if found := list(_joined(sentence, token)):
            yield from found
            return
    yield from _bracketed(sentence)
    yield from _total(sentence)


def _joined(sentence: Sentence, token: Token) -> Iterator[Frame]:
    """What a word that joins parts says: "made up of", "of which", "a total of … : …", "adds up to", "plus"."""
    ahead = [item for item in sentence.items if item.at < token.at and item.is_level]
    why = f"one sentence, by “{token.text.lower()}”"
    those = token.at == 1 and token.sym == "pointer" and sentence.sym(0) == "of"  # "Of this, $120 million came from …"
    if (those or token.sym == "of which") and (found := _of_those(sentence, token)):
        yield found
    elif token.sym == "of which" and token.at and sentence.tokens[token.at - 1].figure is not None:
        own = len(ahead) > 1 and ahead[-1].at == token.at - 1 and ahead[-1].stands
        if own and alike(ahead[-2].figure, ahead[-1].figure):
            yield _at_most(ahead[-1], ahead[-2])  # "25,800 - 15,600 of which were citizens"
    elif token.sym in ("parts of", "of which", ":") and ahead:
        whole, others = ahead[-1], _behind(sentence, token, ahead[-1])
        if token.sym == "of which" and len(others) == 1:
            yield _at_most(others[0], whole)
        rest = any(_is_rest(item) or (item.sym(1) in _RESTS and item.sym(2) == ".") for item in others[-1:])
        if len(others) > 1 and (token.sym != ":" or rest or _called_total(sentence, whole)):
            clear = token.sym != "of which" or _exhausts(sentence, others)
            yield _sum(sentence, whole, others, clear and _listed(sentence, others), why)
    elif token.sym == "sum to":
        total = next((item for item in sentence.items if item.at > token.at), None)
        told = sentence.syms(token.at, total.at) if total else []
        if token.value == "total" and ("total" not in told or "in" in told):
            return  # "services brought in $5 million", "bringing the total for the year to $9 million"
        if total is not None and len(ahead) > 1 and all(alike(item.figure, total.figure) for item in ahead):
            fitting = (ahead[-count:] for count in range(2, len(ahead) + 1) if _adds_up(total, ahead[-count:]))
            clear = token.value != "joint" or _jointly(sentence, token, total, ahead)
            yield _sum(sentence, total, next(fitting, ahead), clear, why)
    elif token.sym == "plus":
        yield from _plus(sentence, token)


def _adds_up(total: Item, others: Sequence[Item]) -> bool:
    return sum_of(item.figure.interval() for item in others).meets(total.figure.interval())


def _jointly(sentence: Sentence, token: Token, total: Item, others: Sequence[Item]) -> bool:
    """Whether levels are told to make one together, at the same time and of the same: "together they reach 4,100"."""
    between = sentence.words(token.at, total.at)
    said = [token.sym for token in between]
    later = total.earlier or total.when[0] != others[-1].when[0] or any(t.text.lower() in _FUTURE for t in between)
    named = (total.sym(1), total.sym(2)) in (("in", "word"), ("of", "word"))  # "they had $60 billion in sales"
    larger = total.figure.value > max(item.figure.value for item in others)
    larger = larger and total.figure.value > _PRICE  # two tickets cost less together
    plain = all(item.role == "level" and not item.earlier for item in others)
    verb = bool(said) or token.text.lower().endswith("for")  # "combine for", not "together $99"
    return plain and larger and verb and {*said} <= _TOGETHER and not (later or named)


def _bracketed(sentence: Sentence) -> Iterator[Frame]:
    """Parts in brackets right behind their whole: "490,300 people (267,300 men and 223,000 women)"."""
    for whole in sentence.items:
        first = next((item for item in sentence.items if item.bracket is whole), None)
        if first is None or whole.is_rate or not alike(first.figure, whole.figure):
            continue
        closing = next((t.at for t in sentence.tokens[first.at :] if t.sym == ")"), 0)
        others = [item for item in sentence.items if first.at <= item.at < closing]
        plain = all(alike(item.figure, whole.figure) and item.role == "level" for item in others)
        if len(others) > 1 and plain and _listed(sentence, others):
            yield _sum(sentence, whole, others, _exhausts(sentence, others), "an amount and its parts in brackets")


def _sum(sentence: Sentence, whole: Item, others: Sequence[Item], clear: bool, why: str) -> Frame:
    behind = sentence.tokens[others[-1].at + 2 :]
    more = any(one.sym in _RESTS and two.sym in (",", ".") for one, two in pairwise(behind))  # "among others."
    clear = clear and not (more or sentence.unread(min(item.at for item in others) - 6, len(sentence.tokens)))
    return frame_of("sum", clear, why, total=whole, parts=others)


def _at_most(part: Item, whole: Item) -> Frame:
    """A part is no larger than its whole."""
    return frame_of("order", True, "a part and its whole", "part", first=part, second=whole)


def _of_those(sentence: Sentence, token: Token) -> Frame | None:
    """Parts of what the sentence before told: "255 of those were for it and 245 against"."""
    ahead = [item for item in sentence.items if item.at < token.at]
    own = [item for item in sentence.items if item.is_level and item.role == "level"]
    if len(ahead) > 1 or len(own) < 2 or (ahead and ahead[0] is not own[0]):
        return None
    if ahead and "," in sentence.syms(ahead[0].at, token.at):  # "54, of whom 23 from abroad": its own whole
        return None
    others = [item for item in own if alike(item.figure, own[0].figure)]
    wholes = [item for item in sentence.before if item.is_level and alike(item.figure, own[0].figure)]
    larger = [item for item in wholes if item.figure.value > max(other.figure.value for other in own)]
    if len(larger) != 1 or len(others) < 2:
        return None
    clear = len(wholes) == 1 and (_exhausts(sentence, others) or _overflows(sentence, larger[0], others))
    return _sum(sentence, larger[0], others, clear, "two sentences that point at each other")


def _overflows(sentence: Sentence, whole: Item, others: Sequence[Item]) -> bool:
    """Whether parts that go to different places make more than their whole; less may leave some out."""
    joined = sentence.syms(others[-2].at, others[-1].at)
    apart = any(token.sym == "allot" for token in sentence.tokens) and "and" in joined and ";" not in joined
    return apart and sum(item.figure.value for item in others) > whole.figure.value


def _behind(sentence: Sentence, token: Token, whole: Item) -> list[Item]:
    """The levels of a whole's kind behind a place, up to the end of the bracket it stands in."""
    ahead = [t.sym for t in sentence.tokens[: token.at]]
    closing = (t.at for t in sentence.tokens[token.at :] if t.sym == ")" and ahead.count("(") > ahead.count(")"))
    end = next(closing, len(sentence.tokens))
    return [item for item in sentence.levels(whole.figure) if token.at < item.at < end and item.role == "level"]


def _exhausts(sentence: Sentence, others: Sequence[Item]) -> bool:
    """Whether the parts are told to be all: the last is the rest, or two are each other's opposite."""
    last = [*others[-1].path, *others[-1].behind[:6]]
    if any(token.sym in _RESTS for token in last):
        return True
    if len(others) != 2 or "in" in sentence.syms(others[0].at, others[1].at):  # "30 by residents in hotels and 12 by …"
        return False
    return _opposite(sentence, *others) or _same_noun(sentence, *others)


def _opposite(sentence: Sentence, one: Item, two: Item) -> bool:
    """Whether two figures stand with opposite words: men and women, public and private."""
    sides = []
    for item, until in ((one, two.at), (two, len(sentence.tokens))):
        within = [found.word.value for found in find("clauses", item.figure.quote, "pair")]  # "267.300 hombres"
        beside = (*item.path, *sentence.tokens[item.at + 1 : until][:6])
        sides.append(next(iter((*within, *(token.value for token in beside if token.sym == "pair"))), ""))
    return sides[0] != sides[1] and sides[0].split("/")[0] == sides[1].split("/")[0] != ""


def _same_noun(sentence: Sentence, one: Item, two: Item) -> bool:
    """Whether both are told to be the same noun of two kinds: "a were own citizens and b were foreign citizens"."""
    first = {t.value for t in sentence.words(one.at, two.at)[:6] if t.sym == "word"}
    second = {t.value for t in sentence.tokens[two.at + 1 :][:6] if t.sym == "word"}
    return one.sym(1) == two.sym(1) == "aux" and bool(first & second)


def _listed(sentence: Sentence, others: Sequence[Item]) -> bool:
    """Whether the parts stand in one list, the last behind "and" or a comma."""
    return not _LISTS.isdisjoint(sentence.syms(others[-2].at, others[-1].at))


def _called_total(sentence: Sentence, item: Item) -> bool:
    around = [*item.path, *sentence.tokens[max(0, item.at - 5) : item.at]]
    return any(token.sym in ("total", "whole words") for token in around) or _in_total(item)


def _in_total(item: Item) -> bool:
    """Whether a level is told to be that of all: "$312,700 in total"."""
    return "in total" in (item.sym(1), item.sym(2))


def _plus(sentence: Sentence, plus: Token) -> Iterator[Frame]:
    """ "A plus B makes C"."""
    levels = sentence.levels()
    if len(levels) == 3 and all(alike(levels[0].figure, item.figure) for item in levels):
        one, two, three = levels
        alone = all(token.figure is None for token in sentence.words(one.at, plus.at))  # no "$19 and 75% on top, $33"
        if one.at < plus.at < three.at and two.role != "start" and alone:
            between = sentence.syms(two.at, three.at)
            told = not {"so", "aux", "reach", "total", "or"}.isdisjoint(between) and "plus" not in between
            yield _sum(sentence, three, [one, two], told and plus.at < two.at, "one sentence: plus")


def _total(sentence: Sentence) -> Iterator[Frame]:
    """One level called the total beside others of its kind."""
    levels = [item for item in sentence.items if item.stands]
    totals = [item for item in levels if _called_total(sentence, item)]
    if len(totals) != 1:
        return
    others = [item for item in levels if item is not totals[0] and alike(item.figure, totals[0].figure)]
    if len(others) > 1 and all(item.role == "level" for item in others):
        lead = [token.text.lower() for token in totals[0].lead]
        behind = " ".join(lead[lead.index("for") :]) if "for" in lead else ""
        ends = _in_total(totals[0]) or "total" in behind  # "…, for a world total of 5.0"
        split = any(token.sym in _SPLITS for token in sentence.tokens) or (ends and totals[0] is sentence.items[-1])
        each = any(token.sym == "per head" for token in sentence.tokens) or any(map(_recurs, others))
        yield _sum(sentence, totals[0], others, split and not each, "one sentence: total")


def _recurs(item: Item) -> bool:
    """Whether an amount is told by the month or a shorter time: "and then $100 a month, $600 in total"."""
    return split(item.figure.quantity.unit).period not in ("", "year")


def _remainders(sentence: Sentence, shares: Sequence[Frame]) -> Iterator[Frame]:
    """A part called the rest beside another part: both make the whole."""
    for rest in (item for item in sentence.items if _is_rest(item)):
        if rest.unit == "percent":
            yield from _rest_of_shares(sentence, rest, shares)
        elif rest.is_level and of_n(sentence) is None:
            others = [i for i in sentence.levels(rest.figure) if i is not rest and i.role == "level"]
            wholes = [i for i in sentence.before if i.is_level and alike(i.figure, rest.figure)]
            if len(others) == 1 and wholes:
                why = "a part and the rest of what was told before"
                yield _sum(sentence, wholes[-1], [*others, rest], False, why)  # it may be another part


def _rest_of_shares(sentence: Sentence, rest: Item, shares: Sequence[Frame]) -> Iterator[Frame]:
    """ "40%, or $2 million, … and the remaining 60%, or $3 million": of the whole of the share beside."""
    own, bound = part_of(sentence, rest)
    if own is None:
        ahead = [i for i in sentence.items if i.at < rest.at and i.is_level and i.clause == rest.clause]
        own, bound = next(reversed(ahead), None), True
    for share in (share for share in shares if share.kind == "share"):
        percent, part, whole = (share.slots[name][0] for name in ("percent", "part", "whole"))
        if own is None or percent is rest.figure or own.figure in (part, whole):
            continue
        if alike(part, whole) and alike(own.figure, part):
            clear = share.clear and bound
            slots = {"percent": (rest.figure,), "part": (own.figure,), "whole": (whole,)}
            yield Frame("share", slots, clear, "the rest of the same whole")
            yield Frame("sum", {"total": (whole,), "parts": (part, own.figure)}, clear, "a part and the rest")


def _is_rest(item: Item) -> bool:
    return any(token.sym == "rest" for token in item.path[:5]) or item.sym(-1) in _RESTS


# ---- weights -------------------------------------------------------------------------------------------------------


def _weights(sentence: Sentence) -> Iterator[Frame]:
    """Shares of one whole: a list with its rest, opposite groups, or what goes to each."""
    shares = [item for item in sentence.items if item.is_share and not (item.bracket and item.bracket.is_rate)]
    rest = next((item for item in shares if _is_rest(item)), None)
    if rest is not None and len(shares) == 1:
        told = [item for item in sentence.past if item.is_share][-4:]
        for count in range(1, len(told) + 1):
            why = "shares told one after another and the rest"
            yield frame_of("weights", False, why, parts=[*told[-count:], rest])
        return
    if len(shares) < 2 or any(item.role in ("start", "end") and item.unit == "percent" for item in sentence.items):
        return
    total = sum(item.figure.value for item in shares)
    if rest is not None:
        several = sum(token.sym in _RESTS for token in sentence.tokens) > 1  # "and lakes cover the rest"
        more = any(item.unit == "percent" for item in sentence.before)  # "Europe has 44%. Asia has 32%, the rest 24%."
        more = more or total < HALF or total - rest.figure.value > 100 or _of_several(sentence, shares)
        more = more or any(token.sym == "list" for token in sentence.tokens[: shares[0].at])  # "Asia follows with"
        clear = not (sentence.unread(shares[0].at - 6, shares[-1].at) or several or more)
        named = next((token.text for token in rest.path if token.sym == "rest"), "the other")
        yield frame_of("weights", clear, f"one sentence: {named}", parts=shares)
        return
    alloted = _alloted(sentence, shares)
    contrast = len(shares) == 2 and _opposite(sentence, *shares) and all(item.sym(-1) == "(" for item in shares)
    there = sentence.syms(0, 3) == ["aux", "more"]  # "There were more women (52%) than men (48%) in 2012."
    counted = contrast and there and {*sentence.syms(shares[-1].at + 1, len(sentence.tokens))} <= DATES | {"."}
    dated = any(token.sym in _TIMES for token in sentence.tokens[shares[0].at : shares[-1].at + _TAIL])
    over = alloted and len(shares) > 2 and total > 100 + len(shares) and not dated
    yield frame_of("weights", counted or over, "shares of one whole in one sentence", parts=shares)


def _alloted(sentence: Sentence, shares: Sequence[Item]) -> bool:
    """Whether shares are given out of one whole, or held of it: "A holds 60%, followed by B with 25%, C with 15%"."""
    told = sentence.syms(shares[0].at, shares[-1].at + 2)
    if "list" in told and not {";", "in", "contrast"} & {*told}:
        return any(token.sym == "share" for token in sentence.tokens[: shares[0].at])
    anew = any(one in (",", "and") and two == "in" for one, two in pairwise(told))  # ", in the private sector 47.9%"
    return not anew and any(token.sym in ("allot", *_SPLITS) for token in sentence.tokens)


def _of_several(sentence: Sentence, shares: Sequence[Item]) -> bool:
    """Whether shares are of different wholes: "62% of men and 55% of women"."""
    of = [item.at + 2 for item in shares if item.sym(1) == "of"]
    return len({token.value for at in of for token in sentence.tokens[at : at + 1]}) > 1
