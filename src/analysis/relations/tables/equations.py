"""Equations among the positions of a table, searched by arithmetic.

Searches work in floats on whole columns, over a sample of the lines where there are many; what survives is tried on
all of them (`forms.tried`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Literal

import numpy as np
import numpy.typing as npt

from analysis.relations.tables.forms import EDGE, MOST_DIGITS, NOTHING, RATIOS, SAFETY, Equation, Shape, shifted, tried
from analysis.relations.tables.lines import PERCENT, Floats, Lines, Mask

Places = npt.NDArray[np.int_]
SAMPLE = 24  # lines a first search looks at
WORK = 10_000_000  # cells a search for runs looks at; longer runs only from the first or to the last position
MANY = 600  # positions beyond which only the nearest operands are tried
BATCH = 50_000  # cells that are looked at together
LEAST = 0.15  # of the lines of a sample that a candidate must hold in
LEFT = 2  # positions that may stand between a total and its parts
REACH = 10  # how far operands of differences and ratios may stand from their result
SMALL = 32  # as many positions as there are for every one to be tried
NAMED = 0.7  # digits that a head is worth which calls a position a total, a share or a change


def runs(lines: Lines, among: list[int], shape: Literal["sum", "mean"] = "sum") -> Iterator[Equation]:
    """Totals (or averages) of the positions right before or right after them, within a choice of positions.

    Between a result named so and its parts up to `LEFT` positions may stand.
    Runs are looked at in as many lengths as `WORK` allows, and those from the first position.
    """
    sample = sampled(lines)
    least, size = 2 if shape == "sum" else 3, len(among)
    longest = min(size - 1, max(least, WORK // (size * max(1, len(sample)))))
    for order in (among, among[::-1]):
        values, halves = lines.zeroed[sample][:, order], lines.halves[sample][:, order]
        there = lines.present[sample][:, order]
        added, room, count = running(values), running(halves), running(there.astype(float))
        told = np.isin(order, lines.results[shape])
        for starts, stops, ends in _windows(told, least, longest, BATCH // max(1, len(sample))):
            goal, half = values[:, ends], halves[:, ends]
            number = np.maximum(count[:, stops] - count[:, starts], 1) if shape == "mean" else 1
            gap = np.abs((added[:, stops] - added[:, starts]) / number - goal)
            fit = (gap <= ((room[:, stops] - room[:, starts]) / number + half) * (1 - EDGE) + NOTHING) & there[:, ends]
            named = told[ends]
            choices = np.where(named & (starts == 0) & (stops == size - 1), 2.0, 2.0 * (ends - starts) * size)  # all
            tries = np.log10(choices * (1 + 3 * (ends - stops))) - NAMED * named
            for at in promising(lines, goal, gap, 2 * half, fit, tries):
                result, parts = order[ends[at]], sorted(order[starts[at] : stops[at]])
                if (found := tried(lines, shape, result, parts, tries=float(tries[at]))) is not None:
                    yield found


def _windows(told: Mask, least: int, longest: int, most: int) -> Iterator[tuple[Places, Places, Places]]:
    """Where runs start, where they stop, and the result behind each: of several lengths, up to about `most` runs."""
    size, batch = len(told), []
    for length, left in product(range(least, longest + 2), range(LEFT + 1 if told.any() else 1)):
        ends = np.arange(min(length, longest + 1) + left, size)  # the last turn: all positions from the first
        ends = ends[told[ends]] if left else ends
        stops = ends - left
        batch.append((stops - length if length <= longest else np.zeros_like(ends), stops, ends))
        if len(batch) * size > most:
            yield _joined(batch)
            batch = []
    if batch:
        yield _joined(batch)


def _joined(batch: list[tuple[Places, Places, Places]]) -> tuple[Places, Places, Places]:
    starts, stops, ends = (np.concatenate(arrays) for arrays in zip(*batch, strict=True))
    return starts, stops, ends


def reach(among: list[int]) -> int:
    """How far from a result its operands are looked for."""
    return len(among) if len(among) <= SMALL else REACH if len(among) <= MANY else 3


def promising(lines: Lines, goal: Floats, gap: Floats, step: Floats, fit: Mask, tries: Floats) -> list[int]:
    """Which of many candidates, a column of `gap` each, could hold in enough lines and give evidence enough."""
    hopeful = np.flatnonzero(fit.sum(axis=0) >= max(1, LEAST * len(fit)))
    if not len(hopeful):
        return []
    goal = goal[:, hopeful] if goal.shape[1] > 1 else goal
    step = step[:, hopeful] if step.shape[1] > 1 else step
    with np.errstate(divide="ignore", invalid="ignore"):
        digits = np.log10(np.abs(goal) / (2 * gap[:, hopeful] + step))
    digits = np.where(fit[:, hopeful] & (digits > 0), np.minimum(digits, MOST_DIGITS), 0)
    scale = lines.size[0] / len(gap)
    kept = hopeful[digits.sum(axis=0) * scale >= np.broadcast_to(tries, fit.shape[1:])[hopeful] + SAFETY]
    return [int(at) for at in kept]


def triples(lines: Lines, among: list[int]) -> Iterator[Equation]:
    """One position that is the sum of two others near it, in any order: differences, balances, changes in amounts."""
    sample = sampled(lines)
    values, halves = lines.values[sample][:, among], lines.halves[sample][:, among]
    for places, first, second in batched(len(sample), *beside_each(len(among), reach(among))):
        goal, half = values[:, places], halves[:, places]
        gap = np.abs(values[:, first] + values[:, second] - goal)
        fit = gap <= (halves[:, first] + halves[:, second] + half) * (1 - EDGE) + NOTHING
        far = np.maximum(np.abs(first - places), np.abs(second - places))
        tries = np.log10(len(among) * 2 * far * (2 * far - 1))
        for at in promising(lines, goal, gap, 2 * half, fit & (first < second), tries):
            parts = [among[first[at]], among[second[at]]]
            if (found := tried(lines, "sum", among[places[at]], parts, tries=tries[at])) is not None:
                yield found


def signed(lines: Lines, among: list[int]) -> Iterator[Equation]:
    """Results of a statement: up to five neighbours before them, some of them taken away."""
    sample = sampled(lines)
    values, halves = lines.zeroed[sample][:, among], lines.halves[sample][:, among]
    there = lines.present[sample][:, among]
    for length in range(2, 6):
        choices = np.array([(1, *signs) for signs in product((1, -1), repeat=length - 1)][1:])
        tries = np.log10(len(among) * 2.0 ** (length + 2))
        for end in range(length, len(among)):
            part, goal, half = slice(end - length, end), values[:, [end]], halves[:, [end]]
            gap = np.abs(values[:, part] @ choices.T - goal)
            allowed = halves[:, part].sum(axis=1, keepdims=True) + half
            fit = (gap <= allowed * (1 - EDGE) + NOTHING) & there[:, [end]]
            for at in promising(lines, goal, gap, 2 * half, fit, np.array(tries)):
                found = tried(lines, "sum", among[end], among[part], signs=choices[at].tolist(), tries=tries)
                if found is not None:
                    yield found


def ratios(lines: Lines, among: list[int], results: list[int], shift: int = 0) -> Iterator[Equation]:
    """Shares, densities, relative changes: each of some positions as a ratio of two near it.

    `shift`: the second of the two is taken from the line so many further on (-1: the row before), so that a column of
    growth rates meets the column of levels beside it.
    """
    sample = sampled(lines)
    values, halves = lines.values[sample][:, among], lines.halves[sample][:, among]
    below, room = (shifted(cells, shift)[sample][:, among] for cells in (lines.values, lines.halves))
    percent = (lines.kinds[:, among] == PERCENT).any(axis=0)
    told = np.array([p in results and lines.told_ratio(p) for p in among])
    arrays = beside_each(len(among), reach(among), shifted=bool(shift))
    wanted = np.isin(arrays[0], [place for place, p in enumerate(among) if p in results])
    number = np.bincount(arrays[0], minlength=len(among))  # of the pairs tried for a result
    hits: list[tuple[int, int, int, int, Shape, float]] = []
    for places, first, second in batched(len(sample), *(array[wanted] for array in arrays)):
        far = np.maximum(np.maximum(np.abs(first - places), np.abs(second - places)), 1)
        choices = 16 * number[places] if shift else len(results) * 8 * far * (2 * far - 1)
        top, bottom = values[:, first], below[:, second]
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient = np.where(bottom != 0, top / bottom, np.nan)
            slack = (halves[:, first] + np.abs(quotient) * room[:, second]) / np.abs(bottom)
        goal, half = values[:, places], halves[:, places]
        for nth, (shape, (times, plus)) in enumerate(RATIOS.items()):
            if (shift and plus == 0) or shape == "cagr" or (shape == "fall" and shift):
                continue
            gap = np.abs(quotient * times + plus - goal)
            fit = gap <= (half + slack * abs(times)) * 1.05 + NOTHING
            fit &= percent[places] if shape == "fall" else True
            tries = np.log10(choices / np.where(percent[places] & (times == 100), 3, 1)) - NAMED * told[places]
            hits += (
                (int(places[at]), nth, int(first[at]), int(second[at]), shape, tries[at])
                for at in promising(lines, goal, gap, 2 * half, fit, tries)
            )
    for place, _, one, two, shape, few in sorted(hits):
        result, parts = among[place], (among[one], among[two])
        named = shape == "percent" and lines.told_portion(result, parts[0])
        if found := tried(lines, shape, result, parts, shift=shift, tries=few, named=named):
            yield found


@lru_cache(maxsize=8)
def beside_each(size: int, far: int, *, shifted: bool = False) -> tuple[Places, Places, Places]:
    """Each place with each pair of two others near it; with one other taken twice where its line is `shifted`."""
    near = [[p for p in range(max(0, n - far), min(size, n + far + 1)) if p != n] for n in range(size)]
    if shifted:
        found = [(place, one, one) for place in range(size) for one in near[place]]
    else:
        found = [(place, one, two) for place in range(size) for one in near[place] for two in near[place] if one != two]
    places, first, second = np.array(found, int).reshape(-1, 3).T
    return places, first, second


def batched(count: int, *arrays: Places) -> Iterator[tuple[Places, ...]]:
    """Arrays of candidates in parts, as many as are looked at together in so many lines."""
    step = max(1, BATCH // max(1, count))
    for at in range(0, len(arrays[0]), step):
        yield tuple(array[at : at + step] for array in arrays)


def sampled(lines: Lines) -> list[int]:
    """Lines to search first: all, or as many as `SAMPLE` over the whole length, those that hold most figures."""
    count = lines.present.sum(axis=1)
    if len(count) <= SAMPLE:
        return [int(line) for line in range(len(count))]
    parts = np.array_split(np.arange(len(count)), SAMPLE)
    return sorted({int(part[np.argmax(count[part])]) for part in parts})


def running(values: Floats) -> Floats:
    """Sums of all positions before each, from 0."""
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
