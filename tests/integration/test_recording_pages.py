"""Pages of holding and recording: what is shown to whom, what is sent, what comes back when it cannot be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from service import TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.meetings import recording
from sightline.casework.meetings.models import Decision, Matter, Meeting, Participant, Record, Section
from sightline.casework.meetings.recording import Said
from sightline.casework.register.models import Child, HealthCheck, Restriction
from sightline.casework.reviews.models import Review
from sightline.casework.staff.models import Person
from sightline.domain.roles import Role
from sightline.web.work import blocks_of, steps_of

pytestmark = pytest.mark.django_db
HELD = TODAY - timedelta(days=3)
SOON = TODAY + timedelta(days=20)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def iro(officer: Person) -> Client:
    return signed_in(Client(), officer)


@pytest.fixture
def child(officer: Person) -> Child:
    child = make_child(forename="Ines", surname="Hughes")
    allocate(child, officer)
    return child


@pytest.fixture
def matter(child: Child, officer: Person) -> Matter:
    return review_of(child, officer)


@pytest.fixture
def begun(matter: Matter, officer: Person) -> Matter:
    recording.start(matter=matter.pk, form="later", options=["signs_of_safety"], by=viewer_of(officer))
    return matter


def review_of(child: Child, chair: Person, meeting: Meeting | None = None) -> Matter:
    meeting = meeting or Meeting.objects.create(
        kind="review", state="held", on=HELD, chair=chair, made_at=moment()
    )
    matter = Matter.objects.create(meeting=meeting, child=child, state="complete", held_on=HELD, completed_on=HELD)
    Review.objects.create(matter=matter, kind="later")
    return matter


def url(name: str, matter: Matter, **more: Any) -> str:
    return reverse(name, kwargs={"pk": matter.pk, **more})


def day(name: str, on: Any) -> dict[str, Any]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def text(answer: Any) -> str:
    return str(answer.content.decode())


# holding


def test_a_review_is_held_by_the_form(iro: Client, child: Child, officer: Person) -> None:
    meeting = Meeting.objects.create(kind="review", state="planned", on=HELD, chair=officer, made_at=moment())
    matter = Matter.objects.create(meeting=meeting, child=child)
    Review.objects.create(matter=matter, kind="later")
    page = url("review-hold", matter)
    assert f'value="{HELD.year}"' in text(iro.get(page))  # the planned day is there already
    answer = iro.post(page, {"move": "adjourn", **day("on", HELD), "_version": 1})
    assert "Say why it was adjourned" in text(answer)
    iro.post(page, {"move": "adjourn", "why": "No report came", **day("on", HELD), "_version": 1})
    matter.refresh_from_db()
    assert (matter.state, matter.adjourned_why) == ("adjourned", "No report came")
    shown = text(iro.get(page))
    assert "To be completed by" in shown
    assert 'value="adjourn"' not in shown
    iro.post(page, {"move": "complete", **day("on", TODAY), "_version": 2})
    assert "There is nothing more to say here" in text(iro.get(page))


def test_who_came_is_recorded_by_the_form(iro: Client, matter: Matter) -> None:
    mother = Participant.objects.create(matter=matter, capacity="parent", name="Ms Lee")
    page = url("review-attendance", matter)
    assert "Ms Lee (parent)" in text(iro.get(page))
    iro.post(page, {f"came_{mother.pk}": "apologies", f"views_{mother.pk}": "on", "_version": 1})
    mother.refresh_from_db()
    assert (mother.came, mother.sent_views) == ("apologies", True)
    stale = iro.post(page, {f"came_{mother.pk}": "yes", "_version": 1, "_opened": "{}"})
    assert "Somebody else changed this" in text(stale)


# the record


def test_the_record_is_begun_with_the_kind_of_the_review(iro: Client, matter: Matter) -> None:
    Review.objects.filter(matter=matter).update(kind="second")
    assert "Begin the record" in text(iro.get(url("review-record", matter)))
    iro.post(url("review-record-start", matter))
    record = Record.objects.get(matter=matter)
    assert (record.form, record.state) == ("second", "writing")
    shown = text(iro.get(url("review-record", matter)))
    assert "Where the child will grow up" in shown
    assert "To be finished by" in shown


def test_a_section_is_filled_in_from_the_register_and_goes_on(iro: Client, begun: Matter, child: Child) -> None:
    HealthCheck.objects.create(child=child, held=HELD - timedelta(days=40), kind="review", status="done")
    page = url("review-section", begun, key="health")
    shown = text(iro.get(page))
    assert "8 October 2026 <span" in shown  # beside; the question has it too
    assert 'name="health-done_on_month" value="10"' in shown
    sent = {"health-text": "She is well", "health-done": "yes", "health-source": "pasted", "_version": 0}
    assert iro.post(page, sent).headers["Location"] == url("review-section", begun, key="education")
    section = Section.objects.get(key="health")
    assert (section.text, section.answers, section.source) == ("She is well", {"done": "yes"}, "pasted")
    whole = f"{page}?whole=1"
    answer = iro.post(whole, {"health-text": "She is very well", "health-source": "typed", "_version": 1})
    assert answer.headers["Location"] == f"{url('review-record-whole', begun)}#education"


def test_two_people_in_one_section_choose(iro: Client, begun: Matter) -> None:
    manager = make_person(Role.IRO_MANAGER)
    page = url("review-section", begun, key="summary")
    recording.write(matter=begun.pk, key="summary", said=Said("Theirs"), by=viewer_of(manager), version=0)
    opened = '{"summary-text": [""], "summary-source": ["typed"]}'
    sent = {"summary-text": "Mine", "summary-source": "typed", "_version": 0, "_opened": opened}
    asked = iro.post(page, sent)
    assert "Somebody else changed this" in text(asked)
    assert {each.name for each in asked.context["editing"].comparison.asked} == {"text"}
    both = {
        **sent,
        "_version": 1,
        "_before": "{}",
        "_opened": '{"summary-text": ["Theirs"]}',
        "_take_text": "both",
    }
    iro.post(page, both)
    assert Section.objects.get().text == "Theirs\n\nMine"


def test_the_last_record_stands_beside(iro: Client, begun: Matter, child: Child, officer: Person) -> None:
    before = review_of(child, officer)
    Matter.objects.filter(pk=before.pk).update(held_on=HELD - timedelta(days=90))
    record = Record.objects.create(matter=before, state="finished", form="later")
    Section.objects.create(record=record, key="home", text="She shares a room")
    for page in (url("review-section", begun, key="home"), url("review-record-whole", begun)):
        assert "She shares a room" in text(iro.get(page))


def test_what_is_missing_is_listed_with_its_places(iro: Client, begun: Matter) -> None:
    made = Decision.objects.create(matter=begun, place=1, what="Find a school")
    page = url("review-record-finish", begun)
    for answer in (iro.get(page), iro.post(page)):
        shown = text(answer)
        assert url("review-section", begun, key="safety") in shown
        assert url("review-decision", begun, decision=made.pk) in shown
    assert "cannot be finished yet" in shown
    assert Record.objects.get().state == "writing"


def test_a_record_goes_to_be_typed_and_comes_back(iro: Client, begun: Matter) -> None:
    typist = signed_in(Client(), make_person(Role.BUSINESS_SUPPORT))
    page = url("review-section", begun, key="summary")
    sent = {"summary-text": "As dictated", "summary-source": "dictated", "_version": 0}
    refused = text(typist.post(page, sent))
    assert "was not sent to be typed" in refused
    assert "As dictated" in refused  # nothing typed is lost
    iro.post(url("review-record-move", begun, move="send_to_type"))
    assert "Ines Hughes" in text(typist.get(reverse("to-type")))
    assert [block.count for block in blocks_of("tray", viewer_of(Person.objects.get(pk=_id(typist))))][:1] == [1]
    typist.post(page, sent)
    typist.post(url("review-record-move", begun, move="typed"))
    assert (Record.objects.get().state, Section.objects.get().source) == ("checking", "dictated")
    assert iro.post(url("review-record-move", begun, move="finish")).status_code == 404


def _id(client: Client) -> int:
    return int(client.session["_auth_user_id"])


# decisions


def test_a_decision_is_made_prompted_and_put_in_order(iro: Client, begun: Matter) -> None:
    add = url("review-decision-add", begun)
    iro.post(add, {"what": "Explore school", **day("by_when", SOON)})
    iro.post(
        add, {"what": "See the dentist with the carer", "who": "Foster carer", "outcome": "No more toothache"}
    )
    one, two = Decision.objects.order_by("place")
    shown = text(iro.get(url("review-decisions", begun)))
    assert "Who will do it?" in shown
    assert "By when? Without a day" in shown
    iro.post(url("review-decision-shift", begun, decision=two.pk), {"way": "up"})
    assert list(Decision.objects.order_by("place")) == [two, one]
    assert iro.post(url("review-decision-shift", begun, decision=two.pk), {"way": "off"}).status_code == 404
    iro.post(url("review-decision-withdraw", begun, decision=two.pk), {"version": 1})
    assert "Explore school" in text(iro.get(url("review-projector", begun)))
    assert "dentist" not in text(iro.get(url("review-projector", begun)))


def test_standard_wording_begins_a_decision(iro: Client, begun: Matter) -> None:
    shown = iro.get(url("review-decision-library", begun))
    wording = next(each for group in shown.context["groups"].values() for each in group if each.days)
    page = f"{url('review-decision-add', begun)}?wording={wording.key}"
    assert iro.get(page).context["editing"].form.initial["by_when"] == HELD + timedelta(days=wording.days)
    iro.post(page, {"what": wording.what, "who": wording.who})
    assert Decision.objects.get().wording == wording.key


def test_earlier_decisions_are_answered_one_after_the_other(
    iro: Client, begun: Matter, child: Child, officer: Person
) -> None:
    before = review_of(child, officer)
    Matter.objects.filter(pk=before.pk).update(held_on=HELD - timedelta(days=90))
    one, two = (
        Decision.objects.create(matter=before, place=n, what=f"What {n}", state="final", by_when=HELD)
        for n in (1, 2)
    )
    page = url("review-earlier-answer", begun, decision=one.pk)
    assert "Say why, in a sentence" in text(iro.post(page, {"result": "not_done", "_version": 1}))
    answer = iro.post(page, {"result": "done", "_version": 1})
    assert answer.headers["Location"] == url("review-earlier-answer", begun, decision=two.pk)
    again = {"result": "partly", "says": "One visit", **day("again_by", SOON), "_version": 1}
    iro.post(url("review-earlier-answer", begun, decision=two.pk), again)
    assert Decision.objects.get(again=two).by_when == SOON
    assert "All 2 are answered" in text(iro.get(url("review-earlier", begun)))


# brothers and sisters


@pytest.fixture
def brother(begun: Matter, officer: Person) -> Matter:
    child = make_child(forename="Zebedee", surname="Hughes")
    allocate(child, officer)
    matter = review_of(child, officer, begun.meeting)
    recording.start(matter=matter.pk, form="later", options=(), by=viewer_of(officer))
    return matter


def test_the_same_section_is_written_for_each_child(iro: Client, begun: Matter, brother: Matter) -> None:
    page = reverse("meeting-section", args=[begun.meeting_id, "family_time"])
    shown = text(iro.get(page))
    assert f'name="text_{begun.pk}"' in shown
    assert f'name="text_{brother.pk}"' in shown
    sent = {f"source_{pk}": "typed" for pk in (begun.pk, brother.pk)}
    iro.post(page, {**sent, f"text_{begun.pk}": "Sunday", f"text_{brother.pk}": "Saturday", "_version": 0})
    assert dict(Section.objects.values_list("record__matter", "text")) == {
        begun.pk: "Sunday",
        brother.pk: "Saturday",
    }


def test_copied_text_fills_what_is_empty_and_replaces_nothing(iro: Client, begun: Matter, brother: Matter) -> None:
    page = reverse("meeting-section", args=[begun.meeting_id, "family_time"])
    copy = {
        f"text_{begun.pk}": "Sunday",
        f"text_{brother.pk}": "",
        "_copy": begun.pk,
        "_version": 0,
        "_token": "t",
    }
    answer = iro.post(page, copy)
    assert answer.context["editing"].form.initial[f"text_{brother.pk}"] == "Sunday"
    assert not Section.objects.exists()  # nothing is sent yet
    kept = iro.post(page, {**copy, f"text_{brother.pk}": "Saturday"})
    assert kept.context["editing"].form.initial[f"text_{brother.pk}"] == "Saturday"
    assert "What was written already is kept: Zebedee" in text(kept)


def test_a_restricted_brother_is_nowhere_on_the_page(iro: Client, begun: Matter, brother: Matter) -> None:
    Restriction.objects.create(
        child=brother.child, reason="Known", set_at=moment(), set_by=make_person(Role.IRO_MANAGER)
    )
    for page in (
        reverse("meeting-record", args=[begun.meeting_id]),
        reverse("meeting-section", args=[begun.meeting_id, "family_time"]),
        url("review-record", begun),
    ):
        shown = text(iro.get(page))
        assert "Zebedee" not in shown
        assert f'"text_{brother.pk}"' not in shown
        assert f"/reviews/{brother.pk}/" not in shown
    assert "side by side" not in text(iro.get(url("review-record", begun)))


# shared pages


def test_the_projector_shows_nothing_private(iro: Client, begun: Matter, officer: Person) -> None:
    recording.write(matter=begun.pk, key="safety", said=Said("A secret worry"), by=viewer_of(officer), version=0)
    Decision.objects.create(matter=begun, place=1, what="See the dentist", who="Carer", resource=True)
    shown = text(iro.get(url("review-projector", begun)))
    assert "See the dentist" in shown
    assert "Ines" in shown
    for private in ("Hughes", "A secret worry", officer.name, "costs", "Legal status"):
        assert private not in shown.replace("<li>Legal status</li>", ""), private


def test_the_tasks_of_a_review_say_how_far_they_are(begun: Matter, officer: Person) -> None:
    def told() -> dict[str, tuple[str, str]]:
        steps = steps_of(
            Matter.objects.select_related("meeting__chair", "child").get(pk=begun.pk), viewer_of(officer)
        )
        return {step.title: (step.status.label, step.hint) for step in steps if step.group == "Hold and record"}

    assert told()["Hold the review"][0] == "Done"
    assert told()["Answer earlier decisions"][0] == "Not needed"
    label, hint = told()["Write the record"]
    assert (label, hint[:4]) == ("In progress", "0 of")
    assert told()["Finish the record"][0] == "Not started"


def test_records_of_mine_are_on_my_first_screen_with_their_day(
    iro: Client, begun: Matter, officer: Person
) -> None:
    block = next(each for each in blocks_of("today", viewer_of(officer)) if each.title == "Records to be finished")
    assert block.count == 1
    assert "To be finished by" in block.table.columns
    Record.objects.update(state="finished")
    titles = [each.title for each in blocks_of("today", viewer_of(officer))]
    assert "Records to be finished" not in titles
    assert "Records to be finished" not in [
        each.title for each in blocks_of("today", viewer_of(make_person(Role.IRO)))
    ]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.SOCIAL_WORKER, 403), (Role.ANALYST, 403), (Role.BUSINESS_SUPPORT, 200)]
)
def test_who_sees_a_record_that_is_being_written(begun: Matter, role: Role, status: int) -> None:
    client = signed_in(Client(), make_person(role))
    assert client.get(url("review-section", begun, key="home")).status_code == status
