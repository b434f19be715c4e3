"""An import whose worker is killed at any moment (SIGKILL, a real process) is loaded whole or not at all."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import importing as given
from running_site import Site, make_site
from service import moment
from sightline.casework.register import tasks
from sightline.casework.register.importing import actions, uploading
from sightline.casework.register.models import Child, Episode, Import, Review
from sightline.casework.trail.queries import verify


@pytest.fixture
def site(tmp_path: Path, site_template: Path, django_db_blocker: Any, settings: Any) -> Iterator[Site]:
    made = make_site(tmp_path / "site", site_template, django_db_blocker)
    settings.DATA = made.folder
    yield made
    made.stop()


def start(site: Site, folder: Path) -> int:
    files = [uploading.OnDisk.of(path, folder) for path in sorted(folder.rglob("*.csv"))]
    load = actions.start(kind="903", files=files, by=None, at=moment())
    tasks.read_import.enqueue(load.pk, moment().isoformat())
    return load.pk


def killed_when(site: Site, there: Callable[[], bool], after: float) -> None:
    """A worker that is killed so long after something was seen in the database."""
    worker = site.run("-m", "sightline.ops.cli", "worker")
    for _ in range(1200):
        with site.data():
            if there():
                break
        time.sleep(0.02)
    time.sleep(after)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(timeout=30)


def work(site: Site) -> None:
    assert site.run("-m", "sightline.ops.cli", "worker", "--once").wait(timeout=120) == 0


def held() -> tuple[int, int, int]:
    return Child.objects.count(), Episode.objects.count(), Review.objects.count()


@pytest.mark.parametrize("after", [0.0, 0.5, 1.2])
def test_killed_while_it_is_read_or_loaded(site: Site, tmp_path: Path, after: float) -> None:
    from django_tasks_db.models import DBTaskResult

    folder = given.returns(tmp_path / "returns", 2025, looked_after=60)
    with site.data():
        number = start(site, folder)
    killed_when(site, lambda: Import.objects.get(pk=number).state != "waiting", after)
    work(site)
    with site.data():
        load = Import.objects.get(pk=number)
        assert (load.state, load.says) == ("ready", "")
        whole = tuple(sum(load.counts[table].values()) for table in ("children", "episodes", "reviews"))
        assert held() == (0, 0, 0)
        actions.load(number, by=None, at=moment())
        tasks.load_import.enqueue(number, moment().isoformat())
    killed_when(site, lambda: DBTaskResult.objects.filter(status="RUNNING").exists(), after / 4)
    with site.data():
        assert held() == (whole if Import.objects.get(pk=number).state == "loaded" else (0, 0, 0))
    work(site)
    with site.data():
        assert Import.objects.get(pk=number).state == "loaded"
        assert held() == whole
        assert verify().holds
