"""One pay in two periods, of components, or raised in percent and in money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from analysis.quantity.model import End
from analysis.reading.model import Figure
from analysis.relations.catalogue import PAY_PERIOD, SUM
from analysis.relations.figures import amount, printed
from analysis.relations.judge import PRECISIONS
from analysis.relations.keys import in_own_words, part, place
from analysis.relations.model import Binding, Case, Finding
from analysis.units import WORKING_YEAR, currency, split

#: Working years that others count, in each pay period.
_ENDS: tuple[End, End] = ("low", "high")
_OTHERS = {"hour": (1500, 2400), "day": (200, 261), "week": (44, 53), "month": (12, 14)}


def pay(figures: Sequence[Figure]) -> Iterator[Case | Finding]:
    """Pay of one row or place by two periods; base and extras that make the total; a boost told twice."""
    yield from _periods(figures)
    yield from _components(figures)
    yield from _boosts(figures)


def _periods(figures: Sequence[Figure]) -> Iterator[Case]:
    """Two figures of one pay by two periods where just two stand in a cell or block: 2,080 hours make a year."""
    places: dict[tuple[object, ...], list[Figure]] = {}
    for f in figures:
        if f.measure == "salary" and "/" in f.unit and f.value > 0 and (f.curated or f.in_table):
            key = (*place(f), f.row, currency(f.unit), f.key("component"), f.key("role"), f.key("level"))
            places.setdefault(key, []).append(f)
    for group in places.values():
        periods = {split(f.unit).period for f in group}
        if len(group) == 2 and len(periods) == 2 and "year" in periods:
            short, long = sorted(group, key=lambda f: -WORKING_YEAR[split(f.unit).period])
            if (short.statistic or "range") == (long.statistic or "range") or not (short.is_range or long.is_range):
                yield in_two_periods(short, long, _bound(short), "one pay in one row")


def _bound(figure: Figure) -> Binding:
    """A curated table's row binds its figures; in another they may be two prices, until more rows fit."""
    if not figure.in_table:
        return Binding.KEYS
    return Binding.TABLE if figure.controlled else Binding.COMPATIBLE


def in_two_periods(short: Figure, long: Figure, binding: Binding, why: str) -> Case:
    """The case of one pay by a shorter and a longer period; another working year contradicts nothing."""
    mine, its = (split(f.unit).period for f in (short, long))
    times = Fraction(WORKING_YEAR[mine], WORKING_YEAR[its])
    ratio, doubt = long.value / short.value, ""
    least, most = _OTHERS.get(mine, (0, 0))
    if its == "year" and least <= ratio <= most:
        doubt = f"that is a year of {ratio:,.5g} {mine}s, which some count"
    return Case(
        PAY_PERIOD, {"longer": (long,), "shorter": (short,)}, binding, why, counts={"times": times}, doubt=doubt
    )


def _components(figures: Sequence[Figure]) -> Iterator[Case]:
    """Base pay and extras beside their total, of one person, place and period (`totals.components`)."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for f in figures:
        if f.measure == "salary" and not f.in_table and f.key("component") not in ("", "unspecified"):
            groups.setdefault(
                (*place(f), f.unit, f.statistic, *(part(f, n) for n in ("role", "level", "country"))), []
            ).append(f)
    for group in groups.values():
        by = {f.key("component"): f for f in group}
        extras = [f for f in group if f.key("component") not in ("base", "total")]
        if len(by) == len(group) and "total" in by and "base" in by and extras and all(map(in_own_words, group)):
            yield Case(SUM, {"total": (by["total"],), "parts": (by["base"], *extras)}, Binding.KEYS,
                       "components of one pay", check="totals.components")  # fmt: skip


def _boosts(figures: Sequence[Figure]) -> Iterator[Finding]:
    """One boost of pay in percent and in money: the pay they imply is the same at both ends (`derived.boost`)."""
    changes = [f for f in figures if f.measure == "pay_change" and f.key("cause") and f.is_range and f.value > 0]
    for percent in (f for f in changes if f.unit == "percent"):
        for money in (f for f in changes if f.is_money):
            if (place(percent)[:2], percent.key("cause")) == (place(money)[:2], money.key("cause")):
                yield _boost(money, percent)


def _boost(money: Figure, percent: Figure) -> Finding:
    verdict = "undetermined"
    for precision, word in PRECISIONS:
        low, high = (money.interval(precision, end) * 100 / percent.interval(precision, end) for end in _ENDS)
        if low.meets(high):
            verdict = word
            break
    bases = [money.value / percent.value * 100, (money.high or 0) / (percent.high or 1) * 100]
    text = f"{printed(money)} for {printed(percent)} implies pay of {amount(bases[0], money.unit)} at the low ends and "
    text += f"{amount(bases[1], money.unit)} at the high ends; "
    text += "no one base fits, but none is said." if verdict == "undetermined" else "within rounding that is one base."
    severity = {"consistent": "ok", "undetermined": "definition"}.get(verdict, "rounding")
    return Finding("derived.boost", (("money", money), ("percent", percent)), verdict, severity, text, "one cause",
                   Binding.PARTIAL, low.floats(), high.floats(), money.unit)  # fmt: skip
