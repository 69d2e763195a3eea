"""What introduces a block of prose: the items and lines around it, its headings, the labels of its chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from analysis.figures.labels import role_phrase
from analysis.figures.prose.pay import pay_period
from analysis.source import Article, Block

_ABOUT = re.compile(r"\s*about (?:the )?(?P<name>\S.{1,39}?)[\s:]*", re.I)
_LINES_UP = 6


def leads_to(article: Article, block: Block) -> tuple[str, ...]:
    """The texts that introduce a block, nearest first: the lines around its list, its term, its headings, the title."""
    lines: list[str] = []
    parent = block.parent
    if block.tag == "dd":
        terms = takewhile(
            lambda other: other is not block, (other for other in article.blocks if other.kind == "prose")
        )
        parent = next((other.text for other in reversed(list(terms)) if other.tag == "dt"), "")
    while parent and parent not in lines and len(lines) < _LINES_UP:
        lines.append(parent)
        parent = _parent_of(article, block, parent)
    headings = (
        heading for heading in reversed(block.path) if heading == block.section or not _ABOUT.fullmatch(heading)
    )
    return tuple(dict.fromkeys((*lines, *headings, article.title)))


def _parent_of(article: Article, block: Block, text: str) -> str:
    """The text that introduces the nearest earlier block that reads `text`."""
    found = ""
    for other in article.blocks:
        if other is block:
            break
        if other.text == text and other.kind == "prose":
            found = other.parent
    return found


def is_boilerplate(article: Article, block: Block) -> bool:
    """Whether a block stands under `About <publisher>` and speaks of the publisher: its name, or `we`."""
    found = _ABOUT.fullmatch(block.section)
    if not found or found["name"].casefold() in article.title.casefold() or role_phrase(found["name"]):
        return False
    first_person = re.search(r"\b(?:we|our|us)\b", block.text, re.I)
    return bool(first_person) or found["name"].casefold() in block.text.casefold()


def chapter_period(article: Article, block: Block) -> str:
    """The one pay period that labels and headers of the smallest chapter around a block print, or ''."""
    shared = min((_common(article.blocks[0].path, other.path) for other in article.blocks), default=0)
    for depth in range(len(block.path), shared, -1):
        chapter = (other for other in article.blocks if other.path[:depth] == block.path[:depth])
        periods = {period for other in chapter for label in _pay_labels(other) if (period := pay_period(label))}
        if periods:
            return periods.pop() if len(periods) == 1 else ""
    return ""


def _common(path: tuple[str, ...], other: tuple[str, ...]) -> int:
    return next(
        (i for i, (mine, theirs) in enumerate(zip(path, other, strict=False)) if mine != theirs),
        min(len(path), len(other)),
    )


def _pay_labels(block: Block) -> Iterator[str]:
    """The labels of a block that speak of pay: a heading, what stands before a colon, a table's header."""
    if block.kind == "prose":
        label = re.match(r"[^.:\n]{3,90}?(?=:|$)", block.text)
        labels = [label.group()] if label else []
    else:
        labels = [
            block.title,
            *(cell.text for cell in (block.grid[0] if block.grid else ())),
            *block.text[:400].split("|"),
        ]
    yield from (
        label
        for label in labels
        if re.search(r"salar|\bpay\b|wage|compensation|earnings", label, re.I)
        and not re.search(r"\d{3}", re.sub(r"\b(?:19|20)\d\d\b", "", label))
    )
