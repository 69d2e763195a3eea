"""Articles → figures with what they measure, tables as rows and columns of them, and what clauses say among them."""

from __future__ import annotations

from collections.abc import Iterable

from pandas import DataFrame

from analysis.curation.knowledge import Knowledge
from analysis.reading.clauses.frames import frames
from analysis.reading.clauses.roles import bases
from analysis.reading.ledger import ledger_of
from analysis.reading.model import Column, Entity, Figure, Frame, Reading, Row, Table
from analysis.reading.page import UNKNOWN, page_of
from analysis.reading.period import Period
from analysis.reading.prose.curated import curated_figures, is_curated
from analysis.reading.prose.reader import read_prose
from analysis.reading.tables.reader import read_tables
from analysis.source import Article

__all__ = [
    "Column", "Entity", "Figure", "Frame", "Period", "Reading", "Row", "Table", "ledger", "ledger_of", "read_article",
    "read_articles",
]  # fmt: skip


def read_article(
    article: Article, knowledge: Knowledge | None = None, *, currency: str = "", country: str = ""
) -> Reading:
    """Read one article; with curated knowledge the figures of its prose are those of `statements.csv`.

    `currency` (ISO 4217) or `country` (ISO alpha-2) says what a sign stands for that several currencies share.
    """
    knowledge = knowledge or Knowledge()
    known = is_curated(article, knowledge)
    page = UNKNOWN if known else page_of(article, currency, country)
    tables = read_tables(article, knowledge, page)
    prose = curated_figures(article, knowledge) if known else read_prose(article, knowledge, page, bases)
    figures = [*prose, *(figure for table in tables for figure in table.figures)]
    places = {id(block): place for place, block in enumerate(article.blocks)}
    figures.sort(key=lambda f: (places.get(id(f.block), len(places)), f.row or 0, f.column or 0, f.start))
    for order, figure in enumerate(figures):
        figure.order = order
    reading = Reading(article, figures, tables)
    reading.frames = [] if reading.is_curated else frames(reading)
    return reading


def read_articles(
    articles: Iterable[Article], knowledge: Knowledge | None = None, *, currency: str = "", country: str = ""
) -> list[Reading]:
    """Read each article."""
    return [read_article(article, knowledge, currency=currency, country=country) for article in articles]


def ledger(articles: Iterable[Article], knowledge: Knowledge | None = None) -> DataFrame:
    """Every figure of the articles as one DataFrame with the columns `FACTS`, one row a figure."""
    return ledger_of(figure for reading in read_articles(articles, knowledge) for figure in reading.figures)
