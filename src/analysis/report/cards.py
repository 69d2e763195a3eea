"""Findings as cards for a notebook: what does not agree, the arithmetic, what would make it fit, a small picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.report.drawing import image
from analysis.report.render import as_markdown, asset, environment
from analysis.report.view import View

if TYPE_CHECKING:
    from analysis.api import Audit


@dataclass(frozen=True)
class Cards:
    """Findings to look at: cards in a notebook, Markdown elsewhere."""

    view: View

    def __len__(self) -> int:
        return len(self.view.findings)

    def __repr__(self) -> str:
        return as_markdown(self.view)

    def _repr_html_(self) -> str:
        drawn = [(finding, image(finding)) for finding in self.view.findings]
        return environment().get_template("cards.html").render(view=self.view, cards=drawn, style=asset("audit.css"))


def cards(where: str = "verdict == 'inconsistent'", *, audit: Audit | None = None, most: int | None = None) -> Cards:
    """The findings for which a condition holds, gravest first, of an audit or of the datasets.

    `where` is a condition as `DataFrame.query` takes it; `most` keeps the first so many.
    """
    from analysis.report.material import gather

    view = audit.view if audit is not None else gather().view
    rows = audit.findings if audit is not None else gather().findings
    wanted = set(rows.query(where)["finding_id"])
    found = [finding for finding in view.findings if finding.key in wanted]
    return Cards(View(view.titles, view.figures, found[:most], view.unchecked))
