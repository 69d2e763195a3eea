"""Growth rates against sizes elsewhere: of the rate's own row first, else of the same market or role in the article."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from analysis import words
from analysis.grouping import grouped
from analysis.reading.clauses.items import size_of
from analysis.reading.clauses.setting import set_apart
from analysis.reading.labels import says
from analysis.reading.model import Figure
from analysis.reading.prose.phrase import is_telling
from analysis.relations.catalogue import CAGR, CHANGE, STEADY
from analysis.relations.judge import holds
from analysis.relations.keys import first_of_each, in_own_words, part, place, whose
from analysis.relations.model import Binding, Case
from analysis.relations.windows import begins_later

#: Sizes of one thing among which a rate could mean any two.
_MANY = 24
#: Rates of a column that are tried on the sizes beside it.
_LOOKED_AT = 8
_NO_LEVELS = frozenset({"growth_rate", "pay_change", "experience", "firm_size", "ratio", "duration", "score"})


#: Article, thing and region → its sizes by year.
Sizes = dict[tuple[str, str, str], dict[int, list[Figure]]]
#: Block → column → its sizes; a list, a card or a paragraph → None → those that name nothing of their own.
Columns = dict[tuple[object, ...], dict[int | None, list[Figure]]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sizes a rate could lead between; `window`: years count from the first of the rate's span, not its base."""

    rate: Figure
    start: Figure
    end: Figure
    window: bool = False
    other: bool = False  # of another scenario than the rate

    @property
    def months(self) -> int:
        """Months between the two sizes."""
        start, end = self.start.period, self.end.period
        return (start.months_to(end) or 0) - 12 * self.window if start and end else 0


def growth(figures: Sequence[Figure], told: Collection[Figure] = ()) -> Iterator[Case]:
    """The best case for each rate: the pair of sizes that fits, of its own row if that has sizes; else the nearest.

    `told`: rates that a clause holds against figures of its own; elsewhere they may be confirmed and never blamed.
    """
    sizes: Sizes = {}
    columns: Columns = {}
    for figure in figures:
        if not _is_size(figure):
            continue
        if whose(figure):
            thing = sizes.setdefault((figure.article.slug, whose(figure), part(figure, "region")), {})
            thing.setdefault(figure.year or 0, []).append(figure)
        if figure.in_table:
            columns.setdefault(place(figure), {}).setdefault(figure.column, []).append(figure)
        elif not in_own_words(figure):
            columns.setdefault(_list(figure), {}).setdefault(None, []).append(figure)
    rates = [f for f in figures if f.in_table and f.measure == "growth_rate" and f.unit == "percent"]
    rows = grouped(rates, lambda figure: (place(figure), figure.row))
    beside = grouped(rates, lambda figure: (place(figure), figure.column))
    for copies in _distinct(figures):
        rate = copies[0]
        above = _above(rate, columns, rows.get((place(rate), rate.row), ()))
        pairs = list(_pairs(rate, sizes, columns, above, beside.get((place(rate), rate.column), ())))
        if pairs:
            case = _best(pairs, clear=rate not in told)
            yield _with_copies(case, copies)
            yield from _steady(case, sizes)


def _is_size(figure: Figure) -> bool:
    period = figure.period
    dated = period is not None and period.grain != "span" and figure.value > 0 and figure.kind_of == "level"
    return dated and figure.measure not in _NO_LEVELS and figure.unit not in ("percent", "score")


