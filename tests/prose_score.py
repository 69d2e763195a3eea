"""How well prose is read without help: the reader's figures against the curated ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

#: Keys that say whose figure it is, by measure; for the others the words of subject and population decide.
KEYS: dict[str, tuple[str, ...]] = {
    "salary": ("role", "level", "country"),
    "pay_change": ("role", "country"),
    "market_size": ("market", "region"),
    "growth_rate": ("market",),
}
Row = Mapping[Any, Any]
_STOP = frozenset("the a an of in to for and or on by with using use at from that this".split())


def compare(read: pd.DataFrame, curated: pd.DataFrame) -> pd.DataFrame:
    """Match two ledgers of statements: a row for each curated figure says what of it the reader found and got right.

    Columns: `found`, `right_value`, `right_unit`, `right_subject`. A curated figure is found where the reader has one
    in the same block whose text holds the quote's number or stands in it; `read_id` names it. Figures of the reader
    that match none are its extras.
    """
    waiting: dict[tuple[str, int], list[Row]] = {}
    for row in read.to_dict("records"):
        waiting.setdefault((row["article"], row["block_index"]), []).append(row)
    rows = []
    for figure in curated.to_dict("records"):
        candidates = waiting.get((figure["article"], figure["block_index"]), [])
        match = next((row for row in candidates if _same_text(row["quote"], figure["quote"])), None)
        if match is not None:
            candidates.remove(match)
        rows.append({"figure_id": figure["figure_id"], "article": figure["article"], **_verdict(match, figure)})
    return pd.DataFrame(rows)


def extras(read: pd.DataFrame, compared: pd.DataFrame) -> pd.DataFrame:
    """The reader's figures that no curated one matches."""
    return read[~read["figure_id"].isin(compared["read_id"].dropna())]


def summary(read: pd.DataFrame, curated: pd.DataFrame) -> pd.DataFrame:
    """Counts for each article and in all: curated, found, right_value, right_unit, right_subject, extra."""
    compared = compare(read, curated)
    marks = ["found", "right_value", "right_unit", "right_subject"]
    table = compared.groupby("article")[marks].sum().astype(int)
    table.insert(0, "curated", compared.groupby("article").size())
    table["extra"] = extras(read, compared).groupby("article").size().reindex(table.index, fill_value=0)
    table.loc["all"] = table.sum()
    return table.reset_index()


def _same_text(read: str, quote: str) -> bool:
    mine, theirs = (re.sub(r"[^\d.,]+", " ", text).split() for text in (read, quote))
    return (
        read in quote
        or quote in read
        or (bool(mine) and set(mine) <= set(theirs))
        or (bool(theirs) and set(theirs) <= set(mine))
    )


def _verdict(mine: Row | None, figure: Row) -> Row:
    if mine is None:
        return {"read_id": None, "found": False, "right_value": False, "right_unit": False, "right_subject": False}
    bounds = all(_close(mine[end], figure[end]) for end in ("low", "high"))
    return {
        "read_id": mine["figure_id"],
        "found": True,
        "right_value": bounds and mine["open_high"] == figure["open_high"],
        "right_unit": mine["unit"] == figure["unit"],
        "right_subject": _right_subject(mine, figure),
    }


def _close(mine: float, theirs: float) -> bool:
    return bool(np.isclose(mine, theirs, rtol=1e-12, equal_nan=True))


def _right_subject(mine: Row, figure: Row) -> bool:
    """Whether the keys agree that the curated figure has, or else half of the words of its subject."""
    keys = [key for key in KEYS.get(figure["measure"], ()) if figure[key] not in ("", "all")]
    if keys:
        return all(mine[key] == figure[key] for key in keys)
    said = _words(" ".join(str(mine[name]) for name in ("subject", "population", "row_label", "column_label", "topic")))
    wanted = _words(figure["subject"])
    return len(wanted & said) * 2 >= len(wanted)


def _words(text: str) -> set[str]:
    words = {word[:6].rstrip("s") for word in re.findall(r"[a-z]{2,}", text.casefold()) if word not in _STOP}
    return words or {""}
