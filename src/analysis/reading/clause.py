"""What clauses say among figures: frames with slots, by one grammar over symbols.

Each sentence becomes symbols (`clause_symbols`), its figures get roles from the words that govern them
(`clause_roles`), and frames are filled from those: changes, parts and wholes, orders, multiples, averages.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.reading.clause_change import Sentence, changes
from analysis.reading.clause_roles import Item, items
from analysis.reading.clause_symbols import Token, symbols
from analysis.reading.model import Figure, Frame, Reading


def frames(reading: Reading) -> list[Frame]:
    """The frames of an article's prose, in reading order."""
    return [frame for sentence in sentences(reading) for frame in changes(sentence)]


def sentences(reading: Reading) -> Iterator[Sentence]:
    """The sentences that state figures, each with the one before it in its block."""
    language = reading.article.language
    for figures in reading.by_block.values():
        block = figures[0].block
        if figures[0].in_table:
            continue
        tokens: list[Token] = []
        found: list[Item] = []
        for start, end in block.sentences:
            inside = [figure for figure in figures if start <= figure.start < end]
            if not inside:
                continue
            now = symbols(block.text, start, end, _apart(inside), language)
            told = items(now)
            yield Sentence(now, told, found, tokens)
            tokens, found = now, told


def _apart(figures: list[Figure]) -> list[Figure]:
    """The figures in order, without those that overlap another and without margins of error ("±0.7%")."""
    kept: list[Figure] = []
    for figure in sorted(figures, key=lambda figure: (figure.start, -figure.end)):
        margin = "±" in figure.block.text[max(0, figure.start - 2) : figure.end]
        if not margin and (not kept or figure.start >= kept[-1].end):
            kept.append(figure)
    return kept
