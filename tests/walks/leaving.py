"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access_walks import Cell, Walk
from access_world import sent
from service import moment
from sightline.casework.outbox.models import Call, Hook, Message, Wish


def _a_message(cell: Cell) -> None:
    Message.objects.create(person=cell.person, kind="asked", key="walked", made_at=moment())


def _mine(cell: Cell) -> Mapping[str, Any]:
    return {"message": list(Message.objects.values_list("pk", flat=True))}


def _a_calendar(cell: Cell) -> None:
    Wish.objects.create(person=cell.person, calendar_hash="0" * 64, calendar_made_at=moment())


def _a_hook(cell: Cell) -> None:
    Hook.objects.update_or_create(
        pk=HOOK,
        defaults={
            "name": "Warehouse", "url": "https://warehouse.example.org/told", "secret": "0" * 64,
            "events": ["review.held"], "made_by": cell.world.manager, "made_at": moment(),
        },
    )  # fmt: skip


HOOK = 1_000_001


def _hook(cell: Cell) -> Mapping[str, Any]:
    return {"pk": HOOK}


def _new_hook(_: Cell) -> Mapping[str, Any]:
    return sent({"name": "Ours", "url": "https://ours.example.org/told", "events": ["review.held"]})


def _wish(_: Cell) -> Mapping[str, Any]:
    return sent({"often": "weekly", "weekday": 2, "version": 0})


WALKS: dict[str, Walk] = {
    "messages": Walk(),
    "messages-read": Walk(shows=405, ready=_a_message, body=_mine, changes=(Message,)),
    "wishes": Walk(body=_wish, changes=(Wish,)),
    "calendar-make": Walk(shows=405, changes=(Wish,)),
    "calendar-stop": Walk(shows=405, ready=_a_calendar, changes=(Wish,)),
    "calendar-feed": Walk(rows=lambda _: {"secret": "nobodys"}, shows=404),
    "hooks": Walk(),
    "hook-add": Walk(body=_new_hook, changes=(Hook,)),
    "hook": Walk(rows=_hook, ready=_a_hook),
    "hook-try": Walk(rows=_hook, ready=_a_hook, shows=405, changes=(Call,)),
    "hook-stop": Walk(rows=_hook, ready=_a_hook, shows=405, changes=(Hook,)),
}
FORMS: set[str] = {"hook-add"}
NOT_MET: set[str] = {
    "messages-read",
    "calendar-make",
    "calendar-stop",
    "calendar-feed",
    "hook",
    "hook-try",
    "hook-stop",
}
