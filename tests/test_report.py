"""The report: made from a small set of datasets of our own, complete to read, the same bytes twice, no request."""

import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from jinja2 import UndefinedError

import analysis
from analysis import paths
from analysis.datasets.fields import DATASETS
from analysis.datasets.save import save
from analysis.errors import InputError
from analysis.plots import Picture, pictures
from analysis.report import report
from analysis.report.drawing import picture
from analysis.report.index import findings_md, notebooks, render
from analysis.report.material import Material, gather
from analysis.report.stories import stories

ROOT = Path(__file__).parents[1]
SLUG = "data-annotator"
#: Attributes whose address a browser fetches by itself.
LOADS = {"src", "srcset", "data", "poster", "background", "action"}


# --- a small set of datasets ------------------------------------------------------------------------------------------


def figure(place: str, quote: str, low: float | None, high: float | None, unit: str, **more: object) -> dict:
    row, column, _ = map(int, place.split("/"))
    return {
        "figure_id": f"{SLUG}/table-1/{place}", "article": SLUG, "section": "5. Sizes & <rates>:",
        "block_kind": "table", "block_index": 1, "row": row, "column": column, "row_label": "Label",
        "column_label": "Header", "quote": quote,
        "low": low, "high": high, "resolution": 0.1, "rounding": 0.1, "approximate": False, "open_low": low is None,
        "open_high": high is None, "unit": unit, "measure": "market_size", "subject": "Widget market",
    } | more  # fmt: skip


def finding(check: str, verdict: str, severity: str, figures: list[str], **more: object) -> dict:
    ids = [f"{SLUG}/table-1/{place}" for place in figures]
    return {
        "finding_id": f"{check}:{ids[0]}", "article": SLUG, "check": check, "measure": "market_size",
        "subject": "Widget", "verdict": verdict, "severity": severity, "unit": "percent",
        "explanation": "two plus two is four; five is stated.",
        "figure_ids": " ".join(ids),
    } | more  # fmt: skip


FIGURES = [
    figure("1/1/1", "10.5%", 10.5, 10.5, "percent", measure="growth_rate"),
    figure("1/2/1", "2.24", 2.24e9, 2.24e9, "USD", resolution=1e7, year=2024),
    figure("1/3/1", "19.92", 1.992e10, 1.992e10, "USD", resolution=1e7, year=2033),
    figure("2/1/1", "$150,000+", 150000, None, "USD/year", measure="salary"),
    figure("2/2/1", "$90,000 – $120,000", 90000, 120000, "USD/year", measure="salary"),
]
SIDES = {"stated_low": 10.45, "stated_high": 10.55, "implied_low": 27.4, "implied_high": 27.5}
FINDINGS = [
    finding(
        "growth.cagr", "inconsistent", "contradiction", ["1/1/1", "1/2/1", "1/3/1"], repair="27.5% instead", **SIDES
    ),
    finding("repeats.value", "inconsistent", "contradiction", ["2/1/1", "2/2/1"], unit="USD/year", **SIDES),
    finding("order.mean", "inconsistent", "mislabel", ["2/2/1", "2/1/1"]),
    finding("totals.sum", "consistent", "ok", ["1/2/1", "1/3/1"]),
    finding("totals.part", "consistent_within_rounding", "rounding", ["1/3/1", "1/2/1"]),
    finding("claims.greater", "undetermined", "definition", ["1/2/1", "1/1/1"]),
]
PARTS = {"growth.cagr": ("rate", "start", "end"), "repeats.value": ("again", "first")}


def small() -> dict[str, pd.DataFrame]:
    """All datasets, with only what the report is made from in them."""
    members = [
        {"finding_id": each["finding_id"], "figure_id": figure_id, "part": part}
        for each in FINDINGS
        for figure_id, part in zip(each["figure_ids"].split(), PARTS.get(each["check"], ("of", "than")), strict=True)
    ]
    rows = {"figures": FIGURES, "findings": FINDINGS, "finding_figures": members}
    return {name: pd.DataFrame(rows.get(name, []), columns=list(DATASETS[name].columns)) for name in DATASETS}


class Line(Picture):
    """A picture that needs no data."""

    def draw(self, **others: object):
        axes = plt.figure(figsize=(3, 2)).subplots()
        axes.plot([1, 2], [3, 4])
        return axes

    def alt(self, ax) -> str:
        return 'It rises from 3 to 4 & says "so".'


PICTURES = {"a-line": Line("a-line", "line", sentence="A line.")}


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    save(small(), folder)
    return folder


