"""The grammar of sentences, as far as figures need it: what a figure is said of, and the words that set it apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from analysis import words
from analysis.reading.place import place_in
from analysis.reading.timing import periods_in

Span = tuple[int, int]

__all__ = ["Sentence", "is_telling", "without_dateline"]

_LONGEST_NAME = 8  # words of a name beside its figure
#: "Dubai, May 28, 2024 — " and "(City, Agency) – " open a report; "CAPITAL: " does too.
_DATELINE = re.compile(
    r"^\W*(?:[(\[][^()\[\]]{2,60}[)\]]\s*)?(?:[A-Z][\w.'’]*[,.]?\s+){0,6}(?:[(\[][^()\[\]]{2,60}[)\]]\s*)?"
    r"(?:\w+\.?\s+\d{1,2},?\s+\d{4}\s*)?(?:[—–]|--?(?=\s)|/PRNewswire/)[\s–—-]*(?=\S)|^[A-Z]{4,}(?:,? [A-Z]+)*:\s"
)
#: "than the old rate of", "compared with a mean of"; "than"; "versus about".
_THAN = r"{phrases than}\s+"
_COMPARED = _THAN + r"(?i:((?:the|an?)\s+[a-z][^,;:()]{3,60}?)\s+(?:of|at)\s*(?:about|around|just|only)?\s*$)"
_COMPARES = _THAN + r"(?:\w+\s+)?$"
#: "bring the number of subscribers to 5 billion": what is moved.
_OBJECT = re.compile(r"\s*\b(?:the|its|their|our)\s+(?P<what>[^§\d]{3,60}?)\s+(?:to|by|from)\s+(?:\w+\s+)?$", re.I)
_PARTICIPLE = re.compile(r"\s*(?:thus |thereby )?\w+ing\b")  # "…, implying a rate of 5%"
#: "then come Bolt at 20%": a verb before its subject.
_INVERTED = re.compile(r"^\s*(?:and\s+)?(?:then\s+|there\s+)?(?:comes?|follows?|is|are)\s+(?=[A-Z])")
_JOINED = re.compile(r"\s*(?:and|or|then|with|while|but)\b")
_ASIDE = r"\s*(?:\([^()]*\)\s*)?(?:[\w-]+\s+)"  # what may stand between a figure and what is told behind it
_IN = _ASIDE + (
    r"{0,2}?(?i:in|for|among|from|by)\s+(?P<name>[^\d,;:.()§]{2,60}?)\s*"
    r"(?=[,;:()§]|\.(?:\s|$)|$|{phrases behind name})"
)
_OF = r"^[\s)]*{phrases of}\s+(?:{phrases determiner}\s+)*(?P<noun>[^\d,;:.()–—]{2,90})"
_MOVED = _ASIDE + (
    r"{0,3}?\b(?P<noun>\w+)\s+(?i:in|of|for)\s+(?i:the\s+|all\s+)?(?P<whom>[A-Za-z][\w\s&/'’-]{2,60}?)"
    r"(?=\s+{phrases behind moved}|[,.;:(§]|$)"
)
_LED = r"(?:\bthe\s+)?{periods dates}\s+(?:the\s+)?$|\bthe\s+$|\($"  # what leads to a period
_BORDERS = r"[;:—()]|,(?=\s)|\s[–-]\s|{phrases clause}"
#: A chain of verbs: auxiliaries and adverbs, then what is done; no noun after an article.
_NO_VERB = (
    r"(?!\b(?:up|down|higher|lower)\b|\b(?:growth|gain|plus|minus|worth)\b"
    r"|top\s+[a-z]|total\s+(?!about|over|more|nearly|around)[a-z])"
)
_DONE = (
    r"(?:{verbs auxiliary|main|report|ing}|{change rise|fall|reach|times}"
    r"|\b(?:remain|stay)(?:s|ed)?\b(?=\s+{phrases lasting})"
    r"|\bpay(?:s|ing)?\b(?=\s+(?:\w+\s+)?(?:[$€£\d§]|about|between|an|a|up))|\bpaid\b"
    r"|(?<=\w )[a-z]{3,}ed\b(?=\s+(?:the|an?|its|their|our)\s))(?!['’]s)(?!\s+rate)"  # "dominated the market"
)
_CHAIN = (
    r"(?<!-)(?<!\bthe )(?<!\ban )(?<!\ba )(?<!\bof )(?<!est )(?<!\byearly )(?<!\bannual )"
    r"(?<!\bfirst )(?<!\baverage )(?<!inary )"  # "the first estimate", "the average list price"
    rf"(?:{_NO_VERB}(?:{{verbs adverb}}(?!['’]s)(?!\s+rate)|{_DONE})\s*)+"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence: `text`, where it stands in its block, the spans of its figures in it, where it begins in earnest.

    `begin` lies behind a dateline and the labels it opens with (`Vietnam – Average annual salary: ~$12,000`).
    """

    text: str
    at: int = 0
    figures: tuple[Span, ...] = ()
    begin: int = 0

    @cached_property
    def plain(self) -> str:
        """Its text with § for each period and its preposition, and blanks for what stands in brackets beside a name."""
        text = list(self.text)
        for span in periods_in(self.text):
            if any(low < span.end and span.start < high for low, high in self.figures):
                continue
            lead = words.regex(_LED).search(self.text[max(0, span.start - 24) : span.start])
            start = span.start - len(lead.group()) if lead else span.start
            end = span.end + 2 * bool(re.match(r"['’]s\b", self.text[span.end : span.end + 3]))
            text[start:end] = "§" + " " * (end - start - 1)
        for word in words.find("bases", self.text, "yoy", "qoq", "mom", "wow"):
            text[word.start : word.end] = " " * (word.end - word.start)
        return re.sub(r"\([^()]*\)", self._aside, "".join(text))

    def _aside(self, found: re.Match[str]) -> str:
        holds = any(found.start() <= low < found.end() for low, _ in self.figures)
        return found.group() if holds else " " * len(found.group())

    @cached_property
    def segments(self) -> tuple[Span, ...]:
        """The stretches between figures and the borders of clauses."""
        text = self.plain
        cuts = {self.begin, len(text)}
        borders = {found.span() for found in words.regex(_BORDERS).finditer(text, self.begin)}
        cuts |= {edge for span in borders for edge in span}
        cuts |= {edge for low, high in self.figures for edge in (low, high)}
        taken = borders.union(self.figures)
        return tuple(
            (low, high)
            for low, high in pairwise(sorted(cuts))
            if text[low:high].strip(" ,;:—()–§") and (low, high) not in taken
        )

    def subject(self, at: int, name: str = "") -> str:
        """The noun phrase of the clause that the figure at `at` stands in, or ''; no mere `name` beside the figure."""
        text = self.plain
        compared = words.regex(_COMPARED).search(text[self.begin : at])
        if compared:
            return _clean(compared[1])
        before = [(low, high) for low, high in self.segments if high <= at]
        hungry = False  # a verb was met whose subject stands farther back
        for i in range(len(before) - 1, -1, -1):
            low, high = before[i]
            segment, last = text[low:high], i == len(before) - 1
            verb = _verb(segment)
            follows = any(end == low for _, end in self.figures) and not re.match(r"\s*(?:and|or|while|but)\b", segment)
            phrase = "" if follows and not verb else _phrase(segment, opens=low == self.begin)
            if re.search(r"\b(?:which|that|who)\W*$", text[max(0, low - 8) : low]) and not self._is_told(before[:i]):
                phrase = phrase if phrase and not verb else self._antecedent(before[:i]) or phrase
            if _INVERTED.match(segment) or (not verb and low != self.begin and _PARTICIPLE.match(segment)):
                continue
            if verb and not phrase and _is_pronoun(segment[: verb.start()]):
                return ""  # it goes back to what was spoken of
            if verb and last and not is_telling(phrase) and (moved := _OBJECT.search(segment, verb.end())):
                return _clean(moved["what"])
            if verb and not last and _reports(segment):
                continue  # "analysts say that …"
            is_place = bool(verb and i and phrase) and place_in(phrase).location == phrase
            if is_place and text[before[i - 1][1] : low].strip() == ",":
                phrase = f"{_clean(text[slice(*before[i - 1])])}, {phrase}"  # "nurses in Dayton, Ohio earn"
            if phrase and not verb:  # "China, the second largest economy, is …"
                phrase = self._named_before(before, i) or phrase
            behind = hungry and text[high : high + 1] in ("(", ",")  # "guests (771,600) increased"
            aside = not verb and (phrase == name or (not last and low != self.begin and not behind))
            hungry = hungry or bool(verb and not phrase)
            if phrase and is_telling(phrase, loosely=True) and not aside:
                return phrase
        return ""

    def _antecedent(self, before: Sequence[Span]) -> str:
        """`a rise in streaming revenue, which totaled …`: what the clause before ends with."""
        text = self.plain[slice(*before[-1])] if before else ""
        if found := _change_of(text):
            return _clean(found)
        last = max((chain.end() for chain in _chains(text)), default=0)
        tail = re.split(r"\b(?:with|by|for|to|from)\b", text[last:])[-1]
        return _clean(tail)

    def _is_told(self, before: Sequence[Span]) -> bool:
        """`The firm announced today that …`: the clause before ends with its verb, so that its object follows."""
        text = self.plain[slice(*before[-1])] if before else ""
        behind = text[_chains(text)[-1].end() :] if _chains(text) else text
        return behind != text and bool(re.fullmatch(r"[ §]*(?:\w+ed)?[ §]*(?:today)?[ §]*", behind))

    def _named_before(self, segments: Sequence[Span], i: int) -> str:
        if not i:
            return ""
        (low, high), (start, _) = segments[i - 1], segments[i]
        name = self.plain[low:high]
        apart = self.plain[high:start].strip() != "," or _verb(name)
        return "" if apart or not re.match(r"\s*(?:The |the )?[A-Z]", name) else _phrase(name)

    def runs_on(self, end: int, at: int) -> bool:
        """Whether the words between two figures name nothing new: no verb, no other thing compared with."""
        between = self.plain[end:at]
        return not _verb(between) and not words.regex(_COMPARED).search(between)

    def name(self, at: int, end: int) -> str:
        """The name beside a figure that tells it from the others of its clause, or ''.

        >>> Sentence("Google holds 12%, Oracle 3%", 0, ((13, 16), (25, 27))).name(25, 27)
        'Oracle'
        """
        return self._bracketed(at) or self._verbless(at) or self._behind(at, end)

    def _bracketed(self, at: int) -> str:
        """`women (to 60.8%, from 60.2%)`: the words before the bracket."""
        opened = self.plain.rfind("(", self.begin, at)
        if opened < 0 or ")" in self.plain[opened:at]:
            return ""
        segment = next(((low, high) for low, high in self.segments if high == opened), None)
        return _name(re.split(r"\b(?:for|in|among|by)\b", self.plain[slice(*segment)])[-1]) if segment else ""

    def _verbless(self, at: int) -> str:
        """`Oracle 3 percent`, `platforms next at 21.5%`: a stretch without a verb that leads to the figure."""
        segment = next(((low, high) for low, high in self.segments if high == at), None)
        if segment is None or segment[0] == self.begin:
            return ""
        text = _INVERTED.sub(" ", self.plain[segment[0] : segment[1]])
        joined = _JOINED.match(text)
        if _verb(text) or _PARTICIPLE.match(text) or (any(end == segment[0] for _, end in self.figures) and not joined):
            return ""
        if words.pattern("phrases", "no name").match(text.lstrip()):
            return ""
        return _name(text)

    def _behind(self, at: int, end: int) -> str:
        """`15% in Europe`: what follows with a preposition, where the sentence tells several apart so."""
        found = words.regex(_IN).match(self.plain, end)
        if found and words.regex(_COMPARES).search(self.plain[self.begin : at]):
            return _name(found["name"])
        if not found or _verb(found.group()):
            return ""
        alike = sum(bool(words.regex(_IN).match(self.plain, high)) for _, high in self.figures)
        return _name(found["name"]) if alike > 1 else ""

    def counted(self, end: int) -> str:
        """`There were 640 guests from abroad in May`: the noun phrase behind a count, or ''."""
        stretch = words.regex(r"[,;:.()§–]|{phrases joint}|\bwith\b").split(self.plain[end : end + 90])[0]
        verb = _verb(stretch)
        stretch = stretch[: verb.start()] if verb else stretch
        return "" if re.match(r"\s*\w+ed\b", stretch) else _clean(stretch)  # "360 million carried in May"

    def moved(self, end: int) -> str:
        """`an 11.2% rise in paid streaming revenue`: what moved, told behind the figure that ends at `end`."""
        found = words.regex(_MOVED).match(self.plain, end)
        word = words.lookup("change", found["noun"]) if found else None
        return _clean(found["whom"]) if found and word and word.cls in ("rise", "fall") else ""

    def population(self, end: int, *, fraction: bool = False) -> str:
        """What a percentage is of (`72% of large firms use …` → `large firms`), or ''; a fraction needs no `of`."""
        rest = self.text[end:]
        found = words.regex(_OF).match(rest) or (words.regex(_OF).match(f"of{rest}") if fraction else None)
        if not found:
            return ""
        noun = found["noun"]
        verb = _verb(noun)
        noun = words.regex(r"{phrases joint}|\bin (?=\s*$)").split(noun[: verb.start()] if verb else noun)[0]
        return _trimmed(noun).strip(" ,")

    def predicate(self, end: int) -> str:
        """What is said of a percentage's population: the words from its verb to the end of the clause, or ''."""
        found = words.regex(_OF).match(self.text[end:])
        rest = self.text[end + (found.start("noun") if found else 0) :]
        verb = _verb(rest)
        clause = re.split(r"[;,.(](?=\s|$)", rest[verb.start() :])[0] if verb else ""
        return " ".join(clause.split()[:14])


