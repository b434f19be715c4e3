"""Every page and every form, filled in by a hand that wants to break it: on any database an answer, never a fault.

Most answers of a form are fair ones, so that what is hostile gets as far as the action and the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service import LONG_AGO, allocate, make_child, make_person, signed_in
from sightline.casework.register.tables import TABLES
from sightline.casework.staff.models import RolePeriod
from sightline.domain.roles import Role
from sightline.web.site_map import Page, pages

HELD = (Role.SENIOR_IRO, Role.ANALYST, Role.HEAD_OF_SERVICE, Role.ADMINISTRATOR, Role.CONFERENCE_CHAIR)
UNREADABLE = "%ED%A0%80"  # bytes that are no text
LEFT_OUT = ("/account/logout/", "/health/ready")  # the second is 503 where no worker lives
HOSTILE = st.sampled_from(
    [
        "a\0b", UNREADABLE, "\u202eabc", "\ufeff", "\u200b", " ", "x" * 20_000, "é" * 301, "👩‍👩‍👧‍👦" * 40,
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "//evil.example",
        "=cmd|' /C calc'!A0", "a\r\nX-Evil: y", "'; DROP TABLE x; --", "{{ 7*7 }}", "null", "[" * 60_000,
        "9" * 5000, str(2**31), str(2**63), "²", "١٢", "-1", "0", "1e999", "NaN", "Infinity", "0001", "9999",
        '{"a\\u0000": ["x"]}', '{"a": ["\\ud800"]}', '{"a": 1}', "on",
    ]
)  # fmt: skip
NUMBERS = st.sampled_from(["1", "2", "3", "0", str(2**31), str(2**63), "9" * 4000])
WORDS = st.sampled_from([*TABLES, "new", "changed", "-", "x" * 300])
BESIDE = ("_opened", "_before", "_version", "_token", "_page", "confirm", "is_active", "pk")
ASKED = ("page", "order", "format", "kind", "next", "officer", "show", "month_day", "a", "b")


class Form(HTMLParser):
    """The controls of a page, each with what may be answered."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.controls: dict[str, list[str]] = {}
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name = told.get("name") or ""
        if tag == "select":
            self._select = name
        if tag == "option":
            self.controls.setdefault(self._select, []).append(told.get("value") or "")
        elif name and tag in ("input", "textarea", "button", "select") and name != "csrfmiddlewaretoken":
            self.controls.setdefault(name, [])
            if tag in ("input", "button") and told.get("value"):
                self.controls[name].append(told["value"] or "")


def fair(name: str, options: list[str]) -> str:
    """An answer that the form could like."""
    days = {"_day": "20", "_month": "6", "_year": "2026"}
    of_a_day = next((answer for end, answer in days.items() if name.endswith(end)), None)
    chosen = next((option for option in options if option), "A fair answer of some length")
    return of_a_day or ("fair@example.org" if name == "email" else chosen)


@st.composite
def visits(draw: st.DrawFn) -> tuple[Page, str, str, list[tuple[float, str]]]:
    """A page, its address, what is asked in the address, and which controls get what."""
    page = draw(st.sampled_from([page for page in pages() if page.route not in LEFT_OUT]))
    address = re.sub(r"<int:\w+>", lambda _: draw(st.just("1") | NUMBERS), page.route)
    address = re.sub(r"<slug:\w+>", lambda _: draw(WORDS), address)
    asked = draw(st.dictionaries(st.sampled_from(ASKED), HOSTILE.map(lambda text: text[:2000]), max_size=2))
    hostile = draw(st.lists(st.tuples(st.floats(0, 0.999), HOSTILE), min_size=1, max_size=3))
    return page, address, _encoded(asked), hostile


def _encoded(told: dict[str, str]) -> str:
    return urlencode(told).replace(UNREADABLE.replace("%", "%25"), UNREADABLE)


@pytest.fixture
def everything(client: Client) -> Iterator[Client]:
    """Somebody who may do nearly everything, and a child."""
    person = make_person(Role.IRO_MANAGER)
    for role in HELD:
        RolePeriod.objects.create(person=person, role=role.value, started=LONG_AGO)
    allocate(make_child(), person)
    return signed_in(client, person)


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(visit=visits())
def test_no_page_and_no_form_fails(everything: Client, visit: Any) -> None:
    page, address, asked, hostile = visit
    shown = everything.get(f"{address}?{asked}")
    fine(shown, page)
    if shown.status_code != 200 or "html" not in shown.headers.get("Content-Type", ""):
        return
    controls = Form(shown.content.decode()).controls
    told = {name: fair(name, options) for name, options in controls.items() if not name.startswith("_")}
    names = [*controls, *BESIDE]
    told |= {names[int(place * len(names))]: text for place, text in hostile}
    with transaction.atomic():
        answer = everything.post(address, _encoded(told), content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    fine(answer, page)


def fine(answer: Any, page: Page) -> None:
    assert answer.status_code < 500, page.route
    assert not answer.headers.get("Location", "").startswith(("//", "http:", "https:", "/\\")), page.route
    assert all("\n" not in value for value in answer.headers.values()), page.route
    if "html" in answer.headers.get("Content-Type", ""):
        text = answer.content.decode()
        assert not [bad for bad in ("<script>alert", "<img src=x", 'href="javascript:') if bad in text], page.route
