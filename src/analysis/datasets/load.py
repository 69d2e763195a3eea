"""The tidy datasets: load one, see what there is.

Figures: the articles named in the `article` column (see `datapackage.json` for title and address); exchange rates: the
European Central Bank and the sources named in the `rates` dataset.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any, Literal, get_args

import pandas as pd

from analysis import paths
from analysis.datasets import datapackage
from analysis.datasets.fields import DATASETS, SEVERITIES, Dataset
from analysis.errors import InputError, one_of

Name = Literal[
    "figures",
    "salaries",
    "pay_changes",
    "forecasts",
    "growth_rates",
    "percentages",
    "jobs",
    "scores",
    "durations",
    "rates",
    "findings",
    "finding_figures",
]
NAMES: tuple[Name, ...] = get_args(Name)

_READ_AS = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}
#: What `load(..., source=True)` adds: where each figure stands.
PLACE = ("section", "block_kind", "block_index", "row", "column", "row_label", "column_label", "quote")


def load(
    name: Name,
    *,
    currency: str | None = None,
    hours_per_year: float | None = None,
    distinct: bool = False,
    source: bool = False,
    findings: bool = False,
    units: bool = False,
) -> pd.DataFrame:
    """One dataset as a tidy DataFrame: a row for each observation, columns and units as in `catalog(name)`.

    currency: an ISO 4217 code. The US dollar columns `usd_low`, `usd_high` give way to the same in that currency
        (`eur_low`, `eur_high` and the rate, `eur_per_usd`), at the rate of the article's date; amounts that were stated
        in it stay exactly as stated. Salaries (per working year) and forecasts.
    hours_per_year: length of the working year (2,080 hours otherwise); changes only pay stated by the hour. Salaries.
    distinct: one row for each quantity; rows that only repeat another (`same_as`) are dropped.
    source: joined to where each figure stands: section, block, row, column, their labels and the quote.
    findings: with the keys of the contradictions each row's figure is part of (`finding_ids`, joined by one space) and
        the gravest `severity` among them; both missing where there is none.
    units: numbers as pint quantities in the package's registry; needs the extra `units`.

    Strings are `str`, numbers `float64`, integers `Int64`, booleans `boolean`, dates `datetime64`; empty is missing.
    `level`, `severity` and `verdict` are ordered categories. `attrs` names title, source, licence and data version.
    Raises InputError, naming the choices, for an unknown dataset or currency and for an option the dataset has not.
    """
    dataset = _known(name)
    needed = [name, *(["figures"] if source else []), *(["findings", "finding_figures"] if findings else [])]
    build = datapackage.saved(dict.fromkeys(needed))
    saved = {each: frame_of(each, build.files[f"{each}.csv"]) for each in needed}
    frame = saved[name]
    if distinct:
        _needs(dataset, "same_as", "distinct")
        frame = frame[frame["same_as"].isna()].reset_index(drop=True)
    if hours_per_year is not None:
        _needs(dataset, "period", "hours_per_year")
        frame = _working_year(frame, hours_per_year)
    if currency is not None:
        _needs(dataset, "usd_low", "currency")
        from analysis.datasets.options import in_currency

        frame = in_currency(frame, currency)
    if source:
        _needs(dataset, "figure_id", "source")
        places = saved["figures"][["figure_id", *(column for column in PLACE if column not in frame.columns)]]
        frame = frame.merge(places, on="figure_id", how="left", validate="many_to_one")
    if findings:
        _needs(dataset, "figure_id", "findings")
        discrepancies = _discrepancies(saved["findings"], saved["finding_figures"])
        frame = frame.merge(discrepancies, on="figure_id", how="left", validate="many_to_one")
    if units:
        from analysis.datasets.options import with_units

        frame = with_units(frame, dataset)
    frame.attrs.update(_about(dataset, build.package))
    return frame


def _about(dataset: Dataset, package: Mapping[str, Any]) -> dict[str, Any]:
    """What travels with a frame in `attrs`."""
    return {
        "title": dataset.title,
        "source": "; ".join(source["path"] for source in package["sources"]),
        "licence": ", ".join(licence["name"] for licence in package.get("licenses", [])),
        "data_version": package["data_version"],
    }


def _known(name: str) -> Dataset:
    if name not in DATASETS:
        raise InputError(repr(name), "there is no such dataset", one_of(str(name), DATASETS))
    return DATASETS[name]


def _needs(dataset: Dataset, column: str, option: str) -> None:
    if column not in dataset.columns:
        having = [other.name for other in DATASETS.values() if column in other.columns]
        raise InputError("load", f"{option} does not apply to {dataset.name!r}", f"it does to {', '.join(having)}")


def frames(*names: str) -> dict[str, pd.DataFrame]:
    """Several datasets as saved, all of one build, by name: what `load` gives without options."""
    files = datapackage.saved(dict.fromkeys(names)).files
    return {name: frame_of(name, files[f"{name}.csv"]) for name in names}


def frame_of(name: str, content: bytes) -> pd.DataFrame:
    """A dataset from the bytes of its file. The types are those of `fields`; only an empty cell is missing, not NA."""
    types, dates = _types(name)
    try:
        frame = pd.read_csv(
            BytesIO(content), dtype=types, keep_default_na=False, na_values=[""], encoding="utf-8", low_memory=False
        )
        missing = [column for column in DATASETS[name].columns if column not in frame]
        if missing:
            raise ValueError(f"it lacks the column {', '.join(missing)}")
        for column in dates:
            frame[column] = frame[column].astype("datetime64[s]")
        for column, terms in _ordered(name):
            frame[column] = _terms(frame[column], terms)
    except ValueError as error:
        path, way_out = paths.processed() / f"{name}.csv", "make it again: `analysis build`"
        raise InputError(str(path), f"does not hold what it should ({error})", way_out) from error
    return frame


@cache
def _types(name: str) -> tuple[dict[str, Any], list[str]]:
    """The type to read each column as, looked up once (looking up its name costs more than the column); the dates."""
    types = {field.name: field.type for field in DATASETS[name].fields}
    return (
        {column: pd.api.types.pandas_dtype(_READ_AS[kind]) for column, kind in types.items() if kind != "date"},
        [column for column, kind in types.items() if kind == "date"],
    )


@cache
def _ordered(name: str) -> list[tuple[str, pd.CategoricalDtype]]:
    """The columns whose controlled terms are in an order, and their types."""
    ordered = [field for field in DATASETS[name].fields if field.ordered]
    return [(field.name, pd.CategoricalDtype(list(field.enum), ordered=True)) for field in ordered]


def _terms(values: pd.Series[Any], terms: pd.CategoricalDtype) -> pd.Series[Any]:
    """The column as ordered categories. pandas would take a term that is none of them for a missing value."""
    strange = values[values.notna() & ~values.isin(terms.categories)]
    if len(strange):
        raise ValueError(f"{values.name} holds {strange.iloc[0]!r}, which is no controlled term")
    return values.astype(terms)


def _working_year(frame: pd.DataFrame, hours: float) -> pd.DataFrame:
    if not (math.isfinite(hours) and 0 < hours <= 8784):
        raise InputError("load", f"hours_per_year cannot be {hours!r}", "give the hours worked in a year, such as 1800")
    hourly = frame["period"] == "hour"
    frame = frame.copy()
    for bound in ("low", "high"):
        annual = (frame[bound] * hours).where(hourly)
        frame[f"annual_{bound}"] = annual.round(2).where(hourly, frame[f"annual_{bound}"])
        frame[f"usd_{bound}"] = (annual / frame["fx_rate"]).round(2).where(hourly, frame[f"usd_{bound}"])
    return frame


def _discrepancies(findings: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """The inconsistent findings of each figure, gravest first: figure_id, finding_ids, severity."""
    found = findings.loc[findings["verdict"] == "inconsistent", ["finding_id", "severity"]]
    members = members[["finding_id", "figure_id"]].drop_duplicates().merge(found, on="finding_id")
    members["gravity"] = members["severity"].map({severity: rank for rank, severity in enumerate(SEVERITIES)})
    ordered = members.sort_values(["figure_id", "gravity", "finding_id"]).groupby("figure_id", as_index=False)
    return ordered.agg(finding_ids=("finding_id", " ".join), severity=("severity", "first"))


class Catalog(pd.DataFrame):
    """A DataFrame that shows its descriptions in full."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def _repr_html_(self) -> str:
        with pd.option_context("display.max_colwidth", None):
            return self.to_html(index=False, justify="left", border=0)

    def __repr__(self) -> str:
        with pd.option_context("display.max_colwidth", 60, "display.width", 120, "display.max_rows", None):
            return self.to_string(index=False)


def catalog(name: Name | None = None) -> pd.DataFrame:
    """What there is: name, title, rows, columns and description of each dataset; or, of one dataset, each column's
    name, type, unit, controlled terms and description.
    """
    if name is not None:
        return Catalog(
            [(each.name, each.type, each.unit, ", ".join(each.enum), each.description) for each in _known(name).fields],
            columns=["name", "type", "unit", "terms", "description"],
        )
    package = datapackage.saved(DATASETS).package
    rows = {resource["name"]: int(resource["rows"]) for resource in package["resources"]}
    return Catalog(
        [(each.name, each.title, rows[each.name], len(each.columns), each.description) for each in DATASETS.values()],
        columns=["name", "title", "rows", "columns", "description"],
    )
