"""Rules for what stands behind a number and belongs to it: scale, currency, unit, pay period, bound, counted noun."""

from __future__ import annotations

from decimal import Decimal
from math import prod

from .. import words
from . import lexicon, numerals
from .compose import read
from .rules import RIGHT, Grammar, Positions, Rule, Term, assign, block, flag, put, sum_of
from .tokens import BLANK, BREAK, Symbols

_FOR_MONEY = ("m", "T", "b", "tr", "L", "G")  # letters that are a scale only beside money or a counted noun


def read_after(term: Term, symbols: Symbols) -> None:
    """Take into a term all that adheres behind its last symbol."""
    GRAMMAR.grow(term, symbols)
    if not (term.currency or term.unit) and (not term.blocked or _behind_capitals(term, symbols)):
        _count_noun(term, symbols)
        if term.noun and symbols.raws[term.last] == term.noun:
            BOUNDS.grow(term, symbols)


def _behind_capitals(term: Term, symbols: Symbols) -> bool:
    """`In NORWAY 300 firms`: a long word in capitals names no number."""
    at = symbols.step(term.first, -1)
    return len(symbols.low(at)) > 3 and symbols.raws[at].isupper()


def _count_noun(term: Term, symbols: Symbols) -> None:
    """The noun counted, up to four adjectives on; the span takes it in only where it stands next."""
    at = term.last
    for step in range(5):
        glued = symbols.code[at + 1] != BLANK
        at += 1 if glued else 2
        while step and glued and symbols.low(at) in ("/", "&", "-"):
            at += 1
        low = symbols.low(at)
        if not low[:1].isalpha() or "stop" in symbols.entries[at]:
            return
        entries = symbols.entries[at]
        if counted := entries.get("counted"):
            term.unit, term.noun, term.language = counted.value, symbols.raws[at], term.language or counted.language
            term.last = term.last if step else at
            return
        plural = len(low) > 3 and low[-1] == "s" and low[-2:] not in ("ss", "us", "is")
        if step < 3 and plural and not entries.keys() - {"moves"} and not term.noun:
            term.noun = symbols.raws[at]


