"""The markets a text names, in titles, labels and sentences alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from analysis import words

__all__ = ["market_name", "market_phrases"]

_LONGEST = 7  # words of a market's name
_ONE_OF_MANY = re.compile(r"\b(?:an?|one|each|every)\s+(?:[\w-]+\s+(?:and\s+)?){0,4}$", re.I)
_BREAK = re.compile(r"[^\w\s&]+|(?:19|20)\d\d|\d[\d.,]*%?")
_HEADED = re.compile(r":(?=\s+market\b)", re.I)  # "Sensors: market by region"
#: `for drones is`: what a market is for, up to the verb behind it.
_FOR = r"\s+(?i:for|of|für)\s+(?P<what>(?:[\w&/'’-]+\s+){0,3}?[\w&/'’-]+)(?=\s+{markets behind}|\s*[,.;:(]|\s*$)"
_JOINS = ("in", "and", "&")


def market_name(text: str) -> str:
    """The first market a text names, without the word for market; '' without one.

    >>> market_name("Table: Global Data Annotation Market Forecast"), market_name("Job market trends")
    ('Data Annotation', '')
    """
    return next(iter(market_phrases(_HEADED.sub("", text))), "").rpartition(" ")[0]


@lru_cache(maxsize=8192)
def market_phrases(text: str) -> tuple[str, ...]:
    """The markets a text names.

    >>> market_phrases("the global edge AI chip market size and the market for drones")
    ('edge AI chip market', 'drones market')
    """
    return tuple(_phrases(text))


def _phrases(text: str) -> Iterator[str]:
    for head in words.find("markets", text, "head"):
        behind = words.lookup("markets", (text[head.end : head.end + 20].split() or [""])[0])
        if behind and behind.cls == "not market":
            continue
        if head.text.lower() != "market" and _ONE_OF_MANY.search(text[max(0, head.start - 60) : head.start]):
            continue
        before = _words_before(text[max(0, head.start - 90) : head.start])
        told = [word for word in before if not _is("no market", word)]
        if told:
            yield " ".join([*before, head.text])
        elif not before and (what := words.regex(_FOR).match(text, head.end)):
            yield f"{what['what']} {head.text}"


def _words_before(text: str) -> list[str]:
    """The words of a noun phrase that ends where the text ends."""
    found: list[str] = []
    for word in reversed(re.findall(r"[\w&/+'’.-]+|[^\w\s]", re.sub(r"\([^)]*\)\s*$", "", text))):
        joins = word.casefold() in _JOINS and found and len(found) < 5
        if _BREAK.fullmatch(word) or len(found) >= _LONGEST or (_is("stop", word) and not joins):
            break
        found.insert(0, word)
    while found and (_is("no market", found[0]) or found[0].casefold() in _JOINS):
        found.pop(0)
    plain = [word.casefold() for word in found]
    if "in" in plain and not found[plain.index("in") - 1][:1].isupper():
        found = found[plain.index("in") + 1 :]
    return found


def _is(cls: str, word: str) -> bool:
    return word.casefold() in words.known("markets", cls)
