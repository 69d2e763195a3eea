"""What everything costs, as ratios measured side by side: `make bench`, or `python tests/benchmarks/bench.py`.

Every line is a quotient of two things run by turns in this one run, the medians of which count; growth is the exponent
of a line fitted over sizes (1: linear). Seconds are those of the processor, so that other work on the machine matters
little. Nothing is asserted. `--write` puts the table into README.md beside this file.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

import lxml.html
import numpy as np
import pandas as pd

import analysis
from analysis import paths
from analysis.quantity import parse
from analysis.reading import read_articles
from analysis.relations import check
from analysis.source import read

HERE = Path(__file__).parent
PACKAGES = ("pandas", "numpy", "lxml", "quantulum3", "recognizers-text-suite", "price-parser", "distributed")
MARKS = "<!-- table -->", "<!-- end of table -->"
ARTICLE, DENSE = "audit of 100 KB, a figure a KB", "audit of 100 KB, 32 figures a KB"
Row = tuple[str, str, str]

# --- measuring -------------------------------------------------------------------------------------------------------


def process(*arguments: str) -> Callable[[], float]:
    """Seconds of the processor that a fresh python takes, with all its children."""

    def run() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return run


def call(function: Callable[[], object]) -> Callable[[], float]:
    """Seconds of the processor that a call takes here."""

    def run() -> float:
        start = time.process_time()
        function()
        return time.process_time() - start

    return run


def by_turns(runs: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of each, run one after the other in every round; the first round warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds + 1):
        for name, run in runs.items():
            seconds[name].append(run())
    return {name: median(values[1:]) for name, values in seconds.items()}


def against(runs: Mapping[str, Callable[[], float]], floor: str, rounds: int, unit: float = 1e3) -> Iterator[Row]:
    """A line for each run but the floor: how many times the floor it takes."""
    seconds = by_turns(runs, rounds)
    for name, taken in seconds.items():
        if name != floor:
            below = f"{taken * unit:,.1f} over {seconds[floor] * unit:,.1f} ms"
            yield f"{name} / {floor}", f"{taken / seconds[floor]:.2f}", below


def growth(what: str, make: Callable[[int], object], run: Callable[[object], object], sizes: Iterable[int]) -> Row:
    """The exponent by which time grows with size, and the seconds of the largest."""
    inputs = {size: make(size) for size in sizes}
    runs = {str(size): call(lambda text=text: run(text)) for size, text in inputs.items()}
    seconds = by_turns(runs, 3)
    exponent = np.polyfit(np.log(list(inputs)), np.log(list(seconds.values())), 1)[0]
    return what, f"{exponent:.2f}", f"{list(seconds.values())[-1]:.2f} s for {max(inputs):,}"


# --- inputs: everything varies, nothing repeats ----------------------------------------------------------------------

NAMES = (
    "drone sensor robot battery turbine scanner engine camera router printer vaccine cement steel glass paper".split()
)
FILLERS = "the of a makers say that their buyers want more than before and expect growth where demand is strong".split()


def sentences(count: int) -> list[str]:
    """Sentences that state sizes, years and rates."""
    chance = random.Random(count)
    made = []
    for number in range(count):
        size, rate, year = chance.uniform(1, 90), chance.uniform(2, 20), chance.randint(2015, 2024)
        name = f"{chance.choice(NAMES)} {chance.choice(NAMES)} {number}"
        made.append(
            f"The {name} market was worth USD {size:.2f} billion in {year} and will reach "
            f"USD {size * (1 + rate / 100) ** 6:.2f} billion by {year + 6}, a CAGR of {rate:.1f}%."
        )
    return made


def prose(count: int) -> str:
    """A page of paragraphs of three sentences."""
    told = sentences(count)
    return "<h1>Markets</h1>" + "".join(f"<p>{' '.join(told[at : at + 3])}</p>" for at in range(0, count, 3))


def items(count: int) -> str:
    """One long list."""
    return f"<h1>Markets</h1><ul>{''.join(f'<li>{told}</li>' for told in sentences(count))}</ul>"


def sentence(count: int) -> str:
    """One sentence with so many figures."""
    return f"<p>The shares are {', '.join(f'{number / 7 + 1:.1f}%' for number in range(count))} of all.</p>"


def table(rows: int, columns: int) -> str:
    """Pay by city and role, with a total."""
    chance = random.Random(rows)
    head = "".join(f"<th>{chance.choice(NAMES).title()} {number} (USD)</th>" for number in range(columns))
    body = ""
    for row in range(rows):
        cells = "".join(f"<td>{chance.randint(30_000, 190_000):,}</td>" for _ in range(columns))
        body += f"<tr><td>City {row}</td>{cells}</tr>"
    return f"<h1>Pay by city</h1><table><tr><th>City</th>{head}</tr>{body}</table>"


def yearly(rows: int) -> str:
    """Year, size and growth."""
    chance, size = random.Random(rows), 1.0
    body = ""
    for row in range(rows):
        rate = chance.uniform(1, 9)
        body += f"<tr><td>{1000 + row}</td><td>{size:.2f}</td><td>{rate:.1f}%</td></tr>"
        size = size * (1 + rate / 100) if size < 1e9 else 1.0
    return f"<h1>Sales</h1><table><tr><th>Year</th><th>Sales (USD million)</th><th>Growth</th></tr>{body}</table>"


def page(kilobytes: int) -> str:
    """A page of tables and prose of that size, as articles are."""
    parts, size = ["<html><head><title>Markets and pay</title></head><body>"], 0
    number = 3
    while size < kilobytes * 1000:
        parts.append(f"<h2>Part {number}</h2>{prose(number)}{table(8, 4)}{yearly(6)}")
        size += len(parts[-1])
        number += 1
    return "".join([*parts, "</body></html>"])


def article(kilobytes: int) -> str:
    """A page of that size as reports are: a figure or so a kilobyte, the rest words."""
    chance, parts, size = random.Random(kilobytes), ["<html><head><title>Markets and pay</title></head><body>"], 0
    while size < kilobytes * 1000:
        told = [" ".join(chance.choices((*NAMES, *FILLERS), k=chance.randint(8, 24))).capitalize() for _ in range(40)]
        plain = "".join(f"<p>{'. '.join(told[at : at + 5])}.</p>" for at in range(0, 40, 5))
        parts.append(f"<h2>{told[0].title()}</h2>{plain}<p>{sentences(len(parts))[-1]}</p>")
        parts.append(table(3, 2) if len(parts) % 2 else "")
        size += len(parts[-2]) + len(parts[-1])
    return "".join([*parts, "</body></html>"])


# --- the lines -------------------------------------------------------------------------------------------------------


def processes(folder: Path) -> Iterator[Row]:
    """Whole processes against what they import."""
    (folder / "page.html").write_text(page(100), encoding="utf-8")
    (folder / "article.html").write_text(article(100), encoding="utf-8")
    csv = str(paths.processed() / "salaries.csv")
    runs = {
        "bare python": process("-c", "pass"),
        "import analysis": process("-c", "import analysis"),
    }
    yield from against(runs, "bare python", 9)
    runs = {
        "read_csv": process("-c", f"import pandas; pandas.read_csv({csv!r})"),
        "analysis.load": process("-c", "import analysis; analysis.load('salaries')"),
    }
    yield from against(runs, "read_csv", 9)
    runs = {
        "import pandas": process("-c", "import pandas"),
        "import pandas, lxml.html": process("-c", "import pandas, lxml.html"),
        "analysis build": process("-m", "analysis.cli", "--quiet", "build", "--out", str(folder / "out")),
        ARTICLE: process("-m", "analysis.cli", "--quiet", "audit", str(folder / "article.html")),
        DENSE: process("-m", "analysis.cli", "--quiet", "audit", str(folder / "page.html")),
    }
    seconds = by_turns(runs, 7)
    floors = {"analysis build": "import pandas, lxml.html", ARTICLE: "import pandas", DENSE: "import pandas"}
    for name, floor in floors.items():
        detail = f"{seconds[name]:.2f} over {seconds[floor]:.2f} s"
        yield f"{name} / {floor}", f"{seconds[name] / seconds[floor]:.2f}", detail


def stages(_: Path) -> Iterator[Row]:
    """From HTML to findings against the bare parse of the same bytes."""
    content = page(100)
    articles = read(content)
    readings = read_articles(articles)
    runs = {
        "bare parse": call(lambda: lxml.html.fromstring(content)),
        "blocks": call(lambda: read(content)),
        "figures": call(lambda: read_articles(articles)),
        "relations": call(lambda: check(readings)),
        "HTML to findings": call(lambda: analysis.audit(content)),
    }
    yield from against(runs, "bare parse", 5)
    csv = paths.processed() / "salaries.csv"
    runs = {"read_csv, warm": call(lambda: pd.read_csv(csv)), "load, warm": call(lambda: analysis.load("salaries"))}
    yield from against(runs, "read_csv, warm", 30)


def linear(_: Path) -> Iterator[Row]:
    """How time grows with size."""
    sizes = (100, 200, 400, 800)
    yield growth("page of prose (sentences)", prose, analysis.audit, sizes)
    yield growth("list (items)", items, analysis.audit, sizes)
    yield growth("one sentence (figures)", sentence, analysis.audit, (250, 500, 1000, 2000))
    yield growth("table of 20 columns (rows)", lambda rows: table(rows, 20), analysis.audit, (40, 80, 160, 320))
    yield growth("square table (cells)", lambda cells: table(side := int(cells**0.5), side), analysis.audit,
                 (900, 1800, 3600, 7200))  # fmt: skip
    yield growth("year, size, growth (rows)", yearly, analysis.audit, (125, 250, 500, 1000))
    yield growth("mixed page (KB)", page, analysis.audit, (25, 50, 100, 200))
    for piece in ("9 ", "a", "1–", "$1 ", "(", "about ", "one ", "1.000", "p.a."):
        what = f"parse of {piece!r} again and again (characters)"
        yield growth(what, lambda size, piece=piece: piece * (size // len(piece)), parse, (50_000, 100_000, 200_000))


def peers(_: Path) -> Iterator[Row]:
    """Against others that read numbers, on the same texts."""
    sys.path.insert(0, str(HERE))
    from bench_quantities import price_parser, quantulum3, recognizers_text

    texts = sentences(30)
    for make in (quantulum3, recognizers_text, price_parser):
        try:
            reader = make()
        except ImportError as error:
            yield f"{make.__name__} / analysis.parse", "–", f"skipped: {error}"
            continue
        runs = {
            "analysis.parse": call(lambda: [parse(text) for text in texts]),
            make.__name__: call(lambda reader=reader: [reader(text) for text in texts]),
        }
        yield from against(runs, "analysis.parse", 3)
    content = table(100, 8)
    runs = {
        "pandas.read_html": call(lambda: pd.read_html(_file(content))),
        "tables to figures": call(lambda: read_articles(read(content))),
    }
    yield from against(runs, "pandas.read_html", 3)


def _file(content: str) -> object:
    from io import StringIO

    return StringIO(content)


SECTIONS = {"Processes": processes, "Stages": stages, "Growth": linear, "Peers": peers}


def versions() -> str:
    """What was measured, and on what."""
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return f"{', '.join(found)}; {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def write(text: str) -> None:
    """Put the table between the marks of README.md."""
    path = HERE / "README.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    path.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}", encoding="utf-8", newline="\n")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into tests/benchmarks/README.md")
    parser.add_argument("--only", default="", metavar="WORD", help="sections whose name holds this word")
    options = parser.parse_args()
    lines = [versions()]
    with tempfile.TemporaryDirectory() as folder:
        for title, section in SECTIONS.items():
            if options.only.lower() in title.lower():
                lines += ["", f"| {title} | ratio | |", "|---|---:|---|"]
                for what, ratio, detail in section(Path(folder)):
                    lines.append(f"| {what} | {ratio} | {detail} |")
                    print(f"{what:70}{ratio:>8}   {detail}", flush=True)
    if options.write:
        write("\n".join(lines))


if __name__ == "__main__":
    main()
