"""Relations told in prose: each form of words with figures that hold and with figures that cannot."""

from __future__ import annotations

import pandas as pd
import pytest
from shown import agrees

import analysis


def findings(text: str) -> pd.DataFrame:
    """The findings on a short article."""
    audit = analysis.audit(f"<h1>News</h1><p>{text}</p>")
    assert not (audit.applied["error"] != "").any()
    agrees(audit.findings)
    return audit.findings


TABLE = """# Day rates

| Discipline | Junior | Senior |
|---|---|---|
| Writing | €210 | €450 |
| Front-end development | €310 | €590 |
| Motion design | €260 | €540 |
| Project management | €290 | €640 |

"""


@pytest.mark.parametrize(
    ("claim", "verdicts"),
    [
        ("Among seniors, front-end development is the best-paid discipline.", ["inconsistent"]),
        ("Among juniors, front-end development is the best-paid discipline.", ["consistent"]),
        ("Writing is the worst-paid of the four.", ["consistent"]),
        ("Among seniors, motion design is the second-highest paid.", ["inconsistent"]),
        ("Front-end development is one of the best-paid disciplines.", []),
        ("In Porto, writing is the best-paid discipline.", []),
        ("In January, writing was the best-paid discipline among juniors.", ["inconsistent"]),
        ("Front-end development is not the best-paid discipline.", []),
        ("The step from motion design to the next discipline is the largest.", []),
        ("Seniors in writing take €450, and it is where rates are highest.", []),
        ("Rates are quoted for motion design too, for the best-paid freelancers.", []),
        ("The best-paid discipline is motion design.", ["inconsistent"]),
    ],
)
def test_a_superlative_is_held_against_the_table(claim: str, verdicts: list[str]) -> None:
    found = analysis.audit(f"{TABLE}{claim}").findings
    agrees(found)
    assert list(found.loc[found["check"].str.startswith("claims."), "verdict"]) == verdicts


@pytest.mark.parametrize(("told", "verdict"), [("€590", "consistent"), ("€490", "inconsistent")])
def test_a_row_told_again_agrees_with_its_table(told: str, verdict: str) -> None:
    found = analysis.audit(f"{TABLE}A senior in front-end development charges {told}.").findings
    assert list(found.loc[found["check"] == "repeats.row", "verdict"]) == [verdict]


def test_a_year_carried_on_may_be_that_of_another_column() -> None:
    page = TABLE.replace("Junior | Senior", "2023 | 2024").replace(
        "Day rates", "Day rates\n\nIn 2023 we asked 940 people."
    )
    found = analysis.audit(f"{page}A day of motion design comes to €540.").findings
    assert "inconsistent" not in set(found["verdict"])


SALES = """# Boats

| Region | 2023 | 2024 |
|---|---|---|
| Northern coast | 12,041 | 13,112 |
| Southern coast | 8,775 | 8,022 |
| Total sales | 20,816 | 21,134 |

"""


@pytest.mark.parametrize(
    ("told", "verdicts"),
    [
        ("Sales on the northern coast grew by 8.9% in 2024.", ["consistent"]),
        ("On the southern coast they fell by 8.6%.", ["consistent"]),
        ("Total sales were up 1.5%.", ["consistent"]),
        ("Northern coast: 8.9% more boats were sold, a rise on 2023.", ["consistent"]),
        ("Sales on the northern coast grew by 9.9% in 2024.", []),  # it may be of something else
        ("On the southern coast they grew by 8.6%.", []),
        ("Sales on the northern coast grew by 8.9% in 2021.", []),
        ("The northern coast sold 5,090 more than the southern coast in 2024.", ["consistent"]),
        ("The northern coast sold 5,190 more than the southern coast in 2024.", []),
    ],
)
def test_a_change_told_of_a_row_is_confirmed_and_never_denied(told: str, verdicts: list[str]) -> None:
    found = analysis.audit(f"{SALES}{told}").findings
    assert list(found.loc[found["check"].str.startswith("growth."), "verdict"]) == verdicts


GRADES = """# Pay of the service

| Grade | Step 1 | Step 2 | Step 10 | Hourly |
|---|---|---|---|---|
| GS-5 | $33,878 | $35,007 | $44,039 | $16.23 |
| GS-7 | $41,966 | $43,365 | $54,557 | $20.11 |
| GS-9 | $51,332 | $53,043 | $66,731 | $24.60 |

"""