def _distinct(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Rates in percent; one that is repeated about the same market is judged once, with its copies."""
    rates = (f for f in figures if f.measure == "growth_rate" and f.unit == "percent" and f.value > -100)

    def told(rate: Figure) -> tuple[object, ...]:
        span = (rate.start_year, rate.end_year) if rate.span_stated else None
        about = whose(rate) if rate.key("market") else rate.figure_id
        keys = (part(rate, "region"), rate.key("scenario"), rate.basis)
        return (rate.article.slug, about, *keys, rate.low, rate.high, span)

    yield from grouped(rates, told).values()


def _pairs(
    rate: Figure, sizes: Sizes, columns: Columns, above: list[Figure], rates: Sequence[Figure]
) -> Iterator[Pair]:
    """The pairs of sizes that the rate could be the growth between; `rates` are those of its column."""
    in_row = _in_row(rate, columns)
    own = above or in_row or _beside(rate, columns, rates) or _listed(rate, columns) or _in_list(rate, columns)
    known = [] if above else _known(rate, sizes)
    near = sorted(dict.fromkeys((*own, *known)), key=lambda f: place(f) != place(rate))
    found = first_of_each(near, lambda f: (str(f.period), f.low, f.high, f.key("scenario"), f.unit))
    mine = [f for f in own if rate.row == f.row or (above and rate.column == f.column)]
    mine = mine if above or not rate.span_stated else []
    dated = [(figure, figure.year or 0) for figure in found[:60]]
    for (start, first), (end, last) in itertools.permutations(dated, 2):
        if not _spans(rate, first, last):
            continue
        if start.unit != end.unit or (start.measure != end.measure and not in_row) or not _earlier(start, end):
            continue
        if _in_real_terms(rate) != _in_real_terms(start):
            continue
        if mine and end not in mine and (above or start not in mine):
            continue  # the row's own size comes first, or that above the rate
        one_table = start.in_table and place(start) == place(end) and not (above or in_row)
        if one_table and (start.row == end.row or start.column != end.column):
            continue  # the columns of one table are judged together, as its structure; across both, two things stand
        if not _compatible(start.key("scenario"), end.key("scenario")):
            continue
        other = not _compatible(rate.key("scenario"), end.key("scenario") or start.key("scenario"))
        yield Pair(rate, start, end, other=other)
        window = first < (rate.start_year or 0) if rate.span_stated else _told_on(Pair(rate, start, end))
        if rate.basis == "cagr" and window and last - first > 1:
            yield Pair(rate, start, end, True, other)


def _in_row(rate: Figure, columns: Columns) -> list[Figure]:
    """The two sizes of a row that dates each: `Base year | Base | Target year | Target | CAGR`."""
    if not rate.in_table or rate.basis != "cagr":
        return []
    row = [f for column in columns.get(place(rate), {}).values() for f in column if f.row == rate.row]
    dated = all(size.period_origin in ("row", "cell") for size in row)
    return row if dated and len(row) == 2 and row[0].year != row[1].year else []


def _known(rate: Figure, sizes: Sizes) -> list[Figure]:
    """The sizes of the rate's thing at the ends of its span, or all where none is printed and few are stated."""
    by_year = sizes.get((rate.article.slug, whose(rate), part(rate, "region")), {}) if whose(rate) else {}
    if rate.span_stated and rate.start_year and rate.end_year:
        years: Sequence[int] = (rate.start_year - 1, rate.start_year, rate.end_year)
    else:
        years = list(by_year)
    found = [figure for year in dict.fromkeys(years) for figure in by_year.get(year, ())]
    return found if len(found) <= _MANY else []  # some pair of so many would fit by chance


def _listed(rate: Figure, columns: Columns) -> list[Figure]:
    """The sizes of a table of names and values beside a rate of a span: of one thing, each of another year.

    One thing: the names are alike but for the year, or name only what is measured (`Market size in 2023`).
    """
    column = columns.get(place(rate), {}).get(rate.column, []) if rate.in_table and rate.span_stated else []
    years = {figure.year for figure in column}
    apart = rate.row not in {figure.row for figure in column}
    return column if apart and len(years) == len(column) > 1 and _of_one_thing(column, rate.row_label) else []


def _of_one_thing(column: Sequence[Figure], *labels: str) -> bool:
    """Whether the names of rows are alike but for the year, or name no thing of their own."""
    names = {re.sub(r"\d+", "", figure.row_label).casefold() for figure in column}
    return len(names) == 1 or not any(map(is_telling, (*names, *labels)))


def _list(figure: Figure) -> tuple[object, ...]:
    """The list, card or paragraph that a figure of prose stands in."""
    block = figure.block
    if block.tag == "li":
        return figure.article.slug, block.path, block.intro
    return (figure.article.slug, block.card) if block.card else place(figure)


def _in_list(rate: Figure, columns: Columns) -> list[Figure]:
    """The sizes of a list of key figures (`Size in 2023: …`, `CAGR: …`) none of which names a thing of its own."""
    if rate.in_table or not rate.span_stated or in_own_words(rate):
        return []
    sizes = [figure for figure in columns.get(_list(rate), {}).get(None, ()) if figure.measure == "market_size"]
    return sizes if len({figure.year for figure in sizes}) == len(sizes) else []


def _above(rate: Figure, columns: Columns, rates: Sequence[Figure]) -> list[Figure]:
    """Of a row of yearly rates, the row of sizes above it, one a column, that at least two of its rates fit."""
    if not rate.in_table or not rate.row or rate.basis != "yoy" or rate.end_year is None:
        return []
    beside = columns.get(place(rate), {})
    over = {f.row for f in beside.get(rate.column, ()) if (f.row or 0) < rate.row}
    best: tuple[int, list[Figure]] = (1, [])
    for number in sorted(over, key=lambda row: row or 0):
        row = [f for column in beside.values() for f in column if f.row == number]
        by_year = {f.year: f for f in row}
        if len(by_year) == len(row) > 2:
            fits = sum(_fits(other, by_year) for other in rates)
            best = max(best, (fits, row), key=lambda one: one[0])  # the nearest of several
    return best[1]


def _fits(rate: Figure, by_year: Mapping[int | None, Figure]) -> bool:
    """Whether a yearly rate leads from the size of the year before to that of its own."""
    start, end = by_year.get((rate.end_year or 0) - 1), by_year.get(rate.end_year)
    if start is None or end is None or start.unit != end.unit:
        return False
    return holds(Case(CHANGE, {"percent": (rate,), "start": (start,), "end": (end,)}, Binding.TABLE, ""))


def _beside(rate: Figure, columns: Columns, rates: Sequence[Figure]) -> list[Figure]:
    """The sizes of the column that gives the rate's own row a size, one a row and dated by rows.

    Several yearly rates under a name of their own, none of which fits the sizes, are of something else: prices.
    """
    if not rate.in_table:
        return []
    for column in columns.get(place(rate), {}).values():
        if any(f.row == rate.row for f in column):
            by_year = {f.year: f for f in column}
            if len(by_year) == len(column) > 1 and _of_one_thing(column):
                dated = [each for each in rates if each.basis == "yoy" and (each.end_year or 0) - 1 in by_year]
                apart = len(dated) > 1 and _named_otherwise(rate, column[0])
                return [] if apart and not any(_fits(each, by_year) for each in dated[:_LOOKED_AT]) else column
    return []


def _named_otherwise(rate: Figure, size: Figure) -> bool:
    """Whether the header of a rate names a thing, and in no word that of the size."""
    named = words.pattern("headers", "movement").sub(" ", rate.column_label)
    mine, its = (set(re.findall(r"[^\W\d_]{3,}", label.casefold())) for label in (named, size.column_label))
    return is_telling(named) and not mine & its


def _in_real_terms(figure: Figure) -> bool:
    """Whether a header or row says real, organic, at constant currency: no growth of the amounts as printed."""
    said = f"{figure.column_label} | {figure.row_label}" if figure.in_table else ""
    return bool(words.pattern("bases", "real").search(said))


def _earlier(start: Figure, end: Figure) -> bool:
    if start.period is None or end.period is None or not start.period.end < end.period.end:
        return False
    return bool(start.period.months_to(end.period))


def _compatible(one: str, other: str) -> bool:
    return not one or not other or one == other or "unspecified" in (one, other)


def _spans(rate: Figure, start: int, end: int) -> bool:
    """Whether the rate can be meant for these years: its printed span by either convention, else any."""
    if rate.span_stated and rate.start_year:
        begins = start - rate.start_year in ((0, -1) if rate.basis == "cagr" else (0,))
        return end == rate.end_year and begins
    if rate.basis == "yoy":
        return end - start == 1
    return rate.basis != "total" or not rate.end_year or end == rate.end_year


def _best(pairs: list[Pair], *, clear: bool) -> Case:
    """Of its own scenario if any is stated: the pair that fits, the likeliest of several; else the likeliest meant."""
    own = sorted([pair for pair in pairs if not pair.other] or pairs, key=_preference)
    cases = (_case(pair, len(own), clear=clear) for pair in own if _may_fit(pair))
    return next(filter(holds, cases), None) or _case(own[0], len(own), clear=clear)


def _may_fit(pair: Pair) -> bool:
    """Whether values that print so could fit, as far as floats tell: the rest is not worth an exact look."""
    (least, most), (low, high) = (f.interval("rounded", closed=True).floats() for f in (pair.start, pair.end))
    slowest, fastest = pair.rate.interval("rounded", closed=False).floats()
    if least <= 0:
        return True
    times = _times(pair)
    at_least = float((max(low, 0) / most) ** times - 1) * 100
    at_most = float((high / least) ** times - 1) * 100
    return at_least - _SLACK * (abs(at_least) + 1) <= fastest and slowest <= at_most + _SLACK * (abs(at_most) + 1)


#: Far more than floats can be off, against the size of a rate.
_SLACK = 1e-6


def _preference(pair: Pair) -> tuple[bool, bool, bool, float]:
    """Up to the rate's own year, from the last past size, the first convention, nearest."""
    rate, start, end = pair.rate, pair.start, pair.end
    beside = end.year == (rate.end_year or rate.year) and (pair.months > 12 or rate.basis != "cagr")
    projected = start.key("status") == "projection"
    implied = float(((end.value / start.value) ** _times(pair) - 1) * 100)
    return not beside, beside and projected, pair.window, -(start.year or 0) if beside else abs(implied - rate.value)


def _times(pair: Pair) -> float:
    """The power that makes a yearly rate of a ratio."""
    return 1.0 if pair.rate.basis == "total" else 12 / max(pair.months, 1)


def _case(pair: Pair, tries: int, *, clear: bool) -> Case:
    rate, start, end = pair.rate, pair.start, pair.end
    why = _placed(pair)
    bound = clear and (bool(why) or _keyed(pair)) and not _parted(pair)
    binding = Binding.KEYS if bound else Binding.COMPATIBLE
    why = why or f"sizes of the same {'market' if rate.key('market') else 'thing'}"
    doubt = "no size of its own scenario is stated" if pair.other else ""
    if rate.basis == "cagr":
        doubt = doubt or begins_later(rate, start, end)
        why += f", one of {tries} pairs that the rate could mean" if tries > 1 and not rate.span_stated else ""
    if rate.basis == "total" or pair.months == 12:
        check = "growth.yoy" if pair.months == 12 and rate.basis != "total" else "growth.total"
        roles = {"percent": (rate,), "start": (start,), "end": (end,)}
        return Case(CHANGE, roles, binding, why, doubt=doubt, tries=tries, check=check)
    roles, years = {"rate": (rate,), "start": (start,), "end": (end,)}, {"years": Fraction(pair.months, 12)}
    return Case(CAGR, roles, binding, why, counts=years, doubt=doubt, tries=tries)


def _placed(pair: Pair) -> str:
    """What joins rate and sizes by their place, for people: one row or column, one list; '' where nothing does."""
    rate, start, end = pair.rate, pair.start, pair.end
    columns, rows = {figure.column for figure in (rate, start, end)}, {start.row, end.row}
    if rate.in_table and place(rate) == place(start) == place(end):
        return "sizes of the rate's own row or column" if rate.row in rows or 1 in (len(rows), len(columns)) else ""
    unnamed = not rate.in_table and not any(map(in_own_words, (rate, start, end)))
    one_list = unnamed and rate.span_stated and _list(rate) == _list(start) == _list(end)
    return "key figures of one list" if one_list else ""


def _keyed(pair: Pair) -> bool:
    """Whether rate and sizes each say whose they are, and of which time: no year is carried on from before."""
    rate = pair.rate
    figures = (rate, pair.start, pair.end)
    if not whose(rate) or not all(map(in_own_words, figures)) or any(f.period_origin == "section" for f in figures):
        return False
    spanned = rate.span_stated or rate.basis in ("yoy", "total") or _told_on(pair)
    return rate.curated or (spanned and (rate.in_table or bool(rate.entity.head)))


def _parted(pair: Pair) -> bool:
    """Whether a sentence sets one of the figures apart, or the rate is that of a number and the sizes are of money."""
    rate, start, end = pair.rate, pair.start, pair.end
    counted = any(size_of(word) == "count" for word in rate.entity.head.split())
    if counted and start.is_money and not rate.in_table:
        return True
    return any(set_apart(one, other) for one, other in itertools.combinations((rate, start, end), 2))


def _told_on(pair: Pair) -> bool:
    """Whether the rate's sentence tells the size it leads to, and that one or the one before where it began."""
    rate, start, end = pair.rate, pair.start, pair.end
    if rate.in_table or not place(rate) == place(start) == place(end) or (_of_all(end) and not _of_all(start)):
        return False
    return end.sentence == rate.sentence and rate.sentence - start.sentence in (0, 1)


def _of_all(figure: Figure) -> bool:
    """Whether a size is told to be a total: "total revenue" is more than the market's before it."""
    return says("totals", "total", figure.cell[: max(figure.cell.find(figure.quote), 0)])


def _with_copies(case: Case, copies: list[Figure]) -> Case:
    return replace(case, figures={**case.figures, "rate again": tuple(copies[1:])}) if copies[1:] else case


def _steady(case: Case, sizes: Sizes) -> Iterator[Case]:
    """Sizes inside the span of a compound rate that holds: on its path or not, which is no contradiction."""
    rate = case.main
    if case.relation is not CAGR or not holds(case) or not rate.span_stated or rate.is_range:
        return
    start, end = case.figures["start"][0], case.figures["end"][0]
    by_year = sizes.get((rate.article.slug, whose(rate), part(rate, "region")), {})
    for size in (figure for year in by_year for figure in by_year[year][:2]):
        if size.unit != end.unit or not _compatible(size.key("scenario"), end.key("scenario")):
            continue
        if _earlier(start, size) and _earlier(size, end) and size.key("scenario") != "unspecified":
            months = Pair(rate, start, size).months
            inside = Case(STEADY, {"size": (size,), "start": (start,), "end": (end,), "rate": (rate,)}, Binding.PARTIAL,
                          "a size inside the span of the rate", counts={"years": Fraction(months, 12)},
                          doubt="the path is not steady, which a compound rate does not promise")  # fmt: skip
            if rate.controlled or rate.curated or holds(inside):
                yield inside
