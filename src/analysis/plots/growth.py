"""Pictures of growth: sizes and the paths their stated rates take, rates against what sizes imply, lines over years."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.errors import InputError
from analysis.plots.colours import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE, RED, VERDICTS
from analysis.plots.frames import Data, Frame, apart, choose, findings, frame, name, titled
from analysis.plots.style import amount_of, beside, canvas, finish, listed, styled
from analysis.report.words import printed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
#: A stated rate that leads this far from the stated end (ratio) gets its own label.
_APART = 1.05


@styled
def path(
    data: Data = "forecasts", where: str = "", *, market: str = "", rates: Data = "growth_rates", rates_where: str = "",
    title: str = "", ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Stated sizes over the years, the way each stated rate takes from its base, and the rate the sizes imply.

    `data` needs the columns of `forecasts` (or of `jobs`): year, low, and where there are several markets `market`;
    `rates` those of `growth_rates`. `title` may hold {name}, {rate}, {led}, {end} and {implied} of the rate that leads
    furthest from its end.
    """
    sizes, found = stated_sizes(data, where, market), _rates(rates, rates_where, market)
    text = amount_of(str(sizes["unit"].iloc[0]))
    paths = led(sizes, found)
    axes = canvas(5.0, ax)[0]
    _sizes(axes, sizes)
    colours = [
        RED if _apart(row) else (BLUE, GREEN, PURPLE)[number % 3] for number, row in enumerate(paths.itertuples())
    ]
    for row, colour in zip(paths.itertuples(), colours, strict=True):
        _path(axes, row, colour, text)
    for _, same in paths.assign(colour=colours).groupby(["end_year", "end"], sort=False):
        _ends(axes, list(same.itertuples()), text, paths)
    for row in sizes[~sizes["year"].isin(paths["end_year"])].itertuples():
        unsaid = "\n(scenario not said)" if getattr(row, "scenario", "") == "unspecified" else ""
        _clear(axes, row.year, row.low, text(row.low) + unsaid, INK, paths)
    _years(axes, sizes, text)
    worst = max(paths.itertuples(), key=lambda row: abs(math.log(row.led / row.end)), default=None)
    facts = {
        "name": (market and name("market", market))
        or name("subject", sizes["subject"].iloc[0] if "subject" in sizes else "")
    }
    default = "{name}: the stated sizes"
    if worst is not None:
        facts |= {
            "rate": f"{worst.stated} {_per(worst)}".strip(),
            "led": text(worst.led),
            "end": text(worst.end),
            "implied": f"{worst.implied:.1f}%",
        }
        default = (
            "{name}: {rate} leads to {led}, not to {end}" if _apart(worst) else "{name}: the sizes and the rate agree"
        )
    alt = "; ".join(
        f"{row.scenario or 'forecast'}: {text(row.base)} ({row.base_year}) to {text(row.end)} ({row.end_year}), "
        f"{row.stated} {_per(row)}stated, {row.implied:.1f}% implied"
        for row in paths.itertuples()
    )
    reading = "Dots: stated sizes (bars: what prints so) · solid: the way the sizes imply · dashed: the stated rate's"
    return finish(axes, titled(title, default, facts), reading, f"{alt}.", sizes["article"])


def stated_sizes(data: Data = "forecasts", where: str = "", market: str = "") -> Frame:
    """Each size once, with `half` a unit of its last printed digit: what prints so lies within."""
    rows = frame(data, where, source=True)
    rows = choose(market, "market", rows) if market else rows
    if market and "region" in rows and not where:
        rows = rows[rows["region"].isin(["global"]) | rows["region"].isna()]
    rows = rows[rows["same_as"].isna()] if "same_as" in rows else rows
    rows = rows.dropna(subset=["year", "low"])
    if rows.empty:
        raise InputError("path", "no size with a year is among the rows", "give rows with low and year")
    half = rows["resolution"] / 2 if "resolution" in rows else 0.0
    scenario = rows["scenario"].fillna("") if "scenario" in rows else ""
    rows = rows.assign(half=half, scenario=scenario)
    keys = ["market", "year"] if "market" in rows else ["year"]
    return rows.sort_values(keys, kind="stable", ignore_index=True)


