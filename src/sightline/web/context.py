"""What every template knows: the council, who is signed in, where they may go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sightline.web.navigation import navigation


def site(request: HttpRequest) -> dict[str, Any]:
    """Values of the layout. Asks the database nothing."""
    signed_in = request.user.is_authenticated
    return {
        "council": settings.COUNCIL,
        "sample": settings.SAMPLE,
        "viewer": request.viewer if signed_in else None,  # type: ignore[attr-defined]
        "navigation": navigation(request) if signed_in else [],
    }
