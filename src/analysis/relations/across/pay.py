"""One pay in two periods, of components, or raised in percent and in money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from analysis.grouping import grouped
from analysis.quantity.model import End
from analysis.reading.model import Figure
from analysis.relations.catalogue import PAY_PERIOD, PAY_TOLD, SUM
from analysis.relations.figures import amount, printed
from analysis.relations.judge import PRECISIONS, judge
from analysis.relations.keys import beside, compare, in_own_words, part, place, runs, same_period
from analysis.relations.model import Binding, Case, Finding
from analysis.units import WORKING_YEAR, currency, split

_ENDS: tuple[End, End] = ("low", "high")
#: Working years that others count, in each pay period.
_OTHERS = {"hour": (1500, 2400), "day": (200, 261), "week": (44, 53), "month": (12, 14)}
_WITNESSES = 2  # rows that must hold beside an exception
_ALIKE = 0.02  # how far the two ends of ranges may lie apart that count one other working year
_REACH = 6  # figures of pay before and after that may be the same pay


def pay(figures: Sequence[Figure]) -> Iterator[Case | Finding]:
    """Pay of one row or place by two periods; base and extras that make the total; a boost told twice."""
    yield from _in_rows(figures)
    yield from _in_prose(figures)
    yield from _components(figures)
    yield from _boosts(figures)


def _in_rows(figures: Sequence[Figure]) -> Iterator[Case]:
    """Two figures of one pay by two periods where just two stand in a row: 2,080 hours make a year.

    A row that a curator vouches for may be called wrong, and one of a table whose other rows hold; elsewhere the two
    may be two prices.
    """
    told = [f for f in figures if _is_pay(f) and (f.curated or f.in_table)]
    keys = ("component", "role", "level")
    places = grouped(told, lambda f: (*place(f), _line(f), currency(f.unit), *map(f.key, keys)))
    columns: dict[tuple[object, ...], list[Case]] = {}
    several = (group if len(group) > 2 else () for group in places.values())  # "Median hourly", "Top 25% hourly"
    apart = (pair for group in several for pair in grouped(group, lambda f: f.statistic).values())
    for group in (*places.values(), *apart):
        periods = {split(f.unit).period for f in group}
        if len(group) == 2 and len(periods) == 2 and "year" in periods:
            short, long = sorted(group, key=lambda f: -WORKING_YEAR[split(f.unit).period])
            if (short.statistic or "range") == (long.statistic or "range") or not (short.is_range or long.is_range):
                row = Binding.TABLE if short.controlled else Binding.COMPATIBLE
                case = in_two_periods(short, long, row if short.in_table else Binding.KEYS, "one pay in one row")
                columns.setdefault((*place(short), short.column, long.column), []).append(case)
    for cases in columns.values():
        verdicts = [found.verdict for case in cases if (found := judge(replace(case, binding=Binding.TABLE)))]
        failed = verdicts.count("inconsistent")
        held = len(verdicts) - failed - verdicts.count("undetermined")
        sure = held >= _WITNESSES and (failed < 2 or held >= 3 * failed)
        why = f"holds in {held} of {len(cases)} rows"
        yield from (replace(case, binding=Binding.TABLE, why=why) if sure else case for case in cases)


def _line(figure: Figure) -> int | None:
    """The row of a figure; a table of labels and values alone is one line, told from the top down."""
    if not figure.block.grid:
        return figure.row  # a chart, a statement
    return 0 if figure.column == 2 and len(figure.block.grid[0]) < 3 else figure.row


def _in_prose(figures: Sequence[Figure]) -> Iterator[Case]:
    """Pay by two periods, told in one sentence or in neighbouring ones of nothing else.

    Nothing need bind them, so that a fit is told where it is no accident, and a failure never.
    """
    told = [f for f in figures if not f.in_table and not f.curated and (_is_pay(f) or f.unit == "hour")]
    for at, one in enumerate(told):
        near = [f for f in told[max(0, at - _REACH) : at + _REACH + 1] if f is not one and beside(one, f)]
        hours = next((f.quantity.low for f in near if f.unit == "hour" and 30 <= f.value <= 48), None)
        times = WORKING_YEAR.get(split(one.unit).period, 0)
        shorts = [f for f in near if WORKING_YEAR.get(split(f.unit).period, 0) > times > 0]
        for short in (f for f in shorts if f.is_range == one.is_range and f.kind_of == one.kind_of):
            if compare(one, short)[0] != "different" and same_period(one.period, short.period) != "different":
                case = in_two_periods(short, one, Binding.COMPATIBLE, "pay by two periods side by side")
                week = Fraction(hours) / 40 if hours is not None and short.unit.endswith("/hour") else 1
                yield replace(case, counts={"times": case.counts["times"] * week}, doubt="", tries=len(shorts))


def _is_pay(figure: Figure) -> bool:
    return figure.measure == "salary" and "/" in figure.unit and figure.value > 0


def in_two_periods(short: Figure, long: Figure, binding: Binding, why: str) -> Case:
    """The case of one pay by a shorter and a longer period; another working year contradicts nothing."""
    mine, its = (split(f.unit).period for f in (short, long))
    times = Fraction(WORKING_YEAR[mine], WORKING_YEAR[its])
    ratio, doubt = long.value / short.value, ""
    last = (long.high or long.value) / (short.high or short.value)
    least, most = _OTHERS.get(mine, (0, 0))
    if its == "year" and least <= ratio <= most and abs(last / ratio - 1) < _ALIKE:
        doubt = f"that is a year of {ratio:,.5g} {mine}s, which some count"
    relation = PAY_PERIOD if long.in_table else PAY_TOLD
    return Case(relation, {"longer": (long,), "shorter": (short,)}, binding, why, counts={"times": times}, doubt=doubt)


def _components(figures: Sequence[Figure]) -> Iterator[Case]:
    """Base pay and extras beside their total, of one person, place and period (`totals.components`)."""
    told = [f for f in figures if f.measure == "salary" and not f.in_table]
    run = runs([f for f in told if not f.curated])
    parted = [f for f in told if f.key("component") not in ("", "unspecified")]
    whose = ("role", "level", "country")
    for group in grouped(parted, lambda f: (run.get(f, place(f)), f.unit, *(part(f, name) for name in whose))).values():
        if len({f.statistic for f in group} - {""}) > 1:
            continue  # a mean and a median
        by = {f.key("component"): f for f in group}
        extras = [f for f in group if f.key("component") not in ("base", "total")]
        if len(by) == len(group) and "total" in by and "base" in by and extras:
            first, last = min(f.order for f in group), max(f.order for f in group)
            near = (f for f in figures if first < f.order < last or f.block is by["total"].block)
            others = any(f.is_money and f not in group for f in near)  # "Four public holidays added $900"
            binding = Binding.COMPATIBLE if others or not all(map(in_own_words, group)) else Binding.KEYS
            yield Case(SUM, {"total": (by["total"],), "parts": (by["base"], *extras)}, binding,
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
