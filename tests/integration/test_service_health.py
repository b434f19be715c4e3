"""Up is not yet ready: what the health pages say, and to whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sightline.ops import service_examined
from sightline.web.alive import living, living_workers
from sightline.web.readiness import workers_folder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def test_without_a_worker_the_service_is_up_and_not_ready(client: Client) -> None:
    assert client.get("/health").status_code == 200
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": True, "release": True, "worker": False}


def test_with_a_worker_the_service_is_ready(client: Client) -> None:
    with living(workers_folder(), "one"):
        assert client.get("/health/ready").status_code == 200
    assert client.get("/health/ready").status_code == 503


def test_the_file_of_a_dead_worker_is_no_life(tmp_path: Path) -> None:
    (tmp_path / "dead").touch()
    with living(tmp_path, "one"):
        assert list(living_workers(tmp_path)) == ["one"]
    assert list(tmp_path.iterdir()) == []


def test_doctor_says_what_is_not_well() -> None:
    found = {what: well for what, well, *_ in service_examined.examined()}
    assert (found["Database"], found["Database's tables"], found["Workers for jobs"]) == (True, True, False)
