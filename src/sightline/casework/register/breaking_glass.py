"""Opening a record outside one's reach: with a reason, for some hours, in one's own name, and always reported."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from sightline.casework.register.models import Glass, Identifier
from sightline.casework.register.scope import children
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import record
from sightline.domain.roles import Act

SHORTEST_REASON = 20
MOST_IN_A_DAY = 5


class NotPermitted(Exception):
    """The record cannot be opened, or the opening not be looked into; the message says why."""


class NoSuchRecord(LookupError):
    """No record has this identifier. That somebody tried is reported like an opening."""


def open_record(*, scheme: str, identifier: str, reason: str, hours: int, by: Viewer) -> int:
    """The number of the child who has this identifier, whose record is now open to this person for so many hours.

    Where the person sees the child anyway nothing is opened. Raises NoSuchRecord after the attempt is kept.
    """
    if not by.may(Act.BREAK_GLASS):
        raise NotPermitted("Your role may not open records outside its reach.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotPermitted(f"Say why you need this record, in at least {SHORTEST_REASON} characters.")
    child = _open(scheme, identifier.strip(), reason.strip(), timedelta(hours=hours), by)
    if child is None:
        raise NoSuchRecord
    return child


@transaction.atomic
def _open(scheme: str, identifier: str, reason: str, time: timedelta, by: Viewer) -> int | None:
    Person.objects.select_for_update().get(pk=by.id)  # so that the count holds for two windows at once
    _not_too_many(by)
    known = Identifier.objects.filter(scheme=scheme, value__iexact=identifier, disputed=False)
    child = known.values_list("child", flat=True).first()
    if child is not None and children(seen_by=by).filter(pk=child).exists():
        return child
    opened = Glass.objects.create(
        child_id=child, person_id=by.id, reason=reason, opened_at=by.at, until=by.at + time
    )
    record("glass_broken", by=by.id, at=by.at, kind="child" if child else "", subject=child, glass=opened.pk)
    return child


def _not_too_many(by: Viewer) -> None:
    lately = Glass.objects.filter(person=by.id, opened_at__gt=by.at - timedelta(days=1))
    if lately.count() >= MOST_IN_A_DAY:
        raise NotPermitted(
            f"You have opened {MOST_IN_A_DAY} records in 24 hours. Ask your manager to look with you."
        )


@transaction.atomic
def look_into(*, glass: int, finding: str, by: Viewer) -> None:
    """Say what came of looking into an opening: was it right? Not one's own, and once."""
    if not by.may(Act.SEE_GLASS):
        raise NotPermitted("Your role does not look into opened records.")
    opened = Glass.objects.select_for_update().filter(pk=glass).first()
    if opened is None:
        raise NotPermitted("There is no such opening.")
    if opened.person_id == by.id:
        raise NotPermitted("Somebody else looks into what you opened.")
    if opened.looked_into_at is not None:
        raise NotPermitted("Somebody has looked into this already.")
    if not finding.strip():
        raise NotPermitted("Say what you found.")
    opened.looked_into_at, opened.looked_into_by_id, opened.finding = by.at, by.id, finding.strip()
    opened.save()
    record("glass_looked_into", by=by.id, at=by.at, kind="glass", subject=glass)
