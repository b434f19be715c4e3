"""A publication appears whole or not at all, with a ledger and a manifest of what was written."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from sightline.indicators.figures import Figure, Period
from sightline.reports import docx, publish
from sightline.reports.document import Cell, Column, Document, Paragraph, Ref, Row, Section, Table, Unreadable
from sightline.reports.ledger import Untraceable

FIGURE = Figure("cla-count", 1, Period.year(2025), (), 430)
HIDDEN = Figure("cla-uasc", 1, Period.year(2025), (), 3, symbol="c", note="hidden")


def small(*figures: Figure) -> Document:
    cell = Cell("430", FIGURE.id, 430)
    table = Table("children", "Children in our care", "When", (Column("Number"),), (Row("31 March", (cell,)),))
    words = Paragraph(("There were ", Ref(FIGURE.id, "430"), " children."))
    section = Section("Children", "section-children", (words, table))
    return Document("Report", "Exampleshire", "2024-25", "Draft", (section,), name="small", ledger=figures)


def test_files_ledger_and_manifest(tmp_path: Path) -> None:
    paths = publish(small(FIGURE, HIDDEN), tmp_path / "out")
    assert [path.name for path in paths] == [
        "small.html",
        "small.pdf",
        "small.docx",
        "small.xlsx",
        "figures.json",
        "manifest.json",
    ]
    manifest = json.loads(paths[-1].read_text(encoding="utf-8"))
    for listed, path in zip(manifest["files"], paths[:-1], strict=True):
        assert listed["name"] == path.name
        assert listed["sha256"] == sha256(path.read_bytes()).hexdigest()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in paths)


def test_the_ledger_holds_what_a_figure_is_made_of_and_nothing_behind_a_symbol(tmp_path: Path) -> None:
    publish(small(FIGURE, HIDDEN), tmp_path, formats=())
    records = {
        record["indicator"]: record for record in json.loads((tmp_path / "figures.json").read_text())["figures"]
    }
    assert (records["cla-count"]["numerator"], records["cla-count"]["value"]) == (430, 430)
    assert records["cla-uasc"]["symbol"] == "c"
    assert [records["cla-uasc"][part] for part in ("numerator", "denominator", "value")] == [None, None, None]


def test_figures_may_be_given_beside_the_document(tmp_path: Path) -> None:
    assert publish(small(), tmp_path, formats=("html",), figures=[FIGURE])
    with pytest.raises(Untraceable, match="cla-count"):
        publish(small(), tmp_path / "other", formats=("html",))
    assert not (tmp_path / "other").exists()


def test_a_renderer_that_fails_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small(FIGURE), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken(*_: object) -> bytes:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(docx, "render", broken)
    with pytest.raises(RuntimeError):
        publish(replace(small(FIGURE), status="Final"), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before

    with pytest.raises(RuntimeError):
        publish(small(FIGURE), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_disk_that_fails_half_way_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.write_bytes

    def full_at_the_second(path: Path, content: bytes) -> int:
        if path.suffix == ".xlsx":
            whole(path, content[:10])
            raise OSError("no space left")
        return whole(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_at_the_second)
    with pytest.raises(OSError, match="no space"):
        publish(small(FIGURE), tmp_path, formats=("html", "xlsx"))
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_or_an_unreadable_document_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such format"):
        publish(small(FIGURE), tmp_path / "out", formats=("html", "odt"))
    document = small(FIGURE)
    with pytest.raises(Unreadable):
        publish(replace(document, sections=document.sections * 2), tmp_path / "out", formats=("html",))
    assert not (tmp_path / "out").exists()


def test_the_same_document_gives_the_same_page(tmp_path: Path) -> None:
    one, two = (publish(small(FIGURE), tmp_path / name, formats=("html",))[0].read_bytes() for name in "ab")
    assert one == two
