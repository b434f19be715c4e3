"""The matrix: every role at every address, looking and sending: its own child, another, a restricted one, none.

What is expected follows from the tables of `domain.roles` and what each page says of itself (printed in
docs/reference/access.md); nothing of the service's own answers is used. Every cell is tried both ways: what is
allowed is really done, and found in the database; what is refused changes nothing, and tells nothing. The rows
and what is sent are in `access_deeds`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from access_deeds import WALKS, changes_of
from access_walks import CROSSED, NONE, OTHER, OWN, RESTRICTED, Cell, Walk, walked_as
from access_world import World, build, cast, is_officer, undone
from service import moment, signed_in
from sightline.casework.register.models import Child, Involvement
from sightline.casework.register.tables import TABLES
from sightline.domain.roles import MAY, REACH, Act, Reach, Role
from sightline.web.access import Officer
from sightline.web.site_map import Page, pages

pytestmark = pytest.mark.django_db
BAD, REFUSED, NOT_THERE, NOT_THAT_WAY, FAULT = 400, 403, 404, 405, 500

#: What looking leaves behind: entries of the trail, the session, what was worked out of a life.
LEFT_BY_LOOKING = {"trail_entry", "trail_waiting", "django_session", "register_standing", "staff_remembered"}
LEFT_BY_LOOKING |= {"watch_worked", "watch_flagged"}
LEFT_BY_REFUSING = LEFT_BY_LOOKING - {"trail_entry", "trail_waiting"}
_WRITES = re.compile(r'^\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"')
_TOKENS = re.compile(r'nonce="[^"]*"|(name="(csrfmiddlewaretoken|_token)" value=|data-token=)"[^"]*"')


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """Made once for all roles, in a transaction that is never committed; each cell is rolled back to it."""
    before, settings.DATA = settings.DATA, tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), undone():
        yield build(Path(settings.DATA))
    settings.DATA = before


@dataclass
class Tried:
    """One request: what was answered, what was written meanwhile, and whether the rows it is about changed."""

    answer: Any
    wrote: set[str]
    changed: list[bool]
    restricted_touched: bool
    text: str = field(default="", repr=False)


# every address is walked


def test_every_address_is_in_the_walk() -> None:
    """A page that is new fails here, and what to do is said."""
    new = [page.route for page in pages() if page.name not in WALKS]
    assert not new, (
        f"{new}: say in tests/access_deeds.py what is at each of these addresses. Walk() for a page that only "
        "shows; `rows` for its parameters, from a real row that tests/access_world.py makes; `body` and `changes` "
        "for what it does, so that it is tried and seen to be done."
    )
    assert not WALKS.keys() - {page.name for page in pages()}, "these addresses are gone: take them out of WALKS"


def test_every_page_with_a_childs_number_is_a_page_of_a_child() -> None:
    """Such a page is 404 for those outside the child's scope, and the trail keeps each look."""
    wrong = [p.route for p in pages() if p.route.startswith("/children/<int:") and not p.of_a_child]
    assert not wrong


def test_an_address_has_numbers_and_fixed_words_alone() -> None:
    """No name, identifier or text of a search may be in one."""
    text = [p.route for p in pages() if re.search(r"<(str:|path:|\w+>)", p.route)]
    assert [route for route in text if not route.startswith("/account/")] == []


def test_every_table_of_the_record_is_tried() -> None:
    tried = {cell.table for page in pages() for cell in _cells(page, Cell(None, Role.IRO, None))}  # type: ignore[arg-type]
    assert tried - {""} == set(TABLES)


# the walk


@pytest.mark.parametrize("role", walked_as(Role))
def test_what_each_role_may_see(role: Role, world: World) -> None:
    wrong = []
    with undone(), _as_somebody(role, world) as (client, start):
        for page in pages():
            alike = Alike()
            for cell in _cells(page, start, all_tables=role is Role.IRO):
                tried = _try(client, "get", page, cell)
                wrong += _wrong_look(tried, page, cell) + alike.unlike(tried, page, cell)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", walked_as(Role))
def test_what_each_role_may_do(role: Role, world: World) -> None:
    wrong, done = [], 0
    with undone(), _as_somebody(role, world) as (client, start):
        for page in pages():
            alike = Alike()
            for cell in _cells(page, start):
                tried = _try(client, "post", page, cell)
                done += bool(tried.changed) and all(tried.changed)
                wrong += _wrong_deed(tried, page, cell) + alike.unlike(tried, page, cell)
    assert not wrong, "\n".join(wrong)
    assert done, "Nothing at all was done: the walk would be green for having met nothing."


