"""What every answer tells the browser, whatever its status."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from service import make_person, signed_in
from sightline.domain.roles import Act, Role
from sightline.web import urls
from sightline.web.access import open_page, page

pytestmark = pytest.mark.django_db


@open_page
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Ada Appleby")


@page(Act.IMPORT)
def for_analysts(request: Any) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    *urls.urlpatterns,
    path("breaks", breaks, name="breaks"),
    path("analysts", for_analysts, name="analysts"),
]
POLICY = (
    "default-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "script-src 'self'",
    "style-src 'self'",
)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [("/account/", 200), ("/analysts", 403), ("/no-such-page", 404), ("/breaks", 500), ("/account/set", 404)],
)
def test_every_answer_has_every_header(client: Client, address: str, status: int) -> None:
    client.raise_request_exception = False
    check(signed_in(client, make_person(Role.IRO)).get(address), status)


def test_a_redirect_has_every_header(client: Client) -> None:
    check(client.get("/"), 302)


def check(answer: Any, status: int) -> None:
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert [part for part in POLICY if part not in policy] == []
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_fault_tells_the_browser_nothing(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    assert "Appleby" not in client.get("/breaks").content.decode()
