"""Pictures of market forecasts: sizes on a log axis, the paths that stated rates take, rates against sizes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from analysis.datasets import load
from analysis.plots.style import BLUE, GREEN, INK, MUTED, PURPLE, RED, VERDICTS, beside, canvas, finish, listed, money, styled, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def market_sizes_stated(market: str | None = None, region: str = "global") -> pd.DataFrame:
    """Each size once, with the half-unit of its last printed digit: `low`, `high`, `half`."""
    sizes = load("forecasts", distinct=True)
    sizes = sizes[sizes["region"].fillna("global") == region]
    sizes = sizes if market is None else sizes[sizes["market"] == market]
    digits = load("figures")[["figure_id", "resolution"]]
    sizes = sizes.merge(digits, on="figure_id").sort_values(["market", "year"], kind="stable", ignore_index=True)
    return sizes.assign(half=sizes["resolution"] / 2)


def scenario_paths(market: str) -> pd.DataFrame:
    """One row a scenario with a rate: base and end as stated, the rate, the end it leads to, the rate the sizes imply."""
    sizes = market_sizes_stated(market)
    rates = load("growth_rates", distinct=True)
    rates = rates[(rates["market"] == market) & (rates["kind"] == "cagr") & (rates["region"].fillna("global") == "global")]
    paths = []
    for scenario in dict.fromkeys(sizes.loc[sizes["status"] == "projection", "scenario"].fillna("")):
        mine = sizes[sizes["scenario"].fillna("").isin(["", scenario])]
        rate = rates.loc[rates["scenario"].fillna("") == scenario, "low"]
        before = mine[mine["status"] != "projection"]
        if rate.empty or before.empty or scenario == "unspecified":
            continue
        base, end = before.iloc[-1], mine.iloc[-1]
        years = int(end["year"] - base["year"])
        led = base["low"] * (1 + rate.iloc[0] / 100) ** years
        implied = 100 * ((end["low"] / base["low"]) ** (1 / years) - 1)
        paths.append((scenario, base["year"], base["low"], end["year"], end["low"], rate.iloc[0], led, implied))
    columns = ["scenario", "base_year", "base", "end_year", "end", "rate", "led", "implied"]
    return pd.DataFrame(paths, columns=columns)


@styled
def market_path(market: str = "data-annotation", ax: Axes | None = None) -> Axes:
    """One market: its stated sizes, the path each scenario's own rate takes, and the rate its sizes imply."""
    sizes, paths = market_sizes_stated(market), scenario_paths(market)
    axes = canvas(9.5, 5.6, ax)[0]
    _sizes(axes, sizes, INK)
    for path, colour in zip(paths.itertuples(), (RED, BLUE, GREEN, PURPLE), strict=False):
        years = [path.base_year, path.end_year]
        axes.plot(years, [path.base, path.end], color=colour, lw=1.8, gid="implied")
        axes.plot(years, [path.base, path.led], color=colour, lw=1.8, ls=(0, (4, 2)), gid="stated")
        apart = abs(math.log(path.led / path.end)) > 0.05
        if apart:
            axes.annotate("", (path.end_year, path.led), (path.end_year, path.end), arrowprops={"arrowstyle": "<->", "color": colour})
            _end(axes, path.end_year, path.led, f"{path.rate:g}% a year leads to {money(path.led)}", colour)
        told = f"{money(path.end)} stated: takes {path.implied:.1f}% a year" if apart else f"{money(path.end)}: {path.rate:g}% a year fits"
        _end(axes, path.end_year, path.end, f"{words(path.scenario)} {told}".strip(), colour)
    _years(axes, sizes, room=4.2)
    alt = "; ".join(
        f"{p.scenario or 'forecast'}: {money(p.base)} in {p.base_year} to {money(p.end)} in {p.end_year}, stated {p.rate:g}% a year, "
        f"implied {p.implied:.1f}%" for p in paths.itertuples()
    )  # fmt: skip
    reading = "Dots: stated sizes, bars: what prints so · solid: the path the sizes imply · dashed: the path the stated rate takes"
    return finish(axes, f"{words(market)} market: sizes and rates", reading, alt + ".", sizes["article"])


