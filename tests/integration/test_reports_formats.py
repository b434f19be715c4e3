"""One document in four formats: readable by people and machines alike, with the same numbers and no hidden one."""

from __future__ import annotations

import base64
import io
import re
import runpy
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import html
from pypdf import PdfReader

from sightline.reports import annual, publish
from sightline.reports.document import Document
from sightline.reports.findings import DataQuality, RuleCount
from sightline.returns.findings import Severity

COUNCIL = "=Ex<b>ample & Sons</b>"  # as a data file might have it
SECRET, SECRET_BASE = 654_321, 7_654_321  # behind a symbol; nowhere else


@pytest.fixture(scope="module")
def sample() -> Any:
    place = Path(__file__).parents[1] / "unit" / "test_reports_sample.py"
    return SimpleNamespace(**runpy.run_path(str(place)))


@pytest.fixture(scope="module")
def document(sample: Any) -> Document:
    """The annual report of an invented council; two ages are hidden but carelessly kept their numbers."""
    figures = [
        replace(figure, symbol="c", numerator=SECRET, denominator=SECRET_BASE)
        if figure.indicator == "cla-age-profile" and figure.breakdown[0][1] in ("Under 1", "1 to 4")
        else figure
        for figure in (*sample.figures(), *sample.month_ends())
    ]
    quality = DataQuality(
        (RuleCount("SL-1", Severity.ERROR, "=A rule that looks like a formula", 1234),), 8, 5321, 3
    )
    return annual.build(
        figures,
        council=COUNCIL,
        year=2025,
        earlier=sample.figures(2024),
        data_quality=quality,
        prepared_on=date(2025, 6, 2),
    )


