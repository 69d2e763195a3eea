"""What holds for every clause: sound relations are never blamed, wrong ones are, whatever the verb and the company."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import words
from analysis.reading import read_articles
from analysis.relations.in_clauses import in_clauses
from analysis.relations.judge import finding, judge
from analysis.source import read

FORMS = list(csv.DictReader((Path(__file__).parent / "cases" / "forms.csv").open(encoding="utf-8", newline="")))
UP = {"rose": "rose", "a_rise": "an increase", "up": "up", "more": "more", "above": "above"}
DOWN = {"rose": "fell", "a_rise": "a decrease", "up": "down", "more": "less", "above": "below"}
forms = st.sampled_from(FORMS)
levels = st.integers(10_000, 99_999).map(lambda number: number / 100)
some = settings(max_examples=40, deadline=None)


def found(text):
    """[(check, verdict, repair)] of the cases of a text's clauses."""
    judged = [judge(case) for reading in read_articles(read(text)) for case in in_clauses(reading)]
    findings = [finding(one, {}) for one in judged if one]
    return [(one.check, one.verdict, one.repair) for one in findings]


def verdicts(text, relation):
    return {verdict.removesuffix("_within_rounding") for check, verdict, _ in found(text) if check == relation}


def told(form, one, other, wrong=0.0):
    """A form with true values printed to the cent, and the figure that tells the relation off by `wrong`."""
    low, high = sorted((one, other))
    start, end = one, other
    slots = {
        "start": f"{start:.2f}", "end": f"{end:.2f}", "percent": f"{abs(end / start - 1) * 100 + 100 * wrong:.1f}",
        "amount": f"{abs(end - start) + start * wrong:.2f}", "part": f"{low:.2f}", "whole": f"{low + high:.2f}",
        "share": f"{low / (low + high) * 100 + 100 * wrong:.1f}", "rest": f"{high * (1 + wrong):.2f}",
    }  # fmt: skip
    return form["text"].format_map(slots | (UP if end > start else DOWN))


@some
@given(forms, levels, levels)
def test_what_is_true_and_printed_is_never_blamed(form, one, other):
    assume(abs(one / other - 1) > 0.02)
    assert verdicts(told(form, one, other), form["relation"]) == {"consistent"}


@some
@given(forms, levels, levels)
def test_what_is_wrong_in_a_clear_form_is_blamed(form, one, other):
    assume(0.02 < abs(one / other - 1) < 3)
    assert verdicts(told(form, one, other, wrong=0.25), form["relation"]) == {"inconsistent"}


VERBS = [form for form in words.forms("change", "rise") if words.lookup("change", form).value == "" and form.isascii()]


@some
@given(st.sampled_from(VERBS), st.sampled_from(["8%", "18%"]))
def test_another_verb_of_its_class_says_the_same(verb, rate):
    verdict = "consistent" if rate == "8%" else "inconsistent"
    assume(words.lookup("change", verb).language == "")
    assert verdicts(f"Sales {verb} {rate} to $54 million, from $50.0 million in 2021.", "growth.change") == {verdict}


@some
@given(forms, levels, levels, st.sampled_from(["The shop opens at dawn.", "Nobody knows why, and few ask."]))
def test_a_sentence_without_figures_changes_nothing(form, one, other, beside):
    text = told(form, one, other)
    assert found(f"{beside} {text} {beside}") == found(text)


@some
@given(forms, levels, levels)
def test_each_repair_makes_it_hold(form, one, other):
    assume(0.05 < abs(one / other - 1) < 3)
    text = told(form, one, other, wrong=0.25)
    for check, verdict, repair in found(text):
        for new, old in (
            re.findall(r"(?:^|; or |else )([^;]+?) instead of ([^;(]+)", repair) if verdict == "inconsistent" else ()
        ):
            old = old.strip()
            if text.count(old) == 1:
                mended = text.replace(old, new.replace("USD ", "$").strip())
                assert "inconsistent" not in verdicts(mended, check), (text, mended)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["text"][:50])
def test_each_form_is_understood(form):
    assert verdicts(told(form, 200.0, 250.0), form["relation"]) == {"consistent"}
    assert verdicts(told(form, 200.0, 250.0, wrong=0.3), form["relation"]) == {"inconsistent"}
    assert verdicts(told(form, 250.0, 200.0), form["relation"]) == {"consistent"}
