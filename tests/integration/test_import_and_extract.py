"""A return in the register is the return: figures on the extract are figures on the files. And back again."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

import importing as given
from service import TODAY, moment
from sightline.casework.register import extract
from sightline.casework.register.importing import actions
from sightline.casework.register.models import Child, Import, Notice
from sightline.casework.register.told import TOLD
from sightline.casework.trail.models import Past
from sightline.indicators import evaluate
from sightline.indicators.catalogue import DIMENSIONS
from sightline.indicators.figures import Period
from sightline.returns import joining, reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"


def figures(lives: Path, *years: int) -> list[Any]:
    told = evaluate.evaluate(lives, [Period.year(year) for year in years], by=tuple(DIMENSIONS), population=50_000)
    return [dataclasses.astuple(figure) for figure in told]


@pytest.mark.parametrize("mistakes", [0.0, 0.08])
@pytest.mark.parametrize("years", [(2025,), (2023, 2024, 2025)])
def test_figures_on_the_extract_are_those_on_the_returns(
    tmp_path: Path, years: tuple[int, ...], mistakes: float
) -> None:
    folder = given.returns(tmp_path / "returns", *years, mistakes=mistakes)
    load = given.load(given.read(folder))
    assert load.state == Import.State.LOADED, load.says
    told = joining.join(reading.read([folder], year=None, work=tmp_path / "work"))
    held = extract.write(tmp_path / "extract", on=TODAY)
    assert figures(held, *years) == figures(told, *years)


def test_years_loaded_one_after_the_other_in_any_order_are_those_years_together(tmp_path: Path) -> None:
    years = (2023, 2024, 2025)
    folder = given.returns(tmp_path / "returns", *years, mistakes=0.05)
    for name in ("2023-24", "2022-23", "2024-25"):
        load = given.load(given.read(folder / name))
        assert load.state == Import.State.LOADED, load.says
    told = joining.join(reading.read([folder], year=None, work=tmp_path / "work"))
    assert figures(extract.write(tmp_path / "extract", on=TODAY), *years) == figures(told, *years)


def everything() -> dict[str, Any]:
    """All that the register holds, but for versions and the moments of entering."""
    names = dict(extract.identifiers())
    return {
        table: sorted((names[row[1]], *map(str, row[3:])) for row in extract.rows(told))
        for table, told in TOLD.items()
    }


def versions() -> list[Any]:
    return [
        list(told.model._default_manager.order_by("pk").values_list("pk", "version", "load_id"))
        for told in TOLD.values()
    ]


def test_the_same_return_again_changes_nothing(tmp_path: Path) -> None:
    folder = given.returns(tmp_path / "returns", 2024, 2025, mistakes=0.05)
    given.load(given.read(folder))
    before = versions(), list(Child.objects.order_by("pk").values_list("stamp", flat=True))
    again = given.read(folder)
    assert {verdict for counts in again.counts.values() for verdict in counts} == {"known"}
    given.load(again)
    assert (versions(), list(Child.objects.order_by("pk").values_list("stamp", flat=True))) == before
    assert not Past.objects.exists()


def test_an_import_undone_leaves_what_was_there_before(tmp_path: Path) -> None:
    """Rows it added, changed, took away and only told again; and the notices it made."""
    folder = given.returns(tmp_path / "returns", 2024, 2025, mistakes=0.05)
    given.load(given.read(folder / "2023-24"))
    before = everything()
    year = given.load(given.read(folder / "2024-25"))
    assert {"added", "changed", "retold"} <= {verdict for counts in year.counts.values() for verdict in counts}
    assert everything() != before
    actions.undo(year.pk, by=None, at=moment())
    assert everything() == before
    assert not Notice.objects.filter(load=year).exists()


def test_an_import_under_a_later_one_is_not_undone(tmp_path: Path) -> None:
    folder = given.returns(tmp_path / "returns", 2024, 2025)
    first = given.load(given.read(folder / "2023-24"))
    second = given.load(given.read(folder / "2024-25"))
    with pytest.raises(actions.NotPermitted, match=f"Import {second.pk} was loaded after it"):
        actions.undo(first.pk, by=None, at=moment())
    actions.undo(second.pk, by=None, at=moment())
    actions.undo(first.pk, by=None, at=moment())
    assert not Child.objects.exists()


def test_names_and_addresses_are_in_no_extract(tmp_path: Path) -> None:
    given.load(given.read(given.returns(tmp_path / "returns", 2025)))
    Child.objects.update(forename="Zebedee")
    folder = extract.write(tmp_path / "extract", on=TODAY)
    from sightline.engine.connect import connect

    with connect("duckdb") as engine:
        engine.load("episodes", folder / "episodes.parquet")
        assert engine.rows("SELECT count(home_postcode), count(placement_postcode) FROM episodes") == [(0, 0)]
    assert not any(b"Zebedee" in path.read_bytes() for path in folder.iterdir())