@pytest.mark.parametrize(
    ("told", "checks"),
    [
        ("A step at GS-5 brings $1,129.", ["growth.difference"]),
        ("From step 1 to step 10 a GS-5 gains $10,161.", ["growth.difference"]),
        ("A GS-9 at step 1 earns $17,454 more than a GS-5.", ["growth.difference"]),
        ("A GS-9 at step 1 earns $17,954 more than a GS-5.", []),
        ("A GS-5 pays $1,290 into the pension fund.", []),
        ("A GS-5 is paid $17,454 less than a GS-9 at step 1.", ["growth.difference"]),
    ],
)
def test_a_gap_between_cells_is_confirmed_and_never_denied(told: str, checks: list[str]) -> None:
    found = analysis.audit(f"{GRADES}{told}").findings
    assert list(found.loc[found["check"].str.startswith("growth."), "check"]) == checks
    assert set(found["verdict"]) == {"consistent"}
    assert list(found["check"]).count("order.seniority") == 7  # along each row, and down each column
    assert list(found["check"]).count("periods.pay") == 3  # 2,087 hours a year


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Pay slipped in leisure (-7.3%), catering (-6.1%), schools (-5.1%), hotels (-4.9%) and media (-3.1%).", True),
        ("Adverts fell in Hull (down 9%), York (down 8%), Leeds (down 7%), Bath (down 5%), Stoke (down 4%).", True),
        ("Pay slipped in leisure (-7.3%), catering (-6.1%), schools (-5.1%), hotels (-5.9%) and media (-3.1%).", False),
        ("</p><ul><li>Law: $471 (up 14%)</li><li>Art: $444 (up 3%)</li><li>Maths: $403</li><li>Music: $380 (2%)</li>"
         "<li>Sport: $378</li></ul><p>", True),
    ],
)  # fmt: skip
def test_lists_that_fall_by_no_accident(text: str, told: bool) -> None:
    assert ("order.ranking" in set(findings(text)["check"])) is told


@pytest.mark.parametrize(
    ("first", "again", "told"),
    [
        ("$34,670", "$34,670", True),
        ("$34,670", "$34,680", False),
        ("34,670 jobs", "$34,670", False),
    ],
)
def test_an_amount_of_many_digits_stands_for_itself(first: str, again: str, told: bool) -> None:
    found = findings(f"Clerks get {first}.</p><p>That leaves {again} before tax.")
    assert list(found["check"]) == ["repeats.value"] * told


SOURCES = """# What welders earn

| Source | Average annual salary |
|---|---|
| Hirewell | $105,461 |
| Payspot | $131,490 |
| Wagebook | $121,490 |

"""


@pytest.mark.parametrize(
    ("told", "verdicts"),
    [
        ("According to Hirewell, the average annual salary is $98,824.", ["inconsistent"]),
        ("According to Hirewell, the average annual salary is $105,461.", ["consistent"]),
        ("According to Hirewell, the average base pay for entry-level welders is $98,824.", ["undetermined"]),
        ("According to Hirewell, women earn an average annual salary of $98,824.", ["undetermined"]),
        ("According to Hirewell, the average annual salary of welders at Acme is $98,824.", ["undetermined"]),
        ("According to Hirewell, the average annual salary was $98,824 in 2021.", ["undetermined"]),
        ("According to Hirewell, the average annual salary of fitters is $98,824.", []),
    ],
)
def test_what_a_text_adds_to_a_row_may_make_it_another(told: str, verdicts: list[str]) -> None:
    found = analysis.audit(f"{SOURCES}{told}").findings
    assert list(found.loc[found["check"] == "repeats.row", "verdict"]) == verdicts


@pytest.mark.parametrize(
    ("told", "verdicts"),
    [
        ("A welder earns $35,000 to $40,000 a year.", ["undetermined"]),
        ("Nationwide a welder earns $35,000 to $40,000 a year.", ["inconsistent"]),
        ("Nationwide a welder earns $35,000 to $60,000 a year.", ["consistent"]),
    ],
)
def test_pay_that_names_no_level_need_not_be_that_of_all(told: str, verdicts: list[str]) -> None:
    found = findings(f"{told}</p><p>A senior welder earns $45,000 to $50,000 a year.")
    assert list(found.loc[found["check"].isin(["order.levels", "order.within"]), "verdict"]) == verdicts


