"""Growth: a rate against the sizes at the ends of the span it is printed for.

A compound rate may count from the first year of its span, or from the year before it (the span then being the window of
the forecast). A rate without a printed span is inconsistent only if no pair of sizes it could mean fits.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, WITHIN_ROUNDING, Judged, difference, judge
from analysis.checks.core import growth as relation
from analysis.checks.model import (
    ORDER,
    Fact,
    Finding,
    Ledger,
    Option,
    amount,
    currency,
    dated,
    instead,
    intervals,
    is_range,
    little,
    may_differ,
    open_note,
    positive,
    printed,
    smallest,
    span,
    value,
)  # fmt: skip
from analysis.checks.told import COUNTS, same_kind

#: Statements of one list stand no farther apart than this many.
LISTED = 3
#: A base year is called relabelled where the ratio of sizes is this close to 1 + the rate.
CLOSE = 0.03
#: Words of a rate's header that do not say whose growth it is.
_PLAIN = frozenset(
    "annual annually average cagr change compared compound expected estimated from growth increase over percent "
    "percentage period projected rate since total with year yearly forecast decrease rise difference".split()
)
#: Another subject than that of the figures before it.
_ANOTHER = re.compile(
    r"\b(?:and|while|whereas|but)\s+(?:[^\W\d]+\s+){1,3}?(?:rose|grew|fell|increased|climbed|dropped|declined|jumped|gained)\b",
    re.I,
)
_NOT_LEVELS = frozenset({"growth_rate", "pay_change", "experience", "firm_size", "ratio", "duration"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sizes a rate could be the growth between.

    `other`: they belong to another scenario than the rate; `window`: years count from the first of the rate's window,
    not from the year before it, whose size is the printed base.
    """

    rate: Fact
    start: Fact
    end: Fact
    other: bool = False
    window: bool = False

    @property
    def gap(self) -> int:
        """Years from start to end."""
        return int(self.end.year - self.start.year)

    @property
    def years(self) -> int:
        """How often the rate is applied: once, where it is the growth of the whole span."""
        return 1 if self.rate.kind == "total" else self.gap - self.window


def check(ledger: Ledger) -> list[Finding]:
    """Every growth rate that has sizes to be tested on, and the sizes inside the spans of those that hold."""
    groups = [(copies, pairs) for copies in _distinct(ledger) if (pairs := _pairs(ledger, copies[0]))]
    judged = _judge(ledger, [pair for _, pairs in groups for pair in pairs])
    rows = itertools.count()
    findings = [_finding(ledger, copies, [(pair, next(rows)) for pair in pairs], judged) for copies, pairs in groups]
    return [*findings, *_steady(ledger, findings), *_points(ledger)]


def thing(fact: Fact) -> tuple[str, str] | None:
    """What a size or rate is about beyond its own block: a market, or the jobs of a role; and its region."""
    region = "" if fact.region == "global" else fact.region
    return (f"market {fact.market}", region) if fact.market else (f"role {fact.role}", region) if fact.role else None


def _judge(ledger: Ledger, pairs: Sequence[Pair], scale: float = 1.0, years: int = 0) -> Judged:
    """The rate (anywhere in its range, if it is one) against the growth of the sizes."""
    terms = {name: ledger.term(getattr(pair, name) for pair in pairs) for name in ("rate", "start", "end")}
    terms["end"] = terms["end"].scaled(scale)
    return judge(relation, terms, {"years": [years or pair.years for pair in pairs]})


def _distinct(ledger: Ledger) -> list[list[Fact]]:
    """Growth rates in percent; one that is repeated about the same market is judged once, with its copies."""
    groups: dict[str, list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.measure == "growth_rate" and fact.unit == "percent"):
        where = thing(fact) if fact.market else fact.figure_id
        stated = (fact.start_year, fact.end_year) if fact.span_stated else ""
        key = (fact.article, where, fact.scenario, fact.kind, value(fact), value(fact, "high"), stated)
        groups.setdefault(str(key), []).append(fact)
    return list(groups.values())


