"""The commands. Each imports what it needs when it runs; bad input is one line on stderr and exit status 2."""

from __future__ import annotations

import argparse
import errno
import gc
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from analysis import progress
from analysis.errors import InputError

EXIT_CONTRADICTIONS = 1
EXIT_INPUT = 2
_CHECK = "write nothing: compare the files there with SHA256SUMS, whether they are of one run"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    gc.set_threshold(20_000)  # what a command makes lives until it has printed
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What an article prints is not bound to the reader's locale; a file's name need not be UTF-8.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 0
    progress.show(not options.quiet)
    run: Callable[[argparse.Namespace], int | None] = options.run
    try:
        return run(options) or 0
    except InputError as error:
        print(f"analysis {options.command}: " + "\n    ".join(error.lines), file=sys.stderr)
        return EXIT_INPUT
    except BrokenPipeError:  # `analysis check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"analysis {options.command}: {_unwritten(error)}", file=sys.stderr)
        return EXIT_INPUT
    except KeyboardInterrupt:
        return 130


def _unwritten(error: OSError) -> str:
    """Why a file or folder could not be made: a file stands in the way, the disk is full."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"{error.filename}: a file stands there; name a folder"
    if error.errno == errno.ENOSPC or os.strerror(errno.ENOSPC) in str(error):  # pyarrow tells it in words alone
        return f"{os.strerror(errno.ENOSPC)}; free some and run it again"
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}; check the path and its permissions"


class _Parser(argparse.ArgumentParser):
    """Says of a misspelt command, choice or option which one may be meant."""

    def error(self, message: str) -> NoReturn:
        """Print one line and how to get help; exit status 2."""
        if wrong := re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message):
            known = re.findall(r"[\w-]+", wrong[2])
        elif wrong := re.search(r"unrecognized arguments: (--[\w-]+)", message):
            commands = next(action.choices or {} for action in self._actions if action.dest == "command")
            known = [option for each in commands.values() for option in each._option_string_actions]  # type: ignore[attr-defined]
        if wrong and (near := get_close_matches(wrong[1], known, n=1)):
            message = f"{message}; did you mean {near[0]!r}?"
        self.exit(EXIT_INPUT, f"{self.prog}: {message}\ntry `{self.prog} --help`\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="analysis",
        description="The figures of published reports as tidy data, each relation among them checked.",
        epilog=_examples("audit article.html", "check --article ai-auditor", "catalog salaries")
        + "\n\n`analysis COMMAND --help` says more of each. Exit status: 0 done, 1 figures\n"
        "contradict each other (only with --strict), 2 what was given cannot be used.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version)
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(
        name: str, run: Callable[[argparse.Namespace], int | None], text: str, *examples: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=text,
            description=f"{text[0].upper()}{text[1:]}.",
            epilog=_examples(*examples),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.add_argument("--quiet", action="store_true", default=argparse.SUPPRESS, help="no progress on stderr")
        added.set_defaults(run=run)
        return added

    audit = command(
        "audit",
        _audit,
        "read any page, document, table, feed or text and check its figures",
        "audit article.html",
        "audit drafts/ --format html --out checked/ --jobs 2",
        "audit - < article.txt",
    )
    audit.add_argument(
        "sources",
        nargs="+",
        metavar="SRC",
        help="a page, text, feed, PDF, DOCX, XLSX or CSV file, a folder of them, or - for stdin",
    )
    _format(audit, "text", "html", "json", "csv", "sarif", "github", "parquet")
    audit.add_argument("--out", type=Path, metavar="DIR", help="write files there, named after SRC, not to stdout")
    audit.add_argument(
        "--all", action="store_true", dest="everything", help="also what holds and what was not compared"
    )
    audit.add_argument(
        "--strict", action="store_true", help="exit status 1 where figures contradict each other or bear a wrong label"
    )
    audit.add_argument(
        "--ignore", action="append", default=[], metavar="CHECK", help="leave out a check or a family, such as claims"
    )
    audit.add_argument("--currency", metavar="CODE", help="what a shared sign such as $ stands for, such as AUD")
    audit.add_argument("--country", metavar="CODE", help="the country whose currency it stands for, such as AU")
    audit.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="how many SRC to read at a time (default: 1)"
    )
    audit.add_argument(
        "--engine",
        choices=("local", "dask"),
        default="local",
        help="who writes Parquet: this machine or a Dask cluster",
    )
    audit.add_argument("--scheduler", metavar="ADDRESS", help="the cluster's scheduler (default: a cluster here)")

    check = command(
        "check",
        _check,
        "list the findings on the published figures, gravest first",
        "check",
        "check --article data-annotator --format markdown",
        "check --strict --format json > findings.json",
    )
    check.add_argument("--article", metavar="NAME", help="only those of one article")
    check.add_argument("--strict", action="store_true", help="exit status 1 where figures contradict each other")
    _format(check, "text", "json", "csv", "markdown")

    catalog = command("catalog", _catalog, "list the datasets, or the columns of one", "catalog", "catalog salaries")
    catalog.add_argument("dataset", nargs="?", metavar="DATASET", help="the one whose columns to list")

    export = command(
        "export",
        _export,
        "write the datasets for other programs, described",
        "export --out data/",
        "export --format csv --out data/",
        "export --check --out data/",
    )
    _format(export, "parquet", "csv")
    export.add_argument("--out", type=Path, metavar="DIR", required=True, help="where to write")
    export.add_argument("--check", action="store_true", help=_CHECK)

    build = command(
        "build",
        _build,
        "make the datasets of data/processed from data/raw",
        "build",
        "build --feed feed.xml --out elsewhere/",
    )
    build.add_argument("--feed", type=Path, metavar="FEED", help="the full feed (default: its snapshot in data/raw)")
    build.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: data/processed)")

    report = command(
        "report",
        _report,
        "write the report and the data dictionary from data/processed",
        "report",
        "report --out elsewhere/",
        "report --check",
    )
    report.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: reports)")
    report.add_argument("--check", action="store_true", help=_CHECK)

    snapshot = command(
        "snapshot", _snapshot, "refresh data/raw from the full feed, and verify what was curated", "snapshot feed.xml"
    )
    snapshot.add_argument("feed", type=Path, metavar="FEED", help="the full feed, as an RSS file")
    return parser


def _examples(*lines: str) -> str:
    return "\n".join([f"example{'s' * (len(lines) > 1)}:", *(f"  analysis {line}" for line in lines)])


def _format(parser: argparse.ArgumentParser, *choices: str) -> None:
    """An option for what is written; the first choice is what it is otherwise."""
    listed = f"{', '.join(choices[:-1])} or {choices[-1]} (default: {choices[0]})"
    parser.add_argument("--format", choices=choices, default=choices[0], metavar="FORMAT", help=listed)


class _Version(argparse.Action):
    """The version of the package, and that of the data in it."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="versions of the package and of its data")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        import analysis

        try:
            data = analysis.data_version()
        except InputError:
            data = "none built"
        print(f"analysis {analysis.__version__} (data {data})")
        parser.exit()


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of jobs; give 1 or more")
    return int(text)


