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


@dataclass(frozen=True)
class Block:
    """A table, a preformatted chart or the text of one block-level element, with where it stands."""

    kind: str  # table | chart | prose
    index: int  # 1-based ordinal among the article's blocks of that kind
    path: tuple[str, ...]  # the headings above it, outermost first
    text: str  # prose: its own text; chart: the preformatted text; table: ""
    tag: str
    title: str = ""  # table, chart: caption, figcaption, or the short line directly before it
    parent: str = ""  # list item: the item around it, else the paragraph that introduces its list
    grid: tuple[tuple[Cell, ...], ...] = ()
    lead: str = ""  # table, chart: the sentence directly before it, where that is no title

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
