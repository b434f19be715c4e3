"""A PostgreSQL cluster of the run's own, on a free port of this machine, gone when the run ends."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "sightline"


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a new cluster, as SIGHTLINE_DATABASE has it. initdb refuses root, who borrows an account."""
    folder = Path(tempfile.mkdtemp(prefix="sightline-postgres-"))
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if prefix:
        shutil.chown(folder, "postgres")
    data, log, port = folder / "data", folder / "log", _free_port()
    quiet = {"check": True, "cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=200"  # noqa: E501
    control = [*prefix, _binary("pg_ctl"), "-D", str(data), "-w"]
    try:
        subprocess.run(
            [*prefix, _binary("initdb"), "-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8", str(data)], **quiet
        )  # type: ignore[call-overload]
        subprocess.run([*control, "-l", str(log), "-o", options, "start"], **quiet)  # type: ignore[call-overload]
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd="/", capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _binary(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
