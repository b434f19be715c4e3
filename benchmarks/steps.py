"""One step of the way, in a process of its own: `sample FOLDER COUNCILS`, `load FOLDER` or `figures FOLDER`.

`load` reads, checks, joins and leaves the lives in .bench; `figures` works out every indicator with every
breakdown from the lives that `load` left.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

YEAR = 2025


def sample(folder: Path, councils: str) -> None:
    from sightline.ops.sample import benchmark

    benchmark(scale=int(councils), years=(YEAR,)).write(folder, form="csv")


def load(folder: Path) -> None:
    from sightline.returns import checking, joining, reading

    work = work_of(folder)
    shutil.rmtree(work, ignore_errors=True)
    read = reading.read([folder], year=YEAR, work=work)
    findings = checking.check(read)
    joining.join(read)
    print(len(findings))


def figures(folder: Path) -> None:
    from sightline.indicators import evaluate
    from sightline.indicators.catalogue import DIMENSIONS
    from sightline.indicators.figures import Period

    lives = work_of(folder) / "lives"
    print(len(evaluate.evaluate(lives, [Period.year(YEAR)], by=tuple(DIMENSIONS), population=52_000)))


def work_of(folder: Path) -> Path:
    return folder.parent / f"{folder.name}-work"


if __name__ == "__main__":
    step, given, *rest = sys.argv[1:]
    {"sample": sample, "load": load, "figures": figures}[step](Path(given), *rest)
