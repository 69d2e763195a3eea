"""Rules for what stands before a number and belongs to it: sign, currency, hedge, pay period; or makes it a name."""

from __future__ import annotations

import re
from decimal import Decimal

from . import lexicon
from .rules import LEFT, TIMES, Grammar, Positions, Production, Rule, Term, assign, flag, put, sum_of
from .tokens import BLANK, BREAK, Symbols

#: What follows "out of" is a scale up to one hundred, and a whole beyond ("551 out of 674 students").
_LARGE = re.compile(r"[1-9][\d,.' ]{3,}|(?!100)[1-9]\d\d")
_OPENING = frozenset("([{/,:;\"“”'‘|→=\n ")


def read_before(term: Term, symbols: Symbols) -> None:
    """Take into a term all that adheres before its first symbol; then see what else stands there."""
    if term.first - 1 > term.floor:
        GRAMMAR.grow(term, symbols)


def read_period(term: Term, symbols: Symbols) -> None:
    """The pay period that words of pay before a term tell, where nothing nearer has."""
    if term.currency:
        PERIODS.grow(term, symbols)


def _follows_another(term: Term, symbols: Symbols, at: int) -> bool:
    """Whether a sign stands right behind the figure before: then it joins the two, or the term has its hedge already."""
    return term.hedged or (symbols.step(at, -1) == term.floor >= 0 and not symbols.is_parted(at))


_take_sign = put("sign", "dash", "plus", "margin", "minus")


