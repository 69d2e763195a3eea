"""RSS and Atom: items with title, link, guid, date and HTML content."""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from lxml import etree
from lxml.etree import _Element

from analysis.errors import InputError
from analysis.source.dates import read_date
from analysis.source.text import CONTROL

FEED_START = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|channel)[\s>]")
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed; `content` is HTML."""

    title: str
    link: str
    guid: str
    published: datetime | None
    content: str


def parse_feed(text: str, place: str) -> list[Item]:
    """The feed's items; InputError where the text is no feed, breaks off or has no items."""
    if not FEED_START.search(text[:5000]):
        raise InputError(place, "this is no RSS feed", "give an RSS 2.0 feed, or audit the page itself")
    return list(stream_feed(io.BytesIO(text.encode("utf-8", "replace")), place, "utf-8"))


def stream_feed(file: BinaryIO, place: str, encoding: str | None = None) -> Iterator[Item]:
    """The items of a feed one by one, none kept; `encoding` stands before the one that the XML declares.

    Raises InputError, which names `place`, where the XML breaks off or has no items.
    """
    events = etree.iterparse(
        file,
        tag=("{*}item", "{*}entry"),
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
    )
    found = False
    try:
        for _, element in events:
            found = True
            yield _item(element)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        reason = (str(error).splitlines() or [""])[0].split(", line")[0]
        line = error.lineno or 1
        raise InputError(f"{place}, line {line}", f"the XML breaks off: {reason}", "fetch the feed again") from error
    if not found:
        raise InputError(place, "the feed has no items", "give a feed with at least one <item>")


def _child(element: _Element, *names: str) -> _Element | None:
    """The first child with one of the local names, in the order of the names."""
    for name in names:
        found = element.find(name if name.startswith("{") else f"{{*}}{name}")
        if found is not None:
            return found
    return None


def _text(element: _Element, *names: str) -> str:
    found = _child(element, *names)
    return "" if found is None else "".join(map(str, found.itertext())).strip()


def _item(element: _Element) -> Item:
    link = _text(element, "link")
    for candidate in element.iterfind("{*}link"):
        if candidate.get("href") and candidate.get("rel", "alternate") == "alternate":
            link = candidate.get("href", "")
    return Item(
        title=" ".join(CONTROL.sub("", html.unescape(_text(element, "title"))).split()),
        link=link,
        guid=_text(element, "guid", "id"),
        published=read_date(_text(element, "pubDate", "published", "date", "updated")),
        content=_content(element),
    )


def _content(element: _Element) -> str:
    found = _child(element, _CONTENT, "content", "description", "summary")
    if found is None:
        return ""
    if len(found):  # Atom's type="xhtml"
        return "".join(etree.tostring(child, encoding="unicode") for child in found)
    return found.text or ""
