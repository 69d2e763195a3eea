"""Plain text, as people paste it, to HTML: headings, bullets, tables, charts, lines broken on purpose."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from analysis.source.lines import LABEL, LONGEST_LABEL, begins_with_value, keys, kind_of
from analysis.source.textgrid import Rows, table_at

_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")
_ITEM = re.compile(r"(\s*)(?:[-*+•‣◦▪–●■►]|\d{1,3}[.)])\s+(\S.*)")  # "(1)" begins a note
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+(?=[^\W\d_])")  # of a section
_RULE = re.compile(r"\s*([-*_=])(?:\s*\1){2,}\s*")
_QUOTE = re.compile(r" {0,3}>\s?(?![\d$€£~])")  # "> $5" is a figure
_DRAWN = re.compile(r"[\u2580-\u259F]|\S[:|]?\s+[#=*]{3,}\s+[\d$€£]")

NARROWEST = 45  # characters of lines that an editor wraps
WIDEST = 100  # characters after which nobody breaks a line on purpose but at the end of a sentence
_ENDS = ".!?:;"


def to_html(text: str) -> str:
    """The text as an HTML fragment with the same headings, paragraphs, lists, tables and charts.

    >>> to_html("PORT JOBS\\n\\n2. Cargo\\n\\n2.1 Containers\\n\\n1. Buy rope")
    '<h1>PORT JOBS</h1>\\n<h2>2. Cargo</h2>\\n<p>2.1 Containers</p>\\n<ul><li>Buy rope</li></ul>'
    """
    every = list(_chunks(text))
    parts: list[str] = []
    for lines, following in pairwise([*every, []]):
        rank = _heading(lines, following, first=not parts)
        parts += [f"<h{rank}>{escaped(lines[0])}</h{rank}>", *chunk(lines[1:])] if rank else chunk(lines)
    return "\n".join(parts)


def _chunks(text: str) -> Iterator[list[str]]:
    """The lines between empty ones."""
    lines: list[str] = []
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n"), ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            yield lines
            lines = []


def _heading(lines: list[str], following: list[str], first: bool) -> int:
    """The rank of the heading that a line is which stands alone; 0 where it is none.

    The first line of a text is its title, above a subtitle too. A later line is a heading where it is numbered or in
    capitals, and running text follows: another short line may as well label the figure below it. One that is both, or
    whose number the next line goes on with ("2. Cargo", "2.1 Containers"), needs no text below.
    """
    line = lines[0].strip()
    number = _NUMBER.match(line)
    title = line[number.end() :] if number else line
    below = [*lines[1:], *following[:1]]
    if len(lines) > 1 + first or kind_of(title) != LABEL or title.endswith(":") or has_layout(lines):
        return 0
    if first and not number:
        return int(bool(following) and not any(map(begins_with_value, below)))
    goes_on = bool(number and following and following[0].strip().startswith(f"{number[1]}.1"))
    named = bool(number and following and title.isupper() and not begins_with_value(following[0]))
    if not (_runs(following) or goes_on or named):
        return 0
    return 2 + number[1].count(".") if number else 2 * title.isupper()


def _runs(lines: list[str]) -> bool:
    """Whether lines are running text."""
    return bool(lines) and len(" ".join(lines)) > LONGEST_LABEL and not begins_item(lines[0]) and not has_layout(lines)


def chunk(lines: list[str]) -> Iterator[str]:
    """Lines without an empty one between them, as HTML."""
    if lines and all(_QUOTE.match(line) for line in lines):
        lines = [bare for line in lines if (bare := _QUOTE.sub("", line)).strip()] or [""]
    if any(_DRAWN.search(line) for line in lines):
        yield preformatted(lines)
        return
    text: list[str] = []
    at = 0
    while at < len(lines):
        length, rows, heads = table_at(lines, at)
        if length:
            yield from _paragraph(text)
            text = []
            yield table(rows, heads)
        elif len(text) == 1 and _UNDERLINE.fullmatch(lines[at]) and not _ITEM.fullmatch(text[0]):
            rank = 1 if "=" in lines[at] else 2
            yield f"<h{rank}>{escaped(text.pop())}</h{rank}>"
        elif not _RULE.fullmatch(lines[at]):
            text.append(lines[at])
        at += max(length, 1)
    yield from _paragraph(text)


def begins_item(line: str) -> bool:
    """Whether a line begins an item of a list."""
    return _ITEM.fullmatch(line) is not None


def has_layout(lines: Sequence[str]) -> bool:
    """Whether lines without an empty one between them hold a table, a chart or bullets."""
    tables = any(table_at(lines, at)[0] for at in range(len(lines)))
    return tables or any(_DRAWN.search(line) or re.match(r"\s*[•‣◦▪●■►]\s", line) for line in lines)


def table(rows: Rows, heads: int = 0) -> str:
    """Rows as an HTML table, the first `heads` of them its header."""
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if number < heads else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{escaped(cell)}</{tag}>" for cell in row) + "</tr>")
    return f"<table>{''.join(lines)}</table>"


def preformatted(lines: Sequence[str]) -> str:
    """Lines as an HTML `<pre>`."""
    return f"<pre>\n{html.escape(chr(10).join(lines), quote=False)}\n</pre>"


def breaks(lines: Sequence[str]) -> list[bool]:
    """For each line but the last, whether it was broken on purpose: it had room for the next word, or was told to."""
    width = max(len(line.strip()) for line in lines)
    found = []
    for line, following in pairwise(lines):
        word = (following.split(maxsplit=1) or [""])[0]
        full = width >= NARROWEST and len(line.strip()) + 1 + len(word) > width
        full = full or (len(line) >= WIDEST and line.rstrip()[-1] not in _ENDS)
        goes_on = word[:1].islower() and not any(begins_with_value(following[key.start :]) for key in keys(following))
        wrapped = (full or goes_on) and not line.endswith(("  ", "\\"))
        found.append(not wrapped or (_begins_with_key(line) and _begins_with_key(following)))
    return found


def _begins_with_key(line: str) -> bool:
    key = next(keys(line), None)
    return key is not None and line.lstrip().startswith(key.text)


def _paragraph(lines: list[str]) -> Iterator[str]:
    """Running text and the bullets among it; bullets nest by their indent."""
    first = next((i for i, line in enumerate(lines) if _ITEM.fullmatch(line)), len(lines))
    if first:
        yield f"<p>{_flow(lines[:first])}</p>"
    if first == len(lines):
        return
    items: list[tuple[int, list[str]]] = []
    for line in lines[first:]:
        bullet = _ITEM.fullmatch(line)
        if bullet:
            items.append((len(bullet[1].expandtabs(4)), [bullet[2]]))
        else:
            items[-1][1].append(line)
    yield _list([(indent, _flow(text)) for indent, text in items])


def _list(items: list[tuple[int, str]]) -> str:
    parts: list[str] = []
    indents: list[int] = []
    for indent, text in items:
        while len(indents) > 1 and indent < indents[-1]:
            indents.pop()
            parts.append("</li></ul>")
        if not indents or (indent > indents[-1] and len(indents) < 50):
            indents.append(indent)
            parts.append("<ul>")
        else:
            parts.append("</li>")
        parts.append(f"<li>{text}")
    return "".join(parts) + "</li></ul>" * len(indents)


def _flow(lines: list[str]) -> str:
    """Lines as running text."""
    parts = [escaped(lines[0])]
    for line, broken in zip(lines[1:], breaks(lines), strict=True):
        parts += ["<br>" if broken else " ", escaped(line)]
    return "".join(parts)


def escaped(text: str) -> str:
    """Text for HTML; entities in it are those of the page it was copied from."""
    return html.escape(html.unescape(text.strip().removesuffix("\\")), quote=False)
