"""Sentences with their figures: a text with ⟦i⟧ for each figure, on which the grammar of a relation is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.checks.model import Fact, Ledger

YEAR = r"(?:19|20)\d\d(?!\d)"
#: Words between two figures: no other number but a year, and no other clause.
GAP = rf"(?:(?!\b(?:while|whereas|but|although)\b)(?:[^⟦⟧\d;.]|\.(?=\S)|{YEAR})){{0,80}}?"
#: Words that only soften or introduce a number.
ABOUT = (
    r"(?:(?:of|by|von|um|de|d['’]|at|about|around|roughly|nearly|almost|approximately|some|just|over|under|a|an|the|"
    r"further|another|environ|rund|etwa)\s*)*"
)
#: Counted things are compared whatever their noun.
COUNTS = frozenset({"count", "job", "employee"})


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with its figures, and its text with ⟦i⟧ for each of them."""

    facts: list[Fact]
    text: str

    def find(self, *forms: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Each place that one of the forms describes, form by form."""
        return (found for form in forms for found in form.finditer(self.text))


def mark(name: str) -> str:
    """The pattern of a figure's mark, its number captured by name."""
    return rf"⟦(?P<{name}>\d+)⟧"


def sentences(ledger: Ledger, least: int = 2) -> Iterator[Told]:
    """The sentences of prose that state `least` figures or more."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.block_kind == "statement" and fact.cell != fact.quote):
        groups.setdefault((fact.article, fact.block_index, fact.cell), []).append(fact)
    for (*_, cell), facts in groups.items():
        facts = sorted(facts, key=lambda fact: int(fact.figure_id.rpartition("/")[2]))
        text, at = "", 0
        for i, fact in enumerate(facts):
            found = str(cell).find(fact.quote, at)
            if found < 0:
                break
            lead = re.match(r"(?:from|von|de)\s+", fact.quote, re.I)
            text += f"{str(cell)[at:found]}{lead.group() if lead else ''}⟦{i}⟧"
            at = found + len(fact.quote)
        else:
            if len(facts) >= least:
                yield Told(facts, text + str(cell)[at:])


def same_kind(one: Fact, other: Fact) -> bool:
    """Whether two figures count in the same unit, whatever the noun."""
    return bool(one.unit == other.unit or {one.unit, other.unit} <= COUNTS)
