"""Nothing of a restricted child leaks: all is the same, byte for byte, whether or not there is such a child.

Two worlds, alike but for children whose records are restricted to one manager: brothers and sisters of a child
whom whoever looks works with, with an officer, notices, contradictions and all that lists and counts are made of.
Every role opens every address in both (as a page, a file, print, by every filter and order, the second page too),
sends every form, searches, and reads by program. A fault is never the same as anything.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

import importing as given
from access_deeds import WALKS, changes_of
from access_walks import OTHER, OWN, Cell, walked_as
from access_world import World, build, cast, restrict, told_of, undone, write_return
from service import TODAY, allocate, make_child, make_episode, make_person, moment, signed_in, viewer_of
from sightline.casework.register import sounds
from sightline.casework.register.models import (
    Child,
    Identifier,
    Import,
    Involvement,
    Relation,
    Visit,
)
from sightline.casework.staff import actions as staff
from sightline.casework.staff.models import Person
from sightline.domain.roles import REVIEWING, Role
from sightline.web.api import v1
from sightline.web.site_map import pages

pytestmark = pytest.mark.django_db

#: What only the restricted children are called and known by.
TELLING = ("Zyxwena", "Quorvane", "ZQX90417", "Velthoun")
BORN = date(2013, 3, 27)
FAULT = 500
#: One of each reach, and those whose pages are others'.
CHILD_ROLES = [
    Role.IRO, Role.IRO_MANAGER, Role.BUSINESS_SUPPORT, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.ANALYST
]  # fmt: skip
#: Those whose lists are gone through by every filter and order: the whole service, and one's own.
BY_EVERY_WAY = [Role.IRO, Role.SENIOR_IRO, Role.TEAM_MANAGER]
_TOKENS = re.compile(
    r'nonce="[^"]*"|(name="(csrfmiddlewaretoken|_token)" value=|data-token=)"[^"]*"|\bsl_\w+|/calendar/[\w-]+\.ics'
)
#: What an import says of its files alone, whatever the register holds: the analyst has the files.
_OF_FILES = re.compile(r"<caption[^>]*>(?:Files|What is wrong in the files)</caption>.*?</table>", re.DOTALL)
_NUMBERS = re.compile(r"(/children/|/imports/|/people/|/to-decide/|[Cc]hild |[Ii]mport |import-|import=)(\d+)")


@dataclass
class Lives:
    """The world, and somebody of a role in it."""

    world: World
    person: Person
    role: Role

    @property
    def cell(self) -> Cell:
        """What this person tries."""
        return Cell(self.world, self.role, self.person)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """Before there is a restricted child of which nothing may be told."""
    before, settings.DATA = settings.DATA, tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), undone():
        yield build(Path(settings.DATA))
    settings.DATA = before


@pytest.fixture
def lives(world: World, request: pytest.FixtureRequest) -> Lives:
    """A waiting child, as the restricted one will be; somebody of the role that is tried."""
    make_child(in_care_since=date(2026, 11, 17))
    return Lives(world, cast(world, request.param), request.param)


@contextmanager
def hidden(lives: Lives) -> Iterator[list[Child]]:
    """Three of the family of one's own child, whom only a manager may see: allocated, waiting, of who is away."""
    world = lives.world
    with undone():
        made = [_hidden(lives) for _ in range(3)]
        Identifier.objects.create(child=made[0], scheme="case", value="ZQX90417")
        allocate(made[0], lives.person if lives.role in REVIEWING else world.officer, date(2026, 11, 18))
        allocate(made[2], world.leaver, date(2026, 11, 18))
        for child in made[:2]:
            allocate(child, lives.person, date(2026, 11, 18), role="social_worker")
        yield made


def _hidden(lives: Lives) -> Child:
    child = make_child(
        forename="Zyxwena", surname="Quorvane", sounds=sounds.of("Zyxwena", "Quorvane"),
        born=BORN, family=lives.world.own.family,
        in_care_since=date(2026, 11, 17),
    )  # fmt: skip
    make_episode(child, started=date(2025, 3, 1), ceased=date(2025, 9, 1), reason_ceased="E4")
    told_of(child, lives.world)
    Visit.objects.create(child=child, held=date(2026, 11, 18), kind="iro")
    Relation.objects.create(child=child, name="Velthoun", relationship="Mother", capacity="family")
    restrict(child, lives.world.manager, reason="Velthoun")
    return child


