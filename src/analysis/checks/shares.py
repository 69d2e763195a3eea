"""Percentages of something stated: a region's share of its market, a row's of a total, a bonus in percent of pay."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from analysis.checks.core import INCONSISTENT, UNDETERMINED, Array, Bounds, Term, judge, percent_of
from analysis.checks.model import (
    End,
    Ends,
    Fact,
    Finding,
    Ledger,
    amount,
    currency,
    instead,
    intervals,
    is_range,
    open_note,
    positive,
    printed,
    smallest,
    span,
    value,
)  # fmt: skip
from analysis.checks.totals import columns, is_total

#: A percentage is of the total rather than of base pay where that fits this closely.
CLOSE = 0.005
_PARTED = frozenset({"market_size", "amount", "job_count", "count"})
#: What a share is of, where it is of everything that the table adds up.
_OF_ALL = re.compile(
    r"\W*(?:of )?(?:the |all |its |total |global |overall )*(?:sales|revenues?|turnover|markets?|spending|total|whole|"
    r"vacancies|jobs|postings)(?: in)?\W*",
    re.I,
)
Case = tuple[Fact, Fact, Fact]


def check(ledger: Ledger) -> list[Finding]:
    """Share × whole = part: a region's share of its market, and the share column of a table with a total."""
    tabular = [case for block in ledger.blocks for case in _columns(block)]
    regional = _regional(ledger)
    known = {share.figure_id for share, *_ in regional}
    told = [case for case in _told(ledger) if case[0].figure_id not in known]
    return products(ledger, "shares.part", [*regional, *told, *tabular])


def derived(ledger: Ledger) -> list[Finding]:
    """Percent × base = amount, where a row's label carries the percentage; a boost in percent against one in money."""
    cases = []
    for block in ledger.blocks:
        bases = [fact for fact in block if re.search(r"\bbase\b", fact.row_label, re.I) and currency(fact.unit)]
        percents = [fact for fact in block if fact.unit == "percent" and fact.cell == fact.row_label]
        totals = [fact for fact in block if is_total(fact.row_label) and currency(fact.unit)]
        for percent in percents if len(bases) == 1 else ():
            amounts = [fact for fact in block if fact.row == percent.row and fact.unit == bases[0].unit]
            for part in (fact for fact in amounts if fact is not bases[0]):
                implied = value(part) / (value(percent) or math.inf) * 100 or math.inf
                of_total = (whole for whole in totals if abs(value(whole) / implied - 1) < CLOSE)
                cases.append((percent, next(of_total, bases[0]), part))
    return [*products(ledger, "derived.amount", cases), *_boosts(ledger)]


def products(ledger: Ledger, name: str, cases: Sequence[Case]) -> list[Finding]:
    """Percent × whole = part, one finding for each (percent, whole, part); a range of percentages states two."""
    cases = [case for case in cases if positive(*case)]
    wholes = ledger.term(whole for _, whole, _ in cases)
    judged = Ends.judge(
        percent_of,
        lambda end: {
            # a point is met anywhere in a range of percentages, a range end with end
            "percent": _ends(ledger, [percent for percent, _, _ in cases], [part for *_, part in cases], end),
            "whole": wholes,
            "part": ledger.term((part for *_, part in cases), end),
        },
    )
    findings = []
    for row, (percent, whole, part) in enumerate(cases):
        end, verdict, sides = judged.worst(row)
        stated, implied = ((low / 100, high / 100) for low, high in sides)
        rate, all_of_it, some = value(percent, end), value(whole), value(part, end)
        text = (
            f"{printed(percent)} of {printed(whole)} is {amount(rate * all_of_it / 100, part.unit)} "
            f"({span(*implied, part.unit)} with rounding); {printed(part)} is stated, {some / all_of_it * 100:.4g}%."
        )
        figures = [("part", part), ("percent", percent), ("whole", whole)]
        finding = Finding(name, figures, verdict, text + open_note([whole, part]), (stated, implied), part.unit)
        if verdict == INCONSISTENT:
            finding.options = smallest(
                [instead(percent, some / all_of_it * 100, rate), instead(whole, some / rate * 100),
                 instead(part, rate * all_of_it / 100, some)]
            )  # fmt: skip
        findings.append(finding)
    return findings


def _ends(ledger: Ledger, percents: Sequence[Fact], parts: Sequence[Fact], end: End) -> Term:
    whole, point = ledger.term(percents), ledger.term(percents, end)
    spread = np.array([not is_range(part) for part in parts], dtype=bool)
    low, high = np.where(spread, whole.low, point.low), np.where(spread, whole.high, point.high)
    return Term(low, high, whole.resolution, whole.rounding, whole.approximate)


