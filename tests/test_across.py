"""What is said of one thing in two places: which figures may be compared, and what may be said where they differ."""

import pytest
from made import ARTICLE, figure

from analysis import audit
from analysis.reading.model import Reading
from analysis.relations import check

SIZE = {
    "measure": "market_size",
    "market": "drones",
    "entity": "drone market",
    "cell": "The market for drones was worth so much.",
}
PAY = {
    "measure": "salary",
    "role": "welder",
    "level": "senior",
    "country": "US",
    "entity": "welder",
    "cell": "A senior welder earns so much.",
}
RATE = {"measure": "growth_rate", "kind_of": "rate", "market": "drones", "entity": "drone market", "basis": "cagr"}


def verdicts(*figures, family: str) -> list[str]:
    result = check([Reading(ARTICLE, list(figures))])
    assert not result.applied["error"].any(), result.applied
    return list(result.findings.loc[result.findings["check"].str.startswith(family), "verdict"])


@pytest.mark.parametrize(
    ("first", "again", "expected"),
    [
        ({"year": 2024} | SIZE, {"year": 2024} | SIZE, ["inconsistent"]),
        ({"year": 2024} | SIZE, {"year": 2025} | SIZE, []),  # another year
        ({"year": 2024} | SIZE, {"year": 2024, "region": "europe"} | SIZE, []),  # a region is not the world
        ({"year": 2024} | SIZE, {"year": 2024} | SIZE | {"market": "cargo-drones"}, []),  # a segment
        ({"year": 2024} | SIZE, SIZE, []),  # one of them bears no date
        ({"year": 2024} | SIZE, {"year": 2024} | SIZE | {"entity": None}, []),  # whose it is, is not said
    ],
)
def test_sizes_that_differ_are_blamed_only_under_equal_keys(first, again, expected):
    first, again = ({k: v for k, v in keys.items() if v is not None} for keys in (first, again))
    assert verdicts(figure("$2.24 billion", **first), figure("$2.52 billion", **again), family="repeats") == expected


@pytest.mark.parametrize(("kind", "expected"), [("level", ["inconsistent"]), ("change", [])])  # "will add $24 billion"
def test_a_segment_is_held_against_sizes_of_its_market_alone(kind, expected):
    told = {"year": 2024} | SIZE | {"cell": "The market of so much."}
    whole = figure("$24 billion", **told | {"kind_of": kind})
    segment = figure("$243 billion", **told | {"market": "cargo-drones", "entity": "cargo drone market"})
    assert verdicts(whole, segment, family="parts.segment") == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (PAY, ["inconsistent"]),
        (PAY | {"level": "junior"}, []),
        (PAY | {"country": "DE"}, []),
        (PAY | {"location": "Austin"}, []),
        (PAY | {"component": "bonus"}, []),
    ],
)
def test_pay_that_differs_is_blamed_only_under_equal_keys(keys, expected):
    one, other = figure("$90,000 a year", **PAY), figure("$98,000 a year", **keys)
    assert verdicts(one, other, family="repeats") == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("So much is what a welder of senior rank earns.", ["inconsistent"]),
        ("Senior welder: so much", ["inconsistent"]),
        ("Abroad they get so much.", []),  # nothing says that it is the same
        ("Team A: a senior welder earns so much.", []),  # a label that the other lacks
    ],
)
def test_pay_that_differs_is_blamed_only_where_the_words_are_alike(cell, expected):
    one = figure("$90,000 a year", **PAY | {"cell": "Senior welders: what a welder earns"})
    assert verdicts(one, figure("$98,000 a year", **PAY | {"cell": cell}), family="repeats") == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Client pays 230.00", "Client pays 250.00"), []),  # of two offers, each with its name above it
        (("Our client pays 230.00.", "Our client pays 250.00."), ["inconsistent"]),
    ],
)
def test_two_groups_of_label_lines_are_of_two_things(lines, expected):
    source = "With the first model\n{}\nFee 30.00\n\nWith the second model\n{}\nFee 50.00".format(*lines)
    assert list(audit(source).findings["verdict"]) == expected


def test_a_telling_value_is_recognised_without_keys():
    one = figure("$678,790 million", table=True, row_label="Drones, all kinds", measure="count")
    other = figure("$678.8 billion", cell="Drones of all kinds made $678.8 billion.", measure="count")
    assert verdicts(one, other, family="repeats") == ["consistent"]


