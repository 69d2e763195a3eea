"""Tables and charts to figures, columns and rows: layout, periods, kinds, roles. Units: `test_table_units.py`.

Whole tables stand as text in `tables/*.md`: what a cell states behind `⇒`, then what its columns and rows are.
"""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables.cases import Case, figures, read_cases, values

from analysis import audit
from analysis.curation.knowledge import Knowledge
from analysis.reading.model import Column
from analysis.reading.tables.reader import read_tables
from analysis.source import read

FIXTURES = Path(__file__).parent / "fixtures"
FEED = Path(__file__).resolve().parents[2] / "shared" / "feed.xml"
CASES = [case for path in sorted((Path(__file__).parent / "tables").glob("*.md")) for case in read_cases(path)]


# --- three tables in full ---------------------------------------------------------------------------------------------


def test_three_tables_in_full() -> None:
    with (FIXTURES / "tables.csv").open(encoding="utf-8", newline="") as file:
        expected = [list(row.values()) for row in csv.DictReader(file)]
    found = []
    for figure in figures(FIXTURES / "tables.html"):
        quantity = figure.quantity
        high = "" if quantity.high is None else quantity.high
        place = (figure.block.index, figure.row, figure.column, figure.nth, quantity.text, quantity.low, high)
        marks = (int(quantity.approximate), int(quantity.open_high), quantity.rounding)
        found.append([str(value) for value in (*place, quantity.unit, figure.period_basis, *marks)])
    assert found == expected


def test_labels_and_row_cells() -> None:
    by_place = {(f.block.index, f.row, f.column, f.nth): f for f in figures(FIXTURES / "tables.html")}
    second = by_place[1, 8, 3, 2]
    assert (second.row_label, second.column_label) == ("Singapore", "Average Annual Salary (USD)")
    assert second.cell == "~$18,000 (S$2,000/month)"
    assert second.row_cells[1] == ("Role/Level", "Entry-Level Annotator")
    assert by_place[3, 2, 1, 1].row_label == "Performance Bonus (15%)"


@pytest.mark.skipif(not FEED.exists(), reason="the full feed is not beside this checkout")
def test_figures_of_the_feed() -> None:
    count: dict[tuple[str, str], int] = {}
    for article in read(FEED):
        name = article.title.removeprefix("Career as an ").removeprefix("The ")[:12]
        for table in read_tables(article, Knowledge()):
            place = name, table.block.kind
            count[place] = count.get(place, 0) + len(table.figures)
    assert count == {
        ("Data Annotat", "table"): 50,
        ("AI Operation", "table"): 69,
        ("AI Operation", "chart"): 18,
        ("AI Auditor: ", "table"): 37,
        ("AI Auditor: ", "chart"): 11,
        ("Career of an", "table"): 32,
    }


# --- whole tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_whole_tables(case: Case) -> None:
    (table,) = read_tables(read(case.html)[0], Knowledge())
    stated = {place: [(figure.value, figure.unit) for figure in cell] for place, cell in table.cells.items()}
    assert stated == {place: [pytest.approx(one) for one in cell] for place, cell in case.cells.items()}
    if case.columns:
        assert [told(table.columns[index]) for index in sorted(table.columns)] == case.columns
    if case.rows:
        assert [table.rows[index].role for index in sorted(table.rows)] == case.rows


def told(column: Column) -> str:
    """A column as the cases print it: kind, unit (- for several), period<base, the columns it is read from."""
    if column.kind in {"", "label", "rank", "code"}:
        return column.kind
    period = f"{column.period or ''}" + (f"<{column.base}" if column.base else "")
    of = f"of {','.join(map(str, column.of))}" if column.of else ""
    return " ".join(filter(None, [column.kind, column.unit or "-", period, column.statistic, column.basis, of]))


# --- layouts ----------------------------------------------------------------------------------------------------------

