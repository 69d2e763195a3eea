"""Pictures of demand and work: annotation against its market, openings, skills, where the time goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.datasets import load
from analysis.plots.style import BLUE, INK, MUTED, ORANGE, RED, beside, canvas, finish, listed, place, plain, spread, styled, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def demand_and_market() -> pd.DataFrame:
    """Annotation demand and AI market growth by year, with the rise of each in points and in percent of itself."""
    demand = load("percentages").query("measure == 'demand'").set_index("year")["low"]
    growth = load("growth_rates").query("market == 'ai-industry' and kind == 'yoy'").set_index("year")["low"]
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
    names = {"": "as stated, percent", "_points": "rise on the year before, points", "_relative": "rise on the year before, percent"}
    for panel, (sense, unit) in zip(panels, names.items(), strict=False):
        for column, colour, marker in (("demand", ORANGE, "o"), ("market", BLUE, "s")):
            line = both[f"{column}{sense}"].dropna()
            panel.plot(line.index.astype(int), line, marker=marker, color=colour, lw=1.8, ms=5)
            above = line.iloc[-1] >= both[f"{'market' if column == 'demand' else 'demand'}{sense}"].iloc[-1]
            note = (0, 8 if above else -14)
            panel.annotate(f"{line.iloc[-1]:.3g}", (line.index[-1], line.iloc[-1]), note, textcoords="offset points", ha="center", color=colour)
            if not sense:
                named = "annotation demand" if column == "demand" else "AI market growth"
                spot = (line.index[3], line.iloc[3])
                shift, side = ((-6, 6), "right") if above else ((2, -14), "left")
                panel.annotate(named, spot, shift, textcoords="offset points", ha=side, color=colour, fontsize=9)
        panel.set_ylim(0, float(both.filter(regex=f"^(demand|market){sense}$").max().max()) * 1.2)
        panel.set_xticks([int(year) for year in both.index[1::2]])
        panel.set_xlabel("year")
        panel.set_ylabel(unit)
    points = (both["demand_points"] > both["market_points"]).sum()
    relative = (both["demand_relative"] > both["market_relative"]).sum()
    years = len(both) - 1
    alt = (
        f"Demand rises more in points in {points} of {years} years and more in percent of itself in {relative} of {years}; "
        f"{both['demand'].iloc[-1]:g}% and {both['market'].iloc[-1]:g}% in {both.index[-1]}."
    )
    title = f"Demand for annotation outgrows the market in points in {points} of {years} years, relatively in {relative}"
    return finish(panels[0], title, "", alt, ["data-annotator"])


def openings() -> pd.DataFrame:
    """Openings of AI operations managers by region, each with its growth since 2023."""
    jobs = load("jobs", source=True).query("role == 'ai-operations-manager'")
    rates = load("growth_rates", source=True)[["article", "block_kind", "block_index", "row", "low"]]
    keys = ["article", "block_kind", "block_index", "row"]
    return jobs.merge(rates.rename(columns={"low": "growth"}), on=keys, how="left")


@styled
def openings_by_region(ax: Axes | None = None) -> Axes:
    """Openings by region as the lower bounds they are, with the growth stated beside each."""
    regions = openings().query("status == 'estimate' and same_as.isna()").sort_values("low", ascending=False)
    axes = canvas(9.5, 1.7 + 0.42 * len(regions), ax)[0]
    for y, row in enumerate(regions.itertuples()):
        colour = INK if row.region == "global" else BLUE
        axes.plot([0, row.low], [y, y], color=colour, lw=9, alpha=0.85, solid_capstyle="butt", gid="range")
        spread(axes, y, row.low, row.high, colour, open_high=row.open_high)
        axes.annotate(f"{row.quote}", (row.low, y), (28, 0), textcoords="offset points", va="center", color=colour)
        beside(axes, y, f"+{row.growth:g}% on 2023")
    listed(axes, [place(region) for region in regions["region"]])
    axes.set_xlim(0, regions["low"].max() * 1.25)
    axes.xaxis.set_major_formatter(lambda count, _: f"{count:,.0f}")
    axes.set_xlabel("job openings in 2025 (at least)")
    total, parts = regions["low"].iloc[0], regions["low"].iloc[1:].sum()
    alt = f"The regions' openings sum to {parts:,.0f}; the total states {total:,.0f}."
    title = f"Openings for AI operations managers: the regions make {parts:,.0f}, the total says {total:,.0f}"
    return finish(axes, title, "Arrows: the report says “or more” · right: growth as stated", alt, regions["article"])


@styled
def openings_projection(ax: Axes | None = None) -> Axes:
    """The projected roles 2025–2030 with the stated rates and the rates from year to year that they are."""
    path = openings().query("row_label != ''")
    path = path[path["row_label"].str.match(r"\d{4}")].sort_values("year")
    axes = canvas(9.5, 4.6, ax)[0]
    axes.plot(path["year"].astype(int), path["low"], color=MUTED, lw=1.4)
    before = None
    rates: list[float] = []
    for row in path.itertuples():
        axes.plot(row.year, row.low, "o", color=INK, ms=6, gid="point")
        axes.annotate("", (row.year, row.low), (0, 24), textcoords="offset points", arrowprops={"arrowstyle": "<|-", "color": INK}).set_gid("open")
        axes.annotate(row.quote, (row.year, row.low), (-8, 12), textcoords="offset points", ha="right")
        if before is not None:
            years = row.year - before.year
            true = 100 * ((row.low / before.low) ** (1 / years) - 1)
            text = f"stated +{row.growth:g}%" + (f" since {path['year'].iloc[0]}" if years > 1 else "") + f"\ntrue {true:.1f}% a year"
            axes.annotate(text, (row.year, row.low), (8, -24), textcoords="offset points", fontsize=9, color=RED if years > 1 else BLUE)
            rates.append(true)
        before = row
    axes.set_xticks(path["year"].astype(int))
    axes.set_xlim(path["year"].min() - 0.7, path["year"].max() + 1)
    axes.set_ylim(0, path["low"].max() * 1.25)
    axes.yaxis.set_major_formatter(lambda count, _: f"{count:,.0f}")
    axes.set_xlabel("year")
    axes.set_ylabel("roles worldwide (at least)")
    alt = ", ".join(f"{row.quote} in {row.year}" for row in path.itertuples()) + " roles."
    title = f"Projected roles grow {rates[0]:.0f}% a year at first and {rates[-1]:.0f}% a year to {path['year'].iloc[-1]}"
    return finish(axes, title, "Dots: printed bounds, arrows: “or more” · rates: as stated, and from dot to dot",
                  alt, path["article"])  # fmt: skip


def skill_weights() -> pd.DataFrame:
    """What employers weigh, in percent of the scale: interview frequencies and weights, skill scores, tools in use."""
    shares = load("percentages", source=True)
    shares = shares[shares["measure"].isin(["frequency", "weight", "usage"]) & ~shares["topic"].str.contains("Adoption|adoption")]
    scores = load("scores", source=True)
    both = pd.concat([shares.assign(whole=100.0), scores.assign(whole=scores["scale_high"])], ignore_index=True)
    both["weight"] = 100 * both["low"] / both["whole"]
    return both.sort_values(["article", "topic", "weight"], ascending=[True, True, False], kind="stable", ignore_index=True)


@styled
def skills(ax: Axes | None = None) -> Axes:
    """What employers ask for and test, in percent of the scale each report uses."""
    asked = skill_weights()
    topics = dict.fromkeys(asked["topic"])
    axes = canvas(9.5, 1.7 + 0.26 * (len(asked) + len(topics)), ax)[0]
    labels: list[str] = []
    for topic, colour in zip(topics, (BLUE, INK) * len(topics), strict=False):
        rows = asked[asked["topic"] == topic]
        axes.text(0.5, len(labels), f"{words(plain(topic))} ({words(rows['article'].iloc[0])})", va="center", fontweight="bold", color=colour, fontsize=9)
        labels.append("")
        for row in rows.itertuples():
            axes.plot([0, row.weight], [len(labels)] * 2, color=colour, lw=1.2, gid="range")
            axes.plot(row.weight, len(labels), "o", color=colour, ms=6, gid="point")
            axes.annotate(row.quote if row.whole == 100 else f"{row.quote} of {row.whole:g}", (row.weight, len(labels)), (8, 0), textcoords="offset points", va="center", fontsize=8.5, color=MUTED)
            labels.append(row.subject)
    listed(axes, labels)
    axes.set_xlim(0, 108)
    axes.set_xlabel("percent; scores out of 10 in percent of 10")
    best = asked.loc[asked.groupby("topic")["weight"].idxmax()]
    alt = "; ".join(f"{plain(row.topic)}: {row.subject} {row.quote}" for row in best.itertuples())
    return finish(axes, "What employers ask for, test and use", "Beside each mark: as printed", alt + ".", asked["article"])


@styled
def time_allocation(ax: Axes | None = None) -> Axes:
    """How an AI architect's time divides; the shares make a whole."""
    shares = load("percentages").query("measure == 'allocation' and whole.notna()").sort_values("low", ascending=False)
    axes = canvas(9.5, 1.7 + 0.36 * len(shares), ax)[0]
    for y, row in enumerate(shares.itertuples()):
        axes.plot([0, row.low], [y, y], color=BLUE, lw=11, solid_capstyle="butt", gid="range")
        axes.annotate(f"{row.low:g}%", (row.low, y), (5, 0), textcoords="offset points", va="center", color=INK)
    listed(axes, list(shares["subject"]))
    axes.set_xlim(0, shares["low"].max() * 1.15)
    axes.set_xlabel("share of working time, percent (estimated)")
    total = shares["low"].sum()
    alt = f"{len(shares)} tasks; the largest is {shares['subject'].iloc[0]} with {shares['low'].iloc[0]:g}%."
    return finish(axes, f"Where an AI architect's time goes: {len(shares)} shares that make {total:g}%", "", alt, shares["article"])


