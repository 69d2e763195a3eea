"""The structure of a table: which of the equations that fit are meant, one explanation a result."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

import numpy as np

from analysis.grouping import grouped
from analysis.reading.model import Column, Row
from analysis.reading.period import base_of
from analysis.relations.tables.constants import gaps, pay, shares, weights
from analysis.relations.tables.equations import MANY, ratios, runs, signed, triples
from analysis.relations.tables.forms import ALL, RATIOS, Equation, Shape, tried
from analysis.relations.tables.lines import AMOUNT, PERCENT, Lines, named

ROUNDS = 5  # how deep totals of totals are followed
COVER = 0.6  # of its complete lines an equation must hold in; in fewer where that proves more
NAMED = 0.25  # the same, where heads name it
FEW = 3  # lines from which a named one may fail in most others
SHIFTS = (-1, 1, -4, 4, -12, 12)  # lines from a period to the one it is compared with
MOST_PAIRS = 100  # of which a head may give one "per 1,000" of the other
WIDE = 60  # positions up to which mixed signs are tried


def additions(lines: Lines, divisions: Iterable[Equation] = ()) -> list[Equation]:
    """Sums, differences and averages along a table's lines, between its rates too."""
    found: list[Equation] = []
    used, rates = lines.used(), {one.result for one in divisions}
    choices = [lines.of_kind(kind, used) for kind in (AMOUNT, PERCENT)]
    choices += [used, [p for p in choices[0] if p not in rates]]
    for n, choice in enumerate(choices):
        if len(choice) < 3 or choice in choices[:n]:
            continue
        sums = list(runs(lines, choice))
        neighbours = [*sums, *triples(lines, choice)]
        for keep_last in (False, True) if len(choice) <= MANY else (False,):
            _reduce(lines, choice, found, neighbours, keep_last=keep_last)
        for part in _interleaved(lines, choice) if len(choice) <= MANY else ():
            _accept(runs(lines, part), found)
        if len(choice) <= WIDE:
            _accept(signed(lines, choice), found)
        totals = {one.result for one in found}
        for part in (choice, *([[p for p in choice if p not in totals]] if totals else ())):
            _accept((e for e in runs(lines, part, "mean") if e.result not in lines.totals), found)
        _accept(sums, found, weak=True)
    return [_shortest(lines, one, found) for one in found if not _implied(one, found)]


def _implied(one: Equation, found: list[Equation]) -> bool:
    """Whether two sums of one total say it already: "part-time = men + women − full-time"."""
    taken = {one.result, *(p for p, sign in zip(one.parts, one.signs, strict=True) if sign < 0)}
    sides = {frozenset(taken), one.positions - taken}
    totals = ({other.result for other in found if frozenset(other.parts) == side} for side in sides)
    return -1 in one.signs and bool(set.intersection(*totals))


def _shortest(lines: Lines, one: Equation, found: list[Equation]) -> Equation:
    """A sum with its subtotals in the place of their parts."""
    for other in found if one.shape == "sum" else ():
        inner = set(other.parts) < set(one.parts) and other.result not in one.positions
        if other.shape == "sum" and inner and -1 not in (*one.signs, *other.signs):
            parts = sorted({*one.parts, other.result} - set(other.parts))
            shorter = tried(lines, "sum", one.result, parts, tries=one.tries)
            if shorter is not None and (shorter.fits >= one.fits).all():
                return _shortest(lines, shorter, found)
    return one


def _reduce(
    lines: Lines, among: list[int], found: list[Equation], neighbours: Iterable[Equation], *, keep_last: bool
) -> None:
    """Totals of neighbours; their parts taken out, totals of totals become neighbours."""
    for turn in range(ROUNDS):
        new = _accept(neighbours, found)
        known = new if turn else [e for e in found if e.positions <= set(among)]
        taken = {p for e in known for p in (e.parts[:-1] if keep_last else e.parts)}
        rest = [p for p in among if p not in taken]
        if (not new and turn) or len(rest) == len(among) or len(rest) < 3:
            return
        among, neighbours = rest, itertools.chain(runs(lines, rest), triples(lines, rest))


def _interleaved(lines: Lines, among: list[int]) -> Iterable[list[int]]:
    """Positions that belong together without standing together: of one label, or every second, third, fourth one."""
    by_label = grouped(among, lambda p: _last(lines.heads[p]))
    choices = [group for label, group in by_label.items() if label]
    for stride in range(2, 7):
        choices += [among[start::stride] for start in range(stride)]
    seen = set()
    for choice in choices:
        if 3 <= len(choice) < len(among) and tuple(choice) not in seen:
            seen.add(tuple(choice))
            yield choice


def _last(head: Column | Row) -> str:
    texts = [text for text in head.path if text] if isinstance(head, Column) else [head.label]
    return texts[-1].strip().lower() if texts else ""


