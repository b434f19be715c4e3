"""A child left care, told by hand: legal status, plans and placement that went on end that day, and follow it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from service import make_child, make_episode, make_person, moment, signed_in, viewer_of
from sightline.casework.practice.queries import in_force
from sightline.casework.register import actions
from sightline.casework.register.actions.rows import table_of
from sightline.casework.register.models import (
    CarePlan,
    Child,
    Episode,
    Import,
    LegalStatus,
    PermanencePlan,
    PlacementDetail,
)
from sightline.casework.register.queries.sources import origin
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.models import Entry, Past
from sightline.casework.watch.drifting import flags_of
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
CAME, BEGAN, LEFT, RIGHT = date(2026, 5, 1), date(2026, 6, 1), date(2026, 11, 3), date(2026, 10, 30)
BACK = LEFT + timedelta(days=30)
ROWS = (LegalStatus, PlacementDetail, CarePlan, PermanencePlan)


@pytest.fixture
def support() -> Viewer:
    return viewer_of(make_person(Role.BUSINESS_SUPPORT))


@pytest.fixture
def child() -> Child:
    child = make_child(born=date(2014, 5, 2), in_care_since=CAME)
    told = {"child": child, "started": BEGAN}
    LegalStatus.objects.create(legal_status="C2", **told)
    PlacementDetail.objects.create(placement="U6", **told)
    CarePlan.objects.create(plan="RETURN6M", **told)
    PermanencePlan.objects.create(route="RETURN", **told)
    return child


def leave(child: Child, by: Viewer, on: date = LEFT) -> None:
    row = Episode.objects.get(child=child, ceased=None)
    actions.leave_care(child=child.pk, episode=row.pk, version=row.version, on=on, reason_ceased="E4A", by=by)


def correct(child: Child, table: str, by: Viewer, **told: Any) -> None:
    kind = table_of(table)
    row: Any = kind.model._default_manager.filter(child=child).latest("pk")
    values = {field.name: getattr(row, field.name) for field in kind.fields} | told
    actions.correct(
        child=child.pk, table=table, row=row.pk, version=row.version, why="As the worker says", by=by, **values
    )


def ends() -> list[date | None]:
    return [model.objects.get().ended for model in ROWS]  # type: ignore[attr-defined]


def test_what_went_on_ends_that_day_and_what_it_said_is_kept(child: Child, support: Viewer) -> None:
    leave(child, support)
    assert ends() == [LEFT] * 4
    row = CarePlan.objects.get()
    assert (row.version, row.entered_by_id) == (2, support.id)
    assert Past.objects.get(kind="register.careplan", row=row.pk).values["ended"] is None
    assert Child.objects.get().stamp == child.stamp + 1
    assert Entry.objects.get(action="ended_with_care").detail["rows"]["care_plans"] == [row.pk]
    [change] = origin(child, "care_plans", row.pk).changes
    assert change.why == "The child left care on 3 November 2026"


def test_corrected_on_the_record_as_on_the_page(child: Child, support: Viewer) -> None:
    correct(child, "episodes", support, ceased=LEFT, reason_ceased="E4A")
    assert ends() == [LEFT] * 4


@pytest.mark.parametrize(
    ("told", "is_then"),
    [
        ({"ended": BEGAN}, BEGAN),  # ended before: stays
        ({"started": LEFT}, LEFT),
        ({"started": LEFT + timedelta(days=1)}, None),  # began afterwards: nobody knows what it means
    ],
)
def test_rows_that_are_not_of_that_day(
    child: Child, support: Viewer, told: dict[str, date], is_then: date | None
) -> None:
    CarePlan.objects.update(**told)
    leave(child, support)
    assert CarePlan.objects.get().ended == is_then


def test_another_placement_or_a_short_break_ends_nothing(child: Child, support: Viewer) -> None:
    correct(child, "episodes", support, ceased=LEFT, reason_ceased="X1")
    assert ends() == [None] * 4
    correct(child, "episodes", support, legal_status="V4", ceased=LEFT, reason_ceased="E8")
    assert ends() == [None] * 4


def test_an_earlier_time_in_care_that_is_entered_late_ends_nothing(child: Child, support: Viewer) -> None:
    LegalStatus.objects.update(started=CAME - timedelta(days=300))
    first = {"started": CAME - timedelta(days=200), "ceased": CAME - timedelta(days=100), "reason_ceased": "E4A"}
    now = Episode.objects.get()
    same = {
        name: getattr(now, name) for name in ("reason_started", "legal_status", "need", "placement", "provider")
    }
    actions.add(child=child.pk, table="episodes", by=support, **same, **first)
    assert ends() == [None] * 4


@pytest.mark.parametrize("right", [RIGHT, LEFT + timedelta(days=2)])
def test_another_day_is_followed(child: Child, support: Viewer, right: date) -> None:
    leave(child, support)
    correct(child, "episodes", support, ceased=right)
    assert ends() == [right] * 4
    correct(child, "episodes", support, ceased=LEFT)
    assert ends() == [LEFT] * 4


def test_an_end_is_not_before_the_beginning(child: Child, support: Viewer) -> None:
    PlacementDetail.objects.update(started=LEFT)
    leave(child, support)
    correct(child, "episodes", support, ceased=RIGHT)
    assert ends() == [RIGHT, LEFT, RIGHT, RIGHT]
    correct(child, "episodes", support, ceased=None, reason_ceased=None)
    assert ends() == [None] * 4


def test_taken_away_it_is_as_it_was_told(child: Child, support: Viewer) -> None:
    """A row of a feed is the feed's again: an import may tell it anew."""
    load = Import.objects.create(kind="ssd", state="loaded", as_at=BEGAN, made_at=moment(BEGAN))
    CarePlan.objects.update(load=load)
    leave(child, support)
    correct(child, "episodes", support, ceased=RIGHT)
    correct(child, "episodes", support, ceased=None, reason_ceased=None)
    assert ends() == [None] * 4
    row = CarePlan.objects.get()
    assert (row.entered_by, row.load, row.version) == (None, load, 4)
    leave(child, support)
    assert ends() == [LEFT] * 4


