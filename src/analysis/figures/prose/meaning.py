"""What a sentence says of each of its figures: what it measures, of what, when, and how figures continue each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from analysis.figures.labels import role_phrase
from analysis.figures.prose.growth import date_levels, growth, status
from analysis.figures.prose.market import market
from analysis.figures.prose.mention import CAGR, DOWN, JOBS, MARKET, PAY, PERCENT, UP, Mention
from analysis.figures.prose.pay import pay
from analysis.figures.prose.sentences import population, subject
from analysis.figures.prose.timing import years_in
from analysis.figures.words import first_match, rules
from analysis.quantity import Quantity

_TIME = frozenset({"hour", "day", "week", "month", "year", "minute"})
_NOUN_AFTER = re.compile(
    r"^\s*(?:[\w-]+\s+){0,3}?(?:growth|increase|rise|decline|drop|decrease|jump|surge|gain|expansion|"
    r"reduction|cagr|compound)\b",
    re.I,
)
_GAINED_BY = re.compile(
    r"\s*(?:[\w-]+\s+){0,2}?(?:growth|increase|rise|decline|drop|decrease|jump|surge|expansion)\s+(?:in|"
    r"of)\s+(?:the\s+)?"
    r"(?P<whom>[A-Za-z][\w\s&/'’-]{2,60}?)(?=\s+(?:over|by|between|from|in|since|through|until|compared|"
    r"during|to)\b|[,.;:(]|$)",
    re.I,
)
_COMPARED = re.compile(
    r"^\s*(?:[\w-]+\s+)?(?:more|less|fewer|higher|lower|above|below|premium|uplift|raise|pay rise|bump)\b|"
    r"^\s*wage premium",
    re.I,
)
#: "77% up", "13% larger": a change, whatever was counted before it.
_MOVED = re.compile(r"\s*(?:up|down|larger|smaller|ahead of|short of|cheaper|dearer)\b(?! to\b)", re.I)
_PREMIUM = re.compile(
    r"\b(?:premium|uplift|boost|raise|pay rise|bump|more|less)\b(?:\s+(?:of|by|up|to|is|between|from|about|"
    r"around|nearly)|:)*\s*$",
    re.I,
)
_COST = re.compile(
    r"\b(?:costs?|fees?|prices?|budgets?|bills?|funding|investments?|tuition|spend|spent|savings?)\b", re.I
)
_EXPERIENCE = re.compile(r"\bexperience\b|\bseniority\b|\blevel\b|\btenure\b|\bcareer\b|\bsenior\b|\bjunior\b", re.I)
_SHARES = rules(
    (
        "allocation",
        r"\bof (?:their|the|its|your|our|project|working|total)?\s*(?:\w+ )?(?:time|day|week|budget|effort)\b|"
        r"time split|allocat",
    ),
    (
        "demand",
        r"\b(?:adverts|postings|employers|job ads|recruiters|listings)\b.*\b(?:ask|require|mention|seek|want|"
        r"request|list)|requested in|in demand",
    ),
    (
        "adoption",
        r"adopt|\busing\b|\buses?\b|implement|deploy|pilot|plan(?:s|ning)? to|invest|embrac|seeking|"
        r"utili[sz]ing|incorporat|anticipate",
    ),
    ("usage", r"usage|\bused\b|utili[sz]"),
)
_SHARING = re.compile(
    r"\b(?:account\w*|represent\w*|h[eo]ld\w*|captur\w*|generat\w*|contribut\w*|made? up|consist\w*)\b", re.I
)


#: What something moves from or to is a level, not a rate; of a rate it is that rate's.
_LEVEL = re.compile(
    r"\b(?:from|(?<!up )(?<!down )to)\s+(?:about\s+|nearly\s+|over\s+|around\s+)?[\d.,]*\d?\D{0,12}$", re.I
)
_RATE = re.compile(r"\bgrowth|\brates? of|\bincrease|\bchange|\binflation", re.I)
#: What joins a count to the next one of the same thing: `12,400 vacancies in 2023 and 14,260 in 2024`.
_JOINS = re.compile(r"\s*(?:\(?(?:in|during) (?:19|20)\d\d\)?)?,?\s*(?:and|became|then|and then|to)\s*", re.I)


def understand(mentions: Sequence[Mention], published: int | None = None, before: Sequence[Mention] = ()) -> None:
    """Fill in measure, year, subject and hints of the mentions of one sentence, in place.

    `before` are the mentions of the sentences before it in the same block: what `it` and `the market` go back to.
    """
    for mention in mentions:
        mention.quantity = _closed(mention)
        mention.subject = subject(mention.sentence, mention.at, mention.figures, mention.begin)
        mention.population = population(
            mention.sentence, mention.end, fraction=not re.search(r"\d", mention.quantity.text)
        )
        mention.measure = _measure(mention)
    for previous, mention in pairwise(mentions):
        _continue(mention, previous)
    _distribute(mentions)
    date_levels(mentions, before)
    for i, mention in enumerate(mentions):
        if i and _restates(mention, mentions[i - 1]):
            _follow(mention, mentions[i - 1])
            continue
        mention.hints["measure"] = mention.measure
        if mention.like and mention.measure == "growth_rate":
            mention.hints |= {
                key: value for key, value in mention.like.hints.items() if key not in {"country", "region"}
            }
        elif mention.measure == "growth_rate":
            mention.hints |= growth(mention, mentions, published, before)
        elif mention.year or years_in(mention.sentence):
            mention.hints["year"] = mention.year
        if mention.measure in {"market_size", "growth_rate"} or (
            mention.measure == "share" and MARKET.search(mention.sentence)
        ):
            mention.hints |= market(mention, [*before, *mentions[:i]], published)
        if mention.measure in {"salary", "pay_change"}:
            pay(mention, mentions[:i])
        if mention.measure == "job_count":
            mention.hints["status"] = status(mention, published)
        if mention.population:
            mention.hints["population"] = mention.population


def _distribute(mentions: Sequence[Mention]) -> None:
    """`Japan and Canada … 7.5% and 11%, respectively`: the first is the first's, the second the second's."""
    subjects = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", mentions[0].subject) if mentions else []
    if re.search(r"\brespectively\b", mentions[0].sentence if mentions else "") and len(subjects) == len(mentions) > 1:
        for mention, name in zip(mentions, subjects, strict=True):
            mention.subject = name


def _closed(mention: Mention) -> Quantity:
    """`up from 2.4 billion`, `from 1.4 billion in 2023 to …`: the level something rose from is a point."""
    quantity = mention.quantity
    moves = re.search(
        r"\b(?:up|down|gr[eo]w\w*|r[io]s\w+|f[ae]ll\w*|increas\w+|climb\w*|jump\w*|expan\w+|declin\w+)\s+(?:by )?$",
        mention.before,
        re.I,
    )
    leads_on = re.match(r"\s*(?:\(?(?:in|during)\s+)?(?:(?:19|20)\d\d\)?)?\s*to\b", mention.after)
    if (
        re.match(r"from\b", quantity.text, re.I)
        and quantity.open_high
        and quantity.high is None
        and (moves or leads_on)
    ):
        return replace(quantity, high=quantity.low, open_high=False)
    return quantity


def _continue(mention: Mention, previous: Mention) -> None:
    """A bare count led from or to (`1,850 jobs, down from 2,300`) counts what the figure before it counts."""
    if (
        re.fullmatch(r"\s*(?:,|and|or|, and|to)\s*", mention.before)
        and mention.quantity.unit == previous.quantity.unit
        and not mention.population
    ):
        mention.measure, mention.subject, mention.like = previous.measure, previous.subject, previous
        return
    if (
        previous.measure == "growth_rate"
        and re.search(r"\b(?:a further|another)\s*$", mention.before)
        and mention.quantity.unit == "percent"
    ):
        mention.measure, mention.subject = "growth_rate", previous.subject
    lead = f"{mention.before}{mention.quantity.text}"[-60:]
    led = re.search(r"\b(?:from|to|against|versus|vs\.?|than)\s+(?:about\s+|nearly\s+|over\s+)?\d", lead)
    dated = years_in(mention.after[:12]) and _JOINS.fullmatch(mention.before)
    if (
        (led or dated)
        and mention.quantity.unit == "count"
        and not mention.quantity.noun
        and previous.measure in {"job_count", "count", "firm_size"}
    ):
        mention.quantity = replace(mention.quantity, unit=previous.quantity.unit)
        mention.measure, mention.subject = previous.measure, previous.subject


def _restates(mention: Mention, previous: Mention) -> bool:
    """Whether a figure in parentheses gives the one before it in another currency or for another period."""
    units = [other.quantity.unit.partition("/") for other in (mention, previous)]
    money = all(len(code) == 3 and code.isupper() for code, _, _ in units)
    opened = re.fullmatch(
        r"\s*[(/=≈~]+\s*(?:or |about |approx\.? |roughly |around |i\.e\.,? |equivalent to )*", mention.before
    )
    return bool(money and opened and units[0] != units[1])


def _follow(mention: Mention, previous: Mention) -> None:
    """Take over what is known of the figure that this one restates; a period it does not print is the other's."""
    mention.measure, mention.subject, mention.year = previous.measure, previous.subject, previous.year
    mention.hints = dict(previous.hints)
    unit, _, period = previous.quantity.unit.partition("/")
    own = mention.quantity.unit.partition("/")[2]
    if period and not own and mention.quantity.unit != unit:
        mention.quantity = replace(mention.quantity, unit=f"{mention.quantity.unit}/{period}")


