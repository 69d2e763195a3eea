"""Every relation among the figures, judged with their precision: `check(readings)` → findings.

Finders propose cases, each with the evidence that binds its figures; one judge says what may be said of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import itemgetter

import pandas as pd

from analysis.curation.knowledge import Knowledge
from analysis.datasets.fields import DATASETS
from analysis.grouping import grouped
from analysis.reading.model import Figure, Reading
from analysis.relations.across.claims import called_fastest, curated
from analysis.relations.across.currencies import Rates, currencies
from analysis.relations.across.distributions import distributions
from analysis.relations.across.durations import durations
from analysis.relations.across.growth import growth
from analysis.relations.across.lists import lists
from analysis.relations.across.made import made
from analysis.relations.across.markets import markets
from analysis.relations.across.order import order
from analysis.relations.across.pay import pay
from analysis.relations.across.repeats import labels, repeats
from analysis.relations.across.retold import changed, retold
from analysis.relations.across.superlatives import in_cells, superlatives
from analysis.relations.catalogue import SUM
from analysis.relations.exchanged import exchanged
from analysis.relations.formulas import formulas
from analysis.relations.in_clauses import in_clauses
from analysis.relations.judge import Judgement, finding, judge
from analysis.relations.model import Binding, Case, Finding
from analysis.relations.rivals import explained
from analysis.relations.tables.finder import in_tables
from analysis.relations.tables.ranks import in_orders
from analysis.units import split

__all__ = ["Related", "Result", "check", "relate", "rows"]

Found = Iterable[Case | Finding]
#: Why a figure entered no relation, by measure; what is not listed has the last reason.
_REASONS = {
    "growth_rate": "no sizes are stated at the ends of its span, and nothing repeats it",
    "market_size": "no rate, share or second statement concerns this market and year",
    "salary": "nothing states the same pay again, and no part, total or neighbouring level stands beside it",
    "score": "a score of its own; nothing repeats it",
    "duration": "a duration of its own; nothing repeats it",
}
#: The families whose relations say what a figure is made of.
_SETTLING = ("growth", "shares", "totals", "derived", "percent_points", "periods")
_UNBOUND = "it may belong with a figure near it, but no word or structure says so"
_NO_RELATION = "it need not add up with its neighbours, and nothing repeats it"


@dataclass(frozen=True)
class Result:
    """What was checked: findings and their figures, what was looked at, and what stayed unchecked and why.

    `applied` has the columns family, cases, decided, error; `unchecked` has figure_id, measure, reason.
    """

    findings: pd.DataFrame
    finding_figures: pd.DataFrame
    applied: pd.DataFrame
    unchecked: pd.DataFrame


@dataclass(frozen=True)
class Related:
    """What was checked, before it is put into frames.

    `judged` is each case with what was judged of it, `told` what finders judged themselves, `errors` theirs by name.
    """

    findings: Sequence[Finding]
    judged: Sequence[tuple[Case, Judgement | None]]
    told: Sequence[Finding]
    errors: Mapping[str, str]


def check(readings: Sequence[Reading], *, knowledge: Knowledge | None = None, rates: Rates | None = None) -> Result:
    """Check every relation among the figures of some articles, as `relate` does, and put what was found into frames."""
    related = relate(readings, knowledge=knowledge, rates=rates)
    figures = [figure for reading in readings for figure in reading.figures]
    open_cases = [case for case, verdict in related.judged if verdict is None]
    unchecked = _unchecked(figures, related.findings, open_cases)
    return _result(related.findings, unchecked, _applied(related.judged, related.told, related.errors))


def relate(readings: Sequence[Reading], *, knowledge: Knowledge | None = None, rates: Rates | None = None) -> Related:
    """Check every relation among the figures of some articles.

    `knowledge` brings the curated claims; `rates(currency, first, last)`, a frame of date and per_usd, replaces the
    market's exchange rates.
    """
    claims = (knowledge or Knowledge()).claims
    cases: list[Case] = []
    told: list[Finding] = []
    errors: dict[str, str] = {}

    def guarded(name: str, find: Callable[[], Found]) -> list[Case | Finding]:
        try:
            return [*find()]
        except Exception as problem:  # a finder's own error must not look like a result, nor stop the others
            errors[name] = f"{type(problem).__name__}: {problem}"
            return []

    for name, find in _finders(readings, claims, rates or _market).items():
        for one in guarded(name, find):
            (cases if isinstance(one, Case) else told).append(one)  # type: ignore[arg-type]
    judged = _explained(readings, [(case, judge(case)) for case in _distinct(cases)])
    judged = _paid_otherwise(judged)
    settled = [case for case, found in judged if found and case.relation.family in _SETTLING]
    beside = guarded("figures near", lambda: [case for reading in readings for case in made(reading, settled)])
    judged += [(case, judge(case)) for case in beside if isinstance(case, Case)]
    nearest = _nearest([verdict for _, verdict in judged if verdict])
    sound = {figure for one in nearest if one.holds for _, figure in one.case.pairs}
    nearest += exchanged([case for case, verdict in judged if verdict is None and not case.doubt], sound)
    vouching = [  # a repeat may repeat an error, and what only may belong together bears no witness
        one for one in nearest if one.holds and one.case.relation.rivals and one.case.binding.may_accuse
    ]
    vouched = {
        figure: one.case.name for one in vouching for role, figure in one.case.pairs if role in one.case.relation.pinned
    }
    alike = {_print(figure): name for figure, name in vouched.items()}
    failing = [figure for one in nearest if one.verdict == "inconsistent" for _, figure in one.case.pairs]
    vouched = {figure: alike[_print(figure)] for figure in failing if _print(figure) in alike} | vouched
    findings = _once([*(finding(one, vouched) for one in nearest), *told])
    return Related(findings, judged, told, errors)


def _print(figure: Figure) -> tuple[object, ...]:
    """What two statements of one amount share: a figure that fits elsewhere is not the likeliest to be wrong here."""
    return figure.value, figure.unit, figure.period, figure.is_range


_TOLD_BEFORE = 25  # figures before one that may be what it is of


def _explained(
    readings: Sequence[Reading], judged: Sequence[tuple[Case, Judgement | None]]
) -> list[tuple[Case, Judgement | None]]:
    """Without the accusations of a figure that others of its sentence explain."""
    prose = [f for reading in readings for f in reading.figures if not (f.in_table or f.curated)]
    sentences = grouped(prose, lambda figure: (id(figure.block), figure.sentence))
    places = {figure: place for place, figure in enumerate(prose)}

    def otherwise(case: Case, found: Judgement) -> bool:
        at = places.get(case.main, 0)
        before = [f for f in prose[max(0, at - _TOLD_BEFORE) : at] if f.article is case.main.article]
        return explained(found, sentences.get((id(case.main.block), case.main.sentence), ()), before)

    return [
        (case, None if found and found.verdict == "inconsistent" and otherwise(case, found) else found)
        for case, found in judged
    ]


def _paid_otherwise(judged: Sequence[tuple[Case, Judgement | None]]) -> list[tuple[Case, Judgement | None]]:
    """Without the accusations of pay that is right by the same other period: "$50,960 … others $19.60, or $40,768"."""
    fits: set[tuple[Figure, str]] = set()
    for case, found in judged:
        if found and found.holds and case.relation.family == "periods" and "shorter" in case.figures:
            fits.add((case.figures["shorter"][0], split(case.main.unit).period))
    return [
        (case, None if found and found.verdict == "inconsistent" and case.binding is not Binding.TABLE
         and (case.figures.get("shorter", (None,))[0], split(case.main.unit).period) in fits else found)
        for case, found in judged
    ]  # fmt: skip


def _finders(readings: Sequence[Reading], claims: pd.DataFrame, rates: Rates) -> dict[str, Callable[[], Found]]:
    """The finders by name: in clauses, in tables, and across an article."""
    figures = [figure for reading in readings for figure in reading.figures]
    return {
        "clauses": lambda: [*_each(readings, in_clauses), *_each(readings, formulas)],
        "tables": lambda: _each(readings, in_tables),
        "repeats": lambda: [*_each(readings, retold), *_each(readings, changed), *repeats(figures), *labels(figures)],
        "growth": lambda: growth(figures, _beside_others(readings)),
        "order": lambda: [*order(figures), *distributions(figures), *_each(readings, in_orders)],
        "pay": lambda: pay(figures),
        "lists": lambda: _each(readings, lists),
        "markets": lambda: markets(figures, called_fastest(claims, figures)),
        "durations": lambda: durations(figures),
        "currencies": lambda: currencies(figures, _told(readings), rates),
        "claims": lambda: [*curated(claims, figures, rates), *in_cells(figures), *_each(readings, superlatives)],
    }


def _each(readings: Sequence[Reading], find: Callable[[Reading], Found]) -> Iterator[Case | Finding]:
    for reading in readings:
        yield from find(reading)


def _beside_others(readings: Sequence[Reading]) -> set[Figure]:
    """The figures that clauses hold against others, clearly or not, and those beside several levels.

    A compound rate told with both its sizes is not among them: the pair that its market's keys bind is the same.
    """
    frames = [frame for reading in readings for frame in reading.frames]
    found = {
        figure
        for frame in frames
        if frame.kind != "cagr" or not {"start", "end"} <= frame.slots.keys()
        for group in frame.slots.values()
        for figure in group
    }
    levels: Counter[tuple[int, int]] = Counter()
    prose = [figure for reading in readings for figure in reading.figures if not (figure.in_table or figure.curated)]
    levels.update((id(figure.block), figure.sentence) for figure in prose if figure.kind_of == "level")
    return found | {figure for figure in prose if levels[id(figure.block), figure.sentence] > 1}


def _told(readings: Sequence[Reading]) -> list[tuple[Figure, Figure]]:
    """Pairs of amounts that a clause calls one; a figure that several clauses pair belongs to the first."""
    pairs: list[tuple[Figure, Figure]] = []
    used: set[Figure] = set()
    for frame in (frame for reading in readings for frame in reading.frames):
        if frame.kind == "repeat" and frame.clear:
            for pair in zip(frame.slots.get("first", ()), frame.slots.get("again", ()), strict=False):
                if all(figure.is_money for figure in pair) and not used & set(pair):
                    pairs.append(pair)
                    used.update(pair)
    return pairs


@cache
def _market(currency: str, first: date, last: date) -> pd.DataFrame:
    """The market's rates, made once for all pairs of a currency in an article."""
    from analysis.units import rates_between

    return rates_between(currency, first, last)


