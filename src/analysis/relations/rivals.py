"""What else in its sentence explains a figure that seems to contradict others.

"The largest firm, with 210 staff, fitted 7% of all roofs: 22 of the 310": bound to the staff, the 7% is wrong; the
roofs beside it explain it. An accusation stands only where nothing else in the sentence does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from analysis import words
from analysis.quantity import Interval
from analysis.quantity.interval import total
from analysis.reading.model import Figure
from analysis.relations.catalogue import AMOUNT_OF_PERCENT, SHARE, SUM
from analysis.relations.judge import Judgement
from analysis.relations.model import Binding

#: A figure is explained by what stands at most so many figures from it in its sentence.
_NEAR = 3
#: How likely, at most, one of the readings tried fits by accident: values of a sentence lie some e-folds apart.
_CHANCE, _FOLDS = 0.3, 4
#: Most parts of an amount told for each of them.
_TIMES = 60


def explained(judged: Judgement, mates: Sequence[Figure], before: Sequence[Figure] = ()) -> bool:
    """Whether other figures of its sentence, `mates` in order, explain the figure that was judged.

    A percentage by the share or change that another pair of one unit makes; an amount by the sum of others that stand
    in a row, or by one of them told for each of several. A share by what its part is of another amount told `before`:
    "76% of the members voted. Of these, 2,859 (73%) …"; an amount that a level changed by, by its share of the level.
    """
    main, used = judged.case.main, {figure for _, figure in judged.case.pairs}
    roles, stated = judged.case.figures, judged.case.main.interval()
    shared = judged.case.relation is SHARE and (judged.case.binding is not Binding.TABLE or main.block.tag != "li")
    part = roles.get("part", ()) if shared else roles.get("amount", ()) if "end" in roles else ()
    if part:
        others = before if shared else roles["end"]
        wholes = (other.interval() for other in others if other not in part and other.unit == part[0].unit)
        if any((part[0].interval() / whole * 100).meets(stated) for whole in wholes if whole.is_positive):
            return True
    if main not in mates or main.is_range or not main.value:
        return False
    at = mates.index(main)
    near = [each for each in _around(mates, at) if not each.is_range]
    if main.unit == "percent":
        by_amount = judged.case.relation is AMOUNT_OF_PERCENT  # "of 14,300 contracts 4,150 (29%) ended, fewer than …"
        pairs = [pair for alike in _groups(near) for pair in pairwise(alike) if by_amount or not used >= {*pair}]
        tried = [value for pair in pairs for value in _rates(*pair)]
    else:
        alike = [each for each in near if each.unit == main.unit]
        times = _multiples(main, alike) if words.pattern("parts", "each").search(main.cell) else ()
        if judged.case.relation is SUM:
            made = total(each.interval() for each in roles["parts"])
            if any(each.interval().meets(made) for each in alike if each not in used):
                return True  # "1,310 of 2,047 were satisfied: 446 very, 864 fairly" has its whole beside it
        tried = [*_sums(alike, used), *times]
    wide = float(stated.width or 0) / abs(main.value)
    return wide * len(tried) / _FOLDS <= _CHANCE and any(stated.meets(value) or stated.meets(-value) for value in tried)


def _around(mates: Sequence[Figure], at: int) -> list[Figure]:
    """The figures near one; of a percentage those that no other stands between."""
    sides = mates[max(0, at - _NEAR) : at][::-1], mates[at + 1 : at + 1 + _NEAR]
    rate = mates[at].unit == "percent"
    before, behind = (list(takewhile(lambda each: not rate or each.unit != "percent", side)) for side in sides)
    return [*before[::-1], *behind]


def _groups(near: Sequence[Figure]) -> Iterator[list[Figure]]:
    """The figures of each unit but percent, with the plain counts, whose unit may be left out."""
    for unit in {each.unit for each in near} - {"percent"}:
        yield [each for each in near if each.unit in (unit, "count")]


def _rates(one: Figure, other: Figure) -> Iterator[Interval]:
    """The share that the smaller is of the larger, and the changes from each to the other, in percent."""
    small, large = sorted((one.interval(), other.interval()), key=lambda each: each.floats())
    if small.is_positive:
        yield small / large * 100
        yield small / large * 100 - 100
        yield large / small * 100 - 100


def _sums(alike: Sequence[Figure], used: set[Figure]) -> Iterator[Interval]:
    for start in range(len(alike)):
        for end in range(start + 2, len(alike) + 1):
            if not used >= set(alike[start:end]) or len(used) > end - start + 1:
                yield total(each.interval() for each in alike[start:end])


def _multiples(main: Figure, alike: Sequence[Figure]) -> Iterator[Interval]:
    for each in alike:
        times = main.value / each.value if each.value else 0
        if times == int(times) and 1 < times <= _TIMES:
            yield each.interval() * int(times)
