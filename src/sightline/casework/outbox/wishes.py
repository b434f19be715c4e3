"""Actions of one's own: how often to be mailed, what was read, the secret address of one's calendar.

The address is a secret of 256 random bits, shown once; what is kept is its hash. Whoever has it reads when and
where this person meets, under titles that tell of no child; so it can be made anew and stopped at any time.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from sightline.casework.outbox.models import Message, Wish
from sightline.casework.staff.doing import Doer, NotPermitted, changed
from sightline.casework.staff.queries import Viewer, viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.actions import Changed

__all__ = [
    "Changed",
    "NotPermitted",
    "keep_wish",
    "make_calendar",
    "read_messages",
    "stop_calendar",
    "whose_calendar",
]

LAST_WEEKDAY = 4


@transaction.atomic
def keep_wish(*, often: str, weekday: int, version: int, by: Viewer) -> None:
    """Keep how often somebody wants to be mailed. Raises Changed, NotPermitted."""
    if often not in Wish.Often.values or not 0 <= weekday <= LAST_WEEKDAY:
        raise NotPermitted("Choose how often, and a working day of the week.")
    row = changed(_of(by), version=version, by=_doer(by), often=often, weekday=weekday)
    if row.version != version:
        trail.record("wish_kept", by=by.id, at=by.at, kind="wish", subject=row.pk, often=often, weekday=weekday)


@transaction.atomic
def read_messages(*, messages: Iterable[int], by: Viewer) -> int:
    """Mark one's own messages as read; how many were not before."""
    mine = Message.objects.filter(person=by.id, pk__in=list(messages), read_at=None)
    count = mine.update(read_at=by.at)
    if count:
        trail.record("messages_read", by=by.id, at=by.at, kind="message", count=count)
    return count


@transaction.atomic
def make_calendar(*, by: Viewer) -> str:
    """A new secret address for one's calendar: it is shown once, and the one before opens nothing any more."""
    secret = secrets.token_urlsafe(32)
    told: dict[str, Any] = {"calendar_hash": _hashed(secret), "calendar_made_at": by.at, "calendar_used_on": None}
    row = changed(_of(by), version=None, by=_doer(by), **told)
    trail.record("calendar_made", by=by.id, at=by.at, kind="wish", subject=row.pk)
    return secret


@transaction.atomic
def stop_calendar(*, by: Viewer) -> None:
    """From now on the address opens nothing."""
    row = _of(by)
    if row.calendar_hash:
        row = changed(row, version=None, by=_doer(by), calendar_hash="", calendar_made_at=None)
        trail.record("calendar_stopped", by=by.id, at=by.at, kind="wish", subject=row.pk)


def whose_calendar(secret: str, *, at: datetime) -> Viewer | None:
    """Whose calendar this secret opens, as they are at this moment; None for those who may not sign in any more.

    Of looks only the last day is kept: a telephone asks every few minutes.
    """
    wanted = _hashed(secret)
    row = Wish.objects.select_related("person").filter(calendar_hash=wanted).first()
    if row is None or not hmac.compare_digest(row.calendar_hash, wanted) or not row.person.is_active:
        return None
    who = viewer(row.person, at=at, on=at.date())
    if not who.roles:
        return None
    if row.calendar_used_on != who.on:
        Wish.objects.filter(pk=row.pk, calendar_hash=wanted).update(calendar_used_on=who.on)
    return who


def _of(by: Viewer) -> Wish:
    """One's own row, locked; made where there is none, of version 0: nothing was wished yet."""
    row, _ = Wish.objects.select_for_update().get_or_create(person_id=by.id, defaults={"version": 0})
    return row


def _doer(by: Viewer) -> Doer:
    return Doer(by.id, by.at, by.on)


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
