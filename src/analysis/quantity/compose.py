"""Terms become quantities: bounds in base units, the unit, and the precision that the digits show."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from . import lexicon, numerals
from .model import Quantity
from .rules import TIMES, Term
from .tokens import Symbols

_POINT_PARTS_DECIMALS = ("", "en", "zh", "ja", "ko")
_CLEAR = 8  # letters of the words that tell a language: "stieg um … auf"
_ONE = Decimal(1)


class Context(NamedTuple):
    """What the caller knows of the surroundings: currency code, default unit and scale of bare numbers, language."""

    currency: str = ""
    unit: str = ""
    scale: Decimal | None = None
    language: str = ""


class Bound(NamedTuple):
    """One printed number in base units, with the units of its last printed and last significant digit."""

    value: Decimal
    resolution: Decimal
    rounding: Decimal


def read(term: Term, european: bool = False, scaled: bool = False) -> numerals.Number | None:
    """The number of a term as printed, in words or digits; None where its digits are no number."""
    return numerals.digits(term.raw, european, scaled) if term.words is None else numerals.spelled(term.words)


class Maker:
    """Makes the quantities of one text."""

    def __init__(self, symbols: Symbols, context: Context) -> None:
        self.symbols, self.context = symbols, context

    def code(self, currency: str) -> str:
        """The currency meant: a shared sign resolves by the context, else to the commonest; `kr` stays open."""
        shared = lexicon.shared().get(currency)
        if shared is None or (currency == "kr" and self.context.currency not in shared):
            return currency
        return self.context.currency if self.context.currency in shared else shared[0]

    def unit(self, term: Term) -> str:
        """The unit of a term: its own, else the caller's, else `count`."""
        given = self.context.unit
        if term.currency:
            code = self.code(term.currency)
            period = term.period or (given.partition("/")[2] if given.startswith(code + "/") else "")
            return f"{code}/{period}" if period else code
        if term.unit or not given:
            return term.unit or "count"
        return f"{given}/{term.period}" if term.period and "/" not in given and given.isupper() else given

    def scale(self, kind: Term, scale: Decimal | None) -> Decimal | None:
        """A scale printed, else the caller's where the figure is bare, or money in the caller's own currency."""
        given = self.context.scale
        if scale is not None or given is None or kind.scale is not None or kind.unit not in ("", "count"):
            return scale
        return given if not kind.currency or self.context.unit.partition("/")[0] == self.code(kind.currency) else None

    def bound(self, term: Term, kind: Term, scale: Decimal | None) -> Bound | None:
        """The printed number of a term as one of a kind (unit, currency, language); None where it is none."""
        number = read(term, self._european(term, kind, scale), scale is not None or bool(kind.unit))
        if number is None:
            return None
        value, places, trailing = number
        if term.plus:
            value, trailing = value + term.plus, 0
            places = max(places, -int(term.plus.normalize().as_tuple().exponent))
        if term.fraction:
            places = trailing = 0
        value, scale = -value if term.sign == "-" else value, self.scale(kind, scale)
        if scale is not None:
            value = plain(value * scale)
        elif places:
            value = plain(value)
        return Bound(value, *steps(places, trailing, scale))

    def _european(self, term: Term, kind: Term, scale: Decimal | None) -> bool:
        """Whether a point parts thousands in this number, and a comma decimals."""
        sign = term.raw[-4:-3]
        if sign not in (".", ","):
            return False
        code = self.code(kind.currency) if kind.currency else ""
        if code == "kr" or (kind.language or self.context.language) not in _POINT_PARTS_DECIMALS:
            return True
        raws = self.symbols.raws
        if not code:  # "1.200 Bewerber": German groups of three before a noun
            word = self.symbols.raw(at := self.symbols.step(term.last, 1))
            noun = len(word) > 2 and word.istitle() and self.symbols.entries[at].keys() <= {"counted"}
            return sign == "." and not term.unit and (noun or self._is_foreign)
        if scale is None and code == "USD" and raws[kind.last][-1] == "$":
            return raws[kind.first][0].isdigit()  # 90.000$
        currency = lexicon.currencies().get(code)
        return bool(currency and scale is None and (currency.decimal == "," or currency.digits == 0))

    @cached_property
    def _is_foreign(self) -> bool:
        """Whether several words of the text belong to one language that parts thousands with points."""
        told: dict[str, set[str]] = {}
        for low, entries in zip(self.symbols.lows, self.symbols.entries, strict=False):
            languages = {entry.language for entry in entries.values()}
            if len(languages) == 1:
                told.setdefault(languages.pop(), set()).add(low)
        return any(len("".join(told[name])) >= _CLEAR for name in told if name not in _POINT_PARTS_DECIMALS)

    def point(self, term: Term) -> Quantity | None:
        """The quantity of one term; None where its digits are no number."""
        bound = self.bound(term, term, term.scale)
        if bound is None:
            return None
        value = bound.value
        if term.sign == "±":
            return self.quantity(term, -abs(value), abs(value), bound, term.scale, signed=True)
        accounted = term.bracketed and not (term.hedged or term.noun or term.unit in (*TIMES, "multiple", "score"))
        negative = accounted and self._is_negative(term)
        if negative:
            value = -abs(value)
        low, high = None if term.under and not term.over else value, None if term.over else value
        return self.quantity(term, low, high, bound, term.scale, term.over, term.under, bool(term.sign) or negative)

    def _is_negative(self, term: Term) -> bool:
        """One bracketed figure alone, or told so as a loss (`a loss of ($0.45)`): as accounts print what is negative."""
        symbols, text = self.symbols, self.symbols.text.strip()
        alone = text[:1] == "(" and text[-1:] == ")" and term.last == len(symbols.raws) - 2
        before = symbols.step(symbols.step(term.first, -1), -1)
        return alone or (
            symbols.code[term.last + 1] == ")" and symbols.has(before, "of", "link") and bool(term.currency)
        )

    def quantity(
        self,
        term: Term,
        low: Decimal | None,
        high: Decimal | None,
        precision: Bound,
        scale: Decimal | None,
        over: bool = False,
        under: bool = False,
        signed: bool = False,
    ) -> Quantity:
        """The quantity of a term with these bounds."""
        symbols, unit = self.symbols, self.unit(term)
        start, end = symbols.starts[term.first], symbols.ends[term.last]
        steps, scale, text = precision[1:], self.scale(term, scale) or _ONE, symbols.text[start:end]
        flags = (term.approximate, under, over)
        return Quantity(low, high, unit, *steps, *flags, start, end, text, scale, signed, term.noun)


@lru_cache(maxsize=1024)
def steps(places: int, trailing: int, scale: Decimal | None) -> tuple[Decimal, Decimal]:
    """The units of the last printed and the last significant digit: after so many decimals, before so many zeros.

    >>> steps(2, 0, Decimal(1000)), steps(0, 3, None)
    ((Decimal('10'), Decimal('10')), (Decimal('1'), Decimal('1000')))
    """
    step = _ONE.scaleb(-places) * (scale or 1)
    return plain(step), plain(step.scaleb(trailing))


def plain(value: Decimal) -> Decimal:
    """The same value without exponent or needless zeros.

    >>> plain(Decimal("1E+3")), plain(Decimal("2.50"))
    (Decimal('1000'), Decimal('2.5'))
    """
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
