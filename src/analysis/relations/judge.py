"""One judge: whether some values that print as the figures do satisfy the relation, and what may be said of it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.quantity import Interval
from analysis.quantity.interval import by_accident
from analysis.quantity.model import End
from analysis.quantity.model import Reading as Precision
from analysis.reading.model import Figure
from analysis.relations.figures import listed, printed, span
from analysis.relations.model import Binding, Case, Finding, Values
from analysis.relations.repair import misprinted, repairs

#: The readings of a print, strict first, and the verdict on what holds in it.
PRECISIONS: tuple[tuple[Precision, str], ...] = (("printed", "consistent"), ("rounded", "consistent_within_rounding"))
SEVERITY = {"consistent": "ok", "consistent_within_rounding": "rounding", "undetermined": "definition"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A case's verdict, None where nothing may be said; the stated and implied values of the reading that decided."""

    case: Case
    verdict: str
    stated: tuple[float, float]
    implied: tuple[float, float]
    opened: bool = False  # only open ends make it hold

    @property
    def holds(self) -> bool:
        """Whether the relation was confirmed."""
        return self.verdict.startswith("consistent")


def judge(case: Case) -> Judgement | None:
    """The verdict on a case, or None where its binding allows no word: a failure, or a fit by chance. Found once."""
    if not case.judged:
        case.judged.append(_judged(case))
    found: Judgement | None = case.judged[0]
    return found


def holds(case: Case) -> bool:
    """Whether a case is confirmed."""
    found = judge(case)
    return found is not None and found.holds


def _judged(case: Case) -> Judgement | None:
    decided = [_decide(case, end) for end in _ends(case)]
    if not all(decided):
        return None
    worst = max((found for found in decided if found), key=lambda found: _ORDER.index(found.verdict))
    if worst.verdict == "inconsistent" and not case.binding.may_accuse:
        return _undecided(worst) if case.binding is Binding.PARTIAL else None
    if worst.verdict == "inconsistent" and case.doubt:
        return _undecided(worst)
    if worst.verdict == "inconsistent" and _worlds_apart(worst):
        return None
    if worst.holds and chance(worst) >= case.binding.value[1] and case.binding.value[1] < 0.9:
        return None
    return worst


def _worlds_apart(judged: Judgement) -> bool:
    """Whether a modest percentage stands against figures of other magnitudes, and no slip of a scale word explains it:
    those are of two things, no misprint.
    """
    case, told = judged.case, min(map(abs, judged.stated))
    if case.relation.unit != "percent" or told > _MODEST:
        return False
    implied = judged.implied[1]
    if not case.relation.shown and judged.implied[0] > 100 > told and case.binding is Binding.CLAUSE:
        return not misprinted(case)  # a part larger than what is taken for its whole
    times = (100 + implied) / (100 + told) if case.relation.shown else abs(implied) / told if told else 1
    far = _FAR_AMOUNT if case.relation.family == "growth" and not case.relation.shown else _FAR
    return not 1 / far < times < far and repairs(case, {}, judged.implied)[0] is None


#: No change or share up to this, in percent, is told of figures that make one so many times as large or small.
_MODEST, _FAR = 100, 200
_FAR_AMOUNT = 15  # nor of the amount that a level changed by
_ORDER = ("consistent", "consistent_within_rounding", "undetermined", "inconsistent")


def chance(judged: Judgement) -> float:
    """How likely the sides would meet as closely by accident, times the bindings tried."""
    return min(1.0, judged.case.tries * by_accident(judged.stated, judged.implied))


def finding(judged: Judgement, vouched: Mapping[Figure, str]) -> Finding:
    """The finding of a judgement. `vouched`: figures that another relation confirms, and its check; blamed last."""
    case = judged.case
    repair, severity = "", SEVERITY.get(judged.verdict, case.relation.severity)
    if judged.verdict == "inconsistent":
        slip, repair = repairs(case, vouched, judged.implied)
        severity = slip.severity or severity if slip else severity
    text = _sentence(case, judged.stated, judged.implied, judged.verdict)
    if case.doubt and judged.verdict == "undetermined":
        text += f" {case.doubt[:1].upper()}{case.doubt[1:]}."
    return Finding(
        case.name, case.pairs, judged.verdict, severity, text + _open_note(case, judged.opened), case.why, case.binding,
        judged.stated, judged.implied, case.relation.unit or case.main.unit, repair,
    )  # fmt: skip


