"""What an article claims about its figures, evaluated in each sense the words can bear.

A claim is a predicate over groups of figures: curated (`claims.csv`), or told in a sentence. A sense is a way to
compare ranges (by low ends, high ends or middles), a way to read a rise, or one of several forecasts. A claim that
holds in every sense is consistent, in some undetermined, in none inconsistent.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd

from analysis.datasets.fields import FACTS
from analysis.reading.ledger import row_of, value_of
from analysis.reading.model import Figure
from analysis.relations.across.currencies import Rates
from analysis.relations.figures import printed, span
from analysis.relations.keys import place
from analysis.relations.model import Binding, Finding
from analysis.units import WORKING_YEAR, currency, split

#: The ways to compare two ranges: how far between its ends each stands.
_SENSES = {"by low ends": 0.0, "by middles": 0.5, "by high ends": 1.0}
_WORDS = {"consistent": "ok", "undetermined": "definition", "inconsistent": "contradiction"}
Groups = dict[str, list[Figure]]


def curated(claims: pd.DataFrame, figures: Sequence[Figure], rates: Rates) -> Iterator[Finding]:
    """One finding for each row of `claims.csv` that names a figure."""
    if claims.empty:
        return
    evaluate, rows = Evaluator(rates), {figure: row_of(figure) for figure in figures}
    for claim in claims.itertuples():
        arguments = json.loads(str(claim.arguments))
        sides = {key: _select(rows, where) for key, where in arguments.items() if isinstance(where, dict)}
        if "order" in arguments:
            sides = {f"step {i}": _select(rows, step) for i, step in enumerate(arguments["order"], 1)}
        if any(sides.values()):
            found = evaluate(str(claim.claim), str(claim.predicate), sides, arguments)
            yield replace(found, key=str(claim.claim_id))


def called_fastest(claims: pd.DataFrame, figures: Sequence[Figure]) -> list[Figure]:
    """The rates of parts that a curated claim says outgrow the whole."""
    if claims.empty:
        return []
    found: list[Figure] = []
    rows = {figure: row_of(figure) for figure in figures}
    for claim in claims[claims["predicate"].isin(["greater", "highest"])].itertuples():
        of = json.loads(str(claim.arguments)).get("of", {})
        if of.get("measure") == "growth_rate" and of.get("region"):
            found += _select(rows, of)
    return list(dict.fromkeys(found))


def _select(rows: Mapping[Figure, Mapping[str, Any]], selection: Mapping[str, Any]) -> list[Figure]:
    """The figures whose columns equal the selection's values, or are among them; '' matches what is not known."""
    if unknown := selection.keys() - set(FACTS):
        raise KeyError(*unknown)
    found = list(rows.items())
    for name, values in selection.items():
        wanted = {*values} if isinstance(values, list) else {values}
        wanted |= {None, "all"} if "" in wanted else set()
        found = [(figure, row) for figure, row in found if row.get(name) in wanted]
    return [figure for figure, _ in found]