def _measure(mention: Mention) -> str:
    unit = mention.quantity.unit
    if unit in PERCENT:
        return _percentage(mention)
    if unit in _TIME:
        words = " ".join((*mention.labels[:1], mention.near))
        in_label = bool(mention.labels) and mention.quantity.text in mention.labels[0]
        beside = in_label or _EXPERIENCE.search(words) or re.search(r"\bwith\s*$", mention.before)
        return "experience" if unit in {"year", "month"} and beside else "duration"
    if unit in {"job", "employee", "score"}:
        return {"job": "job_count", "employee": "firm_size", "score": "score"}[unit]
    if unit == "multiple":
        return "ratio"
    if unit == "count":
        return _counted(mention)
    return _money(mention)


def _counted(mention: Mention) -> str:
    """A bare count is one of jobs where its noun, its label or its subject says so; its unit follows."""
    noun = mention.quantity.noun
    words = noun or next((label for label in mention.labels if label), "") or mention.subject
    if JOBS.search(words) and not re.search(r"\bseekers?\b", words):
        mention.quantity = replace(mention.quantity, unit="job")
        return "job_count"
    return "count"


def _percentage(mention: Mention) -> str:
    label = mention.labels[-1] if mention.labels else ""
    near = f"{label} § {mention.near}"
    if CAGR.search(near):
        return "growth_rate"
    if mention.population and _SHARING.search(mention.before):
        return "share"
    if re.match(
        r"\s*of (?:the |their |your )?(?:base |annual |first year's |yearly )*(?:salary|pay|compensation)\b",
        mention.after,
        re.I,
    ):
        return "share"
    pays = next(
        (bool(PAY.search(text)) for text in (near, mention.sentence, *mention.around[:2]) if PAY.search(text)), False
    )
    if pays and (
        _COMPARED.search(mention.after)
        or _PREMIUM.search(mention.before)
        or re.search(r"\b(?:boost|premium|uplift|raise)\b", label, re.I)
    ):
        return "pay_change"
    if (gained := _GAINED_BY.match(mention.after)) and not mention.population:
        mention.subject = gained["whom"]
    if _NOUN_AFTER.search(mention.after) or _COMPARED.search(mention.after) or _MOVED.match(mention.after):
        return "growth_rate"
    if re.search(r"\bcompound\w*\b[^.,;]{0,12}$", mention.before, re.I):
        return "growth_rate"
    if _LEVEL.search(f"{mention.before}{mention.quantity.text}"[:-1]) and not _RATE.search(
        f"{label} {mention.subject}"
    ):
        return _first_share(mention)
    grows = [*UP.finditer(mention.before), *DOWN.finditer(mention.before)]
    closest = max((found.end() for found in grows), default=-1)
    if closest >= 0 and len(mention.before) - closest < 45 and not mention.population:
        return "growth_rate"
    if re.search(r"\bgrowth\b|\bincrease\b|\bdecline\b|\bchange\b", label, re.I):
        return "growth_rate"
    return _first_share(mention)


