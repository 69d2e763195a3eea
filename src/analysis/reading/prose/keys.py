"""Whose a figure of prose is: role, level and place of pay, market and region of a size, population of a share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from analysis import words
from analysis.quantity import Quantity, parse
from analysis.reading.keys import OF_MARKET, OF_PAY, Whose, band_in, years_in
from analysis.reading.labels import says, slug
from analysis.reading.market import market_phrases
from analysis.reading.place import country, is_by_place, region
from analysis.reading.prose.mention import Mention
from analysis.reading.prose.phrase import is_telling
from analysis.units import currency

__all__ = ["keys_of", "name_market"]

_BORDER = re.compile(r"[,;(]|\b(?:and|while)\b")
_FIRM = r"[A-Z][\w&.’'-]*(?:\s+(?:[A-Z][\w&.’'-]*|of|and|&))*"
_SOURCE = rf"{{markets according to}}\s+(?:the\s+)?(?P<after>{_FIRM})|\b(?P<before>{_FIRM})\s+{{markets forecasts}}"


def keys_of(mention: Mention, row: str, whose: Whose) -> dict[str, object]:
    """The keys of a figure of prose that is said of `row`: what it and its sentence name, then what leads to it."""
    leads = mention.around[mention.earlier :]
    keys = mention.keys | {"topic": leads[0] if leads else "", "population": mention.population}
    label = str(keys.pop("market_label", ""))
    own = tuple(filter(None, (mention.name, *mention.labels, mention.subject, row)))
    sentence = mention.sentence.text
    if mention.measure in OF_PAY:
        said = [text for text in own if text != row or row == mention.subject]
        behind = re.split(r"[,;]|\band\b", mention.after, maxsplit=1)[0][:30]
        follows = len(sentence) > mention.end + len(mention.after)  # what leads to the next figure is of that one
        told = sentence[: mention.end] if follows else sentence
        clause = (mention.before, behind, sentence[max(0, mention.at - 90) : mention.at], told)
        texts = list(filter(None, dict.fromkeys((*said, *clause, row, *leads))))
        band = _told_band(mention)
        levels = [text for text in texts if text != row] if band else texts  # "That jumps to X with four years"
        if any(end <= mention.at for _, end in mention.sentence.figures):
            nearer = [text for text in levels if text in mention.lead]  # "juniors earn X, and seniors Y"
            levels = [*nearer, mention.lead, *levels]
        levels = [mention.bracket, *levels]
        listed = _listed(mention, leads)
        keys |= whose.pay(texts, texts, levels, band or band_in(own), str(keys.get("component", "")), listed)
        return keys | ({"cause": own[0] if own else ""} if mention.measure == "pay_change" else {})
    near = (*own, sentence, *leads)
    if mention.measure in OF_MARKET or label:
        keys["market"] = (whose.labels.market(label) or slug(label)) if label else ""
        whole = "global" if label and mention.measure in OF_MARKET else ""  # a share may be of a part
        keys.setdefault("region", whose.place(near).region or whole)
    return keys | (whose.jobs(near, near) if mention.measure == "job_count" else {})


def _listed(mention: Mention, leads: Sequence[str]) -> str:
    """The label or heading of what is told by place: `Rostock: 33,900` under "Gehalt nach Stadt"."""
    own = next((label for label in mention.labels if label[:1].isupper() and len(label.split()) <= 3), "")
    for name, heading in pairwise((own, *leads[:2])):
        if is_by_place(heading) and name[:1].isupper() and len(name.split()) <= 3 and not country(name):
            return name
    return ""


def _told_band(mention: Mention) -> Quantity | None:
    """The years of experience that a figure's clause tells behind it or before it, no other pay between."""
    text = mention.sentence.text
    found = parse(text)
    pay = [quantity for quantity in found if currency(quantity.unit)]
    first = max((quantity.end for quantity in pay if quantity.end <= mention.at), default=0)
    last = min((quantity.start for quantity in pay if quantity.start >= mention.end), default=len(text))
    years = [quantity for quantity in years_in(text, found) if first <= quantity.start < last]
    before = [quantity for quantity in years if quantity.end <= mention.at]
    behind = [quantity for quantity in years if quantity.start >= mention.end]
    near = [*before[-1:], *behind[:1]]
    joined = (q for q in near if not _BORDER.search(text[min(q.end, mention.end) : max(q.start, mention.at)]))
    return next(joined, near[0] if near else None)


def name_market(mention: Mention, earlier: Sequence[Mention]) -> None:
    """Fill in, in place, the market, country and forecaster of a size, rate or share by the nearest words.

    `earlier` are the figures before it, whose market and forecaster it may go on with.
    """
    text, subject, labels = mention.sentence.text, mention.subject, mention.labels
    if mention.measure == "growth_rate" and says("markets", "other", f"{subject} {' '.join(labels)} {mention.near}"):
        return
    mention.keys |= _where(mention) | _according_to(mention, earlier)
    compound = mention.basis == "cagr"
    named = _market_of(mention)
    if not named:
        telling = (label for label in labels if is_telling(label) and len(label.split()) <= 6)
        segment = next((label for label in telling if not (country(label) or region(label))), "")
        own = _first_market(labels) or (segment if mention.measure == "market_size" or compound else "")
        carried = str(earlier[-1].keys.get("market_label", "")) if earlier else ""
        named = own or carried or _first_market(mention.around)
    about = any(says("measures", "market|sold", told) for told in (text, *labels))
    if named and (mention.measure != "growth_rate" or compound or about or not is_telling(subject)):
        mention.keys["market_label"] = named


def _market_of(mention: Mention) -> str:
    """The market that the words before a figure name, or those behind it, or its subject; '' where none does."""
    text, subject = mention.sentence.text, mention.subject
    before = market_phrases(text[: mention.at])
    if named := before[-1] if before else _first_market([text[mention.end :]]):
        return named
    placed = country(subject) or region(subject)
    own = is_telling(subject) and not placed and not mention.labels and not mention.population
    return subject if own else ""  # a segment, or a market that is not called one


def _first_market(texts: Sequence[str]) -> str:
    return next((phrase for text in texts for phrase in market_phrases(text)), "")


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
    found = next(reversed(list(words.regex(_SOURCE).finditer(mention.sentence.text[: mention.at]))), None)
    scenario = slug(found["after"] or found["before"]) if found else earlier[-1].keys.get("scenario") if earlier else ""
    return {"scenario": scenario} if scenario else {}