class Evaluator:
    """Evaluates predicates over figures; `rates` brings amounts of other currencies to dollars at an article's date."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self._per_usd: dict[tuple[str, str], float] = {}

    def __call__(self, words: str, predicate: str, sides: Groups, arguments: Mapping[str, Any]) -> Finding:
        """The claim's finding: its verdict in every sense, in some, in none, or unknown where a side is not stated."""
        named: dict[Figure, str] = {}
        for key, figure in ((key, figure) for key, group in sides.items() for figure in group):
            named.setdefault(figure, key)
        if "among" in sides and "of" in sides:
            sides = sides | {"among": [f for f in sides["among"] if f not in sides["of"]]}
        sides = {key: _own_words(group) for key, group in sides.items()}
        missing = [key for key, group in sides.items() if not group]
        senses = {} if missing else self._senses(predicate, sides, arguments)
        return _finding(words, predicate, [(key, figure) for figure, key in named.items()], senses, bool(missing))

    def size(self, figure: Figure, at: float) -> tuple[str, float]:
        """Dimension and value to compare: money in dollars per working year, ranges at a point between their ends."""
        low, high = _ends(figure)
        middle = low + at * (high - low)
        code = currency(figure.unit)
        if not code:
            return figure.unit, middle
        period = split(figure.unit).period
        return f"USD{'/year' if period else ''}", middle * float(WORKING_YEAR.get(period, 1)) / self._rate(code, figure)

    def _rate(self, code: str, figure: Figure) -> float:
        day = figure.article.published
        if code == "USD" or day is None:
            return 1.0 if code == "USD" else float("nan")
        key = (code, str(day.date()))
        if key not in self._per_usd:
            known = self.rates(code, day.date() - timedelta(days=7), day.date())
            self._per_usd[key] = float(known["per_usd"].iloc[-1]) if len(known) else float("nan")
        return self._per_usd[key]

    def _senses(self, predicate: str, sides: Groups, arguments: Mapping[str, Any]) -> dict[str, bool]:
        """Whether the claim holds, by sense; senses in which nothing can be compared are left out."""
        if predicate == "faster_every_year":
            return _faster(sides["of"], sides["than"])
        found: dict[str, bool] = {}
        for reading, chosen in _readings(predicate, sides).items():
            values = {sense: self._holds(predicate, chosen, arguments, at) for sense, at in _SENSES.items()}
            known = {sense: holds for sense, holds in values.items() if holds is not None}
            if len(set(known.values())) == 1:
                known = {"": next(iter(known.values()))}
            found |= {" ".join(filter(None, (sense, reading))): holds for sense, holds in known.items()}
        return {"": next(iter(found.values()))} if len(set(found.values())) == 1 else found

    def _holds(self, predicate: str, sides: Groups, arguments: Mapping[str, Any], at: float) -> bool | None:
        if predicate in ("rising", "falling"):
            ordered = sorted(sides["of"], key=lambda f: str(value_of(f, arguments["by"])))
            values = [self.size(f, at)[1] for f in ordered]
            return all(a < b if predicate == "rising" else a > b for a, b in itertools.pairwise(values))
        if predicate in ("ascending", "descending"):
            steps = list(itertools.pairwise(sides.values()))
            pairs = self._pairs(((b, a) if predicate == "ascending" else (a, b) for a, b in steps), at)
            return all(a > b for a, b in pairs) if pairs else None
        if predicate == "comparable" and any(f.is_range for group in sides.values() for f in group):
            both = itertools.product(sides["of"], sides["than"])
            return all(self.size(a, 0) <= self.size(b, 1) and self.size(b, 0) <= self.size(a, 1) for a, b in both)
        others = sides["among" if "among" in sides else "than"]
        pairs = self._pairs([(sides["of"], others)], at, arguments.get("each", ()))
        test: dict[str, Callable[[float, float], bool]] = {
            "greater": lambda a, b: a > b, "highest": lambda a, b: a >= b,
            "less": lambda a, b: a < b, "lowest": lambda a, b: a <= b,
            "comparable": lambda a, b: abs(a - b) <= arguments.get("tolerance_percent", 10) / 100 * max(a, b),
            "lower_by": lambda a, b: any(low <= (1 - a / b) * 100 <= high for low, high in map(_ends, sides["by"])),
        }  # fmt: skip
        quantify = any if arguments.get("quantifier") == "some" else all
        return quantify(test[predicate](a, b) for a, b in pairs) if pairs else None

    def _pairs(
        self, groups: Iterable[tuple[list[Figure], list[Figure]]], at: float, each: Sequence[str] = ()
    ) -> list[tuple[float, float]]:
        found = []
        for left, right in groups:
            for one, other in itertools.product(left, right):
                (unit, mine), (its, theirs) = self.size(one, at), self.size(other, at)
                paired = all(value_of(one, column) == value_of(other, column) for column in each)
                if unit == its and paired and mine == mine and theirs == theirs:
                    found.append((mine, theirs))
        return found


def _ends(figure: Figure) -> tuple[float, float]:
    high = figure.high if figure.high is not None else figure.value
    return figure.value, high


