"""Practice is seen by all, changed by few, on a day, with a reason; a file with mistakes is shown its lines."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from service import LONG_AGO, TODAY, make_person, moment, signed_in, viewer_of
from sightline.casework.practice import actions, queries
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.models import Entry
from sightline.domain.practice_files import handbook, shipped
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
DERBY, ENFIELD = shipped()["derby"], shipped()["enfield"]
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def administrator() -> Viewer:
    return viewer_of(make_person(Role.ADMINISTRATOR))


@pytest.fixture
def derby(administrator: Viewer) -> int:
    return actions.add(file=DERBY, by=administrator)


def test_the_handbook_is_in_force_where_nothing_was_set() -> None:
    assert queries.in_force(TODAY) is handbook()


def test_in_force_asks_once(derby: int, administrator: Viewer, django_assert_num_queries: Any) -> None:
    actions.switch(version=derby, since=TODAY, why="Agreed", by=administrator)
    with django_assert_num_queries(1):
        assert queries.in_force(TODAY).name == "derby"


def test_the_same_file_is_kept_once(derby: int, administrator: Viewer) -> None:
    before = Entry.objects.filter(action="practice_added").count()
    assert actions.add(file=DERBY, by=administrator) == derby
    assert Entry.objects.filter(action="practice_added").count() == before
    assert actions.add(file=ENFIELD, by=administrator) != derby


def test_a_practice_counts_from_its_day_on(derby: int, administrator: Viewer) -> None:
    actions.switch(version=derby, since=TOMORROW, why="Agreed", by=administrator)
    assert queries.in_force(TODAY).name == "handbook"
    assert queries.in_force(TOMORROW).name == "derby"


def test_a_switch_in_the_past_is_for_the_first_only(derby: int, administrator: Viewer) -> None:
    actions.switch(version=derby, since=LONG_AGO, why="It was always so", by=administrator)
    enfield = actions.add(file=ENFIELD, by=administrator)
    with pytest.raises(actions.NotPermitted, match="changed after that day"):
        actions.switch(version=enfield, since=LONG_AGO - timedelta(days=1), why="Before", by=administrator)
    actions.switch(version=enfield, since=LONG_AGO + timedelta(days=1), why="After", by=administrator)
    assert queries.in_force(TODAY).name == "enfield"


def test_one_change_a_day_and_each_with_a_reason(derby: int, administrator: Viewer) -> None:
    actions.switch(version=derby, since=TODAY, why="Agreed", by=administrator)
    with pytest.raises(actions.NotPermitted, match="already"):
        actions.switch(version=derby, since=TODAY, why="Again", by=administrator)
    with pytest.raises(actions.NotPermitted, match="why"):
        actions.switch(version=derby, since=TOMORROW, why="  ", by=administrator)


def test_what_has_begun_is_not_taken_back(derby: int, administrator: Viewer) -> None:
    actions.switch(version=derby, since=TODAY, why="Agreed", by=administrator)
    actions.switch(version=derby, since=TOMORROW, why="Agreed", by=administrator)
    actions.take_back(since=TOMORROW, by=administrator)
    with pytest.raises(actions.NotPermitted, match="in force already"):
        actions.take_back(since=TODAY, by=administrator)
    assert [switch.since for switch in queries.history()] == [TODAY]


def test_practices_that_come_with_sightline_are_kept_once() -> None:
    actions.add_shipped(at=moment())
    actions.add_shipped(at=moment())
    assert {kept.name for kept in queries.kept(TODAY)} == set(shipped())


def test_a_release_does_not_change_the_practice_by_itself(derby: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handbook as it was when the service began stays in force; that of a release is beside it, to compare."""
    actions.add_shipped(at=moment())
    [began] = queries.history()
    assert queries.in_force(TODAY).sha256 == handbook().sha256
    newer = shipped()["handbook"].replace(b"[caseload]", b"[caseload]\nlocal = 60", 1)
    monkeypatch.setattr(actions, "shipped", lambda: {**shipped(), "handbook": newer})
    actions.add_shipped(at=moment())
    assert [began] == queries.history()
    assert queries.in_force(TODAY).caseload.local is None
    assert len(queries.kept(TODAY)) == len(shipped()) + 1


def test_a_reviewing_officer_reads_and_does_not_change(derby: int, client: Client) -> None:
    iro = make_person(Role.IRO)
    with pytest.raises(actions.NotPermitted):
        actions.add(file=ENFIELD, by=viewer_of(iro))
    signed_in(client, iro)
    assert "QA notification" in client.get(reverse("practice-version", args=[derby])).text
    assert client.get(reverse("practice-upload")).status_code == 403
    assert client.post(reverse("practice-switch", args=[derby]), {}).status_code == 403
    assert client.post(reverse("practice-take-back"), {}).status_code == 403


def test_an_administrator_uploads_mends_and_switches(client: Client) -> None:
    signed_in(client, make_person(Role.ADMINISTRATOR))
    wrong = DERBY.replace(b"working_days = 20", b"working_days = 25", 1)
    page = client.post(reverse("practice-upload"), {"file": SimpleUploadedFile("ours.toml", wrong)})
    assert "Longer than law: 20 working days" in page.text
    assert queries.kept(TODAY) == []

    client.post(reverse("practice-upload"), {"file": SimpleUploadedFile("ours.toml", DERBY)})
    [kept] = queries.kept(TODAY)
    day = {"since_day": "1", "since_month": "4", "since_year": "2027", "why": "Agreed by the board"}
    client.post(reverse("practice-switch", args=[kept.id]), day)
    assert queries.in_force(date(2027, 4, 1)).name == "derby"
    assert "Agreed by the board" in client.get(reverse("practice")).text


def test_the_file_comes_back_as_it_was_uploaded(derby: int, client: Client) -> None:
    signed_in(client, make_person(Role.IRO))
    assert client.get(reverse("practice-file", args=[derby])).content == DERBY


def test_two_practices_side_by_side(derby: int, administrator: Viewer, client: Client) -> None:
    enfield = actions.add(file=ENFIELD, by=administrator)
    signed_in(client, make_person(Role.IRO))
    page = client.get(reverse("practice-compare"), {"before": derby, "after": enfield}).text
    assert "QA notification" in page
    assert "escalation" in page
    assert (
        "The two say the same" in client.get(reverse("practice-compare"), {"before": derby, "after": derby}).text
    )


@pytest.mark.parametrize("name", ["practice-version", "practice-file"])
def test_a_practice_that_is_not_there_is_not_found(name: str, client: Client) -> None:
    signed_in(client, make_person(Role.IRO))
    assert client.get(reverse(name, args=[999])).status_code == 404
