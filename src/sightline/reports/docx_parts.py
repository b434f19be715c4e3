"""Word parts that python-docx has no call for: fields, bookmarks, links, alt text, table headings, languages."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from sightline.reports.document import Document, Link, Ref, See, Text

INK, QUIET, ACCENT = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x50, 0x5A, 0x5F), RGBColor(0x1F, 0x4E, 0x79)
FONT = "Arial"
TEXT_WIDTH = Cm(17)

#: name, based on, size in points, bold, colour, space before and after in points
STYLES: tuple[tuple[str, str, float, bool, RGBColor, float, float], ...] = (
    ("Body Text", "Normal", 11, False, INK, 0, 8),
    ("List Bullet", "Normal", 11, False, INK, 0, 4),
    ("Title", "Normal", 32, True, INK, 120, 8),
    ("Subtitle", "Normal", 15, False, QUIET, 0, 6),
    ("Council", "Normal", 16, True, ACCENT, 0, 0),
    ("Status", "Normal", 12, True, INK, 12, 90),
    ("Contents title", "Normal", 19, True, INK, 0, 12),
    ("Caption", "Normal", 10.5, True, INK, 12, 4),
    ("Table text", "Normal", 9.5, False, INK, 2, 2),
    ("Table note", "Normal", 8.5, False, QUIET, 2, 0),
    ("Below table", "Normal", 8.5, False, QUIET, 3, 14),
    ("Callout title", "Normal", 11, True, INK, 8, 2),
    ("Callout", "Normal", 11, False, INK, 0, 10),
    ("Narrative title", "Normal", 11, True, INK, 8, 2),
    ("Narrative", "Normal", 11, False, INK, 0, 4),
    ("Term", "Normal", 9.5, True, INK, 7, 1),
    ("Meaning", "Normal", 9.5, False, INK, 0, 1),
    ("Heading 1", "Normal", 19, True, INK, 20, 10),
    ("Heading 2", "Normal", 13.5, True, INK, 16, 6),
    ("Heading 3", "Normal", 11.5, True, INK, 12, 4),
    ("TOC 1", "Normal", 10, False, INK, 3, 0),
    ("TOC 2", "Normal", 9.5, False, INK, 0, 0),
)
KEEP_WITH_NEXT = {"Caption", "Callout title", "Narrative title", "Term", "Heading 1", "Heading 2", "Heading 3"}
BOXED = {"Callout title", "Callout", "Narrative title", "Narrative"}


def set_styles(word: Any, language: str) -> None:
    """Page size, margins and the styles of the report; the language is set where Word looks for it."""
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    normal = word.styles["Normal"]
    _set_font(normal, 11, False, INK)
    normal.paragraph_format.line_spacing = 1.15
    for name, base, size, bold, colour, before, after in STYLES:
        _set_style(word, name, base, size, bold, colour, before, after)
    word.styles["TOC 2"].paragraph_format.left_indent = Cm(0.8)
    _set_language(word, language)


def _set_style(
    word: Any, name: str, base: str, size: float, bold: bool, colour: RGBColor, before: float, after: float
) -> None:
    style = _style_named(word, name)
    style.base_style = word.styles[base]
    _set_font(style, size, bold, colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.keep_with_next = name in KEEP_WITH_NEXT
    if name in BOXED:
        style.paragraph_format.left_indent = Cm(0.4)
        _rule_left(style)
    borders = style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if name == "Title" and borders is not None:
        borders.getparent().remove(borders)


def _style_named(word: Any, name: str) -> Any:
    try:
        return word.styles[name]
    except KeyError:
        return word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)


def _set_font(style: Any, size: float, bold: bool, colour: RGBColor) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = colour
    spread = style.element.get_or_add_rPr().find(qn("w:spacing"))
    if spread is not None:
        style.element.rPr.remove(spread)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(attribute), FONT)


def _rule_left(style: Any) -> None:
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "24"), ("space", "8"), ("color", "505A5F")):
        left.set(qn(f"w:{key}"), value)
    borders.append(left)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _set_language(word: Any, language: str) -> None:
    for properties in word.styles.element.iter(qn("w:rPrDefault")):
        for found in properties.iter(qn("w:lang")):
            found.set(qn("w:val"), language)
    normal = word.styles["Normal"].element.get_or_add_rPr()
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    normal.append(spoken)


def style_id(name: str) -> str:
    """The identifier that Word keeps a style under: its name without spaces."""
    return name.replace(" ", "")


def add_paragraph(word: Any, style: str, words: str = "") -> Any:
    """A paragraph in a style of ours. (Looking a style up by name for each paragraph takes most of the time.)"""
    paragraph = word.add_paragraph(words)
    paragraph._p.style = style_id(style)
    return paragraph


# Running text ---------------------------------------------------------------------------------------------------


def add_running(paragraph: Any, text: Text, labels: dict[str, str]) -> None:
    """Running text with its pointers and links."""
    for part in text:
        match part:
            case Ref(text=words):
                paragraph.add_run(words)
            case See(target):
                _add_link(paragraph, labels[target], anchor=bookmark_name(target))
            case Link(words, href):
                _add_link(paragraph, words, href=href)
            case _:
                paragraph.add_run(part)


def _add_link(paragraph: Any, words: str, *, anchor: str = "", href: str = "") -> None:
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(words)
    run.font.color.rgb, run.font.underline = ACCENT, True
    link.append(run._r)
    paragraph._p.append(link)


def bookmark_name(target: str) -> str:
    """A name that Word accepts: letters, digits and underscores, at most 40."""
    return ("b_" + re.sub(r"\W", "_", target))[:40]


def add_bookmark(paragraph: Any, target: str) -> None:
    """Mark the paragraph as a place to point to."""
    number = str(_bookmark_number(paragraph))
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), bookmark_name(target))
    end.set(qn("w:id"), number)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def _bookmark_number(paragraph: Any) -> int:
    body = paragraph._p.getparent()
    return len(body.findall(f".//{qn('w:bookmarkStart')}")) + 1


def add_contents(word: Any, lines: Sequence[tuple[int, str, str]]) -> None:
    """A contents field that Word can update, filled in with links; (depth, words, target) a line.

    Page numbers are Word's to know: they appear when the field is updated.
    """
    for place, (depth, words, target) in enumerate(lines):
        paragraph = add_paragraph(word, f"TOC {depth}")
        if place == 0:
            _field_mark(paragraph, "begin")
            _field_code(paragraph, 'TOC \\o "1-2" \\h \\z \\u')
            _field_mark(paragraph, "separate")
        _add_link(paragraph, words, anchor=bookmark_name(target))
        if place == len(lines) - 1:
            _field_mark(paragraph, "end")


def _field_mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _field_code(paragraph: Any, code: str) -> None:
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = code
    paragraph.add_run()._r.append(words)


def set_header_and_footer(word: Any, document: Document) -> None:
    """Running head and page numbers on every page but the cover."""
    page = word.sections[0]
    page.different_first_page_header_footer = True
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    head.text = f"{document.title}\t{document.council}"
    foot.text = f"{document.status}\tPage "
    _field_mark(foot, "begin")
    _field_code(foot, "PAGE")
    _field_mark(foot, "separate")
    foot.add_run("1")
    _field_mark(foot, "end")
    for line in (head, foot):
        line.style = word.styles["Table note"]
        line.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


# Tables and pictures --------------------------------------------------------------------------------------------


def add_table(
    word: Any,
    head: Sequence[str] | None,
    rows: Sequence[Sequence[str]],
    *,
    numeric: Sequence[bool],
    totals: Collection[int] = (),
    shares: Sequence[float] = (),
    described: str = "",
    strong: bool = False,
) -> None:
    """A table whose first column holds the row heads; its heading row is repeated on every page.

    `numeric` says which of the other columns are numbers (set to the right); `shares` are the columns' parts of
    the width; `strong` sets the row heads in bold.
    """
    lines = ([head] if head else []) + list(rows)
    table = word.add_table(rows=len(lines), cols=len(lines[0]))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    widths = [TEXT_WIDTH * share for share in (shares or _shares(numeric))]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = int(width)
    right = (False, *numeric)
    for place, (line, row) in enumerate(zip(lines, table.rows, strict=True)):
        is_head = head is not None and place == 0
        is_total = place - (1 if head else 0) in totals
        _keep_whole(row, repeat=is_head)
        for column, (words, cell) in enumerate(zip(line, row.cells, strict=True)):
            cell.width = int(widths[column])
            bold = is_head or is_total or (strong and column == 0) or (head is None and column == 0)
            _fill_cell(word, cell, words, bold=bold, right=right[column])
            _rule_cell(cell, heavy_below=is_head, heavy_above=is_total)
    _describe(table, described, has_head=head is not None)
    _keep_together(table, with_next=bool(described))


def _shares(numeric: Sequence[bool]) -> list[float]:
    rest = min(0.66, 0.15 * len(numeric)) if all(numeric) else 0.6
    return [1 - rest, *([rest / len(numeric)] * len(numeric))]


def _fill_cell(word: Any, cell: Any, words: str, *, bold: bool, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style_id("Table text")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.add_run(words).bold = bold


def _rule_cell(cell: Any, *, heavy_below: bool, heavy_above: bool) -> None:
    borders = OxmlElement("w:tcBorders")
    for side, heavy in (("top", heavy_above), ("bottom", heavy_below)):
        if side == "top" and not heavy:
            continue
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "12" if heavy else "4")
        line.set(qn("w:color"), "0B0C0C" if heavy else "B1B4B6")
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _keep_whole(row: Any, *, repeat: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))


def _keep_together(table: Any, *, with_next: bool) -> None:
    """A table of up to a page stays on one page with its caption and, `with_next`, with what follows it."""
    if len(table.rows) > 30:
        return
    for row in table.rows if with_next else table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _describe(table: Any, words: str, *, has_head: bool) -> None:
    """The table's description, and which of its first row and column are headings."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    for key, value in (("firstRow", has_head), ("firstColumn", True), ("noHBand", True), ("noVBand", True)):
        look.set(qn(f"w:{key}"), "1" if value else "0")
    look.set(qn("w:val"), "06A0" if has_head else "0680")
    if words:
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), words)
        properties.append(caption)


def add_picture(word: Any, png: bytes, alt: str) -> None:
    """A picture as wide as the text, with its alt text."""
    paragraph = add_paragraph(word, "Body Text")
    picture = paragraph.add_run().add_picture(io.BytesIO(png), width=Cm(16))
    about = picture._inline.docPr
    about.set("descr", alt)
    about.set("title", "")
    paragraph.paragraph_format.keep_with_next = True
