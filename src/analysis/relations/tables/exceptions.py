"""Which lines of an equation may be called wrong: those that the others testify against, and nothing excuses."""

from __future__ import annotations

import numpy as np

from analysis import words
from analysis.quantity.misprints import taken_back
from analysis.reading.model import Column
from analysis.relations.tables.constants import another_year
from analysis.relations.tables.forms import NOTHING, RATIOS, Equation, Form, quotients_of
from analysis.relations.tables.lines import PERCENT, Floats, Lines, Mask, named, used_step

WITNESSES = 2  # lines that must hold beside an exception, where one misprint explains it
MANY = 8  # lines that need no such explanation, and leave room for a second exception
FEW = 0.1  # the fraction of the lines that hold up to which more may fail
SURE = 0.1  # digits beyond what an equation needs to be told, for its exceptions to be
PROVEN = 3  # digits beyond what an equation needs, with which as few lines witness as for a sum
NEAR = 2  # within so many times what print allows, rounding twice may be the reason
CUT = 2  # half steps that a figure may lie above its print where it was cut off
WILD = 3  # rows that must hold where most of a column are broken
BESIDE = 3  # how far beside a sum another part may stand
_REAL = words.pattern("bases", "real")  # organic, in local currency: no growth of the amounts as printed


def exceptions(lines: Lines, equation: Equation) -> Mask:
    """The lines that fail though the equation is certain of its kind of lines."""
    wrong = np.zeros_like(equation.fails)
    held, failed = _telling(lines, equation), int(equation.fails.sum())
    head = lines.heads[equation.result]
    changes = equation.shape in ("change", "growth", "fall", "cagr")
    if changes and _REAL.search(f"{head.label} {lines.about}"):
        return wrong
    sure = equation.surplus >= SURE or (equation.named and held >= WITNESSES)
    if not failed or not sure or (equation.shape == "mean" and not named(head, "statistics", "mean")):
        return wrong
    total = equation.shape == "sum" and equation.named
    if total or held >= WITNESSES:
        wrong[[n for n in map(int, np.flatnonzero(equation.fails)) if _too_small(lines, equation, n)]] = True
    told_basis = equation.named and isinstance(head, Column) and bool(head.basis)
    against = [n for n in map(int, np.flatnonzero(equation.fails & ~wrong)) if not _unlike(lines, equation, n)]
    excused = _ratio_excused if equation.shape in RATIOS else _excused
    told = [n for n in against if not (_hedged(lines, equation, n) or excused(lines, equation, n))]
    if told_basis and held > WILD and sum(_wild(lines, equation, n) for n in told) >= WITNESSES:
        wrong[told] = True  # cells of a column are shifted
    few = failed <= max(2, FEW * held) and len(against) <= max(1 + (held >= MANY), FEW * held)
    proven = (
        equation.named
        or equation.shape in ("sum", "pay")
        or (equation.shape != "weights" and equation.surplus >= PROVEN)
    )
    if few and held >= WITNESSES + (not proven) - total:
        sure = (held >= MANY or told_basis) and not lines.computed
        wrong[[n for n in told if sure or _misprinted(lines, equation, n)]] = True
    return wrong