def _regional(ledger: Ledger) -> list[Case]:
    """A region's share of a market's size, where both sizes of that year are stated."""
    cases = []
    for share in ledger.where(lambda f: f.measure == "share" and bool(f.market) and f.region not in ("", "global")):
        key = ("market_size", share.market, share.year)
        sizes = [fact for fact in ledger.where(bool, beside=share) if (fact.measure, fact.market, fact.year) == key]
        wholes = [fact for fact in sizes if fact.region in ("", "global")]
        parts = [fact for fact in sizes if fact.region == share.region]
        cases += [(share, wholes[0], part) for part in parts[:1] if wholes]
    return cases


def _columns(block: list[Fact]) -> list[Case]:
    """A table's column of shares beside a column of amounts that has a total row."""
    found = columns(block)
    plain = (c for c in found if all(f.measure == "share" and f.unit == "percent" and not f.signed for f in c))
    shares = next((c for c in plain if re.search(r"share|% of|percent", c[0].column_label, re.I)), [])
    amounts = next((c for c in found if c[0].unit != "percent" and any(is_total(f.row_label) for f in c)), [])
    total = next((fact for fact in amounts if is_total(fact.row_label)), None)
    part = {fact.row: fact for fact in amounts if fact is not total}
    cases = [(fact, total, part[fact.row]) for fact in shares if total and fact.row in part]
    fitting = sum(abs(value(some) / (value(whole) or math.inf) * 100 - value(fact)) < 1 for fact, whole, some in cases)
    hundred = abs(sum(value(fact) for fact in shares if not is_total(fact.row_label)) - 100) <= 5
    # else they are shares of something other than the amounts beside them
    return cases if hundred or (fitting > 2 and fitting * 3 >= len(cases) * 2) else []


def _told(ledger: Ledger) -> list[Case]:
    """A share told in prose (`Europe's share was 27% in 2022`) of a total that a table of the article parts by rows."""
    cases = []
    for share in ledger.where(lambda f: f.block_kind == "statement" and f.measure == "share" and f.unit == "percent"):
        label = re.sub(r"['’]s?\s+share$|^share of\s+", "", share.subject, flags=re.I).casefold().strip()
        if label == share.subject.casefold() and not _OF_ALL.fullmatch(share.population or share.column_label):
            continue
        found = []
        beside = (block for block in ledger.blocks if _section(block[0]) == _section(share))
        for block in beside:
            for column in columns(block):
                total = next((fact for fact in column if is_total(fact.row_label)), None)
                part = next((fact for fact in column if fact.row_label.casefold() == label), None)
                if total and part and total is not part and total.measure in _PARTED and total.year == share.year:
                    found.append((share, total, part))
        cases += found if len(found) == 1 else []
    return cases


def _section(fact: Fact) -> tuple[str, str]:
    return fact.article, fact.section


def _boosts(ledger: Ledger) -> list[Finding]:
    """One boost of pay in percent and in money: the pay they imply, end with end, must be one and the same."""
    changes = ledger.where(lambda fact: fact.measure == "pay_change" and bool(fact.cause) and is_range(fact))
    findings = []
    for percent in (fact for fact in changes if fact.unit == "percent" and positive(fact)):
        key = (percent.article, percent.cause, percent.block_kind)
        for money in (f for f in changes if currency(f.unit) and (f.article, f.cause, f.block_kind) == key):
            sides = {"low percent": ledger.term([percent], "low"), "high percent": ledger.term([percent], "high")}
            sides |= {"low money": ledger.term([money], "low"), "high money": ledger.term([money], "high")}
            judged = judge(_one_base, sides)
            low, high = value(money) / value(percent), value(money, "high") / value(percent, "high")
            verdict = int(judged.verdict[0])
            text = (f"{printed(money)} for {printed(percent)} implies pay of {amount(low * 100, money.unit)} at "
                    f"the low ends and {amount(high * 100, money.unit)} at the high ends")  # fmt: skip
            text += (
                "; within rounding that is one base."
                if verdict != INCONSISTENT
                else "; no one base fits, but none is said."
            )
            verdict = UNDETERMINED if verdict == INCONSISTENT else verdict
            findings.append(Finding("derived.boost", [("money", money), ("percent", percent)], verdict, text,
                                    intervals(judged, 0), money.unit))  # fmt: skip
    return findings


def _one_base(terms: Mapping[str, Bounds], counts: Mapping[str, Array]) -> tuple[Bounds, Bounds]:
    """The base pay at the low ends against that at the high ends."""
    low, high = ((terms[f"{end} money"] / terms[f"{end} percent"]).scaled(100) for end in ("low", "high"))
    return low, high
