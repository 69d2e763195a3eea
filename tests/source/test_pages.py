"""Whole pages: KEEP marks what is the article's, DROP what is the site's; marked before the pages were read."""

from pathlib import Path

import pytest

from analysis.source import read

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def text_of(path: Path) -> str:
    (article,) = read(path)
    captions = (block.title for block in article.blocks if block.kind == "table")
    cells = (cell.text for block in article.blocks for row in block.grid for cell in row if cell.origin)
    return " ".join([*(block.text for block in article.blocks), *captions, *cells])


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_the_article_is_kept_and_the_site_is_not(path: Path) -> None:
    found, page = text_of(path), path.read_text(encoding="utf-8")
    assert found.count("KEEP") >= page.count("KEEP")
    assert "DROP" not in found


def test_an_article_in_a_frame_of_links_keeps_its_table() -> None:
    rows = "".join(f"<tr><td><a href=/{n}>Town {n}</a></td><td><a href=/{n}>{n},000</a></td></tr>" for n in range(1, 9))
    page = f"<html><body><p>Pay by town</p><div class='related'><table>{rows}</table></div></body></html>"
    (article,) = read(page)
    assert len(article.blocks[-1].grid) == 8


def test_marks_of_an_encyclopaedia_are_no_text() -> None:
    page = """<html><body><h2>History<span class="mw-editsection">[edit]</span></h2>
    <p>It cost £1.2 billion,<sup>[5]</sup> as of 2023<sup class="noprint">[update]</sup> the most.</p>
    <ol class="references"><li>Journal 12, pp. 45 to 67.</li></ol></body></html>"""
    (article,) = read(page)
    assert [block.text for block in article.blocks] == ["History", "It cost £1.2 billion, as of 2023 the most."]