@styled
def project_time(ax: Axes | None = None) -> Axes:
    """Project stages, their sum, whole projects, and what a stated share of the time would take, all in weeks."""
    spans = load("durations").query("article == 'ai-architect'")
    spans = spans.assign(low=spans["days_low"] / 7, high=spans["days_high"] / 7)
    stages, wholes = spans[spans["unit"] == "week"], spans[spans["unit"] == "month"]
    low, high = stages["low"].sum(), stages["high"].sum()
    share = load("percentages").query("measure == 'allocation' and whole.isna()").iloc[0]
    rows = [(row.subject, row.low, row.high, BLUE, False, f"{row.low:g}–{row.high:g} weeks as stated") for row in stages.itertuples()]
    claimed = (share["low"] * low / 100, share["high"] * high / 100)
    at = next(nth for nth, row in enumerate(rows) if row[0] == share["subject"])
    rows.insert(at + 1, (f"… at {share['low']:g}–{share['high']:g}% of the sum", *claimed, RED, False, f"{claimed[0]:g}–{claimed[1]:.3g} weeks"))
    rows.append(("All stages, one after another", low, high, INK, False, f"{low:g}–{high:g} weeks, summed"))
    rows += [(row.subject, row.low, row.high, ORANGE, row.open_high, f"{row.low:.0f}–{row.high:.0f}{'+' if row.open_high else ''} weeks, stated in months") for row in wholes.itertuples()]
    axes = canvas(9.5, 1.7 + 0.36 * len(rows), ax)[0]
    for y, (_, start, end, colour, is_open, note) in enumerate(rows):
        spread(axes, y, start, end, colour, open_high=is_open, width=8)
        beside(axes, y, note, RED if colour == RED else INK)
    listed(axes, [row[0] for row in rows], [row[3] if row[3] != RED else BLUE for row in rows])
    axes.set_xlim(0, max(row[2] for row in rows) * 1.1)
    axes.set_xlabel("weeks")
    most = 100 * stages.set_index("subject").loc[share["subject"], "high"] / (low + stages.set_index("subject").loc[share["subject"], "high"] - stages.set_index("subject").loc[share["subject"], "low"])
    alt = f"{share['subject']} is said to take {share['low']:g}–{share['high']:g}% of a project; the stages leave it {most:.0f}% at most."
    title = f"{share['subject']} cannot take {share['low']:g}–{share['high']:g}%: the stages leave {most:.0f}% at most"
    return finish(axes, title, "Bars: ranges as stated, in weeks · arrow: open end", alt, spans["article"])
