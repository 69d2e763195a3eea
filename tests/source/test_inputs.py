"""What is read and how: encodings, kinds of files, folders and patterns, pipes; what is refused, each in one line."""

import io
import os
import threading
import zipfile
import zlib
from pathlib import Path

import pytest

from analysis.errors import InputError
from analysis.source import Article, read
from analysis.source.delimited import table_html
from analysis.source.encoding import decode
from analysis.source.loading import expand
from analysis.source.spreadsheet import printed

HERE = Path(__file__).parent


def one(source: str | bytes | Path) -> Article:
    (article,) = read(source)
    return article


def rows(source: str | bytes | Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in block.grid] for block in one(source).blocks if block.grid]


# --- bytes -----------------------------------------------------------------------------------------------------------

PAY = "<p>€45,000 – €52,000</p>"
ENCODED = [
    ("as UTF-8", PAY.encode()),
    ("with a mark", PAY.encode("utf-8-sig")),
    ("UTF-16 with a mark", PAY.encode("utf-16")),
    ("as windows-1252", PAY.encode("cp1252")),
    ("latin-1 means windows-1252", b"<meta charset=iso-8859-1>" + PAY.encode("cp1252")),
    ("so does ascii", b"<meta charset='us-ascii'>" + PAY.encode("cp1252")),
    ("UTF-8 under another name", b"<meta charset=latin1>" + PAY.encode()),
    ("an encoding that is none", b"<meta charset=undefined>" + PAY.encode("cp1252")),
    ("an encoding that is no text", b"<meta charset=base64>" + PAY.encode("cp1252")),
    ("an encoding nobody knows", b"<meta charset=klingon>" + PAY.encode("cp1252")),
]


@pytest.mark.parametrize(("why", "content"), ENCODED, ids=[why for why, _ in ENCODED])
def test_encodings(why: str, content: bytes) -> None:
    assert one(content).blocks[-1].text == "€45,000 – €52,000"


@pytest.mark.parametrize("name", ["gb2312", "shift_jis", "big5hkscs", "koi8-r", "windows-1251", "iso-8859-2", "euc-kr"])
def test_encodings_of_other_scripts(name: str) -> None:
    text = {
        "gb2312": "市场",
        "koi8-r": "зарплата",
        "windows-1251": "зарплата",
        "iso-8859-2": "płaca",
        "euc-kr": "연봉",
    }.get(name, "市場")
    assert decode(f"<meta charset={name}>{text} 5".encode(name))[0].endswith(f"{text} 5")


def test_a_stray_byte_leaves_a_page_its_encoding() -> None:
    article = one(PAY.encode() + b"<p>5 \xff</p>")
    assert [block.text for block in article.blocks] == ["€45,000 – €52,000", "5 \ufffd"]
    assert article.notes == ("1 bytes of the source are no text in its encoding",)


def test_a_cut_sign_leaves_a_page_its_encoding() -> None:
    assert decode("é – € 5 ü".encode()[:-1]) == ("é – € 5 \ufffd", 1)


# --- tables as text --------------------------------------------------------------------------------------------------

TABLES = [
    ("commas", 'Town,Pay\nKiel,"48,000"\nBonn,"52,000"\n'),
    ("semicolons", "Town;Pay\nKiel;48,000\nBonn;52,000\n"),
    ("tabs", "Town\tPay\nKiel\t48,000\nBonn\t52,000\n"),
    ("bars", "Town|Pay\nKiel|48,000\nBonn|52,000\n"),
    ("a mark, and lines of another system", '\ufeffTown,Pay\r\nKiel,"48,000"\r\nBonn,"52,000"\r\n'),
]


