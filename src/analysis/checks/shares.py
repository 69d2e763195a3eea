"""Parts of wholes: percentages of a stated whole, of a base, of a sum of phases; segments and regions of a market."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.checks.core import (
    INCONSISTENT,
    UNDETERMINED,
    judge,
    percent_of,
)
from analysis.checks.model import (
    ORDER,
    End,
    Fact,
    Finding,
    Ledger,
    Option,
    amount,
    currency,
    intervals,
    is_range,
    open_note,
    precise,
    printed,
    span,
    value,
)
from analysis.checks.totals import columns, is_total

_TIME = re.compile(r"\b(?:time|duration|schedule|timeline|effort|project)\b", re.I)


def alike(one: str, other: str) -> bool:
    """Whether two labels name the same thing: each word of the shorter begins like a word of the longer."""
    words = sorted((set(re.findall(r"[a-z]{3,}", text.casefold())) for text in (one, other)), key=len)
    return bool(words[0]) and all(any(word[:4] == longer[:4] for longer in words[1]) for word in words[0])


def check(ledger: Ledger) -> list[Finding]:
    """Share × whole = part: a region's share of its market, and the share column of a table with a total."""
    cases = [*_regional(ledger), *(case for block in ledger.blocks for case in _share_column(block))]
    return _products(ledger, "shares.part", cases)


def derived(ledger: Ledger) -> list[Finding]:
    """Percent × base = amount, where a row's label carries the percentage; a boost in percent against one in money."""
    cases = []
    for block in ledger.blocks:
        rows: dict[int, list[Fact]] = {}
        for fact in block:
            rows.setdefault(int(fact.row), []).append(fact)
        bases = [fact for fact in block if re.search(r"\bbase\b", fact.row_label, re.I) and currency(fact.unit)]
        for percent in block:
            if percent.unit == "percent" and percent.cell == percent.row_label and len(bases) == 1:
                amounts = [fact for fact in rows[int(percent.row)] if fact.unit == bases[0].unit]
                cases += [(percent, bases[0], part) for part in amounts if part is not bases[0]]
    return [*_products(ledger, "derived.amount", cases), *_boosts(ledger)]


def _products(ledger: Ledger, name: str, cases: Sequence[tuple[Fact, Fact, Fact]]) -> list[Finding]:
    """One finding for each (percent, whole, part); a range of percentages states two figures."""
    if not cases:
        return []
    ends: tuple[End, End] = ("low", "high")
    judged = {
        end: judge(percent_of, {
            "percent": ledger.term((case[0] for case in cases), end),
            "whole": ledger.term(case[1] for case in cases),
            "part": ledger.term((case[2] for case in cases), end if any(is_range(case[2]) for case in cases) else None),
        })
        for end in ends
    }  # fmt: skip
    findings = []
    for row, (percent, whole, part) in enumerate(cases):
        end = max(ends, key=lambda end: ORDER.index(int(judged[end].verdict[row])))
        stated, implied = (tuple(bound / 100 for bound in side) for side in intervals(judged[end], row))
        verdict = int(judged[end].verdict[row])
        text = (
            f"{printed(percent)} of {printed(whole)} is {span(implied[0], implied[1], part.unit)}; "
            f"{printed(part)} is stated, {value(part) / value(whole) * 100:.4g}%.{open_note([whole, part])}"
        )
        finding = Finding(name, [("part", part), ("percent", percent), ("whole", whole)], verdict, text,
                          ((stated[0], stated[1]), (implied[0], implied[1])), part.unit)  # fmt: skip
        if verdict == INCONSISTENT:
            finding.options = _three(percent, whole, part, end)
        findings.append(finding)
    return findings


def _three(percent: Fact, whole: Fact, part: Fact, end: End) -> list[Option]:
    rate, all_of_it, some = value(percent, end), value(whole), value(part, end)
    wanted = [
        (percent, rate, some / all_of_it * 100),
        (whole, all_of_it, some / rate * 100),
        (part, some, rate * all_of_it / 100),
    ]
    found = [
        Option(f"{precise(need, fact)} instead of {printed(fact)}", abs(need / now - 1), fact.figure_id)
        for fact, now, need in wanted
    ]
    return sorted(found, key=lambda option: option.change)


def _regional(ledger: Ledger) -> list[tuple[Fact, Fact, Fact]]:
    """A region's share of a market's size, where both sizes of that year are stated."""
    sizes = ledger.where(lambda fact: fact.measure == "market_size" and bool(fact.market))
    cases = []
    for share in ledger.where(
        lambda fact: fact.measure == "share" and bool(fact.market) and fact.region not in ("", "global")
    ):
        here = [f for f in sizes if (f.article, f.market) == (share.article, share.market) and f.year == share.year]
        wholes = [fact for fact in here if fact.region in ("", "global")]
        parts = [fact for fact in here if fact.region == share.region]
        cases += [(share, wholes[0], part) for part in parts[:1] if wholes]
    return cases


def _share_column(block: list[Fact]) -> list[tuple[Fact, Fact, Fact]]:
    """A table's column of shares beside a column of amounts that has a total row."""
    found = columns(block)
    shares = next(
        (c for c in found if all(f.measure == "share" and f.unit == "percent" and not f.signed for f in c)), None
    )
    amounts = next((c for c in found if c[0].unit != "percent" and any(is_total(f.row_label) for f in c)), None)
    if not shares or not amounts or not re.search(r"share|% of|percent", shares[0].column_label, re.I):
        return []
    total = next(fact for fact in amounts if is_total(fact.row_label))
    part = {fact.row: fact for fact in amounts}
    return [(fact, total, part[fact.row]) for fact in shares if fact.row in part and not is_total(fact.row_label)]


def _boosts(ledger: Ledger) -> list[Finding]:
    """One boost of pay in percent and in money: the pay they imply, end with end, must be one and the same."""
    changes = ledger.where(lambda fact: fact.measure == "pay_change" and bool(fact.cause) and is_range(fact))
    cases = [
        (percent, money) for percent in changes if percent.unit == "percent" for money in changes
        if currency(money.unit) and (money.article, money.cause) == (percent.article, percent.cause)
        and money.block_kind == percent.block_kind
    ]  # fmt: skip
    findings = []
    for percent, money in cases:
        terms = {f"{name}_{end}": ledger.term([fact], end) for name, fact in (("percent", percent), ("money", money))
                 for end in ("low", "high")}  # type: ignore[list-item]  # fmt: skip
        judged = judge(_one_base, terms)
        low, high = (value(money, end) / value(percent, end) * 100 for end in ("low", "high"))  # type: ignore[arg-type]
        verdict = int(judged.verdict[0])
        text = (f"{printed(money)} for {printed(percent)} implies pay of {amount(low, money.unit)} at the low ends and "
                f"{amount(high, money.unit)} at the high ends; one base pay fits both only if these meet.")  # fmt: skip
        if verdict == INCONSISTENT:
            verdict, text = UNDETERMINED, f"{text} They do not, but nothing says that the boosts share a base."
        findings.append(Finding("derived.boost", [("money", money), ("percent", percent)], verdict, text,
                                intervals(judged, 0), money.unit))  # fmt: skip
    return findings


def _one_base(terms, counts):  # type: ignore[no-untyped-def]
    return tuple((terms[f"money_{end}"] / terms[f"percent_{end}"]).scaled(100) for end in ("low", "high"))
