"""Of which pay a figure of prose is: its period and where that is printed, its statistic, its component."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from analysis import words
from analysis.reading.labels import component, statistic
from analysis.reading.mention import Mention
from analysis.reading.page import Page, is_possible
from analysis.reading.unit_words import pay_periods

__all__ = ["complete_pay"]

_EXTRA = frozenset({"bonus", "equity", "other"})
_ENDS = {
    "minimum": re.compile(r"\s*(?:per \w+ )?(?:at the (?:bottom|low(?:er|est)? end)|minimum)\b", re.I),
    "maximum": re.compile(r"\s*(?:per \w+ )?(?:at the (?:top|high(?:er|est)? end|upper end)|maximum)\b", re.I),
}
_OR = re.compile(r"\W*(?:or|oder|ou|equivalent to|i\.e\.|=|≈|that is)\b[^.;]{0,20}$|\(\s*$|[/=≈]\s*$", re.I)
#: Words of time beside pay that say no period of it: "a year ago", "5 years of experience".
_NO_PERIOD = re.compile(
    r"(?:\ba |\bper |\bthe |\bthis |\blast )?years?(?: of)?['’]? "
    r"(?:ago|earlier|before|on year|over year|experience)|year[- ]o(?:n|ver)[- ]year|"
    r"year[- ]ago|per year of|(?:over|in|from|than|this|last|next|previous|prior) (?:the )?"
    r"(?:past |last |previous |prior )?(?:year|month|quarter)s?\b|annual (?:growth|increase|rate|change)",
    re.I,
)


def complete_pay(mention: Mention, before: Sequence[Mention], page: Page, carried: str) -> str:
    """Give a figure of pay its period, statistic and component, in place; its period, to be carried on.

    `before` are the figures before it in its sentence; `carried` is the pay period told last on the page.
    """
    if mention.is_percent:
        return carried
    _statistic(mention)
    unit, _, own = mention.quantity.unit.partition("/")
    if own:
        mention.period_basis = "cell"
        return own
    if mention.keys.get("component") in _EXTRA:
        candidates = [(period, origin) for period, origin in _candidates(mention, before, page, "") if origin == "cell"]
    else:
        candidates = list(_candidates(mention, before, page, carried))
    amount = (unit, _middle(mention))
    period, origin = next(
        ((period, origin) for period, origin in candidates if is_possible_of(mention, period, amount)), ("", "")
    )
    if not period and mention.measure == "salary" and mention.keys.get("component") not in _EXTRA:
        period, origin = page.likely_period(amount), "section"
    if not period:
        return carried
    mention.quantity = replace(mention.quantity, unit=f"{unit}/{period}")
    mention.period_basis = origin
    return period


def is_possible_of(mention: Mention, period: str, amount: tuple[str, Decimal]) -> bool:
    """Magnitude rules out a period of pay (no 51,830 an hour), not one of a difference or a part of pay."""
    return (
        mention.measure != "salary"
        or mention.kind != "level"
        or bool(mention.keys.get("component"))
        or is_possible(period, amount)
    )


def _middle(mention: Mention) -> Decimal:
    ends = [abs(end) for end in (mention.quantity.low, mention.quantity.high) if end is not None]
    return sum(ends, Decimal(0)) / len(ends) if ends else Decimal(0)


def _candidates(mention: Mention, before: Sequence[Mention], page: Page, carried: str) -> Iterator[tuple[str, str]]:
    """(pay period, where it is printed), nearest first."""
    behind = re.split(r"[,;(]|\b(?:and|or|while)\b", mention.after, maxsplit=1)[0][:45]
    for text in (behind, mention.before[-70:]):
        yield from ((period, "cell") for period in _named(text))
    previous = next((other for other in reversed(before) if "/" in other.quantity.unit), None)
    apart = previous is not None and bool(_OR.search(mention.before))
    other = previous.quantity.unit.partition("/")[2] if previous else ""
    if previous and not apart and previous.measure == mention.measure:
        yield other, "cell"
    for label in mention.labels:
        yield from ((period, "header") for period in _named(label))
    for period in _named(mention.sentence.text):
        if not (apart and period == other):
            yield period, "cell"
    for i, text in enumerate(mention.around):
        introduces = i < mention.earlier or len(text.split()) <= 20 or text.rstrip().endswith(":")
        if introduces and words.pattern("senses", "pay").search(text):
            periods = _named(text)
            yield from ((period, "section") for period in periods if len(periods) == 1 or not apart)
    if carried and not apart:
        yield carried, "section"


def _named(text: str) -> list[str]:
    return pay_periods(_NO_PERIOD.sub(" ", text)) if text.strip() else []


def _statistic(mention: Mention) -> None:
    """Statistic and component by the words beside the figure, then by its labels."""
    quantity = mention.quantity
    before, after = mention.before[-60:], re.split(r"[,;(]|\band\b", mention.after, maxsplit=1)[0][:45]
    label = " ".join(mention.labels)
    part = component(" ".join(re.split(r"[.:]\s", after)[0].split()[:5])) or component(before) or component(label)
    if part and mention.measure == "salary":
        mention.keys["component"] = part
    named = statistic(after) or next((name for name, end in _ENDS.items() if end.match(after)), statistic(before))
    spread = re.search(r"rang|between|spann|from\s*$|zwischen|entre", f"{before} {quantity.text}", re.I)
    if spread and quantity.low != quantity.high:
        mention.statistic = "range"
    elif named:
        mention.statistic = named
    elif quantity.low is not None and quantity.high is not None and quantity.low != quantity.high:
        mention.statistic = "range"
    else:
        mention.statistic = statistic(label) or statistic(mention.sentence.text[: mention.at])
