"""The one look of all pictures: colours safe for colour-blind readers and in grey, ranges, arrows, source lines.

A picture is a function that returns its Axes. It is drawn inside `pictures`' style, on a figure that carries its own
alternative text, so that a notebook, its HTML and the report all say the same to those who do not see it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec

from analysis.errors import optional
from analysis.plots.colours import BLUE, INK, MUTED
from analysis.report.words import term
from analysis.units import currency

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

P = ParamSpec("P")
#: Inches across: text of this size is still read where the picture is as wide as a large phone.
WIDTH = 8.2

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


def pyplot() -> Any:
    """matplotlib.pyplot, or one line that says how to get it."""
    return optional("matplotlib.pyplot", "plots", "plots", "drawing")


def styled(draw: Callable[P, Axes]) -> Callable[P, Axes]:
    """Draw inside the house style and leave the reader's own settings as they were."""

    @wraps(draw)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> Axes:
        with _look():
            return draw(*args, **kwargs)

    return wrapper


@contextmanager
def _look() -> Iterator[None]:
    """The house style. Only its own settings are put back: a notebook switches others on at its first figure."""
    settings, house = pyplot().rcParams, _house()
    before = {key: settings[key] for key in house}
    settings.update(house)
    try:
        yield
    finally:
        settings.update(before)


@cache
def _house() -> Any:
    from matplotlib import rc_params_from_file

    return rc_params_from_file(Path(__file__).with_name("house.mplstyle"), use_default_template=False)


def canvas(height: float, ax: Axes | None = None, columns: int = 1) -> list[Axes]:
    """Axes side by side on a new figure of this height in inches; or the one given."""
    if ax is not None:
        return [ax]
    plt = pyplot()
    figure = plt.figure(FigureClass=_described(), figsize=(WIDTH, height), dpi=100, layout="constrained")
    return list(figure.subplots(1, columns, squeeze=False)[0])


def _described() -> type[Figure]:
    from matplotlib.figure import Figure

    class Picture(Figure):
        """A figure that hands its alternative text to whatever shows it."""

        def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, Any], ...]:
            return {}, {"image/png": {"alt": self.get_label()}}

    return Picture


def finish(ax: Axes, title: str, reading: str, alt: str, articles: Iterable[str] | None = None) -> Axes:
    """Put the title, how to read the marks and the source line on a picture, on one edge; `alt` says it in words."""
    figure: Any = ax.figure
    lines = textwrap.wrap(title, 76) or [""]
    figure.suptitle("\n".join(lines), x=0.01, ha="left", fontsize=12.5, fontweight="bold", color=INK)
    if reading:
        wrapped = "\n".join(textwrap.wrap(reading, 116))
        ax.set_title("\n".join(" " for _ in wrapped.split("\n")), loc="left", fontsize=9, pad=9)  # keeps the room
        edge: Any = (figure.transFigure, "axes fraction")
        look: Any = {"textcoords": "offset points", "annotation_clip": False, "fontsize": 9, "color": MUTED}
        room = 9 + (14 if ax.xaxis.get_ticks_position() == "top" else 0)
        ax.annotate(wrapped, (0.01, 1), (0, room), xycoords=edge, va="bottom", **look).set_in_layout(False)
    figure.supxlabel(source(articles), x=0.01, ha="left", fontsize=8, color=MUTED)
    figure.set_label(f"{title}. {alt}")
    return ax


def alt_text(ax: Axes) -> str:
    """What the picture shows, in words, made from the data it was drawn from."""
    return str(ax.figure.get_label())


def source(articles: Iterable[str] | None = None) -> str:
    """Where the figures of a picture come from: how many reports, published when; of an audit, the text checked."""
    from analysis.datasets.datapackage import published

    dates = published()
    named = sorted(set(articles)) if articles is not None else sorted(dates)
    if named and not dates.keys() & set(named):
        return "Source: the text checked; figures as stated, derived ones named so."
    days = sorted(date.fromisoformat(dates[each]) for each in named if dates.get(each))
    when = f"{days[0]:%B %Y}" if days else ""
    if days and (days[0].year, days[0].month) != (days[-1].year, days[-1].month):
        when = f"{days[0]:%B}–{days[-1]:%B %Y}" if days[0].year == days[-1].year else f"{when}–{days[-1]:%B %Y}"
    many = {1: "one", 2: "two", 3: "three", 4: "four"}.get(len(named), str(len(named)))
    which = f"{many} career report{'s' * (len(named) > 1)}" + (f" ({term(named[0])})" if len(named) == 1 else "")
    return f"Source: {', '.join(part for part in (which, when) if part)}; figures as stated, derived ones named so."


