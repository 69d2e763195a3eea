"""A folder is one version or the next: whoever is killed, whoever writes at the same time, whatever else lies in it.

`KILLS=200 pytest tests/test_atomic.py` kills more often than a run of the suite has time for.
"""

import errno
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import atomic, paths
from analysis.atomic import replacing
from analysis.datasets.load import NAMES, frames
from analysis.datasets.save import save
from analysis.errors import InputError

KILLS = int(os.environ.get("KILLS", "10" if os.environ.get("CI") else "3"))

#: What Python tells of a call to the system begins so.
CALLS = ("open", "os.", "shutil.", "ctypes.")

# --- one folder ------------------------------------------------------------------------------------------------------


def write(folder: Path, by: str = "last", **files: str) -> None:
    with replacing(folder, last=by) as new:
        for name, text in files.items():
            (new / name.replace("__", "/")).parent.mkdir(exist_ok=True)
            (new / name.replace("__", "/")).write_text(text)


def held(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


@pytest.fixture(params=["in one step", "one by one", "while in it"])
def folder(request, tmp_path, monkeypatch) -> Path:
    """A folder with two files and one of somebody else, replaced in each of the ways there are."""
    place = tmp_path / "beside" / "folder"
    write(place, last="1", pictures__old="1")
    (place / "theirs").mkdir()
    (place / "theirs" / "notes").write_text("mine")
    if request.param == "one by one":
        monkeypatch.setattr(atomic, "_exchange", lambda *_: False)
    elif request.param == "while in it":
        monkeypatch.chdir(place)
    return place


def test_what_is_written_takes_the_place_of_the_old_and_the_rest_stays(folder):
    write(folder, last="2", pictures__new="2")
    assert held(folder) == {"last": "2", "pictures/new": "2", "theirs/notes": "mine"}
    assert os.listdir(folder.parent) == ["folder"]


def test_an_error_leaves_everything_as_it_was(folder):
    before = held(folder)
    with pytest.raises(FileExistsError):
        write(folder, last="2", last__below="2")
    assert held(folder) == before
    assert os.listdir(folder.parent) == ["folder"]


def test_what_would_not_change_is_not_touched(folder):
    then = (folder / "last").stat().st_mtime_ns
    write(folder, last="1", pictures__old="2")
    assert (folder / "last").stat().st_mtime_ns == then
    number = folder.stat().st_ino
    write(folder, last="1", pictures__old="2")
    assert folder.stat().st_ino == number


def test_what_a_dead_writer_left_is_removed(folder):
    for left in (folder.parent / ".new-folder-1", folder / ".new-2"):
        left.mkdir()
        (left / "half").write_text("")
    write(folder, last="2", pictures__old="2")
    assert held(folder) == {"last": "2", "pictures/old": "2", "theirs/notes": "mine"}
    assert os.listdir(folder.parent) == ["folder"]


def dies_at(step: int, folder: Path, by: str = "last", events: tuple[str, ...] = CALLS) -> bool:
    """Whether a process that replaces the folder was killed at the given one of its calls to the system."""
    child = os.fork()
    if child == 0:
        left = step  # calls it may still make

        def count(event: str, _: object) -> None:
            nonlocal left
            left -= event.startswith(events)
            if left < 0:
                signal.raise_signal(signal.SIGKILL)

        sys.addaudithook(count)
        try:
            write(folder, by, last="2", pictures__new="2", pictures__other="2")
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


@pytest.mark.skipif(sys.platform != "linux", reason="another system replaces file by file")
def test_a_writer_killed_at_any_of_its_steps_leaves_the_old_or_the_new(tmp_path):
    folder = tmp_path / "folder"
    write(folder, last="1", pictures__old="1")
    (folder / "notes").write_text("mine")
    before = held(folder)
    after = {"last": "2", "pictures/new": "2", "pictures/other": "2", "notes": "mine"}
    step = 0
    while dies_at(step, folder):
        assert held(folder) in (before, after), step
        step += 1
    assert step > 30
    assert held(folder) == after
    assert os.listdir(tmp_path) == ["folder"]


def test_a_mix_of_files_replaced_one_by_one_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic, "_exchange", lambda *_: False)
    step, mixed, dead = 0, 0, True
    while dead:
        folder = tmp_path / str(step)
        write(folder, atomic.SUMS, last="1", pictures__old="1", pictures__other="1")
        before = held(folder)
        dead = dies_at(step, folder, atomic.SUMS, ("os.rename", "os.remove"))
        whole = (
            held(folder) == before if dead else held(folder).keys() == {*before} - {"pictures/old"} | {"pictures/new"}
        )
        if not whole:
            mixed += 1
            with pytest.raises(InputError, match=r"is not the file that SHA256SUMS describes.*`analysis report`"):
                atomic.check(folder, "analysis report")
        else:
            assert atomic.check(folder, "analysis report") == 3
        step += 1
    assert mixed > 3


def test_a_folder_that_nobody_sealed_is_named(tmp_path):
    write(tmp_path / "folder", last="1")
    with pytest.raises(InputError, match="SHA256SUMS: is not there"):
        atomic.check(tmp_path / "folder", "analysis report")


