"""A small picture of one finding: its figures as ranges on one axis, drawn as SVG with its text alternative."""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from analysis.report.render import asset
from analysis.report.view import FigureView, FindingView
from analysis.report.words import amount, between
from analysis.units import split

WIDTH, ROW, EDGE, AXIS = 360, 40, 8, 26
#: Characters of a row's text that fit across.
_FIT = 50
#: Rows beyond these are counted, not drawn.
MOST = 8
_DIGITS = 4
#: Families whose relation is seen in the figures themselves.
_OF_FIGURES = ("repeats.", "order.", "currencies.", "claims.")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a range or a point, what it is and how it is printed. `lead` rows are the figure judged."""

    label: str
    text: str
    low: float
    high: float
    open_low: bool = False
    open_high: bool = False
    lead: bool = False


def bars(finding: FindingView) -> tuple[list[Bar], str]:
    """The rows to draw and their unit: stated against implied where the sum gives both, else the figures themselves."""
    first = finding.figures[0].row
    if rows := _stated_and_implied(finding):
        return rows, finding.row["unit"]
    rows_of = [figure.row for figure in finding.figures]
    in_dollars = len({row["unit"] for row in rows_of}) > 1 and all(
        row.get("usd_low") or row.get("usd_high") for row in rows_of
    )
    unit = "USD/year" if in_dollars else finding.row["unit"] or first["unit"]
    keys = ("usd_low", "usd_high") if in_dollars else ("low", "high")
    drawn = [figure for figure in finding.figures if in_dollars or figure.row["unit"] == unit]
    return [_figure(finding, figure, keys) for figure in drawn], unit


def _stated_and_implied(finding: FindingView) -> list[Bar]:
    row, figure = finding.row, finding.figures[0].row
    sides = [row[key] for key in ("stated_low", "stated_high", "implied_low", "implied_high")]
    if None in sides or finding.check.startswith(_OF_FIGURES) or not any(map(math.isfinite, sides[2:])):
        return []
    low, high, implied_low, implied_high = map(float, sides)
    if figure["unit"] == row["unit"] and None not in (figure["low"], figure["high"]):
        low, high = min(low, figure["low"]), max(high, figure["high"])  # a range of which one end was judged
    text = between(implied_low, implied_high, row["unit"], digits=_DIGITS)
    implied = _bar("implied by the other figures", text, implied_low, implied_high)
    return [_bar("stated", finding.stated, low, high, lead=True), implied]


def _figure(finding: FindingView, figure: FigureView, keys: tuple[str, str]) -> Bar:
    row = figure.row
    low, high = (math.nan if row[key] is None else float(row[key]) for key in keys)
    name = row["row_label"] or row["subject"] or figure.section
    label = f"in {figure.block}" if finding.check.startswith("repeats.") else name
    lead = figure.part == finding.figures[0].part
    return _bar(label, figure.printed, low, high, bool(row["open_low"]), bool(row["open_high"]), lead=lead)


def _bar(
    label: str, text: str, low: float, high: float, open_low: bool = False, open_high: bool = False, lead: bool = False
) -> Bar:
    """A row; an end that is missing or infinite is open and drawn at the other one."""
    first, last = (low if math.isfinite(low) else high), (high if math.isfinite(high) else low)
    return Bar(label, text, first, last, open_low or math.isinf(low), open_high or math.isinf(high), lead)


def alternative(rows: list[Bar], unit: str) -> str:
    """The picture in words."""
    shown = "; ".join(
        f"{row.label}: {between(row.low, row.high, unit, row.open_low, row.open_high, digits=_DIGITS)}"
        for row in rows[:MOST]
    )
    more = f"; and {len(rows) - MOST} more" if len(rows) > MOST else ""
    return f"Ranges on one axis. {shown}{more}."


def picture(finding: FindingView) -> Markup:
    """The finding as an inline `<svg>`; '' where none of its figures can be drawn."""
    rows, unit = bars(finding)
    if not rows:
        return Markup("")
    shown = rows[:MOST]
    scale = _Scale.around(shown)
    height = ROW * len(shown) + AXIS
    parts = [_gap(shown, scale), _axis(scale, unit, height), *(_row(row, n, scale) for n, row in enumerate(shown))]
    head = Markup('<svg class="ranges" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        WIDTH, height, alternative(rows, unit)
    )
    return head + Markup("").join(parts) + Markup("</svg>")


def image(finding: FindingView) -> Markup:
    """The same as an `<img>` with its own style: a notebook that is not trusted keeps of an `<svg>` only its words."""
    drawn = picture(finding)
    if not drawn:
        return drawn
    text = str(drawn).replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" ', 1)
    text = text.replace(">", f"><style>{asset('ranges.css')}</style>", 1)
    return Markup('<img class="ranges" alt="{}" src="data:image/svg+xml,{}">').format(
        alternative(*bars(finding)), quote(text, safe=" /:;=,()")
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Values to positions across the drawing."""

    low: float
    high: float
    step: float

    @classmethod
    def around(cls, rows: list[Bar]) -> _Scale:
        low, high = min(row.low for row in rows), max(row.high for row in rows)
        if 0 <= low < 0.5 * high:
            low = 0.0
        room = 0.08 * (high - low or abs(high) or 1)
        first, last = (0.0 if low == 0 else low - room), high + room
        return cls(first, last, _step((last - first) / 4))

    def at(self, value: float) -> float:
        return round(EDGE + (value - self.low) / (self.high - self.low) * (WIDTH - 2 * EDGE), 1)

    def ticks(self) -> list[float]:
        first = math.ceil(self.low / self.step - 1e-9)
        last = math.floor(self.high / self.step + 1e-9)
        return [number * self.step for number in range(first, last + 1)]


