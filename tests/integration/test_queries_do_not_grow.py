"""No page asks the database more often because there is more to show: every address is walked at two sizes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access_deeds import WALKS
from access_walks import OWN, Cell, walked_as
from access_world import CAME, PASSED, World, answers, build, cast
from service import TODAY, allocate, make_child, make_person, make_team, moment, signed_in
from sightline.casework.allocation.models import Handover
from sightline.casework.register.actions.rows import as_kept
from sightline.casework.register.models import Child, Glass, Notice, SiblingGroup
from sightline.casework.register.tables import TABLES
from sightline.casework.staff.models import Absence, Cover, Draft, Person, Post
from sightline.casework.trail.actions import record
from sightline.domain.roles import Role
from sightline.web.site_map import Page, pages

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
FEW, MANY = 2, 12


@pytest.mark.parametrize(
    "role",
    walked_as(
        [Role.IRO, Role.IRO_MANAGER, Role.BUSINESS_SUPPORT, Role.TEAM_MANAGER, Role.ANALYST, Role.ADMINISTRATOR]
    ),
)
def test_a_page_asks_as_often_for_many_as_for_few(role: Role, tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    with time_machine.travel(moment(), tick=False):
        world = build(tmp_path)
        person = cast(world, role)
        client = signed_in(Client(), person)
        grow(world, person, FEW)
        few = dict(walk(client, Cell(world, role, person)))
        grow(world, person, MANY)
        many = dict(walk(client, Cell(world, role, person)))
    assert few.keys() == many.keys()
    assert len(few) >= AT_LEAST, "It would be green for having met nothing."
    more = {address: (few[address], asked) for address, asked in many.items() if len(asked) > len(few[address])}
    assert not more, "\n".join(_said(address, *both) for address, both in more.items())


AT_LEAST = 10  # pages that every role can open


def walk(client: Client, start: Cell) -> Iterator[tuple[str, list[str]]]:
    """What each page that shows something asks the database, and what the list on it asks when it is a file."""
    for page in pages():
        cell = replace(start, whose=OWN, table="episodes" if WALKS[page.name].of_tables else "")
        address = _address(page, cell)
        answer = client.get(address)  # what has to be worked out once is worked out now
        if answer.status_code != 200:
            continue
        yield page.name, _asked(client, address)
        if answer.context and "listing" in answer.context:
            yield f"{page.name} as a file", _asked(client, f"{address}?format=csv")


def grow(world: World, person: Person, count: int) -> None:
    """So many more of everything that a page may list, about the same child and about others."""
    team = make_team()
    family = SiblingGroup.objects.create()
    for n in range(count):
        officer = make_person(Role.IRO)
        make_person(Role.SOCIAL_WORKER, team=team)
        Post.objects.create(role="iro", person=officer, fraction=1, employment="permanent", started=CAME)
        away = Absence.objects.create(person=officer, kind="leave", started=TODAY)
        Cover.objects.create(absence=away, person=world.second, started=TODAY)
        Draft.objects.create(
            person=person, form="note", subject=f"{count}-{n}", values={}, opened={}, page="/", saved_at=moment()
        )
        for child in (
            make_child(in_care_since=CAME),  # nobody is named
            _with_officer(make_child(in_care_since=CAME, family=family), person, world.left),
            _with_officer(make_child(in_care_since=CAME, family=world.own.family), officer, world.left),
        ):
            _tell(child, world)
        _tell(world.own, world)


def _with_officer(child: Child, officer: Person, before: Person) -> Child:
    earlier = allocate(child, before, CAME, ended=PASSED, reason_ended="reallocated")
    Handover.objects.create(before=earlier, after=allocate(child, officer, PASSED))
    return child


def _tell(child: Child, world: World) -> None:
    """A row of every table, a notice, a record opened with a reason, a look."""
    nth = child.notices.count()
    for table in (each for each in TABLES.values() if not (each.once and nth)):
        table.model._default_manager.create(child=child, **as_kept(table.fields, answers(table, nth)))
    Notice.objects.create(
        child=child, kind="placement_changed", happened_on=TODAY.replace(day=1 + nth % 20), known_on=TODAY
    )
    Glass.objects.create(
        person=world.senior, child=child, reason="The police called", opened_at=moment(), until=moment()
    )
    record("saw", by=world.senior.pk, at=moment(), kind="child", subject=child.pk, page="child", roles=[])


def _address(page: Page, cell: Cell) -> str:
    whose = {"pk": cell.number} if page.of_a_child else {}
    return reverse(page.name, kwargs={**whose, **WALKS[page.name].rows(cell)})


def _asked(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        answer: Any = client.get(address)
        assert answer.status_code == 200
        _ = answer.getvalue()
    return [query["sql"] for query in asked]


def _said(address: str, few: list[str], many: list[str]) -> str:
    shapes = [sql[:90] for sql in many]
    often = max(set(shapes), key=lambda shape: shapes.count(shape) - [sql[:90] for sql in few].count(shape))
    return f"{address}: {len(few)} for few, {len(many)} for many, such as {often}"