def _accept(
    candidates: Iterable[Equation], found: list[Equation], *, weak: bool = False, each: bool = False
) -> list[Equation]:
    """The best of some equations, as far as they add to what was found: it grows by them; `each`: one a result."""
    new = []
    for one in _good(candidates, weak=weak):
        known = [other for other in found if other.result == one.result] if each or one.cover < COVER else []
        if not known and not any(_rivals(one, other) for other in found):
            found.append(one)
            new.append(one)
    return new


def _rivals(one: Equation, other: Equation) -> bool:
    """Whether two equations explain the same lines, or one turns the other round."""
    if not (one.fits & other.fits).any():
        return False
    if one.positions == other.positions or (one.shape == "weights" and one.positions & other.positions):
        return True
    if one.result == other.result and set(one.parts) & set(other.parts):
        return True
    return one.result in other.parts and other.result in one.parts


def quotients(lines: Lines) -> list[Equation]:
    """Ratios, shares and relative changes along a table's lines, also against another line; one a result."""
    among = [int(p) for p in np.flatnonzero(lines.present.any(axis=0))]
    results = [p for p in among if _may_be_ratio(lines, p)]
    if not results or not 2 <= len(among) <= MANY:
        return []
    candidates = list(ratios(lines, among, results)) if len(among) > 2 else []
    if lines.along == "line":  # a line beside another says nothing
        return _accept(candidates, [], weak=True, each=True)
    candidates += [*shares(lines, among, results), *filter(None, _told(lines)), *_repeated(lines)]
    for shift in _shifts(lines):
        candidates += ratios(lines, among, results, shift)
    return _accept([*candidates, *_of_group(lines, results)], [], weak=True, each=True)


def changes_below(lines: Lines) -> list[Equation]:
    """The changes that rows tell of rows above them by the same label; one a result."""
    return _accept(_repeated(lines), [], weak=True, each=True)


def portions(lines: Lines) -> list[Equation]:
    """Shares of one section's amounts in those of another; one a result."""
    return _accept(_of_group(lines, [p for p in lines.used() if lines.told_ratio(p)]), [], weak=True, each=True)


def _told(lines: Lines) -> Iterator[Equation | None]:
    """Positions whose head says that they tell a share of another, a change between two, a distance from the whole.

    The whole is the line that its label calls so, of shares all lines together where none is.
    """
    places = {head.index: p for p, head in enumerate(lines.heads) if isinstance(head, Column)}
    levels = [p for p in lines.used() if isinstance(h := lines.heads[p], Column) and h.kind == "level"]
    for result, head in enumerate(lines.heads):
        if of := lines.told_of(result):
            yield tried(lines, "percent", result, of, tries=0, named=True)
        if factor := lines.told_per(result):
            pairs = list(itertools.permutations([p for p in lines.of_kind(AMOUNT, lines.used()) if p != result], 2))
            tries = float(np.log10(len(pairs) or 1))
            yield from (tried(lines, "ratio", result, pair, times=factor, tries=tries) for pair in pairs[:MOST_PAIRS])
        if not isinstance(head, Column) or not lines.told_ratio(result):
            continue
        before = lines.heads[result - 1] if result else head
        beside = isinstance(before, Column) and before.kind == "change" and _PERCENT.fullmatch(head.label)
        told = [places[n] for n in (before.of if isinstance(before, Column) and beside else head.of) if n in places]
        told = told or levels
        if len(told) == 2:
            yield from _told_between(lines, result, head, told, change=head.kind == "change" or bool(beside))
        yield from _told_since(lines, result, head, levels)
        if lines.norms and lines.told_change(result):
            yield from _told_of(lines, "growth", result, told, lines.norms)
        elif head.kind == "share":
            yield from _told_of(lines, "percent", result, told, lines.wholes or [ALL])


def _repeated(lines: Lines) -> Iterator[Equation]:
    """Rows that tell the changes of rows above them by the same label: a block "Percent change from last month"."""
    above: dict[str, int] = {}
    shifts = _shifts(lines)
    for p, head in enumerate(lines.heads) if shifts and lines.along == "column" else ():
        if lines.told_ratio(p, "rate", "change") and head.label in above:
            tries, level = float(np.log10(2 * len(shifts))), above[head.label]
            found = (tried(lines, "growth", p, (level, level), tries=tries, shift=n, named=True) for n in shifts)
            yield from filter(None, found)
        elif head.label:
            above[head.label] = p


def _shifts(lines: Lines) -> list[int]:
    """How many lines a change may be counted over."""
    return [shift for shift in SHIFTS if len(lines.sides) > abs(shift) + 1]


def _of_group(lines: Lines, results: list[int]) -> Iterator[Equation]:
    """A group's percentages as what its amounts are of those of another group, under one header: Number | Per cent."""
    groups: dict[tuple[str, ...], dict[str, int]] = {}
    for p, head in enumerate(lines.heads):
        if isinstance(head, Column) and len(head.path) > 1:
            groups.setdefault(head.path[:-1], {})[head.path[-1]] = p
    found = [
        (result, mine[name], other[name])
        for result in results
        for mine in groups.values()
        for name, other in itertools.product(mine, groups.values())
        if result in mine.values() and lines.told_ratio(result) and other is not mine and name in other
        if not lines.told_ratio(mine[name]) and not lines.told_ratio(other[name])
    ]
    for result, part, whole in found:
        one = tried(lines, "percent", result, (part, whole), tries=float(np.log10(len(found))))
        yield from filter(None, [one])