def _pairs(ledger: Ledger, rate: Fact) -> list[Pair]:
    """The pairs of sizes the rate could be the growth between; those of another scenario too."""
    pairs = []
    for start, end in itertools.permutations(_levels(ledger, rate), 2):
        money = bool(currency(start.unit)) and rate.block_kind == "statement"
        counts = start.unit in COUNTS and rate.block_kind == "statement"
        alike = money or counts or start.measure == end.measure
        fits = same_kind(start, end) and alike and start.year < end.year
        near = bool(start.market) or _block(start) == _block(end) or rate.section in (start.section, end.section)
        if (
            fits
            and near
            and _about(rate, start)
            and _compatible(start.scenario, end.scenario)
            and _spans(rate, int(start.year), int(end.year))
        ):
            other = not _compatible(rate.scenario, end.scenario or start.scenario)
            pairs.append(Pair(rate, start, end, other))
            if rate.span_stated and start.year < rate.start_year and end.year - start.year > 1:
                pairs.append(Pair(rate, start, end, other, window=True))
    return pairs


def _about(rate: Fact, size: Fact) -> bool:
    """Whether the header of a rate ("profit growth") names nothing but what the size's own labels say."""
    words = set(re.findall(r"[a-z]{4,}", str(rate.column_label).casefold())) - _PLAIN
    labels = f"{size.column_label} {size.row_label} {size.title} {size.measure} {size.market}".casefold()
    return bool(rate.block_kind == "statement" or all(word[:5] in labels for word in words))


def _block(fact: Fact) -> tuple[str, float]:
    return fact.block_kind, fact.block_index


def _levels(ledger: Ledger, rate: Fact) -> list[Fact]:
    """Sizes with a year: those of the rate's own row, else of its block or, by market or role, of its article."""
    dated_facts = ledger.where(
        lambda f: f.measure not in _NOT_LEVELS and 1800 < f.year < 2200 and positive(f), beside=rate
    )
    block = [fact for fact in dated_facts if _block(fact) == _block(rate)]
    row = [fact for fact in block if fact.row == rate.row and fact.column != rate.column]
    if len({fact.year for fact in row}) > 1:
        return row
    sentence = [fact for fact in block if fact.cell == rate.cell]
    if rate.market:
        found = [fact for fact in dated_facts if fact.measure == "market_size" and thing(fact) == thing(rate)]
    elif row:
        found = [fact for fact in block if fact.column in {level.column for level in row}]
    elif rate.block_kind == "statement" and len({fact.year for fact in sentence}) > 1 and not _of_its_own(rate):
        found = sentence
    elif rate.block_kind != "statement":
        found = _row_beside(block, rate) or _column_beside(block, rate)
    else:
        found = [
            fact for fact in dated_facts if fact.measure == "job_count" and rate.role and thing(fact) == thing(rate)
        ]
    if rate.block_kind == "statement" and len({fact.year for fact in found}) < 2 and not _of_its_own(rate):
        found = _two_of_block(block, rate) or _item_before(ledger, rate, sentence) or _in_tables(ledger, rate, sentence)
    unique: dict[object, Fact] = {}
    for fact in sorted(found, key=lambda fact: fact not in block):
        place = "" if fact.market else _block(fact)
        unique.setdefault((fact.year, value(fact), value(fact, "high"), fact.scenario, fact.unit, place), fact)
    return list(unique.values())


def _row_beside(block: list[Fact], rate: Fact) -> list[Fact]:
    """The sizes of the row that a row of yearly rates belongs to: the nearest above it with the same years."""
    rows: dict[float, list[Fact]] = {}
    for fact in block:
        if fact.row != rate.row and fact.column > 0 and fact.unit != "percent":
            rows.setdefault(fact.row, []).append(fact)
    across = {row: facts for row, facts in rows.items() if any(fact.column == rate.column for fact in facts)}
    yearly = {row: facts for row, facts in across.items() if len({fact.year for fact in facts}) == len(facts) > 1}
    above = [row for row in yearly if row < rate.row]
    return yearly[max(above)] if above and rate.year == rate.end_year else []