def _step(rough: float) -> float:
    """The next round step: 1, 2 or 5 times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)


def _axis(scale: _Scale, unit: str, height: int) -> Markup:
    line = height - AXIS + 4
    parts = []
    for tick in scale.ticks():
        x = scale.at(tick)
        anchor = "start" if x < 30 else "end" if x > WIDTH - 30 else "middle"
        text = amount(float(f"{tick:.10g}"), split(unit).base)
        parts.append(Markup('<line class="grid" x1="{0}" x2="{0}" y1="4" y2="{1}"/>').format(x, line))
        parts.append(
            Markup('<text class="tick" x="{}" y="{}" text-anchor="{}">{}</text>').format(x, line + 15, anchor, text)
        )
    return Markup("").join(parts)


def _gap(rows: list[Bar], scale: _Scale) -> Markup:
    """A band where neither of two rows reaches: what the contradiction consists in."""
    if len(rows) != 2:
        return Markup("")
    lower, upper = sorted(rows, key=lambda row: row.low)
    if lower.open_high or upper.open_low or lower.high >= upper.low:
        return Markup("")
    x = scale.at(lower.high)
    return Markup('<rect class="gap" x="{}" y="4" width="{}" height="{}"/>').format(
        x, round(scale.at(upper.low) - x, 1), ROW * len(rows)
    )


def _row(row: Bar, number: int, scale: _Scale) -> Markup:
    top = ROW * number
    kind = "lead" if row.lead else "other"
    start, end = scale.at(row.low), scale.at(row.high)
    room = _FIT - round(1.2 * len(row.text))
    label = row.label if len(row.label) <= room else row.label[: room - 1].rstrip(" ,") + "…" if room > 12 else ""
    shape = (
        Markup('<rect class="{}" x="{}" y="{}" width="{}" height="10"/>').format(
            kind, start, top + 21, round(end - start, 1)
        )
        if end - start >= 3
        else Markup('<circle class="{}" cx="{}" cy="{}" r="5.5"/>').format(kind, round((start + end) / 2, 1), top + 26)
    )
    opens = ((row.open_low, start, -1), (row.open_high, end, 1))
    arrows = [_arrow(kind, x, top + 26, way) for is_open, x, way in opens if is_open]
    return (
        Markup('<text x="{}" y="{}"><tspan class="value">{}</tspan><tspan dx="7">{}</tspan></text>').format(
            EDGE, top + 15, row.text, label
        )
        + shape
        + Markup("").join(arrows)
    )


def _arrow(kind: str, x: float, y: int, way: int) -> Markup:
    tip, back = round(x + way * 13, 1), round(x + way * 4, 1)
    return Markup('<path class="{}" d="M{} {}L{} {}L{} {}Z"/>').format(kind, back, y - 6, tip, y, back, y + 6)
