"""Figures of a sentence with their roles: a base, the level reached, a change, a share, a level that stands.

A figure's role follows from the word that governs it, from the figure before it, and from brackets and lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analysis.reading.clauses.bounds import clauses
from analysis.reading.clauses.governor import RATES, compares, govern, names_base
from analysis.reading.clauses.items import BASES, BORDERS, CHANGES, DATES, NOMINAL, REACH, Item, alike, back, listed
from analysis.reading.clauses.symbols import Token, symbols
from analysis.reading.model import Figure
from analysis.words import find, lookup

_OWN = NOMINAL | {"of", "in", "pair", "aux", "of which"}
_NEXT = 7  # symbols behind an amount in which its change is told
_EARLIER = ("earlier", "yoy", "qoq", "mom")
_WAYS = ("rise", "fall")
_NO_MOVE = ("to", "from", "aux", "reach", ";", "share", ":")
_OPENINGS = (".", ";", "contrast", "from", "than", "base", "by")


def items(tokens: Sequence[Token]) -> list[Item]:
    """The figures of a sentence with their roles, in order."""
    numbers = clauses(tokens)
    found: list[Item] = []
    for token in tokens:
        if token.figure is not None:
            item = Item(token, tokens, found[-1] if found else None, clause=numbers[token.at])
            item.bracket = _bracket(item)
            govern(item)
            _time(item)
            _role(item)
            _amount_beside(item)
            _brought(item)
            found.append(item)
    _average_rates(found)
    return found


def bases(text: str, start: int, end: int, figures: Sequence[Figure], language: str) -> dict[Figure, str]:
    """The figures of text[start:end] that others are compared with, or that are told of a time named apart.

    "From 9.8", "after 52,700", "a year ago it was 362", "since 2019, when it was 3%". With each the kind of word
    that governs it: "from", "than", …
    """
    told = (item for item in items(symbols(text, start, end, figures, language)) if _is_base(item))
    return {item.figure: item.gov for item in told}


def _is_base(item: Item) -> bool:
    own = item.governor is not None and item.governor.start >= item.figure.start  # "range from $50", "starts from $50"
    if item.role == "start" and not any(token.sym == "now" for token in item.path):
        return not own or item.figure.quote[:4].lower() == "from"
    when = any(token.text.lower() == "when" for token in item.lead[-4:])
    return item.role in ("level", "share") and (item.earlier or when or _is_after(item))


def _is_after(item: Item) -> bool:
    """Whether "after" leads to a figure."""
    lead = [token for token in item.lead if token.sym not in ("article", "approx")]
    return bool(lead) and lead[-1].text.lower() == "after"


def _bracket(item: Item) -> Item | None:
    """The figure right behind which a figure stands in brackets: "by 13,000 (0.2%)", "£517 (up 3.4%)"."""
    last = item.previous
    between = [token.sym for token in item.tokens[last.at + 1 : item.at]] if last else []
    if last is not None and "(" not in between:
        goes_on = between[:1] == [";"] or (between[:1] == [","] and between[-1] == ":")
        return last.bracket if goes_on else None  # "(+8%; 2022: €50 million)"
    if last is None or ")" in between:
        return None
    own = _OWN | {*_WAYS} if last.is_rate else _OWN  # "an 8% increase (2022: 500)"
    opened = between.index("(")
    aside = "aux" in between[opened:] and not {"relative", "or"} & {*between}  # "(the number was 1,100 in 2019)"
    return last if set(between[:opened]) <= own and not aside else None


def _time(item: Item) -> None:
    """Whether a figure is of an earlier time, and against what a rate of it counts."""
    near = [*item.path, *item.behind]
    opening = next((t.at + 1 for t in reversed(item.tokens[: item.at]) if t.figure or t.sym in _OPENINGS), 0)
    opens = item.gov in ("aux", "reach") and item.tokens[opening].sym in _EARLIER  # "A year ago it was 362"
    item.earlier = opens or any(token.sym in _EARLIER and not _deducts(item, token) for token in near)
    moved = _since_change(item) if item.is_rate else ()
    kind = item.tokens[item.gov_at - 1 : item.gov_at] if item.gov in _WAYS else ()  # "annual growth of 5%"
    item.basis = next((token.sym for token in (*near, *moved, *kind) if token.sym in RATES), "")
    if not item.basis and item.earlier:
        item.basis = next((token.value for token in near if token.sym == "grain"), "")


def _deducts(item: Item, token: Token) -> bool:
    """Whether "before" tells what is not yet taken off: "profit before tax"."""
    return (
        token.text.lower() == "before" and token.at + 1 < len(item.tokens) and item.tokens[token.at + 1].sym == "word"
    )


def _role(item: Item) -> None:
    """The first that holds: a change, a time, a multiple, a level reached, a base, a share; else a level."""
    told = any(as_one(item) for as_one in (_as_change, _as_time, _as_multiple, _as_end, _as_base))
    if not told and item.unit == "percent" and item.gov not in ("reach", "aux"):
        item.role = "share"


# ---- changes -------------------------------------------------------------------------------------------------------


def _as_change(item: Item) -> bool:
    twin, sign = _twin(item), 0
    if twin is None or (item.sym(-1), item.sym(1)) != ("(", ")"):  # "an increase of $2 billion (7%) over April"
        sign = _change_sign(item)
        if not sign and item.is_rate and item.figure.quantity.signed and not _aside(item):
            sign = 1 if item.figure.value >= 0 else -1
        item.other_base = bool(sign or twin) and (not sign or not item.is_yearly) and names_base(item)
    if sign:
        item.sign = sign
    elif twin is not None:
        item.sign, item.twin = twin.sign, twin
    elif (first := _coordinated(item)) is not None:
        item.sign, item.coordinated = first.sign, True
    else:
        return False
    item.role = "change"
    return True


def _twin(item: Item) -> Item | None:
    """The change that this figure tells once more in another unit: behind "or", or in brackets.

    Its base may stand between: "an increase of 13,000 over the 55,700 of 2015, or 23.3%".
    """
    last = item.previous
    apposed = [token.sym for token in item.tokens[item.at - 2 : item.at]] == [",", "or"] and item.sym(1) == "."
    if last is not None and last.role == "start" and apposed and item.unit == "percent":
        change = last.previous
        return change if change is not None and change.role == "change" and not change.is_rate else None
    if last is None or last.role != "change" or last.is_rate == item.is_rate:
        return None
    between = [token.sym for token in item.tokens[last.at + 1 : item.at]]
    if ":" in between or _led_in_brackets(item):  # "up 8% (2020: 500)", "(rope: 60)"
        return None
    if between[:3] == ["(", "word", ")"]:  # "152 gigawatts (GW) or 8.3%"
        between = between[3:]
    between = [sym for sym in between if sym not in ("approx", "article")]
    if between[:1] == ["word"] and "or" in between:  # "1,464 moves or 7.3%"
        between = between[1:]
    narrowed = (item.sym(1), item.sym(2)) == ("in", "word")
    of_another = item.sym(1) == "of" or narrowed  # "(3% of output)", "(3% in towns)"
    joined = between in (["or"], ["or", "by"], [",", "or"], [","], ["-"])
    return last if joined or (item.bracket is last and not of_another) else None


def _aside(item: Item) -> bool:
    """Whether a fraction in words stands behind a dash of its sentence: "– nine in ten"."""
    return item.figure.quote[:1] in "-–—" and not any(map(str.isdigit, item.figure.quote))


def _change_sign(item: Item) -> int:
    """The direction of a figure that is a change, 0 where it is none."""
    governor = item.governor
    if item.is_time or _aside(item):
        return 0
    if governor is not None and governor.sym in _WAYS:
        return 0 if governor.value == "by" and not item.is_rate else governor.sign  # "raised $5 million"
    if _is_of(item) and item.direct:
        moved = _since_change(item)  # "augmenté de 8 %", "ein Plus von 24.000", but "passé de 8 % à 9 %"
        noun = bool(moved) and (item.is_rate or moved[0].at == item.gov_at - 1)
        return moved[0].sign if noun and not _leads_on(item) else 0
    told = item.tokens[item.gov_at - 1] if item.gov in ("aux", "reach") and item.gov_at else None
    twice = {token.sym for token in item.tokens[item.at + 1 : item.at + 3]} & {"or"}  # "the rise was 1,464 moves or 7%"
    if told is not None and told.sym in _WAYS and (item.is_rate or twice) and item.direct:  # "the increase is 8%"
        return told.sign
    if (item.gov == "by" or (item.gov in ("at", "of") and item.is_rate)) and (sign := _moved(item)):
        return sign
    if item.unit == "percent":
        if item.sym(1) == "cagr" or any(token.sym == "cagr" for token in item.path):
            return _last_sign(item.tokens, item.at) or 1
        following = [item.sym(steps) for steps in (1, 2, 3)]
        if "plus" in following and "figure" not in following:
            return 1
    return _comparison(item)


def _moved(item: Item) -> int:
    """The direction of the word of change that "by", "at" or "of" belongs to."""
    at = item.gov_at
    preceding = item.tokens[at - 1].sym if at and item.gov == "by" else ""
    if preceding == "and" and item.previous is not None:  # "by 13,000 in May and by 150,000"
        return next((other.sign for other in item.ahead if other.role == "change"), 0)
    if preceding in ("or", ",") and {"start", "end"} <= {other.role for other in item.ahead}:
        return _last_sign(item.tokens, at)
    word = back(item.tokens, at, 7, _WAYS, _NO_MOVE)
    last = item.previous
    if word is None and item.gov == "by" and last is not None and last.role == "start":  # "rose from $50 by 8% to $54"
        word = back(item.tokens, last.gov_at, 3, _WAYS, _NO_MOVE)
    if word is None and item.gov == "by" and last is not None and last.role == "level" and item.sym(-2) != ",":
        word = _beaten(last)
    return word.sign or 1 if word else 0


def _beaten(item: Item) -> Token | None:
    """The verb that makes a level the base of "by 8%" behind it: "540 orders topped the 500 of last year by 8%"."""
    word = back(item.tokens, item.at, 5, ("more", "reach"), BORDERS | BASES)
    if word is not None and not item.is_rate:
        item.role, item.gov, item.governor = "start", "from", word
        return word
    return None


def _last_sign(tokens: Sequence[Token], at: int) -> int:
    """The direction of the last word of change before a place."""
    return next((token.sign for token in reversed(tokens[:at]) if token.sym in _WAYS), 0)


def _comparison(item: Item) -> int:
    """The direction of what follows: "5% higher", "a 20% increase", "3.4 percent above", "$2 less than"."""
    within = next(find("clauses", item.figure.quote, "more"), None)
    if within and not item.figure.is_open:  # "6.280 Euro mehr im Jahr", but "250 and more"
        ahead = item.figure.quote[: within.start]  # not "from more than 200"
        return int(within.word.value) if any(map(str.isdigit, ahead)) else 0
    preceding = item.sym(-1)
    if preceding in ("from", "base") and not item.is_rate:
        return 0  # "to 4,134 from 4,447 over the same period"
    passed, enclosed = 0, False
    for token in item.tokens[item.at + 1 :]:
        if enclosed or token.sym in ("(", "*", ")", *RATES, "-", "real", "per head"):
            enclosed = token.sym == "(" or (enclosed and token.sym != ")")
            continue
        if token.sym in _WAYS:
            word = token.text.lower()
            if word in ("higher", "lower", "up", "down"):
                return token.sign if passed == 0 or item.is_rate else 0
            verb = word.endswith("ed") or (preceding in ("", ".", ",", "and") and not item.is_rate)
            return token.sign if item.is_rate and not verb and preceding not in ("from", "to") else 0
        if token.sym in ("more", "above", "below") and passed == 0:
            behind = {following.sym for following in item.tokens[token.at + 1 :][:1]}
            beats = token.sym == "more" and not item.is_rate and behind & {"article", "earlier"}
            return 0 if beats else token.sign  # "sales of $54 million beat the $50 million of 2021"
        if token.sym == "more" and passed == 1 and item.tokens[token.at + 1].sym == "than" and not item.is_rate:
            return token.sign  # "$40 gross more than the $900 of last year"
        passed += 1
        if token.sym not in ("word", "total") or passed == 3:
            return 0
    return 0


def _coordinated(item: Item) -> Item | None:
    """The change whose verb holds for this figure too: "rose 4% in May and 6% in June", "A rose 5%, B 3%".

    An amount needs the same word before it, or its place behind it: "by 24 in May and by 20", "and 20 in June".
    """
    last = next((other for other in item.ahead if other.unit == item.unit), None)
    if last is None or last.role != "change" or item.previous is None or item.previous.clause != item.clause:
        return None
    if item.gov == "from" and item.gov != last.gov and not _is_of(item):  # "by $5, from $20 in May"
        return None
    again = item.sym(-1) in ("by", "from") and item.gov == last.gov
    if item.unit != "percent" and (last.gov not in ("by", "from") or not (again or item.sym(1) in ("in", "("))):
        return None
    again = again or (item.sym(-1), item.sym(1)) == ("and", "from")  # "off 5% from the 2,154 sold in May and 9% from"
    joined = (again and "and" in (item.sym(-1), item.sym(-2))) or listed(item)
    return last if joined and item.sym(1) != "of" else None


def _is_of(item: Item) -> bool:
    """Whether the word for "from" that governs a figure also means "of" and "by": von, de."""
    return item.governor is not None and item.governor.sym == "from" and item.governor.value == "by"


def _leads_on(item: Item) -> bool:
    """Whether a level is reached from this one: "von 8 % im Mai auf 9 %", not "von 8 stieg … auf 9"."""
    reached = False
    for token in item.tokens[item.at + 1 : item.at + 1 + REACH]:
        if token.figure is not None and alike(token.figure, item.figure):
            return reached
        if token.sym in (";", ".", "contrast", "relative", *_WAYS):
            return False
        reached = reached or token.sym == "to"
    return False


def _since_change(item: Item) -> Sequence[Token]:
    """The symbols from a word of change to the figure it moves by: "croissance annuelle moyenne de 18,9 %"."""
    word = back(item.tokens, item.at, 5, _WAYS, BORDERS)
    return item.tokens[word.at : item.at] if word else ()


# ---- times, multiples, levels reached ------------------------------------------------------------------------------


def _as_time(item: Item) -> bool:
    last = item.previous
    if item.is_time:
        moves = item.gov == "from" and _moved(item)
        ends = item.gov == "to" and last is not None and last.is_time and last.role == "start"
        item.role = "start" if moves else "end" if ends else "time"
    return item.is_time


def _as_multiple(item: Item) -> bool:
    """ "Three times the $80,000", "twice that of 2020 ($20)": a multiple, and the level it is one of."""
    last = item.previous
    if item.unit == "multiple":
        item.role = "multiple"
    elif last is not None and last.role == "multiple" and _times_of(last, item):
        item.role, item.gov = "start", "times"
        last.role, last.sign = "change", 1
    elif item.gov == "times":
        item.role = "start" if any(token.sym in ("article", "as much") for token in item.path) else "level"
    else:
        return False
    return True


def _times_of(multiple: Item, item: Item) -> bool:
    between = [token.sym for token in item.tokens[multiple.at + 1 : item.at]]
    if between[-1:] == ["("] and "pointer" in between:
        between.pop()
    return item.at - multiple.at <= 6 and not {*between} & (BORDERS | {"to", "by", "from"})


def _as_end(item: Item) -> bool:
    last = item.previous
    moved = last is not None and last.role == "change"
    if item.gov == "to":
        item.role = "end"
        if last is not None and moved and not last.is_rate:  # "added 1 million to the 4 million of 2012"
            word = back(item.tokens, last.at, 2, ("rise",))
            added = word is not None and word.text.lower().startswith("add")
            item.role = "start" if added and "from" not in {token.sym for token in item.tokens} else "end"
        return True
    if item.gov != "at" or last is None or not moved or not last.is_rate or not item.figure.is_money:
        return False
    between = {token.sym for token in item.tokens[last.at + 1 : item.at]}
    if item.sym(1) != "word" and between <= {*_WAYS, "at", "approx"}:
        item.role = "end"  # "7.4% higher at $139.5m", not "5% higher at $20m firms"
    return item.role == "end"


# ---- bases ---------------------------------------------------------------------------------------------------------


def _as_base(item: Item) -> bool:
    last = item.previous
    paired = last is not None and (last.sym(-1), item.sym(-1)) == ("(", "(")
    if item.gov == "than" and paired:  # "more women (56%) than men (44%)"
        item.role = "share" if item.unit == "percent" else "level"
        return True
    if item.gov == "more" and not item.direct and _is_verb(item.tokens[item.gov_at + 1]):
        pass  # "exceeding the level of 49,908"
    elif (told := _when_told(item)) is not None:
        item.gov, item.governor, item.earlier = told.sym, told, True
    elif item.earlier and _after(item):
        item.gov, item.governor = "base", item.tokens[item.at - 1]
    elif was := _was(item):
        item.gov = was
    elif not _leads_to_base(item):
        if last is None or last.role != "start" or not _second_base(item, last):
            return False
        item.gov, item.governor = last.gov, last.governor
    item.role = "start"
    return True


def _is_verb(following: Token) -> bool:
    """Whether a word for "more" is a verb, by what follows: not in "additional pay of $5,000"."""
    return following.sym in DATES | {"as much"} or following.text.endswith(("'s", "’s"))


def _when_told(item: Item) -> Token | None:
    """The word that leads to a base told behind its date: "3% fewer than in 2022, when 66,000 were registered"."""
    last = item.previous
    between = item.tokens[last.at + 1 : item.at] if last is not None and last.role == "change" else ()
    base = next((nth for nth, token in enumerate(between) if token.sym in (*BASES, "from")), None)
    when = next((nth for nth, token in enumerate(between) if token.text.lower() == "when"), None)
    if last is None or base is None or when is None:
        return None
    if any(token.sym not in DATES | {","} and not lookup("periods", token.text) for token in between[base + 1 : when]):
        return None
    last.other_base = False
    return between[base]


def _after(item: Item) -> bool:
    """Whether a level follows another in time: "€54 million after €50 million in the previous year"."""
    last = item.previous
    return last is not None and last.at == item.at - 2 and alike(last.figure, item.figure) and _is_after(item)


def _was(item: Item) -> str:
    """Where brackets behind a level or its change tell what it was, the word of a base, `dated` where it could be the
    later one: "(prior year: $101)", "$110 in 2022 (2021: $101)", "540, up 8% (2020: 500)"; `bare` where they tell no
    more: "up 8% to $110 ($101)".
    """
    level = item.bracket
    if level is not None and level.role == "change" and level.is_rate:
        level = level.previous
    lead = _led_in_brackets(item)
    follows = item.sym(1) in (")", ";") and (lead or item.sym(-1) == "(")
    if level is None or item.unit != level.unit or not follows:
        return ""
    own, its = item.figure.period, level.figure.period
    sign = next((other.sign for other in item.ahead if other.role == "change"), 0)
    behind = item.tokens[item.at + 2 : item.at + _NEXT]
    sign = sign or next((token.sign for token in behind if token.sym in _WAYS), 0)  # "5.7% (June: 5.8%), down"
    before = own is not None and its is not None and own.start < its.start
    grown = sign * (level.figure.value - item.figure.value) > 0  # "grew to 540 (2022: 500)"
    alone = "month" in lead and any(one.figure and two.sym == "." for one, two in pairwise(behind))  # no basis follows
    if not lead.isdisjoint(_EARLIER) or (("number" in lead or alone) and (before or grown)):
        return "from"
    undated = not any(token.sym == "number" for token in level.behind)
    if "number" in lead:
        return "dated" if undated and not sign else ""
    rate = next((token.figure for token in behind if token.figure), None)
    again = not any(map(str.isdigit, level.figure.quote))  # "almost half (48.9%)"
    return "bare" if not again and (sign or (rate and rate.unit in CHANGES)) else ""


def _led_in_brackets(item: Item) -> set[str]:
    """The dates and the colon that lead to a figure in brackets or to what goes on in them; none where others do."""
    opened = max((t.at for t in item.tokens[: item.at] if t.figure is not None or t.sym in ("(", ";")), default=-1)
    lead = {token.sym for token in item.tokens[opened + 1 : item.at]} - {","}
    return lead if item.bracket is not None and lead <= DATES | {":"} and lead & {":", *_EARLIER} else set()


def _leads_to_base(item: Item) -> bool:
    """Whether a word of comparison leads to a figure, or "from", also where it could mean "of": "auf 9 von 8"."""
    if not _is_of(item):
        return item.gov in ("from", "base") or compares(item)
    moved = item.gov_at > 0 and item.tokens[item.gov_at - 1].sym in _WAYS  # "stieg von 8"
    reached = any(other.role == "end" and alike(other.figure, item.figure) for other in item.ahead)
    return moved or reached or _leads_on(item)


def _second_base(item: Item, base: Item) -> bool:
    """Whether a comparison has a second base: "compares to £400 a year earlier and £415 in 2010"."""
    between = {token.sym for token in item.tokens[base.at + 1 : item.at]}
    return base.gov in BASES and alike(base.figure, item.figure) and "and" in between and between <= DATES | {"and"}


# ---- what later figures make of earlier ones -----------------------------------------------------------------------


def _amount_beside(item: Item) -> None:
    """ "2.5 million people, 57,800 or 2.3% fewer than a year ago", "57,800 or 2.3% below the 2.6 million": one change.

    The amount is far below the level told before it, or the base behind.
    """
    amount = item.previous
    if amount is None or amount.role != "level" or item.role != "change" or item.gov or item.unit != "percent":
        return
    level = amount.previous if amount.sym(-1) == "," else None
    base = next((token.figure for token in item.tokens[item.at + 1 :] if token.figure), None)
    beside = [level.figure] if level and level.is_level else [base] if base and abs(item.figure.value) < 50 else []
    joined = [token.sym for token in item.tokens[amount.at + 1 : item.at]] == ["or"]
    if joined and any(alike(amount.figure, other) and 2 * amount.figure.value < other.value for other in beside):
        amount.role, amount.sign, item.twin = "change", item.sign, amount


def _brought(item: Item) -> None:
    """ "added 300 buses (10%), bringing the fleet to 3,300": what brings a level to where it is was added, no base."""
    word = back(item.tokens, item.at, 7, ("sum to",), BORDERS)
    amounts = [other for other in item.ahead if alike(other.figure, item.figure)]
    if word is None or len(amounts) != 1 or amounts[0].figure.value >= item.figure.value:
        return
    if word.value and "to" not in {token.sym for token in item.tokens[word.at : item.at]}:  # "brought in $5 million"
        return
    part = amounts[0]
    if part.role == "level":
        new = any(token.text.lower() == "new" for token in (*part.path, *part.behind))
        part.role, part.sign, part.gov = ("change", 1, "sum to") if new else ("part", 0, part.gov)
    if part.role == "change":
        item.role, item.gov = "end", "sum to"


def _average_rates(found: Sequence[Item]) -> None:
    """ "from A to B, an average of 10% per year", "A, compared with B, a difference of 10%": changes told as levels."""
    for item in found:
        mates = [other for other in found if other.clause == item.clause and other is not item]
        mates.sort(key=lambda other: (other.at < item.at, -abs(other.at - item.at)))
        beside = {other.role: other for other in mates}  # of each role the nearest before it, else behind it
        reached = beside.get("end") if item.is_yearly else beside.get("level")
        told = item.is_yearly or item.gov == "gap"
        if item.is_share and told and reached and "start" in beside and "change" not in beside:
            item.role = "change"
            item.sign = 1 if reached.figure.value >= beside["start"].figure.value else -1
