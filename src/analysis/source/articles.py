"""`read`: a path, text or bytes to articles, by what they hold and not only by their ending."""

from __future__ import annotations

import html
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from analysis import words
from analysis.errors import InputError
from analysis.source import markdown, plain
from analysis.source.dates import printed_date
from analysis.source.delimited import table_html
from analysis.source.encoding import decode
from analysis.source.feed import FEED_START, Item, parse_feed, stream_feed
from analysis.source.html import parse_html, read_blocks
from analysis.source.loading import WAY_OUT, Loaded, Source, load
from analysis.source.mail import page_of
from analysis.source.model import Article
from analysis.source.page import main_content, meta_of

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_BLOCK_TAG = r"<{html page}(?:\s[^<>]*)?/?>"
_INLINE_TAG = r"(?i)</(?:{html inline}|t[dh])>|<br ?/?>"
_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*[{\"])")
_OFFICE = "save it as DOCX, XLSX, PDF or text first"
_SAVE = "save its text as HTML or plain text first"
#: First bytes of what is no text → what it is, and the way out.
_REFUSED = {
    b"\xd0\xcf\x11\xe0": ("an office file of the old kind", _OFFICE),
    b"{\\rtf": ("an RTF file", _OFFICE),
    b"\x1f\x8b": ("a compressed file", "unpack it first"),
    b"\x89PNG": ("an image", _SAVE),
    b"\xff\xd8\xff": ("an image", _SAVE),
    b"GIF8": ("an image", _SAVE),
    b"RIFF": ("an image or sound", _SAVE),
}


def read(source: Source, *, slugs: Mapping[str, str] | None = None) -> list[Article]:
    """Read a source: its path, its bytes, or the text itself.

    What it is is told by what it holds: an RSS or Atom feed, a web page or part of one (HTML, MHTML), Markdown, plain
    text, a table (CSV, TSV, XLSX), a document (DOCX, PDF). `slugs` maps a guid or link to the article's slug; without
    it the slug is the last part of the link, else made of the title. Raises InputError for what cannot be read.
    """
    loaded = load(source)
    slugs = slugs or {}
    if isinstance(loaded.content, bytes):
        if document := _document(loaded):
            text, notes = document
            return [replace(_page(text, loaded, slugs), notes=notes)]
        return _of_bytes(loaded.content, loaded, slugs)
    return _of_text(loaded.content, loaded, slugs)


def read_feed(path: Source, *, slugs: Mapping[str, str] | None = None) -> list[Article]:
    """Read an RSS or Atom feed and nothing else; raises InputError for anything that is none."""
    loaded = load(path)
    text = decode(loaded.content)[0] if isinstance(loaded.content, bytes) else loaded.content
    text = _checked(text, loaded.place)
    return list(_feed_articles(parse_feed(text, loaded.place), loaded.place, slugs or {}))


def stream(source: Source) -> Iterator[Article]:
    """The articles of a source one by one, as `read` gives them; a feed's file, however large, is never held whole.

    Raises InputError where it cannot be read, for a feed as late as where it breaks off.
    """
    path = os.fspath(source) if isinstance(source, str | os.PathLike) and len(os.fspath(source)) < 1000 else ""
    if path and os.path.isfile(path):
        with open(path, "rb") as file:
            head = file.read(5000)
            if FEED_START.search(decode(head)[0]) and not _PAGE.search(decode(head[:1000])[0]):
                file.seek(0)
                yield from _feed_articles(stream_feed(file, path), path, {})
                return
    yield from read(source)


def _document(loaded: Loaded) -> tuple[str, tuple[str, ...]] | None:
    """A document's text as HTML, and what could not be read of it; None for a file of text."""
    content, place = loaded.content, loaded.place
    if not isinstance(content, bytes):
        return None
    for start, (what, way_out) in _REFUSED.items():
        if content.startswith(start):
            raise InputError(place, f"{what}, not text", way_out)
    if content.startswith(b"PK\x03\x04") or b"%PDF-" in content[:1024]:
        from analysis.source.documents import to_html

        return to_html(content, place)
    return None


def _of_bytes(content: bytes, loaded: Loaded, slugs: Mapping[str, str]) -> list[Article]:
    if page := page_of(content, loaded.place):
        text, link, title = page
        article = _page(_checked(text, loaded.place), loaded, slugs)
        return [replace(article, link=article.link or link, title=article.title or title)]
    text, strays = decode(content)
    articles = _of_text(text, loaded, slugs)
    note = f"{strays} bytes of the source are no text in its encoding"
    return [replace(article, notes=(*article.notes, note)) for article in articles] if strays else articles


def _of_text(text: str, loaded: Loaded, slugs: Mapping[str, str]) -> list[Article]:
    text = _checked(text, loaded.place)
    head = text[:5000].lstrip()
    if FEED_START.search(head) and not _PAGE.search(head[:1000]):
        return list(_feed_articles(parse_feed(text, loaded.place), loaded.place, slugs))
    if _PAGE.search(head) or _is_html(text):
        return [_page(text, loaded, slugs)]
    if _JSON.match(head) and loaded.ending not in {"csv", "md"}:
        raise InputError(loaded.place, "JSON, no article", WAY_OUT)
    if fragment := table_html(text, loaded.place, loaded.ending):
        return [_page(fragment, loaded, slugs)]
    if loaded.ending in {"md", "markdown"} or markdown.is_markdown(text):
        return [_page(markdown.to_html(text), loaded, slugs)]
    return [_page(plain.to_html(text), loaded, slugs)]


def _is_html(text: str) -> bool:
    """True for text with block-level tags; inline tags also stand in Markdown, which has empty lines."""
    return bool(words.regex(_BLOCK_TAG).search(text) or ("\n\n" not in text and words.regex(_INLINE_TAG).search(text)))


def _feed_articles(items: Iterable[Item], place: str, slugs: Mapping[str, str]) -> Iterator[Article]:
    """The articles of a feed's items, a number added to slugs that come again."""
    seen: Counter[str] = Counter()
    for number, item in enumerate(items, 1):
        content = item.content if _is_html(item.content) else html.unescape(item.content)
        content = content if _is_html(content) else plain.to_html(content)
        root = parse_html(content or "<p></p>", f"{place}, item {number}")
        slug = slugs.get(item.guid) or slugs.get(item.link) or _slug(item.link, item.title) or f"item-{number}"
        seen[slug] += 1
        slug = slug if seen[slug] == 1 else f"{slug}-{seen[slug]}"
        yield Article(slug, item.title, item.link, item.guid, item.published, read_blocks(root, place))


def _page(text: str, loaded: Loaded, slugs: Mapping[str, str]) -> Article:
    """One article of HTML: a whole page without its furniture, a part of one as it is."""
    root = parse_html(text, loaded.place)
    meta = meta_of(root)
    content = main_content(root) if _PAGE.search(text[:5000]) else root
    blocks = read_blocks(content, loaded.place)
    if not blocks:
        raise InputError(loaded.place, "no text to read", WAY_OUT)
    slug = slugs.get(meta.link) or _slug(meta.link, meta.title or loaded.name) or "text"
    published = meta.published or printed_date(blocks)
    return Article(slug, meta.title, meta.link, meta.link, published, blocks, meta.language)


def _slug(link: str, title: str) -> str:
    """The last part of a link, else the title, in lower case with hyphens."""
    path = re.sub(r"^\w+://[^/]*|[?#].*$", "", link).strip("/")
    name = re.sub(r"\.(?:html?|php|aspx?)$", "", path.rsplit("/", 1)[-1]) or " ".join(title.split()[:12])
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")


def _checked(text: str, place: str) -> str:
    """The text, unless it is empty or holds what no text holds."""
    if not text.strip():
        raise InputError(place, "the input is empty", WAY_OUT)
    sample = text[:4000]
    if sum(character < " " and character not in "\t\n\r\f" for character in sample) * 50 > len(sample):
        raise InputError(place, "not text", WAY_OUT)
    return text
