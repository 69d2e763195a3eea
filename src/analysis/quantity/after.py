"""What stands after a number and belongs to it: scale, currency, unit, pay period, bound, counted noun."""

from __future__ import annotations

from decimal import Decimal

from . import lexicon
from .numberwords import percent
from .terms import Term
from .tokens import Tokens

_ENDS = frozenset(',;:)!?"”’]|')
_NOUN_STOPS = frozenset(
    "the a an in of and to for by with from on at is are was were per or as than that which who while will would "
    "can may has have had this these those its their our your each every but if when where year years compared "
    "across within between over under about since during until through into yet plus versus vs not so only also "
    "alone due including according among".split()
)


def read_after(tokens: Tokens, term: Term) -> None:
    """Take into the term all that adheres after its last token."""
    for _ in range(12):
        index = term.last + 1
        if index >= tokens.size:
            return
        gap = tokens.gap(term.last, index)
        if gap > 3 or not _consume(tokens, term, index, gap):
            break
    if not term.currency and not term.unit and not term.blocked:
        _count_noun(tokens, term)


def _consume(tokens: Tokens, term: Term, index: int, gap: int) -> bool:
    """Take what stands at `index` into the term; False where nothing more adheres."""
    raw = tokens.raws[index]
    if raw in _ENDS:
        return False
    if raw == "+" or tokens.lows[index] == "plus":
        if not _trails(tokens, index, gap):
            return False
        term.over, term.last = True, index
        return True
    if tokens.kinds[index] in ("number", "skip"):
        if gap == 0 and raw[0] != "[":
            term.blocked = term.blocked or "identifier"
        return False
    if raw == "(":
        return _bracket(tokens, term, index)
    if raw in "-‑–" and gap == 0 and index + 1 < tokens.size and not tokens.gap(index, index + 1):
        return _hyphenated(tokens, term, index)
    if raw == "." and gap == 0 and index + 1 < tokens.size and tokens.raws[index + 1] in "-–—":
        term.last = index + 1  # Swiss prices: 120'000.–
        return True
    if _letter(tokens, term, index, gap) or _currency_after(tokens, term, index, gap):
        return True
    if (
        raw == "."
        and gap == 0
        and term.last
        and tokens.lows[term.last] in ("mio", "mrd", "mill", "approx", "tsd", "std", "mt", "yr", "cr")
    ):
        return _skip_dot(tokens, term, index)
    if _phrase(tokens, term, index, gap):
        return True
    if _month_after(tokens, term, index):
        term.blocked = "month"
        return False
    if gap == 0 and tokens.kinds[index] == "word":
        term.blocked = term.blocked or "identifier"
    return False


def _month_after(tokens: Tokens, term: Term, index: int) -> bool:
    """`5 May 2025`, `5. Mai`, `5 de mayo`."""
    if not (term.raw.isdigit() and len(term.raw) <= 2 and term.bare):
        return False
    at = index + 1 if tokens.lows[index] in (".", "de", "of") and index + 1 < tokens.size else index
    if "month" not in lexicon.left().phrases.get(tokens.lows[at], {}):
        return False
    year = at + 1 < tokens.size and len(tokens.raws[at + 1]) == 4 and tokens.raws[at + 1].isdigit()
    return tokens.raws[at][0].isupper() or year or at > index


def _trails(tokens: Tokens, index: int, gap: int) -> bool:
    """Whether a plus belongs to the figure before it (`50+`, `10 plus years`), and does not add something to it."""
    following = index + 1
    if following >= tokens.size:
        return True
    if tokens.raws[index] == "+" and gap == 0:
        return tokens.kinds[following] != "number" or tokens.gap(index, following) > 0
    entries = lexicon.right().phrases.get(tokens.lows[following], {})
    return tokens.raws[following] in ").,;|/" or (tokens.raws[index] != "+" and "time" in entries)


def _skip_dot(tokens: Tokens, term: Term, index: int) -> bool:
    """The dot of `Mio.` belongs to the term where something more follows that does."""
    before = term.last
    term.last = index
    following = index + 1
    if following < tokens.size and tokens.gap(index, following) <= 1 and _consume(tokens, term, following, 1):
        return True
    term.last = before
    return False


