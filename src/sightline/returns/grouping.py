"""Which files make up one return, and which collection year each return is of.

The files of one folder or zip are one return, unless their own names tell of different years. The year
is told by the name of the file or of a folder above it; else by the dates inside; else it is the year
that was asked for. Where one return alone was given it is of the year that was asked for, and a name or
dates that say otherwise are a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from sightline.engine.connect import Engine
from sightline.returns import specs, staging, values
from sightline.returns.findings import Finding
from sightline.returns.prepared import Prepared
from sightline.returns.reading_rules import found
from sightline.returns.sources import CannotRead
from sightline.returns.years import year_in, year_of_folder

#: Dates that lie in the year of their return, best first.
_TELLING = (("reviews", "held"), ("missing", "started"), ("episodes", "ceased"), ("episodes", "started"))
_ROWS_LOOKED_AT = 200_000


@dataclass
class Return:
    """The files of one return."""

    named: int | None  # the year that its name tells of
    files: list[Prepared] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file that stands for it in a finding."""
        return self.files[0].source.name


@dataclass
class Years:
    """The collection year of each file, by its place in the list that was given."""

    collections: dict[int, int] = field(default_factory=dict)  # id of a prepared file -> year
    findings: list[Finding] = field(default_factory=list)

    def of(self, prepared: Prepared) -> int:
        """The collection year of a file."""
        return self.collections[id(prepared)]


def decide(engine: Engine, files: Sequence[Prepared], year: int | None) -> Years:
    """Decide every file's collection year. Raises CannotRead where a return's cannot be told."""
    returns = _returns(files)
    years = Years()
    for each in returns:
        collection = _year_of(engine, each, year if len(returns) == 1 else None, year, years.findings)
        years.collections.update((id(prepared), collection) for prepared in each.files)
    years.findings.extend(_beside_the_spec(files, years))
    return years


def _returns(files: Sequence[Prepared]) -> list[Return]:
    named = {prepared.source.name: year_in(_stem(prepared)) for prepared in files}
    by_place: dict[str, set[int]] = {}
    for prepared in files:
        year = named[prepared.source.name]
        by_place.setdefault(_place(prepared, files), set()).update([year] if year else [])
    returns: dict[tuple[str, int | None], Return] = {}
    for prepared in files:
        place = _place(prepared, files)
        year = named[prepared.source.name]
        if year is None and len(by_place[place]) == 1:
            (year,) = by_place[place]
        told = year or year_of_folder(prepared.source.folders)
        returns.setdefault((place, year), Return(told)).files.append(prepared)
    return list(returns.values())


def _place(prepared: Prepared, files: Sequence[Prepared]) -> str:
    """The folder; several XML files in one folder are a return each."""
    source = prepared.source
    if prepared.lines_at is None:
        return source.place
    beside = {
        other.source.name for other in files if other.lines_at is not None and other.source.place == source.place
    }
    return source.place if len(beside) == 1 else f"{source.place}/{source.name}"


def _stem(prepared: Prepared) -> str:
    return PurePath(prepared.source.name).name.rpartition(".")[0]


def _year_of(
    engine: Engine, each: Return, asked: int | None, otherwise: int | None, findings: list[Finding]
) -> int:
    inside = _year_inside(engine, each.files)
    collection = asked or each.named or inside or otherwise
    if collection is None:
        raise CannotRead(
            f"The year of the return with {each.name} cannot be told from its name or its dates. "
            "Put the year in the name of its folder, as in 2024-25, or give --year."
        )
    if asked is None and each.named is None and inside is not None:
        findings.append(found("SL-RD-12", kind=_words(collection), file=each.name, collection=collection))
    if each.named not in (None, collection):
        kind = f"{_words(collection)}, but its name tells of {_words(each.named)}"
        findings.append(found("SL-RD-13", kind=kind, file=each.name, collection=collection))
    elif inside not in (None, collection):
        kind = f"{_words(collection)}, but most of its dates are of {_words(inside)}"
        findings.append(found("SL-RD-13", kind=kind, file=each.name, collection=collection))
    return collection


def _year_inside(engine: Engine, files: Sequence[Prepared]) -> int | None:
    """The collection year that most dates of the return's most telling column lie in."""
    for record, column in _TELLING:
        counts: Counter[int] = Counter()
        for prepared in files:
            if prepared.spec.record == record and column in prepared.positions:
                counts.update(_years_of_column(engine, prepared, column))
        if counts:
            return counts.most_common(1)[0][0]
    return None


def _years_of_column(engine: Engine, prepared: Prepared, column: str) -> Mapping[int, int]:
    text = f"SELECT * FROM ({staging.text_of(prepared, column)}) LIMIT {_ROWS_LOOKED_AT}"
    year = f"year({values.day('text')} + INTERVAL 9 MONTH)"  # 1 April is the first day of a year
    rows = engine.rows(f"SELECT {year} AS year, count(*) FROM ({text}) WHERE text IS NOT NULL GROUP BY ALL")
    return {year: count for year, count in rows if year is not None and specs.FIRST <= year <= specs.LAST}


def _beside_the_spec(files: Sequence[Prepared], years: Years) -> list[Finding]:
    """Files that the year's return does not have, and files that it has and that were not given."""
    findings = []
    given: dict[int, set[str]] = {}
    for prepared in files:
        collection, record = years.of(prepared), prepared.spec.record
        given.setdefault(collection, set()).add(record)
        if record not in specs.for_year(collection).files:
            findings.append(found("SL-RD-14", file=prepared.source.name, record=record, collection=collection))
    for collection, records in sorted(given.items()):
        for record, spec in specs.for_year(collection).files.items():
            if record not in records:
                rule = "SL-RD-15" if record in ("children", "episodes") else "SL-RD-16"
                findings.append(found(rule, kind=spec.name, record=record, collection=collection))
    return findings


def _words(collection: int | None) -> str:
    return f"{collection - 1}-{collection % 100:02}" if collection else ""
