"""Progress on stderr: what a step is doing, with a bar where there are several of them.

Silent until a command switches it on, so that a notebook or another program never sees it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from analysis.errors import one_line

T = TypeVar("T")

_shown = False


def show(on: bool = True) -> None:
    """Switch progress on, or off again."""
    global _shown
    _shown = on


def step(doing: str) -> None:
    """Say what is being done now."""
    if _shown:
        print(one_line(doing), file=sys.stderr, flush=True)


def track(items: Sequence[T], doing: str, name: Callable[[T], object] = str) -> Iterator[T]:
    """The items one by one, with a bar on a terminal (if tqdm is there) and a plain line for each one elsewhere."""
    if not _shown:
        yield from items
    elif (bar := _bar(len(items), doing)) is None:
        for number, item in enumerate(items, start=1):
            step(f"{doing} {number}/{len(items)}: {name(item)}")
            yield item
    else:
        with bar:
            for item in items:
                bar.set_postfix_str(one_line(str(name(item))))
                yield item
                bar.update()


def _bar(total: int, doing: str) -> Any:
    if not sys.stderr.isatty():
        return None
    try:
        from tqdm import tqdm
    except ImportError:
        return None
    return tqdm(total=total, desc=doing, file=sys.stderr, unit="", leave=True)
