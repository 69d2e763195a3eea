"""Whose figures are: role, level and place of pay and of openings, by the nearest texts that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.curation.knowledge import Knowledge
from analysis.quantity import Quantity, parse
from analysis.reading.labels import Labels, slug
from analysis.reading.page import headline, page_role
from analysis.reading.place import Place, led_place
from analysis.source import Article

__all__ = ["OF_MARKET", "OF_PAY", "Whose", "band_in", "years_in"]

_DIGIT = re.compile(r"\d")
_AGE = re.compile(r"s?[\s-]*(?:olds?|of age|alt)\b", re.I)

OF_PAY = frozenset({"salary", "pay_change"})
OF_MARKET = frozenset({"market_size", "growth_rate"})


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

    def pay(
        self,
        roles: Sequence[str],
        places: Sequence[str],
        levels: Sequence[str],
        band: Quantity | None,
        part: str,
        listed: str = "",
    ) -> dict[str, object]:
        """Keys of pay by the nearest texts; an occupation nobody names is the article's own."""
        role, role_label = self.role(roles)
        level, level_label = self.labels.nearest_level(levels)
        keys: dict[str, object] = {
            "role": role or self.subject_role, "role_label": role_label, "level": level or "all",
            "level_label": level_label, "component": part or "unspecified", **self.place(places, listed).keys,
        }  # fmt: skip
        return keys | ({"experience_low": band.low, "experience_high": band.high} if band else {})

    def jobs(self, roles: Sequence[str], places: Sequence[str]) -> dict[str, object]:
        """Keys of openings by the nearest texts."""
        return {"role": self.role(roles)[0], **self.place(places).keys}

    def role(self, texts: Sequence[str]) -> tuple[str, str]:
        """(term, label) of the nearest occupation, else of the page's own."""
        named = (self.labels.role(text, self.subject_role) for text in texts)
        own = "" if self.subject_role else self.page_role
        return next((found for found in named if found[0]), (slug(own), own))

    def place(self, texts: Sequence[str], listed: str = "") -> Place:
        """Country, region and location of the nearest text that names one; a country may be added from farther."""
        location = listed
        for text in texts:
            found = self.labels.place(text, around=self.title)
            location = location or found.location
            if found.country or found.region:
                return Place(found.country, "" if location else found.region, location)
            location = location or led_place(text)
        return Place(location=location)


def years_in(text: str, found: Iterable[Quantity]) -> list[Quantity]:
    """The numbers of years among the quantities of a text that are no ages: "18 to 20 year olds", "18 years of age"."""
    return [q for q in found if q.unit == "year" and not _AGE.match(text, q.end)]


def band_in(texts: Sequence[str]) -> Quantity | None:
    """The first years of experience that texts tell."""
    years = (found for text in texts if _DIGIT.search(text) for found in years_in(text, parse(text)))
    return next(years, None)
