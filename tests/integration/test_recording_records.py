"""The record: who may write it when, two at once, what finishing asks for; decisions, and those of before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from service import TODAY, allocate, make_child, make_person, moment, viewer_of
from sightline.casework.meetings import answering, deciding, recording
from sightline.casework.meetings.models import Decision, Matter, Meeting, Record, Section
from sightline.casework.meetings.queries.earlier import earlier, last_record
from sightline.casework.meetings.queries.lacking import lacking
from sightline.casework.meetings.queries.recorded import Recorded, recorded
from sightline.casework.meetings.recording import NotFinished, Said
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted
from sightline.casework.outbox.models import Message
from sightline.casework.register.models import Child, Restriction
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.actions import writing
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Entry, Past
from sightline.domain.roles import Role
from sightline.domain.workflows import NotPossible

pytestmark = pytest.mark.django_db
HELD = TODAY - timedelta(days=3)
SOON = TODAY + timedelta(days=20)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def iro(officer: Person) -> Viewer:
    return viewer_of(officer)


@pytest.fixture
def typist() -> Viewer:
    return viewer_of(make_person(Role.BUSINESS_SUPPORT))


@pytest.fixture
def child(officer: Person) -> Child:
    child = make_child()
    allocate(child, officer)
    return child


@pytest.fixture
def matter(child: Child, officer: Person) -> Matter:
    return held(child, officer, HELD)


@pytest.fixture
def begun(matter: Matter, iro: Viewer) -> Matter:
    recording.start(matter=matter.pk, form="later", options=(), by=iro)
    return matter


def held(child: Child, chair: Person, on: date) -> Matter:
    meeting = Meeting.objects.create(kind="review", state="held", on=on, chair=chair, made_at=moment())
    return Matter.objects.create(meeting=meeting, child=child, state="complete", held_on=on, completed_on=on)


def write(matter: Matter, key: str, by: Viewer, text: str = "She is well", version: int | None = 0) -> None:
    recording.write(matter=matter.pk, key=key, said=Said(text), by=by, version=version)


def fill(matter: Matter, by: Viewer) -> None:
    """Everything that has to be written."""
    for section in recorded(matter.pk, by).sections:
        if section.missing:
            write(matter, section.key, by)


def record_of(matter: Matter) -> Record:
    return Record.objects.get(matter=matter)


def decision(matter: Matter, **fields: Any) -> Decision:
    told = {"what": "See the dentist", "who": "Foster carer", "by_when": SOON, "state": "final", "place": 1}
    return Decision.objects.create(matter=matter, **{**told, **fields})


# writing


def test_a_record_is_begun_once_and_written_by_section(begun: Matter, iro: Viewer, child: Child) -> None:
    recording.start(matter=begun.pk, form="second", options=(), by=iro)  # nothing happens
    said = Said("She likes it", {"done": "yes", "done_on": date(2026, 6, 1)}, "pasted")
    recording.write(matter=begun.pk, key="health", said=said, by=iro, version=0)
    told = recorded(begun.pk, iro)
    health = told.section("health")
    assert told.form == "later"
    assert health is not None
    assert (health.text, health.source_said, health.version) == ("She likes it", "Pasted", 1)
    assert health.answers[1] == ("When was the last one?", "1 June 2026")
    assert Entry.objects.filter(action="wrote", subject=child.pk, by=iro.id).exists()
    write(begun, "health", iro, "She likes it there", version=1)
    assert Past.objects.get(kind="meetings.section", subject=child.pk).values["text"] == "She likes it"


def test_two_people_in_two_sections_never_meet_and_in_one_they_do(begun: Matter, iro: Viewer) -> None:
    manager = viewer_of(make_person(Role.IRO_MANAGER))
    write(begun, "health", iro)
    write(begun, "home", manager)
    with pytest.raises(Changed) as now:
        write(begun, "health", manager, "Mine", version=0)
    assert (now.value.version, now.value.now["text"], now.value.now["done"]) == (1, "She is well", "")
    write(begun, "health", manager, "Mine", version=1)


def test_nothing_is_written_where_nothing_is_said(begun: Matter, iro: Viewer) -> None:
    write(begun, "health", iro, "  ")
    assert not Section.objects.exists()
    with pytest.raises(NoSuchMatter):
        write(begun, "remand", iro)  # not in this form


def test_an_answer_that_is_not_offered_is_refused(begun: Matter, iro: Viewer) -> None:
    for answers in ({"done": "perhaps"},):
        with pytest.raises(NotPermitted, match="Choose one"):
            recording.write(matter=begun.pk, key="health", said=Said("", answers), by=iro, version=0)
    with pytest.raises(NotPermitted, match="comes from"):
        recording.write(matter=begun.pk, key="health", said=Said("x", {}, "dreamt"), by=iro, version=0)


def test_a_record_that_is_not_begun_is_not_written(matter: Matter, iro: Viewer) -> None:
    with pytest.raises(NotPermitted, match="Begin"):
        write(matter, "health", iro)


# who


def test_who_writes_is_who_chairs_the_officer_or_who_leads_them(begun: Matter, typist: Viewer) -> None:
    stranger, worker = viewer_of(make_person(Role.IRO)), viewer_of(make_person(Role.SOCIAL_WORKER))
    analyst = viewer_of(make_person(Role.ANALYST))
    for nobody in (stranger, worker):
        with pytest.raises(NoSuchMatter):
            write(begun, "health", nobody)
    for refused in (analyst, typist):
        with pytest.raises(NotPermitted):
            write(begun, "health", refused)
    write(begun, "health", viewer_of(make_person(Role.SENIOR_IRO)))


def test_business_support_types_what_was_sent_and_nothing_else(begun: Matter, iro: Viewer, typist: Viewer) -> None:
    with pytest.raises(NotPermitted, match="not sent"):
        write(begun, "health", typist)
    recording.move(matter=begun.pk, move="send_to_type", by=iro, version=record_of(begun).version)
    assert Message.objects.get(kind="to_type").person_id == typist.id
    recording.write(matter=begun.pk, key="health", said=Said("As dictated", {}, "dictated"), by=typist, version=0)
    with pytest.raises(NotPermitted, match="Take it back"):
        write(begun, "health", iro, version=1)
    recording.move(matter=begun.pk, move="typed", by=typist, version=None)
    assert Message.objects.get(kind="typed").person_id == iro.id
    with pytest.raises(NotPermitted, match="not sent"):
        write(begun, "health", typist, version=1)
    write(begun, "health", iro, "As I said", version=1)


def test_what_was_sent_to_be_typed_is_taken_back(begun: Matter, iro: Viewer, typist: Viewer) -> None:
    recording.move(matter=begun.pk, move="send_to_type", by=iro, version=None)
    with pytest.raises(NotPermitted):
        recording.move(matter=begun.pk, move="take_back", by=typist, version=None)
    recording.move(matter=begun.pk, move="take_back", by=iro, version=None)
    with pytest.raises(NotPossible):
        recording.move(matter=begun.pk, move="typed", by=typist, version=None)
    assert record_of(begun).state == "writing"


def test_a_restricted_childs_record_is_not_there(begun: Matter, iro: Viewer, child: Child) -> None:
    manager = make_person(Role.IRO_MANAGER)
    Restriction.objects.create(child=child, reason="Known", set_at=moment(), set_by=manager)
    for act in (
        lambda: write(begun, "health", iro),
        lambda: recorded(begun.pk, iro),
        lambda: recording.finish(matter=begun.pk, by=iro, version=None),
        lambda: deciding.add(matter=begun.pk, by=iro, what="See the dentist"),
    ):
        with pytest.raises(NoSuchMatter):
            act()


# brothers and sisters


def test_brothers_and_sisters_are_written_together_all_or_none(
    begun: Matter, officer: Person, iro: Viewer
) -> None:
    brother = make_child()
    allocate(brother, officer)
    other = Matter.objects.create(
        meeting=begun.meeting, child=brother, state="complete", held_on=HELD, completed_on=HELD
    )
    recording.start(matter=other.pk, form="first", options=(), by=iro)
    both = {begun.pk: Said("She likes school"), other.pk: Said("He does not")}
    recording.write_together(key="education", said=both, by=iro, version=0)
    assert Section.objects.filter(key="education").count() == 2
    with pytest.raises(Changed) as now:
        recording.write_together(key="education", said=both, by=iro, version=0)
    assert (now.value.version, now.value.now[f"text_{other.pk}"]) == (2, "He does not")
    recording.move(matter=other.pk, move="send_to_type", by=iro, version=None)
    with pytest.raises(NotPermitted):
        recording.write_together(
            key="education", said={begun.pk: Said("New"), other.pk: Said("New")}, by=iro, version=2
        )
    assert not Section.objects.filter(text="New").exists()


# finishing


def test_a_record_is_finished_when_nothing_is_missing(begun: Matter, iro: Viewer, child: Child) -> None:
    fill(begun, iro)
    before = decision(held(child, Person.objects.get(pk=iro.id), HELD - timedelta(days=90)))
    made = deciding.add(matter=begun.pk, by=iro, what="Find a school")
    with pytest.raises(NotFinished) as missing:
        recording.finish(matter=begun.pk, by=iro, version=None)
    assert [(lack.place, lack.number) for lack in missing.value.lacks] == [
        ("earlier", before.pk), ("decision", made),
    ]  # fmt: skip
    assert missing.value.lacks[1].says == "Decision 1: say who does it and by when"
    answering.answer(matter=begun.pk, decision=before.pk, result="done", by=iro, version=1)
    deciding.correct(decision=made, by=iro, version=1, what="Find a school", who="Social worker", by_when=SOON)
    assert recording.finish(matter=begun.pk, by=iro, version=None) == TODAY
    told = recorded(begun.pk, iro)
    assert (told.record, told.finished_on, told.finished_by) == ("finished", TODAY, iro.name)
    with pytest.raises(NotPermitted, match="Open it again"):
        write(begun, "health", iro, version=1)
    with pytest.raises(NotPermitted, match="Open it again"):
        deciding.add(matter=begun.pk, by=iro, what="One more")


def test_what_is_missing_is_each_section_and_the_day(begun: Matter, iro: Viewer) -> None:
    Matter.objects.filter(pk=begun.pk).update(state="adjourned", completed_on=None)
    begun.refresh_from_db()
    lacks = lacking(begun, on=TODAY)
    assert lacks[0].place == "held"
    assert {lack.key for lack in lacks[1:]} == {s.key for s in recorded(begun.pk, iro).sections if s.form.required}
    fill(begun, iro)
    assert [lack.place for lack in lacking(begun, on=TODAY)] == ["held"]


def test_a_finished_record_is_opened_again_with_a_reason(begun: Matter, iro: Viewer) -> None:
    fill(begun, iro)
    recording.finish(matter=begun.pk, by=iro, version=None)
    with pytest.raises(NotPermitted, match="Say why"):
        recording.move(matter=begun.pk, move="reopen", by=iro, version=None)
    recording.move(matter=begun.pk, move="reopen", by=iro, version=None, why="A date was wrong")
    assert (record_of(begun).state, record_of(begun).reopened_why) == ("writing", "A date was wrong")
    with pytest.raises(Changed):
        recording.finish(matter=begun.pk, by=iro, version=1)


def test_the_day_on_which_it_was_finished_first_stays(begun: Matter, iro: Viewer, officer: Person) -> None:
    """Who corrects a mistake weeks later is not late for it; what happened is in the trail."""
    fill(begun, iro)
    recording.finish(matter=begun.pk, by=iro, version=None)
    recording.move(matter=begun.pk, move="reopen", by=iro, version=None, why="A date was wrong")
    assert record_of(begun).finished_on == TODAY
    later = viewer_of(make_person(Role.IRO_MANAGER), at=moment(TODAY + timedelta(days=40)))
    assert recording.finish(matter=begun.pk, by=later, version=None) == TODAY
    kept = record_of(begun)
    assert (kept.state, kept.finished_on, kept.finished_by_id) == ("finished", TODAY, officer.pk)
    assert Entry.objects.filter(action="finished_record", by=later.id, at=later.at).exists()


def test_the_register_goes_on_saying_when_it_was_finished(begun: Matter, iro: Viewer) -> None:
    fill(begun, iro)
    writing.finish_record(matter=begun.pk, by=iro, version=None)
    writing.reopen_record(matter=begun.pk, by=iro, version=None, why="A date was wrong")
    assert Told.objects.get(child=begun.child_id).recorded == TODAY


# decisions


def test_decisions_are_put_in_order_and_withdrawn(begun: Matter, iro: Viewer) -> None:
    one, two, three = (deciding.add(matter=begun.pk, by=iro, what=what) for what in ("One", "Two", "Three"))
    deciding.reorder(matter=begun.pk, order=deciding.shift([one, two, three], three, -1), by=iro)
    assert [each.pk for each in recorded(begun.pk, iro).decisions] == [one, three, two]
    deciding.withdraw(decision=three, by=iro, version=1)
    assert [(each.place, each.pk) for each in recorded(begun.pk, iro).decisions] == [(1, one), (2, two)]
    assert Decision.objects.get(pk=three).state == "withdrawn"


def test_a_decision_two_people_changed_is_compared(begun: Matter, iro: Viewer) -> None:
    made = deciding.add(matter=begun.pk, by=iro, what="Find a school", by_when=SOON)
    deciding.correct(decision=made, by=iro, version=1, what="Find a nursery", by_when=TODAY)
    assert Decision.objects.get(pk=made).first_by_when == TODAY  # nobody was promised another day yet
    with pytest.raises(Changed) as now:
        deciding.correct(decision=made, by=iro, version=1, what="Find a college")
    assert now.value.now["what"] == "Find a nursery"
    with pytest.raises(NotPermitted, match="what is decided"):
        deciding.correct(decision=made, by=iro, version=2, what=" ")


def test_what_managers_have_is_not_corrected_here(begun: Matter, iro: Viewer, typist: Viewer) -> None:
    issued = decision(begun, state="in_window")
    with pytest.raises(NotPermitted, match="with managers"):
        deciding.correct(decision=issued.pk, by=iro, version=1, what="Other")
    with pytest.raises(NotPermitted):
        deciding.add(matter=begun.pk, by=typist, what="Not mine to decide")
    with pytest.raises(NoSuchMatter):
        deciding.correct(decision=issued.pk, by=viewer_of(make_person(Role.IRO)), version=1, what="Other")
    with pytest.raises(NoSuchMatter):
        deciding.withdraw(decision=issued.pk + 1000, by=iro, version=1)


# decisions of before


@pytest.fixture
def before(child: Child, officer: Person) -> Decision:
    return decision(held(child, officer, HELD - timedelta(days=90)), first_by_when=HELD)


def test_what_is_asked_about_is_open_and_was_agreed(
    matter: Matter, before: Decision, officer: Person, child: Child
) -> None:
    settled = (("result", "done"), ("result", "superseded"), ("state", "withdrawn"), ("state", "draft"))
    for place, (field, value) in enumerate(settled, 2):
        decision(before.matter, place=place, **{field: value})
    partly = decision(before.matter, place=9, result="partly")
    decision(held(child, officer, TODAY), place=1)  # of a later review
    decision(held(make_child(), officer, HELD - timedelta(days=9)))  # of another child
    assert [each.pk for each in earlier(matter)] == [before.pk, partly.pk]


def test_an_answer_but_done_needs_a_reason(matter: Matter, before: Decision, iro: Viewer) -> None:
    answer: Callable[..., None] = lambda **told: answering.answer(  # noqa: E731
        matter=matter.pk, decision=before.pk, by=iro, version=1, **told
    )
    for result in ("partly", "not_done", "superseded"):
        with pytest.raises(NotPermitted, match="Say why"):
            answer(result=result)
    with pytest.raises(NotPermitted, match="Choose what"):
        answer(result="open")
    with pytest.raises(NotPermitted, match="not done yet"):
        answer(result="done", again_by=SOON)
    with pytest.raises(NotPermitted, match="that day or later"):
        answer(result="partly", says="One visit", again_by=HELD - timedelta(days=1))
    answer(result="done")
    before.refresh_from_db()
    assert (before.result, before.answered_at_id, before.result_by_id) == ("done", matter.pk, iro.id)


def test_what_is_set_again_keeps_the_day_first_promised(matter: Matter, before: Decision, iro: Viewer) -> None:
    answering.answer(
        matter=matter.pk,
        decision=before.pk,
        result="not_done",
        says="No dentist",
        again_by=SOON,
        by=iro,
        version=1,
    )
    again = Decision.objects.get(again=before)
    assert (again.what, again.by_when, again.first_by_when, again.state) == (before.what, SOON, HELD, "draft")
    answering.answer(
        matter=matter.pk, decision=before.pk, result="partly", says="Rang", again_by=TODAY, by=iro, version=2
    )
    assert Decision.objects.get(again=before).by_when == TODAY  # moved, not made twice
    answering.answer(matter=matter.pk, decision=before.pk, result="done", by=iro, version=3)
    assert Decision.objects.get(again=before).state == "withdrawn"


def test_at_the_next_review_the_decision_set_again_is_asked_about_alone(
    matter: Matter, before: Decision, iro: Viewer, officer: Person, child: Child
) -> None:
    answering.answer(
        matter=matter.pk,
        decision=before.pk,
        result="not_done",
        says="No dentist",
        again_by=SOON,
        by=iro,
        version=1,
    )
    Decision.objects.filter(again=before).update(state="final")
    following = held(child, officer, TODAY)
    assert [each.pk for each in earlier(following)] == [Decision.objects.get(again=before).pk]


def test_a_decision_is_not_answered_at_its_own_review_nor_by_anybody(
    matter: Matter, before: Decision, iro: Viewer
) -> None:
    with pytest.raises(NoSuchMatter):
        answering.answer(matter=before.matter_id, decision=before.pk, result="done", by=iro, version=1)
    manager, support = (viewer_of(make_person(role)) for role in (Role.TEAM_MANAGER, Role.BUSINESS_SUPPORT))
    with pytest.raises(NoSuchMatter):
        answering.answer(matter=matter.pk, decision=before.pk, result="done", by=manager, version=1)
    with pytest.raises(NotPermitted):
        answering.answer(matter=matter.pk, decision=before.pk, result="done", by=support, version=1)
    answering.answer(matter=matter.pk, decision=before.pk, result="done", by=iro, version=1)
    with pytest.raises(Changed):
        answering.answer(matter=matter.pk, decision=before.pk, result="partly", says="x", by=iro, version=1)


def test_the_last_finished_record_stands_beside(begun: Matter, child: Child, officer: Person, iro: Viewer) -> None:
    for days, text, state in ((200, "Long ago", "finished"), (90, "Last time", "finished"), (30, "No", "writing")):
        there = held(child, officer, HELD - timedelta(days=days))
        kept = Record.objects.create(matter=there, state=state, form="later")
        Section.objects.create(record=kept, key="home", text=text)
    found = last_record(begun, 12)
    assert found is not None
    assert {key: each.text for key, each in found.sections.items()} == {"home": "Last time"}


def test_what_is_recorded_takes_as_many_queries_for_much_as_for_little(
    begun: Matter, iro: Viewer, django_assert_max_num_queries: Any
) -> None:
    def queries() -> Recorded:
        with django_assert_max_num_queries(10):
            return recorded(begun.pk, iro)

    assert not queries().decisions
    fill(begun, iro)
    for place in range(12):
        decision(begun, place=place)
    assert len(queries().decisions) == 12
