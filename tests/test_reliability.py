"""Commands in an unfriendly world: other encodings, closed and full streams, hostile text, changed feeds, no net."""

import csv
import io
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import analysis
from analysis import cli, paths
from analysis.curation.build import build
from analysis.curation.drift import drift
from analysis.datasets.save import to_csv

ESCAPES = "\x1b[31m", "\x07", "\x9b2J", "\u202e"
HOSTILE = """<h1>Dro&#27;[31mnes {escapes}</h1>
<p>The drone{escapes} market was worth USD 4.0 billion in 2022 and will reach USD 9.0 billion by 2030, at a CAGR of
14.2% from 2022 to 2030.</p>
<table><tr><th>=HYPERLINK("http://x")</th><th>@pay{escapes} per year</th></tr>
<tr><td>-2+3+cmd|' /C calc'!A0</td><td>-$52,000</td></tr><tr><td>+1;{escapes}</td><td>+$61,000</td></tr></table>"""
PAGE = HOSTILE.format(escapes="".join(ESCAPES)) + "<p>Of this nothing more is said.</p>" * 40


class Ran(NamedTuple):
    """What a command left behind, as `run` gives it."""

    returncode: int
    stdout: bytes
    stderr: bytes


def run(*arguments: object, text: str | bytes = "", env: dict | None = None, **options) -> Ran:
    """A command in a process of its own."""
    command = [sys.executable, "-m", "analysis.cli", "--quiet", *map(os.fsencode, map(str, arguments))]
    content = text.encode() if isinstance(text, str) else text
    given = {} if "stdin" in options else {"input": content}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    done = subprocess.run(command, env=os.environ | (env or {}), check=False, timeout=100, **given, **streams)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def here(monkeypatch) -> Callable[..., Ran]:
    """`run` within this process, where the stream needs no more than an encoding."""

    def run_here(*arguments: object, text: str = "", encoding: str = "utf-8") -> Ran:
        streams = {"stdout": io.BytesIO(), "stderr": io.BytesIO()}
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
            for name, written in streams.items():
                patch.setattr(sys, name, io.TextIOWrapper(written, encoding=encoding, write_through=True))
            status = cli.main(["--quiet", *map(str, arguments)])
            return Ran(status, *(written.getvalue() for written in streams.values()))

    return run_here


def controls(content: bytes) -> set[str]:
    return {sign for sign in content.decode() if not sign.isprintable()} - {"\n"}


# --- streams ---------------------------------------------------------------------------------------------------------


FOREIGN = "Umsatz – “€5 Mio.” → €7 Mio. 市場"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16"])
def test_output_does_not_depend_on_the_encoding_of_the_terminal(encoding, here):
    outputs = {
        here("audit", "-", "--format", "json", text=FOREIGN, encoding=each).stdout for each in ("utf-8", encoding)
    }
    assert len(outputs) == 1
    assert "市場" in outputs.pop().decode()
    assert here("check", encoding=encoding).returncode == 0


def test_a_process_writes_to_a_terminal_of_another_encoding_as_one_does_here(here):
    told = run("audit", "-", "--format", "json", text=FOREIGN, env={"PYTHONIOENCODING": "ascii"})
    assert told.stdout == here("audit", "-", "--format", "json", text=FOREIGN).stdout


def test_a_closed_stdin_is_an_empty_one():
    result = run("audit", "-", stdin=None, preexec_fn=lambda: os.close(0))
    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)
    assert b"stdin: the input is empty" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_stdout_is_one_line():
    with open("/dev/full", "wb") as full:
        result = run("audit", "-", text="Pay rose 5%.", stdout=full)
    assert result.returncode == 2
    assert result.stderr.decode().startswith("analysis audit: No space left on device; free some")
    assert result.stderr.count(b"\n") == 1


def test_a_pipe_is_read_once(tmp_path, here):
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=("Pay rose 5%.",))
    writer.start()
    result = here("audit", tmp_path / "pipe")
    writer.join()
    assert (result.returncode, b"1 figure" in result.stdout) == (0, True)
    assert b"1 figure" in run("audit", "/dev/stdin", text="Pay rose 5%.").stdout


@pytest.mark.parametrize("output_format", ["text", "json", "csv", "html", "sarif", "github"])
def test_a_file_whose_name_is_no_text_is_read_and_named(output_format, tmp_path, here):
    name = os.fsdecode(b"p\xff\x1b[31m.html")
    (tmp_path / name).write_text(PAGE)
    result = here("audit", tmp_path / name, "--format", output_format)
    assert (result.returncode, result.stderr) == (0, b"")
    assert controls(result.stdout) <= {"\u200b"}  # a page lets long words break
    assert here("audit", tmp_path / name, "--format", output_format, "--out", tmp_path / "out").returncode == 0
    if output_format == "text":
        assert run("audit", tmp_path / name) == result


