"""Each notebook's wall time against an empty notebook's.

Run: python tests/benchmarks/bench_notebooks.py
"""

from __future__ import annotations

import time
from pathlib import Path

import nbclient
import nbformat

FOLDER = Path(__file__).parents[2] / "notebooks"


def seconds(notebook: nbformat.NotebookNode) -> float:
    """How long a fresh kernel takes to run a notebook, its own start and end included."""
    start = time.perf_counter()
    nbclient.NotebookClient(notebook, kernel_name="python3", timeout=300).execute()
    return time.perf_counter() - start


def empty() -> nbformat.NotebookNode:
    """A notebook that does nothing."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("pass")])


def main() -> None:
    """Print a line a notebook: seconds and the ratio to an empty one."""
    seconds(empty())  # the first kernel pays for cold files
    base = min(seconds(empty()) for _ in range(3))
    print(f"{'empty':24} {base:6.1f} s")
    total, paths = 0.0, sorted(FOLDER.glob("*.ipynb"))
    for path in paths:
        taken = seconds(nbformat.read(path, as_version=4))
        total += taken
        print(f"{path.stem:24} {taken:6.1f} s {taken / base:6.1f} ×")
    print(f"{'all':24} {total:6.1f} s {total / (base * len(paths)):6.1f} × as many empty ones")


if __name__ == "__main__":
    main()
