"""Findings as text for a terminal, JSON, CSV or Markdown, gravest first; and tables that fit a terminal."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any

import pandas as pd

WIDTH = 80
#: What became of a relation, gravest first, and what that means: its severity, or that it could not be decided.
OUTCOMES = {
    "contradiction": "cannot both be true",
    "mislabel": "true under another label",
    "definition": "depends on something unstated",
    "undetermined": "could not be decided",
    "rounding": "true only thanks to rounding",
    "ok": "holds",
}
_BLOCKS = {"table": "table", "chart": "chart", "statement": "text block"}


def listing(findings: pd.DataFrame, output_format: str = "text", facts: pd.DataFrame | None = None) -> str:
    """All findings as JSON or CSV; as text or Markdown those that are not plainly in order, grouped by outcome.

    With `facts` the text says what each figure of a finding is and where it stands, else it gives their keys.
    """
    ordered = gravest_first(findings)
    if output_format == "json":
        return as_json(records(ordered))
    if output_format == "csv":
        return ordered.to_csv(index=False, lineterminator="\n").rstrip("\n")
    return "\n".join(_markdown(ordered) if output_format == "markdown" else _text(ordered, facts))


def outcomes(findings: pd.DataFrame) -> pd.Series:
    """What became of each relation, one of `OUTCOMES`: what fails and what is open may share a severity."""
    return findings["severity"].where(findings["verdict"] != "undetermined", "undetermined")


def gravest_first(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings by outcome, what figures say before claims in words, then as they were."""
    rank = outcomes(findings).map(list(OUTCOMES).index)
    in_words = findings["check"].str.startswith("claims.")
    order = pd.DataFrame({"rank": rank, "in_words": in_words}).sort_values(["rank", "in_words"], kind="stable")
    return findings.loc[order.index]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain Python values, None where missing."""
    plain = frame.astype("object").where(frame.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in plain.to_dict("records")]


def as_json(value: object) -> str:
    """Readable JSON, the same bytes every time."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def summary(findings: pd.DataFrame) -> str:
    """How many relations were checked and what became of them, in a line."""
    if findings.empty:
        return "no relation among the figures could be checked"
    verdicts = findings["verdict"].value_counts()
    return f"{count(len(findings), 'relation')} checked: " + ", ".join(
        f"{number} {str(verdict).replace('_', ' ')}" for verdict, number in verdicts.items()
    )


def count(number: int, noun: str) -> str:
    """A counted noun: 1 finding, 2 findings, 1,024 figures."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def block(figure: dict[str, Any]) -> str:
    """The block a figure stands in, in words: table 9 row 3, table 9 header, text block 205."""
    name = f"{_BLOCKS[figure['block_kind']]} {figure['block_index']}"
    if figure["row"] is None:
        return name
    return f"{name} row {figure['row']}" if figure["row"] else f"{name} header"


def stated(figures: Iterable[dict[str, Any]], titles: Collection[str] = ()) -> str:
    """Figures as printed and where they stand; a section named as its article adds nothing to the place."""
    sections = []
    for section, within in groupby(figures, key=lambda figure: figure["section"] or ""):
        blocks = (
            f"{'; '.join(' '.join(str(figure['quote']).split()) for figure in same)} ({where})"
            for where, same in groupby(within, key=block)
        )
        sections.append("; ".join(blocks) + (f", in “{section}”" if section and section not in titles else ""))
    return "; ".join(sections)


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
        lines += _wrapped(last, " " * margin, head) or [head.rstrip()]
    return "\n".join(lines)


def _groups(findings: pd.DataFrame) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    became = outcomes(findings)
    for outcome, meaning in OUTCOMES.items():
        group = findings[became == outcome]
        if len(group) and outcome != "ok":
            yield f"{meaning.capitalize()} ({outcome}, {len(group)})", records(group)


def _text(findings: pd.DataFrame, facts: pd.DataFrame | None) -> Iterator[str]:
    figures = {} if facts is None else {figure["figure_id"]: figure for figure in records(facts)}
    several = facts is None or facts["article"].nunique() > 1
    keys = ("check", "article", "subject") if several else ("check", "subject")
    yield from _wrapped(summary(findings))
    for heading, group in _groups(findings):
        yield from ("", heading, "-" * len(heading))
        for finding in group:
            yield ""
            yield from _wrapped(" · ".join(finding[key] for key in keys if finding[key]), "  ", "")
            yield from _wrapped(finding["explanation"], "    ")
            if finding["repair"]:
                yield from _wrapped(f"Repair: {finding['repair']}", "    ")
            members = finding["figure_ids"]
            named = stated(figures[key] for key in members.split()) if figures else members
            yield from _wrapped(f"Figures: {named}", "    ")


def _wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """Lines of a paragraph, with what stands before the first and before the others."""
    start = indent if first is None else first
    return textwrap.wrap(
        text, WIDTH, initial_indent=start, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _markdown(findings: pd.DataFrame) -> Iterator[str]:
    yield summary(findings)
    for heading, group in _groups(findings):
        yield from ("", f"## {heading}", "")
        for finding in group:
            subject = " · ".join(_escaped(finding[key] or "several") for key in ("article", "subject"))
            repair = f" *{_escaped(finding['repair'])}*" if finding["repair"] else ""
            yield f"- `{finding['check']}` **{subject}** {_escaped(finding['explanation'])}{repair}"


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|" else sign for sign in text)
