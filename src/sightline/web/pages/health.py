"""Is the service up: for load balancers and people who watch it. Says nothing that is anybody's."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import path

from sightline.web.access import open_page


@open_page
def health(request: HttpRequest) -> JsonResponse:
    """Up."""
    return JsonResponse({"status": "up"})


urls = [path("health", health, name="health")]
