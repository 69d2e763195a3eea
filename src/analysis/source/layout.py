"""What stands beside a block and says what it is: titles, lines above, notes below, labels of value lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from analysis.source.grid import without_marks
from analysis.source.lines import LABEL, LONGEST_LABEL, OTHER, UNIT, VALUE, begins_with_value, is_value, keys, kind_of
from analysis.source.model import Block, Grid, Label
from analysis.words import find, forms, pattern

TITLE_AT_MOST = 120  # characters of a line that titles the table below it
ABOVE_AT_MOST = 3  # lines between a heading and its table
BELOW_AT_MOST = 6  # notes under a table

HEADING = re.compile(r"h[1-6]")
_SENTENCE_END = re.compile(r"[.!?]['”\")\]]*$")
LEADS = frozenset(forms("html", "lead"))
_NOTED = re.compile(r"[(\[]?(\d{1,2}|[a-z])[)\]]\s*[^\W\d_]")
_MARKED = re.compile(r"[(\[*†‡§¹²³]|(?:\d{1,2}|[a-z])[)\]]")


@dataclass(slots=True, eq=False)
class Slot:
    """A block being read; its place in the order is where its element opens."""

    kind: str
    tag: str
    path: tuple[str, ...]
    number: int | None = None  # of data-index
    text: str = ""
    title: str = ""
    grid: Grid = ()
    item: Slot | None = None  # the list item around it
    first: Slot | None = None  # of a list item: the first block in it
    intro: Slot | None = None  # the paragraph before its list
    outermost: Slot | None = None  # the paragraph before the outermost list around it
    term: Slot | None = None  # the term that it explains
    card: int = 0
    labels: list[Label] = field(default_factory=list)


def blocks(slots: Sequence[Slot]) -> tuple[Block, ...]:
    """The blocks of an article: numbered by kind, titled, labelled."""
    _label(slots)
    noted = frozenset(mark[1] for slot in slots if slot.kind == "prose" and (mark := _NOTED.match(slot.text)))
    count = {"table": 0, "chart": 0, "prose": 0}
    found = []
    for position, slot in enumerate(slots):
        count[slot.kind] = slot.number if slot.number is not None else count[slot.kind] + 1
        drawn = slot.kind != "prose"
        title, lead = _title(slot, slots[position - 1] if position else None) if drawn else (slot.title, "")
        found.append(
            Block(
                slot.kind,
                count[slot.kind],
                slot.path,
                slot.text,
                slot.tag,
                title,
                _parent(slot),
                without_marks(slot.grid, noted) if slot.grid else (),
                lead,
                intro=slot.outermost.text if slot.outermost else "",
                card=slot.card,
                labels=tuple(slot.labels),
                above=tuple(_above(slots, position)) if drawn else (),
                below=tuple(_below(slots, position)) if drawn else (),
            )
        )
    return tuple(found)


def _title(slot: Slot, before: Slot | None) -> tuple[str, str]:
    """What titles a table or chart, and the paragraph before it where that is none."""
    if before is None or before.kind != "prose":
        return slot.title, ""
    if slot.title:
        return slot.title, before.text if before.tag in LEADS else ""
    if HEADING.fullmatch(before.tag):
        return before.text, ""
    if before.tag not in LEADS:
        return "", ""
    if len(before.text) <= TITLE_AT_MOST and not _SENTENCE_END.search(before.text) and "\n" not in before.text:
        return before.text, ""
    return "", before.text


def _above(slots: Sequence[Slot], position: int) -> list[str]:
    """The short lines between a table and what stands above it: a heading, a sentence, a list, another table."""
    found: list[str] = []
    for slot in reversed(slots[max(0, position - ABOVE_AT_MOST) : position]):
        if slot.kind != "prose" or slot.tag not in LEADS or not _is_line(slot.text):
            break
        found.insert(0, slot.text)
    return found


def _is_line(text: str) -> bool:
    """Whether a paragraph is a short line that says what stands below: no sentence, or one without a number."""
    bracketed = text.startswith("(") and text.endswith((")", ")."))
    told = _SENTENCE_END.search(text) and any(sign.isdigit() for sign in text)
    return len(text) <= TITLE_AT_MOST and (bracketed or not told)


def _below(slots: Sequence[Slot], position: int) -> Iterator[str]:
    """The lines directly below a table that begin as notes do."""
    for slot in slots[position + 1 : position + 1 + BELOW_AT_MOST]:
        noted = _MARKED.match(slot.text) or pattern("notes", "note").match(slot.text.lstrip("_ "))
        if slot.kind != "prose" or HEADING.fullmatch(slot.tag) or not noted:
            break
        yield slot.text


def _parent(slot: Slot) -> str:
    if slot.term:
        return slot.term.text
    item = slot.item
    while item is not None:
        label = item if item.text else item.first
        if label is not None and label is not slot and label.text:
            return label.text
        item = item.item
    return slot.intro.text if slot.intro else ""


# --- labels ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    slot: Slot
    start: int
    end: int
    kind: str

    @property
    def text(self) -> str:
        return self.slot.text[self.start : self.end]

    def label(self, text: str) -> None:
        self.slot.labels.append(Label(text.strip(": "), self.start, self.end, "line"))


def _label(slots: Sequence[Slot]) -> None:
    """Give each block the labels of its lines, outermost first."""
    run: list[_Line] = []
    for slot in slots:
        if slot.term and slot.text:
            slot.labels.append(Label(slot.term.text.strip(": "), 0, len(slot.text), "term"))
        lines = [] if slot.term else list(_lines(slot))
        if len(lines) == 1 and lines[0].kind != OTHER:
            run.append(lines[0])
            continue
        _pair(run)
        run = []
        if len(lines) > 1:
            _pair(_opened(lines))
    _pair(run)
    for slot in slots:
        if slot.kind == "prose":
            slot.labels += keys(slot.text)
        if len(slot.labels) > 1:
            slot.labels.sort(key=lambda label: (label.start, -label.end))


def _lines(slot: Slot) -> Iterator[_Line]:
    """The lines of a block, told apart as far as they are values or too long; a heading is one only as a value."""
    if slot.kind == "table":
        return
    start = 0
    for text in slot.text.split("\n"):
        if text.strip():
            kind = OTHER if len(text) > LONGEST_LABEL or HEADING.fullmatch(slot.tag) else ""
            yield _Line(slot, start, start + len(text), VALUE if is_value(text) else kind)
        start += len(text) + 1


def _settle(lines: Sequence[_Line]) -> None:
    """Tell the kinds of the lines that were not worth a look before."""
    for line in lines:
        line.kind = line.kind or kind_of(line.text)


def _opened(lines: list[_Line]) -> list[_Line]:
    """Lines of one block: what begins with a value below its label is one, however it goes on."""
    if not any(sign.isdigit() for sign in lines[0].slot.text):
        return []
    _settle(lines)
    for above, line in pairwise(lines):
        if above.kind == LABEL and line.kind == OTHER and begins_with_value(line.text):
            line.kind = VALUE
    return lines


def _pair(run: list[_Line]) -> None:
    """Tie the values of a run of short lines to their labels: box by box, else by how labels and values alternate."""
    if not any(line.kind == VALUE for line in run):
        return
    _settle(run)
    for _, group in groupby(run, key=lambda line: line.slot.card):
        stretch: list[_Line] = []
        for line in group:
            second = line.kind == VALUE and stretch and stretch[-1].kind in {VALUE, UNIT}
            if line.kind == OTHER or (second and any(each.kind == VALUE for each in stretch[:-1])):
                _stretch(stretch)
                stretch = []
            if line.kind != OTHER:
                stretch.append(line)
        _stretch(stretch)


def _stretch(lines: list[_Line]) -> None:
    """Lines in which labels and values alternate: each value takes the label on its side, and a unit below it."""
    for line, following in pairwise(lines):
        if line.kind == VALUE and following.kind == UNIT:
            line.label(following.text)
    lines = [line for line in lines if line.kind != UNIT]
    values = [line for line in lines if line.kind == VALUE]
    if not values:
        return
    if len(values) == 1 and lines[0].slot.card:  # one value in a box: all of the box labels it
        for line in lines:
            if line.kind == LABEL:
                values[0].label(line.text)
        return
    side = _side(lines)
    for position, line in enumerate(lines):
        beside = position + side
        while 0 <= beside < len(lines) and lines[beside].kind == VALUE and side < 0:
            beside += side  # a second value under one label
        if line.kind == VALUE and 0 <= beside < len(lines) and lines[beside].kind == LABEL:
            line.label(lines[beside].text)


def _side(lines: list[_Line]) -> int:
    """Where labels stand: -1 above their values, 1 below."""
    kinds = [line.kind for line in lines]
    if not kinds or kinds[0] == VALUE:
        return 1
    if kinds[-1] == VALUE or kinds.count(VALUE) == 1:
        return -1
    named = [
        bool(line.kind == LABEL and _names(line.text)) for line in lines
    ]  # a title, then value and label by turns?
    return 1 if not named[0] and named[-1] else -1


def _names(text: str) -> bool:
    """Whether a label holds a word for a statistic or a level."""
    return any(True for family in ("statistics", "seniority") for _ in find(family, text))
