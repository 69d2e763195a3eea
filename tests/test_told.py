"""Relations told in prose: each form of words with figures that hold and with figures that cannot."""

from __future__ import annotations

import pandas as pd
import pytest

import analysis


def findings(text: str) -> pd.DataFrame:
    """The findings on a short article."""
    audit = analysis.audit(f"<h1>News</h1><p>{text}</p>")
    assert not (audit.applied["error"] != "").any()
    return audit.findings


PAIRS = [  # check, sentence, a number that holds, one that cannot
    ("growth.change", "Jobs rose 12% from 40,000 to {}.", "44,800", "48,000"),
    ("growth.change", "Median pay fell 5%, from €50,000 to €{}.", "47,500", "44,500"),
    ("growth.change", "A 12% rise in jobs, from 40,000 to {}, was recorded.", "44,800", "48,000"),
    ("growth.change", "It had {} staff in 2023, compared with 40,000 in 2022, a rise of 12%.", "44,800", "48,000"),
    ("growth.change", "There were 2,840 bids the previous year, {} are counted now, a fall of 18%.", "2,329", "2,556"),
    ("growth.change", "The rate is €399. A year ago it was €{}, so it has gone up by 5%.", "380", "362"),
    ("growth.change", "It cost $5.60 in 2024 and should cost ${} in 2030, which is a saving of 55%.", "2.52", "3.10"),
    ("growth.difference", "Pay rose by $5,250 from $80,000 to ${}.", "85,250", "86,250"),
    ("growth.direction", "Passenger numbers slipped from 1.31 million in 2023 to {} million in 2024.", "1.22", "1.42"),
    ("growth.multiple", "Revenue tripled from $2.0 million to ${} million in 2023.", "6.1", "9.5"),
    ("growth.multiple", "Openings more than doubled, from 4,000 in 2020 to {} in 2024.", "8,100", "7,100"),
    ("growth.multiple", "Renovation, worth $1.9 billion in 2023, will nearly triple to ${} billion.", "5.6", "3.4"),
    ("growth.multiple", "Spending has doubled: firms put ${} into it this year, against $640 in 2022.", "1,290", "890"),
    ("growth.multiple", "Nurses report ${} an hour, exactly twice the $33.05 of Alabama.", "66.10", "86.10"),
    ("shares.part", "Hardware accounted for 40% of the $5.0 billion market, or ${} billion.", "2.0", "1.2"),
    ("shares.part", "Of 1,250 respondents, {} (35%) said yes.", "437", "537"),
    ("shares.part", "Of the 2,740 members, 411 get overtime paid, which is {}%.", "15", "22"),
    ("totals.told", "The company has 1,151 staff, made up of 621 packers, 285 drivers and {} others.", "245", "345"),
    ("totals.told", "Pay comes to €4,310, and a bonus of €2,100 brings it to €{}.", "6,410", "5,810"),
    ("totals.components", "She gets $192,500 in base pay, a $28,900 annual bonus and $61,300 in stock, ${} in total.",
     "282,700", "312,700"),
    ("derived.average", "Firms raised $7.2 billion over 360 deals, so the average round was ${} million.", "20", "35"),
    ("weights.sum", "North America held 38%, Europe 27%, Asia 24% and the rest of the world {}%.", "11", "14"),
    ("currencies.agreement", "It costs £84 million (€97 million), of which £12 million (€{} million) is for training.",
     "13.9", "19.9"),
    ("periods.pay", "An administrator receives €{} per month from €58,400 per year.", "4,867", "5,467"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "sentence", "right", "wrong"), PAIRS)
def test_a_relation_told_in_prose_is_judged(check: str, sentence: str, right: str, wrong: str) -> None:
    for number, expected in ((right, {"consistent", "consistent_within_rounding"}), (wrong, {"inconsistent"})):
        found = findings(sentence.format(number))
        assert set(found.loc[found["check"] == check, "verdict"]) & expected, number
    assert not (findings(sentence.format(right))["verdict"] == "inconsistent").any()


@pytest.mark.parametrize(
    "text",
    [
        "Sales rose 12% in the year, and prices went from €5 to €10.",
        "Firms hired 500 people in 2022 and trained 700 people in 2023, and wages rose by 4%.",
        "Some 45% use email, 30% use chat and 60% use the phone.",
        "The casual rate is $31.60 an hour. A room at $235 a week would be half of the pay.",
        "A $700 bonus (8% of base) is usual. The company made $14.2 million.",
        "In London pay is £52,000, twice what it was. Apprentices earn £31,000.",
        "The index doubled. It stood at 120 in 2020 and 130 in 2021.",
        "In all 312 people came, 187 of them from Leeds, 81 from York.",
    ],
)
def test_what_only_looks_like_a_relation_is_not_blamed(text: str) -> None:
    found = findings(text)
    assert list(found.loc[found["verdict"] == "inconsistent", "explanation"]) == []


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
        ("Front-end development is not the best-paid discipline.", []),
    ],
)
def test_a_superlative_is_held_against_the_table(claim: str, verdicts: list[str]) -> None:
    found = analysis.audit(f"{TABLE}{claim}").findings
    assert list(found.loc[found["check"].str.startswith("claims."), "verdict"]) == verdicts


@pytest.mark.parametrize(("told", "verdict"), [("€590", "consistent"), ("€490", "inconsistent")])
def test_a_row_told_again_agrees_with_its_table(told: str, verdict: str) -> None:
    found = analysis.audit(f"{TABLE}A senior in front-end development charges {told}.").findings
    assert list(found.loc[found["check"] == "repeats.row", "verdict"]) == [verdict]


def test_subtotals_and_total_columns_are_summed() -> None:
    rows = [("Europe", 11, 5, 16), ("Asia", 21, 8, 29), ("Total", 32, 13, 56)]
    body = "".join(f"<tr><td>{name}</td>{''.join(f'<td>{n}</td>' for n in numbers)}</tr>" for name, *numbers in rows)
    head = "<tr><th>Region</th><th>Cars</th><th>Vans</th><th>Total</th></tr>"
    found = analysis.audit(f"<h1>Vehicles sold</h1><table>{head}{body}</table>").findings
    sums = found.loc[found["check"] == "totals.sum", "verdict"].value_counts()
    assert dict(sums) == {"consistent": 4, "inconsistent": 2}


def test_a_table_of_names_and_values_is_checked() -> None:
    rows = [("Size in 2024", "USD 2.6 billion"), ("Size in 2032", "USD 6.4 billion"), ("CAGR 2025–2032", "18.7%")]
    body = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    found = analysis.audit(f"<h1>Surgical systems</h1><table>{body}</table>").findings
    assert list(found.loc[found["check"] == "growth.cagr", "verdict"]) == ["inconsistent"]
