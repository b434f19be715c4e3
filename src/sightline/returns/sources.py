"""The files of what was given: folders, zips, single files. Nothing is unpacked; nothing outside is followed."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import IO

from sightline.returns.findings import Finding
from sightline.returns.reading_rules import found

MOST_ENTRIES = 2_000  # files in one zip
MOST_UNPACKED = 8 * 1024**3  # bytes of one zip, unpacked
MOST_RATIO = 250  # unpacked to packed; text of this kind reaches about 30

_LOOKED_AT = {".csv", ".txt", ".tsv", ".dat", ".xml", ".zip", ""}
_EXPECTED = {".csv", ".xml", ".zip"}

#: Files that mark a folder as an output of ours (`sightline read` and `report`), whose files are no return's.
OUR_MARKERS = (".sightline-read", ".sightline-report", "disclosure.json")


class CannotRead(Exception):
    """Nothing can be read at all; the message says why and what to do, for the person at the keyboard."""


@dataclass(frozen=True)
class Source:
    """One file to read: on disk, or an entry of a zip."""

    name: str  # as findings call it: from the folder that was given
    place: str  # the folder, or the folder of a zip, that it lies in
    folders: str  # the names of the folders from the one that was given down to it
    path: Path
    entry: zipfile.ZipInfo | None = None  # itself, not its name: a zip can hold two of one name
    size: int = 0
    asked_for: bool = False  # named by the user, or of a kind that returns have

    def open(self) -> IO[bytes]:
        """The bytes, from the start. OSError or zipfile.BadZipFile where they cannot be had."""
        if self.entry is None:
            return self.path.open("rb")
        with zipfile.ZipFile(self.path) as archive:
            return archive.open(self.entry)


@dataclass
class Sources:
    """What was found, and what was passed over."""

    files: list[Source] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def pass_over(self, rule: str, name: str, kind: str) -> None:
        """Note a file that is not read."""
        self.findings.append(found(rule, kind=kind, file=name))


def find(inputs: Sequence[Path], *, leave_out: Path | None = None) -> Sources:
    """The files of the inputs, in order of name, each once, under names that differ.

    `leave_out` is a folder not to look into: our own output. Raises CannotRead where an input does not
    exist, or a zip is one that nobody should open.
    """
    sources = Sources()
    for given in inputs:
        if not given.exists():
            raise CannotRead(f"There is no {given}. Give a folder, a zip, an XML file or several files.")
        prefix = f"{given.name}/" if len(inputs) > 1 and given.is_dir() else ""
        if given.is_dir():
            _look_into(given, prefix, sources, leave_out)
        else:
            _add(given, given.name, given.resolve().parent.name, sources, asked_for=True)
    sources.files = _under_own_names(map(_printable, _each_once(sources.files)))
    sources.findings = [replace(each, file=printable(each.file or "")) for each in sources.findings]
    return sources


def _look_into(folder: Path, prefix: str, sources: Sources, leave_out: Path | None) -> None:
    closed: list[OSError] = []
    for at, below, names in os.walk(folder, onerror=closed.append):
        _note_our_own(Path(at), below, prefix, sources)
        below[:] = [name for name in sorted(below) if _is_looked_into(Path(at, name), leave_out)]
        for name in sorted(names):
            path = Path(at, name)
            inside = path.relative_to(folder)
            shown = prefix + inside.as_posix()
            if name.startswith((".", "~$")):
                continue  # the system's own, and a spreadsheet's locks
            if path.is_symlink():
                sources.pass_over("SL-RD-17", shown, "a link to a file elsewhere")
            else:
                _add(path, shown, str(folder.resolve().name / inside.parent), sources)
        for name in sorted(os.listdir(at)):
            if Path(at, name).is_symlink() and Path(at, name).is_dir():
                sources.pass_over("SL-RD-17", prefix + name, "a link to a folder elsewhere")
    for refusal in closed:
        sources.pass_over("SL-RD-02", prefix + Path(refusal.filename).name, "the folder cannot be opened")


def _note_our_own(at: Path, below: Sequence[str], prefix: str, sources: Sources) -> None:
    for name in sorted(below):
        if _is_our_own(at / name):
            sources.pass_over("SL-RD-18", prefix + name, "a folder that Sightline wrote")


def _is_our_own(folder: Path) -> bool:
    return not folder.is_symlink() and any(os.path.exists(folder / marker) for marker in OUR_MARKERS)


def _is_looked_into(folder: Path, leave_out: Path | None) -> bool:
    if folder.is_symlink() or folder.name.startswith(".") or folder.name == "__MACOSX" or _is_our_own(folder):
        return False
    return leave_out is None or folder.resolve() != leave_out.resolve()


def _add(path: Path, name: str, folders: str, sources: Sources, *, asked_for: bool = False) -> None:
    suffix = path.suffix.lower()
    if not asked_for and suffix not in _LOOKED_AT:
        sources.pass_over("SL-RD-18", name, f"a {suffix} file")
    elif not path.is_file():
        sources.pass_over("SL-RD-17", name, "not a plain file")
    elif suffix == ".zip":
        _add_zip(path, name, folders, sources)
    else:
        wanted = asked_for or suffix in _EXPECTED
        sources.files.append(
            Source(name, str(path.parent), folders, path, size=path.stat().st_size, asked_for=wanted)
        )


def _add_zip(path: Path, name: str, folders: str, sources: Sources) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (OSError, zipfile.BadZipFile):
        sources.pass_over("SL-RD-02", name, "the zip is damaged or cannot be opened")
        return
    _refuse_bombs(name, entries)
    for entry in sorted(entries, key=lambda entry: entry.filename):
        _add_entry(path, name, f"{folders}/{path.stem}", entry, sources)


def _refuse_bombs(name: str, entries: Iterable[zipfile.ZipInfo]) -> None:
    listed = list(entries)
    unpacked = sum(entry.file_size for entry in listed)
    packed = sum(entry.compress_size for entry in listed)
    if len(listed) > MOST_ENTRIES:
        raise CannotRead(
            f"{name} holds more than {MOST_ENTRIES:,} files. Give a zip with the return's files alone."
        )
    if unpacked > MOST_UNPACKED or (unpacked > 1024**2 and unpacked > MOST_RATIO * max(packed, 1)):
        raise CannotRead(
            f"{name} would unpack to far more than a return can hold, and was not opened. "
            "Unpack it yourself if you trust it, and give the folder."
        )


def _add_entry(path: Path, name: str, folders: str, entry: zipfile.ZipInfo, sources: Sources) -> None:
    inside = PurePosixPath(entry.filename.replace("\\", "/"))
    shown = f"{name}/{inside}"
    suffix = inside.suffix.lower()
    if entry.is_dir() or "__MACOSX" in inside.parts or inside.name.startswith((".", "~$")):
        return
    if inside.is_absolute() or ".." in inside.parts:
        sources.pass_over("SL-RD-17", f"{name}/{inside.name}", "an entry whose name points outside the zip")
    elif entry.flag_bits & 0x1:
        sources.pass_over("SL-RD-02", shown, "it is locked with a password")
    elif suffix == ".zip":
        sources.pass_over("SL-RD-17", shown, "a zip inside a zip")
    elif suffix not in _LOOKED_AT:
        sources.pass_over("SL-RD-18", shown, f"a {suffix} file")
    else:
        place, folders = str(path / inside.parent), f"{folders}/{inside.parent}"
        sources.files.append(Source(shown, place, folders, path, entry, entry.file_size, suffix in _EXPECTED))


def _each_once(files: Iterable[Source]) -> Iterator[Source]:
    seen: set[tuple[Path, int | None]] = set()
    for source in files:
        identity = (source.path.resolve(), source.entry.header_offset if source.entry else None)
        if identity not in seen:
            seen.add(identity)
            yield source


def printable(name: str) -> str:
    """A name as text of one line: what a screen would act on, and bytes that are no text, become a mark."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def _printable(source: Source) -> Source:
    return replace(source, name=printable(source.name))


def _under_own_names(files: Iterable[Source]) -> list[Source]:
    taken: dict[str, int] = {}
    named = []
    for source in files:
        taken[source.name] = number = taken.get(source.name, 0) + 1
        named.append(source if number == 1 else replace(source, name=f"{source.name} ({number})"))
    return named