def _sizes(ax: Axes, sizes: pd.DataFrame, colour: str) -> None:
    for row in sizes.itertuples():
        ax.errorbar(row.year, row.low, yerr=row.half, fmt="o", color=colour, ms=5, capsize=4, lw=1.4, zorder=3)


def _end(ax: Axes, year: float, size: float, text: str, colour: str, dy: float = 0) -> None:
    ax.annotate(text, (year, size), (8, dy), textcoords="offset points", va="center", fontsize=9, color=colour)


def _years(ax: Axes, sizes: pd.DataFrame, room: float) -> None:
    first, last = int(sizes["year"].min()), int(sizes["year"].max())
    ax.set_yscale("log")
    ax.yaxis.set_major_formatter(lambda size, _: money(size))
    ax.yaxis.set_minor_formatter(lambda size, _: "")
    ax.set_xlim(first - 0.5, last + room)
    ax.set_xticks(range(first, last + 1))
    ax.set_xlabel("year")
    ax.set_ylabel("market size, US dollars (log scale)")


@styled
def market_sizes(ax: Axes | None = None) -> Axes:
    """Every market: its stated sizes, and where only an end is stated, the start its rate implies."""
    sizes = market_sizes_stated()
    rates = load("growth_rates", distinct=True)
    rates = rates[(rates["kind"] == "cagr") & rates["start_year"].notna()].drop_duplicates("market").set_index("market")
    axes = canvas(9.5, 6.4, ax)[0]
    _sizes(axes, sizes, INK)
    ends: list[str] = []
    for market, own in sizes.groupby("market"):
        colour = BLUE if len(own) > 1 else MUTED
        for scenario in dict.fromkeys(own["scenario"].fillna("")):
            line = own[own["scenario"].fillna("").isin(["", scenario])]
            axes.plot(line["year"], line["low"], color=colour, lw=1.6)
        last = own.sort_values("low").iloc[-1]
        if len(own) == 1 and market in rates.index:
            rate, start = float(rates.loc[market, "low"]), int(rates.loc[market, "start_year"])
            first = last["low"] / (1 + rate / 100) ** (last["year"] - start)
            axes.plot([start, last["year"]], [first, last["low"]], color=MUTED, lw=1.4, ls=(0, (4, 2)))
            axes.plot(start, first, "o", mfc="white", color=MUTED, ms=5)
        ends.append(f"{words(str(market))} {money(last['low'])} in {last['year']}")
        _end(axes, last["year"], last["low"], f"{words(str(market))} {money(last['low'])}", INK)
    _years(axes, sizes, room=3.6)
    reading = "Dots: stated sizes · solid: between stated sizes · dashed to a hollow dot: the start that the stated rate implies"
    return finish(axes, "Forecast market sizes", reading, "; ".join(ends) + ".", sizes["article"])


@styled
def growth_forest(ax: Axes | None = None) -> Axes:
    """Stated growth rates against those the sizes imply, with their intervals."""
    found = load("findings")
    found = found[found["check"].str.startswith("growth.") & (found["unit"] == "percent") & found["implied_low"].notna()]
    found = found.sort_values("stated_low", kind="stable", ignore_index=True)
    axes = canvas(9.5, 1.7 + 0.4 * len(found), ax)[0]
    for y, row in enumerate(found.itertuples()):
        colour, marker = VERDICTS[row.verdict]
        axes.plot([row.implied_low, row.implied_high], [y, y], color=colour, lw=3, solid_capstyle="butt", gid="range")
        axes.plot((row.stated_low + row.stated_high) / 2, y, marker, color=colour, mec=INK, mew=0.8, ms=8, gid="point")
        beside(axes, y, row.verdict.replace("_", " "), colour)
    listed(axes, [f"{row.subject}" for row in found.itertuples()])
    axes.set_xlabel("growth, percent a year")
    alt = f"{len(found)} rates, {(found['verdict'] == 'inconsistent').sum()} of them outside what the sizes imply."
    return finish(axes, "Stated growth against what the sizes imply", "Marks: stated rate · bars: every rate the stated sizes allow", alt)
