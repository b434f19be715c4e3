"""When and where people meet: a meeting is planned, settled, moved, cancelled; one child is taken out of it.

A meeting about brothers and sisters has one date. Whoever does not see all of its children moves it for all (those
concerned are told) and cancels it for those in sight alone: what is out of sight goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction

from sightline.casework.meetings.changing import changed, locked, said, told_anew
from sightline.casework.meetings.inviting import propose_all
from sightline.casework.meetings.models import (
    LONGEST_LINE,
    LONGEST_REASON,
    Matter,
    Meeting,
    Mode,
    Participant,
    Proposal,
    Venue,
)
from sightline.casework.meetings.scope import NotPermitted, open_matter, require
from sightline.casework.outbox.actions import tell
from sightline.casework.register.models import Child
from sightline.casework.register.scope import NoSuchChild
from sightline.casework.register.scope import children as in_scope
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail.actions import Changed
from sightline.domain.explain import in_words
from sightline.domain.roles import MAY, Act
from sightline.domain.workflows import MATTER, MEETING, NotPossible

SHORTEST, LONGEST = 10, 480  # minutes
MODES: Mapping[str, str] = dict(Mode.choices)


@dataclass(frozen=True, slots=True)
class Moved:
    """One meeting and its new day, in the version that was seen."""

    meeting: int
    version: int
    on: date
    at: time | None = None


@transaction.atomic
def plan(
    *,
    kind: str,
    children: Sequence[int],
    chair: int,
    by: Viewer,
    on: date | None = None,
    at: time | None = None,
    minutes: int = 60,
    mode: str = "in_person",
    venue: int | None = None,
    place: str = "",
    why_then: str = "",
    proposals: Sequence[tuple[date, time | None]] = (),
) -> int:
    """Plan a meeting about one child, or about brothers and sisters together; its number.

    Without a day it is proposed, with the days among which one is to be settled. Raises NotPermitted, NoSuchChild.
    """
    require(by, Act.PLAN_MEETING)
    wanted = _children(children, by)
    where = _where(minutes=minutes, mode=mode, venue=venue, place=place, chair=chair)
    _may_chair(chair, on or by.on)
    _not_twice((child.pk for child in wanted), kind, on)
    meeting = Meeting.objects.create(
        kind=kind, state=MEETING.after(MEETING.first, "settle") if on else MEETING.first, on=on, at=at,
        dated_on=by.on if on else None, why_then=why_then.strip()[:LONGEST_REASON],
        made_at=by.at, made_by_id=by.id, **where,
    )  # fmt: skip
    made = [Matter.objects.create(meeting=meeting, child=child) for child in wanted]
    _propose(meeting, proposals)
    propose_all(made, by=by)
    told_anew((child.pk for child in wanted), "meeting_planned", by, meeting=meeting.pk, kind=kind)
    return meeting.pk


@transaction.atomic
def propose(*, meeting: int, version: int, days: Sequence[tuple[date, time | None]], by: Viewer) -> None:
    """Put other days to choose from in the place of those proposed. Raises NotPermitted, NoSuchMatter, Changed."""
    row, seen = _open(meeting, by)
    if row.state != MEETING.first:
        raise NotPermitted("The date is settled: move the meeting instead.")
    changed(row, _louder(row), version=version, by=by, cause="proposed")
    row.proposals.all().delete()
    _propose(row, days)
    told_anew(_of(seen), "dates_proposed", by, meeting=row.pk, days=len(days))


@transaction.atomic
def settle(
    *, meeting: int, version: int, on: date, by: Viewer, at: time | None = None, why_then: str = ""
) -> None:
    """Settle the day of a meeting that was proposed. Raises NotPermitted, NotPossible, NoSuchMatter, Changed."""
    row, seen = _open(meeting, by)
    state = MEETING.after(row.state, "settle")
    _not_twice(_of(seen), row.kind, on, but=row.pk)
    values: dict[str, Any] = {"on": on, "at": at, "why_then": why_then.strip()[:LONGEST_REASON] or row.why_then}
    changed(row, {"state": state, "dated_on": by.on, **values}, version=version, by=by, cause="settled")
    told_anew(_of(seen), "meeting_settled", by, meeting=row.pk, day=on.isoformat())


@transaction.atomic
def move(
    *,
    meeting: int,
    version: int,
    on: date,
    by: Viewer,
    at: time | None = None,
    why_then: str = "",
    **where: Any,
) -> None:
    """Move a planned meeting to another day, or change where it is and who chairs: `where` as `plan` takes it.

    Participants who are people of the service are told. Raises NotPermitted, NotPossible, NoSuchMatter, Changed.
    """
    _move(Moved(meeting, version, on, at), by, why_then, where)


@transaction.atomic
def move_all(moves: Sequence[Moved], *, by: Viewer) -> None:
    """Move several meetings: all of them, or none. Raises what `move` does."""
    if len({each.meeting for each in moves}) < len(moves):
        raise NotPermitted("A meeting is there twice.")
    for each in sorted(moves, key=lambda each: each.meeting):
        _move(each, by, "", {})


@transaction.atomic
def cancel(*, meeting: int, version: int, why: str, by: Viewer) -> None:
    """Cancel a meeting for every child in sight, with a reason. Raises NotPermitted, NotPossible, Changed."""
    row, seen = _open(meeting, by)
    reason = said(why, "Say why the meeting is cancelled.")
    state = MEETING.after(row.state, "cancel")
    if row.version != version:
        raise Changed(row.version, {"why": row.cancelled_why})
    for each in seen:
        if each.state == MATTER.first:
            taken_out = {"state": "taken_out", "taken_out_why": reason}
            changed(each, taken_out, version=None, by=by, cause="cancelled", why=reason)
    new = {} if _still_there(row) else {"state": state, "cancelled_why": reason}
    changed(row, {**new, **_louder(row)}, version=version, by=by, cause="cancelled", why=reason)
    told_anew(_of(seen), "meeting_cancelled", by, meeting=row.pk)
    _tell("meeting_cancelled", row, seen, by)


@transaction.atomic
def take_out(*, matter: int, version: int, why: str, by: Viewer) -> None:
    """Take one child out of a meeting that goes on for brothers and sisters; with a reason.

    Raises NotPermitted, NotPossible, NoSuchMatter, Changed.
    """
    require(by, Act.PLAN_MEETING)
    meeting, seen = locked(open_matter(matter, seen_by=by).meeting_id, by=by)
    row = next(each for each in seen if each.pk == matter)
    reason = said(why, "Say why this child is taken out of the meeting.")
    state = MATTER.after(row.state, "take_out")
    if not [each for each in seen if each.pk != matter and each.state != state]:
        raise NotPermitted("No other child is in this meeting: cancel it instead.")
    taken_out = {"state": state, "taken_out_why": reason}
    changed(row, taken_out, version=version, by=by, cause="taken out", why=reason)
    changed(meeting, _louder(meeting), version=None, by=by, cause="taken out")
    told_anew([row.child_id], "taken_out_of_meeting", by, meeting=meeting.pk)
    _tell("meeting_cancelled", meeting, [row], by)


def _children(pks: Sequence[int], by: Viewer) -> list[Child]:
    found = list(in_scope(seen_by=by).filter(pk__in=list(pks)).order_by("pk"))
    if not pks or {child.pk for child in found} != set(pks):
        raise NoSuchChild
    return found


def _not_twice(children: Iterable[int], kind: str, on: date | None, but: int | None = None) -> None:
    """A meeting of the kind that is planned for the same day is the same meeting, entered twice."""
    if on is None:
        return
    there = Matter.objects.filter(child__in=list(children), meeting__kind=kind, meeting__on=on)
    there = there.exclude(state="taken_out").exclude(meeting__state="cancelled").exclude(meeting=but)
    if there.exists():
        raise NotPermitted(f"A meeting about this child is planned for {in_words(on)} already.")


def _where(**told: Any) -> dict[str, Any]:
    """Where and how, as the columns hold it; of what is told alone. Raises NotPermitted."""
    if "minutes" in told and not SHORTEST <= told["minutes"] <= LONGEST:
        raise NotPermitted(f"A meeting lasts between {SHORTEST} and {LONGEST} minutes.")
    if "mode" in told and told["mode"] not in Mode.values:
        raise NotPermitted("Say how people meet.")
    if "place" in told:
        told["place"] = told["place"].strip()[:LONGEST_LINE]
    if told.get("venue") is not None and not Venue.objects.filter(pk=told["venue"]).exists():
        raise NotPermitted("There is no such venue.")
    return {f"{name}_id" if name in ("venue", "chair") else name: value for name, value in told.items()}


def _may_chair(person: int, on: date) -> None:
    roles = sorted(role.value for role in MAY[Act.HOLD_MEETING])
    if not current(RolePeriod.objects.filter(person=person, role__in=roles), on).exists():
        raise NotPermitted("This person does not chair meetings on that day.")


def _propose(meeting: Meeting, days: Iterable[tuple[date, time | None]]) -> None:
    Proposal.objects.bulk_create([Proposal(meeting=meeting, on=on, at=at) for on, at in dict.fromkeys(days)])


def _open(pk: int, by: Viewer) -> tuple[Meeting, list[Matter]]:
    require(by, Act.PLAN_MEETING)
    return locked(pk, by=by)


def _move(moved: Moved, by: Viewer, why_then: str, where: dict[str, Any]) -> None:
    row, seen = _open(moved.meeting, by)
    MEETING.after(row.state, "move")
    if any(each.held_on for each in seen):
        raise NotPermitted("A sitting of this meeting was held: it cannot be moved.")
    if (moved.on, where.get("chair", row.chair_id)) != (row.on, row.chair_id):
        _may_chair(where.get("chair", row.chair_id), moved.on)
    if moved.on != row.on:
        _not_twice(_of(seen), row.kind, moved.on, but=row.pk)
    values: dict[str, Any] = {
        "on": moved.on,
        "at": moved.at,
        "why_then": why_then.strip()[:LONGEST_REASON] or row.why_then,
    }
    values |= _where(**where)
    if not any(getattr(row, name) != value for name, value in values.items()) and moved.version == row.version:
        return
    values["dated_on"] = by.on if moved.on != row.on else row.dated_on
    before, chair = row.on, row.chair_id
    fields = changed(row, {**values, **_louder(row)}, version=moved.version, by=by, cause="moved")
    told_anew(_of(seen), "meeting_moved", by, meeting=row.pk, fields=fields)
    _tell("meeting_moved", row, seen, by, also={chair}, before=before and before.isoformat())


def _louder(meeting: Meeting) -> dict[str, Any]:
    """What makes calendars take a new entry in the place of the one that they have."""
    return {"sequence": meeting.sequence + 1}


def _still_there(meeting: Meeting) -> bool:
    return meeting.matters.exclude(state="taken_out").exists()


def _of(seen: Iterable[Matter]) -> list[int]:
    return [each.child_id for each in seen]


def _tell(
    kind: str, meeting: Meeting, seen: Sequence[Matter], by: Viewer, also: Iterable[int] = (), **detail: Any
) -> None:
    """Tell the chair and everybody of the service who has a part, once each; whoever did it knows."""
    parts = Participant.objects.filter(matter__meeting=meeting, person__isnull=False).exclude(plan="excluded")
    if kind == "meeting_cancelled":
        parts = parts.filter(matter__in=[each.pk for each in seen])
    people = list(parts.order_by("matter").values_list("person", "matter__child"))
    people += [(person, seen[0].child_id) for person in {meeting.chair_id, *also}]
    day = meeting.on.isoformat() if meeting.on else ""
    for child in dict.fromkeys(child for _, child in people):
        tell(
            kind, people=[person for person, of in people if of == child and person != by.id],
            key=f"{kind}:{meeting.pk}:{meeting.sequence}", at=by.at, number=meeting.pk, child=child,
            day=day, **detail,
        )  # fmt: skip


__all__ = [
    "Changed",
    "Moved",
    "NotPossible",
    "cancel",
    "move",
    "move_all",
    "plan",
    "propose",
    "settle",
    "take_out",
]
