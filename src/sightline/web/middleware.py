"""What every request passes: who looks, and what is said when something is refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from sightline.casework.staff.queries import viewer
from sightline.web.access import Refused
from sightline.web.day import now
from sightline.web.rendering import render

Handler = Callable[[HttpRequest], HttpResponse]


class Who:
    """Gives every request its number and, when it is asked for, who looks; turns a refusal into a page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told: Any = request
        told.number = str(uuid.uuid4())
        told.viewer = SimpleLazyObject(lambda: _viewer(request))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal is a page that says who may."""
        if isinstance(exception, Refused):
            return render(request, "errors/refused.html", {"reason": str(exception)}, status=403)
        return None


def _viewer(request: HttpRequest) -> Any:
    moment = now()
    return viewer(request.user, at=moment, on=moment.date())  # type: ignore[arg-type]
