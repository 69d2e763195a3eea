"""What governs a figure: the nearest word before it that says how it stands to the others, across its own noun phrase.

In "above June's revised rate of 2,400" it is `above`; in "grew to more than 590,000" it is `to`.
"""

from __future__ import annotations

from analysis.reading.clauses.items import BASES, DATES, GOVERNORS, MOVES, NOMINAL, REACH, Item
from analysis.reading.clauses.symbols import Token

RATES = ("cagr", "yearly", "yoy", "qoq", "mom")
_BESIDE = NOMINAL | {*RATES, "other", "rest", "outside", "non"} | {"pair", "real", "each", "highest", "hold", "as much"}
_BASED = ("figure", "rise", "fall", ")", "*")


def govern(item: Item) -> None:
    """Fill in what governs a figure, whether it does so directly, and the symbols between the two."""
    tokens, place, first = item.tokens, item.at - 1, max(0, item.at - REACH - 4)
    direct, enclosed = True, False
    governor: Token | None = None
    weak: Token | None = None  # "of", "at", "in": they govern where nothing else does
    path: list[Token] = []
    while place >= first and governor is None:
        token = tokens[place]
        if token.sym == ")":  # a remark in brackets
            while place >= first and tokens[place].sym != "(":
                place -= 1
        elif direct and _hedges(item, token):
            place -= tokens[place - 1].sym == "more"
        elif _governs(token, path, direct or (weak is not None and weak.sym == "of")):
            governor = token
            break
        elif token.sym == "in" and enclosed and not {other.sym for other in path} <= {"(", "number", "month"}:
            break  # "in Oslo ($50)", not "than in 2022 ($50)"
        elif token.sym in ("of", "at", "in"):
            weak, direct = weak or (token if direct else None), False
        elif token.sym in (",", "(") and place == item.at - 1:
            direct, enclosed = False, token.sym == "("
        elif token.sym in _BESIDE:
            direct = direct and token.sym in ("approx", "article")
        else:
            break
        path.append(token)
        place -= 1
    dated = all(token.sym in DATES for token in path[1:])
    if enclosed and governor is not None and governor.sym in ("from", "to") and not dated:
        governor = None  # "guests from abroad (771,600)"
    told = any(token.sym in DATES for token in path[1:]) or item.unit != "percent"  # not "62% work from home, 28%"
    apposed = told and governor is not None and governor.sym in BASES | {"from", "to"}
    apposed = apposed and item.sym(1) != "from"  # "580 were from China, 408 from Korea"
    if path and path[0].sym == "," and not apposed:  # but "the rate of June 2023, 1,493,000"
        item.direct = False
        return
    item.governor, item.direct, item.path = governor or weak, direct, tuple(path)
    item.gov = item.governor.sym if item.governor else ""


def _governs(token: Token, path: list[Token], near: bool) -> bool:
    """Whether a word governs; a word of change and "more" only near the figure, or before "as much"."""
    if token.sym in GOVERNORS | {"so"}:
        return True
    return token.sym in MOVES | {"more"} and (near or any(other.sym == "as much" for other in path))


def _hedges(item: Item, token: Token) -> bool:
    """Whether "more than", "over" right before a number only hedge it: "grew to more than 590,000"."""
    if token.sym not in ("than", "above", "below") or token.start < item.figure.start:
        return False
    place = token.at - 1 - (token.at > 0 and item.tokens[token.at - 1].sym == "more")
    return place >= 0 and item.tokens[place].sym in GOVERNORS - BASES | {"of", "at", "in", "times"}


def compares(item: Item) -> bool:
    """Whether than, above, below, on name what a figure is compared with, not how it is hedged ("over 500")."""
    if item.governor is None or item.gov not in BASES:
        return False
    tokens, place = item.tokens, item.gov_at - 1
    more = place >= 0 and tokens[place].sym == "more"
    place -= more
    preceding = tokens[place].sym if place >= 0 else "."
    if preceding == "figure" and item.previous is not None and item.previous.role != "change":
        return more  # "$7 billion over 360 deals"
    if item.direct and tokens[item.gov_at + 1].figure is not None:
        return preceding in _BASED
    return more or preceding in (*_BASED, ",", "word", "reach", "aux")


def names_base(item: Item) -> bool:
    """Whether a change is counted from a period that is named without a figure: "an increase of 8% on 2019"."""
    following = item.tokens[item.at + 1 : item.at + 1 + REACH]
    for nth, token in enumerate(following):
        since = token.text.lower() == "since"
        if since or token.sym in BASES | {"from"}:
            for beyond in following[nth + 1 :]:
                if beyond.figure is not None or beyond.sym in GOVERNORS:
                    return False
                if beyond.sym in (",", ";", ".", "and", "contrast"):
                    return True
            return False
        if token.sym in ("cagr", "figure", ",", ";", "(", ")", ".", "to", "contrast"):
            return False
    return False
