"""The list kit: what is asked for in the address is what is shown, kept and exported."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from openpyxl import load_workbook

from service import TODAY, make_person, moment, viewer_of
from sightline.web.components.values import Distance, Link
from sightline.web.lists import Asked, Column, Filter, Listing

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Boat:
    name: str
    length: int | None
    built: date
    kind: str


BOATS = [
    Boat("Anna", 12, date(1990, 5, 1), "sail"),
    Boat("=cmd()", 7, date(2001, 2, 3), "motor"),
    Boat("berta", None, date(1980, 1, 1), "sail"),
]
LIST = Listing(
    key="boats",
    title="Boats",
    things=("boat", "boats"),
    order="name",
    columns=(
        Column("Name", lambda boat: Link(boat.name, "/boat/"), key="name"),
        Column("Length", lambda boat: boat.length, key="length", numeric=True),
        Column("Built", lambda boat: Distance(boat.built, TODAY)),
        Column("Kind", lambda boat: boat.kind, where="export"),
    ),
    filters=(Filter("kind", "Kind", (("sail", "Sailing"), ("motor", "Motor")), keeps=lambda b, v: b.kind == v),),
)


@pytest.fixture
def asked():
    session = SessionStore()
    person = make_person()

    def ask(address: str = "/boats/") -> Asked:
        request: Any = RequestFactory().get(address)
        request.session, request.user, request.viewer = session, person, viewer_of(person, at=moment())
        return LIST.asked(request)

    return ask


def names(rows: list[Boat]) -> list[str]:
    return [boat.name for boat in rows]


def test_rows_come_in_the_order_asked_for_missing_ones_last(asked):
    assert names(asked("/boats/?order=name").of_rows(BOATS)) == ["=cmd()", "Anna", "berta"]
    assert names(asked("/boats/?order=length").of_rows(BOATS)) == ["=cmd()", "Anna", "berta"]
    assert asked("/boats/?order=colour").order == "name"


def test_a_filter_keeps_some_and_one_that_does_not_exist_is_left_out(asked):
    assert names(asked("/boats/?kind=sail").of_rows(BOATS)) == ["Anna", "berta"]
    assert asked("/boats/?kind=steam").chosen == {}


def test_what_was_chosen_comes_back_until_it_is_cleared(asked):
    assert asked("/boats/").elsewhere == ""
    asked("/boats/?kind=sail&order=-length")
    assert asked("/boats/").show(BOATS).url == "/boats/?kind=sail&order=-length"
    asked("/boats/?all=yes")
    assert asked("/boats/").elsewhere == ""


def test_a_chip_leads_to_the_list_without_it(asked):
    (chip,) = asked("/boats/?kind=sail&order=-name").chips
    assert (chip.title, chip.label, chip.without) == ("Kind", "Sailing", "/boats/?order=-name")
    (chip,) = asked("/boats/?kind=sail").chips
    assert chip.without == "/boats/?all=yes"


def test_the_page_tells_how_many_and_sorts_by_a_link(asked):
    page = asked("/boats/?kind=motor").show(BOATS[1:2]).content.decode()
    assert "1 boat<" in page
    assert 'aria-sort="ascending"' in page
    assert "order=-name" in page
    assert "Kind: Motor" in page


def test_a_csv_has_every_row_and_no_formula(asked):
    answer = asked("/boats/?order=name&format=csv").show(BOATS)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert 'filename="boats-' in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Name", "Length", "Built", "Kind"]
    assert rows[2] == ["'=cmd()", "7", "2001-02-03", "motor"]
    assert rows[3][1] == ""


def test_a_workbook_has_data_and_notes_and_no_formula(asked):
    answer = asked("/boats/?kind=motor&format=xlsx").show(BOATS[1:2])
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Data", "Notes"]
    cell = book["Data"]["A2"]
    assert (cell.value, cell.data_type) == ("=cmd()", "s")
    assert ("Kind", "Motor") in list(book["Notes"].values)


def test_an_export_is_told_to_the_trail_by_number_of_rows_never_by_value(asked):
    wanted = asked("/boats/?kind=sail&format=csv")
    wanted.show(BOATS)
    (sight,) = wanted.request.sights
    assert (sight.action, sight.kind) == ("exported", "list")
    assert sight.detail == {"list": "boats", "rows": 3, "format": "csv", "filters": ["kind"]}
    wanted = asked("/boats/?kind=sail")
    wanted.show(BOATS)
    assert not hasattr(wanted.request, "sights")


def test_a_page_to_print_has_the_whole_list(asked):
    page = asked("/boats/?all=yes&format=print").show(BOATS * 40).content.decode()
    assert page.count("berta") == 40
    assert "page 1 of" not in page


def test_long_lists_come_in_pages(asked):
    page = asked("/boats/?order=name&page=3").show(BOATS * 40).content.decode()
    assert "page 3 of 3" in page
    assert "120 boats" in page
