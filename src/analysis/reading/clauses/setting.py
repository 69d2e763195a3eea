"""What a sentence is told in, for or without, before its subject: "In Norway, …", "After tax, …".

Figures of two sentences are of one thing only where the later sentence opens with no setting of its own.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from analysis import words
from analysis.reading.model import Figure

_WORD = re.compile(r"[^\W\d_]+")
_PHRASE = re.compile(r"[^\d,.;:]{1,60},")
_NAME = re.compile(r"\s(?:the\s)?[^\W\d_]+")


def set_apart(one: Figure, other: Figure) -> bool:
    """Whether the later of two figures stands in a sentence that opens with a setting which the earlier one lacks."""
    earlier, later = sorted((one, other), key=lambda figure: figure.order)
    if earlier.cell == later.cell or later.in_table or earlier.in_table:
        return False
    lead = _lead(later.cell)
    spans = _grains(lead), _grains(earlier.cell)
    return (all(spans) and not spans[0] & spans[1]) or not setting(later.cell) <= {
        *_WORD.findall(earlier.cell.casefold())
    }


@lru_cache(maxsize=4096)
def setting(sentence: str) -> frozenset[str]:
    """The telling words of what a sentence opens with, up to its comma, else the first one behind the preposition.

    >>> sorted(setting("In the rope business, sales rose to $5 million.")), sorted(setting("In Oslo divers earn $50."))
    (['business', 'rope'], ['oslo'])
    >>> sorted(setting("In addition, sales rose.")), sorted(setting("By 2030, sales will rise."))
    ([], [])
    """
    told = _WORD.findall(_lead(sentence).casefold())
    return frozenset(word for word in told if word not in _plain() and not words.lookup("periods", word))


def _lead(sentence: str) -> str:
    """What follows a preposition that a sentence opens with, '' where it opens with none."""
    lead = words.pattern("settings", "lead").match(sentence)
    behind = sentence[lead.end() :] if lead else ""
    phrase = _PHRASE.match(behind) or _NAME.match(behind)
    return phrase[0] if phrase else ""


@lru_cache(maxsize=4096)
def _grains(text: str) -> frozenset[str]:
    """The lengths of time that a text names: a year, a quarter, a month or one by its name."""
    found = {hit.word.value for hit in words.find("periods", text, "noun")}
    return frozenset(found | ({"month"} if words.pattern("months").search(text) else set()))


@cache
def _plain() -> frozenset[str]:
    """Words that set nothing apart."""
    return frozenset((*words.forms("clauses", "article"), *words.forms("settings", "plain"), *words.forms("months")))
