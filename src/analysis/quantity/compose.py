"""Terms become quantities: bounds in base units, the unit, and the precision that the digits show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from . import lexicon, numerals
from .model import Quantity
from .rules import Term
from .tokens import Symbols

_EUROPEAN = frozenset({"de", "fr", "es", "it", "pt", "nl"}) | {"pl", "sv", "id", "vi"}
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Context:
    """What the caller knows of the surroundings: currency code, default unit and scale of bare numbers, language."""

    currency: str = ""
    unit: str = ""
    scale: Decimal | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """One printed number in base units, with the units of its last printed and last significant digit."""

    value: Decimal
    resolution: Decimal
    rounding: Decimal


def is_year(term: Term) -> bool:
    """Whether a term prints as a year does: four digits from 1900 to 2100, no more."""
    return len(term.raw) == 4 and term.raw.isdecimal() and 1900 <= int(term.raw) <= 2100 and term.words is None


class Maker:
    """Makes the quantities of one text."""

    def __init__(self, symbols: Symbols, context: Context) -> None:
        self.symbols, self.context = symbols, context

    def code(self, term: Term) -> str:
        """The currency meant: a shared sign resolves by the context, else to the commonest; `kr` stays open."""
        shared = lexicon.shared().get(term.currency)
        if shared is None:
            return term.currency
        if self.context.currency in shared:
            return self.context.currency
        return "kr" if term.currency == "kr" else shared[0]

    def unit(self, term: Term) -> str:
        """The unit of a term: its own, else the caller's, else `count`."""
        if term.currency:
            code = self.code(term)
            period = term.period
            if not period and self.context.unit.startswith(code + "/"):
                period = self.context.unit.partition("/")[2]
            return f"{code}/{period}" if period else code
        if term.unit and term.unit != "count":
            return term.unit
        if term.unit == "count" or not self.context.unit:
            return "count"
        unit = self.context.unit
        return f"{unit}/{term.period}" if term.period and "/" not in unit and unit.isupper() else unit

    def bound(self, term: Term, kind: Term, scale: Decimal | None) -> Bound | None:
        """The printed number of a term as one of a kind (unit, currency, language); None where it is none."""
        if term.words is not None:
            text = f"{term.words.normalize():f}"
            places = len(text.partition(".")[2])
            read: numerals.Number | None = numerals.Number(
                term.words, places, 0 if places or not term.words else len(text) - len(text.rstrip("0"))
            )
        else:
            scaled = scale is not None or bool(kind.unit)
            read = numerals.digits(term.raw, self._european(term, kind, scale), scaled)
        if read is None:
            return None
        if scale is None and self.context.scale is not None and self._defaulted(kind):
            scale = self.context.scale
        value = read.value + term.plus
        value = -value if term.sign == "-" else value
        step = _ONE.scaleb(-read.places) if read.places else _ONE
        if term.plus:
            step = min(step, _ONE.scaleb(int(term.plus.normalize().as_tuple().exponent)))
        rounding = step.scaleb(read.trailing) if read.trailing and not term.plus else step
        if scale is not None:
            value, step, rounding = value * scale, step * scale, rounding * scale
        return Bound(plain(value), plain(step), plain(rounding))

    def _european(self, term: Term, kind: Term, scale: Decimal | None) -> bool:
        """Whether a point parts thousands in this number, and a comma decimals."""
        if (kind.language or self.context.language) in _EUROPEAN:
            return True
        code = self.code(kind) if kind.currency else ""
        if code == "kr":
            return True
        if not code:
            return self._before_capital_noun(term)
        if scale is None and code == "USD" and term.first == kind.first and self.symbols.raws[kind.last] == "$":
            return self.symbols.raws[kind.first][0].isdigit()  # 90.000$
        currency = lexicon.currencies().get(code)
        return bool(currency and scale is None and (currency.decimal == "," or currency.digits == 0))

    def _before_capital_noun(self, term: Term) -> bool:
        """`1.200 Bewerber`: German groups of three before a noun; `1.200 Seats` is not told apart and rare."""
        whole, point, group = term.raw.partition(".")
        if not point or len(group) != 3 or term.unit or whole == "0":
            return False
        at = self.symbols.step(term.last, 1)
        word = self.symbols.raws[at] if at < len(self.symbols.raws) else ""
        return len(word) > 2 and word[0].isupper() and word[1:].islower() and not self.symbols.entries[at]

    def _defaulted(self, kind: Term) -> bool:
        """Whether the caller's scale holds for this figure: it is bare, or money in the caller's own currency."""
        if kind.scale is not None or (kind.unit and kind.unit != "count"):
            return False
        return not kind.currency or self.context.unit.partition("/")[0] == self.code(kind)

    def point(self, term: Term) -> Quantity | None:
        """The quantity of one term; None where its digits are no number."""
        bound = self.bound(term, term, term.scale)
        if bound is None:
            return None
        value = bound.value
        if term.sign == "±":
            return self.quantity(term, -abs(value), abs(value), bound, term.scale, signed=True)
        negative = self._accounting(term)
        if negative:
            value = -abs(value)
        low, high = None if term.under and not term.over else value, None if term.over else value
        signed = bool(term.sign) or negative
        return self.quantity(term, low, high, bound, term.scale, over=term.over, under=term.under, signed=signed)

    def _accounting(self, term: Term) -> bool:
        """Whether the whole text is one bracketed figure, as accounts print what is negative."""
        text = self.symbols.text.strip()
        return term.bracketed and text[0] == "(" and text[-1] == ")" and term.last == len(self.symbols.raws) - 2

    def quantity(
        self,
        term: Term,
        low: Decimal | None,
        high: Decimal | None,
        precision: Bound,
        scale: Decimal | None,
        *,
        over: bool = False,
        under: bool = False,
        signed: bool = False,
    ) -> Quantity:
        """The quantity of a term with these bounds."""
        start, end = self.symbols.starts[term.first], self.symbols.ends[term.last]
        if scale is None and self.context.scale is not None and self._defaulted(term):
            scale = self.context.scale
        return Quantity(
            low,
            high,
            self.unit(term),
            precision.resolution,
            precision.rounding,
            term.approximate,
            under,
            over,
            start,
            end,
            self.symbols.text[start:end],
            scale or _ONE,
            signed,
            term.noun,
        )


def plain(value: Decimal) -> Decimal:
    """The same value without exponent or needless zeros.

    >>> plain(Decimal("1E+3")), plain(Decimal("2.50"))
    (Decimal('1000'), Decimal('2.5'))
    """
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
