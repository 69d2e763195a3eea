"""What an equation makes of its parts, the lines it holds in, and what that proves.

One notion for all shapes: sums, averages, ratios and changes, differences, pay by two periods, shares that make a
hundred. What a fit proves is counted in digits: how improbable it is that numbers of that size meet so closely, over
the lines, against the number of equations tried (`Equation.surplus`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from analysis.relations.tables.lines import AMOUNT, PERCENT, Floats, Kinds, Lines, Mask

SAFETY = 1.0  # digits beyond the number of tries: one false equation in ten searches
EDGE = 1e-9
NOTHING = 1e-12  # a gap that floats make
MOST_DIGITS = 9.0  # that one line may give

Shape = Literal["sum", "mean", "ratio", "percent", "change", "growth", "fall", "cagr", "gap", "pay", "weights"]
#: result = times × first / second + plus: ratio, in percent; relative change, in percent, told as a fall, a year.
RATIOS: dict[Shape, tuple[float, float]] = {
    "ratio": (1, 0), "percent": (100, 0), "change": (1, -1), "growth": (100, -100), "fall": (-100, 100),
    "cagr": (100, -100),
}  # fmt: skip
SUMS = ("sum", "mean", "weights")  # of what stands there
NONE, ALL = -1, -2  # as the whole of shares: none is meant; all lines together


@dataclass(frozen=True, eq=False)
class Form:
    """`result` = what `shape` makes of `parts`, each with its sign (of weights: a hundred, whatever `result`).

    `shift`: the line of the second part, counted from that of the result (the row before: -1). `whole`: the line that
    holds the whole of shares, or `ALL`; `times`: the constant of two pay periods, of a ratio ("per
    1,000"), the years of compound growth;
    `named`: the head of the result says so; `tries`: the logarithm of the equations this one was picked from.
    """

    shape: Shape
    result: int
    parts: tuple[int, ...]
    signs: tuple[int, ...] = ()
    shift: int = 0
    whole: int = NONE
    times: Fraction = Fraction(1)
    named: bool = False
    tries: float = 0.0

    @property
    def positions(self) -> frozenset[int]:
        """Result and parts."""
        return frozenset((self.result, *self.parts))

    def numbers(self, cells: Floats | Kinds, hundred: float = 0) -> Floats:
        """What stands in the place of result and parts in each line; `hundred` for the result of weights."""
        found = np.asarray(cells[:, [self.result, *self.parts]], float)
        if self.shape == "weights":
            found[:, 0] = hundred
        if self.shift or self.whole != NONE:
            found[:, -1] = beside(np.asarray(cells, float), self.parts[-1], self.shift, self.whole)
        return found

    def made(self, numbers: Floats, halves: Floats) -> tuple[Floats, Floats, Floats]:
        """What the parts of each line make, and between what: nan where nothing is known (of a ratio to nothing)."""
        parts, room = numbers[..., 1:], halves[..., 1:]
        if self.shape in RATIOS:
            top, bottom, above, below = parts[..., 0], parts[..., 1], room[..., 0], room[..., 1]
            with np.errstate(divide="ignore", invalid="ignore"):
                quotient = np.where(bottom != 0, top / bottom, np.nan)
            made, *ends = map(self.of_ratio, (quotient, *quotients_of(top, above, bottom, below)))
            return made, np.minimum(*ends), np.maximum(*ends)
        factor = float(self.times) if self.shape == "pay" else 1.0
        made, slack = np.nansum(parts * (self.signs or 1), axis=-1) * factor, room.sum(axis=-1) * factor
        if self.shape == "mean":
            count = np.maximum((~np.isnan(parts)).sum(axis=-1), 1)
            made, slack = made / count, slack / count
        return made, made - slack, made + slack

    def of_ratio(self, quotient: Floats) -> Floats:
        """The result of a quotient; of what grows to it over some years, what does in one."""
        times, plus = RATIOS[self.shape]
        if self.shape == "cagr" and self.times != 1:
            quotient = np.maximum(quotient, 0) ** float(1 / self.times)
        return quotient * times * (float(self.times) if self.shape == "ratio" else 1) + plus

    def holds(self, numbers: Floats, halves: Floats, edge: float = EDGE) -> Mask:
        """Whether the numbers of each line meet within their prints; `edge`: how much less."""
        _, least, most = self.made(numbers, halves)
        goal, half = numbers[..., 0], halves[..., 0]
        with np.errstate(invalid="ignore"):
            room = half + (most - least) / 2
            fits = np.maximum(least - goal, goal - most) <= half - edge * room + NOTHING
        return np.asarray(fits)


@dataclass(frozen=True, eq=False, kw_only=True)
class Equation(Form):
    """A form with the lines it holds in, and what they prove.

    `fits`, `fails`: lines (those with a part missing are in neither, unless they fit; those that fit as rounded are in
    `close`); `full`: lines without a part missing. `digits`: evidence of the fits.
    """

    fits: Mask
    fails: Mask
    close: Mask
    full: Mask
    digits: float

    @property
    def surplus(self) -> float:
        """Digits of evidence beyond what chance would give."""
        return self.digits - self.tries - SAFETY

    @property
    def cover(self) -> float:
        """The fraction of its complete lines in which it holds."""
        held = int((self.fits & self.full).sum())
        return held / (held + int(self.fails.sum())) if self.fails.any() else 1.0


def tried(
    lines: Lines,
    shape: Shape,
    result: int,
    parts: Sequence[int],
    *,
    tries: float,
    signs: Sequence[int] = (),
    shift: int = 0,
    whole: int = NONE,
    times: Fraction = Fraction(1),
    named: bool = False,
) -> Equation | None:
    """An equation over all lines; None where no line gives evidence."""
    signs = tuple(signs) or (1,) * len(parts)
    form = Form(shape, int(result), tuple(map(int, parts)), signs, shift, whole, times, named, tries)
    values, halves, loose = (
        form.numbers(cells, hundred) for cells, hundred in ((lines.values, 100), (lines.halves, 0), (lines.loose, 0))
    )
    there = ~np.isnan(values)
    made, least, most = form.made(values, halves)
    usable, full = there[:, 0] & ~np.isnan(most), there.all(axis=1)
    usable &= there[:, 1:].sum(axis=1) >= (1 if shape == "sum" else 2) if shape in SUMS else full
    if whole >= 0:
        usable[whole] = False
    if shape in SUMS:
        kinds = np.where(there, form.numbers(lines.kinds, PERCENT), 0)
        amounts, shares = kinds == AMOUNT, (kinds[:, 1:] == PERCENT).any(axis=1)
        if shape == "weights":
            usable &= ~amounts.any(axis=1)
        elif any(lines.told_ratio(p, "rate", "change") for p in form.positions):
            usable &= np.where(amounts[:, 0], ~shares, shares)  # an index and its change nearly make the next
    gap = np.abs(made - values[:, 0])
    fits = usable & form.holds(values, halves)
    close = usable & full & ~fits & form.holds(values, loose, edge=0)
    fails = usable & full & ~fits & ~close & _of_a_kind(lines, form, fits)
    digits = _digits(lines, form, values, halves, (most - least) / 2, gap, fits)
    if digits <= 0:
        return None
    named = named or (shape == "sum" and lines.told_sum(result, parts))
    of = {**vars(form), "named": named}
    return Equation(**of, fits=fits, fails=fails, close=close, full=usable & full, digits=digits)


def _of_a_kind(lines: Lines, form: Form, fits: Mask) -> Mask:
    """Lines that print as those that fit do: rates and averages below amounts are of another kind.

    Told by the result of a sum, by the first part of a ratio, whose result is the same everywhere.
    """
    at = form.parts[0] if form.shape in RATIOS else form.result
    kinds, halves = lines.kinds[:, at], lines.halves[:, at]
    alike = np.isin(kinds, kinds[fits])
    return alike & np.isin(halves, halves[fits]) if form.shape in ("sum", "mean") else alike


def _digits(lines: Lines, form: Form, values: Floats, halves: Floats, slack: Floats, gap: Floats, fits: Mask) -> float:
    """The evidence of the lines that fit: by how far they could have been off, and in what steps."""
    goal, half = values[:, 0], halves[:, 0]
    places = [form.result, *form.parts]
    size = np.abs(np.nan_to_num(values[:, 1:]))
    reach = np.abs(np.nan_to_num(goal))  # how far off
    if form.shape in RATIOS:
        if fits.sum() >= 3:  # over several lines, how much the result varies among them
            reach = np.minimum(reach, np.sqrt(reach * (goal[fits].max() - goal[fits].min())))
        step = np.maximum(2 * half, lines.shared([form.result])) + 2 * slack
        known = size.max(axis=1) / lines.shared([*form.parts])  # small whole numbers make few quotients
        return evidence(goal, gap, np.maximum(step, reach / np.fmax(known, 1)), reach, fits)
    match form.shape:
        case "pay":
            return evidence(goal, gap, 2 * (half + slack), reach, fits)
        case "weights":
            largest = size.max(axis=1)
            return evidence(largest, gap, 2 * halves.max(axis=1), np.minimum(100 - largest, 100), fits)
        case "gap":  # from nothing, two equal positions would do
            step = np.maximum(2 * (half + slack), lines.shared(places))
            return evidence(goal, gap, step, np.minimum(reach, size[:, -1]), fits)
        case "mean":
            step = np.maximum(2 * half, lines.shared(places)) + 2 * slack
            most, least = (np.where(np.isnan(values[:, 1:]), end, values[:, 1:]) for end in (-np.inf, np.inf))
            reach = np.maximum(most.max(axis=1) - least.min(axis=1), 0)
        case _:
            step = np.maximum(2 * halves.max(axis=1), lines.shared(places))
            reach = _off(lines, form, reach, size, step)
    return evidence(goal, gap, step, reach, fits, np.nan_to_num(values[:, 1:]) * form.signs)


def _off(lines: Lines, form: Form, goal: Floats, size: Floats, step: Floats) -> Floats:
    """How far a sum of parts of some sizes could have been off its total."""
    lone = (size > 0).sum(axis=1) == 1
    reach = np.minimum(goal, size.sum(axis=1) - size.max(axis=1))
    if len(set(np.argmax(size[lone], axis=1).tolist())) > 1:  # the one part that is there, not always the same
        reach = np.where(lone, np.minimum(goal, 10 * step), reach)
    if -1 in form.signs:  # numbers that are nearly equal cancel out in many ways
        near = np.abs(goal[:, None] - size).min(axis=1, initial=np.inf, where=size > 0)
        apart = (near > 0.05 * size.max(axis=1)) | lines.told_stock(form.result, form.parts)
        reach = np.where(apart, np.minimum(reach, near), 0)
    return np.asarray(reach)


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


def beside(values: Floats, position: int, shift: int = 0, whole: int = NONE) -> Floats:
    """What stands at a position in each line, in the line `shift` further on, in the one line `whole`, or in all."""
    if whole == ALL:
        return np.full(len(values), np.nansum(values[:, position]))
    if whole >= 0:
        return np.full(len(values), values[whole, position])
    return np.asarray(shifted(values[:, [position]], shift)[:, 0])


def shifted(values: Floats, shift: int) -> Floats:
    """Each line's values replaced by those of the line `shift` further on; nan beyond the ends."""
    if not shift:
        return values
    moved = np.full_like(values, np.nan)
    if abs(shift) < len(values):
        moved[max(0, -shift) : len(values) - max(0, shift)] = values[max(0, shift) : len(values) + min(0, shift)]
    return moved


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