@pytest.mark.parametrize(
    ("rate", "span", "expected"),
    [
        ("14.9%", (2023, 2028), ["consistent"]),  # 2.0 to 4.0 in five years
        ("18.9%", (2023, 2028), ["inconsistent"]),
        ("18.9%", (2024, 2029), []),  # no sizes at the ends of its span
        ("18.9%", None, []),  # without a span it may be of other years
    ],
)
def test_a_rate_is_held_against_the_sizes_of_its_span(rate, span, expected):
    told = {"span_stated": True, "start_year": span[0], "end_year": span[1]} if span else {}
    figures = [
        figure("$2.0 billion", year=2023, **SIZE),
        figure("$4.0 billion", year=2028, **SIZE),
        figure(rate, **RATE, **told),
    ]
    assert verdicts(*figures, family="growth") == expected


@pytest.mark.parametrize(("origin", "expected"), [("clause", ["inconsistent"]), ("section", [])])
def test_a_year_carried_from_another_sentence_lets_no_rate_be_blamed(origin, expected):
    told = SIZE | {"period_origin": origin}
    sizes = figure("$2.0 billion", year=2023, **told), figure("$4.0 billion", year=2028, **SIZE)
    rate = figure("18.9%", **RATE, span_stated=True, start_year=2023, end_year=2028)
    assert verdicts(*sizes, rate, family="growth") == expected


def test_the_rate_of_a_region_never_meets_the_sizes_of_the_world():
    figures = [
        figure("$2.0 billion", year=2023, **SIZE),
        figure("$4.0 billion", year=2028, **SIZE),
        figure("18.9%", **RATE, region="europe", span_stated=True, start_year=2023, end_year=2028),
    ]
    assert verdicts(*figures, family="growth") == []


@pytest.mark.parametrize(
    ("years", "expected"),
    [((2023, 2028), ["inconsistent"]), ((2020, 2030), ["undetermined"])],  # over other years the whole may grow faster
)
def test_the_whole_does_not_outgrow_the_region_called_the_fastest(years, expected):
    whole, part = ({"span_stated": True, "start_year": a, "end_year": b} for a, b in (years, (2023, 2028)))
    region = figure("8.1%", **RATE, **part, region="europe", cell="Europe, the fastest region, grows by 8.1% a year.")
    assert verdicts(figure("9.6%", **RATE, **whole), region, family="parts.fastest") == expected


@pytest.mark.parametrize(("mean", "expected"), [("$95,000", "consistent"), ("$120,000", "inconsistent")])
def test_a_mean_lies_within_the_range_of_the_same_pay(mean, expected):
    whole = figure("$80,000 to $110,000 a year", statistic="range", **PAY)
    middle = figure(f"{mean} a year", statistic="mean", **PAY)
    assert verdicts(whole, middle, family="order.mean") == [expected]


def test_what_entered_no_relation_has_a_reason():
    result = check([Reading(ARTICLE, [figure("$2.0 billion", year=2023, **SIZE), figure("4.5 out of 5")])])
    assert result.findings.empty
    assert result.unchecked["reason"].str.len().gt(20).all()
    assert len(result.unchecked) == 2


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("It is projected to reach $4.0 billion by 2028, growing at a CAGR of 14.9%.", ["consistent"]),
        ("By 2028, the market is to reach $4.0 billion, a CAGR of 15%.", ["consistent"]),
        ("Revenue is expected to reach $4.0 billion by 2028, a CAGR of 24.9%.", ["inconsistent"]),
        ("Total revenue is expected to reach $4.0 billion by 2028, a CAGR of 24.9%.", []),  # of more than kites
        ("By the end of 2028 it will reach $4.0 billion, at a CAGR of 25%.", ["inconsistent"]),
        ("The kite market will grow at a CAGR of 25% to reach $4.0 billion by 2028.", ["inconsistent"]),
        ("Analysts see it at $4.0 billion by 2028. Rivals in the kite school market grow at a CAGR of 25%.", []),
        ("Kite schools will reach $4.0 billion by 2028, growing at a CAGR of 25%.", []),  # of another thing
    ],
)
def test_a_rate_is_told_with_the_size_it_leads_to_behind_the_first(told, expected):
    found = audit(f"The kite market was worth $2.0 billion in 2023. {told}").findings
    assert list(found.loc[found["check"] == "growth.cagr", "verdict"]) == expected


