"""The templates of this package and what they are filled with: one environment for pages, Markdown and the terminal."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from analysis.report.view import OUTCOMES, View, outcome_count
from analysis.report.words import count, term

#: Characters across a terminal.
WIDTH = 80


def environment() -> Environment:
    """The templates; HTML is escaped, a name that a template misspells is an error."""
    templates = Environment(
        loader=PackageLoader("analysis.report"),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"term": term, "count": count, "wrapped": wrapped, "md": markdown, "web": web, "slug": slug}
    templates.globals |= {"outcomes": OUTCOMES, "outcome_count": outcome_count}
    return templates


def asset(name: str) -> Markup:
    """A style sheet or script of this package, to stand in a page."""
    return Markup((Path(__file__).parent / "templates" / name).read_text(encoding="utf-8"))


def listing(view: View, *, everything: bool = False) -> str:
    """What fails and what is open as text for a terminal, gravest first; with `everything` also what holds."""
    return environment().get_template("listing.txt").render(view=view, everything=everything).rstrip("\n")


def as_markdown(view: View) -> str:
    """The same as Markdown."""
    return environment().get_template("listing.md").render(view=view).rstrip("\n")


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """A paragraph in lines that fit a terminal; `first` stands before its first line, `indent` before the others."""
    start = indent if first is None else first
    lines = textwrap.wrap(
        text, WIDTH, initial_indent=start, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)


def in_columns(frame: pd.DataFrame) -> str:
    """A frame as columns that fit a terminal: numbers to the right, the last column wrapped, empty ones left out."""
    shown = frame.loc[:, [name for name in frame if (frame[name].astype(str) != "").any()]]
    rows = [list(shown.columns), *([str(cell) for cell in row] for row in shown.itertuples(index=False))]
    pads = [
        (str.rjust if pd.api.types.is_numeric_dtype(shown[name]) else str.ljust, max(map(len, column)))
        for name, column in zip(shown, zip(*rows, strict=True), strict=True)
    ][:-1]
    margin = sum(width + 2 for _, width in pads)
    lines = []
    for *cells, last in rows:
        head = "".join(pad(cell, width) + "  " for cell, (pad, width) in zip(cells, pads, strict=True))
        lines += wrapped(last, " " * margin, head).splitlines() or [head.rstrip()]
    return "\n".join(lines)


def markdown(text: str) -> str:
    """Text that Markdown leaves as it is: no emphasis, table cell, strikethrough, link or formula begins in it."""
    return re.sub(r"([\\`*_\[\]<>|~$])", r"\\\1", text)


def web(address: str) -> str:
    """An address a page may link to, else ''.

    >>> web("https://example.org/a"), web("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    return address if re.fullmatch(r"(?i)(?:https?://|mailto:)[^\s<>\"']+", address) else ""


def slug(key: str) -> str:
    """A finding's key as the anchor of a page: `growth.cagr:drones/table-2/1` → growth.cagr-drones-table-2-1."""
    return re.sub(r"[^\w.]+", "-", key).strip("-")
