"""Plain text, as people paste it, to HTML: headings, bullets, pipe tables, tab-separated tables, charts."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

_HEADING = re.compile(r" {0,3}(#{1,6})\s(.*)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")
_ITEM = re.compile(r"(\s*)(?:[-*+•‣◦▪–●]|\(?\d{1,3}[.)])\s+(\S.*)")
_RULE = re.compile(r"\s*([-*_=])(?:\s*\1){2,}\s*")
_QUOTE = re.compile(r" {0,3}>\s?(?![\d$€£~])")  # "> $5" is a figure
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_DRAWN = re.compile(r"[\u2500-\u259F]|^\s*\+[-=+]{3,}|\S[:|]?\s+[#=*]{3,}\s+[\d$€£]")
_GAP = re.compile(r"\t+| {2,}")
_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_PIPE = re.compile(r"(?<!\\)\|")
_INLINE = re.compile(r"&lt;(/?(?:b|strong|em|i|u|s|sup|sub|br|span|a|code|small)\b[^<>]{0,300}?)&gt;", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]\[]{1,300})\]\([^()\s]{1,500}(?:\s[^()]{0,100})?\)")
_EMPHASIS = re.compile(r"(\*\*|__|`{1,3})(?=\S)(.{1,500}?)(?<=\S)\1")
_STRESS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,300}?)(?<=\S)\*(?![\w*])")
_ESCAPE = re.compile(r"\\([$*_#|~\\`\[\]()<>.+-])")

NARROWEST = 45  # characters of lines that an editor wraps


def to_html(text: str) -> str:
    """The text as an HTML fragment with the same headings, paragraphs, lists, tables and charts."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_fragments(lines))


def _fragments(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        if _FENCE.match(lines[at]):
            end = next((i for i in range(at + 1, len(lines)) if _FENCE.match(lines[i])), len(lines))
            yield _pre(lines[at + 1 : end])
            at = end + 1
            continue
        end = next((i for i in range(at, len(lines)) if not lines[i].strip() or _FENCE.match(lines[i])), len(lines))
        if end > at:
            yield from _chunk(lines[at:end])
        at = max(end, at + 1) if end < len(lines) and _FENCE.match(lines[end]) else end + 1


def _chunk(lines: list[str]) -> Iterator[str]:
    """The lines between two empty ones."""
    if all(_QUOTE.match(line) for line in lines):
        lines = [_QUOTE.sub("", line) for line in lines if _QUOTE.sub("", line).strip()] or [""]
    if any(_DRAWN.search(line) for line in lines):
        yield _pre(lines)
        return
    text: list[str] = []
    at = 0
    while at < len(lines):
        rows = _table_length(lines[at:])
        if rows:
            yield from _paragraph(text)
            text = []
            yield _table(lines[at : at + rows])
            at += rows
            continue
        line = lines[at]
        heading = _HEADING.fullmatch(line)
        if heading:
            yield from _paragraph(text)
            text = []
            yield f"<h{len(heading[1])}>{_inline(heading[2].strip().rstrip('#').rstrip())}</h{len(heading[1])}>"
        elif text and len(text) == 1 and _UNDERLINE.fullmatch(line) and not _ITEM.fullmatch(text[0]):
            rank = 1 if "=" in line else 2
            yield f"<h{rank}>{_inline(text.pop())}</h{rank}>"
        elif not _RULE.fullmatch(line):
            text.append(line)
        at += 1
    yield from _paragraph(text)


def _table_length(lines: list[str]) -> int:
    """How many of the lines, from the first, make a table; 0 where they make none."""
    if "\t" in lines[0].strip():
        return _run(lines, lambda line: "\t" in line.strip())
    columns = len(_GAP.split(lines[0].strip()))
    if columns > 1 and not _PIPE.search(lines[0]):
        length = _run(lines, lambda line: len(_GAP.split(line.strip())) == columns)
        return length if length > 2 or columns > 2 else 0
    if not _PIPE.search(lines[0]):
        return 0
    length = _run(lines, lambda line: bool(_PIPE.search(line)))
    delimited = len(lines) > 1 and bool(_DELIMITER.fullmatch(lines[1].strip())) and "-" in lines[1]
    return length if delimited or all(line.strip().startswith("|") for line in lines[:length]) else 0


def _run(lines: list[str], belongs: Callable[[str], bool]) -> int:
    length = next((i for i, line in enumerate(lines) if not belongs(line)), len(lines))
    return length if length > 1 else 0


def _table(lines: list[str]) -> str:
    if not _PIPE.search(lines[0]):
        rows = [line.rstrip().split("\t") if "\t" in line.strip() else _GAP.split(line.strip()) for line in lines]
        return "<table>" + "".join(_row(cells, "td") for cells in rows) + "</table>"
    delimited = bool(_DELIMITER.fullmatch(lines[1].strip()))
    rows = [_cells(line) for line in lines if not _DELIMITER.fullmatch(line.strip())]
    head = _row(rows[0], "th") if delimited else ""
    return "<table>" + head + "".join(_row(cells, "td") for cells in rows[bool(head) :]) + "</table>"


def _cells(line: str) -> list[str]:
    inner = line.strip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return _PIPE.split(inner)


def _row(cells: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_inline(cell.strip())}</{tag}>" for cell in cells) + "</tr>"


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
        if not indents or indent > indents[-1]:
            indents.append(indent)
            parts.append("<ul>")
        else:
            parts.append("</li>")
        parts.append(f"<li>{text}")
    return "".join(parts) + "</li></ul>" * len(indents)


def _flow(lines: list[str]) -> str:
    """Lines as running text: a line that had room for the next word was broken on purpose."""
    width = max(len(line.strip()) for line in lines)
    parts = [_inline(lines[0].strip())]
    for line, following in pairwise(lines):
        word = following.split(maxsplit=1)[0]
        full = width >= NARROWEST and len(line.strip()) + 1 + len(word) > width
        wrapped = (full or word[0].islower()) and not line.endswith(("  ", "\\"))
        parts.append(" " if wrapped else "<br>")
        parts.append(_inline(following.strip()))
    return "".join(parts)


def _pre(lines: list[str]) -> str:
    return f"<pre>\n{html.escape(chr(10).join(lines), quote=False)}\n</pre>"


def _inline(text: str) -> str:
    """Escaped text without its marks of emphasis; inline HTML stays."""
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\2", text)
    text = _STRESS.sub(r"\1", text)
    text = _ESCAPE.sub(r"\1", text.removesuffix("\\"))
    return _INLINE.sub(r"<\1>", html.escape(html.unescape(text), quote=False))
