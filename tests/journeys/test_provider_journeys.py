"""Signing in with the council's own account, at a provider that is a program of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from running_site import Site, free_port, make_site, wait_for
from service import make_person

PROVIDER = Path(__file__).parent.parent / "provider" / "identity_provider.py"
PASSWORD = "the council's own password"
EMAILS = ("known@example.org", "unknown@example.org", "unverified@example.org", "closed@example.org")


@pytest.fixture(scope="module")
def site(tmp_path_factory: Any, site_template: Path, django_db_blocker: Any) -> Iterator[Site]:
    """A site, with second factors asked of local accounts, and a provider beside it."""
    port, folder = free_port(), tmp_path_factory.mktemp("provider")
    made = make_site(
        tmp_path_factory.mktemp("site"), site_template, django_db_blocker,
        SIGHTLINE_SAMPLE="no", SIGHTLINE_TODAY="", SIGHTLINE_OIDC_ISSUER=f"http://127.0.0.1:{port}/o",
        SIGHTLINE_OIDC_CLIENT_ID="sightline", SIGHTLINE_OIDC_CLIENT_SECRET="a secret of the tests",
        SIGHTLINE_OIDC_NAME="your council account",
    )  # fmt: skip
    made.port = free_port()
    back = f"{made.url}/account/oidc/council/back/"
    told = [str(folder), str(port), "sightline", "a secret of the tests", back, *EMAILS]
    provider = subprocess.Popen([sys.executable, str(PROVIDER), *told])
    wait_for(f"http://127.0.0.1:{port}/o/.well-known/openid-configuration", provider)
    with made.data():
        make_person(email="known@example.org")
        make_person(email="unverified@example.org")
        make_person(email="closed@example.org", is_active=False)
    made.start()
    yield made
    made.stop()
    provider.terminate()
    provider.wait(timeout=15)


def sign_in_as(page: Page, email: str) -> None:
    page.goto("/")
    page.get_by_role("button", name="Sign in with your council account").click()
    page.get_by_label("Username").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def test_somebody_known_gets_in_without_a_second_factor_of_ours(site: Site, page: Page) -> None:
    sign_in_as(page, "known@example.org")
    expect(page).to_have_url(f"{site.url}/")
    page.goto("/account/")
    expect(page.get_by_text("With your council account")).to_be_visible()


@pytest.mark.parametrize(
    ("email", "why"),
    [
        ("unknown@example.org", "nobody with its address is known here"),
        ("unverified@example.org", "did not say that its address has been checked"),
        ("closed@example.org", "Your account here is closed"),
    ],
)
def test_somebody_who_may_not_is_told_why(
    site: Site, page: Page, axe: Callable[[Page], None], email: str, why: str
) -> None:
    from sightline.casework.staff.models import Person

    sign_in_as(page, email)
    expect(page.get_by_text(why)).to_be_visible()
    axe(page)
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    with site.data():
        assert Person.objects.count() == 3


def test_a_local_account_is_asked_for_a_second_factor(site: Site, page: Page, axe: Callable[[Page], None]) -> None:
    with site.data():
        person = make_person(password=PASSWORD)
    page.goto("/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    axe(page)
    page.get_by_label("Code").fill(code_of(page))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Go on").click()
    expect(page).to_have_url(f"{site.url}/")


def code_of(page: Page) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    secret = page.locator("code.sl-key").inner_text()
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))
