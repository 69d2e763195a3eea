"""`analysis snapshot`: the snapshot, the verified quotes and the accounting, on a made-up feed and on the real one."""

import hashlib
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import cli, paths
from analysis.curation import accounting
from analysis.curation.accounting import Place
from analysis.curation.knowledge import CURATED, read_knowledge
from analysis.curation.snapshot import snapshot
from analysis.errors import InputError
from analysis.reading import ledger
from analysis.source import read_feed

FEED = Path(__file__).parents[2] / "shared" / "feed.xml"
needs_feed = pytest.mark.skipif(not FEED.exists(), reason="needs the full feed beside the checkout (shared/feed.xml)")
LINK = "https://example.org/gardeners"
CONTENT = """
<h2>1. Pay</h2>
<p>In 2024 gardeners earned over $40,000 annually, florists $40,000 annually.</p>
<p>Table: Pay by level</p>
<table><tr><th>Level</th><th>Average Annual Salary (USD)</th></tr>
<tr><td>Entry (0–2 yrs)</td><td>$30,000 – $35,000</td></tr>
<tr><td colspan="2">Source: guild &amp; friends</td></tr></table>
<p>A sentence of the article that nobody may copy, one of many.</p>
<table><tr><th>Tool</th><th>Use<br>rate</th></tr><tr><td>3D printer</td><td>12%</td></tr></table>
<h3>Left out</h3><table><tr><td>nothing</td><td>here</td></tr></table>
<pre>Skill (out of 10)
Pruning   ████ 4
Planting  ██████ 6</pre>
"""
STATEMENTS = [("1. Pay", 2, "over $40,000 annually", 1), ("1. Pay", 2, "$40,000 annually", 2)]
NOT_FIGURES = [
    ("statement", 1, "", "", "1.", 1, "heading-number"),
    ("statement", 2, "", "", "2024", 1, "year"),
    ("statement", 4, "", "", "one", 1, "pronoun"),
    ("table", 2, "1", "1", "3D", 1, "dimension"),
    ("chart", 1, "1", "", "10)", 1, "scale"),
]


