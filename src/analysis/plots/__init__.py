"""Pictures of any frame with the datasets' columns, or of an audit: one function each, returning its Axes.

Each takes its data first (a dataset's name, a frame, an audit) and a condition on its rows. The pictures of the report
are rows of `reports/pictures.toml`: `picture("growth-forest")` draws one. `alt_text(ax)` is the text for those who do
not see it, made from the data; `save(ax, path)` writes PNG and SVG, the same bytes each time.
"""

from analysis.plots.gallery import PLOTS, Picture, picture, pictures
from analysis.plots.growth import forest, led, lines, path, stated_sizes
from analysis.plots.overview import accounting, matrix, rates
from analysis.plots.rows import agreement, alike, bars, ladder
from analysis.plots.style import alt_text, save, source
from analysis.plots.tables import table

__all__ = [
    "PLOTS", "Picture", "accounting", "agreement", "alike", "alt_text", "bars", "forest", "ladder", "led", "lines",
    "matrix", "path", "picture", "pictures", "rates", "save", "source", "stated_sizes", "table",
]  # fmt: skip
