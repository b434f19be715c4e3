"""The trail over several processes: sealed by all of them at once, and gone through from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from running_site import Site, make_site
from service import moment
from sightline.casework.trail import guards
from sightline.casework.trail.actions import record, seal
from sightline.casework.trail.models import Entry, Seal, Waiting
from sightline.casework.trail.queries import head, verify
from sightline.ops.cli import DONE, NEEDS_MENDING

AT_ONCE, EACH = 4, 25

RECORDING = f"""
import datetime, sys, threading
import django
django.setup()
from django.db import connection
from sightline.casework.trail.actions import record
print("ready", flush=True)
sys.stdin.readline()
def go():
    for number in range({EACH}):
        record("saw", by=1, at=datetime.datetime.now(datetime.UTC), kind="child", subject=number)
    connection.close()
threads = [threading.Thread(target=go) for _ in range(2)]
[each.start() for each in threads]
[each.join() for each in threads]
"""


@pytest.fixture
def site(tmp_path: Path, site_template: Path, django_db_blocker: Any) -> Any:
    made = make_site(tmp_path / "site", site_template, django_db_blocker)
    yield made
    made.stop()


def command(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sightline.ops.cli", *arguments],
        env=site.environment, cwd=site.folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def some_entries(site: Site, count: int = 5) -> str:
    """Entries that are sealed; where the chain ends."""
    with site.data():
        for number in range(count):
            record("saw", by=1, at=moment(), kind="child", subject=number)
        seal()
        return "{}:{}".format(*head())


def by_force(site: Site, *statements: str) -> None:
    """What somebody with the run of the database would do: away with what guards it, and then this."""
    from django.db import connection

    with site.data():
        freely = ["SET session_replication_role = replica"]
        if connection.vendor == "sqlite":
            freely = ["PRAGMA foreign_keys = OFF", *guards._no_sqlite()]
        with connection.cursor() as cursor:
            for statement in (*freely, *statements):
                cursor.execute(statement)


def test_processes_that_record_at_once_make_one_chain(site: Site) -> None:
    """Two threads in each of four processes: every entry has one place, and none is left waiting."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen([sys.executable, "-c", RECORDING], env=site.environment, cwd=site.folder, **pipes)  # type: ignore[call-overload]
            )
            for _ in range(AT_ONCE)
        ]
        assert [each.stdout.readline() for each in processes] == [b"ready\n"] * AT_ONCE
        for each in processes:
            each.stdin.close()  # go
        assert [each.wait(timeout=120) for each in processes] == [0] * AT_ONCE
    with site.data():
        seal()
        made = AT_ONCE * 2 * EACH
        assert (Entry.objects.count(), Waiting.objects.count()) == (made, 0)
        assert list(Seal.objects.order_by("place").values_list("place", flat=True)) == list(range(1, made + 1))
        assert verify().holds


def test_the_command_says_that_the_trail_holds_and_where_it_ends(site: Site) -> None:
    end = some_entries(site)
    said = command(site, "doctor", "--trail")
    assert (said.returncode, said.stderr) == (DONE, "")
    assert "The trail holds: 5 entries." in said.stdout
    assert said.stdout.strip().endswith(end)
    assert command(site, "doctor", "--trail", "--expect", end).returncode == DONE
    assert json.loads(command(site, "doctor", "--trail", "--json").stdout)["holds"] is True


def test_the_command_names_what_was_altered(site: Site) -> None:
    some_entries(site)
    by_force(site, "UPDATE trail_entry SET subject = 99 WHERE subject = 2")
    said = command(site, "doctor", "--trail")
    assert said.returncode == NEEDS_MENDING
    assert "THE TRAIL IS BROKEN: an entry was altered (place 3" in said.stdout
    told = json.loads(command(site, "doctor", "--trail", "--json").stdout)
    assert (told["holds"], told["place"], told["broken"]["kind"]) == (False, 2, "entry_altered")


def test_a_tail_that_was_cut_off_is_found_by_the_line_of_the_log(site: Site) -> None:
    """What is left holds by itself; it does not hold against the line that the worker wrote."""
    end = some_entries(site)
    worker = command(site, "worker", "--once")
    lines = [json.loads(line) for line in worker.stderr.splitlines()]
    assert [line["head"] for line in lines if line["event"] == "head of the trail"] == [end]
    by_force(
        site,
        "DELETE FROM trail_seal WHERE place > 3",
        "DELETE FROM trail_entry WHERE id NOT IN (SELECT entry_id FROM trail_seal)",
    )
    assert command(site, "doctor", "--trail").returncode == DONE
    said = command(site, "doctor", "--trail", "--expect", end)
    assert said.returncode == NEEDS_MENDING
    assert "THE TRAIL IS BROKEN: the end of the chain was removed (place 4)" in said.stdout


def test_what_is_expected_has_to_be_such_a_line(site: Site) -> None:
    said = command(site, "doctor", "--trail", "--expect", "yesterday")
    assert said.returncode not in (DONE, NEEDS_MENDING)
    assert "give the place and the hash" in said.stderr
