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

from analysis.relations.lines import Floats, Lines, Mask

SAMPLE = 24  # lines a first search looks at
LONGEST = 400  # positions a run may have, unless it reaches the first or last one
REACH = 10  # how far operands of differences and ratios may stand from their result
SAFETY = 1.3  # digits beyond the number of tries: one false equation in twenty searches
EDGE = 1e-9

Shape = Literal["sum", "mean", "ratio", "percent", "change", "growth", "gap", "pay", "weights"]
#: result = f(first, second): plain ratio, ratio in percent, relative change as a fraction and in percent.
RATIOS: dict[Shape, tuple[float, float]] = {
    "ratio": (1, 0), "percent": (100, 0), "change": (1, -1), "growth": (100, -100)
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Equation:
    """`result` = what `shape` makes of `parts`, each with its sign; where it holds, fails, and what that proves.

    `fits`, `fails`: lines (those with a part missing are in neither, unless they fit). `digits`: evidence of the
    fits; `tries`: the logarithm of the equations this one was picked from. `shift`: the line of the second part,
    counted from that of the result (the row before: -1). `whole`: the line that holds the whole of shares;
    `times`: the constant of two pay periods.
    """

    shape: Shape
    result: int
    parts: tuple[int, ...]
    signs: tuple[int, ...]
    fits: Mask
    fails: Mask
    digits: float
    tries: float
    shift: int = 0
    whole: int = -1
    times: Fraction = Fraction(1)

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
        held = int(self.fits.sum())
        return held / max(1, held + int(self.fails.sum()))


def sums(lines: Lines, among: list[int]) -> Iterator[Equation]:
    """Totals of the positions right before or right after them, within a choice of positions."""
    sample = sampled(lines)
    values, halves = lines.zeroed[sample][:, among], lines.halves[sample][:, among]
    there = lines.present[sample][:, among]
    size = len(among)
    for flipped in (False, True):
        if flipped:
            values, halves, there = values[:, ::-1], halves[:, ::-1], there[:, ::-1]
        added, room = running(values), running(halves)
        for end in range(2, size):
            starts = np.arange(max(0, end - LONGEST), end - 1)
            if starts[0]:
                starts = np.insert(starts, 0, 0)
            gap = np.abs(added[:, [end]] - added[:, starts] - values[:, [end]])
            fit = (gap <= (room[:, [end]] - room[:, starts] + halves[:, [end]]) * (1 - EDGE) + 1e-12) & there[:, [end]]
            enough = fit.sum(axis=0) >= 0.5 * max(1, there[:, end].sum())
            for start in starts[enough]:
                places = range(start, end)
                at = [among[size - 1 - p] for p in places] if flipped else [among[p] for p in places]
                result = among[size - 1 - end] if flipped else among[end]
                tries = np.log10(2 * (end - start) * size)
                if (found := added_up(lines, result, sorted(at), tries=tries)) is not None:
                    yield found


def means(lines: Lines, among: list[int]) -> Iterator[Equation]:
    """Averages of all positions right before or after them, of three or more."""
    sample = sampled(lines)
    values, halves = lines.zeroed[sample][:, among], lines.halves[sample][:, among]
    there = lines.present[sample][:, among]
    size = len(among)
    for flipped in (False, True):
        if flipped:
            values, halves, there = values[:, ::-1], halves[:, ::-1], there[:, ::-1]
        added, count = running(values), running(there.astype(float))
        for end in range(3, size):
            starts = np.arange(max(0, end - LONGEST), end - 2)
            if starts[0]:
                starts = np.insert(starts, 0, 0)
            held = count[:, [end]] - count[:, starts]
            gap = np.abs((added[:, [end]] - added[:, starts]) / np.maximum(held, 1) - values[:, [end]])
            fit = (gap <= halves[:, [end]] * 1.5 + halves.max()) & there[:, [end]] & (held > 1)
            enough = fit.sum(axis=0) >= 0.5 * max(1, there[:, end].sum())
            for start in starts[enough]:
                at = [among[size - 1 - p] if flipped else among[p] for p in range(start, end)]
                result = among[size - 1 - end] if flipped else among[end]
                tries = np.log10(2 * (end - start) * size)
                if (found := added_up(lines, result, sorted(at), tries=tries, shape="mean")) is not None:
                    yield found


def triples(lines: Lines, among: list[int]) -> Iterator[Equation]:
    """One position that is the sum of two others near it, in any order: differences, balances, changes in amounts."""
    sample = sampled(lines)
    values, halves = lines.values[sample][:, among], lines.halves[sample][:, among]
    for place, result in enumerate(among):
        near = [p for p in range(max(0, place - REACH), min(len(among), place + REACH + 1)) if p != place]
        first, second = np.triu_indices(len(near), 1)
        first, second = np.array(near, int)[first], np.array(near, int)[second]
        gap = np.abs(values[:, first] + values[:, second] - values[:, [place]])
        fit = gap <= (halves[:, first] + halves[:, second] + halves[:, [place]]) * (1 - EDGE) + 1e-12
        known = ~np.isnan(gap)
        enough = (fit.sum(axis=0) >= 0.5 * known.sum(axis=0)) & fit.any(axis=0)
        for one, two in zip(first[enough], second[enough], strict=True):
            far = max(abs(one - place), abs(two - place))
            tries = np.log10(len(among) * 2 * far * (2 * far - 1))
            if (found := added_up(lines, result, [among[one], among[two]], tries=tries)) is not None:
                yield found


def signed(lines: Lines, among: list[int]) -> Iterator[Equation]:
    """Results of a statement: up to five neighbours before them, some of them taken away."""
    sample = sampled(lines)
    values, halves = lines.zeroed[sample][:, among], lines.halves[sample][:, among]
    there = lines.present[sample][:, among]
    for length in range(2, 6):
        choices = [signs for signs in product((1, -1), repeat=length) if signs[0] == 1 and -1 in signs]
        for signs in choices:
            for end in range(length, len(among)):
                part = slice(end - length, end)
                gap = np.abs(values[:, part] @ np.array(signs) - values[:, end])
                fit = (gap <= (halves[:, part].sum(axis=1) + halves[:, end]) * (1 - EDGE) + 1e-12) & there[:, end]
                if not fit.any() or fit.sum() < 0.5 * there[:, end].sum():
                    continue
                tries = np.log10(len(among) * 2 ** (length + 2))
                found = added_up(lines, among[end], among[part], signs, tries=tries)
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
    size = np.abs(terms)
    if shape == "mean":
        share = np.maximum(count, 1)
        reached, room = terms.sum(axis=1) / share, room / share
        top = np.where(there, terms, -np.inf).max(axis=1)
        spread = np.where(count > 1, top - np.where(there, terms, np.inf).min(axis=1), 0)
        step = np.maximum(2 * lines.halves[:, result], lines.shared([result])) + 2 * room
    else:
        reached = terms.sum(axis=1)
        near = np.abs(np.abs(np.nan_to_num(value))[:, None] - size).min(axis=1, initial=np.inf, where=size > 0)
        spread = np.minimum(np.minimum(np.abs(np.nan_to_num(value)), size.sum(axis=1) - size.max(axis=1)), near)
        if -1 in signs:  # numbers that are nearly equal cancel out in many ways
            spread = np.where(near > 0.05 * size.max(axis=1), spread, 0)
    gap = np.abs(reached - value)
    usable = lines.present[:, result] & (count >= (2 if shape == "mean" else 1))
    fits = usable & (np.nan_to_num(gap, nan=np.inf) <= (room + lines.halves[:, result]) * (1 - EDGE) + 1e-12)
    fails = usable & (count == len(parts)) & ~fits & _of_a_kind(lines, result, fits)
    digits = evidence(value, gap, step, spread, fits)
    return Equation(shape, result, tuple(parts), signs, fits, fails, digits, tries) if digits > 0 else None


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
    for result in results:
        place = among.index(result) if result in among else int(np.searchsorted(among, result))
        near = [p for p in among[max(0, place - REACH) : place + REACH + 1] if p != result]
        if not near:
            continue
        first, second = (np.repeat(near, len(near)), np.tile(near, len(near))) if not shift else (near, near)
        first, second = np.array(first, int), np.array(second, int)
        if not shift:
            first, second = first[first != second], second[first != second]
        top, bottom = values[sample][:, first], below[sample][:, second]
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient = np.where(bottom != 0, top / bottom, np.nan)
            slack = (halves[sample][:, first] + np.abs(quotient) * room[sample][:, second]) / np.abs(bottom)
        goal, half = values[sample, result][:, None], halves[sample, result][:, None]
        for shape, (times, plus) in RATIOS.items():
            if shift and plus == 0:
                continue
            gap = np.abs(quotient * times + plus - goal)
            fit = gap <= (half + slack * times) * (1 - 1e-6) + 1e-12
            known = ~np.isnan(gap)
            enough = (fit.sum(axis=0) >= 0.5 * known.sum(axis=0)) & fit.any(axis=0)
            for one, two in zip(first[enough], second[enough], strict=True):
                far = max(abs(among.index(one) - place), abs(among.index(two) - place), 1)
                tries = np.log10(len(results) * 8 * far * (2 * far - 1)) if not shift else np.log10(16 * len(near))
                if (found := divided(lines, shape, result, one, two, shift=shift, tries=tries)) is not None:
                    yield found


def divided(
    lines: Lines, shape: Shape, result: int, one: int, two: int, *, tries: float, shift: int = 0, whole: int = -1
) -> Equation | None:
    """A ratio of two positions as an equation over all lines; of the second one the line `whole`, where given."""
    times, plus = RATIOS[shape]
    top, bottom = lines.values[:, one], beside(lines.values, two, shift, whole)
    goal, half = lines.values[:, result], lines.halves[:, result]
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = np.where(bottom != 0, top / bottom, np.nan)
        slack = (lines.halves[:, one] + np.abs(quotient) * beside(lines.halves, two, shift, whole)) / np.abs(bottom)
    gap, slack = np.abs(quotient * times + plus - goal), slack * times
    usable = ~np.isnan(gap)
    if whole >= 0:
        usable[whole] = False
    fits = usable & (np.nan_to_num(gap, nan=np.inf) <= (half + slack) * (1 - 1e-6) + 1e-12)
    spread = np.abs(np.nan_to_num(goal))
    step = np.maximum(2 * half, lines.shared([result])) + 2 * slack
    known = np.fmax(np.abs(top), np.abs(bottom)) / lines.shared([one, two])  # small whole numbers make few quotients
    digits = evidence(goal, gap, np.maximum(step, spread / np.fmax(known, 1)), spread, fits)
    found = Equation(
        shape, int(result), (int(one), int(two)), (1, 1), fits, usable & ~fits, digits, tries, shift, whole
    )
    return found if digits > 0 else None


def apart(lines: Lines, result: int, one: int, *, tries: float, shift: int = 0, whole: int = -1) -> Equation | None:
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
    digits = evidence(goal, gap, step, np.abs(np.nan_to_num(goal)), fits)
    found = Equation("gap", result, (one, one), (1, 1), fits, usable & ~fits, digits, tries, shift, whole)
    return found if digits > 0 else None


def shifted(values: Floats, shift: int) -> Floats:
    """Each line's values replaced by those of the line `shift` further on; nan beyond the ends."""
    if not shift:
        return values
    moved = np.full_like(values, np.nan)
    if abs(shift) < len(values):
        moved[max(0, -shift) : len(values) - max(0, shift)] = values[max(0, shift) : len(values) + min(0, shift)]
    return moved


def beside(values: Floats, position: int, shift: int = 0, whole: int = -1) -> Floats:
    """What stands at a position in each line, in the line `shift` further on, or in the one line `whole` for all."""
    if whole >= 0:
        return np.full(len(values), values[whole, position])
    return shifted(values[:, [position]], shift)[:, 0]


def evidence(value: Floats, gap: Floats, step: Floats, spread: Floats, fits: Mask) -> float:
    """Digits that the lines which fit give, each different result once."""
    with np.errstate(divide="ignore", invalid="ignore"):
        digits = np.log10(spread / (2 * gap + step))
    digits = np.where(fits & (spread > 0), np.clip(np.nan_to_num(digits, posinf=0, neginf=0), 0, 9), 0)
    seen: dict[float, float] = {}
    for number, weight in zip(value[fits], digits[fits], strict=True):
        seen[float(number)] = max(seen.get(float(number), 0.0), float(weight))
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
