"""Reviews: one as a list of tasks, what the officer says of it, a child's reviews, the service's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.reviews import actions
from sightline.casework.reviews.queries import review as review_of
from sightline.domain.roles import Act
from sightline.web import review_parts
from sightline.web.child_head import head
from sightline.web.forms.editing import Editing
from sightline.web.matters import matter_page
from sightline.web.rendering import render
from sightline.web.review_forms import KindForm
from sightline.web.work import steps_of


@matter_page(Act.SEE_CHILD)
def review(request: Any, pk: int) -> HttpResponse:
    """One child's review as a list of tasks: what is done, what waits for whom, and when it is due."""
    one = review_of(pk, seen_by=request.viewer)
    context = {
        **head(request),
        "review": one,
        "title": review_parts.title(one),
        "groups": review_parts.grouped(steps_of(request.matter, request.viewer)),
        "about": review_parts.about(one, request.viewer),
        "beside": review_parts.beside(one),
    }
    return render(request, "pages/reviews/review.html", context)


@matter_page(Act.PLAN_MEETING)
def kind(request: Any, pk: int) -> HttpResponse:
    """Of what kind a review is, and why it was brought forward."""
    one = review_of(pk, seen_by=request.viewer)
    now = {"kind": one.kind.key, "why": one.brought_forward_why}
    editing = Editing(request, KindForm, name="review-kind", subject=str(pk), now=now, version=one.version)
    if editing.sends(
        lambda values, version: actions.change_kind(matter=pk, version=version, by=request.viewer, **values),
        refused=(NotPermitted,),
    ):
        messages.success(request, "The kind of review: changed.")
        return redirect("review", pk=pk)
    return _asked(request, editing, "What kind of review is it?")


def _asked(request: Any, editing: Editing, title: str, **context: Any) -> HttpResponse:
    """A page of a review with one form."""
    given = {**head(request), "editing": editing, "title": title, "matter": request.matter.pk, **context}
    return render(request, "pages/reviews/form.html", given)


urls = [
    path("reviews/<int:pk>/", review, name="review"),
    path("reviews/<int:pk>/kind/", kind, name="review-kind"),
]
