"""`analysis audit`: many sources, several at a time; one that fails does not stop the others."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import InputError, plain
from analysis.processes import pool
from analysis.progress import track

if TYPE_CHECKING:
    from analysis.api import Audit


#: What is wrong whatever a reader assumes.
GRAVE = ("contradiction", "mislabel")


@dataclass(frozen=True)
class Outcome:
    """What became of one source: its audit, and the first problem; either can be missing."""

    source: str
    audit: Audit | None = None
    problem: str = ""

    @property
    def notes(self) -> Iterator[str]:
        """What could not be read of it, though the rest could."""
        for article in self.audit.articles if self.audit else ():
            yield from (f"{self.source}: {note}" for note in article.notes)


@dataclass(frozen=True)
class Request:
    """What is asked of an audit: how to write it and where, what to leave out, what a shared sign stands for.

    `ignore` names checks or families whose findings are left out; `strict` makes figures that contradict each other,
    or stand under a wrong label, exit status 1; `everything` also tells what holds.
    """

    output_format: str = "text"
    out: Path | None = None
    jobs: int = 1
    strict: bool = False
    everything: bool = False
    ignore: tuple[str, ...] = ()
    currency: str | None = None
    country: str | None = None


def audit_all(sources: Sequence[str], request: Request) -> int:
    """Audit each source; what was found goes to stdout, or to files in `request.out`, which are named there.

    A source is a file, a folder (every file in it that can be an article), a pattern such as `*.html`, or - for stdin.

    Exit status 2 if any source could not be read, else 1 if it is strict and figures fail, else 0.
    """
    out = request.out
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)  # before the work, which may be long
    outcomes = []
    for outcome in _outcomes(sources, request):
        outcomes.append(outcome)
        for line in (*outcome.notes, *filter(None, [outcome.problem])):
            print(f"analysis audit: {line}", file=sys.stderr)
    done = [(outcome.source, outcome.audit) for outcome in outcomes if outcome.audit is not None]
    if out is not None:
        for path in _write_files(done, request, out):
            print(plain(str(path)))
    elif done:
        print(written(done, request))
    failing = any(finding.outcome in GRAVE for _, audit in done for finding in audit.view.failing)
    return 2 if any(outcome.problem for outcome in outcomes) else int(request.strict and failing)


def _outcomes(sources: Sequence[str], request: Request) -> Iterator[Outcome]:
    from analysis.source.loading import expand

    found = list(expand(sources))
    files = [each for each in found if isinstance(each, str)]
    yield from (Outcome(error.place, problem=error.lines[0]) for error in found if isinstance(error, InputError))
    stdin = _stdin() if "-" in files else b""  # another process could not read it
    if request.jobs == 1 or len(files) < 2:
        yield from (_one(source, stdin, request) for source in track(files, "auditing"))
        return
    with pool(min(request.jobs, len(files))) as workers:
        waiting = [(source, workers.submit(_one, source, stdin if source == "-" else b"", request)) for source in files]
        for source, future in track(waiting, "auditing", name=lambda pair: pair[0]):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield Outcome(source, problem=f"{source}: the process that read it died; audit it alone")


def _stdin() -> bytes:
    from analysis.source.limits import SIZE

    return sys.stdin.buffer.read(SIZE + 1) if sys.stdin else b""


def _one(source: str, stdin: bytes, request: Request) -> Outcome:
    from analysis.api import audit
    from analysis.reading.tables.currencies import unknown_currencies

    name = "stdin" if source == "-" else plain(source)
    try:
        content = stdin if source == "-" else Path(source)
        result = _without(audit(content, currency=request.currency, country=request.country), request.ignore)
    except InputError as error:
        if source == "-":
            error = InputError(name, error.text, error.way_out)
        return Outcome(name, problem=error.lines[0])
    except Exception as error:  # one source that nobody foresaw does not stop the others
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return Outcome(name, problem=f"{name}: could not be checked ({what}); please report it with the file")
    problems = [f"{name}, {problem.lines[0]}" for problem in unknown_currencies(result.articles)]
    failed = result.applied[result.applied["error"] != ""]
    problems += [f"{name}: the check {each.family} failed ({each.error})" for each in failed.itertuples()]
    return Outcome(name, result, next(iter(problems), ""))


def _without(audit: Audit, ignored: Sequence[str]) -> Audit:
    """The audit without the findings of some checks: `claims` leaves out a family, `growth.cagr` one relation."""
    if not ignored:
        return audit
    kept = audit.findings[
        [not any(f"{check}.".startswith(f"{each}.") for each in ignored) for check in audit.findings["check"]]
    ]
    members = audit.finding_figures[audit.finding_figures["finding_id"].isin(kept["finding_id"])]
    return replace(audit, findings=kept.reset_index(drop=True), finding_figures=members.reset_index(drop=True))


def written(audits: Sequence[tuple[str, Audit]], request: Request) -> str:
    """Audits, each with the name of its source, in the format asked for."""
    if request.output_format == "text":
        from analysis.report import render

        told = ((name, render.listing(audit.view, everything=request.everything)) for name, audit in audits)
        heads = (f"{name}: {audit.view.size.partition(', ')[2]}" for name, audit in audits)
        return "\n\n".join(f"{head}\n{text}" for head, (_, text) in zip(heads, told, strict=True))
    from analysis.report import audit_page, programs

    if request.output_format == "html":
        return audit_page.page([audit.sheet(name) for name, audit in audits]).rstrip("\n")
    writers = {"json": programs.document, "csv": programs.as_csv, "sarif": programs.sarif, "github": programs.github}
    return writers[request.output_format](audits)


_ENDINGS = {"text": "txt", "json": "json", "html": "html", "sarif": "sarif", "github": "txt"}


def _write_files(audits: Sequence[tuple[str, Audit]], request: Request, out: Path) -> Iterator[Path]:
    """One file a source, named after it; as CSV two, the figures and the findings."""
    from analysis.atomic import write
    from analysis.datasets.save import to_csv

    names: set[str] = set()
    for source, audit in audits:
        stem = _free(re.sub(r"[^\w.-]+", "-", Path(source).stem) or "audit", names)
        if request.output_format == "csv":
            for kind, frame in (("figures", audit.figures), ("findings", audit.findings)):
                path = out / f"{stem}-{kind}.csv"
                write(path, to_csv(frame))
                yield path
        else:
            path = out / f"{stem}.{_ENDINGS[request.output_format]}"
            write(path, f"{written([(source, audit)], request)}\n".encode())
            yield path


def _free(stem: str, taken: set[str]) -> str:
    """A name no other source has."""
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return name
