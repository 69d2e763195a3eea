"""Numbers in words: "twenty-five", "two hundred thousand", "a dozen", "two-thirds", "one in five", "threefold".

They count as figures only where a unit, a scale, a currency or a counted noun follows ("twenty percent", never
"one of the best").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .tokens import Tokens

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_FOREIGN = {
    "de": {
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
        "elf": 11,
        "zwölf": 12,
        "zwanzig": 20,
        "dreißig": 30,
    },
    "fr": {
        "deux": 2,
        "trois": 3,
        "quatre": 4,
        "cinq": 5,
        "sept": 7,
        "huit": 8,
        "neuf": 9,
        "dix": 10,
        "douze": 12,
        "quinze": 15,
        "vingt": 20,
        "trente": 30,
    },
    "es": {
        "dos": 2,
        "tres": 3,
        "cuatro": 4,
        "cinco": 5,
        "seis": 6,
        "siete": 7,
        "ocho": 8,
        "nueve": 9,
        "diez": 10,
        "doce": 12,
        "quince": 15,
        "veinte": 20,
        "treinta": 30,
    },
}
_LANGUAGE = {word: language for language, words in _FOREIGN.items() for word in words}
_SMALL = _UNITS | _TENS | {word: value for words in _FOREIGN.values() for word, value in words.items()}
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fourths": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "eighth": 8,
    "eighths": 8,
    "tenth": 10,
    "tenths": 10,
}
_SPANS = frozenset({"years", "months", "weeks", "days", "hours"})
_WHOLES = frozenset({"of", "the"})
_ANY = re.compile(
    r"\b(?:"
    + "|".join(
        [
            *_SMALL,
            *_PARTS,
            "hundred",
            "dozen",
            "[a-z]+fold",
            "[a-zü]+fach",
            "an? (?:thousand|million|billion|trillion|crore|lakh)",
            "hälfte",
            "moitié",
            "mitad",
        ]
    )
    + r")\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """A number in words: its tokens, value and, for a share or a multiple, the unit it already has."""

    first: int
    last: int
    value: Decimal
    unit: str = ""
    language: str = ""


def any_in(text: str) -> bool:
    """Whether a text holds any number word (a quick look before the text is cut up)."""
    return _ANY.search(text) is not None


def at(tokens: Tokens, index: int) -> Words | None:
    """The number in words that begins at a token, None where none does."""
    return _fold(tokens, index) or _of_scale(tokens, index) or _share(tokens, index) or _cardinal(tokens, index)


_SCALES = [["thousand"], ["million"], ["billion"], ["trillion"], ["crore"], ["lakh"]]
_OF_SCALE = [
    (["half", "a"], Decimal("0.5")),
    (["a", "quarter", "of", "a"], Decimal("0.25")),
    (["three", "quarters", "of", "a"], Decimal("0.75")),
    (["a"], Decimal(1)),
]


def _fold(tokens: Tokens, index: int) -> Words | None:
    low = tokens.lows[index]
    value = _SMALL.get(low.removesuffix("fold").removesuffix("fach")) if low.endswith(("fold", "fach")) else None
    return Words(index, index, Decimal(value), "multiple") if value else None


def _of_scale(tokens: Tokens, index: int) -> Words | None:
    """`a million`, `half a million`, `a quarter of a million`: the scale word itself is left to the term."""
    low = tokens.lows[index : index + 5]
    for phrase, value in _OF_SCALE:
        if low[: len(phrase)] == phrase and low[len(phrase) : len(phrase) + 1] in _SCALES:
            return Words(index, index + len(phrase) - 1, value)
    return None


def _share(tokens: Tokens, index: int) -> Words | None:
    """`two-thirds of`, `half of`, `a quarter of`, `one in five workers`, `three out of four recruiters`."""
    count, at_part = 1, index
    if tokens.lows[index] in ("a", "an"):
        at_part = _next(tokens, index)
    elif tokens.lows[index] in _UNITS:
        count, at_part = _UNITS[tokens.lows[index]], _next(tokens, index)
        whole = _out_of(tokens, index, count)
        if whole:
            return whole
    if at_part < 0 or tokens.lows[at_part] not in _PARTS:
        return None
    part = _PARTS[tokens.lows[at_part]]
    following = _next(tokens, at_part)
    hyphenated = at_part - index == 2
    alone = index == 0 and at_part == tokens.size - 1
    if count > part or not (hyphenated or alone or (following >= 0 and tokens.lows[following] in _WHOLES)):
        return None
    return Words(index, at_part, percent(count, part), "percent")


def _out_of(tokens: Tokens, index: int, count: int) -> Words | None:
    following = _next(tokens, index)
    if following < 0 or tokens.lows[following] not in ("in", "out"):
        return None
    last = _next(tokens, following)
    if tokens.lows[following] == "out" and (last < 0 or tokens.lows[last] != "of"):
        return None
    if tokens.lows[following] == "out":
        last = _next(tokens, last)
    whole = _SMALL.get(tokens.lows[last]) if last >= 0 else None
    noun = _next(tokens, last) if last >= 0 else -1
    alone = index == 0 and last == tokens.size - 1
    if not whole or whole <= count or not (alone or noun >= 0) or (noun >= 0 and tokens.lows[noun] in _SPANS):
        return None
    return Words(index, last, percent(count, whole), "percent")


def percent(count: int, part: int) -> Decimal:
    """A share in percent, to four decimals."""
    return round(Decimal(100 * count) / part, 4).normalize() + 0


def _cardinal(tokens: Tokens, index: int) -> Words | None:
    """`twenty-five`, `one hundred and fifty`, `a dozen`, `two dozen`; scale words are left to the term."""
    total, last, at_word = 0, -1, index
    language = ""
    if tokens.lows[index] in ("a", "an"):
        at_word = _next(tokens, index)
        if at_word < 0 or tokens.lows[at_word] not in ("dozen", "hundred"):
            return None
    while at_word >= 0:
        low = tokens.lows[at_word]
        if low in _SMALL and (
            last < 0
            or (total % 10 == 0 and _SMALL[low] < 10 and total % 100 and total % 100 >= 20)
            or (total >= 100 and not total % 100)
        ):
            total += _SMALL[low]
            language = language or _LANGUAGE.get(low, "")
        elif low in ("hundred", "dozen") and total < 100:
            total = max(total, 1) * (100 if low == "hundred" else 12)
        elif (
            low == "and"
            and total >= 100
            and not total % 100
            and (after := _next(tokens, at_word)) >= 0
            and tokens.lows[after] in _SMALL
        ):
            at_word = after
            continue
        else:
            break
        last, at_word = at_word, _next(tokens, at_word)
    if last < 0 or (last == index and tokens.lows[index] in ("hundred", "dozen")):
        return None
    return Words(index, last, Decimal(total), language=language)


def _next(tokens: Tokens, index: int) -> int:
    """The next word, over a hyphen that joins the two; -1 where none adheres."""
    following = index + 1
    if following < tokens.size and tokens.raws[following] in "-‑" and not tokens.gap(index, following):
        following += 1
    if following >= tokens.size or tokens.kinds[following] != "word" or tokens.gap(following - 1, following) > 2:
        return -1
    return following


FIRST = frozenset(
    [*_SMALL, *_PARTS, "a", "an", "hundred", "dozen", *(f"{word}{end}" for word in _SMALL for end in ("fold", "fach"))]
)
