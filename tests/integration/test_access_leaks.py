"""Nothing about a restricted child leaks: every page is the same whether or not there is such a child.

Two worlds, alike but for the restricted child, who has brothers and sisters, an officer, notices and all that
lists and counts are made of. Every role opens every page of the site's map in both, as a page, a file and print.
A page with a fault is the same in both; the matrix finds those.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from service import TODAY, allocate, make_child, make_episode, make_person, make_team, moment, signed_in
from sightline.casework.register import released
from sightline.casework.register.models import (
    Child,
    Identifier,
    Involvement,
    Notice,
    Relation,
    Restriction,
    Review,
    SiblingGroup,
    Visit,
    Warning,
)
from sightline.casework.register.queries import search
from sightline.casework.staff.keys import viewer_of_key
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import viewer
from sightline.domain.roles import REACH, Reach, Role
from sightline.web.site_map import pages

pytestmark = pytest.mark.django_db

#: What only the restricted child is called and known by.
TELLING = ("Zyxwena", "Quorvane", "ZQX90417", "Velthoun")
_TOKENS = re.compile(r'nonce="[^"]*"|name="(csrfmiddlewaretoken|_token)" value="[^"]*"')
TOLD_BY_API = (released.children, released.episodes, released.reviews, released.allocations, released.notices)
FILES = ("?format=csv", "?format=xlsx", "?format=print")
CHILD_ROLES = [role for role in Role if REACH[role] is not Reach.NONE]


@dataclass
class World:
    """Somebody of a role, their child, and the family that the restricted child belongs to."""

    person: Person
    sibling: Child
    family: SiblingGroup
    manager: Person


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    """Before there is a restricted child."""
    role: Role = request.param
    family = SiblingGroup.objects.create()
    person, sibling = make_person(role, team=make_team(), name="Pat Tester"), make_child(family=family)
    allocate(sibling, person, role=_capacity(role))
    make_child(in_care_since=date(2026, 11, 17))  # in the queue, as the restricted child will be
    return World(person, sibling, family, make_person(Role.IRO_MANAGER))


def _capacity(role: Role) -> str:
    return {Role.SOCIAL_WORKER: "social_worker", Role.TEAM_MANAGER: "social_worker"}.get(role, "iro")


@contextmanager
def restricted_children(world: World) -> Iterator[Child]:
    """Two of the family whose records only a manager may see: one allocated, one not; gone again afterwards."""
    with transaction.atomic():
        allocated, waiting = _restricted(world), _restricted(world)
        Identifier.objects.create(child=allocated, scheme="case", value="ZQX90417")
        allocate(allocated, world.person, date(2026, 11, 18), role=_capacity(Role(_role_of(world.person))))
        assert waiting.pk > allocated.pk
        yield allocated
        transaction.set_rollback(True)


def _restricted(world: World) -> Child:
    came = date(2026, 11, 17)
    child = make_child(forename="Zyxwena", surname="Quorvane", family=world.family, in_care_since=came)
    _told_of(child)
    restriction = Restriction.objects.create(child=child, reason="Velthoun", set_at=moment(), set_by=world.manager)
    restriction.members.create(person=world.manager)
    return child


def _role_of(person: Person) -> str:
    return str(person.role_periods.get().role)


def _told_of(child: Child) -> None:
    """What lists, counts and first screens are made of."""
    make_episode(child, started=date(2025, 3, 1), ceased=date(2025, 9, 1), reason_ceased="E4")
    Review.objects.create(child=child, held=date(2025, 5, 1), participation="PN1")
    Visit.objects.create(child=child, held=date(2025, 5, 2), kind="iro")
    Notice.objects.create(child=child, kind="placement_changed", happened_on=date(2026, 11, 1), known_on=TODAY)
    Relation.objects.create(child=child, name="Velthoun", relationship="Mother", capacity="family")
    Warning.objects.create(child=child, kind="x", says="Velthoun", started=TODAY, review_on=TODAY)


@pytest.mark.parametrize("world", CHILD_ROLES, indirect=True)
def test_every_page_is_the_same_with_and_without_the_child(world: World, client: Client) -> None:
    addresses = _with_files(_answers(client, world.person, list(_addresses(world.sibling))))
    without = _answers(client, world.person, addresses)
    with restricted_children(world):
        now = _answers(client, world.person, addresses)
    wrong = [address for address in addresses if without[address] != now[address]]
    assert not wrong, "\n".join(f"{a}: {_difference(without[a], now[a])}" for a in wrong)
    assert not [address for address in addresses if any(word in now[address] for word in TELLING)]


def _with_files(answers: dict[str, str]) -> list[str]:
    """The addresses, and those of the files of each list that gives any."""
    return [a + form for a, text in answers.items() for form in ("", *(FILES if "format=csv" in text else ()))]


def _difference(one: str, other: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"…{one[max(0, at - 60) : at + 40]}… / …{other[max(0, at - 60) : at + 40]}…"


def _addresses(child: Child) -> Iterator[str]:
    for page in pages():
        if page.open or len(page.parameters) > page.of_a_child:
            continue
        yield reverse(page.name, kwargs={"pk": child.pk} if page.of_a_child else {})


def _answers(client: Client, person: Person, addresses: list[str]) -> dict[str, str]:
    """What each address answers, in one transaction that leaves nothing behind."""
    answers = {}
    client.raise_request_exception = False
    with transaction.atomic(), time_machine.travel(moment(), tick=False):
        signed_in(client, person)
        for address in addresses:
            answers[address] = _said(client.get(address))
        transaction.set_rollback(True)
    return answers


def _said(answer: HttpResponse) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if content.startswith(b"PK"):
        return _of_workbook(content)
    return _TOKENS.sub("", content.decode(errors="replace"))


def _of_workbook(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(
            book.read(name).decode()
            for name in sorted(book.namelist())
            if "worksheets/" in name or "Strings" in name
        )


@pytest.mark.parametrize("text", ["Zyxwena", "quorv", "Zixwena Quorvain", "ZQX90417", "ZQX", "2 May 2014"])
@pytest.mark.parametrize("world", [Role.IRO, Role.SENIOR_IRO, Role.HEAD_OF_SERVICE, Role.ANALYST], indirect=True)
def test_search_finds_nothing_of_it(world: World, text: str) -> None:
    looking = viewer(world.person, at=moment(), on=TODAY)
    without = search(text, seen_by=looking)
    with restricted_children(world):
        assert search(text, seen_by=looking) == without
        named = viewer(world.manager, at=moment(), on=TODAY)
        assert search("Quorvane", seen_by=named) != search("Quorvanissimo", seen_by=named)


@pytest.mark.parametrize("tell", TOLD_BY_API)
@pytest.mark.parametrize("world", [Role.IRO], indirect=True)
def test_the_api_tells_nothing_of_it(world: World, tell: Callable[..., object]) -> None:
    key = viewer_of_key(at=moment())
    without = tell(released.Asked(), seen_by=key)
    with restricted_children(world):
        assert tell(released.Asked(), seen_by=key) == without


@pytest.mark.parametrize("world", [Role.IRO, Role.HEAD_OF_SERVICE], indirect=True)
def test_before_somebody_says_that_it_is_meant_no_number_is_looked_for(world: World, client: Client) -> None:
    """The form says the same of a number that a restricted child has and of one that nobody has."""
    sent = {"scheme": "case", "reason": "The police called from the station", "sure": ""}
    with restricted_children(world), time_machine.travel(moment(), tick=False):
        signed_in(client, world.person)
        there = _said(client.post(reverse("open-a-record"), {**sent, "identifier": "ZQX90417"}))
        none = _said(client.post(reverse("open-a-record"), {**sent, "identifier": "ZQX90418"}))
    assert there.replace("ZQX90417", "") == none.replace("ZQX90418", "")


@pytest.mark.parametrize("world", [Role.SENIOR_IRO], indirect=True)
def test_the_walk_would_see_a_child_that_is_not_restricted(world: World, client: Client) -> None:
    """Otherwise the two worlds would be alike for having nothing in them."""
    addresses = [reverse("child", kwargs={"pk": world.sibling.pk})]
    without = _answers(client, world.person, addresses)
    with restricted_children(world) as child:
        child.restrictions.all().delete()
        now = _answers(client, world.person, addresses)
    assert without != now
    assert any("Zyxwena" in text for text in now.values())
    assert not Involvement.objects.filter(child=child.pk).exists()