@pytest.fixture(scope="module")
def published(document: Document, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    return {
        path.name.rpartition(".")[2] if path.stem.startswith("iro") else path.stem: path
        for path in publish(document, folder)
    }


@pytest.fixture(scope="module")
def page(published: dict[str, Path]) -> Any:
    return html.fromstring(published["html"].read_text(encoding="utf-8"))


def squeezed(words: str) -> str:
    return re.sub(r"\s+", " ", words)


# The page -------------------------------------------------------------------------------------------------------


def test_headings_nest_without_a_step_left_out(page: Any) -> None:
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_headings_with_scope(page: Any) -> None:
    tables = page.findall(".//table")
    assert len(tables) > 20
    for table in tables:
        assert table.findtext("caption") or table.find("caption").text_content().strip()
        assert all(heading.get("scope") in ("row", "col") for heading in table.iter("th"))
        assert all(row.find("th") is not None for row in table.iter("tr"))


def test_every_picture_has_alt_text_and_a_caption(page: Any) -> None:
    pictures = page.findall(".//img")
    assert len(pictures) >= 8
    assert all(picture.get("alt").strip() for picture in pictures)
    assert all(figure.find("figcaption") is not None for figure in page.iter("figure"))


def test_the_page_has_a_language_a_title_a_skip_link_and_one_main(page: Any) -> None:
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title")
    skip = page.find(".//a[@class='skip']")
    assert page.get_element_by_id(skip.get("href")[1:]).tag == "main"


def test_addresses_are_unique_and_every_link_inside_the_page_leads_somewhere(page: Any) -> None:
    addresses = page.xpath("//@id")
    assert len(addresses) == len(set(addresses))
    inside = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
    assert inside <= set(addresses)
    assert any(target.startswith("definition-") for target in inside)


def test_the_page_loads_nothing_from_elsewhere(page: Any) -> None:
    assert not page.xpath("//script | //link | //iframe")
    assert all(source.startswith("data:") for source in page.xpath("//@src"))
    style = page.findtext(".//style")
    assert "url(" not in style
    assert "@import" not in style


def test_numbers_carry_the_name_of_their_figure(page: Any, document: Document) -> None:
    named = set(page.xpath("//@data-figure"))
    assert named == document.figures()


def test_words_from_data_are_escaped(published: dict[str, Path], page: Any) -> None:
    assert "<b>ample" not in published["html"].read_text(encoding="utf-8")
    assert page.find(".//header/p[@class='council']").text == COUNCIL


# PDF ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdf(published: dict[str, Path]) -> PdfReader:
    return PdfReader(published["pdf"])


def test_the_pdf_is_tagged_and_claims_pdf_ua(pdf: PdfReader) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert pdf.metadata is not None
    assert "Annual report" in str(pdf.metadata.title)


def structure(element: Any, found: list[Any]) -> list[Any]:
    """Every structure element below one."""
    children = element.get("/K", [])
    children = children.get_object() if hasattr(children, "get_object") else children
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if hasattr(child, "get") and "/S" in child:
            found.append(child)
            structure(child, found)
    return found


def test_pdf_pictures_have_alt_text_and_tables_have_headings(pdf: PdfReader, document: Document) -> None:
    root: Any = pdf.trailer["/Root"]
    tags = structure(root["/StructTreeRoot"], [])
    pictures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert len(pictures) == len(document.charts())
    assert all(str(picture.get("/Alt", "")).strip() for picture in pictures)
    kinds = [tag["/S"] for tag in tags]
    assert kinds.count("/Table") == len(document.tables()) + 1
    assert kinds.count("/Caption") >= len(document.tables())
    assert {"/H1", "/H2", "/H3", "/TH", "/TD"} <= set(kinds)


def bookmarks(outline: list[Any]) -> Iterator[Any]:
    """Every bookmark, those below others included."""
    for one in outline:
        if isinstance(one, list):
            yield from bookmarks(one)
        else:
            yield one


def test_pdf_pages_are_numbered_and_listed_in_the_contents(pdf: PdfReader) -> None:
    assert f"Page 2 of {len(pdf.pages)}" in squeezed(pdf.pages[1].extract_text())
    assert re.search(r"The year in figures.*?\d", pdf.pages[1].extract_text())
    assert sum(1 for _ in bookmarks(pdf.outline)) > 30


# Word -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def word(published: dict[str, Path]) -> Any:
    return docx.Document(str(published["docx"]))


def test_word_headings_are_headings_and_the_contents_lists_them(word: Any, document: Document) -> None:
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [f"{part.number} {part.title}" for _, part in document.walk()]
    listed = [
        "".join(t.text for t in p._p.iter(qn("w:t"))) for p in word.paragraphs if p.style.name.startswith("TOC")
    ]
    assert listed == headings
    assert "TOC" in word.element.xml


def test_word_pictures_have_alt_text_and_links_lead_to_bookmarks(word: Any, document: Document) -> None:
    alts = [about.get("descr") for about in word.element.iter(qn("wp:docPr"))]
    assert alts == [chart.alt for chart in document.charts()]
    marks = {mark.get(qn("w:name")) for mark in word.element.iter(qn("w:bookmarkStart"))}
    targets = {link.get(qn("w:anchor")) for link in word.element.iter(qn("w:hyperlink"))} - {None}
    assert targets <= marks


def test_word_tables_repeat_their_heading_row_and_have_a_caption(word: Any, document: Document) -> None:
    repeated = [table for table in word.tables if table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(repeated) == len(document.tables()) + 1  # and the headlines
    captions = [p.text for p in word.paragraphs if p.style.name == "Caption"]
    assert all(f"Table {table.number}. {table.caption}" in captions for table in document.tables())


def test_word_is_in_english_of_this_country_with_its_properties(word: Any) -> None:
    spoken = {tag.get(qn("w:val")) for tag in word.styles.element.iter(qn("w:lang"))}
    assert spoken == {"en-GB"}
    assert word.core_properties.author == COUNCIL
    assert word.core_properties.title.startswith("Annual report")
    assert "PAGE" in word.sections[0].footer._element.xml


# Spreadsheet ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(published: dict[str, Path]) -> Any:
    return openpyxl.load_workbook(published["xlsx"])


def test_each_table_is_a_named_table_on_a_sheet_of_its_own(book: Any, document: Document) -> None:
    assert book.sheetnames[:4] == ["Cover", "Contents", "Notes", "Definitions"]
    assert book.sheetnames[-1] == "Data"
    for table in document.tables():
        sheet = book[f"Table {table.number}"]
        assert list(sheet.tables) == [f"table_{table.number}"]
        assert not sheet.merged_cells.ranges
        assert sheet["A1"].value == f"Table {table.number}. {table.caption}"


def test_the_data_sheet_holds_every_figure_once(book: Any, document: Document) -> None:
    sheet = book["Data"]
    first = int(re.findall(r"\d+", sheet.tables["figures"].ref)[0])
    heads = [cell.value for cell in sheet[first]]
    names = [row[0].value for row in sheet.iter_rows(min_row=first + 1)]
    assert heads[0] == "figure"
    assert len(names) == len(set(names))
    assert document.figures() <= set(names)


def test_no_cell_is_a_formula(book: Any) -> None:
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in values if cell.data_type == "f"]
    assert COUNCIL in [cell.value for cell in values]
    assert any("=A rule that looks like a formula" in str(cell.value) for cell in values)


# The same in all ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def texts(published: dict[str, Path], page: Any, pdf: PdfReader, word: Any, book: Any) -> dict[str, str]:
    """The words of each format."""
    cells = [(cell.value, cell.number_format) for sheet in book for row in sheet.iter_rows() for cell in row]
    return {
        "html": squeezed(page.text_content()),
        "pdf": squeezed(" ".join(leaf.extract_text() for leaf in pdf.pages)),
        "docx": squeezed(" ".join(t.text or "" for t in word.element.iter(qn("w:t")))),
        "xlsx": " ".join(as_shown(value, look) for value, look in cells if value is not None),
    }


def as_shown(value: Any, look: str) -> str:
    """A cell's value as the spreadsheet shows it."""
    if isinstance(value, int | float) and look.startswith("#,##0"):
        return f"{value:,.{len(look.partition('.')[2])}f}"
    return str(value)


def test_every_number_is_printed_alike_in_all_four(texts: dict[str, str], document: Document) -> None:
    printed = {cell.text for table in document.tables() for row in table.rows for cell in row.cells if cell.text}
    assert len(printed) > 60
    for name, text in texts.items():
        words = set(re.findall(r"[\w.,%&-]+", text))
        missing = {one for one in printed if one not in words and one not in text}
        assert not missing, f"{name} lacks {sorted(missing)[:5]}"


def everything_in(content: bytes) -> bytes:
    """A file with all that is packed inside it: the parts of a zip, compressed PDF streams, embedded pictures."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return b"\n".join(everything_in(parts.read(name)) for name in parts.namelist())
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        words = "\n".join(page.extract_text() for page in reader.pages)
        alts = [str(tag.get("/Alt", "")) for tag in structure(reader.trailer["/Root"]["/StructTreeRoot"], [])]
        return content + words.encode() + "\n".join(alts).encode()
    embedded = re.findall(rb"base64,([A-Za-z0-9+/=]+)", content)
    return content + b"\n".join(base64.b64decode(one) for one in embedded)


@pytest.fixture(scope="module")
def insides(published: dict[str, Path]) -> dict[str, bytes]:
    return {name: everything_in(path.read_bytes()) for name, path in published.items()}


def test_what_stands_behind_a_symbol_is_in_no_file(insides: dict[str, bytes]) -> None:
    share = f"{SECRET * 100 / SECRET_BASE:.3f}"[:4]
    for name, inside in insides.items():
        for secret in (SECRET, SECRET_BASE):
            assert str(secret).encode() not in inside, name
            assert f"{secret:,}".encode() not in inside, name
        assert f">{share}".encode() not in inside, name


def test_the_search_for_secrets_finds_what_is_there(insides: dict[str, bytes]) -> None:
    """The near miss: a number that is printed is found in every format by the same search."""
    for name in ("html", "pdf", "docx", "xlsx"):
        assert re.search(rb"1,?187", insides[name]), name
