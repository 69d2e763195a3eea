"""One pay, or one length of time, in two periods: the hour against the working year, weeks against months, phases against the whole."""

from __future__ import annotations

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, judge, same, share_of_sum
from analysis.checks.model import (
    ORDER,
    Fact,
    Finding,
    Ledger,
    Option,
    amount,
    currency,
    intervals,
    open_note,
    precise,
    printed,
    value,
)
from analysis.checks.shares import alike
from analysis.checks.totals import columns

TIMES = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
_DAYS = {"day": 1.0, "week": 7.0, "month": 365.2425 / 12, "year": 365.2425}


def check(ledger: Ledger) -> list[Finding]:
    """Pay in two periods; the share of one phase; all phases against the lengths stated for a whole project."""
    return [*pay(ledger), *phases(ledger), *wholes(ledger)]


def pay(ledger: Ledger) -> list[Finding]:
    """Pay of one row or sentence, in one currency, by two periods: 2,080 hours, 260 days, 12 months make a year."""
    places: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.measure == "salary" and "/" in fact.unit):
        row = fact.row if fact.block_kind != "statement" else None
        key = (
            fact.article,
            fact.block_kind,
            fact.block_index,
            row,
            currency(fact.unit),
            fact.component,
            fact.role,
            fact.level,
        )
        places.setdefault(str(key), []).append(fact)  # type: ignore[arg-type]
    pairs = []
    for facts in places.values():
        by = {fact.unit.partition("/")[2]: fact for fact in facts}
        if len(by) == len(facts) == 2:
            pairs.append(sorted(facts, key=lambda fact: -TIMES[fact.unit.partition("/")[2]]))
    if not pairs:
        return []
    counts = {"times": [TIMES[a.unit.partition("/")[2]] // TIMES[b.unit.partition("/")[2]] for a, b in pairs]}
    judged = {
        end: judge(
            same,
            {"left": ledger.term((a for a, _ in pairs), end), "right": ledger.term((b for _, b in pairs), end)},
            counts,
        )
        for end in ("low", "high")
    }  # type: ignore[misc]
    findings = []
    for row, (short, long) in enumerate(pairs):
        end = max(judged, key=lambda end: ORDER.index(int(judged[end].verdict[row])))
        verdict, times = int(judged[end].verdict[row]), counts["times"][row]
        text = f"{printed(short)} × {times:,} is {amount(value(short, end) * times, long.unit)}; {printed(long)} is stated."  # type: ignore[arg-type]
        finding = Finding("periods.pay", [("longer period", long), ("shorter period", short)], verdict, text + open_note([short, long]),
                          intervals(judged[end], row), long.unit)  # fmt: skip
        if verdict == INCONSISTENT:
            finding.options = [
                Option(f"{precise(value(short, end) * times, long)} instead of {printed(long)}", 0, long.figure_id)
            ]  # type: ignore[arg-type]
        findings.append(finding)
    return findings


def phases(ledger: Ledger) -> list[Finding]:
    """The share of a project's time that one phase takes, against the phases' lengths (`periods.phase_share`)."""
    cases = []
    for percent in ledger.where(
        lambda fact: fact.measure in ("allocation", "share", "duration") and fact.unit == "percent"
    ):
        label = percent.subject or percent.row_label
        for column in _lengths(ledger, percent.article):
            mine = [fact for fact in column if alike(label, fact.row_label)]
            if len(mine) == 1 and percent.block_kind == "statement":
                cases.append((percent, mine[0], [fact for fact in column if fact is not mine[0]]))
    if not cases:
        return []
    judged = {
        end: judge(share_of_sum, {
            "percent": ledger.term((percent for percent, _, _ in cases), end),
            "part": ledger.term(part for _, part, _ in cases),
            "rest": ledger.parts([rest for _, _, rest in cases]),
        })
        for end in ("low", "high")
    }  # type: ignore[misc]  # fmt: skip
    findings = []
    for row, (percent, part, rest) in enumerate(cases):
        end = max(judged, key=lambda end: ORDER.index(int(judged[end].verdict[row])))
        verdict = int(judged[end].verdict[row])
        low, high = (
            _share(value(part, mine), [value(fact, other) for fact in rest])
            for mine, other in (("low", "high"), ("high", "low"))
        )  # type: ignore[arg-type]
        text = f"{printed(part)} of a sum with {', '.join(printed(fact) for fact in rest)} is {low:.3g}% to {high:.3g}%; {printed(percent)} is stated."
        figures = [("share", percent), ("phase", part), *(("other phase", fact) for fact in rest)]
        finding = Finding("periods.phase_share", figures, verdict, text, intervals(judged[end], row), "percent")
        if verdict == INCONSISTENT:
            others = sum(value(fact) for fact in rest)
            need = value(percent) / (100 - value(percent)) * others
            finding.options = [
                Option(f"{low:.0f}–{high:.0f}% instead of {printed(percent)}", 0, percent.figure_id),
                Option(f"at least {need:.0f} {part.unit}s instead of {printed(part)}, with the others at their shortest", 1, part.figure_id),
            ]  # fmt: skip
        findings.append(finding)
    return findings


def _share(part: float, rest: list[float]) -> float:
    return part / (part + sum(rest)) * 100


def _lengths(ledger: Ledger, article: str) -> list[list[Fact]]:
    """Columns that give the lengths of at least three phases."""
    blocks = (block for block in ledger.blocks if block[0].article == article)
    return [c for block in blocks for c in columns(block) if len(c) > 2 and all(f.measure == "duration" for f in c)]


def wholes(ledger: Ledger) -> list[Finding]:
    """All phases together against each length stated for a whole project, whose kinds span a range (`periods.phases`)."""
    findings = []
    for article in dict.fromkeys(fact.article for fact in ledger.facts):
        for column in _lengths(ledger, article):
            stated = [
                fact for fact in ledger.facts
                if fact.article == article and fact.measure == "duration" and fact.block_kind == "statement"
                and "project" in f"{fact.topic} {fact.subject} {fact.section}".casefold()
            ]  # fmt: skip
            if stated:
                findings.append(_whole(ledger, column, stated))
    return findings


def _whole(ledger: Ledger, column: list[Fact], stated: list[Fact]) -> Finding:
    """The sum of the phases against the shortest to the longest project."""
    days = [_DAYS[fact.unit] for fact in stated]
    low = min(value(fact) * day for fact, day in zip(stated, days, strict=True))
    high = max(value(fact, "high") * day for fact, day in zip(stated, days, strict=True))
    each = _DAYS[column[0].unit]
    ends = [sum(value(fact, end) for fact in column) * each for end in ("low", "high")]  # type: ignore[arg-type]
    fits = ends[0] <= high or any(fact.open_high for fact in stated)
    verdict = CONSISTENT if fits and ends[1] >= low else UNDETERMINED
    unit = column[0].unit
    text = (
        f"The phases make {ends[0] / each:.4g} to {ends[1] / each:.4g} {unit}s; whole projects are said to take "
        f"{', '.join(printed(fact) for fact in stated)}, {low / each:.3g} to {high / each:.3g} {unit}s."
    )
    figures = [*(("whole", fact) for fact in stated), *(("phase", fact) for fact in column)]
    sides = ((low / each, high / each), (ends[0] / each, ends[1] / each))
    return Finding("periods.phases", figures, verdict, text + open_note(stated), sides, unit)
