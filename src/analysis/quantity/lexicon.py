"""The vocabulary of the grammar: which classes of words a token, or a phrase of tokens, belongs to.

Words come from `words/*.csv`, currencies from `currencies.csv` (frozen from CLDR). Every set of classes that a word can
have is one character (its *code*), so that a text becomes a string of codes and a rule a regular expression on them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from .. import words

_HERE = Path(__file__).parent
CJK = "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3"  # each character is a token
_WORD = re.compile(
    rf"[{CJK}]|" r"(?:[a-zA-Z]\.){2,}|(?:\b(?:[dlDLnN]|[jJ]usqu)['’](?=[^\W_]|$))|[^\W\d_]+(?:['’][^\W\d_]+)?|\S|\s"
)
_COMPOSITE = re.compile(r"(?P<before>[kKTMmB]|Mio|Mrd)?(?P<code>[A-Z]{3})(?P<after>k|K|mn|m|M|bn|b|B|tn|mio|mrd)?")
_MEASURES, _AROUND = (
    ("scales", "units", "pay", "counted", "numbers"),
    ("hedges", "ranges", "lookalikes", "signs", "particles"),
)
FAMILIES = _MEASURES + _AROUND
#: Families of which the grammar knows some classes, single words only, under a name of its own.
_BORROWED = {
    ("change", "rise"): "moves", ("change", "fall"): "moves", ("months", "month"): "month", ("months", "season"): "month",
    ("clauses", "gap"): "apart", ("clauses", "more"): "apart",
}  # fmt: skip
#: Where a hedge stands decides what rules it is for: before a number, or after it.
_HEDGES = {"over": ("over", "more"), "under": ("under", "less"), "about": ("about", "roughly")}
_FOLD = {"": "fold", "de": "fach"}
_ZONES = ("XAF", "XOF", "XCD", "XPF", "XCG")  # codes that begin with X and are money all the same
_SHAPES = ((), ("capital",), ("capitals",))
Classes = frozenset[str]


class Entry(NamedTuple):
    """One meaning of a word: the value its class needs and the language it belongs to ('' any)."""

    value: str
    language: str = ""


class Currency(NamedTuple):
    """One ISO 4217 currency: usual decimals, the decimal sign of its country, its signs and names."""

    code: str
    active: bool
    digits: int
    decimal: str
    signs: list[str]
    names: list[str]


@dataclass(slots=True)
class Lexeme:
    """All meanings of a phrase, and its code by shape: small letters, Capital, CAPITALS."""

    entries: dict[str, Entry] = field(default_factory=dict)
    codes: tuple[str, ...] = ()


NOTHING = Lexeme()


def split(form: str) -> list[str]:
    """The tokens of a form in small letters, as the tokenizer would cut it.

    >>> split("p.a."), split("on-target")
    (['p.a.'], ['on', '-', 'target'])
    """
    return _WORD.findall(" ".join(form.split()).lower().replace("’", "'"))


@cache
def currencies() -> dict[str, Currency]:
    """Every currency by its code.

    >>> currencies()["CHF"].digits, currencies()["EUR"].decimal
    (2, ',')
    """
    found = {}
    with (_HERE / "currencies.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            signs, names = ([form for form in row[name].split("|") if form] for name in ("signs", "names"))
            active, digits = row["active"] == "1", int(row["digits"])
            found[row["code"]] = Currency(row["code"], active, digits, row["decimal"], signs, names)
    return found


@cache
def shared() -> dict[str, tuple[str, ...]]:
    """Signs and names that several currencies share -> their codes, the commonest first.

    >>> shared()["¥"]
    ('JPY', 'CNY')
    """
    return {
        key: tuple(codes)
        for key, *codes in (word.value.split() for word, _ in words.rows("money") if word.cls == "shared")
    }


@cache
def country_currency() -> dict[str, str]:
    """Country (ISO alpha-2, English name or alias, in small letters) -> currency.

    >>> country_currency()["singapore"]
    'SGD'
    """
    found: dict[str, str] = {}
    with (_HERE.parent / "countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["alpha2"], row["name"], *row["aliases"].split("|")):
                found.setdefault(name.lower(), row["currency"])
    return found


@cache
def _money(cls: str) -> frozenset[str]:
    return frozenset(form for word, form in words.rows("money") if word.cls == cls)


def risky() -> frozenset[str]:
    """Codes and signs that are also words or names (ALL, TOP, R): money only beside an amount of money's size."""
    return _money("risky")


