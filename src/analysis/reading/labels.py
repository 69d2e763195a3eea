"""A printed label → the controlled term it stands for: occupation, seniority, place, market, statistic of pay.

The rules are grammar and general lists of words. What one publisher calls a thing differently stands in
`data/raw/vocabulary.csv` and always goes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from analysis import words
from analysis.curation.knowledge import Knowledge
from analysis.reading.market import market_name
from analysis.reading.occupation import role_phrase
from analysis.reading.place import Place, country, place_in, printed_location, region

#: "the 10th pct", "Percentile / 25%", "P90"; "top 25 percent", "the lowest-paid 10%".
_PERCENTILE = (
    r"(?i)(?<![\w.,])(?P<nth>\d{1,2})(?:st|nd|rd|th)[ -]?(?:{statistics percentile noun})"
    r"|(?:{statistics percentile noun})\W{0,3}(?P<at>\d{1,2})(?![\w-]|[.,]\d)\s?%?|\bp(?P<p>\d{1,2})(?![\w-]|[.,]\d)"
    r"|(?P<tail>{numbered rank})\s(?P<part>\d{1,2})\s?(?:%|{units percent})"
)
BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,90})[)\]]")
SENIORITY = ("executive", "senior", "mid", "entry")
#: Where among its like a figure stands by its statistic, percentiles aside.
RANKS = {"minimum": 0, "median": 50, "mean": 50, "maximum": 100}
#: Ends of a distribution that a column's header names, and nothing else does.
_ENDS = {
    name: rf"(?:{{measures end of pay}}\s+)?\W*{{measures {cls}}}(?:[ -]{{measures end of pay}})*\s*(?:$|[(\[/,:])"
    for name, cls in (("minimum", "low column"), ("maximum", "high column"))
}
_NO_LEVEL = re.compile(r"\bmiddle (?:east|half|50|fifty)\b|\bstaff\b(?! (?:engineer|scientist))", re.IGNORECASE)


_APART = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=8192)
def slug(text: str) -> str:
    """`AI in Audit` → `ai-in-audit`."""
    return _APART.sub("-", text.casefold().replace("&", " and ")).strip("-")


@lru_cache(maxsize=65_536)
def says(family: str, cls: str, text: str) -> bool:
    """Whether a text holds a word of a family's class."""
    return bool(words.pattern(family, *cls.split("|")).search(text))


def first_class(family: str, classes: Iterable[str], text: str) -> str:
    """The first of the classes of a family with a word in the text, or ''."""
    return next((cls for cls in classes if says(family, cls, text)), "")


@lru_cache(maxsize=8192)
def percentiles(text: str) -> tuple[int, ...]:
    """The percentiles that words name, in their order; the top tenth of pay begins at the 90th.

    >>> percentiles("10th pct"), percentiles("Percentile / 50% (Median)"), percentiles("Top 25% Annual Salary")
    ((10,), (50,), (75,))
    >>> percentiles("P90 (USD)"), percentiles("P18,000 a month")
    ((90,), ())
    """
    found = []
    for hit in words.regex(_PERCENTILE).finditer(text) if any(map(str.isdigit, text)) else ():
        number = int(hit["nth"] or hit["at"] or hit["p"] or hit["part"])
        ranks = [word.value for word in words.meanings("numbered", hit["tail"] or "") if word.cls == "rank"]
        if ranks != [""]:  # "the first 10%"
            found.append(100 - number if ranks == ["1"] else number)
    return tuple(found)


def without_percentiles(text: str) -> str:
    """A text without what names percentiles: no unit stands in "10th pct"."""
    return words.regex(_PERCENTILE).sub(" ", text) if any(map(str.isdigit, text)) else text


@lru_cache(maxsize=8192)
def statistic(text: str) -> str:
    """Which statistic of pay the words name: mean, median, p25 …, minimum, maximum, or ''.

    >>> statistic("75th percentile"), statistic("Durchschnittsgehalt"), statistic("High demand")
    ('p75', 'mean', '')
    """
    if told := percentiles(text):
        return "median" if told[0] == 50 else f"p{told[0]}"
    if found := next(words.find("statistics", text, "percentile"), None):
        return f"p{found.word.value}"
    return first_class("statistics", ("median", "minimum", "maximum", "mean"), text)


