"""Pictures of market forecasts: sizes on a log axis, the paths that stated rates take, rates against sizes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.datasets import load
from analysis.plots.style import BLUE, GREEN, INK, MUTED, PURPLE, RED, VERDICTS, beside, canvas, finish, listed, money, styled, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}


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
            _end(axes, path.end_year, path.led, f"{path.rate:g}% a year leads\nto {money(path.led)}", colour, dy=-34)
        named = f"{words(path.scenario)}: " if path.scenario else ""
        told = f"{path.rate:g}% a year stated,\n{path.implied:.1f}% implied" if apart else f"{path.rate:g}% a year fits"
        _end(axes, path.end_year, path.end, f"{named}{money(path.end)}\n{told}", colour)
    for row in sizes[~sizes["year"].isin(paths["end_year"])].itertuples():
        unsaid = "\n(scenario not said)" if row.scenario == "unspecified" else ""
        axes.annotate(f"{money(row.low)}{unsaid}", (row.year, row.low), (0, -9), textcoords="offset points", ha="center", va="top", fontsize=8.5, bbox=_WHITE)
    _years(axes, sizes, room=2.6)
    alt = "; ".join(
        f"{p.scenario or 'forecast'}: {money(p.base)} in {p.base_year} to {money(p.end)} in {p.end_year}, stated {p.rate:g}% a year, "
        f"implied {p.implied:.1f}%" for p in paths.itertuples()
    )  # fmt: skip
    reading = "Dots: stated sizes, bars: what prints so · solid: the path the sizes imply · dashed: the path the stated rate takes"
    off = paths[(paths["led"] / paths["end"] - 1).abs() > 0.05]
    title = f"{words(market)}: the sizes and the rate agree"
    if len(off):
        worst = off.iloc[0]
        title = f"{words(market)}: {worst['rate']:g}% a year leads to {money(worst['led'])}, not to {money(worst['end'])}"
    return finish(axes, title, reading, alt + ".", sizes["article"])


def _sizes(ax: Axes, sizes: pd.DataFrame, colour: str) -> None:
    for row in sizes.itertuples():
        ax.errorbar(row.year, row.low, yerr=row.half, fmt="o", color=colour, ms=5, capsize=4, lw=1.4, zorder=3)


def _end(ax: Axes, year: float, size: float, text: str, colour: str, dy: float = 0) -> None:
    ax.annotate(text, (year, size), (9, dy), textcoords="offset points", va="center", fontsize=9, color=colour, bbox=_WHITE)


def _years(ax: Axes, sizes: pd.DataFrame, room: float) -> None:
    first, last = int(sizes["year"].min()), int(sizes["year"].max())
    ax.set_yscale("log")
    if sizes["low"].max() < 100 * sizes["low"].min():
        ax.set_yticks([size for power in range(6, 13) for size in (10**power, 2 * 10**power, 5 * 10**power)])
        ax.set_ylim(sizes["low"].min() * 0.75, sizes["low"].max() * 1.35)
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
        scenarios = [each for each in dict.fromkeys(own["scenario"].fillna("")) if each] or [""]
        for scenario in scenarios:
            line = own[own["scenario"].fillna("").isin(["", scenario])]
            last = line.iloc[-1]
            if len(line) > 1:
                axes.plot(line["year"], line["low"], color=BLUE, lw=1.6)
            elif market in rates.index:
                rate, start = float(rates.loc[market, "low"]), int(rates.loc[market, "start_year"])
                first = last["low"] / (1 + rate / 100) ** (last["year"] - start)
                axes.plot([start, last["year"]], [first, last["low"]], color=MUTED, lw=1.4, ls=(0, (4, 2)))
                axes.plot(start, first, "o", mfc="white", color=MUTED, ms=5)
                axes.annotate(money(first), (start, first), (-7, 0), textcoords="offset points", ha="right", va="center", fontsize=8.5, color=MUTED)
            named = f"{words(str(market))}{', ' * bool(scenario)}{scenario} {money(last['low'])}"
            ends.append(f"{named} in {last['year']}")
            _end(axes, last["year"], last["low"], money(last["low"]) if scenario == "unspecified" else named, INK)
    _years(axes, sizes, room=3.9)
    reading = "Dots: stated sizes · solid: between stated sizes · dashed to a hollow dot: the start that the stated rate implies"
    return finish(axes, "Forecast market sizes", reading, "; ".join(ends) + ".", sizes["article"])


def stated_rates() -> pd.DataFrame:
    """Yearly rates that were tested on sizes: market, scenario and years beside the stated and the implied interval."""
    found = load("findings")
    found = found[found["check"].isin(["growth.cagr", "growth.yoy"]) & found["implied_low"].notna()]
    ids = found["figure_ids"].str.split()
    figures = load("figures").set_index("figure_id")
    rates = load("growth_rates").set_index("figure_id")[["market", "scenario"]].reindex(ids.str[0]).set_axis(found.index)
    found = found.join(rates).assign(quote=figures["quote"].reindex(ids.str[0]).to_numpy())
    found["years"] = [f"{figures.loc[start, 'year']}–{figures.loc[end, 'year']}" for _, start, end, *_ in ids]
    return found.sort_values(["market", "stated_low"], kind="stable", ignore_index=True)


def _rate_label(row: Any) -> str:
    what = words(row.market) if isinstance(row.market, str) else "AI operations manager roles"
    scenario = f", {row.scenario}" if isinstance(row.scenario, str) and row.scenario != "unspecified" else ""
    return f"{what}{scenario}, {row.years}"


@styled
def growth_forest(ax: Axes | None = None) -> Axes:
    """Stated yearly growth rates against those the stated sizes imply, each with its interval."""
    found = stated_rates()
    axes = canvas(9.5, 1.8 + 0.46 * len(found), ax)[0]
    told = {"consistent": "fits", "consistent_within_rounding": "fits within rounding", "inconsistent": "cannot be"}
    for y, row in enumerate(found.itertuples()):
        colour, marker = VERDICTS[row.verdict]
        for low, high, dy, width in ((row.implied_low, row.implied_high, 0.14, 3), (row.stated_low, row.stated_high, -0.14, 1.6)):
            axes.plot([low, high], [y + dy, y + dy], color=colour, lw=width, solid_capstyle="butt", gid="range")
            axes.plot([low, high], [y + dy, y + dy], "|", color=colour, ms=8, mew=1.4)
        axes.plot((row.stated_low + row.stated_high) / 2, y - 0.14, marker, color=colour, ms=7, gid="point")
        note = f"{row.quote.strip('+%')}% stated, {row.implied_low:.1f}–{row.implied_high:.1f}% implied: {told.get(row.verdict, row.verdict)}"
        beside(axes, y, note, RED if row.verdict == "inconsistent" else INK)
    listed(axes, [_rate_label(row) for row in found.itertuples()])
    axes.set_xlabel("growth, percent a year")
    failed = found[found["verdict"] == "inconsistent"]
    alt = "; ".join(f"{_rate_label(row)}: {row.quote} stated, {row.implied_low:.1f} to {row.implied_high:.1f}% implied"
                    for row in failed.itertuples())  # fmt: skip
    reading = "Marks: the rate as stated · bars below: every rate that the stated sizes allow"
    return finish(axes, f"{len(failed)} of {len(found)} stated growth rates cannot be", reading, f"{alt}.", found["article"].dropna())
