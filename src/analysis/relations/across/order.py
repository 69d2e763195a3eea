"""Order across places: a mean within its range, levels within the range of all, pay by seniority, bands in a row."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from analysis import words
from analysis.datasets.fields import LEVELS
from analysis.grouping import grouped
from analysis.quantity.model import End
from analysis.reading.model import Figure
from analysis.relations.across.repeats import named_in
from analysis.relations.catalogue import FLOOR, IN_RANGE, START
from analysis.relations.figures import amount, precise, printed
from analysis.relations.judge import PRECISIONS, judge
from analysis.relations.keys import compare, first_of_each, in_own_words, part, place, same_period, statistic
from analysis.relations.model import Binding, Case, Finding

_ENDS: tuple[End, End] = ("low", "high")
_RANK = {level: rank for rank, level in enumerate(LEVELS[:4])}
#: What parts the people of a role; the range of all of them names none of these.
_PARTING = ("level", "location", "industry", "company_size_low", "population")
_NEAR = 2  # blocks up to which levels are told side by side
_ALIKE = ("role", "country", "region", "location", "industry", "component", "company_size_low")
_MANY = 40  # parts of one role that are looked at
_STEPS = 10  # within a level, which words tell apart


def order(figures: Sequence[Figure]) -> Iterator[Case | Finding]:
    """All relations of order among figures of equal keys."""
    pay = [f for f in figures if f.measure == "salary" and f.is_money]
    for group in grouped(pay, lambda f: (f.article.slug, part(f, "role") or f.block.path, f.unit)).values():
        if part(group[0], "role"):
            yield from _means(group)
            yield from _levels(group)
    yield from _seniority(pay)
    scales = [f for f in figures if f.in_table and f.measure in ("experience", "firm_size")]
    for chain in grouped(scales, lambda f: (*place(f), f.measure, "header" if f.row == 0 else f.column)).values():
        labels = all(f.row == 0 or f.cell == f.row_label for f in chain)
        if len(chain) > 1 and labels and all(f.is_range or f.is_open for f in chain):
            yield _bands(sorted(chain, key=lambda f: (f.value, _end(f, "high"))))


def at_most(lower: Figure, upper: Figure, ends: tuple[End, End] = ("low", "low")) -> str:
    """The verdict on "lower is at most upper", one end of each, rounded no coarser than the finer; open ends count."""
    finest = min(figure.quantity.rounding for figure in (lower, upper))
    for precision, verdict in PRECISIONS:
        left, right = (
            figure.quantity._replace(rounding=max(figure.quantity.resolution, finest)).interval(precision, end)
            for figure, end in zip((lower, upper), ends, strict=True)
        )
        if not right.below(left):
            return verdict
    open_up = upper.quantity.open_high and (ends[1] == "high" or not upper.is_range)
    open_down = lower.quantity.open_low and (ends[0] == "low" or not lower.is_range)
    return "consistent" if open_up or open_down else "inconsistent"


def _means(pay: Sequence[Figure]) -> Iterator[Case]:
    """A mean lies within the range stated for the same pay, in one place or in two (`order.mean_in_range`)."""
    for group in grouped(pay, lambda f: (part(f, "level"), part(f, "country"))).values():
        ranges, means = (
            first_of_each((f for f in group if f.statistic == kind and f.is_range == wide), lambda f: (f.low, f.high))
            for kind, wide in (("range", True), ("mean", False))
        )
        for mean in means:
            own = [whole for whole in ranges if _row(whole) == _row(mean)]  # a range beside it is the one meant
            for whole in own or ranges:
                yield from _mean(whole, mean)


def _mean(whole: Figure, mean: Figure) -> Iterator[Case]:
    """The case of a mean and a range, if nothing tells them apart."""
    together = _row(whole) == _row(mean) and (mean.in_table or mean.curated)
    known = in_own_words(whole) and in_own_words(mean)
    found, missing = compare(whole, mean)
    different = found == "different" or same_period(whole.period, mean.period) == "different"
    if different or not (together or (known and mean.key("level") not in ("", "all"))):
        return
    where = "the same role, level and country"
    if together:
        where = "one row" if mean.in_table else "one sentence"
    yield Case(IN_RANGE, {"mean": (mean,), "range": (whole,)}, Binding.PARTIAL if missing else Binding.KEYS, where,
               doubt=_named_once(missing))  # fmt: skip


def _named_once(missing: Sequence[str]) -> str:
    return f"only one of them names the {' and the '.join(missing).replace('_', ' ')}" if missing else ""


def _levels(pay: Sequence[Figure]) -> Iterator[Case]:
    """The range of a level, place or size of firm begins within the range told for all, and no higher than its end."""
    told = [f for f in pay if f.is_range and statistic(f) == "range" and in_own_words(f)]
    for group in grouped(told, lambda f: part(f, "component")).values():
        named = grouped(
            first_of_each(group, lambda f: (f.low, f.high, *(part(f, name) for name in ("country", *_PARTING)))),
            lambda f: sum(bool(part(f, name)) for name in _PARTING),
        )
        for whole, some in itertools.product(named.get(0, [])[:_MANY], named.get(1, [])[:_MANY]):
            yield from _within(whole, some)


def _within(whole: Figure, some: Figure) -> Iterator[Case]:
    found, missing = compare(whole, some, skip=_PARTING)
    if found == "different" or same_period(whole.period, some.period) == "different" or place(whole) == place(some):
        return
    what = next(name for name in _PARTING if part(some, name)).replace("_low", "").replace("_", " ")
    binding, why = Binding.PARTIAL if missing else Binding.KEYS, f"all of a role, and one {what} of it"
    roles = {"part": (some,), "whole": (whole,)}
    doubt = _named_once(missing) or ("" if _of_all(whole) else f"nothing says that it is the pay of every {what}")
    cases = [Case(relation, roles, binding, why, doubt=doubt) for relation in (START, FLOOR)]
    fails = [case for case in cases if (judged := judge(case)) and not judged.holds]
    yield from fails or cases[:1]


def _of_all(figure: Figure) -> bool:
    """Whether somebody says that a figure is of all people of its role: a level or place not named is unknown."""
    said = (figure.cell, figure.row_label, figure.column_label)
    return figure.curated or figure.controlled or any(next(words.find("totals", text, "world"), None) for text in said)


def _seniority(pay: Sequence[Figure]) -> Iterator[Finding]:
    """Pay that rises with seniority, or with years of experience (`order.seniority`).

    Levels that a curator names are those of one pay wherever they stand; others are told side by side.
    """
    told = [f for f in pay if not f.in_table and f.kind_of == "level"]
    known = [f for f in told if f.curated and f.key("level") in _RANK]
    for group in grouped(
        known, lambda f: (f.article.slug, f.unit, f.statistic, *(part(f, n) for n in _ALIKE))
    ).values():
        yield from _rising([(_RANK[f.key("level")], f) for f in group])
    whole = [f for f in told if not f.curated and f.key("component") not in ("bonus", "equity", "other")]
    near = grouped(whole, lambda f: (f.article.slug, f.unit))
    for group in near.values():
        chains = [chain for stage in (_years, _level, _beside_all) for chain in _chains(group, stage)]
        told_so: list[set[Figure]] = []
        for chain in sorted(chains, key=len, reverse=True):
            figures = {figure for _, figure in chain}
            if not any(figures <= other for other in told_so):
                found = list(_rising(chain))
                told_so += [figures] * len(found)
                yield from found


def _chains(told: Sequence[Figure], stage: Callable[[Figure], float | None]) -> Iterator[list[tuple[float, Figure]]]:
    """Figures of one pay that follow one another, each at a stage of its own."""
    chain: list[tuple[float, Figure]] = []
    for figure in told:
        at = stage(figure)
        if at is None:
            continue
        if chain and (not _goes_on(chain[-1][1], figure) or at in (known for known, _ in chain)):
            yield chain
            chain = []
        chain.append((at, figure))
    yield chain


def _level(figure: Figure) -> float | None:
    """The rank of a figure's level, finer where its words are: trainee and junior, senior and lead; None for none."""
    rank = _RANK.get(figure.key("level"))
    if rank is None:
        return None
    hits = [hit.word for hit in words.find("seniority", figure.key("level_label"))]
    return rank + (max(int(word.value or 0) for word in hits) / _STEPS if len({word.cls for word in hits}) == 1 else 0)