def _rates(data: Data, where: str, market: str = "") -> Frame:
    rows = frame(data, where or "kind == 'cagr'")
    if market and "market" in rows:
        rows = rows[(rows["market"] == market) & (rows["region"].isin(["global"]) | rows["region"].isna())]
    rows = rows[rows["same_as"].isna()] if "same_as" in rows else rows
    return rows.assign(scenario=rows["scenario"].fillna("") if "scenario" in rows else "")


def led(sizes: Frame, rates: Frame) -> Frame:
    """One row a rate: its base and end as stated, the size it leads to (`led`), the rate the two sizes imply.

    Of a range of rates the bound that comes nearest the end is taken.
    """
    made = []
    for rate in rates.dropna(subset=["low"]).itertuples():
        own = sizes[sizes["scenario"].isin(["", rate.scenario])]
        ends = (
            own[own["year"] == rate.end_year]
            if pd.notna(rate.end_year)
            else own[own["scenario"] == rate.scenario].tail(1)
        )
        bases = own[own["year"] == rate.start_year] if pd.notna(rate.start_year) else own.iloc[:0]
        past = own[own["status"] != "projection"] if "status" in own else own.iloc[:1]
        bases = past.tail(1) if bases.empty else bases
        if ends.empty or bases.empty or bases["year"].iloc[0] >= ends["year"].iloc[0]:
            continue
        base, end = next(bases.itertuples()), next(ends.tail(1).itertuples())
        years = 1.0 if rate.kind == "total" else float(end.year - base.year)
        bounds = dict.fromkeys(each for each in (rate.low, rate.high) if pd.notna(each))
        reached = {each: base.low * (1 + each / 100) ** years for each in bounds}
        nearest = min(reached, key=lambda each: abs(math.log(reached[each] / end.low)))
        made.append(
            {"scenario": rate.scenario, "base_year": int(base.year), "base": base.low, "end_year": int(end.year),
             "end": end.low, "rate": nearest, "stated": f"{'–'.join(map('{:g}'.format, bounds))}%", "kind": rate.kind,
             "led": reached[nearest], "implied": 100 * ((end.low / base.low) ** (1 / years) - 1)}
        )  # fmt: skip
    columns = ["scenario", "base_year", "base", "end_year", "end", "rate", "stated", "kind", "led", "implied"]
    return pd.DataFrame(made, columns=columns).drop_duplicates(["base_year", "end_year", "scenario", "rate"])


def _apart(row: Any) -> bool:
    return abs(math.log(row.led / row.end)) > math.log(_APART)


def _per(row: Any) -> str:
    return "in all " if row.kind == "total" else "a year "


def _path(ax: Axes, row: Any, colour: str, text: Any) -> None:
    years = [row.base_year, row.end_year]
    ax.plot(years, [row.base, row.end], color=colour, lw=1.8, gid="implied")
    ax.plot(years, [row.base, row.led], color=colour, lw=1.8, ls=(0, (4, 2)), gid="stated")
    if _apart(row):
        gap = {"arrowstyle": "<->", "color": colour}
        ax.annotate("", (row.end_year, row.led), (row.end_year, row.end), arrowprops=gap)
        said = f"{row.stated} {_per(row)}leads\nto {text(row.led)}"
        _label(ax, row.end_year, row.led, said, colour, (9, -30 if row.led < row.end else 30))


def _ends(ax: Axes, rows: Sequence[Any], text: Any, paths: Frame) -> None:
    """One label for all rates that should lead to one size: the size, and what becomes of each rate."""
    first = rows[0]
    named = f"{name('scenario', first.scenario)}: ".capitalize() if first.scenario else ""
    told = [
        f"{row.stated} {_per(row)}stated,\n{row.implied:.1f}% implied"
        if _apart(row)
        else f"{row.stated} {_per(row)}fits"
        for row in rows
    ]
    colour = next((row.colour for row in rows if _apart(row)), first.colour)
    said = "\n".join([f"{named}{text(first.end)}", *told])
    if first.end_year == paths["end_year"].max():
        _label(ax, first.end_year, first.end, said, colour)
    else:
        _clear(ax, first.end_year, first.end, said, colour, paths)


