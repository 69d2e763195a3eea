"""Parts of a market: no segment or region exceeds the whole, nor does the whole outgrow the fastest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from analysis.reading.model import Figure
from analysis.relations.catalogue import FASTEST, IMPLIED_SIZE, PART_OF_WHOLE, SHARE, SLOWER_WHOLE
from analysis.relations.keys import in_own_words, place, thing
from analysis.relations.model import Binding, Case

_FASTEST = re.compile(r"\bfastest\b|\bhighest (?:growth|cagr)", re.I)


def parts(figures: Sequence[Figure], fastest: Sequence[Figure] = ()) -> Iterator[Case]:
    """Segments and regions against their market, by the sizes stated, the shares told and the rates they grow at.

    `fastest`: rates of regions that a claim calls the fastest.
    """
    sizes: dict[tuple[object, ...], list[Figure]] = {}
    rates: dict[tuple[str, str], list[Figure]] = {}
    for f in figures:
        if f.measure == "market_size" and f.key("market") and f.period and f.value > 0:
            sizes.setdefault((f.article.slug, f.unit, str(f.period)), []).append(f)
        elif f.measure == "growth_rate" and f.key("market") and f.unit == "percent":
            rates.setdefault((f.article.slug, f.key("market")), []).append(f)
    for group in sizes.values():
        yield from _within(group[:60])
    yield from _shares(figures, sizes)
    for group in rates.values():
        yield from _implied(group, sizes)
        yield from _fastest(group)
    for rate in fastest:
        yield from _outgrown(rate, figures)


def is_segment(part: str, whole: str) -> bool:
    """`generative-ai-in-audit` is a segment of `ai-in-audit`: the same name with words before it."""
    return bool(whole) and part != whole and part.endswith(f"-{whole}")


def is_world(figure: Figure) -> bool:
    """Whether a figure is of no region in particular, and of no segment or firm."""
    return figure.key("region") in ("", "global", "world") and not figure.key("country") and not thing(figure)


def _within(group: list[Figure]) -> Iterator[Case]:
    seen = set()
    for part, whole in itertools.permutations(group, 2):
        segment = is_segment(part.key("market"), whole.key("market")) and is_world(whole)
        region = part.key("market") == whole.key("market") and not is_world(part) and is_world(whole)
        key = (part.key("market"), part.key("region"), part.low, whole.low)
        if (segment or region) and key not in seen and _of_one(part, whole):
            seen.add(key)
            why = f"a {'region' if region else 'segment'} of the same market and year"
            yield Case(PART_OF_WHOLE, {"part": (part,), "whole": (whole,)}, Binding.KEYS, why,
                       check="parts.region" if region else "parts.segment")  # fmt: skip


def _of_one(part: Figure, whole: Figure) -> bool:
    """Rows of one table are siblings unless its structure says otherwise; elsewhere both must say whose they are."""
    return place(part) != place(whole) and in_own_words(part) and in_own_words(whole)


def _shares(figures: Sequence[Figure], sizes: dict[tuple[object, ...], list[Figure]]) -> Iterator[Case]:
    """A region's share of a market, where both sizes of that year are stated."""
    for share in figures:
        if share.measure != "share" or not share.key("market") or is_world(share) or not _of_the_market(share):
            continue
        for (article, _, period), group in sizes.items():
            if (article, period) != (share.article.slug, str(share.period)):
                continue
            same = [f for f in group if f.key("market") == share.key("market")]
            whole = next((f for f in same if is_world(f)), None)
            mine = next((f for f in same if f.key("region") == share.key("region")), None)
            if whole and mine:
                binding = Binding.KEYS if all(map(in_own_words, (share, mine, whole))) else Binding.COMPATIBLE
                yield Case(SHARE, {"percent": (share,), "part": (mine,), "whole": (whole,)}, binding,
                           "region and world of one market and year")  # fmt: skip


def _of_the_market(share: Figure) -> bool:
    """Whether a share is of its market, as far as its words say: "85% of the region" has another whole."""
    of = share.key("population").casefold()
    return not of or share.curated or share.controlled or "market" in of or share.key("market").replace("-", " ") in of


def _implied(rates: list[Figure], sizes: dict[tuple[object, ...], list[Figure]]) -> Iterator[Case]:
    """A segment's size at the start of its rate's span, implied by rate and end, against its market's then."""
    for rate in rates:
        if rate.basis != "cagr" or not rate.span_stated or rate.is_range:
            continue
        for (article, unit, period), group in sizes.items():
            if article != rate.article.slug or period != str(rate.start_year):
                continue
            whole = next((f for f in group if is_segment(rate.key("market"), f.key("market"))), None)
            last = sizes.get((article, unit, str(rate.end_year)), ())
            end = next((f for f in last if f.key("market") == rate.key("market")), None)
            if whole and end:
                years = Fraction((rate.end_year or 0) - (rate.start_year or 0))
                yield Case(IMPLIED_SIZE, {"rate": (rate,), "end": (end,), "whole": (whole,)}, Binding.PARTIAL,
                           "a segment of the same market", counts={"years": years})  # fmt: skip


def _fastest(rates: list[Figure]) -> Iterator[Case]:
    """What is called the fastest region cannot grow more slowly than the whole over the same years."""
    for region in rates:
        if is_world(region) or not (_FASTEST.search(region.cell) or region.key("superlative") == "fastest"):
            continue
        wholes = [rate for rate in rates if is_world(rate) and rate.basis == region.basis]
        for whole in wholes:
            spans = (region.start_year, region.end_year) == (whole.start_year, whole.end_year)
            doubt = "" if spans and whole.span_stated else "it may be over other years, or one of several forecasts"
            yield Case(SLOWER_WHOLE, {"whole": (whole,), "part": (region,)}, Binding.KEYS,
                       "the region called the fastest, and its market", doubt=doubt)  # fmt: skip


def _outgrown(rate: Figure, figures: Sequence[Figure]) -> Iterator[Case]:
    """The growth of the whole between its sizes at the ends of the span in which a region is called the fastest."""
    if is_world(rate) or not rate.span_stated or not rate.start_year or not rate.end_year:
        return
    key = (rate.article.slug, rate.key("market"), "market_size")
    sizes = [f for f in figures if (f.article.slug, f.key("market"), f.measure) == key and is_world(f) and f.value > 0]
    start = next((f for f in sizes if f.year == rate.start_year), None)
    for end in (f for f in sizes if f.year == rate.end_year and start and f.unit == start.unit):
        years = {"years": Fraction(rate.end_year - rate.start_year)}
        roles = {"rate": (rate,), "start": (start,), "end": (end,)}
        yield Case(FASTEST, roles, Binding.KEYS, "a region called the fastest, and sizes of its market", counts=years)  # type: ignore[arg-type]
        return
