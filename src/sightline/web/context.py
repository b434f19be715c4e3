"""What every template knows: the council, who is signed in, where they may go, until when."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from sightline.web.forms.sent import sent_drafts
from sightline.web.navigation import address, navigation


def site(request: HttpRequest) -> dict[str, Any]:
    """Values of the layout. Asks the database nothing."""
    known = {"council": settings.COUNCIL, "sample": settings.SAMPLE, "viewer": None}
    return {**known, **_signed_in(request)} if _is_signed_in(request) else known


def _is_signed_in(request: HttpRequest) -> bool:
    """Not where the request failed before anybody was looked for."""
    return hasattr(request, "viewer") and request.user.is_authenticated


def _signed_in(request: HttpRequest) -> dict[str, Any]:
    idle, longest = _seconds_left(request.session)
    return {
        "viewer": request.viewer,  # type: ignore[attr-defined]
        "navigation": navigation(request),
        "account_url": address("account"),
        "drafts_url": address("drafts"),
        "sign_out_url": address("account_logout"),
        "stay_url": address("account_stay"),
        "session_seconds": idle,
        "session_longest": longest,
        "signed_out_at": timezone.localtime() + timedelta(seconds=min(idle, longest)),
        "sent_drafts": " ".join(sent_drafts(request)),
    }


def _seconds_left(session: Any) -> tuple[int, int]:
    """Until somebody who does nothing is signed out, and until anybody is. See `sitting`."""
    now = time.time()
    idle = session.get("seen", now) + settings.SESSION_COOKIE_AGE - now
    longest = session.get("began", now) + settings.SESSION_LASTS.total_seconds() - now
    return max(0, int(idle)), max(0, int(longest))