def test_subtotals_and_total_columns_are_summed() -> None:
    rows = [("Europe", 11, 5, 16), ("Asia", 21, 8, 29), ("Total", 32, 13, 56)]
    body = "".join(f"<tr><td>{name}</td>{''.join(f'<td>{n}</td>' for n in numbers)}</tr>" for name, *numbers in rows)
    head = "<tr><th>Region</th><th>Cars</th><th>Vans</th><th>Total</th></tr>"
    found = analysis.audit(f"<h1>Vehicles sold</h1><table>{head}{body}</table>").findings
    sums = found.loc[found["check"] == "totals.sum", "verdict"].value_counts()
    assert dict(sums) == {"consistent": 4, "inconsistent": 1}  # one misprint is told once


def test_a_table_of_names_and_values_is_checked() -> None:
    rows = [("Size in 2024", "USD 2.6 billion"), ("Size in 2032", "USD 6.4 billion"), ("CAGR 2025–2032", "18.7%")]
    body = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    found = analysis.audit(f"<h1>Surgical systems</h1><table>{body}</table>").findings
    assert list(found.loc[found["check"] == "growth.cagr", "verdict"]) == ["inconsistent"]


SURVEY = """# Lab technicians

| Position | Pay per hour | Small firms | Large firms |
|---|---|---|---|
| Trainee | $26.39 | 21% | 34% |
| Technician | $35.87 | 50% | 64% |
| Senior technician | $48.98 | 36% | 25% |

"""


@pytest.mark.parametrize(
    ("told", "verdicts"),
    [
        ("A technician earns pay of $36.87 per hour.", ["inconsistent"]),
        ("The typical lab technician earns pay of $48.98 per hour.", []),
        ("A technician is sought by 50% of large firms and others.", []),
    ],
)
def test_a_row_is_not_told_again_where_another_cell_is_meant(told: str, verdicts: list[str]) -> None:
    found = analysis.audit(f"{SURVEY}{told}").findings
    assert list(found.loc[found["check"] == "repeats.row", "verdict"]) == verdicts


PARTNERS = """# Imports

| Partner | Imports 2023 (million USD) |
|---|---|
| China | 8,841.7 |
| Germany | 8,746.1 |
| Japan | 6,331.7 |
| World | 40,852.9 |

"""


@pytest.mark.parametrize(
    ("told", "verdicts"),
    [
        ("China is the largest source of imports.", ["consistent"]),
        ("Germany is the largest source of imports.", ["inconsistent"]),
        ("The three largest partners send half of all imports, Germany a fifth.", []),
    ],
)
def test_the_world_is_no_rival_of_its_parts(told: str, verdicts: list[str]) -> None:
    found = analysis.audit(f"{PARTNERS}{told}").findings
    assert list(found.loc[found["check"].str.startswith("claims."), "verdict"]) == verdicts


def test_what_a_sentence_only_includes_is_not_what_it_counts() -> None:
    told = "- Costs including rent and wages fell to $5.9M.\n- Rent and wages came to $3.2M."
    found = analysis.audit(told).findings
    assert not (found["check"].str.startswith("repeats.") & (found["verdict"] == "inconsistent")).any()


def test_the_start_of_a_change_without_its_year_is_not_of_the_year_before() -> None:
    rows = "".join(f"| {2019 + n} | {20 + 8 * n}.0% | {400 - 9 * n} |\n" for n in range(5))
    told = "In 2023 391 were sold, down from 400 in 2022. The share of new cars rose from 20.0% to 52.0%."
    found = analysis.audit(f"# Cars\n\n| Year | Share of new cars | Cars |\n|---|---|---|\n{rows}\n{told}").findings
    assert not ((found["check"] == "repeats.value") & (found["verdict"] == "inconsistent")).any()


ROWS = """| Level | Yearly pay (€) | Monthly pay (€) |
|---|---|---|
| Beginner | 42,000 – 58,000 | 3,500 – 4,800 |
| Junior | 46,000 – 65,000 | 3,800 – {junior} |
| Senior | 51,000 – 71,000 | 4,250 – 5,900 |
"""


