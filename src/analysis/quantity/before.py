"""Rules for what stands before a number and belongs to it: sign, currency, hedge, pay period; or makes it a name."""

from __future__ import annotations

import re
from decimal import Decimal

from . import lexicon
from .rules import LEFT, Grammar, Positions, Production, Rule, Term, flag
from .tokens import BLANK, BREAK, Symbols

#: What follows "out of" is a scale up to one hundred, and a whole beyond ("551 out of 674 students").
_LARGE = re.compile(r"[1-9][\d,.' ]{3,}|(?!100)[1-9]\d\d")
_OPENING = frozenset("([{/,:;\"“”'‘|→=\n ")


def read_before(term: Term, symbols: Symbols) -> None:
    """Take into a term all that adheres before its first symbol; then see what else stands there."""
    GRAMMAR.grow(term, symbols, 8)
    SURROUNDINGS.apply(term, symbols)


def read_period(term: Term, symbols: Symbols) -> None:
    """The pay period that words of pay before a term tell, where nothing nearer has."""
    if term.currency and not term.period and term.first:
        PERIODS.apply(term, symbols)


# --- productions ------------------------------------------------------------------------------------------------------


def _sign(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`-5%`, `+$26K`: not the dash of `2021-44` or of a range."""
    if _hedged(term) or (at[0] - 1 <= term.floor and term.floor >= 0) or symbols.step(at[0], -1) == term.floor >= 0:
        return False
    before = at[0] - 1
    if (
        before >= 0
        and symbols.code[before] not in _OPENING
        and (
            not symbols.entries[before].keys() & {"currency", "under", "over", "about"}
            or symbols.raws[before].isalpha()
        )
    ):
        return False
    entry = symbols.entry(at[0], "dash", "plus", "margin")
    term.sign = entry.value if entry else ""
    return None


def _sign_apart(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`− 12.0%`, `a change of - 12%`, `- $1,250` alone; a dash between words and a bullet are no signs."""
    if _hedged(term) or (symbols.step(at[0], -1) == term.floor >= 0):
        return False
    raw, before = symbols.raws[at[0]], symbols.step(at[0], -1)
    alone = before < 0 and not any(raw[:1].isalpha() for raw in symbols.raws[term.last + 6 :])
    linked = before >= 0 and (
        symbols.entries[before].keys() & {"link", "of", "moves"} or symbols.code[before] in "(:=|"
    )
    if raw not in ("−", "-", "–", "‐", "‑", "+", "±", "+/-") or not (raw in ("−", "±", "+/-") or alone or linked):
        return False
    if raw == "−" and before >= 0 and symbols.code[before] == BREAK:
        return False
    entry = symbols.entry(at[0], "dash", "plus", "margin")
    term.sign = entry.value if entry else ""
    return None


def _hedged(term: Term) -> bool:
    return term.over or term.under or term.approximate or bool(term.opener)


def _minus(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    if _hedged(term) or symbols.step(at[0], -1) == term.floor >= 0:
        return False
    term.sign = "-"
    return None


def _margin(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`±3%`, `plus or minus 3 points`."""
    term.sign = "±"
    return None


def _currency(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`$5`, `EUR 5`, `US $5`, `AUD $5`: of a code and a sign that fit the code counts."""
    place = at[-1]
    raw, code = symbols.raws[place], symbols.entries[place]["currency"].value
    if _hedged(term) or (raw.isalpha() and not _fits(term, symbols, place)):
        return False
    term.currency = code
    term.first = place
    outer = place - 1 if place and symbols.code[place - 1] != BLANK else place - 2
    if outer <= term.floor:
        return None
    named = symbols.entries[outer].get("currency")
    shared, written = lexicon.shared(), symbols.raws[outer]
    if code in shared and named and written.isupper() and (named.value in shared[code] or named.value == code):
        term.currency, term.first = named.value, outer
    elif (
        code == "$" and len(written) == 2 and written != "CA" and (local := lexicon.lexicon().exact.get(written + "$"))
    ):
        term.currency, term.first = local.entries["currency"].value, outer  # AU $12
    elif code == "$" and symbols.lows[outer] in ("us", "u.s.") and not (outer < place - 1 and written == "us"):
        term.currency, term.first = "USD", outer
    elif (
        named
        and code.isalpha()
        and code not in shared
        and not written.islower()
        and (named.value in shared or named.value == code)
    ):
        term.first = outer
    return None


def _fits(term: Term, symbols: Symbols, at: int) -> bool:
    """Whether letters that could be a currency are one here, and no name or identifier (R2, PHP 8, TOP 10)."""
    raw = symbols.raws[at]
    before = at - 1
    if before >= 0 and symbols.code[before] not in (BLANK, BREAK):
        if symbols.raws[before][-1:].isalnum():
            return False
        if symbols.raws[before] in ("-", "_") and before and symbols.code[before - 1] not in (BLANK, BREAK):
            return False
    if raw not in lexicon.risky() and symbols.entries[at]["currency"].value not in lexicon.risky():
        return True
    digits, glued = sum(c.isdigit() for c in term.raw), at + 1 == term.first
    if (digits >= 4 and (len(raw) > 1 or raw == "R" or "," in term.raw)) or (digits >= 3 and glued and raw == "R"):
        return True
    behind = symbols.step(term.last, 1)
    entries = symbols.entries[behind] if behind < len(symbols.entries) else {}
    if "scale" in entries or "letter" in entries:
        return True
    priced = "period" in entries or ("per" in entries and symbols.has(symbols.step(behind, 1), "time"))
    return priced and (glued or not raw.islower())


def _currency_with_scale(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`USD Billion 4.5`, `€m 12`, `Rs. Cr. 120`."""
    if _is_year(term.raw):
        return False
    first, second = (n for n in at[:2])
    name = next((name for name in ("scale", "letter") if name in symbols.entries[second]), "")
    if not name or (symbols.raws[first].isalpha() and not symbols.raws[first][0].isupper()):
        return False
    term.currency, term.scale = symbols.entries[first]["currency"].value, Decimal(symbols.entries[second][name].value)
    return None


def _is_year(raw: str) -> bool:
    return len(raw) == 4 and raw.isdecimal() and raw[:2] in ("19", "20")


def _bracketed_code(term: Term, symbols: Symbols, at: Positions) -> bool:
    term.currency = symbols.entries[at[1]]["currency"].value
    return True


def _sum(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`MEUR 12.5`."""
    if _is_year(term.raw):
        return False
    term.currency, scale = symbols.entries[at[0]]["sum"].value.split()
    term.scale = Decimal(scale)
    return None


def _accounting(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`$(1,250)`, `USD (1.2) million`, `(12.5)%`: the accountants' minus."""
    closing = term.last + 1
    if symbols.code[closing] != ")" or at[-1] != term.first - 1 or term.words is not None:
        return False
    entry = symbols.entries[at[0]].get("currency") if len(at) > 1 else None
    if entry is None:
        behind = symbols.step(closing, 1)
        entries = symbols.entries[behind] if behind < len(symbols.entries) else {}
        glued = at[0] - 1 >= 0 and symbols.code[at[0] - 1] not in (BLANK, BREAK, *_OPENING)
        if glued or not entries.keys() & {"percent", "scale"} or symbols.step(at[0], -1) == term.floor >= 0:
            return False
    else:
        if symbols.raws[at[0]].isalpha() and not _fits(term, symbols, at[0]):
            return False
        term.currency = entry.value
    term.sign, term.first, term.last = "-", at[0], closing
    return None


def _about(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`about 5`, `c. 1,200`; not the California of `CA 94105`."""
    if symbols.raws[at[0]] == "CA" or (at[0] == term.first - 1 and symbols.raws[at[0]][-1].isalpha()):
        return False
    return flag("approximate")(term, symbols, at)


def _bound(attribute: str) -> Production:
    def production(term: Term, symbols: Symbols, at: Positions) -> bool | None:
        glued = at[0] == term.first - 1 and symbols.raws[at[0]][-1].isalpha()
        if glued or "period" in symbols.entries[at[0]]:
            return False
        unit_behind = (
            symbols.step(at[0], -1) == term.floor >= 0 and symbols.lows[at[0]] == "over" and term.unit in _TIMES
        )
        return False if unit_behind else flag(attribute)(term, symbols, at)

    return production


_TIMES = frozenset({"minute", "hour", "day", "week", "month", "year"})


def _opener(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    entry = symbols.entry(at[0], "start", "from")
    term.opener = "start" if symbols.has(at[0], "start") else "from"
    term.language = term.language or (entry.language if entry else "")
    return None


def _factor(term: Term, symbols: Symbols, at: Positions) -> None:
    term.unit = "multiple"


def _bracket(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`(12`: what stands in brackets; `f(12` is no figure."""
    term.bracketed = True
    if at[0] and symbols.code[at[0] - 1] not in (BLANK, BREAK) and symbols.raws[at[0] - 1][-1:] not in tuple("(,;/"):
        term.blocked = "adjacent"
    return True


def _tail(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`CVE-2021`, `v.2`: the end of a longer name; `sub-5%` is a bound."""
    before = at[0] - 1
    if before < 0 or symbols.code[before] in (BLANK, BREAK) or not symbols.raws[before][-1:].isalnum():
        return False
    if symbols.has(before, "to") and before - 2 == term.floor >= 0:
        return True  # three-to-five-year
    if symbols.lows[before] == "sub":
        term.under, term.first = True, before
    elif before > term.floor:
        term.blocked = "identifier"
    return True


def _glued(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`B12`."""
    term.blocked = "identifier"
    return True


def _name(reason: str) -> Production:
    """`Section 4`, `No. 3`, `May 5`, `per 1,000`, `ID 48213`: the number is a name's, a date's, a scale's."""

    def production(term: Term, symbols: Symbols, at: Positions) -> bool:
        large = symbols.lows[at[0]].startswith("out of") and _LARGE.fullmatch(term.raw)
        if not large and not (reason == "month" and symbols.lows[at[0]] == "fall" and term.unit):
            term.blocked = reason
        return True

    return production


def _capital(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`Claude 3`, `GEN 2`: a name's number, unless the word only begins the text."""
    named = len(symbols.raws[at[0]]) == 2 and symbols.raws[at[0]].isupper() and "about" in symbols.entries[at[0]]
    if named or (
        not (term.currency or symbols.entries[at[0]].keys() - {"moves", "one", "numeral", "article"})
        and (at[0] or (len(symbols.raws[at[0]]) > 1 and symbols.raws[at[0]].isupper()))
    ):
        term.blocked = term.blocked or "capital"
    return True


def _counted_time(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`year 2`, `Day 1`: which one."""
    if symbols.lows[at[0]].removesuffix("s") in _TIMES and len(term.raw) < 3:
        term.blocked = "capital"
    return True


def _period_before(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`hourly rate of $25`, `Annual salary: $52,000`, `Stundenlohn von 15 €`."""
    for place in at:
        entry = symbols.entry(place, "wage", "period") if place >= 0 else None
        if entry:
            term.period = entry.value
            return True
        if place >= 0 and symbols.lows[place] in _TIMES:
            term.period = symbols.lows[place]
            return True
    return False


RULES = (
    Rule("minus in brackets", "'(' .#", "currency", _accounting, "(12.5)% = -12.5 percent"),
    Rule("money in brackets", "currency '(' .#", "", _accounting, "USD (1.2) million = -1200000 USD"),
    Rule("margin", "margin #", "sign", _margin, "±3% = -3..3 percent"),
    Rule("sign", "dash|plus .#", "sign", _sign, "-5% = -5 percent"),
    Rule("sign apart", "dash|plus _#", "sign", _sign_apart, "a change of - 12% = -12 percent"),
    Rule("minus in words", "minus #", "sign", _minus, "minus 5% = -5 percent"),
    Rule("money in one word", "sum #", "currency", _sum, "MEUR 12.5 = 12500000 EUR"),
    Rule("currency and scale", "currency scale|letter #", "currency", _currency_with_scale, "USD Billion 4.5 = 4500000000 USD"),
    Rule("currency in brackets", "'(' currency ')' ':'? #", "currency", _bracketed_code, "Pay (S$): 72,000 = 72000 SGD"),
    Rule("currency", "currency #", "currency", _currency, "HK$ 500 = 500 HKD"),
    Rule("over", "over #", "", _bound("over"), "more than 40% = 40.. percent"),
    Rule("under", "under #", "", _bound("under"), "up to 40% = ..40 percent"),
    Rule("start", "start #", "opener", _opener, "starting at $80K = 80000.. USD"),
    Rule("from", "from #", "opener", _opener, "salaries from $80K = 80000.. USD"),
    Rule("about", "about #", "", _about, "about 40% = ~40 percent"),
    Rule("factor", "factor #", "unit", _factor, "by a factor of 3 = 3 multiple"),
)  # fmt: skip
GRAMMAR = Grammar(RULES, LEFT)

#: What stands before all that adheres: it decides whether the number is a figure at all.
SURROUNDINGS = Grammar(
    (
        Rule("bracket", "'(' #", "", _bracket, "(12 jobs) = 12 job"),
        Rule("end of a name", ".dash|plus|slash|'_'|'.'|'#'|'@'|'&' .#", "", _tail, "CVE-2021 = "),
        Rule("glued to a word", "word|number|skip .#", "", _glued, "B12 = "),
        Rule("number of an identifier", "ident '.'|':'? #", "", _name("identifier"), "ID: 48213 = "),
        Rule("number of a name", "name|rank '.'? #", "", _name("name"), "No. 3 = "),
        Rule("day of a month", "month '.'? #", "", _name("month"), "May 5 = "),
        Rule("denominator", "denominator #", "", _name("denominator"), "per 1,000 = "),
        Rule("of a counted name", "name number of #", "", _name("denominator"), "page 3 of 10 = "),
        Rule("sign of a number", "'#' #", "", _name("name"), "#3 = "),
        Rule("counted time", "time #", "", _counted_time, "Week 3: 15% = 15 percent"),
        Rule("capital", "capital|capitals #", "", _capital, "the Boeing 747 jet = "),
    ),
    LEFT,
)
PERIODS = Grammar(
    (
        Rule(
            "wage", "wage link|from|of|quality|gross* #", "period", _period_before, "Stundenlohn von 15 € = 15 EUR/hour"
        ),
        Rule(
            "period of pay",
            "period|time pay|quality pay|quality* link|of|from* #",
            "period",
            _period_before,
            "hourly rate of $25 = 25 USD/hour",
        ),
        Rule(
            "pay of a period",
            "pay gross* period link|of|from* #",
            "period",
            _period_before,
            "salaire mensuel : 2 300 € = 2300 EUR/month",
        ),
    ),
    LEFT,
)
