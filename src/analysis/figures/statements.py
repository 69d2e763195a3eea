"""What a sentence says of each of its figures: measure, year or span, kind of growth, market, pay period, population."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from analysis.figures.labels import component, country, region, role_phrase, statistic
from analysis.figures.sentences import Span, is_telling, population, subject
from analysis.figures.timing import is_year_on_year, says_year_before, span_of, year_after, year_before, years_in
from analysis.figures.wording import PERIODS
from analysis.figures.words import first_match, rules
from analysis.quantity import Quantity

_PERCENT = frozenset({"percent", "percentage_point", "basis_point"})
_TIME = frozenset({"hour", "day", "week", "month", "year", "minute"})
_CAGR = re.compile(r"\bcagr\b|compound(?:ed)?(?: annual)?(?: average)? (?:annual )?growth|annual(?:i[sz]ed)? growth rate", re.I)
_YEARLY = re.compile(
    r"\b(?:annual(?:ly|i[sz]ed)?|per year|per annum|(?:a|each|every) year|yearly|p\.a\.|jährlich|pro jahr)(?! (?:earlier|ago|before))",
    re.I,
)
_UP = re.compile(
    r"\b(?:gr[eo]w(?:n|s|ing)?|increas\w+|ris(?:e|es|en|ing)|rose|surg\w+|jump\w*|climb\w*|expan[ds]\w*|soar\w*|gain(?:s|ed|ing)?|"
    r"up|growth|higher|added|wuchs|wächst|gewachsen|stieg|gestiegen|zuwachs|plus)\b",
    re.I,
)
_DOWN = re.compile(
    r"\b(?:f[ae]ll(?:s|en|ing)?|drop\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|down|lost|los(?:es|ing|s)|slip\w*|slump\w*|reduc\w+|"
    r"fewer|contract(?:ed|ion)|sank|gesunken|minus|rückgang)\b",
    re.I,
)
_NOUN_AFTER = re.compile(
    r"^\s*(?:[\w-]+\s+){0,3}?(?:growth|increase|rise|decline|drop|decrease|jump|surge|gain|expansion|reduction|cagr|compound)\b", re.I
)
_COMPARED = re.compile(
    r"^\s*(?:[\w-]+\s+)?(?:more|less|fewer|higher|lower|above|below|premium|uplift|raise|pay rise|bump)\b|^\s*wage premium", re.I
)
_PREMIUM = re.compile(r"\b(?:premium|uplift|boost|raise|pay rise|bump|more|less)\b(?:\s+(?:of|by|up|to|is|between|from|about|around|nearly)|:)*\s*$", re.I)
_PAY = re.compile(
    r"\b(?:salar\w+|pay|pays|paid|wages?|compensation|earn(?:s|ed|ing|ings|ers?)?|remuneration|incomes?|stipends?|bonus(?:es)?|"
    r"package|make|makes|take[- ]home|hourly rates?|day rates?|equity|gehalt\w*|jahresgehalt|verdien\w+|"
    r"berufseinsteiger|lohn)\b",
    re.I,
)
_MARKET = re.compile(r"\b(?:markets?|valuation|valued|industry|revenues?|turnover|sector|segment|sales|spending|markt|umsatz)\b", re.I)
_COST = re.compile(r"\b(?:costs?|fees?|prices?|budgets?|bills?|funding|investments?|tuition|spend|spent|savings?)\b", re.I)
_JOBS = re.compile(r"\b(?:jobs?|postings?|openings?|vacanc\w+|positions|roles|listings|adverts|stellen)\b", re.I)
_STAFF = re.compile(r"\b(?:employees|staff|headcount|workers|workforce)\b", re.I)
_EXPERIENCE = re.compile(r"\bexperience\b|\bseniority\b|\blevel\b|\btenure\b|\bcareer\b|\bsenior\b|\bjunior\b", re.I)
_TO_COME = re.compile(
    r"\b(?:project\w*|forecast\w*|expect\w*|predict\w*|anticipat\w*|will|may|could|poised|slated|set to|would|soll|dürfte)\b", re.I
)
_BYGONE = re.compile(r"\b(?:was|were|stood|reached|totall?ed|had|rose|grew|fell|posted|accounted|held|came)\b", re.I)
_SHARES = rules(
    ("allocation", r"\bof (?:their|the|its|your|our|project|working|total)?\s*(?:\w+ )?(?:time|day|week|budget|effort)\b|time split|allocat"),
    ("demand", r"\b(?:adverts|postings|employers|job ads|recruiters|listings)\b.*\b(?:ask|require|mention|seek|want|request|list)|requested in|in demand"),
    ("adoption", r"adopt|\busing\b|\buses?\b|implement|deploy|pilot|plan(?:s|ning)? to|invest|embrac|seeking|utili[sz]ing|incorporat|anticipate"),
    ("usage", r"usage|\bused\b|utili[sz]"),
)
_SHARING = re.compile(r"\b(?:account\w*|represent\w*|h[eo]ld\w*|captur\w*|generat\w*|contribut\w*|made? up|consist\w*)\b", re.I)
_HEAD = re.compile(r"\b(market|industry|sector|segment|markt)\b(?!\s+(?:research|leader|maturity|player|condition|demand|stud|trend|need)\w*)", re.I)
_FOR = re.compile(r"\s+(?:for|of|für)\s+((?:[\w&/'’-]+\s+){0,3}?[\w&/'’-]+)(?=\s+(?:is|was|are|were|will|has|may|could|size|wuchs|grew|in|at|by)\b|[,.;:(]|$)", re.I)
_MARKET_STOP = frozenset(
    """the a an this that these its their our whose and with of to from by at on as is are was were be will would
    may might can could has have had see sees saw expect expects projects estimates predicts forecasts puts value valued
    while when where which if says said report reports according in der die das den für""".split()
)
_NO_MARKET = frozenset(
    """job jobs labor labour talent key target stock leading local current overall global total entire whole home emerging
    worldwide us u.s. world addressable the a free developing international domestic regional projected related this private
    public financial new hiring employment career industry automotive estimated forecasted forecast expected alternative fast-growing
    trillion billion million multi-billion-dollar growing potential niche primary major top largest""".split()
) - {"automotive", "financial"}


@dataclass(slots=True)
class Mention:
    """One figure within its sentence, and the words around it, nearest first in `around`."""

    quantity: Quantity
    sentence: str
    at: int  # where the figure starts in the sentence
    end: int
    before: str  # from the figure before it, or the start of the sentence
    after: str  # to the next figure, or the end of the sentence
    figures: Sequence[Span]
    labels: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    measure: str = ""
    year: int | None = None
    subject: str = ""
    population: str = ""
    earlier: tuple[str, ...] = ()  # the sentences before it in its block, nearest first
    begin: int = 0  # where the sentence proper begins, behind its labels
    hints: dict[str, object] = field(default_factory=dict)

    @property
    def near(self) -> str:
        """The words next to the figure."""
        return f"{self.before[-70:]} § {self.quantity.text} § {self.after[:60]}"


def understand(mentions: Sequence[Mention], published: int | None = None, before: Sequence[Mention] = ()) -> None:
    """Fill in measure, year, subject and hints of the mentions of one sentence, in place.

    `before` are the mentions of the sentences before it in the same block: what `it` and `the market` go back to.
    """
    for mention in mentions:
        mention.quantity = _closed(mention)
        mention.subject = subject(mention.sentence, mention.at, mention.figures, mention.begin)
        mention.population = population(mention.sentence, mention.end, fraction=not re.search(r"\d", mention.quantity.text))
        mention.measure = _measure(mention)
    for previous, mention in pairwise(mentions):
        _continue(mention, previous)
    _date_levels(mentions)
    for i, mention in enumerate(mentions):
        if i and _restates(mention, mentions[i - 1]):
            _follow(mention, mentions[i - 1])
            continue
        mention.hints["measure"] = mention.measure
        if mention.measure == "growth_rate":
            mention.hints |= _growth(mention, mentions, published, before)
        elif mention.year or years_in(mention.sentence):
            mention.hints["year"] = mention.year
        if mention.measure in {"market_size", "growth_rate"} or (mention.measure == "share" and _MARKET.search(mention.sentence)):
            mention.hints |= _market(mention, [*before, *mentions[:i]], published)
        if mention.measure in {"salary", "pay_change"}:
            _pay(mention, mentions[:i])
        if mention.measure == "job_count":
            mention.hints["status"] = _status(mention, published)
        if mention.population:
            mention.hints["population"] = mention.population


def _closed(mention: Mention) -> Quantity:
    """`up from 2.4 billion`, `from 1.4 billion in 2023 to …`: the level something rose from is a point, no lower bound."""
    quantity = mention.quantity
    moves = re.search(r"\b(?:up|down|gr[eo]w\w*|r[io]s\w+|f[ae]ll\w*|increas\w+|climb\w*|jump\w*|expan\w+|declin\w+)\s+(?:by )?$", mention.before, re.I)
    leads_on = re.match(r"\s*(?:\(?(?:in|during)\s+)?(?:(?:19|20)\d\d\)?)?\s*to\b", mention.after)
    if re.match(r"from\b", quantity.text, re.I) and quantity.open_high and quantity.high is None and (moves or leads_on):
        return replace(quantity, high=quantity.low, open_high=False)
    return quantity


def _continue(mention: Mention, previous: Mention) -> None:
    """A bare count led from or to (`1,850 jobs, down from 2,300`) counts what the figure before it counts."""
    lead = f"{mention.before}{mention.quantity.text}"[-60:]
    led = re.search(r"\b(?:from|to|against|versus|vs\.?|than)\s+(?:about\s+|nearly\s+|over\s+)?\d", lead)
    if led and mention.quantity.unit == "count" and not mention.quantity.noun and previous.measure in {"job_count", "count", "firm_size"}:
        mention.quantity = replace(mention.quantity, unit=previous.quantity.unit)
        mention.measure, mention.subject = previous.measure, previous.subject


def _restates(mention: Mention, previous: Mention) -> bool:
    """Whether a figure in parentheses gives the one before it in another currency or for another period."""
    units = [other.quantity.unit.partition("/") for other in (mention, previous)]
    money = all(len(code) == 3 and code.isupper() for code, _, _ in units)
    opened = re.fullmatch(r"\s*[(/=≈~]+\s*(?:or |about |approx\.? |roughly |around |i\.e\.,? |equivalent to )*", mention.before)
    return bool(money and opened and units[0] != units[1])


def _follow(mention: Mention, previous: Mention) -> None:
    """Take over what is known of the figure that this one restates; a period it does not print is the other's."""
    mention.measure, mention.subject, mention.year = previous.measure, previous.subject, previous.year
    mention.hints = dict(previous.hints)
    unit, _, period = previous.quantity.unit.partition("/")
    own = mention.quantity.unit.partition("/")[2]
    if period and not own and mention.quantity.unit != unit:
        mention.quantity = replace(mention.quantity, unit=f"{mention.quantity.unit}/{period}")


