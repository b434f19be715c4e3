"""Putting something into the outbox: in the transaction of what happened, and once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sightline.casework.outbox.kinds import EVENTS, KINDS
from sightline.casework.outbox.models import Call, Hook, Message


def tell(
    kind: str,
    *,
    people: Iterable[int],
    key: str,
    at: datetime,
    number: int | None = None,
    child: int | None = None,
    **detail: Any,
) -> None:
    """Leave a message for people. Telling the same person the same `key` again does nothing.

    `number` is of what the kind leads to, `child` whose it is. `detail` is dates, counts and codes, never words
    that somebody typed. Raises KeyError for a kind that is not in `kinds.py`.
    """
    subject = KINDS[kind].subject
    Message.objects.bulk_create(
        [
            Message(
                person_id=person, kind=kind, subject=subject, number=number, child=child, key=key, detail=detail,
                made_at=at,
            )
            for person in sorted(set(people))
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def happen(event: str, *, key: str, at: datetime, body: Mapping[str, Any]) -> None:
    """Say to every hook that asked for it that something happened: numbers, codes and dates, never a name.

    What is about a child says `child`, the number: a hook is told of no child whose record is restricted. The same
    `key` is told to a hook once. Raises KeyError for an event that there is not.
    """
    happen_all(event, {key: body}, at=at)


def happen_all(event: str, bodies: Mapping[str, Mapping[str, Any]], *, at: datetime) -> None:
    """The same of many, by their keys."""
    hooks = _asking_for(event)
    Call.objects.bulk_create(
        [
            Call(hook=hook, event=event, key=key, child=body.get("child"), body=dict(body), made_at=at)
            for hook in hooks
            for key, body in bodies.items()
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )


def is_asked_for(event: str) -> bool:
    """Whether any program is told of this: otherwise it need not be worked out."""
    return bool(_asking_for(event))


def _asking_for(event: str) -> list[Hook]:
    EVENTS[event]
    return [hook for hook in Hook.objects.filter(stopped_at=None) if event in hook.events]