LIST = """# Kites

- Market size in 2023: USD 2.0 billion
- Projection for 2028: USD 4.0 billion
- {}

"""


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("CAGR (2023–2028): 14.9%", ["consistent"]),
        ("CAGR (2023–2028): 24.9%", ["inconsistent"]),
        ("Fastest segment: stunt kites (24.9% CAGR, 2023–2028)", []),
        ("CAGR: 24.9%", []),  # of which years is not said
    ],
)
def test_key_figures_of_one_list_belong_together(rate, expected):
    found = audit(LIST.format(rate)).findings
    assert list(found.loc[found["check"] == "growth.cagr", "verdict"]) == expected


@pytest.mark.parametrize(("rate", "expected"), [("14.9%", ["consistent"]), ("24.9%", ["inconsistent"])])
def test_rows_of_a_table_of_attributes_are_of_one_market(rate, expected):
    rows = f"Size in 2023 | USD 2.0 billion |\n| Forecast for 2028 | USD 4.0 billion |\n| CAGR | {rate} (2023–2028)"
    found = audit(f"# Kites\n\n| Attribute | Details |\n|---|---|\n| {rows} |\n").findings
    assert list(found.loc[found["check"] == "growth.cagr", "verdict"]) == expected


@pytest.mark.parametrize(
    ("header", "rates", "expected"),
    [
        ("Change on year", ("2.6%", "3.2%", "4.7%"), ["consistent"] * 3),
        ("Consumer prices, change on year", ("2.6%", "3.2%", "6.7%"), ["consistent"] * 2 + ["inconsistent"]),
        ("Consumer prices, change on year", ("1.2%", "4.7%", "8.0%"), []),  # none fits: no rates of the pay
        ("Median pay, change on year", ("1.2%", "4.7%", "8.0%"), ["inconsistent"] * 3),
        ("Change on year", ("1.2%", "4.7%", "8.0%"), ["inconsistent"] * 3),
    ],
)
def test_yearly_rates_under_a_name_of_their_own_are_of_the_sizes_beside_them_where_one_fits(header, rates, expected):
    pay = zip(("2020", "2021", "2022"), ("65,600", "67,700", "70,900"), rates, strict=True)
    rows = "".join(f"| {year} | ${amount} | {rate} |\n" for year, amount, rate in pay)
    found = audit(f"# Pay\n\n| Year | Median pay | {header} |\n|---|---|---|\n| 2019 | $63,960 | – |\n{rows}")
    assert sorted(found.findings["verdict"]) == expected


ONLINE = """<p>Online sales in the second quarter of 2021{} were $39.7 million.
Online sales accounted for 12.4 percent of all sales.</p>
<p>{} sales in the second quarter of 2021 were $37.2 million.
Online sales accounted for 13.8 percent of all sales.</p>"""


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("", "Online"), ["inconsistent"] * 2),
        ((", adjusted for the season,", "Online"), []),
        ((", adjusted for the season,", "On a not adjusted basis, online"), []),
    ],
)
def test_a_paragraph_on_another_basis_contradicts_nothing(told, expected):
    assert list(audit(ONLINE.format(*told)).findings["verdict"]) == expected


@pytest.mark.parametrize(
    ("time", "expected"),
    [("the first quarter of 2023", ["inconsistent"]), ("the first nine months of 2023", [])],
)
def test_growth_of_a_quarter_is_not_that_of_nine_months(time, expected):
    told = "Sales of kites grew {} in {} on a year before."
    page = f"<p>{told.format('8%', 'the first quarter of 2023')}</p><p>{told.format('12%', time)}</p>"
    assert list(audit(page).findings["verdict"]) == expected


@pytest.mark.parametrize(
    ("pay", "expected"), [("$950 a week", ["consistent"]), ("$1,000 a week", []), ("$950 a month", [])]
)
def test_pay_by_the_hour_is_that_of_the_hours_told_beside_it(pay, expected):
    found = audit(f"<p>A tutor gets $25 an hour. At 38 hours a week it comes to {pay}.</p>").findings
    assert list(found["verdict"]) == expected


def answers(yes, no):
    rows = f"<tr><td>Yes<td>{yes}<tr><td>No<td>{no}<tr><td>Total respondents<td>{yes + no}"
    return f"<table><tr><th>Answer<th>Number{rows}</table>"


@pytest.mark.parametrize(
    ("one", "other"), [("", ""), ("<p>1. Are you hiring now?</p>", "<p>2. Will you hire in a year?</p>")]
)
def test_two_questions_of_a_survey_need_not_have_as_many_answers(one, other):
    found = audit(f"<h1>Hiring</h1>{one}{answers(61, 91)}{other}{answers(71, 80)}").findings
    assert set(found["verdict"]) == {"consistent"}
