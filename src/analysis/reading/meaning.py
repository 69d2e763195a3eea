"""What a figure of prose states: its measure, whether it is a level, a share, a change or a rate, and its basis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from analysis import words
from analysis.reading.column import basis_in
from analysis.reading.labels import says
from analysis.reading.mention import Mention
from analysis.reading.model import Kind
from analysis.reading.occupation import role_phrase
from analysis.units import DAYS

__all__ = ["understand"]

_PLAIN = {"job": "job_count", "employee": "firm_size", "score": "score", "multiple": "ratio"}
_KINDS: dict[str, Kind] = {"score": "score", "duration": "duration", "experience": "duration", "ratio": "multiple"}
_SHARES = ("allocation", "demand", "adoption", "usage")
_OF_PAY = re.compile(
    r"\s*of (?:the |their |your )?(?:base |annual |first year's |yearly )*(?:salary|pay|compensation)\b", re.I
)
_LEVEL = re.compile(
    r"\b(?:from|(?<!up )to|(?:st[oa]o?nds?|was|were|is|are|lay|lies|remained) at)\s+"
    r"(?:(?:about|nearly|over|around|almost|less|more|than)\s+){0,2}[\d.,]*\d?\D{0,12}$",
    re.I,
)
#: What joins a count to the next one of the same thing: `12,400 vacancies in 2023 and 14,260 in 2024`.
_JOINS = re.compile(r"\s*(?:\(?(?:in|during) (?:19|20)\d\d\)?)?,?\s*(?:and|became|then|and then|to)\s*", re.I)
_PAID = re.compile(r"salar|wage|compensation|bonus|\bpay\b|gehalt|package", re.I)
_BESIDE = 14
_NEAR = 45  # characters up to which a verb of change still speaks of the figure


def understand(mentions: Sequence[Mention]) -> None:
    """Fill in measure, kind, subject and basis of the figures of one sentence, in place."""
    previous: Mention | None = None
    for mention in mentions:
        sentence = mention.sentence
        mention.name = sentence.name(mention.at, mention.end)
        mention.subject = sentence.subject(mention.at, mention.name)
        leader = mentions[0] if mention is not mentions[0] else None
        if (
            leader
            and not leader.name
            and leader.subject == mention.subject
            and _is_proper(mention.name, mention.subject)
        ):
            mention.subject, mention.name = mention.name, ""  # "Acme leads with 30%, then Bolt at 20%": siblings
        if mention.name and not mention.subject and sentence.plain[: mention.at].rstrip().endswith("("):
            mention.subject, mention.name = mention.name, ""
        runs_on = previous is not None and not mention.name and sentence.runs_on(previous.end, mention.at)
        if not (mention.subject or mention.name or runs_on) and mention.quantity.unit in ("count", "job", "employee"):
            noun = mention.quantity.noun
            at = mention.end - len(noun) if noun and mention.quantity.text.endswith(noun) else mention.end
            mention.subject = sentence.counted(at)
        if previous and runs_on and not mention.subject:
            mention.subject = previous.subject
        worded = not re.search(r"\d", mention.quantity.text)
        mention.population = sentence.population(mention.end, fraction=worded) if mention.is_percent else ""
        mention.predicate = sentence.predicate(mention.end) if mention.population else ""
        if moved := sentence.moved(mention.end):
            mention.subject = moved if not mention.population else mention.subject
        mention.measure = _measure(mention)
        if previous:
            _continue(mention, previous)
        mention.kind = "code" if _is_margin(mention) else _kind(mention)
        if mention.kind in ("change", "rate"):
            mention.basis = (mention.like.basis if mention.like else "") or _basis(mention)
            if mention.basis == "cagr" and mention.is_percent:
                mention.kind = "rate"
            _sign(mention)
        previous = mention
    _distribute(mentions)


def _is_proper(*names: str) -> bool:
    return all(name[:1].isupper() and len(name.split()) <= 2 for name in names)


def _is_margin(mention: Mention) -> bool:
    """`±0.4 percent` says how sure a figure is; it is none to compare."""
    quantity = mention.quantity
    return quantity.low is not None and quantity.high is not None and quantity.low == -quantity.high != 0


def _measure(mention: Mention) -> str:
    unit = mention.quantity.unit
    if mention.is_percent:
        return _percentage(mention)
    if unit in DAYS:
        near = " ".join((*mention.labels[:1], mention.near))
        ranked = says("senses", "experience", near) or bool(words.pattern("seniority").search(near))
        beside = ranked or re.search(r"\bwith\s*$", mention.before)
        return "experience" if unit in {"year", "month"} and beside else "duration"
    if unit in _PLAIN:
        return _PLAIN[unit]
    if unit == "count":
        return _counted(mention)
    return _money(mention)


def _counted(mention: Mention) -> str:
    """A bare count is one of jobs where its noun, its label or its subject says so; its unit follows."""
    told = mention.quantity.noun or next((label for label in mention.labels if label), "") or mention.subject
    if says("senses", "jobs", told) and not says("senses", "not jobs", told):
        mention.quantity = replace(mention.quantity, unit="job")
        return "job_count"
    return "count"


def _percentage(mention: Mention) -> str:
    label = mention.labels[0] if mention.labels else ""
    before, after = mention.before, mention.after
    if says("bases", "cagr", f"{label} § {mention.near}"):
        return "growth_rate"
    if mention.population and says("parts", "share", before):
        return "share"
    if _OF_PAY.match(after):
        return "share"
    compared = _follows("compared").match(after)
    moves = compared or _follows("movement").match(after)
    premium = says("senses", "premium", before[-30:])
    of_pay = next((says("senses", "pay", text) for text in (mention.near, mention.sentence.text, *mention.around[:2])
                   if says("senses", "pay", text) or says("senses", "market", text)), False)  # fmt: skip
    if of_pay and (compared or premium or _follows("premium").match(after) or says("senses", "premium", label)):
        return "pay_change"
    if moves or re.match(r"\s*(?:up|down)\b(?! to\b)", after):
        return "growth_rate"
    if _LEVEL.search(f"{before}{mention.quantity.text}"[:-1]) and not re.search(
        r"\bgrowth|\brates? of (?:growth|increase|change)|\bincrease|\bchange|\binflation",
        f"{label} {mention.subject}",
        re.I,
    ):
        return _share_measure(mention)
    moves_near = (found for found in words.find("change", before, "rise", "fall") if not _is_particle(found, before))
    closest = max((found.end for found in moves_near), default=-1)
    if closest >= 0 and len(before) - closest < _NEAR and not mention.population:
        return "growth_rate"
    if says("senses", "movement", label) or re.search(r"\bchange\b", label, re.I):
        return "growth_rate"
    return _share_measure(mention)


@cache
def _follows(cls: str) -> re.Pattern[str]:
    """Up to three words, then one of the class: "11% year-on-year increase"."""
    return re.compile(rf"^\s*(?:[\w-]+\s+){{0,3}}?(?:{words.pattern('senses', cls).pattern})", re.I)


def _is_particle(found: words.Found, before: str) -> bool:
    """`put up in Asia, 15%`: `up` and `down` say a change only beside their figure."""
    return found.text.lower() in ("up", "down", "higher", "lower") and len(before) - found.end > _BESIDE


def _share_measure(mention: Mention) -> str:
    texts = (mention.sentence.text, *mention.labels, *mention.around[:2])
    return next(filter(None, map(_share_of_what, texts)), "share")


@lru_cache(maxsize=4096)
def _share_of_what(text: str) -> str:
    asked = words.pattern("senses", "asker").search(text)
    if asked and words.pattern("senses", "asks").search(text, asked.end()):
        return "demand"
    return next((cls for cls in _SHARES if says("senses", cls, text)), "")


def _money(mention: Mention) -> str:
    quantity, label = mention.quantity, " § ".join(mention.labels)
    sentence = mention.sentence.text
    adds = re.search(
        r"\badd(?:s|ing)?\s+(?:another|an extra|an additional|up to|about|roughly|\s)*$", mention.before, re.I
    )
    if adds and any(says("senses", "pay", text) for text in (sentence, *mention.around[:3])):
        return "pay_change"
    if says("senses", "premium", label) or (quantity.signed and says("senses", "pay", sentence)):
        return "pay_change"
    big = quantity.scale >= 1_000_000
    if says("senses", "cost", mention.subject) and not says("senses", "market", mention.subject):
        return "amount"
    if "/" in quantity.unit and not says("senses", "market", f"{label} § {mention.near}"):
        return "salary"
    for text in (label, mention.near, sentence, *mention.around):
        pay = words.pattern("senses", "pay").search(text)
        market = words.pattern("senses", "market").search(text)
        if market and (big or text not in mention.around) and not (pay and (not big or pay.start() < market.start())):
            return "market_size"
        if text not in mention.around and not pay and says("senses", "cost", text):
            return "amount"
        if pay and big and not _PAID.search(text):
            return "amount"
        if pay and not (big and text in mention.around):
            return "salary"
        if text == label and not big and role_phrase(label):
            return "salary"
    return "market_size" if quantity.scale >= 1_000_000_000 else "amount"


def _kind(mention: Mention) -> Kind:
    if mention.measure == "growth_rate":
        return "change"
    if mention.measure == "pay_change":
        return "change"
    if mention.measure in _KINDS:
        return _KINDS[mention.measure]
    if mention.is_percent:
        return "share"
    moved, compared = _by_so_much()
    found = moved.search(mention.before[-60:])
    by = re.match(r"(?:up|by|down)\b", mention.quantity.text) or _OF_SO_MUCH.search(mention.before)
    level = found and re.search(r"\b(?:to|at|from)\W*$", found.group())
    return "change" if (found and not level) or by or compared.match(mention.after) else "level"


_OF_SO_MUCH = re.compile(r"\b(?:rise|fall|increase|decrease|decline|drop|growth)\s+of\s*$")


@cache
def _by_so_much() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A verb of change right before an amount; a word that compares right behind it."""
    verbs = words.pattern("change", "rise", "fall").pattern
    compared = words.pattern("senses", "compared").pattern
    return re.compile(rf"(?:{verbs})\s+(?:by|of)?\W*$"), re.compile(rf"\s*(?:\w+\s+)?(?:{compared})")


