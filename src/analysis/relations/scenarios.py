"""Forecasts of one market that cannot both be."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from analysis.reading.model import Figure
from analysis.relations.figures import dated
from analysis.relations.keys import part
from analysis.relations.model import Binding, Finding


def scenarios(figures: Sequence[Figure]) -> Iterator[Finding]:
    """The last sizes of rival forecasts of one market: both cannot come true (`scenarios.rivals`)."""
    last: dict[tuple[str, str, str, str], dict[str, Figure]] = {}
    for f in figures:
        if f.measure == "market_size" and f.key("scenario") not in ("", "unspecified") and f.period and f.value > 0:
            known = last.setdefault((f.article.slug, f.key("market"), part(f, "region"), f.unit), {})
            known_last = known.get(f.key("scenario"))
            if known_last is None or known_last.period is None or known_last.period.end < f.period.end:
                known[f.key("scenario")] = f
    for known in last.values():
        for one, other in itertools.combinations(sorted(known.values(), key=lambda f: f.year or 0), 2):
            if one.year != other.year:
                text = f"{dated(one)} ({one.key('scenario')}) and {dated(other)} ({other.key('scenario')}) are rivals: "
                ends = tuple(f.interval().floats() for f in (other, one))
                yield Finding("scenarios.rivals", (("later", other), ("earlier", one)), "undetermined", "definition",
                              text + "both cannot come true.", "two forecasts of one market", Binding.PARTIAL,
                              ends[0], ends[1], other.unit)  # fmt: skip
