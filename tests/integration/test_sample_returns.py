"""The sample council's files, written and read back: without fault, or with those put in on purpose."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sightline.ops import sample
from sightline.ops.sample import mistake_kinds, writing
from sightline.returns.checking import check
from sightline.returns.findings import Finding, Findings, Severity
from sightline.returns.joining import join
from sightline.returns.reading import read
from sightline.returns.writing import tables_of

Places = dict[tuple[str | None, int | None], set[str]]


def findings_of(folder: Path, work: Path) -> list[Finding]:
    reading = read([folder], year=None, work=work)
    return [*reading.findings, *check(reading)]


def what_matters(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("seed", "looked_after", "years"),
    [
        (1, 500, (2023, 2024, 2025)),
        (2, 120, (2016, 2017, 2018)),
        (3, 200, (2025, 2026, 2027)),
        (4, 15, (2020, 2021)),
    ],
)
def test_nothing_is_wrong_in_a_sample(
    tmp_path: Path, seed: int, looked_after: int, years: tuple[int, ...]
) -> None:
    sample.make(seed=seed, looked_after=looked_after, years=years).write(tmp_path / "returns")
    assert what_matters(findings_of(tmp_path / "returns", tmp_path / "work")) == []


def test_nothing_is_wrong_in_a_busy_sample(tmp_path: Path) -> None:
    sample.benchmark(scale=0.2, years=(2024, 2025)).write(tmp_path / "returns")
    assert what_matters(findings_of(tmp_path / "returns", tmp_path / "work")) == []


@pytest.mark.parametrize("form", ["csv", "xml"])
def test_what_is_written_is_what_was_returned(tmp_path: Path, form: str) -> None:
    council = sample.make(seed=6, looked_after=40, years=(2025, 2026))
    council.write(tmp_path / "returns", form=form)
    reading = read([tmp_path / "returns"], year=None, work=tmp_path / "work")
    for collection in council.years:
        told = {table: list(rows) for table, rows in tables_of(reading.returned, collection).items()}
        for table, rows in council.returned(collection).items():
            assert sorted(told.get(table, []), key=repr) == sorted(rows, key=repr), table


def test_one_folder_a_year_named_as_councils_name_them(tmp_path: Path) -> None:
    sample.make(looked_after=5, years=(2000 + 24, 2025)).write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2023-24", "2024-25"]
    assert (tmp_path / "2024-25" / "SWEpisodes.csv").is_file()


def test_files_are_the_same_in_however_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    council = sample.make(seed=8, looked_after=30, years=(2025,))
    council.write(tmp_path / "whole")
    monkeypatch.setattr(writing, "_LIVES_A_PART", 7)
    council.write(tmp_path / "parts")
    for path in (tmp_path / "whole" / "2024-25").iterdir():
        assert path.read_bytes() == (tmp_path / "parts" / "2024-25" / path.name).read_bytes()
    assert not (tmp_path / "parts" / ".part").exists()


def test_writing_again_gives_the_same_files(tmp_path: Path) -> None:
    council = sample.make(seed=8, looked_after=30, years=(2025,), mistakes=0.05)
    council.write(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    council.write(tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


@pytest.mark.parametrize(("form", "mistakes"), [("xlsx", 0.0), ("xml", 0.1)])
def test_what_cannot_be_written_is_refused(tmp_path: Path, form: str, mistakes: float) -> None:
    council = sample.make(looked_after=5, years=(2025,), mistakes=mistakes)
    with pytest.raises(ValueError, match=r"csv|CSV"):
        council.write(tmp_path, form=form)


def test_years_tell_one_life_alike(tmp_path: Path) -> None:
    """Joining finds nothing told otherwise; only motherhood is not asked again of those who left care."""
    sample.make(seed=1, looked_after=100, years=(2024, 2025, 2026)).write(tmp_path / "returns")
    reading = read([tmp_path / "returns"], year=None, work=tmp_path / "work")
    join(reading)
    told_otherwise = [
        f for f in Findings(tmp_path / "work" / "findings" / "joining.parquet") if f.field != "MOTHER"
    ]
    assert told_otherwise == []


@dataclass(frozen=True)
class Spoiled:
    """Returns with mistakes, what was put in, and what was found."""

    mistakes: list[dict[str, Any]]
    findings: list[Finding]
    child_at: dict[tuple[str, int], str]

    def found_at(self) -> Places:
        places = defaultdict(set)
        for finding in self.findings:
            places[(finding.file, finding.line)] |= names(finding)
        return places


def names(finding: Finding) -> set[str]:
    return {finding.rule, *finding.official}


def children_by_line(folder: Path) -> Iterator[tuple[tuple[str, int], str]]:
    for path in folder.glob("*/*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            for line, values in enumerate(csv.reader(lines), start=1):
                yield (f"{path.parent.name}/{path.name}", line), values[0]


SPOILED = {
    "recent": (1, 600, (2023, 2024, 2025)),
    "earlier": (2, 600, (2018, 2019)),
    "later": (3, 500, (2026, 2027)),
}


@pytest.fixture(scope="module", params=SPOILED)
def spoiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Spoiled:
    seed, looked_after, years = SPOILED[request.param]
    folder, work = tmp_path_factory.mktemp("returns"), tmp_path_factory.mktemp("work")
    sample.make(seed=seed, looked_after=looked_after, years=years, mistakes=0.06).write(folder)
    mistakes = json.loads((folder / "mistakes.json").read_text(encoding="utf-8"))
    return Spoiled(mistakes, findings_of(folder, work), dict(children_by_line(folder)))


def test_nearly_every_kind_of_mistake_is_made(spoiled: Spoiled) -> None:
    assert len(mistake_kinds.KINDS) >= 60
    assert len({mistake["kind"] for mistake in spoiled.mistakes}) >= 50


def test_every_mistake_is_found_where_it_was_put(spoiled: Spoiled) -> None:
    found = spoiled.found_at()
    lost = [
        (mistake["kind"], rule)
        for mistake in spoiled.mistakes
        for rule in mistake["rules"]
        if rule not in found[(mistake["file"], mistake["line"])]
    ]
    assert lost == []


def test_nothing_else_is_found_but_what_a_mistake_leads_to(spoiled: Spoiled) -> None:
    of_child = {mistake["child"]: mistake for mistake in spoiled.mistakes}
    at = {(mistake["file"], mistake["line"]): mistake for mistake in spoiled.mistakes}
    unexplained = []
    for finding in what_matters(spoiled.findings):
        place = (finding.file or "", finding.line or 0)
        mistake = at.get(place) or of_child.get(spoiled.child_at.get(place, ""), {"rules": [], "knock_on": []})
        if not names(finding) & {*mistake["rules"], *mistake["knock_on"]}:
            unexplained.append((finding.rule, finding.record, mistake.get("kind")))
    assert unexplained == []


def test_odd_but_readable_is_no_error(spoiled: Spoiled) -> None:
    odd = [mistake for mistake in spoiled.mistakes if not mistake["rules"]]
    assert {mistake["kind"] for mistake in odd} == {
        "review in small letters",
        "date in another form",
        "spaces around",
    }
    at = {(mistake["file"], mistake["line"]) for mistake in odd}
    assert not [finding for finding in spoiled.findings if (finding.file, finding.line) in at]


def test_a_child_has_one_mistake_at_most(spoiled: Spoiled) -> None:
    children = [mistake["child"] for mistake in spoiled.mistakes]
    assert len(children) == len(set(children))
