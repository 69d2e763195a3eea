"""`datapackage.json`: the datasets described as a Frictionless Data Package.

Beyond the standard: `unit` (of a field), `rows`, `findings` (the contradictions a resource's figures are part of),
`data_version`, `unit_definitions` (the text of the unit registry) and, in each source, `slug` and `published`.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import paths
from analysis.datasets.fields import DATASETS, Dataset, Field
from analysis.errors import InputError

FILE = "datapackage.json"
_PAUSES = (0.01, 0.05, 0.2)  # seconds between two looks at files that are being replaced
_TITLE = "Figures of published career and market reports"
_DESCRIPTION = (
    "Every figure stated in the sources, with its unit, its precision and the place it came from, as tidy datasets; "
    "and every relation among them checked. Contradictions between the figures are listed in `findings` and linked to "
    "the figures by `finding_figures`: meet them before you use a number."
)
_LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def write(folder: Path, frames: Mapping[str, pd.DataFrame]) -> None:
    """Describe the CSV files just written to `folder`; `frames` are the same datasets, conformed."""
    text = json.dumps(_package(folder, frames), indent=2, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def _package(folder: Path, frames: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    from analysis import units

    resources = [_resource(DATASETS[name], folder, frames) for name in frames]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "ai-career-figures",
        "title": _TITLE,
        "description": _DESCRIPTION,
        "version": _version(),
        "data_version": _digest("".join(f"{each['name']} {each['hash']}\n" for each in resources).encode())[:12],
        "licenses": [_LICENCE],
        "sources": _sources(),
        "unit_definitions": "\n".join(units.definitions()),
        "resources": resources,
    }


def _version() -> str:
    """The version of the package in use."""
    from importlib.metadata import version

    return version("ai-career-figures")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sources() -> list[dict[str, str]]:
    """The articles, from the snapshot that travels with the data, whatever feed they were built from."""
    from analysis.curation.knowledge import read_knowledge
    from analysis.source import read_feed

    snapshot = paths.raw() / "articles.xml"
    return [
        {
            "title": article.title,
            "path": article.link,
            "slug": article.slug,
            "published": article.published.date().isoformat() if article.published else "",
        }
        for article in read_feed(snapshot, slugs=read_knowledge(paths.raw()).slugs)
    ]


def _resource(dataset: Dataset, folder: Path, frames: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    content = (folder / f"{dataset.name}.csv").read_bytes()
    described = {
        "name": dataset.name,
        "type": "table",
        "path": f"{dataset.name}.csv",
        "title": dataset.title,
        "description": dataset.description,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{_digest(content)}",
        "rows": len(frames[dataset.name]),
        "schema": _schema(dataset),
    }
    if "findings" in frames and "figure_id" in dataset.columns:
        described["findings"] = _contradictions(frames[dataset.name], frames["findings"], frames["finding_figures"])
    return described


def _schema(dataset: Dataset) -> dict[str, Any]:
    keys = [
        {"fields": [column], "reference": {"resource": other, "fields": [target]}}
        for column, other, target in dataset.foreign
    ]
    described = {
        "fields": [_field(dataset, field) for field in dataset.fields],
        "missingValues": [""],
        "primaryKey": list(dataset.key),
    }
    return described | ({"foreignKeys": keys} if keys else {})


def _field(dataset: Dataset, field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": field.type, "description": field.description}
    if field.unit:
        described["unit"] = field.unit
    if field.ordered:
        described |= {"categories": list(field.enum), "categoriesOrdered": True}
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.enum:
        constraints["enum"] = list(field.enum)
    if dataset.key == (field.name,):
        constraints["unique"] = True
    return described | ({"constraints": constraints} if constraints else {})


def _contradictions(frame: pd.DataFrame, findings: pd.DataFrame, members: pd.DataFrame) -> list[str]:
    """Keys of the inconsistent findings that some row of the dataset is part of."""
    inconsistent = findings.loc[findings["verdict"] == "inconsistent", "finding_id"]
    touching = members.loc[members["figure_id"].isin(frame["figure_id"]), "finding_id"]
    return sorted(set(inconsistent) & set(touching))


def read() -> dict[str, Any]:
    """The description of the datasets as saved; an InputError where there is none."""
    return _described()[1]


@dataclass(frozen=True, slots=True)
class Saved:
    """Datasets as saved by one build: file name → bytes, the description among them, and the description as read."""

    files: dict[str, bytes]
    package: dict[str, Any]


def saved(names: Iterable[str]) -> Saved:
    """The files of some datasets, all of one build, with the description of that build.

    Each file is compared with the hash that the description gives; while a build is replacing them they are read again.
    Raises InputError where a file is missing or not of that build: it was edited, or a build was interrupted.
    """
    for pause in (*_PAUSES, None):
        text, package = _described()
        hashes = {resource["name"]: resource["hash"] for resource in package["resources"]}
        found = {name: _bytes(paths.processed() / f"{name}.csv") for name in names}
        other = [name for name, content in found.items() if hashes.get(name) != f"sha256:{_digest(content)}"]
        if not other:
            return Saved({f"{name}.csv": content for name, content in found.items()} | {FILE: text}, package)
        if pause is not None:
            time.sleep(pause)
    path = str(paths.processed() / f"{other[0]}.csv")
    raise InputError(path, f"is not of the build that {FILE} describes", "make it again: `analysis build`")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(str(path), "is not there", "make it with `analysis build`") from None
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "mend or remove it") from error


def _described() -> tuple[bytes, dict[str, Any]]:
    path = paths.processed() / FILE
    try:
        state = path.stat()
    except OSError:
        return _read(path, ())
    return _read(path, (state.st_ino, state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=8)
def _read(path: Path, _state: tuple[int, ...]) -> tuple[bytes, dict[str, Any]]:
    again = "make it again: `analysis build`"
    text = _bytes(path)
    try:
        described: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise InputError(str(path), f"is no JSON ({error})", again) from error
    missing = [key for key in ("data_version", "sources", "resources") if key not in described]
    if missing:
        raise InputError(str(path), f"lacks {', '.join(missing)}", again)
    return text, described


def published() -> dict[str, str]:
    """The UTC date of each article, by slug."""
    return {source["slug"]: source["published"] for source in read()["sources"]}


def data_version() -> str:
    """Version of the data: the first twelve digits of a hash over all datasets. It changes when any value does."""
    return str(read()["data_version"])
