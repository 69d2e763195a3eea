"""`analysis audit`: many sources, several at a time; one that fails does not stop the others."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import InputError
from analysis.listing import as_json, count, listing, records
from analysis.progress import track

if TYPE_CHECKING:
    from analysis.api import Audit


@dataclass(frozen=True)
class Outcome:
    """What became of one source: its audit, and the first problem; either can be missing."""

    source: str
    audit: Audit | None = None
    problem: str = ""


def audit_all(sources: Sequence[str], output_format: str, out: Path | None, jobs: int) -> int:
    """Audit each source; what was found goes to stdout, or to files in `out`, which are named there.

    Exit status 2 if any source failed.
    """
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)  # before the work, which may be long
    outcomes = []
    for outcome in _outcomes(sources, jobs):
        outcomes.append(outcome)
        if outcome.problem:
            print(f"analysis audit: {outcome.problem}", file=sys.stderr)
    done = [outcome for outcome in outcomes if outcome.audit is not None]
    if out is not None:
        for path in _write_files(done, output_format, out):
            print(path)
    elif done:
        print(_WRITERS[output_format](done))
    return 2 if any(outcome.problem for outcome in outcomes) else 0


def _outcomes(sources: Sequence[str], jobs: int) -> Iterator[Outcome]:
    stdin = sys.stdin.buffer.read() if "-" in sources else b""  # another process could not read it
    if jobs == 1 or len(sources) == 1:
        yield from (_one(source, stdin) for source in track(sources, "auditing"))
        return
    with ProcessPoolExecutor(min(jobs, len(sources))) as pool:
        waiting = [(source, pool.submit(_one, source, stdin if source == "-" else b"")) for source in sources]
        for source, future in track(waiting, "auditing", name=lambda pair: pair[0]):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield Outcome(source, problem=f"{source}: the process that read it died; audit it alone")


def _one(source: str, stdin: bytes) -> Outcome:
    from analysis.api import audit
    from analysis.source import read
    from analysis.strangers import unknown_currencies

    name = "stdin" if source == "-" else source
    try:
        content = stdin if source == "-" else _path(source)
        result = audit(content)
        problems = [f"{name}, {problem.lines[0]}" for problem in unknown_currencies(read(content))]
        failed = result.applied[result.applied["error"] != ""]
        problems += [f"{name}: the check {each.family} failed ({each.error})" for each in failed.itertuples()]
        return Outcome(name, result, next(iter(problems), ""))
    except InputError as error:
        if source == "-":
            error = InputError(name, error.text, error.way_out)
        return Outcome(name, problem=error.lines[0])


def _path(source: str) -> str | Path:
    from analysis.source.reading import ADDRESS

    if not os.path.exists(source):
        if ADDRESS.fullmatch(source):
            return source  # as text, it is refused as an address
        named = f"{source[:60]}…" if len(source) > 60 and " " in source else source or "''"
        raise InputError(named, "no such file", "check the path; text itself is read from stdin, as `analysis audit -`")
    return Path(source)


def _text(outcomes: Sequence[Outcome]) -> str:
    return "\n\n".join(
        f"{name}: {count(len(audit.facts), 'figure')}\n{listing(audit.findings, facts=audit.facts)}"
        for name, audit in _named(outcomes)
    )


def _named(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, Audit]]:
    yield from ((outcome.source, outcome.audit) for outcome in outcomes if outcome.audit is not None)


def _json(outcomes: Sequence[Outcome]) -> str:
    return as_json(
        [
            {"source": name, "figures": records(audit.figures), "findings": records(audit.findings)}
            for name, audit in _named(outcomes)
        ]
    )


def _csv(outcomes: Sequence[Outcome]) -> str:
    """The findings of all sources, with the source as first column; the figures are written by `--out`."""
    import pandas as pd

    frames = []
    for name, audit in _named(outcomes):
        frames.append(audit.findings.copy())
        frames[-1].insert(0, "source", name)
    return listing(pd.concat(frames, ignore_index=True), "csv")


def _html(outcomes: Sequence[Outcome]) -> str:
    from analysis.audit_page import page

    return page(list(_named(outcomes)))


_WRITERS = {"text": _text, "json": _json, "csv": _csv, "html": _html}
_ENDINGS = {"text": "txt", "json": "json", "html": "html"}


def _write_files(outcomes: Sequence[Outcome], output_format: str, out: Path) -> Iterator[Path]:
    """One file a source, named after it; as CSV two, the figures and the findings."""
    from analysis.datasets.save import to_csv

    names: set[str] = set()
    for outcome in outcomes:
        stem = _free(re.sub(r"[^\w.-]+", "-", Path(outcome.source).stem) or "audit", names)
        if output_format == "csv" and outcome.audit is not None:
            for kind, frame in (("figures", outcome.audit.figures), ("findings", outcome.audit.findings)):
                path = out / f"{stem}-{kind}.csv"
                path.write_bytes(to_csv(frame))
                yield path
        else:
            path = out / f"{stem}.{_ENDINGS[output_format]}"
            path.write_text(_WRITERS[output_format]([outcome]) + "\n", encoding="utf-8", newline="\n")
            yield path


def _free(stem: str, taken: set[str]) -> str:
    """A name no other source has."""
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return name
