"""Score `parse` and its peers on the labelled strings: the share right by kind, the time a string, time on 1 MB.

    python tests/benchmarks/bench_quantities.py [strings|strings_held_back]

Peers that are not installed are skipped with a message. "right" wants every value, unit and flag (approximate, open
ends); "values" each value and unit, for no peer has the flags. A string without figures is right when none is found.
The readers take turns, three passes each, the fastest counts; ours forgets short texts between passes.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import strings
from strings import Example, Expected

from analysis import quantity

Reader = Callable[[str], list[Expected]]
PERIODS = ("hour", "day", "week", "month", "year")
NAMES = {
    "percentage": "percent", "percentage point": "percentage_point", "%": "percent", "dimensionless": "count",
    "dollar": "USD", "us dollar": "USD", "united states dollar": "USD", "euro": "EUR", "pound sterling": "GBP",
    "british pound": "GBP", "indian rupee": "INR", "yen": "JPY", "japanese yen": "JPY", "swiss franc": "CHF",
    "australian dollar": "AUD", "canadian dollar": "CAD", "singapore dollar": "SGD", "hong kong dollar": "HKD",
    "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "S$": "SGD", "A$": "AUD", "C$": "CAD", "HK$": "HKD",
}  # fmt: skip
#: Texts of one repeated piece are what makes a grammar quadratic.
HOSTILE = ("9 ", "9", "1,", "$", "-", "(", "1–", "$1 ", "one ", "a", "p.a.", "1/", "about ", "½", "1 to ", "[1]", "5, ")


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
        unit = unit_of(price.currency or "dimensionless")
        return [] if price.amount is None else [point(price.amount, price.amount, unit)]

    return read


def recognizers_text() -> Reader:
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension
    from recognizers_text import Culture

    def read(text: str) -> list[Expected]:
        spans: list[tuple[int, int, Expected]] = []
        for recognize in (recognize_currency, recognize_percentage, recognize_dimension, recognize_number):
            for result in recognize(text, Culture.English):
                resolution = result.resolution or {}
                value = str(resolution.get("value") or "").rstrip("%")
                unit = str(resolution.get("unit") or "dimensionless")
                unit = "percent" if recognize is recognize_percentage else unit_of(unit)
                if value and not any(start <= result.start <= end for start, end, _ in spans):
                    spans.append((result.start, result.end, point(value, value, unit)))
        return [expected for _, _, expected in sorted(spans, key=lambda span: span[0])]

    return read


def bare(quantities: list[Expected]) -> list[tuple[Decimal | None, Decimal | None, str]]:
    return [
        (e.low if e.low is not None else e.high, e.high if e.high is not None else e.low, e.unit) for e in quantities
    ]


def passes(read: Reader, rows: list[Example]) -> tuple[float, list[list[Expected]]]:
    """Seconds of one pass over all strings, none read from memory, and what was found."""
    quantity._short.cache_clear()
    answers, begun = [], time.process_time()
    for row in rows:
        try:
            answers.append(read(row.text))
        except Exception:  # a peer that raises found nothing
            answers.append([])
    return time.process_time() - begun, answers


def score(readers: dict[str, Reader], rows: list[Example]) -> None:
    """Print share right and microseconds a string of each reader, and of ours the share right by kind."""
    spent: dict[str, list[float]] = {name: [] for name in readers}
    answers = {}
    for _ in range(3):
        for name, read in readers.items():
            seconds, answers[name] = passes(read, rows)
            spent[name].append(seconds)
    answers["parse"] = [strings.found(row.text, row.context) for row in rows]
    print(f"{len(rows)} strings\n{'reader':<18}{'right':>8}{'values':>8}{'µs each':>10}{'slower':>8}")
    for name, found in answers.items():
        right = sum(one == row.expected for one, row in zip(found, rows, strict=True)) / len(rows)
        values = sum(bare(one) == bare(row.expected) for one, row in zip(found, rows, strict=True)) / len(rows)
        each, slower = min(spent[name]) / len(rows) * 1e6, min(spent[name]) / min(spent["parse"])
        print(f"{name:<18}{right:>8.1%}{values:>8.1%}{each:>10,.0f}{slower:>8,.1f}")
    kinds = Counter(row.kind for row, one in zip(rows, answers["parse"], strict=True) if one == row.expected)
    print("\nparse by kind")
    for kind, count in Counter(row.kind for row in rows).most_common():
        print(f"  {kind:<44}{kinds[kind]:>4} of {count}")


def main() -> None:
    rows = strings.read(sys.argv[1] if len(sys.argv) > 1 else "strings")
    readers: dict[str, Reader] = {"parse": strings.found}
    for make in (quantulum3, price_parser, recognizers_text):
        try:
            readers[make.__name__] = make()
        except ImportError as error:
            print(f"{make.__name__:<18}skipped: {error}")
    score(readers, rows)
    print("\nseconds on 1 MB, and on a quarter of it")
    for piece in HOSTILE:
        took = []
        for size in (1_000_000, 250_000):
            begun = time.process_time()
            strings.found((piece * size)[:size])
            took.append(time.process_time() - begun)
        print(f"  {piece!r:<10}{took[0]:>8.2f}{took[1]:>8.2f}")


if __name__ == "__main__":
    main()
