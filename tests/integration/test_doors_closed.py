"""Doors that somebody may try: each stays shut, with an answer in words."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from service import (
    LONG_AGO,
    PASSWORD,
    TODAY,
    allocate,
    make_child,
    make_person,
    make_team,
    moment,
    signed_in,
    viewer_of,
)
from sightline.casework.allocation.actions import declare_conflict
from sightline.casework.allocation.models import Conflict
from sightline.casework.register import breaking_glass, scope
from sightline.casework.register.actions import NotPermitted as NotForThem
from sightline.casework.register.actions import together
from sightline.casework.register.models import Identifier
from sightline.casework.staff import actions
from sightline.casework.staff.actions import NotPermitted
from sightline.casework.staff.models import RolePeriod
from sightline.domain.roles import Role
from sightline.web.site_map import pages

pytestmark = pytest.mark.django_db
REASON = "The police asked at night"
LARGE = b"x" * 3_000_000


# what opens for hours does not stay open


def test_a_record_opened_with_a_reason_is_not_made_a_brother_or_sister() -> None:
    """The officer of one would see the other for good."""
    officer, own, other = make_person(Role.IRO), make_child(), make_child()
    allocate(own, officer)
    Identifier.objects.create(child=other, scheme="case", value="C1")
    breaking_glass.open_record(scheme="case", identifier="C1", reason=REASON, hours=8, by=viewer_of(officer))
    with pytest.raises(NotForThem, match="open with a reason alone"):
        together(child=own.pk, other=other.pk, reason="A letter", by=viewer_of(officer))
    later = viewer_of(officer, at=moment(TODAY.replace(day=TODAY.day + 2)))
    assert list(scope.children(seen_by=later)) == [own]


def test_nobody_stands_in_by_their_own_hand() -> None:
    """Whoever stands in sees children: somebody else records it."""
    away, me = make_person(Role.SOCIAL_WORKER), make_person(Role.SOCIAL_WORKER)
    RolePeriod.objects.create(person=me, role=Role.ADMINISTRATOR, started=LONG_AGO)
    absence = actions.record_absence(person=away.pk, kind="leave", started=TODAY, by=viewer_of(me))
    with pytest.raises(NotPermitted, match="for themselves"):
        actions.add_cover(absence=absence, person=me.pk, started=TODAY, by=viewer_of(me))
    actions.add_cover(absence=absence, person=me.pk, started=TODAY, by=viewer_of(make_person(Role.ADMINISTRATOR)))


# one child's page is no way to another's record


def test_a_conflict_is_withdrawn_on_its_own_childs_page(client: Client) -> None:
    manager, child, other = make_person(Role.IRO_MANAGER), make_child(), make_child()
    declare_conflict(child=other.pk, person=manager.pk, says="A cousin", by=viewer_of(manager))
    signed_in(client, manager)
    conflict = Conflict.objects.get()
    wrong = client.post(reverse("child-conflict-withdraw", args=[child.pk, conflict.pk]))
    assert (wrong.status_code, Conflict.objects.get().withdrawn_at) == (404, None)
    client.post(reverse("child-conflict-withdraw", args=[other.pk, conflict.pk]))
    assert Conflict.objects.get().withdrawn_at is not None


@pytest.mark.parametrize("apart", ["x" * 201, "a\0b"])
@pytest.mark.parametrize("seen", ["9" * 5000, "²", ""])
def test_children_are_passed_on_by_a_form_that_anybody_could_write(client: Client, apart: str, seen: str) -> None:
    """It is no form of the kit: what it sends is looked at all the same."""
    leaves, takes, child = make_person(Role.IRO), make_person(Role.IRO), make_child()
    allocate(child, leaves)
    signed_in(client, make_person(Role.IRO_MANAGER))
    told = {f"officer-{child.pk}": str(takes.pk), f"apart-{child.pk}": apart, f"seen-{child.pk}": seen}
    answer = client.post(reverse("allocation-move", args=[leaves.pk]), {**told, "confirm": "", "reason": "left"})
    assert answer.status_code in (200, 302)


# what is sent


@pytest.mark.parametrize("address", ["/account/login/", "/imports/new/"])
def test_nobody_at_the_door_sends_much(client: Client, address: str) -> None:
    file = SimpleUploadedFile("a.csv", LARGE)
    assert client.post(address, {"given": file}).status_code == 413


def test_files_are_taken_where_files_are_asked_for(client: Client) -> None:
    signed_in(client, make_person(Role.ANALYST))
    told = {"kind": "903", "given": SimpleUploadedFile("a.csv", LARGE)}
    assert client.post("/imports/new/", told).status_code in (200, 302)
    told["given"] = SimpleUploadedFile("a.csv", LARGE)
    assert client.post("/search/", told).status_code == 413


@pytest.mark.parametrize("length", ["", "x", "-1", "²"])
def test_a_length_that_is_none_is_nothing(client: Client, length: str) -> None:
    assert client.get("/health", headers={"Content-Length": length}).status_code == 200


def test_every_form_needs_its_token() -> None:
    """Every address of ours, by a signed-in person's browser, from another site's page."""
    client = signed_in(Client(enforce_csrf_checks=True), make_person(Role.IRO_MANAGER))
    for page in pages():
        address = page.route
        for part in ("<int:pk>", "<int:row>", "<int:person>", "<int:conflict>", "<int:handover>", "<int:cover>"):
            address = address.replace(part, "1")
        for part in ("<slug:table>", "<slug:verdict>", "<slug:form>", "<slug:subject>", "<str:provider_id>"):
            address = address.replace(part, "x")
        if "(?P" not in address:
            answer = client.post(address, {"a": "b"})
            assert answer.status_code == 404 or "403_csrf.html" in [used.name for used in answer.templates], (
                address
            )


# where somebody is sent on to


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
def test_signing_in_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    person = make_person(password=PASSWORD)
    told = {"login": person.email, "password": PASSWORD, "next": elsewhere}
    assert client.post("/account/login/", told).headers["Location"] == "/"


def test_a_session_is_new_after_signing_in(client: Client) -> None:
    person = make_person(password=PASSWORD)
    client.get("/account/login/")
    session = client.session
    session["a"] = "b"
    session.save()
    client.cookies["sightline"] = before = session.session_key
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert client.cookies["sightline"].value != before


def test_what_a_page_says_once_is_not_in_a_cookie(client: Client) -> None:
    signed_in(client, make_person(Role.ADMINISTRATOR))
    client.post(reverse("person-unlock", args=[make_person().pk]))
    assert set(client.cookies) <= {"sightline", "form"}


# what is written is shown as it was written


SCRIPT = "<script>alert(1)</script>"


def test_names_are_never_markup(client: Client) -> None:
    child = make_child(forename=SCRIPT, surname='"><img src=x onerror=alert(1)>', in_care_since=LONG_AGO)
    manager = make_person(Role.IRO_MANAGER, name=SCRIPT, team=make_team(SCRIPT))
    allocate(child, make_person(name=SCRIPT))
    signed_in(client, manager)
    walked = 0
    for page in pages():
        address = page.route.replace("<int:pk>", str(child.pk))
        if "<" in address or page.route == "/account/logout/":
            continue
        shown = client.get(address, follow=True)
        assert "no-store" in shown.headers["Cache-Control"], address  # nor is it there after signing out
        text = shown.text
        walked += "alert(1)" in text
        assert SCRIPT not in text, address
        assert "<img src=x" not in text, address
    assert walked > 10


def test_lists_for_spreadsheets_hold_no_formula(client: Client) -> None:
    signed_in(client, make_person(Role.IRO_MANAGER))
    make_child(forename="=cmd|' /C calc'!A0", surname="@SUM(1)")
    rows = csv.reader(io.StringIO(client.get("/children/?format=csv").content.decode("utf-8-sig")))
    cells = [cell for row in rows for cell in row]
    assert any("cmd|" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-", "\t", "\r"))]
