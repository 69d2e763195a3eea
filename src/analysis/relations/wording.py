"""The arithmetic of a case in a sentence."""

from __future__ import annotations

from analysis.relations.figures import listed, printed, span
from analysis.relations.model import Case


def sentence(case: Case, stated: tuple[float, float], implied: tuple[float, float], verdict: str) -> str:
    """The arithmetic of a case in a sentence."""
    unit = case.relation.unit or case.main.unit
    slots: dict[str, object] = {role: listed(figures) for role, figures in case.figures.items()}
    slots |= {f"{role} in order": listed(figures, " ≤ ") for role, figures in case.figures.items()}
    slots |= {name: f"{float(value):g}" for name, value in case.counts.items()}
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


def open_note(case: Case, opened: bool) -> str:
    """What to say where open figures stand for their printed bound."""
    quotes = list(dict.fromkeys(printed(figure) for _, figure in case.pairs if figure.is_open))
    if not quotes:
        return ""
    how = "leave the room" if opened else "stand for their printed bound"
    return f" Open figures ({', '.join(quotes)}) {how}."
