"""The pages of planning and preparing, as people send them: what they offer, ask, warn of and refuse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from access_world import sent
from service import TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.meetings import scheduling
from sightline.casework.meetings.models import Ask, Matter, Meeting, Participant
from sightline.casework.register.models import Child, Relation, Restriction, SiblingGroup
from sightline.casework.reviews.models import Review
from sightline.casework.staff.models import Absence, Person
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def support() -> Person:
    return make_person(Role.BUSINESS_SUPPORT)


@pytest.fixture
def page(client: Client, support: Person) -> Client:
    return signed_in(client, support)


@pytest.fixture
def children(officer: Person) -> list[Child]:
    """Three of one family; they came into care on 2 November 2026: their first reviews are due on 30 November."""
    family = SiblingGroup.objects.create()
    made = [make_child(family=family, in_care_since=date(2026, 11, 2)) for _ in range(3)]
    for each in made:
        allocate(each, officer)
    return made


def told(officer: Person, **other: Any) -> dict[str, Any]:
    return sent({
        "kind": "first", "day": "other", "other_day": date(2026, 11, 27), "minutes": "60", "mode": "in_person",
        "chair": officer.pk, **other,
    })  # fmt: skip


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_plan_page_says_when_it_is_due_and_why_and_offers_days_before_it(
    page: Client, children: list[Child], officer: Person
) -> None:
    Absence.objects.create(person=officer, kind="leave", started=date(2026, 11, 26), ended=date(2026, 11, 28))
    content = text(page.get(reverse("child-plan-review", args=[children[0].pk])))
    assert "20 working days after coming into care on 2 November 2026" in content
    assert 'value="2026-11-30"' in content
    assert 'value="2026-11-25"' in content
    assert 'value="2026-11-26"' not in content  # the IRO is away
    assert 'value="2026-12-01"' not in content  # after the day due
    assert 'value="2026-11-28"' not in content  # a Saturday


def test_a_day_on_which_the_chair_has_three_meetings_is_not_offered(
    page: Client, children: list[Child], officer: Person, support: Person
) -> None:
    for _ in range(3):
        scheduling.plan(
            kind="review",
            children=[make_child().pk],
            chair=officer.pk,
            by=viewer_of(support),
            on=date(2026, 11, 30),
        )
    content = text(page.get(reverse("child-plan-review", args=[children[0].pk])))
    assert 'value="2026-11-30"' not in content
    assert 'value="2026-11-27"' in content


def test_brothers_and_sisters_are_planned_together_each_with_a_review(
    page: Client, children: list[Child], officer: Person
) -> None:
    first, second, _ = children
    answer = page.post(
        reverse("child-plan-review", args=[first.pk]), told(officer, together=[second.pk], at="3.30pm")
    )
    assert answer.status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.on, f"{meeting.at:%H:%M}", meeting.state) == (date(2026, 11, 27), "15:30", "planned")
    assert set(meeting.matters.values_list("child", flat=True)) == {first.pk, second.pk}
    assert Review.objects.filter(matter__meeting=meeting).count() == 2


def test_a_restricted_brother_is_not_offered(page: Client, children: list[Child], officer: Person) -> None:
    first, second, third = children
    Restriction.objects.create(child=third, reason="Known", set_at=moment(), set_by=officer)
    content = text(page.get(reverse("child-plan-review", args=[first.pk])))
    assert f'value="{second.pk}"' in content
    assert f'value="{third.pk}"' not in content
    answer = page.post(reverse("child-plan-review", args=[first.pk]), told(officer, together=[third.pk]))
    assert answer.status_code == 200
    assert not Meeting.objects.exists()


def test_a_day_after_the_day_due_needs_a_reason(page: Client, children: list[Child], officer: Person) -> None:
    url = reverse("child-plan-review", args=[children[0].pk])
    late = {"other_day": date(2026, 12, 1)}
    answer = page.post(url, told(officer, **late))
    assert "1 December 2026 is after the day due, 30 November 2026" in text(answer)
    assert not Meeting.objects.exists()
    page.post(url, told(officer, **late, why_then="The child is on a school trip"))
    assert Meeting.objects.get().why_then == "The child is on a school trip"


def test_days_can_be_asked_about_first_and_one_settled(
    page: Client, children: list[Child], officer: Person
) -> None:
    page.post(reverse("child-plan-review", args=[children[0].pk]), told(officer, day="ask"))
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.proposals.count() > 1) == ("proposed", True)
    day = meeting.proposals.order_by("on")[0].on
    page.post(reverse("meeting-settle", args=[meeting.pk]), sent({"on": day, "at": "10:00", "_version": 1}))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.on) == ("planned", day)


def planned(child: Child, officer: Person, support: Person, on: date = date(2026, 11, 27)) -> Matter:
    pk = scheduling.plan(kind="review", children=[child.pk], chair=officer.pk, by=viewer_of(support), on=on)
    return Matter.objects.get(meeting=pk)


def test_a_meeting_is_moved_and_somebody_elses_change_is_not_overwritten(
    page: Client, children: list[Child], officer: Person, support: Person
) -> None:
    meeting = planned(children[0], officer, support).meeting
    body = {**told(officer), **sent({"on": date(2026, 11, 25), "_version": 1})}
    assert page.post(reverse("meeting-move", args=[meeting.pk]), body).status_code == 302
    answer = page.post(reverse("meeting-move", args=[meeting.pk]), {**body, **sent({"on": date(2026, 11, 26)})})
    assert answer.status_code == 200  # both texts are shown
    meeting.refresh_from_db()
    assert meeting.on == date(2026, 11, 25)


def test_many_are_moved_in_one_form_and_a_wrong_day_moves_none(
    page: Client, children: list[Child], officer: Person, support: Person
) -> None:
    one, two = (planned(each, officer, support).meeting for each in children[:2])
    url = f"{reverse('meetings-move')}?chair={officer.pk}"
    body = {f"version-{one.pk}": 1, f"version-{two.pk}": 1, f"at-{one.pk}": "", f"at-{two.pk}": "14:00"}
    answer = page.post(url, {**body, f"on-{one.pk}": "2026-11-26", f"on-{two.pk}": "soon"})
    assert "Nothing was moved" in text(answer)
    assert set(Meeting.objects.values_list("on", flat=True)) == {date(2026, 11, 27)}
    page.post(url, {**body, f"on-{one.pk}": "2026-11-26", f"on-{two.pk}": "2026-11-27"})
    assert set(Meeting.objects.values_list("on", "at__hour")) == {
        (date(2026, 11, 26), None),
        (date(2026, 11, 27), 14),
    }


def test_the_calendar_file_is_one(page: Client, children: list[Child], officer: Person, support: Person) -> None:
    meeting = planned(children[0], officer, support).meeting
    answer = page.get(reverse("meeting-calendar", args=[meeting.pk]))
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.startswith(b"BEGIN:VCALENDAR")


def prepared(children: list[Child], officer: Person, support: Person) -> Matter:
    child = children[0]
    worker = make_person(Role.SOCIAL_WORKER)
    allocate(child, worker, role="social_worker")
    Relation.objects.create(
        child=child, name="Mona", relationship="Mother", capacity="family", parental_responsibility="yes"
    )
    return planned(child, officer, support)


def test_several_are_invited_and_asked_in_one_go(
    page: Client, children: list[Child], officer: Person, support: Person
) -> None:
    matter = prepared(children, officer, support)
    url = reverse("review-preparation", args=[matter.pk])
    assert "10 working days before the review on 27 November 2026" in text(page.get(url))
    whom = matter.participants.exclude(capacity="iro")
    body = sent({"on": TODAY, "channel": "post"})
    page.post(
        url, {f"invite-{k}": v for k, v in body.items()} | {"invite": "yes", "person": [f"{p.pk}-1" for p in whom]}
    )
    assert not whom.filter(invited_on=None).exists()
    body = sent({"move": "ask", "on": TODAY, "channel": "email"})
    asks = matter.asks.all()
    page.post(
        url, {f"papers-{k}": v for k, v in body.items()} | {"papers": "yes", "paper": [f"{a.pk}-1" for a in asks]}
    )
    assert set(asks.values_list("state", flat=True)) == {"asked"}


@pytest.mark.parametrize(
    ("pick", "says"), [([], "Choose at least one line"), (["{pk}-9"], "Somebody changed one of these")]
)
def test_nothing_chosen_and_something_changed_are_said(
    pick: list[str], says: str, page: Client, children: list[Child], officer: Person, support: Person
) -> None:
    matter = prepared(children, officer, support)
    parent = matter.participants.get(capacity="parent")
    body = {f"invite-{k}": v for k, v in sent({"on": TODAY, "channel": "post"}).items()}
    told_of = {**body, "invite": "yes", "person": [each.format(pk=parent.pk) for each in pick]}
    assert says in text(page.post(reverse("review-preparation", args=[matter.pk]), told_of))
    assert not Participant.objects.exclude(invited_on=None).exists()


def test_a_social_worker_says_that_a_report_is_done(
    client: Client, children: list[Child], officer: Person, support: Person
) -> None:
    matter = prepared(children, officer, support)
    worker = matter.asks.get(kind="sw_report").person
    assert worker is not None
    signed_in(client, worker)
    content = text(client.get(reverse("asked-papers")))
    assert "report and updated care plan" in content
    report = matter.asks.get(kind="sw_report")
    body = {f"done-{k}": v for k, v in sent({"on": TODAY}).items()}
    client.post(reverse("asked-papers"), {**body, "paper": f"{report.pk}-1"})
    report.refresh_from_db()
    assert (report.state, report.received_on) == ("received", TODAY)


def test_what_is_not_needed_is_said_on_its_page(
    page: Client, children: list[Child], officer: Person, support: Person
) -> None:
    matter = prepared(children, officer, support)
    ask = matter.asks.get(kind="health")
    assert "This is not needed" in text(page.get(reverse("review-paper", args=[matter.pk, ask.pk])))
    url = reverse("review-paper-needed", args=[matter.pk, ask.pk])
    page.post(url, {"_version": 1, "more-why": " "})
    assert Ask.objects.get(pk=ask.pk).state == "to_ask"
    page.post(url, {"_version": 1, "more-why": "Seen last week"})
    assert Ask.objects.get(pk=ask.pk).state == "not_needed"


def test_lists_of_what_is_to_do_and_the_task_list(
    page: Client, children: list[Child], officer: Person, support: Person
) -> None:
    matter = prepared(children, officer, support)
    plan = text(page.get(reverse("reviews-to-plan")))
    assert (f"/children/{children[1].pk}/" in plan, f"/children/{children[0].pk}/" in plan) == (True, False)
    assert f"/reviews/{matter.pk}/" in text(page.get(reverse("invitations"), {"all": "yes"}))
    assert f"/reviews/{matter.pk}/" in text(page.get(reverse("papers"), {"all": "yes"}))
    content = text(page.get(reverse("home")))
    for title in ("Reviews to plan", "Invitations to send", "Reports to ask for and chase"):
        assert title in content


@pytest.mark.parametrize("when", ["week", "next", "weeks", "half", "before", "proposed"])
def test_the_diary_shows_a_meeting_in_its_time(
    when: str, page: Client, children: list[Child], officer: Person, support: Person
) -> None:
    planned(children[0], officer, support, on=TODAY + timedelta(days=7))
    content = text(page.get(reverse("diary"), {"when": when}))
    assert (f"/children/{children[0].pk}/" in content) is (when in ("next", "weeks", "half"))


def test_a_venue_is_added_once_and_closed(page: Client) -> None:
    page.post(reverse("venue-add"), {"name": "Library", "access": "Step-free"})
    assert "There is a venue of this name" in text(page.post(reverse("venue-add"), {"name": "Library"}))
    room = scheduling.Venue.objects.get()
    page.post(reverse("venue", args=[room.pk]), sent({"name": "Library", "closed": TODAY, "_version": 1}))
    room.refresh_from_db()
    assert room.closed == TODAY
