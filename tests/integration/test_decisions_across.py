"""Decisions between reviews: told of by who owns them, answered by the chair, listed, reminded of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from service import TODAY, allocate, make_child, make_person, make_team, moment, signed_in, viewer_of
from sightline.casework.meetings import progress
from sightline.casework.meetings.deciding import NoSuchDecision
from sightline.casework.meetings.models import Decision, Matter, Meeting, Progress
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.outbox.models import Message
from sightline.casework.register.models import Child, Restriction
from sightline.casework.staff.models import Person
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Entry, Past
from sightline.casework.watch.queries import decisions as queries
from sightline.domain.roles import Role
from sightline.domain.workflows import NotPossible

pytestmark = pytest.mark.django_db
HELD = date(2026, 9, 7)


@dataclass
class Told:
    """A child with an officer who chaired, a social worker of a team, and a decision past its day."""

    child: Child
    officer: Person
    worker: Person
    decision: Decision
    matter: Matter


@pytest.fixture
def told() -> Told:
    officer, team = make_person(), make_team("North")
    worker = make_person(Role.SOCIAL_WORKER, team=team)
    child = make_child(in_care_since=date(2026, 8, 3))
    allocate(child, officer)
    allocate(child, worker, role="social_worker", team=team)
    matter = a_matter(child, officer)
    return Told(child, officer, worker, decide(matter, owner=worker, by_when=date(2026, 11, 2)), matter)


def a_matter(child: Child, chair: Person) -> Matter:
    meeting = Meeting.objects.create(kind="review", state="held", on=HELD, chair=chair, made_at=moment(HELD))
    return Matter.objects.create(meeting=meeting, child=child, state="complete", held_on=HELD, completed_on=HELD)


def decide(matter: Matter, **fields: Any) -> Decision:
    given = {"place": 1, "what": "See the dentist", "state": "final", **fields}
    return Decision.objects.create(matter=matter, first_by_when=given.get("by_when"), **given)


def tell(told: Told, by: Person | None = None, **more: Any) -> int:
    given = {"says": "It is booked for Monday", "claims": "partly", **more}
    return progress.tell(decision=told.decision.pk, by=viewer_of(by or told.worker), **given)


def answer(told: Told, by: Person | None = None, **more: Any) -> None:
    given = {"move": "done", "says": "", "version": told.decision.version, **more}
    progress.answer(decision=told.decision.pk, by=viewer_of(by or told.officer), **given)


def listed(by: Person, **chosen: str) -> list[int]:
    return [row.id for row in queries.decisions(seen_by=viewer_of(by), chosen=chosen)]


# telling


def test_told_and_the_officer_hears_of_it(told: Told) -> None:
    made = Progress.objects.get(pk=tell(told))
    assert (made.says, made.claims, made.by) == ("It is booked for Monday", "partly", told.worker)
    message = Message.objects.get(kind="progress")
    assert (message.person, message.number, message.child) == (told.officer, told.decision.pk, told.child.pk)
    assert "booked" not in str(message.detail)
    told.decision.refresh_from_db()
    assert told.decision.result == "open"  # it is the chair who answers


@pytest.mark.parametrize("given", [{"says": " "}, {"claims": "superseded"}, {"says": "x" * 4001}])
def test_telling_nothing_is_refused(told: Told, given: dict[str, str]) -> None:
    with pytest.raises(NotPermitted):
        tell(told, **given)
    assert not Progress.objects.exists()


def test_who_may_not_tell(told: Told) -> None:
    with pytest.raises(NotPermitted):
        tell(told, by=told.officer)
    with pytest.raises(NoSuchDecision):
        tell(told, by=make_person(Role.SOCIAL_WORKER))


def test_nothing_more_is_told_of_what_is_done(told: Told) -> None:
    answer(told)
    with pytest.raises(NotPermitted):
        tell(told)


# the chair's answer


def test_the_chair_answers_and_what_it_said_is_kept(told: Told) -> None:
    answer(told, move="partly", says="One of two visits was made")
    told.decision.refresh_from_db()
    assert (told.decision.result, told.decision.result_on, told.decision.result_by) == (
        "partly",
        TODAY,
        told.officer,
    )
    assert Past.objects.filter(row=told.decision.pk, kind="meetings.decision").exists()
    assert Entry.objects.filter(action="answered_decision", subject=told.child.pk).exists()
    assert Child.objects.get(pk=told.child.pk).stamp == told.child.stamp + 1


def test_a_reason_is_asked_unless_it_is_done(told: Told) -> None:
    for move in ("partly", "not_done", "supersede"):
        with pytest.raises(NotPermitted):
            answer(told, move=move)
    answer(told, move="done")


def test_what_is_done_stays_done(told: Told) -> None:
    answer(told)
    with pytest.raises(NotPermitted):
        answer(told, move="not_done", says="No", version=None)


def test_a_move_that_does_not_follow(told: Told) -> None:
    answer(told, move="partly", says="Half")
    with pytest.raises(NotPossible):
        answer(told, move="partly", says="Half", version=None)


def test_two_at_once(told: Told) -> None:
    answer(told, move="partly", says="Half")
    with pytest.raises(Changed) as changed:
        answer(told, move="done")
    assert changed.value.now == {"says": "Half"}


def test_who_may_not_answer(told: Told) -> None:
    with pytest.raises(NotPermitted):
        answer(told, by=told.worker)
    with pytest.raises(NoSuchDecision):
        answer(told, by=make_person())
    answer(told, by=make_person(Role.IRO_MANAGER))


def test_a_draft_is_not_there_yet(told: Told) -> None:
    Decision.objects.update(state="draft")
    with pytest.raises(NoSuchDecision):
        answer(told)
    assert listed(told.officer) == []


# the list


def test_what_is_still_to_be_done_comes_first_due_first(told: Told) -> None:
    later = decide(told.matter, by_when=date(2026, 12, 1), place=2)
    none = decide(told.matter, place=3)
    decide(told.matter, place=4, result="done", result_on=TODAY)
    assert listed(told.officer) == [told.decision.pk, later.pk, none.pk]


def test_every_filter(told: Told) -> None:
    other = decide(told.matter, by_when=TODAY + timedelta(days=5), place=2, resource=True)
    assert listed(told.officer, due="overdue") == [told.decision.pk]
    assert listed(told.officer, due="7") == [other.pk]
    assert listed(told.officer, resource="yes") == [other.pk]
    assert listed(told.worker, owner="me") == [told.decision.pk]
    assert listed(told.officer, iro="me", result="any") == [told.decision.pk, other.pk]
    assert listed(told.officer, result="done") == []
    team = told.worker.role_periods.get().team
    assert listed(told.officer, team=str(team.pk)) == [told.decision.pk, other.pk]
    assert listed(told.officer, team=str(make_team().pk)) == []


def test_one_that_was_set_again_stands_once_with_every_day(told: Told) -> None:
    Decision.objects.update(result="not_done")
    again = decide(told.matter, by_when=date(2026, 12, 24), again=told.decision, place=2)
    (row,) = queries.decisions(seen_by=viewer_of(told.officer))
    assert (row.id, row.promised, row.set_again) == (again.pk, (date(2026, 11, 2), date(2026, 12, 24)), 1)
    (row,) = queries.of_child(told.child.pk, seen_by=viewer_of(told.officer))
    assert row.id == again.pk


def test_a_restricted_childs_decisions_are_not_there(told: Told) -> None:
    Restriction.objects.create(child=told.child, reason="Known", set_at=moment(), set_by=told.officer)
    manager = viewer_of(make_person(Role.IRO_MANAGER))
    assert len(queries.decisions(seen_by=manager)) == 0
    assert queries.counts(seen_by=manager) == (0, 0)
    assert queries.overdue_by_team(seen_by=manager) == []
    assert queries.owners(seen_by=manager) == []


def test_overdue_by_team(told: Told) -> None:
    manager = viewer_of(make_person(Role.IRO_MANAGER))
    alone = make_child(in_care_since=date(2026, 8, 3))
    decide(a_matter(alone, told.officer), by_when=date(2026, 11, 2))
    assert [(name, n) for _, name, n in queries.overdue_by_team(seen_by=manager)] == [("", 1), ("North", 1)]


# reminders


def test_reminded_a_week_before_and_when_it_is_late_each_once(told: Told) -> None:
    day = date(2026, 11, 2)
    assert progress.remind(on=day - timedelta(days=8), at=moment()) == 0
    assert progress.remind(on=day - timedelta(days=7), at=moment()) == 1
    assert progress.remind(on=day, at=moment()) == 0
    assert progress.remind(on=day + timedelta(days=1), at=moment()) == 1
    assert progress.remind(on=day + timedelta(days=2), at=moment()) == 0
    assert {(row.person_id, row.number) for row in Message.objects.all()} == {(told.worker.pk, told.decision.pk)}


def test_a_day_that_was_moved_is_reminded_of_anew(told: Told) -> None:
    progress.remind(on=TODAY, at=moment())
    Decision.objects.update(by_when=TODAY + timedelta(days=3))
    assert progress.remind(on=TODAY, at=moment()) == 1


def test_nobody_is_reminded_of_what_is_done_or_of_long_ago(told: Told) -> None:
    assert progress.remind(on=date(2026, 12, 31), at=moment()) == 0
    Decision.objects.update(result="done")
    assert progress.remind(on=TODAY, at=moment()) == 0


# pages


def test_a_social_worker_tells_by_the_page_and_the_officer_answers(told: Told, client: Client) -> None:
    worker = signed_in(client, told.worker)
    assert "Tell how it goes" in worker.get("/").content.decode()
    address = f"/decisions/{told.decision.pk}"
    assert "Say what became of it" not in worker.get(f"{address}/").content.decode()
    worker.post(f"{address}/tell/", {"claims": "done", "says": "Seen on Monday"})
    officer = signed_in(Client(), told.officer)
    assert "Seen on Monday" in officer.get(f"{address}/").content.decode()
    officer.post(f"{address}/answer/", {"move": "done", "says": "", "_version": "1"})
    assert Decision.objects.get().result == "done"
    assert "Nothing is to be done." in officer.get(f"/children/{told.child.pk}/decisions/").content.decode()


def test_the_list_as_a_file(told: Told, client: Client) -> None:
    file = signed_in(client, told.officer).get("/decisions/?all=yes&format=csv").content.decode("utf-8-sig")
    assert "First promised for" in file.splitlines()[0]
    assert "2026-11-02" in file
