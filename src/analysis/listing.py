"""Findings as text for a terminal, JSON, CSV or Markdown, gravest first."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
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


def listing(findings: pd.DataFrame, output_format: str = "text") -> str:
    """All findings as JSON or CSV; as text or Markdown those that are not plainly in order, grouped by outcome."""
    ordered = gravest_first(findings)
    if output_format == "json":
        return as_json(records(ordered))
    if output_format == "csv":
        return ordered.to_csv(index=False, lineterminator="\n").rstrip("\n")
    write = _markdown if output_format == "markdown" else _text
    return "\n".join(write(ordered))


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
    return f"{len(findings)} relation{'s' * (len(findings) != 1)} checked: " + ", ".join(
        f"{count} {str(verdict).replace('_', ' ')}" for verdict, count in verdicts.items()
    )


def _groups(findings: pd.DataFrame) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    became = outcomes(findings)
    for outcome, meaning in OUTCOMES.items():
        group = findings[became == outcome]
        if len(group) and outcome != "ok":
            yield f"{meaning.capitalize()} ({outcome}, {len(group)})", records(group)


def _text(findings: pd.DataFrame) -> Iterator[str]:
    yield from textwrap.wrap(summary(findings), WIDTH)
    for heading, group in _groups(findings):
        yield from ("", heading, "-" * len(heading))
        for finding in group:
            yield ""
            title = " · ".join(finding[key] for key in ("check", "article", "subject") if finding[key])
            yield from _wrapped(title, "")
            yield from _wrapped(finding["explanation"], "    ")
            if finding["repair"]:
                yield from _wrapped(f"Repair: {finding['repair']}", "    ")
            yield from _wrapped(f"Figures: {finding['figure_ids']}", "    ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent or "  ",
        break_long_words=False,
        break_on_hyphens=False,
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
