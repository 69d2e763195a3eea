"""What stands before a number and belongs to it: sign, currency, hedge, pay period; or what makes it a name."""

from __future__ import annotations

import re

from . import lexicon
from .terms import Term
from .tokens import Tokens

_SIGNS = {"+": "+", "-": "-", "−": "-", "–": "-", "‐": "-", "‑": "-", "±": "±"}
_OPENING = frozenset("([{/,:;\"“”'‘|~≈<>≥≤=→")
_QUALIFIERS = frozenset("average mean median base gross net total starting typical minimum maximum".split())
_PERIODS = frozenset({"minute", "hour", "day", "week", "month", "year"})

#: What follows "out of" is a scale up to one hundred, and a whole beyond ("551 out of 674 students").
_LARGE = re.compile(r"[1-9][\d,.' ]{3,}|(?!100)[1-9]\d\d")


def read_before(tokens: Tokens, term: Term, floor: int) -> None:
    """Take into the term all that adheres before its first token; tokens up to `floor` belong to the term before."""
    hedged = False
    for _ in range(8):
        at = term.first
        index = at - 1
        if index <= floor or tokens.gap(index, at) > 3:
            return
        if tokens.raws[index] in _SIGNS and not term.sign and not hedged and _is_sign(tokens, index, floor):
            term.sign = _SIGNS[tokens.raws[index]]
            term.first = index
            continue
        if tokens.lows[index] == "minus" and not term.sign and not hedged:
            term.sign, term.first = "-", index
            continue
        if not term.currency and not hedged and (width := _currency_before(tokens, term, floor)):
            term.first -= width
            continue
        entries, width = _longest_before(tokens, index, floor)
        if entries and (hedge := _hedge(entries)):
            if hedge == "period" or (tokens.gap(index, at) == 0 and tokens.kinds[index] == "word"):
                return
            hedged = True
            _set_hedge(term, hedge, entries[hedge], index - width + 1)
            continue
        _before(tokens, term, floor, entries)
        return


def _hedge(entries: dict[str, lexicon.Entry]) -> str:
    return next((kind for kind in ("over", "under", "about", "from") if kind in entries), "")


def _set_hedge(term: Term, hedge: str, entry: lexicon.Entry, first: int) -> None:
    term.first = first
    term.over |= hedge == "over"
    term.under |= hedge == "under"
    term.approximate |= hedge == "about"
    if hedge == "from":
        term.opener = "from"
    term.language = term.language or entry.language


def _is_sign(tokens: Tokens, index: int, floor: int) -> bool:
    if tokens.gap(index, index + 1) or (index - 1 == floor and floor >= 0 and tokens.gap(floor, index) < 3):
        return False
    if index == 0 or tokens.gap(index - 1, index) > 0:
        return True
    before = tokens.raws[index - 1]
    return before in _OPENING or (before in lexicon.exact_currencies() and not before.isalpha())  # no CVE-2021


def _currency_before(tokens: Tokens, term: Term, floor: int) -> int:
    """Width in tokens of a currency sign, code or name directly before; 0 where there is none."""
    index = term.first - 1
    raw, gap = tokens.raws[index], tokens.gap(index, term.first)
    code = lexicon.exact_currencies().get(raw)
    if code and gap <= 1:
        if raw.isalpha() and not _code_fits(raw, code, tokens, index, term, gap):
            return 0
        term.currency = code
        if code.isalpha() and index - 1 > floor and tokens.gap(index - 1, index) <= 1:
            outer = lexicon.exact_currencies().get(tokens.raws[index - 1], "")
            return (
                2
                if outer and (outer in lexicon.shared() or outer == code) and not tokens.raws[index - 1].islower()
                else 1
            )
        if code == "$" and index - 1 > floor and tokens.gap(index - 1, index) <= 1:
            outer = tokens.raws[index - 1]
            named = lexicon.exact_currencies().get(outer, "")
            if named in lexicon.shared()["$"] and outer.isupper():
                term.currency = named
                return 2
            spaced = tokens.gap(index - 1, index) > 0  # "they told us $29.75"
            if tokens.lows[index - 1] in ("us", "u.s.") and not (spaced and outer == "us"):
                term.currency = "USD"
                return 2
        return 1
    entries, width = _longest_before(tokens, index, floor)
    if entries and "currency" in entries and gap <= 1:
        term.currency = entries["currency"].value
        return width
    if raw == "." and gap <= 1 and index - 1 > floor and not tokens.gap(index - 1, index):
        joined = lexicon.exact_currencies().get(tokens.raws[index - 1] + ".")
        if joined:
            term.currency = joined
            return 2
    return 0


