"""What comes by itself between reviews comes once: run again, late, by two at once, or killed half-way."""

from __future__ import annotations

import signal
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F

from running_site import make_site
from service import TODAY, allocate, make_child, make_person, moment, viewer_of
from sightline.casework.outbox.models import Message
from sightline.casework.practice import actions as practice
from sightline.casework.register.models import Child, Notice, Review
from sightline.casework.staff.models import Person
from sightline.casework.trail.models import Entry
from sightline.casework.watch import daily, tracking
from sightline.casework.watch.models import Change, Check
from sightline.domain.practice_files import handbook, shipped
from sightline.domain.roles import Role

CAME, HELD = date(2026, 2, 3), date(2026, 8, 3)
HALF = date(2026, 11, 3)


def reviewed(officer: Person, *, last: date = HELD, came: date = CAME) -> Child:
    child = make_child(in_care_since=came)
    for held in (date(2026, 2, 26), date(2026, 5, 20), last):
        Review.objects.create(child=child, held=held, participation="PN1")
    allocate(child, officer, CAME)
    return child


def told_otherwise(child: Child) -> None:
    """Something told of the child changed."""
    Child.objects.filter(pk=child.pk).update(stamp=F("stamp") + 1)


def run(on: date = TODAY) -> list[int]:
    return [part(on=on, at=moment(on)) for part in (daily.make_checks, daily.take_notices, daily.tell_contacts)]


def all_there_is() -> tuple[Any, ...]:
    return (
        list(Check.objects.order_by("pk").values()),
        list(Change.objects.order_by("pk").values()),
        list(Message.objects.order_by("pk").values()),
        Entry.objects.count(),
        list(Child.objects.order_by("pk").values_list("pk", "stamp")),
    )


@pytest.mark.django_db
def test_a_check_is_made_after_a_review_and_told_when_it_is_due() -> None:
    officer = make_person()
    child = reviewed(officer)
    make_child(in_care_since=CAME)  # had no review yet
    early = HALF - timedelta(days=1)
    run(early)
    assert [(check.child_id, check.since, check.due_on) for check in Check.objects.all()] == [
        (child.pk, HELD, HALF)
    ]
    assert not Message.objects.exists()
    run(HALF)
    assert [(m.person_id, m.kind, m.child) for m in Message.objects.all()] == [(officer.pk, "check_due", child.pk)]


@pytest.mark.django_db
def test_again_and_late_and_nothing_more() -> None:
    officer = make_person()
    child = reviewed(officer)
    Notice.objects.create(child=child, kind="placement_changed", happened_on=TODAY, known_on=TODAY)
    Notice.objects.create(child=child, kind="social_worker_changed", happened_on=TODAY, known_on=TODAY)
    assert run() == [2, 2, 0]
    once = all_there_is()
    assert run() == [0, 0, 0]
    assert run(TODAY + timedelta(days=3)) == [0, 0, 0]
    assert all_there_is() == once
    assert [change.kind for change in Change.objects.all()] == ["placement"]


@pytest.mark.django_db
def test_a_new_review_closes_the_check_before_and_makes_the_next() -> None:
    child = reviewed(make_person())
    run()
    Review.objects.create(child=child, held=TODAY, participation="PN1")
    told_otherwise(child)
    run(TODAY + timedelta(days=1))
    told = [(check.since, check.not_needed_why) for check in Check.objects.order_by("since")]
    assert told == [(HELD, "A review was held on 20 November 2026, before this check was done."), (TODAY, "")]


@pytest.mark.django_db
def test_a_review_that_is_taken_back_brings_its_check_back() -> None:
    child = reviewed(make_person())
    run()
    wrong = Review.objects.create(child=child, held=TODAY, participation="PN1")
    told_otherwise(child)
    run()
    wrong.delete()
    told_otherwise(child)
    run()
    told = [(check.since, bool(check.not_needed_why)) for check in Check.objects.order_by("since")]
    assert told == [(HELD, False), (TODAY, True)]


@pytest.mark.django_db
def test_a_child_who_left_needs_no_check() -> None:
    child = reviewed(make_person())
    run()
    child.episode_set.update(ceased=TODAY, reason_ceased="E4A")
    told_otherwise(child)
    run()
    assert [check.not_needed_why for check in Check.objects.all()] == [
        "The child is not in care now, or no review is to come."
    ]


