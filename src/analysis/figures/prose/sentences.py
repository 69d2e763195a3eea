"""The grammar of sentences, as far as figures need it: where they end, what labels them, what they are about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

Span = tuple[int, int]

_LONGEST = 800  # characters of a sentence

_END = re.compile(r"[.!?]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-ZÄÖÜ0-9$€£¥₹₫~])|\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Za-z]\.)+[A-Za-z]|\b(?:etc|vs|approx|ca|est|incl|Inc|Ltd|Corp|Co|Dr|Mr|Mrs|Ms|Prof|St|No|Nr|Fig|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|bzw|Mio|Mrd|inkl|rd|zzgl))\.$"
)
_PLACE_LAST = re.compile(r"\b(?:in|across|within|throughout|outside)\s+(?:the\s+)?(?:U\.S|U\.K|U\.A\.E|E\.U)\.$")
_SEPARATOR = re.compile(r"\s*:(?=\s|$)|\s[–—-](?=\s)|—(?=\S)")
_CLAUSE = re.compile(
    r"[;:—()]|,(?=\s)|\s–\s|\b(?:while|whereas|although|though|but|which|where|because|as well as|that|dass|"
    r"während)\b"
)
_ADVERBS = (
    r"to|not|now|currently|also|still|already|typically|usually|often|generally|today|then|reportedly|"
    r"together|likely|set|"
    r"steadily|sharply|significantly|further"
)
_AUXILIARY = (
    r"is|are|was|were|be|been|being|am|has|have|had|having|will|would|can|could|may|might|shall|should|must|"
    r"do|does|did|"
    r"expected|projected|forecast|forecasted|anticipated|estimated|predicted|poised|slated|said|based|ist|"
    r"sind|war|wird|"
    r"werden|soll"
)
_MAIN = (
    r"earn(?:s|ed|ing)?|mak(?:e|es|ing)|made|command(?:s|ed|ing)?|pay(?:s|ing)?(?!\s+(?:has|have|is|was|will|can|rose|fell|grew|starts?|ranges?|varies|of|in|for|there|at|across|now)\b)|paid|receiv(?:e|es|ed|ing)|gets?|got|"
    r"reach(?:es|ed|ing)?|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|rang(?:e|es|ed|ing)|averag(?:es|ed|ing)|"
    r"start(?:s|ed|ing)?|"
    r"grow(?:s|n|ing)?|grew|increas(?:e|es|ed|ing)|ris(?:e|es|ing)|rose|risen|fall(?:s|en|ing)?|fell|drop(?:s|"
    r"ped|ping)?|"
    r"declin(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|"
    r"doubl(?:e|es|ed|ing)|"
    r"tripl(?:e|es|ed|ing)|expand(?:s|ed|ing)?|shr[aiu]nk(?:s|ing)?|account(?:s|ed|ing)?(?= for)|"
    r"represent(?:s|ed|ing)?|"
    r"hold(?:s|ing)?|held|generat(?:e|es|ed|ing)|hits?|hitting|costs?|costing|stands?|stood|standing|"
    r"remain(?:s|ed|ing)?|"
    r"employ(?:s|ed|ing)?|report(?:s|ed|ing)?|estimat(?:e|es|ing)|expects?|projects?|forecasts?|predicts?|"
    r"anticipates?|puts?|"
    r"says?|spen[dt](?:s|ing)?|sav(?:e|es|ed|ing)|us(?:e|es|ed|ing)|plan(?:s|ned|ning)?|hir(?:e|es|ed|ing)|"
    r"adds?|added|adding|"
    r"contribut(?:e|es|ed|ing)|takes?|took|taking|lasts?|lasted|requir(?:e|es|ed|ing)|needs?|needed|offer(?:s|"
    r"ed|ing)?|"
    r"advertis(?:e|es|ed)|post(?:ed|ing)|list(?:ed|s)|captur(?:e|es|ed|ing)|sees?|saw|seeing|enjoys?|cit(?:e|"
    r"es|ed)|asks?|asked|"
    r"total(?:s|led|ed|ling|ing)|comes?|came|coming|brings?|brought|charg(?:e|es|ed|ing)|works?|runs?|ran|"
    r"bill(?:s|ed)|owns?|"
    r"mentions?|mentioned|includ(?:e|es|ed|ing)|reflect(?:s|ed|ing)|translat(?:e|es|ed|ing)|consum(?:e|es|ed|"
    r"ing)|lost|"
    r"loses?|gain(?:s|ed|ing)?|becom(?:e|es|ing)|became|registering|exhibiting|recording|reaching|expecting|"
    r"valued|worth|"
    r"serv(?:e|es|ed|ing)|attain(?:s|ed|ing)?|consist(?:s|ed|ing)?|believ(?:e|es)|liegt|lag|beträgt|betrug|"
    r"wuchs|stieg|"
    r"sank|verdienen|verdient|steigt|steigen|plac(?:e|es|ed)|suggests?|suggested|impl(?:y|ies|ied|ying)|survey(?:s|ed)|hover(?:s|"
    r"ed)?|tops|topped|peaked"
)
_VERBS = re.compile(
    rf"(?<!\bthe )(?<!\ban )(?<!\ba )\b(?:(?:{_ADVERBS})\s+)*(?:{_AUXILIARY}|{_MAIN})\b(?!['’]s)"
    rf"(?:\s+(?:{_ADVERBS}|{_AUXILIARY}|{_MAIN})\b(?!['’]s))*",
    re.I,
)
_REPORTING = re.compile(
    r"\b(?:report|estimate|expect|project|forecast|predict|anticipate|put|say|see|cite|believe|place|suggest)s?\s*$",
    re.I,
)
_LEADING = re.compile(
    r"^(?:(?:and|or|but|while|with|whereas|the|a|an|this|these|those|our|their|its|some|about|however|"
    r"meanwhile|today|only|yes|"
    r"der|die|das|even|also|both|each|for (?:example|instance)|currently|already|globally|overall|"
    r"respectively|therefore|"
    r"in turn|as a result|by contrast|instead|nevertheless|moreover|in addition|additionally|separately|"
    r"likewise|similarly|in total)"
    r"(?=[\s,]|$)[\s,]*"
    r"|(?:in|by|from|to|over|during|since|until|through|as of|at|for|im jahr|im|bis)\s+(?:\w+\s+){0,2}?(?:19|"
    r"20)\d{2}\b[\s,]*)+",
    re.I,
)
_TRAILING = re.compile(
    r"(?:[\s,]+(?:in|at|by|with|to|on|of|for|from|between|and|or|about|around|than|as|is|are|up|over))+$", re.I
)
_RELATION = re.compile(
    r"^(?:up|down|from|compared|versus|vs|against|a|an|more|less|roughly|about|around|nearly|i\.?e|e\.?g|or|"
    r"equivalent|in|by|of|"
    r"over|under|at|as|for|between|to|on|than|according|since|during|depending|through|until)\b",
    re.I,
)  # fmt: skip
_PRONOUNS = frozenset("it they this these those that there he she we who which one er sie".split())
#: Words for what is measured, by whom and how: a phrase of these alone names no subject.
_GENERIC = frozenset(
    """average averages averaged avg annual annually yearly monthly hourly weekly daily typical typically estimated
    expected projected forecast forecasted current currently total overall base basic gross net salary salaries
    pay wage wages compensation range ranges ranging earnings income incomes rate rates market markets size
    sizes value values valuation worth revenue revenues growth cagr compound increase share percentage percent
    number numbers figure figures of in by the to for from and or a an year years usd eur gbp u.s it they he she
    this these those that there its their median mean starting minimum maximum level levels global worldwide
    amount demand role roles job jobs result results we our them companies some many most everyone people here
    per as at on with how much is are do does can analysts experts estimates industry sector gehalt jahresgehalt
    durchschnittliches bei der die das projections projection alternative pricing cost costs time duration
    indicator metric period professionals profession openings positions vacancies postings listings open
    headcount hires highlights outlook statistics statistical insights insight key indicators overview trends
    summary conclusion introduction faq takeaways benchmarks facts data sources future glance breakdown details
    estimate conservative optimistic somewhere career careers yes no""".split()
)


_COMPARED = re.compile(
    r"\b(?:than|versus|vs\.?|compared (?:with|to)|against)\s+((?:the|a|an)\s+[a-z][^,;:()]{3,60}?)\s+(?:of|"
    r"at)\s*(?:about|around|just|only)?\s*$",
    re.I,
)


def sentences(text: str, protected: Sequence[Span] = ()) -> list[Span]:
    """The sentences of a text as (start, end); none ends inside a protected span, after `e.g.` or within a decimal.

    What runs on for longer than any sentence is cut between words. `protected` spans are in order, none in another.
    """
    starts = [low for low, _ in protected]
    spans: list[Span] = []
    start = 0
    for found in _END.finditer(text):
        stop = found.start() + 1
        nearest = bisect_left(starts, stop) - 1
        if nearest >= 0 and stop < protected[nearest][1]:
            continue
        head = text[max(start, stop - 40) : stop]
        if "\n" not in found.group() and _ABBREVIATED.search(head) and not _PLACE_LAST.search(head):
            continue
        spans += _pieces(text, start, found.end(), protected, starts)
        start = found.end()
    spans += _pieces(text, start, len(text), protected, starts)
    return [(low, high) for low, high in spans if text[low:high].strip()]


def _pieces(text: str, start: int, end: int, protected: Sequence[Span], starts: Sequence[int]) -> Iterator[Span]:
    """A sentence, or the pieces of one that never ends."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST) + 1 or start + _LONGEST
        nearest = bisect_left(starts, cut) - 1
        if nearest >= 0 and cut < protected[nearest][1]:
            cut = protected[nearest][0] if protected[nearest][0] > start else protected[nearest][1]
        yield start, cut
        start = cut
    yield start, end


