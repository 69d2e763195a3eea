"""Whose figure it is: noun phrases in one normal form, their qualifiers, and whether those tell two apart."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis import words
from analysis.reading.model import Entity, Origin
from analysis.reading.place import split_place

__all__ = ["apart", "entity_of"]

_WORD = re.compile(r"[^\W_][\w&+.’'-]*")
#: What joins the parts of a noun phrase, with the articles behind it.
_JOINT = r"\s+(?P<how>{joints into|where|not})\s+(?:{phrases article}\s+)*"
#: Qualifiers of which two different ones are two things.
_ALWAYS = frozenset({"not", "other"})


@lru_cache(maxsize=4096)
def entity_of(phrase: str, name: str = "", origin: Origin = "clause") -> Entity:
    """The entity a noun phrase names, with the name beside the figure as a qualifier.

    >>> entity_of("global market for drones").head, entity_of("Drones market").head
    ('drone market', 'drone market')
    >>> sorted(entity_of("exports to countries outside the union").qualifiers)
    [('not', 'union')]
    >>> sorted(entity_of("employment rate", "women").qualifiers)
    [('group', 'women')]
    """
    head, qualifiers = _parsed(phrase)
    if name:
        inner, more = _parsed(name)
        if not head:
            head = inner
        elif inner and inner != head:
            more = more or frozenset({("segment", inner)})
        told = {kind for kind, _ in more}  # "… of women, compared with 9 for men"
        qualifiers = frozenset(pair for pair in qualifiers if pair[0] not in told) | more
    return Entity(head, qualifiers, origin) if head or qualifiers else Entity()


def apart(one: Entity, other: Entity) -> bool:
    """Whether a qualifier tells two entities apart, whatever their heads: two countries, women and men, `outside`.

    >>> apart(entity_of("exports to the union"), entity_of("exports to countries outside the union"))
    True
    """
    mine, its = _by_kind(one), _by_kind(other)
    always = any(mine.get(kind) != its.get(kind) for kind in _ALWAYS)
    return always or any(mine[kind] != its[kind] for kind in mine.keys() & its.keys())


def _by_kind(entity: Entity) -> dict[str, frozenset[str]]:
    kinds: dict[str, frozenset[str]] = {}
    for kind, term in entity.qualifiers:
        if (kind, term) != ("region", "global"):
            kinds[kind] = kinds.get(kind, frozenset()) | {term}
    return kinds


def _parsed(phrase: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """(head, qualifiers) of a noun phrase."""
    phrase = re.sub(r"\([^)]*\)|[\"“”]", " ", phrase).strip()
    parts = words.regex(_JOINT).split(phrase)
    qualifiers: set[tuple[str, str]] = set()
    head = _head(parts[0], qualifiers)
    for how, text in zip(parts[1::2], parts[2::2], strict=True):
        found = _qualifier(text)
        joint = words.lookup("joints", how)
        if joint and joint.cls == "not":
            qualifiers.add(("not", _bare(text)))
        elif found:
            qualifiers.add(found)
        elif joint and joint.cls == "into":
            inner = _head(text, qualifiers)
            head = f"{inner} {head}".strip() if _is_compound(head) else head or inner
        elif bare := _bare(text):
            qualifiers.add(("segment", bare))
    return head, frozenset(qualifiers)


def _is_compound(head: str) -> bool:
    """`market of drones` is a drone market; every other `X of Y` too, while it stays short."""
    return len(head.split()) <= 3


def _head(text: str, qualifiers: set[tuple[str, str]]) -> str:
    """The words of a noun phrase that name the thing; what names a place or group becomes a qualifier."""
    for found in words.find("phrases", text, "group"):
        qualifiers.add(("group", found.word.value))
        text = text.replace(found.text, " ", 1)
    if words.pattern("parts", "other").search(text):
        qualifiers.add(("other", "other"))
    if found_not := re.match(r"non[- ](\w+)", text, re.I):
        qualifiers.add(("not", found_not[1].lower()))
    place, text = split_place(text)
    if place:
        qualifiers.add(("region", place))
    return _bare(text)


def _qualifier(text: str) -> tuple[str, str] | None:
    place, rest = split_place(text)
    if place and not _bare(rest):
        return "region", place
    group = next(words.find("phrases", text, "group"), None)
    return ("group", group.word.value) if group and group.text.lower() == text.strip().lower() else None


def _bare(text: str) -> str:
    """The telling words of a phrase in the singular and lower case."""
    dropped = words.known("phrases", "opening", "adjective", "trailing", "telling nothing")
    found = [word.lower().strip(".'’") for word in _WORD.findall(text)]
    kept = [_singular(word.removesuffix("'s").removesuffix("’s")) for word in found if word not in dropped]
    return " ".join(word for word in kept if word)


def _singular(word: str) -> str:
    """`batteries` → `battery`, `drones` → `drone`; words in ss, us, is as they are.

    >>> [_singular(word) for word in ("batteries", "drones", "boxes", "gas", "analysis", "glass")]
    ['battery', 'drone', 'box', 'gas', 'analysis', 'glass']
    """
    if len(word) < 4 or re.search(r"(?:ss|us|is)$", word):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if re.search(r"(?:xes|ches|shes|sses)$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word
