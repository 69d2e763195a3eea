"""A finding as people read it: plain words, its figures with their place, the likeliest repair first.

Every rendering (terminal, `findings.md`, the report's rows, the page of an audit) is a template over one `View`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

import pandas as pd

from analysis.grouping import gathered
from analysis.report.words import between, count, printed, term, visible

#: A row of a dataset as a dictionary, None where missing.
Record = dict[str, Any]
#: What became of a relation, gravest first, and what that means: its severity, or that it could not be decided.
OUTCOMES = {
    "contradiction": "cannot both be true",
    "mislabel": "true under another label",
    "definition": "depends on something unstated",
    "undetermined": "could not be decided",
    "rounding": "true only thanks to rounding",
    "ok": "holds",
}
#: Families that compare by order, not by a number: both sides may be any ranges.
IN_WORDS = ("claims.", "order.")
_CLAIM = re.compile(r"Claimed: (?P<claim>.+?)\. ")
_CALLED = re.compile(r".+? is called the [^;]+(?=; )")
_CLAIM_SIDES = re.compile(r"(?P<told>Claimed: .+?\. The figures [^:]+): .+\|")
_BREAKS = re.compile(r" \(which would break [^)]*\)")
#: What does not agree, in one line, where the roles of the figures do not tell.
_SAID = {
    "currencies.header": "{who}: {stated} under a header of another currency",
    "order.bands": "{who}: two bands hold one number",
    "order.mean_in_range": "{who}: the {middle} {stated} lies outside its range",
    "order.seniority": "{who}: {stated} is less than a lower level earns",
    "parts.fastest": "{who}: {stated} is called the fastest, and the whole grows faster",
    "periods.phase_share": "{who}: {stated} of the project is not what its weeks allow",
    "repeats.label": "{who}: {stated} stands elsewhere for another level",
}
#: The same by the roles of the figures.
_HEADINGS = (
    ("rate start end", "{rate} does not lead from {start} to {end}"),
    ("percent start end", "{percent} is not the change from {start} to {end}"),
    ("points start end", "{points} is not the change from {start} to {end}"),
    ("amount start end", "{amount} is not the difference of {start} and {end}"),
    ("multiple start end", "{end} is not {multiple} {start}"),
    ("percent part rest", "{part} is not {percent} of the whole"),
    ("percent part whole", "{part} is not {percent} of {whole}"),
    ("total parts", "{who}: {total} is not what its parts make"),
    ("mean values", "{who}: {mean} is not the mean of its values"),
    ("difference larger smaller", "{difference} is not {larger} less {smaller}"),
    ("ratio numerator denominator", "{ratio} is not {numerator} by {denominator}"),
    ("longer shorter", "{who}: {shorter} does not come to {longer}"),
    ("again first", "{who}: {again}, or {first}?"),
    ("lower upper", "{who}: {lower} is more than {upper}"),
    ("parts", "{who}: the shares do not make 100%"),
)
_WHY = re.compile(r"(?P<sum>.+[.!?]) \((?P<why>.+)\)", re.DOTALL)
#: Characters of a sentence that are quoted to say where a figure stands.
_QUOTED = 76


@dataclass(frozen=True)
class FigureView:
    """A figure of a finding: `part` is what it is in the relation, `label` its row and column or year, in words.

    `block` says in words what it stands in: the sentence, or the table by its title; `link` leads there, if anywhere.
    """

    key: str
    article: str
    quote: str
    label: str
    block: str
    section: str
    link: str
    part: str = ""
    row: Record = field(default_factory=dict, repr=False, compare=False)

    @property
    def printed(self) -> str:
        """As printed; a bare number with the unit and scale its header or title gave it."""
        return visible(printed(self.row))


@dataclass(frozen=True)
class FindingView:
    """One relation judged: `outcome` is a key of `OUTCOMES`, `figures` have the one judged first."""

    key: str
    check: str
    verdict: str
    outcome: str
    subject: str
    articles: tuple[str, ...]
    figures: tuple[FigureView, ...]
    heading: str
    sum: str
    repairs: tuple[str, ...]
    why: str
    implied: str
    row: Record = field(default_factory=dict, repr=False, compare=False)

    @property
    def meaning(self) -> str:
        """What became of it, in words."""
        return OUTCOMES[self.outcome]

    @property
    def family(self) -> str:
        """The kind of relation, in words: `percent_points.difference` → Percent points."""
        return term(self.check.split(".")[0])

    @property
    def relation(self) -> str:
        """The relation in words: `growth.cagr` → Growth: CAGR; `shares.part` → Shares: part."""
        family, _, relation = self.check.partition(".")
        return f"{term(family)}: {_uncapital(term(relation))}" if relation else term(family)

    @property
    def stated(self) -> str:
        """The figure judged."""
        return self.figures[0].printed

    @property
    def against(self) -> str:
        """What the figure is held against: the same stated elsewhere, or what others imply."""
        return "elsewhere" if self.check.startswith("repeats.") and len(self.figures) > 1 else "implied"

    @property
    def places(self) -> list[tuple[str, list[FigureView]]]:
        """What its figures stand in, in words, each with the figures there, as far as words tell places apart."""
        places: dict[tuple[str, str], list[FigureView]] = {}
        for _, same in groupby(self.figures, key=_standing):
            figures = list(same)
            places.setdefault((figures[0].article, figures[0].block), []).extend(figures)
        return [(block, figures) for (_, block), figures in places.items()]

    @property
    def where(self) -> str:
        """Its figures as printed, each with its label, and what they stand in."""
        return "; ".join(f"{'; '.join(map(_labelled, figures))} in {block}" for block, figures in self.places)

    @property
    def distance(self) -> float:
        """How far stated and implied lie apart, as a share of the larger one; 0 where no number is implied."""
        sides = [self.row[key] for key in ("stated_low", "stated_high", "implied_low", "implied_high")]
        in_words = self.check.startswith(IN_WORDS)
        if in_words or self.verdict != "inconsistent" or None in sides or any(map(math.isinf, sides)):
            return 0.0
        low, high, implied_low, implied_high = map(float, sides)
        apart = max(implied_low - high, low - implied_high)
        if apart < 0:  # ranges that overlap: end against end
            apart = max(abs(low - implied_low), abs(high - implied_high))
        return apart / max(map(abs, (low, high, implied_low, implied_high, 1e-9)))


@dataclass(frozen=True)
class View:
    """What was read and what became of it: figures by key in reading order, findings gravest first.

    `unchecked` gives the reason for each figure that was compared with nothing.
    """

    titles: Mapping[str, str]
    figures: dict[str, FigureView]
    findings: list[FindingView]
    unchecked: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def groups(self) -> dict[str, list[FindingView]]:
        """The findings by what became of them, gravest first; only outcomes there are."""
        every = {each: [finding for finding in self.findings if finding.outcome == each] for each in OUTCOMES}
        return {outcome: found for outcome, found in every.items() if found}

    @cached_property
    def of_figure(self) -> dict[str, list[FindingView]]:
        """The findings each figure is part of, gravest first."""
        once = ((dict.fromkeys(figure.key for figure in finding.figures), finding) for finding in self.findings)
        return gathered((key, finding) for keys, finding in once for key in keys)

    @property
    def failing(self) -> list[FindingView]:
        """The findings whose figures do not fit together."""
        return [finding for finding in self.findings if finding.verdict == "inconsistent"]

    @property
    def size(self) -> str:
        """How many articles and figures were read."""
        return f"{count(len(self.titles), 'article')}, {count(len(self.figures), 'figure')}"

    @property
    def compared(self) -> str:
        """How many figures were compared with others."""
        return f"{len(self.of_figure):,} of {count(len(self.figures), 'figure')}"

    @property
    def summary(self) -> str:
        """How many relations were checked and what became of them, in a line."""
        if not self.findings:
            return "no relation among the figures could be checked"
        told = (outcome_count(outcome, len(found)) for outcome, found in self.groups.items())
        return f"{count(len(self.findings), 'relation')} checked: {', '.join(told)}"

    @property
    def left_out(self) -> dict[str, list[FigureView]]:
        """The figures compared with nothing, by the reason."""
        reasons: dict[str, list[FigureView]] = {}
        for key, figure in self.figures.items():
            if key not in self.of_figure:
                reason = self.unchecked.get(key) or "nothing in the text binds it to another figure"
                reasons.setdefault(reason, []).append(figure)
        return dict(sorted(reasons.items(), key=lambda pair: -len(pair[1])))


def view(
    figures: pd.DataFrame,
    findings: pd.DataFrame,
    members: pd.DataFrame,
    *,
    titles: Mapping[str, str],
    link: Callable[[Record], str] = lambda figure: "",
    unchecked: pd.DataFrame | None = None,
) -> View:
    """Make ready for reading what the datasets `figures`, `findings` and `finding_figures` (`members`) hold.

    `titles` are those of the articles, by slug; `link` gives an address for a figure; `unchecked` (figure_id, reason)
    says why a figure was compared with nothing.
    """
    numbered = _several_tables(figures)
    by_key = {row["figure_id"]: _figure(row, link(row), numbered, titles) for row in records(figures)}
    columns = (members[name].astype(str) for name in ("finding_id", "figure_id", "part"))
    parts = gathered((finding_id, (key, part)) for finding_id, key, part in zip(*columns, strict=True))
    seen = [_finding(row, dict(parts.get(row["finding_id"], [])), by_key) for row in records(findings)]
    rank = list(OUTCOMES).index
    seen.sort(key=lambda each: (rank(each.outcome), each.check.startswith("claims."), -each.distance))
    reasons = {} if unchecked is None else dict(zip(unchecked["figure_id"], unchecked["reason"], strict=True))
    return View({slug: visible(title) for slug, title in titles.items()}, by_key, seen, reasons)


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows as plain Python values, None where missing."""
    names = [str(name) for name in frame]
    columns = (zip(frame[name].tolist(), frame[name].notna().tolist(), strict=True) for name in frame)
    plain = ([value if known else None for value, known in column] for column in columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*plain, strict=True)]


