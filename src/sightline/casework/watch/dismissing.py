"""Setting a flag aside with a reason, and taking that back. The reason is kept, and shown with the flag."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sightline.casework.meetings.models import LONGEST_REASON
from sightline.casework.practice.queries import in_force
from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.casework.watch.drifting import flags_of
from sightline.casework.watch.models import Dismissal
from sightline.domain.drift import Flag
from sightline.domain.roles import Act

KINDS = dict(Dismissal.Kind.choices)


class NoSuchDismissal(LookupError):
    """No such flag of this child was set aside, or it was taken back."""


@transaction.atomic
def dismiss(
    *, child: int, flag: str, kind: str, why: str, by: Viewer, version: int | None, until: date | None = None
) -> int:
    """Set a flag aside while its facts are as they are; with `until`, no longer than to that day.

    `version` is of the facts that were looked at. Raises NotPermitted, NoSuchChild, and Changed where the facts
    are others by now.
    """
    open_for(Act.RECORD_CONTACT, child, by)
    found = _flag(child, flag, by)
    if version is not None and version != found.version:
        raise Changed(found.version, {})
    _right(kind, why, until, by)
    of_it = Dismissal.objects.filter(child=child, flag=flag, withdrawn_at=None)
    of_it.update(withdrawn_at=by.at, withdrawn_by=by.id)  # one says what holds; those before stay to be read
    made = Dismissal.objects.create(
        child_id=child, flag=flag, facts=found.facts_hash, kind=kind, why=why.strip(), until=until, by_id=by.id,
        at=by.at,
    )  # fmt: skip
    told_anew(child, "set_flag_aside", by, flag=flag, dismissal=made.pk, found=kind)
    return made.pk


@transaction.atomic
def withdraw(*, child: int, dismissal: int, by: Viewer) -> None:
    """Take back that a flag was set aside. Raises NotPermitted, NoSuchChild, NoSuchDismissal."""
    open_for(Act.RECORD_CONTACT, child, by)
    row = Dismissal.objects.select_for_update().filter(pk=dismissal, child=child, withdrawn_at=None).first()
    if row is None:
        raise NoSuchDismissal
    row.withdrawn_at, row.withdrawn_by_id = by.at, by.id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    told_anew(child, "took_flag_up_again", by, flag=row.flag, dismissal=row.pk)


def _flag(child: int, key: str, by: Viewer) -> Flag:
    for flag in flags_of(child, on=by.on, practice=in_force(by.on)):
        if flag.key == key:
            return flag
    raise NotPermitted("This flag is not there any more: what it rested on has changed.")


def _right(kind: str, why: str, until: date | None, by: Viewer) -> None:
    if kind not in KINDS:
        raise NotPermitted("Choose whether the flag was right.")
    if not why.strip():
        raise NotPermitted("Say why, in a sentence.")
    if len(why.strip()) > LONGEST_REASON:
        raise NotPermitted(f"The reason is too long: {LONGEST_REASON} characters at most.")
    if until is not None and until <= by.on:
        raise NotPermitted("Choose a day to come, or none.")
