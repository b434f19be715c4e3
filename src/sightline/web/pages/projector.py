"""What may be shown to everybody in the room: large, and nothing private in the margins."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path

from sightline.casework.meetings.queries.recorded import recorded_of
from sightline.domain.roles import Act
from sightline.web.matters import matter_page
from sightline.web.rendering import render


@matter_page(Act.SEND_OUT)
def projector(request: Any, pk: int) -> HttpResponse:
    """Headings and decisions of a review, in large type, with the child's first name alone."""
    told = recorded_of(request.matter, on=request.viewer.on)
    context = {
        "called": told.called,
        "pk": pk,
        "day": told.held_on or told.planned_on,
        "headings": [section.title for section in told.sections],
        "decisions": told.decisions,
        "answered": told.answered,
    }
    return render(request, "pages/recording/projector.html", context)


urls = [path("reviews/<int:pk>/projector/", projector, name="review-projector")]
