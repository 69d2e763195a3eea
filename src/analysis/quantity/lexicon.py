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

from .. import words

_HERE = Path(__file__).parent
_WORD = re.compile(r"(?:[a-zA-Z]\.){2,}|(?:\b(?:[dlDLnN]|[jJ]usqu)['’](?=[^\W_]|$))|[^\W\d_]+(?:['’][^\W\d_]+)?|\S|\s")
_COMPOSITE = re.compile(r"(?P<before>[kKTMmB]|Mio|Mrd)?(?P<code>[A-Z]{3})(?P<after>k|K|mn|m|M|bn|b|B|tn|mio|mrd)?")
_FAMILIES = ("scales", "units", "money", "pay", "counted", "numbers")
_AROUND = ("hedges", "ranges", "lookalikes", "signs", "particles")
#: Families of which the grammar knows some classes, single words only, under a name of its own.
_BORROWED = {
    ("change", "rise"): "moves",
    ("change", "fall"): "moves",
    ("months", "month"): "month",
    ("months", "season"): "month",
}
#: Where a hedge stands decides what rules it is for.
_HEDGES = {"over": ("over", "more"), "under": ("under", "less"), "about": ("about", "roughly")}
_FOLD = {"": "fold", "de": "fach"}
_ZONES = ("XAF", "XOF", "XCD", "XPF", "XCG")
_SHAPES = ("", "capital", "capitals")
Classes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a word: the value its class needs and the language it belongs to ('' any)."""

    value: str
    language: str


@dataclass(frozen=True, slots=True)
class Currency:
    """One ISO 4217 currency: usual decimals, the decimal sign of its country, its signs and names."""

    code: str
    active: bool
    digits: int
    decimal: str
    signs: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(slots=True)
class Lexeme:
    """All meanings of a phrase, and its code by shape: small letters, Capital, CAPITALS."""

    entries: dict[str, Entry] = field(default_factory=dict)
    codes: tuple[str, ...] = ()


NOTHING = Lexeme()


def split(form: str) -> list[str]:
    """The tokens of a form in small letters, as the tokenizer would cut it.

    >>> split("p.a.|on-target".partition("|")[0]), split("on-target")
    (['p.a.'], ['on', '-', 'target'])
    """
    return _WORD.findall(" ".join(form.split()).lower().replace("’", "'"))


@cache
def currencies() -> dict[str, Currency]:
    """Every currency by its code.

    >>> currencies()["CHF"].digits, currencies()["EUR"].decimal
    (2, ',')
    """
    with (_HERE / "currencies.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Currency(
                row["code"],
                row["active"] == "1",
                int(row["digits"]),
                row["decimal"],
                tuple(filter(None, row["signs"].split("|"))),
                tuple(filter(None, row["names"].split("|"))),
            )
            for row in csv.DictReader(file)
        }


@cache
def shared() -> dict[str, tuple[str, ...]]:
    """Signs and names that several currencies share -> their codes, the commonest first.

    >>> shared()["¥"]
    ('JPY', 'CNY')
    """
    kinds = dict.fromkeys(word.value for word, _ in words.rows("money") if word.cls == "shared")
    return {key: tuple(codes) for key, *codes in map(str.split, kinds)}


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
def risky() -> frozenset[str]:
    """Codes and signs that are also words or names (ALL, TOP, R): money only beside an amount of money's size."""
    return frozenset(form for word, form in words.rows("money") if word.cls == "risky")


@dataclass(slots=True)
class Lexicon:
    """Phrases in small letters and forms as written, how long a phrase with a first token can be, and the codes."""

    phrases: dict[str, Lexeme]
    exact: dict[str, Lexeme]
    longest: dict[str, int]
    codes: dict[Classes, str]

    def code(self, classes: Classes) -> str:
        """The character of a set of classes, a new one where the set was not met before."""
        return self.codes.setdefault(classes, chr(0xE000 + len(self.codes)))

    def characters(self, name: str) -> str:
        """Every code whose set holds a class."""
        return "".join(code for classes, code in self.codes.items() if name in classes)


@cache
def lexicon() -> Lexicon:
    """The whole vocabulary, read once."""
    made = Lexicon({}, {}, {}, {})
    for form, name, entry in _forms():
        tokens = split(form)
        made.phrases.setdefault("".join(tokens), Lexeme()).entries.setdefault(name, entry)
        made.longest[tokens[0]] = max(made.longest.get(tokens[0], 0), len(tokens))
    for form, name, entry in _written():
        tokens = split(form)
        if len(tokens) > 1:
            made.phrases.setdefault("".join(tokens), Lexeme()).entries.setdefault(name, entry)
            made.longest[tokens[0]] = max(made.longest.get(tokens[0], 0), len(tokens))
        made.exact.setdefault(form, Lexeme()).entries.setdefault(name, entry)
    for form, lexeme in made.exact.items():
        lexeme.entries = {**made.phrases.get(form.lower(), NOTHING).entries, **lexeme.entries}
    for names in (
        "word",
        "word capital",
        "word capitals",
        "word sum",
        "number",
        "number year",
        "skip",
        "note",
        "other",
    ):
        made.code(frozenset(names.split()))
    for form, lexeme in (*made.phrases.items(), *made.exact.items()):
        word = ["word"] if form[0].isalpha() else [f"'{form}'"] if len(form) == 1 else []
        lexeme.codes = tuple(made.code(frozenset([*lexeme.entries, *word, *filter(None, [s])])) for s in _SHAPES)
    return made