@dataclass(slots=True)
class Lexicon:
    """Phrases in small letters and forms as written, how long a phrase with a first token can be, and the codes."""

    phrases: dict[str, Lexeme] = field(default_factory=dict)
    exact: dict[str, Lexeme] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    ahead: dict[str, set[str]] = field(default_factory=dict)
    codes: dict[Classes, str] = field(default_factory=dict)

    def code(self, *classes: str) -> str:
        """The character of a set of classes, a new one where the set was not met before."""
        return self.codes.setdefault(frozenset(classes), chr(0xE000 + len(self.codes)))

    def characters(self, name: str) -> str:
        """Every code whose set holds a class."""
        return "".join(code for classes, code in self.codes.items() if name in classes)


@cache
def lexicon() -> Lexicon:
    """The whole vocabulary, read once."""
    made = Lexicon()
    for written, rows in ((False, _forms()), (True, _written())):
        for form, name, entry in rows:
            tokens = split(form)
            book, key = (made.exact, " ".join(form.split())) if written else (made.phrases, "".join(tokens))
            book.setdefault(key, Lexeme()).entries.setdefault(name, entry)
            if len(tokens) > 1:
                made.longest[tokens[0]] = max(made.longest.get(tokens[0], 0), len(tokens))
                made.ahead.setdefault(tokens[0], set()).add("".join(tokens[1:3]))
    for form, lexeme in made.exact.items():
        lexeme.entries = {**made.phrases.get(form.lower(), NOTHING).entries, **lexeme.entries}
    for names in "word|word capital|word capitals|word sum|number|number year|skip|note|other".split("|"):
        made.code(*names.split())
    codes: dict[Classes, tuple[str, ...]] = {}
    for form, lexeme in (*made.phrases.items(), *made.exact.items()):
        kind = ("word",) if form[0].isalpha() and form[0] < CJK[0] else (f"'{form}'",) if len(form) == 1 else ()
        classes = frozenset((*lexeme.entries, *kind))
        if classes not in codes:
            codes[classes] = tuple(made.code(*classes, *shape) for shape in _SHAPES)
        lexeme.codes = codes[classes]
    return made


def _forms() -> Iterator[tuple[str, str, Entry]]:
    """(form, class, entry) of all forms that count in any case."""
    for word, form in (row for family in FAMILIES for row in words.rows(family)):
        entry, names = Entry(word.value, word.language), [word.cls]
        if word.cls == "percent" and " " in form:
            yield form.replace(" ", "-"), "percent", entry  # a 25-basis-point cut
        if ("*" in form and len(form) > 1) or word.cls == "letter":
            continue
        if word.family == "hedges":
            before, after = _HEDGES.get(word.cls, (word.cls, word.cls))
            names = [before] * (word.value != "after") + [after] * (word.value != "before")
        elif word.family == "counted":
            entry, names = Entry(word.cls, word.language), ["counted"]
        elif word.family == "numbers" or (word.cls == "scale" and word.value == "1000" and not word.language):
            names.append("numeral")
            if word.cls in ("one", "ten") and word.language in _FOLD:
                yield from ((form + _FOLD[word.language], name, entry) for name in ("fold", "numeral"))
        elif word.cls == "bounded":
            names.append("under")
        yield from ((form, name, entry) for name in names)
    yield from ((form, "cent", Entry(word.value)) for word, form in words.rows("money") if word.cls == "cent")
    yield from _money_words()
    for (family, cls), name in _BORROWED.items():
        rows = ((word, form) for word, form in words.rows(family) if word.cls == cls and len(split(form)) == 1)
        yield from ((form, name, Entry(word.value, word.language)) for word, form in rows)


