"""People who click, as threads of this process. Each click is a connection of its own: nothing is warm by luck."""

from __future__ import annotations

import http.client
import random
import statistics
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

EMPTY, SENT = "empty page", "form sent"
FORM_TOKEN = "b" * 32  # cookie and field of a form are compared with each other alone
WAITS_AT_MOST = 60
SENDS = 0.25  # of the clicks of somebody at work


@dataclass(frozen=True)
class Person:
    """Somebody signed in, some children in sight, and whether the whole service and its queue are too.

    `coming` are reviews of these children to come, `written` some that were held and have a record.
    """

    session: str
    children: list[int]
    coming: list[int]
    written: list[int]
    service: bool
    queue: bool


@dataclass(frozen=True)
class Answer:
    """How a request went: seconds until the last byte, status (0: no answer)."""

    seconds: float
    status: int


@dataclass(frozen=True)
class Click:
    """One request that somebody makes; `form` is what is sent, where something is."""

    name: str
    path: str
    form: dict[str, str] | None = None


def looking(person: Person, chance: random.Random) -> Click:
    """What somebody looks at next."""
    every = [(EMPTY, "/accessibility/"), ("home", "/"), ("caseload", "/caseload/")]
    every.append(("child", f"/children/{chance.choice(person.children)}/"))
    every += _cycle(person, chance)
    if person.service:
        every += [("service list", "/children/"), ("reviews list", "/reviews/")]
    if person.queue:
        every.append(("queue", "/allocation/"))
    return Click(*chance.choice(every))


def _cycle(person: Person, chance: random.Random) -> list[tuple[str, str]]:
    """The pages of the reviewing cycle."""
    child = chance.choice(person.children)
    every = [("diary", "/diary/"), ("decisions", "/decisions/"), ("drift", "/drift/")]
    every.append(("footprint", f"/children/{child}/footprint/"))
    if person.coming:
        every.append(("review", f"/reviews/{chance.choice(person.coming)}/"))
    if person.written:
        every.append(("record", f"/reviews/{chance.choice(person.written)}/record/"))
    return every


def writing(person: Person, chance: random.Random) -> Click:
    """A visit that an officer notes down."""
    child = chance.choice(person.children)
    day = {"held_day": str(chance.randint(1, 28)), "held_month": "10", "held_year": "2026"}
    form = {**day, "kind": "iro", "seen": "1", "seen_alone": "1", "csrfmiddlewaretoken": FORM_TOKEN}
    return Click(SENT, f"/children/{child}/record/visits/add/", form)


def working(person: Person, chance: random.Random) -> Click:
    """What somebody at work does next: mostly looks, sometimes sends a form."""
    sends = chance.random() < SENDS and not person.service  # not everybody of the service may note a visit
    return (writing if sends else looking)(person, chance)


def get(port: int, path: str, *, session: str = "", key: str = "", form: dict[str, str] | None = None) -> Answer:
    """Fetch a page whole, or send a form."""
    headers = {"Cookie": f"sightline={session}; form={FORM_TOKEN}", "Accept-Encoding": "gzip"}
    if key:
        headers = {"Authorization": f"Bearer {key}"}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection, started = http.client.HTTPConnection("127.0.0.1", port, timeout=WAITS_AT_MOST), time.perf_counter()
    try:
        connection.request("GET" if form is None else "POST", path, urlencode(form or {}), headers)
        answer = connection.getresponse()
        answer.read()
        return Answer(time.perf_counter() - started, answer.status)
    except OSError:
        return Answer(time.perf_counter() - started, 0)
    finally:
        connection.close()


class Times(dict[str, list[Answer]]):
    """The answers by name of page."""

    def median(self, name: str) -> float:
        """Seconds."""
        return statistics.median(each.seconds for each in self[name])

    def p95(self, name: str) -> float:
        """Seconds that 95 of 100 answers stay within."""
        ordered = sorted(each.seconds for each in self[name])
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]

    def wrong(self, name: str) -> Counter[int]:
        """Answers that were not what was asked for, by status; a form that was sent is answered by 302."""
        return Counter(each.status for each in self[name] if each.status != (302 if name == SENT else 200))


def clicking(
    port: int,
    people: Sequence[Person],
    *,
    think: float,
    going_on: Callable[[], bool],
    what: Callable[[Person, random.Random], Click] = looking,
) -> Times:
    """Everybody clicks, thinking `think` seconds or so in between, as long as it is going on."""
    times: dict[str, list[Answer]] = defaultdict(list)

    def click(person: Person, chance: random.Random) -> None:
        time.sleep(chance.uniform(0, think))
        while going_on():
            chosen = what(person, chance)
            times[chosen.name].append(get(port, chosen.path, session=person.session, form=chosen.form))
            time.sleep(chance.uniform(think / 2, think * 1.5))

    together([lambda p=person, n=n: click(p, random.Random(n)) for n, person in enumerate(people)])
    return Times(times)


def together(doings: Sequence[Callable[[], object]]) -> None:
    """Do all of these at once, and wait for the last."""
    threads = [threading.Thread(target=each) for each in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def for_seconds(seconds: float) -> Callable[[], bool]:
    """Going on for so long from now."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() < until
