"""The one error for bad input: names the place, the text and the way out."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

#: How many problems are named at once, and how many characters of each line are shown.
MOST = 20
LONGEST = 600


def plain(text: str) -> str:
    """Text as a terminal may show it: what steers one, or is no character, as its escape.

    >>> print(plain("a\\x1b[31mb"))
    a\\x1b[31mb
    """
    return "".join(sign if sign.isprintable() or sign == "\n" else ascii(sign)[1:-1] for sign in text)


class InputError(ValueError):
    """Bad input, in one line: where it stands, what stands there and what to do about it; `details` are more lines."""

    def __init__(self, place: str, text: str, way_out: str, details: Sequence[str] = ()) -> None:
        self.place, self.text, self.way_out, self.details = place, text, way_out, tuple(details)
        super().__init__("\n    ".join([f"{place}: {text}; {way_out}", *details]))

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str, tuple[str, ...]]]:
        """It reaches another process whole."""
        return type(self), (self.place, self.text, self.way_out, self.details)

    @property
    def lines(self) -> list[str]:
        """The error in one line, and its details in one line each."""
        return [one_line(line) for line in (f"{self.place}: {self.text}; {self.way_out}", *self.details)]


def optional(module: str, extra: str, place: str, what: str) -> Any:
    """A module that an extra brings; an InputError, for a place, says that `what` needs it where it is missing."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        missing = (error.name or module).partition(".")[0]
        raise InputError(place, f"{what} needs {missing}, which is not installed", way_to(extra)) from None


def way_to(extra: str) -> str:
    """How to install an extra."""
    return f'pip install -e ".[{extra}]" in a clone of this project'


def one_of(wrong: str, known: Iterable[str]) -> str:
    """The way out where a name is none of those known: the one it is most like, and all of them.

    >>> one_of("salary", ["figures", "salaries"])
    "did you mean 'salaries'? else choose one of figures, salaries"
    """
    names = list(known)
    near = [f"did you mean {each!r}? else " for each in get_close_matches(wrong, names, n=1)]
    return f"{''.join(near)}choose one of {', '.join(names)}"


def one_line(text: str) -> str:
    """One line for a terminal, what is too long for it cut in the middle."""
    text = plain(" ".join(text.split()))
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"


def refuse(found: Iterable[InputError], place: str, what: str) -> None:
    """Raise the problems found, if any: one as it is, several as one error that says of each where it stands."""
    problems = list(found)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        ways = list(dict.fromkeys(problem.way_out for problem in problems))
        details = [
            f"{each.place}: {each.text}" + (f"; {each.way_out}" if len(ways) > 1 else "") for each in problems[:MOST]
        ]
        if len(problems) > MOST:
            details.append(f"and {len(problems) - MOST} more")
        way_out = f"for each: {ways[0]}" if len(ways) == 1 else "mend each of them"
        raise InputError(place, f"{len(problems)} {what}", way_out, details)
