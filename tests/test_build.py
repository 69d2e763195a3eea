"""The build: the committed datasets again, byte for byte, whatever the surroundings; and no half-written folder."""

from __future__ import annotations

import filecmp
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import paths
from analysis.build import build
from analysis.errors import InputError

ROOT = Path(__file__).resolve().parents[1]
FEED = ROOT.parent / "shared" / "feed.xml"


def assert_same_files(made: Path, committed: Path) -> None:
    names = sorted(path.name for path in committed.iterdir())
    assert sorted(path.name for path in made.iterdir()) == names
    _, differing, missing = filecmp.cmpfiles(made, committed, names, shallow=False)
    assert (differing, missing) == ([], [])


def test_the_committed_datasets_are_what_the_build_makes(tmp_path: Path) -> None:
    build(out=tmp_path / "processed")
    assert_same_files(tmp_path / "processed", paths.processed())


@pytest.mark.skipif(not FEED.exists(), reason="the full feed is not beside this checkout")
def test_the_full_feed_gives_the_same_datasets_as_the_snapshot(tmp_path: Path) -> None:
    build(feed=FEED, out=tmp_path / "processed")
    assert_same_files(tmp_path / "processed", paths.processed())


def test_locale_timezone_hash_seed_and_folder_do_not_matter(tmp_path: Path) -> None:
    surroundings = {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "analysis.cli", "build", "--out", "made here"]
    run = subprocess.run(command, cwd=tmp_path, env=os.environ | surroundings, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert_same_files(tmp_path / "made here", paths.processed())


STRANGER = """<rss version="2.0"><channel><item><title>Plumbers</title><guid>elsewhere/1</guid>
<description>&lt;p&gt;Plumbers earn $60,000 a year.&lt;/p&gt;</description></item></channel></rss>"""


def test_a_feed_nobody_has_curated_is_refused_and_audit_is_named(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(STRANGER)
    with pytest.raises(InputError, match=r"elsewhere/1.*analysis audit"):
        build(feed=tmp_path / "feed.xml", out=tmp_path / "processed")
    assert not (tmp_path / "processed").exists()
