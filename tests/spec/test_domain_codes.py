"""Code sets by collection year: what each year's return may hold, and what is read with a warning."""

import csv
from importlib.resources import files

import pytest

from sightline.domain import records
from sightline.domain.codes import KNOWN_SETS, canonical, code_set, codes_in, groups


@pytest.mark.parametrize(
    ("name", "code", "collection", "expected"),
    [
        ("sex", "1", 2024, "in use"),
        ("sex", "1", 2025, "tolerated"),
        ("sex", "M", 2024, "tolerated"),
        ("sex", "M", 2025, "in use"),
        ("care_leaver_activity", "F3", 2021, "in use"),
        ("care_leaver_activity", "F3", 2022, "refused"),
        ("care_leaver_activity", "F4", 2021, "refused"),
        ("care_leaver_activity", "F4", 2022, "in use"),
        ("reason_episode_ceased", "E43", 2018, "in use"),
        ("reason_episode_ceased", "E43", 2019, "refused"),
        ("reason_episode_ceased", "E45", 2018, "refused"),
        ("reason_episode_ceased", "E45", 2019, "in use"),
        ("reason_placement_change", "CUSTOD", 2018, "refused"),
        ("reason_placement_change", "CUSTOD", 2019, "in use"),
        ("placement_type", "H5", 2024, "in use"),
        ("placement_type", "H5", 2025, "tolerated"),
        ("placement_type", "H5", 2026, "refused"),
        ("placement_type", "P2", 2025, "tolerated"),
        ("placement_type", "P2", 2026, "refused"),
        ("placement_type", "K3", 2023, "refused"),
        ("placement_type", "K3", 2024, "tolerated"),
        ("placement_type", "K3", 2025, "in use"),
        ("placement_type", "Z1", 2025, "in use"),
        ("placement_type", "Z1", 2026, "tolerated"),
        ("placement_type", "Z1", 2027, "refused"),
        ("placement_type", "Z11", 2025, "refused"),
        ("placement_type", "Z14", 2026, "in use"),
        ("sw_reason", "MANAGE", 2023, "refused"),
        ("sw_reason", "MANAGE", 2024, "in use"),
        ("care_leaver_accommodation", "S1", 2025, "refused"),
        ("care_leaver_accommodation", "S2", 2025, "in use"),
        ("review_code", "PN0", 2017, "in use"),
    ],
)
def test_a_code_in_a_year(name, code, collection, expected):
    assert _standing(name, code, collection) == expected


def _standing(name, code, collection):
    accepted = code_set(name, collection).get(code)
    if accepted is None:
        return "refused"
    return "tolerated" if accepted.tolerated(collection) else "in use"


def test_without_a_year_every_code_there_ever_was_is_given():
    assert {"1", "2", "M", "F", "U"} == set(code_set("sex"))


def test_sexes_of_two_schemes_are_told_as_one():
    assert [canonical("sex", code) for code in ("1", "2", "M", "U")] == ["M", "F", "M", "U"]
    assert canonical("placement_type", "Z1") == "Z1"  # split in four: no later code says the same
    assert code_set("sex")["1"].group == code_set("sex")["M"].group == "Male"


def test_groups_print_in_order():
    assert groups("ethnicity")[0] == "White"
    assert groups("ethnicity")[-1] == "Not known"
    assert groups("category_of_need")[0] == code_set("category_of_need")["N1"].label  # no groups: its own labels


def test_participation_groups():
    """PN4 is attendance, not participation; PN0 is out of both."""
    assert codes_in("review_code", "Took part") == {"PN1", "PN2", "PN3", "PN5", "PN6"}
    assert "PN4" not in codes_in("review_code", "Took part", "Absent, no views conveyed")


def test_unplanned_endings():
    assert codes_in("reason_placement_change", "Unplanned") == {
        "CREQB",
        "CREQO",
        "CHILD",
        "LAREQ",
        "ALLEG",
        "STAND",
        "APPRR",
    }


@pytest.mark.parametrize("name", KNOWN_SETS)
def test_every_code_is_listed_once_and_labelled(name):
    text = files("sightline.domain").joinpath(f"data/codes/{name}.csv").read_text(encoding="utf-8")
    listed = [row["code"] for row in csv.DictReader(text.splitlines())]
    assert len(listed) == len(set(listed)) > 0
    assert all(code.label for code in code_set(name).values())


@pytest.mark.parametrize("name", KNOWN_SETS)
def test_every_group_has_codes_and_every_code_a_group(name):
    used = {code.group for code in code_set(name).values()}
    assert used == set(groups(name))


def test_every_code_column_of_the_records_names_a_known_set():
    named = {column.code_set for record in records.TABLES.values() for column in records.columns(record)}
    assert named - {None} <= set(KNOWN_SETS)


def test_unknown_names_are_refused():
    with pytest.raises(KeyError):
        code_set("colour")
    with pytest.raises(KeyError):
        codes_in("review_code", "Took a part")
