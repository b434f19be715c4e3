"""Triggers that keep the trail append-only, in SQLite and PostgreSQL alike.

SQLite lets `INSERT OR REPLACE` remove a row without any trigger of deletion, so a row whose number is taken is
refused before it is inserted. A migration that alters one of these tables in SQLite makes it anew and loses its
triggers: call `put_up` again at its end (a test sees whether they are there).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: Table and the columns of which no value may come twice.
GUARDED = {"trail_entry": ("id",), "trail_seal": ("place", "entry_id")}

_SAYS = "the trail is only ever added to"


def put_up(_: Any, schema_editor: Any) -> None:
    """Make the triggers. For migrations."""
    _run(schema_editor, {"sqlite": _sqlite, "postgresql": _postgresql})


def take_down(_: Any, schema_editor: Any) -> None:
    """Remove the triggers. For migrations backwards."""
    _run(schema_editor, {"sqlite": _no_sqlite, "postgresql": _no_postgresql})


def _run(schema_editor: Any, statements: dict[str, Any]) -> None:
    for statement in statements[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def _sqlite() -> Iterator[str]:
    for table, unique in GUARDED.items():
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
            )
        taken = " OR ".join(f"{column} = NEW.{column}" for column in unique)
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
        )


def _no_sqlite() -> Iterator[str]:
    for table in GUARDED:
        for verb in ("update", "delete", "replace"):
            yield f"DROP TRIGGER {table}_no_{verb}"


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$"
    )
    for table in GUARDED:
        for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION trail_refuse()"
            )


def _no_postgresql() -> Iterator[str]:
    for table in GUARDED:
        for verb in ("update", "delete", "truncate"):
            yield f"DROP TRIGGER {table}_no_{verb} ON {table}"
    yield "DROP FUNCTION trail_refuse()"
