"""The matrix: every role on every page of the site's map, for a child of its own, another, a restricted one, none.

What is expected follows from the tables of `domain.roles` and what each page says of itself; nothing of the
service's own answers is used. A page that is new is walked by itself. One that is new and says no act fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from service import allocate, make_child, make_person, make_team, moment, signed_in
from sightline.casework.register.models import Child, Restriction
from sightline.casework.register.models.around import INVOLVED_AS
from sightline.casework.staff.models import Person
from sightline.domain.roles import MAY, REACH, Act, Reach, Role
from sightline.web.site_map import Page, pages

pytestmark = pytest.mark.django_db

#: No such row: what a page needs beside the child. A page may answer 404 then, but never 403 to those who may.
NOTHING = {"int": "987654321", "str": "nothing", "slug": "nothing", "uuid": "00000000-0000-0000-0000-000000000000"}
REFUSED, NOT_THERE, NOT_THAT_WAY = 403, 404, 405
FAULT = 500


@dataclass
class Children:
    """One child of each kind, for one person."""

    own: Child
    other: Child
    restricted: Child
    none: int


@pytest.fixture
def children() -> Children:
    made = Children(make_child(), make_child(), make_child(), 0)
    manager = make_person(Role.IRO_MANAGER)
    restriction = Restriction.objects.create(
        child=made.restricted, reason="Known", set_at=moment(), set_by=manager
    )
    restriction.members.create(person=manager)
    made.none = made.restricted.pk + 1000
    return made


def somebody(role: Role, children: Children) -> Person:
    """Somebody of this role who works with the child of their own and, unnamed, with the restricted one."""
    person = make_person(role, team=make_team())
    capacity = role.value if role.value in dict(INVOLVED_AS) else "business_support"
    for child in (children.own, children.restricted):
        allocate(child, person, role="iro" if role is Role.SENIOR_IRO else capacity)
    return person


def test_every_page_says_what_it_does() -> None:
    assert {"home", "child", "child-seen", "health"} <= {page.name for page in pages()}


def test_every_page_with_a_childs_number_is_a_page_of_a_child() -> None:
    """Such a page is 404 for those outside the child's scope, and the trail keeps each look."""
    wrong = [p.route for p in pages() if p.route.startswith("/children/<int:") and not p.of_a_child]
    assert not wrong


def test_an_address_has_numbers_and_fixed_words_alone() -> None:
    """No name, identifier or text of a search may be in one."""
    text = [p.route for p in pages() if {"str", "path"} & set(_kinds(p).values())]
    assert [route for route in text if not route.startswith("/account/")] == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_each_role_may_do(role: Role, method: str, children: Children, client: Client) -> None:
    signed_in(client, somebody(role, children))
    client.raise_request_exception = False
    wrong = []
    for page in pages():
        for whose, address in _addresses(page, children):
            answer = getattr(client, method)(address)
            if not _as_expected(answer, page, role, whose):
                wrong.append(f"{method} {page.route} ({whose}): {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_nobody_gets_in_who_is_not_signed_in(children: Children, client: Client) -> None:
    wrong = []
    for page in pages():
        for _, address in _addresses(page, children):
            answer = client.get(address)
            to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/")
            if to_sign_in == page.open:
                wrong.append(f"{page.route}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", Role)
def test_a_restricted_child_and_none_are_the_same_answer(role: Role, children: Children, client: Client) -> None:
    signed_in(client, somebody(role, children))
    for page in pages():
        if not page.of_a_child:
            continue
        with time_machine.travel(moment(), tick=False):
            restricted = client.get(_address(page, children.restricted.pk))
            nobody = client.get(_address(page, children.none))
        assert restricted.status_code == nobody.status_code, page.route
        assert _body(restricted, children.restricted.pk) == _body(nobody, children.none), page.route


def _as_expected(answer: HttpResponse, page: Page, role: Role, whose: str) -> bool:
    status = answer.status_code
    if status == FAULT:
        return False
    if status == NOT_THAT_WAY:  # nothing was done and nothing shown
        return True
    if not page.open and not _may(role, page.act):
        return status == REFUSED
    if page.open:
        return True
    if page.of_a_child and not _reaches(role, whose):
        return status == NOT_THERE
    if len(page.parameters) > page.of_a_child:
        return status != REFUSED
    return status not in (REFUSED, NOT_THERE)


def _may(role: Role, act: Act | None) -> bool:
    return act is None or role in MAY[act]


def _reaches(role: Role, whose: str) -> bool:
    reach = REACH[role]
    return {"own": reach is not Reach.NONE, "other": reach is Reach.SERVICE}.get(whose, False)


def _addresses(page: Page, children: Children) -> list[tuple[str, str]]:
    if not page.of_a_child:
        return [("", _address(page, 0))]
    numbers = {"own": children.own.pk, "other": children.other.pk, "restricted": children.restricted.pk}
    return [(whose, _address(page, pk)) for whose, pk in {**numbers, "none": children.none}.items()]


def _address(page: Page, child: int) -> str:
    values = {name: NOTHING[kind] for name, kind in _kinds(page).items()}
    if page.of_a_child:
        values["pk"] = str(child)
    return reverse(page.name, kwargs=values)


def _kinds(page: Page) -> dict[str, str]:
    """The kind of each parameter: the converter that the route names."""
    parts = [part.split(">")[0] for part in page.route.split("<")[1:]]
    return dict(reversed(part.split(":")) if ":" in part else (part, "str") for part in parts)  # type: ignore[misc]


def _body(answer: HttpResponse, pk: int) -> str:
    """What the answer says, but for tokens, nonces, and the number that was asked for."""
    text = re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode())
    return re.sub(rf"\b{pk}\b", "N", text)


def test_the_walk_meets_a_page_of_each_kind() -> None:
    """Otherwise it would be green for having met nothing."""
    walked = pages()
    assert any(p.of_a_child for p in walked)
    assert any(p.open for p in walked)
    assert any(p.act is None and not p.open for p in walked)
    assert any(p.act and not p.of_a_child for p in walked)