def _forms() -> Iterator[tuple[str, str, Entry]]:
    """(form, class, entry) of all forms that count in any case."""
    for word, form in (row for family in _FAMILIES + _AROUND for row in words.rows(family)):
        family, entry = word.family, Entry(word.value, word.language)
        if "*" in form and len(form) > 1:
            continue
        if family == "hedges":
            before, after = _HEDGES.get(word.cls, (word.cls, word.cls))
            yield from ((form, before, entry),) if word.value != "after" else ()
            yield from ((form, after, entry),) if word.value != "before" else ()
        elif family == "money" and word.cls == "shared":
            yield form, "currency", Entry(word.value.split()[0], "")
        elif family == "counted":
            yield form, "counted", Entry(word.cls, word.language)
        elif family == "numbers":
            yield from ((form, name, entry) for name in (word.cls, "numeral"))
            if word.cls in ("one", "ten") and word.language in _FOLD:
                yield form + _FOLD[word.language], "fold", entry
                yield form + _FOLD[word.language], "numeral", entry
        elif word.cls not in ("letter", "risky", "small code"):
            yield form, word.cls, entry
    for (family, cls), name in _BORROWED.items():
        for word, form in words.rows(family):
            if word.cls == cls and len(split(form)) == 1:
                yield form, name, Entry(word.value, word.language)
    for currency in currencies().values():
        if currency.active and (currency.code[0] != "X" or currency.code in _ZONES):
            yield from ((name, "currency", Entry(currency.code, "")) for name in currency.names)


def _written() -> Iterator[tuple[str, str, Entry]]:
    """(form, class, entry) of the forms whose case counts: codes, signs and scale letters."""
    small = frozenset(form for word, form in words.rows("money") if word.cls == "small code")
    for word, form in words.rows("scales"):
        if word.cls == "letter":
            yield form, "letter", Entry(word.value, "")
    for currency in currencies().values():
        if currency.active:
            yield currency.code, "currency", Entry(currency.code, "")
            if currency.code.lower() in small:
                yield currency.code.lower(), "currency", Entry(currency.code, "")
        yield from ((sign, "currency", Entry(currency.code, "")) for sign in currency.signs)


@lru_cache(maxsize=4096)
def composite(raw: str) -> Lexeme | None:
    """A code with its scale in one word (MUSD, kEUR, EURm), None for other words.

    >>> composite("MUSD").entries["sum"].value, composite("museum")
    ('USD 1000000', None)
    """
    found = _COMPOSITE.fullmatch(raw)
    code = currencies().get(found["code"]) if found else None
    if not (
        found and code and code.active and code.code not in risky() and bool(found["before"]) != bool(found["after"])
    ):
        return None
    scale = Decimal(1000) if found["before"] == "T" else scale_of(found["before"] or found["after"])
    entries = {"sum": Entry(f"{code.code} {scale}", "")}
    return Lexeme(entries, (lexicon().codes[frozenset({"word", "sum"})],) * 3)


@cache
def written() -> frozenset[str]:
    """Every code, sign and name of a currency as written.

    >>> {"€", "USD", "Rs."} <= written()
    True
    """
    return frozenset(form for form, name, _ in (*_written(), *_forms()) if name == "currency")


@cache
def signs() -> list[str]:
    """Currency signs of several characters that are not all letters, the longest first.

    >>> "HK$" in signs(), "Rs." in signs(), "USD" in signs()
    (True, True, False)
    """
    mixed = {
        form for form in written() if len(form) > 1 and not form.isalpha() and len(form.split()) == 1 and len(form) < 6
    }
    return sorted(mixed, key=lambda form: (-len(form), form))


@cache
def scale_of(letter: str) -> Decimal | None:
    """The multiplier of a scale letter or abbreviation as written.

    >>> scale_of("bn"), scale_of("q")
    (Decimal('1000000000'), None)
    """
    for source in (lexicon().exact.get(letter), lexicon().phrases.get(letter.lower())):
        for name in ("letter", "scale"):
            if source and name in source.entries:
                return Decimal(source.entries[name].value)
    return None
