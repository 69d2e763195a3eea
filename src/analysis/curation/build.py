"""`data/raw` → `data/processed`: read, classify, tidy, check, validate, save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis import paths
from analysis.curation.drift import drift
from analysis.curation.knowledge import read_knowledge
from analysis.curation.snapshot import refuse_strangers, verify
from analysis.datasets.save import save
from analysis.datasets.tidy import tidy
from analysis.errors import InputError
from analysis.progress import step
from analysis.reading import Reading, ledger_of, read_articles
from analysis.reading.tables.currencies import unknown_currencies
from analysis.relations import Result, check
from analysis.source import Article, read_feed


def readings(feed: Path | None = None) -> list[Reading]:
    """The curated articles, read: from the snapshot in `data/raw` or from the full feed."""
    knowledge = read_knowledge(paths.raw())
    source = feed or paths.raw() / "articles.xml"
    if feed is None and not source.exists():
        raise InputError(str(source), "is not there", "write it with `analysis snapshot FEED`, or name a feed: --feed")
    articles = read_feed(source, slugs=knowledge.slugs)
    refuse_strangers(source, articles, knowledge)
    for problem in unknown_currencies(articles):
        raise problem
    if all(_is_whole(article) for article in articles):
        verify(source, articles, knowledge)  # the snapshot was verified when it was written
    return read_articles(articles, knowledge)


def _is_whole(article: Article) -> bool:
    """Whether no block of prose is left out, as the snapshot leaves out those without a figure in them."""
    numbers = [block.index for block in article.blocks if block.kind == "prose"]
    return numbers == list(range(1, len(numbers) + 1))


def build(
    feed: Path | None = None, out: Path | None = None, *, tell: Callable[[str], None] = step
) -> dict[str, pd.DataFrame]:
    """Make every dataset and save them to `out` (`data/processed`), all or none; returns them by name.

    `tell` is given a line for each change of rows against what `out` held. Raises InputError where the feed is not that
    which was curated: an article, a quote or a number too many or too few, an unknown currency.
    """
    step("reading the articles")
    articles = readings(feed)
    ledger = ledger_of(figure for reading in articles for figure in reading.figures)
    frames = tidy(ledger)
    step(f"checking {len(ledger)} figures")
    result = check(articles, knowledge=read_knowledge(paths.raw()))
    _refuse_broken_checks(result)
    frames |= {"findings": result.findings, "finding_figures": result.finding_figures}
    step("validating and writing the datasets")
    folder = out or paths.processed()
    before = _files(folder)
    save(frames, folder)
    for line in drift(before, _files(folder)):
        tell(line)
    return frames


def _files(folder: Path) -> dict[str, bytes]:
    """The datasets a folder holds, as files."""
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")} if folder.is_dir() else {}


def _refuse_broken_checks(result: Result) -> None:
    """A family that fails must not look like one that found nothing."""
    for family, error in result.applied.loc[result.applied["error"] != "", ["family", "error"]].itertuples(index=False):
        raise InputError(f"checks, {family}", str(error), "mend the family: its relations would go unchecked")
