"""Whose figure of a table it is: role, level and place of pay, market and region of a forecast, of whom a share is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis import words
from analysis.quantity import parse
from analysis.reading.labels import Labels, column_statistic, component, first_class, says, slug, statistic
from analysis.reading.layout import is_year
from analysis.reading.measure import population_of
from analysis.reading.model import Figure

__all__ = ["Whose", "experience"]

_CAPS_UNIT = re.compile(r"\((?:in )?(?:USD|EUR|GBP|US\$|[$€£]) ?(?:m|b|t)", re.IGNORECASE)


def _around(figure: Figure) -> Iterator[str]:
    """Where a role, level or place of a table's figure may be named, nearest first."""
    yield figure.row_label
    yield from (text for header, text in figure.row_cells if not says("measures", "remark", header))
    yield figure.column_label
    yield figure.block.title
    yield from reversed(figure.block.path)


@dataclass(slots=True)
class Whose:
    """Reads the keys of figures with the vocabulary of one article and the occupation it is about ('' none)."""

    labels: Labels
    subject_role: str = ""

    def keys(self, figure: Figure) -> dict[str, object]:
        """The keys of the dataset that the figure's measure belongs to; unknown ones are left out or ''."""
        around = list(_around(figure))
        match figure.measure:
            case "salary" | "pay_change":
                return self._pay(figure, around)
            case "market_size" | "growth_rate":
                return self._market(figure, around)
            case "job_count":
                country, region, _ = self._place(around)
                role = self._role(figure, around)[0]
                return {"country": country, "region": region, "role": role, "status": _status(figure)}
            case "allocation" | "weight":
                return {"whole": f"{figure.article.slug}/{figure.block.kind}-{figure.block.index}"}
            case "adoption" | "share" | "usage" | "demand" | "frequency":
                return {"population": population_of(figure.row_label)}
        return {}

    def _role(self, figure: Figure, around: Sequence[str]) -> tuple[str, str]:
        """(term, label) of the nearest occupation; headings of whole chapters name none."""
        chapters = figure.block.path[:-1]
        named = (self.labels.role(text, self.subject_role) for text in around if text not in chapters)
        return next((found for found in named if found[0]), ("", ""))

    def _place(self, around: Sequence[str]) -> tuple[str, str, str]:
        """(country, region, location) of the nearest words that name one."""
        for text in around:
            country, region = self.labels.country(text), self.labels.region(text)
            location = self.labels.location(text)
            if country or region or location:
                return country, "" if country else region, location
        return "", "", ""

    def _pay(self, figure: Figure, around: Sequence[str]) -> dict[str, object]:
        """Keys of a salary or of a change of pay; an occupation nobody names is the article's own."""
        term, role_label = self._role(figure, around)
        level, level_label = self.labels.nearest_level(around)
        country, region, location = self._place(around)
        parts = (component(text) for text in (figure.row_label, figure.column_label, figure.cell))
        keys: dict[str, object] = {
            "role": term or self.subject_role, "role_label": role_label, "level": level or "all",
            "level_label": level_label, "country": country, "region": region, "location": location,
            "component": next(filter(None, parts), "unspecified"),
        }  # fmt: skip
        keys |= _bands(figure, around)
        if figure.measure == "salary":
            figure.statistic = _statistic(figure)
            return keys
        figure.direction = "lower" if says("measures", "less", figure.cell) else "higher"
        return keys | {"cause": figure.row_label}

    def _market(self, figure: Figure, around: Sequence[str]) -> dict[str, object]:
        """Keys of a market's size or growth; a growth of no market is the role's or nobody's."""
        name = self._market_name(figure)
        region = self._place(around)[1]
        by_place = bool(figure.row_cells) and says("measures", "place header", figure.row_cells[0][0])
        if by_place and not _is_whole(figure.row_label):
            region = self.labels.region(figure.row_label).replace("global", "") or slug(figure.row_label)
        keys: dict[str, object] = {"market": name, "region": region or ("global" if name else "")}
        if found := _scenario().search(" | ".join([figure.cell, *(text for _, text in figure.row_cells)])):
            keys["scenario"] = slug(found[1])
        return keys | {"status": _status(figure)} if figure.measure == "market_size" else keys

    def _market_name(self, figure: Figure) -> str:
        """The market a figure is of: that of a row headed `segment`, else what the titles name."""
        headers = [header for header, _ in figure.row_cells]
        of_segments = bool(headers) and says("measures", "segment header", headers[0])
        if of_segments and not _is_whole(figure.row_label) and not is_year(figure.row_label):
            return self.labels.market(figure.row_label) or slug(figure.row_label)
        told = " | ".join([figure.column_label, *headers, figure.block.title])
        sized = says("measures", "sized", told) or bool(_CAPS_UNIT.search(told))
        if figure.measure != "market_size" and not of_segments and not sized:
            return ""
        around = (figure.column_label, figure.block.title, *reversed(figure.block.path), figure.article.title)
        return next(filter(None, map(self.labels.market, around)), "")


def _is_whole(label: str) -> bool:
    return bool(words.pattern("measures", "whole").match(label.strip()))


def _scenario() -> re.Pattern[str]:
    named, of = (words.pattern("measures", cls).pattern for cls in ("scenario", "scenario of"))
    return re.compile(rf"({named})[- ](?:{of})")


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


def _statistic(figure: Figure) -> str:
    """Mean, median, percentile, minimum or maximum by the words; two different ends are a range."""
    quantity = figure.quantity
    own = (figure.row_label, figure.cell, *(text for _, text in figure.row_cells))
    named = column_statistic(figure.column_label) or next(filter(None, map(statistic, own)), "")
    if figure.is_range or (quantity.low is not None and quantity.high is not None and quantity.low != quantity.high):
        return "range" if named in {"", "mean", "median"} else named
    return named or statistic(figure.block.title) or statistic(figure.block.section)


def experience(texts: Iterable[str]) -> dict[str, object]:
    """The years of experience that the first text with years tells."""
    years = (found for text in texts if re.search(r"\d", text) for found in parse(text) if found.unit == "year")
    band = next(years, None)
    return {"experience_low": band.low, "experience_high": band.high} if band else {}


def _bands(figure: Figure, around: Sequence[str]) -> dict[str, object]:
    """Experience, staff and industry that the row stands for."""
    keys = experience(around)
    first_header = figure.row_cells[0][0] if figure.row_cells else ""
    if says("measures", "size header", first_header):
        sizes = parse(figure.row_label, unit="employee")
        keys |= {"company_size_low": sizes[0].low, "company_size_high": sizes[0].high} if sizes else {}
    if says("measures", "industry header", first_header):
        keys["industry"] = figure.row_label
    return keys