def _bracket(tokens: Tokens, term: Term, index: int) -> bool:
    """`(approx.)`, `(estimated)`, `(annual)`, `(per year)` right after a figure."""
    closing = next((k for k in range(index + 1, min(index + 6, tokens.size)) if tokens.raws[k] == ")"), 0)
    if not closing:
        return False
    inside = closing - 1
    table = lexicon.right()
    entries = table.phrases.get(tokens.phrase(index + 1, inside), {}) if inside > index else {}
    if "roughly" in entries:
        term.approximate, term.last = True, closing
        return True
    code = lexicon.exact_currencies().get(tokens.raws[index + 1], "") if closing == index + 2 else ""
    if (
        code.isupper()
        and not term.unit
        and term.currency in ("", code, *(k for k, v in lexicon.shared().items() if code in v))
    ):
        term.currency, term.last = code, closing
        return True
    found = _period_at(tokens, index + 1)
    if term.currency and not term.period and found and found[1] == closing - 1:
        term.period, term.last = found[0], closing
        return True
    return False


def _hyphenated(tokens: Tokens, term: Term, index: int) -> bool:
    """`10-year`, `20-fold`, `25-percent`; any other word makes it an adjective, no figure (3-bedroom)."""
    following = index + 1
    if tokens.kinds[following] != "word":
        return False
    entries, width = _longest_after(tokens, following)
    kind = next(
        (k for k in ("time", "percent", "multiple", "scale") if k in entries and len(tokens.lows[following]) > 1), ""
    )
    if not kind or term.unit or (term.currency and kind != "scale"):
        if not term.currency and not term.unit:
            term.blocked = term.blocked or "identifier"
        return False
    term.last, term.hyphen = following + width - 1, True
    if kind == "scale":
        term.scale = Decimal(entries[kind].value)
    else:
        term.unit = entries[kind].value
    return True


def _letter(tokens: Tokens, term: Term, index: int, gap: int) -> bool:
    raw = tokens.raws[index]
    scale = lexicon.letters().get(raw)
    if scale is None or term.scale is not None or term.unit or gap > 1 or tokens.kinds[index] != "word":
        return False
    following = tokens.raws[index + 1] if index + 1 < tokens.size and not tokens.gap(index, index + 1) > 1 else ""
    money = bool(term.currency) or following in lexicon.exact_currencies()
    counted = gap == 0 and "counted" in lexicon.right().phrases.get(following.lower(), {})
    if raw in ("m", "T", "b", "tr", "L", "G") and not money and not counted and not (raw == "L" and gap == 0):
        return False
    if gap and not money and raw not in ("K", "M", "B"):
        return False
    if not money and raw in "KkG" and term.raw in ("2", "4", "8") and gap == 0:
        return False  # 4K video
    term.scale, term.last = Decimal(1000) if raw == "T" and following == "€" else scale, index
    return True


def _currency_after(tokens: Tokens, term: Term, index: int, gap: int) -> bool:
    raw = tokens.raws[index]
    if gap > 1 or (term.unit and term.unit not in ("", "count")):
        return False
    code, last = lexicon.exact_currencies().get(raw), index
    if index + 1 < tokens.size and not tokens.gap(index, index + 1) and tokens.raws[index + 1] == ".":
        dotted = lexicon.exact_currencies().get(raw + ".")
        if dotted:
            code, last = dotted, index + 1
    if code and (
        raw == "R" or (code in lexicon.RISKY and sum(c.isdigit() for c in term.raw) < 4 and term.scale is None)
    ):
        return False
    if code is None:
        entries, width = _longest_after(tokens, index)
        if "currency" not in entries:
            return False
        code, last = entries["currency"].value, index + width - 1
        term.language = term.language or _euro_language(tokens.lows[index])
    elif not raw[0].isalpha() and _starts_next(tokens, index, gap):
        return False
    if term.currency and not (term.currency in lexicon.shared() or term.currency == code):
        return False
    if not (term.currency and code in lexicon.shared()):
        term.currency = code
    term.last = last
    return True


def _euro_language(word: str) -> str:
    return "de" if word in ("franken", "kronen") else ""


def _starts_next(tokens: Tokens, index: int, gap: int) -> bool:
    """Whether the sign at `index` rather belongs to the number after it (`10 $20`)."""
    following = index + 1
    return (
        gap > 0 and following < tokens.size and tokens.kinds[following] == "number" and not tokens.gap(index, following)
    )