# --- what is measured ---------------------------------------------------------------------------------------------------------


def _measure(mention: Mention) -> str:
    unit = mention.quantity.unit
    if unit in _PERCENT:
        return _percentage(mention)
    if unit in _TIME:
        words = " ".join((*mention.labels[:1], mention.near))
        beside = _EXPERIENCE.search(words) or re.search(r"\bwith\s*$", mention.before)
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
    if _JOBS.search(words) and not re.search(r"\bseekers?\b", words):
        mention.quantity = replace(mention.quantity, unit="job")
        return "job_count"
    return "count"


def _percentage(mention: Mention) -> str:
    label = mention.labels[-1] if mention.labels else ""
    near = f"{label} § {mention.near}"
    if _CAGR.search(near):
        return "growth_rate"
    if mention.population and _SHARING.search(mention.before):
        return "share"
    if re.match(r"\s*of (?:the |their |your )?(?:base |annual |first year's |yearly )*(?:salary|pay|compensation)\b", mention.after, re.I):
        return "share"
    pays = next((bool(_PAY.search(text)) for text in (near, mention.sentence, *mention.around[:2]) if _PAY.search(text)), False)
    if pays and (_COMPARED.search(mention.after) or _PREMIUM.search(mention.before) or re.search(r"\b(?:boost|premium|uplift|raise)\b", label, re.I)):
        return "pay_change"
    if _NOUN_AFTER.search(mention.after) or _COMPARED.search(mention.after):
        return "growth_rate"
    grows = [*_UP.finditer(mention.before), *_DOWN.finditer(mention.before)]
    closest = max((found.end() for found in grows), default=-1)
    if closest >= 0 and len(mention.before) - closest < 45 and not mention.population:
        return "growth_rate"
    if re.search(r"\bgrowth\b|\bincrease\b|\bdecline\b|\bchange\b", label, re.I):
        return "growth_rate"
    return next(filter(None, (first_match(_SHARES, text) for text in (mention.sentence, *mention.labels, *mention.around[:2]))), "share")


