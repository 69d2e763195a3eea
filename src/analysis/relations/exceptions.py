"""Which lines of an equation may be called wrong: those that the others testify against, and nothing excuses."""

from __future__ import annotations

import numpy as np

from analysis.relations.equations import RATIOS, Equation, beside
from analysis.relations.lines import Floats, Lines, Mask

WITNESSES = 2  # lines that must hold beside an exception
FEW = 0.15  # the fraction of the lines that hold up to which several may fail
NEAR = 2  # within so many times what print allows, rounding twice may be the reason
BESIDE = 3  # how far beside a sum another part may stand


def exceptions(lines: Lines, equation: Equation) -> Mask:
    """The lines that fail though the equation is certain of its kind of lines."""
    nothing = np.zeros_like(equation.fails)
    held, failed = _telling(lines, equation), int(equation.fails.sum())
    if not failed or equation.surplus < 1 or failed > max(1, int(FEW * held)):
        return nothing
    if held < (WITNESSES if equation.shape == "sum" else WITNESSES + 1):
        return nothing
    like = _steps(lines, equation, equation.fits)
    allowed = equation.fails.copy()
    for line in np.flatnonzero(equation.fails):
        alone = np.zeros_like(allowed)
        alone[line] = True
        excused = _EXCUSED.get(equation.shape, _ratio_excused)
        if not _steps(lines, equation, alone) <= like or excused(lines, equation, int(line)):
            allowed[line] = False
    return allowed


def _telling(lines: Lines, equation: Equation) -> int:
    """Lines that hold with at least two parts that are not zero, each with a result of its own."""
    parts = list(equation.parts)
    full = (lines.zeroed[:, parts] != 0).sum(axis=1) >= min(2, len(set(parts)))
    held = equation.fits & full & (lines.zeroed[:, equation.result] != 0)
    return len(np.unique(lines.values[held, equation.result]))


def _steps(lines: Lines, equation: Equation, at: Mask) -> set[tuple[float, int]]:
    """In what steps and kinds the figures of some lines are printed: averages and rates are printed otherwise."""
    places = [equation.result, *equation.parts]
    steps, kinds, there = (cells[at][:, places] for cells in (lines.halves, lines.kinds, lines.present))
    return set(zip(steps[there].tolist(), kinds[there].tolist(), strict=True))


def _sum_excused(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether a line is of another kind: averages, another part beside, one counted twice or not at all."""
    parts = list(equation.parts)
    terms = lines.values[line, parts] * np.array(equation.signs)
    value, room = lines.values[line, equation.result], lines.halves[line, [equation.result, *parts]].sum()
    total = terms.sum()
    inside = terms.min() <= value <= terms.max()
    if equation.shape == "mean":
        return not inside
    if not total or not value or not 0.1 < value / total < 10 or abs(total - value) <= NEAR * room:
        return True
    if inside and (terms.min() >= 0 or terms.max() <= 0) and not _one_too_large(lines, equation, terms, value):
        return True
    gap = abs(total - value)
    beside = [
        p for p in range(min(parts) - BESIDE, max(parts) + BESIDE + 1) if 0 <= p < lines.size[1] and p not in parts
    ]
    others = np.abs(lines.zeroed[line, [p for p in beside if p != equation.result]])
    doubtful = np.concatenate([others, np.abs(terms), 2 * np.abs(terms)])
    doubtful = doubtful[doubtful > room]
    return bool((np.abs(doubtful - gap) <= room + lines.halves[line].max()).any())


def _one_too_large(lines: Lines, equation: Equation, terms: Floats, value: float) -> bool:
    """Whether one misprinted part explains a total below its parts: what it should be is its share in other lines."""
    largest = int(np.argmax(np.abs(terms)))
    need = value - (terms.sum() - terms[largest])
    part = equation.parts[largest]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = (lines.values[:, part] / lines.values[:, equation.result])[equation.fits]
    shares = shares[np.isfinite(shares)]
    return bool(len(shares) and 0.5 * shares.min() <= need / value <= 1.5 * shares.max())


def _ratio_excused(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether too little is known of a ratio: a small base, a result near enough, or one that no misprint explains."""
    times, plus = RATIOS[equation.shape]
    first, second = equation.parts
    top, room = lines.values[line, first], lines.halves[line, first]
    bases = beside(lines.values, second, equation.shift, equation.whole)
    bottom, slack = bases[line], beside(lines.halves, second, equation.shift, equation.whole)[line]
    if not bottom or abs(bottom) < 0.01 * np.nanmedian(np.abs(bases[equation.fits])):
        return True
    implied, value = top / bottom * times + plus, lines.values[line, equation.result]
    allowed = lines.halves[line, equation.result] + (room + abs(top / bottom) * slack) / abs(bottom) * times
    return abs(implied - value) <= NEAR * allowed or not value or (plus == 0 and not 0.1 < implied / value < 10)


def _gap_excused(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether a difference is near enough."""
    part = equation.parts[0]
    base, room = (float(beside(v, part, equation.shift, equation.whole)[line]) for v in (lines.values, lines.halves))
    allowed = room + lines.halves[line, part] + lines.halves[line, equation.result]
    return bool(abs(lines.values[line, part] - base - lines.values[line, equation.result]) <= NEAR * allowed)


def _pay_excused(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether two pays of a line are of so different a size that they cannot be one pay."""
    implied = lines.values[line, equation.parts[0]] * float(equation.times)
    return not 0.5 < implied / lines.values[line, equation.result] < 2


def _weights_excused(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether a line's shares may overlap, or are of another kind."""
    total = lines.zeroed[line, list(equation.parts)].sum()
    room = lines.halves[line, list(equation.parts)].sum()
    return not 50 < total < 200 or abs(total - 100) <= NEAR * room


_EXCUSED = {
    "sum": _sum_excused,
    "mean": _sum_excused,
    "gap": _gap_excused,
    "pay": _pay_excused,
    "weights": _weights_excused,
}
