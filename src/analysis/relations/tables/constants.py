"""Equations with a constant: shares of one whole, pay by two periods, shares that make a hundred."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import numpy as np

from analysis import words
from analysis.reading.model import Figure, Row
from analysis.reading.unit_words import pay_period
from analysis.relations.tables.equations import NAMED, batched, beside_each, promising, reach, running
from analysis.relations.tables.forms import ALL, EDGE, NONE, NOTHING, RATIOS, Equation, Shape, shifted, tried
from analysis.relations.tables.lines import PERCENT, Floats, Lines, Mask, is_total
from analysis.units import WORKING_YEAR, split

#: Hours of a working week that pay tables count with.
WEEKS = tuple(Fraction(hours) for hours in ("40", "35", "36", "37", "37.5", "38", "39", "42", "44", "45", "48"))
#: A period of pay that no unit has: only a header tells it.
TWO_WEEKS = "two weeks"
_CURRENCY = re.compile(r"\b[A-Z]{2,3}\b|[^\w\s]|\bin\b")
WHOLES: tuple[Shape, ...] = ("percent", "ratio", "growth")  # what a line may say of itself and the whole
RATES = 100_000  # exchange rates of five digits
FEW = 5  # lines tried as the whole


def shares(lines: Lines, among: list[int], results: list[int]) -> Iterator[Equation]:
    """Positions that give each line's share of one line, the whole, or its distance from it in percent.

    Where no line is a total, all lines together may be the whole.
    """
    totals, far_off = any(is_total(side) for side in lines.sides), reach(among)
    tries = float(np.log10(20 * len(among) * len(results)))
    for result in results:
        parts = [p for p in among if p != result and abs(p - result) <= far_off]
        near = {shape: _near_whole(lines, result, parts, *RATIOS[shape]) for shape in WHOLES}
        shared = near["percent"][0] & _may_share_all(lines, result, parts) if not totals else np.zeros(len(parts), bool)
        index = re.search(r"=\s*100\b", lines.heads[result].label)
        for at, shape in itertools.product(range(len(parts)), WHOLES):
            (times, plus), (known, fitting), part = RATIOS[shape], near[shape], parts[at]
            wholes = [int(line) for line in np.flatnonzero(fitting[:, at])[:FEW]]
            if shape == "percent" and index and known[at]:
                hundred = (lines.values[:, result] == times) & (lines.values[:, part] != times)
                wholes += [int(line) for line in np.flatnonzero(hundred)[:1]]
            if shape == "percent" and shared[at]:
                wholes.append(ALL)
            told = wholes and (lines.told_change(result) if plus else lines.told_ratio(result))
            told = told and not lines.told_ratio(part)
            for one in wholes:
                norm = one in lines.norms
                hundred = norm and times == lines.values[one, result] == 100 and _in_hundredths(lines, result)
                named = norm and (told or hundred)
                few = tries - NAMED * named * (1 + hundred)
                found = tried(lines, shape, result, (part, part), tries=few, whole=one, named=named)
                if found is not None:
                    yield found


def _near_whole(lines: Lines, result: int, parts: list[int], times: float, plus: float) -> tuple[Mask, Mask]:
    """Of which parts a result could be a share (or a distance in percent), and which lines could be the whole."""
    amounts = lines.values[:, parts]
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = amounts * times / (lines.values[:, [result]] - plus)
        typical = medians(whole)
        known = (np.isfinite(whole).sum(axis=0) >= 2) & (typical > 0)
        fitting = (np.abs(amounts / typical - 1) < 0.02) & (amounts != times) & known
    if plus == 0:
        fitting &= amounts >= np.fmax.reduce(np.abs(amounts)) * (1 - EDGE)
    return known, fitting


def _in_hundredths(lines: Lines, position: int) -> bool:
    """Whether a position is in percent, or an index that its head says to be 100 somewhere."""
    return bool((lines.kinds[:, position] == PERCENT).any()) or "100" in lines.heads[position].label


def _may_share_all(lines: Lines, result: int, parts: list[int]) -> Mask:
    """Of which parts some line is about so many percent of all lines, with more room than their prints leave."""
    values, halves = lines.values[:, parts], lines.halves[:, parts]
    total = np.nansum(values, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = values * 100 / total
        room = share * (halves / values + halves.sum(axis=0) / total)
        room += (lines.loose[:, result] + lines.halves[:, result])[:, None]
        close = np.abs(share - lines.values[:, [result]]) <= 2 * room + 1e-9
    return np.asarray(close.any(axis=0) & (np.fmin.reduce(values) > 0))


def gaps(lines: Lines, among: list[int]) -> Iterator[Equation]:
    """Positions that give each line's difference from one line, or from the line before or after it."""
    tries = float(np.log10(20 * max(1, len(among)) ** 2))
    values, halves, known = lines.values[:, among], lines.halves[:, among], {}
    before = {shift: [shifted(cells, shift) for cells in (values, halves)] for shift in (-1, 1)}
    results, parts, _ = beside_each(len(among), reach(among), shifted=True)
    for result, part in batched(len(values), results, parts):
        difference = values[:, part] - values[:, result]
        enough = (~np.isnan(difference)).sum(axis=0) >= 3
        typical = medians(difference)
        room = np.maximum(halves[:, result].max(axis=0), halves[:, part].max(axis=0)) * 3
        close = (np.abs(values[:, part] - typical) <= room) & (typical != 0) & enough
        hopeful: dict[int, set[int]] = {}
        for shift, (base, slack) in before.items():  # the difference from the line so many further on
            allowed = halves[:, result] + (halves[:, part] + slack[:, part])
            gap = np.abs((values[:, part] - base[:, part]) - values[:, result])
            fit = gap <= allowed * (1 - EDGE) + NOTHING
            hopeful[shift] = {*promising(lines, values[:, result], gap, 2 * allowed, fit, np.array(tries))}
        for at in {*np.flatnonzero(close.any(axis=0)).tolist(), *hopeful[-1], *hopeful[1]}:
            shifts = [shift for shift in hopeful if at in hopeful[shift] and enough[at]]
            known[among[result[at]], among[part[at]]] = np.flatnonzero(close[:, at])[:FEW], shifts
    for place, other in sorted(known):
        wholes, shifts = known[place, other]
        for shift, whole in [*((0, int(line)) for line in wholes), *((shift, NONE) for shift in shifts)]:
            signs = (1, -1)
            if found := tried(lines, "gap", place, (other, other), signs=signs, tries=tries, shift=shift, whole=whole):
                yield found


