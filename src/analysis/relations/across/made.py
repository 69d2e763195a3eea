"""What a figure of a text is made of, where no word, key or table tells: arithmetic among the figures near it.

A gap, change, share, rest, sum or pay by another period is confirmed where few others could fit as closely: each
reading tried costs chance, and what stands far off costs more than what the sentence names. Nothing here accuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, islice

from analysis import words
from analysis.quantity import Interval
from analysis.reading.clauses.items import CHANGES, TIMES, alike
from analysis.reading.model import Figure, Reading
from analysis.reading.page import is_possible
from analysis.relations.across.rows import stems
from analysis.relations.catalogue import BALANCE, CHANGE, DIFFERENCE, PAY_TOLD, POINTS, SHARE, SUM
from analysis.relations.judge import judge
from analysis.relations.keys import same_period
from analysis.relations.model import Binding, Case, Relation, Values
from analysis.units import WORKING_YEAR, split

_BEFORE, _BEHIND = 40, 6  # figures around one that it may be made of
_NAMED, _HEAD, _OTHER = 1, 2, 4  # how far off count those whose line the sentence names, the page's first, the others
_FIRST = 2  # amounts that a page begins with
_LONG = 100  # letters of a line of a list, at the most
_CLOSE, _PAIRS = 24, 80  # figures that are paired, pairs that are tried
_RUN, _LENGTHS = 8, 4  # parts of a sum, times of work that are tried
_BESIDE = 30  # letters beside a figure that tell its direction
_MOVES = (("clauses", ("above", "below", "more")), ("change", ("rise", "fall")), ("clauses", ("gap",)))
_NUMBERS = ("rank", "code", "score")
_RATES = CHANGES | TIMES
_DIGIT = re.compile(r"\d")
_OR = re.compile(r"^\W*(?:or\b|\()[^\d,;.]*[\d.,]+")  # "$900 or 5% more"
_WHY = "figures near it that make it"
_TIMED = ("hour", "day", "week", "month", "count")


def _exactly(v: Values, role: str) -> Interval:
    """A figure that is given, not reckoned: what it makes is right to the digit."""
    return Interval.point(v[role].middle or 0)


#: 4.81% of 480,000, 3% on top of $54.37, 220 days at £320.
SHARE_GIVEN = Relation(
    "shares.part", ("part", "percent", "whole"), lambda v: (v["part"], v["whole"] * _exactly(v, "percent") / 100),
    "{percent} of {whole} is {implied}; {part} is stated.")  # fmt: skip
CHANGE_GIVEN = Relation(
    "growth.change", ("end", "percent", "start"),
    lambda v: (v["end"], v["start"] * (_exactly(v, "percent") + 100) / 100),
    "{start} and {percent} is {implied}; {end} is stated.")  # fmt: skip
PAY_GIVEN = Relation(
    "periods.pay", ("longer", "shorter"), lambda v: (v["longer"], _exactly(v, "shorter") * v.count("times")),
    "{shorter} is {implied}, {times} times as much; {longer} is stated.")  # fmt: skip


_TOLD_SO = 4  # times as coarse a gap is believed where a word calls it one
_PART_TIME, _OVERTIME = 3, 1.4  # how far off the usual hours and days of work are believed
_LEVELS = ("start", "end")
_UNCALLED = 5  # times as many tries is a change that no word calls one
_RECKONED = (SHARE, CHANGE, POINTS)
_AT_ONCE = (SHARE, SHARE_GIVEN, BALANCE)  # of figures of one time


def made(reading: Reading, settled: Iterable[Case]) -> Iterator[Case]:
    """The cases that hold of what figures of prose are made of; `settled`: what other relations decide.

    Those told as gaps or changes come first: what is made of them needs no other word.
    """
    if reading.is_curated:
        return
    figures = [f for f in reading.figures if not (f.is_range or f.is_open) and f.value and f.kind_of not in _NUMBERS]
    first = [f for f in figures if f.unit not in _RATES][:_FIRST]
    told = {case.main for case in settled}
    changed = {frozenset(f for role, f in case.pairs if role in _LEVELS) for case in settled} - {frozenset()}
    seen = {frozenset(f for _, f in case.pairs) for case in settled}  # what is told already
    untold = [f for f in figures if not (f.in_table or f in told or f.unit in TIMES or f.basis == "cagr")]
    places = {figure: at for at, figure in enumerate(figures)}
    for figure in sorted(untold, key=lambda f: not _direction(f)):
        near = _near(figures, places[figure])
        near |= {f: min(near.get(f, _HEAD), _HEAD) for f in first if f is not figure}
        for find in (_of_two, _sums, _paid) if figure.is_money else (_of_two,):
            for case in islice(filter(_fits, find(figure, near)), 1):
                if figure.unit == "percent" and frozenset(f for role, f in case.pairs if role in _LEVELS) in changed:
                    continue  # those two make another percentage
                among = frozenset(f for _, f in case.pairs)
                yield from () if among in seen else [case]
                seen.add(among)


def _could(case: Case) -> bool:
    """Whether a case may hold, reckoned roughly: most do not by far, and to judge each takes long.

    Each figure may be off by more than the judge grants.
    """
    value = {role: sum(abs(f.value) for f in figures) for role, figures in case.figures.items()}
    off = {role: sum(map(_room, figures)) for role, figures in case.figures.items()}
    if "percent" in value:
        one, other = (value["part"], 0.0) if "part" in value else (value["end"], value["start"])
        base = "whole" if "part" in value else "start"
        made, told = 100 * abs(one - other), value["percent"] * value[base]
        room = 100 * (sum(off.values()) - off["percent"]) + value["percent"] * off[base] + value[base] * off["percent"]
    elif "longer" in value:
        times = float(case.counts["times"])
        made, told, room = value["shorter"] * times, value["longer"], off["shorter"] * times + off["longer"]
    else:
        first, *others = case.relation.roles
        made = value["parts"] if "parts" in value else abs(value[others[0]] - value[others[1]])
        told, room = value[first], sum(off.values())
    return abs(made - told) <= room * (1 + 1e-9)


def _room(figure: Figure) -> float:
    """More than its print was rounded by: at most a step, and either way where words say so."""
    return float(figure.quantity.rounding) * (1.5 if figure.quantity.approximate else 1.01)


def _fits(case: Case) -> bool:
    """Whether a case holds as printed; what fits only where it was rounded is evidence beside the figures alone."""
    if not _could(case):
        return False
    found, led = judge(case), case.binding is Binding.UNCLEAR and case.relation in _RECKONED
    return found is not None and (found.verdict == "consistent" or (found.holds and led))


def _near(figures: Sequence[Figure], at: int) -> dict[Figure, int]:
    """The figures near one and how far off they count: its sentence's, those of lines that it names, the others."""
    figure, said = figures[at], stems(figures[at].cell)
    found: dict[Figure, int] = {}
    for side in (figures[max(0, at - _BEFORE) : at][::-1], figures[at + 1 : at + 1 + _BEHIND]):
        off = _OTHER
        for other in side:
            label = stems(_line(other))
            if other.cell == figure.cell:
                found[other] = 0
            elif other.block is figure.block and abs(other.sentence - figure.sentence) == 1 and not figure.in_table:
                found[other] = _NAMED
            elif label and (label <= said or len(label & said) > 1):
                found[other] = 0 if other.in_table and stems(other.column_label) & said else _NAMED
            else:
                found[other] = off
                off += other.unit not in _RATES
    return found


