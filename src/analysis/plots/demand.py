"""Pictures of demand and work: annotation against its market, openings, skills, where the time goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.plots.style import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    RED,
    Frame,
    Row,
    arrow,
    canvas,
    chart,
    data,
    finish,
    listed,
    place,
    plain,
    styled,
    words,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SENSES = {
    "": "as stated, percent",
    "_points": "rise on the year before, points",
    "_relative": "rise on the year before, percent of itself",
}
_NAMED = (
    ("annotation demand", "demand", (-6, 6), "right"),
    ("AI market growth", "market", (2, -14), "left"),
)


def demand_and_market() -> Frame:
    """Annotation demand and AI market growth by year, with the rise of each in points and in percent of itself."""
    demand = data("percentages").query("measure == 'demand'").set_index("year")["low"]
    growth = data("growth_rates").query("market == 'ai-industry' and kind == 'yoy'").set_index("year")["low"]
    both = pd.DataFrame({"demand": demand, "market": growth}).sort_index()
    for column in ("demand", "market"):
        both[f"{column}_points"] = both[column].diff()
        both[f"{column}_relative"] = 100 * both[column].pct_change()
    return both


@styled
def demand_against_market(ax: Axes | None = None) -> Axes:
    """Annotation demand against the market's growth in both senses: points gained, and percent of itself gained."""
    both = demand_and_market()
    panels = canvas(9.5, 4.2, ax, columns=3)
    for panel, (sense, unit) in zip(panels, _SENSES.items(), strict=False):
        _two_lines(panel, both, sense)
        panel.set_ylabel(unit)
    for name, column, shift, side in _NAMED:
        spot = (both.index[3], both[column].iloc[3])
        panels[0].annotate(name, spot, shift, textcoords="offset points", ha=side)
    years, last = len(both) - 1, both.iloc[-1]
    points, relative = (
        int((both[f"demand{sense}"] > both[f"market{sense}"]).sum()) for sense in ("_points", "_relative")
    )
    title = (
        f"Demand for annotation outgrows the market in points in {points} of {years} years, relatively in {relative}"
    )
    alt = (
        f"In {both.index[-1]} demand stands at {last['demand']:g}% and the market's growth at {last['market']:g}%; "
        f"demand has risen by {last['demand_relative']:.1f}% of itself, growth by {last['market_relative']:.1f}%."
    )
    return finish(panels[0], title, "", alt, ["data-annotator"])


def _two_lines(ax: Axes, both: Frame, sense: str) -> None:
    ends = both[[f"demand{sense}", f"market{sense}"]].iloc[-1]
    for column, colour, marker in ((f"demand{sense}", ORANGE, "o"), (f"market{sense}", BLUE, "s")):
        line = both[column].dropna()
        ax.plot(line.index.astype(int), line, marker=marker, color=colour, lw=1.8, ms=5)
        shift = (0, 8 if line.iloc[-1] >= ends.max() else -14)
        end = (line.index[-1], line.iloc[-1])
        ax.annotate(f"{end[1]:.3g}", end, shift, textcoords="offset points", ha="center")
    ax.set_ylim(0, both[list(ends.index)].max().max() * 1.2)
    ax.set_xticks([int(year) for year in both.index[1::2]])
    ax.set_xlabel("year")


def openings() -> Frame:
    """Openings of AI operations managers, each with the growth stated in its row."""
    keys = ["article", "block_kind", "block_index", "row"]
    jobs = data("jobs", source=True).query("role == 'ai-operations-manager'")
    rates = data("growth_rates", source=True)[[*keys, "low"]].rename(columns={"low": "growth"})
    return jobs.merge(rates, on=keys, how="left")