def _first_share(mention: Mention) -> str:
    words = (mention.sentence, *mention.labels, *mention.around[:2])
    return next(filter(None, map(_share_of_what, words)), "share")


@lru_cache(maxsize=4096)
def _share_of_what(words: str) -> str:
    return first_match(_SHARES, words)


def _money(mention: Mention) -> str:
    quantity, label = mention.quantity, " § ".join(mention.labels)
    adds = re.search(
        r"\badd(?:s|ing)?\s+(?:another|an extra|an additional|up to|about|roughly|\s)*$", mention.before, re.I
    )
    if adds and PAY.search(" ".join((mention.sentence, *mention.around[:3]))):
        return "pay_change"
    if re.search(r"\b(?:boost|added value|uplift|premium|raise)\b", label, re.I) or (
        quantity.signed and PAY.search(mention.sentence)
    ):
        return "pay_change"
    if "/" in quantity.unit and not MARKET.search(f"{label} § {mention.near}"):
        return "salary"
    big = quantity.scale >= 1_000_000
    for words in (label, mention.near, mention.sentence, *mention.around):
        pay, market, cost = PAY.search(words), MARKET.search(words), _COST.search(words)
        if (
            market
            and (big or words not in mention.around)
            and not (pay and not big)
            and not (pay and pay.start() < market.start())
        ):
            return "market_size"
        if cost and words not in mention.around and not pay:
            return "amount"
        if pay and not (big and words in mention.around):
            return "salary"
        if words == label and not big and role_phrase(label):
            return "salary"
    return "market_size" if quantity.scale >= 1_000_000_000 else "amount"
