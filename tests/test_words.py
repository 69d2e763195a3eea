"""The words of the reader: each once, in data files only."""

import ast
import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from analysis import words
from analysis.quantity import lexicon

SRC = Path(words.__file__).parents[1]
#: Packages that keep their words in words/*.csv already; the rest follows as it is redone.
REDONE = ("words", "quantity")
#: Packages without alternations of words in their patterns.
NO_ALTERNATIONS = ("reading", "relations", "source")
MOST = 6
#: Families whose words are looked up whatever their class, so that a word has one class; the classes of the others are
#: questions of their own, asked one at a time: "rank" may be a header's rank and a count.
LOOKED_UP = (*lexicon.FAMILIES, "money", "months", "change", "bases", "totals", "parts", "statistics")
_WORD = r"[^\W\d_]{2,}"
_ALTERNATION = re.compile(rf"(?:{_WORD}[^|\w]*\|[^|\w]*){{{MOST},}}{_WORD}")


def rows(family):
    with (SRC / "words" / f"{family}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("family", words.families())
def test_a_form_stands_in_one_class(family):
    claims = Counter(
        (form, row["language"], "" if family in LOOKED_UP else row["class"])
        for row in rows(family)
        for form in row["forms"].split("|")
    )
    assert [claim for claim, times in claims.items() if times > 1] == []


@pytest.mark.parametrize("family", words.families())
def test_every_form_finds_itself(family):
    compiled = words.pattern(family)
    for form in words.forms(family):
        text = form.replace("*", "") if len(form) > 1 else form
        assert words.lookup(family, text), form
        assert compiled.fullmatch(text), form


LINES = [
    line
    for path in sorted(Path(__file__).parent.glob("articles/**/*.md"))
    for line in path.read_text(encoding="utf-8").split("\n\n")
]
LINES += [" ".join(form.strip("*") for form in words.forms(family)) for family in words.families()]


@pytest.mark.parametrize("family", words.families())
def test_words_are_found_as_a_regular_expression_of_them_would(family):
    """In lines of articles, and in all forms that the other families know, one after the other."""
    whole = re.compile(words.pattern(family).pattern)
    spans = {line: [hit.span() for hit in whole.finditer(line)] for line in LINES}
    assert spans == {line: found(words.pattern(family), line) for line in LINES}
    for cls in {row["class"] for row in rows(family)}:
        pattern = words.pattern(family, cls)
        compiled = re.compile(pattern.pattern)
        for line, there in spans.items():  # where the family has no word, none of its classes has one
            expected = [hit.span() for hit in compiled.finditer(line)] if there else []
            assert found(pattern, line) == expected, (cls, line)


def found(pattern, line):
    return [(hit.start(), hit.end()) for hit in pattern.finditer(line)]


def word_lists(source):
    """(line, words) of each alternation in a string and each list of words longer than six."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not (isinstance(node, ast.Assign) and "__all__" in ast.dump(node))]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if _ALTERNATION.search(node.value):
                yield node.lineno, node.value
        elif isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
            entries = node.keys if isinstance(node, ast.Dict) else node.elts
            texts = [e.value for e in entries if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            if sum(bool(re.fullmatch(_WORD, text)) for text in texts) > MOST:
                yield node.lineno, texts
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "split":
            split = getattr(node.func, "value", None)
            if isinstance(split, ast.Constant) and isinstance(split.value, str) and len(split.value.split()) > MOST:
                yield node.lineno, split.value


@pytest.mark.parametrize("package", REDONE)
def test_no_word_lists_in_python(package):
    room = SRC / package
    found = [
        f"{path.relative_to(SRC)}:{line}: {str(listed)[:80]}"
        for path in sorted(room.rglob("*.py") if room.is_dir() else [room])
        for line, listed in word_lists(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "move these words to words/*.csv"


@pytest.mark.parametrize("package", NO_ALTERNATIONS)
def test_no_alternation_of_words_in_a_pattern(package):
    found = [
        f"{path.relative_to(SRC)}:{node.lineno}: {node.value[:80]}"
        for path in sorted((SRC / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _ALTERNATION.search(node.value)
    ]
    assert found == [], "move these words to words/*.csv and name their class: words.regex(r'{family class}')"


def test_the_refusal_sees_what_it_refuses():
    seven = "|".join(["ab", "cd", "ef", "gh", "ij", "kl", "mn"])
    assert list(word_lists(f"x = r'{seven}'"))
    assert list(word_lists(f"x = {seven.split('|')}"))
    assert list(word_lists(f"x = '{seven.replace('|', ' ')}'.split()"))
    assert not list(word_lists(f"x = '{seven[:-3]}'"))
