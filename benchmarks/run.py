"""The bench: each bar of the foundation, measured, with ratios to a peer or to a smaller size.

Sizes are those of one council (about 2,700 children, 5,000 episodes, 12,600 reviews in a return) and of
ten and a hundred such councils. Data is made once by the sample and kept in .bench/data.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from measuring import Measured, measure

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / ".bench"
PYTHON = Path(sys.executable)
SIGHTLINE = PYTHON.parent / "sightline"
STEPS = ROOT / "benchmarks" / "steps.py"
PAGES = ROOT / "benchmarks" / "pages.py"
YEAR = 2025
PEER_RULES = "lac2024_25"


def main() -> None:
    options = _options()
    sizes = {"1": 1, "10": 10} if options.quick else {"1": 1, "10": 10, "100": 100}
    data = {name: _data(size) for name, size in sizes.items()}
    results: dict[str, Measured] = {}

    def run(title: str, *command: str | Path, runs: int, allowed: tuple[int, ...] = (0, 1)) -> Measured:
        results[title] = measured = measure(command, runs=runs, allowed=allowed)
        print(f"{title:<58} {measured}", flush=True)
        return measured

    few = max(2, options.runs // 2)
    run("sightline --help", SIGHTLINE, "--help", runs=options.runs, allowed=(0,))
    one = run(
        "read and check, one council",
        SIGHTLINE,
        "check",
        data["1"],
        "--year",
        str(YEAR),
        "--json",
        runs=options.runs,
    )
    whole = {"1": run("read, check, join, write Parquet, x1", PYTHON, STEPS, "load", data["1"], runs=options.runs)}
    figures = {
        "1": run("all indicators, all breakdowns, x1", PYTHON, STEPS, "figures", data["1"], runs=options.runs)
    }
    for name in list(sizes)[1:]:
        whole[name] = run(
            f"read, check, join, write Parquet, x{name}", PYTHON, STEPS, "load", data[name], runs=few
        )
        figures[name] = run(
            f"all indicators, all breakdowns, x{name}", PYTHON, STEPS, "figures", data[name], runs=few
        )
    for name in list(sizes)[1:]:
        _ratio(f"load: x{name} to x1 (rows x{name})", whole[name].median / whole["1"].median)
        _ratio(f"figures: x{name} to x1", figures[name].median / figures["1"].median)
    if "100" in sizes:
        _ratio("load: x100 to x10 (rows x10)", whole["100"].median / whole["10"].median)
        _ratio("figures: x100 to x10", figures["100"].median / figures["10"].median)
    out = BENCH / "report"
    shutil.rmtree(out, ignore_errors=True)
    run(
        "one council's report, four formats", SIGHTLINE, "report", data["1"], "--year", str(YEAR), "--out", out,
        "--council", "Bench", runs=few, allowed=(0,),
    )  # fmt: skip
    if not options.no_peer:
        validator = (BENCH / "peer" / "bin" / "python", ROOT / "benchmarks" / "peer_903.py")
        given = (data["1"] / f"{YEAR - 1}-{YEAR % 100}", PEER_RULES, str(YEAR))
        peer = run("public 903 validator, one council", *validator, *given, runs=2, allowed=(0,))
        _ratio("public validator / sightline check (one council)", peer.median / one.median)
    (BENCH / "results.json").write_text(
        json.dumps({title: {"seconds": m.seconds, "MiB": m.mebibytes} for title, m in results.items()}, indent=1)
    )
    if not options.no_pages:
        subprocess.run([PYTHON, PAGES, *(["--quick"] if options.quick else [])], check=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--no-pages", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


def _ratio(title: str, ratio: float) -> None:
    print(f"{title:<58} {ratio:8.1f} times")


def _data(size: int) -> Path:
    """The folder with the return of YEAR for `size` councils, made once, by a process of its own.

    A child's greatest memory is never told as less than its parent's, so this process must stay small.
    """
    folder = BENCH / "data" / f"x{size}"
    ready = folder.with_suffix(".ready")
    if not ready.exists():
        print(f"Making the return of {size} council(s)…", flush=True)
        subprocess.run([PYTHON, STEPS, "sample", folder, str(size)], check=True)
        ready.touch()
    return folder


if __name__ == "__main__":
    main()