def _longest_after(tokens: Tokens, index: int) -> tuple[dict[str, lexicon.Entry], int]:
    known = tokens.after.get(index)
    if known is not None:
        return known
    table = lexicon.right()
    found: tuple[dict[str, lexicon.Entry], int] = {}, 0
    for width in range(min(table.longest.get(tokens.lows[index], 0), tokens.size - index), 0, -1):
        entries = table.phrases.get(tokens.phrase(index, index + width - 1))
        if entries:
            found = entries, width
            break
    tokens.after[index] = found
    return found


def _phrase(tokens: Tokens, term: Term, index: int, gap: int) -> bool:
    entries, width = _longest_after(tokens, index)
    last = index + width - 1
    for kind, entry in entries.items():
        if kind == "scale" and term.scale is None and not term.unit:
            if len(tokens.lows[index]) <= 3 and tokens.lows[index] == "mil" and gap == 0:
                continue
            term.scale = Decimal(entry.value)
        elif kind == "lpa" and term.scale is None and not term.unit and term.currency in ("", "INR", "rupee"):
            term.scale, term.currency, term.period = Decimal(entry.value), "INR", "year"
        elif kind == "cent" and not term.unit and term.scale is None and term.currency in ("", "$"):
            term.scale, term.currency = Decimal(entry.value), "EUR" if entry.language else "$"
        elif kind in ("percent", "multiple") and not term.unit and not term.currency:
            if entry.value == "multiple" and last + 1 < tokens.size and tokens.kinds[last + 1] == "number":
                continue  # 2 x 4
            term.unit = entry.value
        elif kind == "score" and not term.unit and not term.currency and _score(tokens, term, last):
            return True
        elif kind == "period" and not term.period and (term.currency or entry.value not in ("hour",) or width > 1):
            if not term.currency and tokens.lows[index] in ("pm", "p.m.", "pa", "ph", "pw"):
                continue
            following = tokens.lows[last + 1] if last + 1 < tokens.size else ""
            if tokens.lows[index] == "im" and len(following) == 4 and following.isdigit():
                return False  # a date: "im Jahr 2023"
            term.period = entry.value
        elif (
            kind == "time"
            and not term.unit
            and not term.currency
            and (gap or len(tokens.lows[index]) > 1 or tokens.lows[index] in "hy")
        ):
            if gap and len(tokens.lows[index]) == 1:
                continue
            term.unit = entry.value
        elif kind == "more":
            term.over = True
        elif kind == "less":
            term.under = True
        elif kind == "roughly":
            term.approximate = True
        elif kind == "counted" and not term.unit and not term.currency and gap:
            if entry.value == "count":
                continue
            term.unit = entry.value
            term.noun = tokens.text[tokens.starts[index] : tokens.ends[last]]
        elif kind == "physical" and not term.unit and not term.currency:
            term.blocked = "physical"
            return False
        else:
            continue
        term.last, term.language = last, term.language or entry.language
        return True
    return _period_phrase(tokens, term, index)


def _score(tokens: Tokens, term: Term, last: int) -> bool:
    """`8/10`, `8 out of 10`."""
    following = last + 1
    if following >= tokens.size or tokens.kinds[following] != "number" or term.scale is not None:
        return False
    if tokens.raws[last] != "/" and (whole := _share_of(tokens, term, following)):
        term.words, term.unit, term.last = percent(int(term.raw), whole), "percent", following
        return True
    if tokens.lows[last] == "in":
        return False
    if tokens.raws[last] == "/" and tokens.gap(last, following) != tokens.gap(term.last, last):
        return False
    if tokens.raws[following] in ("5", "10", "20", "100", "5.0", "10.0") and _plain(term.raw) <= float(
        tokens.raws[following]
    ):
        term.unit, term.last = "score", following
        return True
    if tokens.raws[last] == "/" and (part := _fraction(tokens, term, following)):
        term.words, term.unit, term.last = part, "percent", following
        return True
    if tokens.raws[last] == "/":
        term.blocked = "ratio"
        term.last = following
    return False


