"""Equations among the positions of a table, found by arithmetic: what holds within print in its lines.

Searches work in floats on whole columns, over a sample of the lines where there are many; what survives is tried on
all of them. What a fit proves is counted in digits: how improbable it is that numbers of that size meet so closely,
over the lines, against the number of equations tried (`Equation.surplus`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal

import numpy as np

from analysis.relations.tables.lines import PERCENT, Floats, Lines, Mask

SAMPLE = 24  # lines a first search looks at
WORK = 10_000_000  # cells a search for runs looks at; longer runs only from the first or to the last position
MANY = 600  # positions beyond which only the nearest operands are tried
LEAST = 0.15  # of the lines of a sample that a candidate must hold in
LEFT = 2  # positions that may stand between a total and its parts
REACH = 10  # how far operands of differences and ratios may stand from their result
SMALL = 32  # as many positions as there are for every one to be tried
NAMED = 0.7  # digits that a head is worth which calls a position a total, a share or a change
SAFETY = 1.0  # digits beyond the number of tries: one false equation in ten searches
EDGE = 1e-9
MOST_DIGITS = 9.0  # that one line may give

Shape = Literal["sum", "mean", "ratio", "percent", "change", "growth", "fall", "cagr", "gap", "pay", "weights"]
#: result = times × first / second + plus: ratio, in percent; relative change, in percent, told as a fall, a year.
RATIOS: dict[Shape, tuple[float, float]] = {
    "ratio": (1, 0), "percent": (100, 0), "change": (1, -1), "growth": (100, -100), "fall": (-100, 100),
    "cagr": (100, -100),
}  # fmt: skip
NONE, ALL = -1, -2  # as the whole of shares: none is meant; all lines together


@dataclass(frozen=True, eq=False)
class Equation:
    """`result` = what `shape` makes of `parts`, each with its sign; where it holds, fails, and what that proves.

    `fits`, `fails`: lines (those with a part missing are in neither, unless they fit; those that fit as rounded are in
    `close`); `full`: lines without a part missing. `digits`: evidence of the
    fits; `tries`: the logarithm of the equations this one was picked from. `shift`: the line of the second part,
    counted from that of the result (the row before: -1). `whole`: the line that holds the whole of shares, or `ALL`;
    `times`: the constant of two pay periods, the years of compound growth. `named`: the head of the result says so.
    """

    shape: Shape
    result: int
    parts: tuple[int, ...]
    signs: tuple[int, ...]
    fits: Mask
    fails: Mask
    close: Mask
    full: Mask
    digits: float
    tries: float
    shift: int = 0
    whole: int = NONE
    times: Fraction = Fraction(1)
    named: bool = False

    @property
    def positions(self) -> frozenset[int]:
        """Result and parts."""
        return frozenset((self.result, *self.parts))

    @property
    def surplus(self) -> float:
        """Digits of evidence beyond what chance would give."""
        return self.digits - self.tries - SAFETY

    @property
    def cover(self) -> float:
        """The fraction of its complete lines in which it holds."""
        held = int((self.fits & self.full).sum())
        return held / (held + int(self.fails.sum())) if self.fails.any() else 1.0


def runs(lines: Lines, among: list[int], shape: Literal["sum", "mean"] = "sum") -> Iterator[Equation]:
    """Totals (or averages) of the positions right before or right after them, within a choice of positions.

    Between a result named so and its parts up to `LEFT` positions may stand.
    Runs of one length are looked at together, in as many lengths as `WORK` allows, and those from the first position.
    """
    sample = sampled(lines)
    least, size = 2 if shape == "sum" else 3, len(among)
    longest = min(size - 1, max(least, WORK // (size * max(1, len(sample)))))
    for order in (among, among[::-1]):
        values, halves = lines.zeroed[sample][:, order], lines.halves[sample][:, order]
        there = lines.present[sample][:, order]
        added, room, count = running(values), running(halves), running(there.astype(float))
        told = np.isin(order, lines.results[shape])
        for length, left in product(range(least, longest + 2), range(LEFT + 1)):
            ends = np.arange(min(length, longest + 1) + left, size)  # the last turn: all positions from the first
            ends = ends[told[ends]] if left else ends
            stops = ends - left
            starts = stops - length if length <= longest else np.zeros_like(ends)
            goal, half = values[:, ends], halves[:, ends]
            number = np.maximum(count[:, stops] - count[:, starts], 1) if shape == "mean" else 1
            gap = np.abs((added[:, stops] - added[:, starts]) / number - goal)
            fit = (gap <= ((room[:, stops] - room[:, starts]) / number + half) * (1 - EDGE) + 1e-12) & there[:, ends]
            named = told[ends]
            choices = np.where(named & (starts == 0) & (stops == size - 1), 2.0, 2.0 * (ends - starts) * size)  # all
            tries = np.log10(choices * (1 + 3 * left)) - NAMED * named
            for at in _promising(lines, goal, gap, 2 * half, fit, tries):
                result, parts = order[ends[at]], sorted(order[starts[at] : stops[at]])
                if (found := added_up(lines, result, parts, tries=float(tries[at]), shape=shape)) is not None:
                    yield found


def reach(among: list[int]) -> int:
    """How far from a result its operands are looked for."""
    return len(among) if len(among) <= SMALL else REACH if len(among) <= MANY else 3


def _promising(lines: Lines, goal: Floats, gap: Floats, step: Floats, fit: Mask, tries: Floats) -> list[int]:
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
        fit = gap <= (halves[:, first] + halves[:, second] + half) * (1 - EDGE) + 1e-12
        far = np.maximum(np.abs(first - place), np.abs(second - place))
        tries = np.log10(len(among) * 2 * far * (2 * far - 1))
        for at in _promising(lines, goal, gap, 2 * half, fit, tries):
            parts = [among[first[at]], among[second[at]]]
            if (found := added_up(lines, result, parts, tries=tries[at])) is not None:
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
            fit = (gap <= allowed * (1 - EDGE) + 1e-12) & there[:, [end]]
            for at in _promising(lines, goal, gap, 2 * half, fit, np.array(tries)):
                found = added_up(lines, among[end], among[part], choices[at].tolist(), tries=tries)
                if found is not None:
                    yield found


def added_up(
    lines: Lines, result: int, parts: list[int], signs: Iterable[int] = (), *, tries: float, shape: Shape = "sum"
) -> Equation | None:
    """The sum (or mean) of some positions as an equation over all lines; None where no line gives evidence."""
    signs = tuple(signs) or (1,) * len(parts)
    terms = lines.zeroed[:, parts] * np.array(signs)
    there = lines.present[:, parts]
    count = there.sum(axis=1)
    value, room = lines.values[:, result], lines.halves[:, parts].sum(axis=1)
    step = np.maximum(
        2 * np.maximum(lines.halves[:, result], lines.halves[:, parts].max(axis=1)), lines.shared([result, *parts])
    )
    size, share = np.abs(terms), np.maximum(count, 1)
    if shape == "mean":
        reached, room = terms.sum(axis=1) / share, room / share
        top = np.where(there, terms, -np.inf).max(axis=1)
        spread = np.where(count > 1, top - np.where(there, terms, np.inf).min(axis=1), 0)
        step = np.maximum(2 * lines.halves[:, result], lines.shared([result, *parts])) + 2 * room
    else:
        reached = terms.sum(axis=1)
        spread = np.minimum(np.abs(np.nan_to_num(value)), size.sum(axis=1) - size.max(axis=1))
        lone = (size > 0).sum(axis=1) == 1
        if len(set(np.argmax(size[lone], axis=1).tolist())) > 1:  # the one part that is there, not always the same
            spread = np.where(lone, np.minimum(np.abs(np.nan_to_num(value)), 10 * step), spread)
        if -1 in signs:  # numbers that are nearly equal cancel out in many ways
            near = np.abs(np.abs(np.nan_to_num(value))[:, None] - size).min(axis=1, initial=np.inf, where=size > 0)
            apart_enough = (near > 0.05 * size.max(axis=1)) | lines.told_stock(result, parts)
            spread = np.where(apart_enough, np.minimum(spread, near), 0)
    gap = np.abs(reached - value)
    usable = lines.present[:, result] & (count >= (2 if shape == "mean" else 1))
    fits = usable & (np.nan_to_num(gap, nan=np.inf) <= (room + lines.halves[:, result]) * (1 - EDGE) + 1e-12)
    full = usable & (count == len(parts))
    rounded = lines.loose[:, parts].sum(axis=1) / (share if shape == "mean" else 1) + lines.loose[:, result]
    close = full & ~fits & (np.nan_to_num(gap, nan=np.inf) <= rounded)
    fails = full & ~fits & ~close & _of_a_kind(lines, result, fits)
    digits = evidence(value, gap, step, spread, fits, terms)
    if digits <= 0:
        return None
    named = shape == "sum" and lines.told_sum(result, parts)
    return Equation(shape, result, tuple(parts), signs, fits, fails, close, full, digits, tries, named=named)


def _of_a_kind(lines: Lines, position: int, fits: Mask) -> Mask:
    """Lines that print a position as those that fit do: rates and averages below amounts are of another kind."""
    kinds, halves = lines.kinds[:, position], lines.halves[:, position]
    return np.isin(kinds, kinds[fits]) & np.isin(halves, halves[fits])


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
            fit = gap <= (half + slack * abs(times)) * 1.05 + 1e-12
            tries = np.log10(choices / (3 if percent and times == 100 else 1)) - NAMED * told
            for at in _promising(lines, goal, gap, 2 * half, fit, tries):
                one, two = int(first[at]), int(second[at])
                named = shape == "percent" and lines.told_portion(result, one)
                found = divided(lines, shape, result, one, two, shift=shift, tries=tries[at], named=named)
                if found is not None:
                    yield found


def divided(
    lines: Lines,
    shape: Shape,
    result: int,
    one: int,
    two: int,
    *,
    tries: float,
    shift: int = 0,
    whole: int = NONE,
    years: Fraction = Fraction(1),
    named: bool = False,
) -> Equation | None:
    """A ratio of two positions as an equation over all lines; of the second one the line `whole`, where given."""
    times, plus = RATIOS[shape]
    top, bottom = lines.values[:, one], beside(lines.values, two, shift, whole)
    goal, half = lines.values[:, result], lines.halves[:, result]

    def quotients(halves: Floats) -> tuple[Floats, Floats]:
        ends = quotients_of(top, halves[:, one], bottom, beside(halves, two, shift, whole))
        low, high = (bent(end, years) * times + plus for end in ends)
        return np.minimum(low, high), np.maximum(low, high)

    with np.errstate(divide="ignore", invalid="ignore"):
        made = bent(np.where(bottom != 0, top / bottom, np.nan), years) * times + plus
        least, most = quotients(lines.halves)
        gap, slack = np.abs(made - goal), (most - least) / 2
        usable = ~np.isnan(gap) & ~np.isnan(slack)
        if whole >= 0:
            usable[whole] = False
        fits = usable & (((least < goal + half) & (goal - half < most)) | (gap <= 1e-12))
        least, most = quotients(lines.loose)
        loose = lines.loose[:, result]
        close = usable & ~fits & (least < goal + loose) & (goal - loose < most)
    spread = _spread(goal, fits)
    step = np.maximum(2 * half, lines.shared([result])) + 2 * slack
    known = np.fmax(np.abs(top), np.abs(bottom)) / lines.shared([one, two])  # small whole numbers make few quotients
    digits = evidence(goal, gap, np.maximum(step, spread / np.fmax(known, 1)), spread, fits)
    alike = np.isin(lines.kinds[:, one], lines.kinds[fits, one])
    pair, fails = (int(one), int(two)), usable & ~fits & ~close & alike
    if digits <= 0:
        return None
    return Equation(
        shape, int(result), pair, (1, 1), fits, fails, close, usable, digits, tries, shift, whole, years, named
    )


def made(equation: Equation, quotient: float) -> float:
    """The result that an equation makes of a quotient."""
    times, plus = RATIOS[equation.shape]
    return float(bent(np.array(quotient), equation.times) * times + plus)


def bent(quotient: Floats, years: Fraction) -> Floats:
    """A quotient as what grows to it over some years does in one."""
    return quotient if years == 1 else np.maximum(quotient, 0) ** float(1 / years)


def quotients_of(top: Floats, room: Floats, bottom: Floats, slack: Floats, cut: int = 1) -> tuple[Floats, Floats]:
    """Least and most of top / bottom, each known to a half step; nan where the bottom may be zero.

    `cut`: 2 where either may have been cut off rather than rounded.
    """
    room, slack = np.where(top < 0, -room, room), np.where(bottom < 0, -slack, slack)
    with np.errstate(divide="ignore", invalid="ignore"):
        corners = [(top + a * room) / (bottom + b * slack) for a in (-1, cut) for b in (-1, cut)]
    unknown = np.abs(bottom) <= np.abs(slack)
    least, most = np.min(corners, axis=0), np.max(corners, axis=0)
    return np.where(unknown, np.nan, least), np.where(unknown, np.nan, most)


def _spread(goal: Floats, fits: Mask) -> Floats:
    """How far a result could have been off: its size, and over several lines how much it varies among them."""
    size = np.abs(np.nan_to_num(goal))
    if fits.sum() < 3:
        return size
    varied = float(goal[fits].max() - goal[fits].min())
    return np.asarray(np.minimum(size, np.sqrt(size * varied)))


def apart(lines: Lines, result: int, one: int, *, tries: float, shift: int = 0, whole: int = NONE) -> Equation | None:
    """A position as the difference of another from the same one in another line, over all lines."""
    goal, half = lines.values[:, result], lines.halves[:, result]
    top, base = lines.values[:, one], beside(lines.values, one, shift, whole)
    room = half + lines.halves[:, one] + beside(lines.halves, one, shift, whole)
    gap = np.abs(top - base - goal)
    usable = ~np.isnan(gap)
    if whole >= 0:
        usable[whole] = False
    fits = usable & (np.nan_to_num(gap, nan=np.inf) <= room * (1 - EDGE) + 1e-12)
    step = np.maximum(2 * np.nan_to_num(room), lines.shared([result, one]))
    spread = np.nan_to_num(np.minimum(np.abs(goal), np.abs(base)))  # from nothing, two equal positions would do
    digits = evidence(goal, gap, step, spread, fits)
    none, fails = np.zeros_like(fits), usable & ~fits
    found = Equation("gap", result, (one, one), (1, -1), fits, fails, none, usable, digits, tries, shift, whole)
    return found if digits > 0 else None


def shifted(values: Floats, shift: int) -> Floats:
    """Each line's values replaced by those of the line `shift` further on; nan beyond the ends."""
    if not shift:
        return values
    moved = np.full_like(values, np.nan)
    if abs(shift) < len(values):
        moved[max(0, -shift) : len(values) - max(0, shift)] = values[max(0, shift) : len(values) + min(0, shift)]
    return moved


def beside(values: Floats, position: int, shift: int = 0, whole: int = NONE) -> Floats:
    """What stands at a position in each line, in the line `shift` further on, in the one line `whole`, or in all."""
    if whole == ALL:
        return np.full(len(values), np.nansum(values[:, position]))
    if whole >= 0:
        return np.full(len(values), values[whole, position])
    return shifted(values[:, [position]], shift)[:, 0]


def evidence(
    value: Floats, gap: Floats, step: Floats, spread: Floats, fits: Mask, terms: Floats | None = None
) -> float:
    """Digits that the lines which fit give, each different result once (made of different terms, where given)."""
    at = np.flatnonzero(fits & (spread > 0))
    digits = np.log10(spread[at] / (2 * gap[at] + step[at]))
    made_of = value[at].tolist() if terms is None else [line.tobytes() for line in terms[at]]
    seen: dict[object, float] = {}
    for number, weight in zip(made_of, digits.tolist(), strict=True):
        if weight > seen.get(number, 0.0):
            seen[number] = min(weight, MOST_DIGITS)
    return sum(seen.values())


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
