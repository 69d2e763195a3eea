"""Pictures of pay: ladders by role, level and country; where statements agree; exchange rates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.datasets.datapackage import published
from analysis.datasets.fields import LEVELS as LEVEL_ORDER
from analysis.plots.style import (
    ARTICLES,
    GRID,
    INK,
    LEVELS,
    MUTED,
    RED,
    VERDICTS,
    Frame,
    Row,
    beside,
    bounds,
    canvas,
    chart,
    data,
    finish,
    listed,
    money,
    place,
    spread,
    styled,
    words,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_READING = "Bars: ranges · dots: points (hollow: about) · arrows: open ends · right: as printed"


def stated_pay(currency: str = "USD", hours_per_year: float = 2080, distinct: bool = True) -> Frame:
    """Pay of the four roles the reports are about: `low` and `high` per working year in one currency.

    An amount that only restates another one in a second currency is no row of its own but its `restated`.
    """
    pay = data("salaries", currency=currency, hours_per_year=hours_per_year, source=True)
    first = pay["same_as"].map(pay.set_index("figure_id")["currency"])
    again = pay[first.notna() & (first != pay["currency"])]
    pay = pay[~pay["figure_id"].isin(again["figure_id"]) & pay["is_subject"].fillna(False)]
    pay = pay[~pay["component"].isin(["bonus", "equity", "other"]) & ~(distinct & pay["same_as"].notna())]
    restated = pay["figure_id"].map(again.drop_duplicates("same_as").set_index("same_as")["quote"]).fillna("")
    low, high = bounds(currency)
    return pay.assign(low=pay[low], high=pay[high], restated=restated).dropna(subset=["low", "high"], how="all")


def _where(row: Any) -> str:
    if pd.notna(row.company_size_low):
        end = "+" if pd.isna(row.company_size_high) else f"–{row.company_size_high:.0f}"
        return f"{row.company_size_low:.0f}{end} staff"
    names = ((row.location, str), (row.country, str), (row.region, place), (row.industry, str))
    return next((name(value) for value, name in names if isinstance(value, str)), "")


def _level(level: str) -> str:
    return "all levels" if level == "all" else level


def _printed(row: Any) -> str:
    """The figure as printed, with what the quote does not say: which part and statistic of pay, for what period."""
    said = [row.statistic if row.statistic in ("mean", "median", "minimum", "maximum") else ""]
    said += [row.component if row.component in ("base", "total") else "", row.quote]
    if isinstance(row.period, str) and not re.search(r"per |/|annual|year", row.quote):
        said.append(f"{'an' if row.period == 'hour' else 'a'} {row.period}")
    return " ".join(part for part in said if part) + (f" = {row.restated}" if row.restated else "")


def _ladder(pay: Frame, names: list[str], groups: Any, currency: str, ax: Axes | None) -> Axes:
    rows = [
        Row(
            _joined(name, _where(row)), row.low, row.high, LEVELS[row.level], _printed(row), group,
            row.open_low, row.open_high, row.approximate,
        )
        for row, name, group in zip(pay.itertuples(), names, groups, strict=True)
    ]  # fmt: skip
    return _in_money(chart(rows, "", ax), currency)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _in_money(ax: Axes, currency: str) -> Axes:
    ax.xaxis.set_major_formatter(lambda amount, _: money(amount, currency))
    ax.set_xlabel(f"pay per working year, {currency} at the rate of each report's date")
    return ax


@styled
def salary_ladder(
    role: str = "ai-architect", currency: str = "USD", hours_per_year: float = 2080, ax: Axes | None = None
) -> Axes:
    """What one role earns by level and place, each statement once, the original beside it."""
    pay = stated_pay(currency, hours_per_year).query("role == @role")
    pay = pay.assign(rank=pay["level"].map(LEVEL_ORDER.index)).sort_values(["rank", "country", "low"], kind="stable")
    names = [words(_level(level)) for level in pay["level"]]
    axes = _ladder(pay, names, pay["level"], currency, ax)
    ends = f"from {money(pay['low'].min(), currency)} to {money(pay['high'].max(), currency)} a working year"
    alt = f"{len(pay)} statements of pay by level and place, {ends}."
    return finish(axes, f"{words(role)}: stated pay by level and place", _READING, alt, pay["article"])


@styled
def pay_by_role(
    level: str = "senior", currency: str = "USD", hours_per_year: float = 2080, ax: Axes | None = None
) -> Axes:
    """What the four roles earn at one level, each statement once, the original beside it."""
    pay = stated_pay(currency, hours_per_year).query("level == @level").sort_values(["role", "low"], kind="stable")
    axes = _ladder(pay, [words(role) for role in pay["role"]], pay["role"], currency, ax)
    ends = pay.groupby("role").agg({"low": "min", "high": "max"})
    alt = "; ".join(
        f"{words(row.Index)} {money(row.low, currency)} to {money(row.high, currency)}" for row in ends.itertuples()
    )
    return finish(axes, f"{words(level)} pay in the four roles", _READING, f"{alt}.", pay["article"])


@styled
def pay_by_country(
    level: str = "entry", currency: str = "USD", hours_per_year: float = 2080, ax: Axes | None = None
) -> Axes:
    """What the four roles earn at one level by country, each statement once, countries by their median."""
    pay = stated_pay(currency, hours_per_year).query("level == @level and country.notna()")
    middle = (pay["low"].fillna(pay["high"]) + pay["high"].fillna(pay["low"])) / 2
    pay = pay.assign(median=middle.groupby(pay["country"]).transform("median"))
    pay = pay.sort_values(["median", "country", "role", "low"], kind="stable")
    names = [words(role) for role in pay["role"]]
    axes = _ladder(pay, names, pay["country"], currency, ax)
    medians = pay.drop_duplicates("country").itertuples()
    alt = "Medians by country: " + ", ".join(f"{row.country} {money(row.median, currency)}" for row in medians)
    return finish(axes, f"{words(level)} pay by country", _READING, f"{alt}.", pay["article"])


#: What must be equal for two statements to be of the same pay; `past` is a year before the report's own.
_SAME = ["role", "level", "country", "region", "location", "industry", "company_size_low", "component", "past"]


def same_pay(currency: str = "USD", hours_per_year: float = 2080) -> list[tuple[Frame, str]]:
    """Groups of statements of the same pay, each `identical`, `compatible` (some value fits all) or `apart`.

    Ranges, means and medians only: the least and the most that can be earned are other quantities.
    """
    pay = stated_pay(currency, hours_per_year, distinct=False)
    pay = pay[pay["statistic"].isin(["range", "mean", "median"])]
    reported = pay["article"].map(published()).str[:4].astype("Int64")
    digit = pay["figure_id"].map(data("figures").set_index("figure_id")["rounding"]) * pay["high"] / pay["annual_high"]
    slack = digit.where(pay["approximate"] & (pay["low"] == pay["high"]), 0).fillna(0)
    pay = pay.assign(
        past=pay["year"].where(pay["year"] < reported),
        start=(pay["low"] - slack).where(~pay["open_low"], 0),
        end=(pay["high"] + slack).where(~pay["open_high"], float("inf")),
    )
    keys = pay[_SAME].astype("object").where(pay[_SAME].notna(), "").astype(str)
    groups = [group for _, group in pay.groupby([keys[key] for key in _SAME], sort=False) if len(group) > 1]
    groups.sort(key=lambda group: (group["role"].iloc[0], LEVEL_ORDER.index(group["level"].iloc[0])))
    return [(group.sort_values(["low", "high"]), _agreement(group)) for group in groups]


def _agreement(group: Frame) -> str:
    if group.groupby(["low", "high"], dropna=False).ngroups == 1:
        return "identical"
    return "compatible" if group["start"].max() <= group["end"].min() else "apart"


@styled
def pay_agreement(currency: str = "USD", hours_per_year: float = 2080, ax: Axes | None = None) -> Axes:
    """Every statement of the same pay, from tables and prose of all reports: do they share a single value?"""
    groups = same_pay(currency, hours_per_year)
    axes = canvas(9.5, 1.7 + 0.5 * len(groups), ax)[0]
    told = {"identical": "say the same", "compatible": "a value fits all", "apart": "no value fits all"}
    for y, (group, verdict) in enumerate(groups):
        for nth, row in enumerate(group.itertuples()):
            colour, marker = ARTICLES[row.article]
            height = y + (nth - (len(group) - 1) / 2) * min(0.17, 0.7 / len(group))
            spread(axes, height, row.low, row.high, colour, row.open_low, row.open_high, marker, width=3)
        beside(axes, y, f"{len(group)} statements: {told[verdict]}", RED if verdict == "apart" else INK)
    first = [next(group.itertuples()) for group, _ in groups]
    labels = [_joined(words(row.role), _level(row.level), _where(row)) for row in first]
    listed(axes, labels, [row.role for row in first])
    axes.set_xlim(0, max(group[["low", "high"]].max().max() for group, _ in groups) * 1.1)
    many = [sum(each == verdict for _, each in groups) for verdict in told]
    title = "The same pay stated again: {} times the same, {} compatible, {} apart".format(*many)
    apart = "; ".join(label for label, (_, verdict) in zip(labels, groups, strict=True) if verdict == "apart")
    alt = f"No value fits all statements of: {apart or 'none'}."
    reading = "One mark a statement, from tables and prose · bars: ranges · arrows: open ends"
    return finish(_in_money(axes, currency), title, reading, alt, [row.article for row in first])


def implied_rates() -> Frame:
    """Exchange rates that pairs of amounts imply, in percent of the middle of the market's year: columns `…_off`."""
    found = data("findings").query("check == 'currencies.market'").reset_index(drop=True)
    quotes = data("figures").set_index("figure_id")["quote"]
    yearly = data("salaries").set_index("figure_id")["annual_low"]
    pairs = [ids.split()[:2] for ids in found["figure_ids"]]
    found["pair"] = [" = ".join(quotes[each] for each in pair) for pair in pairs]
    found["rate"] = [yearly[local] / yearly[dollars] for local, dollars in pairs]
    middle = (found["implied_low"] + found["implied_high"]) / 2
    for column in ("rate", "stated_low", "stated_high", "implied_low", "implied_high"):
        found[f"{column}_off"] = 100 * (found[column] / middle - 1)
    return found.sort_values(["unit", "rate"], kind="stable", ignore_index=True)


