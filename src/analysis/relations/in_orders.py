"""Order in tables: statistics of one distribution, a mean in its range, pay by seniority, lists from the top down."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache

from analysis import words
from analysis.datasets.fields import LEVELS
from analysis.quantity import parse
from analysis.quantity.model import End
from analysis.reading.model import Figure, Reading, Table
from analysis.relations.catalogue import IN_RANGE
from analysis.relations.figures import amount, printed
from analysis.relations.model import Binding, Case, Finding
from analysis.relations.order import at_most, ranked

#: Where a statistic stands in a distribution; a mean stands anywhere between its ends.
_SHARE = {"minimum": 0.0, "low": 0.001, "median": 0.5, "high": 0.999, "maximum": 1.0}
_BETWEEN = ("mean", "typical")
_NOTE = re.compile(r"\([^()]*\)|[^\w\s%-]")
#: Bands of experience are ranked by their years, beyond all levels.
_YEARS = 100.0
#: Lines that a list must have for its order to be no accident.
_LISTED = 6

Named = tuple[float, str, Figure]  # place, statistic, figure
Chain = list[Named]
#: At most, at least, and which ends of the two are compared.
Step = tuple[Named, Named, tuple[End, End]]
_LOW: tuple[End, End] = ("low", "low")
_HIGH: tuple[End, End] = ("high", "high")


def in_orders(reading: Reading) -> Iterator[Case | Finding]:
    """The orders that headers and row labels name, line by line."""
    for table in reading.tables:
        for lines in (_by_row(table), _by_column(table)):
            for line in lines:
                yield from _statistics(line)
                yield from _seniority(line)
        yield from _means(table)
        yield from _listed(table)


def _by_row(table: Table) -> list[list[tuple[str, Figure]]]:
    """Each row's figures with their column headers."""
    rows: dict[int, list[tuple[str, Figure]]] = {}
    for (row, _), cell in sorted(table.cells.items()):
        if row and len(cell) == 1:
            rows.setdefault(row, []).append((cell[0].column_label, cell[0]))
    return list(rows.values())


def _by_column(table: Table) -> list[list[tuple[str, Figure]]]:
    """Each column's figures with their row labels, the rows of one group together."""
    columns: dict[tuple[int, tuple[str, ...]], list[tuple[str, Figure]]] = {}
    for (row, column), cell in sorted(table.cells.items()):
        if row and len(cell) == 1 and cell[0].cell != cell[0].row_label:
            columns.setdefault((column, table.rows[row].group), []).append((cell[0].row_label, cell[0]))
    return list(columns.values())


@cache
def statistic(label: str) -> tuple[str, float]:
    """The statistic a header or label names, and its place from 0 to 1 (a mean has none: nan); ("", nan) for none.

    >>> statistic("25th percentile"), statistic("Median pay"), statistic("High (USD)"), statistic("London")[0]
    (('percentile', 0.25), ('median', 0.5), ('high', 0.999), '')
    """
    last = _NOTE.sub(" ", label.rpartition(" / ")[2]).strip()
    nothing = float("nan")
    found = [hit.word for hit in words.find("statistics", label.casefold())]
    for word in found:
        if word.cls == "percentile":
            return word.cls, float(word.value) / 100
        if word.cls in ("median", "minimum", "maximum"):
            return word.cls, _SHARE[word.cls]
    whole = words.lookup("statistics", last) or words.lookup("statistics", last.partition(" ")[0])
    if whole and whole.cls in ("low", "high"):
        return whole.cls, _SHARE[whole.cls]
    kinds = [word.cls for word in found if word.cls in (*_BETWEEN, "range")]
    return ("range" if "range" in kinds else kinds[0], nothing) if kinds else ("", nothing)


def _statistics(line: Sequence[tuple[str, Figure]]) -> Iterator[Case | Finding]:
    """Minimum, percentiles and maximum of one distribution rise; what lies between lies within its range."""
    groups: dict[tuple[str, str], Chain] = {}
    for label, figure in line:
        name, place = statistic(label)
        if name and figure.kind_of in ("level", "share", "score", "rate"):
            above = label.rpartition(" / ")[0]
            groups.setdefault((above, figure.unit), []).append((place, name, figure))
    for group in groups.values():
        points = sorted((one for one in group if one[0] == one[0]), key=lambda one: one[0])
        spreads = [one for one in group if one[1] == "range" and one[2].is_range]
        middle = [one for one in group if one[1] in _BETWEEN and not one[2].is_range]
        if len({place for place, _, _ in points}) == len(points) and len(spreads) < 2:
            steps = _steps(points, middle, spreads)
            if steps:
                yield _chain(steps)
        for (*_, whole), (_, name, point) in itertools.product(spreads[:1], group):
            if name in (*_BETWEEN, "median") and not point.is_range:
                yield Case(IN_RANGE, {"mean": (point,), "range": (whole,)}, Binding.TABLE, "one line of a table")


def _steps(points: Chain, middle: Chain, spreads: Chain) -> list[Step]:
    """What must not exceed what: each point the next; what lies between, and a range, neither end."""
    steps: list[Step] = [(low, high, _LOW) for low, high in itertools.pairwise(points)]
    least = points[0] if points and points[0][1] in ("minimum", "low") else None
    most = points[-1] if points and points[-1][1] in ("maximum", "high") else None
    if least and most:
        steps += [step for one in middle for step in ((least, one, _LOW), (one, most, _LOW))]
    for spread in spreads:
        steps += [(least, spread, _LOW)] if least else []
        steps += [(spread, most, _HIGH)] if most else []
    return steps


