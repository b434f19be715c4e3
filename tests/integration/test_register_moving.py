"""A child leaves care, or the placement or legal status is new: told on one page, kept as the return asks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from access_world import sent
from service import TODAY, allocate, make_child, make_episode, make_person, signed_in, viewer_of
from sightline.casework.register import actions
from sightline.casework.register.models import Child, Episode, Missing, Notice
from sightline.casework.register.scope import NoSuchChild
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.models import Entry, Past
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
CAME, MOVED = date(2026, 10, 1), date(2026, 11, 3)
ELSEWHERE = {
    "placement": "K2", "provider": "PR4", "placement_postcode": "AB3 4EF", "urn": "SC123456",
    "reason_moved": "CARPL",
}  # fmt: skip


@pytest.fixture
def child() -> Child:
    return make_child(born=date(2014, 5, 2), in_care_since=CAME)


@pytest.fixture
def support() -> Viewer:
    return viewer_of(make_person(Role.BUSINESS_SUPPORT))


def now(child: Child) -> Episode:
    return Episode.objects.get(child=child, ceased=None)


def leave(child: Child, by: Viewer, **told: Any) -> None:
    given = {"episode": now(child).pk, "version": 1, "on": MOVED, "reason_ceased": "E4A", **told}
    actions.leave_care(child=child.pk, by=by, **given)


def move(child: Child, by: Viewer, **told: Any) -> Episode:
    row = now(child)
    given = {"episode": row.pk, "version": 1, "on": MOVED, "legal_status": row.legal_status, **told}
    return Episode.objects.get(pk=actions.move_on(child=child.pk, by=by, **given))


def refused(act: Any, *given: Any, **told: Any) -> dict[str, str]:
    with pytest.raises(actions.NotRight) as wrong:
        act(*given, **told)
    return wrong.value.errors


class TestLeaving:
    def test_the_episode_ends_and_the_officer_is_told(self, child: Child, support: Viewer) -> None:
        leave(child, support)
        row = Episode.objects.get()
        assert (row.ceased, row.reason_ceased, row.version, row.entered_by_id) == (MOVED, "E4A", 2, support.id)
        assert Past.objects.get(row=row.pk).values["ceased"] is None
        assert Notice.objects.get().kind == "left_care"
        assert Child.objects.get().stamp == child.stamp + 1
        assert Entry.objects.get(action="left_care").subject == child.pk

    @pytest.mark.parametrize(
        ("on", "says"),
        [
            (CAME, "began on 1 October 2026"),
            (CAME - timedelta(days=1), "choose a later day"),
            (TODAY + timedelta(days=1), "today or a day before"),
        ],
    )
    def test_days_that_cannot_be(self, child: Child, support: Viewer, on: date, says: str) -> None:
        assert says in refused(leave, child, support, on=on)["on"]

    def test_the_day_after_it_began_can(self, child: Child, support: Viewer) -> None:
        leave(child, support, on=CAME + timedelta(days=1))
        assert Episode.objects.get().ceased == CAME + timedelta(days=1)

    def test_nobody_leaves_twice(self, child: Child, support: Viewer) -> None:
        episode = now(child).pk
        leave(child, support)
        with pytest.raises(actions.NotPermitted, match="ended on 3 November 2026"):
            actions.leave_care(
                child=child.pk, episode=episode, version=2, on=TODAY, reason_ceased="E4B", by=support
            )

    @pytest.mark.parametrize(
        ("reason", "placement", "born", "right"),
        [
            ("E12", "A6", date(2014, 5, 2), True),
            ("E12", "U6", date(2014, 5, 2), False),
            ("E45", "U1", date(2014, 5, 2), True),
            ("E45", "K2", date(2014, 5, 2), False),
            ("E48", "U1", date(2008, 11, 4), True),  # 18 tomorrow
            ("E48", "U1", date(2008, 11, 3), False),
            ("E5", "U1", date(2012, 11, 3), True),
            ("E5", "U1", date(2012, 11, 4), False),  # 14 tomorrow
            ("E7", "U1", date(2010, 11, 4), False),
            ("E17", "U1", date(2008, 11, 4), False),
            ("E17", "U1", date(2008, 11, 3), True),
            ("E4A", "T1", date(2014, 5, 2), False),
            ("X1", "U6", date(2014, 5, 2), False),
        ],
    )
    def test_reasons_that_the_return_would_send_back(
        self, support: Viewer, reason: str, placement: str, born: date, right: bool
    ) -> None:
        child = make_child(born=born, in_care_since=None)
        make_episode(child, started=CAME, placement=placement)
        if right:
            leave(child, support, reason_ceased=reason)
            assert Episode.objects.get().reason_ceased == reason
        else:
            assert list(refused(leave, child, support, reason_ceased=reason)) == ["reason_ceased"]

    def test_a_child_who_is_missing_is_found_first(self, child: Child, support: Viewer) -> None:
        away = Missing.objects.create(child=child, started=date(2026, 10, 20), kind="M")
        assert "since 20 October 2026" in refused(leave, child, support)["on"]
        Missing.objects.filter(pk=away.pk).update(ended=MOVED)
        leave(child, support)
        assert Episode.objects.get().ceased == MOVED

    def test_short_breaks_are_no_care_to_leave(self, support: Viewer) -> None:
        child = make_child(in_care_since=None)
        make_episode(child, started=CAME, legal_status="V4")
        with pytest.raises(actions.NotPermitted, match="Short breaks"):
            leave(child, support)


class TestMoving:
    @pytest.mark.parametrize(
        ("told", "reason"),
        [
            ({"where": "same", "legal_status": "C2"}, "L"),
            ({"where": "carers", **ELSEWHERE}, "P"),
            ({"where": "carers", "legal_status": "C2", **ELSEWHERE}, "B"),
            ({"where": "home", "placement": "U4", "reason_moved": "PLACE"}, "T"),
            ({"where": "home", "placement": "U4", "reason_moved": "PLACE", "legal_status": "C2"}, "U"),
        ],
    )
    def test_what_is_new_gives_the_reason(
        self, child: Child, support: Viewer, told: dict[str, Any], reason: str
    ) -> None:
        before, after = now(child), move(child, support, **told)
        before.refresh_from_db()
        assert (before.ceased, before.reason_ceased) == (MOVED, "X1")
        assert before.reason_moved == told.get("reason_moved")
        assert (after.started, after.reason_started, after.ceased, after.reason_moved) == (
            MOVED,
            reason,
            None,
            None,
        )
        assert (after.need, after.legal_status) == (before.need, told.get("legal_status", "C1"))
        assert after.placement == told.get("placement", "U6")

    def test_the_officer_is_told_of_both(self, child: Child, support: Viewer) -> None:
        move(child, support, where="carers", legal_status="C2", **ELSEWHERE)
        assert set(Notice.objects.values_list("kind", "happened_on")) == {
            ("placement_changed", MOVED),
            ("legal_status_changed", MOVED),
        }

    def test_with_the_same_carers_what_is_not_said_stays(self, support: Viewer) -> None:
        child = make_child(in_care_since=None)
        make_episode(child, started=CAME, placement_postcode="AB1 2CD", urn="SC000001")
        after = move(child, support, where="home", placement_postcode="AB9 9ZZ", reason_moved="PLACE")
        assert (after.placement, after.provider, after.placement_postcode, after.urn) == (
            "U6", "PR1", "AB9 9ZZ", "SC000001",
        )  # fmt: skip

    def test_with_other_carers_nothing_of_the_old_address_stays(self, support: Viewer) -> None:
        child = make_child(in_care_since=None)
        make_episode(child, started=CAME, placement_postcode="AB1 2CD", urn="SC000001")
        after = move(
            child, support, where="carers", placement="U6", provider="PR4", placement_postcode="AB9 9ZZ",
            reason_moved="CARPL",
        )  # fmt: skip
        assert (after.reason_started, after.placement_postcode, after.urn) == ("P", "AB9 9ZZ", None)

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"where": "same"}, "legal_status"),  # nothing is new
            ({"where": "same", "legal_status": "C2", "placement": "K2"}, "placement"),
            ({"where": "same", "legal_status": "C2", "reason_moved": "CARPL"}, "reason_moved"),
            ({"where": "back"}, "where"),  # there was no temporary stay
            ({"where": "carers"}, "placement"),
            ({"where": "carers", "placement": "U6", "provider": "PR1", "reason_moved": "CARPL"}, "placement"),
            ({"where": "home", "reason_moved": "PLACE"}, "placement"),
            ({"where": "home", "placement": "T1"}, "where"),
            ({"where": "carers", **ELSEWHERE, "reason_moved": None}, "reason_moved"),
            ({"where": "carers", **ELSEWHERE, "provider": None}, "provider"),
            ({"where": "carers", **ELSEWHERE, "placement": "P1"}, "provider"),
            ({"where": "carers", **ELSEWHERE, "provider": "PR0"}, "provider"),
            ({"where": "carers", **ELSEWHERE, "placement": "R2", "provider": "PR1"}, "provider"),
            ({"where": "carers", **ELSEWHERE, "placement": "T1"}, "provider"),
            ({"where": "carers", "placement": "T1", "reason_moved": "CARPL"}, "reason_moved"),
            ({"where": "carers", **ELSEWHERE, "placement": "A6"}, "legal_status"),
            ({"where": "carers", **ELSEWHERE, "placement": "K3"}, "placement"),  # twelve years old
            ({"where": "same", "legal_status": "V4"}, "legal_status"),
            ({"where": "carers", "legal_status": "V2", **ELSEWHERE, "placement": "P1", "provider": "PR0"},
             "legal_status"),
            ({"where": "elsewhere"}, "where"),
        ],
    )  # fmt: skip
    def test_what_cannot_be(self, child: Child, support: Viewer, told: dict[str, Any], field: str) -> None:
        assert list(refused(move, child, support, **told)) == [field]
        assert Episode.objects.get().ceased is None

    @pytest.mark.parametrize(
        "told",
        [
            {"placement": "A6", "legal_status": "E1"},
            {"placement": "P1", "provider": "PR0", "legal_status": "C2"},
            {"placement": "R2", "provider": "PR3"},
            {"placement": "S1"},
        ],
    )
    def test_what_can_be(self, child: Child, support: Viewer, told: dict[str, Any]) -> None:
        assert move(child, support, **{"where": "carers", **ELSEWHERE, **told}).placement == told["placement"]

    def test_a_day_on_which_it_began(self, child: Child, support: Viewer) -> None:
        assert list(refused(move, child, support, on=CAME, where="same", legal_status="C2")) == ["on"]

    def test_a_temporary_stay_and_the_way_back(self, support: Viewer) -> None:
        child = make_child(in_care_since=None)
        make_episode(child, started=CAME, placement_postcode="AB1 2CD")
        stay = move(child, support, where="carers", placement="T1", placement_postcode="AB5 5HO")
        assert (stay.reason_started, stay.provider) == ("P", None)
        assert Episode.objects.get(started=CAME).reason_moved is None
        back = {"on": MOVED + timedelta(days=3), "where": "back"}
        assert list(refused(move, child, support, **{**back, "legal_status": "C2"})) == ["legal_status"]
        home = move(child, support, **back)
        assert (home.reason_started, home.placement, home.provider, home.placement_postcode) == (
            "P", "U6", "PR1", "AB1 2CD",
        )  # fmt: skip

    def test_from_a_temporary_stay_nobody_moves_elsewhere(self, child: Child, support: Viewer) -> None:
        move(child, support, where="carers", placement="T1", placement_postcode="AB5 5HO")
        wrong = refused(move, child, support, on=TODAY, where="carers", **ELSEWHERE)
        assert list(wrong) == ["where"]


class TestWho:
    def test_somebody_changed_it_first(self, child: Child, support: Viewer) -> None:
        Episode.objects.update(version=2, legal_status="C2")
        with pytest.raises(actions.Changed) as changed:
            leave(child, support)
        assert (changed.value.version, changed.value.now) == (2, {"legal_status": "C2"})
        with pytest.raises(actions.Changed):
            move(child, support, where="same", legal_status="E1")
        assert Episode.objects.get().ceased is None

    def test_a_child_out_of_reach_is_no_child(self, child: Child) -> None:
        other = viewer_of(make_person(Role.IRO))
        with pytest.raises(NoSuchChild):
            leave(child, other)
        with pytest.raises(NoSuchChild):
            move(child, other, where="same", legal_status="C2")

    def test_an_episode_of_another_child_is_none_of_this(self, child: Child, support: Viewer) -> None:
        with pytest.raises(actions.NoSuchRow):
            leave(child, support, episode=now(make_child()).pk)

    def test_a_social_worker_does_neither(self, child: Child) -> None:
        worker = make_person(Role.SOCIAL_WORKER)
        allocate(child, worker, role="social_worker")
        with pytest.raises(actions.NotPermitted):
            leave(child, viewer_of(worker))


class TestPages:
    @pytest.mark.parametrize("page", ["", "record/"])
    def test_those_who_record_are_led_there(self, client: Client, child: Child, page: str) -> None:
        signed_in(client, make_person(Role.BUSINESS_SUPPORT))
        address = f"/children/{child.pk}/episodes/{now(child).pk}/"
        text = client.get(f"/children/{child.pk}/{page}").content.decode()
        assert f'href="{address}left/"' in text
        assert f'href="{address}next/"' in text

    def test_others_and_those_out_of_care_are_not(self, client: Client, child: Child) -> None:
        worker, support = make_person(Role.SOCIAL_WORKER), make_person(Role.BUSINESS_SUPPORT)
        allocate(child, worker, role="social_worker")
        assert "/left/" not in signed_in(client, worker).get(f"/children/{child.pk}/").content.decode()
        Episode.objects.update(ceased=TODAY, reason_ceased="E4A")
        Child.objects.update(stamp=child.stamp + 1)
        assert "/left/" not in signed_in(client, support).get(f"/children/{child.pk}/").content.decode()

    def test_leaving_is_sent_and_said(self, client: Client, child: Child) -> None:
        signed_in(client, make_person(Role.BUSINESS_SUPPORT))
        page = f"/children/{child.pk}/episodes/{now(child).pk}/left/"
        answer = client.post(page, sent({"on": MOVED, "reason_ceased": "E4A", "_version": 1}), follow=True)
        assert "The child left care: told" in answer.content.decode()
        assert Episode.objects.get().ceased == MOVED

    def test_an_error_is_beside_its_answer_and_what_was_typed_stays(self, client: Client, child: Child) -> None:
        signed_in(client, make_person(Role.BUSINESS_SUPPORT))
        page = f"/children/{child.pk}/episodes/{now(child).pk}/next/"
        told = {"on": CAME, "legal_status": "C2", "where": "same", "_version": 1}
        form = client.post(page, sent(told)).context["editing"].form
        assert "choose a later day" in form.errors["on"][0]
        assert form["where"].value() == "same"

    def test_a_version_that_is_old_is_asked_about_and_then_sent(self, client: Client, child: Child) -> None:
        signed_in(client, make_person(Role.BUSINESS_SUPPORT))
        page = f"/children/{child.pk}/episodes/{now(child).pk}/left/"
        Episode.objects.update(version=2, home_postcode="AB1 2CD")
        answer = client.post(page, sent({"on": MOVED, "reason_ceased": "E4A", "_version": 1}))
        assert answer.context["editing"].comparison is not None
        assert Episode.objects.get().ceased is None

    def test_an_episode_that_is_not_this_childs(self, client: Client, child: Child) -> None:
        signed_in(client, make_person(Role.BUSINESS_SUPPORT))
        other = now(make_child())
        assert client.get(f"/children/{child.pk}/episodes/{other.pk}/left/").status_code == 404
