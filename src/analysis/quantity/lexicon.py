"""The words of the grammar (words.csv) and the currencies (currencies.csv, frozen from CLDR), as look-up tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_RIGHT = {
    "scale",
    "percent",
    "multiple",
    "time",
    "per",
    "period",
    "gross",
    "more",
    "less",
    "roughly",
    "counted",
    "score",
    "physical",
    "cent",
    "lpa",
}
_LEFT = {"over", "from", "under", "about", "name", "month", "denominator", "payword", "link", "period", "ident"}
_JOIN = {"to", "and", "bounded"}
_WORD = re.compile(r"(?:[a-zA-Z]\.){2,}|(?:\b(?:[dlDLnN]|[jJ]usqu)['’](?=[^\W_]|$))|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\s]")
# Codes that are also English words or well-known names: read only beside an amount of money's size.
RISKY = frozenset(
    "ALL TOP TRY CUP PEN GEL SOS BOB MOP MAD LAK AMD COP RON PHP BAM ANG GIP KID MUR NIO SLE SBD SSP XXX XTS XBA XBB "
    "XBC XBD XSU".split()
)
_ZONES = frozenset({"XAF", "XOF", "XCD", "XPF", "XCG"})
_SMALL_CODES = frozenset(
    "usd eur gbp inr vnd idr myr sgd aud cad chf jpy cny hkd thb krw sek nok dkk pln aed sar brl mxn nzd twd php "
    "zar".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a word: the kind it is, its value and the language it belongs to ('' any)."""

    kind: str
    value: str
    language: str


@dataclass(frozen=True, slots=True)
class Currency:
    """One ISO 4217 currency: usual decimals and the decimal sign of its country."""

    code: str
    active: bool
    digits: int
    decimal: str
    signs: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Phrases in lower case, tokens joined by blanks, and the longest phrase for each first (or last) token."""

    phrases: dict[str, dict[str, Entry]]
    longest: dict[str, int]


def split(form: str) -> list[str]:
    """The tokens of a form, as the tokenizer would cut it."""
    return _WORD.findall(form.lower().replace("’", "'"))


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _forms() -> tuple[tuple[list[str], Entry], ...]:
    return tuple(
        (split(form), Entry(row["kind"], row["value"], row["language"]))
        for row in _rows("words.csv")
        for form in row["forms"].split("|")
    )


def _table(forms: Iterator[tuple[list[str], Entry]], *, by_last: bool = False) -> Table:
    phrases: dict[str, dict[str, Entry]] = {}
    longest: dict[str, int] = {}
    for tokens, entry in forms:
        phrases.setdefault(" ".join(tokens), {}).setdefault(entry.kind, entry)
        key = tokens[-1] if by_last else tokens[0]
        longest[key] = max(longest.get(key, 0), len(tokens))
    return Table(phrases, longest)


@cache
def right() -> Table:
    """What may follow a number."""
    chosen = [(t, e) for t, e in _forms() if e.kind in _RIGHT]
    return _table(iter([*chosen, *_currency_names()]))


@cache
def left() -> Table:
    """What may stand before a number; looked up by the last token."""
    chosen = [(t, e) for t, e in _forms() if e.kind in _LEFT]
    return _table(iter([*chosen, *_currency_names()]), by_last=True)


@cache
def joins() -> Table:
    """What may stand between the two ends of a range."""
    return _table((t, e) for t, e in _forms() if e.kind in _JOIN)


@cache
def currencies() -> dict[str, Currency]:
    """Every currency by its code."""
    return {
        row["code"]: Currency(
            row["code"],
            row["active"] == "1",
            int(row["digits"]),
            row["decimal"],
            tuple(filter(None, row["signs"].split("|"))),
            tuple(filter(None, row["names"].split("|"))),
        )
        for row in _rows("currencies.csv")
    }


@cache
def shared() -> dict[str, tuple[str, ...]]:
    """Signs and names that several currencies share -> their codes, the commonest first."""
    found = {}
    for row in _rows("words.csv"):
        if row["kind"] == "shared":
            key, *codes = row["value"].split()
            found[key] = tuple(codes)
    return found


def _currency_names() -> Iterator[tuple[list[str], Entry]]:
    for row in _rows("words.csv"):
        if row["kind"] == "shared":
            for form in row["forms"].split("|"):
                yield split(form), Entry("currency", row["value"].split()[0], "")
    for currency in currencies().values():
        for name in currency.names if currency.active and (currency.code[0] != "X" or currency.code in _ZONES) else ():
            yield split(name), Entry("currency", currency.code, "")


@cache
def exact_currencies() -> dict[str, str]:
    """Codes and signs as written (case counts) -> currency."""
    found = {code: code for code, currency in currencies().items() if currency.active}
    found |= {code.lower(): code for code in found if code.lower() in _SMALL_CODES}
    for currency in currencies().values():
        found |= dict.fromkeys(currency.signs, currency.code)
    for row in _rows("words.csv"):
        if row["kind"] == "shared":
            found |= {form: row["value"].split()[0] for form in row["forms"].split("|") if not form.isalpha()}
    return found


def mixed_signs() -> list[str]:
    """Currency signs of several characters that are not all letters, longest first."""
    signs = [s for s in exact_currencies() if len(s) > 1 and not s.isalpha()]
    return sorted(signs, key=len, reverse=True)


@cache
def letters() -> dict[str, Decimal]:
    """Scale letters as written (K, M, bn ...) -> multiplier."""
    return {
        form: Decimal(row["value"])
        for row in _rows("words.csv")
        if row["kind"] == "scale_letter"
        for form in row["forms"].split("|")
    }


@cache
def country_currency() -> dict[str, str]:
    """Country (ISO alpha-2, English name or alias, in lower case) -> currency."""
    found: dict[str, str] = {}
    with (_HERE.parent / "countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["alpha2"], row["name"], *row["aliases"].split("|")):
                found.setdefault(name.lower(), row["currency"])
    return found
