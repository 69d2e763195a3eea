"""Two digits exchanged: near misses that nothing but arithmetic binds, told where accident hardly explains them."""

import pytest
from shown import findings

HARBOUR = "The harbours handled {} containers in May. The old port took {} of the boxes. At the new quay it was {}."


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (HARBOUR.format("75,571", "48,317", "27,254"), ["consistent"]),
        (HARBOUR.format("75,571", "43,817", "27,254"), ["inconsistent"]),  # 48,317, two digits exchanged
        (HARBOUR.format("75,751", "48,317", "27,254"), ["inconsistent"]),  # in the whole
        (HARBOUR.format("75,571", "48,217", "27,254"), []),  # one digit changed may be anything
        (HARBOUR.format("75,571", "48,317", "25,724"), []),  # two slips
        (HARBOUR.format("75,000", "84,000", "27,000"), []),  # thousands in zeros come out so by accident
        (HARBOUR.format("751", "483", "272"), []),  # so do short numbers
    ],
)
def test_amounts_in_a_row(text: str, verdicts: list[str]) -> None:
    found = findings(text)
    assert sorted(set(found["verdict"])) == verdicts


def test_the_likeliest_repair_puts_the_digits_back() -> None:
    (found,) = findings(HARBOUR.format("75,571", "43,817", "27,254")).itertuples()
    assert found.repair.startswith("48,317 instead of 43,817")
    assert "it fits with two digits exchanged" in found.explanation


def test_a_figure_that_fits_elsewhere_is_not_put_right() -> None:
    told = "The old port took 43,817 boxes: 20,301 of bananas and 23,516 of coffee."
    text = HARBOUR.format("75,571", "43,817", "27,254").replace("The old port took 43,817 of the boxes.", told)
    assert "inconsistent" not in set(findings(text)["verdict"])


@pytest.mark.parametrize(
    ("told", "verdicts"), [("$134,670", ["consistent"]), ("$143,670", ["inconsistent"]), ("$154,670", [])]
)
def test_one_amount_told_twice(told: str, verdicts: list[str]) -> None:
    once, again = f"The average diver in the north earned {told}.", "An average diver in the north earned $134,670."
    found = findings(f"{once}</p><h2>Pay</h2><p>{again}")
    assert list(found.loc[found["check"] == "repeats.value", "verdict"]) == verdicts
