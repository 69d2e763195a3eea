"""What a change to the reading or the relations does: dump all figures and findings before and after, and compare.

    python scripts/net.py dump before/ [CASES.jsonl ...]
    python scripts/net.py dump after/ [CASES.jsonl ...]
    python scripts/net.py diff before/ after/ [--show N] [--source NAME]

Read are the curated datasets as they would be built, the feed's snapshot as a stranger's feed, every article of the
tests, and the `text` of each record of the files of cases (JSON lines with `id` and `text`). `dump` writes figures.csv,
findings.csv and errors.csv; `diff` says row by row what is gone, new or changed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = (".html", ".md", ".txt", ".xml")
#: What makes a row the same row before and after. A finding is known by its check and its figures, not by its number.
KEYS = {"figures": ["source", "figure_id"], "findings": ["source", "check", "figure_ids"], "errors": ["source"]}
#: What says of a row in the comparison which one it is.
SHOWN = {"figures": ["quote"], "findings": ["subject", "verdict"], "errors": ["error"]}
#: Columns that follow from others, or that words alone change.
IGNORED = {"finding_id"}

Frames = tuple[pd.DataFrame, pd.DataFrame]


def sources(cases: list[Path]) -> Iterator[tuple[str, Callable[[], Frames]]]:
    """Each source by name, and how its figures and findings are made."""
    yield "curated", curated
    yield "snapshot", lambda: audited(ROOT / "data" / "raw" / "articles.xml")
    for path in sorted((ROOT / "tests").rglob("*")):
        if path.suffix in ARTICLES and "articles" in path.parts:
            yield path.relative_to(ROOT / "tests").as_posix(), lambda path=path: audited(path)
    for path in cases:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            record = json.loads(line) if line.strip() else {}
            if "text" in record:
                yield f"{path.stem}/{record.get('id', number)}", lambda text=record["text"]: audited(text)


def curated() -> Frames:
    """The ledger and the findings of the four curated articles, as `analysis build` makes them."""
    from analysis.curation.build import build

    with tempfile.TemporaryDirectory() as folder:
        frames = build(out=Path(folder))
    return frames["figures"], frames["findings"]


def audited(source: str | Path) -> Frames:
    """Every figure with all that was understood of it, and every finding."""
    import analysis

    audit = analysis.audit(source)
    return audit.facts, audit.findings


def dump(folder: Path, cases: list[Path]) -> None:
    """Write what is read today. A source that cannot be read is an error of its own and stops nothing."""
    figures, findings, errors = [], [], []
    for name, make in sources(cases):
        print(name, file=sys.stderr)
        try:
            read, found = make()
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            text = f"{type(error).__name__}: {error} ({Path(where.filename).name}, {where.name})"
            errors.append({"source": name, "error": text})
            continue
        figures.append(read.assign(source=name))
        findings.append(found.assign(source=name))
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        "figures": pd.concat(figures, ignore_index=True),
        "findings": pd.concat(findings, ignore_index=True),
        "errors": pd.DataFrame(errors, columns=["source", "error"]),
    }
    for name, frame in written.items():
        columns = ["source", *(column for column in frame if column != "source")]
        frame[columns].to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    print(", ".join(f"{len(frame):,} {name}" for name, frame in written.items()), "in", folder)


def diff(before: Path, after: Path, show: int, only: str) -> int:
    """Print what moved between two dumps; 1 where anything did."""
    moved = 0
    for name, keys in KEYS.items():
        old, new = (
            numbered(pd.read_csv(folder / f"{name}.csv", dtype=str).fillna(""), keys) for folder in (before, after)
        )
        old, new = (
            frame[frame.index.get_level_values("source").str.contains(only, regex=False)] for frame in (old, new)
        )
        lines = [
            *alone("-", old.drop(new.index, errors="ignore"), name),
            *alone("+", new.drop(old.index, errors="ignore"), name),
        ]
        lines += changed(old, new, name)
        moved += len(lines)
        sides = [sum(line.startswith(sign) for line in lines) for sign in "-+~"]
        print(
            f"\n== {name}: {len(old):,} before, {len(new):,} after; {sides[0]} gone, {sides[1]} new, {sides[2]} changed"
        )
        print("\n".join(sorted(lines, key=lambda line: line[2:])[:show]))
        if len(lines) > show:
            print(f"... and {len(lines) - show} more; --show {len(lines)} lists all, --source NAME those of one")
        if name == "findings":
            counts = {side: frame["verdict"].value_counts() for side, frame in (("before", old), ("after", new))}
            print(pd.DataFrame(counts).fillna(0).astype(int).to_string())
    return int(moved > 0)


def numbered(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The rows under their keys; of rows with the same ones each has its number."""
    return frame.assign(nth=frame.groupby(keys).cumcount()).set_index([*keys, "nth"]).sort_index()


def alone(sign: str, rows: pd.DataFrame, name: str) -> list[str]:
    """A line for each row that only one of the dumps has."""
    return [f"{sign} {_place(key)}  {_words(row, name)}" for key, row in rows.iterrows()]


def changed(old: pd.DataFrame, new: pd.DataFrame, name: str) -> list[str]:
    """A line for each row that both have and that differs, with the columns that do."""
    both = old.index.intersection(new.index)
    columns = [column for column in old.columns if column in new.columns and column not in IGNORED]
    left, right = old.loc[both, columns], new.loc[both, columns]
    unequal = left != right
    lines = []
    for key in both[unequal.any(axis=1)]:
        moves = [f"{c}: {left.at[key, c]!r} → {right.at[key, c]!r}" for c in columns if unequal.at[key, c]]
        lines.append(f"~ {_place(key)}  {_words(right.loc[key], name)}  {'; '.join(moves)}")
    return lines


def _place(key: tuple[object, ...]) -> str:
    return " ".join(str(part) for part in key[:-1])


def _words(row: pd.Series, name: str) -> str:
    return " | ".join(" ".join(str(row[column]).split()) for column in SHOWN[name] if column in row)


def main() -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    dumping = commands.add_parser("dump", help="write figures.csv, findings.csv and errors.csv")
    dumping.add_argument("folder", type=Path)
    dumping.add_argument("cases", type=Path, nargs="*", help="JSON lines with a `text` each")
    comparing = commands.add_parser("diff", help="say what moved between two dumps; exit status 1 where anything did")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--show", type=int, default=60, metavar="N", help="lines of each kind (default: 60)")
    comparing.add_argument("--source", default="", metavar="NAME", help="only sources whose name holds this")
    options = parser.parse_args()
    if options.command == "dump":
        dump(options.folder, options.cases)
        return 0
    return diff(options.before, options.after, options.show, options.source)


if __name__ == "__main__":
    sys.exit(main())
