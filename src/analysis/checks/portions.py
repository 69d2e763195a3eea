"""Portions told in one sentence: "300 of the 1,200 firms, or 25%", and shares that make a whole: "44%, 37% and 19%"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.checks.model import Fact, Finding, Ledger, is_range, value
from analysis.checks.shares import Case, products
from analysis.checks.told import ABOUT, GAP, Told, mark, same_kind, sentences

_PERCENT, _PART, _WHOLE = mark("percent"), mark("part"), mark("whole")
#: The noun behind a figure, and no more.
_NOUN = r"(?:\s+(?!of\b|or\b|and\b|in\b|were\b|was\b|are\b|is\b|said\b)[^\W\d][\w'’-]*){0,4}?"
_OF = rf"\s+(?:out )?of\s+{ABOUT}(?:(?:all|our|its|their|those|these|this|that|total|overall|full)\s+)*"
_OR = (
    r"\s*(?:,|\(|–|—|:|\band\b)?\s*"
    r"(?:(?:or|i\.e\.,?|equal to|equivalent to|which (?:is|was|makes)|that is|making|worth|some)\s+)+"
)
_NAMED = tuple(
    re.compile(form, re.I)
    for form in (
        # 40% of the 5.0 billion market, or 2.0 billion; 35% (420) of the 1,200 firms; 420, or 35%, of the 1,200 firms
        rf"{_PERCENT}{_OF}{_WHOLE}{_NOUN}(?:{_OR}|\s*[,(]\s*){ABOUT}{_PART}",
        rf"{_PERCENT}\s+of\s+(?:[^\W\d]+\s+){{0,3}}?[^\W\d]+{_OR}{ABOUT}{_PART}{_OF}{_WHOLE}",
        rf"{_PERCENT}{_NOUN}\s*(?:{_OR}|\(){ABOUT}{_PART}{_NOUN}\)?,?{_OF}{_WHOLE}",
        rf"{_PART}{_NOUN}\s*(?:{_OR}|\(){ABOUT}{_PERCENT}\)?,?{_OF}{_WHOLE}",
        # 300 of the 1,200 firms, or 25%; 300 of the 1,200 firms (25%)
        rf"{_PART}{_NOUN}{_OF}{_WHOLE}{_NOUN}(?:{_OR}|\s*\(){ABOUT}{_PERCENT}",
        # of the 1,200 firms, 300 (25%) plan to; of the 1,200 firms, 25% (300 firms) plan to
        rf"(?<![\w⟧])of\s+{ABOUT}(?:(?:all|our|its|the|these|those)\s+)*{_WHOLE}{GAP},\s*{ABOUT}{_PART}{_NOUN}"
        rf"(?:{_OR}|\s*\(){ABOUT}{_PERCENT}",
        rf"(?<![\w⟧])of\s+{ABOUT}(?:(?:all|our|its|the|these|those)\s+)*{_WHOLE}{GAP},\s*{ABOUT}{_PERCENT}{_NOUN}"
        rf"(?:{_OR}|\s*\(){ABOUT}{_PART}",
    )
)
#: The whole stands somewhere before: "... 14,260 ...; London accounted for 55% of them, or 7,843".
_UNNAMED = re.compile(
    rf"{_PERCENT}\s+of\s+(?:them|it|these|those|this|that|the total|the whole)\s*"
    rf"(?:,|\(|–|—)\s*(?:or|i\.e\.,?|equal to|which is|that is|about|some|\s)*{_PART}",
    re.I,
)
_EXHAUSTIVE = re.compile(
    r"\b(?:the )?(?:rest|remainder|remaining)\b|\bothers?\b|\bsplit\b|\bbreak(?:s|down)?\b|\bmix\b|"
    r"\bdivid\w+|\bconsist\w*|\bcompris\w*|\bmade up of\b|\bshares are\b|\bdistribut\w+|\ballocat\w+|\bcomposition\b",
    re.I,
)


def check(ledger: Ledger) -> list[Finding]:
    """Each part against its percentage of a whole in one sentence (`shares.part`)."""
    return products(ledger, "shares.part", [case for told in sentences(ledger, 3) for case in _parts(told)])


def _parts(told: Told) -> Iterator[Case]:
    """(percent, whole, part), each part once."""
    seen: set[int] = set()
    for found in told.find(*_NAMED):
        percent, part, whole = (told.facts[int(found[name])] for name in ("percent", "part", "whole"))
        if part.Index not in seen and same_kind(whole, part) and _fits(percent, part) and value(whole) > value(part):
            seen.add(part.Index)
            yield percent, whole, part
    for found in told.find(_UNNAMED):
        percent, part = (told.facts[int(found[name])] for name in ("percent", "part"))
        before = [fact for fact in told.facts[: int(found["percent"])] if same_kind(fact, part)]
        before = [fact for fact in before if value(fact) > 0 and not is_range(fact)]
        if before and part.Index not in seen and _fits(percent, part):
            # of several wholes it may mean, the one that fits best
            yield percent, min(before, key=lambda whole: abs(value(part) / value(whole) * 100 - value(percent))), part


def _fits(percent: Fact, part: Fact) -> bool:
    return bool(percent.unit == "percent" != part.unit and not is_range(part))


def wholes(ledger: Ledger) -> list[list[Fact]]:
    """Shares of one sentence whose words say that they are all there are."""
    found = []
    for told in sentences(ledger, 3):
        shares = [f for f in told.facts if f.unit == "percent" and f.measure in ("share", "allocation", "weight")]
        parts = [fact for fact in shares if value(fact) != 100]
        plain = len(parts) > 2 and not any(is_range(f) or f.signed or f.open_low or f.open_high for f in parts)
        years = {fact.year for fact in parts if fact.year == fact.year}
        if plain and len(years) < 2 and (len(parts) < len(shares) or _EXHAUSTIVE.search(told.text)):
            found.append(parts)
    return found
