"""Sums that a text writes out: "$25 × 40 hours × 52 weeks = $52,000", "28,800 − 5,760 + 1,000 = 24,040"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from analysis.quantity import Interval
from analysis.reading.model import Figure, Reading
from analysis.relations.model import Binding, Case, Relation, Values

_NUMBER = r"[€$£₹¥]?\s?\d+(?:,\d{3})*(?:\.\d+)?"
_UNIT = r"(?:\s?%|/\w+)?(?:[\s-](?!x\s)[^\W\d_]+\.?){0,3}"
_SIGN = r"\s+[x+/−–-]\s+|\s?[×*÷]\s?"
_FORMULA = re.compile(rf"(?<![\w.,])({_NUMBER}{_UNIT}(?:(?:{_SIGN}){_NUMBER}{_UNIT})+)\s*[=≈]\s*(?={_NUMBER})")
_SIGNS = re.compile(rf"({_SIGN})(?=[€$£₹¥\d])")
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
#: What shows that the formula began before, or goes on: another sign, a bracket.
_BEFORE, _BEHIND = re.compile(r"[=×*÷+/−–)-]\s*$"), re.compile(r"\s*[=×*÷+/−–](?!\w)")
_SCALE = 400
_TIMES, _BY, _PLUS = frozenset("×x*"), frozenset("÷/"), frozenset("+")

FORMULA = Relation(
    "derived.formula", ("result", "terms"), lambda values: (values["result"], values["result"]),
    "", many=("terms",), mends=("result",),
)  # fmt: skip


def formulas(reading: Reading) -> Iterator[Case]:
    """The formulas of an article's prose: what is left of "=" against the figure behind it (`derived.formula`).

    Numbers count as they are printed; where they were rounded for print, the result may be off by so much.
    """
    for figures in () if reading.is_curated else reading.by_block.values():
        block = figures[0].block
        if figures[0].in_table or not ("=" in block.text or "≈" in block.text):
            continue
        told = sorted(figures, key=lambda figure: figure.start)
        starts = [figure.start for figure in told]
        for found in _FORMULA.finditer(block.text):
            inside = told[bisect_left(starts, found.start()) : bisect_left(starts, found.end())]
            behind = told[bisect_left(starts, found.end()) :][:1]
            led = _BEFORE.search(block.text, max(0, found.start() - 3), found.start())
            if not inside or not behind or behind[0].start - found.end() > 2 or led:
                continue
            if _BEHIND.match(block.text, behind[0].end) or any(each.is_range for each in (*inside, *behind)):
                continue
            case = _case(found[1], found.start(), inside, behind[0])
            yield from [case] if _of_one_scale(case) else []


def _case(formula: str, place: int, figures: Sequence[Figure], result: Figure) -> Case:
    pieces = _SIGNS.split(formula)
    signs = [piece.strip() for piece in pieces[1::2]]
    terms: list[Figure | Fraction] = []
    for piece in pieces[::2]:
        own = next((each for each in figures if place <= each.start < each.end <= place + len(piece)), None)
        terms.append(own or Fraction(_DIGITS.search(piece)[0].replace(",", "")))  # type: ignore[index]
        place += len(piece) + (len(pieces[2 * len(terms) - 1]) if len(terms) <= len(signs) else 0)

    def sides(values: Values) -> tuple[Interval, Interval]:
        return values["result"], _of(result, _value([_exact(term) for term in terms], signs))

    def rounded(_: Case) -> bool:
        return _of(result, _value([_wide(term) for term in terms], signs)).meets(result.interval("rounded"))

    say = formula.replace("{", "").replace("}", "").strip() + " is {implied}; {result} is stated."
    relation = replace(FORMULA, sides=sides, say=say, lenient=rounded)
    return Case(relation, {"result": (result,), "terms": tuple(figures)}, Binding.CLAUSE, "a formula of the text")


def _exact(term: Figure | Fraction) -> Interval:
    """A number as it is printed; a percentage as the part that it is."""
    if isinstance(term, Fraction):
        return Interval.point(term)
    value = Fraction(str(term.quantity.low))
    return Interval.point(value / 100 if term.unit == "percent" else value)


def _wide(term: Figure | Fraction) -> Interval:
    """What a number that may have been rounded stands for: an amount of money, one with decimals."""
    exact = _exact(term)
    if isinstance(term, Fraction) or not (term.is_money or term.value % 1):
        return exact
    return term.interval() / 100 if term.unit == "percent" else term.interval()


def _of(result: Figure, value: Interval) -> Interval:
    """The value in the unit of the result: "312 ÷ 1,200 = 26%" is told with its factor or without."""
    if result.unit != "percent":
        return value
    return min(value, value * 100, key=lambda each: abs(float(each.middle or 0) - result.value))


def _of_one_scale(case: Case) -> bool:
    """Whether no factor of thousands is left out, as in "12 × 1.5 = 18 million"."""
    stated, implied = case.relation.sides(Values({"result": (case.main.interval(),)}, {}))
    one, other = (abs(float(side.middle or 0)) for side in (stated, implied))
    return 1 / _SCALE < (one or 1) / (other or 1) < _SCALE


def _value(terms: Sequence[Interval], signs: Sequence[str]) -> Interval:
    """The value of terms and the signs between them, products before sums."""
    sums, minus = [terms[0]], [False]
    for sign, term in zip(signs, terms[1:], strict=True):
        if sign in _TIMES:
            sums[-1] = sums[-1] * term
        elif sign in _BY:
            sums[-1] = sums[-1] / term
        else:
            sums.append(term)
            minus.append(sign not in _PLUS)
    whole = sums[0]
    for term, less in zip(sums[1:], minus[1:], strict=True):
        whole = whole - term if less else whole + term
    return whole