def _faster(of: list[Figure], than: list[Figure]) -> dict[str, bool]:
    """The senses of "rises faster every year" for two series of percentages."""
    mine, theirs = ({f.year: f.value for f in group if f.year and f.value > 0} for group in (of, than))
    years = sorted(mine.keys() & theirs.keys())
    steps = [(a, b) for a, b in itertools.pairwise(years) if b == a + 1]
    return {
        "by the rates themselves": all(mine[year] > theirs[year] for year in years),
        "by the points gained": all(mine[b] - mine[a] > theirs[b] - theirs[a] for a, b in steps),
        "by the ratio to the year before": all(mine[b] / mine[a] > theirs[b] / theirs[a] for a, b in steps),
    }


def _own_words(figures: list[Figure]) -> list[Figure]:
    """Without amounts whose cell or sentence states them in dollars too: one pay is compared once."""
    places = {(*place(f), f.row, f.column) for f in figures if currency(f.unit) == "USD"}
    return [f for f in figures if currency(f.unit) in ("", "USD") or (*place(f), f.row, f.column) not in places]


def _readings(predicate: str, sides: Groups) -> dict[str, Groups]:
    """One reading for each forecast compared with, or each thing a plural claim is about; else the claim as it is."""
    named = sorted({f.key("scenario") for f in sides.get("than", [])} - {"", "unspecified"})
    if len(named) > 1:
        rivals = {name: [f for f in sides["than"] if f.key("scenario") == name] for name in named}
        return {f"against the {name} forecast": sides | {"than": than} for name, than in rivals.items()}
    things = list(dict.fromkeys(_name(f) for f in sides.get("of", [])))
    if predicate in ("greater", "less") and len(things) > 1:
        return {f"for {thing}": sides | {"of": [f for f in sides["of"] if _name(f) == thing]} for thing in things}
    return {"": sides}


def _finding(
    words: str, predicate: str, figures: list[tuple[str, Figure]], senses: Mapping[str, bool], missing: bool
) -> Finding:
    text, repair = f"Claimed: {words}. ", ""
    if not senses:
        verdict = "undetermined"
        text += "What it is compared with is not stated." if missing else "The figures cannot be compared."
    elif len(set(senses.values())) == 1:
        verdict = "consistent" if all(senses.values()) else "inconsistent"
        text += f"The figures {'bear it out' if verdict == 'consistent' else 'deny it'}: {_shown(figures)}."
        repair = "the claim dropped, or one of the figures changed" if verdict == "inconsistent" else ""
    else:
        verdict = "undetermined"
        true, false = ([sense for sense, holds in senses.items() if holds is wanted] for wanted in (True, False))
        text += f"True {' and '.join(true)}; not {' or '.join(false)}: {_shown(figures)}."
    sides = [[f for key, f in figures if (key in ("of", "step 1")) is mine] for mine in (True, False)]
    stated, implied = map(extent, sides)
    return Finding(
        f"claims.{predicate}", tuple(figures), verdict, _WORDS[verdict], text, "the figures that the claim names",
        Binding.KEYS, stated, implied, figures[0][1].unit, repair,
    )  # fmt: skip


def extent(figures: list[Figure]) -> tuple[float, float] | None:
    """From the lowest end to the highest; None where they are none or in several units."""
    if len({f.unit for f in figures}) != 1:
        return None
    ends = [end for f in figures for end in _ends(f)]
    return min(ends), max(ends)


def _name(figure: Figure) -> str:
    """A short name of what a figure is about."""
    return figure.row_label or figure.key("role_label") or figure.key("market") or figure.subject or figure.measure


def _shown(figures: Sequence[tuple[str, Figure]]) -> str:
    """The figures compared, a few of each side, by the working year where periods differ."""
    yearly = len({f.unit for _, f in figures}) > 1
    sides: dict[str, list[str]] = {}
    for key, f in figures:
        unit, period = f"{currency(f.unit)}/year", split(f.unit).period
        low, high = (end * float(WORKING_YEAR.get(period, 1)) for end in _ends(f))
        made = f" = {span(low, high, unit)}" if yearly and period not in ("", "year") else ""
        sides.setdefault(key, []).append(f"{_name(f)} {printed(f)}{made}")
    return " | ".join(
        ", ".join(list(dict.fromkeys(texts))[:5]) + (" …" if len(set(texts)) > 5 else "") for texts in sides.values()
    )
