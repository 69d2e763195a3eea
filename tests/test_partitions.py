"""Audits in parts: the same rows whoever makes them, written as they come, and a process that dies costs only time."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

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
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(40):
        size, rate = 1 + number / 4, 5 + number / 3
        later = size * (1 + rate / 100) ** 8 * (1 if number % 3 else 1.4)
        text = PAGE.format(number=number, size=size, later=later, rate=rate)
        (folder / f"page-{number:02}.html").write_text(text)
    (folder / "zip.html").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1")
    return folder


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Small parts and files, so that there are several."""
    monkeypatch.setattr(partitions, "PART", 3)
    monkeypatch.setattr(partitions, "ROWS", 40)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(folder: Path, table: str) -> pd.DataFrame:
    return pd.read_parquet(folder / table)


def plain(frame: pd.DataFrame) -> list[dict]:
    return frame.astype("object").where(frame.notna() & (frame != ""), None).to_dict("records")


def test_the_rows_are_those_of_each_page_audited_alone(pages, tmp_path):
    with local() as engine:
        manifest = write_parts([str(pages)], tmp_path / "out", engine)
    assert manifest == json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["articles"] == 40
    assert [problem["source"] for problem in manifest["problems"]] == [str(pages / "zip.html")]
    assert len(manifest["parts"]) > 1
    found = {table: rows(tmp_path / "out", table) for table in TABLES}
    assert {table: len(frame) for table, frame in found.items()} == {table: manifest[table] for table in TABLES}
    page = pages / "page-07.html"
    alone = analysis.audit(page)
    for table in TABLES:
        mine = found[table][found[table]["source"] == str(page)].drop(columns="source").reset_index(drop=True)
        assert plain(mine) == plain(getattr(alone, table)[mine.columns])


def test_processes_and_a_cluster_write_the_same_bytes(pages, tmp_path):
    pytest.importorskip("distributed")
    for name, made in (("one", local()), ("two", local(2)), ("dask", dask(jobs=2))):
        with made as engine:
            write_parts([str(pages)], tmp_path / name, engine)
    assert files(tmp_path / "one") == files(tmp_path / "two") == files(tmp_path / "dask")


def dying_once(part):
    """Kills the worker the first time that it is asked."""
    mark = Path(os.environ["DYING_MARK"])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return audit_part(part)


def test_a_killed_worker_of_a_cluster_costs_only_time(pages, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setenv("DYING_MARK", str(tmp_path / "mark"))
    with local() as engine:
        write_parts([str(pages)], tmp_path / "whole", engine)
    monkeypatch.setattr(partitions, "audit_part", dying_once)
    with dask(jobs=2) as engine:
        write_parts([str(pages)], tmp_path / "killed", engine)
    assert (tmp_path / "mark").exists()
    assert files(tmp_path / "killed") == files(tmp_path / "whole")


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
