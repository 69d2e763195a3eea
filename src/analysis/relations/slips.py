"""Known ways to get a relation wrong, each a test of a failed case; and what else to say of one."""

from __future__ import annotations

from fractions import Fraction

from analysis.relations.figures import printed
from analysis.relations.model import Case, Slip, Values


def points_for_percent(case: Case) -> Slip | None:
    """A difference in percentage points printed as growth in percent."""
    start, end = case.figures["start"][0], case.figures["end"][0]
    if not start.unit == end.unit == "percent" or "percent" not in case.figures:
        return None
    stated = case.figures["percent"][0].interval() * case.sign("percent", 0)
    if stated.meets(end.interval() - start.interval()):
        change = end.value - start.value
        return Slip(f"a difference of {change:.4g} percentage points, labelled as growth in percent", "mislabel")
    return None


def scale_word(case: Case) -> Slip | None:
    """One end printed with the wrong scale word."""
    for word, factor in (("thousand", 1000), ("million", 1000000)):
        for role, by in (("end", Fraction(factor)), ("start", Fraction(factor))):
            figures = {name: tuple(f.interval() for f in group) for name, group in case.figures.items()}
            figures[role] = (figures[role][0] * by,)
            rate = "rate" if "rate" in figures else "percent"
            figures[rate] = (figures[rate][0] * case.sign(rate, 0),)
            stated, implied = case.relation.sides(Values(figures, case.counts))
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


def cut_off(case: Case) -> bool:
    """One print of two is the other cut off rather than rounded: 292 million for 292,878,569."""
    short, long = sorted((figures[0] for figures in case.figures.values()), key=lambda f: -f.quantity.resolution)
    if short.is_range or long.is_range or short.value * long.value <= 0:
        return False
    return 0 <= abs(long.value) - abs(short.value) < float(short.quantity.resolution)


def either(case: Case) -> str:
    """Two statements of one quantity: either may be the right one."""
    again, first = (case.figures[role][0] for role in ("again", "first"))
    return f"{printed(first)} here, or {printed(again)} there"


def touches(case: Case) -> bool:
    """The two only touch: a half that one print rounds up and the other to even, $6,728 for $6,727.50."""
    longer, shorter = (case.figures[role][0] for role in ("longer", "shorter"))
    if longer.is_range or shorter.is_range:
        return False
    one, other = longer.interval(), shorter.interval() * case.counts["times"]
    return one.high == other.low or other.high == one.low
