"""The build: the same datasets from the full feed as from the snapshot, and only of articles that were curated."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import paths, relations
from analysis.curation.build import build
from analysis.errors import InputError
from analysis.relations.model import Case

ROOT = Path(__file__).resolve().parents[1]
FEED = ROOT.parent / "shared" / "feed.xml"


def assert_same_files(made: Path, committed: Path) -> None:
    names = sorted(path.name for path in committed.iterdir())
    assert sorted(path.name for path in made.iterdir()) == names
    _, differing, missing = filecmp.cmpfiles(made, committed, names, shallow=False)
    assert (differing, missing) == ([], [])


@pytest.mark.skipif(not FEED.exists(), reason="the full feed is not beside this checkout")
def test_the_full_feed_gives_the_same_datasets_as_the_snapshot(tmp_path: Path) -> None:
    build(feed=FEED, out=tmp_path / "processed")
    assert_same_files(tmp_path / "processed", paths.processed())


STRANGER = """<rss version="2.0"><channel><item><title>Plumbers</title><guid>elsewhere/1</guid>
<description>&lt;p&gt;Plumbers earn $60,000 a year.&lt;/p&gt;</description></item></channel></rss>"""


def test_a_feed_nobody_has_curated_is_refused_and_audit_is_named(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(STRANGER)
    with pytest.raises(InputError, match=r"elsewhere/1.*analysis audit"):
        build(feed=tmp_path / "feed.xml", out=tmp_path / "processed")
    assert not (tmp_path / "processed").exists()


def test_a_family_of_checks_that_fails_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> Iterator[Case]:
        raise ZeroDivisionError("of nothing")

    monkeypatch.setattr(relations, "_finders", lambda *_: {"growth": failing})
    with pytest.raises(InputError, match=r"checks, growth: ZeroDivisionError.*of nothing"):
        build(out=tmp_path / "processed")
    assert not (tmp_path / "processed").exists()
