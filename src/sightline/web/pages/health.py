"""Is the service up, and can it work: for load balancers and watchers. Says nothing that is anybody's."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from sightline.web.access import open_page
from sightline.web.readiness import database_answers, pending_migrations, worker_lives


@open_page
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Up."""
    return JsonResponse({"status": "up"})


@open_page
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Ready for work, with 200; or with 503 what is missing."""
    found = database_answers()
    looked = {"database": found, "release": found and _is_of_this_release(), "worker": worker_lives()}
    status = "ready" if all(looked.values()) else "not ready"
    return JsonResponse({"status": status, **looked}, status=200 if status == "ready" else 503)


def _is_of_this_release() -> bool:
    """Once it is, it stays so: this process is of one release."""
    try:
        return _seen_whole()
    except LookupError:
        return False


@lru_cache(maxsize=1)
def _seen_whole() -> bool:
    if pending_migrations():
        raise LookupError  # not remembered
    return True


urls = [path("health", health, name="health"), path("health/ready", ready, name="health_ready")]