@pytest.mark.parametrize(("junior", "verdicts"), [("5,400", {"consistent"}), ("6,400", {"consistent", "inconsistent"})])
def test_ranges_of_pay_by_two_periods_are_held_against_the_other_rows(junior: str, verdicts: set[str]) -> None:
    found = analysis.audit(ROWS.format(junior=junior)).findings
    told = found.loc[found["check"] == "periods.pay", "verdict"].str.removesuffix("_within_rounding")
    assert len(told) == 3
    assert set(told) == verdicts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A welder earns $4,500 to $5,000 a month. The annual pay is between $54,000 and $60,000.", 1),
        ("On £11.44 per hour and 37.5 hours a week, a welder gets £22,308 a year.", 1),
        ("On £11.44 per hour and 37.5 hours a week, a welder gets £29,308 a year.", 0),
        ("A welder earns $60,000 a year. A fitter earns $5,000 a month.", 0),
    ],
)
def test_pay_by_two_periods_side_by_side_is_confirmed_where_it_fits(text: str, number: int) -> None:
    found = findings(text)
    assert list(found.loc[found["check"] == "periods.pay", "verdict"]) == ["consistent"] * number


@pytest.mark.parametrize(
    ("text", "check", "verdicts"),
    [
        ("The average salary of a welder is $51,500 a year, with salaries ranging between $43,700 and $61,500.",
         "order.mean_in_range", ["consistent"]),
        ("The average salary of a welder is $71,500 a year, with salaries ranging between $43,700 and $61,500.",
         "order.mean_in_range", ["inconsistent"]),
        ("The average salary of a welder is $71,500. It goes from $43,700 to $61,500.",
         "order.mean_in_range", ["inconsistent"]),
        ("The average salary is $71,500. Most earn between $43,700 and $61,500.", "order.mean_in_range", []),
        ("The average salary is $71,500. At big firms pay ranges from $80,000 to $90,000.", "order.mean_in_range", []),
        ("The average salary is $71,500; contractors earn between $80,000 and $90,000.", "order.mean_in_range", []),
        ("The average base salary is $54,000, with total pay ranging from $60,000 to $70,000.",
         "order.mean_in_range", []),
        ("The lowest 10 percent earn less than $40,000, the highest 10 percent over $60,000. The median is $50,000.",
         "order.statistics", ["consistent", "consistent"]),
        ("The lowest 10 percent earn less than $40,000, the highest 10 percent over $60,000. The median is $30,000.",
         "order.statistics", ["inconsistent", "consistent"]),
        ("Median pay: $70,000. Bottom 10%: $40,000. Top 10%: $60,000.", "order.statistics", ["inconsistent"]),
        ("The average pay is $70,000. The 25th percentile is $40,000, the 75th percentile $60,000.",
         "order.statistics", []),
        ("Salary range: $40,000 – $60,000</p><p>Average salary: $70,000", "order.mean_in_range", ["inconsistent"]),
        ("The lowest 10 percent earn less than $40,000. The median of women at Acme is $38,000.",
         "order.statistics", []),
    ],
)  # fmt: skip
def test_statistics_of_one_pay_are_told_side_by_side(text: str, check: str, verdicts: list[str]) -> None:
    found = findings(text)
    assert list(found.loc[found["check"] == check, "verdict"]) == verdicts


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("A welder gets $25/hour x 40 hours x 52 weeks = $52,000.", ["consistent"]),
        ("A welder gets $25/hour x 40 hours x 52 weeks = $25,000.", ["inconsistent"]),
        ("Net pay: 28,800 - 5,760 + 1,000 = 24,040 dollars.", ["consistent"]),
        ("Net pay: 28,800 - 5,760 + 1,000 = 24,400 dollars.", ["inconsistent"]),
        ("That is $24.04 an hour ($50,000 ÷ 2,080 = $24.04).", ["consistent"]),
        ("The bonus is $60,000 × 5% = $3,000.", ["consistent"]),
        ("The bonus is $60,000 × 5% = $5,000.", ["inconsistent"]),
        ("Of 1,200 members 312 voted: 312 ÷ 1,200 = 26%.", ["consistent"]),
        ("In millions, 12 × 1.5 = 18 million dollars.", []),  # a factor is left out
        ("The mean is (28,000 + 32,000) / 2 = 30,000 dollars.", []),  # brackets are not read
    ],
)
def test_a_formula_written_out_is_reckoned(text: str, verdicts: list[str]) -> None:
    found = findings(text)
    assert list(found.loc[found["check"] == "derived.formula", "verdict"]) == verdicts


