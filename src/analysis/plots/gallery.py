"""The pictures of the report as `reports/pictures.toml` lists them: a plot, its arguments, a title, a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import paths
from analysis.errors import InputError, one_of
from analysis.plots import growth, overview, rows
from analysis.plots.style import alt_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: The plots a picture may be made with.
PLOTS: dict[str, Callable[..., Axes]] = {
    "accounting": overview.accounting, "agreement": rows.agreement, "bars": rows.bars, "forest": growth.forest,
    "ladder": rows.ladder, "lines": growth.lines, "matrix": overview.matrix, "path": growth.path,
    "rates": overview.rates,
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A picture of the report. `title` may hold what its plot knows; `sentence` says what to look at."""

    name: str
    plot: str
    arguments: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    sentence: str = ""

    def draw(self, **others: Any) -> Axes:
        """Draw it, with other arguments where they are given, such as `currency="EUR"`."""
        return PLOTS[self.plot](**self.arguments | ({"title": self.title} if self.title else {}) | others)

    def alt(self, ax: Axes) -> str:
        """What it shows, in words."""
        return alt_text(ax)


def pictures(file: Path | None = None) -> dict[str, Picture]:
    """The pictures of a file (that of the report) by name, in reading order.

    Raises InputError for an unknown plot, a name that stands twice, and a file that is none.
    """
    path = file or paths.processed().parents[1] / "reports" / "pictures.toml"
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))["picture"]
        found = [Picture(**each) for each in listed]
    except FileNotFoundError:
        raise InputError(str(path), "is not there", "pictures are listed in a checkout's reports/") from None
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InputError(str(path), f"lists no pictures ({error})", "each has a name, a plot and arguments") from None
    for each in found:
        if each.plot not in PLOTS:
            raise InputError(f"{path}, {each.name}", f"there is no plot {each.plot!r}", one_of(each.plot, PLOTS))
        if sum(other.name == each.name for other in found) > 1:
            raise InputError(str(path), f"{each.name!r} stands there twice", "give each picture a name of its own")
    return {each.name: each for each in found}


def picture(name: str, **others: Any) -> Axes:
    """Draw a picture of the report by its name, with other arguments where they are given."""
    known = pictures()
    if name not in known:
        raise InputError(f"picture {name!r}", "there is none", one_of(name, known))
    return known[name].draw(**others)
