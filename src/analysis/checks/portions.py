"""Portions told in one sentence: "300 of the 1,200 firms, or 25%", and shares that make a whole: "44%, 37% and 19%"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from analysis.checks.core import CONSISTENT, judge, percent_of
from analysis.checks.model import Fact, Finding, Ledger, is_range, value
from analysis.checks.shares import Case, products
from analysis.checks.told import ABOUT, GAP, Told, form, mark, same_kind, sentences
from analysis.checks.totals import is_total

#: What is no part of anything.
_NO_PARTS = frozenset({"experience", "duration", "score", "growth_rate", "pay_change", "salary"})
_PERCENT, _PART, _WHOLE = mark("percent"), mark("part"), mark("whole")
#: The noun behind a figure, and no more.
_NOUN = r"(?:\s+(?!of\b|or\b|and\b|in\b|were\b|was\b|are\b|is\b|said\b)[^\W\d][\w'’-]*){0,4}?"
_OF = rf"\s+(?:out )?of\s+{ABOUT}(?:(?:all|our|its|their|those|these|this|that|total|overall|full)\s+)*"
_OR = (
    r"\s*(?:,|\(|–|—|:|\band\b)?\s*"
    r"(?:(?:or|i\.e\.,?|equal to|equivalent to|which (?:is|was|makes)|that is|making|worth|some)\s+)+"
)
_NAMED = tuple(
    form(words)
    for words in (
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
        rf"(?<![\w⟧])of\s+{ABOUT}(?:(?:all|our|its|the|these|those)\s+)*{_WHOLE}{GAP},\s*{ABOUT}{_PART}{GAP},\s*"
        rf"which (?:is|was|makes|corresponds to)\s+{ABOUT}{_PERCENT}",
        rf"(?<![\w⟧])of\s+{ABOUT}(?:(?:all|our|its|the|these|those)\s+)*{_WHOLE}{GAP},\s*{ABOUT}{_PERCENT}{_NOUN}"
        rf"(?:{_OR}|\s*\(){ABOUT}{_PART}",
    )
)
#: A part with its percentage, of a whole that stands somewhere else: "688 (60%)", "a 45% share, or 13.0 billion".
_YEARS = r"(?:\s+in\s+(?:19|20)\d\d)?"
_SHARE = rf"(?:\s+(?:(?:market\s+)?shares?|slice|cut|of\s+(?!⟦)(?:[^⟦⟧\d.;,(]|(?:19|20)\d\d(?!\d)){{1,50}}?))?{_YEARS}"
_SOME = r"(?:or|i\.e\.|about|roughly|some|nearly|equal to|which is|\s)*"
_UNNAMED = tuple(
    map(
        form,
        (
            rf"{_PERCENT}{_SHARE}(?:{_OR}|\s*\({_SOME}){_PART}",
            rf"{_PART}{_NOUN}\s*\({_SOME}{_PERCENT}{_SHARE}\)",
            rf"{_PART}{_NOUN}\s*(?:,|–|—)\s*{_SOME}{_PERCENT}\s+of\s+(?!⟦)",
            rf"{_PART}{_NOUN}\s*(?:,|–|—)\s*which (?:is|was|makes) {ABOUT}{_PERCENT}(?!\s+(?:more|less|up|down|hi|lo))",
            rf"{_PART}{_NOUN}\s+(?:are|is|were|was|makes? up|accounts? for)\s+{ABOUT}{_PERCENT}\s+of\s+(?!⟦)",
        ),
    )
)
#: The whole stands before it in the sentence: "14,260 …; London accounted for 55% of them, or 7,843".
_OF_THEM = form(
    rf"{_PERCENT}\s+of\s+(?:them|it|these|those|this|that|the total|the whole)\s*(?:,|\(|–|—)\s*{_SOME}{_PART}"
)
_SHARES = frozenset({"share", "allocation", "weight"})
_REST = form(r"\W*(?:the |all )?(?:rest|remainder|remaining|(?:all )?others?\b|everything else|elsewhere)")
_EXHAUSTIVE = re.compile(
    r"\b(?:the )?(?:rest|remainder|remaining)\b|\bothers?\b|\bsplit\b|\bbreak(?:s|down)?\b|\bmix\b|"
    r"\bdivid\w+|\bconsist\w*|\bcompris\w*|\bmade up of\b|\bshares are\b|\bdistribut\w+|\ballocat\w+|\bcomposition\b",
    re.I,
)


def check(ledger: Ledger) -> list[Finding]:
    """Each part against its percentage of a whole, in one sentence or with the whole elsewhere (`shares.part`)."""
    told = list(sentences(ledger, 2))
    cases = [case for sentence in told for case in (*_named(sentence), *_of_them(sentence))]
    cases = list({case[2].Index: case for case in reversed(cases)}.values())
    known = {part.Index for *_, part in cases}
    blocks: dict[tuple[object, ...], list[tuple[Fact, Fact]]] = {}
    for sentence in told:
        for percent, part in _pairs(sentence):
            if part.Index not in known:
                known.add(part.Index)
                blocks.setdefault((part.article, part.section, part.unit), []).append((percent, part))
    for pairs in blocks.values():
        cases += _elsewhere(ledger, pairs)
    return products(ledger, "shares.part", cases)


def _named(told: Told) -> Iterator[Case]:
    """(percent, whole, part) of a sentence that names all three, each part once."""
    seen: set[int] = set()
    for found in told.find(*_NAMED):
        percent, part, whole = (told.facts[int(found[name])] for name in ("percent", "part", "whole"))
        if part.Index not in seen and same_kind(whole, part) and _fits(percent, part) and value(whole) > value(part):
            seen.add(part.Index)
            yield percent, whole, part


def _of_them(told: Told) -> Iterator[Case]:
    for found in told.find(_OF_THEM):
        percent, part = (told.facts[int(found[name])] for name in ("percent", "part"))
        before = [fact for fact in told.facts[: int(found["percent"])] if same_kind(fact, part) and value(fact) > 0]
        before = [fact for fact in before if not is_range(fact)]
        if before and _fits(percent, part):
            # of several wholes it may mean, the one that fits best
            yield percent, min(before, key=lambda whole: abs(value(part) / value(whole) * 100 - value(percent))), part


def _pairs(told: Told) -> Iterator[tuple[Fact, Fact]]:
    for found in told.find(*_UNNAMED):
        percent, part = (told.facts[int(found[name])] for name in ("percent", "part"))
        if _fits(percent, part) and 0 < value(percent) < 100 and value(part) > 0 and part.measure not in _NO_PARTS:
            yield percent, part


def _elsewhere(ledger: Ledger, pairs: list[tuple[Fact, Fact]]) -> list[Case]:
    """The pairs of one section with the whole they are parts of: the one that fits most of them, as printed."""
    trials = [(i, whole) for i, (_, part) in enumerate(pairs) for whole in _wholes(ledger, part)]
    terms = {
        "percent": ledger.term(pairs[i][0] for i, _ in trials),
        "whole": ledger.term(whole for _, whole in trials),
        "part": ledger.term(pairs[i][1] for i, _ in trials),
    }
    fits: dict[int, list[tuple[int, Fact]]] = {}
    for (i, whole), verdict in zip(trials, judge(percent_of, terms).verdict, strict=True):
        if verdict == CONSISTENT:
            fits.setdefault(whole.Index, []).append((i, whole))
    cases: list[Case] = []
    left = dict(enumerate(pairs))
    for fitting in sorted(fits.values(), key=lambda found: (-len(found), -found[0][1].Index)):
        cases += [(pair[0], whole, pair[1]) for i, whole in fitting if (pair := left.pop(i, None))]
    # one that fits no whole at all is judged on the whole that its neighbours are parts of
    return cases + [
        (percent, cases[0][1], part) for percent, part in left.values() if cases and value(cases[0][1]) > value(part)
    ]


def _wholes(ledger: Ledger, part: Fact) -> list[Fact]:
    """Larger figures of the same kind and year that may be the whole: markets, totals and what prose states."""

    def fits(fact: Fact) -> bool:
        stated = fact.block_kind == "statement" or fact.measure == "market_size" or is_total(fact.row_label)
        alike = same_kind(fact, part) and not is_range(fact) and value(fact) > value(part)
        return alike and stated and (fact.year == part.year or bool(np.isnan(fact.year) or np.isnan(part.year)))

    return ledger.where(fits, beside=part)


def _fits(percent: Fact, part: Fact) -> bool:
    return bool(percent.unit == "percent" != part.unit and not is_range(part) and not is_range(percent))


def wholes(ledger: Ledger) -> list[list[Fact]]:
    """Shares of one sentence or list whose words say that they are all there are."""
    found = _lists(ledger)
    for told in sentences(ledger, 3):
        shares = [f for f in told.facts if f.unit == "percent" and f.measure in _SHARES]
        parts = [fact for fact in shares if value(fact) != 100]
        plain = len(parts) > 2 and not any(is_range(f) or f.signed or f.open_low or f.open_high for f in parts)
        years = {fact.year for fact in parts if fact.year == fact.year}
        if plain and len(years) < 2 and (len(parts) < len(shares) or _EXHAUSTIVE.search(told.text)):
            found.append(parts)
    return found


def _lists(ledger: Ledger) -> list[list[Fact]]:
    """Lists of one share an item, the last of which takes the rest: `all other markets: 26%`."""
    blocks: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.block_kind == "statement" and fact.cell != fact.quote):
        blocks.setdefault((fact.article, fact.section, fact.block_index), []).append(fact)
    found: list[list[Fact]] = []
    run: list[Fact] = []
    for facts in blocks.values():
        shares = [fact for fact in facts if fact.unit == "percent"]
        share = shares[0] if shares else facts[0]
        item = len(shares) == 1 and share.measure in _SHARES and not share.signed
        follows = run and share.section == run[-1].section and share.block_index == run[-1].block_index + 1
        run = [*run, share] if item and follows else [share] if item else []
        if len(run) > 2 and _REST.match(str(share.cell)) and not any(map(is_range, run)):
            found.append(run)
    return found