def test_nobody_gets_in_who_is_not_signed_in(world: World) -> None:
    wrong = []
    with undone():
        start = Cell(world, Role.IRO, cast(world, Role.IRO))
        for page in pages():
            for cell in _cells(page, start, all_tables=False):
                for method in ("get", "post"):
                    tried = _try(Client(), method, page, cell)
                    to_sign_in = tried.answer.headers.get("Location", "").startswith("/account/login/")
                    if to_sign_in == page.open or any(tried.changed) or tried.wrote - LEFT_BY_REFUSING:
                        wrong.append(_said(tried, page, cell, "for nobody who is signed in"))
    assert not wrong, "\n".join(wrong)


def test_the_walk_meets_every_kind_of_page() -> None:
    """Otherwise it would be green for having met nothing."""
    walked = pages()
    assert any(p.of_a_child for p in walked)
    assert any(p.open for p in walked)
    assert any(p.act is None and not p.open for p in walked)
    assert {p.act for p in walked} >= set(Act), "an act that no page asks for"


# what is expected


def _may_look(page: Page, cell: Cell) -> bool:
    return page.open or page.act is None or cell.role in MAY[page.act]


def _may_send(page: Page, cell: Cell) -> bool:
    """By role; what a table of the record asks for counts where the address names one."""
    if page.sends is None:
        act = TABLES[cell.table].act if cell.table in TABLES and page.act is Act.RECORD_FACTS else None
        return _may_look(page, cell) and (act is None or cell.role in MAY[act])
    by_act, officer = cell.role in MAY[page.sends.act], is_officer(cell.person, cell.child)
    if page.sends.officer is Officer.ALONE:
        return by_act and officer
    return _may_look(page, cell) and (by_act or officer)


def _reaches(cell: Cell) -> bool:
    """Whether the role reaches the child: nobody who is tried is named on the restricted record."""
    reach = REACH[cell.role]
    own, service = reach is not Reach.NONE, reach is Reach.SERVICE
    return {OWN: own, CROSSED: own, OTHER: service}.get(cell.whose, False)


def _refusal(page: Page, cell: Cell) -> int | None:
    """What is answered to those who are refused before anything is looked at; None for those who are not."""
    if not _may_look(page, cell):
        return REFUSED
    if (page.of_a_child or _names_a_row(page)) and not _reaches(cell):
        return NOT_THERE
    if page.act is Act.RECORD_FACTS and not _may_send(page, cell):
        return REFUSED
    return NOT_THERE if cell.whose == CROSSED else None


def _names_a_row(page: Page) -> bool:
    """Whether the address of a page has the number of a row of a child, in place of the child's."""
    walk = WALKS[page.name]
    return walk.about_child and bool(page.parameters) and walk.shows != NOT_THAT_WAY


def _is_done(page: Page, cell: Cell) -> bool:
    walk = WALKS[page.name]
    if not changes_of(page.name, cell.table) or _refusal(page, cell) or not _may_send(page, cell):
        return False
    return not walk.about_child or _reaches(cell) != walk.outside_reach


def _wrong_look(tried: Tried, page: Page, cell: Cell) -> list[str]:
    shows, refusal, status = WALKS[page.name].shows, _refusal(page, cell), tried.answer.status_code
    wanted = {refusal or shows} | ({shows} if shows == NOT_THAT_WAY else set())
    if shows == NOT_THAT_WAY and WALKS[page.name].about_child and not _reaches(cell):
        wanted.add(NOT_THERE)  # a button of somebody out of scope may say that there is nothing, first
    left = LEFT_BY_REFUSING if refusal else LEFT_BY_LOOKING
    return [
        *([] if status in wanted else [_said(tried, page, cell, f"wanted {wanted}")]),
        *([] if tried.wrote <= left else [_said(tried, page, cell, "looking wrote")]),
    ]


def _wrong_deed(tried: Tried, page: Page, cell: Cell) -> list[str]:
    status, refusal = tried.answer.status_code, _refusal(page, cell)
    if tried.restricted_touched:
        return [_said(tried, page, cell, "the restricted child's record changed")]
    if _is_done(page, cell):
        kept = "trail_entry" in tried.wrote or page.name == "draft"  # what is not sent yet is nobody else's
        done = status < BAD and all(tried.changed) and kept
        return [] if done else [_said(tried, page, cell, "not done, though it is allowed")]
    if any(tried.changed):
        return [_said(tried, page, cell, "done, though it is refused")]
    if refusal:
        fits = status == refusal and tried.wrote <= LEFT_BY_REFUSING
    else:
        fits = status in (WALKS[page.name].shows, *range(FAULT)) and tried.wrote <= LEFT_BY_LOOKING | {
            "staff_draft"
        }
    return [] if fits else [_said(tried, page, cell, "not the answer to what is refused or only shown")]


