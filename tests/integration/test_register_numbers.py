"""Numbers of other systems, entered by hand: who has one, what is said of a child out of sight, what feeds do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from access_world import restrict
from service import TODAY, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.register import actions
from sightline.casework.register.actions.numbers import pass_on
from sightline.casework.register.extract import identifiers, names_for
from sightline.casework.register.importing import fill
from sightline.casework.register.models import Child, Episode, Identifier
from sightline.casework.register.queries.numbers import numbers_of, shared_numbers
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.models import Entry, Past
from sightline.domain import records
from sightline.domain.roles import Role
from sightline.engine.tables import COLLECTIONS, write_records, write_rows

pytestmark = pytest.mark.django_db
CAME = date(2026, 11, 17)


@pytest.fixture
def support() -> Viewer:
    return viewer_of(make_person(Role.BUSINESS_SUPPORT))


@pytest.fixture
def manager() -> Person:
    return make_person(Role.IRO_MANAGER, name="Mara Quinn")


@pytest.fixture
def child() -> Child:
    return make_child(in_care_since=CAME)


@pytest.fixture
def hidden(manager: Person) -> Child:
    """A restricted child whom the manager may see, and who has the number C1."""
    made = make_child(in_care_since=CAME)
    Identifier.objects.create(child=made, scheme="case", value="C1")
    restrict(made, manager)
    return made


def give(child: Child, value: str, by: Viewer, scheme: str = "case") -> Identifier:
    return Identifier.objects.get(pk=actions.give_number(child=child.pk, scheme=scheme, value=value, by=by))


def test_a_number_is_kept_as_it_is_written(child: Child, support: Viewer) -> None:
    row = give(child, " LA  47/a ", support)
    assert (row.value, row.disputed, row.entered_by_id) == ("LA 47/a", False, support.id)
    assert [(n.system, n.value, n.by_hand) for n in numbers_of(child, seen_by=support)] == [
        ("SSDA903", Identifier.objects.get(child=child, scheme="903").value, True),
        ("Case system", "LA 47/a", True),
    ]


@pytest.mark.parametrize(
    ("scheme", "value", "says"),
    [
        ("case", "  ", "Enter: the number"),
        ("case", "4\x007", "Enter: the number"),
        ("case", "4" * 61, "60 characters at most"),
        ("own", "S000001", "Choose one of the list"),
        ("upn", "A123456789012", "Choose one of the list"),
    ],
)
def test_what_is_no_number_is_refused(child: Child, support: Viewer, scheme: str, value: str, says: str) -> None:
    with pytest.raises(actions.NotRight) as wrong:
        give(child, value, support, scheme)
    assert says in str(wrong.value.errors)


@pytest.mark.parametrize("again", ["C1", "c1", " C1 "])
def test_a_number_of_a_child_in_sight_is_refused_with_the_name(support: Viewer, child: Child, again: str) -> None:
    other = make_child(in_care_since=CAME, forename="Robin", surname="Marsh")
    give(other, "C1", support)
    with pytest.raises(actions.NotRight) as wrong:
        give(child, again, support)
    assert "It is the number of Robin Marsh" in wrong.value.errors["value"]


def test_the_same_number_twice(support: Viewer, child: Child) -> None:
    give(child, "C1", support)
    with pytest.raises(actions.NotRight) as wrong:
        give(child, "c1", support)
    assert wrong.value.errors == {"value": "The child has this number already"}
    give(child, "C1", support, "903")  # another system's number may be the same


def test_a_child_out_of_sight_is_not_told_of(support: Viewer, child: Child, hidden: Child) -> None:
    """What is said, and shown afterwards, is what is said of a number that nobody has."""
    free, taken = give(child, "C2", support), give(child, "C1", support)
    assert (free.disputed, taken.disputed) == (False, True)
    shown = {number.value: number for number in numbers_of(child, seen_by=support)}
    assert {shown[value].too for value in ("C1", "C2")} == {()}
    assert shared_numbers(child, seen_by=support) == []


def test_a_third_child_is_refused_as_for_a_number_that_one_in_sight_has(
    support: Viewer, child: Child, hidden: Child
) -> None:
    """Otherwise two entries of one number would tell that somebody out of sight has it."""
    third = make_child(in_care_since=CAME)
    for value in ("C1", "C2"):
        give(child, value, support)
        with pytest.raises(actions.NotRight, match="cannot be right"):
            give(third, value, support)


def test_a_file_for_one_person_names_a_child_as_if_nobody_out_of_sight_had_the_number(
    support: Viewer, child: Child, hidden: Child, manager: Person
) -> None:
    give(child, "C1", support, "903")
    Identifier.objects.filter(child=child, value__startswith="T").delete()
    Identifier.objects.filter(child=child, value="C1").update(disputed=True)
    Identifier.objects.filter(child=hidden, scheme="903").update(value="c1")
    assert names_for(support)[child.pk] == "C1"
    both = names_for(viewer_of(manager))
    assert (both[hidden.pk], both[child.pk] != "C1") == ("c1", True)


def test_who_may_see_both_is_shown_it_on_either(
    client: Client, support: Viewer, child: Child, hidden: Child, manager: Person
) -> None:
    give(child, "c1", support)
    by = viewer_of(manager)
    assert shared_numbers(child, seen_by=by) == ["Case system"]
    assert [n.too[0][0] for n in numbers_of(hidden, seen_by=by) if n.too] == [child.pk]
    page = signed_in(client, manager).get(f"/children/{child.pk}/").content.decode()
    assert "The number of Case system is another child&#x27;s, too" in page


def test_the_number_is_the_other_childs_until_it_is_taken_away(
    support: Viewer, child: Child, hidden: Child, manager: Person
) -> None:
    row = give(child, "C1", support)
    Identifier.objects.filter(child__in=[child, hidden], scheme="903").delete()
    assert dict(identifiers()) == {child.pk: f"SL{child.pk}", hidden.pk: "C1"}
    held = Identifier.objects.get(child=hidden, scheme="case")
    actions.take_number(child=hidden.pk, number=held.pk, version=1, reason="Mistyped", by=viewer_of(manager))
    row.refresh_from_db()
    assert (row.disputed, dict(identifiers())[child.pk]) == (False, "C1")


def test_a_number_whose_child_is_gone_passes_on(support: Viewer, child: Child, hidden: Child) -> None:
    row = give(child, "C1", support)
    pass_on(by=None, at=moment())
    row.refresh_from_db()
    assert row.disputed
    Identifier.objects.filter(child=hidden).delete()
    pass_on(by=None, at=moment())
    row.refresh_from_db()
    stamp = Child.objects.get(pk=child.pk).stamp
    assert not row.disputed
    assert Past.objects.get(kind="register.identifier", row=row.pk).cause == "passed on"
    assert Entry.objects.filter(action="number_passed_on", subject=child.pk).exists()
    pass_on(by=None, at=moment())
    assert Child.objects.get(pk=child.pk).stamp == stamp


def test_what_was_taken_away_is_kept(support: Viewer, child: Child) -> None:
    row = give(child, "C1", support)
    with pytest.raises(actions.Changed):
        actions.take_number(child=child.pk, number=row.pk, version=7, reason="Mistyped", by=support)
    actions.take_number(child=child.pk, number=row.pk, version=1, reason="Mistyped", by=support)
    past = Past.objects.get(kind="register.identifier", row=row.pk)
    assert (past.values["value"], past.why, past.gone) == ("C1", "Mistyped", True)


@pytest.mark.parametrize("scheme", ["own", "upn"])
def test_what_nobody_entered_nobody_takes_away(support: Viewer, child: Child, scheme: str) -> None:
    row = Identifier.objects.create(child=child, scheme=scheme, value="S1")
    with pytest.raises(actions.NotRight):
        actions.take_number(child=child.pk, number=row.pk, version=1, reason="Mistyped", by=support)
    with pytest.raises(actions.NoSuchRow):
        actions.take_number(child=make_child().pk, number=row.pk, version=1, reason="Mistyped", by=support)


# ---- feeds ----------------------------------------------------------------------------------------------------


@pytest.fixture
def feed(tmp_path: Path, settings: Any) -> Any:
    settings.DATA = tmp_path / "data"

    def load(child: str) -> None:
        lives = tmp_path / f"lives-{len(list(tmp_path.iterdir()))}"
        lives.mkdir()
        told = [records.Child(child, "F", date(2014, 5, 2), "WBRI")]
        write_records(lives / "children.parquet", "children", told, collection=2027, file="children.csv")
        episodes = [records.Episode(child, CAME, "S", "C1", "N1", "U6", "PR1")]
        write_records(lives / "episodes.parquet", "episodes", episodes, collection=2027, file="episodes.csv")
        write_rows(lives / "collections.parquet", [(2027, date(2020, 4, 1), TODAY)], COLLECTIONS)
        made = fill(lives, scheme="case", at=moment())
        assert made.state == "loaded", made.says

    return load


def test_a_child_added_by_hand_with_the_number_is_not_added_again(support: Viewer, feed: Any) -> None:
    """A child who came into care on Tuesday is on the register before the case system's next extract."""
    pk = actions.add_child(
        by=support, forename="Robin", surname="Marsh", born=date(2014, 5, 2), sex="F", ethnicity="WBRI",
        started=CAME, legal_status="C1", need="N1", placement="U6", provider="PR1", case="cx17",
    )  # fmt: skip
    feed("CX17")
    feed("CX17")
    assert list(Child.objects.values_list("pk", flat=True)) == [pk]
    assert Episode.objects.count() == 1


