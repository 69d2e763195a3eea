"""Sentences with their figures: a text with ⟦i⟧ for each figure, on which the grammar of a relation is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.checks.core import Term
from analysis.checks.model import Fact, Ledger, is_range, value

YEAR = r"(?:19|20)\d\d(?!\d)"
#: Words between two figures: no other number but a year, and no other clause.
GAP = rf"(?:(?!\b(?:while|whereas|but|although)\b)(?:[^⟦⟧\d;.]|\.(?=\S)|{YEAR}|(?<=FY)\d\d)){{0,80}}?"
#: Words that only soften or introduce a number.
ABOUT = (
    r"(?:(?:of|by|von|um|de|d['’]|at|about|around|roughly|nearly|almost|approximately|some|just|over|under|a|an|the|"
    r"further|another|environ|rund|etwa)\s*)*"
)
UP = (
    r"increas\w*|ris(?:e|es|en|ing)|rose|gr[eo]w\w*|growth|gain\w*|jump\w*|climb\w*|surg\w*|soar\w*|up|higher|"
    r"advanc\w*|expan\w+|lengthen\w*|uplift|plus|more|anstieg|zuwachs|stieg\w*|gestiegen|wuchs\w*|gewachsen|hausse|"
    r"augment\w*|croissance|progress\w*"
)
DOWN = (
    r"decreas\w*|declin\w*|saving|discount|drop\w*|f[ae]ll(?:s|en|ing)?|reduc\w+|cut|down|lower|less|fewer|shr[aiu]nk\w*|slip\w*|"
    r"slump\w*|plung\w*|tumbl\w*|crash\w*|shorten\w*|minus|rückgang|sank|gesunken|baiss\w*|recul\w*|diminu\w*"
)
_ONES = r"(?:the|a|an|one|two|three|four|five|ten)"
#: Words for an earlier and for the present time.
PAST = (
    rf"(?:(?:{_ONES}\s+)?(?:previous|prior|last|preceding)\s+(?:\w+\s+)?(?:years?|guide|survey|round|report|quarter|month|"
    rf"edition|season|wave|term)(?:'s)?|{_ONES}\s+years?\s+(?:ago|earlier|before|previously)|"
    rf"the\s+(?:year|month|quarter|season|survey|round)\s+before|previously|{YEAR})"
)
NOW = rf"(?:now|today|this\s+(?:year|time|season|quarter|autumn|spring|summer|winter)|currently|{YEAR})"
SINCE = r"(?:(?:up|down)\s+)?(?:from|compared\s+(?:with|to)|against|versus|vs\.?)\s+"
#: Between a change and its levels no other subject may begin.
ON = rf"(?:(?!\b(?:and|with|{UP}|{DOWN})\b)(?:[^⟦⟧\d;.]|\.(?=\S)|{YEAR})){{0,60}}?"
#: Rates that are no ratio of the two levels as printed.
OTHERWISE = re.compile(
    r"\breal terms|\binflation|constant currenc|\borganic|like[- ]for[- ]like|\badjusted|\bper (?:capita|head)", re.I
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


def form(pattern: str) -> re.Pattern[str]:
    """A form of words, compiled; letter case does not matter."""
    return re.compile(pattern, re.I)


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
            lead = re.match(r"(?:from|von|de|over)\s+", fact.quote, re.I)
            text += f"{str(cell)[at:found]}{lead.group() if lead else ''}⟦{i}⟧"
            at = found + len(fact.quote)
        else:
            if len(facts) >= least:
                yield Told(facts, text + str(cell)[at:])


def same_kind(one: Fact, other: Fact) -> bool:
    """Whether two figures count in the same unit, whatever the noun."""
    return bool(one.unit == other.unit or {one.unit, other.unit} <= COUNTS)


def paragraphs(ledger: Ledger, least: int = 3) -> Iterator[Told]:
    """The blocks of prose that state `least` figures or more in two sentences or more, as one text."""
    groups: dict[tuple[object, ...], list[Told]] = {}
    for told in sentences(ledger, 1):
        fact = told.facts[0]
        groups.setdefault((fact.article, fact.block_index), []).append(told)
    for group in groups.values():
        group.sort(key=lambda told: int(told.facts[0].figure_id.rpartition("/")[2]))
        facts = [fact for told in group for fact in told.facts]
        if len(group) > 1 and len(facts) >= least:
            yield Told(facts, " ".join(_numbered(group)))


def _numbered(group: Iterable[Told]) -> Iterator[str]:
    """The texts with their marks counted through."""
    before = 0
    for told in group:
        for i in reversed(range(len(told.facts))):  # from the last, so that no mark is counted twice
            told = Told(told.facts, told.text.replace(f"⟦{i}⟧", f"⟦{i + before}⟧"))
        yield told.text
        before += len(told.facts)


def levelled(start: Fact, end: Fact) -> bool:
    """Whether two figures are points of one unit, above zero."""
    (one, _, its), (other, _, own) = start.unit.partition("/"), end.unit.partition("/")
    alike = (one == other or {one, other} <= COUNTS) and (its == own or not its or not own)
    return bool(alike and not any(map(is_range, (start, end))) and value(start) > 0 and value(end) > 0)


def levels(ledger: Ledger, start: Fact, end: Fact) -> dict[str, Term]:
    """Two levels of one thing; zeros of one are rounding no coarser than those of the other, as within a range."""
    sides = {"start": ledger.term([start]), "end": ledger.term([end])}
    if start.scale != end.scale:
        return sides
    finest = np.minimum(sides["start"].rounding, sides["end"].rounding)
    return {name: replace(side, rounding=np.maximum(side.resolution, finest)) for name, side in sides.items()}


_START, _END = mark("start"), mark("end")
#: "from 40 to 48"; "to 48, up from 40".
FROM_TO = rf"\b(?:from|von|de)\s+{ABOUT}{_START}{GAP}\b(?:to|auf|à)\s+{ABOUT}{_END}"
TO_FROM = rf"\bto\s+{ABOUT}{_END}{GAP}\b{SINCE}{ABOUT}{_START}"
