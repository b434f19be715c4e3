"""From the files of an import to what they would change: each kind of feed by its own reader, all by one door."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from sightline.casework.register.importing import folders, returned, staging
from sightline.casework.register.models import Import, Upload
from sightline.returns.reading import CannotRead, Progress, Reading

__all__ = ["CannotRead", "read_and_stage", "stage_again"]


def read_and_stage(load: Import, *, on: date, progress: Progress) -> None:
    """Read, check, and compare with the register. Raises CannotRead."""
    if load.kind == "ssd":
        return _ssd(load, on, progress)
    read = returned.read(load, progress)
    _count_rows(load, read)
    progress("the register", 9, 10)
    return _stage_return(load, read.collections, on)


def stage_again(load: Import) -> None:
    """Compare with the register as it is now, without reading the files again."""
    on = date.fromisoformat(load.staged["on"])
    if load.kind == "903":
        return _stage_return(load, tuple(year for year, _, _ in load.speaks_of), on)
    staging.stage_lives(load, folders.folder(load.pk) / "lives", scheme=load.staged["scheme"], on=on)
    return None


def _stage_return(load: Import, collections: tuple[int, ...], on: date) -> None:
    try:
        lives, earlier = returned.join(load, collections)
    except returned.FilesGone as gone:
        raise CannotRead(str(gone)) from None
    staging.stage_lives(load, lives, scheme="903", on=on, loads=earlier)


def _ssd(load: Import, on: date, progress: Progress) -> None:
    from sightline.returns import ssd

    as_at = load.as_at or on
    work = folders.work(load.pk)
    read = ssd.read([folders.files(load.pk)], as_at=as_at, work=work, mapping=_mapping(), progress=progress)
    _count_rows(load, read)
    lives: Path = ssd.to_lives(read)
    progress("the register", 9, 10)
    staging.stage_lives(load, lives, scheme="case", on=on)


def _mapping() -> Any:
    """The council's own spellings, `mapping.toml` in the data folder, if it has any. Raises CannotRead."""
    from sightline.returns import ssd

    path = Path(settings.DATA) / "mapping.toml"
    try:
        return ssd.Mapping.of(path) if path.exists() else None
    except ssd.NoMapping as problem:
        raise CannotRead(str(problem)) from None


def _count_rows(load: Import, read: Reading) -> None:
    """Note beside each upload how many rows were read of it, and sent back."""
    for upload in Upload.objects.filter(load=load):
        theirs = [
            file for file in read.files if file.name == upload.name or file.name.startswith(f"{upload.name}/")
        ]
        upload.rows = sum(file.rows for file in theirs)
        upload.sent_back = sum(file.sent_back for file in theirs)
        upload.save(update_fields=["rows", "sent_back"])
