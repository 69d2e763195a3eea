"""A million growth relations in one vectorised call, against a Python loop and against bare numpy without bounds.

Run: python tests/benchmarks/bench_checks.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from analysis.checks.core import CONSISTENT, Term, growth, judge

ROWS, LOOP = 1_000_000, 20_000


def figures(rows: int) -> dict[str, np.ndarray]:
    """Sizes and rates as printed, two thirds of them true, the rest off by a tenth."""
    random = np.random.default_rng(20251122)
    start, years = np.round(random.uniform(1, 50, rows), 2), random.integers(1, 11, rows)
    rate = np.round(random.uniform(1, 50, rows), 1)
    end = np.round(start * (1 + rate / 100) ** years, 2)
    end[::3] = np.round(end[::3] * 1.1, 2)
    return {"start": start, "end": end, "rate": rate, "years": years}


def vectorised(columns: dict[str, np.ndarray]) -> int:
    """Both readings, closed and open ends, exact where a verdict hangs on a bound."""
    terms = {
        name: Term.of(columns[name], resolution=step) for name, step in (("start", 0.01), ("end", 0.01), ("rate", 0.1))
    }
    return int((judge(growth, terms, {"years": columns["years"]}).verdict == CONSISTENT).sum())


def loop(columns: dict[str, np.ndarray], number: Callable[[float], float | Fraction] = float) -> int:
    """The as-printed reading, one relation after the other, in floats or in exact fractions."""
    cent, tenth = number(0.005), number(0.05)
    names, found = ("start", "end", "rate", "years"), 0
    for start, end, rate, years in zip(*(columns[name].tolist() for name in names), strict=True):
        first, last, percent = number(start), number(end), number(rate)
        low, high = (1 + (percent - tenth) / 100) ** years, (1 + (percent + tenth) / 100) ** years
        found += low < (last + cent) / (first - cent) and (last - cent) / (first + cent) < high
    return found


def exact(value: float) -> Fraction:
    """The decimal as printed."""
    return Fraction(repr(value))


def bare(columns: dict[str, np.ndarray]) -> int:
    """Bare numpy: the rate recomputed and rounded, which knows no bounds."""
    rate = ((columns["end"] / columns["start"]) ** (1 / columns["years"]) - 1) * 100
    return int((np.round(rate, 1) == columns["rate"]).sum())


def timed(
    run: Callable[[dict[str, np.ndarray]], int], columns: dict[str, np.ndarray], repeat: int = 3
) -> tuple[float, int]:
    """The best of some runs, in seconds, and what it found."""
    best, found = np.inf, 0
    for _ in range(repeat):
        begun = time.perf_counter()
        found = run(columns)
        best = min(best, time.perf_counter() - begun)
    return float(best), found


def main() -> None:
    """Print seconds for a million relations and the ratios."""
    columns = figures(ROWS)
    few = {name: column[:LOOP] for name, column in columns.items()}
    seconds = {"vectorised": timed(vectorised, columns), "bare numpy": timed(bare, columns)}
    seconds["float loop"] = timed(loop, columns, repeat=1)
    slow, same = timed(lambda rows: loop(rows, exact), few, repeat=1)
    assert same == vectorised(few), "the exact loop and the vectorised call disagree"
    seconds["exact loop"] = slow * ROWS / LOOP, same * ROWS // LOOP
    ours = seconds["vectorised"][0]
    for name, (taken, found) in seconds.items():
        print(
            f"{name:12} {taken:8.2f} s for {ROWS:,} relations, {taken / ours:7.2f} × vectorised, {found:,} consistent"
        )


if __name__ == "__main__":
    main()
