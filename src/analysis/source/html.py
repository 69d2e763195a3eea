"""HTML, whole pages or fragments, to blocks in reading order."""

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from analysis.errors import InputError
from analysis.source.grid import caption, read_grid, table_rows, text_grid
from analysis.source.layout import HEADING, LEADS, Slot, blocks
from analysis.source.lines import is_value
from analysis.source.model import Block
from analysis.source.text import BLOCKS, SEAM, collapse, counted, flow, is_unread, own_text, preformatted, raised
from analysis.source.textgrid import drawn_table
from analysis.words import forms, lookup

_LISTS = frozenset(forms("html", "list"))
_WRAPPERS = frozenset(forms("html", "root", "list", "quote"))
_TEXT_TAGS = ("h1", "h2", "h3", "h4", "p", "table")  # of which a cell of figures has none
_ROLES = re.compile(r"role\s*=\s*[\"']?row\b", re.IGNORECASE)
_CARD_AT_MOST = 6  # blocks in one box


def parse_html(text: str, place: str) -> _Element:
    """The `<html>` element; entities beyond HTML's own, the network and huge trees are off."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    if "<tr" in text and "<table" not in text:
        text = f"<table>{text}</table>"  # rows copied without their table
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise InputError(place, "the HTML nests too deeply or holds a text of over 10 MB", "give the article alone")
    if root is None:
        raise InputError(place, "no text in the HTML", "give a page or fragment with text")
    if _ROLES.search(text):
        _tables_by_role(root)
    return root


def _tables_by_role(root: _Element) -> None:
    """Elements that say by their role that they are a table, its rows and cells become what they say."""
    for element in root.iter():
        found = lookup("html", f"role-{element.get('role')}") if element.get("role") else None
        if found and isinstance(element.tag, str):
            element.tag = found.value


def read_blocks(root: _Element, place: str = "text") -> tuple[Block, ...]:
    """The blocks under an element, numbered by kind; a `data-index` attribute sets the number.

    Raises InputError, which names `place`, for a table of more cells than any article has.
    """
    reader = _Reader(place)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            reader.leave(element)
        elif not reader.enter(element):
            walk.skip_subtree()
    return blocks([slot for slot in reader.slots if slot.text or slot.kind != "prose"])


@dataclass(slots=True)
class _Frame:
    """An element that is open: a block with the slot its text goes to, or a table, in which only tables are read."""

    element: _Element
    slot: Slot | None
    pieces: list[str] = field(default_factory=list)
    pending: list[Slot] = field(default_factory=list)  # blocks inside that stand in no box yet
    begun: bool = False  # has text of its own since the last block in it
    shown: bool = False  # a block inside it has text
    full: bool = False  # a piece of it is more than blanks


class _Reader:
    """Elements as they open and close, to slots in the order in which their elements open."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.slots: list[Slot] = []
        self.frames: list[_Frame] = []
        self.headings: list[tuple[int, str]] = []
        self.path: tuple[str, ...] = ()
        self.items: list[Slot] = []
        self.intros: list[Slot | None] = []
        self.term: Slot | None = None
        self.shown: Slot | None = None  # the last block that closed with text
        self.cards = 0

    def enter(self, element: _Element) -> bool:
        """Open an element; False where nothing inside it is to be read."""
        if is_unread(element):
            return False
        tag = str(element.tag)
        outer = self.frames[-1] if self.frames else None
        if outer and outer.slot is None:  # in a table
            return tag != "table" or self._table(element)
        exponent = raised(element) if tag == "sup" else None
        if outer and (tag == "br" or exponent is not None):
            self._add(outer, "\n" if exponent is None else exponent)
            return False
        if tag == "table" and not _is_layout(element):
            self._edge(outer)
            return self._table(element)
        if tag == "pre":
            self._edge(outer)
            chart = self._open("chart", element)
            chart.text = preformatted(element)
            chart.grid = text_grid(*drawn_table(chart.text))
            self._show()
            return False
        if tag in BLOCKS or outer is None:
            self._edge(outer)
            self._block(element, outer)
        elif outer:
            outer.pieces.append(SEAM)
            self._add(outer, flow(counted(element) or element.text))
        return True

    def leave(self, element: _Element) -> None:
        """Close an element; the text behind it belongs to the block around it."""
        if self.frames and self.frames[-1].element is element:
            self._close(self.frames.pop())
        outer = self.frames[-1] if self.frames else None
        if outer and outer.slot is not None:
            outer.pieces.append("\n" if element.tag in BLOCKS else SEAM)
            if element.tail:
                self._add(outer, flow(element.tail))

    def _edge(self, outer: _Frame | None) -> None:
        if outer:
            outer.pieces.append("\n")

    def _add(self, frame: _Frame, text: str) -> None:
        """Take in a piece of text; what stands behind a block inside the element is a block of its own."""
        if not text or text.isspace():
            frame.pieces.append(text)
            return
        if frame.shown and frame.slot and not frame.begun:
            self._fill(frame, frame.slot)
            frame.slot = self._open("prose", frame.element)
        frame.pieces.append(text)
        frame.begun = frame.full = True

    def _fill(self, frame: _Frame, slot: Slot) -> None:
        """What was read of an element so far is its slot's text."""
        slot.text = collapse(frame.pieces) if frame.full else ""
        frame.pieces, frame.full = [], False
        if slot.text:
            frame.pending.append(slot)
            self.shown = slot

    def _block(self, element: _Element, outer: _Frame | None) -> None:
        tag = str(element.tag)
        if tag in _LISTS:
            self.intros.append(self._introduction(outer))
        slot = self._open("prose", element)
        if tag == "li":
            self.items.append(slot)
        frame = _Frame(element, slot)
        self._add(frame, flow(counted(element) or element.text))
        self.frames.append(frame)

    def _close(self, frame: _Frame) -> None:
        slot, tag = frame.slot, str(frame.element.tag)
        if slot is None:
            return
        self._fill(frame, slot)
        if tag == "li":
            self.items.pop()
        elif tag in _LISTS:
            self.intros.pop()
        elif tag == "dt":
            self.term = slot
        elif HEADING.fullmatch(tag) and slot.text and not is_value(slot.text):
            rank = int(tag[1])
            self.headings = [above for above in self.headings if above[0] < rank] + [(rank, slot.text)]
            self.path = tuple(text for _, text in self.headings)
        self._box(frame, tag)
        if slot.text or frame.shown:
            self._show()

    def _show(self) -> None:
        """A block with text has closed: what the block around it says from now on stands behind it."""
        if self.frames:
            self.frames[-1].begun = False
            self.frames[-1].shown = True

    def _box(self, frame: _Frame, tag: str) -> None:
        """Number the blocks that stand together in one box; one alone waits for the box around it."""
        inside = frame.pending
        if 2 <= len(inside) <= _CARD_AT_MOST and tag not in _WRAPPERS:
            self.cards += 1
            for each in inside:
                each.card = self.cards
        elif len(inside) == 1 and self.frames:
            self.frames[-1].pending += inside

    def _table(self, element: _Element) -> bool:
        """Read a table; True where tables inside it are still to be read."""
        slot = self._open("table", element)
        slot.grid = read_grid(element, self.place)
        slot.title = caption(element) or slot.title
        self._show()
        nested = element.find(".//table") is not None
        if nested:
            self.frames.append(_Frame(element, None))
        return nested

    def _open(self, kind: str, element: _Element) -> Slot:
        slot = Slot(kind, str(element.tag), self.path)
        number = element.get("data-index", "")
        slot.number = int(number) if number.isdecimal() and len(number) < 8 else None
        slot.item = self.items[-1] if self.items else None
        slot.term = self.term if slot.tag == "dd" else None
        slot.intro = self.intros[-1] if self.intros else None
        slot.outermost = self.intros[0] if self.intros else None
        figure = next(element.iterancestors("figure"), None) if kind != "prose" else None
        note = None if figure is None else figure.find(".//figcaption")
        slot.title = "" if note is None else own_text(note)
        if slot.item and not slot.item.first:
            slot.item.first = slot
        self.slots.append(slot)
        self.shown = slot if kind != "prose" else self.shown
        return slot

    def _introduction(self, outer: _Frame | None) -> Slot | None:
        """The paragraph directly before a list, if there is one: closed, or the text of the block around the list."""
        before = outer.slot if outer and outer.begun else self.shown
        return before if before and before.tag in LEADS and before.item is None else None


def _is_layout(table: _Element) -> bool:
    """True for a table that only places running text on a page: one cell a row, with paragraphs or tables in it."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if any(row.find("td[2]") is not None or row.find("th") is not None for row in table.iter("tr")):
        inner = table.find(".//table")  # rows of tables inside are no rows of this one
        if inner is None or any(len(row) > 1 for row in table_rows(table)):
            return False
    return any(table.find(f".//{tag}") is not None for tag in _TEXT_TAGS)