def save(ax: Axes, path: Path) -> list[Path]:
    """Write a picture as PNG and SVG, the same bytes each time, and close it."""
    figure: Any = ax.figure
    written = []
    with _look():
        for suffix, metadata in ((".png", {"Software": None}), (".svg", {"Date": None, "Description": alt_text(ax)})):
            target = path.with_suffix(suffix)
            figure.savefig(target, dpi=150, bbox_inches="tight", pad_inches=0.15, metadata=metadata)
            written.append(target)
    pyplot().close(figure)
    return written


def spread(
    ax: Axes, y: float, low: float, high: float, colour: str, open_low: bool = False, open_high: bool = False,
    marker: str = "o", hollow: bool = False, width: float = 6,
) -> None:  # fmt: skip
    """A range as a bar, a point as a marker, an open end as an arrow (that bound may be missing)."""
    start, end = (high if low != low else low), (low if high != high else high)
    if start != end:
        ax.plot([start, end], [y, y], color=colour, lw=width, solid_capstyle="butt", gid="range")
    elif open_low or open_high:
        ax.plot(start, y, "|", color=colour, ms=11, mew=2, gid="point")
    else:
        ax.plot(start, y, marker, color=colour, ms=7, mfc="white" if hollow else colour, mew=1.6, gid="point")
    for is_open, x, way in ((open_low, start, (-22, 0)), (open_high, end, (22, 0))):
        if is_open:
            arrow(ax, (x, y), way, colour)


def arrow(ax: Axes, end: tuple[float, float], way: tuple[float, float], colour: str) -> None:
    """An open end: an arrow from a place in the data, some points long."""
    style = {"arrowstyle": "<|-,head_width=0.3,head_length=0.6", "color": colour, "lw": 2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, way, textcoords="offset points", arrowprops=style).set_gid("open")


class Row(NamedTuple):
    """One row of a picture: a range or a point, named at the left, with a note at the right edge."""

    label: str
    low: float
    high: float
    colour: str = BLUE
    note: str = ""
    group: str = ""
    open_low: bool = False
    open_high: bool = False
    hollow: bool = False


def chart(rows: Sequence[Row], unit: str, ax: Axes | None = None, width: float = 6, zero: bool = False) -> Axes:
    """Rows under each other on one axis named `unit`; with `zero`, bars that begin at nought."""
    axes = canvas(1.6 + 0.31 * len(rows), ax)[0]
    for y, row in enumerate(rows):
        if row.low != row.low and row.high != row.high:
            continue  # the heading of a group
        if zero:
            axes.plot([0, row.low], [y, y], color=row.colour, lw=width, solid_capstyle="butt", gid="range")
        if not zero or row.open_high:
            ends = row.open_low, row.open_high
            spread(axes, y, row.low, row.high, row.colour, *ends, hollow=row.hollow, width=width)
        beside(axes, y, row.note)
    listed(axes, [row.label for row in rows], [row.group for row in rows])
    axes.locator_params(axis="x", nbins=5, steps=[1, 2, 5, 10])
    axes.set_xlim(
        0, max(end * (1.2 if row.open_high else 1.08) for row in rows for end in (row.low, row.high) if end == end)
    )
    axes.set_xlabel(unit)
    return axes


def listed(ax: Axes, labels: Sequence[str], groups: Sequence[str] | None = None) -> None:
    """Name the rows of a picture, first on top, with a fine line where a new group begins."""
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="y", visible=False)
    ax.spines["left"].set_visible(False)
    for row in range(1, len(labels)):
        if groups and groups[row] != groups[row - 1]:
            ax.axhline(row - 0.5, color=MUTED, lw=0.6)


def beside(ax: Axes, y: float, text: str, color: str = INK) -> None:
    """A note at the right edge of a row."""
    ax.annotate(text, (1.01, y), xycoords=("axes fraction", "data"), va="center", fontsize=8.5, color=color)


def on_axis(value: float, text: Callable[[float], str]) -> str:
    """A value beside a tick: without the currency code, which the axis names."""
    return re.sub(r"^[A-Z]{3} ", "", text(value))


def amount_of(unit: str) -> Callable[[float], str]:
    """How a value of a unit reads: `$120k`, `40%`, `1,200`."""
    if code := currency(unit):
        return lambda value: money(value, code)
    return "{:,.4g}%".format if unit == "percent" else "{:,.6g}".format


def money(amount: float, currency: str = "USD") -> str:
    """An amount for people: `$120k`, `€1.3 bn`."""
    sign = _SYMBOLS.get(currency, f"{currency} ")
    amount = float(amount)
    for size, unit in ((1e12, " tn"), (1e9, " bn"), (1e6, " m"), (1e3, "k")):
        if abs(amount) >= size:
            return f"{sign}{amount / size:.3g}{unit}"
    return f"{sign}{amount:,.0f}"
