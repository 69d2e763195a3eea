"""Pictures of the whole: which relations hold, and where every figure stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import paths
from analysis.datasets import load
from analysis.fields import BLOCK_KINDS
from analysis.fields import SEVERITIES as GRAVITY
from analysis.plots.style import BLUE, GRID, INK, MUTED, ORANGE, SEVERITIES, SKY, canvas, finish, listed, styled, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SEVERAL = "several articles"


def findings_by_family() -> pd.DataFrame:
    """One row an article and family of checks: relations checked, failed, and the worst severity."""
    found = load("findings")
    found = found.assign(
        article=found["article"].fillna(_SEVERAL),
        family=found["check"].str.split(".").str[0],
        failed=found["verdict"] == "inconsistent",
        rank=found["severity"].map(GRAVITY.index),
    )
    counted = found.groupby(["family", "article"]).agg(checked=("check", "size"), failed=("failed", "sum"), rank=("rank", "min"))
    return counted.assign(worst=counted["rank"].map(lambda rank: GRAVITY[rank])).drop(columns="rank").reset_index()


@styled
def findings_matrix(ax: Axes | None = None) -> Axes:
    """Article by family of checks: how many relations, how many fail, the worst severity."""
    cells = findings_by_family()
    families = list(cells.groupby("family")["failed"].sum().sort_values(ascending=False, kind="stable").index)
    articles = sorted(set(cells["article"]) - {_SEVERAL}) + [_SEVERAL] * (_SEVERAL in set(cells["article"]))
    axes = canvas(9.5, 1.9 + 0.44 * len(families), ax)[0]
    for cell in cells.itertuples():
        x, y = articles.index(cell.article), families.index(cell.family)
        dark = cell.worst in ("contradiction",)
        axes.add_patch(_rectangle(x, y, SEVERITIES[cell.worst]))
        text = f"{cell.failed} of {cell.checked} fail" if cell.failed else f"{cell.checked} checked"
        axes.text(x, y - 0.1, text, ha="center", va="center", fontsize=9, color="white" if dark else INK)
        axes.text(x, y + 0.24, cell.worst, ha="center", va="center", fontsize=7, color="white" if dark else MUTED)
    listed(axes, [words(family) for family in families])
    axes.set_xticks(range(len(articles)), [words(article) for article in articles])
    axes.set_xlim(-0.5, len(articles) - 0.5)
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.xaxis.tick_top()
    for spine in axes.spines.values():
        spine.set_visible(False)
    checked, failed = int(cells["checked"].sum()), int(cells["failed"].sum())
    alt = f"{len(families)} families of checks in {len(articles)} columns; {checked} relations, {failed} of them inconsistent."
    reading = "Each cell: relations that fail of those checked, and the worst severity"
    return finish(axes, f"{failed} of {checked} relations cannot hold", reading, alt)


def _rectangle(x: float, y: float, colour: str) -> object:
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=colour, edgecolor="white", gid="cell")


def accounts() -> pd.DataFrame:
    """One row an article: figures in tables, charts and statements, and tokens with a number that are no figure."""
    figures = load("figures").groupby(["article", "block_kind"]).size().unstack(fill_value=0)
    figures = figures.reindex(columns=list(BLOCK_KINDS), fill_value=0)
    excluded = pd.read_csv(paths.raw() / "not_figures.csv").groupby("article").size()
    return figures.assign(excluded=excluded).fillna(0).astype(int)


@styled
def accounting(ax: Axes | None = None) -> Axes:
    """Where the figures stand: by kind of block and article, with the numbers that are no figures."""
    counts = accounts()
    axes = canvas(9.5, 1.7 + 0.62 * len(counts), ax)[0]
    colours = dict(zip(counts.columns, (BLUE, ORANGE, SKY, GRID), strict=True))
    for y, (_, row) in enumerate(counts.iterrows()):
        start = 0
        for kind, count in row.items():
            axes.barh(y, count, left=start, height=0.62, color=colours[str(kind)], edgecolor="white", gid="bar")
            if count >= 8:
                axes.text(start + count / 2, y, f"{count}", ha="center", va="center", color="white" if kind == "table" else INK, fontsize=9)
            start += count
    listed(axes, [words(str(article)) for article in counts.index])
    start = 0
    for kind, count in counts.iloc[0].items():
        named = {"table": "in tables", "chart": "in charts", "statement": "in prose", "excluded": "numbers that are no figures"}[str(kind)]
        if count:
            axes.annotate(named, (start, -0.36), (1, 2), textcoords="offset points", fontsize=8.5, color=MUTED)
        start += count
    axes.set_xlabel("figures, then excluded tokens (count)")
    total = int(counts[list(BLOCK_KINDS)].to_numpy().sum())
    alt = "; ".join(f"{words(str(article))}: " + ", ".join(f"{count} {kind}" for kind, count in row.items()) for article, row in counts.iterrows())
    return finish(axes, f"{total} figures, each with its place", "", alt + ".", list(counts.index))
