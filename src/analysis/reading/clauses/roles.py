"""Figures of a sentence with the words that govern them: from, to, by, than …; a change, a share, a level.

What governs a figure is the nearest word before it that says how it stands to the others, found across its own noun
phrase: in "above June's revised rate of 2,400" it is `above`.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.reading.clauses.bounds import clauses
from analysis.reading.clauses.items import (
    BASES,
    BORDERS,
    DATES,
    GOVERNORS,
    MOVES,
    NOMINAL,
    REACH,
    Item,
    after,
    alike,
    back,
    listed,
    names_base,
    second_base,
)  # fmt: skip
from analysis.reading.clauses.symbols import Token
from analysis.words import find

_BESIDE = (
    NOMINAL | {"other", "rest", "outside", "non", "pair"} | {"yearly", "real", "each", "highest", "hold", "as much"}
)
_BASED = ("figure", "rise", "fall", ")", "*")
_RATES = ("cagr", "yearly", "yoy", "qoq", "mom")
_OWN = NOMINAL | {"of", "in", "pair", "aux"}
_EARLIER = ("earlier", "yoy", "qoq", "mom")


def items(tokens: Sequence[Token]) -> list[Item]:
    """The figures of a sentence with their roles, in order."""
    numbers = clauses(tokens)
    found: list[Item] = []
    for token in tokens:
        if token.figure is None:
            continue
        item = Item(token, clause=numbers[token.at])
        _bracket(item, tokens, found)
        _role(item, tokens, found)
        _amount_beside(item, tokens, found)
        _brought(item, tokens, found)
        found.append(item)
    _average_rates(found)
    return found


def _average_rates(found: Sequence[Item]) -> None:
    """ "from A to B, an average of 10% per year", "A, compared with B, a difference of 10%": changes told as levels."""
    for item in found:
        beside = {other.role: other for other in found if other.clause == item.clause and other is not item}
        reached = beside.get("end") if item.basis in ("cagr", "yearly") else beside.get("level")
        told = item.basis in ("cagr", "yearly") or item.gov == "gap"
        level = item.unit == "percent" and item.role in ("share", "level")
        if level and told and reached and "start" in beside and "change" not in beside:
            item.role = "change"
            item.sign = 1 if reached.figure.value >= beside["start"].figure.value else -1


def _amount_beside(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> None:
    """ "2.5 million people, 57,800 or 2.3% fewer than a year ago": the amount is the same change."""
    if len(found) < 2 or item.role != "change" or item.gov or item.unit != "percent":
        return
    level, amount = found[-2:]
    like = level.is_level and amount.role == "level" and alike(level.figure, amount.figure)
    small = 2 * amount.figure.value < level.figure.value
    if like and small and [t.sym for t in (tokens[amount.at - 1], *tokens[amount.at + 1 : item.at])] == [",", "or"]:
        amount.role, amount.sign, item.twin = "change", item.sign, amount


def _brought(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> None:
    """ "added 300 buses (10%), bringing the fleet to 3,300": what brings a level to where it is was added, no base."""
    word = back(tokens, item.at, 7, ("sum to",), BORDERS)
    amounts = [other for other in found if alike(other.figure, item.figure)]
    if word is None or len(amounts) != 1 or amounts[0].figure.value >= item.figure.value:
        return
    if word.value and "to" not in {token.sym for token in tokens[word.at : item.at]}:  # "brought in $5 million"
        return
    part = amounts[0]
    if part.role == "level":
        new = any(token.text.lower() == "new" for token in (*part.path, *after(tokens, part.at)))
        part.role, part.sign, part.gov = ("change", 1, "sum to") if new else ("part", 0, part.gov)
    if part.role == "change":
        item.role, item.gov = "end", "sum to"
        for other in found:
            if other.bracket is part and other.unit == "percent" and other.role == "share":
                other.role, other.sign, other.twin = "change", part.sign, part


# ---- roles ---------------------------------------------------------------------------------------------------------


def _bracket(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> None:
    """A figure in brackets right behind another belongs to it: "by 13,000 (0.2%)", "£517 (up 3.4%)"."""
    between = tokens[found[-1].at + 1 : item.at] if found else ()
    opened = next((nth for nth, token in enumerate(between) if token.sym == "("), None)
    near = opened is not None and all(token.sym in _OWN for token in between[:opened])
    if near and all(token.sym != ")" for token in between):
        item.bracket = found[-1]
    elif opened is None and [token.sym for token in between[:1]] == [";"]:  # "(+8%; 2022: €50 million)"
        item.bracket = found[-1].bracket


def _role(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> None:
    governor, direct = _governor(item, tokens)
    item.gov, item.gov_at = (governor.sym, governor.at) if governor else ("", -1)
    near = [*item.path, *after(tokens, item.at)]
    item.earlier = any(token.sym in _EARLIER for token in near) or _opens_earlier(item, tokens)
    moved = _since_change(tokens, item.at) if item.is_rate else ()
    kind = tokens[item.gov_at - 1 : item.gov_at] if item.gov in ("rise", "fall") else ()  # "annual growth of 5%"
    item.basis = next((token.sym for token in (*near, *moved, *kind) if token.sym in _RATES), "")
    if not item.basis and item.earlier:
        item.basis = next((token.value for token in near if token.sym == "grain"), "")
    alone = item.bracket is not None and [t.sym for t in (tokens[item.at - 1], *tokens[item.at + 1 :][:1])] == [
        "(",
        ")",
    ]
    sign = _change_sign(item, tokens, governor, direct, found)
    if alone and (twin := _twin(item, tokens, found)):  # "an increase of $2 billion (7%) over April"
        item.role, item.sign, item.twin = "change", twin.sign, twin
    elif sign or (item.is_rate and item.figure.quantity.signed and not _aside(item)):
        item.role, item.sign = "change", sign or (1 if item.figure.value >= 0 else -1)
        item.other_base = item.basis not in ("cagr", "yearly") and names_base(tokens, item.at)
    elif twin := _twin(item, tokens, found):
        item.role, item.sign, item.twin = "change", twin.sign, twin
        item.other_base = names_base(tokens, item.at)
    elif (first := _coordinated(item, tokens, found)) is not None:
        item.role, item.sign, item.coordinated = "change", first.sign, True
    elif item.is_time:
        moves = item.gov == "from" and _moved(tokens, item.gov_at, ())
        ends = item.gov == "to" and found and found[-1].is_time and found[-1].role == "start"
        item.role = "start" if moves else "end" if ends else "time"
    elif item.unit == "multiple":
        item.role = "multiple"
    elif found and found[-1].role == "multiple" and _times_of(tokens, found[-1].at, item.at):
        item.role, item.gov = "start", "times"
        found[-1].role, found[-1].sign = "change", 1
    elif item.gov == "times":
        item.role = "start" if any(token.sym in ("article", "as much") for token in item.path) else "level"
    elif item.gov == "to":
        item.role = "start" if _added(item, tokens, found) else "end"
    elif item.gov == "at" and _stands_at(item, tokens, found):
        item.role = "end"
    elif item.gov == "more" and not direct and _is_verb(tokens[item.gov_at + 1]):  # "exceeding the level of 49,908"
        item.role = "start"
    elif item.gov == "than" and _paired(item, tokens, found):  # "more women (56%) than men (44%)"
        item.role = "share" if item.unit == "percent" else "level"
    elif told := _when_told(item, tokens, found):
        item.role, item.gov, item.gov_at = "start", told.sym, told.at
    elif item.earlier and _after(item, tokens):
        item.role, item.gov, item.gov_at = "start", "base", item.at - 1
    elif was := _was(item, tokens, found):
        item.role, item.gov = "start", was
    elif _starts_from(item, governor, tokens, found) or (
        governor and item.gov in BASES and _is_base(tokens, governor, direct, found)
    ):
        item.role = "start"
    elif found and found[-1].role == "start" and second_base(tokens, found[-1], item):
        item.role, item.gov, item.gov_at = "start", found[-1].gov, found[-1].gov_at
    elif item.unit == "percent" and item.gov not in ("reach", "aux"):
        item.role = "share"


def _is_verb(following: Token) -> bool:
    """Whether a word for "more" is a verb, by what follows: not in "additional pay of $5,000"."""
    return following.sym in DATES | {"as much"} or following.text.endswith(("'s", "’s"))


def _when_told(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> Token | None:
    """The word that leads to a base told behind its date: "3% fewer than in 2022, when 66,000 were registered"."""
    last = found[-1] if found and found[-1].role == "change" else None
    between = tokens[last.at + 1 : item.at] if last is not None else ()
    base = next((nth for nth, t in enumerate(between) if t.sym in (*BASES, "from")), None)
    when = next((nth for nth, t in enumerate(between) if t.text.lower() == "when"), None)
    if (
        last is None
        or base is None
        or when is None
        or any(t.sym not in DATES | {","} for t in between[base + 1 : when])
    ):
        return None
    last.other_base = False
    return between[base]


def _is_of(governor: Token) -> bool:
    """Whether a word for "from" also means "of" and "by": von, de."""
    return governor.sym == "from" and governor.value == "by"


def _leads_on(item: Item, tokens: Sequence[Token]) -> bool:
    """Whether a level is reached from this one: "von 8 % im Mai auf 9 %", not "von 8 stieg … auf 9"."""
    reached = False
    for token in tokens[item.at + 1 : item.at + 1 + REACH]:
        if token.figure is not None and alike(token.figure, item.figure):
            return reached
        if token.sym in (";", ".", "contrast", "relative", "rise", "fall"):
            return False
        reached = reached or token.sym == "to"
    return False


def _starts_from(item: Item, governor: Token | None, tokens: Sequence[Token], found: Sequence[Item]) -> bool:
    """Whether "from" leads to a base, also where its word could mean "of": "auf 9 von 8", "stieg von 8"."""
    if governor is None or governor.sym not in ("from", "base") or not _is_of(governor):
        return item.gov in ("from", "base")
    moved = governor.at > 0 and tokens[governor.at - 1].sym in ("rise", "fall")
    reached = any(other.role == "end" and alike(other.figure, item.figure) for other in found)
    return moved or reached or _leads_on(item, tokens)


def _after(item: Item, tokens: Sequence[Token]) -> bool:
    """Whether a level follows another in time: "€54 million after €50 million in the previous year"."""
    level = tokens[item.at - 2].figure if item.at > 1 and tokens[item.at - 1].text.lower() == "after" else None
    return level is not None and alike(level, item.figure)


def _was(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> str:
    """Where brackets behind a level tell what it was, the word of a base, `dated` where it could be the later one.

    "(prior year: $101)", "$110 in 2022 (2021: $101)".
    """
    level = item.bracket
    if level is None:
        return ""
    opened = max(token.at for token in tokens[level.at : item.at] if token.sym in ("(", ";"))
    lead = tokens[opened + 1 : item.at]
    closed = item.at + 1 < len(tokens) and tokens[item.at + 1].sym == ")"
    if item.unit != level.unit or not lead or not closed or any(token.sym not in DATES | {":"} for token in lead):
        return ""
    own, its = item.figure.period, level.figure.period
    sign = next((other.sign for other in reversed(found) if other.role == "change"), 0)
    dated = any(token.sym == "number" for token in lead)
    before = own is not None and its is not None and own.start < its.start
    grown = sign * (level.figure.value - item.figure.value) > 0  # "grew to 540 (2022: 500)"
    if any(token.sym in _EARLIER for token in lead) or (dated and (before or grown)):
        return "from"
    undated = not any(token.sym == "number" for token in after(tokens, level.at))
    return "dated" if dated and undated and not sign else ""


def _stands_at(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> bool:
    """Whether an amount is what a change led to: "7.4% higher at $139.5m", not "5% higher at $20m firms"."""
    if not found or found[-1].role != "change" or not found[-1].is_rate or not item.figure.is_money:
        return False
    if item.at + 1 < len(tokens) and tokens[item.at + 1].sym == "word":
        return False
    return {token.sym for token in tokens[found[-1].at + 1 : item.at]} <= {"rise", "fall", "at", "approx"}


def _added(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> bool:
    """Whether "to" leads to what an amount was added to: "added 1 million to the 4 million of 2012"."""
    if not found or found[-1].role != "change" or found[-1].is_rate:
        return False
    word = back(tokens, found[-1].at, 2, ("rise",))
    return word is not None and word.text.lower().startswith("add") and "from" not in {t.sym for t in tokens}


def _since_change(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """The symbols from a word of change to the figure it moves by: "croissance annuelle moyenne de 18,9 %"."""
    word = back(tokens, at, 5, ("rise", "fall"), BORDERS)
    return tokens[word.at : at] if word else ()


def _opens_earlier(item: Item, tokens: Sequence[Token]) -> bool:
    """Whether a clause opens with an earlier time before the verb of its level: "A year ago it was 362"."""
    stops = (".", ";", "contrast", "from", "than", "base", "by")
    first = max((token.at + 1 for token in tokens[: item.at] if token.figure or token.sym in stops), default=0)
    return item.gov in ("aux", "reach") and tokens[first].sym in _EARLIER


def _paired(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> bool:
    """Whether both sides of a comparison carry their figure in brackets."""
    return bool(found) and all(tokens[other.at - 1].sym == "(" for other in (found[-1], item) if other.at)


def _coordinated(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> Item | None:
    """The change whose verb holds for this figure too: "rose 4% in May and 6% in June", "A rose 5%, B 3%".

    An amount needs the same word before it, or its place behind it: "by 24 in May and by 20", "and 20 in June".
    """
    last = next((other for other in reversed(found) if other.unit == item.unit), None)
    if last is None or last.role != "change" or found[-1].clause != item.clause:
        return None
    if item.gov == "from" and item.gov != last.gov and tokens[item.gov_at].value != "by":  # "by $5, from $20 in May"
        return None
    again = tokens[item.at - 1].sym in ("by", "from") and item.gov == last.gov
    following = tokens[item.at + 1].sym if item.at + 1 < len(tokens) else "."
    if item.unit != "percent" and (last.gov not in ("by", "from") or not (again or following in ("in", "("))):
        return None
    joined = (again and tokens[item.at - 2].sym == "and") or listed(tokens, item.at)
    return last if joined and following != "of" else None


def _times_of(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a multiple is one of the level behind it: "three times the $80,000", "twice that of 2020 ($20)"."""
    between = [token.sym for token in tokens[first + 1 : last]]
    if between[-1:] == ["("] and "pointer" in between:
        between.pop()
    return last - first <= 6 and not {*between} & (BORDERS | {"to", "by", "from"})


