"""What is shown of an audit: the page with its marks, the list for a terminal, the formats for programs."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from checked import FINDINGS, PAGE, checked

import analysis
from analysis.report import programs
from analysis.report.audit_page import SIGNS, fragment, page
from analysis.report.render import as_markdown, listing
from analysis.report.view import OUTCOMES

FAILING = [each for each in FINDINGS if each["verdict"] == "inconsistent"]


class Page(HTMLParser):
    """The links, ids and tags of a page, which must be balanced, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.loads += [given[name] for name in ("src", "style", "onerror") if name in given]
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text += data

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


@pytest.fixture(scope="module")
def html() -> str:
    return page([checked().sheet("cargo-drones.html")])


def marks(html: str) -> list[tuple[str, str, str]]:
    """Outcome, anchor and text of every mark in the article."""
    body = html[html.index('<section class="text"') :]
    found = re.findall(r'<mark class="([^"]+)" id="([^"]+)"[^>]*>(.*?)</mark>', body, re.DOTALL)
    return [(outcome, anchor, re.sub(r"<sup>.*?</sup>|<[^>]+>", "", text)) for outcome, anchor, text in found]


def test_every_figure_is_marked_once_with_its_own_words(html):
    found = marks(html)
    assert len(found) == len(checked().facts) > 40
    assert sorted(text for _, _, text in found) == sorted(checked().facts["quote"])
    assert len({anchor for _, anchor, _ in found}) == len(found)


def test_a_figure_of_two_findings_bears_the_graver_one(html):
    by_text = {text: outcome for outcome, _, text in marks(html)}
    assert by_text["26%"] == "contradiction"
    assert by_text["5,200"] == "rounding"
    assert by_text["$52,000"] == "mislabel"
    assert by_text["7,000"] == "left-out"


def test_the_verdict_is_told_without_colour(html):
    assert {SIGNS[outcome] for outcome in OUTCOMES} == set("✗≠?≈✓")
    body = html[html.index('<section class="text"') :]
    for outcome, anchor, _ in marks(html):
        sign = re.search(rf'id="{anchor}"[^>]*>.*?(?:<sup>(.)|</mark>)', body)
        assert sign
        assert sign[1] == SIGNS.get(outcome)


def test_links_lead_both_ways_and_nowhere_else(html):
    parsed = Page(html)
    assert len(parsed.ids) == len(set(parsed.ids))
    within = {link[1:] for link in parsed.links if link.startswith("#")}
    assert within <= set(parsed.ids)
    assert {link for link in parsed.links if not link.startswith("#")} == {"https://example.org/reports/cargo-drones"}
    notes = re.findall(r'<li class="note \w+" id="([^"]+)">(.*?)</li>', html, re.DOTALL)
    assert len(notes) == len(FINDINGS)
    for anchor, note in notes:
        figures = [link for link in re.findall(r'href="#([^"]+)"', note) if link != anchor]
        assert len(figures) >= 2
        for figure in figures:  # and from each of its figures to the gravest finding of that figure
            assert re.search(rf'<mark class="\w+" id="{figure}"><a href="#', html)


def test_what_was_compared_and_what_not_is_said(html):
    words = Page(html).words
    assert f"{checked().finding_figures['figure_id'].nunique()} of {len(checked().facts)} figures compared" in words
    assert "silence proves nothing" in words
    assert "Check of cargo-drones.html Cargo drones: pay, fleets and forecasts" in words
    assert "published 2025-03-14" in words
    assert re.search(r"by analysis \d+\.\d+", words)
    assert "Nothing repeats it: " in words
    assert "It would fit with 104% instead of 100%. Or: 7% instead of 11% (but then another relation fails)." in words
    assert "Why compared: a column and its total." in words
    assert "which would break" not in words


def test_gravest_first_in_the_list_at_the_top(html):
    top = html[: html.index('<section class="text"')]
    assert re.findall(r'<li class="(\w+)">', top) == ["contradiction", "mislabel"]


def test_findings_alike_are_numbered_as_they_come_in_the_text():
    text = (
        "Pilots: up from 200 to 300, a rise of 20%.\n\nPay by grade:\n\n"
        "Grade  Low  High\nOne  $10  $20\nTwo  $30  $40\n\n"
        "Metric  Value\nTotal job adverts  48,210\nClosed adverts  33,127\nOpen adverts  16,083\n\n"
        "Cooks: up from 100 to 300, a rise of 50%."
    )
    made = analysis.audit(text).to_html()
    assert re.findall(r"<sup>✗(\d)</sup>", made) == ["1"] * 3 + ["2"] * 3 + ["3"] * 3
    assert made.count("Pay by grade:") == 1


def test_tables_keep_their_shape(html):
    assert '<th rowspan="2">Region</th><th colspan="2">Drones in service</th>' in html
    assert "<caption>Pay by role, USD per year</caption>" in html
    assert html.count("<h3>") == html.count("<h4>") + 2 == 3  # below the title of the page


