"""What is asked for before a review: asked for, chased, received, shared with the family, set aside, taken up.

Many at once, all of them or none. Whoever was asked may say that theirs is there; the service says the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from sightline.casework.meetings.changing import changed, said, told_anew
from sightline.casework.meetings.inviting import CHANNELS, Seen
from sightline.casework.meetings.models import Ask, Chaser, Participant
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted, matters, open_matter, require
from sightline.casework.outbox.actions import tell
from sightline.casework.staff.models import Person, RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail.actions import Changed
from sightline.domain.explain import in_words
from sightline.domain.preparation import kinds
from sightline.domain.roles import Act
from sightline.domain.workflows import ASK

#: What a move writes down beside the state.
DAYS = {"ask": "asked_on", "receive": "received_on", "share": "shared_on"}


@transaction.atomic
def add(*, matter: int, kind: str, by: Viewer, of: int | None = None, person: int | None = None) -> int:
    """Add something that should be asked for, of a participant, a person of the service, or nobody known yet.

    Its number. Raises NotPermitted, NoSuchMatter.
    """
    require(by, Act.PLAN_MEETING)
    row = open_matter(matter, seen_by=by, lock=True)
    if kind not in kinds():
        raise NotPermitted("Say what is asked for.")
    participant = row.participants.filter(pk=of).first() if of is not None else None
    if of is not None and participant is None:
        raise NoSuchMatter
    if row.asks.filter(kind=kind, of=participant).exists():
        raise NotPermitted("This is on the list already.")
    whom = person if participant is None else participant.person_id
    _person(whom)
    made = Ask.objects.create(matter=row, kind=kind, of=participant, person_id=whom)
    told_anew([row.child_id], "paper_added", by, matter=row.pk, paper=made.pk, kind=kind)
    return made.pk


@transaction.atomic
def name(*, ask: int, version: int, by: Viewer, of: int | None = None, person: int | None = None) -> None:
    """Say of whom something is asked: a participant of the child's meeting, or a person of the service.

    Raises NotPermitted, NoSuchMatter, Changed.
    """
    require(by, Act.PLAN_MEETING)
    row = locked([ask], by)[ask]
    participant = Participant.objects.filter(pk=of, matter=row.matter_id).first() if of is not None else None
    if of is not None and participant is None:
        raise NoSuchMatter
    if row.matter.asks.filter(kind=row.kind, of=participant).exclude(pk=ask).exists():
        raise NotPermitted("This is asked of them already.")
    whom = person if participant is None else participant.person_id
    _person(whom)
    new = changed(row, version=version, by=by, cause="named", of_id=of, person_id=whom)
    if new:
        told_anew([row.child_id], "paper_named", by, paper=ask, fields=new)


@transaction.atomic
def take(
    *, move: str, asks: Sequence[Seen], by: Viewer, on: date | None = None, channel: str = "", why: str = ""
) -> int:
    """Take one move of the workflow for several things asked for: all of them, or none; how many were changed.

    `move` is ask, chase, receive, share, set_aside (with `why`) or take_up; `on` the day of it, today where none
    is said. One chaser a day and channel: who was chased today is not chased again, and not counted.
    Raises NotPermitted, NotPossible, NoSuchMatter, Changed.
    """
    rows = locked([pk for pk, _ in asks], by)
    _may(move, list(rows.values()), by)
    day = on or by.on
    if day > by.on:
        raise NotPermitted("What has been done was not on a day to come.")
    if move in ("ask", "chase") and channel not in CHANNELS:
        raise NotPermitted("Say how it was sent.")
    reason = said(why, "Say why it is not needed.") if move == "set_aside" else ""
    done = [_taken(rows[pk], version, move, day, channel, reason, by) for pk, version in asks]
    new = [row for row, did in zip((rows[pk] for pk, _ in asks), done, strict=True) if did]
    if new:
        told_anew((r.child_id for r in new), f"paper_{move}", by, papers=[r.pk for r in new], day=day.isoformat())
    return len(new)


def asked_of(by: Viewer) -> set[int]:
    """Whose papers somebody may say are there: their own, of those they stand in for, of the teams they manage."""
    people = {by.id, *by.covers}
    if by.teams:
        team = current(RolePeriod.objects.filter(team__in=by.teams), by.on)
        people |= set(team.values_list("person", flat=True))
    return people


def _may(move: str, rows: Sequence[Ask], by: Viewer) -> None:
    if by.may(Act.PLAN_MEETING):
        return
    require(by, Act.ANSWER_ASKED)
    people = asked_of(by)
    if move != "receive" or any(row.person_id not in people for row in rows):
        raise NotPermitted("You can say that what was asked of you is there, and nothing else.")


def _taken(row: Ask, version: int, move: str, day: date, channel: str, why: str, by: Viewer) -> bool:
    if row.version != version:
        raise Changed(row.version, {"state": row.state})
    state = ASK.after(row.state, move)
    _in_order(row, move, day)
    if move == "chase":
        return _chased(row, day, channel, by)
    values: dict[str, Any] = {"state": state, "why_not": why}
    if move in DAYS:
        values[DAYS[move]] = day
    changed(row, values, version=version, by=by, cause=move, why=why)
    if move == "ask":
        _tell("asked", row, f"asked:{row.pk}:{row.version}", by)
    return True


def _chased(row: Ask, day: date, channel: str, by: Viewer) -> bool:
    _, new = Chaser.objects.get_or_create(ask=row, on=day, channel=channel, defaults={"by_id": by.id})
    if new:
        _tell("chased", row, f"chased:{row.pk}:{day.isoformat()}", by)
    return new


def _in_order(row: Ask, move: str, day: date) -> None:
    """Days follow each other; what is no paper is not shared."""
    if move == "share" and not kinds()[row.kind].paper:
        raise NotPermitted("This is not shared with the family.")
    before = row.received_on if move == "share" else row.asked_on if move in ("receive", "chase") else None
    if before is not None and day < before:
        what = "was received" if move == "share" else "was asked for"
        raise NotPermitted(f"It {what} on {in_words(before)}: the day cannot be before that.")


def _tell(kind: str, row: Ask, key: str, by: Viewer) -> None:
    if row.person_id is not None and row.person_id != by.id:
        tell(
            kind,
            people=[row.person_id],
            key=key,
            at=by.at,
            number=row.matter_id,
            child=row.child_id,
            paper=row.kind,
        )


def locked(pks: Sequence[int], by: Viewer) -> dict[int, Ask]:
    """What was asked for, locked, of matters in scope. Raises NoSuchMatter where one of them is not."""
    if len(set(pks)) < len(pks):
        raise NotPermitted("Something is chosen twice.")
    seen = set(Ask.objects.filter(pk__in=pks, matter__in=matters(seen_by=by)).values_list("pk", flat=True))
    if not pks or seen != set(pks):
        raise NoSuchMatter
    rows = Ask.objects.select_for_update(of=("self",)).filter(pk__in=seen).order_by("pk")
    return {row.pk: row for row in rows.select_related("matter")}


def _person(pk: int | None) -> None:
    if pk is not None and not Person.objects.filter(pk=pk).exists():
        raise NotPermitted("There is no such person.")
