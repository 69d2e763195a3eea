"""Sentences: examples as rows, and laws for any text."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.source import read, sentences
from analysis.source.sentences import LONGEST

ROWS = list(csv.DictReader((Path(__file__).parent / "sentences.csv").open(encoding="utf-8", newline="")))


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_examples(row: dict[str, str]) -> None:
    text = row["text"]
    assert [text[start:end] for start, end in sentences(text)] == row["sentences"].split(" ¦ ")


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("Pay\n$5 an hour") == [(0, 3), (4, 14)]


@given(st.text(alphabet=list("aZ1.!? …•\n\t\"'()[]$。")))
def test_every_character_stands_in_one_sentence_in_order(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(text[start] != " " and text[end - 1] != " " and end - start <= LONGEST for start, end in spans)


def test_what_never_ends_is_cut_between_words() -> None:
    text = "word " * 500
    assert all(text[start:end].split() == ["word"] * ((end - start + 1) // 5) for start, end in sentences(text))


def test_a_block_knows_its_sentences() -> None:
    block = read("<p>Sales rose. Costs fell.</p>")[0].blocks[0]
    assert [block.text[start:end] for start, end in block.sentences] == ["Sales rose.", "Costs fell."]
    assert block.sentences is block.sentences
