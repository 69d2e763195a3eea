"""Sources to blocks: feeds, pages, fragments, plain text; ordinals, tables, bad input."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.source import Article, Block, read, read_feed, stream

FEED = Path(__file__).resolve().parents[3] / "shared" / "feed.xml"


def blocks(source: str | bytes, kind: str = "") -> list[Block]:
    (article,) = read(source)
    return [block for block in article.blocks if not kind or block.kind == kind]


def texts(source: str | bytes) -> list[str]:
    return [block.text for block in blocks(source, "prose")]


def rows(source: str, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in blocks(source, "table")[number].grid]


# --- the whole feed ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def feed() -> list[Article]:
    if not FEED.exists():
        pytest.skip("the full feed is not beside this checkout")
    return read(FEED)


def test_feed_counts(feed: list[Article]) -> None:
    counts = [Counter(block.kind for block in article.blocks) for article in feed]
    assert [(count["prose"], count["table"], count["chart"]) for count in counts] == [
        (333, 13, 0),
        (694, 20, 4),
        (527, 14, 2),
        (843, 15, 3),
    ]


def test_feed_dates_and_links(feed: list[Article]) -> None:
    assert feed[0].published == datetime(2025, 8, 31, 6, 10, 35, tzinfo=UTC)
    assert all(article.guid and article.link.startswith("https://") and article.title for article in feed)


def test_feed_slugs_are_those_given(feed: list[Article]) -> None:
    named = read(FEED, slugs={feed[0].guid: "first", feed[1].link: "second"})
    assert [article.slug for article in named][:2] == ["first", "second"]


def test_feed_charts_keep_their_lines(feed: list[Article]) -> None:
    bars = next(block for block in feed[1].blocks if block.kind == "chart")
    assert bars.text.count("\n") == 11
    assert bars.text.startswith("Top Skills (Score out of 10)\n---")


def test_feed_titles(feed: list[Article]) -> None:
    tables = [block for block in feed[0].blocks if block.kind == "table"]
    assert tables[8].title == "Table: Global Salary Ranges for Data Annotators"
    assert tables[8].section == "5. The Numbers Game: Salary Expectations for Data Annotators"


# --- prose ------------------------------------------------------------------------------------------------------------

PROSE = [
    ("<p>One</p><p>Two</p>", ["One", "Two"]),
    ("<ul><li>Outer <b>bold</b><ul><li>inner</li></ul></li></ul>", ["Outer bold", "inner"]),
    ("<blockquote><p>Quoted</p></blockquote>", ["Quoted"]),
    ("<blockquote>Bare<p>Quoted</p>after</blockquote>", ["Bare", "Quoted", "after"]),
    ("<p>Line<br>break &nbsp; spaces</p>", ["Line\nbreak spaces"]),
    ("<p>cut<i> </i>$<b>100</b>k</p>", ["cut $100k"]),
    ("<p><span>First half 2024</span><span>226 GW</span> <b>1</b>,<b>250</b></p>", ["First half 2024 226 GW 1,250"]),
    ("<div><span>Staff</span><span>40</span></div>", ["Staff 40"]),
    ("<p>a<!-- no --> b<script>var x = 5;</script><style>p {}</style></p>", ["a b"]),
    ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", ["Term", "Meaning"]),
    ("<div>Intro<table><tr><td>5</td></tr></table>tail</div>", ["Intro", "tail"]),
    ("<p></p><p> &#8203; </p><p>kept</p>", ["kept"]),
    ('<p>2.24 billion<sup><a href="#n1">[1]</a></sup> and 5 m<sup>2</sup></p>', ["2.24 billion and 5 m2"]),
    ("<p>$52,000<sup>1</sup>, 18%<sup>a</sup>, CO<sup>2</sup>, 12.5³</p>", ["$52,000, 18%, CO2, 12.5"]),
    ("<table><tr><td><h2>Head</h2><p>Text</table>", ["Head", "Text"]),
    ("<table role=presentation><tr><td>Left<td>Right</table>", ["Left", "Right"]),
    ("<table><tr><td><p>One</p>two</td></tr><tr><td><table><tr><td>5<td>6</table></table>", ["One", "two"]),
    ("<h2>Head</h2><p>Text", ["Head", "Text"]),
    ("plain words, > $5 and < 6%", ["plain words, > $5 and < 6%"]),
    ("<p>&lt;5% &amp; more</p>", ["<5% & more"]),
]


@pytest.mark.parametrize(("source", "expected"), PROSE)
def test_prose(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_ordinals_and_paths() -> None:
    source = "<h2>A</h2><p>a</p><h3>B</h3><p>b</p><pre>1</pre><h2>C</h2><p>c</p><table><tr><td>x</table>"
    found = [(block.kind, block.index, block.path) for block in blocks(source)]
    assert found == [
        ("prose", 1, ()),
        ("prose", 2, ("A",)),
        ("prose", 3, ("A",)),
        ("prose", 4, ("A", "B")),
        ("chart", 1, ("A", "B")),
        ("prose", 5, ("A", "B")),
        ("prose", 6, ("C",)),
        ("table", 1, ("C",)),
    ]


def test_data_index_sets_the_ordinal() -> None:
    source = '<h2 data-index="7">A</h2><p>next</p><table data-index="3"><tr><td>x</table><pre data-index="2">1</pre>'
    assert [(b.kind, b.index) for b in blocks(source)] == [("prose", 7), ("prose", 8), ("table", 3), ("chart", 2)]


PARENTS = [
    ("<p>Pay:</p><ul><li>a<ul><li>b</li></ul></li></ul>", ["", "Pay:", "a"]),
    ("<ul><li><p>Berlin</p><ul><li>5</li></ul></li></ul>", ["", "Berlin"]),
    ("<h2>Head</h2><ul><li>a</li></ul>", ["", ""]),
    ("<p>Pay:</p><hr><ul><li>a</li><li>b</li></ul>", ["", "Pay:", "Pay:"]),
    ("<p>Pay:</p><ul><li>a</li></ul><ul><li>b</li></ul>", ["", "Pay:", ""]),
    ("<dl><dt>Pay</dt><dd>5</dd><dt>Bonus</dt><dd>6</dd></dl>", ["", "Pay", "", "Bonus"]),
]


@pytest.mark.parametrize(("source", "expected"), PARENTS)
def test_parents(source: str, expected: list[str]) -> None:
    assert [block.parent for block in blocks(source, "prose")] == expected


# --- tables -----------------------------------------------------------------------------------------------------------

TABLES = [
    ("<table><tr><td>a<td>b<tr><td>c<td></table>", [["a", "b"], ["c", ""]]),
    ("<table><tr><th colspan=2>A<tr><td>1<td>2</table>", [["A", "A"], ["1", "2"]]),
    ("<table><tr><td rowspan=2>A<td>1<tr><td>2</table>", [["A", "1"], ["A", "2"]]),
    ("<table><tr><td rowspan=0>A<td>1<tr><td>2<tr><td>3</table>", [["A", "1"], ["A", "2"], ["A", "3"]]),
    ("<table><tr><td colspan=2 rowspan=2>A<td>1<tr><td>2</table>", [["A", "1"], ["A", "2"]]),
    ("<table><tr><td>1<td rowspan=9>A<tr><td>2</table>", [["1", "A"], ["2", "A"]]),
    ("<table><thead><tr><th rowspan=5>A</thead><tbody><tr><td>1</tbody></table>", [["A"], ["1"]]),
    ("<table><tfoot><tr><td>sum</tfoot><tbody><tr><td>1</tbody></table>", [["1"], ["sum"]]),
    ("<table><tr><td>5<br>6<td><ul><li>a<li>b</ul></table>", [["5\n6", "a\nb"]]),
    ("<table><tr><td>a<table><tr><td>in</table>b<td>c</table>", [["a\nb", "c"]]),
    ("<table><tr><td colspan=x>a<td colspan=-2>b<td colspan=0>c</table>", [["a", "b", "c"]]),
    ("<tr><td>a</td></tr><tr><td>b</td></tr>", [["a"], ["b"]]),
]


@pytest.mark.parametrize(("source", "expected"), TABLES)
def test_tables(source: str, expected: list[list[str]]) -> None:
    assert rows(source) == expected


def test_spans_repeat_the_cell_and_say_so() -> None:
    grid = blocks("<table><tr><th colspan=2>A<th>B<tr><td>1<td>2<td>3</table>", "table")[0].grid
    assert [(cell.column, cell.origin, cell.header) for cell in grid[0]] == [
        (0, True, True),
        (1, False, True),
        (2, True, True),
    ]


def test_absurd_spans_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.source.grid.CELLS", 100_000)
    row = "<tr>" + "<td colspan=99999999 rowspan=99999999>x</td>" * 2 + "</tr>"
    with pytest.raises(InputError, match=r"more than 100,000 cells"):
        read(f"<table>{row * 150}</table>")


def test_nested_tables_are_blocks_of_their_own() -> None:
    source = "<table><tr><td>a<td>x<table><tr><td>b<td>y<table><tr><td>c</table></table></table>"
    assert [rows(source, number) for number in range(3)] == [[["a", "x"]], [["b", "y"]], [["c"]]]


TITLES = [
    ("<table><caption>Pay</caption><tr><td>1</table>", "Pay"),
    ("<figure><table><tr><td>1</table><figcaption>Pay</figcaption></figure>", "Pay"),
    ("<p>Pay in 2025 (USD)</p><table><tr><td>1</table>", "Pay in 2025 (USD)"),
    ("<h3>Pay</h3><hr><figure><table><tr><td>1</table></figure>", "Pay"),
    ("<p>All of it is gross pay.</p><table><tr><td>1</table>", ""),
    (f"<p>{'long ' * 30}</p><table><tr><td>1</table>", ""),
    ("<ul><li>item</li></ul><table><tr><td>1</table>", ""),
    ("<p>First</p><table><tr><td>0</table><table><tr><td>1</table>", ""),
]


@pytest.mark.parametrize(("source", "expected"), TITLES)
def test_titles(source: str, expected: str) -> None:
    assert blocks(source, "table")[-1].title == expected


def test_the_sentence_before_a_table_is_kept_apart() -> None:
    (table,) = blocks("<p>All amounts in USD million.</p><table><tr><td>1</table>", "table")
    assert (table.title, table.lead) == ("", "All amounts in USD million.")


def test_preformatted_text_is_verbatim() -> None:
    (chart,) = blocks("<pre><code>A  1<br>B   &amp; 2\nC</code></pre>", "chart")
    assert chart.text == "A  1\nB   & 2\nC"


# --- pages, feeds, text ----------------------------------------------------------------------------------------------

PAGE = """<!doctype html><html><head><title>Site | Pay</title><meta property="og:title" content="Pay in 2025">
<link rel="canonical" href="https://example.org/2025/pay-in-2025/?x=1">
<meta property="article:published_time" content="2025-03-01T09:00:00+02:00"></head>
<body><nav><p>Menu 5</p></nav><article><header><p>by A</p></header><h1>Pay</h1><p>Seniors earn $150k.</p>
<aside><p>9 more</p></aside></article><footer><p>2025</p></footer></body></html>"""


def test_page() -> None:
    (article,) = read(PAGE)
    assert [block.text for block in article.blocks] == ["by A", "Pay", "Seniors earn $150k.", "9 more"]
    assert (article.slug, article.title) == ("pay-in-2025", "Pay in 2025")
    assert article.published == datetime(2025, 3, 1, 7, tzinfo=UTC)


def test_page_of_many_cards_is_read_whole() -> None:
    cards = "".join(f"<article><p>Card {number} of the list</p></article>" for number in range(4))
    assert len(texts(f"<html><body><main>{cards}</main></body></html>")) == 4


PUBLISHED = [
    ("<h1>Pay</h1><p>4 March 2025</p><p>Fitters earn $5.</p>", "2025-03-04"),
    ("<h1>Pay</h1><p>By A. Writer, Mar. 4, 2025</p>", "2025-03-04"),
    ("<p>Last updated: 2025-03-04</p>", "2025-03-04"),
    ("<p>KIEL, Germany, March 4th, 2025 – Acme earned $5.</p>", "2025-03-04"),
    ("<p>March 4, 2025 - Acme earned $5.</p>", "2025-03-04"),
    ("Gehalt\n\nStand: 4. März 2025\n\nFachkräfte verdienen 5 Euro.", "2025-03-04"),
    ("---\ntitle: Pay\ndate: 2025-03-04\n---\n\nFitters earn $5.", "2025-03-04"),
    ("<p>On 4 March 2025 the rate rose to 5%.</p>", ""),
    ("<p>The count of March 4, 2025, was 5,000.</p>", ""),
    ("<p>By 40 March 2025</p>", ""),
]


@pytest.mark.parametrize(("source", "date"), PUBLISHED)
def test_the_date_a_reader_sees(source: str, date: str) -> None:
    (article,) = read(source)
    assert (article.published.date().isoformat() if article.published else "") == date


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Site</title><item><title>A &amp; B</title><link>https://x.org/p/a-b/</link><guid>7</guid>
<pubDate>Sat, 01 Mar 2025 09:00:00 +0200</pubDate><description>short</description>
<content:encoded><![CDATA[<p>long</p>]]></content:encoded></item>
<item><title>Second</title><description>&lt;p&gt;only this&lt;/p&gt;</description></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Site</title><entry><title>T</title><id>u:1</id>
<link rel="self" href="https://x.org/self"/><link href="https://x.org/t"/><updated>2025-03-01T07:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>text <b>here</b></p></div></content></entry>
</feed>"""


