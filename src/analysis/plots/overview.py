"""Pictures of the whole: what became of the relations, where the figures stand, exchange rates that amounts imply."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import paths
from analysis.datasets.fields import BLOCK_KINDS
from analysis.errors import InputError
from analysis.plots.colours import BLUE, GRID, INK, MUTED, ORANGE, OUTCOMES, SKY, VERDICTS
from analysis.plots.frames import Data, Frame, apart, findings, frame, titled
from analysis.plots.style import beside, canvas, finish, listed, styled
from analysis.report.view import OUTCOMES as MEANINGS
from analysis.report.view import outcomes
from analysis.report.words import count, term

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SEVERAL = "several articles"
#: Percent that a rate may lie off and still be drawn.
_OFF = 20.0


def by_family(data: Data = "findings", where: str = "") -> Frame:
    """One row an article and family of checks: how many relations, and how many of each outcome."""
    found, _, _ = findings(data, where)
    found = found.assign(
        article=found["article"].fillna(_SEVERAL), family=found["check"].str.split(".").str[0], outcome=outcomes(found)
    )
    counted = found.groupby(["family", "article", "outcome"]).size().unstack(fill_value=0)
    counted = counted.reindex(columns=list(MEANINGS), fill_value=0)
    failed = (found["verdict"] == "inconsistent").groupby([found["family"], found["article"]]).sum()
    return counted.assign(checked=counted.sum(axis=1), failed=failed).reset_index()


@styled
def matrix(data: Data = "findings", where: str = "", *, title: str = "", ax: Axes | None = None) -> Axes:
    """Families of checks by article, in each cell a small bar: what holds, what is open, what fails.

    `data`: an audit, or a frame with the columns of `findings`. `title` may hold {checked}, {failed} and {gravest}.
    """
    cells = by_family(data, where)
    families = list(cells.groupby("family")["failed"].sum().sort_values(ascending=False, kind="stable").index)
    articles = sorted(set(cells["article"]) - {_SEVERAL}) + [_SEVERAL] * (_SEVERAL in set(cells["article"]))
    axes = canvas(2.0 + 0.4 * len(families), ax)[0]
    for cell in cells.to_dict("records"):
        x, y, start = articles.index(cell["article"]), families.index(cell["family"]), 0.0
        for outcome in reversed(list(MEANINGS)):
            width = 0.84 * cell[outcome] / cell["checked"]
            axes.barh(
                y + 0.16, width, 0.3, x - 0.42 + start, color=OUTCOMES[outcome], edgecolor="white", lw=0.4, gid=outcome
            )
            start += width
        said = f"{cell['failed']} of {cell['checked']} fail" if cell["failed"] else f"{cell['checked']} checked"
        axes.text(
            x - 0.42,
            y - 0.2,
            said,
            fontsize=8,
            va="center",
            color=INK,
            fontweight="bold" if cell["failed"] else "normal",
        )
    listed(axes, [term(family) for family in families])
    axes.set_xticks(range(len(articles)), ["\n".join(textwrap.wrap(term(article), 14)) for article in articles])
    axes.set_xlim(-0.5, len(articles) - 0.5)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    there = [outcome for outcome in MEANINGS if cells[outcome].sum()]
    from matplotlib.patches import Patch

    keys = [Patch(color=OUTCOMES[each], label=f"{MEANINGS[each]} ({cells[each].sum()})") for each in there]
    axes.legend(handles=keys, loc="upper left", bbox_to_anchor=(-0.02, -0.01), ncols=2, frameon=False, fontsize=8.5)
    facts = {
        "checked": int(cells["checked"].sum()),
        "failed": int(cells["failed"].sum()),
        "gravest": int(cells["contradiction"].sum()),
    }
    most = cells.sort_values("failed").groupby("article").tail(1)
    alt = "; ".join(
        f"{term(row.article)}: most in {row.family}, {row.failed} of {row.checked}" for row in most.itertuples()
    )
    said = titled(title, "{failed} of {checked} relations do not hold; {gravest} cannot be true in any reading", facts)
    return finish(axes, said, "", f"{alt}.", [each for each in articles if each != _SEVERAL])


_KINDS = {
    "table": ("in tables", BLUE, "white"),
    "chart": ("in charts", ORANGE, INK),
    "statement": ("in prose", SKY, INK),
}
_EXCLUDED = ("numbers that state no quantity", GRID, INK)


def places(data: Data = "figures") -> Frame:
    """One row an article: figures in tables, charts and prose; of the articles curated also the numbers left out."""
    counts = frame(data).groupby(["article", "block_kind"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(BLOCK_KINDS), fill_value=0)
    if isinstance(data, str):
        left_out = pd.read_csv(paths.raw() / "not_figures.csv").groupby("article").size()
        counts = counts.assign(excluded=left_out.reindex(counts.index, fill_value=0))
    return counts.astype(int)


@styled
def accounting(data: Data = "figures", *, title: str = "", ax: Axes | None = None) -> Axes:
    """Where the figures stand: in tables, charts or prose, by article. `title` may hold {n} and {articles}."""
    counts = places(data)
    axes = canvas(1.9 + 0.5 * len(counts), ax)[0]
    starts = counts.cumsum(axis=1) - counts
    for kind in [each for each in counts if counts[each].sum()]:
        named, colour, ink = _KINDS.get(kind, _EXCLUDED)
        axes.barh(
            range(len(counts)),
            counts[kind],
            left=starts[kind],
            height=0.62,
            color=colour,
            edgecolor="white",
            label=named,
        )
        for y, (start, number) in enumerate(zip(starts[kind], counts[kind], strict=True)):
            axes.text(start + number / 2, y, f"{number}" if number >= 8 else "", ha="center", va="center", color=ink)
    listed(axes, [term(str(article)) for article in counts.index])
    axes.set_xlabel("numbers in the text")
    axes.legend(
        loc="upper right", bbox_to_anchor=(1.01, 1.13 + 0.2 / len(counts)), ncols=4, frameon=False, fontsize=8.5
    )
    total = int(counts[list(BLOCK_KINDS)].to_numpy().sum())
    alt = ", ".join(f"{counts[kind].sum()} {_KINDS.get(kind, _EXCLUDED)[0]}" for kind in counts)
    said = titled(
        title, "{n} figures of {articles}, each with its place", {"n": total, "articles": count(len(counts), "article")}
    )
    return finish(axes, said, "", f"{alt}.", list(counts.index))


def implied_rates(data: Data = "findings") -> Frame:
    """Exchange rates that pairs of amounts imply, in percent of the middle of the market's year: columns `…_off`."""
    found, _, figures = findings(data, "check == 'currencies.market'")
    found = found.dropna(subset=["stated_low", "stated_high", "implied_low", "implied_high"]).reset_index(drop=True)
    if found.empty:
        raise InputError("rates", "no pair of amounts was compared with the market", "give another audit")
    quotes = figures.set_index("figure_id")["quote"]
    pairs = [str(ids).split()[:2] for ids in found["figure_ids"]]
    texts = [" = ".join(str(quotes[each]) for each in pair) for pair in pairs]
    found["pair"] = apart(texts, [pair[0] for pair in pairs])
    middle = (found["implied_low"] + found["implied_high"]) / 2
    for column in ("stated_low", "stated_high", "implied_low", "implied_high"):
        found[f"{column}_off"] = 100 * (found[column] / middle - 1)
    return found.sort_values(["unit", "stated_low"], kind="stable", ignore_index=True)


