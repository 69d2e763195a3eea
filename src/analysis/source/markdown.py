"""Markdown to HTML by markdown-it; what it has no syntax for (tables of tabs and blanks, bars) by `plain`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis import words
from analysis.source import plain
from analysis.source.textgrid import table_at

if TYPE_CHECKING:
    from markdown_it.token import Token

_SIGNS = (
    r"(?im)^ {0,3}#{1,6}[ \t]+\S|^ {0,3}(?:```|~~~)|^\s*\|?\s*:?-{2,}:?\s*\|[\s:|-]*$|\*\*(?=\S)|__(?=\w)|\]\(\S"
    r"|^\[[^\]\n]{1,80}\]:\s|</{html inline}>|<br ?/?>|^---\n[\w-]+:"
)
_FRONT = re.compile(r"---[ \t]*\n((?:[\w-]+:.*\n|[ \t]+.*\n|-[ \t].*\n|\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
_ENTRY = re.compile(r"^([\w-]{1,30}):[ \t]*[\"']?([^\n]*?)[\"']?[ \t]*$", re.MULTILINE)
_SIGNED = re.compile(r"^(\s{0,3})([>+])(?=\s?[\d$€£~])", re.MULTILINE)  # "> $5" and "+ 5%" are figures
_NUMBERED = 1000  # an item numbered so high is a year


def is_markdown(text: str) -> bool:
    """Whether a text has marks that plain text has not: headings, emphasis, links, fences, tables, front matter.

    >>> is_markdown("# Pay"), is_markdown("Pay # 1\\n- Entry: 5")
    (True, False)
    """
    return bool(words.regex(_SIGNS).search(text))


def to_html(text: str) -> str:
    """The text as an HTML fragment; title and date of its front matter become `<meta>` elements."""
    from markdown_it import MarkdownIt

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    body = _SIGNED.sub(r"\1\\\2", text[front.end() :] if front else text)
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")
    tokens = list(_read(reader.parse(body), body.split("\n")))
    return (_meta(front[1]) if front else "") + str(reader.renderer.render(tokens, reader.options, {}))


def _meta(front: str) -> str:
    entries = {name.lower(): value for name, value in _ENTRY.findall(front) if value}
    return "".join(
        f'<meta name="{as_}" property="{as_}" content="{html.escape(entries[name])}">'
        for name, as_ in (("title", "og:title"), ("date", "date"), ("published", "pubdate"))
        if name in entries
    )


def _read(tokens: list[Token], lines: list[str]) -> Iterator[Token]:
    """The tokens, paragraphs and tables that plain text lays out better replaced by its HTML."""
    skip_to = -1
    number = ""
    for position, token in enumerate(tokens):
        if position < skip_to:
            continue
        own = lines[token.map[0] : token.map[1]] if token.map else []
        laid_out = ""
        if token.type == "paragraph_open" and token.level == 0 and len(own) > 1 and plain.has_layout(own):
            laid_out = "\n".join(plain.chunk(own))
        elif token.type == "table_open" and _has_more_cells_than_heads(own):
            _, rows, heads = table_at(own)
            laid_out = plain.table(rows, heads)
        if laid_out:
            token.type, token.tag, token.content = "html_block", "", laid_out
            yield token
            skip_to = next(at for at in range(position, len(tokens)) if _closes(tokens[at], token)) + 1
            continue
        if token.type == "list_item_open" and token.info.isdecimal() and int(token.info[:9]) >= _NUMBERED:
            number = token.info
        if token.type == "inline" and token.children:
            _break(token)
            if number:
                first = token.children[0]
                first.content = f"{number}. {first.content}" if first.type == "text" else f"{number} {first.content}"
                number = ""
        yield token


def _closes(token: Token, opened: Token) -> bool:
    return token.nesting < 0 and token.level == opened.level and token.type in {"paragraph_close", "table_close"}


def _break(token: Token) -> None:
    """Line breaks in a paragraph that were meant stay breaks."""
    lines = token.content.split("\n")
    if len(lines) < 2:
        return
    meant = iter(plain.breaks(lines))
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"} and next(meant, False):
            child.type, child.tag = "hardbreak", "br"


def _has_more_cells_than_heads(lines: list[str]) -> bool:
    """Whether a row has more cells than the header, which Markdown would drop."""
    _, rows, _ = table_at(lines) if lines else (0, [], 0)
    return bool(rows) and max(map(len, rows)) > len(rows[0])
