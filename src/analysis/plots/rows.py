"""Pictures of rows: ladders of ranges and points, bars from nought, statements of one thing beside each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.datasets.datapackage import published
from analysis.datasets.fields import LEVELS as LEVEL_ORDER
from analysis.errors import InputError
from analysis.plots.colours import BLUE, INK, LEVELS, RED
from analysis.plots.frames import Data, Frame, frame, labels, name, titled, told
from analysis.plots.style import Row, amount_of, beside, canvas, chart, finish, listed, on_axis, spread, styled
from analysis.report.words import printed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_READING = "Bars: ranges · dots: points (hollow: about) · arrows: open ends · right: as printed"
PAY_PERIODS = ("hour", "day", "week", "month", "year")
#: Parts of pay that are no pay by themselves.
_EXTRAS = ("bonus", "equity", "other")
_NAMED = {"percent": "percent", "job": "jobs", "count": "count", "employee": "staff"}


@styled
def ladder(
    data: Data = "salaries", where: str = "", *, label: Sequence[str] = ("level", "country"), group: str = "",
    currency: str = "USD", hours_per_year: float = 2080, title: str = "", ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Ranges, points and open ends under each other, each statement once, as printed at the right.

    Rows are named by the columns of `label`, and by whatever else tells rows of one name apart; a line parts them
    where `group` changes. Pay is drawn per working year in `currency`, other figures in their own unit. `title` may
    hold {n}, {low}, {high}, {least}, {most} and {printed}: how many, the extremes, who has them, and the highest as
    printed.
    """
    rows, unit, text = _drawn(data, where, currency, hours_per_year)
    rows = _ordered(rows, group or label[0])
    names = labels(rows, label)
    groups = [str(each) for each in rows[group or label[0]]]
    shown = [
        Row(
            names[nth], row.drawn_low, row.drawn_high, LEVELS.get(str(getattr(row, "level", "")), BLUE), _printed(row),
            groups[nth], bool(row.open_low), bool(row.open_high), bool(row.approximate),
        )
        for nth, row in enumerate(rows.itertuples())
    ]  # fmt: skip
    axes = chart(shown, unit, ax)
    axes.xaxis.set_major_formatter(lambda value, _: on_axis(value, text))
    facts = _extremes(rows, names, text)
    alt = titled("", "{n} statements, from {low} ({least}) to {high} ({most}).", facts)
    said = titled(title, "{n} statements from {low} to {high}", facts)
    return finish(axes, said, _READING, alt, rows["article"])


