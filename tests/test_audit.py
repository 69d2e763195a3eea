"""The audit of any source: figures and findings, as text and as a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import analysis
from analysis import InputError, relations
from analysis.datasets.fields import DATASETS, FACTS
from analysis.source import read

ARTICLES = Path(__file__).parent / "articles"
WRONG = (
    "<h1>Drones</h1><p>The drone market was valued at USD 2 billion in 2024 and is projected to reach USD 30 billion "
    "by 2032, growing at a CAGR of 28.5% from 2024 to 2032.</p>"
)


def test_the_columns_are_those_of_the_datasets() -> None:
    audit = analysis.audit(WRONG)
    assert tuple(audit.figures.columns) == (*DATASETS["figures"].columns, "sentence", "start", "end")
    assert tuple(audit.findings.columns) == DATASETS["findings"].columns
    assert tuple(audit.finding_figures.columns) == DATASETS["finding_figures"].columns
    assert tuple(audit.facts.columns) == FACTS
    assert (audit.applied["error"] == "").all()


def test_a_rate_that_cannot_be_is_found_with_its_repair() -> None:
    findings = analysis.audit(WRONG).findings
    finding = findings[findings["check"] == "growth.cagr"].iloc[0]
    assert (finding["verdict"], finding["severity"]) == ("inconsistent", "contradiction")
    assert finding["implied_low"] < 40.29 < finding["implied_high"]  # (30 / 2) ** (1 / 8) - 1
    assert "40.3" in finding["repair"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("<p>Die Quote lag bei 25,3%. Der Bestand belief sich auf 51.300.</p>", [25.3, 51_300]),
        ("<p>La tasa es del 7,1%.</p><table><tr><th>Zona</th><th>Parados</th></tr><tr><td>A</td><td>4.568</td></tr>"
         "<tr><td>B</td><td>958.000</td></tr></table>", [7.1, 4_568, 958_000]),
        ("<p>Participaram 1.204.500 pessoas: 31% (3.504) no sul.</p>", [1_204_500, 31, 3_504]),
        ("<p>The firm has 120 people: 60 in sales, 20 in service and 40 in research.</p>", [120, 60, 20, 40]),
        ("<p>Le nombre est passé de 50 à 54 millions, soit une hausse de 8 %.</p>", [50e6, 54e6, 8]),
        ("<p>The rate was 25.3%. The ratio came to 51.300 after 1,200 runs.</p>", [25.3, 51.3, 1200]),
    ],
)  # fmt: skip
def test_the_figures_of_a_page(text: str, values: list[float]) -> None:
    assert sorted(analysis.audit(text).figures["low"]) == sorted(values)


def test_the_same_rate_is_fine_where_it_fits() -> None:
    findings = analysis.audit(WRONG.replace("28.5%", "40.3%")).findings
    assert list(findings["severity"]) == ["ok"]


def test_what_was_looked_at_is_counted_and_what_is_left_has_a_reason() -> None:
    ((family, cases, decided, error),) = analysis.audit("Fees rose 8% to $54, from $50.").applied.to_numpy().tolist()
    assert (family, error) == ("growth", "")
    assert cases >= decided > 0
    alone = analysis.audit("The market grows at a CAGR of 9%.").unchecked
    why = "no sizes are stated at the ends of its span, and nothing repeats it"
    assert alone.to_numpy().tolist() == [["text/statement-1/1", "growth_rate", why]]


def test_an_error_of_a_finders_own_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise ZeroDivisionError("of nothing")

    monkeypatch.setattr(relations, "_finders", lambda *_: {"growth": failing})
    audit = analysis.audit(WRONG)
    assert audit.applied.to_numpy().tolist() == [["growth", 0, 0, "ZeroDivisionError: of nothing"]]
    assert audit.findings.empty


PIECES = [
    "# Pay in 2024\n", "\n- ", "\n1. ", "\n\n", "| a | b | c |\n|---|---|---|\n", "| Total | 5 | 7% |\n",
    "| x | 3 |\n", "**Median**: $5,200", "The market was $2 billion in 2023.", " It grew 5%", " to $3 billion",
    ", up from ", "of which 40%", " a year", " respectively", "Total", "20", ", ", ". ", "<td colspan=9>7%",
    "<h2>Q3 2024", "NaN", "0",
]  # fmt: skip


BROKE = "||13.27USD/hour|15.9|5\n||27600USD/y|33050|0"  # found by 1,200 mutated pages: a yearly pay of zero


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example(BROKE)
@settings(max_examples=40, deadline=None)
def test_whatever_is_put_together_no_finder_fails(text: str) -> None:
    try:
        audit = analysis.audit(f"{text}\n")
    except analysis.InputError:
        return
    assert set(audit.applied["error"]) <= {""}
    assert audit.findings["finding_id"].is_unique


@given(
    low=st.decimals(min_value="0.5", max_value=90, places=1),
    years=st.integers(2, 12),
    rate=st.floats(0.02, 0.9),
    wording=st.sampled_from(
        [
            "The drone market was valued at USD {a} billion in {y} and is projected to reach USD {b} billion by {z}, "
            "exhibiting a CAGR of {r}% during the forecast period ({y}–{z}).",
            "The drone market is expected to grow from ${a} billion in {y} to ${b} billion by {z}, at a CAGR of {r}%.",
            "The drone market, worth ${a} bn in {y}, will hit ${b} bn by {z}, growing {r}% per year.",
            "Drone sales are seen rising to ${b} billion by {z} from ${a} billion in {y}, implying a {r}% CAGR.",
        ]
    ),
)
@settings(max_examples=40, deadline=None)
def test_a_forecast_made_from_its_own_rate_is_never_blamed(low: object, years: int, rate: float, wording: str) -> None:
    start = float(str(low))
    end = start * (1 + rate) ** years
    text = wording.format(a=low, b=f"{end:.1f}", y=2022, z=2022 + years, r=f"{rate * 100:.1f}")
    findings = analysis.audit(f"<p>{text}</p>").findings
    assert "growth.cagr" in set(findings["check"])
    assert "inconsistent" not in set(findings["verdict"]), text


@pytest.mark.parametrize(
    "path", sorted(ARTICLES.glob("*.*t*")) + sorted(ARTICLES.glob("*.[mx]*")), ids=lambda p: p.name
)
def test_sound_articles_are_not_accused(path: Path) -> None:
    audit = analysis.audit(path)
    blamed = audit.findings[audit.findings["verdict"] == "inconsistent"]
    assert list(blamed["explanation"]) == []


def test_a_path_bytes_and_text_say_the_same(tmp_path: Path) -> None:
    file = tmp_path / "drones.html"
    file.write_text(WRONG, encoding="utf-8")
    audits = [analysis.audit(source) for source in (file, str(file), WRONG.encode(), WRONG)]
    assert [list(audit.findings["explanation"]) for audit in audits] == [list(audits[0].findings["explanation"])] * 4


def test_a_feed_is_audited_article_by_article() -> None:
    audit = analysis.audit(ARTICLES / "newsletter.xml")
    assert len(audit.titles) == 2
    assert set(audit.figures["article"]) == {article.slug for article in read(ARTICLES / "newsletter.xml")}


@pytest.mark.parametrize("source", ["", "https://example.org/article", Path("missing.html"), b"%PDF-1.7"])
def test_what_cannot_be_read_says_so_in_a_line(source: str | bytes | Path) -> None:
    with pytest.raises(InputError) as caught:
        analysis.audit(source)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("how", "units"),
    [
        ({}, ["USD/year", "kr/year", "USD/hour", "USD/year"]),
        ({"currency": "AUD"}, ["AUD/year", "kr/year", "USD/hour", "AUD/year"]),
        ({"country": "NO"}, ["USD/year", "NOK/year", "USD/hour", "USD/year"]),
    ],
)
def test_a_shared_sign_is_read_as_meant(how: dict[str, str], units: list[str]) -> None:
    table = "<table><tr><th>Role</th><th>Salary ($)</th></tr><tr><td>Analyst</td><td>50,000</td></tr></table>"
    text = "<p>They earn $90,000 per year.</p><p>They earn kr 450,000 per year.</p><p>They earn US$ 5 per hour.</p>"
    figures = analysis.audit(f"{text}{table}", **how).figures
    found = (
        figures[figures["block_kind"] == "statement"]["unit"].tolist()
        + figures[figures["block_kind"] == "table"]["unit"].tolist()
    )
    assert found == units


def test_text_fits_eighty_columns_and_comes_gravest_first() -> None:
    text = repr(analysis.audit(WRONG))
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "Cannot both be true" in text
    assert "no relation" in repr(analysis.audit("<p>Nothing to see.</p>"))
    assert "1 article, 1 figure;" in repr(analysis.audit("<p>Pay rose by 9%.</p>"))
