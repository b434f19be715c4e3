"""Everything that the reviewing service did for a child, on one line of time, and how long ago the last of it was.

A review held here is a row of the register, too; a visit noted in one line is a visit of the register: each stands
here once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet

from sightline.casework.allocation.models import Handover
from sightline.casework.meetings.models import Matter
from sightline.casework.register.models import Child, Review, Visit
from sightline.casework.watch.kinds import ANSWERS, CHANGES, CONTACTS, FOUND, VISIT
from sightline.casework.watch.models import Change, Check, Closing, Contact
from sightline.domain.codes import code_set

#: Kinds that the footprint may be narrowed to.
KINDS: Mapping[str, str] = {
    "review": "Reviews held",
    "record": "Records finished",
    "decisions": "Decisions issued",
    "check": "Midway checks",
    "visit": "Visits",
    "contact": "Contacts",
    "file_check": "File checks",
    "change": "Changes answered",
    "handover": "Handovers",
    "closing": "Closing notes",
}


@dataclass(frozen=True)
class Step:
    """One thing that was done: when, what, in whose words, by whom. `of` and `row` say where it is kept."""

    day: date
    kind: str
    title: str
    text: str = ""
    by: str = ""
    of: str = ""  # matter, check, contact, change
    row: int | None = None
    version: int = 0


def footprint(child: Child, *, on: date) -> list[Step]:
    """Every step for a child in scope up to a day, the latest first. Eight queries."""
    steps = [
        *_reviews(child), *_checks(child), *_lines(child), *_changes(child), *_handovers(child), *_closings(child),
    ]  # fmt: skip
    return sorted((step for step in steps if step.day <= on), key=lambda step: (step.day, step.kind), reverse=True)


def last_steps(children: Iterable[int], *, on: date) -> dict[int, date]:
    """The day of the last step for each of these children, where there was one. They are in scope. Eight queries.

    Handing a child over, and the closing note, are steps for the service and not for the child: they do not count.
    """
    wanted = list(children)
    found: dict[int, date] = {}
    for rows, day in _sources(wanted, on):
        for child, last in rows.values_list("child").annotate(last=Max(day)):
            found[child] = max(found.get(child, last), last)
    return found


def days_since(children: Iterable[int], *, on: date) -> dict[int, int]:
    """Days since the last step for each of these children, where there was one. They are in scope."""
    return {child: (on - last).days for child, last in last_steps(children, on=on).items()}


def _sources(wanted: Collection[int], on: date) -> Iterator[tuple[QuerySet[Any], str]]:
    ours = Q(child__in=wanted)
    for model, day, which in (
        (Review, "held", ours), (Matter, "held_on", ours), (Matter, "decisions_issued_on", ours),
        (Matter, "record__finished_on", ours), (Check, "done_on", ours), (Contact, "on", ours),
        (Visit, "held", ours & Q(kind="iro")), (Change, "answered_at__date", ours),
    ):  # fmt: skip
        yield model._default_manager.filter(which, **{f"{day}__lte": on}), day


def _reviews(child: Child) -> Iterator[Step]:
    codes = code_set("review_code")
    known = set()
    for row in Review.objects.filter(child=child):
        known.add(row.held)
        code = codes.get(row.participation)
        yield Step(row.held, "review", "Review held", f"{code.code}: {code.label}" if code else "")
        if row.completed and row.completed != row.held:
            yield Step(row.completed, "review", "Review completed")
    for matter in Matter.objects.filter(child=child).select_related("meeting__chair", "record"):
        yield from _matter(matter, known)


def _matter(matter: Matter, known: Collection[date]) -> Iterator[Step]:
    chair = matter.meeting.chair.name
    record = getattr(matter, "record", None)
    if matter.held_on and matter.held_on not in known:
        yield Step(matter.held_on, "review", "Review held", by=chair, of="matter", row=matter.pk)
    if matter.decisions_issued_on:
        yield Step(
            matter.decisions_issued_on, "decisions", "Decisions issued", by=chair, of="matter", row=matter.pk
        )
    if record is not None and record.finished_on:
        yield Step(record.finished_on, "record", "Record finished", by=chair, of="matter", row=matter.pk)


def _checks(child: Child) -> Iterator[Step]:
    for row in Check.objects.filter(child=child, done_on__isnull=False).select_related("done_by"):
        if row.done_on is not None:
            found = FOUND.get(row.found, row.found)
            by = row.done_by.name if row.done_by else ""
            yield Step(row.done_on, "check", f"Midway check: {found}", row.says, by, "check", row.pk)


def _lines(child: Child) -> Iterator[Step]:
    """Visits and lines. The line of a visit says what was done there, and stands in its place."""
    visits: dict[date, list[Visit]] = defaultdict(list)
    for visit in Visit.objects.filter(child=child, kind="iro").order_by("pk"):
        visits[visit.held].append(visit)
    for row in Contact.objects.filter(child=child).select_related("by").order_by("pk"):
        kind = row.kind if row.kind in (VISIT, "file_check") else "contact"
        title = CONTACTS.get(row.kind, row.kind)
        if kind == VISIT and visits.get(row.on):
            title = _seen(title, visits[row.on].pop(0))
        text = ". ".join(part for part in (row.with_whom, row.says) if part)
        yield Step(row.on, kind, title, text, row.by.name, "contact", row.pk, row.version)
    for day, rest in visits.items():
        for visit in rest:
            yield Step(day, VISIT, _seen(CONTACTS[VISIT], visit))


def _seen(title: str, visit: Visit) -> str:
    if visit.seen_alone:
        return f"{title}: seen alone"
    return {1: f"{title}: seen", 0: f"{title}: not seen"}.get(-1 if visit.seen is None else visit.seen, title)


def _changes(child: Child) -> Iterator[Step]:
    for row in Change.objects.filter(child=child, answered_at__isnull=False).select_related("answered_by"):
        if row.answered_at is not None:
            title = f"Change answered ({CHANGES.get(row.kind, row.kind)}): {ANSWERS.get(row.answer, row.answer)}"
            by = row.answered_by.name if row.answered_by else ""
            yield Step(row.answered_at.date(), "change", title, row.answer_why, by, "change", row.pk)


def _handovers(child: Child) -> Iterator[Step]:
    rows = Handover.objects.filter(after__child=child).select_related("after__person", "before__person")
    for row in rows:
        now = row.after.person.name if row.after.person else ""
        yield Step(row.after.started, "handover", f"{now} became the reviewing officer")
        if row.introduced_on:
            yield Step(row.introduced_on, "handover", "The child met the new reviewing officer", by=now)


def _closings(child: Child) -> Iterator[Step]:
    for row in Closing.objects.filter(child=child).select_related("written_by"):
        yield Step(row.written_at.date(), "closing", "Closing note written", row.says, row.written_by.name)
