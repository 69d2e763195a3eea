"""What clauses say among figures: frames with slots, by one grammar over symbols.

To read another wording, give its words a class in `words/clauses.csv` and a row in `tests/cases/clauses.csv`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from analysis.reading.clauses.across import across
from analysis.reading.clauses.change import changes
from analysis.reading.clauses.difference import balances, differences
from analysis.reading.clauses.items import Item, Sentence, alike
from analysis.reading.clauses.nearby import nearby
from analysis.reading.clauses.order import orders
from analysis.reading.clauses.parts import parts
from analysis.reading.clauses.roles import items
from analysis.reading.clauses.setting import set_apart
from analysis.reading.clauses.symbols import Token, symbols
from analysis.reading.clauses.whole import wholes
from analysis.reading.model import Figure, Frame, Reading
from analysis.words import forms, meanings, pattern


def frames(reading: Reading) -> list[Frame]:
    """The frames of an article's prose, in reading order; those found by arithmetic over sentences come last.

    >>> from analysis.reading import read_articles
    >>> from analysis.source import read
    >>> frame = read_articles(read("Sales rose 8% to $54 million, from $50 million in 2021."))[0].frames[0]
    >>> frame.kind, frame.clear, {slot: figures[0].quote for slot, figures in frame.slots.items()}
    ('change', True, {'percent': '8%', 'start': '$50 million', 'end': '$54 million'})
    """
    told = list(sentences(reading))
    found = [frame for sentence in told for find in _KINDS for frame in find(sentence)]
    filled = [frame for frame in found if {"start", "end"} <= frame.slots.keys() or not frame.clear]
    used = _changed(filled)
    for last in range(len(told)):
        found += across(told[max(0, last - 2) : last + 1], used)
    summed = {frame.slots["total"][0] for frame in found if frame.kind == "sum"}
    found += [frame for frame in wholes(told) if frame.kind != "sum" or frame.slots["total"][0] not in summed]
    gaps = {frame.slots["difference"][0] for frame in found if frame.kind == "difference"}
    found += balances(told, gaps)
    found = _once([*found, *nearby(told, found)])
    for frame in found:
        _refine(_figures(frame))
    return [replace(frame, clear=False) if frame.clear and _parted(frame) else frame for frame in found]


def _changed(found: Iterable[Frame]) -> set[Figure]:
    """The figures that frames tell as changes."""
    return {figure for frame in found for name in _CHANGED for figure in frame.slots.get(name, ())}


def _figures(frame: Frame) -> list[Figure]:
    return [figure for figures in frame.slots.values() for figure in figures]


def _parted(frame: Frame) -> bool:
    """Whether the later sentence of a frame opens with a setting of its own, or parts are dated and their whole is not.

    A place may be compared with the average told before: "The average is $60,000. In Oslo they earn $66,000, 10% more".
    """
    figures = sorted(_figures(frame), key=lambda figure: figure.order)
    first = [figure for figure in figures if figure.cell == figures[0].cell]
    later = figures[len(first) :]
    if frame.kind in ("share", "sum") and {f.year for f in later if f.year} - {f.year for f in first}:
        return True
    average = pattern("statistics", "mean", "median").search(figures[0].cell)
    compared = frame.kind == "change" and average and first == [*frame.slots.get("start", ())]
    return not (compared or frame.basis == "led") and any(set_apart(one, other) for one in first for other in later)


def _once(found: list[Frame]) -> list[Frame]:
    """Each frame once, where two rules found it: the clear one."""
    kept: dict[tuple[object, ...], Frame] = {}
    for frame in found:
        key = (frame.kind, frame.basis, frame.years, *((slot, frame.slots[slot]) for slot in sorted(frame.slots)))
        if key not in kept or (frame.clear and not kept[key].clear):
            kept[key] = frame
    return list(kept.values())


def _refine(figures: list[Figure]) -> None:
    """Trailing zeros count as rounding no coarser than the finest figure of the same unit in the frame."""
    for figure in figures:
        like = [other for other in figures if alike(other, figure)]
        near = [other for other in like if _NEAR * abs(other.value) >= abs(figure.value)]  # no 12 firms of 490,300
        steps = [float(other.quantity.rounding) for other in near] or [float(figure.quantity.rounding)]
        figure.step = min(figure.step or steps[0], *steps)


MEMORY = 12  # sentences with figures that a later one may go back to
_NEAR = 10  # times as large a figure tells nothing of how exact another is
_KINDS = (changes, parts, differences, orders)
_CHANGED = ("percent", "amount", "points", "rate", "multiple")


def sentences(reading: Reading) -> Iterator[Sentence]:
    """The sentences that state figures, each with those before it."""
    language = reading.article.language or _language(reading)
    history: list[tuple[list[Token], list[Item]]] = []
    for figures in reading.by_block.values():
        block = figures[0].block
        if figures[0].in_table:
            continue
        figures = sorted(figures, key=lambda figure: (figure.start, -figure.end))
        starts = [figure.start for figure in figures]
        for start, end in block.sentences:
            inside = figures[bisect_left(starts, start) : bisect_left(starts, end)]
            tokens = symbols(block.text, start, end, inside, language) if inside else []
            if told := items(tokens):
                yield Sentence(tokens, told, history[-MEMORY:])
                history.append((tokens, told))


def _language(reading: Reading) -> str:
    """The language whose words of clauses the prose has most of, where the page does not say its own."""
    texts = [figures[0].block.text for figures in reading.by_block.values() if not figures[0].in_table]
    found = Counter(word for text in texts[:40] for word in re.findall(r"[^\W\d_]+", text[:2000].lower()))
    counts = {language: sum(found[word] for word in own) for language, own in _own_words().items()}
    return max(counts, key=lambda language: counts[language])


@cache
def _own_words() -> dict[str, list[str]]:
    """The words of clauses that one language alone has, by language."""
    own: dict[str, list[str]] = {"": []}
    for form in forms("clauses"):
        senses = meanings("clauses", form)
        if len(senses) == 1 and form.isalpha():
            own.setdefault(senses[0].language, []).append(form)
    return own
