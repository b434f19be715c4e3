"""People: adding, correcting, letting in and keeping out. Nobody is ever deleted: what they did stays theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from sightline.casework.staff.actions.periods import end_all, keep_an_administrator, lock_administrators
from sightline.casework.staff.doing import Doer, NotPermitted, changed, doer
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act

#: What is known of a person.
FIELDS = ("name", "email", "worker", "registration", "qualified", "languages", "areas", "specialisms")

#: What a person who was only told of by a feed has for an address: nothing is ever sent there.
NO_ADDRESS = "no-address.invalid"


@transaction.atomic
def add_person(
    *,
    name: str,
    email: str,
    worker: str = "",
    registration: str = "",
    qualified: date | None = None,
    languages: Sequence[str] = (),
    areas: Sequence[str] = (),
    specialisms: Sequence[str] = (),
    by: Viewer | None,
    at: datetime | None = None,
) -> int:
    """Add somebody, who may then set a password or sign in with the council's account. Raises NotPermitted."""
    who = doer(by, at, Act.CHANGE_PEOPLE)
    _nobody_else_has(email=email, worker=worker, but=None)
    person = Person(
        name=name,
        email=email,
        worker=worker,
        registration=registration,
        qualified=qualified,
        languages=list(languages),
        areas=list(areas),
        specialisms=list(specialisms),
    )
    person.set_unusable_password()
    person.save()
    _record("person_added", person.pk, who)
    return person.pk


@transaction.atomic
def correct_person(
    *, person: int, version: int, by: Viewer | None, at: datetime | None = None, **values: Any
) -> None:
    """Write what is now known of somebody: any of FIELDS. Raises Changed, NotPermitted."""
    _only(values, FIELDS)
    who = doer(by, at, Act.CHANGE_PEOPLE)
    row = Person.objects.select_for_update().get(pk=person)
    _nobody_else_has(email=values.get("email", row.email), worker=values.get("worker", row.worker), but=person)
    changed(row, version=version, by=who, **values)
    _record("person_corrected", person, who, fields=sorted(values))


@transaction.atomic
def let_sign_in(*, person: int, may: bool, version: int, by: Viewer | None, at: datetime | None = None) -> None:
    """Let somebody sign in, or no longer: whoever is signed in is out at the next page.

    Raises Changed, NotPermitted.
    """
    who = doer(by, at, Act.CHANGE_PEOPLE)
    lock_administrators()
    row = Person.objects.select_for_update().get(pk=person)
    if not may and person == who.id:
        raise NotPermitted("Nobody can shut themselves out. Ask another administrator.")
    if may and row.email.endswith(f"@{NO_ADDRESS}"):
        raise NotPermitted("A feed told of this person: give a real e-mail address first.")
    if not may:
        keep_an_administrator(person, on=who.on)
    changed(row, version=version, by=who, is_active=may, sittings=row.sittings + (not may))
    _record("sign_in_allowed" if may else "sign_in_stopped", person, who)


@transaction.atomic
def leave(*, person: int, on: date, by: Viewer | None, at: datetime | None = None) -> None:
    """Somebody leaves: from this day on they hold no role and no post. Raises NotPermitted."""
    who = doer(by, at, Act.CHANGE_PEOPLE)
    lock_administrators()
    Person.objects.select_for_update().get(pk=person)
    if person == who.id:
        raise NotPermitted("Nobody can end their own roles. Ask another administrator.")
    keep_an_administrator(person, on=on)
    end_all(person, on=on, by=who)
    _record("person_left", person, who, left=f"{on}")


def known_worker(*, worker: str, name: str = "", at: datetime) -> int:
    """The person whom a feed calls by this identifier; made, without sign-in, where there was none."""
    return known_workers({worker: name}, at=at)[worker]


@transaction.atomic
def known_workers(workers: Mapping[str, str], *, at: datetime) -> dict[str, int]:
    """The people whom a feed calls by these identifiers (identifier to name). A constant number of queries."""
    known = _by_worker(workers)
    new = [_told_of(worker, name) for worker, name in workers.items() if worker not in known]
    if not new:
        return known
    Person.objects.bulk_create(new)
    trail.record("people_told_of", by=None, at=at, kind="person", count=len(new))
    return _by_worker(workers)


def _by_worker(workers: Mapping[str, str]) -> dict[str, int]:
    known = Person.objects.exclude(worker="").values_list("worker", "pk")
    return {worker: person for worker, person in known if worker in workers}


def _told_of(worker: str, name: str) -> Person:
    """Somebody without sign-in: an address that leads nowhere, and no password."""
    address = f"{sha256(worker.encode()).hexdigest()[:20]}@{NO_ADDRESS}"
    person = Person(name=name or worker, email=address, worker=worker, is_active=False)
    person.set_unusable_password()
    return person


def _only(values: Mapping[str, Any], fields: Collection[str]) -> None:
    if not values.keys() <= set(fields):
        raise TypeError(f"a correction may give {', '.join(fields)}")


def _nobody_else_has(*, email: str, worker: str, but: int | None) -> None:
    others = Person.objects.all() if but is None else Person.objects.exclude(pk=but)
    if others.filter(email__iexact=email).exists():
        raise NotPermitted("Somebody has this e-mail address already. Look under People.")
    if worker and others.filter(worker=worker).exists():
        raise NotPermitted("Somebody has this worker identifier already. Look under People.")


def _record(action: str, person: int, who: Doer, **detail: Any) -> None:
    trail.record(action, by=who.id, at=who.at, kind="person", subject=person, **detail)