def _column_beside(block: list[Fact], rate: Fact) -> list[Fact]:
    """The sizes of a table of names and values: one a year, in one unit, in the column of the rate."""
    sizes = [fact for fact in block if fact.column == rate.column and fact.unit != "percent"]
    alike = len({fact.unit for fact in sizes}) == 1 and len({fact.year for fact in sizes}) == len(sizes) > 1
    return sizes if alike else []


def _two_of_block(block: list[Fact], rate: Fact) -> list[Fact]:
    """The two sizes of a paragraph that a compound rate leads between: all there are, or those of its years."""
    sizes = [fact for fact in block if fact.unit != "percent" and not is_range(fact)]
    years = {rate.start_year, rate.end_year}
    if len(sizes) > 2 and rate.span_stated:
        sizes = [fact for fact in sizes if fact.year in years]
    alike = len(sizes) == 2 and same_kind(*sizes) and abs(sizes[0].year - sizes[1].year) > 1
    beside = any(currency(fact.unit) or fact.cell == rate.cell for fact in sizes)
    return sizes if alike and beside and rate.kind == "cagr" else []


def _item_before(ledger: Ledger, rate: Fact, sentence: list[Fact]) -> list[Fact]:
    """`FY2024: 17,300, which was 77% up`: the item's own size, and that of the year before in an item of the list."""
    if len(sentence) != 1 or rate.kind == "cagr" or is_range(sentence[0]):
        return []
    own = sentence[0]

    def fits(fact: Fact) -> bool:
        near = fact.block_kind == "statement" and 0 < rate.block_index - fact.block_index <= LISTED
        listed = near and fact.section == rate.section and str(fact.cell).lstrip("(FYC ")[:4].isdigit()
        return listed and fact.unit == own.unit and fact.year == own.year - 1

    before = ledger.where(fits, beside=rate) if str(own.cell).lstrip("(FYC ")[:4].isdigit() else []
    return [own, *before] if len(before) == 1 else []


def _in_tables(ledger: Ledger, rate: Fact, sentence: list[Fact]) -> list[Fact]:
    """The series of a table that a rate with a span speaks of, and the one size that its own sentence adds."""
    told = ledger.where(lambda fact: fact.cell == rate.cell and fact.measure not in _NOT_LEVELS, beside=rate)
    if not rate.span_stated or rate.region not in ("", "global") or len(told) > 1:
        return []
    series = [fact for fact in _series(ledger, rate) if fact.market in ("", rate.market) or not rate.market]
    return [*sentence, *series] if series else []


def _series(ledger: Ledger, rate: Fact) -> list[Fact]:
    """The yearly sizes of the one row or column of a table in a rate's section that the rate can speak of."""
    found: dict[tuple[object, ...], list[Fact]] = {}
    for block in ledger.blocks:
        if (block[0].article, block[0].section) != (rate.article, rate.section):
            continue
        for fact in block:
            if fact.measure not in _NOT_LEVELS and 1800 < fact.year < 2200 and positive(fact):
                across = str(fact.column_label).strip()[:4].isdigit()
                key = (
                    (fact.block_index, fact.row, fact.row_label)
                    if across
                    else (fact.block_index, fact.column, fact.column_label)
                )
                found.setdefault((*key, fact.unit), []).append(fact)
    series = {key: facts for key, facts in found.items() if len({fact.year for fact in facts}) == len(facts) > 2}
    words = set(re.findall(r"[a-z]{4,}", f"{rate.subject} {rate.cell}".casefold()))
    named = [facts for key, facts in series.items() if words & set(re.findall(r"[a-z]{4,}", str(key[2]).casefold()))]
    chosen = named if len(named) == 1 else list(series.values())
    return chosen[0] if len(chosen) == 1 else []