@styled
def openings_by_region(ax: Axes | None = None) -> Axes:
    """Openings by region as the lower bounds they are, with the growth stated beside each."""
    regions = openings().query("status == 'estimate' and same_as.isna()").sort_values("low", ascending=False)
    rows = [
        Row(
            place(row.region), row.low, row.high, INK if row.region == "global" else BLUE,
            f"{row.quote}, {row.growth:+g}% on 2023", open_high=row.open_high,
        )
        for row in regions.itertuples()
    ]  # fmt: skip
    axes = chart(rows, "job openings in 2025 (at least)", ax, width=9, zero=True)
    axes.xaxis.set_major_formatter(lambda count, _: f"{count:,.0f}")
    whole = regions["region"] == "global"
    parts, total = (f"{regions.loc[each, 'low'].sum():,.0f}" for each in (~whole, whole))
    title = f"Openings for AI operations managers: the regions make {parts}, the total says {total}"
    alt = "; ".join(f"{row.label} {row.note}" for row in rows)
    return finish(axes, title, "Arrows: “or more” · right: as printed", f"{alt}.", regions["article"])


@styled
def openings_projection(ax: Axes | None = None) -> Axes:
    """The projected roles with the stated rates beside the rates that lead from dot to dot."""
    path = openings()
    path = path[path["row_label"].str.match(r"\d{4}")].sort_values("year", ignore_index=True)
    path["true"] = 100 * ((path["low"] / path["low"].shift()) ** (1 / path["year"].diff().astype(float)) - 1)
    axes = canvas(9.5, 4.6, ax)[0]
    axes.plot(path["year"].astype(int), path["low"], color=MUTED, lw=1.4)
    for row in path.itertuples():
        axes.plot(row.year, row.low, "o", color=INK, ms=6, gid="point")
        arrow(axes, (row.year, row.low), (0, 24), INK)
        axes.annotate(row.quote, (row.year, row.low), (-8, 12), textcoords="offset points", ha="right")
        since = f" since {path['year'].iloc[0]}" if row.growth > 2 * row.true else ""
        note = f"stated +{row.growth:g}%{since}\ntrue {row.true:.1f}% a year" if row.Index else ""
        axes.annotate(
            note, (row.year, row.low), (8, -24), textcoords="offset points", fontsize=9, color=RED if since else BLUE
        )
    axes.set_xticks(path["year"].astype(int))
    axes.set_xlim(path["year"].min() - 0.7, path["year"].max() + 1)
    axes.set_ylim(0, path["low"].max() * 1.25)
    axes.yaxis.set_major_formatter(lambda count, _: f"{count:,.0f}")
    axes.set_xlabel("year")
    axes.set_ylabel("roles worldwide (at least)")
    first, last = path["true"].iloc[1], path["true"].iloc[-1]
    title = f"Projected roles grow {first:.0f}% in the first year and {last:.0f}% a year to {path['year'].iloc[-1]}"
    alt = ", ".join(f"{row.quote} in {row.year}" for row in path.itertuples())
    reading = "Dots: printed bounds, arrows: “or more” · rates: as stated, and from dot to dot"
    return finish(axes, title, reading, f"{alt} roles.", path["article"])


def skill_weights() -> Frame:
    """What employers weigh: interview frequencies and weights, tools in use, skill scores; `weight` in percent."""
    shares = data("percentages", source=True).query("measure in ('frequency', 'weight', 'usage')")
    shares = shares[shares["topic"].map(shares["topic"].value_counts()) > 1].assign(scale=100.0)
    scores = data("scores", source=True)
    both = pd.concat([shares, scores.assign(scale=scores["scale_high"])], ignore_index=True)
    both["weight"] = 100 * both["low"] / both["scale"]
    both["printed"] = both["quote"].where(
        both["scale"] == 100, both["quote"] + " of " + both["scale"].map("{:g}".format)
    )
    order = {"by": ["article", "topic", "weight"], "ascending": [True, True, False]}
    return both.sort_values(**order, kind="stable", ignore_index=True)


