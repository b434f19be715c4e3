"""Webhooks: addresses of programs that are told of events. How they are called is in `calling`."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.crypto import salted_hmac

from sightline.casework.outbox.addresses import NotThere as NotThere
from sightline.casework.outbox.addresses import understood
from sightline.casework.outbox.kinds import EVENTS
from sightline.casework.outbox.models import Call, Hook
from sightline.casework.staff.doing import NotPermitted, changed, doer
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act

__all__ = [
    "Called",
    "NewHook",
    "NotPermitted",
    "NotThere",
    "Told",
    "add_hook",
    "calls_of",
    "hooks",
    "stop_hook",
    "try_hook",
]

TRY = "try"  # what a call is that somebody asks for, to see whether it arrives


@dataclass(frozen=True, slots=True)
class NewHook:
    """A hook just made; `secret` is never to be had again."""

    id: int
    secret: str


@transaction.atomic
def add_hook(*, name: str, url: str, events: Collection[str], by: Viewer) -> NewHook:
    """Tell an address of these events from now on. Raises NotPermitted, NotThere."""
    who = doer(by, None, Act.CHANGE_HOOKS)
    if not events or not set(events) <= EVENTS.keys():
        raise NotPermitted("Choose what it is told of.")
    understood(url)
    hook = Hook.objects.create(
        name=name, url=url, secret=secrets.token_hex(32), events=sorted(events), made_by_id=by.id, made_at=who.at
    )
    trail.record("hook_added", by=who.id, at=who.at, kind="hook", subject=hook.pk, events=sorted(events))
    return NewHook(hook.pk, secret_of(hook))


@transaction.atomic
def stop_hook(*, hook: int, by: Viewer) -> None:
    """Tell it of nothing any more, nor of what still waits. Raises NotPermitted."""
    who = doer(by, None, Act.CHANGE_HOOKS)
    row = Hook.objects.select_for_update().filter(pk=hook, stopped_at=None).first()
    if row is not None:
        changed(row, version=None, by=who, stopped_at=who.at)
        trail.record("hook_stopped", by=who.id, at=who.at, kind="hook", subject=hook)


@transaction.atomic
def try_hook(*, hook: int, by: Viewer) -> None:
    """Make a call that tells of nothing, to see whether it arrives. Raises NotPermitted."""
    who = doer(by, None, Act.CHANGE_HOOKS)
    row = Hook.objects.select_for_update().filter(pk=hook, stopped_at=None).first()
    if row is None:
        raise NotPermitted("It was stopped.")
    if Call.objects.filter(hook=row, event=TRY, done_at=None, tries=0).exists():
        return  # one is on its way
    Call.objects.create(hook=row, event=TRY, key=f"{TRY}:{secrets.token_hex(8)}", body={}, made_at=who.at)
    trail.record("hook_tried", by=who.id, at=who.at, kind="hook", subject=hook)


def secret_of(hook: Hook) -> str:
    """What signs the calls of a hook: of its seed and the installation's key, so that a backup signs nothing."""
    return salted_hmac("sightline.hook", hook.secret, algorithm="sha256").hexdigest()


# what there is


@dataclass(frozen=True, slots=True)
class Told:
    """A hook: what it is told of, since when, and when it last answered."""

    id: int
    name: str
    url: str
    events: tuple[str, ...]
    made_at: datetime
    made_by: str
    stopped_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Called:
    """One call: of which event and when, how it was answered, when it is tried again. Nothing of a child."""

    event: str
    at: datetime
    tries: int
    answer: str
    done_at: datetime | None
    next_try: datetime | None


def hooks() -> list[Told]:
    """Every hook, those that are told first. One query."""
    rows = Hook.objects.select_related("made_by").annotate(answered=Max("calls__done_at"))
    found = [
        Told(
            row.pk,
            row.name,
            row.url,
            tuple(row.events),
            row.made_at,
            row.made_by.name,
            row.stopped_at,
            row.answered,
        )
        for row in rows.order_by("-made_at")
    ]
    return sorted(found, key=lambda hook: hook.stopped_at is not None)


def calls_of(hook: int, *, most: int = 100) -> list[Called]:
    """The last calls of a hook that were tried, the latest first: one that waits may be of a child kept apart."""
    rows = Call.objects.filter(hook=hook, tries__gt=0).order_by("-made_at", "-pk")[:most]
    return [Called(row.event, row.made_at, row.tries, row.answer, row.done_at, row.next_try) for row in rows]