LAYOUTS = {
    "header of plain cells": (
        "<table><tr><td>Task<td>Time (%)<tr><td>Design<td>25%<tr><td>Meetings<td>20</table>",
        ["1.2 25 percent", "2.2 20 percent"],
    ),
    "no header": (
        "<table><tr><td>Base<td>$100,000 a year<tr><td>Bonus<td>10–15%</table>",
        ["1.2 100000 USD/year", "2.2 10..15 percent"],
    ),
    "row headers": ("<table><tr><th>Entry<td>$50k<tr><th>Senior<td>$90k</table>", ["1.2 50000 USD", "2.2 90000 USD"]),
    "two header rows": (
        "<table><thead><tr><th rowspan=2>City<th colspan=2>Annual pay (USD)</tr><tr><th>Entry<th>Senior</tr></thead>"
        "<tr><td rowspan=2>Rome<td>50,000<td>90k<tr><td>€40,000<td>–</table>",
        ["1.2 50000 USD/year", "1.3 90000 USD/year", "2.2 40000 EUR/year"],
    ),
    "title row of plain cells": (
        "<table><tr><td colspan=2>Pay in USD<tr><td>Role<td>Pay<tr><td>Dev<td>90,000</table>",
        ["1.2 90000 USD"],
    ),
    "group row": (
        "<table><tr><th>Role<th>Jobs<tr><th colspan=2>Europe<tr><td>Dev<td>1,200</table>",
        ["2.2 1200 job"],
    ),
    "years in the header": (
        "<table><tr><td>Metric<td>2020<td>2024 (est.)<tr><td>Job postings<td>190,000<td>410,000</table>",
        ["1.2 190000 job", "1.3 410000 job"],
    ),
    "years in the first column": (
        "<table><tr><th>Year<th>Openings<tr><td>2024<td>2,050<tr><td>2030 (est.)<td>3,000+</table>",
        ["1.2 2050 job", "2.2 3000.. job"],
    ),
    "spans of years": (
        "<table><tr><th>Market<th>Size<th>Period<tr><td>AI<td>$2 billion<td>2024–2033"
        "<tr><td>ML<td>$1 billion<td>FY2025</table>",
        ["1.2 2e+09 USD", "2.2 1e+09 USD"],
    ),
    "row numbers": (
        "<table><tr><th>#<th>Skill<th>Jobs<tr><td>1<td>SQL<td>30<tr><td>2<td>Git<td>20</table>",
        ["1.3 30 job", "2.3 20 job"],
    ),
    "a spanned cell counts once": (
        "<table><tr><th>Role<th>Low<th>High<tr><td>Dev<td colspan=2>$90k–$95k<tr><td>Ops<td>$80k<td>$85k</table>",
        ["1.2 90000..95000 USD", "2.2 80000 USD", "2.3 85000 USD"],
    ),
    "bands in the header": (
        "<table><tr><th>Entry (0–2 yrs)<th>Senior (10+ yrs)<th>Emphasis (1-10)<tr><td>Clerk<td>Head<td>7</table>",
        ["0.1 0..2 year", "0.2 10.. year", "1.3 7 score"],
    ),
    "bands in labels": (
        "<table><tr><th>Staff (employees)<th>Pay<tr><td>1–50<td>$72,000<tr><td>1000+<td>$90,000</table>",
        ["1.1 1..50 employee", "1.2 72000 USD", "2.1 1000.. employee", "2.2 90000 USD"],
    ),
    "names with numbers": (
        "<table><tr><th>Stage<th>Tools<th>Weight<tr><td>Phase 2<td>Python 3, ISO/IEC 42001, GPT-4<td>30%"
        "<tr><td>Top 10%<td>25th percentile<td>70%</table>",
        ["1.3 30 percent", "2.3 70 percent"],
    ),
    "bands in labels are no units": (
        "<table><tr><td><td>Base<td>Sample size<tr><th>Entry (0-2 years)<td>$98K<td>143</table>",
        ["1.1 0..2 year", "1.2 98000 USD", "1.3 143 count"],
    ),
    "labels that look like units": (
        "<table><tr><th>Name<th>Jobs<th>Pay<tr><td>PHP<td>40<td>$90,000<tr><td>Min<td>50<td>$80,000<tr><td>B<td>60<td>$70,000</table>",
        ["1.2 40 job", "1.3 90000 USD", "2.2 50 job", "2.3 80000 USD", "3.2 60 job", "3.3 70000 USD"],
    ),
    "empty": ("<table><tr><td></table><table></table>", []),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(name: str) -> None:
    source, expected = LAYOUTS[name]
    assert values(source) == expected


def test_header_rows_join_and_groups_follow() -> None:
    source = (
        "<table><tr><th rowspan=2>Role<th colspan=2>Pay (USD)<tr><th>Low<th>High"
        "<tr><th colspan=3>Europe<tr><td>Dev<td>1<td>2</table>"
    )
    (low, high) = figures(source)
    assert (low.row, low.row_label, low.column_label, high.column_label) == (
        2,
        "Dev",
        "Pay (USD) / Low",
        "Pay (USD) / High",
    )
    assert low.row_cells == (("Role", "Dev"), ("Pay (USD) / High", "2"), ("", "Europe"))


PERIODS = {
    "a header row within the table": (
        "<table><tr><th>Region<th>2022<th>2023<tr><td>North<td>10<td>12<tr><th>Product<th>2023<th>2024"
        "<tr><td>Cars<td>15<td>16</table>",
        ["1.2 2022", "1.3 2023", "3.2 2023", "3.3 2024"],
    ),
    "months across, years down": (
        "<table><tr><th>Year<th>Jan<th>Feb<tr><td>2022<td>4.0<td>3.8</table>",
        ["1.2 2022-01", "1.3 2022-02"],
    ),
    "years across, months down": (
        "<table><tr><th>Month<th>2022<th>2023<tr><td>January<td>4.0<td>3.8</table>",
        ["1.2 2022-01", "1.3 2023-01"],
    ),
    "quarters under a year": (
        "<table><tr><th>Period<th>Orders<th>YoY<tr><td colspan=3>2023<tr><td>Q1<td>1,200<td>4%</table>",
        ["2.2 2023-Q1", "2.3 2023-Q1"],
    ),
    "a year that is none": (
        "<table><tr><th><th>Acme<th>Bolt<tr><td>Founded<td>1998<td>2004<tr><td>Sales<td>5<td>7</table>",
        ["2.2 None", "2.3 None"],
    ),
    "one year for the whole table": (
        "<table><caption>Sales in 2021</caption><tr><th>Firm<th>Sales<tr><td>Acme<td>5</table>",
        ["1.2 2021"],
    ),
}


@pytest.mark.parametrize("name", PERIODS)
def test_periods(name: str) -> None:
    source, expected = PERIODS[name]
    assert [f"{figure.row}.{figure.column} {figure.period}" for figure in figures(source)] == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_markdown_is_read_as_html_is(case: Case) -> None:
    stated = [(figure.value, figure.unit) for figure in figures(case.markdown)]
    assert sorted(stated) == sorted(one for cell in case.cells.values() for one in cell)


def test_two_houses_numbers_of_one_thing_are_two() -> None:
    table = "<table><caption>Shipments, 1Q24</caption><tr><th>Firm<th>Share<tr><td>Acme<td>{}%</table>"
    told = "<p>Foo Research, which counts no tablets, reports a rise.</p>{}<p>According to Barlab, more.</p>{}"
    found = figures(told.format(table.format("23.1"), table.format("24.0")))
    assert [sorted(figure.entity.qualifiers) for figure in found] == [
        [("source", "foo research")],
        [("source", "barlab")],
    ]


TWINS = [
    "<h2>North</h2>{}<h2>South</h2>{}",
    "<p>The first survey.</p>{}<p>The other survey.</p>{}",
    "<h3>Berlin</h3>{}<h3>Munich</h3>{}",
    "<p>1. Who works there now?</p>{}<p>2. Who will in a year?</p>{}",
    "{}{}",
]


@pytest.mark.parametrize("page", TWINS)
def test_two_tables_of_one_layout_are_of_two_things(page: str) -> None:
    table = "<table><tr><th>Item<th>Number<th>Pay a year<tr><td>Welders<td>{}<td>€{}</table>"
    found = audit(f"<h1>Work</h1>{page.format(table.format('5,200', '58,000'), table.format('4,800', '64,000'))}")
    assert "inconsistent" not in list(found.findings["verdict"])


def test_real_growth_is_not_held_against_amounts_as_printed() -> None:
    rows = "<tr><td>2021<td>410<td>3.1<tr><td>2022<td>455<td>2.4<tr><td>2023<td>440<td>1.2"
    table = "<h1>GDP</h1><table><tr><th>Year<th>GDP (USD bn)<th>{} (%)" + rows + "</table>"
    verdicts = {name: list(audit(table.format(name)).findings["verdict"]) for name in ("Growth", "Real growth")}
    assert "inconsistent" in verdicts["Growth"]
    assert "inconsistent" not in verdicts["Real growth"]


# --- charts -----------------------------------------------------------------------------------------------------------

CHARTS = {
    "box": (
        "+------+-----------------+\n| Role | Annual Salary   |\n+------+-----------------+\n"
        "| Dev (>10 years) | $90,000+ |\n"
        "| Ops  | ~$80,000        |\n+------+-----------------+",
        ["1.1 10.. year", "1.2 90000.. USD/year", "2.2 80000 USD/year"],
    ),
    "drawn lines between rows": (
        "┌──────┬─────────┐\n│ Role │ Growth  │\n├──────┼─────────┤\n│ Dev  │ 12%     │\n├──────┼─────────┤\n"
        "│ Ops  │ 8%      │\n│ and  │         │\n└──────┴─────────┘",
        ["1.2 12 percent", "2.2 8 percent"],
    ),
    "bars": (
        "Skills (Score out of 10)\n------\nPython (3)   ██████████ 10\nSQL          ████████    8\n",
        ["1.2 10 score", "2.2 8 score"],
    ),
    "pipe and bars": (
        "Area    | Emphasis (1-10)\n--------|-------\nPeople  | █████ 5\nBudgets | ███   3",
        ["1.2 5 score", "2.2 3 score"],
    ),
    "ASCII bars": ("Demand (%)\nEurope: ######## 45%\nAsia:   #### 25", ["1.2 45 percent", "2.2 25 percent"]),
    "aligned columns": (
        "Role      Salary     Openings\nDev       $100k      1,200",
        ["1.2 100000 USD", "1.3 1200 job"],
    ),
    "axis": ("Growth (% of all jobs)\n│     ┌─── Peak (2024)\n│  ┌──┘\n│──┘\n2018  2019  2020", []),
    "ladder": ("Executive\n ┌──────┐\n │ Head │\n └──────┘\n    ▲\n ┌──────┐\n │ Lead 2 │\n └──────┘", []),
    "flow with pay": ("Junior ($60k/year) → Head ($120k/year)", ["1.1 60000 USD/year", "1.1 120000 USD/year"]),
}


@pytest.mark.parametrize("name", CHARTS)
def test_charts(name: str) -> None:
    text, expected = CHARTS[name]
    assert values(f"<pre>{text.replace('>10', '&gt;10')}</pre>") == expected


# --- laws -------------------------------------------------------------------------------------------------------------

TEXTS = st.sampled_from(
    "|–|N/A|2024|2024–2030|$52,000|~25|10–15%|USD 2.1 billion|1,200+|Dev|Year|Salary (USD)|CAGR (%)|Entry (0–2 yrs)"
    "|Jobs ('000)|€1.5m|4/5|1|2|3|Phase 2|Unit|weeks|(12)|-5%".split("|")
)
CELLS = st.tuples(TEXTS, st.sampled_from(["td", "td", "th"]), st.integers(1, 3), st.integers(0, 3))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=4), max_size=5))
def test_every_grid_gives_figures_in_place(grid: list[list[tuple[str, str, int, int]]]) -> None:
    rows = "".join(
        "<tr>" + "".join(f"<{tag} colspan={wide} rowspan={high}>{text}" for text, tag, wide, high in row)
        for row in grid
    )
    found = figures(f"<table>{rows}</table>")
    places = [(figure.row, figure.column, figure.nth) for figure in found]
    assert len(set(places)) == len(places)
    for figure in found:
        assert figure.quantity.text in figure.cell
        assert figure.quantity.rounding >= figure.quantity.resolution
        assert 0 <= figure.row <= len(grid)


def test_a_header_of_plain_cells_may_part_its_columns_in_a_second_row() -> None:
    html = """<table><tr><td>Role</td><td colspan="2">London</td></tr><tr><td></td><td>Min</td><td>Max</td></tr>
    <tr><td>Analyst</td><td>£45,000</td><td>£60,000</td></tr></table>"""
    found = figures(html)
    assert [(figure.column_label, figure.row) for figure in found] == [("London / Min", 1), ("London / Max", 1)]
