"""Rules every committed file keeps. A rule that matters is a test that names the file and what is wrong in it."""

import re
import subprocess
import sys
import tomllib
from itertools import chain, pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FEED = ROOT.parent / "shared" / "feed.xml"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAME = PROJECT["project"]["name"]
WORDS_IN_A_ROW = 11  # so many consecutive words of an article are a quotation, fewer are an idiom
LONGEST_MODULE = 500
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def _committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


COMMITTED = _committed()
TEXTS = [path for path in COMMITTED if path.suffix not in {".png", ".pdf", ".docx", ".xlsx"}]
CODE = [path for path in TEXTS if path.is_relative_to(ROOT / "src")]
pytestmark = pytest.mark.skipif(not COMMITTED, reason="not a git checkout")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _holding(pattern: str, paths: list[Path]) -> list[str]:
    found = re.compile(pattern, re.IGNORECASE)
    return [f"{path.relative_to(ROOT)}: {match.group()}" for path in paths if (match := found.search(_read(path)))]


def test_no_file_names_a_package_registry():
    hosts = [r"py" + r"pi\.", "python" + "hosted", "anaconda" + r"\.org", "npm" + r"js\."]
    assert _holding("|".join(hosts), TEXTS) == []


def test_no_file_names_a_path_of_one_machine():
    folders = "|".join(["work", "root", "home", "Users", "tmp"])
    others = [path for path in TEXTS if path.name != "test_hygiene.py"]
    assert _holding(rf"(?<![\w.~$}})>/-])/(?:{folders})/[\w.-]+", others) == []


def test_the_code_knows_no_publisher():
    assert _holding("9c" + "v9", CODE) == []


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(WORDS_IN_A_ROW)), strict=False))


@pytest.mark.skipif(not FEED.exists(), reason=f"needs the full feed beside the checkout ({FEED.name})")
def test_no_file_holds_a_sentence_of_the_articles():
    from analysis.source import read

    blocks = [block for article in read(FEED) for block in article.blocks]
    titles = [block.text for block in blocks if block.tag in HEADINGS] + [block.title for block in blocks]
    texts = [block.text for block in blocks if block.kind == "prose" and block.tag not in HEADINGS]
    prose = set().union(*map(_runs, map(_words, texts))) - set().union(*map(_runs, map(_words, titles)))
    assert prose
    quoted = {
        path.relative_to(ROOT).as_posix(): " ".join(min(shared))
        for path in TEXTS
        if (shared := _runs(_words(_read(path))) & prose)
    }
    assert quoted == {}


@pytest.mark.parametrize("command", ["check", "format --check"])
def test_ruff_has_nothing_to_say(command):
    result = subprocess.run(
        [sys.executable, "-m", "ruff", *command.split(), "--output-format=concise", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_modules_stay_short():
    lengths = {path.relative_to(ROOT).as_posix(): _read(path).count("\n") for path in CODE if path.suffix == ".py"}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


#: Rooms of the reader, and those that they may not look into: what two of them need stands above them.
ROOMS = {"prose": ("tables", "clauses"), "tables": ("prose", "clauses"), "clauses": ("tables", "prose")}


def test_the_rooms_of_the_reader_do_not_look_into_each_other():
    reading = ROOT / "src" / "analysis" / "reading"
    above = [path for path in reading.glob("*.py") if path.name != "__init__.py"]
    looked = [(path, rooms) for room, rooms in ROOMS.items() for path in (reading / room).glob("*.py")]
    found = [
        f"{path.relative_to(reading)}: {room}"
        for path, rooms in [*looked, *((path, tuple(ROOMS)) for path in above)]
        for room in rooms
        if f"from analysis.reading.{room}" in _read(path)
    ]
    assert found == []


def test_text_files_end_their_lines_in_one_way():
    assert [path.name for path in TEXTS if b"\r" in path.read_bytes()] == []
    ends = {path.relative_to(ROOT).as_posix() for path in TEXTS if path.read_bytes()[-1:] not in (b"\n", b"")}
    assert ends == set()


# --- the locks -------------------------------------------------------------------------------------------------------


LOCKS = sorted((ROOT / "requirements").glob("*.lock"), key=lambda path: path.name)


def _locked(lock: Path) -> dict[str, list[str]]:
    """Package → its pinned versions (more than one where they differ between systems or Pythons)."""
    pins: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.+!-]+)", _read(lock), re.MULTILINE):
        pins.setdefault(canonicalize_name(name), []).append(version)
    return pins


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_pin_has_hashes_and_no_address(path):
    lock = _read(path)
    entries = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"https?:|--(extra-)?index|@ ", lock)


def test_the_locks_name_the_same_versions():
    dev = _locked(ROOT / "requirements" / "dev.lock")
    for lock in LOCKS:
        assert {name: versions for name, versions in _locked(lock).items() if dev.get(name) != versions} == {}


def test_the_lock_satisfies_what_the_project_asks_for():
    extras = PROJECT["project"]["optional-dependencies"].values()
    asked = [*PROJECT["project"]["dependencies"], *chain.from_iterable(extras)]
    locked = _locked(ROOT / "requirements" / "dev.lock")
    for requirement in map(Requirement, asked):
        if requirement.name != NAME:
            versions = locked[canonicalize_name(requirement.name)]
            assert all(requirement.specifier.contains(version) for version in versions), (
                f"{requirement}: run the lock command"
            )


# --- what is said twice ----------------------------------------------------------------------------------------------


def test_one_version_everywhere():
    version = PROJECT["project"]["version"]
    released = re.findall(r"^## \[(\d[^]]*)\]", _read(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert released[0] == version
    assert f"\nversion: {version}\n" in _read(ROOT / "CITATION.cff")
    numbers = [tuple(map(int, each.split("."))) for each in released]
    assert all(newer > older for newer, older in pairwise(numbers))


def test_hooks_are_local():
    assert set(re.findall(r"repo: (\S+)", _read(ROOT / ".pre-commit-config.yaml"))) == {"local"}


def test_the_data_dictionary_is_that_of_the_fields():
    from analysis.report import dictionary

    assert _read(ROOT / "reports" / "data-dictionary.md") == dictionary()


def test_make_help_lists_every_target():
    phony = re.search(r"^\.PHONY: (.+)$", _read(ROOT / "Makefile"), re.MULTILINE)
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert phony
    assert set(phony[1].split()) == set(re.findall(r"make (\w+)", listed))