def test_a_lead_stands_above_a_senior() -> None:
    rows = [("Entry", 50, 49), ("Senior", 70, 71), ("Lead", 90, 91)]
    body = "".join(f"<tr><td>{name}</td><td>${a},000</td><td>${b},000</td></tr>" for name, a, b in rows)
    found = analysis.audit(
        f"<h1>Pay</h1><table><tr><th>Level</th><th>Women</th><th>Men</th></tr>{body}</table>"
    ).findings
    assert list(found.loc[found["check"] == "order.seniority", "verdict"]) == ["consistent", "consistent"]


@pytest.mark.parametrize(
    ("last", "verdicts"),
    [
        ("Remote: 100 (10%)", ["consistent", "consistent", "consistent"]),
        ("Remote: 100 (19%)", ["consistent", "consistent", "inconsistent"]),
        ("Remote: 190 (10%)", []),  # a wrong count moves every share: none is blamed
    ],
)
def test_shares_of_a_list_are_of_the_sum_of_its_counts(last, verdicts):
    audit = analysis.audit(f"Adverts by place of work:\n\n- On site: 620 (62%)\n- Hybrid: 280 (28%)\n- {last}\n")
    told = audit.findings[audit.findings["check"] == "shares.part"]
    assert sorted(told["verdict"]) == verdicts


def test_round_pay_is_read_no_coarser_than_its_neighbour() -> None:
    found = findings("</p><ul><li>Junior rigger: $40,000</li><li>Mid-level rigger: $50,000</li>"
                     "<li>Senior rigger: $45,000</li></ul><p>")  # fmt: skip
    assert list(found.loc[found["check"] == "order.seniority", "verdict"]) == ["undetermined"]


@pytest.mark.parametrize(
    ("heading", "pay", "verdicts"),
    [
        ("The best-paying towns:", ("€64,000", "€61,500", "€58,000"), ["consistent"]),
        ("The best-paying towns:", ("€64,000", "€58,000", "€61,500"), []),  # another order may be meant
        ("Some towns of the coast:", ("€64,000", "€61,500", "€58,000"), []),  # an accident among so few
    ],
)
@pytest.mark.parametrize("form", ["<ol><li>Alba: {}</li><li>Bram: {}</li><li>Cott: {}</li></ol>",
                                  "<p>1. Alba: {}</p><p>2. Bram: {}</p><p>3. Cott: {}</p>",
                                  "<p>Alba</p><p>{}</p><p>Bram</p><p>{}</p><p>Cott</p><p>{}</p>",
                                  "<p>1. Alba ({} a year)</p><p>2. Bram ({} a year)</p><p>3. Cott ({} a year)</p>",
                                  "<p>Alba: {}<br>Bram: {}<br>Cott: {}</p>"])  # fmt: skip
def test_a_list_that_is_called_the_highest_falls(heading: str, pay: tuple[str, ...], verdicts: list[str], form) -> None:
    assert list(findings(f"{heading}</p>{form.format(*pay)}<p>")["verdict"]) == verdicts


@pytest.mark.parametrize(
    ("third", "verdicts"),
    [("€58,000", ["consistent"]), ("€85,000", [])],  # nobody says what the list is ranked by
)
def test_one_item_out_of_the_order_of_a_list_is_no_matter(third: str, verdicts: list[str]) -> None:
    items = ("Alba: €64,000", "Bram: €61,500", f"Cott: {third}", "Dorn: €57,200", "Elm: €55,000")
    source = f"<p>The best-paying towns:</p><ol>{''.join(f'<li>{item}</li>' for item in items)}</ol>"
    assert list(analysis.audit(source).findings["verdict"]) == verdicts


