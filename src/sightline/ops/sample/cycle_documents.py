"""What stands for the documents that the sample council issued: one small PDF of each kind."""

from __future__ import annotations

_KINDS = {
    "decisions": "Decisions of a review",
    "record": "Record of a review",
    "letter": "A letter about your review",
}
_PAGE = """<html lang="en"><head><title>{title}</title></head><body><h1>{title}</h1>
<p>This stands for a document of the sample council. Issue one yourself to see what is in it.</p></body></html>"""


def made() -> dict[str, bytes]:
    """The documents by kind."""
    from weasyprint import HTML

    return {
        kind: HTML(string=_PAGE.format(title=title)).write_pdf(pdf_variant="pdf/ua-1")
        for kind, title in _KINDS.items()
    }
