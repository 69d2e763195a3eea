"""What a relation is, a case of it among figures, and what became of the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Any

from analysis.quantity import Interval
from analysis.reading.model import Figure


class Binding(Enum):
    """How a case's figures were bound to each other. The value: what a fit must be less likely than, to be told.

    `CLAUSE`, `TABLE` and `KEYS` may confirm and accuse. `PARTIAL` (a key named by one, not by the other) may confirm;
    what does not fit is `undetermined`. `UNCLEAR` (slots of a clause that leave another reading) and `COMPATIBLE`
    (nothing different, something unknown) may confirm where the fit is improbable by chance; they never accuse.
    """

    CLAUSE = ("clause", 1.0)
    TABLE = ("table", 1.0)
    KEYS = ("keys", 1.0)
    PARTIAL = ("partial", 0.999)
    UNCLEAR = ("unclear", 0.05)
    COMPATIBLE = ("compatible", 0.01)
    DIGITS = ("digits", 1.0)

    def __init__(self, *_: object) -> None:
        #: Nearest first: a figure's own clause or row decides before what stands elsewhere.
        self.rank = len(type(self).__members__)

    @property
    def may_accuse(self) -> bool:
        """Whether figures bound so may be called inconsistent."""
        return self in (Binding.CLAUSE, Binding.TABLE, Binding.KEYS, Binding.DIGITS)


@dataclass(frozen=True, slots=True)
class Values:
    """The operands of a case as intervals: `values["rate"]` of one role, `values.all("parts")` of several figures."""

    intervals: Mapping[str, tuple[Interval, ...]]
    counts: Mapping[str, Fraction]

    def __getitem__(self, role: str) -> Interval:
        return self.intervals[role][0]

    def all(self, role: str) -> tuple[Interval, ...]:
        """Every figure of a role."""
        return self.intervals.get(role, ())

    def count(self, name: str, default: int = 1) -> Fraction:
        """A whole or broken number that belongs to the case, such as years."""
        return self.counts.get(name, Fraction(default))


@dataclass(frozen=True, slots=True)
class Slip:
    """A known way to get a relation wrong, in words; `severity` where it makes less than a contradiction of it."""

    text: str
    severity: str = ""


Sides = Callable[[Values], tuple[Interval, Interval]]


@dataclass(frozen=True)
class Relation:
    """A row of the table of relations.

    `roles`: the figure judged first; one named in `many` takes several figures, a range in a role of `spread` is
    taken from end to end. `sides`: the two intervals that must meet (`holds` otherwise). `shown`: stated and implied as
    people read them, from those sides; as they are where None. `say`: the sentence, with `{role}`, `{implied}`,
    `{stated}`, counts, and `{holds:if it does|if not}`. `unit`: of both sides as shown; "" for that of the figure
    judged. `opens`: roles besides the first whose open ends leave room; others stand for their printed bound.
    `lenient`: what else passes within rounding. `slips`: what explains a failure; `mends`: the roles of which one
    figure may be put right (all where None), `repair`: what to say instead.
    `rivals`: several cases of one figure are alternatives, of which one may be meant, and no statements of their own.
    """

    name: str
    roles: tuple[str, ...]
    sides: Sides
    say: str
    many: tuple[str, ...] = ()
    spread: tuple[str, ...] = ()
    shown: Callable[[Interval, Values], tuple[float, float]] | None = None
    unit: str = ""
    holds: Callable[[Interval, Interval], bool] = Interval.meets
    opens: tuple[str, ...] = ()
    lenient: Callable[[Case], bool] | None = None
    rivals: bool = True
    mends: tuple[str, ...] | None = None
    repair: Callable[[Case], str] | None = None
    slips: tuple[Callable[[Case], Slip | None], ...] = ()
    severity: str = "contradiction"

    @property
    def family(self) -> str:
        """The first part of the name: `growth` of `growth.cagr`."""
        return self.name.partition(".")[0]

    @property
    def pinned(self) -> tuple[str, ...]:
        """The roles whose figures it pins down: they may be put right by it, and are confirmed where it holds."""
        return self.roles if self.mends is None else self.mends


@dataclass(frozen=True, eq=False)
class Case:
    """A relation among certain figures, and how they were bound.

    `signs`: role → -1 where a figure counts downwards ("fell 12%"), or one sign a figure. `counts`: years, months, the
    constant of a pay period. `why`: for people, why these figures belong together. `doubt`: what speaks against the
    binding; a failure is then `undetermined`. `tries`: among how many equally good bindings this one was picked.
    `check`: the name of the finding where it is not the relation's own. `grains`: a step coarser than printed that a
    figure's whole table keeps to (zeros that pad its decimals, counts rounded to fives).
    """

    relation: Relation
    figures: Mapping[str, tuple[Figure, ...]]
    binding: Binding
    why: str
    signs: Mapping[str, int | tuple[int, ...]] = field(default_factory=dict)
    counts: Mapping[str, Fraction] = field(default_factory=dict)
    doubt: str = ""
    tries: int = 1
    check: str = ""
    grains: Mapping[Figure, Fraction] = field(default_factory=dict)
    judged: list[Any] = field(default_factory=list, init=False, repr=False)  # its judgement, once it was asked for

    @classmethod
    def of(
        cls, relation: Relation, *filled: Figure | Sequence[Figure], binding: Binding = Binding.TABLE, why: str = ""
    ) -> Case:
        """The case of a relation whose roles these figures fill, in their order: one, or several."""
        told = (tuple(each) if isinstance(each, Sequence) else (each,) for each in filled)
        return cls(relation, dict(zip(relation.roles, told, strict=True)), binding, why)

    @property
    def main(self) -> Figure:
        """The figure judged."""
        return self.figures[self.relation.roles[0]][0]

    @property
    def name(self) -> str:
        """Name of the check."""
        return self.check or self.relation.name

    @cached_property
    def pairs(self) -> tuple[tuple[str, Figure], ...]:
        """(role, figure), the figure judged first."""
        return tuple((role, figure) for role in self.figures for figure in self.figures[role])

    def sign(self, role: str, nth: int) -> int:
        """-1 where the figure counts downwards."""
        sign = self.signs.get(role, 1)
        return sign if isinstance(sign, int) else sign[nth]


@dataclass(frozen=True, slots=True)
class Finding:
    """One case judged: the row of the dataset `findings`, and the figures with their roles."""

    check: str
    figures: tuple[tuple[str, Figure], ...]
    verdict: str
    severity: str
    explanation: str
    why: str
    binding: Binding
    stated: tuple[float, float] | None = None
    implied: tuple[float, float] | None = None
    unit: str = ""
    repair: str = ""
    key: str = ""  # what tells it from others of its check and figure, such as the claim's own name

    @property
    def main(self) -> Figure:
        """The figure judged."""
        return self.figures[0][1]
