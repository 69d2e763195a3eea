"""Where the data lie: in the installed package, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _data(name: str) -> Path:
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "data" / name


def raw() -> Path:
    """Directory of the published and curated files (data/raw)."""
    return _data("raw")


def processed() -> Path:
    """Directory of the datasets the build writes (data/processed)."""
    return _data("processed")
