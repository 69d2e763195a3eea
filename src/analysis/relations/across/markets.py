"""A market and its parts: sizes, shares and rates of segments and regions against the whole; rival forecasts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from analysis.grouping import grouped
from analysis.reading.model import Figure
from analysis.relations.catalogue import FASTEST, IMPLIED_SIZE, PART_OF_WHOLE, SHARE, SLOWER_WHOLE
from analysis.relations.figures import dated
from analysis.relations.keys import first_of_each, in_own_words, place, thing
from analysis.relations.model import Binding, Case, Finding

_FASTEST = re.compile(r"\bfastest\b|\bhighest (?:growth|cagr)", re.I)
_MANY = 60  # sizes of one year beyond which no parts are looked for
#: Article, unit and period; the sizes of markets stated by these.
Key = tuple[str, str, str]
Sizes = dict[Key, list[Figure]]


def markets(figures: Sequence[Figure], fastest: Sequence[Figure] = ()) -> Iterator[Case | Finding]:
    """No part exceeds its whole, nor does the whole outgrow the fastest; shares and rates follow from the sizes.

    `fastest`: rates of regions that a claim calls the fastest.
    """
    told = [f for f in figures if f.key("market")]
    stated = [f for f in told if f.measure == "market_size" and f.kind_of == "level" and f.period and f.value > 0]
    sizes = grouped(stated, lambda f: (f.article.slug, f.unit, str(f.period)))
    named = {key: {f.key("market"): f for f in reversed(group)} for key, group in sizes.items()}
    rates = [f for f in told if f.measure == "growth_rate" and f.unit == "percent"]
    for group in sizes.values():
        yield from _within(group[:_MANY])
    for share in told:
        if share.measure == "share" and _is_regional(share) and _of_the_market(share):
            yield from _share(share, sizes)
    for rate in rates:
        if rate.basis == "cagr" and rate.span_stated and not rate.is_range:
            yield from _implied(rate, named)
        if _is_regional(rate) and (_FASTEST.search(rate.cell) or rate.key("superlative") == "fastest"):
            yield from _slower(rate, rates)
    for rate in fastest:
        if _is_regional(rate) and rate.span_stated:
            yield from _outgrown(rate, sizes)
    yield from _rivals(stated)


def _wider(market: str) -> list[str]:
    """What a market may be a segment of: `generative-ai-in-audit` of `ai-in-audit`, the same name with words before."""
    words = market.split("-")
    return ["-".join(words[at:]) for at in range(1, len(words))]


def is_world(figure: Figure) -> bool:
    """Whether a figure is of no region in particular, and of no segment or firm."""
    return not _is_regional(figure) and not thing(figure)


def _is_regional(figure: Figure) -> bool:
    """Whether a figure is of a part of the world."""
    return figure.key("region") not in ("", "global", "world") or bool(figure.key("country"))


def _of(group: Sequence[Figure], market: str, region: str | None = None) -> Figure | None:
    """The first size of a market in a region, of the world where None."""
    mine = (f for f in group if f.key("market") == market)
    return next((f for f in mine if (is_world(f) if region is None else f.key("region") == region)), None)


_FAR = 100  # so many times a whole no part is: "£2,299 a head"


def _within(group: list[Figure]) -> Iterator[Case]:
    """Sizes of one year; rows of one table are siblings unless its structure says otherwise."""
    seen = set()
    wholes = grouped(filter(is_world, group), lambda f: f.key("market"))
    for part in group:
        market = part.key("market")
        names = [market] * _is_regional(part) + _wider(market)
        for whole in sorted((f for name in names for f in wholes.get(name, ())), key=lambda f: f.order):
            key = (market, part.key("region"), part.low, whole.low)
            apart = key in seen or place(part) == place(whole) or part.value > _FAR * whole.value
            if not apart and in_own_words(part) and in_own_words(whole):
                seen.add(key)
                what = "region" if market == whole.key("market") else "segment"
                yield Case(PART_OF_WHOLE, {"part": (part,), "whole": (whole,)}, Binding.KEYS,
                           f"a {what} of the same market and year", check=f"parts.{what}")  # fmt: skip


def _share(share: Figure, sizes: Sizes) -> Iterator[Case]:
    """A region's share of a market, where both sizes of that year are stated."""
    for (article, _, period), group in sizes.items():
        if (article, period) == (share.article.slug, str(share.period)):
            mine, whole = (_of(group, share.key("market"), region) for region in (share.key("region"), None))
            beside = [size for size in group if size.block is share.block and size.sentence == share.sentence]
            if mine and whole and (mine in beside or whole in beside or not beside):
                binding = Binding.KEYS if all(map(in_own_words, (share, mine, whole))) else Binding.COMPATIBLE
                yield Case(SHARE, {"percent": (share,), "part": (mine,), "whole": (whole,)}, binding,
                           "region and world of one market and year")  # fmt: skip


