"""Score `parse` and its peers on the labelled strings: how many wholly right, and strings per second.

    python tests/benchmarks/bench_quantities.py [held_back|developed]

Peers that are not installed are skipped with a message. "right" wants every value, unit and flag (approximate, open
ends); "values" each value and unit, for no peer has the flags. A string without figures is right when none is found.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "quantities"))
import examples
from examples import Example, Expected

Reader = Callable[[str], list[Expected]]
PERIODS = ("hour", "day", "week", "month", "year")
NAMES = {
    "percentage": "percent", "percentage point": "percentage_point", "%": "percent", "dimensionless": "count",
    "dollar": "USD", "us dollar": "USD", "united states dollar": "USD", "euro": "EUR", "pound sterling": "GBP",
    "british pound": "GBP", "indian rupee": "INR", "yen": "JPY", "japanese yen": "JPY", "swiss franc": "CHF",
    "australian dollar": "AUD", "canadian dollar": "CAD", "singapore dollar": "SGD", "hong kong dollar": "HKD",
    "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "S$": "SGD", "A$": "AUD", "C$": "CAD", "HK$": "HKD",
}  # fmt: skip


def unit_of(name: str) -> str:
    """A peer's unit name in our terms, with every benefit of the doubt."""
    money, per, period = name.lower().partition(" per ")
    base = NAMES.get(name) or NAMES.get(money) or (money.upper() if len(money) == 3 else money.removesuffix("s"))
    return f"{base}/{period}" if per and period in PERIODS else base


def point(low: object, high: object, unit: str) -> Expected:
    return Expected(Decimal(str(low)).normalize(), Decimal(str(high)).normalize(), unit, False, False, False)


def quantulum3() -> Reader:
    from quantulum3 import parser

    def read(text: str) -> list[Expected]:
        found = parser.parse(text)
        return [
            point(q.value - (q.uncertainty or 0), q.value + (q.uncertainty or 0), unit_of(q.unit.name)) for q in found
        ]

    return read


def price_parser() -> Reader:
    from price_parser import Price

    def read(text: str) -> list[Expected]:
        price = Price.fromstring(text)
        return (
            []
            if price.amount is None
            else [point(price.amount, price.amount, unit_of(price.currency or "dimensionless"))]
        )

    return read


def recognizers_text() -> Reader:
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension
    from recognizers_text import Culture

    def read(text: str) -> list[Expected]:
        spans: list[tuple[int, int, Expected]] = []
        for recognize in (recognize_currency, recognize_percentage, recognize_dimension, recognize_number):
            for result in recognize(text, Culture.English):
                value = str((result.resolution or {}).get("value") or "").rstrip("%")
                unit = (
                    "percent"
                    if recognize is recognize_percentage
                    else str(result.resolution.get("unit") or "dimensionless")
                )
                if value and not any(start <= result.start <= end for start, end, _ in spans):
                    spans.append((result.start, result.end, point(value, value, unit_of(unit))))
        return [expected for _, _, expected in sorted(spans, key=lambda span: span[0])]

    return read


def pint_parser() -> Reader:
    from pint import UnitRegistry

    registry = UnitRegistry()
    registry.define("USD = [currency] = $")

    def read(text: str) -> list[Expected]:
        quantity = registry.Quantity(text)
        return [point(quantity.magnitude, quantity.magnitude, unit_of(str(quantity.units)))]

    return read


def right(reader: Reader | None, example: Example, *, flags: bool) -> bool:
    try:
        found = examples.found(example) if reader is None else reader(example.text)
    except Exception:  # a peer that raises found nothing
        found = []
    if flags:
        return found == example.expected
    bare = [
        (e.low if e.low is not None else e.high, e.high if e.high is not None else e.low, e.unit)
        for e in example.expected
    ]
    return [
        (e.low if e.low is not None else e.high, e.high if e.high is not None else e.low, e.unit) for e in found
    ] == bare


def speed(read: Callable[[str], object], texts: list[str], seconds: float = 2.0) -> float:
    """Strings per second, after one pass to warm up."""
    for text in texts[:5]:
        quietly(read, text)
    done, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < seconds:
        quietly(read, texts[done % len(texts)])
        done += 1
    return done / spent


def quietly(read: Callable[[str], object], text: str) -> None:
    try:
        read(text)
    except Exception:
        return


def main() -> None:
    from analysis.quantity import parse

    name = sys.argv[1] if len(sys.argv) > 1 else "held_back"
    rows = examples.read(name)
    texts = [row.text for row in rows]
    print(f"{len(rows)} strings of {name}.csv\n{'reader':<18}{'right':>8}{'values':>8}{'strings/s':>12}{'slower':>8}")
    own = speed(parse, texts)
    makers: list[Callable[[], Reader] | None] = [None, quantulum3, price_parser, recognizers_text, pint_parser]
    for make in makers:
        label = make.__name__ if make else "parse"
        try:
            reader = make() if make else None
        except ImportError as error:
            print(f"{label:<18}skipped: {error}")
            continue
        whole = sum(right(reader, row, flags=True) for row in rows) / len(rows)
        values = sum(right(reader, row, flags=False) for row in rows) / len(rows)
        pace = speed(reader, texts) if reader else own
        print(f"{label:<18}{whole:>8.1%}{values:>8.1%}{pace:>12,.0f}{own / pace:>8,.0f}")


if __name__ == "__main__":
    main()
