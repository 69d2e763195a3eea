"""A row of a table told again in the text: "the median in Chicago is 117,300" beside a row that is headed Chicago."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from analysis.checks.core import INCONSISTENT, judge, same
from analysis.checks.model import (
    Fact,
    Finding,
    Ledger,
    Option,
    currency,
    intervals,
    is_range,
    may_differ,
    open_note,
    printed,
)  # fmt: skip
from analysis.checks.totals import is_total

#: Words that make a sentence speak of others than the row does.
_OTHERS = re.compile(
    r"\b(?:alone|only|part[- ]time|freelanc\w*|starting|remote\w*|with(?:out)?|who|whose|aged?|exclud\w*|includ\w*|"
    r"(?:wo)?men|except|up to|at least|more than|less than|above|below|between|if|differ\w*|gap|add\w*|"
    r"another|extra|further|top|best|biggest|each|per)\b",
    re.I,
)
_CLAUSE = re.compile(r"[;:()]|,(?!\d)|\b(?:while|whereas|but|and)\b")
_NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][\w'’-]+")


def check(ledger: Ledger) -> list[Finding]:
    """Each figure of prose whose clause names one row of a table, against that row's figure (`repeats.row`)."""
    rows: dict[str, list[Fact]] = {}
    for block in ledger.blocks:
        for fact in block:
            if fact.row > 0 and fact.row_label and fact.cell != fact.row_label and not is_total(fact.row_label):
                rows.setdefault(fact.article, []).append(fact)
    pairs = []
    for told in ledger.where(lambda fact: fact.block_kind == "statement" and fact.cell != fact.quote):
        stated = _row(told, rows.get(told.article, ()))
        if stated is not None and not may_differ(told):
            pairs.append((told, stated))
    terms = {"right": ledger.term(told for told, _ in pairs), "left": ledger.term(row for _, row in pairs)}
    judged = judge(same, terms)
    findings = []
    for i, (told, stated) in enumerate(pairs):
        verdict = int(judged.verdict[i])
        words = "differs from" if verdict == INCONSISTENT else "agrees with"
        text = (
            f"{printed(told)} here {words} {printed(stated)} in the row {stated.row_label}.{open_note([told, stated])}"
        )
        figures = [("told", told), ("row", stated)]
        finding = Finding("repeats.row", figures, verdict, text, intervals(judged, i), told.unit)
        if verdict == INCONSISTENT:
            finding.options = [Option(f"{printed(stated)} here, or {printed(told)} there", 0)]
        findings.append(finding)
    return findings


def _row(told: Fact, rows: Iterable[Fact]) -> Fact | None:
    """The one figure of a table that the clause of a figure speaks of, or None."""
    clause = _clause(told)
    if not clause or is_range(told) or told.measure in ("growth_rate", "pay_change", "ratio", "duration"):
        return None
    named = [row for row in rows if _comparable(told, row) and names(clause, row.row_label)]
    longest = max((len(row.row_label) for row in named), default=0)
    named = [row for row in named if len(row.row_label) == longest]
    if len(named) != 1 or _OTHERS.search(clause):
        return None
    row = named[0]
    return None if foreign(clause, row, told.section) else row


def foreign(words: str, row: Fact, section: str = "") -> bool:
    """Whether words name somebody or some place that a row's own labels and headings do not."""
    known = f"{row.row_label} {row.column_label} {row.title} {row.section} {section} {row.role_label}".casefold()
    return any(name.casefold() not in known for name in _NAME.findall(words))


def _clause(told: Fact) -> str:
    """The words from the last stop before a figure up to it; '' where another figure stands among them."""
    at = str(told.cell).find(told.quote)
    before = _CLAUSE.split(str(told.cell)[: max(at, 0)])
    clause = next((part for part in reversed(before) if len(part.split()) > 1), "")
    return "" if re.search(r"\d", re.sub(r"\b(?:19|20)\d\d\b", "", clause)) else clause


def names(clause: str, label: str) -> re.Match[str] | None:
    """Where a clause has a label's words, in their order, be they singular or plural."""
    pattern = _label(label)
    return pattern.search(clause) if pattern else None


@lru_cache(maxsize=4096)
def _label(label: str) -> re.Pattern[str] | None:
    words = re.findall(r"[^\W\d_][\w'’/-]*", re.sub(r"\([^)]*\)", "", label))
    pattern = r"\W+".join(rf"{re.escape(word.removesuffix('s'))}s?" for word in words)
    return re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.I) if words else None


def _comparable(told: Fact, row: Fact) -> bool:
    """Whether both measure the same, as far as either says."""
    (one, _, its), (other, _, own) = told.unit.partition("/"), row.unit.partition("/")
    money = bool(currency(one)) and one == other and (its == own or not its or not own)
    alike = money or (told.unit == row.unit and told.measure == row.measure)
    year = told.year == row.year or bool(np.isnan(told.year) or np.isnan(row.year))
    level = told.level in ("", "all", row.level)
    statistic = told.statistic == row.statistic or not told.statistic or not row.statistic
    component = told.component == row.component or "unspecified" in (told.component, row.component)
    return alike and year and level and statistic and component
