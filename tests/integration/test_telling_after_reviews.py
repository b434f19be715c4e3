"""After a review: managers' window, documents, sending, whose step it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from service import TODAY, allocate, make_child, make_person, make_team, moment, viewer_of
from sightline.casework.documents import queries as documents
from sightline.casework.documents.models import Issued
from sightline.casework.documents.storing import Altered, _path
from sightline.casework.meetings import delivering, issuing, window
from sightline.casework.meetings.models import (
    Decision,
    Delivery,
    Matter,
    Meeting,
    Participant,
    Query,
    Record,
    Section,
)
from sightline.casework.meetings.queries import after, deliveries
from sightline.casework.meetings.queries import window as seen
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted
from sightline.casework.outbox.models import Call, Hook, Message
from sightline.casework.staff.models import Person, RolePeriod
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Past
from sightline.domain.after_meeting import RECORD, SENT, Whose
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
LAST_DAY = date(2026, 11, 27)  # five working days after TODAY, a Friday


@dataclass
class Held:
    """A review that was held on MONDAY, with two draft decisions, and those who have a part in it."""

    matter: Matter
    first: Decision
    second: Decision
    officer: Person
    manager: Person
    worker: Person
    support: Person

    def by(self, who: str, on: date = TODAY) -> Viewer:
        return viewer_of(getattr(self, who), at=moment(on))

    def states(self) -> list[str]:
        return list(self.matter.decisions.order_by("place").values_list("state", flat=True))


@pytest.fixture
def held(db: Any) -> Held:
    team = make_team()
    officer, support = make_person(Role.IRO), make_person(Role.BUSINESS_SUPPORT)
    worker, manager = make_person(Role.SOCIAL_WORKER, team=team), make_person(Role.TEAM_MANAGER, team=team)
    child = make_child(forename="Kit", surname="Marlow")
    allocate(child, officer)
    allocate(child, worker, role="social_worker")
    meeting = Meeting.objects.create(kind="review", state="held", on=MONDAY, chair=officer, made_at=moment())
    matter = Matter.objects.create(
        meeting=meeting, child=child, state="complete", held_on=MONDAY, completed_on=MONDAY
    )
    told = {"matter": matter, "who": "Foster carer", "by_when": TODAY + timedelta(days=30)}
    first = Decision.objects.create(place=1, what="See the dentist", **told)
    second = Decision.objects.create(place=2, what="Find a school", resource=True, **told)
    Participant.objects.create(matter=matter, capacity="child", gets="letter", came="yes")
    Participant.objects.create(matter=matter, capacity="parent", name="A parent", gets="record")
    return Held(matter, first, second, officer, manager, worker, support)


def opened(held: Held) -> None:
    window.open_window(matter=held.matter.pk, by=held.by("officer"), version=None)


def finished(held: Held) -> Record:
    """All decided and written."""
    held.matter.decisions.update(state="final")
    Matter.objects.filter(pk=held.matter.pk).update(decisions_issued_on=TODAY, window_closed_at=moment())
    record = Record.objects.create(
        matter=held.matter, state="finished", form="later", started_on=MONDAY, finished_on=TODAY
    )
    Section.objects.create(record=record, key="views", text="I like swimming\nand chess")
    return record


# the window


def test_the_team_of_the_child_is_asked(held: Held) -> None:
    other = make_person(Role.TEAM_MANAGER, team=make_team())
    opened(held)
    assert held.states() == ["in_window", "in_window"]
    told = set(Message.objects.filter(kind="in_window").values_list("person", flat=True))
    assert told == {held.manager.pk, held.worker.pk}
    assert other.pk not in told
    assert seen.window(held.matter.pk, seen_by=held.by("manager")).last_day == LAST_DAY


def test_a_decision_that_nobody_could_answer_is_not_issued(held: Held) -> None:
    Decision.objects.filter(pk=held.second.pk).update(by_when=None)
    with pytest.raises(NotPermitted, match="Decision 2 lacks"):
        opened(held)
    assert held.states() == ["draft", "draft"]


@pytest.mark.parametrize("who", ["manager", "worker", "support"])
def test_only_who_chairs_issues_decisions(held: Held, who: str) -> None:
    with pytest.raises(NotPermitted):
        window.open_window(matter=held.matter.pk, by=held.by(who), version=None)


def test_a_child_out_of_reach_is_no_child(held: Held) -> None:
    opened(held)
    elsewhere = make_person(Role.TEAM_MANAGER, team=make_team())
    with pytest.raises(NoSuchMatter):
        window.query(decision=held.first.pk, says="Why?", by=viewer_of(elsewhere))


def test_somebody_who_saw_an_older_version_is_told(held: Held) -> None:
    opened(held)
    with pytest.raises(Changed):
        window.agree(matter=held.matter.pk, by=held.by("manager"), version=held.matter.version)


def test_a_changed_decision_keeps_what_it_said_first(held: Held) -> None:
    opened(held)
    query = window.query(decision=held.first.pk, says="Which dentist?", by=held.by("manager"))
    window.answer(
        query=query, says="The one near home", change=True, by=held.by("officer"), version=None,
        what="See the dentist near home", who="Foster carer", by_when=held.first.by_when, outcome="",
    )  # fmt: skip
    card = seen.window(held.matter.pk, seen_by=held.by("manager")).decisions[0]
    assert (card.what, card.first) == ("See the dentist near home", {"what": "See the dentist"})
    assert card.queries[0].changed
    past = Past.objects.filter(kind="meetings.decision", row=held.first.pk, cause=f"answer:{query}").get()
    assert past.values["what"] == "See the dentist"


def test_a_decision_that_is_kept_says_nothing_of_before(held: Held) -> None:
    opened(held)
    query = window.query(decision=held.first.pk, says="Why?", by=held.by("manager"))
    window.answer(query=query, says="It hurts", change=False, by=held.by("officer"), version=None, what="Other")
    card = seen.window(held.matter.pk, seen_by=held.by("manager")).decisions[0]
    assert (card.what, card.first, card.queries[0].changed) == ("See the dentist", {}, False)


def test_a_query_is_answered_once_and_by_the_chair(held: Held) -> None:
    opened(held)
    query = window.query(decision=held.first.pk, says="Why?", by=held.by("manager"))
    with pytest.raises(NotPermitted):
        window.answer(query=query, says="So", change=False, by=held.by("manager"), version=None)
    window.answer(query=query, says="So", change=False, by=held.by("officer"), version=None)
    with pytest.raises(NotPermitted, match="already"):
        window.answer(query=query, says="Again", change=False, by=held.by("officer"), version=None)


def test_the_window_closes_by_itself_after_its_last_day_and_once(held: Held) -> None:
    Hook.objects.create(
        name="A", url="https://example.org", secret="s", events=["decision.made"], made_by=held.officer,
        made_at=moment(),
    )  # fmt: skip
    opened(held)
    after_it = LAST_DAY + timedelta(days=1)
    assert window.close_due(on=LAST_DAY, at=moment(LAST_DAY)) == 0
    assert window.close_due(on=after_it, at=moment(after_it)) == 2
    assert window.close_due(on=after_it, at=moment(after_it)) == 0
    held.matter.refresh_from_db()
    assert (held.states(), held.matter.window_closed_how) == (["final", "final"], "time")
    assert Message.objects.filter(kind="window_closed", person=held.officer).count() == 1
    assert Call.objects.filter(event="decision.made").count() == 2
    assert "dentist" not in str(list(Call.objects.values_list("body", flat=True)))


def test_an_open_query_holds_its_own_decision_back_alone(held: Held) -> None:
    opened(held)
    query = window.query(decision=held.second.pk, says="Who pays?", by=held.by("manager"))
    late = LAST_DAY + timedelta(days=1)
    assert window.close_due(on=late, at=moment(late)) == 1
    held.matter.refresh_from_db()
    assert (held.states(), held.matter.window_closed_at) == (["final", "queried"], None)
    window.answer(query=query, says="The council", change=False, by=held.by("officer", late), version=None)
    assert window.close_due(on=late, at=moment(late)) == 1
    assert held.states() == ["final", "final"]


def test_managers_agree_early_but_not_over_a_query(held: Held) -> None:
    opened(held)
    query = window.query(decision=held.second.pk, says="Who pays?", by=held.by("manager"))
    with pytest.raises(NotPermitted, match="waits for its answer"):
        window.agree(matter=held.matter.pk, by=held.by("manager"), version=None)
    window.answer(query=query, says="The council", change=False, by=held.by("officer"), version=None)
    window.agree(matter=held.matter.pk, by=held.by("manager"), version=None)
    held.matter.refresh_from_db()
    assert (held.states(), held.matter.window_closed_how) == (["final", "final"], "agreed")


def test_who_chaired_does_not_agree_to_their_own_decisions(held: Held) -> None:
    opened(held)
    RolePeriod.objects.create(person=held.officer, role=Role.HEAD_OF_SERVICE.value, started=MONDAY)
    with pytest.raises(NotPermitted, match="You chaired"):
        window.agree(matter=held.matter.pk, by=held.by("officer"), version=None)


def test_decisions_issued_later_have_their_own_five_days(held: Held) -> None:
    opened(held)
    tuesday = date(2026, 11, 24)
    Decision.objects.create(
        matter=held.matter, place=3, what="Swim", who="Foster carer", by_when=tuesday + timedelta(days=30)
    )
    window.open_window(matter=held.matter.pk, by=held.by("officer", tuesday), version=None)
    held.matter.refresh_from_db()
    assert (held.matter.decisions_issued_on, held.matter.window_since) == (TODAY, tuesday)
    assert window.close_due(on=LAST_DAY + timedelta(days=1), at=moment()) == 0


def test_a_review_without_decisions_is_told_so(held: Held) -> None:
    Decision.objects.all().delete()
    opened(held)
    held.matter.refresh_from_db()
    assert (held.matter.decisions_issued_on, held.matter.window_closed_how) == (TODAY, "none")
    assert not Message.objects.filter(kind="in_window").exists()


# documents


def test_nothing_is_issued_before_it_is_decided_and_written(held: Held) -> None:
    for kinds in (["decisions"], ["record"]):
        with pytest.raises(NotPermitted, match="draft decisions"):
            issuing.issue(matter=held.matter.pk, kinds=kinds, by=held.by("support"))
    held.matter.decisions.update(state="final")
    with pytest.raises(NotPermitted, match="not finished"):
        issuing.issue(matter=held.matter.pk, kinds=["record"], by=held.by("support"))
    assert len(issuing.issue(matter=held.matter.pk, kinds=["decisions"], by=held.by("support"))) == 2


def test_three_documents_of_one_record_are_kept_as_word_and_pdf(held: Held) -> None:
    finished(held)
    issuing.issue(matter=held.matter.pk, kinds=["decisions", "record", "letter"], by=held.by("support"))
    told = documents.of_child(held.matter.child_id, seen_by=held.by("manager"))
    assert sorted((each.kind, each.format) for each in told) == sorted(
        (kind, form) for kind in ("decisions", "record", "letter") for form in ("docx", "pdf")
    )
    assert all(each.latest and each.edition == 1 for each in told)


def test_the_same_is_not_issued_twice(held: Held) -> None:
    finished(held)
    issuing.issue(matter=held.matter.pk, kinds=["record"], by=held.by("support"))
    with pytest.raises(NotPermitted, match="nothing changed"):
        issuing.issue(matter=held.matter.pk, kinds=["record"], by=held.by("support"))


def test_an_edition_before_is_printed_again_byte_for_byte(held: Held) -> None:
    record = finished(held)
    old = issuing.issue(matter=held.matter.pk, kinds=["record"], by=held.by("support"))
    before = {number: documents.document(number, seen_by=held.by("support"))[1] for number in old}
    later = held.by("support", TODAY + timedelta(days=3))
    Past.objects.create(  # the record was opened again
        kind="meetings.record", row=record.pk, subject=held.matter.child_id, version=1, values={},
        replaced_at=moment(TODAY + timedelta(days=2)), cause="reopen",
    )  # fmt: skip
    Section.objects.update(text="I like chess more")
    new = issuing.issue(matter=held.matter.pk, kinds=["record"], by=later)
    assert {documents.document(n, seen_by=later)[0].edition for n in new} == {2}
    for number, content in before.items():
        told, again = documents.document(number, seen_by=later)
        assert (told.edition, told.latest, again == content) == (1, False, True)


def test_a_document_that_was_altered_is_not_given_out(held: Held) -> None:
    finished(held)
    number = issuing.issue(matter=held.matter.pk, kinds=["record"], by=held.by("support"))[0]
    row = Issued.objects.get(pk=number)
    _path(row.sha256).write_bytes(b"other")
    with pytest.raises(Altered):
        documents.document(number, seen_by=held.by("support"))
    assert row.sha256 in documents.examined().altered
    _path(row.sha256).unlink()
    assert row.sha256 in documents.examined().missing


def test_a_document_is_for_those_who_see_the_child(held: Held) -> None:
    finished(held)
    number = issuing.issue(matter=held.matter.pk, kinds=["record"], by=held.by("support"))[0]
    with pytest.raises(documents.NoSuchDocument):
        documents.document(number, seen_by=viewer_of(make_person(Role.IRO)))


# sending


def sent_to(held: Held, *people: Participant, on: date = TODAY) -> int:
    return delivering.deliver(
        matter=held.matter.pk, participants=[each.pk for each in people], on=on, channel="post",
        by=held.by("support"),
    )  # fmt: skip


def followed(held: Held) -> after.Following:
    told = after.following(Matter.objects.get(pk=held.matter.pk), on=TODAY)
    assert told is not None
    return told


def test_the_last_who_is_to_be_sent_something_makes_it_distributed(held: Held) -> None:
    finished(held)
    issuing.issue(matter=held.matter.pk, kinds=["record", "letter"], by=held.by("support"))
    child, parent = held.matter.participants.order_by("pk")
    sent_to(held, child)
    told = followed(held)
    assert (told.of(SENT).met_on, told.whose, told.does) == (None, Whose.SUPPORT, "Send it to 1 more of 2")
    sent_to(held, parent)
    told = followed(held)
    assert (told.of(SENT).met_on, told.step) == (TODAY, "")


def test_who_is_left_out_gets_nothing_unless_somebody_says_so(held: Held) -> None:
    parent = held.matter.participants.get(capacity="parent")
    Participant.objects.filter(pk=parent.pk).update(plan="excluded", why="The court said so")
    finished(held)
    issuing.issue(matter=held.matter.pk, kinds=["record", "letter"], by=held.by("support"))
    with pytest.raises(NotPermitted):
        sent_to(held, parent)
    delivering.choose(matter=held.matter.pk, gets={parent.pk: "record"}, by=held.by("support"), version=None)
    assert sent_to(held, parent) == 1


def test_nothing_is_sent_before_it_is_issued_or_twice_or_tomorrow(held: Held) -> None:
    child = held.matter.participants.get(capacity="child")
    with pytest.raises(NotPermitted, match="Issue the documents"):
        sent_to(held, child)
    finished(held)
    issuing.issue(matter=held.matter.pk, kinds=["letter"], by=held.by("support"))
    with pytest.raises(NotPermitted, match="between"):
        sent_to(held, child, on=TODAY + timedelta(days=1))
    sent_to(held, child)
    with pytest.raises(NotPermitted, match="already"):
        sent_to(held, child)
    assert Delivery.objects.count() == 1


def test_many_are_sent_or_none(held: Held) -> None:
    finished(held)
    issuing.issue(matter=held.matter.pk, kinds=["letter"], by=held.by("support"))
    with pytest.raises(NotPermitted, match="the full record"):
        sent_to(held, *held.matter.participants.all())
    assert not Delivery.objects.exists()


def test_two_who_choose_at_once_do_not_overwrite_each_other(held: Held) -> None:
    told = deliveries.sending(held.matter.pk, seen_by=held.by("support"))
    parent = held.matter.participants.get(capacity="parent")
    delivering.choose(matter=held.matter.pk, gets={parent.pk: ""}, by=held.by("support"), version=told.version)
    with pytest.raises(Changed):
        delivering.choose(
            matter=held.matter.pk, gets={parent.pk: "decisions"}, by=held.by("support"), version=told.version
        )


# whose step it is, over all reviews


def shape(held: Held, name: str) -> None:
    """One of the ways in which a review may stand."""
    matter = Matter.objects.filter(pk=held.matter.pk)
    if name == "to issue":
        return
    matter.update(decisions_issued_on=TODAY)
    held.matter.decisions.update(state="in_window" if name == "with managers" else "final")
    state = name if name in ("writing", "typing", "checking") else "finished"
    state = "writing" if name == "opened again" else state
    was = TODAY if state == "finished" or name == "opened again" else None
    Record.objects.create(matter=held.matter, state=state, finished_on=was)
    if name == "draft again":
        Decision.objects.filter(pk=held.second.pk).update(state="draft")
    if name == "held back":
        Decision.objects.filter(pk=held.second.pk).update(state="queried")
    if name == "nobody":
        held.matter.participants.update(gets="")
    if name == "sent":
        issuing.issue(matter=held.matter.pk, kinds=["record", "letter"], by=held.by("support"))
        sent_to(held, *held.matter.participants.all())


@pytest.mark.parametrize(
    "name",
    ["to issue", "writing", "opened again", "typing", "checking", "with managers", "draft again", "held back",
     "nobody", "to send", "sent"],
)  # fmt: skip
def test_the_database_and_the_rule_agree_on_whose_step_it_is(held: Held, name: str) -> None:
    shape(held, name)
    row = after._stepped(Matter.objects.filter(pk=held.matter.pk)).get()
    told = followed(held)
    assert (row.step, row.whose) == (told.step, told.whose.value)


def test_what_is_late_now_and_what_went_out_late(held: Held) -> None:
    viewer = held.by("support")
    assert not after.reviews(seen_by=viewer, chosen={"late": "now"})
    overdue = replace(viewer, on=date(2026, 11, 24), at=moment(date(2026, 11, 24)))
    assert after.reviews(seen_by=overdue, chosen={"late": "now"}).numbers() == [held.matter.pk]
    record = finished(held)
    assert not after.reviews(seen_by=viewer, chosen={"late": "out"})
    Record.objects.filter(pk=record.pk).update(finished_on=date(2026, 12, 14))
    later = replace(viewer, on=date(2026, 12, 15), at=moment(date(2026, 12, 15)))
    assert after.reviews(seen_by=later, chosen={"late": "out"}).numbers() == [held.matter.pk]
    assert not after.reviews(seen_by=later, chosen={"late": "out", "month": "2026-10"})


@pytest.mark.parametrize(("name", "late"), [("opened again", 0), ("writing", 1)])
def test_a_record_that_was_opened_again_is_not_late(held: Held, name: str, late: int) -> None:
    """It was finished in time and waits to be finished again; one that never was is late after its limit."""
    shape(held, name)
    sent_to_nobody = date(2026, 12, 8)  # the record's days have passed, those of sending it have not
    viewer = replace(held.by("support"), on=sent_to_nobody, at=moment(sent_to_nobody))
    assert after.ageing(seen_by=viewer) == [(RECORD, Whose.CHAIR, 1, late)]
    assert len(after.reviews(seen_by=viewer, chosen={"late": "now"})) == late


def test_counts_by_step_add_up_to_the_list(held: Held) -> None:
    shape(held, "typing")
    counts = after.ageing(seen_by=held.by("support"))
    assert [(whose, many) for _, whose, many, _ in counts] == [(Whose.TYPIST, 1)]
    assert len(after.reviews(seen_by=held.by("support"), chosen={"step": "open"})) == 1


def test_queries_are_of_the_decision_they_name(held: Held) -> None:
    opened(held)
    window.query(decision=held.second.pk, says="Who pays?", by=held.by("manager"))
    assert Query.objects.get().decision_id == held.second.pk
    assert held.states() == ["in_window", "queried"]