def test_rss() -> None:
    first, second = read(RSS)
    assert (first.slug, first.title, first.guid) == ("a-b", "A & B", "7")
    assert first.published == datetime(2025, 3, 1, 7, tzinfo=UTC)
    assert ([b.text for b in first.blocks], [b.text for b in second.blocks]) == (["long"], ["only this"])
    assert second.slug == "second"


def test_a_feed_in_a_file_is_read_item_by_item(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS, encoding="utf-8")
    articles = stream(path)
    assert next(articles).slug == "a-b"
    assert [*stream(path)] == read(RSS)
    path.write_text(RSS[:-60], encoding="utf-8")
    broken = stream(path)
    assert next(broken).slug == "a-b"
    with pytest.raises(InputError, match="the XML breaks off"):
        list(broken)


def test_atom() -> None:
    (article,) = read_feed(ATOM)
    assert (article.link, article.guid, article.blocks[0].text) == ("https://x.org/t", "u:1", "text here")


def test_entities_of_a_feed_are_not_expanded() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "boom"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    feed = f"{bomb}<rss><channel><item><title>&a;</title><description>&f; and &a;</description></item></channel></rss>"
    (article,) = read(feed)
    assert "boom" not in article.title
    assert not any("root" in block.text or "boom" in block.text for block in article.blocks)


