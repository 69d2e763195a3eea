"""One article in every format: the same figures, the same findings."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import analysis
from analysis.errors import InputError
from analysis.source import read

HERE = Path(__file__).parent / "formats"
WHOLE = ["article.md", "article.txt", "article.mhtml", "article.docx", "article.pdf"]


@cache
def audited(name: str) -> analysis.Audit:
    return analysis.audit(HERE / name)


def figures(*names: str) -> Counter[tuple[object, ...]]:
    """Value and unit of each figure, however it stands."""
    frames = [audited(name).figures for name in names]
    rows = [row for frame in frames for row in frame[["low", "high", "unit", "quote"]].itertuples(index=False)]
    return Counter(tuple(map(str, row)) for row in rows)


def findings(name: str) -> Counter[tuple[str, str, str]]:
    frame = audited(name).findings
    return Counter(zip(frame["check"], frame["verdict"], frame["explanation"], strict=True))


@pytest.mark.parametrize("name", WHOLE)
def test_the_article_has_the_same_figures(name: str) -> None:
    assert figures(name) == figures("article.html")


@pytest.mark.parametrize("name", WHOLE)
def test_the_article_has_the_same_findings(name: str) -> None:
    assert findings(name) == findings("article.html")


def test_the_article_has_figures_to_compare() -> None:
    assert sum(figures("article.html").values()) == 25


@pytest.mark.parametrize("names", [["tables.xlsx"], ["pay.csv", "sales.csv"]], ids=["xlsx", "csv"])
def test_its_tables_have_the_same_figures(names: list[str]) -> None:
    tables = audited("article.html").figures.query("block_kind == 'table'")
    wanted = Counter(tuple(map(str, row)) for row in tables[["low", "high", "unit", "quote"]].itertuples(index=False))
    assert figures(*names) == wanted


@pytest.mark.parametrize("name", ["article.html", *WHOLE])
def test_bytes_are_read_as_the_file_is(name: str) -> None:
    (from_file,), (from_bytes,) = read(HERE / name), read((HERE / name).read_bytes())
    assert from_bytes.blocks == from_file.blocks


@pytest.mark.parametrize("name", ["article.docx", "article.pdf", "tables.xlsx"])
def test_without_the_extra_one_line_names_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(wanted: str) -> None:
        raise ImportError(wanted)

    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(InputError, match=r'not installed; pip install -e "\.\[documents\]"'):
        read(HERE / name)


@pytest.mark.parametrize("name", ["article.docx", "article.pdf", "tables.xlsx", "article.mhtml"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_what_breaks_off_is_one_line_or_less_text(name: str, part: float) -> None:
    content = (HERE / name).read_bytes()
    message = ""
    try:
        read(content[: int(len(content) * part)])
    except InputError as error:
        message = str(error)
    assert "\n" not in message
    assert len(message) < 300
