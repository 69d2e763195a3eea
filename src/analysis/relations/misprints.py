"""What one slip of the pen makes of a printed number: a digit changed, dropped or added, two digits exchanged."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

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


def explained(
    values: Sequence[float], steps: Sequence[float], holds: Callable[[list[float]], bool], *, digits: int = 1
) -> bool:
    """Whether an equation holds once one slip is taken back, in a number of at least so many significant digits."""
    numbers = list(values)
    for place, (value, step) in enumerate(zip(values, steps, strict=True)):
        if not step or len(str(round(abs(value) / step)).rstrip("0")) < digits:
            continue
        for other in slips(value, step):
            numbers[place] = other
            if holds(numbers):
                return True
        numbers[place] = value
    return False