def _distinct(cases: Iterable[Case]) -> list[Case]:
    """One case for one relation among the same figures: the best bound."""
    best: dict[tuple[int, frozenset[Figure]], Case] = {}
    for case in sorted(cases, key=lambda case: case.binding.rank):
        best.setdefault((id(case.relation), frozenset(figure for _, figure in case.pairs)), case)
    return list(best.values())


def _nearest(found: list[Judgement]) -> list[Judgement]:
    """A figure's own clause or row decides; where several bindings of one rank disagree, what fits is said alone."""
    kept = []
    for group in grouped(found, lambda one: (one.case.relation.family, one.case.main)).values():
        nearest = min(one.case.binding.rank for one in group)
        held = [one for one in group if one.holds and one.case.binding.rank == nearest]
        for one in group:
            far = one.case.binding.rank > nearest
            rivals = far or any(not _apart(one.case, other.case) for other in held)
            if one.holds or not one.case.relation.rivals or not rivals:
                kept.append(one)
    order = {id(one): at for at, one in enumerate(found)}
    return sorted(kept, key=lambda one: order[id(one)])


def _apart(one: Case, other: Case) -> bool:
    """Whether two sums of one column or row break down one total, so that both may be asked to hold.

    "192 last quarter, up 12; 170 a year ago, up 34: 204" are two in one row.
    """
    if not (one.relation is other.relation is SUM and one.binding is Binding.TABLE):
        return False
    shared = {figure for _, figure in one.pairs} & {figure for _, figure in other.pairs}
    cells = [figure for case in (one, other) for _, figure in case.pairs]
    lines = ({(id(f.block), f.column) for f in cells}, {(id(f.block), f.row) for f in cells})
    return shared == {one.main} and min(map(len, lines)) == 1