class Alike:
    """What is answered about a child out of reach is what is answered where there is no such child."""

    def __init__(self) -> None:
        self.first: dict[str, Tried] = {}

    def unlike(self, tried: Tried, page: Page, cell: Cell) -> list[str]:
        """What is wrong, if anything."""
        walk = WALKS[page.name]
        if walk.outside_reach or _reaches(cell) or not (page.of_a_child or walk.about_child):
            return []
        same = self.first.setdefault(cell.table, tried)
        if (same.answer.status_code, same.text) == (tried.answer.status_code, tried.text):
            return []
        return [_said(tried, page, cell, "not the answer that there is where there is no such child")]


def _said(tried: Tried, page: Page, cell: Cell, what: str) -> str:
    about = " ".join(part for part in (cell.whose, cell.table) if part)
    asked = f"{tried.answer.request['REQUEST_METHOD']} {page.route} ({about})"
    return (
        f"{cell.role}: {asked}: {tried.answer.status_code}, "
        f"changed {tried.changed}, wrote {sorted(tried.wrote)}: {what}"
    )


# going


@contextmanager
def _as_somebody(role: Role, world: World) -> Iterator[tuple[Client, Cell]]:
    with time_machine.travel(moment(), tick=False):
        person = cast(world, role)
        client = signed_in(Client(raise_request_exception=False), person)
        client.get("/accessibility/")  # the session has begun
        yield client, Cell(world, role, person)


def _cells(page: Page, start: Cell, *, all_tables: bool = True) -> Iterator[Cell]:
    """Every child; for one's own every table of the record, where all are wanted, else two, of two acts."""
    walk = WALKS[page.name]
    if not (page.of_a_child or walk.about_child):
        yield start
        return
    a_row = page.of_a_child and set(page.parameters) - {"pk", "table", "flag", "role", "form"}
    for whose in (NONE, OWN, OTHER, RESTRICTED, *([CROSSED] if a_row else [])):
        chosen = TABLES if whose == OWN and all_tables else ("episodes", "visits")
        tables = chosen if walk.of_tables else ("",)
        for table in tables:
            yield replace(start, whose=whose, table=table)


def _try(client: Client, method: str, page: Page, cell: Cell) -> Tried:
    """One request, undone again."""
    walk = WALKS[page.name]
    models = changes_of(page.name, cell.table) if method == "post" else ()
    with undone():
        walk.ready(cell)
        body = walk.body(cell) if method == "post" else {}
        before = [_rows(model) for model in models], _of_restricted(cell)
        with _writes() as wrote:
            answer: Any = getattr(client, method)(_address(page, walk, cell), body)
        changed = [rows != _rows(model) for model, rows in zip(models, before[0], strict=True)]
        return Tried(answer, wrote, changed, before[1] != _of_restricted(cell), _text(answer, cell))


def _address(page: Page, walk: Walk, cell: Cell) -> str:
    whose = {"pk": cell.number} if page.of_a_child else {}
    return reverse(page.name, kwargs={**whose, **walk.rows(cell)})


def _rows(model: Any) -> list[Any]:
    return list(model._default_manager.order_by("pk").values_list())


def _of_restricted(cell: Cell) -> list[Any]:
    """Whatever is told of a child raises its stamp; who works with it is looked at by itself."""
    number = cell.world.restricted.pk
    work = Involvement.objects.filter(child=number).order_by("pk")
    return [*Child.objects.filter(pk=number).values_list("stamp", "version", "family"), *work.values_list()]


@contextmanager
def _writes() -> Iterator[set[str]]:
    """The tables that are written to meanwhile, be it undone by the page itself."""
    wrote: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        wrote.update(_WRITES.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield wrote


def _text(answer: Any, cell: Cell) -> str:
    """What is answered, but for tokens, and for the address that was asked for."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    text = f"{answer.headers.get('Location')} {said} {_TOKENS.sub('', content.decode(errors='replace'))}"
    return text.replace(answer.request["PATH_INFO"], "/ADDRESS/").replace(f"/children/{cell.number}/", "/CHILD/")
