"""A page of our own as checked: its figures as the reader finds them, its findings made by hand.

So what is shown of a finding is tested apart from what the engine finds.
"""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

import analysis
from analysis.api import Audit
from analysis.datasets.fields import DATASETS

PAGE = Path(__file__).parent / "articles" / "pages" / "cargo-drones.html"
#: Each with the role and the quote of its figures; of figures printed alike the first is meant, tables before prose.
FINDINGS = json.loads(PAGE.with_suffix(".json").read_text(encoding="utf-8"))


@cache
def checked(page: Path | str = PAGE) -> Audit:
    """The page with these findings, made once."""
    audit = analysis.audit(page)
    findings, members = [], []
    for made in FINDINGS:
        ids = [(part["role"], _key(audit.facts, part["quote"])) for part in made["figures"]]
        row = {name: value for name, value in made.items() if name != "figures"}
        row |= {"article": audit.articles[0].slug, "measure": "count", "subject": "Cargo drones", "unit": "percent"}
        row |= {"finding_id": f"{made['check']}:{ids[0][1]}", "figure_ids": " ".join(key for _, key in ids)}
        findings.append(row)
        members += [{"finding_id": row["finding_id"], "figure_id": key, "role": role} for role, key in ids]
    used = {member["figure_id"] for member in members}
    left = [{"figure_id": key, "measure": "count", "reason": "nothing repeats it"} for key in audit.facts["figure_id"]]
    return replace(
        audit,
        findings=pd.DataFrame(findings, columns=list(DATASETS["findings"].columns)),
        finding_figures=pd.DataFrame(members, columns=list(DATASETS["finding_figures"].columns)),
        unchecked=pd.DataFrame([each for each in left if each["figure_id"] not in used]),
    )


def _key(facts: pd.DataFrame, quote: str) -> str:
    return str(facts.loc[facts["quote"] == quote, "figure_id"].iloc[0])
