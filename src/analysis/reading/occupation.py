"""Occupations: the noun phrase that names one, and the one that a page of pay is about."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis import words
from analysis.reading.place import country, without_examples

__all__ = ["role_beside_pay", "role_phrase"]

_SEGMENTS = re.compile(r"\s[–—|-]\s|[:;,()/\n→]|\bor\b|\band\b|\bvs\.?")
_PIECES = re.compile(r"[,:;(?!–|]\s?")
_GENDERS = re.compile(r"[:*/]in(?:nen)?\b|\((?:m/w/d|w/m/d|h/f|f/h)\)|·e")
_RANK = r"(?<![\w-]){occupations before}(?![\w-])[ ,/–-]*"
_BEHIND = r"[\W\d]*{roles behind}|[,:;(?!–|-]\s?"
_WHAT = re.compile(r"(?i)what\s+(?P<who>[\w -]{3,40}?)\s+(?:make|earn|get|are paid)\b")


@lru_cache(maxsize=8192)
def role_phrase(text: str) -> str:
    """The noun phrase that names an occupation, without its seniority, or ''.

    >>> role_phrase("Senior AI Auditors"), role_phrase("Director of Internal Audit"), role_phrase("Base salary")
    ('AI Auditor', 'Director of Internal Audit', '')
    """
    for segment in _SEGMENTS.split(without_examples(text)):
        parts = segment.strip(" .?!“”\"'*").split()
        for place, word in enumerate(parts):
            phrase = _occupation_at(parts, place, word)
            if phrase and phrase.casefold() not in words.known("occupations", "rank"):
                return phrase
    return ""


def _occupation_at(parts: list[str], place: int, word: str) -> str:
    """The occupation whose head noun stands there: what stands before it, or behind it with `of`."""
    following = [_singular(other).casefold() for other in parts[place + 1 : place + 3]]
    noun = _singular(word.removesuffix("’s").removesuffix("'s"))
    is_occupation = noun.casefold() in words.known("occupations", "occupation")
    leads = is_occupation or noun.casefold() in words.known("occupations", "leader")
    if leads and len(following) == 2 and following[0] == "of":
        return " ".join([noun, *parts[place + 1 :]])
    if not is_occupation or (following and following[0] in words.known("occupations", "occupation")):
        return ""
    start = place
    while start > max(0, place - 4) and not _ends_phrase(parts[start - 1]):
        start -= 1
    return words.regex(_RANK).sub("", " ".join([*parts[start:place], noun])).strip() or noun


@lru_cache(maxsize=8192)
def _ends_phrase(word: str) -> bool:
    found = word.casefold().rstrip(".") in words.known("occupations", "stop")
    return found or bool(re.search(r"\d", word)) or bool(country(word))


def _singular(word: str) -> str:
    """An occupation's noun in the singular; other words as they are."""
    one = word.removesuffix("s")
    return one if one.casefold() in words.known("occupations", "occupation") else word


def role_beside_pay(text: str) -> str:
    """The occupation that stands beside the word for pay in a title, though no list knows it; '' for others.

    >>> role_beside_pay("What does a welder earn?"), role_beside_pay("Salaire d'un plombier")
    ('welder', 'plombier')
    """
    text = _GENDERS.sub("", text)
    if asked := words.pattern("roles", "asked").search(text):
        return _last_telling(words.regex(_BEHIND).split(text[asked.end() :])[0])
    if found := _WHAT.match(text):
        return _last_telling(found["who"])
    noun = words.pattern("roles", "pay noun").search(text)
    pieces = _PIECES.split(text[: noun.start()])[-2:] if noun else []
    return next(filter(None, map(_last_telling, reversed(pieces))), "")


def _last_telling(text: str) -> str:
    """The last telling words of a phrase, three at most; numbers, places after `in` and ranks are none."""
    found: list[str] = []
    for word in reversed(re.findall(r"[^\W\d][\w&/+.’'-]*", text)):
        if word.lower() in words.known("roles", "no role") or len(found) == 3:
            break
        found.insert(0, word)
    return " ".join(found)
