"""Where people meet: rooms with what there is to know before somebody goes there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from sightline.casework.meetings.changing import changed
from sightline.casework.meetings.models import Venue
from sightline.casework.meetings.scope import NotPermitted, require
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import record
from sightline.domain.roles import Act


class NoSuchVenue(LookupError):
    """There is no such venue."""


@dataclass(frozen=True)
class Room:
    """A venue as pages show it."""

    pk: int
    name: str
    address: str
    access: str
    closed: date | None
    version: int


def venues(*, on: date, closed: bool = False) -> list[Room]:
    """The venues that are open on a day, or all of them, by name. One query."""
    rows = Venue.objects.order_by("name")
    if not closed:
        rows = rows.filter(Q(closed=None) | Q(closed__gt=on))
    return [_room(row) for row in rows]


def venue(pk: int) -> Room:
    """One venue. Raises NoSuchVenue."""
    found = Venue.objects.filter(pk=pk).first()
    if found is None:
        raise NoSuchVenue
    return _room(found)


@transaction.atomic
def add(*, name: str, by: Viewer, address: str = "", access: str = "") -> int:
    """Add a venue; its number. Raises NotPermitted."""
    require(by, Act.PLAN_MEETING)
    try:
        with transaction.atomic():
            made = Venue.objects.create(name=_named(name), address=address.strip(), access=access.strip())
    except IntegrityError:
        raise NotPermitted("There is a venue of this name.") from None
    record("venue_added", by=by.id, at=by.at, kind="venue", subject=made.pk)
    return made.pk


@transaction.atomic
def change(
    *, venue: int, version: int, name: str, address: str, access: str, by: Viewer, closed: date | None = None
) -> None:
    """Correct a venue, or close it from a day on. Raises NotPermitted, NoSuchVenue, Changed."""
    require(by, Act.PLAN_MEETING)
    row = Venue.objects.select_for_update().filter(pk=venue).first()
    if row is None:
        raise NoSuchVenue
    if Venue.objects.filter(name=_named(name)).exclude(pk=venue).exists():
        raise NotPermitted("There is a venue of this name.")
    values = {"name": _named(name), "address": address.strip(), "access": access.strip(), "closed": closed}
    new = changed(row, values, version=version, by=by, cause="correction")
    if new:
        record("venue_changed", by=by.id, at=by.at, kind="venue", subject=venue, fields=new)


def _named(name: str) -> str:
    told = " ".join(name.split())
    if not told:
        raise NotPermitted("A venue needs a name.")
    return told[:120]


def _room(row: Venue) -> Room:
    return Room(row.pk, row.name, row.address, row.access, row.closed, row.version)
