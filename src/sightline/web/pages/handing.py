"""The handover pack as a file, in Word or PDF: made when asked for, from what the pages of it show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path, reverse

from sightline.casework.allocation import queries
from sightline.casework.documents.handing import handover
from sightline.casework.documents.storing import Altered, NotThere
from sightline.domain.roles import Act
from sightline.web.access import child_page, page, saw
from sightline.web.components.values import Link
from sightline.web.pages.documents import TYPES, file_answer
from sightline.web.pages.templates import FORMS
from sightline.web.rendering import render


def files(name: str, pk: int) -> list[Link]:
    """Links to the pack in each form: of the address with this name, of this officer or child."""
    return [Link(f"Take it as {says}", reverse(name, args=[pk, form])) for form, says in FORMS.items()]


@page(Act.SEE_CHILD)
def of_officer(request: Any, pk: int, form: str) -> HttpResponse:
    """Every child of one officer; the trail keeps of each that it was taken."""
    name, packs = queries.packs(pk, seen_by=request.viewer)
    if not name:
        raise Http404
    return _made(request, packs, form, f"handover-{pk}", officer=name)


@child_page(Act.SEE_CHILD)
def of_child(request: Any, pk: int, form: str) -> HttpResponse:
    """One child."""
    _, packs = queries.packs(0, seen_by=request.viewer, child=pk)
    return _made(request, packs, form, f"handover-child-{pk}")


def _made(request: Any, packs: Sequence[queries.Pack], form: str, name: str, *, officer: str = "") -> HttpResponse:
    if form not in TYPES:
        raise Http404
    try:
        content = handover(packs, form=form, officer=officer, by=request.viewer)
    except (NotThere, Altered):
        return render(request, "pages/documents/lost.html", status=500)
    for each in packs:
        saw(request, "child", each.row.child, action="exported", document="handover", format=form)
    return file_answer(content, form, name)


urls = [
    path("allocation/people/<int:pk>/handover/<slug:form>/", of_officer, name="handover-document"),
    path("children/<int:pk>/allocation/handover/<slug:form>/", of_child, name="child-handover-document"),
]
