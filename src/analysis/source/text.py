"""The text of elements as a browser shows it: whitespace collapsed, `<br>` a line break, nothing that is hidden."""

import re
from collections.abc import Iterator

from lxml.etree import _Element

from analysis.words import forms

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
#: What steers a terminal or turns the direction of writing; it is no text, and must not reach either.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNREAD = frozenset(forms("html", "unread"))
BLOCKS = frozenset(forms("html", "root", "list", "quote", "lead", "block"))
#: Stands between two inline elements that touch, until it is known whether they need a blank.
SEAM = "\0"

_COUNTERS = forms("html", "counter")
_UNSEEN = frozenset(forms("html", "unseen"))
_NEEDS_BLANK = re.compile(
    r"\0(?<=[\w%+]\0)\0*+(?=[A-Z][a-z]{2})|\0(?<=[^\W\d_]{3}\0)\0*+(?=[$€£¥₹]?\s?\d)"
    r"|\0(?<=\b(?:19|20)\d\d\0)\0*+(?=[$€£¥₹]?\s?\d)"
    r"|\0(?<=[\d%]\0)\0*+(?=[+−▲▼-]\s?[$€£¥₹]?\d)"
)  # each begins with what it looks for: a look back at every character is slow
_NOT_DISPLAYED = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE
)
_MARK = r"(?:\d{1,3}|[a-z]|[*†‡§¶#]{1,3})"
_MARKS = re.compile(rf"[,;\s]*[\[(]?\s?{_MARK}(\s?[,;–-]\s?{_MARK})*\s?[\])]?")
_AFTER_FIGURE = re.compile(r"(?:\d(?<!\b10)|[%+)])\s?$")  # a raised digit here is no exponent
_AFTER_WORD = re.compile(r"(?:[^\W\d_]{4}|[.!?\"”’])\s?$")  # nor here; `km` and `CO` have one
_RAISED = re.compile(r"[¹²³⁰⁴-⁹](?<=[\d%+)].)(?<!\b10.)[¹²³⁰⁴-⁹]*+(?:[,–-][¹²³⁰⁴-⁹]+)*")
_EXPONENT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_DIGITS = re.compile(r"\d+")


def collapse(pieces: list[str]) -> str:
    """The pieces as lines: whitespace within a line collapsed, empty lines dropped."""
    text = "".join(pieces)
    if SEAM in text:
        text = _NEEDS_BLANK.sub(" ", text).replace(SEAM, "")
    if not text.isascii():
        text = _RAISED.sub("", text.translate(INVISIBLE))
    if "\n" not in text:
        line = " ".join(text.split())
        return line if line.isprintable() else CONTROL.sub("", line)
    text = CONTROL.sub("", text)
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


def flow(text: str | None) -> str:
    """Source text as it flows: a line break in the source is a space."""
    return text.replace("\n", " ") if text else ""


def own_text(element: _Element) -> str:
    """All text of a cell or caption but that of tables nested in it; blocks in it stand on lines of their own."""
    return collapse(list(_pieces(element)))


def preformatted(element: _Element) -> str:
    """The text of a `<pre>`, verbatim, without empty lines around it."""
    return CONTROL.sub("", "".join(_verbatim(element))).translate(INVISIBLE).strip("\r\n").replace("\r\n", "\n")


def is_unread(element: _Element) -> bool:
    """True for what a reader does not see as text.

    Scripts and styles, what is not displayed, what is struck out, marks of notes, and the second of two copies of which
    one is for the eye and one for a screen reader. What only a screen reader has is read where it repeats nothing.
    """
    tag = element.tag
    if not isinstance(tag, str) or tag in UNREAD:
        return True
    if tag in {"sup", "a"} and _is_note(element):
        return True
    return bool(element.attrib) and is_hidden(element)


def is_hidden(element: _Element) -> bool:
    """Whether an element's attributes say that it is not displayed, or a copy of what is."""
    if element.get("hidden", "until-found").strip().lower() != "until-found":
        return True
    if (style := element.get("style")) and _NOT_DISPLAYED.search(style):
        return True
    return (element.get("aria-hidden") == "true" and _is_copy(element)) or (_is_unseen(element) and _repeats(element))


def counted(element: _Element) -> str | None:
    """The number that a counter of a page runs up to, where only its 0 stands in the source; None for others."""
    if (element.text or "").strip() not in {"", "0"} or len(element) or not element.attrib:
        return None
    ends = (element.get(name, "").strip() for name in _COUNTERS)
    return next((end for end in ends if re.fullmatch(r"\d[\d.,]{0,15}", end)), None)


def raised(element: _Element) -> str | None:
    """The exponent of a power of ten, as `⁶`; None for any other element."""
    text = (element.text or "").strip()
    if element.tag != "sup" or len(text) > 3 or not re.fullmatch(r"[-−]?\d+", text):
        return None
    return text.replace("−", "-").translate(_EXPONENT) if re.search(r"\b10\s?$", _before(element)) else None


def _is_note(element: _Element) -> bool:
    """Whether an element is the mark of a note: raised (1,2 or *), or a link in the page that says no more."""
    text = _short_text(element)
    marks = _MARKS.fullmatch(text)
    if not marks:
        return False
    if element.tag == "a":
        return element.get("href", "").startswith("#") and any(sign.isdigit() or sign in "*†‡§" for sign in text)
    previous = element.getprevious()
    if previous is not None and previous.tag == "sup" and not (previous.tail or "").strip():
        return True
    if text.startswith("[") or element.find(".//a") is not None or (marks[1] and raised(element) is None):
        return True
    before = _before(element)
    if text in {"e", "o", "a"} and before[-1:].isdigit():  # "2e trimestre"
        return False
    return bool(_AFTER_FIGURE.search(before) or _AFTER_WORD.search(before))


def _short_text(element: _Element) -> str:
    """The text of a small element; what is longer than any mark is cut."""
    text = ""
    for piece in element.itertext():
        text += str(piece)
        if len(text) > 40:
            break
    return text.strip()


def _before(element: _Element) -> str:
    """The text directly before an element."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is None:
        return (parent.text or "") if parent is not None else ""
    return previous.tail or (_short_text(previous)[-40:] if previous.tag not in BLOCKS else "")


def _is_unseen(element: _Element) -> bool:
    names = element.get("class")
    return bool(names) and not _UNSEEN.isdisjoint(str(names).split())


def _neighbours(element: _Element) -> list[_Element]:
    return [each for each in (element.getprevious(), element.getnext()) if each is not None]


def _is_copy(element: _Element) -> bool:
    """Whether what is displayed beside an element says the same."""
    text = _short_text(element)
    beside = (each for each in _neighbours(element) if isinstance(each.tag, str) and not _is_unseen(each))
    return bool(text) and any(_short_text(each) == text for each in beside)


def _repeats(element: _Element) -> bool:
    """Whether every number of an element stands beside it too."""
    numbers = set(_DIGITS.findall(_short_text(element)))
    around = [_before(element), element.tail or "", *map(_short_text, _neighbours(element))]
    return bool(numbers) and numbers <= set(_DIGITS.findall(" ".join(around)))


def _pieces(element: _Element) -> Iterator[str]:
    yield flow(element.text)
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif not is_unread(child):
            exponent = raised(child)
            if exponent is not None:
                yield exponent
            else:
                edge = "\n" if child.tag in BLOCKS else SEAM
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
