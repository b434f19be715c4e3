"""Naming an officer, passing children on, and the queue of those who have none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from service import LONG_AGO, TODAY, allocate, make_child, make_episode, make_person, make_team, viewer_of
from sightline.casework.allocation import actions, queries
from sightline.casework.allocation.actions import Move, NotPermitted, ReasonNeeded
from sightline.casework.allocation.models import Handover
from sightline.casework.register.models import Child, Involvement, Restriction, SiblingGroup
from sightline.casework.register.scope import NoSuchChild
from sightline.casework.staff.models import Employment, Post, RolePeriod
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Entry, Past
from sightline.domain.roles import Role
from sightline.domain.standing import Standing
from sightline.planning.allocation import distribute

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 17)


@pytest.fixture
def manager():
    return make_person(Role.IRO_MANAGER)


@pytest.fixture
def by(manager):
    return viewer_of(manager)


def post(person, fraction="1.0", since=LONG_AGO):
    return Post.objects.create(
        person=person, role="iro", fraction=Decimal(fraction), employment=Employment.PERMANENT, started=since
    )


def family(*children: Child) -> SiblingGroup:
    group = SiblingGroup.objects.create()
    Child.objects.filter(pk__in=[child.pk for child in children]).update(family=group)
    return group


def name(child, officer, by, *, seen=None, on=TODAY, reason="new", **told):
    return actions.allocate(child=child.pk, officer=officer.pk, reason=reason, by=by, on=on, seen=seen, **told)


def test_a_child_who_came_on_tuesday_waits_until_an_officer_is_named(by):
    child = make_child(in_care_since=TUESDAY)
    (waiting,) = queries.queue(seen_by=by)
    assert (waiting.child, waiting.due, waiting.days) == (child.pk, date(2026, 11, 24), 3)
    assert waiting.standing is Standing.DUE
    assert "5 working days" in waiting.why
    name(child, make_person(), by)
    assert queries.queue(seen_by=by) == []


def test_a_child_not_in_care_does_not_wait(by):
    child = make_child(in_care_since=None)
    make_episode(child, started=date(2026, 1, 5), ceased=date(2026, 3, 2), reason_ceased="E8")
    assert queries.queue(seen_by=by) == []


def test_where_an_officer_stopped_the_clock_starts_again_and_says_so(by):
    child = make_child(in_care_since=date(2025, 1, 6))
    allocate(child, make_person(name="Olive Old"), ended=date(2026, 11, 2))
    (waiting,) = queries.queue(seen_by=by)
    assert (waiting.since, waiting.before, waiting.standing) == (date(2026, 11, 2), "Olive Old", Standing.OVERDUE)


def test_naming_another_ends_the_one_before_the_same_day_and_keeps_everything(by):
    child, first, second = make_child(), make_person(), make_person()
    old = allocate(child, first, date(2026, 3, 2))
    stamp = child.stamp
    made = name(child, second, by, seen=old.pk, on=TUESDAY, reason="left", direction="Look at contact first.")
    old.refresh_from_db()
    new = Involvement.objects.get(pk=made)
    assert (old.ended, old.reason_ended, old.version) == (TUESDAY, "reallocated", 2)
    assert (new.person, new.started, new.ended, new.direction) == (second, TUESDAY, None, "Look at contact first.")
    assert Past.objects.get(kind="register.involvement", row=old.pk).values["ended"] is None
    assert Handover.objects.get(before=old).after_id == made
    assert Child.objects.get(pk=child.pk).stamp > stamp
    entry = Entry.objects.get(action="allocated")
    assert (entry.subject, entry.detail["officer"], entry.detail["before"]) == (child.pk, second.pk, first.pk)
    assert "contact" not in str(entry.detail)


def test_nobody_overwrites_what_somebody_else_decided_meanwhile(by):
    child, first, second, third = make_child(), make_person(), make_person(), make_person()
    old = allocate(child, first)
    name(child, second, by, seen=old.pk)
    with pytest.raises(Changed) as refused:
        name(child, third, by, seen=old.pk)
    assert refused.value.now["officer"] == str(second.pk)
    with pytest.raises(Changed):
        name(child, third, by, seen=None)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"on": TODAY + timedelta(days=1)}, "to come"),
        ({"reason": "because"}, "why"),
        ({"on": date(2026, 2, 2)}, "not in care"),
    ],
)
def test_refusals_say_why(by, change, says):
    with pytest.raises(NotPermitted, match=says):
        name(make_child(in_care_since=date(2026, 2, 3)), make_person(), by, **change)


def test_only_an_officer_of_that_day_is_named(by):
    child = make_child()
    for person in (make_person(Role.CONFERENCE_CHAIR), make_person(on=TODAY + timedelta(days=1))):
        with pytest.raises(NotPermitted):
            name(child, person, by)
    late = make_person(on=TUESDAY)
    with pytest.raises(NotPermitted, match="on that day"):
        name(child, late, by, on=TUESDAY - timedelta(days=1))
    name(child, late, by, on=TUESDAY)


def test_who_may_not_allocate_is_refused():
    child, officer = make_child(), make_person()
    allocate(child, officer)
    with pytest.raises(NotPermitted, match="role"):
        name(child, make_person(), viewer_of(officer))


def test_a_restricted_child_is_no_child_to_those_not_named(by, manager):
    child = make_child()
    Restriction.objects.create(child=child, reason="r", set_at=by.at, set_by=manager)
    with pytest.raises(NoSuchChild):
        name(child, make_person(), by)
    assert queries.queue(seen_by=by) == []


def test_who_held_the_case_is_refused_and_somebody_else_is_not(by):
    child, was_worker = make_child(), make_person()
    allocate(child, was_worker, date(2021, 1, 4), role="social_worker", ended=date(2022, 1, 4))
    with pytest.raises(NotPermitted, match="must not be named"):
        name(child, was_worker, by)
    name(child, make_person(), by)


def test_who_managed_the_team_then_is_refused_and_who_managed_it_later_is_not(by):
    child, team, worker = make_child(), make_team(), make_person(Role.SOCIAL_WORKER)
    allocate(child, worker, date(2021, 1, 4), role="social_worker", ended=date(2022, 1, 4), team=team)
    managed, later = make_person(), make_person()
    for person, since in ((managed, date(2021, 6, 1)), (later, date(2022, 1, 4))):
        RolePeriod.objects.create(
            person=person, role="team_manager", team=team, started=since, ended=date(2023, 1, 1)
        )
    with pytest.raises(NotPermitted, match="team manager"):
        name(child, managed, by)
    name(child, later, by)


def test_a_declared_conflict_rules_out_until_it_is_withdrawn(by):
    child, officer = make_child(), make_person()
    actions.declare_conflict(child=child.pk, person=officer.pk, says="A friend of the family.", by=by)
    with pytest.raises(NotPermitted, match="friend of the family"):
        name(child, officer, by)
    actions.withdraw_conflict(child=child.pk, conflict=child.conflicts.get().pk, by=by)
    name(child, officer, by)


def test_a_parent_in_care_has_another_officer(by):
    parent, child, officer = make_child(born=date(2009, 5, 2)), make_child(born=date(2026, 1, 2)), make_person()
    allocate(parent, officer)
    actions.tell_parent(child=child.pk, parent=parent.pk, by=by)
    with pytest.raises(NotPermitted, match="mother"):
        name(child, officer, by)


def test_parting_brothers_and_sisters_needs_a_reason_which_is_kept(by):
    one, two, officer = make_child(), make_child(), make_person()
    family(one, two)
    allocate(two, make_person())
    with pytest.raises(ReasonNeeded):
        name(one, officer, by)
    name(one, officer, by, apart_reason="Their interests differ in court.")
    assert Child.objects.get(pk=one.pk).apart_reason == "Their interests differ in court."


def test_the_officer_of_a_brother_out_of_scope_is_not_told(by, manager):
    one, two, officer = make_child(), make_child(), make_person()
    family(one, two)
    allocate(two, officer)
    facts = queries.candidates([one.pk], seen_by=by).children[0]
    assert [sibling.officer for sibling in facts.siblings] == [officer.pk]
    Restriction.objects.create(child=two, reason="r", set_at=by.at, set_by=make_person(Role.HEAD_OF_SERVICE))
    facts = queries.candidates([one.pk], seen_by=by).children[0]
    assert (facts.siblings, facts.family_holders) == ([], frozenset())
    name(one, make_person(), by)  # and no reason is asked for: that would tell


def test_all_children_of_one_who_leaves_pass_on_in_one_go_families_together(by):
    leaver, *others = make_person(), make_person(), make_person()
    children = [make_child() for _ in range(6)]
    family(children[0], children[5])
    olds = {child.pk: allocate(child, leaver).pk for child in children}
    asked = queries.candidates(queries.children_of(leaver.pk, seen_by=by), seen_by=by)
    given = distribute(asked.children, asked.officers, asked.lines, on=TODAY, leaves=leaver.pk)
    assert asked.seen == olds
    assert [each.child for each in asked.children if each.siblings] == [children[0].pk, children[5].pk]
    assert given[children[0].pk].officer == given[children[5].pk].officer
    assert {given[pk].officer for pk in olds} == {person.pk for person in others}
    moves = [Move(pk, given[pk].officer, seen, "left") for pk, seen in olds.items()]
    actions.reallocate(moves=moves, by=by, on=TODAY)
    assert Involvement.objects.filter(person=leaver, ended=TODAY).count() == 6
    assert Handover.objects.count() == 6


def test_when_one_of_them_cannot_pass_none_does(by):
    leaver, other = make_person(), make_person()
    good, bad = make_child(), make_child()
    olds = [allocate(child, leaver) for child in (good, bad)]
    allocate(bad, other, date(2021, 1, 4), role="social_worker", ended=date(2022, 1, 4))
    moves = [Move(old.child_id, other.pk, old.pk, "left") for old in olds]
    with pytest.raises(NotPermitted):
        actions.reallocate(moves=moves, by=by, on=TODAY)
    assert Involvement.objects.filter(role="iro", person=leaver, ended=None).count() == 2


def test_an_allocation_ends_when_the_child_left_care_and_not_before(by):
    child, officer = make_child(in_care_since=date(2026, 2, 3)), make_person()
    old = allocate(child, officer)
    with pytest.raises(NotPermitted, match="in care"):
        actions.close(child=child.pk, seen=old.pk, reason="left_care", by=by, on=TODAY)
    child.episode_set.update(ceased=date(2026, 11, 2), reason_ceased="E8")
    actions.close(child=child.pk, seen=old.pk, reason="left_care", by=by, on=TODAY)
    old.refresh_from_db()
    assert (old.ended, old.reason_ended) == (TODAY, "left_care")


def test_the_note_is_for_the_officers_and_two_people_do_not_overwrite_each_other(by):
    child, first, second = make_child(), make_person(), make_person()
    old = allocate(child, first)
    name(child, second, by, seen=old.pk)
    handover = Handover.objects.get()
    told = {"child_told_on": TODAY, "introduced_on": None}
    actions.hand_over(handover=handover.pk, note="Likes football.", version=1, by=viewer_of(second), **told)
    with pytest.raises(Changed) as refused:
        actions.hand_over(handover=handover.pk, note="Other.", version=1, by=by, **told)
    assert refused.value.now["note"] == "Likes football."
    with pytest.raises(NoSuchChild):
        actions.hand_over(handover=handover.pk, note="", version=2, by=viewer_of(make_person()), **told)
    with pytest.raises(NotPermitted, match="to come"):
        actions.hand_over(
            handover=handover.pk, note="", version=2, by=by, child_told_on=None,
            introduced_on=TODAY + timedelta(days=1),
        )  # fmt: skip


def test_caseloads_are_for_each_full_time_post_of_children_in_care(by):
    full, half = make_person(name="Full"), make_person(name="Half")
    post(full), post(half, "0.5")
    for _ in range(2):
        allocate(make_child(), full), allocate(make_child(), half)
    allocate(make_child(in_care_since=None), full)
    first, second = queries.officers(seen_by=by)
    assert (first.name, first.children, first.per_fte, first.line) == ("Half", 2, Decimal("4.0"), "under")
    assert (second.name, second.per_fte) == ("Full", Decimal("2.0"))


@pytest.mark.parametrize("chosen", [{}, {"iro": "none"}, {"care": "in"}, {"due": "91"}, {"age": "0"}])
def test_queries_do_not_grow_with_rows(by, chosen):
    def grow(n):
        group = SiblingGroup.objects.create()
        for k in range(n):
            child = make_child(family=group)
            if k % 2:
                allocate(child, make_person())

    def ask():
        queries.queue(seen_by=by)
        queries.officers(seen_by=by)
        queries.roll(seen_by=by, chosen=chosen)[:50]
        queries.candidates(queries.children_of(by.id, seen_by=by), seen_by=by)
        queries.candidates(list(Child.objects.values_list("pk", flat=True)), seen_by=by)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    grow(4)
    ask()
    with CaptureQueriesContext(connection) as few:
        ask()
    grow(20)
    ask()
    with CaptureQueriesContext(connection) as many:
        ask()
    assert len(many) == len(few)
