"""What the families share: the ledger as columns and rows, findings, and how figures are written in sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, WITHIN_ROUNDING, Judged, Relation, Term, judge
from analysis.datasets.fields import FACTS, FIELDS, VERDICTS

#: A ledger row as a named tuple with the columns of FACTS, and `Index`, its position in the ledger.
Fact = Any
End = Literal["low", "high"]
#: The stated interval and the implied one.
Sides = tuple[tuple[float, float], tuple[float, float]]
#: A pass is called weak where the implied rate is wider than this many points.
WIDE = 5.0
_NOTHING = (float("nan"), float("nan"))
#: Verdicts from the most to the least favourable.
ORDER = (CONSISTENT, WITHIN_ROUNDING, UNDETERMINED, INCONSISTENT)
SEVERITY = {CONSISTENT: "ok", WITHIN_ROUNDING: "rounding", INCONSISTENT: "contradiction", UNDETERMINED: "definition"}
PLACE = ["article", "block_kind", "block_index"]
_UNDESCRIBED = {"scale": "number", "signed": "boolean"}
_SOURCE = re.compile(
    r"according to|\b(?:estimate|report|survey|stud(?:y|ie)|source|analyst)s?\b|\breported\b|\banother\b|alternativ|"
    r"\bresearch\b|\binsights\b|glassdoor|\bindeed\b|payscale|ziprecruiter|linkedin|levels\.fyi|talent\.com|salary\.com|statista|gartner",
    re.I,
)
SCALES = {10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}


@dataclass(slots=True)
class Option:
    """One way to make a relation hold: what to print instead, how large a change that is, and of which figure."""

    text: str
    change: float
    figure_id: str = ""


@dataclass(slots=True)
class Finding:
    """One relation checked. `figures` are (part, fact) pairs, the figure judged first; `options` become the repair."""

    check: str
    figures: Sequence[tuple[str, Fact]]
    verdict: int
    explanation: str
    sides: Sides = (_NOTHING, _NOTHING)
    unit: str = ""
    severity: str = ""
    slip: str = ""
    options: list[Option] = field(default_factory=list)
    key: str = ""

    @property
    def finding_id(self) -> str:
        """Stable: the check and its main figure."""
        main = self.figures[0][1].figure_id
        return f"{self.check}:{main}" + (f":{self.key}" if self.key else "")

    def record(self, repair: str) -> dict[str, object]:
        """The finding as a row of the dataset."""
        main, articles = self.figures[0][1], {fact.article for _, fact in self.figures}
        # an unbounded end is left empty
        stated, implied = ([end if np.isfinite(end) else np.nan for end in side] for side in self.sides)
        return {
            "finding_id": self.finding_id, "article": main.article if len(articles) == 1 else None, "check": self.check,
            "measure": main.measure, "subject": main.subject or None, "verdict": VERDICTS[self.verdict],
            "severity": self.severity or SEVERITY[self.verdict], "stated_low": stated[0], "stated_high": stated[1],
            "implied_low": implied[0], "implied_high": implied[1], "unit": self.unit or None,
            "repair": repair or None, "explanation": self.explanation[:1].upper() + self.explanation[1:],
            "figure_ids": " ".join(dict.fromkeys(fact.figure_id for _, fact in self.figures)),
        }  # fmt: skip


class Ledger:
    """The wide ledger made ready: no missing text, numeric columns, open ends filled by their printed bound."""

    def __init__(self, facts: pd.DataFrame) -> None:
        self.frame = _prepared(facts)
        frame = self.frame
        ends = frame["low"].fillna(frame["high"]), frame["high"].fillna(frame["low"])
        # the last row, reached by index -1, is an exact zero: the padding of short sums
        columns = (*ends, frame["resolution"], _refined(frame), frame["approximate"])
        self._columns = [np.append(np.asarray(column, dtype=float), 0.0) for column in columns]

    @cached_property
    def facts(self) -> list[Fact]:
        """Every figure as a named tuple."""
        return list(self.frame.itertuples(name="Fact"))

    @cached_property
    def blocks(self) -> list[list[Fact]]:
        """The figures of each table and chart."""
        keys = [(fact.article, fact.block_kind, fact.block_index) for fact in self.facts]
        groups: dict[tuple[object, ...], list[Fact]] = {}
        for key, fact in zip(keys, self.facts, strict=True):
            if fact.block_kind != "statement":
                groups.setdefault(key, []).append(fact)
        return list(groups.values())

    @cached_property
    def _articles(self) -> dict[str, list[Fact]]:
        articles: dict[str, list[Fact]] = {}
        for fact in self.facts:
            articles.setdefault(fact.article, []).append(fact)
        return articles

    def where(self, test: Callable[[Fact], bool], beside: Fact | None = None) -> list[Fact]:
        """The figures that pass a test; only those of the article of `beside`, where it is given."""
        return [fact for fact in (self._articles[beside.article] if beside else self.facts) if test(fact)]

    def term(self, facts: Iterable[Fact], end: End | Sequence[End] | None = None) -> Term:
        """Figures as a column of judged values: ranges as a whole, or one of their ends (for all, or one for each)."""
        index = np.array([fact.Index for fact in facts], dtype=int)
        if end is None or isinstance(end, str):
            return self._term(index, end)
        low, high = self._term(index, "low"), self._term(index, "high")
        points = np.where(np.array(end) == "low", low.low, high.high)
        return Term(points, points, low.resolution, low.rounding, low.approximate)

    def parts(self, rows: Sequence[Sequence[Fact]], end: End | None = None) -> Term:
        """Groups of figures as rows × parts, short groups filled with exact zeros."""
        index = np.full((len(rows), max(map(len, rows), default=0)), -1)
        for i, row in enumerate(rows):
            index[i, : len(row)] = [fact.Index for fact in row]
        return self._term(index, end)

    def _term(self, index: np.ndarray[Any, Any], end: End | None) -> Term:
        low, high, resolution, rounding, approximate = (column[index] for column in self._columns)
        first, last = {"low": (low, low), "high": (high, high), None: (low, high)}[end]
        return Term(first, last, resolution, rounding, approximate.astype(bool))


def _prepared(facts: pd.DataFrame) -> pd.DataFrame:
    frame = facts.reindex(columns=list(FACTS)).reset_index(drop=True)
    for column in FACTS:
        kind = FIELDS[column].type if column in FIELDS else _UNDESCRIBED.get(column, "string")
        if kind in ("number", "integer"):
            frame[column] = pd.to_numeric(frame[column], errors="coerce").astype(float)
        elif kind == "boolean":
            frame[column] = frame[column].astype("object").fillna(False).astype(bool)
        elif column != "published":
            frame[column] = frame[column].astype("object").where(frame[column].notna(), "").astype(str)
    return frame


def _refined(frame: pd.DataFrame) -> pd.Series:
    """Zeros count as rounding no coarser than the finest figure of the same unit and scale in a column or sentence."""
    series = frame["column"].astype("object").where(frame["block_kind"] != "statement", frame["cell"])
    keys = [*(frame[name] for name in PLACE), series, frame["unit"], frame["scale"]]
    finest = frame["rounding"].groupby(keys, dropna=False).transform("min")
    refined = pd.Series(np.maximum(frame["resolution"], finest), index=frame.index)
    whole = (frame["unit"] == "percent") & (frame["high"] == 100)  # 100% is the whole, not a rounded figure
    return refined.where(~whole, frame["resolution"])


@dataclass(frozen=True, slots=True)
class Ends:
    """A relation judged on the low and on the high ends of its figures: a range states two."""

    low: Judged
    high: Judged

    @classmethod
    def judge(cls, relation: Relation, terms: Callable[[End], Mapping[str, Term]], counts: Any = None) -> Ends:
        """Judge the terms of both ends."""
        return cls(judge(relation, terms("low"), counts), judge(relation, terms("high"), counts))

    def verdict(self, row: int, end: End) -> int:
        """The verdict of one row at one end."""
        return int((self.low if end == "low" else self.high).verdict[row])

    def worst(self, row: int) -> tuple[End, int, Sides]:
        """The less favourable end of a row, its verdict, and its stated and implied intervals."""
        end = worse(("low", "high"), lambda end: self.verdict(row, end))
        judged = self.low if end == "low" else self.high
        return end, self.verdict(row, end), intervals(judged, row)

    def side(self, row: int, which: int) -> tuple[float, float]:
        """A row's stated (0) or implied (1) interval from its low end to its high one."""
        return intervals(self.low, row)[which][0], intervals(self.high, row)[which][1]


