"""One pay or one length of time in two periods: the hour against the working year, phases against the whole."""

from __future__ import annotations

import re

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, same, share_of_sum
from analysis.checks.model import (
    Ends,
    Fact,
    Finding,
    Ledger,
    Option,
    amount,
    currency,
    instead,
    open_note,
    positive,
    printed,
    span,
    value,
)  # fmt: skip
from analysis.checks.totals import columns

#: How many of each pay period make a working year.
TIMES = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1, "": 1}
#: Working years that others count, in each pay period.
_WORKING = {"hour": (1500, 2400), "day": (200, 261), "week": (44, 53), "month": (12, 14)}
_DAYS = {"day": 1.0, "week": 7.0, "month": 365.2425 / 12, "year": 365.2425, "hour": 1 / 24}


def check(ledger: Ledger) -> list[Finding]:
    """Pay in two periods; the share of one phase; all phases against the lengths stated for a whole project."""
    return [*pay(ledger), *phases(ledger), *wholes(ledger)]


def period(fact: Fact) -> str:
    """The pay period of a figure, '' where it has none."""
    return str(fact.unit).partition("/")[2]


def pay(ledger: Ledger) -> list[Finding]:
    """Pay of one row or sentence, in one currency, by two periods: 2,080 hours, 260 days, 12 months make a year."""
    pairs = _two_periods(ledger)
    times = [TIMES[period(short)] // TIMES[period(long)] for short, long in pairs]
    judged = Ends.judge(
        same,
        lambda end: {
            "left": ledger.term((short for short, _ in pairs), end),
            "right": ledger.term((long for _, long in pairs), end),
        },
        {"times": times},
    )
    findings = []
    for row, (short, long) in enumerate(pairs):
        end, verdict, sides = judged.worst(row)
        need = value(short, end) * times[row]
        text = f"{printed(short)} × {times[row]:,} is {amount(need, long.unit)}; {printed(long)} is stated."
        figures = [("longer period", long), ("shorter period", short)]
        finding = Finding("periods.pay", figures, verdict, text + open_note([short, long]), sides, long.unit)
        if verdict == INCONSISTENT:
            finding.options = [instead(long, need, value(long, end))]
            _other_year(finding, short, value(long, end) / value(short, end))
        findings.append(finding)
    return findings


def _two_periods(ledger: Ledger) -> list[tuple[Fact, Fact]]:
    """(shorter, longer period) where just two figures of one pay stand in a sentence, else in a row or block."""
    places: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.measure == "salary" and bool(period(fact)) and positive(fact)):
        place = (fact.article, fact.block_kind, fact.block_index, str(fact.row))
        key = (*place, currency(fact.unit), fact.component, fact.role, fact.level)
        places.setdefault(key, []).append(fact)
        if fact.block_kind == "statement" and fact.cell != fact.quote:
            places.setdefault((*key, fact.cell), []).append(fact)
    pairs = {}
    for facts in places.values():
        if len(facts) == 2 and len({period(fact) for fact in facts}) == 2:
            short, long = sorted(facts, key=lambda fact: -TIMES[period(fact)])
            apart = short.block_kind == "statement" and short.cell != long.cell and short.cell != short.quote
            if apart and period(long) != "year":
                continue  # a rent by the week is not what an hour pays
            pairs[short.Index, long.Index] = short, long
    return list(pairs.values())


def _other_year(finding: Finding, short: Fact, times: float) -> None:
    """Pay that fits another working year than ours (37.5 hours a week, 13 months) contradicts nothing."""
    least, most = _WORKING.get(period(short), (0, 0))
    if least <= times <= most and finding.figures[0][1].unit.endswith("/year"):
        finding.verdict = UNDETERMINED
        finding.explanation += f" That is a year of {times:,.5g} {period(short)}s, which some count."


def alike(one: str, other: str) -> bool:
    """Whether two labels name the same thing: each word of the shorter begins like a word of the longer."""
    words = sorted((set(re.findall(r"[a-z]{3,}", text.casefold())) for text in (one, other)), key=len)
    return bool(words[0]) and all(any(word[:4] == longer[:4] for longer in words[1]) for word in words[0])


