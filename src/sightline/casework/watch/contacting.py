"""Noting in one line what the reviewing service did for a child, or for several at once; putting a line right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from sightline.casework.meetings.models import LONGEST_LINE, LONGEST_REASON
from sightline.casework.register import actions as register
from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.register.models import Child, Visit
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.actions import Changed
from sightline.casework.watch import tracking
from sightline.casework.watch.kinds import CONTACTS, VISIT
from sightline.casework.watch.models import Contact
from sightline.domain.roles import Act


class NoSuchContact(LookupError):
    """There is no such line of this child."""


@transaction.atomic
def note(
    *,
    children: Sequence[int],
    on: date,
    kind: str,
    by: Viewer,
    with_whom: str = "",
    says: str = "",
    seen: int | None = None,
    seen_alone: int | None = None,
    settles: bool = False,
    next_contact: date | None = None,
) -> list[int]:
    """Note one line for each of these children; the numbers of the lines.

    A visit becomes the register's visit, unless that day's is there already. `settles` says that this is the
    contact that the child's level asked for, `next_contact` by when the next is wanted. Raises NotPermitted,
    NoSuchChild, and what the register raises of a visit.
    """
    _right(on, kind, by)
    if not children:
        raise NotPermitted("Choose at least one child.")
    together = uuid4() if len(set(children)) > 1 else None
    made = []
    for pk in sorted(set(children)):
        child = open_for(Act.RECORD_CONTACT, pk, by)
        _born(child, on)
        visit = _visit(pk, on, by, seen, seen_alone) if kind == VISIT else None
        line = Contact.objects.create(
            child=child, on=on, kind=kind, with_whom=with_whom.strip()[:LONGEST_LINE], says=says.strip(),
            by_id=by.id, made_at=by.at, together=together, visit_id=visit,
        )  # fmt: skip
        tracking.settle(child=pk, settles=settles, next_contact=next_contact, by=by)
        told_anew(pk, "contact_noted", by, contact=line.pk, what=kind)
        made.append(line.pk)
    return made


@transaction.atomic
def correct(
    *,
    child: int,
    contact: int,
    version: int | None,
    on: date,
    kind: str,
    reason: str,
    by: Viewer,
    with_whom: str = "",
    says: str = "",
) -> None:
    """Put a line right; what it said is kept. A line is made a visit, or no visit any more, by noting it anew.

    Raises Changed, NotPermitted, NoSuchContact, NoSuchChild.
    """
    _right(on, kind, by)
    found = open_for(Act.RECORD_CONTACT, child, by)
    line = _line(child, contact)
    told = {"on": on, "kind": kind, "with_whom": with_whom.strip()[:LONGEST_LINE], "says": says.strip()}
    _same_version(line, version)
    if (kind == VISIT) != (line.kind == VISIT):
        raise NotPermitted("Take this line away and note it anew: a visit is kept on the register, too.")
    _born(found, on)
    if line.visit is not None and on != line.on:
        _move_visit(line.visit, on, reason, by)
    trail.keep(line, by=by.id, at=by.at, cause="correction", why=_reason(reason))
    Contact.objects.filter(pk=line.pk).update(**told, version=line.version + 1)
    told_anew(child, "contact_corrected", by, contact=contact)


@transaction.atomic
def take_away(*, child: int, contact: int, version: int | None, reason: str, by: Viewer) -> None:
    """Take a line away, with the visit that was entered with it; what it said is kept.

    Raises Changed, NotPermitted, NoSuchContact, NoSuchChild.
    """
    open_for(Act.RECORD_CONTACT, child, by)
    line = _line(child, contact)
    _same_version(line, version)
    visit = line.visit
    trail.keep(line, by=by.id, at=by.at, cause="taken away", why=_reason(reason), gone=True)
    line.delete()
    if visit is not None:
        register.take_away(
            child=child, table="visits", row=visit.pk, version=visit.version, reason=_reason(reason), by=by
        )
    told_anew(child, "contact_taken_away", by, contact=contact)


def _visit(child: int, on: date, by: Viewer, seen: int | None, seen_alone: int | None) -> int | None:
    """The visit entered; None where that day's visit by the reviewing officer is told already."""
    if Visit.objects.filter(child=child, kind="iro", held=on).exists():
        return None
    told = {"held": on, "kind": "iro", "seen": seen, "seen_alone": seen_alone}
    return register.add(child=child, table="visits", by=by, **told)


def _move_visit(visit: Visit, on: date, reason: str, by: Viewer) -> None:
    register.correct(
        child=visit.child_id, table="visits", row=visit.pk, version=visit.version, why=reason, by=by,
        held=on, kind="iro", seen=visit.seen, seen_alone=visit.seen_alone,
    )  # fmt: skip


def _right(on: date, kind: str, by: Viewer) -> None:
    if kind not in CONTACTS:
        raise NotPermitted("Choose what it was from the list.")
    if on > by.on:
        raise NotPermitted("The day has to be today or a day before.")


def _born(child: Child, on: date) -> None:
    if child.born and on < child.born:
        raise NotPermitted("The day is before the child was born.")


def _line(child: int, contact: int) -> Contact:
    found = Contact.objects.select_for_update(of=("self",)).select_related("visit")
    line = found.filter(child=child, pk=contact).first()
    if line is None:
        raise NoSuchContact
    return line


def _same_version(line: Contact, version: int | None) -> None:
    if version != line.version:
        now: dict[str, Any] = {name: getattr(line, name) for name in ("on", "kind", "with_whom", "says")}
        raise Changed(line.version, now)


def _reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise NotPermitted("Say why.")
    return said[:LONGEST_REASON]
