"""The read API: a key opens its scopes, for its time, and never a name or a restricted child."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service import TODAY, allocate, make_child, make_episode, make_person, moment, viewer_of
from sightline.casework.register.models import Notice, Restriction, Review
from sightline.casework.staff import actions
from sightline.casework.staff.actions.keys import SCOPES, NewKey
from sightline.casework.trail import actions as trail
from sightline.casework.trail.models import Entry
from sightline.domain.roles import Role
from sightline.web.api import v1

pytestmark = pytest.mark.django_db
PATHS = {
    "children": "children",
    "episodes": "episodes",
    "reviews": "reviews",
    "allocations": "allocations",
    "notices": "notices",
    "staff": "capacity",
    "practice": "practice",
}
LISTS = ("children", "episodes", "reviews", "allocations", "notices")


@pytest.fixture(autouse=True)
def _no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test asks more often than a report would, and starts with nothing asked."""
    cache.clear()
    monkeypatch.setattr(v1.api.throttle[0], "num_requests", 100_000)


def key_for(*scopes: str, expires: date = TODAY) -> NewKey:
    return actions.make_key(
        name="Power BI", scopes=scopes, expires=expires, by=viewer_of(make_person(Role.ADMINISTRATOR))
    )


@pytest.fixture
def read(client: Client) -> Callable[..., HttpResponse]:
    def reading(path: str, key: NewKey | str, **query: Any) -> HttpResponse:
        secret = key if isinstance(key, str) else key.secret
        answer: Any = client.get(f"/api/v1/{path}", query, headers={"Authorization": f"Bearer {secret}"})
        return answer

    return reading


def a_child(**told: Any) -> Any:
    child = make_child(forename="Marigold", surname="Featherstone", **told)
    Review.objects.create(child=child, held=date(2026, 3, 1), participation="PN1")
    Notice.objects.create(child=child, kind="came_into_care", happened_on=date(2026, 2, 3), known_on=TODAY)
    allocate(child, make_person())
    return child


def test_every_scope_has_its_address() -> None:
    assert set(PATHS) == set(SCOPES)


@pytest.mark.parametrize("scope", PATHS)
def test_a_key_opens_its_scope_and_nothing_else(read: Callable[..., Any], scope: str) -> None:
    key = key_for(scope)
    answers = {other: read(path, key).status_code for other, path in PATHS.items()}
    assert answers == {other: 200 if other == scope else 403 for other in PATHS}


def test_without_an_open_key_nothing_opens(client: Client, read: Callable[..., Any]) -> None:
    assert client.get("/api/v1/children").status_code == 401
    key = key_for("children")
    wrong = (key.secret[:-1] + ("a" if key.secret[-1] != "a" else "b"), "", "sl_", key.secret[:11], "sl_ÿ")
    assert {read("children", secret).status_code for secret in wrong} == {401}
    actions.revoke_key(key=key.id, by=viewer_of(make_person(Role.ADMINISTRATOR)))
    assert read("children", key).status_code == 401


def test_a_key_ends_after_its_last_day(read: Callable[..., Any], settings: Any) -> None:
    key = key_for("children", expires=TODAY)
    assert read("children", key).status_code == 200
    settings.TODAY = TODAY + timedelta(days=1)
    assert read("children", key).status_code == 401


def test_only_administrators_make_keys() -> None:
    with pytest.raises(actions.NotPermitted):
        actions.make_key(name="x", scopes=["children"], expires=TODAY, by=viewer_of(make_person(Role.ANALYST)))


def test_a_key_is_kept_as_its_hash_alone() -> None:
    from sightline.casework.staff.models import Key

    made = key_for("children")
    [row] = Key.objects.values()
    assert made.secret not in str(row)


def test_no_name_no_day_of_birth_and_no_identifier_is_told(read: Callable[..., Any]) -> None:
    child = a_child(born=date(2014, 5, 27))
    said = "".join(read(PATHS[scope], key_for(*SCOPES)).text for scope in SCOPES)
    identifiers = [identifier.value for identifier in child.identifiers.all()]
    assert "2014-05" in said
    for secret in ("Marigold", "Featherstone", "2014-05-27", *identifiers):
        assert secret not in said


@pytest.mark.parametrize("scope", LISTS)
def test_a_restricted_child_is_in_no_list(read: Callable[..., Any], scope: str) -> None:
    child, other = a_child(), a_child()
    key = key_for(scope)
    assert len(read(scope, key).json()["items"]) == 2
    manager = make_person(Role.IRO_MANAGER)
    restriction = Restriction.objects.create(child=child, reason="Known", set_at=moment(), set_by=manager)
    restriction.members.create(person=manager)
    [row] = read(scope, key).json()["items"]
    assert row.get("child_id", row["id"]) == other.pk