@styled
def rates(data: Data = "findings", *, title: str = "", ax: Axes | None = None) -> Axes:
    """The exchange rates that pairs of amounts imply, against where the market stood in the year before.

    `data`: an audit, or a frame with the columns of `findings`. `title` may hold {n} and {off}.
    """
    found = implied_rates(data)
    axes = canvas(1.8 + 0.34 * len(found), ax)[0]
    words = {"consistent": "fits", "consistent_within_rounding": "fits within rounding"}
    for y, row in enumerate(found.itertuples()):
        colour, marker = VERDICTS[row.verdict]
        bar: Any = {"solid_capstyle": "butt"}
        axes.plot([row.implied_low_off, row.implied_high_off], [y, y], color=GRID, lw=12, gid="market", **bar)
        ends = [min(max(each, -_OFF), _OFF) for each in (row.stated_low_off, row.stated_high_off)]
        axes.plot(ends, [y, y], color=colour, lw=3, gid="range", **bar)
        axes.plot(sum(ends) / 2, y, marker, color=colour, ms=6, gid="point")
        low, high = (f"{rate:,.0f}" if rate > 100 else f"{rate:.3g}" for rate in (row.stated_low, row.stated_high))
        beside(axes, y, f"{low}–{high} {row.unit}: {words.get(row.verdict, 'does not fit')}")
    axes.axvline(0, color=MUTED, lw=0.8)
    listed(axes, [str(pair) for pair in found["pair"]], [str(unit) for unit in found["unit"]])
    axes.set_xlim(-1.08 * _OFF, 1.08 * _OFF)
    axes.set_xlabel("difference from the middle of the market's year, percent")
    off = int((~found["verdict"].isin(list(words))).sum())
    said = titled(
        title, "{off} of {n} pairs of amounts do not fit the market's exchange rate", {"off": off, "n": len(found)}
    )
    alt = ", ".join(f"{unit}: {len(rows)} pairs" for unit, rows in found.groupby("unit"))
    reading = f"Grey: the market in the year before · thin bars: all that the two amounts allow (cut off at {_OFF:g}%)"
    return finish(axes, said, reading, f"{alt}.", found["article"].dropna())