def without_dateline(text: str) -> int:
    """Where a text begins behind its dateline.

    >>> without_dateline("Dubai, UAE., May 28, 2024 — Sales rose."), without_dateline("Sales rose – by 3%.")
    (28, 0)
    """
    found = _DATELINE.match(text)
    if not found or (len(found.group().split()) < 4 and not re.search(r"\d{4}|:|[()]", found.group())):
        return 0
    return found.end()


@lru_cache(maxsize=8192)
def is_telling(phrase: str, loosely: bool = False) -> bool:
    """Whether a phrase names a subject rather than only what is measured (`Average salary`, `Market size in 2023`).

    Loosely, a noun for what is measured will do, a pronoun will not.
    """
    told = re.findall(r"[^\W\d_][\w&/.+’'-]*", re.sub(r"\([^)]*\)", " ", phrase).casefold())
    empty = words.known("phrases", "pronoun") if loosely else words.known("phrases", "pronoun", "generic")
    return any(word.strip(".") not in empty for word in told)


@lru_cache(maxsize=8192)
def _chains(text: str) -> tuple[re.Match[str], ...]:
    """The chains of verbs of a text, each with the blanks behind it."""
    found = words.regex(_CHAIN).finditer(text)
    return tuple(
        chain for chain in found if not words.known("verbs", "adverb").issuperset(chain.group().lower().split())
    )


