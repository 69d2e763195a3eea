"""Rules for what stands behind a number and belongs to it: scale, currency, unit, pay period, bound, counted noun."""

from __future__ import annotations

from decimal import Decimal

from . import lexicon, numerals
from .rules import RIGHT, Grammar, Positions, Rule, Term, block, flag, put
from .tokens import BLANK, BREAK, Symbols

TIMES = frozenset({"minute", "hour", "day", "week", "month", "year"})


def read_after(term: Term, symbols: Symbols) -> None:
    """Take into a term all that adheres behind its last symbol."""
    GRAMMAR.grow(term, symbols)
    if not (term.currency or term.unit or term.blocked):
        _count_noun(term, symbols)


# --- productions ------------------------------------------------------------------------------------------------------


def _plus(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`50+ users`, `10 plus years`; not `50 + 3`, `$95k plus bonus`."""
    following = symbols.step(at[0], 1)
    apart = symbols.code[at[0] - 1] == " "
    beyond = following >= len(symbols.lows) or symbols.code[following] in f"{BREAK}),.;|/"
    if symbols.raws[at[0]] == "+" and not apart:
        if following == at[0] + 1 and _is_number(symbols, following):
            return False
    elif not beyond and not (symbols.raws[at[0]] != "+" and symbols.has(following, "time")):
        return False
    term.over = True
    return None


def _is_number(symbols: Symbols, at: int) -> bool:
    return at < len(symbols.raws) and symbols.raws[at][0].isdigit() and not symbols.entries[at]


def _letter(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`$120K`, `5M users`; not `4K`, `6 m`, `12b`."""
    raw, glued = symbols.raws[at[0]], at[0] == term.last + 1
    behind = at[0] + 1 if symbols.code[at[0] + 1] != " " else at[0] + 2
    money = bool(term.currency) or symbols.has(behind, "currency")
    counted = glued and symbols.has(behind, "counted")
    if raw in _FOR_MONEY and not money and not counted and not (raw == "L" and glued):
        return False
    if not glued and not money and raw not in ("K", "M", "B"):
        return False
    if not money and glued and raw in ("K", "k", "G") and (term.raw in ("2", "4", "8") or symbols.has(behind, "sized")):
        term.blocked = "identifier"
    scale = Decimal(symbols.entries[at[0]]["letter"].value)
    term.scale = Decimal(1000) if raw == "T" and symbols.low(behind) == "€" else scale
    return None


_FOR_MONEY = ("m", "T", "b", "tr", "L", "G")


def _currency(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`40 euros`, `US$40 AUD` never; a sign with a number glued behind it is that number's."""
    raw, code = symbols.raws[at[0]], symbols.entries[at[0]]["currency"].value
    few = sum(c.isdigit() for c in term.raw) < 4 and term.scale is None
    if raw == "R" or (raw in lexicon.risky() and few and code in lexicon.currencies()):
        return False
    apart = at[0] > term.last + 1
    if apart and not raw[0].isalpha() and _is_number(symbols, at[0] + 1):
        return False
    shared = lexicon.shared()
    if term.currency and not (term.currency in shared or term.currency == code):
        return False
    if not (term.currency and code in shared):
        term.currency = code
    if symbols.lows[at[0]] in ("franken", "kronen"):
        term.language = term.language or "de"
    return None


def _currency_of(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`2,5 Millionen von Euro`, `millón y medio de euros`; `4% of dollar sales` is none."""
    return _currency(term, symbols, at[1:]) if term.scale is not None else False


def _hyphen(term: Term, symbols: Symbols, at: Positions) -> None:
    """`10-year`, `20-fold`, `a 5-million-dollar fund`."""
    term.hyphen = True
    entries = symbols.entries[at[1]]
    if "scale" in entries:
        term.scale = Decimal(entries["scale"].value)
    elif "currency" in entries and not entries.keys() & {"time", "percent"}:
        term.currency = entries["currency"].value
    else:
        term.unit = next(entries[name].value for name in ("time", "percent", "multiple") if name in entries)


def _adjective(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`3-bedroom`: no figure."""
    if not (term.currency or term.unit or term.scale):
        term.blocked = term.blocked or "identifier"
    return True


def _sum(term: Term, symbols: Symbols, at: Positions) -> None:
    """`40 MUSD`: currency and scale in one word."""
    term.currency, scale = symbols.entries[at[0]]["sum"].value.split()
    term.scale = Decimal(scale)


def _cent(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`50 cents`, `50p`: a hundredth of what they are."""
    entry = symbols.entries[at[0]]["cent"]
    code, part = entry.value.split()
    if term.currency not in ("", code) or (symbols.raws[at[0]] == "p" and at[0] > term.last + 1):
        return False
    term.scale, term.currency = Decimal(part), code
    return None


def _lakhs_a_year(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`12 LPA`: lakhs of rupees a year."""
    if term.currency not in ("", "INR", "rupee"):
        return False
    term.scale, term.currency, term.period = Decimal(symbols.entries[at[0]]["lpa"].value), "INR", "year"
    return None


def _per_mille(term: Term, symbols: Symbols, at: Positions) -> None:
    """`4‰`."""
    term.unit, term.scale = "percent", Decimal("0.1")


def _and_a_half(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`two and a half years`, `2 millones y medio`."""
    count = int(symbols.entries[at[-2]]["one"].value) if at[-2] >= 0 else 1
    part = Decimal(symbols.entries[at[-1]]["part"].value)
    if part not in (2, 3, 4) or count >= part:
        return False
    term.plus = round(count / part, 4)
    return None


def _time(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`5 years`, `6 h`."""
    word, glued = symbols.lows[at[0]], at[0] == term.last + 1
    if len(word) == 1 and (not glued or word not in ("h", "y")):
        return False
    if word == "im" and symbols.low(at[0] + 2)[:2] in ("19", "20"):
        return False
    return put("unit", "time")(term, symbols, at)


def _period(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`$25 hourly`, `£30k p.a.`; `5 pm` is a time, `im Jahr 2023` a date."""
    word = symbols.lows[at[-1]]
    entry = symbols.entries[at[-1]]["period"]
    if not term.currency and (
        word in _AMBIGUOUS or (entry.value == "hour" and " " not in word and word[0] != "/") or len(at) > 1
    ):
        return False
    if term.hyphen and term.currency:
        return False
    if word.startswith("im ") and symbols.low(symbols.step(at[-1], 1))[:2] in ("19", "20"):
        return False
    term.period, term.language = entry.value, term.language or entry.language
    return None


_AMBIGUOUS = ("pm", "p.m.", "pa", "ph", "pw")


def _per(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`a year`, `pro Stunde`; `a year ago` says when."""
    time = at[-1]
    following = symbols.step(time, 1)
    ends = not symbols.low(symbols.step(following, 1))[:1].isalpha()
    word = symbols.low(following)
    if word in ("ago", "earlier", "later") or (word == "before" and ends):
        return False
    if not term.currency and len(at) > 2:
        return False
    if term.currency and term.hyphen:
        return False
    return put("period", "time", at=len(at) - 1)(term, symbols, at)


def _pay_behind(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`a $23–$28 target hourly range`: an adjective of period before a word of pay."""
    if not term.currency or term.hyphen:
        return False
    for place in at:
        entry = symbols.entry(place, "wage", "period") if place >= 0 else None
        if entry:
            term.period, term.language = entry.value, term.language or entry.language
            return None
    return False


def _counted(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`12 jobs`: the noun is part of the figure where the unit says so."""
    entry = symbols.entries[at[0]]["counted"]
    if entry.value == "count":
        return False
    term.unit, term.noun = entry.value, symbols.raws[at[0]]
    term.language = term.language or entry.language
    return None


def _counted_hyphen(term: Term, symbols: Symbols, at: Positions) -> None:
    term.unit, term.noun, term.hyphen = symbols.entries[at[1]]["counted"].value, symbols.raws[at[1]], True


def _points(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`fell 0.3 points to 3.9%`, `a 4-point rise to 36%`: points of a percentage, where one moved by them."""
    near = slice(max(term.first - 40, 0), at[-1] + 16)
    moved = any("moves" in entries for entries in symbols.entries[max(term.first - 8, 0) : at[-1] + 4])
    if not (moved or term.sign) or not any("percent" in entries for entries in symbols.entries[near]):
        return False
    term.unit = "percentage_point"
    return None


def _count_noun(term: Term, symbols: Symbols) -> None:
    """The noun counted, up to four adjectives on; the span takes it in only where it stands next."""
    at = term.last
    for step in range(5):
        glued = symbols.code[at + 1] != BLANK
        at += 1 if glued else 2
        while step and glued and at < len(symbols.lows) and symbols.raws[at] in ("/", "&", "-"):
            at += 1
        if at >= len(symbols.lows) or not symbols.lows[at][:1].isalpha():
            return
        low, entries = symbols.lows[at], symbols.entries[at]
        if "counted" in entries:
            term.unit, term.noun = entries["counted"].value, symbols.raws[at]
            term.language = term.language or entries["counted"].language
            if step == 0:
                term.last = at
            return
        if "stop" in entries:
            return
        plural = len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is"))
        if step < 3 and plural and not entries.keys() - {"moves"} and not term.noun:
            term.noun = symbols.raws[at]


def _score(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`8/10`, `8 out of 10`; `3/4 of firms` and `9 out of 10 firms` are shares; any other `3/7` is no figure."""
    link, whole = symbols.lows[at[0]], symbols.raws[at[1]]
    if link != "/":
        of, last = numerals.out_of(symbols, term.last) if term.raw.isdecimal() and len(term.raw) < 5 else (0, 0)
        if of > int(term.raw if of else 0) and (of <= 100 or link == "in") and _people(symbols, term, link, last):
            term.words, term.unit, term.last = numerals.percent(int(term.raw), of), "percent", last
            return None
        if link == "in":
            return False
    elif (at[1] - at[0]) != (at[0] - term.last):
        return False
    if whole in ("5", "10", "20", "100", "5.0", "10.0") and _plain(term.raw) <= float(whole):
        term.unit = "score"
        return None
    if link != "/":
        return False
    term.blocked = "ratio"
    return None


def _people(symbols: Symbols, term: Term, link: str, last: int) -> bool:
    """Whether what follows `3 in 10` lets it be a share: anything but points, stars or the end of a longer text."""
    noun = symbols.step(last, 1)
    word = symbols.low(noun)
    if noun >= len(symbols.lows):
        return term.first == 0 and link == "in"
    if link == "in" or "every" in symbols.text[symbols.ends[term.last] : symbols.starts[last]]:
        return True
    plural = word[:1].isalpha() and (word.endswith("s") or word in ("people", "staff"))
    return plural and word not in ("stars", "points", "is", "was", "has", "as")


def _share_of(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`1 in 4`, `2 out of every 5`, where the whole is a word or `every` stands between."""
    of, last = numerals.out_of(symbols, term.last) if term.raw.isdecimal() and len(term.raw) < 5 else (0, 0)
    if of <= int(term.raw if of else 0) or of > 100 or not _people(symbols, term, "in", last):
        return False
    term.words, term.unit, term.last = numerals.percent(int(term.raw), of), "percent", last
    return None


def _fraction(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`3/4 of firms` is a share."""
    if term.raw in numerals.VULGAR:
        term.words, term.unit = numerals.percent(*numerals.VULGAR[term.raw]), "percent"
        return True
    if "/" not in term.raw or not term.raw[0].isdigit() or len(term.raw.split("/")[0]) > 2:
        return False
    part, of = term.raw.split("/")
    if not (part.isdecimal() and int(part) < int(of)):
        return False
    term.words, term.unit = numerals.percent(int(part), int(of)), "percent"
    return True


def _plain(raw: str) -> float:
    try:
        return float(raw.replace(",", "."))
    except ValueError:
        return float("inf")


def _same_in_digits(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`six (6) years`: the digits repeat the words."""
    read = numerals.digits(symbols.raws[at[1]])
    return None if term.words is not None and read and read.value == term.words * (term.scale or 1) else False


def _code_in_brackets(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`$45,000 (AUD)`."""
    code, shared = symbols.entries[at[1]]["currency"].value, lexicon.shared()
    if not code.isupper() or term.currency not in ("", code, *(k for k, v in shared.items() if code in v)):
        return False
    term.currency = code
    return None


def _month(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`5 May 2025`, `5. Mai`, `5 de mayo`: a date."""
    if not (term.raw.isdigit() and len(term.raw) <= 2 and term.bare):
        return False
    year = symbols.low(symbols.step(at[-1], 1))
    if not (symbols.raws[at[-1]][0].isupper() or (len(year) == 4 and year.isdigit()) or len(at) > 1):
        return False
    term.blocked = "month"
    return True


RULES = (
    Rule("plus", "# plus", "over", _plus, "50+ users = 50.. count"),
    Rule("half more", "# and _article? one? part", "unit", _and_a_half, "2 and a half years = 2.5 year"),
    Rule("digits repeat words", "# '(' number ')'", "unit", _same_in_digits, "six (6) years = 6 year"),
    Rule("roughly, in brackets", "# '(' roughly ')'", "", flag("approximate"), "$86,000 (approx.) = ~86000 USD"),
    Rule("code in brackets", "# '(' currency ')'", "unit", _code_in_brackets, "$45,000 (AUD) = 45000 AUD"),
    Rule("period in brackets", "# '(' period ')'", "unit period", _period, "$45,000 (annual) = 45000 USD/year"),
    Rule("per time in brackets", "# '(' per time ')'", "unit period", _per, "€500 (per week) = 500 EUR/week"),
    Rule("hyphenated unit", "# .dash .time|percent|multiple|scale|currency", "unit currency", _hyphen, "a 12-month contract = 12 month"),
    Rule("hyphenated scale", "# .dash .scale", "unit scale", _hyphen, "a $5-million fund = 5000000 USD"),
    Rule("one-in-so-many", "# .dash .score .dash .number", "unit currency scale", _share_of, "a 1-in-5 chance = 20 percent"),
    Rule("hyphenated noun", "# .dash .counted", "unit currency", _counted_hyphen, "a 2,000-employee firm = 2000 employee"),
    Rule("price dash", "# .'.'|','|slash .dash", "", lambda *_: None, "CHF 1'200.– = 1200 CHF"),
    Rule("money in one word", "# sum", "unit currency scale", _sum, "40 MUSD = 40000000 USD"),
    Rule("scale letter", "# letter", "unit scale", _letter, "$120K = 120000 USD"),
    Rule("lakhs a year", "# lpa", "unit scale", _lakhs_a_year, "12 LPA = 1200000 INR/year"),
    Rule("currency", "# currency", "unit", _currency, "40 euros = 40 EUR"),
    Rule("currency with a link", "# of currency", "unit currency", _currency_of, "2 millones y medio de euros = 2500000 EUR"),
    Rule("cents", "# cent", "unit scale", _cent, "50 cents = 0.5 USD"),
    Rule("hundreds", "# times", "unit scale words", put("scale", "times"), "6 hundred jobs = 600 job"),
    Rule("scale word", "# scale", "unit scale", put("scale", "scale"), "3.6 million = 3600000 count"),
    Rule("percent", "# percent", "unit currency", put("unit", "percent"), "12.5 % = 12.5 percent"),
    Rule("per mille", "# per_mille", "unit currency scale", _per_mille, "4‰ = 0.4 percent"),
    Rule("points", "# point", "unit currency scale", _points, "fell 0.3 points to 3.9% = 0.3 percentage_point ; 3.9 percent"),
    Rule("hyphenated points", "# .dash .point", "unit currency scale", _points, "a 4-point rise to 36% = 4 percentage_point ; 36 percent"),
    Rule("multiple", "# multiple !number", "unit currency", put("unit", "multiple"), "3.5x = 3.5 multiple"),
    Rule("fraction of", "# &of", "unit currency scale words", _fraction, "3/4 of firms = 75 percent"),
    Rule("part of a whole", "# score number", "unit currency scale", _score, "8 out of 10 = 8 score"),
    Rule("one in so many", "# score|denominator", "unit currency scale", _share_of, "2 out of every 5 firms = 40 percent"),
    Rule("period", "# period", "unit period", _period, "$25 hourly = 25 USD/hour"),
    Rule("per time", "# per time", "unit period", _per, "£600 a day = 600 GBP/day"),
    Rule("time", "# time", "unit currency", _time, "5 years = 5 year"),
    Rule("kind of time", "# sort time", "unit currency", put("unit", "time", at=1), "20 working days = 20 day"),
    Rule("wage behind", "# gross|pay|quality* wage", "unit period", _pay_behind, "a $95,000 average annual salary = 95000 USD/year"),
    Rule("pay behind", "# gross|pay|quality* period gross|pay|quality", "unit period", _pay_behind, "a $30 minimum hourly wage = 30 USD/hour"),
    Rule("or more", "# more !number|currency", "", flag("over"), "$250K or more = 250000.. USD"),
    Rule("or less", "# less !number|currency", "", flag("under"), "5 years or less = ..5 year"),
    Rule("or so", "# roughly", "", flag("approximate"), "40 percent or so = ~40 percent"),
    Rule("counted noun", "# _counted", "unit currency", _counted, "1,200 job postings = 1200 job"),
    Rule("physical", "# physical", "unit currency", block("physical"), "12 km = "),
    Rule("gross period", "# gross|pay|quality|','|'(' gross|pay|quality|','* period", "unit period", _period, "£2,000 net monthly = 2000 GBP/month"),
    Rule("gross per time", "# gross|pay|quality|','|'(' gross|pay|quality|','* per time", "unit period", _per, "52.000 € brutto pro Jahr = 52000 EUR/year"),
    Rule("date", "# month", "", _month, "5 May 2025 = "),
    Rule("date with a link", "# '.'|of month", "", _month, "5. Mai = "),
    Rule("adjective", "# .dash !.to .word", "", _adjective, "a 3-bedroom flat = "),
    Rule("longer name", "# .word|number|skip", "", block("identifier"), "12b = "),
)  # fmt: skip
GRAMMAR = Grammar(RULES, RIGHT)
