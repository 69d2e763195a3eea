"""Parts and wholes told in a clause: shares, sums, what remains, weights.

The words decide what is part and what is whole; where the whole stands in an earlier sentence it is taken from there
if the clause points at it, and else only tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.reading.clauses.items import Item, Sentence, after, alike
from analysis.reading.clauses.shares import of_n, part_of, share_frame, told_with_share
from analysis.reading.clauses.shares import shares as told_shares
from analysis.reading.clauses.symbols import Token
from analysis.reading.model import Frame
from analysis.words import find

HALF = 50  # shares and a rest that make less of a whole leave out others


def parts(sentence: Sentence) -> Iterator[Frame]:
    """The frames of parts and wholes of a sentence."""
    shares = list(told_shares(sentence))
    yield from shares
    yield from told_with_share(sentence)
    yield from _sums(sentence)
    yield from _remainders(sentence, shares)
    yield from _weights(sentence)


# ---- sums ----------------------------------------------------------------------------------------------------------


def _sums(sentence: Sentence) -> Iterator[Frame]:
    """ "Of the 500, 255 were for it and 245 against", "made up of", "of which", "plus", "a total of … : …"."""
    if (whole := of_n(sentence)) is not None:
        others = [item for item in sentence.levels(whole.figure) if item is not whole and item.role == "level"]
        listed = [item for item in others if item.bracket not in others]  # "54 (including 23 from abroad)"
        if len(listed) > 1:
            yield _sum(sentence, whole, listed, _exhausts(sentence, listed), "one sentence: of the …")
        for other in others:
            yield _at_most(other, whole)
        return
    those = sentence.sym(0) == "of" and sentence.sym(1) == "pointer"  # "Of this, $120 million came from products"
    for token in sentence.tokens:
        if (token.sym == "of which" or (those and token.at == 1)) and (found := _of_those(sentence, token)):
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
            told = sentence.syms(token.at, total.at) if total else []
            if token.value and ("total" not in told or "in" in told):
                continue  # "services brought in $5 million", "bringing the total for the year to $9 million"
            if total is not None and len(ahead) > 1 and all(alike(item.figure, total.figure) for item in ahead):
                yield _sum(sentence, total, ahead, True, f"one sentence: {token.text.lower()}")
                return
        if token.sym == "plus":
            yield from _plus(sentence, token)
            return
    yield from _bracketed(sentence)
    yield from _total(sentence)
    yield from _left(sentence)


def _bracketed(sentence: Sentence) -> Iterator[Frame]:
    """Parts in brackets right behind their whole: "490,300 people (267,300 men and 223,000 women)"."""
    for whole in sentence.items:
        inside = [item for item in sentence.items if item.bracket is whole and alike(item.figure, whole.figure)]
        if not inside or whole.is_rate:
            continue
        closing = next((t.at for t in sentence.tokens[inside[0].at :] if t.sym == ")"), 0)
        others = [item for item in sentence.items if inside[0].at <= item.at < closing]
        plain = all(alike(item.figure, whole.figure) and item.role == "level" for item in others)
        if len(others) > 1 and plain and _listed(sentence, others):
            yield _sum(sentence, whole, others, _exhausts(sentence, others), "an amount and its parts in brackets")


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
    clear = len(wholes) == 1 and (_exhausts(sentence, others) or _overflows(sentence, larger[0], others))
    return _sum(sentence, larger[0], others, clear, "two sentences that point at each other")


def _overflows(sentence: Sentence, whole: Item, others: Sequence[Item]) -> bool:
    """Whether parts that go to different places make more than their whole; less may leave some out."""
    joined = sentence.syms(others[-2].at, others[-1].at)
    apart = any(token.sym == "allot" for token in sentence.tokens) and "and" in joined and ";" not in joined
    return apart and sum(item.figure.value for item in others) > whole.figure.value


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
    if len(others) != 2 or "in" in sentence.syms(others[0].at, others[1].at):  # "30 by residents in hotels and 12 by …"
        return False
    return _opposite(sentence, *others) or _same_noun(sentence, *others)


def _opposite(sentence: Sentence, one: Item, two: Item) -> bool:
    """Whether two figures stand with opposite words: men and women, public and private."""
    sides = []
    for item, until in ((one, two.at), (two, len(sentence.tokens))):
        within = [found.word.value for found in find("clauses", item.figure.quote, "pair")]  # "267.300 hombres"
        ahead = [token.value for token in item.path if token.sym == "pair"]
        behind = [token.value for token in sentence.tokens[item.at + 1 : until][:6] if token.sym == "pair"]
        sides.append(next(iter(within or ahead or behind), ""))
    return sides[0] != sides[1] and sides[0].split("/")[0] == sides[1].split("/")[0] != ""


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
        lead = [token.text.lower() for token in sentence.lead(totals[0])]
        behind = " ".join(lead[lead.index("for") :]) if "for" in lead else ""
        ends = _in_total(sentence, totals[0]) or "total" in behind  # "…, for a world total of 5.0"
        split = split or (ends and totals[0] is sentence.items[-1])
        yield _sum(sentence, totals[0], others, split, "one sentence: total")


def _left(sentence: Sentence) -> Iterator[Frame]:
    """ "On 32,000 you pay 3,886 in tax and 1,554 in fees, which leaves 26,560"; more may be taken than is told."""
    for token in sentence.tokens:
        ahead = [item for item in sentence.levels() if item.at < token.at and item.bracket is None]
        rest = next((item for item in sentence.levels() if item.at > token.at), None)
        told = token.value == "left" and rest is not None and len(ahead) > 2
        if told and rest and all(item.figure.value < ahead[0].figure.value for item in (*ahead[1:], rest)):
            yield _sum(sentence, ahead[0], [*ahead[1:], rest], False, "one sentence: what is left")


def _remainders(sentence: Sentence, shares: Sequence[Frame]) -> Iterator[Frame]:
    """A part called the rest beside another part: both make the whole."""
    rests = [item for item in sentence.items if _is_rest(sentence, item)]
    for rest in rests:
        if rest.unit == "percent":
            own, bound = part_of(sentence, rest)
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
        elif rest.is_level and of_n(sentence) is None:
            others = [i for i in sentence.levels(rest.figure) if i is not rest and i.role == "level"]
            wholes = [i for i in sentence.before if i.is_level and alike(i.figure, rest.figure)]
            if len(others) == 1 and wholes:
                why = "a part and the rest of what was told before"
                yield _sum(sentence, wholes[-1], [*others, rest], False, why)  # it may be another part


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
        total = sum(item.figure.value for item in shares)
        more = more or total < HALF or total - rest.figure.value > 100 or _of_several(sentence, shares)
        yield _weighing(shares, not (unread or more), f"one sentence: {_text(rest)}")
        return
    total = sum(item.figure.value for item in shares)
    alloted = _ranked(sentence, shares) or any(
        token.sym in ("allot", "exhaustive", "parts of") for token in sentence.tokens
    )
    contrast = len(shares) == 2 and _opposite(sentence, *shares)
    counted = (
        contrast
        and any(token.sym == "more" for token in sentence.tokens)
        and all(item.at and sentence.tokens[item.at - 1].sym == "(" for item in shares)
    )
    over = alloted and len(shares) > 2 and total > 100 + len(shares)
    yield _weighing(shares, counted or over, "shares of one whole in one sentence")


def _ranked(sentence: Sentence, shares: Sequence[Item]) -> bool:
    """Whether shares are held of one whole in one list: "A holds 60%, followed by B with 25% and C with 15%"."""
    held = any(token.sym == "share" for token in sentence.tokens[: shares[0].at])
    told = sentence.syms(shares[0].at, shares[-1].at + 2)
    return held and "list" in told and not {";", "in", "contrast"} & {*told}


def _of_several(sentence: Sentence, shares: Sequence[Item]) -> bool:
    """Whether shares are of different wholes: "62% of men and 55% of women"."""
    wholes = {sentence.tokens[item.at + 2].value for item in shares if sentence.sym(item.at + 1) == "of"}
    return len(wholes) > 1


def _weighing(shares: Sequence[Item], clear: bool, why: str) -> Frame:
    return Frame("weights", {"parts": tuple(item.figure for item in shares)}, clear, why)


def _text(item: Item) -> str:
    return next((token.text for token in item.path if token.sym == "rest"), "the other")
