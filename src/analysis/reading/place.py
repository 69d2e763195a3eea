"""Places below and above a country: states and cities by name, `Georgia` by its neighbours, the place after "in"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis import words

#: Ends of words for kinds of things, and digits: no place.
_KIND = re.compile(r"\d|(?:ies|ors|ers|ions|ings|ces|ents|roles|fields|jobs)$", re.I)

__all__ = ["Place", "is_by_place", "led_place", "place_in"]

#: "in Nashville", "à Rennes", "für Rostock": a capitalised name that a text on pay is about.
_LED = re.compile(r"\b(?i:in|near|around|à|en|aus)\s+(?P<name>[A-ZÄÖÜÉ][\w’'.-]+(?:[ -][A-ZÄÖÜÉ][\w’'.-]+){0,2})")


@dataclass(frozen=True, slots=True)
class Place:
    """`location`: a state or city as printed; `country`: ISO alpha-2 of what is named, '' where it is not known."""

    country: str = ""
    location: str = ""


def place_in(text: str, *, around: str = "") -> Place:
    """The state, city or country that a text names first; `around` helps with names that are two things.

    >>> place_in("Nurses in Atlanta, Georgia"), place_in("Georgia and Armenia")
    (Place(country='US', location='Atlanta'), Place(country='', location=''))
    >>> place_in("Pay in British Columbia"), place_in("in Deutschland")
    (Place(country='CA', location='British Columbia'), Place(country='DE', location=''))
    """
    for found in words.find("places", text, "province", "city", "nation", "both"):
        kind, country = found.word.cls, found.word.value
        if kind == "both" and not _is_american(text, found.start, around):
            continue
        city = re.search(
            r"([A-ZÄÖÜÉ][\w’'.-]+(?: [A-ZÄÖÜÉ][\w’'.-]+)?),\s+$", text[max(0, found.start - 40) : found.start]
        )
        if city and kind in ("province", "both"):  # "Halifax, Nova Scotia"
            return Place(country, city[1])
        return Place(country, "" if kind == "nation" else found.text)
    return Place()


def is_by_place(heading: str) -> bool:
    """Whether a heading says that what follows is told by place: `Gehalt nach Stadt`, `Pay by state`."""
    return bool(words.pattern("places", "by").search(heading))


def led_place(text: str) -> str:
    """The name that "in" leads to, where it is no month or other word of time: `in Nashville`; '' without one.

    >>> led_place("Plumbers in Nashville earn more"), led_place("in May"), led_place("in Q3")
    ('Nashville', '', '')
    """
    for found in _LED.finditer(text):
        name = found["name"].strip(" .,")
        first = name.split()[0]
        if not words.lookup("months", first) and not _KIND.search(name) and not name.isupper():
            return name
    return ""


def _is_american(text: str, at: int, around: str) -> bool:
    """`Georgia` behind a comma, or among states of the Union."""
    if re.search(r"\w,\s*$", text[:at]):
        return True
    whole = f"{text} {around}"
    states = (found for found in words.find("places", whole, "province", "city") if found.word.value == "US")
    return next(states, None) is not None or bool(re.search(r"\bUnited States\b|\bU\.S\.", whole))