@pytest.mark.parametrize("scope", LISTS)
def test_pages_follow_each_other_without_gap_or_repeat(read: Callable[..., Any], scope: str) -> None:
    for _ in range(5):
        a_child()
    key, after, seen = key_for(scope), 0, []
    while after is not None:
        page = read(scope, key, limit=2, after=after).json()
        seen += [row["id"] for row in page["items"]]
        after = page["next"]
    assert seen == sorted(set(seen))
    assert seen == [row["id"] for row in read(scope, key).json()["items"]]
    assert len(seen) == 5


def test_children_in_care_on_a_day(read: Callable[..., Any]) -> None:
    inside = make_child(in_care_since=date(2026, 2, 3))
    left = make_child(in_care_since=None)
    make_episode(left, started=date(2025, 1, 1), ceased=date(2026, 2, 3), reason_ceased="E3")
    breaks = make_child(in_care_since=None)
    make_episode(breaks, started=date(2025, 1, 1), legal_status="V4")
    key = key_for("children")

    def on(day: str) -> list[int]:
        return [row["id"] for row in read("children", key, in_care_on=day).json()["items"]]

    assert on("2026-02-03") == [inside.pk]
    assert on("2026-02-02") == [left.pk]


def test_what_changed_since(read: Callable[..., Any]) -> None:
    child = a_child()
    review = Review.objects.get(child=child)
    Review.objects.update(entered_at=moment(date(2026, 3, 2)))
    key = key_for("reviews")
    since = moment(date(2026, 11, 1)).isoformat()
    assert read("reviews", key, changed_since=since).json()["items"] == []
    trail.keep(review, by=None, at=moment(), cause="correction")
    assert [row["id"] for row in read("reviews", key, changed_since=since).json()["items"]] == [review.pk]


def test_each_reading_is_in_the_trail_with_what_and_how_much(read: Callable[..., Any]) -> None:
    a_child()
    key = key_for("episodes")
    read("episodes", key, in_care_on="2026-11-01")
    entry = Entry.objects.get(kind="api")
    assert (entry.action, entry.subject) == ("read", key.id)
    assert entry.detail == {"what": "episodes", "rows": 1, "asked": ["in_care_on"]}
    read("children", key)
    assert Entry.objects.filter(kind="api").count() == 1


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 1001},
        {"after": -1},
        {"after": 2**63},
        {"changed_since": "yesterday"},
        {"changed_since": "2026-11-01T00:00:00"},
        {"changed_since": "0001-01-01T00:00:00+14:00"},
        {"in_care_on": "2026-02-30"},
        {"in_care_on": "0001-01-01"},
    ],
)
def test_what_cannot_be_understood_is_said(read: Callable[..., Any], query: dict[str, Any]) -> None:
    answer = read("children", key_for("children"), **query)
    assert answer.status_code == 422
    assert next(iter(query)) in answer.json()["detail"]


def test_the_rate_has_an_end(read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(v1.api.throttle[0], "num_requests", 2)
    key = key_for("practice")
    assert [read("practice", key).status_code for _ in range(3)] == [200, 200, 429]


def test_many_rows_ask_no_more_often(read: Callable[..., Any], django_assert_max_num_queries: Any) -> None:
    for _ in range(20):
        a_child()
    for scope in LISTS:
        key = key_for(scope)
        with django_assert_max_num_queries(18):
            assert len(read(scope, key).json()["items"]) == 20


def test_the_description_declares_every_refusal(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert {path.rpartition("/")[2] for path in told["paths"]} == set(PATHS.values())
    for path, methods in told["paths"].items():
        assert set(methods) == {"get"}, path
        assert set(methods["get"]["responses"]) == {"200", "401", "403", "422", "429"}, path


def test_nothing_can_be_written(client: Client) -> None:
    key = key_for(*SCOPES)
    for path in PATHS.values():
        for method in (client.post, client.put, client.delete, client.patch):
            assert method(f"/api/v1/{path}", headers={"Authorization": f"Bearer {key.secret}"}).status_code == 405


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    path=st.sampled_from(sorted(PATHS.values())),
    query=st.dictionaries(
        st.sampled_from(["after", "limit", "changed_since", "in_care_on", "months", "other"]),
        st.one_of(st.text(max_size=12), st.integers(), st.dates().map(str), st.datetimes().map(str)),
        max_size=4,
    ),
    secret=st.one_of(st.none(), st.text(st.characters(codec="latin-1", exclude_categories=["C"]), max_size=60)),
)
def test_whatever_is_asked_is_answered(client: Client, path: str, query: Any, secret: str | None) -> None:
    told = key_for(*SCOPES).secret if secret is None else secret
    answer = client.get(f"/api/v1/{path}", query, headers={"Authorization": f"Bearer {told}"})
    assert answer.status_code in ((200, 422) if secret is None else (401,))
    assert answer.json()
