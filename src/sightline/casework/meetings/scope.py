"""Whose meetings somebody may see, and who may write in one.

A meeting about brothers and sisters is seen as far as its children are: a restricted child's part is not there.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from sightline.casework.meetings.models import Matter, Meeting
from sightline.casework.practice.once import once
from sightline.casework.register.models import Involvement
from sightline.casework.register.scope import NoSuchChild, within
from sightline.casework.staff.queries import Viewer, current
from sightline.domain.roles import Act, Role


class NoSuchMatter(NoSuchChild):
    """There is no such meeting or part of one, or not for this person."""


class NotPermitted(Exception):
    """This person may not do this here; the message says who may."""


def matters(*, seen_by: Viewer) -> QuerySet[Matter]:
    """The parts of meetings that somebody may see: those of children in scope."""
    return within(Matter.objects.all(), "child", seen_by=seen_by)


def meetings(*, seen_by: Viewer) -> QuerySet[Meeting]:
    """Meetings of which somebody may see at least one child's part."""
    return Meeting.objects.filter(pk__in=matters(seen_by=seen_by).values("meeting"))


def open_matter(pk: int, *, seen_by: Viewer, lock: bool = False) -> Matter:
    """One child's part of a meeting with its meeting and child. Raises NoSuchMatter."""
    rows = matters(seen_by=seen_by).filter(pk=pk)
    rows = rows.select_related("meeting__chair", "meeting__venue", "child")
    found = rows.select_for_update(of=("self",)).first() if lock else once(("matter", pk, seen_by), rows.first)
    if found is None:
        raise NoSuchMatter
    return found


def open_meeting(pk: int, *, seen_by: Viewer, lock: bool = False) -> Meeting:
    """A meeting. Raises NoSuchMatter."""
    rows = meetings(seen_by=seen_by)
    found = (rows.select_for_update() if lock else rows).filter(pk=pk).first()
    if found is None:
        raise NoSuchMatter
    return found


def require(by: Viewer, act: Act) -> None:
    """Raises NotPermitted where this person's roles do not hold the act."""
    if not by.may(act):
        raise NotPermitted("Your role may not do this.")


def require_chair(matter: Matter, by: Viewer) -> None:
    """Who chairs the meeting, is the child's officer, stands in for either, or leads them. Raises NotPermitted.

    Independence (IRO Handbook, 2010): nobody else decides or writes for the reviewing officer.
    """
    require(by, Act.HOLD_MEETING)
    if by.roles & {Role.IRO_MANAGER, Role.SENIOR_IRO}:
        return
    people = {by.id, *by.covers}
    if matter.meeting.chair_id in people:
        return
    officers = current(Involvement.objects.filter(child=matter.child_id, role="iro", person__in=people), by.on)
    if not officers.exists():
        raise NotPermitted("This is for who chairs the meeting, the child's IRO, or who leads them.")


def chairs(among: Collection[Matter], by: Viewer) -> frozenset[int]:
    """Of these matters, with their meetings, those in which this person decides, by number (`require_chair`)."""
    if not by.may(Act.HOLD_MEETING):
        return frozenset()
    if by.roles & {Role.IRO_MANAGER, Role.SENIOR_IRO}:
        return frozenset(matter.pk for matter in among)
    people = {by.id, *by.covers}
    children_of = [matter.child_id for matter in among]
    rows = Involvement.objects.filter(child__in=children_of, role="iro", person__in=people)
    own = set(current(rows, by.on).values_list("child_id", flat=True))
    return frozenset(m.pk for m in among if m.meeting.chair_id in people or m.child_id in own)
