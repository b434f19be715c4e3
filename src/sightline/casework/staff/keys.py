"""Whether a key of the read API opens something now."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from sightline.casework.staff.actions.keys import START, hashed
from sightline.casework.staff.models import Key
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Role

#: Nobody's number: a key is not a person, and is named on no restricted record.
NOBODY = 0


@dataclass(frozen=True)
class OpenKey:
    """A key that opens its scopes now."""

    id: int
    scopes: frozenset[str]

    def __str__(self) -> str:
        """What requests are counted by."""
        return f"key {self.id}"


def open_key(secret: str, *, at: datetime) -> OpenKey | None:
    """The key with this secret, unless it was revoked or its last day is over. One query."""
    prefix = START + secret.removeprefix(START).partition("_")[0]
    row = Key.objects.filter(prefix=prefix, revoked_at=None, expires__gte=at.date()).first()
    if row is None or not hmac.compare_digest(row.hash, hashed(secret)):
        return None
    return OpenKey(row.pk, frozenset(row.scopes))


def viewer_of_key(*, at: datetime) -> Viewer:
    """How a key looks at the register: as an analyst whom nobody knows."""
    nobody: frozenset[int] = frozenset()
    roles = frozenset({Role.ANALYST})
    return Viewer(id=NOBODY, name="", roles=roles, teams=nobody, covers=nobody, at=at, on=at.date())


def record_reading(key: OpenKey, *, at: datetime, request: str, what: str, rows: int, asked: list[str]) -> None:
    """Keep that a key read something: what, how many rows, by which filters."""
    Key.objects.filter(pk=key.id).update(used_at=at)
    trail.record(
        "read", by=None, at=at, kind="api", subject=key.id, request=request, what=what, rows=rows, asked=asked
    )