def _too_small(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether a sum of positive parts is no more than one of them, in a column of another year than those that hold."""
    if equation.shape != "sum" or -1 in equation.signs or not _siblings(lines, equation, line):
        return False
    terms, value = lines.values[line, list(equation.parts)], lines.values[line, equation.result]
    room = lines.halves[line, [equation.result, *equation.parts]].sum()
    return bool(terms.min() > NEAR * room and value <= terms.max() and terms.sum() - value > 0.1 * value)


def _siblings(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether a line is a column that differs from one that holds by its period alone."""
    heads = [lines.sides[n] for n in (line, *map(int, np.flatnonzero(equation.fits)))]
    kinds = [(h.path[:-1], h.unit, h.kind) for h in heads if isinstance(h, Column) and h.period is not None]
    return len(kinds) == len(heads) and kinds[0] in kinds[1:]


def _wild(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether a change is so far from what it is told as that no other way to count it explains it."""
    value, implied = lines.values[line, equation.result], _numbers(lines, equation, line)[2]
    return bool(abs(implied - value) > 10 and not 1 / 3 < implied / value < 3)


def flat_exception(lines: Lines, line: int, form: Form) -> bool:
    """Whether a line without a sibling is a sum with one misprint: all parts there, of one kind, none above the total.

    There is no other witness than the word total, so that sums of rates, averages or margins must not be taken for one.
    """
    places = [form.result, *form.parts]
    figures = [lines.figures[line][p] for p in places]
    value, *terms = lines.values[line, places]
    alike = {(f.unit, f.kind_of, f.statistic) for f in figures if f is not None}
    if len(alike) != 1 or not lines.present[line, places].all() or min(terms) <= 0 or max(terms) >= value:
        return False
    if next(iter(alike))[1:] != ("level", "") and not (lines.kinds[line, form.result] == PERCENT and value == 100):
        return False
    return not _excused(lines, form, line) and _misprinted(lines, form, line)


def _numbers(lines: Lines, form: Form, line: int) -> tuple[Floats, Floats, float]:
    """Result and parts of a line, half a step of each, and what the parts make."""
    values, halves = form.numbers(lines.values, 100)[line], form.numbers(lines.halves)[line]
    return values, halves, float(form.made(values, halves)[0])


def _misprinted(lines: Lines, form: Form, line: int) -> bool:
    """Whether one slip in one figure explains an exception."""
    values, halves, _ = _numbers(lines, form, line)
    others = taken_back(values.tolist(), (2 * halves).tolist(), digits=3 if lines.computed else 1)
    return bool(others) and bool(form.holds(np.array(others), halves).any())


def _telling(lines: Lines, equation: Equation) -> int:
    """Complete lines that hold, with at least two parts that are not zero and a result of their own."""
    parts = list(equation.parts)
    telling = (lines.zeroed[:, parts] != 0).sum(axis=1) >= min(2, len(set(parts)))
    held = equation.fits & equation.full & telling & (lines.zeroed[:, equation.result] != 0)
    if equation.shape == "weights":
        return len(np.unique(lines.values[held][:, parts], axis=0))
    return len(np.unique(lines.values[held, equation.result]))


def _steps(lines: Lines, equation: Equation, at: Mask | int) -> set[tuple[float, int]]:
    """In what steps and kinds the figures of some lines are printed: averages and rates are printed otherwise."""
    places = [equation.result, *equation.parts]
    steps, kinds, there = (cells[at][..., places] for cells in (lines.halves, lines.kinds, lines.present))
    if equation.shape in RATIOS:  # each row in its own unit
        steps = np.where(np.arange(len(places)) == 0, steps, 0)
    return set(zip(steps[there].tolist(), kinds[there].tolist(), strict=True))


def _hedged(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether a figure of a line is told to be open or about so much."""
    figures = [lines.figures[line][p] for p in (equation.result, *equation.parts)]
    return any(f is not None and (f.is_open or f.quantity.approximate) for f in figures)


def _finer(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether a line uses more decimals than those that hold: averages below whole numbers, though printed alike."""
    places = [equation.result, *equation.parts]
    step = used_step(lines.zeroed[equation.fits][:, places])
    own = lines.zeroed[line, places] / step if step else np.zeros(1)
    return not np.allclose(own, np.rint(own), atol=1e-6)


def _unlike(lines: Lines, equation: Equation, line: int) -> bool:
    """Whether a line is of another kind than those that hold: printed otherwise, averages, another order of size."""
    if not _steps(lines, equation, line) <= _steps(lines, equation, equation.fits):
        return True
    if equation.shape not in ("sum", "mean"):
        return False
    side = lines.sides[line]
    rates = isinstance(side, Column) and side.kind == "change" and lines.kinds[line, equation.result] == PERCENT
    if rates or named(side, "statistics", "error") or _finer(lines, equation, line):
        return True
    terms = lines.zeroed[line, list(equation.parts)] * np.array(equation.signs)
    value, total = lines.values[line, equation.result], terms.sum()
    inside = bool(terms.min() <= value <= terms.max())
    if equation.shape == "mean":
        return not inside and not _misprinted(lines, equation, line)
    if not total or not value or not 0.1 < value / total < 10:
        return True
    one_sign = terms.min() >= 0 or terms.max() <= 0
    return bool(inside and one_sign and not _one_too_large(lines, equation, terms, value))


def _excused(lines: Lines, equation: Form, line: int) -> bool:
    """Whether something explains a failure: rounding twice, another part beside, another year of work."""
    values, halves, implied = _numbers(lines, equation, line)
    if equation.shape == "pay":  # two pays so different are not one
        longer, shorter = values
        if not (longer and shorter):
            return True
        relative = NEAR * float((halves / np.abs(values)).sum())
        return not 0.5 < longer / implied < 2 or another_year(longer / shorter, relative)
    _, least, most = equation.made(values, halves)
    gap, room = abs(implied - values[0]), (most - least) / 2 + halves[0]
    if equation.shape in ("sum", "mean") and lines.computed:  # sums of what was rounded before the dump
        room = max(room, used_step(values) * len(values) / 2)
    if gap <= NEAR * room + NOTHING:
        return True
    if equation.shape == "weights":  # shares that may overlap
        return not 50 < implied < 200
    return equation.shape == "sum" and _counted_otherwise(lines, equation, line, gap, room)


def _counted_otherwise(lines: Lines, equation: Form, line: int, gap: float, room: float) -> bool:
    """Whether another part beside those of a sum explains its gap, or one counted twice or not at all."""
    parts = list(equation.parts)
    beside = range(max(0, min(parts) - BESIDE), min(lines.size[1], max(parts) + BESIDE + 1))
    others = np.abs(lines.zeroed[line, [p for p in beside if p not in equation.positions]])
    terms = np.abs(lines.zeroed[line, parts])
    doubtful = np.concatenate([others, terms, 2 * terms])
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
    """Whether too little is known of a ratio: a small base, one that figures cut off instead of rounded would make."""
    values, halves = equation.numbers(lines.values), equation.numbers(lines.halves)
    bases, (value, top, base), (half, above, below) = values[:, 2], values[line], halves[line]
    if not base or abs(base) < 0.01 * np.nanmedian(np.abs(bases[equation.fits])):
        return True
    ends = equation.of_ratio(np.array(quotients_of(top, above, base, below, CUT)))
    if not value or (ends.min() < value + CUT * half and value - CUT * half < ends.max()):
        return True
    return RATIOS[equation.shape][1] == 0 and not 0.1 < ends.mean() / value < 10