def leading_labels(text: str, figures: Sequence[Span]) -> tuple[list[str], int]:
    """The labels a text opens with (`Vietnam – Average annual salary: ~$12,000`), two at most; where its value begins.

    A label ends at a colon, or at a dash between spaces that stands between no two figures; it is no sentence, and a
    figure follows it. `figures` are the spans of the quantities in the text.
    """
    labels: list[str] = []
    at = 0
    for found in _SEPARATOR.finditer(text):
        label = text[at : found.start()].strip(" *•–—-")
        words = len(label.split())
        dash = ":" not in found.group()
        inside = any(low < found.end() and found.start() < high for low, high in figures)
        if inside or text.count("(", at, found.start()) != text.count(")", at, found.start()):
            continue
        if not label or words > (9 if dash else 15) or re.search(r"[.!?]\s+[A-Z]|;", label) or (dash and labels):
            break
        if dash and (any(at <= low < found.start() for low, _ in figures) or _finite(label)):
            break
        if not any(low >= found.end() for low, _ in figures):
            break
        labels.append(label)
        at = found.end()
        if len(labels) == 2:
            break
    return labels, at


def _finite(label: str) -> bool:
    return bool(re.search(r"\b(?:is|are|was|were|will|can|may|has|have|earn|make|grew|rose)\b", label))


