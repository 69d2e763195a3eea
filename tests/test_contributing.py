"""CONTRIBUTING.md, followed: a fifth article of another layout is added with rows of data and no line of code."""

import csv
import re
import shutil
from pathlib import Path

import pytest

import analysis
from analysis import paths
from analysis.curation.build import build
from analysis.curation.snapshot import snapshot
from analysis.errors import InputError

FEED = Path(__file__).parents[2] / "shared" / "feed.xml"
needs_feed = pytest.mark.skipif(not FEED.exists(), reason="needs the full feed beside the checkout")
ARTICLE = """<item><title>Prompt Engineers: Pay and Market</title><link>https://example.org/prompt-engineers/</link>
<guid isPermaLink="false">https://example.org/?p=5</guid><pubDate>Fri, 05 Sep 2025 08:00:00 +0000</pubDate>
<description><![CDATA[
<h2>Pay of prompt engineers</h2>
<p>Entry-level prompt engineers in Poland earn PLN 120,000 to PLN 160,000 per year, say the 3 reports we read.</p>
<dl><dt>Senior prompt engineer</dt><dd>€75,000 – €95,000 per year (Germany)</dd></dl>
<table><tr><td>Level</td><td>Pay per year, London</td></tr><tr><td>Senior</td><td>£70,000+</td></tr></table>
<h2>Market</h2>
<ul><li>Size in 2024: USD 0.5 billion</li><li>Size by 2030: USD 2.0 billion</li><li>CAGR (2024–2030): 40%</li></ul>
]]></description></item>"""
PAY = {"section": "Pay of prompt engineers", "occurrence": 1, "measure": "salary", "role": "prompt-engineer"}
MARKET = {"section": "Market", "occurrence": 1, "market": "prompt-engineering", "subject": "Prompt engineering market"}
ROWS = {
    "vocabulary": [{"kind": "article", "label": "https://example.org/?p=5", "term": "prompt-engineer"}],
    "statements": [
        PAY | {"block_index": 2, "quote": "PLN 120,000 to PLN 160,000 per year", "level": "entry", "country": "PL"},
        PAY | {"block_index": 4, "quote": "€75,000 – €95,000 per year", "level": "senior", "country": "DE"},
        MARKET | {"block_index": 6, "quote": "USD 0.5 billion", "measure": "market_size", "start_year": 2024},
        MARKET | {"block_index": 7, "quote": "USD 2.0 billion", "measure": "market_size", "start_year": 2030},
        MARKET
        | {"block_index": 8, "quote": "40%", "measure": "growth_rate", "start_year": 2024, "end_year": 2030}
        | {"kind": "cagr"},
    ],
    "not_figures": [
        {"block_index": 2, "token": "3", "rule": "own-parts"},
        {"block_index": 6, "token": "2024:", "rule": "year"},
        {"block_index": 7, "token": "2030:", "rule": "year"},
        {"block_index": 8, "token": "(2024–2030):", "rule": "year"},
    ],
}
COMMON = {
    "statements": {"article": "prompt-engineer", "statistic": "range", "component": "unspecified"},
    "not_figures": {"article": "prompt-engineer", "block_kind": "statement", "nth": 1},
}


def add_rows(raw: Path, name: str) -> None:
    path = raw / f"{name}.csv"
    columns = next(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writerows(COMMON.get(name, {}) | row for row in ROWS[name])


def fifth(folder: Path) -> Path:
    """The full feed with a fifth article."""
    feed = folder / "feed.xml"
    feed.write_text(FEED.read_text(encoding="utf-8").replace("</channel>", f"{ARTICLE}</channel>"), encoding="utf-8")
    return feed


@needs_feed
def test_a_fifth_article_needs_no_line_of_code(tmp_path, monkeypatch):
    raw, processed = Path(shutil.copytree(paths.raw(), tmp_path / "raw")), tmp_path / "processed"
    monkeypatch.setattr(paths, "raw", lambda: raw)
    monkeypatch.setattr(paths, "processed", lambda: processed)
    for name in ROWS:
        add_rows(raw, name)

    snapshot(fifth(tmp_path), raw)
    build()

    salaries = analysis.load("salaries").query("article == 'prompt-engineer'")
    assert set(salaries["unit"]) == {"PLN/year", "EUR/year", "GBP/year"}
    assert salaries["usd_low"].notna().all()
    findings = analysis.load("findings").query("article == 'prompt-engineer'")
    assert findings.set_index("check").at["growth.cagr", "severity"] == "contradiction"
    assert "prompt-engineer" in {source["slug"] for source in analysis.datasets.datapackage.read()["sources"]}


@needs_feed
def test_one_run_names_all_there_is_to_curate(tmp_path):
    raw = Path(shutil.copytree(paths.raw(), tmp_path / "raw"))
    add_rows(raw, "vocabulary")
    with pytest.raises(InputError) as asked:
        snapshot(fifth(tmp_path), raw)
    for row in (*ROWS["statements"], *ROWS["not_figures"]):
        token = str(row.get("token") or re.search(r"\S*\d\S*", row["quote"])[0])
        assert any(f"statement {row['block_index']}: {token!r}" in line for line in asked.value.details), row
