"""What people enter, correct and take away: who may, what is kept, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import pytest
from django.test import Client

from service import allocate, make_child, make_person, signed_in, viewer_of
from sightline.casework.register import actions, models
from sightline.casework.register.scope import NoSuchChild
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.models import Entry, Past
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Viewer:
    return viewer_of(make_person())


@pytest.fixture
def child(officer: Viewer) -> models.Child:
    made = make_child(born=date(2014, 5, 2), in_care_since=date(2026, 2, 3))
    models.Involvement.objects.create(child=made, person_id=officer.id, role="iro", started=date(2026, 2, 3))
    return made


def plan(child: models.Child, by: Viewer, **values: Any) -> int:
    told = {"plan": "LTFOST18", "started": date(2026, 3, 1), **values}
    return actions.add(child=child.pk, table="care_plans", by=by, **told)


class TestEntering:
    def test_it_is_there_with_who_entered_it(self, child: models.Child, officer: Viewer) -> None:
        row = models.CarePlan.objects.get(pk=plan(child, officer))
        assert (row.plan, row.entered_by_id, row.entered_at, row.load) == (
            "LTFOST18",
            officer.id,
            officer.at,
            None,
        )

    def test_what_was_worked_out_of_the_child_is_old_now(self, child: models.Child, officer: Viewer) -> None:
        plan(child, officer)
        assert models.Child.objects.get(pk=child.pk).stamp == child.stamp + 1

    def test_the_trail_says_which_table_and_not_what(self, child: models.Child, officer: Viewer) -> None:
        row = plan(child, officer)
        entry = Entry.objects.get(action="added")
        assert (entry.by, entry.kind, entry.subject) == (officer.id, "child", child.pk)
        assert entry.detail == {"table": "care_plans", "row": row}

    def test_two_plans_cannot_hold_on_one_day(self, child: models.Child, officer: Viewer) -> None:
        plan(child, officer)
        with pytest.raises(actions.NotRight) as refused:
            plan(child, officer, started=date(2026, 4, 1))
        assert list(refused.value.errors) == ["started"]

    def test_one_may_begin_the_day_another_ended(self, child: models.Child, officer: Viewer) -> None:
        plan(child, officer, ended=date(2026, 4, 1))
        plan(child, officer, started=date(2026, 4, 1))
        assert models.CarePlan.objects.count() == 2

    @pytest.mark.parametrize(
        ("table", "field", "values"),
        [
            ("care_plans", "plan", {"started": date(2026, 3, 1)}),
            ("care_plans", "plan", {"started": date(2026, 3, 1), "plan": "NOSUCH"}),
            ("care_plans", "ended", {"started": date(2026, 3, 1), "plan": "ADOPTION", "ended": date(2026, 2, 1)}),
            ("care_plans", "started", {"started": date(2014, 5, 1), "plan": "ADOPTION"}),
            ("reviews", "held", {"held": date(2026, 11, 21), "participation": "PN1"}),
            ("visits", "seen_alone", {"held": date(2026, 3, 1), "kind": "iro", "seen": 0, "seen_alone": 1}),
            ("sdq_scores", "score", {"completed": date(2026, 3, 1)}),
            ("sdq_scores", "score", {"completed": date(2026, 3, 1), "score": 41}),
            ("episodes", "started", {"started": date(2026, 3, 1)}),
            ("warnings", "says", {"kind": "Door", "started": date(2026, 3, 1), "review_on": date(2026, 9, 1)}),
        ],
    )
    def test_what_cannot_be_right_is_said_at_its_field(
        self, child: models.Child, officer: Viewer, table: str, field: str, values: dict[str, Any]
    ) -> None:
        with pytest.raises(actions.NotRight) as refused:
            actions.add(child=child.pk, table=table, by=officer, **values)
        assert field in refused.value.errors

    def test_a_review_held_today_is_right(self, child: models.Child, officer: Viewer) -> None:
        actions.add(child=child.pk, table="reviews", by=officer, held=officer.on, participation="PN1")
        assert models.Review.objects.get(child=child).held == officer.on

    def test_the_same_review_twice_is_refused_in_words(self, child: models.Child, officer: Viewer) -> None:
        actions.add(child=child.pk, table="reviews", by=officer, held=officer.on, participation="PN1")
        with pytest.raises(actions.NotRight, match="cannot be right"):
            actions.add(child=child.pk, table="reviews", by=officer, held=officer.on, participation="PN2")


class TestWhoMay:
    def test_a_social_worker_enters_nothing(self, child: models.Child) -> None:
        worker = make_person(Role.SOCIAL_WORKER)
        allocate(child, worker, role="social_worker")
        with pytest.raises(actions.NotPermitted):
            plan(child, viewer_of(worker))

    def test_another_officer_sees_no_such_child(self, child: models.Child) -> None:
        with pytest.raises(NoSuchChild):
            plan(child, viewer_of(make_person()))

    def test_an_analyst_enters_facts_and_no_visits(self, child: models.Child) -> None:
        analyst = viewer_of(make_person(Role.ANALYST))
        plan(child, analyst)
        with pytest.raises(actions.NotPermitted):
            actions.add(child=child.pk, table="visits", by=analyst, held=analyst.on, kind="iro")

    def test_a_row_of_another_child_is_no_row_of_this_one(self, child: models.Child, officer: Viewer) -> None:
        row = plan(child, officer)
        other = make_child()
        models.Involvement.objects.create(
            child=other, person_id=officer.id, role="social_worker", started=date(2026, 2, 3)
        )
        with pytest.raises(actions.NoSuchRow):
            actions.take_away(child=other.pk, table="care_plans", row=row, version=1, reason="Wrong", by=officer)


class TestCorrecting:
    def test_what_it_said_is_kept_with_the_reason(self, child: models.Child, officer: Viewer) -> None:
        row = plan(child, officer)
        correct(child, row, officer, plan="ADOPTION")
        assert models.CarePlan.objects.get(pk=row).plan == "ADOPTION"
        past = Past.objects.get(kind="register.careplan", row=row)
        assert (past.values["plan"], past.why, past.version, past.replaced_by) == (
            "LTFOST18",
            "The court changed it",
            1,
            officer.id,
        )

    def test_the_trail_names_the_fields(self, child: models.Child, officer: Viewer) -> None:
        correct(child, plan(child, officer), officer, plan="ADOPTION")
        assert Entry.objects.get(action="corrected").detail["fields"] == ["plan"]

    def test_somebody_was_faster(self, child: models.Child, officer: Viewer) -> None:
        row = plan(child, officer)
        correct(child, row, officer, plan="ADOPTION")
        with pytest.raises(actions.Changed) as changed:
            correct(child, row, officer, plan="RETURN6M")
        assert (changed.value.version, changed.value.now["plan"]) == (2, "ADOPTION")
        assert models.CarePlan.objects.get(pk=row).plan == "ADOPTION"

    def test_nothing_changed_is_no_change(self, child: models.Child, officer: Viewer) -> None:
        row = plan(child, officer)
        correct(child, row, officer)
        assert models.CarePlan.objects.get(pk=row).version == 1
        assert not Past.objects.exists()

    def test_without_a_reason_nothing_is_changed(self, child: models.Child, officer: Viewer) -> None:
        row = plan(child, officer)
        with pytest.raises(actions.NotRight):
            correct(child, row, officer, plan="ADOPTION", reason=" ")
        assert models.CarePlan.objects.get(pk=row).plan == "LTFOST18"

    def test_a_reason_that_is_part_of_the_row_is_not_why_it_is_corrected(
        self, child: models.Child, officer: Viewer
    ) -> None:
        told: dict[str, Any] = {"completed": date(2026, 3, 1), "score": None, "reason": "SDQ2"}
        row = actions.add(child=child.pk, table="sdq_scores", by=officer, **told)
        actions.correct(
            child=child.pk, table="sdq_scores", row=row, version=1, why="Another day", by=officer,
            **{**told, "completed": date(2026, 3, 2)},
        )  # fmt: skip
        kept = models.SdqScore.objects.get(pk=row)
        assert (kept.completed, kept.reason) == (date(2026, 3, 2), "SDQ2")
        assert Past.objects.get(row=row, kind="register.sdqscore").why == "Another day"

    def test_taken_away_it_is_kept_as_gone(self, child: models.Child, officer: Viewer) -> None:
        row = plan(child, officer)
        actions.take_away(
            child=child.pk, table="care_plans", row=row, version=1, reason="Another child's", by=officer
        )
        assert not models.CarePlan.objects.exists()
        assert Past.objects.get(row=row, kind="register.careplan").gone

    def test_its_page_tells_the_history(self, client: Client, child: models.Child, officer: Viewer) -> None:
        row = plan(child, officer)
        correct(child, row, officer, plan="ADOPTION")
        person = child.involvement_set.get().person
        page = signed_in(client, person).get(f"/children/{child.pk}/source/care_plans/{row}/").content.decode()
        assert "The court changed it" in page
        assert "Grow up with foster carers, to 18" in page
        assert f"Entered by {person.name}" in page


class TestWhoTheChildIs:
    def test_a_name_corrected_is_found_by_its_new_sound(self, child: models.Child, officer: Viewer) -> None:
        details(child, officer, forename="Siobhan", surname="Nguyen")
        assert " siobhan nguyen " in models.Child.objects.get(pk=child.pk).sounds

    def test_a_birthday_to_come_is_refused(self, child: models.Child, officer: Viewer) -> None:
        with pytest.raises(actions.NotRight):
            details(child, officer, born=date(2026, 11, 21))


class TestAddingAChild:
    VALUES: ClassVar[dict[str, Any]] = {
        "forename": "Wren",
        "surname": "Appleby",
        "born": date(2016, 6, 1),
        "sex": "F",
        "started": date(2026, 11, 17),
        "legal_status": "V2",
        "need": "N1",
        "placement": "U6",
    }

    @pytest.fixture
    def support(self) -> Viewer:
        return viewer_of(make_person(Role.BUSINESS_SUPPORT))

    def test_the_child_is_in_care_with_a_number_of_our_own(self, support: Viewer) -> None:
        child = models.Child.objects.get(pk=actions.add_child(by=support, **self.VALUES))
        assert child.identifiers.get().value == f"S{child.pk:06d}"
        assert child.episode_set.get().reason_started == "S"
        assert child.notices.get().kind == "came_into_care"

    def test_one_who_may_be_the_same_is_shown_first(self, support: Viewer) -> None:
        twin = make_child(forename="Ren", surname="Applebee", born=date(2016, 6, 1))
        with pytest.raises(actions.LikelySame) as likely:
            actions.add_child(by=support, **self.VALUES)
        assert likely.value.found == [(twin.pk, "Ren Applebee")]
        assert actions.add_child(by=support, another=True, **self.VALUES)

    def test_one_born_on_another_day_is_another_child(self, support: Viewer) -> None:
        make_child(forename="Ren", surname="Applebee", born=date(2016, 6, 2))
        assert actions.add_child(by=support, **self.VALUES)

    def test_a_restricted_child_is_told_of_to_nobody(self, support: Viewer) -> None:
        hidden = make_child(forename="Wren", surname="Appleby", born=date(2016, 6, 1))
        models.Restriction.objects.create(child=hidden, reason="Safety", set_at=support.at, set_by_id=support.id)
        assert actions.add_child(by=support, **self.VALUES)

    def test_an_officer_may_not(self, officer: Viewer) -> None:
        with pytest.raises(actions.NotPermitted):
            actions.add_child(by=officer, **self.VALUES)


class TestBrothersAndSisters:
    def test_put_together_they_are_one_family(self, child: models.Child) -> None:
        manager, other = viewer_of(make_person(Role.IRO_MANAGER)), make_child()
        actions.together(child=child.pk, other=other.pk, reason="The mother said so", by=manager)
        families = set(models.Child.objects.values_list("family", flat=True))
        assert len(families) == 1
        assert None not in families

    def test_taken_apart_the_other_stays(self, child: models.Child) -> None:
        manager, other = viewer_of(make_person(Role.IRO_MANAGER)), make_child()
        actions.together(child=child.pk, other=other.pk, reason="The mother said so", by=manager)
        actions.part(child=child.pk, reason="A mistake", by=manager)
        assert models.Child.objects.get(pk=child.pk).family is None
        assert models.Child.objects.get(pk=other.pk).family is not None

    def test_two_families_become_one(self, child: models.Child) -> None:
        manager = viewer_of(make_person(Role.IRO_MANAGER))
        second, third, fourth = make_child(), make_child(), make_child()
        for pair in ((child, second), (third, fourth), (second, third)):
            actions.together(child=pair[0].pk, other=pair[1].pk, reason="The mother said so", by=manager)
        assert models.Child.objects.values("family").distinct().count() == 1

    def test_a_hidden_sister_is_told_of_by_no_refusal(self, child: models.Child) -> None:
        """With a restricted sister, and without any: the same answer."""
        manager, hidden = viewer_of(make_person(Role.IRO_MANAGER)), make_child()
        actions.together(child=child.pk, other=hidden.pk, reason="The mother said so", by=manager)
        models.Restriction.objects.create(child=hidden, reason="Safety", set_at=manager.at, set_by_id=manager.id)
        for each in (child, make_child()):
            with pytest.raises(actions.NotPermitted, match="No brother or sister of this child is known"):
                actions.part(child=each.pk, reason="A mistake", by=manager)

    def test_one_out_of_scope_is_no_child(self, child: models.Child, officer: Viewer) -> None:
        with pytest.raises(NoSuchChild):
            actions.together(child=child.pk, other=make_child().pk, reason="Guess", by=officer)


def correct(
    child: models.Child, row: int, by: Viewer, *, reason: str = "The court changed it", **values: Any
) -> None:
    told = {"plan": "LTFOST18", "started": date(2026, 3, 1), **values}
    actions.correct(child=child.pk, table="care_plans", row=row, version=1, why=reason, by=by, **told)


def details(child: models.Child, by: Viewer, **values: Any) -> None:
    told = {"sex": child.sex, "born": child.born, "ethnicity": child.ethnicity, **values}
    actions.correct_child(child=child.pk, version=child.version, reason="A mistake", by=by, **told)
