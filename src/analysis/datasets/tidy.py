"""The wide ledger → the tidy datasets: one observation a row, money also per working year and in US dollars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis import units
from analysis.datasets.fields import DATASETS, MEASURES

#: Keys that must agree for two figures to state the same quantity, and keys that must agree only where both are given.
_IDENTITY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "salaries": (("role", "level"), ("statistic", "country", "region", "location", "industry", "company_size_low",
                                     "experience_low", "component", "year")),
    "pay_changes": (("direction",), ("role", "level", "country", "region", "location", "cause", "reference")),
    "forecasts": (("market", "region", "year"), ("scenario",)),
    "growth_rates": (("market", "region", "kind", "of"), ("scenario", "start_year", "end_year")),
    "percentages": (("measure", "subject"), ("population", "year")),
    "jobs": (("region", "country", "year"), ("role", "scenario")),
    "scores": (("topic", "subject"), ()),
    "durations": (("topic", "subject"), ()),
}  # fmt: skip


def tidy(facts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every dataset but the findings, by name; `facts` is the wide ledger of `analysis.reading`."""
    frames = {"figures": facts[list(DATASETS["figures"].columns)].copy()}
    for name in _IDENTITY:
        measures = [measure for measure, dataset in MEASURES.items() if dataset == name]
        rows = facts[facts["measure"].isin(measures)].reset_index(drop=True)
        derived = _DERIVE[name](rows) if name in _DERIVE else rows
        derived = derived.assign(same_as=same_as(derived, *_IDENTITY[name]))
        frames[name] = derived[list(DATASETS[name].columns)]
    frames["rates"] = _rates(frames, facts)
    return frames


# --- money ----------------------------------------


def split_unit(unit: pd.Series[str]) -> pd.DataFrame:
    """`VND/month` → currency `VND`, period `month`; both empty for a unit that is no money."""
    parts = unit.str.extract(r"^([A-Z]{3})(?:/(\w+))?$").fillna("")
    return parts.set_axis(["currency", "period"], axis=1)


def in_dollars(rows: pd.DataFrame) -> pd.DataFrame:
    """Exchange rate, date and source for each row's `currency` on its day `published`; empty where no rate is near."""
    pairs = rows[["currency", "published"]].drop_duplicates()
    known = {
        (currency, day): units.rate(currency, day) if currency and day else None
        for currency, day in pairs.itertuples(index=False)
    }
    found = [known[pair] or (np.nan, "", "") for pair in zip(rows["currency"], rows["published"], strict=True)]
    rates = pd.DataFrame(found, columns=["fx_rate", "fx_date", "fx_source"], index=rows.index)
    return rates.astype({"fx_rate": "float64", "fx_date": "str", "fx_source": "str"})


def cents(values: pd.Series[float]) -> pd.Series[float]:
    """Money to the cent: floats cannot carry more, readers do not want more."""
    return values.round(2)