@pytest.mark.parametrize(("why", "text"), TABLES, ids=[why for why, _ in TABLES])
def test_dialects(why: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "pay.csv"
    path.write_bytes(text.encode())
    assert rows(path) == [[["Town", "Pay"], ["Kiel", "48,000"], ["Bonn", "52,000"]]]


def test_a_table_without_a_name_is_one_where_every_line_says_so() -> None:
    assert rows(b"Town,Jobs,Pay\nKiel,5,6\nBonn,7,8\n") == [
        [["Town", "Jobs", "Pay"], ["Kiel", "5", "6"], ["Bonn", "7", "8"]]
    ]
    for text in (
        "Pay, 5\nIt rose, we say.\nBut why, 6?",
        "Sales were 1,200\nJobs were 3,400\nFirms were 5,600",
        "Junior: $40,000 – $48,000\nMid: $50,000 – $60,000\nSenior: $65,000 – $90,000",
        "- Kiel, 5, 6\n- Bonn, 7, 8\n- Köln, 9, 1",
    ):
        assert table_html(text, "text") == ""


def test_titles_and_notes_around_a_table(tmp_path: Path) -> None:
    path = tmp_path / "pay.csv"
    path.write_text(
        "Pay by town,,\n(EUR),,\nTown,2023,2024\nKiel,5,6\nSource: own,,\n\nSecond,,\nA,1,2\nB,3,4\n", encoding="utf-8"
    )
    first, second = (block for block in one(path).blocks if block.kind == "table")
    assert (first.above, first.below, second.title) == (("Pay by town", "(EUR)"), ("Source: own",), "Second")


PRINTED = [
    (1234.5, "#,##0.00", "1,234.50"),
    (0.075, "0%", "8%"),
    (12.25, "0.0##", "12.25"),
    (-5, '"€"#,##0;[Red]-"€"#,##0', "-€5"),
    (1500000, '#,##0.0,,"M"', "1.5M"),
    (52000, "[$€-407] #,##0", "€ 52,000"),
    (52000, '#,##0\\ "kr"', "52,000 kr"),
    (0.1 + 0.2, "General", "0.3"),
    (3e15, "General", "3000000000000000"),
    (True, "General", "True"),
]


@pytest.mark.parametrize(("value", "number_format", "text"), PRINTED)
def test_numbers_of_a_workbook_are_printed_as_there(value: float, number_format: str, text: str) -> None:
    assert printed(value, number_format) == text


def workbook(fill: object) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    fill(book.active)  # type: ignore[operator]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_a_workbook_hides_is_not_read_and_merged_cells_are_filled() -> None:
    def fill(sheet: object) -> None:
        for row in (
            ["Pay by town"],
            ["Town", 2023, None, "no"],
            [None, "low", "high", "no"],
            ["Kiel", 5, 6, 9],
            ["no"],
        ):
            sheet.append(row)  # type: ignore[attr-defined]
        sheet.merge_cells("A1:D1")  # type: ignore[attr-defined]
        sheet.merge_cells("B2:C2")  # type: ignore[attr-defined]
        sheet.column_dimensions["D"].hidden = True  # type: ignore[attr-defined]
        sheet.row_dimensions[5].hidden = True  # type: ignore[attr-defined]

    content = workbook(fill)
    assert rows(content) == [[["Town", "2023", "2023"], ["", "low", "high"], ["Kiel", "5", "6"]]]
    assert [block.title for block in one(content).blocks if block.grid] == ["Pay by town"]


# --- files, folders, pipes -------------------------------------------------------------------------------------------


def test_folders_and_patterns(tmp_path: Path) -> None:
    for name in ("b.html", "a.txt", "in/c.md", "page_files/d.html", ".hidden.html", "style.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = [Path(str(each)).relative_to(tmp_path).as_posix() for each in expand([str(tmp_path)])]
    assert found == ["a.txt", "b.html", "in/c.md"]
    assert list(expand([f"{tmp_path}/**/*.html"])) == [f"{tmp_path}/b.html", f"{tmp_path}/page_files/d.html"]
    assert list(expand(["-"])) == ["-"]


NOT_THERE = [
    ("missing.html", "missing.html: no such file; check the path"),
    ("*.nothing", "*.nothing: no file fits this pattern"),
    ("a page, [not] a path" * 9, "a page, [not] a path"),
    ("https://example.org/a?c=1&d=2", "fetch it yourself: curl -L 'https://example.org/a?c=1&d=2' | analysis audit -"),
]


@pytest.mark.parametrize(("source", "message"), NOT_THERE)
def test_what_names_nothing_is_one_problem(source: str, message: str) -> None:
    (problem,) = expand([source])
    assert isinstance(problem, InputError)
    assert message in str(problem)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"<p>Sales rose by 5%.</p>"))
    writer.start()
    assert one(pipe).blocks[0].text == "Sales rose by 5%."
    writer.join()


