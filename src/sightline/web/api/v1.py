"""Version 1 of the read API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from ninja.throttling import AuthRateThrottle
from pydantic import AwareDatetime, Field

from sightline.casework.practice import queries as practices
from sightline.casework.register import released
from sightline.casework.staff import queries as staff
from sightline.casework.staff.keys import record_reading, viewer_of_key
from sightline.domain.calendar import months_after
from sightline.domain.practice_words import parts
from sightline.domain.roles import Role
from sightline.web.api.keys import KeyFor, NotForThis, WrongKey
from sightline.web.api.shapes import (
    Allocation,
    Capacity,
    Child,
    Episode,
    Notice,
    Page,
    PracticeLine,
    Problem,
    Review,
)
from sightline.web.day import now

RATE = "300/m"
MOST_ROWS = 1000
LARGEST_NUMBER = 2**63 - 1
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)

api = NinjaAPI(
    title="Sightline read API",
    version="1",
    urls_namespace="api-1",
    docs_url=None,
    openapi_url="/openapi.json",
    description=(
        "Rows of the register for reports. No names, no identifiers of other systems, no restricted records. "
        f"Every reading is kept in the trail. At most {RATE.partition('/')[0]} requests a minute for one key."
    ),
    throttle=[AuthRateThrottle(RATE)],
)
REFUSALS = {401: Problem, 403: Problem, 422: Problem, 429: Problem}


class Asked(Schema):
    """Which rows of a list."""

    after: int = Field(
        0, ge=0, le=LARGEST_NUMBER, description="Go on after this number: `next` of the page before"
    )
    limit: int = Field(500, ge=1, le=MOST_ROWS, description="Rows at most")
    changed_since: Annotated[
        AwareDatetime | None,
        Field(
            description="Only rows that are new or were changed since: 2026-11-01T00:00:00Z",
            ge=datetime(2000, 1, 1, tzinfo=UTC),
            le=datetime(2100, 1, 1, tzinfo=UTC),
        ),
    ] = None
    in_care_on: Annotated[
        date | None, Field(description="Only of children in care on this day", ge=FIRST_DAY, le=LAST_DAY)
    ] = None


class Months(Schema):
    """Which months."""

    months: int = Field(13, ge=1, le=60, description="How many months, the present one the last")


Rows = list[dict[str, Any]]
Tell = Callable[..., Rows]
Listed = Annotated[Asked, Query(...)]


@api.get("/children", response={200: Page[Child], **REFUSALS}, auth=KeyFor("children"))
def children(request: HttpRequest, asked: Listed) -> dict[str, Any]:
    """Children told of, in care or not."""
    return _page(request, asked, "children", released.children)


@api.get("/episodes", response={200: Page[Episode], **REFUSALS}, auth=KeyFor("episodes"))
def episodes(request: HttpRequest, asked: Listed) -> dict[str, Any]:
    """Episodes of care."""
    return _page(request, asked, "episodes", released.episodes)


@api.get("/reviews", response={200: Page[Review], **REFUSALS}, auth=KeyFor("reviews"))
def reviews(request: HttpRequest, asked: Listed) -> dict[str, Any]:
    """Reviews held."""
    return _page(request, asked, "reviews", released.reviews)


@api.get("/allocations", response={200: Page[Allocation], **REFUSALS}, auth=KeyFor("allocations"))
def allocations(request: HttpRequest, asked: Listed) -> dict[str, Any]:
    """Reviewing officers named for children."""
    return _page(request, asked, "allocations", released.allocations)


@api.get("/notices", response={200: Page[Notice], **REFUSALS}, auth=KeyFor("notices"))
def notices(request: HttpRequest, asked: Listed) -> dict[str, Any]:
    """What happened to children, and when it was known."""
    return _page(request, asked, "notices", released.notices)


@api.get("/capacity", response={200: list[Capacity], **REFUSALS}, auth=KeyFor("staff"))
def capacity(request: HttpRequest, asked: Annotated[Months, Query(...)]) -> Rows:
    """Full-time equivalents by role and month. Nobody is named."""
    first = months_after(now().date(), 1 - asked.months)
    rows = [_capacity(role, month) for role in Role for month in staff.by_month(first, asked.months, role)]
    _record(request, "capacity", rows, ["months"])
    return rows


@api.get("/practice", response={200: list[PracticeLine], **REFUSALS}, auth=KeyFor("practice"))
def practice(request: HttpRequest) -> Rows:
    """What the practice in force says."""
    told = parts(practices.in_force(now().date()), practices.titles())
    rows = [
        {"part": part.title, "key": line.key, "label": line.label, "says": line.says}
        for part in told
        for line in part.lines
    ]
    _record(request, "practice", rows, [])
    return rows


@api.exception_handler(WrongKey)
def _wrong_key(request: HttpRequest, _: Exception) -> HttpResponse:
    return _refused(request, 401, "Give a key that is open: Authorization: Bearer sl_…")


@api.exception_handler(NotForThis)
def _not_for_this(request: HttpRequest, _: Exception) -> HttpResponse:
    return _refused(request, 403, "This key does not open this. An administrator can make one that does.")


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, failure: ValidationError) -> HttpResponse:
    said = "; ".join(f"{error['loc'][-1]}: {error['msg']}" for error in failure.errors)
    return _refused(request, 422, said)


def _refused(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    return api.create_response(request, {"detail": detail}, status=status)


def _page(request: HttpRequest, asked: Asked, what: str, tell: Tell) -> dict[str, Any]:
    """Rows of one list, and where the next page begins; the reading is kept."""
    told = released.Asked(asked.after, asked.limit, asked.changed_since, asked.in_care_on)
    rows = tell(told, seen_by=viewer_of_key(at=now()))
    _record(request, what, rows, sorted(asked.dict(exclude_defaults=True)))
    return {"items": rows, "next": rows[-1]["id"] if len(rows) == asked.limit else None}


def _record(request: Any, what: str, rows: Rows, asked: list[str]) -> None:
    record_reading(request.auth, at=now(), request=request.number, what=what, rows=len(rows), asked=asked)


def _capacity(role: Role, told: staff.Capacity) -> dict[str, Any]:
    return {
        "month": told.on,
        "role": role.value,
        "establishment": float(told.establishment),
        "filled": float(told.filled),
        "vacant": float(told.vacant),
        "headcount": told.headcount,
    }


def _for_keys() -> tuple[list[Any], str, str]:
    """The addresses, for those with a key and not for those who are signed in: no page asks anybody to sign in."""
    patterns: list[Any] = api.urls[0]
    for pattern in patterns:
        pattern.callback.login_required = False
    return patterns, "api-1", "api-1"


urls = _for_keys()
