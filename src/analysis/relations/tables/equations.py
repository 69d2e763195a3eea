"""Equations among the positions of a table, searched by arithmetic.

Searches work in floats on whole columns, over a sample of the lines where there are many; what survives is tried on
all of them (`forms.tried`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Literal

import numpy as np
import numpy.typing as npt

from analysis.relations.tables.forms import EDGE, MOST_DIGITS, NOTHING, RATIOS, SAFETY, Equation, shifted, tried
from analysis.relations.tables.lines import PERCENT, Floats, Lines, Mask

Places = npt.NDArray[np.int_]
SAMPLE = 24  # lines a first search looks at
WORK = 10_000_000  # cells a search for runs looks at; longer runs only from the first or to the last position
MANY = 600  # positions beyond which only the nearest operands are tried
BATCH = 2_000  # runs that are looked at together
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
        for starts, stops, ends in _windows(told, least, longest):
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


def _windows(told: Mask, least: int, longest: int) -> Iterator[tuple[Places, Places, Places]]:
    """Where runs start, where they stop, and the result behind each: many lengths at once, as `BATCH` allows."""
    size, batch = len(told), []
    for length, left in product(range(least, longest + 2), range(LEFT + 1 if told.any() else 1)):
        ends = np.arange(min(length, longest + 1) + left, size)  # the last turn: all positions from the first
        ends = ends[told[ends]] if left else ends
        stops = ends - left
        batch.append((stops - length if length <= longest else np.zeros_like(ends), stops, ends))
        if len(batch) * size > BATCH:
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
    far_off = reach(among)
    for place, result in enumerate(among):
        near = [p for p in range(max(0, place - far_off), min(len(among), place + far_off + 1)) if p != place]
        first, second = np.triu_indices(len(near), 1)
        first, second = np.array(near, int)[first], np.array(near, int)[second]
        goal, half = values[:, [place]], halves[:, [place]]
        gap = np.abs(values[:, first] + values[:, second] - goal)
        fit = gap <= (halves[:, first] + halves[:, second] + half) * (1 - EDGE) + NOTHING
        far = np.maximum(np.abs(first - place), np.abs(second - place))
        tries = np.log10(len(among) * 2 * far * (2 * far - 1))
        for at in promising(lines, goal, gap, 2 * half, fit, tries):
            parts = [among[first[at]], among[second[at]]]
            if (found := tried(lines, "sum", result, parts, tries=tries[at])) is not None:
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
    values, halves = lines.values, lines.halves
    below, room = shifted(values, shift), shifted(halves, shift)
    places = {p: place for place, p in enumerate(among)}
    far_off = reach(among)
    for result in results:
        percent = (lines.kinds[:, result] == PERCENT).any()
        told = lines.told_ratio(result)
        place = places[result]
        near = [p for p in among[max(0, place - far_off) : place + far_off + 1] if p != result]
        if not near:
            continue
        first, second = (np.repeat(near, len(near)), np.tile(near, len(near))) if not shift else (near, near)
        first, second = np.array(first, int), np.array(second, int)
        if not shift:
            first, second = first[first != second], second[first != second]
        far = np.array(
            [max(abs(places[one] - place), abs(places[two] - place), 1) for one, two in zip(first, second, strict=True)]
        )
        choices = len(results) * 8 * far * (2 * far - 1) if not shift else np.full(len(first), 16 * len(near))
        top, bottom = values[sample][:, first], below[sample][:, second]
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient = np.where(bottom != 0, top / bottom, np.nan)
            slack = (halves[sample][:, first] + np.abs(quotient) * room[sample][:, second]) / np.abs(bottom)
        goal, half = values[sample, result][:, None], halves[sample, result][:, None]
        for shape, (times, plus) in RATIOS.items():
            if (shift and plus == 0) or shape == "cagr" or (shape == "fall" and (shift or not percent)):
                continue
            gap = np.abs(quotient * times + plus - goal)
            fit = gap <= (half + slack * abs(times)) * 1.05 + NOTHING
            tries = np.log10(choices / (3 if percent and times == 100 else 1)) - NAMED * told
            for at in promising(lines, goal, gap, 2 * half, fit, tries):
                one, two = int(first[at]), int(second[at])
                named = shape == "percent" and lines.told_portion(result, one)
                found = tried(lines, shape, result, (one, two), shift=shift, tries=tries[at], named=named)
                if found is not None:
                    yield found


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