def _clear(ax: Axes, year: float, size: float, text: str, colour: str, paths: Frame) -> None:
    """A label beside no line: above at the left where no way passes above the size, else below all of them."""
    passed = [
        row.base * (to / row.base) ** ((year - row.base_year) / (row.end_year - row.base_year))
        for row in paths.itertuples()
        if row.base_year < year <= row.end_year
        for to in (row.end, row.led)
    ]
    look: Any = {"fontsize": 9, "color": colour, "textcoords": "offset points", "annotation_clip": False}
    if passed and size >= 0.999 * max(passed):
        ax.annotate(text, (year, size), (-5, 4), ha="right", va="bottom", **look)
        return
    floor = min([size, *passed])
    if floor < 0.95 * size:
        ax.plot([year, year], [0.96 * floor, size], color=MUTED, lw=0.7)
    ax.annotate(text, (year, floor), (4, -5), ha="left", va="top", **look)


def _sizes(ax: Axes, sizes: Frame) -> None:
    look: Any = {"fmt": "o", "color": INK, "ms": 5, "capsize": 4, "lw": 1.4, "zorder": 3}
    ax.errorbar(sizes["year"].astype(int), sizes["low"], yerr=sizes["half"], **look)


def _label(ax: Axes, year: float, size: float, text: str, colour: str, shift: tuple[float, float] = (9, 0)) -> None:
    look: Any = {"ha": "left", "va": "center", "fontsize": 9, "color": colour, "bbox": _WHITE, "annotation_clip": False}
    ax.annotate(text, (year, size), shift, textcoords="offset points", **look)