def worse(ends: tuple[End, End], verdict: Callable[[End], int]) -> End:
    """The end with the less favourable verdict, the low one of two alike."""
    return max(ends, key=lambda end: ORDER.index(verdict(end)))


def intervals(judged: Judged, row: int) -> Sides:
    """A judged row's stated and implied intervals."""
    stated, implied = judged.stated, judged.implied
    return (float(stated.low[row]), float(stated.high[row])), (float(implied.low[row]), float(implied.high[row]))


def may_differ(*facts: Fact) -> bool:
    """Whether prose names a source, or another estimate, so that two figures need not be one author's."""
    return any(fact.block_kind == "statement" and _SOURCE.search(f"{fact.row_label} {fact.cell}") for fact in facts)


def is_named(fact: Fact) -> bool:
    """Whether the figure's own words, or a curator, say whose it is; elsewhere prose inherits a role from headings."""
    curated = fact.block_kind != "statement" or fact.cell == fact.quote
    return bool(
        curated or (fact.role_label and fact.role_label.casefold() in f"{fact.row_label} {fact.cell}".casefold())
    )


def is_range(fact: Fact) -> bool:
    """Whether the figure is printed with two different ends."""
    return bool(fact.low < fact.high)


def extent(facts: Iterable[Fact]) -> tuple[float, float]:
    """From the lowest end of some figures to the highest; nothing where they are none or in several units."""
    known = list(facts)
    if len({fact.unit for fact in known}) != 1:
        return _NOTHING
    return min(map(value, known)), max(value(fact, "high") for fact in known)


