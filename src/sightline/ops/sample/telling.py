"""The sample council as a lives folder on a day: for filling the register, and for extracts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sightline.domain import records
from sightline.engine.tables import schema, write_small
from sightline.ops.sample import feed, names, today
from sightline.ops.sample.chance import spread, stream
from sightline.ops.sample.days import birth_day, ordinal
from sightline.ops.sample.life import Life
from sightline.ops.sample.staffing import Staff, staff

PER_LOOKED_AFTER = 7  # children on the register for each in care, where no number is given


@dataclass(frozen=True)
class Tonight:
    """The sample council on a day: its staff, and everybody whom its case system would tell of."""

    seed: int
    on: date
    staff: Staff
    lives: tuple[Life, ...]
    known: int  # children with a social worker who were never in care

    def rows(self) -> Iterator[tuple[str, Any]]:
        """Every row, with its table."""
        families = Counter(map(today.family_of, self.lives))
        for life in self.lives:
            yield from feed.rows(life, self.staff, brothers=families[today.family_of(life)] > 1)
        for number in range(self.known):
            yield from _at_home(self, number)
        for each in self.staff.everybody():
            yield "workers", _worker(each)


def tonight(*, seed: int, looked_after: int, children: int | None, on: date) -> Tonight:
    """The sample council on a day, with about so many in care and so many children in all."""
    lives = tuple(today.lives(seed, looked_after, on))
    whole = children if children is not None else looked_after * PER_LOOKED_AFTER
    return Tonight(seed, on, staff(seed, looked_after, on), lives, max(0, whole - len(lives)))


def write(council: Tonight, folder: Path) -> Path:
    """Write the lives folder: every table of `domain.records`, and `collections`. Gives the folder."""
    told: dict[str, list[Any]] = defaultdict(list)
    for table, row in council.rows():
        told[table].append(row)
    year = today.year_to(council.on)
    tables = {
        name: (_with_place(_each_once(name, told[name]), name, year), schema(name)) for name in records.RECORDS
    }
    first = min((row.started for row in told["episodes"]), default=council.on)
    years = range(max(year - 6, min(year, first.year + 1)), year + 1)
    collections = [(each, date(each - 1, 4, 1), min(council.on, date(each, 3, 31))) for each in years]
    folder.mkdir(parents=True, exist_ok=True)
    write_small(folder, {**tables, "collections": (collections, schema("collections"))})
    return folder


def _each_once(table: str, rows: Iterable[Any]) -> Iterator[Any]:
    """Rows of one thing once: two checks of a kind on one day are one."""
    keys = [key for key in records.KEYS[table] if key != "collection"]
    return iter({tuple(getattr(row, key) for key in keys): row for row in rows}.values())


def _with_place(rows: Iterable[Any], table: str, year: int) -> Iterator[tuple[Any, ...]]:
    return ((*astuple(row), year, f"{table}.csv", line) for line, row in enumerate(rows, start=2))


def _at_home(council: Tonight, number: int) -> Iterator[tuple[str, Any]]:
    """A child with a social worker who was never in care."""
    chance = stream(council.seed, "at home", number)
    child = f"H{number:09}"
    year = ordinal(today.year_to(council.on) - 1, 4, 1)
    born = date.fromordinal(birth_day(year - spread(chance, 30, 6200)))
    male, ethnicity = chance.random() < 0.51, chance.choice(("WBRI",) * 6 + ("APKN", "BAFR", "MWBC", "WOTH"))
    family = f"H{number // 2:07}"
    surname = names.surname(stream(council.seed, "at home", family), names.origin(ethnicity, chance))
    forename = names.forename(chance, names.origin(ethnicity, chance), male=male)
    team, members = council.staff.team_of(family)
    started = max(born, date.fromordinal(year - spread(chance, -230, 500)))
    ended = started + timedelta(days=spread(chance, 4, 200)) if chance.random() < 0.7 else None
    yield "children", records.Child(child, "M" if male else "F", born, ethnicity, "UN1")
    yield "names", records.Name(child, forename, surname)
    yield "identifiers", records.Identifier(child, "case", child)
    if started > council.on:
        return
    yield (
        "involvements",
        records.Involvement(
            child,
            chance.choice(members).worker,
            "social_worker",
            started,
            ended if ended is not None and ended <= council.on else None,
            team,
        ),
    )


def _worker(each: Any) -> records.Worker:
    full = round(float(each.fraction) * 100)
    agency = int(each.employment == "agency")
    return records.Worker(each.worker, each.name, each.role.label, each.team, None, full, agency)
