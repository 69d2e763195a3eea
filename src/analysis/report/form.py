"""A form for a notebook or a page made of one: paste or upload an article, press a button, read it marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import InputError, optional

if TYPE_CHECKING:
    from ipywidgets import VBox


def form(sample: str = "", *, currency: str | None = None) -> VBox:
    """A box to paste into, one to upload to, and a button; what is found appears below.

    `sample` is the text it begins with; `currency` says what a shared sign such as `$` stands for. Needs ipywidgets.
    """
    widgets = optional("ipywidgets", "notebooks", "form", "the form")
    wide = widgets.Layout(width="100%", height="14em")
    text = widgets.Textarea(value=sample, placeholder="Paste an article: text, Markdown or HTML", layout=wide)
    file = widgets.FileUpload(description="or a file", multiple=False)
    button = widgets.Button(description="Check", button_style="primary", icon="check")
    result = widgets.HTML(layout=widgets.Layout(width="100%"))

    def check(_: Any) -> None:
        result.value = "<p>Checking …</p>"
        result.value = checked(bytes(file.value[0]["content"]) if file.value else text.value, currency)

    button.on_click(check)
    return widgets.VBox([text, widgets.HBox([button, file]), result])


def sample() -> str:
    """A made-up market note, one figure of which was changed after it was worked out."""
    return (Path(__file__).parent / "templates" / "sample.md").read_text(encoding="utf-8")


def checked(source: str | bytes, currency: str | None = None) -> str:
    """An article as marked HTML; a line that says what is wrong where it cannot be read."""
    from markupsafe import Markup

    from analysis.api import audit

    try:
        return audit(source, currency=currency)._repr_html_()
    except InputError as error:
        return Markup('<p class="mathjax_ignore">Not checked: {}</p>').format(error.lines[0])
