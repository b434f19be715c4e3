"""A site that really runs: a server process over a database and a folder of its own, in which all is committed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.db.utils import load_backend

TESTS = Path(__file__).parent
_databases = count(1)


@dataclass
class Site:
    """A running site: where it is, and a way into its data.

        with site.data():
            child = make_child()          # committed: the server sees it
        site.sign_in(page, officer)
        page.goto("/")

    `environment` is what its processes are told; `blocker` is pytest-django's guard of the database.
    """

    folder: Path
    environment: dict[str, str]
    blocker: Any
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    others: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, threads: int = 4, url: str = "") -> None:
        """Start the server and wait until it answers. `url` is the address people use, where it is not its own."""
        self.port = self.port or free_port()
        self.environment["SIGHTLINE_URL"] = url or self.url
        options = [
            "--worker-class",
            "gthread",
            "--threads",
            str(threads),
            "--no-control-socket",
            "--log-level",
            "error",
        ]
        self.process = self.run(
            "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", *options, "sightline.ops.wsgi"
        )
        wait_for(f"{self.url}/health", self.process)

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start Python with these arguments as a process of this site."""
        process = subprocess.Popen(
            [sys.executable, *arguments], env=self.environment, cwd=self.folder, start_new_session=True
        )
        self.others.append(process)
        return process

    def work(self) -> None:
        """Do the jobs that wait, and come back."""
        worker = self.run("-m", "django", "db_worker", "--batch", "--no-startup-delay", "--verbosity", "0")
        assert worker.wait(timeout=120) == 0

    def passed(self, day: date) -> None:
        """Days have passed and it is this one: the server begins anew, and the work of the day is done."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=15)
        self.environment["SIGHTLINE_TODAY"] = day.isoformat()
        self.start()
        assert self.run("-m", "sightline.ops.cli", "daily", "--on", day.isoformat()).wait(timeout=120) == 0

    def stop(self) -> None:
        """End every process of this site."""
        for process in self.others:
            if process.poll() is None:
                process.terminate()
        for process in self.others:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @contextmanager
    def data(self) -> Iterator[None]:
        """In here the site's own database is the one that models, queries and actions use. What is done stays."""
        before = connections["default"]
        told = {**before.settings_dict, "NAME": self.database_name}
        told["OPTIONS"] = {name: value for name, value in told["OPTIONS"].items() if name != "pool"}
        own = load_backend(told["ENGINE"]).DatabaseWrapper(told, "default")
        with self.blocker.unblock():
            connections["default"] = own
            try:
                yield
            finally:
                own.close()
                connections["default"] = before

    @property
    def database_name(self) -> str:
        """The file of a SQLite database, the name of a PostgreSQL one."""
        address = self.environment.get("SIGHTLINE_DATABASE")
        return urlsplit(address).path.strip("/") if address else str(self.folder / "sightline.sqlite3")

    def sign_in(self, page: Any, person: Any) -> None:
        """Sign this browser in as this person, without the sign-in pages."""
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        with self.data():
            session = SessionStore()
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key or "", "url": self.url}
        page.context.add_cookies([cookie])


def make_site(folder: Path, template: Path, blocker: Any, **told: str) -> Site:
    """A site, not started, over a copy of a database that has every table. `told` is its environment."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SIGHTLINE_DATA": str(folder), "PYTHONPATH": str(TESTS), **told}
    environment |= {"DJANGO_SETTINGS_MODULE": "service_settings", "SIGHTLINE_TEST_DATABASE": ""}
    if "SIGHTLINE_DATABASE" in os.environ:
        environment["SIGHTLINE_DATABASE"] = _copied(os.environ["SIGHTLINE_DATABASE"], template.read_text())
    else:
        shutil.copy(template, folder / "sightline.sqlite3")
    (folder / "secret-key").write_text(settings.SECRET_KEY)  # so that it believes the sessions of `sign_in`
    return Site(folder=folder, environment=environment, blocker=blocker)


def make_template(folder: Path) -> Path:
    """A database with every table and no row: a SQLite file, or one with the name of a PostgreSQL database."""
    environment = {**os.environ, "SIGHTLINE_DATA": str(folder), "PYTHONPATH": str(TESTS)}
    environment |= {"DJANGO_SETTINGS_MODULE": "service_settings", "SIGHTLINE_TEST_DATABASE": ""}
    name = folder / "sightline.sqlite3"
    if address := os.environ.get("SIGHTLINE_DATABASE"):
        environment["SIGHTLINE_DATABASE"] = _created(address, f"template_{os.getpid()}")
        name = folder / "name"
        name.write_text(f"template_{os.getpid()}")
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, cwd=folder, check=True)
    return name


def _created(address: str, name: str, like: str = "template1") -> str:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return urlsplit(address)._replace(path=f"/{name}").geturl()


def _copied(address: str, like: str) -> str:
    return _created(address, f"site_{os.getpid()}_{next(_databases)}", like)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers; fail when its process has ended."""
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError(f"The server ended with {process.returncode} before it answered")
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError("The server did not answer")


def new_database(address: str) -> str:
    """The address of a new, empty PostgreSQL database of the same cluster."""
    return _created(address, f"empty_{os.getpid()}_{next(_databases)}")
