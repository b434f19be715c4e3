"""Search: names, sounds, numbers and birthdays; ranked with why; nobody out of scope; nothing in an address."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from service import allocate, make_child, make_person, signed_in, viewer_of
from sightline.casework.register import models, sounds
from sightline.casework.register.queries import search
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.models import Entry
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Viewer:
    return viewer_of(make_person(Role.IRO_MANAGER))


def child(forename: str, surname: str, known_as: str = "", **fields: object) -> models.Child:
    heard = sounds.of(forename, surname, known_as)
    return make_child(forename=forename, surname=surname, known_as=known_as, sounds=heard, **fields)


def found(text: str, by: Viewer) -> list[tuple[str, str]]:
    return [(match.name, match.why) for match in search(text, seen_by=by).matches]


def test_a_name_whole_before_one_that_begins_so_before_one_that_sounds_so(manager: Viewer) -> None:
    child("Kathryn", "Doyle")
    child("Catherine", "Bell")
    child("Catherines", "Ash")
    assert found("catherine", manager) == [
        ("Catherine Bell", "The name"),
        ("Catherines Ash", "The name begins so"),
        ("Kathryn Doyle", "The name sounds like it"),
    ]


def test_every_word_has_to_fit(manager: Viewer) -> None:
    child("Catherine", "Bell")
    assert found("catherine bell", manager)
    assert found("bell cath", manager)
    assert not found("catherine doyle", manager)


def test_accents_and_apostrophes_do_not_matter(manager: Viewer) -> None:
    child("José", "O'Neil")
    assert found("jose oneil", manager) == [("José O'Neil", "The name")]


def test_the_name_a_child_likes_is_a_name(manager: Viewer) -> None:
    child("Catherine", "Bell", known_as="Kit")
    assert found("kit", manager) == [("Catherine Bell", "The name")]


def test_a_number_whole_or_begun(manager: Viewer) -> None:
    one = child("Ada", "Bell")
    models.Identifier.objects.create(child=one, scheme="case", value="445566")
    assert found("445566", manager) == [("Ada Bell", "The number is this child's")]
    assert found("4455", manager) == [("Ada Bell", "One of the child's numbers begins so")]
    assert not found("44", manager)  # too short to be looked for by its beginning
    assert not found("5566", manager)


@pytest.mark.parametrize("text", ["27/3/2014", "2014-03-27", "27 March 2014", "27.03.2014"])
def test_a_birthday_however_it_is_written(manager: Viewer, text: str) -> None:
    child("Ada", "Bell", born=date(2014, 3, 27))
    child("Bo", "Bell", born=date(2014, 3, 28))
    assert found(text, manager) == [("Ada Bell", "Born on this day")]


def test_a_birthday_narrows_a_name(manager: Viewer) -> None:
    child("Ada", "Bell", born=date(2014, 3, 27))
    child("Ada", "Bell", born=date(2015, 3, 27))
    assert len(found("bell", manager)) == 2
    assert found("bell 27/3/2014", manager) == [("Ada Bell", "The name, born on 27 March 2014")]


def test_a_day_that_is_none_is_no_birthday(manager: Viewer) -> None:
    assert found("31/2/2014", manager) == []


def test_nobody_out_of_reach_is_found(manager: Viewer) -> None:
    hers, hidden = child("Ada", "Bell"), child("Bo", "Bell")
    child("Cy", "Bell")
    officer = make_person()
    allocate(hers, officer)
    assert [name for name, _ in found("bell", viewer_of(officer))] == ["Ada Bell"]
    models.Restriction.objects.create(child=hidden, reason="Safety", set_at=manager.at, set_by_id=manager.id)
    assert [name for name, _ in found("bell", manager)] == ["Ada Bell", "Cy Bell"]


def test_it_asks_no_more_for_many(manager: Viewer, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(60):
        child(f"Ada{n}", "Bell")
    with django_assert_max_num_queries(3):
        result = search("bell", seen_by=manager)
    assert len(result.matches) == 50
    assert result.more


def test_what_is_typed_is_in_no_address_and_in_the_trail(client: Client) -> None:
    child("Ada", "Bell")
    signed_in(client, make_person(Role.IRO_MANAGER))
    answer = client.post("/search/", {"text": "ada bell"})
    assert answer.headers["Location"] == "/search/"
    assert "Ada Bell" in client.get("/search/").content.decode()
    detail = Entry.objects.get(action="searched").detail
    assert (detail["text"], detail["found"]) == ("ada bell", 1)


def test_nothing_typed_is_asked_for(client: Client) -> None:
    signed_in(client, make_person(Role.IRO_MANAGER))
    assert "text" in client.post("/search/", {"text": " "}).context["form"].errors