def _money(mention: Mention) -> str:
    quantity, label = mention.quantity, " § ".join(mention.labels)
    if re.search(r"\b(?:boost|added value|uplift|premium|raise)\b", label, re.I) or (quantity.signed and _PAY.search(mention.sentence)):
        return "pay_change"
    if "/" in quantity.unit and not _MARKET.search(f"{label} § {mention.near}"):
        return "salary"
    big = quantity.scale >= 1_000_000
    for words in (label, mention.near, mention.sentence, *mention.around):
        pay, market, cost = _PAY.search(words), _MARKET.search(words), _COST.search(words)
        if market and (big or words not in mention.around) and not (pay and not big) and not (pay and pay.start() < market.start()):
            return "market_size"
        if cost and words not in mention.around and not pay:
            return "amount"
        if pay and not (big and words in mention.around):
            return "salary"
        if words == label and not big and role_phrase(label):
            return "salary"
    return "market_size" if quantity.scale >= 1_000_000_000 else "amount"


# --- when ---------------------------------------------------------------------------------------------------------------------


def _date_levels(mentions: Sequence[Mention]) -> None:
    """The year of each figure that is no rate: the one behind it, else before it, else the one that opens the sentence."""
    taken = 0  # how far into the words before the next figure its predecessor's year reaches
    last: int | None = None
    rate_year: int | None = None
    for mention in mentions:
        behind = year_after(mention.after)
        label_years = [timed.first for label in mention.labels for timed in years_in(label) if not timed.is_span]
        if mention.measure == "growth_rate":
            taken, rate_year = 0, year_before(mention.before)
            continue
        if says_year_before(mention.quantity.text[-7:] + mention.after) and last:
            mention.year = last - 1
        elif behind:
            mention.year = behind[0]
        else:
            mention.year = year_before(mention.before, taken) or _end_of_period(mention) or (label_years or [None])[-1] or _opening(mention)
        span = next((timed for timed in years_in(mention.sentence) if timed.is_span), None)
        pair = [other for other in mentions if other.quantity.unit == mention.quantity.unit]
        if span and not mention.year and len(pair) == 2 and re.search(r"\bfrom\s*$", pair[0].before):
            mention.year = span.first if mention is pair[0] else span.last
        if not mention.year and re.match(r"\s*(?:to|auf|reaching)\b", mention.before):
            mention.year = rate_year
        taken = behind[1] if behind else 0
        last = mention.year or last


