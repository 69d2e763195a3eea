"""Of which market a figure of prose is, where, by whose forecast, and whether it lies ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from analysis import words
from analysis.reading.labels import Labels, country, region, says, slug
from analysis.reading.mention import Mention
from analysis.reading.phrase import is_telling

__all__ = ["market_keys", "market_phrases", "status"]

_LONGEST = 7  # words of a market's name
_FOR = re.compile(
    r"\s+(?:for|of|für)\s+(?P<what>(?:[\w&/'’-]+\s+){0,3}?[\w&/'’-]+)(?=\s+(?:is|was|are|were|will|has|may|could|size|"
    r"wuchs|grew|in|at|by|estimated|valued|worth|projected|expected|reached|to|should)\b|\s*[,.;:(]|\s*$)",
    re.I,
)
_FIRM = r"(?:[A-Z][\w&.’'-]*|of|and|&)(?:\s+(?:[A-Z][\w&.’'-]*|of|and|&))*"
_SOURCE = re.compile(
    rf"\b(?:[Aa]ccording to|[Dd]ata from|[Rr]eport by|[Rr]esearch by)\s+(?:the\s+)?"
    rf"(?P<after>[A-Z][\w&.’'-]*(?:\s+{_FIRM})?)"
    rf"|(?P<before>[A-Z][\w&.’'-]*(?:\s+{_FIRM})?)\s+(?:estimates|expects|projects|forecasts|predicts|anticipates|puts|sees|says|reports)\b"
)
_OTHER = re.compile(r"\b(?:job|salar|employment|wage|hiring|adoption|demand)\w*", re.I)
_MONEY_OF = re.compile(r"\b(?:revenues?|sales|spending|turnover)\s+(?:from|of|on|in|for)\s+([\w /&-]{3,60})", re.I)


def market_keys(mention: Mention, earlier: Sequence[Mention], published: int | None) -> dict[str, object]:
    """Market, region, scenario and status of a size, rate or share, by the nearest words that name one."""
    facts: dict[str, object] = {"status": status(mention, published)} if mention.measure == "market_size" else {}
    text = mention.sentence.text
    compound = mention.basis == "cagr"
    named = next(reversed(list(market_phrases(text[: mention.at]))), "") or next(
        market_phrases(text[mention.end :]), ""
    )
    if mention.measure == "growth_rate" and (
        _OTHER.search(mention.subject) or _OTHER.search(f"{' '.join(mention.labels)} {mention.near}")
    ):
        return facts
    became = re.match(r"\s*(industry|market|sector|business|opportunity)\b", mention.after)
    if became and not named and mention.subject:
        named = f"{mention.subject} {became[1]}"
    if not named and (source := _MONEY_OF.search(mention.subject)):
        named = source[1]
    segment = next(
        (
            label
            for label in mention.labels
            if is_telling(label) and len(label.split()) <= 6 and not country(label) and not region(label)
        ),
        "",
    )
    near_label = next((phrase for label in mention.labels for phrase in market_phrases(label)), "")
    placed = country(mention.subject) or region(mention.subject)
    if not named and is_telling(mention.subject) and not placed and not mention.labels and not mention.population:
        named = mention.subject  # a segment, or a market that is not called one
    if not named:
        own = near_label or (segment if mention.measure == "market_size" or compound else "")
        carried = str(earlier[-1].keys.get("market_label", "")) if earlier else ""
        named = own or carried or next((phrase for text in mention.around for phrase in market_phrases(text)), "")
    facts |= _where(mention) | _according_to(mention, earlier)
    about = says("senses", "market", text) or any(says("senses", "market", label) for label in mention.labels)
    if named and (mention.measure != "growth_rate" or compound or about or not is_telling(mention.subject)):
        facts["market_label"] = named
        if mention.measure == "share":
            facts["market"] = _labels().market(named) or slug(named)
            facts.setdefault("region", region(mention.subject))
    return facts


@cache
def _labels() -> Labels:
    return Labels()


def status(mention: Mention, published: int | None) -> str:
    """Projection, estimate or historical, by the words before the figure and its year; '' where neither says."""
    told = f"{' '.join(mention.labels)} § {mention.before}"
    year = mention.period.in_year if mention.period else None
    if says("senses", "to come", told) or (year and published and year > published):
        return "projection"
    if says("senses", "estimate", told):
        return "estimate"
    if says("senses", "bygone", told) or (year and published and year < published):
        return "historical"
    return "projection" if says("senses", "to come", mention.sentence.text) and not year else ""


def market_phrases(text: str) -> Iterator[str]:
    """The markets a text names.

    >>> list(market_phrases("the global edge AI chip market size and the market for drones"))
    ['edge AI chip market', 'drones market']
    """
    no_market = frozenset(words.forms("markets", "no market"))
    for head in words.find("markets", text, "head"):
        behind = text[head.end : head.end + 20].split()
        if behind and words.lookup("markets", behind[0]) and words.lookup("markets", behind[0]).cls == "not market":  # type: ignore[union-attr]
            continue
        if head.text.lower() != "market" and re.search(
            r"\b(?:an?|one|each|every)\s+(?:[\w-]+\s+(?:and\s+)?){0,4}$",
            text[max(0, head.start - 60) : head.start],
            re.I,
        ):
            continue
        before = _words_before(text[max(0, head.start - 90) : head.start])
        told = [word for word in before if word.casefold() not in no_market]
        if told and not (len(told) == 1 and told[0].casefold() == "ai" and head.text.casefold() == "segment"):
            yield " ".join([*before, head.text])
            continue
        what = _FOR.match(text, head.end)
        if what and not before:
            yield f"{what['what']} {head.text}"


def _words_before(text: str) -> list[str]:
    """The words of a noun phrase that ends where the text ends."""
    stop, no_market = (
        frozenset(words.forms("markets", "stop")),
        frozenset(words.forms("markets", "no market")),
    )
    found: list[str] = []
    for word in reversed(re.findall(r"[\w&/+'’.-]+|[^\w\s]", re.sub(r"\([^)]*\)\s*$", "", text))):
        plain = word.casefold()
        joined = plain in {"in", "and", "&"} and found and len(found) < 5
        if (
            re.fullmatch(r"[^\w\s&]+", word)
            or re.fullmatch(r"(?:19|20)\d\d|\d[\d.,]*%?", word)
            or len(found) >= _LONGEST
        ):
            break
        if plain in stop and not joined:
            break
        found.insert(0, word)
    while found and found[0].casefold() in no_market | {"in", "and", "&", "as"}:
        found.pop(0)
    plain = [word.casefold() for word in found]
    if "in" in plain and not found[plain.index("in") - 1][:1].isupper():
        found = found[plain.index("in") + 1 :]
    return found


def _where(mention: Mention) -> dict[str, object]:
    """A market of one country is not the world's: the country's code stands for the region."""
    leads = mention.around[mention.earlier :]
    for text in (*mention.labels, mention.name, mention.subject, *leads[:1]):
        code = country(text.replace("US$", "$"))
        if code or region(text):
            return {"country": code, "region": code.casefold()} if code else {}
    return {}


def _according_to(mention: Mention, earlier: Sequence[Mention]) -> dict[str, object]:
    """Forecasts of different firms are different scenarios: the firm that a sentence names as its source."""
    found = next(reversed(list(_SOURCE.finditer(mention.sentence.text[: mention.at]))), None)
    if found:
        return {"scenario": slug(found["after"] or found["before"])}
    carried = earlier[-1].keys.get("scenario") if earlier else None
    return {"scenario": carried} if carried else {}
