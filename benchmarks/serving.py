"""The service of the sample council, really running: filled, started, signed in to, stopped."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from clicking import Person, get

HERE = Path(__file__).parent
SIGHTLINE = Path(sys.executable).parent / "sightline"


@dataclass
class Service:
    """One installation: its folder, and its database where that is not the folder's own SQLite file."""

    data: Path
    database: str = ""
    port: int = field(default_factory=lambda: _free_port())
    process: subprocess.Popen[bytes] | None = None
    today: date | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        told = {"DATA": self.data, "SAMPLE": "yes", "DATABASE": self.database, "TODAY": self.today or ""}
        told["URL"] = f"http://127.0.0.1:{self.port}"
        return {**os.environ, **{f"SIGHTLINE_{name}": str(value) for name, value in told.items()}}

    def run(self, *command: str | Path, allowed: tuple[int, ...] = (0,)) -> tuple[float, str]:
        """Run `sightline …` on it; how many seconds it took and what it said."""
        started = time.perf_counter()
        done = subprocess.run([SIGHTLINE, *command], env=self.environment, capture_output=True, text=True)
        if done.returncode not in allowed:
            raise SystemExit(f"sightline {command[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
        return time.perf_counter() - started, done.stdout

    def people(self, officers: int, others: int) -> tuple[list[Person], str]:
        """So many officers and so many people who see the whole service, signed in; and a key of the API."""
        told = subprocess.run(
            [sys.executable, HERE / "sessions.py", str(officers), str(others)],
            env=self.environment, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        *people, key = [json.loads(line) for line in told.stdout.splitlines()]
        return [Person(**each) for each in people], key["key"]

    @contextmanager
    def running(self, *, worker: bool = False) -> Iterator[float]:
        """Runs while in here, as `sightline serve` runs it; gives the seconds until it answered."""
        started = time.perf_counter()
        command = [SIGHTLINE, "serve", "--port", str(self.port), *([] if worker else ["--no-worker"])]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            self._wait()
            yield time.perf_counter() - started
        finally:
            self.process.terminate()
            self.process.wait(60)

    def memory(self) -> list[float]:
        """MiB of each of its processes, pages that they share counted in part (PSS)."""
        assert self.process is not None
        return [_mebibytes(number) for number in _family(self.process.pid)]

    def _wait(self) -> None:
        for _ in range(600):
            if get(self.port, "/health").status == 200:
                return
            time.sleep(0.05)
        raise SystemExit("the service did not start")


def _family(number: int) -> list[int]:
    children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    return [number, *(each for child in children for each in _family(int(child)))]


def _mebibytes(number: int) -> float:
    lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