def _undecided(judged: Judgement) -> Judgement:
    return Judgement(judged.case, "undetermined", judged.stated, judged.implied, judged.opened)


def _ends(case: Case) -> tuple[End | None, ...]:
    """A range states two figures: both ends are judged; one range alone is met anywhere in it."""
    ranges = [figure for role, figure in case.pairs if figure.is_range and role not in case.relation.spread]
    return ("low", "high") if len(ranges) > 1 else (None,)


def _decide(case: Case, end: End | None) -> Judgement | None:
    """Printed values first, then rounded ones, then what open ends allow."""
    first: tuple[tuple[float, float], tuple[float, float]] | None = None
    closings = (True, False) if any(figure.is_open for _, figure in case.pairs) else (True,)
    for (precision, verdict), closed in itertools.product(PRECISIONS, closings):
        values = _values(case, precision, end, closed)
        stated, implied = case.relation.sides(values)
        if implied.low is None and implied.high is None:
            return None  # a divisor that may be zero: nothing can be said
        shown = _shown(case, stated, values), _shown(case, implied, values)
        if case.relation.holds(stated, implied):
            return Judgement(case, verdict, *shown, opened=not closed)
        first = shown if precision == "printed" and closed else first
    assert first is not None
    if case.relation.lenient and case.relation.lenient(case):
        return Judgement(case, "consistent_within_rounding", *first)
    return Judgement(case, "inconsistent", *first)


def _values(case: Case, precision: Precision, end: End | None, closed: bool) -> Values:
    def interval(role: str, nth: int, figure: Figure) -> Interval:
        opens = role == case.relation.roles[0] or role in case.relation.opens
        whole = not figure.is_range or role in case.relation.spread
        found = figure.interval(precision, None if whole else end, closed=closed or not opens)
        grain = case.grains.get(figure) if precision == "rounded" else None
        found = found.hull(Interval.around(figure.quantity.low or 0, grain)) if grain else found
        return found if case.sign(role, nth) > 0 else -found

    intervals = {
        role: tuple(interval(role, nth, figure) for nth, figure in enumerate(figures))
        for role, figures in case.figures.items()
    }
    return Values(intervals, case.counts)


def _shown(case: Case, side: Interval, values: Values) -> tuple[float, float]:
    return case.relation.shown(side, values) if case.relation.shown else side.floats()


def _sentence(case: Case, stated: tuple[float, float], implied: tuple[float, float], verdict: str) -> str:
    """The arithmetic of a case in a sentence."""
    unit = case.relation.unit or case.main.unit
    slots: dict[str, object] = {}
    for role, figures in case.figures.items():
        taken = [n for n in range(len(figures)) if case.sign(role, n) < 0] if role in case.relation.many else []
        slots[role] = listed(figures, minus=taken)
    slots |= {f"{role} in order": listed(figures, " ≤ ") for role, figures in case.figures.items()}
    slots |= {name: f"{float(value):{',' * (name == 'times')}g}" for name, value in case.counts.items()}
    slots |= {"implied": span(*implied, unit), "stated": span(*stated, unit)}
    slots["holds"] = _Choice(verdict.startswith("consistent"))
    text = case.relation.say.format_map(_Slots(slots))
    return text[:1].upper() + text[1:]


class _Slots(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


class _Choice:
    """Formats as the first of two alternatives where it is true: `{holds:lies within|lies outside}`."""

    def __init__(self, first: bool) -> None:
        self.first = first

    def __format__(self, spec: str) -> str:
        one, _, other = spec.partition("|")
        return one if self.first else other


def _open_note(case: Case, opened: bool) -> str:
    """What to say where open figures stand for their printed bound."""
    quotes = list(dict.fromkeys(printed(figure) for _, figure in case.pairs if figure.is_open))
    if not quotes:
        return ""
    how = "leave the room" if opened else "stand for their printed bound"
    return f" Open figures ({', '.join(quotes)}) {how}."