def _of_the_market(share: Figure) -> bool:
    """Whether a share is of its market, as far as its words say: "85% of the region" has another whole."""
    of = share.key("population").casefold()
    return not of or share.curated or share.controlled or "market" in of or share.key("market").replace("-", " ") in of


def _at_ends(rate: Figure, sizes: Mapping[Key, object]) -> Iterator[tuple[Key, Key, dict[str, Fraction]]]:
    """Where the sizes of the two ends of a rate's span are found, and its years."""
    for article, unit, period in sizes:
        if article == rate.article.slug and period == str(rate.start_year):
            years = Fraction((rate.end_year or 0) - (rate.start_year or 0))
            yield (article, unit, period), (article, unit, str(rate.end_year)), {"years": years}


def _implied(rate: Figure, named: Mapping[Key, Mapping[str, Figure]]) -> Iterator[Case]:
    """A segment's size at the start of its rate's span, implied by rate and end, against its market's then."""
    for first, last, years in _at_ends(rate, named):
        market, wholes = rate.key("market"), named[first]
        whole = min((wholes[name] for name in _wider(market) if name in wholes), key=lambda f: f.order, default=None)
        end = named.get(last, {}).get(market)
        if whole and end:
            yield Case(IMPLIED_SIZE, {"rate": (rate,), "end": (end,), "whole": (whole,)}, Binding.PARTIAL,
                       "a segment of the same market", counts=years)  # fmt: skip


def _slower(region: Figure, rates: Sequence[Figure]) -> Iterator[Case]:
    """What is called the fastest region cannot grow more slowly than the whole over the same years."""
    about = (region.article.slug, region.key("market"), region.basis)
    for whole in rates:
        if is_world(whole) and (whole.article.slug, whole.key("market"), whole.basis) == about:
            spans = (region.start_year, region.end_year) == (whole.start_year, whole.end_year)
            doubt = "" if spans and whole.span_stated else "it may be over other years, or one of several forecasts"
            yield Case(SLOWER_WHOLE, {"whole": (whole,), "part": (region,)}, Binding.KEYS,
                       "the region called the fastest, and its market", doubt=doubt)  # fmt: skip


def _outgrown(rate: Figure, sizes: Sizes) -> Iterator[Case]:
    """The growth of the whole between its sizes at the ends of the span in which a region is called the fastest."""
    for first, last, years in _at_ends(rate, sizes):
        start, end = (_of(sizes.get(key, ()), rate.key("market")) for key in (first, last))
        if start and end:
            yield Case(FASTEST, {"rate": (rate,), "start": (start,), "end": (end,)}, Binding.KEYS,
                       "a region called the fastest, and sizes of its market", counts=years)  # fmt: skip


def _rivals(sizes: Sequence[Figure]) -> Iterator[Finding]:
    """The last sizes of rival forecasts of one market: both cannot come true (`scenarios.rivals`)."""
    forecasts = [f for f in sizes if f.key("scenario") not in ("", "unspecified")]
    for group in grouped(forecasts, lambda f: (f.article.slug, f.key("market"), f.key("region"), f.unit)).values():
        group.sort(key=lambda f: f.year or 0, reverse=True)
        last = first_of_each(group, lambda f: f.key("scenario"))
        for earlier, later in itertools.combinations(reversed(last), 2):
            if earlier.year != later.year:
                text = f"{dated(earlier)} ({earlier.key('scenario')}) and {dated(later)} ({later.key('scenario')})"
                stated, implied = (f.interval().floats() for f in (later, earlier))
                yield Finding("scenarios.rivals", (("later", later), ("earlier", earlier)), "undetermined",
                              "definition", f"{text} are rivals: both cannot come true.", "two forecasts of one market",
                              Binding.PARTIAL, stated, implied, later.unit)  # fmt: skip