def outcomes(findings: pd.DataFrame) -> pd.Series:
    """What became of each relation, one of `OUTCOMES`: what fails and what is open may share a severity."""
    return findings["severity"].astype("str").where(findings["verdict"] != "undetermined", "undetermined")


def outcome_count(outcome: str, number: int) -> str:
    """An outcome counted: 3 cannot both be true; 1 holds; 12 hold."""
    return f"{number:,} " + {("ok", True): "hold", ("definition", True): "depend on something unstated"}.get(
        (outcome, number > 1), OUTCOMES[outcome]
    )


def _several_tables(figures: pd.DataFrame) -> set[tuple[str, str]]:
    """Articles with several tables, or several charts: there a number tells which."""
    places = figures[["article", "block_kind", "block_index"]].drop_duplicates()
    sizes = places.groupby(["article", "block_kind"]).size()
    return set(sizes[sizes > 1].index)


def _figure(row: Record, link: str, numbered: set[tuple[str, str]], titles: Mapping[str, str]) -> FigureView:
    section = visible(row["section"] or "").rstrip(" :")
    in_prose = row["block_kind"] == "statement"
    columns = ("subject",) if in_prose else ("row_label", "column_label")
    label = ", ".join(dict.fromkeys(visible(row[name]) for name in columns if row[name]))
    named = "" if section in titles.values() and len(titles) == 1 else section
    return FigureView(
        key=row["figure_id"],
        article=row["article"],
        quote=visible(row["quote"]),
        label=label,
        block=_sentence(row, named)
        if in_prose
        else _table(row, named, (row["article"], row["block_kind"]) in numbered),
        section=section,
        link=link,
        row=row,
    )


