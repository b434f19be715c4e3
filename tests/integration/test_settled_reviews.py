"""What is noted as settled is: nothing is left to follow, and what opens it again is noted too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service import TODAY, allocate, make_child, make_person, moment, viewer_of
from settled import decisions_agree
from sightline.casework.meetings import answering, delivering, inviting, progress, recording, window
from sightline.casework.meetings.changing import told_anew
from sightline.casework.meetings.models import Decision, Matter, Meeting, Participant, Record
from sightline.casework.meetings.queries import after
from sightline.casework.meetings.settling import settle_all
from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)


@pytest.fixture
def support() -> Viewer:
    return viewer_of(make_person(Role.BUSINESS_SUPPORT))


@pytest.fixture
def iro() -> Viewer:
    return viewer_of(make_person(Role.IRO))


@pytest.fixture
def matter(iro: Viewer) -> Matter:
    """Held, decided, written; the child is to have a letter, which is not issued yet."""
    child = make_child()
    allocate(child, iro_person(iro))
    meeting = Meeting.objects.create(kind="review", state="held", on=MONDAY, chair_id=iro.id, made_at=moment())
    made = Matter.objects.create(
        meeting=meeting, child=child, state="complete", held_on=MONDAY, completed_on=MONDAY,
        decisions_issued_on=MONDAY, window_closed_at=moment(),
    )  # fmt: skip
    Decision.objects.create(matter=made, place=1, what="See the dentist", who="Carer", state="final")
    Record.objects.create(matter=made, state="finished", form="later", started_on=MONDAY, finished_on=MONDAY)
    Participant.objects.create(matter=made, capacity="child", gets="letter", came="yes")
    return made


def iro_person(iro: Viewer):  # type: ignore[no-untyped-def]
    from sightline.casework.staff.models import Person

    return Person.objects.get(pk=iro.id)


def unsettled(matter: Matter) -> bool:
    """As it is noted; and that agrees with what is worked out from the rows."""
    found = Matter.objects.select_related("child", "meeting__chair", "record").get(pk=matter.pk)
    told = after.following(found, on=TODAY)
    assert told is not None
    assert found.unsettled == bool(told.step)
    return found.unsettled


def noted(matter: Matter, by: Viewer) -> None:
    told_anew([matter.child_id], "noted", by, matter=matter.pk)


def sent(matter: Matter, by: Viewer) -> None:
    from sightline.casework.documents.models import Issued
    from sightline.casework.meetings.models import Delivery

    issued = Issued.objects.create(
        child=matter.child, kind="letter", about="matter", number=matter.pk, format="pdf", sha256="0" * 64, size=1,
        made_at=moment(), made_by_id=by.id,
    )  # fmt: skip
    Delivery.objects.create(
        issued=issued, participant=matter.participants.get(capacity="child"), on=TODAY, channel="post",
        by_id=by.id, made_at=moment(),
    )  # fmt: skip
    noted(matter, by)


def test_while_somebody_waits_it_is_not_settled(matter: Matter, support: Viewer) -> None:
    noted(matter, support)
    assert unsettled(matter)
    sent(matter, support)
    assert not unsettled(matter)


@pytest.mark.parametrize("lacking", ["decisions_issued_on", "record", "participants"])
def test_whatever_is_lacking_keeps_it_open(matter: Matter, support: Viewer, lacking: str) -> None:
    if lacking == "decisions_issued_on":
        Matter.objects.filter(pk=matter.pk).update(decisions_issued_on=None)
    elif lacking == "record":
        Record.objects.filter(matter=matter).update(state="writing")
    else:
        Participant.objects.filter(matter=matter).update(gets="")
        noted(matter, support)
        assert unsettled(Matter.objects.get(pk=matter.pk))
        return
    sent(matter, support)
    assert unsettled(Matter.objects.get(pk=matter.pk))


def test_a_record_opened_again_opens_it(matter: Matter, iro: Viewer, support: Viewer) -> None:
    sent(matter, support)
    recording.move(matter=matter.pk, move="reopen", why="A name was wrong", by=iro, version=None)
    assert unsettled(matter)


def test_somebody_more_who_is_sent_something_opens_it(matter: Matter, support: Viewer) -> None:
    sent(matter, support)
    someone = inviting.add(matter=matter.pk, capacity="parent", name="A parent", plan="invite", by=support)
    delivering.choose(matter=matter.pk, gets={someone: "record"}, by=support, version=None)
    assert unsettled(matter)


def test_all_at_once_it_is_noted_as_one_by_one(matter: Matter, support: Viewer) -> None:
    sent(matter, support)
    Matter.objects.update(unsettled=True)
    settle_all()
    assert not unsettled(matter)


def test_lists_of_what_waits_pass_over_what_is_settled(matter: Matter, support: Viewer) -> None:
    noted(matter, support)
    assert [each.matter for each in after.reviews(seen_by=support, chosen={"step": "open"})] == [matter.pk]
    sent(matter, support)
    assert list(after.reviews(seen_by=support, chosen={"step": "open"})) == []
    assert [each.matter for each in after.reviews(seen_by=support, chosen={"step": "done"})] == [matter.pk]
    assert after.ageing(seen_by=support) == []


@pytest.fixture
def second(matter: Matter, iro: Viewer) -> Matter:
    """The next review of the same child, held today, whose record is being written."""
    meeting = Meeting.objects.create(kind="review", state="held", on=TODAY, chair_id=iro.id, made_at=moment())
    made = Matter.objects.create(
        meeting=meeting, child=matter.child, state="complete", held_on=TODAY, completed_on=TODAY
    )
    Record.objects.create(matter=made, state="writing", form="later", started_on=TODAY)
    return made


def test_a_decision_is_followed_until_it_is_at_its_end(matter: Matter, iro: Viewer) -> None:
    noted(matter, iro)
    row = matter.decisions.get()
    assert decisions_agree() == {f"See the dentist {matter.pk}": True}
    progress.answer(decision=row.pk, move="partly", says="One visit of two", by=iro, version=None)
    assert decisions_agree() == {f"See the dentist {matter.pk}": True}
    progress.answer(decision=row.pk, move="done", says="", by=iro, version=None)
    assert decisions_agree() == {f"See the dentist {matter.pk}": False}


def test_one_that_is_set_again_is_followed_in_its_successor(matter: Matter, second: Matter, iro: Viewer) -> None:
    row, again = matter.decisions.get(), TODAY + timedelta(days=28)
    answering.answer(
        matter=second.pk, decision=row.pk, result="not_done", says="No time", again_by=again, by=iro, version=None
    )
    old, new = f"See the dentist {matter.pk}", f"See the dentist {second.pk}"
    assert decisions_agree() == {old: True, new: True}  # nothing is promised by a draft
    window.open_window(matter=second.pk, by=iro, version=None)
    assert decisions_agree() == {old: False, new: True}


def test_a_successor_that_is_taken_back_opens_it_again(matter: Matter, second: Matter, iro: Viewer) -> None:
    row, again = matter.decisions.get(), TODAY + timedelta(days=28)
    for day in (again, None):
        answering.answer(
            matter=second.pk,
            decision=row.pk,
            result="not_done",
            says="No time",
            again_by=day,
            by=iro,
            version=None,
        )
    assert decisions_agree() == {f"See the dentist {matter.pk}": True, f"See the dentist {second.pk}": False}


def test_all_decisions_at_once_are_noted_as_one_by_one(matter: Matter, iro: Viewer) -> None:
    matter.decisions.update(result="done")
    settle_all()
    assert decisions_agree() == {f"See the dentist {matter.pk}": False}
