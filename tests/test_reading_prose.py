"""What figures of prose are of, when, of which pay: rows of `reading/*.csv` and whole pages of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import audit
from analysis.reading import Figure, read_article
from analysis.reading.entity import apart, entity_of
from analysis.reading.place import led_place, place_in
from analysis.source import read

ROWS = Path(__file__).parent / "reading"


def rows(name: str) -> list[dict[str, str]]:
    found = pd.read_csv(ROWS / f"{name}.csv", dtype="str", keep_default_na=False)
    return [{str(key): str(value) for key, value in row.items()} for row in found.to_dict("records")]


def figures(text: str, published: str = "") -> list[Figure]:
    body = text if text.startswith("<") else f"<p>{text}</p>"
    page = f'<html><head><meta name="date" content="{published}"></head><body>{body}</body></html>'
    return read_article(read(page if published else body)[0]).figures


@pytest.mark.parametrize("row", rows("entities"), ids=lambda row: f"{row['one']} / {row['other']}")
def test_two_noun_phrases_name_one_thing_or_not(row: dict[str, str]) -> None:
    one, other = entity_of(row["one"], row["one_name"]), entity_of(row["other"], row["other_name"])
    alike = set(one.head.split()) == set(other.head.split())
    assert ("same" if alike else "different", "yes" if apart(one, other) else "") == (row["heads"], row["apart"])
    assert apart(one, other) == apart(other, one)


@pytest.mark.parametrize("row", rows("dated"), ids=lambda row: row["text"][:60])
def test_each_figure_has_its_period_and_base(row: dict[str, str]) -> None:
    told = []
    for figure in figures(row["text"], row["published"]):
        base = f" on {figure.base}" if figure.base else ""
        told.append(f"{figure.quote}: {figure.period or ''}{base}")
    assert " | ".join(told) == row["figures"]


@pytest.mark.parametrize("row", rows("keys"), ids=lambda row: row["text"][:60])
def test_what_each_figure_is_of(row: dict[str, str]) -> None:
    """Unit, measure and what else is told of a figure; others of the text, and what is told besides, are no matter."""
    facts = audit(row["text"].replace("\\n", "\n")).facts.astype(object).fillna("")
    found = [(fact["quote"], [fact["unit"], fact["measure"]], fact) for fact in facts.to_dict("records")]
    for told in row["figures"].split(" | "):
        quote, _, keys = told.partition(": ")
        unit, measure, *named = keys.split("; ")
        wanted = {name: value for name, _, value in (one.partition("=") for one in named)}
        read = [
            {name: f"{fact[name]:g}" if isinstance(fact[name], float) else str(fact[name]) for name in wanted}
            for text, kind, fact in found
            if text == quote and kind == [unit, measure]
        ]
        assert wanted in read, (quote, read or found)


@pytest.mark.parametrize(
    ("text", "country", "location"),
    [
        ("Nurses in Atlanta, Georgia", "US", "Atlanta"),
        ("Georgia and Armenia", "", ""),
        ("Nurses in Georgia, as across the United States", "US", "Georgia"),
        ("Texas, Ohio and Georgia", "US", "Texas"),
        ("Tilers in Halifax, Nova Scotia", "CA", "Halifax"),
        ("Gehälter in Deutschland", "DE", ""),
    ],
)
def test_places_below_a_country(text: str, country: str, location: str) -> None:
    place = place_in(text)
    assert (place.country, place.location) == (country, location)


def test_a_name_behind_in_is_a_place_unless_it_is_a_time() -> None:
    assert [led_place(text) for text in ("Plumbers in Nashville", "in May", "in Q3", "À Rennes, la moyenne")] == [
        "Nashville", "", "", "Rennes",
    ]  # fmt: skip


PAGES = [json.loads(line) for line in (ROWS / "pages.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_pages_labelled_before_they_were_first_read(page: dict[str, Any]) -> None:
    found = [figure for article in read(page["text"]) for figure in read_article(article).figures]
    wrong = {}
    for quote, want in page["figures"].items():
        alike = (each for each in found if each.quote in quote or quote in each.quote)
        figure = next((each for each in found if each.quote == quote), None) or next(alike, None)
        if (got := _read(figure, want)) != want:
            wrong[quote] = got
    assert wrong == {}


def _read(figure: Figure | None, want: dict[str, Any]) -> dict[str, Any]:
    """What was read of a figure, as far as the page's labels ask."""
    if figure is None:
        return {}
    places, about = (figure.key("location"), figure.key("country")), want.get("about", "")
    told = {
        "unit": figure.unit, "low": _size(figure.low), "high": _size(figure.high), "role": figure.key("role"),
        "level": figure.key("level"), "year": figure.period.end.year if figure.period else None,
        "place": want.get("place") if want.get("place") in places else places,
        "about": about if about.lower() in figure.subject.lower() else figure.subject,
    }  # fmt: skip
    return {key: value for key, value in told.items() if key in want}


def _size(bound: float | None) -> float | None:
    return None if bound is None else abs(bound)
