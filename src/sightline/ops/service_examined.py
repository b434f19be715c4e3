"""What `sightline doctor` looks at where the service is set up: each as (what, well, found, mend, needed)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from sightline.ops.environment import PREFIX, VARIABLES

Looked = tuple[str, bool, str, str, bool]

DISK_NEEDED = 2 * 1024**3
CLOCKS_APART = timedelta(seconds=5)
WAITING, RUNNING = timedelta(minutes=10), timedelta(hours=1)


def is_set_up() -> bool:
    """Whether this machine has the service's packages and was told of a database, or has one."""
    default = next(variable.default for variable in VARIABLES if variable.name == "DATA")
    data = Path(os.environ.get(f"{PREFIX}DATA") or default)
    told = bool(os.environ.get(f"{PREFIX}DATABASE"))
    return find_spec("django") is not None and (told or (data / "sightline.sqlite3").exists())


def examined() -> Iterator[Looked]:
    """How the service stands here."""
    from sightline.ops.service import begin

    begin()
    from sightline.web.readiness import database_answers

    if not database_answers():
        yield (
            "Database",
            False,
            "does not answer",
            "Look at SIGHTLINE_DATABASE and at the database's own log.",
            True,
        )
        return
    yield "Database", True, _vendor(), "", True
    yield from _release()
    yield from _documents()
    yield from _work()
    yield from _machine()
    yield from _safety()


def _vendor() -> str:
    from django.db import connection

    return connection.display_name


def _release() -> Iterator[Looked]:
    from sightline.web.readiness import pending_migrations

    pending = pending_migrations()
    found = f"lacks {len(pending)} changes" if pending else "of this release"
    yield "Database's tables", not pending, found, "Make a backup, then run sightline setup.", True


def _documents() -> Iterator[Looked]:
    """Documents that were issued are in the folder, byte for byte: an edition is evidence of what was said."""
    from sightline.web.readiness import pending_migrations

    if pending_migrations():
        return
    from sightline.casework.documents.queries import examined as look

    told = look()
    lost = len(told.missing) + len(told.altered)
    found = f"{told.kept} kept, {len(told.missing)} missing, {len(told.altered)} altered"
    mend = "Take them from a backup: they are in data/documents, each under the hash of its bytes."
    yield "Documents as they were issued", not lost, found, mend, True


def _work() -> Iterator[Looked]:
    from sightline.web.alive import living_workers
    from sightline.web.readiness import SILENT, pending_migrations, workers_folder

    alive = [age for age in living_workers(workers_folder()).values() if age < SILENT]
    yield "Workers for jobs", bool(alive), f"{len(alive)} alive", "Run sightline serve, or sightline worker.", True
    if not pending_migrations():
        yield from _jobs()


def _jobs() -> Iterator[Looked]:
    from django.db.models import Q
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    running = Q(status="RUNNING", started_at__lt=now - RUNNING)
    waiting = Q(status="READY", enqueued_at__lt=now - WAITING)
    stuck = DBTaskResult.objects.filter(running | waiting).count()
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now - timedelta(days=1)).count()
    yield (
        "Jobs that do not move",
        not stuck,
        str(stuck),
        "See whether the worker is alive and look at its log.",
        True,
    )
    yield "Jobs that failed today", not failed, str(failed), "Look at the worker's log.", False
    yield from _daily()


def _daily() -> Iterator[Looked]:
    from sightline.casework.outbox import calling, digests, ran
    from sightline.casework.register.scope import children
    from sightline.ops.daily import DAILY
    from sightline.web.day import now, today

    missed = ran.not_done([name for name, _ in DAILY], on=today())
    mend = "The worker does it; or run sightline daily, and look at the log."
    yield "The work of today", not missed, ", ".join(missed) or "done", mend, True
    mails, calls = digests.stuck(at=now()), calling.stuck(at=now(), sees=children)
    yield "Mails that do not leave", not mails, str(mails), "Look at SIGHTLINE_MAIL and the worker's log.", True
    yield "Calls that programs do not take", not calls, str(calls), "Look at the page Webhooks.", False


def _machine() -> Iterator[Looked]:
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    found = f"{free / 1024**3:.1f} GiB free"
    yield "Room in the data folder", free >= DISK_NEEDED, found, "Free some disk or give it more.", True
    apart = _clocks_apart()
    found = f"{apart.total_seconds():.1f} s apart"
    mend = "Let both machines keep time (NTP)."
    yield "Clocks of the machine and the database", apart <= CLOCKS_APART, found, mend, True


def _clocks_apart() -> timedelta:
    from django.db import connection
    from django.utils import timezone

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # it asks this machine's clock
            return timedelta(0)
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    apart: timedelta = abs(timezone.now() - row[0])
    return apart


def _safety() -> Iterator[Looked]:
    from django.conf import settings

    sample = "the sample council" if settings.SAMPLE else "a council"
    yield "Real children may be kept here", not settings.SAMPLE, sample, "Never with SIGHTLINE_SAMPLE=yes.", False
    found = "https" if settings.HTTPS else "http"
    yield "What passes is kept secret", settings.HTTPS, found, "Set SIGHTLINE_URL to an https:// address.", False
    found = "asked for" if settings.SECOND_FACTOR else "not asked for"
    yield "A second factor", settings.SECOND_FACTOR, found, "Asked for without SIGHTLINE_SAMPLE.", False
    sent = not settings.EMAIL_BACKEND.endswith("console.EmailBackend")
    yield "Letters", sent, "sent" if sent else "printed, not sent", "Set SIGHTLINE_MAIL.", False
