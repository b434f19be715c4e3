"""The page: one self-contained file, the same for screen, print and PDF.

Everything that comes from data is escaped by the templates; charts are embedded as SVG pictures with alt text.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from typing import Any

from sightline.reports.document import SYMBOLS, Document
from sightline.reports.ledger import Entry, definition_id
from sightline.reports.pictures import Pictures


def render(document: Document, pictures: Pictures, ledger: Sequence[Entry] = ()) -> bytes:
    """The whole page as UTF-8."""
    return page(document, pictures).encode()


def page(document: Document, pictures: Pictures) -> str:
    """The whole page as text."""
    terms = {entry.id: entry.term for entry in document.definitions() if entry.id}
    words = {
        "document": document,
        "labels": document.labels(),
        "pictures": {chart.id: _embedded(pictures[chart.id].svg) for chart in document.charts()},
        "symbols": SYMBOLS,
        "indicators": {figure.id: figure.indicator for figure in document.ledger},
        "terms": terms,
        "definition_id": definition_id,
    }
    return str(_environment().get_template("page.html").render(words))


def _embedded(svg: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sightline.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["of_type"] = lambda value, name: type(value).__name__ == name
    environment.filters["kind"] = _kind
    return environment


def _kind(block: object) -> str:
    """The name of the macro that writes a block: its class in small letters."""
    return type(block).__name__.lower()
