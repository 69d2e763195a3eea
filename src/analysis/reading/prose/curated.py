"""The figures of prose that people curated: value from the quote, meaning from the columns of statements.csv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.curation.knowledge import Knowledge
from analysis.errors import InputError
from analysis.quantity import Quantity, parse
from analysis.reading.entity import entity_of
from analysis.reading.labels import Labels
from analysis.reading.measure import KINDS
from analysis.reading.model import Entity, Figure
from analysis.reading.period import Period
from analysis.source import Article, Block

__all__ = ["curated_figures", "is_curated"]

_KEYS = (
    "role", "country", "region", "location", "industry", "population", "market", "scenario", "component", "cause",
    "reference", "topic", "status",
)  # fmt: skip
_OF_PAY = frozenset({"salary", "pay_change"})


def is_curated(article: Article, knowledge: Knowledge) -> bool:
    """Whether the prose of an article has been curated."""
    return not knowledge.statements.empty and bool((knowledge.statements["article"] == article.slug).any())


def curated_figures(article: Article, knowledge: Knowledge) -> list[Figure]:
    """The figures of an article's prose as `statements.csv` has them; InputError where a quote is not one figure."""
    labels = Labels(knowledge)
    subject_role = labels.role(article.title)[0]
    statements = knowledge.statements[knowledge.statements["article"] == article.slug]
    return list(_figures(article, statements.to_dict("records"), labels, subject_role))


def _figures(
    article: Article, rows: Sequence[Mapping[Any, str]], labels: Labels, subject_role: str
) -> Iterator[Figure]:
    seen: dict[str, int] = {}
    for row in rows:
        index = row["block_index"]
        seen[index] = seen.get(index, 0) + 1
        quantity, basis = _quantity(article, row)
        text = row["quote"]
        block = Block(kind="prose", index=int(index), path=(row["section"],), text=text, tag="p")
        figure = Figure(
            f"{article.slug}/statement-{index}/{seen[index]}", article, block,
            quantity, nth=seen[index], row_label=row["subject"], cell=text, start=quantity.start, end=quantity.end,
            measure=row["measure"], kind_of=KINDS.get(row["measure"], "level"), subject=row["subject"],
            statistic=row["statistic"], direction=row["direction"], basis=row["kind"], period_basis=basis,
            curated=True, controlled=True,
        )  # fmt: skip
        _date(figure, row)
        figure.entity = _entity(row)
        figure.keys = {name: row[name] for name in _KEYS if row[name]}
        if row["measure"] in _OF_PAY:
            figure.keys |= {"level": row["level"] or "all", "is_subject": row["role"] == subject_role != ""}
            figure.keys |= _printed(row, labels, subject_role)
        elif row["level"]:
            figure.keys["level"] = row["level"]
        if band := parse(row["experience"]):
            figure.keys |= {"experience_low": band[0].low, "experience_high": band[0].high}
        yield figure


def _quantity(article: Article, row: Mapping[Any, str]) -> tuple[Quantity, str]:
    """The one quantity of a quote, per its pay period, and where that stands."""
    quantities = parse(row["quote"])
    if len(quantities) != 1:
        place = f"statements.csv, {article.slug} block {row['block_index']}"
        raise InputError(place, f"{row['quote']!r} holds {len(quantities)} figures", "quote exactly one figure a row")
    quantity = quantities[0]
    if "/" in quantity.unit:
        return quantity, "cell"
    if row["period"] and row["measure"] in _OF_PAY and quantity.unit != "percent":
        return quantity._replace(unit=f"{quantity.unit}/{row['period']}"), "section"
    return quantity, ""


def _date(figure: Figure, row: Mapping[Any, str]) -> None:
    start, end = (int(row[name]) if row[name] else None for name in ("start_year", "end_year"))
    figure.end_year, figure.span_stated = end, bool(start and end)
    if row["measure"] == "growth_rate":
        figure.start_year = start
    if start:
        first = Period.year(start)
        figure.period = Period.span(first, Period.year(end)) if end and end > start else first
        figure.period_origin = "curated"
    if figure.kind_of == "rate" and start and end:
        figure.base = Period.year(start)


def _printed(row: Mapping[Any, str], labels: Labels, subject_role: str) -> dict[str, object]:
    """The labels that name role and level: in the subject, else in the section's heading."""
    texts = (row["subject"], row["section"])
    role = next((found[1] for text in texts if (found := labels.role(text, subject_role))[0]), "")
    level = next((text for text in texts if labels.level(text)), "")
    return {name: label for name, label in (("role_label", role), ("level_label", level)) if label}


def _entity(row: Mapping[Any, str]) -> Entity:
    """What the columns of the row name: its role or market, else its subject."""
    named = row["role"] or (f"{row['market']} market" if row["market"] else "")
    entity = entity_of(named.replace("-", " ") or row["subject"], "", "curated")
    place = row["country"].lower() or row["region"]
    where = {("region", place)} if place and place != "global" else set()
    return replace(entity, qualifiers=entity.qualifiers | where)