def test_a_folder_with_much_else_in_it_stays_where_it_is(folder, monkeypatch):
    monkeypatch.setattr(atomic, "CARRIED", 2)
    number = folder.stat().st_ino
    write(folder, last="2")
    assert folder.stat().st_ino == number
    assert held(folder)["last"] == "2"


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileExistsError) as raised:
        write(tmp_path / "file", last="1")
    assert raised.value.filename == str(tmp_path / "file")


# --- datasets --------------------------------------------------------------------------------------------------------


def other(saved: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Another build: other scores, and other sections of their figures."""
    scores, figures = saved["scores"], saved["figures"]
    return saved | {"scores": scores.assign(high=scores["high"] + 1), "figures": figures.assign(section="other")}


SAVED = frames(*NAMES)


def save_for_ever(folder: Path, tell: Callable[[], None]) -> None:
    """One and the other by turns; says when each is done."""
    for each in cycle((SAVED, other(SAVED))):
        save(each, folder)
        tell()


def save_and_die(folder: Path, replacements: int) -> None:
    """The other once, file by file; dies after so many replacements."""
    replace = os.replace
    left = replacements

    def dying(*names: object) -> None:
        nonlocal left
        if left == 0:
            signal.raise_signal(signal.SIGKILL)
        left -= 1
        replace(*names)

    atomic._exchange, os.replace = lambda *_: False, dying
    save(other(SAVED), folder)


@pytest.fixture(scope="module")
def sets(tmp_path_factory) -> list[dict[str, bytes]]:
    """The files of both sets of datasets."""
    folder = tmp_path_factory.mktemp("sets")
    save(SAVED, folder / "a")
    save(other(SAVED), folder / "b")
    return [files(folder / name) for name in "ab"]


@pytest.fixture
def target(sets, tmp_path, monkeypatch) -> Path:
    """A folder with the datasets as they are, which `load` reads."""
    folder = tmp_path / "processed"
    folder.mkdir()
    for name, content in sets[0].items():
        (folder / name).write_bytes(content)
    monkeypatch.setattr(paths, "processed", lambda: folder)
    return folder


class Writer:
    """A process that writes, a copy of this one: it is killed, or dies by itself."""

    def __init__(self, function: Callable[..., None], folder: Path, *arguments: object) -> None:
        self.told, told = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                function(folder, *(arguments or [lambda: os.write(told, b".")]))
                os._exit(0)
            finally:
                os._exit(1)
        os.close(told)
        self.status: int | None = None

    def saved(self) -> None:
        """Wait until it has saved a build more."""
        assert os.read(self.told, 1) == b"."

    def poll(self) -> int | None:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status

    def wait(self) -> int:
        if self.status is None:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def kill(self) -> int:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
        return self.wait()


@pytest.fixture
def start() -> Iterator[Callable[..., Writer]]:
    running: list[Writer] = []

    def run(*work: object) -> Writer:
        running.append(Writer(*work))
        return running[-1]

    yield run
    for writer in running:
        writer.kill()
        os.close(writer.told)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def of_one_build() -> bool:
    """Whether what one call of `load` gives belongs together: the section is that of the scores beside it."""
    scores = analysis.load("scores", source=True)
    raised = scores["high"].sum() != ORIGINAL["high"].sum()
    return set(scores["section"] == "other") == {raised}


ORIGINAL = analysis.load("scores")


def test_a_build_killed_at_any_moment_leaves_one_version(target, sets, start):
    chance = random.Random(KILLS)
    for _ in range(KILLS):
        writer = start(save_for_ever, target)
        writer.saved()
        time.sleep(chance.uniform(0, 0.5))
        assert writer.kill() == -signal.SIGKILL
        assert files(target) in sets
    save(SAVED, target)
    assert os.listdir(target.parent) == ["processed"]


@pytest.mark.parametrize("replaced", range(4))
def test_files_replaced_one_by_one_are_never_taken_for_one_build(replaced, target, sets, start):
    assert start(save_and_die, target, replaced).wait() == (-signal.SIGKILL if replaced < 3 else 0)
    assert (files(target) in sets) == (replaced in (0, 3))
    if replaced in (1, 2):  # the scores or the figures are of the new build, the description is not
        with pytest.raises(InputError, match=r"is not of the build that datapackage\.json describes.*analysis build"):
            analysis.load("scores", source=True)
        with pytest.raises(InputError, match="is not of the build"):
            analysis.catalog()
    assert len(analysis.load("salaries"))  # the same in both


def test_two_builds_at_once_and_a_reader_who_looks_all_the_time(target, sets, start):
    writers = [start(save_for_ever, target) for _ in range(2)]
    for writer in writers:
        writer.saved()
    for _ in range(30 * KILLS):
        assert of_one_build()
    assert all(writer.poll() is None for writer in writers)
    for writer in writers:
        writer.kill()
    assert files(target) in sets


def test_a_disk_that_is_full_changes_nothing_and_is_told_in_a_line(target, capsys, monkeypatch):
    from analysis import cli

    before = files(target)

    def full(self: Path, *_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    monkeypatch.setattr(pd.DataFrame, "to_csv", lambda *_, **__: "")
    assert cli.main(["--quiet", "build", "--out", str(target)]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert files(target) == before
    assert os.listdir(target.parent) == ["processed"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    atomic.write(path, b"old")
    whole = Path.write_bytes

    def full(self: Path, content: bytes) -> None:
        whole(self, content[:2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        atomic.write(path, b"new and longer")
    assert files(tmp_path) == {"page.html": b"old"}
