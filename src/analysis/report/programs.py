"""Audits for other programs: one JSON document, CSV, SARIF, and the annotations of a forge's continuous checks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.datasets.save import to_csv
from analysis.report.view import FindingView, records

if TYPE_CHECKING:
    from analysis.api import Audit

#: Raised where a key of the JSON document goes or changes its meaning.
SCHEMA_VERSION = 1
#: How loud an outcome is told: SARIF's level and the forge's command. Outcomes not here are not told.
_LEVELS = {"contradiction": ("error", "error"), "mislabel": ("error", "error"), "definition": ("warning", "warning")}
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"

Named = Sequence[tuple[str, "Audit"]]


def as_json(value: object) -> str:
    """Readable JSON, the same bytes every time."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def document(audits: Named) -> str:
    """Everything read and found, as one document.

    Its keys: schema_version, program, and lists whose entries name their source: sources, figures, findings,
    finding_figures (columns as the datasets of that name), coverage (how many figures, how many compared, why the
    others were not, how many cases each family of checks had).
    """
    import analysis

    whole: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "program": f"analysis {analysis.__version__}"}
    for key in ("sources", "figures", "findings", "finding_figures", "coverage"):
        whole[key] = [entry for name, audit in audits for entry in _entries(key, name, audit)]
    return as_json(whole)


def _entries(key: str, name: str, audit: Audit) -> Iterator[Mapping[str, Any]]:
    source = {"source": name}
    if key == "sources":
        for each in audit.articles:
            day = each.published.date().isoformat() if each.published else None
            yield source | {"article": each.slug, "title": each.title, "link": each.link or None, "published": day}
    elif key == "coverage":
        yield source | {
            "figures": len(audit.view.figures),
            "compared": len(audit.view.of_figure),
            "relations": len(audit.view.findings),
            "outcomes": {outcome: len(found) for outcome, found in audit.view.groups.items()},
            "unchecked": records(audit.unchecked),
            "checks": records(audit.applied),
        }
    else:
        for row in records(getattr(audit, key)):
            yield source | row


def as_csv(audits: Named) -> str:
    """The findings of all sources, gravest first in each, with the source as first column."""
    frames = [with_source(name, gravest_first(audit)) for name, audit in audits]
    return to_csv(pd.concat(frames, ignore_index=True)).decode().rstrip("\n")


def gravest_first(audit: Audit) -> pd.DataFrame:
    """The findings of an audit in the order of its view."""
    order = [finding.key for finding in audit.view.findings]
    return audit.findings.set_index("finding_id").loc[order].reset_index()


def with_source(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with the name of its source as first column."""
    frame = frame.copy()
    frame.insert(0, "source", name)
    return frame


def sarif(audits: Named) -> str:
    """What fails, as SARIF 2.1.0: each figure judged at its line, where the source is text."""
    import analysis

    told = [(name, finding) for name, audit in audits for finding in _told(audit)]
    rules = {finding.check: finding.relation for _, finding in told}
    lines = {name: _Lines.of(name) for name, _ in told}
    results = []
    for name, finding in told:
        place: dict[str, Any] = {"artifactLocation": {"uri": name.replace("\\", "/")}}
        if line := lines[name].find(finding):
            place["region"] = {"startLine": line}
        results.append(
            {
                "ruleId": finding.check,
                "level": _LEVELS[finding.outcome][0],
                "message": {"text": _message(finding)},
                "locations": [{"physicalLocation": place}],
                "partialFingerprints": {"finding/v1": finding.key},
            }
        )
    driver = {
        "name": "analysis",
        "version": analysis.__version__,
        "rules": [{"id": check, "shortDescription": {"text": text}} for check, text in sorted(rules.items())],
    }
    runs = [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}]
    return as_json({"$schema": _SARIF, "version": "2.1.0", "runs": runs})


def github(audits: Named) -> str:
    """What fails, as workflow commands that a forge shows beside the line: `::error file=…,line=…::…`."""
    lines = []
    for name, audit in audits:
        places = _Lines.of(name)
        for finding in _told(audit):
            where = {"file": name, "line": places.find(finding), "title": f"{finding.heading} ({finding.check})"}
            told = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in where.items() if value)
            lines.append(f"::{_LEVELS[finding.outcome][1]} {told}::{_escaped(_message(finding))}")
    return "\n".join(lines)


def _told(audit: Audit) -> list[FindingView]:
    return [finding for finding in audit.view.failing if finding.outcome in _LEVELS]


def _message(finding: FindingView) -> str:
    repair = f" It would fit with {finding.repairs[0]}." if finding.repairs else ""
    return f"{finding.sum}{repair}"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{more}" else sign for sign in text)


class _Lines:
    """The lines of a source, to say on which of them a figure stands."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    @classmethod
    def of(cls, name: str) -> _Lines:
        """Those of a file; none for what is no text."""
        try:
            return cls(Path(name).read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError):
            return cls([])

    def find(self, finding: FindingView) -> int | None:
        """The line of the figure judged: of those that print it, the one with most words of its sentence or row."""
        figure = finding.figures[0]
        told = f"{figure.row.get('cell') or ''} {figure.label}"
        words = set(re.findall(r"\w+", told))

        def shared(number: int) -> int:
            near = " ".join(self.lines[max(0, number - 1) : number + 2])
            return len(words & set(re.findall(r"\w+", near)))

        printing = [number for number, line in enumerate(self.lines) if figure.quote in line]
        return max(printing, key=lambda number: (shared(number), -number)) + 1 if printing else None
