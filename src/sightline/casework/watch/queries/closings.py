"""Closing notes: children who left care and have none yet, and notes that nobody who leads has seen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from sightline.casework.meetings.models import Decision
from sightline.casework.meetings.progress import unkept
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Involvement
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.register.standings import fresh
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.closing import left_on
from sightline.casework.watch.models import Closing

#: A note is asked for of children who left so lately.
LATELY = timedelta(days=182)


@dataclass(frozen=True)
class Open:
    """A decision that is not at its end when the child has left."""

    id: int
    what: str
    who: str
    by_when: date | None
    result: str


@dataclass(frozen=True)
class Left:
    """A child who left care: the note, if there is one, and whether it was seen."""

    child: int
    name: str
    left_on: date
    officer: int | None
    officer_name: str
    open_decisions: int
    note: Note | None

    @property
    def state(self) -> str:
        """What is to be done: write it, see it, nothing."""
        if self.note is None:
            return "to_write"
        return "seen" if self.note.seen_on else "to_see"


@dataclass(frozen=True)
class Note:
    """A closing note as it was written."""

    id: int
    version: int
    left_on: date
    says: str
    open_decisions: str
    written_on: date
    written_by: str
    writer: int
    seen_on: date | None
    seen_by: str


def left(*, seen_by: Viewer, of: Collection[int] | None = None) -> list[Left]:
    """Children in scope who left care lately, the first to have left first. Six queries at most."""
    stands = fresh(children(seen_by=seen_by), on=seen_by.on, practice=in_force(seen_by.on))
    if of is not None:
        stands = stands.filter(child__in=list(of))
    gone = list(stands.filter(in_care=False, left__gt=seen_by.on - LATELY).order_by("left", "child"))
    pks = [row.child_id for row in gone]
    notes = {(row.child_id, row.left_on): note_of(row) for row in _rows().filter(child__in=pks)}
    officers, undone = _officers(pks), _undone(pks)
    return [
        Left(
            row.child_id, name_of(row.child), row.left, *officers.get(row.child_id, (None, "")),
            open_decisions=undone.get(row.child_id, 0), note=notes.get((row.child_id, row.left)),
        )
        for row in gone
        if row.left is not None
    ]  # fmt: skip


def note(child: Child, *, on: date) -> tuple[date | None, Note | None]:
    """The day a child in scope left care, None while in it, and the note of that. Three queries."""
    day = left_on(child, on=on)
    row = None if day is None else _rows().filter(child=child, left_on=day).first()
    return day, note_of(row) if row else None


def notes(child: Child) -> list[Note]:
    """Every closing note of a child in scope, the latest first. One query."""
    return [note_of(row) for row in _rows().filter(child=child).order_by("-left_on")]


def open_decisions(child: Child) -> list[Open]:
    """What was promised to a child in scope and is still to be done, the first due first. One query."""
    rows = unkept(Decision.objects.filter(matter__child=child))
    told = [Open(row.pk, row.what, row.who, row.by_when, row.result) for row in rows.order_by("pk")]
    return sorted(told, key=lambda each: (each.by_when or date.max, each.id))


def note_of(row: Closing) -> Note:
    """A note as it was written."""
    return Note(
        row.pk, row.version, row.left_on, row.says, row.open_decisions, row.written_at.date(), row.written_by.name,
        row.written_by_id, row.seen_at.date() if row.seen_at else None, row.seen_by.name if row.seen_by else "",
    )  # fmt: skip


def _rows() -> QuerySet[Closing]:
    return Closing.objects.select_related("written_by", "seen_by")


def _officers(pks: Sequence[int]) -> dict[int, tuple[int | None, str]]:
    """The last officer whom each had."""
    rows = Involvement.objects.filter(role="iro", child__in=pks).order_by("started", "pk")
    return {
        child: (person, name or "") for child, person, name in rows.values_list("child", "person", "person__name")
    }


def _undone(pks: Sequence[int]) -> dict[int, int]:
    rows = unkept(Decision.objects.filter(matter__child__in=pks))
    return dict(rows.order_by().values_list("matter__child").annotate(many=Count("pk")))
