"""A printed label → the controlled term it stands for: occupation, seniority, place, market, statistic of pay.

The rules are English grammar and general lists. What one publisher calls a thing differently stands in
`data/raw/vocabulary.csv` and always goes first.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib import resources

import pandas as pd

from analysis.curation.knowledge import Knowledge
from analysis.figures.words import bounded, first_match, rules

#: Nouns that name an occupation when they end a noun phrase.
OCCUPATIONS = frozenset((resources.files("analysis.figures") / "occupations.txt").read_text("utf-8").split())
#: Nouns that alone name a rank, no occupation.
_RANKS = frozenset("executive director manager supervisor associate specialist officer partner president vp".split())
#: What `market` and `industry` follow without a market being named.
_NO_MARKETS = frozenset(
    """job labor labour talent key target the stock end current projected estimated expected forecast addressable
    emerging growing""".split()
) | {""}
_LEADERS = ("chief", "director", "head", "vp", "svp", "evp", "vice president", "president")
_LEVELS = bounded(
    ("executive", r"chief|c-(?:level|suite)|c[aefimorst]o|caio|[es]?vp|(?:vice[ -])?president|director|head of"),
    ("executive", r"executive"),
    ("senior", r"senior|sr\.?|lead|principal|staff (?=engineer|scientist)|experienced|expert(?:-level)?|advanced"),
    ("mid", r"mid|middle(?! east)|mid-?(?:level|career|senior)|intermediate|journeyman"),
    ("entry", r"entry|entry-level|junior|jr\.?|graduate|trainee|intern|apprentice|beginner|start(?:er|ing)"),
    ("entry", r"early[ -]career"),
)
_LEVEL_WORDS = re.compile(
    r"(?<![\w-])(?:(?:entry|mid|senior|junior|expert|executive)[ -]?level|entry|senior|sr\.?|junior|jr\.?|lead|"
    r"principal|experienced|mid(?:-career)?|intermediate|graduate|trainee|standard|speciali[sz]ed|early[ -]career|"
    r"typical|average|other|top|general|national|regional|local|global)(?![\w-])[ ,/–-]*",
    re.I,
)  # fmt: skip
_STOP = frozenset(
    """a an the of for in at to by from with and or as is are was were be been this that these those their its
    our your his her most many some all any each every both typical average median mean annual yearly monthly
    hourly salary salaries pay wage wages earn earns earning than while whose who which how much do does did can
    could may might will would should must hire hires hiring become becoming per only professionals professional
    other related top traditional new more less over under about around across between demand number jobs roles
    role openings using use career careers compensation including offer offers u.s uk us year years including
    e.g experience not""".split()
)
_REGIONS = bounded(
    ("southeast-asia", r"south[- ]?east asia|asean"),
    ("south-asia", r"south asia"),
    ("east-asia", r"east asia"),
    ("asia-pacific", r"asia[- –/]?pacific|apac|asia"),
    ("western-europe", r"western europe"),
    ("eastern-europe", r"(?:central and )?eastern europe|cee"),
    ("europe", r"europe|emea|european union|eu"),
    ("north-america", r"north america"),
    ("latin-america", r"latin america|latam|south america"),
    ("middle-east", r"middle east|mena|gcc|gulf"),
    ("africa", r"africa|sub-saharan africa"),
    ("oceania", r"oceania|australasia"),
    ("rest-of-world", r"rest of (?:the )?world"),
    ("global", r"global|globally|world|worldwide|international"),
)
_US_STATE = re.compile(
    r", (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|"
    r"W[AIVY])\b"
)
#: `Global AI Governance Market` → `AI Governance`.
MARKET_NAME = re.compile(
    r"(?:\b(?:global|worldwide|international|overall|the|u\.?s\.?|total|european|north american)\s+)*"
    r"((?:[\w&/+.'’-]+\s+){0,5}?[\w&/+.'’-]+:?\s+)(?:market|industry|sector)\b",
    re.I,
)
_STATISTICS = rules(
    ("p25", r"25th|lower quartile|first quartile|bottom quartile|\bp25"),
    ("p75", r"75th|upper quartile|third quartile|top quartile|\bp75"),
    ("p90", r"90th|top (?:10|ten) ?(?:%|percent)|top decile|\bp90"),
    ("median", r"median|50th|\bp50"),
    ("minimum", r"minimum|\bmin\b|lowest|floor"),
    ("maximum", r"maximum|\bmax\b|highest possible|ceiling|top (?:earner|performer|end|salary|salaries)"),
    ("mean", r"average|\bmean\b|\bavg\b"),
)
#: Ends of a distribution that a column's header names, and nothing else does: "High demand" is no statistic.
_END = r"(?:salary|pay|wage|rate|end|estimate|bound|value|range|earners?)"
_COLUMNS = rules(
    ("minimum", rf"^(?:{_END}\s+)?\W*(?:low(?:er|est)?|bottom|from)(?:[ -]{_END})*\s*(?:$|[(\[/,:])"),
    ("maximum", rf"^(?:{_END}\s+)?\W*(?:high(?:er|est)?|upper|top|to|up to)(?:[ -]{_END})*\s*(?:$|[(\[/,:])"),
    ("median", r"^mid[- ]?point\b"),
)
_COMPONENTS = rules(
    ("total", r"total|package|overall compensation|all-in|\bote\b|on-target|(?:with|incl\w*\.?) bonus"),
    ("equity", r"equity|stock|(?:share |\bin )options?|\brsus?\b"),
    ("other", r"other incentives|allowance|benefits|perks|\bsuper(?:annuation)?\b|pension|retirals?|provident fund"),
    ("bonus", r"bonus|commission|profit[ -]sharing|incentive"),
    ("base", r"\bbase\b|basic (?:salary|pay)|fixed pay"),
)


def slug(text: str) -> str:
    """`AI in Audit` → `ai-in-audit`."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold().replace("&", " and ")).strip("-")


