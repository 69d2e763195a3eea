"""Audits larger than one machine's memory: sources in, Parquet partitions and one manifest out.

Articles are read one by one and audited some at a time, by this process, by several, or by a Dask cluster; what is
found is written as it comes, in the order of the sources. The rows are the same whoever made them. A process that dies
costs time: its part is done again, and an article that kills it is a problem of its own.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.datasets.fields import DATASETS
from analysis.errors import InputError, optional, plain
from analysis.processes import pool
from analysis.progress import step
from analysis.source import Article, stream

if TYPE_CHECKING:
    import pyarrow as pa

#: Articles of one part: fewer would cost a cluster more to hand out than to audit.
PART = 16
#: Figures and findings after which a file is written.
ROWS = 10_000
TABLES = ("figures", "findings", "finding_figures")
MANIFEST = "manifest.json"
_ARROW = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool_"}

#: An article with the name of its source, or the problem of a source that cannot be read.
Work = tuple[str, Article | str]


@dataclass(frozen=True)
class Found:
    """What a part gave: a frame a table, with the source of each row, and the problems by source."""

    frames: dict[str, list[pd.DataFrame]] = field(default_factory=lambda: {name: [] for name in TABLES})
    problems: list[tuple[str, str]] = field(default_factory=list)
    articles: int = 0

    @property
    def rows(self) -> int:
        """How many figures and findings."""
        return sum(len(frame) for frames in self.frames.values() for frame in frames)

    def __add__(self, other: Found) -> Found:
        frames = {name: self.frames[name] + other.frames[name] for name in TABLES}
        return Found(frames, self.problems + other.problems, self.articles + other.articles)


@dataclass(frozen=True)
class Engine:
    """Who audits: `submit` hands out a part and gives a future, of which so many are out at a time."""

    submit: Callable[..., Any]
    window: int


def write_parts(sources: Iterable[str], folder: Path, engine: Engine) -> dict[str, Any]:
    """Audit every article of the sources into a new folder; returns the manifest.

    `folder` gets a folder for each of `TABLES` with the files `part-00000.parquet` …, each with the columns of the
    dataset of that name after `source`, and at the very end `manifest.json`: rows and articles of each part, and the
    problems by source. Without a manifest the work is not whole. Raises InputError where the folder holds something.
    """
    parquet = optional("pyarrow.parquet", "parquet", "audit", "Parquet")
    for name in TABLES:
        (folder / name).mkdir(parents=True, exist_ok=True)
    if any(path.is_file() for path in folder.rglob("*")):
        raise InputError(str(folder), "holds files already", "name a new folder, or remove it")
    parts: list[dict[str, int]] = []
    problems: list[dict[str, str]] = []
    for found in _files(_in_order(_parts(sources), engine)):
        part = {"part": len(parts), "articles": found.articles}
        for name in TABLES:
            table = _table(name, found.frames[name])
            parquet.write_table(table, folder / name / f"part-{len(parts):05}.parquet")
            part[name] = table.num_rows
        parts.append(part)
        problems += [{"source": source, "problem": problem} for source, problem in found.problems]
        step(f"part {part['part']}: {part['articles']} articles, {part['figures']} figures")
    totals = {key: sum(part[key] for part in parts) for key in ("articles", *TABLES)}
    manifest = {"schema_version": 1, "tables": list(TABLES), **totals, "parts": parts, "problems": problems}
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return manifest


def _files(parts: Iterable[Found]) -> Iterator[Found]:
    """Parts together, until they make a file of good size."""
    whole = Found()
    for part in parts:
        whole = whole + part
        if whole.rows >= ROWS:
            yield whole
            whole = Found()
    if whole.articles or whole.problems:
        yield whole


@contextmanager
def local(jobs: int = 1) -> Iterator[Engine]:
    """This machine: by this process, or by so many."""
    if jobs == 1:
        yield Engine(_now, 1)
        return
    pools = [pool(jobs)]

    def submit(function: Callable[[list[Work]], Found], part: list[Work]) -> Future[Found]:
        try:
            return pools[-1].submit(function, part)
        except BrokenProcessPool:
            pools.append(pool(jobs))
            return pools[-1].submit(function, part)

    try:
        yield Engine(submit, 2 * jobs)
    finally:
        for each in pools:
            each.shutdown(cancel_futures=True)


@contextmanager
def dask(scheduler: str | None = None, jobs: int = 1) -> Iterator[Engine]:
    """A Dask cluster: the one at the scheduler's address, else one of so many workers on this machine."""
    dask = optional("distributed", "scale", "audit", "the engine dask")
    if scheduler is None:
        here = dask.LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None)
        with here as cluster, dask.Client(cluster) as client:
            yield _engine_of(client)
        return
    try:
        client = dask.Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise InputError(scheduler, "no scheduler answers there", "start one: dask scheduler") from error
    with client:
        yield _engine_of(client)


