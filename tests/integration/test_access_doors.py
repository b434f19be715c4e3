"""The doors that are not pages of ours: the read API with keys of every scope, and the library's pages of sign-in.

Both are read from the site's map: an address that is new and in neither table fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from service import PASSWORD, TODAY, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.register.models import Child
from sightline.casework.staff import actions
from sightline.casework.staff.models import Key, Person
from sightline.casework.trail.models import Entry
from sightline.domain.roles import Role
from sightline.web.api import v1
from sightline.web.site_map import THEIR_OWN, _patterns

pytestmark = pytest.mark.django_db

#: Which scope opens which address of the read API.
OPENED_BY = {
    "/api/v1/children": "children",
    "/api/v1/episodes": "episodes",
    "/api/v1/reviews": "reviews",
    "/api/v1/allocations": "allocations",
    "/api/v1/notices": "notices",
    "/api/v1/capacity": "staff",
    "/api/v1/practice": "practice",
}
#: The library's pages that somebody who is not signed in may open, and what they answer then.
OPEN_TO_ALL = {
    "account_login": 200,
    "account_logout": 302,  # to the first screen, and so to sign-in
    "account_inactive": 200,
    "account_signup": 200,  # says that nobody can sign up
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key": 200,  # says that the link is no good
    "account_reset_password_from_key_done": 200,
    "mfa_authenticate": 302,  # nobody is halfway in
    "socialaccount_login_cancelled": 200,
    "socialaccount_login_error": 401,
    "socialaccount_signup": 302,
    "openid_connect_login": 404,  # no provider of this name
    "openid_connect_callback": 404,
}
PARAMETERS = {"uidb36": "1", "key": "1-nothing", "provider_id": "nobody"}


@pytest.fixture(autouse=True)
def _no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(v1.api.throttle[0], "num_requests", 100_000)


def test_every_address_of_the_api_says_which_scope_opens_it() -> None:
    assert set(v1.api.get_openapi_schema()["paths"]) == set(OPENED_BY)


@pytest.mark.parametrize("scope", actions.SCOPES)
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_what_a_key_of_each_scope_opens(scope: str, method: str, client: Client) -> None:
    """Its own addresses, to read; nothing can be written with any."""
    make_child()
    head = {"Authorization": f"Bearer {_key(scope)}"}
    for path, opened_by in OPENED_BY.items():
        before = _state()
        answer = getattr(client, method)(path, headers=head)
        wanted = 405 if method != "get" else 200 if scope == opened_by else 403
        assert answer.status_code == wanted, (method, path)
        told = answer.status_code == 200
        assert _state() == (before[0], before[1] + told), f"{path}: each reading is kept, and nothing else is done"
        assert told or "items" not in answer.content.decode()


def test_without_a_key_that_is_open_there_is_one_answer(client: Client) -> None:
    """None, a wrong one, one that was revoked, one that has ended; nor does being signed in open anything."""
    revoked, ended = _key("children"), _key("children")
    for secret, change in ((revoked, {"revoked_at": moment()}), (ended, {"expires": TODAY - timedelta(days=1)})):
        Key.objects.filter(prefix=secret.rpartition("_")[0][:11]).update(**change)
    signed_in(client, make_person(Role.HEAD_OF_SERVICE))
    answers = {
        (answer.status_code, answer.content)
        for path in OPENED_BY
        for secret in ("", "nothing", revoked, ended)
        for answer in [client.get(path, headers={"Authorization": f"Bearer {secret}"} if secret else {})]
    }
    assert [status for status, _ in answers] == [401]


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_librarys_pages_for_who_is_not_signed_in(method: str, client: Client) -> None:
    """Those of the table open and do nothing; every other leads to sign-in."""
    client.raise_request_exception = False
    make_person(Role.IRO, password=PASSWORD)
    wrong = []
    for name, address in _librarys():
        before = list(Person.objects.values_list())
        with transaction.atomic():
            answer = getattr(client, method)(address)
        to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/")
        if name not in OPEN_TO_ALL:
            fits = to_sign_in
        else:
            fits = answer.status_code < 500 and (method == "post" or answer.status_code == OPEN_TO_ALL[name])
        if not fits or list(Person.objects.values_list()) != before or "_auth_user_id" in client.session:
            wrong.append(f"{method} {name} {address}: {answer.status_code} {answer.headers.get('Location', '')}")
    assert not wrong, "\n".join(wrong)


def test_every_page_of_the_table_is_there() -> None:
    assert {name for name, _ in _librarys()} >= set(OPEN_TO_ALL)


def _librarys() -> Iterator[tuple[str, str]]:
    """Name and address of every page whose view is the library's."""
    for route, pattern in _patterns(get_resolver().url_patterns, "/"):
        view = getattr(pattern.callback, "func", pattern.callback)
        if view.__module__.startswith(THEIR_OWN[0]):
            yield pattern.name or "", _filled(route)


def _filled(route: str) -> str:
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: PARAMETERS[found[1]], route.replace("^", ""))
    return re.sub(r"<\w+:(\w+)>", lambda found: PARAMETERS[found[1]], plain).rstrip("$")


def _key(scope: str) -> str:
    by = viewer_of(make_person(Role.ADMINISTRATOR))
    return actions.make_key(name="Power BI", scopes=[scope], expires=TODAY, by=by).secret


def _state() -> tuple[Any, int]:
    """People and children, and how much is kept of who did and read what."""
    return (list(Person.objects.values_list()), list(Child.objects.values_list())), Entry.objects.count()
