"""Whole pages: the article in them without the site's furniture, and what the page says of it (title, date …)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from lxml.etree import _Element

from analysis.source.dates import read_date
from analysis.source.text import CONTROL, own_text
from analysis.words import lookup

#: A box of links: at least so much of its text is linked.
LINKED = 0.5

_ASIDES = frozenset({"aside", "footer", "header"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog"})
_NAMES = re.compile(r"[A-Za-z]+")
_DATE_IN_SCRIPT = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


@dataclass(frozen=True, slots=True)
class Meta:
    """What a page says of itself; '' and None where it says nothing."""

    title: str
    link: str
    published: datetime | None
    language: str


def meta_of(root: _Element) -> Meta:
    """The title (of its meta elements, else its first heading), canonical link, date and language of a page."""
    title = _meta(root, "og:title") or _first(root, "h1") or _first(root, "title") or _first(root, "h2")
    link = _attribute(root, "link[@rel='canonical']", "href") or _meta(root, "og:url")
    return Meta(title, link, _published(root), (root.get("lang") or "").strip()[:20])


@dataclass(slots=True)
class _Size:
    text: int = 0
    linked: int = 0
    tables: int = 0

    @property
    def links(self) -> float:
        return self.linked / self.text if self.text else 0.0


def main_content(root: _Element) -> _Element:
    """The article of a page: its largest `<article>` or `<main>`, else its body, without the site's furniture.

    Navigation goes; a header, footer, aside or a box named for what it is (`related`, `cookie`) goes where most of its
    text is linked or its name leaves no doubt. What holds half of the text or a table stays, and so do key figures in
    an `<aside>` and the lead in the article's `<header>`. The tree is changed.
    """
    body = root.find("body")
    whole = root if body is None else body
    sizes = _sizes(whole)
    content = _article(whole, sizes)
    for element in [each for each in content.iter() if each is not content and _is_furniture(each, content, sizes)]:
        _drop(element)
    return content


def _sizes(whole: _Element) -> dict[_Element, _Size]:
    """Characters of text, those of them in links, and tables under each element."""
    sizes: dict[_Element, _Size] = {}
    for _, element in etree.iterwalk(whole, events=("end",)):
        size = sizes.setdefault(element, _Size())
        size.text += len((element.text or "").strip()) if element.tag not in {"script", "style"} else 0
        size.linked = size.text if element.tag == "a" else size.linked
        size.tables += element.tag == "table"
        parent = element.getparent()
        if parent is not None and element is not whole:
            above = sizes.setdefault(parent, _Size())
            above.text += size.text + len((element.tail or "").strip())
            above.linked += size.linked
            above.tables += size.tables
    return sizes


def _article(whole: _Element, sizes: dict[_Element, _Size]) -> _Element:
    for path in (".//article", ".//main", ".//*[@role='main']"):
        found = max(whole.findall(path), key=lambda each: sizes[each].text, default=None)
        if found is not None and sizes[found].text * 2 >= sizes[whole].text:
            return found
    return whole


def _is_furniture(element: _Element, content: _Element, sizes: dict[_Element, _Size]) -> bool:
    tag, size = element.tag, sizes[element]
    if tag in {"nav", "dialog"} or element.get("role") in _ROLES:
        return not size.tables
    if size.tables or size.text * 2 >= sizes[content].text:
        return False
    foot = tag == "footer" and content.tag not in {"article", "main"}
    if tag in _ASIDES and (foot or size.links >= LINKED):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if len(names) < 2 or len(names) > 200:
        return False
    kinds = {found.cls for name in _NAMES.findall(names) if (found := lookup("furniture", name))}
    return "always" in kinds or ("links" in kinds and size.links >= LINKED)


def _drop(element: _Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        tail = CONTROL.sub("", element.tail)
        if previous is None:
            parent.text = CONTROL.sub("", parent.text or "") + tail
        else:
            previous.tail = CONTROL.sub("", previous.tail or "") + tail
    parent.remove(element)


def _published(meta: _Element) -> datetime | None:
    """A page's date: its meta elements, else its first <time>, else its JSON-LD."""
    scripts = (_DATE_IN_SCRIPT.search(script.text or "") for script in meta.iter("script"))
    return (
        read_date(_meta(meta, "article:published_time", "datePublished", "date", "dc.date", "pubdate"))
        or read_date(_attribute(meta, "time[@datetime]", "datetime"))
        or read_date(next((found[1] for found in scripts if found), ""))
    )


def _meta(root: _Element, *names: str) -> str:
    found = (
        _attribute(root, f"meta[@{key}='{name}']", "content")
        for name in names
        for key in ("property", "name", "itemprop")
    )
    return CONTROL.sub("", next(filter(None, found), ""))


def _attribute(root: _Element, path: str, name: str) -> str:
    """The attribute of the first element on the path, or ''."""
    found = root.find(f".//{path}")
    return "" if found is None else (found.get(name) or "").strip()


def _first(root: _Element, tag: str) -> str:
    found = next(root.iter(tag), None)
    return "" if found is None else own_text(found).replace("\n", " ")
