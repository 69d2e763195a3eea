"""Interval arithmetic on columns: every printed figure stands for all the values that print so.

A relation is written once, as a function of `Bounds`. It is evaluated in floats for all rows, and again in exact
fractions for the rows whose verdict hangs on a bound (floats repr exactly the decimals that were printed).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Reading = Literal["printed", "rounded"]

#: Rows whose bounds come closer than this, relative to their size, are judged again in exact fractions.
NEAR = 1e-9
CONSISTENT, WITHIN_ROUNDING, INCONSISTENT, UNDETERMINED = range(4)

_fraction = np.frompyfunc(lambda value: Fraction(repr(float(value))), 1, 1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Intervals, one a row: float arrays, or object arrays of Fractions; an unbounded end is infinite and open."""

    low: Array
    high: Array
    closed_low: Array
    closed_high: Array

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(
            self.low + other.low,
            self.high + other.high,
            self.closed_low & other.closed_low,
            self.closed_high & other.closed_high,
        )

    def __neg__(self) -> Bounds:
        return Bounds(-self.high, -self.low, self.closed_high, self.closed_low)

    def __sub__(self, other: Bounds) -> Bounds:
        return self + -other

    def __mul__(self, other: Bounds) -> Bounds:
        corners = [
            (x * y, closed_x & closed_y)
            for x, closed_x in ((self.low, self.closed_low), (self.high, self.closed_high))
            for y, closed_y in ((other.low, other.closed_low), (other.high, other.closed_high))
        ]
        values = np.stack([value for value, _ in corners])
        closed = np.stack([flag for _, flag in corners])
        low, high = values.min(axis=0), values.max(axis=0)
        at_low, at_high = closed & (values == low), closed & (values == high)
        return Bounds(low, high, np.asarray(at_low.any(axis=0)), np.asarray(at_high.any(axis=0)))

    def __truediv__(self, other: Bounds) -> Bounds:
        """The quotient; unbounded where the divisor may be zero or less."""
        safe = np.asarray(other.low > 0, dtype=bool)
        below, above = np.where(safe, other.low, 1), np.where(safe, other.high, 1)
        down, up = np.asarray(self.low >= 0, dtype=bool), np.asarray(self.high >= 0, dtype=bool)
        return Bounds(
            np.where(safe, self.low / np.where(down, above, below), -np.inf),
            np.where(safe, self.high / np.where(up, below, above), np.inf),
            self.closed_low & np.where(down, other.closed_high, other.closed_low) & safe,
            self.closed_high & np.where(up, other.closed_low, other.closed_high) & safe,
        )

    def __pow__(self, exponent: Array) -> Bounds:
        """A non-negative base to a positive whole power; a negative end of the base counts as zero."""
        low, high = np.maximum(self.low, 0), np.maximum(self.high, 0)
        return Bounds(low**exponent, high**exponent, self.closed_low | (self.low < 0), self.closed_high)

    def scaled(self, factor: ArrayLike) -> Bounds:
        """Multiplied by a positive number."""
        return Bounds(self.low * factor, self.high * factor, self.closed_low, self.closed_high)

    def divided(self, divisor: int) -> Bounds:
        """Divided by a positive whole number, which keeps fractions exact."""
        return Bounds(self.low / divisor, self.high / divisor, self.closed_low, self.closed_high)

    def shifted(self, by: int) -> Bounds:
        """With a whole number added."""
        return Bounds(self.low + by, self.high + by, self.closed_low, self.closed_high)

    def sum(self) -> Bounds:
        """The sum of each row's parts (arrays of shape rows × parts)."""
        closed_low, closed_high = np.asarray(self.closed_low.all(axis=1)), np.asarray(self.closed_high.all(axis=1))
        return Bounds(self.low.sum(axis=1), self.high.sum(axis=1), closed_low, closed_high)

    def meets(self, other: Bounds) -> NDArray[np.bool_]:
        """Where the two intervals have a value in common."""
        below, above = self.low < other.high, other.low < self.high
        touch_high = (self.low == other.high) & self.closed_low & other.closed_high
        touch_low = (other.low == self.high) & other.closed_low & self.closed_high
        return np.asarray((below | touch_high) & (above | touch_low), dtype=bool)

    def take(self, rows: Array) -> Bounds:
        """The intervals of some rows."""
        return Bounds(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Term:
    """Printed figures as columns (rows, or rows × parts): bounds as stated and the precision they were printed with."""

    low: Array
    high: Array
    resolution: Array
    rounding: Array
    approximate: Array

    @classmethod
    def of(
        cls, low: ArrayLike, high: ArrayLike | None = None, resolution: ArrayLike = 0,
        rounding: ArrayLike | None = None, approximate: ArrayLike = False,
    ) -> Term:  # fmt: skip
        """A term from plain columns; a point where `high` is left out, exact where the resolution is."""
        lows = np.asarray(low, dtype=float)
        columns = (lows if high is None else high, resolution, resolution if rounding is None else rounding)
        highs, steps, coarse = (np.broadcast_to(np.asarray(column, dtype=float), lows.shape) for column in columns)
        return cls(lows, highs, steps, coarse, np.broadcast_to(np.asarray(approximate, dtype=bool), lows.shape))

    def take(self, rows: Array) -> Term:
        """The term of some rows."""
        return Term(*(getattr(self, field.name)[rows] for field in fields(self)))

    def scaled(self, factor: float) -> Term:
        """As if printed in another scale: values and precision times a positive factor."""
        return Term(
            self.low * factor, self.high * factor, self.resolution * factor, self.rounding * factor, self.approximate
        )

    def bounds(self, reading: Reading, exact: bool = False) -> Bounds:
        """All the values that print as the figures do, in one of the two readings."""
        number: Callable[[Array], Array] = _fraction if exact else np.asarray
        step = number(self.resolution if reading == "printed" else self.rounding)
        half = step / 2
        low, high, exactly = number(self.low), number(self.high), np.asarray(step == 0, dtype=bool)
        if reading == "printed":
            return Bounds(low - half, high + half, (self.low >= 0) | exactly, (self.high < 0) | exactly)
        below = np.where((self.low < 0) | self.approximate, step, half)
        above = np.where((self.high < 0) & ~self.approximate, half, step)
        closed = np.ones(self.low.shape, dtype=bool)
        return Bounds(low - below, high + above, closed, closed)


Relation = Callable[[Mapping[str, Bounds], Mapping[str, Array]], tuple[Bounds, Bounds]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts (codes), and the stated and implied intervals of the reading that decided."""

    verdict: NDArray[np.int8]
    stated: Bounds
    implied: Bounds


def judge(relation: Relation, terms: Mapping[str, Term], counts: Mapping[str, ArrayLike] | None = None) -> Judged:
    """Whether some values that print as the figures do satisfy the relation, for all rows at once.

    `relation` maps the terms' bounds and the whole-number `counts` (such as years) to a stated and an implied interval.
    """
    numbers = {name: np.asarray(column) for name, column in (counts or {}).items()}
    stated, implied, meets = _evaluate(relation, terms, numbers, "printed")
    verdict = np.where(meets, CONSISTENT, INCONSISTENT).astype(np.int8)
    rows = np.flatnonzero(~meets)
    if rows.size:
        fewer = {name: term.take(rows) for name, term in terms.items()}
        wide = _evaluate(relation, fewer, {name: column[rows] for name, column in numbers.items()}, "rounded")
        verdict[rows[wide[2]]] = WITHIN_ROUNDING
        stated, implied = _replace(stated, rows, wide[0]), _replace(implied, rows, wide[1])
    unknown = np.isnan(stated.low) | np.isnan(stated.high) | np.isnan(implied.low) | np.isnan(implied.high)
    verdict[unknown] = UNDETERMINED
    return Judged(verdict, stated, implied)


def _evaluate(
    relation: Relation, terms: Mapping[str, Term], counts: Mapping[str, Array], reading: Reading
) -> tuple[Bounds, Bounds, NDArray[np.bool_]]:
    """The relation's two sides and whether they meet, exactly so where the floats cannot tell."""
    stated, implied = relation({name: term.bounds(reading) for name, term in terms.items()}, counts)
    meets = stated.meets(implied)
    near = np.flatnonzero(_close(stated.low, implied.high) | _close(implied.low, stated.high))
    if near.size:
        exact = {name: term.take(near).bounds(reading, exact=True) for name, term in terms.items()}
        sides = relation(exact, {name: column[near].astype(object) for name, column in counts.items()})
        meets[near] = sides[0].meets(sides[1])
    return stated, implied, meets


def _close(left: Array, right: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(left - right) <= NEAR * np.maximum(np.abs(left), np.abs(right)), dtype=bool)


def _replace(bounds: Bounds, rows: Array, others: Bounds) -> Bounds:
    columns = []
    for field in fields(bounds):
        column = np.array(getattr(bounds, field.name))
        column[rows] = getattr(others, field.name)
        columns.append(column)
    return Bounds(*columns)


# ---- the relations -------------------------------------------------------------------------------------------------


def growth(terms: Mapping[str, Bounds], counts: Mapping[str, Array]) -> tuple[Bounds, Bounds]:
    """(1 + rate/100)^years against end/start: powers are compared, for roots of fractions are not exact."""
    factor = terms["rate"].shifted(100).divided(100)
    return factor ** counts["years"], terms["end"] / terms["start"]


def total(terms: Mapping[str, Bounds], counts: Mapping[str, Array]) -> tuple[Bounds, Bounds]:
    """A total against the sum of its parts."""
    return terms["total"], terms["parts"].sum()


def percent_of(terms: Mapping[str, Bounds], counts: Mapping[str, Array]) -> tuple[Bounds, Bounds]:
    """A part against a percentage of its whole; both sides times one hundred."""
    return terms["part"].scaled(100), terms["percent"] * terms["whole"]


def same(terms: Mapping[str, Bounds], counts: Mapping[str, Array]) -> tuple[Bounds, Bounds]:
    """One quantity stated twice; `left` counted `times` over (hours in a year, months in a year)."""
    times = counts.get("times")
    return terms["right"], terms["left"] if times is None else terms["left"].scaled(times)


def difference(terms: Mapping[str, Bounds], counts: Mapping[str, Array]) -> tuple[Bounds, Bounds]:
    """A stated difference against end minus start."""
    return terms["difference"], terms["end"] - terms["start"]


def quotient(terms: Mapping[str, Bounds], counts: Mapping[str, Array]) -> tuple[Bounds, Bounds]:
    """A stated average against total/count."""
    return terms["mean"], terms["total"] / terms["count"]


def ratio(terms: Mapping[str, Bounds], counts: Mapping[str, Array]) -> tuple[Bounds, Bounds]:
    """A stated multiple against end/start."""
    return terms["multiple"], terms["end"] / terms["start"]


def share_of_sum(terms: Mapping[str, Bounds], counts: Mapping[str, Array]) -> tuple[Bounds, Bounds]:
    """A percentage against a part of a sum it belongs to: rest/part, in which each figure stands once."""
    others = (terms["rest"].sum() / terms["part"]).shifted(1)
    hundred, closed = np.full_like(others.low, 100), np.ones(others.low.shape, dtype=bool)
    return terms["percent"], Bounds(hundred, hundred, closed, closed) / others


def at_most(left: Bounds, right: Bounds) -> NDArray[np.bool_]:
    """Where some value on the left is no greater than some value on the right."""
    return np.asarray(
        (left.low < right.high) | ((left.low == right.high) & left.closed_low & right.closed_high), dtype=bool
    )
