"""Keeping the files that somebody gives: their names are shown, never trusted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from sightline.casework.register.importing import folders
from sightline.casework.register.models import Import, Upload
from sightline.returns.sources import printable

MOST_FILES = 200
MOST_BYTES = 500 * 1024**2  # of one import, as sent
_LONGEST = 120


class NotTaken(Exception):
    """What was given cannot be taken; the message says why and what to do."""


class Given(Protocol):
    """A file that somebody gives."""

    @property
    def name(self) -> str | None:
        """As it was called where it comes from."""

    @property
    def size(self) -> int | None:
        """Bytes."""

    def chunks(self) -> Iterable[bytes]:
        """Its bytes, in parts."""


@dataclass(frozen=True)
class OnDisk:
    """A file of this machine, given by the command line."""

    path: Path
    name: str
    size: int

    @classmethod
    def of(cls, path: Path, below: Path | None = None) -> OnDisk:
        """The file at a place; its folders below a folder that was given are kept in its name."""
        name = path.relative_to(below).as_posix() if below else path.name
        return cls(path, name, path.stat().st_size)

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, in parts."""
        with self.path.open("rb") as file:
            while part := file.read(1024**2):
                yield part


def refuse_too_much(given: list[Given]) -> None:
    """Raise NotTaken where there are no files, too many, or too large ones."""
    if not given:
        raise NotTaken("Choose the files of the return, or a zip with them.")
    if len(given) > MOST_FILES:
        raise NotTaken(f"Give at most {MOST_FILES} files at once, or a zip.")
    if sum(file.size or 0 for file in given) > MOST_BYTES:
        raise NotTaken(f"The files are over {MOST_BYTES // 1024**2} MB together. Give a zip, or fewer files.")
    if all((file.size or 0) == 0 for file in given):
        raise NotTaken("The files are empty. Choose the files of the return again.")


def keep(load: Import, given: list[Given]) -> list[Upload]:
    """Write the files into the import's folder, each under a name of its own."""
    taken: set[str] = set()
    return [_keep(load, file, taken) for file in given]


def _keep(load: Import, file: Given, taken: set[str]) -> Upload:
    name = _own_name(safe(file.name or ""), taken)
    path = folders.files(load.pk) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        for part in file.chunks():
            out.write(part)
            hashed.update(part)
            size += len(part)
    return Upload(load=load, name=name, size=size, sha256=hashed.hexdigest())


def safe(name: str) -> str:
    """A name that stays below the folder it is put in: no folders above, nothing hidden, of a fair length."""
    parts = [_safe_part(part) for part in PurePosixPath(name.replace("\\", "/")).parts[-3:]]
    return "/".join(part for part in parts if part) or "file"


def _safe_part(part: str) -> str:
    plain = printable(part).replace("/", "").replace(":", "").strip().lstrip(".~$ ")
    stem, dot, suffix = plain.rpartition(".")
    return plain if len(plain) <= _LONGEST else f"{stem[:_LONGEST]}{dot}{suffix[:10]}" if dot else plain[:_LONGEST]


def _own_name(name: str, taken: set[str]) -> str:
    """The name, in a numbered folder of its own where another file has it already."""
    number, own = 1, name
    while own.lower() in taken:
        number += 1
        own = f"{number}/{name}"
    taken.add(own.lower())
    return own
