"""A form that asks for another child: typed, looked up, shown, chosen; nobody out of sight is told of."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from service import allocate, make_child, make_person, make_team, moment, signed_in
from sightline.casework.allocation.models import Parent
from sightline.casework.register import models, sounds
from sightline.casework.staff.models import Draft
from sightline.casework.trail.models import Entry
from sightline.domain.roles import Role
from sightline.web.child_choice import NOBODY, ONESELF

pytestmark = pytest.mark.django_db
REASON = "Their grandmother says so"
#: What is another on every page.
TOKENS = re.compile(r'(csrfmiddlewaretoken|"_token"|nonce=)[^>]*')


def child(forename: str, surname: str, **fields: Any) -> models.Child:
    return make_child(forename=forename, surname=surname, sounds=sounds.of(forename, surname), **fields)


def number_of(one: models.Child) -> str:
    return models.Identifier.objects.get(child=one).value


@pytest.fixture
def ada() -> models.Child:
    return child("Ada", "Appleby")


@pytest.fixture
def manager(client: Client) -> Client:
    return signed_in(client, make_person(Role.IRO_MANAGER, name="Mara Quinn"))


def typed(client: Client, one: models.Child, text: str, **said: str) -> HttpResponse:
    """The siblings' form of a child, sent; `which` and `looked_for` as the page had them."""
    body = {"what": "together", "other": text, "reason": REASON, **said}
    return client.post(reverse("child-siblings", args=[one.pk]), body)  # type: ignore[return-value]


def chosen(client: Client, one: models.Child, text: str, which: object) -> HttpResponse:
    """The same form, sent again with one of those shown."""
    return typed(client, one, text, looked_for=text, which=str(which))


def offered(page: HttpResponse) -> list[str]:
    """The names of the children that a page offers, in order, and whether one is chosen already."""
    radios = r'name="which" value="\d+"([^>]*)>\s*<label[^>]*>([^<]*)'
    found = re.findall(radios, page.content.decode())
    return [name + (" *" if "checked" in rest else "") for rest, name in found]


def family(*children: models.Child) -> bool:
    for each in children:
        each.refresh_from_db()
    return len({each.family_id for each in children}) == 1 and children[0].family_id is not None


def test_a_name_is_looked_up_shown_and_only_then_written(manager: Client, ada: models.Child) -> None:
    ben = child("Ben", "Appleby")
    page = typed(manager, ada, "ben")
    assert (page.status_code, offered(page), family(ada, ben)) == (200, ["Ben Appleby"], False)
    assert "Is this who you mean?" in page.content.decode()
    assert "Error:" not in page.content.decode()
    sent = chosen(manager, ada, "ben", ben.pk)
    assert (sent.status_code, family(ada, ben)) == (302, True)


def test_a_worker_whom_a_feed_tells_by_number_alone_is_told(manager: Client, ada: models.Child) -> None:
    """The near miss: nobody at all."""
    told, _ = child("Ben", "Appleby"), child("Cal", "Appleby")
    models.Involvement.objects.create(child=told, worker="SW12", role="social_worker", started=date(2026, 2, 3))
    for name, says in (("Ben", "Social worker: Worker SW12."), ("Cal", "No social worker now.")):
        assert says in typed(manager, ada, name).content.decode()


def test_two_of_one_name_are_told_apart(manager: Client, ada: models.Child) -> None:
    first = child("Ben", "Appleby", born=date(2015, 3, 1))
    second = child("Ben", "Appleby", born=date(2019, 6, 30), in_care_since=None)
    worker = make_person(Role.SOCIAL_WORKER, name="Wes Worker")
    allocate(first, worker, role="social_worker", team=make_team("North"))
    page = typed(manager, ada, "Ben Appleby")
    told = page.content.decode()
    assert offered(page) == ["Ben Appleby", "Ben Appleby"]
    assert "Born on 1 March 2015, 11 years old. Social worker: Wes Worker, North. In care since" in told
    assert "Born on 30 June 2019, 7 years old. No social worker now. Not in care." in told
    chosen(manager, ada, "Ben Appleby", second.pk)
    assert (family(ada, second), family(ada, first)) == (True, False)


