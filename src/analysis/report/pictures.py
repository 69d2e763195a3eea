"""The pictures of `analysis.plots.GALLERY` as files: PNG and SVG, the same bytes each time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import progress

if TYPE_CHECKING:
    from analysis.plots import Picture

#: Pictures drawn at the same time, each in a process of its own.
JOBS = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as drawn: its file name without ending, its title, what it shows in words, and its PNG."""

    name: str
    title: str
    alt: str
    png: Path


def draw(folder: Path, gallery: Mapping[str, Picture] | None = None) -> list[Drawn]:
    """Draw each picture into an empty folder."""
    from analysis import plots

    pictures = plots.GALLERY if gallery is None else gallery
    names = list(pictures)
    if gallery is not None:
        return [_draw(picture, name, folder) for name, picture in gallery.items()]
    with ProcessPoolExecutor(min(JOBS, os.cpu_count() or 1)) as pool:
        drawn = pool.map(_draw_named, names, [folder] * len(names))
        return [next(drawn) for _ in progress.track(names, "drawing picture")]


def _draw_named(name: str, folder: Path) -> Drawn:
    from analysis import plots

    return _draw(plots.GALLERY[name], name, folder)


def _draw(picture: Picture, name: str, folder: Path) -> Drawn:
    from analysis import plots

    axes = picture.draw()
    alt = picture.alt(axes)
    png, _ = plots.save(axes, folder / name)
    return Drawn(name, picture.title, alt, png)
