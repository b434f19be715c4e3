"""The worker: does the jobs that pages asked for, and those that a killed worker left behind.

A job may run twice (its worker was killed after the work and before it was noted), so every job is written to do
nothing the second time.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from sightline.casework.register.warming import warm_standings
from sightline.casework.staff import drafts
from sightline.casework.trail.actions import seal
from sightline.casework.trail.queries import head
from sightline.casework.watch.tasks import make_figures
from sightline.ops import daily
from sightline.ops.logs import fault
from sightline.web.alive import living, living_workers
from sightline.web.day import now, today
from sightline.web.readiness import workers_folder

log = logging.getLogger("sightline.worker")

MOST_TRIES = 3
_LOOK_FOR_LEFT = 10  # seconds
_SIGN_OF_LIFE = 5
_AN_HOUR, _A_MINUTE = 60 * 60, 60


class Every:
    """Says once in so many seconds that the time has come; the first time at once."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.last = seconds, float("-inf")

    def has_come(self) -> bool:
        """Whether it has; if so, the seconds begin anew."""
        if time.monotonic() - self.last <= self.seconds:
            return False
        self.last = time.monotonic()
        return True


class Jobs(Worker):
    """The queue library's worker, which does what there is and comes back."""

    def __init__(self, name: str) -> None:
        super().__init__(
            queue_names=["*"],
            interval=1,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish the job at hand, then end; at the second signal end at once."""
        if not self.running:
            os._exit(1)  # the lock goes with the process, and another worker takes the job up
        self.running = False
        if not self.running_task:
            raise SystemExit(0)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """In here we are not ended by the first signal: a mail that is half sent might go twice."""
        self.running_task = True
        try:
            yield
        finally:
            self.running_task = False

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """Run one job. What a failure says is not kept: it may hold what somebody typed."""
        began = time.perf_counter()
        db_task_result.set_failed = partial(_failed, db_task_result)
        super().run_task(db_task_result)
        fields = {"job": db_task_result.task_name, "status": db_task_result.status.lower()}
        log.info("job", extra={**fields, "ms": round((time.perf_counter() - began) * 1000)})


def _failed(job: DBTaskResult[Any, Any], failure: BaseException) -> None:
    """Note that a job failed: of what kind, and where in the code."""
    job.status, job.finished_at, job.return_value = TaskResultStatus.FAILED, timezone.now(), None
    job.exception_class_path = f"{type(failure).__module__}.{type(failure).__qualname__}"
    job.traceback = fault(failure) or ""
    job.save(update_fields=["status", "return_value", "finished_at", "exception_class_path", "traceback"])


def work(*, once: bool = False) -> None:
    """Do jobs until told to stop; with `once`, those that wait."""
    name = f"{os.getpid()}-{secrets.token_hex(4)}"
    jobs = Jobs(name)
    with living(workers_folder(), name) as path:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, jobs.shutdown)
        threading.Thread(target=_show_life, args=(path,), daemon=True).start()
        log.info("worker started", extra={"worker": name})
        _go_on(jobs, once)
    log.info("worker ended", extra={"worker": name})


def _go_on(jobs: Jobs, once: bool) -> None:
    day, hour, minute, left = None, Every(_AN_HOUR), Every(_A_MINUTE), Every(_LOOK_FOR_LEFT)
    while jobs.running:
        if day != today():
            day, hour = today(), Every(_AN_HOUR)
            _write_down_head()
            warm_standings.call(on=day.isoformat())  # the first thing of every day
            if not once:
                make_figures.enqueue(day.isoformat(), now().isoformat())
            drafts.forget(at=now())
            call_command("clearsessions")  # what was searched for is in them
        with jobs.at_work():
            if hour.has_come():
                daily.do_all(on=today(), at=now())
            if minute.has_come():
                daily.let_leave(at=now())
        if left.has_come():
            take_up_left()
            seal()  # entries of the trail whose own process ended before it could
        jobs.run()
        if once:
            return
        close_old_connections()
        time.sleep(jobs.interval)


def _write_down_head() -> None:
    """Say in the log, once a day, where the trail ends: kept elsewhere, that line shows a tail that is cut off."""
    seal()
    end = head()
    log.info("head of the trail", extra={"head": f"{end.place}:{end.hash}"})


def take_up_left() -> int:
    """Put back into the queue what dead workers were at. One tried too often has failed. Returns how many."""
    running = list(DBTaskResult.objects.running())
    alive = living_workers(workers_folder())  # asked after the jobs: who claims one is alive before that
    left = [job for job in running if not job.worker_ids or job.worker_ids[-1] not in alive]
    return sum(_put_back(job) for job in left)


def _put_back(job: DBTaskResult[Any, Any]) -> int:
    if len(job.worker_ids) >= MOST_TRIES:
        change = {
            "status": "FAILED",
            "traceback": f"Its worker ended {MOST_TRIES} times",
            "finished_at": job.started_at,
        }
    else:
        change = {"status": "READY", "started_at": None}
    log.warning("job left by its worker", extra={"job": job.task_name, "count": len(job.worker_ids)})
    same = DBTaskResult.objects.running().filter(pk=job.pk, started_at=job.started_at)
    return same.update(**change)


def _show_life(path: Path) -> None:
    while True:
        time.sleep(_SIGN_OF_LIFE)
        try:
            os.utime(path)
        except FileNotFoundError:
            return