_PERCENT = re.compile(r"\W*(?:in )?(?:%|per ?cent)\W*", re.I)


def _told_between(
    lines: Lines, result: int, head: Column, told: list[int], *, change: bool
) -> Iterator[Equation | None]:
    """The change between two columns, in all or a year."""
    tries = float(np.log10(2))
    for two, one in (told, told[::-1]):
        months = _months(lines.heads[two], lines.heads[one])
        if change:
            yield tried(lines, "growth", result, (one, two), tries=tries, named=True)
        elif head.basis == "cagr" and months > 0:
            spans = {Fraction(months, 12)}
            if head.period is not None and head.period.is_span:  # counted from the first year of its span
                spans.add(Fraction(head.period.end.year - head.period.start.year))
            for years in spans - {Fraction(0)}:
                yield tried(lines, "cagr", result, (one, two), tries=tries, times=years, named=True)


def _told_since(lines: Lines, result: int, head: Column, levels: list[int]) -> Iterator[Equation | None]:
    """The change of a column of levels from the line whose period the head counts from: "Change on month, %".

    Of the levels under the same span, or of those that a word of the head tells from the others.
    """
    span, words_of = head.path[:-1], {p: _words(lines.heads[p].label) for p in levels}
    common = set.intersection(*words_of.values()) if levels else set()
    near = [p for p in levels if span and isinstance(h := lines.heads[p], Column) and h.path[: len(span)] == span]
    near = near or [p for p in levels if (words_of[p] - common) & _words(head.label)]
    dates = [side.period for side in lines.sides] if head.basis in ("yoy", "qoq", "mom") else []
    for shift in _shifts(lines) if len(near) == 1 else ():
        pairs = [(now, dates[n + shift]) for n, now in enumerate(dates) if now and 0 <= n + shift < len(dates)]
        if pairs and all(then is not None and then == base_of(now, head.basis) for now, then in pairs):
            yield tried(lines, "growth", result, (near[0], near[0]), tries=0, shift=shift, named=True)


def _words(label: str) -> set[str]:
    return {word for word in re.split(r"[\s,()]+", label.casefold()) if word}


def _told_of(lines: Lines, shape: Shape, result: int, told: list[int], wholes: list[int]) -> Iterator[Equation | None]:
    """What each line is of the whole, or how far from it."""
    tries = float(np.log10(2 * len(told) * len(wholes))) if told else 0.0
    for part, whole in itertools.product(told, wholes):
        if whole != ALL or np.nanmin(lines.values[:, part]) > 0:
            yield tried(lines, shape, result, (part, part), tries=tries, whole=whole, named=True)


def _months(start: Column | Row, end: Column | Row) -> int:
    """Months from the period of a column to that of another; 0 where one is not known."""
    return (start.period.months_to(end.period) or 0) if start.period and end.period else 0


def constants(lines: Lines, known: list[Equation]) -> list[Equation]:
    """Pay by two periods, and shares that make a hundred where no position states the hundred."""
    among, found = lines.used(), list(known)
    if len(among) > MANY or lines.along == "line":
        return []
    paid = _accept(itertools.chain(pay(lines, among), gaps(lines, among)), found, weak=True)
    return paid + _accept(weights(lines, among), found, weak=True)


def _good(candidates: Iterable[Equation], *, weak: bool) -> list[Equation]:
    """Those with evidence enough that hold in most lines, the best first; `weak`: then those that prove more in few."""
    good = [e for e in candidates if _holds(e) or (weak and e.surplus >= 0 and e.surplus * e.cover >= 1)]
    return sorted(good, key=lambda e: (e.cover < COVER, -e.surplus, len(e.parts)))


def _holds(one: Equation) -> bool:
    """Whether an equation is proven and holds in most lines; what heads name needs less of both."""
    if not one.named:
        return one.surplus >= 0 and one.cover >= COVER
    quotient, held = one.shape in RATIOS, int(one.fits.sum())
    least = NAMED if held >= FEW or not quotient or (held > 1 and one.surplus >= 0) else COVER
    return (one.surplus >= 0 or (quotient and held > 1)) and one.cover >= least


def _may_be_ratio(lines: Lines, position: int) -> bool:
    """Percent, or numbers that are small or broken."""
    known = lines.values[lines.present[:, position], position]
    if not len(known) or not known.any():
        return False
    head = lines.heads[position]
    if (lines.kinds[:, position] == PERCENT).any() or named(head, "headers", "per share"):
        return True
    if named(head, "statistics", "mean"):
        return True
    return bool(np.median(np.abs(known)) < 1000 or (known != np.round(known)).mean() > 0.3)
