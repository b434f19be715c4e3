"""Between reviews: what may be noted, set, told, answered and closed, by whom, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from service import TODAY, allocate, make_child, make_episode, make_person, moment, viewer_of
from sightline.casework.meetings.models import Decision, Matter, Meeting
from sightline.casework.outbox.models import Message
from sightline.casework.practice import actions as practice
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, EarlyReview, Restriction, Review, SiblingGroup, Visit
from sightline.casework.register.queries import identity
from sightline.casework.register.scope import NoSuchChild
from sightline.casework.reviews.actions import hold, move_review, plan_review
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Entry, Past
from sightline.casework.watch import changing, checking, closing, contacting, tracking
from sightline.casework.watch.models import Change, Check, Closing, Contact, Tracking
from sightline.casework.watch.queries import changes, checks, closings, levels
from sightline.casework.watch.queries.brought import brought_forward
from sightline.casework.watch.queries.footprint import days_since, footprint
from sightline.domain.calendar import england
from sightline.domain.practice_files import shipped
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
CAME, HELD = date(2026, 2, 3), date(2026, 8, 3)


@pytest.fixture
def officer() -> Viewer:
    return viewer_of(make_person(Role.IRO))


@pytest.fixture
def child(officer: Viewer) -> Child:
    """In care since February, the last review held in August: the next is due on 3 February 2027."""
    return reviewed(officer)


def reviewed(officer: Viewer, **fields: Any) -> Child:
    made = make_child(in_care_since=CAME, **fields)
    for held in (date(2026, 2, 26), date(2026, 5, 20), HELD):
        Review.objects.create(child=made, held=held, participation="PN1")
    allocate(made, person(officer), CAME)
    return made


def person(viewer: Viewer) -> Any:
    from sightline.casework.staff.models import Person

    return Person.objects.get(pk=viewer.id)


def levels_named() -> None:
    """The practice of Derby, which names three levels."""
    by = viewer_of(make_person(Role.ADMINISTRATOR))
    version = practice.add(file=shipped()["derby"], by=by)
    practice.switch(version=version, since=TODAY, why="Agreed", by=by)


def stamp(child: Child) -> int:
    return Child.objects.get(pk=child.pk).stamp


# one line


def test_one_line_for_three_brothers_and_sisters(officer: Viewer) -> None:
    family = SiblingGroup.objects.create()
    three = [reviewed(officer, family=family) for _ in range(3)]
    contacting.note(
        children=[each.pk for each in three], on=TODAY, kind="carer", says="All three settle", by=officer
    )
    lines = Contact.objects.all()
    assert sorted(line.child_id for line in lines) == [each.pk for each in three]
    assert len({line.together for line in lines}) == 1
    assert days_since([each.pk for each in three], on=TODAY + timedelta(days=4)) == {each.pk: 4 for each in three}
    assert Entry.objects.filter(action="contact_noted").count() == 3


def test_a_visit_is_the_registers_and_is_entered_once(officer: Viewer, child: Child) -> None:
    Visit.objects.create(child=child, held=TODAY, kind="iro", seen=1)
    contacting.note(children=[child.pk], on=TODAY, kind="visit", seen=1, seen_alone=1, by=officer)
    assert Visit.objects.filter(child=child, kind="iro").count() == 1
    day = TODAY - timedelta(days=1)
    contacting.note(children=[child.pk], on=day, kind="visit", seen=1, seen_alone=1, by=officer)
    told = Visit.objects.filter(child=child, kind="iro").order_by("held")
    assert [(visit.held, visit.seen_alone) for visit in told] == [(day, 1), (TODAY, None)]
    assert [step.title for step in footprint(child, on=TODAY) if step.kind == "visit"] == [
        "Visited the child: seen", "Visited the child: seen alone",
    ]  # fmt: skip


def test_a_line_is_corrected_and_taken_away_with_its_visit(officer: Viewer, child: Child) -> None:
    [line] = contacting.note(children=[child.pk], on=TODAY, kind="visit", seen=1, by=officer)
    day = TODAY - timedelta(days=2)
    contacting.correct(
        child=child.pk,
        contact=line,
        version=1,
        on=day,
        kind="visit",
        reason="A slip",
        says="At school",
        by=officer,
    )
    assert Visit.objects.get(child=child, kind="iro").held == day
    assert Past.objects.filter(kind="watch.contact", row=line, why="A slip").count() == 1
    with pytest.raises(Changed) as stale:
        contacting.take_away(child=child.pk, contact=line, version=1, reason="Twice", by=officer)
    assert stale.value.now["says"] == "At school"
    contacting.take_away(child=child.pk, contact=line, version=2, reason="Noted twice", by=officer)
    assert not Visit.objects.filter(child=child, kind="iro").exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"on": TODAY + timedelta(days=1)}, "today or a day before"),
        ({"on": date(2010, 1, 1)}, "before the child was born"),
        ({"kind": "lunch"}, "from the list"),
        ({"children": []}, "at least one child"),
    ],
)
def test_a_line_that_cannot_be_right(officer: Viewer, child: Child, told: dict[str, Any], says: str) -> None:
    with pytest.raises(NotPermitted, match=says):
        contacting.note(**{"children": [child.pk], "on": TODAY, "kind": "panel", "by": officer, **told})


def test_one_child_out_of_sight_and_nothing_is_noted(officer: Viewer, child: Child) -> None:
    hidden = reviewed(officer)
    Restriction.objects.create(child=hidden, reason="Known", set_at=moment(), set_by=person(officer))
    with pytest.raises(NoSuchChild):
        contacting.note(children=[child.pk, hidden.pk], on=TODAY, kind="panel", by=officer)
    assert not Contact.objects.exists()


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.ANALYST, Role.BUSINESS_SUPPORT])
def test_others_note_nothing(child: Child, role: Role) -> None:
    other = make_person(role)
    allocate(child, other, role="social_worker")
    with pytest.raises(NotPermitted):
        contacting.note(children=[child.pk], on=TODAY, kind="panel", by=viewer_of(other))


# the midway check


def a_check(child: Child) -> Check:
    return Check.objects.create(child=child, since=HELD, due_on=date(2026, 11, 3))


def test_a_check_is_done_for_brothers_and_sisters_in_one_go(officer: Viewer) -> None:
    two = [a_check(reviewed(officer)) for _ in range(2)]
    before = stamp(two[0].child)
    checking.finish(checks={each.pk: 1 for each in two}, found="on_track", says="", on=TODAY, by=officer)
    assert {(each.found, each.done_on, each.version) for each in Check.objects.all()} == {("on_track", TODAY, 2)}
    assert stamp(two[0].child) == before + 1
    assert checks.open_checks(seen_by=officer) == []


def test_a_check_that_was_changed_meanwhile_and_one_that_says_too_little(officer: Viewer, child: Child) -> None:
    check = a_check(child)
    with pytest.raises(NotPermitted, match="what is drifting"):
        checking.finish(checks={check.pk: 1}, found="some_drift", says=" ", on=TODAY, by=officer)
    with pytest.raises(Changed):
        checking.finish(checks={check.pk: 2}, found="on_track", says="", on=TODAY, by=officer)
    with pytest.raises(NotPermitted, match="after the review"):
        checking.finish(checks={check.pk: 1}, found="on_track", says="", on=HELD - timedelta(days=1), by=officer)


def test_its_day_follows_the_clocks(officer: Viewer, child: Child) -> None:
    """Half-way from 3 August 2026 to 3 February 2027; brought forward to 1 December, to the half of that."""
    a_check(child)
    due = identity(child, on=TODAY, practice=in_force(TODAY)).due
    [before] = checks.open_checks(seen_by=officer)
    assert due == before.next_due == date(2027, 2, 3)
    assert (before.due, before.standing) == (date(2026, 11, 3), "overdue")
    changing.bring_forward(child=child, wanted_by=date(2026, 12, 1), by=officer)
    Child.objects.filter(pk=child.pk).update(stamp=stamp(child) + 1)
    [after] = checks.open_checks(seen_by=officer)
    assert (after.due, after.next_due) == (date(2026, 10, 2), date(2026, 12, 1))


# how closely a plan is watched


def test_a_level_is_the_practices(officer: Viewer, child: Child) -> None:
    told = {"child": child.pk, "since": TODAY, "why": "Drift in the plan", "by": officer}
    with pytest.raises(NotPermitted, match="names no levels"):
        tracking.set_level(level="High", **told)
    levels_named()
    with pytest.raises(NotPermitted, match="one of the levels"):
        tracking.set_level(level="Urgent", **told)
    tracking.set_level(level="High", next_contact=TODAY + timedelta(days=5), **told)
    tracking.set_level(level="Medium", next_contact=TODAY + timedelta(days=5), **told)
    assert [(row.level, row.version) for row in Tracking.objects.all()] == [("Medium", 2)]
    assert levels.levels_of([child.pk], on=TODAY)[child.pk].level == "Medium"


def test_two_who_set_a_level_at_once_are_told_of_each_other(officer: Viewer, child: Child) -> None:
    """Whatever day each of them gives; a contact that was noted since counts too, and none is no level yet."""
    levels_named()
    told = {"child": child.pk, "why": "Drift", "by": officer}
    tracking.set_level(level="High", since=TODAY, next_contact=TODAY, version=0, **told)
    for day in (TODAY, TODAY - timedelta(days=3)):
        with pytest.raises(Changed) as changed:
            tracking.set_level(level="Low", since=day, version=0, **told)
    assert changed.value.now == {"level": "High", "why": "Drift", "next_contact": TODAY}
    assert [(row.level, row.since) for row in Tracking.objects.all()] == [("High", TODAY)]
    contacting.note(children=[child.pk], on=TODAY, kind="social_worker", settles=True, by=officer)
    with pytest.raises(Changed) as changed:
        tracking.set_level(level="Low", since=TODAY, version=1, **told)
    tracking.set_level(level="Low", since=TODAY, version=changed.value.version, **told)
    assert levels.levels_of([child.pk], on=TODAY)[child.pk].level == "Low"


def test_a_contact_that_was_due_is_settled_by_saying_so(officer: Viewer, child: Child) -> None:
    levels_named()
    tracking.set_level(child=child.pk, level="High", since=TODAY, next_contact=TODAY, by=officer)
    contacting.note(children=[child.pk], on=TODAY, kind="file_check", by=officer)
    assert len(levels.contacts_due(seen_by=officer, until=TODAY)) == 1
    later = TODAY + timedelta(days=30)
    contacting.note(
        children=[child.pk], on=TODAY, kind="social_worker", settles=True, next_contact=later, by=officer
    )
    assert levels.contacts_due(seen_by=officer, until=TODAY) == []
    assert [row.next_contact for row in levels.contacts_due(seen_by=officer, until=later)] == [later]


def test_a_review_of_another_child_agreed_nothing(officer: Viewer, child: Child) -> None:
    levels_named()
    meeting = Meeting.objects.create(kind="review", chair=person(officer), made_at=moment())
    matter = Matter.objects.create(meeting=meeting, child=reviewed(officer))
    with pytest.raises(NotPermitted, match="another child"):
        tracking.set_level(child=child.pk, level="High", since=TODAY, matter=matter.pk, by=officer)


# significant changes


@pytest.fixture
def worker(child: Child) -> Viewer:
    made = make_person(Role.SOCIAL_WORKER)
    allocate(child, made, role="social_worker")
    return viewer_of(made)


def told(child: Child, worker: Viewer, **more: Any) -> int:
    return changing.tell(
        child=child.pk, happened_on=TODAY, by=worker, **{"kind": "school", "says": "A new school", **more}
    )


def test_a_change_is_told_and_the_officer_hears_of_it(officer: Viewer, child: Child, worker: Viewer) -> None:
    change = told(child, worker)
    assert [(m.person_id, m.kind, m.child) for m in Message.objects.all()] == [(officer.id, "change", child.pk)]
    [waiting] = changes.unanswered(seen_by=officer)
    assert (waiting.id, waiting.waited, waiting.officer) == (change, 0, officer.id)
    with pytest.raises(NotPermitted):
        told(child, officer)


def test_a_change_from_before_the_bank_holidays_are_known_has_its_place(officer: Viewer, child: Child) -> None:
    """The list of bank holidays begins in 2011: one told before it waits since its first day."""
    old = moment(date(2009, 3, 2))
    Change.objects.create(child=child, kind="school", happened_on=old.date(), says="A new school", told_at=old)
    [waiting] = changes.unanswered(seen_by=officer)
    assert waiting.told_on == date(2009, 3, 2)
    assert waiting.waited == england().working_days_between(date(2011, 1, 1), officer.on)


def test_a_day_to_come_is_a_proposal(child: Child, worker: Viewer) -> None:
    with pytest.raises(NotPermitted, match="proposed"):
        changing.tell(child=child.pk, kind="plan", happened_on=TODAY + timedelta(days=9), says="Home", by=worker)
    changing.tell(
        child=child.pk, kind="plan", happened_on=TODAY + timedelta(days=9), says="Home", planned=True, by=worker
    )


def test_bringing_a_review_forward_is_known_to_the_clocks(officer: Viewer, child: Child, worker: Viewer) -> None:
    change = told(child, worker)
    day = date(2026, 12, 11)
    changing.answer(child=child.pk, change=change, version=1, answer="bring_forward", wanted_by=day, by=officer)
    early = EarlyReview.objects.get(child=child)
    assert (early.asked_on, early.wanted_by, early.trigger) == (TODAY, day, "cla-review-early-iro")
    assert identity(child, on=TODAY, practice=in_force(TODAY)).due == day
    assert changes.unanswered(seen_by=officer) == []
    with pytest.raises(NotPermitted, match="already"):
        changing.answer(child=child.pk, change=change, version=2, answer="noted", by=officer)


@pytest.mark.parametrize("answer", ["bring_forward", "no", "noted"])
def test_whoever_told_of_a_change_hears_that_it_was_answered(
    officer: Viewer, child: Child, worker: Viewer, answer: str
) -> None:
    change = told(child, worker)
    more = {"wanted_by": date(2026, 12, 11)} if answer == "bring_forward" else {}
    changing.answer(child=child.pk, change=change, version=1, answer=answer, why="No", by=officer, **more)
    message = Message.objects.get(kind="change_answered")
    assert (message.person_id, message.child, message.detail) == (worker.id, child.pk, {})


def test_a_change_that_a_feed_told_is_answered_to_nobody(officer: Viewer, child: Child) -> None:
    change = Change.objects.create(child=child, kind="placement", happened_on=TODAY, told_at=moment())
    changing.answer(child=child.pk, change=change.pk, version=1, answer="noted", by=officer)
    assert not Message.objects.exists()


WANTED = date(2026, 12, 11)


@pytest.fixture
def wanted(officer: Viewer, child: Child, worker: Viewer) -> Change:
    """An answer that brought the review forward to WANTED."""
    change = told(child, worker)
    changing.answer(child=child.pk, change=change, version=1, answer="bring_forward", wanted_by=WANTED, by=officer)
    return Change.objects.get(pk=change)


def test_a_review_brought_forward_is_to_plan_until_it_is_planned_by_then(
    officer: Viewer, child: Child, wanted: Change
) -> None:
    """One on the day wanted is by then, one a day after it is not; held, there is nothing more to plan."""
    [row] = brought_forward(seen_by=officer)
    assert (row.change, row.wanted_by, row.planned_on, row.to_plan) == (wanted.pk, WANTED, None, True)
    late = plan_review(children=[child.pk], chair=officer.id, by=officer, on=WANTED + timedelta(days=1))
    assert [(row.planned_on, row.to_plan) for row in brought_forward(seen_by=officer)] == [
        (WANTED + timedelta(days=1), True)
    ]
    move_review(meeting=late, version=1, on=WANTED, by=officer)
    assert [(row.meeting, row.to_plan) for row in brought_forward(seen_by=officer)] == [(late, False)]
    matter = Matter.objects.get(meeting=late)
    then = replace(officer, on=WANTED, at=moment(WANTED))
    hold(matter=matter.pk, move="complete", on=WANTED, by=then, version=None)
    assert brought_forward(seen_by=then) == []


def test_a_review_of_before_is_not_the_one_that_is_wanted(officer: Viewer, child: Child, wanted: Change) -> None:
    Review.objects.create(child=child, held=TODAY - timedelta(days=1), participation="PN1")
    assert [row.to_plan for row in brought_forward(seen_by=officer)] == [True]
    Review.objects.create(child=child, held=TODAY, participation="PN1")
    assert brought_forward(seen_by=officer) == []


@pytest.mark.usefixtures("wanted")
def test_what_is_to_plan_is_of_children_in_sight_and_in_care(officer: Viewer, child: Child) -> None:
    assert brought_forward(seen_by=viewer_of(make_person(Role.IRO))) == []
    child.episode_set.update(ceased=TODAY, reason_ceased="E4A")
    Child.objects.filter(pk=child.pk).update(stamp=stamp(child) + 1)
    assert brought_forward(seen_by=officer) == []


def test_of_two_days_asked_for_on_one_day_the_sooner_holds(officer: Viewer, child: Child) -> None:
    for day in (date(2026, 12, 11), date(2026, 12, 4)):
        changing.bring_forward(child=child, wanted_by=day, by=officer)
    assert [row.wanted_by for row in EarlyReview.objects.filter(child=child)] == [date(2026, 12, 4)]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"answer": "no"}, "why no earlier"),
        ({"answer": "bring_forward"}, "by when"),
        ({"answer": "bring_forward", "wanted_by": TODAY - timedelta(days=1)}, "today or later"),
        ({"answer": "bring_forward", "wanted_by": date(2027, 2, 3)}, "due on 3 February 2027 already"),
        ({"answer": "perhaps"}, "Choose an answer"),
    ],
)
def test_an_answer_that_is_none(
    officer: Viewer, child: Child, worker: Viewer, answer: dict[str, Any], says: str
) -> None:
    change = told(child, worker)
    with pytest.raises(NotPermitted, match=says):
        changing.answer(child=child.pk, change=change, version=1, by=officer, **answer)
    assert Change.objects.get().answered_at is None
    assert not EarlyReview.objects.exists()


def test_a_social_worker_does_not_answer(child: Child, worker: Viewer) -> None:
    change = told(child, worker)
    with pytest.raises(NotPermitted):
        changing.answer(child=child.pk, change=change, version=1, answer="noted", by=worker)


@pytest.mark.parametrize(("reason", "by"), [("CREQB", date(2026, 12, 18)), ("CARPL", None)])
def test_an_unplanned_end_is_pointed_out(
    officer: Viewer, child: Child, worker: Viewer, reason: str, by: date | None
) -> None:
    child.episode_set.update(ceased=TODAY, reason_ceased="X1", reason_moved=reason)
    make_episode(child, started=TODAY, reason_started="P", placement="K2")
    told(child, worker, kind="placement")
    [row] = changes.unanswered(seen_by=officer)
    assert (row.unplanned.review_by if row.unplanned else None) == by


# the last note


def test_the_last_note_of_a_child_who_left(officer: Viewer, child: Child) -> None:
    with pytest.raises(NotPermitted, match="in care"):
        closing.write(child=child.pk, says="Goodbye", by=officer)
    child.episode_set.update(ceased=TODAY, reason_ceased="E4A")
    Child.objects.filter(pk=child.pk).update(stamp=stamp(child) + 1)
    meeting = Meeting.objects.create(kind="review", state="held", on=HELD, chair=person(officer), made_at=moment())
    matter = Matter.objects.create(meeting=meeting, child=child)
    Decision.objects.create(matter=matter, place=1, what="Find a school", state="final")
    with pytest.raises(NotPermitted, match="still open"):
        closing.write(child=child.pk, says="Goodbye", by=officer)
    manager = viewer_of(make_person(Role.IRO_MANAGER))
    note = closing.write(child=child.pk, says="Goodbye", open_decisions="The virtual school goes on", by=officer)
    [left] = closings.left(seen_by=manager)
    assert (left.state, left.open_decisions) == ("to_see", 1)
    assert Message.objects.get(kind="closing").person_id == manager.id
    closing.see(child=child.pk, closing=note, by=manager)
    assert closings.left(seen_by=manager)[0].state == "seen"
    with pytest.raises(Changed):
        closing.write(child=child.pk, says="More", open_decisions="As before", version=1, by=officer)
    closing.write(child=child.pk, says="More", open_decisions="As before", version=2, by=officer)
    assert Closing.objects.get().seen_at is None, "what it says now was seen by nobody"


@pytest.mark.parametrize(
    ("successor", "result", "open_now"),
    [
        ("final", "open", ["again"]),  # the first is answered by what sets it again
        ("final", "done", []),
        ("withdrawn", "open", ["first"]),
        ("draft", "open", ["first"]),  # nobody has agreed to it: what was promised still stands
    ],
)
def test_what_was_set_again_is_open_once(
    officer: Viewer, child: Child, successor: str, result: str, open_now: list[str]
) -> None:
    child.episode_set.update(ceased=TODAY, reason_ceased="E4A")
    meeting = Meeting.objects.create(kind="review", state="held", on=HELD, chair=person(officer), made_at=moment())
    matter = Matter.objects.create(meeting=meeting, child=child)
    first = Decision.objects.create(matter=matter, place=1, what="first", state="final", result="not_done")
    told = {"state": successor, "result": result, "again": first}
    Decision.objects.create(matter=matter, place=2, what="again", **told)
    assert [each.what for each in closings.open_decisions(child)] == open_now
    assert closings.left(seen_by=officer)[0].open_decisions == len(open_now)
    assert closing.still_open(child.pk) == bool(open_now)


def test_nobody_sees_their_own_note(child: Child) -> None:
    senior = viewer_of(make_person(Role.SENIOR_IRO))
    child.episode_set.update(ceased=TODAY, reason_ceased="E4A")
    Child.objects.filter(pk=child.pk).update(stamp=stamp(child) + 1)
    note = closing.write(child=child.pk, says="Goodbye", by=senior)
    with pytest.raises(NotPermitted, match="You wrote"):
        closing.see(child=child.pk, closing=note, by=senior)


def test_overdue_checks_stand_beside_their_officers_on_the_service_screen() -> None:
    """As many as a list of them all says, by who is named; nobody's are under Nobody named."""
    from sightline.web.work.watching import service

    officer = make_person(Role.IRO, name="Ines Late")
    for named in (True, True, False):
        child = make_child()
        Check.objects.create(child=child, since=HELD, due_on=date(2026, 11, 3))
        if named:
            allocate(child, officer)
    manager = viewer_of(make_person(Role.IRO_MANAGER))
    late = [each.officer_name for each in checks.open_checks(seen_by=manager) if each.standing == "overdue"]
    told = checks.overdue_by_officer(seen_by=manager)
    assert sorted(late) == ["", "Ines Late", "Ines Late"]
    assert told == {(officer.pk, "Ines Late"): 2, (None, ""): 1}
    [block] = [each for each in service(manager) if each.title == "Between reviews"]
    assert [[row[0], row[3]] for row in block.table.rows] == [["Ines Late", 2], ["Nobody named", 1]]
    assert block.count == 3
