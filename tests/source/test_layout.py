"""What stands beside a value and says what it is; what a table has above and below it; what is not displayed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.source import Block, read

ROWS = json.loads((Path(__file__).parent / "layout.json").read_text(encoding="utf-8"))


def blocks(source: str) -> tuple[Block, ...]:
    (article,) = read(source)
    return article.blocks


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_labels(row: dict[str, str | dict[str, list[str]]]) -> None:
    found = blocks(str(row["source"]))
    for value, labels in dict(row["labels"]).items():
        block = next(block for block in found if value in block.text)
        at = block.text.index(value)
        assert [label.text for label in reversed(block.labels) if label.start <= at < label.end] == labels


@given(st.text(alphabet=list("ab:,–— \n$5.K")))
def test_labels_lie_in_their_text(text: str) -> None:
    for block in blocks(f"<p>x</p><pre>{text}</pre><p>{text.replace(chr(10), '<br>')}</p>"):
        for label in block.labels:
            assert 0 <= label.start < label.end <= len(block.text)
            assert label.text.strip() == label.text != ""


def test_what_stands_above_and_below_a_table() -> None:
    source = """<h2>Pay</h2><p>Pay of fitters by town</p><p>(USD in thousands)</p><table><tr><td>Kiel<td>50</table>
    <p>Note: before tax.</p><p>(1) Revised.</p><p>Source: own survey</p><p>Pay has grown since.</p>"""
    table = next(block for block in blocks(source) if block.kind == "table")
    assert table.above == ("Pay of fitters by town", "(USD in thousands)")
    assert table.below == ("Note: before tax.", "(1) Revised.", "Source: own survey")


def test_a_lead_of_any_length_is_kept() -> None:
    lead = "The table, which was made by two houses, has the shipments of each maker in thousands. " * 9
    assert blocks(f"<p>{lead}</p><table><tr><td>a<td>5</table>")[-1].lead == lead.strip()


def test_the_introduction_of_a_list_reaches_its_inner_lists() -> None:
    inner = blocks("<p>Pay in Kiel:</p><ul><li>Fitters<ul><li>Entry: $5</li></ul></li></ul>")[-1]
    assert (inner.parent, inner.intro) == ("Fitters", "Pay in Kiel:")


def test_text_behind_a_heading_stands_under_it() -> None:
    source = "<section><h3>Kiel</h3>Fitters: €48,000 <h3>Bonn</h3>Fitters: €36,000</section>"
    assert [(block.section, block.text) for block in blocks(source) if block.tag == "section"] == [
        ("Kiel", "Fitters: €48,000"),
        ("Bonn", "Fitters: €36,000"),
    ]


DISPLAYED = [
    ("<p hidden>no</p><p>yes</p>", "yes"),
    ("<p style='DISPLAY : none !important'>no</p><p>yes</p>", "yes"),
    ("<p>yes<span style='visibility:hidden'>no</span></p>", "yes"),
    ("<p>yes <template>no</template><noscript>no</noscript></p>", "yes"),
    ("<p>31,245<span style='display:none'>7004312450000000000</span> jobs</p>", "31,245 jobs"),
    ("<p><s>$39,000</s> <del>$40,000</del> $45,000</p>", "$45,000"),
    ("<p><span aria-hidden=true>$45,000</span><span class='sr-only'>45,000 dollars</span></p>", "$45,000"),
    ("<p><b>$5</b> <b aria-hidden=true>$5</b> a head</p>", "$5 a head"),
    ("<p><span class='visually-hidden'>Pay:</span> $5</p>", "Pay: $5"),
    ("<p hidden=until-found>yes</p>", "yes"),
    ("<p><strong>85K</strong><span>Entry</span></p>", "85K Entry"),
    ("<p><span>Median</span><span>$85K</span></p>", "Median $85K"),
    ("<dd>12,400<span>+8%</span></dd>", "12,400 +8%"),
    ("<p>$<span data-to-value='84,500'>0</span> a year</p>", "$84,500 a year"),
    ("<p><span data-count=7>5</span> of <span>0</span></p>", "5 of 0"),
    ("<p><b>5</b><i>%</i> and US<b>$5</b>k</p>", "5% and US$5k"),
]


@pytest.mark.parametrize(("source", "text"), DISPLAYED)
def test_what_is_displayed_is_read(source: str, text: str) -> None:
    assert " ".join(block.text for block in blocks(source)) == text


NOTES = [
    ("410<sup>1,2</sup>", "410"),
    ("410<sup>1, 2</sup>", "410"),
    ("410<sup>1–3</sup>", "410"),
    ("42%<sup>1</sup><sup>,2</sup>", "42%"),
    ("4.5<sup><a href='#a'>1</a>,<a href='#b'>2</a></sup> percent", "4.5 percent"),
    ("$64,000<sup>(a)</sup>", "$64,000"),
    ("410<a href='#n2'>[2]</a>", "410"),
    ("410¹,²", "410"),
    ("Revenue<sup>1</sup>", "Revenue"),
    ("5 km<sup>2</sup>", "5 km2"),
    ("CO<sup>2</sup>", "CO2"),
    ("3 × 10<sup>6</sup>", "3 × 10⁶"),
    ("2<sup>e</sup> trimestre", "2e trimestre"),
    ("4<sup>th</sup>", "4th"),
]


@pytest.mark.parametrize(("source", "text"), NOTES)
def test_marks_of_notes_are_no_digits(source: str, text: str) -> None:
    assert blocks(f"<p>{source}</p>")[0].text == text