@styled
def exchange_rates(ax: Axes | None = None) -> Axes:
    """The exchange rates that pairs of amounts imply, against where the market stood in the year before."""
    found = implied_rates()
    axes = canvas(9.5, 1.8 + 0.36 * len(found), ax)[0]
    told = {"consistent": "the market stood there", "consistent_within_rounding": "there within rounding"}
    for y, row in enumerate(found.itertuples()):
        colour, marker = VERDICTS[row.verdict]
        bar: Any = {"solid_capstyle": "butt"}
        axes.plot([row.implied_low_off, row.implied_high_off], [y, y], color=GRID, lw=13, gid="market", **bar)
        axes.plot([row.stated_low_off, row.stated_high_off], [y, y], color=colour, lw=3, gid="range", **bar)
        axes.plot(row.rate_off, y, marker, color=colour, ms=6, gid="point")
        low, high = (f"{rate:,.0f}" if rate > 100 else f"{rate:.3g}" for rate in (row.stated_low, row.stated_high))
        beside(axes, y, f"{low}–{high} {row.unit}: {told.get(row.verdict, 'no such rate known')}")
    axes.axvline(0, color=MUTED, lw=0.8)
    listed(axes, list(found["pair"]), list(found["unit"]))
    axes.set_xlim(-20, 20)
    axes.set_xlabel("currency units for a dollar: difference from the middle of the market's year, percent")
    off = int((~found["verdict"].isin(list(told))).sum())
    title = f"{off} of {len(found)} pairs of amounts imply a rate not known from the year before"
    alt = ", ".join(f"{unit}: {len(rows)} pairs" for unit, rows in found.groupby("unit"))
    reading = "Grey: the market in the year before · coloured: every rate the amounts allow (may go on)"
    return finish(axes, title, reading, f"{alt}.", found["article"].dropna())