@pytest.mark.parametrize(
    ("ropes", "verdicts"),
    [("25%", ["inconsistent"]), ("about 25%", []), ("over 25%", []), ("+25%", [])],  # rounded, open, or a change
)
def test_a_breakdown_makes_a_hundred(ropes: str, verdicts: list[str]) -> None:
    page = f"<h2>Breakdown of sales</h2><ul><li>Kites: 50%</li><li>Sails: 30%</li><li>Ropes: {ropes}</li></ul>"
    assert list(analysis.audit(page).findings["verdict"]) == verdicts


@pytest.mark.parametrize(("euros", "verdict"), [("595", "consistent"), ("700", "undetermined")])
def test_two_currencies_that_are_no_dollars_are_held_against_the_market(euros: str, verdict: str) -> None:
    dated = '<meta property="article:published_time" content="2025-03-14">'
    page = f"<html><head>{dated}</head><body><h1>Rents</h1><p>A room costs €{euros} (£500) a month.</p></body></html>"
    found = analysis.audit(page).findings
    assert list(found.loc[found["check"] == "currencies.market", "verdict"]) == [verdict]


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Raised: €8.0 million, or $9.0 million. Last year €24.0 million, or $21.0 million, came in.", 3),
        ("Profit was €81.4 million, or $0.99 per share. A year ago it was €240.0 million, or $2.10 a share.", 0),
        ("The fund holds €5.4 million ($1,200 per member), the other €9.1 million ($3,900 per member).", 0),
        ("One plan costs €5 million, i.e. $24 for each household; one €9 million, i.e. $24 for each household.", 0),
        ("Der Gewinn lag bei 81 Mio. Euro oder 0,99 Dollar je Aktie, davor 24 Mio. Euro oder 2,10 Dollar je Aktie.", 0),
    ],
)
def test_an_amount_for_each_share_is_not_the_whole_in_another_currency(text: str, checks: int) -> None:
    found = findings(text)
    assert found["check"].str.startswith("currencies.").sum() == checks


@pytest.mark.parametrize(
    ("last", "verdicts"),
    [
        ("Koga: 2 million (4%)", ["consistent"] * 4),
        ("Koga: 2 million (9%)", ["consistent"] * 3 + ["inconsistent"]),
        ("Koga: 2 million (+9%)", ["consistent"] * 3),  # a change
    ],
)
def test_shares_of_a_list_are_of_the_whole_told_before_it(last, verdicts):
    items = f"- Gazelle: 20 million (40%)\n- Batavus: 9 million (18%)\n- Sparta: 6 million (12%)\n- {last}\n"
    audit = analysis.audit(f"In all 50 million bikes were sold. Some brands:\n\n{items}")
    told = audit.findings[audit.findings["check"] == "shares.part"]
    assert sorted(told["verdict"]) == verdicts


STAFF = """# Staff

| Grade | Median | Staff |
|---|---|---|
| Deckhand | £27,300 | 1,460 |
| Engineers | £42,700 | 540 |
| Catering | £24,600 | 740 |
| Total | | 2,740 |

"""


@pytest.mark.parametrize(
    ("told", "verdicts"),
    [
        ("Catering accounts for 27% of the staff.", ["consistent"]),
        ("Catering accounts for 37% of the staff.", ["inconsistent"]),
        ("Catering has a share of 37%.", ["inconsistent"]),
        ("Women hold 23% of all jobs. In catering their share is 58%.", []),
        ("Women hold 23% of all jobs. Catering has the largest share, 58%.", []),
        ("The share of women in catering is 58%.", []),
        ("Catering has a 58% share of women.", []),
        ("Catering saw 58% of its staff leave, a share that shocked the firm.", []),
        ("The vacancy share in catering is 5%.", []),
    ],
)
def test_a_share_is_held_against_its_row_where_it_is_the_rows_own(told: str, verdicts: list[str]) -> None:
    found = analysis.audit(STAFF + told).findings
    assert list(found.loc[found["check"] == "shares.part", "verdict"]) == verdicts


@pytest.mark.parametrize("other", ["down 3.7% from the peak of May", "3.7% below their level of spring"])
def test_changes_from_two_bases_are_no_quantity_told_twice(other):
    audit = analysis.audit(
        f"House prices dropped 1.1% in the year to August 2023.\n\nHouse prices in August 2023 were {other}."
    )
    assert "inconsistent" not in set(audit.findings["verdict"])


