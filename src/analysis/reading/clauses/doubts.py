"""What speaks against the levels found for a change: other figures (`rivals`), another way of counting (`terms`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from analysis.reading.clauses.items import DATES, MOVES, SUBJECTS, Item, Sentence, earlier_than, size_of
from analysis.reading.entity import apart
from analysis.words import lookup

if TYPE_CHECKING:
    from analysis.reading.clauses.change import Group

COMPARED = ("than", "above", "below", "more")
_SUMS_UP = MOVES | {",", "article", "approx", "of", "by", "relative", "aux", "so"}
_TIMED = frozenset({"in", "month", "grain", "number", "earlier", "now"})


def rivals(sentence: Sentence, group: Group, start: Item, end: Item) -> Iterator[str]:
    """What speaks for another base or level than those found."""
    head, tokens = group.head, sentence.tokens
    before = earlier_than(start.when, end.when)
    only_dates = all(token.sym in DATES or lookup("periods", token.text) for token in start.behind)
    dated = start.when[0] and not end.when[0] and only_dates
    timed = start.earlier or before or dated or head.gov == "gap" or _sums_up(sentence, head, start, end)
    if start.gov in ("base", "on") and not timed:
        yield "two groups may be compared"
    bare = start.figure.is_money and abs(start.figure.value) < 1000
    if bare and abs(end.figure.value) >= 10**6:  # "from $0.8 in 2011 to $1.9 million"
        yield "its scale may be left out"
    if start.figure.is_range and start.token.start > start.figure.start:  # "ore rose from 5 to 6, grain from 3 to 4"
        yield "the base and the level may stand in one range"
    sizes = [abs(item.figure.value) for item in (start, end)]
    if head.unit == end.unit and 0 < max(sizes) < abs(head.figure.value) and not head.is_rate:
        yield "a change of more than both levels may be a level"  # "its loss of $118 million"
    if start.gov == "from" and start.figure.is_range and not end.figure.is_range:
        yield "it may be two levels"
    between = {*sentence.syms(end.at, start.at)} if end.at < start.at < head.at else {","}
    if "from" in between and end.gov in ("", "of") and not between & {",", "(", *MOVES}:
        yield "the level may come from there"  # "13,546 answers from more than 200 towns find that rents rose 8%"
    if end.gov == "sum to" and end.at < head.at and _TIMED & {*sentence.syms(0, sentence.levels()[0].at)}:
        yield "what was added may be of another time"  # "5 new ones in May, bringing the year's total to 20, up 10%"
    if start.gov == "dated":
        yield "the level may be the earlier"
    if start.gov == "bare":
        yield "the brackets may tell something else"
    if start.gov in COMPARED and end.figure.is_open:  # "10% earn more than $780, 10% less than $325"
        yield "two groups may be counted"
    if before is False and not (start.earlier or (start.gov == "from" and not end.gov)):
        yield "the base is later"
    if by_so_much(start) and abs(end.figure.value) > 20 * abs(start.figure.value):  # "de 12 euros, à 1 340 euros"
        yield "it may be by so much"
    told_before = start.earlier and not start.words  # "than a year ago (1.97 million)"
    if start.gov not in COMPARED and not told_before and apart(start.figure.entity, end.figure.entity):
        yield "of two groups"
    behind = head.at > max(start.at, end.at) and _own_subject(sentence, group)
    rebates = head.gov == "gap" and sentence.sym(group.last + 1) == "in"
    if rebates or behind or _of_another(sentence, start):
        yield "it may be of something else"
    others = [item for item in sentence.items if item.unit == end.unit and item.role != "change"]
    others = [item for item in others if item is not start and item is not end]
    last = max(head.at, start.at) if start.gov == "base" else head.at  # "to $44, now ahead by $3, against a lag of $5"
    nearer = any(end.at < item.at < last and item.gov not in COMPARED for item in others)
    paired = any(sentence.syms(start.at, item.at) == ["and"] for item in others)
    if nearer or (start.gov in COMPARED and paired):
        yield "another level may be meant"
    rates = [one for one in sentence.items if one.unit == head.unit != end.unit and one.bracket is not head]
    if any(head.at < one.at < start.at for one in rates):  # "A grew by 1% and B by 5%, from …"
        yield "another rate stands nearer"
    if head.sym(-1) in ("or", "and", ",") and head.unit == start.unit == end.unit == "percent":
        yield "it may be one of a list"
    falls = head.sign * (end.figure.value - start.figure.value) < 0
    if falls and any(token.value == "good" for token in tokens):
        yield "a better figure may be a lower one"
    if head.other_base and start.at < head.at:
        yield "it names another base"
    if _of_another_subject(sentence, group, start):
        yield "another subject stands before the base"
    counted = [item for item in (start, end) if item in sentence.items and not item.is_rate]
    things = {t.value for item in counted for t in item.tokens[item.at + 1 : item.at + 2] if t.value.endswith("s")}
    nouns = {start.figure.quantity.noun, end.figure.quantity.noun} - {""}
    if not start.figure.is_money and (len(nouns) > 1 or (len(things) > 1 and start.gov != "from")):
        yield "two things are counted"


def terms(sentence: Sentence, group: Group, start: Item, end: Item) -> Iterator[str]:
    """What speaks for another way of counting between the same two levels."""
    head = group.head
    reach = 10 if group.pointed else 5
    near = [*sentence.tokens[max(0, head.at - reach) : head.at + 6], *sentence.tokens[start.at : start.at + 4]]
    levels = {token for item in (start, end) for token in item.path}  # "to a seasonally adjusted 5.4 million"
    if any(token.sym == "real" and token not in levels for token in near):
        yield "it may be counted in other prices"
    (year, month), (last_year, last_month) = start.when, end.when
    months = month and last_month and month != last_month
    years = year and last_year and last_year - year not in (0, 1)
    clash = start.earlier and len({start.basis, head.basis} & {"yoy", "qoq", "mom"}) > 1
    if clash or (head.basis == "yoy" and (months or years)):
        yield "it may be counted from another period"


def _sums_up(sentence: Sentence, head: Item, start: Item, end: Item) -> bool:
    """Whether a change of its own words follows two bare levels that move its way: "13.5% vs 12.7%, a rise of 80 bps".

    "34% against 29%, up 7 points" may be a lead and what it has gained.
    """
    between, ahead = {*sentence.syms(start.at, head.at)}, {token.sym for token in start.path}
    plain = between <= _SUMS_UP and ahead <= {"article", "approx"} and head.sym(1) in ("", ".", ",", ";", ")")
    told = head.unit != "percentage_point" or "of" in between
    return plain and told and head.at > start.at and head.sign * (end.figure.value - start.figure.value) > 0


def by_so_much(start: Item) -> bool:
    """Whether "from" before a base could mean "by": "reculent de 10 à 15 %", "caen de 10 a 15 %"."""
    return start.gov == "from" and start.governor is not None and start.governor.text.casefold() == "de"


def _of_another(sentence: Sentence, start: Item) -> bool:
    """Whether a base names another measure than the sentence so far: "profit was up 10%, from revenue of $200"."""
    noun = next((one for token, one in pairwise(start.path) if token.sym == "of"), None)
    told = {token.text.lower() for token in sentence.tokens[: max(0, start.gov_at)] if _is_measure(token.text)}
    return noun is not None and _is_measure(noun.text) and bool(told) and noun.text.lower() not in told


def _is_measure(word: str) -> bool:
    found = lookup("pay", word)
    return found is not None and found.cls == "not pay"


def _own_subject(sentence: Sentence, group: Group) -> bool:
    """Whether a change behind both levels has a subject of its own: "up from 20%, and men earn 15% more"."""
    tail = group.head.lead
    border = next((at for at in range(len(tail) - 1, -1, -1) if tail[at].sym in (",", "and", "-")), len(tail))
    syms = [token.sym for token in tail[border:]]
    named = any(sym in SUBJECTS for sym in syms[:-1]) and "article" not in syms[:2]
    return named and not {"so", "pointer", "relative", "or"} & set(syms)


def _of_another_subject(sentence: Sentence, group: Group, start: Item) -> bool:
    """Whether another subject stands between change and base, or the change opens with a thing of its own.

    "Kites grew 12%, ropes from $10 to $15", "With growth of 8% in kites, sales rose from $5 …"; not so in "With growth
    of 8% in 2023, kites rose from $5".
    """
    between = [*takewhile(lambda token: not token.figure, sentence.words(group.last, start.gov_at))]
    comma = max((nth for nth, token in enumerate(between) if token.sym == ","), default=None)
    if comma is None or start.at < group.last:
        return False
    opening = (*sentence.tokens[: group.head.at], *takewhile(lambda t: t.sym != ",", sentence.tokens[group.head.at :]))
    named = any(token.sym == "word" and not size_of(token.text) for token in between[comma:])
    subject = named and group.head.clause == start.clause and any(token.sym in SUBJECTS for token in opening)
    return subject or [token.sym for token in between[:2]] == ["in", "word"]
