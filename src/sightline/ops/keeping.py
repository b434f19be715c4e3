"""Backups: one file with the database as it was at one moment, and the data folder; checked before it counts.

manifest.json     what it is of, the release, every file's SHA-256
database          a SQLite file, or PostgreSQL's own archive (pg_dump --format=custom)
data/…            uploads, imports, documents as they were issued, and the installation's secret
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sightline import __version__
from sightline.ops.environment import Environment
from sightline.ops.outputs import CannotWrite

MANIFEST, DATABASE, DATA = "manifest.json", "database", "data"
_NOT_KEPT = ("static", "workers")  # made again by setup, and by the workers


class NotABackup(Exception):
    """The file is no backup, or it is damaged; nothing was restored."""


def back_up(env: Environment, target: Path, *, made_at: str) -> int:
    """Write a backup and read it again. Returns its size in bytes. Raises CannotWrite, OSError."""
    if target.exists():
        raise CannotWrite(f"{target} is there already. Give the name of a new file.")
    if target.is_relative_to(env.data):
        raise CannotWrite("A backup in the data folder would hold itself. Give the name of a file elsewhere.")
    with _folder(target.parent) as folder:
        content = folder / "content"
        content.mkdir()
        _copy_database(env.database, content / DATABASE)
        _copy_data(env.data, content / DATA)
        told = {
            "version": __version__,
            "made_at": made_at,
            "engine": _kind(env.database),
            "files": _hashes(content),
        }
        (content / MANIFEST).write_text(json.dumps(told, indent=1))
        whole = folder / "whole"
        with open(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz") as archive:
                archive.add(content, arcname=".")
            file.flush()
            os.fsync(file.fileno())
        _opened(whole, folder / "again")
        whole.rename(target)
    return target.stat().st_size


def restore(env: Environment, source: Path) -> dict[str, Any]:
    """Bring a backup back into an installation that has nothing yet. Returns what the manifest says.

    Raises NotABackup, CannotWrite. Nothing is written before the whole file has been checked.
    """
    _refuse_unless_empty(env)
    env.data.mkdir(parents=True, exist_ok=True)
    with _folder(env.data.parent) as folder:
        told = _opened(source, folder / "content")
        if told["engine"] != _kind(env.database):
            raise NotABackup(
                f"The backup is of {told['engine']}, and SIGHTLINE_DATABASE is {_kind(env.database)}."
            )
        shutil.copytree(folder / "content" / DATA, env.data, dirs_exist_ok=True)
        _bring_back(env.database, folder / "content" / DATABASE)
    return told


def _kind(database: dict[str, Any]) -> str:
    return "sqlite" if database["ENGINE"].endswith("sqlite3") else "postgresql"


@contextmanager
def _folder(beside: Path) -> Iterator[Path]:
    """A folder that only we may open, on the same disk, gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix=".sightline-backup-", dir=beside))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _copy_database(database: dict[str, Any], target: Path) -> None:
    if _kind(database) == "postgresql":
        _postgres(database, "pg_dump", "--format=custom", "--no-owner", f"--file={target}")
        return
    with (
        closing(sqlite3.connect(f"file:{database['NAME']}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise CannotWrite("The database is damaged: SQLite's own check fails. Nothing was kept.")


def _bring_back(database: dict[str, Any], source: Path) -> None:
    if _kind(database) == "postgresql":
        _postgres(database, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction",
                  f"--dbname={database['NAME']}", str(source))  # fmt: skip
    else:
        shutil.copy(source, database["NAME"])
        Path(database["NAME"]).chmod(0o600)


def _postgres(database: dict[str, Any], program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, never on the command line."""
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(database[key]) for name, key in told.items() if database.get(key)}}
    found = shutil.which(program) or next(
        map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))), None
    )
    if found is None:
        raise CannotWrite(f"{program} is not on this machine: install postgresql-client.")
    ended = subprocess.run([found, *arguments], env=environment, capture_output=True, check=False)  # noqa: S603
    if ended.returncode:  # what it says may quote a row
        raise CannotWrite(f"{program} ended with {ended.returncode}. Nothing was changed.")


def _copy_data(data: Path, target: Path) -> None:
    def left_out(folder: str, names: list[str]) -> set[str]:
        if Path(folder) != data:
            return set()
        return {name for name in names if name in _NOT_KEPT or name.startswith("sightline.sqlite3")}

    shutil.copytree(data, target, ignore=left_out)


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): _hash(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup and compare every file with the manifest. Raises NotABackup."""
    try:
        with tarfile.open(source) as archive:
            _unpack(archive, folder)
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        whole = told["files"] == _hashes(folder)
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as problem:
        raise NotABackup(f"{source.name} is no backup of Sightline, or it is damaged.") from problem
    if not whole:
        raise NotABackup(f"{source.name} is damaged: its files are not those that its list names.")
    return told


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Files and folders alone, and none outside the folder. (Debian 12's Python has no filters for that yet.)"""
    for member in archive:
        target = (folder / member.name).resolve()
        inside = archive.extractfile(member) if member.isreg() else None
        if not target.is_relative_to(folder.resolve()) or (inside is None and not member.isdir()):
            raise tarfile.ReadError("something that no backup has")
        if inside is None:
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with inside, target.open("wb") as out:
            shutil.copyfileobj(inside, out)
        target.chmod(member.mode & 0o755)


def _refuse_unless_empty(env: Environment) -> None:
    if _kind(env.database) == "sqlite" and Path(env.database["NAME"]).exists():
        raise CannotWrite(
            "There is a database here already. Move the data folder away first; nothing was changed."
        )
    if _kind(env.database) == "postgresql" and _has_tables():
        raise CannotWrite("The database is not empty. Make a new one and name it in SIGHTLINE_DATABASE.")


def _has_tables() -> bool:
    from django.db import connection

    return bool(connection.introspection.table_names())
