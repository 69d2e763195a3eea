"""Audits in parts: the same rows whoever makes them, written as they come, and a process that dies costs only time."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import analysis
from analysis import cli, partitions
from analysis.errors import InputError
from analysis.partitions import TABLES, audit_part, dask, local, write_parts

PAGE = """<h1>Drones {number}</h1><p>The drone market was worth USD {size:.1f} billion in 2022 and will reach USD
{later:.1f} billion by 2030, at a CAGR of {rate:.1f}% from 2022 to 2030.</p>"""
DEADLY = "Deadly"


@pytest.fixture
def pages(tmp_path) -> Path:
    """Forty pages of varied figures, a third of them wrong, and a file that is none."""
    return made(tmp_path / "pages")


def made(folder: Path) -> Path:
    folder.mkdir()
    for number in range(40):
        size, rate = 1 + number / 4, 5 + number / 3
        later = size * (1 + rate / 100) ** 8 * (1 if number % 3 else 1.4)
        text = PAGE.format(number=number, size=size, later=later, rate=rate)
        (folder / f"page-{number:02}.html").write_text(text)
    (folder / "zip.html").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1")
    return folder


@pytest.fixture(autouse=True, scope="module")
def small():
    """Small parts and files, so that there are several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partitions, "PART", 3)
        patch.setattr(partitions, "ROWS", 40)
        yield


class Whole(NamedTuple):
    """The pages, what this process alone makes of them, and its manifest."""

    pages: Path
    out: Path
    manifest: dict


@pytest.fixture(scope="module")
def whole(small, tmp_path_factory) -> Whole:
    folder = tmp_path_factory.mktemp("whole")
    with local() as engine:
        return Whole(
            made(folder / "pages"), folder / "out", write_parts([str(folder / "pages")], folder / "out", engine)
        )


@pytest.fixture(scope="module")
def cluster() -> Iterator[partitions.Engine]:
    pytest.importorskip("distributed")
    with dask(jobs=2) as engine:
        yield engine


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(folder: Path, table: str) -> pd.DataFrame:
    return pd.read_parquet(folder / table)


def plain(frame: pd.DataFrame) -> list[dict]:
    return frame.astype("object").where(frame.notna() & (frame != ""), None).to_dict("records")


def test_the_rows_are_those_of_each_page_audited_alone(whole):
    pages, out, manifest = whole
    assert manifest == json.loads((out / "manifest.json").read_text())
    assert manifest["articles"] == 40
    assert [problem["source"] for problem in manifest["problems"]] == [str(pages / "zip.html")]
    assert len(manifest["parts"]) > 1
    found = {table: rows(out, table) for table in TABLES}
    assert {table: len(frame) for table, frame in found.items()} == {table: manifest[table] for table in TABLES}
    page = pages / "page-07.html"
    alone = analysis.audit(page)
    for table in TABLES:
        mine = found[table][found[table]["source"] == str(page)].drop(columns="source").reset_index(drop=True)
        assert plain(mine) == plain(getattr(alone, table)[mine.columns])


def test_processes_write_the_same_bytes(whole, tmp_path):
    with local(2) as engine:
        write_parts([str(whole.pages)], tmp_path / "two", engine)
    assert files(tmp_path / "two") == files(whole.out)


def test_a_cluster_writes_the_same_bytes(whole, cluster, tmp_path):
    write_parts([str(whole.pages)], tmp_path / "dask", cluster)
    assert files(tmp_path / "dask") == files(whole.out)


def dying_once(mark, part):
    """Kills the worker the first time that it is asked."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return audit_part(part)


def test_a_killed_worker_of_a_cluster_costs_only_time(whole, cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(partitions, "audit_part", partial(dying_once, tmp_path / "mark"))
    write_parts([str(whole.pages)], tmp_path / "killed", cluster)
    assert (tmp_path / "mark").exists()
    assert files(tmp_path / "killed") == files(whole.out)


def deadly(part):
    if any(DEADLY in str(getattr(work, "title", "")) for _, work in part):
        os.kill(os.getpid(), signal.SIGKILL)
    return audit_part(part)


def test_an_article_that_kills_its_process_costs_only_itself(pages, tmp_path, monkeypatch):
    (pages / "page-20.html").write_text(f"<h1>{DEADLY}</h1><p>Pay rose 5%.</p>")
    monkeypatch.setattr(partitions, "audit_part", deadly)
    with local(2) as engine:
        manifest = write_parts([str(pages)], tmp_path / "out", engine)
    assert [Path(problem["source"]).name for problem in manifest["problems"]] == ["page-20.html", "zip.html"]
    assert manifest["articles"] == 39


def test_a_folder_that_holds_something_is_left_alone(pages, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("")
    with local() as engine, pytest.raises(InputError, match="holds files already; name a new folder"):
        write_parts([str(pages)], tmp_path / "out", engine)


def test_the_command(pages, tmp_path, capsys):
    assert cli.main(["--quiet", "audit", str(pages), "--format", "parquet", "--out", str(tmp_path / "out")]) == 2
    captured = capsys.readouterr()
    assert "40 articles, 120 figures" in captured.out
    assert "zip.html" in captured.err
    assert cli.main(["audit", str(pages), "--format", "parquet"]) == 2
    assert "add --out DIR" in capsys.readouterr().err
    assert cli.main(["audit", str(pages), "--engine", "dask"]) == 2
    assert "add --format parquet" in capsys.readouterr().err


SLEEPER = """
import os, time
from analysis.processes import pool
with pool(2) as workers:
    print(*[workers.submit(os.getpid).result() for _ in range(2)], flush=True)
    time.sleep(100)
"""


def test_workers_end_with_the_process_they_work_for_even_if_it_is_killed():
    with subprocess.Popen([sys.executable, "-c", SLEEPER], stdout=subprocess.PIPE, text=True) as parent:
        workers = set(map(int, parent.stdout.readline().split()))
        parent.kill()
    for _ in range(100):
        alive = {pid for pid in workers if Path(f"/proc/{pid}/cmdline").exists()}
        if not alive:
            break
        time.sleep(0.1)
    assert not alive
