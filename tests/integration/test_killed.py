"""Killed at any moment (SIGKILL, real processes): no half record, the chain holds, a job counts once."""

from __future__ import annotations

import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from running_site import Site, make_site

MIDDLE = "in-the-middle"


@pytest.fixture
def site(tmp_path: Path, site_template: Path, django_db_blocker: Any) -> Iterator[Site]:
    """A site that has pages which stop in the middle. Not started."""
    made = make_site(tmp_path / "site", site_template, django_db_blocker, SIGHTLINE_TEST_URLS="slow_pages")
    yield made
    made.stop()


def post(site: Site, path: str) -> int:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{site.url}{path}", method="POST"), timeout=90
        ) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def kill(process: Any) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def wait_for_file(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"{path.name} was not reached")


def teams(site: Site) -> list[str]:
    from sightline.casework.staff.models import Team

    with site.data():
        return sorted(Team.objects.values_list("name", flat=True))


def fates(site: Site) -> list[tuple[str, int]]:
    """How the jobs of these pages stand and by how many workers each was begun; the service's own are left out."""
    from django_tasks_db.models import DBTaskResult

    with site.data():
        ours = DBTaskResult.objects.filter(task_path__startswith="slow_pages.")
        return [(job.status, len(job.worker_ids)) for job in ours]


def chain_holds(site: Site) -> bool:
    from sightline.casework.trail.queries import verify

    with site.data():
        return verify().holds


def test_a_server_killed_in_the_middle_of_a_form_leaves_no_half_of_it(site: Site) -> None:
    site.start()
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(post, site, "/two-halves")
        wait_for_file(site.folder / MIDDLE)
        kill(site.process)
        assert answer.result() == 0
    assert teams(site) == []
    assert chain_holds(site)
    site.start()
    assert post(site, "/two-halves") == 200
    assert teams(site) == ["first half", "second half"]
    assert chain_holds(site)


@pytest.mark.parametrize(
    ("job", "at_the_kill"), [("stops_before_it_is_done", []), ("stops_after_it_is_done", ["done by the job"])]
)
def test_a_job_whose_worker_was_killed_counts_once(site: Site, job: str, at_the_kill: list[str]) -> None:
    import slow_pages

    with site.data():
        getattr(slow_pages, job).enqueue()
    worker = site.run("-m", "sightline.ops.cli", "worker")
    wait_for_file(site.folder / MIDDLE)
    kill(worker)
    assert teams(site) == at_the_kill
    assert site.run("-m", "sightline.ops.cli", "worker", "--once").wait(timeout=60) == 0
    assert fates(site) == [("SUCCESSFUL", 2)]
    assert teams(site) == ["done by the job"]
    assert chain_holds(site)


def test_a_job_whose_worker_lives_is_left_to_it(site: Site) -> None:
    import slow_pages

    with site.data():
        slow_pages.stops_after_it_is_done.enqueue()
    worker = site.run("-m", "sightline.ops.cli", "worker")
    wait_for_file(site.folder / MIDDLE)
    assert site.run("-m", "sightline.ops.cli", "worker", "--once").wait(timeout=60) == 0
    assert fates(site) == [("RUNNING", 1)]
    kill(worker)


def test_a_job_that_always_kills_its_worker_is_given_up(site: Site) -> None:
    from django_tasks_db.models import DBTaskResult

    import slow_pages
    from sightline.ops.working import MOST_TRIES

    with site.data():
        slow_pages.stops_before_it_is_done.enqueue()
        dead = [f"dead-{n}" for n in range(MOST_TRIES)]
        DBTaskResult.objects.update(status="RUNNING", worker_ids=dead, started_at="2026-11-20T10:00Z")
    assert site.run("-m", "sightline.ops.cli", "worker", "--once").wait(timeout=60) == 0
    with site.data():
        assert DBTaskResult.objects.get(task_path__startswith="slow_pages.").status == "FAILED"


def test_forty_who_write_at_once_all_get_their_answer(site: Site) -> None:
    site.start(threads=40)
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda number: post(site, f"/one-of-many/{number}"), range(160)))
    assert set(answers) == {200}
    assert len(teams(site)) == 160
    assert chain_holds(site)