def _basis(mention: Mention) -> str:
    """The basis by the words nearest the change: behind it, before it, in its label."""
    label = " ".join(mention.labels)
    near = f"{label} § {mention.near}"
    if says("bases", "cagr", near):
        return "cagr"
    own = basis_in(mention.after[:70]) or basis_in(mention.before[-50:]) or basis_in(label)
    if (
        own == "yoy"
        and re.search(r"\bannual growth\b", near, re.I)
        and not basis_in(re.sub(r"(?i)annual growth", " ", near))
    ):
        return "cagr"  # said of no one year
    if own:
        return own
    if says("bases", "yearly", near):
        return "cagr"
    at_rate = re.search(
        r"\bat (?:an? )?(?:\w+ )?(?:(?:rate|pace) of )?(?:(?:about|approximately|around|roughly|nearly) )?$",
        mention.before,
    )
    return "cagr" if at_rate and mention.is_percent and says("senses", "market", mention.sentence.text) else ""


def _sign(mention: Mention) -> None:
    """A fall is a negative rate, whichever way it is printed."""
    quantity, before = mention.quantity, mention.before
    ends = {
        cls: max((found.end for found in words.find("change", before, cls)), default=-1) for cls in ("rise", "fall")
    }
    after = re.match(
        r"\s*(?:\([^()]*\)\s*)?(?:[\w-]+\s+){0,2}?(?:decline|drop|decrease|fall|reduction|fewer|less|lower|below)\b",
        mention.after,
        re.I,
    )
    falls = bool(after) or (ends["fall"] > ends["rise"] and len(before) - ends["fall"] < _NEAR)
    mention.direction = "lower" if falls else "higher"
    if (
        not falls
        or mention.measure != "growth_rate"
        or quantity.signed
        or (quantity.low is not None and quantity.low < 0)
    ):
        return
    low, high = quantity.high, quantity.low
    mention.quantity = replace(
        quantity, low=None if low is None else -low, high=None if high is None else -high,
        open_low=quantity.open_high, open_high=quantity.open_low,
    )  # fmt: skip


