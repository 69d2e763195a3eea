"""Order across places: a mean within its range, pay by seniority, bands that follow one another, superlatives."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial

from analysis.datasets.fields import LEVELS
from analysis.quantity.model import End
from analysis.reading.model import Figure
from analysis.relations.catalogue import IN_RANGE
from analysis.relations.figures import amount, precise, printed
from analysis.relations.judge import PRECISIONS
from analysis.relations.keys import compare, in_own_words, part, place, same_period
from analysis.relations.levels import levels
from analysis.relations.model import Binding, Case, Finding

_ENDS: tuple[End, End] = ("low", "high")
_RANK = {level: rank for rank, level in enumerate(LEVELS[:4])}
_CALLED = re.compile(
    r"[(–—-]\s*(?:the )?(?:(?P<highest>highest|largest|biggest|fastest)|lowest|smallest|slowest)"
    r"(?:[ -](?:avg\.?|average|pay(?:ing)?|salary|growth|growing|overall))*\s*(?:\)|$)",
    re.I,
)


def order(figures: Sequence[Figure]) -> Iterator[Case | Finding]:
    """All relations of order among figures of equal keys."""
    pay = [f for f in figures if f.measure == "salary" and f.is_money and f.key("role")]
    yield from means(pay)
    yield from seniority(pay)
    yield from levels(pay)
    yield from bands(figures)
    yield from superlatives(figures)


def at_most(lower: Figure, upper: Figure, ends: tuple[End, End] = ("low", "low")) -> str:
    """The verdict on "lower is at most upper", one end of each; open ends count in their own direction."""
    for precision, verdict in PRECISIONS:
        left, right = lower.interval(precision, ends[0]), upper.interval(precision, ends[1])
        if not right.below(left):
            return verdict
    open_up = upper.quantity.open_high and (ends[1] == "high" or not upper.is_range)
    open_down = lower.quantity.open_low and (ends[0] == "low" or not lower.is_range)
    return "consistent" if open_up or open_down else "inconsistent"


def means(pay: Sequence[Figure]) -> Iterator[Case]:
    """A mean lies within the range stated for the same pay, in one place or in two (`order.mean_in_range`)."""
    for group in _groups(
        pay, lambda f: (f.article.slug, part(f, "role"), part(f, "level"), part(f, "country"), f.unit)
    ):
        ranges = _unique(f for f in group if f.is_range and f.statistic == "range")
        for mean in _unique(f for f in group if f.statistic == "mean" and not f.is_range):
            own = [whole for whole in ranges if _row(whole) == _row(mean)]  # a range beside it is the one meant
            for whole in own or ranges:
                if (case := _mean(whole, mean)) is not None:
                    yield case


def _mean(whole: Figure, mean: Figure) -> Case | None:
    """The case of a mean and a range, if nothing tells them apart."""
    together = _row(whole) == _row(mean) and (mean.in_table or mean.curated)
    found, missing = compare(whole, mean)
    years = same_period(whole.period, mean.period)
    if found == "different" or years == "different" or (mean.key("level") in ("", "all") and not together):
        return None
    known = in_own_words(whole) and in_own_words(mean) and bool(mean.key("role"))
    binding = Binding.KEYS if (together and not missing) or (known and not missing) else Binding.PARTIAL
    if not together and not known:
        return None
    where = (
        "one row" if together and mean.in_table else "one sentence" if together else "the same role, level and country"
    )
    doubt = f"only one of them names the {' and the '.join(missing).replace('_', ' ')}" if missing else ""
    return Case(IN_RANGE, {"mean": (mean,), "range": (whole,)}, binding, where, doubt=doubt)


def seniority(pay: Sequence[Figure]) -> Iterator[Finding]:
    """Pay that rises with seniority within one list of statements, low and high ends apart (`order.seniority`)."""
    keys = ("role", "country", "region", "location", "industry", "component", "company_size_low")
    told = [f for f in pay if not f.in_table]
    for group in _groups(told, lambda f: (f.article.slug, f.statistic, f.unit, *(part(f, name) for name in keys))):
        levels = {f.key("level"): f for f in group if f.key("level") in _RANK and in_own_words(f)}
        if len(levels) < 2 or sum(f.key("level") in levels for f in group) != len(levels):
            continue
        yield ranked([(level, levels[level]) for level in sorted(levels, key=lambda level: _RANK[level])])


def ranked(chain: Sequence[tuple[str, Figure]]) -> Finding:
    """The finding on pay by seniority, (level, figure) from the lowest; pay need not rise, so its fall is a question.

    Where a curator vouches for the levels, it is a finding of its own kind: severity `definition`.
    """
    steps = [(low, high, end) for end in _ENDS for low, high in itertools.pairwise(chain)]
    failing = next(
        (step for step in steps if at_most(step[0][1], step[1][1], (step[2], step[2])) == "inconsistent"), None
    )
    unit = chain[0][1].unit
    make = partial(Finding, "order.seniority", why="levels in one place", binding=Binding.TABLE, unit=unit)
    if failing is None:
        ends = "both ends" if any(f.is_range for _, f in chain) else "each step"
        text = " ≤ ".join(f"{printed(f)} ({level})" for level, f in chain)
        return make(figures=tuple(chain), verdict="consistent", severity="ok", explanation=f"{text} holds at {ends}.")
    (below, junior), (above, senior), end = failing
    low, high = _end(junior, end), _end(senior, end)
    text = (
        f"The {end} end of {above} pay, {amount(high, unit)}, lies below that of {below}, {amount(low, unit)}; "
        "pay is expected to rise with seniority, but need not."
    )
    return make(
        figures=tuple(sorted(chain, key=lambda pair: pair[1] is not senior)), severity="definition", explanation=text,
        verdict="inconsistent" if senior.curated or senior.controlled else "undetermined", stated=(high, high),
        implied=(low, float("inf")), repair=f"{precise(low, senior)} or more as the {end} end of {above}",
    )  # fmt: skip


def bands(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Bands of experience or staff that follow one another: years may share an end point, counts of people may not."""
    scales = (f for f in figures if f.in_table and f.measure in ("experience", "firm_size"))
    for chain in _groups(scales, lambda f: (*place(f), f.measure, "header" if f.row == 0 else f.column)):
        labels = all(f.row == 0 or f.cell == f.row_label for f in chain)
        if len(chain) > 1 and labels and all(f.is_range or f.is_open for f in chain):
            yield _bands(sorted(chain, key=lambda f: (f.value, _end(f, "high"))))


