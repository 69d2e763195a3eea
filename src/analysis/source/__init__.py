"""Source to articles: feeds, pages, fragments and plain text as ordered blocks with locators."""

from analysis.source.articles import read, read_feed, stream
from analysis.source.loading import Source
from analysis.source.model import Article, Block, Cell, Grid, Label
from analysis.source.sentences import Span, sentences

__all__ = ["Article", "Block", "Cell", "Grid", "Label", "Source", "Span", "read", "read_feed", "sentences", "stream"]
