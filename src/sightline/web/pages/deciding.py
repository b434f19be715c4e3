"""Making decisions: the list, one of them, the library of standard wording."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from sightline.casework.meetings import deciding
from sightline.casework.meetings.queries.recorded import Decided, Recorded, recorded_of
from sightline.casework.meetings.queries.writing import owners
from sightline.casework.meetings.recording import Rights, rights
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.practice.queries import in_force
from sightline.casework.trail.actions import Changed
from sightline.domain.practices import Wording
from sightline.domain.roles import Act
from sightline.domain.workflows import NotPossible
from sightline.web import recording_parts as parts
from sightline.web.child_head import head
from sightline.web.forms.editing import Editing
from sightline.web.matters import matter_page
from sightline.web.recording_forms import decision_form, decision_now, wording_now
from sightline.web.rendering import render

REFUSED = (NotPermitted, NotPossible)
WAYS = {"up": -1, "down": 1}


@matter_page(Act.SEND_OUT)
def decisions(request: Any, pk: int) -> HttpResponse:
    """The decisions of a review, in order, with what might be clearer."""
    told, may = _told(request)
    return _page(request, "decisions", "Decisions of this review", told, may, decisions=parts.decisions(told))


@matter_page(Act.SEND_OUT)
def library(request: Any, pk: int) -> HttpResponse:
    """Standard wording to begin with."""
    told, may = _told(request)
    groups = parts.by_about(in_force(request.viewer.on).wordings)
    return _page(request, "library", "Library of decisions", told, may, groups=groups)


@matter_page(Act.SEND_OUT)
def add(request: Any, pk: int) -> HttpResponse:
    """Make a decision, from the library or anew."""
    told, may = _told(request)
    wording = _wording(request)
    by_when = told.held_on + timedelta(days=wording.days) if wording and wording.days and told.held_on else None
    form = decision_form(owners(request.matter, on=request.viewer.on))
    subject = f"{pk}-{wording.key}" if wording else str(pk)
    editing = Editing(request, form, name="decision-add", subject=subject, now=wording_now(wording, by_when))
    if editing.sends(
        lambda values, version: deciding.add(
            matter=pk, by=request.viewer, wording=wording.key if wording else "", **values
        ),
        refused=REFUSED,
    ):
        messages.success(request, "The decision is in the list.")
        return redirect("review-decisions", pk=pk)
    return _page(request, "decision", "Add a decision", told, may, editing=editing, wording=wording)


@matter_page(Act.SEND_OUT)
def decision(request: Any, pk: int, decision: int) -> HttpResponse:
    """Correct a decision while it is a draft."""
    told, may = _told(request)
    one = _one(told, decision)
    form = decision_form(owners(request.matter, on=request.viewer.on))
    editing = Editing(
        request,
        form,
        name="review-decision",
        subject=f"{pk}-{decision}",
        now=decision_now(one),
        version=one.version,
    )
    if editing.sends(
        lambda values, version: deciding.correct(decision=decision, version=version, by=request.viewer, **values),
        refused=REFUSED,
    ):
        messages.success(request, "The decision: changed.")
        return redirect("review-decisions", pk=pk)
    shown = next(each for each in parts.decisions(told) if each.told.pk == decision)
    return _page(request, "decision", f"Decision {one.place}", told, may, editing=editing, one=shown)


@matter_page(Act.SEND_OUT)
@require_POST
def withdraw(request: Any, pk: int, decision: int) -> HttpResponse:
    """Take a draft out of the list."""
    told, _ = _told(request)
    version = _one(told, decision).version
    sent = request.POST.get("version", "")
    if sent.isdecimal() and len(sent) < 10:
        version = int(sent)
    act = lambda: deciding.withdraw(decision=decision, by=request.viewer, version=version)  # noqa: E731
    return _do(request, pk, act, "The decision is taken out. It is kept with what it said.")


@matter_page(Act.SEND_OUT)
@require_POST
def shift(request: Any, pk: int, decision: int) -> HttpResponse:
    """Move a decision up or down."""
    told, _ = _told(request)
    way = WAYS.get(request.POST.get("way", ""))
    if way is None or all(each.pk != decision for each in told.decisions):
        raise Http404
    order = deciding.shift([each.pk for each in told.decisions], decision, way)
    return _do(request, pk, lambda: deciding.reorder(matter=pk, order=order, by=request.viewer), "")


def _wording(request: Any) -> Wording | None:
    key = request.GET.get("wording", "")
    found = (each for each in in_force(request.viewer.on).wordings if each.key == key)
    return next(found, None) if key else None


def _one(told: Recorded, decision: int) -> Decided:
    for each in told.decisions:
        if each.pk == decision:
            return each
    raise Http404


def _told(request: Any) -> tuple[Recorded, Rights]:
    told = recorded_of(request.matter, on=request.viewer.on)
    return told, rights([request.matter], {told.matter: told.record}, request.viewer)[told.matter]


def _do(request: Any, pk: int, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except REFUSED as refused:
        messages.error(request, str(refused))
    except Changed:
        messages.error(request, "Somebody else changed this decision meanwhile. Look at it again.")
    else:
        if done:
            messages.success(request, done)
    return redirect("review-decisions", pk=pk)


def _page(request: Any, name: str, title: str, told: Recorded, may: Rights, **context: Any) -> HttpResponse:
    given = {**head(request), "title": title, "pk": told.matter, "told": told, "may": may, **context}
    return render(request, f"pages/recording/{name}.html", given)


urls = [
    path("reviews/<int:pk>/decide/", decisions, name="review-decisions"),
    path("reviews/<int:pk>/decide/library/", library, name="review-decision-library"),
    path("reviews/<int:pk>/decide/add/", add, name="review-decision-add"),
    path("reviews/<int:pk>/decide/<int:decision>/", decision, name="review-decision"),
    path("reviews/<int:pk>/decide/<int:decision>/withdraw/", withdraw, name="review-decision-withdraw"),
    path("reviews/<int:pk>/decide/<int:decision>/shift/", shift, name="review-decision-shift"),
]
