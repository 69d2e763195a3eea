"""The datasets for other programs: Parquet with units and descriptions inside, or CSV with its `datapackage.json`.

Any other format is one line of pandas: `analysis.load("salaries").to_excel("salaries.xlsx")`.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import paths
from analysis.datasets import datapackage
from analysis.datasets.fields import DATASETS
from analysis.datasets.load import NAMES, Name, load
from analysis.errors import InputError
from analysis.progress import track

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("parquet", "csv")


def export(folder: Path, file_format: str = "parquet") -> list[Path]:
    """Write every dataset to `folder` and return the files; the data version travels with each of them.

    Raises InputError for an unknown format, or where pyarrow is missing for Parquet.
    """
    if file_format not in FORMATS:
        raise InputError("export", f"there is no format {file_format!r}", f"choose {' or '.join(FORMATS)}")
    datapackage.read()  # before anything is written: an InputError where nothing has been built
    folder.mkdir(parents=True, exist_ok=True)
    if file_format == "csv":
        names = [*(f"{name}.csv" for name in NAMES), datapackage.FILE]
        return [Path(shutil.copyfile(paths.processed() / name, folder / name)) for name in names]
    return [_parquet(name, folder) for name in track(NAMES, "exporting")]


def _parquet(name: Name, folder: Path) -> Path:
    try:
        from pyarrow import parquet
    except ImportError:
        way_out = 'pip install "ai-career-figures[parquet]"'
        raise InputError("export", "Parquet needs pyarrow, which is not installed", way_out) from None
    path = folder / f"{name}.parquet"
    parquet.write_table(table(name), path)
    return path


def table(name: Name) -> pa.Table:
    """A dataset as an Arrow table: `description` and `unit` in each field's metadata, the source's in the table's."""
    import pyarrow as pa

    plain = pa.Table.from_pandas(load(name), preserve_index=False)
    fields = [column.with_metadata(_about(name, column.name)) for column in plain.schema]
    return plain.cast(pa.schema(fields, metadata=(plain.schema.metadata or {}) | _about_table(name)))


def _about(name: Name, column: str) -> dict[str, str]:
    field = DATASETS[name].field(column)
    return {"description": field.description} | ({"unit": field.unit} if field.unit else {})


def _about_table(name: Name) -> dict[bytes, bytes]:
    package = datapackage.read()
    about = {key: package[key] for key in ("version", "data_version", "licenses", "sources", "unit_definitions")}
    about |= {"title": DATASETS[name].title, "description": DATASETS[name].description}
    return {
        key.encode(): (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()
        for key, value in about.items()
    }
