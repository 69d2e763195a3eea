"""The datasets for other programs: Parquet with units and descriptions inside, or CSV with its `datapackage.json`.

Any other format is one line of pandas: `analysis.load("salaries").to_excel("salaries.xlsx")`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.atomic import replacing
from analysis.datasets import datapackage
from analysis.datasets.datapackage import Saved
from analysis.datasets.fields import DATASETS
from analysis.datasets.load import NAMES, Name, frame_of
from analysis.errors import InputError, optional
from analysis.progress import track

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("parquet", "csv")


def export(folder: Path, file_format: str = "parquet") -> list[Path]:
    """Write every dataset to `folder` with their `SHA256SUMS`; returns the files, the data version in each of them.

    Raises InputError for an unknown format, or where pyarrow is missing for Parquet.
    """
    if file_format not in FORMATS:
        raise InputError("export", f"there is no format {file_format!r}", f"choose {' or '.join(FORMATS)}")
    saved = datapackage.saved(NAMES)  # before anything is written: an InputError where nothing has been built
    with replacing(folder) as new:
        if file_format == "csv":
            for name, content in saved.files.items():
                (new / name).write_bytes(content)
        else:
            for name in track(NAMES, "exporting"):
                _parquet(name, new, saved)
        return [folder / path.name for path in sorted(new.iterdir())]


def _parquet(name: Name, folder: Path, saved: Saved) -> None:
    optional("pyarrow.parquet", "parquet", "export", "Parquet").write_table(
        _table(name, saved), folder / f"{name}.parquet"
    )


def _table(name: Name, saved: Saved) -> pa.Table:
    """A dataset as an Arrow table: `description` and `unit` in each field's metadata, the source's in the table's."""
    import pyarrow as pa

    plain = pa.Table.from_pandas(frame_of(name, saved.files[f"{name}.csv"]), preserve_index=False)
    fields = [column.with_metadata(_about(name, column.name)) for column in plain.schema]
    return plain.cast(pa.schema(fields, metadata=(plain.schema.metadata or {}) | _about_table(name, saved.package)))


def _about(name: Name, column: str) -> dict[str, str]:
    field = DATASETS[name].field(column)
    return {"description": field.description} | ({"unit": field.unit} if field.unit else {})


def _about_table(name: Name, package: dict[str, Any]) -> dict[bytes, bytes]:
    about = {key: package[key] for key in ("version", "data_version", "licenses", "sources", "unit_definitions")}
    about |= {"title": DATASETS[name].title, "description": DATASETS[name].description}
    return {
        key.encode(): (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()
        for key, value in about.items()
    }
