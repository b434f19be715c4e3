"""One step of the way, in a process of its own: `steps.py load FOLDER` or `steps.py figures FOLDER`.

`load` reads, checks, joins and leaves the lives in .bench; `figures` works out every indicator with every
breakdown from the lives that `load` left.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

YEAR = 2025


def load(folder: Path, work: Path) -> None:
    from sightline.returns import checking, joining, reading

    shutil.rmtree(work, ignore_errors=True)
    read = reading.read([folder], year=YEAR, work=work)
    findings = checking.check(read)
    joining.join(read)
    print(len(findings))


def figures(folder: Path, work: Path) -> None:
    from sightline.indicators import evaluate
    from sightline.indicators.catalogue import DIMENSIONS
    from sightline.indicators.figures import Period

    print(len(evaluate.evaluate(work / "lives", [Period.year(YEAR)], by=tuple(DIMENSIONS), population=52_000)))


if __name__ == "__main__":
    step, given = sys.argv[1], Path(sys.argv[2])
    {"load": load, "figures": figures}[step](given, given.parent / f"{given.name}-work")
