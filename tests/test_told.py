"""What a text tells of its tables, and of itself elsewhere: with figures that hold and with figures that cannot."""

import pytest
from shown import agrees, findings

import analysis

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
    agrees(found.itertuples())
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
        ("A GS-5 who climbs from step 1 to step 10 wins $10,161.", ["growth.difference"]),
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


@pytest.mark.parametrize(("amount", "percent", "held"), [("822", "14.6", 2), ("822", "19.6", 1), ("229", "19.2", 0)])
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
