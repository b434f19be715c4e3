"""Can the service do its work: is the database there and of this release, does a worker live."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from sightline.web.alive import living_workers

SILENT = 30.0  # seconds without a sign of life after which a worker counts as gone


def pending_migrations() -> list[str]:
    """Changes of the database that this release needs and this database has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def database_answers() -> bool:
    """Whether the database answers a question at all."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def worker_lives() -> bool:
    """Whether some worker has shown life lately."""
    return any(age < SILENT for age in living_workers(workers_folder()).values())


def workers_folder() -> Path:
    """Where workers show that they live."""
    return Path(settings.DATA) / "workers"