def _salaries(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(**split_unit(rows["unit"]))
    rows = pd.concat([rows, in_dollars(rows)], axis=1)
    factor = rows["period"].map(units.WORKING_YEAR).astype("float64")
    for bound in ("low", "high"):
        rows[f"annual_{bound}"] = cents(rows[bound] * factor)
        rows[f"usd_{bound}"] = cents(rows[bound] * factor / rows["fx_rate"])
    return rows


def _forecasts(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(**split_unit(rows["unit"]))
    rows = pd.concat([rows, in_dollars(rows)], axis=1)
    return rows.assign(**{f"usd_{bound}": cents(rows[bound] / rows["fx_rate"]) for bound in ("low", "high")})


def _durations(rows: pd.DataFrame) -> pd.DataFrame:
    factor = rows["unit"].map(units.DAYS).astype("float64")
    return rows.assign(days_low=(rows["low"] * factor).round(4), days_high=(rows["high"] * factor).round(4))


def _growth_rates(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(of=rows["subject"].where(rows["market"] == "", ""))


_DERIVE: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "salaries": _salaries,
    "forecasts": _forecasts,
    "durations": _durations,
    "growth_rates": _growth_rates,
}


def _rates(frames: dict[str, pd.DataFrame], facts: pd.DataFrame) -> pd.DataFrame:
    """Every exchange rate that entered a dataset, once; the dollar's own is no rate."""
    used = pd.concat(
        [
            frames["salaries"][["currency", "fx_date", "fx_rate", "fx_source"]],
            frames["forecasts"][["figure_id", "currency"]]
            .merge(facts[["figure_id", "published"]], on="figure_id")
            .pipe(lambda rows: rows.join(in_dollars(rows)))[["currency", "fx_date", "fx_rate", "fx_source"]],
        ]
    )
    used = used.set_axis(list(DATASETS["rates"].columns), axis=1)
    used = used[(used["currency"] != "USD") & (used["date"] != "")]
    return used.drop_duplicates(["currency", "date"]).sort_values(["currency", "date"], ignore_index=True)


# --- the same quantity twice ----------------------------------------


def same_as(rows: pd.DataFrame, strict: tuple[str, ...], lenient: tuple[str, ...]) -> pd.Series[str]:
    """For each row the first earlier one that states the same quantity, or ''.

    Two rows do where the strict keys are equal, the lenient ones are where both are given, and so are the values, as
    far as printed: in one unit the ends meet; in two currencies or periods they stand in one row or sentence.
    """
    columns = [column for column in dict.fromkeys((*_COMPARED, *lenient)) if column in rows]
    values = zip(*(_given(rows[column]) for column in columns), strict=True)
    groups: dict[int, list[_Row]] = {}
    found: dict[str, str] = {}
    for group, of_row in zip(rows.groupby(list(strict), sort=False, dropna=False).ngroup(), values, strict=True):
        row = dict(zip(columns, of_row, strict=True))
        earlier = groups.setdefault(group, [])
        match = next((other["figure_id"] for other in earlier if _same(other, row, lenient)), "")
        found[row["figure_id"]] = found.get(match, "") or match
        earlier.append(row)
    return pd.Series(list(found.values()), index=rows.index, dtype="str")


_Row = dict[str, Any]
_PLACE = ("article", "block_kind", "block_index", "row")
_COMPARED = ("figure_id", *_PLACE, "measure", "unit", "currency", "low", "high", "open_low", "open_high", "resolution")


def _given(values: pd.Series[Any]) -> list[Any]:
    """The values of a column, None where nothing is given."""
    present = values.notna().tolist()
    return [
        value if known and value not in ("", "unspecified") else None
        for value, known in zip(values.tolist(), present, strict=True)
    ]


def _same(first: _Row, row: _Row, lenient: tuple[str, ...]) -> bool:
    unlike = [key for key in lenient if first[key] != row[key]]
    if first["article"] != row["article"] and any((first[key] is None) != (row[key] is None) for key in unlike):
        return False
    if any(first[key] is not None and row[key] is not None for key in unlike):
        return False
    if first["unit"] != row["unit"]:
        return _restated(first, row)
    if any(first[end] != row[end] for end in ("open_low", "open_high")):
        return False
    return all(_meet(first, row, end) for end in ("low", "high"))


def _meet(first: _Row, row: _Row, end: str) -> bool:
    if first[end] is None or row[end] is None:
        return first[end] is row[end]
    coarser = max(first["resolution"], row["resolution"])
    alike = first["resolution"] == row["resolution"]
    # A figure printed with fewer digits may have been rounded or cut off.
    return bool(abs(first[end] - row[end]) < (coarser / 2 if alike else coarser))


def _restated(first: _Row, row: _Row) -> bool:
    """One row or sentence gives pay again in another currency or for another period."""
    here = all(first[key] == row[key] for key in _PLACE)
    return here and first.get("measure") == "salary" and bool(first.get("currency")) and bool(row.get("currency"))
