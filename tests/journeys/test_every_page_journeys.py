"""Every page of the map, found as people find it: by links from the first screens of every role.

Each is looked at once, wide and narrow: axe, one heading, a title of its own, no sideways scroll; on the sample
council, on an empty register, and where a form was sent empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Page

from access_deeds import WALKS
from access_walks import OWN, Cell
from access_world import build, cast
from running_site import Site, make_site
from service import PASSWORD, TODAY, make_person, moment
from sightline.casework.staff.models import Person
from sightline.domain.roles import MAY, Role
from sightline.web.site_map import Page as SitePage
from sightline.web.site_map import pages
from walks import GROUPS

#: Between them they meet every page; the others have a first screen of their own.
WALKERS = (
    Role.IRO_MANAGER, Role.IRO, Role.ADMINISTRATOR, Role.ANALYST, Role.BUSINESS_SUPPORT, Role.SOCIAL_WORKER,
)  # fmt: skip
OTHERS = (
    Role.SENIOR_IRO, Role.HEAD_OF_SERVICE, Role.PARTICIPATION_OFFICER,
)  # fmt: skip
#: Sent empty, these say what is missing, and nothing changes.
FORMS = {
    "child-add", "child-record-add", "child-allocate", "child-conflict", "child-parent", "child-restriction",
    "import-start", "practice-upload", "person-add", "role-add", "post-add", "team-add", "key-make",
    "open-a-record", "absence-add", "practice-switch",
}  # fmt: skip
#: No pages to look at: answers to a button, files, and pages of what the sample has none of.
NOT_MET = {
    "notices-read", "child-conflict-withdraw", "contradiction-decide", "import-load", "import-undo",
    "import-set-aside", "import-again", "import-findings", "import-sent-back", "import-changes",
    "practice-take-back", "practice-file", "team-close", "key-revoke", "child-restriction-name",
    "child-restriction-take-off", "child-restriction-lift", "opened-record", "account_stay", "draft",
    "account_set_password", "account_email", "mfa_index", "socialaccount_connections", "health", "health_ready",
    "person-unlock", "person-link", "cover-end", "child-allocation-end", "child-handover-note",
    "person-second-factor", "person-sign-in", "opened-records", "handover-document", "child-handover-document",
}  # fmt: skip
for _group in GROUPS:
    FORMS |= _group.FORMS
    NOT_MET |= _group.NOT_MET
FEW = 3
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


@dataclass
class Met:
    """Pages by their name: the address at which one was met, and who met it."""

    who: dict[str, tuple[str, Any]] = field(default_factory=dict)

    def walk(self, page: Page, person: Any) -> None:
        """Follow links from the first screen, a few addresses of each page of the map."""
        ways, seen = ["/"], Counter({"home": 1})
        for address in ways:
            answer = page.request.get(address)
            if not (answer.ok and "text/html" in answer.headers["content-type"]):
                continue
            self.who.setdefault(_name(address), (address, person))
            for way in re.findall(r'href="(/[^"#]*)', answer.text()):
                address = way.replace("&amp;", "&")
                if address not in ways and (name := _name(address)) and seen[name] < FEW:
                    seen[name] += 1
                    ways.append(address)


def _name(address: str) -> str:
    try:
        return resolve(address.split("?")[0]).view_name
    except Resolver404:
        return ""


@pytest.fixture(scope="module")
def council(tmp_path_factory: Any, site_template: Path, django_db_blocker: Any) -> Iterator[Site]:
    """A site with a small sample council in it."""
    from sightline.casework.practice.actions import add_shipped
    from sightline.ops.sample import service, telling

    made = make_site(tmp_path_factory.mktemp("council"), site_template, django_db_blocker)
    with made.data():
        add_shipped(at=moment())
        lives = telling.tonight(seed=1, looked_after=40, children=80, on=TODAY - timedelta(days=1))
        service.fill(lives, at=moment(), password=PASSWORD, say=lambda _: None)
    made.start()
    yield made
    made.stop()


def somebody(site: Site, role: Role) -> Any:
    """Somebody of a role who may sign in."""
    with site.data():
        found = Person.objects.filter(role_periods__role=role.value).exclude(password__startswith="!").first()
        return found or make_person(role, password=PASSWORD)


def all_met(site: Site, new_page: Callable[..., Page]) -> Met:
    """Every page that anybody meets, and the first screen of every role."""
    met = Met()
    for role in WALKERS:
        person, page = somebody(site, role), new_page(base_url=site.url)
        site.sign_in(page, person)
        met.walk(page, person)
    return Met(met.who | {f"home of {role.label}": ("/", somebody(site, role)) for role in (*WALKERS, *OTHERS)})


def looked_at(page: Page, axe: Callable[[Page], None], name: str) -> list[str]:
    """What is wrong with the page that is open, in words."""
    wrong = []
    try:
        axe(page)
    except AssertionError as found:
        wrong.append(f"{name}: {str(found)[:400]}")
    if page.locator("h1").count() != 1:
        wrong.append(f"{name}: {page.locator('h1').count()} h1")
    page.set_viewport_size({"width": 320, "height": 640})
    if not page.evaluate(FITS):
        wrong.append(f"{name}: wider than a narrow window")
    page.set_viewport_size({"width": 1280, "height": 900})
    return wrong


def looks(site: Site, new_page: Callable[..., Page], axe: Callable[[Page], None], met: Met) -> list[str]:
    """Every page met, once, as whoever met it."""
    wrong, titles, of = [], {}, {}
    for name, (address, person) in met.who.items():
        page = of.get(person.pk)
        if page is None:
            page = of[person.pk] = new_page(base_url=site.url)
            site.sign_in(page, person)
        page.goto(address)
        wrong += looked_at(page, axe, name)
        if not name.startswith("home of") and (other := titles.setdefault(page.title(), name)) != name:
            wrong.append(f"{name}: has the title of {other}")
        if name in FORMS:
            page.locator("main form[method=post]:has(.govuk-form-group) .govuk-button").first.click()
            page.wait_for_load_state()
            if not page.title().startswith("Error: "):
                wrong.append(f"{name}: sent empty, it is no error: {page.title()}")
            wrong += looked_at(page, axe, f"{name}, sent empty")
    return wrong


def test_every_page_of_the_sample_council(council: Site, new_page: Any, axe: Any) -> None:
    met = all_met(council, new_page)
    wrong = [f"{each.name}: no link leads there" for each in pages() if each.name not in NOT_MET | met.who.keys()]
    wrong += looks(council, new_page, axe, met)
    assert not wrong, "\n".join(wrong)


def test_every_page_of_an_empty_register(site: Site, new_page: Any, axe: Any) -> None:
    met = all_met(site, new_page)
    assert {"home", "children", "caseload", "search", "imports", "practice", "people"} <= set(met.who)
    met.who = {name: told for name, told in met.who.items() if name not in FORMS}
    wrong = looks(site, new_page, axe, met)
    assert not wrong, "\n".join(wrong)


SEEN = """() => {
    const it = document.activeElement, how = getComputedStyle(it);
    const kept = window.before; window.before = it;
    return {
        outside: it === document.body,
        shown: how.outlineStyle !== 'none' && how.outlineWidth !== '0px' || how.boxShadow !== 'none',
        after: !kept || !!(kept.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING),
        what: it.outerHTML.slice(0, 120),
    };
}"""


@pytest.mark.parametrize("address", ["/", "/children/", "/allocation/", "/search/", "/people/", "/practice/"])
def test_the_keyboard_is_seen_and_goes_down_the_page(council: Site, page: Page, address: str) -> None:
    with council.data():
        manager = Person.objects.get(email="manager@sample.example")
    page.context.clear_cookies()
    council.sign_in(page, manager)
    page.goto(f"{council.url}{address}")
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(SEEN)
        if stop["outside"]:
            break
        assert stop["shown"], stop["what"]
        assert stop["after"], stop["what"]


def test_a_long_life_opens_at_its_newest_end_without_scripts(council: Site, new_page: Any) -> None:
    page = new_page(base_url=council.url, java_script_enabled=False, viewport={"width": 320, "height": 640})
    with council.data():
        officer = Person.objects.get(email="iro@sample.example")
    council.sign_in(page, officer)
    page.goto("/caseload/")
    page.locator("th.sl-row-heading a").first.click()
    drawn, window = (page.locator(f".sl-strip__{each}").bounding_box() for each in ("drawing", "scroll"))
    assert drawn["width"] > window["width"]
    assert abs(drawn["x"] + drawn["width"] - window["x"] - window["width"]) <= 2


# pages that no link leads to: each opened with a real row behind its address

#: Whoever of these comes first and may, opens a page.
LOOKERS = (Role.IRO, Role.IRO_MANAGER, Role.ANALYST, Role.ADMINISTRATOR, Role.BUSINESS_SUPPORT, Role.TEAM_MANAGER)


def theirs(role: Role) -> list[SitePage]:
    """The pages that this role opens here: nobody before it in the list may."""
    return [
        each
        for each in pages()
        if each.name in NOT_MET
        and WALKS[each.name].shows == 200
        and role is next((one for one in LOOKERS if each.act is None or one in MAY[each.act]), LOOKERS[0])
    ]


@pytest.mark.parametrize("role", LOOKERS[:4])
def test_a_page_that_no_link_leads_to_is_as_good_as_the_others(
    site: Site, page: Page, axe: Callable[[Page], None], settings: Any, role: Role
) -> None:
    settings.DATA = site.folder
    with site.data():
        world = build(site.folder / role.value)
        person = cast(world, role)
        cell = Cell(world, role, person, whose=OWN)
        for ready in {WALKS[each.name].ready for each in theirs(role)}:
            ready(cell)
        addresses = {each.name: _address(each, cell) for each in theirs(role)}
    site.sign_in(page, person)
    wrong, seen = [], 0
    for name, address in addresses.items():
        answer = page.request.get(address)
        if not answer.ok or "text/html" not in answer.headers["content-type"]:
            continue
        page.goto(address)
        seen += 1
        wrong += looked_at(page, axe, name)
    assert not wrong, "\n".join(wrong)
    assert seen, "no page was looked at"


def _address(each: SitePage, cell: Cell) -> str:
    number = {"pk": cell.number} if each.of_a_child else {}
    return reverse(each.name, kwargs={**number, **WALKS[each.name].rows(cell)})