def _of_its_own(rate: Fact) -> bool:
    """Whether a sentence names a subject for its rate behind the figures before it (`…, and wages rose 4%`)."""
    before = str(rate.cell)[: max(str(rate.cell).find(rate.quote), 0)]
    return bool(_ANOTHER.search(re.split(r"\d", before)[-1])) if re.search(r"\d", before) else False


def _compatible(one: str, other: str) -> bool:
    return not one or not other or one == other or "unspecified" in (one, other)


def _spans(rate: Fact, start: int, end: int) -> bool:
    """Whether the rate can be meant for these years: its printed span by either convention, else any."""
    if rate.span_stated:
        first = int(rate.start_year)
        return bool(end == rate.end_year and (start == first or (rate.kind == "cagr" and start == first - 1)))
    if rate.kind == "yoy":
        return end - start == 1
    return bool(rate.kind != "total" or math.isnan(rate.end_year) or end == rate.end_year)


def _finding(ledger: Ledger, copies: list[Fact], pairs: list[tuple[Pair, int]], judged: Judged) -> Finding:
    """The rate judged on the pair that fits best, of its own scenario if any is stated."""
    own = [(pair, row) for pair, row in pairs if not pair.other] or pairs
    pair, row = min(own, key=lambda one: (ORDER.index(int(judged.verdict[one[1]])), _preference(one[0])))
    verdict = int(judged.verdict[row])
    stated, implied = (_as_rate(bounds, pair.years) for bounds in intervals(judged, row))
    figures = [("rate", pair.rate), ("start", pair.start), ("end", pair.end)]
    figures += [("rate again", copy) for copy in copies[1:]]
    text = _sentence(pair, implied, verdict, len(own))
    finding = Finding(f"growth.{pair.rate.kind or 'cagr'}", figures, verdict, text, (stated, implied), "percent")
    if verdict != CONSISTENT and _is_difference(ledger, pair):
        finding.check, finding.severity = "percent_points.difference", "mislabel"
        change = value(pair.end) - value(pair.start)
        finding.slip = f"a difference of {change:.4g} percentage points, labelled as growth in percent"
        finding.options = [instead(pair.rate, _nominal(pair))]
    elif verdict == INCONSISTENT:
        fits = (other for other, row in pairs if other.other and int(judged.verdict[row]) != INCONSISTENT)
        _explain(ledger, finding, pair, next(fits, None))
    return finding


def _preference(pair: Pair) -> tuple[bool, bool, bool, float]:
    """Among pairs that fit alike: up to the rate's own year, from the last past size, first convention, nearest."""
    rate, start, end = pair.rate, pair.start, pair.end
    beside = bool(end.year == rate.end_year and (pair.gap > 1 or rate.kind != "cagr"))
    return not beside, beside and start.status == "projection", pair.window, -start.year if beside else _miss(pair)


def _miss(pair: Pair) -> float:
    """How far the stated rate is from what the sizes make, in points."""
    return abs(_nearest(pair) - _nominal(pair))


def _nearest(pair: Pair) -> float:
    """The stated rate; of a range the value nearest to what the sizes make."""
    return min(max(_nominal(pair), value(pair.rate)), value(pair.rate, "high"))


def _as_rate(bounds: tuple[float, float], years: int) -> tuple[float, float]:
    low, high = (round((max(end, 0.0) ** (1 / years) - 1) * 100, 10) if math.isfinite(end) else end for end in bounds)
    return low, high


def _nominal(pair: Pair) -> float:
    return float(((value(pair.end) / value(pair.start)) ** (1 / pair.years) - 1) * 100)