def _save(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    pd.DataFrame(rows, columns=list(CURATED[name])).to_csv(folder / f"{name}.csv", index=False)


@pytest.fixture
def desk(tmp_path):
    """A feed and its curated files: `write(statements=..., not_figures=..., content=...)` gives (feed, raw)."""

    def write(statements=STATEMENTS, not_figures=NOT_FIGURES, content=CONTENT):
        folder = tmp_path / f"raw{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        _save(folder, "vocabulary", [{"kind": "article", "label": LINK, "term": "gardeners"}])
        keys = ("section", "block_index", "quote", "occurrence")
        own = {"article": "gardeners", "measure": "salary", "role": "gardener"}
        _save(folder, "statements", [own | dict(zip(keys, row, strict=True)) for row in statements])
        keys = CURATED["not_figures"][1:]
        _save(folder, "not_figures", [own | dict(zip(keys, row, strict=True)) for row in not_figures])
        feed = folder / "feed.xml"
        feed.write_text(
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>'
            f"<title>Gardeners &amp; florists</title><link>{LINK}</link><guid>{LINK}</guid>"
            "<pubDate>Fri, 09 May 2025 13:18:53 +0200</pubDate>"
            f"<content:encoded><![CDATA[{content}]]></content:encoded></item></channel></rss>",
            encoding="utf-8",
        )
        return feed, folder

    return write


def test_every_number_is_in_a_figure_or_excluded(desk):
    report = snapshot(*desk())
    (balance,) = report.balances
    assert balance.figures == {"table": 3, "chart": 2, "statement": 2}
    assert (balance.tokens, balance.in_figures) == (13, 8)
    assert balance.excluded == {"heading-number": 1, "year": 1, "pronoun": 1, "dimension": 1, "scale": 1}
    assert max(map(len, str(report).splitlines())) <= 80


def test_the_snapshot_holds_figures_and_no_prose(desk):
    feed, raw = desk()
    snapshot(feed, raw)
    text = (raw / "articles.xml").read_text(encoding="utf-8")
    assert re.findall(r'<(h\d|p|li|table|pre) data-index="(\d+)"', text) == [
        ("h2", "1"), ("p", "3"), ("table", "1"), ("table", "2"), ("h3", "5"), ("pre", "1"),
    ]  # fmt: skip
    assert "nobody may copy" not in text
    assert text.count("<ul><li>…</li></ul>") == 2
    assert "<pubDate>Fri, 09 May 2025 11:18:53 +0000</pubDate>" in text
    assert '<td colspan="2">Source: guild &amp; friends</td>' in text
    assert "<th>Use<br>rate</th>" in text


def test_the_snapshot_is_the_same_every_time_and_of_itself(desk):
    feed, raw = desk()
    snapshot(feed, raw)
    first = (raw / "articles.xml").read_bytes()
    snapshot(feed, raw)
    assert (raw / "articles.xml").read_bytes() == first
    assert {path.name for path in raw.iterdir()} == {
        "articles.xml", "feed.xml", "not_figures.csv", "statements.csv", "vocabulary.csv",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"statements": STATEMENTS[:1]}, "statement 2", "'\\$40,000' .* in no figure and not excluded"),
        ({"not_figures": NOT_FIGURES[1:]}, "gardeners, statement 1", "'1.' .* in no figure and not excluded"),
        ({"not_figures": NOT_FIGURES[:3] + NOT_FIGURES[4:]}, "gardeners, table 2, row 1, column 1", "'3D'"),
        ({"statements": [("1. Pay", 2, "over $50,000", 1)]}, "statement 2", "does not stand there 1 times"),
        ({"statements": [("1. Pay", 2, "$40,000 annually", 3)]}, "statement 2", "does not stand there 3 times"),
        ({"statements": STATEMENTS[:1] * 2}, "statement 2", "overlaps the quote before it"),
        ({"statements": [("1. Pay", 2, "over $40,000 annually, florists", 1)]}, "statement 2", "reads as"),
        ({"statements": [("2. Work", 2, "over $40,000 annually", 1)]}, "statement 2", "the section is '1. Pay'"),
        ({"statements": [("1. Pay", 99, "$40,000", 1)]}, "statement 99", "there is no such block"),
        ({"not_figures": [*NOT_FIGURES, ("statement", 2, "", "", "2024", 2, "year")]}, "statement 2", "token 2 '2024'"),
        (
            {"not_figures": [*NOT_FIGURES, ("table", 1, "1", "2", "$30,000", 1, "year")]},
            "table 1",
            "and excluded as year",
        ),
        ({"not_figures": [("statement", 2, "", "", "2024", 1, "years")]}, "not_figures.csv", "unknown rule 'years'"),
        ({"content": CONTENT + "<p>Half of all gardens.</p>"}, "statement 6", "'Half'"),
    ],
)
def test_what_does_not_agree_is_named_and_nothing_is_written(desk, changes, place, message):
    feed, raw = desk(**changes)
    with pytest.raises(InputError, match=message) as error:
        snapshot(feed, raw)
    assert place in str(error.value)
    assert not (raw / "articles.xml").exists()


@pytest.mark.parametrize(
    ("changes", "said", "named"),
    [
        (
            {"not_figures": NOT_FIGURES[2:], "statements": STATEMENTS[:1]},
            "3 tokens with a number are not accounted for; for each: add its figure to statements.csv or a row",
            ["statement 1: '1.' (token 1", "statement 2: '2024' (token 1", "statement 2: '$40,000' (token 2"],
        ),
        (
            {"not_figures": [*NOT_FIGURES[1:], ("statement", 2, "", "", "2025", 1, "year")]},
            "2 tokens with a number are not accounted for; mend each of them",
            ["'1.' (token 1 of this text) is in no figure and not excluded; add its figure", "'2025' does not stand"],
        ),
        (
            {"statements": [("1. Pay", 2, "over $50,000", 1), ("1. Pay", 2, "annually, florists", 1)]},
            "2 quotes of statements.csv do not fit it; mend each of them",
            ["'annually, florists' reads as []", "'over $50,000' does not stand there 1 times"],
        ),
    ],
)
def test_all_that_does_not_agree_is_named_at_once(desk, changes, said, named):
    feed, raw = desk(**changes)
    with pytest.raises(InputError) as error:
        snapshot(feed, raw)
    first, *others = error.value.lines
    assert f"{feed}: {said}" in first
    assert len(others) == int(said[0])
    for each in named:
        assert [line for line in others if each in line]


