"""The Reviews file of the 903 return, written from reviews that were held here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from service import allocate, make_child, make_episode, make_person, signed_in, viewer_of
from sightline.casework.meetings.models import Matter
from sightline.casework.register.models import Child, Identifier
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.actions import hold, plan_review, say_participation
from sightline.casework.staff.models import Person
from sightline.domain.roles import Role
from sightline.returns import checking, reading

pytestmark = pytest.mark.django_db
HELD = date(2026, 10, 8)


def reviewed(child: Child, officer: Person, on: date = HELD) -> None:
    """A review of the child, held on a day; the child spoke for themselves."""
    by = viewer_of(officer)
    allocate(child, officer)
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=by, on=on)
    matter = Matter.objects.get(meeting=meeting)
    hold(matter=matter.pk, move="complete", on=on, by=by, version=None)
    answers = {"present": "in_person", "views_when_there": "spoke"}
    say_participation(matter=matter.pk, answers=answers, by=by, version=None)


def the_file(client: Client, year: int = 2027) -> list[str]:
    analyst = make_person(Role.ANALYST)
    answer = signed_in(client, analyst).get(f"/reviews/903/{year}.csv")
    return answer.content.decode().split()


def named(child: Child) -> str:
    return Identifier.objects.get(child=child, scheme="903").value


def test_a_review_done_here_is_a_line_of_the_return(client: Client) -> None:
    child = make_child()
    reviewed(child, make_person())
    assert the_file(client) == ["CHILD,DOB,REVIEW,REVIEW_CODE", f"{named(child)},02/05/2014,08/10/2026,PN1"]
    assert the_file(client, 2026) == ["CHILD,DOB,REVIEW,REVIEW_CODE"]


def test_a_review_that_another_told_is_in_it_and_one_of_short_breaks_is_not(client: Client) -> None:
    told, breaks = make_child(), make_child(in_care_since=None)
    Told.objects.create(child=told, held=HELD, participation="PN2")
    make_episode(breaks, started=date(2026, 7, 1), legal_status="V3")
    reviewed(breaks, make_person())
    assert Told.objects.filter(child=breaks).exists()
    assert [line.split(",")[0] for line in the_file(client)[1:]] == [named(told)]


def test_a_year_without_a_known_form_is_not_there(client: Client) -> None:
    analyst = make_person(Role.ANALYST)
    assert signed_in(client, analyst).get("/reviews/903/2015.csv").status_code == 404
    assert signed_in(client, analyst).get("/reviews/903/2031.csv").status_code == 404


def test_the_checks_of_the_return_find_nothing_in_it(client: Client, tmp_path: Path) -> None:
    """Of the review itself: the file is read as any council's is."""
    child = make_child()
    reviewed(child, make_person())
    folder = tmp_path / "2026-27"
    folder.mkdir()
    (folder / "Reviews.csv").write_text("\n".join(the_file(client)) + "\n")
    (folder / "Header.csv").write_text(
        f"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n{named(child)},2,02/05/2014,WBRI,UN5,,\n"
    )
    told = reading.read([folder], year=2027, work=tmp_path / "work")
    found = checking.check(told)
    assert [file.sent_back for file in told.files] == [0, 0]
    assert [finding for finding in found if finding.record == "reviews"] == []