def _sentence(pair: Pair, implied: tuple[float, float], verdict: int, choices: int) -> str:
    rate, nominal = pair.rate, _nominal(pair)
    kind = "in all" if rate.kind == "total" else f"a year over {pair.years} years" if pair.years > 1 else "in the year"
    kind += f", counted from {rate.start_year:.0f}" if pair.window else ""
    room = (
        f", {span(*implied, 'percent')} with rounding,"
        if amount(nominal, "percent") != span(*implied, "percent")
        else ""
    )
    text = f"{dated(pair.start)} to {dated(pair.end)} is {amount(nominal, 'percent')}{room} {kind}; "
    text += f"{printed(rate)} is stated"
    text += "." if rate.span_stated else ", without a span."
    if verdict == INCONSISTENT:
        both = f" Counting from {rate.start_year:.0f} does not fit either." if rate.span_stated else ""
        none = both or f" None of the {choices} pairs of sizes it could mean fits."
        return text + (none if choices > 1 else "")
    if verdict == WITHIN_ROUNDING and math.trunc(nominal / rate.resolution) * rate.resolution == value(rate):
        text += " The stated rate is cut off rather than rounded."
    if not rate.span_stated and choices > 1:
        text += f" It could have meant any of {choices} pairs of sizes, so that one fits proves little."
    return text + little(implied) + open_note([pair.start, pair.end, rate])


def _explain(ledger: Ledger, finding: Finding, pair: Pair, fits: Pair | None) -> None:
    """What each figure would have to be, and the slip that explains it."""
    if _apart(pair):
        finding.verdict = UNDETERMINED
        finding.explanation += " The rate stands apart from these sizes and may be another source's."
        return
    finding.options = options(pair)
    if fits:
        finding.slip = f"the rate fits another forecast: {dated(fits.start)} to {dated(fits.end)}"
    else:
        finding.slip = _slip(ledger, pair)


def _apart(pair: Pair) -> bool:
    """Whether prose states the rate away from its sizes: not beside one of them, nor in one list with both."""
    rate, sizes = pair.rate, (pair.start, pair.end)
    if rate.block_kind != "statement" or rate.cell == rate.quote or _block(rate) in map(_block, sizes):
        return False
    listed = all(
        size.section == rate.section
        and (size.block_kind != "statement" or abs(size.block_index - rate.block_index) <= LISTED)
        for size in sizes
    )
    return not listed or may_differ(rate, *sizes)


def _is_difference(ledger: Ledger, pair: Pair) -> bool:
    """Whether the stated growth of a percentage is, as printed, the difference of its two levels."""
    sides = {"end": ledger.term([pair.end]), "start": ledger.term([pair.start])}
    judged = judge(difference, sides | {"difference": ledger.term([pair.rate])})
    return bool(pair.start.unit == "percent" and judged.verdict[0] == CONSISTENT)


def _points(ledger: Ledger) -> list[Finding]:
    """A change in percentage points against the difference of two percentages (`percent_points.difference`)."""
    rates = ledger.where(lambda fact: fact.measure == "growth_rate" and fact.unit == "percentage_point")
    pairs = [pair for rate in rates for pair in _pairs(ledger, rate)[:1] if pair.start.unit == "percent"]
    sides = {"end": ledger.term(pair.end for pair in pairs), "start": ledger.term(pair.start for pair in pairs)}
    judged = judge(difference, sides | {"difference": ledger.term(pair.rate for pair in pairs)})
    findings = []
    for row, pair in enumerate(pairs):
        change, verdict = value(pair.end) - value(pair.start), int(judged.verdict[row])
        text = f"{dated(pair.start)} to {dated(pair.end)} is {change:+.4g} points; {printed(pair.rate)} is stated."
        figures = [("difference", pair.rate), ("start", pair.start), ("end", pair.end)]
        finding = Finding(
            "percent_points.difference", figures, verdict, text, intervals(judged, row), "percentage_point"
        )
        finding.options = [instead(pair.rate, change)] if verdict == INCONSISTENT else []
        findings.append(finding)
    return findings


