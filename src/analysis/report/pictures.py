"""The pictures of `analysis.plots.GALLERY` as files: PNG and SVG, the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import progress

if TYPE_CHECKING:
    from analysis.plots import Picture


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as drawn: its file name without ending, its title, what it shows in words, and its PNG."""

    name: str
    title: str
    alt: str
    png: Path


def draw(folder: Path, gallery: Mapping[str, Picture] | None = None) -> list[Drawn]:
    """Draw each picture into `folder`; files of pictures that are no longer in the gallery are removed."""
    from analysis import plots

    pictures = plots.GALLERY if gallery is None else gallery
    folder.mkdir(parents=True, exist_ok=True)
    for path in (*folder.glob("*.png"), *folder.glob("*.svg")):
        if path.stem not in pictures:
            path.unlink()
    drawn = []
    for name, picture in progress.track(list(pictures.items()), "drawing picture", name=lambda item: item[0]):
        axes = picture.draw()
        alt = picture.alt(axes)
        png, _ = plots.save(axes, folder / name)
        drawn.append(Drawn(name, picture.title, alt, png))
    return drawn
