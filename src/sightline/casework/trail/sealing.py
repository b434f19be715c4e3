"""Giving entries their place in the chain, after what they tell of is committed."""

from __future__ import annotations

from threading import Lock

from django.db import connection, transaction

from sightline.casework.trail.chain import START, link
from sightline.casework.trail.models import Entry, Seal, Waiting

#: Entries sealed in one transaction: the lock is held for some hundredths of a second at most.
BATCH = 500

_sealing = Lock()
_LOCK = 5_418_731_620  # of our own choosing: the trail's advisory lock in PostgreSQL


def seal() -> None:
    """Give every entry that waits its place in the chain, in the order of their numbers.

    Of many threads of one process a single one seals, for all: a thread that finds another at work may leave,
    because that one looks again for entries after it has let go. Between processes the database decides.
    """
    while Waiting.objects.exists() and _sealing.acquire(blocking=False):
        try:
            _seal_some()
        finally:
            _sealing.release()


@transaction.atomic
def _seal_some() -> None:
    """One batch. The lock, and with SQLite the transaction itself, keep it to one writer at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    entries = list(Entry.objects.filter(waiting__isnull=False).order_by("pk")[:BATCH])
    Seal.objects.bulk_create(_seals(entries))
    Waiting.objects.filter(pk__in=[entry.pk for entry in entries]).delete()


def _seals(entries: list[Entry]) -> list[Seal]:
    last = Seal.objects.order_by("-place").first()
    place, before = (last.place, last.hash) if last else (0, START)
    seals = []
    for entry in entries:
        place, before = place + 1, link(before, entry)
        seals.append(Seal(place=place, entry=entry, hash=before))
    return seals
