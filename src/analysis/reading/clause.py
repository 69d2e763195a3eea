"""What clauses say among figures: frames with slots, by one grammar over symbols.

Each sentence becomes symbols (`clause_symbols`), its figures get roles from the words that govern them
(`clause_roles`), and frames are filled from those: changes, parts and wholes, orders, multiples, averages.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.reading.clause_change import changes
from analysis.reading.clause_order import orders
from analysis.reading.clause_parts import parts
from analysis.reading.clause_roles import Item, Sentence, alike, items
from analysis.reading.clause_symbols import Token, symbols
from analysis.reading.model import Figure, Frame, Reading


def frames(reading: Reading) -> list[Frame]:
    """The frames of an article's prose, in reading order."""
    found = [frame for sentence in sentences(reading) for find in _KINDS for frame in find(sentence)]
    for frame in found:
        _refine([figure for figures in frame.slots.values() for figure in figures])
    return found


def _refine(figures: list[Figure]) -> None:
    """Trailing zeros count as rounding no coarser than the finest figure of the same unit in the frame."""
    for figure in figures:
        steps = [float(other.quantity.rounding) for other in figures if alike(other, figure)]
        steps = steps or [float(figure.quantity.rounding)]
        figure.step = min(figure.step or steps[0], *steps)


_KINDS = (changes, parts, orders)


def sentences(reading: Reading) -> Iterator[Sentence]:
    """The sentences that state figures, each with the one before it."""
    language = reading.article.language
    past: list[Item] = []
    tokens: list[Token] = []
    found: list[Item] = []
    for figures in reading.by_block.values():
        block = figures[0].block
        if figures[0].in_table:
            continue
        for start, end in block.sentences:
            inside = [figure for figure in figures if start <= figure.start < end]
            if not inside:
                continue
            now = symbols(block.text, start, end, _apart(inside), language)
            told = items(now)
            yield Sentence(now, told, found, tokens, list(past))
            tokens, found = now, told
            past += told


def _apart(figures: list[Figure]) -> list[Figure]:
    """The figures in order, without those that overlap another and without margins of error ("±0.7%")."""
    kept: list[Figure] = []
    for figure in sorted(figures, key=lambda figure: (figure.start, -figure.end)):
        margin = "±" in figure.block.text[max(0, figure.start - 2) : figure.start + 1]
        if not margin and (not kept or figure.start >= kept[-1].end):
            kept.append(figure)
    return kept
