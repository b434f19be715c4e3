"""Webhooks against a program that really listens: signed, each until it arrives, never of a restricted child."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from listening import Listener, always, listening
from service import TODAY, make_child, make_person, moment, viewer_of
from sightline.casework.meetings.models import Matter, Meeting
from sightline.casework.outbox import calling, hooks
from sightline.casework.outbox.actions import happen
from sightline.casework.outbox.models import Call, Hook
from sightline.casework.practice.actions import add_shipped
from sightline.casework.register.models import Restriction
from sightline.casework.register.scope import children
from sightline.casework.reviews import breaches
from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Listener]:
    settings.HOOKS = "local"
    with listening() as listener:
        yield listener


@pytest.fixture
def by() -> Viewer:
    return viewer_of(make_person(Role.ADMINISTRATOR))


def add(receiver: Listener, by: Viewer, *events: str, path: str = "/told") -> hooks.NewHook:
    return hooks.add_hook(name="Warehouse", url=receiver.url + path, events=events or ("review.held",), by=by)


def held(key: str = "review:1", **body: Any) -> None:
    happen("review.held", key=key, at=moment(), body={"review": 1, **body})


def call(at: datetime | None = None) -> int:
    return calling.call(at=at or moment(), sees=children)


# who may, and what


def test_only_an_administrator_adds_stops_and_tries(receiver: Listener, by: Viewer) -> None:
    made = add(receiver, by)
    manager = viewer_of(make_person(Role.IRO_MANAGER))
    with pytest.raises(hooks.NotPermitted):
        add(receiver, manager)
    for act in (hooks.stop_hook, hooks.try_hook):
        with pytest.raises(hooks.NotPermitted):
            act(hook=made.id, by=manager)


def test_an_address_without_https_or_an_event_that_there_is_not_is_refused(by: Viewer) -> None:
    with pytest.raises(hooks.NotThere):
        hooks.add_hook(name="x", url="http://example.org/", events=["review.held"], by=by)
    for events in ([], ["review.begun"]):
        with pytest.raises(hooks.NotPermitted):
            hooks.add_hook(name="x", url="https://example.org/", events=events, by=by)


def test_the_secret_is_not_in_the_database(receiver: Listener, by: Viewer) -> None:
    made = add(receiver, by)
    hooks.stop_hook(hook=made.id, by=by)
    assert made.secret not in str(list(Hook.objects.values()))


# telling


def test_an_event_is_told_once_signed_with_its_time(receiver: Listener, by: Viewer) -> None:
    made = add(receiver, by)
    held(due=f"{TODAY}")
    held()
    assert (call(), call()) == (1, 0)
    (heard,) = receiver.heard
    assert heard.path == "/told"
    assert json.loads(heard.body) == {
        "id": Call.objects.get().pk, "event": "review.held", "review": 1, "due": f"{TODAY}",
        "at": Call.objects.get().made_at.isoformat(),
    }  # fmt: skip
    seconds, mark = (part.partition("=")[2] for part in heard.headers["Sightline-Signature"].split(","))
    right = hmac.new(made.secret.encode(), f"{seconds}.".encode() + heard.body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(mark, right)
    assert int(seconds) == int(moment().timestamp())


def test_who_did_not_ask_for_an_event_is_not_told(receiver: Listener, by: Viewer) -> None:
    add(receiver, by, "decision.made")
    held()
    assert call() == 0


def test_one_that_was_stopped_is_told_nothing_not_even_what_waits(receiver: Listener, by: Viewer) -> None:
    made = add(receiver, by)
    held()
    hooks.stop_hook(hook=made.id, by=by)
    held("review:2")
    assert call() == 0
    assert receiver.heard == []


def test_a_child_whose_record_is_restricted_is_told_of_when_it_is_no_longer(
    receiver: Listener, by: Viewer
) -> None:
    made, child = add(receiver, by), make_child()
    kept = Restriction.objects.create(child=child, set_at=moment(), set_by=make_person(Role.IRO_MANAGER))
    held(child=child.pk)
    held("review:2", child=make_child().pk)
    assert (call(), call()) == (1, 0)
    assert calling.stuck(at=moment() + timedelta(days=1), sees=children) == 0
    assert len(hooks.calls_of(made.id)) == 1
    kept.lifted_at = moment()
    kept.save()
    assert call() == 1


def test_a_call_to_try_it_tells_of_nothing(receiver: Listener, by: Viewer) -> None:
    made = add(receiver, by)
    for _ in range(2):
        hooks.try_hook(hook=made.id, by=by)
    assert call() == 1
    assert set(json.loads(receiver.heard[0].body)) == {"id", "event", "at"}
    assert hooks.calls_of(made.id)[0].answer == "200"


# trying again


def test_what_is_not_taken_is_tried_again_after_growing_waits_eight_times(receiver: Listener, by: Viewer) -> None:
    made = add(receiver, by)
    held()
    receiver.answer = always(500)
    at = moment()
    for wait in calling.WAITS:
        assert call(at) == 0
        assert call(at + wait - A_MINUTE / 2) == 0
        at += wait
    assert call(at) == 0
    assert call(at + timedelta(days=30)) == 0
    assert len(receiver.heard) == 8
    told = hooks.calls_of(made.id)[0]
    assert (told.tries, told.answer, told.next_try, told.done_at) == (8, "500", None, None)
    assert calling.stuck(at=at, sees=children) == 1
    assert {json.loads(heard.body)["id"] for heard in receiver.heard} == {Call.objects.get().pk}


def test_no_redirect_is_followed(receiver: Listener, by: Viewer) -> None:
    made = add(receiver, by)
    held()
    with listening() as other:
        receiver.answer = always(302, Location=other.url)
        assert call() == 0
        assert other.heard == []
    assert hooks.calls_of(made.id)[0].answer == "302"


def test_one_who_does_not_answer_is_waited_for_no_longer_than_the_patience(
    receiver: Listener, by: Viewer, monkeypatch: Any
) -> None:
    from threading import Event

    free = Event()

    def slow(_: Any) -> tuple[int, dict[str, str], bytes]:
        free.wait(20)
        return 200, {}, b""

    monkeypatch.setattr(calling, "PATIENCE", 0.2)
    made = add(receiver, by)
    held()
    receiver.answer = slow
    try:
        assert call() == 0
    finally:
        free.set()
    assert hooks.calls_of(made.id)[0].answer == "ReadTimeoutError"


def test_one_who_is_not_there_is_said_by_kind(receiver: Listener, by: Viewer, settings: Any) -> None:
    made = hooks.add_hook(name="x", url="http://127.0.0.1:9/", events=["review.held"], by=by)
    held()
    call()
    assert hooks.calls_of(made.id)[0].answer == "NewConnectionError"
    settings.HOOKS = "public"
    call(moment() + A_MINUTE)
    assert hooks.calls_of(made.id)[0].answer == "not to be called"


def test_a_call_whose_worker_was_killed_is_made_once_more_under_its_number(receiver: Listener, by: Viewer) -> None:
    add(receiver, by)
    held()
    Call.objects.update(claimed_at=moment(), tries=1)
    assert call(moment() + A_MINUTE) == 0
    assert call(moment() + calling.CLAIM + A_MINUTE) == 1


# limits that were passed


def test_a_limit_that_was_passed_is_told_once(receiver: Listener, by: Viewer) -> None:
    add_shipped(at=moment())
    add(receiver, by, "clock.breached")
    late = make_child(in_care_since=date(2026, 3, 2))  # never reviewed
    make_child(in_care_since=date(2026, 11, 16))  # not due yet
    for on in (TODAY, TODAY, TODAY + timedelta(days=3)):
        breaches.tell(on=on, at=moment())
    call()
    (told,) = [json.loads(heard.body) for heard in receiver.heard]
    assert (told["child"], told["event"]) == (late.pk, "clock.breached")
    assert date.fromisoformat(told["due"]) < TODAY


def test_decisions_and_records_that_are_not_out_in_time_are_told(receiver: Listener, by: Viewer) -> None:
    add_shipped(at=moment())
    add(receiver, by, "clock.breached")
    child, day = make_child(in_care_since=None), date(2026, 11, 9)
    meeting = Meeting.objects.create(kind="review", state="held", on=day, chair=make_person(), made_at=moment())
    matter = Matter.objects.create(meeting=meeting, child=child, state="complete", held_on=day, completed_on=day)
    breaches.tell(on=date(2026, 11, 16), at=moment())
    assert Call.objects.count() == 0  # the fifth working day still meets it
    breaches.tell(on=date(2026, 11, 17), at=moment())
    assert Call.objects.get().body == {
        "child": child.pk, "matter": matter.pk, "clock": "review-decisions", "due": "2026-11-16"
    }  # fmt: skip
    breaches.tell(on=date(2026, 12, 1), at=moment())
    assert [each.body["clock"] for each in Call.objects.order_by("pk")] == ["review-decisions", "review-record"]


def test_nothing_is_worked_out_where_nobody_asks(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert breaches.tell(on=TODAY, at=moment()) == 0