def _years(figure: Figure) -> float | None:
    """The years of experience that pay is told for."""
    if figure.key("level") == "entry":
        return 0
    low, high = (figure.keys.get(f"experience_{end}") for end in _ENDS)
    told = low if low is not None else 0 if high is not None else None  # "less than a year"
    return None if told is None else float(str(told))


def _beside_all(figure: Figure) -> float | None:
    """Where pay of no level lies: above that of beginners, below that of seniors; a range only where its role is told.

    "Paralegal: £26,000 – £32,000" stands between the junior and the senior one.
    """
    if figure.key("level") != "all":
        return _level(figure) if figure.key("level") != "mid" else None
    mean = figure.statistic in ("mean", "median") and _years(figure) is None
    return _RANK["mid"] if (mean and not figure.is_range) or part(figure, "role") else None


def _goes_on(one: Figure, other: Figure) -> bool:
    """Whether two figures are told of one pay, in one paragraph or list: nothing but their level tells them apart."""
    role, its = part(one, "role"), part(other, "role")
    near = abs(one.block.index - other.block.index) <= _NEAR and (
        one.block.path == other.block.path or role == its != ""
    )
    if one.article is not other.article or one.unit != other.unit or not near:
        return False
    if one.block is not other.block and named_in(one.block.text) != named_in(other.block.text):
        return False  # "In banking …", and a paragraph on all trades
    found, _ = compare(one, other, skip=("level", "role", "experience_low", "experience_high"))
    alike = found != "different" and same_period(one.period, other.period) != "different"
    return alike and (role.endswith(its) or its.endswith(role))