@pytest.fixture
def written(saved, tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(paths, "processed", lambda: saved)
    report(tmp_path, gallery=PICTURES)
    return tmp_path


@pytest.fixture
def material(saved, monkeypatch) -> Material:
    monkeypatch.setattr(paths, "processed", lambda: saved)
    return gather()


def changed(material: Material, **frames: pd.DataFrame) -> Material:
    """The same material with other frames (built anew: what it has worked out is cached)."""
    return replace(material, **frames)


# --- pages as parsed --------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page loads, links to and names, and the text a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.unnamed: list[str] = []
        self.text: list[str] = []
        self.code = ""
        self._raw = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.loads += [given[key] for key in LOADS & given.keys()]
        self.loads += [given["href"]] if tag in {"link", "image", "use"} and "href" in given else []
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.ids += [given["id"]] if "id" in given else []
        if tag == "img" and not given.get("alt", "").strip():
            self.unnamed.append(self.get_starttag_text()[:80])
        if tag == "svg" and not (given.get("role") == "img" and given.get("aria-label", "").strip()):
            self.unnamed.append(self.get_starttag_text()[:80])
        self._raw = tag in {"style", "script"}

    def handle_endtag(self, tag):
        self._raw = False

    def handle_data(self, data):
        if self._raw:
            self.code += data
        else:
            self.text.append(data)

    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


def page_of(folder: Path) -> Page:
    return Page((folder / "index.html").read_text(encoding="utf-8"))


def foreign(page: Page) -> list[str]:
    """Addresses a browser would ask for, of whatever is not in the page itself."""
    styled = re.findall(r"url\(\s*['\"]?(?!data:)([^)'\"]+)|@import\s+([^;]+)", page.code)
    return [load for load in page.loads if not load.startswith(("data:", "#"))] + ["".join(each) for each in styled]


# --- index.html -------------------------------------------------------------------------------------------------------


def test_the_headline_is_counted_from_the_datasets(written):
    words = page_of(written).words()
    assert "3 of 6 relations among the published figures do not hold" in words
    for number, noun in [
        (5, "figures found"),
        (6, "relations checked"),
        (2, "cannot both be true"),
        (12, "tidy datasets"),
    ]:
        assert f"{noun} {number}" in words


def test_a_contradiction_shows_its_sum_its_repair_its_picture_and_where_it_stands(written):
    text = (written / "index.html").read_text(encoding="utf-8")
    story = text[text.index('<li><article class="story">') : text.index("</article></li>")]
    words = Page(story).words()
    for part in (
        "10.5% does not lead from $2.24 billion (2024) to $19.92 billion (2033)",
        "Two plus two is four; five is stated.", "27.4–27.5%", "27.5% instead", "“5. Sizes & <rates>”",
        "the table", "stated",
    ):  # fmt: skip
        assert part in words
    assert 'class="gap"' in story
    assert any(link.endswith("#:~:text=5.%20Sizes%20%26%20%3Crates%3E") for link in Page(story).links)


def test_what_fails_comes_before_what_cannot_be_decided(material):
    open_question = material.findings[material.findings["verdict"] == "undetermined"]
    failing = open_question.assign(finding_id="z.last", verdict="inconsistent")
    both = changed(material, findings=pd.concat([material.findings, failing], ignore_index=True))
    order = [(each.row["severity"], each.verdict) for each in both.view.findings]
    assert order.index(("definition", "inconsistent")) + 1 == order.index(("definition", "undetermined"))


def test_every_finding_and_every_figure_is_in_a_table_without_javascript(written):
    body = (written / "index.html").read_text(encoding="utf-8")
    for table, rows in (("table-findings", len(FINDINGS)), ("table-ledger", len(FIGURES))):
        start = body.index(f'id="{table}"')
        assert body[start : body.index("</table>", start)].count("<tr") == rows + 1
    assert "hidden>" not in body.split("<script>")[0]
    assert "$150,000+ a year" in page_of(written).words()


def test_every_picture_has_its_words(written):
    page = page_of(written)
    assert page.unnamed == []
    assert 'alt="It rises from 3 to 4 &amp; says &#34;so&#34;."' in (written / "index.html").read_text(encoding="utf-8")


def test_a_link_to_it_is_shown_with_a_picture_that_is_there(written):
    found = re.search(r'<meta property="og:image" content="([^"]+)">', (written / "index.html").read_text("utf-8"))
    assert (written / found[1]).is_file()


def test_the_page_asks_for_nothing(written):
    assert foreign(page_of(written)) == []


def test_a_load_from_the_net_would_be_found():
    page = Page(
        '<img src="https://a/b.png"><link href="x.css"><style>a{background:url(y.png)}</style><a href="https://c">'
    )
    assert foreign(page) == ["https://a/b.png", "x.css", "y.png"]


def test_ids_are_unique_and_links_within_the_page_lead_somewhere(written):
    page = page_of(written)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:].split("&")[0] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_it_says_what_it_was_made_from_and_never_when(written, saved):
    import datetime
    import json

    words = page_of(written).words()
    assert json.loads((saved / "datapackage.json").read_text())["data_version"] in words
    assert "published 2025-08-31" in words
    assert datetime.date.today().isoformat() not in (written / "findings.md").read_text(encoding="utf-8")