def test_an_end_told_for_a_day_to_come_is_the_leavings_and_told_again_without_it(
    child: Child, support: Viewer
) -> None:
    """Legal status and placement are told to end after the child left, the plan before: that stays throughout."""
    told, before = LEFT + timedelta(days=10), LEFT - timedelta(days=10)
    LegalStatus.objects.update(ended=told)
    PlacementDetail.objects.update(ended=told)
    CarePlan.objects.update(ended=before)
    leave(child, support)
    assert ends() == [LEFT, LEFT, before, LEFT]
    correct(child, "episodes", support, ceased=RIGHT)
    assert ends() == [RIGHT, RIGHT, before, RIGHT]
    correct(child, "episodes", support, ceased=None, reason_ceased=None)
    assert ends() == [told, told, before, None]
    assert LegalStatus.objects.get().entered_by is None
    leave(child, support)
    assert ends() == [LEFT, LEFT, before, LEFT]


def test_of_a_later_leaving_the_end_that_was_told_comes_first(child: Child) -> None:
    by = viewer_of(make_person(Role.BUSINESS_SUPPORT), at=moment(BACK))
    told, later = LEFT + timedelta(days=10), LEFT + timedelta(days=20)
    CarePlan.objects.update(ended=told)
    leave(child, by)
    correct(child, "episodes", by, ceased=later)
    assert ends() == [later, later, told, later]
    correct(child, "episodes", by, ceased=RIGHT)
    assert ends() == [RIGHT] * 4


def test_what_somebody_touched_since_stays(child: Child, support: Viewer) -> None:
    leave(child, support)
    correct(child, "care_plans", support, ended=RIGHT)
    correct(child, "legal_statuses", support, ended=None)
    correct(child, "episodes", support, ceased=LEFT - timedelta(days=1))
    day = LEFT - timedelta(days=1)
    assert ends() == [None, day, RIGHT, day]
    correct(child, "episodes", support, ceased=None, reason_ceased=None)
    assert ends() == [None, None, RIGHT, None]


def test_what_another_row_has_followed_is_not_opened_again(child: Child, support: Viewer) -> None:
    leave(child, support)
    actions.add(child=child.pk, table="care_plans", started=LEFT, plan="LTFOST18", by=support)
    correct(child, "episodes", support, ceased=None, reason_ceased=None)
    assert list(CarePlan.objects.order_by("started").values_list("ended", flat=True)) == [LEFT, None]
    assert LegalStatus.objects.get().ended is None


@pytest.mark.parametrize("left", [True, False])
def test_back_in_care_no_plan_of_the_time_before_disagrees(child: Child, left: bool) -> None:
    """Told by hand, or by a feed that leaves the plan open: only there it still disagrees with the new status."""
    by = viewer_of(make_person(Role.BUSINESS_SUPPORT), at=moment(BACK))
    CarePlan.objects.update(plan="RETURN6M")
    if left:
        leave(child, by)
    else:
        Episode.objects.update(ceased=LEFT, reason_ceased="E4A")
    assert not flags_of(child.pk, on=BACK - timedelta(days=1), practice=in_force(BACK))
    make_episode(child, started=BACK, legal_status="E1")
    kinds = {flag.key for flag in flags_of(child.pk, on=BACK, practice=in_force(BACK))}
    assert ("plan-and-status" in kinds) is not left


def test_the_page_says_so(client: Client, child: Child) -> None:
    signed_in(client, make_person(Role.BUSINESS_SUPPORT))
    page = client.get(f"/children/{child.pk}/episodes/{Episode.objects.get().pk}/left/").content.decode()
    assert "end on that day, too" in page