def medians(values: Floats) -> Floats:
    """The median of each column's finite numbers, nan where it has none."""
    rising = np.sort(np.where(np.isfinite(values), values, np.nan), axis=0)
    count, every = np.isfinite(rising).sum(axis=0), np.arange(values.shape[1])
    return np.asarray((rising[(count - 1) // 2, every] + rising[count // 2, every]) / 2)


def pay(lines: Lines, among: list[int]) -> Iterator[Equation]:
    """One pay by two periods, a constant that a working year gives; or one amount in two currencies, at one rate."""
    paid = {p: unit for p in among if (unit := _paid(lines, p))}
    for shorter in paid if len(paid) > 1 else ():
        (code, short), others = paid[shorter], [p for p in paid if p != shorter and abs(p - shorter) <= reach(among)]
        with np.errstate(divide="ignore", invalid="ignore"):
            typical = medians(lines.values[:, others] / lines.values[:, [shorter]])
        for longer, times in zip(others, typical.tolist(), strict=True):
            other, long = paid[longer]
            if code != other and short == long and times >= 1 and _one_but_currency(lines, shorter, longer):
                near, choices = _rates(times), RATES
            elif code == other and not (short and short == long):
                known, sizes = _between(short, long)
                at, choices = bisect_left(sizes, times * 0.98), len(known)
                some = at < choices and sizes[at] < times * 1.03
                near = [c.times for c in known if abs(times / c.size - 1) < 0.02] if some else []
            else:
                continue
            tries = float(np.log10(max(1, choices) * len(among)))
            found = (tried(lines, "pay", longer, (shorter,), times=exact, tries=tries) for exact in near)
            if good := [one for one in found if one is not None]:
                yield max(good, key=lambda one: (one.fits.sum(), one.surplus))


def _one_but_currency(lines: Lines, one: int, other: int) -> bool:
    """Whether two columns say the same but for their currency: "Pay (EUR)" and "Pay (USD)"."""
    names = [_CURRENCY.sub("", lines.heads[p].label).strip().casefold() for p in (one, other)]
    return lines.along == "row" and names[0] == names[1]


def _rates(times: float) -> list[Fraction]:
    """Exchange rates near a ratio, to two digits, three, four, five."""
    return [Fraction(f"{times:.{digits}g}") for digits in range(2, 6) if np.isfinite(times)]


def _paid(lines: Lines, position: int) -> tuple[str, str] | None:
    """Currency and pay period ("" where not told or not one) of a position of money."""
    told = [figure for line in lines.figures if (figure := line[position]) is not None]
    if {figure.unit for figure in told} == {"count"} and (period := pay_period(lines.heads[position].label)):
        return "", period  # "Monthly", "Annual", and no currency anywhere
    paid = [figure for figure in told if figure.is_money]
    if not any("/" in figure.unit or figure.measure == "salary" for figure in paid):
        return None
    codes, periods = ({split(figure.unit)[n] for figure in paid} for n in (0, 1))
    if len(codes) != 1:
        return None
    if periods == {""} and _told_two_weeks(lines, position, paid[0]):
        return codes.pop(), TWO_WEEKS
    if periods == {""} and not any(figure.measure == "salary" for figure in paid):
        return None
    return codes.pop(), periods.pop() if len(periods) == 1 else ""


def _told_two_weeks(lines: Lines, position: int, figure: Figure) -> bool:
    """Whether the header of a column, or the cells that name a row, tell pay by two weeks."""
    head = lines.heads[position]
    beside = (text for _, text in figure.row_cells) if isinstance(head, Row) else ()
    return any(words.pattern("headers", TWO_WEEKS).search(text) for text in (head.label, *beside))


def _may_be(told: str, period: str) -> bool:
    """Whether pay of a told period ("" where none is) may be of this one; two weeks are always told."""
    return told == period or (not told and period != TWO_WEEKS)


class Constant(NamedTuple):
    """How many times pay by a period is pay by a longer one, exactly and as a float."""

    times: Fraction
    size: float
    shorter: str
    longer: str


@cache
def _constants() -> tuple[Constant, ...]:
    weeks, months, days = (Fraction(WORKING_YEAR[period]) for period in ("week", "month", "day"))
    found = [(weeks, "week", "year"), (months, "month", "year"), (days, "day", "year")]
    found += [(weeks / months, "week", "month"), (days / months, "day", "month"), (days / weeks, "day", "week")]
    found += [(weeks / 2, TWO_WEEKS, "year"), (Fraction(2), "week", TWO_WEEKS)]
    found += [(Fraction(2087), "hour", "year")]  # of the federal pay of the US: an average over 28 years
    for hours in WEEKS:
        found += [(hours * Fraction(365, 7), "hour", "year"), (hours * 2, "hour", TWO_WEEKS)]
        found += [(hours * weeks, "hour", "year"), (hours * weeks / months, "hour", "month")]
        found += [(hours, "hour", "week"), (hours / 5, "hour", "day")]
    return tuple(Constant(times, float(times), *periods) for times, *periods in found)


@cache
def _between(short: str, long: str) -> tuple[list[Constant], list[float]]:
    """The constants between pay of two told periods, "" where one is not told, and their sizes in order."""
    known = [c for c in _constants() if _may_be(short, c.shorter) and _may_be(long, c.longer)]
    return known, sorted(c.size for c in known)


def another_year(times: float, room: float) -> bool:
    """Whether one pay may be so many times another by some working year: 1,950 hours, or 13 or 14 months."""
    return any(abs(times / size - 1) < room for size in (13, 14, *(constant.size for constant in _constants())))


def weights(lines: Lines, among: list[int]) -> Iterator[Equation]:
    """Runs of positions that make a hundred percent in the lines: shares of one whole."""
    shares = lines.kinds == PERCENT
    for run in _runs([p for p in among if shares[:, p].any()], among):
        added, room = (running(np.where(shares, of, 0)[:, run]) for of in (lines.zeroed, lines.halves))
        for start, end in itertools.combinations(range(len(run) + 1), 2):
            total, slack = (sums[:, end] - sums[:, start] for sums in (added, room))
            if end - start > 1 and (np.abs(total - 100) <= slack).any():
                tries = float(np.log10(2 if end - start == len(run) else len(run) ** 2))
                if found := tried(lines, "weights", run[start], run[start:end], tries=tries):
                    yield found


def _runs(chosen: list[int], among: list[int]) -> list[list[int]]:
    """Chosen positions that stand side by side, and all of them."""
    runs: list[list[int]] = []
    places = {p: place for place, p in enumerate(among)}
    for p in chosen:
        if runs and places[p] == places[runs[-1][-1]] + 1:
            runs[-1].append(p)
        else:
            runs.append([p])
    if len(runs) > 1:
        runs.append(chosen)
    return [run for run in runs if 2 <= len(run) <= 40]
