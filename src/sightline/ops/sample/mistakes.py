"""Mistakes put in on purpose, and exactly what was put in where.

They are made in the text of CSV files that were right, at most one for each child, so that what each leads
to can be told from what another does. Which mistakes there are is in `mistake_kinds`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sightline.ops.sample.chance import stream
from sightline.ops.sample.mistake_kinds import BY_FILE
from sightline.ops.sample.text_rows import Row, YearFiles, read_files, write_files
from sightline.ops.sample.writing import folder_name

FILE = "mistakes.json"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was put in: where it is to be found, and by which rules."""

    collection: int
    child: str
    row: Row
    column: str
    kind: str
    rules: tuple[str, ...]
    knock_on: tuple[str, ...]

    def told(self) -> dict[str, object]:
        return {
            "collection": self.collection,
            "child": self.child,
            "file": f"{folder_name(self.collection)}/{self.row.file}.csv",
            "line": self.row.line,
            "field": self.column,
            "kind": self.kind,
            "rules": list(self.rules),
            "knock_on": list(self.knock_on),
        }


def put_in(folder: Path, years: Iterable[int], *, rate: float, seed: int) -> list[Mistake]:
    """Put mistakes into a council's files, at about `rate` a row, and say what in `mistakes.json`."""
    spoiled: set[str] = set()
    uses: Counter[str] = Counter()
    found: list[Mistake] = []
    for collection in years:
        chance = stream(seed, "mistakes", collection)
        files = read_files(folder / folder_name(collection), collection)
        found += _in_one_year(files, chance, rate, spoiled, uses)
        write_files(files, folder / folder_name(collection))
    text = json.dumps([mistake.told() for mistake in found], indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")
    return found


def _in_one_year(
    files: YearFiles, chance: Random, rate: float, spoiled: set[str], uses: Counter[str]
) -> Iterator[Mistake]:
    for rows in files.rows.values():
        for row in [row for row in rows if chance.random() < rate]:
            if row.child not in spoiled:
                mistake = _spoil(files, row, chance, uses)
                if mistake:
                    spoiled.add(mistake.child)
                    yield mistake


def _spoil(files: YearFiles, row: Row, chance: Random, uses: Counter[str]) -> Mistake | None:
    """Make the mistake that was made least so far of those that suit the row."""
    child = row.child
    for kind in sorted(BY_FILE.get(row.file, ()), key=lambda kind: (uses[kind.key], kind.key)):
        place = kind.put_in(files, row, chance)
        if place is not None:
            uses[kind.key] += 1
            return Mistake(files.collection, child, *place, kind.key, kind.rules, kind.knock_on)
    return None
