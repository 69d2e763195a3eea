"""What the prose claims about figures (`claims.csv`), evaluated in each sense the words can bear.

A sense is a way to compare ranges (by low ends, high ends or middles), a way to read a rise, or one of several
forecasts. A claim that holds in every sense is consistent, in some undetermined, in none inconsistent.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pandas as pd

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED
from analysis.checks.currencies import Rates
from analysis.checks.model import (
    Fact,
    Finding,
    Ledger,
    currency,
    extent,
    is_range,
    name,
    positive,
    printed,
    span,
    value,
)
from analysis.checks.periods import TIMES, period

#: The ways to compare two ranges: how far between its ends each stands.
_SENSES = {"by low ends": 0.0, "by middles": 0.5, "by high ends": 1.0}
Groups = dict[str, list[Fact]]


class Claims:
    """Evaluates claims on a ledger; `rates` brings amounts of different currencies to dollars at the article's date."""

    def __init__(self, ledger: Ledger, rates: Rates) -> None:
        self.ledger, self.rates = ledger, rates
        self._per_usd: dict[tuple[str, str], float] = {}

    def check(self, claims: pd.DataFrame) -> list[Finding]:
        """One finding for each claim that names a figure; undetermined where what it is compared with is not stated."""
        return [finding for claim in claims.itertuples() if (finding := self.evaluate(claim))]

    def evaluate(self, claim: Any) -> Finding | None:
        """The claim's verdict: in every sense, in some, in none, or unknown."""
        arguments = json.loads(claim.arguments)
        sides: Groups = {
            key: self.select(selection) for key, selection in arguments.items() if isinstance(selection, dict)
        }
        if "order" in arguments:
            sides = {f"step {i}": self.select(step) for i, step in enumerate(arguments["order"], 1)}
        named: dict[str, tuple[str, Fact]] = {}
        for key, fact in ((key, fact) for key, facts in sides.items() for fact in facts):
            named.setdefault(fact.figure_id, (key, fact))
        if not named:
            return None
        if "among" in sides and "of" in sides:
            mine = {fact.figure_id for fact in sides["of"]}
            sides["among"] = [fact for fact in sides["among"] if fact.figure_id not in mine]
        sides = {key: _own_words(facts) for key, facts in sides.items()}
        missing = [key for key, facts in sides.items() if not facts]
        senses = {} if missing else self._senses(claim.predicate, sides, arguments)
        return _finding(claim, list(named.values()), senses, missing)

    def select(self, selection: Mapping[str, Any]) -> list[Fact]:
        """The figures whose columns equal the selection's values, or are among them; '' matches a missing cell."""
        return self.ledger.where(
            lambda fact: all(_matches(getattr(fact, column), wanted) for column, wanted in selection.items())
        )

    def size(self, fact: Fact, at: float) -> tuple[str, float]:
        """Dimension and value to compare: money in dollars per working year, ranges at a point between their ends."""
        middle = value(fact) + at * (value(fact, "high") - value(fact))
        code = currency(fact.unit)
        if not code:
            return fact.unit, middle
        return f"USD{'/year' if period(fact) else ''}", middle * TIMES[period(fact)] / self._rate(code, fact)

    def _rate(self, code: str, fact: Fact) -> float:
        day = pd.Timestamp(fact.published)
        if code == "USD" or pd.isna(day):
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
            values = [
                self.size(fact, at)[1] for fact in sorted(sides["of"], key=lambda fact: getattr(fact, arguments["by"]))
            ]
            return all(a < b if predicate == "rising" else a > b for a, b in itertools.pairwise(values))
        if predicate in ("ascending", "descending"):
            steps = list(itertools.pairwise(sides.values()))
            pairs = self._pairs(((b, a) if predicate == "ascending" else (a, b) for a, b in steps), at)
            return all(a > b for a, b in pairs) if pairs else None
        if predicate == "comparable" and any(is_range(fact) for facts in sides.values() for fact in facts):
            return self._overlap(sides["of"], sides["than"])
        others = sides["among" if "among" in sides else "than"]
        pairs = self._pairs([(sides["of"], others)], at, arguments.get("each", ()))
        test: dict[str, Callable[[float, float], bool]] = {
            "greater": lambda a, b: a > b, "highest": lambda a, b: a >= b,
            "less": lambda a, b: a < b, "lowest": lambda a, b: a <= b,
            "comparable": lambda a, b: abs(a - b) <= arguments.get("tolerance_percent", 10) / 100 * max(a, b),
            "lower_by": lambda a, b: _within((1 - a / b) * 100, sides["by"]),
        }  # fmt: skip
        quantify = any if arguments.get("quantifier") == "some" else all
        return quantify(test[predicate](a, b) for a, b in pairs) if pairs else None

    def _overlap(self, of: list[Fact], than: list[Fact]) -> bool:
        return all(
            self.size(one, 0) <= self.size(other, 1) and self.size(other, 0) <= self.size(one, 1)
            for one, other in itertools.product(of, than)
        )

    def _pairs(
        self, groups: Iterable[tuple[list[Fact], list[Fact]]], at: float, each: Sequence[str] = ()
    ) -> list[tuple[float, float]]:
        found = []
        for left, right in groups:
            for one, other in itertools.product(left, right):
                (unit, mine), (its, theirs) = self.size(one, at), self.size(other, at)
                paired = all(getattr(one, column) == getattr(other, column) for column in each)
                if unit == its and paired and mine == mine and theirs == theirs:
                    found.append((mine, theirs))
        return found