def is_open(fact: Fact) -> bool:
    """Whether an end of the figure is open."""
    return bool(fact.open_low or fact.open_high)


def value(fact: Fact, end: End = "low") -> float:
    """One end of a figure, an open one by its printed bound."""
    first, second = (fact.low, fact.high) if end == "low" else (fact.high, fact.low)
    return float(second if np.isnan(first) else first)


def positive(*facts: Fact) -> bool:
    """Whether all figures are above zero at both ends, as ratios need."""
    return all(value(fact) > 0 and value(fact, "high") > 0 for fact in facts)


def currency(unit: str) -> str:
    """The currency code of a unit, '' where it has none."""
    head = unit.split("/")[0]
    return head if re.fullmatch(r"[A-Z]{3}", head) else ""


def amount(number: float, unit: str) -> str:
    """A computed value for a sentence: four significant digits, with its unit."""
    if unit == "percent":
        return f"{number:.4g}%" if abs(number) < 1e4 else f"{number:,.0f}%"
    code, sign = currency(unit), "-" if number < 0 else ""
    size = max((scale for scale in SCALES if scale >= 10**6 and abs(number) >= scale), default=0)
    if code and size:
        text = f"{abs(number) / size:.4g} {SCALES[size]}"
    else:
        text = f"{abs(number):,.0f}" if abs(number) >= 1000 else f"{abs(number):.4g}"
    period = f" per {unit.split('/')[1]}" if "/" in unit else ""
    return f"{sign}{code} {text}{period}".strip() if code else f"{sign}{text}"


def precise(number: float, fact: Fact) -> str:
    """A value rounded as the figure was printed: the same digits, scale word and unit."""
    step = Decimal(repr(fact.resolution))
    exact = (Decimal(repr(number)) / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    word = SCALES.get(int(fact.scale), "") if fact.scale > 1 else ""
    digits = (exact / Decimal(int(fact.scale)) if word else exact).normalize()
    code = currency(fact.unit)
    return " ".join(part for part in (code, f"{digits:,f}", word) if part) + ("%" if fact.unit == "percent" else "")


def span(low: float, high: float, unit: str) -> str:
    """An interval for a sentence."""
    first, second = amount(low, unit), amount(high, unit)
    if first == second:
        return first
    period = f" per {unit.split('/')[1]}" if "/" in unit else ""
    shared = currency(unit) and not any(word in first or word in second for word in SCALES.values())
    return f"{first.removesuffix(period)} to {second.removeprefix(f'{currency(unit)} ') if shared else second}"


def printed(fact: Fact) -> str:
    """The figure as printed; a bare number gets the unit and scale its header gave it."""
    text = str(fact.quote)
    if not re.fullmatch(r"[\d.,\s~–—+%-]+", text) or "%" in text:
        return text
    if fact.unit == "percent":
        return f"{text}%"
    word = SCALES.get(int(fact.scale), "") if fact.scale > 1 else ""
    return " ".join(part for part in (currency(fact.unit), text, word) if part)


def dated(fact: Fact) -> str:
    """The figure as printed, with its year."""
    first = fact.year if fact.measure != "growth_rate" else float("nan")
    return printed(fact) if np.isnan(first) else f"{printed(fact)} ({first:.0f})"


def instead(fact: Fact, need: float, now: float | None = None) -> Option:
    """What to print instead of a figure (of one of its ends), and how large a change that is."""
    before = value(fact) if now is None else now
    change = abs(need / before - 1) if before else float("inf")
    return Option(f"{precise(need, fact)} instead of {dated(fact)}", change, fact.figure_id)


def smallest(options: Iterable[Option]) -> list[Option]:
    """Options by the size of the change, without those that would print as nothing."""
    some = (option for option in options if re.search(r"[1-9]", option.text.split(" instead of ")[0]))
    return sorted(some, key=lambda option: option.change)


def open_note(facts: Iterable[Fact]) -> str:
    """What to say where open figures stand for their printed bound."""
    quotes = list(dict.fromkeys(printed(fact) for fact in facts if is_open(fact)))
    return f" Open figures ({', '.join(quotes)}) stand for their printed bound." if quotes else ""


def little(implied: tuple[float, float]) -> str:
    """What to say of a pass that leaves much room: an implied interval wider than a few points."""
    width = implied[1] - implied[0]
    return f" That leaves {width:.0f} points of room, so this pass proves little." if width > WIDE else ""


def name(fact: Fact) -> str:
    """A short name of what a figure is about."""
    return str(fact.row_label or fact.role_label or fact.market or fact.subject or fact.measure)
