"""Who may read: a key in the header, for one scope at a time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from sightline.casework.staff.keys import OpenKey, open_key
from sightline.web.day import now


class WrongKey(Exception):
    """There is no key, or it opens nothing any more."""


class NotForThis(Exception):
    """The key opens other things."""


class KeyFor(HttpBearer):
    """`Authorization: Bearer <key>`, with a key that opens this scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> OpenKey:
        """The key. Raises WrongKey, NotForThis."""
        found: Any = super().__call__(request)
        if found is None:
            raise WrongKey
        if self.scope not in found.scopes:
            raise NotForThis
        key: OpenKey = found
        return key

    def authenticate(self, request: HttpRequest, token: str) -> OpenKey | None:
        """The key that has this secret."""
        return open_key(token, at=now())