@pytest.mark.django_db
def test_a_review_of_an_earlier_time_in_care_has_no_check() -> None:
    officer = make_person()
    child = make_child(in_care_since=TODAY - timedelta(days=5))
    Review.objects.create(child=child, held=date(2024, 5, 1), participation="PN1")
    allocate(child, officer)
    run()
    assert not Check.objects.exists()


@pytest.mark.django_db
def test_a_practice_without_midway_checks_makes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    reviewed(make_person())
    monkeypatch.setattr(daily, "in_force", lambda on: replace(handbook(), midway=False))
    run()
    assert not Check.objects.exists()


@pytest.mark.django_db
def test_what_somebody_told_already_is_not_told_again_by_a_feed() -> None:
    from sightline.casework.watch import changing

    child = reviewed(make_person())
    worker = make_person(Role.SOCIAL_WORKER)
    allocate(child, worker, role="social_worker")
    changing.tell(child=child.pk, kind="missing", happened_on=TODAY, says="Since noon", by=viewer_of(worker))
    notice = Notice.objects.create(child=child, kind="went_missing", happened_on=TODAY, known_on=TODAY)
    run()
    assert [(change.says, change.notice_id) for change in Change.objects.all()] == [("Since noon", notice.pk)]


@pytest.mark.django_db
def test_a_contact_that_is_due_is_told_once_and_again_for_another_day() -> None:
    officer = make_person()
    child = reviewed(officer)
    by = viewer_of(make_person(Role.ADMINISTRATOR))
    practice.switch(version=practice.add(file=shipped()["derby"], by=by), since=TODAY, why="Agreed", by=by)
    tracking.set_level(child=child.pk, level="High", since=TODAY, next_contact=TODAY, by=viewer_of(officer))
    run()
    run(TODAY + timedelta(days=1))
    assert Message.objects.filter(kind="level_contact").count() == 1


KILLED = """
import os, signal
import django
django.setup()
from datetime import date, datetime
from zoneinfo import ZoneInfo
from sightline.casework.watch import daily
daily.AT_ONCE = 2
at = datetime(2026, 11, 20, 8, tzinfo=ZoneInfo("Europe/London"))
stop, left = "{stop}", {after}
real = getattr(daily, stop)
def told(*args, **kwargs):
    global left
    answer = real(*args, **kwargs)
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
if stop != "make_checks":
    setattr(daily, stop, told)
daily.make_checks(on=at.date(), at=at)
daily.take_notices(on=at.date(), at=at)
"""


def _counted(site: Any) -> dict[str, int]:
    with site.data():
        return {
            "checks": Check.objects.count(),
            "changes": Change.objects.count(),
            "messages": Message.objects.count(),
            "made": Entry.objects.filter(action="midway_made").count(),
            "noticed": Entry.objects.filter(action="change_noticed").count(),
        }


@pytest.fixture
def site(tmp_path: Path, site_template: Path, django_db_blocker: Any) -> Any:
    made = make_site(tmp_path / "site", site_template, django_db_blocker)
    with made.data():
        officer = make_person()
        for _ in range(5):
            child = reviewed(officer)
            Notice.objects.create(child=child, kind="went_missing", happened_on=TODAY, known_on=TODAY)
    yield made
    made.stop()


ONCE = {"checks": 5, "changes": 5, "messages": 10, "made": 5, "noticed": 5}


@pytest.mark.parametrize(
    ("stop", "after"), [("_lock", 1), ("_write", 1), ("_tell", 0), ("_tell", 4), ("_changes", 1)]
)
def test_killed_half_way_and_run_again_each_thing_is_there_once(site: Any, stop: str, after: int) -> None:
    killed = site.run("-c", KILLED.format(stop=stop, after=after))
    assert killed.wait(timeout=120) == -signal.SIGKILL
    assert _counted(site)["messages"] < ONCE["messages"]
    assert site.run("-c", KILLED.format(stop="make_checks", after=0)).wait(timeout=120) == 0
    assert _counted(site) == ONCE


def test_two_at_once_make_each_thing_once(site: Any) -> None:
    both = [site.run("-c", KILLED.format(stop="make_checks", after=0)) for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert _counted(site) == ONCE