def _bands(chain: list[Figure]) -> Finding:
    people = chain[0].measure == "firm_size"
    make = partial(Finding, "order.bands", why="bands of one table", binding=Binding.TABLE, unit=chain[0].unit)
    figures = tuple(("band", f) for f in chain)
    for one, other in itertools.pairwise(chain):
        last, first = _end(one, "high"), other.value
        if first < last or (people and first == last and not other.is_open):
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


def superlatives(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A cell that calls its figure the highest or lowest, against the other figures of its column."""
    for column in _groups((f for f in figures if f.in_table and f.row), lambda f: (*place(f), f.column, f.unit)):
        for figure in column:
            called = _CALLED.search(figure.cell.replace(figure.quote, "")) if figure.cell != figure.row_label else None
            others = [f for f in column if f.row != figure.row and f.measure == figure.measure]
            if called and others:
                yield _superlative(figure, others, highest=bool(called["highest"]))


def _superlative(figure: Figure, others: list[Figure], *, highest: bool) -> Finding:
    """Denied where another figure lies wholly beyond it; in doubt where only a part of another's range does."""

    def beyond(whole: bool) -> list[Figure]:
        ends: tuple[End, End] = ("low", "high") if whole else ("high", "high") if highest else ("low", "low")
        steps = [(other, figure) if highest else (figure, other) for other in others]
        failed = [at_most(low, high, ends) == "inconsistent" for low, high in steps]
        return [other for other, wrong in zip(others, failed, strict=True) if wrong]

    word, side = ("highest", "above") if highest else ("lowest", "below")
    against, doubtful = beyond(True), beyond(False)
    verdict = "inconsistent" if against else "undetermined" if doubtful else "consistent"
    severity = {"inconsistent": "contradiction", "undetermined": "definition", "consistent": "ok"}[verdict]
    text = (
        ", ".join(f"{printed(other)} ({other.row_label})" for other in (against or doubtful)[:4]) or "no other figure"
    )
    lies = "lies partly" if verdict == "undetermined" else "lies"
    text = f"{printed(figure)} is called the {word}; {text} {lies} {side} it."
    extreme = (max if highest else min)(against, key=lambda f: f.value) if against else None
    return Finding(
        "order.superlative", ((f"called {word}", figure), *(("other", other) for other in others)), verdict, severity,
        text, "figures of one column", Binding.TABLE, unit=figure.unit,
        repair=f"{extreme.row_label} as the {word}" if extreme else "",
    )  # fmt: skip


def _end(figure: Figure, end: End) -> float:
    low, high = figure.low, figure.high
    found = (low if low is not None else high) if end == "low" else (high if high is not None else low)
    return float(found or 0)


def _groups(figures: Iterable[Figure], key: Callable[[Figure], Hashable]) -> list[list[Figure]]:
    groups: dict[Hashable, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    return [group for group in groups.values() if len(group) > 1]


def _unique(figures: Iterable[Figure]) -> list[Figure]:
    """One figure for each printed value."""
    return list({(f.low, f.high): f for f in reversed(list(figures))}.values())


def _row(figure: Figure) -> tuple[object, ...]:
    return (*place(figure), figure.row)


def _list(figure: Figure) -> tuple[object, ...]:
    return (figure.article.slug, figure.block.kind, figure.block.index if figure.in_table else "")
