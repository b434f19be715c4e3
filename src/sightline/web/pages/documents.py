"""Documents of a child as they were issued: listed, and printed again byte for byte."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path

from sightline.casework.documents import queries
from sightline.casework.documents.storing import Altered, NotThere
from sightline.domain.roles import Act
from sightline.web import telling_parts as parts
from sightline.web.access import child_page, page, saw
from sightline.web.child_head import head
from sightline.web.rendering import render

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@child_page(Act.SEE_CHILD)
def of_child(request: Any, pk: int) -> HttpResponse:
    """Every document of a child."""
    table = parts.documents_table(queries.of_child(pk, seen_by=request.viewer), whole=True)
    return render(request, "pages/documents/child.html", {**head(request), "table": table})


@page(Act.SEE_CHILD)
def document(request: Any, pk: int) -> HttpResponse:
    """A document, as it was issued; the trail keeps who took it."""
    try:
        told, content = queries.document(pk, seen_by=request.viewer)
    except (NotThere, Altered):
        return render(request, "pages/documents/lost.html", status=500)
    saw(request, "child", told.child, action="opened_document", document=pk, kind_of_document=told.kind,
        format=told.format, edition=told.edition)  # fmt: skip
    return file_answer(content, told.format, f"{told.kind}-{told.number}-edition-{told.edition}")


def file_answer(content: bytes, form: str, name: str) -> HttpResponse:
    """A file to keep. Its name holds no child's."""
    if form not in TYPES:
        raise Http404
    answer = HttpResponse(content, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


urls = [
    path("children/<int:pk>/documents/", of_child, name="child-documents"),
    path("documents/<int:pk>/", document, name="document"),
]