def test_slugs_are_unique() -> None:
    item = "<item><title>Same</title><description>x</description></item>"
    articles = read(f"<rss><channel>{item}{item}</channel></rss>")
    assert [article.slug for article in articles] == ["same", "same-2"]


MARKDOWN = """# Pay in 2025

Intro that an editor wrapped
at a narrow width, with **bold** and a [link](http://x.org).

## Salaries (USD)

| Role | Pay |
|:-----|----:|
| Dev \\| Ops | $100k |
| Lead | **$150k**<br>(est.) |

> Quoted line
> and more

- Entry: $50k
  - Berlin: €45k
- Senior

Role\tJobs
Dev\t1,200

```
A  ████ 5
B  ██ 3
```
"""


def test_markdown() -> None:
    found = blocks(MARKDOWN)
    assert [(block.tag, block.text) for block in found if block.kind == "prose"] == [
        ("h1", "Pay in 2025"),
        ("p", "Intro that an editor wrapped at a narrow width, with bold and a link."),
        ("h2", "Salaries (USD)"),
        ("p", "Quoted line and more"),
        ("li", "Entry: $50k"),
        ("li", "Berlin: €45k"),
        ("li", "Senior"),
    ]
    assert rows(MARKDOWN) == [["Role", "Pay"], ["Dev | Ops", "$100k"], ["Lead", "$150k\n(est.)"]]
    assert rows(MARKDOWN, 1) == [["Role", "Jobs"], ["Dev", "1,200"]]
    assert next(block.text for block in found if block.kind == "chart") == "A  ████ 5\nB  ██ 3"
    assert next(block for block in found if block.kind == "table").grid[0][0].header


