"""Office documents and PDF to HTML; what reads them comes with the extra `documents` and is imported when needed."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any
from xml.parsers import expat

from analysis.errors import InputError, optional
from analysis.source.limits import PARTS, RATIO, UNPACKED

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => p:fresh
"""
_MEGABYTE = 1_000_000

Document = tuple[str, tuple[str, ...]]


def to_html(content: bytes, place: str) -> Document:
    """A DOCX, XLSX or PDF as HTML, and what could not be read of it, a sentence each.

    Raises InputError, which names `place`, for other archives, for what breaks off or is protected, for what unpacks to
    more than it may, and where the extra is not installed.
    """
    if not content.startswith(b"PK"):
        from analysis.source.pdf import pdf_html

        return pdf_html(content, place)
    names = checked_parts(content, place)
    if "xl/workbook.xml" in names:
        from analysis.source.spreadsheet import workbook_html

        return workbook_html(content, place), ()
    if "word/document.xml" in names:
        return _docx_html(content, place), ()
    raise InputError(place, "an archive or document of another kind", "give DOCX, XLSX, PDF, or what is in the archive")


def checked_parts(content: bytes, place: str) -> frozenset[str]:
    """The names of an office file's parts; InputError for a bomb: too many parts, too large, or with XML entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > PARTS or sum(info.file_size for info in infos) > UNPACKED:
                raise InputError(place, f"unpacks to more than {UNPACKED // _MEGABYTE} MB", "give the article alone")
            for info in infos:
                if info.file_size > max(_MEGABYTE, RATIO * info.compress_size):
                    raise InputError(place, f"its part {info.filename} is packed as no document is", "save it again")
                if info.filename.endswith((".xml", ".rels")):
                    with archive.open(info) as part:
                        _refuse_entities(part, place)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise broken(place, "the archive", error) from error
    return frozenset(info.filename for info in infos)


class _Root(Exception):
    pass


def _refuse_entities(part: Any, place: str) -> None:
    """InputError for an XML part with a document type: only entities and external files need one."""

    def doctype(*_: object) -> None:
        raise InputError(place, "its XML declares entities", "save it again with an office program")

    def root(*_: object) -> None:
        raise _Root

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    try:
        while chunk := part.read(65_536):
            parser.Parse(chunk, False)
    except (_Root, expat.ExpatError):
        return


def _docx_html(content: bytes, place: str) -> str:
    mammoth = optional("mammoth", "documents", place, "reading it")
    try:
        no_pictures = mammoth.images.img_element(lambda image: {"src": ""})
        result = mammoth.convert_to_html(io.BytesIO(content), style_map=_STYLES, convert_image=no_pictures)
    except RecursionError:
        raise InputError(place, "the document nests too deeply", "save its text") from None
    except Exception as error:  # what a broken file raises is not documented
        raise broken(place, "the document", error) from error
    return str(result.value)


def broken(place: str, what: str, error: Exception) -> InputError:
    """The answer to a document that its reader cannot read."""
    reason = (str(error) or type(error).__name__).splitlines()[0][:100]
    return InputError(place, f"{what} cannot be read ({reason})", "save it again, or save its text")
