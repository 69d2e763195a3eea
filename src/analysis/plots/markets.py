"""Pictures of market forecasts: sizes on a log axis, the paths that stated rates take, rates against sizes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.plots.style import (
    BLUE,
    GREEN,
    INK,
    MUTED,
    PURPLE,
    RED,
    VERDICTS,
    Frame,
    beside,
    canvas,
    data,
    finish,
    listed,
    money,
    styled,
    words,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
#: A stated rate that leads this far from the stated end (ratio) gets its own label.
_APART = 1.05


def stated_sizes(market: str | None = None) -> Frame:
    """Each worldwide size once, with `half` a unit of its last printed digit: what prints so lies within."""
    sizes = data("forecasts", distinct=True).query("region == 'global'")
    sizes = sizes if market is None else sizes[sizes["market"] == market]
    sizes = sizes.merge(data("figures")[["figure_id", "resolution"]], on="figure_id")
    sizes = sizes.assign(half=sizes["resolution"] / 2, scenario=sizes["scenario"].fillna(""))
    return sizes.sort_values(["market", "year"], kind="stable", ignore_index=True)


def _rates() -> Frame:
    rates = data("growth_rates", distinct=True).query("kind == 'cagr' and region == 'global'")
    return rates.assign(scenario=rates["scenario"].fillna(""))


def scenario_paths(market: str) -> Frame:
    """One row a scenario: base and end as stated, the rate, the end it leads to (`led`), the rate the sizes imply."""
    sizes, rates = stated_sizes(market), _rates().query("market == @market").set_index("scenario")["low"]
    base = sizes[sizes["status"] != "projection"].iloc[-1]
    ends = sizes[(sizes["status"] == "projection") & sizes["scenario"].isin(rates.index.difference(["unspecified"]))]
    ends = ends.groupby("scenario").tail(1)
    paths = pd.DataFrame({"scenario": ends["scenario"], "base_year": base["year"], "base": base["low"]})
    paths = paths.assign(end_year=ends["year"], end=ends["low"], rate=ends["scenario"].map(rates))
    years = (paths["end_year"] - base["year"]).astype(float)
    paths["led"] = paths["base"] * (1 + paths["rate"] / 100) ** years
    paths["implied"] = 100 * ((paths["end"] / paths["base"]) ** (1 / years) - 1)
    return paths.reset_index(drop=True)


@styled
def market_path(market: str = "data-annotation", ax: Axes | None = None) -> Axes:
    """One market: its stated sizes, the path each scenario's own rate takes, and the rate its sizes imply."""
    sizes, paths = stated_sizes(market), scenario_paths(market)
    axes = canvas(9.5, 5.6, ax)[0]
    _sizes(axes, sizes)
    for path, colour in zip(paths.itertuples(), (RED, BLUE, GREEN, PURPLE), strict=False):
        _path(axes, path, colour)
    for row in sizes[~sizes["year"].isin(paths["end_year"])].itertuples():
        unsaid = "\n(scenario not said)" if row.scenario == "unspecified" else ""
        _label(axes, row.year, row.low, money(row.low) + unsaid, INK, (0, -16 - 6 * bool(unsaid)), "center")
    _years(axes, sizes, room=2.6)
    alt = "; ".join(
        f"{path.scenario or 'forecast'}: {money(path.base)} ({path.base_year}) to {money(path.end)} ({path.end_year}), "
        f"{path.rate:g}% a year stated, {path.implied:.1f}% implied"
        for path in paths.itertuples()
    )
    title = f"{words(market)}: the sizes and the rate agree"
    for path in paths[[_apart(path) for path in paths.itertuples()]].head(1).itertuples():
        title = f"{words(market)}: {path.rate:g}% a year leads to {money(path.led)}, not to {money(path.end)}"
    reading = "Dots: stated sizes, bars: what prints so · solid: path the sizes imply · dashed: path of the stated rate"
    return finish(axes, title, reading, f"{alt}.", sizes["article"])


def _apart(path: Any) -> bool:
    return abs(math.log(path.led / path.end)) > math.log(_APART)


def _path(ax: Axes, path: Any, colour: str) -> None:
    years = [path.base_year, path.end_year]
    ax.plot(years, [path.base, path.end], color=colour, lw=1.8, gid="implied")
    ax.plot(years, [path.base, path.led], color=colour, lw=1.8, ls=(0, (4, 2)), gid="stated")
    told = f"{path.rate:g}% a year fits"
    if _apart(path):
        gap = {"arrowstyle": "<->", "color": colour}
        ax.annotate("", (path.end_year, path.led), (path.end_year, path.end), arrowprops=gap)
        _label(ax, path.end_year, path.led, f"{path.rate:g}% a year leads\nto {money(path.led)}", colour, (9, -34))
        told = f"{path.rate:g}% a year stated,\n{path.implied:.1f}% implied"
    named = f"{words(path.scenario)}: " if path.scenario else ""
    _label(ax, path.end_year, path.end, f"{named}{money(path.end)}\n{told}", colour)


def _sizes(ax: Axes, sizes: Frame) -> None:
    ax.errorbar(
        sizes["year"].astype(int),
        sizes["low"],
        yerr=sizes["half"],
        fmt="o",
        color=INK,
        ms=5,
        capsize=4,
        lw=1.4,
        zorder=3,
    )


