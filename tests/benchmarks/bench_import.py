"""What importing and loading cost, as ratios: `.venv/bin/python tests/benchmarks/bench_import.py`.

Each line is run in fresh processes; the median counts. Nothing is asserted: machines differ.
"""

import subprocess
import sys
import time
from statistics import median

ROUNDS = 15
PATH = "import analysis.paths as p; f = p.processed() / 'salaries.csv'"
INSIDE = """
import time, statistics
import pandas as pd
{setup}
def timed():
    start = time.perf_counter(); {call}; return time.perf_counter() - start
timed()
print(statistics.median(timed() for _ in range(50)))
"""


def process(code: str) -> float:
    """Median seconds of a fresh python that runs the code."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    return median(times)


def call(setup: str, code: str) -> float:
    """Median seconds of one call, everything imported and warm."""
    program = INSIDE.format(setup=setup, call=code)
    return float(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout)


def say(what: str, over: float, under: float) -> None:
    """One ratio, and the milliseconds behind it."""
    print(f"{what:44}{over / under:6.2f}   ({over * 1000:.1f} ms over {under * 1000:.1f} ms)")


def main() -> None:
    say("import analysis / bare python", process("import analysis"), process("pass"))
    read, load = "import pandas; pandas.read_csv(f)", "import analysis; analysis.load('salaries')"
    say("process that loads / one that reads a CSV", process(load), process(f"{PATH}; {read}"))
    say("analysis.load / pd.read_csv, both warm", call("import analysis", load), call(PATH, read))


if __name__ == "__main__":
    main()