MADE = ("SHA256SUMS", "index.html", "findings.md", "data-dictionary.md", "figures/a-line.png", "figures/a-line.svg")


def test_the_same_datasets_give_the_same_bytes(written, tmp_path_factory):
    again = tmp_path_factory.mktemp("again")
    report(again, gallery=PICTURES)
    files = {path.relative_to(written) for path in written.rglob("*") if path.is_file()}
    assert files == {Path(name) for name in MADE}
    assert [name for name in files if (written / name).read_bytes() != (again / name).read_bytes()] == []


def test_a_picture_no_longer_in_the_gallery_is_removed(written):
    (written / "figures" / "gone.svg").write_text("<svg/>")
    report(written, gallery=PICTURES)
    assert not (written / "figures" / "gone.svg").exists()


RENAMED = [("figures", column) for column in ("subject", "unit", "quote", "section", "block_kind", "low", "year")]
RENAMED += [("findings", column) for column in ("subject", "explanation", "severity", "repair", "implied_low", "unit")]
RENAMED += [("members", "part"), ("salaries", "usd_low")]


@pytest.mark.parametrize(("dataset", "column"), RENAMED)
def test_a_renamed_column_breaks_the_rendering(material, dataset, column):
    frame = getattr(material, dataset).rename(columns={column: "renamed"})
    with pytest.raises((KeyError, UndefinedError)):
        render(changed(material, **{dataset: frame}), [], ROOT)


def test_without_findings_the_page_still_reads(material):
    empty = changed(material, findings=material.findings.iloc[:0], members=material.members.iloc[:0])
    assert "0 of 0 relations" in Page(render(empty, [], ROOT)).words()


def test_outside_a_checkout_a_folder_must_be_named(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "processed", lambda: tmp_path / "data" / "processed")
    with pytest.raises(InputError, match="name a folder"):
        report()


def test_without_its_template_engine_one_line_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "analysis.report.index")
    monkeypatch.delitem(sys.modules, "analysis.report.render")
    with pytest.raises(InputError, match=r"needs jinja2.*\[report\]"):
        report(tmp_path)


# --- stories ----------------------------------------------------------------------------------------------------------


def test_contradictions_come_by_how_far_they_lie_apart(material):
    told = [story.finding.distance for story in stories(material.view.failing)]
    assert told == sorted(told, reverse=True)


def test_findings_of_the_same_figures_are_one_story(material):
    extra = finding("growth.total", "inconsistent", "contradiction", ["1/1/1", "1/3/1"], subject="again")
    members = pd.DataFrame([{"finding_id": extra["finding_id"], "figure_id": FIGURES[0]["figure_id"], "part": "rate"}])
    more = changed(
        material,
        findings=pd.concat([material.findings, pd.DataFrame([extra])], ignore_index=True),
        members=pd.concat([material.members, members], ignore_index=True),
    )
    told = stories(more.view.failing)
    assert [len(story.also) for story in told if story.finding.check == "growth.cagr"] == [1]


def test_an_implied_end_that_is_infinite_is_drawn_as_an_arrow(material):
    found = next(each for each in material.view.findings if each.check == "growth.cagr")
    assert 'class="gap"' in picture(found)
    drawn = picture(replace(found, row=found.row | {"implied_high": float("inf")}))
    assert drawn.count("<path") == 1
    assert "27.4%+" in drawn


def test_a_repeat_is_headed_by_both_statements(material):
    repeat = next(each for each in material.view.findings if each.check == "repeats.value")
    assert repeat.heading == "Widget: $150,000+, or $90,000 – $120,000?"


