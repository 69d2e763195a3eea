"""Sums and averages told in prose: "1,150 posts, made up of 620 …", "raised 7 bn over 350 deals, 20 on average"."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.checks.core import INCONSISTENT, judge, quotient
from analysis.checks.model import (
    SCALES,
    Fact,
    Finding,
    Ledger,
    amount,
    instead,
    intervals,
    is_range,
    open_note,
    positive,
    printed,
    smallest,
    value,
)  # fmt: skip
from analysis.checks.told import ABOUT, COUNTS, GAP, Told, form, mark, paragraphs, same_kind, sentences
from analysis.checks.totals import Case

#: Words that say that nothing is missing among the parts that follow.
_MADE_UP = form(
    r"\bmade up\b|\bconsist(?:s|ed|ing)? of\b|\bcompos(?:ed|ition)\b|\bcompris(?:es|ed|ing)\b|\bbroken down\b|"
    r"\bbreak-?(?:up|down)\b|\b(?:split|divided) (?:into|between|among|as follows)\b"
)
_TOTAL, _COUNT, _MEAN = mark("total"), mark("count"), mark("mean")
_EACH = r"(?:per|for (?:each|every)|to (?:each|every)|an?|each|apiece|every)"
_AVERAGES = tuple(
    form(words)
    for words in (
        rf"{_TOTAL}{GAP}\b(?:over|across|from|in|for|by|among|between|through)\s+{ABOUT}{_COUNT}{GAP}\b(?:average|mean)\b"
        rf"{GAP}{_MEAN}",
        rf"{_TOTAL}{GAP}\b(?:over|across|from|in|for|by|among|between|through)\s+{ABOUT}{_COUNT}{GAP}[,(–—]\s*"
        rf"(?:or |which is |that is |i\.e\. )*{ABOUT}{_MEAN}\s+(?:{_EACH}\b|on average)",
    )
)
_MAKES = r"makes?|gives?|comes? to|adds? up to|brings?|totals|in all|altogether|together"
_PLUS = (form(rf"{mark('one')}{GAP}\b(?:plus|and)\b{GAP}{mark('other')}{GAP}\b(?:{_MAKES})\b{GAP}{_TOTAL}"),)
#: How far above the first item of a list its total may stand, in blocks.
_ABOVE = 3


def told(ledger: Ledger) -> list[Case]:
    """(name, total, parts) of what prose says to be made up of parts (`totals.told`)."""
    texts = [*sentences(ledger, 3), *paragraphs(ledger)]
    cases = [case for text in texts if (case := _made_up(text))]
    cases += [case for text in texts for case in _added(text)]
    cases += _lists(ledger)
    return list({case[1].Index: case for case in reversed(cases)}.values())


def _made_up(text: Told) -> Case | None:
    """The last figure before the words, and the figures of its kind behind them up to the end of the sentence."""
    found = _MADE_UP.search(text.text)
    if not found:
        return None
    marks = [(text.text.index(f"⟦{i}⟧"), fact) for i, fact in enumerate(text.facts)]
    end = text.text.find(". ", found.end())
    before = [fact for at, fact in marks if at < found.start() and not is_range(fact)]
    behind = [fact for at, fact in marks if found.end() < at and (end < 0 or at < end)]
    total = next((fact for fact in reversed(before) if behind and same_kind(fact, behind[0])), None)
    parts = [fact for fact in behind if total and same_kind(fact, total)]
    alike = total is not None and total.unit != "percent" and len(parts) > 1 and len(parts) == len(behind)
    return (
        ("totals.told", total, parts) if alike and positive(*parts) and value(total) > max(map(value, parts)) else None
    )


def _added(text: Told) -> Iterator[Case]:
    """`The months add up to 4.31 million, and a bonus of 2.1 million brings the year to 6.41 million`."""
    for found in text.find(*_PLUS):
        one, other, total = (text.facts[int(found[name])] for name in ("one", "other", "total"))
        if any(same_kind(fact, one) for fact in text.facts[: int(found["one"])]):
            continue  # another summand, or another pay
        alike = len({fact.unit.partition("/")[0] for fact in (one, other, total)}) == 1
        plain = alike and not any(map(is_range, (one, other, total)))
        if plain and total.unit != "percent" and value(total) > max(value(one), value(other)) > 0:
            yield "totals.told", total, [one, other]


def _lists(ledger: Ledger) -> list[Case]:
    """Lists of counts or amounts that are one whole, and the one total that stands before them."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in ledger.where(lambda f: f.block_kind == "statement" and bool(f.whole) and f.unit != "percent"):
        groups.setdefault((fact.article, fact.whole), []).append(fact)
    cases: list[Case] = []
    for parts in groups.values():
        before, summed = _above(ledger, parts), sum(map(value, parts))
        total = next((fact for fact in before if value(fact) == summed), before[-1] if before else None)
        if total is not None and len(parts) > 1 and (value(total) == summed or len({*map(value, before)}) == 1):
            cases.append(("totals.told", total, parts))
    return cases


def _above(ledger: Ledger, parts: list[Fact]) -> list[Fact]:
    """The figures shortly above a list that could be its total."""
    first, largest = min(fact.block_index for fact in parts), max(map(value, parts))

    def fits(fact: Fact) -> bool:
        near = fact.block_kind == "statement" and 0 < first - fact.block_index <= _ABOVE
        return near and same_kind(fact, parts[0]) and not is_range(fact) and value(fact) > largest

    return ledger.where(fits, beside=parts[0])


def averages(ledger: Ledger) -> list[Finding]:
    """A total over a count against the average stated (`derived.average`)."""
    found: dict[int, Finding] = {}
    for text in sentences(ledger, 3):
        for total, count, mean in _averages(text):
            found.setdefault(mean.Index, _average(ledger, total, count, mean))
    return list(found.values())


def _averages(text: Told) -> Iterator[tuple[Fact, Fact, Fact]]:
    for found in text.find(*_AVERAGES):
        total, count, mean = (text.facts[int(found[name])] for name in ("total", "count", "mean"))
        plain = not any(map(is_range, (total, count, mean))) and positive(total, count, mean)
        if (
            plain
            and count.unit in COUNTS
            and same_kind(total, mean)
            and value(count) > 1
            and count.measure != "duration"
        ):
            yield total, count, mean


def _average(ledger: Ledger, total: Fact, count: Fact, mean: Fact) -> Finding:
    terms = {"total": ledger.term([total]), "count": ledger.term([count]), "mean": ledger.term([mean])}
    judged = judge(quotient, terms)
    verdict, sides, need = int(judged.verdict[0]), intervals(judged, 0), value(total) / value(count)
    text = f"{printed(total)} over {value(count):,.10g} is {amount(need, mean.unit)} each; {printed(mean)} is stated."
    figures = [("average", mean), ("total", total), ("count", count)]
    finding = Finding("derived.average", figures, verdict, text + open_note([total]), sides, mean.unit)
    if verdict == INCONSISTENT:
        finding.options = smallest(
            [
                instead(mean, need),
                instead(total, value(mean) * value(count)),
                instead(count, value(total) / value(mean)),
            ]
        )
        words = (SCALES[scale] for scale in (10**3, 10**6) if 0.95 < value(mean) / need / scale < 1.05)
        finding.slip = next((f"one scale word off: the average is a {word} times too large" for word in words), "")
    return finding
