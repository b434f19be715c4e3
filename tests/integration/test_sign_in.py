"""Who gets in, who does not, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.utils import timezone

from service import PASSWORD, TODAY, make_person, signed_in
from sightline.casework.staff.models import Person, RolePeriod
from sightline.casework.staff.signing_in import administrator
from sightline.casework.trail.models import Entry
from sightline.web.signing_in import password_link

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


def told(action: str) -> list[Entry]:
    return list(Entry.objects.filter(action=action))


def test_the_right_password_lets_in_and_the_trail_says_so(client: Client) -> None:
    person = make_person(password=PASSWORD)
    assert sign_in(client, person.email.upper()).headers["Location"] == "/"
    assert [entry.by for entry in told("signed_in")] == [person.pk]
    client.post("/account/logout/")
    assert [entry.by for entry in told("signed_out")] == [person.pk]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client) -> None:
    person = make_person(password=PASSWORD)
    wrong, unknown = sign_in(client, person.email, "x"), sign_in(client, "nobody@example.org", "x")
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert [(e.by, e.subject, e.detail) for e in told("sign_in_failed")] == [
        (None, person.pk, {}),
        (None, None, {}),
    ]


@pytest.mark.parametrize("known", [True, False])
def test_five_wrong_tries_lock_the_address_for_a_quarter_of_an_hour(client: Client, known: bool) -> None:
    email = make_person(password=PASSWORD).email if known else "nobody@example.org"
    answers = [sign_in(client, email, "x").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert sign_in(client, email).status_code == 429
    assert len(told("locked_out")) >= 1
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=True):
        assert sign_in(client, email).status_code == (302 if known else 200)


def test_four_wrong_tries_do_not_lock(client: Client) -> None:
    person = make_person(password=PASSWORD)
    for _ in range(4):
        sign_in(client, person.email, "x")
    assert sign_in(client, person.email).status_code == 302


def test_nothing_that_was_typed_is_kept(client: Client) -> None:
    sign_in(client, "a-password-in-the-wrong-box@example.org", "another-secret")
    kept = " ".join(str(row) for row in [*AccessAttempt.objects.values(), *Entry.objects.values()])
    assert "wrong-box" not in kept
    assert "another-secret" not in kept


@pytest.mark.parametrize("path", ["/account/signup/", "/account/provider/signup/"])
def test_nobody_signs_up(client: Client, path: str) -> None:
    told = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(path, told)
    assert not Person.objects.exists()


def test_somebody_who_may_not_sign_in_does_not(client: Client) -> None:
    person = make_person(password=PASSWORD, is_active=False)
    sign_in(client, person.email)
    assert client.get("/").status_code == 302


def test_somebody_made_without_a_password_does_not_sign_in_by_the_form(client: Client) -> None:
    assert sign_in(client, make_person().email, "").status_code == 200


@pytest.mark.parametrize("path", ["/", "/practice/"])
def test_somebody_whose_roles_have_ended_is_told_so_and_sees_no_more(client: Client, path: str) -> None:
    person = make_person()
    RolePeriod.objects.filter(person=person).update(ended=TODAY)
    answer = signed_in(client, person).get(path)
    assert answer.status_code == 403
    assert "You have no role today" in answer.content.decode()


def test_on_the_last_day_of_a_role_somebody_still_gets_in(client: Client) -> None:
    person = make_person()
    RolePeriod.objects.filter(person=person).update(ended=TODAY + timedelta(days=1))
    assert signed_in(client, person).get("/").status_code == 200


def test_without_a_second_factor_every_page_leads_to_setting_one_up(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    signed_in(client, make_person())
    for path in ("/", "/practice/"):
        assert client.get(path).headers["Location"] == "/account/second-factor/app/"
    assert client.get("/account/second-factor/app/").status_code == 200


def test_a_second_factor_opens_the_pages_and_is_asked_for_at_the_next_sign_in(
    client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SECOND_FACTOR = True
    person = make_person(password=PASSWORD)
    sign_in(client, person.email)
    secret = client.get("/account/second-factor/app/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/second-factor/app/", {"code": code_now(secret)})
    assert client.get("/").status_code == 200
    assert {(e.by, e.detail["what"]) for e in told("second_factor_set")} >= {(person.pk, "totp")}
    client.post("/account/logout/")
    assert sign_in(client, person.email).headers["Location"] == "/account/second-factor/code/"
    assert client.get("/").status_code == 302


def test_a_wrong_code_lets_nobody_in(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    person = make_person(password=PASSWORD)
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    sign_in(client, person.email)
    client.post("/account/second-factor/code/", {"code": "000000"})
    assert client.get("/").status_code == 302


def test_the_letter_for_a_new_password_goes_to_the_person_alone(client: Client) -> None:
    person = make_person(password=PASSWORD)
    client.post("/account/password/reset/", {"email": person.email})
    client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert [letter.to for letter in mail.outbox] == [[person.email]]


def test_the_first_administrator_chooses_a_password_by_a_link_that_works_once(client: Client) -> None:
    number = administrator(email="ada@example.org", name="Ada Appleby", at=timezone.localtime())
    link = password_link(number)
    form = client.get(link, follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(form.request["PATH_INFO"], chosen)
    assert Person.objects.get(pk=number).check_password(PASSWORD)
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_an_administrator_made_twice_is_one_person_with_one_role() -> None:
    for _ in range(2):
        number = administrator(email="Ada@example.org", name="Ada Appleby", at=timezone.localtime())
    assert RolePeriod.objects.filter(person=number).count() == 1


@pytest.mark.parametrize(("hours", "status"), [(11.9, 200), (12.1, 302)])
def test_a_sitting_ends_after_twelve_hours_of_work(client: Client, hours: float, status: int) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        signed_in(client, make_person()).get("/")
        for step in range(1, 25):
            clock.move_to(start + timedelta(hours=hours * step / 24))
            answer = client.get("/")
            client.post("/account/stay")
    assert answer.status_code == status


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_a_sitting_ends_after_half_an_hour_without_a_click(client: Client, minutes: int, status: int) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        signed_in(client, make_person()).get("/")
        clock.move_to(start + timedelta(minutes=minutes))
        assert client.get("/").status_code == status


def test_staying_signed_in_begins_the_half_hour_anew(client: Client) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        signed_in(client, make_person()).get("/")
        clock.move_to(start + timedelta(minutes=20))
        assert client.post("/account/stay").status_code == 204
        clock.move_to(start + timedelta(minutes=45))
        assert client.get("/").status_code == 200


def test_reading_does_not_write_the_session(client: Client, django_assert_max_num_queries: Any) -> None:
    signed_in(client, make_person()).get("/account/")
    with django_assert_max_num_queries(5):
        client.get("/account/")


def test_the_cookie_is_for_the_server_alone(client: Client) -> None:
    person = make_person(password=PASSWORD)
    cookie = sign_in(client, person.email).cookies["sightline"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize(("minutes", "asked"), [(4, False), (6, True)])
def test_a_second_factor_is_changed_only_by_somebody_who_has_just_shown_who_they_are(
    client: Client, minutes: int, asked: bool
) -> None:
    person = make_person(password=PASSWORD)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, person.email)
        client.get("/")
        clock.move_to(start + timedelta(minutes=minutes))
        assert (client.get("/account/second-factor/app/").status_code == 302) is asked