def test_a_feed_goes_by_whoever_had_the_number_first(
    support: Viewer, child: Child, hidden: Child, feed: Any
) -> None:
    give(child, "C1", support)
    feed("C1")
    assert Child.objects.count() == 2
    assert set(Episode.objects.exclude(load=None).values_list("child", flat=True)) <= {hidden.pk}


# ---- pages ----------------------------------------------------------------------------------------------------


def test_the_page_enters_and_takes_away(client: Client, child: Child) -> None:
    signed_in(client, make_person(Role.BUSINESS_SUPPORT))
    url = f"/children/{child.pk}/numbers/"
    sent = client.post(f"{url}add/", {"scheme": "case", "value": "QX17"})
    assert (sent.status_code, sent["Location"]) == (302, url)
    row = Identifier.objects.get(child=child, scheme="case")
    assert "QX17" in client.get(url).content.decode()
    away = client.post(f"{url}{row.pk}/take-away/", {"reason": "Mistyped", "_version": "1"})
    assert away.status_code == 302
    assert "QX17" not in client.get(url).content.decode()


def test_a_new_child_with_a_number_that_another_has(child: Child, support: Viewer) -> None:
    give(child, "C1", support)
    with pytest.raises(actions.NotRight) as wrong:
        actions.add_child(
            by=support, forename="Robin", surname="Marsh", born=date(2014, 5, 2), sex="F", ethnicity="WBRI",
            started=CAME, legal_status="C1", need="N1", placement="U6", provider="PR1", case="C1",
        )  # fmt: skip
    assert list(wrong.value.errors) == ["case"]