def _table(row: Record, section: str, numbered: bool) -> str:
    """The table a figure stands in: by its number where there are several, and its title or section."""
    name = f"{row['block_kind']} {row['block_index']}" if numbered else f"the {row['block_kind']}"
    title = visible(row.get("title") or "").rstrip(" :") or section
    return f"{name}, “{title}”" if title else name


def _sentence(row: Record, section: str) -> str:
    """The words around a figure, where they are known; else the section it stands in."""
    text, quote = visible(row.get("cell") or ""), visible(row["quote"])
    if text == quote or quote not in text:
        return f"“{section}”" if section else "the text"
    if len(text) <= _QUOTED:
        return f"“{text}”"
    at = text.index(quote)
    start = max(0, min(at - (_QUOTED - len(quote)) // 2, len(text) - _QUOTED))
    start = text.rfind(" ", 0, start + 1) + 1 if start else 0
    end = text.rfind(" ", start, start + _QUOTED) if start + _QUOTED < len(text) else len(text)
    end = max(end, at + len(quote))
    return f"“{'… ' * bool(start)}{text[start:end]}{' …' * (end < len(text))}”"


def _standing(figure: FigureView) -> tuple[object, ...]:
    """The same for figures of one sentence, and for those of one table."""
    row = figure.row
    return row["article"], row["block_kind"], row["block_index"], row["block_kind"] == "statement" and row.get("cell")


def _labelled(figure: FigureView) -> str:
    in_a_cell = figure.label and figure.row["block_kind"] != "statement"
    return f"{figure.printed} ({figure.label})" if in_a_cell else figure.printed


def _finding(row: Record, parts: Mapping[str, str], figures: Mapping[str, FigureView]) -> FindingView:
    members = tuple(replace(figures[key], part=parts.get(key, "")) for key in row["figure_ids"].split())
    again = row["check"].startswith("repeats.") and len(members) > 1
    return FindingView(
        key=row["finding_id"],
        check=row["check"],
        verdict=row["verdict"],
        outcome="undetermined" if row["verdict"] == "undetermined" else row["severity"],
        subject=visible(row["subject"] or "") or term(row["measure"] or "figure"),
        articles=tuple(dict.fromkeys(figure.article for figure in members)),
        figures=members,
        heading=_heading(row, members),
        sum=_sum(row),
        repairs=tuple(_repairs(row["repair"] or "")),
        why=_why(row),
        implied=members[1].printed if again else _implied(row),
        row=row,
    )


def _sum(row: Record) -> str:
    """The arithmetic; of a claim in words what it claims, for its figures stand beside it."""
    text = _capital(visible(row["explanation"]))
    claim, bound = _CLAIM_SIDES.match(text), _WHY.fullmatch(text)
    return f"{claim['told']}." if claim else bound["sum"] if bound else text


def _why(row: Record) -> str:
    """Why the figures of a finding belong together, as its explanation ends."""
    bound = _WHY.fullmatch(visible(row["explanation"]))
    return bound["why"] if bound else ""


def _repairs(text: str) -> Iterator[str]:
    """The ways to make a relation hold, likeliest first; those that break another relation say so in words."""
    for each in re.split(r"; (?:or|else) ", visible(text)):
        if each:
            yield _BREAKS.sub(" (but then another relation fails)", each)


def _heading(row: Record, members: Sequence[FigureView]) -> str:
    """What does not agree, in one line."""
    by_part: dict[str, FigureView] = {}
    for figure in members:
        by_part.setdefault(figure.part, figure)
    first = next(iter(by_part.values()))
    who = visible(row["subject"] or "") or term(row["measure"] or "figure")
    if row["verdict"] != "inconsistent":
        return who
    if claim := _CLAIM.match(row["explanation"]):
        return f"“{claim['claim']}”: the figures deny it"
    if called := _CALLED.match(row["explanation"]):
        return f"{visible(called[0])}, and is not"
    if row["check"] == "order.statistics":
        return f"{who}: {_falling(members)}"
    slots = {part: _dated(figure) for part, figure in by_part.items()}
    by_roles = (text for roles, text in _HEADINGS if set(roles.split()) <= by_part.keys())
    found = _SAID.get(row["check"]) or next(by_roles, "{who}: {stated} does not fit")
    middle = "median" if row["explanation"].startswith("The median") else "mean"
    heading = found.format(**slots, who=who, stated=first.printed, middle=middle)
    return heading[:1].upper() + heading[1:]


def _falling(members: Sequence[FigureView]) -> str:
    """The first of figures in their order that is more than the next, each with what tells it from the other."""
    pairs = ((a, b) for a, b in pairwise(members) if (a.row["low"] or 0) > (b.row["low"] or 0))
    pair = next(pairs, (members[0], members[-1]))
    told = next((key for key in ("column_label", "row_label") if pair[0].row[key] != pair[1].row[key]), "subject")
    lower, upper = (f"{visible(figure.row[told] or '')} {figure.printed}".strip() for figure in pair)
    return f"{lower} is more than {upper}"


def _dated(figure: FigureView) -> str:
    dated = figure.row["year"] and figure.row["unit"] not in ("percent", "percentage_point", "multiple")
    return f"{figure.printed} ({figure.row['year']})" if dated else figure.printed


def _implied(row: Record) -> str:
    """What the other figures imply, to four significant digits; '' where the sum gives no number."""
    low, high = row["implied_low"], row["implied_high"]
    if row["check"].startswith(IN_WORDS) or None in (low, high) or not row["unit"]:
        return ""
    return between(low, high, row["unit"], digits=4)


def _uncapital(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
