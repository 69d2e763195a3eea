"""Lists, pay told side by side, formulas and two currencies: with figures that hold and with figures that cannot."""

import pytest
from shown import findings

import analysis


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


@pytest.mark.parametrize(
    ("food", "verdicts"),
    [("$410", ["consistent"]), ("$140", ["inconsistent"]), ("$333", []), ("$410 or more", [])],
)
def test_lines_of_a_list_and_their_total(food: str, verdicts: list[str]) -> None:
    """What else may belong to the total nobody says: only a slip is told."""
    found = findings(
        f"A month in Riga:</p><ul><li>Rent: $900</li><li>Food: {food}</li><li>Fun: $120</li><li>Total: $1,430"
    )
    assert list(found["verdict"]) == verdicts
