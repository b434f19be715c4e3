"""One child's part of a meeting as it is recorded: what pages show and documents print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sightline.casework.meetings.models import Decision, Matter, Participant, Record, Section, Sitting
from sightline.casework.meetings.scope import open_matter
from sightline.casework.meetings.sittings import UNFINISHED, next_sitting
from sightline.casework.register.lean import NAME, lean
from sightline.casework.register.queries import name_of
from sightline.casework.staff.queries import Viewer
from sightline.domain.care import age_on
from sightline.domain.preparation import capacities
from sightline.domain.record_forms import SectionForm, sections_for


@dataclass(frozen=True)
class Written:
    """One section of the record: its form, and what is written in it. `version` 0: nothing is yet."""

    form: SectionForm
    text: str
    values: Mapping[str, Any]  # answers by question, as they are kept
    source: str
    source_said: str
    written_by: str
    written_at: datetime | None
    version: int

    @property
    def key(self) -> str:
        """Its key."""
        return self.form.key

    @property
    def title(self) -> str:
        """Its title."""
        return self.form.title

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """What was asked and is answered, in words."""
        return self.form.said(self.values)

    @property
    def empty(self) -> bool:
        """Whether nothing is written."""
        return not self.text and not self.answers

    @property
    def missing(self) -> bool:
        """Whether it has to be written, and is not."""
        return self.form.required and self.empty


@dataclass(frozen=True)
class Decided:
    """A decision of this meeting; `owner` is a person of the service, `who` says it in words."""

    pk: int
    place: int
    what: str
    who: str
    owner: str
    owner_id: int | None
    by_when: date | None
    first_by_when: date | None
    outcome: str
    resource: bool
    wording: str
    state: str
    again: int | None
    version: int

    @property
    def does(self) -> str:
        """Who does it, in words."""
        return self.who or self.owner


@dataclass(frozen=True)
class Answered:
    """A decision of an earlier meeting that was answered at this one."""

    pk: int
    what: str
    who: str
    by_when: date | None
    made_on: date | None
    result: str
    result_said: str
    says: str


@dataclass(frozen=True)
class Present:
    """Somebody who had a part in it."""

    pk: int
    capacity: str
    name: str
    plan: str
    plan_said: str
    came: str
    came_said: str
    sent_views: bool | None
    gets: str
    version: int


@dataclass(frozen=True)
class Recorded:
    """All that is recorded of one child's part of a meeting."""

    matter: int
    version: int
    meeting: int
    kind: str  # of meeting: review …
    form: str  # of record: the kind of review
    child: int
    child_name: str
    called: str  # what the child is called in talk
    born: date | None
    age: int | None  # on the day
    chair: str
    chair_id: int
    planned_on: date | None
    mode: str
    state: str
    held_on: date | None
    completed_on: date | None
    adjourned_why: str
    sittings: tuple[date, ...]
    next_sitting: date | None
    record: str  # its state
    record_version: int
    started_on: date | None
    to_type_on: date | None
    finished_on: date | None
    finished_by: str
    reopened_why: str
    sections: tuple[Written, ...]
    decisions: tuple[Decided, ...]  # without those withdrawn
    answered: tuple[Answered, ...]
    participants: tuple[Present, ...]

    def section(self, key: str) -> Written | None:
        """One section by key."""
        return next((each for each in self.sections if each.key == key), None)

    @property
    def started(self) -> bool:
        """Whether the record was begun."""
        return self.record != "not_started"


def recorded(matter: int, seen_by: Viewer) -> Recorded:
    """What is recorded of a matter. Seven queries. Raises NoSuchMatter."""
    return recorded_of(open_matter(matter, seen_by=seen_by), on=seen_by.on)


