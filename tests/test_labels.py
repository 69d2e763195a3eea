"""Labels: what an unseen article may print, and the term it stands for."""

import pytest

from analysis.curation.knowledge import Knowledge, read_knowledge
from analysis.reading.labels import Labels, component, level, slug, statistic
from analysis.reading.occupation import role_phrase
from analysis.reading.place import country, region


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Senior AI Auditors", "AI Auditor"),
        ("Entry-Level Annotator", "Annotator"),
        ("Manager of Artificial Intelligence", "Manager of Artificial Intelligence"),
        ("Director of Internal Audit", "Director of Internal Audit"),
        ("Data Scientist / ML Engineer", "Data Scientist"),
        ("How much do data annotators earn?", "data annotator"),
        ("Career as an AI Operations Manager: An In-Depth Report", "AI Operations Manager"),
        ("In 2025 software engineers earn", "software engineer"),
        ("Registered nurses in Ohio", "Registered nurse"),
        ("Junior Front-End Developer (Berlin)", "Front-End Developer"),
        ("Chief Audit Executive", "Chief Audit Executive"),
        ("Base Salary", ""),
        ("Number of orders per year", ""),
    ],
)
def test_an_occupation_is_found_in_its_phrase(text: str, phrase: str) -> None:
    assert role_phrase(text) == phrase


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Entry-Level (0–2 yrs)", "entry"),
        ("Junior developer", "entry"),
        ("Mid-Level", "mid"),
        ("Senior (6–10 yrs)", "senior"),
        ("Lead Data Annotator", "senior"),
        ("VP of Operations", "executive"),
        ("Executive / Top 10%", "executive"),
        ("Data Analyst", ""),
        ("International growth", ""),
    ],
)
def test_seniority_is_read_and_never_guessed(text: str, term: str) -> None:
    assert level(text) == term


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("United States", "US"),
        ("the U.S. market", "US"),
        ("Give us more", ""),
        ("Middle East (e.g., UAE)", ""),
        ("Indonesia (Jakarta)", "ID"),
        ("San Mateo, CA", "US"),
        ("UK", "GB"),
        ("New Mexico", ""),
        ("Germany:", "DE"),
    ],
)
def test_countries_are_names_and_capital_short_forms(text: str, code: str) -> None:
    assert country(text) == code


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Asia Pacific", "asia-pacific"),
        ("Europe & APAC", "asia-pacific"),
        ("Western Europe", "western-europe"),
        ("Southeast Asia", "southeast-asia"),
        ("Global Total", "global"),
        ("Middle East (e.g., UAE)", "middle-east"),
        ("Sales", ""),
    ],
)
def test_regions(text: str, term: str) -> None:
    assert region(text) == term


def test_statistics_and_components_of_pay() -> None:
    assert [statistic(text) for text in ("25th Percentile", "Top 10%", "Median pay", "Average Salary", "Salary")] == [
        "p25", "p90", "median", "mean", "",
    ]  # fmt: skip
    assert [component(text) for text in ("Base Salary", "Performance Bonus (15%)", "Total Annual Package", "Pay")] == [
        "base", "bonus", "total", "",
    ]  # fmt: skip


def test_a_location_is_a_city_with_its_state_or_stands_behind_its_country() -> None:
    labels = Labels()
    assert labels.place("San Francisco, CA").location == "San Francisco, CA"
    assert labels.place("Indonesia (Jakarta)").location == "Jakarta"
    assert labels.place("Germany").location == ""


def test_the_words_before_market_name_it() -> None:
    labels = Labels()
    assert labels.market("Table: Global Data Annotation Market Forecast") == "data-annotation"
    assert labels.market("The U.S. electric vehicle battery market size") == "electric-vehicle-battery"
    assert labels.market("Job market trends") == ""


def test_the_articles_own_role_may_be_shortened_to_its_last_word() -> None:
    assert Labels().role("Standard Annotators", subject="data-annotator") == ("data-annotator", "Annotator")
    assert Labels().role("Analyst", subject="data-annotator") == ("analyst", "Analyst")


def test_the_vocabulary_goes_first() -> None:
    vocabulary = Knowledge().vocabulary.copy()
    vocabulary.loc[0] = ["role", "CIA", "certified-internal-auditor"]
    labels = Labels(Knowledge(vocabulary=vocabulary))
    assert labels.role("CIA")[0] == "certified-internal-auditor"
    assert labels.role("Senior CIA (>10 years)")[0] == "certified-internal-auditor"
    assert Labels().role("CIA") == ("", "")


def test_a_curated_file_without_a_column_is_named(tmp_path) -> None:
    (tmp_path / "vocabulary.csv").write_text("kind,label\nrole,CIA\n")
    with pytest.raises(ValueError, match=r"vocabulary\.csv: lacks the column term"):
        read_knowledge(tmp_path)


def test_slug() -> None:
    assert slug("AI Risk & Audit — 2025") == "ai-risk-and-audit-2025"
