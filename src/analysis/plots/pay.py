"""Pictures of pay: ladders by role, level and country; where statements agree; exchange rates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.datapackage import published
from analysis.datasets import load
from analysis.fields import LEVELS as LEVEL_ORDER
from analysis.plots.style import (
    ARTICLES, GRID, INK, LEVELS, MUTED, RED, VERDICTS, beside, bounds, canvas, finish, listed, money, place, spread, styled, words,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PART_OF_PAY = ("bonus", "equity", "other")


def stated_pay(currency: str = "USD", hours_per_year: float = 2080, distinct: bool = True) -> pd.DataFrame:
    """Pay of the four roles the reports are about: `low` and `high` per working year in one currency, and the quote."""
    pay = load("salaries", currency=currency, hours_per_year=hours_per_year, distinct=distinct, source=True)
    pay = pay[pay["is_subject"].fillna(False) & ~pay["component"].isin(_PART_OF_PAY)]
    pay = pay.assign(**dict(zip(("low", "high"), (pay[bound] for bound in bounds(currency)), strict=True)))
    again = load("salaries", source=True)
    stated_in = again.set_index("figure_id")["currency"]
    again = again[again["same_as"].notna() & (again["currency"] != again["same_as"].map(stated_in))]
    pay = pay[~pay["figure_id"].isin(again["figure_id"])]
    quotes = again.drop_duplicates("same_as").set_index("same_as")["quote"]
    pay = pay.assign(restated=pay["figure_id"].map(quotes).fillna(""))
    return pay.dropna(subset=["low", "high"], how="all").reset_index(drop=True)


def _place(row: Any) -> str:
    if pd.notna(row.company_size_low):
        return f"{row.company_size_low:.0f}{'+' if pd.isna(row.company_size_high) else f'–{row.company_size_high:.0f}'} staff"
    for value, name in ((row.location, str), (row.country, str), (row.region, place), (row.industry, str)):
        if isinstance(value, str) and value:
            return name(value)
    return ""


def _original(row: Any) -> str:
    """The figure as printed, with what the quote does not say: which part and statistic of pay, for what period."""
    said = [row.statistic if row.statistic in ("mean", "median", "minimum", "maximum") else ""]
    said += [row.component if row.component in ("base", "total") else "", row.quote]
    if isinstance(row.period, str) and not re.search(r"per |/|annual|year", row.quote):
        said.append(f"{'an' if row.period == 'hour' else 'a'} {row.period}")
    return " ".join(part for part in said if part) + (f" = {row.restated}" if row.restated else "")


def _ladder(ax: Axes, pay: pd.DataFrame, labels: list[str], groups: list[str], currency: str) -> None:
    for y, row in enumerate(pay.itertuples()):
        colour = LEVELS.get(row.level, MUTED) if isinstance(row.level, str) else MUTED
        spread(ax, y, row.low, row.high, colour, open_low=row.open_low, open_high=row.open_high, hollow=row.approximate)
        beside(ax, y, _original(row))
    listed(ax, labels, groups)
    ax.set_xlim(0, float(pay[["low", "high"]].max().max()) * 1.1)
    ax.xaxis.set_major_formatter(lambda amount, _: money(amount, currency))
    ax.set_xlabel(f"pay per working year, {currency} at the rate of each report's date")


_READING = "Bars: ranges · dots: points (hollow: about) · arrows: open ends · right: as printed"


@styled
def salary_ladder(role: str = "ai-architect", currency: str = "USD", hours_per_year: float = 2080, ax: Axes | None = None) -> Axes:
    """What one role earns by level and place, each statement once, the original beside it."""
    pay = stated_pay(currency, hours_per_year)
    pay = pay[pay["role"] == role]
    pay = pay.assign(rank=pay["level"].map(LEVEL_ORDER.index)).sort_values(["rank", "country", "low", "high"], kind="stable")
    axes = canvas(9.5, 1.6 + 0.3 * len(pay), ax)[0]
    levels = ["All levels" if level == "all" else words(level) for level in pay["level"]]
    labels = [f"{level} · {_place(row)}".rstrip(" ·") for level, row in zip(levels, pay.itertuples(), strict=True)]
    _ladder(axes, pay, labels, list(pay["level"]), currency)
    low, high = pay["low"].min(), pay["high"].max()
    alt = f"{len(pay)} statements of pay by level and place, from {money(low, currency)} to {money(high, currency)} a working year."
    return finish(axes, f"{words(role)}: stated pay by level and place", _READING, alt, pay["article"])


@styled
def pay_by_role(level: str = "senior", currency: str = "USD", hours_per_year: float = 2080, ax: Axes | None = None) -> Axes:
    """What the four roles earn at one level, each statement once, the original beside it."""
    pay = stated_pay(currency, hours_per_year)
    pay = pay[pay["level"] == level].sort_values(["role", "low", "high"], kind="stable")
    axes = canvas(9.5, 1.6 + 0.3 * len(pay), ax)[0]
    labels = [f"{words(row.role)} · {_place(row)}".rstrip(" ·") for row in pay.itertuples()]
    _ladder(axes, pay, labels, list(pay["role"]), currency)
    alt = "; ".join(
        f"{words(role)} {money(part['low'].min(), currency)} to {money(part['high'].max(), currency)}"
        for role, part in pay.groupby("role")
    )  # fmt: skip
    return finish(axes, f"{words(level)} pay in the four roles", _READING, alt + ".", pay["article"])


@styled
def pay_by_country(level: str = "entry", currency: str = "USD", hours_per_year: float = 2080, ax: Axes | None = None) -> Axes:
    """Pay at one level by country, each statement once."""
    pay = stated_pay(currency, hours_per_year)
    pay = pay[(pay["level"] == level) & pay["country"].notna()].sort_values(["country", "role", "low"], kind="stable")
    axes = canvas(9.5, 1.6 + 0.3 * len(pay), ax)[0]
    _ladder(axes, pay, [f"{row.country} · {words(row.role)}" for row in pay.itertuples()], list(pay["country"]), currency)
    middle = ((pay["low"].fillna(pay["high"]) + pay["high"].fillna(pay["low"])) / 2).groupby(pay["country"]).median()
    alt = ", ".join(f"{country} {money(amount, currency)}" for country, amount in middle.sort_values().items())
    alt = f"Median of the middles by country: {alt}."
    return finish(axes, f"{words(level)} pay by country", _READING, alt, pay["article"])


#: What must be equal for two statements to be of the same pay.
_SAME = ["role", "level", "country", "region", "location", "industry", "company_size_low", "component", "past"]


def same_pay(currency: str = "USD", hours_per_year: float = 2080) -> list[tuple[pd.DataFrame, str]]:
    """Groups of statements of the same pay, each `identical`, `overlapping` (some value fits all) or `apart`.

    Ranges, means and medians only: the least and the most that can be earned are other quantities.
    """
    pay = stated_pay(currency, hours_per_year, distinct=False)
    pay = pay[pay["statistic"].isin(["range", "mean", "median"])]
    reported = pay["article"].map(published()).str[:4].astype("Int64")
    pay = pay.assign(past=pay["year"].where(pay["year"] < reported))
    rounding = pay["figure_id"].map(load("figures").set_index("figure_id")["rounding"]) * pay["high"] / pay["annual_high"]
    slack = rounding.where(pay["approximate"] & (pay["low"] == pay["high"]), 0).fillna(0)
    pay = pay.assign(start=(pay["low"] - slack).where(~pay["open_low"], 0), end=(pay["high"] + slack).where(~pay["open_high"], float("inf")))
    groups = []
    keys = pay[_SAME].astype("object").where(pay[_SAME].notna(), "").astype(str)
    for _, group in pay.groupby([keys[key] for key in _SAME], sort=False):
        if len(group) > 1:
            alike = group.groupby(["low", "high"], dropna=False).ngroups == 1
            fits = group["start"].max() <= group["end"].min()
            groups.append((group, "identical" if alike else "overlapping" if fits else "apart"))
    return sorted(groups, key=lambda pair: (pair[0]["role"].iloc[0], LEVEL_ORDER.index(pair[0]["level"].iloc[0])))


@styled
def pay_agreement(currency: str = "USD", hours_per_year: float = 2080, ax: Axes | None = None) -> Axes:
    """Every statement of the same pay, from tables and prose of all reports: do they share a single value?"""
    groups = same_pay(currency, hours_per_year)
    axes = canvas(9.5, 1.7 + 0.5 * len(groups), ax)[0]
    told = {"identical": "say the same", "overlapping": "differ, but overlap", "apart": "no value fits all"}
    for y, (group, verdict) in enumerate(groups):
        for row, offset in zip(group.sort_values(["low", "high"]).itertuples(), _offsets(len(group)), strict=True):
            colour, marker = ARTICLES[row.article]
            spread(axes, y + offset, row.low, row.high, colour, open_low=row.open_low, open_high=row.open_high, marker=marker, width=3)
        beside(axes, y, f"{len(group)} statements: {told[verdict]}", RED if verdict == "apart" else INK)
    first = [group.iloc[0] for group, _ in groups]
    labels = [" · ".join(part for part in (words(row["role"]), "all levels" if row["level"] == "all" else row["level"], _place(row)) if part) for row in first]
    listed(axes, labels, [row["role"] for row in first])
    axes.set_xlim(0, max(float(group[["low", "high"]].max().max()) for group, _ in groups) * 1.1)
    axes.xaxis.set_major_formatter(lambda amount, _: money(amount, currency))
    axes.set_xlabel(f"pay per working year, {currency} at the rate of each report's date")
    many = {verdict: sum(each == verdict for _, each in groups) for verdict in told}
    title = f"The same pay stated again: {many['identical']} times the same, {many['overlapping']} overlapping, {many['apart']} apart"
    apart = "; ".join(label for label, (_, verdict) in zip(labels, groups, strict=True) if verdict == "apart")
    reading = "One mark a statement, from tables and prose · bars: ranges · arrows: open ends"
    return finish(axes, title, reading, f"No value fits all statements of {apart or 'none'}.", [row["article"] for row in first])


def _offsets(many: int) -> list[float]:
    step = min(0.17, 0.7 / max(many, 1))
    return [(nth - (many - 1) / 2) * step for nth in range(many)]


def implied_rates() -> pd.DataFrame:
    """Exchange rates that pairs of amounts imply, and the market's range in the year before, in percent of its middle."""
    found = load("findings").query("check == 'currencies.market'").reset_index(drop=True)
    quotes = load("figures").set_index("figure_id")["quote"]
    yearly = load("salaries").set_index("figure_id")["annual_low"]
    pairs = [ids.split()[:2] for ids in found["figure_ids"]]
    found["pair"] = [" = ".join(quotes[each] for each in pair) for pair in pairs]
    found["rate"] = [yearly[local] / yearly[dollars] for local, dollars in pairs]
    middle = (found["implied_low"] + found["implied_high"]) / 2
    for bound in ("rate", "stated_low", "stated_high", "implied_low", "implied_high"):
        found[f"{bound}_off"] = 100 * (found[bound] / middle - 1)
    return found.sort_values(["unit", "stated_low"], kind="stable", ignore_index=True)


