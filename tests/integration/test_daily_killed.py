"""The work of a day, killed at any moment, late, or by two at once: each thing is done once (real processes)."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from listening import Listener, listening
from running_site import Site, make_site
from service import TODAY, allocate, make_child, make_person, moment
from sightline.casework.trail.queries import verify

MANY = 12
DAY = TODAY - timedelta(days=1)


@pytest.fixture
def receiver() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


@pytest.fixture
def site(tmp_path: Path, site_template: Path, django_db_blocker: Any, receiver: Listener) -> Iterator[Site]:
    """A site whose letters are files, with officers whose children's reviews are overdue, and a webhook."""
    letters = {"SIGHTLINE_TEST_EMAIL": "mail_to_files.EmailBackend", "SIGHTLINE_HOOKS": "local"}
    made = make_site(tmp_path / "site", site_template, django_db_blocker, **letters)
    with made.data():
        fill(receiver)
    yield made
    made.stop()


def fill(receiver: Listener) -> None:
    from sightline.casework.outbox.actions import tell
    from sightline.casework.outbox.models import Hook
    from sightline.casework.practice.actions import add_shipped
    from sightline.domain.roles import Role

    add_shipped(at=moment(DAY))
    for _ in range(MANY):
        officer, child = make_person(), make_child()
        allocate(child, officer)
        tell("asked", people=[officer.pk], key="one", at=moment(DAY), child=child.pk)
    Hook.objects.create(
        name="Warehouse", url=receiver.url, secret="0" * 64, events=["clock.breached"],
        made_by=make_person(Role.ADMINISTRATOR), made_at=moment(DAY),
    )  # fmt: skip


def daily(site: Site) -> subprocess.Popen[bytes]:
    return site.run("-m", "sightline.ops.cli", "daily", "--on", DAY.isoformat())


def letters(site: Site) -> list[str]:
    """To whom each letter went."""
    return sorted(path.read_text() for path in (site.folder / "letters").glob("*"))


def told(site: Site) -> tuple[int, int, int]:
    """How many digests there are, how many limits that were passed are told, how many of them arrived."""
    from sightline.casework.outbox.models import Call, Digest

    with site.data():
        return Digest.objects.count(), Call.objects.count(), Call.objects.exclude(done_at=None).count()


def lease_over(site: Site) -> None:
    """What a killed process had claimed may be taken up again, as it is a quarter of an hour later."""
    from sightline.casework.outbox.models import Call, Digest

    with site.data():
        for model in (Digest, Call):
            model.objects.exclude(claimed_at=None).update(claimed_at=moment(DAY - timedelta(days=1)))


def test_run_again_and_by_two_at_once_each_thing_is_done_once(site: Site, receiver: Listener) -> None:
    two = [daily(site), daily(site)]
    assert [each.wait(timeout=120) for each in two] == [0, 0]
    assert daily(site).wait(timeout=120) == 0
    assert told(site) == (MANY, MANY, MANY)
    assert len(letters(site)) == len(set(letters(site))) == MANY
    assert len({heard.headers["Sightline-Call"] for heard in receiver.heard}) == len(receiver.heard) == MANY


def killed_when(site: Site, reached: Callable[[], bool]) -> None:
    """Start the work and kill it when so much is reached."""
    process = daily(site)
    while process.poll() is None and not reached():
        time.sleep(0.002)
    assert process.poll() is None, "it was done before it was killed: nothing was tried"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def test_killed_again_and_again_each_thing_is_done_once(site: Site, receiver: Listener) -> None:
    """A letter or a call under way at a kill may go a second time, under the same number; nothing is lost."""
    receiver.answer = slowly
    points = [
        *((lambda n=n: told(site)[1] >= n) for n in (1,)),
        *((lambda n=n: told(site)[0] >= n) for n in (1, 5, 9)),
        *((lambda n=n: len(letters(site)) >= n) for n in (1, 5, 9)),
        *((lambda n=n: len(receiver.heard) >= n) for n in (1, 5, 9)),
    ]
    for reached in points:
        killed_when(site, reached)
        lease_over(site)
    assert daily(site).wait(timeout=120) == 0
    assert told(site) == (MANY, MANY, MANY)
    assert len(set(letters(site))) == MANY
    assert {heard.headers["Sightline-Call"] for heard in receiver.heard} == {str(n) for n in range(1, MANY + 1)}
    assert len(letters(site)) + len(receiver.heard) <= 2 * MANY + len(points)
    with site.data():
        assert verify().holds


def slowly(_: Any) -> tuple[int, dict[str, str], bytes]:
    """An answer that takes its time, so that a kill meets a call half-way."""
    time.sleep(0.05)
    return 200, {}, b""


def test_the_worker_does_the_work_of_a_day_first(site: Site) -> None:
    from sightline.casework.outbox.models import Ran
    from sightline.ops.daily import DAILY

    assert site.run("-m", "sightline.ops.cli", "worker", "--once").wait(timeout=120) == 0
    with site.data():
        assert {row.name: row.on for row in Ran.objects.all()} == {name: TODAY for name, _ in DAILY}
