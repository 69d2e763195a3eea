"""What a build changed: rows that are gone, new or different in each dataset, so that nothing is lost unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO

import pandas as pd

from analysis.datasets.fields import DATASETS

#: How many rows of a kind are named.
SHOWN = 4
#: Characters of two cells that are too many to name both.
LONG = 120


def drift(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """A line for each dataset and kind of change; `before` and `after` are its files by name.

    A file that was not there before is no change of its rows; what entered a finding follows from the findings.
    """
    for name, dataset in DATASETS.items():
        file = f"{name}.csv"
        if name != "finding_figures" and file in before and file in after and before[file] != after[file]:
            old, new = (_keyed(files[file], dataset.key) for files in (before, after))
            if old is None or new is None:
                yield f"{name}: its key was another before"
                continue
            yield from _lines(name, old, new)


def _keyed(content: bytes, key: tuple[str, ...]) -> pd.DataFrame | None:
    frame = pd.read_csv(BytesIO(content), dtype="str", keep_default_na=False)
    if not set(key) <= set(frame.columns):
        return None
    return frame.set_index(frame[list(key)].agg(" ".join, axis=1))


def _lines(name: str, old: pd.DataFrame, new: pd.DataFrame) -> Iterator[str]:
    columns = [f"-{column}" for column in old.columns.difference(new.columns)]
    columns += [f"+{column}" for column in new.columns.difference(old.columns)]
    if columns:
        yield f"{name}: columns {', '.join(columns)}"
    for kind, rows in (("gone", old.drop(new.index, errors="ignore")), ("new", new.drop(old.index, errors="ignore"))):
        if len(rows):
            quotes = [f" ({quote})" for quote in rows["quote"]] if "quote" in rows else [""] * len(rows)
            yield _line(name, kind, [f"{key}{quote}" for key, quote in zip(rows.index, quotes, strict=True)])
    both, shared = old.index.intersection(new.index), old.columns.intersection(new.columns)
    unequal = (old.loc[both, shared] != new.loc[both, shared]).to_numpy()
    different = [
        ", ".join([f"{key}", *(_change(column, old.at[key, column], new.at[key, column]) for column in shared[row])])
        for key, row in zip(both, unequal, strict=True)
        if row.any()
    ]
    if different:
        yield _line(name, "different", different)


def _change(column: str, before: object, after: object) -> str:
    """What became of a cell; of a long text only that it is another."""
    long = len(f"{before}{after}") > LONG
    return f"another {column}" if long else f"{column} {before!r} → {after!r}"


def _line(name: str, kind: str, told: list[str]) -> str:
    more = f"; and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return f"{name}: {len(told)} {kind}: {'; '.join(told[:SHOWN])}{more}"
