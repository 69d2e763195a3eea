"""`findings.md`: the findings for those who read on a forge, worst first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.listing import count
from analysis.report.material import Material, Record, Section
from analysis.report.page import MEANINGS, finding_row, headline
from analysis.report.stories import heading
from analysis.report.words import term


def findings_md(material: Material) -> str:
    """What cannot hold in full, what is open in short, and what holds in one table."""
    return "\n".join([*_head(material), *_failing(material), *_open(material), *_holding(material)]) + "\n"


def _head(material: Material) -> Iterator[str]:
    numbers = headline(material)
    read = f"{count(numbers.figures, 'figure')} of {count(numbers.articles, 'article')}"
    yield from ("# Findings", "", f"Every relation among {read}, and whether it holds. Made from the datasets, like")
    yield from ("[the page with the pictures](index.html); not to be edited by hand.", "")
    yield from (
        "| | relations |",
        "|---|---:|",
        f"| checked | {numbers.checked:,} |",
        f"| hold | {numbers.holding:,} |",
    )
    yield f"| hold within rounding | {numbers.rounding:,} |"
    for severity in MEANINGS:
        failing = [each for each in material.gravest_first if _fails(each) and each["severity"] == severity]
        if failing:
            yield f"| do not hold: {MEANINGS[severity]} | {len(failing):,} |"
    yield f"| cannot be decided from what is stated | {numbers.undetermined:,} |"
    yield from ("", "| article | published | figures | relations that do not hold |", "|---|---|---:|---:|")
    failing = [finding for finding in material.gravest_first if _fails(finding)]
    for article in material.articles:
        figures = int((material.figures["article"] == article["slug"]).sum())
        concerned = sum(article["slug"] in finding_row(material, finding)["articles"] for finding in failing)
        link = f"[{_escaped(article['title'])}]({article['path']})"
        yield f"| {link} | {article['published']} | {figures} | {concerned} |"
    yield from ("", f"Data version `{material.package['data_version']}`.")


def _fails(finding: Record) -> bool:
    return bool(finding["verdict"] == "inconsistent")


def _failing(material: Material) -> Iterator[str]:
    for severity, meaning in MEANINGS.items():
        group = [each for each in material.gravest_first if _fails(each) and each["severity"] == severity]
        if group:
            title = meaning[:1].upper() + meaning[1:]
            yield from ("", f"## {title} ({severity}, {len(group)})")
        for finding in group:
            yield from _in_full(material, finding)


def _in_full(material: Material, finding: Record) -> Iterator[str]:
    row = finding_row(material, finding)
    yield from ("", f"### {_escaped(heading(material, finding))}", "", _escaped(row["sum"]), "")
    if row["implied"]:
        yield f"- **Stated** {_escaped(row['stated'])} · **{row['against']}** {_escaped(row['implied'])}"
    if row["repair"]:
        yield f"- **Repair** {_escaped(row['repair'])}"
    yield f"- **Where** {'; '.join(map(_linked, row['where']))}"
    yield f"- **Finding** `{row['id']}`"


def _linked(section: Section) -> str:
    place = section.place
    where = ", ".join(part for part in (place.section, section.blocks) if part)
    return f"[{_escaped(place.title)}]({place.link}), {_escaped(where)}"


def _open(material: Material) -> Iterator[str]:
    group = [each for each in material.gravest_first if each["verdict"] == "undetermined"]
    if group:
        yield from ("", f"## Cannot be decided from what is stated ({len(group)})", "")
    for finding in group:
        row = finding_row(material, finding)
        articles = ", ".join(map(term, row["articles"]))
        yield f"- `{row['check']}` **{_escaped(row['subject'])}** ({articles}): {_escaped(row['sum'])}"


def _holding(material: Material) -> Iterator[str]:
    group = [each for each in material.gravest_first if each["verdict"].startswith("consistent")]
    if not group:
        return
    yield from ("", f"## Hold ({len(group)})", "")
    yield from ("| relation | of | article | stated | the sum |", "|---|---|---|---|---|")
    for finding in group:
        row = finding_row(material, finding)
        rounding = " *Within rounding.*" if row["severity"] == "rounding" else ""
        articles = ", ".join(map(term, row["articles"]))
        cells = (_escaped(row["subject"]), articles, _escaped(row["stated"]), _escaped(row["sum"]) + rounding)
        yield f"| `{row['check']}` | {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Text that Markdown leaves as it is: no emphasis, table cell, strikethrough, link or formula begins in it."""
    return re.sub(r"([\\`*_\[\]<>|~$])", r"\\\1", text)
