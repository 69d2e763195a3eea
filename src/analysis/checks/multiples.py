"""Multiples and directions told in one sentence: "doubled from 4,000 to 8,100", "slipped from 5 to 4"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.checks.core import INCONSISTENT, Term, judge, ratio
from analysis.checks.model import (
    Fact,
    Finding,
    Ledger,
    Option,
    instead,
    intervals,
    open_note,
    printed,
    smallest,
    value,
)  # fmt: skip
from analysis.checks.order import compare
from analysis.checks.told import (
    ABOUT,
    FROM_TO,
    GAP,
    ON,
    OTHERWISE,
    SINCE,
    TO_FROM,
    UP,
    YEAR,
    Told,
    form,
    levelled,
    levels,
    mark,
    sentences,
)  # fmt: skip

#: Changes in words, and how many times the start they make the end.
_WORDS = {
    "doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "twice": 2.0, "thrice": 3.0,
    "halv": 0.5, "half": 0.5,
}  # fmt: skip
_RATE, _START, _END = mark("rate"), mark("start"), mark("end")
_HEDGE = (
    r"(?P<hedge>(?:(?:a (?:bit|little) |well |slightly |just )?(?:more|less) than|(?:just |well )?over|just under|"
    r"nearly|almost|close to|not quite|about|around|roughly|exactly)\s+)?"
)
_MULTIPLE = rf"{_HEDGE}(?P<word>(?:doubl|tripl|trebl|quadrupl|quintupl|halv)(?:es?|ed|ing|e)?)\b"
_TIMES = rf"{_HEDGE}(?:(?P<word>twice|thrice|double|triple|half)|{_RATE})"
_BEHIND = rf"(?:[^⟦⟧\d;.,(]|{YEAR}){{0,40}}?\s*[,:–—(-]+\s*(?:(?:an?|or|that is|which (?:is|was))\s+)*"
_FORMS = tuple(
    map(
        form,
        (
            rf"\b{_MULTIPLE}{ON}{FROM_TO}",
            rf"\b{_MULTIPLE}{ON}{TO_FROM}",
            rf"{FROM_TO}{_BEHIND}{_MULTIPLE}",
            rf"(?:\b(?:{UP})\s+)?(?:by\s+)?(?:a factor of\s+)?{_RATE}{ON}{FROM_TO}",
            rf"(?:\b(?:{UP})\s+)?(?:by\s+)?(?:a factor of\s+)?{_RATE}{ON}{TO_FROM}",
            rf"{FROM_TO}{_BEHIND}{_RATE}",
            rf"{_RATE} as (?:many|much|high|large|likely)\b[^⟦⟧;.()]{{0,40}}\({_END}\){GAP}\bas\b{GAP}\({_START}\)",
            # worth 1.9 billion in 2023, will nearly triple to 3.4 billion
            rf"{_START}{GAP}\b{_MULTIPLE}(?:\s+\w+){{0,2}}?\s+to\s+{ABOUT}{_END}",
            # has doubled: 890 this year, against 640 in 2022
            rf"\b{_MULTIPLE}[^⟦⟧\d.;]{{0,20}}?[:,–—]\s*{GAP}{_END}{GAP}\b{SINCE}{ABOUT}{_START}",
            # 66.10, exactly twice the 33.05 of the neighbours
            rf"{_END}{GAP}\b{_TIMES}\s+(?:the|its|their|that of|as \w+ as)\s+(?:[^\W\d]+\s+){{0,3}}?{_START}",
        ),
    )
)
_ROSE = r"rose|risen|rises|grew|grown|increased|climbed|jumped|surged|soared|expanded|advanced"
_FELL = r"fell|fallen|dropped|declined|decreased|slipped|slumped|shrank|shrunk|plunged|tumbled|dipped|sank|eased"
_MOVED = tuple(form(rf"\b(?P<verb>{_ROSE}|{_FELL})(?:\s+\w+ly)?\s*{ON}{place}") for place in (FROM_TO, TO_FROM))


def check(ledger: Ledger) -> list[Finding]:
    """Multiples (`growth.multiple`), and the direction that a verb gives two levels (`growth.direction`)."""
    return [finding for told in sentences(ledger) for finding in (*_multiples(ledger, told), *_moves(ledger, told))]


def _moves(ledger: Ledger, told: Told) -> Iterator[Finding]:
    """`Slipped from 1.31 million to 1.42 million`: levels must move the way the verb says."""
    for found in told.find(*_MOVED):
        start, end = told.facts[int(found["start"])], told.facts[int(found["end"])]
        falls = bool(re.fullmatch(_FELL, found["verb"], re.I))
        if levelled(start, end):
            low, high = (end, start) if falls else (start, end)
            verdict = compare(ledger, [low], [high])[0]
            way = "less" if value(end) < value(start) else "more" if value(end) > value(start) else "the same"
            text = f"{printed(start)} {found['verb']} to {printed(end)}, which is {way}."
            finding = Finding("growth.direction", [("end", end), ("start", start)], verdict, text, unit=end.unit)
            if verdict == INCONSISTENT:
                finding.slip = "the two figures exchanged, or the other direction meant"
            yield finding


def _multiples(ledger: Ledger, told: Told) -> Iterator[Finding]:
    """`Nearly tripled from 3.1 to 9.0`, `grew 2.5 times, from …` (`growth.multiple`)."""
    seen: set[str] = set()
    for found in told.find(*_FORMS):
        words = found.groupdict()
        start, end = told.facts[int(words["start"])], told.facts[int(words["end"])]
        rate = told.facts[int(words["rate"])] if words.get("rate") else None
        if words["end"] in seen or not levelled(start, end) or OTHERWISE.search(found.group()):
            continue
        if rate is None or rate.unit == "multiple":
            seen.add(words["end"])
            yield _multiple(ledger, start, end, rate or f"{words['hedge'] or ''}{words['word']}")


def _multiple(ledger: Ledger, start: Fact, end: Fact, stated: Fact | str) -> Finding:
    """A multiple in words is good to half a unit, cut off to a whole one; halving is doubling the other way."""
    if in_words := isinstance(stated, str):
        times = next(times for word, times in _WORDS.items() if word in stated.casefold())
    else:
        times = value(stated)
    sides, factor = levels(ledger, start, end), value(end) / value(start)
    if times < 1:
        sides, times, factor = {"start": sides["end"], "end": sides["start"]}, 1 / times, 1 / factor
    if isinstance(stated, str):
        term, said = _in_words(stated, times, factor), f'"{stated}"'
    else:
        term, said = ledger.term([stated]), printed(stated)
    judged = judge(ratio, sides | {"multiple": term})
    verdict, bounds = int(judged.verdict[0]), intervals(judged, 0)
    low, high = (f"{bound:.3g}" for bound in bounds[1])
    text = f"{printed(start)} to {printed(end)} is {factor:.3g} times{' less' if value(end) < value(start) else ''}"
    text += f", {low} to {high} with rounding" if low != high else ""
    text += f"; {said} is stated.{open_note([start, end])}"
    figures = [("end", end), ("start", start), *([] if in_words else [("multiple", stated)])]
    finding = Finding("growth.multiple", figures, verdict, text, bounds, "multiple")
    if verdict == INCONSISTENT:
        need = Option(f"{factor:.2g} times instead of {said}", abs(factor / times - 1))
        grown = value(start) * times if value(end) >= value(start) else value(start) / times
        finding.options = smallest([need, instead(end, grown)])
    return finding


def _in_words(stated: str, times: float, factor: float) -> Term:
    """All the multiples that words such as `more than doubled` stand for, as far as they matter for this one."""
    if re.search(r"less than|under", stated, re.I):
        return Term.of([min(times, factor)], [times])
    if re.search(r"more than|over", stated, re.I):
        return Term.of([times], [max(times, factor)])
    return Term.of([times], [times], 0.1) if "exactly" in stated.casefold() else Term.of([times], [times], 0.5, 1.0)