def _is_base(tokens: Sequence[Token], governor: Token, direct: bool, found: Sequence[Item]) -> bool:
    """Whether than, above, below, on name what a figure is compared with, not how it is hedged ("over 500")."""
    place = governor.at - 1
    compares = place >= 0 and tokens[place].sym == "more"
    place -= compares
    preceding = tokens[place].sym if place >= 0 else "."
    if preceding == "figure" and found[-1].role != "change":  # "$7 billion over 360 deals"
        return compares
    if direct and tokens[governor.at + 1].figure is not None:
        return preceding in _BASED
    return compares or preceding in (*_BASED, ",", "word", "reach", "aux")


def _governor(item: Item, tokens: Sequence[Token]) -> tuple[Token | None, bool]:
    """The word that governs a figure, and whether nothing but articles and hedges stands between them."""
    direct, weak, enclosed = True, None, False
    place, first = item.at - 1, max(0, item.at - REACH - 4)
    path: list[Token] = []
    governor: Token | None = None
    item.path = ()
    while place >= first:
        token = tokens[place]
        if token.sym == ")":  # a remark in brackets
            while place >= first and tokens[place].sym != "(":
                place -= 1
        elif direct and _hedges(item, tokens, token):
            place -= tokens[place - 1].sym == "more"
        elif token.sym in GOVERNORS | {"so"} or (
            token.sym in MOVES | {"more"}
            and (direct or (weak is not None and weak.sym == "of") or any(other.sym == "as much" for other in path))
        ):
            governor = token
            break
        elif token.sym == "in" and enclosed and not {other.sym for other in path} <= {"(", "number", "month"}:
            break  # "in Oslo ($50)", not "than in 2022 ($50)"
        elif token.sym in ("of", "at", "in"):
            weak, direct = weak or (token if direct else None), False
        elif token.sym in (",", "(") and place == item.at - 1:
            direct, enclosed = False, token.sym == "("
        elif token.sym in _BESIDE or token.sym in _RATES:
            direct = direct and token.sym in ("approx", "article")
        else:
            break
        path.append(token)
        place -= 1
    if enclosed and governor is not None and governor.sym in ("from", "to"):  # "guests from abroad (771,600)"
        governor = governor if all(token.sym in DATES for token in path[1:]) else None
    rated = item.unit == "percent" and not any(token.sym in DATES for token in path[1:])  # "62% work from home, 28%"
    if path and path[0].sym == "," and (governor is None or rated or governor.sym not in BASES | {"from", "to"}):
        return None, False  # no apposition ("the rate of June 2023, 1,493,000"), but a figure of its own
    item.path = tuple(path)
    return governor or weak, direct


