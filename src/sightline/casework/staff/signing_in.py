"""Who an address is, for sign-in; and the first administrator, whom the machine's keeper makes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from sightline.casework.staff.models import Person, RolePeriod
from sightline.casework.staff.queries import current
from sightline.casework.trail.actions import record
from sightline.domain.roles import Role


def number_of(address: str) -> int | None:
    """The number of the person with this address; None where there is none."""
    return Person.objects.filter(email__iexact=address).values_list("pk", flat=True).first() if address else None


def person_to_sign_in(pk: int) -> Person:
    """Somebody who may sign in: whom the sign-in library makes a link for. Raises Person.DoesNotExist."""
    return Person.objects.get(pk=pk, is_active=True)


def factor_is_new(pk: int) -> None:
    """Somebody has set up a second factor: that the one before was reset need not be told any more."""
    Person.objects.filter(pk=pk, factor_reset_at__isnull=False).update(factor_reset_at=None)


@transaction.atomic
def administrator(*, email: str, name: str, at: datetime) -> int:
    """The number of somebody who may sign in and is an administrator at this moment, made so where need be.

    Somebody who is there already keeps the name and every role.
    """
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        person = Person(email=email.lower(), name=name)
        person.set_unusable_password()
        person.save()
    Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True, version=F("version") + 1)
    if not current(RolePeriod.objects.filter(person=person, role=Role.ADMINISTRATOR), at.date()).exists():
        RolePeriod.objects.create(person=person, role=Role.ADMINISTRATOR, started=at.date())
    record("made_administrator", by=None, at=at, kind="person", subject=person.pk)
    return person.pk
