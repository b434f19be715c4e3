"""`sightline serve`: the service for people's browsers, and a worker beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from sightline.ops.cli import DONE

_GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "python:sightline.ops.server"]
#: A page of one process waits while it works for another: with two a core, a core is rarely idle while pages wait.
PROCESSES = min(2 * (os.cpu_count() or 1), 16)
_WORKER = [sys.executable, "-m", "sightline.ops.cli", "worker"]


@click.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 inside a container."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    "processes",
    default=PROCESSES,
    type=click.IntRange(1, 64),
    help="Processes; two for each core of this machine unless told.",
)
@click.option("--no-worker", is_flag=True, help="Without a worker for jobs: one runs elsewhere.")
def command(host: str, port: int, processes: int, no_worker: bool) -> int:
    """Serve the pages, with a worker for jobs beside them. Ctrl-C or SIGTERM lets what is under way finish.

    \b
    Example:
      sightline setup
      sightline serve --port 8000
    """
    from sightline.ops.service import begin, refuse_unless_ready

    begin()
    refuse_unless_ready()
    os.environ |= {"SIGHTLINE_BIND": f"{host}:{port}", "SIGHTLINE_PROCESSES": str(processes)}
    if no_worker:
        os.execv(sys.executable, _GUNICORN)  # noqa: S606 - becomes the server: it gets the signals itself
    return _both(f"http://{host}:{port}")


def _both(address: str) -> int:
    """Run server and worker until told to stop or until the server ends; a worker that ends is replaced."""
    stopping = Stopping()
    server, worker = _start(_GUNICORN), _start(_WORKER)
    click.echo(f"Sightline is at {address} (Ctrl-C stops it)", err=True)
    while server.poll() is None and not stopping.asked:
        if worker.poll() is not None:
            time.sleep(1)
            worker = _start(_WORKER)
        time.sleep(0.2)
    for process in (server, worker):
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    ended = server.wait()
    worker.wait()
    return DONE if stopping.asked else ended


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - ours; Ctrl-C comes to this process alone


class Stopping:
    """Remembers that it was asked for."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self)

    def __call__(self, _: int, __: FrameType | None) -> None:
        self.asked = True
