"""Frames to draw: a dataset by name, a frame with its columns, or an audit; narrowed, named for people, told apart."""

from __future__ import annotations

import csv
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from analysis.datasets.load import load
from analysis.errors import InputError, one_of
from analysis.report.words import term

if TYPE_CHECKING:
    from analysis.api import Audit

#: A dataset's name, a frame with the datasets' columns, or an audit.
Data: TypeAlias = "str | pd.DataFrame | Audit"
#: A DataFrame. The stubs of pandas type a cell as all that a cell can hold, which no drawing can be written against.
Frame = Any

#: Columns that tell figures apart where their labels do not, and how their values read.
_APART = (
    "statistic", "component", "experience", "company_size", "industry", "location", "region", "year", "place",
    "section",
)  # fmt: skip
_SAID = {
    "all": "all levels", "p25": "25th percentile", "p75": "75th percentile", "p90": "90th percentile",
}  # fmt: skip
#: Terms that need no word: what pay is unless said otherwise.
_PLAIN = {"statistic": ("range",), "component": ("unspecified",), "region": ("global",)}


def frame(data: Data, where: str = "", **options: Any) -> Frame:
    """The rows to draw: `where` is a condition as `DataFrame.query` takes it, `options` those of `analysis.load`.

    Raises InputError, naming the choices, for an unknown dataset, and where no row is left.
    """
    if isinstance(data, str):
        found = _with_precision(load(data, **_known_options(data, options)))  # type: ignore[arg-type]
    elif isinstance(data, pd.DataFrame):
        found = data
    else:
        found = data.facts
    return _narrowed(found, where)


def findings(data: Data, where: str = "") -> tuple[Frame, Frame, Frame]:
    """The findings to draw, which figure plays what part in them, and the figures, of an audit or the datasets."""
    if isinstance(data, str | pd.DataFrame):
        markets = load("growth_rates")[["figure_id", "market"]]
        figures = load("figures").merge(markets, on="figure_id", how="left")
        return _narrowed(load("findings") if isinstance(data, str) else data, where), load("finding_figures"), figures
    return _narrowed(data.findings, where), data.finding_figures, data.facts


def _with_precision(rows: Frame) -> Frame:
    """The rows of a dataset with the precision of each figure."""
    wanted = [column for column in ("resolution", "rounding") if column not in rows]
    if "figure_id" not in rows or not wanted:
        return rows
    return rows.merge(load("figures")[["figure_id", *wanted]], on="figure_id", how="left")


def _known_options(name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Those options of `load` that a dataset has; pay alone knows a working year."""
    pay = name in ("salaries", "pay_changes")
    return {key: value for key, value in options.items() if pay or key not in ("currency", "hours_per_year")}


def _narrowed(found: Frame, where: str) -> Frame:
    if not where:
        rows = found
    else:
        try:
            rows = found.query(where)
        except Exception as error:
            way = f"the columns are {', '.join(map(str, found.columns))}"
            raise InputError(f"where={where!r}", f"is no condition on these rows ({error})", way) from None
    if rows.empty:
        raise InputError(f"where={where!r}", "no row is left to draw", "widen the condition")
    return rows


def choose(value: str, column: str, rows: Frame) -> Frame:
    """The rows with a value; an InputError names the values there are where it is none of them."""
    if column not in rows:
        raise InputError(column, "is no column of these rows", f"the columns are {', '.join(map(str, rows.columns))}")
    known = sorted(map(str, rows[column].dropna().unique()))
    if value not in known:
        raise InputError(f"{column}={value!r}", "there is none", one_of(value, known))
    return rows[rows[column] == value]


def labels(rows: Frame, columns: Sequence[str]) -> list[str]:
    """A name for each row: the columns' values in words, then whatever else tells it from rows of the same name."""
    described = rows.assign(**_described(rows))
    names = [[_explicit(column, row.get(column)) for column in columns] for row in described.to_dict("records")]
    for column in _APART:
        if column in columns or column not in described:
            continue
        joined = [" · ".join(filter(None, parts)) for parts in names]
        values = [name(column, value) for value in described[column]]
        for here in {each for each in joined if joined.count(each) > 1}:
            nths = [nth for nth, each in enumerate(joined) if each == here]
            if len({values[nth] for nth in nths}) > 1:
                for nth in nths:
                    names[nth].append(values[nth])
    return [text[:1].upper() + text[1:] for text in (" · ".join(filter(None, parts)) for parts in names)]


def _explicit(column: str, value: Any) -> str:
    """A value asked for by its column: there even what is plain is named."""
    return region(value) if column == "region" and isinstance(value, str) else name(column, value)


def _described(rows: Frame) -> dict[str, list[str]]:
    """Bands as one text, and where a figure stands."""
    made: dict[str, list[str]] = {}
    for band, unit in (("experience", "years"), ("company_size", "staff")):
        if f"{band}_low" in rows:
            pairs = zip(rows[f"{band}_low"], rows[f"{band}_high"], strict=True)
            made[band] = [_band(low, high, unit) for low, high in pairs]
    made["place"] = [_place(key) for key in rows.get("figure_id", [""] * len(rows))]
    return made


def apart(names: Sequence[str], figure_ids: Sequence[str]) -> list[str]:
    """Names of figures, those that several bear with the place where each stands."""
    return [
        f"{text} ({_place(key)})" if names.count(text) > 1 else text
        for text, key in zip(names, figure_ids, strict=True)
    ]


def _band(low: float, high: float, unit: str) -> str:
    if pd.isna(low) and pd.isna(high):
        return ""
    return f"{low:g}+ {unit}" if pd.isna(high) else f"{0 if pd.isna(low) else low:g}–{high:g} {unit}"


def _place(figure_id: str) -> str:
    block = str(figure_id).split("/")[1] if "/" in str(figure_id) else ""
    kind, _, number = block.partition("-")
    return "in the text" if kind == "statement" else f"{kind} {number}" if kind else ""


def name(column: str, value: Any) -> str:
    """One value of a column for people; '' where nothing is stated or nothing need be said."""
    if not isinstance(value, str):
        return "" if value is None or pd.isna(value) else f"{value:g}"
    if value in _PLAIN.get(column, ()):
        return ""
    if column == "country":
        return countries().get(value, value)
    if column == "region":
        return region(value)
    if column == "section":
        return textwrap.shorten(value.rstrip(" :").rpartition(": ")[2], 26, placeholder=" …")
    if column in ("subject", "location", "industry", "place", "quote", "row_label", "experience", "company_size"):
        return value
    return _SAID.get(value, term(value) if column in ("role", "market", "article") else value)


@cache
def countries() -> dict[str, str]:
    """The name of each country by its ISO code."""
    with (resources.files("analysis") / "countries.csv").open(encoding="utf-8") as lines:
        return {row["alpha2"]: row["name"] for row in csv.DictReader(lines)}


def region(value: str) -> str:
    """A region's controlled term as its name: `southeast-asia` → Southeast Asia."""
    return "Worldwide" if value == "global" else value.replace("-", " ").title()


def told(values: Iterable[str]) -> str:
    """Names in a row: a, b and c."""
    *most, last = list(values) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def titled(template: str, default: str, facts: Mapping[str, Any]) -> str:
    """A title: the template with the facts of the picture put in, else the default with them.

    An InputError names the facts there are where the template asks for another.
    """
    try:
        return (template or default).format(**facts)
    except (KeyError, IndexError) as error:
        way = f"this picture knows {', '.join(facts)}"
        raise InputError(f"title {template!r}", f"asks for {error}", way) from None
