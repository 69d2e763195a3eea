"""The commands as people run them: output, exit status, one line for bad input, data/processed untouched by it."""

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis import cli, paths
from analysis.datasets.fields import DATASETS
from analysis.datasets.load import catalog, load

ARTICLE = """
<h1>Pay of surveyors</h1>
<h2>Salaries</h2>
<table><tr><th>Level</th><th>Salary (USD per year)</th></tr>
<tr><td>Entry</td><td>$40,000 – $50,000</td></tr><tr><td>Senior</td><td>$70,000 – $90,000</td></tr></table>
<h2>Market</h2>
<p>The surveying market is expected to grow from USD 2.0 billion in 2024 to USD 9.0 billion by 2030,
at a CAGR of 10.0%.</p>
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "surveyors.html"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


class Run(NamedTuple):
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    def run_command(*arguments: object, text: str = "") -> Run:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        return Run(status, *capsys.readouterr())

    return run_command


def one_line(result: Run) -> str:
    """The message of a run that was refused: progress aside one line on stderr, nothing on stdout, status 2."""
    assert result.returncode == 2, result
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if line.startswith("analysis ")]
    assert len(lines) == 1
    return lines[0]


# --- check -----------------------------------------------------------------------------------------------------------


def test_check_fits_a_terminal_and_begins_with_the_gravest(run):
    result = run("check")
    assert result.returncode == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    headings = [line for line in result.stdout.splitlines() if line.endswith(")") and "(contradiction, " in line]
    assert headings
    assert result.stdout.index("(contradiction, ") < result.stdout.index("(rounding, ")


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_what_fails_and_what_cannot_be_decided_are_told_apart(run, form):
    findings = load("findings")
    definitions = findings[findings["severity"] == "definition"]
    failing, undecided = (int((definitions["verdict"] == each).sum()) for each in ("inconsistent", "undetermined"))
    listed = run("check", "--format", form).stdout
    assert f"Depends on something unstated (definition, {failing})" in listed
    assert f"Could not be decided (undetermined, {undecided})" in listed
    assert listed.index("(definition, ") < listed.index("(undetermined, ") < listed.index("(rounding, ")


def test_check_is_strict_only_when_asked(run):
    assert run("check").returncode == 0
    assert run("check", "--strict").returncode == 1


def test_check_writes_what_other_programs_read(run):
    findings = load("findings")
    assert len(json.loads(run("check", "--format", "json").stdout)) == len(findings)
    rows = list(csv.DictReader(io.StringIO(run("check", "--format", "csv").stdout)))
    assert {row["finding_id"] for row in rows} == set(findings["finding_id"])
    assert "## Cannot both be true" in run("check", "--format", "markdown").stdout


def test_check_of_one_article(run):
    article = load("figures")["article"].iloc[0]
    listed = json.loads(run("check", "--format", "json", "--article", article).stdout)
    assert {finding["article"] for finding in listed} == {article}
    assert article in one_line(run("check", "--article", "nobody"))


# --- audit -----------------------------------------------------------------------------------------------------------


def test_audit_finds_the_contradiction_of_a_new_article(article, run):
    result = run("audit", article)
    assert result.returncode == 0
    assert "growth.cagr" in result.stdout
    assert "(contradiction, 1)" in result.stdout


def test_audit_reads_stdin(run):
    result = run("audit", "-", "--format", "json", text=ARTICLE)
    audited = json.loads(result.stdout)
    assert audited["schema_version"] == 1
    assert {"USD/year", "percent", "USD"} <= {figure["unit"] for figure in audited["figures"]}
    assert {figure["source"] for figure in audited["figures"]} == {"stdin"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_audit_reads_stdin_beside_files(article, jobs, run):
    text = run("audit", article, "-", "--jobs", jobs, text="Openings rose by 9%.").stdout
    assert "stdin: 1 figure\n" in text


@pytest.mark.parametrize("output_format", ["text", "json", "csv", "html"])
def test_audit_gives_the_same_with_several_jobs(article, tmp_path, output_format, run):
    other = tmp_path / "other.txt"
    other.write_text("Openings rose from 100 in 2023 to 150 in 2024, an increase of 50%.", encoding="utf-8")
    alone = run("audit", article, other, "--format", output_format)
    together = run("audit", article, other, "--format", output_format, "--jobs", 2)
    assert alone.stdout == together.stdout
    assert alone.stdout


def test_audit_reports_the_others_where_one_fails(article, tmp_path, run):
    for jobs in (1, 2):
        result = run("audit", tmp_path / "missing.html", article, "--jobs", jobs)
        assert result.returncode == 2
        assert "growth.cagr" in result.stdout
        assert [
            line
            for line in result.stderr.splitlines()
            if line.startswith("analysis audit: ") and "missing.html" in line
        ]


def _as_written(name: str) -> tuple[bool, str]:
    return "-2" in name, name


@pytest.mark.parametrize(
    ("output_format", "names"),
    [
        ("text", {"surveyors.txt", "surveyors-2.txt"}),
        (
            "csv",
            {"surveyors-figures.csv", "surveyors-findings.csv", "surveyors-2-figures.csv", "surveyors-2-findings.csv"},
        ),
    ],
)
def test_audit_writes_a_file_for_each_source_and_names_it(article, tmp_path, output_format, names, run):
    result = run("audit", article, article, "--format", output_format, "--out", tmp_path / "out")
    assert result.returncode == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert result.stdout.splitlines() == [str(tmp_path / "out" / path) for path in sorted(names, key=_as_written)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.html", None, "missing.html: no such file; check the path"),
        ("", None, "'': no such file"),
        ("The drone market was worth USD 4.0 billion in 2022, and more in 2030. " * 9, None, "`analysis audit -`"),
        ("https://example.org/a//page.html", None, "https://example.org/a//page.html: network addresses are not read"),
        (
            "www.example.org",
            None,
            "www.example.org: network addresses are not read; fetch it yourself: curl -L www.example.org | "
            "analysis audit -",
        ),
        ("folder", "", "folder: no file in it that can be read"),
        ("empty.html", b" \n", "the input is empty; give a page, a document, a table or plain text"),
        ("noise.html", bytes(range(256)) * 8, "not text; give a page"),
        ("a.pdf", b"%PDF-1.7\n", "the PDF cannot be read"),
        (
            "a.docx",
            b"PK\x03\x04\x14\0",
            "the archive cannot be read (File is not a zip file); save it again, or save its text",
        ),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "an office file of the old kind, not text; save it as DOCX"),
        ("a.rtf", rb"{\rtf1\ansi The market was USD 4.0 billion.}", "an RTF file, not text; save it as DOCX"),
    ],
)
def test_audit_says_in_a_line_what_it_cannot_read_and_the_way_out(name, content, said, tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    if content == "":
        Path(name).mkdir()
    elif content is not None:
        Path(name).write_bytes(content)
    message = one_line(run("audit", name))
    assert said in message
    assert name[:50] in message


def test_audit_calls_stdin_by_its_name(run):
    assert "stdin: the input is empty" in one_line(run("audit", "-"))


@pytest.mark.parametrize("command", [["build"], ["export"], ["report"], ["audit", "-"]])
@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_where_a_folder_should_be_is_named(command, below, tmp_path, run):
    (tmp_path / "file").write_text("here")
    result = run(*command, "--out", tmp_path / "file" / below, text=ARTICLE)
    assert "a file stands there; name a folder" in one_line(result)


@pytest.fixture
def wrong(monkeypatch):
    """Every audit is that of a page with a contradiction and a wrong label, whatever is given."""
    from checked import checked

    from analysis import api

    found = checked()
    monkeypatch.setattr(api, "audit", lambda source, **_: found)


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 0),
        (["--strict"], 1),
        (["--strict", "--ignore", "totals"], 1),
        (["--strict", "--ignore", "totals.sum", "--ignore", "order"], 0),
        (["--strict", "--ignore", "total"], 1),
    ],
)
def test_audit_is_strict_only_when_asked_and_about_what_is_not_ignored(wrong, article, options, status, run):
    assert run("audit", article, *options).returncode == status


def test_audit_tells_what_holds_where_all_is_asked(wrong, article, run):
    assert "14.47%" not in run("audit", article).stdout
    assert "14.47%" in run("audit", article, "--all").stdout


def test_audit_with_another_currency(tmp_path, run):
    page = tmp_path / "page.html"
    page.write_text("<p>They earn $90,000 per year.</p>")
    units = [
        json.loads(run("audit", page, "--format", "json", *options).stdout)["figures"][0]["unit"]
        for options in ([], ["--currency", "AUD"], ["--country", "CA"])
    ]
    assert units == ["USD/year", "AUD/year", "CAD/year"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_output_is_utf_8_whatever_the_locale(wrong, article, encoding, monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    assert cli.main(["audit", str(article), "--format", "html"]) == 0
    sys.stdout.flush()
    assert "✗" in written.getvalue().decode("utf-8")


# --- build and its neighbours ----------------------------------------------------------------------------------------


def test_build_makes_the_committed_bytes_under_any_locale_timezone_hash_seed_and_folder(tmp_path):
    odd = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "analysis.cli", "build", "--out", str(tmp_path / "out")]
    subprocess.run(command, cwd=tmp_path, env=os.environ | odd, check=True, capture_output=True)
    for committed in paths.processed().iterdir():
        assert (tmp_path / "out" / committed.name).read_bytes() == committed.read_bytes(), committed.name


def _feed(content: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>t</title>{content}</channel></rss>'
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.xml", None, "missing.xml"),
        ("page.xml", ARTICLE, "feed"),
        ("page2.xml", f"<!doctype html><html><body>{ARTICLE}</body></html>", "feed"),
        ("cut.xml", _feed("<item><title>a</title><description>half an art")[:-30], "cut.xml"),
        ("empty.xml", "", "empty.xml"),
        ("no-items.xml", _feed(""), "item"),
        (
            "stranger.xml",
            _feed("<item><title>New</title><guid>g</guid><description>9%</description></item>"),
            "analysis audit",
        ),
    ],
)
def test_build_refuses_a_wrong_feed_and_leaves_the_datasets(name, content, said, tmp_path, run):
    feed = tmp_path / name
    if content is not None:
        feed.write_text(content, encoding="utf-8")
    before = {path: path.read_bytes() for path in paths.processed().iterdir()}
    message = one_line(run("build", "--feed", feed))
    assert said in message
    assert before == {path: path.read_bytes() for path in paths.processed().iterdir()}


def test_audit_names_the_place_of_an_unknown_currency(tmp_path, run):
    page = tmp_path / "page.html"
    page.write_text(ARTICLE.replace("$40,000 – $50,000", "ZZZ 40,000 – ZZZ 50,000"), encoding="utf-8")
    result = run("audit", page)
    assert result.returncode == 2
    assert [line for line in result.stderr.splitlines() if "table 1" in line and "'ZZZ'" in line]
    assert "growth.cagr" in result.stdout  # the rest is reported all the same


def test_build_refuses_an_unknown_currency_and_leaves_the_datasets(tmp_path, run):
    feed = tmp_path / "feed.xml"
    text = (paths.raw() / "articles.xml").read_text(encoding="utf-8")
    feed.write_text(text.replace("<td>$", "<td>¤", 1), encoding="utf-8")
    before = {path: path.read_bytes() for path in paths.processed().iterdir()}
    assert "'¤'" in one_line(run("build", "--feed", feed))
    assert before == {path: path.read_bytes() for path in paths.processed().iterdir()}


def test_export_and_catalog(tmp_path, run):
    assert run("export", "--format", "parquet", "--out", tmp_path).returncode == 0
    assert {path.stem for path in tmp_path.iterdir()} == {*DATASETS, "SHA256SUMS"}
    assert "12 files of one run" in run("export", "--check", "--out", tmp_path).stdout
    (tmp_path / "jobs.parquet").write_bytes(b"of another run")
    assert "jobs.parquet: is not the file that SHA256SUMS describes" in one_line(
        run("export", "--check", "--out", tmp_path)
    )
    assert all(name in run("catalog").stdout for name in DATASETS)
    assert "annual_low" in run("catalog", "salaries").stdout
    assert "salaries" in one_line(run("catalog", "wages"))


@pytest.mark.parametrize("dataset", [None, *DATASETS])
def test_the_catalog_fits_a_terminal_and_loses_nothing(dataset, run):
    text = run("catalog", *([dataset] if dataset else [])).stdout
    assert max(map(len, text.splitlines())) <= 80
    cells = catalog(dataset).drop(columns="title", errors="ignore").astype(str).to_numpy().ravel()
    assert set(re.findall(r"\w+", " ".join(cells))) <= set(re.findall(r"\w+", text))
    assert [line.split()[0] for line in text.splitlines() if line[0] != " "][1:] == list(catalog(dataset)["name"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is not there; make it with `analysis build`"),
        (b"", "make it again: `analysis build`"),
        (b"a,b\n1,2\n", "is not of the build that datapackage.json describes; make it again: `analysis build`"),
        ("folder", "cannot be read"),
    ],
)
def test_check_without_its_datasets_says_how_to_make_them(content, said, tmp_path, monkeypatch, run):
    shutil.copyfile(paths.processed() / "datapackage.json", tmp_path / "datapackage.json")
    monkeypatch.setattr(paths, "processed", lambda: tmp_path)
    if content == "folder":
        (tmp_path / "findings.csv").mkdir()
    elif content is not None:
        (tmp_path / "findings.csv").write_bytes(content)
    message = one_line(run("check"))
    assert said in message
    assert str(tmp_path / "findings.csv") in message


@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_the_catalog_without_its_description_says_how_to_make_it(content, tmp_path, monkeypatch, run):
    monkeypatch.setattr(paths, "processed", lambda: tmp_path)
    if content:
        (tmp_path / "datapackage.json").write_text(content)
    message = one_line(run("catalog"))
    assert "analysis build" in message
    assert "datapackage.json" in message
    assert "none built" in run("--version").stdout


def test_build_without_its_snapshot_says_how_to_write_it(tmp_path, monkeypatch, run):
    monkeypatch.setattr(paths, "raw", lambda: tmp_path)
    assert "analysis snapshot FEED" in one_line(run("build", "--out", tmp_path / "out"))


COMMANDS = ("audit", "check", "catalog", "export", "build", "report", "snapshot")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_terminal_and_its_examples_are_commands(command, monkeypatch, run):
    monkeypatch.setenv("COLUMNS", "80")
    text = run(*command.split(), "--help").stdout
    assert max(map(len, text.splitlines())) <= 80
    examples = [shlex.split(re.sub(r"[<>].*", "", line))[1:] for line in re.findall(r"^  (analysis .+)", text, re.M)]
    assert examples
    assert all(cli._parser().parse_args(example).command in (command or COMMANDS) for example in examples)


def test_quiet_stands_before_or_after_the_command(article, run):
    assert run("--quiet", "audit", article, article).stderr == run("audit", article, article, "--quiet").stderr == ""
    assert run("audit", article, article).stderr != ""


def test_without_a_command_help_is_shown(run):
    result = run()
    assert result.returncode == 0
    assert "analysis audit article.html" in result.stdout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["adit", "x"], "audit"),
        (["audit", "x", "--format", "jsn"], "json"),
        (["audit", "x", "--formt", "json"], "--format"),
    ],
)
def test_a_misspelt_command_choice_or_option_is_answered_with_the_likely_one(typed, meant, run):
    result = run(*typed)
    assert result.returncode == 2
    assert f"did you mean '{meant}'?" in result.stderr


def test_the_package_runs_as_a_module():
    result = subprocess.run([sys.executable, "-m", "analysis", "--version"], capture_output=True, text=True, check=True)
    assert result.stdout.startswith("analysis 0.")


def test_versions(run):
    assert run("--version").stdout.startswith("analysis 0.")


def test_a_reader_that_stops_early_is_no_error():
    piped = f"{sys.executable} -m analysis.cli check --format json | head -n 1"
    result = subprocess.run(["bash", "-o", "pipefail", "-c", piped], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_progress_is_plain_lines_without_a_terminal_and_nothing_when_quiet(article, capsys):
    assert cli.main(["audit", str(article), str(article)]) == 0
    assert "auditing 1/2" in capsys.readouterr().err
    assert cli.main(["--quiet", "audit", str(article), str(article)]) == 0
    assert capsys.readouterr().err == ""
