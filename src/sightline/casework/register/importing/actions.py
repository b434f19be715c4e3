"""Imports, from the files that are given to rows of the register, and back.

    start → (job) read → READY: somebody looks → load → (job) carry_out → LOADED → undo

Reading and loading are jobs. Each can be run again, whatever became of it the first time: reading begins anew, and
loading is one transaction that says itself whether it was done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sightline.casework.register.importing import (
    applying,
    comparing,
    folders,
    reading,
    staging,
    undoing,
    uploading,
)
from sightline.casework.register.importing.uploading import Given
from sightline.casework.register.models import Import, Upload
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act

State = Import.State
log = logging.getLogger(__name__)

#: A job that has said nothing for so long was stopped; one that waits may wait for others.
SILENCE = {
    State.WAITING: timedelta(minutes=10),
    State.READING: timedelta(minutes=2),
    State.LOADING: timedelta(minutes=5),
}
_TRIES = 3


class NotPermitted(Exception):
    """This cannot be done by this person, or not now; the message says why."""


def start(
    *,
    kind: str,
    files: Sequence[Given],
    by: Viewer | None,
    at: datetime | None = None,
    year: int | None = None,
    as_at: date | None = None,
) -> Import:
    """Take files in; they wait to be read. Raises NotPermitted and `uploading.NotTaken`."""
    _require(by)
    given = list(files)
    uploading.refuse_too_much(given)
    moment = by.at if by else at
    assert moment is not None
    load = Import.objects.create(
        kind=kind, year=year, as_at=as_at, made_at=moment, made_by_id=by.id if by else None,
        progress=_progress("", 0, 1),
    )  # fmt: skip
    uploads = uploading.keep(load, given)
    with transaction.atomic():
        Upload.objects.bulk_create(uploads)
        _record("import_started", load, by, moment, files=len(uploads))
    return load


def read(number: int, *, on: date) -> None:
    """Read, check and compare the files of an import: a job. What is wrong with them is said in the import."""
    with folders.alone(number) as mine:
        begun = Import.objects.filter(pk=number, state__in=(State.WAITING, State.READING, State.FAILED))
        if mine and begun.update(state=State.READING, says="", progress=_progress("the files", 0, 1)):
            _read(Import.objects.get(pk=number), on)


def _read(load: Import, on: date) -> None:
    try:
        reading.read_and_stage(load, on=on, progress=_teller(load))
    except reading.CannotRead as refusal:
        _end(load, State.REFUSED, str(refusal))
    except Exception as failure:  # a job that fails says so to the person who waits, and nothing of a child
        _fail(load, failure)
    else:
        _end(load, State.READY, "")


def load(number: int, *, by: Viewer | None, at: datetime | None = None) -> None:
    """Say yes to what an import would change: it waits to be loaded. Raises NotPermitted."""
    _require(by)
    with transaction.atomic():
        found = Import.objects.select_for_update().get(pk=number)
        _refuse_unless(found.state == State.READY, "Only an import that was read and looked at can be loaded.")
        moment = by.at if by else at
        assert moment is not None
        found.state, found.loaded_by_id, found.says = State.LOADING, by.id if by else None, ""
        found.progress = _progress("the changes", 0, 1)
        found.save(update_fields=["state", "loaded_by", "says", "progress"])
        _record("import_approved", found, by, moment)


def carry_out(number: int, *, at: datetime) -> None:
    """Load an import that somebody said yes to: a job. All of it, or nothing."""
    with folders.alone(number) as mine:
        if mine:
            _try_to_carry_out(number, at)


def _try_to_carry_out(number: int, at: datetime) -> None:
    for attempt in range(_TRIES):
        try:
            return _carry_out(number, at, exactly=attempt == 0)
        except (applying.Stale, IntegrityError):
            if not _still_the_same(number):
                return None
        except Exception as failure:  # kept with the import, whose page tells it: nothing was changed
            return _fail(Import.objects.get(pk=number), failure)
    return _end(Import.objects.get(pk=number), State.READY, _BUSY)


_BUSY = "The register is being changed all the time. Load it again in a moment."
_CHANGED = "The register has changed since this was read. Look at what would change now, and load it again."


def _carry_out(number: int, at: datetime, *, exactly: bool) -> None:
    with transaction.atomic():
        _one_at_a_time()
        load = Import.objects.get(pk=number)
        if load.state != State.LOADING:
            return
        now = staging.state_of_register()
        if load.staged["token"] != (now if exactly else [load.staged["token"][0], now[1]]):
            raise applying.Stale
        before = staging.last_rows()
        applying.apply(load, by=load.loaded_by_id, at=at)
        load.staged["added"] = {kind: [before[kind], last] for kind, last in staging.last_rows().items()}
        load.state, load.loaded_at, load.progress = State.LOADED, at, {}
        load.save(update_fields=["state", "loaded_at", "progress", "staged"])
        trail.record("import_loaded", by=load.loaded_by_id, at=at, kind="import", subject=number, **_told(load))


def _still_the_same(number: int) -> bool:
    """Compare anew; where it would now do something else, somebody must look again."""
    load = Import.objects.get(pk=number)
    seen = load.staged["digest"]
    reading.stage_again(load)
    if load.staged["digest"] == seen:
        return True
    _end(load, State.READY, _CHANGED)
    return False


def _one_at_a_time() -> None:
    """Imports load and are undone one after the other. (SQLite has one writer anyway.)"""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x5161_1A7E])


def undo(number: int, *, by: Viewer | None, at: datetime | None = None) -> None:
    """Put back what the rows said before an import, in one transaction. Raises NotPermitted: what stands on it."""
    _require(by)
    moment = by.at if by else at
    assert moment is not None
    with transaction.atomic():
        _one_at_a_time()
        found = Import.objects.select_for_update().get(pk=number)
        _refuse_unless(found.state == State.LOADED, "Only an import that is loaded can be undone.")
        standing = undoing.stands_on(found)
        _refuse_unless(not standing, " ".join(standing))
        undoing.undo(found, by=by.id if by else None, at=moment)
        found.state, found.undone_at, found.undone_by_id = State.UNDONE, moment, by.id if by else None
        found.save(update_fields=["state", "undone_at", "undone_by"])
        _record("import_undone", found, by, moment)


def set_aside(number: int, *, by: Viewer | None, at: datetime | None = None) -> None:
    """Throw away an import that is not loaded: its files too. Raises NotPermitted."""
    _require(by)
    moment = by.at if by else at
    assert moment is not None
    with transaction.atomic():
        found = Import.objects.select_for_update().get(pk=number)
        idle = (State.WAITING, State.READY, State.REFUSED, State.FAILED)
        _refuse_unless(found.state in idle, "Only an import that is neither loaded nor at work can be set aside.")
        found.state, found.counts, found.staged = State.SET_ASIDE, {}, {}
        found.save(update_fields=["state", "counts", "staged"])
        _record("import_set_aside", found, by, moment)
        transaction.on_commit(lambda: folders.throw_away(number))


def again(number: int, *, by: Viewer | None, at: datetime | None = None) -> State:
    """Try again what stopped; gives the state it waits in, for the job to be asked for. Raises NotPermitted."""
    _require(by)
    moment = by.at if by else at
    assert moment is not None
    with transaction.atomic():
        found = Import.objects.select_for_update().get(pk=number)
        _refuse_unless(found.state == State.FAILED or is_silent(found, timezone.now()), "It is still at work.")
        found.state = State.LOADING if found.state == State.LOADING else State.WAITING
        found.progress, found.says = _progress("the files", 0, 1), ""
        found.save(update_fields=["state", "progress", "says"])
        _record("import_tried_again", found, by, moment)
    return State(found.state)


def is_silent(load: Import, now: datetime) -> bool:
    """Whether the job of an import seems to have been stopped: it has not said anything for a while."""
    if load.state not in SILENCE:
        return False
    last = load.progress.get("at")
    return now - (datetime.fromisoformat(last) if last else load.made_at) > SILENCE[State(load.state)]


def _require(by: Viewer | None) -> None:
    if by is not None and not by.may(Act.IMPORT):
        raise NotPermitted("Only a performance analyst may import.")


def _refuse_unless(condition: bool, why: str) -> None:
    if not condition:
        raise NotPermitted(why)


def _teller(load: Import) -> Callable[[str, int, int], None]:
    """Writes down how far reading is, twice a second at most."""
    last = [timezone.now() - timedelta(minutes=1)]

    def tell(what: str, done: int, of: int) -> None:
        now = timezone.now()
        if now - last[0] > timedelta(seconds=0.5):
            last[0] = now
            Import.objects.filter(pk=load.pk, state=State.READING).update(progress=_progress(what, done, of))

    return tell


def _progress(what: str, done: int, of: int) -> dict[str, Any]:
    """How far it is. The machine's own clock: it is asked whether the job lives, not what day it is."""
    return {"what": what, "done": done, "of": max(of, 1), "at": timezone.now().isoformat()}


def _end(load: Import, state: State, says: str) -> None:
    Import.objects.filter(pk=load.pk, state__in=(State.READING, State.LOADING)).update(
        state=state, says=says, progress={}
    )


def _fail(load: Import, failure: Exception) -> None:
    """Say that it stopped, and where in the code; never with what values."""
    trace = failure.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    log.error("import stopped by %s at %s", type(failure).__name__, place)
    _end(load, State.FAILED, f"It stopped by a fault ({type(failure).__name__}). Nothing was changed. Try again.")


def _told(load: Import) -> dict[str, Any]:
    """How many rows of each verdict, for the trail."""
    return {
        verdict: sum(found.get(verdict, 0) for found in load.counts.values()) for verdict in comparing.VERDICTS[:4]
    }


def _record(action: str, load: Import, by: Viewer | None, at: datetime, **detail: Any) -> None:
    trail.record(action, by=by.id if by else None, at=at, kind="import", subject=load.pk, **detail)