def _once(findings: list[Finding]) -> list[Finding]:
    """Without the orders of levels that clauses have already."""
    clauses = [frozenset(f for _, f in found.figures) for found in findings
               if found.check == "order.seniority" and found.binding is Binding.CLAUSE]  # fmt: skip
    return [
        found
        for found in findings
        if not (found.check == "order.seniority" and found.binding is Binding.TABLE and _covered(found, clauses))
    ]


def _covered(found: Finding, clauses: Sequence[frozenset[Figure]]) -> bool:
    """Whether clauses have each figure of a finding in order with another of it."""
    figures = frozenset(figure for _, figure in found.figures)
    return figures == frozenset().union(*(clause for clause in clauses if clause <= figures))


def _applied(
    judged: Sequence[tuple[Case, Judgement | None]], told: Sequence[Finding], errors: Mapping[str, str]
) -> pd.DataFrame:
    """How many cases each family had, how many were decided, and the finders' own errors."""
    looked = Counter(name.partition(".")[0] for name in (*(case.name for case, _ in judged), *(f.check for f in told)))
    decided = Counter(case.name.partition(".")[0] for case, verdict in judged if verdict)
    decided.update(f.check.partition(".")[0] for f in told)
    rows = [{"family": name, "cases": looked[name], "decided": decided[name], "error": ""} for name in sorted(looked)]
    rows += [{"family": name, "cases": 0, "decided": 0, "error": error} for name, error in errors.items()]
    return pd.DataFrame(rows, columns=["family", "cases", "decided", "error"])


