"""Order within a table: percentiles and extremes along a line, a middle value within the range beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from analysis import words
from analysis.reading.labels import level, percentiles
from analysis.reading.model import Column, Figure, Row, Table
from analysis.relations.catalogue import AT_MOST, IN_RANGE, MEDIAN_IN_RANGE, ORDER
from analysis.relations.judge import holds
from analysis.relations.model import Binding, Case
from analysis.relations.tables.lines import is_total

#: Where a statistic stands among the values of one distribution; of a mean only the ends are known.
_RANKS = {"minimum": 0, "low": 0, "median": 50, "high": 100, "maximum": 100}
_MIDDLES = ("mean", "typical")
#: Of a pay band, which has a top, its entry and intermediate points are no levels.
_OF_BAND = {"entry": "minimum", "mid": "median"}
WITNESSES = 2  # lines that must hold beside an exception
Line = Mapping[int, Figure]


def spreads(table: Table) -> Iterator[Case]:
    """Cases of order along the rows and the columns of a table."""
    points: dict[tuple[str, int], dict[int, Figure]] = {}
    for (row, column), figure in table.alone.items():
        points.setdefault(("row", row), {})[column] = figure
        points.setdefault(("column", column), {})[row] = figure
    for along, heads in (("row", table.columns), ("column", table.rows)):
        lines = [line for (axis, _), line in points.items() if axis == along and len(line) > 1]
        corner = table.columns[1].label if along == "column" and 1 in table.columns else ""
        told = {place: statistic for place, head in heads.items() if (statistic := _statistic(head, corner))}
        if "maximum" in told.values():
            told |= {place: _OF_BAND[step] for place, head in heads.items() if (step := level(head.label)) in _OF_BAND}
        yield from _chains(lines, told, along, _one_thing(heads, told))
        yield from _groups(lines, heads, along)
        yield from _within(lines, told, along)


def _statistic(head: Column | Row, corner: str = "") -> str:
    """The statistic a header or row label names, the last where it names several; "range" where none alone.

    `corner`: what heads the row labels ("Percentile" above "10%").
    """
    if isinstance(head, Column) and head.statistic:
        return head.statistic
    found = [word.word for word in words.find("statistics", head.label)]
    names = [word.value if word.cls == "percentile" else word.cls for word in found]
    named = (
        percentiles(head.label)
        or percentiles(f"{corner} / {head.label}")
        or tuple(int(name) for name in names if name.isdigit())
    )
    if "range" in names or len(named) > 1:
        return "range"
    if named:
        return str(named[0])
    return next((name for name in reversed(names) if name in _RANKS or name in _MIDDLES), "")


def _rank(statistic: str) -> int | None:
    """The percentile a statistic stands for."""
    number = statistic.removeprefix("p")
    return int(number) if number.isdigit() else _RANKS.get(statistic)


def _one_thing(heads: Mapping[int, Column] | Mapping[int, Row], told: Mapping[int, str]) -> bool:
    """Whether heads name both ends and a middle of one thing in the same words: "Min salary", "Median salary" …"""
    labels = [heads[place].label for place in told]
    rests = {words.pattern("statistics").sub("", label).strip().casefold() for label in labels}
    once = all(len([*words.find("statistics", label)]) == 1 for label in labels)  # "Average minimum salary" is no end
    return once and len(rests) == 1 and {0, 100} < {*map(_rank, told.values())}


def _chains(lines: Sequence[Line], told: Mapping[int, str], along: str, one: bool) -> Iterator[Case]:
    """Figures of one line whose heads name percentiles or extremes, lowest first; a mean between two extremes."""
    cases = []
    for line in lines:
        for group in _alike(line, told, along):
            ranked = sorted(((rank, f) for s, f in group if (rank := _rank(s)) is not None), key=lambda pair: pair[0])
            if len({rank for rank, _ in ranked}) < len(ranked) or not ranked:
                continue
            chain = [f for _, f in ranked]
            if len(chain) > 1:
                cases.append(Case.of(ORDER, chain))
            for statistic, mean in group:
                if statistic in _MIDDLES and ranked[0][0] == 0 and ranked[-1][0] == 100:
                    cases += [Case.of(AT_MOST, chain[0], mean), Case.of(AT_MOST, mean, chain[-1])]
    ranks = {statistic for statistic in told.values() if _rank(statistic) is not None}
    plain = all(rank == "median" or rank.removeprefix("p").isdigit() for rank in ranks)
    yield from witnessed(cases, along, named=one or (len(ranks) > 2 and plain))


def _groups(lines: Sequence[Line], heads: Mapping[int, Column] | Mapping[int, Row], along: str) -> Iterator[Case]:
    """Pay of women and of men, and of both: the third lies between the two."""
    sexes = {place: hit.word.value for place, head in heads.items() if (hit := _sex(head.label))}
    both = [place for place, head in heads.items() if place not in sexes and is_total(head)]
    if sorted(sexes.values()) != ["men", "women"] or len(both) != 1:
        return
    cases = []
    for line in lines:
        figures = [line[place] for place in (*sexes, *both) if place in line and line[place].measure == "salary"]
        if len(figures) == 3 and len({figure.unit for figure in figures}) == 1:
            one, other, whole = figures
            low, high = (one, other) if one.value < other.value else (other, one)
            cases.append(Case.of(ORDER, (low, whole, high)))
    yield from witnessed(cases, along)


def _sex(label: str) -> words.Found | None:
    """Women or men, where a label names one of them."""
    found = [hit for hit in words.find("phrases", label, "group") if hit.word.value in ("women", "men")]
    return found[0] if len(found) == 1 else None


def _alike(line: Line, told: Mapping[int, str], along: str) -> list[list[tuple[str, Figure]]]:
    """The figures of a line by unit, measure and what stands over the heads that name their statistics."""
    groups: dict[tuple[str, str, str], list[tuple[str, Figure]]] = {}
    for place, figure in line.items():
        if place in told and not figure.is_range and figure.kind_of == "level":
            over = figure.column_label.rpartition(" / ")[0] if along == "row" else ""
            groups.setdefault((figure.unit, figure.measure, over), []).append((told[place], figure))
    return [group for group in groups.values() if len(group) > 1]


def _within(lines: Sequence[Line], told: Mapping[int, str], along: str) -> Iterator[Case]:
    """A place of ranges, and one of values that lie in them, line by line: named so, or true of every line."""
    places = sorted({place for line in lines for place in line})
    ranges = [place for place in places if any(place in line and line[place].is_range for line in lines)]
    for whole, middle in itertools.product(ranges, places):
        pairs = [(line[whole], line[middle]) for line in lines if whole in line and middle in line]
        pairs = [(a, b) for a, b in pairs if a.is_range and not b.is_range and a.unit == b.unit]
        named = told.get(middle) in (*_MIDDLES, "median")
        if len(pairs) > (1 if named else 2):
            relation = MEDIAN_IN_RANGE if told.get(middle) == "median" else IN_RANGE
            cases = [Case(relation, {"mean": (b,), "range": (a,)}, Binding.TABLE, "") for a, b in pairs]
            counts = not named and all(a.unit in _BARE for a, _ in pairs)  # records and scores are no ranges
            yield from witnessed(cases, along, never=counts)


#: Units of plain numbers.
_BARE = ("", "number", "count")


def witnessed(cases: list[Case], along: str, *, named: bool = False, never: bool = False) -> Iterator[Case]:
    """Cases with what the others say of them: exceptions are told where nearly all others hold, or names say it all."""
    held = list(filter(holds, cases))
    failed = len(cases) - len(held)
    sure = len(held) >= max(WITNESSES, 4 * failed) or (failed == 1 and len(held) >= WITNESSES) or named
    sure = sure and not never
    why = f"holds in {len(held)} of {len(cases)} {along}s" if len(cases) > 1 else "their labels name the order"
    for case in cases if sure else held if len(held) > 2 * failed else ():
        yield Case(case.relation, case.figures, case.binding, why)
