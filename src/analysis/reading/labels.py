"""A printed label → the controlled term it stands for: occupation, seniority, place, market, statistic of pay.

The rules are grammar and general lists of words. What one publisher calls a thing differently stands in
`data/raw/vocabulary.csv` and always goes first.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from importlib import resources

from analysis import words
from analysis.curation.knowledge import Knowledge

SENIORITY = ("executive", "senior", "mid", "entry")
_EXAMPLES = re.compile(r"\((?:e\.g\.|such as|like|including)[^)]*\)")
_NO_LEVEL = re.compile(r"\bmiddle east\b|\bstaff\b(?! (?:engineer|scientist))", re.IGNORECASE)
_SEGMENTS = re.compile(r"\s[–—|-]\s|[:;,()/\n→]|\bor\b|\band\b|\bvs\.?")
#: `Global AI Governance Market` → `AI Governance`.
MARKET_NAME = re.compile(
    r"(?:\b(?:global|worldwide|international|overall|the|u\.?s\.?|total|european|north american)\s+)*"
    r"((?:[\w&/+.'’-]+\s+){0,5}?[\w&/+.'’-]+:?\s+)(?:market|industry|sector)\b",
    re.IGNORECASE,
)


def slug(text: str) -> str:
    """`AI in Audit` → `ai-in-audit`."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold().replace("&", " and ")).strip("-")


@lru_cache(maxsize=65_536)
def says(family: str, cls: str, text: str) -> bool:
    """Whether a text holds a word of a family's class."""
    return bool(words.pattern(family, cls).search(text))


def first_class(family: str, classes: Iterable[str], text: str) -> str:
    """The first of the classes of a family with a word in the text, or ''."""
    return next((cls for cls in classes if says(family, cls, text)), "")


@lru_cache(maxsize=8192)
def statistic(text: str) -> str:
    """Which statistic of pay the words name: mean, median, p25 …, minimum, maximum, or ''.

    >>> statistic("75th percentile"), statistic("Durchschnittsgehalt"), statistic("High demand")
    ('p75', 'mean', '')
    """
    if found := next(words.find("statistics", text, "percentile"), None):
        return f"p{found.word.value}"
    return first_class("statistics", ("median", "minimum", "maximum", "mean"), text)


@lru_cache(maxsize=8192)
def column_statistic(header: str) -> str:
    """Which statistic a column's header names: besides those of `statistic`, `Low`, `High (USD)`, `Salary: upper`.

    >>> column_statistic("Pay / Low"), column_statistic("High (USD)"), column_statistic("Highlights")
    ('minimum', 'maximum', '')
    """
    if found := statistic(header):
        return found
    last = header.split(" / ")[-1]
    return next((name for name, pattern in _ends() if pattern.match(last)), "")


@cache
def _ends() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Ends of a distribution that a column's header names, and nothing else does."""
    end = words.pattern("measures", "end of pay").pattern
    found = []
    for name, cls in (("minimum", "low column"), ("maximum", "high column")):
        each = words.pattern("measures", cls).pattern
        found.append((name, re.compile(rf"(?:{end}\s+)?\W*(?:{each})(?:[ -](?:{end}))*\s*(?:$|[(\[/,:])")))
    return tuple(found)


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


@lru_cache(maxsize=8192)
def region(text: str) -> str:
    """Region of the world named in a label, or ''; the narrowest where several are."""
    label = without_examples(text)
    found = {found.word.value for found in words.find("places", label, "region")}
    return next((term for term in _regions() if term in found), "")


@cache
def _regions() -> tuple[str, ...]:
    forms = words.forms("places", "region")
    return tuple(dict.fromkeys(word.value for form in forms if (word := words.lookup("places", form))))


