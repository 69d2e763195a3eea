"""`data/raw` → `data/processed`: read, classify, tidy, check, validate, save."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import checks, paths
from analysis.curation.knowledge import Knowledge, read_knowledge
from analysis.datasets.save import save
from analysis.datasets.tidy import tidy
from analysis.errors import InputError
from analysis.figures import ledger
from analysis.progress import step
from analysis.source import Article, read_feed
from analysis.strangers import unknown_currencies


def facts(feed: Path | None = None) -> pd.DataFrame:
    """The wide ledger of the curated articles, from the snapshot in `data/raw` or from the full feed."""
    knowledge = read_knowledge(paths.raw())
    source = feed or paths.raw() / "articles.xml"
    if feed is None and not source.exists():
        raise InputError(str(source), "is not there", "write it with `analysis snapshot FEED`, or name a feed: --feed")
    articles = read_feed(source, slugs=knowledge.slugs)
    _refuse_strangers(source, articles, knowledge)
    for problem in unknown_currencies(articles):
        raise problem
    return ledger(articles, knowledge)


def build(feed: Path | None = None, out: Path | None = None) -> dict[str, pd.DataFrame]:
    """Make every dataset and save them to `out` (`data/processed`), all or none; returns them by name."""
    step("reading the articles")
    ledger_of_facts = facts(feed)
    frames = tidy(ledger_of_facts)
    step(f"checking {len(ledger_of_facts)} figures")
    result = checks.check(ledger_of_facts, knowledge=read_knowledge(paths.raw()))
    _refuse_broken_checks(result)
    frames |= {"findings": result.findings, "finding_figures": result.finding_figures}
    step("validating and writing the datasets")
    save(frames, out or paths.processed())
    return frames


def _refuse_broken_checks(result: checks.Result) -> None:
    """A family that fails must not look like one that found nothing."""
    for family, error in result.applied.loc[result.applied["error"] != "", ["family", "error"]].itertuples(index=False):
        raise InputError(f"checks, {family}", str(error), "mend the family: its relations would go unchecked")


def _refuse_strangers(source: Path, articles: list[Article], knowledge: Knowledge) -> None:
    strangers = [article for article in articles if article.guid not in knowledge.slugs]
    if strangers or not articles:
        named = strangers[0].guid or strangers[0].title if strangers else "no article"
        raise InputError(
            str(source), f"holds {named!r}, which nobody has curated", "`analysis audit` reads any article"
        )
