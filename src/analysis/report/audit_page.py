"""The page of an audit: the article's own text, each figure marked by what became of it, the finding beside it.

It needs nothing but itself: no script, no address of the source but its own link.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from markupsafe import Markup

from analysis.quantity import parse
from analysis.reading.ledger import KINDS
from analysis.report.marked import MarkedBlock, marked
from analysis.report.render import asset, environment, slug
from analysis.report.view import OUTCOMES, FigureView, FindingView, View
from analysis.report.words import count, visible
from analysis.source import Article
from analysis.units import split

#: What stands behind a marked figure, so that colour is never needed to tell what became of it.
SIGNS = {"contradiction": "✗", "mislabel": "≠", "definition": "?", "undetermined": "?", "rounding": "≈", "ok": "✓"}
#: Outcomes that are folded away.
HOLDING = ("ok", "rounding")
#: Articles of one source that its heading names.
_NAMED = 2


@dataclass(frozen=True)
class Sheet:
    """One source checked: `name` is its file, `errors` the checks that failed to run, by family."""

    view: View
    articles: Sequence[Article]
    name: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The titles of its articles."""
        names = [_name(article) for article in self.articles]
        more = f"{names[0]} and {count(len(names) - 1, 'more article')}" if names else self.name
        return "; ".join(names) if 0 < len(names) <= _NAMED else more


def page(sheets: Sequence[Sheet]) -> str:
    """A page of one source or of several."""
    several = len(sheets) > 1
    parts = [_content(sheet, f"{number}-" if several else "") for number, sheet in enumerate(sheets, start=1)]
    title = f"Check of {count(len(sheets), 'source')}" if several else f"Check of “{sheets[0].title}”"
    found = environment().get_template("audit.html")
    return found.render(title=title, style=asset("audit.css"), sheets=parts, contents=_contents(sheets)) + "\n"


def fragment(sheet: Sheet) -> str:
    """One source to stand in a notebook; its anchors are its own, should the notebook show several."""
    from zlib import crc32

    mine = f"{crc32(' '.join(sheet.view.figures).encode()):08x}-"
    return f"<style>\n{asset('audit.css')}</style>\n{_content(sheet, mine)}"


def _contents(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """The sources of a page of several, with what became of each."""
    several = [{"anchor": f"{n}-top", "sheet": sheet} for n, sheet in enumerate(sheets, start=1)]
    return several if len(several) > 1 else []


def _content(sheet: Sheet, prefix: str) -> Markup:
    """What fails in a list, then the text with its marks and notes, then what was not compared."""
    import analysis

    view = sheet.view
    places = _reading_order(sheet)
    found = [sorted(each, key=lambda one: places[one.figures[0].key]) for each in view.groups.values()]
    view = replace(view, findings=list(chain(*found)))
    numbers = {finding.key: number for number, finding in enumerate(view.findings, start=1)}
    anchors = {key: f"{prefix}figure-{number}" for number, key in enumerate(view.figures, start=1)}

    def note(finding: FindingView) -> str:
        return prefix + slug(finding.key)

    def mark(figures: Sequence[FigureView], text: Markup) -> Markup:
        found = [finding for figure in figures for finding in view.of_figure.get(figure.key, [])]
        found.sort(key=lambda finding: numbers[finding.key])
        others = Markup("").join(Markup('<span id="{}"></span>').format(anchors[figure.key]) for figure in figures[1:])
        if not found:
            unseen = '<mark class="left-out" id="{}" title="compared with nothing">{}{}</mark>'
            return Markup(unseen).format(anchors[figures[0].key], text, others)
        worst = found[0]
        sign = SIGNS[worst.outcome] + ("" if worst.outcome in HOLDING else str(numbers[worst.key]))
        body = '<mark class="{}" id="{}"><a href="#{}" title="{}">{}<sup>{}</sup></a>{}</mark>'
        title = f"{worst.meaning}: {worst.sum}"
        return Markup(body).format(worst.outcome, anchors[figures[0].key], note(worst), title, text, sign, others)

    told: set[str] = set()
    articles = [_article(each, view, mark, told) for each in sheet.articles]
    return Markup(
        environment()
        .get_template("sheet.html")
        .render(
            sheet=sheet,
            view=view,
            articles=articles,
            numbers=numbers,
            anchors=anchors,
            note=note,
            signs=SIGNS,
            read_as=_signs(view),
            prefix=prefix,
            version=analysis.__version__,
            counts={outcome: len(view.groups.get(outcome, [])) for outcome in OUTCOMES},
        )
    )


def _reading_order(sheet: Sheet) -> dict[str, tuple[int, ...]]:
    """Where each figure stands: its block, then its place among the figures of the blocks of that kind."""
    blocks = {
        (article.slug, KINDS[block.kind], block.index): (nth, number)
        for nth, article in enumerate(sheet.articles)
        for number, block in enumerate(article.blocks)
    }
    return {
        key: (*blocks[figure.article, figure.row["block_kind"], int(figure.row["block_index"])], number)
        for number, (key, figure) in enumerate(sheet.view.figures.items())
    }


def _signs(view: View) -> dict[str, str]:
    """Shared signs that stand for another currency here than by themselves: `$` → AUD."""
    found: dict[str, str] = {}
    for figure in view.figures.values():
        sign = re.match(r"[$£¥]|kr\b", figure.quote)
        code = split(str(figure.row["unit"])).base
        if sign and code.isupper() and parse(f"{sign[0]} 1")[0].unit != code:
            found[sign[0]] = code
    return found


def _article(article: Article, view: View, mark: Any, told: set[str]) -> dict[str, Any]:
    """An article's blocks, each with the findings told beside it: those whose first figure stands there."""
    own = [figure for figure in view.figures.values() if figure.article == article.slug]
    blocks: list[tuple[MarkedBlock, list[FindingView], list[FindingView]]] = []
    for block in marked(article, own, mark):
        here = {figure.key for figure in block.figures}
        found = [each for each in view.findings if each.figures[0].key in here and each.key not in told]
        told |= {finding.key for finding in found}
        failing, holding = ([each for each in found if (each.outcome in HOLDING) == held] for held in (False, True))
        blocks.append((block, failing, holding))
    return {"article": article, "title": _name(article), "blocks": blocks}


def _name(article: Article) -> str:
    """Its title, else its first words."""
    first = next((block.text for block in article.blocks if block.text), article.slug)
    return visible(article.title) or textwrap.shorten(visible(first), 60, placeholder=" …")
