"""What a figure measures: one grammar for tables, charts and prose.

A figure arrives with the words around it (`Figure`). What somebody already knows (`hints`: the curated files, or the
prose reader's understanding of a sentence) is taken as it is; everything else is read from the labels, nearest first.
"""

from __future__ import annotations

import re
from typing import Any

from analysis.figures import whose
from analysis.figures.labels import Labels, level, role_phrase
from analysis.figures.model import Figure
from analysis.figures.when import growth_span, is_year, year_of, years_ahead
from analysis.figures.words import first_match, rules

_TIME = frozenset({"hour", "day", "week", "month", "year"})
_PLAIN = {
    "score": "score", "job": "job_count", "employee": "firm_size", "multiple": "ratio", "count": "count",
}  # fmt: skip
_PAY = re.compile(
    r"salar|\bpay\b|\bpaid\b|wage|compensation|earn|income|remuneration|\bbase\b|bonus|equity|incentive|hourly|package|"
    r"stipend",
    re.I,
)
#: A first column of people: the money beside it is theirs.
_PEOPLE = re.compile(
    r"\b(?:roles?|positions?|job(?: titles?)?|titles?|occupations?|professions?|seniority|(?:career |job |experience )?"
    r"levels?|years of experience|experience|grades?)\b",
    re.I,
)
_COSTS = re.compile(
    r"cost|price|fee|budget|funding|tuition|rent|invest|spend|sav(?:ed|ings)|profit|sales|fine|grant", re.I
)
_MARKET = re.compile(r"market|valuation|\bvalued\b|revenue|industry|turnover|spending", re.I)
_PAY_CHANGE = re.compile(r"salary boost|salary impact|added value|pay rise|\braise|uplift|premium of", re.I)
_CHANGE = re.compile(
    r"boost|uplift|premium|increase|raise|difference|more than|less than|higher|lower|above|below|exceed|impact", re.I
)
_CAGR = re.compile(r"cagr|compound annual", re.I)
_GROWTH = re.compile(
    r"growth|grow(?:s|n|ing)?\b|grew|increase|change|\byoy\b|year[- ]o(?:n|ver)[- ]year|rise|rose|decline|expan|"
    r"faster|fell",
    re.I,
)
_EXPERIENCE = re.compile(
    r"experience|\bbands?\b|seniority|entry|mid|senior|executive|career|level|\bstage\b|tenure|junior|\bexp\b", re.I
)
_PERCENTAGES = rules(
    ("allocation", r"allocat|time spent|\btime\b|breakdown|split|budget"),
    ("weight", r"weight"),
    ("frequency", r"frequen|how often|assess"),
    ("adoption", r"adopt|using|use of|implement|deploy|pilot|invest|plan to|planning|embrac"),
    ("usage", r"usage|\buse\b|used|utili[sz]"),
    ("demand", r"demand"),
)
_LABELLED = re.compile(r"\([^()]*%[^()]*\)")
_UNIT_NOTE = re.compile(
    r"\s*\((?:[^()]*(?:%|USD|EUR|GBP|[$€£]|weeks?|months?|days?|hours?|bn|billion|million|scale|out of)[^()]*"
    r"|\d+\s*[-–]\s*\d+)\)",
    re.I,
)
_POPULATION = re.compile(r"(?:(?:percentage|share|proportion) of )?([A-Za-z][\w \-/]*?)\s+(?:\w+ing|who|that)\b")


def classify(figure: Figure, labels: Labels, subject_role: str = "") -> dict[str, Any]:
    """The columns of FACTS that words decide: measure, subject, years, the keys of its dataset; the rest is left out.

    `subject_role` is the occupation the article is about, '' where it is about none.
    """
    known = {key: value for key, value in figure.hints.items() if key not in {"context", "market_label", "approximate"}}
    measure = str(known.get("measure") or measure_of(figure))
    facts: dict[str, Any] = {"measure": measure, "subject": subject_of(figure)}
    facts["topic"] = figure.block.title or figure.block.section
    if measure == "growth_rate":
        facts |= growth_span(figure)
    else:
        facts |= year_of(figure, beside_spans=measure != "market_size")
        if facts.get("year") and years_ahead(figure):
            facts["year"] += years_ahead(figure)
    facts |= _keys(figure, labels, subject_role, measure, facts.get("year"))
    return facts | known


