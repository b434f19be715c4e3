"""Records that wait for somebody: to be written, to be typed; the records of brothers and sisters side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from sightline.casework.meetings.models import Decision, Matter, Record, Section
from sightline.casework.meetings.queries.recorded import Written, age_of, written
from sightline.casework.meetings.recording import Rights, rights
from sightline.casework.meetings.scope import matters
from sightline.casework.register.cut import Cut
from sightline.casework.register.lean import CHILD, NAME, lean
from sightline.casework.register.models import Involvement
from sightline.casework.register.queries import name_of
from sightline.casework.staff.queries import Viewer, current
from sightline.domain.record_forms import sections_for
from sightline.domain.workflows import RECORD


@dataclass(frozen=True)
class Waiting:
    """A record that waits for somebody."""

    matter: int
    child: int
    name: str
    chair: str
    held_on: date | None
    completed_on: date | None
    state: str
    to_type_on: date | None
    finished_on: date | None  # before it was opened again


@dataclass(frozen=True)
class Beside:
    """One child's record beside those of brothers and sisters of the same meeting."""

    matter: int
    child: int
    name: str
    called: str
    state: str
    sections: tuple[Written, ...]
    rights: Rights

    def section(self, key: str) -> Written | None:
        """One section by key."""
        return next((each for each in self.sections if each.key == key), None)


def to_write(*, seen_by: Viewer) -> QuerySet[Matter]:
    """Completed parts of meetings whose record this person, or somebody they stand in for, has still to finish."""
    mine = matters(seen_by=seen_by).filter(meeting__chair__in={seen_by.id, *seen_by.covers}, unsettled=True)
    return _waiting(mine.filter(Q(record=None) | ~Q(record__state="finished"), state="complete")).order_by(
        "completed_on", "pk"
    )


def to_type(*, seen_by: Viewer) -> QuerySet[Matter]:
    """Parts of meetings whose record is to be typed, the longest waiting first."""
    return _waiting(matters(seen_by=seen_by).filter(record__state="typing")).order_by("record__to_type_on", "pk")


def waiting(rows: QuerySet[Matter]) -> Cut[Waiting]:
    """These matters as values."""
    return Cut(rows, lambda found: [_one(row) for row in found])


def beside(meeting: int, *, seen_by: Viewer) -> list[Beside]:
    """The records of one meeting, of the children in sight, from the oldest child on. Five queries."""
    rows = matters(seen_by=seen_by).filter(meeting=meeting).exclude(state="taken_out")
    found = list(rows.select_related("child", "meeting").order_by("child__born", "pk"))
    records = {each.matter_id: each for each in Record.objects.filter(matter__in=found)}
    texts: dict[int, dict[str, Section]] = {}
    for row in Section.objects.filter(record__in=records.values()).select_related("written_by"):
        texts.setdefault(row.record_id, {})[row.key] = row
    may = rights(found, {pk: each.state for pk, each in records.items()}, seen_by)
    return [_beside(row, records.get(row.pk), texts, may[row.pk], seen_by.on) for row in found]


def others(found: Matter, *, seen_by: Viewer) -> int:
    """How many other children of the same meeting this person sees."""
    rows = matters(seen_by=seen_by).filter(meeting=found.meeting_id).exclude(pk=found.pk)
    return rows.exclude(state="taken_out").count()


def owners(found: Matter, *, on: date) -> dict[int, str]:
    """Who of the service may own a decision, by number: who works with the child now, and who has part in it."""
    involved = current(Involvement.objects.filter(child=found.child_id, person__is_active=True), on)
    told = dict(involved.order_by("person__name").values_list("person_id", "person__name"))
    taking = found.participants.filter(person__is_active=True).order_by("person__name")
    own = Decision.objects.filter(matter=found, owner__isnull=False)
    told |= dict(taking.values_list("person_id", "person__name"))
    told |= dict(own.values_list("owner_id", "owner__name"))
    return {pk: name for pk, name in told.items() if pk is not None}


#: What of a part of a meeting is read for a line of a list.
_OF_A_LINE = ("child", "meeting", "held_on", "completed_on")


def _waiting(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return lean(rows, _OF_A_LINE, child=CHILD, meeting__chair=NAME, record=("state", "to_type_on", "finished_on"))


def _one(row: Matter) -> Waiting:
    record: Record | None = getattr(row, "record", None)
    return Waiting(
        row.pk, row.child_id, name_of(row.child), row.meeting.chair.name, row.held_on, row.completed_on,
        record.state if record else RECORD.first, record.to_type_on if record else None,
        record.finished_on if record else None,
    )  # fmt: skip


def _beside(
    row: Matter, record: Record | None, texts: dict[int, dict[str, Section]], may: Rights, on: date
) -> Beside:
    sections: Sequence[Written] = ()
    if record is not None:
        told = texts.get(record.pk, {})
        forms = sections_for(record.form, age_of(row, on), record.options, also=told)
        sections = [written(form, told.get(form.key)) for form in forms]
    child = row.child
    return Beside(
        row.pk, child.pk, name_of(child), child.known_as or child.forename or name_of(child),
        record.state if record else RECORD.first, tuple(sections), may,
    )  # fmt: skip
