"""What only looks like a figure: years, list numbers, names, addresses, clock times, scales."""

from __future__ import annotations

import re

from .. import words
from .rules import Term
from .tokens import BREAK, Symbols

_CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
_CLOCK = re.compile(r"(?:1?\d|2[0-3])(?:\.[0-5]\d)?")


def refused(term: Term, symbols: Symbols, unit: str = "", *, is_range: bool = False) -> str:
    """Why a term is no figure, '' where it is one; `unit` is what the caller's surroundings declare."""
    why, money = term.blocked, term.currency
    if why in ("physical", "ratio", "denominator"):
        return why
    if term.words is not None and term.bare:
        return "" if term.words >= 10_000 else "words"
    if why == "identifier" and not money and term.unit != "percent":
        return why
    if why == "name":
        return "" if _own(term, symbols) else why
    if term.is_year and term.noun and symbols.has(symbols.step(term.first, -1), "dated"):
        return "year"  # "in 2023 employees earned"
    if money or term.scale is not None or term.unit not in ("", "count"):
        return "address" if not money and not term.unit and _address(term, symbols) else ""
    grouped = len(term.raw) > 4 and not term.raw.isdecimal()
    if why and (why != "capital" or not (grouped or term.noun or unit)):
        return why
    if is_range and term.bracketed and term.raw in ("0", "1") and symbols.raws[term.last] in ("5", "7", "10", "100"):
        return "scale"
    return next((reason for reason, holds in BARE if holds(term, symbols)), "")


def _own(term: Term, symbols: Symbols) -> bool:
    """Whether a name's number is a figure all the same: money, `4.5 out of 5`, a scale that is no letter (`Flat 12B`)."""
    rated = term.unit == "score" and "/" not in symbols.raws[term.first : term.last]
    return bool(term.currency or rated or (term.scale is not None and len(symbols.raws[term.last]) > 1))


def _starts_line(term: Term, symbols: Symbols) -> bool:
    return symbols.code[term.first - 1] == BREAK or (term.first == 1 and symbols.code[0] == "(")


def _year(term: Term, symbols: Symbols) -> bool:
    """`2023`; but `a net gain of 1933 people`, `a sample of 2012 adults`."""
    if not (term.is_year and term.noun):
        return term.is_year
    of = symbols.step(term.first, -1)
    total = symbols.step(of, -1)
    counts = symbols.has(total, "moves") or symbols.low(total) in ("total", "sample", "survey", "number", "panel")
    return not (counts and symbols.low(of) == "of")


def _index_base(term: Term, symbols: Symbols) -> bool:
    """`Wages (2015 = 100)`."""
    sign = symbols.step(term.first, -1)
    year = symbols.raw(symbols.step(sign, -1))
    return symbols.low(sign) == "=" and len(year) == 4 and year.isdecimal()


def _list_number(term: Term, symbols: Symbols) -> bool:
    """`1. Understanding`, `2) Skills` at the start of a line."""
    after = term.last + 1
    short = term.last == term.first and len(term.raw) < 4 and after + 1 < len(symbols.raws)
    return short and symbols.code[after] in ".)" and _starts_line(term, symbols)


def _clause_number(term: Term, symbols: Symbols) -> bool:
    """`1.2 Scope of the study` at the start of a line."""
    told = bool(_CLAUSE.fullmatch(term.raw)) and _starts_line(term, symbols)
    return told and symbols.raw(symbols.step(term.last, 1)).istitle()


def _clock_time(term: Term, symbols: Symbols) -> bool:
    """`at 14.30`, `from 8.30 to 5pm`."""
    if not _CLOCK.fullmatch(term.raw):
        return False
    to = symbols.step(term.last, 1)
    until = symbols.has(to, "to") and symbols.low(symbols.step(to, 1)).replace(".", "")[-2:] in ("hr", "am", "pm")
    return until or ("." in term.raw and symbols.has(symbols.step(term.first, -1), "clock"))


def _between_names(term: Term, symbols: Symbols) -> bool:
    """`Claude 3.5 Sonnet`."""
    if term.noun or len(term.raw) > 4:
        return False
    beside = symbols.step(term.first, -1), symbols.step(term.last, 1)
    if not all(len(name := symbols.raw(at)) > 2 and name.istitle() for at in beside):
        return False
    return not any(symbols.entries[at].keys() - {"name"} for at in beside)


def _address(term: Term, symbols: Symbols) -> bool:
    """`1600 Pennsylvania Avenue`, `221B Baker Street`, `12 rue de la Paix`, `Musterstraße 5`."""
    if not term.raw.isdecimal():
        return False
    at = symbols.step(term.first if term.scale else term.last, 1)
    street = symbols.entry(at, "street")
    before = symbols.step(term.first, -1)
    named = words.lookup("lookalikes", symbols.raw(before - (symbols.raw(before) == ".")))  # Hauptstr. 5
    if (street and street.language) or (named and named.cls == "street" and named.language):
        return True
    for steps in range(5):
        initial = symbols.raw(at)[:1]
        if not (initial.isupper() or initial.isdigit()):
            return False
        if symbols.has(at, "street") and initial.isupper():
            return steps > 0
        at = symbols.step(at, 1)
    return False


def _note_mark(term: Term, symbols: Symbols) -> bool:
    """`12.5% (3)`, `1,200 1)`: the number of a note."""
    if not term.raw.isdecimal() or len(term.raw) > 2 or term.floor < 0 or symbols.code[term.last + 1] != ")":
        return False
    opened = symbols.code[term.first - 1] == "("
    return symbols.step(term.first - opened, -1) == term.floor


#: Why a number without unit, scale and currency is no figure.
BARE = (
    ("year", _year),
    ("base of an index", _index_base),
    ("ratio", lambda term, symbols: term.words is None and term.raw[1:2] == "/"),
    ("list number", _list_number),
    ("clause number", _clause_number),
    ("clock time", _clock_time),
    ("name", _between_names),
    ("address", _address),
    ("note mark", _note_mark),
)