def _label(
    ax: Axes, year: float, size: float, text: str, colour: str, shift: tuple[float, float] = (9, 0), side: str = "left"
) -> None:
    look: Any = {"ha": side, "va": "center", "fontsize": 9, "color": colour, "bbox": _WHITE}
    ax.annotate(text, (year, size), shift, textcoords="offset points", **look)


def _years(ax: Axes, sizes: Frame, room: float) -> None:
    first, last = int(sizes["year"].min()), int(sizes["year"].max())
    ax.set_yscale("log")
    if sizes["low"].max() < 100 * sizes["low"].min():
        ax.set_yticks([size * 10**power for power in range(6, 13) for size in (1, 2, 5)])
        ax.set_ylim(sizes["low"].min() * 0.7, sizes["low"].max() * 1.35)
    ax.yaxis.set_major_formatter(lambda size, _: money(size))
    ax.yaxis.set_minor_formatter(lambda size, _: "")
    ax.set_xlim(first - 0.5, last + room)
    ax.set_xticks(range(first, last + 1))
    ax.set_xlabel("year")
    ax.set_ylabel("market size, US dollars (log scale)")


@styled
def market_sizes(ax: Axes | None = None) -> Axes:
    """Every market: its stated sizes, and where only an end is stated, the start its rate implies."""
    sizes, rates = stated_sizes(), _rates().dropna(subset=["start_year"]).drop_duplicates("market").set_index("market")
    axes = canvas(9.5, 6.4, ax)[0]
    _sizes(axes, sizes)
    ends: list[str] = []
    for market, own in sizes.groupby("market"):
        for scenario in [each for each in dict.fromkeys(own["scenario"]) if each] or [""]:
            line = own[own["scenario"].isin(["", scenario])]
            last = next(line.tail(1).itertuples())
            named = f"{words(market)}{', ' * bool(scenario)}{scenario} {money(last.low)}"
            ends.append(f"{named} in {last.year}")
            axes.plot(line["year"].astype(int), line["low"], color=BLUE, lw=1.6)
            if len(line) == 1 and market in rates.index:
                _back(axes, last, rates.loc[market])
            _label(axes, last.year, last.low, money(last.low) if scenario == "unspecified" else named, INK)
    _years(axes, sizes, room=3.9)
    reading = (
        "Dots: stated sizes · solid: between stated sizes · dashed: back to the start that the stated rate implies"
    )
    return finish(axes, "Forecast market sizes", reading, "; ".join(ends) + ".", sizes["article"])


def _back(ax: Axes, last: Any, rate: Any) -> None:
    """From a stated end back to the size that the stated rate implies for its first year."""
    first = last.low / (1 + rate["low"] / 100) ** (last.year - rate["start_year"])
    ax.plot([rate["start_year"], last.year], [first, last.low], color=MUTED, lw=1.4, ls=(0, (4, 2)), zorder=1)
    ax.plot(rate["start_year"], first, "o", mfc="white", color=MUTED, ms=5)
    _label(ax, rate["start_year"], first, money(first), MUTED, (-7, 0), "right")


def stated_rates() -> Frame:
    """Yearly rates that were tested on sizes: market, scenario and years beside the stated and the implied interval."""
    found = data("findings")
    found = found[found["check"].isin(["growth.cagr", "growth.yoy"]) & found["implied_low"].notna()]
    ids, figures = found["figure_ids"].str.split(), data("figures").set_index("figure_id")
    rates = data("growth_rates").set_index("figure_id")[["market", "scenario"]]
    found = found.join(rates.reindex(ids.str[0]).set_axis(found.index))
    found = found.assign(
        quote=[figures.loc[rate, "quote"] for rate, *_ in ids],
        years=[f"{figures.loc[start, 'year']}–{figures.loc[end, 'year']}" for _, start, end, *_ in ids],
    )
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
        for ends, dy, width in (
            ([row.implied_low, row.implied_high], 0.14, 3),
            ([row.stated_low, row.stated_high], -0.14, 1.6),
        ):
            axes.plot(ends, [y + dy] * 2, color=colour, lw=width, marker="|", ms=8, mew=1.4, gid="range")
        axes.plot((row.stated_low + row.stated_high) / 2, y - 0.14, marker, color=colour, ms=7, gid="point")
        implied = f"{row.implied_low:.1f}–{row.implied_high:.1f}% implied"
        note = f"{row.quote.strip('+%')}% stated, {implied}: {told.get(row.verdict, row.verdict)}"
        beside(axes, y, note, RED if row.verdict == "inconsistent" else INK)
    listed(axes, [_rate_label(row) for row in found.itertuples()])
    axes.set_xlabel("growth, percent a year")
    failed = found[found["verdict"] == "inconsistent"]
    alt = "; ".join(
        f"{_rate_label(row)}: {row.quote} stated, {row.implied_low:.1f} to {row.implied_high:.1f}% implied"
        for row in failed.itertuples()
    )
    reading = "Marks: the rate as stated · bars below: every rate that the stated sizes allow"
    title = f"{len(failed)} of {len(found)} stated growth rates cannot be"
    return finish(axes, title, reading, f"{alt}.", found["article"].dropna())
