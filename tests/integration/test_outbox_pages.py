"""Messages, wishes, the address of a calendar and webhooks, as pages; and whoever guesses at an address."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from service import TODAY, allocate, make_child, make_person, moment, signed_in
from sightline.casework.meetings.models import Matter, Meeting
from sightline.casework.outbox.actions import tell
from sightline.casework.outbox.models import Call, Hook, Message, Wish
from sightline.casework.register.models import Child, Restriction
from sightline.casework.staff.models import Person
from sightline.casework.trail.models import Entry
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db

COMING = date(2026, 12, 8)


@pytest.fixture(autouse=True)
def _noon() -> Any:
    cache.clear()
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def officer() -> Person:
    return make_person()


def a_meeting(chair: Person, *children: Child, on: date = COMING) -> Meeting:
    meeting = Meeting.objects.create(
        kind="review",
        state="planned",
        on=on,
        at=time(14),
        chair=chair,
        made_at=moment(),
        place="At the home of Zyx",
    )
    for child in children:
        Matter.objects.create(meeting=meeting, child=child)
    return meeting


def address_made(client: Client) -> str:
    said = client.post("/messages/calendar/").content.decode()
    found = re.search(r"http://[^<]*(/calendar/[\w-]+\.ics)", said)
    assert found
    return found[1]


def feed(path: str) -> Any:
    return Client().get(path)


# messages


def test_messages_name_the_child_and_lead_to_it_and_are_read(client: Client, officer: Person) -> None:
    child = make_child(surname="Quorvane")
    allocate(child, officer)
    tell("check_due", people=[officer.pk], key="one", at=moment(), number=child.pk, child=child.pk)
    tell("asked", people=[officer.pk], key="two", at=moment(), number=987654, child=make_child().pk)
    signed_in(client, officer)
    said = client.get("/messages/").content.decode()
    assert "Quorvane" in said
    assert f'href="/children/{child.pk}/"' in said
    assert "A report is asked of you" not in said
    assert "New for me" in client.get("/").content.decode()
    mine = Message.objects.get(key="one").pk
    assert client.post("/messages/read/", {"message": [mine, "x", "9" * 30]}).status_code == 302
    assert "You have read everything." in client.get("/messages/").content.decode()
    assert "Quorvane" in client.get("/messages/?show=all").content.decode()
    assert "New for me" not in client.get("/").content.decode()


def test_more_messages_meetings_and_hooks_ask_the_database_no_more_often(client: Client) -> None:
    person = make_person(Role.SENIOR_IRO)
    admin = signed_in(Client(), make_person(Role.ADMINISTRATOR))
    feed_of = address_made(signed_in(client, person))
    ways = [(client, "/messages/"), (client, "/messages/?show=all"), (Client(), feed_of), (admin, "/hooks/")]

    def asked() -> list[int]:
        counts = []
        for who, address in ways:
            with CaptureQueriesContext(connection) as queries:
                assert who.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    more(person, 2)
    asked()
    few = asked()
    more(person, 20)
    asked()
    assert asked() == few


def more(person: Person, count: int) -> None:
    for n in range(count):
        child = make_child()
        tell("flag", people=[person.pk], key=f"{count}-{n}", at=moment(), number=child.pk, child=child.pk)
        a_meeting(person, child)
        Hook.objects.create(
            name=f"{n}", url="https://x.example.org/", secret="0", made_by=person, made_at=moment()
        )


# the calendar


def test_a_calendar_shows_ones_meetings_and_no_name(client: Client, officer: Person) -> None:
    child, other = make_child(forename="Zyxwena", surname="Quorvane"), make_child()
    allocate(child, officer)
    a_meeting(officer, child)
    a_meeting(make_person(), other)
    answer = feed(address_made(signed_in(client, officer)))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Cache-Control"] == "private, no-store"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 1
    assert not any(word in answer.content.decode() for word in ("Zyx", "Quorvane", officer.name))
    assert not answer.cookies


def test_what_one_may_not_see_any_more_is_not_in_it(client: Client, officer: Person) -> None:
    child = make_child()
    allocate(child, officer)
    a_meeting(officer, child)
    path = address_made(signed_in(client, officer))
    Restriction.objects.create(child=child, set_at=moment(), set_by=make_person(Role.IRO_MANAGER))
    assert b"VEVENT" not in feed(path).content


def test_a_new_address_ends_the_one_before_and_stopping_ends_it(client: Client, officer: Person) -> None:
    signed_in(client, officer)
    first = address_made(client)
    second = address_made(client)
    assert first != second
    assert (feed(first).status_code, feed(second).status_code) == (404, 200)
    client.post("/messages/calendar/stop/")
    assert feed(second).status_code == 404


def test_only_the_hash_and_the_day_of_a_look_are_kept(client: Client, officer: Person) -> None:
    path = address_made(signed_in(client, officer))
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    entries = Entry.objects.count()
    feed(path)
    kept = Wish.objects.get()
    assert kept.calendar_used_on == TODAY
    assert secret not in str([list(model.objects.values()) for model in (Wish, Entry)])
    assert Entry.objects.count() == entries
    assert len(secret) == 43  # 256 bits


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": False}])
def test_the_calendar_of_somebody_who_left_opens_nothing(
    client: Client, officer: Person, change: dict[str, bool]
) -> None:
    path = address_made(signed_in(client, officer))
    if "role" in change:
        officer.role_periods.update(ended=TODAY)
    else:
        Person.objects.filter(pk=officer.pk).update(**change)
    assert feed(path).status_code == 404


@pytest.mark.parametrize(
    "guess",
    ["x", "0" * 43, "A" * 500, "-", "_" * 64, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
)
def test_a_guess_is_the_same_404_and_a_stopped_calendar_is_none(
    client: Client, officer: Person, guess: str
) -> None:
    Wish.objects.create(person=officer)  # one who has no calendar has no hash
    answer = feed(f"/calendar/{guess}.ics")
    assert answer.status_code == 404
    assert answer.content == feed("/calendar/other.ics").content


def test_guessing_is_slowed_down_and_stops_nobody_who_knows(client: Client, officer: Person) -> None:
    path = address_made(signed_in(client, officer))
    answers = [feed(f"/calendar/guess{n}.ics").status_code for n in range(70)]
    assert answers == [404] * 60 + [429] * 10
    assert feed(path).status_code == 200


def test_one_calendar_is_not_asked_for_more_than_ten_times_a_minute(client: Client, officer: Person) -> None:
    path = address_made(signed_in(client, officer))
    answers = [feed(path) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert answers[-1].headers["Retry-After"] == "60"
    with time_machine.travel(moment() + timedelta(minutes=1), tick=False):
        assert feed(path).status_code == 200


def test_a_calendar_is_only_read(client: Client, officer: Person) -> None:
    path = address_made(signed_in(client, officer))
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code == 200


# wishes


def test_a_wish_is_kept_and_two_windows_meet(client: Client, officer: Person) -> None:
    signed_in(client, officer)
    assert client.post("/messages/wishes/", {"often": "weekly", "weekday": 3, "version": 0}).status_code == 302
    said = client.post("/messages/wishes/", {"often": "never", "weekday": 3, "version": 0}, follow=True)
    assert "changed in another window" in said.content.decode()
    assert Wish.objects.get().often == "weekly"


# webhooks


def test_a_webhook_is_added_tried_and_stopped(client: Client) -> None:
    signed_in(client, make_person(Role.ADMINISTRATOR))
    told = {"name": "Warehouse", "url": "https://warehouse.example.org/told", "events": ["review.held"]}
    assert "begin with https" in client.post("/hooks/add/", {**told, "url": "http://x.org/"}).content.decode()
    made = client.post("/hooks/add/", told)
    secret = re.search(r"<code>(\w{64})</code>", made.content.decode())
    assert secret
    hook = Hook.objects.get()
    assert secret[1] not in client.get(f"/hooks/{hook.pk}/").content.decode()
    client.post(f"/hooks/{hook.pk}/try/")
    assert Call.objects.get().event == "try"
    client.post(f"/hooks/{hook.pk}/stop/")
    assert "Stopped" in client.get("/hooks/").content.decode()
    assert client.get("/hooks/999/").status_code == 404
