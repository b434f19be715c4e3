"""After a load and at night the database knows how many rows it has of what."""

from __future__ import annotations

import pytest
from django.db import connection

from service import TODAY, make_child
from sightline.casework.register.warming import warm_standings

pytestmark = pytest.mark.django_db


def measured() -> int:
    """Tables of which the database knows how much is in them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
            if not cursor.fetchone()[0]:
                return 0
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'register_child'")
        else:
            cursor.execute("SELECT count(*) FROM pg_class WHERE relname = 'register_child' AND reltuples > 0")
        return int(cursor.fetchone()[0])


def test_after_the_standings_are_warm_the_tables_are_measured() -> None:
    make_child()
    assert not measured()
    warm_standings.call(on=TODAY.isoformat())
    assert measured()
