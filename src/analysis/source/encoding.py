"""Bytes to text by the web's rules: a mark first, then what is valid UTF-8, then what the page declares."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_LOOKED_AT = 2048  # bytes in which a page must declare its encoding
_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
#: Python's names of encodings that browsers read as a larger one.
_LARGER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_NO_PAGE_HAS = frozenset("undefined idna punycode unicode_escape raw_unicode_escape utf-7".split())


def decode(content: bytes, declared: str = "") -> tuple[str, int]:
    """The text of some bytes, and how many of them were none.

    `declared` is the encoding that came with them, before any that they declare themselves. Bytes that are UTF-8 but
    for a few stay UTF-8, with U+FFFD for the few. Never fails.

    >>> decode("45,000 €".encode("cp1252"), "iso-8859-1")
    ('45,000 €', 0)
    >>> decode("é – ü".encode() + b"\\xff")
    ('é – ü\ufffd', 1)
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _counted(content.decode("utf-16", "replace"))
    try:
        return content.decode("utf-8-sig"), 0
    except UnicodeDecodeError:
        pass
    found = _DECLARED.search(content[:_LOOKED_AT])
    names = [declared, found[1].decode("ascii", "ignore") if found else ""]
    encoding = next((name for each in names if (name := _known(each))), "")
    text, strays = _counted(content.decode("utf-8", "replace"))
    if strays * 2 <= len(_SEQUENCE.findall(content)) and encoding in {"", "utf-8", "cp1252"}:
        return text, strays
    return _counted(content.decode("cp1252" if encoding in {"", "utf-8"} else encoding, "replace"))


def _known(name: str) -> str:
    """The encoding that browsers read under a name, as Python calls it; '' for what names none of text."""
    try:
        found = codecs.lookup(name.strip()) if name else None
    except (LookupError, ValueError):
        return ""
    if found is None or not found._is_text_encoding or found.name in _NO_PAGE_HAS:
        return ""
    return _LARGER.get(found.name, found.name)


def _counted(text: str) -> tuple[str, int]:
    return text, text.count("\ufffd")