RUNNING = "A pilot brings ships of any size into the harbour and is paid by the month, whatever the weather."
HEADINGS: list[tuple[str, list[str]]] = [
    (f"Port jobs\n\n{RUNNING}", ["h1", "p"]),
    (f"Port jobs\nWhat they pay\n\n{RUNNING}", ["h1", "p", "p"]),
    (f"Port jobs\n\n{RUNNING}\n\n1. Pay\n\n{RUNNING}\n\n1.2 Who pays\n\n{RUNNING}", ["h1", "p", "h2", "p", "h3", "p"]),
    (f"{RUNNING}\n\nMETHOD\n\n{RUNNING}", ["p", "h2", "p"]),
    # no headings: a list with blanks between its items, a label above its value, a sentence, a figure of its own
    (f"{RUNNING}\n\n1. Pilots\n\n2. Deckhands\n\n3. Cooks", ["p", "li", "li", "li"]),
    (f"{RUNNING}\n\nEntry level\n\n$50,000\n\nMETHOD\n\n$60,000", ["p", "p", "p", "p", "p"]),
    ("Entry level\n\n$50,000\n\nSenior\n\n$80,000", ["p", "p", "p", "p"]),
    (f"Pilots earn well.\n\n{RUNNING}", ["p", "p"]),
    (f"Pay nears $70,000\n\n{RUNNING}", ["p", "p"]),
]


