"""Digests: one mail for a person and a day, without a name; made once, sent once, whatever fails."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from django.core import mail

from service import TODAY, allocate, make_child, make_person, moment, viewer_of
from sightline.casework.outbox import digests, wishes
from sightline.casework.outbox.actions import tell
from sightline.casework.outbox.models import Digest, Message, Wish
from sightline.casework.outbox.queries import Messages, unread
from sightline.casework.register.models import Child, Restriction
from sightline.casework.register.scope import children
from sightline.casework.staff.models import Person
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, MONDAY = TODAY, date(2026, 11, 21), date(2026, 11, 23)
LATER = timedelta(minutes=16)
_keys = count()


@pytest.fixture
def officer() -> Person:
    return make_person()


def told(person: Person, kind: str = "check_due", child: Child | None = None, on: date = FRIDAY) -> None:
    number = child.pk if child else None
    tell(kind, people=[person.pk], key=f"k{next(_keys)}", at=moment(on), child=number, number=number)


def make(on: date = FRIDAY) -> int:
    return digests.make(on=on, at=moment(on), sees=children)


def send(at: datetime | None = None) -> int:
    return digests.send(at=at or moment(), sees=children)


def wish(person: Person, often: str, weekday: int = 0) -> None:
    Wish.objects.create(person=person, often=often, weekday=weekday)


# what is told


def test_the_same_is_told_to_somebody_once(officer: Person) -> None:
    for _ in range(2):
        tell("asked", people=[officer.pk, officer.pk], key="one", at=moment())
    tell("asked", people=[officer.pk], key="another", at=moment())
    assert Message.objects.count() == 2


def test_a_message_about_a_child_out_of_sight_is_not_there_and_not_counted(officer: Person) -> None:
    mine, elses = make_child(), make_child()
    allocate(mine, officer)
    told(officer, child=mine)
    told(officer, child=elses)
    told(officer, "asked")
    seen = Messages(seen_by=viewer_of(officer), sees=children, read=False)
    assert len(seen) == 2
    assert {each.child for each in seen[0:50]} == {mine.pk, None}
    assert sum(each.count for each in unread(seen_by=viewer_of(officer), sees=children)) == 2


def test_what_is_read_is_not_waited_for_and_only_ones_own_is_read(officer: Person) -> None:
    other = make_person()
    told(officer)
    told(other)
    every = list(Message.objects.values_list("pk", flat=True))
    assert wishes.read_messages(messages=every, by=viewer_of(officer)) == 1
    assert wishes.read_messages(messages=every, by=viewer_of(officer)) == 0
    assert unread(seen_by=viewer_of(officer), sees=children) == []
    assert len(unread(seen_by=viewer_of(other), sees=children)) == 1


# when a digest is made


def test_one_digest_a_day_of_what_is_new(officer: Person) -> None:
    told(officer)
    assert (make(), make()) == (1, 0)
    told(officer)
    assert make() == 0  # for the next working day
    assert (make(SATURDAY), make(MONDAY)) == (0, 1)


def test_what_was_mailed_is_not_mailed_again(officer: Person) -> None:
    told(officer)
    make()
    send()
    assert make(MONDAY) == 0


@pytest.mark.parametrize(
    ("often", "weekday", "on", "made"),
    [
        ("daily", 0, FRIDAY, 1), ("daily", 0, SATURDAY, 0), ("never", 0, FRIDAY, 0), ("weekly", 4, FRIDAY, 1),
        ("weekly", 0, MONDAY, 1),
        ("weekly", 4, date(2026, 12, 25), 0),  # Christmas Day, and Monday is a holiday in its stead
        ("weekly", 4, date(2026, 12, 28), 0), ("weekly", 4, date(2026, 12, 29), 1),
    ],
)  # fmt: skip
def test_how_often_is_as_somebody_wishes(officer: Person, often: str, weekday: int, on: date, made: int) -> None:
    wish(officer, often, weekday)
    told(officer)
    assert make(on) == made


def test_once_a_week_is_once_in_seven_days_from_the_day_wished(officer: Person) -> None:
    wish(officer, "weekly", 4)
    told(officer)
    assert make(FRIDAY) == 1
    told(officer)
    days = [MONDAY + timedelta(days=n) for n in range(5)]
    assert [make(day) for day in days] == [0, 0, 0, 0, 1]


def test_a_late_weekly_digest_is_made_on_the_next_day_on_which_anything_is(officer: Person) -> None:
    wish(officer, "weekly", 4)
    told(officer)
    assert (make(MONDAY), make(MONDAY + timedelta(days=1))) == (1, 0)


def test_nobody_is_mailed_who_left_or_has_no_role_or_sees_none_of_it(officer: Person) -> None:
    gone, without = make_person(is_active=False), make_person(None)
    for person in (gone, without):
        told(person)
    told(officer, child=make_child())
    assert make() == 0


# what a mail says


def test_a_mail_says_how_much_and_where_and_names_nobody(officer: Person) -> None:
    child = make_child(forename="Zyxwena", surname="Quorvane")
    allocate(child, officer)
    for _ in range(2):
        told(officer, child=child)
    told(officer, "asked")
    make()
    assert send() == 1
    letter = mail.outbox[0]
    assert letter.to == [officer.email]
    assert letter.subject == "Sightline: 3 things are new"
    assert "2 midway checks are due" in letter.body
    assert "A report is asked of you" in letter.body
    whole = f"{letter.subject}{letter.body}"
    assert not any(word in whole for word in ("Zyxwena", "Quorvane", f"/{child.pk}/", officer.name))


def test_what_was_read_or_went_out_of_sight_meanwhile_is_not_mailed(officer: Person) -> None:
    child = make_child()
    allocate(child, officer)
    told(officer, child=child)
    make()
    restriction = Restriction.objects.create(child=child, set_at=moment(), set_by=make_person(Role.IRO_MANAGER))
    assert send() == 0
    assert mail.outbox == []
    restriction.lifted_at = moment()
    restriction.save()
    assert make(MONDAY) == 1  # it is in sight again


# sending once


def test_a_digest_is_sent_once(officer: Person) -> None:
    told(officer)
    make()
    assert (send(), send(), send(moment() + LATER)) == (1, 0, 0)


def test_one_that_somebody_is_sending_is_left_to_them_and_then_tried_once_more(officer: Person) -> None:
    told(officer)
    make()
    Digest.objects.update(claimed_at=moment(), tries=1)  # killed just now
    assert send() == 0
    Digest.objects.update(claimed_at=moment() - LATER)
    assert send() == 1
    assert mail.outbox[0].extra_headers["X-Sightline-Again"] == "yes"
    Digest.objects.update(sent_at=None, claimed_at=moment() - LATER, lost=1)
    assert send() == 0
    assert digests.stuck(at=moment()) == 1


def test_a_failure_keeps_its_kind_alone_and_is_tried_again_each_hour_up_to_five_times(
    officer: Person, monkeypatch: Any
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise ConnectionRefusedError("Zyxwena Quorvane is not to be read")

    told(officer)
    make()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refused)
    hours = [moment() + timedelta(hours=n) for n in range(8)]
    for at in hours:
        send(at)
        send(at + timedelta(minutes=1))
    digest = Digest.objects.get()
    assert (digest.tries, digest.failed, digest.sent_at) == (5, "ConnectionRefusedError", None)
    assert digests.stuck(at=hours[-1]) == 1


def test_what_could_not_be_sent_is_part_of_the_next_days_mail(officer: Person) -> None:
    told(officer)
    make()
    Digest.objects.update(tries=5, failed="ConnectionRefusedError")
    told(officer)
    assert make(MONDAY) == 1
    assert send(moment(MONDAY)) == 1
    assert "2 midway checks are due" in mail.outbox[0].body
    assert send(moment(MONDAY, time(18))) == 0


def test_an_address_that_would_add_a_header_sends_nothing(officer: Person) -> None:
    officer.email = "a@example.org\r\nBcc: somebody@example.com"
    officer.save()
    told(officer)
    make()
    assert send() == 0
    assert mail.outbox == []
    assert Digest.objects.get().failed in ("BadHeaderError", "ValueError")


# wishes


def test_a_wish_is_kept_with_what_it_said_before(officer: Person) -> None:
    by = viewer_of(officer)
    wishes.keep_wish(often="weekly", weekday=2, version=0, by=by)
    wishes.keep_wish(often="never", weekday=2, version=1, by=by)
    assert Wish.objects.get().often == "never"
    with pytest.raises(wishes.Changed):
        wishes.keep_wish(often="daily", weekday=0, version=1, by=by)


@pytest.mark.parametrize(("often", "weekday"), [("hourly", 0), ("weekly", 5), ("weekly", -1)])
def test_a_wish_that_there_is_not_is_refused(officer: Person, often: str, weekday: int) -> None:
    with pytest.raises(wishes.NotPermitted):
        wishes.keep_wish(often=often, weekday=weekday, version=0, by=viewer_of(officer))
