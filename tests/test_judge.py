"""The one judge: what may be said of a case, by how it was bound and how its figures are printed."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made import figure

import analysis
from analysis.relations import catalogue
from analysis.relations.figures import amount, listed, precise, span
from analysis.relations.judge import finding, judge
from analysis.relations.model import Binding, Case, Relation
from analysis.relations.repair import needed


def change(percent: str, start: str, end: str, binding: Binding = Binding.CLAUSE, **more) -> Case:
    roles = {"percent": (figure(percent),), "start": (figure(start),), "end": (figure(end),)}
    return Case(catalogue.CHANGE, roles, binding, "one sentence", **more)


@pytest.mark.parametrize(
    ("percent", "start", "end", "verdict"),
    [
        ("12%", "$100", "$112", "consistent"),
        ("12%", "$100", "$115", "inconsistent"),
        ("12.4%", "$1,000", "$1,124", "consistent"),
        ("21%", "$54.50 million", "$66.30 million", "consistent_within_rounding"),  # 21.65%, cut off
        ("-0.5%", "$1,000,000", "$994,400", "consistent_within_rounding"),  # -0.56%, cut off
        ("12%", "$1,000.00", "$1,300.00", "inconsistent"),  # to the cent, not to the thousand
        ("30%", "1.0 million", "1.3 million", "consistent"),
        ("about 30%", "$100", "$137", "consistent_within_rounding"),  # a hedge leaves a unit of the last digit
        ("30%", "$100", "$137", "inconsistent"),
        ("more than 30%", "$100", "$137", "consistent"),  # one-sided
        ("more than 30%", "$100", "$127", "inconsistent"),
        ("20–30%", "$100", "$125", "consistent"),  # a point is met anywhere in a range
        ("20–30%", "$100", "$140", "inconsistent"),
        ("20%", "$110 million", "$100 million", "inconsistent"),  # round numbers do not swallow an error
        ("19%", "over 100", "over 119", "consistent"),  # open operands stand for their printed bound
    ],
)
def test_verdict_follows_the_print(percent, start, end, verdict):
    assert judge(change(percent, start, end)).verdict == verdict


@pytest.mark.parametrize(
    ("binding", "holds", "fails"),
    [
        (Binding.CLAUSE, "consistent", "inconsistent"),
        (Binding.TABLE, "consistent", "inconsistent"),
        (Binding.KEYS, "consistent", "inconsistent"),
        (Binding.PARTIAL, "consistent", "undetermined"),
        (Binding.UNCLEAR, None, None),  # 12% between two prints of three digits fits by chance
        (Binding.COMPATIBLE, None, None),
    ],
)
def test_binding_decides_what_may_be_said(binding, holds, fails):
    said = [judge(change("12%", "$100", end, binding)) for end in ("$112", "$130")]
    assert [one and one.verdict for one in said] == [holds, fails]


@pytest.mark.parametrize("binding", [Binding.UNCLEAR, Binding.COMPATIBLE])
def test_an_improbable_fit_is_told_whatever_is_unknown(binding):
    assert judge(change("12.35%", "$1,000,000", "$1,123,500", binding)).holds


def test_many_bindings_tried_make_a_fit_probable():
    case = change("12.35%", "$1,000,000", "$1,123,500", Binding.COMPATIBLE)
    assert judge(replace(case, tries=200)) is None


@pytest.mark.parametrize(
    ("percent", "start", "end", "told"),
    [
        ("12%", "$100", "$112", "$100 to $112 is 10.95% to 13.07%; 12% is stated."),
        ("12%", "$100", "$130", "$100 to $130 is 28.86% to 31.16%; 12% is stated."),
        ("about 30%", "$100", "$137", "$100 to $137 is 35.82% to 38.19%; about 30% is stated."),
        (
            "19%",
            "over 100",
            "over 119",
            "…; 19% is stated. Open figures (over 100, over 119) stand for their printed bound.",
        ),
        ("over 30%", "$100", "$137", "…; over 30% is stated. Open figures (over 30%) leave the room."),
        ("over 30%", "$100", "$127", "…; over 30% is stated. Open figures (over 30%) stand for their printed bound."),
    ],
)
def test_the_sentence_has_the_values_as_printed_and_says_of_open_figures_what_they_stand_for(percent, start, end, told):
    found = finding(judge(change(percent, start, end, doubt="" if end != "$112" else "never said of what holds")), {})
    assert found.explanation.endswith(told.removeprefix("…"))


def test_doubt_turns_a_failure_into_an_open_question():
    judged = judge(change("12%", "$100", "$130", doubt="they may be two sources'"))
    assert judged.verdict == "undetermined"
    assert "They may be two sources'." in finding(judged, {}).explanation


def test_a_repair_that_breaks_another_relation_comes_last_and_says_so():
    case = change("12%", "$100", "$130")
    free = finding(judge(case), {}).repair
    end = case.figures["end"][0]
    bound = finding(judge(case), {end: "totals.sum"}).repair
    assert free.startswith("USD 112 instead of $130")
    assert bound.endswith("USD 112 instead of $130 (which would break totals.sum)")


@pytest.mark.parametrize(
    ("percent", "start", "end", "repair"),
    [
        ("24.4%", "$0.9 billion", "$1.3 billion", "44.4% instead of 24.4%"),  # a digit changed
        ("12.0%", "$1,500", "$1,860", "USD 1,680 instead of $1,860"),  # two digits exchanged
        ("12.0%", "$1,500", "$1,977", "USD 1,680 instead of $1,977"),  # none: the smallest change
    ],
)
def test_a_misprint_is_the_likeliest_repair(percent, start, end, repair):
    assert finding(judge(change(percent, start, end)), {}).repair.startswith(repair)


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("Kite sales grew from $2.0 billion in 2019 to $4.0 billion in 2024, a CAGR of 100%.",
         "the growth of all 5 years taken for a yearly rate; else 15% instead of 100%"),
        ("Kite sales fell from $4.0 billion in 2019 to $2.0 billion in 2024, a CAGR of -50%.",
         "the growth of all 5 years taken for a yearly rate; else -13% instead of -50%"),
        ("Kite sales will grow from $2.0 billion in 2020 to $5.0 billion in 2025, a CAGR of 14.9%.",
         "USD 4 billion instead of $5.0 billion (2025); or USD 2.5 billion instead of $2.0 billion (2020)"),
        ("Kite sales rose 50% from $200 in 2023 to $300 thousand in 2024.",
         "one scale word off: it holds with the start a thousand times as large"),
        ("The share of kites fell from 45% to 30%, a drop of 15%.",
         "a difference of -15 percentage points, labelled as growth in percent; else 35% instead of 45%; or "
         "38% instead of 30%; or 33% instead of 15%"),
        ("Kites made $12 million, 20% of the $50 million of all toys.", "USD 10 million instead of $12 million"),
    ],
)  # fmt: skip
def test_a_slip_that_explains_it_comes_first_then_the_smallest_change(text, repair):
    denied = analysis.audit(text).findings.query("verdict == 'inconsistent'")
    assert [found.startswith(repair) for found in denied["repair"]] == [True], list(denied["repair"])


def test_points_printed_as_percent_are_a_mislabel():
    case = change("8.3%", "14%", "22.3%")
    found = finding(judge(case), {})
    assert (found.verdict, found.severity) == ("inconsistent", "mislabel")
    assert found.repair.startswith("a difference of 8.3 percentage points")


@pytest.mark.parametrize(
    ("rate", "start", "end", "months", "verdict"),
    [
        ("14.9%", "$2.0 billion", "$4.0 billion", 60, "consistent"),
        ("18.9%", "$2.0 billion", "$4.0 billion", 60, "inconsistent"),
        ("1.63%", "100.98 million", "109.04 million", 57, "consistent"),  # four years and nine months
        ("1.63%", "100.98 million", "109.04 million", 60, "inconsistent"),
    ],
)
def test_compound_growth_counts_months(rate, start, end, months, verdict):
    roles = {"rate": (figure(rate),), "start": (figure(start),), "end": (figure(end),)}
    case = Case(catalogue.CAGR, roles, Binding.CLAUSE, "one sentence", counts={"years": Fraction(months, 12)})
    assert judge(case).verdict == verdict


@pytest.mark.parametrize(
    ("again", "first", "verdict"),
    [
        ("$2.24 billion", "$2,240 million", "consistent"),
        ("$2.24 billion", "$2.25 billion", "inconsistent"),
        ("292 million", "292,878,569", "consistent_within_rounding"),  # cut off
        ("$90,000 – $130,000", "$90,000 – $130,000", "consistent"),
        ("$90,000 – $130,000", "$130,000 – $170,001", "inconsistent"),
        ("$95,000", "$90,000 – $130,000", "consistent"),  # a point against a range, by containment
        ("$150,000 – $200,000+", "$150,000 – $250,000", "consistent"),  # an open end leaves room
        ("more than $200,000", "more than $175,000", "consistent"),  # two bounds can both be true
    ],
)
def test_repeats(again, first, verdict):
    case = Case(catalogue.REPEAT, {"again": (figure(again),), "first": (figure(first),)}, Binding.KEYS, "twice")
    assert judge(case).verdict == verdict


# ---- laws ----------------------------------------------------------------------------------------------------------

amounts = st.integers(100, 10**7)


@given(start=amounts, end=amounts, places=st.integers(0, 2))
def test_a_true_change_is_never_blamed(start, end, places):
    percent = round((end / start - 1) * 100, places)
    case = change(f"{abs(percent):.{places}f}%", f"{start:,}", f"{end:,}", signs={"percent": 1 if percent >= 0 else -1})
    assert judge(case).holds


@given(parts=st.lists(amounts.map(lambda n: 2 * n + 1), min_size=2, max_size=6))  # no zeros at the end: exact prints
def test_a_true_sum_is_never_blamed_and_a_repair_makes_a_false_one_hold(parts):
    whole = sum(parts)
    makes = {"parts": tuple(figure(f"{part:,}") for part in parts)}
    case = Case(catalogue.SUM, {"total": (figure(f"{whole:,}"),), **makes}, Binding.TABLE, "a column")
    assert judge(case).verdict == "consistent"
    misprint = whole + 1000 + (whole % 10 == 0)  # no zero at its end either
    wrong = Case(catalogue.SUM, {"total": (figure(f"{misprint:,}"),), **makes}, Binding.TABLE, "a column")
    repairs = finding(judge(wrong), {}).repair
    assert f"{whole:,} instead of {misprint:,}" in repairs


@given(value=amounts, extra=st.integers(1, 10**6), hedge=st.sampled_from(["about", "nearly", "around"]))
def test_a_hedge_never_makes_a_judgement_stricter(value, extra, hedge):
    assume(extra < 100 * value)  # else they are of two things, and nothing is said
    plain = change("10%", f"{value:,}", f"{value + extra:,}")
    hedged = change(f"{hedge} 10%", f"{value:,}", f"{value + extra:,}")
    order = ("consistent", "consistent_within_rounding", "inconsistent")
    assert order.index(judge(hedged).verdict) <= order.index(judge(plain).verdict)


WRONG = {
    "CHANGE": ({"percent": "12.5%", "start": "$100", "end": "$130"}, {}),
    "CAGR": ({"rate": "18.9%", "start": "$2.0 billion", "end": "$4.0 million"}, {"years": Fraction(57, 12)}),
    "DIFFERENCE": ({"amount": "250", "start": "1,001", "end": "1,301"}, {}),
    "AMOUNT_OF_PERCENT": ({"percent": "12.5%", "amount": "40", "end": "290"}, {}),
    "AMOUNT_FROM_START": ({"percent": "12.5%", "amount": "40", "start": "290"}, {}),
    "MULTIPLE": ({"multiple": "3 times", "start": "1.00 million", "end": "4.00 million"}, {}),
    "TIMES": ({"end": "1,000", "start": "900"}, {"times": Fraction(2)}),
    "SHARE": ({"percent": "48%", "part": "245", "whole": "900"}, {}),
    "PHASE_SHARE": ({"percent": "48%", "part": "14 weeks", "rest": "37 weeks"}, {}),
    "RATIO": ({"ratio": "20.5", "numerator": "48", "denominator": "245"}, {}),
    "PAY_PERIOD": ({"longer": "$66,210 a year", "shorter": "$33.15 an hour"}, {"times": Fraction(2080)}),
    "AT_MOST": ({"lower": "500", "upper": "400"}, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_a_figure_would_need_makes_the_relation_hold(name):
    texts, counts = WRONG[name]
    relation, figures = getattr(catalogue, name), {role: (figure(text),) for role, text in texts.items()}
    case = Case(relation, figures, Binding.CLAUSE, "one sentence", counts=counts)
    assert judge(case).verdict == "inconsistent"
    for role in relation.mends or relation.roles:
        quantity = figures[role][0].quantity
        need = Decimal(repr(needed(case, role, 0)))
        right = replace(figures[role][0], quantity=quantity._replace(low=need, high=need), _intervals={})
        assert judge(replace(case, figures={**figures, role: (right,)})).holds, role


def test_every_relation_names_its_roles():
    for relation in vars(catalogue).values():
        if isinstance(relation, Relation):
            assert {*relation.many, *relation.spread, *relation.opens, *(relation.mends or ())} <= set(relation.roles)


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Kite sales grew from $2.0 million in 2019 to $4.0 billion in 2024, up 100%.", ["inconsistent"]),  # a slip
        ("Kite sales grew from $2.7 in 2019 to $4.0 billion in 2024, up 100%.", []),  # of two things
        ("Kite sales grew from $54.0 million in 2022 to $54.0 million in 2023, up 8%.", ["inconsistent"]),
    ],
)
def test_figures_of_other_magnitudes_are_no_misprint(text, verdicts):
    found = analysis.audit(text).findings
    assert list(found.loc[found["check"] == "growth.change", "verdict"]) == verdicts


# --- how sentences print what is computed -----------------------------------------------------------------------------

INF = float("inf")


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (0, "USD", "USD 0"),
        (999.6, "USD", "USD 999.6"),
        (999_999.6, "EUR", "EUR 1,000,000"),
        (1e6, "USD", "USD 1 million"),
        (1.5e12, "USD", "USD 1.5 trillion"),
        (4e6, "count", "4,000,000"),  # no scale word without a currency
        (1000, "count", "1,000"),
        (-25, "USD/hour", "-USD 25 per hour"),
        (9999.4, "percent", "9999%"),
        (1e4, "percent", "10,000%"),
        (-0.5, "percentage_point", "-0.5 points"),
        (INF, "USD", "any value"),
    ],
)
def test_an_amount_has_four_digits_and_its_unit(number, unit, text):
    assert amount(number, unit) == text


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (1999.9, 2000.1, "USD", "USD 2,000"),  # both print alike
        (20, 30, "USD/hour", "USD 20 to 30 per hour"),
        (1.9e6, 2.1e6, "USD", "USD 1.9 million to USD 2.1 million"),
        (0.9, 1.1, "percent", "0.9% to 1.1%"),
        (-INF, 5, "percent", "at most 5%"),
        (5, INF, "percent", "at least 5%"),
        (-INF, INF, "USD", "any value"),
    ],
)
def test_a_span_says_its_unit_once_where_it_can(low, high, unit, text):
    assert span(low, high, unit) == text


@pytest.mark.parametrize(
    ("number", "like", "text"),
    [
        (12.345, "15%", "12%"),
        (2.2567e9, "$2.24 billion", "USD 2.26 billion"),
        (83_199.6, "$90,000", "USD 83,200"),
        (3.0, "2.5 hours", "3 hours"),
        (1.0, "2 years", "1 year"),
        (0.4, "3 percentage points", "0 points"),
        (1_234_567, "1.2 million people", "1.2 million"),
    ],
)
def test_a_repair_has_the_digits_of_the_figure_that_it_replaces(number, like, text):
    assert precise(number, figure(like)) == text


@pytest.mark.parametrize(
    ("quotes", "minus", "text"),
    [
        (["5%", "3%", "2%"], (1,), "5% − 3% + 2%"),
        (["5%", "3%"], (0,), "−5% + 3%"),
        ([f"{n}%" for n in range(1, 8)], (), "1% + 2% + 3% + 4% + 5% + 6% + 7%"),
        ([f"{n}%" for n in range(1, 9)], (), "1% + 2% + 3% + … + 7% + 8%"),
    ],
)
def test_many_figures_are_listed_by_their_ends(quotes, minus, text):
    assert listed(map(figure, quotes), minus=minus) == text
