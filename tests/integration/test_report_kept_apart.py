"""What is hidden, and why, is kept apart from what is published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sightline.ops import cli, sample

HIDDEN = "not-for-publication"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small council's report, made twice to the same place: the second takes the place of the first."""
    folder = tmp_path_factory.mktemp("council")
    sample.make(seed=3, looked_after=60, years=(2025, 2025)).write(folder / "returns", form="csv")
    for _ in range(2):
        asked = ["report", folder / "returns", "--year", 2025, "--out", folder / "report", "--format", "html"]
        assert cli.cli([str(each) for each in asked], standalone_mode=False) == cli.DONE
    return folder / "report"


def test_the_record_lies_in_a_folder_that_says_why(published: Path) -> None:
    assert {path.name for path in (published / HIDDEN).iterdir()} == {"README.txt", "disclosure.json"}
    assert "never publish" in (published / HIDDEN / "README.txt").read_text()
    record = json.loads((published / HIDDEN / "disclosure.json").read_text())
    assert any(figure["cause"] == "primary" for figure in record["hidden"])


def test_nothing_that_is_published_says_which_cells_are_small(published: Path) -> None:
    files = [path for path in published.iterdir() if path.is_file()]
    assert {"manifest.json", "figures.json"} <= {path.name for path in files}
    assert not any(path.name == "disclosure.json" for path in files)
    for path in files:
        assert b'"primary"' not in path.read_bytes(), path.name


def test_a_hidden_figure_has_nothing_behind_it(published: Path) -> None:
    ledger = json.loads((published / "figures.json").read_text())["figures"]
    hidden = [figure for figure in ledger if figure["symbol"] == "c"]
    assert hidden
    for figure in hidden:
        assert [figure[part] for part in ("numerator", "denominator", "value")] == [None, None, None]