def _hedges(item: Item, tokens: Sequence[Token], token: Token) -> bool:
    """Whether "more than", "over" right before a number only hedge it: "grew to more than 590,000"."""
    if token.sym not in ("than", "above", "below") or token.start < item.figure.start:
        return False
    place = token.at - 1 - (token.at > 0 and tokens[token.at - 1].sym == "more")
    return place >= 0 and tokens[place].sym in GOVERNORS - BASES | {"of", "at", "in", "times"}


def _aside(item: Item) -> bool:
    """Whether a fraction in words stands behind a dash of its sentence: "– nine in ten"."""
    return item.figure.quote[:1] in "-–—" and not any(map(str.isdigit, item.figure.quote))


def _change_sign(
    item: Item, tokens: Sequence[Token], governor: Token | None, direct: bool, found: Sequence[Item]
) -> int:
    """The direction of a figure that is a change, 0 where it is none."""
    if item.is_time or _aside(item):
        return 0
    if governor is not None and governor.sym in ("rise", "fall"):
        return 0 if governor.value == "by" and not item.is_rate else governor.sign  # "raised $5 million"
    if governor is not None and _is_of(governor) and direct:
        moved = _since_change(tokens, item.at)  # "augmenté de 8 %", "ein Plus von 24.000", but "passé de 8 % à 9 %"
        noun = bool(moved) and (item.is_rate or moved[0].at == governor.at - 1)
        return moved[0].sign if noun and not _leads_on(item, tokens) else 0
    told = (
        tokens[governor.at - 1] if governor is not None and governor.sym in ("aux", "reach") and governor.at else None
    )
    if told is not None and told.sym in ("rise", "fall") and item.is_rate and direct:  # "the increase is 8%"
        return told.sign
    by = governor is not None and (governor.sym == "by" or (governor.sym in ("at", "of") and item.is_rate))
    if by and governor is not None and (sign := _moved(tokens, governor.at, found)):
        return sign
    if item.unit == "percent" and any(t.sym == "cagr" for t in (*item.path, *tokens[item.at + 1 :][:1])):
        return next((t.sign for t in reversed(tokens[: item.at]) if t.sym in ("rise", "fall")), 1)
    if item.unit == "percent" and item.at + 1 < len(tokens):
        following = [token.sym for token in tokens[item.at + 1 : item.at + 4]]
        if "plus" in following and "figure" not in following:
            return 1
    return _comparison(item, tokens)


