"""Have documents, layers, data and code drifted from one another?"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "sightline"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
VIEWS = sorted((SOURCE / "engine" / "views").glob("*.sql"))


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_in_documents_lead_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    missing = [
        t for t in targets if t and not t.startswith(("http", "mailto:")) and not (document.parent / t).exists()
    ]
    assert missing == []


def test_views_say_what_one_row_is() -> None:
    assert VIEWS, "no views found"
    silent = [view.name for view in VIEWS if not view.read_text().startswith("-- One row")]
    assert silent == []


def test_views_keep_to_common_ground() -> None:
    """`::` casts and division are where DuckDB and Spark part."""
    for view in VIEWS:
        code = re.sub(r"--.*", "", view.read_text())
        assert "::" not in code, view.name
        assert not re.search(r"[\w)]\s*/\s*[\w(]", code), (
            f"{view.name} divides; numerator and denominator come out"
        )


def test_requirements_carry_hashes_and_no_address() -> None:
    for requirements in (ROOT / "requirements").glob("*.txt"):
        text = requirements.read_text()
        assert "http" not in text, requirements.name
        pins = re.findall(r"^[A-Za-z0-9._-]+==", text, flags=re.MULTILINE)
        assert pins, requirements.name
        assert text.count("--hash=sha256:") >= len(pins), requirements.name


def test_requirement_sets_agree_on_versions() -> None:
    """The base set is what users get; the test set must test those versions."""

    def pins(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, flags=re.MULTILINE))

    base, test, spark = pins("base"), pins("test"), pins("spark")
    assert base.items() <= test.items()
    assert test.items() <= spark.items()


def test_every_dependency_is_in_the_locked_set() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = (ROOT / "requirements" / "base.txt").read_text()
    for dependency in project["dependencies"]:
        name = re.split(r"[><=\[ ]", dependency)[0]
        assert re.search(rf"^{re.escape(name)}==", locked, flags=re.MULTILINE), name


def test_scripts_can_be_run() -> None:
    sourced = {"prepare"}
    for script in (ROOT / "script").iterdir():
        if script.name not in sourced and script.is_file():
            assert script.stat().st_mode & 0o100, f"script/{script.name} is not executable"


def test_nothing_names_the_machine_it_was_made_on() -> None:
    home = str(Path.home()) + "/."
    here = str(ROOT.parent) + "/"
    if len(here) < 4:
        pytest.skip("checked out at the top of the disk: every path would match")
    for path in tracked("*.py", "*.md", "*.toml", "*.sql", "*.txt", "script/*", "benchmarks/*"):
        text = path.read_text(errors="replace")
        assert here not in text, path.name
        assert home not in text, path.name


def test_no_todo_is_left_in_the_source() -> None:
    for path in SOURCE.rglob("*.py"):
        assert not re.search(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b", path.read_text()), path.name


def test_the_readme_and_ci_use_the_same_test_command() -> None:
    assert "script/test" in (ROOT / "README.md").read_text()
    assert "script/test" in (ROOT / ".ci" / "run").read_text()


def test_the_reference_is_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "script" / "reference", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