def _money_words() -> Iterator[tuple[str, str, Entry]]:
    """(form, class, entry) of the names of currencies, those first that several share."""
    shared_words = ((word, form) for word, form in words.rows("money") if word.cls == "shared")
    yield from ((form, "currency", Entry(word.value.split()[0])) for word, form in shared_words)
    for currency in currencies().values():
        if currency.active and (currency.code[0] != "X" or currency.code in _ZONES):
            yield from ((name, "currency", Entry(currency.code)) for name in currency.names)


def _written() -> Iterator[tuple[str, str, Entry]]:
    """(form, class, entry) of the forms whose case counts: codes, signs and scale letters."""
    yield from ((form, "letter", Entry(word.value)) for word, form in words.rows("scales") if word.cls == "letter")
    yield from ((form, "sum", Entry(word.value)) for word, form in words.rows("money") if word.cls == "sum")
    for code, currency in currencies().items():
        small = code.lower() if code.lower() in _money("small code") else ""
        for form in (*(filter(None, (code, small)) if currency.active else ()), *currency.signs, *_both(currency)):
            yield form, "currency", Entry(code)


def _both(currency: Currency) -> Iterator[str]:
    """A code, or a country, and a sign that fits it: `AUD $`, `EUR€`, `AU $`, `U.S. $`."""
    code, common = currency.code, [sign for sign, codes in shared().items() if currency.code in codes]
    common += ["$"] if "$" not in common and code not in risky() else []  # BRL$20
    for sign in (sign for sign in (*currency.signs, *common) if not sign.isalpha()) if currency.active else ():
        yield from (f"{code}{sign}", f"{code} {sign}")
    for sign in (sign for sign in currency.signs if len(sign) == 3 and sign[:2].isupper() and sign != "CA$"):
        yield f"{sign[:2]} {sign[2]}"
    if code == "USD":
        yield from ("U.S. $", "U.S.$", "us$", "U.S. dollars", "U.S. dollar")


@lru_cache(maxsize=4096)
def composite(raw: str) -> Lexeme | None:
    """A code with its scale in one word (MUSD, kEUR, EURm), None for other words.

    >>> composite("MUSD").entries["sum"].value, composite("museum")
    ('USD 1000000', None)
    """
    found = _COMPOSITE.fullmatch(raw)
    code = currencies().get(found["code"]) if found else None
    if not found or not code or not code.active or code.code in risky():
        return None
    if bool(found["before"]) == bool(found["after"]):
        return None
    scale = Decimal(1000) if found["before"] == "T" else _scale(found["before"] or found["after"])
    return Lexeme({"sum": Entry(f"{code.code} {scale}")}, (lexicon().code("word", "sum"),) * 3)


def _scale(letter: str) -> Decimal:
    """The multiplier of a scale letter or abbreviation as written."""
    lexemes = filter(None, (lexicon().exact.get(letter), lexicon().phrases.get(letter.lower())))
    return next(Decimal(x.entries[name].value) for x in lexemes for name in ("letter", "scale") if name in x.entries)


@cache
def written() -> frozenset[str]:
    """Every code, sign and name of a currency as written.

    >>> {"€", "USD", "Rs."} <= written()
    True
    """
    return frozenset(form for form, name, _ in (*_written(), *_money_words()) if name == "currency")


@cache
def signs() -> list[str]:
    """Currency signs of several characters that are not all letters, the longest first.

    >>> "HK$" in signs(), "Rs." in signs(), "USD" in signs()
    (True, True, False)
    """
    mixed = {form for form in written() if 1 < len(form) < 6 and not form.isalpha() and len(form.split()) == 1}
    return sorted(mixed, key=lambda form: (-len(form), form))