@pytest.mark.parametrize("charset", ["undefined", "rot13", "idna", "utf-7", "no-such", "zip"])
def test_a_declared_encoding_that_decodes_nothing_is_passed_over(charset):
    page = f"<html><meta charset={charset}><p>Pay rose 5% \xe9".encode("latin-1")
    assert analysis.audit(page).figures["quote"].tolist() == ["5%"]


def test_a_message_echoes_no_more_than_a_line_or_two(here):
    result = here("audit", "x" * 100_000)
    assert (result.returncode, result.stderr.count(b"\n"), len(result.stderr) < 1000) == (2, 1, True)


# --- hostile text ----------------------------------------------------------------------------------------------------


def test_nothing_of_a_source_steers_a_terminal(here):
    page = PAGE
    audit = analysis.audit(page)
    assert controls(repr(audit).encode()) == set()
    texts = audit.facts.select_dtypes("str").to_numpy().ravel().tolist() + list(audit.titles.values())
    assert controls("".join(filter(None, texts)).encode()) == set()
    for command in (("audit", "-"), ("audit", "-", "--format", "csv")):
        result = here(*command, text=page)
        assert controls(result.stdout + result.stderr) == set()
    assert controls(here("check", "--article", "\x1b[31m").stderr) == set()


def test_no_cell_of_a_written_csv_is_a_formula(tmp_path, here):
    (tmp_path / "page.html").write_text(PAGE)
    assert here("audit", tmp_path / "page.html", "--format", "csv", "--out", tmp_path).returncode == 0
    for path in tmp_path.glob("*.csv"):
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
            texts = {name: text for name, text in row.items() if name not in {"quote", "low", "high"}}
            numbers = {"stated_low", "stated_high", "implied_low", "implied_high"}
            assert {n: t for n, t in texts.items() if t.startswith(("=", "+", "-", "@")) and n not in numbers} == {}
    figures = analysis.audit(PAGE).figures
    assert "'-2+3+cmd" in to_csv(figures).decode()
    assert "-$52,000" in to_csv(figures).decode()  # the print of a figure keeps its sign


# --- drift -----------------------------------------------------------------------------------------------------------


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("<td>$10 – $20</td>", "<td></td>", r"figures: 1 gone: data-annotator/table-9/1/4/1 ($10 – $20)"),
        ("<td>$10 – $20</td>", "<td>$10 – $25</td>", "quote '$10 – $20' → '$10 – $25'"),
        (">CAGR (%)<", ">Growth (%)<", "column_label 'CAGR (%)' → 'Growth (%)'"),
    ],
)
def test_a_build_says_which_rows_are_gone_new_or_different(was, now, told, tmp_path, monkeypatch):
    raw = tmp_path / "raw"
    raw.mkdir()
    for path in paths.raw().iterdir():
        (raw / path.name).write_bytes(path.read_bytes())
    feed = (raw / "articles.xml").read_text(encoding="utf-8")
    assert was in feed
    shutil.copytree(paths.processed(), tmp_path / "out")  # what a build makes: test_build.py
    (raw / "articles.xml").write_text(feed.replace(was, now, 1), encoding="utf-8")
    monkeypatch.setattr(paths, "raw", lambda: raw)
    lines: list[str] = []
    build(out=tmp_path / "out", tell=lines.append)
    assert any(line.startswith("figures: ") and told in line for line in lines), lines


def test_a_build_that_changes_no_row_says_nothing_of_any(tmp_path):
    shutil.copytree(paths.processed(), tmp_path / "out")
    lines: list[str] = []
    build(out=tmp_path / "out", tell=lines.append)
    assert lines == []


def test_drift_names_columns_that_come_and_go():
    before, after = {"jobs.csv": b"figure_id,role\na,x\n"}, {"jobs.csv": b"figure_id,part\na,x\n"}
    assert list(drift(before, after)) == ["jobs: columns -role, +part"]
    assert list(drift({"jobs.csv": b"id,role\na,x\n"}, after)) == ["jobs: its key was another before"]


# --- no network ------------------------------------------------------------------------------------------------------

ALONE = """
import socket, sys
from pathlib import Path
def refused(*_, **__):
    raise AssertionError("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = socket.getaddrinfo = refused
from analysis.cli import main
from analysis.plots import pictures
from analysis.report import report
statuses = [main(["--quiet", *line.split()]) for line in sys.argv[1:]]
report(Path("report"), gallery=dict(list(pictures().items())[:2]))  # the tests of pictures draw them all
sys.exit(max(statuses))
"""
COMMANDS = ("audit -", "check", "export --out export", "catalog salaries")


def test_nothing_is_fetched(tmp_path):
    """Nor by what any other test runs in its own process, every build among them: see conftest.py."""
    arguments = [sys.executable, "-c", ALONE, *COMMANDS]
    result = subprocess.run(arguments, cwd=tmp_path, input=PAGE.encode(), capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    assert {path.name for path in tmp_path.iterdir()} == {"export", "report"}


def test_a_test_that_fetches_fails():
    with pytest.raises(AssertionError, match=r"example\.org"):
        socket.create_connection(("example.org", 80))