def _end_of_period(mention: Mention) -> int | None:
    spans = [timed for timed in years_in(mention.sentence) if timed.is_span]
    reached = re.search(r"reach\w*\s*$|end of the (?:forecast )?period", f"{mention.before[-25:]}§{mention.after[:40]}".replace("§", " "), re.I)
    told = re.search(r"\breach\w*\b", mention.before[-25:], re.I) or (reached and "period" in reached.group())
    return spans[0].last if spans and told else None


def _opening(mention: Mention) -> int | None:
    found = re.match(r"\W*(?:in|by|during|as of|at the end of|im jahr|bis)\s+(?:\w+\s+){0,2}?((?:19|20)\d{2})\b(?!\s*[-–]|\s+to)", mention.sentence, re.I)
    return int(found[1]) if found else None


def _growth(
    mention: Mention, mentions: Sequence[Mention], published: int | None, before: Sequence[Mention]
) -> dict[str, object]:
    """Kind, span and sign of a growth rate."""
    label = " ".join(mention.labels)
    near = f"{label} § {mention.near}"
    _sign(mention)
    start, end, stated = _span(mention, mentions, published, before)
    single = year_before(mention.before) if start is None and end is None else None
    behind = year_after(mention.after)
    single = single or (behind[0] if behind and start is None and end is None else None)
    single = single or (_opening(mention) if start is None and end is None else None)
    on_year = is_year_on_year(f"{label} § {mention.after[:70]}")
    if _CAGR.search(near) or (_YEARLY.search(near) and not on_year):
        kind = "cagr"
    elif on_year or (start and end and end - start == 1):
        kind = "yoy"
    elif single and not _TO_COME.search(mention.before):
        kind, start, end, stated = "yoy", single - 1, single, True
        return {"kind": kind, "year": single, "start_year": start, "end_year": end, "span_stated": stated}
    else:
        kind = "total"
        end = end or single
    return {"kind": kind, "year": end if kind == "yoy" else start, "start_year": start, "end_year": end, "span_stated": stated}


