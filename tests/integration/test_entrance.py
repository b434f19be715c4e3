"""Letting people in again: a lost second factor, a locked account, a first password; and sittings that end."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from service import PASSWORD, TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.allocation import leaving
from sightline.casework.register.models import Involvement, Restriction
from sightline.casework.staff import actions
from sightline.casework.staff.actions import NotPermitted
from sightline.casework.staff.models import Person, RolePeriod
from sightline.casework.trail.models import Entry, Past
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture
def admin() -> Person:
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def page(client: Client, admin: Person) -> Client:
    return signed_in(client, admin)


def with_factor(**told: Any) -> tuple[Person, str]:
    """Somebody with a second factor, and its secret."""
    person, secret = make_person(password=PASSWORD, **told), "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    return person, secret


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_a_lost_second_factor_is_reset_and_the_person_is_told(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SECOND_FACTOR = True
    admin_in, (person, _) = signed_in(Client(), with_factor(role=Role.ADMINISTRATOR)[0]), with_factor()
    there = signed_in(Client(), person)
    assert is_in(there)
    admin_in.post(reverse("person-second-factor", args=[person.pk]), {"reason": "New telephone"})
    assert not Authenticator.objects.filter(user=person).exists()
    assert not is_in(there)
    again = Client()
    again.post(LOGIN, {"login": person.email, "password": PASSWORD})
    shown = again.get("/", follow=True)
    assert "Your second factor was reset on 20 November 2026" in shown.text
    with django_capture_on_commit_callbacks(execute=True):
        again.post(reverse("mfa_activate_totp"), {"code": code(shown.context["form"].secret)})
    person.refresh_from_db()
    assert person.factor_reset_at is None
    assert "New telephone" in Past.objects.filter(kind="staff.person", row=person.pk).values_list("why", flat=True)
    assert Entry.objects.filter(action="second_factor_reset", subject=person.pk).exists()


def test_nobody_resets_their_own_or_what_is_not_there(admin: Person) -> None:
    TOTP.activate(admin, "JBSWY3DPEHPK3PXP")
    with pytest.raises(NotPermitted, match="their own"):
        actions.reset_second_factor(person=admin.pk, reason="x", by=viewer_of(admin))
    with pytest.raises(NotPermitted, match="no second factor"):
        actions.reset_second_factor(person=make_person().pk, reason="x", by=viewer_of(admin))
    with pytest.raises(NotPermitted, match="Administrator"):
        actions.reset_second_factor(person=admin.pk, reason="x", by=viewer_of(make_person(Role.IRO_MANAGER)))


def test_a_locked_account_is_unlocked(page: Client) -> None:
    person = make_person(password=PASSWORD)
    there = Client()
    wrong = [there.post(LOGIN, {"login": person.email, "password": "x"}).status_code for _ in range(5)]
    assert wrong[-1] == 429
    assert "Unlock" in page.get(reverse("person", args=[person.pk])).text
    page.post(reverse("person-unlock", args=[person.pk]))
    assert "Unlock" not in page.get(reverse("person", args=[person.pk])).text
    assert there.post(LOGIN, {"login": person.email, "password": PASSWORD}).status_code == 302


def test_guesses_at_a_code_are_counted_for_all_processes_and_forgotten_by_an_unlock(page: Client) -> None:
    """What limits them is in the database: another process counts on where this one stopped."""
    person, secret = with_factor()
    there = Client()
    there.post(LOGIN, {"login": person.email, "password": PASSWORD})
    for _ in range(10):
        there.post(reverse("mfa_authenticate"), {"code": "000000"})
    caches.close_all()
    caches["default"] = type(caches["default"])("staff_remembered", {})
    assert "Too many wrong tries" in there.post(reverse("mfa_authenticate"), {"code": code(secret)}).text
    page.post(reverse("person-unlock", args=[person.pk]))
    assert there.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 302


def test_a_new_person_is_given_a_link_once(page: Client) -> None:
    person = make_person()
    assert "link for the first password" in page.get(reverse("person", args=[person.pk])).text
    shown = page.post(reverse("person-link", args=[person.pk]))
    assert "no-store" in shown.headers["Cache-Control"]
    path = shown.context["link"].partition("/account")[2]
    there = Client()
    form = there.get(f"/account{path}", follow=True)
    there.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert there.post(LOGIN, {"login": person.email, "password": PASSWORD}).headers["Location"] == "/"


@pytest.mark.parametrize("kind", ["has a password", "has signed in", "may not sign in"])
def test_nobody_else_is_given_a_link(page: Client, kind: str, admin: Person) -> None:
    """A link would let whoever has it in as them."""
    person = make_person(password=PASSWORD if kind == "has a password" else "")
    person.last_login = viewer_of(admin).at if kind == "has signed in" else None
    person.is_active = kind != "may not sign in"
    person.save()
    assert "first password" not in page.get(reverse("person", args=[person.pk])).text
    assert page.post(reverse("person-link", args=[person.pk])).status_code == 302
    assert not Entry.objects.filter(action="first_link_made").exists()


def test_sittings_end_with_sign_in_and_do_not_come_back(page: Client) -> None:
    there, person = Client(), make_person()
    signed_in(there, person)
    assert is_in(there)
    for may in ("no", "yes"):
        page.post(reverse("person-sign-in", args=[person.pk]), {"may": may})
        assert not is_in(there)


def test_sittings_end_with_the_password(client: Client) -> None:
    person = make_person(password=PASSWORD)
    signed_in(client, person)
    person.set_password("another horse, another battery")
    person.save()
    assert not is_in(client)


@pytest.mark.parametrize("how", ["leave", "end_role"])
def test_an_officer_goes_once_the_children_are_passed_on(admin: Person, how: str) -> None:
    officer, child, by = make_person(Role.IRO), make_child(), viewer_of(admin)
    allocate(child, officer)

    def go(on: Any = TODAY) -> None:
        if how == "leave":
            leaving.leave(person=officer.pk, on=on, by=by)
        else:
            period = RolePeriod.objects.get(person=officer)
            leaving.end_role(period=period.pk, on=on, version=period.version, by=by)

    with pytest.raises(NotPermitted, match="pass them on first"):
        go()
    assert RolePeriod.objects.get(person=officer).ended is None
    Involvement.objects.filter(child=child).update(ended=TODAY)
    go()
    assert RolePeriod.objects.get(person=officer).ended == TODAY


def test_a_day_to_come_leaves_time_to_pass_children_on(page: Client) -> None:
    officer = make_person(Role.IRO)
    allocate(make_child(), officer)
    address = reverse("person-leave", args=[officer.pk])
    assert "Children are allocated to them" in page.get(address).text
    assert "pass them on first" in page.post(address, {"on_day": "20", "on_month": "11", "on_year": "2026"}).text
    assert page.post(address, {"on_day": "30", "on_month": "11", "on_year": "2026"}).status_code == 302


def test_a_restricted_child_holds_nobody_back_and_is_not_told_of(page: Client) -> None:
    """Otherwise: children are allocated, and a manager who is not named finds none."""
    officer, child = make_person(Role.IRO), make_child()
    allocate(child, officer)
    Restriction.objects.create(child=child, reason="x", set_at=moment(), set_by=officer)
    assert "No child is allocated to them" in page.get(reverse("person-leave", args=[officer.pk])).text
    leaving.leave(person=officer.pk, on=TODAY, by=viewer_of(make_person(Role.ADMINISTRATOR)))


def test_who_keeps_another_reviewing_role_keeps_the_children(admin: Person) -> None:
    officer = make_person(Role.IRO)
    RolePeriod.objects.create(person=officer, role=Role.SENIOR_IRO, started=TODAY)
    allocate(make_child(), officer)
    period = RolePeriod.objects.get(person=officer, role=Role.IRO)
    leaving.end_role(period=period.pk, on=TODAY, version=1, by=viewer_of(admin))
    assert RolePeriod.objects.get(pk=period.pk).ended == TODAY


@pytest.mark.parametrize("what", ["sign-in is stopped", "the password is new"])
def test_who_waits_for_a_code_gets_in_with_what_was_right_before(page: Client, what: str) -> None:
    """A password was entered, the code not yet: what ends sittings ends this too."""
    person, secret = with_factor()
    there = Client()
    there.post(LOGIN, {"login": person.email, "password": PASSWORD})
    if what == "sign-in is stopped":
        page.post(reverse("person-sign-in", args=[person.pk]), {"may": "no"})
    else:
        person.set_password("another horse, another battery")
        person.save()
    there.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert not is_in(there)
