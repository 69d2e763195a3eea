"""Source to articles: feeds, pages, fragments and plain text as ordered blocks with locators."""

from analysis.source.model import Article, Block, Cell
from analysis.source.reading import Source, read, read_feed
from analysis.source.sentences import Span, sentences

__all__ = ["Article", "Block", "Cell", "Source", "Span", "read", "read_feed", "sentences"]
