"""A folder that is one version or the next and never a mix, whatever dies in between.

A complete new folder is written beside the old one and changes places with it in one step of the file system. Where
there is no such step (another system than Linux, a mount point, the folder someone stands in) its files are replaced
one by one, the one with the hashes of the others last, so that a reader who compares can tell. Nothing is flushed to
the disk: what a power cut leaves is for the reader's comparison too.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from analysis.errors import InputError

#: The hash of each file, in the form that `sha256sum --check` reads too.
SUMS = "SHA256SUMS"
#: How many files a folder may hold to be exchanged; those of others are linked into the new one, not copied.
CARRIED = 1000
_PREFIX = ".new-"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # of renameat2(2)


@contextmanager
def replacing(folder: Path, last: str = SUMS) -> Iterator[Path]:
    """A new folder to fill; when the block ends, what is in it takes the place of the same in `folder`, all or none.

    `last` names the file with the hashes of the others; `SHA256SUMS` is written here. Of a folder in it the files that
    it has no longer vanish. Files that would not change are not touched, and what else lies in `folder` stays. An error
    in the block leaves everything as it was. Two processes take turns; the lock is the kernel's, so a dead one holds
    none, and what it left is removed by the next.
    """
    folder = folder.resolve()  # a link to a folder stays one
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    home = _home(folder)
    with _locked(home):
        _remove_orphans(home, folder)
        new = home / f"{_PREFIX}{folder.name}-{os.getpid()}"
        new.mkdir()
        try:
            yield new
            if last == SUMS:
                _seal(new)
            _settle(new, folder, last)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def write(path: Path, content: bytes) -> None:
    """Write one file, whole or not at all; an older one stays until the new one is complete."""
    new = path.with_name(f"{_PREFIX}{path.name}-{os.getpid()}")
    try:
        new.write_bytes(content)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def check(folder: Path, command: str) -> int:
    """How many files `replacing` wrote to a folder with their `SHA256SUMS`.

    Raises InputError, with the command that writes them again, where one of them is missing or of another version: it
    was edited, or a writer died where files are replaced one by one.
    """
    again = f"make them again: `{command}`"
    there = (folder / SUMS).is_file()
    lines = (folder / SUMS).read_text("utf-8", errors="replace").splitlines() if there else []
    if not lines:
        raise InputError(str(folder / SUMS), "is not there or empty", again)
    for line in lines:
        digest, _, name = line.partition("  ")
        if not ((folder / name).is_file() and _digest(folder / name) == digest):
            raise InputError(str(folder / name), f"is not the file that {SUMS} describes", again)
    return len(lines)


def _seal(folder: Path) -> None:
    """Write the hashes of all files in a folder beside them."""
    lines = [f"{_digest(folder / name)}  {name.as_posix()}\n" for name in _files(folder)]
    (folder / SUMS).write_bytes("".join(lines).encode())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _home(folder: Path) -> Path:
    """Where the new folder is written: beside the old one, or inside where that cannot be."""
    parent = folder.parent
    if not folder.is_dir():
        return parent
    beside = os.access(parent, os.W_OK) and parent.stat().st_dev == folder.stat().st_dev
    return parent if beside else folder


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Alone in writing to a folder. Without fcntl (Windows) there is no lock."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _remove_orphans(home: Path, folder: Path) -> None:
    """What writers that died have left: nobody else writes while the lock is held."""
    named = f"{_PREFIX}{folder.name}-"
    left = [path for path in home.iterdir() if path.name.startswith(named)]
    if folder.is_dir():
        left += [path for path in folder.iterdir() if path.name.startswith(_PREFIX)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)


def _settle(new: Path, folder: Path, last: str) -> None:
    """Put the new folder in the place of the old one."""
    written = _files(new)
    tops = {name.parts[0] for name in written}
    stale = [name for top in tops if (folder / top).is_dir() for name in _files(folder, top) if name not in written]
    kept = [name for name in written if _same(new / name, folder / name)]
    if folder.is_dir() and len(kept) == len(written) and not stale:
        return
    for name in kept:
        before = (folder / name).stat()
        os.utime(new / name, ns=(before.st_atime_ns, before.st_mtime_ns))
    if not folder.exists():
        os.rename(new, folder)
    elif not (_may_move(new, folder) and _carry(new, folder, tops) and _exchange(new, folder)):
        for name in stale:
            (folder / name).unlink()
        for name in sorted(set(written) - set(kept), key=lambda name: (str(name) == last, name)):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(new / name, folder / name)


def _files(folder: Path, below: str = "") -> list[Path]:
    """Every file in a folder, relative to it."""
    return sorted(path.relative_to(folder) for path in (folder / below).rglob("*") if not path.is_dir())


def _same(new: Path, old: Path) -> bool:
    return old.is_file() and old.stat().st_size == new.stat().st_size and old.read_bytes() == new.read_bytes()


def _may_move(new: Path, folder: Path) -> bool:
    """Whether the two lie beside each other, and nobody is inside: a shell there would stand in the removed folder."""
    try:
        here = Path.cwd()
    except OSError:
        return new.parent != folder
    return new.parent != folder and folder != here and folder not in here.parents


def _carry(new: Path, folder: Path, written: set[str]) -> bool:
    """Link what else lies in the old folder into the new one; False where that is too much or cannot be."""
    if sum(1 for _ in islice(folder.rglob("*"), CARRIED + 1)) > CARRIED:
        return False
    foreign = [path for path in folder.iterdir() if path.name not in written]
    try:
        for path in foreign:
            if path.is_dir() and not path.is_symlink():
                shutil.copytree(path, new / path.name, symlinks=True, copy_function=os.link)
            else:
                os.link(path, new / path.name, follow_symlinks=False)
        shutil.copymode(folder, new)
    except (OSError, shutil.Error):
        return False
    return True


def _exchange(new: Path, folder: Path) -> bool:
    """Let two folders change places in one step; False where the system has none."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    names = os.fsencode(new), os.fsencode(folder)
    return rename is not None and rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0