def _code_fits(raw: str, code: str, tokens: Tokens, index: int, term: Term, gap: int) -> bool:
    """Whether a word that could be a currency is one here, and not a name or an identifier (R2, PHP 8, TOP 10)."""
    digits = sum(c.isdigit() for c in term.raw)
    if index and tokens.kinds[index - 1] in ("word", "number") and tokens.gap(index - 1, index) == 0:
        return False
    if (
        index > 1
        and tokens.raws[index - 1] in "-_"
        and not tokens.gap(index - 1, index)
        and not tokens.gap(index - 2, index - 1)
    ):
        return False
    if (
        len(raw) == 1
        or code in lexicon.RISKY
        or raw in ("SR", "QR", "RO", "BD", "KD", "TL", "LE", "Br", "lei", "Ft", "CFA", "Dh", "zl", "Kc")
    ):
        return digits >= 4 or (digits >= 3 and gap == 0 and len(raw) == 1) or _scaled(tokens, term.last)
    return True


def _scaled(tokens: Tokens, last: int) -> bool:
    """Whether a scale follows the number at `last`."""
    if last + 1 >= tokens.size or tokens.gap(last, last + 1) > 1:
        return False
    following = tokens.raws[last + 1]
    return following in lexicon.letters() or "scale" in lexicon.right().phrases.get(following.lower(), {})


def _longest_before(tokens: Tokens, index: int, floor: int) -> tuple[dict[str, lexicon.Entry], int]:
    table = lexicon.left()
    longest = table.longest.get(tokens.lows[index])
    if longest is None:
        return {}, 0
    for width in range(min(longest, index - floor), 0, -1):
        entries = table.phrases.get(tokens.phrase(index - width + 1, index))
        if entries:
            return entries, width
    return {}, 0


def _before(tokens: Tokens, term: Term, floor: int, entries: dict[str, lexicon.Entry]) -> None:
    """What stands before everything that adheres: a pay period, or a word that makes the number a name."""
    index = term.first - 1
    raw = tokens.raws[index]
    gap = tokens.gap(index, term.first)
    if raw == "(":
        term.bracketed = True
        if index and not tokens.gap(index - 1, index) and tokens.kinds[index - 1] in ("number", "word"):
            term.blocked = "adjacent"
        if (
            index - 1 > floor
            and not term.currency
            and not tokens.gap(index, term.first)
            and tokens.raws[term.last] != ")"
        ):
            _bracketed_money(tokens, term, floor)
        return
    if (
        gap == 0
        and raw in "-_./#@&–‑+"
        and index
        and not tokens.gap(index - 1, index)
        and tokens.kinds[index - 1] != "other"
    ):
        if tokens.lows[index - 1] == "sub":
            term.under, term.first = True, index - 1
        elif index - 1 > floor:
            term.blocked = "identifier"
        return
    if gap == 0 and tokens.kinds[index] in ("word", "skip", "number") and index > floor:
        term.blocked = "identifier"
        return
    if raw == ".":
        index -= 1
        entries = _longest_before(tokens, index, floor)[0] if index > floor else {}
    elif raw == ":" and index and "ident" in _longest_before(tokens, index - 1, floor)[0]:
        term.blocked = "identifier"
    elif (
        raw == "of"
        and index > 1
        and tokens.kinds[index - 1] == "number"
        and "name" in _longest_before(tokens, index - 2, -1)[0]
    ):
        term.blocked = "denominator"
    for kind in ("name", "month", "denominator"):
        if kind in entries and not (kind == "denominator" and raw == "of" and _LARGE.fullmatch(term.raw)):
            term.blocked = kind
    if "ident" in entries:
        term.blocked = "identifier"
    if term.currency and not term.period:
        _period_before(tokens, term, floor)
    elif raw == "#":
        term.blocked = "name"
    elif (
        not entries
        and tokens.kinds[index] == "word"
        and raw[0].isupper()
        and gap <= 1
        and (index or (len(raw) > 1 and raw.isupper()))
    ):
        term.blocked = term.blocked or "capital"


def _bracketed_money(tokens: Tokens, term: Term, floor: int) -> None:
    """`$(1,250)`: the accountants' minus."""
    index = term.first - 1
    sign = lexicon.exact_currencies().get(tokens.raws[index - 1], "")
    closed = term.last + 1 < tokens.size and tokens.raws[term.last + 1] == ")"
    if sign and closed and not tokens.gap(index - 1, index) and not tokens.raws[index - 1].isalpha():
        term.currency, term.sign, term.first, term.last = sign, "-", index - 1, term.last + 1


def _period_before(tokens: Tokens, term: Term, floor: int) -> None:
    """`hourly rate of $25`, `Annual salary: $52,000`."""
    index, linked, paid = term.first - 1, 0, 0
    while index > floor and term.first - index < 8:
        entries, width = _longest_before(tokens, index, floor)
        if "period" in entries and (paid or linked) and width == 1:
            if paid:
                term.period = entries["period"].value
            return
        if "payword" in entries or (tokens.lows[index] in _QUALIFIERS and paid):
            paid += 1
        elif paid and tokens.lows[index] in _PERIODS:
            term.period = tokens.lows[index]
            return
        elif not paid and linked < 2 and ("link" in entries or "from" in entries):
            linked += 1
        else:
            return
        index -= max(width, 1)
