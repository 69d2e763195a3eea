"""Pages saved as one file (MHTML) and mails: the HTML in them."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from analysis.errors import InputError
from analysis.source.encoding import decode
from analysis.source.loading import WAY_OUT

_HEADERS = re.compile(rb"\s*(?:[\w-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MIME = re.compile(rb"^(?:MIME-Version|Content-Type):", re.IGNORECASE | re.MULTILINE)
_PARTS = 1000


def page_of(content: bytes, place: str) -> tuple[str, str, str] | None:
    """The first HTML (else the first plain text) of a mail or saved page, its address and title; None for other bytes.

    Raises InputError where a mail holds no text or nests too deeply.
    """
    headers = _HEADERS.match(content[:20_000])
    if not headers or not _MIME.search(headers.group()):
        return None
    try:
        message = message_from_bytes(content, policy=default)
        parts = [part for part, _ in zip(message.walk(), range(_PARTS), strict=False)]
    except RecursionError:
        raise InputError(place, "the mail nests too deeply", "save the page itself") from None
    for kind in ("text/html", "text/plain"):
        for part in parts:
            if part.get_content_type() == kind:
                payload = part.get_payload(decode=True)
                text, _ = decode(payload if isinstance(payload, bytes) else b"", str(part.get_param("charset") or ""))
                if text.strip():
                    return text, _address(message, part), " ".join(str(message.get("Subject") or "").split())
    raise InputError(place, "a mail without text", WAY_OUT)


def _address(message: EmailMessage, part: EmailMessage) -> str:
    found = (message.get("Snapshot-Content-Location"), part.get("Content-Location"))
    return next((str(each).strip() for each in found if each and re.match(r"https?://", str(each).strip())), "")