def options(pair: Pair) -> list[Option]:
    """What each of rate, start, end and years would have to be, the smallest relative change first."""
    start, last, rate, years = value(pair.start), value(pair.end), _nearest(pair), pair.years
    factor = 1 + rate / 100
    found = [instead(pair.rate, _nominal(pair), rate)]
    if factor > 0:
        found += [instead(pair.end, start * factor**years), instead(pair.start, last / factor**years)]
    if pair.rate.kind != "total" and years > 1 and factor > 1 and last > start:
        need = math.log(last / start) / math.log(factor)
        found.append(Option(f"{need:.1f} years instead of {years}", abs(need / years - 1)))
    return smallest(found)


def _slip(ledger: Ledger, pair: Pair) -> str:
    """A known slip that makes the relation hold, or ''."""

    def holds(scale: float = 1.0, years: int = 0) -> bool:
        return int(_judge(ledger, [pair], scale, years).verdict[0]) != INCONSISTENT

    for word, scale in (("thousand", 1e3), ("million", 1e6)):
        for factor, side in ((scale, "end"), (1 / scale, "start")):
            if holds(factor):
                return f"one scale word off: it holds with the {side} a {word} times as large"
    if pair.gap > 1 and pair.rate.kind != "total" and holds(years=1):
        return f"the growth of all {pair.gap} years taken for a yearly rate"
    if pair.gap > 1 and pair.rate.kind == "total" and holds(years=pair.gap):
        return f"a yearly rate taken for the growth of all {pair.gap} years"
    return _relabelled(pair)


def _relabelled(pair: Pair) -> str:
    """The base year off by one: the rate implies (1 + rate) times the printed base for the window's first year."""
    rate, factor = pair.rate, 1 + value(pair.rate) / 100
    if rate.kind != "cagr" or pair.gap < 2 or factor <= 0:
        return ""
    for year in [int(rate.start_year)] if rate.span_stated else [int(pair.start.year), int(pair.start.year) + 1]:
        size = value(pair.end) / factor ** (pair.end.year - year)
        ratio = size / value(pair.start)
        if abs(ratio / factor - 1) < CLOSE:
            return (
                f"the base year off by one: the rate implies {amount(size, pair.end.unit)} for {year}, "
                f"{ratio:.4g} times the printed base and near 1 + the rate ({factor:.4g})"
            )
    return ""


def _steady(ledger: Ledger, findings: Iterable[Finding]) -> list[Finding]:
    """Sizes inside the span of a compound rate that holds: on its path or not, which is no contradiction."""
    trials: dict[tuple[str, str], tuple[Pair, Fact]] = {}
    for finding in findings:
        (_, rate), (_, start), (_, end) = finding.figures[:3]
        holds = finding.check == "growth.cagr" and rate.span_stated and finding.verdict in (CONSISTENT, WITHIN_ROUNDING)
        for fact in _levels(ledger, rate) if holds and not is_range(rate) else ():
            own = _compatible(fact.scenario, end.scenario) and fact.scenario != "unspecified"
            if own and start.year < fact.year < end.year and fact.unit == end.unit:
                trials.setdefault((start.figure_id, fact.figure_id), (Pair(rate, start, fact), end))
    judged = _judge(ledger, [pair for pair, _ in trials.values()])
    return [_path(judged, row, pair, end) for row, (pair, end) in enumerate(trials.values())]


def _path(judged: Judged, row: int, pair: Pair, end: Fact) -> Finding:
    verdict = int(judged.verdict[row])
    stated, implied = (_as_rate(bounds, pair.years) for bounds in intervals(judged, row))
    text = f"{dated(pair.start)} to {dated(pair.end)} is {span(*implied, 'percent')} a year; "
    text += f"{printed(pair.rate)} is the rate to {dated(end)}."
    if verdict == INCONSISTENT:
        verdict, text = UNDETERMINED, text + " The path is not steady, which a compound rate does not promise."
    figures = [("size inside", pair.end), ("start", pair.start), ("end", end), ("rate", pair.rate)]
    return Finding("growth.steady", figures, verdict, text, (stated, implied), "percent")
