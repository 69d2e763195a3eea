"""What was curated by reading: statements, claims, tokens that are no figures; in order, in the controlled words."""

import json
import re
from collections import Counter

import pandas as pd
import pytest

import analysis
from analysis import paths
from analysis.curation.accounting import RULES
from analysis.curation.knowledge import read_knowledge
from analysis.datasets.fields import COMPONENTS, FACTS, GROWTH_KINDS, LEVELS, MEASURES, STATISTICS, STATUSES

KNOWLEDGE = read_knowledge(paths.raw())
STATEMENTS = KNOWLEDGE.statements
PREDICATES = {
    "highest": ("of", "among"),
    "lowest": ("of", "among"),
    "greater": ("of", "than"),
    "less": ("of", "than"),
    "comparable": ("of", "than", "tolerance_percent"),
    "rising": ("of", "by"),
    "ascending": ("order",),
    "descending": ("order",),
    "faster_every_year": ("of", "than"),
    "lower_by": ("of", "than", "by"),
}
README = (paths.raw() / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("quote", sorted(set(STATEMENTS["quote"])))
def test_a_quote_is_one_whole_figure(quote):
    assert [quantity.text for quantity in analysis.parse(quote)] == [quote]


@pytest.mark.parametrize(
    ("column", "terms"),
    {
        "measure": MEASURES, "level": LEVELS, "statistic": STATISTICS, "component": COMPONENTS, "kind": GROWTH_KINDS,
        "status": STATUSES, "period": ("hour", "day", "week", "month", "year"), "direction": ("higher", "lower"),
    }.items(),
)  # fmt: skip
def test_columns_use_the_controlled_words(column, terms):
    assert set(STATEMENTS[column]) - {""} <= set(terms)


def test_keys_are_written_as_terms():
    for column in ("role", "region", "market"):
        assert [term for term in set(STATEMENTS[column]) if not re.fullmatch(r"[a-z0-9-]*", term)] == []
    assert [code for code in set(STATEMENTS["country"]) if not re.fullmatch(r"([A-Z]{2})?", code)] == []


def test_pay_says_of_whom_and_per_what():
    pay = STATEMENTS[STATEMENTS["measure"] == "salary"]
    units = [analysis.parse(quote)[0].unit for quote in pay["quote"]]
    assert [
        quote
        for quote, unit, period in zip(pay["quote"], units, pay["period"], strict=True)
        if ("/" in unit) == bool(period)
    ] == []
    assert (pay["role"] + pay["population"] != "").all()


def test_growth_says_of_what_kind_and_until_when():
    growth = STATEMENTS[STATEMENTS["measure"] == "growth_rate"]
    assert (growth[["kind", "subject", "end_year"]] != "").all(axis=None)


def test_rows_stand_in_the_order_of_the_text():
    for _, rows in STATEMENTS.groupby("article"):
        assert pd.to_numeric(rows["block_index"]).is_monotonic_increasing
    assert not STATEMENTS.duplicated(["article", "block_index", "quote", "occurrence"]).any()


def _selections(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        return [value]
    return [selection for part in value for selection in _selections(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("row", KNOWLEDGE.claims.to_dict("records"), ids=lambda row: row["claim_id"])
def test_a_claim_is_a_predicate_over_selections_of_facts(row):
    arguments = json.loads(row["arguments"])
    needed = PREDICATES[row["predicate"]]
    assert set(needed) <= set(arguments) <= {*needed, "each", "quantifier"}
    for selection in _selections([value for name, value in arguments.items() if name not in ("each", "quantifier")]):
        assert set(selection) <= set(FACTS)
        assert selection["article"] == row["article"]


def test_claims_are_named_once_each():
    assert KNOWLEDGE.claims["claim_id"].is_unique


def test_the_readme_explains_every_rule_and_predicate():
    assert re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", README.partition("| rule |")[2], re.MULTILINE) == list(
        RULES.items()
    )
    assert [name for name in PREDICATES if f"`{name}`" not in README] == []


def test_every_rule_is_needed():
    assert set(Counter(KNOWLEDGE.not_figures["rule"])) == set(RULES)