def _share_of(tokens: Tokens, term: Term, index: int) -> int:
    """The whole of `9 out of 10 firms`, `1 in 4 workers`; 0 where no group of people or things follows."""
    noun = index + 1
    raw = tokens.raws[index]
    if noun >= tokens.size and term.first == 0 and tokens.lows[index - 1] == "in" and raw.isdecimal() and len(raw) < 4:
        return int(raw) if term.raw.isdecimal() and int(term.raw) < int(raw) else 0
    if noun >= tokens.size or not (raw.isdecimal() and term.raw.isdecimal() and len(raw) < 5 and len(term.raw) < 5):
        return 0
    if tokens.lows[index - 1] == "of" and int(raw) > 100:
        return 0  # two counts: "551 out of 674 students"
    low = tokens.lows[noun]
    plural = (
        tokens.kinds[noun] == "word"
        and (low.endswith("s") or low in ("people", "staff"))
        and low not in ("stars", "points", "is", "was", "has", "as")
    )
    if not plural or "time" in lexicon.right().phrases.get(low, {}) or int(term.raw) >= int(raw):
        return 0
    return int(raw)


def _fraction(tokens: Tokens, term: Term, index: int) -> Decimal | None:
    """`3/4 of firms` in percent."""
    part, whole = term.raw, tokens.raws[index]
    of = index + 1 < tokens.size and tokens.lows[index + 1] == "of"
    if of and part.isdecimal() and whole.isdecimal() and len(whole) < 3 and 0 < int(part) < int(whole):
        return percent(int(part), int(whole))
    return None


def _plain(raw: str) -> float:
    try:
        return float(raw.replace(",", "."))
    except ValueError:
        return float("inf")


def _period_phrase(tokens: Tokens, term: Term, index: int) -> bool:
    """A pay period, also behind `gross`, `base salary` and the like."""
    if term.period or not (term.currency or term.scale or not term.unit):
        return False
    at = index
    for _ in range(3):
        entries, width = _longest_after(tokens, at)
        if "gross" not in entries or at + width >= tokens.size:
            break
        at += width
        if tokens.raws[at] in ",(" and at + 1 < tokens.size:
            at += 1
    found = _period_at(tokens, at)
    if found is None or not (term.currency or at == index):
        return False
    term.period, term.last = found
    return True


def _period_at(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """A period at `index` and the index of its last token: `per hour`, `/month`, `annually`, `p.a.`."""
    if index >= tokens.size:
        return None
    entries, width = _longest_after(tokens, index)
    if "period" in entries:
        return entries["period"].value, index + width - 1
    if "per" in entries and index + width < tokens.size:
        following, length = _longest_after(tokens, index + width)
        last = index + width + length - 1
        if "time" in following and not _then(tokens, last + 1):
            return following["time"].value, last
        if "gross" in following:
            return None
    return None


def _then(tokens: Tokens, index: int) -> bool:
    """Whether a time goes on as a date: `40,000 a year ago`, `a year before.`; not `a year before tax`."""
    word = tokens.lows[index] if index < tokens.size else ""
    ends = index + 1 >= tokens.size or tokens.kinds[index + 1] != "word"
    return word in ("ago", "earlier", "later") or (word == "before" and ends)


def _count_noun(tokens: Tokens, term: Term) -> None:
    """The noun counted, up to three adjectives on; the span takes it in only where it stands next."""
    table = lexicon.right()
    index = term.last + 1
    for step in range(5):
        at = index + step
        if at >= tokens.size or tokens.gap(at - 1, at) > 1 or tokens.kinds[at] != "word":
            if at < tokens.size and tokens.raws[at] in "-/&" and step and tokens.gap(at - 1, at) == 0:
                continue
            return
        low = tokens.lows[at]
        entries, width = _longest_after(tokens, at)
        if "counted" in entries:
            term.unit = entries["counted"].value
            term.noun = tokens.text[tokens.starts[at] : tokens.ends[at + width - 1]]
            term.language = term.language or entries["counted"].language
            if step == 0:
                term.last = at + width - 1
            return
        if low in _NOUN_STOPS:
            return
        if (
            step < 3
            and len(low) > 3
            and low.endswith("s")
            and not low.endswith(("ss", "us", "is"))
            and low not in table.phrases
            and not term.noun
        ):
            term.noun = tokens.raws[at]
