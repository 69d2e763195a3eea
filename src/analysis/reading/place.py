"""Places: countries, regions of the world, states and cities, as a label or a sentence names them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from analysis import words

__all__ = [
    "Place", "country", "is_by_place", "led_place", "place_in", "printed_location", "region", "split_place",
    "without_examples",
]  # fmt: skip

_EXAMPLES = re.compile(r"\((?:e\.g\.|such as|like|including)[^)]*\)")
_STATE = r", {places state}\b"
_NAME = r"[A-ZÄÖÜÉ][\w’'.-]+"
#: "in Nashville", "à Rennes", "für Rostock": a capitalised name that a text on pay is about.
_LED = re.compile(rf"\b(?i:in|near|around|à|en|aus)\s+(?P<name>{_NAME}(?:[ -]{_NAME}){{0,2}})")
_CITY = re.compile(rf"({_NAME}(?: {_NAME})?),\s+$")


@dataclass(frozen=True, slots=True)
class Place:
    """`country`: ISO alpha-2; `region`: of the world; `location`: a state or city as printed; '' where not named."""

    country: str = ""
    region: str = ""
    location: str = ""

    def __bool__(self) -> bool:
        return bool(self.country or self.region or self.location)

    @property
    def keys(self) -> dict[str, str]:
        """Its keys in the datasets."""
        return {"country": self.country, "region": self.region, "location": self.location}


@lru_cache(maxsize=8192)
def region(text: str) -> str:
    """Region of the world named in a label, or ''; the narrowest where several are."""
    found = {found.word.value for found in words.find("places", without_examples(text), "region")}
    return next((word.value for word, _ in words.rows("places") if word.cls == "region" and word.value in found), "")


@lru_cache(maxsize=8192)
def country(text: str) -> str:
    """ISO alpha-2 code of the first country named in a label, or ''."""
    pattern, names = _countries()
    label = without_examples(text)
    if found := pattern.search(label):
        return names[found.group()]
    return "US" if words.regex(_STATE).search(label) else ""


@lru_cache(maxsize=8192)
def place_in(text: str, *, around: str = "") -> Place:
    """The state, city or people that a text names first; `around` helps with names that are two things.

    >>> place_in("Nurses in Atlanta, Georgia"), place_in("Georgia and Armenia")
    (Place(country='US', region='', location='Atlanta'), Place(country='', region='', location=''))
    >>> place_in("Pay in British Columbia").location, place_in("in Deutschland").country
    ('British Columbia', 'DE')
    """
    for found in words.find("places", text, "province", "city", "nation", "both"):
        kind, code = found.word.cls, found.word.value
        if kind == "both" and not _is_american(text, found.start, around):
            continue
        city = _CITY.search(text[max(0, found.start - 40) : found.start])
        if city and kind in ("province", "both"):  # "Halifax, Nova Scotia"
            return Place(code, location=city[1])
        return Place(code, location="" if kind == "nation" else found.text)
    return Place()


@lru_cache(maxsize=8192)
def printed_location(text: str) -> str:
    """A whole label `City, ST`, or the parenthesis behind a country's name; '' for others.

    >>> printed_location("San Mateo, CA"), printed_location("Indonesia (Jakarta)"), printed_location("Germany")
    ('San Mateo, CA', 'Jakarta', '')
    """
    if words.regex(_STATE).search(text):
        return text.strip() if len(text.split()) < 5 else ""
    inside = re.fullmatch(r"(.+?) \(([A-Z][^()\d]+)\)", text.strip())
    return inside[2] if inside and country(inside[1]) else ""


def is_by_place(heading: str) -> bool:
    """Whether a heading says that what follows is told by place: `Gehalt nach Stadt`, `Pay by state`."""
    return bool(words.pattern("places", "by").search(heading))


@lru_cache(maxsize=8192)
def led_place(text: str) -> str:
    """The name that "in" leads to, where it is no month or other word of time: `in Nashville`; '' without one.

    >>> led_place("Plumbers in Nashville earn more"), led_place("in May"), led_place("in Q3")
    ('Nashville', '', '')
    """
    for found in _LED.finditer(text):
        name = found["name"].strip(" .,")
        if not (words.lookup("months", name.split()[0]) or name.isupper()):
            return name
    return ""


def split_place(text: str) -> tuple[str, str]:
    """(the place named in a noun phrase in one normal form, the phrase without its names of places).

    >>> split_place("UK drone market"), split_place("drone market")
    (('gb', 'drone market'), ('', 'drone market'))
    """
    place = _term(text)
    if not place:
        return "", text
    kept, told = [], text.split()
    while told:
        names = next((n for n in (4, 3, 2, 1) if n <= len(told) and _is_place(" ".join(told[:n]))), 0)
        kept += [] if names else told[:1]
        told = told[names or 1 :]
    return place, " ".join(kept)


def without_examples(text: str) -> str:
    """The label without parentheses that only give examples."""
    return _EXAMPLES.sub("", text)


def _term(text: str) -> str:
    below = place_in(text)
    return below.location.lower() or (country(text) or below.country).lower() or region(text)


@lru_cache(maxsize=4096)
def _is_place(text: str) -> bool:
    """Whether a text is a place and nothing else: none of its ends can be left out."""
    bare = text.strip(" ,.'’s")
    inside = bare.split()
    shorter = (" ".join(inside[1:]), " ".join(inside[:-1])) if len(inside) > 1 else ()
    return bool(_term(bare)) and not any(_term(part) == _term(bare) for part in shorter)


def _is_american(text: str, at: int, around: str) -> bool:
    """`Georgia` behind a comma, or among states of the Union."""
    if re.search(r"\w,\s*$", text[:at]):
        return True
    whole = f"{text} {around}"
    states = (found for found in words.find("places", whole, "province", "city") if found.word.value == "US")
    return next(states, None) is not None or bool(re.search(r"\bUnited States\b|\bU\.S\.", whole))


@cache
def _countries() -> tuple[re.Pattern[str], dict[str, str]]:
    with (resources.files("analysis") / "countries.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    names = {name: row["alpha2"] for row in rows for name in (row["name"], *row["aliases"].split("|")) if name}
    ordered = sorted(names, key=len, reverse=True)
    # Short forms are capitals or they are words: "US" is a country, "us" is not.
    compound = "".join(rf"(?<!{word} )" for word in words.forms("places", "compound"))
    return re.compile(rf"(?<![\w-]){compound}(?:{'|'.join(map(re.escape, ordered))})(?![\w-])"), names
