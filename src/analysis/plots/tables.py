"""Tables for reading: a frame formatted for people, each figure linked to the page it stands on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd

from analysis.datasets.datapackage import read

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


#: JupyterLab and nbconvert would take what stands between two dollars for a formula.
_ATTRIBUTES = 'class="dataframe mathjax_ignore tex2jax_ignore"'
_SCROLLS = ' style="display: block; max-height: {}; overflow: auto"'


def table(frame: pd.DataFrame, name: str = "table", *, height: str = "") -> Styler:
    """The frame with thousands set apart and nothing where nothing is stated; `name` keeps its HTML ids the same.

    With `height` (as CSS writes it: "24em") a long table scrolls within that.

    Where the frame has `figure_id`, that column gives way to a link: the `quote` (else the id) leads to its words on
    the published page. An index is shown where it has a name.
    """
    shown = frame.copy() if frame.index.names == [None] else frame.reset_index()
    if "figure_id" in shown:
        label = "quote" if "quote" in shown else "figure_id"
        pairs = zip(shown["figure_id"], shown[label], strict=True)
        shown[label] = [_link(figure_id, text, label == "quote") for figure_id, text in pairs]
        shown = shown.drop(columns="figure_id") if label == "quote" else shown
    words: Any = list(shown.select_dtypes(exclude="number").columns)
    left: Any = {"text-align": "left", "white-space": "pre-wrap"}
    heads: Any = [
        {"selector": f"th.col{shown.columns.get_loc(column)}", "props": list(left.items())} for column in words
    ]
    styler = (
        shown.style.format(_text, na_rep="")
        .hide()
        .set_uuid(name)
        .set_table_attributes(_ATTRIBUTES + _SCROLLS.format(height) * bool(height))
    )
    return styler.set_properties(subset=words, **left).set_table_styles(heads)


def _text(value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:,.4g}"


def _link(figure_id: str, text: str, fragment: bool) -> str:
    """A link to the published page, and there to the words as printed."""
    pages = {source["slug"]: source["path"] for source in read()["sources"]}
    place = f"#:~:text={quote(text, safe='').replace('-', '%2D')}" if fragment else ""
    href = pages.get(figure_id.split("/")[0], "") + place
    return f'<a href="{escape(href)}" title="{escape(figure_id)}">{escape(text)}</a>'