# looking


@pytest.mark.parametrize("lives", walked_as(CHILD_ROLES), indirect=True, ids=str)
def test_every_page_is_the_same_with_and_without_the_child(lives: Lives) -> None:
    """Every address with its parameters, and what each list gives as a file and to print."""
    asked = list(_addresses(lives))
    without = _answers(lives, asked)
    files = [address for page in asked for address in _linked(page, without[page]) if "format=" in address]
    _same(lives, asked + files, without | _answers(lives, files))


@pytest.mark.looks
@pytest.mark.parametrize("lives", walked_as(BY_EVERY_WAY), indirect=True, ids=str)
def test_every_filter_and_order_is_the_same(lives: Lives) -> None:
    """Whatever a page offers to choose, one by one, and the second page of what is longer than one."""
    for n in range(51):
        capacity = "iro" if lives.role in REVIEWING else "social_worker"
        allocate(make_child(surname=f"Young{n}"), lives.person, role=capacity)
    first = [reverse(page.name) for page in pages() if not page.open and not page.parameters]
    without = _answers(lives, first)
    ways = [way for page in first for way in (*_linked(page, without[page]), *_offered(page, without[page]))]
    assert any("page=2" in way for way in ways), "nothing is longer than a page"
    assert any("order=" in way for way in ways)
    assert any("standing=" in way for way in ways)
    _same(lives, ways, _answers(lives, ways))


def _addresses(lives: Lives) -> Iterator[str]:
    for page in pages():
        walk = WALKS[page.name]
        if page.open or walk.shows >= 400:
            continue
        for whose in (OWN, OTHER) if page.of_a_child else ("",):
            cell = replace(lives.cell, whose=whose, table="episodes" if walk.of_tables else "")
            number = {"pk": cell.number} if page.of_a_child else {}
            yield reverse(page.name, kwargs={**number, **walk.rows(cell)})


def _linked(page: str, text: str) -> list[str]:
    """Addresses of the same page with something chosen: orders, files, other pages, tabs."""
    links = (unescape(link) for link in re.findall(r'href="([^"#]*\?[^"#]*)"', text))
    return sorted({page + link[link.index("?") :] for link in links if link.split("?")[0] in ("", page)})


def _offered(page: str, text: str) -> list[str]:
    """What the page's forms of choice offer, each by itself."""
    found = []
    for form in re.findall(r'<form method="get".*?</form>', text, re.DOTALL):
        for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
            found += [f"{page}?{name}={value}" for value in re.findall(r'<option value="([^"]+)"', options)]
        found += [
            f"{page}?{name}={value}" for name, value in re.findall(r'name="([^"]+)"[^>]*value="([^"]+)"', form)
        ]
    return found


# sending


@pytest.mark.looks
@pytest.mark.parametrize("lives", walked_as(CHILD_ROLES), indirect=True, ids=str)
def test_every_form_does_and_says_the_same(lives: Lives) -> None:
    """Naming an officer, passing many on, ending roles, undoing an import, taking an extract and all else."""
    without = dict(_sent(lives))
    assert without, "nothing was sent"
    with hidden(lives) as children:
        now = dict(_sent(lives))
    _no_difference(without, now, children)


@pytest.mark.parametrize(
    "text",
    [
        "Zyxwena",
        "quorv",
        "Zixwena Quorvain",
        "Quorvane Zyxwena",
        "ZQX90417",
        "zqx9",
        "27 March 2013",
        "27/3/2013",
    ],
)
@pytest.mark.parametrize("lives", [Role.IRO, Role.ANALYST], indirect=True, ids=str)
def test_a_search_finds_and_says_the_same(lives: Lives, text: str) -> None:
    def search(client: Client) -> str:
        client.post(reverse("search"), {"text": text})
        return said(client.get(reverse("search"))).replace(text, "")

    without = _as(lives.person, search)
    with hidden(lives):
        assert _as(lives.person, search) == without
        named = _as(lives.world.manager, search)
        assert "Zyxwena" in named or "Quorvane" in named, "nobody at all would find the child by this"


