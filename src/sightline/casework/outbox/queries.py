"""What waits for somebody, and what they wish. `sees` is `register.scope.children`: see `sight`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max

from sightline.casework.outbox.kinds import KINDS
from sightline.casework.outbox.models import Message, Wish
from sightline.casework.outbox.sight import Sees, visible
from sightline.casework.staff.queries import Viewer


@dataclass(frozen=True, slots=True)
class Told:
    """A message: what it says, what it leads to, whose it is by number."""

    id: int
    title: str
    subject: str
    number: int | None
    child: int | None
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Unread messages of one kind."""

    title: str  # of one, or of so many
    count: int
    latest: datetime


@dataclass(frozen=True, slots=True)
class Wished:
    """How often somebody is to be mailed, and how their calendar stands; `version` 0: nothing was said."""

    often: str = Wish.Often.DAILY
    weekday: int = 0
    version: int = 0
    calendar_since: datetime | None = None
    calendar_used_on: date | None = None


class Messages:
    """Somebody's messages, the latest first: counts and slices without having read them all."""

    def __init__(self, *, seen_by: Viewer, sees: Sees, read: bool) -> None:
        rows = visible(seen_by=seen_by, sees=sees).order_by("-made_at", "-pk")
        self._rows = rows if read else rows.filter(read_at=None)

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, part: slice) -> list[Told]:
        return [_told(row) for row in self._rows[part]]


def unread(*, seen_by: Viewer, sees: Sees, digest: int | None = None) -> list[Waiting]:
    """What has come and was not read, by kind, the latest first; of one digest alone where told. One query."""
    rows = visible(seen_by=seen_by, sees=sees).filter(read_at=None)
    rows = rows if digest is None else rows.filter(digest=digest)
    found = rows.values("kind").annotate(n=Count("pk"), latest=Max("made_at")).order_by("-latest")
    return [Waiting(counted(row["kind"], row["n"]), row["n"], row["latest"]) for row in found]


def counted(kind: str, count: int) -> str:
    """So many messages of a kind, in words."""
    told: Any = KINDS.get(kind)
    if told is None:  # of a release before
        return "Something else" if count == 1 else f"{count} other things"
    return str(told.title) if count == 1 else str(told.many).format(count=count)


def wished(person: int) -> Wished:
    """What somebody wishes; every working day where they have not said."""
    row = Wish.objects.filter(person=person).first()
    if row is None:
        return Wished()
    since = row.calendar_made_at if row.calendar_hash else None
    return Wished(row.often, row.weekday, row.version, since, row.calendar_used_on)


def _told(row: Message) -> Told:
    return Told(row.pk, counted(row.kind, 1), row.subject, row.number, row.child, row.made_at, bool(row.read_at))
