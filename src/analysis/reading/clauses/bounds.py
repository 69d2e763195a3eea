"""Where the clauses of a sentence begin: at a border behind which a verb with its own subject follows."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.reading.clauses.items import BORDERS, MOVES, REACH, SUBJECTS
from analysis.reading.clauses.symbols import Token

_VERBS = MOVES | {"reach", "aux", "hold"}


def clauses(tokens: Sequence[Token]) -> list[int]:
    """For each symbol the number of its clause: a border begins one where a verb with its own subject follows.

    What stands before the first subject and verb ("Valued at $5 million in 2021, …") belongs to their clause.
    """
    number, subject, told, places, depth = 0, False, False, [], 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.sym, 0)
        border = token.sym in (",", "and", "contrast", "with", ":") and told and _own_verb(tokens, token.at)
        relative = token.sym == "relative" and _moves(tokens, token.at + 1)
        if border or relative or (token.sym in (";", ".") and depth < 1):
            number, subject, told = number + 1, False, False
        subject = subject or token.sym in SUBJECTS or token.figure is not None
        told = told or (subject and _verb(tokens, token))
        places.append(number)
    return places


def _own_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a subject of its own and a verb follow a border, before any figure or other border."""
    subject = False
    for token in tokens[at + 1 : at + 2 + REACH]:
        if token.sym in _VERBS:
            return subject and _verb(tokens, token)
        if token.figure is not None or token.sym in BORDERS | {"or", "by", "from", "to", "so"}:
            return False
        subject = subject or token.sym in SUBJECTS
    return False


def _verb(tokens: Sequence[Token], token: Token) -> bool:
    """Whether a symbol is a verb; a word of change before "of" or "in", or after an article, is a noun."""
    following = tokens[token.at + 1].sym if token.at + 1 < len(tokens) else "."
    preceding = tokens[token.at - 1].sym if token.at else "."
    noun = following in ("of", "in", "on", "above") or preceding in ("article", "of", "figure")
    return token.sym in _VERBS and (token.sym in ("aux", "hold") or not noun)


def _moves(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb of change follows, auxiliaries aside: "which dropped from"."""
    return next((token.sym in MOVES for token in tokens[at : at + 3] if token.sym != "aux"), False)