def _line(figure: Figure) -> str:
    """What names the line of a figure: its row, or what stands before it in a list or card."""
    if figure.in_table or len(figure.cell) > _LONG:
        return figure.row_label
    return figure.cell.partition(figure.quote)[0]


# ---- of two --------------------------------------------------------------------------------------------------------


def _of_two(figure: Figure, near: Mapping[Figure, int]) -> Iterator[Case]:
    """A percentage, points or a gap of two figures, nearest first; before all two whose gap the sentence tells, too."""
    rate, points = figure.unit == "percent", figure.unit == "percentage_point"
    others = [f for f in near if (f.unit == "percent" if points else f.unit not in _RATES)]
    tied, far = _tied(figure, others), {}
    gaps = {round(f.value, 4) for f in others if not near[f]} if rate else ()
    nearest = {*sorted(others, key=near.__getitem__)[:_CLOSE]}
    for one, two in combinations([f for f in others if f in nearest], 2):
        small, large = sorted((one, two), key=lambda f: f.value)
        like = alike(one, two) and (rate or points or alike(one, figure))
        if like and small.value < large.value and _aligned(one, two) and (not tied or tied & {one, two}):
            apart = large.value - small.value
            told = apart <= small.value and round(apart, 4) in gaps
            far[small, large] = near[one] + near[two] - _OTHER * told
    for tries, (small, large) in enumerate(sorted(far, key=far.__getitem__)[:_PAIRS], 1):
        named = far[small, large] < _OTHER
        beside = min(near[small], near[large]) <= _NAMED
        for relation, slots, sign in _rates(figure, small, large, beside) if rate else _apart(figure, small, large):
            at_once = (large, small) if relation in _AT_ONCE else (figure, slots["end"][0]) if rate else ()
            if at_once and same_period(at_once[0].period, at_once[1].period) == "different":
                continue
            binding = Binding.UNCLEAR if named and relation is not BALANCE else Binding.COMPATIBLE
            cost = _UNCALLED if relation in (CHANGE, CHANGE_GIVEN) and not _direction(figure) else 1
            grain = cost if relation in _RECKONED else cost * _grain(figure, small, large)
            if relation is DIFFERENCE and named:
                grain = max(1, grain // _TOLD_SO)
            yield Case(relation, slots, binding, _WHY, sign, tries=tries * grain)


def _tied(figure: Figure, others: Sequence[Figure]) -> set[Figure]:
    """Where a sentence points back ("this is a fall of"): its own figures and those told last; one of them is meant."""
    ahead = figure.cell.partition(figure.quote)[0][-_BESIDE:]
    if not words.pattern("clauses", "pointer").search(ahead):
        return set()
    before = (f for f in others if f.order < figure.order and f.cell != figure.cell)
    last = max(before, key=lambda f: f.order, default=figure)
    return {f for f in others if f.cell in (figure.cell, last.cell)}


def _aligned(one: Figure, two: Figure) -> bool:
    """Whether two figures may be compared: cells of one table in a row or column."""
    return one.block is not two.block or not one.in_table or (one.row == two.row) != (one.column == two.column)


def _direction(figure: Figure) -> int:
    """The way a figure goes by the words beside it: 1 up, -1 down, 2 either way, 0 where none tells."""
    before, _, behind = figure.cell.partition(figure.quote)
    before, behind = _DIGIT.split(before)[-1][-_BESIDE:], _DIGIT.split(_OR.sub("", behind))[0][:_BESIDE]
    if words.pattern("clauses", "than").search(before):
        return 0
    signs = {"rise": 1, "fall": -1, "gap": 2}
    text = f"{behind} | {before}"
    hits = (hit.word for family, classes in _MOVES for hit in words.find(family, text, *classes))
    return next((signs.get(word.cls) or int(word.value or 1) for word in hits), 0)


Made = tuple[Relation, dict[str, tuple[Figure, ...]], dict[str, int]]


def _rates(figure: Figure, small: Figure, large: Figure, beside: bool) -> Iterator[Made]:
    """What percentage one amount is of another, or more or less; `beside`: one of them is, and may be made by it."""
    way, down = _direction(figure), {"percent": -1}
    shares: dict[str, tuple[Figure, ...]] = {"percent": (figure,), "part": (small,), "whole": (large,)}
    for relation in (SHARE_GIVEN, SHARE)[not beside :]:
        yield relation, shares, down if figure.value < 0 else {}
    for goes, start, end in ((1, small, large), (-1, large, small)):
        changes: dict[str, tuple[Figure, ...]] = {"percent": (figure,), "start": (start,), "end": (end,)}
        for relation in (CHANGE_GIVEN, CHANGE)[not beside :] if way in (0, 2, goes) else ():
            yield relation, changes, down if goes * figure.value < 0 else {}


def _apart(figure: Figure, small: Figure, large: Figure) -> Iterator[Made]:
    """How far two figures lie apart."""
    sign = 1 if figure.value > 0 else -1
    if figure.unit == "percentage_point":
        yield POINTS, {"points": (figure,), "start": (small,), "end": (large,)}, {"points": sign}
    elif _direction(figure) or (small.in_table and large.in_table):
        yield DIFFERENCE, {"amount": (figure,), "start": (small,), "end": (large,)}, {"amount": sign}
    else:
        yield BALANCE, {"difference": (figure,), "larger": (large,), "smaller": (small,)}, {}


def _grain(*figures: Figure) -> int:
    """How many times as coarse as printed amounts all are: whole thousands meet a thousand times as easily."""
    amounts = [f.quantity for f in figures if f.unit not in _RATES]
    return max(1, int(min(q.rounding for q in amounts) / max(q.resolution for q in amounts)))


# ---- of several ----------------------------------------------------------------------------------------------------


def _sums(figure: Figure, near: Mapping[Figure, int]) -> Iterator[Case]:
    """An amount that others in a row make, all of them or all but one."""
    others = sorted((f for f in near if alike(f, figure) and f.value < figure.value), key=lambda f: f.order)
    ahead = [f for f in others if f.order < figure.order][: -2 * _RUN - 1 : -1]
    runs = [
        side[first : first + size]
        for side in (ahead, [f for f in others if f.order > figure.order])
        for first in range(len(side))
        for size in range(2, min(_RUN, len(side) - first) + 1)
    ]
    runs += [[*run[:nth], *run[nth + 1 :]] for run in runs[:_PAIRS] if len(run) > 3 for nth in range(1, len(run) - 1)]
    binding = Binding.UNCLEAR if words.pattern("totals", "total").search(figure.cell) else Binding.COMPATIBLE
    value = {f: abs(f.value) for f in (figure, *others)}
    room = {f: _room(f) for f in value}
    for tries, run in enumerate(runs, 1):
        if abs(sum(value[f] for f in run) - value[figure]) > room[figure] + sum(room[f] for f in run):
            continue  # by far: to make and judge a case of each takes long
        yield Case(SUM, {"total": (figure,), "parts": tuple(run)}, binding, _WHY, tries=tries * _grain(figure, *run))


def _paid(figure: Figure, near: Mapping[Figure, int]) -> Iterator[Case]:
    """Pay for so many hours, days or times at a rate: 220 days at £320 are £70,400."""
    nearest = sorted(near, key=near.__getitem__)
    base, lengths = split(figure.unit).base, [f for f in nearest if f.unit in _TIMED and f.value > 1][:_LENGTHS]
    shorts = [f for f in nearest if split(f.unit).base == base and f.value < figure.value and f.measure == "salary"]
    pairs = [
        (short, length)
        for short in shorts
        for length in lengths
        if length.unit == "count"
        or (_is_rate(short, length) and split(short.unit).period in ("", length.unit) and _usual(figure, length))
    ]
    for tries, (short, length) in enumerate(pairs, 1):
        slots = {"longer": (figure,), "shorter": (short,)}
        counts, why = {"times": Fraction(length.quantity.low or 0)}, f"{length.quote} told near them"
        for relation in (PAY_GIVEN, PAY_TOLD):
            yield Case(relation, slots, Binding.COMPATIBLE, why, counts=counts, tries=tries * _grain(figure))


def _is_rate(short: Figure, length: Figure) -> bool:
    """Whether an amount may be pay for one hour, day, week or month: no 24 million."""
    return is_possible(length.unit, (split(short.unit).base, Decimal(short.quantity.low or 0)))


def _usual(pay: Figure, length: Figure) -> bool:
    """Whether so many hours or days may be worked in the period of a pay: 38 hours a week, none a month."""
    full = WORKING_YEAR.get(length.unit, 0) / WORKING_YEAR.get(split(pay.unit).period, WORKING_YEAR["year"])
    return not split(pay.unit).period or full / _PART_TIME < length.value < full * _OVERTIME
