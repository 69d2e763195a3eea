"""Dates of publication: as feeds and pages write them for programs, and as bylines and datelines print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from analysis.source.model import Block
from analysis.words import lookup, pattern

_YEAR = r"(?P<{}>(?:19|20)\d\d)"
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th|er|º)?\.?"
_MONTH = r"(?P<{}>[^\W\d_]{{3,9}})\.?"
_DATE = re.compile(
    rf"{_DAY.format('d1')}\s(?:de\s)?{_MONTH.format('m1')},?\s(?:de\s)?{_YEAR.format('y1')}"
    rf"|{_MONTH.format('m2')}\s{_DAY.format('d2')},?\s{_YEAR.format('y2')}"
    rf"|{_YEAR.format('y3')}-(?P<m3>\d\d)-(?P<d3>\d\d)"
)
_PLACE = re.compile(r"(?:[A-Z][\w .,&/’'-]{0,50}?[,(]\s?)?")  # "KIEL, Germany, "
_DASH = re.compile(r"\)?\s?(?:\([^()]{2,40}\)\s?)?(?:[–—:/-]|--)\s")
_FIRST = 8  # blocks in which a byline or dateline stands
_LONGEST = 120  # characters of a byline


def read_date(text: str | None) -> datetime | None:
    """An RFC 822 or ISO 8601 date as UTC; without a zone it counts as UTC; None where it is neither.

    >>> read_date("Sat, 01 Mar 2025 09:00:00 +0200").isoformat()
    '2025-03-01T07:00:00+00:00'
    """
    text = (text or "").strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            date = parse(text)
            return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def printed_date(blocks: Sequence[Block]) -> datetime | None:
    """The date of a byline (`By A. Writer, 4 March 2025`) or dateline (`KIEL, Oct. 30, 2024 –`) near the top."""
    for block in [block for block in blocks if block.kind == "prose"][:_FIRST]:
        for line in block.text.split("\n"):
            for found in _DATE.finditer(line[:_LONGEST]):
                if date := _date(found) if _is_stated(line, found) else None:
                    return date
    return None


def _is_stated(line: str, found: re.Match[str]) -> bool:
    """Whether a date is that of the text: it stands alone, in a byline, or before a dateline's dash."""
    before, after = line[: found.start()], line[found.end() :]
    if _DASH.match(after) and _PLACE.fullmatch(before):
        return True
    byline = pattern("notes", "byline").match(before.lstrip("(–—-| "))
    return len(line) <= _LONGEST and (bool(byline) or not re.search(r"[^\W\d_]{2}", before + after))


def _date(found: re.Match[str]) -> datetime | None:
    groups = found.groupdict()
    day, month, year = next((groups[f"d{n}"], groups[f"m{n}"], groups[f"y{n}"]) for n in "123" if groups[f"y{n}"])
    word = None if month.isdecimal() else lookup("months", month)
    if not month.isdecimal() and (word is None or word.cls != "month"):
        return None
    try:
        return datetime(int(year), int(word.value if word else month), int(day), tzinfo=UTC)
    except ValueError:
        return None
