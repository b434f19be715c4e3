"""The officer's last note when a child has left care, and that the manager has seen it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sightline.casework.meetings.models import Decision
from sightline.casework.meetings.progress import unkept
from sightline.casework.outbox.actions import tell as leave_message
from sightline.casework.practice.queries import in_force
from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.register.models import Child
from sightline.casework.register.standings import fresh
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.actions import Changed
from sightline.casework.watch.models import Closing
from sightline.casework.watch.officers import managers
from sightline.domain.roles import Act


class NoSuchClosing(LookupError):
    """There is no such closing note of this child."""


@transaction.atomic
def write(*, child: int, says: str, by: Viewer, version: int | None = None, open_decisions: str = "") -> int:
    """Write the closing note of the time in care that ended last, or put it right; its number.

    `open_decisions` says what happens with what was decided and is not done: asked for where there is any. The
    manager hears of it. Raises NotPermitted, Changed, NoSuchChild.
    """
    found = open_for(Act.RECORD_CONTACT, child, by)
    left = left_on(found, on=by.on)
    if left is None:
        raise NotPermitted("The child is in care, or never was: there is nothing to close.")
    if not says.strip():
        raise NotPermitted("Say what was promised, what is still open, and who knows.")
    if not open_decisions.strip() and still_open(child):
        raise NotPermitted("Decisions are still open: say what happens with each.")
    row = Closing.objects.select_for_update().filter(child=child, left_on=left).first()
    told = {"says": says.strip(), "open_decisions": open_decisions.strip()}
    row = _first(child, left, told, by) if row is None else _again(row, version, told, by)
    told_anew(child, "closing_written", by, closing=row.pk)
    return row.pk


@transaction.atomic
def see(*, child: int, closing: int, by: Viewer) -> None:
    """Say that whoever leads the officers has seen the note. Raises NotPermitted, NoSuchClosing, NoSuchChild."""
    open_for(Act.ALLOCATE, child, by)
    row = Closing.objects.select_for_update().filter(child=child, pk=closing).first()
    if row is None:
        raise NoSuchClosing
    if row.seen_at is not None:
        return
    if row.written_by_id == by.id:
        raise NotPermitted("You wrote this note: it is seen by somebody else.")
    trail.keep(row, by=by.id, at=by.at, cause="seen")
    row.seen_by_id, row.seen_at, row.version = by.id, by.at, row.version + 1
    row.save()
    told_anew(child, "closing_seen", by, closing=closing)


def left_on(child: Child, *, on: date) -> date | None:
    """The day a child who is not in care left it; None for one who is in care, or never was."""
    stands = fresh(Child.objects.filter(pk=child.pk), on=on, practice=in_force(on)).get()
    return None if stands.in_care else stands.left


def still_open(child: int) -> bool:
    """Whether anything promised to this child is still to be done."""
    return unkept(Decision.objects.filter(matter__child=child)).exists()


def _first(child: int, left: date, told: dict[str, str], by: Viewer) -> Closing:
    row = Closing.objects.create(child_id=child, left_on=left, written_at=by.at, written_by_id=by.id, **told)
    leave_message(
        "closing", people=managers(on=by.on), key=f"closing:{row.pk}", at=by.at, number=child, child=child
    )
    return row


def _again(row: Closing, version: int | None, told: dict[str, str], by: Viewer) -> Closing:
    """What it says now was not seen by anybody yet."""
    if version != row.version:
        raise Changed(row.version, {name: getattr(row, name) for name in told})
    trail.keep(row, by=by.id, at=by.at, cause="correction")
    row.says, row.open_decisions = told["says"], told["open_decisions"]
    row.seen_by, row.seen_at, row.version = None, None, row.version + 1
    row.save()
    return row
