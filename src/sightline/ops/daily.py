"""The work of every day: what became due by itself, who is to be told of it, and what leaves.

Each part can be run again, late, or after it was killed half-way, and does each thing once; one worker at a time
does them. A part that fails is noted and holds up no other.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.timezone import localtime

from sightline.casework.meetings import progress, window
from sightline.casework.outbox import calling, digests, ran
from sightline.casework.register import coming
from sightline.casework.register.scope import children
from sightline.casework.reviews import breaches
from sightline.casework.watch import daily as watch
from sightline.casework.watch import drifting
from sightline.ops.logs import fault

log = logging.getLogger("sightline.daily")

MORNING = time(7)  # before it nobody is mailed


class Part(Protocol):
    """One part of the daily work; it says how much it did."""

    def __call__(self, *, on: date, at: datetime) -> object:
        """Do what is due on a day and not done."""


def _make_digests(*, on: date, at: datetime) -> int:
    return digests.make(on=on, at=at, sees=children) if localtime(at).time() >= MORNING else 0


#: In the order in which one leads to the next: what is told before digests are made is in them.
DAILY: tuple[tuple[str, Part], ...] = (
    ("midway checks", watch.make_checks),
    ("what was told ahead and has come", coming.notice),
    ("significant changes told by feeds", watch.take_notices),
    ("contacts due", watch.tell_contacts),
    ("managers' windows closed", window.close_due),
    ("decisions due", progress.remind),
    ("what may be drifting", drifting.tell_new),
    ("time limits passed", breaches.tell),
    ("digests made", _make_digests),
)


def do_all(*, on: date, at: datetime, say: Callable[[str], object] = lambda _: None) -> bool:
    """Do every part; whether all went well. Nothing where another process is at it."""
    with _alone() as free:
        if not free:
            say("Another process is at it.")
            return True
        went = [_do(name, part, on, at, say) for name, part in DAILY]  # every part, whatever became of another
        return all(went)


def let_leave(*, at: datetime) -> int:
    """Send mails and make calls that wait, some at a time; how many left."""
    return digests.send(at=at, sees=children) + calling.call(at=at, sees=children)


def _do(name: str, part: Part, on: date, at: datetime, say: Callable[[str], object]) -> bool:
    try:
        count = part(on=on, at=at)
    except Exception as failure:  # one part that fails must not keep the others from being done
        log.exception("daily work failed", extra={"job": name})
        ran.note_failed(name, fault=fault(failure) or "")
        say(f"{name}: failed")
        return False
    ran.note_done(name, on=on, at=at)
    say(f"{name}: {count if isinstance(count, int) else 'done'}")
    return True


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process of this installation is at it. The lock goes with the process."""
    with (Path(settings.DATA) / "daily.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
