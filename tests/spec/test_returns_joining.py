"""Years joined: the latest return tells; what it tells otherwise than the one before is a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.domain.records import TABLES, Child, Episode, Outcome, Review
from sightline.returns import joining, reading, writing
from sightline.returns.pages import rows_of

CHILD = Child("A1", "F", date(2012, 2, 1), "WBRI", "A123456789012", 0)
OPEN = Episode("A1", date(2023, 5, 1), "S", "C2", "N1", "U6", "PR1", urn="SC1")
ENDED = replace(OPEN, ceased=date(2024, 9, 1), reason_ceased="E4A")
REVIEW = Review("A1", date(2012, 2, 1), date(2023, 6, 3), "PN1")

Years = Mapping[int, Mapping[str, list[Any]]]
Join = Callable[[Years], tuple[Path, list[tuple[str, int | None, str | None]]]]


@pytest.fixture
def join(tmp_path: Path) -> Join:
    """A function that joins returns (year -> table -> records): the lives, and what was found."""

    def joined(years: Years) -> tuple[Path, list[tuple[str, int | None, str | None]]]:
        for year, tables in years.items():
            writing.write_csv(tables, tmp_path / "in" / str(year), year)
        read = reading.read([tmp_path / "in"], year=max(years), work=tmp_path / "work")
        lives = joining.join(read)
        found = [(each.rule, each.collection, each.field) for each in joining.findings_of(read)]
        return lives, found

    return joined


def rows(lives: Path, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return sorted(rows_of(lives / f"{table}.parquet", columns))


def test_one_year_is_its_own_life(join: Join) -> None:
    lives, found = join({2024: {"children": [CHILD], "episodes": [OPEN]}})
    assert rows(lives, "episodes", "child", "started", "collection") == [("A1", date(2023, 5, 1), 2024)]
    assert found == []


def test_every_table_is_in_a_life(join: Join) -> None:
    lives, _ = join({2024: {"children": [CHILD]}})
    assert {path.stem for path in lives.iterdir()} == {*TABLES, "collections"}


def test_collections_have_their_first_and_last_day(join: Join) -> None:
    lives, _ = join({2024: {"children": [CHILD]}, 2025: {"children": [CHILD]}})
    assert rows(lives, "collections", "collection", "start_on", "end_on") == [
        (2024, date(2023, 4, 1), date(2024, 3, 31)),
        (2025, date(2024, 4, 1), date(2025, 3, 31)),
    ]


def test_an_episode_told_twice_is_one_as_the_latest_return_tells_it(join: Join) -> None:
    """That it has ended since is no contradiction."""
    lives, found = join(
        {2024: {"children": [CHILD], "episodes": [OPEN]}, 2025: {"children": [CHILD], "episodes": [ENDED]}}
    )
    assert rows(lives, "episodes", "ceased", "collection", "file") == [
        (date(2024, 9, 1), 2025, "2025/Episodes.csv")
    ]
    assert rows(lives, "children", "child", "collection") == [("A1", 2025)]
    assert found == []


def test_what_one_year_alone_tells_is_kept(join: Join) -> None:
    second = replace(REVIEW, held=date(2024, 6, 3))
    episodes = {"children": [CHILD], "episodes": [replace(OPEN, ceased=date(2024, 1, 1), reason_ceased="E4A")]}
    lives, found = join(
        {2024: {**episodes, "reviews": [REVIEW]}, 2025: {"children": [CHILD], "reviews": [second]}}
    )
    assert [held for (held,) in rows(lives, "reviews", "held")] == [date(2023, 6, 3), date(2024, 6, 3)]
    assert len(rows(lives, "episodes", "started")) == 1
    assert found == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"legal_status": "V2"}, "LS"),
        ({"reason_started": "P"}, "RNE"),
        ({"placement": "U4"}, "PLACE"),
        ({"ceased": date(2024, 10, 1)}, "DEC"),
    ],
)
def test_an_episode_told_otherwise_is_a_finding(join: Join, change: dict[str, Any], field: str) -> None:
    years = {
        2025: {"children": [CHILD], "episodes": [ENDED]},
        2026: {"children": [CHILD], "episodes": [replace(ENDED, **change)]},
    }
    lives, found = join(years)
    assert found == [("SL-JN-02", 2026, field)]
    assert len(rows(lives, "episodes", "started")) == 1


def test_what_is_no_longer_told_is_a_finding(join: Join) -> None:
    years = {
        2025: {"children": [CHILD], "episodes": [ENDED]},
        2026: {"children": [CHILD], "episodes": [replace(ENDED, urn=None)]},
    }
    _, found = join(years)
    assert found == [("SL-JN-03", 2026, "URN")]


@pytest.mark.parametrize(
    ("year", "old", "new"), [(2024, "H5", "K3"), (2025, "Z1", "Z12")], ids=["supported", "other placement"]
)
def test_a_code_that_the_department_replaced_is_no_contradiction(
    join: Join, year: int, old: str, new: str
) -> None:
    before, now = replace(OPEN, placement=old), replace(OPEN, placement=new)
    _, found = join(
        {year: {"children": [CHILD], "episodes": [before]}, year + 1: {"children": [CHILD], "episodes": [now]}}
    )
    assert found == []


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"born": date(2012, 2, 2)}, ["DOB"]),
        ({"sex": "M"}, ["SEX"]),
        ({"ethnicity": "WIRI"}, ["ETHNIC"]),
        ({"upn": "B123456789012"}, ["UPN"]),
        ({"mother": 1, "first_child_born": date(2024, 5, 5)}, []),
    ],
)
def test_a_child_told_otherwise_is_a_finding(join: Join, change: dict[str, Any], fields: list[str]) -> None:
    _, found = join({2024: {"children": [CHILD]}, 2025: {"children": [replace(CHILD, **change)]}})
    assert found == [("SL-JN-01", 2025, field) for field in fields]


@pytest.mark.parametrize("change", [{"ethnicity": "NOBT"}, {"upn": "UN4"}])
def test_what_was_not_known_before_is_no_contradiction(join: Join, change: dict[str, Any]) -> None:
    _, found = join({2024: {"children": [replace(CHILD, **change)]}, 2025: {"children": [CHILD]}})
    assert found == []


def test_a_child_without_a_number_again_is_a_contradiction(join: Join) -> None:
    _, found = join({2024: {"children": [CHILD]}, 2025: {"children": [replace(CHILD, upn="UN4")]}})
    assert found == [("SL-JN-01", 2025, "UPN")]


def test_an_open_episode_that_no_later_return_tells_of_is_closed_on_the_next_1_april(join: Join) -> None:
    """In care on the 31 March that told of it, not afterwards, and nobody says why it ended."""
    later = {"children": [CHILD], "reviews": [replace(REVIEW, held=date(2024, 6, 3))]}
    lives, found = join({2024: {"children": [CHILD], "episodes": [OPEN]}, 2025: later, 2026: later})
    assert rows(lives, "episodes", "started", "ceased", "reason_ceased", "collection", "file") == [
        (OPEN.started, date(2024, 4, 1), None, 2024, "2024/Episodes.csv")
    ]
    assert found == [("SL-JN-04", 2024, "DEC")]


def test_the_last_return_that_told_of_it_says_when_it_is_closed(join: Join) -> None:
    told = {"children": [CHILD], "episodes": [OPEN]}
    lives, found = join({2024: told, 2025: told, 2026: {"children": [CHILD]}})
    assert rows(lives, "episodes", "ceased") == [(date(2025, 4, 1),)]
    assert found == [("SL-JN-04", 2025, "DEC")]


def test_a_reason_given_without_a_date_is_not_the_reason_of_that_closing(join: Join) -> None:
    open_with_reason = replace(OPEN, reason_ceased="E4A")
    lives, _ = join({2024: {"children": [CHILD], "episodes": [open_with_reason]}, 2025: {"children": [CHILD]}})
    assert rows(lives, "episodes", "ceased", "reason_ceased") == [(date(2024, 4, 1), None)]


def test_an_episode_told_in_the_wrong_years_return_does_not_end_before_it_started(join: Join) -> None:
    lives, found = join(
        {2022: {"children": [CHILD], "episodes": [OPEN]}, 2025: {"children": [CHILD], "reviews": [REVIEW]}}
    )
    assert rows(lives, "episodes", "started", "ceased") == [(OPEN.started, OPEN.started)]
    assert found == [("SL-JN-04", 2022, "DEC")]


@pytest.mark.parametrize("day", [date(2023, 4, 30), date(2023, 5, 2)], ids=["the day before", "the day after"])
def test_an_open_episode_told_anew_with_another_first_day_is_the_later_returns(join: Join, day: date) -> None:
    """Both kept, the child would be in two placements on one day."""
    moved = replace(ENDED, started=day)
    lives, found = join(
        {2024: {"children": [CHILD], "episodes": [OPEN]}, 2025: {"children": [CHILD], "episodes": [moved]}}
    )
    assert rows(lives, "episodes", "started") == [(day,)]
    assert found == [("SL-JN-05", 2024, "DEC")]


@pytest.mark.parametrize(
    "other",
    [
        replace(OPEN, started=date(2024, 4, 1)),
        replace(OPEN, started=date(2023, 4, 5), ceased=date(2024, 3, 31), reason_ceased="E4A"),
    ],
    ids=["begins on 1 April", "ended on 31 March"],
)
def test_another_episode_that_does_not_cover_31_march_takes_no_place(join: Join, other: Episode) -> None:
    lives, found = join(
        {2024: {"children": [CHILD], "episodes": [OPEN]}, 2025: {"children": [CHILD], "episodes": [other]}}
    )
    assert (OPEN.started, date(2024, 4, 1)) in rows(lives, "episodes", "started", "ceased")
    assert found == [("SL-JN-04", 2024, "DEC")]


def test_an_open_episode_of_the_latest_return_is_kept(join: Join) -> None:
    lives, found = join(
        {2024: {"children": [CHILD], "episodes": [OPEN]}, 2025: {"children": [CHILD], "episodes": [OPEN]}}
    )
    assert len(rows(lives, "episodes", "started")) == 1
    assert found == []


def test_each_years_outcome_is_a_row_of_its_own(join: Join) -> None:
    outcome = Outcome("A1", CHILD.born, sdq_score=12)
    lives, found = join(
        {
            2024: {"children": [CHILD], "outcomes": [outcome]},
            2025: {"children": [CHILD], "outcomes": [replace(outcome, sdq_score=15)]},
        }
    )
    assert rows(lives, "outcomes", "collection", "sdq_score") == [(2024, 12), (2025, 15)]
    assert found == []


def test_joining_again_after_reading_again_is_of_what_was_read(join: Join, tmp_path: Path) -> None:
    join({2024: {"children": [CHILD]}})
    lives, _ = join({2024: {"children": [CHILD, replace(CHILD, child="A2")]}})
    assert rows(lives, "children", "child") == [("A1",), ("A2",)]


@pytest.mark.parametrize(
    ("column", "expected"),
    [("upn", []), ("mother", []), ("ethnicity", [("SL-JN-03", 2025, "ETHNIC")])],
)
def test_what_is_asked_of_children_in_care_alone_may_be_blank_in_the_header_of_a_care_leaver(
    join: Join, column: str, expected: list[Any]
) -> None:
    _, found = join({2024: {"children": [CHILD]}, 2025: {"children": [replace(CHILD, **{column: None})]}})
    assert found == expected
