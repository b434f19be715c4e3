"""Pages under load: so many people clicking at once, for so long; each page's time as a ratio to an empty page.

Usage: python pages.py [--people 40] [--seconds 60] [--think 3] [--children 10000] [--looked-after 1500]
                       [--database postgresql://…] [--data FOLDER]

Fills a register with the sample council (or uses the one in FOLDER), starts the service as a person would, and
sends everybody to home, caseload, service list and children, thinking some seconds between clicks. The people are
threads of this process on the same machine, so their own work is in the figures. Everything is on loopback.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path

EMPTY = "empty page"
HERE = Path(__file__).parent
SIGHTLINE = Path(sys.executable).parent / "sightline"


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="sightline-bench-") as folder:
        data = Path(asked.data or folder)
        environment = {**os.environ, "SIGHTLINE_DATA": str(data), "SIGHTLINE_SAMPLE": "yes"}
        if asked.database:
            environment["SIGHTLINE_DATABASE"] = asked.database
        port = _free_port()
        environment["SIGHTLINE_URL"] = f"http://127.0.0.1:{port}"
        if not asked.data:
            _fill(environment, asked)
        people = _signed_in(environment, asked.people)
        server = subprocess.Popen(
            [SIGHTLINE, "serve", "--port", str(port), "--no-worker"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait_for(port)
            _once_round(port, people)
            print(f"{asked.people} people, a click every {asked.think:g} s or so, for {asked.seconds} s")
            _print(_clicking(port, people, asked.seconds, asked.think))
        finally:
            server.terminate()
            server.wait(30)


def _fill(environment: dict[str, str], asked: argparse.Namespace) -> None:
    started = time.perf_counter()
    subprocess.run([SIGHTLINE, "setup"], env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        [SIGHTLINE, "sample", "--service", "--children", str(asked.children),
         "--looked-after", str(asked.looked_after)],
        env=environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    print(f"filled the register in {time.perf_counter() - started:.0f} s")


def _signed_in(environment: dict[str, str], number: int) -> list[dict[str, object]]:
    told = subprocess.run(
        [sys.executable, HERE / "sessions.py", str(number)],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    some = [json.loads(line) for line in told.stdout.splitlines()]
    if not some:
        raise SystemExit("nobody of the sample council could be signed in")
    return [some[n % len(some)] for n in range(number)]


def pages_of(person: dict[str, object]) -> list[tuple[str, str]]:
    """What somebody clicks: the name of the page and its address."""
    children = person["children"]
    assert isinstance(children, list)
    child = f"/children/{random.choice(children)}/" if children else "/"
    service = [("service list", "/children/"), ("allocation", "/allocation/")] if person["service"] else []
    return [(EMPTY, "/accessibility/"), ("home", "/"), ("caseload", "/caseload/"), ("child", child), *service]


def _once_round(port: int, people: list[dict[str, object]]) -> None:
    for person in {str(each["key"]): each for each in people}.values():
        for _, path in pages_of(person):
            get(port, path, str(person["key"]))


def _clicking(
    port: int, people: list[dict[str, object]], seconds: float, think: float
) -> dict[str, list[tuple[float, int]]]:
    times: dict[str, list[tuple[float, int]]] = defaultdict(list)
    lock, until = threading.Lock(), time.monotonic() + seconds

    def click(person: dict[str, object], chance: random.Random) -> None:
        time.sleep(chance.uniform(0, think))
        while time.monotonic() < until:
            name, path = chance.choice(pages_of(person))
            started = time.perf_counter()
            status = get(port, path, str(person["key"]))
            with lock:
                times[name].append((time.perf_counter() - started, status))
            time.sleep(chance.uniform(think / 2, think * 1.5))

    threads = [threading.Thread(target=click, args=(each, random.Random(n))) for n, each in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def get(port: int, path: str, key: str) -> int:
    """Fetch a page whole; its status, 0 where there was no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": f"sessionid={key}", "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        connection.close()


def _print(times: dict[str, list[tuple[float, int]]]) -> None:
    empty = statistics.median(seconds for seconds, _ in times[EMPTY])
    print(f"{'page':14} {'clicks':>7} {'median':>9} {'p95':>9} {'of empty':>9}  not 200")
    for name, told in sorted(times.items()):
        seconds = sorted(each for each, _ in told)
        median, p95 = statistics.median(seconds), seconds[min(len(seconds) - 1, int(len(seconds) * 0.95))]
        wrong = sum(status != 200 for _, status in told)
        print(
            f"{name:14} {len(told):7} {median * 1000:6.0f} ms {p95 * 1000:6.0f} ms {median / empty:8.1f}x  {wrong}"
        )


def _wait_for(port: int) -> None:
    for _ in range(150):
        if get(port, "/health", "") == 200:
            return
        time.sleep(0.2)
    raise SystemExit("the service did not start")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=3)
    parser.add_argument("--children", type=int, default=10_000)
    parser.add_argument("--looked-after", type=int, default=1_500)
    parser.add_argument("--database", default="")
    parser.add_argument("--data", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