def _span(
    mention: Mention, mentions: Sequence[Mention], published: int | None, before: Sequence[Mention]
) -> tuple[int | None, int | None, bool]:
    """(start, end, printed): of the rate itself, else of the levels it leads from and to, else of its label."""
    i = mentions.index(mention)
    levels = [other.year for other in mentions if other.measure != "growth_rate" and other.year]
    whole = mention.sentence
    begin = mention.at - len(mention.before)
    behind = whole[mention.end :] if i + 1 == len(mentions) else mention.after
    found = span_of(whole[begin : mention.at], behind)
    if found and all(found):
        return found[0], found[1], True
    opening = next((timed for timed in years_in(whole) if timed.is_span), None)
    if opening and _CAGR.search(whole):
        return opening.first, opening.last, True
    if len(set(levels)) >= 2:
        stated = bool(re.search(r"\bfrom\b", whole[: mention.at], re.I)) or not _CAGR.search(mention.near)
        return min(levels), max(levels), stated
    if found and not (found[0] is None and found[1] in levels and len(set(levels)) < 2 and _CAGR.search(mention.near) is None):
        start, end = found
        if start and not end:
            end = next((year for year in levels if year > start), None)
        return start, end, bool(start and end)
    for label in mention.labels:
        within = span_of(label, "")
        if within:
            return within[0], within[1], all(within)
    if _CAGR.search(mention.near) and levels:
        start = next((other.year for other in reversed(before) if other.measure == "market_size" and other.year), None)
        if start and start < levels[0]:
            return start, levels[0], False
        if (published or 9999) < levels[0]:
            return None, levels[0], False
    if levels and not _CAGR.search(mention.near) and not _TO_COME.search(mention.before):
        return levels[-1] - 1, levels[-1], True
    return None, None, False


