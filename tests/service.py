"""What the tests of the service share: people, children and sign-in. Nobody in them exists.

Every page of the tests lives on `TODAY` (a Friday), whatever the machine's clock says; a test that moves the clock
sets `settings.TODAY = None` first.
"""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from sightline.casework.register.models import Child, Episode, Identifier, Involvement
from sightline.casework.staff.models import Person, RolePeriod, Team
from sightline.casework.staff.queries import Viewer, viewer
from sightline.domain.roles import Role

TODAY = date(2026, 11, 20)
LONG_AGO = date(2020, 1, 6)
PASSWORD = "correct horse battery staple"

_numbers = count(1)
_FORENAMES = ("Ada", "Bilal", "Chidi", "Dilys", "Ewa", "Farah", "Gwen", "Hamza", "Ines", "Jonah")
_SURNAMES = ("Appleby", "Begum", "Clarke", "Dunne", "Evans", "Farouk", "Grant", "Hughes", "Iqbal", "Jones")


def moment(on: date = TODAY, at: time = time(10, 0)) -> datetime:
    """A time of that day in England."""
    return datetime.combine(on, at, ZoneInfo("Europe/London"))


def make_person(
    role: Role | None = Role.IRO,
    *,
    name: str = "",
    on: date = LONG_AGO,
    team: Team | None = None,
    password: str = "",
    **fields: Any,
) -> Person:
    """Somebody who holds this role from a day on (None: no role); without a password, no sign-in by the form."""
    n = next(_numbers)
    person = Person(email=f"person{n}@example.org", name=name or f"{_pick(_FORENAMES, n)} {_pick(_SURNAMES, n)}")
    for field, value in fields.items():
        setattr(person, field, value)
    person.set_password(password or None)
    person.save()
    if role is not None:
        RolePeriod.objects.create(person=person, role=role.value, team=team, started=on)
    return person


def make_team(name: str = "") -> Team:
    """A team."""
    return Team.objects.create(name=name or f"Team {next(_numbers)}")


def make_child(
    *,
    forename: str = "",
    surname: str = "",
    born: date = date(2014, 5, 2),
    in_care_since: date | None = date(2026, 2, 3),
    **fields: Any,
) -> Child:
    """A child with an identifier and, unless `in_care_since` is None, an episode that has not ended."""
    n = next(_numbers)
    child = Child.objects.create(
        sex=fields.pop("sex", "F"),
        born=born,
        ethnicity=fields.pop("ethnicity", "WBRI"),
        forename=forename or _pick(_FORENAMES, n + 3),
        surname=surname or _pick(_SURNAMES, n + 7),
        **fields,
    )
    Identifier.objects.create(child=child, scheme="903", value=f"T{n:06}")
    if in_care_since is not None:
        make_episode(child, started=in_care_since)
    return child


def make_episode(child: Child, *, started: date, **fields: Any) -> Episode:
    """An episode in foster care under an interim care order, unless told otherwise."""
    told = {"reason_started": "S", "legal_status": "C1", "need": "N1", "placement": "U6", "provider": "PR1"}
    return Episode.objects.create(child=child, started=started, **{**told, **fields})


def allocate(
    child: Child, person: Person, on: date = LONG_AGO, *, role: str = "iro", **fields: Any
) -> Involvement:
    """Makes somebody the child's reviewing officer (or, by `role`, another) from a day on."""
    return Involvement.objects.create(child=child, person=person, role=role, started=on, **fields)


def viewer_of(person: Person, *, at: datetime | None = None) -> Viewer:
    """Who this person is at a moment; on TODAY when none is given."""
    at = at or moment()
    return viewer(person, at=at, on=at.date())


def signed_in(client: Client, person: Person) -> Client:
    """The client, signed in as this person."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _pick(names: tuple[str, ...], n: int) -> str:
    return names[n % len(names)]
