"""Figures on a page: made by a job, whole or not at all, and of nobody whom the viewer may not see."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from access_world import restrict
from service import TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.meetings.models import Matter, Meeting, Record
from sightline.casework.register.models import Child
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.models import Review
from sightline.casework.staff.models import Person, Post
from sightline.casework.watch import figures
from sightline.casework.watch.queries import figures as queries
from sightline.casework.watch.tasks import make_figures
from sightline.domain.roles import Role
from sightline.indicators.figures import Period

pytestmark = pytest.mark.django_db
HELD = date(2026, 6, 10)
YEAR = Period(date(2026, 4, 1), TODAY)


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path


def reviewed(officer: Person, forename: str, recorded: date | None) -> Child:
    """A child whose review was held on HELD, and whose record was finished on a day."""
    child = make_child(forename=forename, surname="Quill", in_care_since=date(2025, 2, 3))
    meeting = Meeting.objects.create(kind="review", state="held", on=HELD, chair=officer, made_at=moment())
    matter = Matter.objects.create(
        meeting=meeting, child=child, state="complete", held_on=HELD, completed_on=HELD, decisions_issued_on=HELD
    )
    told = Told.objects.create(child=child, held=HELD, participation="PN1", born=child.born)
    Review.objects.create(matter=matter, kind="later", code="PN1", told=told)
    Record.objects.create(matter=matter, state="finished" if recorded else "writing", finished_on=recorded)
    allocate(child, officer)
    return child


@pytest.fixture
def council() -> dict[str, Child]:
    officer = make_person(worker="R1")
    Post.objects.create(role="iro", fraction="0.5", employment="permanent", started=HELD, person=officer)
    return {
        "in time": reviewed(officer, "Tamsin", date(2026, 7, 1)),
        "late": reviewed(officer, "Lorcan", date(2026, 7, 2)),
    }


def told(viewer: Person, key: str, period: Period = YEAR) -> tuple[Any, Any]:
    snapshot = figures.latest()
    assert snapshot is not None
    (line,) = queries.lines(snapshot, period, seen_by=viewer_of(viewer), only=key)
    return line.whole.numerator, line.whole.denominator


@pytest.mark.usefixtures("council")
def test_a_figure_is_made_of_the_rows_behind_it() -> None:
    figures.make(on=TODAY, at=moment())
    manager, snapshot = make_person(Role.IRO_MANAGER), figures.latest()
    assert snapshot is not None
    assert told(manager, "record-15wd") == (1, 2)
    assert told(manager, "iro-caseload") == (200, 50)
    rows = queries.behind(snapshot, YEAR, "record-15wd", seen_by=viewer_of(manager))
    assert {(row.name, row.meets) for row in rows} == {("Tamsin Quill", True), ("Lorcan Quill", False)}


def test_a_record_that_was_opened_again_was_in_time(council: dict[str, Child]) -> None:
    """The first day counts; one that was never finished stays out of time."""
    Record.objects.update(state="writing")
    Record.objects.filter(matter__child=council["late"]).update(finished_on=None)
    figures.make(on=TODAY, at=moment())
    assert told(make_person(Role.IRO_MANAGER), "record-15wd") == (1, 2)


def test_a_restricted_child_is_in_no_number_and_no_list(council: dict[str, Child], client: Client) -> None:
    """Also one who was restricted after the figures were made; whoever is named sees both."""
    figures.make(on=TODAY, at=moment())
    manager, named = make_person(Role.IRO_MANAGER), make_person(Role.HEAD_OF_SERVICE)
    restrict(council["late"], named)
    assert told(manager, "record-15wd") == (1, 1)
    assert told(named, "record-15wd") == (1, 2)
    answer = signed_in(client, manager).get(reverse("figure", args=["record-15wd"])).content.decode()
    assert "Tamsin Quill" in answer
    assert "Lorcan" not in answer
    assert "100.0%" in answer


@pytest.mark.usefixtures("council")
def test_the_page_says_when_and_of_what_the_figures_are(client: Client) -> None:
    signed_in(client, make_person(Role.DIRECTOR))
    assert "No figures have been made yet" in client.get(reverse("figures")).content.decode()
    make_figures.call(TODAY.isoformat(), moment().isoformat())
    page = client.get(reverse("figures")).content.decode()
    assert "Made on" in page
    assert "Records finished in 15 working days" in page
    assert "1 of 2" in page
    quarter = client.get(reverse("figures"), {"period": "2026-07-01..2026-09-30"}).content.decode()
    assert "1 July 2026 to 30 September 2026" in quarter
    assert "1 of 2" not in quarter  # nothing was held then


@pytest.mark.usefixtures("council")
def test_the_list_of_a_figure_keeps_its_period_in_files(client: Client) -> None:
    figures.make(on=TODAY, at=moment())
    signed_in(client, make_person(Role.ANALYST))
    address = reverse("figure", args=["record-15wd"])
    year, before = ({"period": period, "format": "csv"} for period in (
        "2026-04-01..2026-11-20", "2025-04-01..2026-03-31"
    ))  # fmt: skip
    assert "Tamsin" in client.get(address, year).content.decode()
    assert "Tamsin" not in client.get(address, before).content.decode()
    assert "Lorcan" not in client.get(address, {**year, "met": "yes"}).content.decode()


@pytest.mark.usefixtures("council")
def test_a_day_is_made_once_unless_somebody_asks_again(client: Client) -> None:
    assert figures.make(on=TODAY, at=moment())
    assert not figures.make(on=TODAY, at=moment())
    signed_in(client, make_person(Role.IRO_MANAGER)).post(reverse("figures-make"))
    assert DBTaskResult.objects.get().task_path.endswith("make_figures")
    assert figures.make(on=TODAY, at=moment(), again=True)


def test_what_was_left_half_made_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "figures" / "20261119T000000000000").mkdir(parents=True)
    assert figures.latest() is None


def test_who_may_not_see_trends_sees_no_figures(client: Client) -> None:
    signed_in(client, make_person(Role.SOCIAL_WORKER))
    assert client.get(reverse("figures")).status_code == 403
    assert client.get(reverse("figure", args=["record-15wd"])).status_code == 403


def test_periods_are_years_and_their_quarters_up_to_the_day() -> None:
    names = [f"{each.start}..{each.end}" for each in figures.periods(date(2026, 7, 15))]
    assert names[:3] == ["2026-04-01..2026-07-15", "2026-07-01..2026-07-15", "2026-04-01..2026-06-30"]
    assert names[3:] == [
        "2025-04-01..2026-03-31", "2026-01-01..2026-03-31", "2025-10-01..2025-12-31", "2025-07-01..2025-09-30",
        "2025-04-01..2025-06-30",
    ]  # fmt: skip
