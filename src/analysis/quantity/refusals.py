"""What only looks like a figure: years, list numbers, names, addresses, clock times, scales."""

from __future__ import annotations

from .. import words
from .compose import is_year
from .rules import Term
from .tokens import BLANK, BREAK, Symbols


def refused(term: Term, symbols: Symbols, unit: str = "", *, is_range: bool = False) -> str:
    """Why a term is no figure, '' where it is one; `unit` is what the caller's surroundings declare."""
    if term.blocked in ("physical", "ratio", "denominator", "time"):
        return term.blocked
    if term.words is not None and term.bare:
        dozen = symbols.lows[-1] == "dozen" and term.last == len(symbols.lows) - 1 and term.first == 0
        return "" if dozen else "words"
    if term.blocked == "identifier" and not term.currency and term.unit != "percent":
        return "identifier"
    if term.blocked == "name":
        return _name(term, symbols)
    if term.currency or term.unit not in ("", "count") or term.scale is not None:
        dated = term.blocked == "month" and not term.currency and term.scale is None and term.unit != "percent"
        return "date" if dated else _address(term, symbols) if not term.currency and not term.unit else ""
    if term.blocked in ("identifier", "month", "adjacent", "address"):
        return term.blocked
    told = (not term.raw.isdecimal() and len(term.raw) > 4) or term.noun or unit
    if term.blocked == "capital" and not told:
        return "capital"
    for reason, holds in BARE:
        if holds(term, symbols):
            return reason
    return "scale" if is_range and _rating_scale(term, symbols) else ""


def _name(term: Term, symbols: Symbols) -> str:
    """A name's number, unless it is money or has a scale: `Flat 12B` has a letter, `Fortune 500 million` a scale."""
    glued = (
        term.scale is not None and symbols.code[term.last - 1] != BLANK and symbols.raws[term.last] in ("B", "K", "M")
    )
    rated = term.unit == "score" and "/" not in symbols.text[symbols.starts[term.first] : symbols.ends[term.last]]
    own = term.currency or rated or (term.scale is not None and not glued)
    ranked = term.unit == "percent" and symbols.has(symbols.step(term.first, -1), "rank")
    return "name" if not own or ranked else ""


def _year(term: Term, symbols: Symbols) -> bool:
    return is_year(term)


def _list_number(term: Term, symbols: Symbols) -> bool:
    """`1. Understanding`, `2) Skills` at the start of a line."""
    after = term.last + 1
    if (
        term.last != term.first
        or symbols.code[after] not in ".)"
        or len(term.raw) > 3
        or after + 1 >= len(symbols.raws)
    ):
        return False
    before = term.first - 1
    return before < 0 or symbols.code[before] == BREAK or (symbols.code[before] == "(" and before == 0)


def _clause_number(term: Term, symbols: Symbols) -> bool:
    """`1.2 Scope of the study` at the start of a line."""
    before, after = term.first - 1, symbols.step(term.last, 1)
    starts = before < 0 or symbols.code[before] == BREAK
    parts = term.raw.split(".")
    short = len(parts) > 1 and all(part.isdecimal() and len(part) < 3 for part in parts)
    word = symbols.raws[after] if after < len(symbols.raws) else ""
    return (
        starts
        and short
        and word[:1].isupper()
        and word[1:].islower()
        and not symbols.entries[after].keys() & {"scale", "counted", "time"}
    )


def _clock_time(term: Term, symbols: Symbols) -> bool:
    """`at 14.30`."""
    hour, point, minute = term.raw.partition(".")
    if not (
        point and hour.isdecimal() and len(minute) == 2 and minute.isdecimal() and int(hour) < 24 and int(minute) < 60
    ):
        return False
    return symbols.has(symbols.step(term.first, -1), "clock")


def _named(term: Term, symbols: Symbols) -> bool:
    """`Claude 3.5 Sonnet`: a number between two names."""
    before, after = symbols.step(term.first, -1), symbols.step(term.last, 1)
    if before < 0 or after >= len(symbols.raws) or term.noun:
        return False
    words = symbols.raws[before], symbols.raws[after]
    plain = not any(symbols.entries[at].keys() - {"name"} for at in (before, after))
    return plain and all(len(word) > 2 and word[0].isupper() and word[1:].islower() for word in words)


def _address(term: Term, symbols: Symbols) -> str:
    return "address" if _is_address(term, symbols) else ""


def _is_address(term: Term, symbols: Symbols) -> bool:
    """`1600 Pennsylvania Avenue`, `221B Baker Street`."""
    if term.raw.isdecimal() is False or len(term.raw) > 5:
        return False
    before, at = symbols.step(term.first, -1), term.last
    if (
        before >= 0
        and symbols.raws[before][0].isupper()
        and len(symbols.raws[before]) > 5
        and not symbols.entries[before]
    ):
        word = words.lookup("lookalikes", symbols.raws[before])
        if word and word.cls == "street":
            return True
    following = symbols.entry(symbols.step(at, 1), "street")
    if following and following.language:
        return True  # 12 rue de la Paix
    for _ in range(5):
        at = symbols.step(at, 1)
        if at >= len(symbols.raws) or symbols.code[at] == BREAK:
            return False
        if symbols.has(at, "street") and symbols.raws[at][0].isupper():
            return at > symbols.step(term.last, 1)
        if symbols.code[at] == "skip" or not (symbols.raws[at][0].isupper() or symbols.raws[at][0].isdigit()):
            return False
    return False


def _rating_scale(term: Term, symbols: Symbols) -> bool:
    """`(1-10)` after a label names a scale."""
    return (
        term.bracketed
        and term.first > 1
        and term.raw in ("0", "1")
        and symbols.raws[term.last] in ("5", "7", "10", "100")
    )


def _note_mark(term: Term, symbols: Symbols) -> bool:
    """`12.5% (3)`, `1,200 1)`: the number of a note."""
    if not term.raw.isdecimal() or len(term.raw) > 2 or term.floor < 0 or symbols.code[term.last + 1] != ")":
        return False
    opened = symbols.code[term.first - 1] == "(" if term.first else False
    before = symbols.step(term.first - 1, -1) if opened else symbols.step(term.first, -1)
    return before == term.floor


#: Why a number without unit, scale and currency is no figure.
BARE = (
    ("year", _year),
    ("list number", _list_number),
    ("clause number", _clause_number),
    ("clock time", _clock_time),
    ("name", _named),
    ("address", _is_address),
    ("note mark", _note_mark),
)