def test_a_whole_number_is_chosen_already_and_still_shown(manager: Client, ada: models.Child) -> None:
    ben = child("Ben", "Dunne")
    assert offered(typed(manager, ada, number_of(ben))) == ["Ben Dunne *"]
    assert not family(ada, ben)
    models.Identifier.objects.create(child=child("Cal", "Evans"), scheme="case", value=number_of(ben))
    page = typed(manager, ada, number_of(ben))  # of two it is not known which
    assert sorted(offered(page)) == ["Ben Dunne", "Cal Evans"]


def test_the_beginning_of_a_number_chooses_nobody(manager: Client, ada: models.Child) -> None:
    ben = child("Ben", "Dunne")
    models.Identifier.objects.create(child=ben, scheme="case", value="QX90417")
    assert offered(typed(manager, ada, "QX9041")) == ["Ben Dunne"]


def test_the_row_of_a_child_is_not_a_number_of_theirs(manager: Client, ada: models.Child) -> None:
    ben = child("Ben", "Dunne")
    assert NOBODY in typed(manager, ada, str(ben.pk)).content.decode()


def test_oneself_is_nobodys_brother(manager: Client, ada: models.Child) -> None:
    page = typed(manager, ada, "Ada Appleby")
    assert (offered(page), ONESELF in page.content.decode()) == ([], True)
    child("Adam", "Appleby")
    assert offered(typed(manager, ada, "Ada")) == ["Adam Appleby"]  # others are offered, oneself not
    assert chosen(manager, ada, "Ada", ada.pk).status_code == 200
    assert ada.family_id is None


def test_nobody_is_said_beside_the_box(manager: Client, ada: models.Child) -> None:
    page = typed(manager, ada, "Zyx").content.decode()
    assert NOBODY in page
    assert 'name="which"' not in page


@pytest.mark.parametrize("by_number", [False, True])
@time_machine.travel(moment(), tick=False)
def test_a_child_out_of_sight_is_nobody(client: Client, ada: models.Child, by_number: bool) -> None:
    """Not one's own, or restricted: the answer is the same, letter for letter, as where there is no such child."""
    officer = make_person(name="Oz Tully")
    allocate(ada, officer)
    signed_in(client, officer)
    text = "T999999" if by_number else "Zyxwena"

    def answer() -> str:
        pages = [typed(client, ada, text), *(chosen(client, ada, text, pk) for pk in of)]
        return "".join(TOKENS.sub("", page.content.decode()) for page in pages)

    of = [999_999]
    nobody = answer()
    other, restricted = child("Zyxwena", "Quorvane"), child("Zyxwena", "Quorvane")
    allocate(restricted, officer)
    models.Restriction.objects.create(child=restricted, reason="Safety", set_at=moment(), set_by=make_person())
    for each, scheme in ((other, "case"), (restricted, "upn")):
        models.Identifier.objects.create(child=each, scheme=scheme, value="T999999")
        of = [each.pk]
        assert answer() == nobody
        assert not family(ada, each)


def test_one_who_went_out_of_sight_after_being_shown_is_not_written(client: Client, ada: models.Child) -> None:
    officer, ben = make_person(name="Oz Tully"), child("Ben", "Appleby")
    for each in (ada, ben):
        allocate(each, officer)
    signed_in(client, officer)
    assert offered(typed(client, ada, "Ben")) == ["Ben Appleby"]
    models.Restriction.objects.create(child=ben, reason="Safety", set_at=moment(), set_by=make_person())
    assert NOBODY in chosen(client, ada, "Ben", ben.pk).content.decode()
    assert not family(ada, ben)


def test_another_text_is_looked_up_anew_whatever_was_chosen(manager: Client, ada: models.Child) -> None:
    ben, bea = child("Ben", "Appleby"), child("Bea", "Appleby")
    page = typed(manager, ada, "Be", looked_for="Ben", which=str(ben.pk))
    assert sorted(offered(page)) == ["Bea Appleby", "Ben Appleby"]
    assert not family(ada, ben)
    assert not family(ada, bea)


