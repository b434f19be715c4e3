"""Returns in: files of any form to typed tables, findings, and the rows sent back.

    files → sources → prepared (even text) → staging (values, by SQL) → work/returned/<table>.parquet

Every row of every file is in a table, or sent back with a finding, or the repeat of a row that is.
What cannot be read at all raises `CannotRead`, with what to do.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sightline.domain.records import TABLES
from sightline.engine.connect import Engine, connect
from sightline.returns import grouping, sent_back, sources, specs, staging
from sightline.returns.findings import FINDING_TYPES, Finding, Findings, write_findings
from sightline.returns.headings import RETURN, Kind
from sightline.returns.prepared import Preparation, Prepared, prepare
from sightline.returns.sources import CannotRead
from sightline.returns.staging import StagedFile

__all__ = ["CannotRead", "FileRead", "Progress", "Reading", "read"]

#: What is being done, how much of it is done, of how much.
Progress = Callable[[str, int, int], None]

MEMORY = "1200MB"


@dataclass(frozen=True)
class FileRead:
    """One table of one file: what it was taken for and what came of its rows."""

    name: str
    record: str | None  # table name in `domain.records.TABLES`; None where it was not recognised
    collection: int | None
    rows: int  # rows told, kept or not
    sent_back: int


@dataclass(frozen=True)
class Reading:
    """What was read, in a work folder."""

    work: Path
    collections: tuple[int, ...]
    files: tuple[FileRead, ...]
    findings: Findings

    @property
    def returned(self) -> Path:
        """The folder with one Parquet file a table: every return's rows."""
        return self.work / "returned"

    @property
    def sent_back(self) -> Path:
        """The folder with the rows to mend; not there when none were sent back."""
        return self.work / "sent-back"

    def table(self, name: str) -> Path:
        """The Parquet file of a table."""
        return self.returned / f"{name}.parquet"


def read(inputs: Sequence[Path], *, year: int | None, work: Path, progress: Progress | None = None) -> Reading:
    """Read returns from folders, zips, XML or files into `work`, whole or not at all.

    `year` is the collection of a return that is given alone, or whose name and dates do not tell.
    Raises CannotRead where nothing can be read.
    """
    if year is not None and not specs.FIRST <= year <= specs.LAST:
        raise CannotRead(f"Sightline reads the returns of {specs.FIRST} to {specs.LAST}. Give a year among them.")
    refuse_our_own(inputs, work)
    told = progress or (lambda what, done, of: None)
    given = sources.find(inputs, leave_out=work)
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=work) as folder:
        building = Path(folder)
        preparations = prepare_all(given.files, building, told)
        findings = [*given.findings, *(each for preparation in preparations for each in preparation.findings)]
        prepared = [table for preparation in preparations for table in preparation.tables]
        if not prepared:
            raise CannotRead(nothing(findings, "a return"))
        with connect("duckdb", memory_limit=MEMORY) as engine:
            files, collections = _stage(engine, prepared, findings, year, building, told)
        take_place(building, work)
    others = unread(given.files, files)
    return Reading(work, collections, (*files, *others), Findings(work / "findings" / "reading.parquet"))


def prepare_all(
    files: Sequence[sources.Source], building: Path, told: Progress, kind: Kind = RETURN
) -> list[Preparation]:
    """Make every file even, in a folder of its own."""
    whole = sum(source.size for source in files) or 1
    done, preparations = 0, []
    (building / "prepared").mkdir()
    for number, source in enumerate(files):
        told(source.name, done, 2 * whole)
        preparations.append(prepare(source, building / "prepared" / str(number), kind))
        done += source.size
    return preparations


def _stage(
    engine: Engine,
    prepared: Sequence[Prepared],
    findings: Sequence[Finding],
    year: int | None,
    building: Path,
    told: Progress,
) -> tuple[list[FileRead], tuple[int, ...]]:
    years = grouping.decide(engine, prepared, year)
    files = [StagedFile(number, each, years.of(each)) for number, each in enumerate(prepared)]
    staging.open_tables(engine, files)
    (building / "returned").mkdir()
    for position, record in enumerate(TABLES):
        told(record, len(TABLES) + position, 2 * len(TABLES))
        of_record = [file for file in files if file.prepared.spec.record == record]
        staging.stage(engine, record, of_record, building / "returned" / f"{record}.parquet")
    staging.note_asides(engine, files)
    back = Counter(sent_back.write(engine, files, building / "sent-back"))
    collections = {file.prepared.source.name: file.collection for file in files}
    write_all_findings(engine, building, [*_with_collection(findings, collections), *years.findings])
    told("findings", 1, 1)
    return [file_read(file, back) for file in files], tuple(sorted(set(collections.values())))


def file_read(file: StagedFile, back: Counter[int]) -> FileRead:
    """What came of one file."""
    prepared = file.prepared
    rows = prepared.count + prepared.aside_count
    return FileRead(prepared.source.name, prepared.spec.record, file.collection, rows, back[file.number])


def _with_collection(findings: Sequence[Finding], collections: dict[str, int]) -> list[Finding]:
    return [replace(each, collection=collections.get(each.file or "", each.collection)) for each in findings]


def write_all_findings(engine: Engine, building: Path, others: Sequence[Finding]) -> None:
    """All findings of reading in one file: those about whole files and those that SQL found, in order."""
    write_findings(building / "others.parquet", others)
    engine.load("others", building / "others.parquet")
    said = "replace(says, '{kind}', kind)"
    rows = (
        f"SELECT rule, severity, upper(left({said}, 1)) || substr({said}, 2) AS message, file, line, field, "
        "record, collection, '' AS official FROM found JOIN rules USING (rule) JOIN files USING (file_id)"
    )
    (building / "findings").mkdir()
    engine.write_parquet(
        f"SELECT {', '.join(FINDING_TYPES)} FROM (({rows}) UNION ALL SELECT * FROM others) "
        "ORDER BY file, line, rule, field",
        building / "findings" / "reading.parquet",
    )


def take_place(building: Path, work: Path) -> None:
    """Put what was built in place of what an earlier reading left."""
    for name in ("returned", "findings", "sent-back", "unmapped.csv"):
        if (work / name).exists():
            (work / name).rename(building / f"old-{name}")
        if (building / name).exists():
            (building / name).rename(work / name)
    shutil.rmtree(work / "lives", ignore_errors=True)  # joined from what is no longer there


def unread(given: Sequence[sources.Source], files: Sequence[FileRead]) -> list[FileRead]:
    """The files given of which nothing was read."""
    known = {file.name for file in files}
    return [FileRead(source.name, None, None, 0, 0) for source in given if source.name not in known]


def refuse_our_own(inputs: Sequence[Path], work: Path) -> None:
    """A mended file that lies in the work folder would be lost when its place is taken."""
    ours = (work / "sent-back").resolve()
    for given in inputs:
        if given.resolve() == ours or ours in given.resolve().parents:
            raise CannotRead(
                f"{given.name} lies where the rows sent back are written, and would be replaced. "
                "Move the mended file beside the others first."
            )


def nothing(findings: Sequence[Finding], what: str) -> str:
    """Why nothing was read, with the first few reasons."""
    reasons = [f"{each.file}: {each.message}" for each in findings if each.file][:5]
    if not reasons:
        return f"There are no files here. Give the folder, zip or files of {what}."
    return "\n".join([f"No file of {what} was found.", *reasons])
