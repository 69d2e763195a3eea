"""The pictures of `reports/pictures.toml` as files: PNG and SVG, the same bytes each time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import progress
from analysis.errors import InputError
from analysis.processes import pool

if TYPE_CHECKING:
    from analysis.plots import Picture

#: Pictures drawn at the same time, each in a process of its own.
JOBS = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as drawn: its file name without ending, its title, what to look at, all in words, and its PNG."""

    name: str
    title: str
    sentence: str
    alt: str
    png: Path


def draw(folder: Path, gallery: Mapping[str, Picture] | None = None) -> list[Drawn]:
    """Draw each picture into an empty folder. A picture with nothing to draw is left out, and said."""
    from analysis import plots

    pictures = plots.pictures() if gallery is None else gallery
    if gallery is not None:
        return [_draw(picture, folder) for picture in gallery.values()]
    drawn = []
    with pool(min(JOBS, os.cpu_count() or 1)) as workers:
        waiting = [workers.submit(_draw, picture, folder) for picture in pictures.values()]
        for name, future in zip(progress.track(list(pictures), "drawing picture"), waiting, strict=True):
            try:
                drawn.append(future.result())
            except InputError as error:
                progress.step(f"picture {name} is left out: {error.lines[0]}")
    return drawn


def _draw(picture: Picture, folder: Path) -> Drawn:
    from analysis import plots

    axes: Any = picture.draw()
    alt, title = picture.alt(axes), " ".join(axes.figure.get_suptitle().split())
    png, _ = plots.save(axes, folder / picture.name)
    return Drawn(picture.name, title, picture.sentence, alt, png)
