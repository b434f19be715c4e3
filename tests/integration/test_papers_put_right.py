"""A day that was written down for a paper was wrong: it is corrected, and what it was is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from access_world import sent
from service import TODAY, allocate, make_child, make_person, signed_in, viewer_of
from sightline.casework.meetings import scheduling
from sightline.casework.meetings.models import Ask, Participant
from sightline.casework.meetings.putting_right import put_right
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Past
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
ASKED, THERE, SHARED = (TODAY - timedelta(days=ago) for ago in (20, 10, 4))
DAYS = {"asked_on": ASKED, "received_on": THERE, "shared_on": SHARED}
WHY = "The post book says so"


@pytest.fixture
def support() -> Viewer:
    return viewer_of(make_person(Role.BUSINESS_SUPPORT))


@pytest.fixture
def paper(support: Viewer) -> Ask:
    """The social worker's report, asked for, received and shared."""
    child, officer = make_child(), make_person(Role.IRO)
    allocate(child, officer)
    meeting = scheduling.plan(
        kind="review", children=[child.pk], chair=officer.pk, by=support, on=TODAY + timedelta(days=9)
    )
    report = Ask.objects.get(matter__meeting=meeting, kind="sw_report")
    Ask.objects.filter(pk=report.pk).update(state="shared", **DAYS)
    report.refresh_from_db()
    return report


def right(paper: Ask, by: Viewer, **told: Any) -> Ask:
    put_right(ask=paper.pk, **{"version": paper.version, "of": paper.of_id, "why": WHY, **told}, by=by)
    return Ask.objects.get(pk=paper.pk)


def test_a_day_is_corrected_and_what_it_was_is_kept(paper: Ask, support: Viewer) -> None:
    stamp = paper.matter.child.stamp
    after = right(paper, support, received_on=THERE - timedelta(days=1))
    assert (after.received_on, after.shared_on, after.state) == (THERE - timedelta(days=1), SHARED, "shared")
    kept = Past.objects.get(kind="meetings.ask", row=paper.pk, cause="correction")
    assert (kept.values["received_on"], kept.why, kept.replaced_by) == (THERE.isoformat(), WHY, support.id)
    paper.matter.child.refresh_from_db()
    assert paper.matter.child.stamp > stamp


@pytest.mark.parametrize(
    ("told", "state"),
    [({"shared_on": None}, "received"), ({"shared_on": None, "received_on": None}, "asked")],
)
def test_what_did_not_happen_is_waited_for_again(
    paper: Ask, support: Viewer, told: dict[str, None], state: str
) -> None:
    after = right(paper, support, **told)
    assert (after.state, after.asked_on) == (state, ASKED)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"received_on": TODAY + timedelta(days=1)}, "not on a day to come"),
        ({"shared_on": THERE - timedelta(days=1)}, "out of order"),
        ({"received_on": ASKED - timedelta(days=1)}, "out of order"),
        ({"received_on": None}, "both days, or neither"),
        ({"asked_on": None}, "Only a day that is told"),
        ({"shared_on": TODAY, "why": " "}, "Say why"),
    ],
)
def test_days_that_cannot_be(paper: Ask, support: Viewer, told: dict[str, Any], says: str) -> None:
    with pytest.raises(NotPermitted, match=says):
        right(paper, support, **told)
    paper.refresh_from_db()
    assert {day: getattr(paper, day) for day in DAYS} == DAYS


def test_the_same_day_for_all_can_be(paper: Ask, support: Viewer) -> None:
    assert right(paper, support, received_on=SHARED).received_on == SHARED


def test_a_day_that_is_not_told_is_not_told_here(paper: Ask, support: Viewer) -> None:
    """It is a move of its own, that the one who was asked may make too."""
    Ask.objects.filter(pk=paper.pk).update(state="received", shared_on=None)
    with pytest.raises(NotPermitted, match="Only a day that is told"):
        right(paper, support, shared_on=TODAY)


def test_of_whom_it_is_asked_needs_no_reason(paper: Ask, support: Viewer) -> None:
    teacher = Participant.objects.create(matter=paper.matter, capacity="school", name="A teacher")
    after = right(paper, support, of=teacher.pk, why="", **DAYS)
    assert (after.of_id, after.version) == (teacher.pk, paper.version + 1)


def test_two_at_once_are_told_of_each_other(paper: Ask, support: Viewer) -> None:
    right(paper, support, shared_on=TODAY)
    with pytest.raises(Changed) as changed:
        right(paper, support, shared_on=THERE)
    assert changed.value.now["shared_on"] == TODAY


def test_who_may(paper: Ask) -> None:
    with pytest.raises(NotPermitted):
        right(paper, viewer_of(make_person(Role.SOCIAL_WORKER)), shared_on=TODAY)


def test_a_paper_out_of_scope_is_not_there(paper: Ask) -> None:
    """An officer plans reviews too: of another's child there is no paper."""
    with pytest.raises(NoSuchMatter):
        right(paper, viewer_of(make_person(Role.IRO)), shared_on=TODAY)


def test_the_page(client: Client, paper: Ask, support: Viewer) -> None:
    page = f"/reviews/{paper.matter_id}/papers/{paper.pk}/"
    signed_in(client, make_person(Role.BUSINESS_SUPPORT))
    body = {"of": str(paper.of_id or ""), **DAYS, "_version": paper.version}
    shown = client.get(page).content.decode()
    assert "Shared with the family on" in shown
    asked = client.post(page, sent({**body, "shared_on": TODAY}))
    assert "Say why a day is corrected" in asked.content.decode()
    client.post(page, sent({**body, "shared_on": TODAY, "why": WHY}))
    paper.refresh_from_db()
    assert paper.shared_on == TODAY
    stale = client.post(page, sent({**body, "shared_on": THERE, "why": WHY})).content.decode()
    assert "Somebody else changed this" in stale
    paper.refresh_from_db()
    assert paper.shared_on == TODAY
