"""Pictures of pay: ladders by role, level and country; where statements agree; exchange rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.datasets import load
from analysis.fields import LEVELS as LEVEL_ORDER
from analysis.plots.style import (
    ARTICLES, BLUE, GRID, INK, LEVELS, MUTED, RED, VERDICTS, beside, bounds, canvas, finish, listed, money, spread, styled, words,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PART_OF_PAY = ("bonus", "equity", "other")


def stated_pay(currency: str = "USD", hours_per_year: float = 2080, distinct: bool = True) -> pd.DataFrame:
    """Pay of the four roles the reports are about: `low` and `high` per working year in one currency, and the quote."""
    pay = load("salaries", currency=currency, hours_per_year=hours_per_year, distinct=distinct, source=True)
    pay = pay[pay["is_subject"].fillna(False) & ~pay["component"].isin(_PART_OF_PAY)]
    pay = pay.assign(**dict(zip(("low", "high"), (pay[bound] for bound in bounds(currency)), strict=True)))
    return pay.dropna(subset=["low", "high"], how="all").reset_index(drop=True)


def _place(row: Any) -> str:
    parts = (row.location, row.country, words(row.region) if isinstance(row.region, str) else None, row.industry)
    return next((str(part) for part in parts if isinstance(part, str) and part), "")


def _original(row: Any) -> str:
    """The figure as printed, with the period where the quote does not say it."""
    per = f" a {row.period}" if isinstance(row.period, str) and not any(w in row.quote for w in ("per", "annual", "/")) else ""
    statistic = {"mean": "mean ", "median": "median ", "minimum": "minimum ", "maximum": "maximum "}.get(row.statistic, "")
    return f"{statistic}{row.quote}{per}"


def _ladder(ax: Axes, pay: pd.DataFrame, labels: list[str], groups: list[str], currency: str) -> None:
    for y, row in enumerate(pay.itertuples()):
        colour = LEVELS.get(row.level, MUTED) if isinstance(row.level, str) else MUTED
        spread(ax, y, row.low, row.high, colour, open_low=row.open_low, open_high=row.open_high, hollow=row.approximate)
        beside(ax, y, _original(row))
    listed(ax, labels, groups)
    ax.set_xlim(left=0)
    ax.margins(x=0.08)
    ax.xaxis.set_major_formatter(lambda amount, _: money(amount, currency))
    ax.set_xlabel(f"pay per working year, {currency} at the rate of each report's date")


_READING = "Bars: ranges · dots: points (hollow: about) · arrows: open ends · right: as printed"


@styled
def salary_ladder(role: str = "ai-architect", currency: str = "USD", hours_per_year: float = 2080, ax: Axes | None = None) -> Axes:
    """What one role earns by level and place, each statement once, the original beside it."""
    pay = stated_pay(currency, hours_per_year)
    pay = pay[(pay["role"] == role) & pay["level"].isin(LEVEL_ORDER[:4])]
    pay = pay.assign(rank=pay["level"].map(LEVEL_ORDER.index)).sort_values(["rank", "country", "low", "high"], kind="stable")
    axes = canvas(9.5, 1.6 + 0.3 * len(pay), ax)[0]
    labels = [f"{words(row.level)} · {_place(row)}".rstrip(" ·") for row in pay.itertuples()]
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


@styled
def pay_agreement(currency: str = "USD", hours_per_year: float = 2080, ax: Axes | None = None) -> Axes:
    """Every statement of what one role earns at one level in one country: do they share a single value?"""
    pay = stated_pay(currency, hours_per_year, distinct=False)
    pay = pay[pay["level"].isin(LEVEL_ORDER[:4])]
    pay = pay.assign(start=pay["low"].where(~pay["open_low"], 0), end=pay["high"].where(~pay["open_high"], float("inf")))
    keys = [pay["role"], pay["level"].map(LEVEL_ORDER.index), pay["country"].fillna("")]
    groups = [(key, group) for key, group in pay.groupby(keys) if len(group) > 1]
    axes = canvas(9.5, 1.7 + 0.62 * len(groups), ax)[0]
    agreeing = 0
    for y, (_, group) in enumerate(groups):
        first, last = group["start"].max(), group["end"].min()
        agree = first <= last
        agreeing += agree
        for row, offset in zip(group.itertuples(), _offsets(len(group)), strict=True):
            colour, marker = ARTICLES[row.article]
            spread(axes, y + offset, row.low, row.high, colour, open_low=row.open_low, open_high=row.open_high, marker=marker, width=3)
        beside(axes, y, f"{len(group)} statements, " + ("a value fits all" if agree else "no value fits all"), INK if agree else RED)
    labels = [f"{words(role)}\n{LEVEL_ORDER[level]} · {country or 'no country said'}" for (role, level, country), _ in groups]
    listed(axes, labels, [key[0] for key, _ in groups])
    axes.set_xlim(left=0)
    axes.xaxis.set_major_formatter(lambda amount, _: money(amount, currency))
    axes.set_xlabel(f"pay per working year, {currency} at the rate of each report's date")
    title = f"Statements of the same pay: a value fits all in {agreeing} of {len(groups)} cases"
    return finish(axes, title, "One line a statement, tables and prose · arrows: open ends", f"{len(pay)} statements.", pay["article"])


def _offsets(many: int) -> list[float]:
    step = min(0.16, 0.7 / max(many, 1))
    return [(nth - (many - 1) / 2) * step for nth in range(many)]


@styled
def exchange_rates(ax: Axes | None = None) -> Axes:
    """The exchange rates that pairs of amounts imply, against what the market paid on the report's date."""
    found = load("findings")
    found = found[found["check"].str.startswith("currencies.") & found["implied_low"].notna() & found["stated_low"].notna()]
    found = found.reset_index(drop=True)
    axes = canvas(9.5, 1.7 + 0.34 * len(found), ax)[0]
    middle = (found["implied_low"] + found["implied_high"]) / 2
    for y, row in enumerate(found.itertuples()):
        colour, marker = VERDICTS[row.verdict]
        low, high = (100 * (bound / middle[y] - 1) for bound in (row.stated_low, row.stated_high))
        axes.plot([100 * (row.implied_low / middle[y] - 1), 100 * (row.implied_high / middle[y] - 1)], [y, y], color=GRID, lw=12)
        axes.plot([low, high], [y, y], color=colour, lw=2.5, gid="range")
        axes.plot((low + high) / 2, y, marker, color=colour, ms=7)
    axes.axvline(0, color=BLUE, lw=0.8)
    listed(axes, [str(subject) for subject in found["subject"]], list(found["unit"].fillna("")))
    axes.set_xlabel("difference from the market, percent")
    return finish(axes, "Exchange rates the amounts imply", "", f"{len(found)} pairs of amounts.", found["article"].dropna())
