"""A day in three boxes."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from sightline.web.forms import DayField, Form


@pytest.mark.parametrize(
    "boxes", [("2", "5", "2014"), ("02", "05", "2014"), (" 2", "May", "2014"), ("2", "may", "2014")]
)
def test_ways_to_write_a_day(boxes: tuple[str, str, str]) -> None:
    assert DayField().clean(list(boxes)) == date(2014, 5, 2)


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        (("2", "5", ""), "Date of birth must include a year"),
        (("", "5", ""), "Date of birth must include a day and a year"),
        (("31", "2", "2014"), "Date of birth must be a real date"),
        (("2", "ma", "2014"), "Date of birth must be a real date"),
        (("2", "5", "14"), "Date of birth must be a real date"),
        (("2", "5", "20145"), "Date of birth must be a real date"),
        (("two", "5", "2014"), "Date of birth must be a real date"),
        (("2", "5", "2031"), "Date of birth must be 10 April 2025 or earlier"),
        (("2", "5", "1914"), "Date of birth must be 1 January 2000 or later"),
    ],
)
def test_what_is_wrong_is_said(boxes: tuple[str, str, str], says: str) -> None:
    field = DayField(label="Date of birth", earliest=date(2000, 1, 1), latest=date(2025, 4, 10))
    with pytest.raises(ValidationError) as refusal:
        field.clean(list(boxes))
    assert refusal.value.messages == [says]


def test_the_first_and_the_last_day_are_within() -> None:
    field = DayField(earliest=date(2000, 1, 1), latest=date(2025, 4, 10))
    assert field.clean(["1", "1", "2000"]) == date(2000, 1, 1)
    assert field.clean(["10", "4", "2025"]) == date(2025, 4, 10)


def test_empty_boxes_are_no_day_where_none_is_needed() -> None:
    assert DayField(required=False).clean(["", " ", ""]) is None


class Birth(Form):
    born = DayField(label="Date of birth")


def test_a_day_that_is_needed_is_asked_for() -> None:
    assert Birth({}).errors["born"] == ["Fill in “Date of birth”"]


def test_the_boxes_have_labels_and_hold_the_day() -> None:
    page = str(Birth(initial={"born": date(2014, 5, 2)}))
    for label, value in (("Day", "2"), ("Month", "5"), ("Year", "2014")):
        assert f">{label}</label>" in page
        assert f'value="{value}"' in page


def test_whether_it_changed() -> None:
    field = DayField()
    assert not field.has_changed(date(2014, 5, 2), ["2", "5", "2014"])
    assert field.has_changed(date(2014, 5, 2), ["3", "5", "2014"])
    assert not field.has_changed(None, ["", "", ""])