def _continue(mention: Mention, previous: Mention) -> None:
    """`7.5% and 11%` measure one thing; a bare count led from or to another counts what that one counts."""
    joined = re.fullmatch(r"\s*(?:,|and|or|, and|to)\s*", mention.before)
    if joined and mention.quantity.unit == previous.quantity.unit and not mention.population:
        mention.measure, mention.subject, mention.like = previous.measure, previous.subject, previous
        return
    if (
        previous.measure == "growth_rate"
        and re.search(r"\b(?:a further|another)\s*$", mention.before)
        and mention.is_percent
    ):
        mention.measure, mention.subject = "growth_rate", previous.subject
    named = mention.name and mention.is_percent and previous.is_percent and not mention.population
    if named and previous.measure == "growth_rate" and mention.sentence.runs_on(previous.end, mention.at):
        mention.measure = "growth_rate"  # "rose 5% in the north (south: 3%)", "5% … compared with 3% for the south"
    lead = f"{mention.before}{mention.quantity.text}"[-60:]
    led = re.search(r"\b(?:from|to|against|versus|vs\.?|than|with)\s+(?:about\s+|nearly\s+|over\s+)?\d", lead)
    dated = re.match(r"\W*(?:in|during)\W+(?:19|20)\d\d", mention.after) and _JOINS.fullmatch(mention.before)
    if led and mention.is_percent and mention.quantity.unit == previous.quantity.unit and not mention.population:
        mention.population, mention.predicate = previous.population, previous.predicate
    counted = previous.measure in {"job_count", "count", "firm_size"}
    if (led or dated) and mention.quantity.unit == "count" and not mention.quantity.noun and counted:
        mention.quantity = replace(mention.quantity, unit=previous.quantity.unit)
        mention.measure, mention.subject = previous.measure, previous.subject


def _distribute(mentions: Sequence[Mention]) -> None:
    """`Japan and Canada … 7.5% and 11%, respectively`: the first is the first's, the second the second's."""
    for mention in mentions:
        if not re.match(r"[^.;]{0,60}\brespectively\b", mention.after) or mention.like is None:
            continue
        chain = [mention]
        while chain[0].like is not None:
            chain.insert(0, chain[0].like)
        bare = re.sub(r"\([^()]*\)", "", chain[0].subject)
        named = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", bare)
        if len(named) == len(chain):
            for one, name in zip(chain, named, strict=True):
                one.subject, one.name = name.strip(), ""
