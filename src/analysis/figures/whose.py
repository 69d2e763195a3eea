"""Whose figure it is: role, level and place of pay; market, region and scenario of a forecast."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from analysis.figures.labels import Labels, column_statistic, component, slug, statistic
from analysis.figures.model import Figure
from analysis.figures.when import is_year
from analysis.figures.words import context_words, first_match, rules
from analysis.quantity import parse

_SCENARIO = re.compile(
    r"\b(alternative|conservative|optimistic|pessimistic|base|bull|bear|low|high|best|worst)[- ]"
    r"(?:forecast|case|scenario|estimate)",
    re.I,
)
_STATUSES = rules(
    ("projection", r"project|forecast|expected|predict|will reach|anticipat|\bby (?:19|20)\d\d"),
    ("estimate", r"estimat|\best\b|approx"),
    ("historical", r"baseline|actual|historical|was valued|\bstood at\b"),
)
_SIZE_HEADER = re.compile(r"company size|employees|headcount|staff", re.I)
_INDUSTRY_HEADER = re.compile(r"industry|sector", re.I)
_SIZED = re.compile(r"\bmarket\b|\bindustry\b|\bsector\b|\((?:in )?(?:USD|EUR|GBP|US\$|[$€£]) ?(?:m|b|t)", re.I)
_WHOLE = re.compile(r"\s*(?:grand |global |overall )?total|\s*(?:all|overall|whole market)\b", re.I)
_PLACE_HEADER = re.compile(r"\b(?:region|country|countries|geograph\w*)\b", re.I)
_SEGMENT_HEADER = re.compile(r"segment|market", re.I)
_LESS = re.compile(r"lower|below|less|cut|decrease|down", re.I)


def status(figure: Figure, year: int | None) -> str:
    """Projection, estimate or historical: by its own words, its year against the article's, its row and column."""
    published = figure.article.published.year if figure.article.published else None
    own = first_match(_STATUSES, figure.cell)
    if own or (year and published and year > published):
        return own or "projection"
    beside = " | ".join([figure.row_label, figure.column_label, *(text for _, text in figure.row_cells)])
    dated = "historical" if year and published and year < published else ""
    return first_match(_STATUSES, beside) or dated or first_match(_STATUSES, figure.block.title)


def place(figure: Figure, labels: Labels) -> tuple[str, str, str]:
    """(country, region, location) of the nearest words that name one."""
    for words in context_words(figure):
        country, region, location = labels.country(words), labels.region(words), labels.location(words)
        if country or region or location:
            return country, "" if country else region, location
    return "", "", ""


def _nearest(figure: Figure, read: Callable[[str], str]) -> tuple[str, str]:
    return next(((found, words) for words in context_words(figure) if (found := read(words))), ("", ""))


def role(figure: Figure, labels: Labels, subject_role: str) -> tuple[str, str]:
    """(term, label) of the nearest occupation; headings of whole chapters name none."""
    chapters = figure.block.path[:-1]
    named = (labels.role(words, subject_role) for words in context_words(figure) if words not in chapters)
    return next((found for found in named if found[0]), ("", ""))


def pay(figure: Figure, labels: Labels, subject_role: str, measure: str) -> dict[str, Any]:
    """Keys of a salary or of a change of pay; an occupation nobody names is the article's own."""
    term, role_label = role(figure, labels, subject_role)
    term = term or subject_role
    level, level_label = _nearest(figure, labels.level)
    country, region, location = place(figure, labels)
    parts = (component(words) for words in (figure.row_label, figure.column_label, figure.cell))
    facts: dict[str, Any] = {
        "role": term, "role_label": role_label,
        "level": level or "all", "level_label": level_label, "country": country, "region": region, "location": location,
        "component": next(filter(None, parts), "unspecified"),
    } | _bands(figure)  # fmt: skip
    if measure == "salary":
        return facts | {"statistic": pay_statistic(figure)}
    facts["direction"] = "lower" if _LESS.search(figure.cell) else "higher"
    return facts | {"cause": figure.row_label}


def pay_statistic(figure: Figure) -> str:
    """Mean, median, percentile, minimum or maximum by the words; two different ends are a range."""
    quantity = figure.quantity
    cell, prose = figure.cell, figure.block.kind == "prose"
    told = cell[: cell.find(quantity.text)] if prose and quantity.text in cell else cell  # of prose what stands before
    own = (figure.row_label, told, *(text for _, text in figure.row_cells))
    named = column_statistic(figure.column_label) if not prose else statistic(figure.column_label)
    named = named or next(filter(None, map(statistic, own)), "")
    if quantity.low is not None and quantity.high is not None and quantity.low != quantity.high:
        return "range" if named in {"", "mean", "median"} else named
    return named or statistic(figure.block.title) or statistic(figure.block.section)


def _bands(figure: Figure) -> dict[str, Any]:
    """Experience, staff and industry that the row stands for."""
    facts: dict[str, Any] = {}
    first_header = figure.row_cells[0][0] if figure.row_cells else ""
    for words in context_words(figure):
        band = (
            next((found for found in parse(words) if found.unit == "year"), None) if re.search(r"\d", words) else None
        )
        if band:
            facts |= {"experience_low": band.low, "experience_high": band.high}
            break
    if _SIZE_HEADER.search(first_header):
        sizes = parse(figure.row_label, unit="employee")
        facts |= {"company_size_low": sizes[0].low, "company_size_high": sizes[0].high} if sizes else {}
    if _INDUSTRY_HEADER.search(first_header):
        facts["industry"] = figure.row_label
    return facts


def market(figure: Figure, labels: Labels, measure: str, year: int | None) -> dict[str, Any]:
    """Keys of a market's size or growth; a growth of no market is the role's or nobody's."""
    name = market_name(figure, labels, measure)
    region = place(figure, labels)[1]
    if figure.row_cells and _PLACE_HEADER.search(figure.row_cells[0][0]) and not _WHOLE.match(figure.row_label):
        region = labels.region(figure.row_label).replace("global", "") or slug(figure.row_label)
    facts: dict[str, Any] = {"market": name, "region": region or ("global" if name else "")}
    scenario = _SCENARIO.search(" | ".join([figure.cell, *(text for _, text in figure.row_cells)]))
    if scenario:
        facts["scenario"] = slug(scenario.group(1))
    if measure == "market_size":
        facts["status"] = status(figure, year)
    return facts


def market_name(figure: Figure, labels: Labels, measure: str = "") -> str:
    """The market a figure is of: the prose reader's, that of a row headed `segment`, else what the titles name."""
    label = str(figure.hints.get("market_label") or "")
    if label:
        return labels.market(label) or slug(label)
    headers = [header for header, _ in figure.row_cells]
    of_segments = bool(headers) and bool(_SEGMENT_HEADER.search(headers[0]))
    if of_segments and not _WHOLE.match(figure.row_label) and not is_year(figure.row_label):
        return labels.market(figure.row_label) or slug(figure.row_label)
    if (
        measure != "market_size"
        and not of_segments
        and not _SIZED.search(" | ".join([figure.column_label, *headers, figure.block.title]))
    ):
        return ""
    words = (figure.column_label, figure.block.title, *reversed(figure.block.path), figure.article.title)
    return next(filter(None, map(labels.market, words)), "")