def _plus(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`50+ users`, `10 plus years`; not `50 + 3`, `$95k plus bonus`."""
    following, word = symbols.step(at[0], 1), symbols.raws[at[0]] != "+"
    beyond = symbols.code[following] in f"{BREAK}),.;|/"
    if not word and symbols.code[at[0] - 1] != BLANK:
        if following == at[0] + 1 and symbols.is_number(following):
            return False
    elif term.unit == "multiple" or (not beyond and not symbols.has(following, "time")):
        return False  # "trois fois plus"
    term.over = True
    return None


def _half_more(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`2 and a half years`, `2 years and a half`; not `less than $410 and a quarter more than $680`."""
    if not term.scale and (len(term.raw) > 3 or term.currency) and term.raw.isascii() and not term.raw.isalpha():
        return False
    one = symbols.entry(at[-3], "one")
    count = int(one.value) if one else 1
    entry = symbols.entry(at[-1], "part", "demi")
    term.plus = round(Decimal(count) / int(entry.value if entry else 1), 4)
    if time := symbols.entry(at[0], "time"):
        term.unit = time.value
    return None


def _same_in_digits(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    digits = numerals.digits(symbols.raws[at[1]])
    term.over = term.over or at[2] >= 0
    return None if term.words is not None and digits and digits.value == term.words * (term.scale or 1) else False


def _same_in_words(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    words, number = numerals.in_words(symbols, at[1]), read(term)
    if not words or not number or words.value != number.value or symbols.code[words.last + 1] != ")":
        return False
    term.last = words.last + 1
    return None


def _hyphen(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`10-year`, `20-fold`, `a 5-million-dollar fund`, `a 2,000-employee firm`."""
    entries = symbols.entries[at[1]]
    name = next(name for name in ("time", "percent", "multiple", "scale", "counted", "currency") if name in entries)
    if len(symbols.lows[at[1]]) == 1 or (name != "scale" and (term.currency or term.unit)):
        return False
    behind = symbols.step(at[1] + (symbols.low(at[1] + 1) in ("-", "‑")), 1)
    if symbols.has(behind, "aged"):
        return block("physical")(term, symbols, at)  # 17-year-olds, a 40-year high
    attribute = {"scale": "scale", "currency": "currency"}.get(name, "unit")
    term.noun, term.hyphen = symbols.raws[at[1]] if name == "counted" else "", True
    return put(attribute, name, at=1)(term, symbols, at)


def _adjective(term: Term, symbols: Symbols, at: Positions) -> bool:
    if term.bare:
        term.blocked = term.blocked or "identifier"
    return True


def _scale(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`3.6 million`; `$640 mil` is a million, `5 miles` a way, but in Spanish both are thousands."""
    low = symbols.lows[at[0]]
    if low in ("mil", "miles"):
        near = (*symbols.entries[max(term.first - 12, 0) : at[0]], *symbols.entries[at[0] + 1 : at[0] + 12])
        if not any(entry.language in ("es", "pt") for entries in near for entry in entries.values()):
            if low == "miles" and term.raw != "1":  # "1 miles" is a header's unit
                return False
            if term.currency == "$":
                term.scale = Decimal(1_000_000)
                return None
    return put("scale", "scale")(term, symbols, at)


def _letter(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`$120K`, `5M users`; not `6 m`, `12b`; `4K` and `the 10K filing` are names."""
    raw, glued, behind = symbols.raws[at[0]], at[0] == term.last + 1, symbols.step(at[0], 1)
    money = bool(term.currency) or symbols.has(behind, "currency")
    counted = symbols.has(behind, "counted") or (raw == "m" and glued and _is_level(term, symbols))
    if not money and (
        (raw in _FOR_MONEY and not counted and not (raw == "L" and glued))
        or (not glued and not counted and raw not in "KkMB")
    ):
        return False
    ranged = symbols.has(behind, "to") or symbols.has(symbols.step(term.first, -1), "to")
    named = term.raw in ("2", "4", "8") and not (money or ranged or (counted and raw != "G"))
    if raw in "KkG" and (named or symbols.has(behind, "sized")):
        term.blocked = "identifier"
    term.scale = Decimal(1000 if raw == "T" and symbols.low(behind) == "€" else symbols.entries[at[0]]["letter"].value)
    return None


def _is_level(term: Term, symbols: Symbols) -> bool:
    """`grew from 1.1m to 2.2m`: what something moved to, from or by is no length."""
    led = symbols.entries[max(term.first - 12, 0) : max(term.first, 0)]
    word = "from" if term.opener else symbols.low(symbols.step(term.first, -1))
    return word in ("to", "from", "by") and any("moves" in entries for entries in led)


def _currency(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`40 euros`, `$40 AUD`; a sign with a number glued behind it is that number's."""
    raw, code, shared = symbols.raws[at[-1]], symbols.entries[at[-1]]["currency"].value, lexicon.shared()
    few = sum(map(str.isdigit, term.raw)) < 4 and term.scale is None
    if few and {raw, raw.upper()} & lexicon.risky():
        return False
    if symbols.is_number(at[-1] + 1) or (symbols.is_parted(at[0]) and symbols.is_number(at[-1] + 2)):
        return False
    if (term.currency not in ("", code) and term.currency not in shared) or (len(at) > 1 and term.scale is None):
        return False
    term.currency = term.currency if term.currency and code in shared else code
    named = words.lookup("money", symbols.lows[at[-1]], "de")
    term.language = term.language or (named.language if named else "")
    return None


def _cent(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`50 cents`, `a 40-cent rise`, `85p`, `75c an hour`; not `5 p`, `12c`."""
    raw, glued = symbols.raws[at[1]], at[1] == term.last + 1
    code, part = symbols.entries[at[1]]["cent"].value.split()
    if raw.lower() in ("p", "c") and (not glued or raw.isupper()):
        return False
    if raw == "c" and not symbols.has(symbols.step(at[1], 1), "per", "period"):
        return False
    term.scale, term.currency = Decimal(part), code
    return None


def _hundreds(term: Term, symbols: Symbols, at: Positions) -> None:
    values = [symbols.entry(place, "times", "scale") for place in at]
    term.scale = prod((Decimal(entry.value) for entry in values if entry), start=Decimal(1))


def _to_one(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`a 2.6-to-1 ratio`, `3.2:1`, `a ratio of 3 to 1`."""
    told = at[0] >= 0 or symbols.low(symbols.step(symbols.step(term.first, -1), -1)) in ("ratio", "odds")
    if symbols.lows[at[-1]] not in ("1", "one") or not told:
        return False
    term.unit = "multiple"
    return None


def _points(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`fell 0.3 points to 3.9%`: points of a percentage, where one moved by them, or two are so far apart."""
    near = symbols.entries[max(term.first - 40, 0) : at[-1] + 16]
    moved = any(entries.keys() & {"moves", "apart"} for entries in symbols.entries[max(term.first - 8, 0) : at[-1] + 4])
    by = symbols.low(symbols.step(term.first, -1)) in ("by", "um")
    told = (moved or by or term.sign or "." in term.raw) and any("percent" in entries for entries in near)
    if not told and term.sign != "±":
        return False
    term.unit = "percentage_point"
    return None


def _fraction(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`3/4 of firms`, `¾ of firms`."""
    fraction = numerals.VULGAR.get(term.raw)
    part, _, of = term.raw.partition("/")
    if part.isdecimal() and of.isdecimal():
        fraction = (int(part), int(of)) if int(part) < int(of) else None
    if fraction is None:
        return False
    whole = symbols.step(symbols.step(term.last, 1), 1)
    scale = symbols.entry(symbols.step(whole, 1), "scale") if symbols.has(whole, "article") else None
    if scale:  # 3/4 of a million
        term.scale, term.last = Decimal(scale.value), symbols.step(whole, 1)
        return True
    term.words, term.unit, term.fraction = numerals.percent(*fraction), "percent", True
    return True


def _share(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`9 out of 10 firms`, `9 firms out of 10`, `1 in 4`, `a 1-in-5 chance`."""
    link = symbols.lows[at[1]]
    of, last = numerals.out_of(symbols, term.last) if term.raw.isdecimal() else (0, 0)
    far = of > 100 and link != "in"
    if far or of <= int(term.raw if of else 0) or (at[0] < 0 and not _people(symbols, link, last)):
        return False
    term.words, term.unit, term.last, term.fraction = numerals.percent(int(term.raw), of), "percent", last, True
    return None


def _people(symbols: Symbols, link: str, last: int) -> bool:
    """Whether what follows `3 in 10` lets it be a share: no points, and behind `out of` a plural."""
    noun = symbols.step(last, 1)
    word = symbols.low(noun)
    if symbols.has(noun, "point"):
        return False
    if link != "out of":
        return link == "in" or word[:1].isalpha()
    return (word[-1:] == "s" or word in ("people", "staff")) and word not in ("stars", "is", "was", "has", "as")


def _score(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`8/10`, `8 out of 10`; `3/7` is no figure."""
    link, whole, number = symbols.lows[at[0]], symbols.raws[at[1]], read(term)
    if link == "in":
        return False
    if whole in ("5", "10", "20", "100", "5.0", "10.0") and number and number.value <= Decimal(whole):
        term.unit = "score"
    elif link == "/":
        term.blocked = "month" if len(whole) == 4 and whole[:2] in ("19", "20") else "ratio"  # "4–6/2018"
    return None if term.unit or term.blocked else False


def _time(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`5 years`, `6h`, `40 h/week`."""
    word, glued = symbols.lows[at[0]], at[0] == term.last + 1
    followed = word == "h" and symbols.has(symbols.step(at[0], 1), "per")  # not the Spanish "2.480.200 y la tasa"
    if len(word) == 1 and (word not in "hy" or not (glued or followed)):
        return False
    return put("unit", "time")(term, symbols, at)


def _paid(term: Term, symbols: Symbols, at: Positions) -> bool | None:
    """`$25 hourly`, `£600 a day`, `a $30 minimum hourly wage`; `im Jahr 2023` and `a year ago` are dates."""
    place = next(n for n in reversed(at) if n >= 0 and symbols.entries[n].keys() & {"period", "wage", "time"})
    word, entry = symbols.lows[place], symbols.entry(place, "wage", "period", "time")
    after = symbols.step(place, 1)
    following, ends = symbols.low(after), not symbols.low(symbols.step(after, 1))[:1].isalpha()
    if entry is None or symbols.has(after, "past") or (following == "before" and ends):
        return False
    if (word.startswith("im ") and following[:2] in ("19", "20")) or symbols.low(place + 1) in ("-", "‑"):
        return False  # "a year-over-year rise"
    if term.hyphen and symbols.low(at[0]) not in ("-", "‑"):
        return False  # "a 20-euro hourly rate"
    if "wage" in symbols.entries[place] and term.bare and not symbols.has(symbols.step(term.first, -1), "to"):
        return False  # "14 Monatsgehälter"
    term.period, term.language = entry.value, term.language or entry.language
    return None


def _month(term: Term, symbols: Symbols, at: Positions) -> bool:
    """`5 May 2025`, `5. Mai`, `5 de mayo`."""
    year = symbols.low(symbols.step(at[-1], 1))
    entry = symbols.entries[at[-1]]["month"]
    dated = symbols.raws[at[-1]][0].isupper() or entry.language in ("fr", "es")
    if len(term.raw) > 2 or not (dated or (len(year) == 4 and year.isdigit())):
        return False
    term.blocked = "month"
    return True


#: What bounds a number, also behind the noun it counts: `30 applicants or fewer`.
BOUNDED = (
    Rule("or more", "# more !number|currency|to|part|one|ten", "", flag("over"), "$250K or more = 250000.. USD"),
    Rule("or less", "# less !number|currency", "", flag("under"), "5 years or less = ..5 year"),
)  # fmt: skip
RULES = (
    Rule("plus", "# plus", "", _plus, "50+ users = 50.. count"),
    Rule("or more, hyphenated", "# .dash .plus", "", flag("over"), "a $100K-plus job = 100000.. USD"),
    Rule("half more", "# time? and _article? one? dash? part|demi", "unit period", _half_more, "2 years and a half = 2.5 year"),
    Rule("hyphenated half more", "# .dash .and .dash .article .dash .part|demi", "unit", _half_more, "a two-and-a-half-year course = 2.5 year"),
    Rule("digits repeat words", "# '(' number plus? ')'", "unit", _same_in_digits, "six (6) years = 6 year"),
    Rule("words repeat digits", "# '(' one|ten", "unit words", _same_in_words, "6 (six) years = 6 year"),
    Rule("roughly, in brackets", "# '(' roughly ')'", "", flag("approximate"), "$86,000 (approx.) = ~86000 USD"),
    Rule("code in brackets", "# '(' currency ')'", "unit", put("currency", "currency", at=1), "$45,000 (AUD) = 45000 AUD"),
    Rule("period in brackets", "# '(' per? period|time ')'", "unit period", _paid, "€500 (per week) = 500 EUR/week"),
    Rule("one-in-so-many", "# .dash .score .dash .number", "unit currency scale", _share, "a 1-in-5 chance = 20 percent"),
    Rule("ratio to one", "# dash? to dash? number|one", "unit currency scale", _to_one, "a 2.6-to-1 ratio = 2.6 multiple"),
    Rule("ratio in digits", "# .':' .number", "unit currency scale", _to_one, "a ratio of 3.2:1 = 3.2 multiple"),
    Rule("hyphen", "# .dash .time|percent|multiple|scale|counted|currency", "unit", _hyphen, "a 12-month job = 12 month"),
    Rule("price dash", "# .'.'|','|slash .dash", "", assign(), "CHF 1'200.– = 1200 CHF"),
    Rule("money in one word", "# sum", "unit currency scale", sum_of, "40 MUSD = 40000000 USD"),
    Rule("square", "# letter .note", "unit currency", block("physical"), "300 m² = "),
    Rule("scale letter", "# letter", "unit scale", _letter, "$120K = 120000 USD"),
    Rule("lakhs a year", "# lpa", "unit scale", assign(scale=Decimal(100_000), currency="INR", period="year"), "12 LPA = 1200000 INR/year"),
    Rule("currency", "# currency", "unit", _currency, "40 euros = 40 EUR"),
    Rule("currency with a link", "# of currency", "unit currency", _currency, "2 Millionen von Euro = 2000000 EUR"),
    Rule("cents", "# dash? cent", "unit scale", _cent, "50 cents = 0.5 USD"),
    Rule("hundreds", "# times scale?", "unit scale words", _hundreds, "6 hundred jobs = 600 job"),
    Rule("scale word", "# scale", "unit scale", _scale, "3.6 million = 3600000 count"),
    Rule("percent", "# percent", "unit currency", put("unit", "percent"), "12.5 % = 12.5 percent"),
    Rule("per mille", "# per_mille", "unit currency scale", assign(unit="percent", scale=Decimal("0.1")), "4‰ = 0.4 percent"),
    Rule("points", "# dash? point", "unit currency scale", _points, "fell 0.3 points to 3.9% = 0.3 percentage_point ; 3.9 percent"),
    Rule("part of a point", "# of article percent", "unit currency scale", put("unit", "percent", at=2), "0.1 of a percentage point = 0.1 percentage_point"),
    Rule("multiple", "# multiple !number", "unit currency", put("unit", "multiple"), "3.5x = 3.5 multiple"),
    Rule("fraction of", "# &of", "unit currency scale words", _fraction, "3/4 of firms = 75 percent"),
    Rule("part of a whole", "# counted|word? score|denominator one|ten|number", "unit currency scale", _share, "9 out of 10 firms = 90 percent"),
    Rule("score", "# score number", "unit currency scale", _score, "8 out of 10 = 8 score"),
    Rule("hyphenated per time", "# .dash .per .dash .time", "unit period", _paid, "$15-an-hour jobs = 15 USD/hour"),
    Rule("period", "# period", "unit period", _paid, "$25 hourly = 25 USD/hour"),
    Rule("per time", "# per time", "unit period", _paid, "£600 each week = 600 GBP/week"),
    Rule("time", "# time", "unit currency", _time, "5 years = 5 year"),
    Rule("kind of time", "# sort time", "unit currency", put("unit", "time", at=1), "20 working days = 20 day"),
    Rule("wage behind", "# gross|pay|quality* wage", "unit period", _paid, "a $95,000 average annual salary = 95000 USD/year"),
    Rule("pay behind", "# gross|pay|quality* period gross|pay|quality", "unit period", _paid, "a $9 target hourly range = 9 USD/hour"),
    Rule("or so", "# roughly", "", flag("approximate"), "40 percent or so = ~40 percent"),
    Rule("physical", "# physical", "unit currency", block("physical"), "12 km = "),
    Rule("gross period", "# gross|pay|quality|','|'(' gross|pay|quality|','* period", "unit period", _paid, "£9 net monthly = 9 GBP/month"),
    Rule("gross per time", "# gross|pay|quality|','|'(' gross|pay|quality|','* per time", "unit period", _paid, "9 € brutto pro Jahr = 9 EUR/year"),
    Rule("date", "# '.'|of? month", "", _month, "5 de mayo = "),
    Rule("adjective", "# .dash !.to .word", "", _adjective, "a 3-bedroom flat = "),
    Rule("plural of a number", "# .plural", "", block("physical"), "(in £1,000s) = "),
    Rule("longer name", "# .word|number|skip", "", block("identifier"), "12b = "),
    *BOUNDED,
)  # fmt: skip
GRAMMAR, BOUNDS = Grammar(RULES, RIGHT), Grammar(BOUNDED, RIGHT)