def _chain(steps: list[Step]) -> Finding:
    """The finding on the statistics of one distribution."""
    verdicts = [at_most(low[2], high[2], ends) for low, high, ends in steps]
    wrong = [step for step, verdict in zip(steps, verdicts, strict=True) if verdict == "inconsistent"]
    verdict = max(verdicts, key=("consistent", "consistent_within_rounding", "inconsistent").index)
    sign = ">" if wrong else "≤"
    text = " and ".join(f"{_named(low)} {sign} {_named(high)}" for low, high, _ in wrong or steps)
    parts = list(dict.fromkeys(one for low, high, _ in steps for one in (low, high)))
    first = wrong[0][1] if wrong else None
    ordered = sorted(parts, key=lambda one: one is not first)
    return Finding(
        "order.statistics", tuple((name, figure) for _, name, figure in ordered), verdict,
        {"consistent": "ok", "inconsistent": "contradiction"}.get(verdict, "rounding"), f"{text}.",
        "statistics of one line of a table", Binding.TABLE, unit=parts[0][2].unit,
        repair=_exchanged(steps) if wrong else "",
    )  # fmt: skip


def _named(one: Named) -> str:
    place, name, figure = one
    return f"{printed(figure)} ({f'{place:.0%} point' if name == 'percentile' else name})"


def _exchanged(steps: list[Step]) -> str:
    """The two labels that only need to change places, or what the odd one would have to be."""
    figures = list(dict.fromkeys(one[2] for low, high, _ in steps for one in (low, high)))
    for one, other in itertools.combinations(figures, 2):
        swap = {one: other, other: one}
        swapped = [(swap.get(low[2], low[2]), swap.get(high[2], high[2]), ends) for low, high, ends in steps]
        if all(at_most(*step) != "inconsistent" for step in swapped):
            return f"{printed(one)} and {printed(other)} exchanged"
    low, high = next((a[2], b[2]) for a, b, ends in steps if at_most(a[2], b[2], ends) == "inconsistent")
    return f"at least {amount(low.value, low.unit)} instead of {printed(high)}"


@cache
def _stage(label: str) -> float | None:
    """The place of a level or a band of experience among its like; None where the label names none."""
    for quantity in parse(label):
        if quantity.unit == "year" and quantity.low is not None:
            return _YEARS + float(quantity.low)
    hits = {hit.word.cls for hit in words.find("seniority", label)}
    return float(LEVELS.index(hits.pop())) if len(hits) == 1 and hits <= set(LEVELS) else None


def _seniority(line: Sequence[tuple[str, Figure]]) -> Iterator[Finding]:
    """Pay that rises along levels or bands of experience."""
    groups: dict[tuple[str, str, str], list[tuple[float, str, Figure]]] = {}
    for label, figure in line:
        stage = _stage(label)
        if stage is None and figure.key("level") in LEVELS[:4]:
            stage = float(LEVELS.index(figure.key("level")))
        if figure.is_money and figure.measure == "salary" and stage is not None:
            name = figure.key("level") or label
            key = (figure.unit, figure.statistic, figure.key("role"))
            groups.setdefault(key, []).append((stage, name, figure))
    for group in groups.values():
        stages = [stage for stage, _, _ in group]
        if len(group) > 1 and len(set(stages)) == len(stages) and len({stage >= _YEARS for stage in stages}) == 1:
            yield ranked([(name, figure) for _, name, figure in sorted(group, key=lambda one: one[0])])


def _means(table: Table) -> Iterator[Case]:
    """A column of points that lie in the ranges of another column, line by line."""
    columns: dict[int, dict[int, Figure]] = {}
    for (row, column), cell in table.cells.items():
        if row and len(cell) == 1 and cell[0].is_money:
            columns.setdefault(column, {})[row] = cell[0]
    for spread, points in itertools.permutations(columns.values(), 2):
        pairs = [(spread[row], points[row]) for row in spread.keys() & points.keys()]
        pairs = [(s, p) for s, p in sorted(pairs, key=lambda pair: pair[1].row or 0) if s.is_range and not p.is_range]
        inside = [(s, p) for s, p in pairs if s.unit == p.unit and _lies_in(p, s)]
        if len(inside) > 2 and len(inside) * 5 >= len(pairs) * 4:
            why = f"holds in {len(inside)} of {len(pairs)} rows"
            named = statistic(pairs[0][1].column_label)[0] in (*_BETWEEN, "median")
            for whole, point in pairs if named else inside:
                yield Case(IN_RANGE, {"mean": (point,), "range": (whole,)}, Binding.TABLE, why)


def _lies_in(point: Figure, whole: Figure) -> bool:
    return at_most(whole, point) != "inconsistent" and at_most(point, whole, ("high", "high")) != "inconsistent"


def _listed(table: Table) -> Iterator[Finding]:
    """A column that falls from its first row to its last, in too many rows for an accident."""
    for line in _by_column(table):
        figures = [figure for _, figure in line if not figure.is_range]
        named = any(_stage(label) is not None or label[:4].isdigit() for label, _ in line)
        falls = all(at_most(low, high) != "inconsistent" for high, low in itertools.pairwise(figures))
        if len(figures) >= _LISTED and not named and falls and figures[0].value > figures[-1].value:
            alike = len({figure.unit for figure in figures}) == 1
            if alike and len({figure.value for figure in figures}) * 3 >= len(figures) * 2:
                ends = f"the highest, {printed(figures[0])}, to the lowest, {printed(figures[-1])}"
                text = f"The {len(figures)} rows stand from {ends}."
                yield Finding("order.ranking", tuple(("row", figure) for figure in figures), "consistent", "ok", text,
                              "one column", Binding.TABLE, unit=figures[0].unit)  # fmt: skip
