"""Figures read in prose, by grammar alone."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose_score import summary

from analysis.quantity import parse
from analysis.reading import ledger, read_article
from analysis.reading.market import market_phrases
from analysis.reading.prose.phrase import Sentence, is_telling, without_dateline
from analysis.source import Article, Block, read

ARTICLES = Path(__file__).parent / "articles"


def facts_of(html: str, published: str = "") -> pd.DataFrame:
    """The facts of a paragraph, or of some HTML; with a date the text comes in a page that has it."""
    body = html if html.startswith("<") else f"<p>{html}</p>"
    page = f'<html><head><meta name="date" content="{published}"></head><body>{body}</body></html>'
    return ledger(read(page if published else body))


# --- sentences -------------------------------------------------------------------------------------------


PHRASES = pd.read_csv(Path(__file__).parent / "reading" / "phrases.csv", dtype="str", keep_default_na=False)


@pytest.mark.parametrize("row", PHRASES.to_dict("records"), ids=lambda row: f"{row['figure']} {row['text'][:40]}")
def test_what_a_figure_is_said_of(row: dict[str, str]) -> None:
    text = row["text"]
    spans = tuple((found.start, found.end) for found in parse(text))
    at, end = next(span for span in spans if text[slice(*span)] == row["figure"])
    sentence = Sentence(text, 0, spans, without_dateline(text))
    name = sentence.name(at, end)
    read_as = (sentence.subject(at, name), name, sentence.population(end))
    assert read_as == (row["subject"], row["name"], row["of"])


def test_a_telling_phrase_names_something() -> None:
    assert not is_telling("Average Annual Salary Range")
    assert not is_telling("Market size in 2023 (estimated)")
    assert is_telling("Nurses")
    assert is_telling("Salaries", loosely=True)
    assert not is_telling("it", loosely=True)


@pytest.mark.parametrize(
    ("text", "markets"),
    [
        ("the global edge AI chip market size", ["edge AI chip market"]),
        ("the AI in Audit market and a dynamic sector", ["AI in Audit market"]),
        ("The global market for coffee machines is", ["coffee machines market"]),
        ("the job market; leading market research", []),
        ("Der Markt für KI-Software wuchs", ["KI-Software Markt"]),
    ],
)
def test_markets_by_name(text: str, markets: list[str]) -> None:
    assert list(market_phrases(text)) == markets


# --- forecasts -------------------------------------------------------------------------------------------

FORECASTS = [
    "The {m} market size was valued at USD {a} billion in 2024 and is projected to reach USD {b} billion by 2032, "
    "exhibiting a CAGR of {r}% during the forecast period (2025–2032).",
    "The global {m} market is expected to grow from USD {a} billion in 2024 to USD {b} billion by 2032, at a CAGR of "
    "{r}%.",
    "The {m} market, worth ${a} bn in 2024, will hit ${b} bn by 2032, a compound annual growth rate (CAGR) of {r}% "
    "from 2024 to 2032.",
    "In 2024, the {m} market was worth ${a}bn; by 2032 it will reach ${b}bn, growing at a compound annual growth rate "
    "of {r}% between 2024 and 2032.",
    "The {m} market will climb to US${b} billion by 2032 from US${a} billion in 2024, registering a CAGR of {r}%.",
    "Growing at a CAGR of {r}% from 2024 to 2032, the {m} industry is set to reach $ {b} billion by 2032, up from "
    "${a} billion in 2024.",
]


@pytest.mark.parametrize("wording", FORECASTS)
def test_wordings_of_a_forecast(wording: str) -> None:
    facts = facts_of(wording.format(m="smart dust", a="2.24", b="29.2", r="28.54"))
    sizes, rates = facts[facts["measure"] == "market_size"], facts[facts["measure"] == "growth_rate"]
    assert dict(zip(sizes["year"], sizes["low"], strict=True)) == {2024: 2.24e9, 2032: 29.2e9}
    assert list(rates["low"]) == [28.54]
    assert list(rates["kind"]) == ["cagr"]
    assert rates["end_year"].item() == 2032
    assert rates["start_year"].item() in (2024, 2025)
    assert set(facts["market"]) == {"smart-dust"}
    assert set(facts["scenario"]) == {""}


def test_markets_and_firms_are_kept_apart() -> None:
    facts = facts_of(
        "The drone market in the U.S. reached $5 billion in 2024. "
        "China, the largest buyer, is forecast to reach $9 billion by 2030."
    )
    assert list(facts["region"]) == ["us", "cn"]
    facts = facts_of(
        "Alpha Research puts the drone market at $3.5 billion in 2023; Beta Insights sees $11.7 billion by 2033."
    )
    assert list(facts["scenario"]) == ["alpha-research", "beta-insights"]


def test_a_segment_is_not_its_market() -> None:
    facts = facts_of(
        "The drone market will reach $9 billion by 2030. "
        "Cameras, one of its segments, are projected to reach $2 billion by 2030."
    )
    assert list(facts["market"]) == ["drone", "cameras"]


def test_the_rate_of_three_sizes_runs_between_those_of_its_from_and_to() -> None:
    facts = facts_of(
        "The market for drones was valued at USD 1.4 billion in 2022 and is projected to grow from USD 1.5 billion in "
        "2023 to USD 2.3 billion by 2030, exhibiting a CAGR of 6.0%."
    )
    rate = facts[facts["measure"] == "growth_rate"].iloc[0]
    assert (rate["start_year"], rate["end_year"]) == (2023, 2030)


# --- growth, shares, pay ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rate", "kind", "start", "end"),
    [
        ("Demand for testers grew 12% year over year.", 12, "yoy", None, None),
        ("Job postings increased by 43% compared to 2023.", 43, "total", 2023, None),
        ("Postings rose from 190,000 in 2020 to 410,000 in 2024, up 116%.", 116, "total", 2020, 2024),
        ("Openings fell 5% in 2024.", -5, "yoy", 2023, 2024),
        ("Employment is projected to grow 6% from 2023 to 2033.", 6, "total", 2023, 2033),
        ("A 12% decline in vacancies since 2021 worries teachers.", -12, "total", 2021, None),
        ("Sales are expected to expand at 7.5% over 2024-2030.", 7.5, "cagr", 2024, 2030),
        ("Projected Job Growth: 30–45% increase globally by 2030.", 30, "total", None, 2030),
        ("Spending grows 9% per year.", 9, "cagr", None, None),
    ],
)
def test_growth_sentences(text: str, rate: float, kind: str, start: int | None, end: int | None) -> None:
    facts = facts_of(text)
    row = facts[facts["measure"] == "growth_rate"].iloc[0]
    assert (row["low"], row["kind"]) == (rate, kind)
    assert [None if pd.isna(row[name]) else row[name] for name in ("start_year", "end_year")] == [start, end]


@pytest.mark.parametrize(
    ("text", "measure", "about"),
    [
        ("Asia Pacific accounted for nearly 40% of revenue in 2023.", "share", "Asia Pacific"),
        ("72% of enterprises are using agents.", "adoption", "enterprises"),
        ("Data preparation can consume 60-80% of project time.", "allocation", "Data preparation"),
        ("Roughly a third of employers ask for SQL.", "demand", "employers"),
        ("Pay there is 20–30% lower than in London.", "pay_change", "Pay"),
        ("A cloud certificate brings a 15% pay premium.", "pay_change", "cloud certificate"),
        ("Testers earn an annual bonus of 12% of base salary.", "share", "Testers"),
    ],
)
def test_percentages(text: str, measure: str, about: str) -> None:
    row = facts_of(text).iloc[0]
    assert row["measure"] == measure
    assert about in f"{row['subject']} | {row['column_label']}"


@pytest.mark.parametrize(
    ("html", "unit", "basis"),
    [
        ("They earn between $90,000 and $130,000 annually.", "USD/year", "cell"),
        ("The average hourly wage of approximately $25 is paid.", "USD/hour", "cell"),
        ("Average annual salary: ~$12,000", "USD/year", "cell"),
        ("<p>Annual pay:</p><ul><li>Testers: $50,000</li></ul>", "USD/year", "section"),
        ("<h2>Hourly wages</h2><ul><li>Testers: $50</li></ul>", "USD/hour", "section"),
        ("<h2>Pay</h2><ul><li>Testers: $50,000</li></ul>", "USD", ""),
        ("Testers earn $50,000.", "USD", ""),
    ],
)
def test_a_pay_period_is_read_and_never_assumed(html: str, unit: str, basis: str) -> None:
    row = facts_of(html).iloc[0]
    assert (row["measure"], row["unit"], row["period_basis"]) == ("salary", unit, basis)


def test_what_restates_pay_in_parentheses_has_its_period() -> None:
    facts = facts_of("<ul><li>Tester: ₫497M/year (~$19,885 USD)</li></ul>")
    assert list(facts["unit"]) == ["VND/year", "USD/year"]
    assert set(facts["measure"]) == {"salary"}


def test_each_figure_of_a_sentence_has_its_own_subject() -> None:
    facts = facts_of("Entry-level testers make $50k; senior testers make $120k, with principals earning up to $200k.")
    assert list(facts["subject"]) == ["Entry-level testers", "senior testers", "principals"]
    assert list(facts["level"]) == ["entry", "senior", "senior"]


def test_figures_take_what_stands_around_them() -> None:
    facts = facts_of(
        "<h2>Openings by state</h2><ul><li>Texas<ul><li>Open positions: 2,150</li></ul></li></ul>"
        "<h3>Germany</h3><ul><li>Average base salary: €65,000 per year</li></ul><dl><dt>Tuition</dt><dd>$500</dd></dl>"
    )
    assert list(facts["subject"]) == ["Texas", "Germany", "Tuition"]
    assert list(facts["measure"]) == ["job_count", "salary", "amount"]
    assert facts["country"].iloc[1] == "DE"


@pytest.mark.parametrize(
    "text",
    [
        "ISO 27001 and SOC 2 run 24/7.", "On March 14, 2024 at 9:30 it began.", "See Table 3 and www.acme.com/2024/05.",
        "The top 10% and the 25th percentile.", "Three key pillars and five steps.", "Founded in 1999.",
        "Version 2.5 of GPT-4.",
        "Fortune 500 firms like 3D models and 5G.", "1. Read this",
    ],
)  # fmt: skip
def test_numbers_that_state_nothing(text: str) -> None:
    assert facts_of(text).empty


def test_what_a_publisher_says_about_itself_is_no_figure() -> None:
    about = "<h2>About Acme</h2><p>Acme has 500 employees and helps 20% of firms.</p>"
    assert facts_of(f"<h1>Pay of nurses</h1>{about}").empty
    assert len(facts_of("<h1>Pay of nurses</h1><h2>About nurses</h2><p>Nurses earn $50,000 a year.</p>")) == 1


# --- whole articles in other styles ----------------------------------------------------------------------


def read_gold(folder: Path) -> dict[str, pd.DataFrame]:
    gold = pd.read_csv(folder / "figures.csv", dtype="str", keep_default_na=False)
    return dict(iter(gold.groupby("article")))


def compared(path: Path, gold: pd.DataFrame) -> pd.DataFrame:
    """One row a labelled figure: which of its labels the reader has right (absent labels are right)."""
    facts = ledger(read(path))
    waiting = facts[facts["block_kind"] == "statement"].to_dict("records")
    rows = []
    for want in gold.to_dict("records"):
        match = next((row for row in waiting if _numbers(row["quote"]) == _numbers(want["quote"])), None)
        rows.append({"quote": want["quote"], "found": match is not None} | (_right(match, want) if match else {}))
        if match:
            waiting.remove(match)
    return pd.concat([pd.DataFrame(rows), pd.DataFrame({"extra": [row["quote"] for row in waiting]})])


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d.,]*\d|\d", text) or [text.casefold().removeprefix("within ")]


def _right(row: dict[str, object], want: dict[str, str]) -> dict[str, bool]:
    said = _words(" ".join(str(row[name]) for name in ("row_label", "column_label", "subject", "population", "market")))
    wanted = _words(want["subject"])
    years = [name for name in ("year", "start_year", "end_year") if want[name]]
    return {
        "value": all(_equal(row[end], want[end]) for end in ("low", "high")),
        "unit": want["unit"] in ("", row["unit"]),
        "measure": want["measure"] in ("", row["measure"]),
        "when": want["kind"] in ("", row["kind"]) and all(_equal(row[name], want[name]) for name in years),
        "subject": not wanted or len(wanted & said) * 2 >= len(wanted),
    }


def _equal(number: object, text: str) -> bool:
    known = not pd.isna(number)  # type: ignore[call-overload]
    return known == bool(text) and (not text or math.isclose(float(str(number)), float(text), rel_tol=1e-5))


def _words(text: str) -> set[str]:
    return {word[:6].rstrip("s") for word in re.findall(r"[a-zäöü]{3,}", text.casefold())} - {"the", "for"}


FILES = sorted(path for path in ARTICLES.iterdir() if path.suffix not in {".csv", ""})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_articles_in_other_styles(path: Path) -> None:
    result = compared(path, read_gold(ARTICLES)[path.stem])
    assert list(result["extra"].dropna()) == []
    wrong = result[result["quote"].notna()].set_index("quote").drop(columns="extra") == False  # noqa: E712
    assert {quote: list(row[row].index) for quote, row in wrong.iterrows() if row.any()} == {}


def test_articles_the_grammar_was_not_written_on() -> None:
    gold = read_gold(ARTICLES / "held_back")
    paths = [path for path in (ARTICLES / "held_back").iterdir() if path.suffix != ".csv"]
    result = pd.concat([compared(path, gold[path.stem]) for path in paths])
    figures = result[result["quote"].notna()].drop(columns="extra") == True  # noqa: E712
    assert (figures["value"] & figures["unit"]).mean() >= 0.95
    assert figures["subject"].mean() >= 0.8
    assert figures["when"].mean() >= 0.9
    assert result["extra"].count() <= 2


def test_the_score_counts_what_is_right() -> None:
    text = "<p>Testers earn $50,000 a year and analysts earn $70,000 a year.</p>"
    read_alone = ledger(read(text))
    worse = read_alone.assign(low=[1.0, 7e4], unit=["USD/year", "USD/month"], role=["tester", "nurse"])
    table = summary(worse, read_alone).iloc[-1]
    assert list(table[["curated", "found", "right_value", "right_unit", "right_subject", "extra"]]) == [
        2,
        2,
        1,
        1,
        1,
        0,
    ]
    assert summary(read_alone, read_alone.iloc[:1]).iloc[-1]["extra"] == 1


# --- laws ------------------------------------------------------------------------------------------------


def _figures(text: str) -> list[str]:
    block = Block("prose", 1, (), text, "p")
    figures = read_article(Article("a", "Title", "", "", None, (block,))).figures
    assert all(text[figure.quantity.start : figure.quantity.end] == figure.quantity.text for figure in figures)
    return [figure.quantity.text for figure in figures]


PIECES = (
    "5% $3 billion 2024 (2025–2030) USD 7 to from grew fell by in of CAGR market : – , ; . ( ) and the U.S. 12 years"
).split()


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
@settings(deadline=None)
def test_any_text_is_read_and_every_figure_stands_in_it(text: str) -> None:
    _figures(text)


def test_a_share_of_a_market_is_not_the_share_of_the_world() -> None:
    facts = facts_of(
        "The drone market was worth $2 billion in 2023. Cargo drones held a 31% share of the drone market."
    )
    assert list(facts["market"]) == ["drone", "drone"]
    assert list(facts["region"]) == ["global", ""]


@pytest.mark.parametrize(
    ("text", "quote", "measure"),
    [
        ("Sales of tiles increased $21 million, or 8%, to $269 million.", "8%", "growth_rate"),
        ("Interest declined 30% in May and 21% in June.", "21%", "growth_rate"),
        ("Net earnings decreased, as compared with the year before, by 3.6% to $12 million.", "3.6%", "growth_rate"),
        ("Cargo: 293,007 tonnes, -3.2%", "-3.2%", "growth_rate"),
        ("Occupancy: +0.7% to 73.6%", "73.6%", "share"),
        ("Advertising made up 0.7% of output in 2018 and will achieve a CAGR of 4.7%.", "0.7%", "share"),
        ("It stands at 27.7 percent of spending, increasing to a predicted 30.2 percent.", "30.2 percent", "share"),
    ],
)
def test_a_percentage_is_a_share_or_a_change(text: str, quote: str, measure: str) -> None:
    facts = facts_of(text)
    assert list(facts.loc[facts["quote"] == quote, "measure"]) == [measure]
