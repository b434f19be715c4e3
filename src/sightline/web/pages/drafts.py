"""Drafts: where a form's page saves what is being typed, and a list of what somebody has begun and not sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBadRequest
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sightline.casework.staff import drafts
from sightline.web.access import page
from sightline.web.components.values import Cell, Link, Table
from sightline.web.forms.opening import Opening
from sightline.web.forms.sent import sent_drafts
from sightline.web.rendering import render

LONGEST_NAME = 60


@page(None)
@require_POST
def save(request: Any, form: str, subject: str) -> HttpResponse:
    """Keep what somebody is typing. Says nothing when it is kept; a draft that was sent meanwhile stays gone."""
    where = request.POST.get("_page", "")
    if max(len(form), len(subject)) > LONGEST_NAME or not _is_of_this_site(where):
        return HttpResponseBadRequest()
    try:
        opening = Opening("", {}, None, {}).sent(request.POST)
        if opening.token not in sent_drafts(request):
            opening.keep(form, "" if subject == "-" else subject, page=where, by=request.viewer)
    except drafts.TooLong:
        return HttpResponse(status=413)
    return HttpResponse(status=204)


@page(None)
def begun(request: Any) -> HttpResponse:
    """What this person has begun and not sent."""
    rows: list[list[Cell]] = [
        [Link(_title(draft.form), draft.page), draft.saved_at]
        for draft in drafts.waiting(by=request.viewer)
        if draft.page
    ]
    columns = ["What", "Last written"]
    table = Table(
        "Begun and not sent", columns, rows, empty="You have sent all that you began.", caption_hidden=True
    )
    return render(request, "pages/drafts/begun.html", {"table": table, "days": drafts.KEPT_FOR.days})


def _is_of_this_site(where: str) -> bool:
    """An address below ours, in signs that every browser reads alike."""
    return (
        where.startswith("/") and "\0" not in where and url_has_allowed_host_and_scheme(where, allowed_hosts=None)
    )


def _title(form: str) -> str:
    return form.replace("-", " ").capitalize()


urls: list[URLPattern] = [
    path("drafts/", begun, name="drafts"),
    path("drafts/<slug:form>/<slug:subject>/", save, name="draft"),
]
