"""The two everyday changes of a child's care: the child left, or the legal status or placement is new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from sightline.casework.register import models, moving
from sightline.casework.register.actions.leaving import followed
from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.register.actions.rows import NoSuchRow, _save, _since_entered, as_kept
from sightline.casework.register.checks import NotRight, check_fields
from sightline.casework.register.happenings import noticed
from sightline.casework.register.tables import EPISODES
from sightline.casework.register.telling import Told, rows_of
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.care import SHORT_BREAKS
from sightline.domain.explain import in_words
from sightline.domain.roles import Act


@transaction.atomic
def leave_care(*, child: int, episode: int, version: int | None, by: Viewer, **values: Any) -> None:
    """The child left care: the open episode ends, and what ends with care (`leaving`).

    `values` are those of `moving.leaving_fields`. Raises Changed where somebody changed the episode first,
    NotPermitted, NotRight, NoSuchChild, NoSuchRow.
    """
    found = open_for(Act.RECORD_FACTS, child, by)
    rows = rows_of(child, EPISODES)
    now = _open(rows, episode, version)
    check_fields(moving.leaving_fields(by.on), values)
    on, reason = values["on"], values["reason_ceased"]
    moving.right_day(now, on, by.on)
    moving.right_leaving(now, on, reason, born=found.born)
    _back_by_then(found)
    with noticed(child, EPISODES.key, by), followed(child, EPISODES.key, by):
        _end(now, {"ceased": on, "reason_ceased": reason}, by)
    told_anew(child, "left_care", by, row=episode)


@transaction.atomic
def move_on(*, child: int, episode: int, version: int | None, by: Viewer, **values: Any) -> int:
    """The legal status or the placement is new: the open episode ends and another begins that day. Its number.

    `values` are those of `moving.moving_fields`. Raises Changed, NotPermitted, NotRight, NoSuchChild, NoSuchRow.
    """
    found = open_for(Act.RECORD_FACTS, child, by)
    rows = rows_of(child, EPISODES)
    now = _open(rows, episode, version)
    check_fields(moving.moving_fields(now, by.on), values)
    moving.right_day(now, values["on"], by.on)
    before = [row for row in rows if row["started"] < now["started"]]
    following = as_kept(EPISODES.fields, moving.next_episode(now, before, values, born=found.born))
    moved = values.get("reason_moved") or None
    ended = {"ceased": values["on"], "reason_ceased": moving.FOLLOWED, "reason_moved": moved}
    with noticed(child, EPISODES.key, by):
        _end(now, ended, by)
        made = models.Episode(child=found, entered_by_id=by.id, **following)
        _save(made, EPISODES)
        _since_entered(made, by)
    told_anew(child, "moved_on", by, row=made.pk, before=episode)
    return made.pk


def _open(rows: list[Told], episode: int, version: int | None) -> Told:
    """The episode, if it is the one that goes on and is as it was seen."""
    now = next((row for row in rows if row.pk == episode), None)
    if now is None:
        raise NoSuchRow
    if now.until is not None:
        raise NotPermitted(f"It is told already that this ended on {in_words(now.until)}. Look at the record.")
    if now["legal_status"] in SHORT_BREAKS:
        raise NotPermitted("Short breaks are not being in care. End the episode on the record.")
    if now != moving.open_episode(rows):
        raise NotPermitted("Another episode is open, too. Correct the record first.")
    if version != now.version:
        raise trail.Changed(now.version, {"legal_status": now["legal_status"]})
    return now


def _back_by_then(child: models.Child) -> None:
    """Nobody is missing from a care that has ended (577)."""
    missing = models.Missing.objects.filter(child=child, ended=None).order_by("started").first()
    if missing is not None:
        says = f"The child is missing or away since {in_words(missing.started)}: tell first when that ended"
        raise NotRight({"on": says})


def _end(now: Told, ended: Mapping[str, date | str | None], by: Viewer) -> None:
    row = models.Episode.objects.select_for_update().get(pk=now.pk)
    trail.keep(row, by=by.id, at=by.at, cause="correction")
    for name, value in ended.items():
        setattr(row, name, value)
    row.version += 1
    row.entered_by_id = by.id
    _save(row, EPISODES)
    _since_entered(row, by)