@pytest.mark.parametrize("source", [None, 5, ["page.html"]])
def test_what_is_no_source_is_named_by_its_type(source: object) -> None:
    with pytest.raises(TypeError, match=f"one at a time; not {type(source).__name__}"):
        read(source)


# --- limits ----------------------------------------------------------------------------------------------------------


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]><x>&b;</x>'
PACKED = b"%PDF-1.4\n1 0 obj <</Filter /FlateDecode>> stream\n" + zlib.compress(bytes(2_000_000)) + b"\nendstream"
REFUSED = [
    ("text", "x" * 1_000_001, "larger than 1 MB"),
    ("bytes", b"x" * 1_000_001, "larger than 1 MB"),
    ("a part packed too well", archive({"word/document.xml": bytes(2_000_000)}), "packed as no document is"),
    ("entities in a document", archive({"word/document.xml": ENTITIES}), "its XML declares entities"),
    (
        "entities in UTF-16",
        archive({"xl/workbook.xml": ENTITIES.decode().encode("utf-16")}),
        "its XML declares entities",
    ),
    ("too many parts", archive({f"word/{number}": b"" for number in range(10_001)}), "unpacks to more than"),
    ("another archive", archive({"a.txt": b"5"}), "an archive or document of another kind"),
    ("a PDF that unpacks to too much", PACKED, "unpacks to more than 1 MB"),
    ("a deep mail", b"MIME-Version: 1.0\n" + b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 3000, "mail"),
    ("deep elements", "<div>" * 400 + "x", "nests too deeply"),
]


@pytest.mark.parametrize(("why", "source", "message"), REFUSED, ids=[why for why, _, _ in REFUSED])
def test_limits(why: str, source: str | bytes, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.source.loading.SIZE", 1_000_000)
    monkeypatch.setattr("analysis.source.pdf.UNPACKED", 1_000_000)
    if isinstance(source, bytes) and source.startswith(b"%PDF"):
        pytest.importorskip("pdfplumber")
    with pytest.raises(InputError, match=message) as caught:
        read(source)
    assert len(str(caught.value)) < 200


def test_a_scan_says_so() -> None:
    pytest.importorskip("pdfplumber")
    content = (HERE / "formats" / "scan.pdf").read_bytes()
    with pytest.raises(InputError, match=r"pictures without a text layer; run text recognition \(OCR\)"):
        read(content)


ODD = [
    "--  --\n==  ==",
    "<html><body><p>5</p><nav>x</nav>\x01 tail &#2; <aside><a>y</a></aside>\x7f</body></html>",
    "<rss><channel><item><title>a</title><description><![CDATA[<p>5\n6",
    "a\tb\n\t\t\n",
    "| |\n|-|",
    "```\n",
    "---\ntitle: x\n---",
    "<table><tr><td rowspan=0 colspan=+2;>5</table>",
]


@pytest.mark.parametrize("source", ODD)
def test_what_once_broke_the_reader(source: str) -> None:
    try:
        articles = read(f"{source}\n")
    except InputError as error:
        articles, lines = [], error.lines
    else:
        lines = [""]
    assert len(lines) == 1
    assert all(block.text for article in articles for block in article.blocks if block.kind == "prose")


def test_a_damaged_pdf_is_read_as_far_as_it_goes_and_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pdfplumber")
    content = bytearray((HERE / "formats" / "article.pdf").read_bytes())
    start = content.index(b"stream") + 400
    content[start : start + 40] = bytes(40)
    try:
        notes = one(bytes(content)).notes
    except InputError as error:
        notes = (error.text,)
    assert notes
    assert capfd.readouterr().err == ""