def subject(sentence: str, at: int, figures: Sequence[Span] = (), begin: int = 0) -> str:
    """The noun phrase that the figure at `at` of a sentence is said of, or ''.

    `figures` are the spans of all figures in the sentence: the phrase never contains one. The sentence begins at
    `begin`, behind its labels.
    """
    sentence = _without_asides(sentence, figures)
    compared = _COMPARED.search(sentence[begin:at])
    if compared:
        behind = re.match(
            r"\s*(?:for|in|across)\s+[\w\s]{3,40}?(?=[,.;]|$)",
            sentence[max([high for low, high in figures if low == at], default=at) :],
        )
        return _clean(compared[1]) + (f" {behind.group().strip()}" if behind else "")
    segments = _segments(sentence, at, figures, begin)
    for i in range(len(segments) - 1, -1, -1):
        low, high = segments[i]
        text = sentence[low:high]
        first = _list_start(sentence, segments, i)
        verb = _VERBS.search(text)
        if first < i and verb:  # "A, B and C may earn": the first of the list stands for all
            text = f"{sentence[slice(*segments[first])]} {text[verb.start() :]}"
        follows = any(end == low for _, end in figures) and not re.match(r"\s*(?:and|or|while|but)\b", text)
        phrase = "" if follows and not verb else _phrase(text, opens=low == begin)
        if phrase and not verb and first == i:  # "China, the second largest economy, is …"
            phrase = _named_before(sentence, segments, i) or phrase
        if phrase and is_telling(phrase, loosely=True):
            return phrase
    return ""


def _without_asides(sentence: str, figures: Sequence[Span]) -> str:
    """The sentence with blanks for parentheses that hold no figure."""

    def blank(found: re.Match[str]) -> str:
        holds = any(found.start() <= low < found.end() for low, _ in figures)
        return found.group() if holds else " " * len(found.group())

    return re.sub(r"\([^()]*\)", blank, sentence)


def _named_before(sentence: str, segments: Sequence[Span], i: int) -> str:
    """The name that a phrase between commas explains, or ''."""
    if not i:
        return ""
    (low, high), (start, _) = segments[i - 1], segments[i]
    name = sentence[low:high]
    if sentence[high:start].strip() != "," or _VERBS.search(name) or not re.match(r"\s*(?:The |the )?[A-Z]", name):
        return ""
    return _phrase(name)


def _list_start(sentence: str, segments: Sequence[Span], i: int) -> int:
    """The first segment of the list `A, B and C` that segment i ends; i itself where it ends none."""
    first = i
    if not re.match(r"\s*(?:and|or)\s", sentence[slice(*segments[i])]):
        return i
    while first:
        low, high = segments[first - 1]
        joined = sentence[high : segments[first][0]].strip() == ","
        if not joined or _VERBS.search(sentence[low:high]) or _RELATION.match(sentence[low:high].strip().casefold()):
            break
        first -= 1
    return first