def _years(ax: Axes, sizes: Frame, text: Any) -> None:
    first, last = int(sizes["year"].min()), int(sizes["year"].max())
    ax.set_yscale("log")
    if sizes["low"].max() < 100 * sizes["low"].min():
        power = math.floor(math.log10(sizes["low"].min()))
        ax.set_yticks([size * 10**each for each in range(power, power + 4) for size in (1, 2, 5)])
        ax.set_ylim(sizes["low"].min() * 0.7, sizes["low"].max() * 1.5)
    ax.yaxis.set_major_formatter(lambda size, _: text(size))
    ax.yaxis.set_minor_formatter(lambda size, _: "")
    ax.set_xlim(first - 0.9, last + 0.4)
    step = max(1, (last - first) // 6)
    ax.set_xticks(range(first, last + 1, step))
    ax.set_xlabel("year")
    unit = str(sizes["unit"].iloc[0])
    named = {"USD": "US dollars", "job": "jobs"}.get(unit, unit)
    ax.set_ylabel(f"{named} (log scale)")


@styled
def forest(
    data: Data = "findings", where: str = "check.str.startswith('growth.')", *, title: str = "", ax: Axes | None = None
) -> Axes:
    """What is stated against what the other figures imply, one row a finding, each with its interval.

    `data`: an audit, or a frame with the columns of `findings`. Only findings in the unit of the first are drawn.
    `title` may hold {failed} and {n}.
    """
    found, _, figures = findings(data, where)
    found = found[found["implied_low"].notna() & found["implied_high"].notna() & found["stated_low"].notna()]
    if found.empty:
        raise InputError("forest", "no finding has a stated and an implied number", "choose other checks")
    unit = found["unit"].mode().iloc[0]
    found = found[found["unit"] == unit].sort_values("stated_low", kind="stable", ignore_index=True)
    names = [_finding(row, figures) for row in found.itertuples()]
    names = apart(names, [str(ids).split()[0] for ids in found["figure_ids"]])
    axes = canvas(1.7 + 0.42 * len(found), ax)[0]
    words = {
        "consistent": "fits",
        "consistent_within_rounding": "fits within rounding",
        "inconsistent": "cannot be right",
    }
    for y, row in enumerate(found.itertuples()):
        colour, marker = VERDICTS[row.verdict]
        sides = (([row.implied_low, row.implied_high], 0.15, 3), ([row.stated_low, row.stated_high], -0.15, 1.6))
        for ends, dy, width in sides:
            axes.plot(ends, [y + dy] * 2, color=colour, lw=width, marker="|", ms=8, mew=1.4, gid="range")
        axes.plot((row.stated_low + row.stated_high) / 2, y - 0.15, marker, color=colour, ms=7, gid="point")
        note = f"{_span(row.implied_low, row.implied_high)} implied: {words.get(row.verdict, 'open')}"
        beside(axes, y, note, RED if row.verdict == "inconsistent" else INK)
    listed(axes, names)
    axes.margins(x=0.12)
    axes.set_xlabel({"percent": "percent", "percentage_point": "percentage points"}.get(unit, unit))
    failed = found[found["verdict"] == "inconsistent"]
    facts = {"failed": len(failed), "n": len(found)}
    alt = "; ".join(
        f"{names[row.Index]}: {_span(row.stated_low, row.stated_high)} stated, "
        f"{_span(row.implied_low, row.implied_high)} implied"
        for row in (failed if len(failed) else found).itertuples()
    )
    reading = "Marks: as stated · bars below: all that the other figures allow"
    return finish(
        axes,
        titled(title, "{failed} of {n} stated growth rates cannot be right", facts),
        reading,
        f"{alt}.",
        found["article"].dropna(),
    )


def _span(low: float, high: float) -> str:
    first, last = f"{low:,.1f}", f"{high:,.1f}"
    return f"{first}%" if first == last else f"{first}–{last}%"


def _finding(row: Any, figures: Frame) -> str:
    """A finding named by its market or subject, the rate as printed, and the years it leads over."""
    by_id = figures.set_index("figure_id")
    ids = str(row.figure_ids).split()
    first = by_id.loc[ids[0]]
    what = next((str(each) for each in (first.get("market"), row.subject) if isinstance(each, str) and each), "")
    if what.casefold() in ("cagr", "growth", "growth rate", ""):
        what = str(first.get("article", ""))
    years = [int(by_id.loc[each, "year"]) for each in ids[1:] if pd.notna(by_id.loc[each, "year"])]
    span = f", {min(years)}–{max(years)}" if years and min(years) < max(years) else ""
    return f"{name('market', what)}{span}: {printed(first.to_dict())}"


@styled
def lines(
    series: Sequence[Mapping[str, Any]], *, senses: Sequence[str] = ("stated",), title: str = "", ax: Axes | None = None
) -> Axes:
    """Values over the years, a line for each of `series` (data, where, label), side by side in several senses.

    `senses`: `stated` as printed, `points` the rise on the year before, `relative` that rise in percent of itself.
    `title` may hold {first} and {second} (labels), {years}, and {ahead_points}, {ahead_relative}: in how many years the
    first rises by more.
    """
    both = pd.DataFrame(
        {each["label"]: frame(each["data"], each.get("where", "")).set_index("year")["low"] for each in series}
    )
    both = both.sort_index()
    made = {"stated": both, "points": both.diff(), "relative": 100 * both.pct_change()}
    for sense in senses:
        if sense not in made:
            raise InputError(f"senses={sense!r}", "there is no such sense", f"choose of {', '.join(made)}")
    axis = {
        "stated": "as stated, percent",
        "points": "rise on the year before, points",
        "relative": "rise, percent of itself",
    }
    panels = canvas(3.9, ax, columns=len(senses))
    looks = ((ORANGE, "o"), (BLUE, "s"), (GREEN, "^"), (PURPLE, "D"))
    for panel, sense in zip(panels, senses, strict=False):
        shown = made[sense]
        for (label, line), (colour, marker) in zip(shown.items(), looks, strict=False):
            line = line.dropna()
            panel.plot(line.index.astype(int), line, marker=marker, color=colour, lw=1.8, ms=5, label=str(label))
            shift = (8, 3 if line.iloc[-1] >= shown.iloc[-1].max() else -9)
            panel.annotate(f"{line.iloc[-1]:.3g}", (line.index[-1], line.iloc[-1]), shift, textcoords="offset points")
        panel.set_ylim(0, float(shown.max().max()) * 1.25)
        panel.set_xticks([int(year) for year in both.index[1::2]])
        panel.set_xlim(both.index[0] - 0.5, both.index[-1] + 0.2 * len(both))
        panel.set_xlabel("year")
        panel.set_ylabel(axis[sense])
    panels[0].legend(loc="upper left", frameon=False, fontsize=8.5)
    names = list(both)
    facts: dict[str, Any] = {"first": names[0], "second": names[-1], "years": len(both) - 1}
    for sense in ("points", "relative"):
        facts[f"ahead_{sense}"] = int((made[sense][names[0]] > made[sense][names[-1]]).sum())
    last = both.iloc[-1]
    alt = f"In {both.index[-1]}: " + ", ".join(f"{label} {value:g}%" for label, value in last.items()) + "."
    said = titled(
        title,
        "{first} rises faster than {second}: in points in {ahead_points} of {years} years, "
        "in percent in {ahead_relative}",
        facts,
    )
    articles = sorted({article for each in series for article in frame(each["data"], each.get("where", ""))["article"]})
    return finish(panels[0], said, "", alt, articles)