HOSTILE = """<html><head><link rel="canonical" href="javascript:alert(1)"></head><body>
<h1>Pay &lt;script&gt;alert(1)&lt;/script&gt;</h1><script>alert(2)</script><style>body{display:none}</style>
<p onclick="x()">Pilots earn <b style="color:red">$50,000</b> a year &lt;img src=x onerror=alert(3)&gt; <img src="https://example.org/a.png">.</p>
<p>Others earn $60\u202e,000 a year \x9b31m and <a href="https://example.org/phish">more</a>.</p></body></html>"""


def test_nothing_of_the_source_is_run_loaded_or_linked():
    text = analysis.audit(HOSTILE).to_html()
    parsed = Page(text)
    assert not {"script", "img", "iframe", "object", "form"} & set(parsed.tags)
    assert parsed.loads == []
    assert [link for link in parsed.links if not link.startswith("#")] == []
    assert "<script>alert(1)</script>" in parsed.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_what_a_shared_sign_stands_for_is_said():
    said = "“$” is read as AUD"
    assert said in analysis.audit("<p>They earn $90,000 per year.</p>", currency="AUD").to_html()
    assert said not in analysis.audit("<p>They earn $90,000 per year.</p>").to_html()


def test_several_sources_on_one_page_keep_apart():
    text = page([checked().sheet("one.html"), checked().sheet("two.html")])
    parsed = Page(text)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {link[1:] for link in parsed.links if link.startswith("#")} <= set(parsed.ids)
    assert "Check of 2 sources" in parsed.words


def test_a_notebook_takes_no_dollar_for_a_formula():
    shown = fragment(checked().sheet())
    assert 'class="audit mathjax_ignore tex2jax_ignore"' in shown
    assert shown == fragment(checked.__wrapped__().sheet())  # the same bytes each time


def test_a_page_without_a_figure_says_so():
    assert "No figure was found" in analysis.audit("<p>Nothing to see.</p>").to_html()


# --- a terminal -------------------------------------------------------------------------------------------------------


def test_the_listing_fits_a_terminal_and_tells_what_fails_first():
    text = listing(checked().view)
    assert max(map(len, text.splitlines())) <= 80
    heads = re.findall(r"^\w.+ \((\w+), \d+\)$", text, re.MULTILINE)
    assert heads == ["contradiction", "mislabel", "undetermined", "rounding"]
    assert "14.47%" not in text
    assert "14.47%" in listing(checked().view, everything=True)
    assert "Not compared, as nothing repeats it" in listing(checked().view, everything=True)


def test_figures_are_placed_by_words_that_stand_in_the_article():
    where = {finding.check: finding.where for finding in checked().view.findings}
    assert where["totals.sum"].endswith("in table 1, “Fleets by region”")
    assert "100% (Total, Share of 2024)" in where["totals.sum"]
    assert where["growth.cagr"].startswith("14.5%; USD 4.0 billion; USD 9.0 billion in “")


def test_markdown_escapes_what_would_be_a_formula():
    text = as_markdown(checked().view)
    assert "\\$52,000" in text
    assert "## Cannot both be true (contradiction, 1)" in text


# --- programs ---------------------------------------------------------------------------------------------------------


def named():
    return [("cargo-drones.html", checked())]


def test_the_document_has_everything_and_a_version():
    whole = json.loads(programs.document(named()))
    assert list(whole) == ["schema_version", "program", "sources", "figures", "findings", "finding_figures", "coverage"]
    assert len(whole["figures"]) == len(checked().facts)
    assert {"start", "end", "sentence", "source"} <= whole["figures"][0].keys()
    assert [each["compared"] for each in whole["coverage"]] == [checked().finding_figures["figure_id"].nunique()]
    assert whole["coverage"][0]["figures"] - whole["coverage"][0]["compared"] == len(whole["coverage"][0]["unchecked"])
    assert whole["sources"][0]["link"] == "https://example.org/reports/cargo-drones"


def test_csv_has_a_row_a_finding_gravest_first():
    rows = list(csv.DictReader(io.StringIO(programs.as_csv(named()))))
    assert [row["severity"] for row in rows][:2] == ["contradiction", "mislabel"]
    assert len(rows) == len(FINDINGS)


def test_sarif_and_annotations_name_the_line():
    audits = [(str(PAGE), checked())]
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    results = json.loads(programs.sarif(audits))["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == ["totals.sum", "order.value"]
    for each, quote in zip(results, ("100%", "$52,000"), strict=True):
        assert quote in lines[each["locations"][0]["physicalLocation"]["region"]["startLine"] - 1]
    told = programs.github(audits).splitlines()
    assert len(told) == len(FAILING)
    assert all(re.fullmatch(r"::error file=[^,]+,line=\d+,title=[^,:]+(?:%3A|%2C|[^,:])*::.+", line) for line in told)
