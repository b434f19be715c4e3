"""Pages under load: the service of the sample council with forty people clicking, on SQLite and on PostgreSQL.

Usage: python pages.py [--quick] [--only sqlite|postgresql] [--seconds 60] [--children 10000] [--data FOLDER]

The people are threads of this process on the same machine, so their own work is in the figures; everything is on
loopback, without a proxy. They think three seconds or so between clicks, as people do; what the machine serves
when nobody thinks is printed as well. Times stand beside that of an empty page of the same service (signed in, the
layout alone), so that machines can be compared. `--data` keeps SQLite's filled folder for the next time.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from clicking import EMPTY, SENT, Person, Times, clicking, for_seconds, get, looking, working, writing
from serving import Service

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tests"))
from postgres import cluster  # noqa: E402

OFFICERS, OTHERS, THINK = 34, 6, 3.0
MEDIAN_BAR, P95_BAR = 0.150, 0.400
BARRED = (
    *("home", "caseload", "child", "service list"),
    *("review", "record", "diary", "decisions", "drift", "footprint", "reviews list"),
)
YEAR = "2025"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    children: int
    looked_after: int
    seconds: float


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    children = 2_000 if asked.quick else asked.children
    size = Size(children, children * 15 // 100, asked.seconds or (10 if asked.quick else 60))
    with tempfile.TemporaryDirectory(prefix="sightline-bench-") as made:
        folder = Path(made)
        returned = _returned(folder / "return")
        if asked.only != "postgresql":
            _measure("SQLite", Service(Path(asked.data or folder) / "sqlite"), size, returned)
            _import_alone(Service(folder / "empty"), returned)
        if asked.only != "sqlite":
            with _postgresql(folder / "postgresql") as service:
                _measure("PostgreSQL", service, size, returned)
            with _postgresql(folder / "empty-postgresql") as service:
                _import_alone(service, returned)


@contextmanager
def _postgresql(folder: Path) -> Iterator[Service]:
    with cluster() as address:
        yield Service(folder, address)


def _returned(folder: Path) -> Path:
    """The return of one council: 2,700 children, 5,000 episodes, 12,600 reviews."""
    subprocess.run([sys.executable, HERE / "steps.py", "sample", folder, "1"], check=True)
    return folder


def _measure(name: str, service: Service, size: Size, returned: Path) -> None:
    print(f"\n{name}: {size.children:,} children, {size.looked_after:,} in care")
    if not service.data.exists():
        _fill(service, size)
    people, key = service.people(OFFICERS, OTHERS)
    with service.running() as ready:
        _say("the service answers after", f"{ready:.1f} s")
        _say("first page after the start", _ms(get(service.port, "/", session=people[-1].session).seconds))
        _once_round(service, people)
        _people(service, people, size)
        _nobody_thinks(service, people, size)
        _writers(service, people, size)
        _programs(service, key)
        _import_meanwhile(service, people, returned)
        _say("memory of its processes", " + ".join(f"{each:.0f}" for each in service.memory()) + " MiB")
    _new_day(service, people)


def _fill(service: Service, size: Size) -> None:
    service.run("setup")
    asked = ("--children", str(size.children), "--looked-after", str(size.looked_after), "--reviewed-years", "18")
    seconds, _ = service.run("sample", "--service", *asked)
    _say("sightline sample --service", f"{seconds:.0f} s")


def _once_round(service: Service, people: list[Person]) -> None:
    """Everything once before it counts; a page that does not answer ends the bench."""
    for person in people[:: len(people) // 8]:
        for each in {looking(person, random.Random(n)) for n in range(20)}:
            answer = get(service.port, each.path, session=person.session)
            if answer.status != 200:
                raise SystemExit(f"the page {each.name} answered {answer.status}")


def _people(service: Service, people: list[Person], size: Size) -> None:
    print(f"{len(people)} people, a click every {THINK:g} s or so each, for {size.seconds:g} s {_load()}")
    _table(clicking(service.port, people, think=THINK, going_on=for_seconds(size.seconds)))


def _nobody_thinks(service: Service, people: list[Person], size: Size) -> None:
    seconds = size.seconds / 4
    print(f"{len(people)} people who do not think, for {seconds:g} s {_load()}")
    times = clicking(service.port, people, think=0, going_on=for_seconds(seconds))
    _table(times, barred=False)
    _say("pages served a second", f"{sum(map(len, times.values())) / seconds:.0f}")


def _writers(service: Service, people: list[Person], size: Size) -> None:
    officers = [each for each in people if not each.service]
    everybody = [officers[n % len(officers)] for n in range(len(people))]
    print(f"{len(everybody)} people who send a form, and the next at once, for {size.seconds / 4:g} s {_load()}")
    times = clicking(service.port, everybody, think=0, going_on=for_seconds(size.seconds / 4), what=writing)
    _row(SENT, times, None, barred=False)


def _import_meanwhile(service: Service, people: list[Person], returned: Path) -> None:
    """People look and send forms while a return is loaded beside them: how long does anybody wait?"""
    loading = threading.Thread(target=lambda: took.append(_import(service, returned)))
    took: list[float] = []
    loading.start()
    print(f"{len(people)} people at work while a return of one council is imported {_load()}")
    times = clicking(service.port, people, think=THINK, going_on=loading.is_alive, what=working)
    _table(times, barred=False)
    slowest = max(each.seconds for answers in times.values() for each in answers)
    _say("the import took", f"{took[0]:.1f} s; the slowest answer meanwhile {_ms(slowest)}")


def _import_alone(service: Service, returned: Path) -> None:
    service.run("setup")
    _say("import of one council's return", f"{_import(service, returned):.1f} s (empty register)")
    _say("the same again, which changes nothing", f"{_import(service, returned):.1f} s")


def _import(service: Service, returned: Path) -> float:
    asked = ("--year", YEAR, "--load", "--even-with-errors")
    return service.run("import", returned, *asked, allowed=(0, 1))[0]


def _programs(service: Service, key: str) -> None:
    """A page of the read API, as a report asks for it."""
    for rows in (500, 1000):
        answers = [get(service.port, f"/api/v1/children?limit={rows}", key=key) for _ in range(9)]
        assert all(each.status == 200 for each in answers)
        _say(f"read API, a page of {rows} children", _ms(statistics.median(each.seconds for each in answers)))


def _new_day(service: Service, people: list[Person]) -> None:
    """The first pages of a new day, when nobody has worked out yet how the children stand."""
    service.today = datetime.now(ZoneInfo("Europe/London")).date() + timedelta(days=1)
    with service.running():
        get(service.port, "/accessibility/", session=people[-1].session)
        for name, person in (("an officer's", people[0]), ("a manager's", people[-1])):
            _say(f"{name} first page of a new day", _ms(get(service.port, "/", session=person.session).seconds))
    service.today = None


def _table(times: Times, *, barred: bool = True) -> None:
    empty = times.median(EMPTY)
    print(f"  {'page':14} {'clicks':>7} {'median':>9} {'p95':>9} {'of empty':>9}  errors")
    for name in sorted(times):
        _row(name, times, empty, barred=barred and name in BARRED)


def _row(name: str, times: Times, empty: float | None, *, barred: bool) -> None:
    median, p95, wrong = times.median(name), times.p95(name), times.wrong(name)
    ratio = f"{median / empty:8.1f}x" if empty else f"{max(each.seconds for each in times[name]) * 1000:5.0f} max"
    errors = ", ".join(f"{count} × {status}" for status, count in wrong.items()) or "none"
    over = " OVER THE BAR" if barred and (median > MEDIAN_BAR or p95 > P95_BAR or wrong) else ""
    print(f"  {name:14} {len(times[name]):7} {_ms(median):>9} {_ms(p95):>9} {ratio}  {errors}{over}")


def _say(what: str, told: str) -> None:
    print(f"  {what:<40} {told}", flush=True)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _load() -> str:
    return f"(load of the machine before: {os.getloadavg()[0]:.1f})"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), default="")
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument(
        "--children", type=int, default=10_000, help="on the register; of a hundred, 15 are in care"
    )
    parser.add_argument("--data", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