@pytest.mark.parametrize(("source", "expected"), HEADINGS)
def test_headings_of_plain_text(source: str, expected: list[str]) -> None:
    assert [block.tag for block in blocks(source)] == expected


def test_lines_broken_on_purpose_stay_apart() -> None:
    assert texts("Pay by level\n\nEntry: $50,000\nMid: $70,000\nSenior: $100,000") == [
        "Pay by level",
        "Entry: $50,000\nMid: $70,000\nSenior: $100,000",
    ]


def test_long_lines_are_wrapped_however_uneven() -> None:
    uneven = f"{RUNNING} Some\n84 in a hundred do, as {RUNNING.lower()}"
    assert texts(uneven) == [uneven.replace("\n", " ")]


def test_columns_kept_apart_by_blanks() -> None:
    table = "Role        Pay      Jobs\nDev Ops     $100k    1,200\nLead        $150k    300"
    text = f"Pay of the year\n\n{table}\n\nEnd.  Of it."
    assert rows(text) == [["Role", "Pay", "Jobs"], ["Dev Ops", "$100k", "1,200"], ["Lead", "$150k", "300"]]
    assert texts(text) == ["Pay of the year", "End. Of it."]
    uneven = "       Jan to Mar  Year-on-year change\nTea  1 240  31\nCoffee beans  2 600  -15"
    assert rows(uneven)[0] == ["", "Jan to Mar", "Year-on-year change"]


def test_files_and_encodings(tmp_path: Path) -> None:
    page = tmp_path / "Pay report.html"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        page.write_bytes("<p>€85,000 – or more</p>".encode(encoding))
        (article,) = read(page)
        assert (article.slug, article.blocks[0].text) == ("pay-report", "€85,000 – or more")
    assert read(str(page)) == read(page)


BAD = [
    ("", "the input is empty"),
    ("https://example.org/page", "curl -L https://example.org/page"),
    ("missing.html", "no such file"),
    ("./missing", "no such file"),
    ("missing.pdf", "no such file"),
    (Path("https://example.org/page"), "https://example.org/page: network addresses are not read"),
    (b"%PDF-1.7 x", "the PDF cannot be read"),
    (b"\x00\x01\x02\x03\x04", "not text"),
    ("<html><body><script>1</script></body></html>", "no text to read"),
    ("<div>" * 400 + "x", "nests too deeply"),
    (b"\xd0\xcf\x11\xe0 x", "an office file of the old kind, not text; save it as DOCX"),
    (b"{\\rtf1 x}", "an RTF file"),
    ('{"figures": [1, 2]}', "JSON, no article"),
]


@pytest.mark.parametrize(("source", "message"), BAD)
def test_bad_sources(source: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(source)
    assert "\n" not in str(caught.value)


BAD_FEEDS = [
    ("<html><body><p>5</p></body></html>", "no RSS feed"),
    (RSS[:-60], "the XML breaks off"),
    (RSS.replace("item>", "x>"), "no items"),
    ("words", "no RSS feed"),
]


@pytest.mark.parametrize(("source", "message"), BAD_FEEDS)
def test_bad_feeds(source: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_feed(source)
    assert "\n" not in str(caught.value)


def test_a_directory_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a directory"):
        read(tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("<>/ptdrhlui1 =\"'|-#*\n\t&;$█")), max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        articles = read(f"x\n{text}")
    except InputError:
        return
    for article in articles:
        for kind in ("prose", "table", "chart"):
            numbers = [block.index for block in article.blocks if block.kind == kind]
            assert numbers == list(range(1, len(numbers) + 1))
