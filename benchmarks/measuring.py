"""Whole processes, timed: wall seconds and the largest memory of the process and its children."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """Several runs of one command: seconds (each run), and the greatest resident memory in MiB."""

    seconds: tuple[float, ...]
    mebibytes: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        low, high = min(self.seconds), max(self.seconds)
        return (
            f"{self.median:8.2f} s  ({low:.2f} to {high:.2f}, {len(self.seconds)} runs)  {self.mebibytes:7.0f} MiB"
        )


def measure(command: Sequence[str | Path], *, runs: int, allowed: Sequence[int] = (0,)) -> Measured:
    """Run a command several times from cold; stop with its error text if it fails."""
    seconds, peak = [], 0
    for _ in range(runs):
        started = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ
        )
        assert process.stderr is not None
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - started)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in allowed:
            raise SystemExit(f"{command[0]} ended with {process.returncode}: {complaint.decode()[-2000:]}")
        peak = max(peak, usage.ru_maxrss)
    return Measured(tuple(seconds), peak / 1024)
