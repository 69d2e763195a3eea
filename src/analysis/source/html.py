"""HTML, whole pages or fragments, to blocks in reading order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from analysis.errors import InputError
from analysis.source.grid import caption, read_grid
from analysis.source.model import Block, Grid
from analysis.source.text import BLOCKS, collapse, flow, is_unread, own_text, preformatted

TITLE_AT_MOST = 120  # characters of a line that titles the table below it
LEAD_AT_MOST = 500
_HEADING = re.compile(r"h[1-6]")
_SENTENCE_END = re.compile(r"[.!?]['”\")\]]*$")
_LISTS = frozenset({"ul", "ol", "menu", "dl"})
_FURNITURE = ("nav", "header", "footer", "aside", "dialog", "button", "select", "script", "style")
_TITLE_TAGS = frozenset({"p", "div", "summary", "dt", "center", "section", "legend"})


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
    return root


def main_content(root: _Element) -> _Element:
    """The article of a page: its largest `<article>` or `<main>`, without navigation and other furniture."""
    etree.strip_elements(root, *_FURNITURE, with_tail=False)
    body = root.find("body")
    whole = root if body is None else body
    for path in (".//article", ".//main", ".//*[@role='main']"):
        found = max(whole.findall(path), key=_length, default=None)
        if found is not None and _length(found) * 2 >= _length(whole):
            return found
    return whole


def _length(element: _Element) -> int:
    return sum(len(str(text).strip()) for text in element.itertext())


def read_blocks(root: _Element) -> tuple[Block, ...]:
    """The blocks under an element, numbered by kind; a `data-index` attribute sets the number."""
    reader = _Reader()
    reader.enter(root)
    return tuple(_numbered(slot for slot in reader.slots if slot.text or slot.kind != "prose"))


@dataclass(slots=True, eq=False)
class _Slot:
    """A block being read; its place in the order is where its element opens."""

    kind: str
    tag: str
    path: tuple[str, ...]
    number: int | None = None  # of data-index
    pieces: list[str] = field(default_factory=list)
    text: str = ""
    title: str = ""
    grid: Grid = ()
    item: "_Slot | None" = None  # the list item around it
    first: "_Slot | None" = None  # of a list item: the first block in it
    intro: "_Slot | None" = None  # the paragraph before its outermost list, or the term it explains
    begun: bool = False  # has text of its own since the last block in it

    def add(self, text: str) -> None:
        """Take in a piece of text."""
        self.pieces.append(text)
        self.begun = self.begun or not (not text or text.isspace())


@dataclass(slots=True)
class _Reader:
    slots: list[_Slot] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    items: list[_Slot] = field(default_factory=list)
    intros: list[_Slot | None] = field(default_factory=list)
    term: _Slot | None = None
    shown: _Slot | None = None  # the last block that closed with text

    def enter(self, element: _Element, outer: _Slot | None = None) -> None:
        """Read one element; text that belongs to no block inside it goes to `outer`."""
        tag = element.tag
        if is_unread(element):
            return
        if tag == "br" and outer:
            outer.add("\n")
        elif tag == "table" and not _is_layout(element):
            self._table(element)
        elif tag == "pre":
            self._open("chart", element).text = preformatted(element)
        elif tag in BLOCKS or outer is None:
            self._block(element, outer)
        else:
            self._content(element, outer)

    def _block(self, element: _Element, outer: _Slot | None) -> None:
        tag = str(element.tag)
        if tag in _LISTS:
            self.intros.append(self._introduction(outer))
        slot = self._open("prose", element)
        if tag == "li":
            self.items.append(slot)
        self._content(element, slot)
        slot.text = collapse(slot.pieces)
        self.shown = slot if slot.text else self.shown
        if tag == "li":
            self.items.pop()
        elif tag in _LISTS:
            self.intros.pop()
        elif tag == "dt":
            self.term = slot
        elif _HEADING.fullmatch(tag) and slot.text:
            rank = int(tag[1])
            self.headings = [above for above in self.headings if above[0] < rank] + [(rank, slot.text)]

    def _content(self, element: _Element, slot: _Slot) -> None:
        slot.add(flow(element.text))
        for child in element:
            edge = "\n" if child.tag in BLOCKS else ""
            slot.add(edge)
            shown = self.shown
            self.enter(child, slot)
            slot.begun = slot.begun and self.shown is shown
            slot.add(edge + flow(child.tail))

    def _table(self, element: _Element) -> None:
        slot = self._open("table", element)
        slot.grid = read_grid(element)
        slot.title = caption(element) or slot.title
        for nested in element.iterdescendants("table"):
            if next(nested.iterancestors("table")) is element:
                self.enter(nested)

    def _open(self, kind: str, element: _Element) -> _Slot:
        slot = _Slot(kind, str(element.tag), tuple(text for _, text in self.headings))
        number = element.get("data-index", "")
        slot.number = int(number) if number.isdecimal() and len(number) < 8 else None
        slot.item = self.items[-1] if self.items else None
        slot.intro = self.term if slot.tag == "dd" else self.intros[-1] if self.intros else None
        figure = next(element.iterancestors("figure"), None) if kind != "prose" else None
        note = None if figure is None else figure.find(".//figcaption")
        slot.title = "" if note is None else own_text(note)
        if slot.item and not slot.item.first:
            slot.item.first = slot
        self.slots.append(slot)
        self.shown = slot if kind != "prose" else self.shown
        return slot

    def _introduction(self, outer: _Slot | None) -> _Slot | None:
        """The paragraph directly before a list, if there is one: closed, or the text of the block around the list."""
        before = outer if outer and outer.begun else self.shown
        return before if before and before.tag in _TITLE_TAGS and before.item is None else None


def _is_layout(table: _Element) -> bool:
    """True for a table that only places running text on a page."""
    if table.get("role") in {"presentation", "none"}:
        return True
    single = all(row.find("td[2]") is None and row.find("th") is None for row in table.iter("tr"))
    return single and any(table.find(f".//h{rank}") is not None for rank in range(1, 7))


def _numbered(slots: Iterable[_Slot]) -> Iterable[Block]:
    count = {"table": 0, "chart": 0, "prose": 0}
    before: _Slot | None = None
    for slot in slots:
        count[slot.kind] = slot.number if slot.number is not None else count[slot.kind] + 1
        title, lead = (slot.title, "") if slot.kind == "prose" else _title(slot, before)
        yield Block(slot.kind, count[slot.kind], slot.path, slot.text, slot.tag, title, _parent(slot), slot.grid, lead)
        before = slot


def _title(slot: _Slot, before: _Slot | None) -> tuple[str, str]:
    """What titles a table or chart, and the sentence before it where that is none."""
    if slot.title or before is None or before.kind != "prose":
        return slot.title, ""
    if _HEADING.fullmatch(before.tag):
        return before.text, ""
    if before.tag not in _TITLE_TAGS:
        return "", ""
    if len(before.text) <= TITLE_AT_MOST and not _SENTENCE_END.search(before.text) and "\n" not in before.text:
        return before.text, ""
    return "", before.text if len(before.text) <= LEAD_AT_MOST else ""


def _parent(slot: _Slot) -> str:
    item = slot.item if slot.tag != "dd" else None
    while item is not None:
        label = item if item.text else item.first
        if label is not None and label is not slot and label.text:
            return label.text
        item = item.item
    return slot.intro.text if slot.intro else ""