def _sign(mention: Mention) -> None:
    """A fall is a negative rate, whichever way it is printed."""
    quantity = mention.quantity
    downs = [found.end() for found in _DOWN.finditer(mention.before)]
    ups = [found.end() for found in _UP.finditer(mention.before)]
    after = re.match(r"\s*(?:[\w-]+\s+){0,2}?(?:decline|drop|decrease|fall|reduction|fewer|less|lower|below)\b", mention.after, re.I)
    falls = bool(after) or bool(downs and downs[-1] > max(ups, default=-1) and len(mention.before) - downs[-1] < 45)
    if not falls or quantity.signed or (quantity.low is not None and quantity.low < 0):
        return
    low, high = quantity.high, quantity.low
    mention.quantity = replace(
        quantity,
        low=None if low is None else -low,
        high=None if high is None else -high,
        open_low=quantity.open_high,
        open_high=quantity.open_low,
    )


def _status(mention: Mention, published: int | None) -> str:
    words = f"{' '.join(mention.labels)} § {mention.before}"
    if _TO_COME.search(words) or (mention.year and published and mention.year > published):
        return "projection"
    if re.search(r"\bestimat|\best\.", words, re.I):
        return "estimate"
    if _BYGONE.search(words) or (mention.year and published and mention.year < published):
        return "historical"
    return "projection" if _TO_COME.search(mention.sentence) and not mention.year else ""


# --- of which market ----------------------------------------------------------------------------------------------------------


def _market(mention: Mention, earlier: Sequence[Mention], published: int | None) -> dict[str, object]:
    """The market the figure is of, by the nearest words that name one, and whether it lies ahead."""
    facts: dict[str, object] = {"status": _status(mention, published)} if mention.measure == "market_size" else {}
    before, after = mention.sentence[: mention.at], mention.sentence[mention.end :]
    other = _JOBS.search(mention.subject) or re.search(r"employment|demand|salar|hiring|wages|adoption", mention.subject, re.I)
    named = next(reversed(list(market_phrases(before))), "") or next(iter(market_phrases(after)), "")
    if mention.measure == "growth_rate" and (other or re.search(r"\b(?:job|salary|employment|wage)s?\b", f"{' '.join(mention.labels)} {mention.near}", re.I)):
        return facts
    became = re.match(r"\s*(industry|market|sector|business|opportunity)\b", mention.after)
    if became and not named and mention.subject:
        named = f"{mention.subject} {became[1]}"
    if not named and (source := re.search(r"\b(?:revenues?|sales|spending|turnover)\s+(?:from|of|on|in|for)\s+([\w /&-]{3,60})", mention.subject, re.I)):
        named = source[1]
    segment = next((label for label in mention.labels if is_telling(label) and not country(label) and not region(label)), "")
    near_label = next((phrase for label in mention.labels for phrase in market_phrases(label)), "")
    if not named:
        own = near_label or (segment if mention.measure == "market_size" or _CAGR.search(mention.near) else "")
        carried = str(earlier[-1].hints.get("market_label", "")) if earlier else ""
        named = own or carried or next((phrase for text in mention.around for phrase in market_phrases(text)), "")
    if named and (mention.measure != "growth_rate" or _CAGR.search(mention.near) or _about_market(mention)):
        facts["market_label"] = named
    return facts


def _about_market(mention: Mention) -> bool:
    """Whether a growth rate without `CAGR` is a market's: its sentence names one, or a size."""
    return bool(_MARKET.search(mention.sentence)) or bool(_MARKET.search(" ".join(mention.labels))) or not is_telling(mention.subject)


def market_phrases(text: str) -> Iterator[str]:
    """The markets a text names: `the global edge AI chip market size` → `edge AI chip market`."""
    for head in _HEAD.finditer(text):
        words = _words_before(text[: head.start()])
        told = [word for word in words if word.casefold() not in _NO_MARKET]
        if told and not (len(told) == 1 and told[0].casefold() == "ai" and head[1].casefold() == "segment"):
            yield " ".join([*words, head[1]])
            continue
        behind = _FOR.match(text, head.end())
        if behind and not words:
            yield f"{behind[1]} {head[1]}"


