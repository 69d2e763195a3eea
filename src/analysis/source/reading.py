"""`read`: a path, text or bytes to articles."""

import html
import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lxml.etree import _Element

from analysis.errors import InputError
from analysis.source.feed import FEED_START, parse_feed
from analysis.source.html import parse_html, read_blocks
from analysis.source.model import Article
from analysis.source.page import Meta, main_content, meta_of
from analysis.source.plain import to_html

Source = str | bytes | os.PathLike[str]

ADDRESS = re.compile(r"(?:https?|ftp|file)://\S+|//\S+|www\.\S+", re.IGNORECASE)
_SHORTENED = re.compile(r"((?:https?|ftp|file):)/(\S+)", re.IGNORECASE)  # an address taken for a path loses a slash
_FILE_NAME = re.compile(
    r"[^\n<>|]{0,250}\.(?:html?|xml|xhtml|rss|atom|txt|md|markdown|text|pdf|docx?|odt|rtf|epub)|[~./\\]\S*",
    re.IGNORECASE,
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"<(?:p|div|table|tr|ul|ol|li|dl|dt|h[1-6]|pre|article|main|section|blockquote|figure)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_INLINE_TAG = re.compile(r"</(?:b|strong|em|i|a|span|td|th|code)>|<br ?/?>", re.IGNORECASE)
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_NOT_TEXT = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP or office file",
    b"\xd0\xcf\x11\xe0": "an office file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "an image",
    b"\xff\xd8": "an image",
    b"GIF8": "an image",
    b"RIFF": "an image or sound",
}
_WAY_OUT = "give an RSS feed, an HTML page or plain text"
_SAVE = "save its text as HTML or plain text first"


def read(source: Source, *, slugs: Mapping[str, str] | None = None) -> list[Article]:
    """Read a feed, HTML page, HTML fragment or plain text: its path, or the text itself.

    `slugs` maps a guid or link to the article's slug; without it the slug is the last part of the
    link, else made of the title. Raises InputError for what cannot be read.
    """
    text, place = _load(source)
    head = text[:5000].lstrip()
    if FEED_START.search(head) and not _PAGE.search(head[:1000]):
        return _feed_articles(text, place, slugs or {})
    name = Path(place).stem if place != "text" else ""
    if _PAGE.search(head) or _is_html(text):
        return _unique([_page(text, place, name, slugs or {})])
    return _unique([_fragment(to_html(text), place, name, slugs or {})])


def read_feed(path: Source, *, slugs: Mapping[str, str] | None = None) -> list[Article]:
    """Read an RSS or Atom feed and nothing else; raises InputError for anything that is none."""
    text, place = _load(path)
    return _feed_articles(text, place, slugs or {})


def _is_html(text: str) -> bool:
    """True for text with block-level tags; inline tags also stand in Markdown, which has empty lines."""
    return bool(_BLOCK_TAG.search(text) or ("\n\n" not in text and _INLINE_TAG.search(text)))


def _feed_articles(text: str, place: str, slugs: Mapping[str, str]) -> list[Article]:
    articles = []
    for number, item in enumerate(parse_feed(text, place), 1):
        content = item.content if _is_html(item.content) else html.unescape(item.content)
        content = content if _is_html(content) else to_html(content)
        root = parse_html(content or "<p></p>", f"{place}, item {number}")
        slug = slugs.get(item.guid) or slugs.get(item.link) or _slug(item.link, item.title) or f"item-{number}"
        articles.append(Article(slug, item.title, item.link, item.guid, item.published, read_blocks(root, place)))
    return _unique(articles)


def _page(text: str, place: str, name: str, slugs: Mapping[str, str]) -> Article:
    root = parse_html(text, place)
    meta = meta_of(root)
    content = main_content(root) if _PAGE.search(text[:5000]) else root
    return _article(meta, content, place, name, slugs)


def _fragment(text: str, place: str, name: str, slugs: Mapping[str, str]) -> Article:
    root = parse_html(text, place)
    return _article(meta_of(root), root, place, name, slugs)


def _article(meta: Meta, content: _Element, place: str, name: str, slugs: Mapping[str, str]) -> Article:
    blocks = read_blocks(content, place)
    if not blocks:
        raise InputError(place, "no text to read", _WAY_OUT)
    title = meta.title or name
    slug = slugs.get(meta.link) or _slug(meta.link, title) or _slug("", name) or "text"
    return Article(slug, title, meta.link, meta.link, meta.published, blocks, meta.language)


def _slug(link: str, title: str) -> str:
    """The last part of a link, else the title, in lower case with hyphens."""
    path = re.sub(r"^\w+://[^/]*|[?#].*$", "", link).strip("/")
    name = re.sub(r"\.(?:html?|php|aspx?)$", "", path.rsplit("/", 1)[-1]) or " ".join(title.split()[:12])
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")


def _unique(articles: list[Article]) -> list[Article]:
    """The articles, a number added to slugs that come again."""
    seen: Counter[str] = Counter()
    unique = []
    for article in articles:
        seen[article.slug] += 1
        again = seen[article.slug]
        unique.append(article if again == 1 else replace(article, slug=f"{article.slug}-{again}"))
    return unique


def _load(source: Source) -> tuple[str, str]:
    """The text and the name of its place."""
    if isinstance(source, bytes):
        return _decode(source, "text"), "text"
    if isinstance(source, str):
        text = source.strip()
        if not text:
            raise InputError("text", "the input is empty", _WAY_OUT)
        if ADDRESS.fullmatch(text):
            raise _not_fetched(text)
        if "\n" in text or not (_exists(text) or _FILE_NAME.fullmatch(text)):
            return _checked(source, "text"), "text"
    path = Path(source)
    place = str(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if address := _SHORTENED.fullmatch(place):
            raise _not_fetched(f"{address[1]}//{address[2]}") from None
        way_out = "check the path, or give the text itself" if isinstance(source, str) else "check the path"
        raise InputError(place, "no such file", way_out) from None
    except OSError as error:
        if os.path.isdir(place):
            raise InputError(place, "this is a directory", "give a file of it") from None
        raise InputError(place, f"cannot be read ({error.strerror})", "check the path and its permissions") from error
    return _decode(content, place), place


def _not_fetched(address: str) -> InputError:
    return InputError(address, "network addresses are not read", "save the page first, then give the file")


def _exists(text: str) -> bool:
    try:
        return len(text) < 1000 and Path(text).exists()
    except (OSError, ValueError):
        return False


def _decode(content: bytes, place: str) -> str:
    for start, what in _NOT_TEXT.items():
        if content.startswith(start):
            raise InputError(place, f"{what}, not text", _SAVE)
    declared = _DECLARED.search(content[:2048])
    encodings = ["utf-8-sig", declared[1].decode("ascii") if declared else "", "cp1252", "latin-1"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in filter(None, encodings):
        try:
            return _checked(content.decode(encoding), place)
        except (UnicodeDecodeError, LookupError):
            continue
    raise InputError(place, "not text", _WAY_OUT)


def _checked(text: str, place: str) -> str:
    if not text.strip():
        raise InputError(place, "the input is empty", _WAY_OUT)
    sample = text[:4000]
    if sum(character < " " and character not in "\t\n\r\f" for character in sample) * 50 > len(sample):
        raise InputError(place, "not text", _WAY_OUT)
    return text
