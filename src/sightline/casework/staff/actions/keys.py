"""Keys of the read API. A key is shown once, when it is made; what is kept is its hash."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction

from sightline.casework.staff.doing import NotPermitted, doer
from sightline.casework.staff.models import Key
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act

#: What a key may open, and what that holds.
SCOPES = {
    "children": "Children, without names or identifiers of other systems",
    "episodes": "Episodes of care",
    "reviews": "Reviews held",
    "allocations": "Which reviewing officer is named for which child, by number",
    "notices": "Notices: what happened to a child and when it was known",
    "staff": "Capacity by role and month, never by person",
    "practice": "The practice in force",
}
LONGEST = timedelta(days=400)
START = "sl_"


@dataclass(frozen=True)
class NewKey:
    """A key just made; `secret` is never to be had again."""

    id: int
    secret: str


@transaction.atomic
def make_key(*, name: str, scopes: Collection[str], expires: date, by: Viewer) -> NewKey:
    """Make a key that opens these scopes up to and including a day. Raises NotPermitted."""
    who = doer(by, None, Act.CHANGE_KEYS)
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise NotPermitted("Choose what the key opens.")
    if not who.on <= expires <= who.on + LONGEST:
        raise NotPermitted("A key ends within 400 days. Choose a day from today up to then.")
    prefix = START + secrets.token_hex(4)
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    key = Key.objects.create(
        name=name,
        prefix=prefix,
        hash=hashed(secret),
        scopes=sorted(scopes),
        made_by_id=by.id,
        made_at=who.at,
        expires=expires,
    )
    trail.record(
        "key_made", by=who.id, at=who.at, kind="key", subject=key.pk, scopes=sorted(scopes), expires=f"{expires}"
    )
    return NewKey(key.pk, secret)


@transaction.atomic
def revoke_key(*, key: int, by: Viewer) -> None:
    """A key opens nothing any more, from this moment on. Raises NotPermitted."""
    who = doer(by, None, Act.CHANGE_KEYS)
    if Key.objects.filter(pk=key, revoked_at=None).update(revoked_at=who.at):
        trail.record("key_revoked", by=who.id, at=who.at, kind="key", subject=key)


def hashed(secret: str) -> str:
    """What is kept of a key. The secret has 256 random bits: one round is enough."""
    return sha256(secret.encode()).hexdigest()