def _words_before(text: str) -> list[str]:
    """The words of a noun phrase that ends where the text ends."""
    words: list[str] = []
    for word in reversed(re.findall(r"[\w&/+'’.-]+|[^\w\s]", re.sub(r"\([^)]*\)\s*$", "", text))):
        plain = word.casefold()
        joined = plain in {"in", "and", "&"} and words and len(words) < 5
        if re.fullmatch(r"[^\w\s&]+", word) or re.fullmatch(r"(?:19|20)\d\d|\d[\d.,]*%?", word) or len(words) >= 7:
            break
        if plain in _MARKET_STOP and not joined:
            break
        words.insert(0, word)
    while words and words[0].casefold() in _NO_MARKET | {"in", "and", "&", "as"}:
        words.pop(0)
    if "in" in (plain := [word.casefold() for word in words]) and not words[plain.index("in") - 1][:1].isupper():
        words = words[plain.index("in") + 1 :]
    return words


# --- of which pay -------------------------------------------------------------------------------------------------------------


def _pay(mention: Mention, earlier: Sequence[Mention]) -> None:
    """Pay period (with where it stands), statistic and component, from the words nearest the figure."""
    hints, quantity = mention.hints, mention.quantity
    before, after = mention.before[-60:], re.split(r"[,;(]|\band\b", mention.after, maxsplit=1)[0][:45]
    if quantity.unit not in _PERCENT:
        part = component(after if re.match(r"\s*(?:in|as|of|for)\b", after) else "") or component(before) or component(" ".join(mention.labels))
        if part and mention.measure == "salary":
            hints["component"] = part
        named = statistic(after) or statistic(before)
        spread = re.search(r"rang|between|spann|from\s*$", f"{before} {quantity.text}", re.I)
        if spread and quantity.low != quantity.high:
            hints["statistic"] = "range"
        elif named:
            hints["statistic"] = named
        period, basis = _period(mention, before, after, earlier)
        if period and "/" not in quantity.unit:
            mention.quantity = replace(quantity, unit=f"{quantity.unit}/{period}")
        if "/" in mention.quantity.unit:
            hints["period_basis"] = basis or "cell"
    if mention.measure == "pay_change":
        lower = re.search(r"\b(?:lower|less|below|fewer|cut|discount)\b", f"{mention.before[-30:]} {mention.after[:25]}", re.I)
        hints["direction"] = "lower" if lower else "higher"


def _period(mention: Mention, before: str, after: str, earlier: Sequence[Mention]) -> tuple[str, str]:
    """(pay period, where it is printed): beside the figure, carried from the figure before, in its label, else around it."""
    for words in (after, before):
        period = pay_period(words)
        if period:
            return period, "cell"
    previous = next((other for other in reversed(earlier) if "/" in other.quantity.unit), None)
    if previous and previous.measure == mention.measure:
        return previous.quantity.unit.partition("/")[2], "cell"
    for words in (*mention.labels, mention.sentence):
        period = pay_period(words)
        if period:
            return period, "cell"
    if mention.hints.get("component") in {"bonus", "equity", "other"}:
        return "", ""
    for words in mention.around:
        introduces = len(words.split()) <= 14 or words.rstrip().endswith(":") or words in mention.earlier
        period = pay_period(words) if introduces and _PAY.search(words) else ""
        if period:
            return period, "section"
    return "", ""


_ADVERB = {period: re.compile(rf"(?<![A-Za-z])(?:{words})(?!\s+(?:ago|earlier|before|on year|over year|growth|increase))", re.I)
           for period, words in PERIODS.items()}  # fmt: skip
_GERMAN = {"year": re.compile(r"jahresgehalt|jährlich|im jahr\b|pro jahr", re.I), "month": re.compile(r"monatsgehalt|monatlich|pro monat", re.I)}


def pay_period(words: str) -> str:
    """The one pay period some words name, or '' where they name none or several."""
    named = {period for rules in (_ADVERB, _GERMAN) for period, pattern in rules.items() if pattern.search(words)}
    if re.search(r"years?.{0,3}(?:of )?experience|per year of", words):
        named.discard("year") if not _ADVERB["year"].search(re.sub(r"per year of", "", words)) else None
    return named.pop() if len(named) == 1 else ""
