"""What prose says of the rows of a table: "X is the best-paid", "the second-largest is Y", "Z has risen every year"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from analysis.checks.core import CONSISTENT, INCONSISTENT
from analysis.checks.model import Fact, Finding, Ledger, Option, extent, printed, value
from analysis.checks.order import compare
from analysis.checks.rows import foreign, names
from analysis.checks.told import form
from analysis.checks.totals import is_total
from analysis.figures.labels import level

_HIGH = (
    r"highest(?:[- ](?:paid|paying|earning))?|largest|biggest|best[- ](?:paid|paying)|top[- ]paying|longest|"
    r"most expensive|fastest(?:[- ]growing)?|quickest"
)
_LOW = (
    r"lowest(?:[- ](?:paid|paying))?|smallest|worst[- ](?:paid|paying)|slowest(?:[- ]growing)?|shortest|cheapest|"
    r"least expensive"
)
_SUPERLATIVE = form(
    rf"(?<!one of the )(?<!among the )(?<!some of the )(?<!not the )\b(?:(?P<rank>second|third|fourth|fifth)[- ])?"
    rf"(?P<word>(?P<high>{_HIGH})|{_LOW})\b(?P<noun>[^.;:,()]{{0,60}})"
)
_RANKS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_UP, _DOWN = r"risen|grown|increased|climbed|rose|grew", r"fallen|declined|dropped|shrunk|fell|decreased"
_EVERY = form(
    rf"\b(?:(?P<up>{_UP})|{_DOWN})\b[^.;,\d]{{0,25}}?\b(?:every|each)(?:\s+single)?\s+(?:year|quarter|month)\b"
)
#: A claim about fewer or others than the rows of the table.
_LIMITED = form(
    r"\b(?:outside|excluding|except|apart from|besides|other than|on record|in history|ever|since|relative|likely|may|"
    r"might|could|would|will|if|not|no longer|than|until|used to)\b"
)
_VERB = form(
    r"\b(?:is|are|was|were|remains?|remained|has|have|had|pays?|paid|offers?|posted|shows?|showed|sets?|stays?|stayed|"
    r"became|take[sn]?|took|makes?|made|holds?|held|brought|records?|recorded|enjoys?|tops?)\b"
)
_SIZES = frozenset({"market_size", "count", "job_count", "amount", "share", "firm_size"})
_MEASURES = (
    (form(r"paid|paying|earning"), frozenset({"salary"})),
    (form(r"fastest|quickest|slowest"), frozenset({"growth_rate"})),
    (form(r"longest|shortest"), frozenset({"duration", "experience"})),
    (form(r"expensive|cheapest"), frozenset({"amount", "salary"})),
    (
        form(r"largest|biggest|smallest"),
        frozenset({"market_size", "count", "job_count", "amount", "share", "firm_size"}),
    ),
)


class Sentence(NamedTuple):
    """A sentence of prose with what stands before it in its block."""

    article: str
    before: str
    text: str


def prose(article: str, text: str) -> Iterator[Sentence]:
    """The sentences of a block that can claim something of a table's rows."""
    at = 0
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z“\"'(])", text):
        if _SUPERLATIVE.search(sentence) or _EVERY.search(sentence):
            yield Sentence(article, text[:at], sentence)
        at += len(sentence) + 1


def check(ledger: Ledger, sentences: Iterable[Sentence]) -> list[Finding]:
    """Superlatives (`claims.highest`, `claims.lowest`) and steady movements (`claims.rising`, `claims.falling`)."""
    blocks: dict[str, list[list[Fact]]] = {}
    for block in ledger.blocks:
        blocks.setdefault(block[0].article, []).append(block)
    found: dict[str, Finding] = {}
    for sentence in sentences:
        for block in blocks.get(sentence.article, []):
            for finding in (*_extremes(ledger, block, sentence), *_series(ledger, block, sentence)):
                found.setdefault(finding.finding_id, finding)
    return list(found.values())


def _extremes(ledger: Ledger, block: list[Fact], sentence: Sentence) -> Iterator[Finding]:
    for claim in _SUPERLATIVE.finditer(sentence.text):
        label = _subject(block, sentence.text, claim)
        if not label or _LIMITED.search(sentence.text) or foreign(sentence.text, block[0]):
            continue
        rank = _RANKS.get((claim["rank"] or "").casefold(), 1)
        groups = list(_columns(block, sentence.text, claim))
        judged = [
            (group, denied) for group in groups if (denied := _denied(ledger, group, label, claim, rank)) is not None
        ]
        if judged and len({bool(denied) for _, denied in judged}) == 1:
            yield _extreme(*judged[0], label, claim)


def _subject(block: list[Fact], text: str, claim: re.Match[str]) -> str:
    """The row that the superlative is said of: the one the sentence names, or the one before its verb."""
    labels: dict[str, None] = dict.fromkeys(
        fact.row_label for fact in block if fact.row > 0 and not is_total(fact.row_label)
    )
    found = {label: at for label in labels if label and (at := names(text, label))}
    found = {a: at for a, at in found.items() if not any(a != b and names(b, a) for b in found)}
    if len(found) == 1:
        return next(iter(found))
    before = {label: at for label, at in found.items() if at.end() <= claim.start()}
    nearest: str = max(before, key=lambda label: before[label].start(), default="")
    between = text[before[nearest].end() : claim.start()] if nearest else ""
    return nearest if _VERB.search(between) and len(before) == 1 else ""


