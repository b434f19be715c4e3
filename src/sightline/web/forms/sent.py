"""Which openings of a form were sent, so that neither the browser nor a late save brings their draft back."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest

KEY = "sent_drafts"

#: More than anybody sends between two pages.
KEPT = 20


def new_token() -> str:
    """A name for one opening of a form."""
    return secrets.token_urlsafe(9)


def sent_drafts(request: HttpRequest) -> list[str]:
    """The openings that were sent lately, in this session."""
    tokens: list[str] = request.session.get(KEY, [])
    return tokens


def mark_sent(request: Any, token: str) -> None:
    """This opening was sent: what comes of it later is old."""
    if token:
        request.session[KEY] = [*sent_drafts(request), token][-KEPT:]
