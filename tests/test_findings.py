"""What must come out of the four curated articles, contradictions and relations that hold; and nothing but those."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import load, paths
from analysis.curation import build
from analysis.curation.knowledge import read_knowledge
from analysis.relations import check

#: Every inconsistent verdict on the four articles, each derived again by hand.
INCONSISTENT = {
    "claims.ascending:data-annotator/table-10/1/2/1": "contradiction",  # $40–60 an hour, then $20,000–40,000 a year
    "claims.greater:data-annotator/table-10/4/2/1": "contradiction",
    "claims.highest:ai-operations-manager/table-12/3/2/1": "contradiction",  # 94,372 < 100,000
    "currencies.header:ai-architect/table-15/2/2/1": "mislabel",
    "growth.cagr:data-annotator/table-11/3/3/1": "contradiction",  # its own row: (12.6 / 2.24) ** (1/6) = 1.3336, ~28%
    "growth.cagr:data-annotator/table-11/4/3/1": "contradiction",  # (29.2 / 2.24) ** (1/8) = 1.3785
    "growth.total:ai-operations-manager/statement-489/1": "contradiction",  # 125,000 / 54,500 = 2.294
    "order.bands:ai-operations-manager/table-12/4/1/1": "mislabel",  # 500 in both bands
    "order.mean_in_range:ai-architect/table-15/1/2/1": "contradiction",  # 120,000; from 130,000 to 170,001
    "order.seniority:ai-architect/table-10/2/3/1": "definition",  # 128,756 < 130,000
    "parts.fastest:data-annotator/statement-211/1": "contradiction",  # the fastest at 28.05%, the whole at 33.4%
    "percent_points.difference:ai-operations-manager/table-9/2/4/1": "mislabel",  # 22.3 - 14 = 8.3
    "periods.phase_share:ai-architect/statement-452/1": "contradiction",  # at most 12 / 23
    "repeats.label:ai-auditor/table-8/2/2/1": "mislabel",
    "repeats.value:ai-architect/statement-375/1": "contradiction",
    "repeats.value:ai-auditor/statement-473/1": "contradiction",  # mid-level: 90,000–110,000, 100,000–145,000
    "repeats.value:ai-auditor/statement-475/1": "contradiction",  # senior: from 130,000, from 150,000
    "repeats.value:ai-auditor/table-14/2/1/1": "definition",  # mid-level: 3–5, 3–7 years
    "repeats.value:ai-operations-manager/statement-573/2": "contradiction",  # over 130 %, 30–45 %
    "repeats.value:ai-operations-manager/statement-601/1": "contradiction",  # from $85,000, from $90,000
    "shares.part:data-annotator/statement-207/1": "contradiction",  # 307.9 / 2,100 = 14.7 %
}
HOLDS = [
    ("growth.cagr:ai-auditor/table-1/2/3/1", "consistent"),  # 1.3 to 11.7 in nine years: 27.06 to 28.27 %
    ("growth.total:ai-operations-manager/table-9/3/4/1", "consistent"),  # 127 / 97 = 1.3093
    ("growth.total:ai-operations-manager/table-9/1/4/1", "consistent_within_rounding"),  # 115.8, cut off
    ("growth.yoy:ai-operations-manager/table-20/3/3/1", "consistent"),  # 80.2 / 66.3 = 1.2097
    ("growth.total:ai-operations-manager/table-20/4/3/1", "consistent_within_rounding"),  # 129.4, +130
    ("totals.sum:ai-operations-manager/table-15/5/2/1", "consistent"),
    ("totals.sum:ai-operations-manager/table-13/5/2/1", "consistent"),
    ("totals.components:ai-architect/statement-387/1", "consistent"),
    ("weighted.growth:ai-operations-manager/table-15/5/3/1", "consistent"),  # 54,500 / 37,273 = 1.462
    ("weights.sum:ai-architect/table-11/1/2/1", "consistent"),
    ("weights.sum:ai-architect/table-14/1/3/1", "consistent"),
    ("derived.amount:ai-operations-manager/table-13/2/2/1", "consistent"),
    ("periods.pay:data-annotator/table-9/2/3/1", "consistent"),  # 25 × 2,080
    ("periods.phases:ai-architect/statement-447/1", "consistent"),  # 15 to 32 weeks of 2 to 12 months
    ("currencies.market:data-annotator/table-9/8/3/2", "consistent"),  # S$2,000 × 12 for $18,000
    ("currencies.market:data-annotator/table-9/7/3/2", "undetermined"),  # MYR 4.78, last seen in May 2024
    ("deadlines.year:ai-auditor/statement-31/1", "consistent"),
]


@pytest.fixture(scope="module")
def result():
    if not (paths.raw() / "articles.xml").exists():
        pytest.skip("the snapshot is not there")
    return check(build.readings(), knowledge=read_knowledge(paths.raw()))


@pytest.fixture(scope="module")
def findings(result) -> pd.DataFrame:
    """By check and main figure (claims bear their own id behind it)."""
    table = result.findings.copy()
    table.index = table["finding_id"].str.split(":").str[:2].str.join(":")
    return table


def test_no_family_fails_and_each_applies(result):
    assert not result.applied["error"].any()
    assert (result.applied["decided"] > 0).all(), result.applied


def test_every_inconsistent_verdict_was_derived_by_hand(findings):
    failing = findings[findings["verdict"] == "inconsistent"]
    assert dict(zip(failing.index, failing["severity"], strict=True)) == INCONSISTENT
    assert failing["repair"].notna().all()


@pytest.mark.parametrize(("finding", "verdict"), HOLDS)
def test_relations_that_hold(findings, finding, verdict):
    assert findings.loc[finding, "verdict"] == verdict


def test_every_finding_explains_itself(findings):
    assert findings["explanation"].str.endswith((".", ")")).all()
    assert findings["finding_id"].is_unique
    assert set(findings["severity"]) <= {"contradiction", "mislabel", "definition", "rounding", "ok"}


def test_each_figure_entered_a_relation_or_is_listed(result):
    used = set(result.finding_figures["figure_id"])
    assert not used & set(result.unchecked["figure_id"])
    assert len(used) + len(result.unchecked) == len(load("figures"))