def test_twenty_are_named_and_the_rest_are_counted(desk, capsys, monkeypatch):
    feed, raw = desk(content=CONTENT + "".join(f"<p>Garden {number} of many.</p>" for number in range(25)))
    monkeypatch.setattr(paths, "raw", lambda: raw)
    assert cli.main(["--quiet", "snapshot", str(feed)]) == 2
    first, *named, last = capsys.readouterr().err.splitlines()
    assert first.startswith(f"analysis snapshot: {feed}: 25 tokens with a number are not accounted for; ")
    assert (len(named), last) == (20, "    and 5 more")
    assert all(line.startswith("    gardeners, statement ") for line in named)


def test_a_feed_nobody_curated_is_refused(desk):
    feed, raw = desk()
    feed.write_text(feed.read_text(encoding="utf-8").replace(LINK, "https://example.org/other"), encoding="utf-8")
    with pytest.raises(InputError, match="which nobody has curated"):
        snapshot(feed, raw)


def test_a_feed_that_lacks_a_curated_article_is_refused(desk):
    feed, raw = desk()
    with (raw / "vocabulary.csv").open("a", encoding="utf-8") as file:
        file.write("article,https://example.org/florists,florists\n")
    with pytest.raises(InputError, match=r"lacks florists, which vocabulary\.csv names"):
        snapshot(feed, raw)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not a readable CSV file"),
        (b"article,\xff", "is not a readable CSV file"),
        (b"article,section\na,b\n", "lacks the column block_index, quote"),
    ],
)
def test_a_curated_file_that_cannot_be_used_says_why(desk, content, said):
    feed, raw = desk()
    (raw / "statements.csv").write_bytes(content)
    with pytest.raises(InputError, match=f"statements.csv: {said}"):
        snapshot(feed, raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2024, 60-80% of ten people", ["2024,", "60-80%", "ten"]),
        ("one’s two-thirds, someone’s tenth bone", ["one’s", "two-thirds,"]),
        ("ISO/IEC 42001 and a six-figure AIF360", ["42001", "six-figure", "AIF360"]),
        ("multi-billion-dollar Millions", ["multi-billion-dollar", "Millions"]),
        ("often, first and second", []),
    ],
)
def test_a_token_holds_a_digit_or_a_number_word(text, expected):
    assert [token.text for token in accounting.tokens(Place("an-article", "statement", 1), text)] == expected


# --- the real feed ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory):
    raw = tmp_path_factory.mktemp("data") / "raw"
    shutil.copytree(paths.raw(), raw)
    return raw, snapshot(FEED, raw)


@needs_feed
def test_the_full_feed_balances(refreshed):
    _, report = refreshed
    assert [balance.article for balance in report.balances] == [
        "data-annotator", "ai-operations-manager", "ai-auditor", "ai-architect",
    ]  # fmt: skip
    for balance in report.balances:
        assert balance.tokens == balance.in_figures + sum(balance.excluded.values()) > 100
    statements = read_knowledge(paths.raw()).statements["article"].value_counts()
    assert {balance.article: balance.figures["statement"] for balance in report.balances} == statements.to_dict()


@needs_feed
def test_the_committed_snapshot_is_that_of_the_full_feed(refreshed):
    raw, report = refreshed
    assert (raw / "articles.xml").read_bytes() == (paths.raw() / "articles.xml").read_bytes()
    assert report.sha256 == hashlib.sha256(FEED.read_bytes()).hexdigest()
    assert report.sha256 in (paths.raw() / "README.md").read_text(encoding="utf-8")


@needs_feed
def test_snapshot_and_full_feed_give_the_same_facts():
    knowledge = read_knowledge(paths.raw())
    full, copy = (
        ledger(read_feed(source, slugs=knowledge.slugs), knowledge) for source in (FEED, paths.raw() / "articles.xml")
    )
    pd.testing.assert_frame_equal(full, copy)
