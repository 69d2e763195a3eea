"""What surrounds a block of prose: its labels, the lines and headings that introduce it, the role of its page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from analysis import words
from analysis.reading.occupation import role_phrase
from analysis.reading.page import headline
from analysis.reading.prose.phrase import is_telling
from analysis.source import Article, Block

_NAMED = 6  # subjects that "the market" can go back to

__all__ = ["Topic", "is_boilerplate", "leads_to"]

#: `It`, `By 2030, the market`, `This sector`.
_BEGINS_BACK = r"(?i)(?:[^,;:]{1,40},\s|(?:in|by|at|during)\s[^,;:]{1,30}?\s)?{phrases pronoun|back}"
_ABOUT = re.compile(r"\s*about (?:the )?(?P<name>\S.{1,39}?)[\s:]*", re.I)


@dataclass(slots=True)
class Topic:
    """What the sentences before speak of: the subject named last, and in how many sentences none was."""

    subject: str = ""
    section: tuple[str, ...] = ()
    named: list[str] = field(default_factory=list)  # the subjects of the section, the last first
    led: str | None = None  # in a list: what was spoken of before it
    here: bool = False  # whether it was named in this block

    def enter(self, block: Block) -> None:
        """Another section begins: what was spoken of before is not meant any more."""
        self.here = False
        if block.path != self.section:
            self.section, self.subject, self.named = block.path, "", []
        if block.tag != "li":
            self.led = None
        elif self.led is None:
            self.led = self.subject
        else:
            self.subject = self.led  # an item does not go on with the one before it

    def resolve(self, phrase: str) -> str:
        """A subject, or what `it`, `the segment`, `the rate` go back to."""
        if phrase and is_telling(phrase) and not _goes_back().fullmatch(phrase):
            self.subject, self.named, self.here = phrase, [phrase, *self.named][:_NAMED], True
            return phrase
        noun = phrase.rpartition(" ")[2].lower()
        alike = (name for name in self.named if noun and re.search(rf"\b{re.escape(noun)}\b", name.lower()))
        return next(alike, self.subject) or phrase

    def is_meant(self, text: str, subject: str) -> bool:
        """Whether a sentence speaks of the subject of one just before it: `It will reach …`, `Revenue will reach …`."""
        if not self.here:
            return False
        if not subject or is_telling(subject) or not words.pattern("measures", "market", "sold").fullmatch(subject):
            return bool(words.regex(_BEGINS_BACK).match(text))
        return True


@cache
def _goes_back() -> re.Pattern[str]:
    nouns = "|".join(form.partition(" ")[2] for form in words.forms("phrases", "back"))
    return re.compile(rf"(?i:(?:the |this |that )?(?:{nouns}))")


def leads_to(article: Article, block: Block) -> tuple[str, ...]:
    """The texts that introduce a block, nearest first: its item or list's paragraph, its headings, the title."""
    lines = [text for text in (block.parent, block.intro) if text]
    return tuple(dict.fromkeys((*lines, *reversed(block.path), headline(article))))


def is_boilerplate(article: Article, block: Block) -> bool:
    """Whether a block stands under `About <publisher>` and speaks of the publisher: its name, or `we`."""
    found = _ABOUT.fullmatch(block.section)
    if not found or found["name"].casefold() in article.title.casefold() or role_phrase(found["name"]):
        return False
    first_person = re.search(r"\b(?:we|our|us)\b", block.text, re.I)
    return bool(first_person) or found["name"].casefold() in block.text.casefold()