def recorded_of(found: Matter, *, on: date) -> Recorded:
    """What is recorded of a matter in scope, with its meeting and child. Six queries."""
    kept = lean(Record.objects.filter(matter=found), finished_by=NAME).first()
    child, meeting = found.child, found.meeting
    age = age_of(found, on)
    return Recorded(
        matter=found.pk, version=found.version, meeting=meeting.pk, kind=meeting.kind,
        form=kept.form if kept else "", child=child.pk, child_name=name_of(child),
        called=child.known_as or child.forename or name_of(child), born=child.born, age=age,
        chair=meeting.chair.name, chair_id=meeting.chair_id, planned_on=meeting.on,
        mode=meeting.get_mode_display(), state=found.state, held_on=found.held_on,
        completed_on=found.completed_on, adjourned_why=found.adjourned_why,
        sittings=_sittings(found),
        next_sitting=_next(found),
        record=kept.state if kept else "not_started", record_version=kept.version if kept else 0,
        started_on=kept.started_on if kept else None, to_type_on=kept.to_type_on if kept else None,
        finished_on=kept.finished_on if kept else None,
        finished_by=kept.finished_by.name if kept and kept.finished_by else "",
        reopened_why=kept.reopened_why if kept else "",
        sections=sections_of(kept, age), decisions=_decisions(found), answered=_answered(found),
        participants=participants_of(found),
    )  # fmt: skip


def age_of(found: Matter, on: date) -> int | None:
    """How old the child was on the day, or will be; None where the birthday is not told."""
    day = found.held_on or found.meeting.on or on
    return age_on(found.child.born, day) if found.child.born else None


def _next(found: Matter) -> date | None:
    """When people meet again, while it is begun or adjourned."""
    sitting = next_sitting(found) if found.state in UNFINISHED else None
    return sitting.on if sitting else None


def _sittings(found: Matter) -> tuple[date, ...]:
    return tuple(Sitting.objects.filter(matter=found, held=True).order_by("on").values_list("on", flat=True))


def sections_of(kept: Record | None, age: int | None) -> tuple[Written, ...]:
    """The sections of a record in the order of its form, with those that are written and no longer in the form."""
    if kept is None:
        return ()
    rows = {row.key: row for row in lean(Section.objects.filter(record=kept), written_by=NAME)}
    forms = sections_for(kept.form, age, kept.options, also=rows)
    return tuple(written(form, rows.get(form.key)) for form in forms)


def written(form: SectionForm, row: Section | None) -> Written:
    """A section as it is written."""
    if row is None:
        return Written(form, "", {}, "typed", "", "", None, 0)
    return Written(
        form, row.text, row.answers, row.source, row.get_source_display(),
        row.written_by.name if row.written_by else "", row.written_at, row.version,
    )  # fmt: skip


def _decisions(found: Matter) -> tuple[Decided, ...]:
    rows = lean(Decision.objects.filter(matter=found).exclude(state="withdrawn"), owner=NAME)
    return tuple(decided(row) for row in rows.order_by("place", "pk"))


def decided(row: Decision) -> Decided:
    """A decision as it is kept."""
    return Decided(
        row.pk, row.place, row.what, row.who, row.owner.name if row.owner else "", row.owner_id, row.by_when,
        row.first_by_when, row.outcome, row.resource, row.wording, row.state, row.again_id, row.version,
    )  # fmt: skip


def _answered(found: Matter) -> tuple[Answered, ...]:
    rows = lean(Decision.objects.filter(answered_at=found), matter=("held_on",), owner=NAME)
    return tuple(
        Answered(
            row.pk, row.what, row.who or (row.owner.name if row.owner else ""), row.by_when, row.matter.held_on,
            row.result, row.get_result_display(), row.result_says,
        )
        for row in rows.order_by("matter", "place")
    )  # fmt: skip


def participants_of(found: Matter) -> tuple[Present, ...]:
    """Who has a part in it, in the order in which they were named."""
    rows = lean(Participant.objects.filter(matter=found), person=NAME, relation=NAME).order_by("pk")
    return tuple(
        Present(
            row.pk, capacity(row.capacity), _name(row, found), row.plan, row.get_plan_display(), row.came,
            row.get_came_display(), row.sent_views, row.gets, row.version,
        )
        for row in rows
    )  # fmt: skip


def capacity(key: str) -> str:
    """In what capacity somebody has a part, in words."""
    known = capacities().get(key)
    return known.title if known else key.replace("_", " ").capitalize()


def _name(row: Participant, found: Matter) -> str:
    if row.capacity == "child":
        return name_of(found.child)
    if row.person is not None:
        return row.person.name
    return row.name or (row.relation.name if row.relation is not None else "")