def _verb(text: str) -> re.Match[str] | None:
    """The first chain of verbs of a text."""
    return next(iter(_chains(text)), None)


@lru_cache(maxsize=8192)
def _phrase(segment: str, opens: bool = False) -> str:
    """The noun phrase before the verb of a segment; of one that reports a forecast, the one after it."""
    chains = list(_chains(segment))
    while len(chains) > 1 and _relates(segment, *chains[:2]):
        chains.pop(0)
    if not chains:
        bare = _clean(segment)
        relates = re.match(words.pattern("phrases", "not a phrase").pattern, segment.lstrip(" ,§"))
        short = 0 < len(bare.split()) <= _LONGEST_NAME
        return bare if short and is_telling(bare, loosely=opens) and not relates else ""
    head = segment[: chains[0].start()]
    if re.match(r"\s*what\b", head, re.I) and len(chains) > 1:  # "What users spend on cloud services should grow"
        return _clean(re.split(r"\b(?:on|for|in)\b", segment[chains[0].end() : chains[1].start()])[-1])
    if _reports(segment) and head.strip():
        after = _clean(segment[chains[0].end() : chains[1].start() if len(chains) > 1 else None])
        return after if is_telling(after, loosely=True) else ""
    if not _clean(head) and len(chains) > 1:
        head = segment[chains[0].end() : chains[-1].start()]
    return _clean(head)