HEADED = [
    (
        "| Level | 25th percentile | Median | 75th percentile |\n|---|---|---|---|\n"
        "| Entry | $41,500 | $47,200 | $53,900 |\n| Middle | $58,000 | $66,300 | $74,800 |\n"
        "| Senior | $77,400 | $88,900 | $84,100 |\n| Chief | $96,000 | $112,500 | $131,000 |\n",
        "Senior: Median $88,900 is more than 75th percentile $84,100",
    ),
    (
        "| Region | Growth |\n|---|---|\n| North | 10% |\n| South | 14% |\n"
        "| West | 9% |\n\nNorth was the fastest-growing region.\n",
        "North (10%) is called the fastest-growing, and is not",
    ),
]


@pytest.mark.parametrize(("text", "heading"), HEADED)
def test_order_is_headed_by_what_breaks_it(text, heading):
    assert [each.heading for each in analysis.audit(text).view.failing] == [heading]


# --- findings.md ------------------------------------------------------------------------------------------------------


def test_findings_md_has_everything_worst_first(written):
    text = (written / "findings.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads == [
        "Cannot both be true (contradiction, 2)", "True under another label (mislabel, 1)",
        "Could not be decided (1)", "Hold (2)",
    ]  # fmt: skip
    assert all(text.count(f"`{each['check']}") == 1 for each in FINDINGS)
    assert "| checked | 6 |" in text
    assert "Sizes & \\<rates\\>" in text


def test_findings_md_has_whole_tables(written):
    rows = [line for line in (written / "findings.md").read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    widths = [len(re.findall(r"(?<!\\)\|", line)) for line in rows]
    assert set(widths) == {3, 5, 6}


# --- what is committed and built --------------------------------------------------------------------------------------


def test_the_committed_report_is_that_of_the_committed_datasets():
    """The pictures are compared where they are drawn (`test_plots`); here the text that quotes the data."""
    committed = ROOT / "reports" / "findings.md"
    assert committed.read_text(encoding="utf-8") == findings_md(gather()), "run make report"


def test_every_picture_of_the_gallery_is_committed():
    names = {path.name for path in (ROOT / "reports" / "figures").iterdir()}
    assert names == {f"{name}.{ending}" for name in pictures() for ending in ("png", "svg")}


def test_the_committed_page_is_light_and_asks_for_nothing():
    path = ROOT / "reports" / "index.html"
    assert path.stat().st_size < 3_000_000
    page = page_of(path.parent)
    assert foreign(page) == []
    assert page.unnamed == []


def test_links_lead_somewhere():
    """Pages that `make report` writes are not committed; without them their notebooks must at least be there."""
    folder = ROOT / "reports"
    built = {f"{each['name']}.html" for each in notebooks(ROOT / "notebooks")}
    pages = [folder / "index.html", *sorted(folder.glob("[0-9]*.html"))]
    dead = []
    for path in pages:
        page = Page(path.read_text(encoding="utf-8"))
        for link in page.links:
            split = urlsplit(link)
            target = folder / unquote(split.path)
            there = not split.path or target.exists() or split.path in built
            split = split._replace(fragment=split.fragment.split("&")[0])  # what is chosen in a table follows
            if not split.scheme and not (there and (split.path or not split.fragment or split.fragment in page.ids)):
                dead.append(f"{path.name}: {link}")
    assert dead == []


def test_links_of_findings_md_lead_somewhere():
    text = (ROOT / "reports" / "findings.md").read_text(encoding="utf-8")
    local = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("https:")]
    assert local
    assert [link for link in local if not (ROOT / "reports" / link).exists()] == []


def test_a_notebook_becomes_a_page_that_asks_for_nothing(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    from analysis.report.notebooks import write_pages

    cells = [
        nbformat.v4.new_markdown_cell("# A question\n\nSee [the next](02-next.ipynb#there) and $5 to $6."),
        nbformat.v4.new_code_cell("1 + 1"),
    ]
    (tmp_path / "notebooks").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "notebooks" / "01-question.ipynb")
    [path] = write_pages([tmp_path / "notebooks" / "01-question.ipynb"], tmp_path / "reports")
    page = Page(path.read_text(encoding="utf-8"))
    assert "<title>A question</title>" in path.read_text(encoding="utf-8")
    assert foreign(page) == []
    assert "02-next.html#there" in page.links
    assert "$5 to $6" in page.words()
    assert "2" in page.text


def test_a_notebook_that_fails_is_named_with_its_error(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    from analysis.report.notebooks import write_pages

    path = tmp_path / "01-broken.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]), path)
    with pytest.raises(InputError, match=r"01-broken\.ipynb.*ZeroDivisionError"):
        write_pages([path], tmp_path / "reports")
