"""What one slip of the pen makes of a printed number: a digit changed, dropped or added, two digits exchanged."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from analysis.quantity.model import Quantity

LONGEST = 15  # digits of a number that is tried


def slips(value: float, step: float) -> set[float]:
    """The numbers that one slip may have turned into `value`, printed to a multiple of `step`.

    >>> [number in slips(1234, 1) for number in (1324, 1434, 123, 12345, -1234, 4321)]
    [True, True, True, True, True, False]
    """
    if step <= 0 or not (digits := str(round(abs(value) / step))).isdigit() or len(digits) > LONGEST:
        return set()
    found = {-round(abs(value) / step)}  # the sign
    for at in range(len(digits)):
        found |= {int(digits[:at] + other + digits[at + 1 :]) for other in "0123456789"}
        found.add(int(digits[:at] + digits[at + 1 :] or "0"))
    for at in range(len(digits) + 1):
        found |= {int(digits[:at] + other + digits[at:]) for other in "0123456789"}
    for one, two in itertools.combinations(range(len(digits)), 2):
        swapped = list(digits)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        found.add(int("".join(swapped)))
    sign = -1 if value < 0 else 1
    return {sign * number * step for number in found} - {value}


def exchanged(quantity: Quantity) -> Iterator[Quantity]:
    """What a number of three digits or more was, if two neighbouring ones of it were exchanged: none of a guess.

    >>> [int(other.low) for other in exchanged(Quantity(Decimal(14815), Decimal(14815), "USD"))]
    [41815, 18415, 14185, 14851]
    """
    value, step = quantity.low, quantity.resolution
    if value is None or value != quantity.high or quantity.approximate or not step:
        return
    digits = str(round(abs(value) / step))
    swapped = (digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1))
    for other in swapped if 3 <= len(digits) <= LONGEST else ():
        if other != digits and other[0] != "0":
            number = Decimal(other).copy_sign(value) * step
            yield quantity._replace(low=number, high=number)


def may_be_exchanged(gap: float, step: float) -> bool:
    """Whether two neighbouring digits, exchanged in one of some numbers, may make their sum wrong by so much.

    >>> [may_be_exchanged(gap, 1) for gap in (630, -27, 99, 28)]
    [True, True, False, False]
    """
    times, rest = divmod(round(abs(gap) / step), 9) if step else (0, 1)
    return not rest and times > 0 and len(str(times).rstrip("0")) == 1


def taken_back(values: Sequence[float], steps: Sequence[float], *, digits: int = 1) -> list[list[float]]:
    """Some numbers with one slip taken back, in each way and in each number of at least so many significant digits."""
    found = []
    for place, (value, step) in enumerate(zip(values, steps, strict=True)):
        if step and len(str(round(abs(value) / step)).rstrip("0")) >= digits:
            found += [[*values[:place], other, *values[place + 1 :]] for other in slips(value, step)]
    return found
