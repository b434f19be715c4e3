"""The PDF for publication: the page's own HTML, laid out by WeasyPrint and tagged for PDF/UA-1."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sightline.reports.document import Document
from sightline.reports.html import page
from sightline.reports.ledger import Entry
from sightline.reports.pictures import Pictures


def render(document: Document, pictures: Pictures, ledger: Sequence[Entry] = ()) -> bytes:
    """The document as a tagged PDF. Nothing is fetched: the page carries all it needs."""
    from weasyprint import HTML

    logging.getLogger("fontTools").setLevel(logging.WARNING)
    content = HTML(string=page(document, pictures)).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(content)
