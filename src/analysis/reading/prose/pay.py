"""Of which pay a figure of prose is: its period and where that is printed, its statistic, its component."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import log

from analysis import words
from analysis.reading.labels import column_statistic, component, level, statistic
from analysis.reading.page import Page, is_possible, periods_named
from analysis.reading.prose.mention import Mention
from analysis.units import WORKING_YEAR, split

__all__ = ["PayTold", "complete_pay"]

_EXTRA = frozenset({"bonus", "equity", "other"})
_ENDS = {
    "minimum": re.compile(r"\s*(?:per \w+ )?(?:at the (?:bottom|low(?:er|est)? end)|minimum)\b", re.I),
    "maximum": re.compile(r"\s*(?:per \w+ )?(?:at the (?:top|high(?:er|est)? end|upper end)|maximum)\b", re.I),
}
_OR = re.compile(r"\W*(?:or|oder|ou|equivalent to|i\.e\.|=|≈|that is)\b[^.;]{0,20}$|\(\s*$|[/=≈]\s*$", re.I)


@dataclass(slots=True)
class PayTold:
    """What figures of pay before have said: the periods they were told in, and what the last came to in a year."""

    period: str = ""
    periods: set[str] = field(default_factory=set)
    yearly: dict[str, Decimal] = field(default_factory=dict)

    def add(self, mention: Mention) -> None:
        """Remember a figure of pay that has its period."""
        unit, period = split(mention.quantity.unit)
        self.period = period
        self.periods.add(period)
        if mention.kind == "level" and not mention.keys.get("component"):
            self.yearly[unit] = _middle(mention) * WORKING_YEAR[period]

    def nearest(self, amount: tuple[str, Decimal], periods: set[str]) -> str:
        """Of the periods, the one that makes a pay most like the one told before; '' where none was told."""
        unit, value = amount
        known = self.yearly.get(unit)
        possible = [period for period in periods if value and is_possible(period, amount)]
        if not possible or not known:
            return possible[0] if len(possible) == 1 else ""
        return min(possible, key=lambda period: abs(log(value * WORKING_YEAR[period] / known)))


def complete_pay(mention: Mention, before: Sequence[Mention], page: Page, told: PayTold) -> None:
    """Give a figure of pay its period, statistic and component, in place.

    `before` are the figures before it in its sentence; `told` is what was told on the page so far, and is added to.
    """
    if mention.is_percent:
        return
    _statistic(mention, before)
    unit, period = split(mention.quantity.unit)
    mention.period_basis = "cell" if period else ""
    if not period:
        period, mention.period_basis = _period(mention, before, page, told)
        mention.quantity = mention.quantity._replace(unit=f"{unit}/{period}" if period else unit)
    if period:
        told.add(mention)


def _period(mention: Mention, before: Sequence[Mention], page: Page, told: PayTold) -> tuple[str, str]:
    """The pay period of a figure that prints none, and where it is told; ("", "") where that is nowhere."""
    amount = (mention.quantity.unit, _middle(mention))
    # Magnitude rules out a period of pay: no 51,830 an hour; a difference or a part of pay may be small.
    is_pay = mention.measure == "salary" and mention.kind == "level" and not mention.keys.get("component")
    candidates = [found for found in _candidates(mention, before) if is_possible(found[0], amount, part=not is_pay)]
    if beside := next((found for found in candidates if found[1] != "section"), None):
        return beside
    if mention.keys.get("component") in _EXTRA:
        return "", ""
    nearest = [period for period, _ in candidates]
    if told.period and is_possible(told.period, amount, part=not is_pay):
        nearest.append(told.period)
    if mention.labels and nearest:  # a line of a payslip: gross pay, tax, fees
        return nearest[0], "section"
    others = {*nearest, *told.periods, *page.periods} - _of_the_next(mention)
    period = told.nearest(amount, others) or next(iter(nearest), "")
    return period, "section" if period else ""


def _of_the_next(mention: Mention) -> set[str]:
    """The periods that stand between a figure and the next one of its sentence, and so are of that one."""
    text = mention.sentence.text
    follows = len(text) > mention.end + len(mention.after)
    return set(periods_named(mention.after)) - set(periods_named(text[: mention.end])) if follows else set()


def _middle(mention: Mention) -> Decimal:
    ends = [abs(end) for end in (mention.quantity.low, mention.quantity.high) if end is not None]
    return sum(ends, Decimal(0)) / len(ends) if ends else Decimal(0)


def _candidates(mention: Mention, before: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """(pay period, where it is printed), nearest first."""
    behind = re.split(r"[,;(]|\b(?:and|or|while)\b", mention.after, maxsplit=1)[0][:45]
    for text in (behind, mention.before[-70:]):
        yield from ((period, "cell") for period in periods_named(text))
    previous = next((other for other in reversed(before) if "/" in other.quantity.unit), None)
    apart = previous is not None and bool(_OR.search(mention.before))
    other = split(previous.quantity.unit).period if previous else ""
    if previous and not apart and previous.measure == mention.measure:
        yield other, "cell"
    for label in mention.labels:
        yield from ((period, "header") for period in periods_named(label))
    text = mention.sentence.text
    following = text[mention.end + len(mention.after) :]
    for side in (text[: mention.end], following) if following else (text,):
        yield from ((period, "cell") for period in periods_named(side) if not (apart and period == other))
    for i, text in enumerate(mention.around):
        introduces = i < mention.earlier or len(text.split()) <= 20 or text.rstrip().endswith(":")
        if introduces and words.pattern("measures", "pay").search(text):
            periods = periods_named(text)
            yield from ((period, "section") for period in periods if len(periods) == 1 or not apart)


def _statistic(mention: Mention, told: Sequence[Mention]) -> None:
    """Statistic and component by the words beside the figure, then by its labels; `told`: the figures before it."""
    quantity = mention.quantity
    same = told[-1] if told and _OR.search(mention.before) else None  # told again as this one
    before = mention.lead[-60:]
    after = mention.bracket or re.split(r"[,;(]|\b(?:and|to)\b", mention.after, maxsplit=1)[0][:45]
    label = " ".join(mention.labels)
    part = component(" ".join(re.split(r"[.:]\s", after)[0].split()[:5])) or component(before) or component(label)
    if part and mention.measure == "salary":
        mention.keys["component"] = part
    ends = (name for name, end in _ENDS.items() if end.match(after))
    near = "" if level(mention.bracket) else statistic(before)  # "top earners: $39,430 (entry)"
    own = re.split(r"\d", quantity.text, maxsplit=1)[0]  # "as low as $40,000"
    named = statistic(own) or column_statistic(mention.bracket) or statistic(after) or next(ends, near)
    spread = re.search(r"rang|between|spann|from\s*$|zwischen|entre", f"{before} {quantity.text}", re.I)
    if quantity.low != quantity.high and (spread or (not named and quantity.is_range)):
        mention.statistic = "range"
    elif named := named or _by_share(mention, told) or (same.statistic if same else ""):
        mention.statistic = named
    elif not level(mention.bracket):
        labels = (
            *mention.labels,
            mention.sentence.text[: mention.at].strip(),
        )  # "Lower end $58,500" is a line of a card
        mention.statistic = next(filter(None, map(column_statistic, labels)), "")


def _by_share(mention: Mention, told: Sequence[Mention]) -> str:
    """The percentile that a share of earners makes of the bound of their pay: "25% earn less than $29,800"."""
    share = told[-1] if told else None
    percent = share.quantity.low if share and share.quantity.unit == "percent" and share.kind == "share" else None
    bound = mention.quantity.open_low != mention.quantity.open_high
    if not (percent and bound and 0 < percent < 100 and words.regex(_EARN).search(mention.before)):
        return ""
    rank = percent if mention.quantity.open_low else 100 - percent
    return "median" if rank == 50 else f"p{rank:g}"


_EARN = r"{measures earns}\W*$"
