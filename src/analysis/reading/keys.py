"""Whose figure it is: role, level and place of pay; market and region of a forecast; population of a share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from analysis import words
from analysis.curation.knowledge import Knowledge
from analysis.quantity import Quantity, parse
from analysis.reading.labels import Labels, component, first_class, says, slug
from analysis.reading.market import market_phrases
from analysis.reading.measure import population_of
from analysis.reading.model import Figure
from analysis.reading.page import headline, page_role
from analysis.reading.period import is_year
from analysis.reading.place import Place, country, is_by_place, led_place, region
from analysis.reading.prose.mention import Mention
from analysis.reading.prose.phrase import is_telling
from analysis.source import Article
from analysis.units import currency

__all__ = ["Whose", "name_market"]

_OF_PAY = frozenset({"salary", "pay_change"})
_OF_MARKET = frozenset({"market_size", "growth_rate"})
_BORDER = re.compile(r"[,;(]|\b(?:and|while)\b")
_CAPS_UNIT = re.compile(r"\((?:in )?(?:USD|EUR|GBP|US\$|[$€£]) ?(?:m|b|t)", re.IGNORECASE)
_BECAME = re.compile(r"\s*(industry|market|sector|business|opportunity)\b")
_MONEY_OF = re.compile(r"\b(?:revenues?|sales|spending|turnover)\s+(?:from|of|on|in|for)\s+([\w /&-]{3,60})", re.I)
_FIRM = r"[A-Z][\w&.’'-]*(?:\s+(?:[A-Z][\w&.’'-]*|of|and|&))*"
_SOURCE = rf"{{markets according to}}\s+(?:the\s+)?(?P<after>{_FIRM})|\b(?P<before>{_FIRM})\s+{{markets forecasts}}"
_SCENARIO = r"({measures scenario})[- ]{measures scenario of}"


@dataclass(slots=True)
class Whose:
    """Reads the keys of figures with the vocabulary of one article and the occupation it is about ('' none)."""

    labels: Labels
    subject_role: str = ""
    page_role: str = ""  # what a page of pay is about, though no list knows it
    title: str = ""

    @classmethod
    def of(cls, article: Article, knowledge: Knowledge) -> Whose:
        """For one article: its occupation is the one its headline names."""
        labels = Labels(knowledge)
        return cls(labels, labels.role(headline(article))[0], page_role(article), article.title)

    def of_cell(self, figure: Figure) -> dict[str, object]:
        """The keys of the dataset that the measure of a table's figure belongs to; unknown ones are left out or ''."""
        around = list(_context(figure))
        roles = [text for text in around if text not in figure.block.path[:-1]]  # a whole chapter's heading names none
        if figure.measure in _OF_PAY:
            parts = (component(text) for text in (figure.row_label, figure.column_label, figure.cell))
            keys = self._pay(roles, around, around, _band(around), next(filter(None, parts), "")) | _staff(figure)
            if figure.measure == "salary":
                return keys
            figure.direction = "lower" if says("measures", "less", figure.cell) else "higher"
            return keys | {"cause": figure.row_label}
        match figure.measure:
            case "market_size" | "growth_rate":
                return self._market(figure, around)
            case "job_count":
                return self._jobs(roles, around) | {"status": _status(figure)}
            case "allocation" | "weight":
                return {"whole": f"{figure.article.slug}/{figure.block.kind}-{figure.block.index}"}
            case "adoption" | "share" | "usage" | "demand" | "frequency":
                return {"population": population_of(figure.row_label)}
        return {}

    def of_mention(self, mention: Mention, row: str) -> dict[str, object]:
        """The keys of a figure of prose that is said of `row`: what it and its sentence name, then what leads to it."""
        leads = mention.around[mention.earlier :]
        keys = mention.keys | {"topic": leads[0] if leads else "", "population": mention.population}
        label = str(keys.pop("market_label", ""))
        own = tuple(filter(None, (mention.name, *mention.labels, mention.subject, row)))
        sentence = mention.sentence.text
        if mention.measure in _OF_PAY:
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
            listed = self._listed(mention, leads)
            keys |= self._pay(texts, texts, levels, band or _band(own), str(keys.get("component", "")), listed)
            return keys | ({"cause": own[0] if own else ""} if mention.measure == "pay_change" else {})
        near = (*own, sentence, *leads)
        if mention.measure in _OF_MARKET or label:
            keys["market"] = (self.labels.market(label) or slug(label)) if label else ""
            whole = "global" if label and mention.measure in _OF_MARKET else ""  # a share may be of a part
            keys.setdefault("region", self._place(near).region or whole)
        return keys | (self._jobs(near, near) if mention.measure == "job_count" else {})

    def _pay(
        self,
        roles: Sequence[str],
        places: Sequence[str],
        levels: Sequence[str],
        band: Quantity | None,
        part: str,
        listed: str = "",
    ) -> dict[str, object]:
        """Keys of pay by the nearest texts; an occupation nobody names is the article's own."""
        role, role_label = self._role(roles)
        level, level_label = self.labels.nearest_level(levels)
        keys: dict[str, object] = {
            "role": role or self.subject_role, "role_label": role_label, "level": level or "all",
            "level_label": level_label, "component": part or "unspecified", **asdict(self._place(places, listed)),
        }  # fmt: skip
        return keys | ({"experience_low": band.low, "experience_high": band.high} if band else {})

    def _jobs(self, roles: Sequence[str], texts: Sequence[str]) -> dict[str, object]:
        return {"role": self._role(roles)[0], **asdict(self._place(texts))}

    def _role(self, texts: Sequence[str]) -> tuple[str, str]:
        """(term, label) of the nearest occupation, else of the page's own."""
        named = (self.labels.role(text, self.subject_role) for text in texts)
        own = "" if self.subject_role else self.page_role
        return next((found for found in named if found[0]), (slug(own), own))

    def _place(self, texts: Sequence[str], listed: str = "") -> Place:
        """Country, region and location of the nearest text that names one; a country may be added from farther."""
        location = listed
        for text in texts:
            found = self.labels.place(text, around=self.title)
            location = location or found.location
            if found.country or found.region:
                return Place(found.country, "" if location else found.region, location)
            location = location or led_place(text)
        return Place(location=location)

    def _listed(self, mention: Mention, leads: Sequence[str]) -> str:
        """The label or heading of what is told by place: `Rostock: 33,900` under "Gehalt nach Stadt"."""
        own = next((label for label in mention.labels if label[:1].isupper() and len(label.split()) <= 3), "")
        for name, heading in pairwise((own, *leads[:2])):
            if is_by_place(heading) and name[:1].isupper() and len(name.split()) <= 3 and not country(name):
                return name
        return ""

    def _market(self, figure: Figure, around: Sequence[str]) -> dict[str, object]:
        """Keys of a market's size or growth; a growth of no market is the role's or nobody's."""
        name = self._market_name(figure)
        where = self._place(around).region
        by_place = bool(figure.row_cells) and says("measures", "place header", figure.row_cells[0][0])
        if by_place and not _is_whole(figure.row_label):
            where = region(figure.row_label).replace("global", "") or slug(figure.row_label)
        keys: dict[str, object] = {"market": name, "region": where or ("global" if name else "")}
        if found := words.regex(_SCENARIO).search(" | ".join([figure.cell, *(text for _, text in figure.row_cells)])):
            keys["scenario"] = slug(found[1])
        return keys | {"status": _status(figure)} if figure.measure == "market_size" else keys

    def _market_name(self, figure: Figure) -> str:
        """The market a figure is of: that of a row headed `segment`, else what the titles name."""
        headers = [header for header, _ in figure.row_cells]
        of_segments = bool(headers) and says("measures", "segment header", headers[0])
        if of_segments and not _is_whole(figure.row_label) and not is_year(figure.row_label):
            return self.labels.market(figure.row_label) or slug(figure.row_label)
        told = " | ".join([figure.column_label, *headers, figure.block.title])
        sized = says("measures", "sized", told) or bool(_CAPS_UNIT.search(told))
        if figure.measure != "market_size" and not of_segments and not sized:
            return ""
        around = (figure.column_label, figure.block.title, *reversed(figure.block.path), figure.article.title)
        return next(filter(None, map(self.labels.market, around)), "")


