"""A Word document as a tagged PDF: its headings, tables and pictures with their words, by way of plain HTML.

Only what the document means is taken, and our own look given to it; nothing is fetched from anywhere.
"""

from __future__ import annotations

import html
import io
import logging
import re
from functools import cache
from importlib.resources import files
from typing import Any

import mammoth
from docx import Document

from sightline.casework.documents.placeholders import margins

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
r[style-name='Strong'] => strong
br[type='page'] => hr
"""
#: What is left of "Page 1 of 2" without the numbers.
_COUNTING = re.compile(r"(page|of|\W)*", re.IGNORECASE)


def to_html(document: bytes, *, title: str) -> str:
    """The page that the PDF is laid out from."""
    body = mammoth.convert_to_html(
        io.BytesIO(document), style_map=_STYLES, external_file_access=False, ignore_empty_paragraphs=True
    ).value
    header, footer = _margins(document)
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>'
        f"<body>{_running('header', header)}{_running('footer', footer)}<main>{body}</main></body></html>"
    )


def to_pdf(document: bytes, *, title: str) -> bytes:
    """The PDF of a Word document: PDF/UA-1, in English, with a title."""
    from weasyprint import HTML

    _quiet()
    page = HTML(string=to_html(document, title=title), url_fetcher=_fetcher())
    return bytes(page.write_pdf(stylesheets=[_style()], font_config=_fonts(), pdf_variant="pdf/ua-1"))


def _margins(document: bytes) -> tuple[list[str], list[str]]:
    """The lines of the page's header and footer; where there are several, those of the first."""
    found: dict[str, list[str]] = {}
    for where, part in margins(Document(io.BytesIO(document))):
        lines = ["".join(_texts(each)).strip() for each in part.iter(f"{_W}p")]
        found.setdefault(where, [line for line in lines if not _COUNTING.fullmatch(line)])
    return found.get("Page header", []), found.get("Page footer", [])


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _texts(paragraph: Any) -> list[str]:
    """What a paragraph says, without the numbers of pages, which the PDF counts itself."""
    said, within = [], False
    for each in paragraph.iter(f"{_W}t", f"{_W}fldChar"):
        if each.tag == f"{_W}fldChar":
            within = each.get(f"{_W}fldCharType") != "end"
        elif not within and next(each.iterancestors(f"{_W}fldSimple"), None) is None:
            said.append(each.text or "")
    return said


def _running(name: str, lines: list[str]) -> str:
    said = "<br>".join(html.escape(line) for line in lines)
    return f'<div class="{name}">{said}</div>' if said else ""


@cache
def _fetcher() -> Any:
    """Pictures that the document itself holds, and nothing else."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _style() -> Any:
    from weasyprint import CSS

    text = files("sightline.casework.documents").joinpath("data/print.css").read_text("utf-8")
    return CSS(string=text, font_config=_fonts())


def _quiet() -> None:
    for name in ("fontTools", "weasyprint"):
        logging.getLogger(name).setLevel(logging.ERROR)
