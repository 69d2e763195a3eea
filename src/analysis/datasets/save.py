"""Writing the datasets: validated, the same bytes everywhere, all or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.atomic import replacing
from analysis.datasets import datapackage, schemas
from analysis.datasets.fields import DATASETS
from analysis.errors import InputError

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "@", "+", "-", "\t", "\r")


def save(frames: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Validate the datasets and write them as CSV with their `datapackage.json`, all or none.

    UTF-8, `\\n`, empty = missing, true and false, numbers in the shortest form that reads back the same: the same
    frames give the same bytes anywhere. Files that would not change are not touched. On any failure, which is an
    InputError where the data are to blame, the folder stays as it was.
    """
    unknown = [name for name in frames if name not in DATASETS]
    if unknown:
        raise InputError("save", f"there is no dataset {unknown[0]!r}", f"choose among {', '.join(DATASETS)}")
    typed = {name: schemas.conform(frames[name], name) for name in DATASETS if name in frames}
    schemas.validate(typed)
    with replacing(folder, last=datapackage.FILE) as new:
        for name, frame in typed.items():
            (new / f"{name}.csv").write_bytes(to_csv(frame))
        datapackage.write(new, typed)


def to_csv(frame: pd.DataFrame) -> bytes:
    """The one CSV form of a frame: numbers keep a decimal point, so that every reader sees their type.

    Text that a spreadsheet would take for a formula, as it begins with =, @, + or -, gets an apostrophe before it. The
    print of a figure (`quote`) keeps its sign: it holds one quantity and nothing that could be run.

    >>> to_csv(pd.DataFrame({"label": ["=1+2", "1+2"], "quote": ["-5%", "+3%"], "low": [-5.0, 3.0]})).decode()
    "label,quote,low\\n'=1+2,-5%,-5.0\\n1+2,+3%,3.0\\n"
    """
    plain = frame.copy()
    for column in plain:
        if column != "quote" and pd.api.types.is_string_dtype(plain[column]):
            runs = plain[column].str.startswith(_FORMULA).fillna(False)
            if runs.any():
                plain[column] = plain[column].mask(runs, "'" + plain[column])
    for column in plain.select_dtypes("boolean"):
        plain[column] = plain[column].map({True: "true", False: "false"})
    text = plain.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return text.encode("utf-8")
