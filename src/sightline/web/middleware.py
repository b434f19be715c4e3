"""What every request passes: who looks, and what is said when something is refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from sightline.casework.practice.once import one_page
from sightline.casework.staff.queries import viewer
from sightline.casework.trail.actions import Deed, record_all
from sightline.web.access import Refused, Sight
from sightline.web.day import now
from sightline.web.rendering import render

#: Requests that change nothing.
LOOKING = ("GET", "HEAD")
Handler = Callable[[HttpRequest], HttpResponse]


class Who:
    """Gives every request its number and who looks; keeps what was seen; turns a refusal into a page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told: Any = request
        told.number = str(uuid.uuid4())
        told.viewer = SimpleLazyObject(lambda: _viewer(request))
        with one_page() if request.method in LOOKING else nullcontext():
            response = self.get_response(request)
        _keep_sights(told, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal is a page that says who may."""
        if isinstance(exception, Refused):
            return render(request, "errors/refused.html", {"reason": str(exception)}, status=403)
        return None


#: Answers that show the page: the page itself, or its form again with what is to be mended.
_SHOWN = frozenset({200, 206, 400, 409, 422})


def _keep_sights(request: Any, response: HttpResponse) -> None:
    """Write what was seen before it is sent: where the trail cannot be written, nothing is shown."""
    if response.status_code not in _SHOWN or not hasattr(request, "sights"):
        return
    seen = [Deed(each.action, each.kind, each.subject, _told(request, each)) for each in request.sights]
    record_all(seen, by=request.viewer.id, at=request.viewer.at, request=request.number)


def _told(request: Any, sight: Sight) -> dict[str, Any]:
    page = request.resolver_match.view_name if request.resolver_match else ""
    return {"page": page, "roles": sorted(request.viewer.roles), **sight.detail}


def _viewer(request: HttpRequest) -> Any:
    moment = now()
    return viewer(request.user, at=moment, on=moment.date())  # type: ignore[arg-type]