def _rising(chain: Sequence[tuple[float, Figure]]) -> Iterator[Finding]:
    """The finding on a chain of stages; a question only where every figure says itself whose it is."""
    chain = sorted(chain, key=lambda pair: pair[0])
    figures = [figure for _, figure in chain]
    levels = {_stage(figure) for figure in figures}
    if len({at for at, _ in chain}) == len(figures) > 1 and levels != {"all"}:
        found = ranked([(_stage(figure), figure) for figure in figures])
        own = all(in_own_words(f) or f.entity.origin == "label" for f in figures)
        alike = len({f.statistic for f in figures}) == 1 and len(levels) == len(figures) and "all" not in levels
        if found.verdict == "consistent" or (own and alike):
            yield found


def _stage(figure: Figure) -> str:
    years = _years(figure)
    return f"{years:g} years of experience" if years and _level(figure) is None else figure.key("level")


def ranked(chain: Sequence[tuple[str, Figure]]) -> Finding:
    """The finding on pay by seniority, (level, figure) from the lowest; pay need not rise, so its fall is a question.

    Where a curator vouches for the levels, it is a finding of its own kind: severity `definition`.
    """
    steps = [(low, high, end) for end in _ENDS for low, high in itertools.pairwise(chain)]
    failing = next(
        (step for step in steps if at_most(step[0][1], step[1][1], (step[2], step[2])) == "inconsistent"), None
    )
    make = partial(Finding, "order.seniority", why="levels in one place", binding=Binding.TABLE, unit=chain[0][1].unit)
    if failing is None:
        ends = "both ends" if any(f.is_range for _, f in chain) else "each step"
        text = " ≤ ".join(f"{printed(f)} ({level})" for level, f in chain)
        return make(figures=tuple(chain), verdict="consistent", severity="ok", explanation=f"{text} holds at {ends}.")
    (below, junior), (above, senior), end = failing
    low, high = _end(junior, end), _end(senior, end)
    text = (
        f"The {end} end of {above} pay, {amount(high, senior.unit)}, lies below that of {below}, "
        f"{amount(low, senior.unit)}; pay is expected to rise with seniority, but need not."
    )
    return make(
        figures=tuple(sorted(chain, key=lambda pair: pair[1] is not senior)), severity="definition", explanation=text,
        verdict="inconsistent" if senior.curated or senior.controlled else "undetermined", stated=(high, high),
        implied=(low, float("inf")), repair=f"{precise(low, senior)} or more as the {end} end of {above}",
    )  # fmt: skip


def fallen(figures: Sequence[Figure], what: str, why: str) -> Iterator[Finding]:
    """The finding that figures of one unit fall from the first to the last, by enough steps; none where they do not."""
    different = len({figure.value for figure in figures})
    if falls(figures) and figures[0].value > figures[-1].value and different * 3 >= len(figures) * 2:
        first, last = ("highest", "lowest") if figures[0].value > 0 else ("smallest fall", "deepest")
        ends = f"the {first}, {printed(figures[0])}, to the {last}, {printed(figures[-1])}"
        text, rows = f"The {len(figures)} {what} stand from {ends}.", tuple(("row", figure) for figure in figures)
        yield Finding("order.ranking", rows, "consistent", "ok", text, why, Binding.TABLE, unit=figures[0].unit)


def falls(figures: Sequence[Figure]) -> bool:
    """Whether figures are of one unit, and none is above the one before."""
    steps = all(at_most(low, high) != "inconsistent" for high, low in itertools.pairwise(figures))
    return steps and len({figure.unit for figure in figures}) == 1


def _bands(chain: list[Figure]) -> Finding:
    """Bands of one table that follow one another: years may share an end point, counts of people may not."""
    people = chain[0].measure == "firm_size"
    make = partial(Finding, "order.bands", why="bands of one table", binding=Binding.TABLE, unit=chain[0].unit)
    figures = tuple(("band", f) for f in chain)
    for one, other in itertools.pairwise(chain):
        last, first = _end(one, "high"), other.value
        if first < last or (people and first == last and not (one.is_open or other.is_open)):  # "fewer than 50"
            return make(
                figures=tuple(sorted(figures, key=lambda pair: pair[1] is not other)), verdict="inconsistent",
                severity="mislabel" if first == last else "contradiction",
                explanation=f"{printed(one)} and {printed(other)} both hold {first:,.0f}.",
                repair=f"{last + 1:,.0f} as the first of the band {printed(other)}",
            )  # fmt: skip
        if first > last + 1:
            gap = f"Nothing is said of what lies between {printed(one)} and {printed(other)}."
            return make(figures=figures, verdict="undetermined", severity="definition", explanation=gap)
    text = f"{', '.join(map(printed, chain))} follow one another."
    return make(figures=figures, verdict="consistent", severity="ok", explanation=text)


def _end(figure: Figure, end: End) -> float:
    low, high = figure.low, figure.high
    found = (low if low is not None else high) if end == "low" else (high if high is not None else low)
    return float(found or 0)


def _row(figure: Figure) -> tuple[object, ...]:
    return (*place(figure), figure.row)