def _engine_of(client: Any) -> Engine:
    workers = max(1, len(client.nthreads()))
    return Engine(lambda function, part: client.submit(function, part, pure=False), 4 * workers)


def _now(function: Callable[[list[Work]], Found], part: list[Work]) -> Future[Found]:
    future: Future[Found] = Future()
    future.set_result(function(part))
    return future


def _in_order(parts: Iterable[list[Work]], engine: Engine) -> Iterator[Found]:
    """The results in the order of the parts; no more are out than the engine's window, so that memory stays small."""
    out: deque[tuple[Any, list[Work]]] = deque()
    for part in parts:
        out.append((engine.submit(audit_part, part), part))
        if len(out) >= engine.window:
            yield _result(*out.popleft())
    while out:
        yield _result(*out.popleft())


def _result(future: Any, part: list[Work]) -> Found:
    try:
        found: Found = future.result()
    except BrokenProcessPool:
        return sum((_alone(work) for work in part), Found())
    return found


def _alone(work: Work) -> Found:
    """One article in a process of its own: its part took a process with it."""
    with pool(1) as worker:
        try:
            return worker.submit(audit_part, [work]).result()
        except BrokenProcessPool:
            return Found(problems=[(work[0], "the process that read it died; audit it alone")])


def _parts(sources: Iterable[str]) -> Iterator[list[Work]]:
    part: list[Work] = []
    for work in _works(sources):
        part.append(work)
        if len(part) == PART:
            yield part
            part = []
    if part:
        yield part


def _works(sources: Iterable[str]) -> Iterator[Work]:
    from analysis.source.loading import expand

    for source in expand(sources):
        if isinstance(source, InputError):
            yield source.place, source.lines[0]
            continue
        name = plain(source)
        try:
            for article in stream(Path(source)):
                yield name, article
        except InputError as error:
            yield name, error.lines[0]


def audit_part(part: list[Work]) -> Found:
    """Audit each article of a part by itself; what cannot be is a problem and stops nothing."""
    from analysis.api import audit_articles

    found = Found(articles=sum(isinstance(work, Article) for _, work in part))
    for source, work in part:
        if not isinstance(work, Article):
            found.problems.append((source, work))
            continue
        try:
            audit = audit_articles([work])
        except Exception as error:  # one article that nobody foresaw does not stop the others
            found.problems.append((source, f"{work.slug}: {type(error).__name__}: {error}".splitlines()[0][:300]))
            continue
        for name in TABLES:
            frame = getattr(audit, name)
            if len(frame):
                found.frames[name].append(frame.assign(source=source))
    return found


def _table(name: str, frames: list[pd.DataFrame]) -> pa.Table:
    """The frames of one table as Arrow, in the types of its dataset, whatever is in them."""
    import pyarrow as pa

    dataset = DATASETS[name]
    types = {column: _ARROW[dataset.field(column).type] for column in dataset.columns}
    schema = pa.schema([(column, getattr(pa, kind)()) for column, kind in ({"source": "string"} | types).items()])
    if not frames:
        return schema.empty_table()
    whole = pd.concat(frames, ignore_index=True)[schema.names]
    return pa.Table.from_pandas(whole, schema=schema, preserve_index=False)
