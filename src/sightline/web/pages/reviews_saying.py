"""What the officer says of a review: its kind, why it was late, whether the child was seen, who chaired."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.practice.queries import in_force
from sightline.casework.register.actions import NotPermitted as NotPermittedHere
from sightline.casework.register.actions import NotRight
from sightline.casework.reviews import actions
from sightline.casework.reviews.queries import ReviewNow
from sightline.casework.reviews.queries import review as review_of
from sightline.casework.watch import tracking
from sightline.casework.watch.queries.levels import as_seen, history
from sightline.domain.roles import Act
from sightline.web import review_forms
from sightline.web.child_head import head
from sightline.web.forms.editing import Editing
from sightline.web.matters import matter_page
from sightline.web.record_forms import doing
from sightline.web.rendering import render

REFUSED = (NotPermitted, NotPermittedHere, NotRight)
Do = Callable[[dict[str, Any], Any], Any]


@matter_page(Act.PLAN_MEETING)
def kind(request: Any, pk: int) -> HttpResponse:
    """Of what kind a review is, and why it was brought forward."""
    one = review_of(pk, seen_by=request.viewer)
    now = {"kind": one.kind.key, "why": one.brought_forward_why}
    editing = Editing(
        request, review_forms.KindForm, name="review-kind", subject=str(pk), now=now, version=one.version
    )
    act: Do = lambda values, version: actions.change_kind(  # noqa: E731
        matter=pk, version=version, by=request.viewer, **values
    )
    return _asked(request, editing, act, "What kind of review is it?", done="The kind of review: changed.")


@matter_page(Act.HOLD_MEETING)
def late(request: Any, pk: int) -> HttpResponse:
    """Why a review is late, and who could have prevented it."""
    one = review_of(pk, seen_by=request.viewer)
    now = {"cause": one.late.cause, "party": one.late.party, "why": one.late.why}
    editing = Editing(
        request, review_forms.LateForm, name="review-late", subject=str(pk), now=now, version=one.version
    )
    act: Do = lambda values, version: actions.say_why_late(  # noqa: E731
        matter=pk, version=version, by=request.viewer, **values
    )
    why = one.clock.why if one.clock else ""
    return _asked(request, editing, act, "Why is this review late?", done="Why it was late: kept.", intro=why)


@matter_page(Act.HOLD_MEETING)
def seen(request: Any, pk: int) -> HttpResponse:
    """Whether the child was seen before the review, and alone; why not."""
    one = review_of(pk, seen_by=request.viewer)
    editing = Editing(
        request,
        review_forms.SeenForm,
        name="review-seen",
        subject=str(pk),
        now=_seen_now(one),
        version=one.version,
    )
    act: Do = lambda values, version: _say_seen(request, pk, values, version)  # noqa: E731
    return _asked(
        request, editing, doing(editing, act), "Seeing the child before the review",
        done="Whether the child was seen: kept.", intro=_SEEN,
    )  # fmt: skip


@matter_page(Act.HOLD_MEETING)
def chaired(request: Any, pk: int) -> HttpResponse:
    """Who chaired the review."""
    one = review_of(pk, seen_by=request.viewer)
    editing = Editing(
        request, review_forms.ChairedForm, name="review-chaired", subject=str(pk), now={"chaired": one.chaired},
        version=one.version,
    )  # fmt: skip
    act: Do = lambda values, version: actions.say_who_chaired(  # noqa: E731
        matter=pk, version=version, by=request.viewer, **values
    )
    return _asked(request, editing, act, "Who chaired the review?", done="Who chaired: kept.")


@matter_page(Act.HOLD_MEETING)
def level(request: Any, pk: int) -> HttpResponse:
    """How closely the plan is watched until the next review."""
    one = review_of(pk, seen_by=request.viewer)
    levels = in_force(request.viewer.on).tracking_levels
    form = review_forms.level_form(levels)
    version, says = as_seen(history(request.child))
    editing = Editing(request, form, name="review-level", subject=str(pk), now=says, version=version)
    if request.method == "GET" and not editing.written:
        editing.form.initial.update(why="", next_contact=None)  # asked anew with each level
    act: Do = lambda values, seen: tracking.set_level(  # noqa: E731
        child=one.child, matter=pk, since=one.held_on or request.viewer.on, version=seen, by=request.viewer,
        **values,
    )  # fmt: skip
    return _asked(
        request, editing, act, "How closely is the plan watched?", done="How closely the plan is watched: kept.",
        intro="" if levels else "The practice in force names no levels: there is nothing to choose.",
    )  # fmt: skip


_SEEN = (
    "The reviewing officer speaks with the child alone before the review, unless a child who understands what "
    "that means does not want to, or it would not suit the child (SI 2010/959 reg 36(1)(b))."
)


def _seen_now(one: ReviewNow) -> dict[str, Any]:
    if one.seen is not None:
        return {"seen": "alone" if one.seen.alone else "with", "on": one.seen.on, "why": ""}
    return {"seen": "no" if one.not_seen_why else "", "on": None, "why": one.not_seen_why}


def _say_seen(request: Any, pk: int, values: dict[str, Any], version: Any) -> None:
    given = {"matter": pk, "by": request.viewer, "version": version}
    if values["seen"] == "no":
        actions.say_not_seen(why=values["why"], **given)
    else:
        actions.say_seen(on=values["on"], alone=values["seen"] == "alone", **given)


def _asked(request: Any, editing: Editing, act: Do, title: str, *, done: str, intro: str = "") -> HttpResponse:
    """A page of a review with one form: sent, it leads back to the review."""
    if editing.sends(act, refused=REFUSED):
        messages.success(request, done)
        return redirect("review", pk=request.matter.pk)
    form: forms.BaseForm | None = editing.form if editing.form.fields else None
    context = {**head(request), "editing": editing if form else None, "title": title, "intro": intro}
    return render(request, "pages/reviews/form.html", {**context, "matter": request.matter.pk})


urls = [
    path("reviews/<int:pk>/kind/", kind, name="review-kind"),
    path("reviews/<int:pk>/late/", late, name="review-late"),
    path("reviews/<int:pk>/seen/", seen, name="review-seen"),
    path("reviews/<int:pk>/chaired/", chaired, name="review-chaired"),
    path("reviews/<int:pk>/level/", level, name="review-level"),
]