@lru_cache(maxsize=8192)
def column_statistic(header: str) -> str:
    """Which statistic a column's header names: besides those of `statistic`, `Low`, `High (USD)`, `Salary: upper`.

    >>> column_statistic("Pay / Low"), column_statistic("Hourly rate (top)"), column_statistic("Highlights")
    ('minimum', 'maximum', '')
    """
    if found := statistic(header):
        return found
    last = header.split(" / ")[-1]
    told = (last, *BRACKETS.findall(last))
    return next((name for name, end in _ENDS.items() if any(map(words.regex(end).match, told))), "")


@lru_cache(maxsize=8192)
def component(text: str) -> str:
    """Which part of pay the words name: base, bonus, equity, other, total, or ''."""
    return first_class("components", ("total", "equity", "other", "bonus", "base"), text)


@lru_cache(maxsize=8192)
def level(text: str) -> str:
    """Seniority named in a label; the highest rank wins, and `all` is never guessed: '' where no word says it.

    >>> level("Senior Auditor"), level("Middle East"), level("Auditor")
    ('senior', '', '')
    """
    text = _NO_LEVEL.sub(" ", text)
    found = ((cls, hit.start()) for cls in SENIORITY for hit in words.pattern("seniority", cls).finditer(text))
    return next((cls for cls, start in found if start == 0 or text[start - 1] not in "-‑"), "")


class Labels:
    """Labels read with the vocabulary of one body of knowledge; without one, by grammar alone."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self._knowledge = knowledge or Knowledge()
        self._places: dict[tuple[str, str], Place] = {}
        self._roles: dict[tuple[str, str], tuple[str, str]] = {}
        self._levels: dict[str, str] = {}

    @cached_property
    def _terms(self) -> dict[str, dict[str, str]]:
        kinds: dict[str, dict[str, str]] = {}
        for kind in self._knowledge.vocabulary["kind"].unique():
            kinds[kind] = {label.casefold(): term for label, term in self._knowledge.terms(kind)}
        return kinds

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {
            kind: re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, sorted(terms, key=len, reverse=True)))})(?!\w)")
            for kind, terms in self._terms.items()
        }

    def exact(self, kind: str, text: str) -> str:
        """The vocabulary's term for just this label, or ''."""
        return self._terms.get(kind, {}).get(text.strip().casefold(), "")

    def within(self, kind: str, text: str) -> str:
        """The vocabulary's term for the longest label found inside the text, or ''."""
        found = self._patterns[kind].search(text) if kind in self._patterns else None
        return self._terms[kind][found.group().casefold()] if found else ""

    def level(self, text: str) -> str:
        """Seniority, vocabulary first."""
        if text not in self._levels:
            self._levels[text] = self.exact("level", text) or self.within("level", text) or level(text)
        return self._levels[text]

    def nearest_level(self, texts: Iterable[str]) -> tuple[str, str]:
        """(level, the text that names it) of the first text that names one."""
        return next(((found, text) for text in texts if (found := self.level(text))), ("", ""))

    def place(self, text: str, *, around: str = "") -> Place:
        """Country, region and location that a text names, vocabulary first; no region beside the others."""
        if (text, around) not in self._places:
            self._places[text, around] = self._place(text, around)
        return self._places[text, around]

    def _place(self, text: str, around: str) -> Place:
        below = place_in(text, around=around)
        code = below.country or country(text) or self.within("country", text)
        printed = printed_location(text)
        location = self.within("location", text) or ("" if statistic(printed) else printed) or below.location
        named = "" if code or location else self.within("region", text) or region(text)
        return Place(code, named, location)

    def market(self, text: str) -> str:
        """Market named in a text: the vocabulary's, else the words before `market`, else ''."""
        return self.exact("market", text) or self.within("market", text) or slug(market_name(text))

    def role(self, text: str, subject: str = "") -> tuple[str, str]:
        """(term, label) of the occupation in a label; the last word alone of the article's own role stands for it."""
        if (text, subject) not in self._roles:
            self._roles[text, subject] = self._role(text, subject)
        return self._roles[text, subject]

    def _role(self, text: str, subject: str) -> tuple[str, str]:
        known = self.exact("role", text)
        if known:
            return known, text.strip()
        phrase = role_phrase(text)
        term = self.exact("role", phrase) or slug(phrase)
        if term and subject and subject.endswith("-" + term):
            term = subject
        if term:
            return term, phrase
        known = self.within("role", text)
        return known, text.strip() if known else ""
