"""One figure of prose within its sentence, and what has been understood of it so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from analysis.quantity import Quantity
from analysis.reading.model import Kind, Origin
from analysis.reading.period import Period
from analysis.reading.prose.phrase import Sentence
from analysis.units import PERCENT, currency

_BRACKET = re.compile(r"^\s*\(([^()]*)\)")


@dataclass(slots=True, eq=False)
class Mention:
    """A figure at `at:end` of its sentence; `before` and `after` are the words to its neighbours.

    `labels`: those of its block and of its sentence, nearest first. `around`: the sentences before, then what
    introduces the block, nearest first. `earlier`: how many of `around` are sentences.
    """

    quantity: Quantity
    sentence: Sentence
    at: int
    end: int
    before: str = ""
    after: str = ""
    labels: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    earlier: int = 0
    # understood
    measure: str = ""
    kind: Kind = "level"
    subject: str = ""
    name: str = ""
    population: str = ""
    predicate: str = ""  # what is said of its population
    statistic: str = ""
    direction: str = ""
    step: Decimal = Decimal(0)  # what its trailing zeros are rounded to
    like: Mention | None = None  # the figure before, whose change it continues: "7.5% and 11%"
    period: Period | None = None
    origin: Origin = ""
    base: Period | None = None
    basis: str = ""
    start_year: int | None = None
    end_year: int | None = None
    span_stated: bool = False
    period_basis: str = ""
    keys: dict[str, object] = field(default_factory=dict)

    @property
    def near(self) -> str:
        """The words next to the figure."""
        return f"{self.before[-70:]} § {self.quantity.text} § {self.after[:60]}"

    @property
    def lead(self) -> str:
        """The words before it, without a bracket that belongs to the figure before: "$40,000 (entry), $60,000"."""
        first = not any(end <= self.at for _, end in self.sentence.figures)
        return self.before if first else _BRACKET.sub("", self.before, count=1)

    @property
    def bracket(self) -> str:
        """What stands in brackets right behind it."""
        found = _BRACKET.match(self.after)
        return found[1] if found else ""

    @property
    def is_percent(self) -> bool:
        """Whether it is printed in percent, points or basis points."""
        return self.quantity.unit in PERCENT

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money, per something or not."""
        return bool(currency(self.quantity.unit))
