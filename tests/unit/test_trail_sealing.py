"""Entries get their place in the chain; what is added is never changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from service import moment
from sightline.casework.trail.actions import record, seal
from sightline.casework.trail.models import Entry, Seal, Waiting

pytestmark = pytest.mark.django_db


def test_an_entry_waits_until_it_is_sealed() -> None:
    entry = record("saw", by=1, at=moment(), kind="child", subject=7)
    assert list(Waiting.objects.values_list("entry", flat=True)) == [entry.pk]
    seal()
    assert not Waiting.objects.exists()
    assert list(Seal.objects.values_list("place", "entry")) == [(1, entry.pk)]


def test_many_that_wait_are_sealed_in_the_order_of_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sightline.casework.trail.sealing.BATCH", 4)
    made = [record("saw", by=None, at=moment(), subject=n).pk for n in range(10)]
    seal()
    assert list(Seal.objects.order_by("place").values_list("place", "entry")) == list(enumerate(made, start=1))


def test_sealing_twice_changes_nothing() -> None:
    record("saw", by=1, at=moment())
    seal()
    seals = list(Seal.objects.values_list())
    seal()
    assert list(Seal.objects.values_list()) == seals


def test_it_is_sealed_by_itself_once_it_is_committed(django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        record("saw", by=1, at=moment())
    assert Seal.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET action = 'other'",
        "DELETE FROM trail_seal",
        "DELETE FROM trail_entry",
        "UPDATE trail_seal SET hash = ''",
    ],
)
def test_the_database_refuses_to_change_or_remove(statement: str) -> None:
    record("saw", by=1, at=moment())
    seal()
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Entry.objects.get().action == "saw"


def test_a_number_that_is_taken_is_not_taken_again() -> None:
    """SQLite's `INSERT OR REPLACE` would remove the row that was there."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    entry = record("saw", by=1, at=moment())
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute(
            "INSERT OR REPLACE INTO trail_entry (id, at, action, kind, detail, request) "
            "VALUES (%s, '2026-01-01', 'other', '', '{}', '')",
            [entry.pk],
        )


def test_postgresql_refuses_to_empty_the_table() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute("TRUNCATE trail_entry CASCADE")
