"""The two everyday changes of a child's care, each told on one page: the child left, or something is new."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from sightline.casework.register import actions
from sightline.casework.register.queries import TABLES, Told, leaving_fields, moving_fields, rows_of
from sightline.domain.roles import Act
from sightline.web import child_parts
from sightline.web.access import child_page
from sightline.web.child_head import head
from sightline.web.forms.editing import Editing
from sightline.web.record_forms import doing, form_of
from sightline.web.rendering import render

ENDS = "Legal status, plans and placement that have no end yet end on that day, too."
REFUSED = (actions.NotPermitted, actions.NotRight)


@child_page(Act.RECORD_FACTS)
def left_care(request: Any, pk: int, episode: int) -> HttpResponse:
    """Say that the child left care: the day, and why."""
    now = _episode(pk, episode)
    form = form_of(leaving_fields(request.viewer.on), on=request.viewer.on)
    editing = Editing(request, form, name="left-care", subject=f"{pk}-{episode}", version=now.version)

    def act(values: dict[str, Any], version: Any) -> None:
        actions.leave_care(child=pk, episode=episode, version=version, by=request.viewer, **values)

    if editing.sends(doing(editing, act), refused=REFUSED):
        messages.success(
            request, "The child left care: told. The reviewing officer sees it on their first screen."
        )
        return redirect("child", pk=pk)
    return _page(request, editing, now, "The child left care", note=ENDS)


@child_page(Act.RECORD_FACTS)
def moved_on(request: Any, pk: int, episode: int) -> HttpResponse:
    """Say what is new: the legal status, the placement, or both."""
    now = _episode(pk, episode)
    status = {"legal_status": now["legal_status"]}
    form = form_of(moving_fields(now, request.viewer.on), on=request.viewer.on, now=status)
    subject, version = f"{pk}-{episode}", now.version
    editing = Editing(request, form, name="moved-on", subject=subject, now=status, version=version)

    def act(values: dict[str, Any], version: Any) -> None:
        actions.move_on(child=pk, episode=episode, version=version, by=request.viewer, **values)

    if editing.sends(doing(editing, act), refused=REFUSED):
        messages.success(request, "What is new: told. The reviewing officer sees it on their first screen.")
        return redirect("child", pk=pk)
    return _page(request, editing, now, "Placement or legal status changed")


def _episode(pk: int, episode: int) -> Told:
    for told in rows_of(pk, TABLES["episodes"]):
        if told.pk == episode:
            return told
    raise Http404


def _page(request: Any, editing: Editing, now: Told, title: str, *, note: str = "") -> HttpResponse:
    context = {**head(request), "editing": editing, "title": title, "now": child_parts.said(now), "note": note}
    return render(request, "pages/children/moving.html", context)


urls = [
    path("children/<int:pk>/episodes/<int:episode>/left/", left_care, name="child-left-care"),
    path("children/<int:pk>/episodes/<int:episode>/next/", moved_on, name="child-moved-on"),
]
