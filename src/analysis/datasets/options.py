"""What `analysis.load` does on request: money in another currency, numbers as pint quantities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis import units
from analysis.datasets import datapackage
from analysis.datasets.fields import Dataset
from analysis.errors import InputError, optional
from analysis.quantity.lexicon import currencies


def in_currency(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """`usd_low`, `usd_high` replaced by the same in `currency`, at the rate of each article's date (`eur_per_usd`)."""
    code = currency.upper()
    if code == "USD":
        return frame
    prefix, stated = code.lower(), "annual_" if "annual_low" in frame.columns else ""
    per_usd = frame["article"].map(_rates(code)).astype("float64")
    own = frame["currency"] == code
    columns: dict[str, pd.Series[Any]] = {}
    for column in frame.columns:
        if column in ("usd_low", "usd_high"):
            bound = column.removeprefix("usd_")
            converted = (frame[column] * per_usd).round(2)
            columns[f"{prefix}_{bound}"] = frame[f"{stated}{bound}"].where(own, converted)
        else:
            columns[column] = frame[column]
        if column == "usd_high":
            columns[f"{prefix}_per_usd"] = per_usd
    return pd.DataFrame(columns)


def _rates(code: str) -> dict[str, float]:
    """Units of the currency for a dollar on each article's date; an InputError where no article has a rate."""
    rates = {article: units.rate(code, day) for article, day in datapackage.published().items() if day}
    known = {article: rate[0] for article, rate in rates.items() if rate}
    if not known:
        day = max(datapackage.published().values())
        rated = [each for each in sorted(currencies()) if units.rate(each, day)]
        raise InputError("load", f"there is no exchange rate for {code!r}", f"choose among {', '.join(rated)}")
    return known


def with_units(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Number columns as pint: a pint-pandas column where all rows share the unit, else one quantity a row."""
    pint_pandas = optional("pint_pandas", "units", "load", "units=True")
    pint_pandas.PintType.ureg = units.registry()
    columns: dict[str, Any] = {}
    for column in frame.columns:
        unit = _unit(frame, column, dataset)
        if not isinstance(unit, str):
            columns[column] = _quantities(frame[column], unit)
        else:
            columns[column] = pd.Series(frame[column], dtype=f"pint[{unit}]") if unit else frame[column]
    return pd.DataFrame(columns)


def _unit(frame: pd.DataFrame, column: str, dataset: Dataset) -> str | pd.Series[Any]:
    """The unit of a number column, '' where it has none; a Series where it differs from row to row."""
    if column in dataset.columns:
        declared = dataset.field(column).unit
    else:  # a currency asked for: eur_low, eur_high
        declared = column[:3].upper() if column.endswith(("_low", "_high")) else ""
    per_year = "/year" if dataset.name == "salaries" and (declared.isupper() or declared == "column:currency") else ""
    if not declared.startswith("column:"):
        return f"{declared}{per_year}" if declared else ""
    of_rows = frame[declared.removeprefix("column:")] + per_year
    return str(of_rows.iloc[0]) if of_rows.nunique(dropna=False) == 1 else of_rows


def _quantities(values: pd.Series[Any], of_rows: pd.Series[Any]) -> pd.Series[Any]:
    quantity = units.registry().Quantity
    made = np.empty(len(values), dtype=object)
    for number, (value, unit) in enumerate(zip(values, of_rows, strict=True)):
        made[number] = quantity(value, unit) if isinstance(unit, str) else None
    return pd.Series(made, index=values.index)