@styled
def exchange_rates(ax: Axes | None = None) -> Axes:
    """The exchange rates that pairs of amounts imply, against where the market stood in the year before."""
    found = implied_rates()
    axes = canvas(9.5, 1.8 + 0.36 * len(found), ax)[0]
    told = {"consistent": "the market stood there", "consistent_within_rounding": "there within rounding", "undetermined": "no such rate known"}
    for y, row in enumerate(found.itertuples()):
        colour, marker = VERDICTS[row.verdict]
        axes.plot([row.implied_low_off, row.implied_high_off], [y, y], color=GRID, lw=13, solid_capstyle="butt", gid="market")
        axes.plot([row.stated_low_off, row.stated_high_off], [y, y], color=colour, lw=3, solid_capstyle="butt", gid="range")
        axes.plot(row.rate_off, y, marker, color=colour, ms=6, gid="point")
        low, high = (f"{rate:,.0f}" if rate > 100 else f"{rate:.3g}" for rate in (row.stated_low, row.stated_high))
        beside(axes, y, f"{low}–{high} {row.unit}: {told.get(row.verdict, row.verdict)}")
    axes.axvline(0, color=MUTED, lw=0.8)
    listed(axes, list(found["pair"]), list(found["unit"]))
    axes.set_xlim(-20, 20)
    axes.set_xlabel("currency units for a dollar: difference from the middle of the market's year, percent")
    off = int((found["verdict"] == "undetermined").sum())
    title = f"{off} of {len(found)} pairs of amounts imply a rate not known from the year before"
    units = ", ".join(f"{unit} {len(rows)}" for unit, rows in found.groupby("unit"))
    reading = "Grey: the market in the year before each report · coloured: every rate the two amounts allow (to the edge: further)"
    return finish(axes, title, reading, f"Pairs of amounts by currency: {units}.", found["article"].dropna())