def _segments(sentence: str, at: int, figures: Sequence[Span], begin: int) -> list[Span]:
    """The stretches before `at` between figures and the borders of clauses."""
    cuts = [begin]
    cuts += [edge for found in _CLAUSE.finditer(sentence, begin, at) for edge in found.span()]
    cuts += [edge for low, high in figures if begin <= low and high <= at for edge in (low, high)]
    cuts = sorted({*cuts, at})
    taken = [(low, high) for low, high in figures]
    return [
        (low, high) for low, high in pairwise(cuts) if sentence[low:high].strip(" ,;:—()–") and (low, high) not in taken
    ]


def _phrase(segment: str, opens: bool = False) -> str:
    """The noun phrase before the verb of a segment; of a reporting verb, the one after it."""
    chains = list(_VERBS.finditer(segment))
    if not chains:
        bare = "" if re.match(r"\s*(?:we|they|i|you|it|he|she)\b", segment, re.I) else _clean(segment)
        short = 0 < len(bare.split()) <= 6
        relates = _RELATION.match(segment.lstrip(" ,").casefold())
        return bare if short and is_telling(bare, loosely=opens) and not relates else ""
    head = segment[: chains[0].start()]
    if re.match(r"\s*among\b", head, re.I):  # "Among the others are Japan and Canada"
        return _clean(segment[chains[0].end() :])
    reports = _REPORTING.search(chains[0].group()) and not re.search(r"\b(?:can|may|should|could)\b", chains[0].group())
    if reports and head.strip():
        after = _clean(segment[chains[0].end() : chains[1].start() if len(chains) > 1 else None])
        return after if is_telling(after, loosely=True) else ""
    doing = re.search(r"\b\w+ing\s*$", chains[-1].group())
    if len(chains) > 1 and doing and not re.search(r"\b(?:is|are|was|were|be)\b", chains[-1].group()):
        nearest = re.split(
            r"\b(?:to|from|with|of|by|and|including|for)\b", segment[chains[-2].end() : chains[-1].start()]
        )[-1]
        if _clean(nearest):
            return _clean(nearest)
    if not _clean(head) and len(chains) > 1:
        head = segment[chains[0].end() : chains[-1].start()]
    return _clean(head)


def _clean(phrase: str) -> str:
    """A noun phrase without what introduces and what trails it."""
    bare = _LEADING.sub("", phrase.strip(" ,;:—–()\"“”'*") + " ").strip()
    bare = _TRAILING.sub("", bare).strip(" ,;:—–")
    return (
        "" if re.match(r"(?:in|by|from|according|between|since|during|as|if|when|within|among)\b", bare, re.I) else bare
    )


def is_telling(phrase: str, loosely: bool = False) -> bool:
    """Whether a phrase names a subject rather than only what is measured (`Average salary`, `Market size in 2023`).

    Loosely, a noun for what is measured will do, a pronoun will not.
    """
    words = re.findall(r"[^\W\d_][\w&/.+’'-]*", re.sub(r"\([^)]*\)", " ", phrase).casefold())
    empty = _PRONOUNS if loosely else _GENERIC
    return any(word.strip(".") not in empty for word in words)


_OF = re.compile(
    r"^\s*(?:of|der|aller|von)\s+(?:all\s+|the\s+|these\s+|those\s+|their\s+|its\s+|"
    r"our\s+)*(?P<noun>[^\d,;:.()–—]{2,90})",
    re.I,
)


def population(sentence: str, end: int, fraction: bool = False) -> str:
    """What a percentage that ends at `end` of a sentence is of (`72% of large firms use …` → `large firms`), or ''.

    A fraction in words stands directly before its noun: `three out of four firms`.
    """
    found = _OF.match(sentence[end:]) or (_OF.match(f"of{sentence[end:]}") if fraction else None)
    if not found:
        return ""
    noun = found["noun"]
    verb = _VERBS.search(noun)
    noun = re.split(r"\b(?:and|or|while|but|who|that|which|in (?=\s*$))\b", noun[: verb.start()] if verb else noun)[0]
    return _TRAILING.sub("", noun).strip(" ,")


def predicate(sentence: str, end: int) -> str:
    """What is said of a percentage's population: the words from its verb to the end of the clause, or ''."""
    found = _OF.match(sentence[end:])
    rest = sentence[end + (found.start("noun") if found else 0) :]
    verb = _VERBS.search(rest)
    clause = re.split(r"[;,.(](?=\s|$)", rest[verb.start() :])[0] if verb else ""
    return " ".join(clause.split()[:14])