def statistic(text: str) -> str:
    """Which statistic of pay the words name: mean, median, p25 …, or ''."""
    return first_match(_STATISTICS, text)


def column_statistic(header: str) -> str:
    """Which statistic a column's header names: besides those of `statistic`, `Low`, `High (USD)`, `Salary: upper`."""
    return statistic(header) or first_match(_COLUMNS, header.split(" / ")[-1])


def component(text: str) -> str:
    """Which part of pay the words name: base, bonus, equity, other, total, or ''."""
    return first_match(_COMPONENTS, text)


def without_examples(text: str) -> str:
    """The label without parentheses that only give examples."""
    return re.sub(r"\((?:e\.g\.|such as|like|including)[^)]*\)", "", text)


@cache
def level(text: str) -> str:
    """Seniority named in a label; the highest rank wins, and `all` is never guessed: '' where no word says it."""
    return first_match(_LEVELS, text)


@cache
def region(text: str) -> str:
    """Region of the world named in a label, or ''."""
    return first_match(_REGIONS, without_examples(text))


@cache
def _countries() -> tuple[re.Pattern[str], dict[str, str]]:
    with (resources.files("analysis") / "countries.csv").open(encoding="utf-8") as lines:
        frame = pd.read_csv(lines, dtype="str", keep_default_na=False)
    names = {
        name: row["alpha2"]
        for row in frame.to_dict("records")
        for name in (row["name"], *row["aliases"].split("|"))
        if name
    }
    ordered = sorted(names, key=len, reverse=True)
    # Short forms are capitals or they are words: "US" is a country, "us" is not.
    return re.compile(
        r"(?<![\w-])(?<!New )(?<!North )(?<!South )(?<!Latin )(?<!Central )(?:"
        + "|".join(map(re.escape, ordered))
        + r")(?![\w-])"
    ), names


@cache
def country(text: str) -> str:
    """ISO alpha-2 code of the first country named in a label, or ''."""
    pattern, names = _countries()
    label = without_examples(text)
    found = pattern.search(label)
    if found:
        return names[found.group()]
    return "US" if _US_STATE.search(label) else ""


def singular(word: str) -> str:
    """An occupation's noun in the singular; other words as they are."""
    return word[:-1] if word.endswith("s") and word[:-1].casefold() in OCCUPATIONS else word


@cache
def role_phrase(text: str) -> str:
    """The noun phrase that names an occupation, without its seniority: `Senior AI Auditors` → `AI Auditor`."""
    for segment in re.split(r"\s[–—|-]\s|[:;,()/\n→]|\bor\b|\band\b|\bvs\.?", without_examples(text)):
        words = segment.strip(" .?!“”\"'*").split()
        for i, word in enumerate(words):
            phrase = _occupation_at(words, i, word)
            if phrase and phrase.casefold() not in _RANKS:
                return phrase
    return ""


def _occupation_at(words: list[str], i: int, word: str) -> str:
    """The occupation whose head noun is the i-th word: what stands before it, or behind it with `of`."""
    following = [singular(other).casefold() for other in words[i + 1 : i + 3]]
    noun = singular(word.removesuffix("’s").removesuffix("'s"))
    is_head = noun.casefold() in OCCUPATIONS or noun.casefold() in _LEADERS
    if is_head and len(following) == 2 and following[0] == "of":
        return " ".join([noun, *words[i + 1 :]])
    if noun.casefold() not in OCCUPATIONS or (following and following[0] in OCCUPATIONS):
        return ""
    start = i
    while start > max(0, i - 4) and not _ends_phrase(words[start - 1]):
        start -= 1
    return _LEVEL_WORDS.sub("", " ".join([*words[start:i], noun])).strip() or noun


def _ends_phrase(word: str) -> bool:
    return word.casefold().rstrip(".") in _STOP or bool(re.search(r"\d", word)) or bool(country(word))


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
            kind: re.compile(
                r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(terms, key=len, reverse=True))) + r")(?!\w)", re.I
            )
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

    def region(self, text: str) -> str:
        """Region of the world, vocabulary first."""
        return self.within("region", text) or region(text)

    def country(self, text: str) -> str:
        """Country, vocabulary first."""
        return country(text) or self.within("country", text)

    def location(self, text: str) -> str:
        """City or state: what the vocabulary knows, `City, ST`, or the parenthesis behind a country's name."""
        known = self.within("location", text)
        if known or _US_STATE.search(text):
            return known or text.strip()
        inside = re.fullmatch(r"(.+?) \(([A-Z][^()\d]+)\)", text.strip())
        return inside.group(2) if inside and country(inside.group(1)) and not country(inside.group(2)) else ""

    def market(self, text: str) -> str:
        """Market named in a text: the vocabulary's, else the words before `market`, else ''."""
        known = self.exact("market", text) or self.within("market", text)
        if known:
            return known
        found = MARKET_NAME.search(re.sub(r"\([^)]*\)", "", text))
        words = slug(found.group(1)) if found else ""
        last = words.rpartition("-")[2]
        return "" if last in _NO_MARKETS or last in _STOP else words

    def role(self, text: str, subject: str = "") -> tuple[str, str]:
        """(term, label) of the occupation in a label; the last word alone of the article's own role stands for it."""
        known = self.exact("role", text)
        if known:
            return known, text.strip()
        phrase = role_phrase(text)
        term = self.exact("role", phrase) or slug(phrase)
        if term and subject and subject.endswith("-" + term):
            term = subject
        return (
            (term, phrase) if term else (self.within("role", text), text.strip() if self.within("role", text) else "")
        )
