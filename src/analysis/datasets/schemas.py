"""Schemas of the datasets, made from `fields`, and the check every build passes before a byte is written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.datasets.fields import DATASETS, Dataset, Field
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandera.pandas as pa

#: Frictionless type → pandas type of a column of that type, missing values allowed.
DTYPES: dict[str, Any] = {
    "string": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
_SHOWN = 5  # failing rows named in an error
_PLAIN = {"not_nullable": "a value in every row", "multiple_fields_uniqueness": "a key of its own for every row"}


def conform(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The columns of one dataset in order, in their types, sorted by its key; an empty string is a missing value.

    Raises InputError where a column is absent or holds a value of another type.
    """
    dataset = DATASETS[name]
    missing = [column for column in dataset.columns if column not in frame.columns]
    if missing:
        raise InputError(
            name, f"lacks the column {', '.join(missing)}", f"its columns are {', '.join(dataset.columns)}"
        )
    typed = pd.DataFrame({column: _typed(frame[column], dataset.field(column), name) for column in dataset.columns})
    return typed.sort_values(list(dataset.key), key=_natural, kind="stable", ignore_index=True)


def _typed(values: pd.Series[Any], field: Field, name: str) -> pd.Series[Any]:
    values = values.astype("object").where(values.notna() & (values.astype("object") != ""), None)
    try:
        if field.type == "string":
            return values.astype("str").where(values.notna())
        if field.type == "date":
            return pd.to_datetime(values, format="%Y-%m-%d").astype("datetime64[s]")
        return (
            values.astype("float64").astype("Int64") if field.type == "integer" else values.astype(DTYPES[field.type])
        )
    except (TypeError, ValueError) as error:
        raise InputError(f"{name}.{field.name}", str(error), f"every value is {field.type} or missing") from error


def _natural(keys: pd.Series[Any]) -> pd.Series[Any]:
    """Keys with the numbers in them as numbers, so that table-9 stands before table-10."""
    if not pd.api.types.is_string_dtype(keys):
        return keys
    return keys.fillna("").str.replace(r"\d+", lambda digits: digits.group().zfill(9), regex=True)


@cache
def schema(name: str) -> pa.DataFrameSchema:
    """The pandera schema of one dataset: types, controlled terms, unique keys, ordered bounds, known units."""
    import pandera.pandas as pa

    dataset = DATASETS[name]
    columns = {column: _column(dataset.field(column)) for column in dataset.columns}
    return pa.DataFrameSchema(columns, checks=_row_checks(dataset), unique=list(dataset.key), strict=True, name=name)


def _column(field: Field) -> pa.Column:
    import pandera.pandas as pa

    checks = [pa.Check.isin(field.enum, error="a controlled term")] if field.enum else []
    if field.name == "unit":
        checks.append(pa.Check(_unit_known, element_wise=True, error="a unit the registry knows"))
    # the type itself is set by `conform`: pandera would only compare the names of two string types
    return pa.Column(None, checks, nullable=not field.required, required=True)


def _unit_known(unit: str) -> bool:
    from analysis import units

    return bool(units.is_known(unit))


def _row_checks(dataset: Dataset) -> list[pa.Check]:
    import pandera.pandas as pa

    ends = [column for column in dataset.columns if f"{column.removesuffix('low')}high" in dataset.columns]
    pairs = [(low, f"{low.removesuffix('low')}high") for low in ends if low.endswith("low") and low != "open_low"]
    checks = [
        pa.Check(lambda rows, low=low, high=high: ~(rows[low] > rows[high]), error=f"{low} is not above {high}")
        for low, high in pairs
    ]
    if "open_low" in dataset.columns:
        checks.append(pa.Check(_low_consistent, error="low is missing where, and only where, the lower end is open"))
        checks.append(pa.Check(_high_consistent, error="high is missing where, and only where, the upper end is open"))
    if {"year", "end_year"} <= set(dataset.columns):
        checks.append(
            pa.Check(lambda rows: _no_later(rows["year"], rows["end_year"]), error="year is not after end_year")
        )
    return checks


def _low_consistent(rows: pd.DataFrame) -> pd.Series[Any]:
    return _end_consistent(rows, rows["low"], rows["open_low"])


def _high_consistent(rows: pd.DataFrame) -> pd.Series[Any]:
    return _end_consistent(rows, rows["high"], rows["open_high"])


def _end_consistent(rows: pd.DataFrame, bound: pd.Series[Any], is_open: pd.Series[Any]) -> pd.Series[Any]:
    """A closed end is given; an open end is given only in a range, which keeps both of its bounds."""
    a_range = rows["low"].notna() & rows["high"].notna() & (rows["low"] != rows["high"])
    return (bound.notna() & ~is_open) | (is_open & (bound.isna() | a_range))


def _no_later(first: pd.Series[Any], last: pd.Series[Any]) -> pd.Series[Any]:
    return ~(first > last).fillna(False)


def validate(frames: Mapping[str, pd.DataFrame]) -> None:
    """Check conformed frames, each by its schema and against those it refers to; an InputError names what is wrong."""
    try:
        from pandera.errors import SchemaErrors
    except ImportError:
        way_out = 'pip install "ai-career-figures[build]"'
        raise InputError("build", "checking the datasets needs pandera, which is not installed", way_out) from None
    for name, frame in frames.items():
        try:
            schema(name).validate(frame, lazy=True)
        except SchemaErrors as failed:
            raise _readable(name, frame, failed.failure_cases) from None
    for name, frame in frames.items():
        for column, other, target in DATASETS[name].foreign:
            if other in frames:
                _check_reference(name, frame[column], other, frames[other][target])


def _readable(name: str, frame: pd.DataFrame, cases: pd.DataFrame) -> InputError:
    """One line for the first failing check: the dataset, the column, the check, and some of the rows."""
    first = cases.iloc[0]
    same = cases[(cases["check"] == first["check"]) & (cases["column"] == first["column"])]
    keys = frame[list(DATASETS[name].key)].astype("str").agg(" ".join, axis=1)
    rows = [keys[index] for index in same["index"].dropna().unique() if index in keys.index]
    column = first["column"] if first["schema_context"] == "Column" else ""
    value = f" (such as {first['failure_case']!r})" if column else ""
    place = f"{name}.{column}" if column else name
    check = _PLAIN.get(first["check"], first["check"])
    return InputError(place, f"not satisfied: {check}{value} in {_some(rows)}", "correct the data or the schema")


def _check_reference(name: str, keys: pd.Series[Any], other: str, targets: pd.Series[Any]) -> None:
    strangers = keys[keys.notna() & ~keys.isin(targets)]
    if len(strangers):
        text = f"refers to {_some(list(strangers.unique()))}, not in {other}.{targets.name}"
        raise InputError(f"{name}.{keys.name}", text, f"every key must stand in {other}")


def _some(rows: list[str]) -> str:
    more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    return (", ".join(rows[:_SHOWN]) or "the whole dataset") + more