def _faster(of: list[Fact], than: list[Fact]) -> dict[str, bool]:
    """The senses of "rises faster every year" for two series of percentages."""
    mine, theirs = ({int(f.year): value(f) for f in facts if f.year > 0 and positive(f)} for facts in (of, than))
    years = sorted(mine.keys() & theirs.keys())
    steps = [(a, b) for a, b in itertools.pairwise(years) if b == a + 1]
    return {
        "by the rates themselves": all(mine[year] > theirs[year] for year in years),
        "by the points gained": all(mine[b] - mine[a] > theirs[b] - theirs[a] for a, b in steps),
        "by the ratio to the year before": all(mine[b] / mine[a] > theirs[b] / theirs[a] for a, b in steps),
    }


def _matches(found: object, wanted: object) -> bool:
    values = wanted if isinstance(wanted, list) else [wanted]
    if isinstance(found, float) and found != found:
        found = ""
    return found in values or ("" in values and found == "all")


def _own_words(facts: list[Fact]) -> list[Fact]:
    """Without amounts whose cell or sentence states them in dollars too: one pay is compared once."""
    places = {
        (f.article, f.block_kind, f.block_index, str(f.row), str(f.column)) for f in facts if currency(f.unit) == "USD"
    }
    return [
        fact for fact in facts if currency(fact.unit) in ("", "USD")
        or (fact.article, fact.block_kind, fact.block_index, str(fact.row), str(fact.column)) not in places
    ]  # fmt: skip


def _readings(predicate: str, sides: Groups) -> dict[str, Groups]:
    """One reading for each forecast compared with, or each thing a plural claim is about; else the claim as it is."""
    named = sorted({fact.scenario for fact in sides.get("than", []) if fact.scenario not in ("", "unspecified")})
    if len(named) > 1:
        return {
            f"against the {scenario} forecast": sides | {"than": [f for f in sides["than"] if f.scenario == scenario]}
            for scenario in named
        }
    things = list(dict.fromkeys(name(fact) for fact in sides.get("of", [])))
    if predicate in ("greater", "less") and len(things) > 1:
        return {f"for {thing}": sides | {"of": [f for f in sides["of"] if name(f) == thing]} for thing in things}
    return {"": sides}


def _within(percent: float, by: list[Fact]) -> bool:
    return any(value(fact, "low") <= percent <= value(fact, "high") for fact in by)


def _finding(claim: Any, figures: list[tuple[str, Fact]], senses: Mapping[str, bool], missing: list[str]) -> Finding:
    text, slip = f"Claimed: {claim.claim}. ", ""
    if not senses:
        verdict = UNDETERMINED
        text += "What it is compared with is not stated." if missing else "The figures cannot be compared."
    elif len(set(senses.values())) == 1:
        verdict = CONSISTENT if all(senses.values()) else INCONSISTENT
        text += f"The figures {'bear it out' if verdict == CONSISTENT else 'deny it'}: {_shown(figures)}."
        slip = "the claim dropped, or one of the figures changed" if verdict == INCONSISTENT else ""
    else:
        verdict = UNDETERMINED
        true, false = ([sense for sense, holds in senses.items() if holds is wanted] for wanted in (True, False))
        text += f"True {' and '.join(true)}; not {' or '.join(false)}: {_shown(figures)}."
    sides = [[fact for key, fact in figures if (key in ("of", "step 1")) is mine] for mine in (True, False)]
    finding = Finding(f"claims.{claim.predicate}", figures, verdict, text, (extent(sides[0]), extent(sides[1])))
    finding.unit, finding.slip, finding.key = figures[0][1].unit, slip, claim.claim_id
    return finding


def _shown(figures: Sequence[tuple[str, Fact]]) -> str:
    """The figures compared, a few of each side, by the working year where periods differ."""
    yearly = len({fact.unit for _, fact in figures}) > 1
    sides: dict[str, list[str]] = {}
    for key, fact in figures:
        unit = currency(fact.unit) + "/year"
        low, high = (value(fact, end) * TIMES[period(fact)] for end in ("low", "high"))
        made = f" = {span(low, high, unit)}" if yearly and period(fact) not in ("", "year") else ""
        sides.setdefault(key, []).append(f"{name(fact)} {printed(fact)}{made}")
    return " | ".join(
        ", ".join(list(dict.fromkeys(texts))[:5]) + (" …" if len(set(texts)) > 5 else "") for texts in sides.values()
    )
