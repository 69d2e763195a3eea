"""The text of elements: whitespace collapsed as a browser would, `<br>` a line break."""

import re
from collections.abc import Iterator

from lxml.etree import _Element

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
UNREAD = frozenset({"script", "style", "template", "noscript", "head", "title", "svg", "iframe", "object", "textarea"})
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul".split()
)
_SPACE = re.compile(r"\s+")
_AFTER_FIGURE = re.compile(r"(?:\d(?<!\b10)|[%+])\s?$")  # a raised digit here is no exponent
_RAISED = re.compile(r"(?<=[\d%+)])(?<!\b10)[¹²³⁰⁴-⁹]+")
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?")


def collapse(pieces: list[str]) -> str:
    """The pieces as lines: whitespace within a line collapsed, empty lines dropped."""
    text = "".join(pieces)
    if not text.isascii():
        text = _RAISED.sub("", text.translate(INVISIBLE))
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


def flow(text: str | None) -> str:
    """Source text as it flows: a line break in the source is a space."""
    return _SPACE.sub(" ", text) if text else ""


def own_text(element: _Element) -> str:
    """All text of a cell or caption but that of tables nested in it; blocks in it stand on lines of their own."""
    return collapse(list(_pieces(element)))


def preformatted(element: _Element) -> str:
    """The text of a `<pre>`, verbatim, without empty lines around it."""
    return "".join(_verbatim(element)).translate(INVISIBLE).strip("\r\n").replace("\r\n", "\n")


def is_unread(element: _Element) -> bool:
    """True for what a reader does not see as text: scripts, styles, marks of footnotes."""
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return True
    if element.tag != "sup" or not _NOTE_MARK.fullmatch("".join(map(str, element.itertext())).strip()):
        return False
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    return element.find(".//a") is not None or bool(_AFTER_FIGURE.search(text or ""))


def _pieces(element: _Element) -> Iterator[str]:
    yield flow(element.text)
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif not is_unread(child):
            edge = "\n" if child.tag in BLOCKS else ""
            yield edge
            if child.tag != "table":
                yield from _pieces(child)
            yield edge
        yield flow(child.tail)


def _verbatim(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif not is_unread(child):
            yield from _verbatim(child)
        yield child.tail or ""
