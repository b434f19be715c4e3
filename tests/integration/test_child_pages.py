"""A child's pages: what is on them, where each fact comes from, and how it is put right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from service import allocate, make_child, make_person, moment, signed_in
from sightline.casework.register import models
from sightline.domain.roles import Role
from sightline.web.forms.told import controls

pytestmark = pytest.mark.django_db
NOON = moment()

PAGES = (
    *("", "chronology/", "people/", "record/", "details/", "siblings/"),
    *("record/episodes/add/", "record/relations/add/"),
)


@pytest.fixture
def officer():  # type: ignore[no-untyped-def]
    return make_person()


@pytest.fixture
def child(officer):  # type: ignore[no-untyped-def]
    made = make_child()
    allocate(made, officer)
    return made


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_child_opens(client: Client, officer, child, page: str) -> None:  # type: ignore[no-untyped-def]
    answer = signed_in(client, officer).get(f"/children/{child.pk}/{page}")
    assert answer.status_code == 200
    assert child.surname in answer.content.decode()


def test_a_child_who_is_not_yours_is_no_child(client: Client, officer, child) -> None:  # type: ignore[no-untyped-def]
    other = make_child()
    signed_in(client, officer)
    assert client.get(f"/children/{other.pk}/").status_code == 404
    assert client.get("/children/999999/").status_code == 404


def test_a_restricted_brother_does_not_show(client: Client, officer) -> None:  # type: ignore[no-untyped-def]
    family = models.SiblingGroup.objects.create()
    child, seen, hidden = (make_child(family=family, surname=name) for name in ("Ash", "Birch", "Cedar"))
    allocate(child, officer)
    allocate(hidden, officer)
    page = signed_in(client, officer).get(f"/children/{child.pk}/people/").content.decode()
    assert "Birch" in page
    assert "Cedar" in page  # so far
    models.Restriction.objects.create(child=hidden, reason="Safety", set_at=NOON, set_by=officer)
    for page in ("", "people/", "siblings/", "chronology/", "record/"):
        shown = client.get(f"/children/{child.pk}/{page}").content.decode()
        assert "Cedar" not in shown
    assert seen.surname == "Birch"


def test_more_rows_ask_no_more_often(client: Client, officer, child) -> None:  # type: ignore[no-untyped-def]
    signed_in(client, officer)
    models.Visit.objects.create(
        child=child, held=date(2026, 2, 1), kind="iro"
    )  # what nothing is told of is not read
    models.Review.objects.create(child=child, held=date(2026, 2, 1), participation="PN1", entered_by=officer)
    few = _queries(client, child)
    for n in range(30):
        day = date(2026, 3, 1) + timedelta(days=n)
        models.Visit.objects.create(child=child, held=day, kind="iro")
        models.Review.objects.create(child=child, held=day, participation="PN1", entered_by=officer)
        models.Notice.objects.create(child=child, kind="placement_changed", happened_on=day, known_on=day)
    models.Child.objects.update(stamp=2)
    client.get(f"/children/{child.pk}/")  # its standing is worked out anew, once
    assert _queries(client, child) == few


def _queries(client: Client, child: models.Child) -> dict[str, int]:
    counted = {}
    for page in ("", "chronology/", "people/", "record/"):
        client.get(f"/children/{child.pk}/{page}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/children/{child.pk}/{page}")
        counted[page] = len(asked)
    return counted


def test_the_source_of_a_row_says_its_file_and_line(client: Client, officer, child) -> None:  # type: ignore[no-untyped-def]
    load = models.Import.objects.create(kind="903", state="loaded", made_at=NOON, as_at=date(2026, 3, 31))
    told = {"load": load, "file": "episodes.csv", "line": 7, "collection": 2026}
    row = models.Review.objects.create(child=child, held=date(2026, 3, 1), participation="PN1", **told)
    page = signed_in(client, officer).get(f"/children/{child.pk}/source/reviews/{row.pk}/").content.decode()
    assert "Return of 2026" in page
    assert "episodes.csv" in page
    assert "It has never been changed" in page


def test_a_row_of_another_child_has_no_source_here(client: Client, officer, child) -> None:  # type: ignore[no-untyped-def]
    row = models.Review.objects.create(child=make_child(), held=date(2026, 3, 1), participation="PN1")
    assert signed_in(client, officer).get(f"/children/{child.pk}/source/reviews/{row.pk}/").status_code == 404


def test_what_is_missing_is_said_with_who_can_mend_it(client: Client, officer, child) -> None:  # type: ignore[no-untyped-def]
    models.Child.objects.filter(pk=child.pk).update(ethnicity="NOBT")
    gaps = signed_in(client, officer).get(f"/children/{child.pk}/").context["story"].gaps
    assert ("Ethnicity is not yet known", "Social worker") in {(gap.says, gap.owner) for gap in gaps}
    models.Child.objects.filter(pk=child.pk).update(ethnicity="WBRI")
    gaps = client.get(f"/children/{child.pk}/").context["story"].gaps
    assert "Ethnicity is not yet known" not in {gap.says for gap in gaps}


def test_a_fact_is_entered_by_its_form(client: Client, officer, child) -> None:  # type: ignore[no-untyped-def]
    sent = {"held_day": "3", "held_month": "3", "held_year": "2026", "kind": "iro", "seen": "1", "seen_alone": "1"}
    page = f"/children/{child.pk}/record/visits/add/"
    form = signed_in(client, officer).get(page).context["editing"].form
    names = {name for field in form.fields for name in controls(form, field)}
    days = sorted(name for name in names if name.startswith("held"))
    answer = client.post(page, {**sent, **dict(zip(days, ("3", "3", "2026"), strict=True))})
    assert answer.status_code == 302
    visit = models.Visit.objects.get()
    assert (visit.held, visit.seen, visit.seen_alone) == (date(2026, 3, 3), 1, 1)


def test_what_cannot_be_right_stands_beside_its_field(client: Client, officer, child) -> None:  # type: ignore[no-untyped-def]
    page = f"/children/{child.pk}/record/visits/add/"
    form = signed_in(client, officer).get(page).context["editing"].form
    days = sorted(controls(form, "held"))
    answer = client.post(page, {**dict(zip(days, ("3", "3", "2027"), strict=True)), "kind": "iro"})
    assert answer.context["editing"].form.errors["held"] == ["Visited on: this has to be today or a day before"]


def test_an_analyst_may_not_record_a_visit(client: Client, child) -> None:  # type: ignore[no-untyped-def]
    signed_in(client, make_person(Role.ANALYST))
    assert client.get(f"/children/{child.pk}/record/visits/add/").status_code == 403
    assert client.get(f"/children/{child.pk}/record/reviews/add/").status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx", "print"])
def test_the_chronology_is_exported_as_it_is_narrowed(client: Client, officer, child, form: str) -> None:  # type: ignore[no-untyped-def]
    models.Review.objects.create(child=child, held=date(2026, 3, 1), participation="PN1")
    answer = signed_in(client, officer).get(f"/children/{child.pk}/chronology/?kind=reviews&format={form}")
    assert answer.status_code == 200
    assert child.surname not in answer.headers.get("Content-Disposition", "")
    if form == "csv":
        assert answer.content.decode("utf-8-sig").splitlines()[1:] == [
            "2026-03-01,Reviews,Review held,How the child took part: Attended and spoke for self,Entered here"
        ]


def _sent(client: Client, page: str, **changes: str) -> dict[str, str]:
    """What a browser would send from a form as it is shown, with something otherwise."""
    editing = client.get(page).context["editing"]
    along = {"_opened": editing.opening.opened_text, "_version": editing.opening.version_text}
    return {**along, **{name: texts[0] for name, texts in editing.opening.opened.items() if texts}, **changes}


def test_two_people_correct_one_row_and_both_are_asked(client: Client, officer, child) -> None:  # type: ignore[no-untyped-def]
    row = models.Visit.objects.create(child=child, held=date(2026, 3, 1), kind="iro", seen=1)
    page = f"/children/{child.pk}/record/visits/{row.pk}/"
    mine = _sent(signed_in(client, officer), page, seen="0", why="At school")
    other = signed_in(Client(), make_person(Role.IRO_MANAGER))
    assert other.post(page, _sent(other, page, seen="", why="Not known")).status_code == 302
    answer = client.post(page, mine)
    assert answer.status_code == 200
    (asked,) = answer.context["editing"].comparison.asked
    assert (asked.before, asked.now, asked.mine) == ("Yes", "", "No")
    assert models.Visit.objects.get().seen is None


def test_a_child_who_may_be_here_already_is_shown_before_another_is_added(client: Client) -> None:
    twin = make_child(forename="Ren", surname="Applebee", born=date(2016, 6, 1))
    signed_in(client, make_person(Role.BUSINESS_SUPPORT))
    form = client.get("/children/add/").context["editing"].form
    born, started = controls(form, "born"), controls(form, "started")
    told = {
        "forename": "Wren",
        "surname": "Appleby",
        "sex": "F",
        "legal_status": "V2",
        "need": "N1",
        "placement": "U6",
    }
    told |= dict(zip(born, ("1", "6", "2016"), strict=True)) | dict(
        zip(started, ("17", "11", "2026"), strict=True)
    )
    answer = client.post("/children/add/", told)
    assert answer.context["likely"] == [(twin.pk, "Ren Applebee")]
    assert models.Child.objects.count() == 1
    assert client.post("/children/add/", {**told, "another": "on"}).status_code == 302
    assert models.Child.objects.count() == 2
