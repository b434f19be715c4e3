"""What follows reviews: for one of them and for all, whose step it is, what is late, what went out late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from sightline.casework.documents.models import Issued
from sightline.casework.meetings.models import Decision, Delivery, Matter, Participant
from sightline.casework.meetings.scope import matters
from sightline.casework.meetings.settling import GETS_SOMETHING
from sightline.casework.practice.queries import in_force
from sightline.casework.register.cut import Cut
from sightline.casework.register.queries import name_of
from sightline.casework.staff.queries import Viewer
from sightline.domain.after_meeting import DECISIONS, RECORD, SENT, Facts, Step, Whose, after, now
from sightline.domain.calendar import BeyondCalendar, england
from sightline.domain.practices import Practice
from sightline.domain.standing import Standing

#: How far back what went out late is looked for where no month is chosen.
LATELY = timedelta(days=92)
#: No limit of a step after a review is longer.
LONGEST_LIMIT = timedelta(days=400)


@dataclass(frozen=True)
class Following:
    """One review that was completed, and what follows it."""

    matter: int
    child: int
    child_name: str
    chair: str
    completed_on: date
    steps: Sequence[Step]
    step: str  # the key of the first that is not done; empty: all is done
    whose: Whose
    does: str

    def of(self, key: str) -> Step:
        """One of the steps."""
        return next(each for each in self.steps if each.key == key)


def following(matter: Matter, *, on: date) -> Following | None:
    """What follows one review; nothing before it is complete. Four queries."""
    return next(_following([matter], on), None)


def reviews(*, seen_by: Viewer, chosen: Mapping[str, str] | None = None) -> Listed:
    """Reviews that were completed and in sight, those longest ago first, as chosen:

    `step` (a key of a step, or "open": any that is not done; "done"), `whose`, `late` ("now": a step is overdue,
    "out": the record went out late), `month` of completion as 2026-11, `chair` a person's number.
    """
    asked = dict(chosen or {})
    rows = matters(seen_by=seen_by).filter(state="complete", completed_on__isnull=False)
    if asked.get("step", "done") != "done" or asked.get("late") == "now" or "whose" in asked:
        rows = rows.filter(unsettled=True)
    rows = _stepped(rows).order_by("completed_on", "pk")
    for key, narrow in _NARROW.items():
        if key in asked:
            rows = narrow(rows, asked[key], seen_by.on)
    if asked.get("late") == "out":
        rows = _went_late(rows, seen_by.on, "month" in asked)
    return Listed(rows, seen_by.on)


def ageing(*, seen_by: Viewer) -> list[tuple[str, Whose, int, int]]:
    """How many reviews wait at each step, for whom, and how many of them are late there. Five queries."""
    rows = matters(seen_by=seen_by).filter(state="complete", completed_on__isnull=False, unsettled=True)
    passed = {step: _passed(step, in_force(seen_by.on), seen_by.on) for step in _UNMET}
    many: Counter[tuple[str, Whose]] = Counter()
    late: Counter[tuple[str, Whose]] = Counter()
    for told in _facts(list(rows.select_related("record"))).values():
        step, whose, _ = now(told)
        if not step:
            continue
        many[step, whose] += 1
        done = step == RECORD and told.record_finished_on  # one that was opened again was finished
        late[step, whose] += not done and told.completed_on < passed[step]
    places = list(_UNMET)
    ordered = sorted(many, key=lambda key: (places.index(key[0]), key[1].value))
    return [(*key, many[key], late[key]) for key in ordered]


def chairs(*, seen_by: Viewer) -> list[tuple[str, str]]:
    """Who chaired reviews that are in sight: number and name."""
    rows = matters(seen_by=seen_by).filter(state="complete").values_list("meeting__chair", "meeting__chair__name")
    return [(str(number), name) for number, name in rows.distinct().order_by("meeting__chair__name")]


class Listed(Cut[Following]):
    """Reviews with what follows them: the database counts them, and only what is shown is worked out."""

    def __init__(self, rows: QuerySet[Matter], on: date) -> None:
        rows = rows.select_related("child", "meeting__chair", "record")
        super().__init__(rows, lambda found: list(_following(found, on)))

    def numbers(self) -> list[int]:
        """The matters."""
        return list(self._rows.values_list("pk", flat=True))


def _stepped(rows: QuerySet[Matter]) -> Any:
    """With the first step that is not done and whose it is: what `after_meeting.now` says, in the database."""
    decisions = Decision.objects.filter(matter=OuterRef("pk"))
    wanted = Participant.objects.filter(GETS_SOMETHING, matter=OuterRef("pk"))
    unsent = wanted.filter(deliveries=None)
    draft, windowed = Q(Exists(decisions.filter(state="draft"))), Q(Exists(decisions.filter(state="in_window")))
    waits = ~Q(Exists(wanted)) | Q(Exists(unsent))
    typed = ~Q(record__state="finished") | Q(record=None)
    first = [
        (Q(decisions_issued_on=None), DECISIONS, Whose.CHAIR),
        (typed & Q(record__state="typing"), RECORD, Whose.TYPIST),
        (typed, RECORD, Whose.CHAIR),
        (waits & draft, SENT, Whose.CHAIR),
        (waits & windowed, SENT, Whose.MANAGER),
        (waits, SENT, Whose.SUPPORT),
    ]
    return rows.annotate(
        step=Case(*[When(q, Value(step)) for q, step, _ in first], default=Value(""), output_field=CharField()),
        whose=Case(
            *[When(q, Value(whose.value)) for q, _, whose in first], default=Value(Whose.NOBODY.value),
            output_field=CharField(),
        ),
    )  # fmt: skip


#: What has not happened, by step. A record that was opened again was finished.
_UNMET: Mapping[str, Q] = {
    DECISIONS: Q(decisions_issued_on=None),
    RECORD: Q(record__finished_on=None),
    SENT: Q(step__in=(DECISIONS, RECORD, SENT)),
}


def _by_step(rows: Any, step: str, on: date) -> Any:
    if step == "open":
        return rows.exclude(step="")
    return rows.filter(step="" if step == "done" else step)


def _by_late(rows: Any, late: str, on: date) -> Any:
    if late != "now":
        return rows
    practice, overdue = in_force(on), Q(pk=None)
    for key, unmet in _UNMET.items():
        overdue |= Q(completed_on__lt=_passed(key, practice, on)) & unmet
    return rows.filter(overdue)


def _by_month(rows: QuerySet[Matter], month: str, on: date) -> QuerySet[Matter]:
    year, number = (int(part) for part in month.split("-"))
    return rows.filter(completed_on__year=year, completed_on__month=number)


_NARROW: Mapping[str, Any] = {
    "step": _by_step,
    "whose": lambda rows, whose, on: rows.filter(whose=whose),
    "late": _by_late,
    "month": _by_month,
    "chair": lambda rows, chair, on: rows.filter(meeting__chair=int(chair)),
}


def _went_late(rows: QuerySet[Matter], on: date, month: bool) -> QuerySet[Matter]:
    """Those whose record was finished late, or went to the last person late."""
    if not month:
        rows = rows.filter(completed_on__gt=on - LATELY)
    found = list(_following(rows.select_related("child", "meeting__chair", "record"), on))
    late = [each.matter for each in found if any(_late(each.of(key)) for key in (RECORD, SENT))]
    return rows.filter(pk__in=late)


def _late(step: Step) -> bool:
    return step.standing is Standing.LATE


def _passed(key: str, practice: Practice, on: date) -> date:
    """The first day of completion whose limit has not passed: before it, all have."""
    first, last = on - LONGEST_LIMIT, on + timedelta(days=1)
    while first < last:
        middle = first + (last - first) // 2
        if _due(key, middle, practice) >= on:
            last = middle
        else:
            first = middle + timedelta(days=1)
    return first


def _due(key: str, completed: date, practice: Practice) -> date:
    try:
        return practice.clock(key, completed, england()).due
    except BeyondCalendar:
        return date.max


def _following(rows: Iterable[Matter], on: date) -> Iterator[Following]:
    found = [row for row in rows if row.completed_on is not None]
    facts, practice = _facts(found), in_force(on)
    for row in found:
        told = facts[row.pk]
        step, whose, does = now(told)
        steps = after(told, practice=practice, calendar=england(), on=on)
        yield Following(
            row.pk, row.child_id, name_of(row.child), row.meeting.chair.name, told.completed_on, steps, step,
            whose, does,
        )  # fmt: skip


def _facts(rows: Sequence[Matter]) -> dict[int, Facts]:
    """What happened of each, from the tables: four queries for any number."""
    numbers = [row.pk for row in rows]
    states: dict[int, dict[str, int]] = {}
    counted = Decision.objects.filter(matter__in=numbers).values_list("matter", "state").annotate(many=Count("pk"))
    for matter, state, many in counted:
        states.setdefault(matter, {})[state] = many
    records = {row.pk: getattr(row, "record", None) for row in rows}
    kinds: dict[int, set[str]] = {}
    issued = Issued.objects.filter(about="matter", number__in=numbers, format="pdf")
    for number, kind in issued.values_list("number", "kind").distinct():
        kinds.setdefault(number, set()).add(kind)
    wanted = _wanted(numbers)
    told = {}
    for row in rows:
        of, record, people = states.get(row.pk, {}), records[row.pk], wanted.get(row.pk, [])
        days = [on for _, on in people]
        sent = [on for on in days if on is not None]
        assert row.completed_on is not None
        told[row.pk] = Facts(
            row.completed_on, row.decisions_issued_on, of.get("draft", 0), of.get("in_window", 0),
            of.get("queried", 0), record.state if record else "not_started",
            record.finished_on if record else None, {gets for gets, _ in people} <= kinds.get(row.pk, set()),
            len(days), len(sent),
            max(sent) if sent and len(sent) == len(days) else None,
        )  # fmt: skip
    return told


def _wanted(numbers: Sequence[int]) -> dict[int, list[tuple[str, date | None]]]:
    """For each matter who is to be sent something: what, and the day on which they were first sent it."""
    first: dict[int, date] = {}
    went = Delivery.objects.filter(participant__matter__in=numbers).order_by("-on")
    for participant, on in went.values_list("participant", "on"):
        first[participant] = on
    wanted: dict[int, list[tuple[str, date | None]]] = {}
    rows = Participant.objects.filter(GETS_SOMETHING, matter__in=numbers)
    for number, matter, gets in rows.values_list("pk", "matter", "gets"):
        wanted.setdefault(matter, []).append((gets, first.get(number)))
    return wanted