def _unchecked(figures: Sequence[Figure], findings: Sequence[Finding], undecided: Sequence[Case]) -> pd.DataFrame:
    """Each figure that entered no finding, and why: what was looked at and left open, else what it would take."""
    used = {figure for found in findings for _, figure in found.figures}
    looked = {figure for case in undecided for _, figure in case.pairs}
    rows = []
    for figure in figures:
        if figure not in used:
            reason = _UNBOUND if figure in looked else _REASONS.get(figure.measure, _NO_RELATION)
            rows.append({"figure_id": figure.figure_id, "measure": figure.measure, "reason": reason})
    return pd.DataFrame(rows, columns=["figure_id", "measure", "reason"])


def _result(findings: Sequence[Finding], unchecked: pd.DataFrame, applied: pd.DataFrame) -> Result:
    parts = {  # once each
        (name, figure.figure_id, role): {"finding_id": name, "figure_id": figure.figure_id, "part": role}
        for name, found in _named(findings)
        for role, figure in found.figures
    }
    return Result(
        _frame(rows(findings), DATASETS["findings"].columns, ["finding_id"]),
        _frame(parts.values(), DATASETS["finding_figures"].columns, ["finding_id", "figure_id", "part"]),
        applied,
        unchecked,
    )


def rows(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """The findings as rows of the dataset, in the order given."""
    return [_row(name, found) for name, found in _named(findings)]


def _named(findings: Sequence[Finding]) -> Iterator[tuple[str, Finding]]:
    """Findings with stable names: the check, its main figure, and what tells it from others of both."""
    times = Counter((found.check, found.main) for found in findings)
    seen: Counter[str] = Counter()
    for found in findings:
        name = f"{found.check}:{found.main.figure_id}"
        if found.key:
            name += f":{found.key}"
        elif times[found.check, found.main] > 1 and len(found.figures) > 1:
            name += f":{found.figures[1][1].figure_id}"
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name}:{seen[name]}"), found


def _row(name: str, found: Finding) -> dict[str, object]:
    articles = {figure.article.slug for _, figure in found.figures}
    sides = [tuple(None if abs(end) == float("inf") else end for end in side) if side else (None, None)
             for side in (found.stated, found.implied)]  # fmt: skip
    return {
        "finding_id": name, "article": found.main.article.slug if len(articles) == 1 else None, "check": found.check,
        "measure": found.main.measure, "subject": found.main.subject or None, "verdict": found.verdict,
        "severity": found.severity, "stated_low": sides[0][0], "stated_high": sides[0][1],
        "implied_low": sides[1][0], "implied_high": sides[1][1], "unit": found.unit or None,
        "repair": found.repair or None,
        "explanation": f"{found.explanation} ({found.why})" if found.why else found.explanation,
        "figure_ids": " ".join(dict.fromkeys(figure.figure_id for _, figure in found.figures)),
    }  # fmt: skip


def _frame(records: Iterable[Mapping[str, object]], columns: Sequence[str], by: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(sorted(records, key=itemgetter(*by)), columns=list(columns))