@pytest.mark.parametrize("lives", [Role.SENIOR_IRO, Role.BUSINESS_SUPPORT, Role.ANALYST], indirect=True, ids=str)
def test_a_child_added_who_is_like_one_out_of_sight_is_likely_nobody(lives: Lives) -> None:
    """Same names and birthday: the form says nothing, and the child is added."""
    twin = {**WALKS["child-add"].body(lives.cell), "forename": "Zyxwena", "surname": "Quorvane"}
    twin |= {"born_day": "27", "born_month": "3", "born_year": "2013"}
    without = _as(lives.person, lambda client: said(client.post(reverse("child-add"), twin)))
    with hidden(lives):
        assert _as(lives.person, lambda client: said(client.post(reverse("child-add"), twin))) == without
        seen = _as(lives.world.manager, lambda client: said(client.post(reverse("child-add"), twin)))
        assert "Look before you add another" in seen, "who is named would be warned"


@pytest.mark.parametrize("name", ["child-parent", "child-siblings"])
@pytest.mark.parametrize("lives", [Role.SENIOR_IRO, Role.IRO_MANAGER], indirect=True, ids=str)
def test_another_child_typed_into_a_form_is_nobody(lives: Lives, name: str) -> None:
    """The name and the number of a restricted child find whom they find where there is no such child."""

    def asking(text: str, which: int) -> str:
        body = {"what": "together", "other": text, "reason": "The mother says so"}
        answer = {"looked_for": text, "which": which}
        address = reverse(name, kwargs={"pk": lives.world.own.pk})
        return _as(
            lives.person,
            lambda client: said(client.post(address, body)) + said(client.post(address, body | answer)),
        )

    typed = ("Zyxwena", "Quorvane", "ZQX90417")
    without = [asking(text, lives.world.none) for text in typed]
    with hidden(lives) as children:
        assert [asking(text, children[0].pk) for text in typed] == without


@pytest.mark.parametrize("lives", [Role.IRO, Role.HEAD_OF_SERVICE], indirect=True, ids=str)
def test_before_somebody_says_that_it_is_meant_no_number_is_looked_for(lives: Lives) -> None:
    """The form says the same of a number that a restricted child has and of one that nobody has."""

    def asking(number: str) -> str:
        body = {"scheme": "case", "reason": "The police called from the station", "sure": "", "identifier": number}
        return _as(lives.person, lambda c: said(c.post(reverse("open-a-record"), body))).replace(number, "")

    with hidden(lives):
        assert asking("ZQX90417") == asking("ZQX90418")


def _sent(lives: Lives) -> Iterator[tuple[str, str]]:
    """What each form answers that is sent about one's own child, another, or none; each undone again."""
    with undone(), time_machine.travel(moment(), tick=False):
        client = signed_in(Client(raise_request_exception=False), lives.person)
        client.get("/accessibility/")
        for page in pages():
            walk = WALKS[page.name]
            tables = ("episodes", "visits") if walk.of_tables else ("",)
            whose = (OWN, OTHER) if page.of_a_child or walk.about_child else ("",)
            for cell in (replace(lives.cell, whose=each, table=table) for each in whose for table in tables):
                if not changes_of(page.name, cell.table):
                    continue
                with undone():
                    walk.ready(cell)
                    number = {"pk": cell.number} if page.of_a_child else {}
                    address = reverse(page.name, kwargs={**number, **walk.rows(cell)})
                    answer = client.post(address, walk.body(cell))
                    yield f"POST {address}", said(answer)


# by program


