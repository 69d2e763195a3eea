"""Mean, median, percentiles and range of one pay, told side by side in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from analysis import words
from analysis.reading.labels import RANKS, says
from analysis.reading.model import Figure
from analysis.relations.catalogue import ABOVE, BELOW, IN_RANGE, MEDIAN_IN_RANGE, ORDER
from analysis.relations.judge import holds, judge
from analysis.relations.keys import beside, compare, part, runs, same_period
from analysis.relations.model import Binding, Case

_WHY = "told side by side"
_FAR = 4  # a mean so many times the ends of a range is of another pay
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Where a clause ends, or what stands behind a figure may set it apart: "at large firms", "in Oslo".
_END = r"(?i)[.,;:()–—]|{measures ends}"


def distributions(figures: Sequence[Figure]) -> Iterator[Case]:
    """A mean or median within the range told beside it, and percentiles in their order."""
    told = [f for f in figures if _is_told(f)]
    for _, group in groupby(told, runs(told).__getitem__):
        block = list(group)
        yield from _within(block)
        for unit in sorted({f.unit for f in block}):
            yield from _ordered([f for f in block if f.unit == unit and not f.is_range and _rank(f) is not None])


def _beside(one: Figure, other: Figure) -> bool:
    """Whether figures stand in one sentence, in neighbouring ones, or in neighbouring items of a list or card."""
    return beside(one, other) and (one.block is other.block or one.sentence == other.sentence == 0)


def _is_told(figure: Figure) -> bool:
    plain = figure.measure == "salary" and figure.is_money and figure.kind_of == "level"
    return plain and not (figure.in_table or figure.curated)


def _rank(figure: Figure) -> int | None:
    number = figure.statistic.removeprefix("p")
    return int(number) if number.isdigit() else RANKS.get(figure.statistic)


def _within(block: Sequence[Figure]) -> Iterator[Case]:
    """Each range with the nearest middle value before it, else right behind it."""
    for at, whole in enumerate(block):
        if not whole.is_range or whole.statistic != "range":
            continue
        near = [f for f in (*reversed(block[:at]), *block[at + 1 :]) if _beside(f, whole)]
        middle = next((f for f in near if not f.is_range and f.unit == whole.unit), None)
        if middle is None or middle.statistic not in ("mean", "median") or not _same_pay(middle, whole):
            continue
        low, high = whole.low or 0, whole.high or 0
        if low / _FAR < middle.value < high * _FAR:
            relation = MEDIAN_IN_RANGE if middle.statistic == "median" else IN_RANGE
            case = Case(relation, {"mean": (middle,), "range": (whole,)}, Binding.KEYS, _WHY)
            others = part(middle, "level") != part(whole, "level") or says("measures", "most", whole.cell)
            if holds(case) or not others:  # a mean may lie beyond what seniors get, or what most do
                yield case


def _ordered(figures: Sequence[Figure]) -> Iterator[Case]:
    """Percentiles and extremes of neighbouring sentences, each told once."""
    chain: list[Figure] = []
    for figure in [*figures, None]:
        if figure is not None and (not chain or _same_pay(chain[-1], figure, words_too=False)):
            chain.append(figure)
            continue
        ranks = [_rank(f) for f in chain]
        if len(set(ranks)) == len(ranks) > 1:
            skewed = any(f.statistic == "mean" for f in chain) and bool({25, 75} & set(ranks))
            apart = skewed or any(_new_words(one, other) for one, other in pairwise(chain))
            for case in _in_order(sorted(chain, key=lambda f: _rank(f) or 0)):
                if not apart or ((found := judge(case)) is not None and found.verdict == "consistent"):
                    yield case
        chain = [] if figure is None else [figure]


def _in_order(chain: Sequence[Figure]) -> Iterator[Case]:
    """The case of all; where some are told as bounds ("the lowest tenth earn less than"), those against the others."""
    if not any(f.is_open for f in chain):
        yield Case(ORDER, {"values": tuple(chain)}, Binding.KEYS, _WHY)
        return
    for low, high in pairwise(chain):
        value, bound, relation = (low, high, BELOW) if high.is_open else (high, low, ABOVE)
        if not value.is_open:
            yield Case(relation, {"value": (value,), "bound": (bound,)}, Binding.KEYS, _WHY)


def _same_pay(one: Figure, other: Figure, *, words_too: bool = True) -> bool:
    """Whether the later of two figures speaks of the pay of the earlier: it names nothing that the earlier does not."""
    first, later = sorted((one, other), key=lambda f: f.order)
    found, missing = compare(first, later)
    named = [name for name in missing if part(later, name)]
    if found == "different" or named or same_period(first.period, later.period) == "different":
        return False
    return _beside(first, later) and not (words_too and _new_words(first, later))


def _new_words(first: Figure, later: Figure) -> bool:
    """Whether words around the later figure, in its clause, speak of something the earlier's sentence does not."""
    text = later.block.text
    (begin, _), (start, end) = _sentence(first), _sentence(later)
    together = first.block is later.block and first.sentence == later.sentence
    before = text[first.end if together else start : later.start]
    behind = words.regex(_END).split(text[later.end : end], maxsplit=1)[0]
    if _groups(later.block.text[start:end]) - _groups(first.block.text[begin : first.end]) or "those" in behind.split():
        return True  # "The median for full-time staff", "for those under 25"
    known = {word.casefold() for word in _WORD.findall(first.block.text[begin : first.end])}
    told = words.pattern("statistics").sub(" ", f"{before} {behind}")  # "the best-paid 25 percent"
    return any(word.casefold() not in known and not _plain(word) for word in _WORD.findall(told))


def _groups(text: str) -> set[str]:
    return {found.word.value for found in words.find("phrases", text, "group")}


def _sentence(figure: Figure) -> tuple[int, int]:
    around = ((start, end) for start, end in figure.block.sentences if start <= figure.start < end)
    return next(around, (0, len(figure.block.text)))


def _plain(word: str) -> bool:
    """Whether a word only says that pay spans from here to there."""
    kinds = (("measures", "pay"), ("measures", "spans"), ("measures", "most"), ("particles", "stop"), ("pay", "gross"))
    known = any(words.pattern(family, cls).fullmatch(word) for family, cls in kinds)
    return known or bool(words.meanings("statistics", word) or words.meanings("hedges", word))
