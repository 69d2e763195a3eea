"""What would make a failed relation hold: a slip that explains it, else the smallest change of one figure.

And what else the catalogue says of particular relations: what passes within rounding, what to say instead of a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, log

from analysis.quantity import Interval
from analysis.quantity.misprints import slips
from analysis.reading.model import Figure
from analysis.relations.figures import dated, precise, printed, span
from analysis.relations.model import Case, Slip, Values


@dataclass(frozen=True, slots=True)
class _Change:
    text: str
    size: float
    figure: Figure
    misprint: bool  # one digit changed, dropped or added, or two exchanged


def repairs(case: Case, vouched: Mapping[Figure, str], implied: tuple[float, float]) -> tuple[Slip | None, str]:
    """The slip that explains a failure, and the repair as a text, the likeliest first.

    A misprint comes first, then the smallest change; a change of a figure that another relation confirms (`vouched`)
    would break that one: it comes last and says so.
    """
    slip = next((found for test in case.relation.slips if (found := test(case))), None)
    if case.relation.repair:
        return slip, case.relation.repair(case)
    changes = sorted(
        _changes(case, implied), key=lambda one: (one.figure in vouched, not one.misprint, round(one.size, 9))
    )
    texts = [
        change.text + (f" (which would break {vouched[change.figure]})" if change.figure in vouched else "")
        for change in changes
    ]
    words = "; or ".join(texts)
    if slip:
        words = f"{slip.text}; else {words}" if words else slip.text
    return slip, words


def _changes(case: Case, implied: tuple[float, float]) -> Iterator[_Change]:
    """For each figure the one value that makes the relation hold, as it would be printed."""
    for role in reversed(case.relation.pinned):  # of changes of one size that of an operand first
        for nth, figure in enumerate(case.figures[role]):
            need = needed(case, role, nth)
            if need is None:
                continue
            text = precise(need, figure)
            if figure is case.main and figure.is_range:
                text = span(*implied, case.relation.unit or figure.unit)
            if any(digit in text for digit in "123456789") and text != precise(figure.value, figure):
                size = abs(need / figure.value - 1) if figure.value else float("inf")
                yield _Change(f"{text} instead of {dated(figure)}", size, figure, _is_misprint(figure, need))


def misprinted(case: Case) -> bool:
    """Whether one slip of the pen in one of its figures explains a failure."""
    places = ((role, nth, figure) for role, group in case.figures.items() for nth, figure in enumerate(group))
    return any((need := needed(case, role, nth)) and _is_misprint(figure, need) for role, nth, figure in places)


def _is_misprint(figure: Figure, need: float) -> bool:
    """Whether one slip of the pen makes the printed number of the needed one; of two digits any is near."""
    step = float(figure.quantity.resolution)
    steps = round(abs(figure.value) / step)
    return steps >= 100 and round(abs(need) / step) in slips(steps, 1)


def needed(case: Case, role: str, nth: int) -> float | None:
    """The value that one figure would need for the sides to meet, from the printed values of the others."""
    points = {
        name: [Interval.point(figure.value) * case.sign(name, n) for n, figure in enumerate(figures)]
        for name, figures in case.figures.items()
    }

    def gap(value: float, *, logs: bool = False) -> float:
        points[role][nth] = Interval.point(value)
        values = Values({name: tuple(some) for name, some in points.items()}, case.counts)
        sides = case.relation.sides(values)
        if logs:
            left, right = map(_log, sides)
        elif case.relation.shown:
            left, right = (case.relation.shown(side, values)[0] for side in sides)
        else:
            left, right = (float(side.middle or 0) for side in sides)
        return left - right

    start, sign = float(points[role][nth].middle or 0), case.sign(role, nth)
    need = _root(gap, start)  # at once where the relation is linear, else where its logarithms are
    if need is None and start > 0 and (power := _root(lambda power: gap(2**power, logs=True), log(start, 2))):
        need = 2**power
    return None if need is None else need * sign


def _log(side: Interval) -> float:
    middle = side.middle or Fraction(0)
    return log(middle.numerator) - log(middle.denominator)


def _root(gap: Callable[[float], float], start: float) -> float | None:
    """Where a function becomes zero, by secants; None where they do not lead there."""
    one, two = start, start * 1.01 or 1.0
    try:
        at_one, at_two = gap(one), gap(two)
        for _ in range(40):
            if at_two == at_one:
                break
            one, two, at_one = two, two - at_two * (two - one) / (at_two - at_one), at_two
            if abs(two - one) <= 1e-13 * abs(two):
                return two
            at_two = gap(two)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    return two if at_two == 0 and isfinite(two) else None


# ---- slips ---------------------------------------------------------------------------------------------------------


def points_for_percent(case: Case) -> Slip | None:
    """A difference in percentage points printed as growth in percent."""
    percent, start, end = (case.figures[role][0] for role in ("percent", "start", "end"))
    if start.unit == end.unit == "percent" and (percent.interval() * case.sign("percent", 0)).meets(
        end.interval() - start.interval()
    ):
        change = end.value - start.value
        return Slip(f"a difference of {change:.4g} percentage points, labelled as growth in percent", "mislabel")
    return None


def scale_word(case: Case) -> Slip | None:
    """One end printed with the wrong scale word."""
    points = {role: group[0].interval() * case.sign(role, 0) for role, group in case.figures.items()}
    for word, factor in (("thousand", 1000), ("million", 1000000)):
        for role in ("end", "start"):
            scaled = points | {role: points[role] * factor}
            stated, implied = case.relation.sides(Values({name: (v,) for name, v in scaled.items()}, case.counts))
            if stated.meets(implied):
                return Slip(f"one scale word off: it holds with the {role} a {word} times as large")
    return None


def whole_for_yearly(case: Case) -> Slip | None:
    """The growth of the whole span taken for a yearly rate."""
    years = case.counts.get("years", Fraction(1))
    rate, start, end = (case.figures[role][0].interval() for role in ("rate", "start", "end"))
    if years > 1 and (rate * case.sign("rate", 0) + 100).meets(end * 100 / start):
        return Slip(f"the growth of all {float(years):g} years taken for a yearly rate")
    return None


# ---- what passes, and what else to say -----------------------------------------------------------------------------


def cut_off(case: Case) -> bool:
    """One print of two is the other cut off rather than rounded: 292 million for 292,878,569."""
    short, long = sorted((figures[0] for figures in case.figures.values()), key=lambda f: -f.quantity.resolution)
    if short.is_range or long.is_range or short.value * long.value <= 0:
        return False
    return 0 <= abs(long.value) - abs(short.value) < float(short.quantity.resolution)


def touches(case: Case) -> bool:
    """The two only touch: a half that one print rounds up and the other to even, $6,728 for $6,727.50."""
    longer, shorter = (case.figures[role][0] for role in ("longer", "shorter"))
    if longer.is_range or shorter.is_range:
        return False
    one, other = longer.interval(), shorter.interval() * case.counts["times"]
    return one.high == other.low or other.high == one.low


def either(case: Case) -> str:
    """Two statements of one quantity: either may be the right one."""
    again, first = (case.figures[role][0] for role in ("again", "first"))
    return f"{printed(first)} here, or {printed(again)} there"