def _columns(block: list[Fact], text: str, claim: re.Match[str]) -> Iterator[list[Fact]]:
    """The columns the claim can mean, each with the rows of one year: by measure, level, year and words."""
    facts = [fact for fact in block if fact.row > 0 and not is_total(fact.row_label) and fact.cell != fact.row_label]
    wanted = next((measures for words, measures in _MEASURES if words.search(claim["word"])), None)
    facts = [fact for fact in facts if wanted is None or fact.measure in wanted]
    years = {float(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text)}
    if years and any(fact.year in years for fact in facts):
        facts = [fact for fact in facts if fact.year in years]
    ranked = level(re.sub(r"(?<=[a-z]{4})s\b", "", text))  # "among seniors"
    if ranked and any(fact.level == ranked for fact in facts):
        facts = [fact for fact in facts if fact.level == ranked]
    words = {word[:5] for word in re.findall(r"[a-z]{4,}", claim["noun"].casefold())}
    named = [fact for fact in facts if any(word in fact.column_label.casefold() for word in words)]
    groups: dict[object, dict[str, Fact]] = {}
    for fact in named or facts:
        year = "" if np.isnan(fact.year) else fact.year
        groups.setdefault((fact.column, fact.unit, fact.measure, year), {}).setdefault(fact.row_label, fact)
    yield from (list(rows.values()) for rows in groups.values() if len(rows) > 2)


def _denied(ledger: Ledger, group: list[Fact], label: str, claim: re.Match[str], rank: int) -> list[Fact] | None:
    """The rows that deny the claim, nothing where it holds; None where the row is not in the column."""
    mine = next((fact for fact in group if fact.row_label == label), None)
    if mine is None:
        return None
    others = [fact for fact in group if fact is not mine]
    high = bool(claim["high"])
    pairs = ([mine] * len(others), others) if not high else (others, [mine] * len(others))
    verdicts = compare(ledger, pairs[0], pairs[1], ("low", "high"))
    beyond = [other for other, verdict in zip(others, verdicts, strict=True) if verdict == INCONSISTENT]
    if len(beyond) >= rank:
        return beyond
    if len(beyond) < rank - 1:  # called second where nothing is beyond it, or too little
        back = compare(ledger, pairs[1], pairs[0], ("low", "high"))
        below = sum(verdict == INCONSISTENT for verdict in back)
        return [mine] if below > len(others) - rank + 1 else None
    return []


def _extreme(group: list[Fact], denied: list[Fact], label: str, claim: re.Match[str]) -> Finding:
    mine = next(fact for fact in group if fact.row_label == label)
    high, word = bool(claim["high"]), f"{claim['rank'] or ''} {claim['word']}".strip()
    text = f"{label} ({printed(mine)}) is called the {word}; "
    beyond = [fact for fact in denied if fact is not mine]
    side = "above" if high else "below"
    if beyond:
        text += f"{', '.join(f'{fact.row_label} ({printed(fact)})' for fact in beyond[:4])} lies {side} it."
    else:
        text += "the column says otherwise." if denied else "the column bears it out."
    others = [fact for fact in group if fact is not mine]
    figures = [
        ("of", mine),
        *(("among", fact) for fact in (*beyond, *(other for other in others if other not in beyond))),
    ]
    verdict = INCONSISTENT if denied else CONSISTENT
    sides = (extent([mine]), extent(others))
    finding = Finding(f"claims.{'highest' if high else 'lowest'}", figures, verdict, text, sides, mine.unit)
    if beyond:
        best = (max if high else min)(beyond, key=value)
        finding.options = [Option(f"{best.row_label} as the {word}", 0)] if not claim["rank"] else []
    return finding


def _series(ledger: Ledger, block: list[Fact], sentence: Sentence) -> Iterator[Finding]:
    """`Z has risen every year`: the years of one row, one after the other."""
    for claim in _EVERY.finditer(sentence.text):
        rows: dict[str, list[Fact]] = {}
        for fact in block:
            if fact.row > 0 and fact.year > 0 and fact.measure != "growth_rate":
                rows.setdefault(f"{fact.row_label}|{fact.unit}", []).append(fact)
        series = [sorted(facts, key=lambda fact: fact.year) for facts in rows.values() if len(facts) > 2]
        told = f"{sentence.before} {sentence.text}"
        named = [facts for facts in series if _tells(told, sentence.text, facts[0].row_label)]
        if len(named) == 1 and not _LIMITED.search(sentence.text) and len({f.year for f in named[0]}) == len(named[0]):
            yield _movement(ledger, named[0], bool(claim["up"]))


def _tells(told: str, text: str, label: str) -> bool:
    """Whether the sentence names the last part of a label, and its block the parts before it."""
    *groups, last = label.split(" / ")
    return bool(names(text, last)) and all(names(told, group) for group in groups)


def _movement(ledger: Ledger, facts: list[Fact], rises: bool) -> Finding:
    steps = list(itertools.pairwise(facts))
    lower, upper = zip(*(step if rises else reversed(step) for step in steps), strict=True)
    verdicts = compare(ledger, list(lower), list(upper))
    wrong = [step for step, verdict in zip(steps, verdicts, strict=True) if verdict == INCONSISTENT]
    way = "rise" if rises else "fall"
    text = f"{facts[0].row_label} is said to {way} every year: {', '.join(map(printed, facts))}"
    text += f"; not from {wrong[0][0].year:.0f} to {wrong[0][1].year:.0f}." if wrong else "."
    verdict = INCONSISTENT if wrong else CONSISTENT
    figures = [("step", fact) for fact in sorted(facts, key=lambda fact: not (wrong and fact is wrong[0][1]))]
    return Finding(f"claims.{'rising' if rises else 'falling'}", figures, verdict, text, unit=facts[0].unit)