def _context(figure: Figure) -> Iterator[str]:
    """Where a role, level or place of a table's figure may be named, nearest first."""
    yield figure.row_label
    yield from (text for header, text in figure.row_cells if not says("measures", "remark", header))
    yield figure.column_label
    yield figure.block.title
    yield from reversed(figure.block.path)


def _is_whole(label: str) -> bool:
    return bool(words.pattern("measures", "whole").match(label.strip()))


def _status(figure: Figure) -> str:
    """Projection, estimate or historical: by its own words, its year against the article's, its row and column."""
    classes = ("projection", "estimate", "historical")
    published = figure.article.year
    own, year = first_class("measures", classes, figure.cell), figure.year
    if own or (year and published and year > published):
        return own or "projection"
    beside = " | ".join([figure.row_label, figure.column_label, *(text for _, text in figure.row_cells)])
    dated = "historical" if year and published and year < published else ""
    title = figure.block.title
    return first_class("measures", classes, beside) or dated or first_class("measures", classes, title)


def _band(texts: Sequence[str]) -> Quantity | None:
    """The first years of experience that texts tell."""
    years = (found for text in texts if re.search(r"\d", text) for found in parse(text) if found.unit == "year")
    return next(years, None)


def _told_band(mention: Mention) -> Quantity | None:
    """The years of experience that a figure's clause tells behind it or before it, no other pay between."""
    text = mention.sentence.text
    found = parse(text)
    pay = [quantity for quantity in found if currency(quantity.unit)]
    first = max((quantity.end for quantity in pay if quantity.end <= mention.at), default=0)
    last = min((quantity.start for quantity in pay if quantity.start >= mention.end), default=len(text))
    years = [quantity for quantity in found if quantity.unit == "year" and first <= quantity.start < last]
    before = [quantity for quantity in years if quantity.end <= mention.at]
    behind = [quantity for quantity in years if quantity.start >= mention.end]
    near = [*before[-1:], *behind[:1]]
    joined = (q for q in near if not _BORDER.search(text[min(q.end, mention.end) : max(q.start, mention.at)]))
    return next(joined, near[0] if near else None)


def _staff(figure: Figure) -> dict[str, object]:
    """The size or the industry of the firm that a row stands for."""
    header = figure.row_cells[0][0] if figure.row_cells else ""
    keys: dict[str, object] = {"industry": figure.row_label} if says("measures", "industry header", header) else {}
    if says("measures", "size header", header) and (sizes := parse(figure.row_label, unit="employee")):
        keys |= {"company_size_low": sizes[0].low, "company_size_high": sizes[0].high}
    return keys


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
    if (became := _BECAME.match(mention.after)) and subject:
        return f"{subject} {became[1]}"
    if source := _MONEY_OF.search(subject):
        return source[1]
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
