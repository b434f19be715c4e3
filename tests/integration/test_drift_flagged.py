"""Flags of children in care: kept until they may be others, seen in scope, set aside with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from service import TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.meetings.models import Decision, Matter, Meeting
from sightline.casework.outbox.models import Message
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Episode, PermanencePlan, Restriction
from sightline.casework.register.scope import NoSuchChild
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.models import Person
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Entry
from sightline.casework.watch import contacting, dismissing, drifting
from sightline.casework.watch.drifting import flags_of, fresh
from sightline.casework.watch.models import Dismissal, Flagged
from sightline.casework.watch.queries import flags
from sightline.casework.watch.queries.precision import precision
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
HELD = date(2026, 9, 7)


@dataclass
class Told:
    """A child with an officer, and a decision that is past its day."""

    child: Child
    officer: Person
    decision: Decision


@pytest.fixture
def told() -> Told:
    officer, child = make_person(), make_child(in_care_since=date(2026, 8, 3))
    allocate(child, officer)
    return Told(child, officer, decided(child, officer, by_when=date(2026, 11, 2)))


def decided(child: Child, chair: Person, *, by_when: date | None, **fields: Any) -> Decision:
    meeting = Meeting.objects.create(kind="review", state="held", on=HELD, chair=chair, made_at=moment(HELD))
    matter = Matter.objects.create(meeting=meeting, child=child, state="complete", held_on=HELD, completed_on=HELD)
    return Decision.objects.create(
        matter=matter,
        place=1,
        what="See the dentist",
        by_when=by_when,
        first_by_when=by_when,
        state="final",
        **fields,
    )


def keys(child: Child, on: date = TODAY) -> set[str]:
    return {row.flag for row in fresh(Child.objects.filter(pk=child.pk), on=on, practice=in_force(on))}


def version_of(child: Child, flag: str) -> int:
    return next(f.version for f in flags_of(child.pk, on=TODAY, practice=in_force(TODAY)) if f.key == flag)


def dismiss(told: Told, **more: Any) -> int:
    given = {"flag": "decisions-overdue", "kind": "known", "why": "It is booked", "version": None, **more}
    return dismissing.dismiss(child=told.child.pk, by=viewer_of(told.officer), **given)


def open_flags(told: Told, **chosen: str) -> list[str]:
    return [row.flag for row in flags.flagged(seen_by=viewer_of(told.officer), chosen=chosen)]


# what is kept


def test_a_flag_comes_with_the_day_and_without_anything_new(told: Told) -> None:
    assert "decisions-overdue" not in keys(told.child, on=date(2026, 11, 2))
    assert "decisions-overdue" in keys(told.child, on=date(2026, 11, 3))


def test_what_is_kept_is_not_asked_for_again(told: Told, django_assert_max_num_queries: Any) -> None:
    keys(told.child)
    with django_assert_max_num_queries(6):
        keys(told.child, on=TODAY)
    assert Flagged.objects.filter(child=told.child, flag="decisions-overdue").get().since == date(2026, 11, 3)


def test_a_flag_goes_when_the_decision_is_done(told: Told) -> None:
    assert "decisions-overdue" in keys(told.child)
    Decision.objects.update(result="done", result_on=TODAY)
    Child.objects.filter(pk=told.child.pk).update(stamp=told.child.stamp + 1)
    assert "decisions-overdue" not in keys(told.child)


def test_who_left_care_has_no_flags(told: Told) -> None:
    keys(told.child)
    Episode.objects.filter(child=told.child).update(ceased=TODAY, reason_ceased="E4A")
    Child.objects.filter(pk=told.child.pk).update(stamp=told.child.stamp + 1)
    assert keys(told.child) == set()


def test_a_draft_is_no_promise_and_one_set_again_is_followed(told: Told) -> None:
    Decision.objects.update(state="draft")
    assert "decisions-overdue" not in {f.key for f in now(told)}
    Decision.objects.update(state="final", result="not_done")
    assert "decisions-overdue" in {f.key for f in now(told)}
    decided(told.child, told.officer, by_when=date(2026, 12, 24), again=told.decision)
    assert "decisions-overdue" not in {f.key for f in now(told)}


def test_a_decision_set_again_twice_says_every_day_promised(told: Told) -> None:
    second = decided(told.child, told.officer, by_when=date(2026, 11, 9), again=told.decision)
    decided(told.child, told.officer, by_when=date(2026, 12, 24), again=second)
    flag = next(f for f in now(told) if f.key == "decision-set-again")
    assert [fact.value for fact in flag.facts] == [date(2026, 11, 2), date(2026, 11, 9), date(2026, 12, 24)]


def now(told: Told) -> Any:
    return flags_of(told.child.pk, on=TODAY, practice=in_force(TODAY))


def test_a_contact_is_a_footprint(told: Told) -> None:
    later = TODAY + timedelta(days=60)
    assert "no-footprint" in keys(told.child, on=later)
    contacting.note(children=[told.child.pk], on=TODAY, kind="file_check", by=viewer_of(told.officer))
    assert "no-footprint" not in keys(told.child, on=later)


def test_many_children_are_asked_for_as_few_are(told: Told, django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        decided(make_child(in_care_since=date(2026, 8, 3)), told.officer, by_when=date(2026, 11, 2))
    with django_assert_max_num_queries(50):
        assert len(fresh(Child.objects.all(), on=TODAY, practice=in_force(TODAY))) > 30


# who sees them


def test_a_list_holds_the_children_of_whoever_looks(told: Told) -> None:
    other = make_child(in_care_since=date(2026, 8, 3))
    decided(other, told.officer, by_when=date(2026, 11, 2))
    assert {row.child for row in flags.flagged(seen_by=viewer_of(told.officer))} == {told.child.pk}
    manager = viewer_of(make_person(Role.IRO_MANAGER))
    assert flags.counts(seen_by=manager)["decisions-overdue"] == 2
    Restriction.objects.create(child=other, reason="Known", set_at=moment(), set_by=told.officer)
    assert flags.counts(seen_by=manager)["decisions-overdue"] == 1


def test_filters(told: Told) -> None:
    assert open_flags(told, flag="decisions-overdue", iro="me") == ["decisions-overdue"]
    assert open_flags(told, flag="decisions-overdue", since="28") == []
    assert open_flags(told, flag="decisions-overdue", iro=str(make_person().pk)) == []


# setting aside


def test_set_aside_and_seen_no_more(told: Told) -> None:
    dismiss(told)
    assert "decisions-overdue" not in open_flags(told)
    assert "decisions-overdue" in open_flags(told, state="aside")
    assert Entry.objects.filter(action="set_flag_aside", subject=told.child.pk).exists()


def test_it_comes_back_when_the_facts_change_and_not_with_the_day(told: Told) -> None:
    dismiss(told)
    later = viewer_of(told.officer, at=moment(TODAY + timedelta(days=20)))
    assert "decisions-overdue" not in [row.flag for row in flags.flagged(seen_by=later)]
    decided(told.child, told.officer, by_when=date(2026, 11, 4))
    Child.objects.filter(pk=told.child.pk).update(stamp=99)
    assert "decisions-overdue" in open_flags(told)
    assert Dismissal.objects.get().why == "It is booked"


def test_it_comes_back_on_the_day_that_was_named(told: Told) -> None:
    dismiss(told, until=TODAY + timedelta(days=7))
    week = viewer_of(told.officer, at=moment(TODAY + timedelta(days=7)))
    assert "decisions-overdue" not in open_flags(told)
    assert "decisions-overdue" in [row.flag for row in flags.flagged(seen_by=week)]
    assert [each.flag.key for each in flags.of_child(told.child.pk, seen_by=week).open if each.flag.key] != []


def test_taken_back(told: Told) -> None:
    made = dismiss(told)
    dismissing.withdraw(child=told.child.pk, dismissal=made, by=viewer_of(told.officer))
    assert "decisions-overdue" in open_flags(told)
    with pytest.raises(dismissing.NoSuchDismissal):
        dismissing.withdraw(child=told.child.pk, dismissal=made, by=viewer_of(told.officer))


def test_said_twice_the_last_holds(told: Told) -> None:
    dismiss(told)
    dismiss(told, kind="wrong", why="It was done in May")
    seen = flags.of_child(told.child.pk, seen_by=viewer_of(told.officer))
    assert [each.dismissed.why for each in seen.aside if each.dismissed] == ["It was done in May"]
    assert [each.why for each in seen.before] == ["It is booked"]


def test_the_facts_have_changed_meanwhile(told: Told) -> None:
    seen = version_of(told.child, "decisions-overdue")
    decided(told.child, told.officer, by_when=date(2026, 11, 4))
    with pytest.raises(Changed):
        dismiss(told, version=seen)
    assert not Dismissal.objects.exists()


@pytest.mark.parametrize(
    "given",
    [{"why": " "}, {"kind": "other"}, {"until": TODAY}, {"flag": "section-20"}, {"why": "x" * 501}],
)
def test_what_is_refused(told: Told, given: dict[str, Any]) -> None:
    with pytest.raises(NotPermitted):
        dismiss(told, **given)
    assert not Dismissal.objects.exists()


def test_who_may_not(told: Told) -> None:
    worker = make_person(Role.SOCIAL_WORKER)
    allocate(told.child, worker, role="social_worker")
    with pytest.raises(NotPermitted):
        dismissing.dismiss(
            child=told.child.pk,
            flag="decisions-overdue",
            kind="known",
            why="Mine",
            by=viewer_of(worker),
            version=None,
        )
    with pytest.raises(NoSuchChild):
        dismiss(Told(told.child, make_person(), told.decision))


def test_precision_counts_each_once_as_said_last(told: Told) -> None:
    dismiss(told)
    dismiss(told, kind="wrong", why="It was done in May")
    (row,) = precision(seen_by=viewer_of(told.officer))
    assert (row.flag, row.year, row.known, row.no_drift, row.wrong, row.true_drift) == (
        "decisions-overdue", 2026, 0, 0, 1, 0,
    )  # fmt: skip
    assert precision(seen_by=viewer_of(make_person())) == []


# at night


def test_an_officer_is_told_of_a_new_flag_once(told: Told) -> None:
    on = date(2026, 11, 3)
    drifting.tell_new(on=on, at=moment(on))
    assert Message.objects.filter(kind="flag", detail__flag="decisions-overdue").get().person == told.officer
    assert drifting.tell_new(on=on, at=moment(on)) == 0
    assert drifting.tell_new(on=on + timedelta(days=3), at=moment(on)) == 0


def test_nobody_is_told_of_what_was_set_aside_or_is_old(told: Told) -> None:
    dismiss(told)
    drifting.tell_new(on=date(2026, 11, 4), at=moment(date(2026, 11, 4)))
    assert not Message.objects.filter(detail__flag="decisions-overdue").exists()
    Dismissal.objects.all().update(withdrawn_at=moment())
    drifting.tell_new(on=TODAY, at=moment())
    assert not Message.objects.filter(detail__flag="decisions-overdue").exists()


# pages


def test_the_childs_page_shows_facts_sources_and_thresholds(told: Told, client: Client) -> None:
    PermanencePlan.objects.create(child=told.child, started=date(2026, 9, 1), route="RETURN")
    Episode.objects.filter(child=told.child).update(legal_status="E1")
    page = signed_in(client, told.officer).get(f"/children/{told.child.pk}/drift/").content.decode()
    assert "Plan and legal status disagree" in page
    assert f"/children/{told.child.pk}/source/permanence_plans/" in page
    assert f"/decisions/{told.decision.pk}/" in page
    assert "Days after the day promised: 0 days" in page
    assert "This is a setting" in page


def test_setting_aside_by_the_page(told: Told, client: Client) -> None:
    officer = signed_in(client, told.officer)
    address = f"/children/{told.child.pk}/drift/decisions-overdue/set-aside/"
    assert "Choose an answer" in officer.post(address, {"why": "x"}).content.decode()
    officer.post(address, {"kind": "no_drift", "why": "The dentist has moved", "_version": ""})
    assert Dismissal.objects.get().kind == "no_drift"
    page = officer.get(f"/children/{told.child.pk}/drift/").content.decode()
    assert "The dentist has moved" in page
    officer.post(f"/children/{told.child.pk}/drift/{Dismissal.objects.get().pk}/take-back/")
    assert Dismissal.objects.get().withdrawn_at is not None


def test_a_flag_that_went_meanwhile_says_so(told: Told, client: Client) -> None:
    Decision.objects.update(result="done", result_on=TODAY)
    address = f"/children/{told.child.pk}/drift/{{}}/set-aside/"
    officer = signed_in(client, told.officer)
    assert "there is nothing to set aside" in officer.get(address.format("decisions-overdue")).content.decode()
    assert officer.get(address.format("no-such-flag")).status_code == 404


def test_no_words_of_a_decision_leave_by_the_list(told: Told, client: Client) -> None:
    told_csv = signed_in(client, told.officer).get("/drift/?all=yes&format=csv").content.decode("utf-8-sig")
    assert "A decision was to be done by 2 November 2026" in told_csv
    assert "dentist" not in told_csv
