"""What is read: a path, a pipe, bytes or the text itself, once; folders and patterns as lists of files."""

from __future__ import annotations

import glob
import os
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import AnyStr

from analysis.errors import InputError
from analysis.source.limits import FILES, SIZE
from analysis.words import lookup

Source = str | bytes | os.PathLike[str]

ADDRESS = re.compile(r"(?:https?|ftp|file)://\S+|//\S+|www\.\S+", re.IGNORECASE)
WAY_OUT = "give a page, a document, a table or plain text"
CHECK = "check the path; text itself is read from stdin, as `analysis audit -`"

_SHORTENED = re.compile(r"((?:https?|ftp|file):)/(\S+)", re.IGNORECASE)  # an address taken for a path loses a slash
_LIKE_A_PATH = re.compile(r"[^\n<>|]{0,250}\.(\w{2,8})|[~./\\]\S*")
_LONGEST_NAME = 60  # characters of a source that a message repeats


@dataclass(frozen=True, slots=True)
class Loaded:
    """The bytes of a source (or its text, where that was given), the name of its place and of its file."""

    content: bytes | str
    place: str
    name: str = ""  # of the file, without folder and ending
    ending: str = ""  # in lower case, without the dot


def load(source: Source) -> Loaded:
    """Read a source, once.

    Text is taken for a path where it names a file or looks like one. Raises InputError for a network address, a folder,
    what does not exist or cannot be read, and for more than `SIZE` bytes.
    """
    if isinstance(source, bytes):
        return Loaded(_fitting(source, "text"), "text")
    if isinstance(source, str):
        text = source.strip()
        if not text:
            raise InputError("text", "the input is empty", WAY_OUT)
        if ADDRESS.fullmatch(text):
            raise not_fetched(text)
        if "\n" in text or not (_exists(text) or _names_a_file(text)):
            return Loaded(_fitting(source, "text"), "text")
        source = text
    if not isinstance(source, str | os.PathLike):
        raise TypeError(f"a path, the text itself or bytes can be read, one at a time; not {type(source).__name__}")
    path = Path(source)
    place = str(path)
    return Loaded(_bytes(path, place, isinstance(source, str)), place, path.stem, path.suffix.lower().removeprefix("."))


def expand(sources: Iterable[str]) -> Iterator[str | InputError]:
    """The sources, folders and patterns replaced by the files in them that can be articles, in order of their names.

    A folder is walked to its end, but for hidden files and the parts of saved pages (`page_files/`). What names nothing
    comes as the InputError to report for it.
    """
    for source in sources:
        if os.path.isdir(source):
            files = _files(source)
            yield from files
            if not files:
                yield InputError(source, "no file in it that can be read", WAY_OUT)
        elif source == "-" or os.path.exists(source):
            yield source
        elif ADDRESS.fullmatch(source):
            yield not_fetched(source)
        elif glob.has_magic(source) and len(source) < 1000:
            found = [each for each in sorted(glob.glob(source, recursive=True)) if os.path.isfile(each)][:FILES]
            yield from found
            if not found:
                yield InputError(shortened(source), "no file fits this pattern", "check the pattern")
        else:
            yield InputError(shortened(source), "no such file", CHECK)


def not_fetched(address: str) -> InputError:
    """The answer to a network address: nothing here opens a connection, and the line that does."""
    way_out = f"fetch it yourself: curl -L {shlex.quote(address)} | analysis audit -"
    return InputError(shortened(address, 200), "network addresses are not read", way_out)


def shortened(text: str, most: int = 0) -> str:
    """A source's name for a message: one line, of a path all but the longest, of words the first."""
    line = " ".join(text.split())
    most = most or (_LONGEST_NAME if " " in line else 4 * _LONGEST_NAME)
    return (f"{line[:most]}…" if len(line) > most else line) or "''"


def _files(folder: str) -> list[str]:
    found: list[str] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith(".") and not each.endswith("_files"))
        for name in sorted(names):
            ending = os.path.splitext(name)[1].lower().removeprefix(".")
            if not name.startswith(".") and lookup("endings", ending):
                found.append(os.path.join(parent, name))
        if len(found) > FILES:
            raise InputError(folder, f"holds more than {FILES:,} files", "give a part of it")
    return found


def _names_a_file(text: str) -> bool:
    found = _LIKE_A_PATH.fullmatch(text)
    return bool(found and (found[1] is None or lookup("endings", found[1])))


def _exists(text: str) -> bool:
    try:
        return len(text) < 1000 and Path(text).exists()
    except (OSError, ValueError):
        return False


def _bytes(path: Path, place: str, given: bool) -> bytes:
    """The file's bytes; `given`: its name came as text, and may be meant as text."""
    try:
        with path.open("rb") as file:  # a pipe gives its bytes once
            return _fitting(file.read(SIZE + 1), place)
    except FileNotFoundError:
        if address := _SHORTENED.fullmatch(place):
            raise not_fetched(f"{address[1]}//{address[2]}") from None
        way_out = "check the path, or give the text itself" if given else "check the path"
        raise InputError(shortened(place), "no such file", way_out) from None
    except OSError as error:
        if os.path.isdir(place):
            raise InputError(place, "this is a directory", f"`analysis audit {place}` reads every file in it") from None
        raise InputError(place, f"cannot be read ({error.strerror})", "check the path and its permissions") from error


def _fitting(content: AnyStr, place: str) -> AnyStr:
    if len(content) > SIZE:
        raise InputError(place, f"larger than {SIZE // 1_000_000} MB", "give the article alone")
    return content
