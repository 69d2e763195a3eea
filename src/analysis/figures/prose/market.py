"""Of which market a figure of prose is, where, and by whose forecast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.figures.labels import Labels, country, region, slug
from analysis.figures.prose.growth import status
from analysis.figures.prose.mention import CAGR, JOBS, MARKET, Mention
from analysis.figures.prose.sentences import is_telling

_HEAD = re.compile(
    r"\b(market|industry|sector|segment|markt)\b(?!\s+(?:research|leader|maturity|player|condition|demand|"
    r"stud|trend|need)\w*)",
    re.I,
)
_FOR = re.compile(
    r"\s+(?:for|of|für)\s+((?:[\w&/'’-]+\s+){0,3}?[\w&/'’-]+)(?=\s+(?:is|was|are|were|will|has|may|could|size|"
    r"wuchs|grew|in|at|by|estimated|valued|worth|projected|expected|reached|to)\b|\s*[,.;:(]|\s*$)",
    re.I,
)
_MARKET_STOP = frozenset(
    """the a an this that these its their our whose and with of to from by at on as is are was were be will would
    may might can could has have had see sees saw expect expects projects estimates predicts forecasts puts value valued
    while when where which if says said report reports according in der die das den für""".split()
)
_NO_MARKET = frozenset(
    """job jobs labor labour talent key target stock leading local current overall global total entire whole home
    emerging worldwide us u.s. world addressable the a free developing international domestic regional projected
    related this private public new hiring employment career industry estimated forecasted
    forecast expected alternative fast-growing trillion billion million multi-billion-dollar growing potential
    niche primary major top largest""".split()
)
_FIRM = r"(?:[A-Z][\w&.’'-]*|of|and|&)(?:\s+(?:[A-Z][\w&.’'-]*|of|and|&))*"
_SOURCE = re.compile(
    rf"\b(?:[Aa]ccording to|[Dd]ata from|[Rr]eport by|"
    rf"[Rr]esearch by)\s+(?:the\s+)?(?P<after>[A-Z][\w&.’'-]*(?:\s+{_FIRM})?)"
    rf"|(?P<before>[A-Z][\w&.’'-]*(?:\s+{_FIRM})?)\s+(?:estimates|expects|projects|forecasts|predicts|"
    rf"anticipates|puts|sees|says|reports)\b"
)


def market(mention: Mention, earlier: Sequence[Mention], published: int | None) -> dict[str, object]:
    """The market the figure is of, by the nearest words that name one, and whether it lies ahead."""
    facts: dict[str, object] = {"status": status(mention, published)} if mention.measure == "market_size" else {}
    before, after = mention.sentence[: mention.at], mention.sentence[mention.end :]
    other = JOBS.search(mention.subject) or re.search(
        r"employment|demand|salar|hiring|wages|adoption", mention.subject, re.I
    )
    named = next(reversed(list(market_phrases(before))), "") or next(iter(market_phrases(after)), "")
    if mention.measure == "growth_rate" and (
        other or re.search(r"\b(?:job|salary|employment|wage)s?\b", f"{' '.join(mention.labels)} {mention.near}", re.I)
    ):
        return facts
    became = re.match(r"\s*(industry|market|sector|business|opportunity)\b", mention.after)
    if became and not named and mention.subject:
        named = f"{mention.subject} {became[1]}"
    if not named and (
        source := re.search(
            r"\b(?:revenues?|sales|spending|turnover)\s+(?:from|of|on|in|"
            r"for)\s+([\w /&-]{3,60})",
            mention.subject,
            re.I,
        )
    ):
        named = source[1]
    segment = next(
        (label for label in mention.labels if is_telling(label) and not country(label) and not region(label)), ""
    )
    near_label = next((phrase for label in mention.labels for phrase in market_phrases(label)), "")
    placed = country(mention.subject) or region(mention.subject)
    if not named and is_telling(mention.subject) and not placed and not mention.labels and not mention.population:
        named = mention.subject  # a segment, or a market that is not called one
    if not named:
        own = near_label or (segment if mention.measure == "market_size" or CAGR.search(mention.near) else "")
        carried = str(earlier[-1].hints.get("market_label", "")) if earlier else ""
        named = own or carried or next((phrase for text in mention.around for phrase in market_phrases(text)), "")
    facts |= _where(mention) | _according_to(mention, earlier)
    if named and (mention.measure != "growth_rate" or CAGR.search(mention.near) or _about_market(mention)):
        facts["market_label"] = named
        if mention.measure == "share":  # a part of the market, by its region: not read from `market_label` later
            facts["market"] = Labels().market(named) or slug(named)
            facts.setdefault("region", region(mention.subject))
    return facts


def _where(mention: Mention) -> dict[str, object]:
    """A market of one country is not the world's: the country's code stands for the region."""
    leads = mention.around[len(mention.earlier) :]
    for words in (*mention.labels, mention.subject, *leads[:1]):
        code = country(words.replace("US$", "$"))
        if code or region(words):
            return {"country": code, "region": code.casefold()} if code else {}
    return {}


def _according_to(mention: Mention, earlier: Sequence[Mention]) -> dict[str, object]:
    """Forecasts of different firms are different scenarios: the firm that a sentence names as its source."""
    found = next(reversed(list(_SOURCE.finditer(mention.sentence[: mention.at]))), None)
    if found:
        return {"scenario": slug(found["after"] or found["before"])}
    carried = earlier[-1].hints.get("scenario") if earlier else None
    return {"scenario": carried} if carried else {}


def _about_market(mention: Mention) -> bool:
    """Whether a growth rate without `CAGR` is a market's: its sentence names one, or a size."""
    return (
        bool(MARKET.search(mention.sentence))
        or bool(MARKET.search(" ".join(mention.labels)))
        or not is_telling(mention.subject)
    )


def market_phrases(text: str) -> Iterator[str]:
    """The markets a text names: `the global edge AI chip market size` → `edge AI chip market`."""
    for head in _HEAD.finditer(text):
        words = _words_before(text[: head.start()])
        if (
            re.search(r"\b(?:an?|one|each|every)\s+(?:[\w-]+\s+(?:and\s+)?){0,4}$", text[: head.start()], re.I)
            and head[1].casefold() != "market"
        ):
            continue
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
