"""Things by what they share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Thing = TypeVar("_Thing")


def grouped(things: Iterable[_Thing], key: Callable[[_Thing], _Key]) -> dict[_Key, list[_Thing]]:
    """Things by what a key makes of them, in their order.

    >>> grouped([5, 2, 3], lambda number: number % 2)
    {1: [5, 3], 0: [2]}
    """
    return gathered((key(thing), thing) for thing in things)


def gathered(pairs: Iterable[tuple[_Key, _Thing]]) -> dict[_Key, list[_Thing]]:
    """The second of some pairs by the first, in their order."""
    groups: dict[_Key, list[_Thing]] = {}
    for key, thing in pairs:
        groups.setdefault(key, []).append(thing)
    return groups
