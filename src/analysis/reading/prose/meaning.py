"""What a figure of prose is said of, whether it is a level, a share, a change or a rate, and its basis."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis import words
from analysis.reading.labels import says
from analysis.reading.measure import KINDS
from analysis.reading.model import Kind
from analysis.reading.period import basis_in
from analysis.reading.prose.measure import ADDS, measure_in
from analysis.reading.prose.mention import Mention
from analysis.reading.prose.phrase import is_telling

__all__ = ["understand"]

#: What joins a count to the next one of the same thing: `12,400 vacancies in 2023 and 14,260 in 2024`.
_JOINS = re.compile(r"\s*(?:\(?(?:in|during) (?:19|20)\d\d\)?)?,?\s*(?:and|became|then|and then|to)\s*", re.I)
#: "by $21 million, or 8%", "down $13 million and 220 basis points", "fell 5% in May and 3% in June".
_GOES_ON = re.compile(r"[\s,§(]*(?:for\s+)?(?:or|and|,)\s*(?:by\s+)?")
_DATED = re.compile(r"\W*(?:in|during)\W+(?:19|20)\d\d")
_AT_RATE = re.compile(r"\bat (?:an? )?(?:\w+ )?(?:(?:rate|pace) of )?(?:(?:about|around|\w+ly) )?$")
_ANNUAL_GROWTH = re.compile(r"\bannual growth\b", re.I)
_RESPECTIVELY = r"[^.;]{0,60}{clauses respectively}"
_NAMES = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
#: A verb of change right before an amount; `a rise of`; a word that compares right behind it, or says less.
_MOVED = r"{change rise|fall}\s+(?:by|of)?\W*$"
_RISE_OF = r"{measures movement}\s+of\s*$"
_COMPARED = r"\s*(?:\w+\s+)?{measures compared}"
_LESS = r"\s*(?:\([^()]*\)\s*)?(?:[\w-]+\s+){0,2}?{measures less}"
#: What leads from one figure to the next.
_LED = r"(?:{phrases than}|\b(?i:from|to|with))\s+(?i:(?:about|nearly|over)\s+)?\d"
_COUNTS = ("count", "job", "employee")
_NEAR = 45  # characters up to which a verb of change still speaks of the figure


def understand(mentions: Sequence[Mention]) -> None:
    """Fill in subject, measure, kind and basis of the figures of one sentence, in place."""
    previous: Mention | None = None
    for mention in mentions:
        _say_of_what(mention, previous, mentions[0])
        mention.measure = measure_in(mention)
        if mention.measure == "job_count" and mention.quantity.unit == "count":
            mention.quantity = mention.quantity._replace(unit="job")
        if previous:
            _continue(mention, previous)
        mention.kind = _kind(mention)
        if mention.kind in ("change", "rate"):
            mention.basis = (mention.like.basis if mention.like else "") or _basis(mention)
            if mention.basis == "cagr" and mention.is_percent:
                mention.kind = "rate"
            _sign(mention)
        previous = mention
    _distribute(mentions)


def _say_of_what(mention: Mention, previous: Mention | None, leader: Mention) -> None:
    """Subject, name beside it, and the population of a share with what is said of it."""
    sentence = mention.sentence
    mention.name = sentence.name(mention.at, mention.end)
    mention.subject = sentence.subject(mention.at, mention.name)
    siblings = not leader.name and leader.subject == mention.subject and _is_proper(mention.name, mention.subject)
    if leader is not mention and siblings:
        mention.subject, mention.name = mention.name, ""  # "Acme leads with 30%, then Bolt at 20%"
    if not mention.subject and sentence.plain[: mention.at].rstrip().endswith("("):
        mention.subject, mention.name = mention.name, ""
    runs_on = previous if previous and not mention.name and sentence.runs_on(previous.end, mention.at) else None
    labelled = not mention.before.strip() and any(map(is_telling, mention.labels))  # "Cargo: 293,007 tonnes"
    unsaid = not (mention.subject or mention.name or runs_on or labelled)
    if unsaid and mention.quantity.unit in _COUNTS:
        noun = mention.quantity.noun
        mention.subject = sentence.counted(mention.end - len(noun) * mention.quantity.text.endswith(noun))
    if runs_on and not mention.subject:
        mention.subject = runs_on.subject
    if mention.is_percent:
        worded = not re.search(r"\d", mention.quantity.text)
        mention.population = sentence.population(mention.end, fraction=worded)
        mention.predicate = sentence.predicate(mention.end) if mention.population else ""
    if not mention.population:
        mention.subject = sentence.moved(mention.end) or mention.subject


def _is_proper(*names: str) -> bool:
    return all(name[:1].isupper() and len(name.split()) <= 2 for name in names)


def _kind(mention: Mention) -> Kind:
    quantity = mention.quantity
    if quantity.low is not None and quantity.high is not None and quantity.low == -quantity.high != 0:
        return "code"  # "±0.4 percent" says how sure a figure is; it is none to compare
    if mention.measure in ("growth_rate", "pay_change"):
        return "change"
    if mention.is_percent or mention.measure in KINDS:
        return KINDS.get(mention.measure, "share")
    found = words.regex(_MOVED).search(mention.before[-60:])
    level = found and re.search(r"\b(?:to|at|from)\W*$", found.group())
    by = re.match(r"(?:up|by|down)\b", quantity.text) or ADDS.search(mention.before)
    rise = words.regex(_RISE_OF).search(mention.before) or words.regex(_COMPARED).match(mention.after)
    return "change" if (found and not level) or by or rise else "level"


def _basis(mention: Mention) -> str:
    """The basis by the words nearest the change: behind it, before it, in its label."""
    label = " ".join(mention.labels)
    near = f"{label} § {mention.near}"
    if says("bases", "cagr", near):
        return "cagr"
    own = basis_in(mention.after[:70]) or basis_in(mention.before[-50:]) or basis_in(label)
    if own == "yoy" and _ANNUAL_GROWTH.search(near) and not basis_in(_ANNUAL_GROWTH.sub(" ", near)):
        return "cagr"  # said of no one year
    if own:
        return own
    at_rate = _AT_RATE.search(mention.before) and says("measures", "market|sold", mention.sentence.text)
    return "cagr" if says("bases", "yearly", near) or (at_rate and mention.is_percent) else ""


def _sign(mention: Mention) -> None:
    """A fall is a negative rate, whichever way it is printed."""
    quantity, before = mention.quantity, mention.before
    found = list(words.find("change", before, "rise", "fall"))[-1:]
    fell = any(hit.word.cls == "fall" and len(before) - hit.end < _NEAR for hit in found)
    falls = fell or bool(words.regex(_LESS).match(mention.after))
    mention.direction = "lower" if falls else "higher"
    is_rate = mention.measure == "growth_rate" and not quantity.signed and (quantity.low is None or quantity.low >= 0)
    if falls and is_rate:
        low, high = (None if end is None else -end for end in (quantity.high, quantity.low))
        mention.quantity = quantity._replace(
            low=low, high=high, open_low=quantity.open_high, open_high=quantity.open_low
        )


def _continue(mention: Mention, previous: Mention) -> None:
    """`7.5% and 11%` measure one thing; a bare count led from or to another counts what that one counts."""
    joined = re.fullmatch(r"\s*(?:,|and|or|, and|to)\s*", mention.before)
    alike = mention.quantity.unit == previous.quantity.unit and not mention.population
    to_level = mention.before.strip() == "to" and previous.quantity.signed  # "occupancy: +0.7% to 73.6%"
    if joined and alike and not to_level:
        mention.measure, mention.subject, mention.like = previous.measure, previous.subject, previous
        return
    changed = previous.kind in ("change", "rate") and mention.is_percent and not mention.population
    if changed and _GOES_ON.fullmatch(mention.sentence.plain, previous.end, mention.at):
        mention.measure, mention.subject = "growth_rate", previous.subject
    if previous.measure == "growth_rate" and mention.is_percent:
        if re.search(r"\b(?:a further|another)\s*$", mention.before):
            mention.measure, mention.subject = "growth_rate", previous.subject
        if mention.name and not mention.population and mention.sentence.runs_on(previous.end, mention.at):
            mention.measure = "growth_rate"  # "rose 5% in the north (south: 3%)", "5% … compared with 3% for the south"
    led = words.regex(_LED).search(f"{mention.before}{mention.quantity.text}"[-60:])
    if led and mention.is_percent and alike:
        mention.population, mention.predicate = previous.population, previous.predicate
    dated = _DATED.match(mention.after) and _JOINS.fullmatch(mention.before)
    bare = mention.quantity.unit == "count" and not mention.quantity.noun
    if (led or dated) and bare and previous.quantity.unit in _COUNTS:
        mention.quantity = mention.quantity._replace(unit=previous.quantity.unit)
        mention.measure, mention.subject = previous.measure, previous.subject


def _distribute(mentions: Sequence[Mention]) -> None:
    """`Japan and Canada … 7.5% and 11%, respectively`: the first is the first's, the second the second's."""
    for mention in mentions:
        if not words.regex(_RESPECTIVELY).match(mention.after) or mention.like is None:
            continue
        chain = [mention]
        while chain[0].like is not None:
            chain.insert(0, chain[0].like)
        named = _NAMES.split(re.sub(r"\([^()]*\)", "", chain[0].subject))
        if len(named) == len(chain):
            for one, name in zip(chain, named, strict=True):
                one.subject, one.name = name.strip(), ""