@styled
def bars(
    data: Data, where: str = "", *, label: Sequence[str] = ("subject",), group: str = "", title: str = "",
    ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Bars from nought, longest first within each `group`; an arrow means "or more".

    `title` may hold {n}, {sum}, {most}, {high} and {tops}: how many bars, what they make together, the longest one, and
    the longest of each group.
    """
    rows, unit, text = _drawn(data, where, "USD", 2080)
    keys = [group, "drawn_low"] if group else ["drawn_low"]
    rows = rows.sort_values(keys, ascending=[True, False][-len(keys) :], kind="stable", ignore_index=True)
    names = labels(rows, label)
    groups = [str(each) for each in rows[group]] if group else [""] * len(rows)
    shown = [
        Row(names[nth], row.drawn_low, row.drawn_low, BLUE, str(row.quote), groups[nth], False, bool(row.open_high))
        for nth, row in enumerate(rows.itertuples())
    ]
    headed = _headed(shown) if group else shown
    axes = chart(headed, unit, ax, width=9, zero=True)
    for y, row in enumerate(headed):
        if row.low != row.low:
            axes.text(0, y, row.note, va="center", fontweight="bold", fontsize=9, color=INK)
    axes.xaxis.set_major_formatter(lambda value, _: on_axis(value, text))
    tops = [f"{row.label} ({row.note})" for nth, row in enumerate(shown) if not nth or row.group != groups[nth - 1]]
    facts = _extremes(rows, names, text) | {"sum": text(rows["drawn_low"].sum()), "tops": told(tops)}
    alt = "; ".join(f"{row.label} {row.note}" for row in shown)
    reading = "Arrows: “or more” · right: as printed" if any(row.open_high for row in shown) else "Right: as printed"
    return finish(axes, titled(title, "{most} leads with {high}", facts), reading, f"{alt}.", rows["article"])


def _headed(rows: Sequence[Row]) -> list[Row]:
    """The rows with one before each group that holds its name alone, and no value."""
    made: list[Row] = []
    for row in rows:
        if not made or made[-1].group != row.group:
            made.append(Row("", float("nan"), float("nan"), note=_title(row.group), group=row.group))
        made.append(row)
    return made


def _title(topic: str) -> str:
    """A block's title without what kind of block it is."""
    head, _, rest = topic.partition(": ")
    text = re.sub(r"\s*\([^()]*\)$", "", (rest if head in ("Chart", "Table") else topic).rstrip(":"))
    return text[:1].upper() + text[1:]


def _drawn(data: Data, where: str, currency: str, hours_per_year: float) -> tuple[Frame, str, Callable[[float], str]]:
    """The rows, each statement once, with `drawn_low` and `drawn_high`; what the axis is, and how a value reads.

    An amount that only restates another one in a second currency is no row of its own but its `restated`.
    """
    options: dict[str, Any] = {"source": True, "currency": currency, "hours_per_year": hours_per_year}
    rows = frame(data, where, **options)
    if "same_as" in rows:
        words = dict(_in_another_currency(rows)[["same_as", "quote"]].itertuples(index=False))
        rows = rows[rows["same_as"].isna() | ~rows["same_as"].isin(rows["figure_id"])]
        rows = rows.assign(restated=[words.get(key, "") for key in rows["figure_id"]])
    if "component" in rows:
        rows = rows[~rows["component"].isin(_EXTRAS)]
    paid = [f"{currency.lower()}_low", f"{currency.lower()}_high"]
    if set(paid) <= set(rows.columns):
        rows = rows.assign(drawn_low=rows[paid[0]], drawn_high=rows[paid[1]])
        unit, text = f"pay per working year, {currency} at the rate of each report's date", amount_of(currency)
        if "annual_low" not in rows:
            unit = currency
    elif "days_low" in rows:
        rows = rows.assign(drawn_low=rows["days_low"] / 7, drawn_high=rows["days_high"] / 7)
        unit, text = "weeks", "{:,.3g}".format
    else:
        rows = rows.assign(drawn_low=rows["low"], drawn_high=rows["high"])
        named = list(dict.fromkeys(rows["unit"]))
        unit = ", ".join(_NAMED.get(each, each.replace("/", " a ").replace("_", " ")) for each in named)
        text = amount_of(str(named[0])) if len(named) == 1 else "{:,.6g}".format
    return rows.dropna(subset=["drawn_low", "drawn_high"], how="all"), unit, text


def _in_another_currency(rows: Frame) -> Frame:
    """The amounts that restate another one of the rows in a second currency."""
    if "currency" not in rows:
        return rows.iloc[:0]
    first = rows["same_as"].map(rows.drop_duplicates("figure_id").set_index("figure_id")["currency"])
    return rows[first.notna() & (first != rows["currency"])]


def _ordered(rows: Frame, column: str) -> Frame:
    """By a column, levels from entry upwards; within it by what is earned."""
    ranks = [LEVEL_ORDER.index(each) if each in LEVEL_ORDER else name(column, each) for each in rows[column]]
    keyed = rows.assign(_rank=ranks, _middle=rows["drawn_low"].fillna(rows["drawn_high"]))
    return keyed.sort_values(["_rank", "_middle"], kind="stable", ignore_index=True).drop(columns=["_rank", "_middle"])


def _extremes(rows: Frame, names: Sequence[str], text: Callable[[float], str]) -> dict[str, Any]:
    low, high = rows["drawn_low"].fillna(rows["drawn_high"]), rows["drawn_high"].fillna(rows["drawn_low"])
    least, most = int(low.to_numpy().argmin()), int(high.to_numpy().argmax())
    return {
        "n": len(rows), "low": text(low.iloc[least]), "least": names[least], "most": names[most],
        "high": text(high.iloc[most]) + "+" * bool(rows["open_high"].iloc[most]),
        "printed": _printed(next(rows.iloc[[most]].itertuples())),
    }  # fmt: skip


def _printed(row: Any) -> str:
    """The figure as printed, with its pay period and currency where the quote does not say them."""
    text = printed(row._asdict())
    period = getattr(row, "period", "")
    if period in PAY_PERIODS and not re.search(r"per |/|annual|year", text):
        text += f" {'an' if period == 'hour' else 'a'} {period}"
    restated = getattr(row, "restated", "")
    return f"{text} = {restated}" if restated else text


#: What must be equal for two statements to be of the same pay.
_SAME = ("role", "level", "country", "region", "location", "industry", "company_size_low", "component")


@styled
def agreement(
    data: Data = "salaries", where: str = "", *, same: Sequence[str] = _SAME, currency: str = "USD",
    label: Sequence[str] = ("role", "level", "country"), hours_per_year: float = 2080, title: str = "",
    ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Every statement of one thing beside each other: do they say the same, does one value fit all, or none?

    Statements are of one thing where the columns `same` are equal; ranges, means and medians only, for the least and
    the most are other quantities. `title` may hold {groups}, {identical}, {compatible} and {apart}.
    """
    groups = alike(data, where, same=same, currency=currency, hours_per_year=hours_per_year)
    _, unit, text = _drawn(groups[0][0], "", currency, hours_per_year)
    axes = canvas(1.7 + 0.46 * len(groups), ax)[0]
    words = {"identical": "say the same", "compatible": "one value fits all", "apart": "no value fits all"}
    for y, (group, verdict) in enumerate(groups):
        colour = RED if verdict == "apart" else BLUE
        for nth, row in enumerate(group.itertuples()):
            height = y + (nth - (len(group) - 1) / 2) * min(0.17, 0.7 / len(group))
            ends = row.drawn_low, row.drawn_high, colour, bool(row.open_low), bool(row.open_high)
            spread(axes, height, *ends, "D" if verdict == "apart" else "o", width=3)
        beside(axes, y, f"{len(group)}: {words[verdict]}", RED if verdict == "apart" else INK)
    first = pd.concat([group.head(1) for group, _ in groups], ignore_index=True)
    names = labels(first, label)
    listed(axes, names, [str(each) for each in first[label[0]]])
    axes.set_xlim(0, 1.2 * max(group[["drawn_low", "drawn_high"]].max().max() for group, _ in groups))
    axes.xaxis.set_major_formatter(lambda value, _: on_axis(value, text))
    axes.set_xlabel(unit)
    facts: dict[str, Any] = {each: sum(each == verdict for _, verdict in groups) for each in words}
    facts["groups"] = len(groups)
    apart = [label for label, (_, verdict) in zip(names, groups, strict=True) if verdict == "apart"]
    alt = f"No value fits all statements of: {told(apart) if apart else 'none'}."
    said = titled(
        title, "{groups} stated more than once: {apart} apart, {compatible} compatible, {identical} the same", facts
    )
    reading = "One mark a statement, from tables and prose · bars: ranges · arrows: open ends · red: no value fits all"
    return finish(axes, said, reading, alt, first["article"])


def alike(
    data: Data = "salaries", where: str = "", *, same: Sequence[str] = _SAME, currency: str = "USD",
    hours_per_year: float = 2080,
) -> list[tuple[Frame, str]]:  # fmt: skip
    """Groups of statements of one thing, each `identical`, `compatible` (some value fits all) or `apart`."""
    options: dict[str, Any] = {"source": True, "currency": currency, "hours_per_year": hours_per_year}
    rows = frame(data, where, **options)
    if "same_as" in rows:  # every statement counts, but what is only turned into another currency is none
        rows = rows[~rows["figure_id"].isin(_in_another_currency(rows)["figure_id"])].drop(columns="same_as")
    rows, _, _ = _drawn(rows, "", currency, hours_per_year)
    if "statistic" in rows:
        rows = rows[rows["statistic"].isin(["range", "mean", "median"])]
    if "rounding" in rows:
        digit = rows["rounding"] * (rows["drawn_high"] / rows["high"])
        slack = digit.where(rows["approximate"] & (rows["low"] == rows["high"]), 0).fillna(0)
    else:
        slack = 0.0
    rows = rows.assign(
        least=(rows["drawn_low"] - slack).where(~rows["open_low"].astype(bool), 0),
        most=(rows["drawn_high"] + slack).where(~rows["open_high"].astype(bool), float("inf")),
    )
    if "year" in rows:
        reported = rows["article"].map(published()).str[:4].astype("Int64")
        rows = rows.assign(past=rows["year"].where(rows["year"] < reported))
    columns = [each for each in (*same, "past") if each in rows]
    keys = rows[columns].astype("object").where(rows[columns].notna(), "").astype(str)
    groups = [group for _, group in rows.groupby([keys[key] for key in columns], sort=False) if len(group) > 1]
    if not groups:
        raise InputError("agreement", "nothing is stated more than once", "give more rows, or fewer columns as `same`")
    levels = {level: nth for nth, level in enumerate(LEVEL_ORDER)}
    groups.sort(key=lambda group: [f"{levels.get(each, 9)}{each}" for each in map(str, group[columns[:2]].iloc[0])])
    return [(group.sort_values(["drawn_low", "drawn_high"]), _agreement(group)) for group in groups]


def _agreement(group: Frame) -> str:
    if group.groupby(["drawn_low", "drawn_high"], dropna=False).ngroups == 1:
        return "identical"
    return "compatible" if group["least"].max() <= group["most"].min() else "apart"
