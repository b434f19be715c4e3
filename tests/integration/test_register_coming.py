"""What a feed told ahead, or a person, is told to the officer on its day: once, however often and late."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from service import TODAY, allocate, make_child, make_episode, make_person, moment, viewer_of
from sightline.casework.allocation.queries import today
from sightline.casework.outbox.models import Message
from sightline.casework.register import actions, coming
from sightline.casework.register.happenings import NEWS_DAYS
from sightline.casework.register.models import CarePlan, Child, Episode, Import, Notice
from sightline.casework.staff.models import Person
from sightline.casework.trail.models import Entry
from sightline.casework.watch.daily import take_notices
from sightline.casework.watch.models import Change
from sightline.domain.roles import Role
from sightline.ops.daily import do_all

pytestmark = pytest.mark.django_db
CAME, COMES = date(2026, 2, 3), TODAY + timedelta(days=5)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def load() -> Import:
    return Import.objects.create(kind="ssd", state="loaded", as_at=TODAY, made_at=moment())


@pytest.fixture
def child(officer: Person, load: Import) -> Child:
    """A feed told today that the placement ends in five days, and where the child goes then."""
    child = make_child(in_care_since=CAME)
    allocate(child, officer, CAME)
    child.episode_set.update(ceased=COMES, reason_ceased="X1", load=load)
    make_episode(child, started=COMES, reason_started="P", placement="K2")
    Episode.objects.update(load=load)
    return child


def come(on: date) -> int:
    return coming.notice(on=on, at=moment(on))


def told() -> list[tuple[str, date, date]]:
    return list(Notice.objects.order_by("pk").values_list("kind", "happened_on", "known_on"))


def test_it_is_told_on_its_day_and_not_before(child: Child, officer: Person, load: Import) -> None:
    assert come(TODAY) == come(COMES - timedelta(days=1)) == 0
    assert told() == []
    assert come(COMES) == 1
    assert told() == [("placement_changed", COMES, COMES)]
    one = Notice.objects.get()
    assert (one.facts, one.load, one.made_by) == ({"before": "U6", "after": "K2"}, load, None)
    [shown] = today(seen_by=viewer_of(officer, at=moment(COMES))).notices
    assert shown.kind == "placement_changed"
    assert Child.objects.get().stamp == child.stamp + 1
    assert Entry.objects.get(action="notice_come").subject == child.pk


@pytest.mark.parametrize("late", [0, 1, NEWS_DAYS - 1])
def test_again_and_late_it_is_told_once(child: Child, late: int) -> None:
    on = COMES + timedelta(days=late)
    assert [come(on), come(on), come(on + timedelta(days=1))] == [1, 0, 0]
    assert told() == [("placement_changed", COMES, on)]


def test_after_that_it_is_history(child: Child) -> None:
    assert come(COMES + timedelta(days=NEWS_DAYS)) == 0


def test_what_is_told_otherwise_before_its_day_does_not_come(child: Child) -> None:
    Episode.objects.filter(started=COMES).delete()
    Episode.objects.update(ceased=None, reason_ceased=None)
    assert come(COMES) == 0


def test_it_becomes_a_significant_change_that_the_officer_hears_of(child: Child, officer: Person) -> None:
    for _ in range(2):
        come(COMES)
        take_notices(on=COMES, at=moment(COMES))
    assert Change.objects.get().kind == "placement"
    assert Message.objects.get(kind="change").person == officer


def test_what_a_person_entered_ahead_is_theirs(officer: Person) -> None:
    """They know: others hear of it."""
    child = make_child(in_care_since=CAME)
    allocate(child, officer, CAME)
    CarePlan.objects.create(child=child, plan="RETURN", started=CAME, ended=COMES)
    by = viewer_of(make_person(Role.BUSINESS_SUPPORT))
    actions.add(child=child.pk, table="care_plans", started=COMES, plan="LTFOST18", by=by)
    assert told() == []
    assert come(COMES) == 1
    assert Notice.objects.get().made_by_id == by.id


def test_what_was_noticed_when_it_was_told_is_not_again(officer: Person) -> None:
    child = make_child(in_care_since=CAME)
    row: Any = child.episode_set.get()
    by = viewer_of(make_person(Role.BUSINESS_SUPPORT))
    actions.leave_care(child=child.pk, episode=row.pk, version=1, on=TODAY, reason_ceased="E4A", by=by)
    assert Notice.objects.count() == 1
    assert come(TODAY) == 0


def test_many_cost_as_many_questions_as_one(child: Child) -> None:
    def questions(on: date) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            come(on)
        return len(asked)

    one = questions(COMES)
    for _ in range(5):
        more = make_child(in_care_since=CAME)
        more.episode_set.update(ceased=COMES, reason_ceased="E4A")
    assert questions(COMES) == one
    assert Notice.objects.count() == 6


def test_a_feeds_news_is_the_officers_too_who_entered_something_of_that_day(
    child: Child, officer: Person, load: Import
) -> None:
    """What they entered themselves is no news to them; what a feed told of the same day is."""
    CarePlan.objects.create(child=child, plan="RETURN1M", started=CAME)
    child.episode_set.filter(started=COMES).delete()
    child.episode_set.update(ceased=COMES, reason_ceased="E4A", load=load)
    CarePlan.objects.filter(child=child).update(ended=COMES)
    actions.add(child=child.pk, table="care_plans", started=COMES, plan="LTFOST18", by=viewer_of(officer))
    come(COMES)
    made = dict(Notice.objects.filter(happened_on=COMES).values_list("kind", "made_by"))
    assert made["left_care"] is None
    shown = today(seen_by=viewer_of(officer, at=moment(COMES))).notices
    assert "left_care" in [each.kind for each in shown]


def test_the_daily_work_does_it_in_time_for_the_change_of_that_day(
    child: Child, officer: Person, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    do_all(on=COMES, at=moment(COMES))
    assert Change.objects.filter(child=child, happened_on=COMES).exists()
    assert Message.objects.filter(person=officer, kind="change").exists()
