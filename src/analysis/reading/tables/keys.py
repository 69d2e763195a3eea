"""Whose a figure of a table is: role, level and place of pay, market and region of a size, population of a share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis import words
from analysis.quantity import parse
from analysis.reading.keys import OF_PAY, Whose, band_in
from analysis.reading.labels import component, first_class, says, slug
from analysis.reading.model import Figure
from analysis.reading.period import is_year
from analysis.reading.place import region
from analysis.reading.tables.measure import population_of

__all__ = ["keys_of"]

_CAPS_UNIT = re.compile(r"\((?:in )?(?:USD|EUR|GBP|US\$|[$€£]) ?(?:m|b|t)", re.IGNORECASE)
_SCENARIO = r"({measures scenario})[- ]{measures scenario of}"


def keys_of(figure: Figure, whose: Whose) -> dict[str, object]:
    """The keys of the dataset that the measure of a table's figure belongs to; unknown ones are left out or ''."""
    around = list(_context(figure))
    roles = [text for text in around if text not in figure.block.path[:-1]]  # a whole chapter's heading names none
    if figure.measure in OF_PAY:
        parts = (component(text) for text in (figure.row_label, figure.column_label, figure.cell))
        keys = whose.pay(roles, around, around, band_in(around), next(filter(None, parts), "")) | _staff(figure)
        if figure.measure == "salary":
            return keys
        figure.direction = "lower" if says("measures", "less", figure.cell) else "higher"
        return keys | {"cause": figure.row_label}
    match figure.measure:
        case "market_size" | "growth_rate":
            return _market(figure, around, whose)
        case "job_count":
            return whose.jobs(roles, around) | {"status": _status(figure)}
        case "allocation" | "weight":
            return {"whole": f"{figure.article.slug}/{figure.block.kind}-{figure.block.index}"}
        case "adoption" | "share" | "usage" | "demand" | "frequency":
            return {"population": population_of(figure.row_label)}
    return {}


def _context(figure: Figure) -> Iterator[str]:
    """Where a role, level or place of a table's figure may be named, nearest first."""
    yield figure.row_label
    yield from (text for header, text in figure.row_cells if not says("measures", "remark", header))
    yield figure.column_label
    yield figure.block.title
    yield from reversed(figure.block.path)


def _market(figure: Figure, around: Sequence[str], whose: Whose) -> dict[str, object]:
    """Keys of a market's size or growth; a growth of no market is the role's or nobody's."""
    name = _market_name(figure, whose)
    where = whose.place(around).region
    by_place = bool(figure.row_cells) and says("measures", "place header", figure.row_cells[0][0])
    if by_place and not _is_whole(figure.row_label):
        where = region(figure.row_label).replace("global", "") or slug(figure.row_label)
    keys: dict[str, object] = {"market": name, "region": where or ("global" if name else "")}
    if found := words.regex(_SCENARIO).search(" | ".join([figure.cell, *(text for _, text in figure.row_cells)])):
        keys["scenario"] = slug(found[1])
    return keys | {"status": _status(figure)} if figure.measure == "market_size" else keys


def _market_name(figure: Figure, whose: Whose) -> str:
    """The market a figure is of: that of a row headed `segment`, else what the titles name."""
    headers = [header for header, _ in figure.row_cells]
    of_segments = bool(headers) and says("measures", "segment header", headers[0])
    if of_segments and not _is_whole(figure.row_label) and not is_year(figure.row_label):
        return whose.labels.market(figure.row_label) or slug(figure.row_label)
    told = " | ".join([figure.column_label, *headers, figure.block.title])
    sized = says("measures", "market|sold", told) or bool(_CAPS_UNIT.search(told))
    if figure.measure != "market_size" and not of_segments and not sized:
        return ""
    around = (figure.column_label, figure.block.title, *reversed(figure.block.path), figure.article.title)
    return next(filter(None, map(whose.labels.market, around)), "")


def _is_whole(label: str) -> bool:
    return bool(words.pattern("measures", "whole").match(label.strip()))


def _status(figure: Figure) -> str:
    """Projection, estimate or historical: by its own words, its year against the article's, its row and column."""
    classes = ("projection", "estimate", "historical")
    published = figure.article.year
    own, year = first_class("measures", classes, figure.cell), figure.year
    if own or (year and published and year > published):
        return own or "projection"
    beside = " | ".join([figure.row_label, figure.column_label, *(text for _, text in figure.row_cells)])
    dated = "historical" if year and published and year < published else ""
    title = figure.block.title
    return first_class("measures", classes, beside) or dated or first_class("measures", classes, title)


def _staff(figure: Figure) -> dict[str, object]:
    """The size or the industry of the firm that a row stands for."""
    header = figure.row_cells[0][0] if figure.row_cells else ""
    keys: dict[str, object] = {"industry": figure.row_label} if says("measures", "industry header", header) else {}
    if says("measures", "size header", header) and (sizes := parse(figure.row_label, unit="employee")):
        keys |= {"company_size_low": sizes[0].low, "company_size_high": sizes[0].high}
    return keys