@pytest.mark.parametrize("lives", [Role.IRO], indirect=True)
def test_a_program_reads_the_same(lives: Lives, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every address of the read API, over HTTP, with a key of every scope: rows, pages of rows, what changed."""
    cache.clear()
    monkeypatch.setattr(v1.api.throttle[0], "num_requests", 100_000)
    by = viewer_of(make_person(Role.ADMINISTRATOR))
    key = staff.make_key(name="All", scopes=list(staff.SCOPES), expires=TODAY, by=by)
    paths = sorted(v1.api.get_openapi_schema()["paths"])
    ways = ("", "?limit=1", "?limit=2&after=1", "?changed_since=2026-01-01T00:00:00Z", "?in_care_on=2026-11-20")
    asked = [f"{path}{way}" for path in paths for way in ways]

    def read(client: Client) -> dict[str, str]:
        head = {"Authorization": f"Bearer {key.secret}"}
        return {path: said(client.get(path, headers=head)) for path in asked}

    without = _as(lives.person, read)
    assert sum("200 " in text[:4] for text in without.values()) == len(asked)
    with hidden(lives) as children:
        _no_difference(without, _as(lives.person, read), children)


# the download of an extract


@pytest.mark.parametrize("lives", [Role.ANALYST], indirect=True)
def test_an_extract_has_whom_the_viewer_may_see(lives: Lives) -> None:
    def take(client: Client) -> str:
        return said(client.post(reverse("extract")))

    without = _as(lives.person, take)
    assert "lives/children.parquet" in without
    with hidden(lives) as children:
        assert _as(lives.person, take) == without
        for child in children:
            child.restrictions.get().members.create(person=lives.person)
        assert _as(lives.person, take) != without, "who is named has them in it"
    page = _as(lives.person, lambda client: said(client.get(reverse("extract"))))
    assert "Restricted records are in it only where you are named on them" in page


# imports


@pytest.mark.parametrize("second", ["changed", "gone", "contradicted"])
def test_what_an_import_shows_is_that_without_the_child(tmp_path: Path, settings: Any, second: str) -> None:
    """The register knows the child and so may the file; what is shown is as if neither did, but for the file."""
    settings.DATA = tmp_path / "data"
    analyst, manager = make_person(Role.ANALYST), make_person(Role.IRO_MANAGER)
    with undone():
        without = _of_imports(tmp_path / "without", analyst, [], [], None, second)
    with undone():
        told = [] if second == "gone" else ["ZQX90417"]
        now = _of_imports(tmp_path / "with", analyst, ["ZQX90417"], told, manager, second)
    assert list(without) == list(now)
    wrong = [name for name in now if without[name] != now[name]]
    assert not wrong, "\n".join(f"{name}: {_difference(without[name], now[name])}" for name in wrong)
    assert not [name for name, text in now.items() if "ZQX90417" in text]
    assert any("B3" in text for text in now.values()), "nothing was shown"


def _of_imports(
    folder: Path, analyst: Person, known: list[str], told: list[str], manager: Person | None, second: str
) -> dict[str, str]:
    """What the pages of two imports say: one that is loaded, and one that is looked at and then loaded."""
    first = given.load(given.read(write_return(folder / "a", "B1", *known, year="2023-24")))
    # Work on a child whom it brought: it can be undone neither here nor there.
    Visit.objects.create(child=_known_as("B1"), held=TODAY, kind="iro")
    if manager:
        restrict(_known_as("ZQX90417"), manager)
    for child in Child.objects.all() if second == "contradicted" else []:
        child.episode_set.update(entered_by=analyst)
    year = "2023-24" if second == "gone" else "2024-25"  # mended, without the child; or the next
    later = given.read(write_return(folder / "b", "B1", "B3", *told, year=year, placement="U4"))
    shown = _pages_of(analyst, first) | {
        f"before {name}": text for name, text in _pages_of(analyst, later).items()
    }
    given.load(later)
    return shown | {f"after {name}": text for name, text in _pages_of(analyst, later).items()}


def _pages_of(analyst: Person, load: Import) -> dict[str, str]:
    """By what each page is of: the import, its rows by table and verdict, what is to be decided."""

    def look(client: Client) -> dict[str, str]:
        shown = {"list": said(client.get(reverse("imports"))), "one": said(client.get(f"/imports/{load.pk}/"))}
        for table in ("children", "episodes"):
            for verdict in ("added", "changed", "contradicted", "gone", "retold"):
                shown[f"{table} {verdict}"] = said(client.get(f"/imports/{load.pk}/changes/{table}/{verdict}/"))
        return shown | {"to decide": said(client.get(reverse("contradictions")))}

    return {name: _in_order(_OF_FILES.sub("", text)) for name, text in _as(analyst, look).items()}


def _known_as(identifier: str) -> Child:
    return Child.objects.get(identifiers__scheme="903", identifiers__value=identifier)


# the tests would see it


@pytest.mark.looks
@pytest.mark.parametrize("lives", [Role.SENIOR_IRO], indirect=True)
def test_the_walk_would_see_children_who_are_not_restricted(lives: Lives) -> None:
    """Otherwise the two worlds would be alike for having nothing in them."""
    asked = list(_addresses(lives))
    without, sent = _answers(lives, asked), dict(_sent(lives))
    with hidden(lives) as children:
        for child in children:
            child.restrictions.all().delete()
        now, sent_now = _answers(lives, asked), dict(_sent(lives))
    changed = {page for page in asked if without[page] != now[page]}
    own = f"/children/{lives.world.own.pk}"
    assert {"/", "/children/", "/allocation/", f"{own}/", f"{own}/people/", f"{own}/allocate/"} <= changed
    assert any("Zyxwena" in text for text in now.values())
    assert sent != sent_now
    assert not Involvement.objects.filter(child__in=[child.pk for child in children]).exists()


# comparing


def _same(lives: Lives, asked: list[str], without: dict[str, str]) -> None:
    with hidden(lives) as children:
        _no_difference(without, _answers(lives, asked), children)


def _no_difference(without: dict[str, str], now: dict[str, str], children: list[Child]) -> None:
    wrong = [name for name in now if without[name] != now[name]]
    assert not wrong, "\n".join(f"{name}: {_difference(without[name], now[name])}" for name in wrong)
    faults = [name for name, text in now.items() if int(text[:3]) >= FAULT]
    assert not faults, f"faults are the same as nothing: {faults}"
    words = (*TELLING, *(f"/children/{child.pk}/" for child in children))
    assert not [name for name, text in now.items() if any(word in text for word in words)]


def _difference(one: str, other: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"…{one[max(0, at - 60) : at + 60]}… / …{other[max(0, at - 60) : at + 60]}…"


def _answers(lives: Lives, addresses: list[str]) -> dict[str, str]:
    return _as(lives.person, lambda client: {address: said(client.get(address)) for address in addresses})


def _as(person: Person, act: Callable[[Client], Any]) -> Any:
    """What somebody who has just signed in is answered; it leaves nothing behind."""
    with undone(), time_machine.travel(moment(), tick=False):
        return act(signed_in(Client(raise_request_exception=False), person))


def said(answer: Any) -> str:
    """Status, where to, messages and all that is answered, without tokens and the numbers of rows just made."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = _of_zip(content) if content.startswith(b"PK") else _TOKENS.sub("", content.decode(errors="replace"))
    messages = [str(message) for message in get_messages(answer.wsgi_request)]
    made = answer.status_code == 302 and answer.wsgi_request.method == "POST"
    where = re.sub(r"\d+", "N", answer.headers.get("Location", "")) if made else answer.headers.get("Location", "")
    return f"{answer.status_code} {where} {messages} {text}"


def _in_order(text: str) -> str:
    """Rows have other numbers in the two worlds: told by the order in which they are mentioned."""
    seen: dict[tuple[str, str], int] = {}

    def told(found: re.Match[str]) -> str:
        kind = next((word for word in ("hild", "mport") if word in found[1]), found[1])  # a child's, an import's
        return f"{kind}#{seen.setdefault((kind, found[2]), len(seen))}"

    return _NUMBERS.sub(told, text)


def _of_zip(content: bytes) -> str:
    """Of a spreadsheet what its sheets say; of any other zip every byte of every file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = sorted(name for name in archive.namelist() if not name.startswith("docProps/"))
        return "".join(f"{name}: {archive.read(name).decode('latin-1')}\n" for name in names)
