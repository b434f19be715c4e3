"""Reviews: one as a list of tasks, what the officer says of it, a child's reviews, the service's."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path

from sightline.casework.reviews.queries import review as review_of
from sightline.domain.roles import Act
from sightline.web import review_parts
from sightline.web.child_head import head
from sightline.web.matters import matter_page
from sightline.web.pages import reviews_lists, reviews_participation, reviews_saying
from sightline.web.rendering import render
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
        "may_say": request.viewer.may(Act.HOLD_MEETING),
    }
    return render(request, "pages/reviews/review.html", context)


urls = [
    path("reviews/<int:pk>/", review, name="review"),
    *reviews_lists.urls,
    *reviews_participation.urls,
    *reviews_saying.urls,
]
