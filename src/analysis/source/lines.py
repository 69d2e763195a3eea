"""What kind of line a short line is: a value, a label for one, or neither; and keys before a colon or dash."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.source.model import Label
from analysis.words import pattern

VALUE, LABEL, UNIT, OTHER = "value", "label", "unit", "other"

_LONGEST_VALUE = 60
LONGEST_LABEL = 80
_WORDS_OF_A_VALUE = 4  # beside its number: `$7,000 – $9,000 per year before tax`
_WORDS_OF_A_LABEL = 10

_YEAR = r"(?:19|20)\d\d"
_YEARS = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_PERIOD = re.compile(
    rf"(?:(?:as of|in|by|end of)\s)?(?:(?:[^\W\d_]{{3,9}}\.?|Q[1-4]|H[12]|FY|CY|\d{{1,2}})[\s,'’-]*){{0,3}}{_YEAR}"
    rf"(?:\s?[-–/]\s?(?:{_YEAR}|\d\d))?\s?[aefp]?\.?",
    re.IGNORECASE,
)
_MONEY = r"(?:[A-Za-z]{0,3}[$€£¥₹₫₩₱฿]|[A-Z]{3}\s|Rs\.?\s|[A-Z]{1,2}\$)"
_DIGIT = re.compile(r"\d")
_STARTS = re.compile(rf"[~≈<>≥≤±+(−–-]{{0,2}}\s?{_MONEY}?\s?[(+−-]?\.?\d[\d.,'’]*+[^\W\d_]{{0,3}}(?!\w)")
_SIGNS = re.compile(r"[$€£¥₹₫%‰]|(?<![\d.,])\d{3,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ITEM = re.compile(r"\d{1,2}[.)]\s")  # of a numbered list
_UNIT = re.compile(r"(?:per|a|an|pro|par|por)\s\w+|/\s?\w+", re.IGNORECASE)
_ENDS = re.compile(r"[.!?;,]['”’\")]*$")
_KEY = re.compile(
    r"(?:^|(?<=[,;|•·(]\s)|(?<=[.!?]\s))[•*–—-]{0,2}\s{0,2}"
    rf"((?:[^\W\d]|(?=(?:FY|Q[1-4]|H[12])?\s?{_YEAR}\s?(?:[-–/]\s?\d{{2,4}}\s?)?:))[^:;|•\n]{{0,79}}?)\s?:(?=\s|$)"
)
_DASH = re.compile(r"\s[–—-]\s|—")


def kind_of(line: str) -> str:
    """`value` for a line that is a figure and little else, `label` for a short line that may say what one is.

    >>> [kind_of(each) for each in ("$85K", "Entry / low", "per year", "2025", "Pilots earn $85K.")]
    ['value', 'label', 'unit', 'label', 'other']
    """
    line = line.strip()
    if len(line) > LONGEST_LABEL:
        return OTHER
    if is_value(line):
        return VALUE
    if len(line) <= 20 and _UNIT.fullmatch(line):
        return UNIT
    return LABEL if _is_label(line) else OTHER


def is_value(line: str) -> bool:
    """Whether a line is a figure and little else; a year or date alone is none."""
    short = len(line) <= _LONGEST_VALUE and begins_with_value(line) and not _ENDS.search(line)
    return short and len(_WORD.findall(line)) <= _WORDS_OF_A_VALUE


def begins_with_value(line: str) -> bool:
    """Whether a line begins with a figure that is no date, a word such as "about" before it or not."""
    if not _DIGIT.search(line, 0, 40) or _PERIOD.fullmatch(line.strip()) or _ITEM.match(line):
        return False
    hedge = pattern("hedges").match(line)
    return bool(_STARTS.match(line) or (hedge and _STARTS.match(line[hedge.end() :].lstrip())))


def _is_label(line: str) -> bool:
    if not line or len(line) > LONGEST_LABEL or _ENDS.search(line.removesuffix(":")):
        return False
    if _PERIOD.fullmatch(line):
        return True
    if not _WORD.search(line) or len(line.split()) > _WORDS_OF_A_LABEL:
        return False
    if not _SIGNS.search(line):
        return True
    bare = pattern("statistics").sub("", _YEARS.sub("", line))  # "top 10%" and "sales of 2024" are names
    return not _SIGNS.search(bare)


def keys(text: str) -> Iterator[Label]:
    """The keys in a text, each with the stretch it labels: to the next key of its line, or to the line's end.

    A key at the start of a line labels what follows where that holds a number; one further on must stand directly
    before it, as in an enumeration.

    >>> [(key.text, key.start, key.end) for key in keys("Pay – Entry: $90K, Mid: $140K")]
    [('Pay', 6, 29), ('Entry', 13, 17), ('Mid', 24, 29)]
    """
    if ":" not in text and not _DASH.search(text):
        return
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if _DIGIT.search(line):
            yield from _keys_of_line(text, start, end)
        start = end + 1


def _keys_of_line(text: str, start: int, end: int) -> Iterator[Label]:
    dash = _DASH.search(text, start, min(end, start + LONGEST_LABEL))
    begin = start
    if dash and _is_key(text[start : dash.start()]) and (":" not in text[start : dash.start()]):
        rest = text[dash.end() : end]
        if is_value(rest.strip()) or _KEY.match(rest.lstrip()):
            yield Label(_clean(text[start : dash.start()]), dash.end(), end, "key")
            begin = dash.end()
    found = [(each, each[1].rsplit(", ", 1)[-1]) for each in _KEY.finditer(text[begin:end])]
    spans = [(begin + each.start(1), begin + each.end(), _clean(key)) for each, key in found if _is_key(key)]
    for number, (key_start, value_start, key) in enumerate(spans):
        value_end = spans[number + 1][0] if number + 1 < len(spans) else end
        value = text[value_start:value_end].strip()
        opens = key_start <= begin + 3
        if begins_with_value(value) or (opens and _DIGIT.search(value)):
            body = text[value_start:value_end]
            stop = value_start + len(body.rstrip(" ,;|•·"))
            yield Label(key, value_start + len(body) - len(body.lstrip()), stop, "key")


def _is_key(text: str) -> bool:
    """Whether a stretch before a colon or dash is a name and no clause."""
    text = text.strip()
    if not text or len(text) > LONGEST_LABEL or text.count("(") != text.count(")"):
        return False
    if pattern("notes", "note").fullmatch(text):  # "Source: 2024 survey"
        return False
    return _is_label(text) or bool(_WORD.search(text) and not _SIGNS.search(text))


def _clean(text: str) -> str:
    return text.strip(" *•–—-:")
