"""The words of the reader: one CSV file a family of notions, each notion written once.

A row is a class of words: `class`, `value` (what the class needs: a number, a direction, a unit), `language` (empty:
any) and `forms`, separated by `|`. In a form

* a blank matches any blanks or one hyphen: `year on year` is also `year-on-year`;
* `*` at an end matches further letters: `*gehalt` is `Jahresgehalt`, `climb*` is `climbing`;
* small letters match any case, a form with a capital only that case: `US` is a country, `us` is not.

A form stands in one class of a family and language only. To use a word in a rule, add it here and name its class there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .matcher import Pattern, expression

__all__ = [
    "Found", "Pattern", "Word", "families", "find", "forms", "known", "lookup", "meanings", "pattern", "regex", "rows",
]  # fmt: skip

_HERE = Path(__file__).parent
_NAMED = re.compile(r"\{([a-z]+) ([a-z][a-z |]*)\}")
_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")


@dataclass(frozen=True, slots=True)
class Word:
    """What a form means: its family and class, the value the class needs, and its language ('' any)."""

    family: str
    cls: str
    value: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A word as it stands at start:end of a text."""

    word: Word
    start: int
    end: int
    text: str


def families() -> list[str]:
    """The names of all families.

    >>> "change" in families() and "months" in families()
    True
    """
    return sorted(path.stem for path in _HERE.glob("*.csv"))


@lru_cache(maxsize=1 << 16)
def meanings(family: str, text: str) -> tuple[Word, ...]:
    """All that a text means as a whole in a family: one word a language that knows it, () where none does.

    >>> [(word.value, word.language) for word in meanings("scales", "mil")]
    [('1000000', ''), ('1000', 'es')]
    """
    exact, wild = _tables(family)
    key = _normal(text)
    found = exact.get(text) or exact.get(key)
    if found:
        return tuple(sorted(found, key=lambda word: word.language))
    return next(((word,) for compiled, word in wild if compiled.fullmatch(key)), ())


def lookup(family: str, text: str, language: str = "") -> Word | None:
    """What a text means as a whole: in the language given where that knows it, else in the first that does.

    >>> lookup("change", "fell").cls
    'fall'
    >>> lookup("months", "Sept.").value, lookup("months", "soon")
    ('9', None)
    """
    found = meanings(family, text)
    return next((word for word in found if word.language == language), found[0] if found else None)


@cache
def forms(family: str, *classes: str) -> tuple[str, ...]:
    """The forms of a family's classes (of all its classes, where none is named), as the file writes them.

    >>> "up to" in forms("hedges", "under")
    True
    """
    return tuple(form for word, form in rows(family) if not classes or word.cls in classes)


@cache
def known(family: str, *classes: str) -> frozenset[str]:
    """Those forms as a set, for words that are looked up as they stand.

    >>> "twice" in known("change", "times")
    True
    """
    return frozenset(forms(family, *classes))


@cache
def pattern(family: str, *classes: str) -> Pattern:
    """All those forms as one pattern, the longest first, never inside a longer word.

    >>> pattern("change", "fall").search("Vacancies plunged by half.").group()
    'plunged'
    >>> pattern("bases", "yoy").search("up 4% year-on-year").group()
    'year-on-year'
    """
    return Pattern(forms(family, *classes))


@cache
def regex(template: str) -> re.Pattern[str]:
    """A pattern in which `{family class}`, or `{family class|class}`, stands for the words of those classes.

    >>> regex(r"{change rise|fall}\\s+by$").search("wages rose by").group()
    'rose by'
    """
    return re.compile(_NAMED.sub(lambda name: f"(?:{pattern(name[1], *name[2].split('|')).pattern})", template))


def find(family: str, text: str, *classes: str) -> Iterator[Found]:
    """The words of a family in a text, from left to right, the longest where several begin.

    >>> [(found.word.cls, found.text) for found in find("change", "rose 4%, then fell")]
    [('rise', 'rose'), ('fall', 'fell')]
    """
    for hit in pattern(family, *classes).finditer(text):
        printed = hit.group()
        word = next((word for word in meanings(family, printed) if not classes or word.cls in classes), None)
        if word:
            yield Found(word, hit.start(), hit.end(), printed)


@cache
def rows(family: str) -> tuple[tuple[Word, str], ...]:
    """(word, form) in the file's order; raises KeyError for a family that does not exist."""
    path = _HERE / f"{family}.csv"
    if not path.is_file():
        raise KeyError(f"no family of words {family!r}; there are {', '.join(families())}")
    with path.open(encoding="utf-8", newline="") as file:
        _, *lines = csv.reader(file)  # class, value, language, forms
    found = ((Word(family, *line[:3]), line[3]) for line in lines)
    return tuple((word, form) for word, listed in found for form in listed.split("|"))


@cache
def _tables(family: str) -> tuple[dict[str, tuple[Word, ...]], tuple[tuple[re.Pattern[str], Word], ...]]:
    """Exact forms → words, and the forms with `*` as patterns."""
    exact: dict[str, tuple[Word, ...]] = {}
    wild = []
    for word, form in rows(family):
        if form.startswith("*") or (form.endswith("*") and len(form) > 1):
            wild.append((re.compile(expression(form)), word))
        else:
            key = form if form != form.lower() else _normal(form)
            exact[key] = (*exact.get(key, ()), word)
    return exact, tuple(wild)


def _normal(text: str) -> str:
    return " ".join(_HYPHEN.sub(" ", text.replace("’", "'")).lower().split())