@styled
def skills(ax: Axes | None = None) -> Axes:
    """What employers ask for and test, in percent of the scale each report uses."""
    asked = skill_weights()
    topics = asked.groupby("topic", sort=False)
    axes = canvas(9.5, 1.7 + 0.26 * (len(asked) + topics.ngroups), ax)[0]
    labels: list[str] = []
    for nth, (topic, rows) in enumerate(topics):
        colour = (BLUE, INK)[nth % 2]
        head = f"{plain(topic)} ({words(rows['article'].iloc[0])})"
        axes.text(0.5, len(labels), head, va="center", fontweight="bold", color=colour, fontsize=9)
        labels.append("")
        for row in rows.itertuples():
            y = len(labels)
            axes.plot([0, row.weight], [y, y], color=colour, lw=1.2, gid="range")
            axes.plot(row.weight, y, "o", color=colour, ms=6, gid="point")
            axes.annotate(row.printed, (row.weight, y), (8, 0), textcoords="offset points", va="center", fontsize=8.5)
            labels.append(row.subject)
    listed(axes, labels)
    axes.set_xlim(0, 110)
    axes.set_xlabel("percent; scores in percent of their scale")
    alt = "; ".join(f"{plain(topic)}: {rows['subject'].iloc[0]} {rows['printed'].iloc[0]}" for topic, rows in topics)
    reading = "Beside each mark: as printed"
    return finish(axes, "What employers ask for, test and use", reading, f"Highest in each: {alt}.", asked["article"])


@styled
def time_allocation(ax: Axes | None = None) -> Axes:
    """How an AI architect's time divides; the shares make a whole."""
    shares = data("percentages").query("measure == 'allocation' and whole.notna()").sort_values("low", ascending=False)
    rows = [Row(row.subject, row.low, row.high, note=f"{row.low:g}%") for row in shares.itertuples()]
    axes = chart(rows, "share of working time, percent (estimated)", ax, width=11, zero=True)
    title = f"Where an AI architect's time goes: {len(rows)} shares that make {shares['low'].sum():g}%"
    alt = ", ".join(f"{row.label} {row.note}" for row in rows)
    return finish(axes, title, "", f"{alt}.", shares["article"])


def project_stages() -> Frame:
    """Stages and whole projects of the architects' report in weeks, with the most a stage can take of all (`most`)."""
    spans = data("durations").query("article == 'ai-architect'")
    spans = spans.assign(low=spans["days_low"] / 7, high=spans["days_high"] / 7)
    stages = spans["unit"] == "week"
    others = spans.loc[stages, "low"].sum() - spans["low"]
    return spans.assign(most=(100 * spans["high"] / (spans["high"] + others)).where(stages))


@styled
def project_time(ax: Axes | None = None) -> Axes:
    """Project stages, their sum, whole projects, and what a stated share of the time would take, all in weeks."""
    spans = project_stages()
    stages, wholes = spans[spans["unit"] == "week"], spans[spans["unit"] != "week"]
    low, high = stages["low"].sum(), stages["high"].sum()
    share = next(data("percentages").query("measure == 'allocation' and whole.isna()").itertuples())
    rows = [
        Row(each.subject, each.low, each.high, BLUE, f"{each.low:g}–{each.high:g}", "a") for each in stages.itertuples()
    ]
    percent, start, end = f"{share.low:g}–{share.high:g}%", low * share.low / 100, high * share.high / 100
    at = list(stages["subject"]).index(share.subject) + 1
    rows.insert(at, Row(f"… at {percent} of the sum", start, end, RED, f"{start:g}–{end:.3g}", "a", alarm=True))
    rows.append(Row("All stages, one after another", low, high, INK, f"{low:g}–{high:g}, summed", "b"))
    for each in wholes.itertuples():
        note = f"{each.low:.0f}–{each.high:.0f}{'+' if each.open_high else ''}, stated in months"
        rows.append(Row(each.subject, each.low, each.high, ORANGE, note, "c", open_high=each.open_high))
    axes = chart(rows, "weeks", ax, width=8)
    most = stages.set_index("subject").loc[share.subject, "most"]
    title = f"{share.subject} cannot take {percent}: the stages leave {most:.0f}% at most"
    alt = "; ".join(f"{row.label}: {row.note} weeks" for row in rows)
    reading = "Bars: ranges as stated, in weeks · arrow: open end · a stage without a duration is left out"
    return finish(axes, title, reading, f"{alt}.", spans["article"])
