"""Pictures of the whole: which relations hold, and where every figure stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import paths
from analysis.datasets.fields import BLOCK_KINDS
from analysis.plots.style import (
    BLUE,
    GRID,
    INK,
    MUTED,
    ORANGE,
    OUTCOMES,
    SKY,
    Frame,
    canvas,
    data,
    finish,
    listed,
    pyplot,
    styled,
    words,
)  # fmt: skip
from analysis.report.view import outcomes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SEVERAL = "several articles"
_GRAVITY = list(OUTCOMES)


def findings_by_family() -> Frame:
    """One row an article and family of checks: relations checked, failed, and the worst outcome."""
    found = data("findings")
    found = found.assign(
        article=found["article"].fillna(_SEVERAL),
        family=found["check"].str.split(".").str[0],
        failed=found["verdict"] == "inconsistent",
        rank=outcomes(found).map(_GRAVITY.index),
    )
    counted = found.groupby(["family", "article"]).agg(
        checked=("check", "size"), failed=("failed", "sum"), rank=("rank", "min")
    )
    return counted.assign(worst=counted["rank"].map(lambda rank: _GRAVITY[rank])).drop(columns="rank").reset_index()


@styled
def findings_matrix(ax: Axes | None = None) -> Axes:
    """Article by family of checks: how many relations, how many fail, the worst outcome."""
    cells = findings_by_family()
    families = list(cells.groupby("family")["failed"].sum().sort_values(ascending=False, kind="stable").index)
    articles = sorted(set(cells["article"]) - {_SEVERAL}) + [_SEVERAL] * (_SEVERAL in set(cells["article"]))
    axes = canvas(9.5, 1.9 + 0.44 * len(families), ax)[0]
    failing = [
        f"{cell.failed} of {cell.checked} fail" if cell.failed else f"{cell.checked} checked"
        for cell in cells.itertuples()
    ]
    cells = cells.assign(text=[f"{text}\n{worst}" for text, worst in zip(failing, cells["worst"], strict=True)])
    table = cells.assign(rank=cells["worst"].map(_GRAVITY.index)).pivot(index="family", columns="article")
    ranks, texts = (table[column].loc[families, articles] for column in ("rank", "text"))
    pyplot()
    import seaborn

    seaborn.heatmap(
        ranks, annot=texts.fillna(""), fmt="", ax=axes, cmap=list(OUTCOMES.values()),
        vmin=0, vmax=len(_GRAVITY) - 1, cbar=False, linewidths=3, linecolor="white", annot_kws={"fontsize": 8},
    )  # fmt: skip
    axes.set_yticklabels([words(family) for family in families], rotation=0)
    axes.set_xticklabels([words(article) for article in articles])
    axes.set(xlabel="", ylabel="")
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.xaxis.tick_top()
    checked, failed = int(cells["checked"].sum()), int(cells["failed"].sum())
    gravest = int((data("findings")["severity"] == _GRAVITY[0]).sum())
    title = f"{failed} of {checked} relations do not hold; {gravest} contradict each other"
    most = cells.sort_values("failed").groupby("article").tail(1)
    alt = "; ".join(
        f"{words(row.article)}: most in {row.family}, {row.failed} of {row.checked}" for row in most.itertuples()
    )
    reading = "Each cell: relations that fail of those checked, and the worst outcome"
    return finish(axes, title, reading, f"{alt}.")


def accounts() -> Frame:
    """One row an article: figures in tables, charts and statements, and tokens with a number that are no figure."""
    figures = data("figures").groupby(["article", "block_kind"]).size().unstack(fill_value=0)
    figures = figures.reindex(columns=list(BLOCK_KINDS), fill_value=0)
    excluded = pd.read_csv(paths.raw() / "not_figures.csv").groupby("article").size()
    return figures.assign(excluded=excluded).fillna(0).astype(int)


_KINDS = {
    "table": ("in tables", BLUE, "white"),
    "chart": ("in charts", ORANGE, INK),
    "statement": ("in prose", SKY, INK),
    "excluded": ("numbers that are no figures", GRID, INK),
}


@styled
def accounting(ax: Axes | None = None) -> Axes:
    """Where the figures stand: by kind of block and article, with the numbers that are no figures."""
    counts = accounts()
    axes = canvas(9.5, 1.7 + 0.62 * len(counts), ax)[0]
    starts = counts.cumsum(axis=1) - counts
    for kind, (named, colour, ink) in _KINDS.items():
        axes.barh(range(len(counts)), counts[kind], left=starts[kind], height=0.62, color=colour, edgecolor="white")
        for y, (start, count) in enumerate(zip(starts[kind], counts[kind], strict=True)):
            axes.text(start + count / 2, y, f"{count}" if count >= 8 else "", ha="center", va="center", color=ink)
        if counts[kind].iloc[0]:
            spot = (starts[kind].iloc[0], -0.36)
            axes.annotate(named, spot, (1, 2), textcoords="offset points", fontsize=8.5, color=MUTED)
    listed(axes, [words(str(article)) for article in counts.index])
    axes.set_xlabel("figures, then tokens with a number that are no figures (count)")
    total = int(counts[list(BLOCK_KINDS)].to_numpy().sum())
    sums = counts.sum()
    alt = ", ".join(f"{sums[kind]} {named}" for kind, (named, _, _) in _KINDS.items())
    return finish(axes, f"{total} figures, each with its place", "", f"{alt}.", list(counts.index))