def _moved(tokens: Sequence[Token], at: int, found: Sequence[Item]) -> int:
    """The direction of the word of change that "by", "at" or "of" belongs to."""
    if tokens[at].sym == "by" and at and tokens[at - 1].sym == "and" and found:  # "by 13,000 in May and by 150,000"
        return next((item.sign for item in reversed(found) if item.role == "change"), 0)
    if (
        tokens[at].sym == "by"
        and at
        and tokens[at - 1].sym in ("or", ",")
        and {"start", "end"} <= {i.role for i in found}
    ):
        return next((token.sign for token in reversed(tokens[:at]) if token.sym in ("rise", "fall")), 0)
    stops = ("to", "from", "aux", "reach", ";", "share", ":")
    word = back(tokens, at, 7, ("rise", "fall"), stops)
    if word is None and found and found[-1].role == "start" and tokens[at].sym == "by":  # "rose from $50 by 8% to $54"
        word = back(tokens, found[-1].gov_at, 3, ("rise", "fall"), stops)
    return word.sign if word else 0


def _comparison(item: Item, tokens: Sequence[Token]) -> int:
    """The direction of what follows: "5% higher", "a 20% increase", "3.4 percent above", "$2 less than"."""
    if within := next(find("clauses", item.figure.quote, "more"), None):  # "6.280 Euro mehr im Jahr"
        return int(within.word.value) if within.start else 0
    preceding = tokens[item.at - 1].sym if item.at else "."
    if preceding == "from" and not item.is_rate:
        return 0  # "to 4,134 from 4,447 over the same period"
    passed = 0
    place = item.at + 1
    while place < len(tokens) and passed < 3:
        token = tokens[place]
        if token.sym in ("(",):
            while place < len(tokens) and tokens[place].sym != ")":
                place += 1
            passed -= 1
        elif token.sym in ("*", ")"):
            passed -= 1
        elif token.sym in ("rise", "fall"):
            comparative = token.text.lower() in ("higher", "lower", "up", "down")
            verb = token.text.lower().endswith("ed") or (preceding in (".", ",", "and") and not item.is_rate)
            if comparative:
                return token.sign if passed == 0 or item.is_rate else 0
            noun = item.is_rate and not verb and preceding not in ("from", "to")
            return token.sign if noun else 0
        elif (token.sym == "more" and passed == 0) or (token.sym in ("above", "below") and passed == 0):
            return token.sign
        elif token.sym in (*_RATES, "-", "real", "per head"):
            passed -= 1
        elif token.sym not in ("word", "total"):
            return 0
        passed += 1
        place += 1
    return 0


def _twin(item: Item, tokens: Sequence[Token], found: Sequence[Item]) -> Item | None:
    """The change that this figure tells once more in another unit: behind "or", or in brackets."""
    if not found or found[-1].role != "change" or found[-1].is_rate == item.is_rate:
        return None
    last = found[-1]
    told = tokens[last.at + 1 : item.at]
    if [token.sym for token in told[:3]] == ["(", "word", ")"]:  # "152 gigawatts (GW) or 8.3%"
        told = told[3:]
    between = [token.sym for token in told if token.sym not in ("approx", "article")]
    following = [token.sym for token in tokens[item.at + 1 : item.at + 3]]
    of_another = following[:1] == ["of"] or following == ["in", "word"]  # "(3% of output)", "(3% in towns)"
    if (item.bracket is last and not of_another) or between in (["or"], ["or", "by"], [",", "or"], [","], ["-"]):
        return last
    return None