def _relates(segment: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """`the number of people employed in farming rose`: a participle that only says which people."""
    between = words.regex(r"\s*{phrases inside}\s+[^,;§]*").fullmatch(segment[first.end() : second.start()])
    joined = re.search(r"\b(?:and|or|but)\s*$", segment[first.end() : second.start()])
    alone = re.fullmatch(r"\w{3,}ed\s*", first.group()) and segment[: first.start()].strip()
    return bool(alone and between and not joined)


def _change_of(text: str) -> str:
    """`rise in streaming revenue`: what a text that begins with a change says moved, or ''."""
    found = re.match(r"\s*(\w+)\s+(?:in|of)\s+", text)
    return text[found.end() :] if found and words.lookup("change", found[1]) else ""


def _reports(segment: str) -> bool:
    """Whether the first verb of a clause only says who tells: "analysts expect"."""
    chain = _verb(segment)
    return bool(chain and words.pattern("verbs", "report").fullmatch(chain.group().strip()))


def _is_pronoun(text: str) -> bool:
    bare = text.strip(" ,;:—–()\"“”'*§").lower().split()
    return 0 < len(bare) <= 2 and bare[-1] in words.known("phrases", "pronoun")


def _name(text: str) -> str:
    """The name that ends where a text ends: behind its last verb, `and` or figure."""
    last = max((chain.end() for chain in _chains(text)), default=0)
    bare = re.split(r"\b(?:and|or|then|while|but|followed by|with)\b(?=.*\w)|,", text[last:])[-1]
    bare = _clean(words.regex(r"^\W*{phrases lead}\s+").sub("", bare))
    if words.lookup("numbers", bare.split()[-1].lower() if bare else ""):
        return ""  # "almost half (48.9%)"
    return bare if 0 < len(bare.split()) <= _LONGEST_NAME and is_telling(bare, loosely=True) else ""


def _clean(phrase: str) -> str:
    """A noun phrase without what introduces and what trails it."""
    bare = phrase.replace("§", " ").strip(" ,;:—–()\"“”'*")
    bare = bare if re.search(r"\b[A-Z]\.$", bare) else bare.rstrip(".")
    opening = words.pattern("phrases", "opening")
    while found := opening.match(bare):
        bare = bare[found.end() :].lstrip(" ,")
    bare = _trimmed(bare)
    if words.pattern("phrases", "not a phrase").match(bare):
        return ""
    return re.sub(r"\s+", " ", bare)


def _trimmed(text: str) -> str:
    """A text without the prepositions and adverbs it ends with."""
    trailing = words.pattern("phrases", "trailing")
    bare = text.strip(" ,;:—–")
    while found := next((hit for hit in trailing.finditer(bare) if hit.end() == len(bare)), None):
        bare = bare[: found.start()].rstrip(" ,;:—–")
    return bare
