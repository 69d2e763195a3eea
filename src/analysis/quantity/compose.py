"""Terms become quantities: ranges are joined, units completed, precision read from the digits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from . import lexicon
from .model import Quantity
from .terms import Term
from .tokens import Tokens

_EUROPEAN = frozenset({"de", "fr", "es", "it", "pt", "nl", "pl", "sv", "id", "vi"})
_RANKS = frozenset("top bottom lowest highest richest poorest".split())
TIMES = frozenset({"minute", "hour", "day", "week", "month", "year"})
_YEAR = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Context:
    """What the caller knows of the surroundings: currency code, default unit and scale of bare numbers, language."""

    currency: str = ""
    unit: str = ""
    scale: Decimal | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """The value of a printed number and the power of ten of its last printed digit."""

    value: Decimal
    places: int  # digits after the decimal sign
    trailing: int  # zeros at the end of an integer


def number(term: Term, european: bool, scaled: bool) -> Number | None:
    """Read the printed digits; None where they are no number (an identifier, a list)."""
    if term.words is not None:
        text = f"{term.words.normalize():f}"
        fraction = len(text.partition(".")[2])
        return Number(term.words, fraction, 0 if fraction else len(text) - len(text.rstrip("0")) if term.words else 0)
    raw = term.raw
    if raw.isdecimal():
        if len(raw) > 20 or (raw[0] == "0" and len(raw) > 1):
            return None
        return Number(Decimal(raw), 0, len(raw) - len(raw.rstrip("0")) if raw != "0" else 0)
    if raw[-1] in _VULGAR:
        whole = raw[:-1].strip() or "0"
        return Number(Decimal(whole) + _VULGAR[raw[-1]], 2, 0) if len(whole) < 10 else None
    digits = raw.translate(_SEPARATORS)
    if len(digits) > 20:
        return None
    at = _decimal_at(raw, european, scaled)
    places = len(raw) - 1 - at if at >= 0 else 0
    if places < 0 or (len(digits) > 1 and digits[0] == "0" and places < len(digits) - 1):
        return None
    value = Decimal(int(digits)) if not places else Decimal(f"{digits}E-{places}")
    return Number(value, places, len(digits) - len(digits.rstrip("0")) if not places and int(digits) else 0)


_SEPARATORS = str.maketrans("", "", ",.'’ \u00a0\u202f\u2009")
_ONE = Decimal(1)
_VULGAR = {
    "½": Decimal("0.5"),
    "⅓": Decimal("0.3333"),
    "⅔": Decimal("0.6667"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅕": Decimal("0.2"),
    "⅛": Decimal("0.125"),
}


def _decimal_at(raw: str, european: bool, scaled: bool) -> int:
    """Index of the decimal sign in a printed number, -1 where it has none, len(raw) where it is malformed."""
    comma, point = raw.rfind(","), raw.rfind(".")
    if comma < 0 and point < 0:
        return -1
    if comma >= 0 and point >= 0:
        return max(comma, point) if raw.count("," if comma > point else ".") == 1 else len(raw)
    sign, at = (",", comma) if comma >= 0 else (".", point)
    if raw.count(sign) > 1:
        return -1 if all(len(group) in (2, 3) for group in raw.split(sign)[1:]) else len(raw)
    grouped = len(raw) - at - 1 == 3 and 1 <= at <= 3 and raw[0] != "0"
    if not grouped:
        return at if sign == "." or len(raw) - at - 1 <= 2 or raw[0] == "0" else len(raw)
    if sign == ",":
        return at if european and scaled else -1
    return -1 if european else at


class Composer:
    """Makes the quantities of one text from its terms."""

    def __init__(self, tokens: Tokens, context: Context) -> None:
        self.tokens, self.context = tokens, context

    def quantities(self, terms: list[Term]) -> list[Quantity]:
        """The quantities of the text, in its order."""
        found: list[Quantity] = []
        index = 0
        while index < len(terms):
            term = terms[index]
            joined = index + 1 < len(terms) and self._joins(term, terms[index + 1])
            made: list[Quantity] | None = None
            if joined:
                made = self._range(term, terms[index + 1])
            if made is not None:
                found += made
                index += 2
                continue
            point = self._point(term)
            if point:
                found.append(point)
            index += 1
        return found

    # --- ranges -----------------------------------------------------------------------------------------------------

    def _joins(self, low: Term, high: Term) -> bool:
        """Whether the words between two terms make them the ends of one range."""
        first, last = low.last + 1, high.first - 1
        if (
            self.tokens.ends[low.last] < self.tokens.starts[high.first]
            and "\n" in self.tokens.text[self.tokens.ends[low.last] : self.tokens.starts[high.first]]
        ):
            return False
        if low.blocked in ("month", "identifier", "ratio") or high.blocked == "ratio":
            return False
        if last < first:
            return (
                high.under
                and not low.under
                and not high.opener
                and self.tokens.lows[high.first] in ("up", "bis", "jusqu'à", "hasta", "jusqu'")
            )
        if last - first > 2:
            return False
        entries = lexicon.joins().phrases.get(self.tokens.phrase(first, last), {})
        return "to" in entries or ("and" in entries and bool(low.opener)) or ("bounded" in entries and low.over)

    def _range(self, low: Term, high: Term) -> list[Quantity] | None:
        """The quantity from `low` to `high`; [] a span of years, None where the two do not belong together."""
        if not self._agree(low, high):
            return None
        currency, unit, period = low.currency or high.currency, low.unit or high.unit, low.period or high.period
        if not currency and not unit and low.scale is None and high.scale is None:
            if self._is_year(low):
                return [] if self._is_year(high) or len(high.raw) == 2 else None
            if (low.raw, high.raw) == ("9", "5"):
                return []  # nine to five
        if (self._is_year(high) and high.bare and low.unit) or (
            self._is_year(low) and low.bare and (self._own(high) or self._dated(low))
        ):
            return None
        low_scale, high_scale = self._scales(low, high)
        kind = Term(low.first, high.last, "", currency=currency, unit=unit, period=period, noun=low.noun or high.noun)
        kind.language = low.language or high.language
        kind.scale = low_scale if low_scale is not None else high_scale
        kind.blocked = low.blocked or (high.blocked if high.blocked in ("physical", "identifier") else "")
        kind.bracketed, kind.raw, kind.words = low.bracketed, low.raw, low.words if high.words is not None else None
        if self._rejected(kind, is_range=True):
            return []
        lower, upper = self._bound(low, kind, low_scale), self._bound(high, kind, high_scale)
        if lower is None or upper is None:
            return None
        (left, left_resolution, left_rounding), (right, right_resolution, right_rounding) = lower, upper
        if (
            low.sign == "-"
            and not high.sign
            and right > abs(left)
            and self.tokens.raws[low.last + 1] not in ("to", "bis", "a", "à")
        ):
            right = -right
        if left > right and right < 0:
            left, right = right, left
        if left > right:
            return None
        over = (low.over or high.over) and not (low.over and high.under)
        under = low.under or (high.under and not low.over and low.last + 1 < high.first and not self._connects(high))
        return [
            self._quantity(
                kind,
                left,
                right,
                min(left_resolution, right_resolution),
                min(left_rounding, right_rounding),
                approximate=low.approximate or high.approximate,
                over=over,
                under=under,
                signed=bool(low.sign or high.sign),
                scale=max(filter(None, (low_scale, high_scale)), default=None),
            )
        ]

    def _own(self, term: Term) -> bool:
        """Whether a term prints a unit of its own that a year before it does not share (`in 2023 to $20 billion`)."""
        prefixed = bool(term.currency) and self.tokens.kinds[term.first] != "number"
        return prefixed or term.scale is not None or term.unit in ("percent", "percentage_point", "multiple")

    def _dated(self, term: Term) -> bool:
        """Whether a word for a date stands before a year: `from 750 firms in 2023 to 950 firms`."""
        return term.first > 0 and self.tokens.lows[term.first - 1] in ("in", "by", "since", "during", "until", "im")

    def _connects(self, high: Term) -> bool:
        return self.tokens.lows[high.first] in ("up", "bis")

    def _agree(self, low: Term, high: Term) -> bool:
        if low.currency and high.currency and self._code(low) != self._code(high):
            return False
        if low.unit and high.unit and low.unit != high.unit:
            return False
        if (low.currency and high.unit) or (low.unit and high.currency):
            return False
        return not (low.period and high.period and low.period != high.period)

    def _scales(self, low: Term, high: Term) -> tuple[Decimal | None, Decimal | None]:
        """The scale word of either end, carried to the other where that makes an ascending range."""
        if (low.scale is None) == (high.scale is None):
            return low.scale, high.scale
        first, second = (number(term, False, True) for term in (low, high))
        if first is None or second is None:
            return low.scale, high.scale
        if low.scale is None:
            assert high.scale is not None
            return (high.scale if first.value < 1000 and first.value <= second.value else None), high.scale
        return low.scale, (low.scale if second.value < 1000 and second.value >= first.value else None)

    # --- points -----------------------------------------------------------------------------------------------------

    def _point(self, term: Term) -> Quantity | None:
        if self._rejected(term, is_range=False):
            return None
        bound = self._bound(term, term, term.scale)
        if bound is None:
            return None
        value, resolution, rounding = bound
        over, under = term.over, term.under
        if term.opener and not (over or under):
            over = self._opens(term)
        if term.sign == "±":
            size = abs(value)
            return self._quantity(
                term,
                -size,
                size,
                resolution,
                rounding,
                approximate=term.approximate,
                over=False,
                under=False,
                signed=True,
                scale=term.scale,
            )
        negative = self._accounting(term)
        if negative:
            value = -abs(value)
        return self._quantity(
            term,
            None if under and not over else value,
            None if over else value,
            resolution,
            rounding,
            approximate=term.approximate,
            over=over,
            under=under,
            signed=bool(term.sign) or negative,
            scale=term.scale,
        )

    def _opens(self, term: Term) -> bool:
        """Whether `from` bounds a single amount (`salaries from $80k`), and does not name where something came from."""
        before = term.first - 1
        opens = term.currency != "" and (
            before < 0
            or self.tokens.kinds[before] == "other"
            or "payword" in lexicon.left().phrases.get(self.tokens.lows[before], {})
            or self.tokens.lows[before]
            in (
                "earn",
                "earns",
                "earning",
                "offer",
                "offers",
                "offering",
                "starting",
                "start",
                "starts",
                "jobs",
                "roles",
                "prices",
                "priced",
            )
        )
        later = self.tokens.lows[term.last + 1 : term.last + 14]
        if not opens or "to" in later:
            term.first += self.tokens.lows[term.first] in ("from", "von", "de")
            return False
        return True

    def _accounting(self, term: Term) -> bool:
        """Whether the whole text is one bracketed figure, as accounts print what is negative."""
        text = self.tokens.text.strip()
        if not (term.bracketed and text.startswith("(") and text.endswith(")")):
            return False
        return term.last == len(self.tokens) - 2 and term.first == 1

    def _bound(self, term: Term, kind: Term, scale: Decimal | None) -> tuple[Decimal, Decimal, Decimal] | None:
        """Value, resolution and rounding of one printed number, in base units."""
        read = number(term, self._european(kind, scale), scale is not None or bool(kind.unit))
        if read is None:
            return None
        if scale is None and self.context.scale is not None and self._defaulted(kind):
            scale = self.context.scale
        value = -read.value if term.sign == "-" else read.value
        step = _ONE.scaleb(-read.places) if read.places else _ONE
        rounding = step.scaleb(read.trailing) if read.trailing else step
        if scale is None:
            return _plain(value) if read.places else value, step, _plain(rounding) if read.trailing else step
        return _plain(value * scale), _plain(step * scale), _plain(rounding * scale)

    def _european(self, kind: Term, scale: Decimal | None) -> bool:
        if (kind.language or self.context.language) in _EUROPEAN:
            return True
        if (
            kind.currency
            and scale is None
            and self._code(kind) in ("kr", "USD")
            and self.tokens.kinds[kind.first] == "number"
        ):
            return self.tokens.raws[kind.last] == "$" or self._code(kind) == "kr"  # 90.000$
        currency = lexicon.currencies().get(self._code(kind)) if kind.currency else None
        if kind.currency == "kr":
            return True
        return bool(currency and scale is None and (currency.decimal == "," or currency.digits == 0))

    def _defaulted(self, kind: Term) -> bool:
        """Whether the caller's scale holds for this figure: it is bare, or money in the caller's own currency."""
        if kind.scale is not None or (kind.unit and kind.unit != "count"):
            return False
        return not kind.currency or self.context.unit.partition("/")[0] == self._code(kind)

    # --- what is no figure ------------------------------------------------------------------------------------------

    def _is_year(self, term: Term) -> bool:
        return len(term.raw) == 4 and term.raw.isdigit() and int(term.raw) in _YEAR and term.words is None

    def _rejected(self, term: Term, *, is_range: bool) -> bool:
        if term.blocked in ("physical", "ratio", "denominator"):
            return True
        if term.words is not None and term.bare:
            return not (self.tokens.lows[-1] == "dozen" and term.last == self.tokens.size - 1 and term.first == 0)
        if term.blocked == "identifier" and not term.currency and term.unit != "percent":
            return True
        if term.blocked == "name":
            return not (term.currency or term.scale) or (
                term.unit == "percent" and self.tokens.lows[max(term.first - 1, 0)] in _RANKS
            )
        if term.currency or term.unit not in ("", "count") or term.scale is not None:
            if term.blocked == "month":
                return not term.currency and term.scale is None and term.unit != "percent"
            return term.blocked == "identifier" and not (term.currency or term.unit or term.scale)
        if term.blocked in ("identifier", "month", "adjacent") or (
            term.blocked == "capital" and not self._grouped(term)
        ):
            return True
        return self._is_year(term) or self._list_number(term) or (is_range and self._rating_scale(term))

    def _grouped(self, term: Term) -> bool:
        return (not term.raw.isdecimal() and len(term.raw) > 4) or term.noun != "" or self.context.unit != ""

    def _list_number(self, term: Term) -> bool:
        """`1. Understanding`, `2) Skills` at the start of a line."""
        tokens, after = self.tokens, term.last + 1
        if (
            term.last != term.first
            or after >= len(tokens)
            or tokens.raws[after] not in ".)"
            or tokens.gap(term.last, after)
        ):
            return False
        starts = (
            term.first == 0
            or tokens.gap(term.first - 1, term.first) == 99
            or (tokens.raws[term.first - 1] == "(" and term.first == 1)
        )
        return starts and after + 1 < len(tokens) and len(term.raw) <= 3

    def _rating_scale(self, term: Term) -> bool:
        """`(1-10)` after a label names a scale."""
        tokens = self.tokens
        return (
            term.bracketed
            and term.first > 1
            and term.raw in ("0", "1")
            and term.last + 1 < len(tokens)
            and tokens.raws[term.last] in ("5", "7", "10", "100")
        )

    # --- units ------------------------------------------------------------------------------------------------------

    def _code(self, term: Term) -> str:
        """The currency meant: a shared sign resolves by the context, else to the commonest; `kr` stays open."""
        shared = lexicon.shared().get(term.currency)
        if shared is None:
            return term.currency
        if self.context.currency in shared:
            return self.context.currency
        return "kr" if term.currency == "kr" else shared[0]

    def _unit(self, term: Term) -> str:
        if term.currency:
            code = self._code(term)
            period = term.period
            if not period and self.context.unit.startswith(code + "/"):
                period = self.context.unit.partition("/")[2]
            return f"{code}/{period}" if period else code
        if term.unit and term.unit != "count":
            return term.unit
        if term.unit == "count" or not self.context.unit:
            return "count"
        unit = self.context.unit
        if term.period and "/" not in unit and unit.isupper():
            return f"{unit}/{term.period}"
        return unit

    def _quantity(
        self,
        term: Term,
        low: Decimal | None,
        high: Decimal | None,
        resolution: Decimal,
        rounding: Decimal,
        *,
        approximate: bool,
        over: bool,
        under: bool,
        signed: bool,
        scale: Decimal | None,
    ) -> Quantity:
        start, end = self.tokens.starts[term.first], self.tokens.ends[term.last]
        if scale is None and self.context.scale is not None and self._defaulted(term):
            scale = self.context.scale
        return Quantity(
            low,
            high,
            self._unit(term),
            resolution,
            rounding,
            approximate,
            under,
            over,
            start,
            end,
            self.tokens.text[start:end],
            scale or Decimal(1),
            signed,
            term.noun,
        )


def _plain(value: Decimal) -> Decimal:
    """The same value without exponent or needless zeros."""
    if value == value.to_integral_value():
        return Decimal(int(value))
    return value.normalize()