@cache
def _countries() -> tuple[re.Pattern[str], dict[str, str]]:
    with (resources.files("analysis") / "countries.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    names = {name: row["alpha2"] for row in rows for name in (row["name"], *row["aliases"].split("|")) if name}
    ordered = sorted(names, key=len, reverse=True)
    # Short forms are capitals or they are words: "US" is a country, "us" is not.
    compound = "".join(rf"(?<!{word} )" for word in words.forms("places", "compound"))
    return re.compile(rf"(?<![\w-]){compound}(?:{'|'.join(map(re.escape, ordered))})(?![\w-])"), names


@cache
def _state() -> re.Pattern[str]:
    return re.compile(rf", (?:{'|'.join(words.forms('places', 'state'))})\b")


@lru_cache(maxsize=8192)
def country(text: str) -> str:
    """ISO alpha-2 code of the first country named in a label, or ''."""
    pattern, names = _countries()
    label = without_examples(text)
    found = pattern.search(label)
    if found:
        return names[found.group()]
    return "US" if _state().search(label) else ""


def without_examples(text: str) -> str:
    """The label without parentheses that only give examples."""
    return _EXAMPLES.sub("", text)


@cache
def _known(*classes: str) -> frozenset[str]:
    """The words of classes of the family of occupations."""
    return frozenset(words.forms("occupations", *classes))


def occupations() -> frozenset[str]:
    """Nouns that name an occupation when they end a noun phrase."""
    return _known("occupation")


def singular(word: str) -> str:
    """An occupation's noun in the singular; other words as they are."""
    return word[:-1] if word.endswith("s") and word[:-1].casefold() in occupations() else word


@lru_cache(maxsize=8192)
def role_phrase(text: str) -> str:
    """The noun phrase that names an occupation, without its seniority: `Senior AI Auditors` → `AI Auditor`."""
    for segment in _SEGMENTS.split(without_examples(text)):
        parts = segment.strip(" .?!“”\"'*").split()
        for place, word in enumerate(parts):
            phrase = _occupation_at(parts, place, word)
            if phrase and phrase.casefold() not in _known("rank"):
                return phrase
    return ""


def _occupation_at(parts: list[str], place: int, word: str) -> str:
    """The occupation whose head noun stands there: what stands before it, or behind it with `of`."""
    following = [singular(other).casefold() for other in parts[place + 1 : place + 3]]
    noun = singular(word.removesuffix("’s").removesuffix("'s"))
    is_head = noun.casefold() in occupations() or noun.casefold() in _known("leader")
    if is_head and len(following) == 2 and following[0] == "of":
        return " ".join([noun, *parts[place + 1 :]])
    if noun.casefold() not in occupations() or (following and following[0] in occupations()):
        return ""
    start = place
    while start > max(0, place - 4) and not _ends_phrase(parts[start - 1]):
        start -= 1
    return _rank_words().sub("", " ".join([*parts[start:place], noun])).strip() or noun


@cache
def _rank_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words.pattern('occupations', 'before').pattern})(?![\w-])[ ,/–-]*")


@lru_cache(maxsize=8192)
def _ends_phrase(word: str) -> bool:
    found = word.casefold().rstrip(".") in _known("stop")
    return found or bool(re.search(r"\d", word)) or bool(country(word))


class Labels:
    """Labels read with the vocabulary of one body of knowledge; without one, by grammar alone."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self._knowledge = knowledge or Knowledge()

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
        return self.exact("level", text) or self.within("level", text) or level(text)

    def nearest_level(self, texts: Iterable[str]) -> tuple[str, str]:
        """(level, the text that names it) of the first text that names one."""
        return next(((found, text) for text in texts if (found := self.level(text))), ("", ""))

    def region(self, text: str) -> str:
        """Region of the world, vocabulary first."""
        return self.within("region", text) or region(text)

    def country(self, text: str) -> str:
        """Country, by its names, else by the vocabulary."""
        return country(text) or self.within("country", text)

    def location(self, text: str) -> str:
        """City or state: what the vocabulary knows, `City, ST`, or the parenthesis behind a country's name."""
        known = self.within("location", text)
        if known or _state().search(text):
            return known or text.strip()
        inside = re.fullmatch(r"(.+?) \(([A-Z][^()\d]+)\)", text.strip())
        is_place = inside and country(inside[1]) and not country(inside[2]) and not statistic(inside[2])
        return inside[2] if inside and is_place else ""

    def market(self, text: str) -> str:
        """Market named in a text: the vocabulary's, else the words before `market`, else ''."""
        known = self.exact("market", text) or self.within("market", text)
        if known:
            return known
        found = MARKET_NAME.search(re.sub(r"\([^)]*\)", "", text))
        name = slug(found.group(1)) if found else ""
        last = name.rpartition("-")[2]
        return "" if last in _known("no market", "stop") else name

    def role(self, text: str, subject: str = "") -> tuple[str, str]:
        """(term, label) of the occupation in a label; the last word alone of the article's own role stands for it."""
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
