"""Two people changed one record: whose text is taken, and what is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms

from sightline.web.forms import DayField, Form
from sightline.web.forms.comparing import Texts, compare, merged
from sightline.web.forms.told import query, told_by, told_of

OPENED = {"name": "Ada", "born": date(2014, 5, 2), "needs": ["pictures"], "note": "It stays."}


class Details(Form):
    name = forms.CharField(label="Name", max_length=60)
    born = DayField(label="Date of birth")
    needs = forms.MultipleChoiceField(
        label="What helps",
        choices=[("pictures", "Pictures"), ("large", "Large print")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)


def texts(now: dict[str, Any], mine: dict[str, Any]) -> Texts:
    """The record as it was opened, with what others and I changed."""
    form = Details()
    return Texts(told_of(form, OPENED), told_of(form, {**OPENED, **now}), told_of(form, {**OPENED, **mine}))


def fields(now: dict[str, Any], mine: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Which fields are asked about, which are theirs, which mine."""
    found = compare(Details(), texts(now, mine))
    groups = (found.asked, found.theirs, found.own)
    asked, theirs, own = ([difference.name for difference in group] for group in groups)
    return asked, theirs, own


@pytest.mark.parametrize(
    ("now", "mine", "expected"),
    [
        ({}, {}, ([], [], [])),
        ({"name": "Adah"}, {}, ([], ["name"], [])),
        ({}, {"name": "Adah"}, ([], [], ["name"])),
        ({"name": "Adah"}, {"note": "It changes."}, ([], ["name"], ["note"])),
        ({"name": "Adah"}, {"name": "Aida"}, (["name"], [], [])),
        ({"name": "Adah"}, {"name": "Adah"}, ([], [], [])),  # both wrote the same
        ({"born": date(2014, 2, 5)}, {"born": date(2014, 5, 3)}, (["born"], [], [])),
        ({"needs": ["pictures", "large"]}, {"needs": []}, (["needs"], [], [])),
        ({"note": ""}, {"note": "It changes."}, (["note"], [], [])),
    ],
)
def test_who_changed_what(now: dict[str, Any], mine: dict[str, Any], expected: Any) -> None:
    assert fields(now, mine) == expected


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (
            "born",
            {"born_day": ["02"], "born_month": ["may"], "born_year": ["2014"]},
        ),  # another way to write the day
        ("note", {"note": ["It stays. "]}),
        ("name", {"name": [" Ada"]}),
    ],
)
def test_another_way_to_write_the_same_is_no_change(name: str, written: dict[str, list[str]]) -> None:
    before = told_of(Details(), OPENED)
    found = compare(Details(), Texts(before, told_of(Details(), {**OPENED, name: None}), {**before, **written}))
    assert [difference.name for difference in found.theirs] == [name]


def test_lines_that_a_browser_ends_its_own_way_are_the_same() -> None:
    before = told_of(Details(), {**OPENED, "note": "One\nTwo"})
    mine = {**before, "note": ["One\r\nTwo"]}
    found = compare(Details(), Texts(before, before, mine))
    assert [*found.asked, *found.theirs, *found.own] == []


def test_each_side_keeps_what_it_alone_changed() -> None:
    found = compare(Details(), texts({"name": "Adah"}, {"note": "It changes."}))
    form = Details(query(merged(Details(), found)))
    assert form.is_valid()
    assert form.cleaned_data == {**OPENED, "name": "Adah", "note": "It changes."}


@pytest.mark.parametrize(
    ("chosen", "note"), [("now", "Theirs"), ("mine", "Mine"), ("both", "Theirs\n\nMine"), ("neither", None)]
)
def test_what_both_changed_is_as_it_is_chosen(chosen: str, note: str | None) -> None:
    """An answer that is none of those offered is no answer."""
    found = compare(Details(), texts({"note": "Theirs"}, {"note": "Mine"}), {"note": chosen})
    assert found.answered is (note is not None)
    if note is not None:
        assert merged(Details(), found)["note"] == [note]


def test_only_texts_can_be_joined() -> None:
    """The near miss: one cannot have two dates of birth."""
    found = compare(Details(), texts({"born": date(2014, 2, 5)}, {"born": date(2014, 5, 3)}), {"born": "both"})
    assert not found.answered


def test_a_choice_that_was_taken_from_the_other_side_is_whole() -> None:
    """A box that is not ticked sends nothing: what the other side ticked must come along, and no more."""
    found = compare(Details(), texts({"needs": ["large"]}, {"needs": ["pictures", "large"]}), {"needs": "now"})
    assert merged(Details(), found)["needs"] == ["large"]


def test_differences_are_in_words() -> None:
    found = compare(Details(), texts({"born": date(2014, 2, 5)}, {"born": date(2014, 5, 3), "needs": ["large"]}))
    assert (found.asked[0].before, found.asked[0].now, found.asked[0].mine) == (
        "2 May 2014",
        "5 February 2014",
        "3 May 2014",
    )
    assert (found.own[0].before, found.own[0].mine) == ("Pictures", "Large print")


def test_what_a_form_sends_is_told_back() -> None:
    """The round trip: what a record says, sent as it stands, is what the record says."""
    form = Details(query(told_of(Details(), OPENED)))
    assert form.is_valid()
    assert form.cleaned_data == OPENED


def test_what_the_page_sends_along_is_not_what_was_told() -> None:
    sent = query({"name": ["Ada"], "_version": ["3"], "csrfmiddlewaretoken": ["x"]})
    assert told_by(sent) == {"name": ["Ada"]}