MONTHS = """Waiting lists. At the end of June 2023, 4,812 people were waiting.

Compared with June 2022 this is a fall of {amount}, or {percent}%.

| Month | Waiting | Offered |
|---|---|---|
| 2023 | | |
| June | 4,812 | 961 |
| May | 4,779 | 958 |
| 2022 | | |
| June | 5,634 | 1,190 |
| May | 5,702 | 1,187 |
"""


@pytest.mark.parametrize(("amount", "percent", "held"), [("822", "14.6", 1), ("822", "19.6", 1), ("229", "19.2", 0)])
def test_a_change_between_two_cells_is_told_where_it_is_improbable(amount, percent, held):
    found = analysis.audit(MONTHS.format(amount=amount, percent=percent)).findings
    assert list(found.loc[found["check"].str.startswith("growth"), "verdict"]) == ["consistent"] * held


def test_a_row_with_a_short_name_is_told_again():
    rows = "<tr><td>EU<td>1,238<td>-8.1<tr><td>Spain<td>125<td>-17.4<tr><td>Italy<td>180<td>-17.2"
    table = f"<table><tr><th>Market<th>Cars<th>% change{rows}</table>"
    found = analysis.audit(f"<p>Cars registered in the EU fell by 8.1% in June.</p>{table}").findings
    assert "repeats.value" in set(found["check"])


def test_an_earlier_time_without_a_date_is_another_time():
    told = (
        "Members paid total fees of $3,522,497 this season.\n\nA year earlier, members paid total fees of $3,065,469."
    )
    assert "inconsistent" not in set(analysis.audit(told).findings["verdict"])


SPENDING = """# Reading

In 2023 readers spent $200 million:

- Books: $90 million (45%)
- Magazines: $54 million (27%)
- Audio: $36 million (18%)
- Games: {} (10%)
"""


@pytest.mark.parametrize(
    ("last", "denied", "checks"),
    [
        ("$20 million", 0, {"shares.part": 4, "weights.sum": 1, "totals.sum": 1}),
        ("$30 million", 1, {"shares.part": 4}),  # then neither the shares nor the amounts are summed up
    ],
)
def test_items_with_an_amount_and_its_share_are_of_what_is_told_before(
    last: str, denied: int, checks: dict[str, int]
) -> None:
    found = analysis.audit(SPENDING.format(last)).findings
    assert found["check"].value_counts().to_dict() == checks
    assert (found["verdict"] == "inconsistent").sum() == denied


@pytest.mark.parametrize(
    ("lead", "shares", "verdicts"),
    [
        ("How the budget is allocated:", ("45%", "35%", "20%"), ["consistent"]),
        ("How the budget is allocated:", ("45%", "35%", "23%"), ["inconsistent"]),
        ("How the budget is allocated:", ("45%", "about 35%", "23%"), []),
        ("How the budget is allocated:", ("45%", "30–35%", "23%"), []),
        ("How the budget is allocated:", ("45%", "55%"), []),  # two say little
        ("How the budget is allocated:", ("45 days", "35 days", "20 days"), []),
        ("How the budget is allocated:", ("45%", "85%", "70%"), []),  # shares of three wholes
        ("What may be saved:", ("45%", "35%", "20%"), []),
    ],
)
def test_items_with_one_share_each_are_weights_where_they_are_called_so(
    lead: str, shares: tuple[str, ...], verdicts: list[str]
) -> None:
    items = "\n".join(f"- {name}: {share}" for name, share in zip(("Rent", "Food", "Books"), shares, strict=False))
    found = analysis.audit(f"# Household\n\n{lead}\n\n{items}\n").findings
    assert list(found.loc[found["check"] == "weights.sum", "verdict"]) == verdicts


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("or $1,000 (₱58,000)", "one rate fits them all"),
        ("or $1,025 (₱58,850)", "one rate fits 3 of 4"),
    ],
)
def test_the_rate_of_most_amounts_in_two_currencies_is_told(last: str, told: str) -> None:
    found = findings(f"Rent is $100 (₱5,800), food $300 (₱17,400), school $500 (₱29,000), {last} a month.")
    assert [told in text for text in found.loc[found["check"] == "currencies.agreement", "explanation"]] == [True]