def _sign(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`-5%`, `+$26K`, `minus 5%`: not the dash of `2021-44` or of a range."""
    before = at[0] - 1
    if _follows_another(term, symbols, at[0]):
        return False
    if symbols.code[before] not in _OPENING:
        free = symbols.entries[before].keys() & {"currency", "under", "over", "about"}
        if not free or symbols.raws[before].isalpha():
            return False
    return _take_sign(term, symbols, at)


def _sign_apart(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`− 12.0%`, `a change of - 12%`, `- $1,250` alone; a dash between words and a bullet are no signs."""
    raw, before = symbols.raws[at[0]], symbols.step(at[0], -1)
    alone = before < 0 and not any(raw[:1].isalpha() for raw in symbols.raws[term.last + 6 :])
    led = before >= 0 and (
        symbols.entries[before].keys() & {"link", "of", "moves", "steps"} or symbols.code[before] in "(:=|"
    )
    linked = led or symbols.low(before) in ("by", "to", "um")
    if _follows_another(term, symbols, at[0]) or not (raw == "−" or alone or linked):
        return False
    return _take_sign(term, symbols, at)


def _currency(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`$5`, `EUR 5`, `AUD $5`."""
    if term.hedged or (symbols.raws[at[0]].isalpha() and not _fits(term, symbols, at[0])):
        return False
    term.currency = symbols.entries[at[0]]["currency"].value
    return None


def _fits(term: Term, symbols: Symbols, at: int) -> bool:
    """Whether letters that could be a currency are one here, and no name or identifier (R2, PHP 8, TOP 10)."""
    raw, before = symbols.raws[at], at - 1
    if symbols.code[before] not in (BLANK, BREAK):
        dashed = symbols.raws[before] in ("-", "_") and symbols.code[before - 1] not in (BLANK, BREAK)
        if dashed or symbols.raws[before][-1:].isalnum():
            return False
    if not {raw, raw.upper()} & lexicon.risky() and symbols.entries[at]["currency"].value not in lexicon.risky():
        return True
    digits, glued, behind = sum(map(str.isdigit, term.raw)), at + 1 == term.first, symbols.step(term.last, 1)
    return digits >= (3 if glued and raw == "R" else 4) or symbols.has(behind, "per", "period", "scale", "letter")


def _currency_with_scale(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`USD Billion 4.5`, `€m 12`, `Rs. Cr. 120`."""
    entry = symbols.entry(at[1], "scale", "letter")
    if not entry or term.is_year:
        return False
    term.currency, term.scale = symbols.entries[at[0]]["currency"].value, Decimal(entry.value)
    return None


def _bracketed_code(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`Pay (S$): 72`, `Turnover (EUR m): 72`."""
    entries, scale = symbols.entries[at[1]], symbols.entry(at[2], "scale", "letter")
    term.currency, _, told = entries["sum" if "sum" in entries else "currency"].value.partition(" ")
    if scale or told:
        term.scale = Decimal(scale.value if scale else told)
    return True


def _bracketed_rate(term: Term, symbols: Symbols, at: Positions) -> bool:
    term.currency, term.period = (symbols.entries[at[n]][name].value for n, name in ((1, "currency"), (3, "time")))
    return True


def _accounting(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`$(1,250)`, `USD (1.2) million`, `(12.5)%`: the accountants' minus."""
    closing = term.last + 1
    if symbols.code[closing] != ")":
        return False
    if entry := symbols.entry(at[0], "currency"):
        if symbols.raws[at[0]].isalpha() and not _fits(term, symbols, at[0]):
            return False
        term.currency = entry.value
    else:
        behind, before = symbols.step(closing, 1), at[0] - 1
        unit = symbols.has(behind, "percent", "scale")
        if not unit or symbols.code[before] not in _OPENING or symbols.step(at[0], -1) == term.floor >= 0:
            return False
    term.sign, term.first, term.last = "-", at[0], closing
    return None


def _hedge(attribute: str) -> Production:
    """`over 5`, `up to 5`, `c. 5`; not as in `edged up to 4.0 percent`, `took over 3 firms`, `CA 94105`."""

    def production(term: Term, symbols: Symbols, at: Positions) -> bool | None:
        before, word, raw = symbols.step(at[0], -1), symbols.lows[at[0]], symbols.raws[at[0]]
        moved = word == "up to" and symbols.has(before, "moves", "steps")
        phrasal = word == "over" and symbols.has(before, "phrasal")
        end = symbols.step(before, -1) if symbols.low(before) == ")" else before
        level = symbols.has(at[0], "to") and symbols.has(term.floor, "percent") and end == term.floor >= 0
        glued = at[0] == term.first - 1 and raw[-1].isalpha()
        if moved or phrasal or level or glued or raw == "CA" or "period" in symbols.entries[at[0]]:
            return False
        return flag(attribute)(term, symbols, at)

    return production


def _opener(term: Term, symbols: Symbols, at: Positions) -> None:
    entry = symbols.entry(at[0], "start", "from")
    term.opener = "start" if symbols.has(at[0], "start") else "from"
    term.language = term.language or (entry.language if entry else "")


RULES = (
    Rule("minus in brackets", "'(' .#", "currency", _accounting, "(12.5)% = -12.5 percent"),
    Rule("money in brackets", "currency '(' .#", "", _accounting, "$(1,250) = -1250 USD"),
    Rule("margin", "margin #", "sign", _take_sign, "±3% = -3..3 percent"),
    Rule("sign", "dash|plus .#", "sign", _sign, "-5% = -5 percent"),
    Rule("sign apart", "dash|plus _#", "sign", _sign_apart, "a change of - 12% = -12 percent"),
    Rule("minus in words", "minus #", "sign", _sign, "minus 5% = -5 percent"),
    Rule("money in one word", "sum #", "currency", sum_of, "MEUR 12.5 = 12500000 EUR"),
    Rule("currency and scale", "currency scale|letter #", "currency", _currency_with_scale, "USD Bn 4.5 = 4500000000 USD"),
    Rule("currency in brackets", "'(' currency|sum scale|letter? ')' ':'? #", "currency", _bracketed_code, "Pay (S$): 72,000 = 72000 SGD"),
    Rule("rate in brackets", "'(' currency per time ')' ':'? #", "currency", _bracketed_rate, "Pay (£/hour): 15 = 15 GBP/hour"),
    Rule("currency", "currency #", "currency", _currency, "HK$ 500 = 500 HKD"),
    Rule("over", "over #", "", _hedge("over"), "more than 40% = 40.. percent"),
    Rule("under", "under #", "", _hedge("under"), "up to 40% = ..40 percent"),
    Rule("start", "start #", "opener", _opener, "starting at $80K = 80000.. USD"),
    Rule("from", "from #", "opener", _opener, "salaries from $80K = 80000.. USD"),
    Rule("about", "about #", "", _hedge("approximate"), "about 40% = ~40 percent"),
    Rule("factor", "factor #", "unit", assign(unit="multiple"), "by a factor of 3 = 3 multiple"),
)  # fmt: skip


# --- what stands before all that adheres ------------------------------------------------------------------------------


def _bracket(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`(12`: what stands in brackets; `f(12` is no figure."""
    term.bracketed, before = True, at[0] - 1
    if symbols.code[before] not in (BLANK, BREAK):
        term.blocked = "adjacent"
    return True


def _tail(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`CVE-2021`, `v.2`: the end of a longer name; `sub-5%` is a bound, `three-to-five-year` a range."""
    before = at[0] - 1
    if symbols.low(before) == "sub":
        term.under, term.first = True, before
    elif before > term.floor and symbols.raws[before][-1:].isalnum():
        ranged = symbols.has(before, "to") and before - 2 == term.floor >= 0
        term.blocked = term.blocked if ranged else "identifier"
    return True


def _named(reason: str) -> Production:
    """`Section 4`, `No. 3`, `May 5`, `per 1,000`, `ID 48213`: the number is a name's, a date's, a scale's."""

    def production(term: Term, symbols: Symbols, at: Positions) -> bool:
        large = symbols.low(at[0])[:6] == "out of" and (_LARGE.fullmatch(term.raw) or symbols.low(at[0] - 1) == "-")
        amount = reason == "name" and term.opener and term.currency  # "figures ranging from $120,000"
        fall = reason == "month" and (term.opener or len(term.raw) > 4)  # "a fall from 1,204"
        rate = symbols.has(at[0], "rank") and "." in term.raw and not term.unit  # "the highest 9.1 per 100,000"
        elided = symbols.raws[at[0]][-1] in "'’"  # "d'un facteur 10"
        term.blocked = term.blocked if large or amount or fall or rate or elided else reason
        return True

    return production


def _counted_time(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`year 2`, `Day 1`, `Quarter 1`: which one."""
    word = symbols.raws[at[0]].removesuffix("s")
    if word.lower() in TIMES and len(term.raw) < 3:
        term.blocked = "name" if word.istitle() else "capital"
    elif word in ("Quarter", "Half") and len(term.raw) == 1:
        term.blocked = "name"
    return True


def _capital(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`Claude 3`, `GEN 2`, `CA 94105`: a name's number, unless the word only begins the text."""
    raw, entries = symbols.raws[at[0]], symbols.entries[at[0]].keys()
    plain = not entries - {"moves", "one", "numeral", "article"}
    mixed = any(map(str.isupper, raw[2:]))  # PlayStation, and words in CAPITALS
    if raw == "CA" or (plain and (at[0] or mixed or (len(raw) == 2 and raw.isupper()))):
        term.blocked = term.blocked or "capital"
    return True


def _period_before(term: Term, symbols: Symbols, at: Positions) -> bool:
    """Pay by the hour."""
    before = symbols.step(at[0], -1)
    hyphened = symbols.has(before, "time") and symbols.low(before - 1) in ("-", "‑")
    if symbols.has(before, "growing") or hyphened:
        return False  # "the annual growth rate of", "a 37.5-hour week earns"
    for place in at:
        entry = symbols.entry(place, "wage", "period")
        if entry or symbols.low(place) in TIMES:
            term.period = entry.value if entry else symbols.low(place)
            return True
    return False


#: What decides whether the number is a figure at all, where no more adheres.
SURROUNDINGS = (
    Rule("bracket", "'(' #", "", _bracket, "f(12) = "),
    Rule("sign of a number", "'#' #", "", _named("name"), "#3 = "),
    Rule("end of a name", ".dash|plus|slash|'_'|'.'|'#'|'@'|'&' .#", "", _tail, "CVE-44228 = "),
    Rule("glued to a word", "word|number|skip .#", "", _named("identifier"), "B12 = "),
    Rule("number of an identifier", "ident '.'|':'? #", "", _named("identifier"), "ID: 48213 = "),
    Rule("number of a name", "name|rank '.'? #", "", _named("name"), "No. 3 = "),
    Rule("day of a month", "month '.'? #", "", _named("month"), "May 5 = "),
    Rule("denominator", "denominator #", "", _named("denominator"), "per 1,000 = "),
    Rule("counted time", "time|part #", "", _counted_time, "Week 3: 15% = 15 percent"),
    Rule("capital", "capital|capitals #", "", _capital, "the Atlas 12 rocket = "),
)  # fmt: skip
GRAMMAR = Grammar((*RULES, *SURROUNDINGS), LEFT)
PERIODS = Grammar(
    (
        Rule("wage", "wage link|from|of|quality|gross* #", "period", _period_before, "Stundenlohn von 15 € = 15 EUR/hour"),
        Rule("period of pay", "period|time gross|pay|quality pay|quality* link|of|from* #", "period", _period_before, "hourly base pay of $25 = 25 USD/hour"),
        Rule("period as a label", "period ')'? ':' #", "period", _period_before, "Hourly: $20 = 20 USD/hour"),
        Rule("pay of a period", "pay gross* period gross|link|of|from* #", "period", _period_before, "rémunération mensuelle de 2 300 € = 2300 EUR/month"),
    ),
    LEFT,
)  # fmt: skip