def test_choosing_nobody_of_two_is_asked_for_again(manager: Client, ada: models.Child) -> None:
    child("Ben", "Appleby")
    page = typed(manager, ada, "Ben", looked_for="Ben")
    assert offered(page) == ["Ben Appleby"]
    assert "Error:" in page.content.decode()


def test_none_of_these_searches_again(manager: Client, ada: models.Child) -> None:
    child("Ben", "Appleby")
    page = chosen(manager, ada, "Ben", "none")
    assert (offered(page), "Search again" in page.content.decode()) == ([], True)
    assert offered(typed(manager, ada, "Ben", looked_for="")) == ["Ben Appleby"]


@pytest.mark.parametrize("which", ["²", "-1", "9" * 40, "x", "\0"])
def test_an_answer_that_was_not_offered_is_none(manager: Client, ada: models.Child, which: str) -> None:
    child("Ben", "Appleby")
    assert chosen(manager, ada, "Ben", which).status_code == 200


def test_what_else_is_wrong_leaves_the_choice_standing(manager: Client, ada: models.Child) -> None:
    ben = child("Ben", "Appleby")
    page = typed(manager, ada, "Ben", looked_for="Ben", which=str(ben.pk), reason="")
    assert offered(page) == ["Ben Appleby *"]
    assert not family(ada, ben)


def test_the_question_is_one_of_the_things_to_put_right_where_others_are(
    manager: Client, ada: models.Child
) -> None:
    child("Ben", "Appleby")
    page = typed(manager, ada, "Ben", reason="").content.decode()
    assert page.index("1 was found.") < page.index("Fill in “How do you know?”")
    assert "Error:" in page


def test_a_brother_who_is_one_already_is_said_to_be(manager: Client, ada: models.Child) -> None:
    ben = child("Ben", "Appleby")
    child("Ben", "Dunne")
    chosen(manager, ada, "Ben", ben.pk)
    assert typed(manager, ada, "Ben").content.decode().count("A brother or sister already.") == 1


def test_the_child_in_the_wrong_family_needs_no_other(manager: Client, ada: models.Child) -> None:
    ben = child("Ben", "Appleby")
    chosen(manager, ada, "Ben", ben.pk)
    assert typed(manager, ada, "", what="part").status_code == 302
    assert not family(ada, ben)
    assert "Fill in “Name, or a number, of the brother" in typed(manager, ada, "").content.decode()


def test_what_was_typed_is_a_draft_until_it_is_done(manager: Client, ada: models.Child) -> None:
    ben = child("Ben", "Appleby")
    typed(manager, ada, "Ben")
    page = manager.get(reverse("child-siblings", args=[ada.pk])).content.decode()
    assert 'value="Ben"' in page
    assert 'name="which"' not in page  # those found are found anew
    assert REASON in page
    chosen(manager, ada, "Ben", ben.pk)
    assert not Draft.objects.exists()


def test_the_trail_keeps_what_was_looked_for(manager: Client, ada: models.Child) -> None:
    child("Ben", "Appleby")
    typed(manager, ada, "Ben")
    entry = Entry.objects.get(action="searched")
    assert (entry.detail["text"], entry.detail["found"], entry.detail["page"]) == ("Ben", 1, "child-siblings")


def test_more_found_ask_the_database_no_more_often(manager: Client, ada: models.Child) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            typed(manager, ada, "Appleby")
        return len(told)

    child("Ben", "Appleby")
    typed(manager, ada, "Appleby")
    few = asked()
    for _ in range(12):
        child("Ben", "Appleby")
    typed(manager, ada, "Appleby")  # how they stand is worked out once
    assert asked() == few


def test_many_are_cut_and_it_is_said(manager: Client, ada: models.Child) -> None:
    for _ in range(55):
        child("Ben", "Appleby", in_care_since=None)
    page = typed(manager, ada, "Ben")
    assert len(offered(page)) == 50
    assert "Many were found" in page.content.decode()


HOME = "AB9 9ZZ"


def at_home(one: models.Child, postcode: str) -> models.Child:
    models.Episode.objects.filter(child=one).update(home_postcode=postcode)
    return one