def _keys(figure: Figure, labels: Labels, subject_role: str, measure: str, year: int | None) -> dict[str, Any]:
    if measure in {"salary", "pay_change"}:
        return whose.pay(figure, labels, subject_role, measure)
    if measure in {"market_size", "growth_rate"}:
        return whose.market(figure, labels, measure, year)
    if measure == "job_count":
        country, region, _ = whose.place(figure, labels)
        role = whose.role(figure, labels, subject_role)[0]
        return {"country": country, "region": region, "role": role, "status": whose.status(figure, year)}
    if measure in {"allocation", "weight"} and figure.block.kind != "prose":
        return {"whole": f"{figure.article.slug}/{figure.block.kind}-{figure.block.index}"}
    if measure in {"adoption", "share", "usage", "demand", "frequency"}:
        found = _POPULATION.match(figure.row_label)
        return {"population": found.group(1) if found else ""}
    return {}


def subject_of(figure: Figure) -> str:
    """The label that says what is measured: the row's, or the header's where rows are years."""
    label = figure.row_label.strip()
    if not label or is_year(label):
        return _UNIT_NOTE.sub("", figure.column_label).strip() or figure.block.title
    return label


def measure_of(figure: Figure) -> str:
    """The measure that unit and words agree on; the nearest words (cell, header, label) before title and section."""
    unit = figure.quantity.unit
    near = f"{figure.column_label} | {figure.row_label} | {figure.cell}"
    far = f"{figure.block.title} | {figure.block.section}"
    if unit in {"percent", "percentage_point", "basis_point"}:
        return _percentage(figure, near, far)
    if unit in _TIME:
        return "experience" if unit == "year" and _EXPERIENCE.search(near) else "duration"
    return _PLAIN.get(unit) or _money(figure, near, far)


def _money(figure: Figure, near: str, far: str) -> str:
    quantity = figure.quantity
    if quantity.signed or _PAY_CHANGE.search(near):
        return "pay_change"
    if "/" in quantity.unit:
        return "salary"
    beside = " | ".join(header for header, _ in figure.row_cells)
    for words in (near, beside, far):
        is_pay = bool(_PAY.search(words))
        if _MARKET.search(words) and not (is_pay and quantity.scale < 1_000_000):
            return "market_size"
        if is_pay or (words is near and (role_phrase(near) or level(figure.column_label))):
            return "salary"
        if words is beside and _of_people(figure, near):
            return "salary"
    large = quantity.scale >= 1_000_000_000 or (quantity.scale >= 1_000_000 and _MARKET.search(figure.article.title))
    return "market_size" if large else "amount"


def _of_people(figure: Figure, near: str) -> bool:
    """Whether a table's first column names people by role or level, and its headers no cost of theirs."""
    header, label = figure.row_cells[0] if figure.row_cells else ("", "")
    named = _PEOPLE.search(header) or (label == figure.row_label and not header and level(label))
    return bool(named and not _COSTS.search(f"{near} | {figure.block.title}") and figure.quantity.scale < 1_000_000)


def _percentage(figure: Figure, near: str, far: str) -> str:
    header = figure.column_label
    if _CAGR.search(near):
        return "growth_rate"
    in_label = bool(_LABELLED.search(figure.row_label)) and figure.quantity.text.strip("()") in figure.row_label
    if in_label and figure.cell == figure.row_label:
        return "share"  # "Performance Bonus (15%)": a share of what the table is about
    if _PAY.search(near) and _CHANGE.search(near) and not _GROWTH.search(header):
        return "pay_change"
    if _GROWTH.search(header):
        return "growth_rate"
    named = first_match(_PERCENTAGES, header) or first_match(_PERCENTAGES, figure.block.title)
    if named:
        return named
    if _POPULATION.match(figure.row_label):
        return first_match(_PERCENTAGES, figure.row_label) or "share"
    if _GROWTH.search(figure.cell) or _GROWTH.search(figure.row_label):
        return first_match(_PERCENTAGES, figure.row_label) or "growth_rate"
    return first_match(_PERCENTAGES, near) or first_match(_PERCENTAGES, far) or "share"
