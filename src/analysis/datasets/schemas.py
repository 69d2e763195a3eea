"""Schemas of the datasets, made from `fields`, and the check every build passes before a byte is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis import units
from analysis.datasets.fields import DATASETS, Dataset, Field
from analysis.errors import InputError

#: Frictionless type → pandas type of a column of that type, missing values allowed.
DTYPES: dict[str, Any] = {
    "string": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
_SHOWN = 5  # failing rows named in an error
_ENDS = {"low": "lower", "high": "upper"}


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
    typed = pd.DataFrame({field.name: _typed(frame[field.name], field, name) for field in dataset.fields})
    return typed.sort_values(list(dataset.key), key=_natural, kind="stable", ignore_index=True)


def _typed(values: pd.Series[Any], field: Field, name: str) -> pd.Series[Any]:
    if values.dtype == "str":
        values = pd.Series([value or None for value in values.tolist()], values.index, dtype="str")
    elif values.dtype == "object":
        values = values.mask(values == "", None)
    try:
        if field.type == "string":
            return values if values.dtype == "str" else values.astype("str").where(values.notna())
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


#: A rule on one dataset: the column it is about or '', what must hold, and the rows where it does not.
Rule = tuple[str, str, "pd.Series[bool]"]


def validate(frames: Mapping[str, pd.DataFrame]) -> None:
    """Check conformed frames, each by its fields and against those it refers to; an InputError names what is wrong.

    Required columns hold a value in every row, terms are controlled, units known, keys unique and bounds ordered.
    """
    for name, frame in frames.items():
        for column, rule, failing in _rules(DATASETS[name], frame):
            if failing.any():
                raise _broken(name, frame[failing], column, rule)
    for name, frame in frames.items():
        for column, other, target in DATASETS[name].foreign:
            if other in frames:
                _check_reference(name, frame[column], other, frames[other][target])


def _rules(dataset: Dataset, rows: pd.DataFrame) -> Iterator[Rule]:
    for field in dataset.fields:
        values = rows[field.name]
        if field.required:
            yield field.name, "a value in every row", values.isna()
        met = set(values.dropna().tolist()) if field.enum or field.name == "unit" else set()
        if field.enum and (strange := met - set(field.enum)):
            yield field.name, "a controlled term", values.isin(strange)
        if field.name == "unit" and (strange := {unit for unit in met if not units.is_known(unit)}):
            yield field.name, "a unit the registry knows", values.isin(strange)
    yield "", "a key of its own for every row", rows.duplicated(list(dataset.key), keep=False)
    for low in dataset.columns:
        high = f"{low.removesuffix('low')}high"
        if low.endswith("low") and low != "open_low" and high in dataset.columns:
            yield "", f"{low} is not above {high}", rows[low] > rows[high]
    if "open_low" in dataset.columns:
        for end in ("low", "high"):
            broken = ~_end_consistent(rows, rows[end], rows[f"open_{end}"])
            yield "", f"{end} is missing where, and only where, the {_ENDS[end]} end is open", broken
    if {"year", "end_year"} <= set(dataset.columns):
        yield "", "year is not after end_year", (rows["year"] > rows["end_year"]).fillna(False)


def _end_consistent(rows: pd.DataFrame, bound: pd.Series[Any], is_open: pd.Series[Any]) -> pd.Series[Any]:
    """A closed end is given; an open end is given only in a range, which keeps both of its bounds."""
    a_range = rows["low"].notna() & rows["high"].notna() & (rows["low"] != rows["high"])
    return (bound.notna() & ~is_open) | (is_open & (bound.isna() | a_range))


def _broken(name: str, rows: pd.DataFrame, column: str, rule: str) -> InputError:
    """One line for a rule that does not hold: the dataset, the column, the rule, and some of the rows."""
    keys = rows[list(DATASETS[name].key)].astype("str").agg(" ".join, axis=1)
    value = f" (such as {rows[column].iloc[0]!r})" if column else ""
    place = f"{name}.{column}" if column else name
    return InputError(place, f"not satisfied: {rule}{value} in {_some(list(keys))}", "correct the data or the schema")


def _check_reference(name: str, keys: pd.Series[Any], other: str, targets: pd.Series[Any]) -> None:
    strangers = keys[keys.notna() & ~keys.isin(targets)]
    if len(strangers):
        text = f"refers to {_some(list(strangers.unique()))}, not in {other}.{targets.name}"
        raise InputError(f"{name}.{keys.name}", text, f"every key must stand in {other}")


def _some(rows: list[str]) -> str:
    more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    return (", ".join(rows[:_SHOWN]) or "the whole dataset") + more
