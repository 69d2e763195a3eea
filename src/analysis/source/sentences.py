"""Where sentences begin and end: split once, for every reader of prose.

What stands before a full stop decides (`words/sentences.csv`): after `approx.` no sentence ends,
after `No.` none before a digit; after a unit (`$2.5 bn.`, `in Sept.`) one ends before a capital; after a name
(`Acme Inc.`, `the U.S.`, an initial) only before a word that opens sentences (`The`, `In`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from analysis.words import lookup

LONGEST = 800  # characters; what runs on for longer is cut between words

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"(?<!\S)[•‣◦▪●■►](?=\s)")
_NUMBER = re.compile(r"[\s(]{0,3}(?:\d{1,3}|[a-z]|[ivx]{1,5})", re.IGNORECASE)  # of a list: "1. Revenue"
_END = re.compile(
    r"""(?<![.!?…])[.!?…]++               # the stop,
        (?:["'”’»)\]]|\[\w{1,3}\])*+      # what closes with it, marks of notes included,
        \s++(?=["'“‘„«(\[]*+(?:[A-ZÀ-ÖØ-Þ]|[a-z]{1,2}[A-Z]|[\d$€£¥₹₫~]))  # and what a sentence may begin with;
    |(?<=[a-z%)])\.(?=[A-Z][a-z]*+\ [a-z])  # a blank forgotten;
    |[。！？]                             # East Asian stops need no blank
    """,
    re.VERBOSE,
)
_BEFORE = re.compile(r"[^\W_][\w.&]*$")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
_AFTER = re.compile(r"[\"'“‘„«(\[]*+(\w+)")
_HEAD = 40  # characters before a stop that are looked at


class Span(NamedTuple):
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order, without the blanks between them.

    A line break ends a sentence, and so does a bullet inside a line. Together the spans hold every character that is
    no blank. What runs on for more than `LONGEST` characters is cut between words.

    >>> text = "It made $2.5 bn. in the U.S. market, i.e. approx. 5% more. No. 5 fell."
    >>> [text[start:end] for start, end in sentences(text)]
    ['It made $2.5 bn. in the U.S. market, i.e. approx. 5% more.', 'No. 5 fell.']
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        for start, end in pairwise([line.start(), *_cuts(text, line.start(), line.end()), line.end()]):
            spans += _pieces(text, start, end)
    return spans


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where a line is cut: behind the end of each sentence, before each bullet."""
    cuts = {found.start() for found in _BULLET.finditer(text, start + 1, end)}
    begin = start
    for found in _END.finditer(text, start, end):
        numbers = _NUMBER.fullmatch(text, begin, found.start())
        if found.end() < end and not numbers and _ends(text, found):
            begin = found.end()
            cuts.add(begin)
    return sorted(cuts)


def _ends(text: str, found: re.Match[str]) -> bool:
    """Whether a sentence ends at a stop that something follows."""
    stop = found.group()
    following = _AFTER.match(text, found.end())
    word = following[1] if following else ""
    if stop.startswith(("...", "…")):
        return word[:1].isalpha()
    before = _BEFORE.search(text, max(0, found.start() - _HEAD), found.start())
    if not before or stop[0] != ".":
        return True
    last = before.group()
    if stop == ".":  # no blank behind it: names of sites are no ends
        return _is(word, "opener")
    if last.isdecimal():  # "am 3. Mai", "im 2. Quartal"
        return len(last) > 2 or not _is(word, "ordinal")
    if _is(last, "number"):
        return not word[:1].isdecimal()
    if _INITIALS.fullmatch(last) and last[-1].isupper():
        return _is(word, "opener")
    if _is(last, "unit"):  # a currency may follow: "2 bn. EUR"
        return not word[:1].isdecimal() and not (word.isupper() and len(word) == 3)
    if _is(last, "name", "noun"):  # "Mio. Euro": German nouns have capitals
        return _is(word, "opener")
    return not _is(last, "before")


def _is(text: str, *classes: str) -> bool:
    found = lookup("sentences", text)
    return found is not None and found.cls in classes


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without the blanks around it, in pieces of at most `LONGEST`."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while True:
        while start < end and text[start].isspace():
            start += 1
        if end - start <= LONGEST:
            break
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield Span(start, cut)
        start = cut
    if start < end:
        yield Span(start, end)