@pytest.mark.parametrize(
    ("forename", "surname", "postcode", "likely"),
    [
        ("Ben", "Appleby", HOME, True),
        ("Ben", "APPLEBY", HOME, True),
        ("Ben", "Appleby", "AB9 9ZY", False),
        ("Ben", "Applebee", HOME, False),
    ],
)
def test_the_same_name_and_home_may_be_a_brother(
    manager: Client, ada: models.Child, forename: str, surname: str, postcode: str, *, likely: bool
) -> None:
    at_home(ada, HOME)
    at_home(child(forename, surname), postcode)
    page = manager.get(reverse("child-siblings", args=[ada.pk])).content.decode()
    assert ("Perhaps brothers or sisters" in page) is likely


def test_where_no_home_is_told_nobody_is_likely(manager: Client, ada: models.Child) -> None:
    for each in (ada, child("Ben", "Appleby")):
        at_home(each, "")
    assert "Perhaps" not in manager.get(reverse("child-siblings", args=[ada.pk])).content.decode()


def test_a_brother_who_is_known_or_out_of_sight_is_not_likely(client: Client, ada: models.Child) -> None:
    officer = make_person(name="Oz Tully")
    known, hidden = (at_home(child(name, "Appleby"), HOME) for name in ("Ben", "Cal"))
    for each in (at_home(ada, HOME), known, hidden):
        allocate(each, officer)
    signed_in(client, officer)
    page = client.get(reverse("child-siblings", args=[ada.pk])).content.decode()
    assert (page.count("Ben Appleby"), page.count("Cal Appleby")) == (1, 1)
    chosen(client, ada, "Ben", known.pk)
    models.Restriction.objects.create(child=hidden, reason="Safety", set_at=moment(), set_by=officer)
    page = client.get(reverse("child-siblings", args=[ada.pk])).content.decode()
    assert ("Perhaps" in page, "Cal" in page) == (False, False)


@pytest.mark.parametrize("parted", ["Ada", "Ben"])
def test_whoever_was_parted_is_not_likely_again_and_others_are(
    manager: Client, ada: models.Child, parted: str
) -> None:
    """Whichever of them was taken out of the family, and whichever is looked at. Cal was never of it."""
    at_home(ada, HOME)
    ben, _ = (at_home(child(name, "Appleby"), HOME) for name in ("Ben", "Cal"))
    chosen(manager, ada, "Ben", ben.pk)
    one = ada if parted == "Ada" else ben
    manager.post(reverse("child-siblings", args=[one.pk]), {"what": "part", "other": "", "reason": REASON})
    assert not family(ada, ben)
    for each, other in ((ada, ben), (ben, ada)):
        page = manager.get(reverse("child-siblings", args=[each.pk])).content.decode()
        assert (f"{other.forename} Appleby" in page, "Cal Appleby" in page) == (False, True)


@pytest.fixture
def parent_of(manager: Client, ada: models.Child) -> str:
    return reverse("child-parent", args=[ada.pk])


def test_a_parent_is_looked_up_the_same_way(manager: Client, ada: models.Child, parent_of: str) -> None:
    mother = child("Mona", "Appleby", born=date(1998, 1, 1), in_care_since=None)
    page = manager.post(parent_of, {"other": "Mona"})
    assert offered(page) == ["Mona Appleby"]  # type: ignore[arg-type]
    assert not Parent.objects.exists()
    body = {"other": "Mona", "looked_for": "Mona", "which": str(mother.pk)}
    assert manager.post(parent_of, body).status_code == 302
    assert [(row.child_id, row.parent_id) for row in Parent.objects.all()] == [(ada.pk, mother.pk)]


def test_nobody_is_their_own_parent(manager: Client, parent_of: str) -> None:
    assert ONESELF in manager.post(parent_of, {"other": "Ada Appleby"}).content.decode()
    assert not Parent.objects.exists()


def test_a_parent_has_to_be_named(manager: Client, parent_of: str) -> None:
    assert "Fill in “Name, or a number, of the parent”" in manager.post(parent_of, {}).content.decode()