def _build(options: argparse.Namespace) -> None:
    from analysis import paths
    from analysis.curation.build import build

    frames = build(feed=options.feed, out=options.out, tell=print)
    folder = options.out or paths.processed()
    print(f"{len(frames)} datasets, {sum(map(len, frames.values())):,} rows in {folder}")


def _check(options: argparse.Namespace) -> int:
    from analysis.batch import GRAVE
    from analysis.datasets.datapackage import read
    from analysis.datasets.load import load
    from analysis.datasets.save import to_csv
    from analysis.report.programs import as_json
    from analysis.report.render import as_markdown, listing
    from analysis.report.view import records, view

    findings = load("findings")
    if options.article:
        known = sorted(findings["article"].dropna().unique())
        findings = findings[findings["article"] == options.article]
        if options.article not in known:
            way_out = f"choose one of {', '.join(known)}" if known else "make the findings again: `analysis build`"
            raise InputError(repr(options.article), "no finding is of such an article", way_out)
    titles = {source["slug"]: source["title"] for source in read()["sources"]}
    seen = view(load("figures"), findings, load("finding_figures"), titles=titles)
    ordered = findings.set_index("finding_id").loc[[each.key for each in seen.findings]].reset_index()
    writers: dict[str, Callable[[], str]] = {
        "text": lambda: listing(seen),
        "markdown": lambda: as_markdown(seen),
        "json": lambda: as_json(records(ordered)),
        "csv": lambda: to_csv(ordered).decode().rstrip("\n"),
    }
    print(writers[options.format]())
    return EXIT_CONTRADICTIONS if options.strict and any(each.outcome in GRAVE for each in seen.failing) else 0


def _audit(options: argparse.Namespace) -> int:
    from analysis import api  # noqa: F401
    from analysis.batch import Request, audit_all

    gc.freeze()  # what was imported is no garbage, and need not be looked through
    if options.format == "parquet":
        return _audit_in_parts(options)
    if options.engine != "local":
        raise InputError("--engine", "a cluster writes Parquet only", "add --format parquet --out DIR")
    asked = Request(
        options.format, options.out, options.jobs, options.strict, options.everything, tuple(options.ignore),
        options.currency, options.country,
    )  # fmt: skip
    return audit_all(options.sources, asked)


def _audit_in_parts(options: argparse.Namespace) -> int:
    from analysis import partitions

    if options.out is None:
        raise InputError("--format", "Parquet is written to files", "add --out DIR")
    local = options.engine == "local"
    chosen = partitions.local(options.jobs) if local else partitions.dask(options.scheduler, options.jobs)
    with chosen as engine:
        manifest = partitions.write_parts(options.sources, options.out, engine)
    for problem in manifest["problems"]:
        print(f"analysis audit: {problem['source']}: {problem['problem']}", file=sys.stderr)
    counts = (f"{manifest[name]:,} {name}" for name in ("articles", "figures", "findings"))
    print(f"{', '.join(counts)} in {options.out}")
    return EXIT_INPUT if manifest["problems"] else 0


def _snapshot(options: argparse.Namespace) -> None:
    from analysis import paths
    from analysis.curation.snapshot import snapshot

    progress.step(f"reading {options.feed}")
    print(snapshot(options.feed, paths.raw()))


def _export(options: argparse.Namespace) -> None:
    from analysis.datasets.export import export

    if options.check:
        _compare(options.out, "analysis export")
        return
    files = export(options.out, options.format)
    print(f"{len(files)} files in {options.out}")


def _catalog(options: argparse.Namespace) -> None:
    from analysis.datasets.load import catalog
    from analysis.report.render import in_columns

    listed = catalog(options.dataset)
    if "terms" in listed:
        terms = listed["terms"].where(listed["terms"] == "", ": " + listed["terms"])
        listed = listed.assign(description=listed["description"] + terms)
    print(in_columns(listed.drop(columns=["title", "terms"], errors="ignore")))


def _report(options: argparse.Namespace) -> None:
    from analysis import paths
    from analysis.report import report

    if options.check:
        _compare(options.out or paths.processed().parents[1] / "reports", "analysis report")
        return
    print("\n".join(map(str, report(options.out))))


def _compare(folder: Path, command: str) -> None:
    from analysis import atomic

    print(f"{atomic.check(folder, command)} files of one run in {folder}")


if __name__ == "__main__":
    sys.exit(main())
