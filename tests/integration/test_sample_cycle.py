"""The sample council's reviewing cycle: whole, coherent, alike each time, nothing of it after the day it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, F, Model, Q

from service import TODAY, moment
from sightline.casework.allocation.models import Conflict, Handover
from sightline.casework.documents.storing import stored
from sightline.casework.meetings import models as meetings
from sightline.casework.meetings.sample import NotSample, insert
from sightline.casework.register import models as register
from sightline.casework.reviews.models import Review
from sightline.casework.watch import lives
from sightline.casework.watch import models as watch
from sightline.domain.calendar import england
from sightline.domain.late_causes import causes
from sightline.domain.participation import REASON_NEEDED
from sightline.domain.records import WORK
from sightline.domain.review_kinds import kinds
from sightline.domain.workflows import ASK, DECISION, MATTER, MEETING, RECORD, RESULT
from sightline.engine.connect import connect
from sightline.ops.sample import service, telling

SAYS = "the-lamp-is-on-tonight"


@pytest.fixture
def filled(tmp_path: Path, settings: Any, db: None) -> None:
    settings.DATA = tmp_path
    council = telling.tonight(seed=3, looked_after=50, children=120, on=TODAY)
    service.fill(council, at=moment(), password=SAYS, say=lambda what: None)


@pytest.mark.usefixtures("filled")
def test_the_cycle_is_whole_and_coherent(tmp_path: Path) -> None:
    """One filling, looked at from all sides: it takes seconds."""
    _whole()
    _in_order()
    _states_that_there_are()
    _decisions_are_answered_by_the_next_review()
    _the_register_says_the_same()
    _something_is_going_on()
    _next_rows_have_numbers_of_their_own()
    _extracted_as_often_as_there(tmp_path)


def _whole() -> None:
    every: list[type[Model]] = [
        meetings.Venue, meetings.Meeting, meetings.Matter, meetings.Participant, meetings.Ask, meetings.Record,
        meetings.Section, meetings.Decision, meetings.Query, meetings.Delivery, meetings.Sitting, Review,
        watch.Check, watch.Contact, watch.Change, Handover, Conflict,
    ]  # fmt: skip
    assert [model for model in every if not model._default_manager.exists()] == []
    issued = meetings.Delivery.objects.values_list("issued__sha256", flat=True).distinct()
    assert all(stored(sha256).startswith(b"%PDF") for sha256 in issued)


def _in_order() -> None:
    held = meetings.Matter.objects.filter(held_on__isnull=False)
    assert not held.filter(
        Q(held_on__gt=TODAY) | Q(completed_on__gt=TODAY) | Q(completed_on__lt=F("held_on"))
    ).exists()
    assert not held.filter(decisions_issued_on__lt=F("completed_on")).exists()
    assert not meetings.Record.objects.filter(finished_on__lt=F("matter__completed_on")).exists()
    assert not meetings.Delivery.objects.filter(on__lt=F("participant__matter__record__finished_on")).exists()
    assert not meetings.Ask.objects.filter(received_on__lt=F("asked_on")).exists()
    assert not meetings.Ask.objects.filter(shared_on__lt=F("received_on")).exists()
    assert not meetings.Decision.objects.filter(result_on__lt=F("matter__held_on")).exists()
    assert not watch.Check.objects.filter(done_on__lte=F("since")).exists()
    days = set(held.values_list("held_on", flat=True)) | set(
        meetings.Meeting.objects.filter(state="planned").values_list("on", flat=True)
    )
    assert all(england().is_working_day(day) for day in days)
    assert not meetings.Meeting.objects.filter(state="planned", on__lte=TODAY).exists()


def _states_that_there_are() -> None:
    for model, field, known in (
        (meetings.Meeting, "state", MEETING.states), (meetings.Matter, "state", MATTER.states),
        (meetings.Record, "state", RECORD.states), (meetings.Decision, "state", DECISION.states),
        (meetings.Decision, "result", RESULT.states), (meetings.Ask, "state", ASK.states),
        (Review, "kind", kinds()), (Review, "late_cause", {"", *causes()}),
    ):  # fmt: skip
        used = set(model._default_manager.values_list(field, flat=True))
        assert used <= set(known), (model, field)
    reasons = Review.objects.filter(code__in=REASON_NEEDED)
    assert reasons.exclude(code_why="").count() > reasons.count() / 2


def _decisions_are_answered_by_the_next_review() -> None:
    answered = meetings.Decision.objects.filter(answered_at__isnull=False)
    assert answered.exists()
    assert not answered.exclude(matter__child=F("answered_at__child")).exists()
    assert not answered.filter(answered_at__held_on__lte=F("matter__held_on")).exists()
    again = meetings.Decision.objects.filter(again__isnull=False)
    assert again.exists()
    assert not again.exclude(first_by_when=F("again__first_by_when")).exists()
    assert not again.exclude(matter=F("again__answered_at")).exists()


def _the_register_says_the_same() -> None:
    told = Review.objects.filter(told__isnull=False)
    assert told.count() > 50
    assert not told.exclude(told__held=F("matter__held_on"), told__child=F("matter__child")).exists()
    assert not told.exclude(told__participation=F("code")).exists()
    assert not Review.objects.filter(matter__held_on__isnull=False, told=None).exists()


def _something_is_going_on() -> None:
    states = Counter(meetings.Meeting.objects.values_list("state", flat=True))
    assert states["planned"] > 3
    several = meetings.Meeting.objects.annotate(many=Count("matters")).filter(many__gt=1)
    assert several.filter(matters__child__family__isnull=False).exists()
    assert meetings.Decision.objects.filter(result="open", state="final", by_when__lt=TODAY).exists()


def _next_rows_have_numbers_of_their_own() -> None:
    last = meetings.Meeting.objects.order_by("-pk").values_list("pk", flat=True)[0]
    chair = meetings.Meeting.objects.values_list("chair", flat=True)[0]
    assert meetings.Meeting.objects.create(kind="review", chair_id=chair, made_at=moment()).pk == last + 1


def _extracted_as_often_as_there(folder: Path) -> None:
    made = lives.write(folder / "extract", on=TODAY)
    held = {"matter__held_on__isnull": False}
    expected = {
        "review_processes": Review.objects.filter(**held).count(),
        "decisions": meetings.Decision.objects.filter(**held).count(),
        "participants": meetings.Participant.objects.filter(**held).count(),
        "midway_checks": watch.Check.objects.count(),
        "contacts": watch.Contact.objects.count(),
        "changes": watch.Change.objects.count(),
        "tracking": watch.Tracking.objects.count(),
        "allocations": register.Involvement.objects.filter(role="iro").count(),
        "work_told": 1,
    }
    with connect("duckdb", threads=1) as engine:
        counts = {}
        for table in WORK:
            engine.load(table, made / f"{table}.parquet")
            ((counts[table],),) = engine.rows(f"SELECT count(*) FROM {table}")
    assert {table: counts[table] for table in expected} == expected


@pytest.mark.django_db
def test_no_real_service_is_given_meetings(settings: Any) -> None:
    settings.SAMPLE = False
    with pytest.raises(NotSample):
        insert(meetings.Venue, ("id", "name"), [(1, "Somewhere")])
    assert not meetings.Venue.objects.exists()


def rows_of(on: date) -> Iterator[tuple[Any, ...]]:
    """What the cycle writes for a small council, without a database."""
    from sightline.ops.sample import cycle, cycle_people, cycle_rows

    council = telling.tonight(seed=1, looked_after=25, children=40, on=on)
    numbers = {each.worker: place for place, each in enumerate(council.staff.everybody(), start=1)}
    children = {life.child: place for place, life in enumerate(council.lives, start=1)}
    pen = cycle_rows.Pen(lambda moment: moment)
    told = cycle.Council(
        council, cycle_people.People(council.staff, numbers), children, {}, {}, {}, on.toordinal() - 730,
        on.toordinal(), (),
    )  # fmt: skip
    for _ in cycle.past(pen, told):
        pass
    rows, _ = pen.take()
    yield from ((table, columns, *row) for table, (columns, many) in rows.items() for row in many)


def test_the_same_seed_and_day_make_the_same_cycle() -> None:
    assert list(rows_of(TODAY)) == list(rows_of(TODAY))


@pytest.mark.parametrize("on", [date(2026, 4, 1), date(2028, 2, 29), date(2026, 12, 28)])
def test_on_any_day_nothing_was_done_on_days_to_come(on: date) -> None:
    done = ("held_on", "completed_on", "finished_on", "received_on", "shared_on", "done_on", "result_on", "since")
    for table, columns, *row in rows_of(on):
        told = dict(zip(columns, row, strict=True))
        assert all(told[name] <= on for name in done if told.get(name)), (table, told)
        moments = [value for name, value in told.items() if name.endswith("_at") and value]
        assert all(each.date() <= on for each in moments), (table, told)


assert connection
