"""One line in the log for each request: which page by name, how it went, how long it took, for whom by number."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("sightline.web")


class Log:
    """Writes the line when the answer is made. The address itself is not in it: it has numbers of children."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        if request.resolver_match or response.status_code >= 400:  # not for files of the pages
            log.info("request", extra=_fields(request, response, time.perf_counter() - began))
        return response


def _fields(request: Any, response: HttpResponse, seconds: float) -> dict[str, Any]:
    return {
        "request": getattr(request, "number", None),
        "route": request.resolver_match.view_name if request.resolver_match else None,
        "method": request.method if request.method in _METHODS else "other",
        "status": response.status_code,
        "ms": round(seconds * 1000),
        "person": _person(request),
    }


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _person(request: Any) -> int | None:
    """Who it was for, where somebody was looked up at all: this asks the database nothing."""
    user = getattr(request, "_cached_user", None)
    return user.pk if user is not None and user.is_authenticated else None
