"""Preparing a review: who is proposed, invited, left out; what is asked for, chased, received, shared; and PR."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from service import TODAY, allocate, make_child, make_person, make_team, moment, viewer_of
from sightline.casework.meetings import inviting, preparing, scheduling
from sightline.casework.meetings.models import Ask, Chaser, Matter, Meeting, Participant
from sightline.casework.meetings.queries.preparation import (
    count_to_invite,
    papers,
    preparation,
    to_invite,
)
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted
from sightline.casework.outbox.models import Message
from sightline.casework.register.models import Child, Relation, Restriction
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Role
from sightline.domain.workflows import NotPossible

pytestmark = pytest.mark.django_db
REVIEW = date(2026, 12, 8)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def support() -> Viewer:
    return viewer_of(make_person(Role.BUSINESS_SUPPORT))


@pytest.fixture
def worker() -> Person:
    return make_person(Role.SOCIAL_WORKER)


@pytest.fixture
def child(worker: Person) -> Child:
    child = make_child(born=date(2014, 5, 2))
    allocate(child, make_person(Role.IRO))
    allocate(child, worker, role="social_worker")
    around(child, "Mona", "Mother", "family", "yes")
    around(child, "Fred", "Father", "family", "unknown")
    around(child, "Gran", "Grandmother", "family", "no")
    around(child, "Carol", "Foster carer", "carer", "no")
    around(child, "Tess", "Class teacher", "professional", "no")
    return child


def around(child: Child, name: str, relationship: str, capacity: str, responsible: str) -> Relation:
    return Relation.objects.create(
        child=child, name=name, relationship=relationship, capacity=capacity, parental_responsibility=responsible
    )


def matter_of(child: Child, by: Viewer, on: date | None = REVIEW) -> Matter:
    officer = Person.objects.get(involvements__child=child, involvements__role="iro").pk
    pk = scheduling.plan(kind="review", children=[child.pk], chair=officer, by=by, on=on)
    return Matter.objects.select_related("meeting__chair", "child").get(meeting=pk)


def people(matter: Matter) -> dict[str, Participant]:
    return {each.capacity: each for each in matter.participants.all()}


def asked(matter: Matter) -> dict[str, Ask]:
    return {each.kind: each for each in matter.asks.all()}


def seen(*rows: Participant | Ask) -> list[tuple[int, int]]:
    return [(row.pk, row.version) for row in rows]


def test_people_and_papers_are_proposed_from_the_register(child: Child, worker: Person, support: Viewer) -> None:
    matter = matter_of(child, support)
    assert {each.capacity: each.relation.name if each.relation else "" for each in people(matter).values()} == {
        "child": "", "social_worker": "", "iro": "", "parent": "Mona", "carer": "Carol", "school": "Tess",
    }  # fmt: skip
    papers_there = asked(matter)
    assert papers_there["sw_report"].person == worker
    assert papers_there["pep"].of == people(matter)["school"]
    assert papers_there["health"].of is None  # expected, and nobody known
    assert "pathway_plan" not in papers_there  # twelve years old
    assert inviting.propose(matter=matter.pk, by=support) == 0  # a second time adds nothing


def test_invitations_are_noted_for_many_at_once_and_not_before_there_is_a_day(
    child: Child, support: Viewer
) -> None:
    proposed = matter_of(child, support, on=None)
    with pytest.raises(NotPermitted, match="not settled"):
        inviting.invite(participants=seen(*people(proposed).values()), on=TODAY, channel="post", by=support)
    matter = matter_of(child, support)
    whom = [people(matter)[each] for each in ("parent", "carer")]
    assert inviting.invite(participants=seen(*whom), on=YESTERDAY, channel="post", by=support) == 2
    told = {part.capacity: part for part in preparation(matter, seen_by=support).parts}
    assert (told["parent"].stands, told["parent"].invited_on) == ("invited", YESTERDAY)
    assert (told["child"].stands, told["iro"].stands) == ("to_invite", "chairs")


@pytest.mark.parametrize(("on", "channel"), [(TODAY + timedelta(days=1), "post"), (TODAY, "pigeon")])
def test_an_invitation_is_not_to_come_and_goes_a_known_way(
    on: date, channel: str, child: Child, support: Viewer
) -> None:
    matter = matter_of(child, support)
    with pytest.raises(NotPermitted):
        inviting.invite(participants=seen(people(matter)["parent"]), on=on, channel=channel, by=support)


def test_invitations_of_whom_one_has_changed_are_not_sent_at_all(child: Child, support: Viewer) -> None:
    matter = matter_of(child, support)
    parent, carer = people(matter)["parent"], people(matter)["carer"]
    with pytest.raises(Changed):
        inviting.invite(participants=[(parent.pk, 1), (carer.pk, 9)], on=TODAY, channel="post", by=support)
    assert not Participant.objects.exclude(invited_on=None).exists()


def test_who_was_invited_is_told_again_when_the_meeting_moves(child: Child, support: Viewer) -> None:
    matter = matter_of(child, support)
    inviting.invite(participants=seen(people(matter)["parent"]), on=TODAY, channel="post", by=support)
    assert preparation(matter, seen_by=support).invitations is not None
    later = viewer_of(make_person(Role.BUSINESS_SUPPORT), at=moment(TODAY + timedelta(days=3)))
    scheduling.move(meeting=matter.meeting_id, version=1, on=REVIEW + timedelta(days=2), by=later)
    matter = Matter.objects.select_related("meeting__chair", "child").get(pk=matter.pk)
    told = {part.capacity: part for part in preparation(matter, seen_by=later).parts}
    assert told["parent"].stands == "to_tell_again"


def test_leaving_somebody_out_needs_a_reason_and_stops_the_invitation(child: Child, support: Viewer) -> None:
    matter = matter_of(child, support)
    parent = people(matter)["parent"]
    with pytest.raises(NotPermitted, match="why"):
        inviting.take_part(participant=parent.pk, version=1, plan="excluded", by=support)
    inviting.take_part(participant=parent.pk, version=1, plan="excluded", why="A court order of 3 May", by=support)
    parent.refresh_from_db()
    assert (parent.plan, parent.why, parent.version) == ("excluded", "A court order of 3 May", 2)
    with pytest.raises(NotPermitted, match="left out"):
        inviting.invite(participants=seen(parent), on=TODAY, channel="post", by=support)


def test_somebody_entered_by_mistake_is_taken_away_but_not_once_invited(child: Child, support: Viewer) -> None:
    matter = matter_of(child, support)
    pk = inviting.add(matter=matter.pk, capacity="family", name="Aunt May", by=support)
    with pytest.raises(NotPermitted, match="already"):
        inviting.add(matter=matter.pk, capacity="family", name="Aunt May", by=support)
    inviting.leave_off(participant=pk, version=1, why="Another child's aunt", by=support)
    parent = people(matter)["parent"]
    inviting.invite(participants=seen(parent), on=TODAY, channel="post", by=support)
    with pytest.raises(NotPermitted, match="invited"):
        inviting.leave_off(participant=parent.pk, version=2, why="Mistake", by=support)


def test_somebody_around_another_child_cannot_be_added(child: Child, support: Viewer) -> None:
    matter = matter_of(child, support)
    other = around(make_child(), "Mona", "Mother", "family", "yes")
    with pytest.raises(NotPermitted, match="no such person"):
        inviting.add(matter=matter.pk, capacity="parent", relation=other.pk, by=support)


def test_parental_responsibility_is_checked_one_by_one(child: Child, support: Viewer) -> None:
    matter = matter_of(child, support)
    told = {each.name: each.stands for each in preparation(matter, seen_by=support).holders}
    assert told == {"Mona": "checked", "Fred": "not_known"}  # Gran has none, the teacher is not asked about
    people(matter)["parent"].delete()
    told = {each.name: each.stands for each in preparation(matter, seen_by=support).holders}
    assert told["Mona"] == "no_part"
    mona = Relation.objects.get(name="Mona")
    inviting.add(
        matter=matter.pk, capacity="parent", relation=mona.pk, plan="excluded", why="Not safe", by=support
    )
    holders = {each.name: each for each in preparation(matter, seen_by=support).holders}
    assert (holders["Mona"].stands, holders["Mona"].says) == ("checked", "Leave out, with a reason: Not safe")


def test_a_report_is_asked_for_chased_received_and_shared(child: Child, worker: Person, support: Viewer) -> None:
    report = asked(matter_of(child, support))["sw_report"]
    preparing.take(move="ask", asks=seen(report), on=YESTERDAY, channel="email", by=support)
    report.refresh_from_db()
    assert preparing.take(move="chase", asks=seen(report), channel="email", by=support) == 1
    assert preparing.take(move="chase", asks=seen(report), channel="email", by=support) == 0  # the same day
    assert preparing.take(move="chase", asks=seen(report), channel="phone", by=support) == 1
    assert Chaser.objects.count() == 2
    assert set(Message.objects.values_list("person", "kind")) == {(worker.pk, "asked"), (worker.pk, "chased")}
    preparing.take(move="receive", asks=seen(report), by=support)
    report.refresh_from_db()
    preparing.take(move="share", asks=seen(report), by=support)
    report.refresh_from_db()
    assert (report.state, report.asked_on, report.received_on, report.shared_on) == (
        "shared", YESTERDAY, TODAY, TODAY,
    )  # fmt: skip


def test_what_is_not_needed_says_why_and_can_be_taken_up(child: Child, support: Viewer) -> None:
    pep = asked(matter_of(child, support))["pep"]
    with pytest.raises(NotPermitted, match="why"):
        preparing.take(move="set_aside", asks=seen(pep), by=support)
    preparing.take(move="set_aside", asks=seen(pep), why="Not at school yet", by=support)
    pep.refresh_from_db()
    assert (pep.state, pep.why_not) == ("not_needed", "Not at school yet")
    preparing.take(move="take_up", asks=seen(pep), by=support)
    pep.refresh_from_db()
    assert (pep.state, pep.why_not) == ("to_ask", "")


@pytest.mark.parametrize(
    ("kind", "move", "on"),
    [("sw_talk", "share", TODAY), ("sw_report", "receive", TODAY - timedelta(days=9))],
)
def test_days_follow_each_other_and_only_papers_are_shared(
    kind: str, move: str, on: date, child: Child, support: Viewer
) -> None:
    ask = asked(matter_of(child, support))[kind]
    Ask.objects.update(state="asked" if move == "receive" else "received", asked_on=YESTERDAY, received_on=TODAY)
    with pytest.raises(NotPermitted):
        preparing.take(move=move, asks=seen(ask), on=on, by=support)


def test_a_step_is_not_skipped(child: Child, support: Viewer) -> None:
    report = asked(matter_of(child, support))["sw_report"]
    with pytest.raises(NotPossible, match="to be asked for"):
        preparing.take(move="share", asks=seen(report), by=support)


def test_whoever_was_asked_says_that_it_is_there_and_nothing_else(
    child: Child, worker: Person, support: Viewer
) -> None:
    told = asked(matter_of(child, support))
    mine = viewer_of(worker)
    assert preparing.take(move="receive", asks=seen(told["sw_report"]), by=mine) == 1
    with pytest.raises(NotPermitted, match="nothing else"):
        preparing.take(move="receive", asks=seen(told["pep"]), by=mine)
    with pytest.raises(NotPermitted, match="nothing else"):
        preparing.take(move="set_aside", asks=seen(told["sw_talk"]), why="I say so", by=mine)


def test_a_manager_says_it_for_the_team(child: Child, worker: Person, support: Viewer) -> None:
    team = make_team()
    worker.role_periods.update(team=team)
    manager = viewer_of(make_person(Role.TEAM_MANAGER, team=team))
    matter_of(child, support)
    assert {each.kind for each in papers(seen_by=manager, mine=True)} == {"sw_talk", "sw_report"}
    assert preparing.take(move="receive", asks=seen(Ask.objects.get(kind="sw_report")), by=manager) == 1


def test_nothing_of_a_child_out_of_scope_is_listed_or_changed(child: Child, support: Viewer) -> None:
    matter = matter_of(child, support)
    assert (len(to_invite(seen_by=support)), count_to_invite(seen_by=support)) == (1, 1)
    report = asked(matter)["sw_report"]
    Restriction.objects.create(child=child, reason="Known", set_at=moment(), set_by=make_person(Role.IRO_MANAGER))
    assert (to_invite(seen_by=support), papers(seen_by=support), count_to_invite(seen_by=support)) == ([], [], 0)
    with pytest.raises(NoSuchMatter):
        preparing.take(move="ask", asks=seen(report), channel="post", by=support)
    with pytest.raises(NoSuchMatter):
        inviting.invite(participants=seen(people(matter)["parent"]), on=TODAY, channel="post", by=support)
    with pytest.raises(NoSuchMatter):
        inviting.propose(matter=matter.pk, by=support)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.HEAD_OF_SERVICE])
def test_those_who_do_not_plan_do_not_invite(role: Role, child: Child, support: Viewer) -> None:
    matter = matter_of(child, support)
    by = viewer_of(make_person(role))
    allocate(child, Person.objects.get(pk=by.id), role="personal_adviser")
    with pytest.raises(NotPermitted):
        inviting.invite(participants=seen(people(matter)["parent"]), on=TODAY, channel="post", by=by)
    with pytest.raises(NotPermitted):
        inviting.propose(matter=matter.pk, by=by)


def test_lists_ask_the_database_no_more_often_for_more_rows(child: Child, support: Viewer) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            to_invite(seen_by=support)
            papers(seen_by=support)
        return len(caught)

    matter_of(child, support)
    few = queries()
    officer = make_person(Role.IRO)
    for _ in range(5):
        more = make_child()
        allocate(more, officer)
        matter_of(more, support)
    assert queries() == few
    assert Meeting.objects.count() == 6


def test_what_is_late_is_late_from_the_day_after(child: Child, support: Viewer) -> None:
    matter = matter_of(child, support)  # the report is due on 3 December
    Meeting.objects.update(dated_on=date(2026, 11, 2))
    for day, stands in ((date(2026, 12, 3), "to_ask"), (date(2026, 12, 4), "late")):
        by = viewer_of(make_person(Role.BUSINESS_SUPPORT), at=moment(day))
        told = {
            paper.kind: paper
            for paper in preparation(
                Matter.objects.select_related("meeting__chair", "child").get(pk=matter.pk), seen_by=by
            ).papers
        }
        assert told["sw_report"].stands == stands
