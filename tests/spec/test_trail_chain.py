"""The chain of the trail: whatever is altered, removed, swapped or added is found, and its place is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service import moment
from sightline.casework.trail import guards
from sightline.casework.trail.actions import record, seal
from sightline.casework.trail.models import Entry
from sightline.casework.trail.queries import Break, Head, Kind, head, verify

pytestmark = pytest.mark.django_db
COLUMNS = {
    "at": "'2026-01-01 00:00:00'",
    "by": "99",
    "action": "'other'",
    "kind": "'other'",
    "subject": "99",
    "detail": """'{"how": "other"}'""",
    "request": "'other'",
}


@pytest.fixture
def entries() -> list[int]:
    """Five sealed entries; nothing guards them any more."""
    made = made_entries(5)
    unguarded()
    return made


def made_entries(count: int) -> list[int]:
    made = [
        record("saw", by=n, at=moment(), kind="child", subject=n, request="r", how="own").pk for n in range(count)
    ]
    seal()
    return made


def unguarded() -> None:
    """What somebody with the run of the database would do first: away with triggers and foreign keys."""
    if connection.vendor == "postgresql":
        sql("SET LOCAL session_replication_role = replica")
        return
    for statement in guards._no_sqlite():
        sql(statement)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


@pytest.fixture(autouse=True)
def broken_on_purpose() -> Iterator[None]:
    """Broken keys are looked for at the end of a test that is not to be rolled back; these are meant."""
    yield
    transaction.set_rollback(True)


def test_a_chain_that_nobody_touched_holds(entries: list[int]) -> None:
    verdict = verify()
    assert verdict.holds
    assert verdict.head == head()
    assert verdict.head.place == 5
    assert verdict.waiting == 0


def test_an_empty_chain_holds() -> None:
    assert verify().holds
    assert head() == Head(0, "0" * 64)


def test_what_waits_for_a_seal_is_no_break(entries: list[int]) -> None:
    record("saw", by=1, at=moment())
    assert verify().holds
    assert verify().waiting == 1


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_every_column_of_an_entry_is_sealed(entries: list[int], column: str) -> None:
    sql(f"""UPDATE trail_entry SET "{column}" = {COLUMNS[column]} WHERE id = %s""", entries[2])
    assert verify().broken == Break(Kind.ENTRY_ALTERED, 3, entries[2])


def test_those_are_all_the_columns() -> None:
    assert {"id", *COLUMNS} == {field.column for field in Entry._meta.concrete_fields}


def test_an_entry_with_another_number_is_an_entry_removed(entries: list[int]) -> None:
    sql("UPDATE trail_entry SET id = 999999 WHERE id = %s", entries[2])
    assert verify().broken == Break(Kind.ENTRY_REMOVED, 3, entries[2])


def test_an_entry_that_cannot_be_read_is_an_entry_altered(entries: list[int]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses a time that is none")
    sql("UPDATE trail_entry SET at = 'never' WHERE id = %s", entries[1])
    assert verify().broken == Break(Kind.ENTRY_ALTERED, 2, entries[1])


@pytest.mark.parametrize("place", [1, 3])
def test_a_seal_altered(entries: list[int], place: int) -> None:
    sql("UPDATE trail_seal SET hash = %s WHERE place = %s", "f" * 64, place)
    assert verify().broken == Break(Kind.SEAL_ALTERED, place, entries[place - 1])


def test_of_the_last_nobody_can_tell_whether_entry_or_seal(entries: list[int]) -> None:
    sql("UPDATE trail_entry SET subject = 99 WHERE id = %s", entries[4])
    assert verify().broken == Break(Kind.LAST_ALTERED, 5, entries[4])


@pytest.mark.parametrize("place", [1, 3, 5])
def test_an_entry_removed(entries: list[int], place: int) -> None:
    sql("DELETE FROM trail_entry WHERE id = %s", entries[place - 1])
    assert verify().broken == Break(Kind.ENTRY_REMOVED, place, entries[place - 1])


@pytest.mark.parametrize("place", [1, 3])
def test_a_seal_removed(entries: list[int], place: int) -> None:
    sql("DELETE FROM trail_seal WHERE place = %s", place)
    assert verify().broken == Break(Kind.SEAL_REMOVED, place, entries[place - 1])


@pytest.mark.parametrize("place", [1, 3])
def test_both_removed(entries: list[int], place: int) -> None:
    remove_both(entries, place)
    assert verify().broken == Break(Kind.BOTH_REMOVED, place, None)


def remove_both(entries: list[int], place: int) -> None:
    sql("DELETE FROM trail_seal WHERE place = %s", place)
    sql("DELETE FROM trail_entry WHERE id = %s", entries[place - 1])


def test_the_last_seal_removed_leaves_an_entry_without_a_seal(entries: list[int]) -> None:
    sql("DELETE FROM trail_seal WHERE place = 5")
    assert verify().broken == Break(Kind.UNSEALED, None, entries[4])


def test_an_end_cut_off_shows_only_against_a_head_written_down_elsewhere(entries: list[int]) -> None:
    written_down = head()
    remove_both(entries, 5)
    assert verify().holds
    assert verify(expected=written_down).broken == Break(Kind.CUT_OFF, 5, None)


def test_a_head_written_down_long_ago_is_still_in_its_place(entries: list[int]) -> None:
    written_down = head()
    made_entries(2)
    assert verify(expected=written_down).holds


def test_a_chain_made_anew_shows_only_against_a_head_written_down_elsewhere(entries: list[int]) -> None:
    written_down = head()
    sql("DELETE FROM trail_seal")
    sql("UPDATE trail_entry SET subject = 99 WHERE id = %s", entries[2])
    sql("INSERT INTO trail_waiting (entry_id) SELECT id FROM trail_entry")
    seal()
    assert verify().holds
    assert verify(expected=written_down).broken == Break(Kind.REWRITTEN, 5, entries[4])


def test_two_entries_that_changed_places(entries: list[int]) -> None:
    swap(entries[1], entries[3])
    assert verify().broken == Break(Kind.ENTRY_ALTERED, 2, entries[1])


def swap(one: int, other: int) -> None:
    sql("UPDATE trail_entry SET id = -1 WHERE id = %s", one)
    sql("UPDATE trail_entry SET id = %s WHERE id = %s", one, other)
    sql("UPDATE trail_entry SET id = %s WHERE id = -1", other)


def test_an_entry_put_in_without_a_seal(entries: list[int]) -> None:
    added = Entry.objects.create(action="saw", at=moment())
    assert verify().broken == Break(Kind.UNSEALED, None, added.pk)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(1, 12), column=st.sampled_from(["by", "subject", "action"]))
def test_wherever_it_is_altered_it_is_found_there(place: int, column: str, db: None) -> None:
    with transaction.atomic():
        made = made_entries(12)
        unguarded()
        sql(f"""UPDATE trail_entry SET "{column}" = {COLUMNS[column]} WHERE id = %s""", made[place - 1])
        broken = verify().broken
        transaction.set_rollback(True)
    assert broken
    assert (broken.place, broken.entry) == (place, made[place - 1])


def test_the_guards_stand() -> None:
    """A migration that alters a table in SQLite makes it anew, and would lose them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        there = {row[0] for row in cursor.fetchall()}
    last = "replace" if connection.vendor == "sqlite" else "truncate"
    wanted = {f"{table}_no_{verb}" for table in guards.GUARDED for verb in ("update", "delete", last)}
    assert wanted <= there
    assert {apps.get_model("trail", name)._meta.db_table for name in ("Entry", "Seal")} == set(guards.GUARDED)
