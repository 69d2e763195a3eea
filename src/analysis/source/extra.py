"""What the extra `documents` brings, and what to say where it is missing or cannot read."""

from __future__ import annotations

import importlib
from types import ModuleType

from analysis.errors import InputError


def needed(name: str, place: str) -> ModuleType:
    """An installed module of the extra; raises the one InputError that names the extra where it is missing."""
    try:
        return importlib.import_module(name)
    except ImportError:
        way_out = "pip install 'ai-career-figures[documents]'"
        raise InputError(place, f"reading it needs {name}, which is not installed", way_out) from None


def broken(place: str, what: str, error: Exception) -> InputError:
    """The answer to a document that its reader cannot read."""
    reason = (str(error) or type(error).__name__).splitlines()[0][:100]
    return InputError(place, f"{what} cannot be read ({reason})", "save it again, or save its text")
