"""The folder of documents: each file under the hash of its bytes, so that it can be known to be the same."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FOLDER = "documents"
_HASH = re.compile(r"[0-9a-f]{64}")


class NotThere(LookupError):
    """A document that was kept is not in the folder any more."""


class Altered(Exception):
    """A document in the folder is not what was kept: its bytes have another hash."""


@dataclass(frozen=True)
class Examined:
    """How the folder stands: how many documents there should be, and which are missing or altered, by hash."""

    kept: int
    missing: tuple[str, ...]
    altered: tuple[str, ...]


def store(content: bytes) -> str:
    """Keep a file and give its hash. It appears whole or not at all; kept twice, it is there once."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = _path(sha256)
    if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == sha256:
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).rename(target)
    _settle(target.parent)
    return sha256


def stored(sha256: str) -> bytes:
    """The bytes of a file that was kept. Raises NotThere, Altered."""
    try:
        content = _path(sha256).read_bytes()
    except FileNotFoundError:
        raise NotThere from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Altered
    return content


def examine(hashes: Iterable[str]) -> Examined:
    """Whether every file that was kept is there and is the same."""
    found: dict[type[Exception], list[str]] = {NotThere: [], Altered: []}
    wanted = sorted(set(hashes))
    for sha256 in wanted:
        try:
            stored(sha256)
        except (NotThere, Altered) as problem:
            found[type(problem)].append(sha256)
    return Examined(len(wanted), tuple(found[NotThere]), tuple(found[Altered]))


def _path(sha256: str) -> Path:
    if not _HASH.fullmatch(sha256):
        raise NotThere
    return Path(settings.DATA) / FOLDER / sha256[:2] / sha256


def _settle(folder: Path) -> None:
    """The new name is on the disk too, not only the bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
