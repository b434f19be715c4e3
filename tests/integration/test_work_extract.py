"""The extract holds what the reviewing service did, as often as it did it, and nobody's name or words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from access_cycle import HELD, rows_of_cycle
from service import TODAY, allocate, make_child, make_person, moment, viewer_of
from sightline.casework.meetings.models import Decision, Delivery, Matter, Participant, Query, Record
from sightline.casework.register.models import Child, PermanencePlan, Visit
from sightline.casework.staff.models import Person, Post
from sightline.casework.watch import lives
from sightline.domain.records import WORK, table_columns
from sightline.domain.roles import Role
from sightline.engine.connect import connect

pytestmark = pytest.mark.django_db


def told(folder: Path, table: str) -> list[dict[str, object]]:
    with connect("duckdb", threads=1) as engine:
        engine.load(table, folder / f"{table}.parquet")
        return engine.records(f"SELECT * FROM {table} ORDER BY line")


def one_of_each(officer: Person, other: Person) -> Child:
    child = make_child(forename="Peregrine")
    rows_of_cycle(child, officer, other)
    allocate(child, officer, worker="")
    return child


@pytest.fixture
def people() -> tuple[Person, Person]:
    return make_person(worker="R0001", name="Ottoline Marsh"), make_person(Role.SOCIAL_WORKER)


def test_every_table_has_the_columns_of_its_record(people: tuple[Person, Person], tmp_path: Path) -> None:
    one_of_each(*people)
    folder = lives.write(tmp_path / "extract", on=TODAY)
    with connect("duckdb", threads=1) as engine:
        for table in WORK:
            engine.load(table, folder / f"{table}.parquet")
            assert list(engine.columns(table)) == [column.name for column in table_columns(table)]


def test_there_are_as_many_rows_as_there_was_work(people: tuple[Person, Person], tmp_path: Path) -> None:
    one_of_each(*people)
    Post.objects.create(role="iro", fraction="0.6", employment="vacant", started=HELD)
    folder = lives.write(tmp_path / "extract", on=TODAY)
    counts = {table: len(told(folder, table)) for table in WORK}
    assert counts == {
        "work_told": 1, "review_processes": 1, "decisions": 2, "participants": 1, "preparations": 1,
        "midway_checks": 1, "contacts": 1, "tracking": 1, "changes": 1, "notifications": 0, "allocations": 1,
        "sibling_groups": 0, "posts": 1,
    }  # fmt: skip
    assert told(folder, "posts")[0]["fte"] == 60


def test_a_process_says_when_each_step_was_done(people: tuple[Person, Person], tmp_path: Path) -> None:
    child = one_of_each(*people)
    Visit.objects.create(child=child, held=HELD - timedelta(days=9), kind="iro", seen=1, seen_alone=1)
    Visit.objects.create(child=child, held=HELD - timedelta(days=3), kind="iro", seen=0)  # not met
    Visit.objects.create(child=child, held=HELD + timedelta(days=1), kind="iro", seen=1)  # afterwards
    PermanencePlan.objects.create(child=child, started=date(2026, 5, 4), route="RETURNHOME", ended=HELD)
    PermanencePlan.objects.create(child=child, started=HELD, route="ADOPTION")
    (process,) = told(lives.write(tmp_path / "extract", on=TODAY), "review_processes")
    assert process["held"] == process["completed"] == HELD
    assert process["decisions_on"] == TODAY
    assert process["recorded"] is None  # it is being written
    assert (process["seen_on"], process["seen_alone"]) == (HELD - timedelta(days=9), 1)
    assert process["permanence_on"] == HELD
    assert process["officer"] == "R0001"
    assert process["distributed"] == TODAY


def test_a_record_that_was_opened_again_was_finished_the_first_time(
    people: tuple[Person, Person], tmp_path: Path
) -> None:
    one_of_each(*people)
    Record.objects.filter(matter__state="complete").update(state="writing", finished_on=TODAY)
    (process,) = told(lives.write(tmp_path / "extract", on=TODAY), "review_processes")
    assert process["recorded"] == TODAY


def test_distributed_is_when_the_last_one_had_it(people: tuple[Person, Person], tmp_path: Path) -> None:
    one_of_each(*people)
    matter = Matter.objects.get(state="complete")
    Record.objects.filter(matter=matter).update(state="finished", finished_on=TODAY)
    waiting = Participant.objects.create(matter=matter, capacity="carer", gets="record")
    Participant.objects.create(matter=matter, capacity="parent", gets="record", plan="excluded", why="Safety")
    (process,) = told(lives.write(tmp_path / "one", on=TODAY), "review_processes")
    assert (process["recorded"], process["distributed"]) == (TODAY, None)
    later = TODAY + timedelta(days=4)
    issued = Delivery.objects.get().issued
    Delivery.objects.create(issued=issued, participant=waiting, on=later, channel="post", made_at=moment())
    (process,) = told(lives.write(tmp_path / "two", on=TODAY), "review_processes")
    assert process["distributed"] == later


def test_a_decision_says_when_it_was_queried_and_whether_it_was_changed(
    people: tuple[Person, Person], tmp_path: Path
) -> None:
    one_of_each(*people)
    Query.objects.update(changed=True)
    Decision.objects.filter(state="queried").update(owner=None)
    seen, queried = told(lives.write(tmp_path / "extract", on=TODAY), "decisions")
    assert (seen["queried_on"], seen["changed"], seen["owner"]) == (None, None, f"P{people[1].pk}")
    assert (queried["queried_on"], queried["changed"], queried["owner"]) == (TODAY, 1, None)


def test_no_name_and_nothing_typed_is_in_it(people: tuple[Person, Person], tmp_path: Path) -> None:
    one_of_each(*people)
    folder = lives.write(tmp_path / "extract", on=TODAY)
    for table in WORK:
        said = " ".join(str(value) for row in told(folder, table) for value in row.values())
        for word in ("Peregrine", "Ottoline", "A parent", "See the dentist", "Who pays", "We met", "Known"):
            assert word not in said, table


def test_an_analysts_own_extract_has_nothing_of_a_restricted_child(
    people: tuple[Person, Person], tmp_path: Path
) -> None:
    from access_world import restrict

    child = one_of_each(*people)
    analyst = make_person(Role.ANALYST)
    restrict(child, people[0])
    folder = lives.write(tmp_path / "extract", on=TODAY, seen_by=viewer_of(analyst))
    of_children = [table for table in WORK if "child" in {column.name for column in table_columns(table)}]
    assert {table: told(folder, table) for table in of_children} == {table: [] for table in of_children}
