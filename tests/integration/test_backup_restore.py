"""A backup comes back whole, and a damaged one not at all: on the database of the run."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from running_site import Site, make_site, new_database
from service import make_child, make_person

COMMAND = ("-m", "sightline.ops.cli")


@pytest.fixture
def site(tmp_path: Path, site_template: Path, django_db_blocker: Any) -> Iterator[Site]:
    """An installation with a child, a person and an uploaded file in it."""
    made = make_site(tmp_path / "site", site_template, django_db_blocker)
    with made.data():
        make_child(forename="Dilys")
        make_person()
    (made.folder / "imports").mkdir()
    (made.folder / "imports" / "1.csv").write_text("a,b\n")
    (made.folder / "documents" / "ab").mkdir(parents=True)
    (made.folder / "documents" / "ab" / ("ab" * 32)).write_bytes(b"A document")
    yield made
    made.stop()


@pytest.fixture
def elsewhere(tmp_path: Path, site: Site) -> Site:
    """Another installation, with nothing in it."""
    environment = {**site.environment, "SIGHTLINE_DATA": str(tmp_path / "elsewhere")}
    if address := os.environ.get("SIGHTLINE_DATABASE"):
        environment["SIGHTLINE_DATABASE"] = new_database(address)
    (tmp_path / "elsewhere").mkdir()
    return Site(tmp_path / "elsewhere", environment, site.blocker)


def run(site: Site, *arguments: str) -> int:
    return site.run(*COMMAND, *arguments).wait(timeout=120)


def test_what_was_kept_comes_back(site: Site, elsewhere: Site, tmp_path: Path) -> None:
    from sightline.casework.register.models import Child
    from sightline.casework.trail.queries import verify

    kept = tmp_path / "kept.tar.gz"
    assert run(site, "backup", str(kept)) == 0
    assert kept.stat().st_mode & 0o077 == 0
    assert run(elsewhere, "restore", str(kept)) == 0
    with elsewhere.data():
        assert [child.forename for child in Child.objects.all()] == ["Dilys"]
        assert verify().holds
    assert (elsewhere.folder / "imports" / "1.csv").read_text() == "a,b\n"
    assert (elsewhere.folder / "documents" / "ab" / ("ab" * 32)).read_bytes() == b"A document"
    assert (elsewhere.folder / "secret-key").read_text() == (site.folder / "secret-key").read_text()
    assert run(elsewhere, "worker", "--once") == 0


def test_nothing_is_restored_over_what_is_there(site: Site, tmp_path: Path) -> None:
    kept = tmp_path / "kept.tar.gz"
    assert run(site, "backup", str(kept)) == 0
    assert run(site, "restore", str(kept)) == 4


@pytest.mark.parametrize("damage", ["cut off", "changed", "another file", "outside", "link"])
def test_a_damaged_backup_is_refused_and_changes_nothing(
    site: Site, elsewhere: Site, tmp_path: Path, damage: str
) -> None:
    kept = tmp_path / "kept.tar.gz"
    assert run(site, "backup", str(kept)) == 0
    spoil(kept, damage, tmp_path)
    assert run(elsewhere, "restore", str(kept)) == 3
    assert {path.name for path in elsewhere.folder.iterdir()} <= {"secret-key", "static"}  # made by any command


def spoil(kept: Path, damage: str, tmp_path: Path) -> None:
    if damage == "cut off":
        kept.write_bytes(kept.read_bytes()[:-2000])
    elif damage == "another file":
        kept.write_text("no backup")
    else:
        with tarfile.open(kept) as archive:
            archive.extractall(tmp_path / "open")
        told = tmp_path / "open" / "data" / "imports" / "1.csv"
        if damage == "changed":
            told.write_text("a,c\n")
        if damage == "link":
            (told.parent / "2.csv").symlink_to(told)
        with tarfile.open(kept, "w:gz") as archive:
            archive.add(tmp_path / "open", arcname=".")
            if damage == "outside":
                archive.add(told, arcname="../stray.csv")


def test_a_backup_takes_no_name_that_is_taken(site: Site, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.touch()
    assert run(site, "backup", str(taken)) == 4
    assert run(site, "backup", str(site.folder / "inside.tar.gz")) == 4