def _lengths(ledger: Ledger, article: str) -> list[list[Fact]]:
    """Columns that give the lengths of at least three phases."""
    blocks = (block for block in ledger.blocks if block[0].article == article)
    return [
        c
        for block in blocks
        for c in columns(block)
        if len(c) > 2 and all(f.measure == "duration" and positive(f) for f in c)
    ]


def phases(ledger: Ledger) -> list[Finding]:
    """The share of a project's time that one phase takes, against the phases' lengths (`periods.phase_share`)."""
    cases: list[tuple[Fact, Fact, list[Fact]]] = []
    shares = ledger.where(
        lambda f: f.measure in ("allocation", "share") and f.unit == "percent" and f.block_kind == "statement"
    )
    for percent in shares:
        for column in _lengths(ledger, percent.article):
            mine = [fact for fact in column if alike(percent.subject, fact.row_label)]
            cases += [(percent, mine[0], [fact for fact in column if fact is not mine[0]])] if len(mine) == 1 else []
    part, rest = ledger.term(part for _, part, _ in cases), ledger.parts([rest for *_, rest in cases])
    judged = Ends.judge(
        share_of_sum, lambda end: {"percent": ledger.term((case[0] for case in cases), end), "part": part, "rest": rest}
    )
    return [_phase(judged, row, *case) for row, case in enumerate(cases)]


def _phase(judged: Ends, row: int, percent: Fact, part: Fact, rest: list[Fact]) -> Finding:
    _, verdict, sides = judged.worst(row)
    shortest, longest = sum(map(value, rest)), sum(value(fact, "high") for fact in rest)
    low = value(part) / (value(part) + longest) * 100
    high = value(part, "high") / (value(part, "high") + shortest) * 100
    text = (
        f"{printed(part)} beside {shortest:g}–{longest:g} {part.unit}s of other phases is "
        f"{span(low, high, 'percent')} of the whole ({span(*sides[1], 'percent')} with rounding); "
        f"{printed(percent)} is stated."
    )
    figures = [("share", percent), ("phase", part), *(("other phase", fact) for fact in rest)]
    finding = Finding("periods.phase_share", figures, verdict, text, sides, "percent")
    if verdict == INCONSISTENT:
        need = value(percent) / max(100 - value(percent), 1) * shortest
        longer = f"at least {need:.0f} {part.unit}s instead of {printed(part)}, the other phases at their shortest"
        finding.options = [
            Option(f"{low:.0f}–{high:.0f}% instead of {printed(percent)}", 0, percent.figure_id),
            Option(longer, abs(need / value(part, "high") - 1), part.figure_id),
        ]
    return finding


def wholes(ledger: Ledger) -> list[Finding]:
    """All phases together against the lengths stated for whole projects, from the smallest kind to the largest."""
    findings = []
    for article in {fact.article: fact for fact in ledger.facts}.values():
        stated = ledger.where(_of_whole_project, beside=article)
        findings += [_whole(column, stated) for column in _lengths(ledger, article.article) if stated]
    return findings


def _of_whole_project(fact: Fact) -> bool:
    """A length that prose states for a whole project."""
    named = "project" in f"{fact.topic} {fact.subject}".casefold()
    return bool(named and fact.measure == "duration" and fact.block_kind == "statement")


def _whole(column: list[Fact], stated: list[Fact]) -> Finding:
    unit, each = column[0].unit, _DAYS[column[0].unit]
    low = min(value(fact) * _DAYS[fact.unit] for fact in stated) / each
    high = max(value(fact, "high") * _DAYS[fact.unit] for fact in stated) / each
    first, last = sum(map(value, column)), sum(value(fact, "high") for fact in column)
    fits = last >= low and (first <= high or any(fact.open_high for fact in stated))
    text = (
        f"The phases make {first:.4g} to {last:.4g} {unit}s; whole projects are said to take "
        f"{', '.join(printed(fact) for fact in stated)}, {low:.3g} to {high:.3g} {unit}s."
    )
    figures = [*(("whole", fact) for fact in stated), *(("phase", fact) for fact in column)]
    sides = ((low, high), (first, last))
    verdict = CONSISTENT if fits else UNDETERMINED
    return Finding("periods.phases", figures, verdict, text + open_note(stated), sides, unit)
