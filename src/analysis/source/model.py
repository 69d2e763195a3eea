"""What a source is made of: articles, their blocks in order, the cells of a table."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from analysis.source.sentences import Span, sentences


@dataclass(frozen=True, slots=True)
class Cell:
    """One grid position of a table; `row` and `column` are 0-based, `<br>` in the text is a line break."""

    text: str
    header: bool
    row: int
    column: int
    origin: bool = True  # False: repeats a cell that spans this position
    indent: int = 0  # how far the text is moved in, in blanks: the nesting of a row's label
    strong: bool = False  # all of it is set in bold


Grid = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What stands beside figures and says what they are: characters start:end of a block's text stand under `text`.

    `kind` is `key` (before a colon or dash: `Entry: $50k`), `line` (a line above or below its value line) or `term`
    (a `<dt>` before its `<dd>`).
    """

    text: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Block:
    """A table, a preformatted chart or the text of one block-level element, with where it stands."""

    kind: str  # table | chart | prose
    index: int  # 1-based ordinal among the article's blocks of that kind
    path: tuple[str, ...]  # the headings above it, outermost first
    text: str  # prose: its own text; chart: the preformatted text; table: ""
    tag: str
    title: str = ""  # table, chart: caption, figcaption, or the short line directly before it
    parent: str = ""  # list item: the item around it, else the paragraph that introduces its list; dd: its term
    grid: Grid = ()  # table: its cells; chart: those of a table drawn in it, if there is one
    lead: str = ""  # table, chart: the paragraph directly before it, where that is no title
    intro: str = ""  # list item, however deep: the paragraph that introduces the outermost list
    card: int = 0  # blocks of one number other than 0 stand in one box of a few short lines
    labels: tuple[Label, ...] = ()  # outermost first
    above: tuple[str, ...] = ()  # table, chart: the short lines between the heading and it, nearest last
    below: tuple[str, ...] = ()  # table, chart: the notes and sources directly below it

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading, which states no sentence."""
        return len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1].isdigit()

    @property
    def section(self) -> str:
        """The nearest heading above the block, or ''."""
        return self.path[-1] if self.path else ""

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of `text`, as offsets into it; they are found once, for all who read the block."""
        return tuple(sentences(self.text))


@dataclass(frozen=True, slots=True)
class Article:
    """One article: who published it where and when (UTC), and its blocks in reading order."""

    slug: str
    title: str
    link: str
    guid: str
    published: datetime | None
    blocks: tuple[Block, ...]
    language: str = ""  # as the page says it: `en`, `de-DE`
    notes: tuple[str, ...] = ()  # what could not be read of it, a sentence each

    @property
    def year(self) -> int | None:
        """The year in which it came out."""
        return self.published.year if self.published else None
